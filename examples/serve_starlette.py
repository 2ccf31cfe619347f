"""Serve the feeds of a programme with Starlette, so that calendar programs load only what changed.

The first writes the feeds to ./feeds, the second serves them:

    python examples/serve_starlette.py
    uvicorn --factory --app-dir examples serve_starlette:app
"""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from numeco import datasets
from numeco.ical import etag, write_feeds

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request

#: What feeds are called; no other file is ever served.
FEED = re.compile(r"[a-z0-9_-]+\.ics")


def app(folder: str | os.PathLike[str] = "feeds") -> "Starlette":
    """Return an application that serves a folder that `write_feeds` wrote."""
    from starlette.applications import Starlette  # noqa: PLC0415  # main runs without it
    from starlette.exceptions import HTTPException  # noqa: PLC0415  # as above
    from starlette.responses import HTMLResponse, Response  # noqa: PLC0415  # as above
    from starlette.routing import Route  # noqa: PLC0415  # as above

    place = Path(folder).resolve()

    def index(_: "Request") -> Response:
        return HTMLResponse((place / "index.html").read_bytes())

    def feed(request: "Request") -> Response:
        name = request.path_params["name"]
        path = place / name
        if not FEED.fullmatch(name) or not path.is_file():
            raise HTTPException(404)
        data = path.read_bytes()
        tag = etag(data)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}  # keep it, but ask each time
        if _has(request.headers.getlist("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        return Response(data, headers=headers, media_type="text/calendar; charset=utf-8")

    return Starlette(routes=[Route("/", index), Route("/{name}", feed)])


def _has(given: list[str], tag: str) -> bool:
    """Return whether If-None-Match names a tag, compared weakly (RFC 9110, 13.1.2)."""
    tags = {one.strip().removeprefix("W/") for line in given for one in line.split(",")}
    return bool(tags & {tag, "*"})


def main() -> None:
    """Write the feeds of an invented week to ./feeds, and say how to serve them."""
    made = write_feeds(
        "feeds",
        datasets.load("semaine-fictive"),
        domain="example.org",
        by=["theme", "day"],
        stamp=datetime(2026, 9, 1, tzinfo=UTC),
        base_url="http://localhost:8000/",
    )
    print("GET /  (what there is, with links to subscribe)")
    for one in made:
        print(f"GET /{one.file}  ({one.name}, {len(one.sessions)} sessions)")
    start = "uvicorn --factory --app-dir examples serve_starlette:app"
    print(f"To serve them: pip install starlette uvicorn; {start}")


if __name__ == "__main__":
    main()
