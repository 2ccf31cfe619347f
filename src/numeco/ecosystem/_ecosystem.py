"""An ecosystem: an immutable, consistent set of things, looked up by id."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, TypeVar, overload

from attrs import field, frozen

from numeco.ecosystem._consistency import check, united_thing
from numeco.errors import (
    DuplicateId,
    InvalidType,
    StillReferenced,
    UnknownId,
    WrongKind,
)
from numeco.model import (
    Alliance,
    AllianceId,
    Event,
    EventId,
    Label,
    LabelId,
    Membership,
    MembershipId,
    Observation,
    ObservationId,
    Organization,
    OrganizationId,
    Partnership,
    PartnershipId,
    Person,
    PersonId,
    Series,
    SeriesId,
    Session,
    SessionId,
    Territory,
    TerritoryId,
    Theme,
    ThemeId,
    Thing,
    Venue,
    VenueId,
    slug,
)
from numeco.model.references import KINDS, REFERENCES

AnyThing = TypeVar("AnyThing", bound=Thing)
Result = TypeVar("Result")


@frozen(eq=False, repr=False, init=False)
class Ecosystem:
    """An immutable, consistent set of things: every id that one names is there, of the right kind.

    >>> ecosystem = Ecosystem.of(Event(name="Digital Week"), Venue(name="Salle A"))
    >>> ecosystem[VenueId("venue-salle-a")].name
    'Salle A'
    >>> "event-digital-week" in ecosystem, len(ecosystem)
    (True, 2)

    Iteration is in the order in which things were given; equality knows no order.
    """

    _things: Mapping[str, Thing]
    _memo: dict[str, Any] = field(factory=dict)

    # Making one

    def __init__(self) -> None:
        """Make an empty ecosystem; `of` makes one of things."""
        object.__setattr__(self, "_things", {})
        object.__setattr__(self, "_memo", {})

    @classmethod
    def of(cls, *things: Thing | Iterable[Thing]) -> "Ecosystem":
        """Return the ecosystem of some things, given one by one or in collections; O(n).

        Raises:
            DuplicateId: two different things have one id (the same thing twice is one).
            DanglingReference: a thing names an id that nothing has.
            WrongKind: a thing names an id of a kind that its field does not take.
            Cycle: things lie within one another in a circle.
        """
        return _made({}, _flat(things))

    def adding(self, *things: Thing | Iterable[Thing]) -> "Ecosystem":
        """Return this ecosystem with more things; errors as for `of`."""
        return _made(self._things, _flat(things))

    def replacing(self, *things: Thing | Iterable[Thing]) -> "Ecosystem":
        """Return this ecosystem with things in the place of those that have their ids.

        Raises:
            UnknownId: nothing has the id of one of them.
            WrongKind: a reference, or what stands in the old place, is of another kind.
        """
        new = list(_flat(things))
        for thing in new:
            old = self[thing.id]
            if type(old) is not type(thing):
                names = (type(old).__name__,), type(thing).__name__
                raise WrongKind("replacing", "its argument", thing.id, *names)
        replaced = dict(self._things) | {thing.id: thing for thing in new}
        check(replaced, new)
        return _ecosystem(replaced)

    def removing(self, *ids: str) -> "Ecosystem":
        """Return this ecosystem without some things.

        Raises:
            UnknownId: nothing has one of the ids.
            StillReferenced: a thing that stays names one that goes.
        """
        going = {self[one].id: None for one in ids}
        for one in going:
            for referrer, name in self._named_by().get(one, ()):
                if referrer not in going:
                    raise StillReferenced(one, referrer, name)
        kept = {one: thing for one, thing in self._things.items() if one not in going}
        return _ecosystem(kept)

    def __or__(self, other: "Ecosystem") -> "Ecosystem":
        """Return the union: all things of both, those of one id united fact by fact.

        A field at its default says nothing and is filled by the other side; tags, sources, aliases
        and identifiers join.

        Raises:
            Contradiction: both sides know a field of one thing, and differently.
        """
        united = dict(self._things)
        for thing in other:
            known = united.get(thing.id)
            united[thing.id] = thing if known is None else united_thing(known, thing)
        check(united, united.values())
        return _ecosystem(united)

    def part(self, *ids: str) -> "Ecosystem":
        """Return the smallest consistent part that holds some things: they and all they name.

        O(size of the part), in the order of this ecosystem.
        """
        found: dict[str, Thing] = {}
        stack: list[str] = list(ids)
        while stack:
            one = stack.pop()
            if one not in found:
                thing = found[one] = self[one]
                stack += (named for ref in REFERENCES[type(thing)] for named in ref.ids(thing))
        rank = self._memoized("rank", lambda: {one: at for at, one in enumerate(self._things)})
        return _ecosystem({one: found[one] for one in sorted(found, key=rank.__getitem__)})

    # Looking up

    @overload
    def __getitem__(self, key: TerritoryId) -> Territory: ...
    @overload
    def __getitem__(self, key: OrganizationId) -> Organization: ...
    @overload
    def __getitem__(self, key: PersonId) -> Person: ...
    @overload
    def __getitem__(self, key: MembershipId) -> Membership: ...
    @overload
    def __getitem__(self, key: VenueId) -> Venue: ...
    @overload
    def __getitem__(self, key: ThemeId) -> Theme: ...
    @overload
    def __getitem__(self, key: SeriesId) -> Series: ...
    @overload
    def __getitem__(self, key: EventId) -> Event: ...
    @overload
    def __getitem__(self, key: SessionId) -> Session: ...
    @overload
    def __getitem__(self, key: PartnershipId) -> Partnership: ...
    @overload
    def __getitem__(self, key: AllianceId) -> Alliance: ...
    @overload
    def __getitem__(self, key: LabelId) -> Label: ...
    @overload
    def __getitem__(self, key: ObservationId) -> Observation: ...
    @overload
    def __getitem__(self, key: str) -> Thing: ...
    def __getitem__(self, key: str) -> Thing:
        """Return the thing that has an id.

        Raises:
            UnknownId: nothing has it; the sentence names ids that are near.
        """
        found = self._things.get(key)
        if found is None:
            near = get_close_matches(str(key), list(self._things)[:10_000], n=2)
            raise UnknownId(key, tuple(near))
        return found

    def __contains__(self, key: object) -> bool:
        """Return whether a thing, or something with this id, is there."""
        if isinstance(key, Thing):
            return self._things.get(key.id) == key
        return key in self._things

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._things.values())

    def all(self, kind: type[AnyThing]) -> tuple[AnyThing, ...]:
        """Return all things of a kind, in order; `Thing` gives all."""
        return self._memoized(
            f"all {kind.__name__}",
            lambda: tuple(thing for thing in self if isinstance(thing, kind)),
        )

    def find(self, words: str, kind: type[AnyThing]) -> tuple[AnyThing, ...]:
        """Return the things of a kind whose id, name or one of whose aliases holds some words.

        Case, accents and punctuation do not count: "Mahjoubi" finds an alias "Mounir Mahjoubi".
        """
        wanted = slug(words)
        return tuple(
            thing
            for thing in self.all(kind)
            if any(
                f"-{wanted}-" in f"-{slug(name)}-"
                for name in (thing.id, thing.label, *getattr(thing, "aliases", ()))
            )
        )

    # Reverse look-ups, each built once, in O(n), when first asked for

    def referring(
        self, key: str, kind: type[AnyThing], name: str | None = None
    ) -> tuple[AnyThing, ...]:
        """Return the things of a kind that name an id, in any field or in the one called `name`."""
        named = self._named_by().get(self[key].id, ())
        found = {one: self._things[one] for one, where in named if name in {None, where}}
        return tuple(thing for thing in found.values() if isinstance(thing, kind))

    def events_within(self, event: str) -> tuple[Event, ...]:
        """Return an event and the events within it, at any depth, each before its parts."""
        found = [self._event(event)]
        for one in found:
            found += self.referring(one.id, Event, "within")
        return tuple(found)

    def sessions_of(self, event: str) -> tuple[Session, ...]:
        """Return the sessions of an event and of the events within it, by start, then id.

        Unscheduled ones come last.
        """
        events = self.events_within(event)
        sessions = (one for part in events for one in self.referring(part.id, Session, "event"))
        return tuple(sorted(sessions, key=_by_start))

    def partnerships_of(self, key: str) -> tuple[Partnership, ...]:
        """Return the partnerships of an event, a series or a territory, in order."""
        return self.referring(key, Partnership, "of")

    def partners_of(self, key: str, *roles: str) -> tuple[Organization, ...]:
        """Return the organizations with a partnership in an event, a series or a territory.

        Args:
            key: the id of the event, series or territory.
            roles: those that count; none means all. Each organization comes once.
        """
        ties = self.partnerships_of(key)
        names = (tie.organization for tie in ties if not roles or tie.role in roles)
        return tuple(self[one] for one in dict.fromkeys(names))

    def members_of(self, key: str) -> tuple[Membership, ...]:
        """Return the memberships in an organization, an event or a series, in order."""
        return self.referring(key, Membership, "of")

    def memberships_of(self, member: str) -> tuple[Membership, ...]:
        """Return the memberships that a person or an organization has, in order."""
        return self.referring(member, Membership, "member")

    def alliances_of(self, member: str) -> tuple[Alliance, ...]:
        """Return the alliances that an organization or a territory is in, in order."""
        found = self.referring(member, Alliance)
        return tuple(one for one in found if member in one.organizations | one.territories)

    def within(self, territory: str) -> "Ecosystem":
        """Return the part that lies within a territory, with all that its things name.

        In it are the territories within it at any depth, the organizations that sit there, the
        venues and events there, and the sessions of those events or in those venues.
        """
        found: dict[str, None] = {territory: None}
        stack = [territory]
        while stack:
            here = stack.pop()
            for name, kind in _LOCATED:
                new: dict[str, None] = {one.id: None for one in self.referring(here, kind, name)}
                stack += new.keys() - found.keys()
                found.update(new)
        return self.part(*found)

    def day(self, session: Session) -> date | None:
        """Return the programme day of a session, local to its event; None while unscheduled."""
        event = self[session.event]
        return None if session.when is None else session.when.day(event.zone, event.day_starts)

    # The rest

    def _event(self, key: str) -> Event:
        event = self[key]
        if not isinstance(event, Event):
            raise WrongKind("the call", "event", key, ("Event",), type(event).__name__)
        return event

    def _named_by(self) -> dict[str, list[tuple[str, str]]]:
        """Return, for each id, the ids and fields of the things that name it."""

        def found() -> dict[str, list[tuple[str, str]]]:
            named: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
            for thing in self:
                for ref in REFERENCES[type(thing)]:
                    for one in ref.ids(thing):
                        named[one].append((thing.id, ref.field))
            return dict(named)

        return self._memoized("named by", found)

    def _memoized(self, key: str, make: Callable[[], Result]) -> Result:
        if key not in self._memo:
            self._memo[key] = make()
        found: Result = self._memo[key]
        return found

    def __eq__(self, other: object) -> bool:
        return self._things == other._things if isinstance(other, Ecosystem) else NotImplemented

    def __hash__(self) -> int:
        return self._memoized("hash", lambda: hash(frozenset(self)))

    def __reduce__(self) -> tuple[Any, ...]:
        return _ecosystem, (self._things,)

    def __repr__(self) -> str:
        counts = ((len(self.all(kind)), kind.__name__) for kind in KINDS)
        said = ", ".join(f"{number} {name}" for number, name in counts if number)
        return f"<Ecosystem: {said or 'empty'}>"


def _ecosystem(things: Mapping[str, Thing]) -> Ecosystem:
    """Return an ecosystem of things that are known to hold together."""
    made = Ecosystem()
    object.__setattr__(made, "_things", things)
    return made


def _made(known: Mapping[str, Thing], things: Iterable[Thing]) -> Ecosystem:
    united = dict(known)
    new: list[Thing] = []
    for thing in things:
        there = united.setdefault(thing.id, thing)
        if there is thing:
            new.append(thing)
        elif there != thing:
            raise DuplicateId(thing.id, (type(there).__name__, type(thing).__name__))
    check(united, new)
    return _ecosystem(united)


def _flat(things: Iterable[Thing | Iterable[Thing]]) -> Iterator[Thing]:
    for one in things:
        if isinstance(one, Thing):
            yield one
        elif isinstance(one, Iterable) and not isinstance(one, (str, bytes)):
            yield from _flat(one)
        else:
            raise InvalidType("Ecosystem.of", "must be given things, or collections of them", one)


def _by_start(session: Session) -> tuple[bool, int, int, str]:
    when = session.when
    if when is None:
        return True, 0, 0, session.id
    return False, when.start_us, when.end_us, session.id


#: The fields by which things lie in a territory, a venue or an event.
_LOCATED: Final[tuple[tuple[str, type[Thing]], ...]] = (
    ("within", Territory),
    ("seat", Organization),
    ("territory", Venue),
    ("within", Venue),
    ("territories", Event),
    ("venue", Event),
    ("within", Event),
    ("event", Session),
    ("venue", Session),
)
