"""Revisions: how a published session or event changes."""

from datetime import datetime
from typing import Any, TypeVar

import attrs

from numeco.errors import InvalidType, InvalidValue
from numeco.model.programme import Event, Session
from numeco.time import in_utc, instant, stamp

Revisable = TypeVar("Revisable", bound=Session | Event)

#: The fields whose change makes people's calendars wrong, and so raises SEQUENCE
#: (RFC 5546, 2.1.4: time, place, status).
_WEIGHTY = frozenset({"when", "days", "zone", "venue", "territories", "mode", "status"})
_KEPT = frozenset({"id", "sequence", "modified", "created"})


def revise(thing: Revisable, *, at: datetime, **changes: Any) -> Revisable:
    """Return a changed copy of a session or event that records its revision.

    `modified` becomes `at`, and `sequence` rises by one where time, place or status changed. A
    revision that changes nothing returns the thing itself, so that publishing it again gives the
    same bytes.

    >>> from datetime import UTC, datetime
    >>> talk = Session(id="talk-17", title="AI", event="week")
    >>> cancelled = revise(talk, at=datetime(2025, 10, 1, tzinfo=UTC), status="cancelled")
    >>> cancelled.sequence, cancelled.modified.date().isoformat()
    (1, '2025-10-01')

    Args:
        thing: a session or an event.
        at: when the change was decided, an aware datetime, not before the last change.
        changes: new values of fields, by name.

    Raises:
        InvalidValue: a field has no such name or is none to revise, or `at` comes too early.
    """
    if not isinstance(thing, (Session, Event)):
        raise InvalidType("revise", "must be given a Session or an Event", thing)
    when = in_utc(at, "at")
    if thing.modified is not None and instant(when) < instant(thing.modified):
        must = f"must not come before the last change ({stamp(thing.modified)})"
        raise InvalidValue("at", must, stamp(when))
    names = {one.name for one in attrs.fields(type(thing))} - _KEPT
    for name in changes.keys() - names:
        raise InvalidValue("revise", f"must change one of {', '.join(sorted(names))}", name)
    changed = attrs.evolve(thing, **changes)
    differing = {name for name in changes if getattr(changed, name) != getattr(thing, name)}
    if not differing:
        return thing
    step = 1 if differing & _WEIGHTY else 0
    return attrs.evolve(changed, modified=when, sequence=thing.sequence + step)
