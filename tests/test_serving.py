"""Feeds served over HTTP by the examples: a program that has a feed already loads nothing."""

import asyncio
import runpy
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

from numeco import datasets
from numeco.ical import etag, from_ics, write_feeds

EXAMPLES = Path(__file__).parents[1] / "examples"
FEED = "theme-cybersecurity.ics"


class Answer(NamedTuple):
    """What a server said, whatever it is made of."""

    status: int
    headers: Mapping[str, str]
    body: bytes


#: Asks for a path, by a method, with headers.
Ask: TypeAlias = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path):
    """Return a folder of feeds, with files in it and above it that are nobody's business."""
    place = tmp_path / "feeds"
    write_feeds(
        place,
        datasets.load("semaine-fictive"),
        domain="example.org",
        by="theme",
        stamp=datetime(2026, 9, 1, tzinfo=UTC),
        base_url="https://calendars.example.org/",
    )
    (tmp_path / "above.ics").write_text("private", encoding="utf-8")
    (place / "notes.txt").write_text("private", encoding="utf-8")
    return place


def flask_asks(folder: Path) -> Ask:
    """Return what asks the Flask example."""
    pytest.importorskip("flask", reason="Flask is not installed: its example is not run")
    client = runpy.run_path(str(EXAMPLES / "serve_flask.py"))["app"](folder).test_client()

    def ask(path: str, method: str = "GET", **headers: str) -> Answer:
        said = client.open(path, method=method, headers=_named(headers))
        return Answer(said.status_code, said.headers, said.data)

    return ask


def starlette_asks(folder: Path) -> Ask:
    """Return what asks the Starlette example."""
    pytest.importorskip("starlette", reason="Starlette is not installed: its example is not run")
    httpx = pytest.importorskip("httpx", reason="httpx is not installed: nothing asks Starlette")
    served = runpy.run_path(str(EXAMPLES / "serve_starlette.py"))["app"](folder)

    async def asked(path: str, method: str, headers: dict[str, str]) -> Answer:
        transport = httpx.ASGITransport(app=served)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            said = await client.request(method, path, headers=headers)
        return Answer(said.status_code, said.headers, said.content)

    def ask(path: str, method: str = "GET", **headers: str) -> Answer:
        return asyncio.run(asked(path, method, _named(headers)))

    return ask


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture(params=[flask_asks, starlette_asks], ids=["flask", "starlette"])
def ask(request, folder):
    """Return what asks each example in turn."""
    return request.param(folder)


def test_a_feed_is_served_whole_with_its_type_and_tag(ask, folder):
    """The bytes are those of the file, as text/calendar in UTF-8, with the tag of those bytes."""
    said = ask(f"/{FEED}")
    data = (folder / FEED).read_bytes()
    assert (said.status, said.body) == (200, data)
    assert said.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert said.headers["ETag"] == etag(data)
    assert said.headers["Cache-Control"] == "no-cache"
    assert len(from_ics(said.body).ecosystem)


@pytest.mark.parametrize("form", ["{}", 'W/{}, "other"', '"other",{}', "*"])
def test_what_is_known_is_not_sent_again(ask, form):
    """304 without a body, with the tag again (RFC 9110, 15.4.5), where If-None-Match fits."""
    tag = ask(f"/{FEED}").headers["ETag"]
    said = ask(f"/{FEED}", If_None_Match=form.format(tag))
    assert (said.status, said.body) == (304, b"")
    assert said.headers["ETag"] == tag
    assert said.headers["Cache-Control"] == "no-cache"


def test_what_changed_is_sent(ask, folder):
    """A tag of before is answered with the new bytes and their tag."""
    before = ask(f"/{FEED}").headers["ETag"]
    data = (folder / FEED).read_bytes().replace(b"SEQUENCE:0", b"SEQUENCE:1")
    (folder / FEED).write_bytes(data)
    said = ask(f"/{FEED}", If_None_Match=before)
    assert (said.status, said.body, said.headers["ETag"]) == (200, data, etag(data))


def test_head_says_the_same_without_a_body(ask, folder):
    """HEAD gives the headers of GET, and 304 where it would."""
    got, said = ask(f"/{FEED}"), ask(f"/{FEED}", method="HEAD")
    assert (said.status, said.body) == (200, b"")
    for name in ("Content-Type", "ETag", "Content-Length"):
        assert said.headers[name] == got.headers[name]
    assert int(said.headers["Content-Length"]) == len((folder / FEED).read_bytes())
    assert ask(f"/{FEED}", method="HEAD", If_None_Match=got.headers["ETag"]).status == 304


@pytest.mark.parametrize(
    "path",
    [
        *("/theme-unknown.ics", "/notes.txt", "/index.json/x", "/THEME-CYBERSECURITY.ICS"),
        *("/../above.ics", "/..%2Fabove.ics", "/..%5Cabove.ics", f"/./x/{FEED}", f"/{FEED}%00"),
    ],
)
def test_what_is_no_feed_is_not_there(ask, path):
    """404 for names that no feed has, and nothing from elsewhere on the disk."""
    said = ask(path)
    assert said.status == 404
    assert b"private" not in said.body


def test_the_index_is_the_page_that_people_open(ask, folder):
    """The root is index.html, with links to subscribe."""
    said = ask("/")
    assert (said.status, said.body) == (200, (folder / "index.html").read_bytes())
    assert said.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"webcal://calendars.example.org/" in said.body


def test_nothing_is_written_by_asking(ask):
    """Other methods are refused."""
    assert {ask(f"/{FEED}", method=each).status for each in ("POST", "PUT", "DELETE")} == {405}
