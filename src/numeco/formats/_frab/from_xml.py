"""From the elements of an XML schedule to a document: pentabarf's, frab's and pretalx's."""

from typing import Any, Final

from attrs import frozen

from numeco.errors import Malformed, shown
from numeco.formats._frab.document import Day, Document, Entry, Facts
from numeco.formats._frab.markup import Element, root_of
from numeco.formats._frab.notes import Notes, Spot

#: Elements of an event that hold others, which have readings of their own.
_NESTED: Final = ("persons", "links", "attachments", "recording")


def document_of(text: str, notes: Notes) -> Document:
    """Return the document that an XML text holds.

    Raises:
        Malformed: the text is not well-formed, has a document type, or is no schedule.
    """
    root = root_of(text, notes)
    if root.name != "schedule":
        problem = f"the root must be schedule (got {shown(root.name)})"
        raise Malformed(f"line {root.line}", problem)
    return _Layout(notes).document(root)


@frozen
class _Layout:
    """Finds the parts of a schedule among its elements."""

    notes: Notes

    def document(self, root: Element) -> Document:
        conference = root.first("conference")
        inner = [] if conference is None else conference.children
        plain = [one for one in inner if one.name != "track"]
        listed = [one for tracks in root.all("tracks") for one in tracks.all("track")]
        found = Document(
            conference=self._facts(plain, {}),
            schedule=self._facts(
                [one for one in root.children if one.name not in {"conference", "tracks", "day"}],
                {},
            ),
            tracks=[_track(one) for one in (*inner, *listed) if one.name == "track"],
        )
        for day in root.all("day"):
            self._read_day(day, found)
        return found

    def _read_day(self, element: Element, found: Document) -> None:
        day = Day(_spot(element), element.attributes)
        found.days.append(day)
        for one in element.children:
            if one.name == "event":
                found.entries.append(Entry(_spot(one), day, None, self._event(one)))
            elif one.name == "room":
                found.rooms.append(one.attributes)
                parent = one.attributes.get("name", "")
                self._note_strangers(one, "event")
                found.entries += (
                    Entry(_spot(event), day, parent, self._event(event))
                    for event in one.all("event")
                )
        self._note_strangers(element, "event", "room")

    def _event(self, element: Element) -> Facts:
        facts = self._facts(
            [one for one in element.children if one.name not in _NESTED], element.attributes
        )
        for one in element.children:
            if one.name == "persons":
                facts["persons"] = [
                    {**each.attributes, "name": each.text} for each in one.all("person")
                ]
            elif one.name == "recording":
                facts["recording_license"] = _text(one.first("license"))
                facts["do_not_record"] = _text(one.first("optout"))
            elif one.name in {"links", "attachments"}:
                facts[one.name] = [each.text for each in one.children]
        return facts

    def _facts(self, children: list[Element], attributes: dict[str, str]) -> dict[str, Any]:
        """Return the texts of elements by name; of several with one name the first."""
        facts: dict[str, Any] = dict(attributes)
        for one in children:
            text = one.text or ("…" if one.children else "")
            if one.name not in facts:
                facts[one.name] = text
            elif text.strip() and text != facts[one.name]:
                found = f"says {one.name} again: {shown(text.strip())}"
                self.notes.add(_spot(one), "repeated-field", found, "the first is read")
        return facts

    def _note_strangers(self, element: Element, *known: str) -> None:
        strangers = sorted({one.name for one in element.children} - set(known))
        for name in strangers:
            found = f"has {name[:60]} in a {element.name}, which holds none"
            self.notes.add(_spot(element), "odd-element", found, "left out")


def _spot(element: Element) -> Spot:
    return Spot(element.line, f"line {element.line}")


def _text(element: Element | None) -> str:
    return "" if element is None else element.text


def _track(element: Element) -> Facts:
    """Return a track, whose name stands in an attribute or, with FOSDEM, is its text."""
    return {"name": element.text.strip() or None} | element.attributes
