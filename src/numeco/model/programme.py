"""The programme: themes, series, events and sessions."""

from datetime import datetime, time

from attrs import field, frozen

from numeco._checks import a, at_least, colour, each, not_blank, optional, slug, url
from numeco.errors import InvalidType, InvalidValue
from numeco.model._base import (
    Thing,
    as_accessibility,
    as_audiences,
    as_id,
    as_id_set,
    as_identifiers,
    as_ids,
    as_instant,
    as_optional_id,
    as_words,
    aware,
    is_zone,
    naming_refusals,
)
from numeco.model.figures import Count, as_count
from numeco.model.identifiers import Identifier
from numeco.model.ids import (
    EventId,
    OrganizationId,
    PersonId,
    SeriesId,
    SessionId,
    TerritoryId,
    ThemeId,
    VenueId,
)
from numeco.model.kinds import (
    Access,
    Accessibility,
    AttendanceMode,
    Audience,
    EventKind,
    EventStatus,
    SessionKind,
    SessionStatus,
)
from numeco.time import Days, Interval


def _as_mode(value: AttendanceMode | str | None) -> AttendanceMode | None:
    return None if value is None else AttendanceMode(value)


def _as_access(value: Access | str | None) -> Access | None:
    return None if value is None else Access(value)


def _wall_time(_event: object, _attribute: object, value: object) -> None:
    if not isinstance(value, time):
        raise InvalidType("Event.day_starts", "must be a datetime.time", value)
    if value.tzinfo is not None:
        raise InvalidValue("Event.day_starts", "must be a wall-clock time, without zone", value)


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Theme(Thing):
    """A subject: artificial intelligence, cybersecurity."""

    name: str = field(validator=not_blank)
    id: ThemeId = field(default=None, converter=as_optional_id, validator=optional(slug))
    aliases: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    #: The theme that it is a part of.
    broader: ThemeId | None = field(
        default=None, converter=as_optional_id, validator=optional(slug)
    )
    #: As ``#1f77b4``, for pictures and calendars.
    colour: str | None = field(default=None, validator=optional(colour))


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Series(Thing):
    """What editions are editions of: Digital Week, Web2day."""

    name: str = field(validator=not_blank)
    id: SeriesId = field(default=None, converter=as_optional_id, validator=optional(slug))
    aliases: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    url: str | None = field(default=None, validator=optional(url))


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Event(Thing):
    """A digital week, a fair, a conference, a meetup: what sessions are sessions of.

    >>> week = Event(
    ...     name="Digital Week", days=Days.of("2025-10-21", "2025-10-24"), zone="Pacific/Noumea"
    ... )
    >>> week.id, week.days.number
    ('event-digital-week', 4)
    """

    name: str = field(validator=not_blank)
    id: EventId = field(default=None, converter=as_optional_id, validator=optional(slug))
    kind: EventKind = field(default=EventKind.OTHER, converter=EventKind)
    #: None where nobody says when.
    days: Days | None = field(default=None, validator=optional(a(Days, "a Days")))
    #: The IANA key of the time zone in which its days count.
    zone: str | None = field(default=None, validator=optional(is_zone))
    #: When a programme day begins: what starts earlier belongs to the day before.
    day_starts: time = field(default=time(), validator=_wall_time)
    #: The umbrella event.
    within: EventId | None = field(default=None, converter=as_optional_id, validator=optional(slug))
    series: SeriesId | None = field(
        default=None, converter=as_optional_id, validator=optional(slug)
    )
    #: Its number in the series; the first is 1.
    edition: int | None = field(default=None, validator=optional(at_least(1, "edition")))
    territories: frozenset[TerritoryId] = field(
        default=(), converter=as_id_set, validator=each(slug, frozenset)
    )
    venue: VenueId | None = field(default=None, converter=as_optional_id, validator=optional(slug))
    #: Its themes, the most important first.
    themes: tuple[ThemeId, ...] = field(default=(), converter=as_ids, validator=each(slug, tuple))
    mode: AttendanceMode | None = field(
        default=None,
        converter=_as_mode,
        validator=optional(a(AttendanceMode, "an AttendanceMode")),
    )
    status: EventStatus = field(default=EventStatus.PLANNED, converter=EventStatus)
    aliases: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    identifiers: frozenset[Identifier] = field(
        default=(),
        converter=as_identifiers,
        validator=each(a(Identifier, "an Identifier"), frozenset),
    )
    #: How often time, place or status changed since publication; `revise` counts.
    sequence: int = field(default=0, validator=at_least(0, "revision"))
    #: When it last changed, in UTC.
    modified: datetime | None = field(default=None, converter=as_instant, validator=optional(aware))
    url: str | None = field(default=None, validator=optional(url))


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Session(Thing):
    """One slot of a programme. Its id is always given, since titles change and repeat.

    >>> talk = Session(
    ...     id="talk-17",
    ...     title="L'IA pour les PME",
    ...     event="event-digital-week",
    ...     when=Interval.local("2025-10-21T09:00", "2025-10-21T10:00", "Pacific/Noumea"),
    ... )
    >>> print(talk.when)
    2025-10-21 09:00–10:00 Pacific/Noumea
    """

    id: SessionId = field(converter=as_id, validator=slug)
    title: str = field(validator=not_blank)
    event: EventId = field(converter=as_id, validator=slug)
    #: None while it is unscheduled.
    when: Interval | None = field(default=None, validator=optional(a(Interval, "an Interval")))
    venue: VenueId | None = field(default=None, converter=as_optional_id, validator=optional(slug))
    #: In the order of the programme.
    speakers: tuple[PersonId, ...] = field(
        default=(), converter=as_ids, validator=each(slug, tuple)
    )
    hosts: tuple[OrganizationId, ...] = field(
        default=(), converter=as_ids, validator=each(slug, tuple)
    )
    themes: tuple[ThemeId, ...] = field(default=(), converter=as_ids, validator=each(slug, tuple))
    kind: SessionKind = field(default=SessionKind.OTHER, converter=SessionKind)
    audiences: frozenset[Audience] = field(
        default=(), converter=as_audiences, validator=each(a(Audience, "an Audience"), frozenset)
    )
    #: The block that a talk is part of.
    within: SessionId | None = field(
        default=None, converter=as_optional_id, validator=optional(slug)
    )
    #: The session of which this one shows the same content again.
    repeat_of: SessionId | None = field(
        default=None, converter=as_optional_id, validator=optional(slug)
    )
    #: The venue features that it needs.
    requires: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    #: People that may come, registered, are on the waiting list, came. Whole numbers convert.
    capacity: Count | None = field(
        default=None,
        converter=as_count,
        validator=optional(a(Count, "a Count or a whole number, 0 or more")),
    )
    registered: Count | None = field(
        default=None,
        converter=as_count,
        validator=optional(a(Count, "a Count or a whole number, 0 or more")),
    )
    waitlisted: Count | None = field(
        default=None,
        converter=as_count,
        validator=optional(a(Count, "a Count or a whole number, 0 or more")),
    )
    attended: Count | None = field(
        default=None,
        converter=as_count,
        validator=optional(a(Count, "a Count or a whole number, 0 or more")),
    )
    access: Access | None = field(
        default=None, converter=_as_access, validator=optional(a(Access, "an Access"))
    )
    accessibility: frozenset[Accessibility] = field(
        default=(),
        converter=as_accessibility,
        validator=each(a(Accessibility, "an Accessibility"), frozenset),
    )
    status: SessionStatus = field(default=SessionStatus.CONFIRMED, converter=SessionStatus)
    identifiers: frozenset[Identifier] = field(
        default=(),
        converter=as_identifiers,
        validator=each(a(Identifier, "an Identifier"), frozenset),
    )
    #: How often time, place or status changed since publication; `revise` counts.
    sequence: int = field(default=0, validator=at_least(0, "revision"))
    #: When it was first written down, and when it last changed, in UTC.
    created: datetime | None = field(default=None, converter=as_instant, validator=optional(aware))
    modified: datetime | None = field(default=None, converter=as_instant, validator=optional(aware))
    url: str | None = field(default=None, validator=optional(url))

    @property
    def label(self) -> str:
        """Its title."""
        return self.title
