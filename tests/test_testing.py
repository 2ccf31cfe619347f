"""The strategies draw all there is, validly, and fast."""

import time
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import entry_points
from typing import Any, cast

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numeco
from numeco import (
    Alliance,
    Count,
    Days,
    Ecosystem,
    Event,
    Identifier,
    Interval,
    InvalidValue,
    Membership,
    Organization,
    Person,
    Session,
    Source,
    Thing,
    ThingId,
    Venue,
    _hypothesis_hook,
    testing,
)
from numeco.model.references import KINDS, REFERENCES
from numeco.time import Precision

#: Draws that are the same in every run, so that coverage never depends on luck.
STEADY = settings(
    max_examples=120,
    derandomize=False,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


FEWER = settings(STEADY, max_examples=60)
#: One run of Hypothesis varies what it has found; several begin anew.
RUNS = 3
MANY = 10


def draws(
    strategy: SearchStrategy[Any], settings: settings = STEADY, runs: int = RUNS
) -> list[Any]:
    """Return many examples of a strategy."""
    found: list[Any] = []

    for run in range(runs):

        @seed(run)
        @settings
        @given(strategy)
        def collect(value: Any) -> None:
            found.append(value)

        collect()
    return found


@cache
def drawn(name: str) -> list[Any]:
    """Return many examples of the strategy of this name."""
    return draws(getattr(testing, name)())


@cache
def large() -> list[Ecosystem]:
    """Return many examples of large ecosystems."""
    return draws(testing.ecosystems(min_size=15, max_size=30), FEWER, MANY)


STRATEGIES = {
    numeco.Territory: testing.territories,
    numeco.Organization: testing.organizations,
    numeco.Person: testing.persons,
    numeco.Membership: testing.memberships,
    numeco.Venue: testing.venues,
    numeco.Theme: testing.themes,
    numeco.Series: testing.series,
    numeco.Event: testing.events,
    numeco.Session: testing.sessions,
    numeco.Partnership: testing.partnerships,
    numeco.Alliance: testing.alliances,
    numeco.Label: testing.labels,
    numeco.Observation: testing.observations,
}
by_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def default_of(field: "attrs.Attribute[Any]") -> object:
    """Return the default of a field, converted; what no value equals where it has none."""
    convert = cast("Any", field.converter)
    return (
        convert(field.default) if convert and field.default is not attrs.NOTHING else field.default
    )


@by_kind
def test_every_field_is_drawn(kind: type[Thing]) -> None:
    """Every field of every kind takes its default and another value in some example."""
    things = drawn(STRATEGIES[cast("Any", kind)].__name__)
    for field in attrs.fields(kind):
        values = {getattr(thing, field.name) for thing in things}
        default = default_of(field)
        assert values - {default}, field.name
        assert default in values or default is attrs.NOTHING or field.name == "id"


def test_every_field_is_drawn_within_ecosystems_too() -> None:
    """In ecosystems, too, every field of every kind takes another value than its default."""
    things: list[Thing] = [one for whole in large() for one in whole]
    for kind in KINDS:
        for field in attrs.fields(kind):
            values = {getattr(one, field.name) for one in things if type(one) is kind}
            assert values - {default_of(field)}, (kind, field.name)


def test_every_reference_is_drawn_to_every_kind() -> None:
    """In ecosystems every field that names things names each kind that it takes."""
    found = {
        (type(thing), reference.field, type(whole[one]))
        for whole in large()
        for thing in whole
        for reference in REFERENCES[type(thing)]
        for one in reference.ids(thing)
    }
    wanted = {
        (kind, one.field, to) for kind in KINDS for one in REFERENCES[kind] for to in one.kinds
    }
    assert found == wanted


@by_kind
def test_a_strategy_draws_its_kind(kind: type[Thing]) -> None:
    """Each strategy draws things of its kind alone, and `things` draws all kinds."""
    assert {type(one) for one in drawn(STRATEGIES[cast("Any", kind)].__name__)} == {kind}
    assert kind in {type(one) for one in drawn("things")}


@pytest.mark.parametrize(
    ("strategy", "named"),
    [
        (testing.territories(territories=["a", "b"]), {"a", "b"}),
        (testing.organizations(territories=["a"], organizations=[], themes=["b"]), {"a", "b"}),
        (
            testing.memberships(persons=["a"], organizations=["b"], events=["c"], series=[]),
            {"a", "b", "c"},
        ),
        (testing.venues(venues=["a"], territories=["b"]), {"a", "b"}),
        (testing.themes(themes=["a"]), {"a"}),
        (
            testing.events(events=["a"], series=["b"], territories=["c"], venues=[], themes=["d"]),
            {"a", "b", "c", "d"},
        ),
        (
            testing.sessions(
                events=["a"],
                venues=["b"],
                persons=["c"],
                organizations=["d"],
                themes=["e"],
                sessions=["f"],
            ),
            {"a", "b", "c", "d", "e", "f"},
        ),
        (
            testing.partnerships(
                organizations=["a"], events=["b"], series=["c"], territories=["d"]
            ),
            {"a", "b", "c", "d"},
        ),
        (testing.alliances(organizations=["a"], territories=["b"]), {"a", "b"}),
        (testing.labels(organizations=["a"], territories=["b"]), {"a", "b"}),
        (testing.observations(subjects=["a", "b"]), {"a", "b"}),
    ],
    ids=[kind.__name__ for kind in KINDS if REFERENCES[kind]],
)
def test_things_name_only_the_ids_that_are_given(
    strategy: SearchStrategy[Thing], named: set[str]
) -> None:
    """The ids that things name are those given, and all of them."""
    found = {
        one
        for thing in draws(strategy, settings(STEADY, max_examples=70))
        for reference in REFERENCES[type(thing)]
        for one in reference.ids(thing)
    }
    assert found == named


def test_a_thing_that_must_name_something_says_what_is_missing() -> None:
    """Where no id is given for what must be named, the sentence says for which field."""
    with pytest.raises(InvalidValue, match=r"Session\.event must be given at least one id to name"):
        draws(testing.sessions(events=[]))


# The unpleasant


def any_of(values: Iterable[Any], holds: Callable[[Any], object]) -> bool:
    """Return whether one of the values is such."""
    return any(holds(value) for value in values)


@pytest.mark.parametrize("name", ["texts", "names"])
def test_texts_are_unpleasant(name: str) -> None:
    """Characters of every width, marks, directions, controls and line ends come up."""
    whole = "".join(drawn(name))
    assert {len(one.encode()) for one in whole} == {1, 2, 3, 4}
    assert {"Mn", "Cc", "Cf", "Zl", "Lo"} <= set(map(unicodedata.category, whole))
    assert {"R", "AL"} <= set(map(unicodedata.bidirectional, whole))
    assert set("\r\n\0\t\u2028\u2029\x85\"',;\\\ufeff<&") <= set(whole)
    assert any_of(drawn(name), lambda text: "\r\n" in text)
    assert not any_of(whole, lambda one: "\ud800" <= one <= "\udfff")


def test_names_are_never_blank() -> None:
    """No name is blank; some texts are empty."""
    assert all(name.strip() for name in drawn("names"))
    assert "" in drawn("texts")


def is_in_second_pass(moment: datetime) -> bool:
    """Return whether a moment lies in the second pass of a repeated hour."""
    return moment.fold == 1 and moment.utcoffset() != moment.replace(fold=0).utcoffset()


def test_times_are_unpleasant() -> None:
    """Second passes, no length, a microsecond, days, and changes of the clocks come up."""
    found: list[Interval] = drawn("intervals")
    assert any_of(found, lambda one: is_in_second_pass(one.start))
    assert any_of(found, lambda one: one.start.fold != one.end.fold)
    assert any_of(found, lambda one: one.start.utcoffset() != one.end.utcoffset())
    assert any_of(found, lambda one: not one.duration)
    assert any_of(found, lambda one: one.duration == timedelta(microseconds=1))
    assert any_of(found, lambda one: one.duration > timedelta(days=2))
    assert any_of(found, lambda one: one.start.microsecond)
    assert any_of(drawn("moments"), is_in_second_pass)


def test_zones_are_mostly_those_at_home() -> None:
    """One zone in four at least is a home zone; many others and UTC come up."""
    # Of a few values alone Hypothesis draws each but once.
    found = [key for key, _ in draws(st.tuples(testing.zones(), st.integers(0, 10**6)))]
    at_home = [key for key in found if key in testing.HOME_ZONES]
    assert set(at_home) == set(testing.HOME_ZONES)
    assert len(at_home) > len(found) / 4
    assert len(set(found)) > 60
    assert "UTC" in found


@pytest.mark.parametrize("years", [(2, 9998), (2026, 2026), (2, 2), (9998, 9998)], ids=str)
def test_years_and_zone_are_those_asked_for(years: tuple[int, int]) -> None:
    """What is drawn is in the zone and begins in the years that were asked for."""
    asked = settings(STEADY, max_examples=40)
    for one in draws(testing.intervals("Europe/Paris", years=years), asked):
        assert one.zone == "Europe/Paris"
        assert years[0] <= one.start.year <= years[1]
    for day in draws(testing.days(years=years), asked):
        assert years[0] - 1 <= day.first.year <= years[1]
    with pytest.raises(InvalidValue, match="from 2 to 9998"):
        testing.moments(years=(1, 2000))


def test_days_and_counts_are_of_every_sort() -> None:
    """Every precision, single days and spans, every sort of bounds, and zero come up."""
    several: list[Days] = drawn("days")
    assert {one.precision for one in several} == set(Precision)
    assert {1} < {one.number for one in several}
    found: list[Count] = drawn("counts")
    assert {(one.high is None, one.low == 0, one.about) for one in found} == {
        (unbounded, zero, soft)
        for unbounded in (True, False)
        for zero in (True, False)
        for soft in (True, False)
    }
    assert Count(0) in found
    assert {type(one).__name__ for one in drawn("figures")} == {"Count", "Decimal", "Rank", "Level"}


def test_identifiers_and_sources_are_of_every_sort() -> None:
    """Known and unknown registers, bare and full sources, short and long ids come up."""
    schemes = {one.scheme for one in drawn("identifiers")}
    assert {"siren", "insee", "wikidata", "frab"} <= schemes
    found: list[Source] = drawn("sources")
    assert any_of(found, lambda one: one.url and one.published and one.note)
    assert any_of(found, lambda one: not (one.url or one.published or one.note))
    assert {1, 200} <= {len(one) for one in drawn("ids")}


# Ecosystems


def test_ecosystems_are_of_every_size() -> None:
    """The empty one, the full one and those between come up, within the sizes asked for."""
    assert {len(one) for one in drawn("ecosystems")} == set(range(13))
    sized = draws(testing.ecosystems(min_size=3, max_size=5), settings(STEADY, max_examples=40))
    assert {len(one) for one in sized} == {3, 4, 5}


def test_ecosystems_name_what_follows_too() -> None:
    """In some ecosystems things name what comes after them."""

    def looks_ahead(whole: Ecosystem) -> bool:
        places = {thing.id: place for place, thing in enumerate(whole)}
        return any(
            places[one] > places[thing.id]
            for thing in whole
            for reference in REFERENCES[type(thing)]
            for one in reference.ids(thing)
        )

    assert any_of(drawn("ecosystems"), looks_ahead)


def test_schedules_are_dense() -> None:
    """Sessions share rooms and speakers, touch, nest, coincide and cross changes of the clocks."""
    wholes: list[Ecosystem] = draws(testing.schedules(), runs=MANY)
    sessions = [one for whole in wholes for one in whole.all(Session)]
    pairs = [
        (one.when, other.when)
        for whole in wholes
        for one in whole.all(Session)
        for other in whole.all(Session)
        if one.id < other.id and one.venue == other.venue and one.when and other.when
    ]
    assert any_of(pairs, lambda pair: pair[0].end_us == pair[1].start_us)
    assert any_of(pairs, lambda pair: pair[0] == pair[1])
    assert any_of(pairs, lambda pair: pair[0].covers(pair[1]) and pair[0] != pair[1])
    assert sum(one.overlaps(other) for one, other in pairs) > len(pairs) / 10
    assert any_of(sessions, lambda one: one.when is None)
    assert any_of(sessions, lambda one: one.when and is_in_second_pass(one.when.start))
    assert any_of(sessions, lambda one: one.within and one.repeat_of and one.speakers)
    assert any_of(wholes, lambda whole: not whole.all(Session))


def test_schedules_are_as_asked_for() -> None:
    """Rooms, speakers, sessions, zone and grid are those asked for."""
    strategy = testing.schedules(
        min_size=5,
        max_size=6,
        rooms=3,
        persons=1,
        step=timedelta(minutes=30),
        zone="Australia/Lord_Howe",
    )
    for whole in draws(strategy, settings(STEADY, max_examples=50)):
        assert len(whole.all(Session)) in {5, 6}
        assert len(whole.all(Venue)) == 3 + 1
        assert len(whole.all(Person)) == 1
        for one in (one.when for one in whole.all(Session) if one.when):
            assert one.zone == "Australia/Lord_Howe"
            assert one.start_us % (30 * 60 * 1_000_000) == 0
    with pytest.raises(InvalidValue, match="rooms must be at least 1"):
        testing.schedules(rooms=0)


def test_twenty_things_draw_fast() -> None:
    """An ecosystem of twenty things draws in far less than a tenth of a second on average."""
    twenty = testing.ecosystems(min_size=20, max_size=20)
    asked = settings(STEADY, max_examples=50)
    draws(twenty, asked)
    start = time.perf_counter()
    number = len(draws(twenty, asked))
    # 10 ms on the machine of 2026; the rest is for busy ones.
    assert (time.perf_counter() - start) / number < 0.1


# What Hypothesis knows without being told


@pytest.mark.parametrize(
    "kind",
    [*KINDS, Thing, Ecosystem, Interval, Days, Count, Identifier, Source],
    ids=lambda kind: kind.__name__,
)
def test_types_draw_themselves(kind: type) -> None:
    """``st.from_type`` draws each type, once the hook that Hypothesis finds has run."""
    _hypothesis_hook.register()
    found = draws(st.from_type(kind), settings(STEADY, max_examples=20))
    assert found
    assert all(isinstance(one, kind) for one in found)


def test_types_of_ids_draw_ids() -> None:
    """``st.from_type`` of a type of ids draws ids."""
    _hypothesis_hook.register()
    for one in draws(st.from_type(cast("type[str]", ThingId)), settings(STEADY, max_examples=20)):
        assert Venue(id=one, name="Hall").id == one


def test_every_noun_that_holds_something_is_registered() -> None:
    """The hook knows every attrs class among the nouns but errors and parts of figures."""
    nouns = [getattr(numeco, name) for name in numeco.__all__]
    classes = {one for one in nouns if isinstance(one, type) and attrs.has(one)}
    errors = {one for one in classes if issubclass(one, Exception)}
    assert classes - errors - {numeco.Rank, numeco.Level} <= set(_hypothesis_hook._STRATEGIES)


def test_the_hook_is_announced() -> None:
    """The package announces the hook by the entry point that Hypothesis reads."""
    found = entry_points(group="hypothesis", name="numeco")
    assert [one.load() for one in found] == [_hypothesis_hook.register]
    assert {Alliance, Event, Membership, Organization} <= set(_hypothesis_hook._STRATEGIES)
