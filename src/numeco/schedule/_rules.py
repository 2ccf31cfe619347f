"""Rules: which sessions compete, what one may not be, and how grave that is."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Final, Self, TypeAlias, cast

from attrs import evolve, field, frozen

from numeco._checks import Kind, a, not_blank, optional, truth
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.model import Event, Session
from numeco.schedule._resources import Resource
from numeco.schedule._travel import Travel, as_travel
from numeco.time import Interval


class Severity(Kind):
    """How grave a clash is."""

    ERROR = "error"
    WARNING = "warning"
    IGNORED = "ignored"  #: a rule that is not applied


_FUNCTION: Final = a(
    object, "a function", callable, "must be a function of an ecosystem and a session or event"
)
_lasting: Final = a(
    timedelta,
    "a datetime.timedelta",
    lambda value: value >= timedelta(0),
    "must be a datetime.timedelta, 0 or more",
)


def _as_resources(
    given: Callable[[Ecosystem, Session], Iterable[str]] | str,
) -> Callable[[Ecosystem, Session], Iterable[str]]:
    return Resource(given) if isinstance(given, str) else given


def _short(rule: "AnyRule") -> str:
    return f"<{type(rule).__name__} {rule.name!r}, {rule.severity}>"


@frozen
class _Graded:
    """What has a severity."""

    def graded(self, severity: Severity | str) -> Self:
        """Return the same rule with another severity."""
        # mypy does not know that every kind of rule has one.
        return evolve(self, severity=severity)  # type: ignore[call-arg]  # as above


@frozen
class Rule(_Graded):
    """A rule says which sessions compete: those that share a resource may not overlap in time.

    >>> from datetime import timedelta
    >>> from numeco.schedule import Resource, Rule
    >>> stage = Rule("one stage", lambda ecosystem, session: session.tags, "warning")
    >>> changeover = Rule("no time to change over", Resource.VENUE, gap=timedelta(minutes=10))
    >>> stage.severity, stage.graded("ignored").severity
    (Severity.WARNING, Severity.IGNORED)
    """

    #: What a person reads: ``room double booked``.
    name: str = field(validator=not_blank)
    #: The resources that a session uses, as texts, most often ids: a `Resource` or its word, or a
    #: function.
    resources: Callable[[Ecosystem, Session], Iterable[str]] = field(
        converter=_as_resources, validator=_FUNCTION
    )
    severity: Severity = field(default=Severity.ERROR, converter=Severity)
    #: How much time must lie between any two that share a resource.
    gap: timedelta = field(default=timedelta(0), validator=_lasting, kw_only=True)
    #: How much more must, by the venues of the two: a `Travel`, or one duration for any two sites.
    travel: Travel = field(default=Travel(), converter=as_travel, kw_only=True)
    #: Whether the resource is someone who may choose: another showing (`Session.repeat_of`) of
    #: one of the two, at a time that does not overlap the other, then lets both off.
    repeats: bool = field(default=False, validator=truth, kw_only=True)
    #: Whether two that share a resource clash whatever their times.
    always: bool = field(default=False, validator=truth, kw_only=True)
    #: Which pairs are let off, besides those of a block and its own parts.
    excuse: Callable[[Ecosystem, Session, Session], bool] | None = field(
        default=None, validator=optional(_FUNCTION), kw_only=True
    )

    def __repr__(self) -> str:
        return _short(self)


@frozen
class Check(_Graded):
    """A rule about one session: what it is at odds with, and for how long.

    >>> from numeco.schedule import Check
    >>> untold = Check(
    ...     "no description",
    ...     lambda ecosystem, session: [] if session.description else [(session.id, session.when)],
    ... )
    """

    name: str = field(validator=not_blank)
    #: What a session is at odds with (an id or a word), and the stretch of time in which; None
    #: where the clock has no part in it. Unscheduled sessions are asked too.
    finds: Callable[[Ecosystem, Session], Iterable[tuple[str, Interval | None]]] = field(
        validator=_FUNCTION
    )
    severity: Severity = field(default=Severity.ERROR, converter=Severity)

    def __repr__(self) -> str:
        return _short(self)


@frozen
class EventRule(_Graded):
    """A rule about events: those that share a resource may not take place on the same days.

    Events whose days are known less finely than to the day take no part. What lies within one
    umbrella event is one programme: no two events of it clash.
    """

    name: str = field(validator=not_blank)
    #: The resources that an event uses, as texts.
    resources: Callable[[Ecosystem, Event], Iterable[str]] = field(validator=_FUNCTION)
    severity: Severity = field(default=Severity.ERROR, converter=Severity)

    def __repr__(self) -> str:
        return _short(self)


AnyRule: TypeAlias = Rule | Check | EventRule


def texts(rule: Rule | EventRule, found: object) -> Sequence[str]:
    """Return what a rule's function returned, each once; refuse what are no texts."""
    must = "must return a collection of texts, such as a list of ids"
    if isinstance(found, str) or not isinstance(found, Iterable):
        raise InvalidType(f"the rule {rule.name!r}", must, found)
    once: dict[str, None] = {}
    for one in cast("Iterable[object]", found):
        if not isinstance(one, str):
            raise InvalidType(f"the rule {rule.name!r}", must, one)
        once[one] = None
    # A set has no order of its own.
    return sorted(once) if isinstance(found, (set, frozenset)) else tuple(once)
