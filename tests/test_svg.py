"""Laws of the pictures: well-formed, deterministic, self-contained, and no name over another."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from math import hypot
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numeco import (
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Organization,
    OrganizationKind,
    Partnership,
    Session,
    Theme,
    UnknownId,
    Venue,
)
from numeco.graph import affiliation, collaboration
from numeco.svg import network, programme
from numeco.svg._canvas import FONT, plain, text_width, wrapped
from numeco.svg._labels import Box, spread
from numeco.svg._layout import positions
from numeco.svg._typeface import BROWSER

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "</text><script>alert(1)</script>",
    '" onload="alert(1)',
    "a & b < c > d ' e \" f",
    "]]><!--",
    "\x00\x0b\x1b\ufffe",
    "\u202egnirts",
    "日本語のとても長い名前" * 5,
    "Donaudampfschifffahrtsgesellschaft" * 3,
    "🎉" * 40,
    "A\n\tB",
]
names = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


def parsed(picture: str) -> ET.Element:
    """Return the picture's root, as any reader of XML sees it."""
    return ET.fromstring(picture.encode())  # noqa: S314  # written a moment ago


def name_boxes(picture: str) -> Iterator[Box]:
    """Iterate over the boxes of the names, measured anew from the texts that are drawn."""
    for text in parsed(picture).iter(f"{SVG}text"):
        if text.get("class") == "name":
            size, lines = float(text.attrib["font-size"]), list(text.iter(f"{SVG}tspan"))
            wide = max(text_width(line.text or "", size) for line in lines)
            middle, first = float(lines[0].attrib["x"]), float(lines[0].attrib["y"])
            top = first - 0.95 * size
            half = wide / 2
            yield Box(middle - half, top, middle + half, top + len(lines) * size * BROWSER.line)


def shrunk(box: Box) -> Box:
    """Return a box without the tenth of a pixel that rounding may add on each side."""
    return Box(box.left + 0.1, box.top + 0.1, box.right - 0.1, box.bottom - 0.1)


def organizations(number: int, *, events: int, seed: int = 1) -> "nx.Graph[str]":
    """Return a collaboration network of organizations with long names."""
    words = [
        "Observatoire",
        "des",
        "médias",
        "sociaux",
        "de",
        "Nouvelle-Calédonie",
        "Université",
        "Laval",
        "Agence",
    ]
    kinds = list(OrganizationKind)
    members = [
        Organization(
            id=f"org-{at}",
            name=" ".join(words[(at * k + seed) % len(words)] for k in range(1, 2 + at % 6)),
            kind=kinds[at % len(kinds)],
        )
        for at in range(number)
    ]
    ties = {
        (f"org-{(event * 7 + seat * seat * 3 + seed) % number}", f"event-{event}")
        for event in range(events)
        for seat in range(1 + (event * event) % 8)
    }
    return collaboration(
        Ecosystem.of(
            members,
            (Event(id=f"event-{at}", name=f"Event {at}") for at in range(events)),
            (Partnership(organization=one, of=event) for one, event in sorted(ties)),
        )
    )


# Texts


@given(st.text(max_size=40), st.floats(20, 200), st.integers(1, 4))
def test_wrapped_lines_fit(text: str, width: float, lines: int) -> None:
    """No line is wider than asked for, but where not even two signs fit, and none is lost unsaid."""
    found = wrapped(text, 10, width, lines)
    assert len(found) <= lines
    assert all(text_width(line, 10) <= max(width, 45) for line in found)
    if not any("…" in line or line.endswith("-") for line in found):
        assert " ".join(found) == plain(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_longer_text_is_no_narrower(text: str, more: str) -> None:
    """Widths are not negative, and grow with the text and its size."""
    assert 0 <= text_width(text, 10) <= text_width(text + "x" + more, 10) + 1e-9
    assert text_width(text, 20) == pytest.approx(2 * text_width(text, 10))


# Room for names


places = st.tuples(st.floats(0, 400), st.floats(0, 300))


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), places, max_size=8))
def test_spread_boxes_do_not_overlap(found: dict[str, tuple[float, float]]) -> None:
    """Boxes that have room enough are parted, also from one and the same place, and stay inside."""
    area = Box(0, 0, 400, 300)
    sizes = dict.fromkeys(found, Box(-20, -5, 20, 15))
    moved = spread(found, sizes, area)
    boxes = [shrunk(sizes[one].at(*moved[one])) for one in moved]
    assert all(box.within(area) for box in boxes)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


# Networks


@pytest.mark.parametrize(
    ("number", "events"), [(10, 4), (40, 20), (40, 60), (100, 40), (100, 120), (150, 90)]
)
def test_names_do_not_overlap(number: int, events: int) -> None:
    """Up to 150 organizations no two names overlap, all stay inside, and nearly all are there."""
    picture = network(organizations(number, events=events))
    boxes = [shrunk(box) for box in name_boxes(picture)]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert all(box.within(Box(0, 0, 960, 680)) for box in boxes)
    assert len(boxes) >= 0.95 * min(number, 100)


def test_one_event_of_ninety_is_legible() -> None:
    """The picture of a clique of 90 names all of them, without overlap."""
    clique = nx.relabel_nodes(nx.complete_graph(90), "Partner {}".format)
    boxes = [shrunk(box) for box in name_boxes(network(clique))]
    assert len(boxes) == 90
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_every_node_and_tie_is_drawn() -> None:
    """A marker for each node, a line for each tie, and each name in full under the pointer."""
    graph = organizations(100, events=60)
    root = parsed(network(graph))
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    for one in graph:
        name = graph.nodes[one]["name"]
        assert any(title.startswith(f"{name}: ") for title in titles)
    assert len(list(root.iter(f"{SVG}path"))) == graph.number_of_edges()


def outline(marker: ET.Element) -> tuple[int, int]:
    """Return how many corners a marker has, and whether the first is above or below its middle."""
    points = [point.split(",") for point in marker.get("points", "").split()]
    if not points:
        return 0, 0
    middle = sum(float(y) for _, y in points) / len(points)
    return len(points), round((float(points[0][1]) - middle) / 3)


def test_helices_differ_by_shape_and_colour() -> None:
    """Each helix has a colour and a shape of its own, explained in the legend."""
    kinds = ["company", "school", "public-authority", "association", "other"]
    members = [Organization(id=f"org-{kind}", name="N", kind=kind) for kind in kinds]
    root = parsed(network(collaboration(Ecosystem.of(members))))
    markers = [one for one in root.iter() if one.tag in {f"{SVG}circle", f"{SVG}polygon"}]
    nodes = [one for one in markers if one.find(f"{SVG}title") is not None]
    assert len({one.get("fill") for one in nodes}) == 5
    corners = [len(one.get("points", "").split()) for one in nodes]
    assert sorted(corners) == [0, 3, 3, 4, 4]
    assert len({outline(one) for one in nodes}) == 5
    said = [text.text for text in root.iter(f"{SVG}text")]
    assert {"industry", "academia", "government", "civil society", "other"} <= set(said)


@pytest.mark.parametrize("width", [960, 120])
@given(st.lists(names, max_size=6))
@example(HOSTILE)
def test_hostile_names_stay_text(width: int, given_names: list[str]) -> None:
    """Whatever a name holds, the picture is well-formed XML without scripts or handlers."""
    graph: nx.Graph[str] = nx.complete_graph(len(given_names))
    graph = nx.relabel_nodes(graph, "n{}".format)
    for at, name in enumerate(given_names):
        graph.nodes[f"n{at}"]["name"] = name
    root = parsed(network(graph, width=width, height=120, title="".join(given_names)))
    known = {"svg", "title", "rect", "g", "path", "circle", "polygon", "text", "tspan"}
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= known
    assert not [key for one in root.iter() for key in one.attrib if key.startswith("on")]


def test_pictures_are_self_contained() -> None:
    """Nothing is loaded: no links, no styles, and fonts that are there or have a stand-in."""
    picture = network(organizations(40, events=20))
    assert not re.findall(r"href|url\(|@import|<style|<script", picture)
    assert picture.count("http") == 1  # the namespace
    assert FONT.endswith("sans-serif")


@pytest.mark.parametrize(
    "graph",
    [
        nx.Graph(),
        nx.empty_graph(1),
        nx.empty_graph(30),
        nx.path_graph(2),
        nx.path_graph(50),
        nx.star_graph(40),
        nx.Graph([("a", "a")]),
        nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")]),
        nx.davis_southern_women_graph(),
    ],
    ids=str,
)
def test_any_graph_has_a_picture(graph: "nx.Graph[Any]") -> None:
    """Empty, single, disconnected, directed, looping: all are drawn, without names that overlap."""
    picture = network(graph)
    boxes = [shrunk(box) for box in name_boxes(picture)]
    assert len(boxes) == len(graph)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_the_order_of_things_does_not_show() -> None:
    """The same network, its nodes and ties in another order, has the same bytes."""
    graph = organizations(40, events=30)
    turned: nx.Graph[str] = nx.Graph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    assert network(graph) == network(turned) == network(graph)


@pytest.mark.parametrize("wrong", [{"width": 0}, {"height": 119}, {"width": float("nan")}])
def test_a_picture_has_a_size(wrong: dict[str, float]) -> None:
    """A picture too small to show anything is refused."""
    with pytest.raises(InvalidValue, match="at least 120 pixels"):
        network(nx.Graph(), **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"width": "x"}, "width must be a number of pixels (got 'x')"),
        ({"width": True}, "width must be a number of pixels (got True)"),
        ({"height": None}, "height must be a number of pixels (got None)"),
        ({"width": -3}, "width must be at least 120 pixels, and finite (got -3)"),
        ({"width": float("inf")}, "width must be at least 120 pixels, and finite (got inf)"),
        ({"title": 3}, "title must be a text or None (got 3)"),
        ({"layout": "circle"}, "Layout must be one of components, territories (got 'circle')"),
        ({"groups": "x"}, "groups must be a mapping from nodes to the names of groups, or None"),
        ({"groups": {"a": 1.5}}, "groups must be a mapping from nodes to the names of groups, or"),
    ],
)
def test_a_network_refuses_what_cannot_be_meant(arguments: dict[str, Any], says: str) -> None:
    """The sentence names the argument, what must hold and what was given."""
    with pytest.raises(InvalidValue) as error:
        network(nx.Graph(), **arguments)
    assert str(error.value).startswith(says)


def test_an_ecosystem_is_no_graph() -> None:
    """Who passes the ecosystem itself learns what to draw."""
    slip: Any = Ecosystem.of()
    with pytest.raises(InvalidType, match=r"draw numeco\.graph\.collaboration\(ecosystem\) \(got"):
        network(slip)
    slip = {"a": ["b"]}
    with pytest.raises(InvalidType, match=r"graph must be a networkx graph \(got \{'a'"):
        network(slip)


def test_two_mode_networks_mark_events() -> None:
    """Events are told from organizations in shape and legend."""
    ecosystem = Ecosystem.of(
        Event(id="fair", name="Fair"),
        Organization(id="org", name="Org", kind="company"),
        Partnership(organization="org", of="fair"),
    )
    said = [text.text for text in parsed(network(affiliation(ecosystem))).iter(f"{SVG}text")]
    assert {"industry", "event"} <= set(said)


def circles(picture: str) -> list[tuple[float, float, float]]:
    """Return the discs of a picture: the middle and the radius of each."""
    return [
        (float(one.attrib["cx"]), float(one.attrib["cy"]), float(one.attrib["r"]))
        for one in parsed(picture).iter(f"{SVG}circle")
        if one.get("class") == "disc"
    ]


def seated(number: int, groups: int) -> "nx.Graph[str]":
    """Return a network whose organizations sit in some territories, some of them unknown."""
    graph = organizations(number, events=number // 2)
    for at, one in enumerate(sorted(graph)):
        place = (at * at) % groups
        graph.nodes[one]["territory"] = f"territory-town-{place}" if place else None
    return graph


@pytest.mark.parametrize(("number", "groups"), [(1, 1), (12, 3), (60, 6), (100, 30), (100, 1)])
def test_discs_lie_apart_and_hold_their_members(number: int, groups: int) -> None:
    """Each territory has a disc with all of its members in it, and no two discs overlap."""
    graph = seated(number, groups)
    picture = network(graph, layout="territories")
    discs = circles(picture)
    towns = {graph.nodes[one]["territory"] for one in graph}
    assert len(discs) == len(towns)
    for (x, y, radius), (other_x, other_y, other) in combinations(discs, 2):
        assert hypot(x - other_x, y - other_y) >= radius + other
    markers = [
        one
        for one in parsed(picture).iter()
        if one.tag in {f"{SVG}circle", f"{SVG}polygon"} and one.get("class") is None
    ]
    middles = [middle(one) for one in markers if one.find(f"{SVG}title") is not None]
    assert len(middles) == number
    counts = [
        sum(hypot(x - left, y - top) <= radius + 0.1 for left, top in middles)
        for x, y, radius in discs
    ]
    members = Counter(graph.nodes[one]["territory"] for one in graph)
    assert sorted(counts) == sorted(members.values())


def middle(marker: ET.Element) -> tuple[float, float]:
    """Return the middle of a marker."""
    if marker.tag == f"{SVG}circle":
        return float(marker.attrib["cx"]), float(marker.attrib["cy"])
    points = [point.split(",") for point in marker.attrib["points"].split()]
    across, down = ([float(point[axis]) for point in points] for axis in (0, 1))
    return sum(across) / len(points), sum(down) / len(points)


def test_groups_may_be_anything() -> None:
    """Groups by helix, by number, or none at all; a node without one is in the disc unknown."""
    graph = organizations(12, events=6)
    ids = sorted(graph)
    groups: dict[str, str | int | None] = {one: at % 3 for at, one in enumerate(ids[:9])}
    groups |= dict.fromkeys(ids[9:11])
    said = [one.text for one in parsed(network(graph, groups=groups)).iter(f"{SVG}tspan")]
    assert {"0", "1", "2", "unknown"} <= set(said)
    assert network(graph, groups=groups) == network(graph, groups=groups, layout="territories")
    assert len(circles(network(graph, groups={}))) == 1


def test_corridors_are_dashed() -> None:
    """A tie with official corridors is dashed, of `territories` as of `alliances`."""
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("b", "c"), ("c", "d")])
    assert "stroke-dasharray" not in network(graph)
    graph.edges["a", "b"]["corridors"] = ("alliance-1",)
    graph.edges["b", "c"]["kinds"] = ("corridor",)
    graph.edges["c", "d"]["corridors"] = ()
    root = parsed(network(graph))
    dashed = [one for one in root.iter(f"{SVG}g") if one.get("stroke-dasharray")]
    assert sum(len(one.findall(f"{SVG}path")) for one in dashed) == 2
    assert "official corridor" in [one.text for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), "heavy", [1]])
def test_weights_are_numbers(weight: object) -> None:
    """A weight that is no finite number is refused; a missing one counts 1."""
    graph: nx.Graph[str] = nx.Graph([("a", "b")])
    graph.edges["a", "b"]["weight"] = weight
    with pytest.raises(InvalidValue, match="weight of each tie must be a finite number"):
        network(graph)
    graph.edges["a", "b"]["weight"] = None
    assert "strength 1" in network(graph)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=8))
def test_any_weights_have_a_picture(weights: list[float]) -> None:
    """Weights of 0 and below are drawn too, as the weakest."""
    graph: nx.Graph[str] = nx.Graph()
    for at, weight in enumerate(weights):
        graph.add_edge("a", f"n{at}", weight=weight)
    for group in parsed(network(graph)).iter(f"{SVG}g"):
        assert 0 <= float(group.get("stroke-opacity", "1")) <= 1
        assert 0 < float(group.get("stroke-width", "1")) <= 6.2


def test_chains_are_folded() -> None:
    """A chain of a hundred goes to and fro over the picture: neighbours are near one another."""
    graph: nx.Graph[str] = nx.relabel_nodes(nx.path_graph(100), "n{:02}".format)
    places = positions(graph, width=900, height=600)
    gaps = [
        hypot(*(a - b for a, b in zip(places[one], places[other], strict=True)))
        for one, other in graph.edges
    ]
    assert max(gaps) < 150
    across, down = zip(*places.values(), strict=True)
    assert max(down) - min(down) > 300
    assert max(across) - min(across) > 600


def test_of_many_nodes_the_strongest_are_named() -> None:
    """Of more than 150 nodes 60 are named, those of the greatest strength, and a line says so."""
    graph: nx.Graph[str] = nx.star_graph([f"n{at:03}" for at in range(200)])
    for at in range(1, 200):
        graph.edges["n000", f"n{at:03}"]["weight"] = at
    root = parsed(network(graph))
    notes = [one.text for one in root.iter(f"{SVG}text") if one.get("class") == "note"]
    assert "200 nodes, the 60 strongest named" in (notes[0] or "")
    said = {one.text for one in root.iter(f"{SVG}tspan")}
    assert {one for one in said if (one or "").startswith("n")} == {
        "n000",
        *(f"n{at:03}" for at in range(141, 200)),
    }


def test_a_large_network_is_drawn_in_time() -> None:
    """A thousand nodes take seconds, not minutes."""
    began = time.process_time()
    ring: nx.Graph[str] = nx.Graph(
        (f"n{at}", f"n{(at + step) % 1000}") for at in range(1000) for step in (1, 2, 30)
    )
    network(ring)
    assert time.process_time() - began < 30


# Programmes


def day(number: int = 20, *, rooms: int = 8) -> Ecosystem:
    """Return a day of sessions in some rooms, some at the same time."""
    return Ecosystem.of(
        Event(id="week", name="Week", zone="Europe/Paris"),
        (Theme(id=f"theme-{at}", name=f"Theme {at}") for at in range(3)),
        (Venue(id=f"room-{at}", name=f"Room {at}") for at in range(rooms)),
        (
            Session(
                id=f"s-{at}",
                title=HOSTILE[at % len(HOSTILE)].replace("\x00", "") or "T",
                event="week",
                venue=f"room-{at * 5 % rooms}",
                themes=[f"theme-{at % 3}"],
                when=Interval.local(
                    f"2025-10-20T{9 + at * 7 % 9:02}:{at % 4 * 15:02}",
                    timedelta(minutes=15 * (at % 6)),
                    "Europe/Paris",
                ),
            )
            for at in range(number)
        ),
    )


def boxes_of(root: ET.Element) -> list[Box]:
    """Return the boxes of the sessions."""
    return [
        Box(x, y, x + float(rect.attrib["width"]), y + float(rect.attrib["height"]))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("rx")
        for x, y in [(float(rect.attrib["x"]), float(rect.attrib["y"]))]
    ]


@pytest.mark.parametrize(("number", "rooms"), [(0, 1), (1, 1), (20, 8), (60, 3)])
def test_every_session_has_a_box_of_its_own(number: int, rooms: int) -> None:
    """The picture is well-formed; each session is drawn once, and over no other."""
    boxes = boxes_of(parsed(programme(day(number, rooms=rooms), "week")))
    assert len(boxes) == number
    assert not any(shrunk(a).overlaps(shrunk(b)) for a, b in combinations(boxes, 2))


def test_clashing_sessions_are_marked() -> None:
    """The sessions that are given as clashing are marked, in the picture and in its words."""
    picture = programme(day(), "week", clashing={"s-1", "s-2"})
    root = parsed(picture)
    assert len([one for one in root.iter() if one.get("class") == "clash"]) == 2
    assert any("2 clashing" in (text.text or "") for text in root.iter(f"{SVG}text"))
    assert picture != programme(day(), "week")


def test_what_is_not_drawn_is_counted() -> None:
    """Unscheduled and cancelled sessions are counted, and sessions not asked for are left out."""
    ecosystem = day(3).adding(
        Session(id="later", title="Later", event="week"),
        Session(
            id="off",
            title="Off",
            event="week",
            status="cancelled",
            when=Interval.local("2025-10-20T09:00", "2025-10-20T10:00", "Europe/Paris"),
        ),
    )
    root = parsed(programme(ecosystem, "week"))
    said = [text.text for text in root.iter(f"{SVG}text")]
    assert "3 sessions · 1 unscheduled · 1 cancelled" in said
    assert len(boxes_of(parsed(programme(ecosystem, "week", sessions=["s-1"])))) == 1


def test_each_day_has_its_columns() -> None:
    """Days stand side by side; after midnight belongs to the day before."""
    late = [
        Session(
            id=f"s-{at}",
            title="Late",
            event="week",
            when=Interval.local(start, timedelta(minutes=30), "Europe/Paris"),
        )
        for at, start in enumerate(["2025-10-20T23:00", "2025-10-21T01:00", "2025-10-21T09:00"])
    ]
    opened = Interval.local("2025-10-20T05:00", "2025-10-20T06:00", "Europe/Paris").start.time()
    event = Event(id="week", name="Week", zone="Europe/Paris", day_starts=opened)
    root = parsed(programme(Ecosystem.of(event, late), "week"))
    said = [text.text for text in root.iter(f"{SVG}text")]
    assert said.count("Mon 2025-10-20") == said.count("Tue 2025-10-21") == 1
    first, second, third = sorted(boxes_of(root), key=lambda box: (box.left, box.top))
    assert first.left == second.left < third.left
    assert second.top - first.top == pytest.approx((third.bottom - third.top + 1.5) * 4, abs=1)


@settings(max_examples=30)
@given(st.integers(0, 40), st.integers(1, 8), st.one_of(st.none(), st.integers(50, 2000)))
def test_programmes_are_deterministic(number: int, rooms: int, width: int | None) -> None:
    """The same programme has the same bytes, at any width."""
    ecosystem = day(number, rooms=rooms)
    picture = programme(ecosystem, "week", width=width)
    assert picture == programme(ecosystem, "week", width=width)
    parsed(picture)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"ecosystem": nx.Graph()}, "ecosystem must be an Ecosystem (got"),
        ({"event": 3}, "event must be the id of an event (got 3)"),
        ({"width": "x"}, "width must be a number of pixels (got 'x')"),
        ({"width": 0}, "width must be at least 1 pixel, and finite (got 0)"),
        ({"title": 3}, "title must be a text or None (got 3)"),
        ({"sessions": "s-1"}, "sessions must be a collection of ids, such as a list (got 's-1')"),
        ({"clashing": "s-1"}, "clashing must be a collection of ids, such as a list (got 's-1')"),
        ({"clashing": 3}, "clashing must be a collection of ids, such as a list (got 3)"),
        ({"clashing": [["s-1"]]}, "clashing must be a collection of ids, such as a list (got ["),
    ],
)
def test_a_programme_refuses_what_cannot_be_meant(arguments: dict[str, Any], says: str) -> None:
    """The sentence names the argument, what must hold and what was given."""
    usual: dict[str, Any] = {"ecosystem": day(), "event": "week"}
    with pytest.raises(InvalidValue) as error:
        programme(**usual | arguments)
    assert str(error.value).startswith(says)


def test_programmes_are_of_events() -> None:
    """An id that nothing has, or that is no event's, is refused."""
    with pytest.raises(UnknownId):
        programme(day(), "weak")
    with pytest.raises(TypeError):
        programme(day(), "room-1")


@pytest.mark.parametrize("first", ["Saint-Germain-", "Saint-Germain-en-"])
def test_words_are_parted_at_their_own_hyphens(first):
    """One more within a word that holds one would misspell it."""
    word = "Saint-Germain-en-Laye"
    found = wrapped(word, 10, text_width(f"{first}L", 10) + 0.1, 2)
    assert found == (first, word.removeprefix(first))
