"""A schedule as its file lays it out, the same for XML and JSON; its values are not read yet."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import define, field, frozen

from numeco.formats._frab.notes import Spot

#: The facts of a part of a file, by the names that they have in JSON; values are of any type.
Facts = Mapping[str, Any]
NOTHING: Final[Facts] = {}


@frozen
class Day:
    """A day of the programme: its date, and when it begins and ends, as the file says them."""

    spot: Spot
    facts: Facts


@frozen
class Entry:
    """A session as it stands in the file."""

    spot: Spot
    day: Day
    #: The name of the room that it is listed under; None where it is under none.
    parent: str | None
    facts: Facts


@define
class Document:
    """A whole schedule."""

    conference: Facts
    #: Facts of the file itself: its version, what wrote it.
    schedule: Facts = NOTHING
    #: What the file declares apart from sessions.
    tracks: list[Facts] = field(factory=list)
    rooms: list[Facts] = field(factory=list)
    days: list[Day] = field(factory=list)
    entries: list[Entry] = field(factory=list)
