"""Hypothesis strategies for every thing of numeco, for your tests and for numeco's own.

They draw the unpleasant on purpose: repeated local hours, intervals of no length, names with
control characters or in scripts that run from right to left, empty ecosystems. What they draw is
always valid, and an ecosystem is always consistent.

>>> from hypothesis import given
>>> from numeco import Event
>>> @given(ecosystems())
... def test_every_event_is_within_itself(ecosystem):
...     for event in ecosystem.all(Event):
...         assert event in ecosystem.events_within(event.id)
>>> test_every_event_is_within_itself()

Where the package is installed, ``st.from_type(numeco.Event)`` and the like draw from here as well.
"""

from importlib.util import find_spec

if find_spec("hypothesis") is None:
    raise ImportError("numeco.testing needs Hypothesis: install numeco[testing]")

from numeco.testing._ecosystems import ecosystems
from numeco.testing._schedules import schedules
from numeco.testing._things import (
    alliances,
    events,
    labels,
    memberships,
    observations,
    organizations,
    partnerships,
    persons,
    series,
    sessions,
    territories,
    themes,
    things,
    venues,
)
from numeco.testing._times import HOME_ZONES, days, intervals, moments, zones
from numeco.testing._values import counts, figures, identifiers, ids, names, sources, texts

__all__ = [
    "HOME_ZONES",
    "alliances",
    "counts",
    "days",
    "ecosystems",
    "events",
    "figures",
    "identifiers",
    "ids",
    "intervals",
    "labels",
    "memberships",
    "moments",
    "names",
    "observations",
    "organizations",
    "partnerships",
    "persons",
    "schedules",
    "series",
    "sessions",
    "sources",
    "territories",
    "texts",
    "themes",
    "things",
    "venues",
    "zones",
]
