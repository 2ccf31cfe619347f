"""The picture of a programme."""

from collections.abc import Iterable, Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numeco.ecosystem import Ecosystem
from numeco.plot._arguments import check, check_size, check_title, ids, marked
from numeco.plot._boxes import draw_box
from numeco.plot._canvas import (
    DAYS,
    FAINT,
    GRID,
    axes,
    foot,
    line_height,
    picture,
    text_style,
    write,
    write_foot,
)
from numeco.plot._frame import DAY, HEAD, Frame, Panel, frame_of, width_of
from numeco.plot._legend import Palette, Said, palette_of
from numeco.plot._slots import Slot, slots_of
from numeco.plot._text import clipped, fits, legible, wrapped
from numeco.schedule import Clash, Clashes

_HOUR: Final = 7.5


def programme(  # noqa: PLR0913  # each names one choice of the picture
    ecosystem: Ecosystem,
    event: str,
    *,
    clashing: Clashes | Iterable[str | Clash] = (),
    sessions: Iterable[str] | None = None,
    title: str | None = None,
    size: tuple[float, float] | None = None,
) -> Figure:
    """Return a picture of a programme: a panel a day, in it a column a room, time downwards.

    A session is a box in the colour of its first theme. Sessions that share a room at the same time
    stand side by side. One that clashes has a thick frame and a triangle. Times are by the clocks of
    each session's event, lengths in real time: where the clocks change, the panel has hours of its
    own. A session stands on its programme day; one that lasts longer is drawn to the foot of the
    panel, with ▼. A title that does not fit ends in …; where not even three signs do, there is a
    dot. Dots, and what is unscheduled or cancelled and so not drawn, are counted below.

    Each artist says by ``get_gid()`` what it is: ``box:``, ``title:``, ``dot:``, ``clash:``,
    ``more:`` and the id of the session; panels are `Figure.axes`, in order of days, x in inches and
    y in minutes from the first hour.

    Args:
        ecosystem: where the sessions are looked for.
        event: the id of an event, whose own sessions and those of events within it are drawn.
        clashing: what `numeco.schedule.clashes` found, some of these clashes, or the ids of sessions
            to mark.
        sessions: the ids of those to draw; left out, all.
        title: shown above it; left out, the name of the event.
        size: width and height in inches; left out, what the sessions need to be legible.

    Raises:
        UnknownId: nothing has the id of the event, or one that is to be drawn or marked.
        InvalidValue: the size is below 3 inches, above 200, or leaves no room for the sessions.
        InvalidType: the id is not that of an event, or an argument is of another type than it must
            be, such as a lone id where a collection is expected.
    """
    check("ecosystem", ecosystem, Ecosystem, "an Ecosystem")
    check("event", event, str, "the id of an event")
    check_title(title)
    check_size(size)
    wanted = None if sessions is None else ids("sessions", sessions, ecosystem)
    all_ = [one for one in ecosystem.sessions_of(event) if wanted is None or one.id in wanted]
    shown = [one for one in all_ if not ecosystem.cancelled(one)]
    slots, hours = slots_of(ecosystem, shown)
    marks = marked(clashing, ecosystem)
    said = Said(
        slots,
        unscheduled=len(shown) - len(slots),
        cancelled=len(all_) - len(shown),
        clashing=sum(one.session.id in marks for one in slots),
    )
    palette = palette_of(ecosystem, (one.session for one in slots))
    wide = width_of(ecosystem, slots, size)
    # Which titles fit is known only once there is a frame: room is kept for the longest notes.
    below = foot(said.notes(len(slots), len(slots)), palette.keys, wide)
    frame = frame_of(ecosystem, slots, hours, size, below.high)
    figure = picture(wide, frame.high, title if title is not None else ecosystem[event].label)
    bare, rooms = _draw(figure, ecosystem, frame, slots, palette, marks)
    if not slots:
        write(figure, "no sessions to show", frame.wide / 2 - 0.6, frame.top + 0.3, 9, colour=FAINT)
    write_foot(figure, foot(said.notes(bare, rooms), palette.keys, wide))
    return figure


def _draw(  # noqa: PLR0913, PLR0917  # the parts of one picture
    figure: Figure,
    ecosystem: Ecosystem,
    frame: Frame,
    slots: Sequence[Slot],
    palette: Palette,
    marks: frozenset[str],
) -> tuple[int, int]:
    """Draw the panels; return how many sessions have no title, and how many rooms no name."""
    drawn = {panel.day: (panel, _panel(figure, frame, panel)) for panel in frame.panels}
    bare = 0
    for slot in slots:
        panel, on = drawn[slot.column[0]]
        left, wide = panel.columns[slot.column[1]]
        lane = (wide - 0.05) / slot.lanes
        place = left + 0.025 + slot.lane * lane, lane
        clashes = slot.session.id in marks
        titled = draw_box(
            on, slot, place, frame.scale, palette[slot.session], size=frame.size, clashes=clashes
        )
        bare += not titled
    nameless = sum(_rooms(on, ecosystem, frame, panel) for panel, on in drawn.values())
    return bare, nameless


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
