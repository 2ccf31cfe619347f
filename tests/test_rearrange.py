"""What to move, held against brute force, and against a checker of its own."""

import importlib.util
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from numeco import (
    Cycle,
    Days,
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Person,
    Session,
    Theme,
    UnknownId,
    Venue,
)
from numeco.datasets import load
from numeco.schedule import (
    AUDIENCE,
    DEFAULT,
    EVENT,
    VENUE,
    Check,
    Cost,
    Resource,
    Rule,
    Status,
    changes,
    clashes,
    order,
    rearrange,
    travel,
)
from numeco.schedule._moving.plan import Plan
from numeco.schedule._moving.search import settle
from numeco.schedule._rearrange import _question
from numeco.testing import schedules

QUARTER = timedelta(minutes=15)
AT = datetime(2027, 1, 1, tzinfo=UTC)
COSTS = st.builds(
    Cost, **{name: st.integers(0, 20) for name in ("other", "time", "hour", "day", "room")}
)
RULES = (
    *DEFAULT,
    AUDIENCE,
    EVENT,
    VENUE.graded("warning"),
    travel(timedelta(minutes=20)),
    Rule("no time to change over", Resource.VENUE, gap=timedelta(minutes=10)),
    Rule("own resource", lambda _, session: [str(session.when.start.hour)]),
    Rule("one territory", Resource.TERRITORY, "warning"),
    Check(
        "late", lambda _, one: [(one.id, one.when)] if one.when and one.when.start.hour > 9 else []
    ),
)
rules = st.lists(st.sampled_from(RULES), max_size=5, unique_by=id).map(tuple)


def crowded() -> Ecosystem:
    """Return the published instance, as the benchmarks make it."""
    path = Path(__file__).parent.parent / "benchmarks" / "_crowded.py"
    spec = importlib.util.spec_from_file_location("_crowded", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.crowded()


def question(ecosystem, rules, cost):
    """Return what `rearrange` asks."""
    return _question(ecosystem, None, tuple(rules), (), None, None, QUARTER, cost)


def plain(ecosystem: Ecosystem) -> Ecosystem:
    """Return an ecosystem without repetitions: those let off what lies elsewhere."""
    sessions = ecosystem.all(Session)
    return ecosystem.replacing(evolve(one, repeat_of=None) for one in sessions)


def session(key: str, start: str, end: str, day: int = 20, **facts: object) -> Session:
    """Return a session in October."""
    times = (f"2026-10-{day}T{time}" for time in (start, end))
    facts = {"title": key.upper(), "event": "fair", "venue": "room-a"} | facts
    return Session(id=key, when=Interval.local(*times, "Europe/Paris"), **facts)


FAIR = Event(id="fair", name="Fair", zone="Europe/Paris")
ROOMS = tuple(Venue(id=f"room-{key}", name=f"Room {key.upper()}", within="site") for key in "ab")
PLACE = (FAIR, Venue(id="site", name="Site", exclusive=False), *ROOMS)
TWICE = (session("one", "09:00", "10:00"), session("two", "09:30", "10:30"))


CENTURY = Interval.local("2000-01-01T00:00", "2100-01-01T00:00", "Europe/Paris")


def hours(start: str, end: str, day: int = 20) -> Interval:
    """Return an interval in October."""
    return Interval.local(f"2026-10-{day}T{start}", f"2026-10-{day}T{end}", "Europe/Paris")


def moved(proposal) -> dict[str, tuple[str, str | None]]:
    """Return the sessions that move, their new starts and venues."""
    return {
        move.before.id: (f"{move.after.when.start:%d %H:%M}", move.after.venue) for move in proposal
    }


def faults(ecosystem: Ecosystem, one: Session) -> Iterator[str]:
    """Iterate over what is wrong with where a session is, without any code of the library's own."""
    start, end = one.when.start_us, max(one.when.end_us, one.when.start_us + 1)

    def inside(intervals) -> bool:
        points = sorted((i.start_us, max(i.end_us, i.start_us + 1)) for i in intervals)
        here = start
        for low, high in points:
            if low <= here < high:
                here = high
        return not points or here >= end

    for key in one.speakers:
        if not ecosystem[key].placeholder and not inside(ecosystem[key].available):
            yield f"{key} is away"
    if one.venue is not None:
        above = [ecosystem[one.venue]]
        while above[-1].within:
            above.append(ecosystem[above[-1].within])
        opening = next((venue.opening for venue in above if venue.opening), ())
        if not inside(opening):
            yield "closed"
        if not one.requires <= {feature for venue in above for feature in venue.features}:
            yield "lacks a feature"
        for people in (one.registered, one.capacity):
            if None not in {people, above[0].capacity} and people.low > above[0].capacity:
                yield "too small"
    days = ecosystem[one.event].days
    if days is not None:
        zone = ecosystem[one.event].zone
        local = one.when.in_zone(zone or one.when.zone)
        if not days.first <= local.start.date() <= days.last:
            yield "another day"


# Laws


@given(schedules(max_size=8).map(plain), rules, COSTS)
def test_what_the_search_saves_is_what_clashes_and_moves_cost_less(ecosystem, rules, cost):
    """The board, which counts in parallel, agrees with `clashes` on every change."""
    asked = question(ecosystem, rules, cost)
    board = asked.board()
    before = Plan.of(asked, board).cost
    for saved in settle(board, steps=60, seed=1):
        before -= saved
        assert Plan.of(asked, board).cost == before


@given(schedules(max_size=5).map(plain), rules, COSTS, st.data())
def test_the_best_place_of_one_session_is_that_of_least_cost(ecosystem, rules, cost, data):
    """No other instant and room costs less, tried one by one and counted by `clashes`."""
    asked = question(ecosystem, rules, cost)
    board, places = asked.board(), asked.places
    free = [one for one, block in enumerate(asked.rivals.in_blocks) if not block]
    if not free:
        return
    number = data.draw(st.sampled_from(free))
    home = board.now[number]
    found = board.best(number, 1 << 62)
    costs = []
    for room, _, bits in places.choices(number, home):
        for at in range(len(places.grid.times)):
            if bits >> at & 1:
                board.put(number, type(home)(at, room))
                costs.append(Plan.of(asked, board).cost)
    board.put(number, found[1])
    assert Plan.of(asked, board).cost == min(costs)


@given(schedules(max_size=9), rules, st.integers(0, 3))
def test_a_proposal_keeps_to_all_limits_and_costs_no_more(ecosystem, rules, seed):
    """Who moves is in no place where it may not be; lengths, contents and all else stay."""
    fixed = [one.id for one in ecosystem.all(Session)][::3]
    proposal = rearrange(ecosystem, rules=rules, fixed=fixed, seed=seed, steps=50)
    for move in proposal:
        assert move.before.id not in fixed
        assert move.after.when.duration == move.before.when.duration
        if not move.follows:
            assert not list(faults(ecosystem, move.after))
        assert evolve(move.after, when=move.before.when, venue=move.before.venue) == move.before
    counts = [one.counts("severity") for one in (proposal.before, proposal.after)]
    assert counts[1].get("error", 0) <= counts[0].get("error", 0) or proposal.cost <= sum(
        {"error": 100_000, "warning": 100}[key] * number for key, number in counts[0].items()
    )


@given(schedules(max_size=8), rules)
def test_a_proposal_applied_is_the_programme_that_it_tells(ecosystem, rules):
    """The new ecosystem has the clashes of `after`; only what moves is revised."""
    proposal = rearrange(ecosystem, rules=rules, steps=50)
    new = proposal.applied(at=AT)
    assert clashes(new, rules=rules).counts() == proposal.after.counts()
    differing = {one.id for one in ecosystem.all(Session) if new[one.id] != one}
    assert differing == {move.before.id for move in proposal}
    for key in differing:
        assert new[key].modified == AT
        assert new[key].sequence == ecosystem[key].sequence + 1


@given(schedules(max_size=8), st.integers(0, 5))
def test_the_same_arguments_give_the_same_proposal(ecosystem, seed):
    """Nothing depends on the clock or on how sets are ordered."""
    one, other = (rearrange(ecosystem, seed=seed, steps=40) for _ in range(2))
    assert one.rows() == other.rows()
    assert pickle.loads(pickle.dumps(one)).rows() == one.rows()  # noqa: S301  # our own


@given(schedules(max_size=8))
def test_a_programme_without_clashes_stays(ecosystem):
    """Nothing moves for nothing, and that is proved best."""
    proposal = rearrange(ecosystem, rules=[])
    assert (len(proposal), proposal.cost, proposal.status) == (0, 0, Status.OPTIMAL)


@given(schedules(max_size=8), rules)
def test_reasons_are_the_clashes_of_a_session_that_alone_stays(ecosystem, rules):
    """Put back alone, a session has just the clashes that its move names."""
    proposal = rearrange(ecosystem, rules=rules, steps=50)
    there = {move.before.id: move.after for move in proposal}
    for move in proposal[:3]:
        if move.follows:
            continue
        back = there | {move.before.id: move.before}
        sessions = [back.get(one.id, one) for one in ecosystem.all(Session)]
        found = clashes(ecosystem, sessions=sessions, rules=rules).filter(session=move.before.id)
        assert {str(one) for one in move.because} <= set(map(str, found))


def test_the_published_instance_is_cleared_with_few_moves():
    """No clash is left; the least cover of the clashes has 131 sessions, so none needs fewer."""
    ecosystem = crowded()
    assert sorted(clashes(ecosystem).counts().values()) == [23, 148, 198]
    proposal = rearrange(ecosystem)
    assert not proposal.after
    assert proposal.status is Status.FEASIBLE
    assert len(proposal) <= 131 * 1.1


def test_the_fictional_week_comes_back_without_a_grave_clash():
    """What only a person can settle stays: what has no time, what is not confirmed."""
    week = load("semaine-fictive")
    proposal = rearrange(week)
    assert set(proposal.after.counts()) == {"unconfirmed", "unscheduled"}
    assert len(proposal) < len(proposal.before) / 2
    assert not changes(week, proposal.applied(at=AT)).of("gone", "added", "resized", "people")


# Examples


def test_a_room_is_changed_before_a_time():
    """The cheapest way out of a room clash is another room."""
    proposal = rearrange(Ecosystem.of(PLACE, TWICE))
    ((_, (start, venue)),) = moved(proposal).items()
    assert venue == "room-b"
    assert start in {"20 09:00", "20 09:30"}
    assert (proposal.cost, proposal.status) == (4, Status.FEASIBLE)
    assert "or else room double booked (Room A)" in str(proposal)


@pytest.mark.parametrize(
    ("facts", "other"),
    [
        ({"capacity": 10}, {"registered": 40}),
        ({"opening": [hours("14:00", "15:00")]}, {}),
        ({"features": []}, {"requires": ["stage"]}),
        ({"exclusive": False}, {}),
        ({"url": "https://example.org/b", "within": None}, {}),
    ],
)
def test_a_room_that_does_not_do_is_not_taken(facts, other):
    """Too small, closed, without the stage, not a room, online: time is changed instead."""
    first = evolve(ROOMS[0], features=["stage"], capacity=100)
    rooms = first, evolve(ROOMS[1], **facts)
    talks = (*(evolve(one, **other) for one in TWICE), session("late", "12:00", "13:00"))
    proposal = rearrange(Ecosystem.of(FAIR, PLACE[1], rooms, talks))
    assert {venue for _, venue in moved(proposal).values()} == {"room-a"}
    assert not proposal.after


def test_speakers_are_not_moved_to_where_they_are_away():
    """Who is expected too late comes when there is time, beside what else they do."""
    ada = Person(id="ada", name="Ada", available=[hours("09:00", "11:00")])
    talks = (
        session("one", "09:00", "10:00", speakers=["ada"]),
        session("late", "14:00", "15:00", speakers=["ada"]),
    )
    proposal = rearrange(Ecosystem.of(PLACE, ada, talks))
    assert moved(proposal) == {"late": ("20 10:00", "room-a")}


def test_what_has_no_place_is_impossible_and_says_why():
    """Each reason named is needed: without any one of them there is a place."""
    keynote = session("keynote", "09:00", "12:00")
    talk = session("talk", "11:00", "12:00", speakers=["ada"], venue="room-a")
    ada = Person(id="ada", name="Ada", available=[hours("10:00", "12:00")])
    rooms = (ROOMS[0], evolve(ROOMS[1], opening=[hours("09:00", "10:00")]))
    ecosystem = Ecosystem.of(FAIR, PLACE[1], rooms, ada, keynote, talk)
    proposal = rearrange(ecosystem, fixed=["keynote"])
    assert proposal.status is Status.IMPOSSIBLE
    (conflict,) = proposal.conflicts
    assert set(conflict.because) == {
        "“KEYNOTE” stays 2026-10-20 09:00–12:00 Europe/Paris",
        "when Ada is available",
        "the opening of Room B",
    }
    assert str(conflict).startswith("no place for “TALK”, since ")
    relaxed = (
        (ecosystem, ()),
        (ecosystem.replacing(evolve(ada, available=())), ["keynote"]),
        (ecosystem.replacing(ROOMS[1]), ["keynote"]),
    )
    for changed, fixed in relaxed[1:]:
        assert not rearrange(changed, fixed=fixed).after.filter(severity="error")


def test_two_that_are_fixed_stay_in_conflict():
    """That is proved, not guessed."""
    proposal = rearrange(Ecosystem.of(PLACE, TWICE), fixed=["one", "two"])
    (conflict,) = proposal.conflicts
    assert proposal.status is Status.IMPOSSIBLE
    assert str(conflict) == (
        "room double booked (Room A) stays: “ONE”, “TWO”, "
        "since “ONE” stays 2026-10-20 09:00–10:00 Europe/Paris; "
        "“TWO” stays 2026-10-20 09:30–10:30 Europe/Paris"
    )


def test_grave_clashes_that_are_left_unproved_are_unfinished():
    """Three of an hour and a half into two of an hour and a half: no single one is to blame."""
    talks = [session(f"talk-{at}", "09:00", "10:00", venue="room-a") for at in range(3)]
    proposal = rearrange(Ecosystem.of(PLACE, talks))
    assert proposal.status is Status.UNFINISHED
    assert not proposal.conflicts
    assert len(proposal.after) == 1


def test_during_opens_other_hours():
    """Whoever gives times gets them, within the days of the event."""
    talks = [session(f"talk-{at}", "09:00", "10:00") for at in range(3)]
    ecosystem = Ecosystem.of(PLACE, talks)
    proposal = rearrange(ecosystem, during=hours("09:00", "11:00"))
    assert not proposal.after
    fair = evolve(FAIR, days=Days.of("2026-10-20"))
    wide = [hours("09:00", "10:00"), hours("09:00", "18:00", 21)]
    proposal = rearrange(Ecosystem.of(fair, PLACE[1:], talks), during=wide)
    assert proposal.status is Status.UNFINISHED


def test_venues_are_those_asked_for():
    """A room that is not among them is not moved into, but may be stayed in."""
    proposal = rearrange(
        Ecosystem.of(PLACE, TWICE, session("late", "12:00", "13:00")), venues=["room-a"]
    )
    assert {venue for _, venue in moved(proposal).values()} == {"room-a"}


def test_sessions_of_another_city_do_not_lend_their_rooms():
    """Rooms are sought on the sites that the programme itself uses."""
    far = Venue(id="far", name="Far away")
    other = Event(id="other", name="Other", zone="Europe/Paris")
    talk = session("talk", "09:00", "10:00", event="other", venue="far")
    late = session("late", "12:00", "13:00")
    proposal = rearrange(Ecosystem.of(FAIR, other, PLACE[1], ROOMS[0], far, TWICE, talk, late))
    assert {venue for _, venue in moved(proposal).values()} == {"room-a"}


def test_a_block_takes_its_parts_along():
    """The parts follow, which is no move of theirs; in the room that the block takes."""
    block = session("block", "09:00", "11:00")
    parts = [
        session("part-1", "09:00", "10:00", within="block"),
        session("part-2", "10:00", "11:00", within="block"),
    ]
    other = session("other", "09:30", "12:00")
    ecosystem = Ecosystem.of(PLACE, block, parts, other)
    proposal = rearrange(ecosystem, fixed=["other"])
    assert moved(proposal) == {
        "block": ("20 09:00", "room-b"),
        "part-1": ("20 09:00", "room-b"),
        "part-2": ("20 10:00", "room-b"),
    }
    assert [move.follows for move in proposal].count(True) == 2
    assert proposal.cost == Cost().room
    assert "goes with its block" in str(proposal)


def test_a_part_stays_within_its_block():
    """Though there would be a gentler place outside."""
    ada = Person(id="ada", name="Ada")
    block = session("block", "09:00", "12:00", venue="room-b")
    part = session("part", "11:00", "12:00", venue="room-b", within="block", speakers=["ada"])
    other = session("other", "11:00", "12:00", speakers=["ada"])
    late = session("late", "16:00", "17:00")
    proposal = rearrange(Ecosystem.of(PLACE, ada, block, part, other, late), fixed=["other"])
    (move,) = proposal
    assert hours("09:00", "12:00").covers(move.after.when)


def test_parts_of_a_block_may_change_places():
    """As two sessions beside it would."""
    ada = Person(id="ada", name="Ada", available=[hours("10:00", "11:00")])
    block = session("block", "09:00", "11:00")
    parts = [
        session("part-1", "09:00", "10:00", within="block", speakers=["ada"]),
        session("part-2", "10:00", "11:00", within="block"),
    ]
    ecosystem = Ecosystem.of(FAIR, PLACE[1], ROOMS[0], ada, block, parts)
    assert moved(rearrange(ecosystem)) == {
        "part-1": ("20 10:00", "room-a"),
        "part-2": ("20 09:00", "room-a"),
    }


def test_a_block_moves_for_what_its_parts_would_clash_with():
    """The reason named is that of the part."""
    ada = Person(id="ada", name="Ada")
    talks = (
        session("block", "09:00", "11:00"),
        session("part", "09:00", "11:00", within="block", speakers=["ada"]),
        session("fixed", "09:00", "11:00", venue="room-b", speakers=["ada"]),
        session("late", "12:00", "16:00", venue="room-b"),
    )
    proposal = rearrange(Ecosystem.of(PLACE, ada, talks), fixed=["fixed"])
    (block,) = (move for move in proposal if not move.follows)
    assert [one.rule.name for one in block.because] == ["person in two places"]


def test_starts_are_whole_steps_on_the_clock_of_the_event():
    """Also after the clocks have changed, and under an umbrella elsewhere."""
    day = Interval.local("2026-10-25T00:00", "2026-10-25T20:00", "Europe/Paris")
    talks = [session(f"talk-{at}", "12:00", "13:00", day=25) for at in range(3)]
    ecosystem = Ecosystem.of(FAIR, PLACE[1], ROOMS[0], talks)
    proposal = rearrange(ecosystem, during=day, step=timedelta(hours=2))
    assert {move.after.when.start.hour % 2 for move in proposal} == {0}
    far = Event(id="far", name="Far", zone="Asia/Kathmandu", within="fair")
    there = [
        Session(
            id=f"there-{at}",
            title="There",
            event="far",
            venue="room-a",
            when=Interval.local("2026-10-20T18:00", "2026-10-20T19:00", "Asia/Kathmandu"),
        )
        for at in range(3)
    ]
    ecosystem = Ecosystem.of(FAIR, far, PLACE[1], ROOMS[0], there)
    long = hours("08:00", "20:00")
    proposal = rearrange(ecosystem, during=long, step=timedelta(hours=1))
    assert {move.after.when.start.minute for move in proposal} == {0}
    assert not proposal.after


def test_an_exhibition_of_several_days_opens_no_nights():
    """Talks find places when talks are given."""
    days = "2026-10-20T09:00", "2026-10-21T18:00"
    when = Interval.local(*days, "Europe/Paris")
    expo = Session(id="expo", title="Expo", event="fair", kind="exhibition", when=when)
    talks = [
        session(f"talk-{day}-{hour}", f"{hour:02}:00", f"{hour + 1:02}:00", day=day)
        for day in (20, 21)
        for hour in range(9, 18)
    ]
    more = [session(f"more-{at}", "17:00", "18:00") for at in range(3)]
    proposal = rearrange(Ecosystem.of(FAIR, PLACE[1], ROOMS[0], expo, talks, more))
    assert proposal.status is Status.UNFINISHED


def test_reasons_of_the_limits_that_only_the_present_place_breaks_are_named():
    """Without the one named, the session could stay."""
    ada = Person(id="ada", name="Ada", available=[hours("10:00", "12:00")])
    rooms = (
        evolve(ROOMS[0], opening=[hours("10:00", "12:00")]),
        evolve(ROOMS[1], opening=[hours("09:00", "11:00")]),
    )
    talk = session("talk", "09:00", "11:00", venue="room-b", speakers=["ada"])
    ecosystem = Ecosystem.of(FAIR, PLACE[1], rooms, ada, talk)
    (conflict,) = rearrange(ecosystem).conflicts
    assert "when Ada is available" in conflict.because
    free = ecosystem.replacing(evolve(ada, available=()))
    assert rearrange(free).status is Status.OPTIMAL


def test_rooms_of_one_name_are_told_with_their_sites():
    """Salle 1 → Salle 1 would say nothing."""
    sites = [Venue(id=f"site-{key}", name=f"Site {key}", exclusive=False) for key in "ab"]
    rooms = [Venue(id=f"hall-{key}", name="Hall", within=f"site-{key}") for key in "ab"]
    talks = (
        session("one", "09:00", "10:00", venue="hall-a"),
        session("two", "09:00", "10:00", venue="hall-a"),
        session("three", "09:30", "10:00", venue="hall-b", status="cancelled"),
        session("four", "09:00", "09:01", venue="hall-b"),
        session("five", "10:30", "10:45", venue="hall-b"),
    )
    proposal = rearrange(Ecosystem.of(FAIR, sites, rooms, talks), fixed=["one"], cost=Cost(time=50))
    assert "Hall (Site a) → Hall (Site b)" in str(proposal)


def test_a_check_that_returns_no_findings_is_refused_wherever_it_is_asked():
    """Not only where sessions are now."""
    check = Check("odd", lambda _, one: [] if one.venue == "room-a" else "all")
    with pytest.raises(InvalidType, match="odd"):
        rearrange(Ecosystem.of(PLACE, TWICE), rules=[*DEFAULT, check])


def test_sessions_must_be_those_of_the_ecosystem():
    """An edited one would be lost when the proposal is applied; other ones do not count."""
    ecosystem = Ecosystem.of(PLACE, TWICE)
    with pytest.raises(InvalidValue, match="as the ecosystem holds them"):
        rearrange(ecosystem, sessions=[evolve(TWICE[0], title="New")])
    assert not len(rearrange(ecosystem, sessions=TWICE[:1]))


def test_sessions_move_in_the_night_in_which_an_hour_repeats():
    """Two of 25 real minutes in one room find places, told by instants."""
    zone = "Europe/Paris"
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    talks = [
        Session(
            id=f"talk-{at}",
            title="Talk",
            event="fair",
            venue="room-a",
            when=Interval(start, start + 25 * timedelta(minutes=1)).in_zone(zone),
        )
        for at in range(2)
    ]
    long = Interval(start, start + timedelta(hours=2)).in_zone(zone)
    proposal = rearrange(Ecosystem.of(PLACE, talks), during=long, venues=["room-a"])
    assert not proposal.after
    (move,) = proposal
    assert move.after.when.duration == timedelta(minutes=25)


def test_breaks_and_cancelled_and_unscheduled_sessions_stay():
    """They need nothing, or take no part."""
    lunch = session("lunch", "09:00", "10:00", kind="break")
    off = session("off", "09:00", "10:00", status="cancelled")
    some_day = evolve(session("some-day", "09:00", "10:00"), when=None)
    proposal = rearrange(Ecosystem.of(PLACE, TWICE[0], lunch, off, some_day))
    assert not len(proposal)


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (Cost(), {"two": ("20 11:00", "room-b")}),
        (Cost(other=0), {}),
        (Cost(other=5), {}),
    ],
)
def test_warnings_are_worth_what_the_cost_says(cost, expected):
    """A theme clash moves a session only where that costs less than the clash."""
    talks = (
        session("one", "09:00", "11:00", themes=["ai"]),
        session("two", "09:00", "11:00", venue="room-b", themes=["ai"]),
        session("late", "12:00", "13:00"),
    )
    ecosystem = Ecosystem.of(PLACE, Theme(id="ai", name="AI"), talks)
    proposal = rearrange(ecosystem, fixed=["one"], cost=cost)
    assert moved(proposal) == expected


# Orders


def test_order_finds_pairs_that_are_out_of_order():
    """Also on another day; touching is in order."""
    talks = (session("one", "09:00", "10:00"), session("two", "10:00", "11:00"))
    ecosystem = Ecosystem.of(PLACE, talks)
    assert not clashes(ecosystem, rules=[order(ecosystem, [("one", "two")])])
    (found,) = clashes(ecosystem, rules=[order(ecosystem, [("two", "one")])])
    assert (found.over, found.when) == ("two before one", None)


@given(schedules(min_size=2, max_size=8), st.data())
def test_order_is_what_starts_and_ends_say(ecosystem, data):
    """Whatever pairs are asked for, those that are out of order are found, and no others."""
    live = [one.id for one in ecosystem.all(Session)]
    picks = st.tuples(st.sampled_from(live), st.sampled_from(live))
    pairs = [pair for pair in data.draw(st.lists(picks, max_size=4)) if pair[0] < pair[1]]
    found = clashes(ecosystem, rules=[order(ecosystem, pairs)])
    blocks = {(one.id, one.within) for one in ecosystem.all(Session)}
    expected = set()
    for early, late in pairs:
        one, other = ecosystem[early], ecosystem[late]
        if any(ecosystem.cancelled(each) or each.when is None for each in (one, other)):
            continue
        if {(early, late), (late, early)} & blocks or nested(ecosystem, one, other):
            continue
        if other.when.start_us < max(one.when.end_us, one.when.start_us + 1):
            expected.add(f"{early} before {late}")
    assert {one.resource for one in found} == expected


def nested(ecosystem: Ecosystem, one: Session, other: Session) -> bool:
    """Return whether one of two lies within the other, at any depth."""

    def above(session: Session) -> Iterator[str]:
        while session.within is not None:
            yield session.within
            session = ecosystem[session.within]

    return other.id in above(one) or one.id in above(other)


def test_an_order_that_is_kept_stays_kept():
    """The gentlest place after the other one is taken, not before it."""
    talks = (
        session("basics", "10:00", "11:00"),
        session("more", "11:00", "12:00", venue="room-b"),
        session("other", "11:00", "12:00", venue="room-b", speakers=["ada"]),
        session("early", "08:00", "09:00"),
        session("late", "16:00", "17:00"),
    )
    ecosystem = Ecosystem.of(PLACE, Person(id="ada", name="Ada"), talks)
    rules = [*DEFAULT, order(ecosystem, [("basics", "more")])]
    fixed = ["basics", "other"]
    proposal = rearrange(ecosystem, rules=rules, fixed=fixed)
    assert not proposal.after
    assert moved(proposal) == {"more": ("20 11:00", "room-a")}


@given(schedules(min_size=2, max_size=8), rules, st.integers(0, 3), st.data())
def test_whatever_is_in_a_grave_order_stays_so(ecosystem, rules, seed, data):
    """No order is traded for any other clash."""
    keys = [one.id for one in ecosystem.all(Session)]
    picks = st.tuples(st.sampled_from(keys), st.sampled_from(keys))
    pairs = [pair for pair in data.draw(st.lists(picks, max_size=6)) if pair[0] < pair[1]]
    ordered = order(ecosystem, pairs)
    proposal = rearrange(ecosystem, rules=[*rules, ordered], seed=seed, steps=50)
    before, after = (
        {one.resource for one in found.filter(rule=ordered)}
        for found in (proposal.before, proposal.after)
    )
    assert after <= before


def test_an_order_is_kept_though_breaking_it_would_clear_two_clashes():
    """A speaker who is away and a room booked twice stay so."""
    ada = Person(id="ada", name="Ada", available=[hours("10:00", "12:00")])
    talks = (
        session("one", "09:00", "10:00", speakers=["ada"]),
        session("fixed", "09:00", "10:00"),
        session("two", "10:00", "12:00", venue=None),
    )
    ecosystem = Ecosystem.of(FAIR, PLACE[1], ROOMS[0], ada, talks)
    rules = [*DEFAULT, order(ecosystem, [("one", "two")])]
    proposal = rearrange(ecosystem, rules=rules, fixed=["fixed", "two"])
    assert (len(proposal), proposal.status) == (0, Status.IMPOSSIBLE)


def test_what_is_out_of_order_is_put_in_order():
    """As a grave clash is removed."""
    talks = (session("basics", "11:00", "12:00"), session("more", "09:00", "10:00"))
    ecosystem = Ecosystem.of(PLACE, talks)
    proposal = rearrange(ecosystem, rules=[*DEFAULT, order(ecosystem, [("basics", "more")])])
    assert not proposal.after
    there = {one.id: one for one in ecosystem.all(Session)} | {
        move.before.id: move.after for move in proposal
    }
    assert there["basics"].when.end <= there["more"].when.start  # of one zone, one day


def test_order_refuses_what_is_none():
    """Circles, unknown ids, other things."""
    ecosystem = Ecosystem.of(PLACE, TWICE)
    with pytest.raises(Cycle, match="order must not run in a circle"):
        order(ecosystem, [("one", "two"), ("two", "one")])
    with pytest.raises(UnknownId):
        order(ecosystem, [("one", "three")])
    for pairs in ("one two", [("one", "room-a")], [("one",)], [1], None):
        with pytest.raises(InvalidType):
            order(ecosystem, pairs)


# Texts, progress, bad input


def test_a_proposal_tells_itself():
    """As text, as a table and as HTML, in which titles cannot break anything."""
    talks = (evolve(TWICE[0], title="A <b>\nbold</b> talk"), TWICE[1])
    proposal = rearrange(Ecosystem.of(PLACE, talks), fixed=["two"])
    assert str(proposal) == (
        "1 move (0 in time, 1 of room only), 0 errors left of 1, 0 warnings left of 0, cost 4, "
        "feasible\n"
        "A <b> bold</b> talk: 2026-10-20 09:00–10:00 Europe/Paris; Room A → Room B "
        "(or else room double booked (Room A) with “TWO”)"
    )
    assert "&lt;b&gt;" in proposal._repr_html_()
    assert proposal.rows() == [
        {
            "id": "one",
            "title": "A <b>\nbold</b> talk",
            "start": talks[0].when.start,
            "new_start": talks[0].when.start,
            "venue": "room-a",
            "new_venue": "room-b",
            "cost": 4,
            "follows": False,
            "because": "or else room double booked (Room A) with “TWO”",
        }
    ]


def test_progress_is_told_and_a_limit_stops():
    """The best so far comes back, and costs what was told last or less."""
    told = []
    limit = timedelta(seconds=0.5)
    proposal = rearrange(crowded(), steps=10**9, time_limit=limit, progress=told.append)
    assert told
    assert [one.cost for one in told] == sorted((one.cost for one in told), reverse=True)
    assert proposal.cost <= told[-1].cost
    assert str(told[0]).endswith(f"cost {told[0].cost:,}")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"fixed": "one"}, InvalidType),
        ({"fixed": ["nobody"]}, UnknownId),
        ({"fixed": ["room-a"]}, InvalidType),
        ({"venues": ["one"]}, InvalidType),
        ({"venues": ["site"]}, InvalidValue),
        ({"during": "today"}, InvalidType),
        ({"step": 15}, InvalidType),
        ({"step": timedelta(0)}, InvalidValue),
        ({"during": CENTURY}, InvalidValue),
        ({"cost": 3}, InvalidType),
        ({"seed": 0.5}, InvalidType),
        ({"steps": -1}, InvalidValue),
        ({"time_limit": 3}, InvalidType),
        ({"time_limit": timedelta(0)}, InvalidValue),
        ({"rules": "all"}, InvalidType),
        ({"progress": 3}, InvalidType),
    ],
)
def test_bad_arguments_are_refused_with_a_sentence(arguments, error):
    """Each says what must hold."""
    with pytest.raises(error, match=r"must|nothing"):
        rearrange(Ecosystem.of(PLACE, TWICE), **arguments)


def test_a_cost_must_be_whole():
    """Negative or broken weights have no meaning."""
    with pytest.raises(InvalidValue):
        Cost(time=-1)
    with pytest.raises(InvalidType):
        Cost(time=0.5)
