"""What type checkers know of numeco: checked by mypy --strict and basedpyright, and run."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import assert_type

import ibis.expr.types as ir
import pytest
from ibis import BaseBackend

from numeco import (
    Audience,
    Count,
    Days,
    Ecosystem,
    Event,
    EventId,
    EventKind,
    Identifier,
    Interval,
    Membership,
    Observation,
    Organization,
    OrganizationId,
    Partnership,
    Person,
    PersonId,
    Session,
    SessionId,
    SessionKind,
    Source,
    Territory,
    TerritoryId,
    Theme,
    Thing,
    ThingId,
    UnknownId,
    Venue,
    VenueId,
    graph,
    revise,
)
from numeco.formats import networks
from numeco.graph import indicators
from numeco.schedule import (
    VENUE,
    Change,
    ChangeKind,
    Changes,
    Clashes,
    Rule,
    ThingChange,
    apply,
    changes,
    clashes,
    expressions,
    travel,
)

HALL = Venue(id="hall", name="Hall", capacity=120, features=["stage"])
WEEK = Event(id="week", name="Week", kind="digital-week", days=Days.of("2026-10-20"))
TALK = Session(
    id="talk",
    title="Talk",
    event="week",
    venue="hall",
    speakers=["ada"],
    kind="talk",
    audiences=["students", Audience.FOUNDERS],
    capacity=12,
)
ECOSYSTEM = Ecosystem.of(HALL, WEEK, [TALK, Person(id="ada", name="Ada")])


def test_an_id_type_looks_up_its_kind() -> None:
    """Type checkers know which kind an id of a type stands for."""
    assert_type(ECOSYSTEM[VenueId(ThingId("hall"))], Venue)
    assert_type(ECOSYSTEM[EventId(ThingId("week"))], Event)
    assert_type(ECOSYSTEM[PersonId(ThingId("ada"))], Person)
    assert_type(ECOSYSTEM[TALK.event], Event)
    assert_type(ECOSYSTEM[TALK.speakers[0]], Person)
    assert isinstance(ECOSYSTEM[TALK.event], Event)


def test_a_plain_text_looks_up_a_thing() -> None:
    """Of a plain text, type checkers know only that it stands for a thing."""
    assert_type(ECOSYSTEM["hall"], Thing)
    with pytest.raises(UnknownId):
        assert_type(ECOSYSTEM["hal"], Thing)


def test_collections_are_of_their_kind() -> None:
    """What look-ups return is known to the kind."""
    assert_type(ECOSYSTEM.all(Session), tuple[Session, ...])
    assert_type(ECOSYSTEM.all(Thing), tuple[Thing, ...])
    assert_type(ECOSYSTEM.find("hall", Venue), tuple[Venue, ...])
    assert_type(ECOSYSTEM.sessions_of("week"), tuple[Session, ...])
    assert_type(ECOSYSTEM.partnerships_of("week"), tuple[Partnership, ...])
    assert_type(ECOSYSTEM.partners_of("week"), tuple[Organization, ...])
    assert_type(ECOSYSTEM.members_of("week"), tuple[Membership, ...])
    assert_type(ECOSYSTEM.referring("hall", Session, "venue"), tuple[Session, ...])
    assert_type(ECOSYSTEM.part("talk") | ECOSYSTEM, Ecosystem)
    assert_type(ECOSYSTEM.day(TALK), date | None)
    assert ECOSYSTEM.all(Session) == ECOSYSTEM.sessions_of("week") == (TALK,)


def test_fields_are_of_their_types() -> None:
    """Constructors take plain texts and lists; fields hold ids, words and frozen collections."""
    assert_type(HALL.id, VenueId)
    assert_type(HALL.capacity, int | None)
    assert_type(HALL.features, frozenset[str])
    assert_type(WEEK.kind, EventKind)
    assert_type(WEEK.days, Days | None)
    assert_type(TALK.id, SessionId)
    assert_type(TALK.venue, VenueId | None)
    assert_type(TALK.speakers, tuple[PersonId, ...])
    assert_type(TALK.kind, SessionKind)
    assert_type(TALK.audiences, frozenset[Audience])
    assert_type(TALK.capacity, Count | None)
    assert (TALK.kind, TALK.capacity) == (SessionKind.TALK, Count(12))


def test_constructors_take_what_people_write() -> None:
    """Ids, words, identifiers and sources are written as plain texts, amounts as whole numbers."""
    city = Territory(name="Nantes", kind="municipality", identifiers=["insee:44109"])
    chamber = Organization(name="CCI", kind="chamber", serves=[city.id], sources=["its website"])
    deal = Partnership(
        organization=chamber.id, of="week", role="funder", amount=100, currency="EUR"
    )
    visitors = Observation(subject="week", measure="visitors", value=5000)
    assert_type(city.identifiers, frozenset[Identifier])
    assert_type(chamber.serves, frozenset[TerritoryId])
    assert_type(chamber.sources, frozenset[Source])
    assert_type(deal.organization, OrganizationId)
    assert_type(deal.amount, Decimal | None)
    assert isinstance(visitors.value, Count)
    assert Theme(name="AI", colour="#1f77b4").broader is None


def test_a_revision_is_of_the_same_kind() -> None:
    """What `revise` returns is a session for a session, an event for an event."""
    at = datetime(2026, 10, 1, tzinfo=UTC)
    assert_type(revise(TALK, at=at, title="New"), Session)
    assert_type(revise(WEEK, at=at, name="New"), Event)
    assert revise(TALK, at=at, title="New").title == "New"


def test_times_are_typed() -> None:
    """Operations on intervals, days and counts keep their types."""
    hour = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris")
    assert_type(hour, Interval)
    assert_type(hour.intersection(hour), Interval | None)
    assert_type(hour.in_zone("UTC"), Interval)
    assert_type(list(Days.month(2026, 2)), list[date])
    assert_type(Count(3) + 4, Count)
    assert_type(3 + Count(4), Count)
    assert_type(Count(3) < 4, bool)
    assert hour.intersection(hour) == hour


def test_a_clash_says_what_it_is_about() -> None:
    """Type checkers know the pairs of sessions, and that a finding may be about one of them."""
    found = clashes(ECOSYSTEM, rules=[VENUE, travel(timedelta(minutes=10), "warning")])
    assert_type(found, Clashes)
    for clash in found:
        assert_type(clash.when, Interval | None)
        assert_type(clash.sessions, tuple[Session, ...])
        assert_type(clash.second, Session | Event | None)
    for pair in found.pairs():
        assert_type(pair, tuple[Session, Session])
    assert_type(found[:3], Clashes)
    assert_type(VENUE.graded("warning"), Rule)
    assert len(found) == 0


def test_a_change_says_what_it_is_about() -> None:
    """Type checkers know that a change is of a session, and has two sides or one."""
    at = datetime(2026, 10, 1, tzinfo=UTC)
    found = changes(ECOSYSTEM, ECOSYSTEM.replacing(revise(TALK, at=at, title="New")))
    assert_type(found, Changes)
    for change in found:
        assert_type(change, Change)
        assert_type(change.before, Session | None)
        assert_type(change.session, Session)
        assert_type(change.kinds, frozenset[ChangeKind])
    assert_type(found.things, tuple[ThingChange, ...])
    assert_type(found.things[0].after, Thing | None)
    assert_type(found.counts(), dict[ChangeKind, int])
    assert_type(found.of("moved").filter(event=WEEK.id).reversed(), Changes)
    assert_type(apply(found, ECOSYSTEM), Ecosystem)
    assert found.text() != ""


def test_an_expression_is_one_of_ibis() -> None:
    """Type checkers know a table from a number, neither of which is computed yet."""
    sessions = expressions.table(ECOSYSTEM)
    assert_type(sessions, ir.Table)
    assert_type(expressions.pairs(sessions, key="speakers", gap=timedelta(minutes=5)), ir.Table)
    assert_type(expressions.count(sessions, key=None), ir.IntegerScalar)
    assert_type(expressions.conflicted(sessions), ir.Table)
    assert_type(expressions.concurrency(sessions, key="venue"), ir.Table)
    assert_type(expressions.peak(sessions), ir.IntegerScalar)
    assert_type(expressions.invalid(sessions), ir.Table)
    duckdb = expressions.connect(memory_limit="1GB", threads=1)
    assert_type(duckdb, BaseBackend)
    duckdb.disconnect()


def test_networks_and_what_is_behind_them_are_typed() -> None:
    """Type checkers know a network, a table of actors, a comparison and a timetable."""
    network = graph.collaboration(ECOSYSTEM, of="series", via=["host"])
    assert_type(list(graph.affiliation(ECOSYSTEM, during=Days.year(2026))), list[str])
    assert_type(list(network), list[str])
    table = graph.actors(ECOSYSTEM)
    assert_type(table, graph.Actors)
    for actor in table:
        assert_type(actor.betweenness, float | None)
        assert_type(actor.brokerage, graph.Brokerage | None)
    assert_type(graph.communities(network).groups, tuple[frozenset[str], ...])
    assert_type(graph.constraint(network), dict[str, float | None])
    both = ECOSYSTEM.adding(Event(id="next", name="Next"))
    assert_type(graph.compare(both, WEEK.id, "next").steps, tuple[graph.Step, ...])
    assert_type(indicators.fill_rate(ECOSYSTEM).value, float | None)
    found = graph.matches(ECOSYSTEM)
    assert_type(found, graph.Matches)
    assert_type(graph.meetings(found, slots=3), graph.Timetable)
    assert_type(networks.to_graphml(network), bytes)
    assert len(network) == len(table)
