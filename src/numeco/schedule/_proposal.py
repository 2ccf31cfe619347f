"""A proposal: what to move in a programme, why, and how good that is known to be."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from html import escape
from typing import Any, Final, overload

from attrs import frozen

from numeco._checks import Kind
from numeco._tabular import on_one_line
from numeco.ecosystem import Ecosystem
from numeco.model import Session, revise
from numeco.schedule._clash import Clash
from numeco.schedule._clashes import Clashes
from numeco.schedule._moving.plan import Plan
from numeco.schedule._moving.proof import Barred, barred
from numeco.schedule._premises import site
from numeco.schedule._rules import Severity

_SHOWN: Final = 50
#: How many clashes a line names.
_REASONS: Final = 2


class Status(Kind):
    """How good a proposal is known to be."""

    OPTIMAL = "optimal"  #: no grave clash is left, and nothing costs less: proved
    FEASIBLE = "feasible"  #: no grave clash is left
    UNFINISHED = "unfinished"  #: grave clashes are left; whether they must be, nobody knows
    IMPOSSIBLE = "impossible"  #: grave clashes are left, and some must be: proved


@frozen
class Conflict:
    """Why not all grave clashes can go: sessions that cannot all be rid of them, and what bars it."""

    sessions: tuple[Session, ...]
    #: What cannot all hold; were any one of these given up, there would be a place for all.
    because: tuple[str, ...]
    #: The clash that stays, where it is about just these; None where they have no place at all.
    clash: str | None = None

    def __str__(self) -> str:
        titles = ", ".join(f"“{on_one_line(one.title)}”" for one in self.sessions)
        what = f"no place for {titles}" if self.clash is None else f"{self.clash} stays: {titles}"
        return f"{what}, since {'; '.join(self.because) or 'no move changes that'}"


@frozen(eq=False, repr=False)
class Move:
    """A session that is to take place at another time, in another venue, or both."""

    before: Session
    after: Session
    #: Its share of the cost of the moves.
    cost: int
    #: Whether it only goes where its block goes, which counts as no move of its own.
    follows: bool
    _plan: Plan
    _number: int

    @cached_property
    def because(self) -> tuple[Clash, ...]:
        """What it would clash with if it alone stayed; empty where it goes with its block."""
        return () if self.follows else self._plan.because(self._number)

    @property
    def in_time(self) -> bool:
        """Whether it starts at another instant."""
        return self.before.when != self.after.when

    @property
    def in_room(self) -> bool:
        """Whether it takes place in another venue."""
        return self.before.venue != self.after.venue

    def _rooms(self) -> tuple[str, str]:
        """Return the names of the two venues, with those of their sites where these are the same."""
        ecosystem = self._plan.question.ecosystem
        ids = [one.venue for one in (self.before, self.after) if one.venue is not None]
        old, new = (ecosystem[one].name for one in ids)
        if old != new:
            return old, new
        sites = (site(ecosystem, one).name for one in ids)
        one, other = (f"{old} ({where})" for where in sites)
        return one, other

    def _ways(self) -> Iterator[str]:
        before, after = str(self.before.when), str(self.after.when)
        if not self.in_time:
            yield before
        elif before[:10] == after[:10]:
            yield f"{before.rpartition(' ')[0]} → {after[11:]}"
        else:
            yield f"{before.rpartition(' ')[0]} → {after}"
        if self.in_room:
            yield " → ".join(self._rooms())

    def _reasons(self) -> str:
        if self.follows:
            return "goes with its block"
        found = sorted(self.because, key=lambda one: one.severity is not Severity.ERROR)
        if not found:
            return "makes room for others"
        more = [f"{len(found) - _REASONS} more"] if len(found) > _REASONS else []
        return "or else " + "; ".join([*map(self._reason, found[:_REASONS]), *more])

    def _reason(self, clash: Clash) -> str:
        others = (f"“{one.label}”" for one in clash.things if one.id != self.after.id)
        said = " and ".join(others)
        return f"{clash.rule.name} ({clash.over})" + (f" with {said}" if said else "")

    def cells(self) -> tuple[str, str, str]:
        """Return what moves, where to, and why, as tables show them."""
        told = self.before.title, "; ".join(self._ways()), self._reasons()
        return on_one_line(told[0]), on_one_line(told[1]), on_one_line(told[2])

    def row(self) -> dict[str, Any]:
        """Return it as a flat mapping, for a data frame."""
        before, after = self.before, self.after
        return {
            "id": str(before.id),
            "title": before.title,
            "start": None if before.when is None else before.when.start,
            "new_start": None if after.when is None else after.when.start,
            "venue": before.venue,
            "new_venue": after.venue,
            "cost": self.cost,
            "follows": self.follows,
            "because": self._reasons(),
        }

    def __str__(self) -> str:
        title, ways, reasons = self.cells()
        return f"{title}: {ways} ({reasons})"

    def __repr__(self) -> str:
        return f"<Move {self}>"


@frozen(eq=False, repr=False)
class Proposal(Sequence[Move]):
    """What to move in a programme: a sequence of moves, in the order of the programme as it is.

    `before` and `after` are what clashes now and what still would, by the rules given.
    """

    status: Status
    #: Why not all grave clashes can go, where that is proved.
    conflicts: tuple[Conflict, ...]
    #: No programme within the limits costs less; None where nobody knows.
    bound: int | None
    #: Where everything goes: what `numeco.schedule.solver` starts from.
    plan: Plan

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The moves, those of parts that only go with their block among them."""
        plan, places = self.plan, self.plan.question.places
        moved = (
            Move(old, new, plan.price(at), plan.now[at] == plan.homes[at], plan, at)
            for at, (old, new) in enumerate(zip(places.sessions, plan.sessions, strict=True))
            if plan.now[at] != places.homes[at]
        )
        return tuple(sorted(moved, key=lambda one: (one.before.when, one.before.id)))

    @overload
    def __getitem__(self, at: int) -> Move: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Move, ...]: ...
    def __getitem__(self, at: int | slice) -> Move | tuple[Move, ...]:
        return self.moves[at]

    def __len__(self) -> int:
        return len(self.moves)

    @property
    def before(self) -> Clashes:
        """What clashes now."""
        return self.plan.question.clashes

    @property
    def after(self) -> Clashes:
        """What still would."""
        return self.plan.clashes

    @property
    def cost(self) -> int:
        """What the clashes that are left and the moves cost together, after `Cost`."""
        return self.plan.cost

    def applied(self, *, at: datetime) -> Ecosystem:
        """Return the ecosystem with its sessions moved; `revise` records that.

        `changes` between the two tells attendees.

        Args:
            at: when the change was decided, an aware datetime.
        """
        revised = (
            revise(move.before, at=at, when=move.after.when, venue=move.after.venue)
            for move in self.moves
        )
        return self.plan.question.ecosystem.replacing(revised)

    def rows(self) -> list[dict[str, Any]]:
        """Return flat mappings, one a move, for a data frame.

        Columns: id, title, start and new_start (aware datetimes), venue and new_venue (ids), cost,
        follows (whether it only goes with its block), because (in words).
        """
        return [move.row() for move in self.moves]

    def summary(self) -> str:
        """Return in a line what is moved, and what that comes to."""
        own = [move for move in self.moves if not move.follows]
        in_time = sum(move.in_time for move in own)
        said = [
            f"{_few(len(own), 'move')} ({in_time:,} in time, {len(own) - in_time:,} of room only)",
            *(self._left(one) for one in (Severity.ERROR, Severity.WARNING)),
            f"cost {self.cost:,}",
            str(self.status),
        ]
        return ", ".join(said)

    def _left(self, severity: Severity) -> str:
        before, after = (len(one.filter(severity=severity)) for one in (self.before, self.after))
        return f"{_few(after, severity.value)} left of {before:,}"

    def __str__(self) -> str:
        left = len(self) - _SHOWN
        more = [f"… and {_few(left, 'more move')}"] if left > 0 else []
        return "\n".join(
            [self.summary(), *map(str, self.conflicts), *map(str, self[:_SHOWN]), *more]
        )

    def __repr__(self) -> str:
        return f"<Proposal: {self.summary()}>"

    def _repr_html_(self) -> str:
        heads = "".join(f"<th>{head}</th>" for head in ("session", "move", "why"))
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in move.cells())}</tr>"
            for move in self[:_SHOWN]
        )
        conflicts = "".join(f"<p>{escape(str(one))}</p>" for one in self.conflicts)
        left = len(self) - _SHOWN
        more = f"<p>… and {_few(left, 'more move')}</p>" if left > 0 else ""
        return (
            f"{conflicts}<table><caption>{escape(self.summary())}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"
        )


def _few(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def proposed(
    plan: Plan, bound: int | None = None, found: Iterable[Barred] | None = None
) -> Proposal:
    """Return a plan as a proposal.

    Args:
        plan: what to move.
        bound: what no programme within the limits costs less than, if that is known.
        found: what bars the grave clashes that are left; left out, what is easily seen.
    """
    if not plan.clashes.filter(severity=Severity.ERROR):
        least = bound if plan.troubled else plan.cost
        status = Status.OPTIMAL if plan.cost == least else Status.FEASIBLE
        return Proposal(status, (), least, plan)
    conflicts = tuple(
        dict.fromkeys(Conflict(*one) for one in (barred(plan) if found is None else found))
    )
    status = Status.IMPOSSIBLE if conflicts else Status.UNFINISHED
    return Proposal(status, conflicts, bound, plan)
