"""The content lines of a calendar: their name, their parameters (RFC 5545, 3.1 and 3.2)."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from numeco.errors import shown
from numeco.ical import _registry as registry
from numeco.ical._lint import _rules as rules
from numeco.ical._lint._rules import Finding, Rule

_ENDS: Final = re.compile(rb"\r\n?|\n")
_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_VALUES: Final = r'(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*+'
_PARAMETER: Final = re.compile(rf";([A-Za-z0-9-]+)=({_VALUES})(?=[;:])")
_ONE: Final = re.compile(r'"[^"]*"|[^",]+')
#: A language tag, roughly (RFC 5646, 2.1).
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Iterate over the content lines, unfolded, each with the number of its first physical line."""
    begun, pieces = 1, [b""]
    for number, line in enumerate(_ENDS.split(data), 1):
        if line[:1] in {b" ", b"\t"} and number > 1:
            pieces.append(line[1:])
            continue
        yield begun, b"".join(pieces)
        begun, pieces = number, [line]
    yield begun, b"".join(pieces)


def syntax(data: bytes) -> Iterator[Finding]:
    """Iterate over what is wrong with the content lines of a file, but for their values."""
    heads: dict[str, _Head] = {}
    for number, octets in lines(data.removeprefix(b"\xef\xbb\xbf")):
        if not octets:
            continue
        try:
            line = octets.decode()
        except UnicodeDecodeError as error:
            odd = f"0x{octets[error.start]:02X}"
            text = f"a calendar must be UTF-8, and here is an octet {odd} that is not"
            yield rules.ENCODING.at(number, text)
            line = octets.decode("latin-1")
        start, colon, _ = line.partition(":")
        if not colon or '"' in start or start not in heads:
            head = _head(line)
            if not head.odd:
                heads[start] = head
            yield from head.at(number)
        else:
            yield from heads[start].at(number)
        if start.upper() in {"BEGIN", "END"} and not _NAME.fullmatch(line, len(start) + 1):
            text = f"{start} must name a component and nothing else, and here is {shown(line[:60])}"
            yield rules.MALFORMED_LINE.at(number, text)


@frozen
class _Head:
    """What is wrong with the name and the parameters of a line."""

    findings: tuple[tuple[Rule, str], ...]
    #: Whether it depends on more than the text before the first colon.
    odd: bool = False

    def at(self, number: int) -> Iterator[Finding]:
        return (rule.at(number, text) for rule, text in self.findings)


def _head(line: str) -> _Head:
    name = _NAME.match(line)
    if name is None or line[name.end() : name.end() + 1] not in {":", ";"}:
        text = f"a line must be NAME:value or NAME;parameters:value, and here is {shown(line[:60])}"
        return _Head(((rules.MALFORMED_LINE, text),), odd=True)
    at, parameters = name.end(), list[tuple[str, str]]()
    while found := _PARAMETER.match(line, at):
        parameters.append((found[1].upper(), found[2]))
        at = found.end()
    if line[at] != ":":
        text = "a parameter must be NAME=value, with a value that holds a colon, semicolon or comma"
        text = f"{text} in quotes, and here is {shown(line[at : at + 60])}"
        return _Head(((rules.PARAMETER_SYNTAX, text),), odd=True)
    return _Head((*_repeated(parameters), *_parameters(parameters)), odd='"' in line[:at])


def _repeated(parameters: list[tuple[str, str]]) -> Iterator[tuple[Rule, str]]:
    names = [name for name, _ in parameters]
    for name in sorted({name for name in names if name in registry.PARAMETERS}):
        if (count := names.count(name)) > 1:
            text = f"a parameter must stand once, and {name} stands {count} times"
            yield rules.PARAMETER_REPEATED, text


def _parameters(parameters: Iterable[tuple[str, str]]) -> Iterator[tuple[Rule, str]]:
    for name, values in parameters:
        if name not in registry.PARAMETERS and not registry.experimental(name):
            text = f"a parameter must be registered or begin with X-, and {name} is neither"
            yield rules.UNREGISTERED_PARAMETER, text
        several = _ONE.findall(values)
        if name in registry.SINGLE_PARAMETERS and len(several) > 1:
            text = f"{name} must have one value, and here is {shown(values[:60])}; quotes join it"
            yield rules.PARAMETER_VALUES, text
        elif name in registry.QUOTED_PARAMETERS and not all(one[0] == '"' for one in several):
            text = f"{name} must hold URIs in quotes, and here is {shown(values[:60])}"
            yield rules.PARAMETER_QUOTES, text
        else:
            yield from _value(name, values.strip('"'))


def _value(name: str, value: str) -> Iterator[tuple[Rule, str]]:
    allowed = registry.CLOSED_PARAMETERS.get(name)
    if allowed and value.upper() not in allowed:
        text = f"{name} must be one of {registry.listed(allowed)}, and here is {shown(value[:60])}"
        yield rules.PARAMETER_VALUE, text
    elif name == "LANGUAGE" and not _LANGUAGE.fullmatch(value):
        text = f"LANGUAGE must be a language tag such as fr or en-GB, and here is {shown(value)}"
        yield rules.PARAMETER_VALUE, text
    elif name in {"TZID", "VALUE"} and not value.strip():
        yield rules.PARAMETER_VALUE, f"{name} must name something, and here it is empty"
