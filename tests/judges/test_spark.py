"""The same expressions on DuckDB and on Spark, with equal answers."""

import logging
import shutil
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from numeco.schedule import arrays, expressions

pytestmark = [
    pytest.mark.skipif(find_spec("pyspark") is None, reason="PySpark is not installed"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not here"),
    # PySpark leaves its sockets to the collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MINUTE = 60_000_000
MICRO = timedelta(microseconds=1)
REPEATED = datetime(2026, 10, 25, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def session():
    """Return a small Spark of one machine, quiet; its zone is one whose clocks change."""
    pyspark = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.memory": "4g",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = pyspark.SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("OFF")
    # What Spark cannot resolve it logs beside raising it.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    yield found
    found.stop()


@pytest.fixture(scope="module")
def spark(session):
    """Return Spark as ibis knows it."""
    engine = ibis.pyspark.connect(session)
    session.conf.set("spark.sql.session.timeZone", "Europe/Paris")
    return engine


@pytest.fixture
def both(spark, tmp_path):
    """Return what asks one question of both engines, over one file."""

    def ask(columns, question):
        path = tmp_path / "sessions.parquet"
        pq.write_table(pa.table(columns), path)
        duckdb = expressions.connect(threads=2)
        try:
            here = duckdb.to_pyarrow(_table(question(duckdb.read_parquet(path))))
        finally:
            duckdb.disconnect()
        there = _table(question(spark.read_parquet(path)))
        # ibis would fetch it by way of pandas.
        return here, spark._session.sql(spark.compile(there)).toArrow()

    return ask


def _table(question):
    return question if isinstance(question, ibis.Table) else question.as_table()


def plain(table):
    """Return the rows of a table in one order, with instants in UTC."""
    rows = [
        tuple(
            one.astimezone(UTC)
            if isinstance(one, datetime)
            else tuple(one)
            if isinstance(one, list)
            else one
            for one in row.values()
        )
        for row in table.to_pylist()
    ]
    return sorted(rows, key=repr)


QUESTIONS = {
    "pairs": expressions.pairs,
    "pairs with a gap": lambda one: expressions.pairs(one, gap=timedelta(minutes=10)),
    "pairs of all": lambda one: expressions.pairs(one, key=None),
    "pairs by speaker": lambda one: expressions.pairs(one, key="speakers"),
    "count": expressions.count,
    "count by speaker": lambda one: expressions.count(one, key="speakers", gap=600_000_000),
    "conflicted": expressions.conflicted,
    "conflicted by speaker": lambda one: expressions.conflicted(one, key="speakers"),
    "concurrency": expressions.concurrency,
    "concurrency by speaker": lambda one: expressions.concurrency(one, key="speakers"),
    "peak": expressions.peak,
    "invalid": expressions.invalid,
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_both_engines_say_the_same_of_instants(question, both):
    """In the hour that comes twice, of zero length, over a century, missing and back to front."""
    quarter = timedelta(minutes=15)
    sessions = [
        (REPEATED - 2 * quarter, REPEATED + MICRO, "r", ["x", "x", "y"]),
        (REPEATED, REPEATED + quarter, "r", ["y"]),
        (REPEATED + MICRO, REPEATED + MICRO, "r", ["x", None]),
        (REPEATED.replace(year=1950), REPEATED.replace(year=2050), "r", ["x", "y"]),
        (REPEATED + quarter, REPEATED, "r", ["x"]),
        (None, None, "r", ["x"]),
        (REPEATED, REPEATED + quarter, None, None),
        (REPEATED + quarter, REPEATED + 2 * quarter, "r", []),
    ]
    starts, ends, venues, speakers = zip(*sessions, strict=True)
    moment, texts = pa.timestamp("us", "Europe/Paris"), pa.list_(pa.string())
    columns = {"id": list("abcdefgh"), "venue": venues, "speakers": pa.array(speakers, texts)}
    columns |= {"start": pa.array(starts, moment), "end": pa.array(ends, moment)}
    here, there = both(columns, question)
    assert here.column_names == there.column_names
    assert plain(here) == plain(there) != []


def test_both_engines_reach_the_ends_of_64_bits(both):
    """Where differences do not fit."""
    least, most = -(2**63), 2**63 - 1
    starts, ends = [least, most, 0, least, -1], [most, most, 0, least, 3]
    columns = {"id": [1, 2, 3, 4, 5], "venue": ["r"] * 5, "start": starts, "end": ends}
    here, there = both(columns, lambda one: expressions.pairs(one, gap=5))
    assert plain(here) == plain(there)
    assert len(here) == len(arrays.pairs(starts, ends, gap=5)[0])


def drawn(kind, number):
    """Return sessions of 15–180 minutes in rooms of 200, or of Zipf sizes, some of ten years."""
    random = np.random.default_rng(2026)
    rooms = number // 200
    shares = 1 / np.arange(1, rooms + 1) ** (kind == "skewed")
    venues = random.choice(rooms, number, p=shares / shares.sum())
    span = {"sparse": 19_500, "dense": 700, "skewed": number}[kind]
    starts = random.integers(0, span * MINUTE, number)
    lengths = random.integers(15 * MINUTE, 181 * MINUTE, number)
    lengths[:: number // 5] = 10 * 365 * 1440 * MINUTE
    return {"id": np.arange(number), "venue": venues, "start": starts, "end": starts + lengths}


@pytest.fixture
def agree(spark, tmp_path):
    """Return what holds both engines against each other and against arrays, from Parquet to Parquet.

    Spark answers with files: what it sends to Python, it first holds as a whole.
    """

    def hold(columns):
        path = tmp_path / "sessions.parquet"
        pq.write_table(pa.table(columns), path)
        duckdb = expressions.connect(memory_limit="1GB", threads=2)
        here, there = duckdb.read_parquet(path), spark.read_parquet(path)

        def both(question):
            duckdb.to_parquet(question(here), tmp_path / "here.parquet")
            shutil.rmtree(tmp_path / "there", ignore_errors=True)
            spark.to_parquet_dir(question(there), tmp_path / "there")
            return [pq.read_table(tmp_path / name) for name in ("here.parquet", "there")]

        first, second = arrays.pairs(columns["start"], columns["end"], columns["venue"])
        # Of rows that start at once, both take the lower id first, as arrays take the earlier row.
        expected, meets = marked(first, second), np.zeros(len(columns["id"]), bool)
        meets[first] = meets[second] = True
        for found in both(lambda one: expressions.pairs(one).select("first", "second")):
            assert np.array_equal(marked(found["first"], found["second"]), expected)
        for found in both(lambda one: expressions.count(one).name("count").as_table()):
            assert found["count"].to_pylist() == [len(expected)]
        for found in both(lambda one: expressions.conflicted(one).select("id", "conflicted")):
            flagged = found.filter(found["conflicted"])["id"].to_numpy()
            assert np.array_equal(np.sort(flagged), np.flatnonzero(meets))
        duckdb.disconnect()

    return hold


def marked(first, second):
    """Return pairs of ids as one sorted array, repeats and all."""
    marks = np.asarray(first).astype(np.int64) << 32
    marks |= np.asarray(second)
    marks.sort()
    return marks


@pytest.mark.parametrize("kind", ["sparse", "dense", "skewed"])
def test_both_engines_say_the_same_of_thousands(kind, agree):
    """Also where rooms are of very different sizes."""
    agree(drawn(kind, 5_000))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sparse", "dense", "skewed"])
def test_both_engines_say_the_same_of_a_million(kind, agree):
    """Sparse, dense and skewed."""
    agree(drawn(kind, 1_000_000))


def test_spark_writes_parquet_that_duckdb_reads(spark, tmp_path):
    """What the how-to shows; the code there needs Spark, so it runs here."""
    pq.write_table(pa.table(drawn("sparse", 1_000)), tmp_path / "sessions.parquet")
    sessions = spark.read_parquet(tmp_path / "sessions.parquet")
    spark.to_parquet_dir(expressions.pairs(sessions), tmp_path / "pairs")
    engine = expressions.connect(threads=1)
    written = engine.read_parquet(tmp_path / "pairs" / "*.parquet").count()
    assert (
        engine.to_pyarrow(written).as_py()
        == spark._session.sql(spark.compile(expressions.count(sessions).name("n").as_table()))
        .toArrow()[0][0]
        .as_py()
    )
    engine.disconnect()
