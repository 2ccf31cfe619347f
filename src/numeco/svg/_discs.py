"""One disc for each territory, or for each of other groups: ties between discs are corridors.

Discs are as large as they have members. Where they lie follows from the ties between them: first as
a network of their own, then drawn together and parted until none overlaps another. In its disc a
member lies on the side of those it is tied to elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import networkx as nx
from attrs import evolve, frozen

from numeco._checks import Kind
from numeco.errors import InvalidType
from numeco.svg._canvas import Point
from numeco.svg._drawn import Weights
from numeco.svg._labels import Box
from numeco.svg._layout import GOLDEN, Places, positions

if TYPE_CHECKING:
    from numeco.svg._typeface import Typeface

#: The group of those of which it is not known.
UNKNOWN: Final = "unknown"
_ROUNDS: Final = 120
#: In a disc with more members they are not turned towards those they are tied to.
_TURNED: Final = 600
#: How much larger the smallest disc is than one for its members alone.
_LEAST: Final = 1.6
_Groups: TypeAlias = "Mapping[str, list[str]]"


class Layout(Kind):
    """How the nodes of a network are laid out."""

    COMPONENTS = "components"  #: each component by its ties, side by side, the largest first
    TERRITORIES = "territories"  #: one disc for each territory


@frozen
class Disc:
    """A circle with what lies in it."""

    name: str
    members: tuple[str, ...]
    middle: Point
    radius: float

    def inside(self, place: Point, reach: float) -> Point:
        """Return the nearest place in the disc for a marker of some reach."""
        (x, y), (middle_x, middle_y) = place, self.middle
        across, down = x - middle_x, y - middle_y
        far, room = hypot(across, down), max(self.radius - reach, 0.0)
        if far <= room:
            return place
        return middle_x + across * room / far, middle_y + down * room / far


# Groups


def check_groups(given: object) -> None:
    """Check that groups are None, or a mapping from nodes to texts, numbers or None."""
    must = "must be a mapping from nodes to the names of groups, or None"
    if given is None:
        return
    if not isinstance(given, Mapping):
        raise InvalidType("groups", must, given)
    for group in cast("Mapping[object, object]", given).values():
        if not isinstance(group, (str, int, type(None))):
            raise InvalidType("groups", must, group)


def grouped(
    graph: nx.Graph[str], groups: Mapping[str, str | int | None] | None, face: Typeface
) -> dict[str, list[str]]:
    """Return the members of each group by its name, the largest first, those unknown last."""
    found: dict[str, list[str]] = {}
    for one in sorted(graph, key=str):
        group = _territory(graph.nodes[one]) if groups is None else groups.get(one)
        name = UNKNOWN if group is None else face.shown(str(group))
        found.setdefault(name or UNKNOWN, []).append(one)
    names = sorted(found, key=lambda name: (name == UNKNOWN, -len(found[name]), name))
    return {name: found[name] for name in names}


def _territory(facts: Mapping[str, Any]) -> str | None:
    """Return the territory that a node names, without the kind that its id begins with."""
    several = facts.get("territories") or ()
    if facts.get("territory") is None and len(several) > 1:
        return "several territories"
    territory = facts.get("territory") or (several[0] if several else None)
    return None if territory is None else str(territory).removeprefix("territory-")


# Discs


def discs_of(pairs: Weights, groups: _Groups, area: Box, gap: float) -> list[Disc]:
    """Return a disc for each group, in an area and so far apart that their names fit between."""
    numbers = {one: at for at, members in enumerate(groups.values()) for one in members}
    links = _links(pairs, numbers)
    radii = [max(sqrt(len(members)), _LEAST) for members in groups.values()]
    wide, high = max(area.right - area.left, 1.0), max(area.bottom - area.top, 1.0)
    middles = _first(len(radii), links)
    scale = sqrt(0.5 * wide * high / (pi * sum(radius**2 for radius in radii) or 1))
    left = top = right = bottom = 0.0
    # Between discs lies a gap in pixels: how wide that is depends on the scale, and this on it.
    for _ in range(3):
        rooms = [radius + gap / scale / 2 for radius in radii]
        middles = _parted(_drawn_together(middles, rooms, wide / high), rooms)
        left, top, right, bottom = _extent(middles, rooms)
        scale = min(wide / (right - left), high / (bottom - top))
    off_x = area.left + (wide - (right - left) * scale) / 2 - left * scale
    off_y = area.top + (high - (bottom - top) * scale) / 2 - top * scale
    spots = [(x * scale + off_x, y * scale + off_y) for x, y in middles]
    found = [
        Disc(name, tuple(members), spot, radius * scale)
        for (name, members), spot, radius in zip(groups.items(), spots, radii, strict=True)
    ]
    return list(_shrunk(found, gap / 4))


def _links(pairs: Weights, numbers: Mapping[str, int]) -> Counter[tuple[int, int]]:
    """Return how many ties there are between each two discs."""
    found: Counter[tuple[int, int]] = Counter()
    for one, other in pairs:
        low, high = sorted((numbers[one], numbers[other]))
        if low != high:
            found[low, high] += 1
    return found


def _first(number: int, links: Mapping[tuple[int, int], int]) -> list[Point]:
    """Return first middles: those of a network of discs, tied where most of their ties are."""
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(f"{at:06}" for at in range(number))
    own: dict[int, list[tuple[int, int]]] = {}
    for (one, other), ties in links.items():
        own.setdefault(one, []).append((-ties, other))
        own.setdefault(other, []).append((-ties, one))
    for one, others in own.items():
        # Where all are tied to all, distances say nothing: the three strongest do.
        for _, other in sorted(others)[:3]:
            network.add_edge(f"{one:06}", f"{other:06}")
    side = 2 * sqrt(number or 1)
    places = positions(network, width=side * 1.4, height=side)
    return [places[f"{at:06}"] for at in range(number)]


def _drawn_together(middles: Sequence[Point], radii: Sequence[float], aspect: float) -> list[Point]:
    """Return middles pulled to the common one, and pushed apart where discs would overlap."""
    found = list(middles)
    for _ in range(_ROUNDS):
        across = sum(x for x, _ in found) / len(found)
        down = sum(y for _, y in found) / len(found)
        # The more so upwards, the flatter the picture is.
        slow, fast = 0.03 / max(aspect, 1) ** 2, 0.03 * min(aspect, 1) ** 2
        found = [(x - slow * (x - across), y - fast * (y - down)) for x, y in found]
        _push(found, radii)
    return found


def _parted(middles: Sequence[Point], radii: Sequence[float]) -> list[Point]:
    found = list(middles)
    for _ in range(_ROUNDS):
        if not _push(found, radii):
            break
    return found


def _push(middles: list[Point], radii: Sequence[float]) -> bool:
    """Push each two discs that overlap apart; return whether any did."""
    order = sorted(range(len(middles)), key=lambda at: middles[at][0] - radii[at])
    pushed = False
    for place, one in enumerate(order):
        right = middles[one][0] + radii[one]
        for other in order[place + 1 :]:
            if middles[other][0] - radii[other] >= right:
                break
            pushed |= _push_two(middles, radii, one, other)
    return pushed


def _push_two(middles: list[Point], radii: Sequence[float], one: int, other: int) -> bool:
    (x, y), (other_x, other_y) = middles[one], middles[other]
    across, down = other_x - x, other_y - y
    apart, need = hypot(across, down), radii[one] + radii[other]
    if apart >= need - 1e-6:
        return False
    if not apart:
        across, down, apart = cos(one * GOLDEN), sin(one * GOLDEN), 1.0
        need += 1
    # The larger one gives way less.
    share = radii[other] ** 2 / (radii[one] ** 2 + radii[other] ** 2)
    step = (need - apart) / apart
    middles[one] = x - across * step * share, y - down * step * share
    middles[other] = other_x + across * step * (1 - share), other_y + down * step * (1 - share)
    return True


def _extent(middles: Sequence[Point], radii: Sequence[float]) -> tuple[float, float, float, float]:
    rounds = [(x, y, radius) for (x, y), radius in zip(middles, radii, strict=True)]
    left, top = min(x - r for x, _, r in rounds), min(y - r for _, y, r in rounds)
    return left, top, max(x + r for x, _, r in rounds), max(y + r for _, y, r in rounds)


def _shrunk(discs: Sequence[Disc], gap: float) -> Iterator[Disc]:
    """Iterate over discs made as much smaller as it takes for none to come near another."""
    share = 1.0
    for one, other in combinations(discs, 2):
        (x, y), (other_x, other_y) = one.middle, other.middle
        room = max(hypot(x - other_x, y - other_y) - gap, 0.0)
        share = min(share, room / (one.radius + other.radius))
    for disc in discs:
        yield evolve(disc, radius=disc.radius * share)


# Members


def seated(pairs: Weights, discs: Sequence[Disc]) -> Places:
    """Return a place in its disc for each node, on the side of those it is tied to elsewhere."""
    home = {one: disc for disc in discs for one in disc.members}
    pulls = _pulls(pairs, home)
    found: Places = {}
    for disc in discs:
        found |= _seats(disc, pulls)
    return found


def _pulls(pairs: Weights, home: Mapping[str, Disc]) -> dict[str, Point]:
    """Return where each node is drawn to: the mean of its partners' directions, 0 within a disc."""
    total: dict[str, float] = dict.fromkeys(home, 0.0)
    found: dict[str, Point] = dict.fromkeys(home, (0.0, 0.0))
    for pair, weight in pairs.items():
        for one, other in (pair, pair[::-1]):
            here, there = home[one].middle, home[other].middle
            across, down = there[0] - here[0], there[1] - here[1]
            far = hypot(across, down) or 1.0
            total[one] += abs(weight)
            x, y = found[one]
            found[one] = x + abs(weight) * across / far, y + abs(weight) * down / far
    return {one: (x / (total[one] or 1), y / (total[one] or 1)) for one, (x, y) in found.items()}


def _seats(disc: Disc, pulls: Mapping[str, Point]) -> Iterator[tuple[str, Point]]:
    """Iterate over the members of a disc with their places, on a sunflower's spiral."""
    number = len(disc.members)
    (x, y), reach = disc.middle, disc.radius * 0.9
    spiral = [(sqrt((at + 0.5) / number), at * GOLDEN) for at in range(number)]
    spots = [(far * cos(turn), far * sin(turn)) for far, turn in spiral]
    if number == 1:
        spots = [(0.0, 0.0)]
    order = sorted(disc.members, key=lambda one: (-round(hypot(*pulls[one]), 9), str(one)))
    for one in order:
        across, down = pulls[one]
        at = 0
        if number <= _TURNED:
            gaps = [hypot(spot[0] - across, spot[1] - down) for spot in spots]
            at = min(range(len(spots)), key=lambda at: round(gaps[at], 9))
        spot = spots.pop(at)
        yield one, (x + spot[0] * reach, y + spot[1] * reach)
