# ruff: noqa: D102, D103, PLC0415  # the contenders' names say what they do, and some are missing
"""Calendars: numeco against icalendar, ics, ical and vobject, in one process on the same sessions.

Run with ``python benchmarks/ical.py [sessions ...]``; 10000 and 100000 when left out. Each session
is full: a description of 300 characters, three categories, two people, GEO, URL, times in a zone.
Every contender begins from its own side of the task: numeco from its things, which are made before
the clock starts, the others from plain values that are ready to be put into their objects. What
each wrote is read back and checked to be the same. A contender that is not installed is named and
left out. Times are CPU seconds, of 10000 sessions and fewer the median of three runs when writing;
the peak of memory is what tracemalloc sees while a contender writes, its result included.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
import warnings
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent))
from _table import show, timed  # from beside this file

# This file must not stand for the package of the same name, which is a contender.
sys.path[:] = [one for one in sys.path if Path(one).resolve() != Path(__file__).resolve().parent]

from numeco import Ecosystem, Event, Interval, Person, Session, Theme, Venue
from numeco.ical import stream, to_ics

ZONE = "Europe/Paris"
STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
WORDS = "Données, territoires & numérique : « atelier »; inscription libre, places limitées.\n"
THEMES = [f"Thème {number}" for number in range(40)]
PEOPLE = [f"Intervenante {number}" for number in range(800)]
ROOMS = [f"Salle {number}" for number in range(60)]
#: Beyond so many sessions contenders run once, and only numeco's memory and output are looked at.
TRACED = 10_000
Answers = dict[str, tuple[datetime, str]]


class Record(NamedTuple):
    """A session in plain values."""

    id: str
    title: str
    start: datetime
    end: datetime
    description: str
    room: int
    themes: list[int]
    people: list[int]

    @property
    def uid(self) -> str:
        return f"{self.id}@example.org"

    @property
    def url(self) -> str:
        return f"https://example.org/programme/{self.id}"

    @property
    def point(self) -> tuple[float, float]:
        return 47.2 + self.room / 1000, -1.55 - self.room / 1000

    @property
    def contacts(self) -> list[str]:
        return [PEOPLE[one] for one in self.people]

    @property
    def categories(self) -> list[str]:
        return [THEMES[one] for one in self.themes]


def records(number: int) -> list[Record]:
    """Return as many sessions, spread over five days of a year, in the order of the calendar."""
    begin, zone = datetime(2026, 10, 19, 8, tzinfo=UTC), ZoneInfo(ZONE)
    found: list[Record] = []
    for at in range(number):
        start = (begin + timedelta(minutes=15 * (at * 5 * 48 // number))).astimezone(zone)
        said = (f"{at} " + WORDS * 4)[:300]
        themes = [at * step % len(THEMES) for step in (1, 7, 11)]
        people = [at % len(PEOPLE), (at * 13 + 1) % len(PEOPLE)]
        end = start + timedelta(minutes=45)
        title = f"Session {at}: l'IA, pour qui ?"
        facts = Record(f"s-{at:06}", title, start, end, said, at % len(ROOMS), themes, people)
        found.append(facts)
    return found


def ecosystem_of(sessions: Iterable[Record]) -> Ecosystem:
    """Return the ecosystem of which these are the sessions."""
    return Ecosystem.of(
        Event(id="week", name="Semaine", zone=ZONE, language="fr"),
        (Theme(id=f"theme-{at}", name=name) for at, name in enumerate(THEMES)),
        (Person(id=f"person-{at}", name=name) for at, name in enumerate(PEOPLE)),
        (
            Venue(
                id=f"room-{at}", name=name, latitude=47.2 + at / 1000, longitude=-1.55 - at / 1000
            )
            for at, name in enumerate(ROOMS)
        ),
        (
            Session(
                id=one.id,
                title=one.title,
                event="week",
                when=Interval(one.start, one.end),
                description=one.description,
                venue=f"room-{one.room}",
                themes=[f"theme-{at}" for at in one.themes],
                speakers=[f"person-{at}" for at in one.people],
                url=one.url,
                modified=STAMP,
            )
            for one in sessions
        ),
    )


# Writing: each returns octets.


def with_numeco(_: list[Record], ecosystem: Ecosystem) -> bytes:
    return to_ics(ecosystem, domain="example.org")


def with_icalendar(sessions: list[Record], _: Ecosystem) -> bytes:
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("PRODID", "-//benchmark//EN")
    calendar.add("VERSION", "2.0")
    for one in sessions:
        event = icalendar.Event()
        event.add("UID", one.uid)
        event.add("DTSTAMP", STAMP)
        event.add("LAST-MODIFIED", STAMP)
        event.add("SEQUENCE", 0)
        event.add("STATUS", "CONFIRMED")
        event.add("DTSTART", one.start)
        event.add("DTEND", one.end)
        event.add("SUMMARY", one.title)
        event.add("DESCRIPTION", one.description)
        event.add("LOCATION", ROOMS[one.room])
        event.add("GEO", one.point)
        event.add("CATEGORIES", one.categories)
        event.add("URL", one.url)
        for contact in one.contacts:
            event.add("CONTACT", contact)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def with_ics(sessions: list[Record], _: Ecosystem) -> bytes:
    import ics.grammar.parse

    calendar = ics.Calendar()
    for one in sessions:
        event = ics.Event(
            uid=one.uid,
            name=one.title,
            begin=one.start,
            end=one.end,
            created=STAMP,
            last_modified=STAMP,
            status="CONFIRMED",
            description=one.description,
            location=ROOMS[one.room],
            geo=one.point,
            categories=set(one.categories),
            url=one.url,
        )
        for contact in one.contacts:
            event.extra.append(ics.grammar.parse.ContentLine(name="CONTACT", value=contact))
        calendar.events.add(event)
    return calendar.serialize().encode()


def with_ical(sessions: list[Record], _: Ecosystem) -> bytes:
    from ical.calendar import Calendar
    from ical.calendar_stream import IcsCalendarStream
    from ical.event import Event as IcalEvent
    from ical.types.geo import Geo

    calendar = Calendar()
    for one in sessions:
        event = IcalEvent(
            uid=one.uid,
            dtstamp=STAMP,
            last_modified=STAMP,
            sequence=0,
            status="CONFIRMED",
            dtstart=one.start,
            dtend=one.end,
            summary=one.title,
            description=one.description,
            location=ROOMS[one.room],
            geo=Geo(lat=one.point[0], lng=one.point[1]),
            categories=one.categories,
            url=one.url,
            contacts=one.contacts,
        )
        calendar.events.append(event)
    return IcsCalendarStream.calendar_to_ics(calendar).encode()


def with_vobject(sessions: list[Record], _: Ecosystem) -> bytes:
    import vobject

    calendar, stamp = vobject.iCalendar(), STAMP.astimezone(vobject.icalendar.utc)
    for one in sessions:
        event = calendar.add("vevent")
        event.add("uid").value = one.uid
        event.add("dtstamp").value = stamp
        event.add("last-modified").value = stamp
        event.add("sequence").value = "0"
        event.add("status").value = "CONFIRMED"
        event.add("dtstart").value = one.start
        event.add("dtend").value = one.end
        event.add("summary").value = one.title
        event.add("description").value = one.description
        event.add("location").value = ROOMS[one.room]
        event.add("geo").value = f"{one.point[0]:.6f};{one.point[1]:.6f}"
        event.add("categories").value = one.categories
        event.add("url").value = one.url
        for contact in one.contacts:
            event.add("contact").value = contact
    return calendar.serialize().encode()


def numeco_streaming(_: list[Record], ecosystem: Ecosystem) -> bytes:
    for part in stream(ecosystem, domain="example.org"):
        assert part
    return b""


WRITERS: dict[str, Callable[[list[Record], Ecosystem], bytes]] = {
    "icalendar": with_icalendar,
    "ics": with_ics,
    "ical": with_ical,
    "vobject": with_vobject,
    "numeco": with_numeco,
}


# Reading: each returns the UIDs with starts and titles.


def read_by_icalendar(data: bytes) -> Answers:
    import icalendar

    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {str(one["UID"]): (one["DTSTART"].dt, str(one["SUMMARY"])) for one in events}


def read_by_ics(data: bytes) -> Answers:
    import ics

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        events = ics.Calendar(data.decode()).events
    return {one.uid: (one.begin.datetime, one.name) for one in events}


def read_by_ical(data: bytes) -> Answers:
    from ical.calendar_stream import IcsCalendarStream

    events = IcsCalendarStream.calendar_from_ics(data.decode()).events
    return {str(one.uid): (one.dtstart, str(one.summary)) for one in events}  # type: ignore[misc]


def read_by_vobject(data: bytes) -> Answers:
    import vobject

    events: list[Any] = vobject.readOne(data.decode()).vevent_list
    return {one.uid.value: (one.dtstart.value, one.summary.value) for one in events}


def read_by_numeco(data: bytes) -> Answers:
    from numeco.ical import from_ics

    reading = from_ics(data)
    found: Answers = {}
    for one in reading.ecosystem.all(Session):
        assert one.when is not None
        found[f"{one.id}@example.org"] = (one.when.start, one.title)
    return found


READERS: dict[str, Callable[[bytes], Answers]] = {
    "icalendar": read_by_icalendar,
    "ics": read_by_ics,
    "ical": read_by_ical,
    "vobject": read_by_vobject,
    "numeco": read_by_numeco,
}


def checked(name: str, answers: Answers, sessions: list[Record]) -> None:
    """Check that what was read is what there was to write.

    Raises:
        SystemExit: it is not.
    """
    expected = {one.uid: (one.start.astimezone(UTC), one.title) for one in sessions}
    found = {uid: (start.astimezone(UTC), title) for uid, (start, title) in answers.items()}
    if found != expected:
        wrong = next(uid for uid in expected if found.get(uid) != expected[uid])
        raise SystemExit(f"{name}: {wrong} is {found.get(wrong)}, not {expected[wrong]}")


def peak(name: str, sessions: list[Record], ecosystem: Ecosystem) -> str:
    """Return the peak of the memory that writing takes, in MB, by tracemalloc, which is slow."""
    if len(sessions) > TRACED and "numeco" not in name:
        return "-"
    gc.collect()
    tracemalloc.start()
    WRITERS.get(name, numeco_streaming)(sessions, ecosystem)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{most / 1e6:.1f}"


def rows(seconds: dict[str, float], number: int, more: Callable[[str], str]) -> list[list[str]]:
    """Return a row for each contender: events per second, ratio to icalendar, and one more."""
    base = seconds.get("icalendar")
    return [
        [
            name,
            f"{number / taken:,.0f}",
            "?" if base is None else f"{base / taken:.1f}x",
            more(name),
        ]
        for name, taken in seconds.items()
    ]


def compare(number: int, names: list[str]) -> None:
    """Print the tables of writing and reading at one size."""
    sessions = records(number)
    ecosystem = ecosystem_of(sessions)
    runs = 3 if number <= TRACED else 1
    written: dict[str, float] = {}
    calendars: dict[str, bytes] = {}
    for name in names:
        written[name], calendars[name] = timed(partial(WRITERS[name], sessions, ecosystem), runs)
    judge = read_by_icalendar if "icalendar" in names else read_by_numeco
    ours = calendars["numeco"]
    for name in names:
        data = calendars.pop(name)
        if number <= TRACED or name == "numeco":  # to read all of the others' takes minutes
            checked(f"written by {name}", judge(data), sessions)
    written["numeco, streaming"], _ = timed(partial(numeco_streaming, sessions, ecosystem), runs)
    header = ("", "events/s", "ratio", "peak MB")
    show(
        f"Writing {number:,} sessions ({len(ours) / 1e6:.0f} MB)",
        header,
        rows(written, number, lambda name: peak(name, sessions, ecosystem)),
    )
    read: dict[str, float] = {}
    for name in names:
        if name == "numeco" and find_spec("numeco.ical._read") is None:
            print("numeco does not read yet and is left out")
        elif name == "ics" and number > TRACED:
            print("ics is left out of reading: it takes minutes")
        else:
            read[name], answers = timed(partial(READERS[name], ours), 1)
            checked(f"read by {name}", answers, sessions)
    show(f"Reading {number:,} sessions", header[:3], [one[:3] for one in rows(read, number, str)])


def main() -> None:
    """Print the tables."""
    names = [name for name in WRITERS if find_spec(name) is not None]
    for name in WRITERS.keys() - set(names):
        print(f"{name} is not installed and is left out")
    for number in [int(word) for word in sys.argv[1:]] or [10_000, 100_000]:
        compare(number, names)


if __name__ == "__main__":
    main()
