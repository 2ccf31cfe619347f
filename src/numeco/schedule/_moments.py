"""Tables of sessions as ibis knows them: their columns, checked, and their times as whole numbers."""

from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

import ibis
from attrs import frozen

from numeco.errors import InvalidType, InvalidValue

#: Values, columns and tables of ibis, whose own types are too wide to be of help here.
Expression: TypeAlias = Any

MOST: Final = 2**63 - 1
_MICROSECOND: Final = timedelta(microseconds=1)


def _microseconds(moment: Expression) -> Expression:
    """Return the microseconds since 1970 in UTC, which the engine works out."""


def _function(name: str) -> Expression:
    return ibis.udf.scalar.builtin(name=name, signature=(("timestamp",), "int64"))(_microseconds)


#: By engine. The function that ibis has for all of them drops fractions, and in DuckDB reads the wall
#: clock of the connection's zone, which goes twice through an hour each autumn.
_MICROSECONDS: Final = {"duckdb": _function("epoch_us"), "pyspark": _function("unix_micros")}


@frozen(eq=False)
class Columns:
    """Which columns of a table of sessions hold what."""

    table: Expression
    id: str
    start: str
    end: str
    key: str | None
    #: In the unit of the times, microseconds where they are timestamps.
    gap: int

    @classmethod
    def of(
        cls, sessions: object, names: tuple[str, str, str], key: str | None, gap: object = 0
    ) -> "Columns":
        """Return the columns of these names (id, start, end); refuse what cannot be such columns."""
        if not isinstance(sessions, ibis.Table):
            raise InvalidType("sessions", "must be an ibis table", sessions)
        table: Expression = sessions
        for argument, name in zip(("id", "start", "end", "key"), (*names, key), strict=True):
            if name is not None or argument != "key":
                _check_name(argument, name, table.columns)
        _check_times(table[names[1]].type(), table[names[2]].type())
        if key is not None:
            _check_key(table[key].type())
        return cls(table, *names, key, _gap(gap, whole=table[names[1]].type().is_integer()))

    @property
    def several(self) -> bool:
        """Whether the key is an array, of which a session may hold several."""
        return self.key is not None and bool(self.table[self.key].type().is_array())

    def rows(self) -> Expression:
        """Return what takes part, a row for each session and key.

        Its columns: key (where there is one), id, start and end as given; `begins` and `lasts` as
        whole numbers. A row meets those of its key that begin from its own up to, and with, its last.
        """
        table, (begins, lasts) = self.table, self.units()
        key = {} if self.key is None else {"key": table[self.key]}
        times = {"start": table[self.start], "end": table[self.end]}
        rows = table.filter(self.takes_part()).select(
            **key, id=table[self.id], **times, begins=begins, lasts=lasts
        )
        if not self.several:
            return rows
        # Who is named twice in one session does not meet himself there.
        rows = rows.mutate(key=rows.key.unique()).unnest("key")
        return rows.filter(rows.key.notnull())

    def takes_part(self) -> Expression:
        """Return whether a row takes part: nothing is missing, and it does not end before it starts."""
        table = self.table
        known = table[self.id].notnull() & (table[self.end] >= table[self.start]).fill_null(False)
        return known if self.key is None else known & table[self.key].notnull()

    def units(self) -> tuple[Expression, Expression]:
        """Return the first unit of each row, and the last at which another begins and meets it."""
        begins, ends = (self._whole(self.table[name]) for name in (self.start, self.end))
        lasts = either(ends > begins, ends - 1, begins)
        if self.gap:
            # Nothing wraps around at the last of 64 bits.
            lasts = least(lasts, MOST - self.gap) + self.gap
        return begins, lasts

    def _whole(self, times: Expression) -> Expression:
        if times.type().is_integer():
            return times.cast("int64")
        name = self.table.get_backend().name
        if name not in _MICROSECONDS:
            must = f"must be whole numbers on {name}: timestamps are for DuckDB and Spark"
            raise InvalidType("start and end", must, times.type())
        return _MICROSECONDS[name](times)


def least(*values: Expression) -> Expression:
    """Return the least of some values."""
    return ibis.least(*values)


def either(condition: Expression, value: Expression, other: Expression) -> Expression:
    """Return a value where a condition holds, and another where it does not."""
    return ibis.ifelse(condition, value, other)


def whole(value: int) -> Expression:
    """Return a number of 64 bits, which engines take a short one not to be."""
    return ibis.literal(value, "int64")


def until(start: Expression, end: Expression) -> Expression:
    """Return the ends of rows; of those of zero length, one unit after their start."""
    unit = 1 if start.type().is_integer() else ibis.interval(microseconds=1)
    return either(end > start, end, start + unit)


def _check_name(argument: str, name: object, columns: Iterable[str]) -> None:
    known = tuple(columns)
    must = f"must name a column, one of {', '.join(known)}"
    if not isinstance(name, str):
        raise InvalidType(argument, must, name)
    if name not in known:
        near = get_close_matches(name, known, n=1)
        raise InvalidValue(argument, must + (f" (did you mean {near[0]!r}?)" if near else ""), name)


def _check_times(start: Expression, end: Expression) -> None:
    must = "must be whole numbers of at most 64 bits with a sign, or timestamps in microseconds"
    for argument, given in (("start", start), ("end", end)):
        whole = given.is_integer() and not given.is_uint64()
        if not whole and not (given.is_timestamp() and (given.scale or 0) <= 6):
            raise InvalidType(argument, must, str(given))
    if start.is_integer() != end.is_integer() or (
        start.is_timestamp() and start.timezone != end.timezone
    ):
        raise InvalidType("end", f"must be of a type like start, {start}", str(end))


def _check_key(given: Expression) -> None:
    held = given.value_type if given.is_array() else given
    if held.is_floating():
        raise InvalidType("key", "must be exact values, such as texts", str(given))


def _gap(given: object, *, whole: bool) -> int:
    """Return a gap in the unit of the times; a duration only where they are timestamps."""
    must = "must be a whole number of units, 0 or more"
    if not whole:
        must = "must be a timedelta or a whole number of microseconds, 0 or more"
    if isinstance(given, timedelta) and not whole:
        units = given // _MICROSECOND
    elif isinstance(given, int) and not isinstance(given, bool):
        units = given
    else:
        raise InvalidType("gap", must, given)
    if units < 0:
        raise InvalidValue("gap", must, given)
    return min(units, MOST)
