"""Writing calendars: one VEVENT for each scheduled session."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.ical._text import escape, fold, parameter, uri
from numeco.ical._timezones import vtimezone
from numeco.model import Session, Venue
from numeco.time import Interval, in_utc

_DOMAIN: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_HEAD: Final = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//numeco//numeco//EN",
    "CALSCALE:GREGORIAN",
)
#: The fixed words of a description, by language.
_WORDS: Final = {
    "en": {"speakers": "Speakers", "hosts": "Hosts"},
    "fr": {"speakers": "Intervenants", "hosts": "Organisation"},
}


def to_ics(
    ecosystem: Ecosystem,
    *,
    domain: str,
    stamp: datetime | None = None,
    sessions: Iterable[Session] | None = None,
    name: str | None = None,
) -> bytes:
    """Return an iCalendar object (RFC 5545) with a VEVENT for each scheduled session.

    Equal ecosystems give equal bytes, whatever their order: VEVENTs go by start, then id. Every
    zone comes with its VTIMEZONE. Times that only UTC can say (the second pass of a repeated hour,
    RFC 5545, 3.3.5) are written in UTC. Unscheduled sessions have no place in a calendar.

    Args:
        ecosystem: whose sessions these are.
        domain: of whoever publishes; with a session's id it makes the UID, which stays the same
            whatever else changes.
        stamp: the DTSTAMP of sessions without `modified`; an aware datetime.
        sessions: those to write; left out, all that are scheduled.
        name: the calendar's name (NAME, RFC 7986, and X-WR-CALNAME).

    Raises:
        InvalidValue: a session that was asked for is unscheduled, begins or ends within a second,
            or has neither `modified` nor `stamp`; or `domain` is no host name.
    """
    if sessions is None:
        sessions = (one for one in ecosystem.all(Session) if one.when is not None)
    chosen = sorted(sessions, key=lambda one: (*_bounds(one), one.id))
    writer = _Writer(ecosystem, _host(domain), None if stamp is None else _utc(stamp))
    lines = [*_HEAD, *_names(name), *_timezones(chosen)]
    for session in chosen:
        lines += writer.vevent(session)
    lines.append("END:VCALENDAR")
    return b"".join(map(fold, lines))


def _bounds(session: Session) -> tuple[int, int]:
    when = _when(session)
    return when.start_us, when.end_us


def _when(session: Session) -> Interval:
    when = session.when
    if when is None:
        raise InvalidValue(f"session {session.id!r}", "must be scheduled to be written", when)
    if when.start_us % 1_000_000 or when.end_us % 1_000_000:
        must = "must begin and end at whole seconds, which is all that iCalendar can say"
        raise InvalidValue(f"session {session.id!r}", must, when)
    return when


def _host(domain: str) -> str:
    must = "must be a host name in lower case, such as web2day.co"
    if not isinstance(domain, str):
        raise InvalidType("domain", must, domain)
    if not _DOMAIN.fullmatch(domain):
        raise InvalidValue("domain", must, domain)
    return domain


def _names(name: str | None) -> tuple[str, ...]:
    return () if name is None else (f"NAME:{escape(name)}", f"X-WR-CALNAME:{escape(name)}")


def _timezones(sessions: list[Session]) -> Iterator[str]:
    """Iterate over the lines of a VTIMEZONE for each zone that a session is written in."""
    spans: dict[str, tuple[datetime, datetime]] = {}
    for session in sessions:
        when = _when(session)
        if not _only_in_utc(when):
            first, last = spans.get(when.zone, (when.start, when.end))
            first = min(first, when.start, key=in_utc)
            spans[when.zone] = first, max(last, when.end, key=in_utc)
    for zone, (first, last) in sorted(spans.items()):
        yield from vtimezone(zone, in_utc(first), in_utc(last))


def _only_in_utc(when: Interval) -> bool:
    # A repeated local hour means its first pass (RFC 5545, 3.3.5).
    return when.zone == "UTC" or bool(when.start.fold or when.end.fold)


def _utc(moment: datetime) -> str:
    return f"{_basic(in_utc(moment))}Z"


def _basic(moment: datetime) -> str:
    """Return the wall clock in the basic format of ISO 8601, to the second."""
    wall = moment.replace(tzinfo=None, microsecond=0)  # strftime does not pad years before 1000
    return wall.isoformat().replace("-", "").replace(":", "")


@frozen
class _Writer:
    """Writes VEVENTs; what recurs from one to the next is written once."""

    ecosystem: Ecosystem
    domain: str
    stamp: str | None

    def vevent(self, session: Session) -> Iterator[str]:
        """Iterate over the content lines of a session's VEVENT."""
        yield "BEGIN:VEVENT"
        yield f"UID:{session.id}@{self.domain}"
        yield from self._revision(session)
        yield from _times(_when(session))
        yield f"SUMMARY:{escape(session.title)}"
        yield from self._place(session)
        yield from self._contents(session)
        yield "END:VEVENT"

    def _revision(self, session: Session) -> Iterator[str]:
        modified = None if session.modified is None else _utc(session.modified)
        stamp = modified or self.stamp
        if stamp is None:
            must = "must have modified, where no stamp is given for its DTSTAMP"
            raise InvalidValue(f"session {session.id!r}", must, None)
        yield f"DTSTAMP:{stamp}"
        if session.created is not None:
            yield f"CREATED:{_utc(session.created)}"
        if modified is not None:
            yield f"LAST-MODIFIED:{modified}"
        yield f"SEQUENCE:{session.sequence}"
        yield f"STATUS:{session.status.upper()}"

    def _place(self, session: Session) -> Iterator[str]:
        if session.venue is None:
            return
        sites = list(self._sites(self.ecosystem[session.venue]))
        words = [one.name for one in sites] + [one.address for one in sites if one.address][:1]
        yield f"LOCATION:{escape(', '.join(words))}"
        point = next(
            (
                f"GEO:{one.latitude:.6f};{one.longitude:.6f}"
                for one in sites
                if one.latitude is not None
            ),
            None,
        )
        if point:
            yield point

    def _sites(self, venue: Venue) -> Iterator[Venue]:
        yield venue
        while venue.within is not None:
            venue = self.ecosystem[venue.within]
            yield venue

    def _contents(self, session: Session) -> Iterator[str]:
        text = "\n\n".join(filter(None, (session.description, self._people(session))))
        if text:
            yield f"DESCRIPTION:{escape(text)}"
        themes = [escape(self.ecosystem[one].name) for one in session.themes]
        if themes:
            yield f"CATEGORIES:{','.join(themes)}"
        if session.url:
            yield f"URL:{uri(session.url)}"

    def _people(self, session: Session) -> str:
        language = session.language or self.ecosystem[session.event].language or "en"
        words = _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])
        people = [self.ecosystem[one].name for one in session.speakers]
        hosts = [self.ecosystem[one].name for one in session.hosts]
        lines = ((words["speakers"], people), (words["hosts"], hosts))
        return "\n".join(f"{word}: {', '.join(names)}" for word, names in lines if names)


def _times(when: Interval) -> Iterator[str]:
    if _only_in_utc(when):
        start, end = _utc(when.start), _utc(when.end)
        zone = ""
    else:
        start, end = _basic(when.start), _basic(when.end)
        zone = f";TZID={parameter(when.zone)}"
    yield f"DTSTART{zone}:{start}"
    # DTEND must be later than DTSTART; without one, an event ends as it starts (RFC 5545, 3.6.1).
    if when.end_us > when.start_us:
        yield f"DTEND{zone}:{end}"
