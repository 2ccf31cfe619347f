"""Rooms and tracks: each made once, by its name, with an id of its own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar, cast

import attrs
from attrs import define, field

from numeco._checks import LONGEST_ID
from numeco.errors import shown
from numeco.formats._frab.document import Document, Entry, Facts
from numeco.formats._frab.notes import FILE, Notes
from numeco.formats._frab.said import Said, Unread, fitting
from numeco.model import Theme, Thing, Venue, VenueId, slug
from numeco.model.slugs import joined

_ROOM: Final = frozenset(("name", "capacity", "description"))
_TRACK: Final = frozenset(("name", "color", "colors"))
_PROBE: Final = Theme(id="probe", name="probe")
Named = TypeVar("Named", Theme, Venue)


@define
class Things:
    """The things so far, by id."""

    notes: Notes
    unread: Unread
    #: The building that all rooms lie in, where the file names one.
    site: VenueId | None = None
    by_id: dict[str, Thing] = field(factory=dict)
    _ids: dict[tuple[type, str], str] = field(factory=dict)
    _next: defaultdict[str, int] = field(factory=lambda: defaultdict(lambda: 2))

    def free(self, wanted: str) -> str:
        """Return an id, or, where something has it, the id with the first free number."""
        found = wanted
        while found in self.by_id:
            found = joined((wanted, str(self._next[wanted])), LONGEST_ID)
            self._next[wanted] += 1
        return found

    def add(self, thing: Thing) -> None:
        """Add a thing whose id is free."""
        self.by_id[thing.id] = thing

    def named(self, kind: type[Named], name: str) -> Any:
        """Return the id of the room or track of a name."""
        key = self._ids.get((kind, name))
        if key is None:
            key = self._ids[kind, name] = self.free(f"{kind.__name__.lower()}-{slug(name)}")
            room = kind is Venue
            self.add(
                Venue(id=key, name=name, within=self.site) if room else Theme(id=key, name=name)
            )
        return key

    def describe(self, key: str, facts: Mapping[str, Any], said: Said) -> None:
        """Give a thing facts, each where it has none so far; note those that it has otherwise."""
        thing = self.by_id[key]
        new: dict[str, Any] = {}
        for name, value in facts.items():
            known = getattr(thing, name)
            if not known:
                new[name] = value
            elif value and value != known:
                found = f"gives {key!r} another {name}: {shown(value)}"
                said.note("other-fact", found, "the first is kept")
        if any(new.values()):
            self.by_id[key] = attrs.evolve(thing, **new)

    def read_tracks(self, tracks: Iterable[Facts]) -> None:
        """Make a theme of each track that the file declares."""
        for facts in tracks:
            said = Said(facts, FILE, self.notes)
            self.unread.count("tracks", facts, _TRACK)
            name = said.words("name", "slug")
            if not name:
                continue
            colour = fitting(said, _PROBE, "colour", _colour(facts, said), "color")
            self.describe(self.named(Theme, name), colour, said)

    def read_rooms(self, rooms: "Rooms", declared: Iterable[Facts]) -> None:
        """Make a venue of each room of the file."""
        for facts in declared:
            said = Said(facts, FILE, self.notes)
            self.unread.count("rooms", facts, _ROOM)
            name = rooms.aliases.get(written := said.words("name"), written)
            if not name:
                continue
            capacity = _capacity(facts, said)
            described = {"description": said.paragraph("description"), "capacity": capacity}
            self.describe(self.named(Venue, name), described, said)
        for alias, name in rooms.aliases.items():
            key = self.named(Venue, name)
            room = cast("Venue", self.by_id[key])
            self.by_id[key] = attrs.evolve(room, aliases=room.aliases | {alias})


@define
class Rooms:
    """By which names a file calls its rooms."""

    #: Names under which sessions are listed that no session gives itself: the room's other names.
    aliases: dict[str, str] = field(factory=dict)

    @classmethod
    def of(cls, document: Document) -> "Rooms":
        """Return what the names of rooms mean, from where sessions say that they are."""
        own: set[str] = set()
        under: defaultdict[str, Counter[str]] = defaultdict(Counter)
        silent = Notes()
        for entry in document.entries:
            name = Said(entry.facts, entry.spot, silent).words("room")
            parent = " ".join((entry.parent or "").split())
            own.add(name or parent)
            if name and parent:
                under[parent][name] += 1
        aliases = {
            parent: next(iter(names))
            for parent, names in under.items()
            if parent not in own and len(names) == 1
        }
        return cls(aliases)

    @staticmethod
    def of_entry(entry: Entry, said: Said) -> str:
        """Return the name of the room of a session: its own where it says another than its list."""
        name, parent = said.words("room"), " ".join((entry.parent or "").split())
        if name and parent and name != parent:
            found = f"is in the room {shown(name)}, but listed under {shown(parent)}"
            said.note("other-room", found, f"read as in {shown(name)}")
        return name or parent


def _colour(facts: Facts, said: Said) -> str:
    """Return the colour of a track; newer files give one for light and one for dark screens."""
    several = facts.get("colors")
    colours = cast("dict[str, Any]", several) if isinstance(several, dict) else {}
    shades = Said(colours, said.spot, said.notes)
    return (said.words("color") or shades.words("light", "dark")).lower()


def _capacity(facts: Facts, said: Said) -> int | None:
    value = facts.get("capacity")
    text = said.words("capacity")
    if not text or value == 0:
        return None
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0
    if isinstance(value, float) and value.is_integer() and 0 < value < 1e9:
        number = int(value)
    if not number:
        found = f"has a room of capacity {shown(value)}, which is no number of seats"
        said.note("odd-capacity", found, "left aside")
    return number or None
