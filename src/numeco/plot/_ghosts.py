"""What moves, on the picture of a programme: where it was, and the way from there."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from attrs import evolve, frozen
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from numeco.plot._boxes import Box, box_of, write_into
from numeco.plot._canvas import DAYS, line_height
from numeco.plot._frame import Panel
from numeco.plot._legend import Paint
from numeco.plot._panels import lane_of
from numeco.plot._slots import Column, Slot
from numeco.plot._text import clipped, fits, legible, width, wrapped

#: The width of a ghost beside what stands there now, and of the way between the two.
_RAIL, _WAY = 0.19, 0.16
#: The most room for ghosts that stand side by side.
_RAILS: Final = 1.6
_SIZE: Final = 6.5
_HEAD, _HALF = 0.09, 0.045  #: the head of an arrow
_PAD: Final = 0.03


@frozen
class Ghost:
    """What tells of a move beside the sessions: where one was, or that one came from another day."""

    slot: Slot
    #: The other day; None where it moved within its day.
    other: date | None
    #: Whether it is where the session was, or else where it is now.
    was: bool
    #: Whether nothing takes place there now, so that it has the whole room.
    free: bool

    @property
    def markers(self) -> list[str]:
        """The ways to name the other day, the longest first."""
        if self.other is None:
            return []
        short = self.other.isoformat()[5:]
        named = f"{DAYS[self.other.weekday()]} {short}"
        return [f"{'to' if self.was else 'from'} {named}", named, short]


def beside(ghosts: Iterable[Ghost]) -> dict[Column, float]:
    """Return how much room each column needs for ghosts beside its sessions, in inches."""
    rails: dict[Column, int] = {}
    for ghost in ghosts:
        number = 0 if ghost.free else ghost.slot.lanes
        rails[ghost.slot.column] = max(rails.get(ghost.slot.column, 0), number)
    return {column: min(number * _RAIL, _RAILS) + _WAY for column, number in rails.items()}


def ghost_box(ghost: Ghost, panel: Panel, beside: float, scale: float) -> Box:
    """Return where a ghost is drawn.

    Args:
        ghost: what it is.
        panel: that of its day.
        beside: how much room there is for ghosts, on the left of its column, in inches.
        scale: inches a minute.
    """
    slot = ghost.slot
    if ghost.free:
        place = lane_of(panel, slot, beside)
    else:
        way = min(_WAY, beside / 2)
        rail = min(_RAIL, (beside - way) / slot.lanes)
        # The first rail is the one next to the sessions.
        left = panel.columns[slot.column[1]][0] + 0.025
        place = left + beside - way - (slot.lane + 1) * rail, rail
    return evolve(box_of(slot, place, scale, _SIZE), pale=True, crossed=True)


def draw_ghost(on: Axes, ghost: Ghost, box: Box, now: Box | None, paint: Paint) -> bool:
    """Draw a ghost, and an arrow from it; return whether it says what it must: any other day.

    Args:
        on: the panel.
        ghost: what it is.
        box: where it is drawn.
        now: where its session is drawn now; None where that is not shown.
        paint: that of its theme.
    """
    body = Rectangle(
        (box.left, box.top),
        box.wide,
        box.high * box.minutes,
        facecolor="white",
        edgecolor=paint.colour if ghost.was else "none",
        linewidth=0.9,
        linestyle=(0, (3, 2)),
        zorder=2.5,
        gid=box.gid("ghost" if ghost.was else "came"),
    )
    on.add_patch(body)
    if now is not None and ghost.other is None:
        _way(on, box, now, paint)
    elif now is not None and not ghost.was:
        middle = _middle(now)
        _arrow(on, (box.left + box.wide, middle, 1), (now.left, middle, 1), now, paint)
    return _across(on, ghost, box, body) or _upwards(on, ghost, box, body)


def _across(on: Axes, ghost: Ghost, box: Box, body: Rectangle) -> bool:
    """Write the other day and the title from left to right, where there is room for both."""
    rows = int((box.high - _PAD) / line_height(_SIZE) + 1e-9)
    title, first = legible(ghost.slot.session.title), ghost.markers[:1]
    if box.wide < 0.6 or rows <= len(first) or any(width(one, _SIZE) > box.room for one in first):
        return False
    lines = wrapped(title, _SIZE, box.room, rows - len(first))
    if not fits(title, lines):
        return False
    write_into(on, box, body, "\n".join([*first, *lines]), down=_PAD, size=_SIZE, gid=_gid(ghost))
    return True


def _upwards(on: Axes, ghost: Ghost, box: Box, body: Rectangle) -> bool:
    """Write the other day, and as much of the title as there is room for, from bottom to top."""
    room, title = box.high - 2 * _PAD, legible(ghost.slot.session.title)
    if box.wide - 0.01 < line_height(_SIZE):
        return not ghost.markers
    said = next((one for one in ghost.markers if width(one, _SIZE) <= room), "")
    if ghost.markers and not said:
        return False
    if ghost.was:
        more = f"{said} · {title}" if said else title
        shown = clipped(more, _SIZE, room)
        said = shown if len(shown) > len(said) + 6 or shown == more else said
    if said:
        centred = evolve(box, left=box.left + (box.wide - line_height(_SIZE)) / 2 - box.strip)
        write_into(on, centred, body, said, down=_PAD, size=_SIZE, gid=_gid(ghost), upwards=True)
    return True


def _gid(ghost: Ghost) -> str:
    return "was" if ghost.was else "from"


# The way


def _way(on: Axes, ghost: Box, box: Box, paint: Paint) -> None:
    """Draw an arrow from where a session was to where it is; below or above, around on the left."""
    if box.left >= ghost.left + ghost.wide:
        leaves, arrives, start, end = 1, 1, ghost.left + ghost.wide, box.left
    elif box.left + box.wide <= ghost.left:
        leaves, arrives, start, end = -1, -1, ghost.left, box.left + box.wide
    else:
        leaves, arrives, start, end = -1, 1, ghost.left, box.left
    _arrow(on, (start, _middle(ghost), leaves), (end, _middle(box), arrives), box, paint)


def _middle(box: Box) -> float:
    return box.y(box.high / 2)


def _arrow(
    on: Axes,
    start: tuple[float, float, int],
    end: tuple[float, float, int],
    box: Box,
    paint: Paint,
) -> None:
    """Draw an arrow that leaves and arrives level, each to the left (-1) or to the right (1)."""
    (x, y, leaves), (to, there, arrives) = start, end
    neck = to - arrives * _HEAD
    bend = max(abs(neck - x) / 2, 0.06) if leaves == arrives else _WAY
    # What leads around has its bend behind it.
    bent = neck - arrives * bend * (leaves == arrives)
    points = [(x, y), (x + leaves * bend, y), (bent, there), (neck, there)]
    path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    line = PathPatch(
        path,
        facecolor="none",
        edgecolor=paint.colour,
        linewidth=1.3,
        zorder=4.5,
        gid=box.gid("arrow"),
        path_effects=[withStroke(linewidth=3, foreground="white")],
    )
    on.add_patch(line)
    half = _HALF * box.minutes
    corners = [(neck, there - half), (neck, there + half), (to, there)]
    on.add_patch(Polygon(corners, closed=True, facecolor=paint.colour, linewidth=0, zorder=4.6))
