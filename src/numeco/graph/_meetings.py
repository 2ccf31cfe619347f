"""Meetings: a timetable in which everyone gets a fair share and nobody is in two places."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.graph._arguments import check_ecosystem, check_number
from numeco.graph._match import Match
from numeco.graph._meeting.board import Board
from numeco.graph._meeting.busy import times
from numeco.graph._meeting.fair import Shares, is_bipartite
from numeco.graph._meeting.placing import Placing
from numeco.graph._meeting.requests import Request, in_time, requests, wished_pairs
from numeco.graph._meeting.seating import seated
from numeco.graph._timetable import Meeting, Obstacle, Timetable, Unplaced
from numeco.graph._wording import several
from numeco.model import Organization, OrganizationId
from numeco.time import Interval


def meetings(  # noqa: PLR0913  # each is a limit that real meeting days have
    matches: Iterable[Match],
    *,
    slots: Sequence[Interval] | int,
    tables: int | None = None,
    ecosystem: Ecosystem | None = None,
    most_each: int | None = None,
    wishes: Mapping[str, Collection[str]] | None = None,
) -> Timetable:
    """Return a timetable of meetings: nobody in two places, fair shares, mutual wishes first.

    Which meetings take place where not all can: those that both asked for come before those that
    one asked for, these before the others, and nothing that comes later costs one that comes
    first. Within each of the three, shares are fair: round by round, nobody is given one more
    while somebody who has fewer could be, if need be by giving others other meetings; among
    equals the mutual and then the better matches go first.

    Exact where theory gives it. Where everyone has time in all slots and the meetings make a
    bipartite graph (some offer, the others seek), shares are as fair as can be within each of the
    three (leximin: as much as possible for the least served, then for the next, and so on), and all
    that is chosen finds a place: nobody has more meetings than slots, which is enough (Kőnig 1916, DOI 10.1007/BF01456961), with or without a number of tables (de Werra 1971,
    DOI 10.1080/03155986.1971.11731479). In other graphs one slot more than anyone has meetings is
    enough (Vizing 1964); with fewer, and where some have no time in some slots, the timetable is
    a good one and not known to be the best: `Timetable.exact` says so. It always holds that no
    meeting is left out which fits as the timetable stands; and that no slot of anyone goes to one
    while another one, free in it, is wanted there more, or as much and has two meetings less.
    What found no place is in `Timetable.unplaced`, with the reason.

    O(meetings · organizations) where all can take place, O(meetings²) where there is not room for
    all and in the worst case beyond that where some have no time in some slots.

    >>> wishes = {"atelier": ["nuage", "ecole"], "nuage": ["atelier"]}
    >>> print(meetings([], slots=1, wishes=wishes))
    slot  table  first    second
    ────  ─────  ───────  ──────
    1     1      atelier  nuage
    no place: atelier – ecole: atelier has no free slot left
    1 meeting in 1 slot, 0 to 1 each, 1 without a place

    Args:
        matches: pairs of organizations; of a pair given twice, the first counts.
        slots: intervals that do not overlap one another, or how many there are; 100,000 at most.
        tables: how many meetings there can be at once, 1 or more; None means any number.
        ecosystem: where to look who has no time: an organization that hosts a session, or one of
            whose people speaks, but for exhibitions, breaks and what is cancelled; and one of
            whose people all say when they can be there (`Person.available`), while none can; whose
            membership is known to be over by then, or not begun, does not count. It needs slots
            that are intervals.
        most_each: how many meetings an organization has at most, 0 or more; None means any number.
        wishes: for each organization the ids of those that it asks to meet, matched or not.

    Raises:
        InvalidValue: slots overlap one another, a number is out of bounds, an organization asks to
            meet itself, or an ecosystem is given with slots that are numbers.
        InvalidType: a value is of another type, or an id is not that of an organization.
        UnknownId: nothing in the ecosystem has one of the ids.
    """
    check_number("tables", tables, 1)
    check_number("most_each", most_each, 0)
    when = in_time(slots)
    if ecosystem is not None:
        check_ecosystem(ecosystem)
        if isinstance(slots, int):
            must = "must be intervals where an ecosystem says who has no time"
            raise InvalidValue("slots", must, slots)
    asked = tuple(requests(matches, wished_pairs(wishes)))
    room = _Room(asked, when, tables, most_each, ecosystem)
    return room.timetable()


@frozen
class _Room:
    """What the meetings need, and what there is."""

    requests: tuple[Request, ...]
    when: tuple[Interval | None, ...]
    tables: int | None
    most_each: int | None
    ecosystem: Ecosystem | None

    def timetable(self) -> Timetable:
        board = Board(self._ends, list(self._time), len(self.when), self.tables)
        wishes = [one.wishes for one in self.requests]
        shares, placing = self._shares(), Placing(board, wishes, self._time, self.most_each)
        placing.place(sorted(shares.chosen), self._possible)
        placed = tuple(self._meetings(board))
        unplaced = tuple(
            self._unplaced(at, placing) for at in range(len(self.requests)) if at not in board.slot
        )
        return Timetable(
            meetings=placed,
            unplaced=unplaced,
            slots=len(self.when),
            tables=self.tables,
            exact=self._is_exact(board, shares),
            organizations=self._organizations,
        )

    @cached_property
    def _organizations(self) -> tuple[OrganizationId, ...]:
        return tuple(sorted({end for one in self.requests for end in one.ends}))

    @cached_property
    def _ends(self) -> tuple[tuple[int, int], ...]:
        number = {one: at for at, one in enumerate(self._organizations)}
        return tuple((number[one.first], number[one.second]) for one in self.requests)

    @cached_property
    def _time(self) -> tuple[int, ...]:
        """The slots in which each organization has time, as bits."""
        every = (1 << len(self.when)) - 1
        if self.ecosystem is None:
            return (every,) * len(self._organizations)
        for one in self._organizations:
            if not isinstance(self.ecosystem[one], Organization):
                raise InvalidType("matches", "must be of organizations", one)
        known = times(self.ecosystem)
        return tuple(
            sum(
                1 << at
                for at, slot in enumerate(self.when)
                if slot is not None and known.has_time(one, slot)
            )
            for one in self._organizations
        )

    # Choosing

    def _shares(self) -> Shares:
        most = len(self.when) if self.most_each is None else self.most_each
        bounds = [min(time.bit_count(), most) for time in self._time]
        shares = Shares(self._ends, bounds, self._seats)
        for wishes in (2, 1, 0):
            shares.choose([at for at in self._possible if self.requests[at].wishes == wishes])
        return shares

    @property
    def _seats(self) -> int | None:
        return None if self.tables is None else self.tables * len(self.when)

    @cached_property
    def _possible(self) -> tuple[int, ...]:
        """The meetings for which both have time in one slot at least."""
        ends = enumerate(self._ends)
        return tuple(at for at, (one, other) in ends if self._time[one] & self._time[other])

    # What became of it

    def _is_exact(self, board: Board, shares: Shares) -> bool:
        """Return whether it is known that no timetable holds more meetings."""
        if len(board.slot) in {len(self.requests), self._seats}:
            return True
        every = (1 << len(self.when)) - 1
        plain = all(time == every for time in self._time)
        one_class = len({one.wishes for one in self.requests}) == 1
        return (
            plain
            and one_class
            and len(board.slot) == len(shares.chosen)
            and is_bipartite(self._ends, len(self._organizations))
        )

    def _meetings(self, board: Board) -> Iterator[Meeting]:
        """Iterate over the meetings by slot and table; one stays at a table where it can."""
        seat: dict[int, int] = {}
        slots: list[list[int]] = [[] for _ in self.when]
        for at in sorted(board.slot):
            slots[board.slot[at]].append(at)
        for number, held in enumerate(slots):
            tables = seated([self._ends[at] for at in held], seat)
            for table, at in sorted(zip(tables, held, strict=True)):
                yield self._meeting(at, number, table)

    def _meeting(self, at: int, slot: int, table: int) -> Meeting:
        one = self.requests[at]
        return Meeting(
            slot=slot + 1,
            when=self.when[slot],
            table=table,
            first=one.first,
            second=one.second,
            names=self._names(one),
            match=one.match,
            wishes=one.wishes,
        )

    def _names(self, one: Request) -> tuple[str, str]:
        if one.match is not None:
            return one.match.names
        if self.ecosystem is None:
            return str(one.first), str(one.second)
        return self.ecosystem[one.first].label, self.ecosystem[one.second].label

    def _unplaced(self, at: int, placing: Placing) -> Unplaced:
        one = self.requests[at]
        obstacle, reason = self._obstacle(at, placing)
        return Unplaced(
            first=one.first,
            second=one.second,
            names=self._names(one),
            match=one.match,
            wishes=one.wishes,
            because=obstacle,
            reason=reason,
        )

    def _obstacle(self, at: int, placing: Placing) -> tuple[Obstacle, str]:
        """Return what stands in the way of a meeting, and that in words."""
        one, other = self._ends[at]
        names = dict(zip(self._ends[at], self._names(self.requests[at]), strict=True))
        if not self._time[one] & self._time[other]:
            return Obstacle.TIME, "there is no slot in which both have time"
        if placing.has_enough(at):
            sated = [end for end in (one, other) if placing.count(end) == self.most_each]
            number = several(self.most_each or 0, "meeting")
            return Obstacle.SHARE, f"{_have(names[end] for end in sated)} {number} already"
        if placing.board.both_free(at):
            return Obstacle.TABLES, "no table is left while both are free"
        full = [names[end] for end in (one, other) if not placing.board.free[end]]
        if full:
            return Obstacle.SLOTS, f"{_have(full)} no free slot left"
        return Obstacle.SLOTS, "no slot is left in which both are free"


def _have(names: Iterable[str]) -> str:
    who = tuple(names)
    return f"{' and '.join(who)} {'have' if len(who) > 1 else 'has'}"
