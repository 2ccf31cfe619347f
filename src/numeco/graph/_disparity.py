"""The disparity filter: which ties are heavy for one of the two that they join."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum, isfinite

import networkx as nx

from numeco.errors import InvalidValue
from numeco.graph._arguments import check_level, check_network


def disparity(
    network: nx.Graph[str], *, alpha: float = 0.05, weight: str = "weight"
) -> nx.Graph[str]:
    """Return the backbone of a weighted network: ties that are heavy for one end at least.

    The disparity filter (Serrano, Boguñá & Vespignani 2009, DOI 10.1073/pnas.0808904106): were the
    strength s of a node with k ties split among them at random, a share as large as w/s would fall
    to a given tie with probability (1 - w/s)^(k - 1). A tie stays if that is below `alpha` at one
    of its ends. A node's only tie is no surprise to it (probability 1): it stays only if it is
    heavy for the other end, so a pair that is tied to nobody else is left out.

    The filter looks at the weights alone. It does not know that an event with many partners ties
    all of them at once: for projections `numeco.graph.validation.validated` asks that question.

    All nodes stay, in their order, with their attributes; so do the ties' attributes, with
    ``p_value``, the smaller one of the two ends. ``graph.graph`` says ``model``, ``alpha``,
    ``tested`` (ties), ``kept`` and ``smallest_p`` (None without ties). A tie of weight 0 counts as
    none. A tie of a node to itself counts once. O(nodes + ties).

    Args:
        network: whose ties; undirected, of one tie a pair.
        alpha: the level of significance, above 0 and below 1. No correction for many tests is
            made, as in the paper.
        weight: the edge attribute that holds the weights.

    Raises:
        InvalidType: the network is directed, a multigraph or no network.
        InvalidValue: `alpha` is no level, or a weight is missing, negative or not finite.
    """
    check_level("alpha", alpha)
    check_network("network", network)
    found = list(_tested(network, weight))
    backbone: nx.Graph[str] = nx.Graph()
    backbone.graph.update(network.graph)
    backbone.add_nodes_from((one, dict(facts)) for one, facts in network.nodes(data=True))
    backbone.add_edges_from(
        (one, other, {**network[one][other], "p_value": p}) for one, other, p in found if p < alpha
    )
    backbone.graph |= {
        "model": "disparity",
        "alpha": alpha,
        "tested": len(found),
        "kept": backbone.number_of_edges(),
        "smallest_p": min((p for _, _, p in found), default=None),
    }
    return backbone


def _tested(network: nx.Graph[str], weight: str) -> Iterator[tuple[str, str, float]]:
    """Iterate over the ties of a weight above 0, with the smaller probability of their two ends."""
    strengths: dict[str, float] = {}
    others: dict[str, int] = {}
    for one, row in network.adjacency():
        values = [_weight(one, other, facts.get(weight), weight) for other, facts in row.items()]
        # Exactly rounded, so that the order of the ties does not matter.
        strengths[one] = fsum(values)
        others[one] = len(values) - values.count(0) - 1
    for one, other, facts in network.edges(data=True):
        value: float = facts[weight]
        if value:
            # A weight is at most the strength, but for rounding.
            here = max(1 - value / strengths[one], 0.0) ** others[one]
            there = max(1 - value / strengths[other], 0.0) ** others[other]
            yield one, other, min(here, there)


def _weight(one: str, other: str, given: object, name: str) -> float:
    if isinstance(given, (int, float)) and isfinite(given) and given >= 0:
        return given
    where = f"network[{one!r}][{other!r}][{name!r}]"
    raise InvalidValue(where, "must be a finite number, 0 or more", given)
