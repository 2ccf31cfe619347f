"""What a VTIMEZONE says, evaluated (RFC 5545, 3.6.5), against what zoneinfo says."""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from numeco.ical._lines import Component, Property
from numeco.ical._lint._moments import Moment, moment
from numeco.ical._lint._recur import WEEKDAYS, parts, recur
from numeco.ical._lint._rules import RECUR

_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  # what an observance counts from is local
_DAY: Final = 86_400
#: No zone changes its clocks twice within this.
_STEP: Final = 7 * _DAY
_OFFSET: Final = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?", re.ASCII)
_YEARLY: Final = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"}


@frozen
class _Observance:
    """One STANDARD or DAYLIGHT: its onsets, in seconds, and the offset from then on."""

    before: int
    after: int
    start: datetime
    once: tuple[datetime, ...]
    rules: tuple[dict[str, str], ...]

    def onsets(self, first: int, last: int) -> Iterator[int]:
        """Iterate over the onsets: those of some years, the last one before, and a few more."""
        yield self._utc(self.start)
        for wall in self.once:
            yield self._utc(wall)
        for rule in self.rules:
            yield from self._yearly(rule, first, last)

    def _utc(self, wall: datetime) -> int:
        return (wall - _EPOCH) // timedelta(seconds=1) - self.before

    def cost(self, first: int, last: int) -> int:
        """Return how many days have to be looked at, roughly."""
        found = len(self.once) + 1
        for rule in self.rules:
            since = self.start.year if "COUNT" in rule else first - 1
            found += 31 * (max(0, last - since) + 2) * (rule.get("BYMONTH", "").count(",") + 1)
        return found

    def _yearly(self, rule: dict[str, str], first: int, last: int) -> Iterator[int]:
        step = int(rule.get("INTERVAL", "1"))
        count = int(rule["COUNT"]) if "COUNT" in rule else 10**9
        until = moment(rule["UNTIL"]) if "UNTIL" in rule else None
        end = min(last, until.wall.year + 1) if until else last
        # From the occurrence before the window on, unless they have to be counted.
        since, needed = self.start.year, min(first, end) - step - 1
        if "COUNT" not in rule and needed > since:
            since += (needed - since) // step * step
        for year in range(since, end + 1, step):
            for day in _days(rule, year, self.start):
                wall = datetime.combine(day, self.start.time())
                if wall < self.start:
                    continue
                onset = self._utc(wall)
                count -= 1
                if count < 0 or (until and onset > self._limit(until)):
                    return
                yield onset

    def _limit(self, until: Moment) -> int:
        """Return the last second that an UNTIL includes."""
        if until.form == "date":
            return self._utc(until.wall) + _DAY
        shift = self.before if until.form == "local" else 0
        return (until.wall - _EPOCH) // timedelta(seconds=1) - shift


def _days(rule: dict[str, str], year: int, start: datetime) -> Iterator[date]:
    """Iterate over the days of a year that a yearly rule names, in order."""
    named = {int(month) for month in rule.get("BYMONTH", "").split(",") if month}
    whole = not named and ("BYDAY" in rule or "BYMONTHDAY" in rule)
    monthdays = {int(day) for day in rule.get("BYMONTHDAY", "").split(",") if day}
    weekdays = {day.replace("+", "") for day in rule.get("BYDAY", "").split(",") if day}
    if not monthdays and not weekdays:
        monthdays = {start.day}
    for month in sorted(named or (range(1, 13) if whole else {start.month})):
        length = monthrange(year, month)[1]
        for at in range(1, length + 1):
            if monthdays and monthdays.isdisjoint({at, at - length - 1}):
                continue
            day = date(year, month, at)
            if not weekdays or not weekdays.isdisjoint(_names(day, length)):
                yield day


def _names(day: date, length: int) -> set[str]:
    """Return what BYDAY may call a day of a month: SU, 4SU or -1SU."""
    name = WEEKDAYS[day.weekday()]
    first, last = (day.day + 6) // 7, (length - day.day) // 7 + 1
    return {name, f"{first}{name}", f"0{first}{name}", f"-{last}{name}", f"-0{last}{name}"}


@frozen
class Zone:
    """A VTIMEZONE that can be evaluated."""

    observances: tuple[_Observance, ...]

    @classmethod
    def of(cls, component: Component) -> "Zone | None":
        """Return what a VTIMEZONE says; None where it is broken or `unusual`."""
        found = [_observance(one) for one in component.components]
        known = tuple(one for one in found if one)
        return cls(known) if known and len(known) == len(found) else None

    def cost(self, first: int, last: int) -> int:
        """Return how much work a comparison over some years would be."""
        weeks = 53 * (max(0, last - first) + 2)
        return weeks + sum(one.cost(first, last) for one in self.observances)

    def changes(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """Return the onsets with the offsets before and after, in order."""
        return sorted(
            (onset, one.before, one.after)
            for one in self.observances
            for onset in one.onsets(first, last)
        )


def _observance(component: Component) -> _Observance | None:
    found = {name: component.first(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")}
    texts = {name: one.value if one else "" for name, one in found.items()}
    start = moment(texts["DTSTART"])
    before, after = _offset(texts["TZOFFSETFROM"]), _offset(texts["TZOFFSETTO"])
    once = [moment(t) for one in component.all("RDATE") for t in one.value.split(",") if one.value]
    rules = tuple(parts(one.value) for one in component.all("RRULE"))
    if (
        start is None
        or start.form != "local"
        or before is None
        or after is None
        or not all(map(_followed, component.all("RRULE")))
        or any(one is None or one.form != "local" for one in once)
    ):
        return None
    return _Observance(before, after, start.wall, tuple(one.wall for one in once if one), rules)


def unusual(component: Component) -> bool:
    """Return whether a VTIMEZONE has rules that are right but that `Zone` does not follow."""
    found = [rule for one in component.components for rule in one.all("RRULE")]
    return any(not any(True for _ in recur(one.value)) and not _followed(one) for one in found)


def _followed(one: Property) -> bool:
    found = parts(one.value)
    numbered = any(char.isdigit() for char in found.get("BYDAY", ""))
    return (
        not any(rule is RECUR for rule, _ in recur(one.value))
        and found.keys() <= _YEARLY
        and found.get("FREQ") == "YEARLY"
        and ("BYMONTH" in found or not numbered)
    )


def _offset(text: str) -> int | None:
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return -seconds if found[1] == "-" else seconds


def contradiction(zone: Zone, iana: ZoneInfo, first: int, last: int) -> str:
    """Return how a VTIMEZONE differs from IANA's zone in the years from first to last, if it does."""
    low, high = _seconds(datetime(first, 1, 1)), _seconds(datetime(last + 1, 1, 1))  # noqa: DTZ001  # a wall clock
    changes = zone.changes(first, last)
    onsets = [onset for onset, _, _ in changes]
    theirs = _transitions(iana, low, high)
    inside = [onset for onset in onsets if low <= onset < high]
    for instant in sorted({low, *inside, *(onset - 1 for onset in inside), *theirs}):
        at = bisect_right(onsets, instant) - 1
        said = changes[at][2] if at >= 0 else changes[0][1]
        true = _truth(iana, instant)
        if said != true:
            when = (_EPOCH + timedelta(seconds=instant)).isoformat(" ")
            return f"at {when} UTC says {_shown(said)} where {iana.key} has {_shown(true)}"
    return ""


def _transitions(iana: ZoneInfo, low: int, high: int) -> list[int]:
    """Return the instants, within bounds, at which a zone's offset changes."""
    found: list[int] = []
    left, offset = low, _truth(iana, low)
    while left < high:
        right = min(left + _STEP, high)
        if _truth(iana, right) != offset:
            found.append(_bisected(iana, left, right, offset))
            offset = _truth(iana, right)
        left = right
    return [instant for instant in found if instant < high]


def _bisected(iana: ZoneInfo, left: int, right: int, offset: int) -> int:
    while right - left > 1:
        middle = (left + right) // 2
        if _truth(iana, middle) == offset:
            left = middle
        else:
            right = middle
    return right


def _truth(iana: ZoneInfo, instant: int) -> int:
    moment = (_EPOCH + timedelta(seconds=instant)).replace(tzinfo=UTC).astimezone(iana)
    return round((moment.utcoffset() or timedelta()).total_seconds())


def _seconds(wall: datetime) -> int:
    return (wall - _EPOCH) // timedelta(seconds=1)


def _shown(seconds: int) -> str:
    minutes, second = divmod(abs(seconds), 60)
    end = f":{second:02}" if second else ""
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}{end}"
