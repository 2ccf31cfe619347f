"""Timetables of business meetings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, overload

from attrs import field, frozen

from numeco._checks import LONGEST_ID, Kind
from numeco._tabular import aligned, marked_up
from numeco.errors import InvalidType, InvalidValue, UnknownId
from numeco.graph._match import Match
from numeco.graph._wording import several
from numeco.model import EventId, OrganizationId, Session, SessionId, SessionKind, VenueId
from numeco.model.slugs import joined
from numeco.time import Interval

#: How many a text and a notebook show.
_SHOWN: Final = 50
_HEADS: Final = ("table", "first", "second")


class Obstacle(Kind):
    """Why a meeting found no place."""

    TIME = "time"  #: no slot in which both have time
    SHARE = "share"  #: one of them has as many meetings as each may have
    SLOTS = "slots"  #: no slot left in which neither meets somebody else
    TABLES = "tables"  #: no table left in the slots in which neither meets somebody else


@frozen(kw_only=True)
class Meeting:
    """A meeting of two organizations, in a slot and at a table."""

    #: The number of the slot, in order of time; the first is 1.
    slot: int
    #: None where slots are mere numbers.
    when: Interval | None
    #: The number of the table; the first is 1.
    table: int
    first: OrganizationId
    second: OrganizationId
    #: What they are called; their ids where nothing says.
    names: tuple[str, str]
    #: None where it was only asked for.
    match: Match | None
    #: How many of the two asked for it: 0 to 2.
    wishes: int = 0

    @property
    def ends(self) -> tuple[OrganizationId, OrganizationId]:
        """Its two organizations."""
        return self.first, self.second

    @property
    def title(self) -> str:
        """The names of the two."""
        return " – ".join(self.names)

    def __str__(self) -> str:
        return f"{self.when or f'slot {self.slot}'}, table {self.table}: {self.title}"


@frozen(kw_only=True)
class Unplaced:
    """A meeting that found no place, and why."""

    first: OrganizationId
    second: OrganizationId
    names: tuple[str, str]
    match: Match | None
    wishes: int
    because: Obstacle
    #: The same in words.
    reason: str

    @property
    def ends(self) -> tuple[OrganizationId, OrganizationId]:
        """Its two organizations."""
        return self.first, self.second

    def __str__(self) -> str:
        return f"{' – '.join(self.names)}: {self.reason}"


@frozen
class Portion:
    """How many meetings an organization has, of those that were looked for."""

    organization: OrganizationId
    meetings: int
    sought: int


@frozen
class Share:
    """How meetings are shared out; None where there is nobody to share them."""

    #: How many those have that have the fewest, and the most.
    least: int | None
    most: int | None
    #: Of each organization, the fewest meetings first, then by id.
    portions: tuple[Portion, ...]


@frozen(kw_only=True, repr=False)
class Timetable(Sequence[Meeting]):
    """A timetable of meetings in which nobody is in two places: by slot, then table."""

    meetings: tuple[Meeting, ...]
    #: What found no place, the most wanted first.
    unplaced: tuple[Unplaced, ...]
    #: How many slots there are.
    slots: int
    #: How many meetings there can be at once; None for any number.
    tables: int | None
    #: Whether it is known that no timetable holds more meetings.
    exact: bool
    #: The organizations whose meetings these are, by id.
    organizations: tuple[OrganizationId, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.meetings)

    @overload
    def __getitem__(self, at: int) -> Meeting: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Meeting, ...]: ...
    def __getitem__(self, at: int | slice) -> Meeting | tuple[Meeting, ...]:
        """Return the meeting at a place, or the meetings at some places."""
        return self.meetings[at]

    def __iter__(self) -> Iterator[Meeting]:
        return iter(self.meetings)

    def of(self, organization: str) -> tuple[Meeting, ...]:
        """Return the meetings of an organization, in order of time.

        Raises:
            UnknownId: no meeting with it was looked for.
        """
        if organization not in self.organizations:
            raise UnknownId(organization)
        return tuple(one for one in self if organization in one.ends)

    def share(self) -> Share:
        """Return how the meetings are shared out among those for whom any was looked for."""
        has = Counter(end for one in self for end in one.ends)
        sought = has + Counter(end for one in self.unplaced for end in one.ends)
        portions = [Portion(one, has[one], sought[one]) for one in self.organizations]
        portions.sort(key=lambda one: (one.meetings, one.organization))
        if not portions:
            return Share(None, None, ())
        return Share(portions[0].meetings, portions[-1].meetings, tuple(portions))

    def sessions(self, event: str, *, venues: Sequence[str] | None = None) -> tuple[Session, ...]:
        """Return the meetings as sessions of an event, hosted by both: for calendars and clashes.

        Their ids are those of the event and the two organizations, so that a meeting keeps its id
        when a new timetable moves it. They have no themes, since meetings on one theme at one time
        compete for nobody.

        Args:
            event: the id of the event.
            venues: the id of a venue for each table, the first one's first.

        Raises:
            InvalidValue: slots are mere numbers, or there are fewer venues than tables.
            InvalidType: venues are no collection of ids.
        """
        if venues is not None:
            _check_venues(venues, max((one.table for one in self), default=0))
        return tuple(_session(one, event, venues) for one in self)

    def rows(self) -> list[dict[str, Any]]:
        """Return flat mappings, one a meeting, for a data frame: ``pandas.DataFrame(t.rows())``.

        Columns: slot, start and end (aware datetimes, None where slots are numbers), table, first,
        first_name, second, second_name, wishes, score (None where it was only asked for).
        """
        return [_row(one) for one in self]

    def __str__(self) -> str:
        left = max(len(self) - _SHOWN, 0)
        table = aligned(self._heads(), self._cells(), 0) if self.meetings else ""
        # The rest is in `rows`, where the many without a place are not.
        rest = f"… and {left:,} more: .rows() has all" if left else ""
        unplaced = [f"no place: {one}" for one in islice(self.unplaced, _SHOWN)]
        more = len(self.unplaced) - _SHOWN
        unplaced += [f"… and {more:,} more: .unplaced has all"] if more > 0 else []
        return "\n".join(filter(None, [table, rest, *unplaced, self._summary()]))

    def __repr__(self) -> str:
        return f"<Timetable: {self._summary()}>"

    def _repr_html_(self) -> str:
        left = max(len(self) - _SHOWN, 0)
        return marked_up(self._heads(), self._cells(), left, self._summary())

    def _heads(self) -> tuple[str, ...]:
        # The zone is said once, where it is the same for all.
        return f"slot ({self._zone})" if self._zone else "slot", *_HEADS

    @property
    def _zone(self) -> str | None:
        zones = {one.when.zone if one.when is not None else None for one in self}
        return zones.pop() if len(zones) == 1 else None

    def _cells(self) -> Iterator[tuple[str, ...]]:
        zone = self._zone
        for one in islice(self, _SHOWN):
            slot = str(one.when or one.slot)
            yield slot.removesuffix(f" {zone}") if zone else slot, str(one.table), *one.names

    def _summary(self) -> str:
        said = f"{several(len(self), 'meeting')} in {several(self.slots, 'slot')}"
        if self.tables is not None:
            said += f" at {several(self.tables, 'table')}"
        share = self.share()
        if share.least is not None:
            said += f", {share.least:,} to {share.most:,} each"
        return f"{said}, {len(self.unplaced):,} without a place" if self.unplaced else said


def _row(one: Meeting) -> dict[str, Any]:
    first_name, second_name = one.names
    return {
        "slot": one.slot,
        "start": None if one.when is None else one.when.start,
        "end": None if one.when is None else one.when.end,
        "table": one.table,
        "first": str(one.first),
        "first_name": first_name,
        "second": str(one.second),
        "second_name": second_name,
        "wishes": one.wishes,
        "score": None if one.match is None else one.match.score,
    }


def _check_venues(venues: Sequence[str], tables: int) -> None:
    must = f"must be ids of venues, one for each of {tables} tables"
    if isinstance(venues, str) or not isinstance(venues, Sequence):
        raise InvalidType("venues", must, venues)
    if len(venues) < tables:
        raise InvalidValue("venues", must, venues)


def _session(one: Meeting, event: str, venues: Sequence[str] | None) -> Session:
    if one.when is None:
        must = "must be intervals for the meetings to be sessions"
        raise InvalidValue("slots", must, one.slot)
    return Session(
        id=SessionId(joined((event, "meeting", *sorted(one.ends)), LONGEST_ID)),
        title=one.title,
        event=EventId(event),
        when=one.when,
        venue=None if venues is None else VenueId(venues[one.table - 1]),
        hosts=one.ends,
        kind=SessionKind.BUSINESS_MEETING,
        description="\n".join(_said(one)),
    )


def _said(one: Meeting) -> Iterable[str]:
    yield f"Table {one.table}"
    if one.match is not None:
        yield from one.match.reasons
