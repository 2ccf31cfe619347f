"""Sweeps: the running sum of counts that hold for stretches of time, in columns."""

from array import array
from collections.abc import Sequence
from itertools import accumulate, compress, pairwise
from typing import Final

from attrs import frozen

from numeco.model import Count
from numeco.time import Interval

#: What `Columns.high` holds where nothing bounds a value above.
UNBOUNDED: Final = -1


@frozen
class Columns:
    """A step function: n + 1 instants in microseconds, and the n values between them."""

    instants: Sequence[int] = ()
    low: Sequence[int] = ()
    high: Sequence[int] = ()
    #: 1 where the bounds are soft, else 0.
    soft: Sequence[int] = ()


def swept(spans: Sequence[Interval], counts: Sequence[Count]) -> Columns:
    """Return the sum of counts over time: what starts is added, what ends taken away; O(n log n).

    Neighbours of one value are joined. Nothing before the first start and after the last end.

    Args:
        spans: when each count holds.
        counts: as many.
    """
    starts, ends = [one.start_us for one in spans], [one.busy_until_us for one in spans]
    instants = sorted({*starts, *ends})
    rank = dict(zip(instants, range(len(instants)), strict=True))
    # Lists of numbers: a tuple per session would keep the garbage collector busy.
    rows = [rank[at] for at in starts], [rank[at] for at in ends]
    low = _running(rows, [one.low for one in counts])
    if all(one.high == one.low and not one.about for one in counts):
        return _joined(instants, low, low, bytes(len(low)))
    high = _running(rows, [one.high or 0 for one in counts])
    endless = _running(rows, [one.high is None for one in counts])
    high = [UNBOUNDED if some else most for most, some in zip(high, endless, strict=True)]
    soft = _running(rows, [one.about for one in counts])
    return _joined(instants, low, high, bytes(map(bool, soft)))


def _running(rows: tuple[Sequence[int], Sequence[int]], numbers: Sequence[int]) -> list[int]:
    """Return, for each instant but the last, the sum of the numbers that hold from there on."""
    starts, ends = rows
    changes = [0] * (max(ends, default=-1) + 1)
    for start, end, number in zip(starts, ends, numbers, strict=True):
        changes[start] += number
        changes[end] -= number
    return list(accumulate(changes))[:-1]


def _joined(
    instants: Sequence[int], low: Sequence[int], high: Sequence[int], soft: bytes
) -> Columns:
    if not low:
        return Columns()
    values = zip(low, high, soft, strict=True)
    new = [True, *(one != other for one, other in pairwise(values))]
    starts = compress(instants, new)
    return Columns(
        _compact([*starts, instants[-1]]),
        _compact(list(compress(low, new))),
        _compact(list(compress(high, new))),
        bytes(compress(soft, new)),
    )


def _compact(numbers: Sequence[int]) -> Sequence[int]:
    try:
        return array("q", numbers)
    except OverflowError:  # a Count may be greater than what 64 bits hold
        return tuple(numbers)
