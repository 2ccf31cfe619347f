"""What the nodes of a network say of things."""

from __future__ import annotations

from typing import TypeAlias

from numeco.model import Event, Organization, Session, Territory, Theme, Thing

#: What a network says of a node: plain values, which JSON can write.
Facts: TypeAlias = "dict[str, str | int | tuple[str, ...] | None]"


def facts_of(thing: Thing, **more: int) -> Facts:
    """Return what a network says of a thing: kind and name, more if given, and what is its own."""
    return {"kind": type(thing).__name__, "name": thing.label, **more, **_own(thing)}


def node(thing: Thing) -> Facts:
    """Return what an affiliation network says of a thing; ``bipartite`` is 0 for organizations."""
    return facts_of(thing, bipartite=0 if isinstance(thing, Organization) else 1)


def _own(thing: Thing) -> Facts:
    match thing:
        case Organization():
            return _organization(thing)
        case Event():
            return _event(thing)
        case Session():
            return {"type": thing.kind.value, "event": str(thing.event)}
        case Territory():
            return {"type": thing.kind.value, "within": tuple(sorted(thing.within))}
        case Theme():
            return {"broader": thing.broader}
        case _:
            return {}


def _organization(one: Organization) -> Facts:
    return {
        "type": one.kind.value,
        "helix": one.helix.value if one.helix else None,
        "territory": one.seat,
        "parent": one.parent,
    }


def _event(event: Event) -> Facts:
    return {
        "type": event.kind.value,
        "first": event.days.first.isoformat() if event.days else None,
        "last": event.days.last.isoformat() if event.days else None,
        "series": event.series,
        "edition": event.edition,
        "territories": tuple(sorted(event.territories)),
    }
