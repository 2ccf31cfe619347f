"""The rule that some sessions come before others."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Final, TypeAlias

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import Cycle, InvalidType
from numeco.model import Session
from numeco.schedule._programme import when
from numeco.schedule._rules import Rule, Severity

#: The id of a session, and that of one that may not start before it has ended.
Pair: TypeAlias = tuple[str, str]
_MUST: Final = 'must be pairs of ids of sessions, the earlier one first: [("part-1", "part-2")]'


def order(
    ecosystem: Ecosystem, pairs: Iterable[Pair], severity: Severity | str = Severity.ERROR
) -> Rule:
    """Return the rule that of each pair of sessions the second starts when the first has ended.

    Or later, and on whichever day. A session without a time is in no order.

    >>> order(Ecosystem.of(), [])
    <Rule 'out of order', error>

    Args:
        ecosystem: whose sessions they are.
        pairs: ids of sessions, the earlier one first.
        severity: how grave it is.

    Raises:
        UnknownId: nothing has one of the ids.
        InvalidType: one is no session's, or these are no pairs of ids.
        Cycle: a session would have to come before itself.
    """
    if isinstance(pairs, str) or not isinstance(pairs, Iterable):
        raise InvalidType("pairs", _MUST, pairs)
    found = tuple(dict.fromkeys(_pair(ecosystem, one) for one in pairs))
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for early, late in found:
        sorter.add(late, early)
    try:
        sorter.prepare()
    except CycleError as error:
        raise Cycle("order", tuple(error.args[1])) from None
    ordered = Ordered(found)
    return Rule("out of order", ordered, severity, always=True, excuse=ordered.kept)


def _pair(ecosystem: Ecosystem, given: object) -> Pair:
    match given:
        case [str(early), str(late)]:
            for one in (early, late):
                if not isinstance(ecosystem[one], Session):
                    raise InvalidType("pairs", _MUST, one)
            return early, late
        case _:
            raise InvalidType("pairs", _MUST, given)


@frozen
class Ordered:
    """Pairs of sessions in the order that they must have; a class, so that it pickles."""

    pairs: tuple[Pair, ...]

    @cached_property
    def _by_session(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for early, late in self.pairs:
            for one in (early, late):
                found[one] = (*found.get(one, ()), f"{early} before {late}")
        return found

    @cached_property
    def _pairs(self) -> frozenset[Pair]:
        return frozenset(self.pairs)

    def __call__(self, _ecosystem: Ecosystem, session: Session) -> tuple[str, ...]:
        """Return the pairs that a session is in, as texts."""
        return self._by_session.get(session.id, ())

    def kept(self, _ecosystem: Ecosystem, one: Session, other: Session) -> bool:
        """Return whether two sessions of a pair are in order."""
        if one.when is None or other.when is None:
            return True
        early, late = (one, other) if (one.id, other.id) in self._pairs else (other, one)
        return when(early).busy_until_us <= when(late).start_us
