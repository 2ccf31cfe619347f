"""The days of a programme, and the hour at which they begin."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Final

from attrs import frozen

from numeco.diagnostics import Severity
from numeco.formats._frab.notes import Notes, Spot
from numeco.time import Days, Interval

_MIDNIGHT: Final = time()
_ONE_DAY: Final = timedelta(days=1)


@frozen
class Filing:
    """When a session takes place, and the day that the file lists it under."""

    spot: Spot
    when: Interval
    under: date | None

    def day(self, starts: time) -> date:
        """Return the programme day of the session, where days begin at an hour."""
        return self.when.day(None, starts)

    @property
    def in_night(self) -> bool:
        """Whether it starts on the date after the one that it is listed under."""
        return self.under is not None and self.when.start.date() - self.under == _ONE_DAY

    def note(self, notes: Notes, starts: time) -> None:
        """Note a session that is dated otherwise than it is listed."""
        if self.under is None or self.when.start.date() == self.under == self.day(starts):
            return
        found = f"is dated {self.when.start:%Y-%m-%d %H:%M}, but listed under {self.under}"
        if self.day(starts) == self.under:
            done = f"kept as dated; days begin at {starts:%H:%M}"
            notes.add(self.spot, "after-midnight", found, done, Severity.INFO)
        else:
            notes.add(self.spot, "off-day", found, "kept as dated")


def day_starts(filings: Sequence[Filing]) -> time:
    """Return the hour at which days begin, such that most sessions are of the day listed.

    The first whole hour after the night's last session, where no morning's session comes before.
    """
    nights = sorted(one.when.start.time() for one in filings if one.in_night)
    mornings = sorted(
        one.when.start.time() for one in filings if one.when.start.date() == one.under
    )
    if not nights:
        return _MIDNIGHT
    if not mornings or nights[-1] < mornings[0]:
        hour = nights[-1].hour + 1
        first = mornings[0] if mornings else time.max
        return min(time(hour), first) if hour < 24 else first

    def wrong(starts: time) -> int:
        return len(nights) - bisect_left(nights, starts) + bisect_left(mornings, starts)

    return min((_MIDNIGHT, *mornings), key=wrong)


def main_days(days: Iterable[date]) -> Days | None:
    """Return the days from the first to the last; None where there is no day."""
    found = Counter(days)
    return Days(min(found), max(found)) if found else None


def far(day: date, days: Days) -> str:
    """Return how far off a day lies, in words; empty for one of the days."""
    if day in days:
        return ""
    before = day < days.first
    number = (days.first - day).days if before else (day - days.last).days
    return f"{number} day{'' if number == 1 else 's'} {'before' if before else 'after'}"
