"""The kernel of all projections: members of one group are tied.

Two ways lead to one result, and differ in time only and in the order of a node's neighbours. Where
pairs hardly recur, each group ties its pairs in turn: what is tied lies close together in memory,
so that this takes little more than the making of networkx's dictionaries. Where casts recur, the
groups of each member are summed first, by arrays where NumPy is installed (`numeco[fast]`), and
each tie is made once. Which way is taken depends on the groups alone, so that results are the same,
bit for bit and in order, with NumPy and without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import chain
from typing import Any, Final, TypeAlias

import networkx as nx

from numeco.graph._tying.dictionaries import paused_collector, tie_all, tie_one

#: From how often a pair recurs on it pays to sum before tying.
_RECURRING: Final = 1.5
#: How many members are asked how often their pairs recur.
_ASKED: Final = 64

#: A member, and for each member after it, in the order of the nodes, the weight and count of their
#: tie.
Row: TypeAlias = "tuple[str, Iterable[tuple[str, float, int]]]"


def project(
    groups: Iterable[Iterable[str]],
    nodes: Mapping[str, dict[str, Any]],
    *,
    share: Callable[[int], float],
    max_size: int | None = None,
) -> nx.Graph[str]:
    """Return the network in which members of one group are tied, by ``weight`` and ``count``.

    A member named twice counts once, a group of one or none ties nobody. The shares of a pair are
    added in the order of the groups.

    Args:
        groups: the members of each group.
        nodes: the attributes of each node; members that it lacks become nodes as they come.
        share: what a group of k members, 2 or more, adds to the ``weight`` of each of its pairs.
        max_size: groups of more members tie nobody.
    """
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(nodes.items())
    with paused_collector():
        known = [list(dict.fromkeys(group)) for group in groups]
        network.add_nodes_from(one for one in chain.from_iterable(known) if one not in nodes)
        tying = [one for one in known if 1 < len(one) <= (max_size or len(one))]
        if recurrence(tying) < _RECURRING:
            for members in tying:
                tie_all(network, members, share(len(members)))
        else:
            for one, ties in summed(list(network), tying, share):
                tie_one(network, one, ties)
    return network


def recurrence(groups: Iterable[Collection[str]]) -> float:
    """Return about how many groups a pair is in, of pairs that are in one; 0 without pairs.

    Some members, evenly spread, are asked how many they meet, and how many different ones.
    """
    groups = list(groups)
    members = list(dict.fromkeys(chain.from_iterable(groups)))
    asked = set(members[:: max(1, len(members) // _ASKED)])
    different: dict[str, set[str]] = {one: set() for one in asked}
    met = 0
    for group in groups:
        for one in asked.intersection(group):
            different[one].update(group)
            met += len(group) - 1
    return met / max(1, sum(len(those) - 1 for those in different.values()))


def summed(
    names: Sequence[str], groups: Sequence[Sequence[str]], share: Callable[[int], float]
) -> Iterator[Row]:
    """Iterate over the ties of each member to those after it, in the order of `names`."""
    if find_spec("numpy") is None:
        return plainly_summed(names, groups, share)
    # Here, since NumPy is optional: the extra [fast].
    from numeco.graph._tying.kernel_arrays import summed_by_arrays  # noqa: PLC0415  # see above

    return summed_by_arrays(names, groups, share)


def plainly_summed(
    names: Sequence[str], groups: Sequence[Sequence[str]], share: Callable[[int], float]
) -> Iterator[Row]:
    """Iterate over the same as `summed`, without NumPy."""
    ranks = {name: rank for rank, name in enumerate(names)}
    of: list[list[tuple[list[int], float]]] = [[] for _ in names]
    for group in groups:
        members = sorted(map(ranks.__getitem__, group), reverse=True)
        part = members, share(len(members))
        for rank in members:
            of[rank].append(part)
    for name, parts in zip(names, of, strict=True):
        weights: dict[int, float] = {}
        for members, its in parts:
            members.pop()  # itself: those before it are gone by now
            for other in members:
                weights[other] = weights[other] + its if other in weights else its
        counts = Counter(chain.from_iterable(members for members, _ in parts))
        others = sorted(weights)
        yield (
            name,
            zip(
                map(names.__getitem__, others),
                map(weights.__getitem__, others),
                map(counts.__getitem__, others),
                strict=True,
            ),
        )
