"""Concurrency: how much takes place at once, as a step function of time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from attrs import field, frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.model import Count, Session
from numeco.model.figures import SOFTNESS
from numeco.schedule._chart import picture, sparkline
from numeco.schedule._loads import Load, counted
from numeco.schedule._programme import chosen, when
from numeco.schedule._stretches import interval, length, merged, one_zone
from numeco.schedule._sweep import UNBOUNDED, Columns, swept
from numeco.time import Interval, instant
from numeco.time import zone as zone_of

_HOUR: Final = 3_600_000_000
_SIGNS: Final = 48
_PIXELS: Final = 640


@frozen
class Step:
    """A stretch of time in which one value holds."""

    interval: Interval
    value: Count


@frozen
class Bounds:
    """A quantity between two bounds, such as seat-hours; see `Count`."""

    low: float
    #: None where nothing bounds it above.
    high: float | None
    #: Whether the bounds themselves are soft.
    about: bool = False

    def __str__(self) -> str:
        about = "about " if self.about else ""
        if self.high is None:
            return f"at least {about}{self.low:,.1f}"
        same = self.high == self.low
        return f"{about}{self.low:,.1f}" if same else f"{about}{self.low:,.1f} to {self.high:,.1f}"


@frozen(repr=False)
class Concurrency:
    """How much takes place at once, from the first start to the last end.

    Iterating gives the steps in order of time, those of nothing in between included; neighbours
    differ in value. Its length is their number. Each is built when it is asked for.
    """

    of: Load
    #: The sessions that take part but state no figure, by start, then id; they count nothing.
    missing: tuple[Session, ...]
    #: The IANA key of the zone in which intervals are given.
    zone: str
    _columns: Columns = field(hash=False)

    def __len__(self) -> int:
        return len(self._columns.low)

    def __iter__(self) -> Iterator[Step]:
        for at, (start, end) in enumerate(pairwise(self._columns.instants)):
            yield Step(interval(start, end, self.zone), self._count(at))

    def at(self, moment: datetime) -> Count:
        """Return how much takes place at an aware moment; nothing before and after; O(log n)."""
        if not isinstance(moment, datetime):
            raise InvalidType("moment", "must be a datetime with a time zone", moment)
        at = bisect_right(self._columns.instants, instant(moment)) - 1
        return self._count(at) if 0 <= at < len(self) else Count(0)

    @property
    def peak(self) -> Count:
        """The most there is at once: from the greatest low bound to the greatest high one; O(n).

        It is about so many where a step that may be the peak is.
        """
        if not len(self):
            return Count(0)
        highs = self._columns.high
        high = None if UNBOUNDED in highs else max(highs)
        return Count(max(self._columns.low), high, any(map(self._is_soft, self._highest())))

    @property
    def peaks(self) -> tuple[Interval, ...]:
        """When the peak is reached, as far as the known bounds decide it; O(n).

        Of exact figures these are the stretches of the greatest value. Of bounds they are those
        that may have it, joined where they touch: a stretch is left out only where even its high
        bound stays below the greatest low one. So the peak lies in one of them.
        """
        instants = self._columns.instants
        found = merged((instants[at], instants[at + 1]) for at in self._highest())
        return tuple(interval(*stretch, self.zone) for stretch in found)

    @property
    def busy(self) -> timedelta:
        """For how long there is anything, or may be; in real time; O(n)."""
        steps = zip(pairwise(self._columns.instants), self._columns.high, strict=True)
        return timedelta(microseconds=length(between for between, high in steps if high))

    @property
    def total(self) -> Bounds:
        """Value times time, in hours: session-hours, seat-hours, person-hours; O(n)."""
        return self._sum(_HOUR)

    @property
    def mean(self) -> Bounds:
        """The average over time, from the first start to the last end; nothing of no sessions."""
        instants = self._columns.instants
        return self._sum(instants[-1] - instants[0] if len(self) else 1)

    def rows(self) -> list[dict[str, object]]:
        """Return a row per step, for data frames.

        The columns: start and end (aware datetimes), hours (real time), low, high (None where
        unbounded), about.
        """
        return [
            {
                "start": step.interval.start,
                "end": step.interval.end,
                "hours": step.interval.duration / timedelta(hours=1),
                "low": step.value.low,
                "high": step.value.high,
                "about": step.value.about,
            }
            for step in self
        ]

    def _count(self, at: int) -> Count:
        low, high = self._columns.low[at], self._columns.high[at]
        return Count(low, None if high == UNBOUNDED else high, self._is_soft(at))

    def _is_soft(self, at: int) -> bool:
        return bool(self._columns.soft[at])

    def _highest(self) -> Iterator[int]:
        """Iterate over the steps that may be the peak."""
        floors = zip(self._columns.low, self._columns.soft, strict=True)
        least = max((low * (1 - SOFTNESS) if soft else low for low, soft in floors), default=0)
        ceilings = zip(self._columns.high, self._columns.soft, strict=True)
        for at, (high, soft) in enumerate(ceilings):
            if high == UNBOUNDED or (high * (1 + SOFTNESS) if soft else high) >= least:
                yield at

    def _sum(self, unit: int) -> Bounds:
        lengths = [end - start for start, end in pairwise(self._columns.instants)]
        low, high = (
            sum(value * time for value, time in zip(values, lengths, strict=True)) / unit
            for values in (self._columns.low, self._columns.high)
        )
        unbounded = UNBOUNDED in self._columns.high
        return Bounds(low, None if unbounded else high, any(self._columns.soft))

    def _sampled(self, number: int) -> list[tuple[int, int]]:
        """Return the greatest bounds in each of so many equal parts of the time; O(n + number)."""
        instants, columns = self._columns.instants, self._columns
        first, span = instants[0], instants[-1] - instants[0]
        found: list[tuple[int, int]] = []
        for part in range(number):
            start, end = (span * part) // number, -(-span * (part + 1) // number)
            steps = slice(
                bisect_right(instants, first + start) - 1, bisect_left(instants, first + end)
            )
            low, high = max(columns.low[steps]), max(columns.high[steps])
            found.append((low, max(low, high)))
        return found

    def __str__(self) -> str:
        if not len(self):
            return f"{self.of} at once: none{self._said_missing()}"
        (first, *others) = self.peaks
        more = f" and {len(others)} more" if others else ""
        whole = interval(self._columns.instants[0], self._columns.instants[-1], self.zone)
        line = sparkline([high for _, high in self._sampled(_SIGNS)])
        peak = f"{self.of} at once: {self.peak} at the peak, {first}{more}"
        return f"{peak}\n{line} {whole}{self._said_missing()}"

    def _said_missing(self) -> str:
        number = len(self.missing)
        return f"\nwithout a figure: {number} session{'s' * (number > 1)}" if number else ""

    def __repr__(self) -> str:
        missing = f", {len(self.missing)} without a figure" if self.missing else ""
        return f"<Concurrency: {self.of}, {len(self)} steps, peak {self.peak}{missing}>"

    def _repr_html_(self) -> str:
        if not len(self):
            return f"<pre>{self}</pre>"
        return f"{picture(self._sampled(_PIXELS), str(self.of))}<pre>{self}</pre>"


def concurrency(
    ecosystem: Ecosystem,
    *,
    sessions: Iterable[Session] | None = None,
    of: Load | str = Load.SESSIONS,
    zone: str | None = None,
) -> Concurrency:
    """Return how many sessions, seats or people there are at once, as a step function of time.

    Back-to-back sessions do not add up; one of zero length occupies its microsecond. Unscheduled
    and cancelled sessions, and those of cancelled events, take no part. Figures keep their bounds;
    a session that states none counts nothing and is listed as `missing`. Who sits in a block sits
    in one of its parts: a session that others lie `within`, at any depth, counts only where none of
    them states a figure. Each session in a hall that holds several brings its own seats. O(n log n).

    >>> from numeco import Event, Interval, Venue
    >>> room, fair = Venue(name="Salle A", capacity=80), Event(name="Fair")
    >>> times = [("09:00", "10:30"), ("10:00", "11:00"), ("11:00", "12:00")]
    >>> talks = [
    ...     Session(
    ...         id=f"talk-{at}",
    ...         title=f"Talk {at}",
    ...         event=fair.id,
    ...         venue=room.id,
    ...         when=Interval.local(f"2026-10-20T{start}", f"2026-10-20T{end}", "Europe/Paris"),
    ...     )
    ...     for at, (start, end) in enumerate(times)
    ... ]
    >>> for step in concurrency(Ecosystem.of(room, fair, talks), of="seats"):
    ...     print(step.interval, step.value)
    2026-10-20 09:00–10:00 Europe/Paris 80
    2026-10-20 10:00–10:30 Europe/Paris 160
    2026-10-20 10:30–12:00 Europe/Paris 80

    Args:
        ecosystem: whose sessions and venues these are.
        sessions: those that take part; left out, all.
        of: what is counted; for ``seats`` the capacity of the session or that of its venue,
            whichever is known and smaller.
        zone: the IANA key of the zone in which intervals are given; left out, that of the
            sessions; if they are of several, that of their events; if these too, UTC.

    Raises:
        InvalidType: an argument is of another type.
        InvalidValue: `of` is none of the loads, or `zone` no zone.
    """
    load = Load(of)
    if zone is not None:
        zone_of(zone)
    taking_part = [one for one in chosen(ecosystem, sessions) if one.when is not None]
    found = counted(ecosystem, taking_part, load)
    missing = sorted(found.missing, key=lambda one: (when(one).start_us, one.id))
    where = zone or _zone(ecosystem, taking_part)
    columns = swept([when(one) for one in found.sessions], found.figures)
    return Concurrency(load, tuple(missing), where, columns)


def _zone(ecosystem: Ecosystem, sessions: Iterable[Session]) -> str:
    events = {one.event for one in sessions}
    zones = (ecosystem[event].zone for event in events)
    return one_zone((when(one).zone for one in sessions), (one for one in zones if one is not None))
