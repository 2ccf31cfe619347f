"""When a VEVENT takes place: its start, on which clock, and how long it lasts."""

from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import define, field, frozen

from numeco.diagnostics import Severity
from numeco.errors import shown
from numeco.ical._lines import Component, Property
from numeco.ical._reading.notes import Notes
from numeco.ical._reading.recurrence import Budget
from numeco.ical._reading.values import Length, Stated, duration, stated
from numeco.ical._reading.zones import Clock, embedded, iana, zone_hint
from numeco.time import Interval, instant

_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=36_525)
#: Far enough from the ends of the calendar for what recurs and lasts for a century each.
_YEARS: Final = range(3, 9701)
_MIDNIGHT: Final = datetime(1, 1, 1).time()  # noqa: DTZ001  # a wall clock


@define
class Clocks:
    """The clocks that the times of one calendar are on."""

    notes: Notes
    budget: Budget
    #: The IANA key of the zone of floating times and whole days; that times in UTC are kept in.
    home: str | None
    timezones: dict[str, Component]
    _known: dict[tuple[str, timedelta | None], Clock | None] = field(factory=dict)

    def clock(self, tzid: str, said: Stated, line: int) -> Clock | None:
        """Return the clock of a time; None where the file leaves it open."""
        key = tzid, said.offset
        if key not in self._known:
            self._known[key] = self._clock(tzid, said.offset, line)
        return self._known[key]

    def _clock(self, tzid: str, fixed: timedelta | None, line: int) -> Clock | None:
        if fixed is not None:
            return Clock(tzid, (iana(tzid) if tzid else None) or self.home or "UTC", fixed)
        if not tzid:
            return None if self.home is None else Clock("", self.home)
        return self._named(tzid, line)

    def _named(self, tzid: str, line: int) -> Clock | None:
        described = self.timezones.get(tzid)

        def note(code: str, found: str, done: str) -> None:
            self.notes.add(0 if described is None else described.line, code, found, done)

        rules = None if described is None else embedded(described, self.budget, note)
        key = iana(tzid) or (None if described is None else zone_hint(described))
        if key is not None:
            if key != tzid:
                done = f"read as {key}"
                self.notes.add(
                    line, "zone-name", f"names the zone {shown(tzid)}", done, Severity.INFO
                )
            return Clock(tzid, key, embedded=rules)
        found = f"names the zone {shown(tzid)}, which is none of the IANA database"
        if rules is not None:
            key = self.home or "UTC"
            done = f"its VTIMEZONE gives the instants, which are kept in {key}"
            self.notes.add(line, "unknown-zone", found, done)
            return Clock(tzid, key, embedded=rules, custom=True)
        if self.home is not None:
            self.notes.add(line, "unknown-zone", found, f"its times are read in {self.home}")
            return Clock(tzid, self.home)
        done = "its times stay open, until a zone is given"
        self.notes.add(line, "unknown-zone", found, done, Severity.ERROR)
        return None

    def note_oddities(self) -> None:
        """Note what the clocks met in all, once for each."""
        for clock in filter(None, self._known.values()):
            if clock.differing and not clock.custom:
                wall, line = next(iter(clock.differing.items()))
                found = (
                    f"has a VTIMEZONE {shown(clock.name)} that disagrees with {clock.key} at "
                    f"{len(clock.differing)} times, the first of them {wall}"
                )
                self.notes.add(line, "zone-differs", found, "the VTIMEZONE is followed")
            if clock.broken:
                found = f"has a VTIMEZONE {shown(clock.name)} that {clock.broken}"
                self.notes.add(0, "bad-timezone", found, f"{clock.key} is followed instead")
            for wall, line in clock.missing.items():
                found = f"is at {wall}, which the clocks of {clock.key} skip"
                done = f"read as {clock.at(wall):%H:%M}, by the clock before (RFC 5545, 3.3.5)"
                self.notes.add(line, "missing-hour", found, done)


@frozen
class Span:
    """From when on, on which clock, and for how long."""

    wall: datetime
    length: Length
    all_day: bool
    clock: Clock | None
    line: int

    def at(self, wall: datetime) -> Interval | None:
        """Return the interval that begins at a local time and lasts as long."""
        if self.clock is None:
            return None
        return self._from(wall, self.clock.at(wall, self.line), self.clock)

    def from_moment(self, start: datetime) -> Interval | None:
        """Return the interval that begins at a moment, in any zone, and lasts as long."""
        return None if self.clock is None else self._from(None, start, self.clock)

    def _from(self, wall: datetime | None, start: datetime, clock: Clock) -> Interval:
        days, exact = self.length
        end = start
        if days:
            if clock.fixed is not None:
                end = start.astimezone(UTC) + days * _DAY
            elif wall is not None:
                end = clock.at(wall + days * _DAY, self.line)
            else:
                end = start.replace(fold=0) + days * _DAY
        if exact or days:
            end = (end.astimezone(UTC) + exact).astimezone(start.tzinfo)
        return Interval(start, end if instant(end) >= instant(start) else start)


def note_floating(notes: Notes, start: Property) -> None:
    """Tell of a DTSTART that only a zone from elsewhere could place."""
    is_date = "T" not in start.value.upper()
    what, code = ("a whole day", "floating-day") if is_date else ("a time", "floating-time")
    found = f"begins at {what} without a zone, {shown(start.value)}"
    notes.add(start.line, code, found, "kept unscheduled; zone= can say which", Severity.ERROR)


@frozen
class SpanReader:
    """Reads DTSTART, DTEND and DURATION, and tells what is odd about them."""

    notes: Notes
    clocks: Clocks

    def read(self, component: Component) -> Span | None:
        """Return when a VEVENT takes place; None where that cannot be read, which is told."""
        start = end = lasts = None
        for one in component.properties:
            if one.name == "DTSTART":
                start = start or one
            elif one.name == "DTEND":
                end = end or one
            elif one.name == "DURATION":
                lasts = lasts or one
        if start is None:
            self._open(component.line, "missing-start", "has no DTSTART")
            return None
        said = self._stated(start)
        if said is None:
            found = f"has a DTSTART that does not read: {shown(start.value)}"
            self._open(start.line, "unreadable-start", found)
            return None
        clock = self.clocks.clock(start.param("TZID"), said, start.line)
        # Of days it is told once it is known which are events' banners, which need no zone.
        if clock is None and not said.is_date and not start.params.get("TZID"):
            note_floating(self.notes, start)
        length = self._length(said, clock, start, end, lasts)
        return Span(said.wall, length, said.is_date, clock, start.line)

    def moment(self, one: Property, text: str) -> tuple[Stated, Clock | None] | None:
        """Return a time of another property, and its clock."""
        said = stated(text)
        if said is None or said.wall.year not in _YEARS:
            found = f"has a {one.name} that does not read: {shown(text)}"
            self.notes.add(
                one.line, "unreadable-time", found, "that part is left aside", Severity.ERROR
            )
            return None
        return said, self.clocks.clock(one.param("TZID"), said, one.line)

    def _open(self, line: int, code: str, found: str) -> None:
        self.notes.add(line, code, found, "kept unscheduled", Severity.ERROR)

    def _stated(self, one: Property) -> Stated | None:
        said = stated(one.value)
        if said is not None and said.wall.year not in _YEARS:
            return None
        if said is not None:
            dated = one.param("VALUE").upper() == "DATE"
            if said.odd or dated != said.is_date:
                found = f"has a {one.name} in another form than it should: {shown(one.value)}"
                what = "a date" if said.is_date else "a date and time"
                self.notes.add(one.line, "odd-time", found, f"read as {what}")
        return said

    def _length(
        self,
        start: Stated,
        clock: Clock | None,
        first: Property,
        end: Property | None,
        lasts: Property | None,
    ) -> Length:
        usual = Length(days=1) if start.is_date else Length()
        if end is not None:
            found = self._until(start, clock, first, end)
        elif lasts is not None:
            found = duration(lasts.value)
            if found is None:
                said = f"has a DURATION that does not read: {shown(lasts.value)}"
                self._left(lasts.line, "unreadable-end", said)
            elif start.is_date and found.exact:
                # RFC 5545, 3.6.1: only days and weeks after a date.
                found = Length(found.days + -(-found.exact // _DAY))
        else:
            return usual
        if end is not None and lasts is not None:
            self.notes.add(lasts.line, "two-ends", "has DTEND and DURATION", "DTEND is read")
        if found is not None and found.nominal > _LONGEST:
            self._left((end or lasts or first).line, "long", "lasts more than a century")
            found = None
        if found is not None and found.negative:
            line, said = (end or lasts or first).line, (end or lasts or first).value
            self._left(line, "end-before-start", f"ends before it begins ({shown(said)})")
            found = None
        if found is not None and start.is_date and found.days < 1:
            self.notes.add(first.line, "empty-day", "ends on the day it begins", "read as that day")
            found = None
        return usual if found is None else found

    def _left(self, line: int, code: str, found: str) -> None:
        self.notes.add(line, code, found, "its end is left aside", Severity.ERROR)

    def _until(
        self, start: Stated, clock: Clock | None, first: Property, end: Property
    ) -> Length | None:
        said = self._stated(end)
        if said is None:
            self._left(
                end.line, "unreadable-end", f"has a DTEND that does not read: {shown(end.value)}"
            )
            return None
        if start.is_date != said.is_date:
            found = "has a date and a time as its two ends"
            self.notes.add(end.line, "mixed-ends", found, "a date means its midnight")
        if start.is_date:
            extra = 0 if said.is_date or said.wall.time() == _MIDNIGHT else 1
            return Length((said.wall.date() - start.wall.date()).days + extra)
        if end.params == first.params and said.offset is None and start.offset is None:
            other = clock
        else:
            tzid = end.param("TZID") or (first.param("TZID") if said.is_date else "")
            other = self.clocks.clock(tzid, said, end.line)
        if clock is None or other is None:
            return Length()
        begins, ends = clock.at(start.wall, first.line), other.at(said.wall, end.line)
        return Length(exact=timedelta(microseconds=instant(ends) - instant(begins)))
