"""The picture of a programme."""

from collections.abc import Iterable, Sequence

from matplotlib.figure import Figure

from numeco.ecosystem import Ecosystem
from numeco.plot._arguments import check, check_size, check_title, ids, marked
from numeco.plot._boxes import box_of, draw_box
from numeco.plot._canvas import FAINT, foot, picture, write, write_foot
from numeco.plot._frame import Frame, frame_of, width_of
from numeco.plot._legend import Palette, Said, palette_of
from numeco.plot._panels import draw_panels, lane_of
from numeco.plot._slots import Slot, slots_of
from numeco.schedule import Clash, Clashes


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
    (slots,), hours = slots_of(ecosystem, shown)
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
    drawn, nameless = draw_panels(figure, ecosystem, frame)
    bare = 0
    for slot in slots:
        panel, on = drawn[slot.column[0]]
        box = box_of(slot, lane_of(panel, slot), frame.scale, frame.size)
        bare += not draw_box(on, box, palette[slot.session], clashes=slot.session.id in marks)
    return bare, nameless
