"""Where events and sessions take place, and what lies in a territory."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.graph._arguments import check_territory
from numeco.graph._tying.occasions import inherited
from numeco.model import Event, Session, Territory, TerritoryId, Venue

_NOWHERE: Final = frozenset[str]()


@frozen
class Locations:
    """Where the events and the sessions of an ecosystem take place."""

    of_venue: Mapping[str, frozenset[str]]
    of_event: Mapping[str, frozenset[str]]

    def of(self, one: Event | Session) -> frozenset[str]:
        """Return the territories where it does: a session where its venue lies, else its event."""
        if isinstance(one, Event):
            return self.of_event[one.id]
        own = self.of_venue[one.venue] if one.venue is not None else _NOWHERE
        return own or self.of_event[one.event]


def locations(ecosystem: Ecosystem) -> Locations:
    """Return where all events and sessions take place.

    An event does in the territories that it names and where its venue lies; one that names neither
    takes place where the event around it does.
    """
    of_venue = {str(one.id): _territory(ecosystem, one) for one in ecosystem.all(Venue)}

    def own(event: Event) -> frozenset[str]:
        venue = of_venue[event.venue] if event.venue is not None else _NOWHERE
        return venue.union(event.territories)

    of_event = inherited(ecosystem, lambda event, above: own(event) or above)
    return Locations(of_venue, {one: found or _NOWHERE for one, found in of_event.items()})


@frozen
class Places:
    """What takes place in a territory, or in those within it at any depth."""

    #: The territories within it, itself too.
    inside: frozenset[str]
    locations: Locations

    def hold(self, one: Event | Session) -> bool:
        """Return whether an event or a session takes place there."""
        return not self.inside.isdisjoint(self.locations.of(one))


def places(ecosystem: Ecosystem, territory: str) -> Places:
    """Return what takes place in a territory.

    Raises:
        UnknownId: nothing has the id.
        InvalidType: it is not that of a territory.
    """
    check_territory("territory", ecosystem, territory)
    return Places(within(ecosystem, territory), locations(ecosystem))


def _territory(ecosystem: Ecosystem, venue: Venue) -> frozenset[str]:
    """Return the territory of a venue, else of the site that it is in; none or one."""
    while venue.territory is None and venue.within is not None:
        venue = ecosystem[venue.within]
    return _NOWHERE if venue.territory is None else frozenset([venue.territory])


# What lies within what


def around(ecosystem: Ecosystem, territory: str) -> frozenset[str]:
    """Return a territory and all that it lies in, at any depth."""
    return _reached(territory, lambda one: ecosystem[TerritoryId(one)].within)


def within(ecosystem: Ecosystem, territory: str) -> frozenset[str]:
    """Return a territory and all that lies in it, at any depth."""
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for one in ecosystem.all(Territory):
        for wider in one.within:
            parts[wider].append(one.id)
    return _reached(territory, lambda one: parts[one])


def _reached(start: str, onward: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Return an id and all that is reached from it, step by step."""
    found, ahead = {start}, [start]
    for one in ahead:
        new = set(onward(one)) - found
        found |= new
        ahead += new
    return frozenset(found)
