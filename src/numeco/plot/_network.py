"""The picture of a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Patch, Polygon
from matplotlib.patheffects import withStroke

from numeco.plot._arguments import check_most, check_size, check_title
from numeco.plot._canvas import FAINT, INK, MARGIN, TOP, axes, picture, text_style
from numeco.plot._text import LINE, clipped, legible, width, wrapped
from numeco.svg._canvas import Point
from numeco.svg._discs import Disc, Layout, check_groups
from numeco.svg._drawn import COLOURS, Course
from numeco.svg._labels import Box, Label
from numeco.svg._legend import MARK, ROW, SIZE, foot_of, items_of, legend_of, looks_of, notes_of
from numeco.svg._markers import Look, corners_of
from numeco.svg._naming import KEY_SIZE, NUMBER, Entry
from numeco.svg._scene import Scene, Wish, check_graph, scene_of
from numeco.svg._typeface import Typeface

if TYPE_CHECKING:
    import networkx as nx

#: Points an inch: scenes are arranged in points.
_INCH: Final = 72.0
#: How far the lines of a text lie apart, in its size.
_NEXT: Final = 1.16
_DASHED: Final = (0, (4, 3))


def _wide(text: str, size: float) -> float:
    return _INCH * width(text, size)


def _broken(text: str, size: float, room: float, lines: int) -> Sequence[str]:
    return wrapped(legible(text), size, room / _INCH, lines)


def _cut(text: str, size: float, room: float) -> str:
    return clipped(text, size, room / _INCH)


_FACE: Final = Typeface(legible, _wide, _broken, _cut, LINE)


def network(  # noqa: PLR0913  # each names one choice of the picture
    graph: nx.Graph[str],
    *,
    layout: Layout | str = Layout.COMPONENTS,
    groups: Mapping[str, str | int | None] | None = None,
    names: int | None = None,
    title: str | None = None,
    size: tuple[float, float] | None = None,
) -> Figure:
    """Return a picture of a network, in which no two names overlap.

    Colour and shape tell the helix, size the degree, the width of a line the weight of a tie; what
    is no organization is hollow. Ties with ``corridors`` are dashed. Names that find no room beside
    their node become numbers, with a key at the right. Up to 150 nodes all are named, of more the
    60 of the greatest strength; what is not named is counted below the picture.

    The same network has the same picture, as by `numeco.svg.network`: neither the order of nodes
    and ties nor chance has a part in it.

    The artists have ids (``gid``), to find and to restyle them: ``node:``, ``name:`` and ``key:``
    followed by the id of the node, ``disc:`` and ``caption:`` by the name of the group.

    >>> from numeco.datasets import load
    >>> from numeco.graph import collaboration
    >>> figure = network(collaboration(load("quebec")), title="Partners in Québec")

    Args:
        graph: nodes with ``name``, ``helix``, ``kind``, ``bipartite`` and ``territory``, edges with
            ``weight`` and ``corridors``, as the networks of `numeco.graph` have them; each may be
            missing.
        layout: how nodes are laid out. By territories, each has a disc, and ties from disc to disc
            stand out; what names no territory is in the disc "unknown".
        groups: the group of each node, which has a disc then in place of its territory: its helix,
            say, or its community. A node without one is in the disc "unknown".
        names: how many nodes are named at most, the strongest first, 0 or more.
        title: shown above it; left out, how many nodes and ties there are.
        size: width and height in inches; left out, what so many nodes need.

    Raises:
        InvalidValue: a weight is no finite number, `layout` no such word, `names` below 0, or the
            size below 3 inches or above 200.
        InvalidType: what is given is no graph; of an ecosystem, draw its
            `numeco.graph.collaboration`. Or another argument is of another type than it must be.
    """
    check_graph(graph)
    wish = Wish(Layout(layout), groups, names)
    check_groups(groups)
    check_most("names", names)
    check_title(title)
    check_size(size)
    wide, high = size if size is not None else _size(len(graph))
    items = items_of(looks_of(graph), list(Course))
    # Which lines there are is known only once there is a scene: room is kept for all sorts.
    rows = len(legend_of(items, _INCH * (wide - 2 * MARGIN), _FACE))
    foot = (ROW * (rows + 1) + 4) / _INCH
    box = Box(0, 0, _INCH * (wide - 2 * MARGIN), _INCH * max(high - TOP - MARGIN - foot, 0.5))
    scene = scene_of(graph, wish, _FACE, box)
    usual = f"Network of {len(scene.nodes):,} nodes and {scene.all_ties:,} ties"
    figure = picture(wide, high, usual if title is None else title)
    on = axes(figure, MARGIN, TOP, wide - 2 * MARGIN, high - TOP - MARGIN)
    on.set_xlim(0, _INCH * (wide - 2 * MARGIN))
    on.set_ylim(_INCH * (high - TOP - MARGIN), 0)
    _draw(on, scene)
    _foot(on, scene, box.right, _INCH * (high - TOP - MARGIN))
    return figure


def _size(number: int) -> tuple[float, float]:
    """Return how large a picture of so many nodes is, in inches."""
    if number <= 20:
        return 9.0, 6.5
    return (13.0, 9.0) if number <= 60 else (14.0, 10.0)


def _draw(on: Axes, scene: Scene) -> None:
    """Draw a scene, from the back to the front."""
    for disc in scene.discs:
        _disc(on, disc)
    _ties(on, scene)
    _nodes(on, scene)
    _names(on, scene)
    if not scene.nodes:
        on.text(0, 12, "no nodes", va="top", **text_style(SIZE, colour=FAINT))


def _disc(on: Axes, disc: Disc) -> None:
    style = {"facecolor": "#f6f8fa", "edgecolor": "#d0d7de", "linewidth": 0.8}
    on.add_patch(Circle(disc.middle, disc.radius, zorder=0, gid=f"disc:{disc.name}", **style))


def _ties(on: Axes, scene: Scene) -> None:
    """Draw ties, those of a course together."""
    places = scene.names.places
    for course, alike in groupby(scene.ties, lambda tie: tie.course):
        ties = list(alike)
        lines = LineCollection(
            [[places[tie.one], places[tie.other]] for tie in ties],
            linewidths=[tie.width for tie in ties],
            colors=[to_rgba(COLOURS[course], tie.opacity) for tie in ties],
            linestyles=_DASHED if course is Course.CORRIDOR else "solid",
            zorder=1,
            gid=f"ties:{course.value}",
        )
        on.add_collection(lines, autolim=False)


def _nodes(on: Axes, scene: Scene) -> None:
    """Draw nodes, the strongest last, so that they lie above."""
    for one in list(scene.nodes)[::-1]:
        node = scene.nodes[one]
        patch = _mark(node.look, scene.names.places[one], node.radius)
        patch.set_gid(f"node:{one}")
        on.add_patch(patch)


def _mark(look: Look, place: Point, radius: float) -> Patch:
    hollow = look.stroke == INK
    style: dict[str, Any] = {
        "facecolor": look.fill,
        "edgecolor": look.stroke,
        "linewidth": 1.2 if hollow else 0.6,
        "zorder": 2,
        "clip_on": False,
    }
    if not look.corners:
        return Circle(place, radius, **style)
    return Polygon(corners_of(look, place, radius), closed=True, **style)


# Texts


def _names(on: Axes, scene: Scene) -> None:
    for label, disc in scene.captions:
        _write(on, label, f"caption:{disc.name}", bold=True)
    for one, label in scene.names.labels.items():
        _write(on, label, f"name:{one}")
    for entry in scene.names.key:
        _entry(on, entry)


class _Halo(withStroke):
    """A stroke around letters."""

    def draw_path(
        self,
        renderer: Any,
        gc: Any,
        tpath: Any,
        affine: Any,
        rgbFace: Any = None,  # noqa: N803  # matplotlib's name
    ) -> None:
        """Draw letters and stroke, as matplotlib asks for it."""
        # Letters without curves, such as HF, would be moved to whole pixels and so torn apart.
        gc.set_snap(False)
        super().draw_path(renderer, gc, tpath, affine, rgbFace)


def _write(on: Axes, label: Label, gid: str, bold: bool = False) -> None:
    """Write a name, on a halo that keeps it legible where lines pass."""
    style = text_style(label.size, bold=bold, colour=FAINT if bold else INK, gid=gid)
    style |= {"ha": "center", "va": "top", "zorder": 5, "clip_on": False}
    middle = (label.box.left + label.box.right) / 2
    text = on.text(middle, label.box.top, "\n".join(label.lines), **style)
    text.set_path_effects([_Halo(linewidth=2.2, foreground="white")])
    if label.over:
        text.set_bbox({"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.5})


def _entry(on: Axes, entry: Entry) -> None:
    """Write an entry of the key: its number, and its name in one or two lines."""
    style: dict[str, Any] = text_style(KEY_SIZE, gid="number")
    style |= {"va": "baseline", "zorder": 5, "clip_on": False}
    # By the baseline, for tops differ with accents; of several lines it is that of the last.
    first, last = entry.y + KEY_SIZE, entry.y + KEY_SIZE * (1 + _NEXT * (len(entry.lines) - 1))
    right = entry.x + NUMBER - 5
    number = on.text(right, first, entry.number, ha="right", **style)
    number.set_color(FAINT)
    style["gid"] = f"key:{entry.node.id}"
    on.text(entry.x + NUMBER, last, "\n".join(entry.lines), ha="left", **style)


def _foot(on: Axes, scene: Scene, wide: float, bottom: float) -> None:
    """Write the legend and, below it, what is counted."""
    style: dict[str, Any] = {"va": "top", "clip_on": False}
    rows = legend_of(foot_of(scene), wide, _FACE)
    for at, row in enumerate(rows):
        y = bottom - ROW * (len(rows) - at + 1) + 2
        for item in row:
            _sample(on, item.mark, item.x, y + 7)
            on.text(item.x + MARK, y, item.text, **text_style(SIZE, gid="legend"), **style)
    said = clipped(notes_of(scene), SIZE, wide / _INCH)
    on.text(0, bottom - ROW + 2, said, **text_style(SIZE, colour=FAINT, gid="note"), **style)


def _sample(on: Axes, mark: Look | Course, x: float, y: float) -> None:
    if isinstance(mark, Look):
        on.add_patch(_mark(mark, (x + 6, y), 5.5))
        return
    style = _DASHED if mark is Course.CORRIDOR else "solid"
    on.plot([x, x + 14], [y, y], color=COLOURS[mark], linewidth=2.5, linestyle=style)
