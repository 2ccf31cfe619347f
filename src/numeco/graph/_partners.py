"""Key partners: who works most with others, found without a projection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Unpack

import networkx as nx
from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.graph._affiliation import affiliation
from numeco.graph._arguments import check_number
from numeco.graph._narrowing import Mode, Narrowing
from numeco.graph._tying.modes import groups_of, nodes_of
from numeco.model import OrganizationId


@frozen
class KeyPartner:
    """An organization and how central it is in a collaboration network."""

    organization: OrganizationId
    name: str
    #: The number of events that it has a part in.
    events: int
    #: The number of organizations that it shares an event with.
    degree: int
    #: The sum of the weights of its ties: the number of its events with a partner.
    strength: float


def key_partners(
    ecosystem: Ecosystem,
    *,
    most: int | None = 10,
    **narrowing: Unpack[Narrowing],
) -> tuple[KeyPartner, ...]:
    """Return the organizations that work most with others, the strongest first.

    The strength is Newman's: the number of events with a partner. By strength, then degree, then
    id; those without a partner are left out.

    Nothing is projected, so that an event of k organizations takes O(k) memory: the degree is the
    size of the union of an organization's events, made once for all that share the same events.

    Args:
        ecosystem: where the ties are looked for.
        most: how many at most, 0 or more; None means all.
        narrowing: which ties count; as for `affiliation`.

    Raises:
        InvalidValue: a word that `Occasion`, `Via` or `PartnershipRole` does not have, or a `most`
            below 0.
        InvalidType: no ecosystem is given, or a lone word where a collection is expected.
    """
    check_number("most", most, 0)
    network = affiliation(ecosystem, **narrowing)
    found = list(_partners(network))
    found.sort(key=lambda one: (-one.strength, -one.degree, one.organization))
    return tuple(found[:most])


def _partners(network: nx.Graph[str]) -> Iterator[KeyPartner]:
    """Iterate over the organizations of an affiliation network that have a partner."""
    events = groups_of(network, Mode.ORGANIZATIONS).items()
    groups = {event: frozenset(members) for event, members in events if len(members) > 1}
    degrees: dict[frozenset[str], int] = {}
    for one, facts in nodes_of(network, Mode.ORGANIZATIONS).items():
        shared = frozenset(event for event in network[one] if event in groups)
        if shared:
            if shared not in degrees:
                degrees[shared] = _united(groups[event] for event in shared) - 1
            numbers = facts["events"], degrees[shared], float(len(shared))
            yield KeyPartner(OrganizationId(one), facts["name"], *numbers)


def _united(groups: Iterable[frozenset[str]]) -> int:
    """Return how many members some groups have in all; the largest is not walked through."""
    *smaller, largest = sorted(groups, key=len)
    return len(largest) + len(set[str]().union(*smaller) - largest)
