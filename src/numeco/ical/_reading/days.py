"""The days that the parts of a recurrence rule name (RFC 5545, 3.3.10)."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from attrs import field, frozen


@frozen
class Picker:
    """Finds the days that the parts of a rule name."""

    by: Mapping[str, tuple[int, ...]]
    days: tuple[tuple[int, int], ...]
    week_starts: int
    #: Whether the ordinals of BYDAY count within the year, not within the month.
    in_year: bool = field(kw_only=True)

    def day(self, ordinal: int) -> Iterable[date]:
        return (date.fromordinal(ordinal),)

    def week(self, ordinal: int) -> Iterable[date]:
        return self._weekdays(ordinal, 7)

    def month(self, ordinal: int) -> Iterable[date]:
        first = date.fromordinal(ordinal)
        length = monthrange(first.year, first.month)[1]
        if "BYMONTHDAY" in self.by:
            numbers = {day if day > 0 else length + 1 + day for day in self.by["BYMONTHDAY"]}
            return (first.replace(day=day) for day in numbers if 0 < day <= length)
        return self._weekdays(ordinal, length)

    def year(self, ordinal: int) -> Iterator[date]:
        year = date.fromordinal(ordinal).year
        length = date(year + 1, 1, 1).toordinal() - ordinal
        if "BYYEARDAY" in self.by:
            for number in self.by["BYYEARDAY"]:
                at = number - 1 if number > 0 else length + number
                if 0 <= at < length:
                    yield date.fromordinal(ordinal + at)
        elif "BYMONTHDAY" in self.by or "BYMONTH" in self.by:
            for month in self.by.get("BYMONTH", range(1, 13)):
                yield from self.month(date(year, month, 1).toordinal())
        else:
            yield from self._weekdays(ordinal, length)

    def _weekdays(self, ordinal: int, length: int) -> Iterator[date]:
        """Iterate over the days of a stretch that have one of the weekdays of BYDAY."""
        wanted = {weekday for _, weekday in self.days} or set(range(7))
        for weekday in wanted:
            ahead = (weekday + 1 - ordinal) % 7  # day 1 of the calendar was a Monday
            yield from map(date.fromordinal, range(ordinal + ahead, ordinal + length, 7))

    def fits(self, day: date) -> bool:
        """Return whether a day is one that every part allows."""
        by = self.by
        if "BYMONTH" in by and day.month not in by["BYMONTH"]:
            return False
        if "BYMONTHDAY" in by:
            back = day.day - monthrange(day.year, day.month)[1] - 1
            if day.day not in by["BYMONTHDAY"] and back not in by["BYMONTHDAY"]:
                return False
        if "BYYEARDAY" in by and not set(_both_ways(day)) & set(by["BYYEARDAY"]):
            return False
        if "BYWEEKNO" in by and not set(self._weeks(day)) & set(by["BYWEEKNO"]):
            return False
        return not self.days or any(self._is(day, at, weekday) for at, weekday in self.days)

    def _is(self, day: date, at: int, weekday: int) -> bool:
        if day.weekday() != weekday:
            return False
        if not at:
            return True
        if self.in_year:
            number, back = _both_ways(day)
        else:
            number = day.day
            back = day.day - monthrange(day.year, day.month)[1] - 1
        return at == (number + 6) // 7 if at > 0 else at == -((6 - back) // 7)

    def _weeks(self, day: date) -> tuple[int, int]:
        """Return the number of the week of a day, from the start and from the end of its year."""
        ordinal = day.toordinal()
        for year in (day.year + 1, day.year, day.year - 1):
            first = _first_week(year, self.week_starts)
            if first <= ordinal:
                number = (ordinal - first) // 7 + 1
                return number, number - (_first_week(year + 1, self.week_starts) - first) // 7 - 1
        return 0, 0


@lru_cache(maxsize=1024)
def _first_week(year: int, week_starts: int) -> int:
    """Return the first day of the first week with four days in the year (RFC 5545, WKST)."""
    fourth = date(year, 1, 4)
    return fourth.toordinal() - (fourth.weekday() - week_starts) % 7


def _both_ways(day: date) -> tuple[int, int]:
    """Return the number of a day in its year, counted from either end."""
    ordinal = day.toordinal()
    before, after = date(day.year, 1, 1).toordinal() - 1, date(day.year + 1, 1, 1).toordinal()
    return ordinal - before, ordinal - after
