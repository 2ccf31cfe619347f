"""Clashes: pairs of sessions that overlap and share a resource."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.model import Session
from numeco.schedule._blocks import Blocks
from numeco.schedule._pairs import pairs
from numeco.schedule._rules import DEFAULT, Rule, Severity
from numeco.time import Interval

Given = TypeVar("Given")


@frozen
class Clash:
    """Two sessions that overlap and share a resource; `first` starts first."""

    first: Session
    second: Session
    rule: Rule
    #: What both need: most often the id of a venue or a person.
    resource: str
    #: When both take place.
    overlap: Interval

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.rule.severity

    def __str__(self) -> str:
        first, second = self.first.title, self.second.title
        return f"{self.overlap}  {self.rule.name} ({self.resource}): {first} / {second}"


@frozen
class _Hit:
    """A clash before it is built: positions among the sessions and the rules."""

    first: int
    second: int
    rule: int
    resource: str


@frozen(repr=False)
class Clashes:
    """The clashes of a programme, by start of the overlap; each is built when it is asked for."""

    _sessions: tuple[Session, ...]
    _rules: tuple[Rule, ...]
    _hits: tuple[_Hit, ...]

    def __len__(self) -> int:
        return len(self._hits)

    def __iter__(self) -> Iterator[Clash]:
        for hit in self._hits:
            first, second = self._sessions[hit.first], self._sessions[hit.second]
            overlap = _when(first).intersection(_when(second))
            assert overlap is not None  # noqa: S101  # for type checkers: hits overlap
            yield Clash(first, second, self._rules[hit.rule], hit.resource, overlap)

    def counts(self) -> dict[str, int]:
        """Return how many clashes each rule found, the most first."""
        return dict(Counter(self._rules[hit.rule].name for hit in self._hits).most_common())

    def sessions(self) -> frozenset[str]:
        """Return the ids of the sessions that clash with another."""
        return frozenset(
            self._sessions[at].id for hit in self._hits for at in (hit.first, hit.second)
        )

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "no clashes"

    def __repr__(self) -> str:
        said = ", ".join(f"{number} × {name}" for name, number in self.counts().items())
        return f"<Clashes: {said or 'none'}>"


def clashes(
    ecosystem: Ecosystem,
    *,
    sessions: Iterable[Session] | None = None,
    rules: Iterable[Rule] = DEFAULT,
) -> Clashes:
    """Return the pairs of sessions that overlap in time and share what a rule names.

    Back-to-back sessions do not clash. Unscheduled and cancelled sessions, and those of cancelled
    events, take no part; a session does not clash with the block that it is `within`. O(n log n +
    pairs that share a resource and time).

    >>> from numeco import Event, Interval, Venue
    >>> room, fair = Venue(name="Salle A"), Event(name="Fair")
    >>> times = [("09:00", "10:00"), ("09:30", "10:30"), ("10:30", "11:00")]
    >>> talks = [
    ...     Session(
    ...         id=f"talk-{at}",
    ...         title=f"Talk {at}",
    ...         event=fair.id,
    ...         venue=room.id,
    ...         when=Interval.local(f"2026-10-20T{start}", f"2026-10-20T{end}", "Europe/Paris"),
    ...     )
    ...     for at, (start, end) in enumerate(times)
    ... ]
    >>> print(clashes(Ecosystem.of(room, fair, talks)))
    2026-10-20 09:30–10:00 Europe/Paris  room double booked (venue-salle-a): Talk 0 / Talk 1

    Args:
        ecosystem: whose sessions, venues and persons these are.
        sessions: those that take part; left out, all.
        rules: what may not be shared; two rules that find one pair give two clashes.
    """
    if not isinstance(ecosystem, Ecosystem):
        raise InvalidType("clashes", "must be given an Ecosystem", ecosystem)
    chosen = _all(Session, "sessions", ecosystem.all(Session) if sessions is None else sessions)
    taking_part = [one for one in chosen if one.when is not None and not ecosystem.cancelled(one)]
    # Of two that start at once, the input's order must not say which is first.
    taking_part.sort(key=lambda one: (_when(one), one.id))
    kinds = _all(Rule, "rules", rules)
    blocks = Blocks.of(ecosystem, taking_part)
    hits = [
        hit
        for at, rule in enumerate(kinds)
        for hit in _hits(ecosystem, taking_part, at, rule)
        if not blocks.nested(taking_part[hit.first], taking_part[hit.second])
    ]
    hits.sort(key=lambda hit: _order(hit, taking_part))
    return Clashes(tuple(taking_part), kinds, tuple(hits))


def _hits(ecosystem: Ecosystem, sessions: Sequence[Session], at: int, rule: Rule) -> Iterator[_Hit]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for position, session in enumerate(sessions):
        found = rule.resources(ecosystem, session)
        if isinstance(found, str):
            must = "must return a collection of texts, such as a list"
            raise InvalidType(f"the rule {rule.name!r}", must, found)
        for resource in dict.fromkeys(found):
            groups[resource].append(position)
    for resource, group in groups.items():
        times = [_when(sessions[position]) for position in group]
        starts, ends = [when.start_us for when in times], [when.end_us for when in times]
        for one, other in pairs(starts, ends):
            yield _Hit(group[one], group[other], at, resource)


def _all(kind: type[Given], name: str, given: Iterable[Given]) -> tuple[Given, ...]:
    """Return what was given for an argument; refuse what is no collection of a kind."""
    must = f"must be a collection of things of the kind {kind.__name__}"
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidType(name, must, given)
    found = tuple(given)
    for one in found:
        if not isinstance(one, kind):
            raise InvalidType(name, must, one)
    return found


def _order(hit: _Hit, sessions: Sequence[Session]) -> tuple[int, int, int, str, str, str]:
    first, second = sessions[hit.first], sessions[hit.second]
    starts = _when(second).start_us, _when(first).start_us
    return (*starts, hit.rule, hit.resource, first.id, second.id)


def _when(session: Session) -> Interval:
    assert session.when is not None  # noqa: S101  # for type checkers: such take no part
    return session.when
