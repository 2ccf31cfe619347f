"""The page of standards says what carries each field, and what it says is so."""

import re
from datetime import UTC, datetime, time
from pathlib import Path

import attrs
import pytest

from numeco import (
    Access,
    Accessibility,
    Audience,
    Days,
    Ecosystem,
    Event,
    Interval,
    Organization,
    Person,
    Series,
    Session,
    SessionKind,
    Source,
    Territory,
    Theme,
    Venue,
)
from numeco.ical import from_ics, to_ics

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "standards.md"
KINDS = pytest.mark.parametrize("kind", [Session, Event], ids=["session", "event"])
_FIRST = datetime(2026, 9, 1, 12, tzinfo=UTC)
_THEN = datetime(2026, 9, 15, 9, 30, tzinfo=UTC)


def rows(kind):
    """Return the rows of the table about a kind: field, properties, whether it is read back."""
    heading = f"### What carries each field of {'a session' if kind is Session else 'an event'}\n"
    section = PAGE.read_text(encoding="utf-8").partition(heading)[2].partition("\n#")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("| `")
    ]
    return [
        (field.strip("`"), re.findall(r"`([A-Z-]+)`", properties), back)
        for field, properties, _, back in cells
    ]


def fullest():
    """Return an ecosystem in which one session and its event say something in every field."""
    said = {
        "description": "Ce que la session apporte.",
        "language": "fr",
        "tags": ["fiction"],
        "sources": [Source("A programme")],
        "identifiers": ["crm:17"],
        "sequence": 3,
        "modified": _THEN,
        "url": "https://example.org/ia",
    }
    url = "https://video.example.org/a"
    venue = Venue(name="Salle A", latitude=47.25, longitude=-1.5, url=url)
    theme = Theme(name="IA", colour="#1f77b4")
    week = Event(
        name="Semaine",
        kind="digital-week",
        days=Days.of("2026-10-19", "2026-10-23"),
        zone="Europe/Paris",
        day_starts=time(4),
        within="event-year",
        series="series-semaines",
        edition=2,
        territories=["territory-nantes"],
        venue=venue.id,
        themes=[theme.id],
        mode="hybrid",
        status="confirmed",
        aliases=["La Semaine"],
        **said,
    )
    year = Event(name="Year", days=Days.of("2026-01-01", "2026-12-31"))
    when = Interval.local("2026-10-20T09:00", "2026-10-20T10:30", "Europe/Paris")
    plain = [Session(id=name, title=name, event=week.id, when=when) for name in ("block", "first")]
    talk = Session(
        id="talk",
        title="L'IA, pour les PME",
        event=week.id,
        when=when,
        venue=venue.id,
        speakers=["person-ada", "person-bob"],
        hosts=["organization-cci"],
        themes=[theme.id],
        kind=SessionKind.WORKSHOP,
        audiences=[Audience.STUDENTS, Audience.PRESS],
        within="block",
        repeat_of="first",
        requires=["projector"],
        capacity=40,
        registered=35,
        waitlisted=2,
        attended=30,
        access=Access.OPEN,
        accessibility=[Accessibility.STEP_FREE],
        status="tentative",
        created=_FIRST,
        **said,
    )
    return Ecosystem.of(
        *(venue, theme, week, year, talk, *plain),
        *(Person(name="Ada"), Person(name="Bob"), Organization(name="CCI")),
        *(Series(name="Semaines"), Territory(name="Nantes")),
    )


def one_of(kind, ecosystem):
    """Return the thing of a kind that says everything."""
    return ecosystem["talk" if kind is Session else "event-semaine"]


@KINDS
def test_every_field_has_one_row(kind):
    """The table names each field once, and no others."""
    named = [field for field, _, _ in rows(kind)]
    assert sorted(named) == sorted(one.name for one in attrs.fields(kind))


@KINDS
def test_every_row_says_a_property_or_none(kind):
    """A field without a property is not read back, and says so."""
    for field, properties, back in rows(kind):
        assert back.split(",")[0] in {"yes", "by name", "no"}, field
        assert properties or back == "no", field


@KINDS
def test_the_fullest_thing_says_something_in_every_field(kind):
    """What the next tests look at leaves no field at its default."""
    thing = one_of(kind, fullest())
    assert {name for name, _ in thing.facts()} == {one.name for one in attrs.fields(kind)}


@KINDS
def test_the_properties_are_those_that_are_written(kind):
    """The VEVENT of the fullest thing has the properties of the table; a banner is transparent."""
    ecosystem = fullest()
    data = to_ics(ecosystem, domain="example.org", stamp=_FIRST, banners=True).decode()
    begin = f"UID:{one_of(kind, ecosystem).id}@example.org"
    (vevent,) = (part for part in data.split("BEGIN:VEVENT\r\n") if part.startswith(begin))
    lines = vevent.partition("END:VEVENT")[0].replace("\r\n ", "").splitlines()
    written = {re.split("[:;]", line)[0] for line in lines}
    promised = {name for _, properties, _ in rows(kind) for name in properties}
    assert written - ({"TRANSP"} if kind is Event else set()) == promised


@KINDS
def test_what_is_read_back_is_what_the_page_says(kind):
    """Each field comes back as the value, by the name of what it names, or not at all."""
    ecosystem = fullest()
    was = one_of(kind, ecosystem)
    data = to_ics(ecosystem, domain="example.org", stamp=_FIRST, banners=True)
    read = from_ics(data).ecosystem
    now = read[was.id]
    silent = kind(**{"id": "x", "event": "x", "title": "x"} if kind is Session else {"name": "x"})
    # Read from elsewhere: the sessions' zone.
    elsewhere = {"zone"} if kind is Event else set()
    for field, _, back in rows(kind):
        before, after = getattr(was, field), getattr(now, field)
        if back.startswith("yes"):
            assert after == before, field
        elif back == "by name":
            assert names(read, after) == names(ecosystem, before), field
        elif field not in elsewhere:
            assert after == getattr(silent, field), field


def names(ecosystem, ids):
    """Return the names of a thing, or of several in order."""
    return [ecosystem[one].name for one in ((ids,) if isinstance(ids, str) else ids)]
