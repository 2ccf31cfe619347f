"""The things that VEVENTs name: venues, themes, people, organizations, each made once."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final, TypeVar, cast

import attrs
from attrs import define, field

from numeco._checks import LONGEST_ID
from numeco.diagnostics import Severity
from numeco.errors import InvalidValue, shown
from numeco.ical._reading.notes import Notes
from numeco.model import Organization, Person, Theme, Thing, Venue, slug
from numeco.model.slugs import joined

_WORD: Final = {Venue: "venue", Theme: "theme", Person: "person", Organization: "organization"}
NOTHING: Final[Mapping[str, str]] = {}
Named = TypeVar("Named", Theme, Person, Organization)


@define
class Things:
    """The things so far, by id and by what names them."""

    notes: Notes
    #: Ids that VEVENTs claim, whether their sessions are made already or not.
    claimed: set[str] = field(factory=set)
    by_id: dict[str, Thing] = field(factory=dict)
    _ids: dict[tuple[type, str], str] = field(factory=dict)
    _venues: defaultdict[str, list[str]] = field(factory=lambda: defaultdict(list))
    _next: defaultdict[str, int] = field(factory=lambda: defaultdict(lambda: 2))

    def free(self, *words: str) -> str:
        """Return the id that some slugs make, or, where it is taken, with the first free number."""
        wanted = found = joined(words, LONGEST_ID)
        while found in self.by_id or found in self.claimed:
            found = joined((*words, str(self._next[wanted])), LONGEST_ID)
            self._next[wanted] += 1
        return found

    def claim(self, key: str) -> str:
        """Return an id that a VEVENT claims, numbered where something has it already."""
        return self.free(key) if key in self.by_id else key

    def add(self, thing: Thing) -> None:
        """Add a thing whose id is free."""
        self.by_id[thing.id] = thing

    def named(self, kind: type[Named], name: str, facts: Mapping[str, str] = NOTHING) -> Any:
        """Return the id of the thing of a kind that has a name, made with some facts if it is new."""
        key = self._ids.get((kind, name))
        if key is None:
            key = self._ids[kind, name] = self.free(_WORD[kind], slug(name))
            self.add(attrs.evolve(kind(id=key, name=name), **_sound(kind, facts)))
        return key

    def venue(
        self, name: str, point: tuple[float, float] | None, url: str | None, line: int
    ) -> Any:
        """Return the id of the venue of a name, at a point and a web address, each if it is known.

        Venues of one name at two points are two.
        """
        for key in self._venues[name]:
            known = self.by_id[key]
            if isinstance(known, Venue) and (found := _united(known, point, url)) is not None:
                if found is not known:
                    self.by_id[key] = found
                return key
        others = self._venues[name]
        key = self.free("venue", slug(name))
        if others:
            said = f"is at {shown(name)}, but elsewhere than {others[0]!r}"
            self.notes.add(line, "other-place", said, f"read as {key!r}", Severity.INFO)
        others.append(key)
        north, east = point or (None, None)
        self.add(Venue(id=key, name=name, latitude=north, longitude=east, url=url))
        return key


def _united(venue: Venue, point: tuple[float, float] | None, url: str | None) -> Venue | None:
    """Return a venue with what more is known of it; None where it cannot be the same."""
    here = None if venue.latitude is None else (venue.latitude, venue.longitude)
    if (point and here and point != here) or (url and venue.url and url != venue.url):
        return None
    if (here or not point) and (venue.url or not url):
        return venue
    north, east = here or point or (None, None)
    return attrs.evolve(venue, latitude=north, longitude=east, url=venue.url or url)


def _sound(kind: type[Named], facts: Mapping[str, str]) -> dict[str, Any]:
    """Return the facts that their fields take."""
    sound: dict[str, Any] = {}
    for name, value in facts.items():
        try:
            attrs.evolve(kind(id="probe", name="probe"), **cast("dict[str, Any]", {name: value}))
        except InvalidValue:
            continue
        sound[name] = value
    return sound
