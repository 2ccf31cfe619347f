"""The sums of the kernel by NumPy's arrays; loaded where pairs recur and NumPy is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = "NDArray[np.int64]"
Numbers: TypeAlias = "NDArray[Any]"


def summed_by_arrays(
    names: Sequence[str], groups: Sequence[Sequence[str]], share: Callable[[int], float]
) -> Iterator[tuple[str, Iterator[tuple[str, float, int]]]]:
    """Iterate over the ties of each member to those after it, in the order of `names`.

    The shares of a pair are added one by one, in the order of the groups, so that sums are those of
    plain Python to the last bit. Memory: a few arrays of the size of all groups together, and of
    the pairs of one member.
    """
    sizes, members = _members(names, groups)
    group = np.repeat(np.arange(len(sizes)), sizes)
    places = np.arange(len(members))
    # For each part of a member in a group, how many members come after it there.
    after = np.cumsum(sizes)[group] - places - 1
    shares = np.array([share(size) for size in sizes.tolist()])[group]
    order = np.argsort(members, kind="stable")
    bounds = np.searchsorted(members[order], np.arange(len(names) + 1)).tolist()
    for name, begin, end in zip(names, bounds, bounds[1:], strict=False):
        mine = order[begin:end]
        met = members[_ranges(places[mine] + 1, after[mine])]
        others, weights, counts = _sums(met, np.repeat(shares[mine], after[mine]), len(names))
        their_names = map(names.__getitem__, others.tolist())
        yield name, zip(their_names, weights.tolist(), counts.tolist(), strict=True)


def _sums(met: Ints, shares: Numbers, members: int) -> tuple[Ints, Numbers, Ints]:
    """Return who is met, in order, and of each the sum of the shares and the number of meetings."""
    if 4 * len(met) < members:
        others, met = np.unique(met, return_inverse=True)
        counts, weights = np.bincount(met), np.bincount(met, shares)
    else:
        counts = np.bincount(met)
        others = np.flatnonzero(counts)
        counts, weights = counts[others], np.bincount(met, shares)[others]
    return others, weights.astype(shares.dtype), counts


def _members(names: Sequence[str], groups: Sequence[Sequence[str]]) -> tuple[Ints, Ints]:
    """Return the size of each group, and the ranks of all members, by group, then rank."""
    ranks = {name: rank for rank, name in enumerate(names)}
    sizes = np.fromiter(map(len, groups), np.int64, len(groups))
    flat = map(ranks.__getitem__, chain.from_iterable(groups))
    members = np.fromiter(flat, np.int64, int(sizes.sum()))
    first = np.repeat(np.arange(len(groups)), sizes) * len(names)
    return sizes, np.sort(first + members) - first


def _ranges(starts: Ints, lengths: Ints) -> Ints:
    """Return the whole numbers from each start on, as many as its length says, end to end."""
    ends = np.cumsum(lengths)
    return np.arange(int(lengths.sum())) + np.repeat(starts - ends + lengths, lengths)
