"""What a reader must find in a calendar, worked out from the model and not from the calendar."""

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from attrs import evolve, frozen
from hypothesis import strategies as st

from numeco import Ecosystem, Organization, Person, Session, Theme, Venue
from numeco.ical._words import KINDS, parted
from numeco.testing import ecosystems, names, schedules, texts

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
#: Facts of which the description may say more than the name, such as where a speaker belongs.
_LONGER = ("speakers", "hosts")
_URLS = st.sampled_from(
    (None, "http://[::1]:80/", 'https://exemple.nc/é;a,b?q="x"&y=\\#:', "https://a.example/\ufeff")
)


_NODE = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], bytes]:
    """Return what runs a script of `node/` on a text and returns what it prints.

    The libraries are installed at the first use, into a temporary folder.
    """
    command, npm = shutil.which("node"), shutil.which("npm")
    if command is None or npm is None:
        pytest.skip("node and npm are not installed")
    folder = tmp_path_factory.mktemp("node")
    for file in _NODE.iterdir():
        shutil.copy(file, folder)
    install = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    try:
        subprocess.run(install, cwd=folder, capture_output=True, check=True, timeout=120)  # noqa: S603  # our own words
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"npm cannot install the readers: {error}")

    def run(script: str, library: str, text: str) -> bytes:
        ran = subprocess.run(  # noqa: S603  # our own words
            [command, script, library],
            cwd=folder, input=text.encode(), capture_output=True, check=True, timeout=60,
        )  # fmt: skip
        return ran.stdout

    return run


@frozen(kw_only=True)
class Told:
    """What a calendar tells of one session; a reader that cannot say a thing says None."""

    start: int | None  #: in microseconds since 1970
    end: int | None
    summary: str | None
    location: str | None
    own: str | None  #: the description's first part, the session's own text
    facts: Mapping[str, list[str]] | None  #: its second part
    categories: list[str] | None
    status: str | None
    sequence: int | None
    stamp: int | None  #: in seconds since 1970
    url: str | None
    geo: tuple[float, float] | None


def _plain(text: str) -> str:
    """Return a text as a calendar carries it: one kind of line break, controls marked."""
    for line_break in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"):
        text = text.replace(line_break, "\n")
    return _CONTROL.sub("\ufffd", text)


def _one_line(text: str) -> str:
    return _plain(" ".join(part for part in text.splitlines() if part.strip()))


def _facts(ecosystem: Ecosystem, session: Session) -> dict[str, list[str]]:
    found = {
        "speakers": [_one_line(ecosystem[one].name) for one in session.speakers],
        "hosts": [_one_line(ecosystem[one].name) for one in session.hosts],
    }
    several = {
        "kind": {session.kind},
        "audiences": session.audiences,
        "access": {session.access},
        "accessibility": session.accessibility,
    }
    for name, kinds in several.items():
        said = ", ".join(words[0] for kind, words in KINDS.items() if kind in kinds)
        found[name] = [said] if said else []
    return {name: values for name, values in found.items() if values}


def _told(ecosystem: Ecosystem, session: Session, stamp: Any) -> Told:
    sites = [ecosystem[session.venue]] if session.venue else []
    while sites and sites[-1].within:
        sites.append(ecosystem[sites[-1].within])
    where = [one.name for one in sites] + [one.address for one in sites if one.address][:1]
    points = [(one.latitude, one.longitude) for one in sites if one.latitude is not None]
    return Told(
        start=session.when.start_us,
        end=session.when.end_us,
        summary=_plain(session.title),
        location=_plain(", ".join(where)),
        own=_plain(session.description),
        facts=_facts(ecosystem, session),
        categories=[_plain(ecosystem[one].name) for one in session.themes],
        status="CANCELLED" if ecosystem.cancelled(session) else session.status.upper(),
        sequence=session.sequence,
        stamp=int((session.modified or stamp).timestamp() // 1),
        url=unquote(session.url or ""),
        geo=tuple(float(f"{one:.6f}") + 0.0 for one in points[0]) if points else None,
    )


class Judge:
    """The model's side: what is written, and what must be read."""

    Told = Told

    @staticmethod
    def writable(ecosystem: Ecosystem) -> list[Session]:
        """Return the sessions that iCalendar can carry: scheduled, at whole seconds."""
        return [
            one
            for one in ecosystem.all(Session)
            if one.when and not one.when.start_us % 10**6 and not one.when.end_us % 10**6
        ]

    @staticmethod
    def told(ecosystem: Ecosystem, stamp: Any) -> dict[str, Told]:
        """Return what must be read, by UID, of a calendar of all writable sessions in English."""
        return {
            f"{one.id}@example.org": _told(ecosystem, one, stamp)
            for one in Judge.writable(ecosystem)
        }

    @staticmethod
    def parts(description: str, wanted: Told) -> dict[str, Any]:
        """Return the two parts of a description; of a name with more after it, the name."""
        read = parted(description)
        facts: dict[str, list[str]] = {}
        for name, value in read.facts:
            facts.setdefault(name, []).append(value)
        facts.pop("partners", None)  # the event's, not the session's
        for name in _LONGER:
            pairs = zip(facts.get(name, ()), (wanted.facts or {}).get(name, ()), strict=False)
            short = _shortened(pairs, facts.get(name))
            facts |= {name: short} if short else {}
        return {"own": read.own, "facts": facts}


def _shortened(pairs: Any, found: list[str] | None) -> list[str]:
    short = [name if value.startswith(f"{name} (") else value for value, name in pairs]
    return short + (found or [])[len(short) :]


@st.composite
def _dressed(draw: Callable[..., Any]) -> Ecosystem:
    """Return a dense programme whose texts are unpleasant in every field."""
    ecosystem = draw(schedules(max_size=6))
    kinds = (Person, Organization, Theme, Venue)
    ecosystem = ecosystem.replacing(
        evolve(one, name=draw(names())) for kind in kinds for one in ecosystem.all(kind)
    )
    point = {"latitude": draw(st.floats(-90, 90)), "longitude": draw(st.floats(-180, 180))}
    site = evolve(ecosystem["site"], address=draw(names()), **point)
    said = [
        evolve(one, title=draw(names()), description=draw(texts()), url=draw(_URLS))
        for one in ecosystem.all(Session)
    ]
    return ecosystem.replacing([site, *said])


@pytest.fixture(scope="session")
def judge() -> type[Judge]:
    """Return what works out what must be read."""
    return Judge


@pytest.fixture(scope="session")
def programmes() -> st.SearchStrategy[Ecosystem]:
    """Return strategies for what is judged: dense, unpleasant, and of every kind of thing."""
    return _dressed() | schedules() | ecosystems()
