"""Concurrency, held against brute force at every instant that matters."""

import pickle
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import Count, Ecosystem, Event, Interval, InvalidType, InvalidValue, Session, Venue
from numeco.schedule import Bounds, Concurrency, Load, concurrency
from numeco.testing import ecosystems, schedules

NIGHT = "Europe/Paris"
DAY = "2026-10-20"
HOUR = 3_600_000_000

loads = st.sampled_from(Load)
counts = st.tuples(st.integers(0, 60), st.none() | st.integers(0, 20), st.booleans()).map(
    lambda drawn: Count(drawn[0], None if drawn[1] is None else sum(drawn[:2]), drawn[2])
)


def _at(start: str, end: str, day: str = DAY) -> Interval:
    return Interval.local(f"{day}T{start}", f"{day}T{end}", NIGHT)


def _session(key: str, when: Interval | None, **facts: object) -> Session:
    return Session(id=key, title=key.upper(), event="week", when=when, **facts)


def _week(*sessions: Session) -> Ecosystem:
    room = Venue(id="room", name="Salle A", capacity=80)
    return Ecosystem.of(room, Event(id="week", name="Week", zone=NIGHT), sessions)


def _programme(*times: tuple[str, str], **facts: object) -> Ecosystem:
    return _week(*(_session(f"s-{at}", _at(*two), **facts) for at, two in enumerate(times)))


def _steps(found: Concurrency) -> list[str]:
    clock = ((f"{one.interval.start:%H:%M}–{one.interval.end:%H:%M}", one.value) for one in found)
    return [f"{between} {value}" for between, value in clock]


# An oracle of its own: who counts, found by looking at all pairs


def _figure(ecosystem, session, of):
    if of == "sessions":
        return Count(1)
    if of != "seats":
        return getattr(session, of)
    room = ecosystem[session.venue].capacity if session.venue else None
    known = [one for one in (session.capacity, None if room is None else Count(room)) if one]
    if len(known) < 2:
        return known[0] if known else None
    low, high = (one.low for one in known), (one.high for one in known if one.high is not None)
    soft = session.capacity.about and session.capacity.floor < room
    return Count(min(low), min(high), soft)


def _lies_in(ecosystem, one, other):
    while one.within is not None:
        one = ecosystem[one.within]
        if one == other:
            return True
    return False


def _who_counts(ecosystem, of):
    """Return the sessions that count, with their figures, and those that are missing."""
    asked = [
        one
        for one in ecosystem.all(Session)
        if one.when is not None and not ecosystem.cancelled(one)
    ]
    stated = {one: figure for one in asked if (figure := _figure(ecosystem, one, of)) is not None}
    blocks = {one for one in asked if any(_lies_in(ecosystem, part, one) for part in stated)}
    counting = {one: figure for one, figure in stated.items() if one not in blocks}
    missing = {
        one
        for one in asked
        if one not in stated
        and one not in blocks
        and not any(_lies_in(ecosystem, one, block) for block in counting)
    }
    return counting, missing


def _value(counting, moment):
    there = (
        count
        for one, count in counting.items()
        if one.when.start_us <= moment < one.when.busy_until_us
    )
    total = sum(there, Count(0))
    return total.low, total.high, total.about


def _moment(instant: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)


def _is_right(ecosystem, of) -> None:
    """Hold the values just before, at and after every start and end against those of all pairs."""
    found = concurrency(ecosystem, of=of)
    counting, missing = _who_counts(ecosystem, of)
    bounds = {at for one in counting for at in (one.when.start_us, one.when.busy_until_us)}
    for instant in {at + by for at in bounds for by in (-1, 0, 1)}:
        value = found.at(_moment(instant))
        assert (value.low, value.high, value.about) == _value(counting, instant)
    assert set(found.missing) == missing
    assert len(found.missing) == len(missing)
    instants = [step.interval.start_us for step in found]
    if bounds:
        assert (instants[0], list(found)[-1].interval.end_us) == (min(bounds), max(bounds))
    assert all(step.value == found.at(step.interval.start) for step in found)


@given(schedules(), loads)
def test_values_are_those_of_brute_force(ecosystem, of):
    """At every instant that matters, the value is the sum of what takes place then."""
    _is_right(ecosystem, of)


@given(ecosystems(), loads)
def test_values_of_any_ecosystem_are_those_of_brute_force(ecosystem, of):
    """Several events, zones, years and counts with bounds change nothing of that."""
    _is_right(ecosystem, of)


@given(schedules(), loads)
def test_steps_join_and_differ(ecosystem, of):
    """Each step begins where the one before ends, with another value."""
    found = concurrency(ecosystem, of=of)
    steps = list(found)
    assert len(steps) == len(found)
    for one, other in pairwise(steps):
        assert one.interval.end_us == other.interval.start_us
        assert one.value != other.value


@given(schedules(), loads)
def test_the_total_is_the_sum_of_the_sessions(ecosystem, of):
    """Value times time is what each session brings times its length."""
    counting, _ = _who_counts(ecosystem, of)
    lengths = {one: one.when.busy_until_us - one.when.start_us for one in counting}
    low, high = (
        sum(getattr(count, bound) * lengths[one] for one, count in counting.items())
        for bound in ("low", "high")
    )
    found = concurrency(ecosystem, of=of)
    assert (found.total.low, found.total.high) == (low / HOUR, high / HOUR)
    steps = list(found)
    span = steps[-1].interval.end_us - steps[0].interval.start_us if steps else 1
    assert (found.mean.low, found.mean.high) == (low / span, high / span)
    busy = [step.interval.duration for step in steps if step.value.high != 0]
    assert found.busy == sum(busy, timedelta())


@given(schedules(max_size=9))
def test_the_peak_is_the_greatest_number_that_overlap_two_by_two(ecosystem):
    """The peak of sessions is the clique number of the graph of overlaps (Helly in one dimension)."""
    sessions = list(_who_counts(ecosystem, "sessions")[0])
    clique = max(
        (
            len(some)
            for number in range(len(sessions) + 1)
            for some in combinations(sessions, number)
            if all(one.when.overlaps(other.when) for one, other in combinations(some, 2))
        ),
    )
    assert concurrency(ecosystem).peak == Count(clique)


@given(schedules(), loads)
def test_exact_peaks_are_when_the_greatest_value_holds(ecosystem, of):
    """Of exact figures, the peaks are the steps of the greatest value, and no others."""
    found = concurrency(ecosystem, of=of)
    greatest = max((step.value.low for step in found), default=0)
    assert found.peak == Count(greatest)
    assert found.peaks == tuple(step.interval for step in found if step.value.low == greatest)


bounded = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6), counts), max_size=8)


@given(bounded, st.data())
@example([(0, 1, Count(100)), (2, 1, Count(95, 95, about=True))], None)
def test_the_peak_lies_where_the_bounds_allow_it(drawn, data):
    """Whatever the figures turn out to be, the peak is within its bounds and its stretches."""
    start, quarter = _at("06:00", "06:15"), timedelta(minutes=15)
    sessions = [
        _session(
            f"s-{at}",
            Interval.local(f"{DAY}T06:00", length * quarter, NIGHT).starting(
                start.start + first * quarter
            ),
            attended=count,
        )
        for at, (first, length, count) in enumerate(drawn)
    ]
    found = concurrency(_week(*sessions), of="attended")

    def truth(count):
        if data is None:
            return Fraction(count.ceiling)
        least = Fraction(count.floor)
        most = least + 200 if count.high is None else Fraction(count.ceiling)
        return least + (most - least) * data.draw(st.integers(0, 4)) / 4

    people = {one.id: truth(one.attended) for one in sessions}
    grid = (_moment(start.start_us + at * 900_000_000) for at in range(27))
    moments = [moment for moment in grid if any(moment in step.interval for step in found)]
    there = {
        moment: sum(people[one.id] for one in sessions if moment in one.when) for moment in moments
    }
    greatest = max(there.values(), default=0)
    assert found.peak.floor <= greatest <= found.peak.ceiling
    for moment, number in there.items():
        if number == greatest:
            assert any(moment in stretch for stretch in found.peaks)
    for step in found:
        ruled_out = any(step.value.ceiling < other.value.floor for other in found)
        assert any(one.covers(step.interval) for one in found.peaks) != ruled_out


@given(schedules(), loads, st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(ecosystem, of, random):
    """Shuffled sessions give an equal result."""
    shuffled = list(ecosystem)
    random.shuffle(shuffled)
    again = concurrency(Ecosystem.of(shuffled), of=of)
    assert again == concurrency(ecosystem, of=of)
    assert hash(again) == hash(concurrency(ecosystem, of=of))


@given(schedules(), loads)
def test_it_prints(ecosystem, of):
    """Text and picture are made of any programme, and the picture is well-formed."""
    found = concurrency(ecosystem, of=of)
    assert str(found).startswith(f"{of} at once: ")
    page = found._repr_html_()
    assert ET.fromstring(f"<div>{page}</div>").findtext("pre") == str(found)  # noqa: S314  # our own


def test_touching_sessions_do_not_add_up():
    """What ends as another begins never is there with it; equal neighbours are one step."""
    found = concurrency(_programme(("09:00", "10:00"), ("10:00", "11:00"), ("12:00", "13:00")))
    assert _steps(found) == ["09:00–11:00 1", "11:00–12:00 0", "12:00–13:00 1"]
    assert (found.peak, found.busy) == (Count(1), timedelta(hours=3))
    assert (found.total, found.mean) == (Bounds(3.0, 3.0), Bounds(0.75, 0.75))
    assert [str(one) for one in found.peaks] == [
        "2026-10-20 09:00–11:00 Europe/Paris",
        "2026-10-20 12:00–13:00 Europe/Paris",
    ]


def test_a_moment_outside_holds_nothing():
    """Before the first start and from the last end on there is nothing, in any zone."""
    found = concurrency(_programme(("09:00", "10:00")))
    before, after = _at("08:59", "10:00"), _at("09:00", "09:59").in_zone("Pacific/Noumea")
    assert (found.at(before.start), found.at(before.end)) == (Count(0), Count(0))
    assert (found.at(after.start), found.at(after.end)) == (Count(1), Count(1))


def test_the_repeated_hour_counts_real_time():
    """From 01:30 to 03:30 on 25 October 2026 three hours pass in Paris; both passes are told apart."""
    night, day = ("01:30", "03:30"), "2026-10-25"
    passes = [("02:30+02:00", "02:45+02:00"), ("02:30+01:00", "02:45+01:00")]
    sessions = [_session(f"s-{n}", _at(*two, day)) for n, two in enumerate([night, *passes])]
    found = concurrency(_week(*sessions))
    assert (found.busy, found.peak) == (timedelta(hours=3), Count(2))
    assert found.total == Bounds(3.5, 3.5)
    assert [str(one) for one in found.peaks] == [
        "2026-10-25T02:30+02:00–02:45+02:00 Europe/Paris".replace("T", " "),
        "2026-10-25 02:30+01:00–02:45+01:00 Europe/Paris",
    ]


def test_the_missing_hour_counts_real_time():
    """From 01:30 to 03:30 on 29 March 2026 one hour passes in Paris."""
    found = concurrency(_week(_session("s", _at("01:30", "03:30", "2026-03-29"))))
    assert found.busy == timedelta(hours=1)


def test_an_exhibition_of_days_lies_under_its_talks():
    """A session of several days adds to each that takes place meanwhile, nights included."""
    fair = Interval.local("2026-10-20T08:00", "2026-10-22T18:00", NIGHT)
    talk = _at("09:00", "10:00", "2026-10-21")
    found = concurrency(_week(_session("fair", fair), _session("talk", talk)))
    assert [step.value.low for step in found] == [1, 2, 1]
    assert (found.peaks, found.busy) == ((talk,), timedelta(hours=58))


def test_an_instant_occupies_its_microsecond():
    """A session of zero length is there, and adds to what begins with it."""
    found = concurrency(_programme(("09:00", "09:00"), ("09:00", "10:00")))
    (peak,) = found.peaks
    assert (found.peak, peak.duration) == (Count(2), timedelta(microseconds=1))


def test_seats_are_the_smaller_of_what_is_known():
    """The capacity of the session and that of its venue: one, the other, the smaller, or none."""
    when = _at("09:00", "10:00")
    for facts, expected in (
        ({"venue": "room"}, "80"),
        ({"venue": "room", "capacity": 30}, "30"),
        ({"venue": "room", "capacity": 200}, "80"),
        ({"venue": "room", "capacity": Count.at_least(20)}, "20 to 80"),
        ({"venue": "room", "capacity": Count.around(60)}, "about 60"),
        ({"venue": "room", "capacity": Count.around(85)}, "about 80"),
        ({"venue": "room", "capacity": Count.around(90)}, "80"),
        ({"capacity": 30}, "30"),
    ):
        found = concurrency(_week(_session("s", when, **facts)), of="seats")
        assert str(found.peak) == expected
        assert not found.missing
    nobody_knows = concurrency(_week(_session("s", when)), of="seats")
    assert (len(nobody_knows), [one.id for one in nobody_knows.missing]) == (0, ["s"])


def test_figures_keep_their_bounds():
    """More than 200 and about 50 at once are at least about 251."""
    found = concurrency(
        _week(
            _session("a", _at("09:00", "11:00"), registered=Count.parse("plus de 200")),
            _session("b", _at("10:00", "11:00"), registered=Count.parse("environ 50")),
            _session("c", _at("12:00", "13:00"), registered=Count.at_most(40)),
        ),
        of="registered",
    )
    assert _steps(found) == [
        "09:00–10:00 at least 201",
        "10:00–11:00 at least about 251",
        "11:00–12:00 0",
        "12:00–13:00 at most 40",
    ]
    assert (found.peak, found.busy) == (Count(251, None, about=True), timedelta(hours=3))
    # An hour of 201 or more may hold more people than one of 251 or more.
    assert [str(one) for one in found.peaks] == ["2026-10-20 09:00–11:00 Europe/Paris"]
    assert found.total == Bounds(452.0, None, about=True)
    assert str(found.total) == "at least about 452.0"
    # Where nothing bounds a value above, the line of text is as high as its low bound.
    assert "".join(sign * 12 for sign in "▆█·▂") in str(found)


def test_a_step_of_none_is_kept_at_the_ends():
    """Sessions that nobody attended are part of the time, though not busy."""
    found = concurrency(
        _week(
            _session("a", _at("09:00", "10:00"), attended=0),
            _session("b", _at("10:00", "11:00"), attended=5),
            _session("c", _at("11:00", "12:00"), attended=0),
        ),
        of="attended",
    )
    assert _steps(found) == ["09:00–10:00 0", "10:00–11:00 5", "11:00–12:00 0"]
    assert found.busy == timedelta(hours=1)


def test_greater_counts_than_64_bits_hold_are_added():
    """A count has no greatest value."""
    found = concurrency(_programme(*[("09:00", "10:00")] * 2, attended=2**63), of="attended")
    assert found.peak == Count(2**64)


def _block(**facts: object) -> Ecosystem:
    """Return a block of two talks, and a demonstration within the first."""
    return _week(
        _session("block", _at("09:00", "12:00"), registered=facts.get("block")),
        _session("one", _at("09:00", "10:00"), within="block", registered=facts.get("one")),
        _session("two", _at("10:00", "11:00"), within="block", registered=facts.get("two")),
        _session("demo", _at("09:30", "10:00"), within="one", registered=facts.get("demo")),
    )


@pytest.mark.parametrize(
    ("stated", "steps", "missing"),
    [
        ({"block": 90}, ["09:00–12:00 90"], []),
        ({"block": 90, "one": 50, "two": 40}, ["09:00–10:00 50", "10:00–11:00 40"], []),
        ({"block": 90, "one": 50}, ["09:00–10:00 50"], ["two"]),
        ({"block": 90, "demo": 7}, ["09:30–10:00 7"], ["two"]),
        ({"one": 50}, ["09:00–10:00 50"], ["two"]),
        ({}, [], ["block", "one", "demo", "two"]),
    ],
)
def test_nobody_is_counted_in_a_block_and_in_its_talk(stated, steps, missing):
    """A block counts where none of its parts, at any depth, states a figure."""
    found = concurrency(_block(**stated), of="registered")
    assert _steps(found) == steps
    assert [one.id for one in found.missing] == missing


def test_a_block_counts_as_its_parts():
    """What has parts, at any depth, is not one session more than these."""
    found = concurrency(_block())
    assert _steps(found) == ["09:30–11:00 1"]
    assert not found.missing


def test_only_the_parts_asked_about_speak_for_a_block():
    """A block without its parts, or whose parts do not take place, counts itself."""
    ecosystem = _block(block=90, one=50, two=40)
    block, one, *_ = ecosystem.all(Session)
    assert concurrency(ecosystem, sessions=[block], of="registered").peak == Count(90)
    gone = [evolve(part, status="cancelled") for part in ecosystem.all(Session)[1:]]
    assert concurrency(ecosystem.replacing(*gone), of="registered").peak == Count(90)
    unscheduled = evolve(one, when=None)
    (left,) = concurrency(ecosystem, sessions=[block, unscheduled], of="registered")
    assert (left.interval, left.value) == (block.when, Count(90))


def test_a_deep_block_is_walked_once():
    """Ten thousand sessions, each within the one before, take no time that squares."""
    when = _at("09:00", "10:00")
    chain = [_session(f"s-{n}", when, within=f"s-{n - 1}" if n else None) for n in range(10_000)]
    ecosystem = _week(*chain)
    assert concurrency(ecosystem).peak == Count(1)
    assert len(concurrency(ecosystem, of="attended").missing) == 10_000


def test_sessions_given_may_lie_in_a_circle():
    """Changed copies that lie within one another, which no ecosystem holds, do not hang it."""
    ecosystem = _block()
    block, one, *_ = ecosystem.all(Session)
    circle = [evolve(block, within="one"), one]
    assert len(concurrency(ecosystem, sessions=circle)) == 0
    assert len(concurrency(ecosystem, sessions=circle, of="attended").missing) == 2


def test_a_part_of_what_is_no_session_gets_a_sentence():
    """A changed copy whose block is a venue is refused."""
    ecosystem = _block()
    astray = evolve(ecosystem["one"], within="room")
    with pytest.raises(InvalidType, match=r"Session\.within must be the id of a session"):
        concurrency(ecosystem, sessions=[astray])


def test_intervals_are_in_the_zone_of_the_sessions():
    """One zone of all, else that of the events, else UTC; or the one that is given."""
    ecosystem = _programme(("09:00", "10:00"))
    abroad = evolve(ecosystem["s-0"], id="abroad", when=_at("08:00", "08:30").in_zone("UTC"))
    mixed = ecosystem.adding(abroad)
    assert concurrency(ecosystem).zone == concurrency(mixed).zone == NIGHT
    assert concurrency(mixed.replacing(evolve(ecosystem["week"], zone=None))).zone == "UTC"
    (step,) = concurrency(ecosystem, zone="Pacific/Noumea")
    assert step.interval == _at("09:00", "10:00").in_zone("Pacific/Noumea")


def test_what_does_not_take_place_does_not_count():
    """Unscheduled and cancelled sessions, and those of cancelled events, take no part."""
    ecosystem = _programme(("09:00", "10:00"))
    (session,) = ecosystem.all(Session)
    for gone in (
        evolve(session, when=None),
        evolve(session, status="cancelled"),
        evolve(ecosystem["week"], status="cancelled"),
    ):
        assert len(concurrency(ecosystem.replacing(gone))) == 0


def test_nothing_has_no_peak():
    """Of no sessions everything is nothing, and it says so."""
    found = concurrency(Ecosystem.of())
    assert (found.peak, found.peaks, list(found)) == (Count(0), (), [])
    assert (found.busy, found.total, found.mean) == (timedelta(), Bounds(0, 0), Bounds(0, 0))
    assert str(found) == "sessions at once: none"


def test_it_reads_well():
    """The peak and when it is, the course of time, and what is missing."""
    ecosystem = _programme(("09:00", "10:00"), ("09:30", "11:00"), ("12:00", "13:00"), attended=30)
    missing = _session("x", _at("09:00", "09:30"))
    found = concurrency(ecosystem.adding(missing), of="attended")
    bars = "▄" * 6 + "█" * 6 + "▄" * 12 + "·" * 12 + "▄" * 12
    assert str(found) == (
        "attended at once: 60 at the peak, 2026-10-20 09:30–10:00 Europe/Paris\n"
        f"{bars} 2026-10-20 09:00–13:00 Europe/Paris\n"
        "without a figure: 1 session"
    )
    assert repr(found) == "<Concurrency: attended, 5 steps, peak 60, 1 without a figure>"


def test_rows_are_steps_one_by_one():
    """A row has the bounds of its value, and its hours are real time."""
    found = concurrency(_programme(("09:00", "10:30"), attended=Count.at_least(5)), of="attended")
    when = _at("09:00", "10:30")
    assert found.rows() == [
        {
            "start": when.start,
            "end": when.end,
            "hours": 1.5,
            "low": 5,
            "high": None,
            "about": False,
        }
    ]


def test_it_survives_pickling():
    """A result read back is equal."""
    found = concurrency(_programme(("09:00", "10:00"), ("09:30", "11:00")))
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own bytes


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({"of": "seat"}, InvalidValue, "Load must be one of .*did you mean 'seats'"),
        ({"of": None}, InvalidValue, "Load must be one of sessions"),
        ({"of": ["seats"]}, InvalidValue, "Load must be one of sessions"),
        ({"sessions": ["s-0"]}, InvalidType, "sessions must be a collection of things"),
        ({"sessions": 3}, InvalidType, "sessions must be a collection of things"),
        ({"zone": "Europe/Atlantis"}, InvalidValue, "zone must be an IANA time zone"),
        ({"zone": ""}, InvalidValue, "zone must be an IANA time zone"),
        ({"zone": 3}, InvalidType, "zone must be an IANA time zone"),
    ],
)
def test_wrong_arguments_get_a_sentence(options, error, sentence):
    """Slips such as a load in the singular are named."""
    with pytest.raises(error, match=sentence):
        concurrency(_programme(("09:00", "10:00")), **options)


def test_a_moment_must_be_aware():
    """A wall clock without zone is no moment; nor is it an ecosystem that comes first."""
    found = concurrency(_programme(("09:00", "10:00")))
    with pytest.raises(InvalidValue, match="moment must be aware"):
        found.at(datetime(2026, 10, 20, 9))  # noqa: DTZ001  # what is refused
    with pytest.raises(InvalidType, match="ecosystem must be an Ecosystem"):
        concurrency(_programme().all(Session))
