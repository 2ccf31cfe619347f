"""Real programmes, written by numeco, as other readers read them.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream

from numeco import Ecosystem, Session
from numeco.formats.csv import from_csv
from numeco.ical import from_ics, lint, to_ics
from numeco.time import instant

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
WEB2DAY = {
    "id": "_link",
    "title": "_titleCheck",
    "start_date": "Start Date",
    "start_time": "Start Time",
    "end_date": "End Date",
    "end_time": "End Time",
    "venue": "Location",
    "themes": "_trackId",
    "speakers": "_speakers",
    "description": "_eventDescription",
}
CALENDARS = (
    "ics_misc/moca24.ics",
    "ics_misc/bristol_data_week_2026.ics",
    "klimacamp2015/schedule.ics",
)


def _web2day() -> Ecosystem:
    path = CORPUS / "web2day2018" / "web2day.csv"
    return from_csv(path, event="Web2day", zone="Europe/Paris", columns=WEB2DAY).ecosystem


@pytest.fixture(params=["web2day2018", *CALENDARS])
def programme(request: pytest.FixtureRequest) -> Ecosystem:
    """A real programme, read by numeco."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here: no $NUMECO_CORPUS, no ../shared/data")
    if request.param == "web2day2018":
        return _web2day()
    return from_ics(CORPUS / request.param, zone="Europe/Berlin").ecosystem


def _wanted(programme: Ecosystem) -> dict[str, tuple[object, ...]]:
    return {
        f"{one.id}@example.org": (
            one.when.start_us,
            one.when.end_us,
            one.title,
            one.status.upper(),
            one.sequence,
            programme[one.venue].name if one.venue else "",
        )
        for one in programme.all(Session)
        if one.when
    }


def test_icalendar_tells_a_real_programme_as_it_is(programme):
    """Instants, titles, places and states of every session equal what icalendar reads."""
    data = to_ics(programme, domain="example.org", stamp=STAMP)
    found = {}
    for one in icalendar.Calendar.from_ical(data).walk("VEVENT"):
        start = one["DTSTART"].dt
        end = one["DTEND"].dt if "DTEND" in one else start
        facts = str(one["SUMMARY"]), str(one["STATUS"]), one["SEQUENCE"]
        place = str(one.get("LOCATION", ""))
        found[str(one["UID"])] = (instant(start), instant(end), *facts, place)
    assert len(found) >= 9
    assert found == _wanted(programme)
    assert lint(data) == []


def test_ical_tells_a_real_programme_as_it_is(programme):
    """A strict second reader says the same."""
    text = to_ics(programme, domain="example.org", stamp=STAMP).decode()
    found = {}
    for one in IcsCalendarStream.calendar_from_ics(text).events:
        end = one.dtstart if one.dtend is None else one.dtend
        facts = one.summary, str(one.status.value), one.sequence, one.location or ""
        found[one.uid] = (instant(one.dtstart), instant(end), *facts)
    assert found == _wanted(programme)
