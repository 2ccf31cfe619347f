"""Editions: what an event was, seen from the next one of its series."""

from collections.abc import Mapping
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from attrs import field, frozen

from numeco.graph._wording import several
from numeco.model import EventId, OrganizationId, ThemeId
from numeco.time import Days

#: Two organizations that are tied, the one whose id comes first before the other.
Pair: TypeAlias = tuple[OrganizationId, OrganizationId]


@frozen(kw_only=True)
class Standing:
    """What an organization is to an edition: its roles and levels, sorted, as texts."""

    organization: OrganizationId
    #: Those of its partnerships; none for who only hosts or speaks.
    roles: tuple[str, ...]
    #: As the event writes them: gold, platinum.
    levels: tuple[str, ...]
    #: What ties it: partnership, host, speaker.
    via: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join((*self.roles, *self.levels)) or ", ".join(self.via)


@frozen(kw_only=True)
class ThemeCount:
    """A theme of an edition and how many sessions have it."""

    theme: ThemeId
    name: str
    #: None of them where only the event itself names the theme.
    sessions: int


@frozen(kw_only=True, repr=False)
class Edition:
    """An event as one of several that are compared, with the events within it.

    Organizations and themes that count as one have one id here.
    """

    event: EventId
    name: str
    #: Its name; with its year, number or id where other editions have the same name.
    label: str
    days: Days | None
    #: Its number in the series.
    number: int | None
    #: The organizations that have a part in it, by id.
    partners: tuple[OrganizationId, ...]
    #: What each of them is to it, in the same order.
    standings: tuple[Standing, ...]
    #: The themes of its sessions and events, those of the most sessions first, then by id.
    themes: tuple[ThemeCount, ...]
    #: How many sessions are not cancelled, and how many of these have a theme.
    sessions: int
    themed: int
    #: The organizations of each of its events, where they are two or more and tied by it.
    groups: tuple[frozenset[OrganizationId], ...] = field(default=())

    @cached_property
    def ties(self) -> tuple[Pair, ...]:
        """The pairs of organizations that have a part in one of its events; O(pairs).

        An event of 90 organizations makes 4,005.
        """
        found = {pair for group in self.groups for pair in combinations(sorted(group), 2)}
        return tuple(sorted(found))

    @cached_property
    def parts(self) -> Mapping[OrganizationId, Standing]:
        """What each organization is to it."""
        return {one.organization: one for one in self.standings}

    def __str__(self) -> str:
        said = f" ({self.days})" if self.days else ""
        return f"{self.label}{said}: {self._counted()}"

    def __repr__(self) -> str:
        return f"<Edition {self.event}: {self._counted()}>"

    def _counted(self) -> str:
        return several(len(self.partners), "partner")
