"""Reading calendars: VEVENTs into sessions, with a diagnostic for each oddity.

**Codes.** These diagnostics are warnings, since something was mended or guessed: ``encoding``,
``no-calendar``, ``outside-calendar``, ``text-around``, ``bad-parameter``, ``stray-end``,
``unclosed``, ``missing-uid``, ``missing-title``, ``repeated-id``, ``repeated-event``,
``shared-uid``, ``older-revision``, ``odd-time``, ``mixed-ends``, ``two-ends``, ``empty-day``,
``missing-hour``, ``zone-differs``, ``unknown-zone``, ``bad-timezone``, ``endless-rule``,
``many-occurrences``, ``unreadable-time`` of a revision, ``circle``, ``no-session`` (VTODO and the
like), and ``odd-`` with what could only be kept as a tag. These are errors, since something was left
out: ``long-line``, ``bad-line``, ``too-deep``; of sessions kept unscheduled ``missing-start``,
``unreadable-start``, ``floating-time``, ``floating-day``, ``unknown-zone``; of ends left aside
``unreadable-end``, ``end-before-start``, ``long``; and of rules of which only the first occurrence
is read ``refused-rule``, ``bad-rule``, ``never-matches``, ``costly-rule``, ``many-occurrences``.
These only inform: ``nameless``, ``banner``, ``zone-name``, ``other-place``, ``odd-start``,
``outside-window``, ``organizers``, ``unread``.

**Limits.** A content line has at most 1,000,000 octets, components lie at most 16 deep. A rule is
followed for a hundred years from its start, or from the window's, and gives at most 10,000
occurrences; all rules of a file together may take 1,000,000 steps and give 50,000 sessions.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from attrs import evolve, frozen

from numeco._files import Source, content_of
from numeco.diagnostics import Reading, Severity
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, Malformed, shown
from numeco.ical._lines import Component, Problem, components
from numeco.ical._reading.events import Events
from numeco.ical._reading.notes import Notes
from numeco.ical._reading.programme import Entry, Programme, key_of, without_circles
from numeco.ical._reading.records import RecordReader
from numeco.ical._reading.recurrence import Budget
from numeco.ical._reading.series import Allowance, Window
from numeco.ical._reading.spans import Clocks, SpanReader, note_floating
from numeco.ical._reading.things import Things
from numeco.ical._reading.vevents import Calendar, Record
from numeco.ical._reading.zones import iana
from numeco.ical._text import unescape
from numeco.model import Event, Session
from numeco.time import zone as zone_of

#: The most sessions that the recurring events of a file make.
_MOST: Final = 50_000
#: What becomes of the oddities of a file's form.
_DONE: Final = {
    "encoding": ("read as such", Severity.WARNING),
    "no-calendar": ("what it holds is read as one", Severity.WARNING),
    "text-around": ("left aside", Severity.WARNING),
    "outside-calendar": ("read as if it were in one", Severity.WARNING),
    "long-line": ("left out", Severity.ERROR),
    "bad-line": ("left out", Severity.ERROR),
    "bad-parameter": ("what does not read is left out", Severity.WARNING),
    "stray-end": ("left aside", Severity.WARNING),
    "unclosed": ("read as ending there", Severity.WARNING),
    "too-deep": ("left out", Severity.ERROR),
}


def from_ics(  # noqa: PLR0913  # each says one thing about the calendar
    source: Source,
    *,
    zone: str | None = None,
    event: Event | str | None = None,
    start: date | None = None,
    end: date | None = None,
    strict: bool = False,
) -> Reading:
    """Return the programme that a calendar (RFC 5545) holds, with a diagnostic for each oddity.

    Every VEVENT becomes a session, a recurring one a session for each occurrence. What stands
    before the @ of a UID becomes the id; a day is added for an occurrence (``talk-2026-10-20``),
    and the time where several VEVENTs share a UID. A UID that the id does not say stays in
    `identifiers`, under the scheme ``ical-uid``.

    Times are instants as the file's own VTIMEZONEs define them, kept in the IANA zone that TZID
    means. An all-day VEVENT is a session from midnight to midnight with the tag ``all-day``, or an
    event's days: where others are RELATED-TO it, where it alone lasts several days and holds all
    others, and always in calendars that numeco wrote.

    Args:
        source: a path, the octets of a file, or an open file.
        zone: the IANA key of the zone of times that name none and of whole days, in which times in
            UTC are kept too; left out, that of `event`, else X-WR-TIMEZONE. Without any, such
            sessions stay unscheduled and such times in UTC.
        event: what the sessions are sessions of, or its name; left out, the calendar's name makes
            an event. Sessions that the file relates to an event's banner belong to that one.
        start: the first day on which occurrences of recurring events are read, by their own clock.
        end: the last such day; left out, rules without end are read for 366 days from their start,
            others to their end. VEVENTs that do not recur are always read.
        strict: whether to raise where there is a warning or an error.

    Raises:
        InvalidValue: an argument cannot be meant; the sentence says what could be.
        Malformed: the file holds nothing of a calendar.
        Refused: strict, and something had to be mended or left out.
        OSError: the file cannot be opened.
    """
    if zone is not None:
        zone_of(zone)
    given = _event(event, zone)
    window = Window(_day(start, "start"), _day(end, "end"))
    content, name = content_of(source, "a calendar")
    outer, problems = components(content)
    if not outer:
        raise Malformed("", f"the file holds no calendar: it {problems[0].text}")
    notes = Notes()
    _note_problems(problems, notes)
    reader = _Reader(notes, Things(notes), given, zone or (given.zone if given else None), window)
    return Reading.of(reader.read(outer, name), notes.in_order(), strict=strict)


@frozen
class _Reader:
    """What a whole file is read with."""

    notes: Notes
    things: Things
    given: Event | None
    zone: str | None
    window: Window

    def read(self, outer: list[Component], name: str) -> Ecosystem:
        budget = Budget()
        timezones = {one.value.strip(): here for here, one in _timezones(outer)}
        calendars = [self._calendar(one, timezones, budget) for one in outer]
        entries = [
            self._entry(calendar, one)
            for calendar in calendars
            for one in _within(calendar.component, "VEVENT")
        ]
        reader = RecordReader(self.things, self.notes)
        events = Events(self.things, self.notes, reader, self.given, name)
        events.read(calendars, entries)
        programme = Programme(self.things, self.notes, self.window, budget, Allowance(_MOST))
        sessions = [one for one in entries if not events.is_banner(one)]
        for one in sessions:
            start = one.record.component.first("DTSTART")
            days = one.span is not None and one.span.all_day and one.span.clock is None
            if start is not None and days and not start.params.get("TZID"):
                note_floating(self.notes, start)
        programme.read(sessions)
        self._make_sessions(programme, events, reader)
        events.finish()
        for calendar in calendars:
            calendar.clocks.note_oddities()
        self._note_unread(calendars)
        return Ecosystem.of(self.things.by_id.values())

    def _calendar(
        self, component: Component, timezones: dict[str, Component], budget: Budget
    ) -> Calendar:
        def said(name: str) -> str:
            found = component.first(name)
            return "" if found is None else unescape(found.value).strip()

        own = {one.value.strip(): here for here, one in _timezones([component])}
        home = self.zone
        if home is None and said("X-WR-TIMEZONE"):
            home = iana(said("X-WR-TIMEZONE"))
            if home is None:
                found = f"has an X-WR-TIMEZONE that is no zone: {shown(said('X-WR-TIMEZONE'))}"
                self.notes.add(component.line, "unknown-zone", found, "left aside")
        return Calendar(
            component=component,
            clocks=Clocks(self.notes, budget, home, timezones | own),
            ours=said("PRODID").startswith("-//numeco//"),
            cancels=said("METHOD").upper() == "CANCEL",
        )

    def _entry(self, calendar: Calendar, component: Component) -> Entry:
        record = Record.of(calendar, component, self.notes)
        span = SpanReader(self.notes, calendar.clocks).read(component)
        return Entry(record, span, key_of(record.uid))

    def _make_sessions(self, programme: Programme, events: Events, reader: RecordReader) -> None:
        ties = {draft.id: events.ties(draft.entry, programme.by_uid) for draft in programme.drafts}
        within = without_circles(
            {key: tie.within for key, tie in ties.items() if tie.within}, self.notes
        )
        repeats = without_circles(
            {key: tie.repeat_of for key, tie in ties.items() if tie.repeat_of}, self.notes
        )
        known: dict[int, dict[str, Any]] = {}
        for draft in programme.drafts:
            record = draft.entry.record
            facts = known.get(id(record))
            if facts is None:
                facts = known[id(record)] = reader.facts(record)
                if draft.entry.span is not None and draft.entry.span.all_day:
                    facts["tags"] = [*facts.get("tags", ()), "all-day"]
            self.things.by_id[draft.id] = Session(
                **facts,
                id=draft.id,
                event=ties[draft.id].event,
                when=draft.when,
                within=within.get(draft.id),
                repeat_of=repeats.get(draft.id),
                identifiers=reader.identifiers(record, draft.id),
            )

    def _note_unread(self, calendars: list[Calendar]) -> None:
        unread: Counter[str] = Counter()
        for calendar in calendars:
            unread.update(calendar.unread)
            for one in _walk(calendar.component):
                if one.name in {"VTODO", "VJOURNAL", "VFREEBUSY"}:
                    found = f"is a {one.name}, which is no session"
                    self.notes.add(one.line, "no-session", found, "left out")
        organizers = unread.pop("ORGANIZER", 0)
        if organizers:
            found = f"has an ORGANIZER in {organizers} VEVENTs"
            self.notes.add(0, "organizers", found, "read as hosting organization", Severity.INFO)
        for name, number in sorted(unread.items()):
            found = f"has {number} × {name[:60]} in its VEVENTs"
            self.notes.add(0, "unread", found, "not read", Severity.INFO)


def _note_problems(problems: list[Problem], notes: Notes) -> None:
    for one in problems:
        done, severity = _DONE[one.code]
        notes.add(one.line, one.code, one.text, done, severity)


def _walk(component: Component) -> Iterator[Component]:
    for one in component.components:
        yield one
        yield from _walk(one)


def _within(component: Component, name: str) -> Iterator[Component]:
    """Iterate over the components of a name in one, itself included."""
    if component.name == name:
        yield component
    yield from (one for one in _walk(component) if one.name == name)


def _timezones(outer: list[Component]) -> Iterator[tuple[Component, Any]]:
    for each in outer:
        for one in _within(each, "VTIMEZONE"):
            name = one.first("TZID")
            if name is not None:
                yield one, name


def _event(event: Event | str | None, zone: str | None) -> Event | None:
    if isinstance(event, str):
        return Event(name=event, zone=zone)
    if event is not None and not isinstance(event, Event):
        raise InvalidType("event", "must be an Event or the name of one", event)
    return evolve(event, zone=zone) if event is not None and event.zone is None else event


def _day(day: date | None, name: str) -> date | None:
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise InvalidType(name, "must be a date without a time", day)
    return day
