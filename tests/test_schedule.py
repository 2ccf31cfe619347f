"""Clashes, held against brute force."""

from datetime import timedelta
from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import (
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Person,
    Session,
    Venue,
    revise,
)
from numeco.schedule import SPEAKER, VENUE, Rule, clashes
from numeco.schedule._pairs import pairs
from numeco.testing import schedules
from numeco.time import local

NIGHT = "Europe/Paris"
GRAVE = (VENUE, SPEAKER)


def _programme(*times: tuple[str, str]) -> Ecosystem:
    room, event = Venue(name="Salle A"), Event(name="Week")
    sessions = [
        Session(
            id=f"s-{at}",
            title=f"S {at}",
            event=event.id,
            venue=room.id,
            when=Interval.local(start, end, NIGHT),
        )
        for at, (start, end) in enumerate(times)
    ]
    return Ecosystem.of(room, event, sessions)


def _found(ecosystem: Ecosystem) -> set[tuple[str, str, str]]:
    found = clashes(ecosystem, rules=GRAVE)
    return {(clash.rule.name, clash.first.id, clash.second.id) for clash in found}


stretches = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)), max_size=12)


@given(stretches)
@example([(0, 0), (0, 0), (0, 5), (5, 0)])
def test_pairs_are_those_of_brute_force(given_stretches):
    """Every pair that shares a unit of time comes once, and no other."""
    units = [set(range(start, start + max(length, 1))) for start, length in given_stretches]
    expected = {
        frozenset(two)
        for two in combinations(range(len(units)), 2)
        if units[two[0]] & units[two[1]]
    }
    starts = [start for start, _ in given_stretches]
    ends = [start + length for start, length in given_stretches]
    found = [frozenset(two) for two in pairs(starts, ends)]
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(schedules())
def test_clashes_are_those_of_brute_force(ecosystem):
    """Every two sessions that overlap and share a room or speaker clash, and no others."""

    def nested(one: Session, other: Session) -> bool:
        above = other
        while above.within is not None:
            above = ecosystem[above.within]
            if above.id == one.id:
                return True
        return False

    expected = set()
    for one, other in combinations(ecosystem.all(Session), 2):
        if one.when is None or other.when is None or not one.when.overlaps(other.when):
            continue
        if "cancelled" in {one.status, other.status} or nested(one, other) or nested(other, one):
            continue
        if "break" in {one.kind, other.kind}:
            continue
        if one.venue and one.venue == other.venue and ecosystem[one.venue].exclusive:
            expected.add((VENUE.name, one.venue, frozenset({one.id, other.id})))
        for person in set(one.speakers) & set(other.speakers):
            if not ecosystem[person].placeholder:
                expected.add((SPEAKER.name, person, frozenset({one.id, other.id})))
    found = [
        (clash.rule.name, clash.resource, frozenset({clash.first.id, clash.second.id}))
        for clash in clashes(ecosystem, rules=GRAVE)
    ]
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(schedules(), st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(ecosystem, random):
    """Shuffled sessions give the same clashes in the same order."""
    shuffled = list(ecosystem)
    random.shuffle(shuffled)
    assert list(clashes(Ecosystem.of(shuffled))) == list(clashes(ecosystem))


@given(schedules())
def test_clashes_come_by_start_of_their_overlap(ecosystem):
    """They are sorted, their length is their number, and each overlap lies in both sessions."""
    found = clashes(ecosystem, rules=GRAVE)
    starts = [clash.when.start_us for clash in found]
    assert starts == sorted(starts)
    assert len(found) == len(starts) == sum(found.counts().values())
    assert all(
        clash.first.when.covers(clash.when) and clash.second.when.covers(clash.when)
        for clash in found
    )
    assert found.sessions() == {one.id for clash in found for one in (clash.first, clash.second)}


def test_back_to_back_sessions_do_not_clash():
    """A session that starts as another ends, and one a minute earlier, are told apart."""
    assert not _found(
        _programme(
            ("2026-10-20T09:00", "2026-10-20T10:00"), ("2026-10-20T10:00", "2026-10-20T11:00")
        )
    )
    assert _found(
        _programme(
            ("2026-10-20T09:00", "2026-10-20T10:00"), ("2026-10-20T09:59", "2026-10-20T11:00")
        )
    )


def test_both_passes_of_the_repeated_hour_are_kept_apart():
    """02:30 comes twice in Paris on 25 October 2026: the two do not clash, by instants."""
    ecosystem = _programme(
        ("2026-10-25T02:00+02:00", "2026-10-25T02:45+02:00"),
        ("2026-10-25T02:00+01:00", "2026-10-25T02:45+01:00"),
    )
    assert not clashes(ecosystem)
    crossing = _programme(
        ("2026-10-25T02:45+02:00", "2026-10-25T02:15+01:00"),
        ("2026-10-25T02:00+01:00", "2026-10-25T02:10+01:00"),
    )
    (clash,) = clashes(crossing)
    assert clash.when.duration == timedelta(minutes=10)


def test_three_at_once_make_three_pairs():
    """Identical sessions clash two by two."""
    assert len(clashes(_programme(*[("2026-10-20T09:00", "2026-10-20T10:00")] * 3))) == 3


def test_a_cancelled_session_frees_its_room():
    """Cancelling one of two takes the clash away."""
    ecosystem = _programme(*[("2026-10-20T09:00", "2026-10-20T10:00")] * 2)
    cancelled = revise(
        ecosystem.all(Session)[0], at=local("2026-10-01T09:00", NIGHT), status="cancelled"
    )
    assert len(clashes(ecosystem)) == 1
    assert not clashes(ecosystem.replacing(cancelled))


def test_a_hall_and_a_placeholder_do_not_cry_wolf():
    """A venue that is not exclusive and a speaker yet to be named take many sessions at once."""
    room, event = Venue(name="Hall", exclusive=False), Event(name="Week")
    nobody = Person(name="TBA", placeholder=True)
    when = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", NIGHT)
    sessions = [
        Session(
            id=f"s-{at}", title="S", event=event.id, venue=room.id, when=when, speakers=[nobody.id]
        )
        for at in range(3)
    ]
    assert not clashes(Ecosystem.of(room, event, nobody, sessions))


def test_a_block_does_not_clash_with_its_talks():
    """A talk within a block shares its room and time without a clash; a stranger does not."""
    ecosystem = _programme(
        ("2026-10-20T09:00", "2026-10-20T12:00"),
        ("2026-10-20T09:00", "2026-10-20T10:00"),
        ("2026-10-20T11:00", "2026-10-20T11:30"),
    )
    block, talk, stranger = ecosystem.all(Session)
    ecosystem = ecosystem.replacing(evolve(talk, within=block.id))
    assert _found(ecosystem) == {(VENUE.name, block.id, stranger.id)}


def test_a_rule_of_ones_own_says_what_may_not_be_shared():
    """Any function of ecosystem and session makes a rule."""
    everyone = Rule("one at a time", lambda _ecosystem, _session: ["all"], "warning")
    ecosystem = _programme(*[("2026-10-20T09:00", "2026-10-20T10:00")] * 2)
    (clash,) = clashes(ecosystem, rules=[everyone])
    assert (clash.rule.name, clash.resource, clash.severity) == ("one at a time", "all", "warning")


def test_only_the_sessions_given_take_part():
    """`sessions` narrows what is compared."""
    ecosystem = _programme(*[("2026-10-20T09:00", "2026-10-20T10:00")] * 3)
    assert len(clashes(ecosystem, sessions=ecosystem.all(Session)[:2])) == 1


def test_a_moment_in_another_zone_is_the_same_instant():
    """Sessions in two zones clash by instants."""
    ecosystem = _programme(("2026-10-20T15:00", "2026-10-20T16:00"))
    (session,) = ecosystem.all(Session)
    abroad = evolve(session, id="abroad", when=session.when.in_zone("America/Toronto"))
    assert len(clashes(ecosystem.adding(abroad))) == 1
    assert abroad.when.start.replace(tzinfo=None).isoformat() == "2026-10-20T09:00:00"


def test_a_cancelled_event_frees_its_rooms():
    """What lies in a cancelled event, or in an event within one, takes no part."""
    ecosystem = _programme(*[("2026-10-20T09:00", "2026-10-20T10:00")] * 2)
    (week,) = ecosystem.all(Event)
    umbrella = Event(id="umbrella", name="Umbrella", status="cancelled")
    assert len(clashes(ecosystem)) == 1
    assert not clashes(ecosystem.replacing(evolve(week, status="cancelled")))
    assert not clashes(ecosystem.adding(umbrella).replacing(evolve(week, within="umbrella")))


def test_deep_blocks_are_told_apart_at_once():
    """A thousand sessions, each within the one before, do not clash with one another."""
    room, week = Venue(id="room", name="Room"), Event(id="week", name="Week")
    when = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", NIGHT)
    sessions = [
        Session(
            id=f"s-{at}",
            title="S",
            event="week",
            venue="room",
            when=when,
            within=f"s-{at - 1}" if at else None,
        )
        for at in range(1000)
    ]
    stranger = Session(id="x", title="X", event="week", venue="room", when=when)
    assert not clashes(Ecosystem.of(room, week, sessions))
    assert len(clashes(Ecosystem.of(room, week, sessions, stranger))) == 1000


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"sessions": ["s-0"]}, "sessions must be a collection of things of the kind Session"),
        ({"sessions": "s-0"}, "sessions must be a collection of things of the kind Session"),
        ({"rules": VENUE}, "rules must be a collection of rules"),
        ({"rules": [3]}, "rules must be a collection of rules"),
        ({"rules": [Rule("r", lambda _e, _s: "abc")]}, "the rule 'r' must return a collection"),
    ],
)
def test_wrong_arguments_get_a_sentence(options, sentence):
    """Slips such as one rule where several are expected are named."""
    ecosystem = _programme(*[("2026-10-20T09:00", "2026-10-20T10:00")] * 2)
    with pytest.raises(InvalidType, match=sentence):
        list(clashes(ecosystem, **options))
    with pytest.raises(InvalidType, match="ecosystem must be an Ecosystem"):
        clashes(ecosystem.all(Session))
    with pytest.raises(InvalidValue, match=r"Rule\.resources must be a function"):
        Rule("r", 3)
