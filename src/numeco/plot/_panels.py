"""The ground of the picture of a programme: its days, hours and rooms."""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numeco.ecosystem import Ecosystem
from numeco.plot._canvas import DAYS, FAINT, GRID, axes, line_height, text_style
from numeco.plot._frame import DAY, HEAD, Frame, Panel
from numeco.plot._slots import Slot
from numeco.plot._text import clipped, fits, legible, wrapped

Drawn: TypeAlias = Mapping[date, tuple[Panel, Axes]]
_HOUR: Final = 7.5


def draw_panels(figure: Figure, ecosystem: Ecosystem, frame: Frame) -> tuple[Drawn, int]:
    """Draw the panels of a frame; return them by day, and how many rooms have no name."""
    drawn = {panel.day: (panel, _panel(figure, frame, panel)) for panel in frame.panels}
    return drawn, sum(_rooms(on, ecosystem, frame, panel) for panel, on in drawn.values())


def lane_of(panel: Panel, slot: Slot, beside: float = 0) -> tuple[float, float]:
    """Return where the lane of a session begins within its panel, and how wide it is, in inches.

    Args:
        panel: that of its day.
        slot: the session.
        beside: how much of its column, on the left, is kept free.
    """
    left, wide = panel.columns[slot.column[1]]
    lane = (wide - beside - 0.05) / slot.lanes
    return left + beside + 0.025 + slot.lane * lane, lane


def _panel(figure: Figure, frame: Frame, panel: Panel) -> Axes:
    """Draw the ground of a panel: its day, its hours, lines between its rooms."""
    found = axes(figure, panel.left, frame.top, panel.wide, frame.tall)
    found.set_xlim(0, panel.wide)
    found.set_ylim(frame.hours.minutes, 0)
    named = dict(list(panel.ticks.items())[:: frame.step])
    found.hlines(list(named), 0, panel.wide, colors=GRID, linewidth=0.7, zorder=0)
    edges = [left for left, _ in panel.columns.values()]
    found.vlines(edges[1:], 0, frame.hours.minutes, colors=GRID, linewidth=0.5, zorder=0)
    if panel.named:
        style = text_style(_HOUR, colour=FAINT)
        found.set_yticks(list(named), labels=list(named.values()), **style)
    name = f"{DAYS[panel.day.weekday()]} {panel.day.isoformat()}"
    above = 72 * (frame.head + 0.08)
    shown = clipped(name, DAY, panel.wide, bold=True)
    found.set_title(shown, loc="left", y=1, pad=above, **text_style(DAY, bold=True, gid="day"))
    return found


def _rooms(on: Axes, ecosystem: Ecosystem, frame: Frame, panel: Panel) -> int:
    """Write the names of rooms above their columns; return for how many there is no room."""
    bare = 0
    for venue, (left, wide) in panel.columns.items():
        name = legible(ecosystem[venue].name if venue is not None else "no room")
        upwards = not frame.lines
        lines = (
            [clipped(name, HEAD, frame.head)]
            if upwards
            else wrapped(name, HEAD, wide - 0.08, frame.lines)
        )
        if (upwards and wide < line_height(HEAD)) or not fits(name, lines):
            bare += 1
            continue
        style = text_style(HEAD, colour=FAINT if venue is None else "#1f2328", gid="room")
        on.annotate(
            "\n".join(lines),
            (left + 0.03, 0),
            xytext=(0, 4),
            textcoords="offset points",
            va="bottom",
            ha="left",
            rotation=90 if upwards else 0,
            annotation_clip=False,
            **style,
        )
    return bare
