"""Which event the sessions of a calendar belong to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from attrs import define, evolve, field, frozen

from numeco.diagnostics import Severity
from numeco.errors import shown
from numeco.ical._reading.notes import Notes
from numeco.ical._reading.programme import Entry, key_of, related, without_circles
from numeco.ical._reading.records import RecordReader
from numeco.ical._reading.series import recurs
from numeco.ical._reading.things import Things
from numeco.ical._reading.vevents import Calendar, Record
from numeco.ical._text import unescape
from numeco.model import Event, EventStatus, Session, SessionStatus, slug
from numeco.time import Days

_STATUS: Final = {
    SessionStatus.TENTATIVE: EventStatus.PLANNED,
    SessionStatus.CONFIRMED: EventStatus.CONFIRMED,
    SessionStatus.CANCELLED: EventStatus.CANCELLED,
}
#: What a banner and its event have in common.
_SHARED: Final[tuple[str, ...]] = (
    *("sequence", "modified", "url", "description", "language", "tags", "venue", "themes"),
)


@frozen
class Tie:
    """What a session belongs to: its event, its block, the session that it shows again."""

    event: Any
    within: str | None = None
    repeat_of: str | None = None


@define
class Events:
    """The events of a file: given, told by all-day banners, or by the names of calendars."""

    things: Things
    notes: Notes
    reader: RecordReader
    given: Event | None
    #: What a calendar without a name is called.
    file: str
    _banners: dict[str, str] = field(factory=dict)
    _entries: set[int] = field(factory=set)
    _defaults: dict[int, str] = field(factory=dict)
    _named: dict[str, str] = field(factory=dict)
    _calendars: list[Calendar] = field(factory=list)
    #: How many events a calendar names without a banner, by calendar.
    _unbannered: dict[int, int] = field(factory=dict)

    def read(self, calendars: list[Calendar], entries: list[Entry]) -> None:
        """Find the banners among all VEVENTs, and make their events."""
        self._calendars = calendars
        if self.given is not None:
            self.things.add(self.given)
        # Before any thing gets a derived id.
        self.things.claimed.update(entry.key for entry in entries)
        self.things.claimed.update(key_of(_event_uid(entry.record)) for entry in entries)
        parents = {
            uid
            for entry in entries
            for kind, uid in related(entry.record)
            if kind == "PARENT" and uid != entry.record.uid
        }
        of_calendar: defaultdict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            of_calendar[id(entry.record.calendar)].append(entry)
        above: dict[str, str] = {}
        for calendar in calendars:
            mine = of_calendar[id(calendar)]
            banners = [one for one in mine if _is_whole(one)]
            named = [one for one in banners if calendar.ours or one.record.uid in parents]
            for one in named:
                self._make(one)
            if not named:
                self._alone(calendar, banners, mine)
            unbannered = {_event_uid(one.record) for one in mine} - self._banners.keys() - {""}
            self._unbannered[id(calendar)] = len(unbannered)
            above.update(self._above(named))
        for key, upper in without_circles(above, self.notes).items():
            event = self.things.by_id[key]
            if isinstance(event, Event):
                self.things.by_id[key] = evolve(event, within=upper)

    def is_banner(self, entry: Entry) -> bool:
        """Return whether a VEVENT is the banner of an event."""
        return id(entry) in self._entries

    def ties(self, entry: Entry, by_uid: Mapping[str, list[str]]) -> Tie:
        """Return what the session of a VEVENT belongs to."""
        record = entry.record
        event = within = repeat_of = None
        for kind, uid in related(record):
            if kind == "PARENT" and uid in self._banners:
                event = event or self._banners[uid]
            elif kind == "PARENT" and record.calendar.ours and event is None:
                event = self._unseen(record.calendar, uid)
            elif kind == "PARENT" and len(by_uid.get(uid, ())) == 1 and within is None:
                within = by_uid[uid][0]
            elif kind == "SIBLING" and record.calendar.ours and len(by_uid.get(uid, ())) == 1:
                repeat_of = by_uid[uid][0]
            else:
                record.calendar.unread["RELATED-TO"] += 1
        return Tie(event or self._default(record.calendar), within, repeat_of)

    def finish(self) -> None:
        """Give events the zone of their sessions, and a calendar without any an event."""
        zones: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.things.by_id.values():
            if isinstance(one, Session) and one.when is not None:
                zones[one.event].add(one.when.zone)
        if not any(isinstance(one, Event) for one in self.things.by_id.values()):
            self._default(self._calendars[0])
        for key, one in list(self.things.by_id.items()):
            if isinstance(one, Event) and one.zone is None and len(zones[key]) == 1:
                self.things.by_id[key] = evolve(one, zone=next(iter(zones[key])))

    def _alone(self, calendar: Calendar, banners: list[Entry], entries: list[Entry]) -> None:
        """Take the one VEVENT of several days that holds all others for the calendar's event."""
        long = [one for one in banners if one.span is not None and one.span.length.days > 1]
        if len(long) != 1 or len(entries) < 2:
            return
        days = _days(long[0])
        spans = [one.span for one in entries if one is not long[0]]
        if any(span is None or span.wall.date() not in days for span in spans):
            return
        key = self._make(long[0])
        self._defaults[id(calendar)] = key
        found = f"lasts {days}, and all others are within it"
        self.notes.add(
            long[0].record.line, "banner", found, "read as the event's days", Severity.INFO
        )

    def _make(self, entry: Entry) -> str:
        record = entry.record
        facts = self.reader.facts(record)
        shared: dict[str, Any] = {name: facts[name] for name in _SHARED if name in facts}
        shared["status"] = _STATUS[facts.get("status", SessionStatus.TENTATIVE)]
        given = self.given
        if given is not None and given.id == entry.key:
            key: str = given.id
            self.things.by_id[key] = evolve(given, days=given.days or _days(entry))
        else:
            key = self.things.claim(entry.key or f"event-{slug(facts['title'])}")
            self.things.add(
                Event(
                    id=key,
                    name=facts["title"],
                    days=_days(entry),
                    zone=record.calendar.clocks.home,
                    identifiers=self.reader.identifiers(record, key),
                    **shared,
                )
            )
        self._entries.add(id(entry))
        if record.uid:
            self._banners[record.uid] = key
        return key

    def _above(self, banners: list[Entry]) -> Iterator[tuple[str, str]]:
        """Iterate over the events of banners and those that they are within."""
        for one in banners:
            for kind, uid in related(one.record):
                if kind == "PARENT" and uid in self._banners:
                    yield self._banners[one.record.uid], self._banners[uid]

    def _default(self, calendar: Calendar) -> str:
        """Return the id of the event that a calendar as a whole stands for."""
        if self.given is not None:
            return self.given.id
        known = self._defaults.get(id(calendar))
        if known is None:
            name = self._name(calendar)
            known = self._named.get(name)
            if known is None:
                known = self.things.free("event", slug(name))
                self._named[name] = known
                self.things.add(self._event(calendar, known, name))
            self._defaults[id(calendar)] = known
        return known

    def _unseen(self, calendar: Calendar, uid: str) -> str:
        """Return the id of an event that sessions name but that has no banner."""
        if self.given is not None:
            return self.given.id
        key = self._banners.get(uid)
        if key is None:
            local = uid.rpartition("@")[0] or uid
            key = self.things.claim(key_of(uid) or "event")
            alone = self._unbannered[id(calendar)] == 1
            name = self._name(calendar) if alone else local
            self._banners[uid] = key
            self.things.add(self._event(calendar, key, name))
        return key

    def _name(self, calendar: Calendar) -> str:
        for name in ("NAME", "X-WR-CALNAME"):
            prop = calendar.component.first(name)
            said = "" if prop is None else unescape(prop.value)
            if said.strip():
                return said if calendar.ours else " ".join(said.split())
        name = self.file.strip() or "Calendar"
        found = f"has no name; its event is called {shown(name)}"
        self.notes.add(
            calendar.component.line, "nameless", found, "event= can say its name", Severity.INFO
        )
        return name

    def _event(self, calendar: Calendar, key: str, name: str) -> Event:
        said = [calendar.component.first(one) for one in ("DESCRIPTION", "X-WR-CALDESC")]
        text = next((unescape(one.value) for one in said if one is not None), "")
        return Event(id=key, name=name, description=text, zone=calendar.clocks.home)


def _is_whole(entry: Entry) -> bool:
    """Return whether a VEVENT is of whole days and comes once."""
    once = not recurs(entry.record.component) and "RECURRENCE-ID" not in entry.record.props
    return once and entry.span is not None and entry.span.all_day


def _days(entry: Entry) -> Days:
    assert entry.span is not None  # noqa: S101  # for type checkers: only whole days come here
    first = entry.span.wall.date()
    return Days(first, first + timedelta(days=max(entry.span.length.days, 1) - 1))


def _event_uid(record: Record) -> str:
    """Return the UID of the event that numeco wrote with a session; empty for others' sessions."""
    parents = (uid for kind, uid in related(record) if kind == "PARENT")
    return next(parents, "") if record.calendar.ours else ""
