"""Better programmes and proofs, by OR-Tools CP-SAT: what to move after `rearrange` proposed it.

>>> from datetime import timedelta
>>> from numeco.datasets import load
>>> from numeco.schedule import rearrange
>>> proposal = rearrange(load("semaine-fictive"))
>>> better = improve(proposal, time_limit=timedelta(seconds=10))
>>> better.cost <= proposal.cost
True

``benchmarks/rearrange.py`` measures it against other ways.
"""

from importlib.util import find_spec

if find_spec("ortools") is None:
    raise ImportError('numeco.schedule.solver needs OR-Tools: pip install "numeco[solver]"')

from collections.abc import Callable, Iterable
from datetime import timedelta
from time import monotonic
from typing import Final

from numeco.errors import InvalidType, InvalidValue
from numeco.schedule._moving.plan import Plan
from numeco.schedule._proposal import Proposal, proposed
from numeco.schedule._rearrange import OFTEN, Progress, check_numbers
from numeco.schedule._rules import Severity
from numeco.schedule._solving.bounds import bounds
from numeco.schedule._solving.conflicts import Conflicts, conflicts
from numeco.schedule._solving.effort import Effort
from numeco.schedule._solving.neighbourhoods import bettered, free, searched

__all__ = ["improve"]

#: The part of the time that goes into a proof of the least cost, and of what is impossible.
_PART: Final = 0.2
#: How many places sessions may have in all to be looked at at once before anything else, and at
#: all, once neighbourhoods find nothing more.
_SMALL: Final = 20_000
_LARGE: Final = 60_000
_LIMIT: Final = timedelta(seconds=30)


def improve(
    proposal: Proposal,
    *,
    time_limit: timedelta = _LIMIT,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], object] | None = None,
) -> Proposal:
    """Return a proposal that costs no more, and what is proved of it.

    It answers the question that the proposal does: the same sessions, rules, limits and costs. Its
    `status` is `optimal` where CP-SAT proved that no programme within the limits costs less, and
    `impossible` where it proved that grave clashes must be left; `conflicts` then names a smallest
    set of sessions and of what bars them. `bound` is what no programme within the limits costs less
    than.

    A programme of some tens of sessions is solved at once. A large one is searched through in
    neighbourhoods: a few tens of sessions, of which CP-SAT says where they go best while the others
    stay, in turn with the search of `rearrange`, until the time is up; its bound comes from a
    relaxation and lies below what can be had. What is in a block goes with it, or moves by the
    search of `rearrange` only. Rules of your own, travel and other showings count in each step, but
    not in the bound: with them, `optimal` is said only where the bound is met all the same.

    The same arguments give the same proposal where the time limit cuts nothing short, which it
    does to all that is large.

    Args:
        proposal: what `rearrange` or this function proposed.
        time_limit: after how long to stop; the last steps may take a second or two more.
        seed: of the draws by which the search varies.
        workers: how many threads CP-SAT may use at once, 1 or more.
        progress: what to tell how far the search is, a few times a second; ``print`` will do.

    Raises:
        InvalidType: an argument is of another type.
        InvalidValue: a number or the limit is too small.
    """
    if not isinstance(proposal, Proposal):
        raise InvalidType("proposal", "must be a Proposal, as `rearrange` returns", proposal)
    if not isinstance(time_limit, timedelta):
        raise InvalidType("time_limit", "must be a datetime.timedelta above 0", time_limit)
    if time_limit <= timedelta(0):
        raise InvalidValue("time_limit", "must be a datetime.timedelta above 0", time_limit)
    check_numbers(seed=seed, workers=workers)
    if workers == 0:
        raise InvalidValue("workers", "must be a whole number, 1 or more", workers)
    if progress is not None and not callable(progress):
        raise InvalidType("progress", "must be a function of a Progress", progress)
    began = monotonic()
    effort = Effort(began + time_limit.total_seconds(), seed=seed, workers=workers)
    return _Improved(proposal, effort, _Teller(began, progress)).proposal(proposal)


class _Teller:
    """Tells a function how far the search is, now and then."""

    def __init__(self, began: float, progress: Callable[[Progress], object] | None) -> None:
        self._began = self._told = began
        self._progress = progress

    def tell(self, cost: int) -> None:
        """Tell the cost of the best programme so far."""
        now = monotonic()
        if self._progress is not None and now - self._told > OFTEN:
            self._told = now
            self._progress(Progress(now - self._began, cost))


class _Improved:
    """The best programme so far, and what is proved of it."""

    def __init__(self, proposal: Proposal, effort: Effort, teller: _Teller) -> None:
        """Improve a proposal for some time."""
        plan = proposal.plan
        self._question = plan.question
        self._board = self._question.board()
        self._board.home[:] = plan.homes
        for number, place in enumerate(plan.now):
            self._board.put(number, place)
        self._teller = teller
        self._cost = plan.cost
        self._bound = -1 if proposal.bound is None else proposal.bound
        self._conflicts: Conflicts = ()
        if plan.troubled:
            self._improve(effort)

    def proposal(self, given: Proposal) -> Proposal:
        """Return it; or the given one, unless that costs more by all rules, those of your own too."""
        plan = self._plan()
        best = plan if plan.cost < given.cost else given.plan
        bound = None if self._bound < 0 else min(self._bound, best.cost)
        return proposed(best, bound, self._conflicts or None)

    def _plan(self) -> Plan:
        return Plan.of(self._question, self._board)

    def _improve(self, effort: Effort) -> None:
        share = (effort.until - monotonic()) * _PART
        self._whole(effort, _SMALL)
        plan = self._plan()
        if plan.clashes.counts("severity").get(Severity.ERROR):
            self._conflicts = conflicts(plan, effort._replace(until=monotonic() + share))
        if self._proved:
            return
        for bound in bounds(plan, effort._replace(until=monotonic() + share)):
            self._bound = max(self._bound, bound)
            if self._proved:
                return
        self._saving(searched(self._board, effort), effort)
        self._whole(effort, _LARGE)

    @property
    def _proved(self) -> bool:
        return self._cost <= self._bound

    def _saving(self, found: Iterable[int], effort: Effort) -> None:
        """Go through a search until the time is up or nothing can be better."""
        for saved in found:
            self._cost -= saved
            self._teller.tell(self._cost)
            if self._proved or effort.over:
                return

    def _whole(self, effort: Effort, most: int) -> None:
        """Look at all sessions at once, if they have not too many places."""
        board, group = self._board, free(self._board)
        choices = (board.places.choices(one, board.home[one]) for one in group)
        many = sum(bits.bit_count() for some in choices for _, _, bits in some)
        if self._proved or effort.over or many > most:
            return
        saved, left = bettered(board, group, effort)
        # Parts of blocks, and what other showings let off, may cost less once others move.
        if len(group) == sum(board.places.movable) and not board.rivals.dynamic:
            self._bound = max(self._bound, self._cost - left)
        self._saving([saved], effort)
