"""Laws of the disparity filter, with its definition by integration and published backbones."""

from decimal import Decimal
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from numeco import InvalidType, InvalidValue
from numeco.graph._disparity import disparity

#: The passengers between ten airports, two of them hubs: the example of the vignette of the R
#: package backbone (Neal 2022, DOI 10.1371/journal.pone.0269137).
SMALL_HUB = [(0, other, 10) for other in range(1, 5)]
LARGE_HUB = [(5, other, 100) for other in range(6, 10)]
BETWEEN = [(0, 5, 75)]
LOCAL = [(one, other, 1) for one in range(1, 5) for other in range(1, one)]
LOCAL += [(one, other, 10) for one in range(6, 10) for other in range(6, one)]


@st.composite
def networks(draw):
    """Return small networks whose weights are whole numbers."""
    ties = st.sets(
        st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda tie: tie[0] < tie[1])
    )
    network = nx.Graph()
    network.add_nodes_from(f"org-{number}" for number in range(8))
    for one, other in sorted(draw(ties)):
        network.add_edge(f"org-{one}", f"org-{other}", weight=draw(st.integers(1, 100)))
    return network


def tied(network):
    """Return the pairs that are tied."""
    return {frozenset(tie) for tie in network.edges}


def share_at_least(weight, strength, ties):
    """Return how likely a given one of `ties` random parts of `strength` is as large as `weight`.

    The density of the paper, (k - 1)(1 - x)^(k - 2) from weight/strength to 1, integrated term by
    term in exact fractions; its equation 2 is what numeco computes.
    """
    if ties == 1:
        return Fraction(1)
    below = Fraction(0)
    coefficient = Fraction(ties - 1)
    for power in range(ties - 1):
        below += coefficient * Fraction(weight, strength) ** (power + 1) / (power + 1)
        coefficient *= -Fraction(ties - 2 - power, power + 1)
    return 1 - below


@given(networks())
def test_p_value_is_the_smaller_integral_of_the_two_ends(network):
    """Equation 2 of the paper, worked out from its density of random shares."""
    found = disparity(network, alpha=1 - 1e-9)
    for one, other, facts in found.edges(data=True):
        wanted = min(
            share_at_least(
                facts["weight"], network.degree(end, weight="weight"), network.degree(end)
            )
            for end in (one, other)
        )
        assert facts["p_value"] == pytest.approx(float(wanted), abs=1e-12)


def test_backbone_of_two_airport_hubs_is_their_spokes():
    """The R package's vignette: flights among the small airports go, whatever their scale."""
    network = nx.Graph()
    network.add_weighted_edges_from(SMALL_HUB + LARGE_HUB + BETWEEN + LOCAL)
    wanted = {frozenset(tie[:2]) for tie in SMALL_HUB + LARGE_HUB + BETWEEN}
    assert tied(disparity(network)) == wanted


@given(networks(), st.integers(-20, 20))
def test_scale_of_the_weights_does_not_matter(network, power):
    """Shares alone count: weights in thousands of euros keep the same ties."""
    scaled = nx.Graph()
    scaled.add_nodes_from(network)
    for one, other, weight in network.edges(data="weight"):
        scaled.add_edge(one, other, weight=weight * 2.0**power)
    assert tied(disparity(scaled)) == tied(disparity(network))


@given(networks(), st.floats(0.01, 0.9), st.floats(0.01, 0.9))
def test_lower_level_keeps_fewer_ties(network, one, other):
    """What is significant at one level is so at each higher one."""
    assert tied(disparity(network, alpha=min(one, other))) <= tied(
        disparity(network, alpha=max(one, other))
    )


@given(networks(), st.permutations(range(8)))
def test_names_and_their_order_do_not_matter(network, order):
    """The backbone of a renamed network is the renamed backbone."""
    names = {f"org-{number}": f"org-{order[number]}" for number in range(8)}
    renamed = nx.Graph()
    renamed.add_nodes_from(sorted(names))
    renamed.add_weighted_edges_from(
        (names[one], names[other], weight) for one, other, weight in network.edges(data="weight")
    )
    wanted = {frozenset(names[one] for one in tie) for tie in tied(disparity(network))}
    assert tied(disparity(renamed)) == wanted


@given(networks())
def test_all_nodes_stay_and_the_network_is_untouched(network):
    """A backbone compares with its network: same nodes, and attributes of its own."""
    before = {frozenset(tie): dict(facts) for *tie, facts in network.edges(data=True)}
    nx.set_node_attributes(network, {one: one.upper() for one in network}, "name")
    backbone = disparity(network, alpha=0.5)
    assert list(backbone.nodes(data="name")) == list(network.nodes(data="name"))
    for one in backbone:
        backbone.nodes[one]["name"] = ""
    assert all(name for _, name in network.nodes(data="name"))
    assert before == {frozenset(tie): dict(facts) for *tie, facts in network.edges(data=True)}


def test_only_tie_of_two_is_no_surprise():
    """A pair tied to nobody else has nothing to be compared with."""
    network = nx.Graph([("school", "chamber", {"weight": 1000})])
    backbone = disparity(network)
    assert not backbone.edges
    assert backbone.graph["smallest_p"] == 1


def test_only_tie_stays_if_it_is_heavy_for_the_other_end():
    """A node of one tie is kept in the backbone by its partner's view alone."""
    network = nx.Graph()
    network.add_weighted_edges_from([("hub", "spoke", 96), *(("hub", at, 1) for at in range(4))])
    assert tied(disparity(network)) == {frozenset(["hub", "spoke"])}
    assert disparity(network)["hub"]["spoke"]["p_value"] == pytest.approx(0.04**4)


def test_graph_says_what_was_done():
    """The level and the numbers are kept with the backbone."""
    network = nx.Graph(title="corridors")
    network.add_weighted_edges_from(SMALL_HUB + LARGE_HUB + BETWEEN + LOCAL)
    facts = disparity(network, alpha=0.01).graph
    assert facts.pop("smallest_p") == pytest.approx((30 / 130) ** 3)
    numbers = {"alpha": 0.01, "tested": 21, "kept": 0}
    assert facts == {"title": "corridors", "model": "disparity"} | numbers


def test_network_without_ties_has_no_smallest_p():
    """None, not a made-up number."""
    facts = disparity(nx.empty_graph(3)).graph
    assert facts["smallest_p"] is None
    assert facts["tested"] == facts["kept"] == 0


@given(networks(), st.integers(0, 7), st.integers(0, 7))
def test_tie_of_weight_zero_is_none(network, one, other):
    """A corridor drawn in without traffic changes nothing."""
    assume(one != other)
    assume(not network.has_edge(f"org-{one}", f"org-{other}"))
    before = disparity(network, alpha=0.3)
    network.add_edge(f"org-{one}", f"org-{other}", weight=0)
    after = disparity(network, alpha=0.3)
    assert {tie: before.edges[tie] for tie in before.edges} == {
        tie: after.edges[tie] for tie in after.edges
    }


def test_other_attribute_can_be_the_weight():
    """Counts and weights make different backbones."""
    network = nx.Graph()
    network.add_weighted_edges_from(SMALL_HUB + LARGE_HUB + BETWEEN + LOCAL, weight="count")
    assert len(disparity(network, weight="count").edges) == 9


@pytest.mark.parametrize("weight", [None, -1, float("nan"), float("inf"), "3"])
def test_weight_that_is_none_is_refused(weight):
    """The sentence names the tie."""
    with pytest.raises(InvalidValue, match=r"network\['chamber'\]\['school'\]\['weight'\] must be"):
        disparity(nx.Graph([("chamber", "school", {"weight": weight})]))


@pytest.mark.parametrize("alpha", [0, 1, -0.5, float("nan")])
def test_level_out_of_range_is_refused(alpha):
    """A level lies above 0 and below 1."""
    with pytest.raises(InvalidValue, match="alpha must be a number above 0 and below 1"):
        disparity(nx.Graph(), alpha=alpha)


@pytest.mark.parametrize("given", [nx.DiGraph(), nx.MultiGraph(), None, {}])
def test_other_kinds_of_network_are_refused(given):
    """Directed ties and parallel ties have other filters."""
    with pytest.raises(InvalidType, match="undirected networkx graph"):
        disparity(given)


@given(networks())
def test_missing_weight_counts_1(network):
    """A tie without the attribute weighs 1, as in networkx."""
    bare = nx.Graph(network)
    for *_, facts in bare.edges(data=True):
        if facts["weight"] == 1:
            del facts["weight"]
    found, expected = disparity(bare, alpha=0.5), disparity(network, alpha=0.5)
    assert tied(found) == tied(expected)
    assert found.graph == expected.graph


@pytest.mark.parametrize("weight", [["weight"], 1, None])
def test_weight_that_is_no_name_is_refused(weight):
    """The error names the argument."""
    with pytest.raises(InvalidType, match="weight must be the name of an attribute, a text"):
        disparity(nx.path_graph(3), weight=weight)


def test_weight_that_no_tie_has_is_refused():
    """A slip in a name is an error, never a network without weights."""
    with pytest.raises(InvalidValue, match="weight must be an attribute of the ties"):
        disparity(nx.path_graph(3), weight="cuont")


@pytest.mark.parametrize("number", [np.float64, np.int64, Decimal, Fraction])
def test_numbers_of_any_kind_are_weights(number):
    """NumPy's numbers, Decimal and Fraction weigh as floats do."""
    network = nx.Graph()
    network.add_weighted_edges_from(SMALL_HUB + LARGE_HUB + BETWEEN + LOCAL)
    other = nx.Graph()
    other.add_weighted_edges_from(
        (one, two, number(weight)) for one, two, weight in network.edges(data="weight")
    )
    assert tied(disparity(other)) == tied(disparity(network))
