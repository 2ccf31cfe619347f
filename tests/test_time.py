"""Laws of time: intervals are instants, days are sets of dates."""

import copy
import pickle
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import pairwise, product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from numeco import Days, Interval, InvalidType, InvalidValue, NonexistentTime, NumecoError
from numeco.testing import days, intervals, moments, zones
from numeco.time import Precision, from_stamp, in_utc, instant, local, stamp, zone, zone_key

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
ALL_YEARS = (2, 9998)

#: Nights in which clocks change: zone, an instant two hours before.
NIGHTS = (
    ("Europe/Paris", datetime(2026, 10, 24, 23, tzinfo=UTC)),
    ("Europe/Paris", datetime(2026, 3, 28, 23, tzinfo=UTC)),
    ("America/Toronto", datetime(2026, 11, 1, 4, tzinfo=UTC)),
    ("America/Toronto", datetime(2026, 3, 8, 5, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 13, tzinfo=UTC)),  # by half an hour
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 13, 30, tzinfo=UTC)),
    ("Pacific/Noumea", datetime(2026, 10, 20, 22, tzinfo=UTC)),  # never
)


def micros(moment: datetime) -> int:
    """Return an instant in microseconds: the oracle, in UTC alone."""
    return (moment.astimezone(UTC) - EPOCH) // MICROSECOND


def span(interval: Interval) -> tuple[int, int]:
    """Return the instants that an interval occupies, half-open: the oracle."""
    start, end = micros(interval.start), micros(interval.end)
    return start, max(end, start + 1)


def between(zone: str, start: datetime, end: datetime) -> Interval:
    """Return the interval between two instants in UTC on the clocks of a zone."""
    where = ZoneInfo(zone)
    return Interval(start.astimezone(where), end.astimezone(where))


# Against brute force on a grid

Slots = frozenset[tuple[int, str]]


def grid(zone: str, start: datetime) -> list[tuple[Interval, Slots]]:
    """Return all intervals between quarters of an hour, with what they occupy.

    A quarter has two slots, its first instant and the rest, so that no length is one slot.
    """
    marks = [start + quarter * 15 * MINUTE for quarter in range(17)]
    pairs = ((low, high) for low in range(17) for high in range(low, 17))
    return [(between(zone, marks[low], marks[high]), slots(low, high)) for low, high in pairs]


def slots(low: int, high: int) -> Slots:
    """Return what the quarters from one mark to another occupy."""
    whole = product(range(low, high), ("first instant", "rest"))
    return frozenset(whole) or frozenset({(low, "first instant")})


@pytest.mark.parametrize(("zone", "start"), NIGHTS)
def test_overlap_and_cover_are_those_of_sets_of_instants(zone: str, start: datetime) -> None:
    """Overlap is a common instant and cover is inclusion, in nights when clocks change too."""
    for (one, held), (other, wanted) in product(grid(zone, start), repeat=2):
        assert one.overlaps(other) == bool(held & wanted)
        assert one.covers(other) == (wanted <= held)


@pytest.mark.parametrize(("zone", "start"), NIGHTS)
def test_intersection_is_that_of_sets_of_instants(zone: str, start: datetime) -> None:
    """The intersection holds the common instants and no others."""
    known = dict(grid(zone, start))
    for (one, held), (other, wanted) in product(known.items(), repeat=2):
        common = one.intersection(other)
        assert (frozenset() if common is None else known[common]) == held & wanted


@pytest.mark.parametrize(("zone", "start"), NIGHTS)
def test_membership_is_that_of_sets_of_instants(zone: str, start: datetime) -> None:
    """A moment lies in an interval where the interval holds its instant."""
    marks = [(start + quarter * 15 * MINUTE).astimezone(ZoneInfo(zone)) for quarter in range(17)]
    for one, held in grid(zone, start):
        assert [mark in one for mark in marks] == [
            (quarter, "first instant") in held for quarter in range(17)
        ]


# Against integers


@given(intervals(), intervals())
def test_overlap_is_symmetric(one: Interval, other: Interval) -> None:
    """Overlap has no direction, and is overlap of instants in UTC."""
    (a, b), (c, d) = span(one), span(other)
    assert one.overlaps(other) == other.overlaps(one) == (max(a, c) < min(b, d))


@given(intervals(), zones(), st.integers(-(10**11), 10**11), st.integers(0, 10**11))
def test_an_intersection_is_in_the_zone_of_the_first(
    one: Interval, key: str, shift: int, length: int
) -> None:
    """The intersection runs from the later start to the earlier end, on the clocks of the first."""
    start = in_utc(one.start) + shift * MICROSECOND
    other = between(key, start, start + length * MICROSECOND)
    common = one.intersection(other)
    later = max(micros(one.start), micros(other.start))
    earlier = min(micros(one.end), micros(other.end))
    if common is None:
        assert later >= min(span(one)[1], span(other)[1])
    else:
        assert (common.start_us, common.end_us, common.zone) == (later, earlier, one.zone)


@given(intervals(years=ALL_YEARS))
def test_duration_is_the_difference_of_instants(interval: Interval) -> None:
    """The duration is real time, never negative."""
    assert interval.duration == in_utc(interval.end) - in_utc(interval.start) >= timedelta(0)
    assert (interval.start_us, interval.end_us) == (micros(interval.start), micros(interval.end))


@given(intervals())
def test_an_interval_holds_its_start_and_not_its_end(interval: Interval) -> None:
    """An interval is half-open; one of no length holds its instant alone."""
    assert interval.start in interval
    assert (interval.end in interval) == (interval.duration == timedelta(0))
    assert (in_utc(interval.start) - MICROSECOND) not in interval
    assert interval.covers(interval)


@given(intervals(), st.integers(0, 10**11))
def test_touching_is_no_overlap(interval: Interval, length: int) -> None:
    """What begins at the end of an interval of some length does not overlap it."""
    assume(interval.duration)
    following = Interval(
        interval.end, (in_utc(interval.end) + length * MICROSECOND).astimezone(interval.end.tzinfo)
    )
    assert not interval.overlaps(following)
    assert not following.overlaps(interval)
    assert interval.intersection(following) is None


@given(moments())
def test_no_length_occupies_a_microsecond(moment: datetime) -> None:
    """An interval of no length acts as the one of a microsecond from its start."""
    nothing = Interval(moment, moment)
    one = between(zone_key(moment), in_utc(moment), in_utc(moment) + MICROSECOND)
    assert nothing.covers(one)
    assert one.covers(nothing)
    assert nothing.busy_until_us == one.busy_until_us == one.end_us
    assert nothing != one


@given(intervals(), zones())
def test_another_zone_keeps_the_instants(interval: Interval, key: str) -> None:
    """Changing the zone changes the clocks and nothing else."""
    moved = interval.in_zone(key)
    assert (moved.start_us, moved.end_us, moved.zone) == (interval.start_us, interval.end_us, key)
    assert moved.in_zone(interval.zone) == interval
    assert (moved == interval) == (key == interval.zone)


@given(intervals(), moments())
def test_another_start_keeps_the_real_length(interval: Interval, start: datetime) -> None:
    """What starts at another time lasts as long, in real time."""
    moved = interval.starting(start)
    assert micros(moved.start) == micros(start)
    assert moved.end_us - moved.start_us == interval.end_us - interval.start_us


@given(st.lists(intervals(years=(2026, 2026)), max_size=6))
def test_order_is_that_of_start_end_and_zone(several: list[Interval]) -> None:
    """Sorting goes by start, then end, then zone, all as instants."""
    keys = [(micros(one.start), micros(one.end), one.zone) for one in sorted(several)]
    assert keys == sorted(keys)


@given(intervals(years=(2026, 2026)), intervals(years=(2026, 2026)))
def test_equality_is_of_instants_and_zone(one: Interval, other: Interval) -> None:
    """Two intervals are equal, with one hash, where start, end and zone are."""
    same = (span(one), one.duration, one.zone) == (span(other), other.duration, other.zone)
    assert (one == other) == same
    assert not same or hash(one) == hash(other)
    assert one == Interval(one.start, one.end)
    assert one != "an interval"


# Repeated and missing hours


def paris(wall: str, fold: int = 0) -> datetime:
    """Return a time of 25 October 2026 in Paris, in the first or the second pass of its hour."""
    return datetime.fromisoformat(f"2026-10-25T{wall}").replace(
        tzinfo=ZoneInfo("Europe/Paris"), fold=fold
    )


def test_both_passes_of_a_repeated_hour_differ() -> None:
    """02:30 comes twice, and the two intervals are neither equal nor overlapping."""
    first = Interval(paris("02:30"), paris("02:45"))
    second = Interval(paris("02:30", 1), paris("02:45", 1))
    assert first != second
    assert len({first, second}) == 2
    assert not first.overlaps(second)
    assert first < second
    assert (first.start == second.start) is True  # what Python says of the two


def test_an_interval_across_the_repeated_hour_lasts_its_real_time() -> None:
    """02:45 first pass to 02:15 second pass lasts half an hour, and sorts by instants."""
    across = Interval(paris("02:45"), paris("02:15", 1))
    assert across.duration == 30 * MINUTE
    assert paris("02:05", 1) in across
    assert paris("02:50") in across
    assert paris("02:30") not in across
    assert across < Interval(paris("02:50"), paris("02:50"))
    with pytest.raises(InvalidValue, match=r"Interval\.end must not come before its start"):
        Interval(paris("02:45", 1), paris("02:50"))


def test_an_interval_across_the_missing_hour_lasts_its_real_time() -> None:
    """01:50 to 03:15 on 29 March 2026 in Paris lasts 25 minutes, 85 by the clock."""
    night = Interval.local("2026-03-29T01:50", "2026-03-29T03:15", "Europe/Paris")
    assert night.duration == 25 * MINUTE
    assert str(night) == "2026-03-29 01:50–03:15 Europe/Paris"


def test_days_of_23_and_25_hours_last_as_long() -> None:
    """From midnight to midnight the two days of change last 23 and 25 hours."""
    spring = Interval.local("2026-03-29T00:00", "2026-03-30T00:00", "Europe/Paris")
    autumn = Interval.local("2026-10-25T00:00", "2026-10-26T00:00", "Europe/Paris")
    assert (spring.duration, autumn.duration) == (timedelta(hours=23), timedelta(hours=25))


@given(moments())
def test_a_fold_that_means_nothing_is_no_difference(moment: datetime) -> None:
    """Outside of repeated hours fold makes no difference to equality, hash or repr."""
    other = moment.replace(fold=1 - moment.fold)
    assume(other.utcoffset() == moment.utcoffset())
    one, same = Interval(moment, moment), Interval(other, other)
    assert (one, hash(one), repr(one)) == (same, hash(same), repr(same))
    assert same.start.fold == 0


@lru_cache(maxsize=64)
def jumps(key: str) -> list[tuple[datetime, timedelta, timedelta]]:
    """Return the clock changes of some years: instant, offset before, offset after.

    The oracle: zoneinfo, asked at every quarter of an hour.
    """
    where, found = ZoneInfo(key), []
    for year in (2011, 2026):
        start = datetime(year, 1, 1, tzinfo=UTC)
        marks = [start + hours * timedelta(minutes=30) for hours in range(365 * 48)]
        for before, after in pairwise((mark, mark.astimezone(where).utcoffset()) for mark in marks):
            if before[1] != after[1]:
                assert before[1] is not None
                assert after[1] is not None
                found.append((after[0], before[1], after[1]))
    return found


CHANGING = (
    "Europe/Paris",
    "Europe/Dublin",
    "America/Toronto",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Santiago",
    "Pacific/Apia",  # had no 30 December 2011
)


@pytest.mark.parametrize("key", CHANGING)
def test_every_time_in_a_gap_is_refused(key: str) -> None:
    """A time that the clocks skip is refused by `local` and by `Interval`, and its edges are not."""
    gaps = [(at, old, new) for at, old, new in jumps(key) if new > old]
    assert gaps
    for at, old, new in gaps:
        wall = at.replace(tzinfo=None)
        first, after = wall + old, wall + new
        for missing in (first, first + (after - first) / 3, after - MICROSECOND):
            moment = missing.replace(tzinfo=ZoneInfo(key))
            with pytest.raises(NonexistentTime, match=f"does not exist in {key}"):
                local(missing, key)
            for fold in (0, 1):
                with pytest.raises(NonexistentTime):
                    Interval(moment.replace(fold=fold), moment.replace(fold=fold))
        assert micros(local(after, key)) - micros(local(first - MICROSECOND, key)) == 1


@pytest.mark.parametrize("key", CHANGING)
def test_a_repeated_time_is_its_first_pass_unless_chosen(key: str) -> None:
    """Of a repeated time, `local` gives the first pass; an offset or fold gives the second."""
    repeats = [(at, old, new) for at, old, new in jumps(key) if new < old]
    for at, old, new in repeats:
        wall = at.replace(tzinfo=None) + new  # where the second pass begins
        assert micros(local(wall, key)) == micros(at) - (old - new) // MICROSECOND
        assert micros(local(wall.replace(fold=1), key)) == micros(at)
        written = wall.replace(tzinfo=timezone(new)).isoformat()
        assert micros(local(written, key)) == micros(at)


@given(moments(years=ALL_YEARS))
def test_local_undoes_the_wall_clock(moment: datetime) -> None:
    """Wall clock, fold and zone give the moment back."""
    found = local(moment.replace(tzinfo=None), zone_key(moment))
    assert (micros(found), found.fold, found.tzinfo) == (micros(moment), moment.fold, moment.tzinfo)


@given(moments(years=ALL_YEARS))
def test_instants_are_exact(moment: datetime) -> None:
    """The instant is exact to the microsecond, and the same in UTC."""
    assert instant(moment) == micros(moment) == instant(in_utc(moment))


@example(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Paris")))
@given(moments(years=ALL_YEARS))
def test_a_stamp_gives_its_moment_back(moment: datetime) -> None:
    """Reading an RFC 9557 stamp gives instant, zone and pass back, and the offset agrees."""
    found, agrees = from_stamp(stamp(moment))
    assert agrees
    assert (micros(found), found.fold, zone_key(found)) == (
        micros(moment),
        moment.fold,
        zone_key(moment),
    )


def test_a_stamp_of_another_offset_keeps_the_wall_clock() -> None:
    """Where offset and zone disagree, wall clock and zone hold, and the caller is told."""
    found, agrees = from_stamp("2026-10-20T09:30:00+05:00[Europe/Paris]")
    assert not agrees
    assert found == datetime(2026, 10, 20, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
    bare, agrees = from_stamp("2026-10-25T02:30:00[Europe/Paris]")
    assert agrees
    assert bare.fold == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-10-20T09:30:00+02:00",
        "2026-10-20T09:30:00+02:00[]",
        "2026-10-20T09:30:00+02:00[Europe/Nowhere]",
        "2026-10-20T09:30:00+02:00[Europe/Paris",
        "2026-10-20T09:30:00+02:00[Europe/Paris][u-ca=hebrew]",
        "20 October[Europe/Paris]",
        "2026-02-30T09:30:00[Europe/Paris]",
        "2026-10-20T09:30:00+02:00[../../etc/passwd]",
        "2026-10-20T09:30:00+99:00[Europe/Paris]",
    ],
)
def test_other_stamps_are_refused(text: str) -> None:
    """A text of another form is refused with a sentence."""
    with pytest.raises(InvalidValue, match="must be"):
        from_stamp(text)


@given(intervals(years=ALL_YEARS))
def test_repr_gives_the_interval_back(interval: Interval) -> None:
    """Evaluating the repr gives an equal interval, in the second pass too."""
    assert eval(repr(interval), {"Interval": Interval}) == interval  # noqa: S307


@given(intervals(years=ALL_YEARS))
def test_copies_are_equal(interval: Interval) -> None:
    """Pickled, copied and deeply copied intervals are equal and of the same zone."""
    for other in (
        pickle.loads(pickle.dumps(interval)),  # noqa: S301
        copy.copy(interval),
        copy.deepcopy(interval),
    ):
        assert (other, hash(other), other.zone) == (interval, hash(interval), interval.zone)
        assert (other.start.fold, other.end.fold) == (interval.start.fold, interval.end.fold)


@given(intervals(), zones(), st.sampled_from([time(), time(5), time(2, 30)]) | st.times())
def test_the_programme_day_runs_from_day_starts(
    interval: Interval, key: str, day_starts: time
) -> None:
    """The day is the one on whose clocks, from `day_starts` to the next, the start lies."""
    wall = interval.start.astimezone(ZoneInfo(key)).replace(tzinfo=None)
    found = interval.day(key, day_starts)
    assert datetime.combine(found, day_starts) <= wall.replace(fold=0)
    assert wall.replace(fold=0) < datetime.combine(found + timedelta(days=1), day_starts)
    assert interval.day() == interval.start.date()


def test_after_midnight_is_the_day_before() -> None:
    """A concert at half past midnight belongs to the evening, where days start at five."""
    concert = Interval.local("2026-10-21T00:30", "2026-10-21T02:00", "Pacific/Noumea")
    assert concert.day("Pacific/Noumea", time(5)) == date(2026, 10, 20)
    assert concert.day("Europe/Paris") == date(2026, 10, 20)
    assert concert.day() == date(2026, 10, 21)


# What is refused

AT_NINE = datetime(2026, 10, 20, 9, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("start", "end", "kind", "says"),
    [
        ("2026-10-20", AT_NINE, InvalidType, "Interval.start must be a datetime"),
        (date(2026, 10, 20), AT_NINE, InvalidType, "Interval.start must be a datetime"),
        (AT_NINE, None, InvalidType, "Interval.end must be a datetime"),
        (AT_NINE.replace(tzinfo=None), AT_NINE, InvalidValue, "Interval.start must be aware"),
        (AT_NINE, AT_NINE.replace(tzinfo=None), InvalidValue, "Interval.end must be aware"),
        (
            AT_NINE.astimezone(timezone(timedelta(hours=2))),
            AT_NINE,
            InvalidValue,
            "Interval.start must be aware, in an IANA zone",
        ),
        (
            AT_NINE,
            AT_NINE.astimezone(UTC),
            InvalidValue,
            "Interval.end must be in the zone of its start (Europe/Paris)",
        ),
        (AT_NINE, AT_NINE - MICROSECOND, InvalidValue, "Interval.end must not come before"),
        (AT_NINE, AT_NINE.replace(year=9999), InvalidValue, "must be in the years 2 to 9998"),
        (AT_NINE.replace(year=1), AT_NINE, InvalidValue, "must be in the years 2 to 9998"),
    ],
)
def test_bounds_that_are_no_interval_are_refused(
    start: Any, end: Any, kind: type[NumecoError], says: str
) -> None:
    """Naive bounds, fixed offsets, two zones and a negative length are refused by name."""
    with pytest.raises(kind) as caught:
        Interval(start, end)
    assert says in str(caught.value)
    assert "got" in str(caught.value)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "Europe",
        "Europe/Nowhere",
        "+02:00",
        "localtime",
        "posix/Europe/Paris",
        "right/Europe/Paris",
        "Factory",
        "/etc/localtime",
        "../Europe/Paris",
        "Europe/Paris\0",
        "Europe/Paris\n",
        "\ud800",
        "x" * 5000,
        5,
        None,
        True,
        ["Europe/Paris"],
    ],
)
def test_what_is_no_zone_is_refused(key: Any) -> None:
    """Only the keys of the IANA database name zones."""
    with pytest.raises(InvalidValue, match="zone must be an IANA time zone"):
        zone(key)


@given(zones())
def test_a_zone_is_found_by_its_key(key: str) -> None:
    """The zone of a key has that key; UTC is Python's own."""
    assert zone_key(datetime(2026, 1, 1, tzinfo=zone(key))) == key
    assert zone("UTC") is UTC
    assert key == "UTC" or zone(key) is ZoneInfo(key)


@pytest.mark.parametrize(
    ("wall", "kind"),
    [
        ("20/10/2026 09:00", InvalidValue),
        ("", InvalidValue),
        ("2026-10-20T25:00", InvalidValue),
        ("2026-10-20T09:00+05:00", InvalidValue),
        (AT_NINE, InvalidValue),
        (date(2026, 10, 20), InvalidType),
        (1_790_000_000, InvalidType),
    ],
)
def test_what_is_no_wall_time_is_refused(wall: Any, kind: type[NumecoError]) -> None:
    """`local` takes an ISO text or a naive datetime, with an offset of the zone at most."""
    with pytest.raises(kind, match="wall must"):
        local(wall, "Europe/Paris")


@pytest.mark.parametrize("ask", [instant, in_utc])
def test_naive_moments_have_no_instant(ask: Any) -> None:
    """A naive datetime is refused where an instant is asked for."""
    with pytest.raises(InvalidValue, match="must be aware"):
        ask(datetime(2026, 10, 20, 9))  # noqa: DTZ001  # a wall clock


# Days


def dates(of: Days) -> set[date]:
    """Return the possible days as a set, one after another: the oracle."""
    found, day = set(), of.first
    while day <= of.last:
        found.add(day)
        day += timedelta(days=1)
    return found


NEAR = days(years=(2023, 2025))


@given(NEAR, NEAR)
def test_days_are_sets_of_dates(one: Days, other: Days) -> None:
    """Overlap is a common day, within is inclusion, iteration is in order."""
    assert one.overlaps(other) == bool(dates(one) & dates(other)) == other.overlaps(one)
    assert one.within(other) == (dates(one) <= dates(other))
    assert list(one) == sorted(dates(one))
    assert one.number == (len(dates(one)) if one.precision is Precision.DAY else None)


@given(NEAR, st.dates(date(2022, 1, 1), date(2026, 12, 31)))
def test_a_date_is_among_days_as_in_a_set(of: Days, day: date) -> None:
    """Membership is that of the set of dates."""
    assert (day in of) == (day in dates(of))


@given(st.integers(2, 9997), st.integers(1, 12))
def test_months_are_those_of_the_calendar(year: int, month: int) -> None:
    """A month has the days that the calendar gives it."""
    found = Days.month(year, month)
    assert found.first == date(year, month, 1)
    assert found.last == date(year, month, monthrange(year, month)[1])
    assert found.within(Days.year(year))
    assert str(found) == f"{year:04}-{month:02}"


@given(st.integers(2, 9997), st.booleans())
def test_seasons_part_the_year(year: int, southern: bool) -> None:
    """Four seasons follow one another without gap or overlap, three whole months each."""
    four = [
        Days.season(year, name, southern=southern)
        for name in ("winter", "spring", "summer", "autumn")
    ]
    four.sort(key=lambda season: season.first)
    assert four[0].first == date(year - 1, 12, 1)
    assert four[-1].last == date(year, 11, 30)
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(four))
    assert all(one.first.day == 1 for one in four)
    assert all((one.last.month - one.first.month) % 12 == 2 for one in four)


def test_seasons_are_named_by_hemisphere() -> None:
    """Spring is March to May in the north and September to November in the south."""
    assert Days.season(2014, "spring").first == date(2014, 3, 1)
    assert Days.season(2014, "spring", southern=True).first == date(2014, 9, 1)
    assert Days.season(2014, "winter") == Days.season(2014, "summer", southern=True)
    assert Days.season(2014, "winter").first == date(2013, 12, 1)


@given(days())
def test_copies_of_days_are_equal(of: Days) -> None:
    """Pickled and copied days are equal, with one hash."""
    assert pickle.loads(pickle.dumps(of)) == copy.deepcopy(of) == of  # noqa: S301
    assert hash(copy.deepcopy(of)) == hash(of)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("of('2026-10-24', '2026-10-20')", "Days.last must not come before its first"),
        ("of('24/10/2026')", "day must be a date such as"),
        ("of(AT_NINE)", "Days.first must be a date without a time"),
        ("of('2026-10-24', True)", "Days.last must be a date without a time (got True)"),
        ("__call__(5, 6)", "Days.first must be a date without a time (got 5)"),
        (
            "__call__(date.min, date.max, 'hour')",
            "Precision must be one of day, month, season, year",
        ),
        ("month(2026, 13)", "must be of a year from 1 to 9998 and a month from 1 to 12"),
        ("month(2026, 0)", "a month from 1 to 12 (got (2026, 0))"),
        ("month('2026', 3)", "must be of a year from 1"),
        ("year(0)", "must be of a year from 1"),
        ("year(9999)", "must be of a year from 1 to 9998"),
        ("year(10**30)", "must be of a year from 1 to 9998"),
        ("season(2026, 'fall')", "season must be one of winter, spring"),
    ],
)
def test_what_are_no_days_is_refused(call: str, says: str) -> None:
    """Days that run backwards, and what are no dates, are refused by name."""
    with pytest.raises(InvalidValue) as caught:
        eval(f"Days.{call}".replace(".__call__", ""))  # noqa: S307
    assert says in str(caught.value)


def test_wall_clocks_are_never_compared() -> None:
    """Membership tells the two passes of a repeated time apart, which Python's own order does not."""
    first, second = paris("02:30"), paris("02:30", 1)
    assert first == second
    assert first in Interval(first, first)
    assert second not in Interval(first, first)
    assert not Interval(first, first).covers(Interval(second, second))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Interval.local("2026-10-20T09:00", timedelta.max, "Europe/Paris"),
        lambda: Interval.local("9998-12-31T23:00", timedelta(days=800), "America/Toronto"),
        lambda: in_utc(datetime.max.replace(tzinfo=ZoneInfo("America/Toronto"))),
        lambda: Interval.local("2026-10-20T09:00", timedelta(1), "UTC").starting(
            datetime.max.replace(tzinfo=UTC)
        ),
    ],
    ids=["longest", "long", "last", "moved"],
)
def test_the_end_of_the_calendar_is_refused_by_name(ask: Callable[[], object]) -> None:
    """What would come after the last date is an error of numeco's own."""
    with pytest.raises(InvalidValue, match="must be in the years 2 to 9998"):
        ask()
