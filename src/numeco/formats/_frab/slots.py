"""When a session takes place: from its date, start, duration and end to an interval."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from attrs import frozen

from numeco.diagnostics import Severity
from numeco.errors import NonexistentTime, NumecoError, shown
from numeco.formats._frab.said import Said
from numeco.time import Interval, in_utc, instant, local, zone_key
from numeco.time import zone as zone_of

#: The names of what says when.
TIMES: Final = ("date", "start", "duration", "end")
_MIDNIGHT: Final = time()
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
#: A session of more fills most of a day: an exhibition, or an error.
_LONG: Final = timedelta(hours=12)
#: The longest text that is read as a time.
_LONGEST: Final = 40
_TIME: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_DURATION: Final = re.compile(r"([0-9]{1,4}):([0-9]{1,2})(?::([0-9]{1,2}))?")
_ISO_DURATION: Final = re.compile(
    r"P(?:([0-9]{1,3})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?"
)


@frozen
class _Unscheduled(Exception):
    """Why a session has no place in time, on its way to a diagnostic."""

    code: str
    found: str


@frozen
class Filed:
    """The day that sessions are listed under, and the hour before which they are of its night."""

    date: date | None
    change: time = _MIDNIGHT


@frozen
class Clock:
    """On the clocks of which zone times are read; None where nobody says."""

    zone: str | None

    def slot(self, said: Said, filed: Filed) -> Interval | None:
        """Return when a session takes place; None where the file does not say, or not readably."""
        texts = {name: found for name in TIMES if (found := said.words(name))}
        try:
            return self._slot(said, texts, filed)
        except _Unscheduled as problem:
            code, found = problem.code, problem.found
        except NonexistentTime as error:
            code, found = "missing-hour", f"is at a time that no clock shows: {error}"
        except NumecoError as error:
            code, found = "unreadable-time", str(error)
        quoted = ", ".join(f"{name} {shown(text)}" for name, text in texts.items())
        done = f"kept unscheduled ({quoted})" if quoted else "kept unscheduled"
        said.note(code, found, done, Severity.ERROR)
        return None

    def moment(self, text: str) -> datetime | None:
        """Return the moment that an ISO 8601 text with date and time names; None for none."""
        found = _moment(text)
        return None if found is None else self._placed(found)

    def _slot(self, said: Said, texts: dict[str, str], filed: Filed) -> Interval:
        start = self._start(said, texts, filed)
        lasts = self._duration(said, texts)
        end = self._end(said, texts, start)
        if end is None:
            naive = start.replace(tzinfo=None)
            end = Interval.local(naive, lasts or timedelta(), zone_key(start)).end
            if lasts is None:
                found = "has a start but neither duration nor end"
                said.note("missing-end", found, "kept at its start, with zero length")
        when = Interval(start, end)
        # Where there is an end, durations are whole minutes (JSON).
        if lasts is not None and lasts // _MINUTE != when.duration // _MINUTE:
            found = f"has a duration of {lasts} but lasts {when.duration} from start to end"
            said.note("other-duration", found, "its end is kept")
        _note_length(said, when, given=lasts is not None)
        return when

    def _start(self, said: Said, texts: dict[str, str], filed: Filed) -> datetime:
        dated, hour = texts.get("date", ""), texts.get("start", "")
        moment = _moment(dated) or _moment(hour)
        if moment is not None:
            placed = self._placed(moment, said)
            _compare(said, moment, hour)
            return placed
        day = _date(dated) if dated else filed.date
        if day is None:
            raise _Unscheduled("missing-date", "has no date to start on")
        wall = _time(hour)
        if wall is None:
            raise _Unscheduled("missing-time", "has no readable time to start at")
        if wall < filed.change and not dated:
            found = f"starts at {wall:%H:%M} of a day that changes at {filed.change:%H:%M}"
            said.note("after-midnight", found, "read as the day after", Severity.INFO)
            day += _DAY
        return self._placed(datetime.combine(day, wall), said)

    def _placed(self, moment: datetime, said: Said | None = None) -> datetime:
        """Return a moment in the zone; one with an offset keeps its instant."""
        if moment.tzinfo is None:
            return self._local(moment, said)
        there = in_utc(moment)
        if self.zone is None:
            return there
        placed = there.astimezone(zone_of(self.zone))
        if said is not None and moment.utcoffset() not in {placed.utcoffset(), timedelta()}:
            found = f"is at {moment.isoformat()}, an offset that {self.zone} does not have then"
            said.note("other-offset", found, f"read as the same instant, {placed.isoformat()}")
        return placed

    def _local(self, moment: datetime, said: Said | None) -> datetime:
        if self.zone is None:
            found = "has a time without offset, and neither the file nor the caller names a zone"
            raise _Unscheduled("no-zone", found)
        placed = local(moment, self.zone)
        if said is not None and local(moment.replace(fold=1), self.zone).fold:
            found = f"is at {moment:%H:%M}, which the clocks show twice that night"
            said.note("repeated-hour", found, "read as the first time")
        return placed

    def _end(self, said: Said, texts: dict[str, str], start: datetime) -> datetime | None:
        text = texts.get("end", "")
        moment = _moment(text)
        if moment is None:
            if text:
                found = f"has an end {shown(text)} that reads as no date and time"
                said.note("unreadable-end", found, "left aside")
            return None
        end = self._placed(moment, said)
        if instant(end) < instant(start):
            found = f"ends at {end.isoformat()}, before it starts at {start.isoformat()}"
            if "duration" not in texts:
                raise _Unscheduled("end-before-start", found)
            said.note("end-before-start", found, "its duration is read")
            return None
        return end

    @staticmethod
    def _duration(said: Said, texts: dict[str, str]) -> timedelta | None:
        text = texts.get("duration", "")
        lasts = _length(text)
        if text and lasts is None:
            found = f"has a duration {shown(text)} that reads as none"
            said.note("unreadable-duration", found, "left aside")
        return lasts


def _compare(said: Said, moment: datetime, hour: str) -> None:
    """Note where the start that a session says beside its date is another."""
    wall = _time(hour)
    if wall is not None and (wall.hour, wall.minute) != (moment.hour, moment.minute):
        found = f"starts at {moment:%H:%M} by its date, but at {wall:%H:%M} by its start"
        said.note("other-start", found, "its date is kept")
    elif wall is None and hour and _moment(hour) is None:
        found = f"has a start {shown(hour)} that reads as no time"
        said.note("other-start", found, "its date is kept")


def _note_length(said: Said, when: Interval, *, given: bool) -> None:
    if not when.duration and given:
        found = f"begins and ends at {when.start:%H:%M}"
        said.note("zero-length", found, "kept as it is")
    if when.duration > _LONG:
        said.note("long", f"lasts {when.duration}", "kept as it is", Severity.INFO)


def _moment(text: str) -> datetime | None:
    """Return the date and time, with or without offset, that a text says; None for a mere date."""
    if len(text) > _LONGEST or ":" not in text or "-" not in text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise _Unscheduled("unreadable-date", f"has a date that reads as none: {shown(text)}")
    return found


def day_of(text: str) -> date | None:
    """Return the date that a text says, or the one of a date and time; None for none."""
    moment = _moment(text)
    if moment is not None:
        return moment.date()
    try:
        return _date(text)
    except _Unscheduled:
        return None


def wall_of(text: str) -> time | None:
    """Return the time of day that a text says, or that of a date and time; None for none."""
    moment = _moment(text)
    return _time(text) if moment is None else moment.time()


def _time(text: str) -> time | None:
    parts = _TIME.fullmatch(text)
    try:
        return parts and time(int(parts[1]), int(parts[2]), int(parts[3] or 0))
    except ValueError:
        return None


def _length(text: str) -> timedelta | None:
    parts = _DURATION.fullmatch(text)
    if parts is not None:
        hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    iso = _ISO_DURATION.fullmatch(text)
    if iso is None or not any(iso.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
