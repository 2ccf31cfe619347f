"""What ties two organizations beside events, and how they differ."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.graph._tying.places import around
from numeco.model import Alliance, Helix, Membership, Organization

_NOTHING: Final = frozenset[str]()


@frozen
class Acquaintances:
    """What ties two organizations beside events, and how they differ."""

    ecosystem: Ecosystem
    #: The organization that each one is part of, its seat and its helix.
    _parents: Mapping[str, str | None]
    _seats: Mapping[str, str | None]
    _helices: Mapping[str, Helix | None]
    #: The alliances that each organization is in.
    _alliances: Mapping[str, frozenset[str]]
    #: The organizations that each one is a member of.
    _memberships: Mapping[str, frozenset[str]]
    #: The territories around each seat, itself included.
    _around: Mapping[str, frozenset[str]]

    def tied(self, one: str, other: str) -> bool:
        """Return whether anything ties two organizations beside events."""
        return (
            self._parents[one] == other
            or self._parents[other] == one
            or other in self._memberships.get(one, _NOTHING)
            or one in self._memberships.get(other, _NOTHING)
            or not self._alliances.get(one, _NOTHING).isdisjoint(
                self._alliances.get(other, _NOTHING)
            )
        )

    def ties(self, one: str, other: str) -> tuple[str, ...]:
        """Return what ties two organizations beside events, in words."""
        return tuple(self._ties(one, other))

    def _ties(self, one: str, other: str) -> Iterator[str]:
        for part, whole in ((one, other), (other, one)):
            names = self._name(part), self._name(whole)
            if self._parents[part] == whole:
                yield "{} is part of {}".format(*names)
            if whole in self._memberships.get(part, _NOTHING):
                yield "{} is a member of {}".format(*names)
        shared = self._alliances.get(one, _NOTHING) & self._alliances.get(other, _NOTHING)
        for alliance in sorted(shared):
            yield f"in one alliance: {self._name(alliance)}"

    def differences(self, one: str, other: str) -> Iterator[str]:
        """Iterate over how two organizations are known to differ, in words."""
        if self.apart(one, other):
            seats = (self._seats[end] for end in (one, other))
            names = [self._name(seat) for seat in seats if seat is not None]
            yield f"in different territories: {' and '.join(names)}"
        if self.unlike(one, other):
            helices = (self._helices[end] for end in (one, other))
            yield f"of different helices: {' and '.join(str(helix) for helix in helices)}"

    def apart(self, one: str, other: str) -> bool | None:
        """Return whether two sit in different territories; None where a seat is unknown."""
        seat, its = self._seats[one], self._seats[other]
        if seat is None or its is None:
            return None
        return seat not in self._around[its] and its not in self._around[seat]

    def unlike(self, one: str, other: str) -> bool | None:
        """Return whether two are of different helices; None where one is unknown."""
        helix, its = self._helices[one], self._helices[other]
        return None if helix is None or its is None else helix is not its

    def _name(self, key: str) -> str:
        return self.ecosystem[key].label


def acquaintances(ecosystem: Ecosystem) -> Acquaintances:
    """Return what ties the organizations of an ecosystem beside events; O(things)."""
    alliances: defaultdict[str, set[str]] = defaultdict(set)
    for alliance in ecosystem.all(Alliance):
        for one in alliance.organizations:
            alliances[one].add(alliance.id)
    memberships: defaultdict[str, set[str]] = defaultdict(set)
    for tie in ecosystem.all(Membership):
        memberships[tie.member].add(tie.of)
    all_ = ecosystem.all(Organization)
    seats: dict[str, str | None] = {one.id: one.seat for one in all_}
    return Acquaintances(
        ecosystem,
        {one.id: one.parent for one in all_},
        seats,
        {one.id: one.helix for one in all_},
        _frozen(alliances),
        _frozen(memberships),
        {seat: around(ecosystem, seat) for seat in seats.values() if seat is not None},
    )


def _frozen(groups: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {one: frozenset(group) for one, group in groups.items()}
