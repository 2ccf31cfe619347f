"""From the text of an XML file to its elements, without anything that XML allows to harm."""

import re
from typing import Final
from xml.parsers import expat

from attrs import define, field

from numeco.errors import Malformed
from numeco.formats._frab.notes import FILE, Notes

#: The deepest that a schedule nests is 7.
_DEEPEST: Final = 100
#: What XML 1.0 cannot hold (2.2), not even as a reference.
_ILLEGAL: Final = [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]
_ODD: Final = re.compile(
    rf"&#(?:x0*([0-9A-Fa-f]{{1,6}})|0*([0-9]{{1,7}}));|[{re.escape(''.join(map(chr, _ILLEGAL)))}]"
)
#: A private character for each while the text is parsed.
_STANDS: Final = {code: chr(0xF_0000 + at) for at, code in enumerate(_ILLEGAL)}
_PRIVATE: Final = re.compile(f"[{''.join(_STANDS.values())}]")
_MEANT: Final = {ord(stand): chr(code) for code, stand in _STANDS.items()}


@define
class Element:
    """An element: its name without prefix, its attributes, its children and its own text."""

    name: str
    line: int
    attributes: dict[str, str]
    children: "list[Element]" = field(factory=list)
    text: str = ""

    def all(self, name: str) -> "list[Element]":
        """Return the children of a name."""
        return [one for one in self.children if one.name == name]

    def first(self, name: str) -> "Element | None":
        """Return the first child of a name."""
        return next((one for one in self.children if one.name == name), None)


def root_of(text: str, notes: Notes) -> Element:
    """Return the root of an XML text.

    Raises:
        Malformed: the text is not well-formed, or it has a document type, with whose entities few
            lines can fill any memory or name other files.
    """
    mended, stands = _mended(text, notes)
    # The declaration told how to decode octets, which is done.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    builder = _Builder(parser, stands)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(mended.encode(), True)
    except expat.ExpatError as error:
        problem = f"is not well-formed XML: {expat.ErrorString(error.code)}"
        raise Malformed(f"line {error.lineno}", problem) from None
    if builder.root is None:  # expat refuses that already
        raise Malformed("", "the file holds no element")
    return builder.root


def _mended(text: str, notes: Notes) -> tuple[str, bool]:
    """Return a text with something else in the place of each character that XML cannot hold.

    That is a private character, for `_MEANT` to undo, or U+FFFD where the text has such itself; the
    flag says whether there is something to undo.
    """
    stands = _STANDS if _PRIVATE.search(text) is None else dict.fromkeys(_STANDS, "\ufffd")
    found: set[int] = set()

    def mend(one: "re.Match[str]") -> str:
        code = int(one[1], 16) if one[1] else int(one[2]) if one[2] else ord(one[0])
        if code not in stands:
            return one[0]
        found.add(code)
        return stands[code]

    mended = _ODD.sub(mend, text)
    if found:
        codes = ", ".join(f"U+{code:04X}" for code in sorted(found))
        done = "kept as they are" if stands is _STANDS else "read as U+FFFD"
        notes.add(FILE, "not-well-formed", f"is not well-formed XML: it holds {codes}", done)
    return mended, bool(found) and stands is _STANDS


@define
class _Builder:
    """The elements so far, and the stack of those that are open."""

    parser: expat.XMLParserType
    #: Whether private characters stand for others.
    stands: bool
    root: Element | None = None
    _open: list[Element] = field(factory=list)
    _texts: list[list[str]] = field(factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise Malformed(self._line(), f"nests more than {_DEEPEST} elements")
        if self.stands:
            attributes = {key: value.translate(_MEANT) for key, value in attributes.items()}
        line = self.parser.CurrentLineNumber
        one = Element(name.rpartition(":")[2], line, attributes)
        if self._open:
            self._open[-1].children.append(one)
        else:
            self.root = one
        self._open.append(one)
        self._texts.append([])

    def data(self, text: str) -> None:
        self._texts[-1].append(text)

    def end(self, _name: str) -> None:
        text = "".join(self._texts.pop())
        self._open.pop().text = text.translate(_MEANT) if self.stands else text

    def doctype(self, *_declared: object) -> None:
        problem = "has a document type, whose entities are refused: a schedule needs none"
        raise Malformed(self._line(), problem)

    def _line(self) -> str:
        return f"line {self.parser.CurrentLineNumber}"
