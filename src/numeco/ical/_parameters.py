"""The parameters of content lines (RFC 5545, 3.2), decoded as RFC 6868 says."""

import re
from collections.abc import Iterator
from typing import Final

#: A parameter; what stands in quotes may hold a colon or semicolon. Possessive, so linear.
_PARAMETER: Final = re.compile(r';([^=;:"]*)(?:=((?:"[^"]*"|[^";:])*+))?+')
_PART: Final = re.compile(r'(?:"[^"]*"|[^,])++')
_CARET: Final = re.compile(r"\^([n^'])")
_MEANT: Final = {"n": "\n", "^": "^", "'": '"'}


def quoted(line: str) -> tuple[str, str, str]:
    """Part a line at the first colon outside quotes, or, where quotes do not pair, at the first."""
    at = line.find(";")
    for found in _PARAMETER.finditer(line, at):
        if found.start() != at:
            break
        at = found.end()
    if line[at : at + 1] == ":":
        return line[:at], ":", line[at + 1 :]
    return line.partition(":")


def parameters(text: str) -> tuple[dict[str, list[str]], bool]:
    """Return parameters by name, and whether all of the text could be read."""
    found: dict[str, list[str]] = {}
    at = 0
    for one in _PARAMETER.finditer(text):
        if one.start() != at:
            break
        at = one.end()
        found.setdefault(one[1].strip().upper(), []).extend(_parts(one[2] or ""))
    return found, at == len(text)


def _parts(text: str) -> Iterator[str]:
    parts = _PART.findall(text) if '"' in text else text.split(",")
    for part in parts:
        bare = part.replace('"', "").strip()
        yield _CARET.sub(lambda sign: _MEANT[sign[1]], bare) if "^" in bare else bare
