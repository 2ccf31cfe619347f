"""Where sessions lie on the picture of a programme: days and rooms across, minutes down."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias

from attrs import evolve, frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Session, SessionStatus, Venue, VenueId
from numeco.svg._canvas import MARGIN
from numeco.svg._lanes import lanes
from numeco.time import Interval

AXIS: Final = 40.0  #: the width of the column of hours
_COLUMN: Final = 124.0
_GAP: Final = 12.0  #: between two days
_DAY: Final = 24 * 60
#: What takes no time is drawn as if it took so many minutes.
_LEAST: Final = 5

Column: TypeAlias = "tuple[date, VenueId | None]"


@frozen
class Slot:
    """A session as it is drawn: in minutes since its day's midnight, by the clocks of its event."""

    session: Session
    column: Column
    start: float
    end: float
    #: Which of how many lanes, side by side, of its column.
    lane: int = 0
    lanes: int = 1


@frozen
class Frame:
    """Where columns and minutes lie on the picture."""

    columns: Mapping[Column, float]
    wide: float
    top: float
    first: int
    last: int
    #: Pixels for each minute.
    scale: float

    def y(self, minute: float) -> float:
        """Return where a minute of the day lies."""
        return self.top + (minute - self.first) * self.scale

    @property
    def bottom(self) -> float:
        """Where the last hour ends."""
        return self.y(self.last)


def slots_of(ecosystem: Ecosystem, sessions: Iterable[Session]) -> list[Slot]:
    """Return the slots of what is scheduled and not cancelled, by column, then time."""
    columns: dict[Column, list[Slot]] = {}
    for session in sessions:
        when, day = session.when, ecosystem.day(session)
        if session.status != SessionStatus.CANCELLED and when is not None and day is not None:
            slot = _slot(ecosystem, session, when, day)
            columns.setdefault(slot.column, []).append(slot)
    return [slot for slots in columns.values() for slot in _in_lanes(slots)]


def _slot(ecosystem: Ecosystem, session: Session, when: Interval, day: date) -> Slot:
    event = ecosystem[session.event]
    clock = when.in_zone(event.zone or when.zone).start
    start = (clock.date() - day).days * _DAY + clock.hour * 60 + clock.minute + clock.second / 60
    lasts = max(when.duration.total_seconds() / 60, _LEAST)
    day_ends = _DAY + event.day_starts.hour * 60 + event.day_starts.minute
    return Slot(
        session, (day, session.venue), start, max(start + _LEAST, min(start + lasts, day_ends))
    )


def _in_lanes(slots: list[Slot]) -> Iterator[Slot]:
    """Iterate over the slots of a column, each in the first lane that is free at its start."""
    slots.sort(key=lambda slot: (slot.start, -slot.end, slot.session.id))
    placed = lanes([(slot.start, slot.end) for slot in slots])
    for slot, (lane, number) in zip(slots, placed, strict=True):
        yield evolve(slot, lane=lane, lanes=number)


# The frame


def frame_of(ecosystem: Ecosystem, slots: list[Slot], width: float | None) -> Frame:
    """Return a frame with a column for each room of each day, the rooms in the ecosystem's order."""
    places, wide = _columns(ecosystem, slots, width)
    first = int(min((slot.start for slot in slots), default=9 * 60) // 60) * 60
    last = -int(-max((slot.end for slot in slots), default=10 * 60) // 60) * 60
    shortest = min((slot.end - slot.start for slot in slots), default=60)
    scale = min(2.4, max(1.0, 16 / shortest))
    return Frame(places, wide, MARGIN + 84, first, max(last, first + 60), scale)


def _columns(
    ecosystem: Ecosystem, slots: list[Slot], width: float | None
) -> tuple[dict[Column, float], float]:
    """Return where each column begins, and how wide they all are."""
    rank: dict[VenueId | None, int] = {
        venue.id: at for at, venue in enumerate(ecosystem.all(Venue))
    }
    rank[None] = len(rank)
    columns = sorted({slot.column for slot in slots}, key=lambda one: (one[0], rank[one[1]]))
    days = sorted({day for day, _ in columns})
    left, wide = MARGIN + AXIS, _COLUMN
    if width is not None and columns:
        room = width - left - MARGIN - _GAP * (len(days) - 1)
        wide = max(24.0, room / len(columns))
    return {
        column: left + at * wide + _GAP * days.index(column[0]) for at, column in enumerate(columns)
    }, wide
