"""Writing calendars: one VEVENT for each scheduled session."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from hashlib import sha256
from operator import itemgetter
from typing import Final, TypeAlias, Unpack

from numeco._files import write_atomically
from numeco.ecosystem import Ecosystem
from numeco.errors import DuplicateId, InvalidType, InvalidValue
from numeco.ical._options import Cancelled, Options, Settings, host, settings
from numeco.ical._text import fold
from numeco.ical._timezones import vtimezone
from numeco.ical._vevent import Writer, only_in_utc, utc
from numeco.model import Event, EventStatus, Session
from numeco.time import Precision, zone_key

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
#: Sessions with what they are sorted by: start and end in microseconds, then id.
_Sorted: TypeAlias = list[tuple[int, int, str, Session]]


def to_ics(
    ecosystem: Ecosystem,
    *,
    domain: str,
    stamp: datetime | None = None,
    sessions: Iterable[Session] | None = None,
    **options: Unpack[Options],
) -> bytes:
    """Return an iCalendar object (RFC 5545) with a VEVENT for each scheduled session.

    Equal ecosystems give equal bytes, whatever their order: VEVENTs go by start, then id. Every
    zone comes with its VTIMEZONE. Times that only UTC can say (the second pass of a repeated hour,
    RFC 5545, 3.3.5) are written in UTC. Unscheduled sessions have no place in a calendar. A calendar
    of nothing holds the VTIMEZONE of UTC, since it must hold a component (RFC 5545, 3.4).

    Args:
        ecosystem: whose sessions these are.
        domain: of whoever publishes; with a session's id it makes the UID, which stays the same
            whatever else changes.
        stamp: the DTSTAMP of sessions without `modified`; an aware datetime.
        sessions: those to write; left out, all that are scheduled.
        options: see `Options`.

    Raises:
        InvalidValue: a session that was asked for is unscheduled, begins or ends within a second,
            or has neither `modified` nor `stamp`; or `domain` is no host name, or an option cannot
            be written.
        DuplicateId: two different sessions have one id.
        UnknownId: a session names a thing that is not in `ecosystem`.
    """
    return b"".join(stream(ecosystem, domain=domain, stamp=stamp, sessions=sessions, **options))


def stream(
    ecosystem: Ecosystem,
    *,
    domain: str,
    stamp: datetime | None = None,
    sessions: Iterable[Session] | None = None,
    **options: Unpack[Options],
) -> Iterator[bytes]:
    """Iterate over the parts of what `to_ics` returns: head and zones, each VEVENT, the end.

    Beyond the ecosystem it takes the memory of its sort order and of what sessions name. Errors as
    for `to_ics`; those of the arguments come at once, those of a VEVENT in its turn.
    """
    chosen = settings(options)
    writer = Writer(ecosystem, host(domain), None if stamp is None else _stamp(stamp), chosen)
    ordered = _ordered(ecosystem, sessions, chosen)
    events = _banners(ecosystem, ordered, chosen, whole=sessions is None)
    zones = _timezones(ordered) if ordered or events else vtimezone("UTC", _EPOCH, _EPOCH)
    head = b"".join(map(fold, (*chosen.head(domain), *zones)))
    return _parts(head, writer, events, ordered)


def write(
    path: str | os.PathLike[str],
    ecosystem: Ecosystem,
    *,
    domain: str,
    stamp: datetime | None = None,
    sessions: Iterable[Session] | None = None,
    **options: Unpack[Options],
) -> None:
    """Write what `to_ics` returns to a file, whole or not at all, a VEVENT at a time.

    Raises:
        OSError: as `open` does; else as for `to_ics`. The file is then as it was.
    """
    parts = stream(ecosystem, domain=domain, stamp=stamp, sessions=sessions, **options)
    write_atomically(path, parts)


def etag(data: bytes) -> str:
    """Return a strong ETag (RFC 9110, 8.8.3), quotes included: equal for equal bytes only.

    >>> etag(b"BEGIN:VCALENDAR")
    '"9daa8e24f9b759073687839a0aa7de2a"'
    """
    return f'"{sha256(data).hexdigest()[:32]}"'


def _parts(head: bytes, writer: Writer, events: list[Event], ordered: _Sorted) -> Iterator[bytes]:
    yield head
    yield from map(writer.banner, events)
    yield from map(writer.session, map(itemgetter(3), ordered))
    yield b"END:VCALENDAR\r\n"


def _ordered(ecosystem: Ecosystem, sessions: Iterable[Session] | None, chosen: Settings) -> _Sorted:
    """Return the sessions to write, each once, in the order of the calendar."""
    if sessions is None:
        sessions = (one for one in ecosystem.all(Session) if one.when is not None)
    if chosen.cancelled is Cancelled.HIDDEN:
        sessions = (one for one in sessions if not ecosystem.cancelled(one))
    found: dict[str, tuple[int, int, str, Session]] = {}
    for one in sessions:
        key = _sorting(one)
        there = found.setdefault(one.id, key)
        if there is not key and there[3] != one:
            raise DuplicateId(one.id, ("Session", "Session"))
    return sorted(found.values(), key=itemgetter(0, 1, 2))


def _sorting(session: Session) -> tuple[int, int, str, Session]:
    if not isinstance(session, Session):
        raise InvalidType("sessions", "must be sessions", session)
    when = session.when
    if when is None:
        raise InvalidValue(f"session {session.id!r}", "must be scheduled to be written", when)
    start, end = when.start_us, when.end_us
    if start % 1_000_000 or end % 1_000_000:
        must = "must begin and end at whole seconds, which is all that iCalendar can say"
        raise InvalidValue(f"session {session.id!r}", must, when)
    return start, end, session.id, session


def _banners(
    ecosystem: Ecosystem, ordered: _Sorted, chosen: Settings, *, whole: bool
) -> list[Event]:
    """Return the events to write: all, or those of the sessions and what they are within."""
    if not chosen.banners:
        return []
    found: dict[str, Event] = {}
    if whole:
        found = {one.id: one for one in ecosystem.all(Event)}
    else:
        stack = list(dict.fromkeys(session.event for *_, session in ordered))
        while stack:
            event = ecosystem[stack.pop()]
            found[event.id] = event
            stack += [event.within] if event.within and event.within not in found else []
    hidden = EventStatus.CANCELLED if chosen.cancelled is Cancelled.HIDDEN else None
    dated = (
        (one.days.first, one.id, one)
        for one in found.values()
        if one.days is not None and one.days.precision is Precision.DAY and one.status is not hidden
    )
    return [one for *_, one in sorted(dated, key=itemgetter(0, 1))]


def _timezones(ordered: _Sorted) -> Iterator[str]:
    """Iterate over the lines of a VTIMEZONE for each zone that a session is written in."""
    spans: dict[tzinfo | None, tuple[int, int]] = {}
    for start, end, _, session in ordered:
        when = session.when
        if when is not None and not only_in_utc(when):
            where = when.start.tzinfo
            first, last = spans.get(where, (start, end))
            spans[where] = min(first, start), max(last, end)
    named: dict[str, tuple[int, int]] = {}
    for where, (start, end) in spans.items():
        key = zone_key(_EPOCH.astimezone(where))
        first, last = named.get(key, (start, end))
        named[key] = min(first, start), max(last, end)
    for key, (start, end) in sorted(named.items()):
        yield from vtimezone(key, _at(start), _at(end))


def _at(instant: int) -> datetime:
    return _EPOCH + timedelta(microseconds=instant)


def _stamp(moment: datetime) -> str:
    if not isinstance(moment, datetime):
        raise InvalidType("stamp", "must be an aware datetime", moment)
    if moment.tzinfo is None:
        raise InvalidValue("stamp", "must be an aware datetime, with its zone", moment)
    return utc(moment)
