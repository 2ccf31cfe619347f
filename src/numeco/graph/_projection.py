"""One-mode projections: organizations tied by the events that they share, or events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any, Unpack

import networkx as nx

from numeco.ecosystem import Ecosystem
from numeco.graph._affiliation import affiliation
from numeco.graph._arguments import check_number
from numeco.graph._narrowing import Mode, Narrowing
from numeco.graph._partners import KeyPartner, key_partners
from numeco.graph._tying.dictionaries import adjacency_of, paused_collector
from numeco.graph._tying.kernel import project
from numeco.graph._weights import Weight, likeness_of, share_of
from numeco.model import Event, Session
from numeco.time import Days

__all__ = ["KeyPartner", "Weight", "collaboration", "key_partners", "paused_collector", "project"]


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
        shared: whether edges say what made them, which takes about as long again.
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
    groups = groups_of(network, onto)
    count = "events" if onto is Mode.ORGANIZATIONS else "organizations"
    nodes = {
        one: _node(facts) | {count: len(network[one])}
        for one, facts in network.nodes(data=True)
        if one not in groups
    }
    projected = project(groups.values(), nodes, share=share_of(weight), max_size=max_size)
    likeness = likeness_of(weight)
    if likeness is not None:
        _weigh(projected, count, likeness)
    if shared:
        _tell(projected, groups, max_size, count)
    if shared and onto is Mode.ORGANIZATIONS:
        _date(projected, ecosystem)
    return projected


def groups_of(network: nx.Graph[str], onto: Mode) -> dict[str, list[str]]:
    """Return what ties the nodes of one mode of an affiliation network: those of the other mode.

    With the members of each, in the order of their ties.
    """
    tying = 1 if onto is Mode.ORGANIZATIONS else 0
    return {
        one: list(network[one])
        for one, facts in network.nodes(data=True)
        if facts["bipartite"] == tying
    }


def _node(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "bipartite"}


def _weigh(
    projected: nx.Graph[str], count: str, likeness: Callable[[int, int, int], float]
) -> None:
    sizes: dict[str, int] = {one: facts[count] for one, facts in projected.nodes(data=True)}
    for one, other, edge in projected.edges(data=True):
        edge["weight"] = likeness(edge["count"], sizes[one], sizes[other])


# What made a tie


def _tell(
    projected: nx.Graph[str], groups: Mapping[str, list[str]], max_size: int | None, name: str
) -> None:
    """Write on each edge the sorted ids of the groups that both ends are members of."""
    adjacency = adjacency_of(projected)
    for group, members in sorted(groups.items()):
        if max_size is None or len(members) <= max_size:
            for one, other in combinations(members, 2):
                adjacency[one][other].setdefault(name, []).append(group)
    for _, _, edge in projected.edges(data=True):
        edge[name] = tuple(edge[name])


def _date(projected: nx.Graph[str], ecosystem: Ecosystem) -> None:
    """Write on each edge the first and the last known day of its events."""
    known = {one for _, _, edge in projected.edges(data=True) for one in edge["events"]}
    whens = {one: days for one in known if (days := _days(ecosystem, one)) is not None}
    for _, _, edge in projected.edges(data=True):
        dated = [whens[one] for one in edge["events"] if one in whens]
        edge["first"] = min(days.first for days in dated).isoformat() if dated else None
        edge["last"] = max(days.last for days in dated).isoformat() if dated else None


def _days(ecosystem: Ecosystem, occasion: str) -> Days | None:
    """Return when an occasion takes place, as far as it says so itself; a series never does."""
    one = ecosystem[occasion]
    if isinstance(one, Session):
        day = ecosystem.day(one)
        return ecosystem[one.event].days if day is None else Days.of(day)
    return one.days if isinstance(one, Event) else None
