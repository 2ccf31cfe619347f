"""Networks for other programs: Gephi, Cytoscape, igraph, R, JavaScript, data frames.

Each function takes any networkx graph, and those of `numeco.graph` just as they are.

>>> from numeco.datasets import load
>>> from numeco.graph import collaboration
>>> network = collaboration(load("semaine-fictive"))
>>> octets = to_graphml(network)  # for Path("week.graphml").write_bytes
>>> len(edge_rows(network)) == network.number_of_edges()
True

**What becomes of values.** Nothing that an attribute holds gets lost, in every format alike:

=========================  =====================================================================
None, NaN                  missing: left out in XML, ``null`` in JSON, None in tables
texts                      as they are, accents too; a character that XML 1.0 cannot write (a
                           vertical tab, half a surrogate pair) becomes U+FFFD
enumerations               their word
dates, times, `Days`,      as ISO 8601 writes them; what lasts is ``first/last``
`Interval`
lists, tuples, sets        lists in JSON and tables; in XML the text of a JSON list. Sets are sorted
mappings                   likewise
`Count`                    a number, where all in the column are exact; else the words, and the
                           bounds beside them: ``visitors``, ``visitors_low``, ``visitors_high``
`Decimal`                  a number
an infinite number         refused, and so is any other object
=========================  =====================================================================

In XML a column has one type: where texts and numbers are mixed, all are texts, and so are whole
numbers of more than 2⁵³ beside fractions. An attribute that has the name of what a format itself
needs (``id``, ``source``, ``target`` …) gets an underscore at its end. Nodes and keys of parallel
edges that are no texts become their text, and are refused where two become the same.

**What a reader must know.** A GraphML file does not say whether parallel edges may be: networkx
reads a multigraph without them as a simple graph (``force_multigraph=True`` helps). GEXF has no
place for attributes of the whole network; they are left out there.
"""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from typing import Any, Final, TypeGuard

import networkx as nx

from numeco.formats._networks.portable import Facts, Portable, Reserved, portable
from numeco.formats._networks.xml import legal, writable

__all__ = ["edge_rows", "node_rows", "to_cytoscape", "to_gexf", "to_graphml", "to_node_link"]

_GRAPHML: Final = Reserved.of(nodes="id", edges="id source target")
_GEXF: Final = Reserved.of(
    nodes="id label pid viz start end spells slices parents",
    edges="id label key source target type viz start end spells slices",
)
#: Where a node has a ``parent``, Cytoscape draws it inside of that node.
_CYTOSCAPE: Final = Reserved.of(nodes="id parent", edges="id source target key")
_NODE_LINK: Final = Reserved.of(nodes="id", edges="source target key")


def to_graphml(graph: nx.Graph[Any]) -> bytes:
    """Return a network in GraphML, for igraph, Gephi, yEd, Cytoscape, NetworKit, R.

    UTF-8; the same network gives the same octets. Attributes keep their names and types. Brandes
    et al. 2002, "GraphML progress report", DOI 10.1007/3-540-45848-4_59.

    Args:
        graph: any networkx graph.

    Raises:
        InvalidType: it is none, or holds a value that no file can.
        InvalidValue: two nodes have the same text as id, or a number is infinite.
    """
    made = writable(portable(graph, _GRAPHML, legal))
    written = BytesIO()
    nx.write_graphml_xml(made, written, named_key_ids=False, prettyprint=False)
    # A carriage return would be read as a line feed (XML 1.0, 2.11).
    return written.getvalue().replace(b"\r", b"&#13;")


def to_gexf(
    graph: nx.Graph[Any], *, label: str = "name", first: str = "first", last: str = "last"
) -> bytes:
    """Return a network in GEXF 1.2, for Gephi, sigma.js and graphology.

    Where nodes or edges have dates the graph is dynamic, and Gephi shows a timeline: what has a
    first and a last day is there on both and between them; what has none, or what is no date of ISO
    8601, is there always.

    Args:
        graph: any networkx graph; errors as for `to_graphml`.
        label: the attribute of a node that is shown as its label; its id where there is none.
        first: the attribute with the first day, as ISO 8601 writes it.
        last: the attribute with the last day.
    """
    made = writable(portable(graph, _GEXF, legal))
    made.graph.clear()
    for one, facts in made.nodes.items():
        facts["label"] = facts.get(label, one)
    for facts in (*made.nodes.values(), *(data for *_, data in made.edges(data=True))):
        facts.update(_spell(facts.get(first), facts.get(last)))
    written = BytesIO()
    nx.write_gexf(made, written, version="1.2draft", prettyprint=False)
    return _settled(written.getvalue())


def to_cytoscape(graph: nx.Graph[Any]) -> str:
    """Return a network as JSON of Cytoscape and Cytoscape.js: ``elements`` of nodes and edges.

    ``networkx.cytoscape_graph`` asks for fields of its own beside; for networkx use `to_node_link`.

    Args:
        graph: any networkx graph; errors as for `to_graphml`.
    """
    found = portable(graph, _CYTOSCAPE)
    nodes = [{"data": facts} for facts in _nodes(found)]
    edges = [{"data": facts} for facts in _ends(found)]
    whole = {
        "data": found.facts,
        "directed": found.directed,
        "multigraph": found.multigraph,
        "elements": {"nodes": nodes, "edges": edges},
    }
    return _json(whole)


def to_node_link(graph: nx.Graph[Any]) -> str:
    """Return a network as node-link JSON, for D3 and for networkx itself.

    ``networkx.node_link_graph(json.loads(text), edges="edges")`` gives the network again, with
    lists where tuples and sets were.

    Args:
        graph: any networkx graph; errors as for `to_graphml`.
    """
    found = portable(graph, _NODE_LINK)
    whole = {
        "directed": found.directed,
        "multigraph": found.multigraph,
        "graph": found.facts,
        "nodes": _nodes(found),
        "edges": _ends(found),
    }
    return _json(whole)


def node_rows(graph: nx.Graph[Any]) -> list[dict[str, Any]]:
    """Return a row for each node: ``id``, then its attributes, None where a node lacks one.

    For `pandas.DataFrame`, `polars.DataFrame` and `pyarrow.Table.from_pylist`.

    Args:
        graph: any networkx graph; errors as for `to_graphml`.
    """
    return _rows(_nodes(portable(graph, _NODE_LINK)))


def edge_rows(graph: nx.Graph[Any]) -> list[dict[str, Any]]:
    """Return a row for each edge: ``source``, ``target``, ``key`` in multigraphs, attributes.

    Args:
        graph: any networkx graph; errors as for `to_graphml`.
    """
    return _rows(_ends(portable(graph, _NODE_LINK)))


def _rows(rows: list[Facts]) -> list[dict[str, Any]]:
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


def _nodes(found: Portable) -> list[Facts]:
    """Return the nodes, each with its id before its attributes."""
    return [{"id": one, **facts} for one, facts in found.nodes.items()]


def _ends(found: Portable) -> list[Facts]:
    """Return the edges, each with its ends before its attributes."""
    keyed = ({} if edge.key is None else {"key": edge.key} for edge in found.edges)
    return [
        {"source": edge.source, "target": edge.target, **key, **edge.facts}
        for edge, key in zip(found.edges, keyed, strict=True)
    ]


def _json(whole: object) -> str:
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1)


def _spell(first: object, last: object) -> dict[str, str]:
    """Return the start and the end of what is there for some days; of what is no date, nothing."""
    known = {mark: day for mark, day in (("start", first), ("end", last)) if _is_date(day)}
    return {} if known.get("start", "") > known.get("end", "9999-99") else known


def _is_date(value: object) -> TypeGuard[str]:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _settled(written: bytes) -> bytes:
    """Return a GEXF file without the day on which it was written."""
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", written, count=1)
