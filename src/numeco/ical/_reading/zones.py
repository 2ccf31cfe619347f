"""Time zones as others name and describe them: TZID, VTIMEZONE, X-WR-TIMEZONE."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import define, field, frozen

from numeco.errors import InvalidValue
from numeco.ical._lines import Component, Property
from numeco.ical._reading.recurrence import Budget, Refusal, Rule
from numeco.ical._reading.values import offset, stated
from numeco.ical._reading.windows import WINDOWS
from numeco.time import zone

#: Takes code, what was found and what was done.
Note: TypeAlias = Callable[[str, str, str], None]

_LONGEST: Final = 200
_UTC: Final = frozenset({"utc", "z", "gmt", "etc/utc", "etc/gmt"})


@lru_cache(maxsize=1024)
def iana(name: str) -> str | None:
    """Return the IANA key that a zone's name holds or means; None where it means none.

    >>> iana("/freeassociation.sourceforge.net/Tzfile/Europe/Paris"), iana("Romance Standard Time")
    ('Europe/Paris', 'Europe/Paris')
    """
    bare = name.strip().strip('"')
    if len(bare) > _LONGEST:
        return None
    parts = bare.replace(" ", "_").split("/")
    ends = ["/".join(parts[at:]) for at in range(len(parts) - 1)] if len(parts) > 1 else [parts[0]]
    for key in ends:
        if key.lower() in _UTC:
            return "UTC"
        if _is_zone(key):
            return key
    return "UTC" if parts[-1].lower() in _UTC else WINDOWS.get(bare.lower())


def _is_zone(key: str) -> bool:
    try:
        return zone(key) is not None
    except InvalidValue:
        return False


@frozen
class Observance:
    """A change of the clocks, with the rule or the dates that bring it back."""

    onset: datetime
    before: timedelta
    after: timedelta
    dates: tuple[datetime, ...] = ()
    rule: Rule | None = None
    until: datetime | None = None  #: on the clock that it ends

    def onsets(self, year: int, budget: Budget) -> Iterator[datetime]:
        """Iterate over its onsets, by the clock that it ends, as far as they matter in a year."""
        budget.spend(1 + len(self.dates))
        yield self.onset
        yield from self.dates
        if self.rule is None:
            return
        since = min(year - 1, 9998 if self.until is None else self.until.year)
        first = self.onset.replace(year=max(self.onset.year, since), month=1, day=1)
        for wall in self.rule.walls(self.onset, budget, first=first):
            if wall.year > year or (self.until is not None and wall > self.until):
                return
            yield wall


@define
class Embedded:
    """What a VTIMEZONE says about a zone (RFC 5545, 3.6.5)."""

    observances: list[Observance]
    budget: Budget
    _tables: dict[int, list[tuple[datetime, timedelta, timedelta]]] = field(factory=dict)

    def offset(self, wall: datetime) -> timedelta | None:
        """Return the UTC offset at a local time; None before the first onset.

        A repeated local time means its first pass, one that the clocks skip is read by the clock
        before (RFC 5545, 3.3.5).

        Raises:
            Refusal: its rules take too many steps.
        """
        if wall.year not in self._tables:
            self._tables[wall.year] = sorted(
                (onset, one.before, one.after)
                for one in self.observances
                for onset in one.onsets(wall.year, self.budget)
            )
        table = self._tables[wall.year]
        at = bisect_right(table, wall, key=lambda change: change[0]) - 1
        if at < 0:
            return None
        onset, before, after = table[at]
        return before if wall < onset + (after - before) else after


def embedded(component: Component, budget: Budget, note: Note) -> Embedded | None:
    """Return what a VTIMEZONE says; None where it says nothing that reads."""
    found: list[Observance] = []
    for one in component.components:
        if one.name not in {"STANDARD", "DAYLIGHT"}:
            continue
        try:
            found.append(_observance(one))
        except Refusal as problem:
            said = f"has a {one.name} on line {one.line} that {problem.found}"
            note("bad-timezone", said, "that part is left aside")
    return Embedded(found, budget) if found else None


def _observance(component: Component) -> Observance:
    start, before, after, rule = map(
        component.first, ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE")
    )
    onset = None if start is None else stated(start.value)
    shifts = [None if one is None else offset(one.value) for one in (before, after)]
    if onset is None or shifts[0] is None or shifts[1] is None:
        raise Refusal("bad-timezone", "lacks a readable DTSTART, TZOFFSETFROM or TZOFFSETTO")
    read = None if rule is None else Rule.parse(rule.value)
    if read is not None and read.frequency != "YEARLY":
        raise Refusal("bad-timezone", "recurs more often than each year")
    until = None if read is None or read.until is None else stated(read.until)
    end = None if until is None else until.wall + (shifts[0] if until.offset is not None else _NONE)
    return Observance(onset.wall, shifts[0], shifts[1], tuple(_dates(component)), read, end)


_NONE: Final = timedelta()


def _dates(component: Component) -> Iterator[datetime]:
    for one in component.all("RDATE"):
        for text in one.value.split(","):
            if (found := stated(text)) is not None:
                yield found.wall


@define(eq=False)
class Clock:
    """On what clock some local times of a file are, and in which IANA zone they are kept."""

    name: str
    #: The IANA zone of what it gives.
    key: str
    #: Set for times in UTC.
    fixed: timedelta | None = None
    embedded: Embedded | None = None
    #: Whether only its VTIMEZONE says what it is.
    custom: bool = False
    #: The local times that its VTIMEZONE and IANA read differently, and where.
    differing: dict[datetime, int] = field(factory=dict)
    #: The local times that it skips, and where.
    missing: dict[datetime, int] = field(factory=dict)
    #: Why the VTIMEZONE is not followed any more.
    broken: str = ""
    _known: dict[datetime, datetime] = field(factory=dict)

    def at(self, wall: datetime, line: int = 0) -> datetime:
        """Return the moment of a local time, in the clock's IANA zone."""
        found = self._known.get(wall)
        if found is None:
            found = self._known[wall] = self._at(wall, line)
        return found

    def _at(self, wall: datetime, line: int) -> datetime:
        where = zone(self.key)
        shift = self.fixed if self.fixed is not None else self._embedded_offset(wall)
        usual = wall.replace(tzinfo=where)
        if shift is not None and usual.utcoffset() != shift:
            if self.fixed is None:
                self.differing[wall] = line
            return (wall - shift).replace(tzinfo=UTC).astimezone(where)
        # Through UTC and back, a time that the clocks skip moves past the gap.
        found = usual.astimezone(UTC).astimezone(where)
        if found.replace(tzinfo=None, fold=0) != wall:
            self.missing[wall] = line
        return found

    def _embedded_offset(self, wall: datetime) -> timedelta | None:
        if self.embedded is None or self.broken:
            return None
        try:
            return self.embedded.offset(wall)
        except Refusal as problem:
            self.broken = problem.found
            return None


def zone_hint(component: Component) -> str | None:
    """Return the IANA key that libical notes in a VTIMEZONE, or None."""
    hint: Property | None = component.first("X-LIC-LOCATION")
    return None if hint is None else iana(hint.value)
