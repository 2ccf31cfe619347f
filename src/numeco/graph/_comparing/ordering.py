"""Which events are editions of a series, in which order, and what lies between them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, starmap

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Event, EventId
from numeco.time import Precision


def editions_of(ecosystem: Ecosystem, series: str) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Return the editions of a series in order, and those that nothing places in it.

    By number where all have one and no days forbid it; else by first day, then number, then id. An
    event within an edition of the same series is a part of it, no edition of its own.
    """
    events = ecosystem.referring(series, Event, "series")
    own = [one for one in events if not _within_one_of(ecosystem, one, series)]
    own.sort(key=lambda one: (one.edition or 0, _first_day(one), one.id))
    dated = [one for one in own if one.days]
    numbered = all(one.edition for one in own) and all(starmap(_may, pairwise(dated)))
    if numbered or len(own) == 1:
        return tuple(own), ()
    return tuple(sorted(dated, key=_first_day)), tuple(one for one in own if one.days is None)


def _may(before: Event, after: Event) -> bool:
    """Return whether the days of two events, where known, allow one to come before the other."""
    return not (before.days and after.days and after.days.last < before.days.first)


def _first_day(event: Event) -> int:
    return event.days.first.toordinal() if event.days else 0


def _within_one_of(ecosystem: Ecosystem, event: Event, series: str) -> bool:
    while event.within is not None:
        event = ecosystem[event.within]
        if event.series == series:
            return True
    return False


def gaps_between(ecosystem: Ecosystem, events: Sequence[Event]) -> Iterator[tuple[str, ...]]:
    """Iterate over what lies between each event and the next, or is not known of it; O(editions).

    Editions that are known and not compared, cancelled ones apart, numbers that no edition has,
    years without one where the known ones come more often, and that an order is not known where
    neither days nor numbers tell. Between events of no common series lies nothing.
    """
    compared = {one.id for one in events}
    orders: dict[str, _Order] = {}
    for before, after in pairwise(events):
        series = before.series if before.series == after.series else None
        if series is None:
            yield ()
            continue
        if series not in orders:
            orders[series] = _Order(editions_of(ecosystem, series)[0])
        yield tuple(_gap(ecosystem, orders[series], before, after, compared))


@frozen
class _Order:
    """The editions of a series that have a place in its order."""

    events: tuple[Event, ...]

    @cached_property
    def places(self) -> dict[str, int]:
        return {one.id: at for at, one in enumerate(self.events)}

    @cached_property
    def numbers(self) -> set[int | None]:
        return {one.edition for one in self.events}

    @cached_property
    def years(self) -> list[int]:
        return [one.days.first.year for one in self.events if one.days]

    @cached_property
    def often(self) -> int:
        """The fewest years from one edition to one of another year; 1 where two alone are known."""
        apart = [after - before for before, after in pairwise(self.years) if after > before]
        return min(apart) if len(apart) > 1 else 1


def _gap(
    ecosystem: Ecosystem, order: _Order, before: Event, after: Event, compared: set[EventId]
) -> Iterator[str]:
    if before.id not in order.places or after.id not in order.places:
        return
    first, last = sorted((order.places[before.id], order.places[after.id]))
    for one in order.events[first + 1 : last]:
        if one.id not in compared and not ecosystem.cancelled(one):
            yield f"{one.id} is left out"
    if _unordered(order.events[first], order.events[last]):
        both = f"{order.events[first].id} and {order.events[last].id}"
        yield f"it is not known which of {both} came first"
    yield from _unknown(order, order.events[first], order.events[last])


def _unordered(one: Event, other: Event) -> bool:
    """Return whether neither numbers nor days tell which of two events came first."""
    if one.edition and other.edition and one.edition != other.edition:
        return False
    if one.id == other.id or not one.days or not other.days:
        return False  # events without days and number have no place in an order at all
    if one.days.precision is other.days.precision is Precision.DAY:
        return one.days.first == other.days.first
    return one.days.overlaps(other.days)


def _unknown(order: _Order, first: Event, last: Event) -> Iterator[str]:
    """Iterate over a sentence on the editions between two of which nothing is known."""
    if first.edition is not None and last.edition is not None:
        between = set(range(first.edition + 1, last.edition)) - order.numbers
        kind = "with the number"
    elif first.days and last.days:
        start, end = first.days.first.year, last.days.first.year
        between = set(range(start + order.often, end, order.often)) - set(order.years)
        kind = "of"
    else:
        return
    if between:
        yield f"no edition {kind} {ranges(sorted(between))} is known"


def ranges(numbers: Iterable[int]) -> str:
    """Return whole numbers, in order, as text: ``2018 to 2021, 2023``."""
    runs: list[tuple[int, int]] = []
    for one in numbers:
        start = runs.pop()[0] if runs and runs[-1][1] == one - 1 else one
        runs.append((start, one))
    return ", ".join(f"{one}" if one == end else f"{one} to {end}" for one, end in runs)
