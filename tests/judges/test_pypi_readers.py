"""Calendars as the readers of the Python package index see them.

Each reader becomes a table from UIDs to what is told of a session, to be equal to what the model
says. Where a reader cannot be right, its law leaves that out and a strict expected failure beside
it shows the defect at its smallest.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import icalendar
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from numeco import Ecosystem, Event, Interval, Session, Theme
from numeco.ical import to_ics
from numeco.time import instant

# Of the readers' own code, which newer Pythons deprecate.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def written(judge, ecosystem: Ecosystem) -> bytes:
    """Return the calendar of all writable sessions, its fixed words in English."""
    sessions = judge.writable(ecosystem)
    return to_ics(ecosystem, domain="example.org", stamp=STAMP, sessions=sessions, language="en")


def small(*, themes: tuple[str, ...] = (), **fields: object) -> bytes:
    """Return the calendar of one session."""
    named = [Theme(id=f"theme-{at}", name=name) for at, name in enumerate(themes)]
    when = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris")
    values = {"id": "talk", "title": "Talk", "event": "week", "when": when} | fields
    session = Session(**values, themes=[one.id for one in named])
    ecosystem = Ecosystem.of(Event(id="week", name="Week"), named, session)
    return to_ics(ecosystem, domain="example.org", stamp=STAMP)


def by_icalendar(judge, event: icalendar.Event, wanted: Any) -> Any:
    """Return what icalendar, and whatever gives its events, tells of a session."""
    start = event["DTSTART"].dt
    geo = event.get("GEO")
    return judge.Told(
        start=instant(start),
        end=instant(event["DTEND"].dt if "DTEND" in event else start),
        summary=str(event["SUMMARY"]),
        location=str(event.get("LOCATION", "")),
        **judge.parts(str(event.get("DESCRIPTION", "")), wanted),
        categories=[str(one) for one in event["CATEGORIES"].cats] if "CATEGORIES" in event else [],
        status=str(event["STATUS"]),
        sequence=int(event["SEQUENCE"]),
        stamp=int(event["DTSTAMP"].dt.timestamp()),
        url=unquote(str(event.get("URL", ""))),
        geo=None if geo is None else (geo.latitude, geo.longitude),
    )


@given(data=st.data())
def test_icalendar_tells_what_the_model_says(judge, programmes, data):
    """Every field of every session equals what icalendar reads."""
    ecosystem = data.draw(programmes)
    told = judge.told(ecosystem, STAMP)
    events = icalendar.Calendar.from_ical(written(judge, ecosystem)).walk("VEVENT")
    assert {
        str(one["UID"]): by_icalendar(judge, one, told[str(one["UID"])]) for one in events
    } == told


def by_ical(judge, event: Any, wanted: Any) -> Any:
    """Return what ical tells of a session."""
    end = event.dtstart if event.dtend is None else event.dtend
    return judge.Told(
        start=instant(event.dtstart),
        end=instant(end),
        summary=event.summary,
        location=event.location or "",
        **judge.parts(event.description or "", wanted),
        categories=event.categories,
        status=event.status,
        sequence=event.sequence,
        stamp=int(event.dtstamp.timestamp()),
        url=unquote(str(event.url or "")),
        geo=None if event.geo is None else (event.geo.lat, event.geo.lng),
    )


@given(data=st.data())
def test_ical_tells_what_the_model_says(judge, programmes, data):
    """Every field of every session equals what ical, which is strict, reads."""
    ecosystem = data.draw(programmes)
    told = judge.told(ecosystem, STAMP)
    text = written(judge, ecosystem).decode()
    events = IcsCalendarStream.calendar_from_ics(text).events
    found = {one.uid: by_ical(judge, one, told[one.uid]) for one in events}
    for uid, one in told.items():
        if any("," in name for name in one.categories):  # see the defect below
            told[uid] = evolve(one, categories=None)
            found[uid] = evolve(found[uid], categories=None)
    assert found == told


@pytest.mark.xfail(strict=True, reason="ical splits CATEGORIES at every comma, escaped or not")
def test_ical_keeps_a_comma_within_a_category():
    """A theme with a comma in its name is one category."""
    text = small(themes=["ia, pme"]).decode()
    (event,) = IcsCalendarStream.calendar_from_ics(text).events
    assert event.categories == ["ia, pme"]


@given(data=st.data())
def test_recurring_ical_events_tells_what_the_model_says(judge, programmes, data):
    """Within the days of each session, recurring-ical-events finds it, with all that it says."""
    expand = pytest.importorskip("recurring_ical_events", reason="the judge is not installed")
    ecosystem = data.draw(programmes)
    told = judge.told(ecosystem, STAMP)
    query = expand.of(icalendar.Calendar.from_ical(written(judge, ecosystem)))
    found: dict[str, Any] = {}
    for session in judge.writable(ecosystem):
        when = session.when.in_zone("UTC")
        for event in query.between(when.start, when.end + timedelta(seconds=1)):
            uid = str(event["UID"])
            found[uid] = by_icalendar(judge, event, told[uid])
    assert found == told


def by_vobject(judge, event: Any, wanted: Any) -> Any:
    """Return what vobject tells of a session."""

    def said(name: str) -> Any:
        child = getattr(event, name, None)
        return "" if child is None else child.value

    start = event.dtstart.value
    latitude, _, longitude = said("geo").partition(";")
    return judge.Told(
        start=instant(start),
        end=instant(said("dtend") or start),
        summary=said("summary"),
        location=said("location"),
        **judge.parts(said("description"), wanted),
        categories=list(said("categories")),
        status=said("status"),
        sequence=int(said("sequence")),
        stamp=int(said("dtstamp").timestamp()),
        url=unquote(said("url")),
        geo=(float(latitude), float(longitude)) if latitude else None,
    )


@given(data=st.data())
def test_vobject_tells_what_the_model_says(judge, programmes, data):
    """Every field of every session equals what vobject reads."""
    vobject = pytest.importorskip("vobject", reason="the judge is not installed")
    ecosystem = data.draw(programmes)
    told = judge.told(ecosystem, STAMP)
    for session in judge.writable(ecosystem):  # see the defect below
        vobject.icalendar.registerTzid(session.when.zone, None)
    calendar = vobject.readOne(written(judge, ecosystem).decode())
    events = getattr(calendar, "vevent_list", [])
    assert {one.uid.value: by_vobject(judge, one, told[one.uid.value]) for one in events} == told


@pytest.mark.xfail(
    strict=True,
    reason="vobject keeps the first VTIMEZONE of a TZID for as long as the process lasts",
)
def test_vobject_reads_the_zone_that_a_calendar_embeds():
    """A calendar of 2020 is read by its own VTIMEZONE, whatever was read before it."""
    vobject = pytest.importorskip("vobject", reason="the judge is not installed")
    vobject.icalendar.registerTzid("Europe/Paris", None)
    vobject.readOne(small().decode())
    when = Interval.local("2020-07-01T09:00", "2020-07-01T10:00", "Europe/Paris")
    event = vobject.readOne(small(when=when).decode()).vevent
    assert instant(event.dtstart.value) == when.start_us


def by_ics(judge, event: Any, wanted: Any) -> Any:
    """Return what ics tells of a session; it knows no SEQUENCE."""
    return judge.Told(
        start=instant(event.begin.datetime),
        end=instant(event.end.datetime),
        summary=event.name,
        location=event.location or "",
        **judge.parts(event.description or "", wanted),
        categories=sorted(event.categories),
        status=event.status,
        sequence=None,
        stamp=None,
        url=unquote(event.url or ""),
        geo=event.geo and tuple(event.geo),
    )


@given(data=st.data())
def test_ics_tells_what_the_model_says(judge, programmes, data):
    """Every field of every session equals what ics reads."""
    ics = pytest.importorskip("ics", reason="the judge is not installed")
    ecosystem = data.draw(programmes)
    told = judge.told(ecosystem, STAMP)
    events = ics.Calendar(written(judge, ecosystem).decode()).events
    found = {one.uid: by_ics(judge, one, told[one.uid]) for one in events}
    for uid, one in told.items():
        unsaid = dict.fromkeys(("sequence", "stamp"))
        unsaid |= {name: None for name in ("summary", "location") if "\\" in getattr(one, name)}
        if "\\" in f"{one.own}{one.facts}":  # see the defect below
            unsaid |= {"own": None, "facts": None}
        # It holds categories as a set.
        names = sorted(set(one.categories))
        unsaid["categories"] = None if "\\" in "".join(names) else names
        told[uid] = evolve(one, **unsaid)
        found[uid] = evolve(found[uid], **{n: None for n, value in unsaid.items() if value is None})
    assert found == told


@pytest.mark.xfail(strict=True, reason="ics undoes one escape after the other, not from the left")
def test_ics_keeps_a_backslash_before_n():
    r"""The backslash of C:\new is no half of a line break."""
    ics = pytest.importorskip("ics", reason="the judge is not installed")
    (event,) = ics.Calendar(small(title=r"C:\new").decode()).events
    assert event.name == r"C:\new"
