"""Placing: what was chosen is put on the board, and what is left where it still fits."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from attrs import frozen

from numeco.graph._meeting.board import Board


@frozen
class Placing:
    """A board on which meetings are placed, by their numbers, the most wanted first."""

    board: Board
    #: By the number of the meeting, how many of the two asked for it.
    wishes: Sequence[int]
    #: By the number of the organization, the slots in which it has time, as bits.
    time: Sequence[int]
    #: How many meetings each may have at most; None for any number.
    most_each: int | None

    def place(self, chosen: Sequence[int], possible: Sequence[int]) -> None:
        """Place what was chosen, then what is left of all that is possible, each the best first."""
        for one in chosen:
            self.board.place(one)
        self._relieve()
        self._fill(possible)
        while self._fit_in(possible) or self._hand_over(possible):
            pass

    def count(self, end: int) -> int:
        """Return how many meetings an organization has."""
        return (self.time[end] & ~self.board.free[end]).bit_count()

    def has_enough(self, meeting: int) -> bool:
        """Return whether one of the two has as many meetings as each may have."""
        most = self.most_each
        return most is not None and any(self.count(end) >= most for end in self.board.ends[meeting])

    def _relieve(self) -> None:
        """Make room where there are more meetings than tables; the least wanted go first."""
        if not self.board.level():
            for slot in tuple(self.board.crowded()):
                held = sorted(one for one, its in self.board.slot.items() if its == slot)
                for one in held[self.board.tables :]:
                    self.board.move(one, None)

    def _fill(self, possible: Sequence[int]) -> None:
        """Place what was not chosen, or found no place, moving others if need be.

        The most wanted come first, of these the least served.
        """
        left = [(self._turn(one), one) for one in possible if one not in self.board.slot]
        heapify(left)
        while left and not self.board.is_full:
            turn, one = heappop(left)
            if (now := self._turn(one)) != turn:
                heappush(left, (now, one))
            elif not self.has_enough(one):
                self._place(one)

    def _turn(self, meeting: int) -> tuple[int, int, int]:
        fewer, more = sorted(map(self.count, self.board.ends[meeting]))
        return -self.wishes[meeting], fewer, more

    def _place(self, meeting: int) -> None:
        board, mark = self.board, self.board.mark()
        if not board.directly(meeting, seated=True) and not (
            board.place(meeting) and board.level()
        ):
            board.undo(mark)

    def _fit_in(self, possible: Sequence[int]) -> bool:
        """Place what fits as the board stands; return whether anything did."""
        found = [
            one
            for one in possible
            if one not in self.board.slot
            and not self.has_enough(one)
            and self.board.directly(one, seated=True)
        ]
        return bool(found)

    def _hand_over(self, possible: Sequence[int]) -> bool:
        """Give the slots of meetings to others that are wanted more, or due; return whether any.

        One is due that is wanted as much, of somebody who has two meetings less. Each time either
        more that is wanted takes place or the shares are fairer, so it comes to an end.
        """
        found = False
        for one in possible:
            if one not in self.board.slot and (out := self._ousted(one)) is not None:
                slot = self.board.slot[out]
                self.board.move(out, None)
                self.board.move(one, slot)
                found = True
        return found

    def _ousted(self, meeting: int) -> int | None:
        """Return the meeting in whose slot another one should be; that of whom has the most."""
        end, other = self.board.ends[meeting]
        found = [
            (self.count(third), -held)
            for mine, partner in ((end, other), (other, end))
            for held, third in self.board.held(partner, self.board.free[mine])
            if self._is_due(meeting, mine, held, third)
        ]
        return -max(found)[1] if found else None

    def _is_due(self, meeting: int, mine: int, held: int, third: int) -> bool:
        wanted = self.wishes[meeting] - self.wishes[held]
        if wanted > 0:
            return self.most_each is None or self.count(mine) < self.most_each
        return wanted == 0 and self.count(third) >= self.count(mine) + 2
