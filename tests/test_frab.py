"""Laws of schedules: what is written reads back, no oddity is silent, no input breaks the reader."""

import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from numeco.diagnostics import Diagnostic, Reading, Severity
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue, Malformed, NumecoError, Refused, UnknownId
from numeco.formats.frab import from_schedule, to_json, to_xml, write
from numeco.model import (
    Event,
    Identifier,
    Person,
    Session,
    SessionKind,
    SessionStatus,
    Theme,
    Thing,
    Venue,
)
from numeco.schedule import SPEAKER, clashes
from numeco.testing import ecosystems, intervals, names, schedules, texts, zones
from numeco.time import Days, Interval

PARIS = "Europe/Paris"
GUID = "6a32cb72-a69d-423c-91b5-60d88eb8e6c7"
OTHER = "3aae5c0a-9c9b-483a-8c09-b4402d749a82"
FORMS: tuple[Callable[..., bytes], ...] = (to_xml, to_json)


def sessions(reading: Reading) -> tuple[Session, ...]:
    """Return the sessions in the order of the file."""
    return reading.ecosystem.all(Session)


def the_event(reading: Reading) -> Event:
    """Return the only event."""
    (found,) = reading.ecosystem.all(Event)
    return found


def told(reading: Reading, code: str) -> list[Diagnostic]:
    """Return the diagnostics of a code."""
    return [one for one in reading.diagnostics if one.code == code]


def codes(reading: Reading) -> set[str]:
    """Return the codes of warnings and errors."""
    return {one.code for one in reading.diagnostics if one.severity is not Severity.INFO}


def xml(
    *events: str, conference: str = "", day: str = 'date="2026-10-20"', room: str = "Léo"
) -> bytes:
    """Return a schedule of one day and room with these events."""
    head = f"<conference><title>Week</title><acronym>week</acronym>{conference}</conference>"
    inner = f'<room name="{room}">{"".join(events)}</room>'
    return f"<schedule>{head}<day {day}>{inner}</day></schedule>".encode()


def talk(*, attributes: str = f'id="1" guid="{GUID}"', **facts: str) -> str:
    """Return an event, an hour from 9:30 in Léo where the facts say nothing else."""
    said = {"title": "Talk", "start": "09:30", "duration": "01:00", "room": "Léo"} | facts
    return f"<event {attributes}>{''.join(f'<{k}>{v}</{k}>' for k, v in said.items())}</event>"


def read(*events: str, zone: str | None = PARIS, **options: Any) -> Reading:
    """Return what the reader makes of a schedule of these events, in Paris."""
    return from_schedule(xml(*events, **options), zone=zone)


def in_json(*events: dict[str, Any], **conference: Any) -> bytes:
    """Return a schedule of one day and room in JSON."""
    day = {"index": 1, "date": "2026-10-20", "rooms": {"Léo": list(events)}}
    return json.dumps(
        {"schedule": {"conference": {"title": "Week", "days": [day]} | conference}}
    ).encode()


def persons(*people: str) -> str:
    """Return persons, each written as id and name."""
    parts = (one.partition(" ") for one in people)
    return "".join(f'<person id="{number}">{name}</person>' for number, _, name in parts)


# The file as such


def test_every_form_of_source_reads_the_same(tmp_path: Path) -> None:
    """A path, its text, octets and open files of both kinds hold one programme."""
    octets = xml(talk(title="Déjeuner"))
    path = tmp_path / "week.xml"
    path.write_bytes(octets)
    forms: list[Any] = [path, str(path), octets, io.BytesIO(octets), io.StringIO(octets.decode())]
    first, *others = (from_schedule(form, zone=PARIS) for form in forms)
    assert sessions(first)[0].title == "Déjeuner"
    assert all(other == first for other in others)


@pytest.mark.parametrize("source", ["<schedule/>", '{"schedule": {}}', "a\0b", 3, None])
def test_a_source_that_is_none_is_refused(source: Any) -> None:
    """A text in the place of a path, and whatever cannot be read, are refused by name."""
    with pytest.raises(InvalidValue, match="source"):
        from_schedule(source)


@pytest.mark.parametrize(
    ("encoding", "declared", "code"),
    [
        ("utf-8", "", set()),
        ("utf-8-sig", "utf-8", set()),
        ("latin-1", "ISO-8859-1", set()),
        ("cp1252", "windows-1252", set()),
        ("utf-16", "utf-16", set()),
        ("cp1252", "utf-8", {"encoding"}),
        ("utf-8", "idna", {"encoding"}),
    ],
)
def test_encodings_are_those_declared(encoding: str, declared: str, code: set[str]) -> None:
    """An XML file is of the encoding that it declares; where it is not, that is told."""
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    octets = (head + xml(talk(title="Déjeuner")).decode()).encode(encoding)
    reading = from_schedule(octets, zone=PARIS)
    assert sessions(reading)[0].title == "Déjeuner"
    assert codes(reading) == code


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"title,start\n",
        b"[]",
        b"{",
        b'{"a": 1}',
        b'{"schedule": {"conference": []}}',
        b"<a/>",
        b"<schedule>",
        b"<schedule>&nbsp;</schedule>",
        b"<schedule/><schedule/>",
        b"<\xff>",
    ],
)
def test_what_is_no_schedule_is_malformed(octets: bytes) -> None:
    """A file that is neither XML nor JSON, is cut off, or holds something else is refused."""
    with pytest.raises(Malformed):
        from_schedule(octets)


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE schedule>",
        '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE s SYSTEM "http://127.0.0.1/schedule.dtd">',
    ],
)
def test_document_types_are_refused(doctype: str) -> None:
    """No entity is ever expanded or fetched."""
    with pytest.raises(Malformed, match="document type"):
        from_schedule(doctype.encode() + xml(talk()))


@pytest.mark.parametrize(
    "octets",
    [
        b"<schedule>" + b"<a>" * 100_000,
        b'{"schedule":' + b"[" * 100_000,
        b'{"schedule":' + b'{"a":' * 100_000,
    ],
)
def test_deep_nesting_is_refused(octets: bytes) -> None:
    """What nests too deeply is refused before it exhausts the stack."""
    with pytest.raises(Malformed, match="nests"):
        from_schedule(octets)


def test_numbers_of_any_size_read() -> None:
    """A number of a million digits costs no more than a text."""
    event = {"id": "DIGITS", "title": "Talk", "start": 1e308, "duration": float("inf")}
    octets = in_json(event).replace(b'"DIGITS"', b"9" * 1_000_000)
    reading = from_schedule(octets, zone=PARIS)
    assert len(sessions(reading)) == 1


def test_characters_that_xml_cannot_hold_are_told_and_kept() -> None:
    """Raw or as references they make a file that is not well-formed XML, but read as JSON does."""
    reading = read(talk(description="a\x06b&#6;c&#xFFFE;d"))
    assert sessions(reading)[0].description == "a\x06b\x06c\ufffed"
    assert codes(reading) == {"not-well-formed", "control-characters"}
    event = {"title": "Talk", "description": "a\x06b\x06c\ufffed", "guid": GUID, "room": "Léo"}
    other = from_schedule(in_json(event))
    assert sessions(other)[0].description == sessions(reading)[0].description


def test_private_characters_survive_the_mending() -> None:
    """A text that holds the characters which stand for others loses none of them."""
    reading = read(talk(description="a\x06\U000f0006b"))
    assert sessions(reading)[0].description == "a\ufffd\U000f0006b"


def test_lone_surrogates_are_told() -> None:
    """What no encoding can write becomes U+FFFD, and a diagnostic says so."""
    reading = from_schedule(in_json({"id": 1, "title": "a\ud800", "date": "2026-10-20T09:00Z"}))
    assert sessions(reading)[0].title == "a\ufffd"
    assert "encoding" in codes(reading)


def test_lone_surrogates_in_keys_are_told() -> None:
    """A room whose name no encoding can write, as the key of its list, reads as other texts do."""
    day = {"date": "2026-10-20", "rooms": {"\ud800": [{"id": 1, "title": "Talk"}]}}
    content = {"schedule": {"conference": {"title": "Week", "days": [day]}}}
    reading = from_schedule(json.dumps(content).encode(), zone=PARIS)
    assert [one.name for one in reading.ecosystem.all(Venue)] == ["\ufffd"]
    (found,) = told(reading, "encoding")
    assert found.place == "days[0]"


# The three generations


def test_generations_say_the_same() -> None:
    """Sessions outside rooms, hours of a day, and absolute dates are one programme."""
    dated = talk(date="2026-10-20T09:30:00+02:00")
    pentabarf = (
        xml(talk()).replace(b'<room name="L\xc3\xa9o"><', b"<").replace(b"</room></day>", b"</day>")
    )
    json_event = {"guid": GUID, "id": 1, "title": "Talk", "room": "Léo", "duration": "1:00"}
    json_event["date"] = "2026-10-20T09:30:00+02:00"
    files = [xml(talk()), pentabarf, xml(dated), in_json(json_event)]
    readings = [from_schedule(file, zone=PARIS) for file in files]
    assert len({sessions(one) for one in readings}) == 1
    (session,) = sessions(readings[0])
    assert session.when == Interval.local("2026-10-20T09:30", "2026-10-20T10:30", PARIS)
    assert not any(codes(one) for one in readings)
    assert told(readings[1], "no-parent")


def test_sessions_of_version_2_read() -> None:
    """The list of sessions of the voc's version 2, whose tracks are slugs, is read too."""
    event = {
        "guid": GUID,
        "title": "Talk",
        "start": "2026-10-20T09:30:00+02:00",
        "end": "2026-10-20T10:30:00+02:00",
        "room": {"name": "Léo", "guid": OTHER},
        "track": {"slug": "ai"},
        "type": "LIGHTNING_TALK",
        "participants": [{"guid": OTHER, "name": "Ana"}],
    }
    conference = {"title": "Week", "time_zone_name": PARIS}
    conference["tracks"] = [{"name": "IA", "slug": "ai", "colors": {"light": "#F9B000"}}]  # type: ignore[assignment]  # a dict of JSON
    schedule = {"conference": conference, "events": [event]}
    reading = from_schedule(json.dumps({"schedule": schedule}).encode())
    (session,) = sessions(reading)
    assert session.when == Interval.local("2026-10-20T09:30", "2026-10-20T10:30", PARIS)
    assert session.kind is SessionKind.LIGHTNING_TALK
    assert (session.venue, session.speakers) == ("venue-leo", ("person-ana",))
    (theme,) = reading.ecosystem.all(Theme)
    assert (theme.name, theme.colour, session.themes) == ("IA", "#f9b000", (theme.id,))


def test_the_conference_makes_the_event() -> None:
    """Title, acronym, dates, zone, building and hour of change have their places."""
    said = "<venue>ULB</venue><city>Brussels</city><start>2026-10-20</start><end>2026-10-21</end>"
    said += f"<time_zone_name>{PARIS}</time_zone_name><day_change>09:00:00</day_change>"
    reading = read(talk(), conference=said, zone=None)
    event = the_event(reading)
    assert (event.name, event.zone, event.day_starts) == ("Week", PARIS, time(9))
    assert event.days == Days.of("2026-10-20", "2026-10-21")
    assert event.identifiers == {Identifier("frab-acronym", "week")}
    site, room = reading.ecosystem.all(Venue)
    assert (site.name, site.address, event.venue, room.within) == (
        "ULB",
        "Brussels",
        *[site.id] * 2,
    )


def test_an_event_can_be_given() -> None:
    """A name or an event takes the place of the conference, which fills what it leaves open."""
    given = Event(id="dw", name="Digital Week", zone="UTC", day_starts=time(5))
    reading = from_schedule(xml(talk()), event=given)
    event = the_event(reading)
    assert (event.id, event.zone, event.day_starts) == ("dw", "UTC", time(5))
    assert event.days == Days.of("2026-10-20")
    assert the_event(from_schedule(xml(talk()), event="Digital Week")).name == "Digital Week"
    with pytest.raises(InvalidValue, match="event"):
        from_schedule(xml(talk()), event=3)  # type: ignore[arg-type]  # the point


# Time


def test_without_a_zone_hours_stay_unscheduled_and_offsets_are_utc() -> None:
    """Nobody's zone is made up: a diagnostic quotes what could not be placed."""
    hours, dated = (talk(), talk(attributes='id="2"', date="2026-10-20T09:30:00+02:00"))
    reading = read(hours, dated, zone=None)
    first, second = sessions(reading)
    assert first.when is None
    assert second.when == Interval.local("2026-10-20T07:30", "2026-10-20T08:30", "UTC")
    whole, error = told(reading, "no-zone")
    assert (whole.place, error.severity) == ("", Severity.ERROR)
    assert "start '09:30', duration '01:00'" in error.done


def test_before_the_change_of_day_is_the_night_after() -> None:
    """Hours before day_change, or up to the end of a day that ends on the next, are of its night."""
    for conference, day in (
        ("<day_change>06:00</day_change>", 'date="2026-10-20"'),
        ("", 'date="2026-10-20" start="2026-10-20T11:00:00+02:00" end="2026-10-21T04:00:00+02:00"'),
    ):
        reading = read(talk(start="00:30"), conference=conference, day=day)
        (session,) = sessions(reading)
        assert session.when == Interval.local("2026-10-21T00:30", "2026-10-21T01:30", PARIS)
        assert reading.ecosystem.day(session) == date(2026, 10, 20)
        assert told(reading, "after-midnight")


def test_days_begin_such_that_sessions_are_of_the_day_they_are_listed_under() -> None:
    """The change of day follows from the nights of the programme; what fits no hour is told."""
    night = talk(date="2026-10-21T04:00:00+02:00")
    morning = talk(attributes='id="2"', date="2026-10-20T08:00:00+02:00")
    reading = read(night, morning)
    assert the_event(reading).day_starts == time(5)
    assert {reading.ecosystem.day(one) for one in sessions(reading)} == {date(2026, 10, 20)}
    stray = talk(attributes='id="3"', date="2026-10-23T08:00:00+02:00")
    assert told(read(night, morning, stray), "off-day")[0].found.startswith("is dated 2026-10-23")


@pytest.mark.parametrize(
    ("facts", "code", "when"),
    [
        ({"duration": ""}, "missing-end", ("09:30", "09:30")),
        ({"duration": "00:00"}, "zero-length", ("09:30", "09:30")),
        ({"duration": "soon"}, "unreadable-duration", ("09:30", "09:30")),
        ({"duration": "PT1H30M"}, "", ("09:30", "11:00")),
        ({"duration": "0:45"}, "", ("09:30", "10:15")),
        ({"duration": "00:30:30"}, "", ("09:30", "10:00:30")),
        ({"date": "2026-10-20T10:00:00+02:00"}, "other-start", ("10:00", "11:00")),
        ({"date": "2026-10-20T09:30:00+05:00"}, "other-offset", ("06:30", "07:30")),
        ({"date": "2026-10-20"}, "", ("09:30", "10:30")),
        ({"end": "2026-10-20T11:00:00+02:00"}, "other-duration", ("09:30", "11:00")),
        ({"end": "2026-10-20T09:00:00+02:00"}, "end-before-start", ("09:30", "10:30")),
        ({"end": "later"}, "unreadable-end", ("09:30", "10:30")),
    ],
)
def test_times_read_with_a_word_for_each_oddity(
    facts: dict[str, str], code: str, when: tuple[str, str]
) -> None:
    """What two facts say differently, or none readably, is told, and the session placed."""
    reading = read(talk(**facts))
    start, end = (f"2026-10-20T{at}" for at in when)
    assert sessions(reading)[0].when == Interval.local(start, end, PARIS)
    assert code in codes(reading) if code else not codes(reading)


@pytest.mark.parametrize(
    ("facts", "day", "code"),
    [
        ({"start": ""}, "2026-10-20", "missing-time"),
        ({"start": "25:00"}, "2026-10-20", "missing-time"),
        ({}, "soon", "missing-date"),
        ({"date": "20/10/2026"}, "2026-10-20", "unreadable-date"),
        ({"start": "02:30"}, "2026-03-29", "missing-hour"),
        ({"date": "9999-12-31T23:59:00-12:00"}, "2026-10-20", "unreadable-time"),
        ({"date": "9998-12-31T23:59:00+00:00", "duration": "9999:59"}, "", "unreadable-time"),
    ],
)
def test_what_cannot_be_placed_stays_unscheduled(
    facts: dict[str, str], day: str, code: str
) -> None:
    """A session whose time cannot be read is kept, with an error that quotes it."""
    reading = read(talk(**facts), day=f'date="{day}"')
    assert sessions(reading)[0].when is None
    (found,) = told(reading, code)
    assert found.severity is Severity.ERROR


def test_a_repeated_hour_is_that_of_its_offset() -> None:
    """In autumn an offset tells the two passes apart; without one it is the first, with a word."""
    first, second, bare = (
        talk(attributes='id="1"', date="2026-10-25T02:30:00+02:00", start="02:30"),
        talk(attributes='id="2"', date="2026-10-25T02:30:00+01:00", start="02:30"),
        talk(attributes='id="3"', date="2026-10-25", start="02:30"),
    )
    reading = read(first, second, bare, day='date="2026-10-25"')
    one, two, three = (session.when for session in sessions(reading))
    assert one is not None
    assert two is not None
    assert two.start_us - one.start_us == 3_600_000_000
    assert three == one
    assert codes(reading) == {"repeated-hour"}


# Ids, rooms, words


def test_ids_are_guids_else_numbers() -> None:
    """Sessions of one guid and title are showings of the same; numbers alone may repeat."""
    again = f'id="1" guid="{GUID}"'
    reading = read(
        talk(),
        talk(attributes=again, start="11:00"),
        talk(attributes=f'id="1" guid="{OTHER}"', title="Other"),
        talk(attributes='id="7"'),
        talk(attributes='id="7"'),
        talk(attributes='guid="none"'),
    )
    ids = [one.id for one in sessions(reading)]
    assert ids == [GUID, f"{GUID}-2", OTHER, "7", "7-2", "session-talk"]
    assert sessions(reading)[1].repeat_of == GUID
    assert Identifier("frab-id", "1") in sessions(reading)[0].identifiers
    assert len(told(reading, "repeated-id")) == 3
    assert len(told(reading, "repeated-guid")) == 1
    assert {"odd-guid", "missing-id"} <= codes(reading)


def test_a_room_listed_under_another_name_has_both() -> None:
    """The session's own room counts; the name of the list, where no room has it, is an alias."""
    reading = read(talk(), talk(attributes='id="2"'), room="1 Léo")
    (venue,) = reading.ecosystem.all(Venue)
    assert (venue.name, venue.aliases) == ("Léo", {"1 Léo"})
    assert len(told(reading, "other-room")) == 2


def test_a_room_has_as_many_other_names_as_lists() -> None:
    """Lists under several names of one room leave them all."""
    day = {"date": "2026-10-20", "rooms": {}}
    for at in ("1", "2"):
        day["rooms"][f"{at} Léo"] = [{"id": at, "title": "Talk", "room": "Léo"}]  # type: ignore[index]  # a dict of JSON
    reading = from_schedule(in_json(days=[day]))
    (venue,) = reading.ecosystem.all(Venue)
    assert venue.aliases == {"1 Léo", "2 Léo"}


def test_rooms_that_others_are_in_stay_rooms() -> None:
    """A name that is both a list's and a session's own is no alias; a silent session is there."""
    reading = read(talk(), talk(attributes='id="2"', room=""), room="Maxi")
    assert [one.name for one in reading.ecosystem.all(Venue)] == ["Maxi", "Léo"]
    assert [one.venue for one in sessions(reading)] == ["venue-leo", "venue-maxi"]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("lecture", SessionKind.TALK),
        ("Workshop 2h", SessionKind.WORKSHOP),
        ("lightning_talk", SessionKind.LIGHTNING_TALK),
        ("podium", SessionKind.PANEL),
        ("djset", SessionKind.PERFORMANCE),
        ("Klangteppich", SessionKind.OTHER),
        ("", SessionKind.OTHER),
    ],
)
def test_types_are_kinds_and_tags(word: str, kind: SessionKind) -> None:
    """A type means a kind; the word itself stays a tag, and comes back in writing."""
    reading = read(talk(type=word))
    (session,) = sessions(reading)
    assert session.kind is kind
    assert session.tags == ({f"type: {word}"} if word else set())
    assert (b"<type>" + (word or "other").encode() + b"</type>") in to_xml(reading.ecosystem)


def test_texts_are_put_together_once() -> None:
    """Subtitle, abstract and description follow one another; one that repeats another is dropped."""
    text = "\n      First\n        second\n    "
    (session,) = sessions(read(talk(subtitle="Sub", abstract=text, description="First second")))
    assert session.description == "Sub\n\nFirst\n  second"


def test_what_is_not_read_is_counted() -> None:
    """Facts that the model has no place for are named, so that nobody looks for them in vain."""
    reading = read(talk(logo="a.png", subtitle=" ", links="<link>x</link>"))
    (found,) = told(reading, "unread")
    assert found.found == "has in its sessions 1 × 'links', 1 × 'logo'"


def test_facts_that_fields_refuse_become_tags() -> None:
    """A relative address and a language that is none are kept as they are, with a word."""
    reading = read(talk(url="2015/70.html", language="de_DE"))
    assert sessions(reading)[0].tags == {"url: 2015/70.html", "language: de_DE"}
    assert codes(reading) == {"odd-url", "odd-language"}


def test_recording_is_a_tag() -> None:
    """Who is not to be recorded is marked, in either form."""
    optout = "<license/><optout>true</optout>"
    for reading in (
        read(talk(recording=optout)),
        from_schedule(in_json({"id": 1, "title": "Talk", "do_not_record": True})),
    ):
        assert sessions(reading)[0].tags == {"do-not-record"}


def test_strange_parts_are_told() -> None:
    """An element that belongs elsewhere and a fact said twice leave a word."""
    reading = read(talk(), "<event id='2'><title>A</title><title>B</title></event>", "<talk/>")
    assert sessions(reading)[1].title == "A"
    assert {"odd-element", "repeated-field"} <= codes(reading)


def test_strict_readings_refuse() -> None:
    """What merely informs passes a strict reading, what was mended does not."""
    from_schedule(xml(talk(type="djset")), zone=PARIS, strict=True)
    with pytest.raises(Refused, match="no title"):
        from_schedule(xml(talk(title="")), zone=PARIS, strict=True)


# Persons


def test_a_number_that_several_names_have_is_several_persons() -> None:
    """Merged files number people twice over: neither their ids nor their names make false clashes."""
    reading = read(
        talk(persons=persons("85 Adam", "0 Julia", "9 Eva")),
        talk(attributes='id="2"', persons=persons("85 Chaos-West", "0 Kreatur", "10 Eva")),
    )
    people = {one.id: one.name for one in reading.ecosystem.all(Person)}
    assert sorted(people.values()) == ["Adam", "Chaos-West", "Eva", "Eva", "Julia", "Kreatur"]
    assert not clashes(reading.ecosystem, rules=[SPEAKER])
    assert "'85' to 'Adam', 'Chaos-West'" in told(reading, "shared-id")[0].found
    assert "2 persons with the id 0" in told(reading, "id-0")[0].found
    assert "'Eva'" in told(reading, "shared-name")[0].found


def test_a_person_of_one_id_and_name_is_one() -> None:
    """Whoever speaks twice at once clashes; naming a person twice in one session is told."""
    both = [
        talk(persons=persons("4 Ana", "4 Ana")),
        talk(attributes='id="2"', persons=persons("4 Ana")),
    ]
    reading = read(*both)
    assert len(reading.ecosystem.all(Person)) == 1
    assert len(clashes(reading.ecosystem, rules=[SPEAKER])) == 1
    assert codes(reading) == {"repeated-name"}


def test_ids_that_number_mentions_are_no_persons() -> None:
    """Where names repeat but no id ever does, the names are the persons."""
    events = [
        talk(attributes=f'id="{at}"', persons=persons(f"{at} Ana", f"{at + 50} Bob"))
        for at in range(1, 9)
    ]
    reading = read(*events)
    assert len(reading.ecosystem.all(Person)) == 2
    assert codes(reading) == {"numbered-mentions"}


def test_nobody_in_particular_is_a_placeholder() -> None:
    """The name TBA stands for nobody, and so does no name at all."""
    reading = read(talk(persons=persons("1 TBA", "2 ")))
    assert [one.placeholder for one in reading.ecosystem.all(Person)] == [True, True]
    assert codes(reading) == {"missing-name"}


def test_persons_have_what_json_says_of_them() -> None:
    """A biography describes, a web address leads to, a code identifies a person."""
    person = {"code": "NQTF8Y", "public_name": "Ana", "biography": "CEO", "url": "https://a.fr"}
    reading = from_schedule(in_json({"id": 1, "title": "Talk", "persons": [person]}))
    (found,) = reading.ecosystem.all(Person)
    assert (found.name, found.description, found.url) == ("Ana", "CEO", "https://a.fr")
    assert found.identifiers == {Identifier("frab-code", "NQTF8Y")}


def test_a_person_has_all_that_sessions_say() -> None:
    """Codes of one number and name unite; a second biography is told, and the first one kept."""
    ana = {"id": 4, "name": "Ana", "code": "AAA", "biography": "CEO"}
    bare, again = {"id": 4, "name": "Ana"}, ana | {"code": "BBB", "biography": "CTO"}
    events = [
        {"id": at, "title": "Talk", "persons": [one]} for at, one in enumerate((bare, ana, again))
    ]
    reading = from_schedule(in_json(*events))
    (found,) = reading.ecosystem.all(Person)
    assert {str(one) for one in found.identifiers} == {
        "frab-id:4",
        "frab-code:AAA",
        "frab-code:BBB",
    }
    assert found.description == "CEO"
    assert "'CTO'" in told(reading, "other-fact")[0].found


# Anything at all

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(
        ["", " ", "0", GUID, "2026-10-20", "09:30", "2026-10-20T09:30:00+02:00", "a\ud800"]
    )
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=6,
)
EVERYTHING: dict[str, Any] = {
    "schedule": {
        "version": "1",
        "conference": {
            "title": "Week",
            "acronym": "week",
            "start": "2026-10-20",
            "end": "2026-10-21",
            "day_change": "06:00",
            "time_zone_name": PARIS,
            "url": "https://a.fr",
            "venue": "ULB",
            "tracks": [{"name": "AI", "color": "#ffffff", "slug": "ai"}],
            "rooms": [{"name": "Léo", "capacity": 3, "guid": GUID, "description": "d"}],
            "days": [
                {
                    "index": 1,
                    "date": "2026-10-20",
                    "day_start": "2026-10-20T04:00:00+02:00",
                    "day_end": "2026-10-21T03:59:00+02:00",
                    "rooms": {
                        "Léo": [
                            {
                                "guid": GUID,
                                "id": 1,
                                "code": "ABC",
                                "slug": "week-1-talk",
                                "date": "2026-10-20T09:30:00+02:00",
                                "start": "09:30",
                                "end": "2026-10-20T10:30:00+02:00",
                                "duration": "01:00",
                                "room": "Léo",
                                "title": "Talk",
                                "type": "lecture",
                                "track": "AI",
                                "language": "fr",
                                "abstract": "a",
                                "do_not_record": False,
                                "persons": [{"id": 1, "name": "Ana", "url": "https://a.fr"}],
                            }
                        ]
                    },
                }
            ],
        },
    }
}


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to all parts of a JSON value but itself."""
    keys: list[Any] = (
        list(value)
        if isinstance(value, dict)
        else list(range(len(value)))
        if isinstance(value, list)
        else []
    )
    return [found for key in keys for found in ((*path, key), *paths(value[key], (*path, key)))]


def with_part(value: Any, path: tuple[Any, ...], part: Any) -> Any:
    """Return a JSON value with another part at the end of a way."""
    if not path:
        return part
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = with_part(value[path[0]], path[1:], part)
    return copied


@given(st.lists(st.tuples(st.sampled_from(paths(EVERYTHING)), json_values), max_size=3))
def test_no_json_breaks_the_reader(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    """With anything in the place of anything, a schedule reads or is refused by us."""
    content = EVERYTHING
    for path, part in sorted(changes, key=lambda one: -len(one[0])):
        content = with_part(content, path, part) if path in paths(content) else content
    try:
        reading = from_schedule(json.dumps(content).encode())
    except Malformed:
        return
    for one in reading.diagnostics:
        str(one).encode(errors="strict")


PIECES = [
    b"<schedule>", b"</schedule>", b"<conference>", b"</conference>", b"<day date='2026-10-20'>",
    b"<day>", b"</day>", b"<room name='L'>", b"<room>", b"</room>", b"<event id='1'>", b"</event>",
    b"<title>", b"</title>", b"<persons>", b"</persons>", b"<person id='1'>", b"</person>", b"<date>",
    b"</date>", b"2026-10-20T09:30:00+02:00", b"&#6;", b"&#55296;", b"&#1114112;", b"\x00", b"\xff",
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml version='1.0'?>", b"<!DOCTYPE", b"&lt;", b"text",
    b"<track name='x' color='red'/>", b"<recording><optout>", b"09:30", b"<start>", b"</start>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.booleans(), st.binary(max_size=20))
def test_no_xml_breaks_the_reader(pieces: list[bytes], whole: bool, noise: bytes) -> None:
    """Pieces of a schedule in any order, and noise, read or are refused by us."""
    octets = b"".join(pieces) + noise
    if whole:
        octets = b"<schedule>" + b"".join(pieces) + b"</schedule>"
    try:
        from_schedule(octets, zone=PARIS)
    except Malformed:
        return


@given(texts(), st.sampled_from(["title", "room", "type", "language", "date", "duration", "slug"]))
def test_any_text_reads_in_any_place(text: str, name: str) -> None:
    """A session with any text for a fact is read, and its diagnostics can be written."""
    reading = from_schedule(in_json({"id": 1, "title": "Talk", name: text}), zone=PARIS)
    assert len(sessions(reading)) == 1


# Writing


def plain(text: str, form: Callable[..., bytes]) -> list[str]:
    """Return the lines of a text without the white space that no reader keeps."""
    if form is to_xml:
        text = "".join("\ufffd" if is_unwritable(one) else one for one in text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [" ".join(line.split()) for line in lines if line.strip()]


def is_unwritable(letter: str) -> bool:
    """Return whether XML 1.0 has no place for a character (2.2)."""
    code = ord(letter)
    legal = code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD
    return not (legal or code >= 0x10000)


def name_of(name: str, form: Callable[..., bytes]) -> str:
    """Return a name as it reads."""
    return " ".join(" ".join(plain(name, form)).split())


def spoken(ecosystem: Ecosystem, session: Session, form: Callable[..., bytes]) -> dict[str, object]:
    """Return what a schedule says of a session, things by name."""
    when = session.when
    assert when is not None
    track = ecosystem[session.themes[0]].name if session.themes else ""
    return {
        "title": name_of(session.title, form),
        "instants": (when.start_us, when.end_us),
        "room": name_of(ecosystem[session.venue].name, form) if session.venue else None,
        "speakers": [name_of(ecosystem[one].name, form) for one in dict.fromkeys(session.speakers)],
        "track": name_of(track, form),
        "kind": session.kind,
        "language": session.language,
        "description": plain(session.description, form),
        "unrecorded": "do-not-record" in session.tags,
        "day": ecosystem.day(session),
    }


def check_round_trip(ecosystem: Ecosystem, event: Event, form: Callable[..., bytes]) -> None:
    """Check that a programme reads back as what a schedule can say of it."""
    written = [
        one
        for one in ecosystem.sessions_of(event.id)
        if one.when is not None and not ecosystem.cancelled(one)
    ]
    reading = from_schedule(form(ecosystem, event=event.id))
    found = {one.id: one for one in sessions(reading)}
    assert found.keys() == {one.id for one in written}
    for one in written:
        assert spoken(reading.ecosystem, found[one.id], form) == spoken(ecosystem, one, form)
        if one.url is not None:
            assert unquote(found[one.id].url or "") == unquote(one.url.replace("HTTPS", "https"))
    # Persons of one name stay as many as they are.
    pairs = {
        (mine, theirs)
        for one in written
        for mine, theirs in zip(dict.fromkeys(one.speakers), found[one.id].speakers, strict=True)
    }
    assert len(pairs) == len({mine for mine, _ in pairs}) == len({theirs for _, theirs in pairs})
    back = the_event(reading)
    assert name_of(event.name, form) == back.name
    assert not told(reading, "off-day")
    if written:
        assert back.day_starts == event.day_starts


@pytest.mark.parametrize("form", FORMS)
@given(ecosystem=schedules())
def test_reading_undoes_writing(form: Callable[..., bytes], ecosystem: Ecosystem) -> None:
    """Dense programmes, through nights in which the clocks change, read back as they were."""
    event = ecosystem.all(Event)[0]
    assume(any(one.when and not ecosystem.cancelled(one) for one in ecosystem.all(Session)))
    check_round_trip(ecosystem, event, form)
    read_again = from_schedule(form(ecosystem)).ecosystem
    assert the_zone(read_again) == event.zone
    for mine in read_again.all(Session):
        theirs = ecosystem[mine.id]
        assert mine.when == theirs.when


def the_zone(ecosystem: Ecosystem) -> str | None:
    """Return the zone of the only event."""
    (event,) = ecosystem.all(Event)
    return event.zone


#: What systems may call a person.
KNOWN: tuple[list[str], ...] = (
    [],
    ["frab-id:4"],
    ["frab-id:3000000000", "frab-code:ABC"],
    [f"frab-guid:{OTHER}"],
    ["frab-id:4", f"frab-guid:{GUID}", f"frab-guid:{OTHER}"],
)


@st.composite
def programmes(draw: st.DrawFn) -> Ecosystem:
    """Return programmes with unpleasant texts, in any zone, whose days begin at any hour."""
    key = draw(zones())
    event = Event(id="week", name=draw(names()), zone=key, day_starts=draw(st.times()))
    rooms = draw(st.lists(names(), max_size=2, unique_by=lambda one: name_of(one, to_xml)))
    tracks = draw(st.lists(names(), max_size=2, unique_by=lambda one: name_of(one, to_xml)))
    things: list[Thing] = [event]
    things += [Venue(id=f"room-{at}", name=one) for at, one in enumerate(rooms)]
    things += [Theme(id=f"track-{at}", name=one) for at, one in enumerate(tracks)]
    # Names of two persons, and what systems call them, may be the same.
    called = draw(st.just(["Jo Li", "Jo Li"]) | st.lists(names(), min_size=2, max_size=2))
    things += [
        Person(id=f"person-{at}", name=one, identifiers=draw(st.sampled_from(KNOWN)))
        for at, one in enumerate(called)
    ]
    for at in range(draw(st.integers(1, 3))):
        when = draw(intervals(key))
        assume(when.end_us - when.start_us < 99 * 3_600_000_000)
        start, end = (moment.replace(microsecond=0) for moment in (when.start, when.end))
        session = Session(
            id=draw(
                st.sampled_from([f"talk-{at}", f"{at}", f"{GUID[:-1]}{at}", "9" * 190 + str(at)])
            ),
            title=draw(names()),
            event=event.id,
            when=Interval(start, end),
            venue=f"room-{at % len(rooms)}" if rooms and draw(st.booleans()) else None,
            themes=[f"track-{at % len(tracks)}"] if tracks and draw(st.booleans()) else [],
            speakers=draw(st.sets(st.sampled_from(["person-0", "person-1"]))).__iter__(),
            kind=draw(st.sampled_from(SessionKind)),
            language=draw(st.none() | st.sampled_from(["fr", "en-CA"])),
            description=draw(texts()),
            tags=["do-not-record"] if draw(st.booleans()) else [],
        )
        things.append(session)
    return Ecosystem.of(things)


@pytest.mark.parametrize("form", FORMS)
@given(ecosystem=programmes())
def test_any_text_zone_and_hour_survives(form: Callable[..., bytes], ecosystem: Ecosystem) -> None:
    """Programmes in any zone and of any text read back; zones that JSON has no word for are refused."""
    event = ecosystem.all(Event)[0]
    if form is to_json and not re.match("[A-Z][a-z]+/[A-Z][a-z]|.*UTC$", event.zone or ""):
        with pytest.raises(InvalidValue, match="area/city"):
            form(ecosystem)
    else:
        check_round_trip(ecosystem, event, form)


@pytest.mark.parametrize("form", FORMS)
@given(ecosystem=ecosystems())
def test_any_ecosystem_is_written_or_refused(
    form: Callable[..., bytes], ecosystem: Ecosystem
) -> None:
    """Whatever an ecosystem holds, what is written is read with its sessions, or refused by us."""
    for event in ecosystem.all(Event):
        try:
            octets = form(ecosystem, event=event.id)
        except NumecoError:
            continue
        own = ecosystem.sessions_of(event.id)
        expected = {one.id for one in own if one.when and not ecosystem.cancelled(one)}
        assert {one.id for one in sessions(from_schedule(octets))} == expected


@pytest.mark.parametrize("form", FORMS)
@given(ecosystem=schedules(min_size=1))
def test_equal_ecosystems_give_equal_bytes(
    form: Callable[..., bytes], ecosystem: Ecosystem
) -> None:
    """The order in which things were added does not show."""
    assume(any(one.when and not ecosystem.cancelled(one) for one in ecosystem.all(Session)))
    assert form(Ecosystem.of(reversed(list(ecosystem)))) == form(ecosystem)


def keys(octets: bytes) -> list[str]:
    """Return all guids, numbers and slugs; rooms, in order of name, may change places."""
    return sorted(re.findall(r'\b(?:guid|id|slug)"?(?:=|>|: )"?([^",<>]+)', octets.decode()))


@pytest.mark.parametrize("form", FORMS)
@given(ecosystem=programmes() | ecosystems() | schedules())
def test_writing_again_changes_nothing(form: Callable[..., bytes], ecosystem: Ecosystem) -> None:
    """Keys stay from the first time on, and so does every byte once white space is what is kept."""
    for event in ecosystem.all(Event):
        try:
            octets = form(ecosystem, event=event.id)
        except NumecoError:
            continue
        again = form(from_schedule(octets).ecosystem)
        assert keys(again) == keys(octets)
        assert form(from_schedule(again).ecosystem) == again


@pytest.mark.parametrize("form", FORMS)
def test_guids_of_persons_stay_theirs(form: Callable[..., bytes]) -> None:
    """Two people of one name keep their guids, whoever comes first in the file."""
    guids = {"61": "11111111-1111-4111-8111-111111111111"}
    guids["131"] = "22222222-2222-4222-8222-222222222222"
    talks = [
        talk(
            attributes=f'id="{at}"',
            start=start,
            persons=f'<person id="{key}" guid="{guids[key]}">Jo Li</person>',
        )
        for at, (key, start) in enumerate((("61", "11:00"), ("131", "09:00")), 1)
    ]
    octets = form(read(*talks).ecosystem)
    after = from_schedule(octets).ecosystem
    found = {
        frozenset(map(str, one.identifiers)) for one in after.all(Person) if one.name == "Jo Li"
    }
    assert found == {frozenset({f"frab-id:{key}", f"frab-guid:{guids[key]}"}) for key in guids}
    assert form(after) == octets


@pytest.mark.parametrize(
    "people", [("61 Jo Li", "131 Jo Li"), ("0 Jo Li", "0 JO LI"), ("4 Jo Li", "4 JO LI")]
)
@pytest.mark.parametrize("form", FORMS)
def test_made_keys_do_not_depend_on_the_order(
    form: Callable[..., bytes], people: tuple[str, str]
) -> None:
    """Who has no guid gets one of number and name; the order of the file has no part in it."""
    talks = [
        talk(attributes=f'id="{at}"', persons=persons(one)) for at, one in enumerate(people, 1)
    ]
    one, other = (form(read(*each).ecosystem) for each in (talks, talks[::-1]))
    assert one == other


def test_two_persons_alike_keep_guids_apart() -> None:
    """Where a guid and a name are claimed twice, the second gets a guid that is made."""
    alike = [
        Person(id=key, name="Jo Li", identifiers=[f"frab-guid:{GUID}", "frab-id:4"])
        for key in ("a", "b")
    ]
    octets = to_xml(Ecosystem.of(WEEK, alike, one_talk(speakers=["a", "b"])))
    assert octets.count(GUID.encode()) == 1
    assert len(from_schedule(octets).ecosystem.all(Person)) == 2


@pytest.mark.parametrize("form", FORMS)
def test_what_was_read_keeps_its_keys(form: Callable[..., bytes]) -> None:
    """Guid, number, slug and acronym of a file come back as they were."""
    octets = form(read(talk(attributes=f'id="17" guid="{GUID}"', slug="week-17-opening")).ecosystem)
    (session,) = sessions(from_schedule(octets))
    assert session.id == GUID
    assert {str(one) for one in session.identifiers} == {"frab-id:17", "frab-slug:week-17-opening"}
    assert b"week" in octets


def test_keys_are_what_schemas_take() -> None:
    """Guids are UUIDs, numbers positive and distinct, slugs distinct, for any ids."""
    when = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", PARIS)
    talks = [
        Session(id=key, title=key, event="event-week", when=when, identifiers=["frab-id:17"])
        for key in ("a", "17", "b-2", GUID, "0")
    ]
    content = json.loads(to_json(Ecosystem.of(Event(name="Week"), talks)))
    (day,) = content["schedule"]["conference"]["days"]
    events = day["rooms"][""]
    assert all(UUID(one["guid"]) for one in events)
    assert len({one["id"] for one in events}) == len({one["slug"] for one in events}) == 5
    assert min(one["id"] for one in events) > 0


WHEN = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", PARIS)
WEEK = Event(id="week", name="Week", zone=PARIS)


def one_talk(**facts: Any) -> Session:
    """Return a session of the week, at nine where nothing else is said."""
    return Session(**{"id": "talk", "title": "Talk", "event": "week", "when": WHEN} | facts)


@pytest.mark.parametrize(
    ("things", "options", "match"),
    [
        ([WEEK], {}, "must have days or sessions"),
        ([], {}, "event must be named"),
        ([WEEK, Event(name="Fair")], {}, "event must be named"),
        ([WEEK, one_talk(when=None)], {"sessions": [one_talk(when=None)]}, "must be scheduled"),
        (
            [WEEK, one_talk(status="cancelled")],
            {"sessions": [one_talk(status="cancelled")]},
            "must not be cancelled",
        ),
        ([WEEK, one_talk()], {"sessions": [one_talk(title="Other")]}, "must be one of 'week'"),
        ([WEEK, one_talk()], {"sessions": ["talk"]}, "sessions must be a collection of Session, not of ids"),
        ([WEEK, one_talk()], {"sessions": one_talk()}, "sessions must be a collection of Session"),
        ([WEEK, one_talk()], {"event": WEEK}, "event must be the id of an Event, not the Event"),
        ([WEEK, one_talk(when=attrs.evolve(WHEN, end=WHEN.end + timedelta(microseconds=1)))], {}, "whole seconds"),
        (
            [WEEK, Venue(id="a", name="L"), Venue(id="b", name=" L "), one_talk(venue="a"), one_talk(id="t", venue="b")],
            {},
            "venue 'b' must have another name than 'a'",
        ),
        (
            [attrs.evolve(WEEK, zone=None), one_talk(), one_talk(id="t", when=WHEN.in_zone("UTC"))],
            {},
            "several zones",
        ),
        ([WEEK, one_talk()], {"acronym": "DW"}, "acronym must be"),
        ([WEEK, one_talk()], {"version": " "}, "version must be"),
        ([WEEK, one_talk()], {"event": "talk"}, "event must be the id of an Event"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", FORMS)
def test_what_a_schedule_cannot_say_is_refused(
    form: Callable[..., bytes], things: list[Thing], options: dict[str, Any], match: str
) -> None:
    """Writing is strict: each refusal says what must hold."""
    with pytest.raises(InvalidValue, match=match):
        form(Ecosystem.of(things), **options)


def test_each_form_has_limits_of_its_own() -> None:
    """XML ends at 100 hours, the schema of JSON takes zones of areas and cities alone."""
    long = Interval.local("2026-10-20T09:00", "2026-10-24T13:00", PARIS)
    ecosystem = Ecosystem.of(WEEK, one_talk(when=long))
    with pytest.raises(InvalidValue, match="less than 100 hours"):
        to_xml(ecosystem)
    assert sessions(from_schedule(to_json(ecosystem)))[0].when == long
    ecosystem = Ecosystem.of(attrs.evolve(WEEK, zone="EST5EDT"), one_talk())
    with pytest.raises(InvalidValue, match="area/city"):
        to_json(ecosystem)
    assert the_event(from_schedule(to_xml(ecosystem))).zone == "EST5EDT"


def test_unscheduled_and_cancelled_sessions_are_left_out() -> None:
    """What has no time or will not happen stands in no schedule, unless somebody asks in vain."""
    others = [one_talk(id="a", when=None), one_talk(id="b", status=SessionStatus.CANCELLED)]
    reading = from_schedule(to_xml(Ecosystem.of(WEEK, one_talk(), others)))
    assert [one.id for one in sessions(reading)] == ["talk"]


def test_json_says_more_than_xml() -> None:
    """Capacities, biographies and addresses are in JSON; XML has no place for them."""
    room = Venue(id="leo", name="Léo", capacity=80, description="Level 2")
    ana = Person(id="ana", name="Ana", description="CEO", url="https://example.org/ana")
    ecosystem = Ecosystem.of(WEEK, room, ana, one_talk(venue="leo", speakers=["ana"]))
    for form, known in ((to_json, True), (to_xml, False)):
        back = from_schedule(form(ecosystem)).ecosystem
        (venue,), (person,) = back.all(Venue), back.all(Person)
        assert (venue.capacity, venue.description) == ((80, "Level 2") if known else (None, ""))
        said = ("CEO", "https://example.org/ana") if known else ("", None)
        assert (person.description, person.url) == said


@pytest.mark.parametrize("name", ["week.xml", "week.JSON"])
def test_files_are_of_the_form_that_their_name_says(tmp_path: Path, name: str) -> None:
    """A path ends in .xml or .json; anything else is refused, and nothing written."""
    ecosystem = Ecosystem.of(WEEK, one_talk())
    write(tmp_path / name, ecosystem, version="2")
    assert sessions(from_schedule(tmp_path / name))[0].id == "talk"
    with pytest.raises(InvalidValue, match=r"\.xml or \.json"):
        write(tmp_path / "week.ics", ecosystem)
    with pytest.raises(InvalidValue, match="path must be a path"):
        write(None, ecosystem)  # type: ignore[arg-type]  # on purpose
    with pytest.raises(UnknownId):
        write(tmp_path / "other.xml", ecosystem, event="weak")
    assert [one.name for one in tmp_path.iterdir()] == [name]


@example("a\x06b")
@given(names())
def test_xml_is_always_well_formed(title: str) -> None:
    """Another parser takes any text, with U+FFFD for what XML cannot hold."""
    octets = to_xml(Ecosystem.of(WEEK, one_talk(title=title)))
    found = ET.fromstring(octets).findtext("day/room/event/title")  # noqa: S314  # ours
    assert found == "".join("\ufffd" if is_unwritable(one) else one for one in title)


def test_moments_before_whole_offsets_are_in_utc() -> None:
    """Until 1911 Paris was 9 min 21 s ahead, which no schedule can say: such times are in UTC."""
    when = Interval.local(datetime(1900, 4, 14, 9), timedelta(hours=1), PARIS)  # noqa: DTZ001  # a wall clock
    octets = to_xml(Ecosystem.of(WEEK, one_talk(when=when)))
    assert b"<date>1900-04-14T08:50:39Z</date>" in octets
    assert sessions(from_schedule(octets))[0].when == when
