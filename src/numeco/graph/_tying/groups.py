"""Networks of those who share groups, whose ties name the groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import combinations
from typing import Any

import networkx as nx

from numeco.graph._tying.dictionaries import adjacency_of, paused_collector
from numeco.graph._tying.kernel import project
from numeco.graph._weights import Weight, likeness_of, share_of


def tied(
    groups: Mapping[str, Collection[str]],
    nodes: Mapping[str, dict[str, Any]],
    *,
    weight: Weight = Weight.COUNT,
    max_size: int | None = None,
) -> nx.Graph[str]:
    """Return the network in which members of one group are tied, as `project` makes it.

    Args:
        groups: the members of each group, by its id.
        nodes: the attributes of each node.
        weight: how ``weight`` follows from the groups in common.
        max_size: groups of more members tie nobody, though they count as groups of their members.
    """
    network = project(groups.values(), nodes, share=share_of(weight), max_size=max_size)
    likeness = likeness_of(weight)
    if likeness is not None:
        sizes = Counter(one for members in groups.values() for one in set(members))
        for one, other, edge in network.edges(data=True):
            edge["weight"] = likeness(edge["count"], sizes[one], sizes[other])
    return network


def name_groups(
    network: nx.Graph[str],
    name: str,
    groups: Mapping[str, Collection[str]],
    *,
    max_size: int | None = None,
) -> None:
    """Write on each edge, as the attribute `name`, the sorted ids of the groups that it is of.

    Args:
        network: as `tied` makes it of these groups, perhaps of others too.
        name: the attribute.
        groups: the members of each group, by its id.
        max_size: as for `tied`.
    """
    adjacency = adjacency_of(network)
    with paused_collector():
        for *_, edge in network.edges(data=True):
            edge[name] = ()
        for group in sorted(groups):
            members, alone = dict.fromkeys(groups[group]), (group,)
            if max_size is None or len(members) <= max_size:
                for one, other in combinations(members, 2):
                    adjacency[one][other][name] += alone
