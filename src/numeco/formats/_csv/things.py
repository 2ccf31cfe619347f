"""The things that cells name: each made once, with an id of its own."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar, cast

import attrs
from attrs import define, field

from numeco.diagnostics import Severity
from numeco.ecosystem import Ecosystem
from numeco.errors import DuplicateId, shown
from numeco.formats._csv.notes import Notes
from numeco.model import (
    Event,
    Membership,
    MembershipRole,
    Organization,
    OrganizationId,
    Person,
    PersonId,
    Theme,
    Thing,
    Venue,
    slug,
)

#: A name, then perhaps a comma and what the person does, then perhaps "@" and where: "Zeynep
#: ARAPOGLU, Co Founder @Bisikletli Kadin Inisiyatifi". An "@" within a word is none.
SPEAKER: Final = re.compile(
    r"(?P<name>(?:(?!(?<!\S)@)[^,])*?)"
    r"(?: ?,\s?(?P<title>(?:(?!(?<!\S)@).)*?))?"
    r"(?: ?(?<!\S)@\s?(?P<company>.*))?"
)
#: The word under which names are given to what the cells of each kind say.
NAMED: Final[Mapping[type[Thing], str]] = {
    Venue: "venue",
    Theme: "themes",
    Person: "speakers",
    Organization: "organizations",
}
_NOBODY: Final = frozenset({"tba", "tbc", "tbd", "n-a", "a-confirmer", "a-definir", "a-venir"})

Named = TypeVar("Named", Venue, Theme, Person, Organization)


@define
class Things:
    """The things so far, by id and by what names them."""

    notes: Notes
    names: Mapping[str, Mapping[str, str]]
    speaker: re.Pattern[str]
    #: How the cell of a speaker's company parts: nothing parts it unless the user says so.
    company_separators: tuple[str, ...] = ()
    by_id: dict[str, Thing] = field(factory=dict)
    _ids: dict[tuple[object, ...], str] = field(factory=dict)
    _rows: dict[str, int] = field(factory=dict)
    _titles: defaultdict[str, dict[str, None]] = field(factory=lambda: defaultdict(dict))
    _next: defaultdict[str, int] = field(factory=lambda: defaultdict(lambda: 2))

    def free(self, wanted: str) -> str:
        """Return an id, or, where something has it, the id with the first free number."""
        found = wanted
        while found in self.by_id:
            found = f"{wanted}-{self._next[wanted]}"
            self._next[wanted] += 1
        return found

    def know(self, ecosystem: Ecosystem) -> None:
        """Take over the things of an ecosystem, each named as it is there; aliases come second."""
        for thing in ecosystem:
            self.by_id[thing.id] = thing
        for kind in NAMED:
            for one in ecosystem.all(kind):
                self._ids.setdefault((kind, one.label), one.id)
            for one in ecosystem.all(kind):
                for alias in sorted(getattr(one, "aliases", ())):
                    self._ids.setdefault((kind, alias), one.id)
        for tie in ecosystem.all(Membership):
            self._ids.setdefault((Membership, tie.member, tie.of, tie.title), tie.id)

    def place(self, event: Event) -> None:
        """Add the event of the programme; what is known may hold it, without its zone even.

        Raises:
            DuplicateId: something else has its id.
        """
        known = self.by_id.get(event.id, event)
        if known != event and not (
            isinstance(known, Event) and attrs.evolve(known, zone=event.zone) == event
        ):
            raise DuplicateId(event.id, (type(known).__name__, "Event"))
        self.add(event, 0)

    def add(self, thing: Thing, row: int) -> None:
        """Add a thing whose id is free."""
        self.by_id[thing.id] = thing
        self._rows[thing.id] = row

    def place_of(self, key: str) -> str:
        """Return where a thing was first named."""
        row = self._rows.get(key)
        return f"row {row}" if row else "the event" if row == 0 else "the ecosystem"

    def named(self, kind: type[Named], said: str, row: int) -> Any:
        """Return the id of the thing of a kind that goes by what a cell says."""
        name = self.renamed(NAMED[kind], said)
        known = self._ids.get((kind, name))
        if known is None:
            known = self._ids[kind, name] = self._made(kind, name, row)
        if said != name:
            self._also_called(known, said)
        return known

    def _also_called(self, key: str, said: str) -> None:
        thing = cast("Venue | Theme | Person | Organization", self.by_id[key])
        if said not in thing.aliases:
            self.by_id[key] = attrs.evolve(thing, aliases=thing.aliases | {said})

    def renamed(self, word: str, said: str) -> str:
        """Return what the user calls what a cell says; as it is, where the user says nothing."""
        return self.names.get(word, {}).get(said, said)

    def _made(self, kind: type[Named], name: str, row: int) -> str:
        wanted = f"{kind.__name__.lower()}-{slug(name)}"
        key = self.free(wanted)
        if key != wanted:
            self._note_near(kind, name, wanted, key, row)
        self.add(kind(id=key, name=name), row)
        return key

    def _note_near(self, kind: type[Named], name: str, wanted: str, key: str, row: int) -> None:
        first, place = self.by_id[wanted], self.place_of(wanted)
        done = f"kept apart, with the id {key}"
        if isinstance(first, kind):
            word = NAMED[kind]
            done += f"; names={{{word!r}: {{{shown(name)}: {shown(first.name)}}}}} unites them"
            found = f"writes {kind.__name__.lower()} {shown(name)} almost as {place} writes"
            self.notes.add(row, "near-names", f"{found} {shown(first.name)}", done)
        else:
            found = f"names {shown(name)}, whose id {wanted!r} {place} has taken"
            self.notes.add(row, "taken-id", found, done)

    # Speakers

    def speaker_of(self, said: str, row: int) -> PersonId:
        """Return the id of the person whom a part of a speakers cell names, with their company."""
        parts = self.speaker.fullmatch(said)
        name, title, company = self._parted(parts) if parts else ("", None, None)
        if not any(letter.isalnum() for letter in name):
            return self._placeholder(said, row)
        person: PersonId = self.named(Person, name, row)
        if slug(name) in _NOBODY:
            self._mark_placeholder(person)
        if company is not None:
            for one in parted(company, self.company_separators):
                self._employ(person, self.named(Organization, one, row), title, row)
        elif title is not None:
            self._titles[person][title] = None
        return person

    @staticmethod
    def _parted(parts: re.Match[str]) -> tuple[str, str | None, str | None]:
        found = {word: (said or "").strip() for word, said in parts.groupdict().items()}
        return found["name"], found.get("title") or None, found.get("company") or None

    def _placeholder(self, said: str, row: int) -> PersonId:
        person: PersonId = self.named(Person, said, row)
        self._mark_placeholder(person)
        found = f"has a speaker {shown(said)} with no name to read"
        self.notes.add(row, "odd-speaker", found, "kept as a placeholder of that name")
        return person

    def _mark_placeholder(self, person: PersonId) -> None:
        known = cast("Person", self.by_id[person])
        self.by_id[person] = attrs.evolve(known, placeholder=True)

    def _employ(
        self, person: PersonId, company: OrganizationId, title: str | None, row: int
    ) -> None:
        key = (Membership, person, company, title)
        if key in self._ids:
            return
        tie = Membership(member=person, of=company, role=MembershipRole.OTHER, title=title)
        self._ids[key] = free = self.free(tie.id)
        self.add(attrs.evolve(tie, id=free), row)
        if free != tie.id:
            found = f"gives {shown(person)} another title at {shown(company)}: {shown(title)}"
            self.notes.add(row, "two-titles", found, "kept beside the first", Severity.INFO)

    def all(self) -> Iterator[tuple[str, Thing]]:
        """Iterate over ids and things; what is said of persons without company describes them."""
        for key, thing in self.by_id.items():
            titles = self._titles.get(key, {})
            said = "\n".join(dict.fromkeys((*filter(None, [thing.description]), *titles)))
            yield key, attrs.evolve(thing, description=said) if titles else thing


def parted(text: str, separators: Iterable[str]) -> list[str]:
    """Return the parts of a text, white space in each as single spaces; blank ones are none."""
    pattern = "|".join(map(re.escape, separators))
    parts = re.split(pattern, text) if pattern else [text]
    return [words for part in parts if (words := " ".join(part.split()))]
