"""Laws of brokerage, with the differences of sets, the definition and published counts."""

from collections.abc import Hashable, Mapping
from itertools import permutations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numeco import InvalidType, InvalidValue
from numeco.graph import _brokerage
from numeco.graph._brokerage import Brokerage, brokerage
from numeco.graph._measuring import brokerage_arrays as _brokerage_arrays
from numeco.graph._measuring import brokerage_bits as _brokerage_bits
from numeco.graph._measuring.brokerage_bits import Way

ROLES = "coordinator", "itinerant", "gatekeeper", "representative", "liaison"
NONE = Brokerage(0, 0, 0, 0, 0)


@st.composite
def grouped(draw: st.DrawFn) -> tuple["nx.Graph[str]", dict[str, str | None]]:
    """Return a network, directed or not, with loops and parallel ties, and its groups."""
    kind = draw(st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]))
    nodes = [f"n{at}" for at in range(draw(st.integers(0, 9)))]
    network = kind()
    network.add_nodes_from(nodes)
    if nodes:
        node = st.sampled_from(nodes)
        network.add_edges_from(draw(st.lists(st.tuples(node, node), max_size=40)))
    group = st.sampled_from(["city", "firm", "school", None])
    return network, {one: draw(group) for one in nodes}


def by_definition(
    network: "nx.Graph[str]", groups: Mapping[str, Hashable]
) -> dict[str, Brokerage | None]:
    """Return the brokerage of each node, from all ordered triples."""
    found: dict[str, Any] = {
        one: dict.fromkeys(ROLES, 0) if groups[one] is not None else None for one in network
    }
    for a, b, c in permutations((one for one in network if groups[one] is not None), 3):
        if network.has_edge(a, b) and network.has_edge(b, c) and not network.has_edge(a, c):
            found[b][role(groups[a], groups[b], groups[c])] += 1
    return {one: None if roles is None else Brokerage(**roles) for one, roles in found.items()}


def role(a: Hashable, b: Hashable, c: Hashable) -> str:
    """Return the role of b, as Gould and Fernandez define it."""
    if a == b:
        return "coordinator" if b == c else "representative"
    if b == c:
        return "gatekeeper"
    return "itinerant" if a == c else "liaison"


@given(grouped())
def test_brokerage_is_what_its_definition_says(
    given_: tuple["nx.Graph[str]", dict[str, str | None]],
) -> None:
    """Each node has the counts that all ordered triples give, in the order of the network."""
    network, groups = given_
    found = brokerage(network, groups)
    assert found == by_definition(network, groups)
    assert list(found) == list(network)


@given(grouped(), st.integers(1, 4))
def test_brokerage_does_not_depend_on_how_many_bits_a_row_holds(
    given_: tuple["nx.Graph[str]", dict[str, str | None]], width: int
) -> None:
    """Networks of more nodes than a row holds bits are counted in pieces, to the same sums."""
    network, groups = given_
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_brokerage, "_WIDTH", width)
        found = brokerage(network, groups)
    assert found == by_definition(network, groups)


@pytest.mark.parametrize(
    "way", [_brokerage_bits.met, _brokerage_arrays.met], ids=["bits", "arrays"]
)
@given(given_=grouped(), width=st.integers(1, 99))
def test_bits_and_arrays_count_the_same(
    way: Way, given_: tuple["nx.Graph[str]", dict[str, str | None]], width: int
) -> None:
    """With numpy and without it, in one piece or several, the counts are those of the triples."""
    network, groups = given_
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_brokerage, "_WIDTH", width)
        patch.setattr(_brokerage, "_way", lambda _: way)
        assert brokerage(network, groups) == by_definition(network, groups)


def by_sets(network: "nx.Graph[str]", groups: Mapping[str, str]) -> dict[str, int]:
    """Return the total of each node by differences of sets."""
    rows = {one: set(network[one]) for one in network}
    return {b: sum(len(rows[b] - rows[a] - {a}) for a in rows[b]) for b in network}


@pytest.mark.parametrize("numpy", [True, False])
def test_brokerage_of_a_dense_network_adds_up_to_its_open_paths(
    numpy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The total is the number of open paths, also where rows hold hundreds of bits."""
    monkeypatch.setattr(_brokerage, "find_spec", lambda _: numpy or None)
    network = nx.relabel_nodes(nx.gnp_random_graph(300, 0.2, seed=7), str)
    groups = {one: "abc"[int(one) % 3] for one in network}
    found = brokerage(network, groups)
    assert {one: its.total for one, its in found.items() if its} == by_sets(network, groups)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ("xxx", "coordinator"),
        ("xyx", "itinerant"),
        ("xyy", "gatekeeper"),
        ("xxy", "representative"),
        ("xyz", "liaison"),
    ],
)
def test_the_five_triads_of_gould_and_fernandez_have_their_roles(
    groups: str, expected: str
) -> None:
    """Gould and Fernandez 1989: a path a → b → c of each of the five kinds that they define."""
    network = nx.DiGraph([("a", "b"), ("b", "c")])
    found = brokerage(network, dict(zip("abc", groups, strict=True)))
    assert found["b"] == Brokerage(**(dict.fromkeys(ROLES, 0) | {expected: 1}))
    assert found["a"] == found["c"] == NONE


def test_brokerage_is_as_published_for_a_directed_network() -> None:
    """The example of ``brokerage_roles`` in R's netmem, whose manual prints these counts."""
    network = nx.DiGraph(["ab", "bc", "bd", "cd", "da"])
    found = brokerage(network, {"a": "x", "b": "x", "c": "y", "d": "y"})
    assert found == {
        "a": Brokerage(0, 0, 1, 0, 0),
        "b": Brokerage(0, 0, 0, 2, 0),
        "c": NONE,
        "d": Brokerage(0, 1, 0, 1, 0),
    }


@given(grouped())
def test_in_undirected_networks_gatekeepers_are_representatives(
    given_: tuple["nx.Graph[str]", dict[str, str | None]],
) -> None:
    """What comes in by a path goes out by it, so that the two are equal and the total is even."""
    network, groups = given_
    for its in brokerage(network.to_undirected(), groups).values():
        assert its is None or (its.gatekeeper == its.representative and its.total % 2 == 0)


def test_in_a_network_of_one_group_all_brokers_are_coordinators() -> None:
    """The hub of a star of five stands between all 20 ordered pairs of its points."""
    network = nx.relabel_nodes(nx.star_graph(5), str)
    found = brokerage(network, dict.fromkeys(network, "firm"))
    assert found["0"] == Brokerage(20, 0, 0, 0, 0)
    assert all(found[one] == NONE for one in "12345")


def test_brokerage_reads_a_node_attribute() -> None:
    """A node that lacks the attribute, or holds None or NaN, is of unknown group."""
    network = nx.Graph(
        [("mayor", "firm"), ("mayor", "school"), ("mayor", "lab"), ("mayor", "fair")]
    )
    helix = {"mayor": "public", "firm": "industry", "school": "academia", "lab": float("nan")}
    nx.set_node_attributes(network, helix, "helix")
    found = brokerage(network, "helix")
    assert found["mayor"] == Brokerage(0, 0, 0, 0, 2)
    assert found["lab"] is None
    assert found["fair"] is None
    assert found == brokerage(network, {**helix, "elsewhere": "industry"})


def test_hard_cases_of_brokerage() -> None:
    """Empty, of two nodes, of unknown groups alone: nobody brokers, and nothing is made up."""
    assert brokerage(nx.Graph(), "helix") == {}
    pair = nx.Graph([("a", "b")])
    assert brokerage(pair, {"a": "x", "b": "y"}) == {"a": NONE, "b": NONE}
    assert brokerage(pair, {}) == {"a": None, "b": None}


@pytest.mark.parametrize(
    ("network", "group", "error", "sentence"),
    [
        (nx.path_graph(2), "helx", InvalidValue, "attribute of the nodes, such as 'helix'"),
        (nx.path_graph(2), 3, InvalidType, "or a mapping from nodes to groups"),
        (nx.path_graph(2), {0: ["x"]}, InvalidType, "texts or other hashable values"),
        ({"a": ["b"]}, "helix", InvalidType, "must be a networkx graph"),
    ],
)
def test_brokerage_refuses_what_it_cannot_group(
    network: Any, group: Any, error: type[Exception], sentence: str
) -> None:
    """A slip in the name of an attribute is an error, never a network without groups."""
    with pytest.raises(error, match=sentence):
        brokerage(network, group)
