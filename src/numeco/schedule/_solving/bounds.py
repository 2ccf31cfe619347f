"""Bounds: what no programme within the limits costs less than."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Final, NamedTuple

from ortools.sat.python import cp_model

from numeco.schedule._moving.board import Board
from numeco.schedule._moving.grid import Bits
from numeco.schedule._moving.places import Room
from numeco.schedule._moving.plan import Plan
from numeco.schedule._rules import Severity
from numeco.schedule._solving.covers import Starts, any_of, cliques, covers, positions
from numeco.schedule._solving.effort import Effort, proven

#: How much longer each takes than the one before, at least.
_GROWTH: Final = 3
#: Of how many places that cost the least each session is said to be in one, or further away: more
#: and more, until the time is up.
_PLACES: Final = (1, 10, 30, 80, 200)


def bounds(plan: Plan, effort: Effort) -> Iterator[int]:
    """Iterate over what no programme costs less than, better and better, until the time is up.

    A relaxation of the question. Sessions keep apart whom one resource keeps apart, and those of
    one room as long as they stay in it; the others, and all that rules of your own say, cost
    nothing. Instead of any number of clashes, a session may pay for the least of those that it can
    have, and then be anywhere: of each pair that clashes one session is enough, so this costs no
    more than the clashes. And beyond some cheap places, a session is anywhere for the least that
    costs.
    """
    settled = _unmoved(plan)
    best = -1
    took = 0.0
    for few in _PLACES:
        began = monotonic()
        if took * _GROWTH > effort.until - began:
            return
        model = _Relaxed(plan.question.board(), few).model
        solver = effort.solver()
        status = solver.solve(model)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN}:
            found = settled + proven(solver)
            if found > best:
                best = found
                yield best
        took = monotonic() - began


def _unmoved(plan: Plan) -> int:
    """Return what the clashes cost that no move has to do with."""
    rivals, cost = plan.question.rivals, plan.question.places.cost
    found = 0
    for clash in plan.clashes:
        # More people than its own capacity go with a session.
        own = clash.rule in rivals.at_home and clash.resource == clash.first.id
        if own or not rivals.moves_matter(clash.rule):
            found += cost.grave if clash.rule.severity is Severity.ERROR else cost.other
    return found


class _Ways(NamedTuple):
    """Where a session may be, as far as that matters here."""

    #: When it starts, in whatever room.
    starts: Starts
    #: When it starts in the room where it is now.
    stays: Starts


class _Relaxed:
    """The model of a relaxation."""

    def __init__(self, board: Board, few: int) -> None:
        """Make the model, with some of the cheapest places of each session."""
        self.board = board
        self.model = cp_model.CpModel()
        self._costs: list[tuple[cp_model.IntVar, int]] = []
        self._few = few
        inside = board.rivals.in_blocks
        # What goes with a block goes there at no cost of its own.
        self._numbers = [one for one in range(len(board.now)) if not inside[one]]
        for one in range(len(board.now)):
            board.lift(one)
        self._ways = {one: self._placed(one) for one in self._numbers}
        self._competing()
        self.model.minimize(sum(literal * cost for literal, cost in self._costs))

    def _literal(self, cost: int) -> cp_model.IntVar:
        found = self.model.new_bool_var("")
        if cost:
            self._costs.append((found, cost))
        return found

    def _placed(self, number: int) -> _Ways:
        """Return where a session may be."""
        exempt = self._exempt(number)
        stays: dict[int, cp_model.IntVar] = {}
        starts: defaultdict[int, list[cp_model.IntVar]] = defaultdict(list)
        far = exempt
        for cost, stays_there, at in self._cheap(number, exempt):
            if len(starts) >= self._few and at not in starts:
                far = cost
                break
            literal = self._literal(cost)
            starts[at].append(literal)
            if stays_there:
                stays[at] = literal
        away = self._literal(far)
        self.model.add_exactly_one([away, *(one for some in starts.values() for one in some)])
        return _Ways({at: any_of(self.model, some) for at, some in starts.items()}, stays)

    def _cheap(self, number: int, below: int) -> Iterator[tuple[int, bool, int]]:
        """Iterate over what a session costs, whether it stays in its room, and when it starts.

        The least first; of the other rooms only the cheapest one at each instant.
        """
        home = self.board.places.homes[number].room
        seen: dict[bool, Bits] = {True: 0, False: 0}
        for cost, room, bits in sorted(self.board.offers(number, below)):
            new = bits & ~seen[room == home]
            seen[room == home] |= new
            for at in positions(new):
                yield cost, room == home, at

    def _exempt(self, number: int) -> int:
        """Return the least that any clash of a session costs; or more than any place does."""
        rivals, cost = self.board.rivals, self.board.places.cost
        graves = {one.grave for one in rivals.of(number) if not one.apart}
        if rivals.uses_room[number]:
            graves |= {grave for grave, _ in rivals.room_rules}
        weights = {cost.grave if grave else cost.other for grave in graves}
        return min(weights - {0}, default=1 << 40)

    def _competing(self) -> None:
        """Keep apart what competes."""
        cost, rivals = self.board.places.cost, self.board.rivals
        weights = {True: cost.grave, False: cost.other}
        pairs: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for one in self._numbers:
            for rival in rivals.of(one):
                known = one < rival.session and rival.session in self._ways
                if known and weights[rival.grave] and not rival.apart:
                    pairs[rival.gap].append((one, rival.session))
        for gap, some in pairs.items():
            for clique in cliques(some):
                self._apart(clique, [self._ways[one].starts for one in clique], gap)
        for grave, gap in rivals.room_rules:
            for users in self._users().values() if weights[grave] else ():
                self._apart(users, [self._ways[one].stays for one in users], gap)

    def _users(self) -> dict[Room, list[int]]:
        found: defaultdict[Room, list[int]] = defaultdict(list)
        for one in self._numbers:
            if self.board.rivals.uses_room[one]:
                found[self.board.places.homes[one].room].append(one)
        return found

    def _apart(self, sessions: Sequence[int], starts: Sequence[Starts], gap: int) -> None:
        lengths = self.board.places.lengths
        some = [(when, lengths[one] + gap) for one, when in zip(sessions, starts, strict=True)]
        for literals in covers(self.board.places.grid, some):
            self.model.add_at_most_one(literals)
