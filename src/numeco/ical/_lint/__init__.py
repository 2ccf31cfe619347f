"""What is wrong with a calendar: a finding for each place that breaks a standard.

The octets, the content lines and the values are each judged by themselves, so that one defect makes
one finding; what a reader would mend is told, never mended.
"""

from collections.abc import Iterator

from numeco.ical._lines import components
from numeco.ical._lint._components import structure, walk
from numeco.ical._lint._octets import octets
from numeco.ical._lint._rules import Finding, bounded
from numeco.ical._lint._syntax import syntax
from numeco.ical._lint._times import times
from numeco.ical._lint._values import values
from numeco.ical._lint._zones import zones

__all__ = ["Finding", "lint"]


def lint(data: bytes) -> list[Finding]:
    r"""Return what is wrong with an iCalendar file, in line order; an empty list if nothing is.

    A rule that is broken over and over is listed a thousand times, then summed up. Time and memory
    are proportional to the file.

    >>> for one in lint(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"):
    ...     print(one)
    line 1: a VCALENDAR must hold a component, and this one holds none [empty-calendar; RFC 5545, 3.6]
    line 1: a VCALENDAR must have PRODID, and this one has none [missing-property; RFC 5545, 3.6]
    """
    return sorted(bounded(_findings(data)), key=lambda finding: finding.line)


def _findings(data: bytes) -> Iterator[Finding]:
    calendars, problems = components(data)
    # A file in UTF-16 has no lines of octets that could be judged.
    if not any(problem.code == "encoding" and not problem.line for problem in problems):
        yield from octets(data)
        yield from syntax(data)
    yield from structure(calendars, problems)
    for calendar in calendars:
        for component in walk(calendar):
            for one in component.properties:
                yield from values(one, component.name)
        yield from times(calendar)
        yield from zones(calendar)
