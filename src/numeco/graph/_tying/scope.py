"""What of a programme counts: what is held, in some days, in some territory."""

from collections.abc import Callable, Mapping

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.graph._arguments import check_days, check_ecosystem
from numeco.graph._tying.occasions import held, inherited, running
from numeco.graph._tying.places import places
from numeco.model import Event, EventId, Session
from numeco.time import Days


@frozen
class Scope:
    """The events and the sessions that count, each by itself, and when they take place."""

    #: With their days, for all that is known.
    events: Mapping[str, Days | None]
    sessions: tuple[Session, ...]
    #: When a session takes place, for all that is known.
    when: Callable[[Session], Days | None]
    during: Days | None
    #: Whether more than what is cancelled is left out.
    is_narrow: bool

    def meets(self, since: Days | None, until: Days | None, when: Days | None) -> bool:
        """Return whether a tie may hold on some days, within the time that counts."""
        return may_hold(since, until, when, self.during)


def may_hold(since: Days | None, until: Days | None, *times: Days | None) -> bool:
    """Return whether a tie may hold at some times at once; what nobody knows rules nothing out."""
    firsts = [days.first for days in (*times, since) if days is not None]
    lasts = [days.last for days in (*times, until) if days is not None]
    return not firsts or not lasts or max(firsts) <= min(lasts)


def scope(ecosystem: Ecosystem, during: Days | None, territory: str | None) -> Scope:
    """Return what of a programme is held, takes place during some days and in a territory.

    An event without days of its own may take place whenever the event around it does, an
    unscheduled session whenever its event does. What still has no days is left out where some are
    asked for.

    Args:
        ecosystem: whose programme it is.
        during: the days; None means at any time, known or not.
        territory: the id of a territory; None means anywhere, known or not.

    Raises:
        InvalidType: no ecosystem or no Days is given, or the id of something else than a territory.
        UnknownId: nothing has the id of the territory.
    """
    check_ecosystem(ecosystem)
    check_days("during", during)
    days = inherited(ecosystem, lambda event, above: event.days or above)
    there = None if territory is None else places(ecosystem, territory)

    def when(session: Session) -> Days | None:
        day = ecosystem.day(session)
        return days[session.event] if day is None else Days.of(day)

    def counts(one: Event | Session) -> bool:
        if there is not None and not there.hold(one):
            return False
        if during is None:
            return True
        known = days[one.id] if isinstance(one, Event) else when(one)
        return known is not None and known.overlaps(during)

    all_events = (ecosystem[EventId(one)] for one in running(ecosystem))
    events = {str(one.id): days[one.id] for one in all_events if counts(one)}
    is_narrow = during is not None or territory is not None
    return Scope(events, tuple(filter(counts, held(ecosystem))), when, during, is_narrow)
