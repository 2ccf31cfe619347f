"""Where and when each session may take place, and what that costs."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import time
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from attrs import evolve, field, frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Count, EventId, Session, SessionKind, VenueId
from numeco.schedule._cost import Cost
from numeco.schedule._moving.grid import Bits, Clock, Grid
from numeco.schedule._premises import (
    around,
    features,
    is_online,
    site,
    stating_hours,
    surely_more,
)
from numeco.schedule._programme import event_span, when
from numeco.schedule._stretches import Stretch, merged
from numeco.time import Interval

#: A venue of `Places.venues`, and none.
Room: TypeAlias = int
NOWHERE: Final = -1
#: What a sentence calls a limit, and when it lets a session start.
Limit: TypeAlias = tuple[str, Bits]


class Said(StrEnum):
    """What sentences call the limits."""

    DAYS = "the days of {}"
    AVAILABLE = "when {} is available"
    OPENING = "the opening of {}"
    SEATS = "the seats of {}"
    FEATURE = "{} lacks {}"


class Place(NamedTuple):
    """When a session starts and where: positions on the grid and among the venues."""

    at: int
    room: Room


@frozen(eq=False)
class Places:
    """Where and when each of some sessions may take place, and what that costs.

    Sessions, venues and instants are told by their positions. Wherever a session takes place now it
    may stay.
    """

    ecosystem: Ecosystem
    #: Those that take part, scheduled.
    sessions: Sequence[Session]
    #: Which of them may move.
    movable: Sequence[bool]
    cost: Cost
    grid: Grid
    venues: Sequence[VenueId]
    #: The venues that sessions of each programme may move to.
    _rooms: Mapping[EventId, Collection[Room]]
    #: When those of each programme may take place.
    _windows: Mapping[EventId, Sequence[Stretch]]
    #: When sessions of each programme may start by the clock of each zone.
    _starts: Mapping[tuple[EventId, str], Bits]
    #: The limits that are not kept to.
    waived: frozenset[str] = frozenset()
    _clocks: dict[tuple[str, time], Clock] = field(init=False, factory=dict)
    _choices: dict[tuple[int, Place], Sequence[tuple[Room, int, Bits]]] = field(
        init=False, factory=dict
    )

    @cached_property
    def lengths(self) -> Sequence[int]:
        """How long each session takes, in microseconds: at least one."""
        return [when(one).busy_until_us - when(one).start_us for one in self.sessions]

    @cached_property
    def homes(self) -> Sequence[Place]:
        """Where and when sessions are now."""
        at = {venue: position for position, venue in enumerate(self.venues)}
        return [
            Place(self.grid.at(when(one).start_us), NOWHERE if one.venue is None else at[one.venue])
            for one in self.sessions
        ]

    def levels(self, number: int, home: int) -> Sequence[tuple[int, Bits]]:
        """Return what it costs a session to start elsewhere, and where so much; least first."""
        return self._clock(number).levels(home, self.cost)

    def price(self, number: int, home: Place, place: Place) -> int:
        """Return what it costs to move a session from one place to another."""
        in_time = self._clock(number).price(home.at, place.at, self.cost)
        return in_time + self._room_price(number, home.room, place.room)

    def choices(self, number: int, home: Place) -> Sequence[tuple[Room, int, Bits]]:
        """Return the rooms of a session, what each costs it, and when it may start there.

        The least first; at home it may stay in any case.
        """
        found = self._choices.get((number, home))
        if found is None:
            found = self._choices[number, home] = tuple(self._chosen(number, home))
        return found

    def _chosen(self, number: int, home: Place) -> Iterator[tuple[Room, int, Bits]]:
        rooms = ((self._room_price(number, home.room, one), one) for one in self.rooms(number))
        for price, room in sorted(rooms):
            allowed = self.allowed(number, room) if self.movable[number] else 0
            if room == home.room:
                allowed |= 1 << home.at
            if allowed:
                yield room, price, allowed

    def rooms(self, number: int) -> Collection[Room]:
        """Return the rooms to which a session may move, its own among them."""
        session, home = self.sessions[number], self.homes[number].room
        if session.venue is None or not self.movable[number] or session.kind is SessionKind.BREAK:
            return (home,)
        if not self.ecosystem[session.venue].exclusive:
            return (home,)
        ways = self._online[home]
        others = self._rooms[self.programmes[number]]
        return {home, *(one for one in others if self._online[one] == ways)}

    def allowed(self, number: int, room: Room) -> Bits:
        """Return when a session may start in a room."""
        session = self.sessions[number]
        zone = self.ecosystem[session.event].zone or when(session).zone
        found = self._starts[self.programmes[number], zone]
        for said, bits in self.limits(number, room):
            if said not in self.waived:
                found &= bits
        return found

    def prolonged(self, later: Sequence[int]) -> "Places":
        """Return the same with instants after all others, at which any session may start."""
        old, more = len(self.grid.times), (1 << len(later)) - 1
        starts = {key: bits | more << old for key, bits in self._starts.items()}
        return evolve(self, grid=Grid([*self.grid.times, *later]), starts=starts)

    def waiving(self, said: Collection[str]) -> "Places":
        """Return the same without some limits, told by what they are called."""
        return evolve(self, waived=frozenset(said))

    def limits(self, number: int, room: Room) -> Iterator[Limit]:
        """Iterate over what limits when a session may start in a room."""
        session, length = self.sessions[number], self.lengths[number]
        yield "the days of the programme", self._in(self._windows[self.programmes[number]], length)
        for said, stretches in self._hours(session, room):
            yield said, self._in(stretches, length)
        if room != NOWHERE:
            yield from self._fits(session, room)

    def _hours(self, session: Session, room: Room) -> Iterator[tuple[str, Sequence[Stretch]]]:
        span = event_span(self.ecosystem, session)
        if span is not None:
            yield Said.DAYS.format(self.ecosystem[session.event].name), [span]
        for who in session.speakers:
            person = self.ecosystem[who]
            if person.available and not person.placeholder:
                yield Said.AVAILABLE.format(person.name), spans(person.available)
        if room != NOWHERE:
            here = stating_hours(self.ecosystem, self.venues[room])
            if here.opening:
                yield Said.OPENING.format(here.name), spans(here.opening)

    def _fits(self, session: Session, room: Room) -> Iterator[Limit]:
        venue = self.ecosystem[self.venues[room]]
        seats = None if venue.capacity is None else Count(venue.capacity)
        if any(surely_more(people, seats) for people in (session.registered, session.capacity)):
            yield Said.SEATS.format(venue.name), 0
        for one in sorted(session.requires - features(self.ecosystem, venue.id)):
            yield Said.FEATURE.format(venue.name, one), 0

    def _room_price(self, number: int, home: Room, room: Room) -> int:
        if room == home:
            return 0
        cost, session = self.cost, self.sessions[number]
        away = cost.site * (self._sites[room] != self._sites[home])
        seats, before = (self.ecosystem[self.venues[one]].capacity for one in (room, home))
        people = session.registered or session.capacity
        known = people is not None and seats is not None
        fewer = not known and before is not None and (seats is None or seats < before)
        return cost.room + away + cost.smaller * fewer

    @cached_property
    def programmes(self) -> Sequence[EventId]:
        """The programme of each session: its event, or the outermost umbrella of that."""
        return [programme(self.ecosystem, one) for one in self.sessions]

    @cached_property
    def _sites(self) -> Sequence[VenueId]:
        return [site(self.ecosystem, one).id for one in self.venues]

    @cached_property
    def _online(self) -> Sequence[bool]:
        return [is_online(around(self.ecosystem, one)) for one in self.venues]

    def _in(self, stretches: Sequence[Stretch], length: int) -> Bits:
        return self.grid.inside(stretches, length)

    def _clock(self, number: int) -> Clock:
        session = self.sessions[number]
        event = self.ecosystem[session.event]
        key = event.zone or when(session).zone, event.day_starts
        found = self._clocks.get(key)
        if found is None:
            found = self._clocks[key] = Clock.of(self.grid, *key)
        return found


def programme(ecosystem: Ecosystem, session: Session) -> EventId:
    """Return the programme of a session: its event, or the outermost umbrella of that."""
    event = ecosystem[session.event]
    while event.within is not None:
        event = ecosystem[event.within]
    return event.id


def spans(intervals: Iterable[Interval]) -> Sequence[Stretch]:
    """Return intervals as stretches, merged."""
    return merged((one.start_us, one.busy_until_us) for one in intervals)
