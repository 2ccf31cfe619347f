"""A plan: a programme that may change, and where its sessions are to go."""

from collections.abc import Sequence
from functools import cached_property

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Session
from numeco.schedule._clash import Clash
from numeco.schedule._clashes import Clashes, clashes
from numeco.schedule._moving.board import Board
from numeco.schedule._moving.doubts import elsewhere
from numeco.schedule._moving.places import Place, Places
from numeco.schedule._moving.rivals import Rivals
from numeco.schedule._rules import AnyRule, Severity


@frozen(eq=False)
class Question:
    """A programme that may change: what takes part, by which rules, and where it may go."""

    ecosystem: Ecosystem
    #: All that take part; those without a time stay as they are.
    sessions: Sequence[Session]
    rules: tuple[AnyRule, ...]
    places: Places
    rivals: Rivals

    def board(self, places: Places | None = None) -> Board:
        """Return a board with every session where it is now.

        Args:
            places: the same ones under other limits.
        """
        return Board(places or self.places, self.rivals)

    @cached_property
    def clashes(self) -> Clashes:
        """What clashes now."""
        return clashes(self.ecosystem, sessions=self.sessions, rules=self.rules)


@frozen(eq=False)
class Plan:
    """Where the sessions of a programme are to go."""

    question: Question
    now: Sequence[Place]
    #: Where being costs nothing: where sessions are, or where their blocks take them.
    homes: Sequence[Place]

    @classmethod
    def of(cls, question: Question, board: Board) -> "Plan":
        """Return what stands on a board."""
        return cls(question, tuple(board.now), tuple(board.home))

    @cached_property
    def sessions(self) -> Sequence[Session]:
        """The scheduled sessions where they are to be."""
        places = self.question.places
        return [elsewhere(places, number, place) for number, place in enumerate(self.now)]

    @cached_property
    def clashes(self) -> Clashes:
        """What still clashes."""
        return self._found(self.sessions)

    @cached_property
    def troubled(self) -> bool:
        """Whether anything moves, or clashes in a way that moves have to do with."""
        moves_matter = self.question.rivals.moves_matter
        return tuple(self.now) != tuple(self.homes) or any(
            moves_matter(one.rule) for one in self.clashes
        )

    def _found(self, moved: Sequence[Session]) -> Clashes:
        question, there = self.question, {one.id: one for one in moved}
        sessions = [there.get(one.id, one) for one in question.sessions]
        return clashes(question.ecosystem, sessions=sessions, rules=question.rules)

    @cached_property
    def cost(self) -> int:
        """What clashes and moves cost together."""
        cost = self.question.places.cost
        # Counted by severity, no pair is made.
        graves, others = (
            len(self.clashes.filter(severity=one)) for one in (Severity.ERROR, Severity.WARNING)
        )
        found = cost.grave * graves + cost.other * others
        return found + sum(self.price(number) for number in range(len(self.now)))

    def price(self, number: int) -> int:
        """Return what the move of a session costs."""
        return self.question.places.price(number, self.homes[number], self.now[number])

    def because(self, number: int) -> tuple[Clash, ...]:
        """Return what a session would clash with if it alone stayed where it is now.

        Of a block, also what its parts would.
        """
        before, stayed = self.question.places.sessions, [*self.sessions]
        members = (number, *self.question.rivals.parts[number])
        ids = {before[one].id for one in members}
        for one in members:
            stayed[one] = before[one]

        def theirs(clash: Clash) -> bool:
            return not ids.isdisjoint(one.id for one in clash.sessions)

        still = {_key(one) for one in self.clashes.filter(where=theirs)}
        found = self._found(stayed).filter(where=theirs)
        return tuple(one for one in found if _key(one) not in still)


def _key(clash: Clash) -> tuple[str, str, frozenset[str]]:
    return clash.rule.name, clash.resource, frozenset(one.id for one in clash.things)
