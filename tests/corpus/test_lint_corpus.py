"""Lint and jCal over real calendars, with their oddities found.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository.
"""

import json
import os
import warnings
from collections import Counter
from pathlib import Path

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream

from numeco.diagnostics import Severity
from numeco.errors import Malformed
from numeco.ical._jcal import ics_to_jcal, jcal_to_ics
from numeco.ical._lint import lint

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
FILES = sorted(CORPUS.rglob("*.ics"))
MISC, ODD = CORPUS / "ics_misc", CORPUS / "ics_corpora" / "collective+icalendar" / "src"
TESTS = ODD / "icalendar" / "tests"

pytestmark = pytest.mark.skipif(
    not FILES, reason="the corpus is not here: no calendars in $NUMECO_CORPUS or ../shared/data"
)


def found(path: Path) -> Counter[str]:
    """Return how often each rule is broken."""
    return Counter(one.rule for one in lint(path.read_bytes()))


def test_every_file_lints():
    """No calendar of others raises, and each finding is on a line of its file."""
    assert len(FILES) > 200
    for path in FILES:
        data = path.read_bytes()
        lines = len(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        assert all(1 <= one.line <= lines for one in lint(data)), path


def test_what_has_no_error_two_readers_read():
    """Both icalendar and ical parse each file that lint calls free of errors."""
    valid = [
        path
        for path in FILES
        if all(one.severity is not Severity.ERROR for one in lint(path.read_bytes()))
    ]
    assert len(valid) >= 8
    for path in valid:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert icalendar.Calendar.from_ical(path.read_bytes()).errors == [], path
            assert IcsCalendarStream.from_ics(path.read_text(encoding="utf-8")), path


def test_moca_repeats_its_uids_and_spaces_its_numbers():
    """83 events repeat a UID, `SEQUENCE: 0` is no number, a VTIMEZONE is no property.

    `MAILTO:` in capitals is right: schemes have no case (RFC 3986, 3.1).
    """
    findings = lint((MISC / "moca24.ics").read_bytes())
    rules = Counter(one.rule for one in findings)
    assert rules["uid-repeated"] == 83
    assert sum(one.text.startswith("SEQUENCE") for one in findings) == 88
    assert rules["unregistered-property"] == 1
    assert not any(one.text.startswith("ORGANIZER") for one in findings)


def test_bristol_ends_its_lines_in_lf_and_leaves_semicolons_raw():
    """One finding tells the line ends of the whole file; each raw semicolon has its own."""
    rules = found(MISC / "bristol_data_week_2026.ics")
    assert rules["bare-lf"] == 1
    assert rules["raw-semicolon"] == 9


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("calendars/bom_calendar.ics", "byte-order-mark"),
        ("calendars/fuzz_testcase_vtimezone_lone_cr.ics", "bare-cr"),
        ("calendars/issue_350.ics", "bad-escape"),
        ("calendars/issue_104_broken_calendar.ics", "malformed-line"),
        ("calendars/issue_1561_image_value.ics", "value-type-missing"),
        ("calendars/parsing_error_in_UTC_offset.ics", "value"),
        ("calendars/issue_1633_rdate_with_dates_and_tzid.ics", "zone-on-date"),
        ("calendars/issue_722_missing_timezones.ics", "missing-vtimezone"),
        ("calendars/pacific_fiji.ics", "wrong-vtimezone"),
        ("calendars/small_bad_calendar.ics", "unbalanced"),
        ("calendars/issue_1081_invalid_rrule_freq.ics", "recur"),
        ("calendars/alarm_thunderbird_future.ics", "until-form"),
        ("events/issue_157_removes_trailing_semicolon.ics", "recur"),
        ("calendars/rfc_7265_appendix_example_2_ical.ics", "start-outside-rule"),
        ("calendars/example.ics", "end-not-after-start"),
    ],
)
def test_known_defects_are_found(name, rule):
    """Files that others keep for their defects have the finding that names it."""
    assert rule in found(TESTS / name)


def test_what_jcal_can_say_comes_back():
    """Each calendar that is turned into jCal is the same after JSON and iCalendar."""
    turned = 0
    for path in FILES:
        try:
            jcal = ics_to_jcal(path.read_bytes())
        except Malformed:
            continue
        turned += 1
        if jcal[0] == "vcalendar" or isinstance(jcal[0], list):
            assert ics_to_jcal(jcal_to_ics(json.loads(json.dumps(jcal)))) == jcal, path
    assert turned >= 85


def test_what_has_no_error_jcal_can_say():
    """A file without errors is turned into jCal whole."""
    for path in FILES:
        findings = lint(path.read_bytes())
        if all(one.severity is not Severity.ERROR for one in findings):
            assert ics_to_jcal(path.read_bytes())
