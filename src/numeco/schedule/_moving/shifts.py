"""Shifts: a block that moves takes its parts along, however deep they lie."""

from collections.abc import Iterator, Mapping

from numeco.schedule._moving.board import Board
from numeco.schedule._moving.grid import nearest
from numeco.schedule._moving.places import Place
from numeco.schedule._moving.tally import value

#: Above any cost.


def best_shift(board: Board, block: int) -> tuple[int, Place] | None:
    """Return how much it saves to move a block with its parts, and where to; None if nothing."""
    members = [block, *board.rivals.parts[block]]
    if not all(board.places.movable[one] for one in members):
        return None
    old = {one: board.now[one] for one in members}
    for one in members:
        board.lift(one)
    costs = _Costs(board)
    before = least = board.places.price(block, board.home[block], old[block]) + costs.of(old)
    found: Place | None = None
    for price, place in _places(board, block):
        if price >= least:
            continue
        there = shifted(board, block, place)
        if there and not any(board.barred(one) >> to.at & 1 for one, to in there.items()):
            cost = price + costs.of(there)
            if cost < least:
                least, found = cost, place
    for one, place in old.items():
        board.put(one, place)
    return None if found is None else (before - least, found)


def shift(board: Board, block: int, place: Place) -> None:
    """Move a block, and its parts along."""
    there = shifted(board, block, place)
    places = board.places
    for one, new in there.items():
        board.put(one, new)
    for one in board.rivals.parts[block]:
        outer = board.rivals.block[one]
        assert outer is not None  # noqa: S101  # for type checkers: it is a part
        board.home[one] = (
            _carried(board, places.homes[one], places.homes[outer], board.now[outer])
            or board.now[one]
        )


def shifted(board: Board, block: int, place: Place) -> Mapping[int, Place]:
    """Return where a block and its parts would be; nothing where a part may not be there."""
    found = {block: place}
    for one in board.rivals.parts[block]:
        new = _carried(board, board.now[one], board.now[block], place)
        if new is None or not board.places.allowed(one, new.room) >> new.at & 1:
            return {}
        found[one] = new
    return found


def _carried(board: Board, own: Place, old: Place, new: Place) -> Place | None:
    """Return where a session goes that goes as another one does; None if it is not on the grid."""
    times = board.places.grid.times
    start = times[own.at] + times[new.at] - times[old.at]
    at = board.places.grid.at(start)
    if at == len(times) or times[at] != start:
        return None
    return Place(at, new.room if own.room == old.room else own.room)


def _places(board: Board, block: int) -> Iterator[tuple[int, Place]]:
    """Iterate over what it costs a block to be elsewhere, and where."""
    home, barred = board.home[block], board.barred(block)
    for room, price, allowed in board.places.choices(block, home):
        for more, level in board.places.levels(block, home.at):
            for at in nearest(allowed & level & ~barred, home.at):
                yield price + more, Place(at, room)


class _Costs:
    """What the clashes of lifted sessions with others cost, by place."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._met: dict[tuple[int, int], tuple[list[int], list[int]]] = {}

    def of(self, there: Mapping[int, Place]) -> int:
        """Return what the clashes cost if sessions are in some places."""
        return sum(self._one(number, place) for number, place in there.items())

    def _one(self, number: int, place: Place) -> int:
        key, board = (number, place.room), self._board
        if key not in self._met:
            self._met[key] = board.met(number, place.room)
        grave, other = self._met[key]
        cost = board.places.cost
        found = cost.grave * value(grave, place.at) + cost.other * value(other, place.at)
        return found + board.doubted(number, place)
