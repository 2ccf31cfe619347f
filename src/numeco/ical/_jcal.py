"""jCal: calendars as JSON (RFC 7265), out and in.

`ics_to_jcal` and `jcal_to_ics` turn any well-formed calendar from one format into the other; what
`to_ics` writes and `from_ics` reads goes through them.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final, Unpack

from numeco.diagnostics import Reading
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue, Malformed
from numeco.ical import _registry as registry
from numeco.ical._jcal_values import (
    FORMS,
    VERBATIM,
    Form,
    described,
    is_array,
    is_object,
    split,
)
from numeco.ical._lines import DEEPEST, Component, Property, components
from numeco.ical._options import Options
from numeco.ical._read import from_ics
from numeco.ical._text import fold, parameter
from numeco.ical._write import to_ics
from numeco.model import Event, Session

_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,200}")
_UNKNOWN: Final = "unknown"


def to_jcal(
    ecosystem: Ecosystem,
    *,
    domain: str,
    stamp: datetime | None = None,
    sessions: Iterable[Session] | None = None,
    **options: Unpack[Options],
) -> list[Any]:
    """Return what `to_ics` writes as jCal (RFC 7265): lists, for ``json.dumps``.

    Args:
        ecosystem: whose sessions these are.
        domain: of whoever publishes.
        stamp: the DTSTAMP of sessions without `modified`.
        sessions: those to write; left out, all that are scheduled.
        options: see `Options`.

    Raises:
        InvalidValue: as `to_ics` does.
    """
    return ics_to_jcal(to_ics(ecosystem, domain=domain, stamp=stamp, sessions=sessions, **options))


def from_jcal(  # noqa: PLR0913  # what `from_ics` takes
    value: object,
    *,
    zone: str | None = None,
    event: Event | str | None = None,
    start: date | None = None,
    end: date | None = None,
    strict: bool = False,
) -> Reading:
    """Return the programme that jCal holds, as `from_ics` reads it.

    Lines in diagnostics are those of the calendar as `jcal_to_ics` writes it.

    Args:
        value: what ``json.loads`` gave.
        zone: see `from_ics`, as for all that follow.
        event: the event whose programme this is.
        start: the first day to expand recurrences in.
        end: the last day to expand recurrences in.
        strict: whether to raise instead where there is a warning or an error.

    Raises:
        Malformed: `value` is no jCal.
        Refused: strict, and something had to be mended or left out.
    """
    data = jcal_to_ics(value)
    return from_ics(data, zone=zone, event=event, start=start, end=end, strict=strict)


def ics_to_jcal(data: bytes) -> list[Any]:
    r"""Return an iCalendar file as jCal; one that holds several calendars as a list of theirs.

    >>> ics_to_jcal(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nGEO:47.2;-1.5\r\nEND:VCALENDAR\r\n")
    ['vcalendar', [['version', {}, 'text', '2.0'], ['geo', {}, 'float', [47.2, -1.5]]], []]

    Raises:
        Malformed: a line or a value cannot be read whole, so that it would be lost.
    """
    found, problems = components(data)
    for problem in problems:
        raise Malformed(f"line {max(1, problem.line)}", problem.text)
    if not found:
        raise Malformed("", "holds no calendar")
    calendars = [_component(one) for one in found]
    return calendars[0] if len(calendars) == 1 else calendars


def _component(component: Component) -> list[Any]:
    properties = [_property(one) for one in component.properties]
    return [component.name.lower(), properties, [_component(one) for one in component.components]]


def _property(one: Property) -> list[Any]:
    given, kind = one.param("VALUE").lower(), registry.PROPERTIES.get(one.name)
    value_type = given or _default(one, kind)
    parameters: dict[str, str | list[str]] = {
        name.lower(): values[0] if len(values) == 1 else values
        for name, values in one.params.items()
        if name != "VALUE" and not (name == "ENCODING" and value_type == "binary")
    }
    for name in parameters:
        _name(name, f"line {one.line}")
    try:
        values = list(_values(one.value, value_type, kind))
    except InvalidValue as error:
        problem = f"{one.name} {error.must}, and here is {described(error.given)}"
        raise Malformed(f"line {one.line}", problem) from None
    return [one.name.lower(), parameters, value_type, *values]


def _default(one: Property, kind: registry.Kind | None) -> str:
    if kind is None:
        return _UNKNOWN
    # Many forget VALUE=DATE, RFC 7265, B.1 among them.
    bare = "DATE" in kind.others and one.value.isdecimal()
    return "date" if bare else kind.default.lower()


def _values(text: str, value_type: str, kind: registry.Kind | None) -> Iterator[Any]:
    form = FORMS.get(value_type, VERBATIM)
    if value_type == "text" and kind and kind.separator:
        parts = [form.jcal(part) for part in split(text, kind.separator)]
        if kind.separator == ";" and len(parts) > 1:
            yield parts
        else:
            yield from parts
    elif kind and kind.separator == ";":
        yield [form.jcal(part) for part in text.split(";")]
    elif form.parted and (kind is None or kind.separator):
        yield from map(form.jcal, text.split(","))
    else:
        yield form.jcal(text)


def jcal_to_ics(value: object) -> bytes:
    """Return jCal as iCalendar; `value` is what ``json.loads`` gave, of one calendar or of several.

    Raises:
        Malformed: `value` is no jCal. The place is the path in it: ``[2][0][1][3]``.
    """
    lines: list[str] = []
    several = is_array(value) and bool(value) and is_array(value[0])
    for at, calendar in enumerate(value if several and is_array(value) else [value]):
        place = f"[{at}]" if several else ""
        if not (is_array(calendar) and calendar[:1] == ["vcalendar"]):
            raise Malformed(place, f"must be a vcalendar, and is {described(calendar)}")
        lines += _lines(calendar, place, 1)
    return b"".join(map(fold, lines))


def _lines(value: object, place: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise Malformed(place[:200], f"must not lie deeper than {DEEPEST} components")
    name, properties, inner = _list(value, place, 3)
    component = _name(name, f"{place}[0]")
    yield f"BEGIN:{component}"
    for at, one in enumerate(_list(properties, f"{place}[1]")):
        yield _line(one, f"{place}[1][{at}]")
    for at, one in enumerate(_list(inner, f"{place}[2]")):
        yield from _lines(one, f"{place}[2][{at}]", depth + 1)
    yield f"END:{component}"


def _line(value: object, place: str) -> str:
    parts = _list(value, place)
    if len(parts) < 4:
        must = "must be a name, parameters, a type and a value or more"
        raise Malformed(place, f"{must}, and is {described(value)}")
    name = _name(parts[0], f"{place}[0]")
    if name in {"BEGIN", "END"}:
        raise Malformed(f"{place}[0]", f"must be a property, and is {name}")
    kind, given = registry.PROPERTIES.get(name), _name(parts[2], f"{place}[2]")
    parameters = "".join(_parameters(parts[1], f"{place}[1]"))
    default = kind.default if kind else _UNKNOWN.upper()
    if given != default or (kind and kind.explicit):
        parameters += f";VALUE={given}" if given != _UNKNOWN.upper() else ""
    if given == "BINARY":
        parameters += ";ENCODING=BASE64"
    form = FORMS.get(given.lower(), VERBATIM)
    texts = [_text(one, form, kind, f"{place}[{at}]") for at, one in enumerate(parts[3:], 3)]
    if len(texts) > 1 and (kind.separator != "," if kind else not form.parted):
        raise Malformed(place, f"must have one value, and has {len(texts)}")
    return f"{name}{parameters}:{','.join(texts)}"


def _text(value: object, form: Form, kind: registry.Kind | None, place: str) -> str:
    structured = kind is not None and kind.separator == ";" and form is not VERBATIM
    several = value if structured and is_array(value) else [value]
    if not several:
        raise Malformed(place, "must not be empty")
    try:
        return ";".join(form.ics(one) for one in several)
    except InvalidValue as error:
        raise Malformed(place, f"{error.must}, and is {described(error.given)}") from None


def _parameters(value: object, place: str) -> Iterator[str]:
    if not is_object(value):
        raise Malformed(place, f"must be an object, and is {described(value)}")
    for key, given in value.items():
        name = _name(key, place)
        if name == "VALUE":
            raise Malformed(place, "must not hold value, since the type says it")
        several = given if is_array(given) else [given]
        if name == "ENCODING" and given == "BASE64":
            continue
        texts = [one for one in several if isinstance(one, str)]
        if not several or len(texts) < len(several):
            must = f"{name.lower()} must be a string or an array of strings"
            raise Malformed(place, f"{must}, and is {described(given)}")
        yield f";{name}={','.join(map(parameter, texts))}"


def _list(value: object, place: str, length: int | None = None) -> list[object]:
    if not is_array(value) or length not in {None, len(value)}:
        size = "" if length is None else f" of {length}"
        raise Malformed(place, f"must be an array{size}, and is {described(value)}")
    return value


def _name(value: object, place: str) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        must = "must be a name of letters, digits and hyphens"
        raise Malformed(place, f"{must}, and is {described(value)}")
    return value.upper()
