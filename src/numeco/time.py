"""Exact stretches of time and whole days: the only code in numeco that compares times.

Two aware datetimes with the same tzinfo compare and subtract by wall clock (PEP 495), which loses
or invents an hour each autumn. So an `Interval` keeps its two instants as whole microseconds since
1970 in UTC, and every question about it is answered from those.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Final, Self
from zoneinfo import ZoneInfo

from attrs import Attribute, field, frozen

from numeco._checks import a
from numeco.errors import InvalidType, InvalidValue, NonexistentTime

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_MICROSECOND: Final = timedelta(microseconds=1)
_ONE_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = time()
#: Keys that zoneinfo finds on some machines but that are not in the IANA database, or count leap
#: seconds ("right/").
_NOT_IANA: Final = re.compile(r"localtime|posixrules|Factory|(posix|right)/.*")
_STAMP: Final = re.compile(r"(?P<iso>[^\[\]]+)\[(?P<zone>[A-Za-z0-9_+\-./]+)\]")


@lru_cache(maxsize=1024)
def zone(key: str) -> tzinfo:
    """Return the time zone of an IANA key; the key ``UTC`` gives `datetime.UTC`.

    Raises:
        InvalidValue: where the IANA database has no such zone.
    """
    must = "must be an IANA time zone such as Europe/Paris, or UTC"
    if not isinstance(key, str):
        raise InvalidType("zone", must, key)
    if key == "UTC":
        return UTC
    try:
        found = None if _NOT_IANA.fullmatch(key) else ZoneInfo(key)
    except (ValueError, OSError, LookupError):  # malformed, a folder, unknown
        found = None
    if found is None:
        raise InvalidValue("zone", must, key)
    return found


def zone_key(moment: datetime, name: str = "moment") -> str:
    """Return the IANA key of an aware datetime's zone, ``UTC`` for `datetime.UTC`.

    Raises:
        InvalidValue: `moment`, which the sentence calls `name`, is naive or at a fixed offset.
    """
    where = moment.tzinfo
    if where is UTC:
        return "UTC"
    key = where.key if isinstance(where, ZoneInfo) else None
    if key is None or _NOT_IANA.fullmatch(key):
        must = "must be aware, in an IANA zone (zoneinfo.ZoneInfo) or datetime.UTC"
        raise InvalidValue(name, must, moment)
    return key


def instant(moment: datetime) -> int:
    """Return the instant of an aware datetime, in microseconds since 1970-01-01 00:00 UTC.

    Exact, where ``moment.timestamp()`` is off for one microsecond datetime in a hundred.

    Raises:
        InvalidValue: for a naive datetime.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise InvalidValue("moment", "must be aware (carry a time zone)", moment)
    days = moment.toordinal() - _EPOCH_DAY
    seconds = days * 86_400 + moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond - offset // _MICROSECOND


def in_utc(moment: datetime) -> datetime:
    """Return the same instant in UTC."""
    if moment.tzinfo is None:
        raise InvalidValue("moment", "must be aware (carry a time zone)", moment)
    return moment.astimezone(UTC)


def local(wall: str | datetime, key: str) -> datetime:
    """Return the moment at which the clocks of a zone show `wall`.

    An hour that the clocks repeat means its first pass; an offset in `wall`
    (``2026-10-25T02:45+01:00``) or, in a datetime, ``fold=1`` chooses the second.

    Args:
        wall: an ISO 8601 text, or a naive datetime.
        key: the IANA key of the zone.

    Raises:
        NonexistentTime: the clocks go forward over `wall`.
        InvalidValue: `wall` is no date and time, or its offset is never that of the zone then.
    """
    naive, offset = _parted(wall)
    where = zone(key)
    passes = [naive.replace(tzinfo=where, fold=fold) for fold in (naive.fold, 1 - naive.fold)]
    moment = _existing(passes[0])
    if offset is None or moment.utcoffset() == offset:
        return moment
    other = _existing(passes[1])
    if other.utcoffset() == offset:
        return other
    raise InvalidValue("wall", f"must have an offset that {key} has at that time", wall)


def _parted(wall: str | datetime) -> tuple[datetime, timedelta | None]:
    must = "must be a date and time such as 2026-10-20T09:30"
    if isinstance(wall, str):
        try:
            wall = datetime.fromisoformat(wall)
        except ValueError:
            raise InvalidValue("wall", must, wall) from None
    elif not isinstance(wall, datetime):
        raise InvalidType("wall", must, wall)
    elif wall.tzinfo is not None:
        raise InvalidValue("wall", "must be naive, since the zone is given beside it", wall)
    return wall.replace(tzinfo=None), wall.utcoffset()


def _existing(moment: datetime) -> datetime:
    """Return `moment`, with a meaningless fold cleared; refuse a time that the clocks skip."""
    here = moment.utcoffset()
    there = moment.replace(fold=1 - moment.fold).utcoffset()
    if here == there:
        return moment.replace(fold=0) if moment.fold else moment
    # Of an ambiguous time the first pass has the greater offset, of a missing one the smaller
    # (PEP 495).
    first, second = (there, here) if moment.fold else (here, there)
    if first is not None and second is not None and first < second:
        raise NonexistentTime(moment, zone_key(moment))
    return moment


def stamp(moment: datetime) -> str:
    """Return a moment as RFC 9557 writes it: ``2026-10-25T02:45:00+01:00[Europe/Paris]``."""
    return f"{moment.isoformat()}[{zone_key(moment)}]"


def from_stamp(text: str) -> tuple[datetime, bool]:
    """Return the moment that an RFC 9557 text names, and whether its offset agrees with its zone.

    Zones change their rules. Wall clock and zone are then the truth for what is to come, so an
    offset that disagrees is left aside, and the caller is told.

    Raises:
        InvalidValue: the text has another form, or an unknown zone.
        NonexistentTime: the clocks go forward over the wall time.
    """
    parts = _STAMP.fullmatch(text)
    if parts is None:
        must = "must be a time with its zone, such as 2026-10-20T09:30:00+02:00[Europe/Paris]"
        raise InvalidValue("time", must, text)
    naive, offset = _parted(parts["iso"])
    moment = local(naive, parts["zone"])
    if offset is None or moment.utcoffset() == offset:
        return moment, True
    second = local(naive.replace(fold=1), parts["zone"])
    agrees = second.utcoffset() == offset
    return (second if agrees else moment), agrees


def _bound(moment: datetime, name: str) -> datetime:
    if not isinstance(moment, datetime):
        raise InvalidType(name, "must be a datetime", moment)
    zone_key(moment, name)
    # At the ends of the calendar a change of zone overflows.
    if not 2 <= moment.year <= 9998:
        raise InvalidValue(name, "must be in the years 2 to 9998", moment)
    return _existing(moment)


@frozen(eq=False, repr=False, str=False)
class Interval:
    """A stretch of time from an instant up to, and without, another: exact and half-open.

    Back-to-back intervals do not overlap. One of zero length occupies its instant, [t, t + 1 µs).
    Equality and hash are those of start instant, end instant and zone; order is that of start,
    then end.

    >>> workshop = Interval.local("2026-10-20T09:00", "2026-10-20T10:30", "Europe/Paris")
    >>> print(workshop)
    2026-10-20 09:00–10:30 Europe/Paris
    >>> workshop.duration
    datetime.timedelta(seconds=5400)

    Raises:
        InvalidValue: a bound is naive, at a fixed offset, in another zone than the other bound,
            or the end comes before the start.
        NonexistentTime: the clocks go forward over a bound.
    """

    start: datetime
    end: datetime
    #: Start and end as instants, in microseconds since 1970-01-01 00:00 UTC.
    start_us: int = field(init=False)
    end_us: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        start, end = _bound(self.start, "Interval.start"), _bound(self.end, "Interval.end")
        if (key := zone_key(start)) != zone_key(end):
            must = f"must be in the zone of its start ({key})"
            raise InvalidValue("Interval.end", must, end)
        start_us, end_us = instant(start), instant(end)
        if end_us < start_us:
            must = f"must not come before its start ({stamp(start)})"
            raise InvalidValue("Interval.end", must, stamp(end))
        self._set(start, end, start_us, end_us)

    def _set(self, *values: object) -> None:
        for name, value in zip(("start", "end", "start_us", "end_us"), values, strict=True):
            object.__setattr__(self, name, value)

    @classmethod
    def local(cls, start: str | datetime, end: str | datetime | timedelta, zone: str) -> Self:
        """Return the interval between two times on the clocks of a zone.

        Args:
            start: an ISO 8601 text or a naive datetime; see `local` for repeated hours.
            end: likewise, or how long it lasts, in real time.
            zone: the IANA key of the zone.
        """
        begins = local(start, zone)
        if isinstance(end, timedelta):
            return cls(begins, (in_utc(begins) + end).astimezone(begins.tzinfo))
        return cls(begins, local(end, zone))

    @property
    def zone(self) -> str:
        """The IANA key of its time zone, or ``UTC``."""
        return zone_key(self.start)

    @property
    def duration(self) -> timedelta:
        """How long it lasts, in real time."""
        return timedelta(microseconds=self.end_us - self.start_us)

    @property
    def busy_until_us(self) -> int:
        """The first instant that it leaves free, in microseconds: 1 µs on for zero length."""
        return max(self.end_us, self.start_us + 1)

    def overlaps(self, other: "Interval") -> bool:
        """Return whether the two have an instant in common."""
        return self.start_us < other.busy_until_us and other.start_us < self.busy_until_us

    def intersection(self, other: "Interval") -> "Interval | None":
        """Return what the two have in common, in this one's zone, or None."""
        if not self.overlaps(other):
            return None
        start = max((self, other), key=lambda interval: interval.start_us).start
        end = min((self, other), key=lambda interval: interval.end_us).end
        return Interval(start.astimezone(self.start.tzinfo), end.astimezone(self.start.tzinfo))

    def __contains__(self, moment: datetime) -> bool:
        """Return whether an aware moment lies in it; its end does not."""
        return self.start_us <= instant(moment) < self.busy_until_us

    def covers(self, other: "Interval") -> bool:
        """Return whether every instant of `other` is one of its own."""
        return self.start_us <= other.start_us and other.busy_until_us <= self.busy_until_us

    def in_zone(self, key: str) -> "Interval":
        """Return the same instants on the clocks of another zone."""
        where = zone(key)
        return Interval(self.start.astimezone(where), self.end.astimezone(where))

    def starting(self, start: datetime) -> "Interval":
        """Return an interval of the same real length from another start."""
        return Interval(start, (in_utc(start) + self.duration).astimezone(start.tzinfo))

    def day(self, key: str | None = None, day_starts: time = _MIDNIGHT) -> date:
        """Return the programme day on which it starts.

        Args:
            key: the IANA key of the zone whose days count; left out, its own.
            day_starts: when a programme day begins; what starts earlier belongs to the day before.
        """
        start = self.start if key is None else self.start.astimezone(zone(key))
        early = start.time() < day_starts
        return start.date() - _ONE_DAY if early else start.date()

    def _key(self) -> tuple[int, int, str]:
        return self.start_us, self.end_us, self.zone

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Interval) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __lt__(self, other: "Interval") -> bool:
        return self._key() < other._key()

    def __repr__(self) -> str:
        bounds = ", ".join(repr(_wall(moment)) for moment in (self.start, self.end))
        return f"Interval.local({bounds}, {self.zone!r})"

    def __str__(self) -> str:
        start, end = (_wall(moment).replace("T", " ") for moment in (self.start, self.end))
        same_day = start[:10] == end[:10]
        return f"{start}–{end[11:] if same_day else end} {self.zone}"


def _wall(moment: datetime) -> str:
    """Return the wall clock, to the minute where that is exact, with its offset where repeated."""
    naive = moment.replace(tzinfo=None)
    exact = naive.second or naive.microsecond
    text = naive.isoformat() if exact else naive.isoformat(timespec="minutes")
    other = moment.replace(fold=1 - moment.fold)
    if other.utcoffset() == moment.utcoffset():
        return text
    offset = moment.isoformat()[len(naive.isoformat()) :]
    return f"{text}{offset}"


class Precision(StrEnum):
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
    precision: Precision = field(default=Precision.DAY, validator=a(Precision, "a Precision"))

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
        return other.first <= self.first and self.last <= other.last

    def overlaps(self, other: "Days") -> bool:
        """Return whether the two can share a day; with day precision, whether they do."""
        return self.first <= other.last and other.first <= self.last

    def __contains__(self, day: date) -> bool:
        """Return whether a date is one of its possible days."""
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


def _date(day: str | date) -> date:
    if not isinstance(day, str):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise InvalidValue("day", "must be a date such as 2026-10-20", day) from None


def _first_of(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError:
        must = "must be a year from 1 to 9998 and a month from 1 to 12"
        raise InvalidValue("month", must, (year, month)) from None


def _before(day: date) -> date:
    return day - _ONE_DAY
