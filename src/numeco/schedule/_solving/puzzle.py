"""The puzzle: where some sessions go at the least cost, the others as they are; for CP-SAT."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from ortools.sat.python import cp_model

from numeco.schedule._moving.board import Board
from numeco.schedule._moving.places import NOWHERE, Place, Room
from numeco.schedule._solving.covers import Starts, any_of, cliques, covers, positions
from numeco.schedule._solving.effort import Effort, proven

#: A place, and what a session costs there.
Offer: TypeAlias = tuple[int, Place]


class Answer(NamedTuple):
    """What came of a puzzle."""

    #: Where each session goes at less cost than was asked; None where that was not found.
    places: Mapping[int, Place] | None
    #: No places cost less.
    bound: int


def solved(
    board: Board, group: Sequence[int], below: int, effort: Effort, few: int | None = None
) -> Answer:
    """Return where some lifted sessions go so that they cost the least, and less than a bound.

    Without what only `Doubts` can tell.

    Args:
        board: the others; the group is lifted.
        group: which sessions.
        below: what they are to cost less than.
        effort: how long to look.
        few: how many places to try of each session, those that cost the least; all if left out.
    """
    offers = [_offers(board, one, below) for one in group]
    least = sum(some[0][0] if some else below for some in offers)
    if least >= below:
        return Answer(None, below)
    slack = below - least
    kept = [[one for one in some if one[0] - some[0][0] < slack] for some in offers]
    puzzle = _Puzzle(board, group, [some[:few] for some in kept], slack)
    solver = effort.solver()
    status = solver.solve(puzzle.model)
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    bound = below if status == cp_model.INFEASIBLE else min(below, least + proven(solver))
    if few is not None and any(len(some) > few for some in kept):
        bound = least
    return Answer(puzzle.places(solver) if found else None, bound)


def _offers(board: Board, number: int, below: int) -> Sequence[Offer]:
    """Return the places of a session, the least cost first."""
    barred = board.barred(number)
    found = sorted(board.offers(number, below), key=lambda one: one[0])
    return [
        (cost, Place(at, room)) for cost, room, bits in found for at in positions(bits & ~barred)
    ]


class _Session(NamedTuple):
    """A session in the model."""

    offers: Sequence[tuple[Place, cp_model.IntVar]]
    #: When it starts; the same in each room.
    starts: Starts
    by_room: Mapping[Room, Starts]
    rooms: Mapping[Room, cp_model.IntVar]


class _Puzzle:
    """A model with a literal for each place of each session: what they and what pairs cost."""

    def __init__(
        self, board: Board, group: Sequence[int], offers: Sequence[Sequence[Offer]], slack: int
    ) -> None:
        """Make the model.

        Args:
            board: the others; the group is lifted.
            group: which sessions.
            offers: where each may go, the least cost first.
            slack: less than that do all together cost above the least of each.
        """
        self.board = board
        self.model = cp_model.CpModel()
        self._slack = slack
        self._costs: list[tuple[cp_model.IntVar, int]] = []
        given = zip(group, offers, strict=True)
        self._sessions = {one: self._session(some) for one, some in given}
        self._rivals()
        self._rooms()
        self._ordered()
        total = sum(literal * cost for literal, cost in self._costs)
        self.model.add(total < slack)
        self.model.minimize(total)

    def places(self, solver: cp_model.CpSolver) -> Mapping[int, Place]:
        """Return where a solution puts the sessions."""
        return {
            number: next(place for place, here in one.offers if solver.boolean_value(here))
            for number, one in self._sessions.items()
        }

    def _session(self, given: Sequence[Offer]) -> _Session:
        offers = [(place, self.model.new_bool_var("")) for _, place in given]
        starts: defaultdict[int, list[cp_model.IntVar]] = defaultdict(list)
        by_room: defaultdict[Room, dict[int, cp_model.IntVar]] = defaultdict(dict)
        for (cost, _), (place, here) in zip(given, offers, strict=True):
            self._costs.append((here, cost - given[0][0]))
            starts[place.at].append(here)
            by_room[place.room][place.at] = here
        self.model.add_exactly_one(here for _, here in offers)
        return _Session(
            offers,
            {at: any_of(self.model, some) for at, some in starts.items()},
            by_room,
            {room: any_of(self.model, [*some.values()]) for room, some in by_room.items()},
        )

    # Pairs of sessions

    def _rivals(self) -> None:
        """Say what two sessions cost that compete wherever they are."""
        hard: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for (one, other, gap, apart), weight in self._weights().items():
            if weight >= self._slack and not apart:
                hard[gap].append((one, other))
            elif weight:
                unless = self._together(one, other) if apart else ()
                self._clash(one, other, gap, weight, unless)
        for gap, pairs in hard.items():
            for clique in cliques(pairs):
                self._apart(((one, self._sessions[one].starts) for one in clique), gap)

    def _weights(self) -> Mapping[tuple[int, int, int, bool], int]:
        found: defaultdict[tuple[int, int, int, bool], int] = defaultdict(int)
        for one in self._sessions:
            for rival in self.board.rivals.of(one):
                if one < rival.session and rival.session in self._sessions:
                    key = one, rival.session, rival.gap, rival.apart
                    found[key] += self._weight(rival.grave)
        return found

    def _rooms(self) -> None:
        """Say what two sessions cost that share a room."""
        uses_room = self.board.rivals.uses_room
        users: defaultdict[Room, list[int]] = defaultdict(list)
        for one, session in self._sessions.items():
            for room in session.by_room if uses_room[one] else ():
                users[room].append(one)
        for grave, gap in self.board.rivals.room_rules:
            weight = self._weight(grave)
            if weight >= self._slack:
                for room, inside in users.items():
                    some = [(one, self._sessions[one].by_room[room]) for one in inside]
                    self._apart(some, gap)
            elif weight:
                pairs = {pair for inside in users.values() for pair in combinations(inside, 2)}
                for one, other in sorted(pairs):
                    self._clash(one, other, gap, weight, [~self._shared(one, other)])

    def _ordered(self) -> None:
        """Say what two sessions cost of which one is to come first; those in order stay so."""
        for one in self._sessions:
            for early, late, grave, holds in self.board.rivals.orders_of(one):
                if one == early and late in self._sessions:
                    weight = self._weight(grave)
                    kept = self.model.add(self._instant(early, ends=True) <= self._instant(late))
                    if weight < self._slack and not holds:
                        broken = self.model.new_bool_var("")
                        kept.only_enforce_if(~broken)
                        self._costs.append((broken, weight))

    def _instant(self, number: int, *, ends: bool = False) -> cp_model.LinearExpr:
        """Return when a session starts or ends, in microseconds since the first instant."""
        times = self.board.places.grid.times
        length = self.board.places.lengths[number] if ends else 0
        starts = self._sessions[number].starts.items()
        return cp_model.LinearExpr.weighted_sum(
            [here for _, here in starts], [times[at] - times[0] + length for at, _ in starts]
        )

    def _weight(self, grave: bool) -> int:
        cost = self.board.places.cost
        return cost.grave if grave else cost.other

    def _covers(
        self, some: Iterable[tuple[int, Starts]], gap: int
    ) -> Iterator[Sequence[cp_model.IntVar]]:
        lengths = self.board.places.lengths
        return covers(
            self.board.places.grid, [(starts, lengths[one] + gap) for one, starts in some]
        )

    def _apart(self, some: Iterable[tuple[int, Starts]], gap: int) -> None:
        """Let no two of some sessions meet."""
        for literals in self._covers(some, gap):
            self.model.add_at_most_one(literals)

    def _clash(
        self, one: int, other: int, gap: int, weight: int, unless: Iterable[cp_model.LiteralT]
    ) -> None:
        """Say what two sessions cost that meet, unless something lets them off."""
        excuses: list[cp_model.LiteralT] = [*unless]
        if weight < self._slack:
            clash = self.model.new_bool_var("")
            self._costs.append((clash, weight))
            excuses.append(clash)
        some = [(each, self._sessions[each].starts) for each in (one, other)]
        for literals in self._covers(some, gap):
            self.model.add(sum(literals) <= 1 + sum(excuses))

    def _together(self, one: int, other: int) -> Iterator[cp_model.IntVar]:
        """Iterate over literals: the two share this venue, or that one."""
        first, second = self._sessions[one].rooms, self._sessions[other].rooms
        for room in sorted(first.keys() & second.keys() - {NOWHERE}):
            found = self.model.new_bool_var("")
            self.model.add_implication(found, first[room])
            self.model.add_implication(found, second[room])
            yield found

    def _shared(self, one: int, other: int) -> cp_model.IntVar:
        """Return a literal that holds where two share a room."""
        first, second = self._sessions[one].rooms, self._sessions[other].rooms
        found = self.model.new_bool_var("")
        for room in sorted(first.keys() & second.keys()):
            self.model.add_bool_or(~first[room], ~second[room], found)
        return found
