"""From things to what JSON can write."""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from numeco.ecosystem import Ecosystem
from numeco.model import Count, Identifier, Level, Rank, Series, Source, Territory, Thing
from numeco.model.references import KINDS
from numeco.time import Days, Interval, Precision, stamp

FORMAT: Final = "numeco"
VERSION: Final = 1

#: The key of each kind's list.
PLURALS: Final[dict[type[Thing], str]] = {
    **{kind: f"{kind.__name__.lower()}s" for kind in KINDS},
    Territory: "territories",
    Series: "series",
}


def document(ecosystem: Ecosystem) -> dict[str, Any]:
    """Return an ecosystem as dicts, lists, texts and numbers, in the order of the format."""
    lists = {
        name: [_thing(one) for one in sorted(ecosystem.all(kind), key=lambda one: one.id)]
        for kind, name in PLURALS.items()
    }
    found = {name: things for name, things in lists.items() if things}
    return {"format": FORMAT, "version": VERSION, **found}


def _thing(thing: Thing) -> dict[str, Any]:
    return {name: plain(value) for name, value in thing.facts()}


def plain(value: Any) -> Any:
    """Return one value as JSON can write it."""
    return _PLAIN.get(value.__class__, _other)(value)


def _other(value: Any) -> Any:
    # Texts and numbers last: the types of enumerations are many, and texts too.
    return str(value) if isinstance(value, StrEnum) else value


def _set(values: frozenset[Any]) -> list[Any]:
    return sorted(map(plain, values), key=lambda one: one if isinstance(one, str) else _text(one))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _interval(when: Interval) -> dict[str, str]:
    return {"start": stamp(when.start), "end": stamp(when.end)}


def _days(days: Days) -> dict[str, str]:
    bounds = {"first": days.first.isoformat(), "last": days.last.isoformat()}
    return bounds if days.precision is Precision.DAY else bounds | {"precision": days.precision}


def _count(count: Count) -> int | dict[str, Any]:
    if count == Count(count.low) and not count.said:
        return count.low
    about = {"about": True} if count.about else {}
    said = {"said": count.said} if count.said else {}
    return {"low": count.low, "high": count.high, **about, **said}


def _source(source: Source) -> str | dict[str, Any]:
    found = {
        "url": source.url,
        "published": source.published and _days(source.published),
        "note": source.note,
    }
    more = {name: value for name, value in found.items() if value}
    return {"title": source.title, **more} if more else source.title


_PLAIN: Final[dict[type, Callable[[Any], Any]]] = {
    str: lambda value: value,
    tuple: lambda values: [plain(one) for one in values],
    frozenset: _set,
    Interval: _interval,
    Days: _days,
    Count: _count,
    Rank: lambda rank: {"position": rank.position} | ({"among": rank.among} if rank.among else {}),
    Level: lambda level: {"step": level.step} | ({"scale": level.scale} if level.scale else {}),
    Identifier: str,
    Source: _source,
    Decimal: str,
    date: date.isoformat,
    time: time.isoformat,
    datetime: lambda moment: moment.replace(tzinfo=None).isoformat() + "Z",
}
