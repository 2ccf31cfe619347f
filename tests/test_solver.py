"""`improve` costs what brute force finds to be the least, and proves what it says."""

import subprocess
import sys
from datetime import datetime, timedelta
from itertools import combinations, product
from random import Random
from time import monotonic

import pytest
from attrs import evolve

from numeco import Ecosystem, Event, Interval, Organization, Person, Session, Theme, Venue
from numeco.errors import InvalidType, InvalidValue
from numeco.schedule import (
    DEFAULT,
    THEME,
    VENUE,
    Check,
    Cost,
    Status,
    clashes,
    order,
    rearrange,
)

pytest.importorskip("ortools")

# The extra may be missing.
from numeco.schedule._solving.bounds import bounds
from numeco.schedule._solving.effort import Effort
from numeco.schedule.solver import improve

ZONE = "Europe/Paris"
HALF = timedelta(minutes=30)
NINE = datetime(2026, 10, 5, 9)  # noqa: DTZ001  # the zone is given beside it
SITE = Venue(id="site", name="Site", exclusive=False)
SHORT = timedelta(seconds=10)


def interval(start, length):
    """Return a stretch of a length, a start after nine, both in half hours."""
    return Interval.local(NINE + HALF * start, HALF * length, ZONE)


class Drawn:
    """A tiny programme in half hours, and what brute force says of it, without numeco's search."""

    halves = 6

    def __init__(self, seed):
        draw = Random(seed)  # noqa: S311  # a made-up programme
        self.cost = Cost(smaller=0, other=draw.choice([100, 15]), day=0)
        number = draw.randint(3, 4)
        rooms = [f"room-{at}" for at in range(draw.randint(1, 2))]
        self.lengths = [draw.randint(1, 3) for _ in range(number)]
        self.homes = [
            (draw.randint(0, self.halves - length), draw.choice(rooms)) for length in self.lengths
        ]
        self.speakers = [draw.randrange(2) for _ in range(number)]
        self.themes = [draw.randrange(2) for _ in range(number)]
        self.available = [draw.choice([None, (0, 4), (1, 6)]) for _ in range(2)]
        self.opening = {room: draw.choice([None, None, (0, 5)]) for room in rooms}
        self.screen = {room: draw.random() < 0.5 for room in rooms}
        self.needs = [draw.random() < 0.3 for _ in range(number)]
        self.fixed = {at for at in range(number) if draw.random() < 0.15}
        self.before = (0, 1) if draw.random() < 0.4 else None
        self.gap = draw.choice([0, 0, 1])
        self.hosts = [draw.randrange(3) for _ in range(number)]
        self.rooms = draw.choice(["error", "error", "warning"])

    def ecosystem(self):
        """Return the programme as numeco has it."""
        event = Event(id="fair", name="Fair", zone=ZONE)
        venues = [
            Venue(
                id=room,
                name=room,
                within="site",
                opening=[interval(span[0], span[1] - span[0])] if span else (),
                features=["screen"] if self.screen[room] else (),
            )
            for room, span in self.opening.items()
        ]
        people = [
            Person(
                id=f"p-{at}",
                name=f"Person {at}",
                available=[interval(span[0], span[1] - span[0])] if span else (),
            )
            for at, span in enumerate(self.available)
        ]
        themes = [Theme(id=f"t-{at}", name=f"Theme {at}") for at in range(2)]
        hosts = [Organization(id=f"o-{at}", name=f"Host {at}") for at in range(3)]
        sessions = [
            Session(
                id=f"s-{at}",
                title=f"Session {at}",
                event="fair",
                venue=room,
                speakers=[f"p-{self.speakers[at]}"],
                themes=[f"t-{self.themes[at]}"],
                hosts=[f"o-{self.hosts[at]}"],
                requires=["screen"] if self.needs[at] else (),
                when=interval(start, self.lengths[at]),
            )
            for at, (start, room) in enumerate(self.homes)
        ]
        return Ecosystem.of(event, SITE, venues, people, themes, hosts, sessions)

    def proposal(self):
        """Return what `rearrange` makes of it without any effort."""
        ecosystem = self.ecosystem()
        pairs = [] if self.before is None else [tuple(f"s-{at}" for at in self.before)]
        changeover = evolve(VENUE, gap=HALF * self.gap, severity=self.rooms)
        rules = [changeover, *DEFAULT[1:], order(ecosystem, pairs)]
        return rearrange(
            ecosystem,
            rules=rules,
            fixed=[f"s-{at}" for at in self.fixed],
            during=interval(0, self.halves),
            step=HALF,
            cost=self.cost,
            steps=0,
            seed=1,
        )

    def misfits(self, at, place):
        """Return whether it is out of its speaker's time, out of opening, and without a screen."""
        (start, room), end = place, place[0] + self.lengths[at]
        free, hours = self.available[self.speakers[at]], self.opening[room]
        yield free is not None and not free[0] <= start <= end <= free[1]
        yield hours is not None and not hours[0] <= start <= end <= hours[1]
        yield self.needs[at] and not self.screen[room]

    def choices(self, at):
        """Return where it may be, and what that costs by itself."""
        home = self.homes[at]
        grave, closed, bare = self.misfits(at, home)
        found = {home: (grave + closed) * self.cost.grave + bare * self.cost.other}
        starts = range(self.halves - self.lengths[at] + 1)
        for place in product(starts, self.opening) if at not in self.fixed else ():
            if place != home and not any(self.misfits(at, place)):
                halves = abs(place[0] - home[0])
                price = bool(halves) * self.cost.time + (halves + 1) // 2 * self.cost.hour
                found[place] = price + (place[1] != home[1]) * self.cost.room
        return found

    def pair(self, one, other, places):
        """Return what two sessions cost together; None where they give up an order that they had."""
        cost = self.cost
        (first, room), (second, other_room) = places
        ends, other_ends = first + self.lengths[one], second + self.lengths[other]
        meet = first < other_ends and second < ends
        near = first < other_ends + self.gap and second < ends + self.gap
        found = (cost.grave if self.rooms == "error" else cost.other) * (
            near and room == other_room
        )
        apart = room != other_room
        found += cost.other * (meet and apart and self.hosts[one] == self.hosts[other])
        found += cost.grave * (meet and self.speakers[one] == self.speakers[other])
        found += cost.other * (meet and self.themes[one] == self.themes[other])
        if self.before == (one, other) and ends > second:
            start, later = self.homes[one][0], self.homes[other][0]
            return None if start + self.lengths[one] <= later else found + cost.grave
        return found

    def least(self):
        """Return what the best programme costs, by trying every one."""
        choices = [self.choices(at) for at in range(len(self.homes))]
        pairs = list(combinations(range(len(choices)), 2))
        totals = (self.total(choices, pairs, one) for one in product(*choices))
        return min(one for one in totals if one is not None)

    def total(self, choices, pairs, places):
        """Return what a programme costs; None where it may not be."""
        found = sum(some[place] for some, place in zip(choices, places, strict=True))
        for one, other in pairs:
            more = self.pair(one, other, (places[one], places[other]))
            if more is None:
                return None
            found += more
        return found


@pytest.mark.parametrize("seed", range(60))
def test_a_small_programme_is_solved_to_the_least_cost_there_is(seed):
    """Its cost and its bound are what brute force finds; it is optimal, or a grave clash stays."""
    drawn = Drawn(seed)
    hint = drawn.proposal()
    found = improve(hint, time_limit=SHORT)
    least = drawn.least()
    assert (found.cost, found.bound) == (least, least)
    assert found.cost <= hint.cost
    effort = Effort(monotonic() + 10)
    assert all(bound <= least for bound in bounds(hint.plan, effort))
    assert found.status is (Status.OPTIMAL if least < drawn.cost.grave else Status.IMPOSSIBLE)


def programme(number, rooms=2, *, length=2, speaker=False, **window):
    """Return one-hour sessions that all start at nine, in turn in some rooms."""
    event = Event(id="fair", name="Fair", zone=ZONE)
    venues = [Venue(id=f"room-{at}", name=f"Room {at}") for at in range(rooms)]
    person = Person(id="ann", name="Ann", **window)
    sessions = [
        Session(
            id=f"s-{at}",
            title=f"Session {at}",
            event="fair",
            venue=f"room-{at % rooms}",
            speakers=["ann"] if speaker else (),
            when=interval(0, length),
        )
        for at in range(number)
    ]
    return Ecosystem.of(event, venues, person, sessions)


def test_too_many_sessions_for_the_rooms_are_impossible():
    """Five hours do not go into two rooms for two hours; without any named one, they do."""
    week = programme(5)
    found = improve(rearrange(week, during=interval(0, 4)), time_limit=SHORT)
    assert found.status is Status.IMPOSSIBLE
    (conflict,) = found.conflicts
    assert len(conflict.sessions) == 5
    assert set(conflict.because) == {"the days of the programme", "room double booked"}
    assert "no place for “Session 0”" in str(conflict)
    fewer = rearrange(week, sessions=week.all(Session)[1:], during=interval(0, 4))
    longer = rearrange(week, during=interval(0, 6))
    unruled = rearrange(week, rules=[one for one in DEFAULT if one is not VENUE])
    for one in (fewer, longer, unruled):
        assert improve(one, time_limit=SHORT).status in {Status.OPTIMAL, Status.FEASIBLE}


def test_a_person_without_the_time_for_all_sessions_is_named():
    """Three hours of talks do not go into two hours of a speaker's; the rooms are not to blame."""
    week = programme(3, 3, speaker=True, available=[interval(0, 4)])
    found = improve(rearrange(week, during=interval(0, 12)), time_limit=SHORT)
    assert found.status is Status.IMPOSSIBLE
    (conflict,) = found.conflicts
    assert set(conflict.because) == {"person in two places", "when Ann is available"}
    assert len(conflict.sessions) == 3


def test_fixed_sessions_are_named_where_they_are_in_the_way():
    """Two that stay and two that move, in one room for three hours."""
    week = programme(4, 1)
    hours = rearrange(week, fixed=["s-0"], during=interval(0, 6))
    found = improve(hours, time_limit=SHORT)
    assert found.status is Status.IMPOSSIBLE
    (conflict,) = found.conflicts
    assert [one.id for one in conflict.sessions] == ["s-1", "s-2", "s-3"]
    assert any(one.startswith("“Session 0” stays") for one in conflict.because)


def large(number=40):
    """Return a programme that is not solved in no time."""
    draw = Random(7)  # noqa: S311  # a made-up programme
    event = Event(id="fair", name="Fair", zone=ZONE)
    venues = [Venue(id=f"room-{at}", name=f"Room {at}") for at in range(4)]
    themes = [Theme(id=f"t-{at}", name=f"Theme {at}") for at in range(4)]
    sessions = [
        Session(
            id=f"s-{at}",
            title=f"Session {at}",
            event="fair",
            venue=f"room-{draw.randrange(4)}",
            themes=[f"t-{at % 4}"],
            when=Interval.local(
                NINE + timedelta(days=draw.randrange(2)) + HALF * draw.randrange(13),
                timedelta(minutes=15 * draw.randint(2, 8)),
                ZONE,
            ),
        )
        for at in range(number)
    ]
    return Ecosystem.of(event, venues, themes, sessions)


def test_the_cost_never_rises_and_is_what_the_programme_costs():
    """Whatever the time, what is told of the new programme holds, and it keeps the bound."""
    hint = rearrange(large(), steps=0)
    for seconds in (0.01, 2):
        found = improve(hint, time_limit=timedelta(seconds=seconds))
        assert found.cost <= hint.cost
        assert found.bound is None or found.bound <= found.cost
        after = found.applied(at=datetime.fromisoformat("2026-09-01T12:00:00+00:00"))
        assert len(clashes(after)) == len(found.after)


def test_nothing_is_proved_in_no_time():
    """With a limit that leaves no time, a large programme is not called optimal."""
    found = improve(rearrange(large(), steps=0), time_limit=timedelta(microseconds=1))
    assert found.status is not Status.OPTIMAL


def test_it_is_the_same_each_time():
    """The same arguments give the same proposal where the time limit cuts nothing short."""
    hint = Drawn(3).proposal()
    one, other = (improve(hint, time_limit=SHORT, seed=5, workers=2) for _ in range(2))
    assert one.rows() == other.rows()


def test_rules_of_ones_own_are_kept():
    """A rule that the model cannot say is asked about each step, and nothing gets worse by it."""
    early = Check(
        "after eleven",
        lambda _, session: [] if session.when.start.hour < 11 else [(session.id, session.when)],
    )
    week = programme(4, 2)
    hint = rearrange(week, rules=[VENUE, early], during=interval(0, 12))
    found = improve(hint, time_limit=timedelta(seconds=3))
    assert found.cost <= hint.cost
    assert not found.after


def test_progress_is_told():
    """A function hears the seconds and the cost, which never rises."""
    heard = []
    hint = rearrange(large(), steps=0)
    found = improve(hint, time_limit=timedelta(seconds=2), progress=heard.append)
    costs = [one.cost for one in heard]
    assert costs == sorted(costs, reverse=True)
    assert all(found.cost <= one <= hint.cost for one in costs)


WRONG = [
    (InvalidType, {"time_limit": 5}),
    (InvalidType, {"time_limit": None}),
    (InvalidValue, {"time_limit": timedelta(0)}),
    (InvalidType, {"seed": 1.5}),
    (InvalidValue, {"seed": -1}),
    (InvalidType, {"workers": "two"}),
    (InvalidValue, {"workers": 0}),
    (InvalidType, {"progress": 3}),
]


@pytest.mark.parametrize(("error", "given"), WRONG)
def test_wrong_arguments_are_refused(error, given):
    """Each error says what must hold."""
    with pytest.raises(error, match=f"{next(iter(given))} must be"):
        improve(rearrange(Ecosystem.of()), **given)


def test_what_is_no_proposal_is_refused():
    """As `rearrange` returns them."""
    with pytest.raises(InvalidType, match="proposal must be a Proposal"):
        improve([])


def test_the_solver_names_its_extra():
    """Without OR-Tools, `numeco.schedule.solver` says what to install; `numeco.schedule` works."""
    program = "import sys; sys.modules['ortools'] = None; import numeco.schedule; print('works'); "
    command = [sys.executable, "-c", program + "import numeco.schedule.solver"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  # ours
    assert done.stdout == "works\n"
    sentence = 'numeco.schedule.solver needs OR-Tools: pip install "numeco[solver]"'
    assert f"ImportError: {sentence}" in done.stderr


def test_an_empty_programme_is_optimal():
    """Nothing moves, nothing clashes."""
    assert improve(rearrange(Ecosystem.of())).status is Status.OPTIMAL


def test_other_showings_are_asked_about_each_step():
    """Where another showing lets sessions off, the model leaves it out, and nothing gets worse."""
    week = programme(3, 3)
    theme = Theme(id="t", name="T")
    sessions = [evolve(one, themes=["t"]) for one in week.all(Session)]
    again = evolve(sessions[2], id="s-9", repeat_of="s-2", when=interval(8, 2))
    event, venues = week.all(Event), week.all(Venue)
    shown = Ecosystem.of(event, venues, week.all(Person), theme, sessions, again)
    hint = rearrange(shown, rules=[VENUE, THEME], steps=0)
    found = improve(hint, time_limit=timedelta(seconds=2))
    assert found.cost <= hint.cost
