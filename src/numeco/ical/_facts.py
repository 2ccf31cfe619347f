"""What a description says of a session or an event besides its own text, escaped."""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import field, frozen

from numeco.ecosystem import Ecosystem
from numeco.ical._text import escape
from numeco.ical._words import LABELS, listed, one_line, words
from numeco.model import (
    Access,
    Accessibility,
    Audience,
    Event,
    EventId,
    Membership,
    Organization,
    OrganizationId,
    PartnershipRole,
    Person,
    PersonId,
    Session,
    SessionKind,
)

#: A session names so many partners of its event; the event's banner names all.
_PARTNERS = 10
_RANK = {role: at for at, role in enumerate(PartnershipRole)}
#: The kind, audiences, access and accessibility of a session.
_Kinds = tuple[SessionKind, frozenset[Audience], Access | None, frozenset[Accessibility]]


@frozen(eq=False)
class Facts:
    """The lines of facts in descriptions; what recurs is made once and kept."""

    ecosystem: Ecosystem
    emails: bool = field(kw_only=True)
    _people: dict[tuple[PersonId, date | None, int], str] = field(init=False, factory=dict)
    _hosts: dict[tuple[OrganizationId, int], str] = field(init=False, factory=dict)
    _kinds: dict[tuple[_Kinds, int], tuple[str, ...]] = field(init=False, factory=dict)
    _partners: dict[tuple[EventId, int], tuple[str, ...]] = field(init=False, factory=dict)
    _dated: dict[PersonId, bool] = field(init=False, factory=dict)

    def of_session(self, session: Session, language: int) -> str:
        """Return who speaks, who hosts, for whom it is, how to get in, and the event's partners."""
        lines: list[str] = []
        if session.speakers:
            lines += (self._person(session, one, language) for one in session.speakers)
        if session.hosts:
            lines += (self._host(one, language) for one in session.hosts)
        kinds = (session.kind, session.audiences, session.access, session.accessibility)
        said = self._kinds.get((kinds, language))
        if said is None:
            said = self._kinds[kinds, language] = tuple(_of_kinds(kinds, language))
        lines += said
        key = session.event, language
        partners = self._partners.get(key)
        if partners is None:
            event = self.ecosystem[session.event]
            partners = self._partners[key] = tuple(self._of_partners(event, _PARTNERS, language))
        lines += partners
        return r"\n".join(lines)

    def of_event(self, event: Event, language: int) -> str:
        """Return all partners of an event."""
        return r"\n".join(self._of_partners(event, None, language))

    def _person(self, session: Session, person: PersonId, language: int) -> str:
        dated = self._dated.get(person)
        if dated is None:
            ties = self.ecosystem.memberships_of(person)
            dated = self._dated[person] = any(tie.since or tie.until for tie in ties)
        when = session.when
        day = when.start.date() if dated and when is not None else None
        found = self._people.get((person, day, language))
        if found is None:
            found = _fact("speakers", self._introduced(self.ecosystem[person], day), language)
            self._people[person, day, language] = found
        return found

    def _introduced(self, person: Person, day: date | None) -> str:
        where = affiliations(self.ecosystem, person.id, day)
        said = ", ".join(dict.fromkeys(one_line(one.name) for one in where))
        return self._addressed(person, f"{one_line(person.name)} ({said})" if said else person.name)

    def _host(self, host: OrganizationId, language: int) -> str:
        found = self._hosts.get((host, language))
        if found is None:
            one = self.ecosystem[host]
            found = _fact("hosts", self._addressed(one, one.name), language)
            self._hosts[host, language] = found
        return found

    def _addressed(self, thing: Person | Organization, said: str) -> str:
        return f"{one_line(said)}, {thing.email}" if self.emails and thing.email else said

    def _of_partners(self, event: Event, most: int | None, language: int) -> Iterator[str]:
        """Iterate over the line that names the partners of an event; the weightiest roles first."""
        ties = self.ecosystem.partnerships_of(event.id)
        named = ((_RANK[tie.role], self.ecosystem[tie.organization].name) for tie in ties)
        names = list(dict.fromkeys(one_line(name) for _, name in sorted(named)))
        if names:
            yield _fact("partners", listed(names, most or len(names), language), language)


def affiliations(ecosystem: Ecosystem, person: PersonId, day: date | None) -> list[Organization]:
    """Return the organizations that a person belongs to on a day, by name.

    A membership that may not have begun or may have ended by then counts; one that has not, or has
    for certain, does not. Without a day all count.
    """
    found = {
        tie.of: one
        for tie in ecosystem.memberships_of(person)
        if isinstance(one := ecosystem[str(tie.of)], Organization) and _holds(tie, day)
    }
    return sorted(found.values(), key=lambda one: (one.name, one.id))


def _holds(tie: Membership, day: date | None) -> bool:
    if day is None:
        return True
    begun = tie.since is None or tie.since.first <= day
    return begun and (tie.until is None or day <= tie.until.last)


def _of_kinds(kinds: _Kinds, language: int) -> Iterator[str]:
    kind, audiences, access, accessibility = kinds
    said: Iterable[tuple[str, str]] = (
        ("kind", words((kind,), language)),
        ("audiences", words(audiences, language)),
        ("access", words((access,), language) if access else ""),
        ("accessibility", words(accessibility, language)),
    )
    return (_fact(name, value, language) for name, value in said if value)


def _fact(name: str, value: str, language: int) -> str:
    return escape(f"{LABELS[name][language]}{one_line(value)}")
