"""Where the nodes of a network go: each component by stress majorization, components packed.

Gansner, Koren & North 2005, "Graph drawing by stress majorization", DOI
10.1007/978-3-540-31843-9_25; with pivots, Ortmann, Klimenta & Brandes 2017, "A sparse stress
model", DOI 10.7155/jgaa.00440. Nothing is drawn at random, so that the same network has the same
picture.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from math import atan2, cos, hypot, pi, sin, sqrt
from typing import Final, TypeAlias

import networkx as nx

from numeco.svg._canvas import Point

Ties: TypeAlias = Mapping[str, Sequence[str]]
Places: TypeAlias = dict[str, Point]

_ROUNDS: Final = 60
#: More distances than that are not looked at in all rounds together.
_MOST: Final = 12_000_000
#: Above this many nodes distances are held to some of them only.
_EXACT: Final = 150
_PIVOTS: Final = 24
#: Components of fewer nodes are small beside a network of many.
_FEW: Final = 12
#: How much wider than high a component is: names are wide and flat.
_WIDE: Final = 1.5
#: From how many times its height on a component is folded.
_LONG: Final = 8.0
GOLDEN: Final = pi * (3 - sqrt(5))


def positions(graph: nx.Graph[str], *, width: float, height: float) -> Places:
    """Return a place for each node within a rectangle of pixels, its corner at (0, 0).

    O(n²) up to 150 nodes, O(n + m) beyond, for 60 rounds or, beyond 100,000 ties, fewer.
    """
    return packed(parts_of(graph), width, height)


def parts_of(graph: nx.Graph[str]) -> list[Places]:
    """Return the components, each laid out for itself, the largest first."""
    ties = neighbours(graph)
    parts = [_part(ties, component) for component in _components(ties)]
    if len(ties) > _EXACT:
        parts = [_small(part) if len(part) < _FEW else part for part in parts]
    return parts


def packed(parts: list[Places], width: float, height: float) -> Places:
    """Return components side by side in a rectangle of pixels, its corner at (0, 0)."""
    return _fitted(_packed(parts, width / height), width, height)


def neighbours(graph: nx.Graph[str]) -> Ties:
    """Return the neighbours of each node, in the order of their ids, itself left out."""
    found: dict[str, set[str]] = {one: set() for one in sorted(graph, key=str)}
    for one, other in graph.edges():
        found[one].add(other)
        found[other].add(one)
    return {one: sorted(others - {one}, key=str) for one, others in found.items()}


def _components(ties: Ties) -> list[list[str]]:
    """Return the connected components, the largest first."""
    seen: set[str] = set()
    found: list[list[str]] = []
    for one in ties:
        if one not in seen:
            component = list(_distances(ties, one))
            seen.update(component)
            found.append(component)
    return sorted(found, key=len, reverse=True)


def _distances(ties: Ties, source: str) -> dict[str, int]:
    """Return the number of ties between a node and each that can be reached, nearest first."""
    found = {source: 0}
    waiting = deque([source])
    while waiting:
        one = waiting.popleft()
        for other in ties[one]:
            if other not in found:
                found[other] = found[one] + 1
                waiting.append(other)
    return found


# One component


def _part(ties: Ties, component: list[str]) -> Places:
    """Return places for a component, in a wide box at (0, 0) with a cell for each of its nodes."""
    if len(component) == 1:
        return {component[0]: (0.5, 0.5)}
    pivots = _pivots(ties, component)
    places = _first(component, pivots)
    terms = _terms(ties, component, pivots)
    number = sum(map(len, terms.values()))
    for _ in range(max(10, min(_ROUNDS, _MOST // number))):
        for one in component:
            places[one] = _moved(one, places, terms[one])
    level = _level(places)
    rows = _rows(level)
    return _scaled(_evened(level) if rows == 1 else _folded(level, rows))


def _small(part: Places) -> Places:
    """Return a small part of a large network, where few are named, in less room than others."""
    return {one: (x * 0.55, y * 0.55) for one, (x, y) in part.items()}


def _pivots(ties: Ties, component: list[str]) -> list[dict[str, int]]:
    """Return the distances from some nodes, each as far as can be from those before it."""
    far = list(_distances(ties, component[0]))[-1]
    number = len(component) if len(component) <= _EXACT else _PIVOTS
    nearest = dict.fromkeys(component, len(component))
    found: list[dict[str, int]] = []
    for _ in range(number):
        distances = _distances(ties, far)
        found.append(distances)
        nearest = {one: min(nearest[one], distances[one]) for one in component}
        far = max(component, key=nearest.__getitem__)
    return found


def _first(component: list[str], pivots: list[dict[str, int]]) -> Places:
    """Return first places: across by the two ends of the component, up by the two next pivots."""
    ends = [*pivots[:4], *pivots[:2]][:4]
    # A chain begins as a straight line, which stress alone would take long to find.
    chain = max(pivots[0].values()) ** 2 > _LONG * len(component)
    places: Places = {}
    for at, one in enumerate(component):
        left, right, low, high = (distances[one] for distances in ends)
        # A sunflower's spiral parts those that are equally far from all ends.
        radius, turn = sqrt((at + 0.5) / len(component)), at * GOLDEN
        across, down = ((left - right) / 2, 0) if chain else (left - right, low - high)
        places[one] = across + radius * cos(turn) / (1 + chain), down + radius * sin(turn)
    return places


_Term: TypeAlias = tuple[str, float, float]


def _terms(
    ties: Ties, component: list[str], pivots: list[dict[str, int]]
) -> dict[str, list[_Term]]:
    """Return, for each node, the nodes to keep a distance from, the distance and its weight."""
    found: dict[str, list[_Term]] = {}
    sources = [next(iter(distances)) for distances in pivots]
    for one in component:
        wanted = dict.fromkeys(ties[one], 1)
        wanted.update((source, far[one]) for source, far in zip(sources, pivots, strict=True))
        found[one] = [(other, far, far**-2) for other, far in wanted.items() if other != one]
    return found


def _moved(one: str, places: Places, terms: list[_Term]) -> Point:
    """Return the place of least stress for a node while all others stay."""
    x, y = places[one]
    total = across = down = 0.0
    for other, far, weight in terms:
        other_x, other_y = places[other]
        gap_x, gap_y = x - other_x, y - other_y
        pull = far / (hypot(gap_x, gap_y) or 1e-9)
        across += weight * (other_x + gap_x * pull)
        down += weight * (other_y + gap_y * pull)
        total += weight
    return across / total, down / total


def _level(places: Places) -> Places:
    """Return places turned so that they spread most from left to right, as labels do."""
    middle_x, middle_y = (sum(axis) / len(places) for axis in zip(*places.values(), strict=True))
    gaps = {one: (x - middle_x, y - middle_y) for one, (x, y) in places.items()}
    both = sum(x * y for x, y in gaps.values())
    turn = -0.5 * atan2(2 * both, sum(x * x - y * y for x, y in gaps.values()))
    return {
        one: (x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn))
        for one, (x, y) in gaps.items()
    }


def _rows(places: Places) -> int:
    """Return in how many rows a component is to be folded: chains are too long for one."""
    left, top, right, bottom = extent(places.values())
    wide, high = right - left, max(bottom - top, 1.0)
    return max(round(sqrt(wide / high / _WIDE)), 1) if wide > _LONG * high else 1


def _folded(places: Places, rows: int) -> Places:
    """Return a long component in rows, by turns from the left and from the right, like a snake."""
    left, top, right, bottom = extent(places.values())
    length, high = (right - left) / rows, max(bottom - top, 1.0)
    found: Places = {}
    for one, (x, y) in places.items():
        row = min(int((x - left) / length), rows - 1)
        along = x - left - row * length
        # Half as high as the rows lie apart, so that they stay apart.
        down = (y - (top + bottom) / 2) / 2
        found[one] = length - along if row % 2 else along, row * high + down
    return found


def _evened(places: Places) -> Places:
    """Return places half-way to even steps on either axis: a dense middle leaves room for names."""
    left, top, right, bottom = extent(places.values())
    steps_x = _steps({one: x for one, (x, _) in places.items()}, left, right)
    steps_y = _steps({one: y for one, (_, y) in places.items()}, top, bottom)
    return {one: ((x + steps_x[one]) / 2, (y + steps_y[one]) / 2) for one, (x, y) in places.items()}


def _steps(values: Mapping[str, float], least: float, greatest: float) -> dict[str, float]:
    order = sorted(values, key=values.__getitem__)
    step = (greatest - least) / len(order)
    return {one: least + (at + 0.5) * step for at, one in enumerate(order)}


def _scaled(places: Places) -> Places:
    """Return places in a box at (0, 0) of one and a half times its height, or flatter."""
    left, top, right, bottom = extent(places.values())
    wide, high = max(right - left, 1e-9), max(bottom - top, 1e-9)
    box_wide = sqrt(len(places) * max(_WIDE, min(wide / high, 4)))
    box_high = len(places) / box_wide
    across, down = box_wide / wide, min(box_high, box_wide * high / wide * _WIDE) / high
    return {
        one: ((x - left) * across, (y - top) * down + (box_high - (bottom - top) * down) / 2)
        for one, (x, y) in places.items()
    }


def extent(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Return the least and the greatest x and y, as left, top, right, bottom."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


# All components


def _packed(parts: list[Places], aspect: float) -> Places:
    """Return all parts on shelves, in the width that makes the picture as large as can be."""
    if not parts:
        return {}
    sizes = [_size(part) for part in parts]
    least = max(wide for wide, _ in sizes)
    total = sum(wide * high for wide, high in sizes)
    widths = [least + step * sqrt(total * aspect) / 8 for step in range(17)]
    shelves = [_shelved(sizes, width) for width in widths]
    best = min(shelves, key=lambda found: _height_for(found, sizes, aspect))
    return {
        one: (x + left, y + top)
        for part, (left, top) in zip(parts, best, strict=True)
        for one, (x, y) in part.items()
    }


def _size(part: Places) -> Point:
    _, _, right, bottom = extent(part.values())
    gap = 0.5  # half a cell to each side of a part
    return right + gap, bottom + gap


def _shelved(sizes: list[Point], width: float) -> list[Point]:
    """Return the corner of each box, in rows no wider than a width."""
    found: list[Point] = []
    x = y = shelf = 0.0
    for wide, high in sizes:
        if x and x + wide > width:
            x, y, shelf = 0.0, y + shelf, 0.0
        found.append((x, y))
        x, shelf = x + wide, max(shelf, high)
    return found


def _height_for(corners: list[Point], sizes: list[Point], aspect: float) -> float:
    """Return the height of the least rectangle of an aspect that holds all boxes."""
    boxes = zip(corners, sizes, strict=True)
    return max(max((x + wide) / aspect, y + high) for (x, y), (wide, high) in boxes)


def _fitted(places: Places, width: float, height: float) -> Places:
    """Return places stretched to a rectangle, at most twice as much one way as the other."""
    if not places:
        return {}
    left, top, right, bottom = extent(places.values())
    across, down = width / max(right - left, 1e-9), height / max(bottom - top, 1e-9)
    across, down = min(across, 2 * down, 160), min(down, 2 * across, 160)
    off_x = (width - (right - left) * across) / 2
    off_y = (height - (bottom - top) * down) / 2
    return {
        one: (off_x + (x - left) * across, off_y + (y - top) * down)
        for one, (x, y) in places.items()
    }
