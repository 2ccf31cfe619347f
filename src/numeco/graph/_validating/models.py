"""The null models whose probabilities are known: how likely pairs share as many groups by chance.

The probability depends on the two degrees and on the count alone, so that it is worked out once for
each such class of pairs.
"""

from __future__ import annotations

from math import comb

import numpy as np
from attrs import frozen

from numeco.graph._validating.incidence import Incidence, Pairs, Real, Whole, distinct
from numeco.graph._validating.margins import Margin, probabilities
from numeco.graph._validating.tails import tails


@frozen(eq=False)
class Chances:
    """What chance alone gives to each pair."""

    #: How likely it is that a pair shares at least as many groups as it does.
    p_values: Real
    #: How many groups a pair shares on average.
    expected: Real


def sdsm(incidence: Incidence, pairs: Pairs) -> Chances:
    """Return the chances when degrees and sizes are kept on average."""
    degrees = incidence.degrees
    rows, columns = Margin.of(degrees), Margin.of(incidence.sizes)
    likely = probabilities(rows, columns)
    # Margins put the largest degree first.
    kinds = len(rows.degrees) - 1 - np.searchsorted(rows.degrees[::-1], degrees)
    (low, high, counts), places = _classes(kinds, pairs)
    both = likely[low] * likely[high]
    expected = both @ columns.numbers
    return Chances(tails(both, columns.numbers, counts)[places], expected[places])


def hypergeometric(incidence: Incidence, pairs: Pairs) -> Chances:
    """Return the chances when degrees are kept and all groups are alike."""
    groups = len(incidence.sizes)
    (low, high, counts), places = _classes(incidence.degrees, pairs)
    found = [
        _overlap(groups, *case)
        for case in zip(low.tolist(), high.tolist(), counts.tolist(), strict=True)
    ]
    return Chances(np.array(found, np.float64)[places], (low * high / max(groups, 1))[places])


def _classes(kinds: Whole, pairs: Pairs) -> tuple[tuple[Whole, Whole, Whole], Whole]:
    """Return the distinct kinds of pairs (two kinds of members, a count), and that of each pair."""
    one, other = kinds[pairs.first], kinds[pairs.second]
    rows, places = distinct((np.minimum(one, other), np.maximum(one, other), pairs.counts))
    return (rows[:, 0], rows[:, 1], rows[:, 2]), places


def _overlap(groups: int, one: int, other: int, count: int) -> float:
    """Return how likely two random sets of some sizes share at least `count` of the groups.

    The first term is exact; each next one follows from it by a ratio.
    """
    if count > one * other / groups:
        shared = np.arange(count, min(one, other))
        up = (one - shared) * (other - shared)
        ratios = up / ((shared + 1.0) * (groups - one - other + shared + 1))
        return min(_share(groups, one, other, count) * _series(ratios), 1.0)
    least = max(one + other - groups, 0)
    if count <= least:
        return 1.0
    shared = np.arange(count - 1, least, -1)
    ratios = (
        shared * (groups - one - other + shared) / ((one - shared + 1.0) * (other - shared + 1))
    )
    return max(1 - _share(groups, one, other, count - 1) * _series(ratios), 0.0)


def _share(groups: int, one: int, other: int, count: int) -> float:
    """Return how likely two random sets share exactly `count` of the groups."""
    return comb(one, count) * comb(groups - one, other - count) / comb(groups, other)


def _series(ratios: Real) -> float:
    """Return 1 plus the first ratio, plus the product of the first two, and so on."""
    return 1 + float(np.cumprod(ratios).sum())
