"""Dates, times and durations as people write them in cells.

Formats are those of `datetime.strptime`, but read here: `strptime` follows the locale of the
process, so that "13 juin" and even "9:00 AM" would read on one machine and not on another.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from numeco.errors import InvalidType, InvalidValue
from numeco.model import slug

#: Day first, for so do most of the world and all of Europe; none of them reads month first but
#: where the month is a word.
DATE_FORMATS: Final = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d-%m-%Y",
    "%d-%m-%y",
    "%Y/%m/%d",
    "%d %B %Y",
    "%A %d %B %Y",
    "%A, %d %B %Y",
    "%B %d, %Y",
    "%A, %B %d, %Y",
)
TIME_FORMATS: Final = (
    "%H:%M",
    "%H:%M:%S",
    "%I:%M %p",
    "%I:%M%p",
    "%I %p",
    "%I%p",
    "%Hh%M",
    "%Hh",
    "%H h %M",
    "%H h",
)
#: The longest cell that is read as a date, a time or a number.
LONGEST: Final = 100
#: The most words of a date and time: "mercredi 13 juin 2018 à 9 h 30".
_WORDS: Final = 8

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january janvier jan janv",
            "february fevrier feb fev fevr",
            "march mars mar",
            "april avril apr avr",
            "may mai",
            "june juin jun",
            "july juillet jul juil",
            "august aout aug",
            "september septembre sep sept",
            "october octobre oct",
            "november novembre nov",
            "december decembre dec",
        ),
        1,
    )
    for name in names.split()
}
_NUMBER: Final = "[0-9]{1,2}"
_WORD: Final = r"[^\W\d_]+\.?"
_DIRECTIVES: Final = {
    "%d": f"(?P<d>{_NUMBER})(?:er|st|nd|rd|th)?",
    "%m": f"(?P<m>{_NUMBER})",
    "%b": f"(?P<b>{_WORD})",
    "%B": f"(?P<b>{_WORD})",
    "%y": "(?P<y>[0-9]{2})",
    "%Y": "(?P<Y>[0-9]{4})",
    "%a": _WORD,
    "%A": _WORD,
    "%H": f"(?P<H>{_NUMBER})",
    "%I": f"(?P<I>{_NUMBER})",
    "%M": "(?P<M>[0-9]{2})",
    "%S": "(?P<S>[0-9]{2})",
    "%p": r"(?P<p>[ap])\.?m\.?",
}
_NEEDED: Final = {
    "date_formats": (("%d",), ("%m", "%b", "%B"), ("%y", "%Y")),
    "time_formats": (("%H", "%I"),),
}
_DURATION: Final = re.compile(
    r"(?:(?P<hours>[0-9]{1,3}) ?(?::|h(?:ours?|eures?|rs?)?(?![a-z])) ?)?"
    r"(?:(?P<minutes>[0-9]{1,4}) ?(?:m(?:in(?:utes?)?)?\.?)?(?::00)?)?",
    re.IGNORECASE,
)
_EITHER_WAY: Final = re.compile(r"(0?[1-9]|1[0-2])[/.-](0?[1-9]|1[0-2])[/.-](?:[0-9]{2}){1,2}")
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:?[0-9]{2}.*")


def checked(name: str, formats: Sequence[str]) -> tuple[str, ...]:
    """Return formats as a tuple, after the check that each can be read and says enough."""
    if isinstance(formats, (str, bytes)) or not isinstance(formats, Iterable):
        raise InvalidType(name, "must be a sequence of formats, such as a list", formats)
    given = tuple(formats)
    for one in given:
        if not isinstance(one, str):
            raise InvalidType(name, "must be formats, as texts", one)
        _regex(one)
        if any(not any(directive in one for directive in some) for some in _NEEDED[name]):
            needs = " and ".join(" or ".join(some) for some in _NEEDED[name])
            raise InvalidValue(name, f"must be formats that hold {needs}", one)
    return given


def reads_either_way(text: str) -> bool:
    """Return whether a date would read day first and month first, as two different days."""
    found = _EITHER_WAY.fullmatch(text.split(" ", maxsplit=1)[0])
    return found is not None and int(found[1]) != int(found[2])


@lru_cache(maxsize=4096)
def read_date(text: str, formats: tuple[str, ...]) -> date | None:
    """Return the date that a text is in the first of the formats in which it reads."""
    found = (_regex(one).fullmatch(text) for one in formats if len(text) <= LONGEST)
    days = (_date(one.groupdict()) for one in found if one is not None)
    return next((day for day in days if day is not None), None)


@lru_cache(maxsize=4096)
def read_time(text: str, formats: tuple[str, ...]) -> time | None:
    """Return the wall-clock time that a text is in the first of the formats in which it reads."""
    found = (_regex(one).fullmatch(text) for one in formats if len(text) <= LONGEST)
    hours = (_time(one.groupdict()) for one in found if one is not None)
    return next((hour for hour in hours if hour is not None), None)


def read_moment(text: str, days: tuple[str, ...], hours: tuple[str, ...]) -> datetime | None:
    """Return the date and time that one text is: ISO 8601, or a date, then a time.

    It is naive but where the text holds an offset.
    """
    if len(text) > LONGEST:
        return None
    if _ISO.fullmatch(text):
        return _iso(text)
    words = text.split(" ")
    for cut in range(1, len(words) if len(words) <= _WORDS else 0):
        day = read_date(" ".join(words[:cut]).rstrip(","), days)
        hour = read_time(" ".join(words[cut:]).removeprefix("à ").removeprefix("at "), hours)
        if day is not None and hour is not None:
            return datetime.combine(day, hour)
    return None


def read_duration(text: str) -> timedelta | None:
    """Return how long a text says: 45, 45 min, 1:30, 1 h, 1h30; a bare number is minutes."""
    found = _DURATION.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or not any(found.groups()):
        return None
    return timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if _reckonable(moment.year) else None


def _reckonable(year: int) -> bool:
    # An `Interval` keeps away from the ends of the calendar, where a change of zone overflows.
    return 2 <= year <= 9997


@lru_cache(maxsize=256)
def _regex(form: str) -> re.Pattern[str]:
    parts = re.findall(r"%.?|\s+|[^%\s]+", form)
    try:
        return re.compile("".join(map(_part, parts)), re.IGNORECASE)
    except (KeyError, re.error):
        must = f"must use {', '.join(_DIRECTIVES)}, each once"
        raise InvalidValue("format", must, form) from None


def _part(part: str) -> str:
    return _DIRECTIVES[part] if part[0] == "%" else r"\s+" if part.isspace() else re.escape(part)


def _date(parts: dict[str, str | None]) -> date | None:
    month = int(parts.get("m") or _MONTHS.get(slug(parts.get("b") or ""), 0))
    year = int(parts.get("Y") or _century(parts.get("y") or "0"))
    try:
        return date(year, month, int(parts["d"] or 0)) if _reckonable(year) else None
    except ValueError:
        return None


def _century(digits: str) -> int:
    # POSIX: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068.
    year = int(digits)
    return year + (1900 if year >= 69 else 2000)


def _time(parts: dict[str, str | None]) -> time | None:
    hour = int(parts.get("H") or parts.get("I") or 0)
    if parts.get("I"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if (parts.get("p") or "a") in "pP" else 0)
    try:
        return time(hour, int(parts.get("M") or 0), int(parts.get("S") or 0))
    except ValueError:
        return None
