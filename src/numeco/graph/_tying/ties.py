"""Why organizations are tied to occasions: partnerships, hosting and speaking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeAlias

from numeco.ecosystem import Ecosystem
from numeco.graph._narrowing import Via
from numeco.graph._tying.scope import Scope
from numeco.model import Membership, Organization, Partnership, PartnershipRole, Series, Session

#: What an edge says: sorted texts, none of them twice.
Reasons: TypeAlias = "dict[str, tuple[str, ...]]"

#: An organization, an occasion and one reason why they are tied.
Tie: TypeAlias = "tuple[str, str, Reasons]"


def ties(
    ecosystem: Ecosystem,
    scope: Scope,
    occasions: Mapping[str, str],
    via: Collection[Via],
    roles: Collection[PartnershipRole],
) -> Iterator[Tie]:
    """Iterate over the ties that count, in the order of the ecosystem; a pair may come again.

    Args:
        ecosystem: where the ties are looked for.
        scope: the events and the sessions that count.
        occasions: the occasion that an event, a session or a series counts for.
        via: what ties.
        roles: the partnerships that count.
    """
    if Via.PARTNERSHIP in via:
        yield from _partnerships(ecosystem, scope, occasions, roles)
    if Via.HOST in via:
        yield from _hosts(scope, occasions)
    if Via.SPEAKER in via:
        yield from _speakers(ecosystem, scope, occasions)


def _partnerships(
    ecosystem: Ecosystem,
    scope: Scope,
    occasions: Mapping[str, str],
    roles: Collection[PartnershipRole],
) -> Iterator[Tie]:
    holds = _holding(ecosystem, scope, occasions)
    # Most have one of a few reasons, which are worded once.
    worded: dict[object, Reasons] = {}
    for one in ecosystem.all(Partnership):
        if one.of in occasions and one.role in roles and (holds is None or holds(one)):
            key = one.role, one.level, one.contributions
            reasons = worded.get(key)
            if reasons is None:
                reasons = worded[key] = _worded(one)
            yield one.organization, occasions[one.of], reasons


def _worded(one: Partnership) -> Reasons:
    return {
        "via": (Via.PARTNERSHIP.value,),
        "roles": (one.role.value,),
        "levels": (one.level,) if one.level else (),
        "contributions": tuple(sorted(given.value for given in one.contributions)),
        "sessions": (),
    }


def _holding(
    ecosystem: Ecosystem, scope: Scope, occasions: Mapping[str, str]
) -> Callable[[Partnership], bool] | None:
    """Return whether a partnership counts where not all do; None where all do."""
    if not scope.is_narrow:
        return None
    whens = {event: [days] for event, days in scope.events.items()}
    # A partnership with a series holds while one of the editions that count takes place.
    for event, days in scope.events.items():
        if event in occasions and isinstance(ecosystem[occasions[event]], Series):
            whens.setdefault(occasions[event], []).append(days)
    return lambda one: any(
        scope.during is None or scope.meets(one.since, one.until, days)
        for days in whens.get(one.of, ())
    )


def _hosts(scope: Scope, occasions: Mapping[str, str]) -> Iterator[Tie]:
    for session in scope.sessions:
        if session.hosts and (occasion := _occasion(session, occasions)):
            reasons = _at(session, Via.HOST)
            for host in session.hosts:
                yield host, occasion, reasons


def _speakers(ecosystem: Ecosystem, scope: Scope, occasions: Mapping[str, str]) -> Iterator[Tie]:
    memberships: defaultdict[str, list[Membership]] = defaultdict(list)
    for one in ecosystem.all(Membership):
        if isinstance(ecosystem[one.of], Organization):
            memberships[one.member].append(one)
    for session in scope.sessions:
        if session.speakers and (occasion := _occasion(session, occasions)):
            reasons, when = _at(session, Via.SPEAKER), scope.when(session)
            for speaker in session.speakers:
                for one in memberships.get(speaker, ()):
                    if scope.meets(one.since, one.until, when):
                        yield one.of, occasion, reasons


def _occasion(session: Session, occasions: Mapping[str, str]) -> str | None:
    return occasions.get(session.id) or occasions.get(session.event)


def _at(session: Session, via: Via) -> Reasons:
    return {
        "via": (via.value,),
        "roles": (),
        "levels": (),
        "contributions": (),
        "sessions": (str(session.id),),
    }
