"""Programmes: a column for each room, grouped by day, and time from top to bottom."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.model import Session, SessionStatus, Theme, ThemeId
from numeco.svg._arguments import check_length, check_title, ids
from numeco.svg._canvas import (
    FAINT,
    MARGIN,
    clipped,
    escaped,
    heading,
    picture,
    plain,
    tag,
    text_width,
    tooltip,
    wrapped,
)
from numeco.svg._slots import AXIS, Frame, Slot, frame_of, slots_of

_SIZE: Final = 10.0
_LINE: Final = 12.0
_CLASH: Final = "#d55e00"
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: Okabe & Ito's colours, without the vermilion that marks a clash.
_COLOURS: Final = ("#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f6fb0", "#8c7a00")
_PLAIN: Final = "#6e7781"


def programme(  # noqa: PLR0913  # each names one choice of the picture
    ecosystem: Ecosystem,
    event: str,
    *,
    sessions: Collection[str] | None = None,
    clashing: Collection[str] = (),
    width: float | None = None,
    title: str | None = None,
) -> str:
    """Return a picture of a programme: rooms side by side, day after day, time downwards.

    Sessions that share a room at the same time stand side by side within it. A clash is marked by a
    frame and a triangle, a theme by a colour. Times are by the clocks of each session's event; a
    session is drawn on the day on which it starts, and to the end of that day at most. Unscheduled
    and cancelled sessions are counted below the picture, not drawn. Titles that do not fit are
    clipped; the pointer brings up each in full.

    Args:
        ecosystem: where the sessions are looked for.
        event: the id of an event, whose own sessions and those of events within it are drawn.
        sessions: the ids of those to draw; left out, all.
        clashing: the ids of sessions to mark.
        width: of the picture, in pixels, 1 or more; left out, as wide as its rooms need. Rooms
            are at least 24 pixels wide, whatever is asked for.
        title: shown above it; left out, the name of the event.

    Raises:
        UnknownId: nothing has the id of the event.
        InvalidValue: the width is below 1.
        InvalidType: the id is not that of an event, or an argument is of another type than it must
            be, such as a lone id where a collection is expected.
    """
    _check(ecosystem, event, width, title)
    all_ = ecosystem.sessions_of(event)
    wanted = None if sessions is None else ids("sessions", sessions)
    chosen = [one for one in all_ if wanted is None or one.id in wanted]
    slots = slots_of(ecosystem, chosen)
    frame = frame_of(ecosystem, slots, width)
    right = max((x + frame.wide for x in frame.columns.values()), default=0)
    whole = max(right, MARGIN + AXIS + 240) + MARGIN
    colours = _colours(ecosystem, chosen)
    marked = ids("clashing", clashing)
    legend, height = _legend(
        ecosystem, colours, _notes(chosen, slots, marked), frame.bottom + 30, whole
    )
    said = title if title is not None else ecosystem[event].label
    return picture(
        heading(said, whole),
        tag("g", *_hours(frame, whole), font_size=_SIZE, fill=FAINT),
        tag("g", *_heads(ecosystem, frame), font_size=11),
        *(_box(ecosystem, slot, frame, colours, slot.session.id in marked) for slot in slots),
        tag("g", *legend, font_size=11),
        width=whole,
        height=height,
        label=said,
    )


def _check(ecosystem: object, event: object, width: object, title: object) -> None:
    if not isinstance(ecosystem, Ecosystem):
        raise InvalidType("ecosystem", "must be an Ecosystem", ecosystem)
    if not isinstance(event, str):
        raise InvalidType("event", "must be the id of an event", event)
    if width is not None:
        check_length("width", width, 1)
    check_title(title)


# The frame


def _hours(frame: Frame, width: float) -> Iterator[str]:
    for minute in range(frame.first, frame.last + 1, 60):
        y = frame.y(minute)
        right = width - MARGIN
        yield tag("path", d=f"M{MARGIN + AXIS - 4:.0f},{y:.1f}H{right:.0f}", stroke="#e1e4e8")
        hour = f"{minute // 60 % 24:02}:00"
        yield tag("text", hour, x=MARGIN + AXIS - 8, y=y + 3.5, text_anchor="end")


def _heads(ecosystem: Ecosystem, frame: Frame) -> Iterator[str]:
    """Iterate over the names of days and rooms, above their columns."""
    shown: set[date] = set()
    for (day, venue), x in frame.columns.items():
        if day not in shown:
            shown.add(day)
            name = f"{_DAYS[day.weekday()]} {day.isoformat()}"
            yield tag("text", name, x=x, y=frame.top - 40, font_size=13, font_weight="bold")
        room = ecosystem[venue].name if venue is not None else "no room"
        lines = wrapped(room, 11, frame.wide - 6, 2)
        for at, line in enumerate(lines):
            y = frame.top - 8 - 13 * (len(lines) - 1 - at)
            fill = FAINT if venue is None else None
            yield tag("text", escaped(line), tooltip(room), x=x, y=y, fill=fill)


# Sessions


def _box(
    ecosystem: Ecosystem,
    slot: Slot,
    frame: Frame,
    colours: Mapping[ThemeId, str],
    clashes: bool,
) -> str:
    """Return a session: its box, what of its time and title fits, and whether it clashes."""
    wide = (frame.wide - 4) / slot.lanes
    x, y = frame.columns[slot.column] + slot.lane * wide, frame.y(slot.start) + 0.5
    wide, high = wide - 2, max((slot.end - slot.start) * frame.scale - 1.5, 5)
    themes = [colours[theme] for theme in slot.session.themes if theme in colours]
    colour = themes[0] if themes else _PLAIN
    frame_paint: dict[str, Any] = {"stroke": _CLASH if clashes else colour}
    frame_paint["stroke_width"] = 2 if clashes else 0.6
    # Nested, so that what is wider than was estimated is cut off at the box.
    text = tag(
        "svg", *_text(slot, wide - 12, high, clashes), x=x + 7, y=y, width=wide - 8, height=high
    )
    return tag(
        "g",
        tooltip(_in_full(ecosystem, slot, clashes)),
        tag("rect", x=x, y=y, width=wide, height=high, rx=2.5, fill=_tint(colour), **frame_paint),
        tag("rect", x=x, y=y, width=4, height=high, fill=colour),
        text,
        _warning(x + wide - 13, y + 2) if clashes else "",
        class_="clash" if clashes else None,
    )


def _text(slot: Slot, wide: float, high: float, clashes: bool) -> Iterator[str]:
    """Iterate over the lines of a box: the title first, the time where there is room above it."""
    if wide < 2.5 * _SIZE or high < 7:
        return
    rows, size = max(int((high - 2) // _LINE), 1), min(_SIZE, high)
    y = min(_LINE - 2, high / 2 + 3.5)
    aside = 13 if clashes else 0
    if rows > 1 and text_width("00:00", 9) <= wide - aside:
        yield tag("text", _clock(slot.start), y=y, font_size=9, fill=FAINT)
    elif not aside or rows == 1:
        rows, y, wide = rows + 1, y - _LINE, wide - aside
    for at, line in enumerate(wrapped(slot.session.title, size, wide, rows - 1), start=1):
        yield tag("text", escaped(line), class_="title", y=y + at * _LINE, font_size=size)


def _clock(minute: float) -> str:
    return f"{int(minute // 60) % 24:02}:{int(minute % 60):02}"


def _in_full(ecosystem: Ecosystem, slot: Slot, clashes: bool) -> str:
    session = slot.session
    names = ", ".join(ecosystem[one].name for one in session.speakers)
    said = (session.title, names, str(session.when), "clashes" if clashes else "")
    return " · ".join(part for part in said if part)


def _warning(x: float, y: float) -> str:
    corners = f"M{x:.1f},{y + 10:.1f}h11l-5.5,-10z"
    sign: dict[str, Any] = {"font_size": 8, "font_weight": "bold", "fill": "#ffffff"}
    mark = tag("text", "!", x=x + 5.5, y=y + 9, text_anchor="middle", **sign)
    return tag("path", d=corners, fill=_CLASH) + mark


# Colours and the legend


def _colours(ecosystem: Ecosystem, sessions: Iterable[Session]) -> dict[ThemeId, str]:
    """Return a colour for the first theme of each session: the theme's own, or one of ours."""
    firsts = dict.fromkeys(session.themes[0] for session in sessions if session.themes)
    order = [one.id for one in ecosystem.all(Theme) if one.id in firsts]
    return {
        theme: ecosystem[theme].colour or _COLOURS[at % len(_COLOURS)]
        for at, theme in enumerate(order)
    }


def _tint(colour: str) -> str:
    """Return a colour ``#rrggbb`` mixed with six parts of white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{(part + 6 * 255) // 7:02x}" for part in parts)


def _notes(
    sessions: Collection[Session], slots: Collection[Slot], marked: frozenset[str]
) -> dict[str, int]:
    """Return how many sessions there are of each sort that is there."""
    off = sum(one.status == SessionStatus.CANCELLED for one in sessions)
    counts = {
        "clashing": sum(slot.session.id in marked for slot in slots),
        "sessions" if len(slots) != 1 else "session": len(slots),
        "unscheduled": len(sessions) - len(slots) - off,
        "cancelled": off,
    }
    return {what: number for what, number in counts.items() if number or what == "sessions"}


def _legend(
    ecosystem: Ecosystem,
    colours: Mapping[ThemeId, str],
    notes: Mapping[str, int],
    y: float,
    width: float,
) -> tuple[list[str], float]:
    """Return the counts and, in rows, the themes by colour; and where the picture ends."""
    said = " · ".join(f"{number} {what}" for what, number in notes.items())
    found = [_warning(MARGIN, y - 9)] if "clashing" in notes else []
    x = MARGIN + (16 if found else 0)
    found.append(tag("text", said, x=x, y=y, fill=FAINT))
    x += text_width(said, 11) + 24
    for theme, colour in colours.items():
        name = clipped(plain(ecosystem[theme].name), 11, width / 2)
        wide = 16 + text_width(name, 11) + 16
        if x + wide > width:
            x, y = MARGIN, y + 18
        found.append(tag("rect", x=x, y=y - 9, width=10, height=10, fill=colour))
        found.append(tag("text", escaped(name), x=x + 16, y=y))
        x += wide
    return found, y + MARGIN
