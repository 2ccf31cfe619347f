"""A session on the picture of a programme: its box, and what fits into it."""

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from numeco.plot._canvas import CLASH, FAINT, INK, line_height, text_style, tint
from numeco.plot._frame import SMALL
from numeco.plot._legend import Paint
from numeco.plot._slots import Slot
from numeco.plot._text import clipped, fits, legible, width, wrapped

#: The strip on the left of a box, the room around its text, and the triangle of a clash.
_STRIP, _PAD, _SIGN = 0.05, 0.03, 0.12
#: The ground and the frame of what stands back.
_PALE, _EDGE = "#fafbfc", "#d0d7de"
#: In font sizes: from where on titles are rather written upwards, and never across.
_ROOMY, _TIGHT = 5.0, 3.2


@frozen
class Box:
    """A box: in inches across, in minutes down."""

    slot: Slot
    left: float
    top: float
    wide: float
    #: In inches.
    high: float
    #: Minutes an inch.
    minutes: float
    #: Of its texts, in points.
    size: float
    #: Whether it stands back behind others.
    pale: bool = False
    #: Whether arrows may run across it, so that its texts need a ground of their own.
    crossed: bool = False

    def y(self, down: float) -> float:
        """Return the minute that lies so many inches below the top."""
        return self.top + down * self.minutes

    @property
    def strip(self) -> float:
        return min(_STRIP, self.wide / 4)

    @property
    def room(self) -> float:
        """How much there is across for a text."""
        return self.wide - self.strip - 2 * _PAD

    def gid(self, what: str) -> str:
        return f"{what}:{self.slot.session.id}"


def box_of(slot: Slot, place: tuple[float, float], scale: float, size: float) -> Box:
    """Return the box of a session.

    Args:
        slot: when it takes place.
        place: where its lane begins, and how wide that is, in inches.
        scale: inches a minute.
        size: of its texts, in points.
    """
    left, lane = place
    wide = lane - min(0.03, lane * 0.15)
    high = (slot.end - slot.start) * scale
    high -= min(0.02, high * 0.15)
    return Box(slot, left, slot.start, wide, high, 1 / scale, size)


def draw_box(on: Axes, box: Box, paint: Paint, *, clashes: bool) -> bool:
    """Draw a session; return whether there is room for its title.

    Args:
        on: the panel.
        box: where it is drawn.
        paint: that of its theme.
        clashes: whether it does.
    """
    body = _body(on, box, paint, clashes)
    signed = clashes and box.wide > 2 * _SIGN and box.high > _SIGN
    if signed:
        _triangle(on, box)
    if box.slot.runs_on:
        _more(on, box)
    titled = (
        _upright(on, box, body, signed, _ROOMY)
        or _sideways(on, box, body, signed)
        or _upright(on, box, body, signed, _TIGHT)
    )
    if not titled:
        _dot(on, box)
    return titled


def _body(on: Axes, box: Box, paint: Paint, clashes: bool) -> Rectangle:
    """Draw the box and its strip."""
    small = min(box.wide, box.high) < 0.06
    body = Rectangle(
        (box.left, box.top),
        box.wide,
        box.high * box.minutes,
        facecolor=_PALE if box.pale else tint(paint.colour, 1 / 6),
        edgecolor=CLASH if clashes else _EDGE if box.pale else paint.colour,
        linewidth=(0.9 if small else 1.8) if clashes else 0.5 if not small else 0.2,
        zorder=3 if clashes else 2,
        gid=box.gid("box"),
    )
    on.add_patch(body)
    high = box.high * box.minutes
    strip = tint(paint.colour, 0.35) if box.pale else paint.colour
    parts = ((0.0, 1.0),) if not paint.hollow else ((0.0, 0.36), (0.64, 0.36))
    for down, tall in parts:
        corner = (box.left, box.top + down * high)
        on.add_patch(
            Rectangle(corner, box.strip, tall * high, facecolor=strip, linewidth=0, zorder=3.5)
        )
    return body


def _triangle(on: Axes, box: Box) -> None:
    right, top = box.left + box.wide - 0.025, 0.025
    corners = [
        (right - _SIGN, box.y(top + _SIGN)),
        (right, box.y(top + _SIGN)),
        (right - _SIGN / 2, box.y(top)),
    ]
    style = {"facecolor": CLASH, "linewidth": 0, "zorder": 5.5}
    on.add_patch(Polygon(corners, closed=True, gid=box.gid("clash"), **style))


def _more(on: Axes, box: Box) -> None:
    """Draw that a session goes on where the panel ends."""
    middle, half = box.left + box.wide / 2, min(0.07, box.wide / 3)
    corners = [
        (middle - half, box.y(box.high - half)),
        (middle + half, box.y(box.high - half)),
        (middle, box.y(box.high)),
    ]
    style = {"facecolor": INK, "linewidth": 0, "zorder": 4}
    on.add_patch(Polygon(corners, closed=True, gid=box.gid("more"), **style))


def _dot(on: Axes, box: Box) -> None:
    across = max(min(0.04, box.wide / 2, box.high / 2), 0.008) * 72
    on.plot(
        [box.left + box.wide / 2],
        [box.y(box.high / 2)],
        marker="o",
        markersize=across,
        markeredgewidth=0,
        color=INK,
        zorder=5,
        clip_on=False,
        gid=box.gid("dot"),
    )


# Texts


def _upright(on: Axes, box: Box, body: Rectangle, signed: bool, least: float) -> bool:
    """Write the title from left to right, below its times, where it has so many ems of room."""
    size = box.size if box.high >= line_height(box.size) + _PAD else SMALL
    line = line_height(size)
    pad = max(0.0, min(_PAD, box.high - line))
    rows = int((box.high - pad - 0.08 * box.slot.runs_on) / line + 1e-9)
    title, aside = legible(box.slot.session.title), (_SIGN + _PAD) * signed
    if rows < 1 or box.room < least * size / 72:
        return False
    lines = wrapped(title, size, box.room, rows, aside)
    times = _times(box, aside) if len(lines) < rows else ""
    if times:
        lines = wrapped(title, size, box.room, rows - 1)
    if not fits(title, lines):
        return False
    if times:
        write_into(on, box, body, times, down=pad, size=size, colour=FAINT, gid="time")
    write_into(on, box, body, "\n".join(lines), down=pad + line * bool(times), size=size)
    return True


def _times(box: Box, aside: float) -> str:
    """Return from when until when, or what of that fits."""
    when = box.slot.session.when
    if when is None:
        return ""
    there = when.in_zone(box.slot.zone)
    start, end = f"{there.start:%H:%M}", f"{there.end:%H:%M}"
    if box.slot.runs_on:
        end = f"{there.end.date().isoformat()} {end}"
    room = box.room - aside
    return next((one for one in (f"{start}–{end}", start) if width(one, box.size) <= room), "")


def _sideways(on: Axes, box: Box, body: Rectangle, signed: bool) -> bool:
    """Write the title on one line from bottom to top, for a box that is narrow but tall."""
    across = box.wide - box.strip
    size = box.size if across >= line_height(box.size) else SMALL
    room = box.high - 2 * _PAD - (_SIGN + _PAD) * signed - 0.08 * box.slot.runs_on
    title = legible(box.slot.session.title)
    shown = clipped(title, size, room)
    if across < line_height(size) or not fits(title, [shown]):
        return False
    down = _PAD + (_SIGN + _PAD) * signed
    write_into(on, box, body, shown, down=down, size=size, upwards=True)
    return True


def write_into(  # noqa: PLR0913  # what there is to a text
    on: Axes,
    box: Box,
    body: Rectangle,
    text: str,
    *,
    down: float,
    size: float,
    colour: str | None = None,
    gid: str = "title",
    upwards: bool = False,
) -> None:
    """Write a text into a box, so many inches from its top."""
    usual = FAINT if box.pale else INK
    style = text_style(size, colour=colour or usual, gid=box.gid(gid))
    style |= {"ha": "left", "va": "top", "zorder": 5, "rotation": 90 if upwards else 0}
    x = box.left + box.strip + (0.01 if upwards else _PAD)
    if box.crossed:
        style["bbox"] = {"facecolor": body.get_facecolor(), "linewidth": 0, "pad": 0}
    # Other resolutions set signs a little wider or narrower: what would stand out is cut off.
    on.text(x, box.y(down), text, **style).set_clip_path(body)
