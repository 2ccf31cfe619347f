"""Meetings: numeco against networkx's greedy colouring of the line graph and rustworkx's colourings.

Run with ``python benchmarks/meetings.py``. Each contender gives every meeting a slot so that nobody
is in two places, which is checked; what counts is how many slots it needs, at best as many as the
busiest organization has meetings, and how long it takes. rustworkx, in Rust, takes part where it
is installed; only its `bipartite` is exact, and only for bipartite graphs. Then, in half as many
slots, how many meetings take place, beside the maximum flow, which is the most that can; and which
pairs are near but not tied, against networkx's resource allocation index over all pairs. Times are
medians of CPU seconds.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations, product
from typing import Any

import networkx as nx
from _table import show, timed

from numeco.graph._match import Match
from numeco.graph._matching.likely import Nearness, Scores, near
from numeco.graph._meetings import meetings

try:
    import rustworkx as rx
except ImportError:
    rx = None

Pair = tuple[str, str]
NEARNESS = Scores(
    resource_allocation=0.0,
    adamic_adar=0.0,
    common_neighbours=0,
    jaccard=0.0,
    preferential_attachment=0,
)


def complete(number: int) -> list[Pair]:
    """Return all pairs of so many who offer and as many who seek."""
    return list(
        product([f"offer-{at}" for at in range(number)], [f"seek-{at}" for at in range(number)])
    )


def fair(number: int, sides: tuple[int, int], *, seed: int = 2018) -> list[Pair]:
    """Return pairs across two sides, some of which are much in demand."""
    random_ = random.Random(seed)  # noqa: S311  # no secret
    found: dict[Pair, None] = {}
    while len(found) < number:
        one, other = int(sides[0] * random_.random() ** 1.5), random_.randrange(sides[1])
        found[f"offer-{one}", f"seek-{other}"] = None
    return list(found)


def club(number: int, share: float, *, seed: int = 2018) -> list[Pair]:
    """Return some of the pairs of organizations that both offer and seek."""
    random_ = random.Random(seed)  # noqa: S311  # no secret
    pairs = combinations([f"org-{at}" for at in range(number)], 2)
    return [pair for pair in pairs if random_.random() < share]


def matched(pairs: Iterable[Pair]) -> list[Match]:
    """Return a match for each pair."""
    return [
        Match(first=one, second=other, names=(one, other), nearness=NEARNESS, score=0.5)
        for one, other in pairs
    ]


def by_numeco(pairs: list[Pair]) -> dict[Pair, int]:
    """Return the slot of each pair, in the fewest slots in which all find a place."""
    given = matched(pairs)
    for slots in (busiest(pairs), busiest(pairs) + 1):
        timetable = meetings(given, slots=slots)
        if not timetable.unplaced:
            break
    return {one.ends: one.slot for one in timetable}


def by_networkx(pairs: list[Pair]) -> dict[Pair, int]:
    """Return the slot of each pair, by networkx's greedy colouring of the line graph."""
    found = nx.greedy_color(nx.line_graph(nx.Graph(pairs)))
    return {pair: found.get(pair, found.get(pair[::-1])) for pair in pairs}


def by_rustworkx(name: str) -> Callable[[list[Pair]], dict[Pair, int]]:
    """Return how one of rustworkx's edge colourings gives slots to pairs."""

    def slots(pairs: list[Pair]) -> dict[Pair, int]:
        graph: Any = rx.PyGraph()
        ids = dict.fromkeys(end for pair in pairs for end in pair)
        at = dict(zip(ids, graph.add_nodes_from(list(ids)), strict=True))
        graph.add_edges_from_no_data([(at[one], at[other]) for one, other in pairs])
        found = getattr(rx, name)(graph)
        return {pair: found[number] for number, pair in enumerate(pairs)}

    return slots


def busiest(pairs: Iterable[Pair]) -> int:
    """Return how many meetings the busiest organization has."""
    return max(Counter(end for pair in pairs for end in pair).values())


def check(pairs: list[Pair], slots: dict[Pair, int]) -> None:
    """Check that each pair has a slot and nobody is in two places."""
    assert set(slots) == set(pairs)
    assert max(Counter((end, slots[pair]) for pair in pairs for end in pair).values()) == 1


def most(pairs: list[Pair], slots: int) -> int:
    """Return the most meetings that can take place in so many slots: a maximum flow."""
    network = nx.DiGraph()
    for one, other in pairs:
        network.add_edge("from", one, capacity=slots)
        network.add_edge(one, other, capacity=1)
        network.add_edge(other, "to", capacity=slots)
    return int(nx.maximum_flow_value(network, "from", "to"))


def colourings(title: str, pairs: list[Pair], *, bipartite: bool) -> None:
    """Print how many slots each contender needs, and how long it takes."""
    contenders = {"numeco": by_numeco, "networkx greedy_color(line_graph)": by_networkx}
    if rx is not None:
        if bipartite:
            contenders["rustworkx bipartite"] = by_rustworkx("graph_bipartite_edge_color")
        contenders["rustworkx Misra–Gries"] = by_rustworkx("graph_misra_gries_edge_color")
        contenders["rustworkx greedy"] = by_rustworkx("graph_greedy_edge_color")
    rows: list[tuple[object, ...]] = []
    for name, place in contenders.items():
        seconds, slots = timed(lambda place=place: place(pairs))
        check(pairs, slots)
        rows.append((name, len(set(slots.values())), f"{1000 * seconds:.1f}"))
    show(f"{title}: the busiest has {busiest(pairs)}", ("", "slots", "ms"), rows)


def shortage(title: str, pairs: list[Pair]) -> None:
    """Print how many meetings take place in half the slots, and how they are shared."""
    slots = busiest(pairs) // 2
    rows: list[tuple[object, ...]] = []
    for tables in (None, len(pairs) // (2 * slots)):
        seconds, timetable = timed(
            lambda tables=tables: meetings(matched(pairs), slots=slots, tables=tables)
        )
        can = most(pairs, slots)
        can = can if tables is None else min(can, tables * slots)
        assert len(timetable) == can
        share = timetable.share()
        cells = len(timetable), can, share.least, share.most, f"{1000 * seconds:.1f}"
        rows.append((f"{tables or 'any number of'} tables", *cells))
    show(f"{title}, in {slots} slots", ("", "meet", "can", "least", "most", "ms"), rows)


def likely(organizations: int, *, seed: int = 2018) -> None:
    """Print how long it takes to find who is near but not tied."""
    network = nx.barabasi_albert_graph(organizations, 4, seed=seed)
    network = nx.relabel_nodes(network, str)
    measure = Nearness.RESOURCE_ALLOCATION

    def by_us() -> dict[Pair, float]:
        return near(network.adj, list(network), measure, lambda a, b: b not in network.adj[a])

    def by_them() -> dict[Pair, float]:
        found = nx.resource_allocation_index(network)
        return {(min(a, b), max(a, b)): value for a, b, value in found if value}

    (ours, one), (theirs, other) = timed(by_us), timed(by_them, 1)
    assert one.keys() == other.keys()
    assert all(abs(one[pair] - other[pair]) < 1e-9 for pair in one)
    rows = [
        ("numeco, two steps", f"{ours:.2f}", ""),
        ("networkx, all pairs", f"{theirs:.2f}", f"{theirs / ours:.0f}×"),
    ]
    title = f"{len(one):,} pairs near but not tied, of {organizations:,} organizations"
    show(title, ("", "s", ""), rows)


if __name__ == "__main__":
    colourings("K(30, 30), 900 meetings", complete(30), bipartite=True)
    colourings("A fair, 2,613 meetings", fair(2613, (200, 150)), bipartite=True)
    colourings("A club, all offer and seek", club(80, 0.5), bipartite=False)
    colourings("A round robin of 40", club(40, 1.1), bipartite=False)
    shortage("K(30, 30)", complete(30))
    shortage("A fair, 2,613 meetings", fair(2613, (200, 150)))
    likely(1000)
    likely(3000)
