"""Calendars and their VEVENTs, with properties by name."""

from collections import Counter

from attrs import define, field, frozen

from numeco.errors import shown
from numeco.ical._lines import Component, Property
from numeco.ical._reading.notes import Notes
from numeco.ical._reading.spans import Clocks
from numeco.ical._reading.values import number
from numeco.ical._text import unescape


@define
class Calendar:
    """A VCALENDAR, and what its VEVENTs are read with."""

    component: Component
    clocks: Clocks
    #: Whether numeco wrote it, so that nothing need be guessed.
    ours: bool
    cancels: bool
    unread: Counter[str] = field(factory=Counter[str])


@frozen(eq=False)
class Record:
    """One VEVENT, with the calendar that it is in."""

    calendar: Calendar
    component: Component
    uid: str
    sequence: int
    #: Its properties, by name, each in order.
    props: dict[str, list[Property]]

    @classmethod
    def of(cls, calendar: Calendar, component: Component, notes: Notes) -> "Record":
        """Return the record of a VEVENT."""
        props: dict[str, list[Property]] = {}
        for one in component.properties:
            props.setdefault(one.name, []).append(one)
        said = props.get("SEQUENCE")
        sequence = 0
        if said:
            read = number(said[0].value)
            if read is None:
                found = f"has a SEQUENCE that is no number: {shown(said[0].value)}"
                notes.add(said[0].line, "odd-sequence", found, "read as 0")
            sequence = read or 0
        uids = props.get("UID")
        return cls(calendar, component, uids[0].value.strip() if uids else "", sequence, props)

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.component.line

    def first(self, name: str) -> Property | None:
        """Return the first property of a name, or None."""
        found = self.props.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """Return the text of a property; empty where there is none."""
        found = self.first(name)
        if found is None:
            return ""
        said = unescape(found.value) if "\\" in found.value else found.value
        return said if self.calendar.ours else said.strip()
