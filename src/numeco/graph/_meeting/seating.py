"""Who sits at which table."""

from collections.abc import Sequence


def seated(held: Sequence[tuple[int, int]], seat: dict[int, int]) -> list[int]:
    """Return a table for each meeting, that of one of the two in the slot before where it can be.

    Args:
        held: the meetings of a slot, by the numbers of the two.
        seat: where everyone sat last; brought up to date.
    """
    free = set(range(1, len(held) + 1))
    tables: dict[int, int] = {}
    for at, ends in enumerate(held):
        wanted = [seat[end] for end in ends if seat.get(end) in free]
        if wanted:
            free.remove(wanted[0])
            tables[at] = wanted[0]
    for at in range(len(held)):
        if at not in tables:
            tables[at] = min(free)
            free.remove(tables[at])
    for at, ends in enumerate(held):
        seat.update(dict.fromkeys(ends, tables[at]))
    return [tables[at] for at in range(len(held))]
