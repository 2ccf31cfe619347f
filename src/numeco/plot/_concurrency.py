"""The picture of how much takes place at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from math import inf
from typing import Any, Final

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from numeco.model import Count
from numeco.plot._arguments import check, check_size, check_title
from numeco.plot._canvas import (
    BLUE,
    CLASH,
    DAYS,
    FAINT,
    GRID,
    MARGIN,
    TOP,
    axes,
    foot,
    picture,
    text_style,
    tint,
    write,
    write_foot,
)
from numeco.plot._slots import clock_hours, midnights, moment
from numeco.plot._text import clipped, width
from numeco.schedule import Concurrency, Step
from numeco.time import Interval

_HOUR: Final = 3_600_000_000
#: In hours: what parts two stretches of time with nothing in between.
_PAUSE: Final = 4
#: The least that a panel is made for.
_LEAST: Final = 5.0
#: In hours: the room that a panel is made for after its last midnight, to name the day.
_LAST: Final = 2.0
_SIZE: Final = 8.0
_AXIS, _GAP, _DAY, _HOURS = 0.8, 0.45, 0.3, 0.3
_APART: Final = 0.08  #: between the names of two days
_HEAD: Final = 1.22  #: how much higher than the peak a panel is, to have room for its name


@frozen
class _Stretch:
    """A stretch of time without a long pause."""

    steps: Sequence[Step]

    @property
    def start(self) -> int:
        return self.steps[0].interval.start_us

    @property
    def hours(self) -> float:
        """How long it lasts, in real hours."""
        return (self.steps[-1].interval.end_us - self.start) / _HOUR

    @property
    def days(self) -> dict[float, date]:
        """Its days, by hours from its start: the first, and one from each midnight on."""
        end, key = self.steps[-1].interval.end_us, self.steps[0].interval.zone
        later = midnights(self.start, end, key)
        return {0.0: moment(self.start, key).date()} | {self.at(at): later[at] for at in later}

    @property
    def need(self) -> float:
        """How many hours its panel is made for."""
        last = max(self.days)
        return max(_LEAST, self.hours, last + _LAST if last else 0)

    def at(self, instant: int) -> float:
        """Return how many hours from its start an instant is."""
        return (instant - self.start) / _HOUR

    def ticks(self, scale: float, aside: float) -> dict[float, str]:
        """Return hours of its clock that there is room for, by hours from its start.

        Args:
            scale: inches an hour.
            aside: how far a name may stand out on either side, in inches.
        """
        end, key = self.steps[-1].interval.end_us, self.steps[0].interval.zone
        every = next((n for n in (1, 2, 3, 4, 6, 12) if n * scale >= 0.55), 24)
        found: dict[float, str] = {}
        taken = -aside
        for instant, name in clock_hours(self.start, end, key).items():
            middle, half = self.at(instant) * scale, width(name, _SIZE) / 2 + 0.02
            inside = taken <= middle - half and middle + half <= self.hours * scale + aside
            if int(name[:2]) % every == 0 and inside:
                found[self.at(instant)], taken = name, middle + half
        return found


def concurrency(
    result: Concurrency, *, title: str | None = None, size: tuple[float, float] | None = None
) -> Figure:
    """Return a picture of what `numeco.schedule.concurrency` found: a step function of time.

    Each stretch of time without a pause of four hours or more is a panel of its own, `Figure.axes`
    in order, with the hours of the clock (x in real hours from its start), so that empty nights take
    no room. Where it goes on after midnight, a line and the date say so. The filled area is the low bound, the hatched band above reaches to the high one; where
    nothing bounds a value above, the band goes up to the edge. The times at which the peak is, or may be,
    are marked; its name stands over the first that reaches the greatest low bound. How many sessions state no figure is said below.

    Args:
        result: how much there is at once.
        title: shown above it; left out, what is counted.
        size: width and height in inches; left out, what the panels need.

    Raises:
        InvalidType: an argument is of another type than it must be.
        InvalidValue: the size is below 3 inches or above 200.
    """
    check("result", result, Concurrency, "a Concurrency")
    check_title(title)
    check_size(size)
    stretches = list(_stretches(result)) if result.peak.high != 0 else []
    wide, high = size if size is not None else (_wide(stretches), 4.6 if stretches else 2.2)
    below = foot(_notes(result, stretches), (), wide)
    said = title if title is not None else f"{str(result.of).capitalize()} at once"
    figure = picture(wide, high, said)
    if stretches:
        top = TOP + _DAY
        _panels(figure, result, stretches, (top, high - top - _HOURS - below.high))
    write_foot(figure, below)
    return figure


def _wide(stretches: Sequence[_Stretch]) -> float:
    natural = 2 * MARGIN + _AXIS + sum(0.28 * one.need + _GAP for one in stretches)
    return min(max(natural, 8.0), 200.0)


def _stretches(result: Concurrency) -> Iterator[_Stretch]:
    """Iterate over the steps, parted at long pauses."""
    found: list[Step] = []
    for step in result:
        interval, nothing = step.interval, step.value.high == 0
        if not nothing or interval.end_us - interval.start_us < _PAUSE * _HOUR:
            found.append(step)
        elif found:
            yield _Stretch(found)
            found = []
    if found:
        yield _Stretch(found)


def _notes(result: Concurrency, stretches: Sequence[_Stretch]) -> list[str]:
    values = [step.value for one in stretches for step in one.steps]
    peaks, missing = len(result.peaks) if values else 0, len(result.missing)
    exact = all(one.low == one.high and not one.about for one in values)
    known = {
        "nothing to show": not values,
        f"▼ peak: {result.peak}": bool(values),
        f"it {'is reached' if exact else 'may be'} at {peaks:,} times": peaks > 1,
        "hatched: between the low and the high bound": any(one.high != one.low for one in values),
        "hatched to the top: nothing bounds it above": any(one.high is None for one in values),
        f"{missing:,} session{'s' * (missing != 1)} without a figure": missing > 0,
        f"times of {result.zone}": bool(values),
    }
    return [" · ".join(text for text, holds in known.items() if holds)]


# Panels


def _panels(
    figure: Figure,
    result: Concurrency,
    stretches: Sequence[_Stretch],
    place: tuple[float, float],
) -> None:
    """Draw the stretches side by side, at a height from the top and so high."""
    wide = float(figure.get_size_inches()[0])
    known = [
        n for one in stretches for step in one.steps for n in (step.value.low, step.value.high)
    ]
    top = max((n for n in known if n is not None), default=0) or 1.0
    top *= 1.15 if None in known else 1.0
    room = wide - 2 * MARGIN - _AXIS
    gap = min(_GAP, 0.2 * room / len(stretches))
    needs = [one.need for one in stretches]
    scale = (room - gap * (len(stretches) - 1)) / sum(needs)
    left = MARGIN + _AXIS
    for one, need in zip(stretches, needs, strict=True):
        on = axes(figure, left, place[0], need * scale, place[1])
        _ground(on, one, need, top, (scale, gap / 2))
        if one is stretches[0]:
            _scale(on, str(result.of))
        _draw(on, one, top)
        left += need * scale + gap
    _peaks(figure, result, stretches, top)
    _name_peak(figure, result, stretches)


def _ground(
    on: Axes, stretch: _Stretch, hours: float, top: float, ticks: tuple[float, float]
) -> None:
    """Draw the day, the hours and the lines of a panel."""
    on.set_xlim(0, hours)
    on.set_ylim(0, top * _HEAD)
    named = stretch.ticks(*ticks)
    on.set_xticks(list(named), labels=list(named.values()), **text_style(_SIZE, colour=FAINT))
    on.tick_params(axis="x", pad=6)
    on.hlines(_levels(top), 0, hours, colors=GRID, linewidth=0.7, zorder=0)
    on.axhline(0, color=FAINT, linewidth=0.8)
    _days(on, stretch, hours, ticks[0])


def _days(on: Axes, stretch: _Stretch, hours: float, scale: float) -> None:
    """Name the days above a panel, and draw a line at each midnight in it."""
    style = text_style(9, bold=True, gid="day")
    (_, first), *later = _named(stretch.days, hours, scale)
    on.set_title(first, loc="left", y=1, pad=5, **style)
    style |= {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    for left, said in later:
        on.annotate(said, (left / scale, 1), xytext=(0, 5), annotation_clip=False, **style)
    for at in list(stretch.days)[1:]:
        on.axvline(at, color=FAINT, linewidth=0.8, zorder=1.5, gid="midnight")


def _named(days: Mapping[float, date], hours: float, scale: float) -> Iterator[tuple[float, str]]:
    """Iterate over where the name of each day begins, in inches, and as much of it as fits."""
    starts = [at * scale for at in days]
    ends = [*(start - _APART for start in starts[1:]), hours * scale]
    taken = 0.0
    for start, end, day in zip(starts, ends, days.values(), strict=True):
        left = max(start, taken)
        long, short = f"{DAYS[day.weekday()]} {day.isoformat()}", f"{day:%m-%d}"
        room = dict.fromkeys((long, short, f"{day:%d}"), end)
        if not start and len(ends) > 1:
            # An evening may be too short for its name, which then pushes the next one aside.
            room[short] = max(end, ends[1] - _APART - _width(short))
        said = next((one for one in room if left + _width(one) <= room[one]), "")
        yield left, said
        taken = left + _width(said) + _APART if said else left


def _width(name: str) -> float:
    return width(name, 9, bold=True)


def _levels(top: float) -> list[float]:
    found = MaxNLocator(nbins=5, integer=True, steps=[1, 2, 5, 10]).tick_values(0, top)
    return [float(one) for one in found if 0 <= one <= top * 1.02]


def _scale(on: Axes, of: str) -> None:
    """Name the values on the left of the first panel."""
    levels = _levels(on.get_ylim()[1] / _HEAD)
    style = text_style(_SIZE, colour=FAINT)
    on.set_yticks(levels, labels=[f"{one:,.0f}" for one in levels], **style)
    style |= {"xycoords": "axes fraction", "textcoords": "offset points", "ha": "right"}
    on.annotate(of, (0, 1), xytext=(-4, -6), annotation_clip=False, **style)


def _draw(on: Axes, stretch: _Stretch, top: float) -> None:
    """Draw the steps: the low bound as an area, a band up to the high one."""
    edges = [stretch.at(step.interval.start_us) for step in stretch.steps]
    edges.append(stretch.at(stretch.steps[-1].interval.end_us))
    lows = [step.value.low for step in stretch.steps]
    highs = [top if step.value.high is None else step.value.high for step in stretch.steps]
    on.stairs(lows, edges, fill=True, color=tint(BLUE, 0.3), linewidth=0, zorder=1)
    if highs != lows:
        band: dict[str, Any] = {"facecolor": "none", "edgecolor": tint(BLUE, 0.5), "hatch": "/////"}
        on.stairs(highs, edges, baseline=lows, fill=True, linewidth=0, zorder=1, **band)
        on.stairs(highs, edges, color=BLUE, linewidth=0.7, linestyle=":", zorder=2, gid="high")
    on.stairs(lows, edges, color=BLUE, linewidth=1.4, zorder=2, gid="low")


# The peak


def _peaks(figure: Figure, result: Concurrency, stretches: Sequence[_Stretch], top: float) -> None:
    """Mark the times at which the peak may be."""
    for peak, (on, stretch) in product(result.peaks, zip(figure.axes, stretches, strict=True)):
        start = max(stretch.at(peak.start_us), 0)
        end = min(stretch.at(peak.busy_until_us), stretch.hours)
        if start >= end:
            continue
        on.axvspan(start, end, ymax=1 / _HEAD, color=tint(CLASH, 0.35), lw=0.5, zorder=0.5)
        middle = (start + end) / 2
        on.plot([middle], [top * 1.045], marker="v", ms=6, color=CLASH, lw=0, gid="peak")


def _name_peak(figure: Figure, result: Concurrency, stretches: Sequence[_Stretch]) -> None:
    """Name the peak above the first step that reaches the greatest low bound."""
    panels = zip(figure.axes, stretches, strict=True)
    steps = ((step, on, one) for on, one in panels for step in one.steps)
    step, on, stretch = max(steps, key=lambda found: _rank(found[0].value))
    inside = step.interval
    if step.value.low == result.peak.high:
        # Of exact figures, neighbours that differ only in how soft they are belong together.
        inside = next(one for one in result.peaks if inside.start_us < one.busy_until_us)
    middle = (stretch.at(inside.start_us) + stretch.at(inside.busy_until_us)) / 2
    _name(figure, on, middle, f"peak: {result.peak}, {_when(inside)}")


def _rank(value: Count) -> tuple[int, float]:
    return value.low, inf if value.high is None else value.high


def _name(figure: Figure, on: Axes, at: float, said: str) -> None:
    """Write the name of the peak above it, moved so far that it lies within the figure."""
    wide, high = figure.get_size_inches()
    place = on.get_position()
    middle = wide * (place.x0 + place.width * at / on.get_xlim()[1])
    said = clipped(said, 9, wide - 2 * MARGIN - _AXIS, bold=True)
    half = width(said, 9, bold=True) / 2
    left = max(min(middle - half, wide - MARGIN - 2 * half), MARGIN + _AXIS)
    down = high * (1 - place.y1) + 0.04
    text = write(figure, said, left, down, 9, bold=True, colour=CLASH, gid="peak")
    # The line of a midnight may lie below it.
    text.set_bbox({"facecolor": "white", "linewidth": 0, "pad": 1})


def _when(peak: Interval) -> str:
    day = peak.start.date()
    end = peak.end if peak.end.date() != day else None
    until = f"{end:%Y-%m-%d %H:%M}" if end is not None else f"{peak.end:%H:%M}"
    return f"{DAYS[day.weekday()]} {day.isoformat()} {peak.start:%H:%M}–{until}"
