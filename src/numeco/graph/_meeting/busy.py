"""When organizations have no time to meet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.graph._affiliation import affiliation
from numeco.graph._narrowing import Occasion, Via
from numeco.graph._tying.nodes import is_somebody
from numeco.graph._tying.occasions import held
from numeco.model import Organization, Person, SessionKind
from numeco.time import Interval

#: Who has a stand can leave it to a colleague, and a break is for meetings.
_AT_EASE: Final = {SessionKind.EXHIBITION, SessionKind.BREAK}


@frozen
class Times:
    """When organizations are busy, and when their people can be there."""

    busy: Mapping[str, Sequence[Interval]]
    #: Where all of its people say when they can be there: all that they say.
    there: Mapping[str, Sequence[Interval]]

    def has_time(self, organization: str, slot: Interval) -> bool:
        """Return whether an organization has time in a slot, for all that is known."""
        there = self.there.get(organization)
        present = there is None or any(stay.covers(slot) for stay in there)
        return present and not any(slot.overlaps(one) for one in self.busy.get(organization, ()))


def times(ecosystem: Ecosystem) -> Times:
    """Return when the organizations of an ecosystem are busy.

    One is while it hosts a session or one of its people speaks in one, but for exhibitions, breaks
    and what is cancelled.
    """
    network = affiliation(ecosystem, of=Occasion.SESSION, via=(Via.HOST, Via.SPEAKER))
    taking: dict[str, Interval | None] = {
        one.id: one.when for one in held(ecosystem) if one.kind not in _AT_EASE
    }
    busy: defaultdict[str, list[Interval]] = defaultdict(list)
    there: dict[str, list[Interval]] = {}
    for one in ecosystem.all(Organization):
        for session in network[one.id]:
            if (when := taking.get(session)) is not None:
                busy[one.id].append(when)
        people = [person.available for person in _people(ecosystem, one)]
        if people and all(people):
            there[one.id] = [stay for stays in people for stay in stays]
    return Times(busy, there)


def _people(ecosystem: Ecosystem, organization: Organization) -> Iterator[Person]:
    for membership in ecosystem.members_of(organization.id):
        member = ecosystem[membership.member]
        if is_somebody(member):
            yield member
