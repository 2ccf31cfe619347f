"""Guids and numbers of what is written: those of the file it was read from, else steady new ones."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Final

from numeco.formats._frab.marks import LARGEST, UUID_FORM, guid_of, number_of
from numeco.model import Person, Session, slug

_NUMBER: Final = re.compile("[1-9][0-9]{0,9}")
#: What XML or the reader replaces in a name, each by something else.
_CHANGED: Final = re.compile(r"[\s\x00-\x1f\ufffd-\uffff]+")


def guids_of(people: Iterable[Person]) -> dict[str, str]:
    """Return a guid for each person, by id.

    It is their own where they have one. Else it is made of what tells them apart in a file, their
    number, code or web address, and their name: the end of an id read from a file (``…-2``) only
    says who came first. Guids differ where names are the same.
    """
    by_id = sorted({str(one.id): one for one in people}.items())
    found: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    # First come known guids, then made ones, so that none is lost to a made one.
    for candidates in (_own_guids, _made_guids):
        for key, person in by_id:
            if key in found:
                continue
            name = bare(person.name)
            free = (one for one in candidates(person) if (one, name) not in taken)
            if (guid := next(free, None)) is not None:
                found[key] = guid
                taken.add((guid, name))
    return found


def bare(name: str) -> str:
    """Return a name without what writing and reading may change in it."""
    return _CHANGED.sub(" ", name).strip()


def _own_guids(person: Person) -> Iterator[str]:
    return filter(UUID_FORM.fullmatch, (one.lower() for one in _known(person, "frab-guid")))


def _made_guids(person: Person) -> Iterator[str]:
    numbers, codes = _known(person, "frab-id"), _known(person, "frab-code")
    pages = [person.url] if person.url else []
    words = (("id", numbers), ("code", codes), ("url", pages))
    yield from (
        guid_of("person", f"{word} {values[0]} {person.name}") for word, values in words if values
    )
    if re.fullmatch(re.escape(f"person-{slug(person.name)}") + "(-[0-9]+)?", person.id):
        yield guid_of("person", f"name {person.name}")
    yield guid_of("person", person.id)
    yield from (guid_of("person", f"{person.id} {number}") for number in count(2))


def numbers_of(kind: str, things: Mapping[str, Session | Person]) -> dict[str, int]:
    """Return a number for each thing, by id: one that it has and no other, else one that is made.

    Args:
        kind: what they are.
        things: by what tells them apart, whatever their order.
    """
    in_order = sorted(things.items())
    found: dict[str, int] = {}
    taken: set[int] = set()
    for _, thing in in_order:
        number = next((one for one in _own_numbers(thing) if one not in taken), None)
        if number is not None:
            found[thing.id] = number
            taken.add(number)
    for mark, thing in in_order:
        if thing.id not in found:
            number = next(one for one in count(number_of(kind, mark)) if one not in taken)
            found[thing.id] = number
            taken.add(number)
    return found


def _own_numbers(thing: Session | Person) -> list[int]:
    texts = (*_known(thing, "frab-id"), thing.id)
    return [int(one) for one in texts if _NUMBER.fullmatch(one) and int(one) <= LARGEST]


def _known(thing: Session | Person, scheme: str) -> list[str]:
    return sorted(one.value for one in thing.identifiers if one.scheme == scheme)
