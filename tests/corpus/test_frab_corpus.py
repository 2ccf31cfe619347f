"""Real schedules of three generations: read whole, with their oddities told, and written validly.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository. The counts are those of ElementTree and the json module.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given

from numeco.diagnostics import Reading, Severity
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue
from numeco.formats.frab import from_schedule, to_json, to_xml
from numeco.ical import from_ics
from numeco.model import Event, Person, Session, SessionKind, Theme, Venue
from numeco.schedule import SPEAKER, clashes
from numeco.testing import ecosystems, schedules
from numeco.time import Days, instant

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
pytestmark = pytest.mark.skipif(
    not (CORPUS / "ccc").is_dir(), reason=f"no corpus of real schedules in {CORPUS}"
)
CONGRESS_XML, CONGRESS = "ccc/36C3.everything.schedule.xml", "ccc/36C3.everything.schedule.json"
CAMP = "klimacamp2015/schedule.xml"
#: The zone of files that name none.
ZONES = {"ccc": "Europe/Berlin", "klimacamp2015": "Europe/Berlin", "fosdem": "Europe/Brussels"}
#: How many sessions, rooms, tracks and persons each file holds.
COUNTS = {
    CAMP: (106, 11, 4, 57),
    "klimacamp2015/schedule.json": (106, 11, 4, 57),
    CONGRESS_XML: (1351, 92, 30, 923),
    CONGRESS: (1351, 92, 30, 923),
    "fosdem/2011.xml": (331, 19, 30, 294),
    "fosdem/2019.xml": (775, 34, 62, 729),
    "fosdem_mikemoraned/2025.xml": (1105, 35, 78, 1193),
    "versions/fosdem2025_8095388.xml": (1104, 35, 78, 1193),
    "versions/36C3_48d0d9f.json": (400, 25, 17, 383),
    "versions/36C3_8ff5e7c.json": (696, 45, 22, 606),
    "voc_schedule/frab-camp2019.json": (79, 2, 7, 90),
    "voc_schedule/pretalx-democon.json": (36, 2, 2, 27),
    "voc_schedule/pretalx-rc3.json": (48, 5, 5, 56),
    "voc_schedule/hub-schedule2.json": (2, 5, 2, 4),
}
FILES = tuple(COUNTS)
OLD = ("fosdem/2011.xml", "fosdem/2019.xml")


@cache
def read(name: str) -> Reading:
    """Return what the reader makes of a file."""
    folder = name.partition("/")[0]
    zone = "Europe/Berlin" if "36C3" in name or "rc3" in name else ZONES.get(folder)
    return from_schedule(CORPUS / name, zone=zone)


@cache
def raw(name: str) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return day, room and facts of each session, as other parsers find them."""
    octets = (CORPUS / name).read_bytes()
    return tuple(_of_json(json.loads(octets)) if name.endswith("json") else _of_xml(octets))


def _of_json(content: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for event in content["schedule"].get("events", []):
        yield "", "", event
    for day in content["schedule"]["conference"]["days"]:
        for room, events in day.get("rooms", {}).items():
            for event in events:
                yield day["date"], room, event


def _of_xml(octets: bytes) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for day in ET.fromstring(octets.replace(b"\x06", b"")).iter("day"):  # noqa: S314  # data of ours
        for room in (day, *day.findall("room")):
            for event in room.findall("event"):
                facts: dict[str, Any] = {one.tag: one.text or "" for one in event}
                people = [{**one.attrib, "name": one.text} for one in event.iter("person")]
                yield (
                    day.get("date", ""),
                    room.get("name", ""),
                    facts | event.attrib | {"persons": people},
                )


def told(name: str) -> Counter[str]:
    """Return how often each code is told of a file."""
    return Counter(one.code for one in read(name).diagnostics)


@pytest.mark.parametrize("name", FILES)
def test_counts_are_those_of_the_file(name: str) -> None:
    """Every session, room, used track and person is there, and nothing else."""
    ecosystem = read(name).ecosystem
    site = ecosystem.all(Event)[0].venue
    tracks = {one for session in ecosystem.all(Session) for one in session.themes}
    rooms = [one for one in ecosystem.all(Venue) if one.id != site]
    people = ecosystem.all(Person)
    assert (len(ecosystem.all(Session)), len(rooms), len(tracks), len(people)) == COUNTS[name]
    assert len(raw(name)) == COUNTS[name][0]


@pytest.mark.parametrize("name", FILES)
def test_sessions_are_those_of_the_file(name: str) -> None:
    """Title, room, track, start and persons of each are what another parser finds."""
    ecosystem = read(name).ecosystem
    for (_, room, facts), session in zip(raw(name), ecosystem.all(Session), strict=True):
        assert session.title == " ".join(facts["title"].split())
        said = facts["room"]["name"] if isinstance(facts["room"], dict) else facts["room"]
        assert session.venue is not None
        assert ecosystem[session.venue].name == " ".join((said or room).split())
        if not isinstance(facts.get("track"), dict):
            tracks = [ecosystem[one].name for one in session.themes]
            assert tracks == ([" ".join(facts["track"].split())] if facts["track"] else [])
        names = [
            one.get("name") or one.get("public_name") or one.get("full_public_name")
            for one in facts.get("persons", facts.get("participants", []))
        ]
        assert [ecosystem[one].name for one in session.speakers] == [
            " ".join(one.split()) for one in names
        ]


@pytest.mark.parametrize("name", [one for one in FILES if one not in OLD])
def test_starts_are_the_instants_of_the_file(name: str) -> None:
    """An absolute date keeps its instant."""
    for (_, _, facts), session in zip(raw(name), read(name).ecosystem.all(Session), strict=True):
        assert session.when is not None
        said = facts.get("date") or facts["start"]
        assert session.when.start_us == instant(datetime.fromisoformat(said))


@pytest.mark.parametrize("name", OLD)
def test_hours_of_a_day_are_those_of_the_clock(name: str) -> None:
    """Without absolute dates a session starts at its hour of its day, in the zone given."""
    for (day, _, facts), session in zip(raw(name), read(name).ecosystem.all(Session), strict=True):
        assert session.when is not None
        assert f"{session.when.start:%Y-%m-%d %H:%M}" == f"{day} {facts['start']}"
        hours, minutes = map(int, facts["duration"].split(":"))
        assert session.when.duration == timedelta(hours=hours, minutes=minutes)


@pytest.mark.parametrize("name", OLD)
def test_without_a_zone_old_files_stay_unscheduled(name: str) -> None:
    """Nobody's zone is made up: each session says what could not be placed."""
    reading = from_schedule(CORPUS / name)
    assert all(one.when is None for one in reading.ecosystem.all(Session))
    errors = [one for one in reading.diagnostics if one.severity is Severity.ERROR]
    assert Counter(one.code for one in errors) == {"no-zone": COUNTS[name][0]}


def test_the_congress_is_one_in_both_forms() -> None:
    """XML and JSON of 36C3 give the same sessions, persons, rooms and tracks."""
    one, other = read(CONGRESS_XML).ecosystem, read(CONGRESS).ecosystem
    assert {p.id for p in one.all(Person)} == {p.id for p in other.all(Person)}
    names = ("title", "when", "venue", "speakers", "themes", "kind", "language", "url", "tags")
    for mine in one.all(Session):
        theirs = other[mine.id]
        assert [getattr(mine, name) for name in names] == [getattr(theirs, name) for name in names]
        assert mine.description.split() == theirs.description.split()


def test_the_congress_has_its_oddities() -> None:
    """Each oddity that the manifest counts is told as often as it is there."""
    for name in (CONGRESS, CONGRESS_XML):
        found = told(name)
        assert (found["repeated-id"], found["repeated-guid"], found["zero-length"]) == (13, 3, 1)
        assert (found["other-room"], found["after-midnight"], found["off-day"]) == (87, 46, 0)
        assert (found["id-0"], found["shared-id"], found["long"]) == (1, 154, 2)
        event = read(name).ecosystem.all(Event)[0]
        assert (event.day_starts, event.days) == (time(5), Days.of("2019-12-27", "2019-12-30"))


def test_the_nights_of_the_congress_are_of_the_day_before() -> None:
    """Every session is of the programme day that the file lists it under."""
    ecosystem = read(CONGRESS).ecosystem
    for (day, _, _), session in zip(raw(CONGRESS), ecosystem.all(Session), strict=True):
        assert ecosystem.day(session) == date.fromisoformat(day)


def test_ids_of_the_congress_are_not_its_persons() -> None:
    """A merged file has 437 ids for 923 persons: 0 for 677 mentions, others given several times."""
    mentions = [one for _, _, facts in raw(CONGRESS) for one in facts["persons"]]
    assert len({one["id"] for one in mentions}) == 437
    assert sum(one["id"] == 0 for one in mentions) == 677
    pairs = {(one["id"], one["public_name"]) for one in mentions}
    assert len(pairs) == len(read(CONGRESS).ecosystem.all(Person)) == 923


def clashes_by_id(facts: dict[str, dict[str, Any]], programme: Iterable[Session]) -> int:
    """Return how many pairs overlap for an id, where ids alone are persons: every pair compared."""
    by_id: dict[int, list[tuple[int, int]]] = {}
    for session in programme:
        assert session.when is not None
        for one in {one["id"] for one in facts[session.id]["persons"]}:
            span = session.when.start_us, session.when.busy_until_us
            by_id.setdefault(one, []).append(span)
    return sum(
        one[0] < other[1] and other[0] < one[1]
        for spans in by_id.values()
        for one, other in combinations(spans, 2)
    )


def test_no_clash_of_the_congress_comes_of_names_or_ids() -> None:
    """Keyed on ids alone it has 9,755 clashes; the 64 that remain are of one account each.

    All but one are of users of the wiki who registered overlapping sessions of their assemblies;
    that one is a workshop whose two slots overlap.
    """
    ecosystem = read(CONGRESS).ecosystem
    facts = {
        session.id: said
        for (_, _, said), session in zip(raw(CONGRESS), ecosystem.all(Session), strict=True)
    }
    assert clashes_by_id(facts, ecosystem.all(Session)) == 9755
    found = clashes(ecosystem, rules=[SPEAKER])
    assert len(found) == 64
    others = []
    for clash in found:
        name = ecosystem[clash.resource].label
        accounts = {
            (one["id"], one.get("url"))
            for session in (clash.first, clash.second)
            for one in facts[session.id]["persons"]
            if one["public_name"] == name
        }
        ((number, url),) = accounts
        if number != 0:
            others.append((name, clash.second.repeat_of))
        else:
            assert "/wiki/index.php/User:" in url
    ((name, repeated),) = others
    assert (name, repeated) == ("Janosch Maier", "81f5f0c4-3d35-522c-8f1c-c8825b92f00a")


@pytest.mark.parametrize("name", [one for one in FILES if "fosdem" in one])
def test_nobody_is_in_two_places_at_fosdem(name: str) -> None:
    """Files of one system, whose ids are people, have no false clashes, nor any."""
    assert not clashes(read(name).ecosystem, rules=[SPEAKER])


def test_pentabarf_lists_sessions_outside_rooms() -> None:
    """In 2011 no session is within a room, and ids number mentions of persons."""
    found = told("fosdem/2011.xml")
    assert found["no-parent"] == found["numbered-mentions"] == 1
    (said,) = (one for one in read("fosdem/2011.xml").diagnostics if one.code == "no-parent")
    assert "331 sessions" in said.found
    assert read("fosdem/2011.xml").ecosystem.all(Event)[0].day_starts == time(9)


def test_the_newest_fosdem_reads_without_a_word() -> None:
    """A file with zone, guids and absolute dates has nothing to mend."""
    reading = read("fosdem_mikemoraned/2025.xml")
    assert {one.severity for one in reading.diagnostics} == {Severity.INFO}
    event = reading.ecosystem.all(Event)[0]
    assert (event.zone, event.day_starts) == ("Europe/Brussels", time(9))
    assert len(reading.ecosystem.all(Theme)) == 79
    kinds = Counter(one.kind for one in reading.ecosystem.all(Session))
    assert (kinds[SessionKind.KEYNOTE], kinds[SessionKind.LIGHTNING_TALK]) == (13, 38)


def test_the_camp_is_one_in_three_formats() -> None:
    """XML, JSON and iCalendar of Klimacamp 2015 give the same sessions."""
    calendar = from_ics(CORPUS / "klimacamp2015" / "schedule.ics").ecosystem
    by_xml, by_json = read(CAMP).ecosystem, read("klimacamp2015/schedule.json").ecosystem
    assert {one.id for one in calendar.all(Session)} == {one.id for one in by_xml.all(Session)}
    for one in by_xml.all(Session):
        in_json, in_calendar = by_json[one.id], calendar[one.id]
        assert one.when == in_json.when == in_calendar.when
        assert one.title == in_json.title == " ".join(in_calendar.title.split())
        assert (one.venue, one.speakers, one.themes) == (
            in_json.venue,
            in_json.speakers,
            in_json.themes,
        )
        assert one.venue is not None
        assert in_calendar.venue is not None
        assert by_xml[one.venue].name == calendar[in_calendar.venue].name
        # The calendar has the abstract alone, and without U+0006.
        assert one.description.split() == in_json.description.split()
        words = one.description.replace("\x06", "").split()
        said = in_calendar.description.replace("\ufffd", "").split()
        assert " ".join(said) in " ".join(words)


def test_the_camp_is_not_well_formed() -> None:
    """U+0006 makes its XML no XML; it is told, and kept as the JSON has it."""
    (found,) = (one for one in read(CAMP).diagnostics if one.code == "not-well-formed")
    assert "U+0006" in found.found
    assert any("\x06" in one.description for one in read(CAMP).ecosystem.all(Session))


# Writing


@pytest.fixture(scope="module")
def xsd() -> Callable[[bytes], list[str]]:
    """Return a function that lists what the schema of the voc says against an XML."""
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    schema = xmlschema.XMLSchema(CORPUS / "voc_schedule" / "schedule.xml.xsd")
    return lambda octets: [f"{one.path}: {one.reason}" for one in schema.iter_errors(octets)]


@pytest.mark.parametrize("name", FILES)
def test_xml_is_valid(name: str, xsd: Callable[[bytes], list[str]]) -> None:
    """What is read is written as XML that the schema of the voc takes."""
    assert xsd(to_xml(read(name).ecosystem)) == []


@pytest.fixture(scope="module")
def schema() -> Callable[[bytes], list[str]]:
    """Return a function that lists what the schema of the voc says against a JSON."""
    content = json.loads((CORPUS / "voc_schedule" / "schema.json").read_bytes())
    judge = jsonschema.Draft6Validator(content, format_checker=jsonschema.FormatChecker())
    return lambda octets: [one.message for one in judge.iter_errors(json.loads(octets))]


@pytest.mark.parametrize("name", FILES)
def test_json_is_valid(name: str, schema: Callable[[bytes], list[str]]) -> None:
    """What is read is written as JSON that the schema of the voc takes."""
    assert schema(to_json(read(name).ecosystem)) == []


@given(ecosystem=ecosystems(min_size=4) | schedules())
def test_whatever_is_written_is_valid(
    ecosystem: Ecosystem,
    xsd: Callable[[bytes], list[str]],
    schema: Callable[[bytes], list[str]],
) -> None:
    """Any ecosystem that is not refused gives valid XML and valid JSON."""
    for event in ecosystem.all(Event):
        for form, judge in ((to_xml, xsd), (to_json, schema)):
            try:
                octets = form(ecosystem, event=event.id)
            except InvalidValue:
                continue
            assert judge(octets) == []


@pytest.mark.parametrize("form", [to_xml, to_json])
@pytest.mark.parametrize("name", FILES)
def test_reading_undoes_writing(name: str, form: Callable[..., bytes]) -> None:
    """Written and read again, a real programme is the same, its persons as many."""
    before = read(name).ecosystem
    after = from_schedule(form(before)).ecosystem
    assert len(after.all(Session)) == len(before.all(Session))
    assert len(after.all(Person)) == len(before.all(Person))
    for one in before.all(Session):
        again = after[one.id]
        for field in ("title", "when", "kind", "language", "tags"):
            assert getattr(again, field) == getattr(one, field), field
        assert [after[each].name for each in again.speakers] == [
            before[each].name for each in one.speakers
        ]
        assert before[one.venue].name == after[again.venue].name  # type: ignore[index]  # all have one
        assert (
            again.description.split()
            == one.description.replace("\x06", "\ufffd" if form is to_xml else "\x06").split()
        )
    assert after.all(Event)[0].day_starts == before.all(Event)[0].day_starts
    assert after.all(Event)[0].days == before.all(Event)[0].days


@pytest.mark.parametrize("form", [to_xml, to_json])
@pytest.mark.parametrize("name", FILES)
def test_writing_again_gives_the_same_bytes(name: str, form: Callable[..., bytes]) -> None:
    """Written, read and written again, a real programme is the same to the byte."""
    octets = form(read(name).ecosystem)
    assert form(from_schedule(octets).ecosystem) == octets


@pytest.mark.parametrize("form", [to_xml, to_json])
@pytest.mark.parametrize("name", FILES)
def test_guids_of_persons_are_those_of_the_file(name: str, form: Callable[..., bytes]) -> None:
    """Whoever has a guid is written with it."""
    guids = {
        (one["guid"].lower(), " ".join((one.get("public_name") or one["name"]).split()))
        for _, _, facts in raw(name)
        for one in facts.get("persons", facts.get("participants", []))
        if one.get("guid")
    }
    after = from_schedule(form(read(name).ecosystem)).ecosystem
    assert guids <= {
        (each.value, one.name)
        for one in after.all(Person)
        for each in one.identifiers
        if each.scheme == "frab-guid"
    }
