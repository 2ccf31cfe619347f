"""The network of territories: how much their organizations work together, and what is agreed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations, product
from typing import Final, TypeAlias, Unpack

import networkx as nx
from attrs import define, frozen

from numeco.ecosystem import Ecosystem
from numeco.graph._arguments import check_ecosystem, words
from numeco.graph._narrowing import Narrowing
from numeco.graph._projection import collaboration
from numeco.graph._tying.facts import facts_of
from numeco.graph._tying.nodes import sorted_ids
from numeco.graph._tying.places import around
from numeco.graph._tying.scope import may_hold
from numeco.graph._weights import Weight
from numeco.model import Alliance, AllianceKind, Territory, TerritoryKind
from numeco.time import Days

#: The alliances that lead from one territory to another.
CORRIDORS: Final[frozenset[AllianceKind]] = frozenset(
    {AllianceKind.CORRIDOR, AllianceKind.TWINNING}
)

#: Two territories, sorted; the same one twice for what lies inside it.
_Pair: TypeAlias = tuple[str, str]


def territories(
    ecosystem: Ecosystem,
    *,
    level: TerritoryKind | str,
    weight: Weight | str = Weight.NEWMAN,
    kinds: Collection[AllianceKind | str] | None = CORRIDORS,
    max_size: int | None = None,
    **narrowing: Unpack[Narrowing],
) -> nx.Graph[str]:
    """Return the network of the territories of a level, tied where their organizations are.

    `collaboration` seen from further away: all organizations of a territory are one node. Every
    territory of the level is a node. An organization counts for the territory of the level in which
    its seat lies, at any depth. One that lies in several counts in each, its weight shared equally
    among them, so that weights add up to those of the collaboration.

    Corridors are drawn in, at weight 0 too. A territory of a corridor that lies in none of the
    level stands for itself, beside them, with the organizations that sit there: its ``type`` says
    so.

    Node attributes: ``kind`` ("Territory"), ``name``, ``type`` and ``within`` (sorted ids);
    ``organizations`` (how many), ``inside`` (the weight of ties between them), ``ties`` (the number
    of these), ``strength`` (twice ``inside``, and the weights of its edges); ``expected`` and
    ``affinity`` of ``inside``; ``corridors`` between its parts.

    Edge attributes: ``weight``; ``ties``, the number of pairs of organizations, one of each, that
    work together; ``count``, the sum of the ``count`` of these; ``expected`` and ``affinity`` of
    ``weight``; ``corridors``, the sorted ids of the alliances.

    ``expected`` is the weight if each territory kept its strength s and ties fell anywhere: s·s'/2T
    between two and s²/4T inside one, with T the weight of all ties that count (the null model of
    modularity: Newman 2004, DOI 10.1103/PhysRevE.70.056131). ``affinity`` is the weight by the
    expected one: 1 as by chance, more where two seek one another. Both are None where nothing can
    be expected.

    Network attributes: ``level``; ``unplaced``, the ids of the organizations that count nowhere,
    since their seat is unknown or lies in no node; ``unplaced_weight``, that of their ties.

    In graph theory, the quotient of `collaboration` by seat. O(ties of the collaboration), in the
    order of the ecosystem.

    >>> regions = [Territory(id=one, name=one, kind="region") for one in ("east", "west")]
    >>> port = Territory(id="port", name="Port", within=["west"])
    >>> twins = Alliance(id="twins", kind="twinning", territories=["east", "port"])
    >>> network = territories(Ecosystem.of(regions, port, twins), level="region")
    >>> network.edges["east", "west"]["corridors"], network.edges["east", "west"]["weight"]
    (('twins',), 0.0)

    Args:
        ecosystem: where the ties are looked for.
        level: the kind of territory.
        weight: as for `collaboration`.
        kinds: the alliances that count as corridors; None means all. Those known to have begun
            after the days of `during`, or ended before them, do not count; nothing else narrows
            them.
        max_size: as for `collaboration`.
        narrowing: which ties count; as for `affiliation`.

    Raises:
        InvalidValue: a word that `TerritoryKind` or `AllianceKind` does not have; or as for
            `collaboration`.
        InvalidType: as for `collaboration`.
        UnknownId: nothing has the id of the territory.
    """
    check_ecosystem(ecosystem)
    level = TerritoryKind(level)
    corridors = _corridors(ecosystem, words("kinds", AllianceKind, kinds), narrowing.get("during"))
    works = collaboration(ecosystem, weight=weight, max_size=max_size, **narrowing)
    chart = _Chart.of(ecosystem, level, (end for ends in corridors.values() for end in ends))
    seats: dict[str, str | None] = {one: works.nodes[one]["territory"] for one in works}
    nearest = {seat: chart.nearest(seat) for seat in dict.fromkeys(seats.values())}
    places = {one: nearest[seat] for one, seat in seats.items()}
    flows, lost = _flows(works, places)
    network: nx.Graph[str] = nx.Graph(
        level=level.value,
        unplaced=tuple(one for one, here in places.items() if not here),
        unplaced_weight=lost,
    )
    sitting = Counter(place for here in places.values() for place in here)
    for one in ecosystem.all(Territory):
        if one.id in chart.nodes:
            network.add_node(one.id, **facts_of(one), organizations=sitting[one.id])
    _draw(network, flows, _links(corridors, chart))
    _expect(network)
    return network


def _draw(
    network: nx.Graph[str], flows: Mapping[_Pair, _Flow], links: Mapping[_Pair, Collection[str]]
) -> None:
    """Write what flows inside each territory and between each two, and the corridors."""
    for one, facts in network.nodes(data=True):
        inside = flows.get((one, one), _Flow())
        facts |= {"inside": inside.weight, "ties": inside.ties}
        facts["corridors"] = sorted_ids(links.get((one, one), ()))
    for pair in dict.fromkeys((*flows, *links)):
        if pair[0] != pair[1]:
            flow = flows.get(pair, _Flow())
            facts = {"weight": flow.weight, "ties": flow.ties, "count": flow.count}
            network.add_edge(*pair, **facts, corridors=sorted_ids(links.get(pair, ())))


def _expect(network: nx.Graph[str]) -> None:
    """Write the strength of each territory, and what it lets one expect."""
    strengths = {
        one: 2 * facts["inside"] + sum(edge["weight"] for edge in network[one].values())
        for one, facts in network.nodes(data=True)
    }
    ends = sum(strengths.values())
    for one, facts in network.nodes(data=True):
        facts["strength"] = strengths[one]
        expected = strengths[one] ** 2 / (2 * ends) if ends else None
        facts |= {"expected": expected, "affinity": _ratio(facts["inside"], expected)}
    for one, other, edge in network.edges(data=True):
        expected = strengths[one] * strengths[other] / ends if ends else None
        edge |= {"expected": expected, "affinity": _ratio(edge["weight"], expected)}


def _ratio(observed: float, expected: float | None) -> float | None:
    return observed / expected if expected else None


# Where organizations lie


@frozen
class _Chart:
    """The territories that are nodes, and in which of them others lie."""

    nodes: frozenset[str]
    #: Each territory with all that it lies in.
    around: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, ecosystem: Ecosystem, level: TerritoryKind, allied: Iterable[str]) -> _Chart:
        """Return the chart of a level, with the allied territories that lie in none of it."""
        every = ecosystem.all(Territory)
        wider = {str(one.id): around(ecosystem, one.id) for one in every}
        at_level = {one.id for one in every if one.kind is level}
        alone = {one for one in allied if at_level.isdisjoint(wider[one])}
        return cls(frozenset(at_level | alone), wider)

    def nearest(self, territory: str | None) -> tuple[str, ...]:
        """Return the nodes in which a territory lies, but those around another of them, sorted."""
        if territory is None:
            return ()
        found = self.around[territory] & self.nodes
        wider = {one for near in found for one in self.around[near] if one != near}
        return tuple(sorted(found - wider))


# What flows between them


@define
class _Flow:
    """What ties the organizations of two territories, or of one: a sum in the making."""

    weight: float = 0.0
    #: Pairs of organizations that work together, and the events that they have in common.
    ties: int = 0
    count: int = 0

    def add(self, weight: float, ties: int, count: int) -> None:
        self.weight += weight
        self.ties += ties
        self.count += count


def _flows(
    works: nx.Graph[str], places: Mapping[str, tuple[str, ...]]
) -> tuple[dict[_Pair, _Flow], float]:
    """Return what flows between territories, and the weight of ties with an end that lies nowhere.

    Summed by where the two ends lie first, so that what lies in several is shared out but once.
    """
    distinct = tuple(dict.fromkeys(places.values()))
    # Numbers for keys: tuples of texts would be hashed anew at each tie.
    number = {here: at for at, here in enumerate(distinct)}
    codes = {one: number[here] for one, here in places.items()}
    sums: dict[int, _Flow] = {}
    for one, other, edge in works.edges(data=True):
        code = codes[one] * len(distinct) + codes[other]
        if code not in sums:
            sums[code] = _Flow()
        sums[code].add(edge["weight"], 1, edge["count"])
    found: defaultdict[_Pair, _Flow] = defaultdict(_Flow)
    lost = 0.0
    for code, flow in sums.items():
        here, there = (distinct[at] for at in divmod(code, len(distinct)))
        pairs = Counter(_pair(one, other) for one in here for other in there)
        lost += 0.0 if pairs else flow.weight
        for pair, times in pairs.items():
            found[pair].add(flow.weight * times / pairs.total(), flow.ties, flow.count)
    return dict(found), lost


def _pair(one: str, other: str) -> _Pair:
    return (one, other) if one <= other else (other, one)


# What is agreed between them


def _corridors(
    ecosystem: Ecosystem, kinds: Collection[AllianceKind], during: Days | None
) -> dict[str, list[str]]:
    """Return the territories of each alliance that counts as a corridor."""
    return {
        one.id: sorted(one.territories)
        for one in ecosystem.all(Alliance)
        if one.kind in kinds and may_hold(one.since, one.until, during)
    }


def _links(corridors: Mapping[str, Collection[str]], chart: _Chart) -> dict[_Pair, list[str]]:
    """Return the corridors between the territories in which their ends lie, or inside one."""
    found: defaultdict[_Pair, list[str]] = defaultdict(list)
    for corridor, ends in corridors.items():
        places = [chart.nearest(end) for end in ends]
        for here, there in combinations(places, 2):
            for one, other in product(here, there):
                found[_pair(one, other)].append(corridor)
    return dict(found)
