"""Markers of nodes: one colour and one shape for each helix."""

from collections.abc import Mapping
from math import cos, pi, sin, sqrt
from typing import Any, Final

from attrs import frozen

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
    None: Look("other", "#8c959f", 5, -pi / 2),
    "occasion": Look("event", "#ffffff", 6, 0.0, INK),
}


def look_of(facts: Mapping[str, Any]) -> Look:
    """Return how a node is drawn, of its attributes ``bipartite`` and ``helix``."""
    occasion = facts.get("bipartite") == 1
    return LOOKS.get("occasion" if occasion else facts.get("helix"), LOOKS[None])


def marker(look: Look, place: Point, radius: float, *children: str) -> str:
    """Return a marker at a place, of the area of a circle of some radius."""
    x, y = place
    paint = {"fill": look.fill, "stroke": look.stroke}
    if not look.corners:
        return tag("circle", *children, cx=x, cy=y, r=radius, **paint)
    turns = [look.turn + 2 * pi * at / look.corners for at in range(look.corners)]
    # Corners lie further out, so that all markers of one degree have about one area.
    reach = radius * sqrt(2 * pi / (look.corners * sin(2 * pi / look.corners)))
    corners = [(x + reach * cos(turn), y + reach * sin(turn)) for turn in turns]
    return tag("polygon", *children, points=" ".join(map(pair, corners)), **paint)
