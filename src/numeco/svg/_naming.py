"""Which nodes are named, and where: beside the node or, where there is no room, by a number."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from numeco.svg._canvas import Point
from numeco.svg._drawn import Node
from numeco.svg._labels import Box, Hold, Label, Occupied, put, spread, text_box
from numeco.svg._typeface import Typeface

#: The share of the picture that names may fill before they need numbers.
_ROOM: Final = 0.62
KEY_WIDTH: Final = 205.0
KEY_SIZE: Final = 9.5
#: How much of the key's width is between two columns, and how much the numbers take.
_GAP, NUMBER = 16.0, 22.0
#: How far a marker goes at most, in its radius.
_HALO: Final = 1.2
#: How many are named, where there is room, before the others have their numbers: the more, the
#: fewer numbers find a place.
_FIRST: Final = (6, 2, 0)
#: How wide a name is at most, in font sizes: in up to three lines, and clipped to one.
_WIDE, _SHORT = 11.5, 9.0


@frozen
class Entry:
    """A number and the name that it stands for, where they are written."""

    number: str
    node: Node
    lines: tuple[str, ...]
    x: float
    y: float


@frozen
class Names:
    """Where everything is written, and where the nodes lie when it is."""

    places: Mapping[str, Point]
    labels: Mapping[str, Label]
    key: Sequence[Entry]
    #: How many of those to be named found no room.
    unnamed: int


@frozen
class Naming:
    """What is to be named, and in which type."""

    #: The strongest first.
    nodes: Mapping[str, Node]
    chosen: Collection[str]
    face: Typeface
    size: float
    #: Boxes around (0, 0) that are named already, by their middle: the names of discs.
    taken: Sequence[Box] = ()
    hold: Hold | None = None
    _lines: dict[str, tuple[tuple[str, ...], ...]] = field(factory=dict, init=False)

    @property
    def order(self) -> list[str]:
        """Who is named in which order: those of the most ties first, then of the strongest."""
        nodes = (self.nodes[one] for one in self.chosen)
        found = sorted(nodes, key=lambda node: (-node.degree, -node.strength, str(node.id)))
        return [node.id for node in found]

    def lines(self, one: str) -> tuple[tuple[str, ...], ...]:
        """Return the ways to write a name, the best first: in full, or clipped."""
        if one not in self._lines:
            name, size, wrapped = self.nodes[one].name, self.size, self.face.wrapped
            most = 3 if len(self.nodes) <= 45 else 2
            ways = ((_WIDE, most), (_WIDE, 3), (1.5 * _WIDE, 2), (_SHORT, 1))
            found = [tuple(wrapped(name, size, wide * size, many)) for wide, many in ways]
            self._lines[one] = tuple(dict.fromkeys(found))
        return self._lines[one]


@frozen
class _Room:
    """What texts must not cover, and what they had better not: the many that have no name."""

    taken: Occupied
    crowd: Occupied


def named(naming: Naming, places: Mapping[str, Point], area: Box) -> Names:
    """Return names beside their nodes, as many as there is room for."""
    # Where the names were too many, the markers at least must not cover one another.
    parted = spread(places, _sizes(naming, area), area, naming.hold)
    parted = spread(parted, _markers(naming), area, naming.hold)
    room = _room(naming, parted, area)
    labels = _labels(naming, room, parted, naming.order)
    return Names(parted, labels, (), len(naming.chosen) - len(labels))


def numbered(naming: Naming, places: Mapping[str, Point], area: Box, columns: int) -> Names:
    """Return names beside their nodes, or numbers and a key right of an area to them.

    A few of those with the most ties are named first, as far as that leaves room for the numbers of
    the others; of these, each number is then replaced by the name where that finds room.
    """
    digit = text_box(("8" * len(str(len(naming.chosen))),), naming.size, naming.face)
    parted = spread(places, _sizes(naming, area), area, naming.hold)
    parted = spread(parted, _markers(naming, digit), area, naming.hold)
    found: list[Names] = []
    for first in _FIRST:
        found.append(_with_key(naming, parted, area, columns, (first, digit)))
        if not found[-1].unnamed:
            break
    return min(found, key=lambda names: names.unnamed)


def _with_key(
    naming: Naming,
    places: Mapping[str, Point],
    area: Box,
    columns: int,
    numbering: tuple[int, Box],
) -> Names:
    """Return names and numbers where nodes lie; so many are named before any has a number."""
    (first, digit), order, room = numbering, naming.order, _room(naming, places, area)
    labels = _labels(naming, room, places, order[:first])
    rest = [one for one in order if one not in labels]
    numbers: dict[str, Box] = {}
    for one in rest:
        box = _number(room, places[one], naming.nodes[one].radius * _HALO, digit)
        if box is not None:
            numbers[one] = box
    for one in rest:
        label = _named_instead(naming, room, places[one], one, numbers.get(one))
        if label is not None:
            labels[one] = label
            numbers.pop(one, None)
    key = list(_key(naming, numbers, area, columns))
    for entry in key:
        labels[entry.node.id] = _centred(naming, entry.number, numbers[entry.node.id])
    return Names(places, labels, key, len(naming.chosen) - len(labels))


def _labels(
    naming: Naming, room: _Room, places: Mapping[str, Point], order: Sequence[str]
) -> dict[str, Label]:
    """Take and return names beside their nodes, in this order, as many as there is room for."""
    found = ((one, _beside(naming, room, places[one], one)) for one in order)
    return {one: label for one, label in found if label is not None}


def _number(room: _Room, place: Point, reach: float, digit: Box) -> Box | None:
    """Take and return a box for a number beside its node or, where all are taken, upon it."""
    taken = room.taken
    found = put(place, reach, digit, taken, room.crowd) or put(place, reach, digit, taken)
    if found is None:
        (x, y), own = place, Box(-reach, -reach, reach, reach)
        taken.give(own.at(x, y))
        upon = digit.at(x - digit.right / 2, y - digit.bottom / 2)
        found = upon if taken.free(upon) else None
        taken.take(own.at(x, y))
    if found is not None:
        taken.take(found)
    return found


def _named_instead(
    naming: Naming, room: _Room, place: Point, one: str, number: Box | None
) -> Label | None:
    """Name a node in place of its number, where there is room."""
    if number is not None:
        room.taken.give(number)
    label = _beside(naming, room, place, one)
    if label is None and number is not None:
        room.taken.take(number)
    return label


def _beside(naming: Naming, room: _Room, place: Point, one: str) -> Label | None:
    """Take and return a name beside its node: in full where that fits, else clipped."""
    gap = naming.nodes[one].radius * _HALO
    for occupied in ((room.taken, room.crowd), (room.taken,)):
        for lines in naming.lines(one):
            box = put(place, gap, text_box(lines, naming.size, naming.face), *occupied)
            if box is not None:
                room.taken.take(box)
                return Label(lines, box, naming.size, over=not room.crowd.free(box))
    return None


def _centred(naming: Naming, number: str, box: Box) -> Label:
    wide = naming.face.width(number, naming.size)
    left = (box.left + box.right - wide) / 2
    return Label((number,), Box(left, box.top, left + wide, box.bottom), naming.size)


# Room


def _sizes(naming: Naming, area: Box) -> dict[str, Box]:
    """Return the box around each node, with its name below it for as many as there is room for."""
    room = _ROOM * (area.right - area.left) * (area.bottom - area.top)
    # Where many have no name, names lie over those: room for names would tear the network apart.
    room *= len(naming.chosen) == len(naming.nodes)
    found: dict[str, Box] = {}
    for one, node in naming.nodes.items():
        found[one] = bare = _with(node)
        if one in naming.chosen:
            text = text_box(naming.lines(one)[0], naming.size, naming.face)
            whole = _with(node, text)
            room -= (whole.right - whole.left) * (whole.bottom - whole.top)
            found[one] = whole if room > 0 else bare
    return found


def _with(node: Node, text: Box | None = None) -> Box:
    """Return the box of a marker and of a text below it."""
    reach = node.reach
    if text is None:
        return Box(-reach, -reach, reach, reach)
    half = max(reach, text.right / 2 + 2)
    return Box(-half, -reach, half, reach + text.bottom + 2)


def _markers(naming: Naming, number: Box | None = None) -> dict[str, Box]:
    """Return the box of each marker, for those to be named with room for a number."""
    return {
        one: _with(node, number if one in naming.chosen else None)
        for one, node in naming.nodes.items()
    }


def _room(naming: Naming, places: Mapping[str, Point], area: Box) -> _Room:
    """Return what names must not cover, markers first."""
    found = _Room(Occupied(area), Occupied(area))
    for box in naming.taken:
        found.taken.take(box)
    for one, (x, y) in places.items():
        reach = naming.nodes[one].radius * _HALO
        of = found.taken if one in naming.chosen else found.crowd
        of.take(Box(x - reach, y - reach, x + reach, y + reach))
    return found


# The key


def rows_in(area: Box, face: Typeface) -> int:
    """Return how many lines a column of the key has."""
    return max(int((area.bottom - area.top) / (KEY_SIZE * face.line * 1.1)), 0)


def _key(naming: Naming, numbers: Mapping[str, Box], area: Box, columns: int) -> Iterator[Entry]:
    """Iterate over the key, by name: in full where there is room for two lines, else clipped."""
    rows, face = rows_in(area, naming.face), naming.face
    nodes = [naming.nodes[one] for one in naming.nodes if one in numbers][: rows * columns]
    nodes.sort(key=lambda node: (node.name.casefold(), node.name, str(node.id)))
    room = KEY_WIDTH - _GAP - NUMBER
    for most in (2, 1):
        lines = [tuple(face.wrapped(node.name, KEY_SIZE, room, most)) for node in nodes]
        corners = _columns([len(one) for one in lines], rows)
        if all(column < columns for column, _ in corners):
            break
    for at, (node, said, (column, row)) in enumerate(zip(nodes, lines, corners, strict=True)):
        x = area.right + _GAP + column * KEY_WIDTH
        y = area.top + row * KEY_SIZE * face.line * 1.1
        yield Entry(str(at + 1), node, said, x, y)


def _columns(heights: Sequence[int], rows: int) -> list[tuple[int, int]]:
    """Return the column and the row of each entry, none of them broken between columns."""
    column = row = 0
    found: list[tuple[int, int]] = []
    for high in heights:
        if row + high > rows:
            column, row = column + 1, 0
        found.append((column, row))
        row += high
    return found
