"""From an entry of a file to a session."""

from functools import lru_cache
from typing import Any, Final

from attrs import define, field

from numeco.errors import InvalidValue, shown
from numeco.formats._frab.document import Entry
from numeco.formats._frab.marks import key_of
from numeco.formats._frab.notes import Spot
from numeco.formats._frab.people import People, unread_of
from numeco.formats._frab.said import Said, Unread, identifiers
from numeco.formats._frab.slots import TIMES, Clock, Filed
from numeco.formats._frab.things import Rooms, Things
from numeco.formats._frab.words import DO_NOT_RECORD, kind_of, type_tags
from numeco.model import EventId, Session, SessionKind, Theme, Venue, slug

_TEXTS: Final = ("subtitle", "abstract", "description")
_NAMES: Final = (
    "guid id code slug room title track type language url do_not_record persons participants"
)
_KNOWN: Final = frozenset((*_NAMES.split(), *_TEXTS, *TIMES))


@define
class SessionReader:
    """Makes sessions, each with an id of its own."""

    event: EventId
    clock: Clock
    things: Things
    people: People
    rooms: Rooms
    unread: Unread
    #: Types that mean no kind, with how many sessions have each.
    types: dict[str, int] = field(factory=dict)
    #: Where each guid and each number stood first, and which session has the guid.
    _guids: dict[str, tuple[Spot, Session]] = field(factory=dict)
    _numbers: dict[str, Spot] = field(factory=dict)

    def read(self, entry: Entry, filed: Filed) -> Session:
        """Return the session that an entry holds."""
        said = Said(entry.facts, entry.spot, self.people.notes)
        self.unread.count("sessions", entry.facts, _KNOWN)
        unread_of(entry.facts, self.things)
        guid = said.guid()
        title = self._title(said)
        again = self._guids.get(guid) if guid else None
        key = self._id(said, guid, again)
        kind, tags = self._kind(said)
        facts = self._checked(said, guid, tags)
        room = self.rooms.of_entry(entry, said)
        track = said.words("track")
        session = Session(
            id=key,
            title=title,
            event=self.event,
            when=self.clock.slot(said, filed),
            venue=self.things.named(Venue, room) if room else None,
            speakers=self.people.of(said),
            themes=[self.things.named(Theme, track)] if track else [],
            kind=kind,
            repeat_of=again[1].id if again and again[1].title == title else None,
            identifiers=_identifiers(said, guid, key),
            description=_description(said),
            tags=tags,
            **facts,
        )
        if guid and not again:
            self._guids[guid] = entry.spot, session
        return session

    def _title(self, said: Said) -> str:
        title = said.words("title")
        if not title:
            title = f"Untitled ({said.spot.said})"
            said.note("missing-title", "has no title", f"called {title!r}")
        return title

    def _id(self, said: Said, guid: str, again: tuple[Spot, Session] | None) -> str:
        number = said.words("id")
        first = self._numbers.setdefault(number, said.spot) if number else said.spot
        if first is not said.spot:
            done = "told apart by guid" if guid and not again else "kept as a session of its own"
            said.note("repeated-id", f"has the id {shown(number)} of {first.said}", done)
        kept = key_of(guid, said.words("slug")) or guid
        wanted = kept or number or said.words("code", "slug")
        key = self.things.free(kept or slug(wanted or f"session {said.words('title')}"))
        if not wanted:
            said.note("missing-id", "has neither guid nor id", f"given {key!r}, from its title")
        elif again:
            said.note("repeated-guid", f"has the guid of {again[0].said}", f"given the id {key!r}")
        return key

    def _kind(self, said: Said) -> tuple[SessionKind, list[str]]:
        """Return the kind of a session and its first tags."""
        word = said.words("type")
        kind = kind_of(word)
        if kind is None:
            self.types[word] = self.types.get(word, 0) + 1
            kind = SessionKind.OTHER
        unrecorded = said.words("do_not_record").lower() in {"true", "1"}
        return kind, [*type_tags(word, kind), *([DO_NOT_RECORD] if unrecorded else [])]

    @staticmethod
    def _checked(said: Said, guid: str, tags: list[str]) -> dict[str, Any]:
        """Return the facts that their fields take; the others become tags."""
        facts: dict[str, Any] = {}
        for name in ("language", "url"):
            value = said.words(name)
            # Writers of JSON, which cannot do without, name a session that has no page.
            if not value or value == f"urn:uuid:{guid}":
                continue
            must = _refusal(name, value)
            if must is None:
                facts[name] = value
            else:
                tags.append(f"{name}: {value}")
                said.note(f"odd-{name}", f"has a {name} {shown(value)} that {must}", "kept as tag")
        return facts


@lru_cache(maxsize=256)
def _refusal(name: str, value: str) -> str | None:
    """Return what must hold of a text in a field of sessions; None where it does."""
    try:
        Session(id="probe", title="probe", event="probe", **{name: value})  # type: ignore[arg-type]  # either is a text
    except InvalidValue as error:
        return error.must
    return None


def _description(said: Said) -> str:
    """Return subtitle, abstract and description, each said once."""
    parts: dict[str, str] = {}
    for name in _TEXTS:
        part = said.paragraph(name)
        if part:
            parts.setdefault(" ".join(part.split()), part)
    return "\n\n".join(parts.values())


def _identifiers(said: Said, guid: str, key: str) -> list[Any]:
    slugged = said.words("slug")
    return identifiers(
        (
            ("frab-guid", "" if guid == key or key_of(guid, slugged) else guid),
            ("frab-id", "" if (number := said.words("id")) == key else number),
            ("frab-code", said.words("code")),
            ("frab-slug", "" if key_of(guid, slugged) else slugged),
        )
    )
