"""Covers: literals for when sessions start, and that of some that meet one at most may hold."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from ortools.sat.python import cp_model

from numeco.schedule._moving.grid import Bits, Grid

#: For each position on the grid at which a session may start, whether it does.
Starts: TypeAlias = Mapping[int, cp_model.IntVar]


def positions(bits: Bits) -> Iterator[int]:
    """Iterate over the positions in a set."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


def covers(grid: Grid, some: Iterable[tuple[Starts, int]]) -> Iterator[Sequence[cp_model.IntVar]]:
    """Iterate over sets of starts of which no two can both be, if no two sessions are to meet.

    Any two that meet, do so when the later one starts: so a set for each start is enough.

    Args:
        grid: the instants.
        some: when sessions may start, and how long each takes, with what must lie between two.
    """
    given = [(starts, length) for starts, length in some if starts]
    order = sorted({at for starts, _ in given for at in starts})
    times = [grid.times[at] for at in order]
    found: list[list[cp_model.IntVar]] = [[] for _ in order]
    for starts, length in given:
        for at, literal in starts.items():
            instant = grid.times[at]
            for here in range(bisect_left(times, instant), bisect_left(times, instant + length)):
                found[here].append(literal)
    return (one for one in found if len(one) > 1)


def any_of(model: cp_model.CpModel, literals: Sequence[cp_model.IntVar]) -> cp_model.IntVar:
    """Return whether any holds of some literals of which two never do."""
    if len(literals) == 1:
        return literals[0]
    found = model.new_bool_var("")
    model.add_exactly_one([~found, *literals])
    return found


def cliques(pairs: Iterable[tuple[int, int]]) -> Iterator[Sequence[int]]:
    """Iterate over sets of sessions of which every two are a pair; each pair is in one of them."""
    friends: defaultdict[int, set[int]] = defaultdict(set)
    left = dict.fromkeys(pairs)
    for one, other in left:
        friends[one].add(other)
        friends[other].add(one)
    while left:
        clique = [*next(iter(left))]
        common = friends[clique[0]] & friends[clique[1]]
        for one in sorted(common):
            if one in common:
                clique.append(one)
                common &= friends[one]
        for pair in combinations(sorted(clique), 2):
            left.pop(pair, None)
        yield clique
