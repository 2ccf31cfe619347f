"""Betweenness: who lies on the shortest paths between others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from math import floor, inf, lcm, log2
from random import Random
from typing import Final

import networkx as nx
from attrs import field, frozen

from numeco._tabular import aligned, marked_up
from numeco.errors import InvalidValue
from numeco.graph._arguments import check_attribute, check_network, check_number, check_whole
from numeco.graph._measuring.backends import (
    Backend,
    Numbered,
    chosen,
    library,
)
from numeco.graph._measuring.by_id import by_id

#: How long the longest path may be, in units of length. Sums of whole numbers up to here are exact
#: in floating point, and igraph, which takes lengths that differ by less than 1 in 10¹⁰ for equal,
#: tells them apart.
_SPAN: Final = 2**31
#: A unit of length that all whole numbers to 16 divide: halves to sixteenths are exact, and so are
#: the sums of such lengths, of which the weights of a projection make many equal ones.
_UNIT: Final = lcm(*range(1, 17))
#: How many scores a text shows.
_SHOWN: Final = 10


@frozen(eq=False)
class Centrality(Mapping[str, float]):
    """A number for each node, the highest first; of equal ones the least id first.

    >>> scores = Centrality.of("betweenness", Backend.NETWORKX, {"b": 0.0, "hub": 1.0, "a": 0.0})
    >>> list(scores), scores["hub"]
    (['hub', 'a', 'b'], 1.0)
    """

    measure: str
    #: Which library computed them.
    backend: Backend
    #: How many nodes the paths start from, where not from all; None means all: the exact scores.
    pivots: int | None
    _items: tuple[tuple[str, float], ...] = field(repr=False)

    @classmethod
    def of(
        cls,
        measure: str,
        backend: Backend,
        scores: Mapping[str, float],
        pivots: int | None = None,
    ) -> Centrality:
        """Return scores in their order. Ones that agree to nine digits count as equal."""
        items = sorted(scores.items(), key=lambda item: (-float(f"{item[1]:.9g}"), by_id(item[0])))
        return cls(measure, backend, pivots, tuple(items))

    @cached_property
    def _scores(self) -> dict[str, float]:
        return dict(self._items)

    def __getitem__(self, node: str) -> float:
        return self._scores[node]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scores)

    def __len__(self) -> int:
        return len(self._items)

    def __str__(self) -> str:
        return aligned(*self._table())

    def _repr_html_(self) -> str:
        return marked_up(*self._table(), caption=self.measure)

    def _table(self) -> tuple[tuple[str, str], list[tuple[str, str]], int]:
        rows = [(str(node), f"{score:.4g}") for node, score in self._items[:_SHOWN]]
        about = "" if self.pivots is None else f", {self.pivots:,} pivots"
        heads = "node", f"{self.measure} ({self.backend}{about})"
        return heads, rows, len(self) - len(rows)

    def rows(self) -> list[dict[str, str | float]]:
        """Return a flat mapping for each node, for a data frame."""
        return [{"node": node, self.measure: score} for node, score in self._items]


def betweenness(  # noqa: PLR0913  # each is a choice of its own
    network: nx.Graph[str],
    *,
    strength: str | None = None,
    normalized: bool = True,
    pivots: int | None = None,
    seed: int = 0,
    backend: Backend | str | None = None,
) -> Centrality:
    """Return, per node, for how many pairs of others it lies on the shortest paths between them.

    A pair with several shortest paths counts by the share of them that pass through the node; a
    pair that no path joins counts nothing. Every back end gives what networkx gives, but for
    rounding. The order in which the network was made never matters.

    By `strength` a tie is as long as it is weak: 1/strength (Newman 2001, Physical Review E 64,
    016132, DOI 10.1103/PhysRevE.64.016132; Opsahl, Agneessens and Skvoretz 2010 with alpha 1, DOI
    10.1016/j.socnet.2010.03.006). Lengths are rounded to whole units, of which the longest path has
    at most 2³¹: otherwise the rounding of sums would decide which of two equally long paths is the
    shorter, differently in each library. Halves to sixteenths are whole units.

    O(nodes × ties), and by strength O(nodes × (ties + nodes log nodes)), Brandes 2001, DOI
    10.1080/0022250X.2001.9990249. On 10⁴ nodes and 27,000 ties networkx takes minutes, the others
    seconds.

    Args:
        network: an undirected networkx graph, such as `collaboration` returns.
        strength: the edge attribute that says how strong a tie is, such as ``"weight"``; left out,
            all ties are of length 1.
        normalized: whether to divide by the number of pairs of others, connected or not.
        pivots: how many nodes, 2 or more, the paths start from, drawn at random; the scores are
            estimated from them (Brandes and Pich 2007, DOI 10.1142/S0218127407018403). Left out, or
            no fewer than the nodes: all of them, and the scores are exact.
        seed: of the draw.
        backend: which library computes; left out, the fastest that is installed: igraph,
            rustworkx (neither strength nor pivots), networkx.

    Raises:
        InvalidType: `network` is not an undirected networkx graph, or is a multigraph, `strength`
            is no text, or `seed` is no whole number.
        InvalidValue: a tie without a strength above 0, fewer than 2 pivots, or a back end that
            cannot do what is asked.
        ImportError: a back end that is named and not installed.
    """
    check_network("network", network)
    check_attribute("strength", strength)
    check_number("pivots", pivots, 2)
    check_whole("seed", seed)
    numbered = Numbered.of(network)
    sources = _drawn(len(numbered.nodes), pivots, seed)
    used = chosen(backend, _able(strength, sources))
    lengths = (
        None if strength is None else _lengths(numbered, numbered.strengths(network, strength))
    )
    sums = _WAYS[used](numbered, lengths, sources)
    scale = _scale(len(sums), normalized=normalized)
    factors = _factors(len(sums), sources)
    scores = (sum_ * factor * scale for sum_, factor in zip(sums, factors, strict=True))
    named = dict(zip(numbered.nodes, scores, strict=True))
    return Centrality.of("betweenness", used, named, None if sources is None else len(sources))


def _able(strength: str | None, sources: Sequence[int] | None) -> tuple[Backend, ...]:
    """Return the back ends that can do what is asked, the fastest first, as measured."""
    if sources is not None:
        return Backend.IGRAPH, Backend.NETWORKX
    if strength is not None:
        return Backend.IGRAPH, Backend.NETWORKX
    return Backend.IGRAPH, Backend.RUSTWORKX, Backend.NETWORKX


# Pivots


def _drawn(nodes: int, pivots: int | None, seed: int) -> list[int] | None:
    if pivots is None or pivots >= nodes:
        return None
    return sorted(Random(seed).sample(range(nodes), pivots))  # noqa: S311  # no secret


def _factors(nodes: int, sources: Sequence[int] | None) -> list[float]:
    """Return by what the sum over the sources stands for the one over all, per node.

    The paths that start at a node itself never pass through it, so a node among the sources has
    one source less.
    """
    if sources is None:
        return [1.0] * nodes
    drawn = set(sources)
    return [(nodes - 1) / (len(sources) - (node in drawn)) for node in range(nodes)]


def _scale(nodes: int, *, normalized: bool) -> float:
    pairs = (nodes - 1) * (nodes - 2) / 2
    return 1 / pairs if normalized and pairs > 0 else 1.0


# Lengths


def _lengths(numbered: Numbered, strengths: Sequence[float]) -> list[int]:
    """Return how long each tie is, in units of which no shortest path has more than `_SPAN`."""
    lengths = [1 / strength for strength in strengths]
    network = numbered.as_networkx(lengths)
    parts = nx.connected_components(network)
    span = max((_span(network, min(part)) for part in parts), default=0) or 1
    if span == inf:
        must = "must not be so small that paths are endless"
        raise InvalidValue("strength", must, min(strengths))
    units = _UNIT * 2.0 ** floor(log2(_SPAN / span / _UNIT))
    return [max(1, round(length * units)) for length in lengths]


def _span(network: nx.Graph[int], start: int) -> float:
    """Return a length that no shortest path in the component of a node exceeds."""
    return 2 * max(nx.single_source_dijkstra_path_length(network, start).values())


# The back ends: each returns the sums over pairs, or over the sources halved


def _with_networkx(
    numbered: Numbered, lengths: Sequence[int] | None, sources: Sequence[int] | None
) -> list[float]:
    network = numbered.as_networkx(lengths)
    weight = None if lengths is None else "weight"
    if sources is None:
        found = nx.betweenness_centrality(network, normalized=False, weight=weight)
    else:
        found = nx.betweenness_centrality_subset(network, sources, list(network), weight=weight)
    return [found[node] for node in network]


def _with_igraph(
    numbered: Numbered, lengths: Sequence[int] | None, sources: Sequence[int] | None
) -> list[float]:
    network = library(Backend.IGRAPH).Graph(len(numbered.nodes), numbered.ties)
    found: list[float] = network.betweenness(directed=False, weights=lengths, sources=sources)
    return found


def _with_rustworkx(numbered: Numbered, _: object, __: object) -> list[float]:
    rustworkx = library(Backend.RUSTWORKX)
    network = rustworkx.PyGraph(multigraph=False)
    network.add_nodes_from(range(len(numbered.nodes)))
    network.add_edges_from_no_data(numbered.ties)
    found = rustworkx.betweenness_centrality(network, normalized=False)
    return [found[node] for node in range(len(numbered.nodes))]


_WAYS: Final[
    Mapping[Backend, Callable[[Numbered, Sequence[int] | None, Sequence[int] | None], list[float]]]
] = {
    Backend.NETWORKX: _with_networkx,
    Backend.IGRAPH: _with_igraph,
    Backend.RUSTWORKX: _with_rustworkx,
}
