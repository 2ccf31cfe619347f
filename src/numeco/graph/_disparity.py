"""The disparity filter: which ties are heavy for one of the two that they join."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum, isfinite

import networkx as nx

from numeco.errors import InvalidType, InvalidValue
from numeco.graph._arguments import as_float, check_level, check_network, check_weight


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
        weight: the edge attribute that holds the weights; a tie without it counts 1.

    Raises:
        InvalidType: the network is directed, a multigraph or no network, or `weight` is no text.
        InvalidValue: `alpha` is no level, a weight is no finite number of 0 or more, or no tie has
            the attribute, if it is another than ``weight``.
    """
    check_level("alpha", alpha)
    check_network("network", network)
    if weight is None:  # as a caller without a type checker may have it
        raise InvalidType("weight", "must be the name of an attribute, a text", weight)
    check_weight("weight", network, weight)
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
        values = [_weight(one, other, facts.get(weight, 1), weight) for other, facts in row.items()]
        # Exactly rounded, so that the order of the ties does not matter.
        strengths[one] = fsum(values)
        others[one] = len(values) - values.count(0) - 1
    for one, other, facts in network.edges(data=True):
        value = _weight(one, other, facts.get(weight, 1), weight)
        if value:
            # A weight is at most the strength, but for rounding.
            here = max(1 - value / strengths[one], 0.0) ** others[one]
            there = max(1 - value / strengths[other], 0.0) ** others[other]
            yield one, other, min(here, there)


def _weight(one: str, other: str, given: object, name: str) -> float:
    value = as_float(given)
    if value is not None and isfinite(value) and value >= 0:
        return value
    where = f"network[{one!r}][{other!r}][{name!r}]"
    raise InvalidValue(where, "must be a finite number, 0 or more", given)
