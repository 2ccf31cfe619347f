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
from numeco.graph._tying.scope import may_hold
from numeco.model import Membership, Organization, Person, SessionKind
from numeco.time import Days, Interval

#: Who has a stand can leave it to a colleague, and a break is for meetings.
_AT_EASE: Final = {SessionKind.EXHIBITION, SessionKind.BREAK}


@frozen
class Times:
    """When organizations are busy, and when their people can be there."""

    busy: Mapping[str, Sequence[Interval]]
    #: Of each organization its people, by membership; each may say when they can be there.
    people: Mapping[str, Sequence[tuple[Membership, Person]]]

    def has_time(self, organization: str, slot: Interval) -> bool:
        """Return whether an organization has time in a slot, for all that is known."""
        if any(slot.overlaps(one) for one in self.busy.get(organization, ())):
            return False
        day = Days.of(slot.start.date())
        stays = [
            person.available
            for office, person in self.people.get(organization, ())
            if may_hold(office.since, office.until, day)
        ]
        # Who says nothing may be there, and so may somebody where nobody is known.
        return not all(stays) or not stays or any(one.covers(slot) for own in stays for one in own)


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
    for one in ecosystem.all(Organization):
        for session in network[one.id]:
            if (when := taking.get(session)) is not None:
                busy[one.id].append(when)
    people = {str(one.id): tuple(_people(ecosystem, one)) for one in ecosystem.all(Organization)}
    return Times(busy, people)


def _people(
    ecosystem: Ecosystem, organization: Organization
) -> Iterator[tuple[Membership, Person]]:
    for membership in ecosystem.members_of(organization.id):
        member = ecosystem[membership.member]
        if is_somebody(member):
            yield membership, member
