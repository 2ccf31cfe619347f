"""Overlaps in arrays, and in pure Python, held against brute force and against each other."""

import subprocess
import sys
from datetime import timedelta
from itertools import chain, combinations, pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import InvalidType, InvalidValue
from numeco.schedule import _pairs as python
from numeco.schedule import arrays

LEAST, MOST = -(2**63), 2**63 - 1
TEN_YEARS = 10 * 365 * 86_400 * 1_000_000

#: Start, length and key of each row; no key is None.
_rows = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 8), st.sampled_from((None, "a", "b", "c"))),
    max_size=14,
)
_gaps = st.integers(0, 5)


def hard(law):
    """Add the cases that other programs get wrong, as pairs of rows and a gap."""
    cases = [
        ([], 0),
        ([(5, 3, "a")], 2),
        ([(0, 5, "a"), (5, 5, "a")], 0),  # touching
        ([(0, 5, "a"), (7, 5, "a")], 2),  # a gap met exactly
        ([(0, 5, "a"), (6, 5, "a")], 2),  # and one unit short
        ([(3, 4, "a")] * 3, 0),  # three identical ones
        ([(3, 0, "a"), (3, 4, "a")], 0),  # of no length: at the start,
        ([(3, 4, "a"), (5, 0, "a")], 0),  # inside,
        ([(3, 4, "a"), (7, 0, "a")], 0),  # at the end;
        ([(3, 0, "a"), (3, 0, "a")], 0),  # two equal instants
        ([(0, 30, "a")] + [(at, 1, "a") for at in range(0, 24, 2)], 0),  # an exhibition
        ([(0, 9, "a"), (1, 1, "a"), (4, 1, "a")], 3),  # nested, and a third within the gap
        ([(0, 9, None)] * 4 + [(0, 9, "a")], 0),  # nothing occupied
        ([(0, 9, "a"), (0, 9, "b"), (8, 1, "b"), (8, 1, "a")], 1),  # two keys at once
    ]
    for rows, gap in cases:
        law = example(rows, gap)(law)
    return law


def columns(rows):
    """Return the starts, the ends and the keys of rows."""
    return (
        [start for start, _, _ in rows],
        [start + length for start, length, _ in rows],
        [key for _, _, key in rows],
    )


def brute_force(starts, ends, keys=None, gap=0):
    """Return the pairs that meet, by looking at each, in numbers that cannot overflow."""
    keys = ["one"] * len(starts) if keys is None else keys

    def before(one, other):
        return int(starts[other]) >= max(int(ends[one]), int(starts[one]) + 1) + gap

    return {
        (one, other)
        for one, other in combinations(range(len(starts)), 2)
        if keys[one] is not None
        and keys[one] == keys[other]
        and not before(one, other)
        and not before(other, one)
    }


def listed(first, second):
    """Return the pairs of two arrays of rows."""
    return list(zip(first.tolist(), second.tolist(), strict=True))


def unordered(found):
    """Return pairs as a set; refuse one that comes twice."""
    pairs = [tuple(sorted(pair)) for pair in found]
    assert len(pairs) == len(set(pairs))
    return set(pairs)


@given(_rows, _gaps)
@hard
def test_pairs_are_those_of_brute_force(rows, gap):
    """Every pair that meets comes once, and no other, from arrays and from lists."""
    starts, ends, keys = columns(rows)
    expected = brute_force(starts, ends, keys, gap)
    assert unordered(listed(*arrays.pairs(starts, ends, keys, gap=gap))) == expected
    assert unordered(python.pairs(starts, ends, keys, gap)) == expected
    expected = brute_force(starts, ends, None, gap)
    assert unordered(listed(*arrays.pairs(starts, ends, gap=gap))) == expected
    assert unordered(python.pairs(starts, ends, gap=gap)) == expected


@given(_rows)
def test_without_a_gap_pairs_share_a_unit_of_time(rows):
    """The second oracle knows no comparison: rows as sets of units."""
    starts, ends, keys = columns(rows)
    units = [
        set(range(start, max(end, start + 1))) for start, end in zip(starts, ends, strict=True)
    ]
    expected = {
        (one, other)
        for one, other in combinations(range(len(rows)), 2)
        if keys[one] == keys[other] is not None and units[one] & units[other]
    }
    assert unordered(listed(*arrays.pairs(starts, ends, keys))) == expected


@given(_rows, _gaps)
@hard
def test_arrays_and_python_give_one_order(rows, gap):
    """Key by key, then by start of the first, then of the second; of equals, the earlier row."""
    starts, ends, keys = columns(rows)
    found = listed(*arrays.pairs(starts, ends, keys, gap=gap))
    assert found == list(python.pairs(starts, ends, keys, gap))
    place = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    order = [
        (place[keys[one]], starts[one], one, starts[other], other, starts[one] <= starts[other])
        for one, other in found
    ]
    assert order == sorted(order)
    assert all((starts[one], one) < (starts[other], other) for one, other in found)


@given(_rows, _gaps)
@hard
def test_count_any_and_conflicted_are_those_of_pairs(rows, gap):
    """A count is the number of pairs, any says whether there are, conflicted who is in them."""
    starts, ends, keys = columns(rows)
    for given_keys in (keys, None):
        found = brute_force(starts, ends, given_keys, gap)
        within = [at in set().union(*found) for at in range(len(rows))]
        for kernel in (arrays, python):
            assert kernel.count(starts, ends, given_keys, gap=gap) == len(found)
            assert kernel.any_overlap(starts, ends, given_keys, gap=gap) is bool(found)
            assert list(kernel.conflicted(starts, ends, given_keys, gap=gap)) == within


@given(_rows, _gaps, st.integers(1, 12))
@example([(0, 9, "a")] * 4, 0, 6)
@example([(0, 9, "a")] * 4, 0, 5)
@example([], 0, 1)
def test_chunks_are_the_pairs_in_pieces(rows, gap, size):
    """Pieces of at most `size`, none empty and only the last one short, in the order of pairs."""
    starts, ends, keys = columns(rows)
    pieces = [listed(*piece) for piece in arrays.chunks(starts, ends, keys, gap=gap, size=size)]
    assert list(chain.from_iterable(pieces)) == listed(*arrays.pairs(starts, ends, keys, gap=gap))
    assert all(len(piece) == size for piece in pieces[:-1])
    assert all(0 < len(piece) <= size for piece in pieces[-1:])


def test_more_pairs_than_a_block_come_whole():
    """1,000 identical rows make 499,500 pairs, whatever they are written or asked for in."""
    starts, ends = np.zeros(1000, np.int64), np.full(1000, 7)
    expected = list(combinations(range(1000), 2))
    assert listed(*arrays.pairs(starts, ends)) == expected
    pieces = [listed(*piece) for piece in arrays.chunks(starts, ends, size=100_001)]
    assert list(map(len, pieces)) == [100_001] * 4 + [99_496]
    assert list(chain.from_iterable(pieces)) == expected
    assert arrays.count(starts, ends) == python.count([0] * 1000, [7] * 1000) == 499_500


def test_a_count_needs_no_pairs():
    """200,000 identical rows make 20 billion pairs, which nobody could hold."""
    starts, ends = np.zeros(200_000, np.int64), np.ones(200_000, np.int64)
    assert arrays.count(starts, ends) == 200_000 * 199_999 // 2
    first, second = next(arrays.chunks(starts, ends, size=3))
    assert listed(first, second) == [(0, 1), (0, 2), (0, 3)]


def test_rows_that_occupy_nothing_meet_nobody():
    """100,000 sessions online at one time are no clash."""
    starts, ends = np.zeros(100_000, np.int64), np.ones(100_000, np.int64)
    nowhere = np.full(100_000, -1)
    assert arrays.count(starts, ends, nowhere) == 0
    assert not arrays.any_overlap(starts, ends, nowhere)
    assert not arrays.conflicted(starts, ends, nowhere).any()
    assert not len(arrays.pairs(starts, ends, nowhere)[0])


# The range of 64 bits


@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.integers(LEAST, MOST),
                st.integers(LEAST, LEAST + 3),
                st.integers(MOST - 3, MOST),
                st.integers(-2, 2),
            ),
            st.one_of(st.integers(0, 3), st.integers(0, 2**64)),
            st.sampled_from((None, "a", "b")),
        ),
        max_size=10,
    ),
    st.one_of(st.integers(0, 3), st.integers(0, 2**65)),
)
@example([(LEAST, 0, "a"), (LEAST, 0, "a"), (MOST, 0, "a"), (MOST, 0, "b"), (MOST, 0, "b")], 0)
@example([(LEAST, 2**64, "a"), (MOST, 0, "a"), (MOST - 1, 1, "a")], 0)
@example([(LEAST, 0, "a"), (MOST, 0, "a")], 2**64 - 1)
@example([(LEAST, 0, "a"), (MOST, 0, "a")], 2**63 - 1)
@example([(0, 0, "a"), (MOST, 0, "a")], MOST - 1)
@example([(0, 0, "a"), (MOST, 0, "a")], MOST)
def test_nothing_wraps_around(rows, gap):
    """At the ends of 64 bits, and with gaps beyond, everything is as in unbounded numbers."""
    starts = [start for start, _, _ in rows]
    ends = [min(start + length, MOST) for start, length, _ in rows]
    keys = [key for *_, key in rows]
    expected = brute_force(starts, ends, keys, min(gap, MOST))
    assert unordered(listed(*arrays.pairs(starts, ends, keys, gap=gap))) == expected
    assert arrays.count(starts, ends, keys, gap=gap) == len(expected)
    assert unordered(python.pairs(starts, ends, keys, min(gap, MOST))) == expected


def _drawn(span, longest, groups, *, unit=1, spread=1):
    """Return at least 3,000 rows of up to `longest`, whose keys are `spread` apart."""
    rows = max(3000, groups * 6 // 5)
    random = np.random.default_rng(groups)
    starts = random.integers(0, span // unit, rows) * unit
    lengths = random.integers(0, longest // unit, rows) * unit
    return starts, starts + lengths, random.integers(0, groups, rows) * spread


def _odd(starts, ends, keys):
    """Return these rows, the first of which starts one unit earlier."""
    return starts - (np.arange(len(starts)) == 0), ends, keys


LARGE = {
    # Key, time and row fit in 63 bits,
    "a week in minutes": _drawn(7 * 1440, 180, 20),
    # as soon as the common divisor is out,
    "hours in microseconds": _drawn(TEN_YEARS, TEN_YEARS // 50, 40, unit=3_600_000_000),
    # without the row only,
    "years in microseconds": _drawn(TEN_YEARS, TEN_YEARS // 50, 60),
    # the same with many equal starts and no common divisor,
    "equal starts": _odd(*_drawn(TEN_YEARS, TEN_YEARS // 50, 60, unit=TEN_YEARS // 99)),
    # with the keys numbered anew,
    "keys far apart": _drawn(10 * 86_400_000_000, 9_000_000_000, 60, spread=2**40),
    # with the starts numbered anew,
    "50,000 rooms over ten years": _drawn(TEN_YEARS, 2 * 10**12, 50_000),
    "all of 64 bits": _drawn(2**62 - 1, 2**58, 20, spread=2**50),
}


@pytest.mark.parametrize(("starts", "ends", "keys"), LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("gap", [0, 7, 3_600_000_000])
def test_however_keys_and_times_are_folded_python_agrees(starts, ends, keys, gap):
    """Where key, time and row number fit in 64 bits together, and where they do not."""
    table = starts.tolist(), ends.tolist(), keys.tolist()
    expected = sorted(python.pairs(*table, gap))
    assert expected
    assert sorted(listed(*arrays.pairs(starts, ends, keys, gap=gap))) == expected
    assert arrays.count(starts, ends, keys, gap=gap) == len(expected) == python.count(*table, gap)
    assert arrays.conflicted(starts, ends, keys, gap=gap).tolist() == python.conflicted(*table, gap)
    assert arrays.any_overlap(starts, ends, keys, gap=gap)


@pytest.mark.parametrize(("starts", "ends", "keys"), LARGE.values(), ids=LARGE)
def test_however_keys_are_folded_none_meet_that_only_touch(starts, ends, keys):
    """Each row ends where the next one of its key starts: nothing meets, and by one unit all do."""
    order = np.lexsort((starts, keys))
    starts, keys = starts[order], keys[order]
    kept = np.append(True, (starts[1:] != starts[:-1]) | (keys[1:] != keys[:-1]))
    starts, keys = starts[kept], keys[kept]
    follows = np.append(keys[1:] == keys[:-1], False)
    ends = np.where(follows, np.append(starts[1:], 0), starts)
    for kernel in (arrays, python):
        assert kernel.count(starts.tolist(), ends.tolist(), keys.tolist()) == 0
        assert not kernel.any_overlap(starts.tolist(), ends.tolist(), keys.tolist())
    assert not arrays.conflicted(starts, ends, keys).any()
    assert arrays.count(starts, ends + follows, keys) == follows.sum()
    assert arrays.any_overlap(starts, ends + follows, keys)


# Columns


@pytest.mark.parametrize("dtype", ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", ">i4", ">i8"])
def test_any_whole_number_will_do(dtype):
    """Narrow, unsigned and foreign byte orders hold the same times; nothing wraps within them."""
    starts, ends = np.array([0, 100, 126], dtype), np.array([127, 101, 127], dtype)
    keys = np.array([1, 1, 1], dtype)
    assert listed(*arrays.pairs(starts, ends, keys)) == [(0, 1), (0, 2)]
    assert listed(*arrays.pairs(starts, ends, keys, gap=100)) == [(0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["a", "b", "a"], [(0, 2)]),
        (np.array(["a", "b", "a"]), [(0, 2)]),
        (np.array(["a", None, "a"], object), [(0, 2)]),
        ([None, None, None], []),
        ([1, "1", 1], [(0, 2)]),
        ([("a", 1), ("a", 2), ("a", 1)], [(0, 2)]),
        (np.array([5, -1, -1]), []),
        ([5, -1, -1], []),
        (np.array([1.5, np.nan, np.nan]), []),
        (np.array([2**63, 7, 2**63], np.uint64), [(0, 2)]),
        (np.array([MOST, -7, MOST]), [(0, 2)]),
        (np.array([True, False, True]), [(0, 2)]),
        (range(3), []),
    ],
)
def test_keys_are_numbers_texts_or_anything_hashable(keys, expected):
    """Equal keys are one resource; None, NaN and numbers below 0 are none."""
    assert listed(*arrays.pairs([0, 0, 0], [9, 9, 9], keys)) == expected


def test_an_array_of_whole_numbers_orders_pairs_by_number():
    """Other keys come as they first appear."""
    numbers = [7, 7, 3, 3]
    assert listed(*arrays.pairs([0] * 4, [9] * 4, np.array(numbers))) == [(2, 3), (0, 1)]
    assert listed(*arrays.pairs([0] * 4, [9] * 4, numbers)) == [(0, 1), (2, 3)]


def test_dates_are_compared_in_their_common_unit():
    """Minutes beside seconds; a gap may be a duration, which is rounded up to the unit."""
    starts = np.array(["2026-10-25T09:00", "2026-10-25T10:04"], "datetime64[m]")
    ends = np.array(["2026-10-25T10:00:00", "2026-10-25T10:30:30"], "datetime64[s]")
    gaps = {
        0: 0,
        timedelta(minutes=4): 0,
        timedelta(minutes=4, microseconds=1): 1,
        np.timedelta64(5, "m"): 1,
        240: 0,
        241: 1,
    }
    for gap, expected in gaps.items():
        assert arrays.count(starts, ends, gap=gap) == expected
    times, values = arrays.concurrency(starts, ends)
    assert times.dtype == "datetime64[s]"
    assert times.astype(str).tolist() == [
        "2026-10-25T09:00:00",
        "2026-10-25T10:00:00",
        "2026-10-25T10:04:00",
        "2026-10-25T10:30:30",
    ]
    assert values.tolist() == [1, 0, 1, 0]


def test_the_input_stays_as_it_was():
    """No function writes into an array that it was given."""
    starts, ends, keys = (np.array(one) for one in ([9, 6, 3], [10, 9, 7], [0, 0, 0]))
    for one in (starts, ends, keys):
        one.flags.writeable = False
    for law in (arrays.pairs, arrays.count, arrays.any_overlap, arrays.conflicted):
        law(starts, ends, keys, gap=2)
        law(starts, ends)
    arrays.concurrency(starts, ends)
    assert (starts.tolist(), ends.tolist(), keys.tolist()) == ([9, 6, 3], [10, 9, 7], [0, 0, 0])


NAT = np.array(["NaT"], "datetime64[s]")
DAY = np.array(["2026-10-25"], "datetime64[D]")
REFUSED = {
    "floats": ([1.5], [2.5], {}, InvalidType, "starts must be whole numbers or datetime64"),
    "texts": (["9:00"], [1], {}, InvalidType, "starts must be whole numbers or datetime64"),
    "truths": ([True], [True], {}, InvalidType, "starts must be whole numbers or datetime64"),
    "beyond 64 bits": ([2**70], [2**71], {}, InvalidType, "starts must be whole numbers"),
    "unsigned beyond": ([0], [2**63], {}, InvalidValue, f"ends must be at most {MOST}"),
    "two dimensions": ([[1]], [[2]], {}, InvalidValue, "starts must be one column"),
    "ragged": ([[1], [1, 2]], [2, 3], {}, InvalidValue, "starts must be one column"),
    "lengths": ([1, 2], [3], {}, InvalidValue, r"ends must have 2 rows, as starts has \(got 1\)"),
    "negative": ([0, 5], [1, 4], {}, InvalidValue, r"ends\[1\] must not be before its start, 5"),
    "NaT": (NAT, NAT, {}, InvalidValue, r"starts\[0\] must be a time \(got 'NaT'\)"),
    "NaT beside another unit": (
        NAT,
        DAY,
        {},
        InvalidValue,
        r"starts\[0\] must be a time \(got 'NaT'\)",
    ),
    "dates and numbers": (DAY, [2], {}, InvalidType, "ends must be of a type like starts"),
    "numbers and dates": ([2], DAY, {}, InvalidType, "ends must be of a type like starts"),
    "years too far": (
        np.array(["0001-01-01"], "datetime64[D]"),
        DAY.astype("datetime64[ns]"),
        {},
        InvalidValue,
        "starts must lie within the years of datetime64",
    ),
    "masked": (
        np.ma.masked_array([1], [True]),
        [2],
        {},
        InvalidType,
        "starts must be an array without a mask",
    ),
    "too many": (
        np.broadcast_to(np.int64(0), 2**31),
        [2],
        {},
        InvalidValue,
        "starts must have at most 2147483647 rows; give the rows of some keys at a time",
    ),
    "keys too few": ([1], [2], {"keys": []}, InvalidValue, "keys must be one column of 1 rows"),
    "keys a text": ([1], [2], {"keys": "a"}, InvalidValue, "keys must be one column of 1 rows"),
    "keys a list": ([1], [2], {"keys": [["a"]]}, InvalidType, "keys must be whole numbers, texts"),
    "gap negative": ([1], [2], {"gap": -1}, InvalidValue, "gap must be a whole number of units"),
    "gap a float": ([1], [2], {"gap": 1.0}, InvalidType, "gap must be a whole number of units"),
    "gap true": ([1], [2], {"gap": True}, InvalidType, "gap must be a whole number of units"),
    "gap a duration": (
        [1],
        [2],
        {"gap": timedelta(1)},
        InvalidType,
        "gap must be a whole number of units",
    ),
    "gap NaT": (
        DAY,
        DAY,
        {"gap": np.timedelta64("NaT", "s")},
        InvalidValue,
        "gap must be a whole number of units",
    ),
}


@pytest.mark.parametrize(("starts", "ends", "more", "error", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_a_column_is_refused(starts, ends, more, error, says):
    """Every function refuses it with the same sentence."""
    for law in (arrays.pairs, arrays.count, arrays.any_overlap, arrays.conflicted, arrays.chunks):
        with pytest.raises(error, match=f"^{says}"):
            law(starts, ends, **more)


@pytest.mark.parametrize(("size", "error"), [(0, InvalidValue), (2.0, InvalidType)])
def test_a_size_of_pieces_is_refused_at_once(size, error):
    """Not only when the first piece is asked for."""
    with pytest.raises(error, match=r"^size must be a whole number of pairs, at least 1"):
        arrays.chunks([1], [2], size=size)


def test_arrays_name_their_extra():
    """Without NumPy, `numeco.schedule.arrays` says what to install, and `numeco.schedule` works."""
    program = "import sys; sys.modules['numpy'] = None; import numeco.schedule; print('works'); "
    command = [sys.executable, "-c", program + "import numeco.schedule.arrays"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  # ours
    assert done.stdout == "works\n"
    sentence = 'numeco.schedule.arrays needs NumPy: pip install "numeco[fast]"'
    assert f"ImportError: {sentence}" in done.stderr


# Concurrency


@given(_rows)
def test_concurrency_is_how_many_take_place(rows):
    """At every unit of time, the value in force is the number of rows that hold it."""
    starts, ends, _ = columns(rows)
    times, values = arrays.concurrency(starts, ends)
    for unit in range(-1, 42):
        at = np.searchsorted(times, unit, "right") - 1
        value = values[at] if at >= 0 else 0
        taking_place = zip(starts, ends, strict=True)
        assert value == sum(one <= unit < max(end, one + 1) for one, end in taking_place)
    assert arrays.peak(starts, ends) == max(values, default=0)


@given(_rows)
def test_concurrency_is_a_step_function(rows):
    """Times go up, each step is a change, the last value is 0, the area is the sum of durations."""
    starts, ends, _ = columns(rows)
    times, values = (one.tolist() for one in arrays.concurrency(starts, ends))
    assert all(one < other for one, other in pairwise(times))
    assert all(one != other for one, other in pairwise([0, *values]))
    assert values[-1:] in ([], [0])
    area = sum(
        value * (after - before)
        for value, (before, after) in zip(values[:-1], pairwise(times), strict=True)
    )
    assert area == sum(max(length, 1) for _, length, _ in rows)


@given(_rows)
def test_more_than_one_at_once_is_an_overlap(rows):
    """The peak exceeds one exactly when two rows meet."""
    starts, ends, _ = columns(rows)
    assert (arrays.peak(starts, ends) > 1) == arrays.any_overlap(starts, ends)


def test_concurrency_reaches_the_ends_of_64_bits():
    """The first unit and the last but one have their steps; an end beyond the last is refused."""
    times, values = arrays.concurrency([LEAST, 0], [MOST, 0])
    assert times.tolist() == [LEAST, 0, 1, MOST]
    assert values.tolist() == [1, 2, 1, 0]
    with pytest.raises(InvalidValue, match=r"^ends must end before the last of 64 bits"):
        arrays.concurrency([MOST], [MOST])
