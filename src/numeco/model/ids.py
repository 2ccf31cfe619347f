"""The types of ids, one for each kind of thing: plain texts, told apart by type checkers alone."""

from typing import NewType

ThingId = NewType("ThingId", str)
TerritoryId = NewType("TerritoryId", ThingId)
OrganizationId = NewType("OrganizationId", ThingId)
PersonId = NewType("PersonId", ThingId)
MembershipId = NewType("MembershipId", ThingId)
VenueId = NewType("VenueId", ThingId)
ThemeId = NewType("ThemeId", ThingId)
SeriesId = NewType("SeriesId", ThingId)
EventId = NewType("EventId", ThingId)
SessionId = NewType("SessionId", ThingId)
PartnershipId = NewType("PartnershipId", ThingId)
AllianceId = NewType("AllianceId", ThingId)
LabelId = NewType("LabelId", ThingId)
ObservationId = NewType("ObservationId", ThingId)
