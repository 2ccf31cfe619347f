"""Overlaps as ibis expressions on DuckDB, held against brute force and against arrays."""

import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numeco import InvalidType, InvalidValue, SessionStatus
from numeco.datasets import load
from numeco.schedule import HOST, SPEAKER, THEME, VENUE, arrays, clashes, expressions

LEAST, MOST = -(2**63), 2**63 - 1
#: The last instants before and after the clocks go back in Paris, and when they do.
REPEATED = datetime(2026, 10, 25, 1, tzinfo=UTC)

_keys = st.sampled_from((None, "a", "b"))
_small = st.tuples(st.integers(-40, 40), st.sampled_from((0, 1, 2, 3, 7, 8, 9, 64, 65)), _keys)
_any = st.tuples(
    st.one_of(st.integers(LEAST, MOST), st.sampled_from((LEAST, -1, 0, 1, MOST - 1, MOST))),
    st.one_of(st.integers(0, 2**64), st.integers(0, 62).map(lambda bits: 1 << bits)),
    _keys,
)
_rows = st.lists(_small, max_size=12) | st.lists(_any, max_size=8)
_gaps = st.integers(0, 5) | st.integers(0, 2**64)


@pytest.fixture(scope="module", autouse=True)
def _duckdb():
    """Let one connection answer all questions of this module."""
    before = ibis.options.default_backend
    ibis.set_backend(expressions.connect(memory_limit="1GB", threads=2))
    yield
    ibis.get_backend().disconnect()
    ibis.options.default_backend = before


def table(rows):
    """Return rows of start, length and key as a table; ends are within 64 bits."""
    starts, lengths, keys = zip(*rows, strict=True) if rows else ((), (), ())
    ends = [min(start + length, MOST) for start, length in zip(starts, lengths, strict=True)]
    whole = pa.int64()
    columns = {"id": pa.array(range(len(rows)), whole), "venue": pa.array(keys, pa.string())}
    columns |= {"start": pa.array(starts, whole), "end": pa.array(ends, whole)}
    return ibis.memtable(pa.table(columns))


def told(expression):
    """Return the rows of a table."""
    return expression.to_pyarrow().to_pylist()


def met(expression):
    """Return the pairs of a table of pairs, each of which comes once; without their times."""
    pairs = [(row.get("key"), row["first"], row["second"]) for row in told(expression)]
    assert len(pairs) == len(set(pairs))
    return set(pairs)


def brute_force(rows, gap=0):
    """Return the pairs that meet, by looking at each, in numbers that cannot overflow."""
    found = set()
    for one, other in combinations(range(len(rows)), 2):
        (key, *_), first, second = (
            rows[one][::-1],
            *sorted((one, other), key=lambda at: rows[at][0]),
        )
        start, length, _ = rows[first]
        last = min(max(min(start + length, MOST) - 1, start) + min(gap, MOST), MOST)
        if key is not None and key == rows[other][2] and rows[second][0] <= last:
            found.add((key, first, second))
    return found


def hard(law):
    """Add the cases that other programs get wrong, as rows and a gap."""
    cases = [
        ([], 0),
        ([(0, 5, "a"), (5, 5, "a")], 0),  # touching
        ([(0, 5, "a"), (7, 5, "a")], 2),  # a gap met exactly
        ([(0, 5, "a"), (6, 5, "a")], 2),  # and one unit short
        ([(3, 4, "a")] * 3, 0),  # three identical ones
        ([(3, 0, "a"), (3, 4, "a"), (3, 0, "a")], 0),  # of no length: at the start,
        ([(3, 4, "a"), (5, 0, "a"), (7, 0, "a")], 0),  # inside, at the end
        ([(-4, 9, "a"), (-1, 1, "a"), (0, 1, "a"), (4, 1, "a")], 0),  # around zero
        ([(LEAST, 2**64, "a"), (MOST, 0, "a"), (0, 0, "a"), (LEAST, 0, "a")], 0),
        ([(LEAST, 0, "a"), (MOST, 0, "a")], 2**64),
        ([(0, 9, None)] * 3 + [(0, 9, "a")], 0),  # nothing occupied
        ([(0, 2**40, "a"), *((at, 1, "a") for at in range(0, 2**40, 2**37))], 0),
    ]
    for rows, gap in cases:
        law = example(rows, gap)(law)
    return settings(max_examples=60)(law)


@given(_rows, _gaps)
@hard
def test_pairs_count_and_conflicted_are_those_of_brute_force(rows, gap):
    """Every pair that meets comes once, its number is the count, who is in one is in conflict."""
    sessions, expected = table(rows), brute_force(rows, gap)
    assert met(expressions.pairs(sessions, gap=gap)) == expected
    assert expressions.count(sessions, gap=gap).to_pyarrow().as_py() == len(expected)
    flagged = {
        row["id"] for row in told(expressions.conflicted(sessions, gap=gap)) if row["conflicted"]
    }
    assert flagged == {row for _, *pair in expected for row in pair}


@given(st.lists(_small, max_size=12), st.integers(0, 5))
@settings(max_examples=30)
def test_arrays_find_the_same(rows, gap):
    """The sibling that needs no engine is a second oracle, with keys and without."""
    sessions = table(rows)
    starts, lengths, keys = map(list, zip(*rows, strict=True)) if rows else ([], [], [])
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    for key, given_keys in (("venue", keys), (None, None)):
        first, second = arrays.pairs(starts, ends, given_keys, gap=gap)
        expected = set(zip(first.tolist(), second.tolist(), strict=True))
        found = met(expressions.pairs(sessions, key=key, gap=gap))
        assert {(one, other) for _, one, other in found} == expected
        counted = expressions.count(sessions, key=key, gap=gap).to_pyarrow().as_py()
        assert counted == arrays.count(starts, ends, given_keys, gap=gap)
    times, values = arrays.concurrency(starts, ends)
    steps = told(expressions.concurrency(sessions.mutate(venue=ibis.literal("a")), key="venue"))
    steps = sorted((row["time"], row["value"]) for row in steps)
    assert steps == list(zip(times.tolist(), values.tolist(), strict=True))
    assert expressions.peak(sessions).to_pyarrow().as_py() == arrays.peak(starts, ends)


@pytest.mark.parametrize("lengths", ["alike", "skewed", "of all sizes"])
def test_thousands_of_sessions_are_as_in_arrays(lengths):
    """Among them some of ten years, in a key that holds a tenth of all."""
    random, number = np.random.default_rng(lengths == "alike"), 20_000
    starts = random.integers(0, 10**9, number)
    hours = {
        "alike": random.integers(1, 10_000, number),
        "skewed": np.where(random.random(number) < 0.001, 10**9, random.integers(0, 100, number)),
        "of all sizes": (10 ** random.uniform(0, 7, number)).astype(np.int64),
    }[lengths]
    keys = random.zipf(1.3, number) % 50
    columns = {"id": np.arange(number), "venue": keys, "start": starts, "end": starts + hours}
    sessions = ibis.memtable(pa.table(columns))
    first, second = arrays.pairs(starts, starts + hours, keys)
    found = expressions.pairs(sessions).to_pyarrow()
    pairs = np.array(
        [np.minimum(found["first"], found["second"]), np.maximum(found["first"], found["second"])]
    )
    expected = np.array([np.minimum(first, second), np.maximum(first, second)])
    order, wanted = np.lexsort(pairs), np.lexsort(expected)
    assert np.array_equal(pairs[:, order], expected[:, wanted])
    assert expressions.count(sessions).to_pyarrow().as_py() == len(first)


# What a pair says


def test_a_pair_says_what_is_shared():
    """From the start of the second to the earlier of the ends; with a gap, the ends may be before."""
    sessions = table([(0, 10, "a"), (2, 3, "a"), (12, 5, "a")])
    found = {(row["first"], row["second"]): row for row in told(expressions.pairs(sessions, gap=3))}
    assert {pair: (row["start"], row["end"]) for pair, row in found.items()} == {
        (0, 1): (2, 5),
        (0, 2): (12, 10),
    }
    assert list(found[0, 1]) == ["key", "first", "second", "start", "end"]


def test_each_shared_key_makes_a_pair():
    """Two shared speakers are two reasons; one who is named twice does not meet himself."""
    speakers = [["x", "y", "x"], ["y", "x"], ["z", None], [None], [], None]
    columns = {"number": list("abcdef"), "from": [0] * 6, "to": [9] * 6}
    sessions = ibis.memtable(
        pa.table({**columns, "who": pa.array(speakers, pa.list_(pa.string()))})
    )
    names = {"id": "number", "start": "from", "end": "to", "key": "who"}
    assert met(expressions.pairs(sessions, **names)) == {("x", "a", "b"), ("y", "a", "b")}
    assert expressions.count(sessions, **names).to_pyarrow().as_py() == 2
    flags = told(expressions.conflicted(sessions, **names))
    assert {row["number"] for row in flags if row["conflicted"]} == {"a", "b"}
    assert len(flags) == 6
    assert expressions.peak(sessions, **names).to_pyarrow().as_py() == 2


def test_what_lacks_something_meets_nobody():
    """Without id, start, end or key, and with an end before its start; `invalid` says which are wrong."""
    sessions = ibis.memtable(
        pa.table(
            {
                "id": ["a", "b", None, "d", "e", "f", "f"],
                "venue": ["r", "r", "r", None, "r", "q", "p"],
                "start": [0, None, 0, 0, 5, 0, 0],
                "end": [9, 9, 9, 9, 4, 9, 9],
            }
        )
    )
    assert met(expressions.pairs(sessions)) == set()
    assert expressions.count(sessions).to_pyarrow().as_py() == 0
    assert not any(row["conflicted"] for row in told(expressions.conflicted(sessions)))
    wrong = told(expressions.invalid(sessions))
    assert Counter(row["id"] for row in wrong) == {None: 1, "e": 1, "f": 2}


# Timestamps


@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Paris"])
@pytest.mark.parametrize("clock", ["UTC", "Europe/Paris"])
def test_timestamps_are_exact_to_the_microsecond(zone, clock):
    """In the hour that comes twice in Paris, whatever the zones of the column and of the engine."""
    micro = timedelta(microseconds=1)
    starts = [REPEATED - timedelta(minutes=15), REPEATED, REPEATED + timedelta(minutes=40)]
    ends = [REPEATED + micro, starts[2], starts[2]]
    moments = pa.timestamp("us", zone)
    columns = {"id": pa.array(range(3)), "venue": ["r"] * 3}
    for name, times in (("start", starts), ("end", ends)):
        given_times = [one.replace(tzinfo=None) for one in times] if zone is None else times
        columns[name] = pa.array(given_times, moments)
    sessions = ibis.memtable(pa.table(columns))
    engine = ibis.get_backend()
    try:
        engine.raw_sql(f"SET TimeZone = '{clock}'")
    except Exception as error:  # noqa: BLE001  # an engine without zones cannot be set to one
        pytest.skip(f"this DuckDB knows no zones: {error}")
    assert met(expressions.pairs(sessions)) == {("r", 0, 1)}
    assert met(expressions.pairs(sessions, gap=1)) == {("r", 0, 1), ("r", 1, 2)}
    assert len(met(expressions.pairs(sessions, gap=timedelta(minutes=40)))) == 3
    assert expressions.count(sessions, gap=timedelta(minutes=40) - micro).to_pyarrow().as_py() == 2
    engine.raw_sql("SET TimeZone = 'UTC'")


# Sessions


def nested(week, pair):
    """Return whether one of two sessions lies within the other."""
    one, other = (week[row] for row in pair)
    return one.within == other.id or other.within == one.id


@pytest.mark.parametrize(("rule", "key"), [(VENUE, "venue"), (SPEAKER, "speakers")])
def test_clashes_find_the_same(rule, key):
    """But for blocks and their talks, which only a rule knows; also with a cancelled session."""
    week = load("semaine-fictive")
    cancelled = clashes(week, rules=[rule])[0].sessions[0]
    for ecosystem in (week, week.replacing([_off(cancelled)])):
        expected = {
            frozenset(one.id for one in pair) for pair in clashes(ecosystem, rules=[rule]).pairs()
        }
        found = met(expressions.pairs(expressions.table(ecosystem), key=key))
        assert {frozenset(pair) for _, *pair in found if not nested(week, pair)} == expected
    assert cancelled.id not in told(expressions.table(ecosystem).id.name("id").as_table())


@pytest.mark.parametrize(("rule", "key"), [(HOST, "hosts"), (THEME, "themes")])
def test_clashes_find_no_more(rule, key):
    """These rules excuse some of what meets."""
    week = load("semaine-fictive")
    expected = {frozenset(one.id for one in pair) for pair in clashes(week, rules=[rule]).pairs()}
    assert expected <= {
        frozenset(pair) for _, *pair in met(expressions.pairs(expressions.table(week), key=key))
    }


def _off(session):
    return evolve(session, status=SessionStatus.CANCELLED)


# Files


def test_parquet_comes_in_and_goes_out_within_a_limit(tmp_path):
    """Nearly two million pairs in 150 MB; the folder for what exceeds them is empty afterwards."""
    number = 100_000
    starts = np.arange(number) * 10
    columns = {"id": np.arange(number), "venue": np.zeros(number, int), "start": starts}
    spill = tmp_path / "spill"
    engine = expressions.connect(memory_limit="150MB", threads=1, spill=spill)
    ibis.memtable(pa.table({**columns, "end": starts + 200})).to_parquet(tmp_path / "in.parquet")
    sessions = engine.read_parquet(tmp_path / "*.parquet")
    expressions.pairs(sessions).to_parquet(tmp_path / "out.parquet")
    assert engine.read_parquet(tmp_path / "out.parquet").count().to_pyarrow().as_py() == 1_899_810
    engine.disconnect()
    assert not spill.exists() or not list(spill.iterdir())


#: Asked in a process of its own, whose peak of memory is that of the question.
LIMITED = """
import sys
from pathlib import Path
from numeco.schedule import expressions
sessions, out, limit, spill = sys.argv[1:]
engine = expressions.connect(memory_limit=limit, threads=2, spill=spill)
def most():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
engine.read_parquet(sessions).count().to_pyarrow()
before = most()
engine.to_parquet(expressions.pairs(engine.read_parquet(sessions)), out)
print(most() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says the peak")
def test_what_exceeds_the_limit_goes_to_disk(tmp_path):
    """Three million sessions: far more than the limit on disk, little more than it in memory."""
    random, number = np.random.default_rng(2026), 3_000_000
    starts = random.integers(0, 20_000, number)
    columns = {"id": np.arange(number), "venue": random.integers(0, number // 200, number)}
    columns |= {"start": starts, "end": starts + random.integers(15, 181, number)}
    pq.write_table(pa.table(columns), tmp_path / "sessions.parquet")
    spill, spilled = tmp_path / "spill", 0
    files = ["sessions.parquet", "pairs.parquet"]
    arguments = [*(str(tmp_path / name) for name in files), "100MB", str(spill)]
    command = [sys.executable, "-c", LIMITED, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asked:  # noqa: S603  # ours
        while asked.poll() is None:
            spilled = max(spilled, _size(spill))
            time.sleep(0.02)
        # After a bar of progress, which DuckDB shows where a program has no file.
        kilobytes = int(asked.stdout.read().split()[-1])
    assert spilled > 250_000_000
    assert kilobytes < 300_000
    found = pq.ParquetFile(tmp_path / "pairs.parquet").metadata.num_rows
    assert found == arrays.count(columns["start"], columns["end"], columns["venue"])


def _size(folder):
    """Return the bytes in a folder, whose files come and go."""
    total = 0
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def test_a_limit_too_small_is_an_error(tmp_path):
    """At once, by DuckDB's own sentence; no file is left that could be taken for the answer."""
    number = 100_000
    columns = {"id": range(number), "venue": [0] * number, "start": range(number)}
    pq.write_table(pa.table(columns | {"end": range(9, number + 9)}), tmp_path / "in.parquet")
    engine = expressions.connect(memory_limit="5MB", threads=1, spill=tmp_path / "spill")
    with pytest.raises(duckdb.OutOfMemoryException, match="Out of Memory Error"):
        engine.to_parquet(
            expressions.pairs(engine.read_parquet(tmp_path / "in.parquet")),
            tmp_path / "out.parquet",
        )
    engine.disconnect()
    assert not (tmp_path / "out.parquet").exists()


# Columns

GOOD = {"id": "int64", "venue": "string", "start": "int64", "end": "int64", "who": "array<float64>"}
MOMENT = "timestamp('UTC', 6)"
REFUSED = {
    "no table": (None, {}, InvalidType, "sessions must be an ibis table"),
    "misspelt": (
        {},
        {"start": "strat"},
        InvalidValue,
        r"start must name a column, one of id, .* \(did you mean 'start'\?\) \(got 'strat'\)",
    ),
    "no text": ({}, {"id": 3}, InvalidType, "id must name a column"),
    "no key": ({}, {"key": "room"}, InvalidValue, "key must name a column"),
    "floats": ({"start": "float64"}, {}, InvalidType, "start must be whole numbers of at most 64"),
    "texts": ({"end": "string"}, {}, InvalidType, "end must be whole numbers of at most 64"),
    "unsigned": ({"end": "uint64"}, {}, InvalidType, "end must be whole numbers of at most 64"),
    "nanoseconds": ({"start": "timestamp(9)"}, {}, InvalidType, "start must be whole numbers"),
    "unlike": ({"start": MOMENT}, {}, InvalidType, "end must be of a type like start"),
    "with and without zone": (
        {"start": MOMENT, "end": "timestamp(6)"},
        {},
        InvalidType,
        "end must be of a type like start",
    ),
    "keys floats": ({}, {"key": "who"}, InvalidType, "key must be exact values"),
    "gap negative": ({}, {"gap": -1}, InvalidValue, "gap must be a whole number of units, 0 or"),
    "gap a float": ({}, {"gap": 1.0}, InvalidType, "gap must be a whole number of units, 0 or"),
    "gap true": ({}, {"gap": True}, InvalidType, "gap must be a whole number of units, 0 or"),
    "gap a duration": ({}, {"gap": timedelta(1)}, InvalidType, "gap must be a whole number of"),
    "gap a negative duration": (
        {"start": MOMENT, "end": MOMENT},
        {"gap": -timedelta(1)},
        InvalidValue,
        "gap must be a timedelta or a whole number of microseconds, 0 or more",
    ),
}


@pytest.mark.parametrize(("types", "more", "error", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_such_a_table_is_refused(types, more, error, says):
    """At once and by a sentence, before anything is computed."""
    sessions = None if types is None else ibis.table(GOOD | types, name="sessions")
    for law in (expressions.pairs, expressions.count, expressions.conflicted):
        with pytest.raises(error, match=f"^{says}"):
            law(sessions, **more)


@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "uint16", "int32", "uint32"])
def test_narrow_numbers_do_not_wrap(kind):
    """Also with a gap that they could not hold."""
    times = ibis.memtable(
        pa.table({"id": [1, 2], "venue": ["r", "r"], "start": [0, 120], "end": [10, 127]})
    )
    sessions = times.mutate(start=times.start.cast(kind), end=times.end.cast(kind))
    assert met(expressions.pairs(sessions, gap=110)) == set()
    assert met(expressions.pairs(sessions, gap=111)) == {("r", 1, 2)}
    assert met(expressions.pairs(sessions, gap=10**12)) == {("r", 1, 2)}


def test_expressions_name_their_extra():
    """Without ibis, `numeco.schedule.expressions` says what to install; `numeco.schedule` works."""
    program = "import sys; sys.modules['ibis'] = None; import numeco.schedule; print('works'); "
    command = [sys.executable, "-c", program + "import numeco.schedule.expressions"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  # ours
    assert done.stdout == "works\n"
    sentence = 'numeco.schedule.expressions needs ibis: pip install "numeco[scale]"'
    assert f"ImportError: {sentence}" in done.stderr
