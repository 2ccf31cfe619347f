"""How central organizations and events are to one another, in the two-mode network itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import networkx as nx
from attrs import frozen

from numeco.graph._arguments import modes_of
from numeco.graph._betweenness import betweenness
from numeco.graph._measuring.backends import Backend

#: Per node those that it is tied to.
_Neighbours: TypeAlias = "Mapping[str, Sequence[str]]"

#: How many nodes set out at once: 10⁵ nodes then hold 400 MB of bits at most.
_WIDTH: Final = 1 << 14
_UNMARKED: Final = "must say by 'bipartite', 0 or 1, which mode the node {!r} is in"
_CROSSED: Final = "must tie nodes of 'bipartite' 0 to nodes of 'bipartite' 1 alone"


@frozen
class TwoMode:
    """How central a node of a two-mode network is, each measure as a share of what it could be.

    None where the other mode is empty, so that there is nothing to be central to.
    """

    #: The share of the other mode that it is tied to.
    degree: float | None
    #: How near all others are: 0 for a node without ties; 1, in a network of one piece, for a node
    #: that is tied to all of the other mode and 2 away from all of its own.
    closeness: float | None
    #: On how many shortest paths it lies; None also where no node of its mode can lie on any.
    betweenness: float | None


def two_mode_centralities(
    affiliation: nx.Graph[str], *, backend: Backend | str | None = None
) -> dict[str, TwoMode]:
    """Return degree, closeness and betweenness of each node, of both modes, as shares.

    Each divided by the most that a node of its mode can have in a connected two-mode network of n
    nodes in its mode and m in the other: m ties; closeness (m + 2(n - 1)) / sum of distances; the
    betweenness formula of Borgatti and Everett 1997, DOI 10.1016/S0378-8733(96)00301-2. A network
    in pieces is the normal case: there closeness is (m + 2(n - 1)) / sum of distances within the
    piece, times the share of all other nodes that are in the piece, as in networkx. It can pass 1
    in a small piece, so compare it within a piece. A node without ties has 0 of each.

    In the order of the network. O(nodes × ties) at most; the closeness walks from all nodes at
    once, bit by bit.

    Args:
        affiliation: a network whose nodes say by ``bipartite`` (0 or 1) which mode they are in, as
            `affiliation` makes it.
        backend: which library computes the betweenness; as for `betweenness`.

    Raises:
        InvalidValue: a node without ``bipartite`` 0 or 1, or a tie within a mode.
        InvalidType: `affiliation` is not an undirected networkx graph, or is a multigraph.
        ImportError: a back end that is named and not installed.
    """
    modes = modes_of("affiliation", affiliation, unmarked=_UNMARKED, crossed=_CROSSED)
    sizes = Counter(modes.values())
    neighbours = {one: list(row) for one, row in affiliation.adj.items()}
    near = _closenesses(neighbours, modes, sizes)
    between = betweenness(affiliation, normalized=False, backend=backend)
    found: dict[str, TwoMode] = {}
    for one, mode in modes.items():
        its, other = sizes[mode], sizes[1 - mode]
        most = _most_between(its, other) if other else 0
        found[one] = TwoMode(
            degree=len(neighbours[one]) / other if other else None,
            closeness=near[one] if other else None,
            betweenness=between[one] / most if most else None,
        )
    return found


def _most_between(its: int, other: int) -> float:
    """Return the greatest betweenness of a node, given the sizes of its mode and of the other."""
    whole, rest = divmod(its - 1, other)
    return (
        other**2 * (whole + 1) ** 2
        + other * (whole + 1) * (2 * rest - whole - 1)
        - rest * (2 * whole - rest + 3)
    ) / 2


# Closeness


def _closenesses(
    neighbours: _Neighbours, modes: Mapping[str, int], sizes: Mapping[int, int]
) -> dict[str, float]:
    found: dict[str, float] = {}
    distances = _distances(neighbours)
    for one, mode in modes.items():
        total, reached = distances[one]
        nearest = sizes[1 - mode] + 2 * (sizes[mode] - 1)
        share = reached / (len(modes) - 1) if reached else 0
        found[one] = nearest / total * share if total else 0.0
    return found


def _distances(neighbours: _Neighbours) -> dict[str, tuple[int, int]]:
    """Return, per node, the sum of the distances to those it reaches, and how many these are.

    All set out at once, each a bit; who arrives at a node after k steps is k away from it.
    """
    totals, reached = dict.fromkeys(neighbours, 0), dict.fromkeys(neighbours, 0)
    nodes = list(neighbours)
    for first in range(0, len(nodes), _WIDTH):
        new = {one: 1 << at for at, one in enumerate(nodes[first : first + _WIDTH])}
        arrived = dict(new)
        steps = 0
        while new:
            steps += 1
            new = _stepped(neighbours, new, arrived)
            for one, bits in new.items():
                number = bits.bit_count()
                totals[one] += steps * number
                reached[one] += number
    return {one: (totals[one], reached[one]) for one in nodes}


def _stepped(
    neighbours: _Neighbours, new: Mapping[str, int], arrived: dict[str, int]
) -> dict[str, int]:
    """Return who comes to each node for the first time, from where they just were."""
    met: dict[str, int] = {}
    for one, bits in new.items():
        for other in neighbours[one]:
            met[other] = met.get(other, 0) | bits
    found: dict[str, int] = {}
    for one, bits in met.items():
        before = arrived.get(one, 0)
        arrived[one] = before | bits
        if arrived[one] != before:
            found[one] = arrived[one] ^ before
    return found
