"""What is said below a network: what shapes and lines mean, and what is not named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from attrs import frozen

from numeco.svg._drawn import Course
from numeco.svg._markers import ORDER, Look, look_of

if TYPE_CHECKING:
    import networkx as nx

    from numeco.svg._scene import Scene
    from numeco.svg._typeface import Typeface

SIZE: Final = 11.0
ROW: Final = 18.0
#: The room of a mark, and from the end of a text to the next mark.
MARK, _GAP = 18.0, 16.0
_COURSES: Final = {
    Course.BETWEEN: "tie between discs",
    Course.CORRIDOR: "official corridor",
}


@frozen
class Item:
    """An entry of a legend: a mark, and what it means."""

    text: str
    mark: Look | Course
    #: Where it begins.
    x: float = 0.0


def looks_of(graph: nx.Graph[str]) -> list[Look]:
    """Return the looks that nodes have, each once; none where all are of unknown helix."""
    return _ordered(look_of(graph.nodes[one]) for one in graph)


def _ordered(looks: Iterable[Look]) -> list[Look]:
    found = {look.says: look for look in looks}
    return [] if found.keys() <= {"other"} else [found[says] for says in ORDER if says in found]


def items_of(looks: Iterable[Look], courses: Iterable[Course]) -> list[Item]:
    """Return the entries of a legend, not placed yet."""
    there = set(courses)
    lines = [Item(text, course) for course, text in _COURSES.items() if course in there]
    return [*(Item(look.says, look) for look in looks), *lines]


def legend_of(items: Iterable[Item], wide: float, face: Typeface) -> list[list[Item]]:
    """Return entries in rows of a width; one that is wider than that is left out."""
    rows: list[list[Item]] = []
    x = wide
    for item in items:
        takes = MARK + face.width(item.text, SIZE)
        if takes > wide:
            continue
        if x + takes > wide:
            rows.append([])
            x = 0.0
        rows[-1].append(Item(item.text, item.mark, x))
        x += takes + _GAP
    return rows


def foot_of(scene: Scene) -> list[Item]:
    """Return the entries for what a picture shows."""
    looks = _ordered(node.look for node in scene.nodes.values())
    return items_of(looks, {tie.course for tie in scene.ties})


def notes_of(scene: Scene) -> str:
    """Return how much there is, what is not named, and what size and width mean."""
    number, ties = len(scene.nodes), scene.all_ties
    nameless = len(scene.discs) - len(scene.captions)
    nodes = f"{number:,} node{'s' * (number != 1)}"
    if scene.chosen < number:
        nodes += f", the {scene.chosen:,} strongest named"
    lines = f"{ties:,} tie{'s' * (ties != 1)}"
    if len(scene.ties) < ties:
        lines += f", the {len(scene.ties):,} strongest drawn"
    known = {
        nodes: True,
        lines: True,
        f"{scene.names.unnamed:,} without room for a name": scene.names.unnamed > 0,
        f"{nameless:,} discs without room for a name": nameless > 0,
        "larger: more ties": len({node.degree for node in scene.nodes.values()}) > 1,
        "wider: stronger tie": len({tie.weight for tie in scene.ties}) > 1,
    }
    return " · ".join(text for text, holds in known.items() if holds)
