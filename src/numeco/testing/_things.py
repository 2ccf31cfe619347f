"""Strategies for things, one for each kind."""

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from numeco.model import (
    Alliance,
    Event,
    Label,
    Membership,
    Observation,
    Organization,
    Partnership,
    Person,
    Series,
    Session,
    Territory,
    Theme,
    Thing,
    Venue,
)
from numeco.model.references import KINDS
from numeco.testing import _values
from numeco.testing._drawing import AnyThing, Ids, Named, drawn


@st.composite
def _things(draw: DrawFn, kind: type[AnyThing], named: Named) -> AnyThing:
    given = kind is Session or draw(st.booleans())
    return drawn(draw, kind, draw(_values.ids()) if given else None, named)


def territories(*, territories: Ids = None) -> SearchStrategy[Territory]:
    """Return territories, that name others as what they lie in.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(Territory, {Territory: territories})


def organizations(
    *, territories: Ids = None, organizations: Ids = None, themes: Ids = None
) -> SearchStrategy[Organization]:
    """Return organizations, that name a seat, a parent, what they offer and seek.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(
        Organization, {Territory: territories, Organization: organizations, Theme: themes}
    )


def persons() -> SearchStrategy[Person]:
    """Return persons, placeholders among them."""
    return _things(Person, {})


def memberships(
    *, persons: Ids = None, organizations: Ids = None, events: Ids = None, series: Ids = None
) -> SearchStrategy[Membership]:
    """Return memberships of persons and organizations.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(
        Membership, {Person: persons, Organization: organizations, Event: events, Series: series}
    )


def venues(*, venues: Ids = None, territories: Ids = None) -> SearchStrategy[Venue]:
    """Return venues: rooms, sites, online ones.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(Venue, {Venue: venues, Territory: territories})


def themes(*, themes: Ids = None) -> SearchStrategy[Theme]:
    """Return themes.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(Theme, {Theme: themes})


def series() -> SearchStrategy[Series]:
    """Return series."""
    return _things(Series, {})


def events(
    *,
    events: Ids = None,
    series: Ids = None,
    territories: Ids = None,
    venues: Ids = None,
    themes: Ids = None,
) -> SearchStrategy[Event]:
    """Return events, without days and without a zone too.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(
        Event, {Event: events, Series: series, Territory: territories, Venue: venues, Theme: themes}
    )


def sessions(  # noqa: PLR0913  # one for each kind of thing that they name
    *,
    events: Ids = None,
    venues: Ids = None,
    persons: Ids = None,
    organizations: Ids = None,
    themes: Ids = None,
    sessions: Ids = None,
) -> SearchStrategy[Session]:
    """Return sessions, unscheduled ones too.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(
        Session,
        {
            Event: events,
            Venue: venues,
            Person: persons,
            Organization: organizations,
            Theme: themes,
            Session: sessions,
        },
    )


def partnerships(
    *, organizations: Ids = None, events: Ids = None, series: Ids = None, territories: Ids = None
) -> SearchStrategy[Partnership]:
    """Return partnerships of organizations.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(
        Partnership,
        {Organization: organizations, Event: events, Series: series, Territory: territories},
    )


def alliances(*, organizations: Ids = None, territories: Ids = None) -> SearchStrategy[Alliance]:
    """Return alliances of organizations, of territories, of both.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(Alliance, {Organization: organizations, Territory: territories})


def labels(*, organizations: Ids = None, territories: Ids = None) -> SearchStrategy[Label]:
    """Return labels.

    Each argument gives the ids of its kind that may be named; left out, any.
    """
    return _things(Label, {Organization: organizations, Territory: territories})


def observations(*, subjects: Ids = None) -> SearchStrategy[Observation]:
    """Return figures about things.

    Args:
        subjects: the ids of the things that they may be about; left out, any.
    """
    return _things(Observation, dict.fromkeys(KINDS, subjects))


def things() -> SearchStrategy[Thing]:
    """Return things of every kind."""
    return st.one_of(*(_things(kind, {}) for kind in KINDS))
