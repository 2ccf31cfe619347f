"""Whether like works with like: ties within groups and between them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from math import fsum
from typing import Final, TypeAlias

import networkx as nx

from numeco.graph._indicator import Indicator
from numeco.graph._measuring.rows import Grouping, Rows, known_groups, mutual, rows_of

#: The weight of the ties from each group to each.
_Mixing: TypeAlias = "Mapping[tuple[Hashable, Hashable], float]"

_EI: Final = (
    "(ties between groups - ties within groups) / ties, among nodes of known group; "
    "Krackhardt and Stern 1988, DOI 10.2307/2786835"
)
_NEWMAN: Final = (
    "(share of ties within groups - that of ties laid at random, each group keeping its ties) / "
    "(1 - that of ties laid at random), among nodes of known group; "
    "Newman 2003, DOI 10.1103/PhysRevE.67.026126"
)


def ei_index(network: nx.Graph[str], group: Grouping, *, weight: str | None = None) -> Indicator:
    """Return how much more ties run between groups than within: from -1, all within, to 1.

    External less internal ties, over both: Krackhardt and Stern 1988, DOI 10.2307/2786835. The
    numerator may be negative; the value is None where no tie joins two nodes of known group. `n` is
    the number of ties that count, `missing` says how many nodes have no known group. What is to be
    expected depends on the sizes of the groups: many small groups give a high index by themselves;
    `assortativity` allows for that.

    A directed tie counts in its direction, so that a mutual one counts twice. Parallel ties count
    once, and with their sum where weighted; ties of a node with itself do not count. O(ties).

    Args:
        network: who is tied to whom.
        group: a node attribute such as ``helix``, or the group of each node; as for `brokerage`.
        weight: the edge attribute that says for how much a tie counts; left out, each counts 1.

    Raises:
        InvalidValue: an attribute that no node has, or that no tie has, or a weight that is no
            number of 0 or more.
        InvalidType: no networkx graph is given, neither an attribute nor a mapping, or `weight` is
            no text.
    """
    groups = known_groups(network, group)
    rows = _among(rows_of(network, weight), groups)
    inside, outside, number = _sums(rows, groups, rows)
    # An undirected tie stands in the rows of both its ends.
    ends = 1 if network.is_directed() else 2
    part: Callable[[float], float] = int if weight is None else float
    return Indicator.ratio(
        "E-I index",
        part((outside - inside) / ends),
        part((outside + inside) / ends),
        n=number // ends,
        definition=_EI,
        missing=_missing(network, groups),
        unit="",
    )


def ei_indices(
    network: nx.Graph[str], group: Grouping, *, weight: str | None = None
) -> dict[str, float | None]:
    """Return, per node, how much more of its ties run to other groups than to its own.

    As `ei_index`, over the ties of one node: -1 for one that works with its own group alone, 1 for
    one that works with others alone. None for a node of unknown group, and for one that is tied to
    no node of known group. Directed ties count at both ends. In the order of the network. O(ties).

    Args:
        network: who is tied to whom.
        group: a node attribute such as ``helix``, or the group of each node; as for `brokerage`.
        weight: the edge attribute that says for how much a tie counts; left out, each counts 1.

    Raises:
        InvalidValue: as for `ei_index`.
        InvalidType: as for `ei_index`.
    """
    groups = known_groups(network, group)
    rows = _among(mutual(network, weight), groups)
    found: dict[str, float | None] = dict.fromkeys(network)
    for one in rows:
        inside, outside, number = _sums(rows, groups, (one,))
        if number:
            found[one] = (outside - inside) / (outside + inside)
    return found


def assortativity(
    network: nx.Graph[str], group: Grouping, *, weight: str | None = None
) -> Indicator:
    """Return how much more ties run within groups than at random: 1 all, 0 as at random.

    Newman 2003, DOI 10.1103/PhysRevE.67.026126: (tr e - Σ aᵢbᵢ) / (1 - Σ aᵢbᵢ), where e holds the
    share of ties from each group to each, and a and b its sums. Below 0 where like avoids like; -1
    only for two groups of equal weight. None where all ties are within one group, and where there
    is none. Equal to networkx's ``attribute_assortativity_coefficient`` on the nodes of known group
    without ties of a node with itself; with parallel ties as one. `n`, `missing` and directed ties
    are as for `ei_index`. O(ties).

    Args:
        network: who is tied to whom.
        group: a node attribute such as ``helix``, or the group of each node; as for `brokerage`.
        weight: the edge attribute that says for how much a tie counts; left out, each counts 1.

    Raises:
        InvalidValue: as for `ei_index`.
        InvalidType: as for `ei_index`.
    """
    groups = known_groups(network, group)
    rows = _among(rows_of(network, weight), groups)
    above, below = _beyond_chance(_mixing(rows, groups))
    number = sum(map(len, rows.values()))
    return Indicator.ratio(
        "assortativity",
        above,
        below,
        n=number if network.is_directed() else number // 2,
        definition=_NEWMAN,
        missing=_missing(network, groups),
        unit="",
    )


def _among(rows: Rows, groups: Mapping[str, Hashable]) -> Rows:
    """Return the ties among the nodes of known group."""
    return {
        one: {other: its for other, its in rows[one].items() if other in groups} for one in groups
    }


def _sums(
    rows: Rows, groups: Mapping[str, Hashable], ones: Iterable[str]
) -> tuple[float, float, int]:
    """Return the weights of the ties of some nodes, within groups and between, and their number."""
    ties = [(groups[one] == groups[other], its) for one in ones for other, its in rows[one].items()]
    inside = fsum(its for alike, its in ties if alike)
    return inside, fsum(its for alike, its in ties if not alike), len(ties)


def _missing(network: nx.Graph[str], groups: Mapping[str, Hashable]) -> tuple[str, ...]:
    unknown = len(network) - len(groups)
    return (f"group of {unknown:,} of {len(network):,} nodes",) if unknown else ()


def _mixing(rows: Rows, groups: Mapping[str, Hashable]) -> _Mixing:
    mixing: dict[tuple[Hashable, Hashable], list[float]] = {}
    for one, row in rows.items():
        for other, its in row.items():
            mixing.setdefault((groups[one], groups[other]), []).append(its)
    return {pair: fsum(weights) for pair, weights in mixing.items()}


def _beyond_chance(mixing: _Mixing) -> tuple[float | None, float | None]:
    """Return tr e - Σ aᵢbᵢ and 1 - Σ aᵢbᵢ; None and None where there is no tie."""
    total = fsum(mixing.values())
    if not total:
        return None, None
    if all(pair == next(iter(mixing)) and pair[0] == pair[1] for pair in mixing):
        return 0.0, 0.0  # one group: nothing is left to chance, whatever rounding says
    starts, ends = _margin(mixing, 0), _margin(mixing, 1)
    chance = fsum(starts[one] / total * (ends.get(one, 0) / total) for one in starts)
    within = fsum(its for (start, end), its in mixing.items() if start == end) / total
    return within - chance, 1 - chance


def _margin(mixing: _Mixing, side: int) -> dict[Hashable, float]:
    """Return the weight of the ties that start in each group (side 0) or end there (side 1)."""
    listed: dict[Hashable, list[float]] = {}
    for pair, its in mixing.items():
        listed.setdefault(pair[side], []).append(its)
    return {kind: fsum(weights) for kind, weights in listed.items()}
