"""The values of a part of a file, read as texts; what is no text is told."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from textwrap import dedent
from typing import Any, Final, cast

import attrs
from attrs import field, frozen

from numeco.diagnostics import Severity
from numeco.errors import InvalidIdentifier, InvalidValue, shown
from numeco.formats._frab.document import Facts
from numeco.formats._frab.marks import UUID_FORM
from numeco.formats._frab.notes import Notes, Spot
from numeco.model import Identifier, Thing

SURROGATE: Final = re.compile("[\ud800-\udfff]")
#: Control characters but for tabs and line ends.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


@frozen
class Said:
    """What a part of a file says, and where it stands."""

    facts: Facts
    spot: Spot
    notes: Notes

    def text(self, *names: str) -> str:
        """Return the first text that is not blank under some names; empty where there is none."""
        for name in names:
            value = self.facts.get(name)
            found = value if isinstance(value, str) else self._as_text(name, value)
            if found and not found.isspace():
                return found if found.isprintable() else self._sound(name, found)
        return ""

    def words(self, *names: str) -> str:
        """Return such a text with single spaces in the place of white space."""
        return " ".join(self.text(*names).split())

    def paragraph(self, name: str) -> str:
        """Return such a text without the indentation that a file adds and blanks around it."""
        found = self.text(name)
        return dedent(found.replace("\r\n", "\n").replace("\r", "\n")).strip() if found else ""

    def guid(self) -> str:
        """Return the guid, which is a UUID, in lower case; empty where there is none."""
        found = self.words("guid").lower()
        if found and not UUID_FORM.fullmatch(found):
            self.note("odd-guid", f"has a guid {shown(found)} that is no UUID", "left aside")
            return ""
        return found

    def several(self, name: str) -> Iterator[Facts]:
        """Iterate over the objects in a list; what is none is told."""
        value = self.facts.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self._left_out(name, value, "a list")
            return
        for one in cast("Iterable[Any]", value):
            if isinstance(one, dict):
                yield cast("dict[str, Any]", one)
            else:
                self._left_out(f"item of {name}", one, "an object")

    def note(self, code: str, found: str, done: str, severity: Severity = Severity.WARNING) -> None:
        """Note an oddity of this part."""
        self.notes.add(self.spot, code, found, done, severity)

    def _as_text(self, name: str, value: object) -> str:
        if value in (None, [], {}):
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
            return str(value)
        if isinstance(value, dict):
            return self._translated(name, cast("dict[str, Any]", value))
        self._left_out(name, value, "a text")
        return ""

    def _translated(self, name: str, value: Mapping[str, Any]) -> str:
        """Return the first of several translations; of a track or room, its name."""
        texts = {key: one for key, one in value.items() if isinstance(one, str) and one.strip()}
        chosen = next((key for key in ("name", "slug", *texts) if key in texts), None)
        if chosen is None:
            self._left_out(name, value, "a text")
            return ""
        if chosen not in {"name", "slug"}:
            found = f"has a {name} in {', '.join(map(shown, texts))}"
            self.note("translations", found, f"read in {shown(chosen)}", Severity.INFO)
        return texts[chosen]

    def _sound(self, name: str, text: str) -> str:
        odd = sorted(set(_CONTROL.findall(text)))
        if odd:
            found = f"has control characters in {name[:60]}: {shown(odd)}"
            self.note("control-characters", found, "white space is read as such, others are kept")
        if not text.isascii() and SURROGATE.search(text):
            found = f"has lone surrogates in {name[:60]}, which no encoding can write"
            self.note("encoding", found, "read as U+FFFD")
            text = SURROGATE.sub("\ufffd", text)
        return text

    def _left_out(self, name: str, value: object, noun: str) -> None:
        found = f"has {shown(name)} that should be {noun}: {shown(value)}"
        self.note("odd-shape", found, "left out", Severity.ERROR)


@frozen
class Unread:
    """Which facts of a file nothing reads, counted by the part that holds them."""

    _counts: Counter[tuple[str, str]] = field(factory=Counter)

    def count(self, part: str, facts: Facts, known: frozenset[str]) -> None:
        """Count the facts of a part that say something and have other names than those known."""
        for key in facts.keys() - known:
            value = facts[key]
            if value not in (None, "", [], {}, False) and not (
                isinstance(value, str) and (value.isspace() or value == "false")
            ):
                self._counts[part, key] += 1

    def told(self) -> Iterator[str]:
        """Iterate over sentences that name them, one for each part."""
        parts = dict.fromkeys(part for part, _ in sorted(self._counts))
        for part in parts:
            names = [
                f"{number} × {key[:60]!r}"
                for (of, key), number in sorted(self._counts.items())
                if of == part
            ]
            more = f" and {len(names) - 20} more" if len(names) > 20 else ""
            yield f"has in its {part} {', '.join(names[:20])}{more}"


def identifiers(pairs: Iterable[tuple[str, str]]) -> list[Identifier]:
    """Return what other systems call a thing, without what says nothing."""
    found: list[Identifier] = []
    for scheme, value in pairs:
        try:
            found.append(Identifier(scheme, _CONTROL.sub("\ufffd", value)))
        except InvalidIdentifier:  # blank
            continue
    return found


def fitting(said: Said, probe: Thing, name: str, value: str, word: str) -> dict[str, Any]:
    """Return a fact for a field of a thing, or none, with a note, where the field refuses it."""
    if not value:
        return {}
    try:
        attrs.evolve(probe, **{name: value})
    except InvalidValue as error:
        said.note(f"odd-{name}", f"has a {word} {shown(value)} that {error.must}", "left aside")
        return {}
    return {name: value}
