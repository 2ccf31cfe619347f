"""Calendars, read back by two independent readers: icalendar and ical."""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from numeco import (
    Ecosystem,
    Event,
    Interval,
    InvalidValue,
    Organization,
    Person,
    Session,
    Theme,
    Venue,
    revise,
)
from numeco.ical import to_ics
from numeco.testing import ecosystems, schedules, texts
from numeco.time import instant

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def _written(ecosystem: Ecosystem, **options: object) -> bytes:
    return to_ics(ecosystem, domain="example.org", stamp=STAMP, **options)


def _by_icalendar(data: bytes) -> dict[str, icalendar.Event]:
    return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(data).walk("VEVENT")}


def _writable(ecosystem: Ecosystem) -> list[Session]:
    """Return the sessions that iCalendar can carry: scheduled, at whole seconds."""
    return [
        one
        for one in ecosystem.all(Session)
        if one.when and not one.when.start_us % 10**6 and not one.when.end_us % 10**6
    ]


def _plain(text: str) -> str:
    """Return a text as the calendar carries it: one kind of line break, controls marked."""
    for line_break in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"):
        text = text.replace(line_break, "\n")
    return CONTROL.sub("\ufffd", text)


@given(ecosystems() | schedules())
def test_icalendar_reads_every_field_back(ecosystem):
    """Each session is there once, with its times as instants, its texts, place and revision."""
    sessions = _writable(ecosystem)
    read = _by_icalendar(_written(ecosystem, sessions=sessions))
    assert read.keys() == {f"{one.id}@example.org" for one in sessions}
    for session in sessions:
        event = read[f"{session.id}@example.org"]
        start = event["DTSTART"].dt
        end = event["DTEND"].dt if "DTEND" in event else start
        assert (instant(start), instant(end)) == (session.when.start_us, session.when.end_us)
        assert str(event["SUMMARY"]) == _plain(session.title)
        assert event["SEQUENCE"] == session.sequence
        assert event["STATUS"] == session.status.upper()
        stamp = session.modified or STAMP
        assert event["DTSTAMP"].dt == stamp.replace(microsecond=0)
        assert ("LAST-MODIFIED" in event) == (session.modified is not None)
        assert ("CREATED" in event) == (session.created is not None)
        names = [ecosystem[one].name for one in session.themes]
        read_names = [str(one) for one in event["CATEGORIES"].cats] if names else []
        assert read_names == [_plain(name) for name in names]
        for one in (*session.speakers, *session.hosts):
            assert _plain(ecosystem[one].name) in str(event["DESCRIPTION"])
        assert _plain(session.description) in str(event.get("DESCRIPTION", ""))
        venue = ecosystem[session.venue] if session.venue else None
        assert (venue is None) == ("LOCATION" not in event)
        if venue:
            assert str(event["LOCATION"]).startswith(_plain(venue.name))
            if venue.latitude is not None:
                assert event["GEO"].latitude == pytest.approx(venue.latitude, abs=1e-6)
                assert event["GEO"].longitude == pytest.approx(venue.longitude, abs=1e-6)


@given(schedules())
def test_ical_reads_every_field_back(ecosystem):
    """A strict second reader finds the same times, titles, places and states."""
    sessions = _writable(ecosystem)
    text = _written(ecosystem, sessions=sessions).decode()
    read = {one.uid: one for one in IcsCalendarStream.calendar_from_ics(text).events}
    assert read.keys() == {f"{one.id}@example.org" for one in sessions}
    for session in sessions:
        event = read[f"{session.id}@example.org"]
        end = event.dtend if event.dtend is not None else event.dtstart
        assert (instant(event.dtstart), instant(end)) == (
            session.when.start_us,
            session.when.end_us,
        )
        assert event.summary == _plain(session.title)
        assert event.status == session.status.upper()
        assert event.sequence == session.sequence


@given(ecosystems(), st.randoms(use_true_random=False))
def test_the_same_ecosystem_gives_the_same_bytes(ecosystem, random):
    """The order of input leaves no trace."""
    shuffled = list(ecosystem)
    random.shuffle(shuffled)
    sessions = _writable(ecosystem)
    other = Ecosystem.of(shuffled)
    assert _written(other, sessions=_writable(other)) == _written(ecosystem, sessions=sessions)


@given(ecosystems())
def test_every_line_is_one_that_the_standard_allows(ecosystem):
    """Lines end in CRLF, hold at most 75 octets and no controls, and begin with a known name."""
    data = _written(ecosystem, sessions=_writable(ecosystem))
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(lines))
    unfolded = data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    names = {re.match(r"[A-Z-]+", line)[0] for line in unfolded}
    assert names <= {
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTAMP", "CREATED",
        "LAST-MODIFIED", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "GEO",
        "DESCRIPTION", "CATEGORIES", "URL", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE",
    }  # fmt: skip
    assert unfolded.count("BEGIN:VEVENT") == len(_writable(ecosystem))


def _week(**fields: object) -> Ecosystem:
    values = {
        "id": "talk-17",
        "title": "L'IA pour les PME",
        "event": "week",
        "when": Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris"),
    }
    return Ecosystem.of(
        Event(id="week", name="Week", language="fr"),
        Venue(
            id="site", name="Stereolux", address="4 bd Léon-Bureau", latitude=47.2, longitude=-1.5
        ),
        Venue(id="maxi", name="Maxi", within="site"),
        Person(id="ada", name="Ada"),
        Organization(id="cci", name="CCI"),
        Theme(id="ia", name="IA, PME; outils"),
        Session(**values | fields),
    )


@given(texts())
def test_no_text_adds_a_line(text):
    """Whatever a title or description holds, it stays within its own property."""
    plain = _written(_week(title="x", description="x")).replace(b"\r\n ", b"")
    hostile = _written(_week(title=f"x{text}", description=f"x{text}")).replace(b"\r\n ", b"")
    assert hostile.count(b"\r\n") == plain.count(b"\r\n")


def test_an_hour_that_comes_twice_is_written_in_utc():
    """The second pass can only be said in UTC (RFC 5545, 3.3.5); the first keeps its zone."""
    second = Interval.local("2026-10-25T02:30+01:00", "2026-10-25T02:45+01:00", "Europe/Paris")
    first = Interval.local("2026-10-25T02:30+02:00", "2026-10-25T02:45+02:00", "Europe/Paris")
    assert b"DTSTART:20261025T013000Z" in _written(_week(when=second))
    assert b"DTSTART;TZID=Europe/Paris:20261025T023000" in _written(_week(when=first))


def test_a_zone_that_is_named_is_defined():
    """Every TZID has its VTIMEZONE, and UTC needs none."""
    data = _written(_week())
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert b"TZID:Europe/Paris" in data
    (session,) = _week().all(Session)
    in_utc = _written(_week(when=session.when.in_zone("UTC")))
    assert b"DTSTART:20261020T070000Z" in in_utc
    assert b"VTIMEZONE" not in in_utc


def test_a_session_without_length_has_no_end():
    """DTEND must be later than DTSTART, so an instant is written without one."""
    when = Interval.local("2026-10-20T09:00", timedelta(), "Europe/Paris")
    assert b"DTEND" not in _written(_week(when=when))


def test_people_and_places_are_readable():
    """The description names speakers and hosts in the event's language; a room names its site."""
    data = _written(_week(venue="maxi", speakers=["ada"], hosts=["cci"], themes=["ia"]))
    event = _by_icalendar(data)["talk-17@example.org"]
    assert str(event["DESCRIPTION"]) == "Intervenants: Ada\nOrganisation: CCI"
    assert str(event["LOCATION"]) == "Maxi, Stereolux, 4 bd Léon-Bureau"
    assert b"GEO:47.200000;-1.500000" in data
    assert [str(one) for one in event["CATEGORIES"].cats] == ["IA, PME; outils"]


def test_a_stamp_is_needed_only_without_modified():
    """DTSTAMP is `modified`; where there is none, the sentence asks for `stamp`."""
    with pytest.raises(InvalidValue, match="'talk-17' must have modified, where no stamp"):
        to_ics(_week(), domain="example.org")
    (session,) = _week().all(Session)
    dated = _week().replacing(revise(session, at=STAMP, venue="maxi"))
    data = to_ics(dated, domain="example.org")
    assert b"DTSTAMP:20260102T030405Z" in data
    assert b"SEQUENCE:1" in data


def test_a_uid_outlives_every_change_but_of_domain():
    """Time, room and title change; the UID does not."""
    (session,) = _week().all(Session)
    moved = evolve(
        session,
        title="New",
        venue="maxi",
        when=Interval.local("2026-10-21T09:00", "2026-10-21T10:00", "Europe/Paris"),
    )
    assert b"UID:talk-17@example.org" in _written(_week().replacing(moved))
    assert b"UID:talk-17@other.org" in to_ics(_week(), domain="other.org", stamp=STAMP)


@pytest.mark.parametrize("domain", ["", "Example.org", "a b", "a\r\nX:1", "-a.org", "a..b", None])
def test_a_domain_must_be_a_host_name(domain):
    """What is no host name cannot end a UID."""
    with pytest.raises(InvalidValue, match="domain must be a host name"):
        to_ics(_week(), domain=domain, stamp=STAMP)


def test_what_iCalendar_cannot_say_is_refused():  # noqa: N802  # the standard's own spelling
    """Fractions of a second, and a session that is asked for but unscheduled, are errors."""
    when = Interval.local("2026-10-20T09:00:00.5", "2026-10-20T10:00", "Europe/Paris")
    with pytest.raises(InvalidValue, match="must begin and end at whole seconds"):
        _written(_week(when=when))
    with pytest.raises(InvalidValue, match="must be scheduled"):
        _written(_week(when=None), sessions=_week(when=None).all(Session))
    assert b"VEVENT" not in _written(_week(when=None))


def test_a_calendar_can_have_a_name():
    """NAME and X-WR-CALNAME carry it, escaped."""
    assert b"NAME:Semaine\\, 2026\r\nX-WR-CALNAME:Semaine\\, 2026\r\n" in _written(
        _week(), name="Semaine, 2026"
    )
