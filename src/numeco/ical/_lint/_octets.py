"""The physical lines of a calendar: their ends, their length, where they are folded."""

import codecs
import re
from collections.abc import Iterator
from typing import Final

from numeco.ical._lint import _rules as rules
from numeco.ical._lint._rules import Finding

_PHYSICAL: Final = re.compile(rb"([^\r\n]*+)(\r\n|\n|\r|\Z)")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: U+0085, U+2028 and U+2029, which ``str.splitlines`` takes for line ends.
_SEPARATOR: Final = re.compile(rb"\xc2\x85|\xe2\x80[\xa8\xa9]")


def octets(data: bytes) -> Iterator[Finding]:
    """Iterate over what is wrong with the physical lines of a file in UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        text = "a calendar must begin with BEGIN:VCALENDAR, and here a byte order mark comes first"
        yield rules.BYTE_ORDER_MARK.at(1, text)
        data = data[3:]
    yield from _ends(data)
    yield from _folds(data)


def _ends(data: bytes) -> Iterator[Finding]:
    crlf, lf, cr = data.count(b"\r\n"), data.count(b"\n"), data.count(b"\r")
    uniform = not crlf and not (lf and cr) and lf + cr > 1
    for rule, name, sign, number in (
        (rules.BARE_LF, "LF", b"\n", lf - crlf),
        (rules.BARE_CR, "CR", b"\r", cr - crlf),
    ):
        if uniform and number:
            yield rule.at(1, f"each line must end in CRLF, and all {number:,} end in {name} alone")
        elif number:
            yield from _each_end(data, rule, name, sign)
    if data and not data.endswith((b"\n", b"\r")):
        last = 1 + lf + cr - crlf
        yield rules.NO_LINE_END.at(last, "the last line must end in CRLF, and ends in nothing")


def _each_end(data: bytes, rule: rules.Rule, name: str, sign: bytes) -> Iterator[Finding]:
    for number, found in enumerate(_PHYSICAL.finditer(data), 1):
        if found[2] == sign:
            yield rule.at(number, f"a line must end in CRLF, and this one ends in {name} alone")


def _folds(data: bytes) -> Iterator[Finding]:
    odd = bool(_CONTROL.search(data) or _SEPARATOR.search(data))
    before = b""
    for number, found in enumerate(_PHYSICAL.finditer(data), 1):
        line = found[1]
        if len(line) > 75:
            text = f"a line should have 75 octets at most, and this one has {len(line):,}"
            yield rules.LONG_LINE.at(number, text)
        if line[:1] in {b" ", b"\t"} and number > 1:
            yield from _fold(number, before, line)
        elif not line and found[2]:
            yield rules.BLANK_LINE.at(number, "a line must hold something, and this one is empty")
        if odd:
            yield from _oddities(number, line)
        before = line


def _fold(number: int, before: bytes, line: bytes) -> Iterator[Finding]:
    if line[1:2] and line[1] & 0xC0 == 0x80 and before[-1:] > b"\x7f":
        text = "a line must be folded between characters, and here the fold parts one"
        yield rules.FOLD_IN_CHARACTER.at(number, text)
    if (len(before) - len(before.rstrip(b"\\"))) % 2:
        text = "a fold should not part a backslash from what it escapes, for some programs"
        yield rules.FOLD_IN_ESCAPE.at(number, f"{text} unescape first")


def _oddities(number: int, line: bytes) -> Iterator[Finding]:
    if found := _CONTROL.search(line):
        text = f"a line must not hold control characters but TAB, and here is U+{found[0][0]:04X}"
        yield rules.CONTROL.at(number, text)
    if found := _SEPARATOR.search(line):
        sign = ord(found[0].decode())
        text = f"U+{sign:04X} should not stand in a text, for some programs end the line there"
        yield rules.LINE_SEPARATOR.at(number, text)
