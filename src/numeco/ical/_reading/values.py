"""Property values as others write them (RFC 5545, 3.3)."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from numeco.ical._text import unescape

#: The basic form of the standard, and the extended one, with an offset, that some write.
_MOMENT: Final = re.compile(
    r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})"
    r"(?:[T ]([0-9]{2}):?([0-9]{2}):?([0-9]{2})?(?:\.[0-9]{1,9})?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_BASIC: Final = re.compile(r"[0-9]{8}(?:T[0-9]{6}Z?)?")
_DURATION: Final = re.compile(
    r"([+-]?)P(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?"
    r"(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)
_OFFSET: Final = re.compile(r"([+-])([01][0-9]|2[0-3]):?([0-5][0-9]):?([0-5][0-9])?")
_COMMA: Final = re.compile(r"((?:\\.|[^\\,]|\\\Z)*+)(?:,|\Z)", re.DOTALL)
#: The longest value that is read as a time, a number or a duration.
_LONGEST: Final = 60


class Stated(NamedTuple):
    """A date, or a date and time, as it stands in a file."""

    wall: datetime  #: naive; midnight for a date
    is_date: bool = False
    offset: timedelta | None = None  #: none but where it is in UTC, or has an offset by mistake
    odd: bool = False  #: whether it has another form than the standard's


@lru_cache(maxsize=8192)
def stated(text: str) -> Stated | None:
    """Return the date or time that a value says; None where it says none."""
    bare = text.strip()
    found = _MOMENT.fullmatch(bare) if len(bare) <= _LONGEST else None
    if found is None:
        return None
    year, _, month, day, hour, minute, second, zone = found.groups()
    try:
        wall = datetime(  # noqa: DTZ001  # the zone stands elsewhere
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            min(int(second or 0), 59),  # a leap second (RFC 5545, 3.3.12)
        )
    except ValueError:
        return None
    odd = not _BASIC.fullmatch(bare)
    shift = None if zone is None else timedelta() if zone == "Z" else offset(zone)
    return Stated(wall, hour is None, shift, odd)


class Length(NamedTuple):
    """How long something lasts: days by the calendar, then real time (RFC 5545, 3.3.6)."""

    days: int = 0
    exact: timedelta = timedelta()

    @property
    def nominal(self) -> timedelta:
        """How long it is where no clocks change."""
        return timedelta(days=self.days) + self.exact

    @property
    def negative(self) -> bool:
        """Whether it ends before it begins."""
        return self.nominal < timedelta()


def duration(text: str) -> Length | None:
    """Return the length that a DURATION says, or None."""
    bare = text.strip()
    found = _DURATION.fullmatch(bare) if len(bare) <= _LONGEST else None
    if found is None or not any(found.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return Length(sign * (7 * weeks + days), sign * exact)


def offset(text: str) -> timedelta | None:
    """Return a UTC offset (RFC 5545, 3.3.14), or None."""
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.group(2, 3, 4))
    east = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -east if found[1] == "-" else east


def number(text: str) -> int | None:
    """Return a whole number of 0 or more, or None."""
    bare = text.strip()
    return int(bare) if len(bare) <= 10 and bare.isascii() and bare.isdigit() else None


def point(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude of a GEO (RFC 5545, 3.8.1.6); None outside their ranges."""
    parts = re.split(r"\\?[;,]", text.strip()[:_LONGEST])
    try:
        north, east = map(float, parts)
    except ValueError:
        return None
    return (north, east) if -90 <= north <= 90 and -180 <= east <= 180 else None


def texts(value: str) -> list[str]:
    r"""Return the TEXT values of a list.

    >>> texts(r"Web\, AI,Data,,C:\\")
    ['Web, AI', 'Data', 'C:\\']
    """
    if "\\" not in value:
        return [part for part in value.split(",") if part.strip()]
    return [unescape(one[1]) for one in _COMMA.finditer(value) if one[1].strip()]
