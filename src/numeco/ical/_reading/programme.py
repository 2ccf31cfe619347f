"""From the VEVENTs of a file to the sessions of events."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import define, field, frozen

from numeco._checks import LONGEST_ID
from numeco.errors import shown
from numeco.ical._lines import Property
from numeco.ical._reading.notes import Notes
from numeco.ical._reading.recurrence import Budget
from numeco.ical._reading.series import Allowance, Occurrence, Series, Window, recurs
from numeco.ical._reading.spans import Span, SpanReader
from numeco.ical._reading.things import Things
from numeco.ical._reading.values import Stated
from numeco.ical._reading.vevents import Record
from numeco.ical._reading.zones import Clock
from numeco.model import Session, slug
from numeco.time import Interval, instant

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY_US: Final = 86_400_000_000


@define
class Entry:
    """A VEVENT, when it takes place, and the id that its UID gives."""

    record: Record
    span: Span | None
    key: str


@frozen
class Draft:
    """What a session will be, once the ids of all are known."""

    id: str
    entry: Entry
    when: Interval | None


def key_of(uid: str) -> str:
    """Return the id that a UID gives: what stands before the @, as a slug; empty for none."""
    local, at, _ = uid.rpartition("@")
    name = local if at and local else uid
    if len(name) <= LONGEST_ID and _SLUG.fullmatch(name):
        return name
    return slug(name) if name else ""


@define
class Programme:
    """Turns VEVENTs into drafts of sessions, those of one UID together."""

    things: Things
    notes: Notes
    window: Window
    budget: Budget
    allowance: Allowance
    drafts: list[Draft] = field(factory=list)
    #: The ids that the VEVENTs of a UID got.
    by_uid: defaultdict[str, list[str]] = field(factory=lambda: defaultdict(list))

    def read(self, entries: Iterable[Entry]) -> None:
        """Read VEVENTs."""
        groups: dict[object, list[Entry]] = {}
        for at, entry in enumerate(entries):
            groups.setdefault(entry.record.uid or at, []).append(entry)
        for group in groups.values():
            if len(group) == 1 and not recurs(group[0].record.component):
                self._read_one(group[0])
            else:
                self._read_group(group)

    def _read_one(self, entry: Entry) -> None:
        record, span = entry.record, entry.span
        when = None if span is None else span.at(span.wall)
        if "RECURRENCE-ID" in record.props:
            self._add_override(entry, when)
        elif entry.key:
            self._add(entry, when)
        else:
            said = "" if span is None else f" {span.wall:%Y-%m-%d %H%M}"
            key = self.things.free("session", slug(f"{record.text('SUMMARY')}{said}" or "untitled"))
            self.notes.add(record.line, "missing-uid", "has no UID", f"given the id {key!r}")
            self._add(entry, when, key)

    def _read_group(self, group: list[Entry]) -> None:
        masters = [one for one in group if "RECURRENCE-ID" not in one.record.props]
        overrides = [one for one in group if "RECURRENCE-ID" in one.record.props]
        kept = self._distinct(masters)
        owner = next((one for one in kept if recurs(one.record.component)), None)
        owner = owner or next(iter(kept), None)
        if len(kept) > 1:
            found = f"is the first of {len(kept)} different VEVENTs with the UID "
            done = "all are kept, with ids of UID and start"
            first = kept[0].record
            self.notes.add(first.line, "shared-uid", f"{found}{shown(first.uid)}", done)
        for one in kept:
            mine = overrides if one is owner else []
            if recurs(one.record.component) or mine:
                self._read_series(one, self._distinct(mine, "RECURRENCE-ID"), alone=len(kept) == 1)
            elif len(kept) == 1:
                self._read_one(one)
            else:
                self._add(one, _first(one), self._dated(one, one.span, timed=True))
        if owner is None:
            for one in self._distinct(overrides, "RECURRENCE-ID"):
                self._add_override(one, _first(one))

    def _distinct(self, entries: list[Entry], by: str = "UID") -> list[Entry]:
        """Return VEVENTs without repeated ones, and without those that a revision replaces."""
        known: dict[object, Entry] = {}
        for one in entries:
            first = known.setdefault(_content(one.record), one)
            if first is not one:
                found = f"says the same as the VEVENT on line {first.record.line}"
                self.notes.add(one.record.line, "repeated-event", found, "read once")
        groups: defaultdict[str, list[Entry]] = defaultdict(list)
        for one in known.values():
            prop = one.record.first(by)
            groups[prop.value if prop else ""].append(one)
        return [one for group in groups.values() for one in self._newest(group)]

    def _newest(self, group: list[Entry]) -> list[Entry]:
        sequences = {one.record.sequence for one in group}
        # Where two share a number, the UID is no sign of one event.
        if len(sequences) < len(group) or len(group) == 1:
            return group
        newest = max(group, key=lambda one: one.record.sequence)
        for one in group:
            if one is not newest:
                found = (
                    f"is revision {one.record.sequence} of {shown(one.record.uid)}, "
                    f"{shown(one.record.text('SUMMARY'))}"
                )
                done = f"revision {newest.record.sequence} on line {newest.record.line} is read"
                self.notes.add(one.record.line, "older-revision", found, done)
        return [newest]

    def _read_series(self, entry: Entry, overrides: list[Entry], *, alone: bool) -> None:
        span, record = entry.span, entry.record
        if span is None or span.clock is None:
            self._add(entry, None, None if alone and entry.key else self._dated(entry, span))
            for one in overrides:
                self._add_override(one, _first(one))
            return
        reader = SpanReader(self.notes, record.calendar.clocks)
        parts = (reader, self.window, self.budget, self.allowance)
        occurrences = Series(record.component, span, *parts).occurrences()
        replaced, futures = self._replacements(reader, span, overrides)
        on_day: defaultdict[object, int] = defaultdict(int)
        for each in occurrences:
            on_day[each.known_by.date()] += 1
        taken: set[int] = set()
        for each in occurrences:
            key = _known_key(span, each)
            name = self._named(entry, each.known_by, timed=on_day[each.known_by.date()] > 1)
            if key in replaced:
                taken.add(key)
                other, _ = replaced[key]
                self._add(other, _first(other), name)
            else:
                self._add(*_in_future(entry, each, futures, key), name)
        for key, (other, _) in replaced.items():
            if key not in taken:
                self._add_override(other, _first(other))

    def _replacements(
        self, reader: SpanReader, span: Span, overrides: list[Entry]
    ) -> tuple[dict[int, tuple[Entry, datetime]], list[tuple[int, Entry, datetime]]]:
        """Return the overrides by what they replace, and those that hold from there on, in order."""
        replaced: dict[int, tuple[Entry, datetime]] = {}
        futures: list[tuple[int, Entry, datetime]] = []
        for one in overrides:
            prop = one.record.props["RECURRENCE-ID"][0]
            found = reader.moment(prop, prop.value)
            key = None if found is None else _replaced_key(span, *found)
            if found is None or key is None or key in replaced:
                self._add_override(one, _first(one))
                continue
            replaced[key] = one, found[0].wall
            if prop.param("RANGE").upper() == "THISANDFUTURE":
                futures.append((key, one, found[0].wall))
        return replaced, sorted(futures, key=lambda each: each[0])

    def _add_override(self, entry: Entry, when: Interval | None) -> None:
        prop: Property = entry.record.props["RECURRENCE-ID"][0]
        found = SpanReader(self.notes, entry.record.calendar.clocks).moment(prop, prop.value)
        if found is None:
            self._add(entry, when, self._dated(entry, entry.span))
        else:
            self._add(entry, when, self._named(entry, found[0].wall, timed=False))

    def _dated(self, entry: Entry, span: Span | None, *, timed: bool = False) -> str:
        """Return an id of the UID and the start."""
        if span is None:
            return self.things.free(entry.key or "session")
        return self._named(entry, span.wall, timed=timed and not span.all_day)

    def _named(self, entry: Entry, known_by: datetime, *, timed: bool) -> str:
        words = [entry.key or slug(entry.record.text("SUMMARY")), f"{known_by:%Y-%m-%d}"]
        return self.things.free(*words, *([f"{known_by:%H%M}"] if timed else ()))

    def _add(self, entry: Entry, when: Interval | None, key: str | None = None) -> None:
        if key is None:
            key = entry.key
            if key != (key := self.things.claim(key)):
                found = f"would have the id {entry.key!r}, which something has already"
                self.notes.add(entry.record.line, "repeated-id", found, f"given {key!r}")
        self.things.by_id[key] = _PLACEHOLDER
        self.drafts.append(Draft(key, entry, when))
        if entry.record.uid:
            self.by_uid[entry.record.uid].append(key)


#: Holds the place of a session whose facts are not read yet.
_PLACEHOLDER: Final = Session(id="x", title="x", event="x")


def _first(entry: Entry) -> Interval | None:
    return None if entry.span is None else entry.span.at(entry.span.wall)


def _content(record: Record) -> object:
    return tuple(
        (one.name, one.value, *(f"{name}={value}" for name, value in one.params.items()))
        for one in record.component.properties
        if one.name != "DTSTAMP"
    )


def _date_key(wall: datetime) -> int:
    return wall.toordinal() * _DAY_US


def _replaced_key(span: Span, said: Stated, clock: Clock | None) -> int | None:
    """Return what an occurrence goes by, from a RECURRENCE-ID."""
    if span.all_day:
        return _date_key(said.wall)
    if said.is_date:  # the occurrence of that day
        when = span.at(datetime.combine(said.wall.date(), span.wall.time()))
        return None if when is None else when.start_us
    return None if clock is None else instant(clock.at(said.wall))


def _known_key(span: Span, one: Occurrence) -> int:
    return _date_key(one.known_by) if span.all_day else one.when.start_us


def _in_future(
    entry: Entry,
    one: Occurrence,
    futures: Sequence[tuple[int, Entry, datetime]],
    key: int,
) -> tuple[Entry, Interval | None]:
    """Return what an occurrence is after the last change that holds from some occurrence on."""
    before = bisect_left(futures, key, key=lambda each: each[0])
    if not before:
        return entry, one.when
    _, other, known_by = futures[before - 1]
    if other.span is None:
        return other, None
    shift: timedelta = other.span.wall - known_by
    return other, other.span.at(one.known_by + shift)


def related(record: Record) -> Iterator[tuple[str, str]]:
    """Iterate over the kinds and UIDs of what a VEVENT is related to."""
    for one in record.props.get("RELATED-TO", ()):
        yield (one.param("RELTYPE") or "PARENT").upper(), one.value.strip()


def without_circles(parents: Mapping[str, str], notes: Notes) -> dict[str, str]:
    """Return a map from ids to those above them without the ties that close a circle; O(n)."""
    kept = dict(parents)
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in done:
            if here in path:
                found = f"relates {here!r} to {kept.pop(here)!r} in a circle"
                notes.add(0, "circle", found, "that tie is left out")
                break
            path[here] = None
            here = kept.get(here)
        done.update(path)
    return kept
