"""Laws of mixing, with networkx, plain counts and published figures as oracles."""

from fractions import Fraction
from typing import Any

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from numeco import InvalidType, InvalidValue
from numeco.graph._mixing import assortativity, ei_index, ei_indices


@st.composite
def mixed(draw: st.DrawFn, kinds: tuple[type, ...] = (nx.Graph, nx.DiGraph)) -> "nx.Graph[str]":
    """Return a network without loops, whose nodes may have a helix and whose ties have weights."""
    network = draw(st.sampled_from(kinds))()
    nodes = [f"n{at}" for at in range(draw(st.integers(0, 6)))]
    helix = st.sampled_from(["public", "industry", "academia", None])
    for one in nodes:
        network.add_node(one, helix=draw(helix))
    for one in nodes:
        for other in nodes:
            if one != other and draw(st.booleans()):
                network.add_edge(one, other, weight=draw(st.integers(1, 9)))
    return network


def of_known_group(network: "nx.Graph[str]") -> "nx.Graph[str]":
    """Return the part of a network whose nodes have a helix."""
    known = [one for one, helix in network.nodes(data="helix") if helix is not None]
    return network.subgraph(known)


def alike(network: "nx.Graph[str]", one: str, other: str) -> bool:
    """Return whether two nodes have one helix."""
    return network.nodes[one]["helix"] == network.nodes[other]["helix"]


@given(mixed())
def test_assortativity_is_that_of_networkx(network: "nx.Graph[str]") -> None:
    """On the nodes of known group it is networkx's coefficient, wherever that is a number."""
    known = of_known_group(network)
    pairs = {tuple(known.nodes[one]["helix"] for one in tie) for tie in known.edges}
    assume(network)
    found = assortativity(network, "helix")
    if len({helix for pair in pairs for helix in pair}) < 2:
        assert found.value is None
    else:
        theirs = nx.attribute_assortativity_coefficient(known, "helix")
        assert found.value == pytest.approx(theirs)
    assert found.n == known.number_of_edges()


@given(mixed())
def test_a_weight_of_two_counts_as_two_ties(network: "nx.Graph[str]") -> None:
    """Weighted figures are networkx's, and plain counts, on a multigraph of as many ties."""
    known = of_known_group(network)
    many = nx.MultiDiGraph() if network.is_directed() else nx.MultiGraph()
    many.add_nodes_from(known.nodes(data=True))
    for one, other, weight in known.edges(data="weight"):
        many.add_edges_from([(one, other)] * weight)
    assume(
        len({helix for tie in known.edges for one in tie for helix in [many.nodes[one]["helix"]]})
        > 1
    )
    theirs = nx.attribute_assortativity_coefficient(many, "helix")
    assert assortativity(network, "helix", weight="weight").value == pytest.approx(theirs)
    within = sum(alike(many, one, other) for one, other in many.edges())
    total = many.number_of_edges()
    ei = ei_index(network, "helix", weight="weight")
    assert (ei.numerator, ei.denominator) == (total - 2 * within, total)


@given(mixed())
def test_ei_index_counts_ties_between_groups_and_within(network: "nx.Graph[str]") -> None:
    """It is a plain count over the ties of known groups, and says what is unknown."""
    assume(network)
    known = of_known_group(network)
    within = sum(alike(known, one, other) for one, other in known.edges)
    total = known.number_of_edges()
    found = ei_index(network, "helix")
    assert (found.numerator, found.denominator, found.n) == (total - 2 * within, total, total)
    assert found.value == (float(Fraction(total - 2 * within, total)) if total else None)
    unknown = len(network) - len(known)
    assert found.missing == ((f"group of {unknown} of {len(network)} nodes",) if unknown else ())


@given(mixed((nx.Graph,)))
def test_the_index_is_the_mean_of_the_nodes_by_their_ties(network: "nx.Graph[str]") -> None:
    """Each node's index, times its ties, adds up to the whole network's, each tie at both ends."""
    assume(network)
    known = of_known_group(network)
    each = ei_indices(network, "helix")
    assert list(each) == list(network)
    assert {one for one, its in each.items() if its is not None} == {
        one for one in known if known.degree(one)
    }
    total = sum((each[one] or 0) * known.degree(one) for one in known)
    assert total == pytest.approx(2 * (ei_index(network, "helix").numerator or 0))


def test_krackhardt_and_sterns_extremes() -> None:
    """All ties within groups give -1, all between 1, as many of both 0."""
    groups = {"a": "x", "b": "x", "c": "y", "d": "y"}
    within, between = nx.Graph(["ab", "cd"]), nx.Graph(["ac", "bd"])
    assert ei_index(within, groups).value == -1
    assert ei_index(between, groups).value == 1
    assert ei_index(nx.compose(within, between), groups).value == 0
    assert ei_indices(nx.compose(within, between), groups) == dict.fromkeys("abcd", 0.0)
    assert str(ei_index(within, groups)) == "E-I index: -1 (-2 / 2)"


def test_assortativity_of_newmans_couples_is_as_published() -> None:
    """Newman 2003, table I: of couples by race it is 0.621; the shares are printed to 3 digits."""
    shares = [
        [0.258, 0.016, 0.035, 0.013],
        [0.012, 0.157, 0.058, 0.019],
        [0.013, 0.023, 0.306, 0.035],
        [0.005, 0.007, 0.024, 0.016],
    ]
    couples = nx.DiGraph()
    for woman, row in enumerate(shares):
        for man, share in enumerate(row):
            couples.add_edge(f"woman {woman}", f"man {man}", weight=share)
    groups = {one: one.split()[1] for one in couples}
    found = assortativity(couples, groups, weight="weight").value
    assert found == pytest.approx(0.621, abs=0.003)


def test_zacharys_club_mixes_as_networkx_says() -> None:
    """After the split of the club, ties run within its halves, weighted more so."""
    club = nx.relabel_nodes(nx.karate_club_graph(), str)
    theirs = nx.attribute_assortativity_coefficient(club, "club")
    assert assortativity(club, "club").value == pytest.approx(theirs)
    assert ei_index(club, "club").value == pytest.approx((11 - 67) / 78)


@pytest.mark.parametrize("measure", [ei_index, assortativity])
def test_nothing_is_made_up_where_there_is_nothing_to_mix(measure: Any) -> None:
    """Empty, without ties, of unknown groups alone: None."""
    assert measure(nx.Graph(), "helix").value is None
    pair = nx.Graph([("a", "b")])
    assert measure(pair, {}).value is None
    assert measure(pair, {"a": "x"}).missing == ("group of 1 of 2 nodes",)
    assert ei_indices(pair, {"a": "x"}) == {"a": None, "b": None}


def test_ties_within_one_group_alone_have_no_assortativity() -> None:
    """Chance could not have tied them otherwise, whatever the weights are rounded to."""
    network = nx.Graph()
    network.add_weighted_edges_from([("a", "b", 0.1), ("b", "c", 0.2), ("c", "a", 0.3)])
    groups = dict.fromkeys("abc", "x") | {"d": "y"}
    found = assortativity(network, groups, weight="weight")
    assert (found.value, found.numerator, found.denominator) == (None, 0.0, 0.0)
    assert ei_index(network, groups).value == -1


@given(mixed())
def test_loops_do_not_mix(network: "nx.Graph[str]") -> None:
    """A tie of a node with itself is no tie within its group."""
    assume(network)
    more = network.copy()
    more.add_edges_from((one, one) for one in network)
    assert ei_index(more, "helix") == ei_index(network, "helix")
    assert assortativity(more, "helix") == assortativity(network, "helix")
    assert ei_indices(more, "helix") == ei_indices(network, "helix")


def test_mixing_refuses_slips() -> None:
    """An attribute that no node or no tie has, or something that is no network."""
    network = nx.Graph([("a", "b")])
    with pytest.raises(InvalidValue, match="group must be an attribute of the nodes"):
        ei_index(network, "helx")
    with pytest.raises(InvalidValue, match="weight must be an attribute of the ties"):
        assortativity(network, {"a": "x", "b": "y"}, weight="cuont")
    with pytest.raises(InvalidType, match="must be a networkx graph"):
        ei_indices([("a", "b")], {})  # type: ignore[arg-type]  # that is what is tested


@pytest.mark.parametrize("weight", [["weight"], 1])
def test_a_weight_that_is_no_name_is_refused(weight: Any) -> None:
    """The error names the argument, whether or not the value can be hashed."""
    network = nx.Graph([("a", "b", {"weight": 2})])
    for measure in (ei_index, ei_indices, assortativity):
        with pytest.raises(InvalidType, match="weight must be the name of an attribute, a text"):
            measure(network, {"a": "east", "b": "west"}, weight=weight)
