"""Markers of nodes: one colour and one shape for each helix, hollow ones for what is no actor."""

from collections.abc import Mapping
from math import cos, pi, sin, sqrt
from typing import Any, Final

from attrs import evolve, frozen

from numeco.model import Helix
from numeco.svg._canvas import INK, Point, pair, tag


@frozen
class Look:
    """How nodes of one kind are drawn, told apart without colours too."""

    says: str
    fill: str
    #: Corners of the marker; 0 is a circle.
    corners: int
    turn: float = 0.0
    stroke: str = "#ffffff"


# Colours of Okabe & Ito 2008, "Color universal design", which colour-blind people tell apart.
LOOKS: Final[Mapping[str | None, Look]] = {
    Helix.INDUSTRY: Look("industry", "#0072b2", 0),
    Helix.ACADEMIA: Look("academia", "#009e73", 3, -pi / 2),
    Helix.GOVERNMENT: Look("government", "#d55e00", 4, pi / 4),
    Helix.CIVIL_SOCIETY: Look("civil society", "#cc79a7", 4),
    None: Look("other", "#8c959f", 3, pi / 2),
}
_OCCASION: Final = Look("event", "#ffffff", 4, pi / 4, INK)
#: What has no helix, by the node attribute ``kind``.
_KINDS: Final[Mapping[object, Look]] = {
    "Event": _OCCASION,
    "Series": evolve(_OCCASION, says="series"),
    "Session": evolve(_OCCASION, says="session"),
    "Territory": Look("territory", "#ffffff", 0, 0.0, INK),
    "Person": Look("person", "#e69f00", 6, 0.0, INK),
    "Theme": Look("theme", "#7f6fb0", 5, -pi / 2),
    "Alliance": Look("alliance", "#ffffff", 6, 0.0, INK),
}
#: The order of the legend.
ORDER: Final = tuple(one.says for one in (*LOOKS.values(), *_KINDS.values()))


def look_of(facts: Mapping[str, Any]) -> Look:
    """Return how a node is drawn, of its attributes ``kind``, ``bipartite`` and ``helix``."""
    kind = facts.get("kind")
    if isinstance(kind, str) and kind in _KINDS:
        return _KINDS[kind]
    if kind is None and facts.get("bipartite") == 1:
        return _OCCASION
    helix = facts.get("helix")
    return LOOKS.get(helix, LOOKS[None]) if isinstance(helix, str) else LOOKS[None]


def corners_of(look: Look, place: Point, radius: float) -> list[Point]:
    """Return the corners of a marker that has the area of a circle of some radius."""
    x, y = place
    turns = [look.turn + 2 * pi * at / look.corners for at in range(look.corners)]
    # Corners lie further out, so that all markers of one degree have about one area.
    reach = radius * sqrt(2 * pi / (look.corners * sin(2 * pi / look.corners)))
    return [(x + reach * cos(turn), y + reach * sin(turn)) for turn in turns]


def marker(look: Look, place: Point, radius: float, *children: str) -> str:
    """Return a marker at a place, of the area of a circle of some radius."""
    paint = {"fill": look.fill, "stroke": look.stroke}
    if not look.corners:
        return tag("circle", *children, cx=place[0], cy=place[1], r=radius, **paint)
    points = " ".join(map(pair, corners_of(look, place, radius)))
    return tag("polygon", *children, points=points, **paint)
