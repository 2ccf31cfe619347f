"""Strategies for zones, moments, intervals and days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import available_timezones

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from numeco.errors import InvalidValue
from numeco.time import Days, Interval, Precision
from numeco.time import zone as zone_of

#: The zones that are drawn most often: one with summer time in the north, one whose rules are
#: those of another continent, one without summer time.
HOME_ZONES: Final = ("Europe/Paris", "America/Toronto", "Pacific/Noumea")

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = 1_000_000
_MINUTE: Final = 60 * _SECOND
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
#: 2026-01-01 00:00 UTC: towards it moments shrink.
_PIVOT: Final = 20_454 * _DAY
_LENGTHS: Final = (30 * _MINUTE, 0, 1, _MINUTE, 90 * _MINUTE, 3 * _HOUR, _DAY, 3 * _DAY + _HOUR)
#: The years that are drawn where nothing else is said.
YEARS: Final = (1970, 2100)


def zones() -> SearchStrategy[str]:
    """Return keys of IANA time zones, every second one a home zone (`HOME_ZONES`) or UTC."""
    return _ZONES


def _all_zones() -> SearchStrategy[str]:
    return st.sampled_from(sorted(filter(_is_known, available_timezones())))


def _is_known(key: str) -> bool:
    # Some systems list keys that are not in the IANA database, such as "localtime".
    try:
        zone_of(key)
    except InvalidValue:
        return False
    return True


_ZONES: Final = st.sampled_from((*HOME_ZONES, "UTC")) | st.deferred(_all_zones)


def moments(zone: str | None = None, *, years: tuple[int, int] = YEARS) -> SearchStrategy[datetime]:
    """Return aware datetimes, many near a change of the clocks, in its repeated hour too.

    Args:
        zone: the IANA key of their zone; left out, any.
        years: the first and the last year, from 2 to 9998.
    """
    return _moments(zone, _checked(years))


@st.composite
def _moments(draw: DrawFn, zone: str | None, years: tuple[int, int]) -> datetime:
    key = draw(_ZONES) if zone is None else zone
    return at(draw(_instants(key, years)), key)


def intervals(
    zone: str | None = None, *, years: tuple[int, int] = YEARS
) -> SearchStrategy[Interval]:
    """Return intervals: of no length, of a microsecond, of days; across changes of the clocks.

    Args:
        zone: the IANA key of their zone; left out, any.
        years: the first and the last year, from 2 to 9998.
    """
    return _intervals(zone, _checked(years))


@st.composite
def _intervals(draw: DrawFn, zone: str | None, years: tuple[int, int]) -> Interval:
    key = draw(_ZONES) if zone is None else zone
    start = draw(_instants(key, years))
    return Interval(at(start, key), at(start + draw(_LENGTH), key))


_LENGTH: Final = st.sampled_from(_LENGTHS) | st.integers(0, 4 * _DAY)


@lru_cache(maxsize=1024)
def _instants(key: str, years: tuple[int, int]) -> SearchStrategy[int]:
    """Return instants, in microseconds since 1970, at which an interval of `key` may start."""
    first, last = years
    low = _midnight(date(first, 1, 1)) + 2 * _DAY
    high = _midnight(date(last, 12, 31)) - 6 * _DAY
    minutes = st.integers(-((_PIVOT - low) // _MINUTE), (high - _PIVOT) // _MINUTE)
    plain = minutes.map(lambda minute: _PIVOT + minute * _MINUTE)
    changes = [change for change in clock_changes(key) if low <= change <= high]
    if not changes:
        return plain | st.integers(low, high)
    near = st.tuples(st.sampled_from(changes), st.integers(-36, 36)).map(_stepped)
    return plain | near | st.integers(low, high)


def _stepped(change_and_steps: tuple[int, int]) -> int:
    change, steps = change_and_steps
    return change + steps * 5 * _MINUTE


@lru_cache(maxsize=1024)
def clock_changes(key: str) -> tuple[int, ...]:
    """Return the instants from 2022 to 2031 at which the clocks of a zone change, in µs."""

    def offset(us: int) -> timedelta | None:
        return at(us, key).utcoffset()

    weeks = range(_midnight(date(2022, 1, 1)), _midnight(date(2032, 1, 1)), 7 * _DAY)
    offsets = pairwise((week, offset(week)) for week in weeks)
    return tuple(
        _change(week, following, offset)
        for (week, before), (following, after) in offsets
        if before != after
    )


def _change(low: int, high: int, offset: Callable[[int], timedelta | None]) -> int:
    """Return the first instant after `low`, to the second, with the offset of `high`."""
    before = offset(low)
    while high - low > _SECOND:
        middle = (low + high) // 2 // _SECOND * _SECOND
        low, high = (middle, high) if offset(middle) == before else (low, middle)
    return high


def at(us: int, key: str) -> datetime:
    """Return an instant, in microseconds since 1970 in UTC, on the clocks of a zone."""
    return (_EPOCH + timedelta(microseconds=us)).astimezone(zone_of(key))


def _midnight(day: date) -> int:
    return (day.toordinal() - _EPOCH.toordinal()) * _DAY


def _checked(years: tuple[int, int]) -> tuple[int, int]:
    first, last = years
    if not 2 <= first <= last <= 9998:
        raise InvalidValue("years", "must be a first and a last year from 2 to 9998", years)
    return years


def days(*, years: tuple[int, int] = YEARS) -> SearchStrategy[Days]:
    """Return days of every precision, single and many, leap days too.

    Args:
        years: the first and the last year, from 2 to 9998.
    """
    return _days(_checked(years))


@st.composite
def _days(draw: DrawFn, years: tuple[int, int]) -> Days:
    year, precision = draw(st.integers(*years)), draw(_PRECISIONS)
    if precision is Precision.YEAR:
        return Days.year(year)
    if precision is Precision.SEASON:
        return Days.season(year, draw(_SEASONS), southern=draw(st.booleans()))
    if precision is Precision.MONTH:
        return Days.month(year, draw(st.integers(1, 12)))
    first = date(year, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
    last = first + timedelta(days=draw(_SPANS))
    return Days(first, last, draw(_DAY_OR_ANY))


_PRECISIONS: Final = st.sampled_from(Precision)
_SEASONS: Final = st.sampled_from(("winter", "spring", "summer", "autumn"))
_SPANS: Final = st.sampled_from((0, 3, 1, 30, 365))
#: Accounts give days of their own to coarser precisions too: "early June".
_DAY_OR_ANY: Final = st.sampled_from((Precision.DAY, Precision.DAY, *Precision))
