"""jCal (RFC 7265): as the standard's examples say, and back without a loss."""

import json
from datetime import UTC, datetime

import icalendar
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from numeco.ecosystem import Ecosystem
from numeco.errors import Malformed, NumecoError
from numeco.ical import to_ics
from numeco.ical._jcal import from_jcal, ics_to_jcal, jcal_to_ics, to_jcal
from numeco.ical._read import from_ics
from numeco.model import Event, Session
from numeco.testing import ecosystems, schedules
from numeco.time import Interval

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def calendar(*lines: str) -> bytes:
    """Return a calendar of lines."""
    return "".join(f"{one}\r\n" for one in ("BEGIN:VCALENDAR", *lines, "END:VCALENDAR")).encode()


def properties(*lines: str) -> list:
    """Return the jCal of properties."""
    return ics_to_jcal(calendar(*lines))[1]


#: RFC 7265, B.1.
FIRST = """\
BEGIN:VCALENDAR
CALSCALE:GREGORIAN
PRODID:-//Example Inc.//Example Calendar//EN
VERSION:2.0
BEGIN:VEVENT
DTSTAMP:20080205T191224Z
DTSTART:20081006
SUMMARY:Planning meeting
UID:4088E990AD89CB3DBB484909
END:VEVENT
END:VCALENDAR
"""
FIRST_JCAL = """\
["vcalendar",
  [
    ["calscale", {}, "text", "GREGORIAN"],
    ["prodid", {}, "text", "-//Example Inc.//Example Calendar//EN"],
    ["version", {}, "text", "2.0"]
  ],
  [
    ["vevent",
      [
        ["dtstamp", {}, "date-time", "2008-02-05T19:12:24Z"],
        ["dtstart", {}, "date", "2008-10-06"],
        ["summary", {}, "text", "Planning meeting"],
        ["uid", {}, "text", "4088E990AD89CB3DBB484909"]
      ],
      []
    ]
  ]
]
"""
#: Of RFC 7265, B.2, what B.1 does not show.
SECOND = """\
BEGIN:VCALENDAR
BEGIN:VTIMEZONE
LAST-MODIFIED:20040110T032845Z
TZID:US/Eastern
BEGIN:DAYLIGHT
DTSTART:20000404T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=US/Eastern:20060102T120000
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=5
RDATE;TZID=US/Eastern;VALUE=PERIOD:20060102T150000/PT2H
RECURRENCE-ID;TZID=US/Eastern:20060104T120000
END:VEVENT
END:VCALENDAR
"""
SECOND_JCAL = """\
["vcalendar", [], [
  ["vtimezone",
    [
      ["last-modified", {}, "date-time", "2004-01-10T03:28:45Z"],
      ["tzid", {}, "text", "US/Eastern"]
    ],
    [
      ["daylight",
        [
          ["dtstart", {}, "date-time", "2000-04-04T02:00:00"],
          ["rrule", {}, "recur", {"freq": "YEARLY", "byday": "1SU", "bymonth": 4}],
          ["tzname", {}, "text", "EDT"],
          ["tzoffsetfrom", {}, "utc-offset", "-05:00"],
          ["tzoffsetto", {}, "utc-offset", "-04:00"]
        ],
        []
      ]
    ]
  ],
  ["vevent",
    [
      ["dtstart", {"tzid": "US/Eastern"}, "date-time", "2006-01-02T12:00:00"],
      ["duration", {}, "duration", "PT1H"],
      ["rrule", {}, "recur", {"freq": "DAILY", "count": 5}],
      ["rdate", {"tzid": "US/Eastern"}, "period", ["2006-01-02T15:00:00", "PT2H"]],
      ["recurrence-id", {"tzid": "US/Eastern"}, "date-time", "2006-01-04T12:00:00"]
    ],
    []
  ]
]]
"""


@pytest.mark.parametrize(("ics", "jcal"), [(FIRST, FIRST_JCAL), (SECOND, SECOND_JCAL)])
def test_the_examples_of_the_standard_hold(ics, jcal):
    """RFC 7265, appendix B: iCalendar and jCal say the same, in either direction."""
    data = ics.replace("\n", "\r\n").encode()
    assert ics_to_jcal(data) == json.loads(jcal)
    assert ics_to_jcal(jcal_to_ics(json.loads(jcal))) == json.loads(jcal)


#: A line, and its jCal by RFC 7265, 3.4 to 3.6 and 5.
VALUES = {
    "SUMMARY:a\\, b\\nc\\;\\\\": ["summary", {}, "text", "a, b\nc;\\"],
    "CATEGORIES:a,b\\,c,d": ["categories", {}, "text", "a", "b,c", "d"],
    "GEO:37.386013;-122.082932": ["geo", {}, "float", [37.386013, -122.082932]],
    "REQUEST-STATUS:2.0;Success": ["request-status", {}, "text", ["2.0", "Success"]],
    "REQUEST-STATUS:3.1;Bad\\; value;DTSTART:96-Apr-01": [
        "request-status",
        {},
        "text",
        ["3.1", "Bad; value", "DTSTART:96-Apr-01"],
    ],
    "PRIORITY:3": ["priority", {}, "integer", 3],
    "TZOFFSETTO:+1245": ["tzoffsetto", {}, "utc-offset", "+12:45"],
    "TZOFFSETFROM:-001640": ["tzoffsetfrom", {}, "utc-offset", "-00:16:40"],
    "DTSTART:20261020T090000": ["dtstart", {}, "date-time", "2026-10-20T09:00:00"],
    "DTSTART;VALUE=DATE:20261020": ["dtstart", {}, "date", "2026-10-20"],
    "DTSTART;TZID=Europe/Paris:20261020T090000": [
        "dtstart",
        {"tzid": "Europe/Paris"},
        "date-time",
        "2026-10-20T09:00:00",
    ],
    "EXDATE;VALUE=DATE:20261020,20261021": ["exdate", {}, "date", "2026-10-20", "2026-10-21"],
    "FREEBUSY:20261020T090000Z/PT1H,20261020T110000Z/20261020T120000Z": [
        "freebusy",
        {},
        "period",
        ["2026-10-20T09:00:00Z", "PT1H"],
        ["2026-10-20T11:00:00Z", "2026-10-20T12:00:00Z"],
    ],
    "RRULE:FREQ=YEARLY;COUNT=5;BYDAY=-1SU,2MO;BYMONTH=10;UNTIL=20301020": [
        "rrule",
        {},
        "recur",
        {
            "freq": "YEARLY",
            "count": 5,
            "byday": ["-1SU", "2MO"],
            "bymonth": 10,
            "until": "2030-10-20",
        },
    ],
    "TRIGGER:-PT15M": ["trigger", {}, "duration", "-PT15M"],
    "TRIGGER;VALUE=DATE-TIME:20261020T090000Z": [
        "trigger",
        {},
        "date-time",
        "2026-10-20T09:00:00Z",
    ],
    "ATTACH;VALUE=BINARY;ENCODING=BASE64;FMTTYPE=text/plain:SGVsbG8=": [
        "attach",
        {"fmttype": "text/plain"},
        "binary",
        "SGVsbG8=",
    ],
    "URL:https://example.org/?a=1,2;b": ["url", {}, "uri", "https://example.org/?a=1,2;b"],
    'ATTENDEE;CUTYPE=GROUP;MEMBER="mailto:a@example.org","mailto:b@example.org":mailto:c@example.org': [
        "attendee",
        {"cutype": "GROUP", "member": ["mailto:a@example.org", "mailto:b@example.org"]},
        "cal-address",
        "mailto:c@example.org",
    ],
    "SUMMARY;X-A=\"^'a;b^' ^^^n\":c": ["summary", {"x-a": '"a;b" ^\n'}, "text", "c"],
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H": ["refresh-interval", {}, "duration", "PT6H"],
    "X-TRUE;VALUE=BOOLEAN:TRUE": ["x-true", {}, "boolean", True],
    "X-TIME;VALUE=TIME:090000Z": ["x-time", {}, "time", "09:00:00Z"],
    "X-TEXT;VALUE=TEXT:a\\nb": ["x-text", {}, "text", "a\nb"],
    "X-ANY:a\\nb\\,c,d;e": ["x-any", {}, "unknown", "a\\nb\\,c,d;e"],
    "X-NUMBERS;VALUE=INTEGER:1,2": ["x-numbers", {}, "integer", 1, 2],
    "X-OWN;VALUE=X-TYPE:a\\,b": ["x-own", {}, "x-type", "a\\,b"],
}


@pytest.mark.parametrize("line", VALUES)
def test_each_type_of_value_stands_as_the_standard_says(line):
    """RFC 7265, 3.4 to 3.6 and 5: names in lower case, values by type, nothing escaped."""
    assert properties(line) == [VALUES[line]]


@pytest.mark.parametrize("line", VALUES)
def test_each_type_of_value_comes_back(line):
    """What jCal says of a line makes a line that says the same."""
    back = jcal_to_ics(["vcalendar", [VALUES[line]], []])
    assert ics_to_jcal(back)[1] == [VALUES[line]]
    if '"' not in line:
        assert back == jcal_to_ics(ics_to_jcal(calendar(line)))


#: Lines whose jCal by icalendar is not that of RFC 7265, by how they begin.
DEFECTS = {
    "REQUEST-STATUS:3.1": "parts at an escaped semicolon and not at the third component",
    "FREEBUSY": "makes a property of each period, which means the same",
    "RRULE": "has arrays of one value, of an own type at that",
    "X-NUMBERS": "keeps several numbers as one text",
}


def judged(line: str) -> object:
    """Return a line for a test, as an expected failure where icalendar errs."""
    cause = next((cause for start, cause in DEFECTS.items() if line.startswith(start)), None)
    marks = [] if cause is None else [pytest.mark.xfail(reason=cause, strict=True)]
    return pytest.param(line, marks=marks)


@pytest.mark.parametrize("line", [judged(line) for line in VALUES])
def test_icalendar_says_the_same(line):
    """The jCal of icalendar is ours, its own defects apart."""
    assert icalendar.Calendar.from_ical(calendar(line)).to_jcal()[1] == [VALUES[line]]


SESSIONS = ecosystems() | schedules()


def whole(ecosystem):
    """Return the sessions that iCalendar can say."""
    return [
        one
        for one in ecosystem.all(Session)
        if one.when and not one.when.start_us % 1_000_000 and not one.when.end_us % 1_000_000
    ]


@given(SESSIONS)
@settings(suppress_health_check=list(HealthCheck))
def test_what_numeco_writes_goes_through_jcal_without_a_loss(ecosystem):
    """iCalendar, jCal, JSON text, jCal, iCalendar: every property is as it was."""
    options = {"domain": "example.org", "stamp": STAMP, "sessions": whole(ecosystem)}
    data, jcal = to_ics(ecosystem, **options), to_jcal(ecosystem, **options)
    assert json.loads(json.dumps(jcal)) == jcal == ics_to_jcal(data)
    assert ics_to_jcal(jcal_to_ics(jcal)) == jcal


@given(SESSIONS)
@settings(suppress_health_check=list(HealthCheck))
def test_icalendar_reads_our_jcal_as_our_ics(ecosystem):
    """An independent reader finds the same texts and times in both."""
    options = {"domain": "example.org", "stamp": STAMP, "sessions": whole(ecosystem)}
    by_ics = icalendar.Calendar.from_ical(to_ics(ecosystem, **options))
    by_jcal = icalendar.Calendar.from_jcal(json.loads(json.dumps(to_jcal(ecosystem, **options))))
    for one, other in zip(by_ics.walk("VEVENT"), by_jcal.walk("VEVENT"), strict=True):
        assert one.keys() == other.keys()
        for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS"):
            assert str(one.get(name)) == str(other.get(name))
        for name in ("DTSTART", "DTEND", "DTSTAMP"):
            assert getattr(one.get(name), "dt", None) == getattr(other.get(name), "dt", None)


def test_from_jcal_reads_as_from_ics_does():
    """The programme in jCal is the programme in iCalendar."""
    when = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris")
    event = Event(id="week", name="Week", zone="Europe/Paris")
    talk = Session(id="talk", title="Été; à Nantes, «IA»\nbis", event="week", when=when)
    ecosystem = Ecosystem.of([event, talk, evolve(talk, id="talk-2")])
    options = {"domain": "example.org", "stamp": STAMP}
    by_jcal = from_jcal(to_jcal(ecosystem, **options))
    assert by_jcal == from_ics(to_ics(ecosystem, **options))
    assert [one.title for one in by_jcal.ecosystem.all(Session)] == [talk.title] * 2


def test_several_calendars_are_a_list():
    """A file of two calendars is a list of their jCal, and comes back as such."""
    both = calendar("X-A:1") + calendar("X-A:2")
    found = ics_to_jcal(both)
    assert [one[1][0][3] for one in found] == ["1", "2"]
    assert jcal_to_ics(found) == both


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["DTSTART:tomorrow"], "line 2"),
        (["X-A:1", "SEQUENCE: 0"], "line 3"),
        (["GEO:1e5;0"], "line 2"),
        (["RRULE:FREQ=DAILY;COUNT=1;COUNT=2"], "line 2"),
        (["DTSTART;;VALUE=DATE:20261020"], "line 2"),
        (["no colon"], "line 2"),
        (["BEGIN:VEVENT"], "line 2"),
    ],
)
def test_what_cannot_be_said_in_jcal_is_refused_with_its_line(lines, place):
    """Nothing is dropped in silence: a value that is not of its type stops the conversion."""
    with pytest.raises(Malformed) as caught:
        ics_to_jcal(calendar(*lines))
    assert caught.value.place == place


def of(*values: object) -> list:
    """Return jCal with one property."""
    return ["vcalendar", [list(values)], []]


DEEP: list = []
for _ in range(100_000):
    DEEP = [DEEP]
NESTED: list = ["vcalendar", [], []]
for _ in range(5_000):
    NESTED = ["vcalendar", [], [NESTED]]
CIRCLE: list = ["vcalendar", [], []]
CIRCLE[2].append(CIRCLE)
BROKEN = {
    "none": (None, ""),
    "text": ("vcalendar", ""),
    "empty": ([], ""),
    "object": ({"vcalendar": 1}, ""),
    "event": (["vevent", [], []], ""),
    "short": (["vcalendar", []], ""),
    "long": (["vcalendar", [], [], []], ""),
    "no properties": (["vcalendar", {}, []], "[1]"),
    "no components": (["vcalendar", [], "x"], "[2]"),
    "no name": (["vcalendar", [], [[1, [], []]]], "[2][0][0]"),
    "name with a line break": (["vcalendar", [], [["a\r\nb", [], []]]], "[2][0][0]"),
    "property as text": (["vcalendar", ["x"], []], "[1][0]"),
    "no value": (of("summary", {}, "text"), "[1][0]"),
    "parameters as array": (of("summary", [], "text", "a"), "[1][0][1]"),
    "parameter as number": (of("summary", {"x": 1}, "text", "a"), "[1][0][1]"),
    "parameter without values": (of("summary", {"x": []}, "text", "a"), "[1][0][1]"),
    "parameter with a broken name": (of("summary", {"x:y": "a"}, "text", "a"), "[1][0][1]"),
    "value as parameter": (of("summary", {"value": "uri"}, "text", "a"), "[1][0][1]"),
    "begin": (of("begin", {}, "text", "VEVENT"), "[1][0][0]"),
    "type with a line break": (of("summary", {}, "te\nxt", "a"), "[1][0][2]"),
    "text as number": (of("summary", {}, "text", 1), "[1][0][3]"),
    "text as null": (of("summary", {}, "text", None), "[1][0][3]"),
    "two summaries": (of("summary", {}, "text", "a", "b"), "[1][0]"),
    "number as text": (of("priority", {}, "integer", "1"), "[1][0][3]"),
    "number as truth": (of("priority", {}, "integer", True), "[1][0][3]"),
    "not a number": (of("geo", {}, "float", [float("nan"), 1.0]), "[1][0][3]"),
    "infinite": (of("geo", {}, "float", [float("inf"), 1.0]), "[1][0][3]"),
    "date": (of("dtstart", {}, "date", "20261020"), "[1][0][3]"),
    "date-time": (of("dtstart", {}, "date-time", "2026-10-20"), "[1][0][3]"),
    "30 February": (of("dtstart", {}, "date", "2026-02-30"), "[1][0][3]"),
    "duration": (of("duration", {}, "duration", "1h"), "[1][0][3]"),
    "period": (of("rdate", {}, "period", ["2026-10-20T09:00:00Z"]), "[1][0][3]"),
    "rule as text": (of("rrule", {}, "recur", "FREQ=DAILY"), "[1][0][3]"),
    "rule without freq": (of("rrule", {}, "recur", {"count": 1}), "[1][0][3]"),
    "rule that injects": (of("rrule", {}, "recur", {"freq": "DAILY\r\nX:1"}), "[1][0][3]"),
    "URI that injects": (of("url", {}, "uri", "a:b\r\nX-A:1"), "[1][0][3]"),
    "unknown that injects": (of("x-a", {}, "unknown", "b\nX-A:1"), "[1][0][3]"),
    "lone surrogate": (of("x-a", {}, "unknown", "\ud800"), "[1][0][3]"),
    "two unknown": (of("x-a", {}, "unknown", "a", "b"), "[1][0]"),
    "no place": (of("geo", {}, "float", []), "[1][0][3]"),
    "deep": (DEEP, "[0]"),
    "deep value": (of("summary", {}, "text", DEEP), "[1][0][3]"),
    "deep name": (["vcalendar", [], [[DEEP, [], []]]], "[2][0][0]"),
    "nested": (NESTED, "[2][0]" * 16),
    "circle": (CIRCLE, "[2][0]" * 16),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_jcal_is_refused_with_its_place(name):
    """Wrong shapes, wrong types and deep nests raise Malformed, which says where."""
    value, place = BROKEN[name]
    with pytest.raises(Malformed) as caught:
        jcal_to_ics(value)
    assert caught.value.place == place
    assert len(str(caught.value)) < 400


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
TYPES = (
    "binary boolean cal-address date date-time duration float integer period recur text time uid "
    "unknown uri utc-offset xml-reference x-own"
)
NAMES = "summary x-a dtstart categories geo rrule request-status rdate"


def one_of(words: str) -> st.SearchStrategy[str]:
    """Return a strategy for one of several words."""
    return st.sampled_from(words.split())


@given(
    ANY | st.tuples(one_of(NAMES), st.just({}), one_of(TYPES), ANY).map(lambda parts: of(*parts))
)
def test_any_value_is_jcal_or_malformed(value):
    """No value raises anything else, and what is written can be read and adds no line."""
    try:
        data = jcal_to_ics(value)
    except Malformed:
        return
    found = ics_to_jcal(data)
    assert len(found[1]) == len(value[1])
    assert ics_to_jcal(jcal_to_ics(found)) == found


@given(st.text(), st.text(max_size=10))
def test_no_text_adds_a_property(text, parameter):
    """Whatever a text or a parameter holds, there is one property afterwards."""
    data = jcal_to_ics(of("summary", {"x-a": parameter}, "text", text))
    (found,) = ics_to_jcal(data)[1]
    assert found[0] == "summary"
    if text.isprintable():
        assert found[3] == text


@given(st.binary(max_size=300))
def test_no_file_raises_anything_foreign(data):
    """Octets that are no calendar are Malformed."""
    with pytest.raises(NumecoError):
        ics_to_jcal(data)
