"""Communities: who works more with one another than with the rest."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import inf
from typing import Final, TypeAlias

import networkx as nx
from attrs import frozen

from numeco._checks import Kind
from numeco.errors import UnknownId
from numeco.graph._arguments import check_network, check_real, check_weight, check_whole
from numeco.graph._measuring.backends import (
    Backend,
    Numbered,
    chosen,
    library,
)
from numeco.graph._measuring.by_id import by_id
from numeco.graph._measuring.louvain import louvain


class Method(Kind):
    """How communities are sought; both seek the greatest modularity."""

    #: Blondel and others 2008, DOI 10.1088/1742-5468/2008/10/P10008.
    LOUVAIN = "louvain"
    #: Traag and others 2019, whose communities are never in parts, DOI 10.1038/s41598-019-41695-z.
    LEIDEN = "leiden"


@frozen(repr=False)
class Communities:
    """The nodes of a network in groups, and how well the groups part it.

    >>> import networkx as nx
    >>> two = nx.Graph(["ab", "bc", "ca", "cd", "de", "ef", "fd"])
    >>> found = communities(two, weight=None)
    >>> print(found)
    2 communities (3, 3 nodes), modularity 0.357 (louvain by numeco)
    >>> sorted(found.of("a"))
    ['a', 'b', 'c']
    """

    #: The largest first, of equal ones that of the least id. A node without ties is one alone.
    groups: tuple[frozenset[str], ...]
    #: The share of the strength within groups, less what chance would put there; None without ties.
    modularity: float | None
    method: Method
    #: Which library found them.
    backend: Backend

    @cached_property
    def _places(self) -> dict[str, int]:
        return {node: at for at, group in enumerate(self.groups) for node in group}

    @property
    def by_node(self) -> dict[str, int]:
        """The position in `groups` of each node's community, by node.

        For whatever takes a value for each node: ``svg.network(network, groups=found.by_node)``,
        ``nx.set_node_attributes(network, found.by_node, "community")``.
        """
        return dict(self._places)

    def at(self, node: str) -> int:
        """Return the position in `groups` of a node's community.

        Raises:
            UnknownId: the network had no such node.
        """
        try:
            return self._places[node]
        except (KeyError, TypeError):  # what is not hashable is no node
            raise UnknownId(node) from None

    def of(self, node: str) -> frozenset[str]:
        """Return the community that a node is in, itself included.

        Raises:
            UnknownId: the network had no such node.
        """
        return self.groups[self.at(node)]

    def __len__(self) -> int:
        return len(self.groups)

    def __repr__(self) -> str:
        return f"<Communities: {self}>"

    def __str__(self) -> str:
        sizes = [len(group) for group in self.groups if len(group) > 1]
        shown = ", ".join([f"{size:,}" for size in sizes[:8]] + ["…"] * (len(sizes) > 8))
        alone = len(self.groups) - len(sizes)
        said = f"{len(sizes):,} communit{'y' if len(sizes) == 1 else 'ies'}"
        said += f" ({shown} nodes)" if sizes else ""
        said += f" and {alone:,} alone" if alone else ""
        how = "unknown" if self.modularity is None else f"{self.modularity:.3f}"
        return f"{said}, modularity {how} ({self.method} by {self.backend})"


def communities(  # noqa: PLR0913  # each is a choice of its own
    network: nx.Graph[str],
    *,
    method: Method | str = Method.LOUVAIN,
    resolution: float = 1.0,
    weight: str | None = "weight",
    seed: int = 0,
    backend: Backend | str | None = None,
) -> Communities:
    """Return the groups of nodes with more strength within them than chance would put there.

    Finding the greatest modularity is out of reach, so every method and every library finds a good
    partition of its own; where the groups are plain they find the same. Left out, the back end for
    Louvain is numeco's own code, whatever else is installed, so that one network has one result on
    every machine; it does not depend on the order in which the network was made. Leiden is
    igraph's where installed, or else that of networkx 3.7 or later.

    Nearly O(ties), in practice. Loops are left out.

    Args:
        network: an undirected networkx graph, such as `collaboration` returns.
        method: Louvain or Leiden.
        resolution: above 1 for more and smaller communities, below for fewer (Reichardt and
            Bornholdt 2006, DOI 10.1103/PhysRevE.74.016110).
        weight: the edge attribute that says how strong a tie is; None counts each tie 1, and so
            does a tie without the attribute. A tie of weight 0 is none.
        seed: of the order in which nodes are looked at.
        backend: numeco, networkx or igraph for Louvain; igraph or networkx for Leiden.

    Raises:
        InvalidType: `network` is not an undirected networkx graph, or is a multigraph, `weight` is
            no text, or `seed` is no whole number.
        InvalidValue: a weight that is no finite number of 0 or more, an attribute, other than
            ``weight``, that no tie has, a `resolution` that is not above 0, a word that `Method`
            or `Backend` does not have, or a back end without the method.
        ImportError: the back end is not installed, or nothing is that has the method.
    """
    check_network("network", network)
    check_real("resolution", resolution, "must be a number above 0", lambda one: 0 < one < inf)
    check_whole("seed", seed)
    method = Method(method)
    used = _used(method, backend)
    check_weight("weight", network, weight)
    numbered = Numbered.of(network)
    weights = [1.0] * len(numbered.ties)
    if weight is not None:
        numbered, weights = numbered.weighted(network, weight)
    labels = _WAYS[method, used](numbered, weights, float(resolution), seed)
    found: dict[int, list[str]] = {}
    for node, label in zip(numbered.nodes, labels, strict=True):
        found.setdefault(label, []).append(node)
    groups = sorted(
        map(frozenset, found.values()), key=lambda one: (-len(one), min(map(by_id, one)))
    )
    reached = _modularity(numbered, weights, labels, resolution)
    return Communities(tuple(groups), reached, method, used)


def _used(method: Method, backend: Backend | str | None) -> Backend:
    able = [one for way, one in _WAYS if way is method]
    used = chosen(backend, able)
    if (method, used) == (Method.LEIDEN, Backend.NETWORKX) and not _networkx_has_leiden():
        raise ImportError('method="leiden" needs igraph or networkx 3.7: pip install igraph')
    return used


def _networkx_has_leiden() -> bool:
    # Before 3.7, networkx knows the function and hands it on to libraries of others.
    leiden = getattr(nx.community, "leiden_communities", None)
    return "networkx" in getattr(leiden, "backends", ())


def _modularity(
    numbered: Numbered, weights: Sequence[float], labels: Sequence[int], resolution: float
) -> float | None:
    """Return the modularity (Newman 2004, DOI 10.1103/PhysRevE.70.056131)."""
    total = sum(weights)
    within, volumes = 0.0, dict.fromkeys(labels, 0.0)
    for (one, other), weight in zip(numbered.ties, weights, strict=True):
        within += weight if labels[one] == labels[other] else 0.0
        volumes[labels[one]] += weight
        volumes[labels[other]] += weight
    if not total:
        return None
    return within / total - resolution * sum((one / total / 2) ** 2 for one in volumes.values())


# The back ends: each returns a label per node

_Way: TypeAlias = Callable[[Numbered, Sequence[float], float, int], Sequence[int]]


def _by_numeco(
    numbered: Numbered, weights: Sequence[float], resolution: float, seed: int
) -> Sequence[int]:
    return louvain(len(numbered.nodes), numbered.ties, weights, resolution=resolution, seed=seed)


def _by_networkx(
    numbered: Numbered, weights: Sequence[float], resolution: float, seed: int
) -> Sequence[int]:
    network = numbered.as_networkx(weights)
    found = nx.community.louvain_communities(network, resolution=resolution, seed=seed)
    return _labels(found, len(numbered.nodes))


def _leiden_by_networkx(
    numbered: Numbered, weights: Sequence[float], resolution: float, seed: int
) -> Sequence[int]:
    # Its default, the constant Potts model at resolution 1, parts a network into single nodes.
    leiden = vars(nx.community)["leiden_communities"]  # from 3.7: the stubs may be older
    network = numbered.as_networkx(weights)
    found = leiden(network, resolution=resolution, seed=seed, metric="modularity")
    return _labels(found, len(numbered.nodes))


def _labels(groups: Sequence[set[int]], nodes: int) -> list[int]:
    labels = [0] * nodes
    for label, group in enumerate(groups):
        for node in group:
            labels[node] = label
    return labels


def _by_igraph(
    numbered: Numbered, weights: Sequence[float], resolution: float, seed: int
) -> Sequence[int]:
    return _with_igraph(numbered, seed, "community_multilevel", weights, resolution=resolution)


def _leiden_by_igraph(
    numbered: Numbered, weights: Sequence[float], resolution: float, seed: int
) -> Sequence[int]:
    how = {"objective_function": "modularity", "n_iterations": -1, "resolution": resolution}
    return _with_igraph(numbered, seed, "community_leiden", weights, **how)


def _with_igraph(
    numbered: Numbered, seed: int, method: str, weights: Sequence[float], **how: object
) -> Sequence[int]:
    igraph = library(Backend.IGRAPH)
    network = igraph.Graph(len(numbered.nodes), numbered.ties)
    # igraph draws from one generator for the whole process, which is Python's `random` unless
    # somebody set another; igraph cannot tell which, so Python's is what it has again afterwards.
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311  # no secret
    try:
        found: list[int] = getattr(network, method)(weights=weights, **how).membership
    finally:
        igraph.set_random_number_generator(random)
    return found


#: Per method, the back ends that have it, the one taken by default first.
_WAYS: Final[Mapping[tuple[Method, Backend], _Way]] = {
    (Method.LOUVAIN, Backend.NUMECO): _by_numeco,
    (Method.LOUVAIN, Backend.NETWORKX): _by_networkx,
    (Method.LOUVAIN, Backend.IGRAPH): _by_igraph,
    (Method.LEIDEN, Backend.IGRAPH): _leiden_by_igraph,
    (Method.LEIDEN, Backend.NETWORKX): _leiden_by_networkx,
}
