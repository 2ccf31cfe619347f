"""Serve the feeds of a programme with Flask, so that calendar programs load only what changed.

The first writes the feeds to ./feeds, the second serves them:

    python examples/serve_flask.py
    flask --app examples/serve_flask.py:app run
"""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from numeco import datasets
from numeco.ical import etag, write_feeds

if TYPE_CHECKING:
    from flask import Flask, Response

#: What feeds are called; no other file is ever served.
FEED = re.compile(r"[a-z0-9_-]+\.ics")


def app(folder: str | os.PathLike[str] = "feeds") -> "Flask":
    """Return an application that serves a folder that `write_feeds` wrote."""
    from flask import Flask, Response, abort, request  # noqa: PLC0415  # main runs without it

    served = Flask(__name__, static_folder=None)
    place = Path(folder).resolve()

    @served.get("/")
    def index() -> "Response":
        return Response((place / "index.html").read_bytes(), mimetype="text/html")

    @served.get("/<name>")
    def feed(name: str) -> "Response":
        path = place / name
        if not FEED.fullmatch(name) or not path.is_file():
            abort(404)
        data = path.read_bytes()
        response = Response(data, content_type="text/calendar; charset=utf-8")
        response.headers["ETag"] = etag(data)
        response.headers["Cache-Control"] = "no-cache"  # keep it, but ask each time
        response.make_conditional(request)  # 304 without a body where If-None-Match fits
        return response

    return served


def main() -> None:
    """Write the feeds of an invented week to ./feeds, and say how to serve them."""
    made = write_feeds(
        "feeds",
        datasets.load("semaine-fictive"),
        domain="example.org",
        by=["theme", "day"],
        stamp=datetime(2026, 9, 1, tzinfo=UTC),
        base_url="http://localhost:5000/",
    )
    print("GET /  (what there is, with links to subscribe)")
    for one in made:
        print(f"GET /{one.file}  ({one.name}, {len(one.sessions)} sessions)")
    print("To serve them: pip install flask; flask --app examples/serve_flask.py:app run")


if __name__ == "__main__":
    main()
