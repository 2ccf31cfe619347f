"""What an ecosystem reports, summed for its indicators, with what it does not report."""

from collections.abc import Iterable, Mapping, Sequence
from math import log

from attrs import evolve, frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.graph._arguments import check_ecosystem
from numeco.graph._tying.occasions import held
from numeco.graph._wording import several
from numeco.model import (
    Count,
    Event,
    Measure,
    Observation,
    Series,
    Session,
    Theme,
    Thing,
    Venue,
)
from numeco.time import Days


@frozen
class Sums:
    """People and seats of the sessions that report both, and what the others do not report."""

    people: int | Count | None
    seats: int | Count | None
    #: The number of sessions that report both.
    n: int
    missing: tuple[str, ...]


def sessions_of(ecosystem: Ecosystem, subject: str | None) -> list[Session]:
    """Return the sessions of a thing that are held; None means all.

    Raises:
        InvalidType: the thing is none that sessions belong to.
    """
    check_ecosystem(ecosystem)
    if subject is None:
        return list(held(ecosystem))
    found: Iterable[Session]
    match thing := ecosystem[subject]:
        case Session():
            found = (thing,)
        case Event():
            found = ecosystem.sessions_of(thing.id)
        case Series():
            editions = ecosystem.referring(thing.id, Event, "series")
            # An edition may lie within another one, so that both have its sessions.
            parts = (one for edition in editions for one in ecosystem.sessions_of(edition.id))
            found = {one.id: one for one in parts}.values()
        case Theme():
            found = ecosystem.referring(thing.id, Session, "themes")
        case Venue():
            found = ecosystem.referring(thing.id, Session, "venue")
        case _:
            must = "must be the id of an event, a series, a session, a theme or a venue"
            raise InvalidType("subject", must, subject)
    return [one for one in found if not ecosystem.cancelled(one)]


def summed(ecosystem: Ecosystem, subject: str | None, people: str) -> Sums:
    """Return the sums of a count of people and of the seats, of the sessions that report both."""
    sessions = sessions_of(ecosystem, subject)
    taken: list[tuple[Count, Count]] = []
    silent: dict[str, list[Session]] = {people: [], "capacity": []}
    for session in sessions:
        count: Count | None = getattr(session, people)
        room = _seats(ecosystem, session)
        if count is not None and room is not None:
            taken.append((count, room))
        for name, known in ((people, count), ("capacity", room)):
            if known is None:
                silent[name].append(session)
    missing = tuple(_of(name, them) for name, them in silent.items() if them)
    if not sessions:
        missing = ("a session" if subject is None else f"a session of {ecosystem[subject].label}",)
    if not taken:
        return Sums(None, None, 0, missing)
    came, seats = (sum(counts, Count(0)) for counts in zip(*taken, strict=True))
    return Sums(_simply(came), _simply(seats), len(taken), missing)


def _simply(count: Count) -> int | Count:
    """Return an exact count as the whole number that it is."""
    return count.low if count == Count(count.low) else count


def _seats(ecosystem: Ecosystem, session: Session) -> Count | None:
    """Return the seats of a session: those that it names, else those of its venue."""
    if session.capacity is not None or session.venue is None:
        return session.capacity
    seats = ecosystem[session.venue].capacity
    return None if seats is None else Count(seats)


def _of(fact: str, sessions: Sequence[Session]) -> str:
    which = f"“{sessions[0].title}”" if len(sessions) == 1 else f"{len(sessions):,} sessions"
    return f"{fact} of {which}"


# What is reported of a thing


def reported(
    ecosystem: Ecosystem, subject: Thing, measures: Iterable[Measure], when: Days | None
) -> tuple[Count | None, str | None]:
    """Return the count that is reported of a thing, and what is missing where there is none.

    The first measure that is reported counts; of several reports those closest in time to `when`.
    """
    for measure in measures:
        found = {
            one: evolve(one.value, said="")
            for one in ecosystem.referring(subject.id, Observation, "subject")
            if one.measure is measure and isinstance(one.value, Count)
        }
        closest = _closest(found, when)
        if len(closest) == 1:
            return closest.pop(), None
        if closest:
            said = ", ".join(sorted(map(str, closest)))
            return None, f"which number of {measure} of {subject.label} holds ({said})"
    return None, f"{next(iter(measures))} of {subject.label}"


def _closest(found: Mapping[Observation, Count], when: Days | None) -> set[Count]:
    """Return the counts that were reported closest to some days; the undated ones come last."""

    def apart(one: Observation) -> float:
        if one.days is None or when is None:
            return float("inf")
        return max(0, (one.days.first - when.last).days, (when.first - one.days.last).days)

    least = min(map(apart, found), default=0)
    return {count for one, count in found.items() if apart(one) == least}


# Distributions


def entropy(counts: Iterable[float]) -> float:
    """Return Shannon's entropy of some counts, in nats; of none, 0."""
    known = [one for one in counts if one]
    total = sum(known)
    return max(0.0, -sum(one / total * log(one / total) for one in known))


def lacking(number: int, fact: str, thing: str) -> tuple[str, ...]:
    """Return the words that say how many things lack a fact: none or one."""
    return (f"the {fact} of {several(number, thing)}",) if number else ()
