"""Attributes of networks, brought to what files can hold: one type a column, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from enum import Enum
from math import isfinite, isnan
from numbers import Integral, Real
from typing import Any, Final, TypeAlias, cast

import networkx as nx
from attrs import frozen

from numeco.errors import InvalidType, InvalidValue
from numeco.model import Count
from numeco.time import Days, Interval

#: What JSON can hold.
Plain: TypeAlias = "bool | int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"
Facts: TypeAlias = dict[str, Plain]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@frozen
class Edge:
    """An edge and its attributes."""

    source: str
    target: str
    #: What tells parallel edges apart, in a multigraph.
    key: str | None
    facts: Facts


@frozen
class Portable:
    """A network of plain values, whose nodes have text as ids."""

    directed: bool
    multigraph: bool
    facts: Facts
    nodes: dict[str, Facts]
    edges: tuple[Edge, ...]


@frozen
class Reserved:
    """The names of attributes that a format needs for itself."""

    nodes: frozenset[str]
    edges: frozenset[str]

    @classmethod
    def of(cls, nodes: str, edges: str) -> Reserved:
        """Return those that two texts list, parted by spaces."""
        return cls(frozenset(nodes.split()), frozenset(edges.split()))


def portable(
    given: object, reserved: Reserved, write: Callable[[str], str] = lambda text: text
) -> Portable:
    """Return a network of plain values: texts, numbers, lists and mappings of them, None.

    An attribute with the name of what the format itself needs gets an underscore at its end.

    Args:
        given: a networkx graph, directed or not, with or without parallel edges.
        reserved: what the format needs.
        write: how the format writes a text; ids must differ in that form too.

    Raises:
        InvalidType: it is none, or holds a value that no file can.
        InvalidValue: two nodes have the same text as id, or two parallel edges as key, or a number
            is infinite.
    """
    if not isinstance(given, nx.Graph):
        raise InvalidType("graph", "must be a networkx graph", given)
    graph = cast("nx.Graph[Any]", given)
    names = _names(graph, write)
    named = [(f"node {one!r}", facts) for one, facts in graph.nodes(data=True)]
    nodes = _columns(named, reserved.nodes, write)
    ends = list(_ends(graph, names, write))
    where = (f"edge {source!r} to {target!r}" for source, target, _ in ends)
    data = (facts for *_, facts in graph.edges(data=True))
    edges = _columns(list(zip(where, data, strict=True)), reserved.edges, write)
    return Portable(
        directed=graph.is_directed(),
        multigraph=graph.is_multigraph(),
        facts=_columns([("graph", graph.graph)], frozenset(), write)[0],
        nodes=dict(zip(names.values(), nodes, strict=True)),
        edges=tuple(Edge(*end, facts) for end, facts in zip(ends, edges, strict=True)),
    )


def _names(graph: nx.Graph[Any], write: Callable[[str], str]) -> dict[object, str]:
    """Return the text of each node, all different."""
    names = {one: write(_text(str(one))) for one in graph}
    owners: dict[str, object] = {}
    for one, name in names.items():
        if owners.setdefault(name, one) is not one:
            must = f"must have different texts as ids ({owners[name]!r} has the same)"
            raise InvalidValue("nodes", must, one)
    return names


def _ends(
    graph: nx.Graph[Any], names: Mapping[object, str], write: Callable[[str], str]
) -> Iterator[tuple[str, str, str | None]]:
    """Iterate over the ends of the edges, with what tells parallel ones apart."""
    if not isinstance(graph, nx.MultiGraph):
        yield from ((names[one], names[other], None) for one, other in graph.edges())
        return
    seen: set[tuple[str, ...]] = set()
    for one, other, key in graph.edges(keys=True):
        ends, text = (names[one], names[other]), write(_text(str(key)))
        mark = (*(ends if graph.is_directed() else sorted(ends)), text)
        if mark in seen:
            must = f"must have different texts as keys between {one!r} and {other!r}"
            raise InvalidValue("edges", must, key)
        seen.add(mark)
        yield *ends, text


# Columns


@frozen
class _Labels:
    """The names that an attribute has in a file: one, or those of a Count and its bounds."""

    said: str
    low: str = ""
    high: str = ""


def _columns(
    rows: Sequence[tuple[str, Mapping[Any, object]]],
    reserved: AbstractSet[str],
    write: Callable[[str], str],
) -> list[Facts]:
    """Return the attributes of some nodes or edges, a Count in columns of its own."""
    names = dict.fromkeys(name for _, facts in rows for name in facts)
    counted = {
        name
        for _, facts in rows
        for name, value in facts.items()
        if isinstance(value, Count) and value != Count(value.low, said=value.said)
    }
    taken = set(reserved)
    labels = {name: _Labels(_free(write(_text(str(name))), taken)) for name in names}
    for name in counted:
        said = labels[name].said
        labels[name] = _Labels(said, _free(f"{said}_low", taken), _free(f"{said}_high", taken))
    return [_row(where, facts, labels) for where, facts in rows]


def _row(where: str, facts: Mapping[Any, object], labels: Mapping[object, _Labels]) -> Facts:
    found: Facts = {}
    for name, value in facts.items():
        label = labels[name]
        if label.low:
            found |= zip((label.said, label.low, label.high), _counts(value), strict=True)
        else:
            found[label.said] = plain(value, f"{where}, {label.said}")
    return found


def _free(name: str, taken: set[str]) -> str:
    """Take and return a name that is not taken."""
    while name in taken:
        name = f"{name}_"
    taken.add(name)
    return name


def _counts(value: object) -> tuple[Plain, Plain, Plain]:
    """Return a Count as its words and its bounds, so that words and numbers both survive."""
    if isinstance(value, Count):
        return _text(value.said or str(value)), value.low, value.high
    number = value if isinstance(value, int) else None
    return None if value is None else str(value), number, number


# Values


def plain(value: object, where: str) -> Plain:
    """Return a value as JSON can hold it.

    Days are an interval of ISO 8601, sets are sorted lists, an exact Count is a number, what is not
    a number is None. A character that no encoding knows becomes U+FFFD.

    Raises:
        InvalidType: a value of a type that this does not know, with its place.
        InvalidValue: an infinite number, with its place.
    """
    found: Plain
    match value:
        case None | bool():
            found = value
        case Enum():
            found = plain(value.value, where)
        case str():
            found = _text(value)
        case Integral():
            found = int(value)
        case Real():
            found = _number(float(value), where)
        case Decimal():
            whole = value.is_finite() and value == value.to_integral_value()
            found = int(value) if whole else _number(float(value), where)
        case Count():
            found = value.low if value.high == value.low and not value.about else str(value)
        case Days() | Interval() | date():
            found = _dated(value)
        case _:
            found = _several(value, where)
    return found


def _several(value: object, where: str) -> Plain:
    """Return a collection as JSON can hold it."""
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {_text(str(name)): plain(one, where) for name, one in items}
    if isinstance(value, (list, tuple, AbstractSet)):
        found = [plain(one, where) for one in cast("Iterable[object]", value)]
        is_set = isinstance(value, AbstractSet)
        return sorted(found, key=lambda one: (type(one).__name__, str(one))) if is_set else found
    must = "must be a text, a number, a date, a Count, or a collection of these"
    raise InvalidType(where, must, value)


def _text(value: str) -> str:
    return _SURROGATE.sub("\ufffd", value)


def _number(value: float, where: str) -> float | None:
    if isnan(value):
        return None
    if not isfinite(value):
        raise InvalidValue(where, "must be finite, or None where it is unknown", value)
    return float(value)


def _dated(value: Days | Interval | date) -> str:
    """Return days, an interval, a date or a moment as ISO 8601 writes them."""
    if isinstance(value, date):
        return value.isoformat()
    first, last = (value.first, value.last) if isinstance(value, Days) else (value.start, value.end)
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
