"""Laws of betweenness, with networkx and the faster back ends as each other's oracles."""

import pickle
from decimal import Decimal
from fractions import Fraction
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from numeco.errors import InvalidType, InvalidValue
from numeco.graph._betweenness import betweenness
from numeco.graph._measuring import backends as _backends
from numeco.graph._measuring.backends import Backend, is_installed

FASTER = [Backend.IGRAPH, Backend.RUSTWORKX]


ONE = st.just(1)
#: Strengths whose inverses add up to the same sums in many ways: 2 + 2 = 3 + 1 = 4, 6/5 + 9/5 = 3.
TYING = st.sampled_from(
    [1, 1 / 2, 1 / 3, 1 / 4, 1 / 2 + 1 / 3, 5 / 9, 1 / 7, 1 / 89, 7 / 3, 16 / 13]
)


@st.composite
def networks(draw, weights=ONE):
    """Draw a network of up to 12 nodes, mostly in several parts, with loops now and then."""
    nodes = draw(st.lists(st.integers(0, 99), unique=True, max_size=12))
    made = nx.Graph()
    made.add_nodes_from(f"org-{node}" for node in nodes)
    if nodes:
        ends = st.sampled_from(list(made))
        for one, other, weight in draw(st.lists(st.tuples(ends, ends, weights), max_size=30)):
            made.add_edge(one, other, weight=weight)
    return made


def close(found, expected):
    """Return whether two mappings agree to 1e-9, relative."""
    return dict(found) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def shuffled(network, seed):
    """Return the same network, made in another order."""
    random = Random(seed)  # noqa: S311  # no secret
    nodes, ties = list(network.nodes(data=True)), list(network.edges(data=True))
    random.shuffle(nodes)
    random.shuffle(ties)
    made = nx.Graph()
    made.add_nodes_from(nodes)
    made.add_edges_from((other, one, facts) for one, other, facts in ties)
    return made


@given(networks(), st.booleans())
@example(nx.Graph(), True)
@example(nx.path_graph(["a", "b"]), True)
def test_it_is_that_of_networkx(network, normalized):
    """The scores are networkx's on any network: empty, in parts, with loops."""
    scores = betweenness(network, normalized=normalized, backend="networkx")
    assert close(scores, nx.betweenness_centrality(network, normalized=normalized))


@given(networks(TYING))
def test_a_strong_tie_is_a_short_one(network):
    """By strength, the scores are networkx's over lengths of 1/strength."""
    for _, _, tie in network.edges(data=True):
        tie["length"] = round(720720 / tie["weight"])
    scores = betweenness(network, strength="weight", backend="networkx")
    assert close(scores, nx.betweenness_centrality(network, weight="length"))


@pytest.mark.parametrize("backend", FASTER)
@given(network=networks())
def test_back_ends_agree(backend, network):
    """Each back end gives what networkx gives, and says that it computed it."""
    pytest.importorskip(backend.value)
    scores = betweenness(network, backend=backend)
    assert scores.backend is backend
    assert close(scores, betweenness(network, backend="networkx"))


@pytest.mark.parametrize("backend", [Backend.IGRAPH])
@given(network=networks(TYING | st.floats(1e-6, 1e6)))
def test_back_ends_agree_by_strength(backend, network):
    """By strength too, where paths are equally long and where they hardly differ."""
    pytest.importorskip(backend.value)
    scores = betweenness(network, strength="weight", backend=backend)
    assert close(scores, betweenness(network, strength="weight", backend="networkx"))


def test_where_no_paths_tie_rounding_changes_nothing():
    """With strengths drawn at random, the scores are networkx's over the unrounded lengths."""
    random = Random(6)  # noqa: S311  # no secret
    network = nx.relabel_nodes(nx.gnm_random_graph(120, 400, seed=6), str)
    for _, _, tie in network.edges(data=True):
        tie["weight"] = random.uniform(0.01, 1)
    expected = nx.betweenness_centrality(network, weight=lambda _, __, tie: 1 / tie["weight"])
    assert close(betweenness(network, strength="weight", backend="networkx"), expected)


def test_the_sums_of_equal_lengths_are_equal():
    """Paths of 1/10 + 1/5 and 3/10 tie, which floating point does not see."""
    detour = [("a", "b", 10.0), ("b", "c", 5.0), ("a", "d", 20.0), ("d", "c", 4.0)]
    network = nx.Graph()
    network.add_weighted_edges_from(detour)
    naive = nx.betweenness_centrality(network, weight=lambda _, __, tie: 1 / tie["weight"])
    scores = betweenness(network, strength="weight", backend="networkx")
    assert 0.1 + 0.2 != 0.05 + 0.25
    assert naive["b"] != naive["d"]
    assert scores["b"] == scores["d"] > 0


@given(networks(TYING), st.integers(0, 99))
def test_the_order_of_making_does_not_matter(network, seed):
    """A network made in another order has the same scores, to the last bit and in order."""
    for strength in (None, "weight"):
        scores = betweenness(network, strength=strength, backend="networkx")
        again = betweenness(shuffled(network, seed), strength=strength, backend="networkx")
        assert list(scores.items()) == list(again.items())


@given(networks(), st.integers(2, 12), st.integers(0, 9))
def test_pivots_sum_over_their_paths(network, pivots, seed):
    """Scores by pivots are networkx's over these sources, scaled to all; with all they are exact.

    The scale leaves a node's own paths out, since these never pass through it.
    """
    scores = betweenness(network, pivots=pivots, seed=seed, normalized=False, backend="networkx")
    nodes = sorted(network)
    if pivots >= len(nodes):
        assert scores == betweenness(network, normalized=False, backend="networkx")
        assert scores.pivots is None
        return
    drawn = Random(seed).sample(nodes, pivots)  # noqa: S311  # no secret
    sums = nx.betweenness_centrality_subset(network, drawn, nodes)
    others = {node: pivots - (node in drawn) for node in nodes}
    assert close(scores, {one: sums[one] * (len(nodes) - 1) / others[one] for one in nodes})
    assert scores.pivots == pivots


@given(networks(TYING), st.integers(2, 5), st.integers(0, 9))
def test_pivots_agree_across_back_ends(network, pivots, seed):
    """The same seed draws the same pivots for igraph, by strength or not."""
    pytest.importorskip("igraph")
    for strength in (None, "weight"):
        ours, theirs = (
            betweenness(network, strength=strength, pivots=pivots, seed=seed, backend=backend)
            for backend in ("networkx", "igraph")
        )
        assert close(ours, theirs)


def test_estimates_are_right_on_average():
    """Over all draws of two pivots, the mean of the estimates is the exact score."""
    network = nx.relabel_nodes(nx.krackhardt_kite_graph(), str)
    exact = betweenness(network, backend="networkx")
    totals = dict.fromkeys(network, 0.0)
    draws = 2_000
    for seed in range(draws):
        for node, score in betweenness(network, pivots=2, seed=seed, backend="networkx").items():
            totals[node] += score / draws
    assert totals == pytest.approx(dict(exact), abs=0.03)


def test_the_fastest_that_is_installed_is_taken(monkeypatch):
    """Left out, the back end is the first of igraph, rustworkx, networkx."""
    network = nx.path_graph(["a", "b", "c"])
    there = {Backend.NETWORKX}
    monkeypatch.setattr(_backends, "is_installed", there.__contains__)
    assert betweenness(network).backend is Backend.NETWORKX
    for one in (Backend.RUSTWORKX, Backend.IGRAPH):
        if is_installed(one):
            there.add(one)
            assert betweenness(network).backend is one


def test_a_back_end_that_is_not_there_is_refused(monkeypatch):
    """One that is named and not installed says how to install it; no other takes its place."""
    monkeypatch.setattr(_backends, "is_installed", lambda one: one is Backend.NETWORKX)
    with pytest.raises(ImportError, match="pip install igraph"):
        betweenness(nx.Graph(), backend="igraph")


def test_what_cannot_be_done_is_refused():
    """A wrong network, strength, number of pivots or back end is named in a sentence."""
    line = nx.path_graph(["a", "b", "c"])
    for wrong in (nx.DiGraph(line), nx.MultiGraph(line), [("a", "b")], None):
        with pytest.raises(InvalidType, match="undirected networkx graph"):
            betweenness(wrong)
    with pytest.raises(InvalidValue, match="'weight' of the tie 'a', 'b' must be a number above 0"):
        betweenness(line, strength="weight")
    for bad in (0, -1, "3", float("nan"), 5e-324):
        nx.set_edge_attributes(line, bad, "weight")
        with pytest.raises(InvalidValue, match="above 0"):
            betweenness(line, strength="weight")
    nx.set_edge_attributes(line, 1e-308, "weight")
    with pytest.raises(InvalidValue, match="endless"):
        betweenness(line, strength="weight")
    with pytest.raises(InvalidValue, match="2 or more"):
        betweenness(line, pivots=1)
    with pytest.raises(InvalidType, match="seed must be a whole number"):
        betweenness(line, seed=None)
    with pytest.raises(InvalidValue, match="did you mean 'igraph'"):
        betweenness(line, backend="iggraph")
    with pytest.raises(InvalidValue, match="backend must be one of"):
        betweenness(line, strength="weight", backend="rustworkx")


def test_scores_print_pickle_and_compare():
    """Scores are a mapping, the highest first, that survives pickling and says who computed it."""
    scores = betweenness(nx.star_graph([*"hijklmnopqrst"]), backend="networkx")
    assert list(scores)[:3] == ["h", "i", "j"]
    assert scores["h"] == 1
    assert pickle.loads(pickle.dumps(scores)) == scores  # noqa: S301  # our own
    assert str(scores).splitlines()[0] == "node  betweenness (networkx)"
    assert str(scores).endswith("… and 3 more")
    assert "<caption>betweenness</caption>" in scores._repr_html_()
    assert scores.rows()[0] == {"node": "h", "betweenness": 1}
    assert len(repr(scores)) < 100
    with pytest.raises(KeyError):
        scores["z"]


def test_ids_of_several_types_are_ordered():
    """Numbers and texts may be ids in one network; those of one type come together."""
    pairs = [(1, 2), ("x", 2), (10, 2), ("1", 2)]
    found = betweenness(nx.Graph(pairs), backend="networkx")
    assert list(found) == [2, 1, 10, "1", "x"]
    assert list(betweenness(nx.Graph(pairs[::-1]), backend="networkx")) == list(found)
    assert str(found).splitlines()[2].split() == ["2", "1"]


@pytest.mark.parametrize("number", [np.float64, np.float32, np.int64, Decimal, Fraction])
def test_numbers_of_any_kind_are_strengths(number):
    """NumPy's numbers, Decimal and Fraction are as strong as floats."""
    ties = [("a", "b", 1), ("b", "c", 2), ("a", "c", 4), ("c", "d", 3)]
    plain, other = nx.Graph(), nx.Graph()
    plain.add_weighted_edges_from(ties)
    other.add_weighted_edges_from((one, two, number(its)) for one, two, its in ties)
    found = betweenness(other, strength="weight", backend="networkx")
    assert dict(found) == dict(betweenness(plain, strength="weight", backend="networkx"))


@pytest.mark.parametrize("strength", [["weight"], 1, ("weight",)])
def test_a_strength_that_is_no_name_is_refused(strength):
    """The error names the argument."""
    with pytest.raises(InvalidType, match="strength must be the name of an attribute, a text, or"):
        betweenness(nx.path_graph(["a", "b"]), strength=strength)
