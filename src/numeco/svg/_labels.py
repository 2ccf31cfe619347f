"""Names beside nodes: nodes pushed apart to make room, then names where nothing else is."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import field, frozen

from numeco.svg._canvas import Point
from numeco.svg._typeface import Typeface

_ROUNDS: Final = 300
_CELL: Final = 48.0
#: What keeps a place where it has to be.
Hold: TypeAlias = Callable[[str, Point], Point]


@frozen
class Box:
    """A rectangle of pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Return whether the two have an area in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: "Box") -> bool:
        """Return whether all of it lies in another."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    def at(self, x: float, y: float) -> "Box":
        """Return the box moved by so much."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)


def text_box(lines: Sequence[str], size: float, face: Typeface) -> Box:
    """Return the box of some lines of text, its corner at (0, 0)."""
    wide = max(face.width(line, size) for line in lines)
    return Box(0, 0, wide, len(lines) * size * face.line)


@frozen
class Label:
    """Lines of text, the box that they fill and their size."""

    lines: tuple[str, ...]
    box: Box
    size: float
    #: Whether it lies over markers, and so needs a ground of its own.
    over: bool = False


# Making room


def spread(
    places: Mapping[str, Point], sizes: Mapping[str, Box], area: Box, hold: Hold | None = None
) -> dict[str, Point]:
    """Return places moved, as little as may be, until the boxes around them do not overlap.

    Where there are too many boxes for the area some overlap is left, after 300 rounds, or fewer for
    more than a hundred boxes or more than there is room for.

    Args:
        places: where the boxes are.
        sizes: of the boxes, around (0, 0).
        area: where they have to stay.
        hold: what else keeps a place where it has to be.
    """
    found = _held(places, sizes, area, hold)
    rounds = min(_ROUNDS, 100 * _ROUNDS // (len(places) or 1))
    if sum(map(_area, sizes.values())) > _area(area):
        rounds //= 15  # they cannot all be parted
    for _ in range(rounds):
        pairs = list(_meeting(found, sizes))
        if not pairs:
            break
        for one, other in pairs:
            _part(found, sizes, one, other)
        found = _held(found, sizes, area, hold)
    return found


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _held(
    places: Mapping[str, Point], sizes: Mapping[str, Box], area: Box, hold: Hold | None
) -> dict[str, Point]:
    if hold is not None:
        places = {one: hold(one, place) for one, place in places.items()}
    return {one: _inside(place, sizes[one], area) for one, place in places.items()}


def _meeting(places: Mapping[str, Point], sizes: Mapping[str, Box]) -> Iterator[tuple[str, str]]:
    """Iterate over the pairs whose boxes overlap, sweeping from left to right."""
    boxes = {one: sizes[one].at(*places[one]) for one in places}
    order = sorted(boxes, key=lambda one: (boxes[one].left, one))
    for at, one in enumerate(order):
        right = boxes[one].right
        for other in order[at + 1 :]:
            if boxes[other].left >= right:
                break
            if boxes[one].overlaps(boxes[other]):
                yield one, other


def _part(places: dict[str, Point], sizes: Mapping[str, Box], one: str, other: str) -> None:
    """Push two boxes apart, each by half, along the axis on which they overlap less."""
    (x, y), (other_x, other_y) = places[one], places[other]
    here, there = sizes[one].at(x, y), sizes[other].at(other_x, other_y)
    if not here.overlaps(there):
        return
    after = here.left + here.right <= there.left + there.right
    below = here.top + here.bottom <= there.top + there.bottom
    across = here.right - there.left if after else here.left - there.right
    down = here.bottom - there.top if below else here.top - there.bottom
    wide, high = here.right - here.left, here.bottom - here.top
    sideways = abs(across) * high < abs(down) * wide
    x_step, y_step = (across / 2, 0.0) if sideways else (0.0, down / 2)
    places[one] = x - x_step, y - y_step
    places[other] = other_x + x_step, other_y + y_step


def _inside(place: Point, size: Box, area: Box) -> Point:
    x, y = place
    x = max(min(x, area.right - size.right), area.left - size.left)
    return x, max(min(y, area.bottom - size.bottom), area.top - size.top)


# Placing names


@frozen
class Occupied:
    """The boxes that are taken, looked up by the cells of a grid."""

    area: Box
    _cells: dict[tuple[int, int], list[Box]] = field(factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        """Take a box."""
        for cell in _cells(box):
            self._cells[cell].append(box)

    def give(self, box: Box) -> None:
        """Give back a box that was taken."""
        for cell in _cells(box):
            self._cells[cell].remove(box)

    def free(self, box: Box) -> bool:
        """Return whether a box lies in the area and overlaps none that is taken."""
        if not box.within(self.area):
            return False
        return not any(box.overlaps(one) for cell in _cells(box) for one in self._cells[cell])


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for across in range(int(box.left // _CELL), int(box.right // _CELL) + 1):
        for down in range(int(box.top // _CELL), int(box.bottom // _CELL) + 1):
            yield across, down


def put(place: Point, gap: float, size: Box, *occupied: Occupied) -> Box | None:
    """Return the first box for a text around a node that is free; None where all are taken.

    Args:
        place: the middle of the node.
        gap: how far from there the text begins.
        size: of the text.
        occupied: what is taken.
    """
    for box in _around(place, gap + 2, size):
        if all(one.free(box) for one in occupied):
            return box
    return None


def _around(place: Point, gap: float, size: Box) -> Iterator[Box]:
    """Iterate over the boxes for a name around a node, the most legible first."""
    x, y = place
    wide, high = size.right, size.bottom
    middle_x, middle_y = x - wide / 2, y - high / 2
    yield size.at(middle_x, y + gap)
    yield size.at(middle_x, y - gap - high)
    yield size.at(x + gap, middle_y)
    yield size.at(x - gap - wide, middle_y)
    aside = gap * 0.7
    for top in (y + aside, y - aside - high):
        yield size.at(x + aside, top)
        yield size.at(x - aside - wide, top)
