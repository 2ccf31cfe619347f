"""Moments: zones, wall clocks, instants, and how a moment is written."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from numeco.errors import InvalidType, InvalidValue, NonexistentTime

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_MICROSECOND: Final = timedelta(microseconds=1)
_AWARE: Final = "must be aware: a datetime with a time zone"
#: Keys that zoneinfo finds on some machines but that are not in the IANA database, or count leap
#: seconds ("right/").
_NOT_IANA: Final = re.compile(r"localtime|posixrules|Factory|(posix|right)/.*")
_STAMP: Final = re.compile(r"(?P<iso>[^\[\]]+)\[(?P<zone>[A-Za-z0-9_+\-./]+)\]")


def zone(key: str) -> tzinfo:
    """Return the time zone of an IANA key; the key ``UTC`` gives `datetime.UTC`.

    Raises:
        InvalidValue: where the IANA database has no such zone.
    """
    if not isinstance(key, str):
        raise InvalidType("zone", _ZONE, key)
    found = _found(key)
    if found is None:
        raise InvalidValue("zone", _ZONE, key)
    return found


_ZONE: Final = "must be an IANA time zone such as Europe/Paris, or UTC"


@lru_cache(maxsize=1024)
def _found(key: str) -> tzinfo | None:
    if key == "UTC":
        return UTC
    try:
        return None if _NOT_IANA.fullmatch(key) else ZoneInfo(key)
    except (ValueError, OSError, LookupError):  # malformed, a folder, unknown
        return None


def zone_key(moment: datetime, name: str = "moment") -> str:
    """Return the IANA key of an aware datetime's zone, ``UTC`` for `datetime.UTC`.

    Raises:
        InvalidValue: `moment`, which the sentence calls `name`, is naive or at a fixed offset.
    """
    where = moment.tzinfo
    if where is UTC:
        return "UTC"
    key = where.key if isinstance(where, ZoneInfo) else None
    if key is None or _NOT_IANA.fullmatch(key):
        must = "must be aware, in an IANA zone (zoneinfo.ZoneInfo) or datetime.UTC"
        raise InvalidValue(name, must, moment)
    return key


def instant(moment: datetime) -> int:
    """Return the instant of an aware datetime, in microseconds since 1970-01-01 00:00 UTC.

    Exact, where ``moment.timestamp()`` is off for one microsecond datetime in a hundred.

    Raises:
        InvalidValue: for a naive datetime.
    """
    offset = moment.utcoffset() if isinstance(moment, datetime) else None
    if offset is None:
        raise InvalidValue("moment", _AWARE, moment)
    days = moment.toordinal() - _EPOCH_DAY
    seconds = days * 86_400 + moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond - offset // _MICROSECOND


def in_utc(moment: datetime, name: str = "moment") -> datetime:
    """Return the same instant in UTC.

    Raises:
        InvalidValue: `moment`, which the sentence calls `name`, is naive, or so near the end of
            the calendar that UTC has no date for it.
    """
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise InvalidValue(name, _AWARE, moment)
    return later(moment, timedelta(), name).astimezone(UTC)


def later(moment: datetime, by: timedelta, name: str = "moment") -> datetime:
    """Return the moment that comes some real time after another, in the same zone.

    Raises:
        InvalidValue: the calendar ends before.
    """
    try:
        return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)
    except OverflowError:
        raise InvalidValue(name, "must be in the years 2 to 9998", moment) from None


def local(wall: str | datetime, key: str) -> datetime:
    """Return the moment at which the clocks of a zone show `wall`.

    An hour that the clocks repeat means its first pass; an offset in `wall`
    (``2026-10-25T02:45+01:00``) or, in a datetime, ``fold=1`` chooses the second.

    Args:
        wall: an ISO 8601 text, or a naive datetime.
        key: the IANA key of the zone.

    Raises:
        NonexistentTime: the clocks go forward over `wall`.
        InvalidValue: `wall` is no date and time, or its offset is never that of the zone then.
    """
    naive, offset = _parted(wall)
    where = zone(key)
    passes = [naive.replace(tzinfo=where, fold=fold) for fold in (naive.fold, 1 - naive.fold)]
    moment = existing(passes[0])
    if offset is None or moment.utcoffset() == offset:
        return moment
    other = existing(passes[1])
    if other.utcoffset() == offset:
        return other
    raise InvalidValue("wall", f"must have an offset that {key} has at that time", wall)


def _parted(wall: str | datetime) -> tuple[datetime, timedelta | None]:
    must = "must be a date and time such as 2026-10-20T09:30"
    if isinstance(wall, str):
        try:
            wall = datetime.fromisoformat(wall)
        except ValueError:
            raise InvalidValue("wall", must, wall) from None
    elif not isinstance(wall, datetime):
        raise InvalidType("wall", must, wall)
    elif wall.tzinfo is not None:
        raise InvalidValue("wall", "must be naive, since the zone is given beside it", wall)
    return wall.replace(tzinfo=None), wall.utcoffset()


def existing(moment: datetime) -> datetime:
    """Return `moment`, with a meaningless fold cleared; refuse a time that the clocks skip."""
    here = moment.utcoffset()
    there = moment.replace(fold=1 - moment.fold).utcoffset()
    if here == there:
        return moment.replace(fold=0) if moment.fold else moment
    # Of an ambiguous time the first pass has the greater offset, of a missing one the smaller
    # (PEP 495).
    first, second = (there, here) if moment.fold else (here, there)
    if first is not None and second is not None and first < second:
        raise NonexistentTime(moment, zone_key(moment))
    return moment


def stamp(moment: datetime) -> str:
    """Return a moment as RFC 9557 writes it: ``2026-10-25T02:45:00+01:00[Europe/Paris]``."""
    return f"{moment.isoformat()}[{zone_key(moment)}]"


def from_stamp(text: str) -> tuple[datetime, bool]:
    """Return the moment that an RFC 9557 text names, and whether its offset agrees with its zone.

    Zones change their rules. Wall clock and zone are then the truth for what is to come, so an
    offset that disagrees is left aside, and the caller is told.

    Raises:
        InvalidValue: the text has another form, or an unknown zone.
        NonexistentTime: the clocks go forward over the wall time.
    """
    parts = _STAMP.fullmatch(text)
    if parts is None:
        must = "must be a time with its zone, such as 2026-10-20T09:30:00+02:00[Europe/Paris]"
        raise InvalidValue("time", must, text)
    naive, offset = _parted(parts["iso"])
    moment = local(naive, parts["zone"])
    if offset is None or moment.utcoffset() == offset:
        return moment, True
    second = local(naive.replace(fold=1), parts["zone"])
    agrees = second.utcoffset() == offset
    return (second if agrees else moment), agrees
