"""VEVENTs: one for each session, and an all-day banner for each event."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from attrs import field, frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue
from numeco.ical._colours import css3_name
from numeco.ical._facts import Facts
from numeco.ical._options import Cancelled, Settings
from numeco.ical._text import escape, fold, parameter, uri
from numeco.ical._words import CANCELLED, described, tongue
from numeco.model import (
    Event,
    EventStatus,
    OrganizationId,
    Session,
    SessionKind,
    SessionStatus,
    ThemeId,
    Venue,
    VenueId,
)
from numeco.time import Interval, in_utc, zone_key

#: A web address that needs nothing done to it.
_PLAIN_URI: Final = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
#: INTEGER is signed and of 32 bits (RFC 5545, 3.3.8).
_GREATEST: Final = 2**31 - 1
_EVENT_STATUS: Final = {
    EventStatus.PLANNED: "TENTATIVE",
    EventStatus.CONFIRMED: "CONFIRMED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
    EventStatus.HELD: "CONFIRMED",
}
_ONE_DAY: Final = timedelta(days=1)


def only_in_utc(when: Interval) -> bool:
    """Return whether only UTC can say these times."""
    # A repeated local hour means its first pass (RFC 5545, 3.3.5).
    start, end = when.start, when.end
    return bool(start.fold or end.fold) or start.tzinfo is UTC or when.zone == "UTC"


def utc(moment: datetime) -> str:
    """Return an instant in UTC, to the second before."""
    return f"{_basic(moment if moment.tzinfo is UTC else in_utc(moment))}Z"


def _basic(moment: datetime) -> str:
    """Return the wall clock in the basic format of ISO 8601, to the second before."""
    return (
        f"{moment.year:04}{moment.month:02}{moment.day:02}"
        f"T{moment.hour:02}{moment.minute:02}{moment.second:02}"
    )


def _plain_date(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _line(name: str, value: str) -> bytes:
    return fold(f"{name}:{value}")


def _address(value: str) -> str:
    return value if _PLAIN_URI.fullmatch(value) else uri(value)


@frozen(eq=False)
class Writer:
    """Writes VEVENTs as octets. What recurs from one to the next is written once and kept.

    What it keeps grows with the things that sessions name, not with the sessions.
    """

    ecosystem: Ecosystem
    domain: str
    stamp: str | None
    settings: Settings
    _facts: Facts = field(init=False)
    _zones: dict[tzinfo | None, str] = field(init=False, factory=dict)
    _places: dict[VenueId, bytes] = field(init=False, factory=dict)
    _subjects: dict[ThemeId, tuple[str, str | None]] = field(init=False, factory=dict)
    _contacts: dict[OrganizationId, bytes] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_facts", Facts(self.ecosystem, emails=self.settings.emails))

    def session(self, session: Session) -> bytes:
        """Return the VEVENT of a session, which is scheduled."""
        event = self.ecosystem[session.event]
        language = tongue(self.settings.language or session.language or event.language)
        cancelled = self.ecosystem.cancelled(session)
        status = SessionStatus.CANCELLED if cancelled else session.status
        free = cancelled or session.kind is SessionKind.BREAK
        parts = [
            self._begin(session),
            f"STATUS:{status.upper()}\r\n{self._times(session)}"
            f"TRANSP:{'TRANSPARENT' if free else 'OPAQUE'}\r\n".encode(),
            self._summary(session, session.title, cancelled, language),
        ]
        own = session.description
        facts = self._facts.of_session(session, language)
        if own or facts:
            parts.append(_line("DESCRIPTION", described(own, facts)))
        if session.venue is not None:
            parts.append(self._place(session.venue))
        if session.themes:
            parts.append(self._themes(session.themes))
        if session.url is not None:
            parts.append(_line("URL", _address(session.url)))
        parts += map(self._contact, session.hosts)
        parts.append(self._related("", session.event))
        if session.within is not None:
            parts.append(self._related("", session.within))
        if session.repeat_of is not None:
            parts.append(self._related(";RELTYPE=SIBLING", session.repeat_of))
        parts.append(b"END:VEVENT\r\n")
        return b"".join(parts)

    def banner(self, event: Event) -> bytes:
        """Return the all-day VEVENT of an event, whose days are known."""
        language = tongue(self.settings.language or event.language)
        cancelled = event.status is EventStatus.CANCELLED
        status = _EVENT_STATUS.get(event.status)
        parts = [
            self._begin(event),
            f"STATUS:{status}\r\n".encode() if status else b"",
            f"{_days(event)}TRANSP:TRANSPARENT\r\n".encode(),
            self._summary(event, event.name, cancelled, language),
        ]
        facts = self._facts.of_event(event, language)
        if event.description or facts:
            parts.append(_line("DESCRIPTION", described(event.description, facts)))
        if event.venue is not None:
            parts.append(self._place(event.venue))
        elif event.territories:
            names = sorted(self.ecosystem[one].name for one in event.territories)
            parts.append(_line("LOCATION", escape(", ".join(names))))
        if event.themes:
            parts.append(self._themes(event.themes))
        if event.url is not None:
            parts.append(_line("URL", _address(event.url)))
        if event.within is not None:
            parts.append(self._related("", event.within))
        parts.append(b"END:VEVENT\r\n")
        return b"".join(parts)

    def _begin(self, thing: Session | Event) -> bytes:
        """Return the lines that name a VEVENT and its revision."""
        modified = None if thing.modified is None else utc(thing.modified)
        stamp = modified or self.stamp
        if stamp is None:
            must = "must have modified, where no stamp is given for its DTSTAMP"
            raise InvalidValue(_called(thing), must, None)
        if thing.sequence > _GREATEST:
            must = f"must have a sequence of at most {_GREATEST}, which is all that iCalendar holds"
            raise InvalidValue(_called(thing), must, thing.sequence)
        created = thing.created if isinstance(thing, Session) else None
        lines = (
            f"DTSTAMP:{stamp}\r\n"
            f"{'' if created is None else f'CREATED:{utc(created)}{_END}'}"
            f"{'' if modified is None else f'LAST-MODIFIED:{modified}{_END}'}"
            f"SEQUENCE:{thing.sequence}\r\n"
        )
        return b"BEGIN:VEVENT\r\n" + fold(f"UID:{thing.id}@{self.domain}") + lines.encode()

    def _times(self, session: Session) -> str:
        when = session.when
        assert when is not None  # noqa: S101  # for type checkers: only scheduled ones come here
        if only_in_utc(when):
            zone, start, end = "", utc(when.start), utc(when.end)
        else:
            zone, start, end = self._zone(when), _basic(when.start), _basic(when.end)
        # DTEND must be later than DTSTART; without one, an event ends as it starts (RFC 5545, 3.6.1).
        ends = f"DTEND{zone}:{end}\r\n" if when.end_us > when.start_us else ""
        return f"DTSTART{zone}:{start}\r\n{ends}"

    def _zone(self, when: Interval) -> str:
        """Return the parameter that names the zone of a time; keys of zones are short."""
        where = when.start.tzinfo
        found = self._zones.get(where)
        if found is None:
            found = self._zones[where] = f";TZID={parameter(zone_key(when.start))}"
        return found

    def _summary(self, thing: Session | Event, title: str, cancelled: bool, language: int) -> bytes:
        if cancelled and self.settings.cancelled is Cancelled.PREFIXED:
            title = f"{CANCELLED[language]}{title}"
        name = "SUMMARY" if thing.language is None else f"SUMMARY;LANGUAGE={thing.language}"
        return fold(f"{name}:{escape(title)}")

    def _place(self, venue: VenueId) -> bytes:
        """Return the lines that say where: LOCATION, GEO, CONFERENCE."""
        found = self._places.get(venue)
        if found is None:
            sites = [self.ecosystem[venue]]
            while (within := sites[-1].within) is not None:
                sites.append(self.ecosystem[within])
            found = self._places[venue] = b"".join(self._where(sites))
        return found

    def _where(self, sites: list[Venue]) -> Iterable[bytes]:
        addresses = [one.address for one in sites if one.address][:1]
        words = ", ".join((*(one.name for one in sites), *addresses))
        yield _line("LOCATION", escape(words))
        for one in sites:
            if one.latitude is not None and one.longitude is not None:
                # Adding 0.0 makes zero of minus zero.
                north, east = round(one.latitude, 6) + 0.0, round(one.longitude, 6) + 0.0
                yield _line("GEO", f"{north:.6f};{east:.6f}")
                if self.settings.vendor:
                    name = f"X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE={parameter(words)}"
                    yield fold(f"{name}:geo:{north:.6f},{east:.6f}")
                break
        for one in sites:
            if one.url is not None:
                label = parameter(one.name)
                yield fold(f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL={label}:{_address(one.url)}")
                break

    def _themes(self, themes: tuple[ThemeId, ...]) -> bytes:
        said = [self._subject(one) for one in themes]
        lines = _line("CATEGORIES", ",".join([name for name, _ in said]))
        colour = next((name for _, name in said if name), None)
        return lines if colour is None else lines + f"COLOR:{colour}\r\n".encode()

    def _subject(self, theme: ThemeId) -> tuple[str, str | None]:
        """Return the name of a theme, escaped, and of its colour, or of what it is a part of."""
        found = self._subjects.get(theme)
        if found is None:
            here = self.ecosystem[theme]
            name = escape(here.name)
            while here.colour is None and here.broader is not None:
                here = self.ecosystem[here.broader]
            colour = None if here.colour is None else css3_name(here.colour)
            found = self._subjects[theme] = name, colour
        return found

    def _contact(self, host: OrganizationId) -> bytes:
        found = self._contacts.get(host)
        if found is None:
            one = self.ecosystem[host]
            site = "" if one.url is None else f';ALTREP="{_address(one.url)}"'
            email = f", {one.email}" if self.settings.emails and one.email else ""
            found = fold(f"CONTACT{site}:{escape(f'{one.name}{email}')}")
            self._contacts[host] = found
        return found

    def _related(self, parameters: str, thing: str) -> bytes:
        return fold(f"RELATED-TO{parameters}:{thing}@{self.domain}")


_END: Final = "\r\n"


def _called(thing: Session | Event) -> str:
    return f"{type(thing).__name__.lower()} {thing.id!r}"


def _days(event: Event) -> str:
    """Return the days of an event as dates; DTEND is the day after."""
    days = event.days
    assert days is not None  # noqa: S101  # for type checkers: only dated ones come here
    if days.last == date.max:
        raise InvalidValue(
            _called(event), "must end before the last day of the calendar", days.last
        )
    first, after = _plain_date(days.first), _plain_date(days.last + _ONE_DAY)
    return f"DTSTART;VALUE=DATE:{first}\r\nDTEND;VALUE=DATE:{after}\r\n"
