r"""Conference schedules in XML and JSON, as Pentabarf, frab, pretalx and the voc write them.

>>> xml = b'''<schedule>
...   <conference><title>Digital Week</title><time_zone_name>Europe/Paris</time_zone_name></conference>
...   <day date="2026-10-20"><room name="Salle A"><event id="17">
...     <start>09:30</start><duration>01:00</duration><room>Salle A</room>
...     <title>L'IA pour les PME</title><type>lecture</type>
...     <persons><person id="4">Ana LI</person></persons>
...   </event></room></day>
... </schedule>'''
>>> reading = from_schedule(xml)
>>> reading.ecosystem
<Ecosystem: 1 Person, 1 Venue, 1 Event, 1 Session>
>>> print(reading.ecosystem.all(Session)[0].when)
2026-10-20 09:30–10:30 Europe/Paris
>>> again = from_schedule(to_json(reading.ecosystem))
>>> again.ecosystem.all(Session)[0].title
"L'IA pour les PME"

**Ids** of sessions are their guids, else their numbers; a number is added where one is taken
(``…-2``), and a session that repeats guid and title of another is a `repeat_of` it. What the id
does not say stays in `identifiers`, under ``frab-guid``, ``frab-id``, ``frab-code`` and
``frab-slug``.

**Persons** are told apart by identifier *and* name: their guid, else their number, their code, their
web address. Merged files give one number to several people, and 0 to all whom no system knows; a
name alone may be that of two people.

**Rooms** and tracks are their names. A session is in the room that it names itself, else in the one
that lists it.

**Diagnostics** name a line of XML, or a path in JSON. These codes are warnings: ``encoding``,
``not-well-formed`` (characters that XML cannot hold), ``control-characters``, ``repeated-field``,
``odd-element``, ``nameless``, ``unknown-zone``, ``other-zone``, ``no-zone``, ``odd-days``,
``odd-day-change``, ``numbered-mentions``, ``shared-id``, ``missing-name``, ``repeated-name``,
``repeated-id``, ``repeated-guid``, ``missing-id``, ``odd-guid``, ``missing-title``, ``other-room``,
``odd-capacity``, ``odd-colour``, ``odd-language``, ``odd-url``, ``zero-length``, ``missing-end``,
``unreadable-duration``, ``unreadable-end``, ``end-before-start`` where there is a duration,
``other-fact``, ``other-start``, ``other-duration``, ``other-offset``, ``repeated-hour``, ``off-day``, ``far-date``.
These are errors: ``odd-shape``, and of sessions kept unscheduled ``no-zone``, ``missing-date``,
``missing-time``, ``unreadable-date``, ``unreadable-time``, ``missing-hour``, ``end-before-start``.
These only inform: ``id-0``, ``shared-name``, ``no-parent``, ``after-midnight``, ``long`` (over
12 hours), ``unknown-types``, ``translations``, ``unread``.

**Limits.** A document type is refused, and with it all entities but XML's own. Elements nest at most
100 deep, objects as deep as Python's parser goes. The whole file is held in memory.
"""

import json
import os
from collections.abc import Iterable
from pathlib import PurePath

from numeco._files import Source, write_atomically
from numeco.diagnostics import Reading
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue, Malformed
from numeco.formats._frab import from_json, from_xml
from numeco.formats._frab import to_json as json_form
from numeco.formats._frab import to_xml as xml_form
from numeco.formats._frab.notes import Notes
from numeco.formats._frab.plan import planned
from numeco.formats._frab.programme import Programme
from numeco.formats._frab.source import text_of
from numeco.model import Event, Session
from numeco.time import zone as zone_of

__all__ = ["from_schedule", "to_json", "to_xml", "write"]


def from_schedule(
    source: Source,
    *,
    zone: str | None = None,
    event: Event | str | None = None,
    strict: bool = False,
) -> Reading:
    """Return the programme that a schedule holds, with a diagnostic for each oddity.

    XML and JSON are told apart by their first character, generations by what is there: sessions
    within rooms or not, with absolute dates or with the hour of a day.

    Args:
        source: a path, the octets of a file, or an open file.
        zone: the IANA key of the zone in which times are kept; left out, that of `event`, else the
            file's time_zone_name. Without any, times with an offset are kept in UTC, and sessions
            without absolute dates stay unscheduled.
        event: what the sessions are sessions of, or its name; left out, the conference makes an
            event. Days and day_starts are filled in where it has none.
        strict: whether to raise where there is a warning or an error.

    Raises:
        InvalidValue: an argument cannot be meant; the sentence says what could be.
        Malformed: the file is no schedule, neither XML nor JSON, or has a document type.
        Refused: strict, and something had to be mended or left out.
        OSError: the file cannot be opened.
    """
    if zone is not None:
        zone_of(zone)
    given = Event(name=event, zone=zone) if isinstance(event, str) else event
    if given is not None and not isinstance(given, Event):
        raise InvalidType("event", "must be an Event or the name of one", event)
    notes = Notes()
    text, file = text_of(source, notes)
    first = text.lstrip()[:1]
    if first not in {"<", "{"}:
        raise Malformed("", "the file is neither XML nor JSON")
    document = (from_xml if first == "<" else from_json).document_of(text, notes)
    ecosystem = Programme(document, notes, given, zone, file).ecosystem()
    return Reading.of(ecosystem, notes.in_order(), strict=strict)


def to_xml(
    ecosystem: Ecosystem,
    *,
    event: str | None = None,
    sessions: Iterable[Session] | None = None,
    version: str = "1",
    acronym: str | None = None,
) -> bytes:
    """Return a schedule in XML that follows the schema of the voc (schedule.xml.xsd).

    Equal ecosystems give equal bytes, whatever their order. Characters that XML cannot hold become
    U+FFFD. What else has no place in a schedule is listed in the reference.

    >>> from numeco import Interval
    >>> week = Event(name="Digital Week")
    >>> when = Interval.local("2026-10-20T09:30", "2026-10-20T10:30", "Europe/Paris")
    >>> talk = Session(id="talk-17", title="AI", event=week.id, when=when)
    >>> print(to_xml(Ecosystem.of(week, talk)).decode().splitlines()[5])
    <day index="1" date="2026-10-20" start="2026-10-20T00:00:00+02:00" end="2026-10-21T00:00:00+02:00">

    Args:
        ecosystem: whose sessions these are.
        event: the id of the conference; left out, that of the one event that lies in no other.
        sessions: those to write; left out, all of the event and of those within it that are
            scheduled and not cancelled.
        version: of the programme, as apps show it.
        acronym: the short name of the conference; left out, the one that it was read with, else
            one made of its name.

    Raises:
        InvalidValue: a session that was asked for is unscheduled, cancelled or of another event,
            begins or ends within a second or lasts 100 hours; two rooms or two tracks have one
            name; sessions are in several zones and the event in none; the event has neither
            sessions nor days; or an argument cannot be meant.
        UnknownId: nothing has the id `event`.
    """
    plan = planned(ecosystem, event, sessions, version, acronym)
    return "\n".join((*xml_form.parts(plan), "")).encode()


def to_json(
    ecosystem: Ecosystem,
    *,
    event: str | None = None,
    sessions: Iterable[Session] | None = None,
    version: str = "1",
    acronym: str | None = None,
) -> bytes:
    """Return a schedule in JSON that follows the schema of the voc (schema.json).

    It says more than the XML: capacities and descriptions of rooms, biographies and web addresses
    of persons, sessions of 100 hours and more, any character.

    >>> from numeco import Days
    >>> week = Event(name="Digital Week", zone="Europe/Paris", days=Days.of("2026-10-20"))
    >>> json.loads(to_json(Ecosystem.of(week)))["schedule"]["conference"]["acronym"]
    'digital_week'

    Args:
        ecosystem: as for `to_xml`, as are the others.
        event: likewise.
        sessions: likewise.
        version: likewise.
        acronym: likewise.

    Raises:
        InvalidValue: as for `to_xml`, or the zone is not named area/city or UTC.
        UnknownId: nothing has the id `event`.
    """
    content = json_form.content(planned(ecosystem, event, sessions, version, acronym))
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def write(  # noqa: PLR0913  # as `to_xml`, and where to
    path: str | os.PathLike[str],
    ecosystem: Ecosystem,
    *,
    event: str | None = None,
    sessions: Iterable[Session] | None = None,
    version: str = "1",
    acronym: str | None = None,
) -> None:
    """Write what `to_xml` or `to_json` returns to a file, whole or not at all.

    Raises:
        InvalidValue: the path ends neither in .xml nor in .json; else as for these.
        OSError: as `open` does; the file is then as it was.
    """
    forms = {".xml": to_xml, ".json": to_json}
    if not isinstance(path, (str, os.PathLike)) or not isinstance(os.fspath(path), str):
        raise InvalidType("path", "must be a path that is a text", path)
    form = forms.get(PurePath(path).suffix.lower())
    if form is None:
        raise InvalidValue("path", "must end in .xml or .json", os.fspath(path))
    data = form(ecosystem, event=event, sessions=sessions, version=version, acronym=acronym)
    write_atomically(path, [data])
