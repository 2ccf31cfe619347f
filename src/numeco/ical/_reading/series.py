"""Recurring VEVENTs: which occurrences they have, within a window (RFC 5545, 3.8.5)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from attrs import define, evolve, frozen

from numeco.diagnostics import Severity
from numeco.errors import shown
from numeco.ical._lines import Component, Property
from numeco.ical._reading.notes import Notes
from numeco.ical._reading.recurrence import Budget, Refusal, Rule
from numeco.ical._reading.spans import Span, SpanReader
from numeco.ical._reading.values import Length, Stated, duration, stated
from numeco.ical._reading.zones import Clock
from numeco.time import Interval, instant

#: How many days after its start a rule without end is read, where nobody says how far.
ENDLESS: Final = 366
#: The most occurrences of one VEVENT.
MOST: Final = 10_000
_DAY: Final = timedelta(days=1)
_CLOCK: Final = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_RECURRING: Final = frozenset({"RRULE", "RDATE", "EXRULE"})


@frozen
class Window:
    """The first and the last day on which occurrences of recurring events are read."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether a day lies in it."""
        after = self.first is None or self.first <= day
        return after and (self.last is None or day <= self.last)


@frozen
class Occurrence:
    """One time at which a VEVENT takes place: its interval, and the day and time it is known by."""

    when: Interval
    #: On the clock of the VEVENT; it stays when an override moves the occurrence.
    known_by: datetime


@define
class Allowance:
    """How many occurrences the file may still have."""

    left: int


@frozen
class Series:
    """The occurrences of a VEVENT."""

    component: Component
    span: Span
    reader: SpanReader
    window: Window
    budget: Budget
    allowance: Allowance

    @property
    def notes(self) -> Notes:
        """Where oddities go."""
        return self.reader.notes

    def occurrences(self) -> list[Occurrence]:
        """Return its occurrences in order; their number counts against the allowance.

        A VEVENT whose rule is refused has its first occurrence only, which is told.
        """
        span = self.span
        first = span.at(span.wall)
        if first is None or span.clock is None:
            return []
        found: dict[int, Occurrence] = {}
        try:
            for one in self._all(span, span.clock, first):
                if self.window.holds(one.known_by.date()):
                    found[one.when.start_us] = one
                    self._check(len(found))
        except Refusal as problem:
            done = "only its first occurrence is read"
            self.notes.add(self._line, problem.code, problem.found, done, Severity.ERROR)
            return [Occurrence(first, span.wall)]
        self.allowance.left -= len(found)
        if not found:
            done = "none of its occurrences is read"
            said = "recurs, but not within the window"
            self.notes.add(self._line, "outside-window", said, done, Severity.INFO)
        return [found[at] for at in sorted(found)]

    def _check(self, number: int) -> None:
        if number > self.allowance.left:
            found = "has more occurrences than the recurring events of one file may have together"
            raise Refusal("many-occurrences", found)

    @property
    def _line(self) -> int:
        first = next((one for one in self.component.properties if one.name in _RECURRING), None)
        return self.component.line if first is None else first.line

    def _all(self, span: Span, clock: Clock, first: Interval) -> Iterator[Occurrence]:
        without, days_without = self._excluded()
        for total, one in enumerate(self._included(span, clock, first)):
            if total > 2 * MOST:
                raise Refusal("many-occurrences", f"has more than {MOST:,} occurrences")
            if one.when.start_us not in without and one.known_by.date() not in days_without:
                yield one

    def _included(self, span: Span, clock: Clock, first: Interval) -> Iterator[Occurrence]:
        yield Occurrence(first, span.wall)
        for one in self.component.all("RRULE"):
            for wall in self._walls(one, span, clock):
                if (when := span.at(wall)) is not None:
                    yield Occurrence(when, wall)
        for one in self.component.all("RDATE"):
            yield from self._dates(one, span)

    def _excluded(self) -> tuple[set[int], set[date]]:
        """Return the instants and the days on which there is no occurrence."""
        instants: set[int] = set()
        days: set[date] = set()
        span = self.span
        for one in self.component.all("EXDATE"):
            for text in filter(str.strip, one.value.split(",")):
                found = self.reader.moment(one, text)
                if found is None:
                    continue
                said, clock = found
                if said.is_date or span.all_day:
                    days.add(said.wall.date())
                elif clock is not None:
                    instants.add(instant(clock.at(said.wall, one.line)))
        for one in self.component.all("EXRULE"):
            if span.clock is not None:
                walls = self._walls(one, span, span.clock)
                instants |= {instant(span.clock.at(wall, one.line)) for wall in walls}
        return instants, days

    def _walls(self, prop: Property, span: Span, clock: Clock) -> list[datetime]:
        """Return the local times that a rule gives, as far as it is read."""
        rule = Rule.parse(prop.value)
        self._check(1)
        if span.all_day:  # days have no hours (RFC 5545, 3.3.10)
            by = {name: numbers for name, numbers in rule.by.items() if name not in _CLOCK}
            rule = evolve(rule, by=by)
        until = None if rule.until is None else stated(rule.until)
        if rule.until is not None and until is None:
            raise Refusal("bad-rule", f"has a rule with UNTIL={rule.until[:40]}")
        if until is not None and until.wall.year > 9700:
            until = None
        endless = rule.count is None and until is None
        last = self.window.last
        if last is None and endless:
            last = span.wall.date() + ENDLESS * _DAY
            found = f"recurs without end: {shown(prop.value)}"
            self.notes.add(
                prop.line, "endless-rule", found, f"read until {last}; end= can say more"
            )
        walls = self._until(rule, span, clock, until, last)
        if len(walls) > MOST and self.window.last is None and not endless:
            last = span.wall.date() + ENDLESS * _DAY
            walls = self._until(rule, span, clock, until, last)
            found = f"recurs more than {MOST:,} times: {shown(prop.value)}"
            self.notes.add(prop.line, "many-occurrences", found, f"read until {last}")
        if len(walls) > MOST:
            raise Refusal("many-occurrences", f"has more than {MOST:,} occurrences to read")
        if not walls or walls[0] != span.wall:
            self._note_start(prop, rule, span, any_found=bool(walls))
        return walls

    def _note_start(self, prop: Property, rule: Rule, span: Span, *, any_found: bool) -> None:
        if not any_found and self.window == Window():
            raise Refusal("never-matches", f"has a rule that never matches: {shown(prop.value)}")
        unread = self.window.first is not None and span.wall.date() < self.window.first
        if not unread and rule.count is None and any_found:
            found = f"begins at {span.wall}, which its rule does not give"
            done = "its start is read as an occurrence too"
            self.notes.add(prop.line, "odd-start", found, done, Severity.INFO)

    def _until(
        self, rule: Rule, span: Span, clock: Clock, until: Stated | None, last: date | None
    ) -> list[datetime]:
        first = self.window.first
        begins = None if first is None else datetime(first.year, first.month, first.day)  # noqa: DTZ001  # a wall clock
        end_us = None
        if until is not None and until.offset is not None and not span.all_day:
            end_us = instant(Clock("", "UTC", until.offset).at(until.wall))
        found: list[datetime] = []
        for wall in rule.walls(span.wall, self.budget, first=begins):
            if last is not None and wall.date() > last:
                break
            if until is not None and _is_past(wall, until, end_us, span, clock):
                break
            if begins is None or wall >= begins:
                found.append(wall)
                if len(found) > MOST:
                    break
        return found

    def _dates(self, prop: Property, span: Span) -> Iterator[Occurrence]:
        for text in filter(str.strip, prop.value.split(",")):
            begins, slash, ends = text.partition("/")
            found = self.reader.moment(prop, begins)
            if found is None:
                continue
            said, clock = found
            here = span if not slash else evolve(span, length=self._period(prop, found, ends))
            if span.all_day or said.is_date:
                wall = datetime.combine(said.wall.date(), span.wall.time())
                when = here.at(wall)
            elif clock is not None and span.clock is not None:
                moment = clock.at(said.wall, prop.line)
                when = here.from_moment(moment)
                wall = moment.replace(tzinfo=None, fold=0)
            else:
                continue
            if when is not None:
                yield Occurrence(when, wall)

    def _period(self, prop: Property, begins: tuple[Stated, Clock | None], ends: str) -> Length:
        """Return the length of a PERIOD (RFC 5545, 3.3.9); that of the VEVENT where it has none."""
        length = duration(ends)
        if length is None and (found := self.reader.moment(prop, ends)) is not None:
            (start, here), (end, there) = begins, found
            if here is not None and there is not None:
                microseconds = instant(there.at(end.wall)) - instant(here.at(start.wall))
                length = Length(exact=timedelta(microseconds=microseconds))
        return self.span.length if length is None or length.negative else length


def _is_past(wall: datetime, until: Stated, end_us: int | None, span: Span, clock: Clock) -> bool:
    if until.is_date or span.all_day:
        return wall.date() > until.wall.date()
    if end_us is None:
        return wall > until.wall
    return instant(clock.at(wall, span.line)) > end_us


def recurs(component: Component) -> bool:
    """Return whether a VEVENT has a rule or further dates."""
    return any(one.name in _RECURRING for one in component.properties)
