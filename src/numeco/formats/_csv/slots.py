"""When a row takes place: from its cells to an interval, or the reason why there is none."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from attrs import frozen

from numeco.diagnostics import Severity
from numeco.errors import NonexistentTime, NumecoError
from numeco.formats._csv.clock import (
    read_date,
    read_duration,
    read_moment,
    read_time,
)
from numeco.formats._csv.notes import listed
from numeco.time import Interval, instant, local, zone

#: Takes code, what was found, what was done and how severe it is.
Note: TypeAlias = Callable[[str, str, str, Severity], None]

#: The words of the columns that say when.
TIMES: Final = ("start", "start_date", "start_time", "end", "end_date", "end_time", "duration")
_DAY: Final = timedelta(days=1)
#: The longest session that an end without a date may make by lying on the day after.
_NIGHT: Final = timedelta(hours=12)


@frozen
class _Unscheduled(Exception):
    """Why a row has no place in time, on its way to a diagnostic."""

    code: str
    found: str


@frozen
class Clock:
    """How the time cells of a file read, and on the clocks of which zone."""

    zone: str
    date_formats: tuple[str, ...]
    time_formats: tuple[str, ...]

    def slot(self, cells: Mapping[str, str], note: Note) -> Interval | None:
        """Return when a row takes place; None where its cells do not say, or not readably."""
        said = {word: " ".join(cells[word].split()) for word in TIMES if word in cells}
        if not said:
            return None
        try:
            return self._slot(said, note)
        except _Unscheduled as problem:
            code, found = problem.code, problem.found
        except NonexistentTime as error:
            code, found = "missing-hour", f"is at a time that no clock shows: {error}"
        except NumecoError as error:
            code, found = "unreadable-time", str(error)
        quoted = ", ".join(f"{word} {listed([cell])}" for word, cell in said.items())
        note(code, found, f"kept unscheduled ({quoted})", Severity.ERROR)
        return None

    def _slot(self, said: Mapping[str, str], note: Note) -> Interval:
        start = self._placed(self._start(said), note)
        lasts = self._duration(said, note)
        end = self._end(said, start, note)
        if end is not None:
            return _interval(start, end, lasts, note)
        if lasts is not None:
            end = Interval.local(start.replace(tzinfo=None), lasts, self.zone).end
            return _interval(start, end, None, note)
        found = "has a start but neither end nor duration"
        note("missing-end", found, "kept at its start, with zero length", Severity.WARNING)
        return Interval(start, start)

    def _start(self, said: Mapping[str, str]) -> datetime:
        if "start" in said:
            return self._moment(said["start"], "start")
        day, hour = said.get("start_date"), said.get("start_time")
        if day is None:
            raise _Unscheduled("missing-date", "has no date to start on")
        if hour is not None:
            return datetime.combine(self._day(day, "start_date"), self._hour(hour, "start_time"))
        return self._moment(day, "start")

    def _end(self, said: Mapping[str, str], start: datetime, note: Note) -> datetime | None:
        day, hour = said.get("end_date"), said.get("end_time") or said.get("end")
        if day is not None and hour is not None:
            ends = datetime.combine(self._day(day, "end_date"), self._hour(hour, "end_time"))
            return self._placed(ends, note)
        one = day or hour
        if one is None:
            return None
        moment = self._both(one)
        if moment is not None:
            return self._placed(moment, note)
        if hour is not None:
            return self._same_night(start, self._hour(hour, "end"), note)
        self._day(one, "end_date")
        found = f"has an end date {listed([one])} but no time to end at"
        note("missing-end", found, "the date is left aside", Severity.WARNING)
        return None

    def _same_night(self, start: datetime, hour: time, note: Note) -> datetime:
        """Return the end that has no date of its own: on the day of the start, or in its night."""
        end = datetime.combine(start.date(), hour)
        if instant(self._placed(end, _silent)) < instant(start):
            after = Interval(start, local(end + _DAY, self.zone))
            if after.duration > _NIGHT:
                return self._placed(end, note)
            end += _DAY
            found = f"ends at {hour:%H:%M}, earlier than it starts, with no date to end on"
            note("after-midnight", found, "read as the day after", Severity.WARNING)
        return self._placed(end, note)

    def _both(self, text: str) -> datetime | None:
        return read_moment(text, self.date_formats, self.time_formats)

    def _moment(self, text: str, word: str) -> datetime:
        moment = self._both(text)
        if moment is not None:
            return moment
        self._day(text, word)
        raise _Unscheduled("missing-time", f"has a date but no time to {word} at")

    def _day(self, text: str, word: str) -> date:
        day = read_date(text, self.date_formats)
        if day is None:
            hint = " day first (date_formats can say otherwise)" if "/" in text else ""
            found = f"has a {word} that reads as no date{hint}: {listed([text])}"
            raise _Unscheduled("unreadable-date", found)
        return day

    def _hour(self, text: str, word: str) -> time:
        hour = read_time(text, self.time_formats)
        if hour is None:
            found = f"has a {word} that reads as no time: {listed([text])}"
            raise _Unscheduled("unreadable-time", found)
        return hour

    def _duration(self, said: Mapping[str, str], note: Note) -> timedelta | None:
        text = said.get("duration")
        lasts = None if text is None else read_duration(text)
        if text is not None and lasts is None:
            found = f"has a duration that reads as none: {listed([text])}"
            note("unreadable-duration", found, "left aside", Severity.WARNING)
        return lasts

    def _placed(self, moment: datetime, note: Note) -> datetime:
        """Return a moment in the zone; one with an offset keeps its instant."""
        if moment.tzinfo is not None:
            return self._converted(moment, note)
        placed = local(moment, self.zone)
        if local(moment.replace(fold=1), self.zone).fold:
            found = f"is at {moment:%H:%M}, which the clocks show twice that night"
            note("repeated-hour", found, "read as the first time", Severity.WARNING)
        return placed

    def _converted(self, moment: datetime, note: Note) -> datetime:
        placed = moment.astimezone(zone(self.zone))
        if placed.utcoffset() != moment.utcoffset():
            found = f"is at {moment.isoformat()}, an offset that {self.zone} does not have then"
            done = f"read as the same instant, {placed.isoformat()}"
            note("other-offset", found, done, Severity.WARNING)
        return placed


def _silent(code: str, found: str, done: str, severity: Severity) -> None:
    """Take a note and tell nobody."""


def _interval(start: datetime, end: datetime, lasts: timedelta | None, note: Note) -> Interval:
    if instant(end) < instant(start):
        found = f"ends at {end:%Y-%m-%d %H:%M}, before it starts at {start:%Y-%m-%d %H:%M}"
        raise _Unscheduled("end-before-start", found)
    when = Interval(start, end)
    if not when.duration:
        found = f"begins and ends at {start:%H:%M}"
        note("zero-length", found, "kept as it is", Severity.WARNING)
    if when.duration > _DAY:
        note("long", f"lasts {when.duration}", "kept as it is", Severity.WARNING)
    if lasts is not None and lasts != when.duration:
        found = f"has a duration of {lasts} but lasts {when.duration} from start to end"
        note("other-duration", found, "its end is kept", Severity.WARNING)
    return when
