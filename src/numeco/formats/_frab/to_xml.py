"""A plan as XML, after the schema of the voc."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from numeco.errors import InvalidValue
from numeco.formats._frab.marks import guid_of
from numeco.formats._frab.plan import Plan, PlannedDay, Row
from numeco.formats._frab.words import DO_NOT_RECORD, type_of
from numeco.formats._frab.written import element, shown_at, stamped, wall, web
from numeco.model import Theme, Venue

_LONGEST: Final = timedelta(hours=100)


def parts(plan: Plan) -> Iterator[str]:
    """Iterate over the lines of the XML."""
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield "<schedule>"
    yield element("generator", name="numeco")
    yield element("version", plan.version)
    yield element("conference", inner="".join(_conference(plan)))
    for day in plan.days:
        yield from _day(plan, day)
    yield "</schedule>"


def _conference(plan: Plan) -> Iterator[str]:
    yield element("acronym", plan.acronym)
    yield element("title", plan.event.name)
    yield element("start", plan.first.isoformat())
    yield element("end", plan.last.isoformat())
    yield element("days", str(len(plan.days)))
    yield element("timeslot_duration", plan.slot)
    if plan.event.url:
        yield element("url", web(plan.event.url))
    if plan.zone:
        yield element("time_zone_name", plan.zone)
    for theme in plan.themes:
        yield element("track", name=theme.name, color=theme.colour)


def _day(plan: Plan, day: PlannedDay) -> Iterator[str]:
    bounds = f'date="{day.date}" start="{day.start}" end="{day.end}"'
    yield f'<day index="{day.index}" {bounds}>'
    for venue, rows in day.rooms:
        events = "\n".join(_event(plan, venue, row) for row in rows)
        name, guid = (venue.name, guid_of("venue", wall(venue.name))) if venue else ("", None)
        yield element("room", inner=f"\n{events}\n", name=name, guid=guid)
    yield "</day>"


def _event(plan: Plan, venue: Venue | None, row: Row) -> str:
    session = row.session
    theme: Theme | None = plan.ecosystem[session.themes[0]] if session.themes else None
    start = shown_at(row.start)
    facts = {
        "room": venue.name if venue else "",
        "title": session.title,
        "type": type_of(session.kind, session.tags),
        "date": stamped(row.start),
        "start": f"{start:%H:%M:%S}" if start.second else f"{start:%H:%M}",
        "duration": _duration(row),
        "abstract": "",
        "slug": row.slug,
        "track": theme.name if theme else "",
    }
    if session.language:
        facts["language"] = session.language
    if session.url:
        facts["url"] = web(session.url)
    inner = [element(name, text) for name, text in facts.items()]
    inner += [element("description", session.description), _recording(row), _persons(plan, row)]
    return element("event", inner="\n".join(inner), id=row.number, guid=row.guid)


def _recording(row: Row) -> str:
    optout = "true" if DO_NOT_RECORD in row.session.tags else "false"
    return element("recording", inner=element("license") + element("optout", optout))


def _persons(plan: Plan, row: Row) -> str:
    people = (plan.ecosystem[one] for one in dict.fromkeys(row.session.speakers))
    inner = "".join(
        element("person", one.name, id=plan.numbers[one.id], guid=plan.guids[one.id])
        for one in people
    )
    return element("persons", inner=inner)


def _duration(row: Row) -> str:
    if row.lasts >= _LONGEST:
        must = "must last less than 100 hours, which is all that the XML can say"
        raise InvalidValue(f"session {row.session.id!r}", must, row.session.when)
    minutes, seconds = divmod(row.lasts // timedelta(seconds=1), 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text
