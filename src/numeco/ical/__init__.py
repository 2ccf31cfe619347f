"""Calendars: iCalendar (RFC 5545) that every calendar program reads correctly."""

from numeco.ical._write import to_ics

__all__ = ["to_ics"]
