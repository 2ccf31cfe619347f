"""What Hypothesis runs when it is imported: ``st.from_type(numeco.Event)`` then draws events."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numeco

#: What each type is drawn by, in `numeco.testing`.
_STRATEGIES: Final[dict[Any, str]] = {
    numeco.Alliance: "alliances",
    numeco.Count: "counts",
    numeco.Days: "days",
    numeco.Ecosystem: "ecosystems",
    numeco.Event: "events",
    numeco.Identifier: "identifiers",
    numeco.Interval: "intervals",
    numeco.Label: "labels",
    numeco.Membership: "memberships",
    numeco.Observation: "observations",
    numeco.Organization: "organizations",
    numeco.Partnership: "partnerships",
    numeco.Person: "persons",
    numeco.Series: "series",
    numeco.Session: "sessions",
    numeco.Source: "sources",
    numeco.Territory: "territories",
    numeco.Theme: "themes",
    numeco.Thing: "things",
    numeco.Venue: "venues",
    numeco.AllianceId: "ids",
    numeco.EventId: "ids",
    numeco.LabelId: "ids",
    numeco.MembershipId: "ids",
    numeco.ObservationId: "ids",
    numeco.OrganizationId: "ids",
    numeco.PartnershipId: "ids",
    numeco.PersonId: "ids",
    numeco.SeriesId: "ids",
    numeco.SessionId: "ids",
    numeco.TerritoryId: "ids",
    numeco.ThemeId: "ids",
    numeco.ThingId: "ids",
    numeco.VenueId: "ids",
}


def register() -> None:
    """Tell Hypothesis which strategies draw numeco's types.

    They are imported when first asked for, so that ``import hypothesis`` stays fast.
    """
    for kind, name in _STRATEGIES.items():
        st.register_type_strategy(kind, _later(name))


def _later(name: str) -> Callable[[Any], SearchStrategy[Any]]:
    def found(_kind: Any) -> SearchStrategy[Any]:
        strategy: SearchStrategy[Any] = getattr(import_module("numeco.testing"), name)()
        return strategy

    return found
