"""What a picture of a network draws of it: nodes with their looks, ties with their strengths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum, isfinite, sqrt
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import evolve, frozen

from numeco._checks import Kind
from numeco.errors import InvalidValue
from numeco.svg._markers import Look, look_of
from numeco.svg._typeface import Typeface

if TYPE_CHECKING:
    import networkx as nx

#: How strongly each pair that has ties is tied.
Weights: TypeAlias = "Mapping[tuple[str, str], float]"
#: Of more ties only so many are drawn, the strongest.
_DRAWN: Final = 20_000
#: Widths and opacities come in so many steps, so that pictures stay small.
_STEPS: Final = 24
#: How much ink ties may take, as pixels of width in full black.
_INK: Final = 100.0


@frozen
class Node:
    """A node as it is drawn."""

    id: str
    name: str
    look: Look
    degree: int
    strength: float
    radius: float

    @property
    def reach(self) -> float:
        """How far its marker goes from its middle at most, with its outline and some room."""
        return self.radius * 1.3 + min(2.0, self.radius)

    @property
    def says(self) -> str:
        """Itself in words."""
        ties = f"{self.degree} {'tie' if self.degree == 1 else 'ties'}"
        return f"{self.name}: {self.look.says}, {ties}, strength {self.strength:.3g}"


class Course(Kind):
    """Where a tie runs."""

    PLAIN = "plain"  #: anywhere, or within one disc
    BETWEEN = "between"  #: from one disc to another
    CORRIDOR = "corridor"  #: between territories that have an official corridor


COLOURS: Final[Mapping[Course, str]] = {
    Course.PLAIN: "#57606a",
    Course.BETWEEN: "#6639ba",
    Course.CORRIDOR: "#bc4c00",
}


@frozen
class Tie:
    """A tie as it is drawn."""

    course: Course
    weight: float
    one: str
    other: str
    width: float = 1.0
    opacity: float = 1.0


# Nodes


def nodes_of(graph: nx.Graph[str], pairs: Weights, face: Typeface) -> dict[str, Node]:
    """Return the nodes as they are drawn, the strongest first."""
    weights: dict[str, list[float]] = {one: [] for one in graph}
    for (one, other), weight in pairs.items():
        weights[one].append(weight)
        weights[other].append(weight)
    most = max(map(len, weights.values()), default=0) or 1
    number = len(graph) or 1
    unit = max(0.5 * min(1.0, sqrt(900 / number)), min(1.2, sqrt(45 / number)))
    found = [_node(graph, one, face, (weights[one], most, unit)) for one in graph]
    found.sort(key=lambda node: (-node.strength, -node.degree, str(node.id)))
    return {node.id: node for node in found}


def _node(
    graph: nx.Graph[str], one: str, face: Typeface, size: tuple[list[float], int, float]
) -> Node:
    weights, most, unit = size
    facts: Mapping[str, Any] = graph.nodes[one]
    name = face.shown(str(facts.get("name") or one)) or "?"
    radius = unit * (4.5 + 9 * sqrt(len(weights) / most))
    return Node(one, name, look_of(facts), len(weights), fsum(weights), radius)


def weights_of(graph: nx.Graph[str]) -> Weights:
    """Return the weight of each pair that has ties, by the order of ids, loops left out."""
    rank = {one: at for at, one in enumerate(sorted(graph, key=str))}
    found: dict[tuple[str, str], list[float]] = {}
    for one, other, edge in graph.edges(data=True):
        if one != other:
            pair = (one, other) if rank[one] < rank[other] else (other, one)
            found.setdefault(pair, []).append(_weight(edge))
    order = sorted(found, key=lambda pair: (rank[pair[0]], rank[pair[1]]))
    return {pair: fsum(found[pair]) for pair in order}


def _weight(edge: Mapping[str, Any]) -> float:
    given = edge.get("weight")
    if given is None:
        return 1.0
    try:
        weight = float(given)
    except (TypeError, ValueError):
        weight = float("nan")
    if not isfinite(weight):
        raise InvalidValue("weight", "of each tie must be a finite number, or missing", given)
    return weight


# Ties


def ties_of(graph: nx.Graph[str], pairs: Weights, disc_of: Mapping[str, int]) -> list[Tie]:
    """Return the ties as they are drawn, those to be drawn first first: corridors come last.

    The more ties there are, the fainter they are, so that names stay legible.

    Args:
        graph: the network.
        pairs: the weights of its ties; of more than 20,000 the strongest are drawn, and corridors.
        disc_of: the number of each node's disc; none where there are no discs.
    """
    official = {frozenset((one, other)) for one, other, edge in graph.edges(data=True) if _is(edge)}
    found: list[Tie] = []
    for (one, other), weight in pairs.items():
        course = Course.BETWEEN if disc_of.get(one) != disc_of.get(other) else Course.PLAIN
        if frozenset((one, other)) in official:
            course = Course.CORRIDOR
        found.append(Tie(course, weight, one, other))
    if len(found) > _DRAWN:
        found.sort(key=lambda tie: (tie.course is not Course.CORRIDOR, -tie.weight))
    return list(_shaded(sorted(found[:_DRAWN], key=_order)))


def _is(edge: Mapping[str, Any]) -> bool:
    """Return whether a tie is an official corridor: in `territories`, or among `alliances`."""
    return bool(edge.get("corridors")) or "corridor" in (edge.get("kinds") or ())


def _order(tie: Tie) -> tuple[int, float, str, str]:
    return list(Course).index(tie.course), tie.weight, str(tie.one), str(tie.other)


def _shaded(ties: list[Tie]) -> Iterator[Tie]:
    """Iterate over ties with their widths and opacities."""
    shares = _shares([tie.weight for tie in ties])
    ranges = {course: _opacities(course, len(ties)) for course in Course}
    room = _room(ties, shares, ranges)
    for tie, share in zip(ties, shares, strict=True):
        faint, strong = ranges[tie.course]
        opacity = faint + (strong - faint) * share * share * room
        least = 1.8 if tie.course is Course.CORRIDOR else 0.7
        yield evolve(tie, width=least + 4.3 * share * (1 + 2 * room) / 3, opacity=opacity)


def _shares(weights: list[float]) -> list[float]:
    """Return how strong each tie is beside the strongest, in steps."""
    least, most = min(weights, default=0.0), max(weights, default=0.0)
    # Where all are equal none stands out.
    most = most if most > max(least, 0) else 4 * abs(most) or 1
    return [round(_STEPS * max(0.0, min(1.0, one / most)) ** 0.6) / _STEPS for one in weights]


def _opacities(course: Course, number: int) -> tuple[float, float]:
    """Return how opaque the weakest and the strongest ties are, of so many."""
    if course is Course.CORRIDOR:
        return 0.9, 0.9
    faint = max(0.03, min(0.5, 80 / (number or 1)))
    return faint, 0.75


def _room(
    ties: list[Tie], shares: list[float], ranges: Mapping[Course, tuple[float, float]]
) -> float:
    """Return the share of their strength that ties may show without blackening the picture."""
    base = extra = 0.0
    for tie, share in zip(ties, shares, strict=True):
        faint, strong = ranges[tie.course]
        base += faint
        extra += (strong - faint) * share * share * (0.7 + 4.3 * share)
    return max(0.0, min(1.0, (_INK - base) / extra)) if extra else 1.0
