"""Conflicts: sessions that have no place together, and what bars them, none of it to spare."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from attrs import evolve

from numeco.schedule._cost import Cost
from numeco.schedule._moving.board import Board
from numeco.schedule._moving.places import Places
from numeco.schedule._moving.plan import Plan
from numeco.schedule._moving.proof import Barred, barred, stays
from numeco.schedule._moving.rivals import Rivals
from numeco.schedule._rules import Rule, Severity
from numeco.schedule._solving.effort import Effort
from numeco.schedule._solving.neighbourhoods import free
from numeco.schedule._solving.puzzle import solved

#: What may be given up: a session, or what it is called.
Bar: TypeAlias = int | str

#: What bars grave clashes from going.
Conflicts: TypeAlias = Sequence[Barred]

_DAY_US: Final = 86_400_000_000
_DAYS: Final = "the days of the programme"
#: Grave clashes are counted, and nothing else costs.
_GRAVE: Final = Cost(grave=1, other=0, time=0, hour=0, day=0, room=0, site=0, smaller=0)
#: How long CP-SAT looks at one set of sessions, by its own measure.
_SHORT: Final = 2.0


def conflicts(plan: Plan, effort: Effort) -> Conflicts:
    """Return what bars the grave clashes that are left from going, where that can be proved.

    What is easily seen or, failing that, the first set of sessions that CP-SAT finds.
    """
    if seen := tuple(barred(plan)):
        return seen
    number = {one.id: at for at, one in enumerate(plan.question.places.sessions)}
    may = {*free(plan.question.board())}
    trial = _Trial(plan, effort._replace(most=_SHORT))
    graves = plan.clashes.filter(severity=Severity.ERROR)
    told = (number.get(one.id) for clash in graves for one in clash.sessions)
    start = next((one for one in told if one in may), None)
    for group in () if start is None else _growing(plan, start, sorted(may)):
        if effort.over:
            break
        if trial.fails([*group, *trial.bars(group)]):
            return (trial.conflict(group),)
    return ()


def _growing(plan: Plan, number: int, movable: Sequence[int]) -> Iterator[Sequence[int]]:
    """Iterate over groups around a session, from two to all: rivals, then those of few places."""
    rivals = {one.session for one in plan.question.rivals.of(number) if one.grave}
    places = plan.question.places

    def freedom(one: int) -> tuple[bool, bool, int]:
        choices = places.choices(one, places.homes[one])
        return one != number, one not in rivals, sum(bits.bit_count() for _, _, bits in choices)

    order, size = sorted(movable, key=freedom), 2
    while size < len(order):
        yield order[:size]
        size *= 2
    yield order


class _Trial:
    """Whether sessions find places together when some limits, rules and fixed sessions bar them."""

    def __init__(self, plan: Plan, effort: Effort) -> None:
        self._plan = plan
        self._effort = effort
        question = plan.question
        self._places = evolve(question.places, cost=_GRAVE)
        self._wide = self._places.prolonged(_later(self._places))
        self._kept = [one for one, may in enumerate(question.places.movable) if not may]
        graves = (one for one in question.rivals.pair_rules if one.severity is Severity.ERROR)
        self._rules = {one.name: one for one in graves}

    def bars(self, group: Sequence[int]) -> Sequence[Bar]:
        """Return all that bars some sessions."""
        said = (said for one in group for said, _ in self._limits(one))
        return [*self._kept, *self._rules, *dict.fromkeys(said)]

    def _limits(self, number: int) -> Iterator[tuple[str, int]]:
        for room in self._places.rooms(number):
            yield from self._places.limits(number, room)

    def conflict(self, group: Sequence[int]) -> Barred:
        """Return the least that fails of some sessions and all that bars them, if time allows."""
        needed = _least([*group, *self.bars(group)], self.fails)
        sessions = self._places.sessions
        told = [one for one in needed if isinstance(one, int) and one not in self._kept]
        because = (
            stays(sessions[one]) if isinstance(one, int) else one
            for one in needed
            if one not in told
        )
        return tuple(sessions[one] for one in sorted(told)), tuple(because), None

    def fails(self, needed: Sequence[Bar]) -> bool:
        """Return whether some sessions surely find no places while some things bar them."""
        kept = {*self._kept}
        group = [one for one in needed if isinstance(one, int) and one not in kept]
        if not group:
            return False
        board = self._board(needed, group)
        for one in range(len(board.now)):
            if one not in needed or one in group:
                board.lift(one)
        answer = solved(board, group, 1, self._effort)
        return answer.places is None and answer.bound >= 1

    def _board(self, needed: Sequence[Bar], group: Sequence[int]) -> Board:
        places = self._places if _DAYS in needed else self._wide
        waived = {said for one in group for said, _ in self._limits(one)} - {*map(str, needed)}
        rivals = self._plan.question.rivals
        given_up = [rule for name, rule in self._rules.items() if name not in needed]
        rules = [one for one in rivals.rules if not isinstance(one, Rule) or one not in given_up]
        found = Rivals(rivals.ecosystem, rivals.sessions, rules) if given_up else rivals
        return Board(places.waiving(waived), found)


def _later(places: Places) -> Sequence[int]:
    """Return instants after a grid at which all sessions find room in turn."""
    longest, last = max(places.lengths), places.grid.times[-1]
    turns = range(1, len(places.sessions) + 2)
    # A day leaves the gaps that a rule may ask for.
    return [last + (longest + _DAY_US) * turn for turn in turns]


def _least(needed: Sequence[Bar], fails: Callable[[Sequence[Bar]], bool]) -> Sequence[Bar]:
    """Return some of what fails together that still does, but would not without any one of it."""
    size = max(1, len(needed) // 2)
    while True:
        at = 0
        while at < len(needed):
            fewer = [*needed[:at], *needed[at + size :]]
            if fails(fewer):
                needed = fewer
            else:
                at += size
        if size == 1:
            return needed
        size //= 2
