"""From a document to an ecosystem: its event, days, rooms, tracks, persons and sessions."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import attrs
from attrs import define

from numeco.diagnostics import Severity
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue, NonexistentTime, shown
from numeco.formats._frab.days import Filing, day_starts, far, main_days
from numeco.formats._frab.document import Document, Entry
from numeco.formats._frab.notes import FILE, Notes, listed
from numeco.formats._frab.people import People
from numeco.formats._frab.said import Said, Unread, fitting, identifiers
from numeco.formats._frab.sessions import SessionReader
from numeco.formats._frab.slots import Clock, Filed, day_of, wall_of
from numeco.formats._frab.things import Rooms, Things
from numeco.model import Event, Session, Venue, VenueId
from numeco.time import Days, instant, local
from numeco.time import zone as zone_of

_MIDNIGHT: Final = time()
#: A day of the file that lasts so long begins when programme days do: of one that ends in the
#: evening nothing follows.
_WHOLE_DAY: Final = timedelta(hours=22, minutes=30)
_NAMES: Final = (
    "title acronym subtitle description venue city start end days daysCount day_change "
    "time_zone_name timeslot_duration url"
)
_EVENT: Final = frozenset(_NAMES.split())
_FILE: Final = frozenset(("days", "rooms"))
_DAY: Final = frozenset(("index", "date", "start", "end"))


@define
class Programme:
    """Reads one document."""

    document: Document
    notes: Notes
    given: Event | None
    #: The zone that the caller names.
    zone: str | None
    #: The name of the file.
    file: str

    def ecosystem(self) -> Ecosystem:
        """Return everything that the document holds."""
        unread = Unread()
        things = Things(self.notes, unread)
        said = Said(self.document.conference, FILE, self.notes)
        clock = Clock(self._zone(said))
        if self.given is not None:  # its id is taken
            things.add(self.given)
        event = self._event(said, clock.zone, things)
        things.add(event)
        reader = self._reader(event, clock, things, unread)
        filed = self._filed(said)
        filings = [self._read(reader, one, filed) for one in self.document.entries]
        event = self._dated(said, event, clock, filings)
        things.by_id[event.id] = event
        self._note_oddities(clock, reader, unread)
        return Ecosystem.of(things.by_id.values())

    def _zone(self, said: Said) -> str | None:
        """Return the zone of the times: the caller's, else the file's, else none."""
        own: str | None = said.words("time_zone_name")
        try:
            zone_of(own or "UTC")
        except InvalidValue as error:
            self.notes.add(
                FILE, "unknown-zone", f"names a zone that is none: {error}", "left aside"
            )
            own = None
        given = self.zone or (self.given.zone if self.given else None)
        if given and own and given != own:
            found = f"names the zone {own}, another than the caller"
            self.notes.add(FILE, "other-zone", found, f"times are kept in {given}")
        return given or own or None

    def _event(self, said: Said, zone: str | None, things: Things) -> Event:
        things.unread.count("conference", said.facts, _EVENT)
        things.unread.count("schedule", self.document.schedule, _FILE)
        things.site = self._site(said, things)
        event = self.given or Event(name=self._name(said))
        facts: dict[str, Any] = {
            "zone": zone,
            "venue": things.site,
            "description": said.paragraph("subtitle") or said.paragraph("description"),
            "identifiers": identifiers([("frab-acronym", said.words("acronym"))]),
            **fitting(said, event, "url", said.words("url"), "url"),
        }
        new = {name: one for name, one in facts.items() if one and not getattr(event, name)}
        return attrs.evolve(event, **new)

    def _name(self, said: Said) -> str:
        name = said.words("title", "acronym")
        if not name:
            # The name of a file may hold what no text can.
            name = self.file.encode(errors="replace").decode().strip() or "Schedule"
            self.notes.add(FILE, "nameless", "has no title", f"its event is called {shown(name)}")
        return name

    def _site(self, said: Said, things: Things) -> VenueId | None:
        name, city = said.words("venue"), said.words("city")
        if not name:
            return None
        key: VenueId = things.named(Venue, name)
        things.describe(key, {"address": city or None}, said)
        return key

    def _reader(self, event: Event, clock: Clock, things: Things, unread: Unread) -> SessionReader:
        rooms = Rooms.of(self.document)
        things.read_rooms(rooms, self.document.rooms)
        things.read_tracks(self.document.tracks)
        people = People(things, self.notes)
        people.survey(self.document.entries)
        return SessionReader(event.id, clock, things, people, rooms, unread)

    def _read(
        self, reader: SessionReader, entry: Entry, filed: dict[int, Filed]
    ) -> tuple[Entry, Session, date | None]:
        under = filed[id(entry.day)]
        session = reader.read(entry, under)
        reader.things.add(session)
        return entry, session, under.date

    def _filed(self, said: Said) -> dict[int, Filed]:
        """Return, for each day of the file, the date that sessions under it have."""
        change = wall_of(text) if (text := said.words("day_change")) else None
        if text and change is None:
            found = f"has a day_change {shown(text)} that reads as no time"
            self.notes.add(FILE, "odd-day-change", found, "left aside")
        dates: dict[int, Filed] = {}
        for day in self.document.days:
            here = Said(day.facts, day.spot, self.notes)
            dated = day_of(here.words("date")) or day_of(here.words("start"))
            night = day_of(here.words("end"))
            late = wall_of(here.words("end")) if dated and night and night > dated else None
            dates[id(day)] = Filed(dated, change or late or _MIDNIGHT)
        return dates

    def _dated(
        self, said: Said, event: Event, clock: Clock, filings: Iterable[tuple[Entry, Session, Any]]
    ) -> Event:
        """Return the event with its days, and the hour at which they begin."""
        found = [
            Filing(entry.spot, session.when, day)
            for entry, session, day in filings
            if session.when is not None
        ]
        if event.day_starts == _MIDNIGHT:
            starts = self._change(said, clock) or day_starts(found)
            event = attrs.evolve(event, day_starts=starts)
        for one in found:
            one.note(self.notes, event.day_starts)
        dates = [one.day(event.day_starts) for one in found]
        if event.days is None:
            event = attrs.evolve(event, days=self._days(said) or main_days(dates))
        for one, day in zip(found, dates, strict=True):
            if event.days is not None and (off := far(day, event.days)):
                text = f"is dated {day}, {off} the event ({event.days})"
                self.notes.add(one.spot, "far-date", text, "kept as dated")
        return event

    def _days(self, said: Said) -> Days | None:
        first, last = (day_of(said.words(name)) for name in ("start", "end"))
        if first is None or last is None:
            return None
        try:
            return Days(first, last)
        except InvalidValue:
            found = f"ends on {last}, before it starts on {first}"
            self.notes.add(FILE, "odd-days", found, "its sessions say its days")
            return None

    def _change(self, said: Said, clock: Clock) -> time | None:
        """Return when days begin, as the file says in so many words or by days of 24 hours."""
        if text := said.words("day_change"):
            return wall_of(text)
        walls: Counter[time] = Counter()
        for day in self.document.days:
            here = Said(day.facts, day.spot, Notes())
            start, end = (_moment(clock, here.words(name)) for name in ("start", "end"))
            if start and end and (instant(end) - instant(start)) * _US >= _WHOLE_DAY:
                walls[_wall(clock, start, here.words("start"))] += 1
        return max(walls, key=lambda wall: (walls[wall], wall), default=None)

    def _note_oddities(self, clock: Clock, reader: SessionReader, unread: Unread) -> None:
        if clock.zone is None and self.document.entries:
            found = "names no zone, nor does the caller"
            self.notes.add(FILE, "no-zone", found, "times with an offset are kept in UTC")
        outside = sum(one.parent is None for one in self.document.entries)
        if outside:
            found = f"lists {outside} sessions outside any room"
            self.notes.add(FILE, "no-parent", found, "each is in the room that it says", _INFO)
        if reader.types:
            found = f"has types that mean no kind of session: {listed(reader.types)}"
            self.notes.add(FILE, "unknown-types", found, "kept as tags", _INFO)
        for day in self.document.days:
            unread.count("days", day.facts, _DAY)
        for found in unread.told():
            self.notes.add(FILE, "unread", found, "not read", _INFO)


_INFO: Final = Severity.INFO
_US: Final = timedelta(microseconds=1)


def _wall(clock: Clock, start: datetime, text: str) -> time:
    """Return the time of day that a day begins at: as written, where clocks skip it that day."""
    written = datetime.fromisoformat(text).replace(tzinfo=None)
    try:
        local(written, clock.zone or "UTC")
    except NonexistentTime:
        return written.time()
    return start.time()


def _moment(clock: Clock, text: str) -> datetime | None:
    """Return the moment that a text names; None where it names none or no clock shows it."""
    try:
        return clock.moment(text)
    except ValueError:
        return None
