"""Rules: which sessions compete, and how grave it is when they do."""

from collections.abc import Callable, Iterable
from typing import Final

from attrs import field, frozen

from numeco._checks import Kind, a, not_blank
from numeco.ecosystem import Ecosystem
from numeco.model import Session


class Severity(Kind):
    """How grave a clash is."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Rule:
    """A rule says which sessions compete: those that share a resource may not overlap in time.

    >>> from numeco.schedule import Rule
    >>> host = Rule("host in two places", lambda ecosystem, session: session.hosts, "warning")
    >>> host.severity
    Severity.WARNING
    """

    #: What a person reads: ``room double booked``.
    name: str = field(validator=not_blank)
    #: The resources that a session uses, as texts; most often ids.
    resources: Callable[[Ecosystem, Session], Iterable[str]] = field(
        eq=False,
        validator=a(
            object, "a function", callable, "must be a function of an ecosystem and a session"
        ),
    )
    severity: Severity = field(default=Severity.ERROR, converter=Severity)


def _venue(ecosystem: Ecosystem, session: Session) -> Iterable[str]:
    if session.venue is not None and ecosystem[session.venue].exclusive:
        yield session.venue


def _speakers(ecosystem: Ecosystem, session: Session) -> Iterable[str]:
    return (one for one in session.speakers if not ecosystem[one].placeholder)


#: Two sessions in one exclusive venue.
VENUE: Final = Rule("room double booked", _venue)
#: One person in two sessions; placeholders are nobody in particular.
SPEAKER: Final = Rule("speaker in two places", _speakers)
DEFAULT: Final = (VENUE, SPEAKER)
