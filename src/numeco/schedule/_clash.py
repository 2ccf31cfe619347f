"""A clash: two sessions in one another's way, or one that does not fit."""

from datetime import timedelta

from attrs import field, frozen

from numeco._tabular import on_one_line
from numeco.model import Event, Session
from numeco.schedule._rules import AnyRule, Severity
from numeco.schedule._stretches import interval
from numeco.time import Interval


@frozen(repr=False)
class Clash:
    """What a rule found: two sessions that clash, two events that do, or one session that misfits.

    Of two, the `first` starts first; of two that start at once, the one that ends first, then the
    one whose id comes first.
    """

    rule: AnyRule
    first: Session | Event
    #: None where a `Check` found that the first is at odds with its own place, people or event.
    second: Session | Event | None
    #: What both need, or what the first is at odds with: most often the id of a thing.
    resource: str
    #: The name of the resource: ``Salle A``; where it is the id of no thing, the same text.
    over: str
    #: Start and end in microseconds since 1970 in UTC, and a zone.
    _part: tuple[int, int, str] | None = field(repr=False)

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.rule.severity

    @property
    def things(self) -> tuple[Session | Event, ...]:
        """The two, or the one, that it is about."""
        return (self.first,) if self.second is None else (self.first, self.second)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions that it is about: two, one, or none where it is about events."""
        return tuple(one for one in self.things if isinstance(one, Session))

    @property
    def when(self) -> Interval | None:
        """When both take place, or the part of the one that does not fit; in the first one's zone.

        Of two that follow one another too closely, how much later the second would have to start,
        from its start on. None where time has no part in it.
        """
        return None if self._part is None else interval(*self._part)

    @property
    def duration(self) -> timedelta:
        """How long `when` is, in real time: zero where that is None."""
        if self._part is None:
            return timedelta(0)
        return timedelta(microseconds=self._part[1] - self._part[0])

    def __repr__(self) -> str:
        return f"<Clash, {self.severity}: {self}>"

    def __str__(self) -> str:
        labels = " / ".join(one.label for one in self.things)
        said = f"{self.when or 'no time'}  {self.rule.name} ({self.over}): {labels}"
        return on_one_line(said)
