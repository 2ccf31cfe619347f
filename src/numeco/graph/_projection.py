"""One-mode projections: organizations tied by the events that they share."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import sqrt
from typing import Any, Final

import networkx as nx
from attrs import frozen

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.graph._affiliation import Occasion, Via, affiliation
from numeco.graph._arguments import check_number
from numeco.model import OrganizationId, PartnershipRole


class Weight(Kind):
    """How strongly the events that two organizations share tie them.

    With k organizations in an event, a and b events of the two, and w events in common.
    """

    #: 1/(k - 1) from each common event, so that an organization's strength is the number of its
    #: events with a partner: Newman 2001, Physical Review E 64, DOI 10.1103/PhysRevE.64.016132.
    NEWMAN = "newman"
    COUNT = "count"  #: w
    FRACTIONAL = "fractional"  #: 1/k from each common event
    PAIR = "pair"  #: 2/(k (k - 1)) from each: an event gives 1 in all, shared by its pairs
    JACCARD = "jaccard"  #: w/(a + b - w)
    OVERLAP = "overlap"  #: w/min(a, b)
    COSINE = "cosine"  #: w/√(a b)


#: What an event of k organizations adds to each of its pairs.
_SHARES: Final[Mapping[Weight, Callable[[int], float]]] = {
    Weight.NEWMAN: lambda k: 1 / (k - 1),
    Weight.FRACTIONAL: lambda k: 1 / k,
    Weight.PAIR: lambda k: 2 / (k * (k - 1)),
}
#: How alike two organizations are, of their common events and the events of each.
_LIKENESSES: Final[Mapping[Weight, Callable[[int, int, int], float]]] = {
    Weight.JACCARD: lambda w, a, b: w / (a + b - w),
    Weight.OVERLAP: lambda w, a, b: w / min(a, b),
    Weight.COSINE: lambda w, a, b: w / sqrt(a * b),
}


def collaboration(  # noqa: PLR0913  # each names one way to narrow or weigh
    ecosystem: Ecosystem,
    *,
    weight: Weight | str = Weight.NEWMAN,
    of: Occasion | str = Occasion.EVENT,
    via: Collection[Via | str] | None = None,
    roles: Collection[PartnershipRole | str] | None = None,
    max_size: int | None = None,
) -> nx.Graph[str]:
    """Return the network of organizations, tied where they have a part in the same events.

    The one-mode projection of `affiliation`. Every organization is a node, without partners too.

    Node attributes: those of `affiliation` without ``bipartite``, and ``events``, the number of
    events that the organization has a part in. Edge attributes: ``weight``, and ``count``, the
    number of events in common.

    O(pairs): an event of 90 organizations alone makes 4,005 ties, each of them weak under Newman's
    weight; `max_size` leaves such events out.

    Args:
        ecosystem: where the ties are looked for.
        weight: how ``weight`` follows from the events in common.
        of: what counts as an event; as for `affiliation`.
        via: what ties an organization to an event; as for `affiliation`.
        roles: the partnerships that count; as for `affiliation`.
        max_size: events of more organizations, 1 or more, tie nobody, though ``events`` counts
            them.

    Raises:
        InvalidValue: a word that `Weight`, `Occasion`, `Via` or `PartnershipRole` does not have, or
            a `max_size` below 1.
        InvalidType: no ecosystem is given, or a lone word where a collection is expected.
    """
    weight = Weight(weight)
    check_number("max_size", max_size, 1)
    network = affiliation(ecosystem, of=of, via=via, roles=roles)
    nodes = {one: _node(network, one) for one in network if network.nodes[one]["bipartite"] == 0}
    groups = (network[one] for one in network if one not in nodes)
    projected = project(groups, nodes, share=_SHARES.get(weight, _whole), max_size=max_size)
    if weight in _LIKENESSES:
        _weigh(projected, _LIKENESSES[weight])
    return projected


def _node(network: nx.Graph[str], one: str) -> dict[str, Any]:
    facts = dict(network.nodes[one])
    del facts["bipartite"]
    return facts | {"events": len(network[one])}


def _whole(_: int) -> int:
    return 1


def _weigh(projected: nx.Graph[str], likeness: Callable[[int, int, int], float]) -> None:
    nodes = projected.nodes
    for one, other, edge in projected.edges(data=True):
        edge["weight"] = likeness(edge["count"], nodes[one]["events"], nodes[other]["events"])


# The kernel


def project(
    groups: Iterable[Iterable[str]],
    nodes: Mapping[str, dict[str, Any]],
    *,
    share: Callable[[int], float],
    max_size: int | None = None,
) -> nx.Graph[str]:
    """Return the network in which members of one group are tied, in one pass over the groups.

    Each pair of a group is visited once, where networkx intersects the neighbourhoods of each pair
    from both ends; a member named twice counts once, a group of one or none ties nobody.

    Args:
        groups: the members of each group.
        nodes: the attributes of each node; members that it lacks become nodes as they come.
        share: what a group of k members, 2 or more, adds to the ``weight`` of each of its pairs.
        max_size: groups of more members tie nobody.
    """
    projected: nx.Graph[str] = nx.Graph()
    projected.add_nodes_from(nodes.items())
    with paused_collector():
        for group in groups:
            members = list(dict.fromkeys(group))
            projected.add_nodes_from(one for one in members if one not in projected)
            if len(members) > 1 and (max_size is None or len(members) <= max_size):
                _tie(projected, members, share(len(members)))
    return projected


def _tie(projected: nx.Graph[str], members: list[str], share: float) -> None:
    # networkx's own dictionaries, filled directly: add_edge would look each end up again. Both
    # ends must hold one and the same dictionary for an edge.
    adjacency: dict[str, dict[str, dict[str, Any]]] = vars(projected)["_adj"]
    for at, one in enumerate(members):
        row = adjacency[one]
        for other in members[:at]:
            edge = row.get(other)
            if edge is None:
                row[other] = adjacency[other][one] = {"weight": share, "count": 1}
            else:
                edge["weight"] += share
                edge["count"] += 1


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pause the garbage collector, which would walk the growing graph again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# Key partners


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
    of: Occasion | str = Occasion.EVENT,
    via: Collection[Via | str] | None = None,
    roles: Collection[PartnershipRole | str] | None = None,
) -> tuple[KeyPartner, ...]:
    """Return the organizations that work most with others, the strongest first.

    The strength is Newman's: the number of events with a partner. By strength, then degree, then
    id; those without a partner are left out.

    Nothing is projected, so that an event of k organizations takes O(k) memory: the degree is the
    size of the union of an organization's events, made once for all that share the same events.

    Args:
        ecosystem: where the ties are looked for.
        most: how many at most, 0 or more; None means all.
        of: what counts as an event; as for `affiliation`.
        via: what ties an organization to an event; as for `affiliation`.
        roles: the partnerships that count; as for `affiliation`.

    Raises:
        InvalidValue: a word that `Occasion`, `Via` or `PartnershipRole` does not have, or a `most`
            below 0.
        InvalidType: no ecosystem is given, or a lone word where a collection is expected.
    """
    check_number("most", most, 0)
    network = affiliation(ecosystem, of=of, via=via, roles=roles)
    found = list(_partners(network))
    found.sort(key=lambda one: (-one.strength, -one.degree, one.organization))
    return tuple(found[:most])


def _partners(network: nx.Graph[str]) -> Iterator[KeyPartner]:
    """Iterate over the organizations of an affiliation network that have a partner."""
    groups = {
        one: frozenset(network[one])
        for one, facts in network.nodes(data=True)
        if facts["bipartite"] == 1 and len(network[one]) > 1
    }
    degrees: dict[frozenset[str], int] = {}
    for one, facts in network.nodes(data=True):
        shared = frozenset(event for event in network[one] if event in groups)
        if facts["bipartite"] == 0 and shared:
            if shared not in degrees:
                degrees[shared] = _united(groups[event] for event in shared) - 1
            numbers = len(network[one]), degrees[shared], float(len(shared))
            yield KeyPartner(OrganizationId(one), facts["name"], *numbers)


def _united(groups: Iterable[frozenset[str]]) -> int:
    """Return how many members some groups have in all; the largest is not walked through."""
    *smaller, largest = sorted(groups, key=len)
    return len(largest) + len(set[str]().union(*smaller) - largest)
