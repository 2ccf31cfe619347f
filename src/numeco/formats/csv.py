r"""Programmes kept in tables (CSV): one row a session, as spreadsheets write them.

>>> import io
>>> table = io.StringIO(
...     "Date;Début;Fin;Salle;Titre;Intervenants\n"
...     "20/10/2026;9h30;10h30;Salle A;L'IA pour les PME;Ana LI, CEO @Ouest Data\n"
...     "20/10/2026;11h00;10h00;Salle A;Pause café;\n"
... )
>>> reading = from_csv(table, event="Digital Week", zone="Europe/Paris")
>>> reading.ecosystem
<Ecosystem: 1 Organization, 1 Person, 1 Membership, 1 Venue, 1 Event, 2 Session>
>>> print(reading.diagnostics[-1].found)
ends at 2026-10-20 10:00, before it starts at 2026-10-20 11:00

**Rows** are numbered as a spreadsheet shows them: the first row of the file is row 1, and a cell of
several lines does not count for more. Blank rows count, but say nothing.

**Cells** are read without white space around them; in titles and names, white space within them is
single spaces. Names that differ in anything else are different things. Where they would get one
id, for only case, accents or punctuation differ, a diagnostic shows the `names` that unite them.

**Ids** of sessions are the slugs of the cells of the column mapped to ``id``, of a web address that
of its last part. A number is added where an id is taken already (``talk-2``). The cell itself stays
in `identifiers`, under the scheme ``csv``, where it is neither the id nor the url.

**Diagnostics** name their row. These codes are warnings: ``encoding``, ``repeated-column``,
``many-cells``, ``few-cells``, ``control-characters``, ``repeated-row``, ``repeated-id``,
``missing-id``, ``missing-title``, ``missing-end``, ``zero-length``, ``long`` (over a day),
``after-midnight``, ``repeated-hour``, ``other-offset``, ``other-duration``,
``unreadable-duration``, ``far-date``, ``other-zone``, ``near-names``, ``taken-id``, ``repeated-name``,
``odd-speaker``, and ``odd-`` with the word of a field that refuses its cell, which is then kept as
a tag. These are errors: ``broken-quotes``, and of sessions kept unscheduled, with their cells
quoted, ``missing-date``, ``missing-time``, ``unreadable-date``, ``unreadable-time``,
``missing-hour``, ``end-before-start``. These only inform: ``recognised-columns``,
``unmapped-columns``, ``doubtful-dates``, ``derived-ids``, ``comma-parts``, ``two-titles``, and
``encoding`` for UTF-16.

**Far dates** are those outside the event's days; where it has none, those outside the cluster of
days that holds more than half of the sessions, clusters being parted by more than seven days
without a session. That cluster then gives the event its days.

**Limits.** Quotes that do not pair, or a cell of more than 131,072 characters (the csv module's
`field_size_limit`), make a row be read to the end of its line; after a hundred such rows, quotes
are read as plain characters. Dates, times and numbers are at most 100 characters long. The whole table is held
in memory.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

import attrs

from numeco._files import Source
from numeco.diagnostics import Reading, Severity
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue, Malformed
from numeco.formats._csv.clock import DATE_FORMATS, TIME_FORMATS, checked
from numeco.formats._csv.columns import WORDS, nearest, note_unmapped, positions
from numeco.formats._csv.notes import Notes
from numeco.formats._csv.programme import Programme
from numeco.formats._csv.record import SEPARATORS, Reader
from numeco.formats._csv.sheet import Row, check_delimiter, rows_of, text_of
from numeco.formats._csv.slots import Clock
from numeco.formats._csv.things import SPEAKER, Things
from numeco.model import Event
from numeco.time import zone as zone_of

__all__ = ["DATE_FORMATS", "SEPARATORS", "SPEAKER", "TIME_FORMATS", "WORDS", "from_csv"]

#: What `names` can name.
_NAMED: Final = (
    "venue",
    "themes",
    "speakers",
    "organizations",
    "kind",
    "audiences",
    "language",
    "status",
)


def from_csv(  # noqa: PLR0913  # each says one thing about the table
    source: Source,
    *,
    event: Event | str,
    zone: str,
    columns: Mapping[str, str] | None = None,
    date_formats: Sequence[str] = DATE_FORMATS,
    time_formats: Sequence[str] = TIME_FORMATS,
    separators: Mapping[str, str | Sequence[str]] | None = None,
    names: Mapping[str, Mapping[str, str]] | None = None,
    into: Ecosystem | None = None,
    speaker: str | re.Pattern[str] = SPEAKER,
    delimiter: str | None = None,
    strict: bool = False,
) -> Reading:
    """Return the programme that a table holds, with a diagnostic for each oddity.

    Every row becomes a session, and every cell of a mapped column is kept; unmapped columns are
    named in a diagnostic. A speaker reads as a name, what the person does and, after "@", for whom:
    the last two become a membership.

    Args:
        source: a path, the octets of a file, or an open file. Octets are UTF-8, with or without
            byte order mark, or UTF-16 with one; failing that, cp1252 or latin-1.
        event: what the sessions are sessions of, or its name. Its days and zone are filled in where
            it has none; the things that it names must be in `into`. A name is that of the event of
            that name and its id in `into`, or of a new one. A zone of its own that is not `zone` is
            told in a diagnostic.
        zone: the IANA key of the time zone on whose clocks the times are.
        columns: the file's column for each of the words `WORDS`, at least ``title``. `start` and
            `end` are date and time in one cell, or come as `start_date`, `start_time`, and so on;
            an end without date is on the day of the start. Left out, columns are recognised by
            common English and French names.
        date_formats: as for `strptime`, tried in order. Month names are French or English.
        time_formats: likewise.
        separators: the text, or texts, at which the cells of a word are parted, in the place of
            `SEPARATORS`; ``organizations`` parts what follows an "@". Left out, speakers are parted
            at commas too where no cell of theirs holds an "@", a semicolon or a line end.
        names: for ``venue``, ``themes``, ``speakers``, ``organizations``, ``kind``, ``audiences``,
            ``language`` or ``status``, what to read in the place of a text:
            ``{"themes": {"280": "Society"}, "kind": {"Atelier": "workshop"}}``. The text stays as
            an alias, where the thing can have one.
        into: what is known already, such as the series or the venue that the event names, to which
            the programme is added: the result holds both. A cell names what has that name or alias
            there, the first where several have. Its things keep what they say: aliases, and what
            speakers do, are added.
        speaker: a pattern with the group ``name`` and perhaps ``title`` and ``company``, which a
            speaker matches as a whole.
        delimiter: what parts cells; left out, the comma, semicolon or tab that gives the header
            most cells.
        strict: whether to raise where there is a warning or an error.

    Raises:
        InvalidValue: an argument cannot be meant; the sentence says what could be.
        InvalidType: an argument is of a type that it cannot have.
        DanglingReference: the event names what is not in `into`.
        DuplicateId: the event has the id of something else in `into`.
        Malformed: the table has no header, or none with a title.
        Refused: strict, and something had to be mended or left out.
        OSError: the file cannot be opened.
    """
    check_delimiter(delimiter)
    clock = Clock(
        zone=zone,
        date_formats=checked("date_formats", date_formats),
        time_formats=checked("time_formats", time_formats),
    )
    notes, parts = Notes(), _separators(_mapping("separators", separators))
    called = _names(_mapping("names", names))
    things = Things(notes, called, _pattern(speaker), parts["organizations"])
    known = _into(into)
    things.know(known)
    reader = Reader(_event(event, zone, known, notes), clock, parts, things, notes)
    things.place(reader.event)
    header, rows = _table(source, delimiter, notes)
    at = positions(columns, header, notes)
    if "speakers" not in (separators or {}) and _parted_by_commas(rows, at.get("speakers"), notes):
        reader = attrs.evolve(reader, separators={**parts, "speakers": ("\n", ";", ",")})
    programme = Programme(reader, at, len(header.cells))
    programme.read(rows)
    note_unmapped(header, programme.unmapped, notes)
    return Reading.of(programme.ecosystem(), notes.in_order(), strict=strict)


def _table(source: Source, delimiter: str | None, notes: Notes) -> tuple[Row, list[Row]]:
    rows = list(rows_of(text_of(source, notes), delimiter, notes))
    if not rows:
        raise Malformed("row 1", "the table must begin with a header, but it is empty")
    return rows[0], rows[1:]


def _event(event: Event | str, zone: str, into: Ecosystem, notes: Notes) -> Event:
    zone_of(zone)
    if isinstance(event, str):
        made = Event(name=event, zone=zone)
        same = (one for one in into.all(Event) if (one.id, one.name) == (made.id, event))
        event = next(same, made)
    if not isinstance(event, Event):
        raise InvalidType("event", "must be an Event or the name of one", event)
    if event.zone not in {None, zone}:
        found = f"is read by the clocks of {zone}, but its event is in {event.zone}"
        notes.add(0, "other-zone", found, f"times are kept in {zone}")
    return event if event.zone else attrs.evolve(event, zone=zone)


def _into(into: Ecosystem | None) -> Ecosystem:
    if into is not None and not isinstance(into, Ecosystem):
        raise InvalidType("into", "must be an Ecosystem or None", into)
    return Ecosystem.of() if into is None else into


def _mapping(name: str, given: object) -> Any:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InvalidType(name, "must be a mapping, such as a dict", given)
    return cast("Mapping[object, Any]", given)


def _separators(given: Mapping[str, str | Sequence[str]]) -> dict[str, tuple[str, ...]]:
    found = {word: tuple(texts) for word, texts in SEPARATORS.items()}
    for word, texts in given.items():
        if word not in found:
            must = f"must be given for some of {', '.join(found)}{nearest(word, found)}"
            raise InvalidValue("separators", must, word)
        if not isinstance(texts, Iterable):
            raise InvalidType(f"separators[{word!r}]", "must be a text, or several", texts)
        found[word] = (texts,) if isinstance(texts, str) else tuple(texts)
        if not all(isinstance(text, str) and text for text in found[word]):
            raise InvalidValue(f"separators[{word!r}]", "must be texts that are not empty", texts)
    return found


def _names(given: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    for word, names in given.items():
        if word not in _NAMED:
            must = f"must be given for some of {', '.join(_NAMED)}{nearest(word, _NAMED)}"
            raise InvalidValue("names", must, word)
        for name in _mapping(f"names[{word!r}]", names).values():
            if not isinstance(name, str) or not name.strip():
                raise InvalidValue(f"names[{word!r}]", "must name things by texts", name)
    return given


def _pattern(speaker: str | re.Pattern[str]) -> re.Pattern[str]:
    must = "must be a regular expression with a group called name"
    try:
        pattern = re.compile(speaker)
    except (re.error, TypeError):
        raise InvalidValue("speaker", must, speaker) from None
    if "name" not in pattern.groupindex:
        raise InvalidValue("speaker", must, pattern.pattern)
    return pattern


def _parted_by_commas(rows: Sequence[Row], at: int | None, notes: Notes) -> bool:
    cells = [row.cells[at].strip() for row in rows if at is not None and at < len(row.cells)]
    commas = any("," in cell for cell in cells) and not any(
        sign in cell for cell in cells for sign in "@;\n"
    )
    if commas:
        done = "read as parting people; separators={'speakers': …} can say otherwise"
        notes.add(0, "comma-parts", "has commas between speakers", done, Severity.INFO)
    return commas
