"""Stretches of time as pairs of whole microseconds: their union, difference and intersection."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeAlias

from numeco.time import Interval, instant
from numeco.time import zone as zone_of

#: From an instant up to, and without, another: microseconds since 1970 in UTC.
Stretch: TypeAlias = tuple[int, int]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the union of stretches in any order: sorted and disjoint; O(n log n).

    Stretches that touch become one; those of no length vanish.
    """
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def common(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """Return what two merged lists share: sorted and disjoint; O(n + m)."""
    found: list[Stretch] = []
    at = by = 0
    while at < len(one) and by < len(other):
        start, end = max(one[at][0], other[by][0]), min(one[at][1], other[by][1])
        if start < end:
            found.append((start, end))
        if one[at][1] <= other[by][1]:
            at += 1
        else:
            by += 1
    return found


def without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> list[Stretch]:
    """Return what a merged list leaves of another: sorted and disjoint; O(n + m)."""
    found: list[Stretch] = []
    by = 0
    for start, end in stretches:
        rest = start
        while by < len(taken) and taken[by][0] < end:
            if rest < taken[by][0]:
                found.append((rest, taken[by][0]))
            rest = max(rest, taken[by][1])
            if rest > end:  # it may reach into the next stretch
                break
            by += 1
        if rest < end:
            found.append((rest, end))
    return found


def length(stretches: Iterable[Stretch]) -> int:
    """Return how long disjoint stretches are together, in microseconds."""
    return sum(end - start for start, end in stretches)


def interval(start_us: int, end_us: int, zone: str) -> Interval:
    """Return the interval between two instants, on the clocks of a zone.

    Args:
        start_us: microseconds since 1970 in UTC.
        end_us: the same, not before the start.
        zone: an IANA key.

    Raises:
        InvalidValue: the zone is unknown, or a bound lies beyond the years 2 to 9998 there.
    """
    bounds = (_EPOCH + timedelta(microseconds=one) for one in (start_us, end_us))
    start, end = (one.astimezone(zone_of(zone)) for one in bounds)
    return Interval(start, end)


def day_begins(day: date, starts: time, zone: str) -> int:
    """Return the first instant of a programme day that starts at a time on the clocks of a zone.

    In microseconds since 1970 in UTC. Where the clocks skip that time, it is when they do.
    """
    moment = datetime.combine(day, starts, tzinfo=zone_of(zone))
    # Of a time that the clocks skip, fold=1 gives an instant before they do (PEP 495).
    late, early = instant(moment), instant(moment.replace(fold=1))
    if late <= early:
        return late
    before = _offset(early, zone)
    return early + bisect_left(
        range(early, late), True, key=lambda one: _offset(one, zone) != before
    )


def _offset(moment_us: int, zone: str) -> timedelta | None:
    return (_EPOCH + timedelta(microseconds=moment_us)).astimezone(zone_of(zone)).utcoffset()


def one_zone(*choices: Iterable[str]) -> str:
    """Return the zone of the first choice that names exactly one; UTC where none does."""
    for choice in map(set, choices):
        if len(choice) == 1:
            return choice.pop()
    return "UTC"
