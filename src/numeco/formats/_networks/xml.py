"""Networks as networkx's XML writers take them: one type a column, every character legal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias, cast

import networkx as nx

from numeco.formats._networks.portable import Facts, Plain, Portable

Scalar: TypeAlias = bool | int | float | str

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What XML Schema's long can hold, and the whole numbers that a double holds all of.
_LONG: Final = 1 << 63
_DOUBLE: Final = 1 << 53
#: What networkx's readers leave with a graph for its writers, which every attribute here has passed.
_DEFAULTS: Final = ("node_default", "edge_default")


def writable(found: Portable) -> nx.Graph[str]:
    """Return a network whose attributes have one type of scalars each; None is left out."""
    made: Any = _KINDS[found.directed, found.multigraph]()
    nodes = _typed(list(found.nodes.values()))
    made.add_nodes_from(zip(found.nodes, nodes, strict=True))
    facts = _typed([edge.facts for edge in found.edges])
    for edge, data in zip(found.edges, facts, strict=True):
        key = () if edge.key is None else (edge.key,)
        made.add_edges_from([(edge.source, edge.target, *key, data)])
    whole = {name: value for name, value in found.facts.items() if name not in _DEFAULTS}
    made.graph.update(_typed([whole])[0])
    return cast("nx.Graph[str]", made)


_KINDS: Final[Mapping[tuple[bool, bool], Any]] = {
    (False, False): nx.Graph,
    (True, False): nx.DiGraph,
    (False, True): nx.MultiGraph,
    (True, True): nx.MultiDiGraph,
}


def legal(text: str) -> str:
    """Return a text with U+FFFD where XML 1.0 has no way to write a character."""
    return text if text.isprintable() else _ILLEGAL.sub("\ufffd", text)


# Columns


def _typed(rows: list[Facts]) -> list[dict[str, Scalar]]:
    """Return rows whose columns have one type each, in the order of their names."""
    names = sorted({name for row in rows for name in row})
    kinds = {name: _kind(row[name] for row in rows if row.get(name) is not None) for name in names}
    return [
        {name: _cast(value, kinds[name]) for name in names if (value := row.get(name)) is not None}
        for row in rows
    ]


def _kind(values: Iterable[Plain]) -> type[Scalar]:
    """Return the narrowest type that holds all the values of a column."""
    kinds: set[type] = set()
    greatest = 0
    for value in values:
        kinds.add(type(value))
        if type(value) is int:
            greatest = max(greatest, value if value >= 0 else -1 - value)
    if kinds == {int, float} and greatest <= _DOUBLE:
        return float
    if kinds == {int} and greatest < _LONG:
        return int
    return bool if kinds == {bool} else float if kinds == {float} else str


def _cast(value: Plain, kind: type[Scalar]) -> Scalar:
    if kind is not str:
        return kind(value)  # type: ignore[arg-type]  # a number, since its column holds no others
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return legal(text)
