"""Dates, times and durations as they stand in a calendar (RFC 5545, 3.3.4 to 3.3.6)."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from numeco.ical._lines import Property
from numeco.time import instant

_DATE: Final = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)", re.ASCII)
_DURATION: Final = re.compile(
    r"([+-]?)P(?:(\d+)W|(\d+)D(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
    r"|T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)",
    re.ASCII,
)
#: Hours and seconds without the minutes between, which the grammar does not allow.
_GAP: Final = re.compile(r"\dH\d+S")
#: Longer numbers are no length of time that a calendar could hold.
_DIGITS: Final = 12


@frozen
class Moment:
    """A DATE or a DATE-TIME; which of them, `form` says."""

    form: str  #: date, local or utc
    wall: datetime

    @property
    def day(self) -> date:
        """Return the date that is written."""
        return self.wall.date()


def moment(text: str) -> Moment | None:
    """Return what a DATE or DATE-TIME says; None for any other text.

    A leap second counts as the one before it.
    """
    found = _MOMENT.fullmatch(text) or _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, *time = found.groups()
    try:
        if not time:
            return Moment("date", datetime(int(year), int(month), int(day)))  # noqa: DTZ001  # a wall clock
        hour, minute, second = (int(part) for part in time[:3])
        leap = min(second, 59) if second <= 60 else second
        wall = datetime(int(year), int(month), int(day), hour, minute, leap)  # noqa: DTZ001  # a wall clock
    except ValueError:
        return None
    return Moment("utc" if time[3] else "local", wall)


def duration(text: str) -> timedelta | None:
    """Return what a DURATION says; None for any other text or one beyond all calendars."""
    found = _DURATION.fullmatch(text.upper())
    if (
        found is None
        or _GAP.search(text.upper())
        or len(max(re.split(r"\D", text), key=len)) > _DIGITS
    ):
        return None
    sign, weeks, days, *clock = found.groups()
    hours, minutes, seconds = (
        int(one or other or 0) for one, other in zip(clock[:3], clock[3:], strict=True)
    )
    try:
        length = timedelta(int(days or 0), seconds, 0, 0, minutes, hours, int(weeks or 0))
    except OverflowError:
        return None
    return -length if sign == "-" else length


def form(one: Property, found: Moment) -> str:
    """Return date, floating, or anchored: whether a time is that of a zone or of UTC."""
    if found.form == "local":
        return "anchored" if one.param("TZID") else "floating"
    return "date" if found.form == "date" else "anchored"


def microseconds(found: Moment, zone: ZoneInfo | None) -> int:
    """Return the instant of a moment, where the zone is known; else as if it were in UTC.

    A repeated hour means its first pass, a missing one the offset before it (RFC 5545, 3.3.5),
    which is what ``fold=0`` means.
    """
    return instant(found.wall.replace(tzinfo=zone if zone and found.form == "local" else UTC))
