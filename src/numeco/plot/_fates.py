"""What became of partners, edition by edition: how it is shown, and who has which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from attrs import frozen
from matplotlib.axes import Axes

from numeco._checks import Kind
from numeco.graph._comparison import Comparison
from numeco.plot._canvas import BLUE, CLASH, INK, PLAIN


class Fate(Kind):
    """What a partner is to an edition, after the ones before it."""

    FIRST = "first"  #: in the first edition, or in one before which nothing is known
    KEPT = "kept"  #: in this edition and in the one before
    NEW = "new"  #: in this edition and in none before
    RETURNED = "returned"  #: in this edition and in an earlier one, not in the one before
    LOST = "lost"  #: in the edition before, not in this one


@frozen
class Look:
    """How a fate is drawn, told apart without colours too."""

    says: str
    colour: str
    #: Of a marker, and of a bar.
    marker: str
    hatch: str | None = None
    #: Of a marker, in points.
    size: float = 5.6
    #: Of what is written upon a bar.
    ink: str = "white"


LOOKS: Final = {
    Fate.KEPT: Look("kept", BLUE, "s"),
    Fate.RETURNED: Look("returned", "#e69f00", "D", "xxx", 4.6, INK),
    Fate.NEW: Look("new", "#009e73", "o", "///"),
    Fate.FIRST: Look("no edition before it is known", PLAIN, "s"),
    Fate.LOST: Look("lost", CLASH, "x", None, 3.6, CLASH),
}
#: The fates of an organization, one an edition; None where it has no part, and had none before.
Course: TypeAlias = tuple[Fate | None, ...]


def fates_of(comparison: Comparison) -> list[dict[str, Fate]]:
    """Return the fate of each organization, edition by edition."""
    found = [dict.fromkeys(map(str, one.partners), Fate.FIRST) for one in comparison.editions]
    for at, step in enumerate(comparison.steps, start=1):
        if step.known:
            told = (
                (Fate.KEPT, step.kept),
                (Fate.RETURNED, step.returned),
                (Fate.NEW, step.new),
                (Fate.LOST, step.lost),
            )
            found[at] = {str(one): fate for fate, these in told for one in these}
    return found


@frozen
class Row:
    """An organization and what it was to each edition."""

    id: str
    name: str
    course: Course


def rows_of(comparison: Comparison, name: Callable[[str], str]) -> list[Row]:
    """Return a row for each organization: the most editions first, then the longest streak.

    Those that came and went alike stand together.
    """
    fates = fates_of(comparison)
    rows: list[tuple[tuple[int, int, tuple[bool, ...], str, str], Row]] = []
    for streak in comparison.streaks:
        one = str(streak.organization)
        course = tuple(fate.get(one) for fate in fates)
        absent = tuple(fate in (None, Fate.LOST) for fate in course)
        row = Row(one, name(one), course)
        order = (-len(streak.editions), -streak.longest, absent, row.name.casefold(), one)
        rows.append((order, row))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def shortened(labels: Sequence[str]) -> list[str]:
    """Return labels without the words that all of them begin with, where something is left."""
    words = [label.split() for label in labels]
    same = 0
    while all(len(one) > same + 1 for one in words) and len({one[same] for one in words}) == 1:
        same += 1
    return [" ".join(one[same:]) for one in words] if len(labels) > 1 else list(labels)


def draw_marks(on: Axes, fate: Fate, places: Sequence[tuple[float, float]]) -> None:
    """Draw the mark of a fate at some places."""
    look = LOOKS[fate]
    on.plot(
        [x for x, _ in places],
        [y for _, y in places],
        linestyle="none",
        marker=look.marker,
        markersize=look.size,
        color=look.colour,
        markeredgewidth=1.0 if fate is Fate.LOST else 0.0,
        zorder=3,
        clip_on=False,
        gid=f"marks:{fate.value}",
    )


def used(fates: Sequence[dict[str, Fate]]) -> Iterator[Fate]:
    """Iterate over the fates that there are, in the order of the legend."""
    there = {fate for one in fates for fate in one.values()}
    yield from (fate for fate in LOOKS if fate in there)
