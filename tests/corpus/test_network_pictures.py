"""Pictures of real networks: H2020 in Norway, partners of DevFest Nantes; all are legible."""

import csv
import os
import re
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

pytest.importorskip("matplotlib", reason="pictures need matplotlib: install numeco[plot]")

from matplotlib.figure import Figure
from matplotlib.text import Text

from numeco import Ecosystem, Event, Organization, Partnership, Series, plot, svg
from numeco.graph._compare import compare
from numeco.graph._tying.kernel import project

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
NORWAY = CORPUS / "eu_h2020_norway" / "dataset.csv"
NANTES = CORPUS / "gdg_nantes" / "partners_by_edition.derived.csv"
HELICES = {"UoH-sektor": "academia", "Instituttsektor": "academia", "Næringsliv": "industry"}


@cache
def norway() -> "nx.Graph[str]":
    """Return who works with whom in H2020, each node with the county of its first row."""
    if not NORWAY.exists():
        pytest.skip(f"the corpus is not here: no {NORWAY.name} in $NUMECO_CORPUS or ../shared/data")
    with NORWAY.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    nodes: dict[str, dict[str, object]] = {}
    projects: dict[str, dict[str, None]] = {}
    for row in rows:
        facts = {
            "name": row["Organisasjonsnavn"],
            "helix": HELICES.get(row["FoU sektor"]),
            "territory": row["Adresse fylke"].partition(" - ")[0] or None,
        }
        nodes.setdefault(row["Organisasjonsnummer"], facts)
        projects.setdefault(row["Prosjektnr"], {})[row["Organisasjonsnummer"]] = None
    return project(projects.values(), nodes, share=lambda k: 1 / (k - 1))


def strongest(number: int) -> "nx.Graph[str]":
    """Return the part of so many organizations of the greatest strength."""
    graph = norway()
    strength = dict(graph.degree(weight="weight"))
    return graph.subgraph(sorted(graph, key=lambda one: (-strength[one], one))[:number])


def check(figure: Figure) -> dict[str, str]:
    """Check that no text lies over another; return the texts by their ids."""
    figure.canvas.draw()
    texts = [one for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip()]
    boxes = sorted((one.get_window_extent() for one in texts), key=lambda box: box.x0)
    for at, box in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if other.x0 >= box.x1 - 0.5:
                break
            assert not (other.y0 < box.y1 - 0.5 and box.y0 < other.y1 - 0.5)
    return {str(one.get_gid()): one.get_text() for one in texts}


@pytest.mark.parametrize("layout", ["components", "territories"])
def test_norway_is_drawn_whole(layout: str) -> None:
    """693 organizations, 13 counties or none: 60 are named, and the picture says so."""
    figure = plot.network(norway(), layout=layout)
    texts = check(figure)
    gids = [str(one.get_gid()) for one in figure.findobj()]
    assert sum(gid.startswith("node:") for gid in gids) == len(norway()) == 693
    assert sum(gid.startswith("name:") for gid in texts) == 60
    assert "693 nodes, the 60 strongest named" in texts["note"]


@pytest.mark.parametrize("layout", ["components", "territories"])
def test_the_strongest_hundred_are_all_named(layout: str) -> None:
    """Each of the hundred has its name, or a number with a line of the key."""
    graph = strongest(100)
    texts = check(plot.network(graph, layout=layout))
    for one, facts in graph.nodes(data=True):
        said = texts[f"name:{one}"]
        shown = texts[f"key:{one}"] if said.isdigit() else said
        part = re.sub(r"[\s-]", "", shown).removesuffix("…")
        assert re.sub(r"[\s-]", "", facts["name"]).startswith(part)
    assert svg.network(graph, layout=layout).count('class="name"') == 100


def test_nantes_keeps_its_partners() -> None:
    """DevFest Nantes kept 57 % of its partners from 2022 to 2023, and 47 % to 2024."""
    if not NANTES.exists():
        pytest.skip(f"the corpus is not here: no {NANTES.name} in $NUMECO_CORPUS or ../shared/data")
    with NANTES.open(encoding="utf-8", newline="") as file:
        rows = [(row["edition"], row["organisation"].casefold()) for row in csv.DictReader(file)]
    names = {name: f"org-{at}" for at, name in enumerate(sorted({name for _, name in rows}))}
    editions = [
        Event(id=f"devfest-{year}", name=f"DevFest {year}", series="devfest", edition=int(year))
        for year in sorted({year for year, _ in rows})
    ]
    ecosystem = Ecosystem.of(
        Series(id="devfest", name="DevFest Nantes"),
        editions,
        (Organization(id=one, name=name) for name, one in names.items()),
        (Partnership(organization=names[name], of=f"devfest-{year}") for year, name in set(rows)),
    )
    figure = plot.retention(compare(ecosystem, "devfest"), ecosystem=ecosystem)
    texts = check(figure)
    assert texts["share:devfest-2023"] == "57 %"
    assert texts["share:devfest-2024"] == "47 %"
    assert sum(gid.startswith("partner:") for gid in texts) == len(names)
