"""Values in jCal (RFC 7265, 3.6) and in iCalendar, each from the other."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, Final, TypeGuard

from attrs import frozen

from numeco.errors import InvalidValue, shown
from numeco.ical._lint._moments import duration, moment
from numeco.ical._text import escape, unescape

_OFFSET: Final = re.compile(r"([+-]\d\d):?(\d\d)(?::?(\d\d))?", re.ASCII)
_TIME: Final = re.compile(r"(\d\d):?(\d\d):?(\d\d)(Z?)", re.ASCII)
_EXTENDED: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:(T\d\d):(\d\d):(\d\d)(Z?))?", re.ASCII)
_FLOAT: Final = re.compile(r"[+-]?\d{1,400}(\.\d{1,400})?", re.ASCII)
_INTEGER: Final = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*+={0,2}")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f]*")
_PART: Final = re.compile(r"[A-Za-z-]{1,20}")
_RULE_TEXT: Final = re.compile(r"[+-]?[A-Za-z0-9-]{1,40}")
#: What would end a content line, or must not stand in one.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def is_array(value: object) -> TypeGuard[list[object]]:
    """Return whether a value is an array of JSON."""
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[dict[object, object]]:
    """Return whether a value is an object of JSON."""
    return isinstance(value, dict)


def described(value: object) -> str:
    """Return a value as a sentence shows it; an array or object, however deep, as such."""
    if is_array(value):
        return f"an array of {len(value)}"
    return "an object" if is_object(value) else shown(value, 60)


def _refuse(must: str, given: object) -> InvalidValue:
    return InvalidValue("value", f"must be {must}", given)


def split(text: str, sign: str) -> list[str]:
    r"""Return the parts of a TEXT value between signs that no backslash escapes.

    >>> split(r"a,b\,c", ",")
    ['a', 'b\\,c']
    """
    if "\\" not in text:
        return text.split(sign)
    found: list[str] = []
    at, start = 0, 0
    while at < len(text):
        if text[at] == sign:
            found.append(text[start:at])
            start = at + 1
        at += 2 if text[at] == "\\" else 1
    return [*found, text[start:]]


def _string(given: object) -> str:
    if not isinstance(given, str):
        raise _refuse("a string", given)
    return given


def _verbatim(given: object) -> str:
    text = _string(given)
    if _UNWRITABLE.search(text):
        raise _refuse("a string without line breaks and control characters", given)
    return text


def _matching(pattern: re.Pattern[str], must: str) -> Callable[[object], str]:
    def check(given: object) -> str:
        text = _verbatim(given)
        if not pattern.fullmatch(text):
            raise _refuse(must, given)
        return text

    return check


def _extended(text: str) -> str:
    if moment(text) is None:
        raise _refuse("a date, or a date and time", text)
    day = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return day if len(text) == 8 else f"{day}T{text[9:11]}:{text[11:13]}:{text[13:]}"


def _basic(given: object) -> str:
    text = _string(given)
    found = _EXTENDED.fullmatch(text)
    plain = "".join(part or "" for part in found.groups()) if found else ""
    if moment(plain) is None:
        raise _refuse("a date such as 2026-10-20, with a time such as T09:00:00", given)
    return plain


def _only(form: str, change: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return a change of a date, or of a date and time, that refuses the other one."""

    def check(given: Any) -> str:
        text = change(given)
        if ("T" in text) is (form == "date"):
            raise _refuse(f"a {form}", given)
        return text

    return check


def _length(given: object) -> str:
    text = _string(given)
    if duration(text) is None:
        raise _refuse("a duration such as PT1H30M", given)
    return text


def _offset(given: object, colon: str) -> str:
    found = _OFFSET.fullmatch(_string(given))
    if found is None:
        raise _refuse("an offset such as +01:00", given)
    return colon.join(part for part in found.groups() if part)


def _time(given: object, colon: str) -> str:
    found = _TIME.fullmatch(_string(given))
    if found is None:
        raise _refuse("a time such as 09:00:00", given)
    return colon.join(found.group(1, 2, 3)) + found[4]


def _period(text: str) -> list[str]:
    start, slash, end = text.partition("/")
    if not slash:
        raise _refuse("a period", text)
    if "P" in end.upper():
        return [_TIMES.jcal(start), _length(end)]
    return [_TIMES.jcal(start), _TIMES.jcal(end)]


def _basic_period(given: object) -> str:
    # Some write the period as one string.
    parts = given if is_array(given) else list[object](_string(given).split("/"))
    if len(parts) != 2:
        raise _refuse("a start, and an end or a duration", given)
    start, end = parts
    length = isinstance(end, str) and "P" in end.upper()
    return f"{_TIMES.ics(start)}/{_length(end) if length else _TIMES.ics(end)}"


def _number(text: str) -> float:
    number = float(text) if _FLOAT.fullmatch(text) else float("nan")
    if not isfinite(number):
        raise _refuse("a number", text)
    return number


def _float(given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given):
        raise _refuse("a number", given)
    return f"{Decimal(str(given)):f}"


def _whole(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise _refuse("a whole number", text)
    return int(text)


def _integer(given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) >= 10**20:
        raise _refuse("a whole number", given)
    return str(given)


def _truth(text: str) -> bool:
    if text.upper() not in {"TRUE", "FALSE"}:
        raise _refuse("TRUE or FALSE", text)
    return text.upper() == "TRUE"


def _boolean(given: object) -> str:
    if not isinstance(given, bool):
        raise _refuse("true or false", given)
    return str(given).upper()


def _rule(text: str) -> dict[str, Any]:
    """Return a RECUR as an object: numbers as numbers, several values as an array."""
    found: dict[str, Any] = {}
    for part in text.split(";"):
        name, _, given = part.partition("=")
        key = name.lower()
        if not _PART.fullmatch(name) or key in found:
            raise _refuse("a rule, each part once", text)
        values = [_rule_value(key, one) for one in given.split(",")]
        found[key] = values[0] if len(values) == 1 else values
    return found


def _rule_value(key: str, text: str) -> int | str:
    if key == "until":
        return _extended(text)
    if not _RULE_TEXT.fullmatch(text):
        raise _refuse("a rule", text)
    return int(text) if _INTEGER.fullmatch(text) else text


def _basic_rule(given: object) -> str:
    if not is_object(given) or "freq" not in given:
        raise _refuse("an object with freq", given)
    keys = ["freq", *(key for key in given if key != "freq")]
    return ";".join(f"{_rule_name(key)}={_rule_values(key, given[key])}" for key in keys)


def _rule_name(key: object) -> str:
    return _matching(_PART, "the name of a rule's part")(key).upper()


def _rule_values(key: object, given: object) -> str:
    values = given if is_array(given) else [given]
    if not values:
        raise _refuse("a value or several", given)
    return ",".join(_rule_text(key, one) for one in values)


def _rule_text(key: object, given: object) -> str:
    if key == "until":
        return _basic(given)
    return _integer(given) if isinstance(given, int) else _matching(_RULE_TEXT, "a word")(given)


@frozen
class Form:
    """How the values of one type stand in either format."""

    jcal: Callable[[str], Any]
    ics: Callable[[Any], str]
    #: Whether a comma can only stand between two values.
    parted: bool = True


_TIMES: Final = Form(_only("date and time", _extended), _only("date and time", _basic))
_URIS: Final = _matching(_URI, "a URI with a scheme")
_BYTES: Final = _matching(_BASE64, "base64")
#: By value type, in lower case.
FORMS: Final[Mapping[str, Form]] = {
    "binary": Form(_BYTES, _BYTES, parted=False),
    "boolean": Form(_truth, _boolean),
    "cal-address": Form(_URIS, _URIS, parted=False),
    "date": Form(_only("date", _extended), _only("date", _basic)),
    "date-time": _TIMES,
    "duration": Form(_length, _length),
    "float": Form(_number, _float),
    "integer": Form(_whole, _integer),
    "period": Form(_period, _basic_period),
    "recur": Form(_rule, _basic_rule, parted=False),
    "text": Form(unescape, lambda given: escape(_string(given)), parted=False),
    "time": Form(lambda text: _time(text, ":"), lambda given: _time(given, "")),
    "uid": Form(unescape, lambda given: escape(_string(given)), parted=False),
    "uri": Form(_URIS, _URIS, parted=False),
    "utc-offset": Form(lambda text: _offset(text, ":"), lambda given: _offset(given, "")),
    "xml-reference": Form(_URIS, _URIS, parted=False),
}
#: Of a type that nobody registered, the value is copied as it stands (RFC 7265, 5).
VERBATIM: Final = Form(_verbatim, _verbatim, parted=False)
