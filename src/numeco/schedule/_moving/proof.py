"""Proofs that some grave clashes cannot go, and what bars them."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from numeco._tabular import on_one_line
from numeco.model import Session
from numeco.schedule._moving.plan import Plan
from numeco.schedule._rules import Severity

#: Sessions, what leaves no place for all of them, and which clash stays for that.
Barred: TypeAlias = tuple[tuple[Session, ...], tuple[str, ...], str | None]


def barred(plan: Plan) -> Iterator[Barred]:
    """Iterate over what bars grave clashes that are left from going, as far as that is easily seen.

    Clashes that no move has to do with, or between sessions that stay; and sessions that have no
    place even if no other session that may move were there.
    """
    places, moves_matter = plan.question.places, plan.question.rivals.moves_matter
    number = {one.id: at for at, one in enumerate(places.sessions)}
    emptied = plan.question.board()
    for one, may in enumerate(places.movable):
        if may:
            emptied.lift(one)
    seen: set[int] = set()
    for clash in plan.clashes.filter(severity=Severity.ERROR):
        about = [number[one.id] for one in clash.sessions if one.id in number]
        movable = [one for one in about if places.movable[one]]
        if not movable or not moves_matter(clash.rule):
            stay = (stays(places.sessions[one]) for one in about if moves_matter(clash.rule))
            yield clash.sessions, tuple(stay), f"{clash.rule.name} ({clash.over})"
            continue
        for one in set(movable) - seen:
            if not emptied.has_place(one):
                yield (places.sessions[one],), _bars(plan, one), None
        seen.update(movable)


def stays(session: Session) -> str:
    """Return the words that name a session as one that cannot move."""
    return f"“{on_one_line(session.title)}” stays {session.when}"


def _bars(plan: Plan, number: int) -> tuple[str, ...]:
    """Return what bars a session from every place, whatever else moves; none could be left out."""
    places = plan.question.places
    kept = [one for one, may in enumerate(places.movable) if not may]
    needed: list[str | int] = [*kept, *_limits(plan, number)]
    for one in tuple(needed):
        fewer = [each for each in needed if each != one]
        if not _finds_place(plan, number, fewer):
            needed = fewer
    said = (stays(places.sessions[one]) if isinstance(one, int) else one for one in needed)
    return tuple(said) or ("the days of the programme",)


def _finds_place(plan: Plan, number: int, bars: Sequence[str | int]) -> bool:
    """Return whether a session finds a place where only some sessions and limits bar it."""
    places = plan.question.places
    board = plan.question.board(places.waiving([*_limits(plan, number).keys() - {*bars}]))
    for one in range(len(places.sessions)):
        if one != number and one not in bars:
            board.lift(one)
    return board.has_place(number)


def _limits(plan: Plan, number: int) -> dict[str, None]:
    """Return what limits a session in any room, as sentences call it."""
    places = plan.question.places
    return {said: None for room in places.rooms(number) for said, _ in places.limits(number, room)}
