"""From the octets of a calendar to its components and properties (RFC 5545, 3.1 and 3.2).

Lenient: whatever can be read is, and each oddity is told as a `Problem`. Time and memory are
proportional to the input.
"""

import codecs
import re
from io import BytesIO
from typing import Final

from attrs import define, field, frozen

from numeco.errors import shown
from numeco.ical._parameters import parameters, quoted

#: The deepest that components lie in one another; RFC 5545 itself needs three.
DEEPEST: Final = 16
#: The longest content line, once unfolded, in octets.
LONGEST: Final = 1_000_000

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CALENDAR: Final = re.compile(rb"(?i)BEGIN:VCALENDAR")
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")
#: What never lies within one of its own name: where one begins, an END was forgotten.
_FLAT: Final = frozenset({"VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})


@define(eq=False)
class Property:
    """A content line: DTSTART, SUMMARY and the like. To be read only: equal heads share `params`."""

    name: str  #: in upper case
    #: By name in upper case; without quotes, and decoded as RFC 6868 says.
    params: dict[str, list[str]]
    value: str  #: as it stands, escapes and all
    line: int  #: the physical line on which it begins, from 1

    def param(self, name: str) -> str:
        """Return the first value of a parameter; empty where it has none."""
        values = self.params.get(name)
        return values[0] if values else ""


@define(eq=False)
class Component:
    """What stands between a BEGIN and its END."""

    name: str  #: in upper case
    line: int  #: of its BEGIN
    properties: list[Property] = field(factory=list)
    components: list["Component"] = field(factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property of a name (in upper case), or None."""
        return next((one for one in self.properties if one.name == name), None)

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name, in order."""
        return [one for one in self.properties if one.name == name]


@frozen
class Problem:
    """What is odd about the form of a file; line 0 is the whole of it."""

    line: int
    #: encoding, no-calendar, text-around, outside-calendar, long-line, bad-line, bad-parameter,
    #: stray-end, unclosed or too-deep.
    code: str
    #: What was found, as the predicate of a sentence.
    text: str


def components(data: bytes | str) -> tuple[list[Component], list[Problem]]:
    """Return the outermost components of a file, in order, and what is odd about its form.

    They are VCALENDARs, unless something stands outside any (a problem).
    """
    problems: list[Problem] = []
    numbers, lines = _unfolded(_octets(data, problems), problems)
    found = _Tree(problems).read(numbers, _texts(numbers, lines, problems))
    return found, sorted(problems, key=lambda problem: problem.line)


def _octets(data: bytes | str, problems: list[Problem]) -> bytes:
    """Return a file as UTF-8, as far as that can be told before it is unfolded."""
    if isinstance(data, str):
        try:
            return data.removeprefix("\ufeff").encode()
        except UnicodeEncodeError:
            problems.append(Problem(0, "encoding", "holds lone surrogates"))
            return data.encode(errors="replace")
    wide = data.startswith(_UTF_16)
    if wide or data[:4] in {b"B\0E\0", b"\0B\0E"}:
        problems.append(Problem(0, "encoding", "is UTF-16, not UTF-8"))
        little = "utf-16" if wide else "utf-16-le" if data[:1] == b"B" else "utf-16-be"
        return data.decode(little, errors="replace").encode()
    return data.removeprefix(codecs.BOM_UTF8)


def _unfolded(data: bytes, problems: list[Problem]) -> tuple[list[int], list[bytes]]:
    """Return the content lines, and the number of the physical line on which each begins.

    Of octets, so that a character which a fold parts is whole again.
    """
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    begins = _CALENDAR.search(data)
    before = 0
    if begins:  # HTML may stand before it on its own line
        before = data.count(b"\n", 0, begins.start())
        if data[: begins.start()].strip():
            problems.append(Problem(1, "text-around", "does not begin with BEGIN:VCALENDAR"))
        data = data[begins.start() :]
    else:
        problems.append(Problem(0, "no-calendar", "has no BEGIN:VCALENDAR"))
    numbers: list[int] = []
    lines: list[bytes] = []
    pieces: list[bytes] = []  # of the last line, where it is folded
    for number, ended in enumerate(BytesIO(data), before + 1):
        line = ended.rstrip(b"\n")
        if not line:
            continue
        if line[0] not in b" \t" or not lines:
            if pieces:
                lines[-1] = b"".join(pieces)
                pieces = []
            numbers.append(number)
            lines.append(line)
        elif pieces:
            pieces.append(line[1:])
        else:
            pieces = [lines[-1], line[1:]]
    if pieces:
        lines[-1] = b"".join(pieces)
    return _short(numbers, lines, problems)


def _short(
    numbers: list[int], lines: list[bytes], problems: list[Problem]
) -> tuple[list[int], list[bytes]]:
    if max(map(len, lines), default=0) <= LONGEST:
        return numbers, lines
    kept = [at for at, line in enumerate(lines) if len(line) <= LONGEST]
    for number, line in zip(numbers, lines, strict=True):
        if len(line) > LONGEST:
            begins = shown(line[:40].decode(errors="replace"))
            found = f"is {len(line):,} octets long, more than {LONGEST:,}, and begins {begins}"
            problems.append(Problem(number, "long-line", found))
    return [numbers[at] for at in kept], [lines[at] for at in kept]


def _texts(numbers: list[int], lines: list[bytes], problems: list[Problem]) -> list[str]:
    try:
        return b"\n".join(lines).decode().split("\n") if lines else []
    except UnicodeDecodeError:
        pass
    texts: list[str] = []
    odd: list[int] = []
    for number, line in zip(numbers, lines, strict=True):
        try:
            texts.append(line.decode())
        except UnicodeDecodeError:
            odd.append(number)
            texts.append(line.decode(_western(line)))
    found = f"is not UTF-8 in {len(odd)} lines, of which this is the first"
    problems.append(Problem(odd[0], "encoding", found))
    return texts


def _western(line: bytes) -> str:
    # latin-1 reads any octet, cp1252 all but five.
    return "latin-1" if any(octet in line for octet in b"\x81\x8d\x8f\x90\x9d") else "cp1252"


@define
class _Tree:
    """Builds components from content lines; each has one place in the stack of those open."""

    problems: list[Problem]
    found: list[Component] = field(factory=list)
    stack: list[Component] = field(factory=list)
    #: How many components are open that lie too deep to be read.
    too_deep: int = 0
    strays: list[int] = field(factory=list)
    heads: dict[str, tuple[str, dict[str, list[str]]]] = field(factory=dict)

    def read(self, numbers: list[int], lines: list[str]) -> list[Component]:
        heads, stack = self.heads, self.stack
        for number, line in zip(numbers, lines, strict=True):
            head, colon, value = line.partition(":")
            if '"' in head:
                head, colon, value = quoted(line)
            known = heads.get(head)
            if known is None or not colon:
                known = self._head(number, line, head, colon)
                if known is None:
                    continue
            name, params = known
            if name == "BEGIN":
                self._begin(number, value.strip().upper())
            elif name == "END":
                self._end(number, value.strip().upper())
            elif not stack:
                self.strays.append(number)
            elif not self.too_deep:
                stack[-1].properties.append(Property(name, params, value, number))
        self._close(0, numbers[-1] if numbers else 0)
        self._say_strays()
        return self.found

    def _head(
        self, number: int, line: str, head: str, colon: str
    ) -> tuple[str, dict[str, list[str]]] | None:
        """Return the name and parameters of a line; None where it has none to read."""
        name, semicolon, rest = head.partition(";")
        name = name.strip()
        if not colon or not _NAME.fullmatch(name):
            if not self.stack:
                self.strays.append(number)
            elif line.strip():
                found = f"is no content line: {shown(line[:80])}"
                self.problems.append(Problem(number, "bad-line", found))
            return None
        params, good = parameters(f"{semicolon}{rest}")
        if not good:
            found = f"has parameters that do not read whole: {shown(head[:80])}"
            self.problems.append(Problem(number, "bad-parameter", found))
        # Cut to one object, so that a name costs no memory per line.
        self.heads[head] = known = name.upper(), params
        return known

    def _begin(self, number: int, name: str) -> None:
        if name in _FLAT:
            at = next((at for at, one in enumerate(self.stack) if one.name == name), None)
            if at is not None:
                self._close(at, number)
                self.too_deep = 0
        if self.too_deep:
            self.too_deep += 1
            return
        if len(self.stack) == DEEPEST:
            found = f"begins a {shown(name[:40])} deeper than {DEEPEST} components"
            self.problems.append(Problem(number, "too-deep", found))
            self.too_deep = 1
            return
        one = Component(name, number)
        if self.stack:
            self.stack[-1].components.append(one)
        else:
            self.found.append(one)
            if name != "VCALENDAR":
                found = f"begins a {shown(name[:40])} outside any VCALENDAR"
                self.problems.append(Problem(number, "outside-calendar", found))
        self.stack.append(one)

    def _end(self, number: int, name: str) -> None:
        if name.startswith("VCALENDAR"):  # perhaps with HTML behind it
            name, self.too_deep = "VCALENDAR", 0
        if self.too_deep:
            self.too_deep -= 1
            return
        if self.stack and self.stack[-1].name == name:
            self.stack.pop()
            return
        at = next((at for at, one in enumerate(self.stack) if one.name == name), None)
        if at is None:
            found = f"ends a {shown(name[:40])} that never began"
            self.problems.append(Problem(number, "stray-end", found))
        else:
            self._close(at + 1, number)
            self.stack.pop()

    def _close(self, at: int, number: int) -> None:
        """Close the open components from a place in the stack on, each for want of an END."""
        for one in self.stack[at:]:
            found = f"begins a {shown(one.name[:40])} that has no END before line {number}"
            self.problems.append(Problem(one.line, "unclosed", found))
        del self.stack[at:]

    def _say_strays(self) -> None:
        if self.strays and self.found:
            found = f"is the first of {len(self.strays)} lines outside any component"
            self.problems.append(Problem(self.strays[0], "text-around", found))
