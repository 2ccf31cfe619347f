"""The same calendar as an object of the icalendar package."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from numeco.ecosystem import Ecosystem
from numeco.ical._options import Options
from numeco.ical._write import to_ics
from numeco.model import Session

if TYPE_CHECKING:
    from icalendar import Calendar


def to_icalendar(
    ecosystem: Ecosystem,
    *,
    domain: str,
    stamp: datetime | None = None,
    sessions: Iterable[Session] | None = None,
    **options: Unpack[Options],
) -> "Calendar":
    """Return what `to_ics` writes as an ``icalendar.Calendar``, to go on with.

    icalendar reads it from the very bytes, so that it holds the same properties with the same
    values; its texts are ours, so that its ``to_ical`` loses none. Arguments and errors as for
    `to_ics`.
    """
    # Here, since it takes longer to load than the rest of the chapter.
    from numeco.ical._values import calendar  # noqa: PLC0415  # see above

    data = to_ics(ecosystem, domain=domain, stamp=stamp, sessions=sessions, **options)
    return calendar(data)
