"""The search: move what clashes most; then lift some and put them back in another order."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from random import Random
from typing import Final

from numeco.schedule._moving.board import Board
from numeco.schedule._moving.places import Place
from numeco.schedule._moving.shifts import best_shift, shift

#: How many sessions are lifted at once, at most.
_MOST: Final = 6
#: How often the first pass looks for a place of a session, at most.
_TRIES: Final = 5
#: Of how many, drawn at random, one that clashes is preferred to one that only moved.
_LOOKED_AT: Final = 1, 3
#: How often the first of a group goes to a place drawn at random.
_KICKED: Final = 0.2


def settle(board: Board, *, steps: int, seed: int) -> Iterator[int]:
    """Move sessions on a board until that costs little; iterate over what each change saves.

    A step is to look for the best place of one session; those of the first pass, in which every
    change saves something, are not counted. Min-conflicts (Minton et al. 1992,
    doi:10.1016/0004-3702(92)90007-K), then ruin and recreate (Schrimpf et al. 2000,
    doi:10.1006/jcph.1999.6413). Between two items the board holds the best programme so far.
    """
    draw = Random(seed)  # noqa: S311  # to vary a search, not to keep a secret
    yield from _cleared(board, draw)
    yield from _varied(board, draw, steps)


def _cleared(board: Board, draw: Random) -> Iterator[int]:
    """Move what clashes most to its best place, and again what that has to do with."""
    movable = board.places.movable
    rank = draw.sample(range(len(movable)), len(movable))
    trouble: dict[int, int] = {}
    queue: list[tuple[int, int, int]] = []

    tries = [0] * len(movable)

    def look_at(number: int, worth: int) -> None:
        if movable[number] and worth and tries[number] < _TRIES:
            trouble[number] = worth
            heappush(queue, (-worth, rank[number], number))
        else:
            trouble.pop(number, None)

    for one in range(len(movable)):
        look_at(one, board.trouble(one))
        yield 0
    while queue:
        worth, _, number = heappop(queue)
        # What has changed since stands in the queue again.
        if trouble.get(number) != -worth:
            continue
        del trouble[number]
        tries[number] += 1
        saved, touched = _moved(board, number)
        yield saved
        block = board.rivals.block[number]
        if saved:
            for one in touched:
                look_at(one, board.trouble(one))
        elif block is not None:
            # A part that finds nothing better within its block may go along with it.
            look_at(block, -worth)


def _moved(board: Board, number: int) -> tuple[int, Collection[int]]:
    """Move a session to its best place; return what that saves, and whom it has to do with."""
    members = [number, *board.rivals.parts[number]]
    near = {*members, *_met_by(board, members)}
    if len(members) > 1:
        found = best_shift(board, number)
        if found is None:
            return 0, near
        saved = found[0]
        shift(board, number, found[1])
    else:
        cost = board.cost(number)
        found = board.best(number, cost)
        if found is None:
            return 0, near
        saved = cost - found[0]
        board.put(number, found[1])
    return saved, near | {*_met_by(board, members)}


def _met_by(board: Board, members: Iterable[int]) -> Iterator[int]:
    return (other for one in members for other, _ in board.clashing(one))


def _varied(board: Board, draw: Random, steps: int) -> Iterator[int]:
    """Lift a few sessions in each other's way, and put them back in another order."""
    web = _web(board)
    restless = [one for one in web if board.cost(one)]
    while steps > 0 and restless:
        few = draw.sample(restless, min(len(restless), draw.choice(_LOOKED_AT)))
        start = next((one for one in few if board.trouble(one)), few[0])
        if not board.cost(start):
            restless.remove(start)
            continue
        group = _group(board, web, start, draw)
        steps -= len(group)
        kick = _anywhere(board, group[0], draw) if draw.random() < _KICKED else None
        yield _put_back(board, group, kick)
        restless += [one for one in group if board.cost(one) and one not in restless]


def _put_back(board: Board, group: Sequence[int], first: Place | None) -> int:
    """Lift some sessions, and put them back one by one; as they were, if that costs less.

    The first one goes where it is best, or to a given place. Return what it saves.
    """
    old = [board.now[one] for one in group]
    before = 0
    for one in group:
        # What a session costs beside those that are still there: the sum counts each clash once.
        before += board.cost(one)
        board.lift(one)
    left = before + 1
    for one in group:
        found = board.best(one, left) if first is None else _there(board, one, first)
        if found is None or found[0] >= left:
            for each, place in zip(group, old, strict=True):
                board.put(each, place)
            return 0
        left -= found[0]
        board.put(one, found[1])
        first = None
    return left - 1


def _there(board: Board, number: int, place: Place) -> tuple[int, Place] | None:
    if board.barred(number) >> place.at & 1:
        return None
    board.put(number, place)
    return board.cost(number), place


def _web(board: Board) -> Mapping[int, Sequence[int]]:
    """Return, for each session that may move alone, those it clashes with where all are now."""
    parts = board.rivals.parts
    movable = [may and not parts[one] for one, may in enumerate(board.places.movable)]
    moved = {one: place for one, place in enumerate(board.now) if place != board.home[one]}
    for one in moved:
        board.put(one, board.home[one])
    web = {
        one: sorted({other for other, _ in board.clashing(one) if movable[other]})
        for one, may in enumerate(movable)
        if may
    }
    for one, place in moved.items():
        board.put(one, place)
    return web


def _group(
    board: Board, web: Mapping[int, Sequence[int]], start: int, draw: Random
) -> Sequence[int]:
    """Return some sessions in each other's way, in any order, one of them given."""
    group = {start: None}
    size = draw.randint(2, _MOST)
    edge = [start]
    while edge and len(group) < size:
        here = edge.pop(draw.randrange(len(edge)))
        places = board.home[here], _anywhere(board, here, draw)
        in_the_way = {other for one in places for other, _ in board.clashing(here, one)}
        others = {*web[here], *in_the_way & web.keys()} - group.keys()
        for other in draw.sample(sorted(others), min(len(others), size - len(group))):
            group[other] = None
            edge.append(other)
    return draw.sample(list(group), len(group))


def _anywhere(board: Board, number: int, draw: Random) -> Place:
    """Return any place in which a session may be."""
    room, _, bits = draw.choice(board.places.choices(number, board.home[number]))
    low = draw.randrange(bits.bit_length())
    rest = bits >> low
    return Place(low + (rest & -rest).bit_length() - 1, room)
