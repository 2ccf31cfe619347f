"""Networks of organizations: helix by colour and shape, strength by width, degree by size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import fsum, sqrt
from typing import Any, Final

import networkx as nx
from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.svg._arguments import check_length, check_title
from numeco.svg._canvas import (
    FAINT,
    MARGIN,
    Point,
    clipped,
    escaped,
    heading,
    pair,
    picture,
    plain,
    tag,
    text_width,
    tooltip,
    wrapped,
)
from numeco.svg._labels import LINE, Box, Label, Occupied, put, spread, text_box
from numeco.svg._layout import positions
from numeco.svg._markers import LOOKS, Look, look_of, marker

#: The share of the picture that names may fill before they need numbers.
_ROOM: Final = 0.62
_KEY_WIDTH: Final = 190.0
_KEY_SIZE: Final = 10.0
_LEAST: Final = 120


@frozen
class _Node:
    """A node as it is drawn."""

    id: str
    name: str
    look: Look
    degree: int
    strength: float
    radius: float
    #: Its name in lines, as it is written beside it.
    lines: tuple[str, ...]


def network(
    graph: nx.Graph[str],
    *,
    width: float = 960,
    height: float = 680,
    title: str | None = None,
) -> str:
    """Return a picture of a network, in which no two names overlap.

    Colour and shape tell the helix, size the degree, the width of a line the weight of a tie. Names
    that find no room beside their node become numbers, and are listed at the right; the pointer
    brings up each name in full. Made for up to about 150 nodes; more are drawn, with names for
    those of the highest degree.

    Args:
        graph: nodes with ``name``, ``helix`` and ``bipartite``, edges with ``weight``, as the
            networks of `numeco.graph` have them; each may be missing.
        width: of the picture, in pixels.
        height: of the picture, in pixels.
        title: shown above it.

    Raises:
        InvalidValue: the picture would be less than 120 pixels wide or high.
        InvalidType: what is given is no graph; of an ecosystem, draw its
            `numeco.graph.collaboration`.
    """
    _check_graph(graph)
    check_length("width", width, _LEAST)
    check_length("height", height, _LEAST)
    check_title(title)
    size = _font_size(len(graph))
    nodes = _nodes(graph, size)
    legend, foot = _legend(nodes.values(), width, height - MARGIN)
    head = MARGIN + (26 if title else 0)
    area = Box(MARGIN, head, width - MARGIN, height - foot - MARGIN)
    places, labels = _arranged(graph, nodes, area, size)
    key: list[str] = []
    if len(labels) < len(nodes) and area.right - area.left > 2 * _KEY_WIDTH:
        area = Box(area.left, area.top, area.right - _KEY_WIDTH, area.bottom)
        places, labels, key = _numbered(graph, nodes, area, size)
    said = title or f"Network of {len(graph)} nodes and {graph.number_of_edges()} ties"
    return picture(
        heading(title, width) if title else "",
        tag("g", *_lines(graph, places), stroke="#57606a", stroke_linecap="round", fill="none"),
        tag("g", *(_marker(nodes[one], places[one]) for one in places)),
        tag("g", *(_written(label, size) for label in labels.values()), text_anchor="middle"),
        tag("g", *key, font_size=_KEY_SIZE),
        tag("g", *legend, font_size=11),
        width=width,
        height=height,
        label=said,
    )


def _check_graph(given: object) -> None:
    if not isinstance(given, nx.Graph):
        must = "must be a networkx graph"
        if isinstance(given, Ecosystem):
            must += "; of an ecosystem, draw numeco.graph.collaboration(ecosystem)"
        raise InvalidType("graph", must, given)


def _font_size(number: int) -> float:
    return 13.0 if number <= 15 else 11.5 if number <= 45 else 10.0 if number <= 80 else 9.0


# Nodes


def _nodes(graph: nx.Graph[str], size: float) -> dict[str, _Node]:
    """Return the nodes as they are drawn, those of the highest degree first."""
    ties = _weights(graph)
    most = max(map(len, ties.values()), default=0) or 1
    unit = max(0.5, min(1.2, sqrt(45 / (len(graph) or 1))))
    found: dict[str, _Node] = {}
    for one in sorted(graph, key=lambda one: (-len(ties[one]), str(one))):
        facts: Mapping[str, Any] = graph.nodes[one]
        name = plain(str(facts.get("name") or one)) or "?"
        radius = unit * (4.5 + 9 * sqrt(len(ties[one]) / most))
        lines = wrapped(name, size, 11.5 * size, 3 if len(graph) <= 45 else 2)
        degree, strength = len(ties[one]), fsum(ties[one].values())
        found[one] = _Node(one, name, look_of(facts), degree, strength, radius, lines)
    return found


def _weights(graph: nx.Graph[str]) -> dict[str, dict[str, float]]:
    """Return the weight of each tie by both of its ends, loops left out."""
    found: dict[str, dict[str, float]] = {one: {} for one in graph}
    for one, other, edge in graph.edges(data=True):
        if one != other:
            for end, far in ((one, other), (other, one)):
                found[end][far] = found[end].get(far, 0.0) + float(edge.get("weight", 1))
    return found


def _marker(node: _Node, place: Point) -> str:
    ties = f"{node.degree} {'tie' if node.degree == 1 else 'ties'}"
    said = tooltip(f"{node.name}: {node.look.says}, {ties}, strength {node.strength:.3g}")
    return marker(node.look, place, node.radius, said)


# Ties


def _lines(graph: nx.Graph[str], places: Mapping[str, Point]) -> Iterator[str]:
    """Iterate over the lines, the strongest last; the more there are, the fainter."""
    ties = sorted(
        (weight, one, other)
        for one, others in _weights(graph).items()
        for other, weight in others.items()
        if str(one) < str(other)
    )
    least, most = (ties[0][0], ties[-1][0]) if ties else (0.0, 0.0)
    most = most if most > least else 4 * most or 1  # where all are equal none stands out
    faint = max(0.04, min(0.5, 80 / (len(ties) or 1)))
    for weight, one, other in ties:
        share = max(0.0, weight / most) ** 0.6
        opacity = f"{faint + (0.75 - faint) * share * share:.2f}"
        line = f"M{pair(places[one])}L{pair(places[other])}"
        yield tag("path", d=line, stroke_width=0.7 + 4.3 * share, stroke_opacity=opacity)


# Names


def _arranged(
    graph: nx.Graph[str], nodes: Mapping[str, _Node], area: Box, size: float
) -> tuple[dict[str, Point], dict[str, Label]]:
    """Return a place for each node, and a label for each name that has room beside its node."""
    markers = {one: _reach(node) for one, node in nodes.items()}
    wide, high = area.right - area.left, area.bottom - area.top
    inner = positions(graph, width=wide * 0.86, height=max(high * 0.9, 1))
    shifted = {
        one: (x + area.left + wide * 0.07, y + area.top + high * 0.04)
        for one, (x, y) in inner.items()
    }
    # Where the names were too many, the markers at least must not cover one another.
    places = spread(spread(shifted, _sizes(nodes, area, size), area), markers, area)
    return places, _named(nodes, places, _taken(nodes, places, area), size)


def _sizes(nodes: Mapping[str, _Node], area: Box, size: float) -> dict[str, Box]:
    """Return the box around each node, with its name below it for as many as there is room for."""
    room = _ROOM * (area.right - area.left) * (area.bottom - area.top)
    found: dict[str, Box] = {}
    for node in nodes.values():
        text, reach = text_box(node.lines, size), _reach(node)
        half = max(reach.right, text.right / 2 + 2)
        named = Box(-half, reach.top, half, reach.bottom + text.bottom + 2)
        room -= 2 * half * (named.bottom - named.top)
        found[node.id] = named if room > 0 else reach
    return found


def _reach(node: _Node) -> Box:
    reach = node.radius * 1.3 + 2
    return Box(-reach, -reach, reach, reach)


def _taken(nodes: Mapping[str, _Node], places: Mapping[str, Point], area: Box) -> Occupied:
    taken = Occupied(area)
    for one, (x, y) in places.items():
        reach = nodes[one].radius * 1.2
        taken.take(Box(x - reach, y - reach, x + reach, y + reach))
    return taken


def _named(
    nodes: Mapping[str, _Node], places: Mapping[str, Point], taken: Occupied, size: float
) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for node in nodes.values():
        gap = node.radius * 1.2
        label = put(taken, places[node.id], gap, node.lines, size)
        if label is None:
            short = wrapped(node.name, size, 9 * size, 1)
            label = put(taken, places[node.id], gap, short, size)
        if label is not None:
            found[node.id] = label
    return found


def _numbered(
    graph: nx.Graph[str], nodes: Mapping[str, _Node], area: Box, size: float
) -> tuple[dict[str, Point], dict[str, Label], list[str]]:
    """Return places and labels in a narrower area, and the key to the numbers right of it."""
    places, labels = _arranged(graph, nodes, area, size)
    taken = _taken(nodes, places, area)
    for label in labels.values():
        taken.take(label.box)
    rows = int((area.bottom - area.top) / (_KEY_SIZE * 1.3)) - 1
    key: list[str] = []
    for node in nodes.values():
        if node.id not in labels and len(key) < rows:
            number = str(len(key) + 1)
            spot = put(taken, places[node.id], node.radius * 1.2, (number,), size)
            if spot is not None:
                labels[node.id] = spot
                key.append(f"{number}  {node.name}")
    hidden = len(nodes) - len(labels)
    key += [f"and {hidden} more"] if hidden else []
    return places, labels, list(_key(key, area))


def _key(rows: Iterable[str], area: Box) -> Iterator[str]:
    for at, row in enumerate(rows):
        shown = clipped(row, _KEY_SIZE, _KEY_WIDTH - MARGIN)
        y = area.top + (at + 1) * _KEY_SIZE * 1.3
        yield tag("text", escaped(shown), tooltip(row), x=area.right + MARGIN, y=y)


def _written(label: Label, size: float) -> str:
    """Return a name, on a halo that keeps it legible where lines pass."""
    box = label.box
    middle = (box.left + box.right) / 2
    lines = (
        tag("tspan", escaped(line), x=middle, y=box.top + (at * LINE + 0.95) * size)
        for at, line in enumerate(label.lines)
    )
    halo: dict[str, Any] = {"stroke": "#ffffff", "stroke_width": 2.6, "paint_order": "stroke"}
    return tag("text", *lines, class_="name", font_size=size, stroke_linejoin="round", **halo)


# The legend


def _legend(nodes: Iterable[_Node], width: float, bottom: float) -> tuple[list[str], float]:
    """Return the legend's elements and its height: what is there, then what size and width say."""
    used = {node.look.says for node in nodes}
    looks = [look for look in LOOKS.values() if look.says in used]
    if used <= {LOOKS[None].says}:
        looks = []
    found: list[str] = []
    x, y = MARGIN, bottom - 4
    for look in looks:
        found.append(marker(look, (x + 6, y - 4), 6))
        found.append(tag("text", look.says, x=x + 17, y=y))
        x += 17 + text_width(look.says, 11) + 16
    said = "larger: more ties · wider: stronger tie"
    if x + text_width(said, 11) <= width - MARGIN:
        found.append(tag("text", said, x=width - MARGIN, y=y, text_anchor="end", fill=FAINT))
    return found, 24.0
