"""Articulation points: who, if gone, splits the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import networkx as nx
from attrs import field, frozen

from numeco.graph._arguments import check_network
from numeco.graph._measuring.backends import Numbered
from numeco.graph._measuring.by_id import by_id


@frozen
class Cut:
    """A node whose removal splits its part of the network, and into what."""

    node: str
    #: How many nodes each piece has that is left without it, the largest first.
    sizes: tuple[int, ...]
    #: The nodes of its part, itself included, in the order of a walk …
    _walk: tuple[str, ...] = field(repr=False)
    #: … and where in the walk each piece but the rest of the part lies.
    _spans: tuple[tuple[int, int], ...] = field(repr=False)

    @property
    def separated(self) -> int:
        """How many pairs of others reach each other through it alone."""
        total = sum(self.sizes)
        return (total * total - sum(size * size for size in self.sizes)) // 2

    @property
    def left_out(self) -> int:
        """How many others lose the largest of the pieces."""
        return sum(self.sizes[1:])

    @property
    def pieces(self) -> tuple[frozenset[str], ...]:
        """What is left without it, the largest piece first, of equal ones that of the least id."""
        found = [frozenset(self._walk[start:end]) for start, end in self._spans]
        rest = frozenset(self._walk).difference({self.node}, *found)
        found += [rest] if rest else []
        return tuple(sorted(found, key=lambda piece: (-len(piece), min(map(by_id, piece)))))


def cuts(network: nx.Graph[str]) -> tuple[Cut, ...]:
    """Return the articulation points, those that separate most pairs of others first.

    Without one of them its connected part falls into two pieces or more. By the pairs that lose
    each other, then by id. O(nodes + ties) by one depth-first search (Hopcroft and Tarjan 1973, DOI
    10.1145/362248.362272); the pieces themselves are gathered when they are asked for.

    >>> import networkx as nx
    >>> bridge = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])
    >>> [(cut.node, cut.sizes, cut.separated) for cut in cuts(bridge)]
    [('c', (2, 1), 2)]

    Raises:
        InvalidType: `network` is not an undirected networkx graph, or is a multigraph.
    """
    check_network("network", network)
    numbered = Numbered.of(network)
    found = [cut for walk in _walks(numbered) for cut in walk.cuts(numbered.nodes)]
    return tuple(sorted(found, key=lambda cut: (-cut.separated, by_id(cut.node))))


@frozen
class _Walk:
    """A depth-first search through one connected part."""

    #: Its nodes as they were met; what is met below a node follows upon it without a gap.
    order: list[int]
    #: Per node, the spans of the order that hang on nothing but this node.
    hanging: dict[int, list[tuple[int, int]]]

    def cuts(self, names: tuple[str, ...]) -> Iterator[Cut]:
        walk = tuple(names[node] for node in self.order)
        for node, spans in self.hanging.items():
            sizes = [end - start for start, end in spans]
            rest = len(walk) - 1 - sum(sizes)
            sizes += [rest] if rest else []
            if len(sizes) > 1:
                yield Cut(names[node], tuple(sorted(sizes, reverse=True)), walk, tuple(spans))


def _walks(numbered: Numbered) -> Iterator[_Walk]:
    # When each node was met in its part; -1 before.
    met = [-1] * len(numbered.nodes)
    for root in range(len(met)):
        if met[root] < 0:
            order, above = _search(numbered.neighbours, root, met)
            yield _Walk(order, _hanging(numbered.neighbours, order, above, met))


def _search(
    neighbours: Sequence[Sequence[int]], root: int, met: list[int]
) -> tuple[list[int], dict[int, int]]:
    """Return the nodes as a depth-first search meets them, and from where it met each.

    Without recursion: a chain of organizations may be longer than Python's stack is deep.
    """
    order: list[int] = []
    above: dict[int, int] = {}
    ahead = [(root, root)]
    while ahead:
        node, before = ahead.pop()
        if met[node] < 0:
            met[node], above[node] = len(order), before
            order.append(node)
            ahead.extend((other, node) for other in neighbours[node] if met[other] < 0)
    return order, above


def _hanging(
    neighbours: Sequence[Sequence[int]], order: list[int], above: dict[int, int], met: list[int]
) -> dict[int, list[tuple[int, int]]]:
    # The earliest node that is tied to something at or below a node, and how many are there.
    low = {node: met[node] for node in order}
    size = dict.fromkeys(order, 1)
    hanging: dict[int, list[tuple[int, int]]] = {}
    for node in reversed(order[1:]):
        up = above[node]
        low[node] = min(
            low[node], *(met[other] for other in neighbours[node] if other != up), len(met)
        )
        if low[node] >= met[up]:
            hanging.setdefault(up, []).append((met[node], met[node] + size[node]))
        low[up] = min(low[up], low[node])
        size[up] += size[node]
    return hanging
