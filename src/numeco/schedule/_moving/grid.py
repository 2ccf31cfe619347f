"""The instants at which sessions may start; a set of them is a whole number, a bit for each."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import groupby
from typing import Final, TypeAlias

from attrs import field, frozen

from numeco.schedule._cost import Cost
from numeco.schedule._stretches import Stretch
from numeco.time import zone as zone_of

#: A set of positions on a grid: bit i stands for its i-th instant.
Bits: TypeAlias = int

_HOUR_US: Final = 3_600_000_000
_QUARTER_US: Final = _HOUR_US // 4
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@frozen(eq=False)
class Grid:
    """Instants at which sessions may start, in order, in microseconds since 1970 in UTC."""

    times: Sequence[int]
    _met: dict[tuple[int, int, int], Bits] = field(init=False, factory=dict)

    def at(self, instant: int) -> int:
        """Return the position of an instant that is on the grid."""
        return bisect_left(self.times, instant)

    def holding(self, instants: Container[int]) -> Bits:
        """Return those of its instants that a collection holds."""
        signs = ("1" if one in instants else "0" for one in reversed(self.times))
        return int("".join(signs) or "0", 2)

    def between(self, low: int, high: int) -> Bits:
        """Return the instants from `low` up to, and without, `high`."""
        first, last = bisect_left(self.times, low), bisect_left(self.times, high)
        return (1 << last) - (1 << first) if first < last else 0

    def meeting(self, start: int, free: int, length: int) -> Bits:
        """Return when one of some length may not start if it is not to meet a stretch."""
        key = start, free, length
        found = self._met.get(key)
        if found is None:
            found = self._met[key] = self.between(start - length + 1, free)
        return found

    def inside(self, stretches: Iterable[Stretch], length: int) -> Bits:
        """Return when one of some length may start to lie in one of some stretches."""
        found = 0
        for start, end in stretches:
            found |= self.between(start, end - length + 1)
        return found


def nearest(bits: Bits, home: int) -> Iterator[int]:
    """Iterate over the positions in a set, those near a position first; of two the earlier one."""
    later, earlier = bits >> home, bits & ((1 << home) - 1)
    while later or earlier:
        after = (later & -later).bit_length() - 1
        before = earlier.bit_length() - 1
        if not earlier or (later and after < home - before):
            yield home + after
            later &= later - 1
        else:
            yield before
            earlier ^= 1 << before


def steps(stretches: Iterable[Stretch], step: int, zone: str) -> Iterator[int]:
    """Iterate over the instants within stretches at whole steps on the clocks of a zone."""
    where = zone_of(zone)
    for start, end in stretches:
        # Clocks change at quarters of an hour: within one, none does.
        for quarter in range(start - start % _QUARTER_US, end, _QUARTER_US):
            local = (_EPOCH + timedelta(microseconds=quarter)).astimezone(where)
            offset = (local.utcoffset() or timedelta(0)) // timedelta(microseconds=1)
            first = max(start, quarter)
            yield from range(
                first + (-(first + offset)) % step, min(end, quarter + _QUARTER_US), step
            )


@frozen(eq=False)
class Clock:
    """Programme days and times of day of a grid, as an event counts them."""

    grid: Grid
    #: For each instant its day, as a number, and the microseconds since that day began.
    _local: Sequence[tuple[int, int]]
    _levels: dict[tuple[int, Cost], Sequence[tuple[int, Bits]]] = field(init=False, factory=dict)

    @classmethod
    def of(cls, grid: Grid, zone: str, day_starts: time) -> "Clock":
        """Return the clock of an event."""
        where, early = zone_of(zone), _since_midnight(day_starts)
        return cls(grid, [_local(one, where, early) for one in grid.times])

    def levels(self, home: int, cost: Cost) -> Sequence[tuple[int, Bits]]:
        """Return what it costs to start elsewhere, and where it costs so much; the least first."""
        found = self._levels.get((home, cost))
        if found is None:
            by_cost: dict[int, Bits] = {}
            prices = (self.price(home, at, cost) for at in range(len(self.grid.times)))
            at = 0
            for price, run in groupby(prices):
                last = at + sum(1 for _ in run)
                by_cost[price] = by_cost.get(price, 0) | (1 << last) - (1 << at)
                at = last
            found = self._levels[home, cost] = sorted(by_cost.items())
        return found

    def price(self, home: int, at: int, cost: Cost) -> int:
        """Return what it costs to start at one instant instead of another."""
        if home == at:
            return 0
        (day, clock), (new_day, new_clock) = self._local[home], self._local[at]
        hours = -(-abs(new_clock - clock) // _HOUR_US)
        return cost.time + cost.hour * hours + cost.day * abs(new_day - day)


def _since_midnight(clock: time) -> int:
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond


def _local(instant: int, where: tzinfo, early: int) -> tuple[int, int]:
    moment = (_EPOCH + timedelta(microseconds=instant)).astimezone(where)
    clock, day = _since_midnight(moment.time()), moment.date().toordinal()
    return (day - 1, clock - early + 24 * _HOUR_US) if clock < early else (day, clock - early)
