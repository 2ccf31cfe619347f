"""Laws of things: built means valid, frozen, told apart by value; their ids; their revisions."""

import copy
import pickle
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast
from unicodedata import normalize
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import numeco
from numeco import (
    Alliance,
    Count,
    Days,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Label,
    Membership,
    NonexistentTime,
    NumecoError,
    Observation,
    Organization,
    Partnership,
    Person,
    Session,
    SessionStatus,
    Territory,
    Thing,
    Venue,
    revise,
)
from numeco.model import slug
from numeco.model.references import KINDS
from numeco.testing import events, moments, names, sessions, texts, things
from numeco.time import instant

#: What the repr of a thing may name.
SCOPE: Mapping[str, Any] = vars(numeco) | {"Decimal": Decimal, "datetime": __import__("datetime")}

# Things are values


@given(things())
def test_nothing_of_a_thing_can_be_changed(thing: Thing) -> None:
    """Every field of every kind refuses assignment and deletion, and new attributes have no room."""
    for field in attrs.fields(type(thing)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(thing, field.name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(thing, field.name)
    with pytest.raises(AttributeError):
        thing.nickname = "x"  # type: ignore[attr-defined]
    assert not hasattr(thing, "__dict__")


@given(things())
def test_a_thing_holds_only_what_cannot_change(thing: Thing) -> None:
    """No field holds a list, a set or a dict; so a thing can be hashed."""
    assert isinstance(hash(thing), int)
    for field in attrs.fields(type(thing)):
        assert not isinstance(getattr(thing, field.name), (list, set, dict))


@given(things())
def test_copies_are_equal(thing: Thing) -> None:
    """A pickled or deeply copied thing, or one built again from its fields, is equal."""
    fields = {field.name: getattr(thing, field.name) for field in attrs.fields(type(thing))}
    pickled = pickle.loads(pickle.dumps(thing))  # noqa: S301
    for other in (pickled, copy.deepcopy(thing), type(thing)(**fields)):
        assert (other, hash(other), repr(other)) == (thing, hash(thing), repr(other))


@given(things())
def test_facts_build_the_thing_again(thing: Thing) -> None:
    """The facts of a thing, and its id, say all that there is."""
    facts = dict(thing.facts())
    assert next(iter(facts)) == "id"
    assert type(thing)(**cast("Any", facts)) == thing
    needed = NEEDED[type(thing).__name__]
    plain = type(thing)(**cast("Any", needed))
    for name in attrs.fields_dict(type(thing)).keys() - facts.keys() - needed.keys():
        assert getattr(thing, name) == getattr(plain, name)


@given(things())
def test_repr_gives_the_thing_back(thing: Thing) -> None:
    """Evaluating the repr, with the names of numeco in scope, gives an equal thing."""
    assert eval(repr(thing), dict(SCOPE)) == thing  # noqa: S307


@given(things(), things())
def test_things_are_equal_where_kind_and_fields_are(one: Thing, other: Thing) -> None:
    """Two things are equal where they are of a kind and all their fields are equal."""
    names = [field.name for field in attrs.fields(type(one))]
    same = type(one) is type(other) and all(getattr(one, n) == getattr(other, n) for n in names)
    assert (one == other) == same


@given(things())
def test_evolving_checks_again(thing: Thing) -> None:
    """A changed copy is checked as a new thing is."""
    assert attrs.evolve(thing) == thing
    assert attrs.evolve(thing, description="new").description == "new"
    for wrong in ({"description": None}, {"tags": "word"}, {"id": "Not A Slug"}, {"sources": [5]}):
        with pytest.raises(InvalidValue):
            attrs.evolve(thing, **cast("Any", wrong))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_things_take_their_fields_by_name_alone(kind: type[Thing]) -> None:
    """A thing takes no positional argument, and an unknown keyword is Python's own TypeError."""
    with pytest.raises(TypeError, match="positional"):
        cast("Any", kind)("name")
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour_of_hair'"):
        cast("Any", kind)(colour_of_hair="red")


@given(st.lists(st.sampled_from(["a", "b", "c"])))
def test_collections_become_frozen(words: list[str]) -> None:
    """Lists, sets, tuples and generators convert alike, and later changes do not come through."""
    given_list = list(words)
    venue = Venue(name="Hall", features=given_list)
    given_list.append("later")
    assert venue.features == frozenset(words)
    assert Venue(name="Hall", features=(word for word in words)) == venue
    talk = Session(id="talk", title="Talk", event="week", speakers=words)
    assert talk.speakers == tuple(words)


# Ids


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Web2day 2018", "web2day-2018"),
        ("Nantes – Saint-Nazaire Développement", "nantes-saint-nazaire-developpement"),
        ("L'Île d'Éole", "l-ile-d-eole"),
        ("  padded  ", "padded"),
        ("A/B & C++", "a-b-c"),
        ("straße Ærø Łódź Þór", "strasse-aero-lodz-thor"),
        ("ﬁn ① ²", "fin-1-2"),  # NFKD
        ("İstanbul", "istanbul"),
        ("ISTANBUL ıspanak", "istanbul-ispanak"),
        ("Ελλάδα", "ellada"),
        ("Θεσσαλονίκη", "thessaloniki"),
        ("Москва", "moskva"),
        ("Щёлково", "shchelkovo"),
        ("объект", "obekt"),
        ("Київ", "kiiv"),  # decomposed first
        ("Београд Љ", "beograd-lj"),
        ("大阪", "x6df977461d"),
        ("Osaka 大阪", "osaka-x" + sha256("Osaka 大阪".encode()).hexdigest()[:10]),
        ("مراكش", "x" + sha256("مراكش".encode()).hexdigest()[:10]),
        ("🚀", "x" + sha256("🚀".encode()).hexdigest()[:10]),
        ("@@@@", "x" + sha256(b"@@@@").hexdigest()[:10]),
        ("٣", "x" + sha256("٣".encode()).hexdigest()[:10]),
        ("a" * 120, "a" * 120),
        ("a" * 121, "a" * 120 + "-x" + sha256(b"a" * 121).hexdigest()[:10]),
        ("a" * 119 + " b", "a" * 119 + "-x" + sha256(b"a" * 119 + b" b").hexdigest()[:10]),
    ],
)
def test_slugs_never_change(name: str, expected: str) -> None:
    """The id that a name gives today is the one that it gave yesterday."""
    assert slug(name) == expected


SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@example("ᾼ")
@given(texts() | st.text(st.characters(codec="utf-8")))
def test_a_slug_is_an_id(name: str) -> None:
    """Any text, the empty one too, gives a valid id of at most 132 characters."""
    found = slug(name)
    assert SLUG.fullmatch(found)
    assert len(found) <= 132


@given(names())
def test_equivalent_names_have_one_slug(name: str) -> None:
    """Composed and decomposed forms of a name have one slug."""
    assert slug(normalize("NFD", name)) == slug(normalize("NFC", name))


@given(st.text("abcxyz019-"))
def test_a_slug_is_its_own_slug(name: str) -> None:
    """The slug of a short slug is that slug."""
    assume(len(slug(name)) <= 120)
    assert slug(slug(name)) == slug(name)


@given(st.text("大阪神戸京都", min_size=1), st.text("大阪神戸京都", min_size=1))
def test_what_cannot_be_written_stays_different(one: str, other: str) -> None:
    """Names without a transliteration have different slugs where they differ."""
    assert (slug(one) == slug(other)) == (one == other)


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (Territory(name="Nantes"), "territory-nantes"),
        (Organization(name="OVH"), "organization-ovh"),
        (Person(name="Henryk Klaba"), "person-henryk-klaba"),
        (Venue(name="Salle A"), "venue-salle-a"),
        (Event(name="Web2day"), "event-web2day"),
        (numeco.Series(name="Web2day"), "series-web2day"),
        (numeco.Theme(name="Santé"), "theme-sante"),
        (Membership(member="a", of="b", role="president"), "membership-a-b-president"),
        (Membership(member="a", of="b"), "membership-a-b-member"),
        (Partnership(organization="a", of="b", role="sponsor"), "partnership-a-b-sponsor"),
        (Alliance(name="Grand Ouest", territories=["a"]), "alliance-grand-ouest"),
        (
            Alliance(kind="corridor", territories=["b", "a"], organizations=["c"]),
            "alliance-corridor-a-b-c",
        ),
        (Label(holder="a", issuer="b", level="@@@@", year=2017), "label-a-b-2017"),
        (Label(holder="a", issuer="b", level="Gold"), "label-a-b-gold"),
        (Observation(subject="a", measure="visitors", value=5), "observation-a-visitors"),
        (
            Observation(subject="a", measure="visitors", value=5, days=Days.year(2017)),
            "observation-a-visitors-2017",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_id_left_out_is_kind_and_name(thing: Thing, expected: str) -> None:
    """The id of a thing that was given none is made of its kind and what names it."""
    assert thing.id == expected


@example(Alliance(territories=[f"territory-of-some-length-{n}" for n in range(20)]))
@example(Membership(member="m" * 200, of="o" * 200))
@example(Venue(name="a\r\nb" * 100))
@given(things())
def test_a_derived_id_is_an_id(thing: Thing) -> None:
    """An id that was made of names could have been given: a changed copy accepts it."""
    assert attrs.evolve(thing, id=thing.id) == thing


@given(names())
def test_a_session_needs_an_id(title: str) -> None:
    """Session ids are always given, since titles change and repeat."""
    with pytest.raises(TypeError, match="id"):
        Session(title=title, event="week")  # type: ignore[call-arg]
    with pytest.raises(InvalidType, match=r"Session\.id must be an id"):
        Session(id=None, title=title, event="week")  # type: ignore[arg-type]


# Revisions

WEIGHTY = {"when", "days", "zone", "venue", "territories", "mode", "status"}
KEPT = {"id", "sequence", "modified", "created"}
LATER = datetime(2101, 6, 1, tzinfo=UTC)


@given(sessions() | events())
def test_changing_nothing_returns_the_thing_itself(thing: Any) -> None:
    """A revision that changes nothing returns the same object."""
    assert revise(thing, at=LATER) is thing
    same = {name: value for name, value in thing.facts() if name not in KEPT}
    assert revise(thing, at=LATER, **same) is thing


@given(sessions() | events(), st.data())
def test_sequence_rises_where_time_place_or_status_changes(thing: Any, data: st.DataObject) -> None:
    """A change of when, where or status raises `sequence` by one, and no other change does."""
    other = data.draw(sessions() if isinstance(thing, Session) else events())
    facts = {one.name: getattr(other, one.name) for one in attrs.fields(type(thing))}
    names = data.draw(st.sets(st.sampled_from(sorted(facts.keys() - KEPT)), max_size=4))
    changes = {name: facts[name] for name in names}
    changed = revise(thing, at=LATER, **changes)
    differing = {name for name in names if getattr(thing, name) != facts[name]}
    assert changed.sequence == thing.sequence + bool(differing & WEIGHTY)
    assert changed.modified == (LATER if differing else thing.modified)
    assert {name: getattr(changed, name) for name in facts} == {
        **{name: getattr(thing, name) for name in facts},
        **changes,
        "sequence": changed.sequence,
        "modified": changed.modified,
    }


@given(sessions(), moments(), moments())
def test_modified_never_goes_back(thing: Session, one: datetime, other: datetime) -> None:
    """`modified` is the instant of the change in UTC; an earlier one than the last is refused."""
    first = revise(attrs.evolve(thing, modified=None), at=one, title="first")
    if thing.title == "first":
        assert first.modified is None
        return
    assert first.modified is not None
    assert first.modified.tzinfo is UTC
    assert instant(first.modified) == instant(one)
    if instant(other) < instant(one):
        with pytest.raises(InvalidValue, match="at must not come before the last change"):
            revise(first, at=other, title="second")
    else:
        assert revise(first, at=other, title="second").modified == other.astimezone(UTC)


def test_words_are_read_before_they_are_compared() -> None:
    """A change written as a plain word counts as the status that it names."""
    talk = Session(id="talk", title="Talk", event="week", status="confirmed")
    assert revise(talk, at=LATER, status="confirmed") is talk
    cancelled = revise(talk, at=LATER, status="cancelled")
    assert (cancelled.status, cancelled.sequence) == (SessionStatus.CANCELLED, 1)


@pytest.mark.parametrize("name", ["sequence", "modified", "id", "created", "colour"])
def test_only_facts_are_revised(name: str) -> None:
    """A revision cannot set what it counts itself, nor what there is not."""
    talk = Session(id="talk", title="Talk", event="week")
    with pytest.raises(InvalidValue, match="revise must change one of"):
        revise(talk, at=LATER, **cast("Any", {name: 1}))


# What is refused

DAY = datetime(2026, 10, 20, 9, tzinfo=ZoneInfo("Europe/Paris"))
HOUR = Interval(DAY, DAY)
NEEDED: Mapping[str, Mapping[str, object]] = {
    "Territory": {"name": "Nantes"},
    "Organization": {"name": "CCI"},
    "Person": {"name": "Ada"},
    "Membership": {"member": "ada", "of": "cci"},
    "Venue": {"name": "Hall"},
    "Theme": {"name": "AI"},
    "Series": {"name": "Web2day"},
    "Event": {"name": "Week"},
    "Session": {"id": "talk", "title": "Talk", "event": "week"},
    "Partnership": {"organization": "cci", "of": "week"},
    "Alliance": {"organizations": ["cci"]},
    "Label": {"holder": "nantes", "issuer": "cci"},
    "Observation": {"subject": "week", "measure": "visitors", "value": 5},
    "Source": {"title": "Report"},
}
TEXT, BLANK, COLLECTION = "must be a text", "must not be blank", "must be a collection"
ID, WEB = "must be an id", "must be a web address"
Wrong = tuple[str, Mapping[str, object], str]

#: Class and field, arguments, what must hold.
WRONG: list[Wrong] = [
    ("Territory.name", {"name": ""}, BLANK),
    ("Territory.name", {"name": " \t\u2028"}, BLANK),
    ("Territory.name", {"name": None}, TEXT),
    ("Territory.name", {"name": b"Nantes"}, TEXT),
    ("Territory.name", {"name": "a\ud800"}, "without lone surrogates"),
    ("Territory.id", {"id": "Nantes"}, ID),
    ("Territory.id", {"id": ""}, ID),
    ("Territory.id", {"id": "a--b"}, ID),
    ("Territory.id", {"id": "-a"}, ID),
    ("Territory.id", {"id": "a_b"}, ID),
    ("Territory.id", {"id": "a\n"}, ID),
    ("Territory.id", {"id": "é"}, ID),
    ("Territory.id", {"id": "٣"}, ID),
    ("Territory.id", {"id": "a" * 201}, "at most 200 long"),
    ("Territory.id", {"id": 5}, ID),
    ("Territory.kind", {"kind": "municipalty"}, "did you mean 'municipality'?"),
    ("Territory.kind", {"kind": None}, "must be one of neighbourhood"),
    ("Territory.kind", {"kind": 3}, "must be one of neighbourhood"),
    ("Territory.kind", {"kind": "Region"}, "did you mean 'region'?"),
    ("Territory.within", {"within": "france"}, COLLECTION),
    ("Territory.within", {"within": 5}, COLLECTION),
    ("Territory.within", {"within": None}, COLLECTION),
    ("Territory.within", {"within": ["France"]}, ID),
    ("Territory.within", {"within": [5]}, ID),
    ("Territory.within", {"within": [["france"]]}, ID),
    ("Territory.aliases", {"aliases": ["", "x"]}, BLANK),
    ("Territory.aliases", {"aliases": "alias"}, COLLECTION),
    ("Territory.aliases", {"aliases": [5]}, TEXT),
    ("Territory.identifiers", {"identifiers": "insee:44109"}, COLLECTION),
    ("Territory.identifiers", {"identifiers": [5]}, "must be an Identifier"),
    ("Territory.zone", {"zone": "Paris"}, "must be an IANA time zone"),
    ("Territory.zone", {"zone": ""}, "must be an IANA time zone"),
    ("Territory.zone", {"zone": ZoneInfo("Europe/Paris")}, "must be an IANA time zone"),
    ("Territory.zone", {"zone": ["Europe/Paris"]}, "must be an IANA time zone"),
    ("Territory.tags", {"tags": "tag"}, COLLECTION),
    ("Territory.tags", {"tags": [" "]}, BLANK),
    ("Territory.tags", {"tags": b"tag"}, COLLECTION),
    ("Territory.sources", {"sources": "its website"}, COLLECTION),
    ("Territory.sources", {"sources": [5]}, "must be a Source"),
    ("Territory.description", {"description": None}, TEXT),
    ("Territory.description", {"description": "\udfff"}, "without lone surrogates"),
    ("Territory.language", {"language": ""}, "must be a language tag"),
    ("Territory.language", {"language": "français"}, "must be a language tag"),
    ("Territory.language", {"language": "fr_CA"}, "must be a language tag"),
    ("Territory.language", {"language": 5}, TEXT),
    ("Organization.kind", {"kind": "startups"}, "did you mean 'startup'?"),
    ("Organization.size", {"size": "big"}, "must be one of micro"),
    ("Organization.size", {"size": 50}, "must be one of micro"),
    ("Organization.seat", {"seat": "La Défense"}, ID),
    ("Organization.seat", {"seat": ["nantes"]}, ID),
    ("Organization.serves", {"serves": "nantes"}, COLLECTION),
    ("Organization.offers", {"offers": 7}, COLLECTION),
    ("Organization.seeks", {"seeks": ["A I"]}, ID),
    ("Organization.email", {"email": "cci"}, "must be one e-mail address"),
    ("Organization.email", {"email": "a@b.fr, c@d.fr"}, "must be one e-mail address"),
    ("Organization.email", {"email": "a@b.fr\r\nBcc: x@y.fr"}, "must be one e-mail address"),
    ("Organization.email", {"email": 5}, TEXT),
    ("Organization.url", {"url": "cci.nc"}, WEB),
    ("Organization.url", {"url": "ftp://cci.nc"}, WEB),
    ("Organization.url", {"url": "javascript:alert(1)"}, WEB),
    ("Organization.url", {"url": "https://"}, WEB),
    ("Organization.url", {"url": "https://[::1"}, WEB),
    ("Organization.url", {"url": "https://cci.nc/a b"}, WEB),
    ("Organization.url", {"url": "https://cci.nc/\r\nX"}, WEB),
    ("Organization.url", {"url": 5}, TEXT),
    ("Person.placeholder", {"placeholder": 1}, "must be True or False"),
    ("Person.placeholder", {"placeholder": "no"}, "must be True or False"),
    ("Person.available", {"available": HOUR}, COLLECTION),
    ("Person.available", {"available": [DAY]}, "must be an Interval"),
    ("Person.available", {"available": [HOUR, None]}, "must be an Interval"),
    ("Membership.member", {"member": None}, ID),
    ("Membership.of", {"of": "The CCI"}, ID),
    ("Membership.role", {"role": "presidant"}, "did you mean 'president'?"),
    ("Membership.title", {"title": ""}, BLANK),
    ("Membership.since", {"since": date(2026, 1, 1)}, "must be a Days"),
    ("Membership.since", {"since": "2026"}, "must be a Days"),
    (
        "Membership.until",
        {"since": Days.year(2020), "until": Days.year(2019)},
        "must not come before since (2020)",
    ),
    ("Venue.capacity", {"capacity": 0}, "must be at least 1 seat"),
    ("Venue.capacity", {"capacity": True}, "must be a whole number (seats)"),
    ("Venue.capacity", {"capacity": 10.0}, "must be a whole number (seats)"),
    ("Venue.capacity", {"capacity": "10"}, "must be a whole number (seats)"),
    ("Venue.exclusive", {"exclusive": None}, "must be True or False"),
    ("Venue.latitude", {"latitude": 47.2}, "must be given together with longitude"),
    ("Venue.latitude", {"latitude": 90.1, "longitude": 0}, "must be between -90 and 90"),
    ("Venue.latitude", {"latitude": "47.2", "longitude": 0}, "must be a number (degrees)"),
    ("Venue.latitude", {"latitude": float("nan"), "longitude": 0}, "must be between -90 and 90"),
    ("Venue.longitude", {"latitude": 0, "longitude": float("inf")}, "must be between -180"),
    ("Venue.longitude", {"latitude": 0, "longitude": False}, "must be a number (degrees)"),
    ("Venue.address", {"address": ""}, BLANK),
    ("Venue.features", {"features": "stage"}, COLLECTION),
    ("Venue.opening", {"opening": [(DAY, DAY)]}, "must be an Interval"),
    ("Theme.colour", {"colour": "red"}, "must be a colour such as #1f77b4"),
    ("Theme.colour", {"colour": "#1F77B4"}, "must be a colour such as #1f77b4"),
    ("Theme.colour", {"colour": "#1f77b4\n"}, "must be a colour such as #1f77b4"),
    ("Theme.colour", {"colour": 0x1F77B4}, TEXT),
    ("Theme.broader", {"broader": "Everything!"}, ID),
    ("Series.url", {"url": ""}, WEB),
    ("Event.kind", {"kind": "digital week"}, "did you mean 'digital-week'?"),
    ("Event.days", {"days": date(2026, 10, 20)}, "must be a Days"),
    ("Event.days", {"days": HOUR}, "must be a Days"),
    ("Event.zone", {"zone": "CET+1"}, "must be an IANA time zone"),
    ("Event.day_starts", {"day_starts": "05:00"}, "must be a datetime.time"),
    ("Event.day_starts", {"day_starts": 5}, "must be a datetime.time"),
    ("Event.day_starts", {"day_starts": time(5, tzinfo=UTC)}, "without zone"),
    ("Event.edition", {"edition": 0}, "must be at least 1 edition"),
    ("Event.edition", {"edition": "5th"}, "must be a whole number (editions)"),
    ("Event.mode", {"mode": "onsite"}, "did you mean 'on-site'?"),
    ("Event.status", {"status": "canceled"}, "did you mean 'cancelled'?"),
    ("Event.themes", {"themes": "ai"}, COLLECTION),
    ("Event.territories", {"territories": {"Nantes": 1}}, "must be a collection"),
    ("Event.sequence", {"sequence": -1}, "must be at least 0 revision"),
    ("Event.sequence", {"sequence": True}, "must be a whole number (revisions)"),
    ("Event.modified", {"modified": datetime(2026, 1, 1)}, "must be an aware datetime"),  # noqa: DTZ001  # a wall clock
    ("Event.modified", {"modified": "2026-01-01"}, "must be an aware datetime"),
    ("Event.modified", {"modified": date(2026, 1, 1)}, "must be an aware datetime"),
    ("Session.title", {"title": "\n"}, BLANK),
    ("Session.event", {"event": "the week"}, ID),
    ("Session.when", {"when": DAY}, "must be an Interval"),
    ("Session.when", {"when": (DAY, DAY)}, "must be an Interval"),
    ("Session.when", {"when": Days.year(2026)}, "must be an Interval"),
    ("Session.speakers", {"speakers": "ada"}, COLLECTION),
    ("Session.speakers", {"speakers": ["Ada Lovelace"]}, ID),
    ("Session.speakers", {"speakers": [Person(name="Ada")]}, ID),
    ("Session.hosts", {"hosts": None}, COLLECTION),
    ("Session.kind", {"kind": "keynotes"}, "did you mean 'keynote'?"),
    ("Session.audiences", {"audiences": ["student"]}, "did you mean 'students'?"),
    ("Session.audiences", {"audiences": "students"}, COLLECTION),
    ("Session.accessibility", {"accessibility": ["caption"]}, "did you mean 'captions'?"),
    ("Session.access", {"access": "free"}, "must be one of open"),
    ("Session.status", {"status": "canceled"}, "did you mean 'cancelled'?"),
    ("Session.capacity", {"capacity": -1}, "must be a Count or a whole number"),
    ("Session.capacity", {"capacity": True}, "must be a Count or a whole number"),
    ("Session.registered", {"registered": 1.5}, "must be a Count or a whole number"),
    ("Session.waitlisted", {"waitlisted": "about 5"}, "must be a Count or a whole number"),
    ("Session.attended", {"attended": Decimal(5)}, "must be a Count or a whole number"),
    ("Session.requires", {"requires": [""]}, BLANK),
    ("Session.created", {"created": datetime(2026, 1, 1)}, "must be an aware datetime"),  # noqa: DTZ001  # a wall clock
    ("Partnership.role", {"role": "sponsors"}, "did you mean 'sponsor'?"),
    ("Partnership.contributions", {"contributions": ["cash"]}, "must be one of money"),
    ("Partnership.contributions", {"contributions": "money"}, COLLECTION),
    ("Partnership.amount", {"amount": 10}, "must be given together with currency"),
    ("Partnership.amount", {"currency": "EUR"}, "must be given together with currency"),
    ("Partnership.amount", {"amount": 9.5, "currency": "EUR"}, "a float is not exact"),
    ("Partnership.amount", {"amount": True, "currency": "EUR"}, "must be a Decimal"),
    ("Partnership.amount", {"amount": -1, "currency": "EUR"}, "0 or more"),
    ("Partnership.amount", {"amount": Decimal("NaN"), "currency": "EUR"}, "must be a finite"),
    ("Partnership.currency", {"amount": 1, "currency": "€"}, "must be a currency"),
    ("Partnership.currency", {"amount": 1, "currency": "eur"}, "must be a currency"),
    ("Partnership.level", {"level": " "}, BLANK),
    ("Alliance.organizations", {"organizations": []}, "must name at least one"),
    ("Alliance.name", {"name": ""}, BLANK),
    ("Alliance.body", {"body": "The Body"}, ID),
    (
        "Alliance.until",
        {"since": Days.of("2026-10-20"), "until": Days.month(2026, 9)},
        "must not come before since (2026-10-20)",
    ),
    ("Label.issuer", {"issuer": None}, ID),
    ("Label.level", {"level": ""}, BLANK),
    ("Label.year", {"year": 0}, "must be a year from 1 to 9999"),
    ("Label.year", {"year": "2017"}, "must be a whole number"),
    ("Observation.measure", {"measure": "visitor"}, "did you mean 'visitors'?"),
    ("Observation.value", {"value": 5.5}, "must be a Count, Decimal, Rank, Level"),
    ("Observation.value", {"value": "5"}, "must be a Count, Decimal, Rank, Level"),
    ("Observation.value", {"value": -5}, "must be a Count, Decimal, Rank, Level"),
    ("Observation.value", {"value": True}, "must be a Count, Decimal, Rank, Level"),
    ("Observation.value", {"value": Decimal("Infinity")}, "must be finite"),
    ("Observation.unit", {"unit": ""}, BLANK),
    ("Observation.subject", {"subject": Event(name="Week")}, ID),
    ("Source.title", {"title": ""}, BLANK),
    ("Source.url", {"url": "www.isee.nc"}, WEB),
    ("Source.published", {"published": "2026"}, "must be a Days"),
    ("Source.note", {"note": None}, TEXT),
]


def _case(wrong: Wrong) -> str:
    field, arguments, _must = wrong
    return ascii(f"{field} {list(arguments.values())}"[:70])


@pytest.mark.parametrize(
    "wrong", [pytest.param(one, id=f"{at}-{_case(one)}") for at, one in enumerate(WRONG)]
)
def test_wrong_arguments_are_refused_in_a_sentence(wrong: Wrong) -> None:
    """The error is numeco's and Python's, and says which field, what must hold and what was given."""
    field, arguments, must = wrong
    kind = field.partition(".")[0]
    with pytest.raises(NumecoError) as caught:
        getattr(numeco, kind)(**{**NEEDED[kind], **arguments})
    error = caught.value
    assert isinstance(error, ValueError)
    said = str(error)
    assert said.startswith(f"{field} must")
    assert must in said
    assert " (got " in said
    assert said.endswith(")")
    assert "\n" not in said


def test_wrong_types_are_type_errors_too() -> None:
    """A value of a type that a field cannot hold is a TypeError, a value out of range is not."""
    with pytest.raises(TypeError):
        Venue(name="Hall", capacity=cast("Any", "10"))
    with pytest.raises(ValueError, match="seat") as caught:
        Venue(name="Hall", capacity=0)
    assert not isinstance(caught.value, TypeError)


def test_errors_carry_their_facts() -> None:
    """An error's fields hold what its sentence says."""
    with pytest.raises(InvalidValue) as caught:
        Venue(name="Hall", capacity=0)
    error = caught.value
    assert (error.field, error.must, error.given) == (
        "Venue.capacity",
        "must be at least 1 seat",
        0,
    )
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def test_a_long_value_does_not_run_away() -> None:
    """The sentence shows at most 80 characters of what was given."""
    with pytest.raises(InvalidValue) as caught:
        Venue(name="Hall", url="x" * 10**6)
    assert len(str(caught.value)) < 200


def test_identifiers_of_known_registers_are_checked() -> None:
    """A wrong SIREN among a thing's identifiers is refused with the rule."""
    with pytest.raises(NumecoError, match="the siren identifier must end with its check digit"):
        Organization(name="CCI", identifiers=["siren:732829321"])


def test_missing_times_and_fixed_offsets_do_not_enter() -> None:
    """No session can stand at a time that is not, or in a zone without a name."""
    with pytest.raises(NonexistentTime):
        Interval.local("2026-03-29T02:30", "2026-03-29T04:00", "Europe/Paris")
    fixed = DAY.astimezone(timezone(timedelta(hours=2)))
    with pytest.raises(InvalidValue, match="IANA"):
        Session(id="talk", title="Talk", event="week", when=Interval(fixed, fixed))


@given(moments())
def test_modified_is_kept_in_utc(moment: datetime) -> None:
    """An aware datetime in any zone is kept as its instant in UTC."""
    event = Event(name="Week", modified=moment)
    assert event.modified is not None
    assert event.modified.tzinfo is UTC
    assert instant(event.modified) == instant(moment)


def test_whole_numbers_become_counts() -> None:
    """A whole number where a count is expected is an exact count."""
    talk = Session(id="talk", title="Talk", event="week", capacity=0, attended=Count(3, 5))
    assert (talk.capacity, talk.attended) == (Count(0), Count(3, 5))
