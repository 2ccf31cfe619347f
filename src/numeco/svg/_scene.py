"""A network arranged within a picture: shared by the pictures of browsers and of matplotlib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

import networkx as nx
from attrs import Factory, evolve, field, frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.svg._canvas import Point
from numeco.svg._discs import Disc, Layout, discs_of, grouped, seated
from numeco.svg._drawn import Node, Tie, Weights, nodes_of, ties_of, weights_of
from numeco.svg._labels import Box, Label, Occupied, text_box
from numeco.svg._layout import Places, packed, parts_of
from numeco.svg._naming import KEY_WIDTH, Names, Naming, named, numbered

if TYPE_CHECKING:
    from numeco.svg._typeface import Typeface

#: Up to so many nodes all are named; of more, so many of the strongest.
ALL: Final = 150
STRONGEST: Final = 60
_CAPTION: Final = 11.0
#: How much wider bold texts are than others.
_BOLD: Final = 1.16
#: How many columns of a key there may be, and how much of the picture is left beside them.
_COLUMNS: Final = 4
#: How much smaller nodes become where not all of them can be named.
_SHRINKS: Final = (1.0, 0.65, 0.4)
_LEFT: Final = 0.38


@frozen
class Scene:
    """All that is drawn of a network, and where; in pixels or points, downwards."""

    nodes: Mapping[str, Node]
    ties: Sequence[Tie]
    names: Names
    discs: Sequence[Disc]
    captions: Sequence[tuple[Label, Disc]]
    #: How many nodes were to be named.
    chosen: int
    #: How many ties there are, drawn or not.
    all_ties: int


@frozen
class Wish:
    """What was asked for."""

    layout: Layout = Layout.COMPONENTS
    groups: Mapping[str, str | int | None] | None = None
    most: int | None = None

    @property
    def discs(self) -> bool:
        """Whether there is a disc for each group."""
        return self.groups is not None or self.layout is Layout.TERRITORIES


def check_graph(given: object) -> None:
    """Check that a graph is given."""
    if not isinstance(given, nx.Graph):
        must = "must be a networkx graph"
        if isinstance(given, Ecosystem):
            must += "; of an ecosystem, draw numeco.graph.collaboration(ecosystem)"
        raise InvalidType("graph", must, given)


def scene_of(graph: nx.Graph[str], wish: Wish, face: Typeface, area: Box) -> Scene:
    """Return a network arranged in an area, each node named if there is room at all.

    Names that find none become numbers, with a key right of what is drawn.
    """
    pairs = weights_of(graph)
    nodes = nodes_of(graph, pairs, face)
    most = wish.most if wish.most is not None else len(nodes)
    if wish.most is None and len(nodes) > ALL:
        most = STRONGEST
    chosen = dict.fromkeys(list(nodes)[:most])
    groups = grouped(graph, wish.groups, face) if wish.discs and nodes else {}
    plan = _Plan(graph, pairs, groups, Naming(nodes, chosen, face, _font_size(len(chosen))))
    best: Scene | None = None
    # Of a large network the few that find no room are counted: trying again would take long.
    shrinks = _SHRINKS if len(nodes) <= ALL else (1.0,)
    for shrink, columns in product(shrinks, range(_COLUMNS + 1)):
        narrow = evolve(area, right=area.right - columns * KEY_WIDTH)
        if narrow.right - area.left >= (_LEFT if columns else 0) * (area.right - area.left):
            found = plan.drawn(narrow, columns, shrink)
            best = found if best is None else min(best, found, key=_unnamed)
            if not best.names.unnamed:
                break
    return best or plan.drawn(area, 0, 1)


def _unnamed(scene: Scene) -> int:
    return scene.names.unnamed


def _font_size(number: int) -> float:
    return 13.0 if number <= 15 else 11.5 if number <= 45 else 10.0 if number <= 80 else 9.0


@frozen
class _Plan:
    graph: nx.Graph[str]
    pairs: Weights
    groups: Mapping[str, list[str]]
    naming: Naming
    #: The components, laid out once: what differs is how they are packed.
    parts: list[Places] = field(
        init=False,
        default=Factory(lambda plan: [] if plan.groups else parts_of(plan.graph), takes_self=True),
    )
    ties: list[Tie] = field(
        init=False, default=Factory(lambda plan: plan._drawn_ties(), takes_self=True)
    )

    def drawn(self, area: Box, columns: int, shrink: float) -> Scene:
        """Return the network in an area, with a key of so many columns right of it.

        Args:
            area: of the network alone.
            columns: of the key; none, when names have to do without numbers.
            shrink: what the radius of nodes is multiplied by.
        """
        discs = self._discs(area)
        captions = _captions(discs, area, self.naming)
        home = {one: disc for disc in discs for one in disc.members}
        nodes = {
            one: evolve(node, radius=node.radius * shrink)
            for one, node in self.naming.nodes.items()
        }

        def hold(one: str, place: Point) -> Point:
            return home[one].inside(place, nodes[one].reach)

        taken = [label.box for label, _ in captions]
        naming = evolve(self.naming, nodes=nodes, taken=taken, hold=hold if discs else None)
        places = seated(self.pairs, discs) if discs else _places(self.parts, area)
        names = numbered(naming, places, area, columns) if columns else named(naming, places, area)
        return Scene(
            naming.nodes, self.ties, names, discs, captions, len(naming.chosen), len(self.pairs)
        )

    def _drawn_ties(self) -> list[Tie]:
        groups = enumerate(self.groups.values())
        return ties_of(self.graph, self.pairs, {one: at for at, each in groups for one in each})

    def _discs(self, area: Box) -> list[Disc]:
        if not self.groups:
            return []
        line = _CAPTION * self.naming.face.line
        inner = evolve(area, top=area.top + line)
        return discs_of(self.pairs, self.groups, inner, 2 * line)


def _places(parts: list[Places], area: Box) -> Places:
    wide, high = area.right - area.left, area.bottom - area.top
    inner = packed(parts, wide * 0.86, max(high * 0.9, 1))
    left, top = area.left + wide * 0.07, area.top + high * 0.04
    return {one: (x + left, y + top) for one, (x, y) in inner.items()}


def _captions(discs: Sequence[Disc], area: Box, naming: Naming) -> list[tuple[Label, Disc]]:
    """Return the names of discs, each above its disc or, where that is taken, below."""
    free, face = Occupied(area), naming.face
    found: list[tuple[Label, Disc]] = []
    for disc in discs:
        x, y = disc.middle
        for em in (14.0, 7.0):
            lines = tuple(face.wrapped(disc.name, _CAPTION, max(em * _CAPTION, disc.radius), 1))
            size = text_box(lines, _BOLD * _CAPTION, face)
            left = max(area.left, min(x - size.right / 2, area.right - size.right))
            boxes = [size.at(left, top) for top in (y - disc.radius - size.bottom, y + disc.radius)]
            box = next((one for one in boxes if free.free(one)), None)
            if box is not None:
                free.take(box)
                found.append((Label(lines, box, _CAPTION), disc))
                break
    return found
