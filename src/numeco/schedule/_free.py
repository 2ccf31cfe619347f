"""Free time: the gaps of rooms and people."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import reduce
from html import escape
from typing import Final, TypeAlias

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Person, Session, Venue
from numeco.schedule._programme import all_of, chosen, days_of, when
from numeco.schedule._stretches import Stretch, common, interval, merged, one_zone, without
from numeco.time import Interval
from numeco.time import zone as zone_of

_Bookable: TypeAlias = Venue | Person
_MICROSECOND: Final = timedelta(microseconds=1)
_NONE_AT_ALL: Final = timedelta(0)


@frozen(eq=False, repr=False)
class Free(Mapping[str, tuple[Interval, ...]]):
    """The gaps of rooms and people, by id, in the order in which they were asked for.

    The gaps of each are disjoint, sorted, as long as they can be and no shorter than asked.
    Intervals are built when they are asked for.
    """

    #: The IANA key of the zone in which intervals are given.
    zone: str
    #: The shortest gap that counts.
    at_least: timedelta
    _gaps: Mapping[str, Sequence[Stretch]]
    _names: Mapping[str, str]

    def __getitem__(self, key: str) -> tuple[Interval, ...]:
        return self._intervals(self._gaps[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._gaps)

    def __len__(self) -> int:
        return len(self._gaps)

    def together(self) -> tuple[Interval, ...]:
        """Return when all of them are free at once, for `at_least` so long; of none, never."""
        gaps: list[Sequence[Stretch]] = list(self._gaps.values())
        shared = reduce(common, gaps) if gaps else ()
        return self._intervals(_long(shared, self.at_least))

    def anyone(self) -> tuple[Interval, ...]:
        """Return when at least one of them has a gap: each moment lies in one of `at_least`."""
        return self._intervals(merged(gap for gaps in self._gaps.values() for gap in gaps))

    def rows(self) -> list[dict[str, object]]:
        """Return a row per gap, for data frames.

        The columns: id, name, start and end (aware datetimes), hours (real time).
        """
        return [
            {
                "id": key,
                "name": self._names[key],
                "start": gap.start,
                "end": gap.end,
                "hours": gap.duration / timedelta(hours=1),
            }
            for key, gaps in self.items()
            for gap in gaps
        ]

    def _intervals(self, gaps: Iterable[Stretch]) -> tuple[Interval, ...]:
        return tuple(interval(*gap, self.zone) for gap in gaps)

    def _lines(self) -> Iterator[tuple[str, str]]:
        for key, gaps in self.items():
            for said in map(str, gaps) if gaps else ("not free",):
                yield f"{self._names[key]} ({key})", said

    def __str__(self) -> str:
        return "\n".join(f"{said}  {name}" for name, said in self._lines()) or "nothing asked for"

    def __repr__(self) -> str:
        number = sum(map(len, self._gaps.values()))
        return f"<Free: {number} gap{'s' * (number != 1)} of {len(self)}>"

    def _repr_html_(self) -> str:
        rows = (
            f"<tr><td>{escape(name)}</td><td>{escape(said)}</td></tr>"
            for name, said in self._lines()
        )
        return f"<table>{''.join(rows)}</table>"


def free(  # noqa: PLR0913  # each narrows the question in a way of its own
    ecosystem: Ecosystem,
    *,
    of: Iterable[str] | None = None,
    during: Interval | Iterable[Interval] | None = None,
    at_least: timedelta = _NONE_AT_ALL,
    sessions: Iterable[Session] | None = None,
    zone: str | None = None,
) -> Free:
    """Return the gaps of rooms and people: when they could be used and no session uses them.

    A venue is busy in the sessions that take place in it, a person in those where they speak; a
    session of zero length takes a microsecond. Unscheduled and cancelled sessions, and those of
    cancelled events, take no part. A venue that is not exclusive and a person who is a placeholder
    are always free. As for `clashes`, a site is no room: what takes place in the rooms of a site
    leaves the site itself free. When a whole site is, the `together()` of its rooms says.
    O(n log n).

    >>> from numeco import Event, Interval, Venue
    >>> room, other, fair = Venue(name="Salle A"), Venue(name="Salle B"), Event(name="Fair")
    >>> times = [("09:00", "10:30", room), ("11:00", "12:00", room), ("10:00", "11:30", other)]
    >>> talks = [
    ...     Session(
    ...         id=f"talk-{at}",
    ...         title=f"Talk {at}",
    ...         event=fair.id,
    ...         venue=where.id,
    ...         when=Interval.local(f"2026-10-20T{start}", f"2026-10-20T{end}", "Europe/Paris"),
    ...     )
    ...     for at, (start, end, where) in enumerate(times)
    ... ]
    >>> print(free(Ecosystem.of(room, other, fair, talks)))
    2026-10-20 10:30–11:00 Europe/Paris  Salle A (venue-salle-a)
    2026-10-20 09:00–10:00 Europe/Paris  Salle B (venue-salle-b)
    2026-10-20 11:30–12:00 Europe/Paris  Salle B (venue-salle-b)

    Args:
        ecosystem: whose sessions, venues and persons these are.
        of: ids of venues and persons; left out, all venues that are exclusive.
        during: when gaps are looked for, within the hours that a thing states (`Venue.opening`,
            `Person.available`). Left out: in those hours; for what states none, on each day of
            the programme (local to the event, from its `day_starts`) from the first start to the
            last end of all sessions of that day.
        at_least: how long a gap is, in real time; shorter ones are left out.
        sessions: those that take part, for what is busy and for the days; left out, all.
        zone: the IANA key of the zone in which intervals are given; left out, that of the
            sessions; if they are of several or none, that of their events; if these too, that of
            `during` and of the hours stated; if these too, UTC.

    Raises:
        UnknownId: nothing has one of the ids.
        InvalidType: one of the ids is of neither a venue nor a person; an argument is of another
            type.
        InvalidValue: `at_least` is negative, or `zone` no zone.
    """
    taking_part = [one for one in chosen(ecosystem, sessions) if one.when is not None]
    things = _things(ecosystem, of)
    asked = None if during is None else asked_times(during)
    _check_length(at_least)
    stated = {one.id: _stated(one) for one in things}
    choices = [*(asked or ()), *(part for hours in stated.values() for part in hours)]
    where = _zone(ecosystem, taking_part, choices) if zone is None else zone
    zone_of(where)
    always = days_of(ecosystem, taking_part) if asked is None else _spans(asked)
    busy = _busy(things, taking_part)
    gaps: dict[str, list[Stretch]] = {}
    for one, hours in stated.items():
        limits = _spans(hours) or always
        usable = limits if asked is None else common(always, limits)
        gaps[one] = _long(without(usable, merged(busy.get(one, ()))), at_least)
    return Free(where, at_least, gaps, {one.id: one.name for one in things})


def _things(ecosystem: Ecosystem, of: Iterable[str] | None) -> list[_Bookable]:
    if of is None:
        return [venue for venue in ecosystem.all(Venue) if venue.exclusive]
    must = "must be a collection of ids of venues and persons"
    if isinstance(of, str) or not isinstance(of, Iterable):
        raise InvalidType("of", must, of)
    found: dict[str, _Bookable] = {}
    for key in of:
        thing = ecosystem[key]
        if not isinstance(thing, Venue | Person):
            raise InvalidType("of", f"{must}, and here is that of {type(thing).__name__}", key)
        found[thing.id] = thing
    return list(found.values())


def asked_times(during: Interval | Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the intervals given for an argument `during`: one, or several."""
    if isinstance(during, Interval):
        return (during,)
    if isinstance(during, str) or not isinstance(during, Iterable):
        raise InvalidType("during", "must be an Interval or several", during)
    return all_of(Interval, "during", during)


def _check_length(at_least: timedelta) -> None:
    if not isinstance(at_least, timedelta):
        raise InvalidType("at_least", "must be a timedelta", at_least)
    if at_least < _NONE_AT_ALL:
        raise InvalidValue("at_least", "must not be negative", at_least)


def _stated(thing: _Bookable) -> tuple[Interval, ...]:
    """Return the hours that a thing states; none where nothing limits it."""
    return thing.opening if isinstance(thing, Venue) else thing.available


def _zone(ecosystem: Ecosystem, sessions: Collection[Session], others: Iterable[Interval]) -> str:
    events = (ecosystem[key].zone for key in {one.event for one in sessions})
    return one_zone(
        (when(one).zone for one in sessions),
        (one for one in events if one is not None),
        (one.zone for one in others),
    )


def _spans(intervals: Iterable[Interval]) -> list[Stretch]:
    return merged((one.start_us, one.busy_until_us) for one in intervals)


def _busy(things: Iterable[_Bookable], sessions: Iterable[Session]) -> dict[str, list[Stretch]]:
    """Return the stretches in which sessions use things, in no order."""
    busy: dict[str, list[Stretch]] = {one.id: [] for one in things if _is_one(one)}
    for session in sessions:
        span = when(session).start_us, when(session).busy_until_us
        # A person named twice is busy once.
        for key in busy.keys() & {session.venue, *session.speakers}:
            busy[key].append(span)
    return busy


def _is_one(thing: _Bookable) -> bool:
    return thing.exclusive if isinstance(thing, Venue) else not thing.placeholder


def _long(gaps: Iterable[Stretch], at_least: timedelta) -> list[Stretch]:
    least = at_least // _MICROSECOND
    return [(start, end) for start, end in gaps if end - start >= least]
