"""How a thing is drawn: from the annotations of its fields, so that none is forgotten."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import NoneType
from typing import Any, Final, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from numeco.errors import InvalidValue
from numeco.model import (
    Alliance,
    Count,
    Figure,
    Identifier,
    Organization,
    Source,
    Territory,
    Thing,
)
from numeco.model.references import KINDS, REFERENCES, Reference
from numeco.testing import _times, _values
from numeco.time import Days, Interval

#: Ids that may be named; None for any.
Ids: TypeAlias = Collection[str] | None
Named: TypeAlias = Mapping[type[Thing], Ids]
AnyThing = TypeVar("AnyThing", bound=Thing)
Option = TypeVar("Option")
#: A field, or several that hold together.
_Fields: TypeAlias = str | tuple[str, ...]

_AMOUNTS: Final = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
_BY_NAME: Final[Mapping[str, SearchStrategy[Any]]] = {
    "colour": st.integers(0, 0xFFFFFF).map("#{:06x}".format),
    "description": _values.texts(),
    "email": _values.emails(),
    "language": st.sampled_from(("fr", "en-CA", "nc-Latn-x-drehu", "zh-Hant")),
    "sequence": st.integers(0, 2**31 - 1),
    "url": _values.urls(),
    "zone": _times.zones(),
}
_BY_TYPE: Final[Mapping[Any, SearchStrategy[Any]]] = {
    bool: st.booleans(),
    int: st.integers(1, 3000),
    str: _values.names(),
    Count: _values.counts(),
    Days: _times.days(),
    Figure: _values.figures(),
    Identifier: _values.identifiers(),
    Interval: _times.intervals(),
    Source: _values.sources(),
    datetime: _times.moments(),
    time: st.sampled_from((time(5), time(4, 30, 0, 1))) | st.times(),
}


@st.composite
def _periods(draw: DrawFn) -> tuple[Days | None, Days | None]:
    since, until = draw(st.none() | _times.days()), draw(st.none() | _times.days())
    if since and until and until.last < since.first:
        return until, since
    return since, until


_TOGETHER: Final[Mapping[tuple[str, ...], SearchStrategy[Any]]] = {
    ("since", "until"): _periods(),
    ("latitude", "longitude"): st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    ("amount", "currency"): st.tuples(_AMOUNTS, st.sampled_from(("EUR", "CAD", "XPF"))),
}


@frozen
class _Plan:
    """What there is to draw for a kind of thing besides its references."""

    required: tuple[tuple[_Fields, SearchStrategy[Any]], ...]
    optional: tuple[tuple[_Fields, SearchStrategy[Any]], ...]
    #: Which of the optional ones are drawn at all, and which references: a bit for each.
    chosen: SearchStrategy[int]
    named: SearchStrategy[int]


def _planned(kind: type[Thing]) -> _Plan:
    hints = get_type_hints(kind)
    apart = {"id", *(one.field for one in REFERENCES[kind])}
    groups = [group for group in _TOGETHER if hints.keys() >= set(group)]
    apart.update(*groups)
    fields = [one for one in attrs.fields(kind) if one.name not in apart]
    required: dict[_Fields, SearchStrategy[Any]] = {}
    optional: dict[_Fields, SearchStrategy[Any]] = {one: _TOGETHER[one] for one in groups}
    for one in fields:
        where = required if one.default is attrs.NOTHING else optional
        where[one.name] = _value(one.name, hints[one.name])
    return _Plan(
        tuple(required.items()),
        tuple(optional.items()),
        bits(len(optional)),
        bits(len(REFERENCES[kind])),
    )


def bits(number: int) -> SearchStrategy[int]:
    """Return numbers of so many random bits, or somewhat more."""
    # Not `integers`, which rarely sets the upper bits of wide numbers.
    size = (number + 7) // 8
    return st.binary(min_size=size, max_size=size).map(int.from_bytes)


def _value(name: str, hint: Any) -> SearchStrategy[Any]:
    """Return what a field of this name and annotation may hold, but None."""
    hints = tuple(one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) in {tuple, frozenset}:
        return st.lists(_value("", hints[0]), max_size=3).map(get_origin(hint))
    if hint not in _BY_TYPE and len(hints) == 1:
        hint = hints[0]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    return _BY_NAME[name] if name in _BY_NAME else _BY_TYPE[hint]


_PLANS: Final = {kind: _planned(kind) for kind in KINDS}


def drawn(draw: DrawFn, kind: type[AnyThing], key: str | None, named: Named) -> AnyThing:
    """Draw a thing that has the id `key` and names none but the ids in `named`.

    Raises:
        InvalidValue: a field that must name something finds no id there.
    """
    plan = _PLANS[kind]
    # One in four, since most things say little; what says all comes up too.
    chosen = draw(plan.chosen) & draw(plan.chosen)
    values: dict[str, Any] = {"id": key}
    for fields, strategy in (*plan.required, *those(chosen, plan.optional)):
        found = draw(strategy)
        values |= {fields: found} if isinstance(fields, str) else zip(fields, found, strict=True)
    return kind(**values, **_references(draw, kind, key, named))


def those(chosen: int, options: Sequence[Option]) -> list[Option]:
    """Return the options whose bits are set: one draw decides on all of them."""
    return [option for at, option in enumerate(options) if chosen >> at & 1]


def _references(draw: DrawFn, kind: type[Thing], key: str | None, named: Named) -> dict[str, Any]:
    chosen = those(draw(_PLANS[kind].named), REFERENCES[kind])
    pools = {
        reference: _pool(draw, kind, reference, key, named)
        for reference in REFERENCES[kind]
        if reference in chosen or _is_required(kind, reference)
    }
    if kind is Alliance and not any(pool for one, pool in pools.items() if one.many):
        pools |= {one: _pool(draw, kind, one, key, named) for one in REFERENCES[kind] if one.many}
    for reference, pool in pools.items():
        if not pool and _is_required(kind, reference):
            name = f"{kind.__name__}.{reference.field}"
            raise InvalidValue(name, "must be given at least one id to name", pool)
    return {one.field: _picked(draw, one, pool) for one, pool in pools.items() if pool}


def _pool(
    draw: DrawFn, kind: type[Thing], reference: Reference, key: str | None, named: Named
) -> Sequence[str]:
    """Return the ids that a field may name; new ones where any will do."""
    known = [named.get(kind) for kind in reference.kinds]
    new = draw(_NEW_IDS) if None in known else ()
    pool = [one for ids in (*known, new) for one in ids or ()]
    # Nothing lies in itself.
    itself = key if reference.kinds == (kind,) else None
    return [one for one in pool if one != itself]


def _picked(draw: DrawFn, reference: Reference, pool: Sequence[str]) -> object:
    if reference.many:
        return [pool[at] for at in draw(_several(len(pool)))]
    return pool[draw(_one(len(pool)))]


_NEW_IDS: Final = st.lists(_values.ids(), min_size=1, max_size=3, unique=True)


# Kept, since making a strategy takes longer than drawing from it.
@lru_cache(maxsize=1024)
def _one(number: int) -> SearchStrategy[int]:
    return st.integers(0, number - 1)


@lru_cache(maxsize=1024)
def _several(number: int) -> SearchStrategy[list[int]]:
    return st.lists(st.integers(0, number - 1), min_size=1, max_size=3, unique=True)


def _is_required(kind: type[Thing], reference: Reference) -> bool:
    attribute: attrs.Attribute[Any] = getattr(attrs.fields(kind), reference.field)
    return attribute.default is attrs.NOTHING


def _needs(kind: type[Thing]) -> tuple[tuple[type[Thing], ...], ...]:
    if kind is Alliance:
        return ((Organization, Territory),)
    return tuple(one.kinds for one in REFERENCES[kind] if _is_required(kind, one))


#: For each thing that a kind must name, of which kinds it may be.
NEEDS: Final = {kind: _needs(kind) for kind in KINDS}
