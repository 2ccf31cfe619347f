"""Laws of the pictures of networks and of change: nothing overlaps, everybody is named."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import chain, pairwise
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("matplotlib", reason="pictures need matplotlib: install numeco[plot]")

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from numeco import (
    Days,
    Ecosystem,
    Event,
    InvalidType,
    InvalidValue,
    Organization,
    Partnership,
    Series,
    UnknownId,
    plot,
    svg,
)
from numeco.graph._compare import compare
from numeco.plot._text import font

SVG = "{http://www.w3.org/2000/svg}"
WORDS = ["Observatoire", "des médias", "Nouvelle-Calédonie", "Université", "Laval", "Agence"]
WORDS += ["cybersécurité", "IRIS", "données ouvertes", "Œuvre", "Développement", "SA", "Québec"]
HELICES = ["industry", "academia", "government", "civil-society", None]


def named(graph: "nx.Graph[Any]", seed: int = 1) -> "nx.Graph[str]":
    """Return a network of organizations with names of 10 to 60 signs, each of its own."""
    draw = random.Random(seed)  # noqa: S311  # a test
    found: nx.Graph[str] = nx.relabel_nodes(graph, {one: f"org-{one}" for one in graph})
    for at, one in enumerate(found):
        words = " ".join(draw.choice(WORDS) for _ in range(draw.randint(1, 5)))
        facts = {"name": f"{at:03} {words} {WORDS[2]}"[: draw.randint(10, 60)].strip()}
        facts["helix"] = draw.choice(HELICES)
        facts["territory"] = draw.choice(["nantes", "nantes", "rennes", "quebec", None])
        found.nodes[one].update(facts)
    return found


def heavy(seed: int = 1, *, largest: int = 90) -> "nx.Graph[str]":
    """Return a hundred organizations in events of heavy-tailed sizes, one of 90 among them."""
    draw = random.Random(seed)  # noqa: S311  # a test
    sizes = [min(largest, int(draw.paretovariate(1.1))) for _ in range(60)] + [largest]
    graph: nx.Graph[int] = nx.empty_graph(100)
    for size in sizes:
        cast = sorted(draw.sample(range(100), size))
        for one, other in ((a, b) for at, a in enumerate(cast) for b in cast[:at]):
            weight = graph.get_edge_data(one, other, {"weight": 0})["weight"]
            graph.add_edge(one, other, weight=weight + 1 / (size - 1))
    return named(graph, seed)


def together(*graphs: "nx.Graph[Any]") -> "nx.Graph[str]":
    """Return networks as the components of one."""
    whole: nx.Graph[Any] = nx.disjoint_union_all(graphs)
    return named(whole)


WORST: dict[str, Callable[[], "nx.Graph[str]"]] = {
    "heavy-tailed": heavy,
    "clique of 90": lambda: together(nx.complete_graph(90), nx.empty_graph(10)),
    "chain": lambda: named(nx.path_graph(100)),
    "star": lambda: named(nx.star_graph(99)),
    "many components": lambda: together(*(nx.complete_graph(1 + at % 9) for at in range(20))),
    "isolates": lambda: named(nx.empty_graph(100)),
    "bipartite": lambda: named(nx.complete_bipartite_graph(50, 50)),
}


# What pictures show


def drawn(figure: Figure) -> list[tuple[str, str, Bbox]]:
    """Return the texts that a reader sees, their ids, and the pixels that they take."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    texts = [one for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip()]
    return [(one.get_text(), str(one.get_gid()), one.get_window_extent(renderer)) for one in texts]


def overlaps(boxes: list[Bbox]) -> int:
    """Return how many pairs of boxes overlap, by half a pixel or more."""
    order, found = sorted(boxes, key=lambda box: box.x0), 0
    for at, box in enumerate(order):
        for other in order[at + 1 :]:
            if other.x0 >= box.x1 - 0.5:
                break
            found += other.y0 < box.y1 - 0.5 and box.y0 < other.y1 - 0.5
    return found


def check(figure: Figure) -> None:
    """Check that no text lies over another, and that none leaves the picture."""
    boxes = [box for _, _, box in drawn(figure)]
    assert overlaps(boxes) == 0
    wide, high = figure.bbox.width + 0.5, figure.bbox.height + 0.5
    assert all(box.x0 >= -0.5 and box.x1 <= wide for box in boxes)
    assert all(box.y0 >= -0.5 and box.y1 <= high for box in boxes)


def said(shown: str) -> str:
    """Return a text that was broken into lines and clipped, as far as it is the name."""
    return re.sub(r"[\s-]", "", shown).removesuffix("…")


def check_names(names: dict[str, str], labels: dict[str, str], key: dict[str, str]) -> None:
    """Check that each node is named: beside itself, or by a number with a line of the key."""
    assert labels.keys() == names.keys()
    for one, name in names.items():
        shown = key[labels[one]] if labels[one] in key else labels[one]
        assert len(said(shown)) >= 3
        assert said(name).startswith(said(shown))


def svg_labels(picture: str) -> Iterator[tuple[str, list[tuple[str, Bbox]]]]:
    """Iterate over the texts of an SVG, measured by DejaVu Sans, the widest font that it names."""
    for text in ET.fromstring(picture.encode()).iter(f"{SVG}text"):  # noqa: S314  # our own
        if text.get("class") in {"name", "disc", "key", "note"}:
            size = float(text.get("font-size", "11" if text.get("class") == "note" else "9.5"))
            lines = list(text.iter(f"{SVG}tspan")) or [text]
            yield text.attrib["class"], [line_of(line, text, size) for line in lines]


def line_of(line: ET.Element, text: ET.Element, size: float) -> tuple[str, Bbox]:
    """Return a line and its box."""
    shown, x, y = line.text or "", float(line.attrib["x"]), float(line.attrib["y"])
    bold = line.get("font-weight") == "bold" or text.get("class") == "disc"
    extent = TextPath((0, 0), shown, prop=font(size, bold)).get_extents()
    centred = text.get("class") in {"name", "disc"}
    left = x - extent.width / 2 if centred else x + extent.x0
    return shown, Bbox([[left, y - extent.y1], [left + extent.width, y - extent.y0]])


# Networks


@pytest.mark.parametrize(
    ("kind", "layout"), [*((kind, "components") for kind in WORST), ("heavy-tailed", "territories")]
)
def test_a_hundred_are_named_without_overlap(kind: str, layout: str) -> None:
    """Whatever the network, each of 100 nodes has a name or a number, and no text meets another."""
    graph = WORST[kind]()
    figure = plot.network(graph, layout=layout)
    check(figure)
    texts = drawn(figure)
    labels = {gid[5:]: text for text, gid, _ in texts if gid.startswith("name:")}
    names = {one: graph.nodes[one]["name"] for one in graph}
    lines = {gid[4:]: text for text, gid, _ in texts if gid.startswith("key:")}
    key = {labels[one]: text for one, text in lines.items()}
    assert len(key) == len(lines), "two nodes have one number"
    assert sum(gid == "number" for _, gid, _ in texts) == len(key)
    check_names(names, labels, key)


@pytest.mark.parametrize(
    ("kind", "layout"), [*((kind, "components") for kind in WORST), ("heavy-tailed", "territories")]
)
def test_a_hundred_are_named_in_an_svg(kind: str, layout: str) -> None:
    """The same holds of the SVG, by the widths of a real font."""
    graph = WORST[kind]()
    found = list(svg_labels(svg.network(graph, layout=layout, title="A title")))
    boxes = [box for _, lines in found for _, box in lines]
    assert overlaps(boxes) == 0
    assert all(box.x0 >= 0 and box.x1 <= 960 and box.y0 >= 0 and box.y1 <= 680 for box in boxes)
    texts = ["".join(text for text, _ in lines) for kind, lines in found if kind == "name"]
    entries = [lines for kind, lines in found if kind == "key"]
    key = {number: "".join(text for text, _ in rest) for (number, _), *rest in entries}
    assert len(key) == len(entries)
    assert len(texts) == len(graph)
    shown = sorted(said(key.get(text, text)) for text in texts)
    names = sorted(said(graph.nodes[one]["name"]) for one in graph)
    assert all(name.startswith(text) for name, text in zip(names, shown, strict=True))


def test_nodes_and_ties_are_all_drawn() -> None:
    """A mark for each node and a line for each tie, the heavier the wider."""
    graph = heavy(3, largest=20)
    figure = plot.network(graph)
    gids = [str(one.get_gid()) for one in figure.findobj()]
    assert sorted(one[5:] for one in gids if one.startswith("node:")) == sorted(graph)
    (lines,) = (one for one in figure.findobj() if one.get_gid() == "ties:plain")
    assert len(lines.get_segments()) == graph.number_of_edges()
    widths, alphas = lines.get_linewidths(), [colour[3] for colour in lines.get_edgecolors()]
    assert list(widths) == sorted(widths)
    assert alphas == sorted(alphas)
    assert widths[-1] > widths[0]


def test_members_lie_in_their_disc() -> None:
    """Each node lies in the disc of its territory, whose name stands beside it."""
    graph = heavy(4, largest=20)
    figure = plot.network(graph, layout="territories")
    discs = {
        str(one.get_gid())[5:]: one
        for one in figure.findobj(Circle)
        if str(one.get_gid()).startswith("disc:")
    }
    assert discs.keys() == {"nantes", "rennes", "quebec", "unknown"}
    figure.canvas.draw()
    for one in graph:
        disc = discs[graph.nodes[one]["territory"] or "unknown"].get_window_extent()
        (mark,) = (art for art in figure.findobj() if art.get_gid() == f"node:{one}")
        box = mark.get_window_extent()
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        far = ((x - disc.x0 - disc.width / 2) ** 2 + (y - disc.y0 - disc.height / 2) ** 2) ** 0.5
        assert far <= disc.width / 2 + 1


@given(
    st.dictionaries(st.text("abcé日\n$_^{", min_size=1, max_size=4), st.text(max_size=80)),
    st.data(),
)
@settings(max_examples=15, deadline=None)
def test_any_names_are_drawn(names: dict[str, str], data: st.DataObject) -> None:
    """Whatever names hold, no text meets another, and nobody is lost unsaid."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from((one, {"name": name}) for one, name in names.items())
    if names:
        ids = st.sampled_from(sorted(names))
        graph.add_edges_from(data.draw(st.lists(st.tuples(ids, ids), max_size=9)))
    figure = plot.network(graph, title="T")
    check(figure)
    shown = sum(gid.startswith("name:") for _, gid, _ in drawn(figure))
    assert shown == len(names)


def saved(figure: Figure) -> bytes:
    """Return a figure as a vector file without the time."""
    into = BytesIO()
    figure.savefig(into, format="svg", metadata={"Date": None})
    return re.sub(rb"#?\b[mpC][0-9a-f]{10}\w*|[\w-]*\w{10}\b(?=\")", b"", into.getvalue())


def test_the_order_of_things_does_not_show() -> None:
    """The same network, its nodes and ties in another order, has the same picture."""
    graph = heavy(5, largest=9)
    turned: nx.Graph[str] = nx.Graph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    one, other = (drawn(plot.network(each, layout="territories")) for each in (graph, turned))
    assert [(text, gid) for text, gid, _ in one] == [(text, gid) for text, gid, _ in other]
    assert all(a.bounds == b.bounds for (*_, a), (*_, b) in zip(one, other, strict=True))
    assert saved(plot.network(graph)) == saved(plot.network(turned))


@pytest.mark.parametrize("names", [0, 1, 7, None])
def test_as_many_are_named_as_asked_for(names: int | None) -> None:
    """Of 200 nodes the strongest are named, 60 unless asked otherwise; a note says how many."""
    graph: nx.Graph[str] = nx.star_graph([f"n{at:03}" for at in range(200)])
    for at in range(1, 200):
        graph.edges["n000", f"n{at:03}"]["weight"] = at
    figure = plot.network(graph, names=names)
    check(figure)
    number = 60 if names is None else names
    shown = {gid[5:] for _, gid, _ in drawn(figure) if gid.startswith("name:")}
    assert shown == {"n000", *(f"n{at:03}" for at in range(199, 200 - number, -1))} or not number
    assert len(shown) == number
    notes = " ".join(text for text, gid, _ in drawn(figure) if gid == "note")
    assert f"200 nodes, the {number} strongest named" in notes


def test_an_empty_network_has_a_picture() -> None:
    """A network without nodes is drawn as such; so is one that ties nobody but itself."""
    assert "no nodes" in [text for text, _, _ in drawn(plot.network(nx.Graph()))]
    looping: nx.Graph[str] = nx.Graph([("a", "a")])
    notes = [text for text, gid, _ in drawn(plot.network(looping)) if gid == "note"]
    assert notes == ["1 node · 0 ties"]
    assert "no nodes" in svg.network(nx.Graph(), layout="territories")


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"graph": 7}, InvalidType, "graph must be a networkx graph (got 7)"),
        ({"layout": "round"}, InvalidValue, "Layout must be one of components, territories"),
        ({"groups": [1]}, InvalidType, "groups must be a mapping"),
        ({"names": "all"}, InvalidType, "names must be a whole number or None (got 'all')"),
        ({"names": -1}, InvalidValue, "names must be at least 0 (got -1)"),
        ({"title": 7}, InvalidType, "title must be a text or None (got 7)"),
        ({"size": (1, 1)}, InvalidValue, "size must be 3 to 200 inches each way"),
    ],
)
def test_network_refuses_with_a_sentence(
    arguments: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    """What cannot be drawn is refused by name."""
    with pytest.raises(error, match=re.escape(sentence)):
        plot.network(arguments.pop("graph", nx.Graph()), **arguments)


# Retention


def series(*editions: Sequence[str], names: str = "Firm {}") -> Ecosystem:
    """Return editions of a fair, each with some firms as partners."""
    fair = Series(id="fair", name="Fair")
    events = [
        Event(id=f"fair-{at}", name=f"Fair {2000 + at}", series="fair", days=Days.year(2000 + at))
        for at in range(len(editions))
    ]
    firms = [Organization(id=one, name=names.format(one)) for one in sorted({*chain(*editions)})]
    ties = [
        Partnership(organization=one, of=f"fair-{at}")
        for at, partners in enumerate(editions)
        for one in partners
    ]
    return Ecosystem.of(fair, events, firms, ties)


def bars(figure: Figure) -> dict[str, float]:
    """Return how high the parts of bars are, by fate and event."""
    return {
        str(one.get_gid())[4:]: one.get_height()
        for one in figure.findobj(Rectangle)
        if str(one.get_gid()).startswith("bar:")
    }


def texts_of(figure: Figure, gid: str) -> dict[str, str]:
    """Return texts by what follows the sort in their ids."""
    found = (one for one in drawn(figure) if one[1].startswith(gid))
    return {one[len(gid) :]: text for text, one, _ in found}


letters = st.lists(st.sets(st.sampled_from("abcdefghij")).map(sorted).map("".join), max_size=6)


@given(letters)
@settings(max_examples=15, deadline=None)
def test_bars_are_as_high_as_their_numbers(editions: list[str]) -> None:
    """Kept, new, returned and lost, counted anew by sets, are the heights of the bars."""
    ecosystem = series(*editions)
    figure = plot.retention(compare(ecosystem, "fair"), ecosystem=ecosystem)
    check(figure)
    expected: dict[str, int] = {}
    for at, here in enumerate(map(set, editions)):
        before, earlier = set(editions[at - 1] if at else ""), set("".join(editions[:at]))
        known = bool(at and before and here)
        parts = {
            "kept": here & before if known else (),
            "returned": here & earlier - before if known else (),
            "new": here - earlier if known else (),
            "lost": before - here if known else (),
            "first": () if known else here,
        }
        expected |= {f"{fate}:fair-{at}": len(these) for fate, these in parts.items() if these}
    found = bars(figure)
    assert found.keys() == expected.keys()
    units = {round(found[one] / number, 6) for one, number in expected.items()}
    assert len(units) <= 1


@given(letters)
@settings(max_examples=15, deadline=None)
def test_shares_are_those_of_sets(editions: list[str]) -> None:
    """The retention written between two columns is that of the two sets, or unknown."""
    ecosystem = series(*editions)
    shares = texts_of(plot.retention(compare(ecosystem, "fair")), "share:")
    assert len(shares) == max(len(editions) - 1, 0)
    for at, (before, after) in enumerate(pairwise(editions), start=1):
        if before and after:
            share = 100 * len(set(before) & set(after)) / len(before)
            assert abs(float(shares[f"fair-{at}"].removesuffix(" %")) - share) < 1
        else:
            assert shares[f"fair-{at}"] == "unknown"


def test_every_partner_has_a_row() -> None:
    """A row for each organization, the most editions first; what is left out is counted."""
    ecosystem = series("abc", "bcd", "cde")
    comparison = compare(ecosystem, "fair")
    rows = texts_of(plot.retention(comparison, ecosystem=ecosystem), "partner:")
    assert list(rows) == ["c", "b", "d", "a", "e"]
    assert rows["a"] == "Firm a"
    assert texts_of(plot.retention(comparison), "partner:")["a"] == "a"
    few = plot.retention(comparison, partners=2)
    assert list(texts_of(few, "partner:")) == ["c", "b"]
    notes = " ".join(text for text, gid, _ in drawn(few) if gid == "note")
    assert "5 partners in all · 3 of the fewest editions without a row" in notes
    assert texts_of(plot.retention(comparison, partners=0), "partner:") == {}


@pytest.mark.parametrize(
    ("number", "size"), [(4, None), (4, (5, 6)), (4, (12, 5)), (15, None), (15, (20, 9))]
)
def test_large_editions_are_legible(number: int, size: tuple[float, float] | None) -> None:
    """Editions of 130 partners with long names: no text meets another, at any size."""
    draw = random.Random(number)  # noqa: S311  # a test
    firms = [f"p{at}" for at in range(260)]
    editions = [draw.sample(firms, 130) for _ in range(number)]
    ecosystem = series(*editions, names="Observatoire des médias sociaux {} de Nouvelle-Calédonie")
    figure = plot.retention(compare(ecosystem, "fair"), ecosystem=ecosystem, size=size)
    check(figure)
    rows = len(texts_of(figure, "partner:"))
    people = len({*chain(*editions)})
    assert rows == people or size is not None
    notes = " ".join(text for text, gid, _ in drawn(figure) if gid == "note")
    assert (f"{people - rows} of the fewest editions without a row" in notes) == (rows < people)


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"comparison": 7}, InvalidType, "comparison must be what numeco.graph.compare returns"),
        ({"ecosystem": 7}, InvalidType, "ecosystem must be an Ecosystem, or None (got 7)"),
        ({"ecosystem": Ecosystem.of()}, UnknownId, "nothing in the ecosystem has the id"),
        ({"partners": True}, InvalidType, "partners must be a whole number or None (got True)"),
        ({"partners": -1}, InvalidValue, "partners must be at least 0 (got -1)"),
        ({"title": 7}, InvalidType, "title must be a text or None (got 7)"),
        ({"size": 7}, InvalidType, "size must be a width and a height in inches"),
    ],
)
def test_retention_refuses_with_a_sentence(
    arguments: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    """What cannot be drawn is refused by name."""
    usual = {"comparison": compare(series("ab", "bc"), "fair")} | arguments
    with pytest.raises(error, match=re.escape(sentence)):
        plot.retention(usual.pop("comparison"), **usual)


def test_those_of_the_most_ties_keep_their_names():
    """Where discs leave no room for all names, others become numbers."""
    graph = together(nx.complete_graph(20), nx.complete_graph(20))
    nodes = sorted(graph)
    hubs = nodes[5], nodes[25]
    graph.add_edges_from((hub, one) for hub in hubs for one in nodes if one != hub)
    figure = plot.network(graph, groups={one: at // 20 for at, one in enumerate(nodes)})
    key = {gid[4:] for _, gid, _ in drawn(figure) if gid.startswith("key:")}
    assert key, "there is room for all"
    assert not key & set(hubs)
