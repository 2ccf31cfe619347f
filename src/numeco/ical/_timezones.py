"""VTIMEZONE: what a calendar says about a zone, exact wherever the calendar has events.

The zone's own TZif data say when its clocks change (a table, then a yearly rule in POSIX form); that
rule is written as RRULE from the first year that follows it, and each change before as an observance
of its own. Never as RDATE, which ical.js and ts-ics misread.
"""

import re
import zoneinfo
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from struct import unpack_from
from typing import Final, NamedTuple

from attrs import evolve, field, frozen

from numeco.errors import InvalidValue
from numeco.ical._text import escape

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = 86_400
_WEEKDAYS: Final = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_RULE: Final = re.compile(r",M(\d+)\.(\d)\.(\d)(?:/([+-]?)(\d+)(?::(\d+))?(?::(\d+))?)?")


def vtimezone(zone: str, first: datetime, last: datetime) -> tuple[str, ...]:
    """Return the content lines, not yet folded, of the VTIMEZONE of an IANA zone (RFC 5545, 3.6.5).

    Every instant from `first` to `last`, both aware, has the offset that `zoneinfo` gives it. The
    lines depend on the two years only, so they stay the same while a programme changes. They come
    from the file that `zoneinfo` itself would load (its TZPATH, then tzdata); only a process that
    outlives an update of that file holds older rules.

    Raises:
        InvalidValue: `zone` is not the key of a zone.
    """
    return _lines(zone, first.year, last.year)


@lru_cache(maxsize=256)
def _lines(zone: str, first: int, last: int) -> tuple[str, ...]:
    # From two years before: ts-ics misses the onset in whose very year a rule begins. The years
    # show whether the rule holds; Python's calendar ends at 9999 and the rule does not.
    observances = _observances(_tzif(zone), zone, min(max(first - 2, 2), 9996), min(last, 9997))
    # Local years begin up to a day before UTC's.
    needed = _needed(_compact(observances), _new_year(first) - _DAY)
    body = [line for each in needed for line in each.lines()]
    return ("BEGIN:VTIMEZONE", f"TZID:{escape(zone)}", *body, "END:VTIMEZONE")


class _State(NamedTuple):
    """What the clocks of a zone show at one instant."""

    offset: int  #: seconds east of UTC
    name: str
    daylight: bool  #: tm_isdst, which in Dublin is winter's


@frozen(kw_only=True)
class _Observance:
    """A change of the clocks; equal to another one that differs in its instant only."""

    onset: int = field(eq=False)  #: in POSIX seconds
    rule: str  #: the RRULE that brings it back each year; empty for a change that comes once
    before: _State
    after: _State

    def lines(self) -> Iterator[str]:
        kind = "DAYLIGHT" if self.after.daylight else "STANDARD"
        wall = _EPOCH + timedelta(seconds=self.onset + self.before.offset)
        yield f"BEGIN:{kind}"
        yield f"DTSTART:{wall.year:04}{wall:%m%dT%H%M%S}"
        yield f"TZOFFSETFROM:{_offset(self.before.offset)}"
        yield f"TZOFFSETTO:{_offset(self.after.offset)}"
        if self.rule:
            yield f"RRULE:{self.rule}"
        yield f"TZNAME:{escape(self.after.name)}"
        yield f"END:{kind}"


@frozen
class _Rule:
    """A yearly change `Mm.w.d/t` (POSIX.1-2017, 8.3); RFC 9636, 3.3 lets t leave the day."""

    month: int
    week: int  #: 5 for the last
    weekday: int  #: 0 for Sunday
    time: int = 7_200  #: seconds after midnight

    def wall(self, year: int) -> datetime:
        """Return the local time of the change, by the clock that it ends."""
        monday_first, length = monthrange(year, self.month)
        day = 7 * self.week - 6 + (self.weekday - 1 - monday_first) % 7
        day -= 7 if day > length else 0
        return datetime(year, self.month, day) + timedelta(seconds=self.time)  # noqa: DTZ001  # a wall clock

    def onset(self, year: int, clock: zoneinfo.ZoneInfo) -> int:
        # A second earlier no clock has changed, so fold=0 means the offset before (PEP 495).
        eve = self.wall(year) - timedelta(seconds=1)
        return _seconds(eve.replace(tzinfo=clock).astimezone(UTC)) + 1

    def rrule(self, year: int) -> str:
        """Return the RRULE that gives the change of `year`; empty when none says it exactly."""
        shift = self.time // _DAY
        if not shift:
            week = -1 if self.week == 5 else self.week
            return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={week}{_WEEKDAYS[self.weekday]}"
        wall = self.wall(year)
        if 2 in {self.month, wall.month}:  # its length changes from year to year
            return ""
        return f"FREQ=YEARLY;{self._days(wall, shift)};BYDAY={_WEEKDAYS[wall.isoweekday() % 7]}"

    def _days(self, wall: datetime, shift: int) -> str:
        # The day before the last Sunday need not be the last Saturday: name the seven days that it
        # can be, and of those the ones in this month, since Cairo's reach into November.
        last = 7 * self.week if self.week < 5 else monthrange(wall.year, self.month)[1]
        end = datetime(wall.year, self.month, last) + timedelta(days=shift)  # noqa: DTZ001  # a wall clock
        week = [end - timedelta(days=back) for back in range(6, -1, -1)]
        days = ",".join(str(each.day) for each in week if each.month == wall.month)
        return f"BYMONTH={wall.month};BYMONTHDAY={days}"


def _observances(data: bytes, zone: str, first: int, last: int) -> list[_Observance]:
    """Return the state at the start of year `first`, then all changes up to the end of `last`.

    A change that the rule foresees but the clocks do not make is kept, with equal states.
    """
    clock = zoneinfo.ZoneInfo.from_file(BytesIO(data), key=zone)
    table, footer = _parsed(data)
    rules, years = _rules(footer, zone), range(first, last + 1)
    foreseen = {rule.onset(year, clock): rule.rrule(year) for rule in rules for year in years}
    midnight = _new_year(first) - _state(clock, _new_year(first)).offset
    state = _state(clock, midnight)
    start = _Observance(onset=midnight, rule="", before=state, after=state)
    changes = (
        _Observance(
            onset=onset,
            rule=foreseen.get(onset, ""),
            before=_state(clock, onset - 1),
            after=_state(clock, onset),
        )
        for onset in sorted({*table, *foreseen})
        if midnight < onset < _new_year(last + 1) + _DAY
    )
    return [start, *(each for each in changes if each.rule or each.before != each.after)]


def _compact(observances: list[_Observance]) -> list[_Observance]:
    """Return the same history with the changes at its end that recur each year written once."""
    newest = {each.rule: each for each in observances if each.rule and each.before != each.after}
    recurs = [each == newest.get(each.rule) for each in observances]  # the first never does
    known = len(recurs)
    while recurs[known - 1]:
        known -= 1
    if len(recurs) - known < 2:  # a rule that never sets the clocks back is chance
        known = len(recurs)
    once = [evolve(each, rule="") for each in observances[1:known] if each.before != each.after]
    yearly = {each.rule: each for each in reversed(observances[known:])}.values()
    return [observances[0], *once, *sorted(yearly, key=lambda each: each.onset)]


def _needed(observances: list[_Observance], start: int) -> list[_Observance]:
    """Return the observances in force at `start` or later."""
    past = [each for each in observances if each.onset <= start]
    idle = len([each for each in past[:-1] if not each.rule])
    return observances[idle:]


def _state(clock: zoneinfo.ZoneInfo, instant: int) -> _State:
    moment = (_EPOCH + timedelta(seconds=instant)).astimezone(clock)
    offset = moment.utcoffset() or timedelta()
    return _State(round(offset.total_seconds()), moment.tzname() or "", bool(moment.dst()))


def _tzif(zone: str) -> bytes:
    """Return the data of a zone, looked up where and in the order that `zoneinfo` does."""
    try:
        zoneinfo.ZoneInfo(zone)  # also refuses keys that lead out of the folders
        for folder in zoneinfo.TZPATH:
            if (file := Path(folder, zone)).is_file():
                return file.read_bytes()
        return files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidValue("zone", "must be the key of an IANA time zone", zone) from None


def _parsed(data: bytes) -> tuple[tuple[int, ...], str]:
    """Return the instants of the table in TZif data, in POSIX seconds, and the footer (RFC 9636, 3)."""
    isut, isstd, leap, times, types, chars = unpack_from(">6L", data, 20)
    if data[4:5] < b"2":
        return unpack_from(f">{times}l", data, 44), ""
    second = 44 + 5 * times + 6 * types + chars + 8 * leap + isstd + isut
    (times,) = unpack_from(">L", data, second + 32)
    return unpack_from(f">{times}q", data, second + 44), data.rsplit(b"\n", 2)[1].decode()


def _rules(footer: str, zone: str) -> list[_Rule]:
    """Return the two rules of a POSIX TZ string, or none."""
    found = [_rule(each) for each in _RULE.finditer(footer)]
    if footer.count(",") != len(found):
        raise InvalidValue("zone", "must change its clocks by month, week and weekday", zone)
    return found


def _rule(found: re.Match[str]) -> _Rule:
    month, week, weekday = map(int, found.group(1, 2, 3))
    if found[5] is None:
        return _Rule(month, week, weekday)
    hours, minutes, seconds = (int(part or 0) for part in found.group(5, 6, 7))
    time = 3_600 * hours + 60 * minutes + seconds
    return _Rule(month, week, weekday, -time if found[4] == "-" else time)


def _offset(seconds: int) -> str:
    """Return a UTC offset as iCalendar writes it (RFC 5545, 3.3.14): seconds only where they count."""
    minutes, second = divmod(abs(seconds), 60)
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{second:02}" if second else "")


def _seconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(seconds=1)


def _new_year(year: int) -> int:
    return _seconds(datetime(year, 1, 1, tzinfo=UTC))
