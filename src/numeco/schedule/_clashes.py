"""Clashes: all that some rules find in a programme, looked for when it is asked for."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, Final, overload

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Session
from numeco.schedule._builtin import DEFAULT
from numeco.schedule._clash import Clash
from numeco.schedule._display import as_html, as_lines, as_table, row, summary
from numeco.schedule._facets import FACETS, Facet, two
from numeco.schedule._lanes import ALONE, Hit, session_pairs, shared
from numeco.schedule._programme import asked
from numeco.schedule._rules import AnyRule, Check, EventRule, Rule, Severity
from numeco.schedule._search import Search
from numeco.schedule._timeline import Timeline

#: How many a text and a notebook show.
_SHOWN: Final = 50


@frozen(eq=False, repr=False)
class Clashes:
    """What some rules find in a programme, looked for when it is asked for.

    Truth and length build no clash: whether there is any at all stops at the first, and how many
    there are is counted without looking at pairs where no rule lets any off (both O(n log n)).
    Iteration sweeps through time once, O(n log n + pairs), and keeps nothing; look-ups by position,
    groups and sorting keep twelve bytes a clash. They come by start of the later session, then in
    the order of the rules; those of unscheduled sessions follow, then those between events. Texts,
    tables and notebooks show the grave ones first, unless `sorted` said otherwise, and 50 at most.

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
    >>> found = clashes(Ecosystem.of(room, fair, talks))
    >>> bool(found), len(found), found.counts()
    (True, 1, {'room double booked': 1})
    >>> found[0].duration
    datetime.timedelta(seconds=1800)
    """

    _search: Search
    #: Positions in the table of the search; None for all, in order.
    _picked: Sequence[int] | None = None
    #: Whether their order was asked for.
    _sorted: bool = False

    # How many, and which

    @property
    def ecosystem(self) -> Ecosystem:
        """Whose sessions they are."""
        return self._search.timeline.ecosystem

    def __bool__(self) -> bool:
        return self._search.any() if self._picked is None else bool(self._picked)

    def __len__(self) -> int:
        return sum(self._search.counts) if self._picked is None else len(self._picked)

    def __iter__(self) -> Iterator[Clash]:
        return map(self._built, self._hits())

    @overload
    def __getitem__(self, at: int) -> Clash: ...
    @overload
    def __getitem__(self, at: slice) -> "Clashes": ...
    def __getitem__(self, at: int | slice) -> "Clash | Clashes":
        positions = self._positions()[at]
        if isinstance(positions, int):
            return self._built(self._search.table[positions])
        return Clashes(self._search, positions, self._sorted)

    def pairs(self) -> Iterator[tuple[Session, Session]]:
        """Iterate over the pairs of sessions that clash, each once, for however many reasons.

        The one that starts first comes first. The pairs come in no order that is told: those of
        one rule over rooms come faster without.
        """
        search = self._search
        if self._picked is None and len(search.rules) == 1:
            found = session_pairs(search.timeline, search.rules[0])
            if found is not None:
                return found
        return self._swept()

    def _swept(self) -> Iterator[tuple[Session, Session]]:
        sessions = self._search.timeline.ordered
        later = ALONE
        seen: set[tuple[int, int]] = set()
        for last, first, _, _, _ in self._hits():
            # Unless sorted, those of one later session come together.
            if last != later and not self._sorted:
                later = last
                seen.clear()
            if first == ALONE or last >= len(sessions) or (last, first) in seen:
                continue
            seen.add((last, first))
            yield sessions[first], sessions[last]

    def sessions(self) -> frozenset[str]:
        """Return the ids of the sessions in any clash."""
        sessions = self._search.timeline.ordered
        found = {at for hit in self._hits() for at in hit[:2]}
        return frozenset(sessions[at].id for at in found if 0 <= at < len(sessions))

    # Parts

    def filter(  # noqa: PLR0913  # each names one fact of a clash
        self,
        *,
        rule: AnyRule | str | None = None,
        severity: Severity | str | None = None,
        resource: str | None = None,
        session: str | None = None,
        event: str | None = None,
        theme: str | None = None,
        day: date | None = None,
        where: Callable[[Clash], bool] | None = None,
    ) -> "Clashes":
        """Return those of which all that is given holds.

        By rule and severity it stays lazy: the other rules are not applied.

        Args:
            rule: one of the rules applied, or the name of some.
            severity: how grave.
            resource: the id of what both need.
            session: the id of one of the two.
            event: the id of the event of one of the two.
            theme: the id of a theme of one of the two.
            day: the programme day of the later session.
            where: a function of a clash.

        Raises:
            InvalidValue: the rule is not one that was applied.
            UnknownId: nothing has the id of a session, event or theme.
        """
        kept, grave = self._rules(rule), None if severity is None else Severity(severity)
        if grave is not None:
            kept = tuple(one for one in kept if one.severity is grave)
        self._check_ids(session=session, event=event, theme=theme)
        facts = {
            Facet.RESOURCE: _fact("resource", "the id of a resource", resource, str),
            Facet.SESSION: _fact("session", "the id of a session", session, str),
            Facet.EVENT: _fact("event", "the id of an event", event, str),
            Facet.THEME: _fact("theme", "the id of a theme", theme, str),
            Facet.DAY: _fact("day", "a datetime.date without a time", day, date),
        }
        if where is not None and not callable(where):
            raise InvalidType("where", "must be a function of a clash", where)
        if kept == self._search.rules:
            return self._having(facts, where)
        if self._picked is None:
            return Clashes(Search(self._search.timeline, kept, self._search.applied))._having(
                facts, where
            )
        numbers = {at for at, one in enumerate(self._search.rules) if one in kept}
        return self._having(facts, where, numbers)

    def _check_ids(self, **given: str | None) -> None:
        """Refuse ids that nothing has: they would find nothing, and look like good news."""
        asked = self._search.timeline.asked
        for one in given.values():
            if isinstance(one, str) and all(one != session.id for session in asked):
                self.ecosystem[one]

    def _rules(self, rule: AnyRule | str | None) -> tuple[AnyRule, ...]:
        """Return the rules that are meant; refuse what none of those applied is or is called."""
        if rule is None:
            return self._search.rules
        if not isinstance(rule, (str, Rule, Check, EventRule)):
            raise InvalidType("rule", "must be a rule, or the name of one", rule)
        applied = self._search.applied
        if not any(rule in {one, one.name} for one in applied):
            names = ", ".join(dict.fromkeys(one.name for one in applied))
            must = f"must be one of those that were applied: {names or 'none'}"
            raise InvalidValue("rule", must, rule if isinstance(rule, str) else rule.name)
        return tuple(one for one in self._search.rules if rule in {one, one.name})

    def group(self, by: Facet | str | Callable[[Clash], Hashable]) -> dict[Any, "Clashes"]:
        """Return them by what they have in common, each group in the present order.

        Of what a clash has several of (sessions, events, themes) it is in a group for each.

        >>> found = clashes(Ecosystem.of())
        >>> found.group("day")
        {}

        Args:
            by: a `Facet`, or a function of a clash.
        """
        found: defaultdict[Hashable, array[int]] = defaultdict(lambda: array("q"))
        keys = self._keys(by)
        for position in self._positions():
            for key in keys(self._search.table[position]):
                found[key].append(position)
        return {
            key: Clashes(self._search, positions, self._sorted) for key, positions in found.items()
        }

    def counts(self, by: Facet | str | Callable[[Clash], Hashable] = Facet.RULE) -> dict[Any, int]:
        """Return how many there are of each, the most first; by rule without building any."""
        if by == Facet.RULE and self._picked is None:
            named: Counter[str] = Counter()
            for rule, number in zip(self._search.rules, self._search.counts, strict=True):
                named[rule.name] += number
            return dict((+named).most_common())
        keys = self._keys(by)
        return dict(Counter(key for hit in self._hits() for key in keys(hit)).most_common())

    def sorted(self, key: Callable[[Clash], Any], *, reverse: bool = False) -> "Clashes":
        """Return them in another order, equal ones in the present one.

        >>> found = clashes(Ecosystem.of()).sorted(lambda clash: clash.duration, reverse=True)
        """
        if not callable(key):
            raise InvalidType("key", "must be a function of a clash", key)
        keyed = zip(self._positions(), map(key, self), strict=True)
        order = sorted(keyed, key=lambda one: one[1], reverse=reverse)
        return Clashes(self._search, array("q", (position for position, _ in order)), True)

    # As text and as a table

    def rows(self) -> list[dict[str, Any]]:
        """Return flat mappings, one a clash, for a data frame: ``pandas.DataFrame(found.rows())``.

        Columns: severity, rule, resource and over (its name), first and second (ids) with their
        labels, start and end (aware datetimes), minutes.
        """
        return list(map(row, self))

    def table(self, limit: int = _SHOWN) -> str:
        """Return a table in plain text of the first `limit` clashes, the grave ones first."""
        if not isinstance(limit, int) or isinstance(limit, bool):
            raise InvalidType("limit", "must be a whole number, 0 or more", limit)
        if limit < 0:
            raise InvalidValue("limit", "must be a whole number, 0 or more", limit)
        return as_table(self._shown(limit), max(len(self) - limit, 0))

    def __str__(self) -> str:
        lines = as_lines(self._shown(_SHOWN), max(len(self) - _SHOWN, 0))
        return "\n".join(lines) or "no clashes"

    def __repr__(self) -> str:
        said = ", ".join(f"{number:,} × {name}" for name, number in self.counts().items())
        return f"<Clashes: {said or 'none'}>"

    def _repr_html_(self) -> str:
        caption = summary(self.counts(Facet.SEVERITY))
        return as_html(self._shown(_SHOWN), max(len(self) - _SHOWN, 0), caption)

    # How

    def _shown(self, limit: int) -> Iterator[Clash]:
        parts = (self,) if self._sorted else (self.filter(severity=one) for one in Severity)
        return islice(chain.from_iterable(parts), limit)

    def _positions(self) -> Sequence[int]:
        return range(len(self._search.table)) if self._picked is None else self._picked

    def _hits(self) -> Iterator[Hit]:
        if self._picked is None:
            return self._search.hits()
        return (self._search.table[position] for position in self._picked)

    def _having(
        self,
        facts: dict[Facet, Any],
        where: Callable[[Clash], bool] | None,
        rules: Container[int] | None = None,
    ) -> "Clashes":
        known = [(self._keys(facet), fact) for facet, fact in facts.items() if fact is not None]
        if not known and where is None and rules is None:
            return self
        table = self._search.table
        kept = (
            position
            for position in self._positions()
            if (rules is None or table[position][2] in rules)
            and all(fact in keys(table[position]) for keys, fact in known)
            and (where is None or where(self._built(table[position])))
        )
        return Clashes(self._search, array("q", kept), self._sorted)

    def _keys(
        self, by: Facet | str | Callable[[Clash], Hashable]
    ) -> Callable[[Hit], Iterable[Hashable]]:
        if callable(by):
            return lambda hit: (by(self._built(hit)),)
        return FACETS[Facet(by)](self._search)

    def _built(self, hit: Hit) -> Clash:
        search, (_, _, at, resource, part) = self._search, hit
        first, second = two(search, hit)
        if at in search.gaps and isinstance(first, Session) and isinstance(second, Session):
            part = shared(search.gaps[at], first, second)
        return Clash(search.rules[at], first, second, resource, search.label(resource), part)


def clashes(
    ecosystem: Ecosystem,
    *,
    sessions: Iterable[Session] | None = None,
    rules: Iterable[AnyRule] = DEFAULT,
) -> Clashes:
    """Return what some rules find: sessions in one another's way, and sessions that do not fit.

    Times are half-open and compared as instants: back-to-back sessions do not overlap, also in
    the night in which an hour repeats. One of zero length occupies its instant, [t, t + 1 µs).
    Cancelled sessions, and those of cancelled events, take no part. A block (`Session.within`) does
    not clash with its own parts. Nothing is looked for before the result is asked.

    >>> from numeco.datasets import load
    >>> from numeco.schedule import SPEAKER, VENUE
    >>> week = load("semaine-fictive")
    >>> grave = clashes(week, rules=[VENUE, SPEAKER])
    >>> print(grave)  # doctest: +ELLIPSIS
    error    2026-...

    Args:
        ecosystem: whose sessions, venues and persons these are.
        sessions: those that take part, each once; left out, all.
        rules: what may not be; two rules that find one pair give two clashes. Those of severity
            `IGNORED` are not applied.

    Raises:
        InvalidType: an argument is of another type than it must be. What a rule's function returns
            is looked at when the result is asked.
    """
    timeline = Timeline(ecosystem, asked(ecosystem, sessions), sessions is None)
    applied = applied_of(rules)
    return Clashes(Search(timeline, applied, applied))


def applied_of(given: Iterable[AnyRule]) -> tuple[AnyRule, ...]:
    """Return the rules of a collection that are not ignored; refuse what are none."""
    must = "must be a collection of rules: Rule, Check or EventRule"
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidType("rules", must, given)
    found = tuple(given)
    for one in found:
        if not isinstance(one, (Rule, Check, EventRule)):
            raise InvalidType("rules", must, one)
    return tuple(one for one in found if one.severity is not Severity.IGNORED)


def _fact(name: str, noun: str, given: object, kind: type) -> object:
    if given is not None and (not isinstance(given, kind) or isinstance(given, datetime)):
        raise InvalidType(name, f"must be {noun}", given)
    return given
