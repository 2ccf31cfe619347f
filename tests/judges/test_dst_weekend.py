"""A session in each hour of a change of clocks, in every zone that has one in 2026.

The calendar is read through the VTIMEZONE that it embeds, by the letter of RFC 5545, 3.6.5 and by
icalendar, and its instants are those of zoneinfo.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest

from numeco import Ecosystem, Event, Interval, Session
from numeco.ical import to_ics
from numeco.time import instant

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
YEAR = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # of wall clocks


def changes(key: str) -> list[datetime]:
    """Return the hours of 2026 in which zoneinfo's clock of a zone changes."""
    zone = ZoneInfo(key)
    hours = [YEAR + at * HOUR for at in range(365 * 24 + 1)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hours[at] for at, (old, new) in enumerate(pairwise(offsets)) if old != new]


KEYS = sorted(available_timezones() - {"localtime", "Factory"})
#: One zone for each history of changes, for the run of every day.
SOME = (
    "Africa/Cairo", "Africa/Casablanca", "America/Nuuk", "America/Santiago", "America/Toronto",
    "Antarctica/Troll", "Asia/Gaza", "Asia/Jerusalem", "Australia/Lord_Howe", "Europe/Dublin",
    "Europe/Paris", "Pacific/Chatham",
)  # fmt: skip


def weekend(key: str, change: datetime) -> Ecosystem:
    """Return sessions of half an hour, each half hour from a day before a change to a day after."""
    zone = ZoneInfo(key)
    moments = [(change + at * HOUR / 2).astimezone(zone) for at in range(-48, 51)]
    return Ecosystem.of(
        Event(id="week", name="Week"),
        [
            Session(id=f"s-{at}", title="S", event="week", when=Interval(*pair))
            for at, pair in enumerate(pairwise(moments))
        ],
    )


def lines(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Iterate over name, parameters and value of each content line; none here has a quoted colon."""
    for line in data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        head, _, value = line.partition(":")
        name, _, parameters = head.partition(";")
        yield name, parameters, value


def components(data: bytes, *names: str) -> list[dict[str, tuple[str, str]]]:
    """Return the properties of each component of some names: parameters and value."""
    found: list[dict[str, tuple[str, str]]] = []
    current: dict[str, tuple[str, str]] | None = None
    for name, parameters, value in lines(data):
        if name == "BEGIN" and value in names:
            current = {}
            found.append(current)
        elif name == "END":
            current = None
        elif current is not None:
            current[name] = parameters, value
    return found


def seconds(text: str) -> int:
    """Return what a DATE-TIME says, in seconds, as if its wall clock were UTC's."""
    wall = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    return round((wall - EPOCH).total_seconds())


def offset(text: str) -> int:
    """Return what a UTC-OFFSET says, in seconds."""
    hours, minutes, rest = int(text[1:3]), int(text[3:5]), int(text[5:7] or 0)
    return (3600 * hours + 60 * minutes + rest) * (-1 if text[0] == "-" else 1)


def walls(observance: Mapping[str, tuple[str, str]]) -> Iterator[int]:
    """Iterate over the wall times up to 2027 at which an observance begins; each day is tried."""
    first = seconds(observance["DTSTART"][1])
    yield first
    if "RRULE" not in observance:
        return
    rule = dict(part.split("=") for part in observance["RRULE"][1].split(";"))
    assert rule.keys() - {"BYMONTHDAY"} == {"FREQ", "BYMONTH", "BYDAY"}
    assert rule["FREQ"] == "YEARLY"
    order, weekday = rule["BYDAY"][:-2], rule["BYDAY"][-2:]
    start = EPOCH + timedelta(seconds=first)
    for year in range(start.year, 2028):
        length = monthrange(year, int(rule["BYMONTH"]))[1]
        for day in range(1, length + 1):
            wall = start.replace(year=year, month=int(rule["BYMONTH"]), day=day)
            places = {"", str((day + 6) // 7), str(-((length - day) // 7 + 1))}
            days = rule.get("BYMONTHDAY", str(day)).split(",")
            fits = WEEKDAYS[wall.weekday()] == weekday and order in places and str(day) in days
            if fits and wall > start:
                yield round((wall - EPOCH).total_seconds())


class Embedded:
    """A zone as its VTIMEZONE tells it."""

    def __init__(self, data: bytes) -> None:
        """Read the observances of a calendar with one zone."""
        onsets = sorted(
            (wall - offset(one["TZOFFSETFROM"][1]), offset(one["TZOFFSETTO"][1]))
            for one in components(data, "STANDARD", "DAYLIGHT")
            for wall in walls(one)
        )
        self.starts = [start for start, _ in onsets]
        self.offsets = [after for _, after in onsets]

    def instant(self, wall: int) -> int:
        """Return the first instant at which the clock shows a wall time (RFC 5545, 3.3.5)."""
        return min(
            wall - each
            for each in set(self.offsets)
            if self.offsets[bisect_right(self.starts, wall - each) - 1] == each
        )


def by_the_letter(data: bytes) -> dict[str, tuple[int, int]]:
    """Return the start and the end of each session, in seconds, by UID."""
    embedded = Embedded(data)

    def read(parameters: str, text: str) -> int:
        wall = seconds(text)
        assert parameters.startswith("TZID=") != text.endswith("Z")
        return wall if text.endswith("Z") else embedded.instant(wall)

    return {
        one["UID"][1]: (read(*one["DTSTART"]), read(*one["DTEND"]))
        for one in components(data, "VEVENT")
    }


def by_icalendar(data: bytes) -> dict[str, tuple[int, int]]:
    """Return the same by icalendar, which is told to look no zone up but in the calendar."""
    calendar = icalendar.Calendar.from_ical(data)
    zones = {str(one["TZID"]): one.to_tz(lookup_tzid=False) for one in calendar.walk("VTIMEZONE")}

    def read(value: icalendar.vDDDTypes) -> int:
        zone: tzinfo = zones.get(value.params.get("TZID"), UTC)
        return instant(value.dt.replace(tzinfo=zone)) // 10**6

    return {
        str(one["UID"]): (read(one["DTSTART"]), read(one["DTEND"]))
        for one in calendar.walk("VEVENT")
    }


def disagreements(key: str) -> list[str]:
    """Return the readers, with the change, that find another instant than zoneinfo."""
    found = []
    for change in changes(key):
        ecosystem = weekend(key, change)
        data = to_ics(ecosystem, domain="example.org", stamp=STAMP)
        wanted = {
            f"{one.id}@example.org": (one.when.start_us // 10**6, one.when.end_us // 10**6)
            for one in ecosystem.all(Session)
        }
        found += [
            f"{read.__name__} {change}"
            for read in (by_the_letter, by_icalendar)
            if read(data) != wanted
        ]
    return found


@pytest.mark.parametrize("key", SOME)
def test_each_hour_of_a_change_of_clocks_is_its_instant(key):
    """Both passes of an hour and the neighbours of a gap, through the zone that is embedded."""
    assert len(changes(key)) >= 2
    assert disagreements(key) == []


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_each_hour_of_a_change_of_clocks_is_its_instant_in_every_zone(key):
    """The same wherever clocks change in 2026."""
    assert disagreements(key) == []


@pytest.mark.slow
def test_clocks_change_in_many_zones():
    """The law above is not empty."""
    assert sum(bool(changes(key)) for key in KEYS) > 150
