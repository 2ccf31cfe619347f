"""Neighbourhoods: a few sessions at a time are lifted, and CP-SAT says where they go best."""

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random
from typing import Final

from numeco.schedule._moving.board import Board
from numeco.schedule._moving.grid import nearest
from numeco.schedule._moving.places import Place
from numeco.schedule._moving.search import settle
from numeco.schedule._solving.effort import Effort
from numeco.schedule._solving.puzzle import solved

#: How many sessions are lifted at once at first, and for how long CP-SAT looks then.
_FEW: Final = 20
_SHORT: Final = 0.2
#: How many places of each CP-SAT tries, those that cost the least.
_PLACES: Final = 50
#: After how many neighbourhoods in which nothing is found they grow.
_PATIENCE: Final = 40
_GROWTH: Final = 1.3
#: How many neighbourhoods come between two runs of the search that comes without an extra, and
#: how many steps that takes.
_TURN: Final = 30
_STEPS: Final = 2_000
#: Among how many places near home it is drawn which sessions are in the way there.
_NEAR: Final = 30


def free(board: Board) -> Sequence[int]:
    """Return the sessions that may be lifted: blocks and their parts are not."""
    in_blocks = board.rivals.in_blocks
    return [one for one, may in enumerate(board.places.movable) if may and not in_blocks[one]]


def bettered(
    board: Board, group: Sequence[int], effort: Effort, few: int | None = None
) -> tuple[int, int]:
    """Put some sessions where they cost the least.

    Return what that saves, and what at most any places of theirs would.
    """
    old = [board.now[one] for one in group]
    before = _taken(board, group)
    answer = solved(board, group, before, effort, few)
    saved = 0
    if answer.places is not None:
        _put(board, group, [answer.places[one] for one in group])
        new = [board.now[one] for one in group]
        saved = before - _taken(board, group)
        # What only `Doubts` can tell may have made it worse.
        old = new if saved > 0 else old
    _put(board, group, old)
    return max(saved, 0), before - answer.bound


def searched(board: Board, effort: Effort) -> Iterator[int]:
    """Lift some sessions at a time, more and more; iterate over what each change saves.

    It ends when all at once could not be better, or at the time given.
    """
    draw = Random(effort.seed)  # noqa: S311  # to vary a search, not to keep a secret
    movable = free(board)
    size, most, fruitless, turn = float(_FEW), _SHORT, 0, 0
    while not effort.over and size <= max(len(movable), _FEW) * _GROWTH:
        if turn % _TURN == 0:
            yield from settle(board, steps=_STEPS, seed=draw.randrange(1 << 30))
        turn += 1
        group = _group(board, movable, int(size), draw)
        if not group:
            return
        saved, _ = bettered(board, group, effort._replace(most=most, seed=turn), _PLACES)
        yield saved
        fruitless = 0 if saved else fruitless + 1
        if fruitless > _PATIENCE:
            size, most, fruitless = size * _GROWTH, most * _GROWTH**2, 0


def _group(board: Board, movable: Sequence[int], size: int, draw: Random) -> Sequence[int]:
    """Return some sessions in each other's way, around one that costs something."""
    anyone = draw.sample(movable, len(movable))
    start = next((one for one in anyone if board.cost(one)), None)
    if start is None:
        return ()
    return (_web if draw.random() < 0.5 else _around)(board, movable, start, size, draw)


def _web(
    board: Board, movable: Sequence[int], start: int, size: int, draw: Random
) -> Sequence[int]:
    """Return a session, those in its way at home and near, those in their way, and so on."""
    group, edge, may = {start: None}, [start], {*movable}
    while edge and len(group) < size:
        here = edge.pop(0)
        ways = [board.home[here], _near(board, here, draw), _near(board, here, draw)]
        found = {other for way in ways for other, _ in board.clashing(here, way)}
        others = sorted(found & may - group.keys())
        for one in draw.sample(others, min(len(others), size - len(group))):
            group[one] = None
            edge.append(one)
    return list(group)


def _around(
    board: Board, movable: Sequence[int], start: int, size: int, draw: Random
) -> Sequence[int]:
    """Return the sessions that are or were nearest in time to where one is, or was."""
    times, home = board.places.grid.times, board.home
    middle = times[draw.choice((board.home, board.now))[start].at]

    def distance(one: int) -> int:
        return min(abs(board.starts[one] - middle), abs(times[home[one].at] - middle))

    return sorted(movable, key=distance)[:size]


def _near(board: Board, number: int, draw: Random) -> Place:
    """Return any place near home."""
    home = board.home[number]
    room, _, bits = draw.choice(board.places.choices(number, home))
    return Place(draw.choice([*islice(nearest(bits, home.at), _NEAR)]), room)


def _put(board: Board, group: Sequence[int], places: Sequence[Place]) -> None:
    for one, place in zip(group, places, strict=True):
        board.put(one, place)


def _taken(board: Board, group: Sequence[int]) -> int:
    """Lift some sessions; return what they cost, each clash once."""
    cost = 0
    for one in group:
        cost += board.cost(one)
        board.lift(one)
    return cost
