"""From the properties of a VEVENT to the facts of a session."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from attrs import frozen

from numeco._checks import Kind
from numeco.errors import InvalidIdentifier, InvalidValue, shown
from numeco.ical._lines import Property
from numeco.ical._reading.notes import Notes
from numeco.ical._reading.people import hosts, organizer, speakers
from numeco.ical._reading.things import Things
from numeco.ical._reading.values import point, stated, texts
from numeco.ical._reading.vevents import Record
from numeco.ical._text import unescape
from numeco.ical._words import KINDS, parted
from numeco.model import (
    Access,
    Accessibility,
    Audience,
    Identifier,
    Session,
    SessionKind,
    SessionStatus,
    Theme,
)

#: The properties of VEVENTs that are read, here or elsewhere, or that say nothing to keep.
_READ: Final = frozenset(
    [
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "EXRULE",
        "RECURRENCE-ID",
        "SUMMARY",
        "TRANSP",
        "DESCRIPTION",
        "LOCATION",
        "GEO",
        "CONFERENCE",
        "CATEGORIES",
        "STATUS",
        "SEQUENCE",
        "CREATED",
        "LAST-MODIFIED",
        "URL",
        "CONTACT",
        "ORGANIZER",
        "RELATED-TO",
    ]
)
_WORDS: Final = {said: kind for kind, both in KINDS.items() for said in both}


@frozen
class RecordReader:
    """Reads the facts of VEVENTs."""

    things: Things
    notes: Notes

    def facts(self, record: Record) -> dict[str, Any]:
        """Return the fields of a session but id, event, time and what ties it to others."""
        facts: dict[str, Any] = {"title": self._title(record), "sequence": record.sequence}
        tags: list[str] = []
        props = record.props
        for name in props.keys() - _READ:
            record.calendar.unread[name] += len(props[name])
        for one in record.component.components:
            record.calendar.unread[one.name] += 1
        summary = record.first("SUMMARY")
        if summary is not None and summary.params.get("LANGUAGE"):
            self._put((facts, tags), "language", summary, summary.param("LANGUAGE"))
        if "LOCATION" in props or "GEO" in props or "CONFERENCE" in props:
            facts["venue"] = self.venue(record, tags)
        if "CATEGORIES" in props:
            facts["themes"] = self.themes(record)
        if (url := record.first("URL")) is not None and url.value.strip():
            self._put((facts, tags), "url", url, url.value.strip())
        self._status(record, facts, tags)
        self._revision(record, facts)
        self._description(record, facts)
        if "CONTACT" in props or "ORGANIZER" in props:
            self._hosts(record, facts, tags)
        if tags:
            facts["tags"] = tags
        return facts

    def identifiers(self, record: Record, key: str) -> list[Identifier]:
        """Return the UID as an identifier, unless the id says it."""
        uid = record.uid
        if not uid or uid == key or (record.calendar.ours and uid.rpartition("@")[0] == key):
            return []
        try:
            return [Identifier("ical-uid", uid)]
        except (InvalidIdentifier, InvalidValue):
            return []

    def _title(self, record: Record) -> str:
        title = record.text("SUMMARY")
        if title and not title.isspace():
            return title
        title = f"Untitled (line {record.line})"
        self.notes.add(record.line, "missing-title", "has no SUMMARY", f"called {title!r}")
        return title

    def _put(
        self, into: tuple[dict[str, Any], list[str]], name: str, prop: Property, said: str
    ) -> None:
        """Put what a field makes of a text; where the field refuses it, a tag that keeps it."""
        facts, tags = into
        try:
            facts[name] = _checked(name, said)
        except InvalidValue as error:
            tags.append(f"{name}: {said}")
            found = f"has a {prop.name} {shown(said)} that {error.must}"
            self.notes.add(prop.line, f"odd-{name}", found, "kept as tag")

    def venue(self, record: Record, tags: list[str]) -> Any:
        """Return the id of the venue that LOCATION, GEO and CONFERENCE tell of, or None."""
        name = record.text("LOCATION")
        if not record.calendar.ours:
            name = " ".join(name.split())
        geo, online = record.first("GEO"), record.first("CONFERENCE")
        where = None if geo is None else point(geo.value)
        if geo is not None and where is None:
            tags.append(f"geo: {geo.value}")
            found = f"has a GEO outside its ranges or that does not read: {shown(geo.value)}"
            self.notes.add(geo.line, "odd-geo", found, "kept as tag")
        address = None
        if online is not None:
            try:
                address = _checked("url", online.value.strip())
            except InvalidValue as error:
                tags.append(f"conference: {online.value}")
                found = f"has a CONFERENCE {shown(online.value)} that {error.must}"
                self.notes.add(online.line, "odd-conference", found, "kept as tag")
        if not name.strip():
            label = online.param("LABEL") if online is not None and address else ""
            name = label or address or (f"{where[0]:g}, {where[1]:g}" if where else "")
        return self.things.venue(name, where, address, record.line) if name.strip() else None

    def themes(self, record: Record) -> list[Any]:
        """Return the ids of the themes that CATEGORIES name, each once."""
        ours = record.calendar.ours
        names = (name for one in record.props["CATEGORIES"] for name in texts(one.value))
        said = (name if ours else name.strip() for name in names)
        return list(dict.fromkeys(self.things.named(Theme, name) for name in said))

    def _status(self, record: Record, facts: dict[str, Any], tags: list[str]) -> None:
        status = record.first("STATUS")
        if status is None:
            if record.calendar.cancels:
                facts["status"] = SessionStatus.CANCELLED
            return
        found = _STATUS.get(status.value.strip().upper())
        if found is not None:
            facts["status"] = found
        elif status.value.strip():
            tags.append(f"status: {status.value.strip()}")
            said = f"has a STATUS {shown(status.value)} that is none of a VEVENT"
            self.notes.add(status.line, "odd-status", said, "kept as tag")

    def _revision(self, record: Record, facts: dict[str, Any]) -> None:
        facts["created"] = self.instant(record, "CREATED")
        modified = self.instant(record, "LAST-MODIFIED")
        # Without METHOD, DTSTAMP says the same (RFC 5545, 3.8.7.2); numeco writes both where it can.
        if modified is None and not record.calendar.ours:
            modified = self.instant(record, "DTSTAMP")
        facts["modified"] = modified

    def instant(self, record: Record, name: str) -> datetime | None:
        """Return an instant that must be in UTC, or None."""
        prop = record.first(name)
        if prop is None:
            return None
        found = _instant(prop.value)
        if found is None:
            said = f"has a {name} that does not read: {shown(prop.value)}"
            self.notes.add(prop.line, "unreadable-time", said, "left aside")
        return found

    def _description(self, record: Record, facts: dict[str, Any]) -> None:
        text = record.text("DESCRIPTION")
        for one in record.props.get("DESCRIPTION", ())[1:]:
            text = f"{text}\n\n{unescape(one.value)}"
        if not record.calendar.ours:
            facts["description"] = text
            return
        found = parted(text)
        facts["description"] = found.own
        people = [said for name, said in found.facts if name == "speakers"]
        facts["speakers"] = speakers(self.things, people)
        for name, said in found.facts:
            if name in _OF_WORDS:
                kind, many = _OF_WORDS[name]
                kinds = [one for one in _kinds(said) if isinstance(one, kind)]
                if kinds:
                    facts[name] = kinds if many else kinds[0]
            elif name == "partners":
                record.calendar.unread["partners in DESCRIPTION"] += 1

    def _hosts(self, record: Record, facts: dict[str, Any], tags: list[str]) -> None:
        contacts = [
            (unescape(one.value), one.param("ALTREP")) for one in record.props.get("CONTACT", ())
        ]
        if record.calendar.ours:
            facts["hosts"] = hosts(self.things, contacts)
            return
        tags += [f"contact: {said.strip()}" for said, _ in contacts if said.strip()]
        found = [organizer(self.things, one) for one in record.props.get("ORGANIZER", ())]
        facts["hosts"] = list(dict.fromkeys(one for one in found if one))
        if facts["hosts"]:
            record.calendar.unread["ORGANIZER"] += 1


_STATUS: Final = {one.upper(): one for one in SessionStatus}


#: The fields that facts in words fill, and the kinds of which they take one, or some.
_OF_WORDS: Final[Mapping[str, tuple[type[Kind], bool]]] = {
    "kind": (SessionKind, False),
    "audiences": (Audience, True),
    "access": (Access, False),
    "accessibility": (Accessibility, True),
}


def _kinds(said: str) -> Iterator[Kind]:
    """Iterate over what a list in words means; some of the words hold a comma themselves."""
    parts = said.split(", ")
    for at, part in enumerate(parts):
        both = f"{part}, {parts[at + 1]}" if at + 1 < len(parts) else part
        found = _WORDS.get(both) or _WORDS.get(part)
        if found is not None:
            yield found


@lru_cache(maxsize=4096)
def _checked(name: str, said: str) -> str:
    """Return a text that the check of a session's field passes."""
    probe = Session(id="probe", title="probe", event="probe", **{name: said})  # type: ignore[arg-type]  # a text field
    return str(getattr(probe, name))


@lru_cache(maxsize=8192)
def _instant(text: str) -> datetime | None:
    found = stated(text)
    if found is None or not 3 <= found.wall.year <= 9700:
        return None
    wall = found.wall if found.offset is None else found.wall - found.offset
    return wall.replace(tzinfo=UTC)
