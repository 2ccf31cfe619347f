"""From the objects of a JSON schedule to a document."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeGuard, cast

from attrs import define, field

from numeco.diagnostics import Severity
from numeco.errors import Malformed, shown
from numeco.formats._frab.document import NOTHING, Day, Document, Entry, Facts
from numeco.formats._frab.notes import FILE, Notes, Spot, listed
from numeco.formats._frab.said import SURROGATE

#: Longer numbers are kept as texts: Python reads them in a time that grows as their square.
_DIGITS: Final = 30


def document_of(text: str, notes: Notes) -> Document:
    """Return the document that a JSON text holds.

    Raises:
        Malformed: the text is no JSON, nests too deeply, or is no schedule.
    """
    content = _Parser(notes).parse(text)
    schedule = content.get("schedule", content) if is_object(content) else None
    if not is_object(schedule) or not is_object(conference := schedule.get("conference")):
        raise Malformed("", "the file holds no schedule: an object with a conference")
    return _Layout(notes).document(schedule, conference)


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is an object of JSON."""
    return isinstance(value, dict)


@define
class _Parser:
    notes: Notes
    _repeated: dict[str, None] = field(factory=dict)

    def parse(self, text: str) -> Any:
        try:
            content = json.loads(
                text,
                object_pairs_hook=self._object,
                parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS else digits,
                parse_constant=str,
            )
        except json.JSONDecodeError as error:
            raise Malformed(f"line {error.lineno}", f"is not JSON: {error.msg}") from None
        except RecursionError:
            raise Malformed("", "nests too deeply") from None
        if self._repeated:
            found = f"has objects that say these twice: {listed(self._repeated)}"
            self.notes.add(FILE, "repeated-field", found, "lists are joined, else the last is read")
        return content

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        found.clear()
        for key, value in pairs:
            if key in found:
                self._repeated[key] = None
            if isinstance(value, list) and isinstance(found.get(key), list):
                found[key] += value
            else:
                found[key] = value
        return found


@define
class _Layout:
    """Finds the parts of a schedule among its objects."""

    notes: Notes
    _rank: int = 0

    def document(self, schedule: Facts, conference: Facts) -> Document:
        apart = {"days", "tracks", "rooms"}
        found = Document(
            conference={key: one for key, one in conference.items() if key not in apart},
            schedule={
                key: one for key, one in schedule.items() if key not in {"conference", "events"}
            },
            tracks=[one for _, one in self._objects(conference, "tracks", "conference")],
            rooms=[one for _, one in self._objects(conference, "rooms", "conference")],
        )
        for spot, day in self._objects(conference, "days", "conference"):
            self._read_day(Day(spot, _day_facts(day)), day.get("rooms"), found)
        self._read_list(schedule, found)
        return found

    def _read_list(self, schedule: Facts, found: Document) -> None:
        """Read the sessions that version 2 (2024, alpha) lists under no day and no room."""
        names = {str(one.get("slug")): one.get("name") for one in found.tracks}
        for spot, event in self._objects(schedule, "events", "schedule"):
            track = event.get("track")
            slug = str(track.get("slug")) if is_object(track) else ""
            known = {"track": names[slug]} if slug in names else {}
            day = Day(spot, NOTHING)
            found.days.append(day)
            found.entries.append(Entry(spot, day, None, event | known))

    def _read_day(self, day: Day, rooms: Any, found: Document) -> None:
        found.days.append(day)
        if not is_object(rooms):
            if rooms is not None:
                self._note_odd(day.spot, "rooms", rooms, "an object")
            return
        for name in rooms:
            room = self._room(day, name)
            found.rooms.append({"name": room})
            where = f"{day.spot.said}.rooms"
            for spot, event in self._objects(rooms, name, where):
                found.entries.append(Entry(spot, day, room, event))

    def _room(self, day: Day, name: str) -> str:
        """Return the name of a list of sessions as other texts read."""
        sound = SURROGATE.sub("\ufffd", name)
        if sound != name:
            found = f"has lone surrogates in the room {shown(name)}, which no encoding can write"
            self.notes.add(day.spot, "encoding", found, "read as U+FFFD")
        return sound

    def _objects(
        self, parent: Facts, key: str, where: str
    ) -> Iterator[tuple[Spot, dict[str, Any]]]:
        """Iterate over the objects in a list, each with where it stands."""
        several = parent.get(key)
        place = f"{where}[{shown(key)}]" if where.endswith("rooms") else f"{where}.{key}"
        if not isinstance(several, list):
            if several is not None:
                self._note_odd(self._spot(place), key, several, "a list")
            return
        for at, one in enumerate(cast("Iterable[Any]", several)):
            spot = self._spot(f"{place}[{at}]")
            if is_object(one):
                yield spot, one
            else:
                self._note_odd(spot, f"item of {key}", one, "an object")

    def _spot(self, place: str) -> Spot:
        self._rank += 1
        return Spot(self._rank, place.removeprefix("conference.").removeprefix("schedule."))

    def _note_odd(self, spot: Spot, key: str, value: object, noun: str) -> None:
        found = f"has {shown(key)} that should be {noun}: {shown(value)}"
        self.notes.add(spot, "odd-shape", found, "left out", Severity.ERROR)


def _day_facts(day: Facts) -> Facts:
    """Return the facts of a day by the names that XML has for them."""
    names = {"day_start": "start", "day_end": "end"}
    return {names.get(key, key): one for key, one in day.items() if key != "rooms"} or NOTHING
