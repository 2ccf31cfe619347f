"""One-mode projections: organizations tied by the events that they share, or events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

import networkx as nx

from numeco.ecosystem import Ecosystem
from numeco.graph._affiliation import affiliation
from numeco.graph._arguments import check_number
from numeco.graph._narrowing import Mode, Narrowing
from numeco.graph._tying.groups import name_groups, tied
from numeco.graph._tying.modes import SHARED, groups_of, nodes_of
from numeco.graph._weights import Weight
from numeco.model import Event, Session
from numeco.time import Days

__all__ = ["collaboration"]


def collaboration(  # each names one way to weigh or to tell
    ecosystem: Ecosystem,
    *,
    weight: Weight | str = Weight.NEWMAN,
    onto: Mode | str = Mode.ORGANIZATIONS,
    max_size: int | None = None,
    shared: bool = False,
    **narrowing: Unpack[Narrowing],
) -> nx.Graph[str]:
    """Return the network of organizations, tied where they have a part in the same events.

    The one-mode projection of `affiliation`. Every organization is a node, without partners too.
    Onto occasions it is the network of events, tied where the same organizations have a part in
    both.

    Node attributes: those of `affiliation` without ``bipartite``, and ``events``, the number of
    events that the organization has a part in (of events ``organizations``, their number).

    Edge attributes: ``weight``, and ``count``, the number of events in common. Where asked for,
    ``events``, the sorted ids of these, and ``first`` and ``last``, the first day of the earliest
    and the last day of the latest (ISO 8601), None where none of them has known days. Between
    events ``organizations``, the sorted ids of those in common.

    O(pairs): an event of 90 organizations alone makes 4,005 ties, each of them weak under Newman's
    weight; `max_size` leaves such events out, `pairs_by_size` says how many pairs they make. Where
    the same pairs meet again and again NumPy, where it is installed (`numeco[fast]`), sums them
    faster, with the same result.

    Args:
        ecosystem: where the ties are looked for.
        weight: how ``weight`` follows from the events in common (or the organizations).
        onto: the nodes of the network: organizations, or the occasions of `affiliation`.
        max_size: events of more organizations, 1 or more, tie nobody, though ``events`` counts
            them. Onto occasions: organizations of more events tie none.
        shared: whether edges say what made them, which takes several times as long.
        narrowing: which ties count; as for `affiliation`.

    Raises:
        InvalidValue: a word that `Weight`, `Mode`, `Occasion`, `Via` or `PartnershipRole` does not
            have, or a `max_size` below 1.
        InvalidType: no ecosystem is given, or a lone word where a collection is expected.
        UnknownId: nothing has the id of the territory.
    """
    weight, onto = Weight(weight), Mode(onto)
    check_number("max_size", max_size, 1)
    network = affiliation(ecosystem, **narrowing)
    projected = projected_from(network, weight=weight, onto=onto, max_size=max_size)
    if shared:
        name_groups(projected, SHARED[onto], groups_of(network, onto), max_size=max_size)
    if shared and onto is Mode.ORGANIZATIONS:
        _date(projected, ecosystem)
    return projected


def projected_from(
    network: nx.Graph[str], *, weight: Weight, onto: Mode, max_size: int | None
) -> nx.Graph[str]:
    """Return the projection of an affiliation network; `collaboration` says what each means."""
    groups = groups_of(network, onto)
    return tied(groups, nodes_of(network, onto), weight=weight, max_size=max_size)


def _date(projected: nx.Graph[str], ecosystem: Ecosystem) -> None:
    """Write on each edge the first and the last known day of its events."""
    # Many ties are made by the same events, so that each set of these is dated once.
    spans: dict[tuple[str, ...], tuple[str | None, str | None]] = {}
    for *_, edge in projected.edges(data=True):
        events = edge["events"]
        if events not in spans:
            spans[events] = _span(ecosystem, events)
        edge["first"], edge["last"] = spans[events]


def _span(ecosystem: Ecosystem, events: Iterable[str]) -> tuple[str | None, str | None]:
    known = [days for one in events if (days := _days(ecosystem, one)) is not None]
    if not known:
        return None, None
    first, last = min(days.first for days in known), max(days.last for days in known)
    return first.isoformat(), last.isoformat()


def _days(ecosystem: Ecosystem, occasion: str) -> Days | None:
    """Return when an occasion takes place, as far as it says so itself; a series never does."""
    one = ecosystem[occasion]
    if isinstance(one, Session):
        day = ecosystem.day(one)
        return ecosystem[one.event].days if day is None else Days.of(day)
    return one.days if isinstance(one, Event) else None
