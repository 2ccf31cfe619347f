"""Days: whole days, as finely as they are known."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from attrs import Attribute, field, frozen

from numeco._checks import Kind
from numeco.errors import InvalidType, InvalidValue

_ONE_DAY: Final = timedelta(days=1)


class Precision(Kind):
    """How finely a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


def _whole_day(_days: object, attribute: "Attribute[date]", value: object) -> None:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidType(f"Days.{attribute.name}", "must be a date without a time", value)


_SEASONS: Final = ("winter", "spring", "summer", "autumn")


@frozen
class Days:
    """Whole days: from the earliest first day to the latest last one, both included.

    With a precision coarser than a day it took place at some time within them.

    >>> week = Days.of("2025-10-21", "2025-10-24")
    >>> week.number
    4
    >>> Days.month(2013, 3).within(Days.season(2013, "spring"))
    True

    Raises:
        InvalidValue: the last day comes before the first.
    """

    first: date = field(validator=_whole_day)
    last: date = field(validator=_whole_day)
    precision: Precision = field(default=Precision.DAY, converter=Precision)

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            must = f"must not come before its first day ({self.first})"
            raise InvalidValue("Days.last", must, self.last.isoformat())

    @classmethod
    def of(cls, first: str | date, last: str | date | None = None) -> "Days":
        """Return the days from one to another, or a single one, from dates or ISO 8601 texts."""
        begins = _date(first)
        return cls(begins, begins if last is None else _date(last))

    @classmethod
    def month(cls, year: int, month: int) -> "Days":
        """Return some days within a month."""
        first = _first_of(year, month)
        return cls(first, _before(_first_of(year + month // 12, month % 12 + 1)), Precision.MONTH)

    @classmethod
    def season(cls, year: int, season: str, *, southern: bool = False) -> "Days":
        """Return some days within a meteorological season, three whole months.

        Args:
            year: of its last month, so that winter 2014 begins in December 2013.
            season: winter, spring, summer or autumn; northern spring is March to May.
            southern: whether the seasons are those of the southern hemisphere.
        """
        if season not in _SEASONS:
            raise InvalidValue("season", f"must be one of {', '.join(_SEASONS)}", season)
        last = _SEASONS.index(season) * 3 + 2
        last = (last + 6) % 12 if southern else last
        first = _first_of(year, last - 2) if last > 2 else _first_of(year - 1, 12)
        return cls(first, _before(_first_of(year, last + 1)), Precision.SEASON)

    @classmethod
    def year(cls, year: int) -> "Days":
        """Return some days within a year."""
        return cls(_first_of(year, 1), _before(_first_of(year + 1, 1)), Precision.YEAR)

    @property
    def number(self) -> int | None:
        """How many days there are; None where only a month, season or year is known."""
        return (self.last - self.first).days + 1 if self.precision is Precision.DAY else None

    def within(self, other: "Days") -> bool:
        """Return whether all of it lies in `other` for certain."""
        _check_days(other)
        return other.first <= self.first and self.last <= other.last

    def overlaps(self, other: "Days") -> bool:
        """Return whether the two can share a day; with day precision, whether they do."""
        _check_days(other)
        return self.first <= other.last and other.first <= self.last

    def __contains__(self, day: date) -> bool:
        """Return whether a date is one of its possible days."""
        if not isinstance(day, date) or isinstance(day, datetime):
            raise InvalidType("day", "must be a date without a time", day)
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        """Iterate over its possible days, in order."""
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            yield date.fromordinal(ordinal)

    def __str__(self) -> str:
        first, last = self.first.isoformat(), self.last.isoformat()
        # As much of an ISO date as the precision vouches for: 2014, 2014-06, 2014-06-18.
        shown = {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.precision, 10)
        same = first[:shown] == last[:shown]
        return first[:shown] if same else f"{first[:shown]} to {last[:shown]}"


def _check_days(other: object) -> None:
    if not isinstance(other, Days):
        raise InvalidType("the other days", "must be Days", other)


def _date(day: str | date) -> date:
    if not isinstance(day, str):
        return day
    try:
        found = date.fromisoformat(day)
    except ValueError:
        found = None
    if found is None or found.isoformat() != day:  # 2026-W43-2 is a date to Python as well
        raise InvalidValue("day", "must be a date such as 2026-10-20", day)
    return found


def _first_of(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except (ValueError, TypeError, OverflowError):
        must = "must be of a year from 1 to 9998 and a month from 1 to 12"
        raise InvalidValue("Days", must, (year, month)) from None


def _before(day: date) -> date:
    return day - _ONE_DAY
