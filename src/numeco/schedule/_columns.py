"""Columns of times and keys as NumPy holds them: read once, checked, as 64-bit whole numbers."""

from collections.abc import Hashable, Sequence
from datetime import timedelta
from math import isnan
from typing import Any, Final, TypeAlias, cast

import numpy as np
import numpy.typing as npt
from attrs import frozen

from numeco.errors import InvalidType, InvalidValue

Whole: TypeAlias = npt.NDArray[np.int64]
Column: TypeAlias = npt.NDArray[Any]
#: What each row occupies.
Keys: TypeAlias = npt.ArrayLike | Sequence[Hashable]

MOST: Final = int(np.iinfo(np.int64).max)
#: Rows are numbered in 32 bits with a sign.
MOST_ROWS: Final = int(np.iinfo(np.int32).max)


@frozen(eq=False)
class Stretches:
    """Starts and ends as whole numbers of one unit; no end comes before its start."""

    starts: Whole
    ends: Whole
    #: What the times were given as: a datetime64 of their common unit, or int64.
    dtype: np.dtype[Any]

    @classmethod
    def of(cls, starts: npt.ArrayLike, ends: npt.ArrayLike) -> "Stretches":
        """Return the stretches of two columns; refuse what cannot be one."""
        left, right = _column("starts", starts), _column("ends", ends)
        if len(left) != len(right):
            raise InvalidValue("ends", f"must have {len(left)} rows, as starts has", len(right))
        if left.dtype.kind != right.dtype.kind and "M" in (left.dtype.kind, right.dtype.kind):
            raise InvalidType("ends", f"must be of a type like starts, {left.dtype}", right.dtype)
        dtype = np.result_type(left, right) if left.dtype.kind == "M" else np.dtype(np.int64)
        found = cls(_whole("starts", left, dtype), _whole("ends", right, dtype), dtype)
        found._check_order()
        return found

    def _check_order(self) -> None:
        late = self.ends < self.starts
        if late.any():
            row = int(late.argmax())
            start, end = (times[row].astype(self.dtype) for times in (self.starts, self.ends))
            raise InvalidValue(f"ends[{row}]", f"must not be before its start, {start}", end)

    def lasts(self, gap: int = 0) -> Whole:
        """Return the last units at which another may start and still meet each, capped at 64 bits.

        Unlike the end, the last unit of a stretch at the end of the range is within the range.
        """
        lasts = self.ends - (self.ends > self.starts)
        if gap:
            gap = min(gap, MOST)
            np.minimum(lasts, MOST - gap, out=lasts)
            lasts += gap
        return lasts


def gap_of(given: Any, dtype: np.dtype[Any]) -> int:
    """Return a gap in the unit of the times, rounded up; a duration only where times are dates."""
    must = "must be a whole number of units, 0 or more"
    if dtype.kind == "M" and issubclass(type(given), (timedelta, np.timedelta64)):
        units = _units(np.timedelta64(given), dtype)
    elif _is_whole(given):
        units = int(given)
    else:
        raise InvalidType("gap", must, given)
    if units < 0:
        raise InvalidValue("gap", must, given)
    return units


def _units(given: np.timedelta64, dtype: np.dtype[Any]) -> int:
    """Return a duration in the unit of dates, rounded up; below 0 if it is no duration, NaT."""
    unit = np.array(1).view(dtype.str.replace("M", "m"))
    return -1 if np.isnat(given) else -int(-given // unit)


def codes_of(keys: Keys, rows: int) -> Whole:
    """Return a number for each row's key, below 0 where it has none.

    Whole numbers of an array stand for themselves; texts and other values, and what a list holds,
    are numbered as they first appear.
    """
    # NumPy would make texts of numbers that stand beside texts in a list.
    listed = isinstance(keys, (list, tuple))
    column = _objects(cast("Sequence[object]", keys)) if listed else _array("keys", keys)
    if column.shape != (rows,):
        must = f"must be one column of {rows} rows, as starts"
        raise InvalidValue("keys", must, column.shape)
    if column.dtype.kind in "iu" and np.can_cast(column.dtype, np.int64):
        return column.astype(np.int64, copy=False)
    return _numbered(column.tolist())


def _objects(values: Sequence[object]) -> Column:
    return np.fromiter(values, np.dtype(object), len(values))


def _numbered(keys: list[Any]) -> Whole:
    """Number values as they first appear; None, NaN and whole numbers below 0 are no key."""
    try:
        number = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    except TypeError as error:
        must = "must be whole numbers, texts or other hashable values"
        raise InvalidType("keys", must, keys) from error
    for key in [key for key in number if _is_none(key)]:
        number[key] = -1
    return np.fromiter(map(number.__getitem__, keys), np.int64, len(keys))


def _is_none(key: Any) -> bool:
    if isinstance(key, float):
        return isnan(key)
    return key is None or (_is_whole(key) and bool(key < 0))


def _is_whole(given: object) -> bool:
    whole, other = (int, np.integer), (bool, np.timedelta64)
    return isinstance(given, whole) and not isinstance(given, other)


def _array(name: str, given: object) -> Column:
    """Return an array; refuse what NumPy cannot make one of, and a mask, which it would drop."""
    # Asking NumPy for the type of masked arrays would import it, which takes 40 ms.
    if hasattr(given, "mask") and hasattr(given, "filled"):
        raise InvalidType(name, "must be an array without a mask", given)
    try:
        return np.asarray(given)
    except ValueError as error:
        raise InvalidValue(name, "must be one column", given) from error


def _column(name: str, given: npt.ArrayLike) -> Column:
    """Return a column of whole numbers or dates, as given; refuse every other."""
    column = _array(name, given)
    if column.ndim != 1:
        raise InvalidValue(name, "must be one column", f"{column.ndim} dimensions")
    if len(column) > MOST_ROWS:
        must = f"must have at most {MOST_ROWS} rows; give the rows of some keys at a time"
        raise InvalidValue(name, must, len(column))
    if not len(column) and column.dtype.kind == "f":
        return column.astype(np.int64)  # what NumPy makes of an empty list
    if column.dtype.kind not in "iuM":
        raise InvalidType(name, "must be whole numbers or datetime64", column.dtype)
    return column


def _whole(name: str, column: Column, dtype: np.dtype[Any]) -> Whole:
    """Return a column as 64-bit whole numbers; refuse what they cannot say."""
    if column.dtype == np.uint64 and len(column) and column.max() > MOST:
        raise InvalidValue(name, f"must be at most {MOST}", column.max())
    if dtype.kind != "M":
        return column.astype(dtype, copy=False)
    found = _dates(name, column, dtype)
    lost = np.isnat(found)
    if lost.any():
        raise InvalidValue(f"{name}[{lost.argmax()}]", "must be a time", "NaT")
    return found.view(np.int64)


def _dates(name: str, column: Column, dtype: np.dtype[Any]) -> Column:
    """Return dates in another unit; refuse those that it cannot say, which older NumPy wraps."""
    must = f"must lie within the years of {dtype}"
    try:
        found = column.astype(dtype, copy=False)
    except OverflowError as error:
        raise InvalidValue(name, must, column.dtype) from error
    if column.dtype != dtype and not np.array_equal(
        found.astype(column.dtype), column, equal_nan=True
    ):
        raise InvalidValue(name, must, column.dtype)
    return found
