"""Who brokers between whom: the five roles of Gould and Fernandez."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Final, TypeAlias

import networkx as nx
from attrs import astuple, fields, frozen

from numeco.graph._measuring.brokerage_bits import Way, met
from numeco.graph._measuring.rows import Grouping, known_groups

#: Per node other nodes.
_Neighbours: TypeAlias = "Mapping[str, Sequence[str]]"

#: How many nodes a row of bits holds at once, so that 10⁵ rows take 200 MB at most.
_WIDTH: Final = 1 << 14


@frozen
class Brokerage:
    """How often a node stands between two others that are not tied, by the groups of the three.

    Something comes from a, goes through the broker b and on to c; a has no tie to c. Counted are
    ordered pairs (a, c): two organizations that need a third in both directions count twice.
    """

    #: All three are of one group: b holds its own group together.
    coordinator: int
    #: a and c are of one group, b is not: an outsider who mediates within another group; also
    #: called consultant.
    itinerant: int
    #: a is from outside, b and c are of one group: b decides what comes in.
    gatekeeper: int
    #: a and b are of one group, c is not: b speaks for its group to the outside.
    representative: int
    #: All three are of different groups: b brings two other groups together.
    liaison: int

    @property
    def total(self) -> int:
        """How many ordered pairs it stands between, in whatever role."""
        return sum(astuple(self))


#: The names of the five.
ROLES: Final = tuple(field.name for field in fields(Brokerage))


def brokerage(network: nx.Graph[str], group: Grouping) -> dict[str, Brokerage | None]:
    """Return how often each node brokers between two others, in each of the five roles.

    Gould and Fernandez 1989, Sociological Methodology 19, DOI 10.2307/270949; counts as R's
    ``sna::brokerage`` gives them. A path a → b → c counts where a ≠ c and a has no tie to c. In an
    undirected network a path counts in both directions, so that gatekeeper and representative are
    equal. Weights, parallel ties and ties of a node with itself make no difference.

    A node of unknown group (None or NaN) is no broker, its value is None, and it is not counted as
    an end of a path either. In the order of the network.

    O(ties × nodes / 64), rows of bits, by numpy where it is installed. A projection of 10⁴ nodes
    and 640,000 ties took 2.4 s with numpy and 5 s without (4 groups), differences of sets 27 s;
    with 100 groups 6 s.

    Args:
        network: who is tied to whom, directed or not.
        group: a node attribute such as ``helix`` or ``territory``, or the group of each node; a
            node that a mapping lacks is of unknown group.

    Raises:
        InvalidValue: an attribute that no node has.
        InvalidType: no networkx graph is given, or neither an attribute nor a mapping.
    """
    groups = known_groups(network, group)
    ends = {
        one: [other for other in network.adj[one] if other in groups and other != one]
        for one in groups
    }
    starts = _turned(ends) if network.is_directed() else ends
    paths = {one: _paths(groups, one, starts[one], ends[one]) for one in groups}
    for one, closed in _closed(groups, starts, ends):
        paths[one].subtract(closed)
    return {one: Brokerage(**paths[one]) if one in paths else None for one in network}


def _turned(ends: _Neighbours) -> dict[str, list[str]]:
    starts: dict[str, list[str]] = {one: [] for one in ends}
    for one, others in ends.items():
        for other in others:
            starts[other].append(one)
    return starts


def _roles(alike: bool, shared: int, home: int, there: int) -> Counter[str]:
    """Return the roles in paths that start in the broker's group, or that do not.

    Args:
        alike: whether they do.
        shared: how many paths.
        home: of these, how many end in the broker's group.
        there: how many end in the group where they start.
    """
    if alike:
        return Counter(coordinator=home, representative=shared - home)
    return Counter(gatekeeper=home, itinerant=there, liaison=shared - home - there)


def _paths(
    groups: Mapping[str, Hashable], one: str, starts: Sequence[str], ends: Sequence[str]
) -> Counter[str]:
    """Return how many paths lead through a node in each role, whether closed or not."""
    into, out = _sizes(groups, starts), _sizes(groups, ends)
    back = into if starts is ends else _sizes(groups, set(starts).intersection(ends))
    own = groups[one]
    found: Counter[str] = Counter(dict.fromkeys(ROLES, 0))
    for kind, number in into.items():
        home = number * out[own] - (back[kind] if kind == own else 0)
        there = number * out[kind] - back[kind]
        found.update(_roles(kind == own, number * len(ends) - back[kind], home, there))
    return found


def _sizes(groups: Mapping[str, Hashable], nodes: Iterable[str]) -> Counter[Hashable]:
    return Counter(groups[one] for one in nodes)


# What is closed: the ends that a start is tied to itself


def _closed(
    groups: Mapping[str, Hashable], starts: _Neighbours, ends: _Neighbours
) -> Iterator[tuple[str, Counter[str]]]:
    """Iterate over the brokers and how many paths through them are closed, in each role.

    A broker comes several times.
    """
    through = {one: _by_group(groups, others) for one, others in starts.items()}
    reach = {one: _by_group(groups, others) for one, others in ends.items()}
    # Nodes of many ties stand for low bits, so that most rows are short.
    order = sorted(ends, key=lambda one: -len(ends[one]))
    for first in range(0, len(order), _WIDTH):
        columns = _by_group(groups, order[first : first + _WIDTH])
        for one, alike, *numbers in _way(columns)(columns, groups, through, reach):
            yield one, _roles(alike, *numbers)


def _by_group(groups: Mapping[str, Hashable], nodes: Iterable[str]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = {}
    for one in nodes:
        found.setdefault(groups[one], []).append(one)
    return found


def _way(columns: Mapping[Hashable, Sequence[str]]) -> Way:
    """Return how to count: by numpy where it is installed and groups are large enough for it."""
    if find_spec("numpy") is not None:
        from numeco.graph._measuring import brokerage_arrays as arrays  # noqa: PLC0415  # optional

        # A group takes whole words of 64 bits.
        if arrays.COUNTS_BITS and 64 * len(columns) <= sum(map(len, columns.values())):
            return arrays.met
    return met
