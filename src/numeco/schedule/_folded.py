"""Keys and times folded into one 64-bit number, so that one sort orders both."""

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import frozen

from numeco.schedule._columns import Stretches, Whole

#: Positions of rows.
Rows: TypeAlias = npt.NDArray[np.int32]

#: The first number too large for a fold; one more bit stays free, and one for the sign.
_LIMIT: Final = 1 << 62
#: Pairs written at a time, few enough for the processor's cache.
_BLOCK: Final = 1 << 16


@frozen(eq=False)
class Folded:
    """Stretches whose keys are folded into their times: no two of different keys meet.

    A row meets those that start from its own `starts` up to, and with, its `lasts`.
    """

    starts: Whole
    lasts: Whole
    #: More than any number in either.
    size: int
    #: Where each comes from; None where all rows take part.
    rows: Rows | None

    @classmethod
    def of(cls, stretches: Stretches, codes: Whole | None, gap: int) -> "Folded":
        """Return the fold of stretches and the codes of their keys; below 0 is no key.

        The sizes are worked out in Python's numbers, so that nothing overflows: what is too large
        is divided by the times' common divisor, and after that numbered anew.
        """
        starts, lasts, rows = stretches.starts, stretches.lasts(gap), None
        if codes is not None and len(codes) and codes.min() < 0:
            rows = np.flatnonzero(codes >= 0).astype(np.int32)
            starts, lasts, codes = starts[rows], lasts[rows], codes[rows]
        number = len(starts)
        if not number:
            return cls(starts, lasts, 1, rows)
        groups = 1 if codes is None else int(codes.max()) + 1
        starts, lasts, span = _offsets(starts, lasts, _LIMIT // (groups * number))
        if codes is not None and span * groups * number > _LIMIT and groups > number:
            distinct, codes = np.unique(codes, return_inverse=True)
            groups = len(distinct)
        if span * groups > _LIMIT:
            starts, lasts, span = _ranks(starts, lasts)
        if codes is not None and groups > 1:
            base = codes * span
            starts += base
            lasts += base
        return cls(starts, lasts, span * groups, rows)

    def ordered(self) -> tuple[Rows, Whole, Whole]:
        """Return the rows by key, start and number, and their starts and lasts in that order."""
        ranks, starts = _order(self.starts, self.size)
        order = ranks if self.rows is None else self.rows[ranks]
        return order, starts, self.lasts[ranks]


@frozen(eq=False)
class Meetings:
    """The pairs of rows that meet, not yet made: those of each first row follow one another."""

    #: The rows by key, start and number.
    order: Rows
    #: How many pairs come before those of each row in this order, and how many there are.
    offsets: Whole

    @classmethod
    def of(cls, folded: Folded) -> "Meetings":
        """Return the pairs of a fold."""
        order, starts, lasts = folded.ordered()
        offsets = np.zeros(len(order) + 1, np.int64)
        # Sorted by start, a row meets exactly those after it that start by its last unit. Needles
        # that are nearly sorted make this search several times faster.
        meets = np.searchsorted(starts, lasts, "right")
        meets -= np.arange(1, len(order) + 1)
        np.cumsum(meets, out=offsets[1:])
        return cls(order, offsets)

    def __len__(self) -> int:
        return int(self.offsets[-1])

    def between(self, begin: int, end: int) -> tuple[Rows, Rows]:
        """Return the pairs from one number up to another, as first and second rows.

        Written block by block, without temporaries as long as the answer.
        """
        first, second = np.empty(end - begin, np.int32), np.empty(end - begin, np.int32)
        for at in range(begin, end, _BLOCK):
            to = min(at + _BLOCK, end)
            here = slice(at - begin, to - begin)
            self._write(at, to, first[here], second[here])
        return first, second

    def _write(self, begin: int, end: int, first: Rows, second: Rows) -> None:
        low = int(self.offsets.searchsorted(begin, "right")) - 1
        high = int(self.offsets.searchsorted(end, "left"))
        offsets = self.offsets[low : high + 1]
        times = np.diff(offsets.clip(begin, end))
        first[:] = self.order[low:high].repeat(times)
        # The pair numbered p of the row ranked r has the row ranked r + 1 + p - offsets[r].
        ranks = (np.arange(low + 1, high + 1) - offsets[:-1]).repeat(times)
        ranks += np.arange(begin, end)
        # Unlike "raise", "clip" writes without a buffer; no rank is out of bounds.
        self.order.take(ranks, out=second, mode="clip")


def _offsets(starts: Whole, lasts: Whole, room: int) -> tuple[Whole, Whole, int]:
    """Return times from the first start on, and how many there are; as given if they are too far.

    They are divided by the common divisor of the starts if there are more than `room`, for a row
    that starts at a multiple starts by a last unit exactly if it does by the multiple before that.
    """
    low, high = int(starts.min()), int(starts.max())
    np.minimum(lasts, high, out=lasts)
    if high - low >= _LIMIT:
        return starts, lasts, high - low + 1
    starts = starts - low
    lasts -= low
    unit = int(np.gcd.reduce(starts)) or 1 if high - low >= room else 1
    if unit > 1:
        starts //= unit
        lasts //= unit
    return starts, lasts, (high - low) // unit + 1


def _ranks(starts: Whole, lasts: Whole) -> tuple[Whole, Whole, int]:
    """Return times as numbers of the distinct starts, and how many there are."""
    distinct, ranks = np.unique(starts, return_inverse=True)
    return ranks, distinct.searchsorted(lasts, "right") - 1, len(distinct)


def _order(values: Whole, size: int) -> tuple[Rows, Whole]:
    """Return the positions of values below `size` by value and then position, and the values so.

    Where value and position fit in one number, sorting that is faster than sorting positions.
    """
    bits = len(values).bit_length()
    if size.bit_length() + bits <= 63:
        packed = values << bits
        packed |= np.arange(len(values))
        packed.sort()
        order = (packed & ((1 << bits) - 1)).astype(np.int32)
        packed >>= bits
        return order, packed
    # Not kind="stable", which takes four times as long: the few that are equal are sorted again.
    unstable = values.argsort()
    values = values[unstable]
    packed = np.zeros(len(values), np.int64)
    np.cumsum(values[1:] != values[:-1], out=packed[1:])
    packed <<= bits
    packed |= unstable
    packed.sort()
    return (packed & ((1 << bits) - 1)).astype(np.int32), values
