"""How likely each member is in each group, when degrees and sizes are kept on average.

The bipartite configuration model: of all random two-mode networks that have, on average, the
degrees and the sizes observed, the one of the largest entropy (Saracco et al. 2017, DOI
10.1088/1367-2630/aa6b38). Members of one degree are alike, so are groups of one size: what is
fitted is one number for each distinct degree and each distinct size.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from attrs import frozen

from numeco.graph._validating.incidence import Real, Whole

#: How far, of one, an expected degree or size may be from the one observed.
CLOSE: Final = 1e-12
#: What is still taken where rounding allows no more: probabilities next to 0 and 1.
FAIR: Final = 1e-8
_ROUNDS: Final = 200
_HALVINGS: Final = 40


@frozen(eq=False)
class Margin:
    """Distinct degrees of one side, the largest first, and how often each occurs."""

    degrees: Whole
    numbers: Whole

    @classmethod
    def of(cls, degrees: Whole) -> Margin:
        """Return the margin of some degrees."""
        values, numbers = np.unique(degrees, return_counts=True)
        return cls(values[::-1], numbers[::-1].astype(np.int64))

    def reduced(self, chosen: slice | Whole, by: int) -> Margin:
        """Return some of the degrees, less what is certain."""
        return Margin(self.degrees[chosen] - by, self.numbers[chosen])


def probabilities(rows: Margin, columns: Margin) -> Real:
    """Return how likely a member is in a group, by distinct degree and distinct size.

    Margins can force cells: an organization in all events is in each of them, whatever is drawn.
    There the fit would run to infinity, so that these cells are told apart first, exactly.
    """
    likely = np.zeros((len(rows.degrees), len(columns.degrees)))
    for chosen, low, high in _bands(rows, columns):
        full = columns.degrees >= high
        likely[chosen, full] = 1
        free = np.flatnonzero(~full & (columns.degrees > low))
        if len(free):
            certain = int(columns.numbers[full].sum())
            inner = _fit(rows.reduced(chosen, certain), columns.reduced(free, low))
            likely[chosen, free] = inner
    return likely


def _bands(rows: Margin, columns: Margin) -> Iterator[tuple[slice, int, int]]:
    """Iterate over the distinct degrees that go together, with how many rows lie up to them.

    Where the theorem of Gale and Ryser holds with equality (the k rows of the largest degrees have
    all that columns can give to k rows), columns larger than k are full above and those smaller
    are empty below: the two parts of the matrix are independent.
    """
    ends = np.cumsum(rows.numbers)
    given = np.cumsum(rows.numbers * rows.degrees)
    most = np.minimum(columns.degrees, ends[:, None]) @ columns.numbers
    start = low = 0
    for at in np.flatnonzero(given == most):
        yield slice(start, int(at) + 1), low, int(ends[at])
        start, low = int(at) + 1, int(ends[at])


def _fit(rows: Margin, columns: Margin) -> Real:
    """Return the probabilities of margins that force no cell: Newton's method on the likelihood.

    Concave, with a finite maximum, so that damped steps always arrive.
    """
    ties = int((rows.degrees * rows.numbers).sum())
    fitness = _Fitness(
        np.log(rows.degrees / np.sqrt(ties)), np.log(columns.degrees / np.sqrt(ties))
    )
    best, nearest = fitness.likely(), np.inf
    for _ in range(_ROUNDS):
        likely = fitness.likely()
        off = _off(likely, rows, columns)
        if off >= nearest and nearest < FAIR:
            break
        if off < nearest:
            best, nearest = likely, off
        if off < CLOSE:
            break
        fitness = fitness.better(likely, rows, columns)
    if nearest > FAIR:
        raise ArithmeticError(f"the configuration model did not settle: off by {nearest:.3g}")
    return best


def _off(likely: Real, rows: Margin, columns: Margin) -> float:
    """Return how far, of one, the expected margins are from those wanted, at most."""
    across = np.abs(likely @ columns.numbers / rows.degrees - 1)
    down = np.abs(rows.numbers @ likely / columns.degrees - 1)
    return float(max(across.max(), down.max()))


@frozen(eq=False)
class _Fitness:
    """How much each distinct degree and each distinct size draws ties, as log odds."""

    rows: Real
    columns: Real

    def likely(self) -> Real:
        odds = self.rows[:, None] + self.columns
        # Both forms of the logistic function: neither end may lose its digits.
        small = np.exp(-np.abs(odds))
        likely: Real = np.where(odds > 0, 1, small) / (1 + small)
        return likely

    def likelihood(self, rows: Margin, columns: Margin) -> float:
        odds = self.rows[:, None] + self.columns
        ties = (rows.numbers * rows.degrees) @ self.rows
        ties += (columns.numbers * columns.degrees) @ self.columns
        return float(ties - rows.numbers @ np.logaddexp(0, odds) @ columns.numbers)

    def better(self, likely: Real, rows: Margin, columns: Margin) -> _Fitness:
        step = _step(likely, rows, columns)
        now = self.likelihood(rows, columns)
        # What rounding takes from a sum of this size.
        slack = 1e-12 * abs(now)
        for halving in range(_HALVINGS):
            share = 0.5**halving
            tried = _Fitness(self.rows + share * step.rows, self.columns + share * step.columns)
            if tried.likelihood(rows, columns) >= now - slack:
                return tried
        return self


def _step(likely: Real, rows: Margin, columns: Margin) -> _Fitness:
    """Return Newton's step. The last size stays put: only sums of two log odds matter."""
    each = likely * (1 - likely)
    both = rows.numbers[:, None] * each * columns.numbers
    across, down = both.sum(axis=1), both.sum(axis=0)
    wanted_rows = rows.numbers * (rows.degrees - likely @ columns.numbers)
    wanted_columns = columns.numbers * (columns.degrees - rows.numbers @ likely)
    scaled = both / across[:, None]
    small = np.diag(down) - both.T @ scaled
    moved = np.zeros(len(down))
    wanted = wanted_columns - scaled.T @ wanted_rows
    moved[:-1] = np.linalg.solve(small[:-1, :-1], wanted[:-1])
    return _Fitness((wanted_rows - both @ moved) / across, moved)
