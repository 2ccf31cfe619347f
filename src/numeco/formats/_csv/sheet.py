"""From octets to rows: encoding, delimiter, quotes."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from attrs import frozen

from numeco._files import Source, content_of
from numeco.diagnostics import Severity
from numeco.errors import InvalidValue
from numeco.formats._csv.notes import Notes

_DELIMITERS: Final = (",", ";", "\t")
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_QUOTED: Final = re.compile('"[^"]*"')
#: How many lines a header has at most.
_TALL: Final = 100
#: A line after the last one: where it is not read as a row of its own, a quote was left open.
_END: Final = "\0"
#: After so many rows with broken quotes the quotes of the rest are read as plain characters, so
#: that a hostile file costs no more than so many readings of it.
_PATIENCE: Final = 100


@frozen
class Row:
    """One row, with its number as a spreadsheet shows it: the first row of the file is row 1."""

    number: int
    cells: Sequence[str]

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


def text_of(source: Source, notes: Notes) -> str:
    """Return the text of a source, without byte order mark."""
    content, _ = content_of(source, "a table")
    if isinstance(content, bytes):
        return _decoded(content, notes)
    text, lost = _SURROGATE.subn("\ufffd", content.removeprefix("\ufeff"))
    if lost:
        found = f"holds {lost} lone surrogates, which no encoding can write"
        notes.add(0, "encoding", found, "read as U+FFFD")
    return text


def _decoded(content: bytes, notes: Notes) -> str:
    if content.startswith(_UTF_16):
        text = content.decode("utf-16", errors="replace")
        notes.add(0, "encoding", "begins with the mark of UTF-16", "read as that", Severity.INFO)
        return text
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"is not UTF-8 (octet 0x{content[error.start]:02X} at {error.start})"
    encoding = _western(content)
    notes.add(0, "encoding", found, f"read as {encoding}")
    return content.decode(encoding)


def _western(content: bytes) -> str:
    # latin-1 reads any octet, cp1252 all but five.
    return "latin-1" if any(octet in content for octet in b"\x81\x8d\x8f\x90\x9d") else "cp1252"


def rows_of(text: str, delimiter: str | None, notes: Notes) -> Iterator[Row]:
    """Iterate over the rows that hold something.

    A row whose quotes cannot be right (one is never closed, or is closed within a cell, or a cell
    outgrows what the csv module takes) is read to the end of its line, quotes and all, and reading
    goes on with the next line.
    """
    lines = list(io.StringIO(text, newline=""))
    for number, cells in enumerate(_rows(lines, delimiter or _delimiter(lines), notes), 1):
        row = Row(number, cells)
        if not row.blank:
            yield row


def check_delimiter(delimiter: str | None) -> None:
    """Check that a delimiter is one character that parts cells."""
    single = isinstance(delimiter, str) and len(delimiter) == 1 and delimiter not in '"\r\n\0'
    if delimiter is not None and not single:
        raise InvalidValue("delimiter", "must be one character, not a quote or line end", delimiter)


def _delimiter(lines: list[str]) -> str:
    """Return the delimiter that the header holds most often outside quotes; of equals the first."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    bare = _QUOTED.sub("", "".join(lines[first : first + _TALL]))
    return max(_DELIMITERS, key=re.split("[\r\n]", bare, maxsplit=1)[0].count)


def _rows(lines: list[str], delimiter: str, notes: Notes) -> Iterator[list[str]]:
    at = number = broken = 0
    while at < len(lines) and broken < _PATIENCE:
        try:
            for cells, following in _parsed(lines, at, delimiter):
                at, number = following, number + 1
                yield cells
        except csv.Error:
            yield _plain(lines[at], delimiter)
            at, number, broken = at + 1, number + 1, broken + 1
            longest = f"{csv.field_size_limit():,}"
            found = f"has quotes that do not pair, or a cell of more than {longest} characters"
            done = "read to the end of its line, quotes and all"
            notes.add(number, "broken-quotes", found, done, Severity.ERROR)
    if at < len(lines):
        done = "the rows from there on are read without regard to quotes"
        notes.add(number, "broken-quotes", "is not the first such row", done, Severity.ERROR)
    yield from (_plain(line, delimiter) for line in islice(lines, at, None))


def _parsed(lines: list[str], at: int, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Iterate over rows from a line on, each with the index of the line that follows it.

    Raises:
        csv.Error: the next row cannot be read.
    """
    reader = csv.reader(chain(islice(lines, at, None), (_END,)), delimiter=delimiter, strict=True)
    for cells in reader:
        following = at + reader.line_num
        if following <= len(lines):
            yield cells, following
        elif cells != [_END]:
            raise csv.Error("a quote is never closed")


def _plain(line: str, delimiter: str) -> list[str]:
    return line.rstrip("\r\n").split(delimiter)
