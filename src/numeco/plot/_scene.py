"""What the picture of a proposal shows: the sessions as they would be, and ghosts of what moves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import cast

from attrs import evolve, frozen

from numeco.errors import InvalidType, InvalidValue
from numeco.model import Session
from numeco.plot._ghosts import Ghost
from numeco.plot._legend import Said
from numeco.plot._slots import Column, Hours, Slot, in_lanes, slots_of
from numeco.schedule import Move, Proposal, Severity


@frozen
class _Way:
    """A move, and the programme days from which and to which it leads."""

    move: Move
    gone: date | None
    come: date | None

    def ghost(self, slot: Slot, *, free: bool) -> Ghost:
        """Return the ghost at a slot of the session before or after its move."""
        was = slot.session == self.move.before
        day = self.come if was else self.gone
        return Ghost(slot, None if self.gone == self.come else day, was=was, free=free)


@frozen
class Scene:
    """What a picture of a proposal shows."""

    proposal: Proposal
    #: The moves from or to a day that is shown, by the id of their session.
    moves: Mapping[str, Move]
    slots: Sequence[Slot]
    ghosts: Sequence[Ghost]
    hours: Hours
    said: Said
    #: The ids of the sessions that would still clash.
    marks: frozenset[str]

    @property
    def all(self) -> list[Slot]:
        """The slots of sessions and of ghosts; those of ghosts need no lane in the room itself."""
        return [*self.slots, *(evolve(one.slot, lane=0, lanes=1) for one in self.ghosts)]

    def notes(self, bare: int, rooms: int, mute: int) -> list[str]:
        """Return the lines of notes.

        Args:
            bare: how many sessions are shown without their title.
            rooms: how many rooms without their name.
            mute: how many ghosts without the other day.
        """
        unsaid = [f"{mute:,} without room for the other day"] if mute else []
        first = [*_counted(self.proposal, self.moves.values()), *unsaid]
        key = ["dashed: where a session was · pale: what stays"] if self.moves else []
        return [" · ".join(first), *key, *self.said.notes(bare, rooms)]


def scene_of(
    proposal: Proposal,
    event: str | None,
    wanted: Collection[str] | None,
    days: Iterable[date] | None,
) -> Scene:
    """Return what a picture shows; the arguments are those of `moves`."""
    ecosystem = proposal.plan.question.ecosystem
    programme = _programme(proposal, event, wanted)
    shown = [one for one in programme if not ecosystem.cancelled(one)]
    scheduled = {one.id: one for one in shown if one.when is not None}
    ways: dict[str, _Way] = {
        move.after.id: _Way(move, ecosystem.day(move.before), ecosystem.day(move.after))
        for move in proposal
        if move.after.id in scheduled
    }
    moving = {day for way in ways.values() for day in (way.gone, way.come)}
    kept = moving if days is None else _asked(days, moving | {*map(ecosystem.day, shown)})
    drawn = [one for one in scheduled.values() if ecosystem.day(one) in kept]
    left = [one.move.before for one in ways.values() if one.gone in kept]
    came = [one.move.after for one in ways.values() if one.gone != one.come and one.come in kept]
    (slots, was, now), hours = slots_of(ecosystem, drawn, left, came)
    ghosts = list(_ghosts(slots, was, now, ways))
    marks = proposal.after.sessions()
    said = Said(
        slots,
        unscheduled=len(shown) - len(scheduled),
        cancelled=len(programme) - len(shown),
        clashing=sum(one.session.id in marks for one in slots),
        elsewhere=len(scheduled) - len(drawn),
    )
    moves: dict[str, Move] = {one.slot.session.id: ways[one.slot.session.id].move for one in ghosts}
    return Scene(proposal, moves, slots, ghosts, hours, said, marks)


def _programme(
    proposal: Proposal, event: str | None, wanted: Collection[str] | None
) -> list[Session]:
    """Return the sessions that are asked for, as they would be."""
    question = proposal.plan.question
    ecosystem = question.ecosystem
    there = {one.id: one for one in [*question.sessions, *proposal.plan.sessions]}
    found = ecosystem.all(Session) if event is None else ecosystem.sessions_of(event)
    return [there.get(one.id, one) for one in found if wanted is None or one.id in wanted]


def _asked(days: Iterable[date], known: Collection[date | None]) -> set[date | None]:
    """Return the days that are asked for; refuse those on which nothing takes place."""
    must = "must be a collection of dates, such as a list"
    if not isinstance(days, Iterable):
        raise InvalidType("days", must, days)
    found: set[date | None] = set()
    for one in cast("Iterable[object]", days):
        if not isinstance(one, date) or isinstance(one, datetime):
            raise InvalidType("days", must, one)
        if one not in known:
            raise InvalidValue("days", "must be days on which a session takes place", str(one))
        found.add(one)
    return found


def _ghosts(
    slots: Iterable[Slot],
    was: Iterable[Slot],
    now: Iterable[Slot],
    ways: Mapping[str, _Way],
) -> Iterable[Ghost]:
    """Yield the ghosts: each that has a room to itself, then those beside the sessions."""
    taken: dict[Column, list[Slot]] = {}
    for slot in slots:
        taken.setdefault(slot.column, []).append(slot)
    others = [*now]
    for slot in was:
        there = taken.setdefault(slot.column, [])
        if any(one.start < slot.end and slot.start < one.end for one in there):
            others.append(slot)
        else:
            there.append(slot)
            yield ways[slot.session.id].ghost(evolve(slot, lane=0, lanes=1), free=True)
    for slot in in_lanes(others):
        yield ways[slot.session.id].ghost(slot, free=False)


def _counted(proposal: Proposal, shown: Collection[Move]) -> list[str]:
    """Return how many moves there are, and what becomes of the clashes."""
    own, seen = (sum(not one.follows for one in some) for some in (proposal, shown))
    grave, left = (
        len(one.filter(severity=Severity.ERROR)) for one in (proposal.before, proposal.after)
    )
    warnings = len(proposal.after.filter(severity=Severity.WARNING))
    follow = len(shown) - seen
    return [
        f"{seen:,} of {_few(own, 'move')}" if seen != own else _few(own, "move"),
        *([f"{follow:,} more with {'its' if follow == 1 else 'their'} block"] * (follow > 0)),
        f"{'in all ' * (seen != own)}{grave:,} → {left:,} grave clash{'es' * (left != 1)}",
        f"{_few(warnings, 'warning')} left",
    ]


def _few(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
