"""Calendars stored by Radicale, a CalDAV server (RFC 4791), on the loopback interface."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from wsgiref.simple_server import WSGIRequestHandler, make_server
from xml.etree import ElementTree as ET

import icalendar
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from numeco import Ecosystem, Event, Interval, Session
from numeco.ical import to_ics
from numeco.testing import schedules
from numeco.time import instant

radicale = pytest.importorskip("radicale", reason="the judge Radicale is not installed")

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SECONDS = 10  # that a request may take
DAV = {"D": "DAV:", "C": "urn:ietf:params:xml:ns:caldav"}
QUERY = """<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{:%Y%m%dT%H%M%SZ}" end="{:%Y%m%dT%H%M%SZ}"/>
</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""


class Quiet(WSGIRequestHandler):
    """Answers without a line on standard error for each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@frozen
class Server:
    """A client of the server, which sees each request through."""

    port: int

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Return the status and the body of the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, named | {"Content-Type": "text/calendar"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def put(self, ecosystem: Ecosystem, path: str) -> dict[str, bytes]:
        """Store each scheduled session as a calendar of its own and return what was sent."""
        sent = {
            session.id: to_ics(
                ecosystem, domain="example.org", stamp=STAMP, sessions=[session], language="en"
            )
            for session in ecosystem.all(Session)
            if session.when
        }
        for key, data in sent.items():
            assert self.ask("PUT", f"{path}{key}.ics", data)[0] == 201
        return sent

    def within(self, path: str, start: datetime, end: datetime) -> set[str]:
        """Return the ids of what a time-range query finds (RFC 4791, 9.9)."""
        body = QUERY.format(start.astimezone(UTC), end.astimezone(UTC)).encode()
        status, answer = self.ask("REPORT", path, body, Depth="1")
        assert status == 207
        data = [one.text for one in ET.fromstring(answer).iterfind(".//C:calendar-data", DAV)]  # noqa: S314
        events = [icalendar.Calendar.from_ical(one).walk("VEVENT")[0] for one in data]
        return {str(one["UID"]).removesuffix("@example.org") for one in events}


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """Yield a server that keeps its collections in a temporary folder."""
    configuration = radicale.config.load()
    configuration.update(
        {
            "auth": {"type": "none"},
            "rights": {"type": "authenticated"},
            "storage": {"filesystem_folder": str(tmp_path_factory.mktemp("radicale"))},
            "logging": {"level": "critical"},
        },
        "tests",
        privileged=True,
    )
    application = radicale.Application(configuration)
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as served:
        thread = threading.Thread(target=served.serve_forever, args=(0.05,))
        thread.start()
        yield Server(served.server_port)
        served.shutdown()
        thread.join(SECONDS)


@pytest.fixture(scope="module")
def folders(server) -> Iterator[str]:
    """Yield the paths of new, empty calendars."""
    return _made(server)


def _made(server: Server) -> Iterator[str]:
    # A home must be there before its calendars.
    assert server.ask("MKCOL", "/judge/")[0] == 201
    for number in count():
        path = f"/judge/calendar-{number}/"
        assert server.ask("MKCALENDAR", path)[0] == 201
        yield path
        server.ask("DELETE", path)


def lines(data: bytes) -> list[str]:
    """Return the content lines of the VEVENT, in no order of its own."""
    text = data.replace(b"\r\n ", b"").decode()
    body = text.partition("BEGIN:VEVENT\r\n")[2].partition("END:VEVENT")[0]
    return sorted(body.split("\r\n")[:-1])


@settings(max_examples=20)
@given(schedules(max_size=6), st.data())
def test_what_is_put_is_got_and_found_in_its_time(server, folders, ecosystem, data):
    """Each session comes back as it went, and a time range finds exactly those that overlap it."""
    forget_zones(ecosystem)
    path = next(folders)
    sent = server.put(ecosystem, path)
    for key, calendar in sent.items():
        status, body = server.ask("GET", f"{path}{key}.ics")
        assert status == 200
        assert lines(body) == lines(calendar)
    times = {one.id: one.when for one in ecosystem.all(Session) if one.when}
    edges = sorted({edge for one in times.values() for edge in (one.start_us, one.end_us)})
    for _ in range(3 if edges else 0):
        edge, step = data.draw(st.sampled_from(edges)), data.draw(st.sampled_from((-900, 0, 900)))
        start = datetime.fromtimestamp(edge // 10**6 + step, UTC)
        end = start + timedelta(minutes=data.draw(st.sampled_from((1, 15, 60, 600))))
        assert server.within(path, start, end) == {
            key for key, when in times.items() if overlaps(when, instant(start), instant(end))
        }


def overlaps(when: Interval, start: int, end: int) -> bool:
    """Return whether a VEVENT is within a time range (RFC 4791, 9.9)."""
    if when.start_us == when.end_us:
        return start <= when.start_us < end
    return when.start_us < end and start < when.end_us


def forget_zones(ecosystem: Ecosystem) -> None:
    """Let the zones be read from the calendars that come; see the defect of vobject below."""
    for session in ecosystem.all(Session):
        if session.when:
            radicale.item.vobject.icalendar.registerTzid(session.when.zone, None)


def one_session(start: str, zone: str = "Europe/Paris") -> Ecosystem:
    """Return an ecosystem with a session of an hour."""
    when = Interval.local(start, timedelta(hours=1), zone)
    return Ecosystem.of(
        Event(id="week", name="Week"),
        Session(id="talk", title="L'été; à Nantes, \\n", event="week", when=when),
    )


@pytest.mark.xfail(
    strict=True,
    reason="vobject, with which Radicale reads, keeps the first VTIMEZONE of a TZID for good",
)
def test_a_calendar_is_read_by_its_own_zone(server, folders):
    """A session of 2020 is found in its hour, whatever was stored before it."""
    path = next(folders)
    older = one_session("2020-07-01T09:00")
    forget_zones(older)
    server.put(one_session("2026-07-01T09:00"), path)
    server.put(older, path := next(folders))
    when = older["talk"].when
    assert server.within(path, when.start, when.end) == {"talk"}


def test_a_session_that_moved_takes_the_place_of_the_old_one(server, folders):
    """PUT to the same address again is an update: one session, at its new time only."""
    path = next(folders)
    old, new = one_session("2026-10-20T09:00"), one_session("2026-10-21T09:00")
    server.put(old, path)
    data = to_ics(new, domain="example.org", stamp=STAMP)
    assert server.ask("PUT", f"{path}talk.ics", data)[0] in {201, 204}
    assert server.within(path, old["talk"].when.start, old["talk"].when.end) == set()
    assert server.within(path, new["talk"].when.start, new["talk"].when.end) == {"talk"}


def test_caldav_finds_a_session_that_is_stored(server, folders, monkeypatch):
    """The client caldav saves our bytes, searches by time and reads the same session."""
    caldav = pytest.importorskip("caldav", reason="the client caldav is not installed")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    path, ecosystem = next(folders), one_session("2026-10-25T02:30+02:00")
    when = ecosystem["talk"].when
    address = f"http://127.0.0.1:{server.port}"
    with caldav.DAVClient(url=address, username="judge", password="x", timeout=SECONDS) as client:  # noqa: S106
        calendar = client.calendar(url=f"{address}{path}")
        calendar.save_event(to_ics(ecosystem, domain="example.org", stamp=STAMP).decode())
        (found,) = calendar.search(event=True, start=when.start, end=when.end, expand=False)
        missed = calendar.search(
            event=True, start=when.end, end=when.end + timedelta(hours=1), expand=False
        )
    event = found.icalendar_component
    assert (str(event["UID"]), str(event["SUMMARY"])) == (
        "talk@example.org",
        ecosystem["talk"].title,
    )
    assert instant(event["DTSTART"].dt) == when.start_us
    assert missed == []
