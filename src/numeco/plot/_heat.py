"""The heat map of clashes."""

from collections.abc import Sequence
from itertools import pairwise
from math import log10
from typing import Final

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from numeco.plot._arguments import check, check_limit, check_title
from numeco.plot._canvas import (
    CLASH,
    FAINT,
    GRID,
    INK,
    MARGIN,
    TOP,
    axes,
    foot,
    picture,
    text_style,
    tint,
    write_foot,
)
from numeco.plot._tally import By, Tally, named, tally_of
from numeco.plot._text import clipped, legible, width
from numeco.schedule import Clashes

_CELL: Final = 0.42
_LINE: Final = 0.18  #: how far apart the numbers of the colour bar are at least
_SIZE: Final = 8.0
#: The longest name of a row or a column, in inches.
_NAME: Final = 2.2
_BAR: Final = 0.95  #: the width of the colour bar with its numbers
_COLOURS: Final = LinearSegmentedColormap.from_list(
    "clashes", [(0.0, to_hex(tint(CLASH, 0.08))), (0.5, CLASH), (1.0, "#7a2f00")]
)
_TITLES: Final = {
    By.THEME: "Clashes, theme by theme",
    By.RESOURCE: "Clashes: what is needed twice, day by day",
    By.HOUR: "Clashes, hour by hour",
}

#: From how many times the least on the greatest would leave all others one tint.
_STEEP: Final = 20


@frozen
class _Scale:
    """How dark a number is: by its size or, where they differ widely, by its logarithm."""

    least: int
    most: int

    @property
    def steep(self) -> bool:
        return self.most > _STEEP * self.least

    @property
    def norm(self) -> Normalize:
        return LogNorm(self.least, self.most) if self.steep else Normalize(1, max(self.most, 2))

    def shade(self, number: int) -> float:
        return float(self.norm(number)) if self.most > 1 else 0.5

    def levels(self, high: float) -> list[int]:
        """Return the whole numbers that a colour bar so many inches high has room to name."""
        return self._powers(high) if self.steep else self._steps(high)

    def _steps(self, high: float) -> list[int]:
        most, found = max(self.most, 2), [1]
        for one in MaxNLocator(nbins=4, integer=True).tick_values(1, most):
            if (one - found[-1]) / (most - 1) * high >= _LINE and one <= most:
                found.append(int(one))
        return found

    def _powers(self, high: float) -> list[int]:
        """Return powers of ten, and of what lies between them as much as there is room for."""
        powers = [10**at for at in range(len(str(self.most)))]
        inch = high / log10(self.most / self.least)
        found: list[int] = []
        for parts in ((1, 2, 5), (1, 3), (1,)):
            every = [part * power for power in powers for part in parts]
            found = [one for one in every if self.least <= one <= self.most]
            if all(log10(b / a) * inch >= _LINE for a, b in pairwise(found)):
                return found
        return [found[0], found[-1]]


def clashes(
    found: Clashes, *, by: By | str = By.THEME, limit: int = 15, title: str | None = None
) -> Figure:
    """Return a heat map of clashes: how many there are in each cell of a table.

    By ``theme``: a clash of two sessions counts once for each pair of a theme of the one and a theme
    of the other; on the diagonal both have the same. By ``resource``: what is needed twice, or what
    a session is at odds with, and the programme day of the later session. By ``hour``: the
    programme day, and each hour that a clash touches, by the clocks of the event. Rows come by their
    total, the most first; days and hours in order of time. Where the greatest number is more than
    20 times the least, colours follow the logarithm. What is left out is counted below.

    Args:
        found: what `numeco.schedule.clashes` returned, or a part of it.
        by: what the rows and columns are.
        limit: the most rows, 1 or more.
        title: shown above it; left out, what is counted.

    Raises:
        InvalidType: an argument is of another type than it must be.
        InvalidValue: `by` is no such word, or the limit below 1.
    """
    check("found", found, Clashes, "what numeco.schedule.clashes returns")
    kind = By(by)
    check_limit(limit)
    check_title(title)
    ecosystem = found.ecosystem
    tally = tally_of(ecosystem, found, kind, limit)
    name = named(ecosystem, found, kind)
    names = [[legible(name(key)) for key in keys] for keys in (tally.rows, tally.columns)]
    return _drawn(tally, names[0], names[1], _TITLES[kind] if title is None else title, len(found))


def _drawn(
    tally: Tally, rows: Sequence[str], columns: Sequence[str], title: str, number: int
) -> Figure:
    left, above = (min(_NAME, max(map(_width, names), default=0)) for names in (rows, columns))
    wide = max(6.0, 2 * MARGIN + left + 0.1 + len(columns) * _CELL + _BAR)
    counts = tally.shown.values()
    scale = _Scale(min(counts, default=1), max(counts, default=1))
    below = foot(_notes(tally, number, scale), (), wide)
    high = TOP + above + 0.15 + len(rows) * _CELL + below.high
    figure = picture(wide, max(high, 2.2), title)
    if rows:
        place = MARGIN + left + 0.1, TOP + above + 0.1
        size = len(columns) * _CELL, len(rows) * _CELL
        on = axes(figure, *place, *size)
        _names(on, rows, columns)
        _cells(on, tally, scale)
        _bar(figure, place[0] + size[0] + 0.25, place[1], size[1], scale)
    write_foot(figure, below)
    return figure


def _width(name: str) -> float:
    return width(name, _SIZE)


def _notes(tally: Tally, number: int, scale: _Scale) -> list[str]:
    """Return what is said of the numbers, and of what stands in no cell that is shown."""
    hidden = sum(tally.cells.values()) - sum(tally.shown.values())
    rest = tally.of - len(tally.rows)
    known = {
        f"{number:,} clash{'es' * (number != 1)}": True,
        f"{tally.outside:,} {tally.why}, in no cell": tally.outside > 0,
        f"the {len(tally.rows)} rows with the most; {rest:,} more rows with {hidden:,} counts": rest
        > 0,
        "a clash counts in each cell that it concerns": sum(tally.cells.values())
        > number - tally.outside,
        "logarithmic colours": scale.steep,
    }
    return [" · ".join(text for text, holds in known.items() if holds)]


def _names(on: Axes, rows: Sequence[str], columns: Sequence[str]) -> None:
    """Write the names of rows on the left, those of columns upwards above."""
    on.set_xlim(0, len(columns))
    on.set_ylim(len(rows), 0)
    style = text_style(_SIZE, colour=INK)
    shown = [[clipped(one, _SIZE, _NAME) for one in names] for names in (rows, columns)]
    on.set_yticks([at + 0.5 for at in range(len(rows))], labels=shown[0], **style)
    on.xaxis.tick_top()
    middles = [at + 0.5 for at in range(len(columns))]
    on.set_xticks(middles, labels=shown[1], rotation=90, **style)


def _cells(on: Axes, tally: Tally, scale: _Scale) -> None:
    """Draw the cells, each with its number; of two that are one, the lower."""
    for down, row in enumerate(tally.rows):
        for across, column in enumerate(tally.columns):
            if tally.paired and across > down:
                continue
            key = (row, column) if not tally.paired else (min(row, column), max(row, column))
            _cell(on, across, down, tally.cells[key], scale)


def _cell(on: Axes, across: int, down: int, number: int, scale: _Scale) -> None:
    colour = _COLOURS(scale.shade(number)) if number else "white"
    box = Rectangle(
        (across, down), 1, 1, facecolor=colour, edgecolor=GRID, linewidth=0.7, clip_on=False
    )
    on.add_patch(box)
    if number:
        ink = "white" if scale.shade(number) > 0.45 else INK
        size = next(
            (one for one in (9.0, 7.0, 5.0) if width(f"{number:,}", one) < 0.9 * _CELL), 4.0
        )
        style = text_style(size, colour=ink, gid="number")
        on.text(across + 0.5, down + 0.5, f"{number:,}", ha="center", va="center", **style)


def _bar(figure: Figure, left: float, top: float, high: float, scale: _Scale) -> None:
    """Draw the colour bar, and name its whole numbers."""
    on = axes(figure, left, top, 0.14, max(min(high, 2.4), 0.4))
    bar = figure.colorbar(ScalarMappable(scale.norm, _COLOURS), cax=on)
    bar.outline.set_visible(False)
    bar.minorticks_off()
    named = scale.levels(on.get_position().height * figure.get_size_inches()[1])
    bar.set_ticks(named, labels=[f"{one:,}" for one in named], **text_style(7.5, colour=FAINT))
    on.tick_params(length=0, which="both")
