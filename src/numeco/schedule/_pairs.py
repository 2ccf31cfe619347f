"""Which stretches of time overlap: sort by start, then bisect."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence


def pairs(starts: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Iterate over the pairs of positions whose half-open stretches overlap, earlier start first.

    Sorted by start, a stretch meets exactly those after it that start before its end: O(n log n +
    pairs). A stretch of zero length occupies one unit.
    """
    order = sorted(range(len(starts)), key=lambda at: (starts[at], ends[at], at))
    ordered = [starts[at] for at in order]
    for rank, at in enumerate(order, 1):
        end = max(ends[at], starts[at] + 1)
        for other in order[rank : bisect_left(ordered, end, rank)]:
            yield at, other
