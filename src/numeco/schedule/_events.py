"""Events on the same days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from numeco.ecosystem import Ecosystem
from numeco.model import Event, Territory
from numeco.schedule._pairs import pairs
from numeco.schedule._rules import EventRule, texts
from numeco.time import Precision, instant, zone

_DAY: Final = timedelta(days=1)


def on_the_same_days(
    ecosystem: Ecosystem, events: Sequence[Event], rule: EventRule
) -> Iterator[tuple[Event, Event, str]]:
    """Iterate over the pairs of events that share a resource and a day; O(n log n + pairs)."""
    groups: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.days is not None and event.days.precision is Precision.DAY:
            for resource in texts(rule, rule.resources(ecosystem, event)):
                groups[resource].append(event)
    for resource, group in groups.items():
        group.sort(key=_by_day)
        days = [one.days for one in group if one.days is not None]
        starts, ends = (
            [one.first.toordinal() for one in days],
            [one.last.toordinal() for one in days],
        )
        for one, other in pairs(starts, [end + 1 for end in ends]):
            if not _nested(ecosystem, group[one], group[other]):
                yield group[one], group[other], resource


def shared_days(
    ecosystem: Ecosystem, one: Event, other: Event, resource: str
) -> tuple[int, int, str]:
    """Return the days that two events share, as instants in microseconds, and the zone of those.

    The zone is that of the first event that states one, else the territory's, else UTC.
    """
    key = one.zone or other.zone or _zone_of(ecosystem, resource) or "UTC"
    assert one.days is not None  # noqa: S101  # for type checkers
    assert other.days is not None  # noqa: S101  # for type checkers
    first, last = max(one.days.first, other.days.first), min(one.days.last, other.days.last)
    return _midnight(first, key), _midnight(min(last, date.max - _DAY) + _DAY, key), key


def _zone_of(ecosystem: Ecosystem, resource: str) -> str | None:
    thing = ecosystem[resource] if resource in ecosystem else None  # noqa: SIM401  # has no get
    return thing.zone if isinstance(thing, Territory) else None


def _midnight(day: date, key: str) -> int:
    tzinfo = UTC if key == "UTC" else zone(key)
    return instant(datetime(day.year, day.month, day.day, tzinfo=tzinfo))


def _nested(ecosystem: Ecosystem, one: Event, other: Event) -> bool:
    return other.id in _umbrellas(ecosystem, one) or one.id in _umbrellas(ecosystem, other)


def _umbrellas(ecosystem: Ecosystem, event: Event) -> set[str]:
    found: set[str] = set()
    while event.within is not None:
        event = ecosystem[event.within]
        found.add(event.id)
    return found


def _by_day(event: Event) -> tuple[date, date, str]:
    assert event.days is not None  # noqa: S101  # for type checkers
    return event.days.first, event.days.last, event.id
