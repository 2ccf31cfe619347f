"""From the cells of one row to one session."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from numeco.errors import InvalidValue, shown
from numeco.formats._csv.clock import LONGEST
from numeco.formats._csv.notes import Notes
from numeco.formats._csv.slots import Clock
from numeco.formats._csv.things import Things, parted
from numeco.model import (
    Audience,
    Count,
    Event,
    Identifier,
    Organization,
    Session,
    SessionKind,
    SessionStatus,
    Theme,
    Venue,
    slug,
)

#: Where cells that hold several things are parted.
SEPARATORS: Final[Mapping[str, Sequence[str]]] = {
    "speakers": ("\n", ";"),
    "organizations": (),
    "hosts": ("\n", ";", "|"),
    "themes": ("\n", ";", "|"),
    "audiences": ("\n", ";", "|", ","),
    "tags": ("\n", ";", "|", ","),
}
#: Control characters but for tabs and line ends.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


@frozen
class Reader:
    """What all rows of a file are read with."""

    event: Event
    clock: Clock
    separators: Mapping[str, Sequence[str]]
    things: Things
    notes: Notes


@frozen
class Record:
    """One row: its number, and by word the cells that hold something, without blanks around."""

    reader: Reader
    row: int
    cells: Mapping[str, str]
    #: What no field can hold, so far.
    _odd: list[str] = field(factory=list, init=False)

    def session(self, *, with_id: bool) -> Session:
        """Return the session.

        Args:
            with_id: whether the file has a column of ids, so that a blank cell is an oddity.
        """
        facts = {word: self._checked(word, read) for word, read in _READ.items()}
        return Session(
            id=self._id(with_id=with_id),
            title=self._title(),
            event=self.reader.event.id,
            when=self.reader.clock.slot(self.cells, partial(self.reader.notes.add, self.row)),
            venue=self._venue(),
            speakers=self._parts("speakers", partial(self.reader.things.speaker_of, row=self.row)),
            hosts=self._parts("hosts", self._named(Organization)),
            themes=self._parts("themes", self._named(Theme)),
            audiences=self._audiences(),
            identifiers=self._identifiers(),
            description=self.cells.get("description", ""),
            tags=(*self._parts("tags", str), *self._odd),
            **{word: fact for word, fact in facts.items() if fact is not None},
        )

    def _note(self, code: str, found: str, done: str) -> None:
        self.reader.notes.add(self.row, code, found, done)

    def _named(self, kind: Any) -> Callable[[str], Any]:
        return partial(self.reader.things.named, kind, row=self.row)

    def _title(self) -> str:
        if "title" in self.cells:
            return " ".join(self.cells["title"].split())
        title = f"Untitled (row {self.row})"
        self._note("missing-title", "has no title", f"called {title!r}")
        return title

    def _venue(self) -> Any:
        name = " ".join(self.cells.get("venue", "").split())
        return self._named(Venue)(name) if name else None

    def _parts(self, word: str, part: Callable[[str], Any]) -> list[Any]:
        """Return what the parts of a cell stand for, in order, each once."""
        said = parted(self.cells.get(word, ""), self.reader.separators[word])
        found = list(dict.fromkeys(map(part, said)))
        if len(found) < len(said):
            again = f"names {len(said) - len(found)} of its {word} again"
            self._note("repeated-name", again, "kept once")
        return found

    def _id(self, *, with_id: bool) -> str:
        things, given = self.reader.things, self.cells.get("id")
        wanted = slug(last_part(given) if given else f"session {self.cells.get('title', self.row)}")
        key = things.free(wanted)
        if given is None and with_id:
            self._note("missing-id", "has no id", f"given {key!r}, from its title")
        if key != wanted:
            found = f"would have the id {wanted!r}, which {things.place_of(wanted)} has"
            self._note("repeated-id", found, f"given {key!r}")
        return key

    def _identifiers(self) -> tuple[Identifier, ...]:
        """Return the id that the file gives, where it is neither an id here nor kept as url."""
        given = " ".join(self.cells.get("id", "").split())
        if not given or given in {self.cells.get("url"), slug(given)}:
            return ()
        return (Identifier("csv", CONTROL.sub("\ufffd", given)),)

    def _audiences(self) -> list[Audience]:
        found = (self._read("audiences", said, _audience) for said in self._parts("audiences", str))
        return [one for one in found if one is not None]

    def _checked(self, word: str, read: Callable[[str], Any]) -> Any:
        return self._read(word, self.cells[word], read) if word in self.cells else None

    def _read(self, word: str, said: str, read: Callable[[str], Any]) -> Any:
        """Return what a field makes of a text; None, with a tag that keeps it, where it refuses."""
        try:
            return read(self.reader.things.renamed(word, said))
        except InvalidValue as error:
            tag = f"{word}: {said}"
            self._odd.append(tag)
            self._note(
                f"odd-{word}", f"has a {word} {shown(said)} that {error.must}", "kept as tag"
            )
            return None


def last_part(text: str) -> str:
    """Return the last part of the path of a web address; anything else as it is."""
    try:
        parts = urlsplit(text) if text.startswith(("http://", "https://")) else None
    except ValueError:
        return text
    return text if parts is None else unquote(PurePosixPath(parts.path).name) or text


def _audience(said: str) -> Audience:
    return Audience(slug(said))


def _count(said: str) -> Count:
    if len(said) > LONGEST:
        raise InvalidValue("count", f"must be at most {LONGEST} characters long", said)
    return Count.parse(said)


def _as_field(name: str, said: str) -> str:
    """Return a text that passes the check of a session's field."""
    probe = Session(id="probe", title="probe", event="probe", **{name: said})  # type: ignore[arg-type]  # one of the texts below
    return str(getattr(probe, name))


#: How the cells of the fields read that can refuse them.
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "kind": lambda said: SessionKind(slug(said)),
    "status": lambda said: SessionStatus(slug(said)),
    "language": partial(_as_field, "language"),
    "url": partial(_as_field, "url"),
    "capacity": _count,
    "registered": _count,
}
