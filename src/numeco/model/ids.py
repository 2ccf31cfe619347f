"""The types of ids, one for each kind of thing: plain texts, told apart by type checkers alone."""

from typing import NewType

ThingId = NewType("ThingId", str)
TerritoryId = NewType("TerritoryId", str)
OrganizationId = NewType("OrganizationId", str)
PersonId = NewType("PersonId", str)
MembershipId = NewType("MembershipId", str)
VenueId = NewType("VenueId", str)
ThemeId = NewType("ThemeId", str)
SeriesId = NewType("SeriesId", str)
EventId = NewType("EventId", str)
SessionId = NewType("SessionId", str)
PartnershipId = NewType("PartnershipId", str)
AllianceId = NewType("AllianceId", str)
LabelId = NewType("LabelId", str)
ObservationId = NewType("ObservationId", str)
