"""The picture of a proposal: the programme as it would be, and what moves in it."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from attrs import evolve
from matplotlib.figure import Figure

from numeco.ecosystem import Ecosystem
from numeco.model import Event
from numeco.plot._arguments import check, check_size, check_title, ids
from numeco.plot._boxes import Box, box_of, draw_box
from numeco.plot._canvas import FAINT, foot, picture, write, write_foot
from numeco.plot._frame import Frame, frame_of, width_of
from numeco.plot._ghosts import beside, draw_ghost, ghost_box
from numeco.plot._legend import Palette, palette_of
from numeco.plot._panels import draw_panels, lane_of
from numeco.plot._scene import Scene, scene_of
from numeco.schedule import Proposal

#: How much of a column at most is for ghosts.
_MOST: Final = 0.45


def moves(  # noqa: PLR0913  # each names one choice of the picture
    proposal: Proposal,
    event: str | None = None,
    *,
    sessions: Iterable[str] | None = None,
    days: Iterable[date] | None = None,
    title: str | None = None,
    size: tuple[float, float] | None = None,
) -> Figure:
    """Return a picture of what a proposal moves: the programme as it would be, as by `programme`.

    What moves is drawn in full colour, the rest pale. A dashed outline stands where a session was,
    beside what takes place there now; an arrow leads to its new place. Between days there is no
    arrow: the outline says to which day the session goes, and a note beside its box from which it
    comes. What would still clash is marked, and the moves and the clashes are counted below.

    The artists are those of `programme`, and ``ghost:``, ``was:`` (what is written into it),
    ``arrow:``, ``came:`` and ``from:`` (another day).

    >>> from numeco.datasets import load
    >>> from numeco.schedule import rearrange
    >>> figure = moves(rearrange(load("semaine-fictive")))

    Args:
        proposal: what `numeco.schedule.rearrange` found, or `numeco.schedule.solver.improve`.
        event: the id of an event, whose own sessions and those of events within it are drawn; left
            out, all sessions.
        sessions: the ids of those to draw; left out, all.
        days: programme days to draw; left out, those on which something moves.
        title: shown above it; left out, “What moves” and the name of the event.
        size: width and height in inches; left out, what the sessions need to be legible.

    Raises:
        UnknownId: nothing has the id of the event, or one that is to be drawn.
        InvalidValue: on one of the days nothing takes place, or the size is below 3 inches, above
            200, or leaves no room for the sessions.
        InvalidType: the id is not that of an event, or an argument is of another type than it must
            be, such as a lone id where a collection is expected.
    """
    check("proposal", proposal, Proposal, "what numeco.schedule.rearrange returns")
    if event is not None:
        check("event", event, str, "the id of an event, or None for all")
    check_title(title)
    check_size(size)
    ecosystem = proposal.plan.question.ecosystem
    wanted = None if sessions is None else ids("sessions", sessions, ecosystem)
    scene = scene_of(proposal, event, wanted, days)
    room = beside(scene.ghosts)
    palette = palette_of(ecosystem, (one.session for one in scene.all))
    wide = width_of(ecosystem, scene.all, size, room)
    # Which texts fit is known only once there is a frame: room is kept for the longest notes.
    most = len(scene.all)
    below = foot(scene.notes(most, most, most), palette.keys, wide)
    frame = frame_of(ecosystem, scene.all, scene.hours, size, below.high, room)
    figure = picture(wide, frame.high, _title(ecosystem, event) if title is None else title)
    counts = _draw(figure, ecosystem, frame, scene, palette)
    if not frame.panels:
        write(figure, "nothing moves", frame.wide / 2 - 0.5, frame.top + 0.3, 9, colour=FAINT)
    write_foot(figure, foot(scene.notes(*counts), palette.keys, wide))
    return figure


def _title(ecosystem: Ecosystem, event: str | None) -> str:
    if event is not None:
        return f"What moves: {ecosystem[event].label}"
    whole = [one for one in ecosystem.all(Event) if one.within is None]
    return f"What moves: {whole[0].label}" if len(whole) == 1 else "What moves"


def _draw(
    figure: Figure, ecosystem: Ecosystem, frame: Frame, scene: Scene, palette: Palette
) -> tuple[int, int, int]:
    """Draw the panels; return how many sessions, rooms and ghosts lack what they should say."""
    drawn, nameless = draw_panels(figure, ecosystem, frame)
    rooms = {
        (day, venue): min(wide, _MOST * drawn[day][0].columns[venue][1])
        for (day, venue), wide in beside(scene.ghosts).items()
    }
    boxes: dict[str, Box] = {}
    bare = mute = 0
    for slot in scene.slots:
        panel, on = drawn[slot.column[0]]
        key, place = slot.session.id, lane_of(panel, slot, rooms.get(slot.column, 0))
        box = box_of(slot, place, frame.scale, frame.size)
        boxes[key] = evolve(box, pale=key not in scene.moves, crossed=True)
        bare += not draw_box(on, boxes[key], palette[slot.session], clashes=key in scene.marks)
    for ghost in scene.ghosts:
        panel, on = drawn[ghost.slot.column[0]]
        there = ghost_box(ghost, panel, rooms[ghost.slot.column], frame.scale)
        session = ghost.slot.session
        mute += not draw_ghost(on, ghost, there, boxes.get(session.id), palette[session])
    return bare, nameless, mute
