"""A network as plain rows: who is tied to whom and how strongly, and who is of which group."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from math import isfinite
from typing import Any, TypeAlias, cast

import networkx as nx

from numeco.errors import InvalidType, InvalidValue
from numeco.graph._arguments import as_float, check_graph, check_weight

#: Per node the strength of its tie to each other node.
Rows: TypeAlias = "dict[str, dict[str, float]]"

#: The group of each node: the name of a node attribute, or a mapping from nodes.
Grouping: TypeAlias = "str | Mapping[str, Hashable]"


def known_groups(network: nx.Graph[str], group: Grouping) -> dict[str, Hashable]:
    """Return the group of each node whose group is known: neither None nor NaN.

    Raises:
        InvalidValue: an attribute that no node has, or a group that is not hashable.
        InvalidType: neither a name nor a mapping.
    """
    check_graph("network", network)
    known = {one: its for one, its in _groups(network, group) if _is_known(its)}
    for its in known.values():
        if not isinstance(its, Hashable):
            raise InvalidType("group", "must name groups by texts or other hashable values", its)
    return known


def _is_known(group: object) -> bool:
    # NaN, which data frames hold for what is unknown, is not itself.
    return group is not None and group == group  # noqa: PLR0124  # see above


def _groups(network: nx.Graph[str], group: Grouping) -> Iterable[tuple[str, Hashable]]:
    if isinstance(group, str):
        if len(network) and not any(group in facts for _, facts in network.nodes(data=True)):
            raise InvalidValue("group", "must be an attribute of the nodes, such as 'helix'", group)
        return ((one, facts.get(group)) for one, facts in network.nodes(data=True))
    if isinstance(group, Mapping):
        return ((one, group.get(one)) for one in network)
    must = "must be a node attribute, such as 'helix', or a mapping from nodes to groups"
    raise InvalidType("group", must, group)


def rows_of(network: nx.Graph[str], weight: str | None) -> Rows:
    """Return the ties that leave each node; undirected ones leave both their ends.

    Ties of a node with itself, and those of weight 0, are left out; parallel ties are one, whose
    weight is their sum.

    Args:
        network: any networkx graph.
        weight: the edge attribute that holds the weights; None counts each tie 1, and so does a
            tie without the attribute.

    Raises:
        InvalidValue: a weight that is no number of 0 or more, or an attribute that no tie has.
        InvalidType: the attribute is no text.
    """
    check_graph("network", network)
    check_weight("weight", network, weight)
    rows = cast("Mapping[str, Mapping[str, Mapping[Any, Any]]]", network.adj)
    if weight is None:
        return {one: {other: 1 for other in row if other != one} for one, row in rows.items()}
    weigh = _parallel if network.is_multigraph() else _weight
    found = {
        one: {other: weigh(tie, weight) for other, tie in row.items() if other != one}
        for one, row in rows.items()
    }
    return {one: {other: its for other, its in row.items() if its} for one, row in found.items()}


def _weight(tie: Mapping[str, Any], name: str) -> float:
    given = tie.get(name, 1)
    weight = as_float(given)
    if weight is None or not isfinite(weight) or weight < 0:
        raise InvalidValue(name, "must be a number, 0 or more, on every tie", given)
    return weight


def _parallel(ties: Mapping[Any, Mapping[str, Any]], name: str) -> float:
    return sum(_weight(tie, name) for tie in ties.values())


def mutual(network: nx.Graph[str], weight: str | None) -> Rows:
    """Return the ties of each node, both ways added: for directed networks, as networkx does.

    Raises:
        InvalidValue: as for `rows_of`.
    """
    rows = rows_of(network, weight)
    if not network.is_directed():
        return rows
    both = {one: dict(row) for one, row in rows.items()}
    for one, row in rows.items():
        for other, its in row.items():
            both[other][one] = both[other].get(one, 0) + its
    return both
