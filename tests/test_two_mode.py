"""Laws of two-mode centrality, with networkx, every small network and published figures."""

from itertools import chain, product
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from numeco import InvalidType, InvalidValue
from numeco.graph import _two_mode
from numeco.graph._two_mode import TwoMode, two_mode_centralities

#: Degree, closeness and betweenness of Davis's Southern Women by Borgatti and Everett's measures,
#: as published to two digits: the table of Borgatti and Halgin 2011, Analyzing Affiliation
#: Networks, DOI 10.4135/9781446294413.n28, in the wording of networkx's tests.
PUBLISHED = {
    "Nora Fayette": (0.57, 0.80, 0.11),
    "Evelyn Jefferson": (0.57, 0.80, 0.10),
    "Theresa Anderson": (0.57, 0.80, 0.09),
    "Sylvia Avondale": (0.50, 0.77, 0.07),
    "Laura Mandeville": (0.50, 0.73, 0.05),
    "Brenda Rogers": (0.50, 0.73, 0.05),
    "Katherina Rogers": (0.43, 0.73, 0.05),
    "Helen Lloyd": (0.36, 0.73, 0.04),
    "Ruth DeSand": (0.29, 0.71, 0.02),
    "Verne Sanderson": (0.29, 0.71, 0.02),
    "Myra Liddel": (0.29, 0.69, 0.02),
    "Eleanor Nye": (0.29, 0.67, 0.01),
    "Frances Anderson": (0.29, 0.67, 0.01),
    "Pearl Oglethorpe": (0.21, 0.67, 0.01),
    "Charlotte McDowd": (0.29, 0.60, 0.01),
    "Olivia Carleton": (0.14, 0.59, 0.01),
    "Flora Price": (0.14, 0.59, 0.01),
    "Dorothy Murchison": (0.14, 0.65, 0.00),
    "E8": (0.78, 0.85, 0.24),
    "E9": (0.67, 0.79, 0.23),
    "E7": (0.56, 0.73, 0.13),
    "E6": (0.44, 0.69, 0.07),
    "E5": (0.44, 0.59, 0.04),
    "E3": (0.33, 0.56, 0.02),
    "E12": (0.33, 0.56, 0.02),
    "E11": (0.22, 0.54, 0.02),
    "E4": (0.22, 0.54, 0.01),
    "E10": (0.28, 0.55, 0.01),
    "E2": (0.17, 0.52, 0.00),
    "E1": (0.17, 0.52, 0.00),
    "E13": (0.17, 0.52, 0.00),
    "E14": (0.17, 0.52, 0.00),
}


@st.composite
def affiliations(draw: st.DrawFn, least: int = 0) -> "nx.Graph[str]":
    """Return a two-mode network, in pieces more often than not."""
    firsts = [f"org-{at}" for at in range(draw(st.integers(least, 6)))]
    seconds = [f"fair-{at}" for at in range(draw(st.integers(least, 6)))]
    return made(firsts, seconds, draw(st.lists(st.booleans(), min_size=36, max_size=36)))


def made(firsts: list[str], seconds: list[str], tied: Any) -> "nx.Graph[str]":
    """Return the two-mode network with the ties that are said to be there."""
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(firsts, bipartite=0)
    network.add_nodes_from(seconds, bipartite=1)
    pairs = zip(product(firsts, seconds), tied, strict=False)
    network.add_edges_from(pair for pair, is_tied in pairs if is_tied)
    return network


def first_mode(network: "nx.Graph[str]") -> list[str]:
    """Return the nodes of the first mode."""
    return [one for one, mode in network.nodes(data="bipartite") if mode == 0]


@given(affiliations(least=1))
def test_centralities_are_those_of_networkx(network: "nx.Graph[str]") -> None:
    """Degree and closeness are networkx's on any network, betweenness wherever it can be had."""
    found = two_mode_centralities(network)
    firsts = first_mode(network)
    assert list(found) == list(network)
    assert {one: its.degree for one, its in found.items()} == pytest.approx(
        bipartite.degree_centrality(network, firsts)
    )
    assert {one: its.closeness for one, its in found.items()} == pytest.approx(
        bipartite.closeness_centrality(network, firsts)
    )
    raw = nx.betweenness_centrality(network, normalized=False)
    for one, its in found.items():
        assert its.betweenness is not None or raw[one] == 0
    if all(its.betweenness is not None for its in found.values()):
        assert {one: its.betweenness for one, its in found.items()} == pytest.approx(
            bipartite.betweenness_centrality(network, firsts)
        )


@pytest.mark.parametrize(("its", "other"), [(n, m) for n in range(1, 5) for m in range(1, 4)])
def test_the_greatest_betweenness_is_that_of_some_network(its: int, other: int) -> None:
    """Of all networks of two small modes, the best placed node has a share of exactly 1."""
    firsts = [f"org-{at}" for at in range(its)]
    seconds = [f"fair-{at}" for at in range(other)]
    greatest = 0.0
    # By symmetry the first node's ties may be taken as those to the first so many.
    for degree in range(other + 1):
        own = [at < degree for at in range(other)]
        for rest in product([False, True], repeat=(its - 1) * other):
            network = made(firsts, seconds, [*own, *rest])
            raw = nx.betweenness_centrality(network, normalized=False)["org-0"]
            greatest = max(greatest, raw)
    assert greatest == _two_mode._most_between(its, other)


def test_davis_southern_women_have_their_published_centralities() -> None:
    """Each of the 96 figures agrees with the table, to the two digits that it prints."""
    found = two_mode_centralities(nx.davis_southern_women_graph())
    for one, printed in PUBLISHED.items():
        its = found[one]
        exact = its.degree, its.closeness, its.betweenness
        assert exact == pytest.approx(printed, abs=0.0051), one
    assert found.keys() == PUBLISHED.keys()


@given(affiliations(), st.integers(1, 4))
def test_closeness_does_not_depend_on_how_many_walk_at_once(
    network: "nx.Graph[str]", width: int
) -> None:
    """Walks from a few nodes at a time add up to the same distances."""
    whole = two_mode_centralities(network)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_two_mode, "_WIDTH", width)
        assert two_mode_centralities(network) == whole


@given(affiliations())
def test_shares_are_between_0_and_1_and_modes_may_change_places(network: "nx.Graph[str]") -> None:
    """No measure passes its greatest, closeness in one piece; and the modes are treated alike."""
    found = two_mode_centralities(network)
    shares = [(its.degree, its.betweenness) for its in found.values()]
    if network and nx.is_connected(network):
        shares += [(its.closeness,) for its in found.values()]
    for share in chain(*shares):
        assert share is None or 0 <= share <= 1 + 1e-12
    for one in network:
        network.nodes[one]["bipartite"] = 1 - network.nodes[one]["bipartite"]
    assert two_mode_centralities(network) == found


@pytest.mark.parametrize("backend", ["networkx", "igraph", "rustworkx"])
def test_every_back_end_gives_the_same_betweenness(backend: str) -> None:
    """Whichever library is asked, the shares are the same but for rounding."""
    pytest.importorskip(backend)
    network = nx.davis_southern_women_graph()
    found = two_mode_centralities(network, backend=backend)
    theirs = bipartite.betweenness_centrality(network, first_mode(network))
    assert {one: its.betweenness for one, its in found.items()} == pytest.approx(theirs)


def test_hard_cases_of_two_modes() -> None:
    """Nobody, one mode alone, isolates and a single tie: None where there is nothing to share."""
    assert two_mode_centralities(nx.Graph()) == {}
    assert two_mode_centralities(made(["a", "b"], [], [])) == {
        "a": TwoMode(None, None, None),
        "b": TwoMode(None, None, None),
    }
    assert two_mode_centralities(made(["a"], ["x"], [True])) == {
        "a": TwoMode(1.0, 1.0, None),
        "x": TwoMode(1.0, 1.0, None),
    }
    lonely = two_mode_centralities(made(["a", "b", "c"], ["x", "y"], [True]))
    assert lonely["b"] == TwoMode(0.0, 0.0, 0.0)
    assert lonely["a"].closeness == pytest.approx((2 + 2 * 2) / 1 * (1 / 4))


@pytest.mark.parametrize(
    ("network", "error", "sentence"),
    [
        (nx.path_graph(2), InvalidValue, "must say by 'bipartite', 0 or 1"),
        (nx.DiGraph(), InvalidType, "must be an undirected networkx graph"),
        ({"a": ["b"]}, InvalidType, "must be an undirected networkx graph"),
    ],
)
def test_two_modes_must_be_said(network: Any, error: type[Exception], sentence: str) -> None:
    """Modes are never guessed."""
    with pytest.raises(error, match=sentence):
        two_mode_centralities(network)


@pytest.mark.parametrize("tie", [("a", "b"), ("x", "x")])
def test_a_tie_within_a_mode_is_refused(tie: tuple[str, str]) -> None:
    """A network that is not two-mode gives an error, where networkx goes on in silence."""
    network = made(["a", "b"], ["x"], [True, True])
    network.add_edge(*tie)
    with pytest.raises(InvalidValue, match="must tie nodes of 'bipartite' 0 to nodes of"):
        two_mode_centralities(network)
