"""The documentation shows what the code does today."""

from html import unescape
from pathlib import Path

from numeco import datasets, svg
from numeco.graph import collaboration

ROOT = Path(__file__).parents[1]


def _labels(picture: str) -> set[str]:
    return {unescape(part.partition("<")[0]) for part in picture.split("<title>")[1:]}


def test_the_picture_of_the_front_page_is_drawn_by_numeco():
    """The picture that is kept names what `docs/_static/draw.py` would draw now."""
    network = collaboration(datasets.load("semaine-fictive"))
    network.remove_nodes_from([node for node in network if not network[node]])
    kept = (ROOT / "docs" / "_static" / "network.svg").read_text(encoding="utf-8")
    drawn = svg.network(network, title="Who works with whom: a week of fiction")
    # By its words, not its octets: the last digit of a sine may differ between machines.
    assert len(_labels(drawn)) > len(network)
    assert _labels(kept) == _labels(drawn)


def test_every_page_is_in_a_table_of_contents():
    """No page of the documentation is an orphan."""
    for folder in ("how-to", "explanation", "reference"):
        index = (ROOT / "docs" / folder / "index.md").read_text(encoding="utf-8").split()
        pages = {path.stem for path in (ROOT / "docs" / folder).glob("*.md")} - {"index"}
        assert pages
        assert pages <= set(index)
