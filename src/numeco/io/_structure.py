"""From JSON to things, strictly: nothing is guessed, and every refusal says where.

A reader turns one JSON value into one field's value. Readers are made from the annotations of the
model, once per type. A failure is a `Malformed`, whose place grows as it passes outward.
"""

import json
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from types import NoneType
from typing import Any, Final, TypeAlias, cast, get_args, get_origin, get_type_hints

import attrs

from numeco._checks import LONGEST_ID
from numeco.ecosystem import Ecosystem
from numeco.errors import (
    DanglingReference,
    DuplicateId,
    InvalidIdentifier,
    InvalidType,
    InvalidValue,
    Malformed,
    NumecoError,
    WrongKind,
    shown,
)
from numeco.io._plain import FORMAT, PLURALS, VERSION
from numeco.model import Count, Figure, Identifier, Level, Rank, Source, Thing
from numeco.time import Interval, from_stamp

Reader: TypeAlias = Callable[[Any], Any]


class OffsetWarning(UserWarning):
    """A time's offset is no longer that of its zone; its wall clock was kept."""


class _Twice:
    """What stands for a key that one object has twice; no reader takes it."""

    def __repr__(self) -> str:
        return "two values for one key"


def parsed(text: str | bytes) -> dict[str, Any]:
    """Return the object that a JSON text holds.

    Raises:
        Malformed: the text is no JSON, or holds something else.
    """
    decoded = _decoded(text)
    try:
        document = json.loads(decoded, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Malformed(place, f"is not JSON ({error.msg}); is the file cut short?") from None
    except RecursionError:
        raise Malformed("", "must not be nested thousands of levels deep") from None
    except ValueError as error:  # a number of thousands of digits
        raise Malformed("", f"is no JSON that can be read: {error}") from None
    return cast("dict[str, Any]", _expect(document, dict, "an object"))


def _decoded(text: str | bytes) -> str:
    if not isinstance(text, (str, bytes, bytearray)):
        raise InvalidType("loads", "must be given a text or its octets", text)
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("", f"must be UTF-8 (byte {error.start} is not)") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        found[key] = _Twice() if key in found else value
    return found


def structured(document: dict[str, Any]) -> Ecosystem:
    """Return the ecosystem that a document holds.

    Raises:
        Malformed: the document does not follow the format.
    """
    _check_head(document)
    things: list[Thing] = []
    for kind, name in PLURALS.items():
        # mypy takes the __hash__ of a Thing for that of its class, so the cache is told Any.
        things += _within(name, _list_of(_class(cast("Any", kind))), document.get(name, []))
    try:
        return Ecosystem.of(_distinct(things))
    except NumecoError as error:
        raise Malformed(_place_of(error, document), str(error)) from None


def _check_head(document: dict[str, Any]) -> None:
    form, version = document.get("format"), document.get("version")
    if form != FORMAT:
        raise Malformed("format", f"must be {FORMAT!r} (got {shown(form)})")
    if version != VERSION or type(version) is not int:
        raise Malformed("version", f"must be {VERSION}, the only one so far (got {shown(version)})")
    names = PLURALS.values()
    for key in document.keys() - {"format", "version", *names}:
        raise Malformed(_key(key), f"is an unknown key; known are {', '.join(names)}")


def moved_offsets(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Iterate over the places and texts of times whose offset is not that of their zone."""
    for plural, field in (("persons", "available"), ("venues", "opening"), ("sessions", "when")):
        for at, one in enumerate(document.get(plural, ())):
            value: Any = one.get(field) or []
            alone = type(value) is dict
            several = cast("list[dict[str, str]]", [value] if alone else value)
            for number, interval in enumerate(several):
                index = "" if alone else f"[{number}]"
                for bound, text in interval.items():
                    if not _from_stamp(text)[1]:
                        yield f"{plural}[{at}].{field}{index}.{bound}", text


def _key(key: str) -> str:
    return key if key.isprintable() and len(key) <= LONGEST_ID else shown(key)


def _distinct(things: list[Thing]) -> Iterator[Thing]:
    """Iterate over things; refuse an id that comes twice, be the two things equal or not."""
    seen: dict[str, Thing] = {}
    for thing in things:
        if seen.setdefault(thing.id, thing) is not thing:
            kinds = type(seen[thing.id]).__name__, type(thing).__name__
            raise DuplicateId(thing.id, kinds)
        yield thing


def _place_of(error: NumecoError, document: dict[str, Any]) -> str:
    """Return the place of the thing that an ecosystem refused: the last that has its id."""
    match error:
        case DuplicateId(id=key):
            field = "id"
        case DanglingReference(referrer=key, field=name) | WrongKind(referrer=key, field=name):
            field = name.partition(".")[2]
        case _:
            return ""
    for plural in reversed(PLURALS.values()):
        ids = [one.get("id") for one in cast("list[dict[str, Any]]", document.get(plural, []))]
        if key in ids:
            return f"{plural}[{len(ids) - 1 - ids[::-1].index(key)}].{field}"
    return ""  # an id that was derived stands nowhere


# Readers


def _expect(value: Any, kind: type, noun: str) -> Any:
    if type(value) is not kind:
        raise Malformed("", f"must be {noun} (got {shown(value)})")
    return value


def _within(place: str, read: Reader, value: Any) -> Any:
    """Return what a reader makes of a value; a failure's place begins with `place`."""
    try:
        return read(value)
    except Malformed as error:
        dot = "." if error.place and error.place[0] != "[" else ""
        raise Malformed(f"{place}{dot}{error.place}", error.problem) from None


def _list_of(read: Reader) -> Reader:
    def read_list(value: Any) -> list[Any]:
        items = _expect(value, list, "a list")
        return [_within(f"[{at}]", read, item) for at, item in enumerate(items)]

    return read_list


def _set_of(read: Reader) -> Reader:
    read_list = _list_of(read)

    def read_set(value: Any) -> frozenset[Any]:
        items = read_list(value)
        found: set[Any] = set()
        for at, item in enumerate(items):
            if item in found:
                raise Malformed(f"[{at}]", f"must not come twice (got {shown(value[at])})")
            found.add(item)
        return frozenset(found)

    return read_set


@cache
def _class(kind: Any) -> Reader:
    """Return the reader of an attrs class: an object of its fields, none of them unknown."""
    hints = get_type_hints(kind)
    fields = {one.name: one for one in attrs.fields(kind) if one.init}
    readers = {name: _reader(hints[name]) for name in fields}
    if kind is Interval:  # whose datetimes carry their zone; all others are instants in UTC
        readers = dict.fromkeys(readers, _text_as(_moment, _ZONED))
    required = [name for name, one in fields.items() if one.default is attrs.NOTHING]
    required += ["id"] if "id" in fields and "id" not in required else []

    def read_class(value: Any) -> Any:
        found: dict[str, Any] = {}
        for key, item in _expect(value, dict, "an object").items():
            if key not in readers:
                raise Malformed(_key(key), f"is an unknown key; known are {', '.join(readers)}")
            found[key] = _within(key, readers[key], item)
        for name in required:
            if name not in found:
                raise Malformed(name, "must be given")
        return _built(kind, found)

    return read_class


def _built(kind: Callable[..., Any], values: dict[str, Any]) -> Any:
    try:
        return kind(**values)
    except InvalidValue as error:
        problem = str(error).removeprefix(f"{error.field} ")
        raise Malformed(error.field.partition(".")[2], problem) from None
    except NumecoError as error:
        raise Malformed("", str(error)) from None


def _text_as(read: Callable[[str], Any], must: str) -> Reader:
    """Return the reader of texts of one form, which `read` takes apart."""

    def read_text(value: Any) -> Any:
        try:
            return read(value) if type(value) is str else _expect(value, str, must)
        except (InvalidValue, InvalidIdentifier) as error:
            raise Malformed("", f"{error.must} (got {shown(value)})") from None
        except NumecoError as error:
            raise Malformed("", str(error)) from None
        except (ValueError, ArithmeticError):
            raise Malformed("", f"must be {must} (got {shown(value)})") from None

    return read_text


def _float(value: Any) -> float:
    try:
        found = float(value) if type(value) in {int, float} else math.nan
    except OverflowError:  # a whole number of hundreds of digits
        found = math.inf
    if not math.isfinite(found):
        raise Malformed("", f"must be a finite number (got {shown(value)})")
    return found


def _date(text: str) -> date:
    found = date.fromisoformat(text)
    if found.isoformat() != text:  # fromisoformat takes 20261020 and 2026-W43-2 as well
        raise ValueError(text)
    return found


def _instant(text: str) -> datetime:
    if not text.endswith("Z"):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _moment(text: str) -> datetime:
    return _from_stamp(text)[0]


#: A programme has many times, and few different ones.
_from_stamp = lru_cache(maxsize=4096)(from_stamp)


def _time(text: str) -> time:
    if text[2:3] != ":":  # fromisoformat takes T06 and 0600 as well
        raise ValueError(text)
    return time.fromisoformat(text)


def _decimal(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite() or str(found) != text:
        raise ValueError(text)
    return found


def _count(value: Any) -> Count:
    if type(value) is int:
        return cast("Count", _built(Count, {"low": value}))
    if type(value) is not dict:
        raise Malformed("", f"must be a whole number or an object (got {shown(value)})")
    return cast("Count", _class(Count)(value))


def _source(value: Any) -> Source:
    if type(value) is str:
        return cast("Source", _built(Source, {"title": value}))
    return cast("Source", _class(Source)(value))


def _figure(value: Any) -> Any:
    """Read a figure: a text is a Decimal, and the keys of an object tell Count, Rank and Level."""
    if type(value) is str:
        return _EXACT[Decimal](value)
    keys = cast("dict[str, Any]", value) if type(value) is dict else {}
    if "position" in keys:
        return _class(Rank)(value)
    return _class(Level)(value) if "step" in keys else _count(value)


_ZONED: Final = "a time with its zone, such as 2026-10-20T09:30:00+02:00[Europe/Paris]"
_EXACT: Final[dict[Any, Reader]] = {
    str: lambda value: _expect(value, str, "a text"),
    int: lambda value: _expect(value, int, "a whole number"),
    bool: lambda value: _expect(value, bool, "true or false"),
    float: _float,
    datetime: _text_as(_instant, "an instant in UTC such as 2026-10-20T07:30:00Z"),
    date: _text_as(_date, "a date such as 2026-10-20"),
    time: _text_as(_time, "a time such as 06:00"),
    Decimal: _text_as(_decimal, "a decimal number as a text, such as 12.50"),
    Identifier: _text_as(Identifier.parse, "a text such as siren:732829320"),
    Count: _count,
    Source: _source,
}


@cache
def _reader(hint: Any) -> Reader:
    """Return the reader of one annotation."""
    origin, args = get_origin(hint), get_args(hint)
    if hint in _EXACT:
        return _EXACT[hint]
    if origin is tuple:
        return _list_of(_reader(args[0]))
    if origin is frozenset:
        return _set_of(_reader(args[0]))
    if NoneType in args:
        return _optional(_reader_of_any(tuple(one for one in args if one is not NoneType)))
    return _reader_of_any(args or (hint,))


def _reader_of_any(hints: tuple[Any, ...]) -> Reader:
    if set(hints) == set(get_args(Figure)):
        return _figure
    hint = hints[0]
    if getattr(hint, "__supertype__", None) is not None:  # ids: texts, whatever their kind
        return _EXACT[str]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _text_as(hint, f"one of {', '.join(hint)}")
    return _EXACT[hint] if hint in _EXACT else _class(cast("Any", hint))


def _optional(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)
