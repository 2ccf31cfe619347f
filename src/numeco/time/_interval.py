"""Intervals: exact, half-open stretches of time."""

from datetime import date, datetime, time, timedelta
from typing import Final, Self

from attrs import field, frozen

from numeco.errors import InvalidType, InvalidValue
from numeco.time._moments import existing, in_utc, instant, later, local, stamp, zone, zone_key

_ONE_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = time()


def _bound(moment: datetime, name: str) -> datetime:
    if not isinstance(moment, datetime):
        raise InvalidType(name, "must be a datetime", moment)
    zone_key(moment, name)
    # At the ends of the calendar a change of zone overflows.
    if not 2 <= moment.year <= 9998:
        raise InvalidValue(name, "must be in the years 2 to 9998", moment)
    return existing(moment)


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
            return cls(begins, later(begins, end, "Interval.end"))
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
        _check_interval(other)
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
        _check_interval(other)
        return self.start_us <= other.start_us and other.busy_until_us <= self.busy_until_us

    def in_zone(self, key: str) -> "Interval":
        """Return the same instants on the clocks of another zone."""
        where = zone(key)
        return Interval(self.start.astimezone(where), self.end.astimezone(where))

    def starting(self, start: datetime) -> "Interval":
        """Return an interval of the same real length from another start."""
        return Interval(
            start, later(in_utc(start, "start"), self.duration).astimezone(start.tzinfo)
        )

    def day(self, key: str | None = None, day_starts: time = _MIDNIGHT) -> date:
        """Return the programme day on which it starts.

        Args:
            key: the IANA key of the zone whose days count; left out, its own.
            day_starts: when a programme day begins, by the clock on the wall; what starts earlier
                belongs to the day before.
        """
        if not isinstance(day_starts, time) or day_starts.tzinfo is not None:
            raise InvalidType("day_starts", "must be a datetime.time without zone", day_starts)
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
        return self._key() < other._key() if isinstance(other, Interval) else NotImplemented

    def __repr__(self) -> str:
        bounds = ", ".join(repr(_wall(moment)) for moment in (self.start, self.end))
        return f"Interval.local({bounds}, {self.zone!r})"

    def __str__(self) -> str:
        start, end = (_wall(moment).replace("T", " ") for moment in (self.start, self.end))
        same_day = start[:10] == end[:10]
        return f"{start}–{end[11:] if same_day else end} {self.zone}"


def _check_interval(other: object) -> None:
    if not isinstance(other, Interval):
        raise InvalidType("the other interval", "must be an Interval", other)


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
