"""Feeds as a folder of files, with an index that people and programs read."""

import json
import os
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Unpack, cast

from attrs import evolve

from numeco._files import write_atomically
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue, Malformed
from numeco.ical._feeds import By, Feed, feeds
from numeco.ical._options import Options, joined
from numeco.ical._text import escape as as_value
from numeco.ical._text import unescape, uri
from numeco.ical._words import tongue
from numeco.ical._write import etag
from numeco.model import Event, Session

_OURS: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,199}\.ics")
_BASE: Final = re.compile(r"https?://[^/?#]+(/[^?#]*)?")
_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1f2328;background:#fff}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d0d7de;vertical-align:top}"
    ".n{text-align:right;white-space:nowrap}a{color:#0b5cad}"
)
#: In the order of `LANGUAGES`.
_TITLE: Final = ("Calendars", "Calendriers")
_COLUMNS: Final = (
    ("Calendar", "Sessions", "First", "Last", "Subscribe"),
    ("Calendrier", "Sessions", "Première", "Dernière", "S'abonner"),
)
_LINKS: Final = (("subscribe", "file"), ("s'abonner", "fichier"))
_HEADINGS: Final = {
    By.EVENT: ("By event", "Par événement"),
    By.DAY: ("By day", "Par jour"),
    By.THEME: ("By theme", "Par thème"),
    By.VENUE: ("By venue", "Par lieu"),
    By.PERSON: ("By person", "Par personne"),
    By.ORGANIZATION: ("By organization", "Par organisation"),
    By.TERRITORY: ("By territory", "Par territoire"),
    By.AUDIENCE: ("By audience", "Par public"),
}


def write_feeds(  # noqa: PLR0913  # as `feeds`, and where to
    folder: str | os.PathLike[str],
    ecosystem: Ecosystem,
    *,
    domain: str,
    by: By | str | Iterable[By | str],
    stamp: datetime | None = None,
    sessions: Iterable[Session] | None = None,
    base_url: str | None = None,
    remove: bool = False,
    **options: Unpack[Options],
) -> tuple[Feed, ...]:
    """Write feeds to a folder, with index.html for people and index.json for programs.

    Each file is written whole or not at all, and not touched where its bytes would stay the same,
    so that a web server's Last-Modified holds. What ceased stays unless `remove` says otherwise:
    somebody may have subscribed to it.

    Args:
        folder: made where there is none.
        ecosystem: whose sessions these are.
        domain: of whoever publishes; see `to_ics`.
        by: what the feeds are about, one or several of `By`.
        stamp: see `to_ics`.
        sessions: those to choose from; left out, all.
        base_url: the web address of the folder. Without it there are no links to subscribe
            (``webcal:``), which must be absolute.
        remove: whether files of feeds that ceased go. Only files that an earlier index.json there
            lists as written by this function are ever removed.
        options: see `feeds`.

    Raises:
        InvalidValue: an argument is refused; nothing is then written.
        Malformed: an index.json is there that this function did not write.
        OSError: as `open` does.
    """
    base = _base(base_url)
    kinds = (by,) if isinstance(by, str) else by
    several = None if sessions is None else tuple(sessions)
    made = tuple(
        feed if base is None else _published(feed, base + feed.file)
        for kind in dict.fromkeys(kinds)
        for feed in feeds(
            ecosystem, domain=domain, by=kind, stamp=stamp, sessions=several, **options
        )
    )
    made = tuple({feed.file: feed for feed in made}.values())
    place = Path(folder)
    ceased = sorted(_listed(place / "index.json") - {feed.file for feed in made})
    place.mkdir(parents=True, exist_ok=True)
    tags = [_written(place, feed) for feed in made]
    for name in ceased if remove else ():
        (place / name).unlink(missing_ok=True)
    title = options.get("name") or _umbrella(ecosystem, made)
    language = tongue(options.get("language") or _language(ecosystem, made))
    index = _json(title, made, tags, base, () if remove else ceased)
    _write_changed(place / "index.html", _html(title, made, base, language).encode())
    _write_changed(place / "index.json", index.encode())
    return made


def _base(base_url: str | None) -> str | None:
    if base_url is None:
        return None
    must = "must be a web address that begins http:// or https://, without query and fragment"
    if not isinstance(base_url, str) or not _BASE.fullmatch(base_url):
        raise InvalidValue("base_url", must, base_url)
    return uri(base_url, "base_url").rstrip("/") + "/"


def _published(feed: Feed, source: str) -> Feed:
    return evolve(feed, options=joined(feed.options, source=source))


def _written(folder: Path, feed: Feed) -> str:
    data = feed.to_ics()
    _write_changed(folder / feed.file, data)
    return etag(data)


def _write_changed(path: Path, data: bytes) -> None:
    try:
        same = path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        same = False
    if not same:
        write_atomically(path, [data])


def _listed(index: Path) -> set[str]:
    """Return the files of feeds that an earlier index lists, those that had ceased by then too."""
    try:
        found: Any = json.loads(index.read_bytes())
        listed = [*(one["file"] for one in found["feeds"]), *found["ceased"]]
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Malformed(str(index), "is no index of feeds that numeco wrote") from None
    if not all(isinstance(one, str) and _OURS.fullmatch(one) for one in listed):
        raise Malformed(str(index), "lists a file that no feed has")
    return set(cast("list[str]", listed))


def _umbrella(ecosystem: Ecosystem, made: Sequence[Feed]) -> str | None:
    """Return the name of the one event in which all sessions are; None where there are several."""
    tops: set[str] = set()
    for event in {session.event for feed in made for session in feed.sessions}:
        here: Event = ecosystem[event]
        while here.within is not None:
            here = ecosystem[here.within]
        tops.add(here.name)
    return tops.pop() if len(tops) == 1 else None


def _language(ecosystem: Ecosystem, made: Sequence[Feed]) -> str | None:
    """Return the language of most events."""
    events = sorted({session.event for feed in made for session in feed.sessions})
    said = [ecosystem[one].language for one in events]
    return max(said, key=said.count, default=None)


def _json(
    title: str | None,
    made: Sequence[Feed],
    tags: list[str],
    base: str | None,
    ceased: Sequence[str],
) -> str:
    listed: list[dict[str, object]] = [
        {
            "by": feed.by,
            "key": feed.key,
            "name": feed.name,
            "file": feed.file,
            "url": None if base is None else base + feed.file,
            "sessions": len(feed.sessions),
            "first": feed.first.isoformat(),
            "last": feed.last.isoformat(),
            "etag": tag,
        }
        for feed, tag in zip(made, tags, strict=True)
    ]
    found = {"title": title, "feeds": listed, "ceased": list(ceased)}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _html(title: str | None, made: Sequence[Feed], base: str | None, language: int) -> str:
    heading = _shown(title or _TITLE[language])
    tables = (
        f"<h2>{_HEADINGS[by][language]}</h2>\n{_table(list(group), base, language)}"
        for by, group in groupby(made, key=lambda feed: feed.by)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{("en", "fr")[language]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1><bdi>{heading}</bdi></h1>\n{''.join(tables)}</body>\n</html>\n"
    )


def _table(made: Sequence[Feed], base: str | None, language: int) -> str:
    name, number, first, last, subscribe = _COLUMNS[language]
    head = (
        f'<tr><th scope="col">{name}</th><th scope="col" class="n">{number}</th>'
        f'<th scope="col">{first}</th><th scope="col">{last}</th>'
        f'<th scope="col">{subscribe}</th></tr>\n'
    )
    rows = "".join(_row(feed, base, language) for feed in made)
    return f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _row(feed: Feed, base: str | None, language: int) -> str:
    subscribe, file = _LINKS[language]
    links = [f'<a href="{feed.file}">{file}</a>']
    if base is not None:
        address = "webcal:" + base.partition(":")[2] + feed.file
        links.insert(0, f'<a href="{escape(address)}">{subscribe}</a>')
    return (
        f'<tr><td><bdi>{_shown(feed.name)}</bdi></td><td class="n">{len(feed.sessions)}</td>'
        f"<td>{_date(feed.first)}</td><td>{_date(feed.last)}</td><td>{' · '.join(links)}</td></tr>\n"
    )


def _date(day: date) -> str:
    return f'<time datetime="{day.isoformat()}">{day.isoformat()}</time>'


def _shown(text: str) -> str:
    # As in a calendar: without the controls that no text can hold.
    return escape(unescape(as_value(text)))
