"""Networks of organizations: helix by colour and shape, strength by width, degree by size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

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
    tag,
    tooltip,
)
from numeco.svg._discs import Disc, Layout, check_groups
from numeco.svg._drawn import COLOURS, Course, Node, Tie
from numeco.svg._labels import Box, Label
from numeco.svg._legend import MARK, ROW, SIZE, foot_of, items_of, legend_of, looks_of, notes_of
from numeco.svg._markers import Look, marker
from numeco.svg._naming import KEY_SIZE, NUMBER, Entry
from numeco.svg._scene import Scene, Wish, check_graph, scene_of
from numeco.svg._typeface import BROWSER

if TYPE_CHECKING:
    import networkx as nx

_LEAST: Final = 120


def network(  # noqa: PLR0913  # each names one choice of the picture
    graph: nx.Graph[str],
    *,
    layout: Layout | str = Layout.COMPONENTS,
    groups: Mapping[str, str | int | None] | None = None,
    width: float = 960,
    height: float = 680,
    title: str | None = None,
) -> str:
    """Return a picture of a network, in which no two names overlap.

    Colour and shape tell the helix, size the degree, the width of a line the weight of a tie; what
    is no organization is hollow. Ties with ``corridors`` are dashed. Names that find no room beside
    their node become numbers, with a key at the right; the pointer brings up each name in full. Of
    more than 150 nodes, the 60 of the greatest strength are named, and a line below says so.

    The layout is that of the network alone: neither the order of nodes and ties nor chance has a
    part in it.

    Args:
        graph: nodes with ``name``, ``helix``, ``kind``, ``bipartite`` and ``territory``, edges with
            ``weight`` and ``corridors``, as the networks of `numeco.graph` have them; each may be
            missing.
        layout: how nodes are laid out. By territories, each has a disc, and ties from disc to disc
            stand out; what names no territory is in the disc "unknown".
        groups: the group of each node, which has a disc then in place of its territory: its helix,
            say, or its community. A node without one is in the disc "unknown".
        width: of the picture, in pixels.
        height: of the picture, in pixels.
        title: shown above it.

    Raises:
        InvalidValue: the picture would be less than 120 pixels wide or high, a weight is no finite
            number, or `layout` no such word.
        InvalidType: what is given is no graph; of an ecosystem, draw its
            `numeco.graph.collaboration`. Or another argument is of another type than it must be.
    """
    check_graph(graph)
    wish = Wish(Layout(layout), groups)
    check_groups(groups)
    check_length("width", width, _LEAST)
    check_length("height", height, _LEAST)
    check_title(title)
    items = items_of(looks_of(graph), list(Course))
    # Which lines there are is known only once there is a scene: room is kept for all sorts.
    rows = len(legend_of(items, width - 2 * MARGIN, BROWSER)[: max(int(height / 60), 1)])
    head, foot = MARGIN + (26 if title else 0), ROW * (rows + 1)
    area = Box(MARGIN, head, width - MARGIN, max(height - foot - MARGIN, head + 1))
    scene = scene_of(graph, wish, BROWSER, area)
    said = title or f"Network of {len(graph)} nodes and {graph.number_of_edges()} ties"
    return picture(
        heading(title, width) if title else "",
        *_drawn(scene),
        "" if scene.nodes else tag("text", "no nodes", x=MARGIN, y=head + 20, fill=FAINT),
        tag("g", *_foot(scene, rows, width, height - MARGIN), font_size=SIZE),
        width=width,
        height=height,
        label=said,
    )


def _drawn(scene: Scene) -> Iterator[str]:
    """Iterate over what is drawn, from the back to the front."""
    places, names = scene.names.places, scene.names
    yield tag("g", *map(_circle, scene.discs), stroke="#d0d7de", fill="#f6f8fa")
    yield tag("g", *_lines(scene.ties, places), stroke_linecap="round", fill="none")
    yield tag("g", *(_marker(scene.nodes[one], places[one]) for one in list(scene.nodes)[::-1]))
    bold = {"font_weight": "bold", "fill": FAINT}
    yield tag(
        "g", *(_written(one, "disc") for one, _ in scene.captions), text_anchor="middle", **bold
    )
    yield tag("g", *(_written(one, "name") for one in names.labels.values()), text_anchor="middle")
    yield tag("g", *map(_entry, names.key), font_size=KEY_SIZE)


def _circle(disc: Disc) -> str:
    (x, y), number = disc.middle, len(disc.members)
    said = tooltip(f"{disc.name}: {number} node{'s' * (number != 1)}")
    return tag("circle", said, class_="disc", cx=x, cy=y, r=disc.radius)


def _marker(node: Node, place: Point) -> str:
    return marker(node.look, place, node.radius, tooltip(node.says))


def _lines(ties: Iterable[Tie], places: Mapping[str, Point]) -> Iterator[str]:
    """Iterate over the lines, those that look alike together."""
    for (course, width, opacity), alike in groupby(ties, _line):
        paths = (
            tag("path", d=f"M{pair(places[tie.one])}L{pair(places[tie.other])}") for tie in alike
        )
        style: dict[str, Any] = {"stroke_width": width, "stroke_opacity": f"{opacity:.2f}"}
        dashes = "7 5" if course is Course.CORRIDOR else None
        yield tag("g", *paths, stroke=COLOURS[course], stroke_dasharray=dashes, **style)


def _line(tie: Tie) -> tuple[Course, float, float]:
    return tie.course, tie.width, tie.opacity


def _written(label: Label, class_: str) -> str:
    """Return a name, on a halo that keeps it legible where lines pass."""
    box, size = label.box, label.size
    middle, line = (box.left + box.right) / 2, size * BROWSER.line
    lines = (
        tag("tspan", escaped(text), x=middle, y=box.top + at * line + 0.95 * size)
        for at, text in enumerate(label.lines)
    )
    halo: dict[str, Any] = {"stroke": "#ffffff", "stroke_width": 2.6, "paint_order": "stroke"}
    ground = _ground(box) if label.over else ""
    return ground + tag(
        "text", *lines, class_=class_, font_size=size, stroke_linejoin="round", **halo
    )


def _ground(box: Box) -> str:
    wide, high = box.right - box.left, box.bottom - box.top
    place = {"x": box.left, "y": box.top, "width": wide, "height": high}
    return tag("rect", **place, fill="#ffffff", fill_opacity="0.75")


def _entry(entry: Entry) -> str:
    """Return an entry of the key: its number, and its name in one or two lines."""
    y, line = entry.y + KEY_SIZE, KEY_SIZE * BROWSER.line * 1.1
    number = tag("tspan", entry.number, x=entry.x, y=y, font_weight="bold")
    lines = (
        tag("tspan", escaped(text), x=entry.x + NUMBER, y=y + at * line)
        for at, text in enumerate(entry.lines)
    )
    return tag("text", tooltip(entry.node.name), number, *lines, class_="key")


def _foot(scene: Scene, most: int, width: float, bottom: float) -> Iterator[str]:
    """Iterate over the legend and, below it, what is counted."""
    wide = width - 2 * MARGIN
    rows = legend_of(foot_of(scene), wide, BROWSER)[:most]
    for at, row in enumerate(rows):
        y = bottom - ROW * (len(rows) - at) - 4
        for item in row:
            x = MARGIN + item.x
            yield _mark(item.mark, x, y)
            yield tag("text", item.text, x=x + MARK, y=y)
    said = clipped(notes_of(scene), SIZE, wide)
    yield tag("text", said, class_="note", x=MARGIN, y=bottom - 4, fill=FAINT)


def _mark(mark: Look | Course, x: float, y: float) -> str:
    if isinstance(mark, Look):
        return marker(mark, (x + 6, y - 4), 6)
    style: dict[str, Any] = {"stroke": COLOURS[mark], "stroke_width": 2.5}
    style["stroke_dasharray"] = "4 3" if mark is Course.CORRIDOR else None
    return tag("path", class_="legend", d=f"M{pair((x, y - 4))}h13", **style)
