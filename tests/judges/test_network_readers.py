"""Networks as other programs' readers see them: igraph, graphology (Gephi's web), Cytoscape.js."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from numeco.datasets import load, names
from numeco.formats.networks import to_cytoscape, to_gexf, to_graphml
from numeco.graph import affiliation, collaboration

Node = Callable[[str, str, str], bytes]


@pytest.fixture(params=names())
def network(request: pytest.FixtureRequest) -> "nx.Graph[str]":
    """Return the affiliation network of each data set."""
    return affiliation(load(request.param))


def pairs(edges: Any) -> set[frozenset[str]]:
    """Return edges without a direction."""
    return {frozenset(edge) for edge in edges}


def test_igraph_reads_the_graphml(network: "nx.Graph[str]", tmp_path: Path) -> None:
    """Ids, names with accents, numbers, lists and ties are those of the network."""
    igraph = pytest.importorskip("igraph")
    file = tmp_path / "network.graphml"
    file.write_bytes(to_graphml(network))
    found = igraph.Graph.Read_GraphML(str(file))
    assert found.vs["id"] == list(network)
    assert found.vs["name"] == [facts["name"] for facts in network.nodes.values()]
    assert found.vs["bipartite"] == [facts["bipartite"] for facts in network.nodes.values()]
    ids = found.vs["id"]
    assert pairs((ids[one], ids[other]) for one, other in found.get_edgelist()) == pairs(
        network.edges
    )
    for edge in found.es:
        facts = network.edges[ids[edge.source], ids[edge.target]]
        assert json.loads(edge["via"]) == list(facts["via"])


def test_igraph_reads_the_weights(tmp_path: Path) -> None:
    """Strengths by igraph, of the weights in the file, are those of the network."""
    igraph = pytest.importorskip("igraph")
    network = collaboration(load("semaine-fictive"))
    file = tmp_path / "network.graphml"
    file.write_bytes(to_graphml(network))
    found = igraph.Graph.Read_GraphML(str(file))
    strengths = dict(zip(found.vs["id"], found.strength(weights="weight"), strict=True))
    assert strengths == pytest.approx(dict(network.degree(weight="weight")))


@pytest.mark.parametrize("library", ["graphml", "gexf", "cytoscape"])
def test_javascript_reads_each_format(node: Node, network: "nx.Graph[str]", library: str) -> None:
    """graphology and Cytoscape.js find the nodes, their names and the ties between them."""
    write = {"graphml": to_graphml, "gexf": to_gexf, "cytoscape": to_cytoscape}[library]
    written = write(network)
    text = written if isinstance(written, str) else written.decode()
    found = json.loads(node("networks.mjs", library, text))
    names_ = {one: facts["name"] for one, facts in found["nodes"]}
    assert names_ == {one: facts["name"] for one, facts in network.nodes(data=True)}
    assert pairs(ends for ends, _ in found["edges"]) == pairs(network.edges)
    for (one, other), facts in found["edges"]:
        via = facts["via"] if library == "cytoscape" else json.loads(facts["via"])
        assert via == list(network.edges[one, other]["via"])


def test_gephi_finds_the_dates(node: Node) -> None:
    """graphology reads the events' first and last day as attributes of a dynamic graph."""
    network = affiliation(load("semaine-fictive"))
    found = json.loads(node("networks.mjs", "gexf", to_gexf(network).decode()))
    for one, facts in found["nodes"]:
        assert facts.get("first") == network.nodes[one].get("first")
