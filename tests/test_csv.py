"""Laws of the CSV reader: no row, no mapped cell and no oddity is lost, and no input breaks it."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from numeco.diagnostics import Diagnostic, Reading, Severity
from numeco.ecosystem import Ecosystem
from numeco.errors import (
    DanglingReference,
    DuplicateId,
    InvalidValue,
    Malformed,
    NumecoError,
    Refused,
)
from numeco.formats.csv import WORDS, from_csv
from numeco.model import (
    Audience,
    Count,
    Event,
    Identifier,
    Membership,
    Organization,
    Person,
    Series,
    Session,
    SessionKind,
    SessionStatus,
    Territory,
    Theme,
    Venue,
)
from numeco.time import Days, Interval

PARIS = "Europe/Paris"


def read(text: str | bytes, **options: Any) -> Reading:
    """Return what the reader makes of a table, in Paris where no zone is given."""
    source = io.StringIO(text, newline="") if isinstance(text, str) else text
    return from_csv(source, **{"event": "Week", "zone": PARIS} | options)


def table(*rows: Iterable[str], delimiter: str = ",") -> str:
    """Return rows as the csv module writes them."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue()


def sessions(reading: Reading) -> tuple[Session, ...]:
    """Return the sessions in the order of the file."""
    return reading.ecosystem.all(Session)


def told(reading: Reading, code: str) -> list[Diagnostic]:
    """Return the diagnostics of a code."""
    return [one for one in reading.diagnostics if one.code == code]


def the_one(reading: Reading, code: str, place: str) -> Diagnostic:
    """Return the only diagnostic of a code, which names a place."""
    (found,) = told(reading, code)
    assert found.place == place
    return found


def slot(*cells: str, header: str = "title,start,end", **options: Any) -> Reading:
    """Return what the reader makes of one session with these cells after its title."""
    words = header.split(",")
    columns = {word: word for word in words}
    return read(table(words, ("Talk", *cells)), columns=columns, **options)


# The table as such


def test_every_form_of_source_reads_the_same(tmp_path: Path) -> None:
    """A path, its text, octets and open files of both kinds hold one programme."""
    octets = "Titre,Salle\nDéjeuner,Léo\n".encode()
    path = tmp_path / "week.csv"
    path.write_bytes(octets)
    forms: list[Any] = [path, str(path), octets, io.BytesIO(octets), io.StringIO(octets.decode())]
    first, *others = (from_csv(form, event="Week", zone=PARIS) for form in forms)
    assert sessions(first)[0].title == "Déjeuner"
    assert all(other == first for other in others)


@pytest.mark.parametrize("source", ["Titre\nA", "a\0b", 3, None])
def test_a_source_that_is_none_is_refused(source: Any) -> None:
    """A text in the place of a path, and whatever cannot be read, are refused by name."""
    with pytest.raises((InvalidValue, Malformed)):
        from_csv(source, event="Week", zone=PARIS)


def test_a_file_opened_in_the_wrong_encoding_is_refused(tmp_path: Path) -> None:
    """A text file that its owner opened wrongly says so in a sentence."""
    path = tmp_path / "week.csv"
    path.write_bytes("Titre\nDéjeuner\n".encode("cp1252"))
    with path.open(encoding="utf-8") as file, pytest.raises(Malformed, match="binary"):
        from_csv(file, event="Week", zone=PARIS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_reads_without_remark(encoding: str) -> None:
    """UTF-8 is no oddity, with or without byte order mark."""
    reading = read("titre\nDéjeuner œcuménique\n".encode(encoding))
    assert sessions(reading)[0].title == "Déjeuner œcuménique"
    assert not told(reading, "encoding")


@pytest.mark.parametrize(
    ("octets", "title", "severity"),
    [
        (b"title\nD\xe9j\x9c\n", "Déjœ", Severity.WARNING),
        (b"title\nD\xe9j\x81!\n", "Déj\x81!", Severity.WARNING),
        (b"\xef\xbb\xbftitle\nD\xe9j\n", "Déj", Severity.WARNING),
        ("title\nDéjœ\n".encode("utf-16"), "Déjœ", Severity.INFO),
    ],
)
def test_other_encodings_are_told(octets: bytes, title: str, severity: Severity) -> None:
    """What is not UTF-8 reads as UTF-16, cp1252 or latin-1, and a diagnostic says so."""
    reading = read(octets)
    assert sessions(reading)[0].title == title
    assert the_one(reading, "encoding", "").severity is severity


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_that_of_the_header(delimiter: str) -> None:
    """Quoted cells with other delimiters do not mislead, in the header least of all."""
    others = "".join({",", ";", "\t"} - {delimiter}) * 9
    rows = [("Titre", "Salle", f'"{others}"{delimiter}\n'), ("Un, deux; trois", "Léo", "")]
    (session,) = sessions(read(table(*rows, delimiter=delimiter)))
    assert session.title == "Un, deux; trois"


def test_a_delimiter_can_be_given() -> None:
    """Any other delimiter parts cells where it is given; one that cannot is refused."""
    (session,) = sessions(read("title|venue\nTalk, too|Léo\n", delimiter="|"))
    assert (session.title, session.venue) == ("Talk, too", "venue-leo")
    for bad in ("", "ab", '"', "\n"):
        with pytest.raises(InvalidValue, match="delimiter"):
            read("title\nTalk\n", delimiter=bad)


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    """A cell of several lines is one row, a blank row counts, the header is row 1."""
    text = 'title,description\n"A","one\ntwo\n\nthree"\n\n ,\n,untitled\n'
    reading = read(text)
    assert the_one(reading, "missing-title", "row 5").found == "has no title"
    assert [one.description for one in sessions(reading)] == ["one\ntwo\n\nthree", "untitled"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_are_those_of_any_system(end: str, last: bool) -> None:
    """Rows end as on any system, and the last one may have no end at all."""
    text = end.join(['"titre"', "A;1,2", '"B"', *([""] if last else [])])
    assert [one.title for one in sessions(read(text, delimiter=";"))] == ["A", "B"]
    assert sessions(read('"titre"')) == ()


@pytest.mark.parametrize("text", ["", "\n\n", " , ,\n", "\ufeff"])
def test_a_table_without_header_is_malformed(text: str) -> None:
    """An empty table cannot be a programme."""
    with pytest.raises(Malformed, match="header"):
        read(text)


def test_too_many_cells_are_quoted_and_too_few_are_blank() -> None:
    """A row of another width than the header's says what became of its cells."""
    reading = read("title,venue\nA,Léo,lost,\nB\nC,Léo,\n")
    assert "lost" in the_one(reading, "many-cells", "row 2").done
    the_one(reading, "few-cells", "row 3")
    assert [one.title for one in sessions(reading)] == ["A", "B", "C"]


@pytest.mark.parametrize("filler", ["x", "x" * 200_000])
def test_a_quote_that_is_not_closed_swallows_no_session(filler: str) -> None:
    """The row with the broken quote is read to the end of its line, the others as they are."""
    reading = read(f'title,venue\nA,"Léo\nB,{filler}\n"C",Léo\n')
    assert [one.title for one in sessions(reading)] == ["A", "B", "C"]
    assert told(reading, "broken-quotes")[0].place == "row 2"
    assert told(reading, "broken-quotes")[0].severity is Severity.ERROR


def test_many_broken_quotes_cost_few_readings() -> None:
    """After a hundred rows with broken quotes, the rest is read without regard to them."""
    line = '"' + "x" * 140_000 + "\n"
    reading = read("title\n" + line * 120)
    assert len(sessions(reading)) == 120
    assert len(told(reading, "broken-quotes")) == 101


def test_control_characters_are_told_and_kept() -> None:
    """A control character in a cell is an oddity of its row; a tab in a description is none."""
    reading = read('title,description\nA\x06,"x\ty"\n', delimiter=",")
    assert "x06" in the_one(reading, "control-characters", "row 2").found
    assert sessions(reading)[0].title == "A\x06"
    assert sessions(reading)[0].description == "x\ty"


def test_lone_surrogates_are_told() -> None:
    """What no encoding can write becomes U+FFFD, and a diagnostic says so."""
    reading = read("title\nA\ud800\n")
    assert sessions(reading)[0].title == "A\ufffd"
    the_one(reading, "encoding", "")


# Columns


def test_columns_are_recognised_in_french_and_english() -> None:
    """Usual headers need no map, and a diagnostic says what was taken for what."""
    french = "Identifiant,Titre,Date,Début,Fin,Salle,Intervenant(s),Thème,Organisateur,Lien"
    english = "ID,Title,Date,Start time,End time,Room,Speakers,Track,Host,URL"
    cells = ("t1", "A", "20/10/2026", "9:00", "10:00", "Léo", "Ana LI", "IA", "CCI", "http://a.fr")
    readings = [read(table(header.split(","), cells)) for header in (french, english)]
    (session,) = sessions(readings[0])
    assert readings[0].ecosystem == readings[1].ecosystem
    assert session.id == "t1"
    assert session.when == Interval.local("2026-10-20T09:00", "2026-10-20T10:00", PARIS)
    assert "title from 'Titre'" in the_one(readings[0], "recognised-columns", "").done


def test_a_start_without_a_date_beside_it_holds_both() -> None:
    """A start is a date and time, but beside a date the time of that day."""
    one = read("title,start,end\nA,20/10/2026 9:00,20/10/2026 10:00\n")
    other = read("title,date,start,end\nA,20/10/2026,9:00,10:00\n")
    assert sessions(one)[0].when == sessions(other)[0].when is not None


def test_a_header_without_title_is_malformed() -> None:
    """Where nothing is recognised as title, the sentence names the columns that are there."""
    with pytest.raises(Malformed, match="'Wer', 'Was'"):
        read("Wer,Was\na,b\n")


def test_an_unknown_word_names_the_near_one() -> None:
    """A key that is no word of the model is refused with the word that was meant."""
    with pytest.raises(InvalidValue, match="did you mean 'speakers'"):
        read("a\nb\n", columns={"title": "a", "speaker": "a"})


def test_a_missing_column_names_those_of_the_header() -> None:
    """A column that the header does not have is refused with those that it has."""
    with pytest.raises(InvalidValue, match=r"'Titre', 'Salle' \(did you mean 'Titre'"):
        read("Titre,Salle\na,b\n", columns={"title": "Titel"})


@pytest.mark.parametrize(
    "columns", [{"id": "a"}, {"title": "a", "start": "a", "start_date": "a"}, {"title": 3}]
)
def test_a_map_that_cannot_be_meant_is_refused(columns: Any) -> None:
    """Without title, with two columns for one fact, or with no text, there is nothing to read."""
    with pytest.raises(InvalidValue, match="columns"):
        read("a\nb\n", columns=columns)


def test_unmapped_columns_that_hold_something_are_named() -> None:
    """An empty unmapped column is not worth a word, any other is named."""
    reading = read("title,Prix,Vide,\nA,3,,z\n", columns={"title": "title"})
    found = the_one(reading, "unmapped-columns", "")
    assert "'Prix', 'column 4'" in found.found
    assert "Vide" not in found.found
    assert found.severity is Severity.INFO


def test_a_repeated_column_is_told() -> None:
    """Of two columns of one name the first is read, and the other is reported."""
    reading = read("title,title\nA,B\n", columns={"title": "title"})
    the_one(reading, "repeated-column", "row 1")
    assert sessions(reading)[0].title == "A"
    the_one(reading, "unmapped-columns", "")


# Time


@pytest.mark.parametrize(
    "start",
    [
        "2026-10-20 09:30",
        "2026-10-20T09:30:00",
        "2026-10-20T09:30:00+02:00",
        "20/10/2026 9:30",
        "20/10/26 9h30",
        "20.10.2026 09:30:00",
        "20-10-2026 9:30 AM",
        "2026/10/20 9:30am",
        "mardi 20 octobre 2026 à 9 h 30",
        "Tuesday, October 20, 2026 at 9:30 a.m.",
        "20 oct. 2026, 9h30",
    ],
)
def test_common_dates_and_times_read(start: str) -> None:
    """Dates and times as French and English tables write them are one moment."""
    (session,) = sessions(slot(start, "90", header="title,start,duration"))
    assert session.when == Interval.local("2026-10-20T09:30", "2026-10-20T11:00", PARIS)


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)),  # noqa: DTZ001  # wall clocks
    st.sampled_from(["%d/%m/%y", "%d/%m/%Y", "%Y-%m-%d", "%m-%d-%Y", "%d %B %Y", "%A %b %d, %Y"]),
    st.sampled_from(["%H:%M", "%I:%M %p", "%I:%M:%S %p", "%Hh%M"]),
)
def test_formats_are_those_of_strftime(moment: datetime, day: str, hour: str) -> None:
    """What `strftime` writes in a format reads back in it, to the minute."""
    moment = moment.replace(second=0, microsecond=0)
    reading = slot(
        moment.strftime(day),
        moment.strftime(hour),
        "0:45",
        header="title,start_date,start_time,duration",
        date_formats=(day,),
        time_formats=(hour,),
        zone="UTC",
    )
    end = moment + timedelta(minutes=45)
    assert sessions(reading)[0].when == Interval.local(moment, end, "UTC")


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("1:30", 90),
        ("1h30", 90),
        ("2 h", 120),
        ("1 hour 5 minutes", 65),
    ],
)
def test_durations_read(said: str, minutes: int) -> None:
    """A duration is minutes, hours, or both."""
    (session,) = sessions(slot("2026-10-20 09:00", said, header="title,start,duration"))
    assert session.when is not None
    assert session.when.duration == timedelta(minutes=minutes)


def test_a_duration_is_real_time() -> None:
    """Across the autumn change, two hours after 1:30 the clocks show 2:30."""
    (session,) = sessions(slot("2026-10-25 01:30", "2h", header="title,start,duration"))
    assert session.when is not None
    assert session.when.end.strftime("%H:%M") == "02:30"


@pytest.mark.parametrize("formats", ["%d/%m/%Y", ("%d/%m",), ("%d/%q/%Y",), ("%d/%d/%m/%Y",), (3,)])
def test_a_format_that_cannot_be_read_is_refused(formats: Any) -> None:
    """Formats must be a sequence, of known directives, that say day, month and year."""
    with pytest.raises(InvalidValue, match="format"):
        slot("1", "2", date_formats=formats)


def test_dates_that_read_both_ways_are_told_once() -> None:
    """Day comes before month by default, which a diagnostic says where it makes a difference."""
    text = "title,start,duration\nA,04/06/2026 9:00,5\nB,05/06/2026 9:00,5\nC,06/06/2026 9:00,5\n"
    reading = read(text)
    found = the_one(reading, "doubtful-dates", "")
    assert "2 rows" in found.found
    assert "04/06/2026 9:00 in row 2" in found.found
    assert not told(read(text, date_formats=("%d/%m/%Y",)), "doubtful-dates")
    (first, *_) = sessions(reading)
    assert first.when is not None
    assert first.when.day() == date(2026, 6, 4)


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("title,start,end", ("2026-10-20 11:00", "2026-10-20 10:00"), "end-before-start"),
        ("title,start,end", ("2026-02-30 11:00", "2026-02-30 12:00"), "unreadable-date"),
        ("title,start,end", ("10/20/2026 11:00", "10/20/2026 12:00"), "unreadable-date"),
        ("title,start,end", ("2026-10-20", "2026-10-21"), "missing-time"),
        ("title,start_date,start_time", ("20/10/2026", "25:00"), "unreadable-time"),
        ("title,start_date,start_time", ("20/10/2026", "13:00 PM"), "unreadable-time"),
        ("title,start_date,start_time", ("", "9:00"), "missing-date"),
        ("title,start_date,start_time", ("20/10/2026", ""), "missing-time"),
        ("title,start,end", ("", "2026-10-20 10:00"), "missing-date"),
        ("title,start,end", ("2026-10-20 11:00", "soon"), "unreadable-time"),
        ("title,start,end_date", ("2026-10-20 11:00", "soon"), "unreadable-date"),
        ("title,start,end", ("2026-03-29 02:30", "2026-03-29 03:30"), "missing-hour"),
        ("title,start,end", ("0001-03-29 02:30", "0001-03-29 03:30"), "unreadable-date"),
    ],
)
def test_what_has_no_place_in_time_is_kept_unscheduled(
    header: str, cells: tuple[str, ...], code: str
) -> None:
    """An error names the row and quotes its cells; the session stays."""
    reading = slot(*cells, header=header)
    found = the_one(reading, code, "row 2")
    assert found.severity is Severity.ERROR
    assert all(repr(cell) in found.done for cell in cells if cell)
    assert [(one.title, one.when) for one in sessions(reading)] == [("Talk", None)]


def test_blank_time_cells_say_nothing() -> None:
    """A session that is not scheduled yet is no oddity."""
    reading = slot("", "")
    assert sessions(reading)[0].when is None
    assert all(one.severity is Severity.INFO for one in reading.diagnostics)


@pytest.mark.parametrize(
    ("header", "cells", "code", "minutes"),
    [
        ("title,start,end", ("2026-10-20 11:00", "2026-10-20 11:00"), "zero-length", 0),
        ("title,start,duration", ("2026-10-20 11:00", "0"), "zero-length", 0),
        ("title,start,end", ("2026-10-20 11:00", ""), "missing-end", 0),
        ("title,start,end", ("2026-10-20 11:00", "2026-10-22 11:00"), "long", 2880),
        ("title,start,end", ("2026-10-20 22:00", "1:00"), "after-midnight", 180),
        ("title,start,end", ("2026-10-25 02:30", "2026-10-25 03:30"), "repeated-hour", 120),
        ("title,start,end", ("2026-10-20T11:00Z", "2026-10-20 14:00"), "other-offset", 60),
        ("title,start,end,duration", ("2026-10-20 11:00", "12:00", "30"), "other-duration", 60),
        ("title,start,end,duration", ("2026-10-20 11:00", "12:00", "x"), "unreadable-duration", 60),
        ("title,start,end_date,duration", ("2026-10-20 9:00", "21/10/2026", "5"), "missing-end", 5),
    ],
)
def test_an_odd_time_is_kept_and_told(
    header: str, cells: tuple[str, ...], code: str, minutes: int
) -> None:
    """A time that can be read is read, and what is odd about it is a warning."""
    reading = slot(*cells, header=header)
    assert the_one(reading, code, "row 2").severity is Severity.WARNING
    (session,) = sessions(reading)
    assert session.when is not None
    assert session.when.duration == timedelta(minutes=minutes)


def test_an_end_without_date_long_before_the_start_is_no_night() -> None:
    """An end that would make a session of more than twelve hours is taken for a mistake."""
    reading = slot("2026-10-20 16:00", "15:00")
    the_one(reading, "end-before-start", "row 2")


WEEK = "title,start,duration\n" + "".join(f"T{n},{20 + n % 3}/10/2026 9:00,45\n" for n in range(9))


def test_dates_far_from_most_are_told_and_kept() -> None:
    """A date more than seven days off the cluster of most sessions is an oddity of its row."""
    reading = read(WEEK + "Near,29/10/2026 9:00,45\nFar,6/11/2026 9:00,45\n")
    assert "8 days after the event (2026-10-20 to 2026-10-29)" in (
        the_one(reading, "far-date", "row 12").found
    )
    assert sessions(reading)[-1].when is not None
    assert reading.ecosystem.all(Event)[0].days == Days.of("2026-10-20", "2026-10-29")


def test_dates_outside_the_given_days_are_told() -> None:
    """Where the event says its days, they decide, and they stay as they are."""
    week = Event(name="Week", days=Days.of("2026-10-20", "2026-10-21"))
    reading = read(WEEK, event=week)
    assert [one.place for one in told(reading, "far-date")] == ["row 4", "row 7", "row 10"]
    (event,) = reading.ecosystem.all(Event)
    assert (event.days, event.zone) == (week.days, PARIS)


def test_a_session_after_midnight_is_of_the_day_before() -> None:
    """Where the event's day starts at six, what takes place at two is not off its days."""
    text = "title,start,duration\nA,22/10/2026 2:00,45\n"
    days = Days.of("2026-10-20", "2026-10-21")
    for hour, number in ((0, 1), (6, 0)):
        week = Event(name="Week", days=days, zone=PARIS, day_starts=time(hour))
        assert len(told(read(text, event=week), "far-date")) == number


def test_scattered_dates_are_no_oddity() -> None:
    """Where no cluster holds most sessions, as in a series of meetups, none is far off."""
    reading = read(
        "title,start,duration\nA,1/2/2026 9:00,5\nB,1/3/2026 9:00,5\nC,1/4/2026 9:00,5\n"
    )
    assert not told(reading, "far-date")
    assert reading.ecosystem.all(Event)[0].days == Days.of("2026-02-01", "2026-04-01")


# Ids


def test_ids_are_slugs_of_their_cells() -> None:
    """An id cell becomes a slug, a web address its last part; the cell stays as identifier."""
    reading = read("id,title\nTalk 17,A\nhttps://a.fr/b/le-t%C3%A9/?x,B\nok-1,C\n")
    assert [one.id for one in sessions(reading)] == ["talk-17", "le-te", "ok-1"]
    assert [set(one.identifiers) for one in sessions(reading)] == [
        {Identifier("csv", "Talk 17")},
        {Identifier("csv", "https://a.fr/b/le-t%C3%A9/?x")},
        set(),
    ]


def test_ids_that_must_be_made_are_told() -> None:
    """A blank, a repeated and a taken id give way to a new one, named in a diagnostic."""
    text = "id,title,venue\na,A,Léo\n,B,\na,C,\nvenue-leo,D,\nweek,E,\nevent-week,F,\n"
    reading = read(text)
    assert [one.id for one in sessions(reading)] == [
        "a",
        "session-b",
        "a-2",
        "venue-leo-2",
        "week",
        "event-week-2",
    ]
    the_one(reading, "missing-id", "row 3")
    places = [(one.place, one.found.split(", which ")[1]) for one in told(reading, "repeated-id")]
    assert places == [("row 4", "row 2 has"), ("row 5", "row 2 has"), ("row 7", "the event has")]


def test_an_id_that_is_kept_as_url_is_no_identifier_beside() -> None:
    """One column can give id and url; what the url keeps is kept once."""
    columns = {"id": "link", "title": "title", "url": "link"}
    (session,) = sessions(read("link,title\nhttp://a.fr/x,A\n", columns=columns))
    assert (session.id, session.url, len(session.identifiers)) == ("x", "http://a.fr/x", 0)


def test_control_characters_of_an_id_stay_visible() -> None:
    """An identifier cannot hold a control character, so that U+FFFD stands for it."""
    (session,) = sessions(read("id,title\nB\x06,B\n"))
    assert session.identifiers == {Identifier("csv", "B\ufffd")}


def test_rows_that_differ_in_id_alone_are_told() -> None:
    """A session listed twice under two ids is an oddity, and stays two."""
    reading = read("id,title,venue\na,A,Léo\nb,A,Léo\nc,A,\n")
    the_one(reading, "repeated-row", "row 3")
    assert len(sessions(reading)) == 3


def test_without_ids_titles_make_them() -> None:
    """Where the file has no ids, one diagnostic says so, and repeated titles are told."""
    reading = read("title\nPause\nPause\n")
    assert [one.id for one in sessions(reading)] == ["session-pause", "session-pause-2"]
    assert the_one(reading, "derived-ids", "").severity is Severity.INFO
    the_one(reading, "repeated-id", "row 3")
    assert the_one(reading, "repeated-row", "row 3").found == "says the same as row 2"


# Things


def test_speakers_work_for_what_follows_the_at_sign() -> None:
    """A name, a title and a company are a person, an organization and the membership between."""
    cell = "Zeynep ARAPOGLU, Co Founder @Bisikletli Kadin\nBob  Roe @X/Y\nEve\tLo, Author; Al"
    reading = read(table(("title", "speakers"), ("A", cell)))
    names = [one.name for one in reading.ecosystem.all(Person)]
    assert names == ["Zeynep ARAPOGLU", "Bob Roe", "Eve Lo", "Al"]
    ties = [(one.member, one.of, one.title) for one in reading.ecosystem.all(Membership)]
    assert ties == [
        ("person-zeynep-arapoglu", "organization-bisikletli-kadin", "Co Founder"),
        ("person-bob-roe", "organization-x-y", None),
    ]
    assert reading.ecosystem["person-eve-lo"].description == "Author"


def test_an_at_sign_within_a_word_names_no_company() -> None:
    """An e-mail address is not a person at a company."""
    reading = read("title,speakers\nA,ana@example.org\n")
    assert [one.name for one in reading.ecosystem.all(Person)] == ["ana@example.org"]
    assert not reading.ecosystem.all(Organization)


def test_companies_part_only_where_the_user_says_so() -> None:
    """What has a slash is one organization, or two where a separator is given."""
    text = "title,speakers\nA,Bob ROE @X / Y\n"
    assert [one.name for one in read(text).ecosystem.all(Organization)] == ["X / Y"]
    parted = read(text, separators={"organizations": "/"}).ecosystem
    assert [one.name for one in parted.all(Organization)] == ["X", "Y"]
    assert len(parted.all(Membership)) == 2


def test_another_title_is_another_membership() -> None:
    """What a person does elsewhere or otherwise is kept beside the first, once each."""
    reading = read('title,speakers\nA,Bob @X\nB,"Bob, CEO @X"\nC,"Bob, CEO @X"\nD,Bob @Y\n')
    ties = [(one.of, one.title) for one in reading.ecosystem.all(Membership)]
    assert ties == [("organization-x", None), ("organization-x", "CEO"), ("organization-y", None)]
    the_one(reading, "two-titles", "row 3")


def test_names_of_any_length_tie() -> None:
    """The membership of two very long names has an id that an id may have."""
    reading = read(f"title,speakers\nA,{'a' * 300} @{'b' * 300}\n")
    (tie,) = reading.ecosystem.all(Membership)
    assert len(tie.id) <= 200


def test_commas_part_speakers_where_nothing_else_does() -> None:
    """Plain lists of names part at commas, which a diagnostic says, unless the user decides."""
    text = 'title,speakers\nA,"Ana Li, Bob Roe"\nB,Bob Roe\n'
    reading = read(text)
    assert [one.name for one in reading.ecosystem.all(Person)] == ["Ana Li", "Bob Roe"]
    the_one(reading, "comma-parts", "")
    titled = read(text, separators={"speakers": "\n"}).ecosystem
    assert [one.description for one in titled.all(Person)] == ["Bob Roe", ""]
    for sign in (";", "\n", " @X\n"):
        people = read(f'title,speakers\nA,"Ana Li, CEO{sign}Bob Roe"\n').ecosystem.all(Person)
        assert [one.name for one in people] == ["Ana Li", "Bob Roe"]


@pytest.mark.parametrize("cell", [", ", "@X", "  , CEO @X"])
def test_a_speaker_without_name_is_a_placeholder(cell: str) -> None:
    """What names nobody is kept as it is written, marked as nobody in particular, and told."""
    reading = read(table(("title", "speakers"), ("A", f"{cell}\nAna @Y")))
    placeholder, ana = reading.ecosystem.all(Person)
    assert placeholder.placeholder
    assert placeholder.name == " ".join(cell.split())
    assert not ana.placeholder
    the_one(reading, "odd-speaker", "row 2")


def test_a_speaker_to_be_announced_is_a_placeholder() -> None:
    """Whoever is to be announced, or confirmed, is nobody in particular."""
    reading = read("title,speakers\nA,TBA; À confirmer\n")
    assert [one.placeholder for one in reading.ecosystem.all(Person)] == [True, True]


def test_the_speaker_pattern_can_be_given() -> None:
    """Another way to write speakers needs a pattern with a name, and perhaps the other groups."""
    reading = read("title,speakers\nA,Ana Li (CCI)\n", speaker=r"(?P<name>.*) \((?P<company>.*)\)")
    assert reading.ecosystem.all(Organization)[0].name == "CCI"
    for bad in ("(", "(.*)", 3):
        with pytest.raises(InvalidValue, match="speaker"):
            read("title\nA\n", speaker=bad)


def test_names_that_almost_agree_are_kept_apart_and_told() -> None:
    """Names that differ in case, accents or punctuation are two things, until `names` unites."""
    text = "title,venue\nA,Salle Léo\nB,SALLE LEO\nC,Salle  Léo\n"
    reading = read(text)
    assert [one.id for one in reading.ecosystem.all(Venue)] == [
        "venue-salle-leo",
        "venue-salle-leo-2",
    ]
    found = the_one(reading, "near-names", "row 3")
    names = {"venue": {"SALLE LEO": "Salle Léo"}}
    assert f"names={names}" in found.done
    united = read(text, names=names)
    assert len(united.ecosystem.all(Venue)) == 1
    assert not told(united, "near-names")


def test_names_make_codes_readable_and_stay_aliases() -> None:
    """A theme that the file calls 280 goes by the name that the user gives it."""
    reading = read("title,themes\nA,280; 281\n", names={"themes": {"280": "Society"}})
    first, second = reading.ecosystem.all(Theme)
    assert (first.id, first.name) == ("theme-society", "Society")
    assert first.aliases == {"280"}
    assert (second.name, second.aliases) == ("281", frozenset())


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("names", {"theme": {}}),
        ("names", {"themes": {"280": " "}}),
        ("separators", {"venue": ";"}),
        ("separators", {"tags": ""}),
        ("zone", "Paris"),
        ("zone", None),
        ("event", " "),
        ("event", 3),
        ("date_formats", 3),
        ("time_formats", b"%H"),
        ("separators", {"speakers": 3}),
        ("separators", {"speakers": b";"}),
        ("separators", ["x"]),
        ("separators", "speakers"),
        ("names", {"themes": "x"}),
        ("names", ["themes"]),
        ("columns", ["title"]),
        ("columns", "title"),
        ("zone", 3),
        ("into", [Event(name="Week")]),
    ],
)
def test_options_that_cannot_be_meant_are_refused(option: str, value: Any) -> None:
    """An option with an unknown word or an empty text is refused, not passed over."""
    with pytest.raises(InvalidValue) as error:
        read("title\nA\n", **{option: value})
    assert " must " in str(error.value)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"date_formats": 3}, "date_formats must be a sequence of formats, such as a list (got 3)"),
        ({"separators": {"speakers": 3}}, "separators['speakers'] must be a text, or several (got"),
        ({"separators": ["x"]}, "separators must be a mapping, such as a dict (got ['x'])"),
        ({"names": {"themes": "x"}}, "names['themes'] must be a mapping, such as a dict (got 'x')"),
        ({"names": ["x"]}, "names must be a mapping, such as a dict (got ['x'])"),
        ({"columns": ["x"]}, "columns must be a mapping, such as a dict, or None (got ['x'])"),
        ({"into": 3}, "into must be an Ecosystem or None (got 3)"),
    ],
)
def test_refusals_name_the_option(options: dict[str, Any], says: str) -> None:
    """The sentence names the option, what must hold and what was given."""
    with pytest.raises(InvalidValue) as error:
        read("title\nA\n", **options)
    assert str(error.value).startswith(says)


def test_an_event_of_another_zone_is_told() -> None:
    """The diagnostic names both zones; times stay on the clocks that the table was read by."""
    event = Event(name="Week", zone="America/Toronto")
    reading = read("title,start,end\nA,2026-10-20 09:00,2026-10-20 10:00\n", event=event)
    note = the_one(reading, "other-zone", "")
    assert note.severity is Severity.WARNING
    assert PARIS in str(note)
    assert "America/Toronto" in str(note)
    (session,) = sessions(reading)
    assert str(session.when) == "2026-10-20 09:00–10:00 Europe/Paris"
    assert not told(read("title\nA\n", event=Event(name="Week", zone=PARIS)), "other-zone")


# Into an ecosystem


KNOWN = Ecosystem.of(
    Series(id="weeks", name="Weeks"),
    Territory(id="town", name="Town"),
    Venue(id="hall", name="Salle A", aliases=["A"], territory="town"),
    Person(id="ana", name="Ana LI", description="Speaks Breton."),
    Organization(id="firm", name="Firm"),
    Membership(id="tie", member="ana", of="firm", role="director", title="CEO"),
    Session(id="a", title="Other", event="old"),
    Event(id="old", name="Old"),
)


def test_what_the_event_names_is_found_in_the_ecosystem_given() -> None:
    """The result holds what was known and the programme; what has a name there is not made anew."""
    event = Event(id="week", name="Week", series="weeks", territories=["town"], venue="hall")
    rows = 'title,venue,speakers\nA,Salle A,"Ana LI, CEO @Firm"\nB,A,"Ana LI, coder"\nC,B,\n'
    with pytest.raises(DanglingReference):
        read(rows, event=event)
    reading = read(rows, event=event, into=KNOWN)
    found = reading.ecosystem
    assert all(one in found for one in KNOWN if one.id != "ana")
    one, other, third = found.referring("week", Session)
    assert (one.venue, other.venue, third.venue) == ("hall", "hall", "venue-b")
    assert one.speakers == other.speakers == ("ana",)
    assert found.all(Membership) == KNOWN.all(Membership)
    (ana,) = found.all(Person)
    assert ana.description == "Speaks Breton.\ncoder"


def test_ids_of_the_ecosystem_given_are_taken() -> None:
    """A session whose id something has there gets a number, and the diagnostic says why."""
    reading = read("id,title\na,A\n", into=KNOWN)
    assert [one.id for one in sessions(reading)] == ["a", "a-2"]
    assert "'a', which the ecosystem has" in the_one(reading, "repeated-id", "row 2").found


def test_the_event_itself_may_be_known() -> None:
    """By its name or as it is; something else under its id is refused."""
    week = Event(name="Week", series="weeks")
    known = KNOWN.adding(week)
    for event in ("Week", week, Event(name="Week", series="weeks", zone=PARIS)):
        reading = read("title\nA\n", event=event, into=known)
        assert reading.ecosystem[week.id].series == "weeks"
        assert reading.ecosystem[week.id].zone == PARIS
    with pytest.raises(DuplicateId):
        read("title\nA\n", event=Event(name="Week"), into=known)
    with pytest.raises(DuplicateId):
        read("title\nA\n", event=Event(id="town", name="Week"), into=known)


def test_a_name_that_cannot_be_printed_matters_to_nobody(tmp_path: Path) -> None:
    """The event is named by the caller, so the file may be called anything."""
    path = tmp_path / "programme\n\x07.csv"
    path.write_text("title\nA\n", encoding="utf-8")
    reading = from_csv(path, event="Week", zone=PARIS)
    assert reading.ecosystem == read("title\nA\n").ecosystem


def test_fields_read_and_what_they_refuse_becomes_a_tag() -> None:
    """Words and numbers that a field cannot hold are kept as tags, and told with their row."""
    words = ("kind", "status", "language", "capacity", "registered", "url", "audiences", "tags")
    good = (
        "Workshop",
        "tentative",
        "fr",
        "près de 80",
        "41",
        "http://a.fr",
        "Students, press",
        "x|y",
    )
    bad = ("Atelier", "peut-être", "le français", "assez", "9" * 5000, "a.fr", "tous; press", "")
    reading = read(table(("title", *words), ("A", *good), ("B", *bad)))
    one, other = sessions(reading)
    assert (one.kind, one.status, one.language) == (
        SessionKind.WORKSHOP,
        SessionStatus.TENTATIVE,
        "fr",
    )
    assert (one.capacity, one.registered, one.url) == (
        Count.parse("près de 80"),
        Count.parse("41"),
        "http://a.fr",
    )
    assert one.audiences == {Audience.STUDENTS, Audience.PRESS}
    assert one.tags == {"x", "y"}
    odd = zip(words[:6], bad[:6], strict=True)
    assert other.tags == {f"{word}: {cell}" for word, cell in odd} | {"audiences: tous"}
    assert other.audiences == {Audience.PRESS}
    told_of = {note.code for note in reading.diagnostics if note.place == "row 3"}
    assert told_of == {f"odd-{word}" for word in words[:7]}


def test_names_translate_words_of_fields() -> None:
    """A word that the file has in its own language reads as the user says."""
    reading = read("title,kind\nA,Atelier\n", names={"kind": {"Atelier": "workshop"}})
    assert sessions(reading)[0].kind is SessionKind.WORKSHOP


def test_hosts_are_organizations_and_a_name_given_twice_is_told() -> None:
    """A host cell names organizations, each once, in its order."""
    reading = read("title,hosts\nA,CCI; La Cantine; CCI\n")
    assert sessions(reading)[0].hosts == ("organization-cci", "organization-la-cantine")
    the_one(reading, "repeated-name", "row 2")


# Diagnostics


def test_diagnostics_are_in_the_order_of_the_file() -> None:
    """What concerns the whole file comes first, the rest row by row."""
    reading = read(WEEK.replace("T1", "").replace("T8,22/10/2026", ",22/12/2026"))
    rows = [int(one.place.removeprefix("row ") or 0) for one in reading.diagnostics]
    assert rows == sorted(rows)
    assert rows[0] == 0
    assert rows[-1] == 10


def test_strict_refuses_what_lenient_mends() -> None:
    """A warning is enough for a strict reading to fail; a remark is not."""
    assert read(WEEK, strict=True) == read(WEEK)
    with pytest.raises(Refused, match="row 3: has no title"):
        read(WEEK.replace("T1", ""), strict=True)


# Laws for all tables

names = (
    st.text("abcé ÀB&/_'", min_size=1, max_size=12)
    .filter(lambda name: any(letter.isalnum() for letter in name))
    .map(lambda name: " ".join(name.split()))
)
minutes = st.datetimes(datetime(2026, 10, 20), datetime(2026, 10, 23)).map(  # noqa: DTZ001  # a wall clock
    lambda moment: moment.replace(second=0, microsecond=0)
)
programmes = st.lists(
    st.tuples(
        names,
        st.none() | st.tuples(minutes, st.integers(1, 600)),
        st.none() | names,
        st.lists(st.tuples(names, st.none() | names), max_size=3, unique_by=lambda one: one[0]),
        st.text("abé \n\"',;@", max_size=30).map(str.strip),
    ),
    max_size=6,
)


@given(programmes, st.sampled_from(",;\t"), st.booleans())
def test_a_programme_that_is_written_out_reads_back(
    programme: list[Any],
    delimiter: str,
    mark: bool,
) -> None:
    """What a table says of its sessions, the ecosystem says again, row by row."""
    header = ("id", "title", "start", "end", "room", "speakers", "description")
    rows = [header]
    for number, (title, when, venue, people, text) in enumerate(programme):
        start, end = (when[0], when[0] + timedelta(minutes=when[1])) if when else ("", "")
        said = ";".join(name + (f" @{firm}" if firm else "") for name, firm in people)
        rows.append((f"s{number}", title, str(start), str(end), venue or "", said, text))
    octets = table(*rows, delimiter=delimiter).encode("utf-8-sig" if mark else "utf-8")
    ecosystem = read(octets).ecosystem
    found = []
    for session in ecosystem.all(Session):
        people = []
        for one in session.speakers:
            firms = {ecosystem[tie.of].label for tie in ecosystem.memberships_of(one)}
            people.append((ecosystem[one].name, firms))
        when = session.when and (
            session.when.start.replace(tzinfo=None),
            session.when.duration // timedelta(minutes=1),
        )
        venue = ecosystem[session.venue].name if session.venue else None
        found.append((session.title, when, venue, people, session.description))
    firms_of: dict[str, set[str]] = {}
    for *_, people, _ in programme:
        for name, firm in people:
            firms_of.setdefault(name, set()).update({firm} if firm else set())
    assert found == [
        (title, when, venue, [(name, firms_of[name]) for name, _ in people], text)
        for title, when, venue, people, text in programme
    ]


pieces = st.sampled_from(
    [
        *WORDS,
        *',;\t\n\r"@/: ',
        "\r\n",
        '""',
        "20/10/2026",
        "9:00",
        "25/10/2026 2:30",
        "29/03/2026 2:30",
        "9999-12-31 23:59",
        "0001-01-01T00:00+14:00",
        "2026-10-20T09:00Z",
        "TBA",
        "\0",
        "\x85",
        "Ana, CEO @X",
        *("https://[", "999:99", "12 h", "²", "\ufeff", "\u200b", "é", "\ud800", "workshop"),
    ]
)


def headed(words: list[str], body: str) -> str:
    """Return a table with these columns, so that what follows is read as all of them."""
    return ",".join(dict.fromkeys(("title", *words))) + "\n" + body


@given(
    st.one_of(
        st.binary(),
        st.text(),
        st.lists(pieces).map("".join),
        st.builds(headed, st.lists(st.sampled_from(list(WORDS))), st.lists(pieces).map("".join)),
    )
)
@example(b"\xff\xfe\x00")
@example('title\n"')
@example("title,speakers\nA,@")
def test_no_input_raises_anything_foreign(source: str | bytes) -> None:
    """Any octets and any text read, or are refused with an error of numeco's own."""
    try:
        reading = read(source)
    except NumecoError:
        return
    grave = {one for one in reading.diagnostics if one.severity is not Severity.INFO}
    if not grave:
        assert read(source, strict=True) == reading
        return
    with pytest.raises(Refused) as refused:
        read(source, strict=True)
    assert set(refused.value.problems) == grave


@given(st.builds(headed, st.lists(st.sampled_from(list(WORDS))), st.lists(pieces).map("".join)))
def test_every_row_is_a_session(text: str) -> None:
    """As many sessions come out as the header is followed by rows that hold something."""
    try:
        rows = list(csv.reader(io.StringIO(text + "\n\0", newline=""), strict=True))
    except csv.Error:
        rows = []
    assume(rows and rows[-1] == ["\0"] and rows[0].count("title") == 1)
    full = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(sessions(read(text, delimiter=","))) == len(full) - 2
