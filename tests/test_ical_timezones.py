"""Laws of VTIMEZONE: every instant of the window has the offset that zoneinfo gives it."""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones, reset_tzpath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from numeco.errors import InvalidValue
from numeco.ical._text import fold
from numeco.ical._timezones import vtimezone

ZONES = (
    "UTC",
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",  # standard time in summer, "daylight" below it in winter
    "Europe/Moscow",
    "America/Toronto",
    "America/Nuuk",  # the rule changes the clocks on the day before
    "America/St_Johns",  # at 00:01 until 2011
    "America/Santiago",  # at 24:00 of a Saturday
    "America/Sao_Paulo",
    "America/Caracas",  # half an hour, twice
    "America/Scoresbysund",  # a new zone and a new rule within one night
    "America/Tijuana",
    "Africa/Cairo",  # at 24:00 of the last Thursday of October: 1 November at times
    "Africa/Casablanca",  # back for Ramadan
    "Africa/El_Aaiun",
    "Africa/Juba",
    "Antarctica/Troll",  # two hours
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Apia",  # no 30 December 2011
    "Pacific/Chatham",
    "Pacific/Norfolk",
    "Pacific/Noumea",  # nothing
)
ALL_ZONES = sorted(available_timezones() - {"localtime", "Factory"})
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

windows = st.tuples(st.integers(1850, 2150), st.integers(0, 12))


def new_year(year: int) -> datetime:
    """Return the first instant of a year."""
    return datetime(year, 1, 1, tzinfo=UTC)


def clock(moment: datetime, zone: ZoneInfo) -> tuple[timedelta | None, str | None]:
    """Return what zoneinfo's clock shows."""
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname()


def changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the instants at which zoneinfo's clock changes, found by bisection of each day."""
    for number in range((last - first) // DAY):
        low, high = first + number * DAY, first + (number + 1) * DAY
        if clock(low, zone) == clock(high, zone):
            continue
        while high - low > SECOND:
            middle = low + (high - low) // SECOND // 2 * SECOND
            same = clock(middle, zone) == clock(low, zone)
            low, high = (middle, high) if same else (low, middle)
        yield high


def probes(zone: ZoneInfo, first: datetime, last: datetime) -> list[datetime]:
    """Return both ends, each change, the second before it and after it, and the middles between."""
    fixed = [first, *changes(zone, first, last), last]
    middles = [low + (high - low) / 2 for low, high in pairwise(fixed)]
    around = [each + step for each in fixed[1:-1] for step in (-SECOND, SECOND)]
    return sorted([*fixed, *around, *middles])


class Onset(NamedTuple):
    """One change of the clocks as a VTIMEZONE tells it."""

    at: datetime
    offset: timedelta
    name: str


def delta(offset: str) -> timedelta:
    """Return what a UTC offset says."""
    hours, minutes, seconds = offset[1:3], offset[3:5], offset[5:7] or "0"
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    return -size if offset[0] == "-" else size


def instances(rule: str, start: datetime, last: int) -> Iterator[datetime]:
    """Yield the wall times of a rule up to year `last`: every day of its month is tried."""
    parts = dict(part.split("=") for part in rule.split(";"))
    assert parts.keys() - {"BYMONTHDAY"} == {"FREQ", "BYMONTH", "BYDAY"}
    month, order, weekday = int(parts["BYMONTH"]), parts["BYDAY"][:-2], parts["BYDAY"][-2:]
    for year in range(start.year, last + 1):
        length = monthrange(year, month)[1]
        for day in range(1, length + 1):
            wall = start.replace(year=year, month=month, day=day)
            orders = {"", str((day + 6) // 7), "-1" if day + 7 > length else ""}
            days = parts.get("BYMONTHDAY", str(day)).split(",")
            if WEEKDAYS[wall.weekday()] == weekday and order in orders and str(day) in days:
                yield wall


def onsets(lines: Sequence[str], last: int) -> list[Onset]:
    """Return every onset up to year `last`, by the letter of RFC 5545, 3.6.5."""
    found = []
    for start in (
        n for n, line in enumerate(lines) if line in {"BEGIN:STANDARD", "BEGIN:DAYLIGHT"}
    ):
        body = dict(line.split(":", 1) for line in lines[start + 1 : start + 7])
        before, after = delta(body["TZOFFSETFROM"]), delta(body["TZOFFSETTO"])
        wall = datetime.strptime(body["DTSTART"], "%Y%m%dT%H%M%S")  # noqa: DTZ007
        walls = [wall]
        if "RRULE" in body:
            walls = list(instances(body["RRULE"], wall, max(last, wall.year)))
            assert walls[0] == wall, "DTSTART is the first instance of its rule"
        found += [Onset(each.replace(tzinfo=UTC) - before, after, body["TZNAME"]) for each in walls]
    return sorted(found)


def differences(key: str, first: datetime, last: datetime) -> list[datetime]:
    """Return the probes at which the lines, read by the RFC's letter, and zoneinfo disagree."""
    zone = ZoneInfo(key)
    told = onsets(vtimezone(key, first, last), last.year)
    starts = [each.at for each in told]
    wrong = []
    for probe in probes(zone, first, last):
        place = bisect_right(starts, probe)
        if place == 0 or (told[place - 1].offset, told[place - 1].name) != clock(probe, zone):
            wrong.append(probe)
    return wrong


def rules(lines: Sequence[str]) -> list[str]:
    """Return the recurrence rules among content lines."""
    return [line for line in lines if line.startswith("RRULE:")]


@pytest.mark.parametrize("key", ZONES)
def test_every_instant_of_a_window_has_the_offset_of_zoneinfo(key: str) -> None:
    """Forty years, read by the definition of an observance, agree at and around each change."""
    assert differences(key, new_year(2000), new_year(2040)) == []


@pytest.mark.parametrize("key", ZONES)
@pytest.mark.parametrize("year", [2007, 2011, 2023, 2026, 2030])
def test_a_window_of_one_year_is_as_exact(key: str, year: int) -> None:
    """A year in which the rule begins, ends or rests agrees as well."""
    assert differences(key, new_year(year), new_year(year + 1)) == []


@given(key=st.sampled_from(ALL_ZONES), window=windows)
@example("Africa/Casablanca", (2085, 4))
@example("Europe/Dublin", (1916, 1))
@example("Europe/Paris", (1911, 0))
@example("Europe/London", (1968, 4))
@example("Pacific/Kiritimati", (1994, 1))
def test_any_zone_is_exact_in_any_window(key: str, window: tuple[int, int]) -> None:
    """Local mean time, wars, date lines and the years past every table agree too."""
    year, more = window
    assert differences(key, new_year(year), new_year(year + more + 1)) == []


@pytest.mark.slow
@pytest.mark.parametrize("key", ALL_ZONES)
def test_all_zones_agree_for_forty_years(key: str) -> None:
    """Every zone agrees with zoneinfo from 2000 to 2040."""
    assert differences(key, new_year(2000), new_year(2041)) == []


@pytest.mark.slow
@pytest.mark.parametrize("key", ALL_ZONES)
def test_all_zones_agree_in_each_year_alone(key: str) -> None:
    """Every zone agrees with zoneinfo in each window of one year from 2000 to 2040."""
    years = range(2000, 2041)
    assert [y for y in years if differences(key, new_year(y), new_year(y + 1))] == []


@pytest.mark.parametrize("key", ZONES)
def test_icalendar_reads_the_same_offsets(key: str) -> None:
    """By way of dateutil, icalendar finds the offset of each wall time, in both passes."""
    zone, first, last = ZoneInfo(key), new_year(2025), new_year(2028)
    lines = ["BEGIN:VCALENDAR", *vtimezone(key, first, last), "END:VCALENDAR"]
    (written,) = Calendar.from_ical(b"".join(map(fold, lines))).walk("VTIMEZONE")
    assert isinstance(written, Timezone)
    read = written.to_tz(lookup_tzid=False)
    # Wall times only: tzinfo.fromutc, which dateutil inherits, takes daylight time to be ahead.
    walls = [probe.astimezone(zone) for probe in probes(zone, first, last)]
    assert [x for x in walls if x.replace(tzinfo=read).utcoffset() != x.utcoffset()] == []


@pytest.mark.parametrize("key", ["Europe/Paris", "America/Toronto", "America/Nuuk", "Asia/Gaza"])
def test_a_zone_that_follows_its_rule_needs_two_observances(key: str) -> None:
    """A year under one rule is told by two observances that recur."""
    lines = vtimezone(key, new_year(2026), new_year(2027))
    assert len(rules(lines)) == 2
    assert len([line for line in lines if line.startswith("DTSTART:")]) == 2


def test_a_rule_holds_from_the_year_that_it_begins() -> None:
    """Toronto's changes are listed up to 2006 and recur from 2007 on."""
    lines = vtimezone("America/Toronto", new_year(2000), new_year(2040))
    assert len([line for line in lines if line.startswith("DTSTART:")]) == 1 + 2 * 7 + 2
    assert rules(lines) == [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    ]
    assert "DTSTART:20070311T020000" in lines


def test_paris_is_written_as_its_law_says() -> None:
    """The last Sundays of March and October, at 2 and 3 o'clock by the clock that ends."""
    assert vtimezone("Europe/Paris", new_year(2026), new_year(2026)) == (
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:DAYLIGHT",
        "DTSTART:20240331T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20241027T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZNAME:CET",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


def test_a_zone_without_changes_is_one_standard_observance() -> None:
    """Noumea has had one offset since 1997."""
    assert vtimezone("Pacific/Noumea", new_year(2026), new_year(2027)) == (
        "BEGIN:VTIMEZONE",
        "TZID:Pacific/Noumea",
        "BEGIN:STANDARD",
        "DTSTART:20240101T000000",
        "TZOFFSETFROM:+1100",
        "TZOFFSETTO:+1100",
        "TZNAME:+11",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


def test_summer_is_standard_in_dublin() -> None:
    """Irish law calls the summer's time standard, and tm_isdst follows it."""
    lines = vtimezone("Europe/Dublin", new_year(2026), new_year(2026))
    assert lines[lines.index("TZNAME:IST") + 1] == "END:STANDARD"
    assert lines[lines.index("TZNAME:GMT") + 1] == "END:DAYLIGHT"


def test_an_offset_has_seconds_only_where_they_count() -> None:
    """Paris left its own mean time, 9 min 21 s, in March 1911."""
    lines = vtimezone("Europe/Paris", new_year(1911), new_year(1911))
    assert "DTSTART:19110311T000000" in lines
    assert lines[lines.index("DTSTART:19110311T000000") + 1] == "TZOFFSETFROM:+000921"


@pytest.mark.parametrize("key", ZONES)
def test_nothing_is_ever_written_as_rdate(key: str) -> None:
    """ical.js and ts-ics read an RDATE one hour wrong."""
    assert not [x for x in vtimezone(key, new_year(1900), new_year(2040)) if "RDATE" in x]


@given(key=st.sampled_from(ALL_ZONES), year=st.integers(1, 9999), more=st.integers(0, 3))
@example("Europe/Paris", 9999, 0)
@example("Pacific/Apia", 1, 3)
def test_every_year_that_python_knows_can_be_written(key: str, year: int, more: int) -> None:
    """A date that only stands for "for ever" neither fails nor loses the rule."""
    lines = vtimezone(key, new_year(year), new_year(min(year + more, 9999)))
    assert lines[2] in {"BEGIN:STANDARD", "BEGIN:DAYLIGHT"}
    if year > 2100:  # past the last table, which is Morocco's
        assert bool(rules(lines)) == bool(rules(vtimezone(key, new_year(2100), new_year(2100))))


@given(
    st.sampled_from(ALL_ZONES), st.integers(1950, 2050), st.integers(0, 364), st.integers(0, 364)
)
def test_the_lines_depend_on_the_years_only(key: str, year: int, day: int, other: int) -> None:
    """A programme that moves within its year keeps the same bytes."""
    left, right = (new_year(year) + number * DAY for number in (day, other))
    assert vtimezone(key, left, left) == vtimezone(key, right, right)


@pytest.mark.parametrize(
    "key",
    ["", ".", "Nowhere", "America", "../etc/passwd", "/etc/localtime", "UTC\nX:1", "\0", "\ud800"],
)
def test_what_is_no_zone_is_refused(key: str) -> None:
    """A key that zoneinfo does not know is one of our errors, whatever zoneinfo raises."""
    with pytest.raises(InvalidValue, match="must be the key of an IANA time zone"):
        vtimezone(key, new_year(2026), new_year(2026))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder in which zoneinfo looks for zones, and only there."""
    reset_tzpath([str(tmp_path)])
    yield tmp_path
    reset_tzpath()


def tzif(footer: str, version: bytes = b"2") -> bytes:
    """Return TZif data without a table: UTC, then what the footer says."""
    block = b"TZif" + version + bytes(15 + 16) + b"\0\0\0\1\0\0\0\4" + bytes(6) + b"UTC\0"
    return block * (1 if version == b"\0" else 2) + (f"\n{footer}\n".encode() if footer else b"")


@pytest.mark.parametrize(
    "footer",
    [
        "AAA0BBB,M2.5.0/30,M9.5.6/40",  # the days of February differ from year to year
        "AAA0BBB,M3.1.0/-30,M9.1.3/-167",
        "AAA0BBB,M4.4.4/100,M12.5.6/23:59:59",
        "<+0130>-1:30<+02>,M3.2.1/167,M11.3.2/0",
    ],
)
def test_a_rule_may_leave_its_day_its_week_and_its_month(folder: Path, footer: str) -> None:
    """Every rule that RFC 9636 allows is exact, and recurs where an RRULE can say it."""
    key = re.sub(r"\W", "", footer)
    (folder / key).write_bytes(tzif(footer))
    assert differences(key, new_year(2020), new_year(2060)) == []


def test_a_rule_by_day_of_the_year_is_refused(folder: Path) -> None:
    """No zone has such a rule today; one that came would be told, not guessed."""
    (folder / "Julian").write_bytes(tzif("AAA0BBB,J60,J300"))
    with pytest.raises(InvalidValue, match="month, week and weekday"):
        vtimezone("Julian", new_year(2026), new_year(2026))


def test_data_of_version_1_have_no_rule(folder: Path) -> None:
    """The oldest form of TZif ends with its table."""
    (folder / "Old").write_bytes(tzif("", b"\0"))
    assert differences("Old", new_year(2020), new_year(2022)) == []
