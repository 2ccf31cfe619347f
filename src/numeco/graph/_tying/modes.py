"""A two-mode network seen from one of its modes: its nodes, and the groups that tie them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import networkx as nx

from numeco.graph._narrowing import Mode

#: What the nodes of a mode have a part in: the name under which it is counted and told.
SHARED: Final[Mapping[Mode, str]] = {Mode.ORGANIZATIONS: "events", Mode.OCCASIONS: "organizations"}
#: What the node attribute ``bipartite`` says of the nodes of a mode.
MARKS: Final[Mapping[Mode, int]] = {Mode.ORGANIZATIONS: 0, Mode.OCCASIONS: 1}


def nodes_of(network: nx.Graph[str], mode: Mode) -> dict[str, dict[str, Any]]:
    """Return the nodes of a mode with their attributes, and how much they have a part in."""
    return {
        one: {name: value for name, value in facts.items() if name != "bipartite"}
        | {SHARED[mode]: len(network[one])}
        for one, facts in network.nodes(data=True)
        if facts["bipartite"] == MARKS[mode]
    }


def groups_of(network: nx.Graph[str], mode: Mode) -> dict[str, list[str]]:
    """Return what ties the nodes of a mode: each node of the other one, with those tied to it."""
    return {
        one: list(network[one])
        for one, facts in network.nodes(data=True)
        if facts["bipartite"] != MARKS[mode]
    }
