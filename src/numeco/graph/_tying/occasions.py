"""The second mode of an affiliation network: what an event or a session counts for."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from numeco.ecosystem import Ecosystem
from numeco.graph._narrowing import Occasion
from numeco.model import Event, EventStatus, Series, Session, SessionStatus

Choice = TypeVar("Choice")


def occasions(ecosystem: Ecosystem, of: Occasion) -> dict[str, str]:
    """Return, for what a tie may name, the id of the occasion that it counts for.

    What is cancelled counts for nothing.
    """
    if of is Occasion.SESSION:
        return {session.id: session.id for session in held(ecosystem)}
    events = running(ecosystem)
    if of is Occasion.EVENT:
        return {one: one for one in events}
    around: dict[str, str | None]
    if of is Occasion.UMBRELLA:
        around = inherited(ecosystem, lambda event, above: above or str(event.id))
    else:
        around = inherited(ecosystem, lambda event, above: event.series or above)
    found = {one: around[one] for one in events}
    series = ecosystem.all(Series) if of is Occasion.SERIES else ()
    own: dict[str, str | None] = {one.id: one.id for one in series}
    return {one: occasion for one, occasion in (own | found).items() if occasion is not None}


def inherited(
    ecosystem: Ecosystem, choose: Callable[[Event, Choice | None], Choice | None]
) -> dict[str, Choice | None]:
    """Return what each event chooses, given the choice of the event around it, each made once."""
    found: dict[str, Choice | None] = {}
    for event in ecosystem.all(Event):
        inner: list[Event] = []
        one: Event | None = event
        while one is not None and one.id not in found:
            inner.append(one)
            one = ecosystem[one.within] if one.within is not None else None
        choice = found[one.id] if one is not None else None
        for below in reversed(inner):
            choice = found[below.id] = choose(below, choice)
    # An umbrella may come after the events that it is around.
    return {event.id: found[event.id] for event in ecosystem.all(Event)}


def held(ecosystem: Ecosystem) -> Iterator[Session]:
    """Iterate over the sessions that are cancelled neither alone nor with an event around them."""
    events = running(ecosystem)
    for session in ecosystem.all(Session):
        if session.status is not SessionStatus.CANCELLED and session.event in events:
            yield session


def running(ecosystem: Ecosystem) -> dict[str, None]:
    """Return the ids of the events that `Ecosystem.cancelled` does not count as cancelled, O(n)."""
    is_off = inherited(
        ecosystem, lambda event, above: above or event.status is EventStatus.CANCELLED
    )
    return {one: None for one, off in is_off.items() if not off}
