"""Projections: numeco against networkx, on the same two-mode network in the same process.

Run with ``python benchmarks/graph.py [organizations ...]``; 1000 and 10000 when left out. Event
sizes have a heavy tail, from 1 to 90 partners. Every contender ends with a plain networkx graph;
its edges and weights are checked to be the same. Times are medians of CPU seconds.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable
from itertools import combinations
from statistics import median
from time import process_time

import networkx as nx
from networkx.algorithms import bipartite

from numeco import Ecosystem, Event, Organization, Partnership
from numeco.graph import affiliation, collaboration
from numeco.graph._projection import paused_collector, project

LARGEST = 90
REPEATS = 3


def casts(organizations: int, *, seed: int = 2018) -> dict[str, list[str]]:
    """Return the partners of each event; about as many events as organizations."""
    random_ = random.Random(seed)  # noqa: S311  # no secret
    names = [f"org-{number}" for number in range(organizations)]
    sizes = (min(LARGEST, int(random_.paretovariate(1.05))) for _ in range(organizations))
    return {f"event-{at}": random_.sample(names, size) for at, size in enumerate(sizes)}


def ecosystem_of(members: dict[str, list[str]], organizations: int) -> Ecosystem:
    """Return the ecosystem in which these are partnerships."""
    return Ecosystem.of(
        (Event(id=event, name=event) for event in members),
        (Organization(id=f"org-{at}", name=f"org-{at}") for at in range(organizations)),
        (Partnership(organization=one, of=event) for event in members for one in members[event]),
    )


def timed(make: Callable[[], nx.Graph[str]]) -> tuple[float, nx.Graph[str]]:
    """Return the median of the CPU seconds, and the last result."""
    seconds: list[float] = []
    made: nx.Graph[str] = nx.Graph()
    for _ in range(REPEATS):
        made = nx.Graph()  # frees the one before, outside of what is timed
        gc.collect()
        began = process_time()
        made = make()
        seconds.append(process_time() - began)
    return median(seconds), made


def same(one: nx.Graph[str], other: nx.Graph[str]) -> bool:
    """Return whether two networks have the same nodes, edges and, but for rounding, weights."""
    if set(one) != set(other) or one.number_of_edges() != other.number_of_edges():
        return False
    weights = ((edge["weight"], other[a][b]["weight"]) for a, b, edge in one.edges(data=True))
    return all(abs(left - right) < 1e-9 for left, right in weights)


def floor(nodes: list[str], pairs: list[tuple[str, str]]) -> nx.Graph[str]:
    """Return a network of known ties: nothing but the making of networkx's dictionaries."""
    made: nx.Graph[str] = nx.Graph()
    made.add_nodes_from(nodes)
    adjacency = vars(made)["_adj"]
    with paused_collector():
        for one, other in pairs:
            adjacency[one][other] = adjacency[other][one] = {"weight": 1.0, "count": 1}
    return made


def contenders(network: nx.Graph[str]) -> dict[str, Callable[[], nx.Graph[str]]]:
    """Return the ways to project a two-mode network by Newman's weight, networkx's own first."""
    nodes = {one: facts for one, facts in network.nodes(data=True) if facts["bipartite"] == 0}

    def with_networkx() -> nx.Graph[str]:
        return bipartite.collaboration_weighted_projected_graph(network, list(nodes))

    def with_combinations() -> nx.Graph[str]:
        weights: dict[tuple[str, str], float] = {}
        for event in (one for one in network if one not in nodes):
            for pair in combinations(sorted(network[event]), 2):
                weights[pair] = weights.get(pair, 0) + 1 / (len(network[event]) - 1)
        made: nx.Graph[str] = nx.Graph()
        made.add_nodes_from(nodes)
        made.add_weighted_edges_from((*pair, weight) for pair, weight in weights.items())
        return made

    def with_numeco() -> nx.Graph[str]:
        groups = (network[one] for one in network if one not in nodes)
        return project(groups, nodes, share=lambda k: 1 / (k - 1))

    return {
        "networkx": with_networkx,
        "combinations": with_combinations,
        "numeco": with_numeco,
    }


def compare(organizations: int) -> None:
    """Print a row for each contender at one size, then for all the way from the ecosystem.

    Raises:
        SystemExit: a contender gave another network than networkx.
    """
    ecosystem = ecosystem_of(casts(organizations), organizations)
    network = affiliation(ecosystem)
    ways = contenders(network) | {"numeco, two-mode too": lambda: collaboration(ecosystem)}
    slowest, oracle = timed(ways.pop("networkx"))
    size = f"| {organizations:>7} | {oracle.number_of_edges():>8} |"
    print(f"{size} {'networkx':<20} | {slowest:>8.3f} | {1:>5.1f}x |")
    for name, make in ways.items():
        seconds, made = timed(make)
        if not same(oracle, made):
            raise SystemExit(f"{name} gave another network than networkx")
        print(f"{size} {name:<20} | {seconds:>8.3f} | {slowest / seconds:>5.1f}x |")
    nodes, pairs = list(oracle), list(oracle.edges)
    seconds, _ = timed(lambda: floor(nodes, pairs))
    print(f"{size} {'floor: the dicts':<20} | {seconds:>8.3f} | {slowest / seconds:>5.1f}x |")


def main() -> None:
    """Print the table."""
    print("|    orgs |     ties | with                 |    CPU s |  ratio |")
    print("|--------:|---------:|----------------------|---------:|-------:|")
    for size in [int(word) for word in sys.argv[1:]] or [1_000, 10_000]:
        compare(size)


if __name__ == "__main__":
    main()
