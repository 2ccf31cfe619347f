"""Which sessions take part in a question: those that are scheduled and not cancelled."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, TypeVar

from numeco.ecosystem import Ecosystem
from numeco.errors import DuplicateId, InvalidType
from numeco.model import Event, Session, SessionId, SessionStatus
from numeco.model.references import REFERENCES
from numeco.schedule._stretches import Stretch, day_begins, merged
from numeco.time import Interval

Given = TypeVar("Given")
_DAY: Final = timedelta(days=1)


def chosen(ecosystem: Ecosystem, sessions: Iterable[Session] | None) -> list[Session]:
    """Return the sessions that a question is about, each once, without the cancelled ones; O(n).

    Args:
        ecosystem: whose events say what else is cancelled.
        sessions: those that are asked about; None for all.

    Raises:
        UnknownId: one of them names what is neither in the ecosystem nor among them.
        DuplicateId: two different ones have one id.
    """
    return taking_part(ecosystem, asked(ecosystem, sessions))


def asked(ecosystem: Ecosystem, sessions: Iterable[Session] | None) -> Sequence[Session]:
    """Return the sessions that a question is about, each once; errors as for `chosen`."""
    if not isinstance(ecosystem, Ecosystem):
        raise InvalidType("ecosystem", "must be an Ecosystem", ecosystem)
    if sessions is None:
        return ecosystem.all(Session)
    given: dict[SessionId, Session] = {}
    for one in all_of(Session, "sessions", sessions):
        if given.setdefault(one.id, one) != one:
            raise DuplicateId(one.id, ("Session", "Session"))
    _check_references(ecosystem, given)
    return tuple(given.values())


def taking_part(ecosystem: Ecosystem, sessions: Sequence[Session]) -> list[Session]:
    """Return some sessions without the cancelled ones, and those of cancelled events; O(n)."""
    # Asking the ecosystem session by session costs ten times as much.
    off = {event.id for event in ecosystem.all(Event) if ecosystem.cancelled(event)}
    gone = SessionStatus.CANCELLED
    return [one for one in sessions if one.status is not gone and one.event not in off]


def _check_references(ecosystem: Ecosystem, given: Mapping[SessionId, Session]) -> None:
    """Refuse sessions that name what is neither in the ecosystem nor among them."""
    for session in given.values():
        if session not in ecosystem or ecosystem[session.id] is not session:
            for reference in REFERENCES[Session]:
                for one in reference.ids(session):
                    if one not in given:
                        ecosystem[one]


def when(session: Session) -> Interval:
    """Return when a session that is known to be scheduled takes place."""
    assert session.when is not None  # noqa: S101  # for type checkers
    return session.when


def days_of(ecosystem: Ecosystem, sessions: Iterable[Session]) -> list[Stretch]:
    """Return the days of a programme, each from the first start to the last end, merged; O(n).

    Days are local to the event of a session, from its `day_starts`.
    """
    found: dict[tuple[str, date], Stretch] = {}
    for session in sessions:
        span, event = when(session), ecosystem[session.event]
        key = event.zone or span.zone, span.day(event.zone, event.day_starts)
        start, end = found.get(key, (span.start_us, span.end_us))
        found[key] = min(start, span.start_us), max(end, span.end_us)
    return merged(found.values())


def event_span(ecosystem: Ecosystem, session: Session) -> Stretch | None:
    """Return from when to when the event of a scheduled session lasts; None if nobody knows."""
    event = ecosystem[session.event]
    if event.days is None:
        return None
    where = event.zone or when(session).zone
    # The calendar ends with the year 9999; no session reaches it.
    bounds = event.days.first, min(event.days.last, date.max - _DAY) + _DAY
    first, last = (day_begins(day, event.day_starts, where) for day in bounds)
    return first, last


def all_of(kind: type[Given], name: str, given: Iterable[Given]) -> tuple[Given, ...]:
    """Return what was given for an argument; refuse what is no collection of a kind."""
    must = f"must be a collection of things of the kind {kind.__name__}"
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidType(name, must, given)
    found = tuple(given)
    for one in found:
        if not isinstance(one, kind):
            raise InvalidType(name, must, one)
    return found
