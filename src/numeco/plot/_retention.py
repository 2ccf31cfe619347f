"""The picture of who stays: kept, new, returned and lost, edition by edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from numeco.ecosystem import Ecosystem
from numeco.graph._comparison import Comparison
from numeco.graph._steps import Step
from numeco.plot._arguments import check, check_most, check_size, check_title
from numeco.plot._canvas import (
    FAINT,
    INK,
    MARGIN,
    TOP,
    axes,
    foot,
    line_height,
    picture,
    text_style,
    write_foot,
)
from numeco.plot._fates import LOOKS, Fate, draw_marks, fates_of, rows_of, shortened, used
from numeco.plot._presence import draw_grid, grid_of
from numeco.plot._text import clipped, legible, width, wrapped

#: Organizations with a row of their own, unless more or fewer are asked for.
_ROWS: Final = 400
#: How high the bars of the largest edition are, with what was lost, in inches.
_TALL: Final = 2.9
#: How far two editions lie apart: at least, and no further than.
_NEAR, _FAR = 1.15, 2.4
_BAR: Final = 0.42
_SIZE, _SHARE = 8.0, 13.0
_HEAD, _LEGEND = 0.55, 0.32


def retention(
    comparison: Comparison,
    *,
    ecosystem: Ecosystem | None = None,
    partners: int | None = None,
    title: str | None = None,
    size: tuple[float, float] | None = None,
) -> Figure:
    """Return a picture of who stayed, came, came back and went, from edition to edition.

    Above, a column for each edition: its partners from the line upwards, those that it lost since
    the edition before from the line downwards. Between two columns stands the retention, with what
    it was made of. Below, a row for each organization, those of the most editions first.

    An edition before which none is known is grey: nobody can tell who is new to it. Where an
    edition has no known partner, the retention on both sides is unknown. Years without an edition
    and organizations without a row are said below the picture.

    The artists have ids (``gid``): ``bar:`` followed by the fate and the id of the event, ``share:``
    and the id of the later event, ``partner:`` and the id of the organization.

    >>> from numeco import Days, Event, Organization, Partnership, Series
    >>> from numeco.ecosystem import Ecosystem
    >>> from numeco.graph import compare
    >>> series = Series(id="week", name="Digital Week")
    >>> days = {"week-1": Days.year(2024), "week-2": Days.year(2025)}
    >>> weeks = [Event(id=i, name="Week", series="week", days=days[i]) for i in days]
    >>> firms = [Organization(id=one, name=one.title()) for one in ("amo", "bosco", "cale")]
    >>> old = [Partnership(organization=one, of="week-1") for one in ("amo", "bosco")]
    >>> new = [Partnership(organization=one, of="week-2") for one in ("bosco", "cale")]
    >>> ecosystem = Ecosystem.of(series, weeks, firms, old, new)
    >>> figure = retention(compare(ecosystem, "week"), ecosystem=ecosystem)

    Args:
        comparison: what `numeco.graph.compare` returned.
        ecosystem: where the names of organizations are looked up; left out, their ids are shown.
        partners: how many organizations have a row at most, 0 or more; left out, 400.
        title: shown above it; left out, the name of the series.
        size: width and height in inches; left out, what the editions and rows need.

    Raises:
        UnknownId: the ecosystem does not know one of the organizations.
        InvalidValue: `partners` is below 0, or the size below 3 inches or above 200.
        InvalidType: an argument is of another type than it must be.
    """
    check("comparison", comparison, Comparison, "what numeco.graph.compare returns")
    if ecosystem is not None:
        check("ecosystem", ecosystem, Ecosystem, "an Ecosystem, or None")
    check_most("partners", partners)
    check_title(title)
    check_size(size)
    rows = rows_of(comparison, _naming(ecosystem))
    most = _ROWS if partners is None else partners
    heads = shortened([legible(one.label) for one in comparison.editions])
    tall = TOP + _HEAD + _TALL + _LEGEND
    # How much is left out is known only once there is a grid: room is kept for the longest note.
    wide = _width(len(heads), size)
    notes = foot(_notes(comparison, len(rows)), (), wide)
    high = None if size is None else size[1] - tall - notes.high
    grid = grid_of(rows[:most], heads, wide - 2 * MARGIN, high)
    if size is None:
        wide = max(wide, grid.wide + 2 * MARGIN)
        notes = foot(_notes(comparison, len(rows)), (), wide)
    below = tall + grid.high + notes.high
    said = f"Who stays: {comparison.name}" if title is None else title
    figure = picture(wide, below if size is None else size[1], said)
    _draw(figure, comparison, heads, wide)
    draw_grid(figure, grid, heads, tall)
    write_foot(figure, foot(_notes(comparison, len(rows) - grid.shown), (), wide))
    return figure


def _naming(ecosystem: Ecosystem | None) -> Callable[[str], str]:
    if ecosystem is None:
        return legible
    known = ecosystem
    return lambda one: legible(known[one].label)


def _width(number: int, size: tuple[float, float] | None) -> float:
    return size[0] if size is not None else max(7.0, 2 * MARGIN + number * _NEAR)


def _notes(comparison: Comparison, hidden: int) -> list[str]:
    """Return what is said below: how many there are, what is left out, and what is not known."""
    number = len(comparison.streaks)
    counts = {
        f"{number:,} partner{'s' * (number != 1)} in all": True,
        f"{hidden:,} of the fewest editions without a row": hidden > 0,
        f"{len(comparison.skipped):,} cancelled, not shown": bool(comparison.skipped),
        f"{len(comparison.unplaced):,} of unknown days, not shown": bool(comparison.unplaced),
    }
    said = " · ".join(text for text, holds in counts.items() if holds)
    gaps = (
        f"{step.before.label} to {step.after.label}: {'; '.join(step.gap)}"
        for step in comparison.steps
        if step.gap
    )
    return [said, *gaps]


# The bars


@frozen
class _Chart:
    """The panel of the bars: in inches, downwards."""

    on: Axes
    #: How far editions lie apart.
    pitch: float
    #: Where the line is from which bars go up and down.
    line: float
    #: Inches a partner.
    scale: float

    def middle(self, at: float) -> float:
        """Return where the column of an edition is, or what lies between two."""
        return (at + 0.5) * self.pitch


def _draw(figure: Figure, comparison: Comparison, heads: Sequence[str], wide: float) -> None:
    """Draw the bars, what stands between them and the legend."""
    fates = fates_of(comparison)
    on = axes(figure, MARGIN, TOP, wide - 2 * MARGIN, _HEAD + _TALL + _LEGEND)
    on.set_xlim(0, wide - 2 * MARGIN)
    on.set_ylim(_HEAD + _TALL + _LEGEND, 0)
    if not fates:
        on.text(0, 0.3, "no editions", **text_style(_SIZE, colour=FAINT))
        return
    counts = [Counter(fate.values()) for fate in fates]
    lost = max(one[Fate.LOST] for one in counts)
    most = max(one.total() - one[Fate.LOST] for one in counts)
    scale = (_TALL - 0.1) / (most + lost or 1)
    pitch = min(_FAR, (wide - 2 * MARGIN) / len(fates))
    chart = _Chart(on, pitch, _HEAD + most * scale, scale)
    for at, (edition, count) in enumerate(zip(comparison.editions, counts, strict=True)):
        _head(chart, at, heads[at])
        _bar(chart, at, count, str(edition.event))
    for at, step in enumerate(comparison.steps):
        _share(chart, at, step)
    right = chart.middle(len(fates) - 0.5)
    on.plot([0, right], [chart.line] * 2, color=INK, linewidth=0.8, zorder=4)
    _legend(on, list(used(fates)), _HEAD + _TALL + _LEGEND / 2)


def _head(chart: _Chart, at: int, head: str) -> None:
    lines = wrapped(head, _SIZE, chart.pitch - 0.06, 2)
    style: dict[str, Any] = text_style(_SIZE, gid="edition")
    style |= {"ha": "center", "va": "top"}
    chart.on.text(chart.middle(at), 0, "\n".join(lines), **style)


def _bar(chart: _Chart, at: int, count: Counter[Fate], event: str) -> None:
    """Draw the bar of an edition: upwards who is there, downwards who is gone."""
    whole = count.total() - count[Fate.LOST]
    up = chart.line
    for fate in (Fate.FIRST, Fate.KEPT, Fate.RETURNED, Fate.NEW):
        high = count[fate] * chart.scale
        if high:
            _part(chart, at, _Part(fate, count[fate], up - high, high, event))
        up -= high
    if count[Fate.LOST]:
        lost = count[Fate.LOST]
        _part(chart, at, _Part(Fate.LOST, lost, chart.line, lost * chart.scale, event))
    style: dict[str, Any] = text_style(9.0, bold=True, gid="total")
    style |= {"ha": "center", "va": "bottom"}
    chart.on.text(chart.middle(at), up - 0.03, f"{whole:,}", **style)


@frozen
class _Part:
    """A part of a bar: whose it is, and where it is, in inches from the top of the panel."""

    fate: Fate
    number: int
    top: float
    high: float
    event: str


def _part(chart: _Chart, at: int, part: _Part) -> None:
    """Draw a part of a bar, and write how many it is if there is room."""
    look, wide, middle = LOOKS[part.fate], _BAR * chart.pitch, chart.middle(at)
    lost = part.fate is Fate.LOST
    bar = Rectangle(
        (middle - wide / 2, part.top),
        wide,
        part.high,
        facecolor="white" if lost else look.colour,
        edgecolor=look.colour if lost else "white",
        linewidth=1.0 if lost else 0.6,
        hatch=look.hatch,
        zorder=2,
        gid=f"bar:{part.fate.value}:{part.event}",
    )
    chart.on.add_patch(bar)
    said = f"{part.number:,}"
    if part.high >= line_height(_SIZE) and wide >= width(said, _SIZE, bold=True) + 0.1:
        style = text_style(_SIZE, bold=True, colour=look.ink)
        style |= {"ha": "center", "va": "center", "gid": "number", "zorder": 5}
        if look.hatch:
            style["bbox"] = {"facecolor": look.colour, "linewidth": 0, "pad": 1.2}
        chart.on.text(middle, part.top + part.high / 2, said, **style)


def _share(chart: _Chart, at: int, step: Step) -> None:
    """Write the retention between two columns, with what it was made of."""
    found, room = step.retention, (1 - _BAR) * chart.pitch - 0.06
    x, y = chart.middle(at + 0.5), chart.line - 0.42
    said = found.said if found.value is not None else "unknown"
    size = next((one for one in (_SHARE, 10.0, _SIZE, 6.0) if width(said, one, True) <= room), 4.0)
    big = text_style(size, bold=True, gid=f"share:{step.after.event}")
    chart.on.text(x, y, said, ha="center", va="bottom", zorder=6, **big)
    made = f"{len(step.kept):,} of {len(step.before.partners):,}" if step.known else ""
    if made and width(made, 7.0) <= room:
        style = text_style(7.0, colour=FAINT, gid="made")
        chart.on.text(x, y + 0.03, made, ha="center", va="top", zorder=6, **style)
    ends = (x - room / 2 + 0.03, chart.line - 0.16), (x + room / 2 - 0.03, chart.line - 0.16)
    arrow = {"arrowstyle": "-|>", "color": FAINT, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0}
    arrow["linestyle"] = "dotted" if step.gap or not step.known else "solid"
    chart.on.annotate("", ends[1], ends[0], arrowprops=arrow, zorder=1)


def _legend(on: Axes, fates: Sequence[Fate], y: float) -> None:
    x = 0.08
    for fate in fates:
        draw_marks(on, fate, [(x, y)])
        text = LOOKS[fate].says
        style: dict[str, Any] = text_style(_SIZE, gid="legend")
        style |= {"ha": "left", "va": "center_baseline"}
        on.text(x + 0.12, y, clipped(text, _SIZE, 3.0), **style)
        x += 0.12 + width(text, _SIZE) + 0.25
