"""Overlaps, held against three other programs: a tree, a flat index in C++, and SQL."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numeco.schedule import _pairs as python
from numeco.schedule import arrays

_rows = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), min_size=1, max_size=40)


def columns(rows):
    """Return the starts and the ends of rows."""
    return [start for start, _ in rows], [start + length for start, length in rows]


def pairs(starts, ends):
    """Return the pairs that arrays find, as a set; lists find the same."""
    first, second = arrays.pairs(starts, ends)
    found = {tuple(sorted(pair)) for pair in zip(first.tolist(), second.tolist(), strict=True)}
    assert found == {tuple(sorted(pair)) for pair in python.pairs(starts, ends)}
    assert len(found) == len(first) == arrays.count(starts, ends) == python.count(starts, ends)
    return found


@given(_rows)
def test_intervaltree_finds_the_same(rows):
    """It refuses zero length, so that each such row is given the one unit that it occupies."""
    intervaltree = pytest.importorskip("intervaltree", reason="the judge is not installed")
    starts, ends = columns(rows)
    units = [max(end, start + 1) for start, end in zip(starts, ends, strict=True)]
    tree = intervaltree.IntervalTree.from_tuples(zip(starts, units, range(len(rows)), strict=True))
    found = {
        tuple(sorted((row, other.data)))
        for row, times in enumerate(zip(starts, units, strict=True))
        for other in tree[slice(*times)]
        if other.data != row
    }
    assert pairs(starts, ends) == found


@given(_rows)
def test_superintervals_finds_the_same(rows):
    """Its ends are inclusive and in 32 bits: it is given the last unit of each row."""
    superintervals = pytest.importorskip("superintervals", reason="the judge is not installed")
    starts, ends = columns(rows)
    begins = np.array(starts, np.int32)
    lasts = np.maximum(np.array(ends, np.int32) - 1, begins)
    index = superintervals.IntervalMap.from_arrays(begins, lasts, list(range(len(rows))))
    found = {
        tuple(sorted((row, other)))
        for row, others in enumerate(index.search_values_batch(begins, lasts))
        for other in others
        if other != row
    }
    assert pairs(starts, ends) == found


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12), st.integers(-1, 3)), min_size=1))
def test_duckdb_finds_the_same(rows):
    """The rule as one writes it in SQL, with resources."""
    duckdb = pytest.importorskip("duckdb", reason="the judge is not installed")
    starts, ends = columns([row[:2] for row in rows])
    keys = [key for *_, key in rows]
    with duckdb.connect() as database:
        database.execute("create table sessions (number int, s bigint, e bigint, room int)")
        table = zip(range(len(rows)), starts, ends, keys, strict=True)
        database.executemany("insert into sessions values (?, ?, ?, ?)", list(table))
        said = database.execute(
            "select a.number, b.number from sessions a join sessions b on a.room = b.room"
            " and a.room >= 0 and a.number < b.number"
            " and a.s < greatest(b.e, b.s + 1) and b.s < greatest(a.e, a.s + 1)"
        ).fetchall()
    first, second = arrays.pairs(starts, ends, np.array(keys))
    found = [tuple(sorted(pair)) for pair in zip(first.tolist(), second.tolist(), strict=True)]
    assert sorted(found) == sorted(said)
