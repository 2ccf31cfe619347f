"""Recurrence rules (RFC 5545, 3.3.10, and RFC 7529)."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from numeco.errors import shown
from numeco.ical._lint import _rules as rules
from numeco.ical._lint._moments import moment
from numeco.ical._lint._rules import Rule

FREQUENCIES: Final = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?\d{1,10}", re.ASCII)
_CALENDAR: Final = re.compile(r"[A-Z0-9-]+")
#: The longest that each month can be.
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_Told = Iterator[tuple[Rule, str]]


def parts(value: str) -> dict[str, str]:
    """Return the parts of a rule by name, in upper case; of a part given twice the first."""
    found: dict[str, str] = {}
    for part in value.upper().split(";"):
        name, _, given = part.partition("=")
        found.setdefault(name, given)
    return found


def _numbers(first: int, last: int, *, signed: bool = False) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        if not _NUMBER.fullmatch(text) or (not signed and not text[0].isdigit()):
            return False
        return first <= abs(int(text)) <= last

    return holds


def _a_day(text: str) -> bool:
    found = _DAY.fullmatch(text)
    return found is not None and (found[1] is None or 1 <= abs(int(found[1])) <= 53)


#: What each part may be, in words, the test of one value, and whether it takes several.
_PARTS: Final[Mapping[str, tuple[str, Callable[[str], bool], bool]]] = {
    "FREQ": ("one of " + ", ".join(FREQUENCIES), lambda text: text in FREQUENCIES, False),
    "INTERVAL": ("a number from 1", _numbers(1, 10**9), False),
    "COUNT": ("a number from 1", _numbers(1, 10**9), False),
    "UNTIL": ("a DATE or DATE-TIME", lambda text: moment(text) is not None, False),
    "WKST": ("a weekday", lambda text: text in WEEKDAYS, False),
    "BYSECOND": ("numbers from 0 to 60", _numbers(0, 60), True),
    "BYMINUTE": ("numbers from 0 to 59", _numbers(0, 59), True),
    "BYHOUR": ("numbers from 0 to 23", _numbers(0, 23), True),
    "BYDAY": ("weekdays such as MO or -1SU", _a_day, True),
    "BYMONTHDAY": ("numbers from 1 to 31, or negative", _numbers(1, 31, signed=True), True),
    "BYYEARDAY": ("numbers from 1 to 366, or negative", _numbers(1, 366, signed=True), True),
    "BYWEEKNO": ("numbers from 1 to 53, or negative", _numbers(1, 53, signed=True), True),
    "BYMONTH": ("numbers from 1 to 12", _numbers(1, 12), True),
    "BYSETPOS": ("numbers from 1 to 366, or negative", _numbers(1, 366, signed=True), True),
    "RSCALE": ("the name of a calendar", lambda text: _CALENDAR.fullmatch(text) is not None, False),
    "SKIP": ("OMIT, BACKWARD or FORWARD", {"OMIT", "BACKWARD", "FORWARD"}.__contains__, False),
}


def recur(value: str) -> _Told:
    """Iterate over what is wrong with a RECUR value in itself."""
    given = [part.partition("=")[0] for part in value.upper().split(";")]
    counts: dict[str, int] = {}
    for name in given:
        counts[name] = counts.get(name, 0) + 1
    for name in sorted(name for name, count in counts.items() if count > 1):
        text = f"a part must stand once, and {shown(name[:20])} stands {counts[name]} times"
        yield rules.RECUR, text
    found = parts(value)
    yield from _each(found)
    yield from _together(found)
    if "FREQ" in found and given[0] != "FREQ" and "RSCALE" not in found:
        yield rules.RECUR_ORDER, f"FREQ must come first, and here is {shown(given[0][:20])}"


def _each(found: Mapping[str, str]) -> _Told:
    for name, text in found.items():
        known = _PARTS.get(name)
        if known is None:
            said = f"a part must be one that RFC 5545 or 7529 knows, and here is {shown(name[:20])}"
            yield rules.RECUR, said
            continue
        must, holds, several = known
        # Other calendars have a 13th month, or leap months that end in L (RFC 7529, 4.2).
        values = text.split(",") if several else [text]
        if name == "BYMONTH" and "RSCALE" in found:
            values = [
                "12" if one.removesuffix("L") == "13" else one.removesuffix("L") for one in values
            ]
        if not all(map(holds, values)):
            yield rules.RECUR, f"{name} must be {must}, and here is {shown(text[:40])}"


def _together(found: Mapping[str, str]) -> _Told:
    """Iterate over the parts that do not go together (the table in RFC 5545, 3.3.10)."""
    frequency = found.get("FREQ")
    if frequency is None:
        yield rules.RECUR, f"FREQ must be there, and here are {shown(', '.join(found)[:60])}"
    if "COUNT" in found and "UNTIL" in found:
        yield rules.RECUR, "COUNT and UNTIL must not stand in one rule, and here both do"
    if "SKIP" in found and "RSCALE" not in found:
        yield rules.RECUR, "SKIP must stand with RSCALE, and here it stands without"
    if "BYWEEKNO" in found and frequency != "YEARLY":
        yield rules.RECUR, f"BYWEEKNO must stand with FREQ=YEARLY, and FREQ is {shown(frequency)}"
    if "BYYEARDAY" in found and frequency in {"DAILY", "WEEKLY", "MONTHLY"}:
        yield rules.RECUR, f"BYYEARDAY must not stand with FREQ={frequency}, and here it does"
    if "BYMONTHDAY" in found and frequency == "WEEKLY":
        yield rules.RECUR, "BYMONTHDAY must not stand with FREQ=WEEKLY, and here it does"
    if any(char.isdigit() for char in found.get("BYDAY", "")) and (
        frequency not in {"MONTHLY", "YEARLY"} or "BYWEEKNO" in found
    ):
        must = "BYDAY must have numbers only with FREQ MONTHLY or YEARLY and without BYWEEKNO"
        yield rules.RECUR, f"{must}, and here is {shown(found['BYDAY'][:40])}"
    if "BYSETPOS" in found and not any(
        name.startswith("BY") and name != "BYSETPOS" for name in found
    ):
        yield rules.RECUR, "BYSETPOS must stand with another BY part, and here it stands alone"
    if never(found):
        days = f"BYMONTH={found['BYMONTH']};BYMONTHDAY={found['BYMONTHDAY']}"
        yield rules.RECUR_NEVER, f"a rule should occur some day, and {shown(days[:60])} never does"


def never(found: Mapping[str, str]) -> bool:
    """Return whether a rule names only days that no year has, such as 30 February."""
    months, days = found.get("BYMONTH", ""), found.get("BYMONTHDAY", "")
    if "RSCALE" in found or not months or not days:
        return False
    if not (all(map(_PARTS["BYMONTH"][1], months.split(",")))) or not (
        all(map(_PARTS["BYMONTHDAY"][1], days.split(",")))
    ):
        return False
    longest = max(_LENGTHS[int(month) - 1] for month in months.split(","))
    return min(abs(int(day)) for day in days.split(",")) > longest
