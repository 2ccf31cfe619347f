"""The things of a digital ecosystem: what they hold, and the checks that make built mean valid.

Every thing is frozen and names others by id only; an `Ecosystem` resolves the ids.
"""

from numeco.model._base import Source, Thing
from numeco.model.actors import Alliance, Label, Membership, Organization, Partnership, Person
from numeco.model.figures import Count, Figure, Level, Rank
from numeco.model.identifiers import Identifier, Scheme, add_scheme, schemes
from numeco.model.ids import (
    AllianceId,
    EventId,
    LabelId,
    MembershipId,
    ObservationId,
    OrganizationId,
    PartnershipId,
    PersonId,
    SeriesId,
    SessionId,
    TerritoryId,
    ThemeId,
    ThingId,
    VenueId,
)
from numeco.model.kinds import (
    Access,
    Accessibility,
    AllianceKind,
    AttendanceMode,
    Audience,
    Contribution,
    EventKind,
    EventStatus,
    Helix,
    Measure,
    MembershipRole,
    OrganizationKind,
    PartnershipRole,
    SessionKind,
    SessionStatus,
    SizeClass,
    TerritoryKind,
)
from numeco.model.observations import Observation
from numeco.model.places import Territory, Venue
from numeco.model.programme import Event, Series, Session, Theme
from numeco.model.revision import revise
from numeco.model.slugs import slug

__all__ = [
    "Access",
    "Accessibility",
    "Alliance",
    "AllianceId",
    "AllianceKind",
    "AttendanceMode",
    "Audience",
    "Contribution",
    "Count",
    "Event",
    "EventId",
    "EventKind",
    "EventStatus",
    "Figure",
    "Helix",
    "Identifier",
    "Label",
    "LabelId",
    "Level",
    "Measure",
    "Membership",
    "MembershipId",
    "MembershipRole",
    "Observation",
    "ObservationId",
    "Organization",
    "OrganizationId",
    "OrganizationKind",
    "Partnership",
    "PartnershipId",
    "PartnershipRole",
    "Person",
    "PersonId",
    "Rank",
    "Scheme",
    "Series",
    "SeriesId",
    "Session",
    "SessionId",
    "SessionKind",
    "SessionStatus",
    "SizeClass",
    "Source",
    "Territory",
    "TerritoryId",
    "TerritoryKind",
    "Theme",
    "ThemeId",
    "Thing",
    "ThingId",
    "Venue",
    "VenueId",
    "add_scheme",
    "revise",
    "schemes",
    "slug",
]
