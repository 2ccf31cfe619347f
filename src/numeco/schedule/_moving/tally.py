"""How many sessions meet one that starts at each instant of a grid, counted in parallel."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from numeco.schedule._moving.grid import Bits

#: For each instant a number: plane k holds the bits of value 2^k.
Tally: TypeAlias = list[Bits]


def add(tally: Tally, bits: Bits, plane: int = 0) -> None:
    """Add 2^plane at each instant of a set: a binary counter for each, all at once."""
    while bits:
        if plane >= len(tally):
            tally.extend([0] * (plane - len(tally)))
            tally.append(bits)
            return
        tally[plane], bits = tally[plane] ^ bits, tally[plane] & bits
        plane += 1


def take(tally: Tally, bits: Bits) -> None:
    """Take one off at each instant of a set; there must be one."""
    plane = 0
    while bits:
        tally[plane], bits = tally[plane] ^ bits, bits & ~tally[plane]
        plane += 1


def added(one: Sequence[Bits], other: Sequence[Bits]) -> Tally:
    """Return the sum of two tallies."""
    found = list(one)
    for plane, bits in enumerate(other):
        add(found, bits, plane)
    return found


def value(tally: Sequence[Bits], at: int) -> int:
    """Return the number at one instant."""
    return sum((bits >> at & 1) << plane for plane, bits in enumerate(tally))


def rising(tally: Sequence[Bits], bits: Bits) -> Iterator[tuple[int, Bits]]:
    """Iterate over the numbers at the instants of a set, and where they are; the least first."""
    taken = 0
    for plane in tally:
        taken |= plane
    # Most often nothing but the first is asked for.
    if free := bits & ~taken:
        yield 0, free
    stack = [(bits & taken, len(tally), 0)]
    while stack:
        here, planes, number = stack.pop()
        if planes == 0:
            if here:
                yield number, here
            continue
        plane = tally[planes - 1]
        if more := here & plane:
            stack.append((more, planes - 1, number + (1 << (planes - 1))))
        if less := here & ~plane:
            stack.append((less, planes - 1, number))
