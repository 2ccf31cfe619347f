"""Events on the same days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Final

from numeco.ecosystem import Ecosystem
from numeco.model import Event, Territory
from numeco.schedule._pairs import pairs
from numeco.schedule._rules import EventRule, texts
from numeco.schedule._stretches import day_begins
from numeco.time import Precision

_DAY: Final = timedelta(days=1)


def on_the_same_days(
    ecosystem: Ecosystem, events: Sequence[Event], rule: EventRule
) -> Iterator[tuple[int, int, str]]:
    """Iterate over the pairs of events that share a resource and a day; O(n log n + pairs).

    The events come by day (`by_days`); each pair is told by their positions, the earlier first.
    """
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, event in enumerate(events):
        if event.days is not None and event.days.precision is Precision.DAY:
            for resource in texts(rule, rule.resources(ecosystem, event)):
                groups[resource].append(at)
    umbrellas = [_umbrella(ecosystem, event) for event in events]
    for resource, group in groups.items():
        days = [its for at in group if (its := events[at].days) is not None]
        starts = [its.first.toordinal() for its in days]
        for one, other in pairs(starts, [its.last.toordinal() + 1 for its in days]):
            if umbrellas[group[one]] != umbrellas[group[other]]:
                yield group[one], group[other], resource


def by_days(event: Event) -> tuple[date, date, str]:
    """Return what events are ordered by: their days, then their ids; last those without days."""
    days = event.days
    return (date.max, date.max, event.id) if days is None else (days.first, days.last, event.id)


def shared_days(
    ecosystem: Ecosystem, one: Event, other: Event, resource: str
) -> tuple[int, int, str] | None:
    """Return the days that two events share, as instants in microseconds, and the zone of those.

    The zone is that of the first event that states one, else the territory's, else UTC. None where
    the days lie at the ends of the calendar.
    """
    key = one.zone or other.zone or _zone_of(ecosystem, resource) or "UTC"
    assert one.days is not None  # noqa: S101  # for type checkers
    assert other.days is not None  # noqa: S101  # for type checkers
    first, last = max(one.days.first, other.days.first), min(one.days.last, other.days.last)
    # No interval reaches further.
    if first.year < 3 or last.year > 9997:
        return None
    return day_begins(first, time(), key), day_begins(last + _DAY, time(), key), key


def _zone_of(ecosystem: Ecosystem, resource: str) -> str | None:
    thing = ecosystem[resource] if resource in ecosystem else None  # noqa: SIM401  # has no get
    return thing.zone if isinstance(thing, Territory) else None


def _umbrella(ecosystem: Ecosystem, event: Event) -> str:
    """Return the id of the outermost event that an event lies in; its own where it lies in none."""
    while event.within is not None:
        event = ecosystem[event.within]
    return event.id
