"""Facets: what a clash has, told without building it."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import Final

from numeco._checks import Kind
from numeco.model import Event, Session
from numeco.schedule._lanes import ALONE, Hit
from numeco.schedule._search import Search


class Facet(Kind):
    """What clashes are counted and grouped by."""

    RULE = "rule"  #: its name
    SEVERITY = "severity"
    DAY = "day"  #: the programme day of the later session; of events, the first that they share
    RESOURCE = "resource"
    SESSION = "session"  #: each of the two, by id
    EVENT = "event"  #: that of each of the two, by id
    THEME = "theme"  #: each theme of the two, by id


def two(search: Search, hit: Hit) -> tuple[Session | Event, Session | Event | None]:
    """Return the one or two things that a clash is about, the earlier first."""
    last, first, *_ = hit
    if first == ALONE:
        return search.things[last], None
    return search.things[first], search.things[last]


def _things(search: Search, hit: Hit) -> Iterator[Session | Event]:
    return (one for one in two(search, hit) if one is not None)


def _day_of(search: Search, hit: Hit) -> date | None:
    last = search.things[hit[0]]
    if isinstance(last, Session):
        return search.timeline.ecosystem.day(last)
    return None if last.days is None else last.days.first


def _events_of(search: Search, hit: Hit) -> Iterable[str]:
    return dict.fromkeys(
        one.event if isinstance(one, Session) else one.id for one in _things(search, hit)
    )


def _themes_of(search: Search, hit: Hit) -> Iterable[str]:
    return dict.fromkeys(theme for one in _things(search, hit) for theme in one.themes)


FACETS: Final[dict[Facet, Callable[[Search], Callable[[Hit], Iterable[Hashable]]]]] = {
    Facet.RULE: lambda search: lambda hit: (search.rules[hit[2]].name,),
    Facet.SEVERITY: lambda search: lambda hit: (search.rules[hit[2]].severity,),
    Facet.DAY: lambda search: lambda hit: (_day_of(search, hit),),
    Facet.RESOURCE: lambda _search: lambda hit: (hit[3],),
    Facet.SESSION: lambda search: (
        lambda hit: [one.id for one in _things(search, hit) if isinstance(one, Session)]
    ),
    Facet.EVENT: lambda search: lambda hit: _events_of(search, hit),
    Facet.THEME: lambda search: lambda hit: _themes_of(search, hit),
}
