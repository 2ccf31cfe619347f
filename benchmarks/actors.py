"""Key actors: each back end against networkx, on the same networks in the same process.

Run with ``python benchmarks/actors.py [organizations ...]``; 1000 and 10000 when left out, of which
the latter takes networkx eight minutes or more. Events have 1 to 30 partners, their sizes with a
heavy tail, and a few organizations take part in many. Every answer is checked against networkx's:
betweenness, constraint and brokerage to 1e-9, communities by their modularity. Times are CPU
seconds of one run, all threads together.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from time import process_time
from typing import TypeVar

import networkx as nx

from numeco import Ecosystem, Event, Organization, Partnership
from numeco.graph import collaboration
from numeco.graph._actors import actors
from numeco.graph._betweenness import betweenness
from numeco.graph._brokerage import brokerage
from numeco.graph._communities import communities
from numeco.graph._holes import constraint
from numeco.graph._measuring.backends import Backend, is_installed, library
from numeco.graph._measuring.columns import Column

Result = TypeVar("Result")
LARGEST = 30
PIVOTS = 200
KINDS = ("company", "university", "public-authority", "association")


def ecosystem_of(organizations: int, seed: int = 2018) -> Ecosystem:
    """Return an ecosystem of about 2.8 ties for each of 10⁴ organizations."""
    random_ = random.Random(seed)  # noqa: S311  # no secret
    members = []
    for _ in range(organizations * 4 // 5):
        size = min(LARGEST, int(random_.paretovariate(1.73)))
        members.append({int(organizations * random_.random() ** 1.5) for _ in range(size)})
    return Ecosystem.of(
        (Event(id=f"event-{at}", name=f"event-{at}") for at in range(len(members))),
        (
            Organization(id=f"org-{at}", name=f"org-{at}", kind=random_.choice(KINDS))
            for at in range(organizations)
        ),
        (
            Partnership(organization=f"org-{one}", of=f"event-{at}")
            for at, group in enumerate(members)
            for one in sorted(group)
        ),
    )


def timed(make: Callable[[], Result]) -> tuple[float, Result]:
    """Return CPU seconds, and the result."""
    began = process_time()
    result = make()
    return process_time() - began, result


def close(one: Mapping[str, float | None], other: Mapping[str, float | None]) -> bool:
    """Return whether two answers are equal, but for rounding."""
    return one.keys() == other.keys() and all(
        its is None or abs(its - (other[node] or 0)) <= 1e-9 * max(1e-3, abs(its))
        for node, its in one.items()
    )


def row(measure: str, name: str, seconds: float, slowest: float, answer: str) -> None:
    """Print a row of the table."""
    ratio = slowest / seconds if seconds else 0
    print(
        f"| {measure:<31} | {name:<10} | {seconds:>8.3f} | {ratio:>6.1f}x | {answer:<16} |",
        flush=True,
    )


def compare_betweenness(network: nx.Graph[str], strength: str | None) -> None:
    """Print a row for each back end.

    Raises:
        SystemExit: a back end gave other scores than networkx.
    """
    measure = "betweenness" + (" by strength" if strength else "")
    able = [Backend.IGRAPH, Backend.RUSTWORKX]
    if strength:
        able.remove(Backend.RUSTWORKX)
    slowest, oracle = timed(lambda: betweenness(network, strength=strength, backend="networkx"))
    row(measure, "networkx", slowest, slowest, "")
    for backend in filter(is_installed, able):
        seconds, scores = timed(lambda: betweenness(network, strength=strength, backend=backend))  # noqa: B023  # called at once
        if not close(oracle, scores):
            raise SystemExit(f"{backend} gave other scores than networkx")
        row(measure, backend, seconds, slowest, "equal")
    for backend in filter(is_installed, [Backend.NETWORKX, Backend.IGRAPH]):
        seconds, scores = timed(
            lambda: betweenness(network, strength=strength, pivots=PIVOTS, backend=backend)  # noqa: B023  # called at once
        )
        row(
            f"{measure}, pivots",
            backend,
            seconds,
            slowest,
            f"rho {ranks_agree(oracle, scores):.3f}",
        )


def ranks_agree(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return Spearman's rank correlation, over the nodes that lie between any others."""
    nodes = [node for node in one if one[node] > 0]
    ranks = [
        {node: at for at, node in enumerate(sorted(nodes, key=scores.__getitem__))}
        for scores in (one, other)
    ]
    off = sum((ranks[0][node] - ranks[1][node]) ** 2 for node in nodes)
    return 1 - 6 * off / (len(nodes) * (len(nodes) ** 2 - 1))


def compare_communities(network: nx.Graph[str]) -> None:
    """Print a row for each way."""
    slowest, oracle = timed(lambda: communities(network, backend="networkx"))
    row("Louvain", "networkx", slowest, slowest, f"modularity {oracle.modularity:.3f}")
    ways = [("louvain", Backend.NUMECO), ("louvain", Backend.IGRAPH), ("leiden", Backend.IGRAPH)]
    for method, backend in ways:
        if is_installed(backend):
            seconds, found = timed(lambda: communities(network, method=method, backend=backend))  # noqa: B023  # called at once
            said = f"modularity {found.modularity:.3f}"
            row(method.capitalize(), backend, seconds, slowest, said)


def compare_brokers(network: nx.Graph[str]) -> None:
    """Print the rows of constraint and brokerage.

    Raises:
        SystemExit: numeco counts otherwise than networkx, or than a plain count.
    """
    slowest, oracle = timed(lambda: nx.constraint(network, weight="weight"))
    row("constraint", "networkx", slowest, slowest, "")
    seconds, found = timed(lambda: constraint(network))
    alone = {one: its for one, its in found.items() if its is None}
    if not close(oracle | alone, found):
        raise SystemExit("numeco gave another constraint than networkx")
    row("constraint", "numeco", seconds, slowest, "equal")
    slowest, totals = timed(lambda: plain_brokerage(network))
    row("brokerage", "plain sets", slowest, slowest, "")
    seconds, brokers = timed(lambda: brokerage(network, "helix"))
    if totals != {one: roles and roles.total for one, roles in brokers.items()}:
        raise SystemExit("numeco counted other brokers")
    row("brokerage", "numeco", seconds, slowest, "equal")


def plain_brokerage(network: nx.Graph[str]) -> dict[str, int]:
    """Return the open two-paths through each node, role by role and then in all."""
    group = dict(network.nodes(data="helix"))
    near = {one: set(network[one]) for one in network}
    found: dict[str, int] = {}
    for broker in network:
        roles: Counter[object] = Counter()
        for start in near[broker]:
            kinds = Counter(group[end] for end in near[broker] - near[start] - {start})
            roles.update({(group[start], kind): number for kind, number in kinds.items()})
        found[broker] = roles.total()
    return found


def compare(organizations: int) -> None:
    """Print the tables of one size."""
    ecosystem = ecosystem_of(organizations)
    network = collaboration(ecosystem)
    print(f"\n{organizations:,} organizations, {network.number_of_edges():,} ties\n")
    print(
        "| measure                         | with       |    CPU s |   ratio | answer           |"
    )
    print(
        "|---------------------------------|------------|---------:|--------:|------------------|"
    )
    whole = "all columns of the table"
    seconds, _ = timed(lambda: actors(ecosystem))
    row(whole, "fastest", seconds, seconds, "")
    costly = {Column.BETWEENNESS, Column.TWO_MODE}
    rest, _ = timed(lambda: actors(ecosystem, columns=frozenset(Column) - costly))
    row("… but for betweenness, two-mode", "numeco", rest, seconds, "")
    compare_communities(network)
    compare_brokers(network)
    compare_betweenness(network, None)
    compare_betweenness(network, "weight")


def main() -> None:
    """Print the tables."""
    for backend in filter(is_installed, Backend):
        library(backend)  # imported before the clock starts
    for size in [int(word) for word in sys.argv[1:]] or [1_000, 10_000]:
        compare(size)


if __name__ == "__main__":
    main()
