"""What meetings are asked for: matches and wishes, and the slots that there are."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, cast

from attrs import frozen

from numeco.errors import InvalidType, InvalidValue
from numeco.graph._match import Match
from numeco.model import OrganizationId
from numeco.time import Interval

#: How many slots there may be: each organization has a bit for each.
MOST: Final = 100_000


@frozen
class Request:
    """A meeting that is asked for, or makes sense."""

    first: OrganizationId
    second: OrganizationId
    match: Match | None
    wishes: int

    @property
    def ends(self) -> tuple[OrganizationId, OrganizationId]:
        """Its two organizations."""
        return self.first, self.second

    @property
    def rank(self) -> tuple[int, bool, float]:
        """Where it stands among those that are wanted as much, the lowest first."""
        mutual = self.match is not None and self.match.mutual
        return -self.wishes, not mutual, -self.match.score if self.match is not None else 0.0


def in_time(slots: object) -> tuple[Interval | None, ...]:
    """Return the slots in order of time; None for each that is a mere number."""
    must = f"must be intervals, or how many slots there are, 0 to {MOST:,}"
    if isinstance(slots, int) and not isinstance(slots, bool):
        if not 0 <= slots <= MOST:
            raise InvalidValue("slots", must, slots)
        return (None,) * slots
    if isinstance(slots, str) or not isinstance(slots, Sequence):
        raise InvalidType("slots", must, slots)
    given = cast("Sequence[object]", slots)
    if len(given) > MOST:
        raise InvalidValue("slots", must, len(given))
    intervals = sorted(one for one in given if isinstance(one, Interval))
    if len(intervals) < len(given):
        raise InvalidType("slots", must, given)
    for before, after in pairwise(intervals):
        if before.overlaps(after):
            raise InvalidValue("slots", "must not overlap one another", (str(before), str(after)))
    return tuple(intervals)


def wished_pairs(wishes: object) -> frozenset[tuple[str, str]]:
    """Return who asks to meet whom."""
    must = "must map ids of organizations to collections of those that they ask to meet"
    if wishes is None:
        return frozenset()
    if not isinstance(wishes, Mapping):
        raise InvalidType("wishes", must, wishes)
    given = cast("Mapping[str, object]", wishes)
    found: set[tuple[str, str]] = set()
    for one, others in given.items():
        if isinstance(others, str) or not isinstance(others, Collection):
            raise InvalidType("wishes", must, given)
        found |= {(one, other) for other in cast("Collection[str]", others)}
    for one, other in found:
        if not isinstance(one, str) or not isinstance(other, str):
            raise InvalidType("wishes", must, given)
        if one == other:
            raise InvalidValue("wishes", "must not ask that one meet itself", one)
    return frozenset(found)


def requests(matches: object, wished: frozenset[tuple[str, str]]) -> Iterator[Request]:
    """Iterate over the meetings that are asked for or make sense, the most wanted first."""
    must = "must be matches, such as matches(ecosystem) returns"
    if not isinstance(matches, Iterable):
        raise InvalidType("matches", must, matches)
    found: dict[tuple[str, str], Match | None] = {}
    for one in cast("Iterable[object]", matches):
        if not isinstance(one, Match):
            raise InvalidType("matches", must, one)
        if one.first == one.second:
            raise InvalidValue("matches", "must be of two organizations", one.first)
        found.setdefault((min(one.ends), max(one.ends)), one)
    for pair in sorted((min(pair), max(pair)) for pair in wished):
        found.setdefault(pair, None)
    asked = (_request(*pair, match, wished) for pair, match in found.items())
    yield from sorted(asked, key=lambda one: one.rank)


def _request(
    one: str, other: str, match: Match | None, wished: frozenset[tuple[str, str]]
) -> Request:
    number = ((one, other) in wished) + ((other, one) in wished)
    first, second = (one, other) if match is None else match.ends
    return Request(OrganizationId(first), OrganizationId(second), match, number)
