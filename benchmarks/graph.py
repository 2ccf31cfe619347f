"""Two-mode networks and their projections, against the tools that one would take instead.

Run with ``python benchmarks/graph.py [ORGANIZATIONSxEVENTS ...] [--participations N]``; with
nothing said, 1000x1000 10000x10000 100000x100000 1000x100000 and 10⁶ participations, which takes
a quarter of an hour. Sizes of events have a heavy tail, from 1 to 90 partners; where there
are many more events than organizations, casts recur.

Every contender begins with a two-mode networkx graph and ends with a plain networkx graph of one
mode, by Newman's weight; edges and weights are checked to be those of networkx. Times are CPU
seconds of all threads: the median of three runs, or the only one where it took long. Contenders
that are not installed are left out, and named.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import combinations
from statistics import median
from typing import Any, TypeVar

import networkx as nx
from _table import show, timed
from networkx.algorithms import bipartite

from numeco import Ecosystem, Event, Organization, Partnership
from numeco.graph import affiliation, collaboration
from numeco.graph._tying import kernel
from numeco.graph._tying.dictionaries import paused_collector
from numeco.graph._tying.kernel import project

LARGEST = 90
#: Of the sizes of events, so that 10⁵ organizations have 4.6 million ties.
EXPONENT, SEED = 1.17, 2019
DEFAULT = ("1000x1000", "10000x10000", "100000x100000", "1000x100000")
PARTICIPATIONS = 1_000_000
RUNS = 3
#: What takes so many seconds runs once.
LONG = 20.0

Result = TypeVar("Result")
Network = nx.Graph  # of texts
Way = Callable[["Network[str]", Sequence[str], Sequence[str]], "Network[str]"]


def casts(organizations: int, events: int) -> dict[str, list[str]]:
    """Return the partners of each event, by a size drawn from a heavy tail."""
    draw = random.Random(SEED)  # noqa: S311  # no secret
    names = [f"org-{number}" for number in range(organizations)]
    sizes = (min(LARGEST, int(draw.paretovariate(EXPONENT))) for _ in range(events))
    return {f"event-{at}": draw.sample(names, size) for at, size in enumerate(sizes)}


def two_mode(members: Mapping[str, Sequence[str]], organizations: int) -> Network[str]:
    """Return the two-mode network, made by networkx."""
    network: Network[str] = nx.Graph()
    network.add_nodes_from((f"org-{at}" for at in range(organizations)), bipartite=0)
    network.add_nodes_from(members, bipartite=1)
    network.add_edges_from((one, event) for event in members for one in members[event])
    return network


def ecosystem_of(members: Mapping[str, Sequence[str]], organizations: int) -> Ecosystem:
    """Return the ecosystem in which these are partnerships."""
    return Ecosystem.of(
        (Event(id=event, name=event) for event in members),
        (Organization(id=f"org-{at}", name=f"org-{at}") for at in range(organizations)),
        (Partnership(organization=one, of=event) for event in members for one in members[event]),
    )


def said(*words: object) -> None:
    """Say how far it is, on stderr."""
    print(*words, "…", file=sys.stderr, flush=True)


def measured(make: Callable[[], Result]) -> tuple[float, Result, int]:
    """Return the median CPU seconds, the last result and the number of runs.

    What was made before a run is neither freed in its time nor walked by its garbage collector.
    """
    gc.collect()
    gc.freeze()
    runs: list[float] = []
    while not runs or (len(runs) < RUNS and runs[0] < LONG):
        result = None
        seconds, result = timed(make, 1)
        runs.append(seconds)
    gc.unfreeze()
    return median(runs), result, len(runs)


# The contenders: from a two-mode network, its organizations and its events


def with_networkx(network: Network[str], orgs: Sequence[str], _: Sequence[str]) -> Network[str]:
    """By networkx's own projection."""
    return bipartite.collaboration_weighted_projected_graph(network, orgs)


def with_numeco(network: Network[str], orgs: Sequence[str], events: Sequence[str]) -> Network[str]:
    """By numeco's kernel, which keeps the count too."""
    nodes: dict[str, dict[str, Any]] = {one: {} for one in orgs}
    return project((network[one] for one in events), nodes, share=lambda k: 1 / (k - 1))


def without_numpy(*network: Any) -> Network[str]:
    """By numeco's kernel, as it is where NumPy is not installed."""
    find_spec, kernel.find_spec = kernel.find_spec, lambda _: None
    try:
        return with_numeco(*network)
    finally:
        kernel.find_spec = find_spec


def with_counter(network: Network[str], orgs: Sequence[str], events: Sequence[str]) -> Network[str]:
    """By what people write themselves."""
    weights: Counter[tuple[str, str]] = Counter()
    for event in events:
        share = 1 / max(1, len(network[event]) - 1)
        for pair in combinations(sorted(network[event]), 2):
            weights[pair] += share
    return made(orgs, ((*pair, weight) for pair, weight in weights.items()))


def with_igraph(network: Network[str], orgs: Sequence[str], events: Sequence[str]) -> Network[str]:
    """By igraph's projection, which counts: Newman's shares are added in Python."""
    igraph: Any = import_module("igraph")
    ranks = {one: at for at, one in enumerate((*orgs, *events))}
    ties = [(ranks[one], ranks[event]) for event in events for one in network[event]]
    types = [False] * len(orgs) + [True] * len(events)
    graph = igraph.Graph.Bipartite(types, ties)
    projected = graph.bipartite_projection(which=False, multiplicity=False)
    weights = dict.fromkeys(projected.get_edgelist(), 0.0)
    for event in events:
        share = 1 / max(1, len(network[event]) - 1)
        for pair in combinations(sorted(map(ranks.__getitem__, network[event])), 2):
            weights[pair] += share
    return made(orgs, ((orgs[a], orgs[b], weight) for (a, b), weight in weights.items()))


def with_rustworkx(
    network: Network[str], orgs: Sequence[str], events: Sequence[str]
) -> Network[str]:
    """By a rustworkx graph, which has no projection: parallel edges are summed by it."""
    rustworkx: Any = import_module("rustworkx")
    ranks = {one: at for at, one in enumerate(orgs)}
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(orgs))
    found: dict[tuple[int, int], float] = {}
    for event in events:
        share = 1 / max(1, len(network[event]) - 1)
        for pair in combinations(sorted(map(ranks.__getitem__, network[event])), 2):
            found[pair] = found.get(pair, 0.0) + share
    graph.add_edges_from([(*pair, weight) for pair, weight in found.items()])
    triples = graph.weighted_edge_list()
    return made(orgs, ((orgs[a], orgs[b], weight) for a, b, weight in triples))


def with_scipy(network: Network[str], orgs: Sequence[str], events: Sequence[str]) -> Network[str]:
    """By a sparse product and networkx's converter."""
    sparse: Any = import_module("scipy.sparse")
    matrix = bipartite.biadjacency_matrix(network, row_order=orgs, column_order=events).tocsr()
    shares = [1 / max(1, len(network[event]) - 1) for event in events]
    product = (matrix @ sparse.diags_array(shares) @ matrix.T).tocsr()
    upper = sparse.triu(product, k=1)
    found = nx.from_scipy_sparse_array(upper)
    return nx.relabel_nodes(found, dict(enumerate(orgs)), copy=False)


def with_polars(network: Network[str], orgs: Sequence[str], events: Sequence[str]) -> Network[str]:
    """By a join of polars with itself."""
    pl: Any = import_module("polars")
    frame = pl.DataFrame(columns(network, orgs, events))
    pairs = frame.join(frame, on="event").filter(pl.col("org") < pl.col("org_right"))
    sums = pairs.group_by("org", "org_right").agg(pl.col("share").sum())
    lists = [sums[name].to_list() for name in ("org", "org_right", "share")]
    return made(orgs, ((orgs[a], orgs[b], weight) for a, b, weight in zip(*lists, strict=True)))


def with_duckdb(network: Network[str], orgs: Sequence[str], events: Sequence[str]) -> Network[str]:
    """By a join of DuckDB with itself, read as columns."""
    duckdb: Any = import_module("duckdb")
    numpy: Any = import_module("numpy")
    connection = duckdb.connect()
    ties = {name: numpy.array(its) for name, its in columns(network, orgs, events).items()}  # noqa: F841  # DuckDB reads it by its name
    found = connection.sql(
        "SELECT a.org AS one, b.org AS other, sum(a.share) AS weight"
        " FROM ties a JOIN ties b ON a.event = b.event AND a.org < b.org GROUP BY ALL"
    ).fetchnumpy()
    lists = [found[name].tolist() for name in ("one", "other", "weight")]
    return made(orgs, ((orgs[a], orgs[b], weight) for a, b, weight in zip(*lists, strict=True)))


def columns(
    network: Network[str], orgs: Sequence[str], events: Sequence[str]
) -> dict[str, list[Any]]:
    """Return the ties as three columns of numbers."""
    ranks = {one: at for at, one in enumerate(orgs)}
    sizes = [len(network[event]) for event in events]
    return {
        "event": [at for at, size in enumerate(sizes) for _ in range(size)],
        "org": [ranks[one] for event in events for one in network[event]],
        "share": [1 / max(1, size - 1) for size in sizes for _ in range(size)],
    }


def made(orgs: Sequence[str], triples: Iterator[tuple[str, str, float]]) -> Network[str]:
    """Return the network of weighted ties, as networkx makes it."""
    network: Network[str] = nx.Graph()
    network.add_nodes_from(orgs)
    network.add_weighted_edges_from(triples)
    return network


#: The contenders, and what each needs.
WAYS: tuple[tuple[str, Way, str], ...] = (
    ("numeco", with_numeco, "networkx"),
    ("numeco without NumPy", without_numpy, "networkx"),
    ("Counter(combinations)", with_counter, "networkx"),
    ("igraph, sums by hand", with_igraph, "igraph"),
    ("rustworkx, sums by hand", with_rustworkx, "rustworkx"),
    ("SciPy, networkx's converter", with_scipy, "scipy"),
    ("polars self-join", with_polars, "polars"),
    ("DuckDB self-join", with_duckdb, "duckdb"),
)


def floor(orgs: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Network[str]:
    """Return a network of known ties: nothing but the making of networkx's dictionaries."""
    network: Network[str] = nx.Graph()
    network.add_nodes_from(orgs)
    adjacency = vars(network)["_adj"]
    with paused_collector():
        for one, other in pairs:
            adjacency[one][other] = adjacency[other][one] = {"weight": 1.0, "count": 1}
    return network


def check(oracle: Network[str], found: Network[str], name: str) -> None:
    """Check that two networks have the same nodes, edges and, but for rounding, weights.

    Raises:
        SystemExit: they have not.
    """
    alike = set(oracle) == set(found) and oracle.number_of_edges() == found.number_of_edges()
    edges = oracle.edges(data="weight")
    if not alike or any(abs(found[a][b]["weight"] - weight) > 1e-9 for a, b, weight in edges):
        raise SystemExit(f"{name} gave another network than networkx")


def compare(organizations: int, events: int) -> None:
    """Print how long each contender takes at one size."""
    size = f"{organizations:,} organizations x {events:,} events"
    members = casts(organizations, events)
    network, orgs = two_mode(members, organizations), [f"org-{at}" for at in range(organizations)]
    said(f"{size}: networkx")
    slowest, oracle, runs = measured(lambda: with_networkx(network, orgs, list(members)))
    rows = [row("networkx", slowest, slowest, runs)]
    for name, way, needs in WAYS:
        said(f"{size}: {name}")
        try:
            import_module(needs)
        except ImportError:
            rows.append((name, "not installed", "–", "–"))
            continue
        seconds, found, runs = measured(lambda way=way: way(network, orgs, list(members)))
        check(oracle, found, name)
        rows.append(row(name, seconds, slowest, runs))
        del found
    number = oracle.number_of_edges()
    del oracle
    said(f"{size}: floor")
    # In the order of the events, since what is tied together then lies together in memory.
    chained = (combinations(sorted(those), 2) for those in members.values())
    ties = list(dict.fromkeys(pair for those in chained for pair in those))
    seconds, _, runs = measured(lambda: floor(orgs, ties))
    rows.append(row("floor: the dicts", seconds, slowest, runs))
    pairs = sum(len(those) * (len(those) - 1) // 2 for those in members.values())
    title = f"{size}: {pairs:,} pairs, {number:,} ties"
    show(title, ("", "CPU s", "times networkx", "runs"), rows)


def row(name: str, seconds: float, slowest: float, runs: int) -> tuple[object, ...]:
    """Return what a table says of a contender."""
    return name, f"{seconds:.3f}", f"{slowest / seconds:.1f}", runs


def build(participations: int) -> None:
    """Print how long the two-mode network of so many participations takes, and its memory.

    The things are made once, before and apart: that takes longer than all networks of them.
    """
    organizations = participations * 10 // 36  # 3.7 partners an event, on average
    members = casts(organizations, organizations)
    members = dict(zip(members, _cut(members.values(), participations), strict=False))
    said(f"{participations:,} participations: the things")
    making, ecosystem = timed(lambda: ecosystem_of(members, organizations), 1)
    said("affiliation")
    seconds, network, runs = measured(lambda: affiliation(ecosystem))
    said("networkx")
    plain, oracle, plain_runs = measured(lambda: two_mode(members, organizations))
    if set(map(frozenset, network.edges)) != set(map(frozenset, oracle.edges)):
        raise SystemExit("affiliation gave another network than networkx")
    ties = network.number_of_edges()
    del network, oracle
    memory = held(lambda: affiliation(ecosystem))
    bare = held(lambda: two_mode(members, organizations))
    said("collaboration")
    whole, projected = timed(lambda: collaboration(ecosystem), 1)
    together = f"collaboration, {projected.number_of_edges():,} ties"
    show(
        f"{ties:,} participations of {organizations:,} organizations",
        ("", "CPU s", "MB", "runs"),
        [
            ("making the things, an ecosystem", f"{making:.2f}", "", 1),
            ("affiliation, with what nodes and ties say", f"{seconds:.2f}", f"{memory:.0f}", runs),
            ("networkx's add_edges_from, bare", f"{plain:.2f}", f"{bare:.0f}", plain_runs),
            (together, f"{whole:.2f}", "", 1),
        ],
    )


def held(make: Callable[[], object]) -> float:
    """Return the megabytes that a result takes."""
    said("memory")
    tracemalloc.start()
    result = make()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return taken / 1e6


def _cut(groups: Any, most: int) -> Iterator[list[str]]:
    for group in groups:
        yield group[: max(0, most)]
        most -= len(group)


def main() -> None:
    """Print the tables of what is named; of everything where nothing is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", metavar="ORGANIZATIONSxEVENTS")
    parser.add_argument("--participations", type=int, default=0)
    given = parser.parse_args()
    if not given.sizes and not given.participations:
        given.sizes, given.participations = DEFAULT, PARTICIPATIONS
    for size in given.sizes:
        compare(*map(int, size.split("x")))
    if given.participations:
        build(given.participations)


if __name__ == "__main__":
    main()
