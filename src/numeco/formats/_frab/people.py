"""Persons: who is the same and who is not, where ids and names collide."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias, cast

import attrs
from attrs import define, field, frozen

from numeco.diagnostics import Severity
from numeco.errors import shown
from numeco.formats._frab.document import Entry, Facts
from numeco.formats._frab.notes import FILE, Notes, Spot, listed
from numeco.formats._frab.said import Said, fitting, identifiers
from numeco.formats._frab.things import Things
from numeco.model import Identifier, Person, PersonId, slug

#: What lists persons: version 2 has another word.
_LISTS: Final = ("persons", "participants")
_NAMES: Final = ("name", "public_name", "full_public_name", "display_name")
_KNOWN: Final = frozenset((*_NAMES, "id", "guid", "code", "url", "biography", "description"))
#: Names that stand for nobody in particular, as slugs.
_WORDS: Final = (
    "tba tbc tbd n-a na nn n-n unknown nobody speaker speakers to-be-announced to-be-confirmed "
    "speaker-tba a-confirmer a-definir a-venir"
)
_NOBODY: Final = frozenset(_WORDS.split())
_PROBE: Final = Person(id="probe", name="probe")
#: An id and a name, as most files give no more.
_PLAIN: Final = 2
#: So many repeated names without a repeated id are no coincidence.
_MANY: Final = 5
#: What tells persons apart: an identifier with its scheme, empty where none counts, and a name.
_Key: TypeAlias = tuple[str, str, str]


@frozen
class _Mention:
    """A person as one session names them."""

    said: Said
    name: str
    #: Their guid, number, code or web address, with its scheme.
    scheme: str
    value: str


@define
class People:
    """The persons of a file.

    Merged files number the persons of several systems independently, so that one id stands for
    several people, and self-organized sessions bring the id 0. So a person is an identifier *and* a
    name; the id 0 is none. Where no id occurs twice although names do, ids number mentions, not
    people, and names alone count.
    """

    things: Things
    notes: Notes
    #: Whether ids tell persons apart at all.
    numbered: bool = True
    _ids: dict[_Key, PersonId] = field(factory=dict)
    _zeros: int = 0

    def survey(self, entries: Iterable[Entry]) -> None:
        """Find out what ids mean in a file, and note how they collide."""
        silent = Notes()
        mentions = [one for entry in entries for one in _mentions(entry.facts, entry.spot, silent)]
        ids = [one.value for one in mentions if one.scheme == "frab-id"]
        names = [one.name for one in mentions]
        repeated = len(names) - len(set(names))
        if len(ids) == len(mentions) == len(set(ids)) and repeated >= _MANY:
            self.numbered = False
            found = f"gives {len(ids)} persons as many ids, though {repeated} repeat names"
            done = "persons are told apart by name"
            self.notes.add(FILE, "numbered-mentions", found, done)
            return
        self._zeros = sum(one.said.words("id") == "0" for one in mentions)
        self._note_shared(mentions)

    def of(self, said: Said) -> list[PersonId]:
        """Return the persons that a session names, in order, each once."""
        found = [self._person(one) for one in _mentions(said.facts, said.spot, said.notes)]
        once = list(dict.fromkeys(found))
        if len(once) < len(found):
            again = f"names {len(found) - len(once)} of its persons again"
            said.note("repeated-name", again, "kept once")
        return once

    def _person(self, mention: _Mention) -> PersonId:
        scheme, value = (mention.scheme, mention.value) if self._counts(mention) else ("", "")
        key = scheme, value, mention.name
        known = self._ids.get(key)
        if known is None:
            known = self._ids[key] = self._made(mention)
        if len(mention.said.facts) > _PLAIN:
            self._describe(known, mention.said)
        return known

    def _describe(self, person: PersonId, said: Said) -> None:
        about = said.paragraph("biography") or said.paragraph("description")
        facts = fitting(said, _PROBE, "url", said.words("url"), "url")
        self.things.describe(person, facts | {"description": about}, said)
        known = cast("Person", self.things.by_id[person])
        found = known.identifiers.union(self._identifiers(said))
        if found != known.identifiers:
            self.things.by_id[person] = attrs.evolve(known, identifiers=found)

    def _counts(self, mention: _Mention) -> bool:
        return self.numbered or mention.scheme != "frab-id"

    def _made(self, mention: _Mention) -> PersonId:
        said, name = mention.said, mention.name
        placeholder = slug(name) in _NOBODY
        if not name:
            name, placeholder = f"Unnamed {mention.value}".strip(), True
            said.note("missing-name", "names a person without name", f"called {shown(name)}")
        key = self.things.free(f"person-{slug(name)}")
        known = self._identifiers(said)
        made = Person(id=key, name=name, placeholder=placeholder, identifiers=known)
        self.things.add(made)
        return made.id

    def _identifiers(self, said: Said) -> list[Identifier]:
        number = said.words("id") if self.numbered else ""
        return identifiers(
            (
                ("frab-guid", said.guid()),
                ("frab-id", "" if number == "0" else number),
                ("frab-code", said.words("code")),
            )
        )

    def _note_shared(self, mentions: Iterable[_Mention]) -> None:
        names: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        ids: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for one in mentions:
            ids[one.name][one.value] = None
            if one.value:
                names[one.scheme, one.value][one.name] += 1
        if self._zeros:
            found = f"names {self._zeros} persons with the id 0, which stands for none"
            self.notes.add(FILE, "id-0", found, "told apart by name", Severity.INFO)
        for (scheme, value), called in names.items():
            if len(called) > 1:
                word = scheme.removeprefix("frab-")
                found = f"gives the {word} {shown(value)} to {listed(called)}"
                self.notes.add(FILE, "shared-id", found, "kept apart by name")
        several = [name for name, values in ids.items() if len(values) > 1]
        if several:
            found = f"gives {len(several)} names more than one id: {listed(several)}"
            done = "kept apart: a name alone may be that of several people"
            self.notes.add(FILE, "shared-name", found, done, Severity.INFO)


def _mentions(facts: Facts, spot: Spot, notes: Notes) -> Iterator[_Mention]:
    """Iterate over the persons that a session names."""
    for name in _LISTS:
        for one in Said(facts, spot, notes).several(name):
            said = Said(one, spot, notes)
            scheme, value = _identifier(said)
            yield _Mention(said, said.words(*_NAMES), scheme, value)


def _identifier(said: Said) -> tuple[str, str]:
    number = said.words("id")
    for scheme, value in (
        ("frab-guid", said.guid()),
        ("frab-id", "" if number == "0" else number),
        ("frab-code", said.words("code")),
        ("url", said.words("url")),
    ):
        if value:
            return scheme, value
    return "", ""


def unread_of(facts: Facts, things: Things) -> None:
    """Count what nothing reads of the persons of a session."""
    for name in _LISTS:
        for one in Said(facts, FILE, Notes()).several(name):
            things.unread.count("persons", one, _KNOWN)
