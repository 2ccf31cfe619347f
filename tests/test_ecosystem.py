"""Laws of ecosystems: always consistent, whatever the order; look-ups agree with plain scans."""

import copy
import pickle
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain, combinations, permutations
from random import Random
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import (
    Alliance,
    Contradiction,
    Cycle,
    DanglingReference,
    DuplicateId,
    Ecosystem,
    Event,
    InvalidType,
    Label,
    Membership,
    NumecoError,
    Observation,
    Organization,
    Partnership,
    Person,
    Series,
    Session,
    Source,
    StillReferenced,
    Territory,
    Theme,
    Thing,
    UnknownId,
    Venue,
    WrongKind,
)
from numeco.errors import shown
from numeco.model.references import KINDS
from numeco.testing import ecosystems, schedules

# The oracle: what a thing names, read from the annotations of its fields.


def named(thing: Thing) -> Iterator[tuple[str, str]]:
    """Iterate over the fields and ids by which a thing names others."""
    for name in NAMING[type(thing)]:
        value = getattr(thing, name)
        for one in (value,) if isinstance(value, str) else value or ():
            yield name, one


def id_types(hint: Any) -> str:
    """Return "Id" where an annotation holds a type of ids."""
    if get_origin(hint) in {tuple, frozenset, UnionType, Union}:
        return "".join(id_types(one) for one in get_args(hint))
    return "Id" if getattr(hint, "__name__", "").endswith("Id") else ""


def naming_fields(kind: type[Thing]) -> list[str]:
    """Return the fields of a kind that name other things, by their annotations."""
    hints = get_type_hints(kind)
    fields = [field.name for field in attrs.fields(kind)]
    return [name for name in fields if name != "id" and "Id" in id_types(hints[name])]


NAMING = {kind: naming_fields(kind) for kind in KINDS}


def consistent(things: Iterable[Thing]) -> bool:
    """Return whether every id that a thing names is there."""
    found = {thing.id: thing for thing in things}
    return all(one in found for thing in found.values() for _name, one in named(thing))


def ids(things: Iterable[Thing]) -> list[str]:
    """Return the ids of things."""
    return [thing.id for thing in things]


SOME = ecosystems(min_size=1)

# Making one


@given(ecosystems())
def test_a_drawn_ecosystem_is_consistent(ecosystem: Ecosystem) -> None:
    """Every id that a thing names is there, and every thing is of its kind."""
    assert consistent(ecosystem)
    assert len(ecosystem) == len(list(ecosystem)) == len(set(ids(ecosystem)))


@given(ecosystems(), st.randoms(use_true_random=False))
def test_order_makes_no_difference(ecosystem: Ecosystem, random: Random) -> None:
    """Things may come in any order, one by one, in collections, and more than once."""
    things = list(ecosystem)
    random.shuffle(things)
    half = len(things) // 2
    other = Ecosystem.of(things[:half], chain(things[half:], things), *things[:1])
    assert other == ecosystem
    assert hash(other) == hash(ecosystem)
    assert ids(other)[:half] == ids(things)[:half]


@given(ecosystems())
def test_things_come_back_as_they_were_given(ecosystem: Ecosystem) -> None:
    """Iteration gives the things, look-up gives each by its id."""
    assert ids(Ecosystem.of(ecosystem)) == ids(ecosystem)
    for thing in ecosystem:
        assert ecosystem[thing.id] is thing
        assert thing in ecosystem
        assert thing.id in ecosystem
        assert attrs.evolve(thing, tags=[*thing.tags, "another"]) not in ecosystem


@given(ecosystems())
def test_copies_are_equal(ecosystem: Ecosystem) -> None:
    """Pickled and deeply copied ecosystems are equal, in the same order, memories or not."""
    ecosystem.all(Session)
    hash(ecosystem)
    for other in (pickle.loads(pickle.dumps(ecosystem)), copy.deepcopy(ecosystem)):  # noqa: S301
        assert other == ecosystem
        assert hash(other) == hash(ecosystem)
        assert ids(other) == ids(ecosystem)


@given(SOME, ecosystems(max_size=2), st.data())
def test_equality_is_that_of_the_sets_of_things(
    ecosystem: Ecosystem, other: Ecosystem, data: st.DataObject
) -> None:
    """Two ecosystems are equal where they hold the same things; one changed fact is enough."""
    assert (ecosystem == other) == (set(ecosystem) == set(other))
    thing = data.draw(st.sampled_from(list(ecosystem)))
    assert ecosystem.replacing(attrs.evolve(thing, tags=[*thing.tags, "another"])) != ecosystem


@given(ecosystems())
def test_an_ecosystem_cannot_be_changed(ecosystem: Ecosystem) -> None:
    """Attributes refuse assignment, items too, and what look-ups return is a tuple."""
    for name in ("_things", "_memo", "anything"):
        with pytest.raises(AttributeError):
            setattr(ecosystem, name, {})
    with pytest.raises(TypeError):
        cast("Any", ecosystem)["a"] = None
    assert isinstance(ecosystem.all(Thing), tuple)
    assert ecosystem != "an ecosystem"


def test_changing_what_was_given_changes_nothing() -> None:
    """A list that grows later does not grow the ecosystem, and neither does its descendant."""
    things: list[Thing] = [Venue(id="a", name="A")]
    ecosystem = Ecosystem.of(things)
    things.append(Venue(id="b", name="B"))
    more = ecosystem.adding(things)
    assert (len(ecosystem), len(more)) == (1, 2)


def test_there_is_no_other_way_to_make_one() -> None:
    """An ecosystem is made by `of`, which checks; the class itself takes nothing unchecked."""
    with pytest.raises(TypeError):
        cast("Any", Ecosystem)({"a": Venue(id="b", name="B")})
    assert Ecosystem.of() == Ecosystem.of([]) == Ecosystem()
    assert len(Ecosystem()) == 0


@given(ecosystems())
def test_adding_is_making_with_more(ecosystem: Ecosystem) -> None:
    """Adding things one part after another gives what making at once gives."""
    things = list(ecosystem)
    found = Ecosystem.of()
    for thing in things:
        found = found.adding(ecosystem.part(thing.id))
    assert found == ecosystem
    assert ecosystem.adding() == ecosystem.adding(things) == ecosystem


@given(SOME, st.data())
def test_replacing_replaces_in_place(ecosystem: Ecosystem, data: st.DataObject) -> None:
    """A replaced thing stands where the old one stood; the others, and the old whole, stay."""
    old = data.draw(st.sampled_from(list(ecosystem)))
    new = attrs.evolve(old, description=f"{old.description} more")
    found = ecosystem.replacing(new)
    assert list(found) == [new if thing is old else thing for thing in ecosystem]
    assert ecosystem[old.id] is old
    assert found.replacing(old) == ecosystem


@given(SOME, st.data())
def test_removing_undoes_adding(ecosystem: Ecosystem, data: st.DataObject) -> None:
    """What nothing names can go, and come back; what is named can not, and the error says by whom."""
    gone = data.draw(st.sampled_from(list(ecosystem)))
    namers = [(one.id, name) for one in ecosystem for name, key in named(one) if key == gone.id]
    namers = [(one, name) for one, name in namers if one != gone.id]
    if namers:
        with pytest.raises(StillReferenced) as caught:
            ecosystem.removing(gone.id)
        error = caught.value
        assert (error.id, (error.referrer, error.field)) == (gone.id, namers[0])
        assert str(error).startswith(
            f"{shown(gone.id)} cannot be removed while {shown(error.referrer)}"
        )
    else:
        rest = ecosystem.removing(gone.id)
        assert list(rest) == [thing for thing in ecosystem if thing is not gone]
        assert rest.adding(gone) == ecosystem
    assert ecosystem.removing(*ids(ecosystem)) == Ecosystem.of()
    assert ecosystem.removing() == ecosystem


# Union


def shorn(thing: Thing, random: Random) -> Thing:
    """Return a thing that knows only a part of what another knows."""
    facts = dict(thing.facts())
    needed = {one.name for one in attrs.fields(type(thing)) if one.default is attrs.NOTHING}
    # These pairs hold together, and an alliance names somebody.
    kept = needed | {"id", "amount", "currency", "latitude", "longitude", "organizations"}
    kept |= {"territories", "since", "until"}
    return type(thing)(
        **{name: value for name, value in facts.items() if name in kept or random.random() < 0.5}  # type: ignore[arg-type]
    )


@given(ecosystems(), st.randoms(use_true_random=False))
def test_union_is_idempotent_and_has_an_identity(ecosystem: Ecosystem, random: Random) -> None:
    """An ecosystem united with itself, a part, a forgetful copy or the empty one is itself."""
    forgetful = Ecosystem.of(shorn(thing, random) for thing in ecosystem)
    for other in (ecosystem, forgetful, Ecosystem.of(), ecosystem.part(*ids(ecosystem)[:1])):
        assert ecosystem | other == ecosystem
        assert other | ecosystem == ecosystem


@given(ecosystems(max_size=8), st.randoms(use_true_random=False))
def test_union_is_commutative_and_associative(ecosystem: Ecosystem, random: Random) -> None:
    """Whichever way parts are united, the whole is the same."""
    one, two, three = (Ecosystem.of(shorn(thing, random) for thing in ecosystem) for _ in range(3))
    assert one | two == two | one
    assert (one | two) | three == one | (two | three)
    assert hash(one | two) == hash(two | one)


def test_union_joins_what_never_says_all() -> None:
    """Tags, sources, aliases and identifiers join, and an unknown is filled by what is known."""
    left = Ecosystem.of(Organization(id="cci", name="CCI", tags=["a"], sources=["x"], url=None))
    right = Ecosystem.of(
        Organization(
            id="cci",
            name="CCI",
            tags=["b"],
            aliases=["Chamber"],
            url="https://cci.nc",
            kind="chamber",
        )
    )
    assert list(left | right) == [
        Organization(
            id="cci",
            name="CCI",
            tags=["a", "b"],
            sources=[Source("x")],
            aliases=["Chamber"],
            url="https://cci.nc",
            kind="chamber",
        )
    ]


@given(SOME, st.data())
def test_a_contradiction_names_both_values(ecosystem: Ecosystem, data: st.DataObject) -> None:
    """Two known values of one fact are an error that names thing, field and both."""
    thing = data.draw(st.sampled_from(list(ecosystem)))
    left, right = (ecosystem.replacing(attrs.evolve(thing, language=one)) for one in ("fr", "en"))
    with pytest.raises(Contradiction) as caught:
        left | right
    assert attrs.astuple(caught.value) == (thing.id, "language", "fr", "en")
    assert f"{shown(thing.id)} cannot be united: its language is 'fr' on one side and 'en'" in str(
        caught.value
    )


def test_union_of_two_kinds_under_one_id_is_refused() -> None:
    """One id cannot be a venue on one side and a theme on the other."""
    with pytest.raises(DuplicateId, match=r"'a' \(Venue and Theme\)"):
        Ecosystem.of(Venue(id="a", name="A")) | Ecosystem.of(Theme(id="a", name="A"))


def test_union_refuses_a_circle_that_only_the_whole_has() -> None:
    """Two ecosystems without a circle may have one together, which is refused."""
    a, b = Territory(id="a", name="A"), Territory(id="b", name="B")
    left = Ecosystem.of(attrs.evolve(a, within=["b"]), b)
    right = Ecosystem.of(a, attrs.evolve(b, within=["a"]))
    with pytest.raises(Cycle):
        left | right


# What is refused

PLAIN: dict[type[Thing], Thing] = {
    Territory: Territory(id="t", name="T"),
    Organization: Organization(id="o", name="O"),
    Person: Person(id="p", name="P"),
    Membership: Membership(id="m", member="p", of="o"),
    Venue: Venue(id="v", name="V"),
    Theme: Theme(id="th", name="Th"),
    Event: Event(id="e", name="E"),
    Session: Session(id="s", title="S", event="e"),
    Partnership: Partnership(id="pa", organization="o", of="e"),
    Alliance: Alliance(id="al", organizations=["o"]),
    Label: Label(id="l", holder="o", issuer="o"),
    Observation: Observation(id="ob", subject="e", measure="visitors", value=5),
}
WHOLE = Ecosystem.of(PLAIN.values())

#: Kind, field, and an id of a kind that the field does not take.
REFERRING: list[tuple[type[Thing], str, str]] = [
    (Territory, "within", "o"),
    (Organization, "seat", "o"),
    (Organization, "serves", "p"),
    (Organization, "parent", "t"),
    (Organization, "offers", "t"),
    (Organization, "seeks", "t"),
    (Membership, "member", "t"),
    (Membership, "of", "p"),
    (Venue, "within", "t"),
    (Venue, "territory", "v"),
    (Theme, "broader", "e"),
    (Event, "within", "s"),
    (Event, "series", "e"),
    (Event, "territories", "v"),
    (Event, "venue", "t"),
    (Event, "themes", "p"),
    (Session, "event", "s"),
    (Session, "venue", "e"),
    (Session, "speakers", "o"),
    (Session, "hosts", "p"),
    (Session, "themes", "t"),
    (Session, "within", "e"),
    (Session, "repeat_of", "e"),
    (Partnership, "organization", "p"),
    (Partnership, "of", "o"),
    (Alliance, "organizations", "t"),
    (Alliance, "territories", "o"),
    (Alliance, "body", "t"),
    (Label, "holder", "p"),
    (Label, "issuer", "t"),
]


def naming(kind: type[Thing], field: str, key: str) -> Thing:
    """Return the plain thing of a kind, naming an id in a field."""
    many = isinstance(getattr(PLAIN[kind], field), (tuple, frozenset))
    return attrs.evolve(PLAIN[kind], **cast("Any", {field: [key] if many else key}))


@pytest.mark.parametrize(("kind", "field", "_wrong"), REFERRING)
def test_a_dangling_reference_names_referrer_field_and_id(
    kind: type[Thing], field: str, _wrong: str
) -> None:
    """An id that nothing has is refused by `of`, `adding` and `replacing`, in one sentence."""
    thing = naming(kind, field, "nowhere")
    rest = WHOLE.removing("ob", "l", "al", "pa", "s", "m", "e", "o", "p", "v", "th", "t")
    for make in (Ecosystem.of, WHOLE.replacing):
        with pytest.raises(DanglingReference) as caught:
            make(thing)
    assert str(caught.value) == (
        f"{thing.id!r} names 'nowhere' in {kind.__name__}.{field}, "
        "but nothing in the ecosystem has that id; add the thing or mend the id"
    )
    assert isinstance(caught.value, LookupError)
    with pytest.raises(DanglingReference):
        rest.adding(thing)


@pytest.mark.parametrize(("kind", "field", "wrong"), REFERRING)
def test_a_reference_of_the_wrong_kind_says_which_it_takes(
    kind: type[Thing], field: str, wrong: str
) -> None:
    """An id of another kind is refused, with the kinds that the field takes and the one found."""
    thing = naming(kind, field, wrong)
    with pytest.raises(WrongKind) as caught:
        WHOLE.replacing(thing)
    error = caught.value
    assert (error.referrer, error.field, error.id) == (thing.id, f"{kind.__name__}.{field}", wrong)
    assert error.found == type(WHOLE[wrong]).__name__
    assert error.found not in error.expected
    assert all(f" {name}" in str(error) for name in (*error.expected, error.found))
    assert isinstance(error, TypeError)


def test_every_referring_field_is_in_the_table() -> None:
    """The tables above hold every field that names others, but for a subject, which may be any."""
    found = {(kind, field) for kind in KINDS for field in NAMING[kind]}
    assert found == {(kind, field) for kind, field, _ in REFERRING} | {(Observation, "subject")}


UPWARD = [
    (Territory, "within"),
    (Organization, "parent"),
    (Venue, "within"),
    (Theme, "broader"),
    (Event, "within"),
    (Session, "within"),
    (Session, "repeat_of"),
]


@pytest.mark.parametrize(("kind", "field"), UPWARD)
@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_circle_is_refused_with_its_ids(kind: type[Thing], field: str, length: int) -> None:
    """Things within one another in a circle are refused, and the sentence shows the way round."""
    keys = [f"x{number}" for number in range(length)]
    ring = [
        attrs.evolve(naming(kind, field, keys[number - 1]), id=keys[number])
        for number in range(length)
    ]
    for order in list(permutations(ring))[:10]:
        with pytest.raises(Cycle) as caught:
            WHOLE.adding(order)
        way = caught.value.ids
        assert caught.value.field == f"{kind.__name__}.{field}"
        assert way[0] == way[-1]
        assert sorted(way[1:]) == sorted(keys)
        assert " → ".join(way) in str(caught.value)


def test_a_long_chain_is_no_circle() -> None:
    """Ten thousand territories within one another are fine, and so is a lattice."""
    chain = [
        Territory(id=f"t{n}", name="T", within=[f"t{n - 1}"] if n else []) for n in range(10_000)
    ]
    assert len(Ecosystem.of(reversed(chain))) == 10_000
    lattice = [
        Territory(id=f"r{row}-{side}", name="T", within=[f"r{row - 1}-{up}" for up in above])
        for row in range(40)
        for above in ["ab" if row else ""]
        for side in "ab"
    ]
    assert len(Ecosystem.of(lattice)) == 80


def test_one_id_for_two_things_is_refused() -> None:
    """Two different things of one id are refused with both kinds; the same thing twice is one."""
    hall = Venue(id="a", name="Hall")
    assert len(Ecosystem.of(hall, hall, Venue(id="a", name="Hall"))) == 1
    with pytest.raises(DuplicateId, match=r"have the id 'a' \(Venue and Venue\)"):
        Ecosystem.of(hall, Venue(id="a", name="Room"))
    with pytest.raises(DuplicateId, match=r"have the id 'a' \(Venue and Theme\)"):
        Ecosystem.of(hall).adding(Theme(id="a", name="Hall"))


@pytest.mark.parametrize("wrong", [5, None, "venue-hall", b"x", {"a": 1}, [[None]]], ids=repr)
def test_only_things_make_an_ecosystem(wrong: Any) -> None:
    """What is no thing is refused in a sentence."""
    with pytest.raises(InvalidType, match="must be given things"):
        Ecosystem.of(wrong)


@pytest.mark.parametrize("key", ["venue-hal", "Venue-Hall", "", "x" * 300])
def test_an_unknown_id_is_a_lookup_error_with_a_hint(key: str) -> None:
    """What nothing has is refused by every look-up, with near ids."""
    ecosystem = Ecosystem.of(Venue(name="Hall"), Theme(name="AI"))
    calls = (
        ecosystem.__getitem__,
        ecosystem.removing,
        ecosystem.part,
        ecosystem.events_within,
        ecosystem.sessions_of,
        ecosystem.within,
        ecosystem.partners_of,
        lambda one: ecosystem.referring(one, Session),
        lambda one: ecosystem.replacing(Venue(id=one, name="New")),
    )
    for call in calls:
        with pytest.raises(NumecoError) as caught:
            call(key)
        assert isinstance(caught.value, (LookupError, ValueError))
    with pytest.raises(UnknownId) as unknown:
        ecosystem[key]
    assert f"nothing in the ecosystem has the id {shown(key)}" in str(unknown.value)
    assert ("did you mean 'venue-hall'" in str(unknown.value)) == (key.lower()[:5] == "venue")


def test_replacing_keeps_the_kind() -> None:
    """A thing cannot be replaced by one of another kind, nor be replaced where it is not."""
    with pytest.raises(WrongKind):
        WHOLE.replacing(Theme(id="v", name="V"))
    with pytest.raises(UnknownId):
        WHOLE.replacing(Venue(id="unknown", name="V"))


# Looking up, against plain scans


def scan(ecosystem: Ecosystem, key: str, kind: type[Thing], name: str | None = None) -> list[Thing]:
    """Return the things of a kind that name an id, by looking at each: the oracle."""
    return [
        thing
        for thing in ecosystem
        if isinstance(thing, kind)
        and any(one == key and name in {None, field} for field, one in named(thing))
    ]


@given(ecosystems())
def test_all_is_a_filter(ecosystem: Ecosystem) -> None:
    """All things of a kind are those of the whole that are of it, in order."""
    for kind in (*KINDS, Thing):
        assert ecosystem.all(kind) == tuple(one for one in ecosystem if isinstance(one, kind))


@given(ecosystems(max_size=20))
def test_referring_is_a_scan(ecosystem: Ecosystem) -> None:
    """What names a thing, in any field or in a certain one, is what a scan finds, in order."""
    fields = {name for thing in ecosystem for name, _key in named(thing)}
    for thing in ecosystem:
        for kind in (Thing, Session, Observation, Venue):
            assert list(ecosystem.referring(thing.id, kind)) == scan(ecosystem, thing.id, kind)
        for name in fields:
            found = ecosystem.referring(thing.id, Thing, name)
            assert list(found) == scan(ecosystem, thing.id, Thing, name)


@example(
    Ecosystem.of(
        Organization(id="a", name="A"),
        Organization(id="b", name="B"),
        Alliance(organizations=["a"], body="b"),
    )
)
@given(ecosystems(max_size=20))
def test_ties_are_scans(ecosystem: Ecosystem) -> None:
    """Partnerships, partners, members, memberships and alliances are what scans find."""
    for thing in ecosystem:
        key = thing.id
        calls = {
            ecosystem.partnerships_of: (Event, Series, Territory),
            ecosystem.partners_of: (Event, Series, Territory),
            ecosystem.members_of: (Organization, Event, Series),
            ecosystem.memberships_of: (Person, Organization),
            ecosystem.alliances_of: (Organization, Territory),
        }
        for call, kinds in calls.items():
            if not isinstance(thing, kinds):
                with pytest.raises(InvalidType, match="the id must be that of"):
                    call(key)
        if not isinstance(thing, (Event, Series, Territory, Organization, Person)):
            continue
        check_ties(ecosystem, thing)


def check_ties(ecosystem: Ecosystem, thing: Thing) -> None:
    """Check the ties of a thing against scans."""
    key = thing.id
    if isinstance(thing, (Event, Series, Territory)):
        ties = [one for one in ecosystem.all(Partnership) if one.of == key]
        partners = dict.fromkeys(one.organization for one in ties)
        assert list(ecosystem.partnerships_of(key)) == ties
        assert ids(ecosystem.partners_of(key)) == list(partners)
        for role in ("sponsor", "organizer"):
            wanted = dict.fromkeys(one.organization for one in ties if one.role == role)
            assert ids(ecosystem.partners_of(key, role)) == list(wanted)
    if isinstance(thing, (Organization, Event, Series)):
        members = [one for one in ecosystem.all(Membership) if one.of == key]
        assert list(ecosystem.members_of(key)) == members
    if isinstance(thing, (Person, Organization)):
        memberships = [one for one in ecosystem.all(Membership) if one.member == key]
        assert list(ecosystem.memberships_of(key)) == memberships
    if isinstance(thing, (Organization, Territory)):
        alliances = [
            one for one in ecosystem.all(Alliance) if key in one.organizations | one.territories
        ]
        assert list(ecosystem.alliances_of(key)) == alliances


def umbrellas(ecosystem: Ecosystem, event: Event) -> list[str]:
    """Return the ids of an event and of all events that it lies in, step by step."""
    found = [event.id]
    while event.within is not None:
        event = ecosystem[event.within]
        found.append(event.id)
    return cast("list[str]", found)


@given(ecosystems(max_size=20))
def test_events_within_are_those_that_lead_up(ecosystem: Ecosystem) -> None:
    """An event holds the events whose way up passes through it, each before its parts."""
    events = ecosystem.all(Event)
    for event in events:
        found = ids(ecosystem.events_within(event.id))
        assert sorted(found) == sorted(
            one.id for one in events if event.id in umbrellas(ecosystem, one)
        )
        for one in ecosystem.events_within(event.id)[1:]:
            assert one.within is not None
            assert found.index(one.within) < found.index(one.id)


@given(ecosystems(max_size=20) | schedules())
def test_sessions_of_an_event_come_by_start(ecosystem: Ecosystem) -> None:
    """The sessions of an event and of those within it come by instant of start, then end, then id."""

    def by_start(one: Session) -> tuple[Any, ...]:
        when = one.when
        return (1, one.id) if when is None else (0, when.start_us, when.end_us, one.id)

    for event in ecosystem.all(Event):
        scanned = [
            one
            for one in ecosystem.all(Session)
            if event.id in umbrellas(ecosystem, ecosystem[one.event])
        ]
        assert list(ecosystem.sessions_of(event.id)) == sorted(scanned, key=by_start)


def test_only_events_have_sessions() -> None:
    """Asking for the sessions or parts of what is no event is refused by kind."""
    for call in (WHOLE.sessions_of, WHOLE.events_within):
        with pytest.raises(InvalidType, match=r"must be that of Event, not of Venue \(got 'v'\)"):
            call("v")


def lies_in(ecosystem: Ecosystem, thing: Thing, key: str) -> bool:
    """Return whether a thing lies within a territory, by looking upward: the oracle."""
    if thing.id == key:
        return True
    match thing:
        case Territory():
            up: Iterable[str | None] = thing.within
        case Organization():
            up = [thing.seat, *thing.serves]
        case Venue():
            up = [thing.within, thing.territory]
        case Event():
            up = [*thing.territories, thing.venue, thing.within]
        case Session():
            up = [thing.event, thing.venue]
        case Partnership() | Membership():
            up = [thing.of]
        case Alliance():
            up = [*thing.organizations, *thing.territories]
        case Label():
            up = [thing.holder]
        case Observation():
            up = [thing.subject]
        case _:
            up = []
    return any(one is not None and lies_in(ecosystem, ecosystem[one], key) for one in up)


@example(
    Ecosystem.of(
        Territory(id="t", name="T"),
        Venue(id="site", name="Site", territory="t"),
        Venue(id="room", name="Room", within="site"),
        Event(id="elsewhere", name="Elsewhere"),
        Session(id="s", title="S", event="elsewhere", venue="room"),
        Event(id="here", name="Here", venue="site"),
        Event(id="part", name="Part", within="here"),
        Session(id="u", title="U", event="part"),
    )
)
@given(ecosystems(max_size=20))
def test_within_a_territory_is_what_leads_up_to_it(ecosystem: Ecosystem) -> None:
    """The part within a territory holds what lies there, by looking upward, and what that names."""
    for territory in ecosystem.all(Territory):
        inside = [one.id for one in ecosystem if lies_in(ecosystem, one, territory.id)]
        assert ecosystem.within(territory.id) == ecosystem.part(*inside)


@given(ecosystems(max_size=9), st.data())
def test_a_part_is_the_smallest_consistent_one(ecosystem: Ecosystem, data: st.DataObject) -> None:
    """A part is consistent, in the order of the whole, and no smaller one holds the given ids."""
    everything = ids(ecosystem)
    wanted = data.draw(st.sets(st.sampled_from(everything))) if everything else set()
    part = ecosystem.part(*wanted)
    assert consistent(part)
    assert wanted <= set(ids(part))
    assert ids(part) == [one for one in everything if one in part]
    assert all(part[one] is ecosystem[one] for one in ids(part))
    spare = set(ids(part)) - wanted
    for number in range(len(spare)):
        for kept in combinations(sorted(spare), number):
            assert not consistent(ecosystem[one] for one in (*wanted, *kept))


@given(ecosystems(), st.data())
def test_parts_grow_with_what_is_asked(ecosystem: Ecosystem, data: st.DataObject) -> None:
    """The part of a part is that part; the part of two sets is the union of their parts."""
    keys = st.sets(st.sampled_from(ids(ecosystem))) if len(ecosystem) else st.just(set[str]())
    one, other = data.draw(keys), data.draw(keys)
    part = ecosystem.part(*one)
    assert part.part(*one) == part
    assert ecosystem.part(*one, *other) == part | ecosystem.part(*other)
    assert ecosystem.part() == Ecosystem.of()


@given(schedules())
def test_a_programme_day_is_that_of_the_event(ecosystem: Ecosystem) -> None:
    """The day of a session is local to its event's zone and begins when its days do."""
    (event,) = ecosystem.all(Event)
    for session in ecosystem.all(Session):
        if session.when is None:
            assert ecosystem.day(session) is None
        else:
            start = session.when.start.replace(tzinfo=None)
            shift = timedelta(hours=event.day_starts.hour)
            assert ecosystem.day(session) == (start - shift).date()


def test_find_goes_by_whole_words() -> None:
    """Case, accents and punctuation do not count; parts of words do not match."""
    ecosystem = Ecosystem.of(
        Person(name="Mounir M.", aliases=["Mounir Mahjoubi"]),
        Person(id="p1", name="Éole-Anne"),
        Organization(name="Mahjoubi & fils"),
    )
    assert ids(ecosystem.find("MAHJOUBI", Person)) == ["person-mounir-m"]
    assert ids(ecosystem.find("mahjoubi", Thing)) == [
        "person-mounir-m",
        "organization-mahjoubi-fils",
    ]
    assert ids(ecosystem.find("eole anne", Person)) == ["p1"]
    assert ids(ecosystem.find("p1", Person)) == ["p1"]
    assert ecosystem.find("ann", Person) == ()


@given(SOME)
def test_everything_is_found_by_its_name(ecosystem: Ecosystem) -> None:
    """A thing is among those found by its own label."""
    for thing in ecosystem:
        assert thing in ecosystem.find(thing.label, Thing)


@example(Ecosystem.of())
@given(ecosystems())
def test_repr_counts_the_kinds(ecosystem: Ecosystem) -> None:
    """The repr is short and counts each kind that is there."""
    said = repr(ecosystem)
    for kind in KINDS:
        number = len(ecosystem.all(kind))
        assert (f"{number} {kind.__name__}" in said) == (number > 0)
    assert (said == "<Ecosystem: empty>") == (len(ecosystem) == 0)
