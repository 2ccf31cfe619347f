"""From a source to its text."""

import codecs
import re
from typing import Final

from numeco._files import Source, content_of
from numeco.diagnostics import Severity
from numeco.formats._frab.notes import FILE, Notes

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
#: Encodings that an XML declaration may name. Not all that Python knows: some of those (idna,
#: punycode) take time that grows as the square of the length.
_ENCODINGS: Final = re.compile(
    r"(utf-?8|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|(windows-|cp)125\d|koi8-[ru])",
    re.IGNORECASE,
)


def text_of(source: Source, notes: Notes) -> tuple[str, str]:
    """Return the text of a source, without byte order mark, and the name of its file."""
    content, name = content_of(source, "a schedule", "<{")
    if isinstance(content, bytes):
        return _decoded(content, notes), name
    text, lost = _SURROGATE.subn("\ufffd", content.removeprefix("\ufeff"))
    if lost:
        found = f"holds {lost} lone surrogates, which no encoding can write"
        notes.add(FILE, "encoding", found, "read as U+FFFD")
    return text, name


def _decoded(content: bytes, notes: Notes) -> str:
    if content.startswith(_UTF_16):
        notes.add(FILE, "encoding", "begins with the mark of UTF-16", "read as that", Severity.INFO)
        return _SURROGATE.sub("\ufffd", content.decode("utf-16", errors="replace"))
    content = content.removeprefix(codecs.BOM_UTF8)
    declared = _DECLARED.match(content)
    encoding = declared[1].decode() if declared else "utf-8"
    if not _ENCODINGS.fullmatch(encoding):
        notes.add(FILE, "encoding", f"claims to be {encoding}", "read as UTF-8")
        encoding = "utf-8"
    try:
        return content.decode(encoding)
    except LookupError:  # iso-8859-99
        found = f"claims to be {encoding}, which nothing is"
    except UnicodeDecodeError as error:
        found = f"is not {encoding} (octet 0x{content[error.start]:02X} at {error.start})"
    # latin-1 reads any octet, cp1252 all but five.
    western = any(octet in content for octet in b"\x81\x8d\x8f\x90\x9d")
    encoding = "latin-1" if western else "cp1252"
    notes.add(FILE, "encoding", found, f"read as {encoding}")
    return content.decode(encoding)
