"""Changes: what became of a programme from one release to the next."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, Final

from attrs import field, frozen

from numeco._tabular import aligned, marked_up
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Session, Thing, Venue
from numeco.model.references import KINDS
from numeco.schedule._change import Change, ChangeKind, ThingChange
from numeco.schedule._changing.comparing import session_changes
from numeco.schedule._changing.languages import LANGUAGES
from numeco.schedule._changing.message import as_text
from numeco.schedule._changing.release import Release
from numeco.schedule._changing.table import HEADS, cells, row

#: How many a text and a notebook show.
_SHOWN: Final = 50


@frozen(repr=False)
class Changes:
    """What became of a programme from one release to the next, found when it is asked for.

    They are about sessions, in the order of the programme, unscheduled ones last; `things` holds
    what became of all things, and is what `apply` applies. They are true where anything changed at
    all. Equal ones lead from equal releases to equal ones.

    >>> from numeco import Event, Interval
    >>> fair = Event(name="Fair")
    >>> hour = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris")
    >>> talk = Session(id="talk", title="AI", event=fair.id, when=hour)
    >>> later = Interval.local("2026-10-20T14:00", "2026-10-20T15:00", "Europe/Paris")
    >>> old = Ecosystem.of(fair, talk)
    >>> new = old.replacing(Session(id="talk", title="AI", event=fair.id, when=later))
    >>> found = changes(old, new)
    >>> found
    <Changes: 1 × moved>
    >>> print(found.text("en"))
    New time
    - “AI”: Tuesday 20 October, 14:00–15:00 (was 09:00)
    """

    old: Ecosystem
    new: Ecosystem
    #: Some of them, where a part was asked for.
    _picked: frozenset[Change] | None = field(default=None)

    # Which

    @cached_property
    def things(self) -> tuple[ThingChange, ...]:
        """What became of each thing that is not the same on both sides, by kind, then id.

        A thing is known by its id here: a session under a new one is gone and added. A part of the
        changes has all of them as well.
        """
        pairs = [(one, _found(self.new, one.id)) for one in self.old]
        found = [ThingChange(one, other) for one, other in pairs if one != other]
        found += [ThingChange(None, one) for one in self.new if one.id not in self.old]
        return tuple(sorted(found, key=_by_kind))

    @cached_property
    def _sessions(self) -> tuple[Change, ...]:
        found = session_changes(self._before, self._after) if self._picked is None else self._picked
        return tuple(sorted(found, key=_in_programme))

    @cached_property
    def _before(self) -> Release:
        return Release(self.old)

    @cached_property
    def _after(self) -> Release:
        return Release(self.new)

    @property
    def partial(self) -> bool:
        """Whether these are some of the changes, as `of` and `filter` return them."""
        return self._picked is not None

    def __bool__(self) -> bool:
        return bool(self._picked) if self._picked is not None else self.old != self.new

    def __len__(self) -> int:
        return len(self._sessions)

    def __iter__(self) -> Iterator[Change]:
        return iter(self._sessions)

    def of(self, *kinds: ChangeKind | str) -> "Changes":
        """Return those of the sessions of which one of some kinds holds."""
        wanted = {ChangeKind(kind) for kind in kinds}
        return self._having(lambda change: not wanted.isdisjoint(change.kinds))

    def filter(
        self,
        *,
        session: str | None = None,
        event: str | None = None,
        venue: str | None = None,
        day: date | None = None,
        where: Callable[[Change], bool] | None = None,
    ) -> "Changes":
        """Return those of which all that is given holds, before or after the change.

        Args:
            session: the id of the session.
            event: the id of its event.
            venue: the id of its room.
            day: its programme day.
            where: a function of a change.

        Raises:
            UnknownId: nothing has the id of a session, event or venue on either side.
        """
        facts = {"id": session, "event": event, "venue": venue}
        known = {name: one for name, one in facts.items() if one is not None}
        for one in known.values():
            if one not in self.old:
                self.new[one]
        if day is not None and type(day) is not date:
            raise InvalidType("day", "must be a datetime.date without a time", day)
        if where is not None and not callable(where):
            raise InvalidType("where", "must be a function of a change", where)
        return self._having(
            lambda change: (
                any(
                    all(getattr(one, name) == value for name, value in known.items())
                    and (day is None or ecosystem.day(one) == day)
                    for ecosystem, one in self._sides(change)
                )
                and (where is None or bool(where(change)))
            )
        )

    def reversed(self) -> "Changes":
        """Return the changes back: those from `new` to `old`."""
        picked = self._picked
        back = None if picked is None else frozenset(one.reversed() for one in picked)
        return Changes(self.new, self.old, back)

    def counts(self) -> dict[ChangeKind, int]:
        """Return of how many sessions each kind holds, the most first; several may hold of one."""
        found = Counter(dict.fromkeys(ChangeKind, 0))
        found.update(kind for one in self for kind in one.kinds)
        return dict((+found).most_common())

    # For attendees

    def text(self, language: str = "en") -> str:
        """Return a message to attendees, to be sent as it is; empty where nothing concerns them.

        First comes what is cancelled or gone, then new times, rooms and lengths, then new sessions,
        titles and people, and rooms under a new name. Each session is told once, with all that
        changed of its time, room, title and people; ids, themes and details are not told, nor what
        is cancelled on both sides. Times are those of the zones of the sessions, or of their events
        where they are kept in UTC; zones are named where there are several, or the clocks show a
        time twice, and years where there are several.

        Args:
            language: ``en`` or ``fr``.

        Raises:
            InvalidValue: another language.
        """
        if not isinstance(language, str):
            raise InvalidType("language", "must be en or fr", language)
        if language not in LANGUAGES:
            raise InvalidValue("language", "must be en or fr", language)
        renamed = self._renamed() if self._picked is None else ()
        return as_text(LANGUAGES[language], self._before, self._after, self, renamed)

    def _renamed(self) -> Iterator[tuple[str, str]]:
        """Iterate over the names, old and new, of the venues that keep their id and are used."""
        names = [
            (before.id, before.name, after.name)
            for one in self.things
            if isinstance(before := one.before, Venue)
            and isinstance(after := one.after, Venue)
            and before.name != after.name
        ]
        release = self._after
        on = (one for one in release.sessions.values() if names and not release.cancelled(one))
        used = {site.id for one in on for site in release.sites(one)}
        return ((name, now) for key, name, now in names if key in used)

    # As text and as a table

    def rows(self) -> list[dict[str, Any]]:
        """Return flat mappings, one a session, for a data frame: ``pandas.DataFrame(found.rows())``.

        Columns: change (the kinds in words), then of either side, where there is one: old_id,
        old_title, old_start, old_end (aware datetimes), old_venue (its name), old_people and
        old_themes (their names, by commas); new_id and so on.
        """
        return [row(self._before, self._after, one) for one in self]

    def table(self, limit: int = _SHOWN) -> str:
        """Return a table in plain text of the first `limit` sessions that changed."""
        if not isinstance(limit, int) or isinstance(limit, bool):
            raise InvalidType("limit", "must be a whole number, 0 or more", limit)
        if limit < 0:
            raise InvalidValue("limit", "must be a whole number, 0 or more", limit)
        return aligned(HEADS, self._shown(limit), max(len(self) - limit, 0))

    def __str__(self) -> str:
        more = [f"… and {len(self) - _SHOWN:,} more"] if len(self) > _SHOWN else []
        return "\n".join([*map(str, islice(self, _SHOWN)), *more]) or "no session changed"

    def __repr__(self) -> str:
        return f"<Changes: {self._summary()}>"

    def _repr_html_(self) -> str:
        left = max(len(self) - _SHOWN, 0)
        return marked_up(HEADS, self._shown(_SHOWN), left, self._summary())

    # How

    def _summary(self) -> str:
        said = [f"{number:,} × {kind}" for kind, number in self.counts().items()]
        others = (
            0 if self.partial else sum(not isinstance(one.thing, Session) for one in self.things)
        )
        said += [f"{others:,} of other things"] if others else []
        return ", ".join(said) or "none"

    def _shown(self, limit: int) -> Iterator[tuple[str, ...]]:
        return (cells(self._before, self._after, one) for one in islice(self, limit))

    def _having(self, holds: Callable[[Change], bool]) -> "Changes":
        return Changes(self.old, self.new, frozenset(filter(holds, self)))

    def _sides(self, change: Change) -> Iterator[tuple[Ecosystem, Session]]:
        for ecosystem, one in ((self.old, change.before), (self.new, change.after)):
            if one is not None:
                yield ecosystem, one


def changes(old: Ecosystem, new: Ecosystem) -> Changes:
    """Return what became of a programme from one release to the next.

    A session is the same where its id is, whatever else changed. One that is gone and one that was
    added are the same under a new id (`ChangeKind.REIDENTIFIED`) where they alone, of all sessions
    of their releases, have in common the first of these that any two have:

    1. an identifier, such as a guid, or the id of one among the identifiers of the other; a bare
       number, which merged files give twice, counts only together with the title;
    2. title, people, time and place;
    3. title and people;
    4. title and time;
    5. people, time and place, where there are people and a place.

    Titles are compared without case. What several sessions have in common ("Registration") tells
    none of them from the others, and is left alone: one is gone, another one added. Ids that differ
    from that of another session by a number (``pause``, ``pause-2``) are a reader's, which numbers
    them anew when one goes: they count after all of these.

    People and themes are compared by what they are called, since readers make ids anew: of two
    people called Anja the second is ``person-anja-2``. So are rooms, together with their sites and
    addresses, where their ids differ; a room that keeps its id is the same under a new name.

    Cost: O(n), and O(n log n) to put them in order; 10⁵ sessions take a second or two, five where
    all ids are new.

    >>> changes(Ecosystem.of(), Ecosystem.of())
    <Changes: none>

    Args:
        old: the release before.
        new: the release after.
    """
    for name, given in (("old", old), ("new", new)):
        if not isinstance(given, Ecosystem):
            raise InvalidType(name, "must be an Ecosystem", given)
    return Changes(old, new)


def _found(ecosystem: Ecosystem, key: str) -> Thing | None:
    return ecosystem[key] if key in ecosystem else None  # noqa: SIM401  # has no get


def _by_kind(change: ThingChange) -> tuple[int, str]:
    return KINDS.index(type(change.thing)), change.thing.id


def _in_programme(change: Change) -> tuple[bool, int, int, str]:
    when, key = change.session.when, change.session.id
    return (True, 0, 0, key) if when is None else (False, when.start_us, when.end_us, key)
