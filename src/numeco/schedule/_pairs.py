"""Which stretches of time overlap, in pure Python: sort by start, then bisect.

Starts and ends are whole numbers of any size in any one unit, and no end comes before its start. Of
rows with a key, only those of one key meet; a row whose key is None meets nobody. A stretch is
half-open, and one of zero length occupies one unit. With a `gap`, stretches meet as well when less
than the gap lies between them. The same with NumPy: `numeco.schedule.arrays`.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice, repeat
from operator import lt


def pairs(
    starts: Sequence[int],
    ends: Sequence[int],
    keys: Sequence[Hashable] | None = None,
    gap: int = 0,
) -> Iterator[tuple[int, int]]:
    """Iterate over the pairs of rows that meet, each once; O(n log n + pairs).

    Key by key, as the keys first appear; then by start of the first, then of the second. Of two
    that start at once, the first is the one given first.
    """
    reaches = _reaches(starts, ends, gap)
    for rows in _groups(range(len(starts)), keys):
        rows.sort(key=starts.__getitem__)
        begins = [starts[row] for row in rows]
        # Sorted by start, a stretch meets exactly those after it that start before its end.
        for rank, row in enumerate(rows, 1):
            for other in rows[rank : bisect_left(begins, reaches[row], rank)]:
                yield row, other


def count(
    starts: Sequence[int],
    ends: Sequence[int],
    keys: Sequence[Hashable] | None = None,
    gap: int = 0,
) -> int:
    """Return how many pairs of rows meet, without making them: O(n log n), however many."""
    found = 0
    for begins, reaches in _times(starts, ends, keys, gap):
        # Those that start before an end, less the disjoint ones among them, oneself included.
        began = sum(map(bisect_left, repeat(begins), reaches))
        found += began - len(begins) * (len(begins) + 1) // 2
    return found


def any_overlap(
    starts: Sequence[int],
    ends: Sequence[int],
    keys: Sequence[Hashable] | None = None,
    gap: int = 0,
) -> bool:
    """Return whether any two rows meet; O(n log n), and it stops at the first key where they do."""
    for begins, reaches in _times(starts, ends, keys, gap):
        reaches.sort()
        # Disjoint stretches, and only they, come in one order by start and by end.
        if any(map(lt, islice(begins, 1, None), reaches)):
            return True
    return False


def conflicted(
    starts: Sequence[int],
    ends: Sequence[int],
    keys: Sequence[Hashable] | None = None,
    gap: int = 0,
) -> list[bool]:
    """Return, row by row, whether it meets any other; O(n log n), without making pairs."""
    found = [False] * len(starts)
    reaches = _reaches(starts, ends, gap)
    for rows in _groups(range(len(starts)), keys):
        rows.sort(key=starts.__getitem__)
        before, highest = rows[0], reaches[rows[0]]
        for row in islice(rows, 1, None):
            if starts[row] < highest:
                found[row] = True
                # Whoever meets a later one meets the next one.
                found[before] = found[before] or starts[row] < reaches[before]
            before, highest = row, max(highest, reaches[row])
    return found


def _reaches(starts: Sequence[int], ends: Sequence[int], gap: int) -> list[int]:
    """Return, for each row, the first unit at which another may start without meeting it."""
    times = zip(starts, ends, strict=True)
    return [(end if end > start else start + 1) + gap for start, end in times]


def _groups(rows: Iterable[int], keys: Sequence[Hashable] | None) -> Iterable[list[int]]:
    """Return the rows of each key; none is empty."""
    if keys is None:
        return filter(None, [list(rows)])
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for row, key in zip(rows, keys, strict=True):
        if key is not None:
            groups[key].append(row)
    return groups.values()


def _times(
    starts: Sequence[int], ends: Sequence[int], keys: Sequence[Hashable] | None, gap: int
) -> Iterator[tuple[list[int], list[int]]]:
    """Iterate over the sorted starts and the reaches, in no order, of each key with several rows."""
    reaches = _reaches(starts, ends, gap)
    if keys is None:
        yield sorted(starts), reaches
        return
    groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for key, start, reach in zip(keys, starts, reaches, strict=True):
        if key is not None:
            begun, reached = groups[key]
            begun.append(start)
            reached.append(reach)
    for begun, reached in groups.values():
        if len(begun) > 1:
            begun.sort()
            yield begun, reached
