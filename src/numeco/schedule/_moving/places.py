"""Where and when each session may take place, and what that costs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from attrs import evolve, field, frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Count, Event, EventId, Session, SessionKind, Venue, VenueId
from numeco.schedule._cost import Cost
from numeco.schedule._moving.grid import Bits, Clock, Grid, steps
from numeco.schedule._premises import (
    around,
    features,
    is_online,
    site,
    stating_hours,
    surely_more,
)
from numeco.schedule._programme import days_of, event_span, when
from numeco.schedule._stretches import Stretch, merged
from numeco.time import Interval

#: A venue of `Places.venues`, and none.
Room: TypeAlias = int
NOWHERE: Final = -1
#: What a sentence calls a limit, and when it lets a session start.
Limit: TypeAlias = tuple[str, Bits]

_DAY: Final = timedelta(days=1)


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
    #: The limits that are not kept to.
    waived: frozenset[str] = frozenset()
    _clocks: dict[EventId, Clock] = field(init=False, factory=dict)
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
        found = self._anywhere
        for said, bits in self.limits(number, room):
            if said not in self.waived:
                found &= bits
        return found

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
            yield f"the days of {self.ecosystem[session.event].name}", [span]
        for who in session.speakers:
            person = self.ecosystem[who]
            if person.available and not person.placeholder:
                yield f"when {person.name} is available", _spans(person.available)
        if room != NOWHERE:
            here = stating_hours(self.ecosystem, self.venues[room])
            if here.opening:
                yield f"the opening of {here.name}", _spans(here.opening)

    def _fits(self, session: Session, room: Room) -> Iterator[Limit]:
        venue = self.ecosystem[self.venues[room]]
        seats = None if venue.capacity is None else Count(venue.capacity)
        if any(surely_more(people, seats) for people in (session.registered, session.capacity)):
            yield f"the seats of {venue.name}", 0
        for one in sorted(session.requires - features(self.ecosystem, venue.id)):
            yield f"{venue.name} lacks {one}", 0

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
        outer = {one.id: _outermost(self.ecosystem, one).id for one in self.ecosystem.all(Event)}
        return [outer[one.event] for one in self.sessions]

    @cached_property
    def _sites(self) -> Sequence[VenueId]:
        return [site(self.ecosystem, one).id for one in self.venues]

    @cached_property
    def _online(self) -> Sequence[bool]:
        return [is_online(around(self.ecosystem, one)) for one in self.venues]

    @cached_property
    def _anywhere(self) -> Bits:
        return (1 << len(self.grid.times)) - 1

    def _in(self, stretches: Sequence[Stretch], length: int) -> Bits:
        return self.grid.inside(stretches, length)

    def _clock(self, number: int) -> Clock:
        session = self.sessions[number]
        found = self._clocks.get(session.event)
        if found is None:
            event = self.ecosystem[session.event]
            found = Clock.of(self.grid, event.zone or when(session).zone, event.day_starts)
            self._clocks[session.event] = found
        return found


def places(  # noqa: PLR0913  # what may move, where to and when, and what it costs
    ecosystem: Ecosystem,
    sessions: Sequence[Session],
    *,
    fixed: Collection[str],
    venues: Iterable[VenueId] | None,
    during: Sequence[Interval] | None,
    step: timedelta,
    cost: Cost,
) -> Places:
    """Return where and when some sessions may take place."""
    of_programme: defaultdict[EventId, list[Session]] = defaultdict(list)
    for one in sessions:
        of_programme[_outermost(ecosystem, ecosystem[one.event]).id].append(one)
    asked = None if during is None else _spans(during)
    windows = {
        key: days_of(ecosystem, part) if asked is None else asked
        for key, part in of_programme.items()
    }
    chosen = None if venues is None else tuple(dict.fromkeys(venues))
    rooms = {key: _rooms(ecosystem, part, chosen) for key, part in of_programme.items()}
    used = (one.venue for one in sessions if one.venue is not None)
    known = tuple(dict.fromkeys([*used, *(one for part in rooms.values() for one in part)]))
    position = {venue: at for at, venue in enumerate(known)}
    return Places(
        ecosystem,
        sessions,
        [one.id not in fixed for one in sessions],
        cost,
        Grid(_times(ecosystem, of_programme, windows, step)),
        known,
        {key: [position[one] for one in part] for key, part in rooms.items()},
        windows,
    )


def _rooms(
    ecosystem: Ecosystem, sessions: Iterable[Session], chosen: Iterable[VenueId] | None
) -> Sequence[VenueId]:
    """Return the rooms of the sites that a programme uses: those used, and those without parts."""
    if chosen is not None:
        return tuple(chosen)
    used = {one.venue for one in sessions if one.venue is not None}
    sites = {site(ecosystem, one).id for one in used}
    parted = {one.within for one in ecosystem.all(Venue)}
    return [
        one.id
        for one in ecosystem.all(Venue)
        if one.exclusive
        and (one.id in used or one.id not in parted)
        and site(ecosystem, one.id).id in sites
    ]


def _times(
    ecosystem: Ecosystem,
    programmes: Mapping[EventId, Sequence[Session]],
    windows: Mapping[EventId, Sequence[Stretch]],
    step: timedelta,
) -> Sequence[int]:
    """Return when sessions may start: at whole steps of the clock, and where any starts now."""
    us = step // timedelta(microseconds=1)
    found = {when(one).start_us for part in programmes.values() for one in part}
    for key, part in programmes.items():
        zone = ecosystem[key].zone or when(part[0]).zone
        found.update(steps(windows[key], us, zone))
    return sorted(found)


def _outermost(ecosystem: Ecosystem, event: Event) -> Event:
    while event.within is not None:
        event = ecosystem[event.within]
    return event


def _spans(intervals: Iterable[Interval]) -> Sequence[Stretch]:
    return merged((one.start_us, one.busy_until_us) for one in intervals)
