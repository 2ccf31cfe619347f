"""Checks of arguments, whose refusals name the argument."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from numbers import Real
from typing import TypeVar, cast

import networkx as nx

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Territory
from numeco.time import Days

Word = TypeVar("Word", bound=Kind)


def check_ecosystem(given: object) -> None:
    """Check that an argument is an ecosystem."""
    if not isinstance(given, Ecosystem):
        raise InvalidType("ecosystem", "must be an Ecosystem", given)


def check_number(name: str, given: object, least: int) -> None:
    """Check that an argument is a whole number, `least` or more, or None."""
    if given is not None:
        _check_whole(name, given, least, f"must be a whole number, {least} or more, or None")


def check_whole(name: str, given: object, least: int | None = None) -> None:
    """Check that an argument is a whole number, `least` or more where that is said."""
    more = "" if least is None else f", {least} or more"
    _check_whole(name, given, least, f"must be a whole number{more}")


def _check_whole(name: str, given: object, least: int | None, must: str) -> None:
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidType(name, must, given)
    if least is not None and given < least:
        raise InvalidValue(name, must, given)


def check_real(name: str, given: object, must: str, holds: Callable[[float], bool]) -> None:
    """Check that an argument is a number of which something holds; `must` says what."""
    if not isinstance(given, (int, float)) or isinstance(given, bool):
        raise InvalidType(name, must, given)
    if not holds(given):
        raise InvalidValue(name, must, given)


def words(name: str, kind: type[Word], given: object) -> frozenset[Word]:
    """Return the words of an argument that holds several; None means all."""
    if given is None:
        return frozenset(kind)
    # A lone word is a collection of letters to Python and to type checkers, so only we can tell.
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        must = f"must be a collection of words, such as [{next(iter(kind)).value!r}]"
        raise InvalidType(name, must, given)
    return frozenset(map(kind, cast("Iterable[object]", given)))


def check_level(name: str, given: object) -> None:
    """Check that an argument is a level of significance: a number above 0 and below 1."""
    check_real(name, given, "must be a number above 0 and below 1", lambda level: 0 < level < 1)


def check_days(name: str, given: object) -> None:
    """Check that an argument is whole days, or None."""
    if given is not None and not isinstance(given, Days):
        raise InvalidType(name, "must be Days, such as Days.year(2024), or None", given)


def check_territory(name: str, ecosystem: Ecosystem, given: object) -> None:
    """Check that an argument is the id of a territory of an ecosystem, or None."""
    if given is None:
        return
    if not isinstance(given, str):
        raise InvalidType(name, "must be the id of a Territory, a text, or None", given)
    kind = type(ecosystem[given])
    if kind is not Territory:
        raise InvalidType(name, f"must be the id of a Territory, not of {kind.__name__}", given)


def check_graph(name: str, given: object) -> None:
    """Check that an argument is a networkx graph."""
    if not isinstance(given, nx.Graph):
        must = "must be a networkx graph, such as collaboration(...) makes"
        raise InvalidType(name, must, given)


def check_network(name: str, given: object) -> None:
    """Check that an argument is an undirected networkx graph with one tie a pair."""
    network = cast("nx.Graph[str]", given)
    if not isinstance(network, nx.Graph) or network.is_directed() or network.is_multigraph():
        must = "must be an undirected networkx graph, not a multigraph"
        raise InvalidType(name, must, given)


def modes_of(
    name: str,
    network: nx.Graph[str],
    *,
    unmarked: str = "must say bipartite=0 or 1 of its node {!r}: it must be a two-mode network",
    crossed: str = "must tie nodes of different modes, ties between the two only",
) -> dict[str, int]:
    """Return the mode of each node, 0 or 1, of an argument that must be a two-mode network.

    Raises:
        InvalidType: it is not an undirected networkx graph, or is a multigraph.
        InvalidValue: a node does not say its mode (`unmarked`), or a tie is within one (`crossed`).
    """
    check_network(name, network)
    modes: dict[str, int] = {}
    for one, facts in network.nodes(data=True):
        mode = facts.get("bipartite")
        if mode not in (0, 1):  # it may be anything, hashable or not
            raise InvalidValue(name, unmarked.format(one), mode)
        modes[one] = int(mode)
    for one, other in network.edges:
        if modes[one] == modes[other]:
            raise InvalidValue(name, crossed, (one, other))
    return modes


def check_attribute(name: str, given: object) -> None:
    """Check that an argument is the name of an edge attribute, or None."""
    if given is not None and not isinstance(given, str):
        raise InvalidType(name, "must be the name of an attribute, a text, or None", given)


def check_weight(name: str, network: nx.Graph[str], given: object) -> None:
    """Check that an argument is None, or an edge attribute that some tie has.

    As in networkx, ``weight`` may be missing everywhere; another name is then a slip.
    """
    check_attribute(name, given)
    ties = network.edges(data=True)
    if given in {None, "weight"} or not len(ties):
        return
    if not any(given in facts for *_, facts in ties):
        raise InvalidValue(name, "must be an attribute of the ties, such as 'count'", given)


def as_float(given: object) -> float | None:
    """Return a number of any kind, such as NumPy's or a Decimal, as a float; None for others."""
    if not isinstance(given, (float, int, Real, Decimal)):
        return None
    try:
        return float(given)
    except (OverflowError, ValueError):  # beyond what floats hold; a signalling NaN
        return None
