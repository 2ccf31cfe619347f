"""Overlaps of a million sessions and more, from NumPy arrays to NumPy arrays.

Times are whole numbers of any one unit (microseconds, minutes …) or datetime64 in UTC, where wall
clocks would go wrong; `keys` say what each row occupies, a room or a person, and only rows of one key
meet. Stretches are half-open: touching is fine, and one of zero length occupies one unit. With a
`gap`, rows meet as well when less than the gap lies between them.

>>> import numpy as np
>>> starts, ends = np.array([540, 570, 630, 545]), np.array([600, 630, 660, 550])
>>> rooms = np.array(["salle-a", "salle-a", "salle-a", "salle-b"])
>>> pairs(starts, ends, rooms)
(array([0], dtype=int32), array([1], dtype=int32))
>>> count(starts, ends, rooms, gap=15)
2
>>> conflicted(starts, ends, rooms)
array([ True,  True, False, False])

Every function that takes `keys` takes whole numbers, texts or any other hashable values, one per
row. A whole number below 0, None and NaN mean that the row occupies nothing and meets nobody. `gap` is
in the unit of the times; where they are datetime64, it may be a timedelta, which is rounded up.

What cannot be such a column is refused: InvalidType for another type (floats are not exact),
InvalidValue for lengths that differ, NaT, a negative gap and an end before its start. Nothing wraps
around, up to the last of 64 bits. ``benchmarks/overlaps.py`` measures them against other libraries.
"""

from importlib.util import find_spec

if find_spec("numpy") is None:
    raise ImportError('numeco.schedule.arrays needs NumPy: pip install "numeco[fast]"')

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from numeco.errors import InvalidType, InvalidValue
from numeco.schedule._columns import MOST, Keys, Stretches, codes_of, gap_of
from numeco.schedule._folded import Folded, Meetings, Rows

__all__ = [
    "any_overlap",
    "chunks",
    "concurrency",
    "conflicted",
    "count",
    "pairs",
    "peak",
]

#: How long must lie between two rows: units of the times.
Gap: TypeAlias = int | timedelta | np.timedelta64


def pairs(
    starts: npt.ArrayLike, ends: npt.ArrayLike, keys: Keys | None = None, *, gap: Gap = 0
) -> tuple[Rows, Rows]:
    """Return the pairs of rows that meet, each once: the first rows, and the second ones.

    They come key by key (an array of whole numbers by number, other keys as they first appear), then
    by start of the first, then by start of the second; the first starts first. Of rows that start
    at once, the one given first comes first: if rows are given by start, first < second everywhere,
    and ``np.sort(second.astype(np.int64) * n + first)`` puts pairs by start of their overlap.

    O(n log n + pairs) time; 8 bytes a pair, and some 50 a row while it works. Where the pairs are
    too many for that, see `chunks`.
    """
    met = Meetings.of(_folded(starts, ends, keys, gap))
    return met.between(0, len(met))


def chunks(
    starts: npt.ArrayLike,
    ends: npt.ArrayLike,
    keys: Keys | None = None,
    *,
    gap: Gap = 0,
    size: int = 10_000_000,
) -> Iterator[tuple[Rows, Rows]]:
    """Iterate over what `pairs` returns, in its order, a piece of at most `size` pairs at a time.

    The input is read and sorted at once; a piece takes 8 bytes a pair, made when it is asked for.
    """
    if isinstance(size, bool) or not isinstance(size, int):
        raise InvalidType("size", "must be a whole number of pairs, at least 1", size)
    if size < 1:
        raise InvalidValue("size", "must be a whole number of pairs, at least 1", size)
    met = Meetings.of(_folded(starts, ends, keys, gap))
    return (met.between(at, min(at + size, len(met))) for at in range(0, len(met), size))


def count(
    starts: npt.ArrayLike, ends: npt.ArrayLike, keys: Keys | None = None, *, gap: Gap = 0
) -> int:
    """Return how many pairs of rows meet, without making them: O(n log n), however many."""
    folded = _folded(starts, ends, keys, gap)
    # Starts and last units in one row, starts first where they are equal: before the j-th last
    # unit (from 0) lie j others and all that start by it; r + 1 of these, for the row ranked r,
    # start no later than the row itself.
    events = np.concatenate((folded.starts << 1, (folded.lasts << 1) | 1))
    events.sort()
    events &= 1
    positions = np.flatnonzero(events)
    positions -= np.arange(1, len(events), 2)
    return int(positions.sum())


def any_overlap(
    starts: npt.ArrayLike, ends: npt.ArrayLike, keys: Keys | None = None, *, gap: Gap = 0
) -> bool:
    """Return whether any two rows meet: O(n log n)."""
    folded = _folded(starts, ends, keys, gap)
    # Disjoint stretches, and only they, come in one order by start and by end.
    return bool((np.sort(folded.starts)[1:] <= np.sort(folded.lasts)[:-1]).any())


def conflicted(
    starts: npt.ArrayLike, ends: npt.ArrayLike, keys: Keys | None = None, *, gap: Gap = 0
) -> npt.NDArray[np.bool_]:
    """Return, row by row, whether it meets any other: O(n log n), without making pairs."""
    columns = Stretches.of(starts, ends)
    order, begins, lasts = _fold(columns, keys, gap).ordered()
    # Whoever meets a later one meets the next one; an earlier one, the one that lasts longest.
    meets = np.zeros(len(order), np.bool_)
    meets[:-1] = begins[1:] <= lasts[:-1]
    meets[1:] |= begins[1:] <= np.maximum.accumulate(lasts)[:-1]
    found = np.zeros(len(columns.starts), np.bool_)
    found[order] = meets
    return found


def concurrency(
    starts: npt.ArrayLike, ends: npt.ArrayLike
) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
    """Return how many rows take place at once: the times at which it changes, and the new numbers.

    ``values[i]`` holds from ``times[i]`` up to ``times[i + 1]``; before the first time and from the
    last on, where the value is 0, nothing takes place. Times are sorted, each once, in int64 or in
    the datetime64 given. The area under it is the sum of the durations, one unit for each of zero
    length; such a one at the last of 64 bits is refused, since its end cannot be said.
    O(n log n).
    """
    columns = Stretches.of(starts, ends)
    lasts = columns.lasts()
    if len(lasts) and lasts.max() == MOST:
        must = "must end before the last of 64 bits: a stretch of zero length occupies one unit"
        raise InvalidValue("ends", must, MOST)
    starts, stops = np.sort(columns.starts), np.sort(lasts + 1)
    times = np.sort(np.concatenate((starts, stops)))
    times = times[np.diff(times, prepend=times[:1] - 1) != 0]
    values = starts.searchsorted(times, "right") - stops.searchsorted(times, "right")
    changing = np.diff(values, prepend=0) != 0
    return times[changing].view(columns.dtype), values[changing]


def peak(starts: npt.ArrayLike, ends: npt.ArrayLike) -> int:
    """Return how many rows take place at once at most; 0 without rows. O(n log n)."""
    return int(concurrency(starts, ends)[1].max(initial=0))


def _folded(starts: npt.ArrayLike, ends: npt.ArrayLike, keys: Keys | None, gap: Gap) -> Folded:
    return _fold(Stretches.of(starts, ends), keys, gap)


def _fold(columns: Stretches, keys: Keys | None, gap: Gap) -> Folded:
    codes = None if keys is None else codes_of(keys, len(columns.starts))
    return Folded.of(columns, codes, gap_of(gap, columns.dtype))
