"""The encoding of content lines: no text that passes here adds a property, parameter or component.

Line breaks of every kind become that of the format, for some reader splits at each. Any other control character
but TAB (RFC 5545, 3.1, and the C1 controls of Unicode) and a lone surrogate, which UTF-8 cannot
carry, become U+FFFD: nothing is lost out of sight. All else is kept as it is, U+FEFF too, which
within a text is no byte order mark.
"""

import re
from typing import Final
from urllib.parse import quote

from numeco.errors import InvalidValue

#: Those of ``str.splitlines`` but for FS, GS and RS, which no writer means as a line break.
_LINE_BREAKS: Final = ("\r\n", "\n", "\v", "\f", "\r", "\x85", "\u2028", "\u2029")
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPED: Final = re.compile(r"\\([\\;,nN])")
#: Needs no quotes with any reader: some strip blanks, others see escapes in what is not quoted.
_BARE: Final = re.compile(r"[\w/+.^'-]*")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f-\xa0\u2028\u2029]+")
#: What RFC 3986, 2 allows in a URI, beside letters and digits.
_IN_URI: Final = "%-._~:/?#[]@!$&'()*+,;="
#: Up to 74 octets that end between two characters and not at a backslash; in a run of backslashes,
#: pairs of them.
_PIECE: Final = re.compile(rb"(?s).{1,74}(?:\Z|(?<!\\)(?![\x80-\xbf]))|(?:\\\\){1,37}")


def escape(text: str) -> str:
    r"""Return a TEXT value (RFC 5545, 3.3.11).

    >>> print(escape("Rennes, 1\nC:\\New"))
    Rennes\, 1\nC:\\New
    """
    marked = text.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")
    return _writable(marked, r"\n")


def unescape(text: str) -> str:
    r"""Return what a TEXT value says; a backslash that starts no escape stands for itself.

    >>> unescape(r"a\nb\\n\;") == "a\nb\\n;"
    True
    """
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def parameter(value: str) -> str:
    """Return a parameter value, in quotes where it needs them (RFC 5545, 3.2, and RFC 6868).

    >>> print(parameter('Atelier "IA", Nantes'))
    "Atelier ^'IA^', Nantes"
    """
    written = _writable(value.replace("^", "^^").replace('"', "^'"), "^n")
    return written if _BARE.fullmatch(written) else f'"{written}"'


def uri(value: str, field: str = "url") -> str:
    """Return a URI value; characters outside RFC 3986 become octets of UTF-8 (RFC 3987, 3.1).

    >>> uri("https://example.org/été?a=1,2")
    'https://example.org/%C3%A9t%C3%A9?a=1,2'

    Raises:
        InvalidValue: `value` has no scheme, or holds a space, a control or half a character.
    """
    if not _SCHEME.fullmatch(value):
        raise InvalidValue(field, "must be a URI with a scheme, without spaces or controls", value)
    try:
        return quote(value, safe=_IN_URI)
    except UnicodeEncodeError:
        raise InvalidValue(field, "must not hold a lone surrogate", value) from None


def fold(line: str) -> bytes:
    """Return a content line as octets, at most 75 to a physical line, with its CRLF (RFC 5545, 3.1).

    Neither a character nor an escape is ever split, since not every reader unfolds octets first.

    Raises:
        InvalidValue: `line` holds a line break or half a character: it was not encoded.
    """
    if "\n" in line or "\r" in line:
        raise InvalidValue("content line", "must not hold a line break", line)
    try:
        octets = line.encode()
    except UnicodeEncodeError:
        raise InvalidValue("content line", "must not hold a lone surrogate", line) from None
    if len(octets) <= 75:
        return octets + b"\r\n"
    return octets[:1] + b"\r\n ".join(_PIECE.findall(octets, 1)) + b"\r\n"


def _writable(text: str, line_break: str) -> str:
    if text.isprintable():  # which no line break and no control is: most texts end here
        return text
    for each in _LINE_BREAKS:
        text = text.replace(each, line_break)
    return text if text.isprintable() else _UNWRITABLE.sub("\ufffd", text)
