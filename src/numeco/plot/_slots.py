"""Where sessions lie in time: their days, their minutes, and who stands beside whom."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Final, TypeAlias

from attrs import evolve, frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import NonexistentTime
from numeco.model import Session, VenueId
from numeco.svg._lanes import lanes
from numeco.time import Interval, instant, local, zone

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = 60_000_000
_DAY: Final = 24 * 60
#: What takes less time is drawn as if it took so many minutes.
_LEAST: Final = 5.0

Column: TypeAlias = tuple[date, VenueId | None]
Ticks: TypeAlias = dict[float, str]


@frozen
class Slot:
    """A session as it is drawn: in real minutes from the first hour of its day's panel."""

    session: Session
    column: Column
    zone: str
    start: float
    end: float
    #: Whether it lasts until after the programme day, and is drawn as far as the panel goes.
    runs_on: bool
    #: Which of how many lanes, side by side, of its column.
    lane: int = 0
    lanes: int = 1


@frozen
class Hours:
    """The hours of a picture: the first, by the clock of each day, and how many minutes follow."""

    first: int
    minutes: float

    def ticks(self, day: date, key: str) -> Ticks:
        """Return the hours that the clocks of a zone show, by real minutes from the first."""
        origin = _origin(day, key, self.first)
        until = origin + int(self.minutes * _MINUTE)
        return {
            (at - origin) / _MINUTE: name for at, name in clock_hours(origin, until, key).items()
        }

    def nominal(self) -> Ticks:
        """Return the hours of a day without a change of clocks."""
        every = range(0, int(self.minutes) + 1, 60)
        return {float(at): f"{(self.first + at) // 60 % 24:02}:00" for at in every}


def clock_hours(start: int, until: int, key: str) -> dict[int, str]:
    """Return the full hours that the clocks of a zone show between two instants, by instant.

    Where clocks change, one is missing, or there twice, then with its offset.
    """
    wall = moment(start, key).replace(tzinfo=None, minute=0, second=0, microsecond=0)
    found: dict[int, datetime] = {}
    for hour in range(-2, (until - start) // (60 * _MINUTE) + 3):
        for one in _passes(wall + timedelta(hours=hour), key):
            found[instant(one)] = one
    shown = {at: found[at] for at in sorted(found) if start <= at <= until}
    passes = Counter(map(_naive, shown.values()))
    return {
        at: f"{one:%H:%M}" if passes[_naive(one)] == 1 else f"{one:%H:%M} {one.isoformat()[-6:]}"
        for at, one in shown.items()
    }


def midnights(start: int, until: int, key: str) -> dict[int, date]:
    """Return the days that begin between two instants by the clocks of a zone, by instant."""
    first, last = moment(start, key).date(), moment(until, key).date()
    days = (first + timedelta(days=at) for at in range(1, (last - first).days + 1))
    # Of a day that the calendar skips, the next one begins at the same instant.
    found = {_origin(day, key, 0): day for day in days}
    return {at: found[at] for at in found if start < at < until}


def moment(instant: int, key: str) -> datetime:
    """Return an instant, in microseconds since 1970 in UTC, by the clocks of a zone."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone(key))


def _naive(one: datetime) -> datetime:
    return one.replace(tzinfo=None, fold=0)


def _wall(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def _passes(wall: datetime, key: str) -> Iterator[datetime]:
    """Iterate over the moments at which clocks show a time: one, none or two."""
    try:
        for fold in (0, 1):
            yield local(wall.replace(fold=fold), key)
    except NonexistentTime:
        return


def _origin(day: date, key: str, first: int) -> int:
    """Return the instant of a day's first hour; of one that the clocks skip, that of the change."""
    return instant(_wall(day, first).replace(tzinfo=zone(key)))


# Slots


@frozen
class _Placed:
    session: Session
    when: Interval
    day: date
    zone: str
    #: From midnight of its programme day, by the clock on the wall.
    minute: float
    #: The instant at which its programme day ends.
    until: int


def slots_of(
    ecosystem: Ecosystem, *programmes: Iterable[Session]
) -> tuple[list[list[Slot]], Hours]:
    """Return where the scheduled sessions of programmes lie, by column, then start, and the hours.

    The hours are those of all, the lanes each programme's own.
    """
    placed = [
        [one for session in sessions if (one := _placed(ecosystem, session)) is not None]
        for sessions in programmes
    ]
    first = int(min((one.minute for one in chain(*placed)), default=9 * 60) // 60) * 60
    slots = [[_slot(one, first) for one in programme] for programme in placed]
    ends = (one.start + 60 if one.runs_on else one.end for one in chain(*slots))
    hours = Hours(first, 60.0 * -int(-max(ends, default=60.0) // 60))
    cut = ([_cut(one, hours) for one in programme] for programme in slots)
    return [in_lanes(programme) for programme in cut], hours


def in_lanes(slots: Iterable[Slot]) -> list[Slot]:
    """Return slots by column, then start, each in a lane of its column."""
    columns: dict[Column, list[Slot]] = {}
    for slot in slots:
        columns.setdefault(slot.column, []).append(slot)
    return [slot for column in columns.values() for slot in _in_lanes(column)]


def _cut(slot: Slot, hours: Hours) -> Slot:
    return evolve(slot, end=hours.minutes) if slot.runs_on else slot


def _placed(ecosystem: Ecosystem, session: Session) -> _Placed | None:
    when, day, event = session.when, ecosystem.day(session), ecosystem[session.event]
    if when is None or day is None:
        return None
    key = event.zone or when.zone
    clock = when.in_zone(key).start
    minute = (clock.date() - day).days * _DAY + clock.hour * 60 + clock.minute + clock.second / 60
    begins = event.day_starts.hour * 60 + event.day_starts.minute
    return _Placed(session, when, day, key, minute, _origin(day, key, _DAY + begins))


def _slot(placed: _Placed, first: int) -> Slot:
    # Where the calendar skips a day, its sessions may start before its first hour would.
    origin = min(_origin(placed.day, placed.zone, first), placed.when.start_us)
    start = (placed.when.start_us - origin) / _MINUTE
    end = (min(placed.when.end_us, placed.until) - origin) / _MINUTE
    return Slot(
        placed.session,
        (placed.day, placed.session.venue),
        placed.zone,
        start,
        max(end, start + _LEAST),
        runs_on=placed.when.end_us > placed.until,
    )


def _in_lanes(slots: list[Slot]) -> Iterator[Slot]:
    """Iterate over the slots of a column, each in the first lane that is free at its start."""
    slots.sort(key=lambda slot: (slot.start, -slot.end, slot.session.id))
    placed = lanes([(slot.start, slot.end) for slot in slots])
    for slot, (lane, number) in zip(slots, placed, strict=True):
        yield evolve(slot, lane=lane, lanes=number)
