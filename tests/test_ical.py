"""Calendars, read back by two independent readers: icalendar and ical."""

import re
import subprocess
import sys
import tracemalloc
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from numeco import (
    Days,
    DuplicateId,
    Ecosystem,
    Event,
    Interval,
    InvalidValue,
    Membership,
    Organization,
    Partnership,
    Person,
    Session,
    Theme,
    UnknownId,
    Venue,
    revise,
)
from numeco.ical import Cancelled, etag, stream, to_icalendar, to_ics, write
from numeco.ical._colours import CSS3, css3_name
from numeco.ical._text import escape, unescape
from numeco.ical._words import KINDS, LABELS, described, parted
from numeco.model.kinds import Access, Accessibility, Audience, SessionKind
from numeco.testing import ecosystems, schedules, texts
from numeco.time import instant

SOURCE = Path(to_ics.__code__.co_filename).parents[2]
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


def _one_line(text: str) -> str:
    """Return a name as a fact says it."""
    return " ".join(part for part in text.splitlines() if part.strip())


def _all(event: icalendar.Event, name: str) -> list[str]:
    """Return the values of a property that may come several times."""
    found = event.get(name, [])
    return [str(one) for one in (found if isinstance(found, list) else [found])]


@given(ecosystems() | schedules())
def test_icalendar_reads_every_field_back(ecosystem):
    """Each session is there once, with its times as instants, its texts, place and revision."""
    sessions = _writable(ecosystem)
    read = _by_icalendar(_written(ecosystem, sessions=sessions))
    assert read.keys() == {f"{one.id}@example.org" for one in sessions}
    for session in sessions:
        event = read[f"{session.id}@example.org"]
        assert event.errors == []
        start = event["DTSTART"].dt
        end = event["DTEND"].dt if "DTEND" in event else start
        assert (instant(start), instant(end)) == (session.when.start_us, session.when.end_us)
        assert str(event["SUMMARY"]) == _plain(session.title)
        assert event["SUMMARY"].params.get("LANGUAGE") == session.language
        assert event["SEQUENCE"] == session.sequence
        cancelled = ecosystem.cancelled(session)
        assert event["STATUS"] == ("CANCELLED" if cancelled else session.status.upper())
        stamp = session.modified or STAMP
        assert event["DTSTAMP"].dt == stamp.replace(microsecond=0)
        for name, moment in (("LAST-MODIFIED", session.modified), ("CREATED", session.created)):
            found = event[name].dt if name in event else None
            assert found == (moment.replace(microsecond=0) if moment else None)
        names = [ecosystem[one].name for one in session.themes]
        read_names = [str(one) for one in event["CATEGORIES"].cats] if names else []
        assert read_names == [_plain(name) for name in names]
        assert ("URL" in event) == (session.url is not None)
        free = session.kind == "break" or cancelled
        assert event["TRANSP"] == ("TRANSPARENT" if free else "OPAQUE")
        related = (session.event, session.within, session.repeat_of)
        assert _all(event, "RELATED-TO") == [f"{one}@example.org" for one in related if one]


@given(ecosystems() | schedules())
def test_a_description_is_parted_again(ecosystem):
    """What the session says itself comes first; then who speaks and hosts, in order."""
    sessions = _writable(ecosystem)
    read = _by_icalendar(_written(ecosystem, sessions=sessions))
    for session in sessions:
        event = read[f"{session.id}@example.org"]
        found = parted(str(event.get("DESCRIPTION", "")))
        assert found.own == _plain(session.description)
        for name, ids in (("speakers", session.speakers), ("hosts", session.hosts)):
            said = [value for field, value in found.facts if field == name]
            wanted = [_plain(_one_line(ecosystem[one].name)) for one in ids]
            assert len(said) == len(wanted)
            assert all(value.startswith(start) for value, start in zip(said, wanted, strict=True))
        assert _all(event, "CONTACT") == [_plain(ecosystem[one].name) for one in session.hosts]


@given(ecosystems() | schedules())
def test_a_place_is_read_back(ecosystem):
    """LOCATION begins with the room, GEO is the nearest point, CONFERENCE the nearest address."""
    sessions = _writable(ecosystem)
    read = _by_icalendar(_written(ecosystem, sessions=sessions))
    for session in sessions:
        event = read[f"{session.id}@example.org"]
        sites = [ecosystem[session.venue]] if session.venue else []
        while sites and sites[-1].within:
            sites.append(ecosystem[sites[-1].within])
        assert bool(sites) == ("LOCATION" in event)
        if sites:
            assert str(event["LOCATION"]).startswith(_plain(sites[0].name))
        points = [(one.latitude, one.longitude) for one in sites if one.latitude is not None]
        geo = event.get("GEO")
        found = [] if geo is None else [(geo.latitude, geo.longitude)]
        assert found == [pytest.approx(one, abs=1e-6) for one in points[:1]]
        assert ("CONFERENCE" in event) == any(one.url for one in sites)


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
        status = "cancelled" if ecosystem.cancelled(session) else session.status
        assert event.status == status.upper()
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
        "TRANSP", "CONTACT", "CONFERENCE", "COLOR", "RELATED-TO",
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
        Person(id="ada", name="Ada", email="ada@example.org"),
        Organization(id="cci", name="CCI", email="cci@example.org"),
        Theme(id="ia", name="IA, PME; outils"),
        Session(**values | fields),
    )


def _everywhere(text: str) -> bytes:
    """Return a calendar in which every text that the model leaves free holds `text`."""
    said = f"x{text}"
    ecosystem = Ecosystem.of(
        Event(id="week", name=said, description=said, days=Days.of("2026-10-19"), venue="maxi"),
        Venue(id="site", name=said, address=said, latitude=47.2, longitude=-1.5),
        Venue(id="maxi", name=said, within="site", url="https://example.org/?a=1"),
        Organization(id="cci", name=said, email="cci@example.org", url="https://example.org/"),
        Person(id="ada", name=said, email="ada@example.org"),
        Membership(member="ada", of="cci", title=said),
        Partnership(organization="cci", of="week", level=said),
        Theme(id="ia", name=said, colour="#ff0000"),
        Session(
            id="talk", title=said, description=said, event="week", venue="maxi", speakers=["ada"],
            hosts=["cci"], themes=["ia", "ia"], tags=[said], status="cancelled", language="fr",
            when=Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris"),
        ),
    )  # fmt: skip
    options = {"banners": True, "emails": True, "vendor": True, "cancelled": "prefixed"}
    return _written(ecosystem, name=said, description=said, **options)


def _shape(data: bytes) -> list[str]:
    """Return the name and parameters of each line, without the values of either."""
    lines = data.replace(b"\r\n ", b"").decode().split("\r\n")
    return [re.sub(r'=("[^"]*"|[^;:"]*)', "=", line).partition(":")[0] for line in lines]


HOSTILE = (
    "\r\nX-EVIL:1", "\nEND:VEVENT\nBEGIN:VEVENT", "\rX-EVIL:1", "\x00", "\x85X-EVIL:1",
    "\u2028X-EVIL:1", "\u2029X-EVIL:1", "\ufeffBEGIN:VEVENT", '";X-EVIL="1', '":X-EVIL', "\\", '\\"',
    ";X-EVIL=1:", "^n^'", "\n\nSpeaker: Eve", "\x0bX-EVIL:1", "\x1cX-EVIL:1", "é" * 99,
)  # fmt: skip


@given(texts() | st.sampled_from(HOSTILE))
def test_no_text_adds_a_property_a_parameter_or_a_component(text):
    """Whatever any field holds, the calendar has the lines and parameters that it has without."""
    plain, hostile = _everywhere(""), _everywhere(text)
    assert _shape(hostile) == _shape(plain)
    unfolded = hostile.replace(b"\r\n ", b"").decode()
    assert len(unfolded.splitlines()) == unfolded.count("\r\n")
    calendars = [icalendar.Calendar.from_ical(data) for data in (plain, hostile)]
    read = [[sorted(part.keys()) for part in one.walk()] for one in calendars]
    assert read[0] == read[1]


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_character_does_not_enter(text):
    """The model refuses what UTF-8 cannot write; in an option it is marked."""
    with pytest.raises(InvalidValue, match="without lone surrogates"):
        _week(title=text)
    assert "NAME:x\ufffd\r\n".encode() in _written(_week(), name="x\ud800")


def test_the_guards_hold_without_assertions():
    """Under ``python -O`` hostile texts stay in their places and bad arguments are refused."""
    code = f"""
import sys; sys.path.insert(0, {str(SOURCE)!r})
import importlib.util
spec = importlib.util.spec_from_file_location("laws", {__file__!r})
laws = importlib.util.module_from_spec(spec); spec.loader.exec_module(laws)
plain = laws._shape(laws._everywhere(""))
print(__debug__, all(laws._shape(laws._everywhere(one)) == plain for one in laws.HOSTILE))
for options in ({{"source": "x\\r\\nX:1"}}, {{"id": "a\\nb"}}, {{"colour": "red\\n"}}, {{"x": 1}}):
    try: print(laws._written(laws._week(), **options))
    except laws.InvalidValue: print("refused")
"""
    ran = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, check=True)  # noqa: S603
    assert ran.stdout.decode().split() == ["False", "True", *["refused"] * 4]


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
    assert str(event["DESCRIPTION"]) == "Avec\u00a0: Ada\nOrganisé par\u00a0: CCI"
    assert str(event["LOCATION"]) == "Maxi, Stereolux, 4 bd Léon-Bureau"
    assert b"GEO:47.200000;-1.500000" in data
    assert [str(one) for one in event["CATEGORIES"].cats] == ["IA, PME; outils"]


def test_a_description_says_all_that_a_visitor_asks():
    """Its own text, speakers with where they belong that day, hosts, for whom, entry, partners."""
    ecosystem = _week(
        title="x", description="On AI.", speakers=["ada"], hosts=["cci"], kind="workshop",
        audiences=["students", "founders"], access="registration", accessibility=["captions"],
    ).adding(
        Organization(id="old", name="Old"), Organization(id="lab", name="Lab"),
        Membership(member="ada", of="old", until=Days.of("2026-10-19")),
        Membership(member="ada", of="lab", since=Days.of("2026-10-20")),
        Membership(member="ada", of="week", role="opener"),
        Partnership(organization="lab", of="week", role="supplier"),
        Partnership(organization="cci", of="week", role="organizer"),
    )  # fmt: skip
    event = _by_icalendar(_written(ecosystem, language="en", emails=True))["talk-17@example.org"]
    assert str(event["DESCRIPTION"]).splitlines() == [
        "On AI.", "", "Speaker: Ada (Lab), ada@example.org", "Hosted by: CCI, cci@example.org",
        "Format: workshop", "For: students, founders", "Entry: free, on registration",
        "Accessibility: captions", "Partners: CCI, Lab",
    ]  # fmt: skip
    assert str(event["CONTACT"]) == "CCI, cci@example.org"
    assert b"@example.org" not in _written(ecosystem).replace(b"@example.org\r\n", b"")


def test_every_word_is_said_in_both_languages():
    """Each kind but `OTHER` has a word, no two of one enumeration the same, and no comma."""
    for kinds in (SessionKind, Audience, Access, Accessibility):
        named = [KINDS[one] for one in kinds if one.value != "other"]
        for language in (0, 1):
            assert len({words[language] for words in named}) == len(named)
    assert not any("," in word for kind, words in KINDS.items() for word in words
                   if not isinstance(kind, Access))  # fmt: skip


@given(
    texts(),
    st.lists(
        st.sampled_from(["Speaker: A", "Avec\u00a0: B", "—", "", "x", "Format: "]), max_size=6
    ),
    st.lists(
        st.tuples(st.sampled_from(sorted(LABELS)), texts().filter(str.isprintable)), max_size=3
    ),
)
def test_parted_undoes_described(text, lines, facts):
    """Whatever an own text looks like, it is told from the facts after it."""
    own = unescape(escape("\n".join((text, *lines))))
    said = [(name, value) for name, value in facts if value]
    block = r"\n".join(escape(f"{LABELS[name][0]}{value}") for name, value in said)
    found = parted(unescape(described(own, block)))
    assert found.own == own
    assert [value for _, value in found.facts] == [value for _, value in said]


def test_partners_are_few_in_a_session_and_all_in_a_banner():
    """Ten stand in a session's description, the rest as a number; the event's names all."""
    partners = [Organization(id=f"o-{n:02}", name=f"O{n:02}") for n in range(12)]
    ties = [Partnership(organization=one.id, of="week") for one in partners]
    read = _by_icalendar(_written(_dated().adding(partners, ties), banners=True))
    names = [one.name for one in partners]
    assert str(read["talk-17@example.org"]["DESCRIPTION"]).endswith(
        f": {', '.join(names[:10])}, et 2 de plus"
    )
    assert str(read["week@example.org"]["DESCRIPTION"]).endswith(f": {', '.join(names)}")


def _dated(**fields: object) -> Ecosystem:
    """Return the week with days."""
    week = evolve(_week()["week"], days=Days.of("2026-10-19", "2026-10-23"), **fields)
    return _week(venue="maxi").replacing(week)


def test_a_banner_lasts_whole_days():
    """DTEND is the day after the last; it blocks no time; what is dated less finely has none."""
    banner = _by_icalendar(_written(_dated(url="https://example.org/é"), banners=True))[
        "week@example.org"
    ]
    assert (banner["DTSTART"].dt, banner["DTEND"].dt) == (date(2026, 10, 19), date(2026, 10, 24))
    assert (banner["TRANSP"], banner["STATUS"]) == ("TRANSPARENT", "TENTATIVE")
    assert str(banner["URL"]) == "https://example.org/%C3%A9"
    assert b"UID:week@" not in _written(_dated())
    month = _dated().replacing(evolve(_week()["week"], days=Days.month(2026, 10)))
    assert b"UID:week@" not in _written(month, banners=True)


@given(ecosystems())
def test_a_part_has_the_banners_of_its_events(ecosystem):
    """Those of the events of its sessions, and of what they are within; none of others."""
    sessions = _writable(ecosystem)[:1]
    read = _by_icalendar(_written(ecosystem, sessions=sessions, banners=True))
    found = {uid.removesuffix("@example.org") for uid in read} - {one.id for one in sessions}
    over = set()
    for one in sessions:
        event = ecosystem[one.event]
        over.add(event)
        while event.within:
            event = ecosystem[event.within]
            over.add(event)
    assert found == {one.id for one in over if one.days and one.days.precision == "day"}


def test_what_is_cancelled_is_shown_prefixed_or_hidden():
    """STATUS says it; the title too where asked; or nothing is written."""
    ecosystem = _week(status="cancelled")
    shown = _by_icalendar(_written(ecosystem))["talk-17@example.org"]
    assert (shown["STATUS"], shown["SUMMARY"]) == ("CANCELLED", "L'IA pour les PME")
    prefixed = _by_icalendar(_written(ecosystem, cancelled=Cancelled.PREFIXED))
    assert str(prefixed["talk-17@example.org"]["SUMMARY"]) == "Annulé\u00a0: L'IA pour les PME"
    assert _by_icalendar(_written(ecosystem, cancelled="hidden")) == {}
    event = _dated(status="cancelled")
    assert b"UID:week@" not in _written(event, banners=True, cancelled="hidden")
    assert b"Annul\xc3\xa9\xc2\xa0: Week" in _written(event, banners=True, cancelled="prefixed")


def test_a_theme_colours_its_sessions():
    """COLOR is the CSS3 name nearest to the first colour among the themes or what they are part of."""
    ecosystem = _week().adding(
        Theme(id="top", name="Top", colour="#1f77b4"), Theme(id="sub", name="Sub", broader="top")
    )
    ecosystem = ecosystem.replacing(evolve(ecosystem["talk-17"], themes=["ia", "sub"]))
    assert b"COLOR:steelblue\r\n" in _written(ecosystem)
    assert all(css3_name(code) == name for name, code in CSS3.items())


def test_a_calendar_says_what_it_is():
    """Name, description, UID, colour, how often to look and where, by RFC 7986 and its forebears."""
    hours = timedelta(hours=12)
    options = {"description": "a,b", "id": "all", "colour": "#FE0000", "refresh": hours}
    data = _written(_week(), source="https://example.org/é.ics", **options)
    assert data.startswith(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//numeco//numeco//EN\r\nCALSCALE:GREGORIAN\r\n"
        b"UID:all@example.org\r\nDESCRIPTION:a\\,b\r\nCOLOR:red\r\n"
        b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\nX-PUBLISHED-TTL:PT12H\r\n"
        b"SOURCE;VALUE=URI:https://example.org/%C3%A9.ics\r\nBEGIN:VTIMEZONE\r\n"
    )
    assert b"X-APPLE" not in data
    assert b"METHOD" not in data
    vendor = _written(_week(venue="maxi"), vendor=True, **options)
    assert b"X-APPLE-CALENDAR-COLOR:#FE0000\r\nX-WR-CALDESC:a\\,b\r\n" in vendor
    assert b":geo:47.200000,-1.500000" in vendor.replace(b"\r\n ", b"")


@given(st.integers(1, 10**9))
def test_a_duration_is_read_back(seconds):
    """REFRESH-INTERVAL says as many seconds as were asked for."""
    read = icalendar.Calendar.from_ical(_written(_week(), refresh=timedelta(seconds=seconds)))
    assert read["REFRESH-INTERVAL"].dt == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "options",
    [
        {"colour": "rouge"}, {"colour": 7}, {"refresh": timedelta()}, {"refresh": 12},
        {"id": "A b"}, {"source": "example.org"}, {"cancelled": "gone"}, {"language": "de"},
        {"banners": 1}, {"emails": None}, {"nom": "x"}, {"name": 1},
        {"stamp": STAMP.replace(tzinfo=None)}, {"stamp": "now"}, {"sessions": ["talk-17"]},
    ],
)  # fmt: skip
def test_an_option_is_checked_before_anything_is_written(options):
    """What no calendar can say is refused with a sentence, when the call is made."""
    with pytest.raises(InvalidValue):
        stream(_week(), **({"domain": "example.org", "stamp": STAMP} | options))


def test_a_session_comes_once():
    """Given twice it is written once; two that differ but share an id are refused."""
    (session,) = _week().all(Session)
    assert _written(_week(), sessions=[session, session]) == _written(_week())
    with pytest.raises(DuplicateId):
        _written(_week(), sessions=[session, evolve(session, title="Other")])
    with pytest.raises(UnknownId):
        _written(_week(), sessions=[evolve(session, venue="nowhere")])


@given(schedules())
def test_the_ways_to_write_agree(tmp_path_factory, ecosystem):
    """A stream's parts, and a file, are the same bytes; each part but the ends is a VEVENT."""
    options = {"domain": "example.org", "stamp": STAMP, "banners": True}
    data = to_ics(ecosystem, **options)
    parts = list(stream(ecosystem, **options))
    assert b"".join(parts) == data
    assert all(one.startswith(b"BEGIN:VEVENT\r\n") for one in parts[1:-1])
    assert all(one.count(b"END:VEVENT\r\n") == 1 for one in parts[1:-1])
    path = tmp_path_factory.mktemp("ics") / "a.ics"
    write(path, ecosystem, **options)
    assert path.read_bytes() == data


def test_a_failed_write_leaves_the_old_file(tmp_path):
    """An error in a VEVENT halfway takes nothing away and leaves nothing behind."""
    path = tmp_path / "a.ics"
    write(path, _week(), domain="example.org", stamp=STAMP)
    before = path.read_bytes()
    with pytest.raises(InvalidValue):
        write(path, _week(modified=None), domain="example.org")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.ics"]


def test_a_stream_takes_no_memory_for_what_it_has_written():
    """While two megabytes go by, the peak stays under a third of that."""
    sessions = [
        Session(
            id=f"s-{n}", title="x" * 900, event="week", modified=STAMP,
            when=Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris"),
        )
        for n in range(2000)
    ]  # fmt: skip
    ecosystem = _week().adding(sessions)
    size = len(to_ics(ecosystem, domain="example.org", sessions=sessions))
    tracemalloc.start()
    for _ in stream(ecosystem, domain="example.org", sessions=sessions):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < size / 3


@given(ecosystems())
def test_icalendar_gets_the_same_calendar(ecosystem):
    """`to_icalendar` reads as `to_ics` does, and what it writes reads as that again."""
    options = {"domain": "example.org", "stamp": STAMP, "banners": True, "name": "a;b\\n,"}
    made = to_icalendar(ecosystem, sessions=_writable(ecosystem), **options)
    data = to_ics(ecosystem, sessions=_writable(ecosystem), **options)
    again = to_icalendar(Ecosystem.of(), **options)
    assert str(again["NAME"]) == options["name"]
    read = _by_icalendar(data)
    rewritten = _by_icalendar(made.to_ical())
    assert {str(one["UID"]) for one in made.walk("VEVENT")} == read.keys() == rewritten.keys()
    for uid, event in read.items():
        for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "CONTACT", "RELATED-TO", "URL"):
            # icalendar itself drops a byte order mark with which a value begins.
            found = [one.removeprefix("\ufeff") for one in _all(event, name)]
            assert [one.removeprefix("\ufeff") for one in _all(rewritten[uid], name)] == found
        assert rewritten[uid]["DTSTART"].dt == event["DTSTART"].dt


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


CHANGES = st.sampled_from(
    [
        {"title": "Other"},
        {"venue": "maxi"},
        {"venue": None},
        {"when": Interval.local("2026-10-21T09:00", "2026-10-21T10:00", "Europe/Paris")},
        {"status": "cancelled"},
        {"status": "confirmed"},
        {"description": "More"},
    ]
)


@given(st.lists(CHANGES, max_size=6))
def test_a_history_keeps_its_uid_and_never_counts_back(changes):
    """Moved, cancelled, restored: one UID; SEQUENCE rises with time, place or status only."""
    ecosystem, last = _week(modified=STAMP), 0
    for hours, change in enumerate(changes, 1):
        old = ecosystem["talk-17"]
        new = revise(old, at=STAMP + timedelta(hours=hours), **change)
        ecosystem = ecosystem.replacing(new)
        (event,) = _by_icalendar(to_ics(ecosystem, domain="example.org")).values()
        weighty = any(getattr(old, one) != getattr(new, one) for one in ("when", "venue", "status"))
        assert str(event["UID"]) == "talk-17@example.org"
        assert event["SEQUENCE"] == last + weighty
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == new.modified
        last = event["SEQUENCE"]


@given(ecosystems(), st.text(st.characters(codec="utf-8"), max_size=3))
def test_an_etag_is_equal_for_equal_bytes_only(ecosystem, name):
    """Publishing twice gives one ETag; another name gives another one. It is strong and quoted."""
    sessions = _writable(ecosystem)
    first, second = (_written(ecosystem, sessions=sessions, name=name) for _ in range(2))
    assert etag(first) == etag(second)
    assert re.fullmatch(r'"[0-9a-f]{32}"', etag(first))
    assert etag(_written(ecosystem, sessions=sessions, name=f"{name}x")) != etag(first)


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


def test_a_calendar_of_nothing_holds_a_component():
    """Else it would be none (RFC 5545, 3.4); UTC's VTIMEZONE says nothing of anybody."""
    (only,) = icalendar.Calendar.from_ical(_written(Ecosystem.of())).subcomponents
    assert (only.name, only["TZID"]) == ("VTIMEZONE", "UTC")


def test_a_calendar_can_have_a_name():
    """NAME and X-WR-CALNAME carry it, escaped."""
    assert b"NAME:Semaine\\, 2026\r\nX-WR-CALNAME:Semaine\\, 2026\r\n" in _written(
        _week(), name="Semaine, 2026"
    )


# Where icalendar is wrong (ICAL.md), and what is written here instead.


def _theirs(**values: object) -> bytes:
    """Return the event that icalendar writes of some values."""
    event = icalendar.Event()
    for name, value in values.items():
        event.add(name, value)
    return event.to_ical()


def test_a_backslash_before_n_is_no_line_break():
    r"""Icalendar makes a line break of the \N in C:\New; here it stays what it was."""
    title = r"C:\New"
    assert str(icalendar.Event.from_ical(_theirs(summary=title))["SUMMARY"]) != title
    (ours,) = _by_icalendar(_written(_week(title=title))).values()
    assert str(ours["SUMMARY"]) == title


def test_a_name_and_a_colour_are_escaped_and_checked():
    """Icalendar writes NAME and COLOR as they come; here one is escaped, the other refused."""
    calendar = icalendar.Calendar()
    calendar.add("NAME", "a;b,c")
    calendar.add("COLOR", "red;x")
    assert b"NAME:a;b,c\r\nCOLOR:red;x\r\n" in calendar.to_ical()
    assert rb"NAME:a\;b\,c" in _written(_week(), name="a;b,c")
    with pytest.raises(InvalidValue, match="colour"):
        _written(_week(), colour="red;x")


def test_controls_are_marked():
    """Icalendar lets NUL and C1 controls pass; here each is U+FFFD, and U+0085 a line break."""
    title = "a\x00b\x9bc\x85d"
    assert b"\x00" in _theirs(summary=title)
    assert "SUMMARY:a\ufffdb\ufffdc\\nd\r\n".encode() in _written(_week(title=title))


def test_the_refresh_interval_names_its_type():
    """Icalendar leaves VALUE=DURATION out, which RFC 7986, 5.7 demands."""
    calendar = icalendar.Calendar()
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1))
    assert b"REFRESH-INTERVAL:PT1H" in calendar.to_ical()
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in _written(_week(), refresh=timedelta(hours=1))


def test_the_second_pass_of_an_hour_is_not_taken_for_the_first():
    """Icalendar writes it with TZID, which means the first; here it is in UTC."""
    paris = ZoneInfo("Europe/Paris")
    second = datetime(2026, 10, 25, 2, 30, tzinfo=paris, fold=1)
    theirs = icalendar.Event.from_ical(_theirs(dtstart=second))["DTSTART"].dt
    assert instant(theirs) != instant(second)
    ecosystem = _week(when=Interval(second, datetime(2026, 10, 25, 4, tzinfo=paris)))
    (ours,) = _by_icalendar(_written(ecosystem)).values()
    assert instant(ours["DTSTART"].dt) == instant(second)


def test_a_zone_that_nobody_can_look_up_is_never_named():
    """Icalendar makes up TZID="UTC+02:00" and writes skipped hours; here neither is a time."""
    fixed = datetime(2026, 10, 20, 9, tzinfo=timezone(timedelta(hours=2)))
    assert b'TZID="UTC+02:00"' in _theirs(dtstart=fixed)
    with pytest.raises(InvalidValue, match="IANA"):
        Interval(fixed, fixed)
    skipped = datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert b"20260329T023000" in _theirs(dtstart=skipped)
    with pytest.raises(ValueError, match="does not exist"):
        Interval(skipped, skipped)


def test_a_point_is_written_without_an_exponent_and_within_its_range():
    """Icalendar writes 1e-07, nan and a latitude of 200; here six digits, no minus zero."""
    assert b"GEO:1e-07;200.0" in _theirs(geo=(1e-07, 200.0))
    assert b"GEO:nan" in _theirs(geo=(float("nan"), 0.0))
    here = evolve(_week()["maxi"], latitude=1e-07, longitude=-1e-09)
    assert b"GEO:0.000000;0.000000" in _written(_week(venue="maxi").replacing(here))
    for latitude in (200.0, float("nan")):
        with pytest.raises(InvalidValue, match="latitude"):
            Venue(id="x", name="x", latitude=latitude, longitude=0.0)


def test_nothing_is_drawn_and_no_clock_is_read():
    """Icalendar's `Event.new` gives two events two UIDs; here two runs give the same bytes."""
    assert icalendar.Event.new()["UID"] != icalendar.Event.new()["UID"]
    assert _written(_week()) == _written(_week())


def test_what_lies_in_a_cancelled_event_is_cancelled():
    """A session of a cancelled event is written so, and hidden or prefixed as others are."""
    week = _week()
    off = week.replacing(evolve(week["week"], status="cancelled"))
    assert b"STATUS:CONFIRMED" in _written(week)
    assert b"STATUS:CANCELLED" in _written(off)
    assert b"BEGIN:VEVENT" not in _written(off, cancelled="hidden")
