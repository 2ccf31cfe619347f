"""The sessions of a search, in the forms in which rules ask for them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import cached_property
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Event, Session
from numeco.schedule._blocks import Blocks
from numeco.schedule._events import by_days
from numeco.schedule._programme import chosen, taking_part, when
from numeco.schedule._resources import Resource
from numeco.schedule._rules import Rule, texts
from numeco.schedule._showings import Showings

_MICROSECOND: Final = timedelta(microseconds=1)


@frozen(eq=False)
class Timeline:
    """The sessions that take part, in the forms in which searches ask for them, each made once."""

    ecosystem: Ecosystem
    #: In no order, cancelled ones included.
    asked: Sequence[Session]
    #: Whether these are all that the ecosystem has.
    all: bool = True

    def part(self, number: int) -> "Timeline":
        """Return that of the first few sessions."""
        return Timeline(self.ecosystem, self.asked[:number], False)

    @cached_property
    def sessions(self) -> Sequence[Session]:
        """Those that take part, in no order."""
        return taking_part(self.ecosystem, self.asked)

    @cached_property
    def events(self) -> Sequence[Event]:
        """Those that event rules are asked about, by day: of chosen sessions only their own."""
        theirs = None if self.all else {one.event for one in self.asked}
        found = (
            event
            for event in self.ecosystem.all(Event)
            if (theirs is None or event.id in theirs) and not self.ecosystem.cancelled(event)
        )
        return sorted(found, key=by_days)

    @cached_property
    def scheduled(self) -> Sequence[Session]:
        """Those that have a time, in no order."""
        return [one for one in self.sessions if one.when is not None]

    @cached_property
    def ordered(self) -> Sequence[Session]:
        """All, by start, end and id; the unscheduled come last, by id."""
        found = sorted(self.scheduled, key=attrgetter("when.start_us"))
        # To sort by one number, then the few that tie, takes half the time of sorting by three.
        for low, high in _ties([one.when.start_us for one in found if one.when is not None]):
            found[low:high] = sorted(found[low:high], key=by_start)
        without = [one for one in self.sessions if one.when is None]
        return found + sorted(without, key=lambda one: one.id)

    @cached_property
    def starts(self) -> Sequence[int]:
        """The starts of the scheduled ones among `ordered`, in microseconds."""
        return [one.when.start_us for one in self.ordered if one.when is not None]

    def free(self, rule: Rule) -> Sequence[int]:
        """Return the first instants at which they may leave to others what they used."""
        gap = longest_gap(rule)
        ends = [one.when.end_us for one in self.ordered if one.when is not None]
        # Of zero length, one occupies its instant.
        times = zip(self.starts, ends, strict=True)
        free = [end if end > start else start + 1 for start, end in times]
        return [one + gap for one in free] if gap else free

    @cached_property
    def blocks(self) -> Blocks | None:
        """Which lie within which others; None where none does."""
        nested = any(one.within is not None for one in self.sessions)
        return Blocks.of(self.ecosystem, self.sessions) if nested else None

    @cached_property
    def showings(self) -> Showings:
        """When else contents are shown, whether or not those sessions are asked about."""
        live = {one.id: one for one in chosen(self.ecosystem, None)}
        asked = {one.id: one for one in self.sessions}
        return Showings.of(self.ecosystem, (live | asked).values())

    def columns(self, rule: Rule, sessions: Sequence[Session]) -> Sequence[Sequence[str]]:
        """Return what each of some sessions uses, as a rule sees it."""
        if isinstance(rule.resources, Resource):
            return rule.resources.columns(self.ecosystem, sessions)
        return [texts(rule, rule.resources(self.ecosystem, one)) for one in sessions]

    def lets_off(self, rule: Rule) -> "Callable[[Session, Session], bool] | None":
        """Return which pairs that share time and resource do not clash; None where all do."""
        tests = list(self.tests(rule, lambda: self.showings))
        if len(tests) < 2:
            return tests[0] if tests else None
        return lambda one, other: any(test(one, other) for test in tests)

    def tests(
        self, rule: Rule, showings: Callable[[], Showings]
    ) -> Iterator[Callable[[Session, Session], bool]]:
        """Iterate over what lets off two sessions, the earlier one first, that share a resource.

        Args:
            rule: what they clash by.
            showings: when else contents are shown; asked for only where the rule wants to know.
        """
        ecosystem, excuse = self.ecosystem, rule.excuse
        if self.blocks is not None:
            yield self.blocks.nested
        if rule.travel.longest_us and not rule.always:
            gap = self.gap(rule)
            yield (
                lambda one, other: when(other).start_us >= when(one).busy_until_us + gap(one, other)
            )
        if rule.repeats:
            yield showings().avoidable
        if excuse is not None:
            yield lambda one, other: excuse(ecosystem, one, other)

    def gap(self, rule: Rule) -> Callable[[Session, Session], int]:
        """Return how long after the first of two sessions a rule lets the second start, in µs."""
        fixed = rule.gap // _MICROSECOND
        if not rule.travel.longest_us:
            return lambda _one, _other: fixed
        travel = rule.travel.among(self.ecosystem)
        return lambda one, other: fixed + travel(one.venue, other.venue)


def by_start(session: Session) -> tuple[int, int, str]:
    """Return what orders scheduled sessions: start, end, id."""
    return when(session).start_us, when(session).end_us, session.id


def longest_gap(rule: Rule) -> int:
    """Return the longest time that a rule may want between two sessions, in microseconds."""
    return rule.gap // _MICROSECOND + rule.travel.longest_us


def _ties(ordered: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Iterate over the runs of equal numbers in an ordered sequence, by start and end."""
    equal = [at for at, (one, other) in enumerate(pairwise(ordered)) if one == other]
    for number, run in groupby(equal, key=lambda at: ordered[at]):
        low, *_ = run
        high = low
        while high < len(ordered) and ordered[high] == number:
            high += 1
        yield low, high
