"""Contenders on arrays that look at pairs one by one, in Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, combinations

import numpy as np
from _overlaps_loads import Answer, Load


def columns(pairs: Iterator[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs as two arrays."""
    flat = np.fromiter(chain.from_iterable(pairs), np.int64)
    return flat[::2], flat[1::2]


def _by_room(load: Load) -> list[list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for row, room in enumerate(load.rooms.tolist()):
        groups[room].append(row)
    return list(groups.values())


def intervaltree(load: Load) -> dict[str, Answer]:
    """Pure Python; a tree for each room, asked for each session."""
    from intervaltree import IntervalTree  # noqa: PLC0415  # only where it is installed

    starts, ends = load.starts.tolist(), load.ends.tolist()

    def pairs() -> Iterator[tuple[int, int]]:
        for rows in _by_room(load):
            tree = IntervalTree.from_tuples((starts[row], ends[row], row) for row in rows)
            for row in rows:
                found = tree.overlap(starts[row], ends[row])
                yield from ((row, other.data) for other in found if row < other.data)

    return {"pairs": lambda: columns(pairs())}


def by_combinations(load: Load) -> dict[str, Answer]:
    """Every two sessions of a room, by itertools.combinations."""
    starts, ends = load.starts.tolist(), load.ends.tolist()

    def pairs() -> Iterator[tuple[int, int]]:
        for rows in _by_room(load):
            for one, other in combinations(rows, 2):
                if starts[one] < ends[other] and starts[other] < ends[one]:
                    yield one, other

    return {"pairs": lambda: columns(pairs())}


def pandas(load: Load) -> dict[str, Answer]:
    """An IntervalIndex for each room, asked for each session."""
    from pandas import IntervalIndex  # noqa: PLC0415  # only where it is installed

    def pairs() -> Iterator[tuple[int, int]]:
        for rows in map(np.array, _by_room(load)):
            index = IntervalIndex.from_arrays(load.starts[rows], load.ends[rows], "left")
            for at, one in enumerate(index):
                met = rows[index.overlaps(one)]
                yield from ((int(rows[at]), int(other)) for other in met if rows[at] < other)

    return {"pairs": lambda: columns(pairs())}


def portion(load: Load) -> dict[str, Answer]:
    """Pure Python; every two sessions of a room."""
    from portion import closedopen  # noqa: PLC0415  # only where it is installed

    def pairs() -> Iterator[tuple[int, int]]:
        times = zip(load.starts.tolist(), load.ends.tolist(), strict=True)
        slots = [closedopen(start, end) for start, end in times]
        for rows in _by_room(load):
            for one, other in combinations(rows, 2):
                if slots[one].overlaps(slots[other]):
                    yield one, other

    return {"pairs": lambda: columns(pairs())}
