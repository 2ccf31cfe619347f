"""Travel: how long it takes from one venue to another."""

import datetime
import pickle
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import Ecosystem, Event, InvalidType, InvalidValue, UnknownId, Venue
from numeco.schedule._travel import Travel, as_travel

MINUTE = timedelta(minutes=1)
NOTHING = timedelta(0)
TOWN = Ecosystem.of(
    Event(name="Fair"),
    Venue(id="congress", name="Congress centre", address="1 quay"),
    Venue(id="floor", name="First floor", within="congress"),
    Venue(id="room-1", name="Room 1", within="floor"),
    Venue(id="room-2", name="Room 2", within="floor"),
    Venue(id="harbour", name="Harbour"),
    Venue(id="shed", name="Shed", within="harbour"),
    Venue(id="town-hall", name="Town hall", url="https://example.org", latitude=47, longitude=-1),
    Venue(id="stream", name="Stream", url="https://example.org/live"),
    Venue(id="channel", name="Channel", within="stream"),
    Venue(id="map", name="Map", within="congress", url="https://example.org/map"),
)
IDS = [venue.id for venue in TOWN.all(Venue)]
minutes = st.integers(0, 90).map(lambda number: number * MINUTE)
travels = st.builds(
    Travel, st.dictionaries(st.tuples(*[st.sampled_from(IDS)] * 2), minutes, max_size=8), minutes
)


def _around(key: str) -> list[str]:
    found = [key]
    while (outer := TOWN[TOWN[found[-1]].id].within) is not None:
        found.append(outer)
    return found


def _online(key: str) -> bool:
    return key in {"stream", "channel"}


@given(travels, st.sampled_from(IDS), st.sampled_from(IDS))
@example(Travel({("room-1", "harbour"): MINUTE}, 9 * MINUTE), "shed", "room-1")
@example(Travel({("congress", "congress"): MINUTE}), "room-1", "room-2")
@example(Travel({("channel", "room-1"): MINUTE}, 9 * MINUTE), "channel", "room-1")
def test_the_nearest_pair_tells_the_time(travel, a, b):
    """It is the time of the pair with the fewest steps up, else that between sites on the ground."""
    pairs = dict(travel.times)
    named = [
        (up + down, -pairs.get((one, other), pairs.get((other, one))))
        for up, one in enumerate(_around(a))
        for down, other in enumerate(_around(b))
        if (one, other) in pairs or (other, one) in pairs
    ]
    if a == b:
        expected = NOTHING
    elif named:
        expected = -min(named)[1]
    elif _online(a) or _online(b) or _around(a)[-1] == _around(b)[-1]:
        expected = NOTHING
    else:
        expected = travel.otherwise
    assert travel.time(TOWN, a, b) == expected


@given(travels, st.lists(st.sampled_from(IDS), min_size=2))
def test_times_are_the_same_one_by_one_and_together(travel, ids):
    """The fast form in microseconds says what `time` says, within the longest, and 0 for None."""
    times = travel.among(TOWN)
    for a, b in pairwise(ids):
        assert times(a, b) * timedelta(microseconds=1) == travel.time(TOWN, a, b)
        assert 0 <= times(a, b) <= travel.longest_us
        assert times(a, None) == times(None, b) == times(None, None) == 0


def test_a_pair_holds_in_the_other_direction_unless_that_is_given():
    """Uphill takes as long as downhill, until somebody says otherwise."""
    one_way = Travel({("congress", "harbour"): 20 * MINUTE})
    assert one_way.time(TOWN, "harbour", "congress") == 20 * MINUTE
    both = Travel({("congress", "harbour"): 20 * MINUTE, ("harbour", "congress"): 30 * MINUTE})
    assert both.time(TOWN, "congress", "harbour") == 20 * MINUTE
    assert both.time(TOWN, "harbour", "congress") == 30 * MINUTE


def test_of_equally_near_pairs_the_longest_counts():
    """One step up on one side is as near as on the other, and nobody should come too late."""
    travel = Travel({("floor", "shed"): 5 * MINUTE, ("room-1", "harbour"): 7 * MINUTE})
    assert travel.time(TOWN, "room-1", "shed") == 7 * MINUTE
    assert travel.time(TOWN, "shed", "room-1") == 7 * MINUTE


def test_there_is_no_way_to_what_is_online_unless_it_is_given():
    """A stream is everywhere; a room with a web page, in a house with an address, is not."""
    travel = Travel(otherwise=30 * MINUTE)
    assert travel.time(TOWN, "channel", "harbour") == NOTHING
    assert travel.time(TOWN, "map", "harbour") == 30 * MINUTE
    assert travel.time(TOWN, "town-hall", "harbour") == 30 * MINUTE
    studio = Travel({("stream", "harbour"): 3 * MINUTE}, 30 * MINUTE)
    assert studio.time(TOWN, "channel", "harbour") == 3 * MINUTE


@given(travels)
def test_equal_travels_are_one(travel):
    """The order of writing does not matter; travels hash, pickle and print as what made them."""
    again = Travel(dict(reversed(travel.times)), travel.otherwise)
    assert again == travel
    assert hash(again) == hash(travel)
    assert pickle.loads(pickle.dumps(travel)) == travel  # noqa: S301  # our own
    times = {"Travel": Travel, "datetime": datetime}
    assert eval(repr(travel), times) == travel  # noqa: S307  # our own


def test_a_travel_keeps_its_own_times():
    """What is done to the mapping afterwards does not reach it."""
    given_times = {("congress", "harbour"): 20 * MINUTE}
    travel = Travel(given_times)
    given_times.clear()
    assert travel.time(TOWN, "congress", "harbour") == 20 * MINUTE


def test_a_duration_is_a_travel():
    """One time between any two sites needs no table."""
    assert as_travel(20 * MINUTE) == Travel(otherwise=20 * MINUTE)
    assert as_travel(Travel()) == Travel()
    assert Travel().longest_us == 0


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: Travel(otherwise=-MINUTE),
            "Travel.otherwise must be a datetime.timedelta, 0 or more",
        ),
        (
            lambda: Travel({("a", "b"): -MINUTE}),
            r"Travel.times\[\('a', 'b'\)\] must be .* 0 or more",
        ),
        (lambda: Travel({("a", "b"): 5}), r"Travel.times\[\('a', 'b'\)\] must be a datetime"),
        (lambda: Travel({"a": MINUTE}), "Travel.times must map pairs of ids .* 'a'"),
        (lambda: Travel({("a", "b", "c"): MINUTE}), "Travel.times must map .* 'c'"),
        (lambda: Travel({("a", 1): MINUTE}), r"Travel.times must map .* 1\)"),
        (lambda: Travel(5), "Travel.times must map pairs of ids"),
        (lambda: as_travel(30), "travel must be a Travel or a datetime.timedelta"),
        (lambda: as_travel(-MINUTE), "travel must be a datetime.timedelta, 0 or more"),
        (lambda: Travel().among([]), "ecosystem must be an Ecosystem"),
        (lambda: Travel().time(TOWN, "event-fair", None), "travel must .* 'event-fair'"),
        (
            lambda: Travel({("event-fair", "shed"): MINUTE}).among(TOWN),
            "travel must name venues, not things of the kind Event",
        ),
    ],
)
def test_what_is_no_travel_is_refused(make, sentence):
    """Each refusal says what must hold."""
    with pytest.raises(InvalidValue, match=sentence):
        make()


def test_wrong_types_are_type_errors():
    """A number is no duration."""
    with pytest.raises(InvalidType):
        Travel(otherwise=20)


def test_unknown_ids_are_named():
    """A pair that names nothing in the ecosystem is an error, with what is near."""
    with pytest.raises(UnknownId, match="harbour"):
        Travel({("congress", "harbor"): MINUTE}).time(TOWN, "congress", "shed")
    with pytest.raises(UnknownId):
        Travel().time(TOWN, "nowhere", "shed")
