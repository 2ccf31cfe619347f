"""Laws of the network formats: what is written is read back by others, and nothing is lost."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO, StringIO
from math import nan
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from numeco import Count, Days, Ecosystem, Event, Interval, InvalidType, InvalidValue
from numeco.datasets import load, names
from numeco.formats.networks import (
    edge_rows,
    node_rows,
    to_cytoscape,
    to_gexf,
    to_graphml,
    to_node_link,
)
from numeco.graph import affiliation, collaboration
from numeco.model import Helix
from numeco.testing import ecosystems, texts

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://www.gexf.net/1.2draft}"
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Shade(StrEnum):
    """An enumeration of texts, which networkx's writers refuse."""

    LIGHT = "light"
    DARK = "dark"


#: A column each: what stands in it beside None, and what it becomes in JSON.
COLUMNS: dict[str, Any] = {
    "text": texts(),
    "whole": st.integers(-(10**12), 10**12),
    "real": st.floats(allow_nan=False, allow_infinity=False, width=32),
    "truth": st.booleans(),
    "shade": st.sampled_from(Shade),
    "day": st.dates(),
    "words": st.lists(texts(), max_size=3).map(tuple),
    "id": texts(),
    "source": st.integers(0, 9),
}
rows = st.fixed_dictionaries(
    {}, optional={name: st.none() | value for name, value in COLUMNS.items()}
)


@st.composite
def graphs(draw: Any) -> "nx.Graph[str]":
    """Draw a graph, directed or not, with or without parallel edges, and its attributes."""
    kind = draw(st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]))
    graph = kind()
    for number in range(draw(st.integers(0, 5))):
        graph.add_node(f"é-{number}", **draw(rows))
    ends = st.sampled_from(sorted(graph)) if graph else st.nothing()
    for one, other in draw(st.lists(st.tuples(ends, ends), max_size=6)) if graph else ():
        graph.add_edges_from([(one, other, draw(rows))])
    return graph


def as_json(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [sound(one) for one in value]
    return sound(value) if isinstance(value, str) else value


def sound(text: str) -> str:
    """Return a text that an encoding can hold."""
    return str(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def as_xml(value: Any) -> Any:
    """Return a value as XML has it: a list as the text of a JSON list."""
    plain = as_json(value)
    text = json.dumps(plain, ensure_ascii=False) if isinstance(plain, list) else plain
    return ILLEGAL.sub("\ufffd", text) if isinstance(text, str) else text


def kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes that XML holds."""
    return {name: as_xml(value) for name, value in facts.items() if value is not None}


def renamed(facts: Mapping[str, Any], *reserved: str) -> dict[str, Any]:
    """Return attributes under the names that a format leaves them."""
    return {f"{name}_" if name in reserved else name: value for name, value in facts.items()}


def bag(edges: Any) -> list[str]:
    """Return edges in an order that does not depend on theirs."""
    return sorted(json.dumps(one, sort_keys=True, ensure_ascii=False) for one in edges)


def ends(graph: "nx.Graph[str]", one: str, other: str) -> list[str]:
    """Return the ends of an edge, in an order that means nothing where it is undirected."""
    return [one, other] if graph.is_directed() else sorted((one, other))


# GraphML, read by hand as the specification says


def read_graphml(written: bytes) -> tuple[dict[str, dict[str, Any]], list[Any], str]:
    """Return nodes, edges and the direction of a GraphML file, by the types that it declares."""
    root = ElementTree.fromstring(written)  # noqa: S314  # our own
    casts = {"string": str, "long": int, "double": float, "boolean": "true".__eq__}
    keys = {
        key.get("id"): (key.get("attr.name"), casts[key.get("attr.type")])
        for key in root.iter(f"{GRAPHML}key")
    }

    def facts(element: ElementTree.Element) -> dict[str, Any]:
        found = {}
        for data in element.iter(f"{GRAPHML}data"):
            name, cast = keys[data.get("key")]
            text = data.text or ""
            found[name] = cast(text.lower() if cast is not str else text)
        return found

    (graph,) = root.iter(f"{GRAPHML}graph")
    nodes = {node.get("id"): facts(node) for node in graph.iter(f"{GRAPHML}node")}
    edges = [(e.get("source"), e.get("target"), facts(e)) for e in graph.iter(f"{GRAPHML}edge")]
    return nodes, edges, graph.get("edgedefault") or ""


def settled(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes as an XML parser gives them: line ends are one, as XML 1.0 (2.11) says."""
    return {
        name: value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
        for name, value in facts.items()
    }


@given(graphs())
def test_graphml_holds_every_attribute_by_its_type(graph: "nx.Graph[str]") -> None:
    """Read by the letter of the format, nodes, edges, numbers, words and lists are all there."""
    nodes, edges, direction = read_graphml(to_graphml(graph))
    assert direction == ("directed" if graph.is_directed() else "undirected")
    expected = {one: settled(renamed(kept(facts), "id")) for one, facts in graph.nodes(data=True)}
    assert {one: settled(facts) for one, facts in nodes.items()} == expected
    found = [[*ends(graph, one, other), settled(facts)] for one, other, facts in edges]
    told = [
        [*ends(graph, one, other), settled(renamed(kept(facts), "id", "source"))]
        for one, other, facts in graph.edges(data=True)
    ]
    assert bag(found) == bag(told)


@given(graphs())
def test_networkx_reads_the_graphml(graph: "nx.Graph[str]") -> None:
    """networkx gives the network again, its attributes as XML holds them."""
    again = nx.read_graphml(BytesIO(to_graphml(graph)), force_multigraph=graph.is_multigraph())
    assert again.is_directed() == graph.is_directed()
    assert set(again) == set(graph)
    assert len(again.edges) == len(graph.edges)


# GEXF


@given(graphs())
def test_networkx_reads_the_gexf(graph: "nx.Graph[str]") -> None:
    """Nodes with labels and attributes, and as many edges, come back."""
    assume(not graph.is_multigraph())  # networkx's reader asks for keys of its own there
    again = nx.read_gexf(BytesIO(to_gexf(graph)))
    assert set(again) == set(graph)
    assert len(again.edges) == len(graph.edges)
    for one, facts in graph.nodes(data=True):
        expected = settled(renamed(kept(facts), "id"))
        found = settled({name: again.nodes[one].get(name) for name in expected})
        assert found == expected
        assert again.nodes[one]["label"] == one


def test_gexf_has_dates_for_a_timeline() -> None:
    """What has a first and a last day has start and end, inclusive; the time format is a date."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("week", name="Week", first="2026-10-19", last="2026-10-23")
    graph.add_node("city", name="Ville")
    graph.add_edge("city", "week", first="2026-10-19", last=None, weight=0.5)
    root = ElementTree.fromstring(to_gexf(graph))  # noqa: S314  # our own
    (whole,) = root.iter(f"{GEXF}graph")
    assert (whole.get("mode"), whole.get("timeformat")) == ("dynamic", "date")
    week, city = root.iter(f"{GEXF}node")
    assert (week.get("start"), week.get("end")) == ("2026-10-19", "2026-10-23")
    assert (city.get("start"), city.get("label")) == (None, "Ville")
    (edge,) = root.iter(f"{GEXF}edge")
    assert (edge.get("start"), edge.get("end"), edge.get("weight")) == ("2026-10-19", None, "0.5")
    (still,) = ElementTree.fromstring(to_gexf(nx.path_graph(2))).iter(f"{GEXF}graph")  # noqa: S314  # our own
    assert still.get("mode") == "static"


def test_gexf_does_not_say_when_it_was_written() -> None:
    """The same network gives the same octets, tomorrow too."""
    assert b"lastmodified" not in to_gexf(nx.path_graph(3))
    assert to_gexf(nx.path_graph(3)) == to_gexf(nx.path_graph(3))


# JSON


@given(graphs())
def test_node_link_gives_the_network_again(graph: "nx.Graph[str]") -> None:
    """networkx reads the JSON into the same network; what was None is None."""
    again = nx.node_link_graph(json.loads(to_node_link(graph)), edges="edges")
    assert type(again) is type(graph)
    assert dict(again.nodes(data=True)) == {
        one: renamed({name: as_json(value) for name, value in facts.items()}, "id")
        for one, facts in graph.nodes(data=True)
    }
    told = [
        [
            *ends(graph, one, other),
            renamed({name: as_json(value) for name, value in facts.items()}, "source"),
        ]
        for one, other, facts in graph.edges(data=True)
    ]
    found = [[*ends(graph, one, other), facts] for one, other, facts in again.edges(data=True)]
    assert bag(found) == bag(told)


@given(graphs())
def test_cytoscape_json_keeps_ids(graph: "nx.Graph[str]") -> None:
    """Each element has its id, ends and attributes; an attribute called id does not hide the id."""
    whole = json.loads(to_cytoscape(graph))
    nodes = [one["data"] for one in whole["elements"]["nodes"]]
    assert [one["id"] for one in nodes] == list(graph)
    for data, facts in zip(nodes, graph.nodes.values(), strict=True):
        expected = {name: as_json(value) for name, value in facts.items()}
        assert data == {"id": data["id"], **renamed(expected, "id")}
    pairs = [(one["data"]["source"], one["data"]["target"]) for one in whole["elements"]["edges"]]
    assert pairs == [(one, other) for one, other in graph.edges()]


def test_a_parent_is_no_compound_node_in_cytoscape() -> None:
    """Where an organization has a parent, Cytoscape would draw it inside: the name is changed."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("school", parent="university")
    (node,) = json.loads(to_cytoscape(graph))["elements"]["nodes"]
    assert node["data"] == {"id": "school", "parent_": "university"}


# Tables


@given(graphs())
def test_tables_have_a_row_for_each_and_one_set_of_columns(graph: "nx.Graph[str]") -> None:
    """Rows have all columns, None where a node or an edge has no such attribute."""
    nodes, edges = node_rows(graph), edge_rows(graph)
    assert [row["id"] for row in nodes] == list(graph)
    assert [(row["source"], row["target"]) for row in edges] == [*map(tuple, graph.edges())]
    for table in (nodes, edges):
        assert len({tuple(row) for row in table}) <= 1
    for row, facts in zip(nodes, graph.nodes.values(), strict=True):
        expected = {name: as_json(value) for name, value in facts.items()}
        found = {name: value for name, value in row.items() if name != "id" and value is not None}
        assert found == {n: v for n, v in renamed(expected, "id").items() if v is not None}


def test_data_frames_take_the_tables() -> None:
    """pandas makes a frame of a network's edges, with numbers as numbers."""
    network = collaboration(load("semaine-fictive"))
    frame = pd.DataFrame(edge_rows(network))
    assert len(frame) == network.number_of_edges()
    assert frame["weight"].sum() == pytest.approx(network.size("weight"))
    again = pd.read_csv(StringIO(frame.to_csv(index=False)))
    assert list(again["source"]) == [one for one, _ in network.edges()]


# What numeco's own networks hold


@pytest.mark.parametrize("name", names())
def test_the_networks_of_the_cases_survive(name: str) -> None:
    """Names with accents, roles and dates of each data set come back from GraphML and JSON."""
    network = affiliation(load(name))
    xml = nx.read_graphml(BytesIO(to_graphml(network)))
    plain = nx.node_link_graph(json.loads(to_node_link(network)), edges="edges")
    for again in (xml, plain):
        assert set(again) == set(network)
        for one, facts in network.nodes(data=True):
            assert again.nodes[one]["name"] == facts["name"]
        for one, other, facts in network.edges(data=True):
            via = again.edges[one, other]["via"]
            assert (json.loads(via) if again is xml else via) == list(facts["via"])


@given(ecosystems())
def test_every_network_of_numeco_can_be_written(ecosystem: Ecosystem) -> None:
    """Affiliation and collaboration go into every format as they are."""
    for network in (affiliation(ecosystem), collaboration(ecosystem)):
        assert len(read_graphml(to_graphml(network))[0]) == len(network)
        assert len(node_rows(network)) == len(network)
        assert set(nx.read_gexf(BytesIO(to_gexf(network)))) == set(network)
        assert len(json.loads(to_cytoscape(network))["elements"]["nodes"]) == len(network)


# Values


def one_node(**facts: Any) -> "nx.Graph[str]":
    """Return a network of one node."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("one", **facts)
    return graph


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Days.of("2026-10-19", "2026-10-23"), "2026-10-19/2026-10-23"),
        (Days.of("2026-10-19"), "2026-10-19"),
        (datetime(2026, 10, 19, 9, 30, tzinfo=UTC), "2026-10-19T09:30:00+00:00"),
        (
            Interval.local("2026-10-19T09:00", "2026-10-19T10:00", "Europe/Paris"),
            "2026-10-19T09:00:00+02:00/2026-10-19T10:00:00+02:00",
        ),
        (Helix.INDUSTRY, "industry"),
        (Decimal("2.50"), 2.5),
        (Decimal(10) ** 12, 10**12),
        ({"b", "a"}, ["a", "b"]),
        ({"gold": {1}}, {"gold": [1]}),
        (Count(7), 7),
        (nan, None),
        (Decimal("NaN"), None),
        ("half \ud800", "half \ufffd"),
    ],
)
def test_values_become_plain(value: Any, written: Any) -> None:
    """Days, moments, sets, Decimals and Counts have one form each."""
    (row,) = node_rows(one_node(value=value))
    assert row["value"] == written
    json.loads(to_node_link(one_node(value=value)), parse_constant=pytest.fail)


def test_counts_keep_words_and_bounds() -> None:
    """A column with a Count that is not exact has words, and numbers beside them, for all."""
    graph = one_node(visitors=Count.parse("près de 5 000"))
    graph.add_node("two", visitors=Count.at_least(201))
    graph.add_node("three", visitors=40)
    graph.add_node("four", visitors=None)
    graph.add_node("five", visitors=Count(60))
    found = {row["id"]: row for row in node_rows(graph)}
    told = {
        one: (row["visitors"], row["visitors_low"], row["visitors_high"])
        for one, row in found.items()
    }
    assert told == {
        "one": ("près de 5 000", 5000, 5000),
        "two": ("at least 201", 201, None),
        "three": ("40", 40, 40),
        "four": (None, None, None),
        "five": ("60", 60, 60),
    }
    nodes, *_ = read_graphml(to_graphml(graph))
    assert nodes["two"] == {"visitors": "at least 201", "visitors_low": 201}


def test_mixed_columns_become_texts_in_xml_alone() -> None:
    """Numbers and words in one column: words in XML, as they are in JSON; whole and real: real."""
    graph = one_node(level="gold", share=1, big=2**70, flag=True)
    graph.add_node("two", level=3, share=0.5, big=1, flag=2)
    nodes, *_ = read_graphml(to_graphml(graph))
    assert nodes["one"] == {"level": "gold", "share": 1.0, "big": str(2**70), "flag": "true"}
    assert nodes["two"] == {"level": "3", "share": 0.5, "big": "1", "flag": "2"}
    assert json.loads(to_node_link(graph))["nodes"][1]["level"] == 3


def test_control_characters_do_not_break_the_xml() -> None:
    """A vertical tab, which XML cannot write, becomes U+FFFD there and stays in JSON."""
    graph = one_node(name="a\vb")
    assert read_graphml(to_graphml(graph))[0]["one"]["name"] == "a\ufffdb"
    assert nx.read_gexf(BytesIO(to_gexf(graph))).nodes["one"]["name"] == "a\ufffdb"
    assert node_rows(graph)[0]["name"] == "a\vb"


WRITERS = [to_graphml, to_gexf, to_cytoscape, to_node_link, node_rows, edge_rows]


@pytest.mark.parametrize("write", WRITERS)
def test_what_no_file_can_hold_is_refused_with_its_place(write: Any) -> None:
    """An object or an infinite number is named with its node and attribute."""
    with pytest.raises(InvalidType, match=r"node 'one', what must be a text, a number"):
        write(one_node(what=object()))
    with pytest.raises(InvalidValue, match=r"node 'one', far must be finite"):
        write(one_node(far=float("inf")))
    with pytest.raises(InvalidType, match="graph must be a networkx graph"):
        write(Ecosystem.of(Event(id="e", name="E")))


@pytest.mark.parametrize("write", WRITERS)
def test_ids_that_look_alike_are_refused(write: Any) -> None:
    """The number 1 and the text 1 would be one node in a file."""
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from([1, "1"])
    with pytest.raises(InvalidValue, match="must have different texts as ids"):
        write(graph)


@pytest.mark.parametrize("write", WRITERS)
def test_the_network_stays_as_it_was(write: Any) -> None:
    """Writing changes nothing in the network."""
    graph = nx.Graph([("a", "b", {"words": ("x",), "weight": 1})], shade=Shade.DARK)
    before = nx.to_dict_of_dicts(graph), dict(graph.graph)
    write(graph)
    assert (nx.to_dict_of_dicts(graph), dict(graph.graph)) == before


@pytest.mark.parametrize("write", [to_graphml, to_gexf])
def test_ids_that_look_alike_in_xml_are_refused(write: Any) -> None:
    """Two ids that differ in a character that XML cannot write would be one node there."""
    graph = nx.Graph([("a\v", "b"), ("a\f", "c")])
    with pytest.raises(InvalidValue, match="must have different texts as ids"):
        write(graph)
    assert len(node_rows(graph)) == 4


def test_attributes_that_look_alike_in_xml_are_both_kept() -> None:
    """Their names differ by an underscore at the end."""
    nodes, *_ = read_graphml(to_graphml(one_node(**{"x\v": 1, "x\f": 2})))
    assert nodes["one"] == {"x\ufffd": 1, "x\ufffd_": 2}


@pytest.mark.parametrize("write", WRITERS[:4])
def test_keys_that_look_alike_are_refused(write: Any) -> None:
    """Parallel edges with the keys 1 and "1" would be one edge in a file."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_edge("a", "b", key=1)
    graph.add_edge("b", "a", key="1")
    with pytest.raises(InvalidValue, match="must have different texts as keys between"):
        write(graph)


@given(graphs())
def test_what_networkx_read_can_be_written_again(graph: "nx.Graph[str]") -> None:
    """A network that came from a file goes into one: its nodes and edges are the same."""
    again = nx.read_graphml(BytesIO(to_graphml(graph)), force_multigraph=graph.is_multigraph())
    nodes, edges, _ = read_graphml(to_graphml(again))
    assert set(nodes) == set(graph)
    assert len(edges) == len(graph.edges)
    if not graph.is_multigraph():
        assert set(nx.read_gexf(BytesIO(to_gexf(nx.read_gexf(BytesIO(to_gexf(graph))))))) == set(
            graph
        )


@pytest.mark.parametrize("order", [("v", "v_low"), ("v_low", "v")])
def test_a_count_leaves_its_neighbours_alone(order: tuple[str, str]) -> None:
    """A column that is called as the bounds of a Count would be keeps its name and its values."""
    values = {"v": Count(1, 3), "v_low": 7}
    graph = nx.Graph([("a", "b", {name: values[name] for name in order}), ("b", "c", {"v_low": 8})])
    first, second = edge_rows(graph)
    assert (first["v"], first["v_low"], first["v_low_"], first["v_high"]) == ("1 to 3", 7, 1, 3)
    assert (second["v"], second["v_low"]) == (None, 8)


def test_line_ends_and_great_numbers_survive_xml() -> None:
    """A carriage return is not read as a line feed, nor a great whole number rounded."""
    graph = one_node(text="one\rtwo", mixed=2**53 + 1)
    graph.add_node("two", mixed=0.5)
    for again in (
        nx.read_graphml(BytesIO(to_graphml(graph))),
        nx.read_gexf(BytesIO(to_gexf(graph))),
    ):
        assert again.nodes["one"]["text"] == "one\rtwo"
        assert again.nodes["one"]["mixed"] == str(2**53 + 1)


@pytest.mark.parametrize(
    ("first", "last"), [(5, True), ("May", "June"), ("2026-02-02", "2026-02-01")]
)
def test_what_is_no_span_of_dates_is_no_spell(first: Any, last: Any) -> None:
    """GEXF gets a start and an end from dates in order only; the attributes stay."""
    root = ElementTree.fromstring(to_gexf(one_node(first=first, last=last)))  # noqa: S314  # our own
    (node,) = root.iter(f"{GEXF}node")
    assert (node.get("start"), node.get("end")) == (None, None)
    assert len(list(node.iter(f"{GEXF}attvalue"))) == 2
