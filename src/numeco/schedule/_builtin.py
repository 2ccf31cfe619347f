"""The rules that numeco brings along."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Count, Event, Session, SessionKind, SessionStatus
from numeco.schedule._premises import features, stating_hours, surely_more
from numeco.schedule._programme import event_span
from numeco.schedule._resources import Resource
from numeco.schedule._rules import AnyRule, Check, EventRule, Rule, Severity
from numeco.schedule._showings import content
from numeco.schedule._stretches import interval, merged, without
from numeco.schedule._travel import Travel
from numeco.time import Interval

_DAY: Final = timedelta(days=1)


# Two sessions


def stand_and_talk(_ecosystem: Ecosystem, one: Session, other: Session) -> bool:
    """Return whether just one of two is a stand: who has one all day gives a talk besides."""
    exhibition = SessionKind.EXHIBITION
    return (one.kind is exhibition) != (other.kind is exhibition)


def one_stand(ecosystem: Ecosystem, one: Session, other: Session) -> bool:
    """Return whether two are no two stands: in one venue they are one."""
    together = one.venue is not None and one.venue == other.venue
    return together or stand_and_talk(ecosystem, one, other)


def other_audience(_ecosystem: Ecosystem, one: Session, other: Session) -> bool:
    """Return whether two are for different people."""
    # A session that names no audience is for anyone.
    return bool(one.audiences and other.audiences) and one.audiences.isdisjoint(other.audiences)


def identifiers(_ecosystem: Ecosystem, session: Session) -> Iterable[str]:
    """Return the identifiers of a session as texts."""
    return sorted(map(str, session.identifiers))


def same_content(ecosystem: Ecosystem, one: Session, other: Session) -> bool:
    """Return whether two show the same."""
    return content(ecosystem, one) == content(ecosystem, other)


def _at_once(_ecosystem: Ecosystem, one: Session, other: Session) -> bool:
    return one.when is not None and other.when is not None and one.when.overlaps(other.when)


def travel(times: Travel | timedelta, severity: Severity | str = Severity.ERROR) -> Rule:
    """Return the rule that a person must have time to go from one session to the next.

    Sessions that overlap outright are left to `SPEAKER`.

    >>> from datetime import timedelta
    >>> travel(timedelta(minutes=20)).name
    'person without time to travel'

    Args:
        times: how long it takes, by pair of venues or one for any two sites.
        severity: how grave it is.
    """
    name = "person without time to travel"
    return Rule(name, Resource.SPEAKER, severity, travel=times, excuse=_at_once)


def picks(
    ecosystem: Ecosystem,
    wishes: Mapping[str, Collection[str]],
    severity: Severity | str = Severity.WARNING,
) -> Rule:
    """Return the rule that what an attendee wants to see does not overlap.

    Args:
        ecosystem: whose sessions they are.
        wishes: for each attendee, by any text, the ids of sessions.
        severity: how grave it is.

    Raises:
        UnknownId: nothing has one of the ids.
        InvalidType: one is no session's, or wishes are no collection.
    """
    if not isinstance(wishes, Mapping):
        raise InvalidType("wishes", "must map attendees to collections of ids of sessions", wishes)
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for attendee, ids in wishes.items():
        name, must = f"the wishes of {attendee!r}", "must be a collection of ids of sessions"
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise InvalidType(name, must, ids)
        for one in dict.fromkeys(ids):
            if not isinstance(ecosystem[one], Session):
                raise InvalidType(name, must, one)
            wanted[one].append(attendee)
    found = {one: tuple(who) for one, who in wanted.items()}
    return Rule("two picks at once", Picks(tuple(found.items())), severity, repeats=True)


@frozen
class Picks:
    """Who wants to see a session; a class, so that it pickles."""

    #: The id of a session and who wants it.
    _wanted: tuple[tuple[str, tuple[str, ...]], ...]

    @cached_property
    def _by_session(self) -> Mapping[str, tuple[str, ...]]:
        return dict(self._wanted)

    def __call__(self, _ecosystem: Ecosystem, session: Session) -> tuple[str, ...]:
        """Return who wants to see a session."""
        return self._by_session.get(session.id, ())


# One session


def _leftover(session: Session, opening: Iterable[tuple[int, int]]) -> Iterator[Interval]:
    """Iterate over the parts of a session that lie in none of some stretches of time."""
    if session.when is not None:
        its = [(session.when.start_us, session.when.busy_until_us)]
        for start, end in without(its, merged(opening)):
            yield interval(start, max(start, min(end, session.when.end_us)), session.when.zone)


def _stretches(intervals: Iterable[Interval]) -> list[tuple[int, int]]:
    return [(one.start_us, one.busy_until_us) for one in intervals]


def _closed(ecosystem: Ecosystem, session: Session) -> Iterator[tuple[str, Interval]]:
    if session.venue is None:
        return
    here = stating_hours(ecosystem, session.venue)
    if here.opening:
        yield from ((here.id, part) for part in _leftover(session, _stretches(here.opening)))


def _unavailable(ecosystem: Ecosystem, session: Session) -> Iterator[tuple[str, Interval]]:
    for who in dict.fromkeys(session.speakers):
        if (available := ecosystem[who].available) and not ecosystem[who].placeholder:
            yield from ((who, part) for part in _leftover(session, _stretches(available)))


def _outside(ecosystem: Ecosystem, session: Session) -> Iterator[tuple[str, Interval]]:
    span = None if session.when is None else event_span(ecosystem, session)
    if span is not None:
        yield from ((session.event, part) for part in _leftover(session, [span]))


def _overbooked(ecosystem: Ecosystem, session: Session) -> Iterator[tuple[str, Interval | None]]:
    room = None if session.venue is None else ecosystem[session.venue].capacity
    seats = None if room is None else Count(room)
    if surely_more(session.registered, session.capacity):
        yield session.id, session.when
    if session.venue is not None and any(
        surely_more(people, seats) for people in (session.registered, session.capacity)
    ):
        yield session.venue, session.when


def _unequipped(ecosystem: Ecosystem, session: Session) -> Iterator[tuple[str, Interval | None]]:
    if session.venue is None or not session.requires:
        return
    lacking = session.requires - features(ecosystem, session.venue)
    yield from ((one, session.when) for one in sorted(lacking))


def _unscheduled(_ecosystem: Ecosystem, session: Session) -> Iterator[tuple[str, None]]:
    if session.when is None:
        yield session.event, None


def _unconfirmed(_ecosystem: Ecosystem, session: Session) -> Iterator[tuple[str, Interval | None]]:
    if session.status is SessionStatus.TENTATIVE:
        yield session.event, session.when


def _unthemed(_ecosystem: Ecosystem, session: Session) -> Iterator[tuple[str, Interval | None]]:
    if not session.themes and session.kind is not SessionKind.BREAK:
        yield session.event, session.when


def length(
    least: timedelta = timedelta(microseconds=1),
    most: timedelta = timedelta(hours=25),
    severity: Severity | str = Severity.WARNING,
) -> Check:
    """Return the rule that a session lasts from so long to so long, in real time.

    An exhibition may last longer.

    Raises:
        InvalidType: one of them is no duration.
        InvalidValue: the least is above the most.
    """
    for name, given in (("least", least), ("most", most)):
        if not isinstance(given, timedelta):
            raise InvalidType(name, "must be a datetime.timedelta", given)
    if least > most:
        raise InvalidValue("least", f"must not be above most ({most})", least)

    return Check("impossible length", Length(least, most), severity)


@frozen
class Length:
    """Finds sessions that last too short or too long; a class, so that it pickles."""

    least: timedelta
    most: timedelta

    def __call__(self, _ecosystem: Ecosystem, session: Session) -> Iterator[tuple[str, Interval]]:
        """Find a session that does."""
        when = session.when
        if when is None:
            return
        lasting = session.kind is SessionKind.EXHIBITION
        if when.duration < self.least or (when.duration > self.most and not lasting):
            yield session.id, when


# Events


def _event_territories(_ecosystem: Ecosystem, event: Event) -> Iterable[str]:
    return sorted(event.territories)


_WARNING: Final = Severity.WARNING
#: Two sessions in one exclusive venue.
VENUE: Final = Rule("room double booked", Resource.VENUE)
#: One person in two sessions; placeholders are nobody in particular.
SPEAKER: Final = Rule("person in two places", Resource.SPEAKER)
#: One organization that hosts two sessions which are not in one venue; a stand and a talk are fine.
HOST: Final = Rule("host at two stands", Resource.HOST, _WARNING, excuse=one_stand)
#: Two sessions on one theme for one audience; a session that names no audience is for anyone.
THEME: Final = Rule(
    "same theme at once", Resource.THEME, _WARNING, repeats=True, excuse=other_audience
)
#: Two sessions for one audience, whatever their themes. Not in `DEFAULT`.
AUDIENCE: Final = Rule("same audience at once", Resource.AUDIENCE, _WARNING, repeats=True)
#: Two sessions of one event, for a programme of one track. Not in `DEFAULT`.
EVENT: Final = Rule("two sessions of one event", Resource.EVENT, _WARNING)
#: Two sessions with one identifier, whenever they are; showings of one content may share it.
REPEATED_ID: Final = Rule("repeated identifier", identifiers, always=True, excuse=same_content)
#: Outside the opening of its venue; of a room that states none, of its site.
CLOSED: Final = Check("venue closed", _closed)
#: Outside the times at which one of its speakers is available.
UNAVAILABLE: Final = Check("person unavailable", _unavailable)
#: Outside the days of its event.
OUTSIDE_EVENT: Final = Check("outside its event", _outside)
#: More people registered than its capacity or its room's seats, or more offered than the room has.
OVERBOOKED: Final = Check("more people than seats", _overbooked, _WARNING)
#: It requires features that neither its venue nor the site has.
UNEQUIPPED: Final = Check("venue lacks a feature", _unequipped, _WARNING)
UNSCHEDULED: Final = Check("unscheduled", _unscheduled, _WARNING)
#: Its status is tentative.
UNCONFIRMED: Final = Check("unconfirmed", _unconfirmed, _WARNING)
#: It has no theme, and is no break. Not in `DEFAULT`.
UNTHEMED: Final = Check("no theme", _unthemed, _WARNING)
#: Of zero length, or of more than the 25 hours of the longest day and no exhibition; `length` sets
#: other bounds.
LENGTH: Final = length()
#: Two events of one territory on the same days, unless one umbrella event holds both.
TERRITORY: Final = EventRule("events of one territory", _event_territories, _WARNING)
#: Every rule that needs nothing to be told, the grave ones first.
DEFAULT: Final[tuple[AnyRule, ...]] = (
    VENUE,
    SPEAKER,
    CLOSED,
    UNAVAILABLE,
    OUTSIDE_EVENT,
    REPEATED_ID,
    HOST,
    THEME,
    OVERBOOKED,
    UNEQUIPPED,
    UNSCHEDULED,
    UNCONFIRMED,
    LENGTH,
    TERRITORY,
)
