"""Which fields of which kinds of things name other things, read from their annotations."""

from collections.abc import Collection, Mapping
from typing import Any, Final, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from numeco.model._base import Thing
from numeco.model.actors import Alliance, Label, Membership, Organization, Partnership, Person
from numeco.model.observations import Observation
from numeco.model.places import Territory, Venue
from numeco.model.programme import Event, Series, Session, Theme

#: Every kind of thing, each before those that usually name it.
KINDS: Final[tuple[type[Thing], ...]] = (
    Territory,
    Organization,
    Person,
    Membership,
    Venue,
    Theme,
    Series,
    Event,
    Session,
    Partnership,
    Alliance,
    Label,
    Observation,
)
_KIND_NAMES: Final = {kind.__name__: kind for kind in KINDS}


@frozen
class Reference:
    """A field of a kind of thing that names others."""

    field: str
    #: Whether it holds a collection of ids.
    many: bool
    #: The kinds that it may name.
    kinds: tuple[type[Thing], ...]

    def ids(self, thing: Thing) -> Collection[str]:
        """Return the ids that a thing names in this field."""
        value = getattr(thing, self.field)
        if self.many:
            return value  # type: ignore[no-any-return]  # a tuple or frozenset of ids
        return () if value is None else (value,)


def _references(kind: type[Thing]) -> tuple[Reference, ...]:
    hints = get_type_hints(kind)
    found = (_reference(one.name, hints[one.name]) for one in attrs.fields(kind))
    return tuple(one for one in found if one is not None and one.field != "id")


def _reference(name: str, hint: Any) -> Reference | None:
    many = get_origin(hint) in {tuple, frozenset}
    ids = get_args(hint)[:1] if many else get_args(hint) or (hint,)
    names = [one.__name__ for one in ids if getattr(one, "__supertype__", None) is not None]
    if not names:
        return None
    kinds = KINDS if "ThingId" in names else tuple(_KIND_NAMES[one[:-2]] for one in names)
    return Reference(name, many, kinds)


#: The fields of each kind that name other things, as its annotations say.
REFERENCES: Final[Mapping[type[Thing], tuple[Reference, ...]]] = {
    kind: _references(kind) for kind in KINDS
}
