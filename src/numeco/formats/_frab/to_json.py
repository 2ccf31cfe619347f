"""A plan as JSON, after the schema of the voc."""

import re
from datetime import timedelta
from typing import Any, Final

from numeco.errors import InvalidValue
from numeco.formats._frab.marks import guid_of
from numeco.formats._frab.plan import Plan, PlannedDay, Row
from numeco.formats._frab.words import DO_NOT_RECORD, type_of
from numeco.formats._frab.written import shown_at, stamped, web
from numeco.model import Person, Theme, Venue

_MINUTE: Final = timedelta(minutes=1)
#: The zones that the schema takes.
_ZONE: Final = re.compile("[A-Z][a-z]+/[A-Z][a-z]+.*|.*UTC")
_SCHEMA: Final = "https://c3voc.de/schedule/schema.json"


def content(plan: Plan) -> dict[str, Any]:
    """Return the object that the JSON holds."""
    schedule = {"version": plan.version, "conference": _conference(plan)}
    return {"$schema": _SCHEMA, "generator": {"name": "numeco"}, "schedule": schedule}


def _conference(plan: Plan) -> dict[str, Any]:
    event = plan.event
    if plan.zone is not None and not _ZONE.fullmatch(plan.zone):
        must = "must be named area/city, or UTC, which is all that the JSON's schema takes"
        raise InvalidValue(f"the zone of {event.id!r}", must, plan.zone)
    facts = {
        "acronym": plan.acronym,
        "title": event.name,
        "description": event.description,
        "start": plan.first.isoformat(),
        "end": plan.last.isoformat(),
        "daysCount": len(plan.days),
        "timeslot_duration": plan.slot,
        "time_zone_name": plan.zone,
        "url": web(event.url) if event.url else None,
        "tracks": [_known({"name": one.name, "color": one.colour}) for one in plan.themes],
        "rooms": [_room(one) for one in plan.venues],
        "days": [_day(plan, one) for one in plan.days],
    }
    return _known(facts)


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _room(venue: Venue) -> dict[str, Any]:
    facts = {
        "name": venue.name,
        "guid": guid_of("venue", " ".join(venue.name.split())),
        "capacity": venue.capacity,
    }
    return _known(facts | {"description": venue.description})


def _day(plan: Plan, day: PlannedDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.start,
        "day_end": day.end,
        "rooms": {
            venue.name if venue else "": [_event(plan, venue, row) for row in rows]
            for venue, rows in day.rooms
        },
    }


def _event(plan: Plan, venue: Venue | None, row: Row) -> dict[str, Any]:
    session = row.session
    theme: Theme | None = plan.ecosystem[session.themes[0]] if session.themes else None
    minutes = row.lasts // _MINUTE
    return {
        "guid": row.guid,
        "id": row.number,
        "date": stamped(row.start),
        "start": f"{shown_at(row.start):%H:%M}",
        "end": stamped(row.end),
        "duration": f"{minutes // 60:02d}:{minutes % 60:02d}",
        "room": venue.name if venue else "",
        "slug": row.slug,
        # The schema wants one; a name for what has no page says the truth.
        "url": web(session.url) if session.url else f"urn:uuid:{row.guid}",
        "title": session.title,
        "subtitle": "",
        "track": theme.name if theme else None,
        "type": type_of(session.kind, session.tags),
        "language": session.language,
        "abstract": "",
        "description": session.description,
        "do_not_record": DO_NOT_RECORD in session.tags,
        "persons": [_person(plan, plan.ecosystem[one]) for one in dict.fromkeys(session.speakers)],
        "links": [],
        "attachments": [],
    }


def _person(plan: Plan, person: Person) -> dict[str, Any]:
    url = web(person.url) if person.url else None
    facts = {"id": plan.numbers[person.id], "guid": plan.guids[person.id]}
    return _known(facts | {"name": person.name, "url": url, "biography": person.description})
