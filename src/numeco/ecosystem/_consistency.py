"""What makes things hold together: references that resolve, no circles, facts that agree."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from numeco.errors import Contradiction, Cycle, DanglingReference, DuplicateId, WrongKind
from numeco.model import Thing
from numeco.model.references import REFERENCES

#: The fields along which things must not lie within one another in a circle.
_UPWARD: Final = ("within", "parent", "broader", "repeat_of")


def check(things: Mapping[str, Thing], new: Iterable[Thing]) -> None:
    """Check that the references of new things hold, and that no circle arises."""
    new = tuple(new)
    for thing in new:
        for ref in REFERENCES[type(thing)]:
            for one in ref.ids(thing):
                found = things.get(one)
                if found is None:
                    raise DanglingReference(thing.id, f"{type(thing).__name__}.{ref.field}", one)
                if not isinstance(found, ref.kinds):
                    place = f"{type(thing).__name__}.{ref.field}"
                    kinds = tuple(kind.__name__ for kind in ref.kinds)
                    raise WrongKind(thing.id, place, one, kinds, type(found).__name__)
    for name in _UPWARD:
        _check_circles(things, new, name)


def _check_circles(things: Mapping[str, Thing], new: Iterable[Thing], name: str) -> None:
    """Check, without recursion, that no path upward along a field comes back to its start."""
    done: set[str] = set()
    for thing in new:
        path: dict[str, None] = {}
        stack: list[str | None] = [thing.id] if _upward(thing, name) else []
        while stack:
            one = stack.pop()
            if one is None:  # all above the last of the path is done
                done.add(path.popitem()[0])
            elif one in path:
                ids = list(path)
                circle = (*ids[ids.index(one) :], one)
                raise Cycle(f"{type(things[one]).__name__}.{name}", circle)
            elif one not in done:
                path[one] = None
                stack += [None, *_upward(things[one], name)]


def _upward(thing: Thing, name: str) -> tuple[str, ...]:
    value = getattr(thing, name, None)
    return () if not value else (value,) if isinstance(value, str) else tuple(value)


def united_thing(left: Thing, right: Thing) -> Thing:
    """Return one thing that knows what both sides know."""
    if left == right:
        return left
    if type(left) is not type(right):
        raise DuplicateId(left.id, (type(left).__name__, type(right).__name__))
    known, more = dict(left.facts()), dict(right.facts())
    changes: dict[str, Any] = {}
    for name, value in more.items():
        if isinstance(value, frozenset):  # one side need not have said all: a commune's parents
            changes[name] = getattr(left, name) | value
        elif known.setdefault(name, value) != value:
            raise Contradiction(left.id, name, known[name], value)
        else:
            changes[name] = value
    return attrs.evolve(left, **changes)
