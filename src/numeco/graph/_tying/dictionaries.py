"""networkx's own dictionaries, filled directly: the one place that knows of them.

`add_edge` looks each end up again and again, which takes most of the time of making a large
network. What is made here is a networkx graph like any other: both ends of an edge hold one and the
same dictionary, and no two edges share one.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import networkx as nx

#: The attributes of the edge to each neighbour of each node.
Adjacency: TypeAlias = "dict[str, dict[str, dict[str, Any]]]"


def adjacency_of(network: nx.Graph[str]) -> Adjacency:
    """Return the dictionaries in which an undirected network keeps its edges."""
    found: Adjacency = vars(network)["_adj"]
    return found


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


def tie_for_reasons(
    network: nx.Graph[str], ties: Iterable[tuple[str, str, dict[str, tuple[str, ...]]]]
) -> None:
    """Tie nodes that are there, the reasons of equal ties joined: sorted, none of them twice."""
    adjacency = adjacency_of(network)
    again: dict[tuple[str, str], list[dict[str, tuple[str, ...]]]] = {}
    for one, other, reasons in ties:
        row = adjacency[one]
        if other in row:
            again.setdefault((one, other), []).append(reasons)
        else:
            row[other] = adjacency[other][one] = reasons.copy()
    for (one, other), more in again.items():
        edge = adjacency[one][other]
        for name, known in edge.items():
            edge[name] = tuple(sorted({*known, *(one for each in more for one in each[name])}))


def tie_all(network: nx.Graph[str], members: list[str], share: float) -> None:
    """Tie all pairs of some nodes that are there, each visited once.

    A new tie has the weight `share` and the count 1; to a known one both are added.
    """
    adjacency = adjacency_of(network)
    rows = [adjacency[one] for one in members]
    for at, (one, row) in enumerate(zip(members, rows, strict=True)):
        for other, its_row in zip(members[:at], rows, strict=False):
            if other in row:
                edge = row[other]
                edge["weight"] += share
                edge["count"] += 1
            else:
                row[other] = its_row[one] = {"weight": share, "count": 1}


def tie_one(network: nx.Graph[str], one: str, ties: Iterable[tuple[str, float, int]]) -> None:
    """Tie a node to others that are there and to which it is not tied, by weight and count."""
    adjacency = adjacency_of(network)
    row = adjacency[one]
    for other, weight, count in ties:
        row[other] = adjacency[other][one] = {"weight": weight, "count": count}
