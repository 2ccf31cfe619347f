"""Laws of the indicators: recounted by hand from the things, and by the definitions."""

from collections import Counter
from datetime import date
from math import exp, isclose, log
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numeco import (
    Count,
    Days,
    Ecosystem,
    Event,
    InvalidType,
    InvalidValue,
    Observation,
    Organization,
    Partnership,
    Series,
    Session,
    Territory,
    Theme,
    UnknownId,
    Venue,
)
from numeco.datasets import load
from numeco.graph import collaboration
from numeco.graph.indicators import (
    attendance,
    concentration,
    density,
    fill_rate,
    helix_entropy,
    helix_shares,
    overview,
    recurrence,
    specialization,
    theme_diversity,
    waiting_pressure,
)
from numeco.model import Helix
from numeco.testing import ecosystems

KINDS = ("company", "startup", "university", "public-authority", "association", "other")
parts = st.lists(st.tuples(st.sampled_from(KINDS), st.sets(st.integers(0, 4))), max_size=9)


def week(given: list[tuple[str, set[int]]]) -> Ecosystem:
    """Return an ecosystem of organizations, each with its kind and the events it is a partner of."""
    return Ecosystem.of(
        (Event(id=f"event-{number}", name="Event") for number in range(5)),
        (Organization(id=f"org-{at}", name="O", kind=kind) for at, (kind, _) in enumerate(given)),
        (
            Partnership(organization=f"org-{at}", of=f"event-{number}")
            for at, (_, events) in enumerate(given)
            for number in events
        ),
    )


def fair(**counts: object) -> Ecosystem:
    """Return a fair of one session with these counts."""
    return Ecosystem.of(
        Event(id="fair", name="Fair"),
        Session(id="talk", title="Talk", event="fair", **counts),  # type: ignore[arg-type]  # drawn
    )


# Participation


@given(parts)
def test_helix_shares_are_those_counted_by_hand(given: list[tuple[str, set[int]]]) -> None:
    """Each share is a count of who takes part; they add up to 1, unless nobody does."""
    ecosystem = week(given)
    present = [
        one.helix
        for one, (_, events) in zip(ecosystem.all(Organization), given, strict=True)
        if events
    ]
    known = [one for one in present if one is not None]
    shares = helix_shares(ecosystem)
    assert [one.numerator for one in shares] == [known.count(helix) for helix in Helix]
    if known:
        assert isclose(sum(one.value or 0 for one in shares), 1)
    else:
        assert [one.value for one in shares] == [None] * 4
    assert all(bool(one.missing) == (len(known) < len(present)) for one in shares)


@given(parts)
def test_entropy_is_that_of_the_shares(given: list[tuple[str, set[int]]]) -> None:
    """The evenness is −Σ p ln p over ln 4: 0 for one subsystem alone, 1 for four alike."""
    ecosystem = week(given)
    shares = [one.value for one in helix_shares(ecosystem) if one.value]
    found = helix_entropy(ecosystem).value
    if shares:
        assert found == pytest.approx(-sum(p * log(p) for p in shares) / log(4))
    else:
        assert found is None


def test_four_alike_are_perfectly_even() -> None:
    """One organization of each subsystem gives 1; the shares say a quarter each."""
    kinds = ("company", "university", "public-authority", "association")
    ecosystem = week([(kind, {0}) for kind in kinds])
    assert helix_entropy(ecosystem).value == pytest.approx(1)
    assert [one.said for one in helix_shares(ecosystem)] == ["25 %"] * 4


@given(parts)
def test_concentration_is_the_sum_of_squared_shares(given: list[tuple[str, set[int]]]) -> None:
    """HHI is Σ s²; normalized, (H − 1/k) / (1 − 1/k), unknown for one alone."""
    ecosystem = week(given)
    counts = [len(events) for _, events in given if events]
    index, normalized = concentration(ecosystem), concentration(ecosystem, normalized=True)
    if not counts:
        assert index.value is normalized.value is None
        return
    expected = sum((one / sum(counts)) ** 2 for one in counts)
    assert index.value == pytest.approx(expected)
    k = len(counts)
    if k == 1:
        assert normalized.value is None
    else:
        assert normalized.value == pytest.approx((expected - 1 / k) / (1 - 1 / k), abs=1e-12)


@given(parts)
def test_concentration_by_helix_groups_participations(given: list[tuple[str, set[int]]]) -> None:
    """By helix, the shares are those of all participations of its organizations."""
    ecosystem = week(given)
    counts: Counter[str] = Counter()
    for one, (_, events) in zip(ecosystem.all(Organization), given, strict=True):
        if one.helix is not None:
            counts[one.helix] += len(events)
    numbers = [number for number in counts.values() if number]
    found = concentration(ecosystem, by="helix").value
    if numbers:
        assert found == pytest.approx(sum((one / sum(numbers)) ** 2 for one in numbers))
    else:
        assert found is None


@given(ecosystems())
def test_density_is_that_of_networkx(ecosystem: Ecosystem) -> None:
    """The density is networkx's; of fewer than two organizations it is unknown, not 0."""
    network = collaboration(ecosystem)
    found = density(ecosystem)
    expected = nx.density(network) if len(network) > 1 else None
    assert found.value == (None if expected is None else pytest.approx(expected))


@given(ecosystems())
def test_no_ecosystem_breaks_an_indicator(ecosystem: Ecosystem) -> None:
    """Whatever is known or not, there is a table, and what has no value says why or is empty."""
    table = overview(ecosystem)
    assert len(list(table.rows())) == len(table) == len(str(table).splitlines()) - 2
    for one in table:
        assert one.value is not None or one.missing or not one.denominator or one.low != one.high


# Specialization


def region() -> Ecosystem:
    """Return two towns of a region: two of three firms in one, all of the schools in the other."""
    seats = {"firm-a": "nantes", "firm-b": "nantes", "firm-c": "elven", "school": "elven"}
    return Ecosystem.of(
        Territory(id="region", name="Region"),
        Territory(id="nantes", name="Nantes", within=["region"]),
        Territory(id="elven", name="Elven", within=["region"]),
        (
            Organization(
                id=one, name=one, kind="school" if one == "school" else "company", seat=seat
            )
            for one, seat in seats.items()
        ),
        Theme(id="ai", name="AI"),
        Theme(id="vision", name="Computer vision", broader="ai"),
        Theme(id="web", name="Web"),
        Venue(id="hall", name="Hall", territory="nantes"),
        Venue(id="room", name="Room", within="hall"),
        Event(id="fair", name="Fair", territories=["elven"]),
        Session(id="one", title="1", event="fair", venue="room", themes=["vision"]),
        Session(id="two", title="2", event="fair", venue="room", themes=["web"]),
        Session(id="three", title="3", event="fair", themes=["web"]),
        Session(id="four", title="4", event="fair"),
        Session(id="off", title="5", event="fair", themes=["ai"], status="cancelled"),
    )


def test_location_quotient_is_share_by_share() -> None:
    """Both Nantes firms of 2 there, 3 of 4 in all: 1 / 0.75; of the whole it is 1."""
    assert specialization(region(), "nantes", helix="industry").value == pytest.approx(4 / 3)
    assert specialization(region(), "elven", kind="school").value == pytest.approx(2)
    assert specialization(region(), "nantes", kind="school").value == 0
    assert specialization(region(), "region", kind="company").value == pytest.approx(1)


def test_a_session_lies_in_its_room_and_a_part_of_a_theme_is_of_the_theme() -> None:
    """1 of 2 sessions in the hall is on AI, of 3 in all 1: twice minus a half; one says no theme."""
    found = specialization(region(), "nantes", theme="ai")
    assert found.value == pytest.approx((1 / 2) / (1 / 3))
    assert found.missing == ("the themes of 1 session",)
    assert specialization(region(), "elven", theme="web").value == pytest.approx(1 / (2 / 3))


def test_specialization_in_nothing_is_unknown() -> None:
    """A territory without organizations, or a sort that is nowhere, has no quotient."""
    ecosystem = region().adding(Territory(id="island", name="Island"))
    empty = specialization(ecosystem, "island", helix="industry")
    assert empty.value is None
    assert "organizations in Island" in empty.missing
    assert specialization(ecosystem, "nantes", helix="government").value is None


@pytest.mark.parametrize("words", [{}, {"helix": "industry", "kind": "school"}])
def test_specialization_takes_one_sort(words: dict[str, str]) -> None:
    """None or two sorts at once are refused."""
    with pytest.raises(InvalidValue, match="exactly one of theme, helix and kind"):
        specialization(region(), "nantes", **words)  # type: ignore[arg-type]  # words of a test


# Attendance


counts = st.none() | st.integers(0, 50) | st.builds(Count, st.integers(0, 9), st.integers(9, 50))


@given(st.lists(st.tuples(counts, counts), max_size=6))
def test_fill_rate_is_the_quotient_of_sums(given: list[tuple[Count | None, Count | None]]) -> None:
    """People and seats are added over the sessions that report both; bounds stay bounds."""
    ecosystem = Ecosystem.of(
        Event(id="fair", name="Fair"),
        (
            Session(id=f"s{at}", title="S", event="fair", attended=came, capacity=seats)
            for at, (came, seats) in enumerate(given)
        ),
    )
    both = [(came, seats) for came, seats in given if came is not None and seats is not None]
    found = fill_rate(ecosystem)
    assert found.n == len(both)
    if both:
        came, seats = (sum(column, Count(0)) for column in zip(*both, strict=True))
        assert Count(0) + found.numerator == came
        assert Count(0) + found.denominator == seats
        if seats.low:
            assert found.low == pytest.approx(came.low / seats.high)
            assert found.high == pytest.approx(came.high / seats.low)
    else:
        assert found.low is found.high is found.value is None


def test_seats_are_those_of_the_venue_where_a_session_names_none() -> None:
    """30 of 40 seats of the room; the session's own 60 come first."""
    room = Venue(id="room", name="Room", capacity=40)
    talk = Session(id="talk", title="T", event="fair", venue="room", attended=30)
    base = Ecosystem.of(Event(id="fair", name="Fair"), room)
    assert fill_rate(base.adding(talk)).value == 0.75
    own = Session(id="talk", title="T", event="fair", venue="room", attended=30, capacity=60)
    assert fill_rate(base.adding(own)).value == 0.5


def test_bounds_of_counts_are_kept() -> None:
    """At least 30 of 40 seats is at least 75 %; about 100 of 80 is about 125 %."""
    assert fill_rate(fair(attended=Count.at_least(30), capacity=40)).said == "at least 75 %"
    about = fill_rate(fair(attended=Count.around(100), capacity=80))
    assert (about.about, about.said) == (True, "about 125 %")


def test_missing_facts_are_named() -> None:
    """One session without attendance is named; several are counted; no session is said so."""
    assert fill_rate(fair(capacity=40)).missing == ("attended of “Talk”",)
    assert fill_rate(fair()).missing == ("attended of “Talk”", "capacity of “Talk”")
    assert fill_rate(Ecosystem.of()).missing == ("a session",)
    theme = fair().adding(Theme(id="ai", name="AI"))
    assert fill_rate(theme, "ai").missing == ("a session of AI",)


def test_cancelled_sessions_are_neither_full_nor_empty() -> None:
    """What is cancelled does not count."""
    off = fair(attended=1, capacity=40, status="cancelled")
    assert fill_rate(off).numerator is None


@pytest.mark.parametrize("subject", ["weeks", "week", "fair", "talk", "ai", "room"])
def test_subjects_reach_their_sessions(subject: str) -> None:
    """A series, an umbrella, an event, a session, a theme and a room find the same session."""
    ecosystem = Ecosystem.of(
        Series(id="weeks", name="Weeks"),
        Event(id="week", name="Week", series="weeks"),
        Event(id="fair", name="Fair", within="week"),
        Event(id="other", name="Other"),
        Theme(id="ai", name="AI"),
        Venue(id="room", name="Room", capacity=10),
        Session(id="talk", title="T", event="fair", venue="room", themes=["ai"], attended=5),
        Session(id="else", title="E", event="other", capacity=10, attended=0),
    )
    assert fill_rate(ecosystem, subject).value == 0.5
    assert fill_rate(ecosystem).value == 0.25


def test_what_has_no_sessions_is_refused() -> None:
    """An organization or an unknown id is refused with a sentence."""
    ecosystem = fair().adding(Organization(id="org", name="Org"))
    with pytest.raises(InvalidType, match="an event, a series, a session, a theme or a venue"):
        fill_rate(ecosystem, "org")
    with pytest.raises(UnknownId):
        fill_rate(ecosystem, "nothing")


def test_waiting_pressure_is_people_per_seat() -> None:
    """10 who wait for 40 seats are 25 %."""
    assert waiting_pressure(fair(waitlisted=10, capacity=40)).said == "25 %"


@given(st.lists(st.sets(st.sampled_from("abcde")), max_size=8))
def test_diversity_is_the_exponential_of_entropy(given: list[set[str]]) -> None:
    """The effective number of themes lies between 1 and their number, which equality reaches."""
    ecosystem = Ecosystem.of(
        Event(id="fair", name="Fair"),
        (Theme(id=f"theme-{one}", name=one) for one in "abcde"),
        (
            Session(
                id=f"s{at}",
                title="S",
                event="fair",
                themes=[f"theme-{one}" for one in sorted(them)],
            )
            for at, them in enumerate(given)
        ),
    )
    tally = Counter(one for them in given for one in them)
    found = theme_diversity(ecosystem)
    if not tally:
        assert found.value is None
        return
    p = [number / tally.total() for number in tally.values()]
    assert found.numerator == pytest.approx(exp(-sum(one * log(one) for one in p)))
    assert found.value is not None
    assert 1 / len(tally) - 1e-9 <= found.value <= 1 + 1e-9
    if len(set(tally.values())) == 1:
        assert found.value == pytest.approx(1)


# Observations


def town(*observations: Observation) -> Ecosystem:
    """Return a week in a town, with what is reported."""
    return Ecosystem.of(
        Territory(id="town", name="Saint-Nazaire"),
        Series(id="weeks", name="Weeks"),
        Event(id="week", name="Week", days=Days.year(2017), territories=["town"], series="weeks"),
        observations,
    )


def test_attendance_divides_visitors_by_inhabitants() -> None:
    """About 7,000 visitors of at most 70,000 people: about at least a tenth."""
    visitors = Observation(subject="week", measure="visitors", value=Count.around(7000))
    people = Observation(subject="town", measure="population", value=Count.at_most(70_000))
    found = attendance(town(visitors, people), "week")
    assert (found.low, found.value, found.about) == (0.1, None, True)
    assert found.said == "at least about 0.1 per inhabitant"
    assert attendance(town(people), "week").missing == ("visitors of Week",)
    assert attendance(town(visitors), "week").missing == ("population of Saint-Nazaire",)


def test_of_several_reports_the_closest_in_time_counts() -> None:
    """The population of 2016 stands beside a week of 2017, not that of 1999; a draw is unknown."""
    visitors = Observation(subject="week", measure="visitors", value=600)
    reports = [
        Observation(
            id=f"p{year}", subject="town", measure="population", value=n, days=Days.year(year)
        )
        for year, n in ((1999, 100), (2016, 6000), (2025, 9))
    ]
    assert attendance(town(visitors, *reports), "week").value == 0.1
    twice = [*reports, Observation(id="x", subject="town", measure="population", value=7000)]
    assert attendance(town(visitors, *twice), "week").value == 0.1
    other = Observation(
        id="y", subject="town", measure="population", value=7000, days=Days.year(2016)
    )
    unsure = attendance(town(visitors, *reports, other), "week")
    assert unsure.value is None
    assert "which number of population of Saint-Nazaire holds (6,000, 7,000)" in unsure.missing


def test_an_event_of_two_territories_needs_one_named() -> None:
    """Without the one territory nothing is divided; naming it helps; a series has its editions'."""
    visitors = Observation(subject="week", measure="participants", value=10)
    people = Observation(subject="town", measure="population", value=100)
    ecosystem = town(visitors, people)
    assert attendance(ecosystem, "week").value == 0.1
    assert attendance(ecosystem, "weeks").missing == ("visitors of Weeks",)
    both = ecosystem.replacing(Event(id="week", name="Week", series="weeks"))
    assert attendance(both, "week").missing == ("the one territory of Week",)
    assert attendance(both, "week", territory="town").value == 0.1
    with pytest.raises(InvalidType, match="must be the id of a Territory"):
        attendance(both, "week", territory="weeks")


# Recurrence


spans = st.none() | st.one_of(
    st.builds(lambda day: Days.of(date(2026, 1, 1).replace(day=day)), st.integers(1, 28)),
    st.builds(Days.month, st.integers(2025, 2027), st.integers(1, 12)),
    st.builds(Days.year, st.integers(2025, 2027)),
)


@given(st.lists(spans, max_size=6))
def test_months_add_up_to_the_year(given: list[Days | None]) -> None:
    """What begins in the months for certain or perhaps bounds what begins in the year."""
    ecosystem = Ecosystem.of(
        Event(id=f"event-{at}", name="E", days=days) for at, days in enumerate(given)
    )
    year = recurrence(ecosystem, during=Days.year(2026))
    months = [recurrence(ecosystem, during=Days.month(2026, month)) for month in range(1, 13)]
    lows = [
        one.numerator.low if isinstance(one.numerator, Count) else one.numerator for one in months
    ]
    highs = [
        one.numerator.high if isinstance(one.numerator, Count) else one.numerator for one in months
    ]
    low, high = (
        (year.numerator.low, year.numerator.high)
        if isinstance(year.numerator, Count)
        else (year.numerator, year.numerator)
    )
    assert sum(lows) <= low <= high <= sum(highs)
    assert bool(year.missing) == (None in given)


def test_recurrence_is_events_a_month() -> None:
    """24 meetups in a year of 365.2425 days would be 2 a month; parts and the cancelled are none."""
    ecosystem = Ecosystem.of(
        (Event(id=f"e{at}", name="E", days=Days.of("2026-03-01")) for at in range(24)),
        Event(id="part", name="P", within="e0", days=Days.of("2026-03-01")),
        Event(id="off", name="O", status="cancelled", days=Days.of("2026-03-01")),
        Event(id="late", name="L", days=Days.of("2027-01-01")),
    )
    found = recurrence(ecosystem, during=Days.of("2026-01-01", "2026-12-31"))
    assert found.value == pytest.approx(24 / 365 * 365.2425 / 12)
    assert found.said == "2 events a month"


def test_recurrence_narrows_to_a_territory() -> None:
    """Events count where their venue or they themselves lie; a territory must be one."""
    ecosystem = region().replacing(
        Event(id="fair", name="Fair", territories=["elven"], days=Days.of("2026-05-02"))
    )
    for place, number in (("elven", 1), ("region", 1), ("nantes", 0)):
        assert recurrence(ecosystem, during=Days.year(2026), territory=place).numerator == number
    with pytest.raises(InvalidType, match="must be the id of a Territory, not of Event"):
        recurrence(ecosystem, during=Days.year(2026), territory="fair")
    with pytest.raises(InvalidType, match="during must be a Days"):
        recurrence(ecosystem, during="2026")  # type: ignore[arg-type]  # what a user may try


# The cases


def test_how_full_the_ai_talks_were_is_unknown() -> None:
    """New Caledonia: the account gives neither capacity nor attendance, and numeco says so."""
    ecosystem = load("nouvelle-caledonie")
    (theme,) = ecosystem.find("artificial intelligence", Theme)
    found = fill_rate(ecosystem, theme.id)
    assert found.value is None
    assert [fact.split(" of ")[0] for fact in found.missing] == ["attended", "capacity"]


def test_visitors_per_inhabitant_of_web2day_lack_the_population() -> None:
    """Web2day had nearly 5,000 visitors; how many people live in Nantes the account does not say."""
    ecosystem = load("nantes-saint-nazaire")
    found = attendance(ecosystem, "series-web2day")
    assert found.numerator == Count.around(5000)
    assert found.missing == ("population of Nantes",)


INDICATORS: dict[str, Any] = {
    "helix_shares": helix_shares,
    "helix_entropy": helix_entropy,
    "concentration": concentration,
    "density": density,
    "specialization": lambda one: specialization(one, "town", helix="industry"),
    "attendance": lambda one: attendance(one, "week"),
    "fill_rate": fill_rate,
    "waiting_pressure": waiting_pressure,
    "theme_diversity": theme_diversity,
    "recurrence": lambda one: recurrence(one, during=Days.year(2026)),
    "overview": overview,
}


@pytest.mark.parametrize("wrong", [None, [], "week", {}], ids=str)
@pytest.mark.parametrize("name", INDICATORS)
def test_what_is_no_ecosystem_is_refused(name: str, wrong: Any) -> None:
    """Every indicator says that it wants an ecosystem."""
    with pytest.raises(InvalidType, match="ecosystem must be an Ecosystem"):
        INDICATORS[name](wrong)


def test_attendance_is_of_an_event_or_a_series() -> None:
    """A territory has no visitors of an event."""
    with pytest.raises(
        InvalidType, match="must be the id of an Event or a Series, not of Territory"
    ):
        attendance(town(), "town")
