"""Strategies for dense programmes, to test what looks for overlaps."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any, Final

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue
from numeco.model import (
    Audience,
    Event,
    Organization,
    Person,
    Session,
    SessionStatus,
    Territory,
    Theme,
    Thing,
    Venue,
)
from numeco.testing._drawing import bits, those
from numeco.testing._times import HOME_ZONES, at, clock_changes
from numeco.time import Interval

_MICROSECOND: Final = timedelta(microseconds=1)
#: How long a programme lasts.
_LASTS: Final = timedelta(hours=6) // _MICROSECOND
#: 2026-10-20 06:00 UTC, when the clocks of no home zone change.
_PLAIN: Final = 1_792_476_000_000_000
_FLAGS: Final = st.booleans()


def schedules(  # noqa: PLR0913  # what a programme is made of
    *,
    min_size: int = 0,
    max_size: int = 12,
    rooms: int = 2,
    persons: int = 3,
    step: timedelta = timedelta(minutes=15),
    zone: str | None = None,
) -> SearchStrategy[Ecosystem]:
    """Return dense programmes: many sessions in few rooms, by few speakers, within six hours.

    Sessions begin and end on a grid, so that many touch, nest and coincide; half of the programmes
    run through a night in which the clocks change. Some sessions are unscheduled, cancelled,
    without a room, of no length, a block of others or a repetition. One room holds several sessions
    at a time; rooms have a capacity and opening hours, persons hours in which they can come; one
    person is a placeholder.

    Args:
        min_size: the least number of sessions.
        max_size: the greatest.
        rooms: how many rooms there are on the site, 1 or more.
        persons: how many speakers there are, 1 or more.
        step: the width of the grid.
        zone: the IANA key of its zone; left out, a home zone.
    """
    for name, number in (("rooms", rooms), ("persons", persons)):
        if number < 1:
            raise InvalidValue(name, "must be at least 1", number)
    return _schedules(_Size(min_size, max_size, rooms, persons), step, zone)


@frozen
class _Size:
    min_sessions: int
    max_sessions: int
    rooms: int
    persons: int


@frozen
class _Grid:
    """The times at which sessions may begin and end."""

    zone: str
    start: int
    step: int
    steps: int

    def interval(self, first: int, last: int) -> Interval:
        start, end = (at(self.start + place * self.step, self.zone) for place in (first, last))
        return Interval(start, end)


@st.composite
def _schedules(draw: DrawFn, size: _Size, step: timedelta, zone: str | None) -> Ecosystem:
    grid = _grid(draw, step, zone)
    spans = st.tuples(st.integers(0, grid.steps), st.integers(0, 6)).map(
        lambda parts: grid.interval(parts[0], min(sum(parts), grid.steps))
    )
    frame = _frame(draw, grid, size, spans)
    when = st.one_of(spans, spans, spans, st.none())
    plan = tuple(_plan(size).items())
    found: list[Session] = []
    more, chosen = st.integers(0, size.max_sessions), bits(len(plan))
    while len(found) < size.max_sessions and (len(found) < size.min_sessions or draw(more)):
        facts = {name: draw(values) for name, values in those(draw(chosen), plan)}
        found.append(_session(draw(when), facts, found))
    return Ecosystem.of(frame, found)


def _grid(draw: DrawFn, step: timedelta, zone: str | None) -> _Grid:
    key = draw(st.sampled_from(HOME_ZONES)) if zone is None else zone
    starts = [change - _LASTS // 2 for change in clock_changes(key)]
    changing = draw(_FLAGS) and bool(starts)
    start = draw(st.sampled_from(starts)) if changing else _PLAIN
    width = step // _MICROSECOND
    return _Grid(key, start, width, _LASTS // width)


def _frame(draw: DrawFn, grid: _Grid, size: _Size, spans: SearchStrategy[Interval]) -> list[Thing]:
    """Draw all that sessions name."""
    limits = st.lists(spans, max_size=2)
    rooms = (_room(draw, number, draw(limits)) for number in range(size.rooms))
    persons = (
        Person(
            id=f"person-{number}",
            name=f"Speaker {number}",
            placeholder=number == size.persons - 1 > 0,
            available=draw(limits),
        )
        for number in range(size.persons)
    )
    return [
        Territory(id="city", name="City", zone=grid.zone),
        Event(
            id="week",
            name="Week",
            zone=grid.zone,
            day_starts=time(draw(st.integers(0, 5))),
            territories=["city"],
        ),
        Venue(id="site", name="Site", territory="city", exclusive=False),
        *rooms,
        *persons,
        *(Organization(id=f"host-{n}", name=f"Host {n}") for n in range(2)),
        *(Theme(id=f"theme-{number}", name=f"Theme {number}") for number in range(2)),
    ]


def _room(draw: DrawFn, number: int, opening: list[Interval]) -> Venue:
    return Venue(
        id=f"room-{number}",
        name=f"Room {number}",
        within="site",
        exclusive=number == 0 or draw(_FLAGS),
        capacity=draw(st.none() | st.integers(1, 40)),
        features=draw(_FEATURES),
        opening=opening,
    )


_FEATURES: Final = st.frozensets(st.sampled_from(("projector", "stage")))


def _plan(size: _Size) -> dict[str, SearchStrategy[Any]]:
    """Return how the facts of a session are drawn."""
    rooms = [f"room-{number}" for number in range(size.rooms)]
    persons = [f"person-{number}" for number in range(size.persons)]
    return {
        "venue": st.sampled_from((*rooms, *rooms, "site")),
        "speakers": st.lists(st.sampled_from(persons), max_size=2, unique=True),
        "hosts": st.lists(st.sampled_from(("host-0", "host-1")), max_size=2, unique=True),
        "themes": st.lists(st.sampled_from(("theme-0", "theme-1")), max_size=2, unique=True),
        "audiences": st.frozensets(st.sampled_from((Audience.STUDENTS, Audience.FOUNDERS))),
        "requires": _FEATURES,
        "registered": st.integers(0, 50),
        "capacity": st.integers(0, 50),
        "status": st.sampled_from(SessionStatus),
        # How many sessions before stands the block, the session that it repeats.
        "within": st.integers(1, 4),
        "repeat_of": st.integers(1, 4),
    }


def _session(when: Interval | None, facts: Mapping[str, Any], before: list[Session]) -> Session:
    number = len(before)
    values = dict(facts)
    for name in ("within", "repeat_of"):
        back = values.pop(name, 0)
        values[name] = before[-back].id if 0 < back <= number else None
    key, title = f"session-{number}", f"Session {number}"
    return Session(id=key, title=title, event="week", when=when, **values)
