"""From the rows of a file to the sessions of an event."""

from collections.abc import Iterable, Mapping

import attrs
from attrs import define, field

from numeco.diagnostics import Severity
from numeco.ecosystem import Ecosystem
from numeco.errors import shown
from numeco.formats._csv.clock import DATE_FORMATS, reads_either_way
from numeco.formats._csv.days import distance, main_days
from numeco.formats._csv.notes import Notes
from numeco.formats._csv.record import CONTROL, Reader, Record
from numeco.formats._csv.sheet import Row
from numeco.formats._csv.slots import TIMES
from numeco.model import Session


@define
class Programme:
    """The sessions so far, and the oddities that concern several rows."""

    reader: Reader
    columns: Mapping[str, int]
    #: How many columns the header has.
    width: int
    #: The positions of the columns that hold something but are mapped to nothing.
    unmapped: set[int] = field(factory=set)
    _sessions: list[tuple[int, Session]] = field(factory=list)
    _seen: dict[tuple[str, ...], int] = field(factory=dict)
    _doubtful: list[tuple[int, str]] = field(factory=list)

    @property
    def notes(self) -> Notes:
        """Where oddities go."""
        return self.reader.notes

    def read(self, rows: Iterable[Row]) -> None:
        """Read rows, each as one session."""
        mapped = frozenset(self.columns.values())
        for row in rows:
            self._check_width(row)
            for at, cell in enumerate(row.cells[: self.width]):
                if at not in mapped and cell.strip():
                    self.unmapped.add(at)
            self._read(row.number, dict(self._cells(row)))

    def ecosystem(self) -> Ecosystem:
        """Return everything that was read, the event with the days of its sessions."""
        self._note_oddities()
        event = self.reader.event
        dated = [
            (row, session, session.when.day(event.zone, event.day_starts))
            for row, session in self._sessions
            if session.when is not None
        ]
        days = event.days or main_days(day for _, _, day in dated)
        for row, _, day in dated:
            if days is not None and (off := distance(day, days)):
                found = f"is dated {day}, {off} the event ({days})"
                self.notes.add(row, "far-date", found, "kept as dated")
        things = dict(self.reader.things.all())
        things[event.id] = attrs.evolve(event, days=days)
        return Ecosystem.of(things.values())

    def _cells(self, row: Row) -> Iterable[tuple[str, str]]:
        for word, at in self.columns.items():
            if at < len(row.cells) and (cell := row.cells[at].strip()):
                yield word, cell

    def _read(self, row: int, cells: dict[str, str]) -> None:
        self._check_repeated(row, cells)
        for word, cell in cells.items():
            self._check_controls(row, word, cell)
            if word in TIMES and reads_either_way(cell):
                self._doubtful.append((row, cell))
        session = Record(self.reader, row, cells).session(with_id="id" in self.columns)
        self.reader.things.add(session, row)
        self._sessions.append((row, session))

    def _check_width(self, row: Row) -> None:
        number, width = len(row.cells), self.width
        extra = [cell.strip() for cell in row.cells[width:] if cell.strip()]
        if extra:
            found = f"has {number} cells, more than the {width} of the header"
            self.notes.add(
                row.number, "many-cells", found, f"the others are not read: {shown(extra)}"
            )
        elif number < width:
            found = f"has {number} cells, fewer than the {width} of the header"
            self.notes.add(row.number, "few-cells", found, "the others are read as blank")

    def _check_repeated(self, row: int, cells: Mapping[str, str]) -> None:
        key = tuple(f"{word} {cell}" for word, cell in cells.items() if word != "id")
        first = self._seen.setdefault(key, row)
        if first != row:
            found = f"says the same as row {first}"
            self.notes.add(row, "repeated-row", found, "kept as a session of its own")

    def _check_controls(self, row: int, word: str, cell: str) -> None:
        odd = set(CONTROL.findall(cell))
        if word != "description" and "\t" in cell:
            odd.add("\t")
        if odd:
            found = f"has control characters in {word}: {shown(sorted(odd))}"
            done = "white space is read as such, others are kept"
            self.notes.add(row, "control-characters", found, done)

    def _note_oddities(self) -> None:
        if "id" not in self.columns:
            done = "ids of sessions are made from their titles"
            self.notes.add(0, "derived-ids", "has no column of ids", done, Severity.INFO)
        if self._doubtful and self.reader.clock.date_formats == DATE_FORMATS:
            row, date = self._doubtful[0]
            number = len({row for row, _ in self._doubtful})
            found = f"has dates in {number} rows that read both day first and month first, such as "
            done = "read day first; date_formats can say otherwise"
            self.notes.add(0, "doubtful-dates", f"{found}{date} in row {row}", done, Severity.INFO)
