"""What a change makes of a thing that need not be exactly as the change knows it."""

from typing import Any

import attrs

from numeco.errors import Mismatch, UnknownId
from numeco.model import Thing
from numeco.schedule._change import ThingChange


def patched(change: ThingChange, found: Thing | None) -> Thing | None:
    """Return what a change makes of the thing that has its id; None where it goes.

    Raises:
        UnknownId: nothing has the id of a thing that changed.
        Mismatch: what is there is neither as it was before the change nor as it is after it.
    """
    before, after = change.before, change.after
    if found is None:
        if before is not None and after is not None:
            raise UnknownId(before.id)
        return after
    if before is None or after is None or type(before) is not type(after):
        return _replaced(before, after, found)
    if type(found) is not type(before):
        raise Mismatch(found.id, "", before, after, found)
    merged = {name: _merged(found, name, *values) for name, values in change.fields.items()}
    return attrs.evolve(found, **merged)


def _replaced(before: Thing | None, after: Thing | None, found: Thing) -> Thing | None:
    if after is not None and _says(found, after):
        return found
    if before is not None and _says(found, before):
        return after
    raise Mismatch(found.id, "", before, after, found)


def _says(found: Thing, known: Thing) -> bool:
    """Return whether a thing says all that another does, whatever it says besides."""
    return type(found) is type(known) and all(
        value <= getattr(found, name)
        if isinstance(value, frozenset)
        else value == getattr(found, name)
        for name, value in known.facts()
    )


def _merged(found: Thing, name: str, old: Any, new: Any) -> Any:
    here = getattr(found, name)
    if here == old:
        return new
    if isinstance(old, frozenset):
        came, went = frozenset[Any](new - old), frozenset[Any](old - new)
        return (here - went) | came
    if here != new:
        raise Mismatch(found.id, name, old, new, here)
    return here
