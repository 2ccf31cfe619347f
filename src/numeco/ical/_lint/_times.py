"""How the times of one component fit together."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from numeco.errors import shown
from numeco.ical._lines import Component, Property
from numeco.ical._lint import _rules as rules
from numeco.ical._lint._components import walk
from numeco.ical._lint._moments import Moment, duration, form, microseconds, moment
from numeco.ical._lint._recur import WEEKDAYS, never, parts, recur
from numeco.ical._lint._rules import Finding
from numeco.ical._lint._zones import iana

_ENDS: Final = ("DTEND", "DUE")
_FORMS: Final = {
    "date": "a DATE",
    "floating": "a time without zone",
    "anchored": "a time in a zone or in UTC",
}


def times(calendar: Component) -> Iterator[Finding]:
    """Iterate over the times of a calendar's components that do not fit together."""
    starts: dict[str, Property] = {}
    for component in calendar.components:
        uid, start = component.first("UID"), component.first("DTSTART")
        if uid and start and not component.first("RECURRENCE-ID"):
            starts.setdefault(uid.value, start)
    for component in walk(calendar):
        start = component.first("DTSTART")
        found = moment(start.value) if start else None
        for one in component.properties:
            if one.name in {"DURATION", "REFRESH-INTERVAL"}:
                yield from _length(one, found)
        if start and found:
            yield from _ends(component, start, found)
            yield from _others(component, start, found)
            yield from _recurrence(component, start, found)
        yield from _instance(component, starts)


def _length(one: Property, start: Moment | None) -> Iterator[Finding]:
    length = duration(one.value)
    if length is None:
        return
    if length < timedelta():
        text = f"{one.name} must not be negative, and here is {shown(one.value[:40])}"
        yield rules.NEGATIVE_DURATION.at(one.line, text)
    if start and start.form == "date" and "T" in one.value.upper() and one.name == "DURATION":
        text = "DURATION must be of days or weeks where DTSTART is a DATE"
        text = f"{text}, and here is {shown(one.value[:40])}"
        yield rules.DATE_MIXTURE.at(one.line, text, "RFC 5545, 3.6.1")


def _ends(component: Component, start: Property, began: Moment) -> Iterator[Finding]:
    for name in _ENDS:
        end = component.first(name)
        ended = moment(end.value) if end else None
        if end is None or ended is None:
            continue
        kinds = form(start, began), form(end, ended)
        if kinds[0] != kinds[1]:
            text = f"{name} must be {_FORMS[kinds[0]]} as DTSTART is, and here is"
            yield rules.DATE_MIXTURE.at(end.line, f"{text} {_FORMS[kinds[1]]}")
            continue
        passed = _passed(start, began, end, ended)
        if passed < 0 or (not passed and name == "DTEND"):
            must = "after" if name == "DTEND" else "at or after"
            text = f"{name} must be {must} DTSTART, and {shown(end.value)} is not"
            yield rules.END_NOT_AFTER_START.at(end.line, f"{text} ({shown(start.value)})")


def _passed(start: Property, began: Moment, end: Property, ended: Moment) -> int:
    """Return how long it is from start to end, as far as its sign can be known."""
    zones = [_zone(one, found) for one, found in ((start, began), (end, ended))]
    known = [
        found.form != "local" or zone for found, zone in zip((began, ended), zones, strict=True)
    ]
    if start.param("TZID") != end.param("TZID") and not all(known):
        return 1
    return microseconds(ended, zones[1]) - microseconds(began, zones[0])


def _zone(one: Property, found: Moment) -> ZoneInfo | None:
    return iana(one.param("TZID")) if found.form == "local" else None


def _others(component: Component, start: Property, began: Moment) -> Iterator[Finding]:
    """Iterate over times that must be a DATE where DTSTART is one, and else not."""
    for one in component.properties:
        if one.name in {"EXDATE", "RDATE"} and one.value and "/" not in one.value:
            found = moment(one.value.split(",")[0])
            if found and (found.form == "date") != (began.form == "date"):
                kind = _FORMS[form(start, began)]
                text = (
                    f"{one.name} must be {kind} as DTSTART is, and here is {shown(one.value[:40])}"
                )
                yield rules.DATE_MIXTURE.at(one.line, text, "RFC 5545, 3.8.5")


def _instance(component: Component, starts: dict[str, Property]) -> Iterator[Finding]:
    one, uid = component.first("RECURRENCE-ID"), component.first("UID")
    whole = starts.get(uid.value) if uid else None
    if one is None or whole is None:
        return
    found, began = moment(one.value), moment(whole.value)
    if found and began and form(one, found) != form(whole, began):
        text = f"RECURRENCE-ID must be {_FORMS[form(whole, began)]} as the DTSTART in line"
        text = f"{text} {whole.line} is, and here is {_FORMS[form(one, found)]}"
        yield rules.DATE_MIXTURE.at(one.line, text, "RFC 5545, 3.8.4.4")


def _recurrence(component: Component, start: Property, began: Moment) -> Iterator[Finding]:
    for one in component.all("RRULE"):
        if any(rule is rules.RECUR for rule, _ in recur(one.value)):
            continue
        found = parts(one.value)
        until = moment(found["UNTIL"]) if "UNTIL" in found else None
        if until:
            yield from _until(one, until, component.name, start, began)
        if began.form == "date" and not found.keys().isdisjoint({"BYHOUR", "BYMINUTE", "BYSECOND"}):
            text = "a rule must not name hours, minutes or seconds where DTSTART is a DATE"
            yield rules.DATE_MIXTURE.at(one.line, text, "RFC 5545, 3.3.10")
        if "RSCALE" not in found and not never(found) and not _includes(found, began):
            text = (
                f"DTSTART should be an occurrence of its rule, and {shown(start.value)} is none of"
            )
            yield rules.START_OUTSIDE_RULE.at(one.line, f"{text} {shown(one.value[:60])}")


def _until(
    one: Property, until: Moment, component: str, start: Property, began: Moment
) -> Iterator[Finding]:
    kind = form(start, began)
    wanted = {"date": "date", "floating": "local", "anchored": "utc"}[kind]
    if component in {"STANDARD", "DAYLIGHT"}:
        wanted = "utc"
    words = {"date": "a DATE", "local": "a local time", "utc": "a time in UTC"}
    if until.form != wanted:
        why = f"where DTSTART is {_FORMS[kind]}" if kind != "floating" else f"in a {component}"
        text = f"UNTIL must be {words[wanted]} {why}, and here it is {words[until.form]}"
        yield rules.UNTIL_FORM.at(one.line, text)
    elif until.wall + timedelta(days=2) < began.wall:
        text = f"UNTIL should not be before DTSTART, and here is {shown(one.value[:60])}"
        yield rules.UNTIL_BEFORE_START.at(one.line, text)


def _includes(found: dict[str, str], began: Moment) -> bool:
    """Return whether a rule may give DTSTART itself, by its months, days and weekdays."""
    months, monthdays = found.get("BYMONTH"), found.get("BYMONTHDAY")
    if months and began.day.month not in map(int, months.split(",")):
        return False
    if monthdays and "BYSETPOS" not in found:
        length = _month_length(began)
        days = {
            int(day) % (length + 1) if int(day) < 0 else int(day) for day in monthdays.split(",")
        }
        if began.day.day not in days:
            return False
    weekdays = found.get("BYDAY")
    if not weekdays:
        return True
    return any(_falls(day, found, began) for day in weekdays.split(","))


def _month_length(began: Moment) -> int:
    first = began.day.replace(day=1)
    if first.month == 12:
        return 31
    return (first.replace(month=first.month + 1) - first).days


def _falls(day: str, found: dict[str, str], began: Moment) -> bool:
    if day[-2:] != WEEKDAYS[began.day.weekday()]:
        return False
    if not day[:-2] or (found["FREQ"] == "YEARLY" and "BYMONTH" not in found):
        return True
    number, at = int(day[:-2]), began.day.day
    if number > 0:
        return (at + 6) // 7 == number
    return (_month_length(began) - at) // 7 + 1 == -number
