"""What the nodes of a network say of things."""

from __future__ import annotations

from typing import TypeAlias

from numeco.model import Event, Organization, Session, Thing

#: What a network says of a node: plain values, which JSON can write.
Facts: TypeAlias = "dict[str, str | int | tuple[str, ...] | None]"


def node(thing: Thing) -> Facts:
    """Return what an affiliation network says of a thing; ``bipartite`` is 0 for organizations."""
    facts: Facts = {
        "kind": type(thing).__name__,
        "name": thing.label,
        "bipartite": 0 if isinstance(thing, Organization) else 1,
    }
    match thing:
        case Organization():
            facts.update(_organization(thing))
        case Event():
            facts.update(_event(thing))
        case Session():
            facts.update({"type": thing.kind.value, "event": str(thing.event)})
        case _:
            pass
    return facts


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
