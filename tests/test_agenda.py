"""Agendas, held against brute force, networkx and the greedy rule."""

import math
from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from random import Random

import networkx
import pytest
from attrs import evolve
from hypothesis import assume, example, given
from hypothesis import strategies as st

from numeco import Cycle, Ecosystem, Event, Interval, InvalidValue, Session, UnknownId, Venue
from numeco.schedule import agenda
from numeco.schedule._travel import Travel, as_travel
from numeco.testing import schedules

MINUTE = timedelta(minutes=1)
FAIR = Event(id="fair", name="Fair")
interests = st.integers(0, 5) | st.sampled_from((0.1, 0.2, 0.3, 1e-9, 0.7))
durations = st.integers(0, 6).map(lambda number: number * 10 * MINUTE)
travels = st.builds(
    Travel,
    st.dictionaries(
        st.tuples(*[st.sampled_from(("room-0", "room-1", "site"))] * 2), durations, max_size=4
    ),
    durations,
)


@st.composite
def questions(draw, max_size=8, travel=travels):
    """Draw a programme of several sites, interests and travel times."""
    ecosystem = draw(schedules(max_size=max_size))
    if draw(st.booleans()):
        rooms = (one for one in ecosystem.all(Venue) if one.within is not None)
        ecosystem = ecosystem.replacing(*(evolve(room, within=None) for room in rooms))
    keys = [one.id for one in ecosystem.all(Session)]
    values = draw(st.lists(interests, min_size=len(keys), max_size=len(keys)))
    return ecosystem, dict(zip(keys, values, strict=True)), draw(travel)


def session(key: str, start: str, end: str, **facts: object) -> Session:
    """Return a session on one day of October."""
    times = (f"2026-10-20T{time}" for time in (start, end))
    when = Interval.local(*times, "Europe/Paris")
    return Session(id=key, event="fair", **({"title": key.upper(), "when": when} | facts))


def above(ecosystem: Ecosystem, one: Session, name: str) -> list[str]:
    """Return the ids that lead upwards from a session."""
    found = []
    while (outer := getattr(one, name)) is not None:
        found.append(outer)
        one = ecosystem[outer]
    return found


def inside(ecosystem: Ecosystem, part: Session, block: Session) -> bool:
    """Return whether a session takes place during its block."""
    return block.id in above(ecosystem, part, "within") and block.when.covers(part.when)


def content(ecosystem: Ecosystem, one: Session) -> str:
    """Return the first showing."""
    return [one.id, *above(ecosystem, one, "repeat_of")][-1]


def attendable(ecosystem: Ecosystem, sessions: Iterable[Session], travel: Travel) -> bool:
    """Return whether one person can attend some sessions, straight from the definition."""
    sessions = sorted(sessions, key=lambda one: one.when)
    if len({content(ecosystem, one) for one in sessions}) < len(sessions):
        return False
    times = travel.among(ecosystem)

    def level(those: list[Session]) -> bool:
        outer = [one for one in those if not any(inside(ecosystem, one, other) for other in those)]
        return all(
            second.when.start_us >= first.when.busy_until_us + times(first.venue, second.venue)
            for first, second in pairwise(outer)
        ) and all(level([one for one in those if inside(ecosystem, one, block)]) for block in outer)

    return level(sessions)


def exact(value: float) -> Fraction:
    """Return a number as it is written."""
    return Fraction(repr(value))


def worth(ecosystem: Ecosystem, interest: Mapping[str, float]) -> dict[str, Fraction]:
    """Return the interest of each session that can be chosen at all."""
    contents: dict[str, Fraction] = {}
    for key, value in interest.items():
        one = content(ecosystem, ecosystem[key])
        contents[one] = max(exact(value), contents.get(one, Fraction()))
    return {
        one.id: value
        for one in ecosystem.all(Session)
        if one.when is not None
        and not ecosystem.cancelled(one)
        and (value := contents.get(content(ecosystem, one), 0))
    }


def brute_force(ecosystem: Ecosystem, values: Mapping[str, Fraction], travel: Travel) -> Fraction:
    """Return the greatest interest of all subsets."""
    sessions = [ecosystem[one] for one in values]
    return max(
        sum((values[one.id] for one in some), Fraction())
        for size in range(len(sessions) + 1)
        for some in combinations(sessions, size)
        if attendable(ecosystem, some, travel)
    )


TALKS = [
    session("a", "09:00", "10:00"),
    session("b", "09:30", "10:30"),
    session("c", "10:00", "11:00"),
    session("d", "10:30", "11:30", repeat_of="a"),
]
PLAIN = Ecosystem.of(FAIR, TALKS)


@given(questions())
@example((PLAIN, {"a": 1, "b": 3, "c": 1, "d": 1}, Travel()))
def test_an_agenda_is_the_best_of_all_subsets(question):
    """Nobody can attend more, and this can be attended: showings, blocks and travel counted."""
    ecosystem, interest, travel = question
    values = worth(ecosystem, interest)
    found = agenda(ecosystem, interest=interest, travel=travel)
    assert attendable(ecosystem, found.sessions, travel)
    best = brute_force(ecosystem, values, travel)
    assert sum(values[one.id] for one in found) == best
    assert found.interest == found.bound == float(best)
    assert found.optimal


@given(questions(max_size=30), st.integers(0, 500))
def test_a_search_that_stops_early_says_so(question, steps):
    """What it found can be attended, and lies between nothing and its bound, as the best does."""
    ecosystem, interest, travel = question
    values = worth(ecosystem, interest)
    early = agenda(ecosystem, interest=interest, travel=travel, steps=steps)
    best = agenda(ecosystem, interest=interest, travel=travel)
    assert attendable(ecosystem, early.sessions, travel)
    assert early.interest == float(sum(values[one.id] for one in early))
    assert early.interest <= best.interest <= early.bound
    assert early.optimal == (early.interest == early.bound)
    assert best.optimal


@given(questions(max_size=20))
def test_every_session_is_accounted_for(question):
    """Chosen, missed, another showing of what is chosen, absent or of no interest."""
    ecosystem, interest, travel = question
    found = agenda(ecosystem, interest=interest, travel=travel)
    values = worth(ecosystem, interest)
    contents = {content(ecosystem, one) for one in found}
    shown = {one for one in values if content(ecosystem, ecosystem[one]) in contents}
    missed = {one.session.id for one in found.missed}
    assert {one.id for one in found} <= shown
    assert missed == values.keys() - shown
    possible = {content(ecosystem, ecosystem[one]): value for one, value in values.items()}
    assert found.possible == float(sum(possible.values()))
    assert {one.id for one in found.absent} == {
        one
        for one, value in interest.items()
        if value and content(ecosystem, ecosystem[one]) not in possible
    }


@given(questions(max_size=20))
def test_something_chosen_is_in_the_way_of_all_that_is_missed(question):
    """Each one named overlaps it, or leaves no time to travel; the most interesting come first."""
    ecosystem, interest, travel = question
    found = agenda(ecosystem, interest=interest, travel=travel)
    values, times = worth(ecosystem, interest), travel.among(ecosystem)
    for missed in found.missed:
        assert missed.because
        assert missed.interest == float(values[missed.session.id])
        assert set(missed.because) <= set(found.sessions)
        order = [values[one.id] for one in missed.because]
        assert order == sorted(order, reverse=True)
        overlapping = {
            one
            for one in found
            if one.when.overlaps(missed.session.when)
            and not inside(ecosystem, one, missed.session)
            and not inside(ecosystem, missed.session, one)
        }
        if overlapping:
            assert set(missed.because) == overlapping
        for one in set(missed.because) - overlapping:
            first, second = sorted((one, missed.session), key=lambda session: session.when)
            gap = second.when.start_us - first.when.busy_until_us
            assert 0 <= gap < times(first.venue, second.venue)


@given(questions(max_size=12), st.data())
def test_more_interest_never_lowers_the_total(question, data):
    """Whoever wants more gets no less."""
    ecosystem, interest, travel = question
    assume(interest)
    before = agenda(ecosystem, interest=interest, travel=travel)
    key = data.draw(st.sampled_from(sorted(interest)))
    more = interest | {key: interest[key] + data.draw(st.integers(1, 5))}
    assert agenda(ecosystem, interest=more, travel=travel).interest >= before.interest


@given(questions(max_size=14, travel=st.just(Travel())))
def test_an_agenda_is_the_heaviest_clique_of_what_goes_together(question):
    """Without blocks and travel, networkx finds the same total."""
    ecosystem, interest, travel = question
    flat = Ecosystem.of(
        evolve(one, within=None) if isinstance(one, Session) else one for one in ecosystem
    )
    whole = {key: math.ceil(value) for key, value in interest.items()}
    values = worth(flat, whole)
    graph = networkx.Graph()
    graph.add_nodes_from((one, {"weight": int(value)}) for one, value in values.items())
    graph.add_edges_from(
        (one, other)
        for one, other in combinations(values, 2)
        if not flat[one].when.overlaps(flat[other].when)
        and content(flat, flat[one]) != content(flat, flat[other])
    )
    _, weight = networkx.max_weight_clique(graph)
    assert agenda(flat, interest=whole, travel=travel).interest == weight


@given(schedules(max_size=40))
def test_unweighted_agendas_are_as_long_as_greedy_ones(ecosystem):
    """Taking what ends first is best where all is of one interest."""
    plain = [
        evolve(one, within=None, repeat_of=None)
        for one in ecosystem.all(Session)
        if one.when is not None and not ecosystem.cancelled(one)
    ]
    free, number = -(10**20), 0
    for one in sorted(plain, key=lambda one: one.when.busy_until_us):
        if one.when.start_us >= free:
            free, number = one.when.busy_until_us, number + 1
    found = agenda(ecosystem, interest={one.id: 1 for one in plain}, sessions=plain)
    assert len(found) == number


@given(questions(max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(question, random):
    """Shuffled things and interests give the same agenda."""
    ecosystem, interest, travel = question
    things, keys = list(ecosystem), list(interest)
    random.shuffle(things)
    random.shuffle(keys)
    again = agenda(
        Ecosystem.of(things), interest={key: interest[key] for key in keys}, travel=travel
    )
    found = agenda(ecosystem, interest=interest, travel=travel)
    assert (again, again.rows(), str(again)) == (found, found.rows(), str(found))


def _ids(ecosystem: Ecosystem, interest: dict[str, float], **options: object) -> list[str]:
    return [one.id for one in agenda(ecosystem, interest=interest, **options)]


def test_of_equal_choices_the_one_of_fewest_sessions():
    """One long session beats two short ones of the same sum, exactly as it is written."""
    ecosystem = Ecosystem.of(
        FAIR,
        session("long", "09:00", "11:00"),
        session("early", "09:00", "10:00"),
        session("late", "10:00", "10:30"),
    )
    assert _ids(ecosystem, {"long": 0.3, "early": 0.1, "late": 0.2}) == ["long"]
    assert _ids(ecosystem, {"long": 0.3, "early": 0.1, "late": 0.2 + 1e-15}) == ["early", "late"]


def test_of_equal_choices_the_one_that_ends_first():
    """Then the one that starts first, then the one whose id comes first."""
    ecosystem = Ecosystem.of(
        FAIR,
        session("z", "09:30", "10:30"),
        session("y", "09:00", "10:30"),
        session("x", "09:00", "10:30"),
        session("w", "09:45", "10:45"),
    )
    assert _ids(ecosystem, dict.fromkeys("zyxw", 1)) == ["x"]


def test_travel_is_between_consecutive_sessions_only():
    """Whoever stops on the way may arrive sooner: a table need not keep the triangle inequality."""
    places = [Venue(id=key, name=key) for key in ("north", "middle", "south")]
    ecosystem = Ecosystem.of(
        FAIR,
        places,
        session("one", "09:00", "09:30", venue="north"),
        session("two", "09:40", "09:50", venue="middle"),
        session("three", "10:00", "10:30", venue="south"),
    )
    travel = Travel({("north", "south"): 60 * MINUTE}, 10 * MINUTE)
    everything = {"one": 1, "two": 1, "three": 1}
    assert _ids(ecosystem, everything, travel=travel) == ["one", "two", "three"]
    assert _ids(ecosystem, {"one": 2, "three": 1}, travel=travel) == ["one"]
    found = agenda(ecosystem, interest={"one": 2, "three": 1}, travel=travel)
    assert [one.id for one in found.missed[0].because] == ["one"]
    assert _ids(ecosystem, everything, travel=10 * MINUTE) == ["one", "two", "three"]
    assert _ids(ecosystem, everything, travel=11 * MINUTE) == ["one", "three"]


def test_the_hour_that_comes_twice_is_two_hours():
    """02:00 to 02:30 comes before 02:00 to 02:30, an hour later on the night of the change."""
    first = Interval.local("2026-10-25T02:00+02:00", "2026-10-25T02:30+02:00", "Europe/Paris")
    second = Interval.local("2026-10-25T02:00+01:00", "2026-10-25T02:30+01:00", "Europe/Paris")
    talks = [
        session("one", "09:00", "09:00", when=first),
        session("two", "09:00", "09:00", when=second),
    ]
    found = agenda(Ecosystem.of(FAIR, talks), interest={"one": 1, "two": 1}, travel=30 * MINUTE)
    assert [one.id for one in found] == ["one", "two"]
    assert "02:00+02:00–02:30+02:00" in str(found)


def test_a_session_of_no_length_takes_its_instant():
    """It collides with what goes on, and not with what ends then."""
    ecosystem = Ecosystem.of(
        FAIR,
        session("talk", "09:00", "10:00"),
        session("bell", "10:00", "10:00"),
        session("gong", "10:00", "10:00"),
        session("next", "10:00", "11:00"),
    )
    assert _ids(ecosystem, {"talk": 1, "bell": 1}) == ["talk", "bell"]
    assert _ids(ecosystem, {"bell": 1, "next": 2}) == ["next"]
    assert _ids(ecosystem, {"bell": 1, "gong": 1}) == ["bell"]


def test_a_block_goes_with_its_talks():
    """The interest of a block is added to that of its parts where all of it is attended."""
    ecosystem = Ecosystem.of(
        FAIR,
        session("block", "09:00", "11:00"),
        session("inner", "09:00", "10:00", within="block"),
        session("other", "09:30", "10:00", within="block"),
        session("late", "10:30", "11:30", within="block"),
        session("away", "10:00", "10:45"),
    )
    everything = {"block": 3, "inner": 1, "other": 1, "late": 1, "away": 2}
    assert _ids(ecosystem, everything) == ["block", "inner"]
    assert _ids(ecosystem, everything | {"block": 1}) == ["inner", "away"]
    found = agenda(ecosystem, interest=everything)
    reasons = {one.session.id: [each.id for each in one.because] for one in found.missed}
    assert reasons == {"away": ["block"], "other": ["inner"], "late": ["block"]}


def test_talks_of_an_attended_block_are_in_the_way_as_well():
    """Of what a block keeps from being attended, its talks at that time do so too."""
    ecosystem = Ecosystem.of(
        FAIR,
        session("block", "09:00", "11:00"),
        session("first", "09:00", "10:00", within="block"),
        session("second", "10:00", "11:00", within="block"),
        session("away", "10:00", "12:00"),
    )
    [away] = agenda(ecosystem, interest={"block": 1, "first": 1, "second": 2, "away": 2}).missed
    assert [one.id for one in away.because] == ["second", "block"]


def test_showings_that_crowd_are_chosen_as_well_as_can_be():
    """Where prices do not decide, branching does: as good as a table of all sets of contents."""
    tight = 0
    for seed in range(30):
        random = Random(seed)  # noqa: S311  # draws a test, keeps no secret
        contents = [
            (random.randint(1, 9), random.choice((4, 5, 6)), random.sample(range(40), 6))
            for _ in range(10)
        ]
        sessions = [
            session(
                f"s-{number}-{at}",
                f"09:{start:02}",
                f"09:{start + lasts:02}",
                repeat_of=f"s-{number}-0" if at else None,
            )
            for number, (_, lasts, starts) in enumerate(contents)
            for at, start in enumerate(starts)
        ]
        interest = {f"s-{number}-0": value for number, (value, _, _) in enumerate(contents)}
        # The earliest end for each set of contents.
        ends = {frozenset[int](): 0}
        for _ in contents:
            for done, end in list(ends.items()):
                for number, (_, lasts, starts) in enumerate(contents):
                    later = [start + lasts for start in starts if start >= end]
                    if later and number not in done:
                        more = done | {number}
                        ends[more] = min(*later, ends.get(more, 99))
        best = max(sum(contents[number][0] for number in done) for done in ends)
        ecosystem = Ecosystem.of(FAIR, sessions)
        found = agenda(ecosystem, interest=interest)
        assert (found.interest, found.optimal) == (best, True)
        tight += not agenda(ecosystem, interest=interest, steps=len(sessions) * 151).optimal
    assert tight


def test_showings_are_one_content():
    """The greatest interest named for any showing holds for all, even where that is not held."""
    ecosystem = Ecosystem.of(
        FAIR,
        session("first", "09:00", "10:00", status="cancelled"),
        session("second", "10:00", "11:00", repeat_of="first"),
        session("third", "14:00", "15:00", repeat_of="second"),
        session("talk", "10:00", "11:00"),
    )
    found = agenda(ecosystem, interest={"first": 2, "third": 1, "talk": 3})
    assert [one.id for one in found] == ["talk", "third"]
    assert (found.interest, found.possible, found.missed, found.absent) == (5, 5, (), ())
    only = [ecosystem["second"], ecosystem["talk"]]
    found = agenda(ecosystem, interest={"first": 2, "talk": 3}, sessions=only)
    assert [one.session.id for one in found.missed] == ["second"]
    assert found.missed[0].interest == 2


def test_what_does_not_take_place_is_absent():
    """Unscheduled and cancelled sessions of interest are named, and count nowhere."""
    ecosystem = Ecosystem.of(
        FAIR,
        session("off", "09:00", "10:00", status="cancelled"),
        session("some-day", "09:00", "10:00", when=None),
        session("boring", "09:00", "10:00", when=None),
    )
    found = agenda(ecosystem, interest={"off": 1, "some-day": 1, "boring": 0})
    assert [one.id for one in found.absent] == ["off", "some-day"]
    assert (found.interest, found.possible, len(found)) == (0, 0, 0)
    assert found.optimal


def test_interest_may_be_great_and_small():
    """The extremes of floats add up without rounding; what no float holds is infinite."""
    ecosystem = Ecosystem.of(
        FAIR,
        session("a", "09:00", "10:00"),
        session("b", "09:00", "10:00"),
        session("c", "11:00", "12:00"),
    )
    found = agenda(ecosystem, interest={"a": 1e308, "b": 1.7e308, "c": 5e-324})
    assert [one.id for one in found] == ["b", "c"]
    assert agenda(ecosystem, interest={"b": 1.7e308, "c": 1.7e308}).interest == math.inf


def _adversary(contents: int, showings: int) -> tuple[Ecosystem, dict[str, float]]:
    """Return contents whose many showings all get in one another's way."""
    sessions = []
    for number in range(contents):
        for at in range(showings):
            minutes = (number * 37 + at * 101 + number * at * 17) % (contents * 4)
            start = f"{8 + minutes // 60:02}:{minutes % 60:02}"
            lasts = (3 + (number * 7 + at) % 5) * MINUTE
            when = Interval.local(f"2026-10-20T{start}", lasts, "Europe/Paris")
            facts = {"when": when, "repeat_of": f"s-{number}-0" if at else None}
            sessions.append(session(f"s-{number}-{at}", "09:00", "09:00", **facts))
    interest = {f"s-{number}-0": 1 + number * 7919 % 997 / 997 for number in range(contents)}
    return Ecosystem.of(FAIR, sessions), interest


def test_no_search_goes_on_for_ever():
    """Where showings are too many to decide, the best found is returned, and says so."""
    ecosystem, interest = _adversary(150, 6)
    found = agenda(ecosystem, interest=interest, steps=300_000)
    assert not found.optimal
    assert attendable(ecosystem, found.sessions, Travel())
    assert 0.7 * found.bound < found.interest < found.bound <= found.possible
    assert f"at most {found.bound:.12g}: the search stopped early" in str(found)


def test_deep_chains_take_no_long_time():
    """Thousands of sessions within, or repeating, one another: the deepest are missed."""
    number = 3000
    start = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris")
    within = [Session(id="s-0", title="S", event="fair", when=start)]
    repeated = list(within)
    for at in range(1, number):
        facts = {"id": f"s-{at}", "title": "S", "event": "fair", "when": start}
        within.append(Session(**facts, within=f"s-{at - 1}"))
        repeated.append(Session(**facts, repeat_of=f"s-{at - 1}"))
    interest = {one.id: 1 for one in within}
    found = agenda(Ecosystem.of(FAIR, within), interest=interest)
    assert (found.interest, found.bound, found.optimal) == (17, number, False)
    assert {one.because for one in found.missed} == {()}
    assert agenda(Ecosystem.of(FAIR, repeated), interest=interest).interest == 1


@pytest.mark.slow
def test_a_hundred_thousand_sessions_take_seconds():
    """A tenth of them repeats another one, and there are twenty sites."""
    sites = [Venue(id=f"site-{at}", name=f"Site {at}") for at in range(20)]
    start = Interval.local("2026-01-05T09:00", "2026-01-05T10:00", "Europe/Paris").start
    sessions = [
        Session(
            id=f"s-{at}",
            title="S",
            event="fair",
            venue=f"site-{at * 7 % 20}",
            repeat_of=f"s-{at - 5}" if at % 10 == 9 else None,
            when=Interval(
                begins := start + (at // 300) * timedelta(days=1) + at % 37 * 10 * MINUTE,
                begins + (20 + at % 5 * 10) * MINUTE,
            ),
        )
        for at in range(100_000)
    ]
    ecosystem = Ecosystem.of(FAIR, sites, sessions)
    interest = {one.id: at * 7919 % 10 + 1 for at, one in enumerate(sessions)}
    found = agenda(ecosystem, interest=interest, travel=20 * MINUTE)
    assert attendable(ecosystem, found.sessions, as_travel(20 * MINUTE))
    assert found.interest <= found.bound <= found.interest * 1.05


@pytest.mark.parametrize(
    ("interest", "sentence"),
    [
        ({"a": -1}, r"interest\['a'\] must be a finite number, 0 or more \(got -1\)"),
        ({"a": math.nan}, r"interest\['a'\] must be a finite number, 0 or more \(got nan\)"),
        ({"a": math.inf}, r"interest\['a'\] must be a finite number, 0 or more \(got inf\)"),
        ({"a": "1"}, r"interest\['a'\] must be a finite number, 0 or more \(got '1'\)"),
        ({"a": True}, r"interest\['a'\] must be a finite number, 0 or more \(got True\)"),
        ({TALKS[0]: 1}, r"interest must map ids of sessions \(texts\) to numbers"),
        (["a"], "interest must map ids of sessions to numbers"),
        ({"fair": 1}, "interest must name sessions, not things of the kind Event"),
    ],
    ids=["negative", "nan", "infinite", "text", "truth", "object", "list", "event"],
)
def test_what_is_no_interest_is_refused(interest, sentence):
    """Each refusal says what must hold and what was given."""
    with pytest.raises(InvalidValue, match=sentence):
        agenda(PLAIN, interest=interest)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"travel": 30}, "travel must be a Travel or a datetime.timedelta"),
        ({"travel": -MINUTE}, "travel must be a datetime.timedelta, 0 or more"),
        ({"sessions": ["a"]}, "sessions must be a collection of things of the kind Session"),
        ({"steps": -1}, "steps must be a whole number, 0 or more"),
        ({"steps": 1.5}, "steps must be a whole number, 0 or more .*1.5"),
    ],
    ids=["number", "negative", "ids", "steps", "fraction"],
)
def test_what_narrows_no_question_is_refused(options, sentence):
    """Each refusal says what must hold."""
    with pytest.raises(InvalidValue, match=sentence):
        agenda(PLAIN, interest={}, **options)


def test_unknown_sessions_are_refused():
    """A misspelt id is an error, not a lack of interest."""
    with pytest.raises(UnknownId, match="session-b"):
        agenda(PLAIN, interest={"session-b": 1})
    with pytest.raises(InvalidValue, match="ecosystem must be an Ecosystem"):
        agenda(TALKS, interest={})


def test_sessions_in_a_circle_are_refused():
    """Sessions that are given, unlike those of an ecosystem, can contradict one another."""
    one, other = PLAIN["a"], PLAIN["b"]
    for name in ("within", "repeat_of"):
        circle = [evolve(one, **{name: "b"}), evolve(other, **{name: "a"})]
        with pytest.raises(Cycle, match=f"Session.{name} must not run in a circle"):
            agenda(PLAIN, interest={"a": 1, "b": 1}, sessions=circle)


HOSTILE = Ecosystem.of(
    FAIR,
    session("a", "09:00", "10:00", title="<b>Open\n data</b>", venue="hall"),
    session("b", "09:00", "10:30", title="B & B"),
    session("c", "09:30", "10:00", when=None),
    Venue(id="hall", name="Hall"),
)


def test_an_agenda_reads_as_a_plan():
    """By day, what is missed and why, what does not take place, and the total; HTML is escaped."""
    found = agenda(HOSTILE, interest={"a": 2, "b": 1.5, "c": 1})
    assert str(found).splitlines() == [
        "2026-10-20",
        "  09:00–10:00 Europe/Paris  <b>Open data</b>",
        "missed",
        "  B & B (1.5), because of <b>Open data</b>",
        "unscheduled or cancelled",
        "  C",
        "interest 2 of 3.5",
    ]
    assert repr(found) == "<Agenda: 1 sessions, interest 2 of 3.5>"
    assert repr(found.missed) == "(<Missed: 'b', interest 1.5>,)"
    html = found._repr_html_()
    assert "&lt;b&gt;Open data&lt;/b&gt;" in html
    assert "B &amp; B" in html
    assert "<b>" not in html


def test_rows_hold_what_is_attended_and_missed():
    """A row per session, with day, times, interest and what stands in its way."""
    rows = agenda(HOSTILE, interest={"a": 2, "b": 1.5}).rows()
    assert [(row["id"], row["attended"], row["because"]) for row in rows] == [
        ("a", True, []),
        ("b", False, ["a"]),
    ]
    assert [(str(row["day"]), row["venue"], row["interest"]) for row in rows] == [
        ("2026-10-20", "hall", 2),
        ("2026-10-20", None, 1.5),
    ]


def test_a_long_list_of_what_is_missed_is_cut():
    """Twenty lines of what is missed, three reasons a line, and how many more there are."""
    short = [session(f"s-{at}", f"09:{at:02}", f"09:{at + 1:02}") for at in range(30)]
    long = [session(f"l-{at:02}", "09:00", "10:00") for at in range(25)]
    found = agenda(Ecosystem.of(FAIR, short, long), interest={one.id: 1 for one in (*short, *long)})
    lines = str(found).splitlines()
    assert "  L-00 (1), because of S-0 / S-1 / S-2 / 27 more" in lines
    assert "  … and 5 more" in lines
