"""Travel: how long it takes from one venue to another."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final, TypeAlias, cast

from attrs import field, frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Venue, VenueId
from numeco.schedule._premises import around, is_online

#: From an id of a room or site, to another.
Pair: TypeAlias = tuple[str, str]
Times: TypeAlias = Mapping[Pair, timedelta] | Iterable[tuple[Pair, timedelta]]

_MICROSECOND: Final = timedelta(microseconds=1)
_NOTHING: Final = timedelta(0)
_DURATION: Final = "must be a datetime.timedelta, 0 or more"


def _as_times(given: Times) -> tuple[tuple[Pair, timedelta], ...]:
    must = 'must map pairs of ids to durations, as in {("site-a", "site-b"): timedelta(minutes=20)}'
    try:
        items = dict(cast("Iterable[tuple[Pair, timedelta]]", given))
    except (TypeError, ValueError):
        raise InvalidType("Travel.times", must, given) from None
    for pair, lasts in items.items():
        if not _is_pair(pair):
            raise InvalidType("Travel.times", must, pair)
        _check_duration(f"Travel.times[{pair!r}]", lasts)
    # Sorted, since equal ones are equal in whichever order they were written.
    return tuple(sorted(items.items()))


def _is_pair(given: object) -> bool:
    if not isinstance(given, tuple):
        return False
    parts = cast("tuple[object, ...]", given)
    return len(parts) == 2 and all(isinstance(one, str) for one in parts)


def _check_duration(name: str, given: object) -> None:
    if not isinstance(given, timedelta):
        raise InvalidType(name, _DURATION, given)
    if given < _NOTHING:
        raise InvalidValue(name, _DURATION, given)


def _lasting(_travel: object, _attribute: object, given: object) -> None:
    _check_duration("Travel.otherwise", given)


@frozen
class Travel:
    """How long it takes from one venue to another.

    >>> from datetime import timedelta
    >>> ecosystem = Ecosystem.of(
    ...     Venue(id="congress", name="Congress centre"),
    ...     Venue(id="room-1", name="Room 1", within="congress"),
    ...     Venue(id="harbour", name="Harbour"),
    ...     Venue(id="town-hall", name="Town hall"),
    ... )
    >>> walk = timedelta(minutes=25)
    >>> travel = Travel({("congress", "harbour"): walk}, otherwise=timedelta(minutes=40))
    >>> print(travel.time(ecosystem, "harbour", "room-1"))
    0:25:00
    >>> print(travel.time(ecosystem, "town-hall", "room-1"))
    0:40:00

    Looked up, in this order, for the way from venue a to venue b:

    1. Nothing where a is b, or where one of them is not known.
    2. The nearest pair of `times`: that of the rooms themselves, then of what they lie within, one
       step further up on either side at a time; of several equally near ones, the longest. A pair
       that is given in one direction only holds in the other one as well. A pair of one id twice
       is the way between any two venues within that one.
    3. `otherwise`, where the two lie in different sites. The site of a venue is the outermost one
       that it lies within; a venue that lies in none is its own.
    4. Nothing within one site. Nor is there a way to what is online: a venue of which, or of whose
       site, a web address is known but no postal address and no coordinates.
    """

    #: From, to and how long, sorted by the ids; any mapping of pairs converts.
    times: tuple[tuple[Pair, timedelta], ...] = field(default=(), converter=_as_times)
    #: Between two sites of which `times` says nothing.
    otherwise: timedelta = field(default=_NOTHING, validator=_lasting)

    @property
    def longest_us(self) -> int:
        """Its longest time, in microseconds; no way takes longer."""
        lasts = (lasts for _, lasts in self.times)
        return max(self.otherwise, *lasts, _NOTHING) // _MICROSECOND

    def time(
        self, ecosystem: Ecosystem, a: VenueId | str | None, b: VenueId | str | None
    ) -> timedelta:
        """Return how long it takes from venue `a` to venue `b`; None is a venue nobody knows.

        Raises:
            UnknownId: nothing has one of the ids, or one that `times` names.
            InvalidType: one of them is no venue's.
        """
        return self.among(ecosystem)(a, b) * _MICROSECOND

    def among(self, ecosystem: Ecosystem) -> "TravelTimes":
        """Return the times between the venues of an ecosystem, for those that ask often.

        O(pairs); errors as for `time`.
        """
        if not isinstance(ecosystem, Ecosystem):
            raise InvalidType("ecosystem", "must be an Ecosystem", ecosystem)
        named = {pair: lasts // _MICROSECOND for pair, lasts in self.times}
        for pair in named:
            for one in pair:
                _venue(ecosystem, one)
        return TravelTimes(ecosystem, named, self.otherwise // _MICROSECOND)


def as_travel(given: Travel | timedelta) -> Travel:
    """Return what was given for an argument `travel`: a duration is that between any two sites."""
    if isinstance(given, Travel):
        return given
    if not isinstance(given, timedelta):
        raise InvalidType("travel", "must be a Travel or a datetime.timedelta", given)
    _check_duration("travel", given)
    return Travel(otherwise=given)


@frozen(cache_hash=True)
class Place:
    """Where a venue is, as far as travel can tell: venues of one place are no time apart.

    `named` holds those of the venues around it, itself first, that times are given for, each with
    how many steps up it is.
    """

    named: tuple[tuple[int, str], ...]
    #: None for what is online.
    site: str | None


#: Where nobody knows the venue.
NOWHERE: Final = Place((), None)


@frozen(eq=False)
class TravelTimes:
    """Times between the venues of one ecosystem, in whole microseconds; each is looked up once.

    ``times(a, b)`` is the time from the venue of one id to that of another, None for no venue.
    """

    _ecosystem: Ecosystem
    named: Mapping[Pair, int]
    otherwise: int
    _ids: frozenset[str] = field(init=False)
    _places: dict[str, Place] = field(init=False, factory=dict)
    _known: dict[tuple[Place, Place], int] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_ids", frozenset(one for pair in self.named for one in pair))

    def __call__(self, a: str | None, b: str | None) -> int:
        """Return the time from venue `a` to venue `b`."""
        start, goal = self.place(a), self.place(b)
        return 0 if a == b else self.between(start, goal)

    def place(self, venue: str | None) -> Place:
        """Return where a venue is."""
        if venue is None:
            return NOWHERE
        found = self._places.get(venue)
        if found is None:
            found = self._places[venue] = self._placed(venue)
        return found

    def between(self, start: Place, goal: Place) -> int:
        """Return the time from one place to another."""
        found = self._known.get((start, goal))
        if found is None:
            found = self._known[start, goal] = self._looked_up(start, goal)
        return found

    def _placed(self, venue: str) -> Place:
        outward = list(around(self._ecosystem, _venue(self._ecosystem, venue).id))
        named = tuple((up, str(one.id)) for up, one in enumerate(outward) if one.id in self._ids)
        if any((one, other) in self.named for _, one in named for _, other in named):
            # Rooms of this site are some time apart, so each of them is a place of its own.
            named = ((0, venue), *(pair for pair in named if pair[0]))
        return Place(named, None if is_online(outward) else outward[-1].id)

    def _looked_up(self, start: Place, goal: Place) -> int:
        if start == goal:
            return 0
        nearest: tuple[int, int] | None = None
        for up, one in start.named:
            for down, other in goal.named:
                time = self.named.get((one, other), self.named.get((other, one)))
                if time is not None:
                    here = -up - down, time
                    nearest = here if nearest is None else max(nearest, here)
        if nearest is not None:
            return nearest[1]
        apart = start.site is not None and goal.site is not None and start.site != goal.site
        return self.otherwise if apart else 0


def _venue(ecosystem: Ecosystem, one: str) -> Venue:
    found: Any = ecosystem[one]
    if not isinstance(found, Venue):
        must = f"must name venues, not things of the kind {type(found).__name__}"
        raise InvalidType("travel", must, one)
    return found
