"""Contenders from arrays to arrays: each takes starts, ends and rooms and answers one question.

*Pairs* are two arrays of rows, each pair once; *count* is their number; *conflicted* says of each row
whether it is in any. What a tool needs first, such as another table or 32 bits, counts as its time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from _overlaps_loads import MINUTE, Answer, Load, mark
from _overlaps_plain import by_combinations, columns, intervaltree, pandas, portion

from numeco.schedule import _pairs, arrays


def _once(first: Any, second: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return each pair once, from those that name it twice and each row beside itself."""
    first, second = np.asarray(first), np.asarray(second)
    kept = first < second
    return first[kept], second[kept]


def numeco(load: Load) -> dict[str, Answer]:
    """The module that this benchmark is about."""
    given = load.starts, load.ends, load.rooms
    return {
        "pairs": lambda: arrays.pairs(*given),
        "count": lambda: arrays.count(*given),
        "conflicted": lambda: arrays.conflicted(*given),
    }


def numeco_lists(load: Load) -> dict[str, Answer]:
    """The same in pure Python, on lists; its pairs are made one by one and not kept."""
    given = load.starts.tolist(), load.ends.tolist(), load.rooms.tolist()
    return {
        "pairs": lambda: columns(_pairs.pairs(*given)),
        "count": lambda: _pairs.count(*given),
        "conflicted": lambda: _pairs.conflicted(*given),
    }


def ruranges(load: Load) -> dict[str, Answer]:
    """Rust, sweeping; rooms as groups."""
    import ruranges.numpy as tool  # noqa: PLC0415  # only where it is installed

    def given() -> dict[str, np.ndarray]:
        groups = load.rooms.astype(np.uint32)
        times = {"starts": load.starts, "ends": load.ends}
        return times | {
            "starts2": load.starts,
            "ends2": load.ends,
            "groups": groups,
            "groups2": groups,
        }

    return {
        "pairs": lambda: _once(*tool.overlaps(**given(), sort_output=False)),
        "count": lambda: (int(tool.count_overlaps(**given()).sum()) - len(load.starts)) // 2,
        "conflicted": lambda: tool.count_overlaps(**given()) > 1,
    }


def ncls(load: Load) -> dict[str, Answer]:
    """Nested containment lists in C; rooms folded into times."""
    from ncls import NCLS  # noqa: PLC0415  # only where it is installed

    def pairs() -> tuple[np.ndarray, np.ndarray]:
        rows = np.arange(len(load.starts))
        starts, ends = load.folded()
        return _once(*NCLS(starts, ends, rows).all_overlaps_both(starts, ends, rows))

    return {"pairs": pairs}


def superintervals(load: Load) -> dict[str, Answer]:
    """C++; inclusive minutes in 32 bits: rooms folded where they fit, else one index a room."""
    from superintervals import IntervalMap  # noqa: PLC0415  # only where it is installed

    def parts() -> Iterator[tuple[Any, np.ndarray, np.ndarray, np.ndarray]]:
        if (load.starts % MINUTE).any() or (load.ends % MINUTE).any():
            raise OverflowError("microseconds do not fit 32 bits")
        low = int(load.starts.min())
        span = (int(load.ends.max()) - low) // MINUTE + 1
        starts, ends = ((one - low) // MINUTE for one in (load.starts, load.ends))
        if span * (int(load.rooms.max()) + 1) < 2**31:
            starts, ends = starts + load.rooms * span, ends + load.rooms * span
            order, cuts = np.argsort(starts), []
        else:
            order = np.lexsort((starts, load.rooms))
            cuts = np.flatnonzero(np.diff(load.rooms[order])) + 1
        for rows in np.split(order, cuts):
            begins, lasts = starts[rows].astype(np.int32), (ends[rows] - 1).astype(np.int32)
            yield IntervalMap.from_arrays(begins, lasts), rows, begins, lasts

    def pairs() -> tuple[np.ndarray, np.ndarray]:
        found = []
        for index, rows, begins, lasts in parts():
            met = index.search_idxs_batch(begins, lasts)
            first = np.repeat(np.arange(len(rows)), list(map(len, met)))
            kept = _once(first, np.fromiter(chain.from_iterable(met), np.int64, len(first)))
            found.append((rows[kept[0]], rows[kept[1]]))
        return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])

    def numbers() -> np.ndarray:
        found = np.zeros(len(load.starts), np.int64)
        for index, rows, begins, lasts in parts():
            found[rows] = index.count_batch(begins, lasts)
        return found

    return {
        "pairs": pairs,
        "count": lambda: (int(numbers().sum()) - len(load.starts)) // 2,
        "conflicted": lambda: numbers() > 1,
    }


def bioframe(load: Load) -> dict[str, Answer]:
    """NumPy; its function on arrays, rooms folded into times."""
    from bioframe.core.arrops import overlap_intervals  # noqa: PLC0415  # only where installed

    def pairs() -> tuple[np.ndarray, np.ndarray]:
        times = load.folded()
        return _once(*overlap_intervals(*times, *times))

    return {"pairs": pairs}


def polars_runs(load: Load) -> dict[str, Answer]:
    """Our own method in polars: sort, search, and repeat run by run."""
    import polars as pl  # noqa: PLC0415  # only where it is installed

    def ordered() -> Any:
        starts, ends = load.folded()
        frame = pl.DataFrame({"s": starts, "e": ends}).with_row_index("row").sort("s")
        return frame.with_columns(
            rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
            to=pl.col("s").search_sorted(pl.col("e")).cast(pl.Int64),
        )

    def pairs() -> tuple[np.ndarray, np.ndarray]:
        frame = ordered()
        met = frame.filter(pl.col("to") > pl.col("rank")).select(
            "row", other=pl.int_ranges("rank", "to")
        )
        met = met.explode("other")
        return met["row"].to_numpy(), frame["row"].gather(met["other"]).to_numpy()

    return {
        "pairs": pairs,
        "count": lambda: ordered().select((pl.col("to") - pl.col("rank")).sum()).item(),
    }


def polars_join(load: Load) -> dict[str, Answer]:
    """Its join by inequalities, as one would write it."""
    import polars as pl  # noqa: PLC0415  # only where it is installed

    def joined() -> Any:
        frame = pl.DataFrame({"s": load.starts, "e": load.ends, "room": load.rooms})
        frame = frame.lazy().with_row_index("row")
        return frame.join_where(
            frame,
            pl.col("room") == pl.col("room_right"),
            pl.col("s") < pl.col("e_right"),
            pl.col("s_right") < pl.col("e"),
            pl.col("row") < pl.col("row_right"),
        )

    def pairs() -> tuple[np.ndarray, np.ndarray]:
        found = joined().select("row", "row_right").collect()
        return found["row"].to_numpy(), found["row_right"].to_numpy()

    return {"pairs": pairs, "count": lambda: joined().select(pl.len()).collect().item()}


_SQL_JOIN = """
    from sessions a join sessions b on a.room = b.room
    and a.number < b.number and a.s < b.e and b.s < a.e
"""
# A pair overlaps exactly if the later one starts within the earlier one, in one of its buckets.
_SQL_BUCKETS = """
    from (select *, unnest(range(s // 10800000000, (e - 1) // 10800000000 + 1)) k from sessions) a
    join (select *, s // 10800000000 k from sessions) b on a.room = b.room and a.k = b.k
    and b.s < a.e and (a.s < b.s or (a.s = b.s and a.number < b.number))
"""
_SQL_FLAGS = """
    select coalesce(max(e) over (w rows between unbounded preceding and 1 preceding) > s, false)
    or coalesce(lead(s) over w < e, false) as flag
    from sessions window w as (partition by room order by s, number) order by number
"""


def _duckdb(load: Load, join: str) -> dict[str, Answer]:
    import duckdb  # noqa: PLC0415  # only where it is installed
    import pyarrow as pa  # noqa: PLC0415  # only where it is installed

    def asked(question: str) -> dict[str, np.ndarray]:
        rows = np.arange(len(load.starts))
        names = {"number": rows, "s": load.starts, "e": load.ends, "room": load.rooms}
        with duckdb.connect() as database:
            database.register("sessions", pa.table(names))
            return database.execute(question).fetchnumpy()

    def pairs() -> tuple[np.ndarray, np.ndarray]:
        found = asked("select a.number one, b.number two" + join)
        return found["one"], found["two"]

    return {
        "pairs": pairs,
        "count": lambda: int(asked("select count(*) number" + join)["number"][0]),
        "conflicted": lambda: asked(_SQL_FLAGS)["flag"],
    }


def duckdb_join(load: Load) -> dict[str, Answer]:
    """SQL as one would write it; window functions for conflicted."""
    return _duckdb(load, _SQL_JOIN)


def duckdb_buckets(load: Load) -> dict[str, Answer]:
    """SQL that joins by three-hour buckets."""
    asked = _duckdb(load, _SQL_BUCKETS)
    return {name: asked[name] for name in ("pairs", "count")}


QUESTIONS = ("pairs", "count", "conflicted")
#: By name: the package that it needs, the function, and what it answers.
CONTENDERS: dict[str, tuple[str, Callable[[Load], dict[str, Answer]], Sequence[str]]] = {
    "numeco arrays": ("numeco", numeco, QUESTIONS),
    "numeco lists": ("numeco", numeco_lists, QUESTIONS),
    "ruranges": ("ruranges", ruranges, QUESTIONS),
    "superintervals": ("superintervals", superintervals, QUESTIONS),
    "NCLS": ("ncls", ncls, QUESTIONS[:1]),
    "bioframe": ("bioframe", bioframe, QUESTIONS[:1]),
    "polars, run-length": ("polars", polars_runs, QUESTIONS[:2]),
    "polars, join_where": ("polars", polars_join, QUESTIONS[:2]),
    "DuckDB, inequalities": ("duckdb", duckdb_join, QUESTIONS),
    "DuckDB, buckets": ("duckdb", duckdb_buckets, QUESTIONS[:2]),
    "combinations": ("numeco", by_combinations, QUESTIONS[:1]),
    "intervaltree": ("intervaltree", intervaltree, QUESTIONS[:1]),
    "pandas IntervalIndex": ("pandas", pandas, QUESTIONS[:1]),
    "portion": ("portion", portion, QUESTIONS[:1]),
}


def prepared(name: str, question: str, kind: str, number: int, jitter: bool) -> tuple[Answer, Any]:
    """Return what to time, and what makes its answer comparable."""
    load = Load.of(kind, number, jitter=jitter)
    comparable = {
        "pairs": mark,
        "count": int,
        "conflicted": lambda flags: mark((np.flatnonzero(flags),) * 2),
    }
    return CONTENDERS[name][1](load)[question], comparable[question]
