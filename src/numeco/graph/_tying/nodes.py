"""What the nodes of every network say, and which ties may hold at a time."""

from collections.abc import Iterable

from numeco.graph._tying.facts import Facts, node
from numeco.model import Alliance, Membership, Person, Territory, Theme, Thing
from numeco.time import Days


def facts_of(thing: Thing) -> Facts:
    """Return what a network says of a thing, as plain values, whatever the network."""
    facts = node(thing)
    del facts["bipartite"]
    if isinstance(thing, Territory):
        return facts | {"type": thing.kind.value, "within": tuple(sorted(thing.within))}
    return facts | {"broader": thing.broader} if isinstance(thing, Theme) else facts


def may_hold(tie: Alliance | Membership, during: Days | None) -> bool:
    """Return whether a tie may hold on some of these days, for all that is known."""
    if during is None:
        return True
    begun = tie.since is None or tie.since.first <= during.last
    return begun and (tie.until is None or during.first <= tie.until.last)


def is_somebody(thing: Thing) -> bool:
    """Return whether a thing is a person, and no placeholder such as "TBA"."""
    return isinstance(thing, Person) and not thing.placeholder


def sorted_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Return texts sorted, each once."""
    return tuple(sorted(set(ids)))
