"""Which sessions take part in a question: those that are scheduled and not cancelled."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from numeco.ecosystem import Ecosystem
from numeco.errors import DuplicateId, InvalidType
from numeco.model import Event, Session, SessionId, SessionStatus
from numeco.model.references import REFERENCES
from numeco.time import Interval

Given = TypeVar("Given")


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
