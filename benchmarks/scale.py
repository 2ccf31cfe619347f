"""Overlaps past one machine: the expressions on DuckDB and on Spark, beside arrays and a plain join.

    python benchmarks/scale.py [--number 1000000] [--kinds sparse dense skewed] [--budget 240] …

The sessions are those of overlaps.py, in Parquet; the pairs go to Parquet. Each contender runs in a
process of its own, and every answer is checked to be that of the first. Seconds are wall time, the
fastest of up to three runs, Spark's start and first answer not counted; memory is the peak beyond
what was in use before, and says nothing of Spark, which is a process of its own.
``--memory-limit 500MB`` limits DuckDB.
"""

import argparse
import tempfile
from pathlib import Path
from shutil import rmtree, which
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from _overlaps_loads import Answer, Load, mark
from _table import show
from _workers import Measured, measured

from numeco.schedule import arrays, expressions

NAMES = {"id": "id", "start": "start", "end": "end", "key": "venue"}
HEADER = ("", "seconds", "ratio", "peak MB", "")


def numeco_arrays(path: Path, out: Path, question: str, _limit: str) -> Answer:
    """NumPy, as long as all of it fits."""

    def ask() -> Any:
        read = pq.read_table(path)
        given = [read[name].to_numpy() for name in ("start", "end", "venue")]
        if question == "count":
            return arrays.count(*given)
        if question == "conflicted":
            return int(arrays.conflicted(*given).sum())
        first, second = arrays.pairs(*given)
        pq.write_table(pa.table({"first": first, "second": second}), out)
        return out

    return ask


def _expression(question: str, sessions: Any) -> Any:
    if question == "count":
        return expressions.count(sessions, **NAMES)
    if question == "conflicted":
        return expressions.conflicted(sessions, **NAMES).conflicted.sum()
    return expressions.pairs(sessions, **NAMES).select("first", "second")


def duckdb(path: Path, out: Path, question: str, limit: str) -> Answer:
    """The expressions on DuckDB."""
    engine = expressions.connect(memory_limit=limit)

    def ask() -> Any:
        asked = _expression(question, engine.read_parquet(path))
        if question != "pairs":
            return engine.to_pyarrow(asked).as_py()
        engine.to_parquet(asked, out)
        return out

    return ask


def duckdb_join(path: Path, out: Path, question: str, limit: str) -> Answer:
    """DuckDB, a join by equality and inequality as one would write it."""
    engine = expressions.connect(memory_limit=limit)

    def ask() -> Any:
        one, other = engine.read_parquet(path), engine.read_parquet(path)
        meet = [one.venue == other.venue, one.id < other.id]
        meet += [one.start < other.end, other.start < one.end]
        found = one.join(other, meet).select(first=one.id, second=other.id)
        if question == "count":
            return engine.to_pyarrow(found.count()).as_py()
        engine.to_parquet(found, out)
        return out

    return ask


def spark(path: Path, out: Path, question: str, _limit: str) -> Answer:
    """The expressions on Spark, in one machine."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # only where it is installed

    settings = {"ui.enabled": "false", "ui.showConsoleProgress": "false", "driver.memory": "6g"}
    builder = SparkSession.builder.master("local[*]").config("spark.sql.shuffle.partitions", "16")
    for name, value in settings.items():
        builder = builder.config(f"spark.{name}", value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    engine = ibis.pyspark.connect(session)

    def ask() -> Any:
        asked = _expression(question, engine.read_parquet(path))
        if question != "pairs":
            return session.sql(engine.compile(asked.as_table())).toArrow()[0][0].as_py()
        session.sql(engine.compile(asked)).write.mode("overwrite").parquet(str(out))
        return out

    # The Java machine compiles as it goes, so that a first answer takes several times as long.
    ask()
    return ask


CONTENDERS = {
    "numeco arrays": (numeco_arrays, ("pairs", "count", "conflicted")),
    "expressions, DuckDB": (duckdb, ("pairs", "count", "conflicted")),
    "plain join, DuckDB": (duckdb_join, ("pairs", "count")),
    "expressions, Spark": (spark, ("pairs", "count", "conflicted")),
}


def prepared(name: str, path: Path, out: Path, question: str, limit: str) -> tuple[Answer, Any]:
    """Return what to time, and what makes its answer comparable."""
    return CONTENDERS[name][0](path, out, question, limit), comparable


def comparable(answer: Any) -> Any:
    """Return an answer, or a mark of the pairs in a file or folder."""
    if not isinstance(answer, Path):
        return int(answer)
    pairs = pq.read_table(answer)
    return mark((pairs["first"].to_numpy(), pairs["second"].to_numpy()))


def table(title: str, results: dict[str, Measured]) -> None:
    """Print a row for each contender; ratios are to the first."""
    rows, own, answer = [], 0.0, None
    for name, one in results.items():
        if one.failed:
            rows.append((name, "", "", "", one.failed))
            continue
        own, answer = own or one.best, answer or one.answer
        if one.answer != answer:
            raise SystemExit(f"{title}: another answer from {name}")
        memory = "" if "Spark" in name else f"{one.megabytes:,.0f}"
        rows.append((name, f"{one.best:.2f}", f"{one.best / own:.1f}x", memory, ""))
    said = answer[0] if isinstance(answer, tuple) else answer
    show(f"{title}: {'no answer' if said is None else f'{said:,}'}", HEADER, rows)


def main() -> None:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--number", type=int, default=1_000_000)
    parser.add_argument("--kinds", nargs="*", default=("sparse", "dense", "skewed"))
    parser.add_argument("--questions", nargs="*", default=("pairs", "count", "conflicted"))
    parser.add_argument("--contenders", nargs="*", default=tuple(CONTENDERS))
    parser.add_argument("--memory-limit", default="4GB")
    parser.add_argument("--budget", type=float, default=240, help="seconds for a contender")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="numeco-scale-"))
    for kind in options.kinds:
        path = folder / f"{kind}.parquet"
        load = Load.of(kind, options.number, jitter=True)
        columns = {"id": range(options.number), "venue": load.rooms}
        columns |= {"start": load.starts, "end": load.ends}
        pq.write_table(pa.table({name: pa.array(one) for name, one in columns.items()}), path)
        for question in options.questions:
            results = {}
            for name in options.contenders:
                if question not in CONTENDERS[name][1] or ("Spark" in name and not which("java")):
                    continue
                out = folder / f"{name}-pairs.parquet"
                arguments = (name, path, out, question, options.memory_limit)
                results[name] = measured(prepared, arguments, options.budget)
            table(f"{question}, {kind}, {options.number:,}", results)
    rmtree(folder)


if __name__ == "__main__":
    main()
