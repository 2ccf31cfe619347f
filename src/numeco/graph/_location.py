"""Where things lie: the territories of sessions and events."""

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.model import Event, Session, Territory


def territories_within(ecosystem: Ecosystem, territory: str) -> frozenset[str]:
    """Return the ids of a territory and of those within it, at any depth.

    Raises:
        UnknownId: nothing has the id.
        InvalidType: it is not that of a territory.
    """
    if not isinstance(ecosystem[territory], Territory):
        raise InvalidType("territory", "must be the id of a territory", territory)
    found = {territory: None}
    for one in (waiting := [territory]):
        new = [part.id for part in ecosystem.referring(one, Territory, "within")]
        waiting += (part for part in new if part not in found)
        found.update(dict.fromkeys(new))
    return frozenset(found)


def location(ecosystem: Ecosystem, thing: Event | Session) -> frozenset[str]:
    """Return the territories where something takes place: the nearest that are named.

    Those of its venue or of the site of that, else its own, else those of the event around it.
    """
    venue = thing.venue
    while venue is not None:
        place = ecosystem[venue]
        if place.territory is not None:
            return frozenset({place.territory})
        venue = place.within
    if isinstance(thing, Session):
        return location(ecosystem, ecosystem[thing.event])
    if thing.territories or thing.within is None:
        return frozenset(thing.territories)
    return location(ecosystem, ecosystem[thing.within])
