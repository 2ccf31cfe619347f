"""Lanes: what each rule finds on one way through time."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from types import ModuleType
from typing import Final, TypeAlias, TypeGuard, cast

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.model import Session
from numeco.schedule import _pairs
from numeco.schedule._events import on_the_same_days, shared_days
from numeco.schedule._programme import when
from numeco.schedule._resources import Resource
from numeco.schedule._rules import AnyRule, Check, EventRule, Rule
from numeco.schedule._timeline import Timeline, longest_gap
from numeco.time import Interval

#: Start and end in microseconds since 1970 in UTC, and a zone.
Part: TypeAlias = tuple[int, int, str]
#: A clash before it is built, as positions: the later thing, the earlier one (or `ALONE`), the
#: rule; then the resource, and the time where that is no overlap. A plain tuple, since a class
#: costs as much to build as the clash takes to find.
Hit: TypeAlias = tuple[int, int, int, str, Part | None]

ALONE: Final = -1
_FINDINGS: Final = "must return pairs of a text and an Interval, or None for no time"
#: 9998-12-30 in UTC: a day before the last that an interval may reach, in any zone.
_LAST: Final = 253_370_592_000_000_000
#: From so many sessions on NumPy saves more than its import costs; once imported, from fewer on.
_MANY: Final = 200_000
_SOME: Final = 5_000
#: Of these a session uses one at most.
_AT_MOST_ONE: Final = (Resource.VENUE, Resource.EVENT)
#: How many pairs NumPy makes at once.
_AT_ONCE: Final = 100_000


def lane(timeline: Timeline, at: int, rule: AnyRule) -> Iterator[Hit]:
    """Iterate over what one rule, the `at`-th, finds, by position of the later thing."""
    if isinstance(rule, Rule):
        return _pair_lane(timeline, at, rule)
    if isinstance(rule, Check):
        return _check_lane(timeline, at, rule)
    return _event_lane(timeline, at, rule)


def _pair_lane(timeline: Timeline, at: int, rule: Rule) -> Iterator[Hit]:
    """Iterate over the pairs that a rule finds: O(n + pairs) once the sessions are in order.

    Of each resource we know the sessions that still use it. One leaves for good once another starts
    after it has ended, so that each one looked at clashes, or is looked at for the last time.
    """
    starts, free = timeline.starts, timeline.free(rule)
    lets_off, sessions = timeline.lets_off(rule), timeline.ordered
    taking_part = sessions if rule.always else sessions[: len(starts)]
    running: dict[str, list[int]] = {}
    for position, used in enumerate(timeline.columns(rule, taking_part)):
        for resource in used:
            if (before := running.get(resource)) is None:
                running[resource] = [position]
                continue
            if not rule.always:
                start = starts[position]
                running[resource] = before = [one for one in before if free[one] > start]
            for one in before:
                if lets_off is None or not lets_off(sessions[one], sessions[position]):
                    yield position, one, at, resource, None
            before.append(position)


def _check_lane(timeline: Timeline, at: int, check: Check) -> Iterator[Hit]:
    for position, session in enumerate(timeline.ordered):
        for resource, part in findings(check, timeline.ecosystem, session):
            yield position, ALONE, at, resource, part


def findings(
    check: Check, ecosystem: Ecosystem, session: Session
) -> Iterator[tuple[str, Part | None]]:
    """Iterate over what a check finds about a session; refuse what are no findings."""
    found: object = check.finds(ecosystem, session)
    if not isinstance(found, Iterable):
        raise InvalidType(f"the check {check.name!r}", _FINDINGS, found)
    for one in cast("Iterable[object]", found):
        yield _finding(check, one)


def _finding(check: Check, found: object) -> tuple[str, Part | None]:
    match found:
        case (str(resource), None):
            return resource, None
        case (str(resource), Interval() as part):
            return resource, (part.start_us, part.end_us, part.zone)
        case _:
            raise InvalidType(f"the check {check.name!r}", _FINDINGS, found)


def _event_lane(timeline: Timeline, at: int, rule: EventRule) -> Iterator[Hit]:
    offset, ecosystem, events = len(timeline.ordered), timeline.ecosystem, timeline.events
    found = on_the_same_days(ecosystem, events, rule)
    for last, first, resource in sorted((last, first, resource) for first, last, resource in found):
        part = shared_days(ecosystem, events[first], events[last], resource)
        yield offset + last, offset + first, at, resource, part


def shared(gap: Callable[[Session, Session], int], first: Session, second: Session) -> Part | None:
    """Return what two sessions have in common, or by how much the second comes too early."""
    if first.when is None or second.when is None:
        return None
    start, free, zone = second.when.start_us, first.when.busy_until_us, first.when.zone
    if start < free:
        # Of zero length, one has no more than its instant in common with any other.
        return start, max(start, min(first.when.end_us, second.when.end_us)), zone
    late = min(free + gap(first, second), max(_LAST, start + 1))
    return (start, late, zone) if start < late else None


# Answers that need no pairs


def any_hit(timeline: Timeline, rule: AnyRule) -> bool:
    """Return whether a rule finds anything; stops at the first."""
    if not _plain(rule):
        return next(lane(timeline, 0, rule), None) is not None
    # A few sessions tell most often; to ask eight times as many each time costs a seventh more.
    number = 100
    while number < len(timeline.asked):
        part = timeline.part(number)
        if part.blocks is None and _overlap(part, rule):
            return True
        number *= 8
    if timeline.blocks is None:
        return _overlap(timeline, rule)
    return next(lane(timeline, 0, rule), None) is not None


def _overlap(timeline: Timeline, rule: Rule) -> bool:
    _, starts, ends, keys = _flat(timeline, rule)
    found: bool = _kernel(len(starts)).any_overlap(starts, ends, keys, gap=longest_gap(rule))
    return found


def count_hits(timeline: Timeline, rule: AnyRule) -> int:
    """Return how much a rule finds: without looking at pairs, where none can be let off."""
    if not _plain(rule) or timeline.blocks is not None:
        return sum(1 for _ in lane(timeline, 0, rule))
    _, starts, ends, keys = _flat(timeline, rule)
    found: int = _kernel(len(starts)).count(starts, ends, keys, gap=longest_gap(rule))
    return found


def session_pairs(timeline: Timeline, rule: AnyRule) -> Iterator[tuple[Session, Session]] | None:
    """Return the pairs that a rule finds, each once, resource by resource; O(n log n + pairs).

    None where it takes the sweep to know which: where pairs can be let off or have two resources
    in common.
    """
    if not _plain(rule) or timeline.blocks is not None or rule.resources not in _AT_MOST_ONE:
        return None
    sessions, starts, ends, keys = _flat(timeline, rule)
    kernel, gap = _kernel(len(starts)), longest_gap(rule)
    if kernel is _pairs:
        rows = _pairs.pairs(starts, ends, keys, gap)
    else:
        chunks = kernel.chunks(starts, ends, keys, gap=gap, size=_AT_ONCE)
        rows = chain.from_iterable(
            zip(one.tolist(), other.tolist(), strict=True) for one, other in chunks
        )
    return (
        (sessions[one], sessions[other])
        if starts[one] < starts[other]
        else _in_order(sessions[one], sessions[other])
        for one, other in rows
    )


def _in_order(one: Session, other: Session) -> tuple[Session, Session]:
    """Return two sessions that start at once in the order of the sweep, which no kernel knows."""
    later = (when(one).end_us, one.id) > (when(other).end_us, other.id)
    return (other, one) if later else (one, other)


def _plain(rule: AnyRule) -> TypeGuard[Rule]:
    """Return whether all pairs clash that share time and a resource, but for blocks."""
    if not isinstance(rule, Rule):
        return False
    return not (rule.always or rule.repeats or rule.excuse or rule.travel.longest_us)


def _kernel(number: int) -> ModuleType:
    """Return the module with the kernels: in NumPy where that pays, else in pure Python."""
    if number >= (_SOME if "numpy" in sys.modules else _MANY):
        try:
            from numeco.schedule import arrays  # noqa: PLC0415  # NumPy is an extra
        except ImportError:
            return _pairs
        return arrays
    return _pairs


def _flat(
    timeline: Timeline, rule: Rule
) -> tuple[Sequence[Session], list[int], list[int], Sequence[str | None]]:
    """Return sessions, starts, ends and resources, a row for each resource of each session."""
    sessions = timeline.scheduled
    columns = timeline.columns(rule, sessions)
    keys: Sequence[str | None]
    if rule.resources in _AT_MOST_ONE:
        rows, keys = sessions, [used[0] if used else None for used in columns]
    else:
        rows = [one for one, used in zip(sessions, columns, strict=True) for _ in used]
        keys = [one for used in columns for one in used]
    starts = [one.when.start_us for one in rows if one.when is not None]
    ends = [one.when.end_us for one in rows if one.when is not None]
    return rows, starts, ends, keys
