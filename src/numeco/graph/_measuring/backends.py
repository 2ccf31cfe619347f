"""Which library computes what is costly: one that is always there, or a faster one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from math import inf, isfinite
from types import ModuleType

import networkx as nx
from attrs import frozen

from numeco._checks import Kind
from numeco.errors import InvalidValue
from numeco.graph._arguments import as_float
from numeco.graph._measuring.by_id import by_id


class Backend(Kind):
    """The libraries that may compute a measure."""

    NUMECO = "numeco"  #: this one
    NETWORKX = "networkx"  #: always there
    IGRAPH = "igraph"  #: pip install igraph
    RUSTWORKX = "rustworkx"  #: pip install rustworkx


def chosen(backend: Backend | str | None, able: Sequence[Backend]) -> Backend:
    """Return the back end to use: the one named, or the first of those able that is installed.

    Raises:
        InvalidValue: the one named is not among those able.
        ImportError: the one named is not installed.
    """
    if backend is None:
        return next(one for one in able if is_installed(one))
    backend = Backend(backend)
    if backend not in able:
        raise InvalidValue("backend", f"must be one of {', '.join(able)} here", str(backend))
    if not is_installed(backend):
        raise ImportError(f'backend="{backend}" needs {backend}: pip install {backend}')
    return backend


def is_installed(backend: Backend) -> bool:
    """Return whether a back end can be imported."""
    return find_spec(backend.value) is not None


def library(backend: Backend) -> ModuleType:
    """Return a back end's module, which is not imported before it is asked for."""
    return import_module(backend.value)


@frozen
class Numbered:
    """A network by numbers, the same whatever the order in which it was made.

    So a back end meets the same nodes and ties in the same order each time; loops are left out.
    """

    #: By id.
    nodes: tuple[str, ...]
    #: Pairs of positions in `nodes`, the lesser first, in order.
    ties: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, network: nx.Graph[str]) -> Numbered:
        """Return a network by numbers."""
        nodes = tuple(sorted(network, key=by_id))
        at = {one: number for number, one in enumerate(nodes)}
        pairs = ((at[one], at[other]) for one, other in network.edges if one != other)
        return cls(nodes, tuple(sorted((min(pair), max(pair)) for pair in pairs)))

    @cached_property
    def neighbours(self) -> tuple[tuple[int, ...], ...]:
        """The positions that each node is tied to, in order."""
        found: list[list[int]] = [[] for _ in self.nodes]
        for one, other in self.ties:
            found[one].append(other)
            found[other].append(one)
        return tuple(tuple(sorted(row)) for row in found)

    def strengths(self, network: nx.Graph[str], name: str) -> list[float]:
        """Return an edge attribute of each tie.

        Raises:
            InvalidValue: a tie lacks it, or it is no finite number above 0 whose inverse is finite.
        """
        return list(self._numbers(network, name, None, "must be a number above 0"))

    def weighted(self, network: nx.Graph[str], name: str) -> tuple[Numbered, list[float]]:
        """Return the ties whose weight is not 0, and their weights: 1 where one is missing.

        Raises:
            InvalidValue: a weight is neither 0 nor a finite number above it with a finite inverse.
        """
        weights = list(self._numbers(network, name, 1, "must be a finite number, 0 or more"))
        ties = (tie for tie, its in zip(self.ties, weights, strict=True) if its)
        return Numbered(self.nodes, tuple(ties)), [its for its in weights if its]

    def _numbers(
        self, network: nx.Graph[str], name: str, missing: int | None, must: str
    ) -> Iterator[float]:
        """Iterate over an edge attribute of each tie; where missing counts, so does 0."""
        for one, other in self.ties:
            ends = self.nodes[one], self.nodes[other]
            given = network.edges[ends].get(name, missing)
            its = as_float(given)
            zero = its == 0 and missing is not None
            if its is None or not (zero or (0 < its < inf and isfinite(1 / its))):
                raise InvalidValue(f"{name!r} of the tie {ends[0]!r}, {ends[1]!r}", must, given)
            yield its

    def as_networkx(self, weights: Iterable[float] | None = None) -> nx.Graph[int]:
        """Return the network of the positions, with a ``weight`` where weights are given."""
        made: nx.Graph[int] = nx.Graph()
        made.add_nodes_from(range(len(self.nodes)))
        if weights is None:
            made.add_edges_from(self.ties)
        else:
            pairs = zip(self.ties, weights, strict=True)
            made.add_weighted_edges_from((*tie, weight) for tie, weight in pairs)
        return made
