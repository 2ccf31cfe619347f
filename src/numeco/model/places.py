"""Places: territories and venues."""

from attrs import field, frozen

from numeco._checks import a, at_least, between, each, not_blank, optional, slug, truth, url
from numeco.errors import InvalidValue
from numeco.model._base import (
    Thing,
    as_degrees,
    as_id_set,
    as_identifiers,
    as_intervals,
    as_optional_id,
    as_words,
    is_zone,
    naming_refusals,
)
from numeco.model.identifiers import Identifier
from numeco.model.ids import TerritoryId, VenueId
from numeco.model.kinds import TerritoryKind
from numeco.time import Interval


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Territory(Thing):
    """A place: a city, a group of communes, a region, a coast. A city that acts is an organization.

    >>> Territory(name="Nantes", kind="municipality", identifiers=["insee:44109"]).id
    'territory-nantes'
    """

    name: str = field(validator=not_blank)
    id: TerritoryId = field(default=None, converter=as_optional_id, validator=optional(slug))
    kind: TerritoryKind = field(default=TerritoryKind.OTHER, converter=TerritoryKind)
    #: The territories that it lies in: a commune lies in an EPCI and in a département.
    within: frozenset[TerritoryId] = field(
        default=(), converter=as_id_set, validator=each(slug, frozenset)
    )
    aliases: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    identifiers: frozenset[Identifier] = field(
        default=(),
        converter=as_identifiers,
        validator=each(a(Identifier, "an Identifier"), frozenset),
    )
    #: The IANA key of its time zone.
    zone: str | None = field(default=None, validator=optional(is_zone))


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Venue(Thing):
    """A room or a site where sessions take place, on the ground or online."""

    name: str = field(validator=not_blank)
    id: VenueId = field(default=None, converter=as_optional_id, validator=optional(slug))
    #: The site of a room.
    within: VenueId | None = field(default=None, converter=as_optional_id, validator=optional(slug))
    territory: TerritoryId | None = field(
        default=None, converter=as_optional_id, validator=optional(slug)
    )
    aliases: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    #: Most people allowed at once, in seats; None when nobody has counted.
    capacity: int | None = field(default=None, validator=optional(at_least(1, "seat")))
    #: Whether it holds one session at a time; an exhibition hall holds many.
    exclusive: bool = field(default=True, validator=truth)
    #: What a session may require of it, in free words: ``projector``, ``kitchen``.
    features: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    address: str | None = field(default=None, validator=optional(not_blank))
    #: Degrees north (WGS 84).
    latitude: float | None = field(
        default=None, converter=as_degrees, validator=optional(between(-90, 90, "degrees"))
    )
    #: Degrees east (WGS 84).
    longitude: float | None = field(
        default=None, converter=as_degrees, validator=optional(between(-180, 180, "degrees"))
    )
    #: The web address of a venue that is online.
    url: str | None = field(default=None, validator=optional(url))
    #: When it is open; empty where nothing limits it.
    opening: tuple[Interval, ...] = field(
        default=(), converter=as_intervals, validator=each(a(Interval, "an Interval"), tuple)
    )

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if (self.latitude is None) != (self.longitude is None):
            given = (self.latitude, self.longitude)
            raise InvalidValue("Venue.latitude", "must be given together with longitude", given)
