"""Laws of articulation points, with networkx and removal as oracles."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numeco.errors import InvalidType
from numeco.graph._cuts import cuts

ends = st.integers(0, 14).map("org-{}".format)
networks = st.builds(
    lambda nodes, ties: nx.compose(nx.Graph(ties), nx.empty_graph(nodes)),
    st.sets(ends),
    st.lists(st.tuples(ends, ends), max_size=22),
)


def connected_pairs(network):
    """Return the pairs that reach each other."""
    parts = nx.connected_components(network)
    return {frozenset(pair) for part in parts for pair in combinations(part, 2)}


@given(networks)
def test_cuts_are_the_articulation_points(network):
    """They are those of networkx, each once."""
    plain = network.copy()
    plain.remove_edges_from(nx.selfloop_edges(network))
    assert sorted(cut.node for cut in cuts(network)) == sorted(nx.articulation_points(plain))


@given(networks)
def test_pieces_are_what_removal_leaves(network):
    """Taking the node away leaves the pieces, and parts as many pairs as they say."""
    for cut in cuts(network):
        part = network.subgraph(nx.node_connected_component(network, cut.node)).copy()
        before = {pair for pair in connected_pairs(part) if cut.node not in pair}
        part.remove_node(cut.node)
        left = sorted(nx.connected_components(part), key=lambda piece: (-len(piece), min(piece)))
        assert cut.pieces == tuple(map(frozenset, left))
        assert cut.sizes == tuple(map(len, left))
        assert cut.separated == len(before - connected_pairs(part))
        assert cut.left_out == len(part) - len(left[0])


@given(networks)
def test_those_that_part_most_come_first(network):
    """By the pairs that lose each other, then by id, whatever the order of making."""
    found = cuts(network)
    assert list(found) == sorted(found, key=lambda cut: (-cut.separated, cut.node))
    again = nx.Graph()
    again.add_nodes_from(reversed(list(network)))
    again.add_edges_from((other, one) for one, other in reversed(list(network.edges)))
    assert cuts(again) == found


def test_a_long_chain_is_walked_without_recursion():
    """A chain of 100,000 is no deeper than Python's stack, and its pieces cost nothing unasked."""
    nodes = [f"{number:06}" for number in range(100_000)]
    found = cuts(nx.path_graph(nodes))
    assert len(found) == len(nodes) - 2
    assert {found[0].node, found[1].node} == {"049999", "050000"}
    assert found[0].separated == 49_999 * 50_000
    assert found[-1].sizes == (99_998, 1)


def test_a_star_hangs_on_its_middle():
    """The middle of a star of 5 parts all 10 pairs of the others."""
    (cut,) = cuts(nx.star_graph(["m", *"abcde"]))
    assert (cut.node, cut.sizes, cut.separated, cut.left_out) == ("m", (1,) * 5, 10, 4)
    assert cut.pieces[0] == {"a"}


def test_only_undirected_networks_are_taken():
    """A directed network has other kinds of cuts."""
    with pytest.raises(InvalidType, match="undirected"):
        cuts(nx.DiGraph([("a", "b")]))
