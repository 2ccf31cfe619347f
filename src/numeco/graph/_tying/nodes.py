"""What several networks ask of things and ids."""

from collections.abc import Iterable
from typing import TypeGuard

from numeco.model import Person, Thing


def is_somebody(thing: Thing) -> TypeGuard[Person]:
    """Return whether a thing is a person, and no placeholder such as "TBA"."""
    return isinstance(thing, Person) and not thing.placeholder


def sorted_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Return texts sorted, each once."""
    return tuple(sorted(set(ids)))
