"""What venues offer: hours, features and seats, their own or those of the site."""

from collections.abc import Iterable, Iterator

from numeco.ecosystem import Ecosystem
from numeco.errors import Undecidable
from numeco.model import Count, Venue, VenueId


def around(ecosystem: Ecosystem, venue: VenueId) -> Iterator[Venue]:
    """Iterate over a venue and what it lies within, up to its site."""
    here = ecosystem[venue]
    yield here
    while here.within is not None:
        here = ecosystem[here.within]
        yield here


def site(ecosystem: Ecosystem, venue: VenueId) -> Venue:
    """Return the site of a venue: the outermost one that it lies within, or itself."""
    *_, outermost = around(ecosystem, venue)
    return outermost


def stating_hours(ecosystem: Ecosystem, venue: VenueId) -> Venue:
    """Return the nearest one around that states its opening; where none does, the site."""
    stating = (one for one in around(ecosystem, venue) if one.opening)
    return next(stating, None) or site(ecosystem, venue)


def is_online(outward: Iterable[Venue]) -> bool:
    """Return whether of a venue and all around it a web address is known, and no place."""
    known = tuple(outward)
    on_ground = any(one.address is not None or one.latitude is not None for one in known)
    return not on_ground and any(one.url is not None for one in known)


def features(ecosystem: Ecosystem, venue: VenueId) -> frozenset[str]:
    """Return the features of a venue and of all around it."""
    found = (one.features for one in around(ecosystem, venue))
    return frozenset(feature for features in found for feature in features)


def surely_more(people: Count | None, seats: Count | None) -> bool:
    """Return whether there surely are more people than seats."""
    if people is None or seats is None:
        return False
    try:
        return people > seats
    except Undecidable:
        return False
