"""Louvain's communities, the same on every machine."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from random import Random
from typing import Final, TypeAlias

from attrs import frozen

#: How much a move must gain, as a share of all strength: less is but the rounding of sums, over
#: which nodes would go to and fro for ever.
_LEAST: Final = 1e-12

#: Per node, its neighbours and how strong the tie with each is.
Ties: TypeAlias = "list[list[tuple[int, float]]]"


@frozen
class _Level:
    """A network whose nodes are the communities of the level below."""

    ties: Ties
    #: Per node, the strength of its ties, those within it counted at both ends.
    strengths: list[float]


def louvain(
    nodes: int,
    ties: Sequence[tuple[int, int]],
    weights: Sequence[float],
    *,
    resolution: float,
    seed: int,
) -> list[int]:
    """Return, per node, a number that is the same for all nodes of its community.

    Blondel and others 2008 (DOI 10.1088/1742-5468/2008/10/P10008), with the queue of Traag 2015
    (DOI 10.1103/PhysRevE.92.032801): a node is looked at again only after a neighbour of another
    community has moved. Of equally good moves, the first in the order of the ties is made. Single
    nodes are tried again once whole communities have moved, until neither moving a node nor uniting
    two communities gains anything.
    """
    bottom = _bottom(nodes, ties, weights)
    random = Random(seed)  # noqa: S311  # no secret
    found = list(range(nodes))
    while True:
        groups = _moved(bottom, found, resolution, random)
        if groups == found:
            return found
        found = _united(bottom, groups, resolution, random)


def _united(level: _Level, groups: list[int], resolution: float, random: Random) -> list[int]:
    """Return the groups once no two of them gain by uniting, level by level."""
    found = groups = _numbered(groups)
    while True:
        level = _above(level, groups, max(groups) + 1)
        alone = list(range(len(level.ties)))
        groups = _moved(level, alone, resolution, random)
        if groups == alone:
            return found
        groups = _numbered(groups)
        found = [groups[one] for one in found]


def _numbered(groups: Sequence[int]) -> list[int]:
    """Return the groups by numbers from 0, in the order in which they come."""
    names = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    return [names[group] for group in groups]


def _bottom(nodes: int, ties: Sequence[tuple[int, int]], weights: Sequence[float]) -> _Level:
    rows: Ties = [[] for _ in range(nodes)]
    strengths = [0.0] * nodes
    for (one, other), weight in zip(ties, weights, strict=True):
        rows[one].append((other, weight))
        rows[other].append((one, weight))
        strengths[one] += weight
        strengths[other] += weight
    return _Level(rows, strengths)


def _moved(level: _Level, start: Sequence[int], resolution: float, random: Random) -> list[int]:
    """Return the group of each node once no node gains by moving to another, or by being alone."""
    # All in one loop, which is where the time goes.
    ties, strengths = level.ties, level.strengths
    groups = list(start)
    total = sum(strengths)
    volumes = [0.0] * len(groups)
    for node, group in enumerate(groups):
        volumes[group] += strengths[node]
    sizes = Counter(groups)
    empty = [group for group in range(len(groups)) if group not in sizes]
    order = list(range(len(groups)))
    random.shuffle(order)
    queue, waits = deque(order), [True] * len(ties)
    while queue:
        node = queue.popleft()
        waits[node] = False
        own, strength = groups[node], strengths[node]
        links = {own: 0.0}
        for other, weight in ties[node]:
            group = groups[other]
            links[group] = links.get(group, 0.0) + weight
        volumes[own] -= strength
        # What a group would have of its strength by chance.
        chance = resolution * strength / total if total else 0.0
        best, most = own, links[own] - chance * volumes[own] + _LEAST * total
        for group, link in links.items():
            gain = link - chance * volumes[group]
            if gain > most:
                best, most = group, gain
        if most < 0:
            best = empty.pop()  # alone it gains nothing and loses nothing
        volumes[best] += strength
        if best != own:
            groups[node] = best
            sizes[own] -= 1
            sizes[best] += 1
            if not sizes[own]:
                volumes[own] = 0.0  # what is left is the rounding of sums
                empty.append(own)
            for other, _ in ties[node]:
                if not waits[other] and groups[other] != best:
                    waits[other] = True
                    queue.append(other)
    return groups


def _above(level: _Level, groups: Sequence[int], count: int) -> _Level:
    """Return the network of the groups; ties within one are in its strength alone."""
    strengths = [0.0] * count
    rows: list[dict[int, float]] = [{} for _ in range(count)]
    for node, ties in enumerate(level.ties):
        group = groups[node]
        strengths[group] += level.strengths[node]
        row = rows[group]
        for other, weight in ties:
            beyond = groups[other]
            if beyond != group:
                row[beyond] = row.get(beyond, 0.0) + weight
    return _Level([list(row.items()) for row in rows], strengths)
