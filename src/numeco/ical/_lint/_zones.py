"""Time zones: those that a calendar names, those that it defines, and what IANA says of them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from attrs import define, field

from numeco.errors import InvalidValue, NonexistentTime, shown
from numeco.ical._lines import Component, Property
from numeco.ical._lint import _rules as rules
from numeco.ical._lint._components import walk
from numeco.ical._lint._moments import Moment, moment
from numeco.ical._lint._observances import Zone, contradiction, unusual
from numeco.ical._lint._recur import parts
from numeco.ical._lint._rules import Finding
from numeco.ical._reading.zones import iana as meant
from numeco.time import local, zone

#: How many years a rule without end counts as used.
_ENDLESS: Final = 5
#: IANA's own data promise nothing before; nothing after is planned.
_YEARS: Final = (1970, 2099)
#: How many days the rules of one calendar's zones may make us look at: some seconds' worth.
_BUDGET: Final = 1_000_000


def iana(tzid: str) -> ZoneInfo | None:
    """Return the zone that a TZID means, where it holds or means an IANA key."""
    key = meant(tzid)
    return None if key is None else _loaded(key)


@lru_cache(maxsize=1024)
def _loaded(key: str) -> ZoneInfo:
    return ZoneInfo(key)


@define
class _Use:
    """Where a calendar names a zone: how often, and in which years."""

    line: int
    first: int = 9999
    last: int = 0
    count: int = 0

    def reach(self, first: int, last: int) -> None:
        self.first, self.last = min(self.first, first), max(self.last, last)


@define
class _Uses:
    found: dict[str, _Use] = field(factory=dict)

    def add(self, tzid: str, line: int, year: int) -> _Use:
        use = self.found.setdefault(tzid, _Use(line))
        use.count += 1
        use.reach(year, year)
        return use


def zones(calendar: Component) -> Iterator[Finding]:
    """Iterate over what is wrong with the time zones of a calendar."""
    defined: dict[str, Component] = {}
    for component in calendar.components:
        named = component.first("TZID") if component.name == "VTIMEZONE" else None
        if named is None:
            continue
        first = defined.setdefault(named.value, component)
        if first is not component:
            text = f"a zone must be defined once, and {shown(named.value[:60])} is already in line"
            yield rules.REPEATED_VTIMEZONE.at(component.line, f"{text} {first.line}")
    uses = _Uses()
    for component in walk(calendar):
        yield from _used(component, uses)
    for tzid, use in uses.found.items():
        if tzid not in defined:
            text = f"a zone must be defined in a VTIMEZONE, and {shown(tzid[:60])} is not"
            text = f"{text} ({use.count} times from here on)" if use.count > 1 else text
            yield rules.MISSING_VTIMEZONE.at(use.line, text)
    # Of nothing but zones, a calendar is there to define them.
    if any(one.name != "VTIMEZONE" for one in calendar.components):
        yield from _definitions(defined, uses)
    for one in calendar.all("X-WR-TIMEZONE"):
        if not _known(one.value):
            text = "X-WR-TIMEZONE should be an IANA zone such as Europe/Paris"
            yield rules.UNKNOWN_ZONE.at(one.line, f"{text}, and here is {shown(one.value[:60])}")


def _known(key: str) -> bool:
    try:
        return bool(zone(key))
    except InvalidValue:
        return False


def _used(component: Component, uses: _Uses) -> Iterator[Finding]:
    start = component.first("DTSTART")
    for one in component.properties:
        tzid = one.param("TZID")
        if not tzid:
            continue
        moments = [moment(text.partition("/")[0]) for text in one.value.split(",")]
        known = [each for each in moments if each]
        if any(each.form == "utc" for each in known):
            text = f"{one.name} must have no TZID beside a time in UTC, and has {shown(tzid[:60])}"
            yield rules.ZONE_ON_UTC.at(one.line, text)
        if any(each.form == "date" for each in known):
            text = f"{one.name} must have no TZID beside a DATE, and has {shown(tzid[:60])}"
            yield rules.ZONE_ON_DATE.at(one.line, text)
        for each in known:
            if each.form == "local":
                use = uses.add(tzid, one.line, each.wall.year)
                if one is start:
                    use.reach(*_recurs(component, each))
                yield from _missing(one, each, tzid)


def _recurs(component: Component, start: Moment) -> tuple[int, int]:
    """Return the first and the last year in which a component occurs, within bounds."""
    last = start.wall.year
    for one in component.all("RRULE"):
        until = moment(parts(one.value).get("UNTIL", ""))
        last = max(last, until.wall.year if until else last + _ENDLESS)
    return start.wall.year, last


def _missing(one: Property, found: Moment, tzid: str) -> Iterator[Finding]:
    where = iana(tzid)
    if where is None:
        return
    try:
        local(found.wall, where.key)
    except NonexistentTime:
        text = f"a local time should exist, and the clocks of {where.key} go forward over"
        yield rules.MISSING_TIME.at(one.line, f"{text} {found.wall.isoformat(' ')}")
    except OverflowError:
        return


def _definitions(defined: dict[str, Component], uses: _Uses) -> Iterator[Finding]:
    budget = _BUDGET
    for tzid, component in defined.items():
        use = uses.found.get(tzid)
        if use is None:
            text = "a VTIMEZONE says nothing when no time names it, and none names"
            yield rules.UNUSED_VTIMEZONE.at(component.line, f"{text} {shown(tzid[:60])}")
            continue
        where = _named(component, tzid)
        if where is None:
            continue
        first, last = max(use.first, _YEARS[0]), min(use.last, _YEARS[1])
        found = Zone.of(component)
        budget -= found.cost(first, last) if found else 0
        if unusual(component) or budget < 0:
            why = "its rules are unusual" if found is None else "there are too many"
            text = f"whether the VTIMEZONE {shown(tzid[:60])} says what IANA says is unchecked"
            yield rules.UNCHECKED_VTIMEZONE.at(component.line, f"{text}: {why}")
        elif found and first <= last and (said := contradiction(found, where, first, last)):
            text = f"the VTIMEZONE {shown(tzid[:60])} should say what IANA says, and"
            yield rules.WRONG_VTIMEZONE.at(component.line, f"{text} {said}")


def _named(component: Component, tzid: str) -> ZoneInfo | None:
    named = component.first("X-LIC-LOCATION")
    return iana(tzid) or (iana(named.value) if named else None)
