"""Resources: what sessions may compete for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.model import Event, Person, Session, SessionKind, Venue


class Resource(Kind):
    """What sessions may compete for; each is a function of an ecosystem and a session.

    A break needs nothing. Whom a session is for is asked of `THEME` and `AUDIENCE` only: what is
    meant for everybody (a plenary) or open all day (an exhibition) competes with nothing there.

    >>> from numeco import Venue
    >>> hall = Venue(name="Hall", exclusive=False)
    >>> talk = Session(id="talk", title="Talk", event="event-fair", venue=hall.id)
    >>> Resource.VENUE(Ecosystem.of(Event(name="Fair"), hall, talk), talk)
    ()
    """

    VENUE = "venue"  #: its venue, where that is exclusive
    SPEAKER = "speaker"  #: its speakers, but placeholders, who are nobody in particular
    HOST = "host"  #: the organizations that host it
    THEME = "theme"
    AUDIENCE = "audience"
    EVENT = "event"
    TERRITORY = "territory"  #: that of its venue or of the site; else those of its event

    def __call__(self, ecosystem: Ecosystem, session: Session) -> Sequence[str]:
        """Return what a session uses, as ids or words."""
        return self.columns(ecosystem, (session,))[0]

    def columns(self, ecosystem: Ecosystem, sessions: Sequence[Session]) -> Sequence[Sequence[str]]:
        """Return what each of some sessions uses; O(n), much faster than one by one."""
        return _COLUMNS[self](ecosystem, sessions)


_NOTHING: Final[tuple[str, ...]] = ()
_OPEN_TO_ALL: Final = {SessionKind.BREAK, SessionKind.PLENARY, SessionKind.EXHIBITION}
_Columns: TypeAlias = Sequence[Sequence[str]]


def _venues(ecosystem: Ecosystem, sessions: Iterable[Session]) -> _Columns:
    # One tuple a venue, shared by all of its sessions.
    used = {one.id: (one.id,) for one in ecosystem.all(Venue) if one.exclusive}
    off, none = SessionKind.BREAK, _NOTHING
    return [
        used.get(one.venue, none) if one.venue is not None and one.kind is not off else none
        for one in sessions
    ]


def _speakers(ecosystem: Ecosystem, sessions: Iterable[Session]) -> _Columns:
    nobody = {one.id for one in ecosystem.all(Person) if one.placeholder}
    off = SessionKind.BREAK
    return [
        _NOTHING
        if not one.speakers or one.kind is off
        else tuple(dict.fromkeys(who for who in one.speakers if who not in nobody))
        for one in sessions
    ]


def _hosts(_ecosystem: Ecosystem, sessions: Iterable[Session]) -> _Columns:
    off = SessionKind.BREAK
    return [_NOTHING if one.kind is off else tuple(dict.fromkeys(one.hosts)) for one in sessions]


def _themes(_ecosystem: Ecosystem, sessions: Iterable[Session]) -> _Columns:
    return [
        _NOTHING if one.kind in _OPEN_TO_ALL else tuple(dict.fromkeys(one.themes))
        for one in sessions
    ]


def _audiences(_ecosystem: Ecosystem, sessions: Iterable[Session]) -> _Columns:
    # A set has no order of its own.
    return [
        _NOTHING if one.kind in _OPEN_TO_ALL else tuple(sorted(map(str, one.audiences)))
        for one in sessions
    ]


def _events(ecosystem: Ecosystem, sessions: Iterable[Session]) -> _Columns:
    used = {one.id: (one.id,) for one in ecosystem.all(Event)}
    off = SessionKind.BREAK
    return [_NOTHING if one.kind is off else used[one.event] for one in sessions]


def _territories(ecosystem: Ecosystem, sessions: Iterable[Session]) -> _Columns:
    of_venue: dict[str, tuple[str, ...]] = {}
    for venue in ecosystem.all(Venue):
        here = venue
        while here.territory is None and here.within is not None:
            here = ecosystem[here.within]
        of_venue[venue.id] = _NOTHING if here.territory is None else (here.territory,)
    of_event = {one.id: tuple(sorted(one.territories)) for one in ecosystem.all(Event)}
    off = SessionKind.BREAK
    return [
        _NOTHING
        if one.kind is off
        else (one.venue is not None and of_venue[one.venue]) or of_event[one.event]
        for one in sessions
    ]


_COLUMNS: Final[dict[Resource, Callable[[Ecosystem, Sequence[Session]], _Columns]]] = {
    Resource.VENUE: _venues,
    Resource.SPEAKER: _speakers,
    Resource.HOST: _hosts,
    Resource.THEME: _themes,
    Resource.AUDIENCE: _audiences,
    Resource.EVENT: _events,
    Resource.TERRITORY: _territories,
}
