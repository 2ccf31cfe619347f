"""Calendars of others, read: occurrences by dateutil and recurring-ical-events, instants by zoneinfo."""

import io
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numeco import Event, Interval, Organization, Person, Session, SessionStatus, Theme, Venue
from numeco.diagnostics import Reading, Severity
from numeco.errors import InvalidType, InvalidValue, Malformed, NumecoError, Refused
from numeco.ical import to_ics
from numeco.ical._lines import components
from numeco.ical._read import from_ics
from numeco.ical._reading.recurrence import Budget, Refusal, Rule
from numeco.ical._reading.windows import WINDOWS
from numeco.ical._reading.zones import iana
from numeco.ical._text import uri
from numeco.testing import ecosystems, schedules
from numeco.time import Days, instant

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARIS = "DTSTART;TZID=Europe/Paris:20261020T090000"


def wall_clock(*numbers):
    """Return a time on a wall clock, which has no zone."""
    return datetime(*numbers)  # noqa: DTZ001  # see above


def calendar(*lines, head=(), vevents=1):
    """Return a calendar of one VEVENT of some lines, or of several alike but for their UIDs."""
    events = [
        line
        for number in range(vevents)
        for line in ("BEGIN:VEVENT", f"UID:talk-{number}@example.org", *lines, "END:VEVENT")
    ]
    every = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *head, *events, "END:VCALENDAR", "")
    return "\r\n".join(every).encode()


def vevent(*lines):
    """Return a VEVENT of some lines."""
    return "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))


def only(reading: Reading) -> Session:
    """Return the one session that was read."""
    (session,) = reading.ecosystem.all(Session)
    return session


def codes(reading: Reading, *severities: Severity) -> set[str]:
    """Return the codes of the diagnostics, perhaps of some severities only."""
    return {one.code for one in reading.diagnostics if not severities or one.severity in severities}


def starts(reading: Reading) -> list[str]:
    """Return when the scheduled sessions begin, by their own clocks."""
    sessions = reading.ecosystem.all(Session)
    return [f"{one.when.start:%Y-%m-%d %H:%M}" for one in sessions if one.when]


# The round trip


def plain(text):
    """Return a text as a calendar carries it: one kind of line break, controls marked."""
    for line_break in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"):
        text = text.replace(line_break, "\n")
    controls = (*range(9), *range(14, 32), *range(127, 160))
    return text.translate(dict.fromkeys(controls, "\ufffd"))


def writable(ecosystem):
    """Return the sessions that iCalendar can carry: scheduled, at whole seconds."""
    return [
        one
        for one in ecosystem.all(Session)
        if one.when
        and not one.when.start_us % 10**6
        and not one.when.end_us % 10**6
        and one.sequence < 2**31
    ]


def place(ecosystem, venue):
    """Return what the calendar says of a venue: its words, then its point, then its address."""
    sites = [ecosystem[venue]]
    while sites[-1].within:
        sites.append(ecosystem[sites[-1].within])
    words = [one.name for one in sites] + [one.address for one in sites if one.address][:1]
    points = [(one.latitude, one.longitude) for one in sites if one.latitude is not None]
    links = [one.url for one in sites if one.url]
    return plain(", ".join(words)), points[:1], [uri(links[0])] if links else []


@given(ecosystems() | schedules())
def test_from_ics_undoes_to_ics(ecosystem):
    """Every field that iCalendar can carry comes back as it was."""
    sessions = writable(ecosystem)
    data = to_ics(ecosystem, domain="example.org", stamp=STAMP, sessions=sessions)
    reading = from_ics(data)
    read = {one.id: one for one in reading.ecosystem.all(Session)}
    assert read.keys() == {one.id for one in sessions}
    assert not codes(reading, Severity.ERROR)
    for was in sessions:
        now = read[was.id]
        assert (now.when.start_us, now.when.end_us) == (was.when.start_us, was.when.end_us)
        assert now.when.zone in {was.when.zone, "UTC"}
        assert now.title == plain(was.title)
        assert now.event == was.event
        status = "cancelled" if ecosystem.cancelled(was) else was.status
        assert (now.status, now.sequence) == (status, was.sequence)
        assert now.language == was.language
        for name in ("created", "modified"):
            moment = getattr(was, name)
            assert getattr(now, name) == (moment and moment.replace(microsecond=0))
        assert now.url == (was.url and uri(was.url))
        assert now.description == plain(was.description)
        themes = [plain(ecosystem[one].name) for one in was.themes]
        assert [reading.ecosystem[one].name for one in now.themes] == list(dict.fromkeys(themes))
        assert (now.venue is None) == (was.venue is None)
        if was.venue:
            venue = reading.ecosystem[now.venue]
            name, points, links = place(ecosystem, was.venue)
            assert venue.name == name
            for point in points:
                assert (venue.latitude, venue.longitude) == pytest.approx(point, abs=1e-6)
            for link in links:
                assert venue.url == link
        assert now.identifiers == frozenset()
        assert now.tags == frozenset()


@given(schedules())
def test_what_ties_sessions_together_comes_back(ecosystem):
    """Speakers, hosts, audiences, blocks and repetitions come back by name."""
    written = [one for one in ecosystem.all(Session) if one.when]
    there = {one.id for one in written}
    data = to_ics(ecosystem, domain="example.org", stamp=STAMP)
    read = from_ics(data).ecosystem
    for was in written:
        now = read[was.id]
        for name in ("speakers", "hosts"):
            names = [ecosystem[one].name for one in getattr(was, name)]
            assert [read[one].name for one in getattr(now, name)] == names
        assert (now.kind, now.audiences, now.access) == (was.kind, was.audiences, was.access)
        for name in ("within", "repeat_of"):
            above = getattr(was, name)
            assert getattr(now, name) == (above if above in there else None)


@given(ecosystems())
def test_banners_come_back_as_events(ecosystem):
    """An event with known days comes back from its banner with name, days and revision."""
    sessions = writable(ecosystem)
    options = {"domain": "example.org", "stamp": STAMP, "sessions": sessions, "banners": True}
    read = from_ics(to_ics(ecosystem, **options)).ecosystem
    assert {one.id for one in read.all(Session)} == {one.id for one in sessions}
    for session in sessions:
        was, now = ecosystem[session.event], read[session.event]
        if was.days and was.days.number:
            assert (now.name, now.days) == (plain(was.name), was.days)
            assert (now.sequence, now.language) == (was.sequence, was.language)
            assert now.url == (was.url and uri(was.url))
            assert now.description == plain(was.description)


def test_the_name_of_a_calendar_is_that_of_its_event():
    """NAME, or X-WR-CALNAME, names the event that the sessions belong to, whose id comes back."""
    week = Event(id="week", name="Digital Week", zone="Europe/Paris")
    when = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris")
    talk = Session(id="talk", title="AI", event="week", when=when)
    from numeco import Ecosystem  # noqa: PLC0415  # here alone

    data = to_ics(Ecosystem.of(week, talk), domain="a.fr", stamp=STAMP, name="Digital Week")
    assert from_ics(data).ecosystem["week"] == week
    named = from_ics(calendar(PARIS, "SUMMARY:AI", head=["X-WR-CALNAME:Fair\\, 2026"]))
    assert named.ecosystem["event-fair-2026"].name == "Fair, 2026"


# Recurrence


def numbers(*ranges):
    """Draw lists of numbers, as rules write them."""
    values = st.sampled_from([number for each in ranges for number in each])
    return st.lists(values, min_size=1, max_size=4, unique=True).map(
        lambda chosen: ",".join(map(str, chosen))
    )


@st.composite
def rules(draw):
    """Draw rules that dateutil reads as RFC 5545 does.

    Not BYDAY with ordinals beside others without, of which it wants both; not BYWEEKNO alone, of
    which it gives all days of the week, where the standard takes the weekday from DTSTART.
    """
    frequency = draw(st.sampled_from(("YEARLY", "MONTHLY", "WEEKLY", "DAILY")))
    parts = {"FREQ": frequency, "INTERVAL": draw(st.integers(1, 5))}
    long = frequency in {"YEARLY", "MONTHLY"}
    days = st.sampled_from(WEEKDAYS)
    if long and draw(st.booleans()):
        ordinals = st.sampled_from((-5, -2, -1, 1, 2, 3, 5))
        days = st.builds("{}{}".format, ordinals, days)
    options = {
        "BYMONTH": numbers(range(1, 13)),
        "BYMONTHDAY": numbers(range(1, 32), range(-31, 0)),
        "BYDAY": st.lists(days, min_size=1, max_size=3, unique=True).map(",".join),
        "BYHOUR": numbers(range(24)),
        "BYSETPOS": numbers((1, 2, 3, -1, -2)),
        "WKST": st.sampled_from(WEEKDAYS),
        "COUNT": st.integers(1, 30),
    }
    if frequency == "YEARLY":
        options["BYYEARDAY"] = numbers(range(1, 367), range(-366, 0))
    for name, values in options.items():
        if draw(st.integers(0, 3)) == 0:
            parts[name] = draw(values)
    if frequency == "YEARLY" and "BYDAY" in parts and draw(st.booleans()):
        parts["BYWEEKNO"] = draw(numbers(range(1, 54), range(-53, 0)))
    return ";".join(f"{name}={value}" for name, value in parts.items())


@given(
    rules(), st.datetimes(wall_clock(2020, 1, 1), wall_clock(2026, 12, 31)), st.integers(0, 1500)
)
@example("FREQ=YEARLY;BYDAY=-1MO;BYWEEKNO=53", wall_clock(2020, 1, 1), 0)
@example("FREQ=MONTHLY;BYDAY=-5MO", wall_clock(2020, 1, 31), 40)
def test_rules_give_what_dateutil_gives(rule, start, skipped):
    """For two years every match is one of dateutil's; a later beginning leaves out only earlier ones."""
    start = start.replace(microsecond=0)
    end, later = start + timedelta(days=730), start + timedelta(days=skipped)
    try:
        mine = Rule.parse(rule)
    except Refusal:  # 30 February
        assert "BYMONTHDAY" in rule
        return
    found = list(takewhile(lambda wall: wall <= end, mine.walls(start, Budget())))
    # dateutil would seek a first match as far as the year 9999, and begins the first week of
    # BYSETPOS at DTSTART, where RFC 5545 begins it at WKST.
    if found and not ("FREQ=WEEKLY" in rule and "BYSETPOS" in rule):
        assert found == rrulestr(rule, dtstart=start).between(start, end, inc=True)
    since = takewhile(lambda wall: wall <= end, mine.walls(start, Budget(), first=later))
    assert [wall for wall in since if wall >= later] == [wall for wall in found if wall >= later]


def test_a_week_number_alone_means_the_weekday_of_the_start():
    """BYWEEKNO without BYDAY takes the weekday from DTSTART (RFC 5545, 3.3.10)."""
    walls = Rule.parse("FREQ=YEARLY;BYWEEKNO=20;COUNT=2").walls(wall_clock(2026, 5, 11), Budget())
    assert [wall.date() for wall in walls] == [date(2026, 5, 11), date(2027, 5, 17)]


@given(
    st.sampled_from(("Europe/Paris", "America/Toronto", "Pacific/Noumea")),
    st.sampled_from(("DAILY", "WEEKLY", "WEEKLY;BYDAY=MO,SU", "MONTHLY", "MONTHLY;BYDAY=-1SU")),
    st.integers(1, 40),
    st.lists(st.integers(0, 39), max_size=3, unique=True),
    st.lists(st.integers(0, 39), max_size=2, unique=True),
    st.integers(0, 23),
)
@settings(max_examples=50)
def test_recurring_ical_events_finds_the_same_occurrences(  # noqa: PLR0913, PLR0917  # what is drawn
    zone, rule, count, out, moved, hour
):
    """With EXDATE and RECURRENCE-ID too, each occurrence begins when an independent reader says."""
    oracle = pytest.importorskip("recurring_ical_events")
    icalendar = pytest.importorskip("icalendar")
    start = wall_clock(2026, 9, 27, hour, 15)
    walls = rrulestr(f"FREQ={rule};COUNT={count}", dtstart=start)[:40]
    form = "%Y%m%dT%H%M%S"
    lines = [f"DTSTART;TZID={zone}:{start:{form}}", f"RRULE:FREQ={rule};COUNT={count}"]
    excluded = {walls[at] for at in out if at < len(walls)}
    lines += [f"EXDATE;TZID={zone}:{wall:{form}}" for wall in sorted(excluded)]
    overrides = [
        vevent(
            "UID:talk-0@example.org",
            "SUMMARY:Moved",
            f"RECURRENCE-ID;TZID={zone}:{walls[at]:{form}}",
            f"DTSTART;TZID={zone}:{walls[at] + timedelta(hours=30):{form}}",
        )
        for at in moved
        if at < len(walls) and walls[at] not in excluded
    ]
    data = calendar("SUMMARY:Talk", "DURATION:PT1H", *lines)
    data = data.replace(b"END:VCALENDAR", "\r\n".join((*overrides, "END:VCALENDAR")).encode())
    mine = {instant(one.when.start) for one in from_ics(data).ecosystem.all(Session)}
    found = oracle.of(icalendar.Calendar.from_ical(data)).between(
        date(2026, 1, 1), date(2031, 1, 1)
    )
    theirs = {instant(one["DTSTART"].dt) for one in found}
    exists = {wall for wall in walls if _exists(wall, zone)}
    if len(exists) == len(walls) and start in walls:
        assert mine == theirs


def _exists(wall, zone):
    there = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return there.replace(tzinfo=None, fold=0) == wall


def test_occurrences_are_sessions_with_ids_of_uid_and_day():
    """Each occurrence is a session of its own, whose id holds the day, and the time where two share it."""
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    reading = from_ics(calendar(PARIS, "DURATION:PT1H", "SUMMARY:Coffee", rule))
    ids = [one.id for one in reading.ecosystem.all(Session)]
    assert ids == ["talk-0-2026-10-20", "talk-0-2026-10-27", "talk-0-2026-11-03"]
    # By the clock on the wall, also after the clocks went back on 25 October.
    assert starts(reading) == ["2026-10-20 09:00", "2026-10-27 09:00", "2026-11-03 09:00"]
    assert {str(one) for one in only_identifiers(reading)} == {"ical-uid:talk-0@example.org"}
    twice = from_ics(calendar(PARIS, "RRULE:FREQ=DAILY;BYHOUR=9,14;COUNT=2"))
    ids = [one.id for one in twice.ecosystem.all(Session)]
    assert ids == ["talk-0-2026-10-20-0900", "talk-0-2026-10-20-1400"]


def only_identifiers(reading):
    """Return the identifiers that all sessions have."""
    (identifiers,) = {one.identifiers for one in reading.ecosystem.all(Session)}
    return identifiers


def test_a_window_bounds_what_recurs_and_nothing_else():
    """Occurrences outside the window are left out; what does not recur is always read."""
    data = calendar(PARIS, "RRULE:FREQ=DAILY")
    window = {"start": date(2030, 1, 1), "end": date(2030, 1, 3)}
    assert starts(from_ics(data, **window)) == [f"2030-01-0{day} 09:00" for day in (1, 2, 3)]
    assert len(starts(from_ics(calendar(PARIS), **window))) == 1
    gone = from_ics(calendar(PARIS, "RRULE:FREQ=DAILY;COUNT=2"), **window)
    assert not starts(gone)
    assert "outside-window" in codes(gone)


def test_a_rule_without_end_is_read_for_a_year():
    """Without an end to the window it is read for 366 days, which a diagnostic says."""
    reading = from_ics(calendar(PARIS, "RRULE:FREQ=WEEKLY"))
    assert len(reading.ecosystem.all(Session)) == 53
    assert "endless-rule" in codes(reading, Severity.WARNING)


@pytest.mark.parametrize("until", ["20261022T070000Z", "20261022", "20261022T090000"])
def test_until_is_included(until):
    """UNTIL in UTC, as a date or in local time includes the occurrence that it names."""
    reading = from_ics(calendar(PARIS, f"RRULE:FREQ=DAILY;UNTIL={until}"))
    assert starts(reading)[-1] == "2026-10-22 09:00"


def test_overrides_move_rename_and_cancel_occurrences():
    """A RECURRENCE-ID replaces one occurrence, whose id stays; THISANDFUTURE all from there on."""
    one = vevent(
        "UID:talk-0@example.org",
        "RECURRENCE-ID;TZID=Europe/Paris:20261021T090000",
        "DTSTART;TZID=Europe/Paris:20261021T150000",
        "SUMMARY:Later",
        "STATUS:CANCELLED",
    )
    future = vevent(
        "UID:talk-0@example.org",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20261023T090000",
        "DTSTART;TZID=Europe/Paris:20261023T103000",
        "DURATION:PT2H",
        "SUMMARY:New",
    )
    data = calendar(PARIS, "SUMMARY:Old", "RRULE:FREQ=DAILY;COUNT=5")
    data = data.replace(b"END:VCALENDAR", f"{one}\r\n{future}\r\nEND:VCALENDAR".encode())
    reading = from_ics(data)
    sessions = reading.ecosystem.all(Session)
    assert [one.id[-2:] for one in sessions] == ["20", "21", "22", "23", "24"]
    assert [one.title for one in sessions] == ["Old", "Later", "Old", "New", "New"]
    assert [start[-5:] for start in starts(reading)] == [
        "09:00",
        "15:00",
        "09:00",
        "10:30",
        "10:30",
    ]
    assert sessions[1].status is SessionStatus.CANCELLED
    assert sessions[4].when.duration == timedelta(hours=2)


def test_an_override_without_its_series_is_kept():
    """An occurrence whose rule is not in the file is a session with the day that it replaces."""
    data = calendar("RECURRENCE-ID:20261021T070000Z", PARIS)
    assert only(from_ics(data)).id == "talk-0-2026-10-21"


def test_rdate_and_exdate_add_and_take_away():
    """RDATE adds moments and periods of their own length, EXDATE takes away moments and days."""
    reading = from_ics(
        calendar(
            PARIS,
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=3",
            "RDATE;VALUE=PERIOD:20261101T080000Z/PT3H",
            "RDATE;TZID=Europe/Paris:20261102T090000",
            "EXDATE:20261020T070000Z",
            "EXDATE;VALUE=DATE:20261021",
        )
    )
    assert starts(reading) == ["2026-10-22 09:00", "2026-11-01 09:00", "2026-11-02 09:00"] or (
        starts(reading) == ["2026-10-22 09:00", "2026-11-01 08:00", "2026-11-02 09:00"]
    )
    lengths = [one.when.duration for one in reading.ecosystem.all(Session)]
    assert lengths == [timedelta(hours=hours) for hours in (1, 3, 1)]


# Hostile input


HOSTILE = {
    "INTERVAL=0": "FREQ=DAILY;INTERVAL=0",
    "30 February": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "30 February, daily": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "29 February of odd years": "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
    "no such position": "FREQ=YEARLY;BYDAY=MO;BYSETPOS=-366",
    "SECONDLY": "FREQ=SECONDLY",
    "MINUTELY": "FREQ=MINUTELY;COUNT=3",
    "each second": "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10;BYMINUTE={0};BYSECOND={0}".format(
        ",".join(map(str, range(60)))
    ),
    "no frequency": "INTERVAL=2",
    "unknown part": "FREQ=DAILY;BYEASTER=0",
    "not a rule": "x",
}


@pytest.mark.parametrize("rule", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_rule_that_is_refused_leaves_the_first_occurrence(rule):
    """What cannot or must not be followed is told as an error, at once, and the start is kept."""
    began = time.process_time()
    reading = from_ics(calendar("DTSTART;TZID=Europe/Paris:20270120T090000", f"RRULE:{rule}"))
    assert starts(reading) == ["2027-01-20 09:00"]
    assert codes(reading, Severity.ERROR)
    assert time.process_time() - began < 20  # a guard against hanging, no measure


def test_a_thousand_million_occurrences_are_not_made():
    """A rule that names more occurrences than a file may have is cut, which is told."""
    reading = from_ics(calendar(PARIS, "RRULE:FREQ=DAILY;COUNT=1000000000"))
    assert len(reading.ecosystem.all(Session)) == 367
    assert "many-occurrences" in codes(reading, Severity.WARNING)


def test_the_rules_of_a_file_share_one_budget():
    """However many rules there are, their steps are bounded together."""
    rule = "FREQ=DAILY;BYYEARDAY=366;BYMONTH=1"
    reading = from_ics(calendar(PARIS, f"RRULE:{rule}", vevents=300))
    assert len(reading.ecosystem.all(Session)) == 300
    assert {"never-matches", "costly-rule"} <= codes(reading, Severity.ERROR)


def test_a_budget_counts_each_step():
    """A rule that never matches stops when the budget is used up."""
    budget = Budget(500)
    with pytest.raises(Refusal, match="steps") as refused:
        list(Rule.parse("FREQ=DAILY;BYYEARDAY=366;BYMONTH=1").walls(wall_clock(2026, 1, 1), budget))
    assert refused.value.code == "costly-rule"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (calendar("DESCRIPTION:" + "x" * 50_000_000, PARIS), "long-line"),
        (calendar("DESCRIPTION:" + "\r\n ".join(["x" * 70] * 70_000), PARIS), "long-line"),
        (calendar(*["BEGIN:X"] * 10_000, *["END:X"] * 10_000, PARIS), "too-deep"),
        (calendar(*["BEGIN:VEVENT"] * 10_000), "unclosed"),
    ],
    ids=["a line of 50 MB", "a folded line", "10,000 nested components", "10,000 open VEVENTs"],
)
def test_a_form_beyond_measure_is_refused(data, code):
    """Lines and depths beyond the limits are left out with a diagnostic, at once."""
    began = time.process_time()
    assert code in codes(from_ics(data))
    assert time.process_time() - began < 20  # a guard against hanging, no measure


BASE = calendar(
    "DTSTAMP:20260101T000000Z",
    "SEQUENCE:2",
    PARIS,
    "DTEND;TZID=Europe/Paris:20261020T100000",
    "SUMMARY;LANGUAGE=fr:Été\\, IA",
    "DESCRIPTION:a",
    " b",
    "LOCATION:Salle A",
    "GEO:47.2;-1.5",
    "CATEGORIES:A,B\\,C",
    "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=TU,2WE",
    "EXDATE;TZID=Europe/Paris:20261027T090000",
    "RDATE;VALUE=PERIOD:20261101T080000Z/PT3H",
    'ORGANIZER;CN="A; B":mailto:a@example.org',
    "RELATED-TO:talk-0@example.org",
    head=[
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "END:VTIMEZONE",
    ],
)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_octets_raise_a_foreign_exception(data):
    """Whatever the octets, the reader reads or raises an error of its own."""
    for each in (data, b"BEGIN:VCALENDAR\n" + data, b"BEGIN:VEVENT\n" + data):
        with suppress(NumecoError):
            from_ics(each)


CHANGED = st.lists(
    st.tuples(
        st.integers(0, len(BASE)),
        st.integers(0, 12),
        st.binary(max_size=8)
        | st.sampled_from((b"\n", b";", b":", b'"', b"99", b"-", b"\\", b",")),
    ),
    min_size=1,
    max_size=6,
)


@given(CHANGED)
@settings(max_examples=300)
def test_no_mutated_calendar_raises_a_foreign_exception(changes):
    """A calendar with octets cut and put in anywhere is read, with its session or without."""
    data = BASE
    for at, length, new in changes:
        data = data[:at] + new + data[at + length :]
    with suppress(NumecoError):
        from_ics(data, zone="Europe/Paris")


VALUES = st.sampled_from(
    [
        "0",
        "-1",
        "1",
        "99999999999999999999",
        "00010101",
        "00010101T000000",
        "99991231T235959Z",
        "19700101T000000Z",
        "20260230",
        "20261025T023000",
        "20260329T023000",
        "P1D",
        "-P1D",
        "PT999999999H",
        "P999999W",
        "+2400",
        "-0000",
        "FREQ=DAILY",
        "FREQ=YEARLY;BYWEEKNO=53;UNTIL=99991231",
        "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=9",
        "FREQ=DAILY;COUNT=0",
        "nan;nan",
        "91;0",
        "1e400;0",
        "mailto:",
        "http://",
        "[",
        "TRUE",
        ",",
        ";",
        ":",
        "=",
        "\\",
        "%",
    ]
)
NAMES = st.sampled_from(
    [
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "EXRULE",
        "RECURRENCE-ID",
        "SEQUENCE",
        "GEO",
        "URL",
        "STATUS",
        "UID",
        "CREATED",
        "DTSTART;VALUE=DATE",
        "DTEND;VALUE=DATE",
        "DTSTART;TZID=X",
        "DTEND;TZID=Europe/Paris",
        "CONFERENCE",
        "RECURRENCE-ID;RANGE=THISANDFUTURE",
        "RELATED-TO",
        "ORGANIZER",
        "SUMMARY;LANGUAGE=x_",
        "CATEGORIES",
        "RDATE;VALUE=PERIOD",
        "LOCATION",
        "CONTACT",
        "DTSTART;TZID=Africa/Cairo",
    ]
)
LINES = st.lists(st.builds("{}:{}".format, NAMES, VALUES), max_size=8)


@given(st.lists(LINES, min_size=1, max_size=3), st.sampled_from((None, "Africa/Cairo", "UTC")))
@settings(max_examples=300)
def test_no_values_raise_a_foreign_exception(vevents, zone):
    """Values of every kind in properties of every kind make sessions, one for each VEVENT at least."""
    body = "\r\n".join(vevent("UID:a", f"X-N:{at}", *lines) for at, lines in enumerate(vevents))
    reading = from_ics(f"BEGIN:VCALENDAR\r\n{body}\r\nEND:VCALENDAR".encode(), zone=zone)
    assert reading.ecosystem.all(Session) or reading.diagnostics


# Times and zones


@given(
    st.sampled_from(("Europe/Paris", "America/Toronto", "Europe/Dublin", "Australia/Lord_Howe")),
    st.datetimes(wall_clock(2000, 1, 1), wall_clock(2037, 12, 31)),
)
def test_instants_are_those_of_zoneinfo(zone, wall):
    """A local time is the instant that zoneinfo gives it; one that is skipped goes by the clock before."""
    wall = wall.replace(microsecond=0, fold=0)
    session = only(from_ics(calendar(f"DTSTART;TZID={zone}:{wall:%Y%m%dT%H%M%S}")))
    expected = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert session.when.start_us == instant(expected)
    assert session.when.zone == zone


@pytest.mark.parametrize(
    ("tzid", "key"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Paris", "Europe/Paris"),
        (
            "/citadel.org/20190101_1/America/Argentina/Buenos_Aires",
            "America/Argentina/Buenos_Aires",
        ),
        ("America/Los Angeles", "America/Los_Angeles"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Etc/UTC", "UTC"),
        ("MyZone", None),
        ("a/" * 10_000, None),
    ],
)
def test_names_of_zones_mean_iana_zones(tzid, key):
    """Prefixes, Windows names and blanks are seen through."""
    assert iana(tzid) == key


def test_windows_names_are_those_of_cldr():
    """The table is that of the CLDR, as the icalendar package has it."""
    table = pytest.importorskip("icalendar.timezone.windows_to_olson").WINDOWS_TO_OLSON
    assert {name.lower(): zone for name, zone in table.items()} == dict(WINDOWS)


CUSTOM = [
    "BEGIN:VTIMEZONE",
    "TZID:Head office",
    "BEGIN:STANDARD",
    "DTSTART:16010101T030000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZOFFSETFROM:+0600",
    "TZOFFSETTO:+0500",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010101T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZOFFSETFROM:+0500",
    "TZOFFSETTO:+0600",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
]


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        ("20260101T120000", "2026-01-01T07:00"),
        ("20260701T120000", "2026-07-01T06:00"),
        ("20260329T015959", "2026-03-28T20:59:59"),
        ("20260329T023000", "2026-03-28T21:30"),  # skipped: by the clock before
        ("20260329T030000", "2026-03-28T21:00"),
        ("20261025T023000", "2026-10-24T20:30"),  # repeated: the first pass
        ("20261025T030000", "2026-10-24T22:00"),
    ],
)
def test_a_timezone_of_ones_own_defines_its_instants(wall, utc):
    """A TZID that IANA does not know goes by its VTIMEZONE, and is kept in the zone given, or UTC."""
    data = calendar(f'DTSTART;TZID="Head office":{wall}', head=CUSTOM)
    expected = instant(datetime.fromisoformat(utc).replace(tzinfo=UTC))
    for zone in (None, "Europe/Paris"):
        reading = from_ics(data, zone=zone)
        assert only(reading).when.start_us == expected
        assert only(reading).when.zone == (zone or "UTC")
        assert "unknown-zone" in codes(reading, Severity.WARNING)


def test_a_vtimezone_that_disagrees_with_iana_is_followed_and_told():
    """The instants are those of the file (RFC 5545, 3.6.5), in the IANA zone that the TZID means."""
    head = [line.replace("Head office", "Europe/Paris") for line in CUSTOM]
    reading = from_ics(calendar(PARIS, head=head))
    assert only(reading).when == Interval.local(
        "2026-10-20T05:00", "2026-10-20T05:00", "Europe/Paris"
    )
    assert "zone-differs" in codes(reading, Severity.WARNING)


def test_floating_times_need_a_zone():
    """A time without zone stays open until one is given, by the caller, the event or X-WR-TIMEZONE."""
    data = calendar("DTSTART:20261020T090000", "DURATION:PT1H")
    open_one = from_ics(data)
    assert only(open_one).when is None
    assert "floating-time" in codes(open_one, Severity.ERROR)
    expected = Interval.local("2026-10-20T09:00", timedelta(hours=1), "Europe/Paris")
    week = Event(name="Week", zone="Europe/Paris")
    named = calendar(
        "DTSTART:20261020T090000", "DURATION:PT1H", head=["X-WR-TIMEZONE:Romance Standard Time"]
    )
    for reading in (
        from_ics(data, zone="Europe/Paris"),
        from_ics(data, event=week),
        from_ics(named),
    ):
        assert only(reading).when == expected


def test_times_in_utc_are_kept_in_the_zone_given():
    """UTC stays UTC where no zone is known."""
    data = calendar("DTSTART:20261020T070000Z")
    assert only(from_ics(data)).when.zone == "UTC"
    assert starts(from_ics(data, zone="Europe/Paris")) == ["2026-10-20 09:00"]


def test_whole_days_are_sessions_from_midnight_to_midnight():
    """DTEND is exclusive, without it it is one day; a midnight that is skipped begins at one."""
    reading = from_ics(calendar("DTSTART;VALUE=DATE:20261024"), zone="Europe/Paris")
    two = from_ics(
        calendar("DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261026"), zone="Europe/Paris"
    )
    assert only(reading).when.duration == timedelta(hours=24)
    assert only(two).when.duration == timedelta(hours=49)
    assert only(two).tags == {"all-day"}
    cairo = from_ics(calendar("DTSTART;VALUE=DATE:20260424"), zone="Africa/Cairo")
    assert (starts(cairo), only(cairo).when.duration) == (["2026-04-24 01:00"], timedelta(hours=23))
    assert only(from_ics(calendar("DTSTART;VALUE=DATE:20261024"))).when is None


def test_the_one_vevent_of_days_that_holds_all_others_is_the_event():
    """It gives the event its days; with others beside it, it is a session."""
    long = vevent(
        "UID:fair", "SUMMARY:The fair", "DTSTART;VALUE=DATE:20261019", "DTEND;VALUE=DATE:20261024"
    )
    data = calendar(PARIS).replace(b"END:VCALENDAR", f"{long}\r\nEND:VCALENDAR".encode())
    reading = from_ics(data)
    assert reading.ecosystem["fair"].days == Days.of("2026-10-19", "2026-10-23")
    assert only(reading).event == "fair"
    later = data.replace(b"20261020T090000", b"20261120T090000")
    assert len(from_ics(later, zone="Europe/Paris").ecosystem.all(Session)) == 2


@pytest.mark.parametrize(
    ("lines", "seconds", "code"),
    [
        ((), 0, None),
        (("DURATION:PT90M",), 5400, None),
        (("DURATION:P1D",), 86_400, None),
        (("DTEND;TZID=Europe/Paris:20261020T103000",), 5400, None),
        (("DTEND:20261020T083000Z",), 5400, None),
        (("DURATION:-PT1H",), 0, "end-before-start"),
        (("DTEND;TZID=Europe/Paris:20261020T080000",), 0, "end-before-start"),
        (("DTEND;TZID=Europe/Paris:yesterday",), 0, "unreadable-end"),
        (("DURATION:90 minutes",), 0, "unreadable-end"),
        (("DURATION:P999999W",), 0, "long"),
        (("DTEND;TZID=Europe/Paris:20261020T103000", "DURATION:PT5H"), 5400, "two-ends"),
        (("DTEND;VALUE=DATE:20261021",), 54_000, "mixed-ends"),
    ],
)
def test_ends_are_read_or_left_aside_with_a_reason(lines, seconds, code):
    """A session ends where DTEND or DURATION says; where they cannot mean it, it has no length."""
    reading = from_ics(calendar(PARIS, "SUMMARY:x", *lines))
    assert only(reading).when.duration == timedelta(seconds=seconds)
    assert code is None or code in codes(reading, Severity.WARNING, Severity.ERROR)


@pytest.mark.parametrize("lines", [(), ("DTSTART:tomorrow",), ("DTSTART:20260230T000000Z",)])
def test_without_a_start_a_session_is_unscheduled(lines):
    """A DTSTART that is missing or no time leaves the session open, as an error says."""
    reading = from_ics(calendar("SUMMARY:x", *lines))
    assert only(reading).when is None
    assert codes(reading, Severity.ERROR) & {"missing-start", "unreadable-start"}


# Identity


def several(*vevents, head=()):
    """Return a calendar of some VEVENTs."""
    return "\r\n".join(("BEGIN:VCALENDAR", *head, *vevents, "END:VCALENDAR")).encode()


def test_a_shared_uid_loses_nothing():
    """Different VEVENTs of one UID and revision are all kept, with ids of UID and start."""
    data = several(
        *(vevent("UID:46939", f"SUMMARY:{n}", f"DTSTART:20261020T{n:02}0000Z") for n in (9, 10)),
        vevent("UID:46939", "SUMMARY:again", "DTSTART:20261020T100000Z"),
    )
    reading = from_ics(data)
    ids = [one.id for one in reading.ecosystem.all(Session)]
    assert ids == ["46939-2026-10-20-0900", "46939-2026-10-20-1000", "46939-2026-10-20-1000-2"]
    assert "shared-uid" in codes(reading, Severity.WARNING)


def test_the_later_revision_is_read():
    """Of one UID with several SEQUENCEs the highest is read, and the others are told."""
    data = several(
        vevent("UID:a", "SEQUENCE:2", "SUMMARY:new", "DTSTART:20261020T100000Z"),
        vevent("UID:a", "SEQUENCE:1", "SUMMARY:old", "DTSTART:20261020T090000Z"),
    )
    reading = from_ics(data)
    assert only(reading).title == "new"
    assert "older-revision" in codes(reading, Severity.WARNING)


def test_the_same_vevent_twice_is_one():
    """A repeated VEVENT is read once, which is told."""
    one = vevent("UID:a", "SUMMARY:x", "DTSTART:20261020T100000Z")
    reading = from_ics(several(one, one))
    assert only(reading).id == "a"
    assert "repeated-event" in codes(reading, Severity.WARNING)


def test_without_a_uid_the_id_is_of_title_and_start():
    """A missing UID is told; several such VEVENTs are several sessions."""
    one = vevent("SUMMARY:Été", "DTSTART:20261020T100000Z")
    reading = from_ics(several(one, one))
    ids = [one.id for one in reading.ecosystem.all(Session)]
    assert ids == ["session-ete-2026-10-20-1000", "session-ete-2026-10-20-1000-2"]
    assert "missing-uid" in codes(reading, Severity.WARNING)


@pytest.mark.parametrize(
    ("uid", "key"),
    [
        ("talk-17@example.org", "talk-17"),
        ("talk-17", "talk-17"),
        ("Talk 17!@example.org", "talk-17"),
        ("a" * 200 + "@example.org", "a" * 200),
        ("20260601T083000Z-Intro", "20260601t083000z-intro"),
    ],
)
def test_what_stands_before_the_at_is_the_id(uid, key):
    """A slug comes back exactly; the UID stays as an identifier where another program wrote it."""
    session = only(from_ics(several(vevent(f"UID:{uid}", "DTSTART:20261020T100000Z"))))
    assert session.id == key
    kept = {one.value for one in session.identifiers}
    assert kept == ({uid} if uid != key else set())


def test_related_vevents_in_a_circle_are_freed():
    """RELATED-TO that runs in a circle loses the tie that closes it, which is told."""
    data = several(
        *(
            vevent(f"UID:{n}", f"RELATED-TO:{(n + 1) % 3}", "DTSTART:20261020T100000Z")
            for n in range(3)
        )
    )
    reading = from_ics(data)
    assert sum(one.within is not None for one in reading.ecosystem.all(Session)) == 2
    assert "circle" in codes(reading, Severity.WARNING)


# Form


def test_the_form_of_the_file_does_not_matter():
    """Line ends, folds within characters, byte order marks, encodings and HTML around it."""
    text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261020T100000Z\r\nSUMMARY:{}\r\n"
    text += "END:VEVENT\r\nEND:VCALENDAR\r\n"
    whole = text.format("Été — œuvre")
    octets = whole.encode()
    cut = octets.index("é".encode()) + 1
    forms = {
        "utf-8": octets,
        "bom": b"\xef\xbb\xbf" + octets,
        "lf": octets.replace(b"\r\n", b"\n"),
        "cr": octets.replace(b"\r\n", b"\r"),
        "fold": octets[:cut] + b"\r\n " + octets[cut:],
        "tab": octets[:cut] + b"\n\t" + octets[cut:],
        "utf-16": whole.encode("utf-16"),
        "cp1252": whole.encode("cp1252"),
        "html": b"<html><pre>" + octets + b"</pre></html>",
        "small letters": octets.replace(b"BEGIN", b"begin").replace(b"SUMMARY", b"summary"),
    }
    for name, data in forms.items():
        assert only(from_ics(data)).title == "Été — œuvre", name
    assert "encoding" in codes(from_ics(forms["cp1252"]), Severity.WARNING)
    assert "text-around" in codes(from_ics(forms["html"]), Severity.WARNING)


def test_forgotten_ends_and_bad_lines_are_told():
    """A VEVENT without END ends where the next begins; a line that is none is quoted."""
    data = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\noops\nBEGIN:VEVENT\nUID:b\nEND:VEVENT\nEND:X\n"
    reading = from_ics(data)
    assert {one.id for one in reading.ecosystem.all(Session)} == {"a", "b"}
    assert {"unclosed", "bad-line", "stray-end"} <= codes(reading)
    assert any("'oops'" in one.found for one in reading.diagnostics)


def test_parameters_are_read_as_the_standards_say():
    """Quotes may hold colons and semicolons, commas part values, carets stand for others."""
    line = b'BEGIN:X\nATTENDEE;CN="A: B; C, D";MEMBER="a","b",c;X=^n^^^\':mailto:a\nEND:X\n'
    (outer,), _ = components(line)
    (prop,) = outer.properties
    assert prop.params == {"CN": ["A: B; C, D"], "MEMBER": ["a", "b", "c"], "X": ['\n^"']}
    assert prop.value == "mailto:a"


def test_strict_raises_where_something_was_mended():
    """Strict reading passes what is in order and refuses what is not."""
    good = calendar("DTSTAMP:20260101T000000Z", PARIS, "SUMMARY:x")
    assert len(from_ics(good, strict=True).ecosystem.all(Session)) == 1
    with pytest.raises(Refused, match="missing-start"):
        from_ics(calendar("SUMMARY:x"), strict=True)


def test_sources_are_paths_octets_and_files(tmp_path):
    """A path, its octets and an open file read alike; the text of a calendar is no path."""
    data = calendar(PARIS, "SUMMARY:x", head=["NAME:Fair"])
    path = tmp_path / "fair.ics"
    path.write_bytes(data)
    read = [from_ics(path), from_ics(str(path)), from_ics(data), from_ics(io.BytesIO(data))]
    read.append(from_ics(io.StringIO(data.decode())))
    assert all(one == read[0] for one in read)
    with pytest.raises(InvalidValue, match="path"):
        from_ics(data.decode())
    with pytest.raises(FileNotFoundError):
        from_ics(Path(tmp_path, "none.ics"))
    with pytest.raises(InvalidType):
        from_ics(7)


def test_what_holds_no_calendar_is_refused():
    """A page that is no calendar raises, since an empty reading would pass for an empty calendar."""
    for data in (b"", b"<html>Not found</html>", b"\0" * 100):
        with pytest.raises(Malformed, match="no calendar"):
            from_ics(data)


@pytest.mark.parametrize("options", [{"zone": "Mars"}, {"event": 3}, {"start": "2026-01-01"}])
def test_arguments_are_checked(options):
    """An argument that cannot be meant is refused with a sentence."""
    with pytest.raises(InvalidValue):
        from_ics(calendar(PARIS), **options)


def test_the_facts_of_others_are_kept():
    """Place, point, categories, organizer, contact and odd values go where the model has room."""
    reading = from_ics(
        calendar(
            PARIS,
            "SUMMARY:  x  ",
            "LOCATION: Salle\\, A ",
            "GEO:47.2;-1.5",
            "CATEGORIES:A\\,B, C",
            "CATEGORIES:A\\,B",
            "ORGANIZER;CN=CCI:mailto:cci@example.org",
            "CONTACT:Ada",
            "URL:ftp://example.org",
            "STATUS:DONE",
            "DTSTAMP:20260101T000000Z",
            "X-MOOD:good",
        )
    )
    session, read = only(reading), reading.ecosystem
    assert (session.title, session.modified) == ("x", datetime(2026, 1, 1, tzinfo=UTC))
    venue = read[session.venue]
    assert (venue.name, venue.latitude, venue.longitude) == ("Salle, A", 47.2, -1.5)
    assert [one.name for one in read.all(Theme)] == ["A,B", "C"]
    (host,) = read.all(Organization)
    assert (host.name, host.email, session.hosts) == ("CCI", "cci@example.org", (host.id,))
    assert session.tags == {"contact: Ada", "url: ftp://example.org", "status: DONE"}
    assert {"odd-url", "odd-status", "unread", "organizers"} <= codes(reading)
    assert not read.all(Person)
    assert len(read.all(Venue)) == 1
