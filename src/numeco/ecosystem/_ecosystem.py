"""An ecosystem: an immutable, consistent set of things, looked up by id."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any, Final, TypeVar, cast, overload

from attrs import field, frozen

from numeco.ecosystem._consistency import check, united_thing
from numeco.errors import (
    DuplicateId,
    InvalidType,
    InvalidValue,
    StillReferenced,
    UnknownId,
    WrongKind,
)
from numeco.model import (
    Alliance,
    AllianceId,
    Event,
    EventId,
    EventStatus,
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
    PartnershipRole,
    Person,
    PersonId,
    Series,
    SeriesId,
    Session,
    SessionId,
    SessionStatus,
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

    def __init__(self, *things: object) -> None:
        """Make an empty ecosystem; `of` makes one of things, and checks them."""
        if things:
            raise InvalidType("Ecosystem", "must be made by Ecosystem.of(…)", things)
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

        A field at its default says nothing and is filled by the other side. Sets join: tags,
        sources, aliases, identifiers, the territories that one lies within.

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
            thing = self[stack.pop()]
            if thing.id not in found:
                found[thing.id] = thing
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
        """Return the thing that has an id; a plain text looks up a `Thing`.

        Raises:
            UnknownId: nothing has it; the sentence names ids that are near.
        """
        if not isinstance(key, str):
            must = "must be looked up by id, a text (of a thing, give its .id)"
            raise InvalidType("an ecosystem", must, key)
        found = self._things.get(key)
        if found is None:
            near = get_close_matches(str(key), list(self._things)[:10_000], n=2)
            raise UnknownId(key, tuple(near))
        return found

    def __contains__(self, key: object) -> bool:
        """Return whether a thing, or something with this id, is there."""
        if isinstance(key, Thing):
            return self._things.get(key.id) == key
        return isinstance(key, str) and key in self._things

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._things.values())

    def all(self, kind: type[AnyThing]) -> tuple[AnyThing, ...]:
        """Return all things of a kind, in order; `Thing` gives all."""
        wanted: type[AnyThing] = kind
        if not isinstance(kind, type) or not issubclass(cast("type[Any]", kind), Thing):
            raise InvalidType("kind", "must be a kind of thing, such as Session", kind)
        return self._memoized(
            f"all {kind.__name__}",
            lambda: tuple(thing for thing in self if isinstance(thing, wanted)),
        )

    def find(self, words: str, kind: type[AnyThing]) -> tuple[AnyThing, ...]:
        """Return the things of a kind whose name or one of whose aliases holds some words.

        Whole words count; case, accents and punctuation do not: "mahjoubi" finds the alias "Mounir
        Mahjoubi". Words in a script without an alphabet are looked for as they are written.
        """
        wanted = slug(words)
        return tuple(
            thing
            for thing in self.all(kind)
            if any(
                f"-{wanted}-" in f"-{slug(name)}-" or (not words.isascii() and words in name)
                for name in (thing.label, *getattr(thing, "aliases", ()))
            )
            or thing.id == words
        )

    # Reverse look-ups, each built once, in O(n), when first asked for

    def referring(
        self, key: str, kind: type[AnyThing], name: str | None = None
    ) -> tuple[AnyThing, ...]:
        """Return the things of a kind that name an id, in any field or in the one called `name`."""
        if name is not None:
            _check_field(kind, name)
        named = self._named_by().get(self[key].id, ())
        found = {one: self._things[one] for one, where in named if name in {None, where}}
        return tuple(thing for thing in found.values() if isinstance(thing, kind))

    def events_within(self, event: str) -> tuple[Event, ...]:
        """Return an event and the events within it, at any depth, each before its parts."""
        found = [self._a(event, Event)]
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
        return self.referring(self._a(key, Event, Series, Territory).id, Partnership, "of")

    def partners_of(self, key: str, *roles: str) -> tuple[Organization, ...]:
        """Return the organizations with a partnership in an event, a series or a territory.

        Args:
            key: the id of the event, series or territory.
            roles: those that count; none means all. Each organization comes once.
        """
        wanted = {PartnershipRole(role) for role in roles} or set(PartnershipRole)
        names = (tie.organization for tie in self.partnerships_of(key) if tie.role in wanted)
        return tuple(self[one] for one in dict.fromkeys(names))

    def members_of(self, key: str) -> tuple[Membership, ...]:
        """Return the memberships in an organization, an event or a series, in order."""
        return self.referring(self._a(key, Organization, Event, Series).id, Membership, "of")

    def memberships_of(self, member: str) -> tuple[Membership, ...]:
        """Return the memberships that a person or an organization has, in order."""
        return self.referring(self._a(member, Person, Organization).id, Membership, "member")

    def alliances_of(self, member: str) -> tuple[Alliance, ...]:
        """Return the alliances that an organization or a territory is in, in order."""
        found = self.referring(self._a(member, Organization, Territory).id, Alliance)
        return tuple(one for one in found if member in one.organizations | one.territories)

    def within(self, territory: str) -> "Ecosystem":
        """Return the part that lies within a territory, with all that its things name.

        In it are the territories within it at any depth, the organizations that sit there or serve
        it, the venues and events there, the sessions of those events or in those venues, and the
        partnerships, memberships, alliances, labels and observations of all these.
        """
        found: dict[str, None] = {self._a(territory, Territory).id: None}
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
        event = self._a(session.event, Event)
        return None if session.when is None else session.when.day(event.zone, event.day_starts)

    # The rest

    def cancelled(self, thing: Session | Event) -> bool:
        """Return whether a session or event is cancelled: it, its event, or an umbrella of that."""
        if isinstance(thing, Session):
            if thing.status is SessionStatus.CANCELLED:
                return True
            thing = self._a(thing.event, Event)
        while thing.status is not EventStatus.CANCELLED:
            if thing.within is None:
                return False
            thing = self._a(thing.within, Event)
        return True

    def _a(self, key: str, *kinds: type[AnyThing]) -> AnyThing:
        """Return the thing that has an id; refuse one of another kind."""
        thing = self[key]
        for kind in kinds:
            if isinstance(thing, kind):
                return thing
        names = " or ".join(kind.__name__ for kind in kinds)
        must = f"must be that of {names}, not of {type(thing).__name__}"
        raise InvalidType("the id", must, key)

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
        several = isinstance(one, Iterable) and not isinstance(one, (str, bytes))
        for thing in cast("Iterable[Thing]", one if several else (one,)):
            if type(thing) not in REFERENCES:
                must = "must be given things of numeco's own kinds, or collections of them"
                raise InvalidType("an ecosystem", must, thing)
            yield thing


@cache
def _naming(kind: Any) -> frozenset[str]:
    """Return the fields of a kind, or of all kinds of one, that name things."""
    of_kind = (refs for of, refs in REFERENCES.items() if issubclass(of, kind))
    return frozenset(one.field for refs in of_kind for one in refs)


def _check_field(kind: type[Thing], name: str) -> None:
    # mypy takes the __hash__ of a Thing for that of its class, so the cache is told Any.
    fields = _naming(cast("Any", kind))
    if name not in fields:
        names = ", ".join(sorted(fields))
        must = f"must be a field of {kind.__name__} that names things: {names}"
        raise InvalidValue("referring", must, name)


def _by_start(session: Session) -> tuple[bool, int, int, str]:
    when = session.when
    if when is None:
        return True, 0, 0, session.id
    return False, when.start_us, when.end_us, session.id


#: The fields by which things lie in a territory, a venue or an event.
_LOCATED: Final[tuple[tuple[str, type[Thing]], ...]] = (
    ("within", Territory),
    ("seat", Organization),
    ("serves", Organization),
    ("territory", Venue),
    ("within", Venue),
    ("territories", Event),
    ("venue", Event),
    ("within", Event),
    ("event", Session),
    ("venue", Session),
    ("of", Partnership),
    ("of", Membership),
    ("organizations", Alliance),
    ("territories", Alliance),
    ("holder", Label),
    ("subject", Observation),
)
