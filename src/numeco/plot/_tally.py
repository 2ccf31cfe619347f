"""Clashes counted in a table: by theme and theme, resource and day, or day and hour."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import product
from typing import Final, TypeAlias

from attrs import frozen

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.model import Session
from numeco.plot._canvas import DAYS
from numeco.plot._slots import clock_hours, moment
from numeco.schedule import Clash
from numeco.time import Interval

#: A row and a column; the keys are ids, days or hours, and "" for none.
Cell: TypeAlias = tuple[str, str]
#: Of a clash that lasts longer, only so many microseconds count: a week.
_LONGEST: Final = 7 * 24 * 3_600_000_000


class By(Kind):
    """What the rows and columns of a heat map of clashes are."""

    THEME = "theme"  #: theme by theme: which themes collide with which
    RESOURCE = "resource"  #: resource by day: which rooms and people are in trouble, and when
    HOUR = "hour"  #: day by hour: when it is worst


@frozen
class Tally:
    """How many clashes there are in each cell, and what stands in none."""

    cells: Counter[Cell]
    #: How many clashes have no cell.
    outside: int
    #: Why they have none.
    why: str
    rows: Sequence[str]
    columns: Sequence[str]
    #: How many rows there are in all.
    of: int
    #: Whether rows and columns are the same, so that (a, b) and (b, a) are one cell.
    paired: bool = False

    @property
    def shown(self) -> Counter[Cell]:
        """The cells of rows and columns that are shown."""
        rows, columns = set(self.rows), set(self.columns)
        kept = {(a, b): n for (a, b), n in self.cells.items() if a in rows and b in columns}
        return Counter(kept)


def tally_of(ecosystem: Ecosystem, found: Iterable[Clash], by: By, limit: int) -> Tally:
    """Return the counts of a table with so many rows at most, those with the most."""
    cells_of, why = _CELLS[by]
    cells: Counter[Cell] = Counter()
    outside = 0
    for clash in found:
        where = set(cells_of(ecosystem, clash))
        cells.update(where)
        outside += not where
    totals: Counter[str] = Counter()
    for cell, number in cells.items():
        for key in set(cell) if by is By.THEME else {cell[0]}:
            totals[key] += number
    kept = sorted(totals, key=lambda key: (-totals[key], key))[:limit]
    rows = sorted(kept) if by is By.HOUR else kept
    columns = rows if by is By.THEME else _columns(cells, set(rows), by)
    return Tally(cells, outside, why, rows, columns, len(totals), paired=by is By.THEME)


def _columns(cells: Iterable[Cell], rows: set[str], by: By) -> list[str]:
    there = {column for row, column in cells if row in rows}
    if by is By.RESOURCE or not there:
        return sorted(there, key=lambda day: (not day, day))
    hours = range(int(min(there)), int(max(there)) + 1)
    return [f"{hour:02}" for hour in hours]


# What cells a clash is in


def _themes(_ecosystem: Ecosystem, clash: Clash) -> Iterator[Cell]:
    if len(clash.sessions) == 2:
        of_first, of_second = (one.themes or ("",) for one in clash.sessions)
        for one, other in product(of_first, of_second):
            yield (one, other) if one < other else (other, one)


def _resources(ecosystem: Ecosystem, clash: Clash) -> Iterator[Cell]:
    day = _day(ecosystem, clash)
    yield clash.resource, "" if day is None else day.isoformat()


def _day(ecosystem: Ecosystem, clash: Clash) -> date | None:
    last = clash.things[-1]
    if isinstance(last, Session):
        return ecosystem.day(last)
    return None if last.days is None else last.days.first


def _hours(ecosystem: Ecosystem, clash: Clash) -> Iterator[Cell]:
    if clash.when is None or not clash.sessions:
        return
    event = ecosystem[clash.sessions[0].event]
    key = event.zone or clash.when.zone
    for hour in _touched(clash.when, key):
        day = Interval(hour, hour).day(day_starts=event.day_starts)
        late = 24 * (hour.date() - day).days
        yield day.isoformat(), f"{hour.hour + late:02}"


def _touched(when: Interval, key: str) -> Iterator[datetime]:
    """Iterate over a moment in each hour of the clock that an interval touches."""
    start, until = when.start_us, min(when.busy_until_us - 1, when.start_us + _LONGEST)
    for instant in {start: "", **clock_hours(start, until, key)}:
        yield moment(instant, key)


_CELLS: Final[dict[By, tuple[Callable[[Ecosystem, Clash], Iterator[Cell]], str]]] = {
    By.THEME: (_themes, "of one session alone or of whole events"),
    By.RESOURCE: (_resources, ""),
    By.HOUR: (_hours, "without a time or of whole events"),
}


# Their names


def named(ecosystem: Ecosystem, found: Iterable[Clash], by: By) -> Callable[[str], str]:
    """Return how the keys of a table are written."""
    over = {one.resource: one.over for one in found} if by is By.RESOURCE else {}

    def name(key: str) -> str:
        if key in over:
            return over[key]
        if key in ecosystem:
            return ecosystem[key].label
        if not key:
            return "no theme" if by is By.THEME else "no day"
        return f"{int(key) % 24:02}:00" if len(key) < 4 else _dated(key)

    return name


def _dated(key: str) -> str:
    day = date.fromisoformat(key)
    return f"{DAYS[day.weekday()]} {key}"
