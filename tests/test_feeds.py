"""Feeds: calendars of parts of a programme, and the folder that publishes them."""

import json
import re
from datetime import UTC, datetime, time, timedelta
from html.parser import HTMLParser

import icalendar
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from numeco import (
    Days,
    Ecosystem,
    Event,
    Interval,
    InvalidValue,
    Malformed,
    Membership,
    Organization,
    Person,
    Session,
    Territory,
    Theme,
    Venue,
)
from numeco.ical import By, Feed, etag, feeds, to_ics, write_feeds
from numeco.testing import ecosystems, schedules, texts

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
OPTIONS = {"domain": "example.org", "stamp": STAMP}
PUBLISHED = {**OPTIONS, "base_url": "https://example.org/feeds"}


def _feeds(ecosystem: Ecosystem, by: By | str, **options: object) -> dict[str, Feed]:
    return {one.key: one for one in feeds(ecosystem, by=by, **(OPTIONS | options))}


def _titles(ecosystem: Ecosystem, by: By | str) -> dict[str, list[str]]:
    return {key: [one.id for one in feed.sessions] for key, feed in _feeds(ecosystem, by).items()}


def _at(hour: int, day: int = 20) -> Interval:
    start = datetime(2026, 10, day, hour, tzinfo=UTC)
    return Interval(start, start + timedelta(hours=1)).in_zone("Europe/Paris")


def _week() -> Ecosystem:
    """Return an umbrella of two events, with things that lie within others."""
    return Ecosystem.of(
        Territory(id="region", name="Région"),
        Territory(id="nantes", name="Nantes", within=["region"]),
        Territory(id="rennes", name="Rennes", within=["region"]),
        Organization(id="cci", name="CCI"),
        Organization(id="lab", name="Lab"),
        Person(id="ada", name="Ada"),
        Person(id="tba", name="À définir", placeholder=True),
        Membership(member="ada", of="lab", since=Days.of("2026-10-21")),
        Venue(id="site", name="Stereolux", territory="nantes"),
        Venue(id="maxi", name="Maxi", within="site"),
        Theme(id="ia", name="IA", colour="#ff0000"),
        Theme(id="sante", name="Santé", broader="ia"),
        Event(id="week", name="Semaine", language="fr", territories=["rennes"]),
        Event(
            id="night", name="Nuit", within="week", language="fr", day_starts=time(5),
            zone="Europe/Paris", territories=["rennes"],
        ),
        Session(id="a", title="A", event="week", when=_at(8), venue="maxi", themes=["sante"],
                speakers=["ada", "tba"], hosts=["cci"], audiences=["students"]),
        Session(id="b", title="B", event="night", when=_at(0, 21), speakers=["ada"]),
        Session(id="c", title="C", event="night", when=_at(8, 21), themes=["ia"], speakers=["ada"]),
        Session(id="d", title="D", event="night", themes=["ia"]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("event", {"week": ["a", "b", "c"], "night": ["b", "c"]}),
        ("theme", {"ia": ["a", "c"], "sante": ["a"]}),
        ("venue", {"site": ["a"], "maxi": ["a"]}),
        ("day", {"2026-10-20": ["a", "b"], "2026-10-21": ["c"]}),
        ("person", {"ada": ["a", "b", "c"]}),
        ("organization", {"cci": ["a"], "lab": ["b", "c"]}),
        ("territory", {"nantes": ["a"], "rennes": ["b", "c"], "region": ["a", "b", "c"]}),
        ("audience", {"students": ["a"]}),
    ],
)
def test_a_session_is_in_the_feeds_of_all_that_it_lies_in(by, found):
    """Umbrella and event, broader theme, site and room, territory and region; days start late."""
    assert _titles(_week(), by) == found


@given(ecosystems() | schedules(), st.sampled_from(By))
def test_feeds_hold_scheduled_sessions_of_the_ecosystem_and_no_other(ecosystem, by):
    """None is empty, none holds a session twice, all are in the order of the calendar."""
    scheduled = {one.id for one in ecosystem.all(Session) if one.when}
    for feed in feeds(ecosystem, by=by, **OPTIONS):
        ids = [one.id for one in feed.sessions]
        assert ids
        assert len(set(ids)) == len(ids)
        assert scheduled.issuperset(ids)
        starts = [one.when.start_us for one in feed.sessions]
        assert starts == sorted(starts)
        assert feed.first <= feed.last or feed.sessions[0].when.zone != feed.sessions[-1].when.zone


@given(ecosystems())
def test_a_feed_of_a_kind_covers_what_names_it(ecosystem):
    """Every scheduled session is in the feed of each theme, venue, host and event that it names."""
    made = {by: _feeds(ecosystem, by) for by in By}
    for one in ecosystem.all(Session):
        if one.when:
            assert one in made[By.EVENT][one.event].sessions
            assert one in made[By.DAY][str(ecosystem.day(one))].sessions
            assert all(one in made[By.THEME][theme].sessions for theme in one.themes)
            assert all(one in made[By.ORGANIZATION][host].sessions for host in one.hosts)
            assert one.venue is None or one in made[By.VENUE][one.venue].sessions


@given(ecosystems() | schedules(), st.randoms(use_true_random=False))
def test_feeds_do_not_know_the_order_of_input(ecosystem, random):
    """Shuffled things give the same feeds, in the same order, with the same names."""
    shuffled = list(ecosystem)
    random.shuffle(shuffled)
    other = Ecosystem.of(shuffled)
    for by in By:
        made, again = (feeds(one, by=by, **OPTIONS) for one in (ecosystem, other))
        assert [(one.file, one.name, one.sessions) for one in made] == [
            (one.file, one.name, one.sessions) for one in again
        ]


@given(ecosystems())
def test_file_names_are_safe_and_unique(ecosystem):
    """Lower-case ASCII without dots or separators, never a device of Windows, at most 140 long."""
    files = [one.file for by in By for one in feeds(ecosystem, by=by, **OPTIONS)]
    assert len(set(files)) == len(files)
    for one in files:
        assert re.fullmatch(r"[a-z]+[-_][a-z0-9-]+\.ics", one)
        assert len(one) <= 140


def test_file_names_that_could_meet_do_not():
    """`a` and `venue-a`, a date and an id that looks like one, ids that differ at their ends."""
    long = "x" * 190
    ids = ["a", "venue-a", "con", "index", f"{long}-1", f"{long}-2"]
    ecosystem = Ecosystem.of(
        Event(id="week", name="W"),
        (Venue(id=one, name="V") for one in ids),
        (
            Session(id=f"s-{n}", title="S", event="week", when=_at(8), venue=one)
            for n, one in enumerate(ids)
        ),
    )
    files = {one.key: one.file for one in feeds(ecosystem, by="venue", **OPTIONS)}
    assert files["a"] == "venue_a.ics"
    assert files["venue-a"] == "venue-a.ics"
    assert files["con"] == "venue_con.ics"
    assert len(set(files.values())) == 6


def test_a_feed_is_the_calendar_of_its_sessions():
    """Its bytes are those of `to_ics` with its name, id and colour; options can be changed."""
    feed = _feeds(_week(), "theme", name="Semaine")["ia"]
    assert feed.to_ics() == to_ics(
        _week(), sessions=feed.sessions, name="Semaine – IA", colour="#ff0000",
        id="feed-theme_ia", **OPTIONS,
    )  # fmt: skip
    assert b"NAME:Other\r\n" in feed.to_ics(name="Other")
    with pytest.raises(InvalidValue, match="by must be one of event, day"):
        feeds(_week(), by="colour", **OPTIONS)
    with pytest.raises(InvalidValue, match="domain"):
        feeds(Ecosystem.of(), by="theme", domain="A b")


def test_feeds_have_names_that_people_know():
    """A day is said in words and in the language of its event; a room names its site."""
    assert _feeds(_week(), "day")["2026-10-20"].name == "mardi 20 octobre 2026"
    assert _feeds(_week(), "day", language="en")["2026-10-20"].name == "Tuesday 20 October 2026"
    assert _feeds(_week(), "venue")["maxi"].name == "Maxi, Stereolux"
    assert _feeds(_week(), "audience")["students"].name == "étudiants"


def test_hidden_sessions_make_no_feed():
    """What would be empty once cancelled sessions are hidden is not there."""
    a = evolve(_week()["a"], status="cancelled")
    ecosystem = _week().replacing(a)
    assert "sante" in _feeds(ecosystem, "theme")
    assert "sante" not in _feeds(ecosystem, "theme", cancelled="hidden")


# The folder


class _Page(HTMLParser):
    """What an index holds."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def _page(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def test_a_folder_holds_each_feed_and_an_index(tmp_path):
    """index.json lists files that are there, with their ETags; index.html links to subscribe."""
    folder = tmp_path / "a" / "feeds"
    made = write_feeds(folder, _week(), by=list(By), **PUBLISHED)
    index = json.loads((folder / "index.json").read_text("utf-8"))
    files = [one["file"] for one in index["feeds"]]
    assert files == [one.file for one in made]
    assert {one.name for one in folder.iterdir()} == {*files, "index.html", "index.json"}
    for one, feed in zip(index["feeds"], made, strict=True):
        data = (folder / one["file"]).read_bytes()
        assert one["etag"] == etag(data)
        assert one["sessions"] == data.count(b"BEGIN:VEVENT") == len(feed.sessions)
        assert one["url"] == f"https://example.org/feeds/{one['file']}"
        assert str(icalendar.Calendar.from_ical(data)["SOURCE"]) == one["url"]
    page = _page((folder / "index.html").read_text("utf-8"))
    assert {one for one in page.links if ":" in one} == {
        f"webcal://example.org/feeds/{one}" for one in files
    }
    assert {one for one in page.links if ":" not in one} == set(files)
    assert {"Semaine", "Par thème", "IA", "2026-10-20", "2026-10-21"} <= set(page.said)
    assert "script" not in page.tags


@given(texts())
def test_no_name_adds_to_the_page(tmp_path_factory, text):
    """Whatever things are called, the index has the elements and attributes of plain names."""
    pages = []
    for name in ("x", f"x{text}<script src=x onload=y>&lt;\"'"):
        week = _week()
        renamed = [evolve(one, name=name) for one in week if hasattr(one, "name")]
        folder = tmp_path_factory.mktemp("feeds")
        options = {"by": ["theme", "venue", "event"], "name": name}
        write_feeds(folder, week.replacing(renamed), **PUBLISHED, **options)
        pages.append(_page((folder / "index.html").read_text("utf-8")))
    assert pages[0].tags == pages[1].tags
    assert pages[0].attributes == pages[1].attributes


def test_without_an_address_there_is_nothing_to_subscribe(tmp_path):
    """`webcal:` links must be absolute, so a folder of unknown address links to its files only."""
    write_feeds(tmp_path, _week(), by="theme", **OPTIONS)
    page = _page((tmp_path / "index.html").read_text("utf-8"))
    assert page.links == ["theme_ia.ics", "theme_sante.ics"]
    for wrong in ("example.org", "ftp://example.org", "https://example.org/?a", "https://", 7):
        with pytest.raises(InvalidValue):
            write_feeds(tmp_path, _week(), by="theme", base_url=wrong, **OPTIONS)


def test_what_did_not_change_is_not_touched(tmp_path):
    """Publishing again writes no file anew; a change writes the feeds that it is in."""
    write_feeds(tmp_path, _week(), by="theme", **OPTIONS)
    before = {one.name: one.stat().st_ino for one in tmp_path.iterdir()}
    write_feeds(tmp_path, _week(), by="theme", **OPTIONS)
    assert {one.name: one.stat().st_ino for one in tmp_path.iterdir()} == before
    changed = _week().replacing(evolve(_week()["c"], title="New"))
    write_feeds(tmp_path, changed, by="theme", **OPTIONS)
    after = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert b"SUMMARY:New" in after["theme_ia.ics"]
    assert (tmp_path / "theme_sante.ics").stat().st_ino == before["theme_sante.ics"]


def test_feeds_that_ceased_go_only_when_asked(tmp_path):
    """They stay, and stay known as ours; `remove` takes them, however late, and nothing else."""
    write_feeds(tmp_path, _week(), by=("theme", "venue"), **OPTIONS)
    (tmp_path / "mine.ics").write_text("mine")
    write_feeds(tmp_path, _week(), by="theme", **OPTIONS)
    write_feeds(tmp_path, _week(), by="theme", **OPTIONS)
    assert (tmp_path / "venue_maxi.ics").exists()
    index = json.loads((tmp_path / "index.json").read_text("utf-8"))
    assert index["ceased"] == ["venue_maxi.ics", "venue_site.ics"]
    write_feeds(tmp_path, _week(), by="theme", remove=True, **OPTIONS)
    assert {one.name for one in tmp_path.iterdir()} == {
        "theme_ia.ics", "theme_sante.ics", "mine.ics", "index.html", "index.json",
    }  # fmt: skip
    assert json.loads((tmp_path / "index.json").read_text("utf-8"))["ceased"] == []


@pytest.mark.parametrize(
    "index",
    [
        '{"feeds": [{"file": "../secret.ics"}], "ceased": []}',
        '{"feeds": [], "ceased": ["index.html"]}',
        '{"feeds": [], "ceased": ["/etc/passwd.ics"]}',
        '{"feeds": {}}', "[]", "{", "7", '{"feeds": [7], "ceased": []}', "\xff", "[" * 99_999,
    ],
)  # fmt: skip
def test_an_index_of_others_is_not_believed(tmp_path, index):
    """A list that this function did not write removes nothing, and is not written over."""
    folder = tmp_path / "feeds"
    folder.mkdir()
    (tmp_path / "secret.ics").write_text("secret")
    (folder / "index.json").write_text(index, "latin-1")
    with pytest.raises(Malformed):
        write_feeds(folder, _week(), by="theme", remove=True, **OPTIONS)
    assert (tmp_path / "secret.ics").exists()
    assert [one.name for one in folder.iterdir()] == ["index.json"]
