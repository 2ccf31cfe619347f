"""Upper tails of sums of independent yes-or-no draws: the Poisson-binomial distribution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from numeco.graph._validating.incidence import Real, Whole

#: How many numbers an intermediate array may hold.
_ROOM: Final = 2_000_000
#: A tail that is left out weighs less than exp(-_LEFT_OUT) = 1e-18.
_LEFT_OUT: Final = 41.5
_ROUNDS: Final = 60


def tails(chances: Real, numbers: Whole, counts: Whole) -> Real:
    """Return, for each row, how likely at least ``counts`` of its draws say yes.

    Exact but for rounding, also in relative terms: a tail of 1e-30 has its digits. The
    distribution is tilted so that its mean lies at the count (its tail is then of the order of 1),
    made by an inverse Fourier transform, and tilted back.

    Args:
        chances: for each row, the chance of each kind of draw.
        numbers: how many draws of each kind there are.
        counts: for each row, how many yes are asked for.
    """
    with np.errstate(divide="ignore"):
        none = np.log1p(-chances) @ numbers
        every = np.where(chances > 0, np.log(chances), 0) @ numbers
    # Where no sum is needed: all of it, nothing, one yes, and a yes of every draw that can say it.
    certain, most = (chances == 1) @ numbers, (chances > 0) @ numbers
    cases = [counts <= certain, counts > most, counts == 1, counts == most]
    values = [np.ones(len(counts)), np.zeros(len(counts)), -np.expm1(none), np.exp(every)]
    found = np.select(cases, values, np.nan)
    rest = np.flatnonzero(np.isnan(found))
    tilts = _tilts(chances[rest], numbers, counts[rest])
    for chosen, length in _alike(chances[rest], tilts, numbers):
        rows = rest[chosen]
        found[rows] = _summed(chances[rows], tilts[chosen], numbers, counts[rows], length)
    clipped: Real = np.clip(found, 0, 1)
    return clipped


def _tilted(chances: Real, tilts: Real) -> Real:
    """Return the chances whose odds are multiplied by a factor per row."""
    more = chances * tilts[:, None]
    return more / (1 - chances + more)


def _tilts(chances: Real, numbers: Whole, counts: Whole) -> Real:
    """Return, for each row, the factor of the odds that brings its mean up to the count.

    Newton's method on a function that rises and is concave: each step stops short of the root.
    The tail is right for any factor; one near the root keeps most digits.
    """
    mean = chances @ numbers
    tilts = np.maximum(counts / mean, 1)
    for _ in range(_ROUNDS):
        tilted = _tilted(chances, tilts)
        short = np.maximum(counts - tilted @ numbers, 0)
        if (short < 0.01).all():
            break
        tilts = np.where(
            mean < counts, tilts + short * tilts / ((tilted * (1 - tilted)) @ numbers), tilts
        )
    return np.where(mean < counts, tilts, 1.0)


def _alike(chances: Real, tilts: Real, numbers: Whole) -> Iterator[tuple[Whole, int]]:
    """Iterate over rows that fit into one transform, with its length.

    The length is a power of 2 past which next to nothing lies (Bernstein's inequality), or past
    which nothing can.
    """
    tilted = _tilted(chances, tilts)
    mean, variance = tilted @ numbers, (tilted * (1 - tilted)) @ numbers
    past = _LEFT_OUT / 3 + np.sqrt((_LEFT_OUT / 3) ** 2 + 2 * _LEFT_OUT * variance)
    ends = np.minimum(mean + past, numbers.sum()) + 2
    lengths = 2 ** np.ceil(np.log2(ends)).astype(np.int64)
    for length in np.unique(lengths):
        chosen = np.flatnonzero(lengths == length)
        most = max(_ROOM // (int(length) * len(numbers)), 1)
        for at in range(0, len(chosen), most):
            yield chosen[at : at + most], int(length)


def _summed(chances: Real, tilts: Real, numbers: Whole, counts: Whole, length: int) -> Real:
    """Return the tails of rows whose tilted distributions end before `length`."""
    tilted = _tilted(chances, tilts)[:, :, None]
    angles = np.arange(length // 2 + 1) * (2 * np.pi / length)
    # The logarithm of 1 + p (exp(-i angle) - 1), by its size and its angle: it can be 0.
    with np.errstate(divide="ignore"):
        sizes = 0.5 * np.log1p(-4 * tilted * (1 - tilted) * np.sin(angles / 2) ** 2)
    turns = np.arctan2(-tilted * np.sin(angles), 1 - tilted + tilted * np.cos(angles))
    size = np.exp(np.einsum("rkj,k->rj", sizes, numbers))
    turn = np.einsum("rkj,k->rj", turns, numbers)
    chance = np.fft.irfft(size * np.exp(1j * turn), length)
    beyond = np.arange(length) - counts[:, None]
    back = np.exp(-np.log(tilts)[:, None] * np.maximum(beyond, 0)) * (beyond >= 0)
    scale = np.log1p(chances * (tilts - 1)[:, None]) @ numbers - np.log(tilts) * counts
    summed: Real = np.exp(scale) * (np.maximum(chance, 0) * back).sum(axis=1)
    return summed
