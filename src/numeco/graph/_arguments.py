"""Checks of arguments, whose refusals name the argument."""

from collections.abc import Iterable
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
    must = f"must be a whole number, {least} or more, or None"
    if given is None:
        return
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidType(name, must, given)
    if given < least:
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
    must = "must be a number above 0 and below 1"
    if not isinstance(given, (int, float)) or isinstance(given, bool):
        raise InvalidType(name, must, given)
    if not 0 < given < 1:
        raise InvalidValue(name, must, given)


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


def check_two_mode(name: str, given: object) -> None:
    """Check that an argument is a two-mode network whose nodes say to which mode they belong."""
    network = cast("nx.Graph[str]", given)
    if not isinstance(network, nx.Graph) or network.is_directed() or network.is_multigraph():
        must = "must be an undirected networkx graph, such as affiliation(...) makes"
        raise InvalidType(name, must, given)
    modes = {one: facts.get("bipartite") for one, facts in network.nodes(data=True)}
    for one, mode in modes.items():
        if mode not in (0, 1):  # it may be anything, hashable or not
            raise InvalidValue(name, f"must say bipartite=0 or 1 of its node {one!r}", mode)
    for one, other in network.edges:
        if modes[one] == modes[other]:
            raise InvalidValue(name, "must tie nodes of different modes", (one, other))
