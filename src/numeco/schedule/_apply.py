"""Changes made in an ecosystem, as a patch."""

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.schedule._changes import Changes
from numeco.schedule._changing.patching import patched


def apply(changes: Changes, ecosystem: Ecosystem) -> Ecosystem:
    """Return an ecosystem with some changes made: ``apply(changes(a, b), a) == b``.

    On another ecosystem they act as a patch, field by field: only what changed is set, so that
    what you added stays. Of sets, such as tags, what came is added and what went is taken out.
    What is as it is after the changes stays so. A thing that is gone goes with what you added to
    it. Cost: O(n).

    >>> from numeco import Venue
    >>> found = Changes(Ecosystem.of(), Ecosystem.of(Venue(name="Salle A")))
    >>> apply(found, Ecosystem.of(Venue(name="Salle B")))
    <Ecosystem: 2 Venue>

    Args:
        changes: all of those between two releases.
        ecosystem: most often the old one of the two, or yours made of it.

    Raises:
        Mismatch: a thing, or a field of one, is neither as it was before nor as it is after.
        UnknownId: a thing that changed is not there.
        DanglingReference: a thing of yours names one that is gone.
        InvalidValue: a part of changes is given, which may name what it leaves out.
    """
    if not isinstance(changes, Changes):
        raise InvalidType("changes", "must be Changes, as changes(old, new) returns", changes)
    if not isinstance(ecosystem, Ecosystem):
        raise InvalidType("ecosystem", "must be an Ecosystem", ecosystem)
    if changes.partial:
        raise InvalidValue("changes", "must be all of those between two releases", changes)
    things = {one.id: one for one in ecosystem}
    for change in changes.things:
        key = change.thing.id
        made = patched(change, things.get(key))
        if made is None:
            things.pop(key, None)
        else:
            things[key] = made
    return Ecosystem.of(things.values())
