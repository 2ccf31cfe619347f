"""Lint: each rule finds its defect and nothing else, and what numeco writes is clean."""

import time
import zoneinfo
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from numeco.diagnostics import Severity
from numeco.ical import to_ics
from numeco.ical._lint import Finding, lint
from numeco.ical._lint._rules import LISTED, RULES
from numeco.ical._timezones import vtimezone
from numeco.model import Session
from numeco.testing import ecosystems, schedules

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HEAD = ("VERSION:2.0", "PRODID:-//test//EN")
EVENT = ("UID:a@example.org", "DTSTAMP:20260101T000000Z")
START = "DTSTART:20261020T090000Z"
PARIS = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Paris",
    "BEGIN:DAYLIGHT",
    "DTSTART:20250330T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:20251026T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)
IN_PARIS = "DTSTART;TZID=Europe/Paris:20261020T090000"
DATE = "DTSTART;VALUE=DATE:20261020"


def component(name: str, *lines: str) -> tuple[str, ...]:
    """Return the lines of a component."""
    return (f"BEGIN:{name}", *lines, f"END:{name}")


def file(*lines: str, head: tuple[str, ...] = HEAD) -> bytes:
    """Return a calendar of lines."""
    return "".join(f"{line}\r\n" for line in component("VCALENDAR", *head, *lines)).encode()


def event(*lines: str, zones: tuple[str, ...] = ()) -> bytes:
    """Return a calendar of one event; without a DTSTART of its own it has one in UTC."""
    starts = any(line.startswith("DTSTART") for line in lines)
    return file(*zones, *component("VEVENT", *EVENT, *(() if starts else (START,)), *lines))


def within(name: str, *lines: str) -> bytes:
    """Return a calendar of one event that holds a component."""
    return file(*component("VEVENT", *EVENT, START, *component(name, *lines)))


def paris(old: str, new: str) -> bytes:
    """Return an event in a zone whose definition has one text in place of another."""
    zones = tuple(line.replace(old, new) for line in PARIS)
    return event(IN_PARIS, zones=zones)


def rules(data: bytes) -> set[str]:
    """Return the words of the rules that a file breaks."""
    return {one.rule for one in lint(data)}


CLEAN = event("SUMMARY:Talk")
TZ_EVENT = event(IN_PARIS, zones=PARIS)
DISPLAY = ("ACTION:DISPLAY", "DESCRIPTION:Now")
INSTANCE = "RECURRENCE-ID"

#: By rule: files that break it and no other, each with a neighbour that is clean.
CASES: dict[str, list[tuple[bytes, bytes]]] = {
    "bare-lf": [
        (CLEAN.replace(b"Talk\r\n", b"Talk\n"), CLEAN),
        (CLEAN.replace(b"\r\n", b"\n"), CLEAN),
    ],
    "bare-cr": [
        (CLEAN.replace(b"Talk\r\n", b"Talk\r"), CLEAN),
        (CLEAN.replace(b"\r\n", b"\r"), CLEAN),
    ],
    "no-line-end": [(CLEAN[:-2], CLEAN)],
    "long-line": [
        (event("SUMMARY:" + "a" * 68), event("SUMMARY:" + "a" * 67)),
        (event("SUMMARY:" + "é" * 34), event("SUMMARY:" + "é" * 33)),
        (event("SUMMARY:a\r\n " + "b" * 75), event("SUMMARY:a\r\n " + "b" * 74)),
    ],
    "fold-in-character": [
        (CLEAN.replace(b"Talk", b"\xc3\r\n \xa9"), CLEAN.replace(b"Talk", b"\r\n \xc3\xa9")),
        (CLEAN.replace(b"Talk", b"\xf0\x9f\r\n \x98\x80"), event("SUMMARY:\r\n\t😀")),
    ],
    "fold-in-escape": [(event("SUMMARY:a\\\r\n nb"), event("SUMMARY:a\\\\\r\n nb"))],
    "encoding": [
        (CLEAN.replace(b"Talk", b"caf\xe9"), event("SUMMARY:café")),
        (CLEAN.decode().encode("utf-16"), CLEAN),
    ],
    "byte-order-mark": [(b"\xef\xbb\xbf" + CLEAN, CLEAN)],
    "control": [
        (event(f"SUMMARY:a{sign}b"), event("SUMMARY:a\tb")) for sign in "\0\x07\x0b\x0c\x1b\x7f"
    ],
    "line-separator": [(event(f"SUMMARY:a{sign}b"), CLEAN) for sign in "\x85\u2028\u2029"],
    "blank-line": [(CLEAN.replace(b"Talk\r\n", b"Talk\r\n\r\n"), CLEAN)],
    "malformed-line": [
        (event("SUMMARY"), CLEAN),
        (event("SUM MARY:a"), CLEAN),
        (CLEAN.replace(b"END:VEVENT", b"END:VEVENT "), CLEAN),
    ],
    "parameter-syntax": [
        (event("SUMMARY;LANGUAGE:a"), event("SUMMARY;LANGUAGE=fr:a")),
        (event('SUMMARY;X-A=b"c:a'), event('SUMMARY;X-A="b;c:d,e":a')),
        (event('SUMMARY;X-A="b:a'), event('SUMMARY;X-A="b":a')),
        (event("SUMMARY;;LANGUAGE=fr:a"), event("SUMMARY;LANGUAGE=fr:a")),
    ],
    "parameter-repeated": [
        (event("SUMMARY;LANGUAGE=fr;LANGUAGE=fr:a"), event("SUMMARY;LANGUAGE=fr;X-A=1;X-B=1:a"))
    ],
    "parameter-values": [
        (
            event("ORGANIZER;CN=Curie, Marie:mailto:a@example.org"),
            event('ORGANIZER;CN="Curie, Marie":mailto:a@example.org'),
        )
    ],
    "parameter-quotes": [
        (
            event("ATTENDEE;MEMBER=mailto:mailto:a@example.org"),
            event('ATTENDEE;MEMBER="mailto:b@example.org":mailto:a@example.org'),
        )
    ],
    "parameter-value": [
        (
            event("ATTENDEE;RSVP=YES:mailto:a@example.org"),
            event("ATTENDEE;RSVP=true:mailto:a@example.org"),
        ),
        (event("SUMMARY;LANGUAGE=fr_FR:a"), event("SUMMARY;LANGUAGE=fr-FR:a")),
        (
            event("ATTACH;VALUE=BINARY:AAAA"),
            event("ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA"),
        ),
    ],
    "unregistered-parameter": [(event("SUMMARY;LANG=fr:a"), event("SUMMARY;X-LANG=fr:a"))],
    "raw-comma": [
        (event("SUMMARY:a, b"), event("SUMMARY:a\\, b")),
        (event("LOCATION:a\\\\,b"), event("LOCATION:a\\\\\\,b")),
    ],
    "raw-semicolon": [
        (event("SUMMARY:a; b"), event("SUMMARY:a\\; b")),
        (event("CATEGORIES:a;b"), event("CATEGORIES:a,b\\,c")),
    ],
    "bad-escape": [
        (event("SUMMARY:C:\\Users"), event("SUMMARY:C:\\\\Users\\N\\n\\;")),
        (event("SUMMARY:a\\"), event("SUMMARY:a\\\\")),
        (event('SUMMARY:\\"a'), event('SUMMARY:"a')),
        (event("SUMMARY:a\\:b"), event("SUMMARY:a:b")),
    ],
    "value": [
        (event("DTSTART:20261020"), event(DATE)),
        (event("DTSTART:20261320T090000Z"), CLEAN),
        (event("DTSTART:20260229T090000Z"), event("DTSTART:20240229T090000Z")),
        (event("DTSTART:20261020T240000Z"), event("DTSTART:20261020T235960Z")),
        (event("DTSTART;VALUE=DATE:20261020T090000"), event(DATE)),
        (event("DURATION:1H"), event("DURATION:PT1H")),
        (event("DURATION:PT1H30S"), event("DURATION:PT1H0M30S")),
        (event("DURATION:P1W2D"), event("DURATION:P9D")),
        (event("DURATION:P"), event("DURATION:P1DT2H")),
        (event("RDATE;VALUE=PERIOD:20261021T090000Z"), event("RDATE:20261021T090000Z")),
        (
            event("RDATE;VALUE=PERIOD:20261021T090000Z/-PT1H"),
            event("RDATE;VALUE=PERIOD:20261021T090000Z/PT1H"),
        ),
        (event("SEQUENCE: 0"), event("SEQUENCE:0")),
        (event("SEQUENCE:2147483648"), event("SEQUENCE:2147483647")),
        (event("URL:example.org"), event("URL:https://example.org")),
        (event("URL:https://example.org/a b"), event("URL:https://example.org/a%20b")),
        (event("ORGANIZER:Ada"), event("ORGANIZER:MAILTO:ada@example.org")),
        (
            event("ATTACH;VALUE=BINARY;ENCODING=BASE64:AAA"),
            event("ATTACH;VALUE=BINARY;ENCODING=BASE64:AAA="),
        ),
        (event("X-A;VALUE=BOOLEAN:YES"), event("X-A;VALUE=BOOLEAN:TRUE")),
        (event("X-A;VALUE=FLOAT:1e3"), event("X-A;VALUE=FLOAT:1.3")),
        (paris("TZOFFSETFROM:+0100", "TZOFFSETFROM:+1"), TZ_EVENT),
    ],
    "value-type": [
        (event("SUMMARY;VALUE=URI:https://example.org"), event("SUMMARY;VALUE=TEXT:a")),
        (event("DTSTART;VALUE=PERIOD:20261020T090000Z/PT1H"), CLEAN),
    ],
    "value-type-missing": [
        (
            file(*component("VEVENT", *EVENT, START), head=(*HEAD, f"REFRESH-INTERVAL{given}:P1D"))
            for given in ("", ";VALUE=DURATION")
        )
    ],
    "uri-characters": [(event("URL:https://example.org/é"), event("URL:https://example.org/%C3"))],
    "unknown-value": [
        (event("STATUS:DONE"), event("STATUS:confirmed")),
        (event("STATUS:COMPLETED"), event("STATUS:CANCELLED")),
        (event("TRANSP:YES"), event("TRANSP:TRANSPARENT")),
        (event("COLOR:#1f77b4"), event("COLOR:LightGrey")),
        (CLEAN.replace(b"VERSION:2.0", b"VERSION:1.0"), CLEAN),
        (
            file(*component("VTODO", *EVENT, "STATUS:CONFIRMED")),
            file(*component("VTODO", *EVENT, "STATUS:IN-PROCESS")),
        ),
    ],
    "unregistered-value": [
        (event("CLASS:SECRET"), event("CLASS:X-SECRET")),
        (
            file(*component("VEVENT", *EVENT, START), head=(*HEAD, "CALSCALE:JULIAN")),
            file(*component("VEVENT", *EVENT, START), head=(*HEAD, "CALSCALE:GREGORIAN")),
        ),
    ],
    "range": [
        (event("PRIORITY:10"), event("PRIORITY:9")),
        (event("SEQUENCE:-1"), event("SEQUENCE:0")),
        (
            file(*component("VTODO", *EVENT, "PERCENT-COMPLETE:101")),
            file(*component("VTODO", *EVENT, "PERCENT-COMPLETE:100")),
        ),
    ],
    "geo": [
        (event("GEO:90.1;0"), event("GEO:-90.0;180")),
        (event("GEO:0;-181"), event("GEO:0;-180")),
        (event("GEO:47.2,-1.5"), event("GEO:47.2;-1.5")),
        (event("GEO:1e-07;0"), event("GEO:0.0000001;0")),
        (event("GEO:nan;0"), event("GEO:+1;-0")),
    ],
    "not-utc": [
        (event("CREATED:20260101T000000"), event("CREATED:20260101T000000Z")),
        (CLEAN.replace(b"DTSTAMP:20260101T000000Z", b"DTSTAMP:20260101T000000"), CLEAN),
        (
            within("VALARM", *DISPLAY, "TRIGGER;VALUE=DATE-TIME:20261020T080000"),
            within("VALARM", *DISPLAY, "TRIGGER;VALUE=DATE-TIME:20261020T080000Z"),
        ),
    ],
    "not-local": [(paris("DTSTART:20250330T020000", "DTSTART:20250330T020000Z"), TZ_EVENT)],
    "recur": [
        (event(f"RRULE:{broken}"), event(f"RRULE:{clean}"))
        for broken, clean in [
            ("INTERVAL=1", "FREQ=DAILY;INTERVAL=1"),
            ("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=1000"),
            ("FREQ=FORTNIGHTLY", "freq=weekly;interval=2"),
            ("FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=1000000000"),
            ("FREQ=DAILY;COUNT=2;UNTIL=20261030T000000Z", "FREQ=DAILY;UNTIL=20261030T000000Z"),
            ("FREQ=DAILY;COUNT=2;COUNT=3", "FREQ=DAILY;COUNT=2"),
            ("FREQ=DAILY;BYEASTER=1", "FREQ=DAILY"),
            ("FREQ=DAILY;", "FREQ=DAILY"),
            ("FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;BYHOUR=0,23"),
            ("FREQ=MONTHLY;BYDAY=0TU", "FREQ=MONTHLY;BYDAY=3TU"),
            ("FREQ=WEEKLY;BYDAY=1TU", "FREQ=WEEKLY;BYDAY=TU"),
            ("FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=-12"),
            ("FREQ=MONTHLY;BYMONTHDAY=32,20", "FREQ=MONTHLY;BYMONTHDAY=31,20"),
            ("FREQ=WEEKLY;BYMONTHDAY=20", "FREQ=MONTHLY;BYMONTHDAY=20"),
            ("FREQ=YEARLY;BYMONTH=13,10", "FREQ=YEARLY;BYMONTH=12,10"),
            ("FREQ=MONTHLY;BYWEEKNO=20", "FREQ=YEARLY;BYWEEKNO=20"),
            ("FREQ=MONTHLY;BYYEARDAY=20", "FREQ=YEARLY;BYYEARDAY=366"),
            ("FREQ=MONTHLY;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1"),
            ("FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY"),
            ("FREQ=DAILY;WKST=XX", "FREQ=DAILY;WKST=SU"),
            ("FREQ=YEARLY;SKIP=OMIT", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT"),
        ]
    ],
    "recur-never": [
        (
            event("DTSTART:20260228T090000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
            event("DTSTART:20240229T090000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
        )
    ],
    "recur-order": [(event("RRULE:COUNT=2;FREQ=DAILY"), event("RRULE:FREQ=DAILY;COUNT=2"))],
    "no-calendar": [(b"", CLEAN)],
    "empty-calendar": [(file(), CLEAN)],
    "outside-calendar": [(CLEAN + b"SUMMARY:a\r\n", CLEAN), (b"X-A:a\r\n" + CLEAN, CLEAN)],
    "unbalanced": [
        (CLEAN.replace(b"END:VCALENDAR\r\n", b""), CLEAN),
        (CLEAN.replace(b"END:VEVENT\r\n", b""), CLEAN),
        (CLEAN.replace(b"SUMMARY:Talk", b"END:VALARM"), CLEAN),
    ],
    "too-deep": [
        (file(*["BEGIN:X-A"] * 20, *["END:X-A"] * 20), file(*["BEGIN:X-A"] * 9, *["END:X-A"] * 9))
    ],
    "missing-property": [
        (CLEAN.replace(b"UID:a@example.org\r\n", b""), CLEAN),
        (CLEAN.replace(b"DTSTAMP:20260101T000000Z\r\n", b""), CLEAN),
        (CLEAN.replace(b"VERSION:2.0\r\n", b""), CLEAN),
        (CLEAN.replace(b"PRODID:-//test//EN\r\n", b""), CLEAN),
        (
            file(*component("VEVENT", *EVENT)),
            file(*component("VEVENT", *EVENT), head=(*HEAD, "METHOD:CANCEL")),
        ),
        (paris("TZOFFSETTO:+0100", "X-A:b"), TZ_EVENT),
        (
            within("VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M"),
            within("VALARM", *DISPLAY, "TRIGGER:PT0S"),
        ),
        (
            within("VALARM", *DISPLAY, "TRIGGER:-PT5M", "REPEAT:2"),
            within("VALARM", *DISPLAY, "TRIGGER:-PT5M", "REPEAT:2", "DURATION:PT1M"),
        ),
        (
            file(*component("VTODO", *EVENT, "DURATION:P1D")),
            file(*component("VTODO", *EVENT, "DURATION:P1D", START)),
        ),
        (file(*component("VJOURNAL", *EVENT[:1])), file(*component("VJOURNAL", *EVENT))),
        (file(*component("VFREEBUSY", *EVENT[1:])), file(*component("VFREEBUSY", *EVENT))),
    ],
    "repeated-property": [
        (event("SUMMARY:a", "SUMMARY:b"), event("SUMMARY:a", "COMMENT:b", "COMMENT:c")),
        (event("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), event("RRULE:FREQ=DAILY")),
    ],
    "exclusive-properties": [
        (event("DTEND:20261020T100000Z", "DURATION:PT1H"), event("DTEND:20261020T100000Z"))
    ],
    "misplaced-property": [(event("DUE:20261020T100000Z"), event("DTEND:20261020T100000Z"))],
    "misplaced-component": [
        (
            file(*component("VEVENT", *EVENT, START, *component("VJOURNAL", *EVENT))),
            file(*component("VJOURNAL", *EVENT)),
        )
    ],
    "late-property": [
        (file(*component("VTODO", *EVENT), "X-A:b"), file("X-A:b", *component("VTODO", *EVENT)))
    ],
    "deprecated": [(event("EXRULE:FREQ=DAILY"), event("EXDATE:20261021T090000Z"))],
    "unregistered-property": [(event("TITLE:a"), event("X-TITLE:a"))],
    "unregistered-component": [(file(*component("EVENT")), file(*component("X-EVENT")))],
    "empty-vtimezone": [
        (file(*component("VTIMEZONE", "TZID:Europe/Paris")), file(*PARIS)),
    ],
    "uid-repeated": [
        (
            file(*component("VEVENT", *EVENT, START) * 2),
            file(
                *component("VEVENT", *EVENT, START, "RRULE:FREQ=DAILY"),
                *component("VEVENT", *EVENT, START, f"{INSTANCE}:20261021T090000Z"),
                *component("VEVENT", *EVENT, START, f"{INSTANCE}:20261022T090000Z"),
            ),
        )
    ],
    "uid-blank": [(CLEAN.replace(b"UID:a@example.org", b"UID: "), CLEAN)],
    "date-mixture": [
        (event(DATE, "DTEND:20261021T090000Z"), event(DATE, "DTEND;VALUE=DATE:20261021")),
        (event("DTEND:20261020T100000"), event("DTEND:20261020T100000Z")),
        (
            event(IN_PARIS, "DTEND:20261020T100000", zones=PARIS),
            event(IN_PARIS, "DTEND:20261020T100000Z", zones=PARIS),
        ),
        (event(DATE, "DURATION:PT1H"), event(DATE, "DURATION:P1D")),
        (event("EXDATE;VALUE=DATE:20261021"), event("EXDATE:20261021T090000Z")),
        (event(DATE, "RDATE:20261021T090000Z"), event(DATE, "RDATE;VALUE=DATE:20261021")),
        (
            file(
                *component("VEVENT", *EVENT, START, "RRULE:FREQ=DAILY"),
                *component("VEVENT", *EVENT, START, f"{INSTANCE};VALUE=DATE:20261021"),
            ),
            file(
                *component("VEVENT", *EVENT, START, "RRULE:FREQ=DAILY"),
                *component("VEVENT", *EVENT, DATE, f"{INSTANCE}:20261021T090000Z"),
            ),
        ),
        (event(DATE, "RRULE:FREQ=DAILY;BYHOUR=3"), event("RRULE:FREQ=DAILY;BYHOUR=9")),
    ],
    "end-not-after-start": [
        (event("DTEND:20261020T090000Z"), event("DTEND:20261020T090001Z")),
        (event(DATE, "DTEND;VALUE=DATE:20261020"), event(DATE)),
        (
            event(IN_PARIS, "DTEND:20261020T070000Z", zones=PARIS),
            event(IN_PARIS, "DTEND:20261020T070001Z", zones=PARIS),
        ),
        (
            file(*component("VTODO", *EVENT, START, "DUE:20261020T085959Z")),
            file(*component("VTODO", *EVENT, START, "DUE:20261020T090000Z")),
        ),
    ],
    "negative-duration": [(event("DURATION:-PT1H"), event("DURATION:PT0S"))],
    "until-form": [
        (
            event(IN_PARIS, "RRULE:FREQ=DAILY;UNTIL=20261030T090000", zones=PARIS),
            event(IN_PARIS, "RRULE:FREQ=DAILY;UNTIL=20261030T080000Z", zones=PARIS),
        ),
        (
            event(DATE, "RRULE:FREQ=DAILY;UNTIL=20261030T000000Z"),
            event(DATE, "RRULE:FREQ=DAILY;UNTIL=20261030"),
        ),
        (
            event("DTSTART:20261020T090000", "RRULE:FREQ=DAILY;UNTIL=20261030T000000Z"),
            event("DTSTART:20261020T090000", "RRULE:FREQ=DAILY;UNTIL=20261030T000000"),
        ),
        (
            paris("BYDAY=-1SU", "BYDAY=-1SU;UNTIL=20401231T000000"),
            paris("BYDAY=-1SU", "BYDAY=-1SU;UNTIL=20401231T000000Z"),
        ),
    ],
    "until-before-start": [
        (
            event("RRULE:FREQ=DAILY;UNTIL=20261010T000000Z"),
            event("RRULE:FREQ=DAILY;UNTIL=20261020T090000Z"),
        )
    ],
    "start-outside-rule": [
        (event("RRULE:FREQ=WEEKLY;BYDAY=MO"), event("RRULE:FREQ=WEEKLY;BYDAY=MO,TU")),
        (event("RRULE:FREQ=YEARLY;BYMONTH=3"), event("RRULE:FREQ=YEARLY;BYMONTH=3,10")),
        (event("RRULE:FREQ=MONTHLY;BYDAY=-1TU"), event("RRULE:FREQ=MONTHLY;BYDAY=-2TU")),
        (event("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1"), event("RRULE:FREQ=MONTHLY;BYMONTHDAY=-12")),
    ],
    "missing-time": [
        (
            event("DTSTART;TZID=Europe/Paris:20260329T023000", zones=PARIS),
            event("DTSTART;TZID=Europe/Paris:20260329T033000", zones=PARIS),
        )
    ],
    "zone-on-utc": [
        (event(START.replace(":", ";TZID=Europe/Paris:")), event(START)),
    ],
    "zone-on-date": [(event(DATE.replace(";", ";TZID=Europe/Paris;")), event(DATE))],
    "missing-vtimezone": [
        (event(IN_PARIS), TZ_EVENT),
        (event("EXDATE;TZID=Europe/Paris:20261021T090000"), event("EXDATE:20261021T090000Z")),
    ],
    "repeated-vtimezone": [(event(IN_PARIS, zones=PARIS * 2), TZ_EVENT)],
    "unused-vtimezone": [(event(START, zones=PARIS), event(START))],
    "wrong-vtimezone": [
        (
            paris("BYDAY=-1SU", "BYDAY=1SU")
            .replace(b"0330T", b"0302T")
            .replace(b"1026T", b"1005T"),
            TZ_EVENT,
        ),
        (paris("+0200", "+0300"), TZ_EVENT),
        (
            event(IN_PARIS, zones=(*PARIS[:8], PARIS[-1])),
            event(IN_PARIS, zones=PARIS),
        ),
    ],
    "unchecked-vtimezone": [
        (
            paris("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RRULE:FREQ=MONTHLY;INTERVAL=12"),
            TZ_EVENT,
        )
    ],
    "unknown-zone": [
        (
            file(*component("VEVENT", *EVENT, START), head=(*HEAD, "X-WR-TIMEZONE:Paris, France")),
            file(*component("VEVENT", *EVENT, START), head=(*HEAD, "X-WR-TIMEZONE:Europe/Paris")),
        )
    ],
    "too-long": [],
}
EACH = [
    pytest.param(rule, *pair, id=f"{rule}-{number}")
    for rule, pairs in CASES.items()
    for number, pair in enumerate(pairs)
]


@pytest.mark.parametrize(("rule", "broken", "clean"), EACH)
def test_each_rule_finds_its_defect_and_nothing_else(rule, broken, clean):
    """A file with one defect has findings of one rule, its clean neighbour has none."""
    assert rules(broken) == {rule}
    assert lint(clean) == []


def test_each_rule_has_its_examples():
    """No rule is without a file that breaks it."""
    assert set(CASES) == set(RULES)


def test_a_line_that_is_too_long_to_read_is_told():
    """A content line beyond the reader's limit is a finding, whatever the rest says of it."""
    assert rules(event("SUMMARY:" + "a" * 1_000_001)) == {"long-line", "too-long"}


def test_a_finding_says_where_what_and_why():
    """A finding has the physical line, the rule, the section, the severity and a sentence."""
    (found,) = lint(event("SUMMARY:a\r\n b", "LOCATION:a, b"))
    assert found == Finding(
        10,
        "raw-comma",
        "RFC 5545, 3.3.11",
        Severity.ERROR,
        "a comma in LOCATION must be written \\,, and here is 'a, b'",
    )


def test_findings_stand_in_line_order():
    """Whatever looks for them, findings come by line."""
    found = lint(event("SUMMARY:a, b", "X A:b", "STATUS:NO", "GEO:x").replace(b"NO\r\n", b"NO\n"))
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert len(found) == 5


def test_a_rule_broken_too_often_is_summed_up():
    """Of thousands of findings of one rule, the last says how many more there are."""
    found = lint(event(*["COMMENT:a, b"] * (LISTED + 50)))
    assert len(found) == LISTED + 1
    assert found[-1].text.startswith("50 more findings of this rule begin here")


SESSIONS = ecosystems() | schedules()


def written(ecosystem, **options):
    """Return a calendar of those sessions that iCalendar can say."""
    sessions = [
        one
        for one in ecosystem.all(Session)
        if one.when and not one.when.start_us % 1_000_000 and not one.when.end_us % 1_000_000
    ]
    return to_ics(ecosystem, domain="example.org", stamp=STAMP, sessions=sessions, **options)


EVERYTHING = {
    "name": "Semaine, été; 2026",
    "description": "C:\\New\n«IA»",
    "colour": "#1f77b4",
    "refresh": timedelta(hours=6),
    "id": "feed-theme-ia",
    "source": "https://example.org/été.ics",
    "banners": True,
    "emails": True,
    "vendor": True,
    "language": "fr",
}


@given(SESSIONS, st.sampled_from(("shown", "prefixed", "hidden")), st.booleans())
@settings(suppress_health_check=list(HealthCheck))
def test_what_numeco_writes_is_clean(ecosystem, cancelled, everything):
    """No calendar of ours has a finding, not even one for information, whatever it holds."""
    options = EVERYTHING if everything else {}
    assert lint(written(ecosystem, cancelled=cancelled, **options)) == []


@given(SESSIONS, st.binary(max_size=6), st.integers(0), st.integers(0, 40))
@settings(suppress_health_check=list(HealthCheck))
@example(None, b"\r", 30, 0)
def test_any_octets_can_be_linted(ecosystem, octets, place, gone):
    """However a calendar is damaged, the answer is findings, each on a line of the file."""
    data = CLEAN if ecosystem is None else written(ecosystem)
    at = place % (len(data) + 1)
    damaged = data[:at] + octets + data[at + gone :]
    lines = len(damaged.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    assert all(1 <= one.line <= lines for one in lint(damaged))


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_no_file_is_beyond_lint(data):
    """Octets that were never a calendar have findings, and raise nothing."""
    assert any(one.severity is Severity.ERROR for one in lint(data))


#: Clean files that ical refuses, and why.
DEFECTS = {
    "value-3": "no leap second (RFC 5545, 3.3.12)",
    "unknown-value-0": "no names in lower case (RFC 5545, 2)",
    "recur-2": "no rules in lower case (RFC 5545, 2)",
}
VALID = {f"{case.id}": case.values[2] for case in EACH}


@pytest.mark.parametrize("name", VALID)
def test_what_lint_calls_clean_icalendar_reads(name):
    """An independent parser reads each file in which lint finds nothing, without complaint."""
    assert icalendar.Calendar.from_ical(VALID[name]).errors == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(reason=DEFECTS[name], strict=True))
        if name in DEFECTS
        else name
        for name in VALID
    ],
)
def test_what_lint_calls_clean_ical_reads(name):
    """So does a strict one."""
    assert IcsCalendarStream.calendar_from_ics(VALID[name].decode())


@pytest.mark.parametrize("key", sorted(zoneinfo.available_timezones())[::7])
def test_our_definitions_of_zones_are_those_of_iana(key):
    """What numeco says of a zone contradicts IANA nowhere, by rules evaluated apart."""
    if key in {"Factory", "localtime"}:
        pytest.skip("no zone of IANA")
    zones = vtimezone(key, datetime(2005, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
    first, last = (f"DTSTART;TZID={key}:{year}0615T120000" for year in (2005, 2029))
    data = file(
        *zones,
        *component("VEVENT", *EVENT, first),
        *component("VEVENT", "UID:b", EVENT[1], last),
    )
    assert rules(data) <= {"missing-time"}


def event_of(line: bytes) -> bytes:
    """Return an event with a line of any length."""
    return event("X-A:b").replace(b"X-A:b", line)


ENDLESS = component(
    "STANDARD",
    "DTSTART:00010101T000000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;COUNT=100000000;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12",
)
HOSTILE = {
    "nested": file(*["BEGIN:X-A"] * 10_000, *["END:X-A"] * 10_000),
    "never closed": file(*["BEGIN:X-A"] * 10_000),
    "50 MB line": event_of(b"SUMMARY:" + b"a" * 50_000_000),
    "backslashes": event_of(b"SUMMARY:" + b"\\" * 999_001),
    "commas": event_of(b"SUMMARY:" + b"," * 999_000),
    "parameters": event_of(b"SUMMARY" + b";A=b" * 100_000 + b":x"),
    "quotes": event_of(b"SUMMARY;A=" + b'"' * 900_001 + b":x"),
    "quoted": event_of(b"SUMMARY;A=" + b'"",' * 300_001 + b":x"),
    "rule parts": event_of(b"RRULE:FREQ=DAILY" + b";A=1" * 200_000),
    "huge interval": event_of(b"RRULE:FREQ=DAILY;INTERVAL=" + b"9" * 900_000),
    "huge count": event_of(b"RRULE:FREQ=SECONDLY;COUNT=1000000000"),
    "huge number": event_of(b"SEQUENCE:" + b"9" * 900_000),
    "huge place": event_of(b"GEO:" + b"9" * 400_000 + b";" + b"9" * 400_000),
    "long rules of zones": event(
        IN_PARIS, "RRULE:FREQ=DAILY", zones=component("VTIMEZONE", PARIS[1], *ENDLESS * 10_000)
    ),
    "line ends": b"\r" * 500_000 + b"\n" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_take_no_more_than_others(name):
    """Size alone costs time: nothing nests, repeats or counts lint to a halt."""
    began = time.process_time()
    assert len(lint(HOSTILE[name])) <= 4 * (LISTED + 1)
    assert time.process_time() - began < 6


def test_time_grows_with_the_file():
    """Ten times the events take about ten times as long, not a hundred."""

    def taken(number):
        parts = (("UID:" + str(at), *EVENT[1:], START, "SUMMARY:a") for at in range(number))
        data = file(*(line for part in parts for line in component("VEVENT", *part)))
        began = time.process_time()
        assert lint(data) == []
        return time.process_time() - began

    assert taken(5_000) < 40 * max(taken(500), 0.01)
