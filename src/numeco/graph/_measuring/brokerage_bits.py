"""Paths that are closed by a tie, counted in whole numbers whose bits are nodes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import TypeAlias

#: Nodes by their group.
Members: TypeAlias = Mapping[Hashable, Sequence[str]]
#: Brokers, and whether paths start in their group, with three numbers of closed paths: in all,
#: those that end in the broker's group, and those that end in the group of the start.
Closed: TypeAlias = Iterator[tuple[str, bool, int, int, int]]
#: A way to count them: see `met`.
Way: TypeAlias = Callable[
    [Members, Mapping[str, Hashable], Mapping[str, Members], Mapping[str, Members]], Closed
]


def met(
    columns: Members,
    own: Mapping[str, Hashable],
    starts: Mapping[str, Members],
    ends: Mapping[str, Members],
) -> Closed:
    """Iterate over brokers, some several times, with the numbers of closed paths.

    Args:
        columns: the nodes that paths may end at; ends that are not among them are passed over.
        own: the group of each node.
        starts: where the paths through each node come from.
        ends: where they go.
    """
    places = _places(chain(*columns.values()))
    rows = {one: _bits(places, chain(*others.values())) for one, others in ends.items()}
    parts = {kind: _part(kind, members, ends) for kind, members in columns.items()}
    for one in ends:
        mine = parts.get(own[one], {})
        alike = starts[one].get(own[one], ())
        yield one, True, _met(rows, one, alike), _met(mine, one, alike), 0
        rest = {kind: others for kind, others in starts[one].items() if kind != own[one]}
        every = list(chain(*rest.values()))
        there = sum(_met(parts.get(kind, {}), one, others) for kind, others in rest.items())
        yield one, False, _met(rows, one, every), _met(mine, one, every), there


def _part(kind: Hashable, members: Sequence[str], ends: Mapping[str, Members]) -> dict[str, int]:
    """Return rows of the bits of one group alone, which are few, for the nodes that have any."""
    places = _places(members)
    return {one: _bits(places, others[kind]) for one, others in ends.items() if kind in others}


def _places(nodes: Iterable[str]) -> dict[str, int]:
    return {one: at for at, one in enumerate(nodes)}


def _bits(places: Mapping[str, int], nodes: Iterable[str]) -> int:
    """Return the number whose bits are set in the places of some nodes."""
    octets = bytearray((len(places) >> 3) + 1)
    for one in nodes:
        at = places.get(one)
        if at is not None:
            octets[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(octets, "little")


def _met(rows: Mapping[str, int], one: str, others: Iterable[str]) -> int:
    """Return how many bits a node shares with each of some others, in all."""
    row = rows.get(one)
    if not row:
        return 0
    return sum(map(int.bit_count, map(row.__and__, map(rows.get, others, repeat(0)))))
