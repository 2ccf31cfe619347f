"""Doubts: rules whose answer only they know, asked about one place of one session at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from attrs import evolve

from numeco.model import Session
from numeco.schedule import _builtin
from numeco.schedule._lanes import findings
from numeco.schedule._moving.places import NOWHERE, Place, Places, Said
from numeco.schedule._moving.rivals import Rivals
from numeco.schedule._programme import when
from numeco.schedule._rules import Check, Rule, Severity, texts
from numeco.schedule._showings import Showings
from numeco.schedule._stretches import interval
from numeco.schedule._timeline import by_start, longest_gap

#: The limits that checks ask about.
_SAID: Final = {
    _builtin.CLOSED.finds: Said.OPENING,
    _builtin.UNAVAILABLE.finds: Said.AVAILABLE,
    _builtin.OUTSIDE_EVENT.finds: Said.DAYS,
    _builtin.OVERBOOKED.finds: Said.SEATS,
}


class Doubts:
    """What rules of any kind say of sessions elsewhere: exact, and slow."""

    def __init__(self, places: Places, rivals: Rivals) -> None:
        """Ask about all sessions where they are now."""
        self._places = places
        self._rivals = rivals
        self._sessions = list(places.sessions)
        self._used: list[list[tuple[str, ...]]] = []
        self._users: list[defaultdict[str, set[int]]] = []
        for rule in rivals.dynamic:
            used = [tuple(one) for one in rivals.timeline.columns(rule, places.sessions)]
            users: defaultdict[str, set[int]] = defaultdict(set)
            for number, resources in enumerate(used):
                for resource in resources:
                    users[resource].add(number)
            self._used.append(used)
            self._users.append(users)
        static = {id(one) for one in rivals.static}
        self._told = [(one, id(one) in static) for one in rivals.dynamic]
        self._showings: Showings | None = None
        self._misfits: dict[int, Sequence[bool]] = {}

    def put(self, number: int, place: Place) -> None:
        """Take note of where a session is now."""
        if not self._rivals.dynamic:
            return
        self._showings = None
        session = self._sessions[number] = elsewhere(self._places, number, place)
        for rule, used, users in zip(self._rivals.dynamic, self._used, self._users, strict=True):
            for resource in used[number]:
                users[resource].discard(number)
            used[number] = tuple(texts(rule, rule.resources(self._places.ecosystem, session)))
            for resource in used[number]:
                users[resource].add(number)

    def cost(self, number: int, place: Place, lifted: AbstractSet[int]) -> int:
        """Return what the rules find if a session is in a place, as a cost."""
        cost = self._places.cost
        return sum(
            cost.grave if grave else cost.other for grave in self.found(number, place, lifted)
        )

    def found(self, number: int, place: Place, lifted: AbstractSet[int]) -> Iterator[bool]:
        """Iterate over what the rules find if a session is in a place: whether it is grave."""
        if place == self._places.homes[number]:
            yield from self._stays(number)
        if self._rivals.dynamic or self._rivals.checks:
            session = elsewhere(self._places, number, place)
            for rule in self._pairs(number, session, lifted):
                yield rule.severity is Severity.ERROR
            for check in self._rivals.checks:
                for _ in findings(check, self._places.ecosystem, session):
                    yield check.severity is Severity.ERROR

    def misfit(self, number: int) -> int:
        """Return what is out of place where a session is now, as a cost."""
        cost = self._places.cost
        return sum(cost.grave if grave else cost.other for grave in self._stays(number))

    def _stays(self, number: int) -> Sequence[bool]:
        """Return what is out of place where a session is now."""
        found = self._misfits.get(number)
        if found is None:
            session = self._places.sessions[number]
            found = self._misfits[number] = [
                check.severity is Severity.ERROR
                for check in self._rivals.at_home
                for about, _ in findings(check, self._places.ecosystem, session)
                # More people than its own capacity go with it.
                if about != session.id and not self._is_waived(check, session, about)
            ]
        return found

    def _is_waived(self, check: Check, session: Session, about: str) -> bool:
        """Return whether a limit that a session does not keep to is not asked for."""
        ecosystem, waived = self._places.ecosystem, self._places.waived
        if not waived:
            return False
        if check.finds is _builtin.UNEQUIPPED.finds:
            assert session.venue is not None  # noqa: S101  # for type checkers: it lacks something
            return Said.FEATURE.format(ecosystem[session.venue].name, about) in waived
        return _SAID[check.finds].format(ecosystem[about].label) in waived

    def _pairs(self, number: int, session: Session, lifted: AbstractSet[int]) -> Iterator[Rule]:
        shown_again = self._rivals.shown_again
        for at, (rule, told) in enumerate(self._told):
            for resource in texts(rule, rule.resources(self._places.ecosystem, session)):
                others = self._users[at][resource] - {number} - lifted
                # Of those whose content is shown once, `Rivals` tells all.
                if told and number not in shown_again:
                    others &= shown_again
                for other in others:
                    if self._clash(rule, session, other):
                        yield rule

    def _clash(self, rule: Rule, session: Session, other: int) -> bool:
        first, second = sorted((session, self._sessions[other]), key=by_start)
        ends = when(first).busy_until_us + longest_gap(rule)
        if not rule.always and when(second).start_us >= ends:
            return False
        tests = self._rivals.timeline.tests(rule, lambda: self._shown(session))
        return not any(test(first, second) for test in tests)

    def _shown(self, session: Session) -> Showings:
        """Return when contents are shown, with one session where it would be."""
        if self._showings is None:
            self._showings = Showings.of(self._places.ecosystem, self._sessions)
        return self._showings.with_time(session)


def elsewhere(places: Places, number: int, place: Place) -> Session:
    """Return a session as it would be in a place."""
    session = places.sessions[number]
    if place == places.homes[number]:
        return session
    old, start = when(session), places.grid.times[place.at]
    venue = None if place.room == NOWHERE else places.venues[place.room]
    moved = interval(start, start + old.end_us - old.start_us, old.zone)
    # Where only the room changes, a time stays as it was written.
    return evolve(session, when=old if moved == old else moved, venue=venue)
