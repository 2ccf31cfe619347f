"""Calendars: iCalendar (RFC 5545) that every calendar program reads correctly."""

from numeco.ical._feeds import By, Feed, feeds
from numeco.ical._icalendar import to_icalendar
from numeco.ical._jcal import from_jcal, ics_to_jcal, jcal_to_ics, to_jcal
from numeco.ical._lint import Finding, lint
from numeco.ical._options import Cancelled, Options
from numeco.ical._publish import write_feeds
from numeco.ical._read import from_ics
from numeco.ical._write import etag, stream, to_ics, write

__all__ = [
    "By",
    "Cancelled",
    "Feed",
    "Finding",
    "Options",
    "etag",
    "feeds",
    "from_ics",
    "from_jcal",
    "ics_to_jcal",
    "jcal_to_ics",
    "lint",
    "stream",
    "to_icalendar",
    "to_ics",
    "to_jcal",
    "write",
    "write_feeds",
]
