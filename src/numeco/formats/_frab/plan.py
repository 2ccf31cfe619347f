"""What is to be written, the same for XML and JSON: days, rooms, sessions, and their keys."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import reduce
from math import gcd
from typing import Final, TypeVar

from attrs import field, frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.formats._frab.keys import bare, guids_of, numbers_of
from numeco.formats._frab.marks import UUID_FORM, guid_of, slug_of
from numeco.formats._frab.written import dated, wall
from numeco.model import Event, Session, Theme, Venue, slug
from numeco.time import Interval, Precision

_ONE_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
#: What both schemas take.
_SLUG: Final = re.compile(r"[a-z0-9_]{4,}-[a-z0-9_-]{3,}[a-z0-9]")
_ACRONYM: Final = re.compile(r"[a-z0-9_-][a-z0-9_]{3,}(-2[0-9]{3}-[a-z]+)?")
_Named = TypeVar("_Named", Venue, Theme)


@frozen
class Row:
    """A session, when it takes place by the clock of the event, and its keys."""

    session: Session
    start: datetime
    end: datetime
    guid: str
    number: int
    slug: str

    @property
    def lasts(self) -> timedelta:
        """How long it lasts, in real time."""
        return Interval(self.start, self.end).duration


@frozen
class PlannedDay:
    """A day of the programme, with its rooms by name; sessions without venue are in none."""

    index: int
    date: date
    #: As ISO 8601 writes when it begins and ends.
    start: str
    end: str
    rooms: tuple[tuple[Venue | None, tuple[Row, ...]], ...]


@frozen
class Plan:
    """A programme that both forms can say."""

    ecosystem: Ecosystem
    event: Event
    acronym: str
    version: str
    zone: str | None
    days: tuple[PlannedDay, ...]
    first: date
    last: date
    venues: tuple[Venue, ...]
    themes: tuple[Theme, ...]
    #: The guid and the number of each person.
    guids: dict[str, str] = field(factory=dict)
    numbers: dict[str, int] = field(factory=dict)

    @property
    def rows(self) -> Iterator[Row]:
        """The sessions, in the order of the file."""
        return (row for day in self.days for _, rows in day.rooms for row in rows)

    @property
    def slot(self) -> str:
        """The length of which starts and durations are multiples, in minutes, up to an hour."""
        found = [row.start.hour * 60 + row.start.minute for row in self.rows]
        found += [row.lasts // _MINUTE for row in self.rows]
        minutes = gcd(60, reduce(gcd, found, 0))
        return f"{minutes // 60:02d}:{minutes % 60:02d}"


def planned(
    ecosystem: Ecosystem,
    event: str | None,
    sessions: Iterable[Session] | None,
    version: str,
    acronym: str | None,
) -> Plan:
    """Return what is to be written; refuse what neither form can say.

    Raises:
        InvalidValue: see `numeco.formats.frab.to_xml`.
    """
    if not isinstance(ecosystem, Ecosystem):
        raise InvalidType("a schedule", "must be that of an Ecosystem", ecosystem)
    root = _event(ecosystem, event)
    chosen = _sessions(ecosystem, root, sessions)
    zone = _zone(root, chosen)
    short = _acronym(root, acronym)
    rows = _rows(chosen, zone, short)
    venues = [ecosystem[one.venue] for one in chosen if one.venue is not None]
    themes = [ecosystem[one.themes[0]] for one in chosen if one.themes]
    people = [ecosystem[one] for session in chosen for one in session.speakers]
    guids = guids_of(people)
    days = tuple(_days(ecosystem, root, zone, rows))
    exact = root.days if root.days and root.days.precision is Precision.DAY else None
    return Plan(
        ecosystem,
        root,
        short,
        _version(version),
        zone,
        days,
        exact.first if exact else days[0].date,
        exact.last if exact else days[-1].date,
        _told_apart("venue", venues),
        _told_apart("theme", themes),
        guids,
        numbers_of("person", {f"{guids[one.id]} {bare(one.name)}": one for one in people}),
    )


def _event(ecosystem: Ecosystem, event: str | None) -> Event:
    if event is not None:
        if not isinstance(event, str):
            raise InvalidType("event", "must be the id of an Event, not the Event itself", event)
        found = ecosystem[event]
        if not isinstance(found, Event):
            raise InvalidType("event", "must be the id of an Event", event)
        return found
    roots = [one for one in ecosystem.all(Event) if one.within is None]
    if len(roots) != 1:
        must = "must be named where there is not exactly one that lies within no other"
        raise InvalidValue("event", must, [one.id for one in roots])
    return roots[0]


def _sessions(ecosystem: Ecosystem, event: Event, given: Iterable[Session] | None) -> list[Session]:
    """Return the sessions to write, each once, by start, then id."""
    own = ecosystem.sessions_of(event.id)
    if given is None:
        return [one for one in own if one.when is not None and not ecosystem.cancelled(one)]
    known = {one.id: one for one in own}
    chosen: dict[str, Session] = {}
    must = "must be a collection of Session, not of ids"
    if not isinstance(given, Iterable):
        raise InvalidType("sessions", must, given)
    for one in given:
        if not isinstance(one, Session):
            raise InvalidType("sessions", must, one)
        if known.get(one.id) != one:
            raise InvalidValue(f"session {one.id!r}", f"must be one of {event.id!r}", one.event)
        if one.when is None:
            raise InvalidValue(f"session {one.id!r}", "must be scheduled to be written", None)
        if ecosystem.cancelled(one):
            must = "must not be cancelled, which a schedule cannot say"
            raise InvalidValue(f"session {one.id!r}", must, one.status)
        chosen[one.id] = one
    return [one for one in own if one.id in chosen]


def _zone(event: Event, sessions: Iterable[Session]) -> str | None:
    zones = sorted({one.when.zone for one in sessions if one.when is not None})
    if event.zone is None and len(zones) > 1:
        must = "must be given, since sessions are in several zones and a schedule is in one"
        raise InvalidValue(f"the zone of {event.id!r}", must, zones)
    return event.zone or (zones[0] if zones else None)


def _acronym(event: Event, given: str | None) -> str:
    must = "must be 4 or more small letters, digits and underscores, such as dw2026"
    if given is not None:
        if not isinstance(given, str) or not _ACRONYM.fullmatch(given):
            raise InvalidValue("acronym", must, given)
        return given
    known = sorted(one.value for one in event.identifiers if one.scheme == "frab-acronym")
    made = slug(event.name).replace("-", "_")
    return next(filter(_ACRONYM.fullmatch, (*known, made)), f"event_{made}")


def _version(version: str) -> str:
    if not isinstance(version, str):
        raise InvalidType("version", "must be a text", version)
    if not version.strip() or re.search("[\ud800-\udfff]", version):
        raise InvalidValue("version", "must be a text that is not blank", version)
    return version


def _rows(sessions: list[Session], zone: str | None, acronym: str) -> list[Row]:
    numbers = numbers_of("session", {str(one.id): one for one in sessions})
    slugs = {str(one.id): slug_of(acronym, numbers[one.id], one.id) for one in sessions}
    _take_known_slugs(sessions, slugs)
    rows: list[Row] = []
    for one in sessions:
        if one.when is None or zone is None:  # for type checkers: all are scheduled
            continue
        if one.when.start_us % 1_000_000 or one.when.end_us % 1_000_000:
            must = "must begin and end at whole seconds, which is all that a schedule can say"
            raise InvalidValue(f"session {one.id!r}", must, one.when)
        when = one.when.in_zone(zone)
        guid = one.id if UUID_FORM.fullmatch(one.id) else guid_of("session", one.id)
        rows.append(Row(one, when.start, when.end, guid, numbers[one.id], slugs[one.id]))
    return rows


def _take_known_slugs(sessions: Iterable[Session], slugs: dict[str, str]) -> None:
    """Let sessions keep the slugs that they had in a file, where their guids keep their ids."""
    taken = set(slugs.values())
    for one in sessions:
        known = sorted(each.value for each in one.identifiers if each.scheme == "frab-slug")
        fitting = filter(_SLUG.fullmatch, known if UUID_FORM.fullmatch(one.id) else ())
        chosen = next((each for each in fitting if each not in taken), None)
        if chosen is not None:
            slugs[one.id] = chosen
            taken.add(chosen)


def _told_apart(noun: str, things: Iterable[_Named]) -> tuple[_Named, ...]:
    """Return things by name, each once; refuse two of one name, which is all that tells them."""
    by_id = {str(one.id): one for one in things}
    names: dict[str, str] = {}
    for key, thing in sorted(by_id.items()):
        first = names.setdefault(wall(thing.name), key)
        if first != key:
            must = f"must have another name than {first!r}, since a schedule tells them by name"
            raise InvalidValue(f"{noun} {key!r}", must, thing.name)
    return tuple(sorted(by_id.values(), key=lambda one: (one.name, one.id)))


def _days(
    ecosystem: Ecosystem, event: Event, zone: str | None, rows: list[Row]
) -> Iterator[PlannedDay]:
    by_day: defaultdict[date, list[Row]] = defaultdict(list)
    for row in rows:
        by_day[Interval(row.start, row.end).day(None, event.day_starts)].append(row)
    if not by_day:
        if event.days is None:
            raise InvalidValue(f"event {event.id!r}", "must have days or sessions", event.days)
        by_day[event.days.first] = []
    for index, day in enumerate(sorted(by_day), 1):
        start, end = (_bound(at, event.day_starts, zone) for at in (day, day + _ONE_DAY))
        yield PlannedDay(index, day, start, end, tuple(_rooms(ecosystem, by_day[day])))


def _bound(day: date, hour: time, zone: str | None) -> str:
    return dated(datetime.combine(day, hour), zone)


def _rooms(
    ecosystem: Ecosystem, rows: Iterable[Row]
) -> Iterator[tuple[Venue | None, tuple[Row, ...]]]:
    by_venue: defaultdict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        by_venue[row.session.venue].append(row)
    if None in by_venue:
        yield None, tuple(by_venue.pop(None))
    found = [
        (ecosystem[row.session.venue], each)
        for each in by_venue.values()
        for row in each[:1]
        if row.session.venue
    ]
    for venue, each in sorted(found, key=lambda pair: (pair[0].name, pair[0].id)):
        yield venue, tuple(each)
