"""The pairs of rows that meet, by a join on equal buckets of time.

Two sessions meet exactly if the one that begins later begins within the other. So each session is
laid into the buckets that it covers, and each beginning into the one that holds it; what meets is in
one bucket together, and in one only.

Buckets are of several widths, each eight times the one before. A session is laid into the narrowest
that are as wide as it is long, two at most, whether it lasts a minute or ten years; a beginning into
one bucket of each width that some session has. So, whatever the unit of the times, no bucket of more
than 64 units is much wider than the sessions in it, and nobody need say how wide buckets are.
"""

from typing import Final

import ibis

from numeco.schedule._moments import Expression, least

#: Widths are powers of two, told by their exponents: every third from 6, of which each bucket has room
#: for its own, to 63, of which two hold all of time.
_NARROWEST: Final = 6
_WIDEST: Final = 63
_STEP: Final = 3


def pairs(rows: Expression) -> Expression:
    """Return the pairs of `Columns.rows` that meet, each once: key, first, second, start and end.

    The first begins first; of those that begin at once, it has the lower id.
    """
    sized = rows.mutate(width=_width(rows))
    columns = ["key"] if "key" in rows.columns else []
    first, second = _covered(sized, columns), _begun(rows, sized, columns)
    met = ["bucket", *columns, second.starts <= first.lasts, _precedes(first, second)]
    found = first.join(second, met)
    return found.select(*columns, "first", "second", "start", end=least(found.stop, found.end))


def _precedes(first: Expression, second: Expression) -> Expression:
    at_once = (first.begins == second.starts) & (first["first"] < second.second)
    return (first.begins < second.starts) | at_once


def _covered(sized: Expression, columns: list[str]) -> Expression:
    """Return each row in the one or two buckets that it covers."""
    kept = [*columns, "begins", "lasts"]
    known = {"first": sized.id, "stop": sized.end}
    head = sized.select(*kept, **known, bucket=_bucket(sized, sized.begins))
    two = sized.begins >> sized.width != sized.lasts >> sized.width
    tail = sized.filter(two).select(*kept, **known, bucket=_bucket(sized, sized.lasts))
    return head.union(tail)


def _begun(rows: Expression, sized: Expression, columns: list[str]) -> Expression:
    """Return each row in the bucket of each width that holds its beginning."""
    # As one array, not as a table to join, which DuckDB would work through on one core.
    widths = sized.select("width").distinct().width.collect().as_scalar()
    begun = rows.mutate(width=widths).unnest("width")
    return begun.select(
        *columns,
        "start",
        "end",
        second=begun.id,
        starts=begun.begins,
        bucket=_bucket(begun, begun.begins),
    )


def _width(rows: Expression) -> Expression:
    """Return the exponent of the width of each row's buckets, by a formula: Spark repeats what is long.

    It is rounded up, never down: where that errs, by one step at most, the bucket is only wider.
    """
    # Of halves, for 64 bits may be too few for the difference, and a float inexact for the times.
    half = (rows.lasts >> _int(1)) - (rows.begins >> _int(1))
    steps = ((half.cast("float64") + 1).log2() + 1) / _STEP + 1e-9
    width = steps.ceil().cast("int32") * _int(_STEP)
    return ibis.greatest(least(width, _int(_WIDEST)), _int(_NARROWEST)).cast("int32")


def _bucket(rows: Expression, moment: Expression) -> Expression:
    """Return a number for the bucket of a row's width that holds a moment."""
    number = (moment >> rows.width) * (1 << _NARROWEST) + rows.width
    # Mixed with its key, for Spark sorts by a first number alone as fast as it can, and ties slowly.
    return number ^ rows.key.hash() if "key" in rows.columns else number


def _int(value: int) -> Expression:
    return ibis.literal(value, "int32")
