"""Unions, differences and intersections of stretches, held against sets of instants."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import Interval, InvalidValue
from numeco.schedule._stretches import common, interval, length, merged, one_zone, without
from numeco.testing import intervals, zones

drawn = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 8)).map(lambda two: (two[0], sum(two))), max_size=9
)


def _instants(stretches):
    return {at for start, end in stretches for at in range(start, end)}


def _is_tidy(stretches):
    """Return whether stretches are sorted, apart and of some length."""
    apart = all(one[1] <= other[0] for one, other in pairwise(stretches))
    return apart and all(start < end for start, end in stretches)


@given(drawn)
@example([(0, 3), (3, 5), (1, 1)])
def test_the_union_is_that_of_sets(stretches):
    """`merged` holds the same instants, in the fewest stretches that do."""
    found = merged(stretches)
    assert _instants(found) == _instants(stretches)
    assert _is_tidy(found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    assert merged(reversed(stretches)) == merged(found) == found


@given(drawn.map(merged), drawn.map(merged))
@example([(0, 10), (12, 20)], [(8, 15)])
@example([(0, 10), (10, 12)], [(4, 10)])
def test_the_difference_is_that_of_sets(stretches, taken):
    """`without` holds the instants of one list that the other does not."""
    found = without(stretches, taken)
    assert _instants(found) == _instants(stretches) - _instants(taken)
    assert _is_tidy(found)


@given(drawn.map(merged), drawn.map(merged))
def test_the_intersection_is_that_of_sets(one, other):
    """`common` holds the instants of both lists, whichever comes first."""
    found = common(one, other)
    assert _instants(found) == _instants(one) & _instants(other)
    assert _is_tidy(found)
    assert found == common(other, one)


@given(drawn.map(merged), drawn.map(merged))
def test_difference_and_intersection_part_a_list(one, other):
    """What another list takes and what it leaves make up the whole."""
    left, taken = without(one, other), common(one, other)
    assert merged(left + taken) == one
    assert length(left) + length(taken) == length(one)


@given(intervals(), zones())
def test_an_interval_comes_back_from_its_instants(when, zone):
    """Two instants and a zone make an interval again, repeated hours and all."""
    assert interval(when.start_us, when.end_us, when.zone) == when
    assert interval(when.start_us, when.end_us, zone) == when.in_zone(zone)


def test_the_repeated_hour_keeps_its_pass():
    """02:30 of the second pass in Paris on 25 October 2026 stays that of the second pass."""
    second = Interval.local("2026-10-25T02:30+01:00", "2026-10-25T03:00", "Europe/Paris")
    assert str(interval(second.start_us, second.end_us, "Europe/Paris")) == str(second)


def test_an_unknown_zone_gets_a_sentence():
    """A key that the IANA database does not have is refused."""
    with pytest.raises(InvalidValue, match="zone must be an IANA time zone"):
        interval(0, 1, "Europe/Atlantis")


def test_the_first_choice_of_one_zone_decides():
    """Two zones decide nothing, and where no choice decides it is UTC."""
    paris, toronto = "Europe/Paris", "America/Toronto"
    assert one_zone([paris, paris], [toronto]) == paris
    assert one_zone([paris, toronto], [], [toronto]) == toronto
    assert one_zone([paris, toronto]) == one_zone() == "UTC"
