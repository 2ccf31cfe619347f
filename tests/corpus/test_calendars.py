"""Real and odd calendars of others: every VEVENT accounted for, occurrences as another reader says.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository.
"""

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from numeco.diagnostics import Severity
from numeco.errors import NumecoError
from numeco.ical._read import from_ics
from numeco.model import Event, Session, Venue
from numeco.time import instant

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
ODD = CORPUS / "ics_corpora"
NAMED = {
    "moca24.ics": CORPUS / "ics_misc" / "moca24.ics",
    "bristol_data_week_2026.ics": CORPUS / "ics_misc" / "bristol_data_week_2026.ics",
    "schedule.ics": CORPUS / "klimacamp2015" / "schedule.ics",
}
#: Where the other reader, or the icalendar package below it, reads otherwise, and why.
OTHERWISE = {
    "moca24.ics": "keeps one VEVENT of those that share a UID",
    "example.ics": "in one of them, keeps one VEVENT of two that share a UID",
    "issue_1633_rdate_with_dates.ics": "takes a date in the RDATE of a time for its midnight",
    "issue_1633_rdate_with_dates_and_tzid.ics": "likewise",
    "issue_526_calendar_with_different_events.ics": "takes Western/Central Europe for a zone",
    "issue_526_calendar_with_event_subset.ics": "likewise",
    "issue_526_calendar_with_events.ics": "likewise",
    "issue_526_calendar_with_shuffeled_events.ics": "likewise",
}


def files():
    """Return the calendars of the corpus, by their paths within it; one that skips, where it is not."""
    found = sorted(ODD.rglob("*.ics")) + [path for path in NAMED.values() if path.exists()]
    missing = pytest.mark.skip(
        reason="the corpus is not here: no $NUMECO_CORPUS, no ../shared/data"
    )
    if not found:
        return [pytest.param(None, marks=missing, id="no corpus")]
    return [pytest.param(path, id=str(path.relative_to(CORPUS))) for path in found]


@pytest.mark.parametrize("path", files())
def test_every_vevent_is_a_session_or_told(path):
    """A VEVENT makes a session at least, but for one that a diagnostic accounts for."""
    data = path.read_bytes()
    number = len(re.findall(rb"BEGIN:VEVENT", data))
    try:
        reading = from_ics(path)
    except NumecoError:
        assert not number
        return
    told = [
        one
        for one in reading.diagnostics
        if one.code in {"repeated-event", "older-revision", "banner", "outside-window"}
    ]
    assert len(reading.ecosystem.all(Session)) + len(told) >= number
    open_ones = [one for one in reading.ecosystem.all(Session) if one.when is None]
    errors = [one for one in reading.diagnostics if one.severity is Severity.ERROR]
    assert len(errors) >= bool(open_ones)


def test_occurrences_are_those_of_another_reader():
    """Where recurring-ical-events reads a file, its sessions begin when that reader says."""
    pytest.importorskip("recurring_ical_events")
    paths = [*sorted(ODD.rglob("*.ics")), *(path for path in NAMED.values() if path.exists())]
    if not paths:
        pytest.skip("the corpus is not here: no $NUMECO_CORPUS, no ../shared/data")
    compared = 0
    for path in paths:
        theirs = _theirs(path)
        if theirs is None:
            continue
        reading = from_ics(path, zone="UTC", start=date(1980, 1, 1), end=date(2029, 12, 31))
        mine = sorted(one.when.start_us for one in reading.ecosystem.all(Session) if one.when)
        assert mine == theirs or path.name in OTHERWISE, path.name
        compared += mine == theirs
    assert compared >= 125


def _theirs(path):
    """Return the instants at which another reader sees events begin; None where it fails."""
    import icalendar  # noqa: PLC0415  # as the next one
    import recurring_ical_events  # noqa: PLC0415  # may be missing

    first, last = datetime(1980, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    try:
        calendars = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
        return sorted(
            _instant(event["DTSTART"].dt)
            for calendar in calendars
            for event in recurring_ical_events.of(calendar).between(first, last)
        )
    except Exception:  # noqa: BLE001  # whatever it raises, it does not read the file
        return None


def _instant(when):
    moment = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day)  # noqa: DTZ001  # a day
    return instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _read(name):
    if not NAMED[name].exists():
        pytest.skip(f"the corpus is not here: no {name} in $NUMECO_CORPUS or ../shared/data")
    return from_ics(NAMED[name])


def test_moca24_loses_none_of_its_sessions():
    """All 88 VEVENTs are sessions, though most share a UID, each with the UID kept."""
    reading = _read("moca24.ics")
    sessions = reading.ecosystem.all(Session)
    assert len(sessions) == 88
    assert len({(one.title, one.when) for one in sessions}) == 88
    assert "shared-uid" in {one.code for one in reading.diagnostics}
    assert all(one.when and one.when.zone == "UTC" for one in sessions)


def test_bristol_data_week_reads_as_it_is():
    """The data week has its name, nine sessions, and nothing that had to be mended."""
    reading = _read("bristol_data_week_2026.ics")
    assert len(reading.ecosystem.all(Session)) == 9
    assert [one.name for one in reading.ecosystem.all(Event)] == ["Bristol Data Week 2026"]
    assert {one.severity for one in reading.diagnostics} <= {Severity.INFO}


def test_klimacamp_reads_in_its_own_zone():
    """All 106 sessions are there, in Berlin's time; their relative URLs stay as tags."""
    reading = _read("schedule.ics")
    sessions = reading.ecosystem.all(Session)
    assert len(sessions) == 106
    assert {one.when.zone for one in sessions if one.when} == {"Europe/Berlin"}
    assert reading.ecosystem.all(Venue)
    odd = {one.code for one in reading.diagnostics if one.severity is not Severity.INFO}
    assert odd == {"odd-url"}
