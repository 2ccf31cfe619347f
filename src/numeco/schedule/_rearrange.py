"""What to move: fewer and lesser clashes by few and gentle moves."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from time import monotonic
from typing import Final, TypeVar

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Session, Venue, VenueId
from numeco.schedule._builtin import DEFAULT
from numeco.schedule._clashes import applied_of
from numeco.schedule._cost import Cost
from numeco.schedule._free import asked_times
from numeco.schedule._moving.plan import Plan, Question
from numeco.schedule._moving.rivals import Rivals
from numeco.schedule._moving.search import settle
from numeco.schedule._moving.survey import surveyed
from numeco.schedule._programme import asked, taking_part
from numeco.schedule._proposal import Proposal, proposed
from numeco.schedule._rules import AnyRule
from numeco.time import Interval

#: How many places the search looks for, besides those of what clashes to begin with.
STEPS: Final = 4_000
_QUARTER: Final = timedelta(minutes=15)
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
Kind = TypeVar("Kind", Session, Venue)
#: Seconds between two reports.
OFTEN: Final = 0.2


@frozen
class Progress:
    """How far a search is."""

    #: Since it began.
    seconds: float
    #: Of the best programme so far.
    cost: int

    def __str__(self) -> str:
        return f"{self.seconds:6.1f} s  cost {self.cost:,}"


def rearrange(  # noqa: PLR0913  # each limits the search in a way of its own
    ecosystem: Ecosystem,
    *,
    sessions: Iterable[Session] | None = None,
    rules: Iterable[AnyRule] = DEFAULT,
    fixed: Iterable[str] = (),
    venues: Iterable[str] | None = None,
    during: Interval | Iterable[Interval] | None = None,
    step: timedelta = _QUARTER,
    cost: Cost = Cost(),  # noqa: B008  # frozen
    seed: int = 0,
    steps: int = STEPS,
    time_limit: timedelta | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Proposal:
    """Return what to move so that no grave clash is left and few others: few moves, and gentle ones.

    A session keeps its length, and finds a place

    * that starts at a whole `step` of the clock, or when some session starts now;
    * on the days of its programme, each from the first start to the last end of all of its sessions
      but those that last for days (or `during` given intervals), on those of its event, within the
      opening of the venue and the times at which its speakers are available;
    * in an exclusive room of a site that the programme uses, with seats for all who registered
      and with the features that it requires. What is online stays so; a break, and what is in no
      venue or in one that is not exclusive, changes its time only.

    Where it is now it may stay, even out of bounds. What is in a grave `order` stays so. Parts stay
    within their block; a block takes its parts along, and changes places with no other. What has no
    time gets none; cancelled sessions take no part. A rule of your own counts as well; it is asked
    about each place, which takes longer.

    Min-conflicts, then ruin and recreate: quick and good, not the best for certain. Whether that
    is `optimal` only `numeco.schedule.solver.improve` can prove. `impossible` is said here where a
    session has no place even if all others that may move were gone, by the instants at which
    sessions may start. The same arguments give the same proposal, unless `time_limit` ends the
    search. Some 0.2 ms a session that clashes, and a step, for 300 sessions in 12 rooms.

    >>> from numeco.datasets import load
    >>> proposal = rearrange(load("semaine-fictive"))

    Args:
        ecosystem: whose sessions, venues and persons these are.
        sessions: those that take part, each once; the others are as if they were not there. Left
            out, all. To keep some where they are, name them in `fixed`.
        rules: what may not be, as for `clashes`; `order` gives one of what comes before what.
        fixed: ids of sessions that stay where they are.
        venues: ids of the rooms to use, and no others.
        during: when sessions may take place.
        step: what starts are rounded to, on the clock of the event; at least a minute.
        cost: what a clash and a move cost.
        seed: of the draws by which the search varies.
        steps: how many places to look for once single moves no longer help.
        time_limit: after how long to stop with the best so far.
        progress: what to tell how far the search is, a few times a second; ``print`` will do.

    Raises:
        UnknownId: nothing has one of the ids.
        InvalidType: an argument is of another type, or an id of another kind of thing.
        InvalidValue: a step or limit is too small, there are more than 50,000 instants to start at,
            or a session is not as the ecosystem holds it.
    """
    began = monotonic()
    check_numbers(seed=seed, steps=steps)
    _check_durations(step, time_limit)
    if not isinstance(cost, Cost):
        raise InvalidType("cost", "must be a Cost", cost)
    if progress is not None and not callable(progress):
        raise InvalidType("progress", "must be a function of a Progress", progress)
    question = _question(ecosystem, sessions, applied_of(rules), fixed, venues, during, step, cost)
    board = question.board()
    unmoved = Plan.of(question, board)
    left, told = unmoved.cost, began
    for saved in settle(board, steps=steps, seed=seed):
        left -= saved
        now = monotonic()
        if progress is not None and now - told > OFTEN:
            told = now
            progress(Progress(now - began, left))
        if time_limit is not None and timedelta(seconds=now - began) > time_limit:
            break
    # A showing that moves may let off, or no longer, sessions that the search did not look at.
    return proposed(min(Plan.of(question, board), unmoved, key=lambda plan: plan.cost))


def _question(  # noqa: PLR0913, PLR0917  # the arguments of `rearrange`
    ecosystem: Ecosystem,
    sessions: Iterable[Session] | None,
    rules: tuple[AnyRule, ...],
    fixed: Iterable[str],
    venues: Iterable[str] | None,
    during: Interval | Iterable[Interval] | None,
    step: timedelta,
    cost: Cost,
) -> Question:
    given = asked(ecosystem, sessions)
    for one in given:
        if ecosystem[one.id] != one:
            must = "must be sessions as the ecosystem holds them"
            raise InvalidValue("sessions", must, one.id)
    scheduled = [one for one in taking_part(ecosystem, given) if one.when is not None]
    found = surveyed(
        ecosystem,
        scheduled,
        fixed={one.id for one in _things(ecosystem, "fixed", fixed, Session)},
        venues=None if venues is None else _rooms(ecosystem, venues),
        during=None if during is None else asked_times(during),
        step=step,
        cost=cost,
    )
    return Question(ecosystem, given, rules, found, Rivals(ecosystem, scheduled, rules))


def _rooms(ecosystem: Ecosystem, venues: Iterable[str]) -> list[VenueId]:
    found = _things(ecosystem, "venues", venues, Venue)
    for one in found:
        if not one.exclusive:
            raise InvalidValue(
                "venues", "must be exclusive: rooms of one session at a time", one.id
            )
    return [one.id for one in found]


def _things(ecosystem: Ecosystem, name: str, ids: Iterable[str], kind: type[Kind]) -> list[Kind]:
    must = f"must be a collection of ids of the kind {kind.__name__}"
    if isinstance(ids, str) or not isinstance(ids, Iterable):
        raise InvalidType(name, must, ids)
    found: list[Kind] = []
    for one in ids:
        thing = ecosystem[one]
        if not isinstance(thing, kind):
            raise InvalidType(name, must, one)
        found.append(thing)
    return found


def check_numbers(**given: object) -> None:
    """Refuse what is no whole number of 0 or more."""
    for name, number in given.items():
        if not isinstance(number, int) or isinstance(number, bool):
            raise InvalidType(name, "must be a whole number, 0 or more", number)
        if number < 0:
            raise InvalidValue(name, "must be a whole number, 0 or more", number)


def _check_durations(step: timedelta, time_limit: timedelta | None) -> None:
    must = "must be a datetime.timedelta of a minute to a day"
    if not isinstance(step, timedelta):
        raise InvalidType("step", must, step)
    if not _MINUTE <= step <= _DAY:
        raise InvalidValue("step", must, step)
    check_limit(time_limit)


def check_limit(time_limit: timedelta | None) -> None:
    """Refuse what is no time limit."""
    must = "must be a datetime.timedelta above 0, or None for none"
    if time_limit is not None and not isinstance(time_limit, timedelta):
        raise InvalidType("time_limit", must, time_limit)
    if time_limit is not None and time_limit <= timedelta(0):
        raise InvalidValue("time_limit", must, time_limit)
