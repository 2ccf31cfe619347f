"""Overlaps of sessions past one machine's memory: one question, on DuckDB here and on Spark there.

Each function takes a table of sessions, a row each, as ibis knows it (a Parquet file, a table of a
database, a data frame) and returns an expression. Nothing is computed before it is asked for by
``.to_parquet(…)``, ``.to_pyarrow()`` or ``.execute()``; then the engine computes it, out of core if
need be. `connect` opens DuckDB, which comes along; ``ibis.pyspark.connect(session)`` is Spark.

>>> import ibis
>>> import pyarrow
>>> columns = {"id": [1, 2, 3], "venue": ["a", "a", "b"], "start": [540, 570, 630]}
>>> sessions = ibis.memtable(pyarrow.table(columns | {"end": [600, 630, 660]}))
>>> pairs(sessions).to_pyarrow().to_pylist()
[{'key': 'a', 'first': 1, 'second': 2, 'start': 570, 'end': 600}]
>>> count(sessions, key=None, gap=15).to_pyarrow().as_py()
2

The columns `id`, `start`, `end` and `key` may have other names, which are arguments. Sessions meet as
in `numeco.schedule.arrays`: only those of one key; stretches are half-open, and one of zero length
occupies one unit; with a `gap`, those meet as well that have less than the gap between them.

* Ids are of one type that can be ordered; no two rows have the same.
* Times are whole numbers of any one unit, or timestamps, exact to the microsecond. Those with a zone
  are instants, whatever the zone of the engine; DuckDB takes those without to be in UTC, Spark
  refuses them. On other engines, times are whole numbers.
* A key is what a session occupies: a value or an array of values, as of speakers. Two sessions that
  share two keys are two pairs, one of each. With ``key=None``, all sessions may meet.
* What lacks its id, its start, its end or its key takes part in nothing; neither does a session that
  ends before it starts. `invalid` finds what ought not to be.

What a table cannot say is refused at once: InvalidValue for a name that no column has and a negative
gap, InvalidType for columns of other types, floats among them, which are not exact.
"""

from importlib.util import find_spec

if find_spec("ibis") is None:
    raise ImportError('numeco.schedule.expressions needs ibis: pip install "numeco[scale]"')

import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias, cast
from uuid import uuid4

import ibis
import ibis.expr.types as ir

from numeco.ecosystem import Ecosystem
from numeco.model import Session
from numeco.schedule import _buckets
from numeco.schedule._moments import Columns, Expression, until, whole
from numeco.schedule._programme import chosen
from numeco.schedule._resources import Resource

__all__ = [
    "concurrency",
    "conflicted",
    "connect",
    "count",
    "invalid",
    "pairs",
    "peak",
    "table",
]

#: How long must lie between two sessions: units of the times; for timestamps, microseconds.
Gap: TypeAlias = int | timedelta

#: What a session uses one of at most, and what it may use several of.
_ONE: Final = {"venue": Resource.VENUE, "event": Resource.EVENT}
_MANY: Final = {
    "speakers": Resource.SPEAKER,
    "hosts": Resource.HOST,
    "themes": Resource.THEME,
    "audiences": Resource.AUDIENCE,
    "territories": Resource.TERRITORY,
}

_SCHEMA: Final = ibis.schema(
    {
        "id": "string",
        "within": "string",
        "start": "timestamp('UTC', 6)",
        "end": "timestamp('UTC', 6)",
    }
    | dict.fromkeys(_ONE, "string")
    | dict.fromkeys(_MANY, "array<string>")
)


def pairs(
    sessions: ir.Table,
    *,
    id: str = "id",
    start: str = "start",
    end: str = "end",
    key: str | None = "venue",
    gap: Gap = 0,
) -> ir.Table:
    """Return the pairs of sessions that meet, each once for each key they share, in no order.

    Columns: `key` (unless None), `first` and `second`, the ids; `start`, that of the second, and
    `end`, the earlier of the two, which is what they share (with a `gap`, it may be before `start`).
    The first starts first; of two that start at once, it has the lower id.

    A join on equal buckets of time: O(sessions + pairs), however long sessions last.
    """
    columns = Columns.of(sessions, (id, start, end), key, gap)
    found: ir.Table = _buckets.pairs(columns.rows())
    return found


def count(
    sessions: ir.Table,
    *,
    id: str = "id",
    start: str = "start",
    end: str = "end",
    key: str | None = "venue",
    gap: Gap = 0,
) -> ir.IntegerScalar:
    """Return how many pairs there are, without making them: one sort of each key's sessions."""
    rows = Columns.of(sessions, (id, start, end), key, gap).rows()
    by = ["key"] if key is not None else []
    begun = rows.select(*by, at=rows.begins, over=False, change=whole(1))
    ended = rows.select(*by, at=rows.lasts, over=True, change=whole(-1))
    events = begun.union(ended)
    window = ibis.cumulative_window(group_by=by, order_by=["at", "over"])
    # Whoever is still there when one leaves has met it, and leaves later.
    met = events.mutate(left=events.change.sum().over(window))
    found: ir.IntegerScalar = met.left.sum(where=met.over).fill_null(0).cast("int64")
    return found


def conflicted(
    sessions: ir.Table,
    *,
    id: str = "id",
    start: str = "start",
    end: str = "end",
    key: str | None = "venue",
    gap: Gap = 0,
) -> ir.Table:
    """Return the table and one more column, `conflicted`: whether the session meets any other.

    One sort of each key's sessions, without pairs; with an array of keys, one join on ids more.
    """
    columns = Columns.of(sessions, (id, start, end), key, gap)
    if not columns.several:
        part = columns.takes_part()
        by = [part] if key is None else [part, sessions[key]]
        return sessions.mutate(conflicted=part & _meets(*columns.units(), sessions[id], by))
    rows = columns.rows()
    rows = rows.mutate(meets=_meets(rows.begins, rows.lasts, rows.id, [rows.key]))
    ids = rows.filter(rows.meets).select(numeco_id=rows.id).distinct()
    joined: ir.Table = sessions.left_join(ids, sessions[id] == ids.numeco_id)
    return joined.mutate(conflicted=joined.numeco_id.notnull()).drop("numeco_id")


def concurrency(
    sessions: ir.Table,
    *,
    id: str = "id",
    start: str = "start",
    end: str = "end",
    key: str | None = None,
) -> ir.Table:
    """Return how many sessions take place at once, in all or for each key, in no order.

    Columns: `key` (unless None); `time`, at which the number changes; `value`, the new number, which
    holds up to the next time. Before the first time and from the last on, where it is 0, nothing
    takes place. The area under it is the sum of the durations, one unit for each of zero length.
    One sort of the times at which anything changes, of each key or of all.
    """
    rows = Columns.of(sessions, (id, start, end), key).rows()
    by = ["key"] if key is not None else []
    begun = rows.select(*by, time=rows.start, change=whole(1))
    stop = until(rows.start, rows.end)
    events = begun.union(rows.select(*by, time=stop, change=whole(-1)))
    steps = events.group_by([*by, "time"]).agg(change=events.change.sum().cast("int64"))
    steps = steps.filter(steps.change != 0)
    window = ibis.cumulative_window(group_by=by, order_by="time")
    found: ir.Table = steps.select(*by, "time", value=steps.change.sum().over(window).cast("int64"))
    return found


def peak(
    sessions: ir.Table,
    *,
    id: str = "id",
    start: str = "start",
    end: str = "end",
    key: str | None = None,
) -> ir.IntegerScalar:
    """Return how many sessions take place at once at most, in all or of one key; 0 without any."""
    steps: Expression = concurrency(sessions, id=id, start=start, end=end, key=key)
    found: ir.IntegerScalar = steps.value.max().fill_null(0)
    return found


def invalid(
    sessions: ir.Table, *, id: str = "id", start: str = "start", end: str = "end"
) -> ir.Table:
    """Return the rows that ought not to be: an end before its start, an id that lacks or repeats.

    The other functions cannot refuse such rows, for they compute nothing. Ask this once of a table that
    you do not know; a session without start, end or key is none of these, it merely meets nobody.
    """
    table: Expression = Columns.of(sessions, (id, start, end), None).table
    # A column of its own, since Spark takes no window in a filter.
    counted = table.mutate(numeco_rows=table[id].count().over(group_by=table[id]))
    backwards = (counted[end] < counted[start]).fill_null(False)
    wrong = counted[id].isnull() | (counted.numeco_rows > 1) | backwards
    found: ir.Table = counted.filter(wrong).drop("numeco_rows")
    return found


def table(ecosystem: Ecosystem, *, sessions: Iterable[Session] | None = None) -> ir.Table:
    """Return the sessions of an ecosystem as a table, those that `numeco.schedule.clashes` looks at.

    Columns: `id`; `within`, the block it lies in; `start` and `end`, timestamps in UTC, null while
    unscheduled; `venue` and `event`; arrays of `speakers`, `hosts`, `themes`, `audiences` and
    `territories`. The last seven hold what `numeco.schedule.Resource` says that a session uses: a
    room in which many things go on at once is null, and so is all that a break has. Cancelled
    sessions are left out. Unlike in `clashes`, a block meets the talks within it here, and what a
    rule excuses. To ask Spark, write the table to Parquet.

    Args:
        ecosystem: where the sessions are.
        sessions: those to take; all when left out.
    """
    import pyarrow as pa  # noqa: PLC0415  # only here, so that questions need not wait for it

    taken = chosen(ecosystem, sessions)
    columns: dict[str, Any] = {
        name: [getattr(one, name) for one in taken] for name in ("id", "within")
    }
    for name, side in (("start", "start_us"), ("end", "end_us")):
        columns[name] = [one.when and getattr(one.when, side) for one in taken]
    for name, resource in _ONE.items():
        used = resource.columns(ecosystem, taken)
        columns[name] = [one[0] if one else None for one in used]
    for name, resource in _MANY.items():
        columns[name] = [list(one) for one in resource.columns(ecosystem, taken)]
    return ibis.memtable(cast("Any", pa.table(columns, schema=_SCHEMA.to_pyarrow())))


def connect(
    *, memory_limit: str = "4GB", threads: int | None = None, spill: Path | str | None = None
) -> ibis.BaseBackend:
    """Return a DuckDB of its own in memory that writes what exceeds its limit to a folder.

    It reads Parquet by ``.read_parquet(…)`` (a path, a list or a pattern such as ``"2026-*.parquet"``)
    and is closed by ``.disconnect()``, which empties the folder.

    Args:
        memory_limit: how much it holds at once, such as "500MB"; some more is in use around it.
        threads: how many work at once; as many as there are cores when left out.
        spill: the folder, made when it is needed; when left out, a new one among the system's
            temporary files.
    """
    folder = Path(tempfile.gettempdir()) / f"numeco-{uuid4().hex}" if spill is None else Path(spill)
    settings: dict[str, Any] = {} if threads is None else {"threads": threads}
    settings |= {"memory_limit": memory_limit, "temp_directory": str(folder)}
    # Nothing here has an order to keep, and to keep one takes memory.
    return ibis.duckdb.connect(**settings, preserve_insertion_order=False)


def _meets(
    begins: Expression, lasts: Expression, ids: Expression, by: list[Expression]
) -> Expression:
    """Return whether each row meets any other of its group."""
    order = {"group_by": by, "order_by": [begins, ids]}
    # Whoever meets an earlier one meets the one that lasts longest; a later one, the next one.
    before = lasts.max().over(ibis.window(**order, rows=(None, -1)))
    after = begins.lead().over(ibis.window(**order))
    return (before >= begins).fill_null(False) | (after <= lasts).fill_null(False)
