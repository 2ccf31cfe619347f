"""Laws of structural holes, with networkx, igraph, Burt's formulas and hand counts as oracles."""

from decimal import Decimal
from fractions import Fraction
from math import isnan
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numeco import InvalidType, InvalidValue
from numeco.graph import _holes
from numeco.graph._holes import constraint, effective_size


@st.composite
def weighted(draw: st.DrawFn, kinds: tuple[type, ...] = (nx.Graph, nx.DiGraph)) -> "nx.Graph[str]":
    """Return a network without loops, directed or not, whose ties have weights above 0."""
    network = draw(st.sampled_from(kinds))()
    nodes = [f"n{at}" for at in range(draw(st.integers(0, 6)))]
    network.add_nodes_from(nodes)
    for one in nodes:
        for other in nodes:
            if one != other and draw(st.booleans()):
                network.add_edge(one, other, weight=draw(st.floats(0.01, 100)))
    return network


def both_ways(network: "nx.Graph[str]", weight: str | None) -> "nx.Graph[str]":
    """Return the undirected network in which the weights of both directions are added up."""
    both: nx.Graph[str] = nx.Graph()
    both.add_nodes_from(network)
    for one, other, facts in network.edges(data=True):
        before = both.get_edge_data(one, other, {"weight": 0})["weight"]
        both.add_edge(one, other, weight=before + facts.get(weight, 1))
    return both


def known(found: dict[str, float]) -> dict[str, Any]:
    """Return what networkx says, with None for its NaN, to be compared as rounding allows."""
    return {one: None if isnan(its) else pytest.approx(its) for one, its in found.items()}


def near(found: dict[str, float | None]) -> dict[str, Any]:
    """Return figures to be compared as rounding allows."""
    return {one: its and pytest.approx(its) for one, its in found.items()}


@pytest.mark.parametrize("weight", ["weight", None])
@given(network=weighted())
def test_constraint_is_that_of_networkx(network: "nx.Graph[str]", weight: str | None) -> None:
    """Weighted and not, directed and not, it is what networkx says of the ties both ways."""
    both = both_ways(network, weight)
    found = constraint(network, weight=weight)
    assert found == known(nx.constraint(both, nodes=list(both), weight="weight"))
    assert list(found) == list(network)


@pytest.mark.parametrize("weight", ["weight", None])
@given(network=weighted())
def test_effective_size_is_that_of_networkx(network: "nx.Graph[str]", weight: str | None) -> None:
    """It is what networkx gives for named nodes, where it follows Burt's formula step by step."""
    both = both_ways(network, weight)
    found = effective_size(network, weight=weight)
    assert found == known(nx.effective_size(both, nodes=list(both), weight="weight"))


@given(weighted((nx.Graph,)))
def test_effective_size_without_weights_is_borgattis(network: "nx.Graph[str]") -> None:
    """It is the number of partners less twice the ties among them for each partner."""
    for one, size in effective_size(network).items():
        around = network.subgraph(network[one])
        if around:
            assert size == pytest.approx(len(around) - 2 * around.number_of_edges() / len(around))


@given(weighted((nx.Graph,)))
def test_constraint_is_that_of_igraph(network: "nx.Graph[str]") -> None:
    """igraph, written in C by others, finds the same."""
    igraph = pytest.importorskip("igraph")
    if network.number_of_edges():
        theirs = igraph.Graph.from_networkx(network).constraint(weights="weight")
        assert constraint(network) == known(dict(zip(network, theirs, strict=True)))


@given(weighted())
def test_sets_and_arrays_find_the_same(network: "nx.Graph[str]") -> None:
    """Without numpy the figures are those with it, but for rounding."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_holes, "find_spec", lambda _: None)
        by_sets = constraint(network), effective_size(network, weight="weight")
    by_arrays = constraint(network), effective_size(network, weight="weight")
    for one, other in zip(by_sets, by_arrays, strict=True):
        assert one == near(other)


def test_effective_size_of_burts_figure() -> None:
    """Borgatti 1997 on Burt's example: six partners, three of which are tied to another: 4.67."""
    ties = ["GA", "GB", "GC", "GD", "GE", "GF", "AB", "BD", "AE", "DF"]
    network = nx.Graph(ties)
    assert effective_size(network)["G"] == pytest.approx(6 - 2 * 4 / 6)


def test_who_spans_a_hole_is_not_constrained() -> None:
    """The hub of a star has 1/n, its points have 1; everyone in a triangle has 1.125."""
    star = nx.relabel_nodes(nx.star_graph(4), str)
    assert constraint(star) == {"0": 0.25} | dict.fromkeys("1234", 1.0)
    assert effective_size(star) == {"0": 4.0} | dict.fromkeys("1234", 1.0)
    triangle = nx.relabel_nodes(nx.complete_graph(3), str)
    assert constraint(triangle) == dict.fromkeys("012", 1.125)
    assert effective_size(triangle) == dict.fromkeys("012", 1.0)


@given(weighted((nx.Graph, nx.DiGraph)), st.integers(-6, 6))
def test_the_unit_of_weights_does_not_matter(network: "nx.Graph[str]", power: int) -> None:
    """Weights several times as large give the same figures."""
    scaled = network.copy()
    for *_, facts in scaled.edges(data=True):
        facts["weight"] *= 3.0**power
    assert constraint(scaled) == near(constraint(network))
    assert effective_size(scaled, weight="weight") == near(effective_size(network, weight="weight"))


@given(weighted())
def test_loops_and_ties_of_weight_0_do_not_count(network: "nx.Graph[str]") -> None:
    """A tie of a node with itself, or of no weight, changes nothing."""
    more = network.copy()
    more.add_edges_from(((one, one) for one in network), weight=3.0)
    more.add_edges_from(((one, "new") for one in network), weight=0)
    assert constraint(more) == near(constraint(network)) | ({"new": None} if network else {})


def test_parallel_ties_are_one_of_their_weights_together() -> None:
    """A multigraph counts as the graph in which parallel ties are added up."""
    multi = nx.MultiGraph()
    multi.add_weighted_edges_from([("a", "b", 1.0), ("b", "a", 2.0), ("b", "c", 1.0)])
    simple = nx.Graph()
    simple.add_weighted_edges_from([("a", "b", 3.0), ("b", "c", 1.0)])
    assert constraint(multi) == constraint(simple)
    assert effective_size(multi, weight="weight") == effective_size(simple, weight="weight")


def test_hard_cases_of_holes() -> None:
    """Nobody, alone, and two: None where there is no partner, never a made-up number."""
    assert constraint(nx.Graph()) == effective_size(nx.Graph()) == {}
    network = nx.Graph([("a", "b")])
    network.add_node("alone")
    assert constraint(network) == {"a": 1.0, "b": 1.0, "alone": None}
    assert effective_size(network) == {"a": 1.0, "b": 1.0, "alone": None}


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf"), "strong", None])
def test_weights_must_be_numbers_of_0_or_more(weight: Any) -> None:
    """What cannot be weighed is refused, by the name of the attribute."""
    network = nx.Graph()
    network.add_edge("a", "b", weight=weight)
    with pytest.raises(InvalidValue, match="weight must be a number, 0 or more, on every tie"):
        constraint(network)


def test_holes_refuse_what_is_no_network_and_a_weight_that_no_tie_has() -> None:
    """A slip in a name is an error, never a network without weights."""
    with pytest.raises(InvalidValue, match="must be an attribute of the ties, such as 'count'"):
        constraint(nx.Graph([("a", "b")]), weight="cuont")
    with pytest.raises(InvalidType, match="must be a networkx graph"):
        effective_size({"a": ["b"]})  # type: ignore[arg-type]  # that is what is tested


@pytest.mark.parametrize("weight", [["weight"], 1, {"weight"}])
def test_a_weight_that_is_no_name_is_refused(weight: Any) -> None:
    """The error names the argument, whether or not the value can be hashed."""
    network = nx.Graph([("a", "b", {"weight": 2})])
    for measure in (constraint, effective_size):
        with pytest.raises(InvalidType, match="weight must be the name of an attribute, a text"):
            measure(network, weight=weight)


@pytest.mark.parametrize("number", [np.float64, np.float32, np.int64, Decimal, Fraction])
def test_numbers_of_any_kind_are_weights(number: Any) -> None:
    """NumPy's numbers, Decimal and Fraction weigh as floats do."""
    ties = [("a", "b", 1), ("b", "c", 2), ("a", "c", 4), ("c", "d", 3)]
    plain: nx.Graph[str] = nx.Graph()
    other: nx.Graph[str] = nx.Graph()
    plain.add_weighted_edges_from(ties)
    other.add_weighted_edges_from((one, two, number(its)) for one, two, its in ties)
    for measure in (constraint, effective_size):
        assert measure(other, weight="weight") == measure(plain, weight="weight")


@pytest.mark.parametrize("number", [Decimal("sNaN"), Fraction(10**400), 10**400])
def test_numbers_that_no_float_holds_are_refused(number: Any) -> None:
    """What is too large for a float, or signals, is refused in our words."""
    network = nx.Graph([("a", "b", {"weight": number})])
    with pytest.raises(InvalidValue, match="weight must be a number, 0 or more, on every tie"):
        constraint(network)
