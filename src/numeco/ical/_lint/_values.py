"""The values of properties: their type, their escapes, what they may say."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from numeco.errors import shown
from numeco.ical import _registry as registry
from numeco.ical._lines import Property
from numeco.ical._lint import _rules as rules
from numeco.ical._lint._moments import duration, moment
from numeco.ical._lint._recur import recur
from numeco.ical._lint._rules import Finding, Rule

_Told = Iterator[tuple[Rule, str]]

#: TEXT as it must be, of one value or, with commas between, of several.
_TEXT: Final = re.compile(r"(?:[^\\,;]|\\[\\,;nN])*+")
_TEXTS: Final = re.compile(r"(?:[^\\;]|\\[\\,;nN])*+")
_FLOAT: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_INTEGER: Final = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_OFFSET: Final = re.compile(r"[+-]([01]\d|2[0-3])[0-5]\d([0-5]\d)?", re.ASCII)
_TIME: Final = re.compile(r"([01]\d|2[0-3])[0-5]\d([0-5]\d|60)Z?", re.ASCII)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*+={0,2}")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NOT_URI: Final = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')
#: Those of RFC 5545 and others whose time must be in UTC.
_IN_UTC: Final = frozenset(
    {"ACKNOWLEDGED", "COMPLETED", "CREATED", "DTSTAMP", "LAST-MODIFIED", "TZUNTIL"}
)
#: Properties that RFC 5545 gave up, and what stands in their place.
_DEPRECATED: Final = {"EXRULE": "EXDATE"}


def values(one: Property, component: str) -> Iterator[Finding]:
    """Iterate over what is wrong with a property's value, in the component of a name."""
    return (rule.at(one.line, text) for rule, text in _told(one, component))


def _told(one: Property, component: str) -> _Told:
    kind = registry.PROPERTIES.get(one.name)
    if kind is None:
        yield from _unregistered(one)
        return
    if one.name in _DEPRECATED:
        yield rules.DEPRECATED, f"{one.name} is deprecated; {_DEPRECATED[one.name]} replaces it"
    given = one.param("VALUE").upper()
    if kind.explicit and not given:
        yield rules.VALUE_TYPE_MISSING, f"{one.name} must have VALUE={kind.default}, and has none"
    value_type = given or kind.default
    if value_type not in kind.allowed:
        allowed = registry.listed(kind.allowed)
        text = f"the VALUE of {one.name} must be one of {allowed}, and here is {shown(given[:40])}"
        yield rules.VALUE_TYPE, text
        return
    problem = False
    for told in _typed(one, value_type, kind.separator):
        problem = True
        yield told
    if not problem:
        yield from _meaning(one, component)


def _unregistered(one: Property) -> _Told:
    if not registry.experimental(one.name):
        text = f"a property must be registered or begin with X-, and {shown(one.name[:40])} is not"
        yield rules.UNREGISTERED_PROPERTY, text
    given = one.param("VALUE").upper()
    if given in {"TEXT", "RECUR"} or one.name in {"X-WR-CALNAME", "X-WR-CALDESC"}:
        yield from _typed(one, given or "TEXT", ",")
    elif check := _CHECKS.get(given):
        must, holds = check
        for text in one.value.split(","):
            if not holds(text):
                yield _wrong(one, must, text)


def _wrong(one: Property, must: str, text: str) -> tuple[Rule, str]:
    return rules.VALUE, f"{one.name} must be {must}, and here is {shown(text[:60])}"


def _typed(one: Property, value_type: str, separator: str) -> _Told:
    """Iterate over what is wrong with a value of a type."""
    value = one.value
    if value_type == "TEXT":
        if one.name != "REQUEST-STATUS":
            yield from _text(one.name, value, commas=separator == ",")
    elif value_type == "RECUR":
        yield from recur(value)
    elif value_type in {"URI", "CAL-ADDRESS", "XML-REFERENCE"}:
        yield from _uri(one.name, value)
    elif value_type == "BINARY":
        yield from _binary(one)
    elif one.name == "GEO":
        yield from _geo(value)
    elif check := _CHECKS.get(value_type):
        must, holds = check
        for text in value.split(",") if separator else [value]:
            if not holds(text):
                yield _wrong(one, must, text)
                return


def _text(name: str, value: str, *, commas: bool) -> _Told:
    form = _TEXTS if commas else _TEXT
    at, told = 0, set[str]()
    while found := form.match(value, at):
        at = found.end()
        if at == len(value):
            return
        sign = value[at]
        if sign not in told:
            told.add(sign)
            yield _sign(name, value, at)
        if len(told) == (2 if commas else 3):
            return
        at += 1


def _sign(name: str, value: str, at: int) -> tuple[Rule, str]:
    around = shown(value[max(0, at - 20) : at + 20])
    if value[at] == ",":
        return rules.RAW_COMMA, f"a comma in {name} must be written \\,, and here is {around}"
    if value[at] == ";":
        return rules.RAW_SEMICOLON, f"a semicolon in {name} must be written \\;, as in {around}"
    must = "a backslash must be followed by one of \\ ; , n N"
    return rules.BAD_ESCAPE, f"{must}, and {name} holds {around}"


def _uri(name: str, value: str) -> _Told:
    if not _SCHEME.match(value) or _NOT_URI.search(value):
        text = (
            f"{name} must be a URI with a scheme, without spaces, and here is {shown(value[:60])}"
        )
        yield rules.VALUE, text
    elif not value.isascii():
        text = f"a URI should be ASCII, the rest percent-encoded, and here is {shown(value[:60])}"
        yield rules.URI_CHARACTERS, text


def _binary(one: Property) -> _Told:
    if one.param("ENCODING").upper() != "BASE64":
        yield rules.PARAMETER_VALUE, f"a BINARY {one.name} must have ENCODING=BASE64, and has not"
    if len(one.value) % 4 or not _BASE64.fullmatch(one.value):
        yield _wrong(one, "base64", one.value)


def _geo(value: str) -> _Told:
    parts = value.split(";")
    if len(parts) != 2 or not all(_FLOAT.fullmatch(part) for part in parts):
        must = "GEO must be a latitude and a longitude with a semicolon between"
        yield rules.GEO, f"{must}, and here is {shown(value[:60])}"
    elif abs(float(parts[0])) > 90 or abs(float(parts[1])) > 180:
        must = "GEO must have a latitude from -90 to 90 and a longitude from -180 to 180"
        yield rules.GEO, f"{must}, and here is {shown(value[:60])}"


def _a_period(text: str) -> bool:
    start, _, end = text.partition("/")
    first, last, length = moment(start), moment(end), duration(end)
    if first is None or first.form == "date":
        return False
    if length is not None:
        return length.total_seconds() > 0
    return last is not None and last.form == first.form and last.wall > first.wall


def _is(form: str) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        found = moment(text)
        return found is not None and (found.form == "date") is (form == "date")

    return holds


#: By value type: what one value must be, in words and as a test.
_CHECKS: Final[Mapping[str, tuple[str, Callable[[str], bool]]]] = {
    "BOOLEAN": ("TRUE or FALSE", lambda text: text.upper() in {"TRUE", "FALSE"}),
    "DATE": ("a date such as 20261020", _is("date")),
    "DATE-TIME": ("a date and time such as 20261020T090000", _is("time")),
    "DURATION": ("a duration such as PT1H30M", lambda text: duration(text) is not None),
    "FLOAT": ("a number", lambda text: _FLOAT.fullmatch(text) is not None),
    "INTEGER": (
        "a whole number of 32 bits",
        lambda text: bool(_INTEGER.fullmatch(text)) and -(2**31) <= int(text) < 2**31,
    ),
    "PERIOD": ("a period such as 20261020T090000Z/PT1H", _a_period),
    "TIME": ("a time such as 090000", lambda text: _TIME.fullmatch(text) is not None),
    "UTC-OFFSET": (
        "an offset such as +0100, never -0000",
        lambda text: bool(_OFFSET.fullmatch(text)) and not re.fullmatch("-0+", text),
    ),
}


def _meaning(one: Property, component: str) -> _Told:
    """Iterate over what is wrong with a value that is of its type."""
    value, said = one.value.upper(), shown(one.value[:60])
    closed = registry.STATUS.get(component) if one.name == "STATUS" else None
    closed = closed or registry.CLOSED.get(one.name)
    if closed and value not in closed:
        must = f"{one.name} in a {component} must be one of {registry.listed(closed)}"
        yield rules.UNKNOWN_VALUE, f"{must}, and here is {said}"
    known = registry.OPEN.get(one.name)
    if known and value not in known and not registry.experimental(value):
        must = f"{one.name} should be one of {registry.listed(known)}"
        yield rules.UNREGISTERED_VALUE, f"{must}, and here is {said}"
    if one.name == "COLOR" and value.lower() not in registry.COLORS:
        must = "COLOR must be the name of a colour in CSS, such as teal"
        yield rules.UNKNOWN_VALUE, f"{must}, and here is {said}"
    if one.name in registry.RANGES:
        first, last = registry.RANGES[one.name]
        if not first <= int(value) <= last:
            yield rules.RANGE, f"{one.name} must be from {first} to {last}, and here is {said}"
    yield from _clock(one, component)


def _clock(one: Property, component: str) -> _Told:
    """Iterate over times that must be in UTC, or must not be."""
    said = shown(one.value[:60])
    moments = [text.partition("/")[0] for text in one.value.split(",")]
    absolute = one.name == "TRIGGER" and one.param("VALUE").upper() == "DATE-TIME"
    busy = component == "VFREEBUSY" and one.name in {"DTSTART", "DTEND", "FREEBUSY"}
    if one.name in _IN_UTC or absolute or busy:
        if not all(text.endswith("Z") for text in moments):
            yield rules.NOT_UTC, f"{one.name} must be in UTC and end in Z, and here is {said}"
    elif (
        component in {"STANDARD", "DAYLIGHT"}
        and one.name in {"DTSTART", "RDATE"}
        and (one.param("TZID") or any(text.endswith("Z") for text in moments))
    ):
        must = f"{one.name} in a {component} must be a local time without zone"
        yield rules.NOT_LOCAL, f"{must}, and here is {said}"
