"""The two-mode network: which organizations have a part in which events."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, TypeAlias, TypedDict

import networkx as nx
from attrs import frozen

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.graph._arguments import check_ecosystem, words
from numeco.model import (
    Event,
    EventStatus,
    Membership,
    Organization,
    Partnership,
    PartnershipRole,
    Series,
    Session,
    SessionStatus,
    Thing,
)
from numeco.time import Days

#: What a network says of a node: plain values, which JSON can write.
Facts: TypeAlias = "dict[str, str | int | tuple[str, ...] | None]"


class Via(Kind):
    """What ties an organization to an event."""

    PARTNERSHIP = "partnership"  #: a partnership with the event
    HOST = "host"  #: hosting one of its sessions
    SPEAKER = "speaker"  #: a member speaks in one of its sessions


class Occasion(Kind):
    """What the second mode of an affiliation network holds."""

    EVENT = "event"  #: the very event that is named
    UMBRELLA = "umbrella"  #: the outermost event around it, or itself
    SERIES = "series"  #: its series, or that of the nearest umbrella which has one
    SESSION = "session"  #: the session hosted or spoken in; partnerships name none


class Narrowing(TypedDict, total=False):
    """What narrows a network, by keyword; `affiliation` says what each means.

    Every function that takes an ecosystem and ``**narrowing`` takes these.
    """

    #: What the second mode holds: events, umbrellas, series or sessions.
    of: Occasion | str
    #: What ties an organization to an event: partnerships, hosting, speaking; left out, all.
    via: Collection[Via | str] | None
    #: The partnerships that count, by role; left out, all.
    roles: Collection[PartnershipRole | str] | None
    #: The time that counts; left out, all of it.
    during: Days | None
    #: The territory that counts, with all that lies within it; left out, everywhere.
    territory: str | None


@frozen
class _Tie:
    """One reason why an organization is tied to an occasion."""

    organization: str
    #: What may be the occasion, the finest first: a session's id and its event's.
    at: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]]


_NO_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "via": (),
    "roles": (),
    "levels": (),
    "contributions": (),
    "sessions": (),
}


def affiliation(
    ecosystem: Ecosystem,
    *,
    of: Occasion | str = Occasion.EVENT,
    via: Collection[Via | str] | None = None,
    roles: Collection[PartnershipRole | str] | None = None,
) -> nx.Graph[str]:
    """Return the two-mode network of organizations and events: who has a part in what.

    Every organization and every occasion is a node, without ties too, so that networks of one
    ecosystem compare. An organization has one tie to an occasion, however many reasons it has.
    What is cancelled does not count: neither a cancelled session nor a cancelled event. A speaker
    stands for the organizations of which they are a member, unless the membership is known to have
    begun after the session or ended before it. Partnerships with a series tie to nothing but that
    series (`Occasion.SERIES`), partnerships with a territory to nothing at all.

    Node attributes: ``kind`` ("Organization", "Event", "Series" or "Session"), ``name``,
    ``bipartite`` (0 for organizations, 1 for occasions); of organizations ``type`` (their kind),
    ``helix``, ``territory`` (their seat) and ``parent``; of events ``type``, ``first``, ``last``
    (ISO 8601), ``series``, ``edition`` and ``territories``; of sessions ``type`` and ``event``.
    None stands for what is unknown.

    Edge attributes, all sorted tuples of texts without repetition: ``via``, and behind it
    ``roles``, ``levels`` and ``contributions`` (of the partnerships) and ``sessions`` (the ids of
    those hosted or spoken in).

    O(things + ties), in the order of the ecosystem.

    Args:
        ecosystem: where the ties are looked for.
        of: what the second mode holds.
        via: what makes a tie; left out, everything does. A collection, also of one word.
        roles: the partnerships that count; left out, all. Hosts and speakers are not affected.

    Raises:
        InvalidValue: a word that `Occasion`, `Via` or `PartnershipRole` does not have.
        InvalidType: no ecosystem is given, or a lone word where a collection is expected.
    """
    check_ecosystem(ecosystem)
    ties = _ties(ecosystem, words("via", Via, via), words("roles", PartnershipRole, roles))
    occasions = _occasions(ecosystem, Occasion(of))
    second = (ecosystem[one] for one in dict.fromkeys(occasions.values()))
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from((one.id, _node(one)) for one in ecosystem.all(Organization))
    network.add_nodes_from((one.id, _node(one)) for one in second)
    for tie in ties:
        occasion = next((occasions[one] for one in tie.at if one in occasions), None)
        if occasion is not None:
            known = network.get_edge_data(tie.organization, occasion, _NO_FACTS)
            network.add_edge(tie.organization, occasion, **_joined(known, tie.facts))
    return network


def _joined(
    known: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    if known is _NO_FACTS:
        return {**known, **new}
    return {name: tuple(sorted({*known[name], *new.get(name, ())})) for name in known}


# The second mode


def _occasions(ecosystem: Ecosystem, of: Occasion) -> dict[str, str]:
    """Return, for what a tie may name, the id of the occasion that it counts for."""
    if of is Occasion.SESSION:
        return {session.id: session.id for session in _held(ecosystem)}
    events = [event for event in ecosystem.all(Event) if event.status != EventStatus.CANCELLED]
    if of is Occasion.EVENT:
        return {event.id: event.id for event in events}
    if of is Occasion.UMBRELLA:
        around = _inherited(ecosystem, lambda event, above: above or event.id)
    else:
        around = _inherited(ecosystem, lambda event, above: event.series or above)
    found = {event.id: around[event.id] for event in events}
    series = ecosystem.all(Series) if of is Occasion.SERIES else ()
    own: dict[str, str | None] = {one.id: one.id for one in series}
    return {one: occasion for one, occasion in (own | found).items() if occasion is not None}


def _inherited(
    ecosystem: Ecosystem, choose: Callable[[Event, str | None], str | None]
) -> dict[str, str | None]:
    """Return what each event chooses, given the choice of the event around it, each made once.

    A cancelled event takes over the choice of the event around it.
    """
    found: dict[str, str | None] = {}
    for event in ecosystem.all(Event):
        inner: list[Event] = []
        one: Event | None = event
        while one is not None and one.id not in found:
            inner.append(one)
            one = ecosystem[one.within] if one.within is not None else None
        choice = found[one.id] if one is not None else None
        for below in reversed(inner):
            if below.status != EventStatus.CANCELLED:
                choice = choose(below, choice)
            found[below.id] = choice
    return found


def _held(ecosystem: Ecosystem) -> Iterator[Session]:
    """Iterate over the sessions that are cancelled neither alone nor with their event."""
    for session in ecosystem.all(Session):
        off = ecosystem[session.event].status == EventStatus.CANCELLED
        if session.status != SessionStatus.CANCELLED and not off:
            yield session


# The ties


def _ties(
    ecosystem: Ecosystem, via: Collection[Via], roles: Collection[PartnershipRole]
) -> Iterator[_Tie]:
    if Via.PARTNERSHIP in via:
        yield from _partnerships(ecosystem, roles)
    if Via.HOST in via:
        yield from _hosts(ecosystem)
    if Via.SPEAKER in via:
        yield from _speakers(ecosystem)


def _partnerships(ecosystem: Ecosystem, roles: Collection[PartnershipRole]) -> Iterator[_Tie]:
    for one in ecosystem.all(Partnership):
        if one.role in roles:
            facts = {
                "via": (Via.PARTNERSHIP.value,),
                "roles": (one.role.value,),
                "levels": (one.level,) if one.level else (),
                "contributions": tuple(sorted(given.value for given in one.contributions)),
            }
            yield _Tie(one.organization, (one.of,), facts)


def _hosts(ecosystem: Ecosystem) -> Iterator[_Tie]:
    for session in _held(ecosystem):
        for host in session.hosts:
            yield _at(session, host, Via.HOST)


def _speakers(ecosystem: Ecosystem) -> Iterator[_Tie]:
    for session in _held(ecosystem):
        days = _days(ecosystem, session)
        for speaker in session.speakers:
            for membership in ecosystem.memberships_of(speaker):
                body = ecosystem[membership.of]
                if isinstance(body, Organization) and _can_hold(membership, days):
                    yield _at(session, body.id, Via.SPEAKER)


def _at(session: Session, organization: str, via: Via) -> _Tie:
    facts = {"via": (via.value,), "sessions": (str(session.id),)}
    return _Tie(organization, (session.id, session.event), facts)


def _days(ecosystem: Ecosystem, session: Session) -> Days | None:
    day = ecosystem.day(session)
    return ecosystem[session.event].days if day is None else Days.of(day)


def _can_hold(membership: Membership, days: Days | None) -> bool:
    """Return whether a membership may hold on some days, for all that is known."""
    since, until = membership.since, membership.until
    if days is None:
        return True
    begun = since is None or since.first <= days.last
    return begun and (until is None or days.first <= until.last)


# The nodes


def _node(thing: Thing) -> Facts:
    facts: Facts = {
        "kind": type(thing).__name__,
        "name": thing.label,
        "bipartite": 0 if isinstance(thing, Organization) else 1,
    }
    match thing:
        case Organization():
            return facts | _organization(thing)
        case Event():
            return facts | _event(thing)
        case Session():
            return facts | {"type": thing.kind.value, "event": str(thing.event)}
        case _:
            return facts


def _organization(one: Organization) -> Facts:
    return {
        "type": one.kind.value,
        "helix": one.helix.value if one.helix else None,
        "territory": one.seat,
        "parent": one.parent,
    }


def _event(event: Event) -> Facts:
    return {
        "type": event.kind.value,
        "first": event.days.first.isoformat() if event.days else None,
        "last": event.days.last.isoformat() if event.days else None,
        "series": event.series,
        "edition": event.edition,
        "territories": tuple(sorted(event.territories)),
    }
