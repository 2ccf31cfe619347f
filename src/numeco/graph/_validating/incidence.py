"""A two-mode network as arrays, and the pairs that it makes."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx
import numpy as np
import numpy.typing as npt
from attrs import frozen

from numeco.graph._arguments import modes_of

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@frozen(eq=False)
class Incidence:
    """Who has a part in what: members of the first mode, grouped by those of the second.

    Only what has a tie counts. The groups come by size, so that those of one size are a block.
    """

    #: The members that belong to a group, in the order of the network.
    ids: tuple[str, ...]
    #: The members of the groups, one group after another, as positions in `ids`.
    members: Whole
    #: How large each group is, the smallest first.
    sizes: Whole

    @classmethod
    def of(cls, network: nx.Graph[str], mode: int) -> Incidence:
        """Return the incidence of the nodes whose ``bipartite`` is `mode`."""
        sides = modes_of("network", network)
        ids = tuple(one for one in network if sides[one] == mode and len(network[one]))
        places = {one: at for at, one in enumerate(ids)}
        groups = [network[one] for one in network if sides[one] != mode and len(network[one])]
        groups.sort(key=len)
        return cls(
            ids=ids,
            members=np.array([places[one] for group in groups for one in group], np.int64),
            sizes=np.array([len(group) for group in groups], np.int64),
        )

    @property
    def degrees(self) -> Whole:
        """How many groups each member belongs to."""
        return np.bincount(self.members, minlength=len(self.ids))

    @property
    def possible(self) -> int:
        """How many pairs the members can make."""
        return len(self.ids) * (len(self.ids) - 1) // 2

    def codes(self, members: Whole) -> Whole:
        """Return a code per pair of each group, ``smaller * len(ids) + larger``.

        The groups' members lie along the last axis, as in `members`; so do the pairs.
        """
        found: list[Whole] = []
        start = 0
        for size, number in zip(*np.unique(self.sizes, return_counts=True), strict=True):
            block = members[..., start : start + size * number]
            block = block.reshape(*members.shape[:-1], number, size)
            one, other = (block[..., at] for at in np.triu_indices(size, 1))
            codes = np.minimum(one, other) * len(self.ids) + np.maximum(one, other)
            found.append(codes.reshape(*members.shape[:-1], -1))
            start += size * number
        return np.concatenate(found, axis=-1) if found else members


@frozen(eq=False)
class Pairs:
    """The pairs that share a group, each once, by code."""

    codes: Whole
    first: Whole
    second: Whole
    #: How many groups the two share.
    counts: Whole
    #: Newman's weight: 1/(k - 1) from each shared group of k.
    weights: Real

    @classmethod
    def of(cls, incidence: Incidence) -> Pairs:
        """Return the pairs of an incidence."""
        made = incidence.codes(incidence.members)
        codes, places, counts = np.unique(made, return_inverse=True, return_counts=True)
        sizes = incidence.sizes[incidence.sizes > 1]
        shares = np.repeat(1 / (sizes - 1), sizes * (sizes - 1) // 2)
        first, second = np.divmod(codes, max(len(incidence.ids), 1))
        weights: Real = np.bincount(places, shares, minlength=len(codes)).astype(np.float64)
        return cls(codes, first, second, counts.astype(np.int64), weights)


def distinct(columns: Collection[Whole]) -> tuple[Whole, Whole]:
    """Return the distinct rows of some columns, sorted, and which of them each row is."""
    rows = np.stack(tuple(columns), axis=1)
    spans = [int(column.max(initial=0)) + 1 for column in columns]
    codes = rows[:, 0]
    for at, span in enumerate(spans[1:], 1):
        codes = codes * span + rows[:, at]
    _, firsts, places = np.unique(codes, return_index=True, return_inverse=True)
    return rows[firsts], places
