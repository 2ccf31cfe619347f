"""The JSON Schema of numeco's own JSON, made from the model."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

import attrs

from numeco._checks import LONGEST_ID
from numeco.io._plain import FORMAT, PLURALS, VERSION
from numeco.model import Count, Figure, Identifier, Level, Rank, Source, Thing
from numeco.time import Days, Interval

_TEXT: Final = {"type": "string"}
_ID: Final = {
    "type": "string",
    "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
    "maxLength": LONGEST_ID,
}
_ZONED: Final = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d.*\[[^\[\]]+\]$"}
_SIMPLE: Final[dict[Any, dict[str, Any]]] = {
    str: _TEXT,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"},
    time: {"type": "string", "pattern": r"^\d\d:\d\d"},
    datetime: {"type": "string", "format": "date-time", "pattern": r"Z$"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"},
    Identifier: {"type": "string", "pattern": r"^[a-z0-9]+([._-][a-z0-9]+)*:"},
    Interval: {"$ref": "#/$defs/Interval"},
    Days: {"$ref": "#/$defs/Days"},
    Count: {"anyOf": [{"type": "integer", "minimum": 0}, {"$ref": "#/$defs/Count"}]},
    Source: {"anyOf": [_TEXT, {"$ref": "#/$defs/Source"}]},
    Rank: {"$ref": "#/$defs/Rank"},
    Level: {"$ref": "#/$defs/Level"},
}
_VALUES: Final = (Interval, Days, Count, Source, Rank, Level)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the documents that `dumps` writes.

    It says what JSON Schema can: keys, types, forms and words. That references resolve, and the
    rules between fields, only `loads` checks.
    """
    kinds = {kind.__name__: _object(kind) for kind in (*PLURALS, *_VALUES)}
    lists = {
        name: {"type": "array", "items": {"$ref": f"#/$defs/{kind.__name__}"}}
        for kind, name in PLURALS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"numeco ecosystem, version {VERSION}",
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "version": {"const": VERSION}, **lists},
        "required": ["format", "version"],
        "additionalProperties": False,
        "$defs": kinds,
    }


def _object(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    fields = [one for one in attrs.fields(kind) if one.init]
    required = [one.name for one in fields if one.default is attrs.NOTHING]
    required += ["id"] if issubclass(kind, Thing) and "id" not in required else []
    names = ["id"] * issubclass(kind, Thing) + [one.name for one in fields if one.name != "id"]
    properties = {name: _value(hints[name]) for name in names}
    if kind is Interval:
        properties = dict.fromkeys(properties, _ZONED)
    return {
        "type": "object",
        "description": (kind.__doc__ or "").partition("\n")[0],
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _value(hint: Any) -> dict[str, Any]:
    origin, args = get_origin(hint), get_args(hint)
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if origin in {tuple, frozenset}:
        unique = {"uniqueItems": True} if origin is frozenset else {}
        return {"type": "array", "items": _value(args[0]), **unique}
    known = [one for one in args if one is not NoneType] or [hint]
    if set(known) == set(get_args(Figure)):
        return {"anyOf": [_value(one) for one in known]}
    one = _ID if hasattr(known[0], "__supertype__") else _word(known[0])
    return {"anyOf": [one, {"type": "null"}]} if NoneType in args else one


def _word(hint: Any) -> dict[str, Any]:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    return _SIMPLE[hint]
