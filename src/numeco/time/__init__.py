"""Exact stretches of time and whole days: the only code in numeco that compares times.

Two aware datetimes with the same tzinfo compare and subtract by wall clock (PEP 495), which loses
or invents an hour each autumn. So an `Interval` keeps its two instants as whole microseconds since
1970 in UTC, and every question about it is answered from those.
"""

from numeco.time._days import Days, Precision
from numeco.time._interval import Interval
from numeco.time._moments import (
    from_stamp,
    in_utc,
    instant,
    local,
    stamp,
    zone,
    zone_key,
)

__all__ = [
    "Days",
    "Interval",
    "Precision",
    "from_stamp",
    "in_utc",
    "instant",
    "local",
    "stamp",
    "zone",
    "zone_key",
]
