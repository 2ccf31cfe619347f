"""Web2day 2018, a real French programme: read whole, with its oddities told.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository.
"""

import csv
import os
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from numeco.diagnostics import Reading, Severity
from numeco.errors import Refused
from numeco.formats.csv import from_csv
from numeco.model import Event, Membership, Organization, Person, Session, Theme, Venue
from numeco.time import Days

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
PATH = CORPUS / "web2day2018" / "web2day.csv"
COLUMNS = {
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
    "url": "_link",
}
#: What the legend in the column "Description" calls the numbers in "_trackId"; 352, that of a
#: break, has none.
TRACKS = {
    "276": "Startup & entrepreneurship",
    "277": "Market, com & media",
    "278": "Tech",
    "279": "Corporate",
    "280": "Society & FTW",
    "332": "Design",
}


def read(**options: object) -> Reading:
    """Return what the reader makes of the programme."""
    return from_csv(
        PATH,
        event="Web2day 2018",
        zone="Europe/Paris",
        columns=COLUMNS,
        date_formats=("%d/%m/%y",),
        time_formats=("%I:%M %p",),
        **options,  # type: ignore[arg-type]  # each test gives options of the right type
    )


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """Return the rows as the csv module reads them; the first is row 2 of the sheet."""
    if not PATH.exists():
        pytest.skip(f"the corpus is not here: no {PATH.name} in $NUMECO_CORPUS or ../shared/data")
    with PATH.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def reading(rows: list[dict[str, str]]) -> Reading:
    """Return the programme as it reads without further options."""
    assert rows
    return read()


def places(reading: Reading, code: str) -> list[str]:
    """Return where the diagnostics of a code are."""
    return [one.place for one in reading.diagnostics if one.code == code]


def bare(text: str) -> str:
    """Return a text with its white space as single spaces."""
    return " ".join(text.split())


def lines(rows: list[dict[str, str]]) -> Iterator[str]:
    """Iterate over the lines of the speakers column that hold something."""
    for row in rows:
        yield from filter(None, map(bare, row["_speakers"].split("\n")))


@pytest.mark.parametrize(
    ("kind", "number"),
    [(Session, 198), (Venue, 6), (Theme, 7), (Person, 260), (Organization, 219), (Event, 1)],
)
def test_everything_is_counted(reading: Reading, kind: type[Session], number: int) -> None:
    """The programme has as many things of each kind as an independent count finds.

    The 260 persons are 259 with names and the placeholder for a lone comma.
    """
    assert len(reading.ecosystem.all(kind)) == number


def test_wrong_dates_are_told_and_kept(reading: Reading) -> None:
    """The two sessions dated weeks too early are named by row, and stay as dated."""
    assert places(reading, "far-date") == ["row 23", "row 100"]
    sessions = reading.ecosystem.all(Session)
    days = [session.when.day() for session in sessions if session.when]
    assert (days[21], days[98]) == (date(2018, 6, 4), date(2018, 4, 14))
    assert len(days) == 198
    assert reading.ecosystem.all(Event)[0].days == Days.of("2018-06-13", "2018-06-15")


def test_no_talk_has_zero_length(reading: Reading, rows: list[dict[str, str]]) -> None:
    """No session is of zero length, for in no row of the file is the end the start."""
    assert [row for row in rows if row["Start Time"] == row["End Time"]] == []
    assert places(reading, "zero-length") == []


def test_the_other_oddities_are_told(reading: Reading) -> None:
    """Lone commas, tabs in names and companies written twice are named by row."""
    assert places(reading, "odd-speaker") == ["row 177", "row 190"]
    assert places(reading, "control-characters") == ["row 30", "row 80", "row 124", "row 154"]
    near = ["row 59", "row 127", "row 132", "row 133", "row 168", "row 187", "row 187"]
    assert places(reading, "near-names") == near
    assert places(reading, "unmapped-columns") == [""]
    told = {"far-date", "odd-speaker", "control-characters", "near-names", "unmapped-columns"}
    assert {one.code for one in reading.diagnostics} == told


def test_no_mapped_cell_is_lost(reading: Reading, rows: list[dict[str, str]]) -> None:
    """Each cell that is mapped is found again, in the session of its row."""
    ecosystem = reading.ecosystem
    for row, session in zip(rows, ecosystem.all(Session), strict=True):
        assert session.url == row["_link"]
        # One ends in a palm tree, percent-encoded; ids of more than 120 characters are cut.
        slug = row["_link"].rstrip("/").rpartition("/")[2].removesuffix("-%f0%9f%8c%b4")
        assert session.id == slug or (len(slug) > 120 and session.id[:120] == slug[:120])
        assert session.title == bare(row["_titleCheck"])
        assert session.description == row["_eventDescription"].strip()
        assert session.venue is not None
        assert ecosystem[session.venue].name == row["Location"]
        assert [ecosystem[one].name for one in session.themes] == [row["_trackId"]]
        assert session.when is not None
        for moment, name in ((session.when.start, "Start"), (session.when.end, "End")):
            said = f"{row[f'{name} Date']} {row[f'{name} Time']}"
            naive = datetime.strptime(said, "%d/%m/%y %I:%M %p")  # noqa: DTZ007  # a wall clock
            assert moment.replace(tzinfo=None) == naive


def test_no_speaker_title_or_company_is_lost(reading: Reading, rows: list[dict[str, str]]) -> None:
    """Each line of a speakers cell can be put together again from person and membership."""
    ecosystem = reading.ecosystem
    written: set[str] = set()
    for person in ecosystem.all(Person):
        about = f", {person.description}" if person.description else ""
        written |= {person.name + about} if not ecosystem.memberships_of(person.id) else set()
    for tie in ecosystem.all(Membership):
        about = f", {tie.title}" if tie.title else ""
        written.add(f"{ecosystem[tie.member].label}{about} @{ecosystem[tie.of].label}")
    assert written == set(lines(rows))


def test_speakers_stand_in_the_order_of_their_cell(
    reading: Reading, rows: list[dict[str, str]]
) -> None:
    """A session's speakers are those of its cell, in that order."""
    ecosystem = reading.ecosystem
    for row, session in zip(rows, ecosystem.all(Session), strict=True):
        said = [line.split(",")[0] or line for line in lines([row])]
        assert [ecosystem[one].name for one in session.speakers] == said


def test_names_make_tracks_readable(rows: list[dict[str, str]]) -> None:
    """With the names of the legend, the themes are its tracks, and their numbers are aliases."""
    legend = {
        row["_trackId"]: row["Description"].rstrip().rpartition("=")[2]
        for row in rows
        if re.search(r"=.*\n\S+=.*\s*\Z", row["Description"])
    }
    assert legend == TRACKS
    themes = read(names={"themes": TRACKS}).ecosystem.all(Theme)
    named = {alias: theme.name for theme in themes for alias in theme.aliases}
    assert named == TRACKS
    assert {theme.name for theme in themes} == {*TRACKS.values(), "352"}


def test_names_unite_companies_that_are_written_twice(reading: Reading) -> None:
    """The names that the diagnostics propose leave 212 companies and nothing to propose."""
    organizations = reading.ecosystem.all(Organization)
    first = {re.sub(r"-\d$", "", one.id): one.name for one in reversed(organizations)}
    names = {one.name: first[re.sub(r"-\d$", "", one.id)] for one in organizations}
    united = read(names={"organizations": names})
    assert len(united.ecosystem.all(Organization)) == 212
    assert places(united, "near-names") == []


def test_a_strict_reading_refuses_it(reading: Reading) -> None:
    """The oddities are warnings, no more, and enough for a strict reading to fail."""
    severities = {one.severity for one in reading.diagnostics}
    assert severities == {Severity.INFO, Severity.WARNING}
    with pytest.raises(Refused, match="row 23: is dated 2018-06-04, 9 days before the event"):
        read(strict=True)
