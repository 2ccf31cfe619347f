"""The columns of `actors`, taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeVar

import networkx as nx
from attrs import frozen

from numeco._checks import Kind
from numeco.graph._betweenness import Centrality, betweenness
from numeco.graph._brokerage import Brokerage, brokerage
from numeco.graph._communities import Communities, Method, communities
from numeco.graph._cuts import Cut, cuts
from numeco.graph._holes import constraint, effective_size
from numeco.graph._measuring.backends import Backend
from numeco.graph._measuring.rows import Grouping
from numeco.graph._mixing import ei_indices
from numeco.graph._two_mode import TwoMode, two_mode_centralities

_Result = TypeVar("_Result")


class Column(Kind):
    """What `actors` measures, with what it costs on n organizations and m ties."""

    BETWEENNESS = "betweenness"  #: n m: who is between others, and what share of their paths
    CUTS = "cuts"  #: n + m: who, if gone, splits the network
    TWO_MODE = "two-mode"  #: at most n times the affiliations: three centralities among events
    CONSTRAINT = "constraint"  #: the sum of squared degrees, at most
    EFFECTIVE_SIZE = "effective-size"  #: the sum of squared degrees, at most
    CORE = "core"  #: n + m
    BROKERAGE = "brokerage"  #: n m/64: between whom it stands, by group
    EI = "ei"  #: n + m: ties to other groups and to its own, and the assortativity of the whole
    COMMUNITIES = "communities"  #: about m


class Paths(Kind):
    """Which paths between two organizations count."""

    STRONGEST = "strongest"  #: those of the least sum of 1/weight
    SHORTEST = "shortest"  #: those of the fewest ties, however weak


@frozen(kw_only=True)
class Choices:
    """What is asked of a network; `actors` says what each means."""

    columns: frozenset[Column]
    group: Grouping
    paths: Paths
    method: Method
    seed: int
    pivots: int | None
    backend: Backend | str | None


@frozen(kw_only=True)
class Measured:
    """What was measured, per node; None for what was not."""

    betweenness: Centrality | None
    #: By node, those who part most pairs first.
    cuts: Mapping[str, Cut] | None
    two_mode: Mapping[str, TwoMode] | None
    constraint: Mapping[str, float | None] | None
    effective_size: Mapping[str, float | None] | None
    core: Mapping[str, int] | None
    brokerage: Mapping[str, Brokerage | None] | None
    ei: Mapping[str, float | None] | None
    communities: Communities | None

    @classmethod
    def of(cls, network: nx.Graph[str], two_mode: nx.Graph[str], choices: Choices) -> Measured:
        """Return what is asked for, of a collaboration network and the affiliations behind it."""

        def taken(measure: Column, make: Callable[[], _Result]) -> _Result | None:
            return make() if measure in choices.columns else None

        group = choices.group
        return cls(
            betweenness=taken(Column.BETWEENNESS, lambda: _betweenness(network, choices)),
            cuts=taken(Column.CUTS, lambda: {cut.node: cut for cut in cuts(network)}),
            two_mode=taken(
                Column.TWO_MODE, lambda: two_mode_centralities(two_mode, backend=choices.backend)
            ),
            constraint=taken(Column.CONSTRAINT, lambda: constraint(network)),
            effective_size=taken(Column.EFFECTIVE_SIZE, lambda: effective_size(network)),
            core=taken(Column.CORE, lambda: nx.core_number(network)),
            brokerage=taken(Column.BROKERAGE, lambda: brokerage(network, group)),
            ei=taken(Column.EI, lambda: ei_indices(network, group)),
            communities=taken(
                Column.COMMUNITIES,
                lambda: communities(network, method=choices.method, seed=choices.seed),
            ),
        )

    @cached_property
    def used(self) -> tuple[tuple[str, str], ...]:
        """Which library took a measure that several can take."""
        parts = ("betweenness", self.betweenness), ("communities", self.communities)
        return tuple((name, part.backend.value) for name, part in parts if part is not None)


def _betweenness(network: nx.Graph[str], choices: Choices) -> Centrality:
    return betweenness(
        network,
        strength="weight" if choices.paths is Paths.STRONGEST else None,
        pivots=choices.pivots,
        seed=choices.seed,
        backend=choices.backend,
    )
