"""The components of a calendar: what lies in what, and which properties each holds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve

from numeco.errors import shown
from numeco.ical import _registry as registry
from numeco.ical._lines import Component, Problem, Property
from numeco.ical._lint import _rules as rules
from numeco.ical._lint._rules import Finding, Rule

#: Problems of form that are findings, and what must hold. Others the physical and the content lines
#: tell more exactly.
_PROBLEMS: Final[Mapping[str, tuple[Rule, str]]] = {
    "encoding": (rules.ENCODING, "a calendar must be UTF-8, and this file"),
    "no-calendar": (rules.NO_CALENDAR, "a file must hold a VCALENDAR, and this one"),
    "text-around": (rules.OUTSIDE_CALENDAR, "all must stand within a VCALENDAR, and this"),
    "outside-calendar": (rules.OUTSIDE_CALENDAR, "all must stand within a VCALENDAR, and this"),
    "stray-end": (rules.UNBALANCED, "BEGIN and END must pair, and this line"),
    "unclosed": (rules.UNBALANCED, "BEGIN and END must pair, and this line"),
    "too-deep": (rules.TOO_DEEP, "components should not lie so deep (unchecked): this line"),
    "long-line": (rules.TOO_LONG, "a line should not be so long (unchecked): this one"),
}
_ONE_OF_TWO: Final = (("DTEND", "DURATION"), ("DUE", "DURATION"))
#: Those that have a START when they recur, or a length.
_ALARM_NEEDS: Final = {
    "DISPLAY": ("DESCRIPTION",),
    "EMAIL": ("DESCRIPTION", "SUMMARY", "ATTENDEE"),
}


def walk(component: Component) -> Iterator[Component]:
    """Iterate over a component and all that lie within it, in the order of the file."""
    yield component
    for one in component.components:
        yield from walk(one)


def structure(calendars: list[Component], problems: Iterable[Problem]) -> Iterator[Finding]:
    """Iterate over what is wrong with the components of a file."""
    for problem in problems:
        # Where a character is not UTF-8, its own line says so.
        if problem.code in _PROBLEMS and (problem.code != "encoding" or not problem.line):
            rule, must = _PROBLEMS[problem.code]
            yield rule.at(max(1, problem.line), f"{must} {problem.text}")
    for calendar in calendars:
        if calendar.name == "VCALENDAR" and not calendar.components:
            text = "a VCALENDAR must hold a component, and this one holds none"
            yield rules.EMPTY_CALENDAR.at(calendar.line, text)
        for component in walk(calendar):
            yield from _component(component, method=bool(calendar.first("METHOD")))
        yield from _uids(calendar)


def _component(component: Component, *, method: bool) -> Iterator[Finding]:
    shape = registry.COMPONENTS.get(component.name)
    if shape is not None:
        yield from _cardinality(component, shape, method=method)
        yield from _within(component, shape)
    elif not registry.experimental(component.name):
        name = shown(component.name[:40])
        text = f"a component must be registered or begin with X-, and {name} is not"
        yield rules.UNREGISTERED_COMPONENT.at(component.line, text)
    if component.name == "VALARM":
        yield from _alarm(component)
    if component.components:
        first = component.components[0].line
        late = next((one for one in component.properties if one.line > first), None)
        if late is not None:
            text = f"properties should come before components, and {shown(late.name[:40])} does not"
            yield rules.LATE_PROPERTY.at(late.line, text)


def _cardinality(component: Component, shape: registry.Shape, *, method: bool) -> Iterator[Finding]:
    name, counts = component.name, Counter(one.name for one in component.properties)
    needed = set(shape.required)
    if (name == "VEVENT" and not method) or not counts.keys().isdisjoint({"RRULE", "RDATE"}):
        needed.add("DTSTART")
    if name == "VTODO" and counts["DURATION"]:
        needed.add("DTSTART")
    for each in sorted(needed):
        if not counts[each]:
            text = f"a {name} must have {each}, and this one has none"
            yield rules.MISSING_PROPERTY.at(component.line, text, shape.section)
    met = Counter[str]()
    for one in component.properties:
        met[one.name] += 1
        if met[one.name] == 2 and one.name in shape.required | shape.once:
            text = (
                f"a {name} must have {one.name} once, and this one has it {counts[one.name]} times"
            )
            yield rules.REPEATED_PROPERTY.at(one.line, text, shape.section)
        elif met[one.name] == 2 and one.name == "RRULE":
            text = f"a {name} should have RRULE once, and this one has it {counts['RRULE']} times"
            yield evolve(_WARNED, line=one.line, text=text, section=shape.section)
    for pair in _ONE_OF_TWO:
        if all(counts[each] for each in pair) and shape.once.issuperset(pair):
            text = f"a {name} must have one of {' and '.join(pair)}, and this one has both"
            yield rules.EXCLUSIVE_PROPERTIES.at(component.line, text, shape.section)
    if name == "VTIMEZONE" and not component.components:
        text = "a VTIMEZONE must have a STANDARD or DAYLIGHT, and this one has none"
        yield rules.EMPTY_VTIMEZONE.at(component.line, text)


_WARNED: Final = evolve(rules.REPEATED_PROPERTY.at(1, ""), severity=rules.LATE_PROPERTY.severity)


def _within(component: Component, shape: registry.Shape) -> Iterator[Finding]:
    known = shape.required | shape.once | shape.many
    for one in component.properties:
        if one.name in registry.PROPERTIES and one.name not in known:
            text = f"{one.name} has no meaning in a {component.name}, and here it stands in one"
            yield rules.MISPLACED_PROPERTY.at(one.line, text)
    for inner in component.components:
        if inner.name in registry.COMPONENTS and inner.name not in shape.components:
            text = f"a {inner.name} has no meaning in a {component.name}, and here it stands in one"
            yield rules.MISPLACED_COMPONENT.at(inner.line, text)


def _alarm(alarm: Component) -> Iterator[Finding]:
    counts = Counter(one.name for one in alarm.properties)
    action = alarm.first("ACTION")
    kind = action.value.upper() if action else ""
    for each in _ALARM_NEEDS.get(kind, ()):
        if not counts[each]:
            text = f"a VALARM of {kind} must have {each}, and this one has none"
            yield rules.MISSING_PROPERTY.at(alarm.line, text, "RFC 5545, 3.6.6")
    if bool(counts["DURATION"]) != bool(counts["REPEAT"]):
        text = "a VALARM must have both DURATION and REPEAT or neither, and this one has one"
        yield rules.MISSING_PROPERTY.at(alarm.line, text, "RFC 5545, 3.6.6")


def _uids(calendar: Component) -> Iterator[Finding]:
    """Iterate over UIDs that say nothing, or the same as one before."""
    met: dict[tuple[str, str], int] = {}
    for component in calendar.components:
        uid = component.first("UID")
        if uid is None:
            continue
        if not uid.value.strip():
            text = f"a UID must identify its {component.name}, and this one is blank"
            yield rules.UID_BLANK.at(uid.line, text)
            continue
        instance = _instance(component.first("RECURRENCE-ID"))
        first = met.setdefault((uid.value, instance), uid.line)
        if first != uid.line:
            text = "a UID must be that of one component, or of one more for each RECURRENCE-ID"
            text = f"{text}, and {shown(uid.value[:60])} is already that of line {first}"
            yield rules.UID_REPEATED.at(uid.line, text)


def _instance(one: Property | None) -> str:
    return f"{one.param('TZID')}:{one.value}" if one else ""
