"""Recurrence rules (RFC 5545, 3.3.10), read without trust.

python-dateutil seeks the next match of a rule as far as the year 9999, for seconds where there is
none; here every step counts against a budget, and a rule is followed for a hundred years at most.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Final

from attrs import define, field, frozen

from numeco.ical._reading.days import Picker

#: How long after its start a rule is followed, in days.
LIFETIME: Final = 36_525
_DAY: Final = timedelta(days=1)
#: Weeks need a year or two beyond.
_END: Final = date(9990, 1, 1)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BYDAY: Final = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,10}")
_FREQUENCIES: Final = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_TOO_OFTEN: Final = ("HOURLY", "MINUTELY", "SECONDLY")
#: The least and the greatest number of each part, and whether it may be counted from the end.
_BOUNDS: Final = {
    "BYMONTH": (1, 12, False),
    "BYWEEKNO": (1, 53, True),
    "BYYEARDAY": (1, 366, True),
    "BYMONTHDAY": (1, 31, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
    "BYSETPOS": (1, 366, True),
}


@frozen
class Refusal(Exception):
    """Why a rule is not followed, as the predicate of a sentence."""

    code: str
    found: str


@define
class Budget:
    """How many steps the rules of a file may take in all."""

    steps: int = 1_000_000

    def spend(self, steps: int) -> None:
        """Take some steps.

        Raises:
            Refusal: they are used up.
        """
        self.steps -= steps
        if self.steps < 0:
            found = "needs more steps than the recurring events of one file may take together"
            raise Refusal("costly-rule", found)


@frozen(kw_only=True)
class Rule:
    """A recurrence rule of DAILY to YEARLY frequency."""

    frequency: str
    interval: int = 1
    count: int | None = None
    #: As it is written; whoever knows the zone compares it.
    until: str | None = None
    #: Monday is 0.
    week_starts: int = 0
    #: Ordinals and weekdays of BYDAY; ordinal 0 means each.
    days: tuple[tuple[int, int], ...] = ()
    #: The numbers of the other parts that begin with BY.
    by: Mapping[str, tuple[int, ...]] = field(factory=dict[str, tuple[int, ...]])

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """Return the rule that an RRULE value says.

        Raises:
            Refusal: it is none, comes more than once a day by frequency, or can never match.
        """
        parts = _parts(text)
        frequency = parts.pop("FREQ", "")
        if frequency in _TOO_OFTEN:
            raise Refusal("refused-rule", f"recurs {frequency.lower()}, more often than daily")
        if frequency not in _FREQUENCIES:
            raise Refusal(
                "bad-rule", f"has a rule without a frequency that is known: {text[:80]!r}"
            )
        if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN" or parts.pop("SKIP", "OMIT") != "OMIT":
            raise Refusal("refused-rule", "recurs by another calendar or skips days (RFC 7529)")
        rule = cls(
            frequency=frequency,
            interval=_positive(parts.pop("INTERVAL", "1"), "INTERVAL"),
            count=_positive(parts.pop("COUNT"), "COUNT") if "COUNT" in parts else None,
            until=parts.pop("UNTIL", None),
            week_starts=_weekday(parts.pop("WKST", "MO")),
            days=tuple(_byday(parts.pop("BYDAY", ""), frequency)),
            by={name: tuple(_numbers(name, value)) for name, value in parts.items()},
        )
        rule.check_matches()
        return rule

    def check_matches(self) -> None:
        """Check that the months have the days of the month."""
        months, days = self.by.get("BYMONTH", range(1, 13)), self.by.get("BYMONTHDAY")
        if days and not any(abs(day) <= _LONGEST[month - 1] for month in months for day in days):
            raise Refusal(
                "never-matches", f"recurs on a day {days} that months {months} never have"
            )

    def walls(
        self, start: datetime, budget: Budget, *, first: datetime | None = None
    ) -> Iterator[datetime]:
        """Iterate over the matches from `start` on, as wall-clock times, in order, without end.

        It ends with COUNT or after `LIFETIME`; UNTIL is for the caller. Each step counts against
        the budget.

        Args:
            start: DTSTART on its own clock, naive.
            budget: of the file.
            first: matches before it may be left out.
        """
        times = self._times(start, budget)
        candidates, picker = self._chosen(start)
        jump = 0 if first is None or self.count is not None else self._period_of(start, first)
        left = self.count
        last = min(start.toordinal() if first is None else first.toordinal(), 3_600_000) + LIFETIME
        for number in _from(jump):
            ordinal = self._begins(start, number * self.interval)
            if ordinal is None or ordinal > last:
                return
            found = set(candidates(ordinal))
            dates = sorted(filter(picker.fits, found))
            budget.spend(1 + len(found) + len(dates) * len(times))
            for wall in self._set(dates, times):
                if wall >= start:
                    if left is not None and (left := left - 1) < 0:
                        return
                    yield wall

    def _set(self, dates: list[date], times: list[time]) -> Iterable[datetime]:
        found = [datetime.combine(day, hour) for day in dates for hour in times]
        positions = self.by.get("BYSETPOS")
        if positions is None:
            return found
        size = len(found)
        chosen = {at - 1 if at > 0 else size + at for at in positions if abs(at) <= size}
        return [found[at] for at in sorted(chosen)]

    def _times(self, start: datetime, budget: Budget) -> list[time]:
        hours = self.by.get("BYHOUR", (start.hour,))
        minutes = self.by.get("BYMINUTE", (start.minute,))
        seconds = [min(second, 59) for second in self.by.get("BYSECOND", (start.second,))]
        budget.spend(len(hours) * len(minutes) * len(seconds))
        return [time(*each) for each in sorted(set(product(hours, minutes, seconds)))]

    def _period_of(self, start: datetime, first: datetime) -> int:
        """Return the number of a period that begins before `first`."""
        days = max(0, first.toordinal() - start.toordinal() - 8)
        length = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[self.frequency]
        if self.frequency == "MONTHLY":
            months = (first.year - start.year) * 12 + first.month - start.month - 1
            return max(0, months // self.interval)
        if self.frequency == "YEARLY":
            return max(0, (first.year - start.year - 1) // self.interval)
        return days // length // self.interval

    def _begins(self, start: datetime, ahead: int) -> int | None:
        """Return the first day of the period so many units after that of `start`."""
        if self.frequency in {"DAILY", "WEEKLY"}:
            week = self.frequency == "WEEKLY"
            back = (start.weekday() - self.week_starts) % 7 if week else 0
            ordinal = start.toordinal() - back + ahead * (7 if week else 1)
            return ordinal if 0 < ordinal < _END.toordinal() else None
        months = start.month - 1 + ahead if self.frequency == "MONTHLY" else 12 * ahead
        year = start.year + months // 12
        month = months % 12 + 1
        return date(year, month, 1).toordinal() if year < _END.year else None

    def _chosen(self, start: datetime) -> tuple[Callable[[int], Iterable[date]], Picker]:
        """Return what gives the days to look at in the period that begins on a day (an ordinal)."""
        days, by = self.days, dict(self.by)
        dated = days or by.keys() & {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"}
        if self.frequency == "WEEKLY" and not dated:
            days = ((0, start.weekday()),)
        elif self.frequency in {"MONTHLY", "YEARLY"} and not dated:
            by["BYMONTHDAY"] = (start.day,)
            if self.frequency == "YEARLY":
                by.setdefault("BYMONTH", (start.month,))
        elif "BYWEEKNO" in by and not days and not by.keys() & {"BYYEARDAY", "BYMONTHDAY"}:
            days = ((0, start.weekday()),)
        yearly = self.frequency == "YEARLY" and "BYMONTH" not in by
        picker = Picker(by, days, self.week_starts, in_year=yearly)
        candidates = {
            "DAILY": picker.day,
            "WEEKLY": picker.week,
            "MONTHLY": picker.month,
            "YEARLY": picker.year,
        }[self.frequency]
        return candidates, picker


def _from(number: int) -> Iterator[int]:
    while True:
        yield number
        number += 1


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, sign, value = (word.strip() for word in part.partition("="))
        if not part.strip():
            continue
        if not sign or name in found:
            raise Refusal("bad-rule", f"has a rule that does not read: {text[:80]!r}")
        found[name] = value
    return found


def _positive(value: str, name: str) -> int:
    if not _NUMBER.fullmatch(value) or int(value) < 1:
        raise Refusal("refused-rule", f"has a rule with {name}={value[:40]}, not 1 or more")
    return int(value)


def _numbers(name: str, value: str) -> Iterator[int]:
    if name not in _BOUNDS:
        raise Refusal("bad-rule", f"has a rule with a part that is not known: {name[:40]!r}")
    least, most, signed = _BOUNDS[name]
    for each in value.split(","):
        number = int(each) if _NUMBER.fullmatch(each.strip()) else None
        if number is None or not least <= (abs(number) if signed else number) <= most:
            raise Refusal("bad-rule", f"has a rule with {name}={value[:40]}")
        yield number


def _weekday(value: str) -> int:
    if value not in _WEEKDAYS:
        raise Refusal("bad-rule", f"has a rule with WKST={value[:40]}")
    return _WEEKDAYS.index(value)


def _byday(value: str, frequency: str) -> Iterator[tuple[int, int]]:
    for each in filter(None, value.split(",")):
        found = _BYDAY.fullmatch(each.strip())
        if found is None or int(found[1] or 0) > 53:
            raise Refusal("bad-rule", f"has a rule with BYDAY={value[:40]}")
        # Ordinals mean something in months and years only.
        at = int(found[1] or 0) if frequency in {"MONTHLY", "YEARLY"} else 0
        yield at, _WEEKDAYS.index(found[2])
