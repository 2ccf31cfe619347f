"""A release of a programme, as its readers know it: by names, not by ids."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Event, Session, SessionStatus, Venue
from numeco.time import Interval


@frozen(eq=False)
class Release:
    """One of the two releases that are compared."""

    ecosystem: Ecosystem

    @cached_property
    def sessions(self) -> Mapping[str, Session]:
        """The sessions, by id."""
        return {one.id: one for one in self.ecosystem.all(Session)}

    @cached_property
    def numbered(self) -> Mapping[str, str]:
        """The id that a session would have, by its own, where another one has that: ``…-2``."""
        parts = ((one, *one.rpartition("-")[::2]) for one in self.sessions)
        return {one: stem for one, stem, end in parts if end.isdecimal() and stem in self.sessions}

    @cached_property
    def _off(self) -> frozenset[str]:
        # Asking the ecosystem session by session costs ten times as much.
        events = self.ecosystem.all(Event)
        return frozenset(one.id for one in events if self.ecosystem.cancelled(one))

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return {one.id: one.label for one in self.ecosystem}

    @cached_property
    def _sites(self) -> Mapping[str, tuple[Venue, ...]]:
        return {one.id: tuple(self._outwards(one)) for one in self.ecosystem.all(Venue)}

    def _outwards(self, venue: Venue) -> Iterator[Venue]:
        yield venue
        while venue.within is not None:
            venue = self.ecosystem[venue.within]
            yield venue

    @cached_property
    def _rooms(self) -> Counter[str]:
        return Counter(one.name for one in self.ecosystem.all(Venue))

    def cancelled(self, session: Session) -> bool:
        """Return whether a session is cancelled: it, its event, or an umbrella of that."""
        return session.status is SessionStatus.CANCELLED or session.event in self._off

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return what some things are called, in their order."""
        return tuple(self._labels[one] for one in ids)

    def people(self, session: Session) -> tuple[str, ...]:
        """Return the names of the speakers and hosts of a session, in order of the alphabet."""
        return tuple(sorted(self.names((*session.speakers, *session.hosts))))

    def themes(self, session: Session) -> tuple[str, ...]:
        """Return the names of the themes of a session, in order of the alphabet."""
        return tuple(sorted(self.names(session.themes)))

    def when(self, session: Session) -> Interval | None:
        """Return when a session is: on the clocks of its event, where it is kept in UTC."""
        zone = self.ecosystem[session.event].zone
        if zone is None or session.when is None or session.when.zone != "UTC":
            return session.when
        return session.when.in_zone(zone)

    def sites(self, session: Session) -> tuple[Venue, ...]:
        """Return the venue of a session and those that it lies within, the room first."""
        return () if session.venue is None else self._sites[session.venue]

    def place(self, session: Session) -> tuple[tuple[str | None, ...], ...]:
        """Return what tells the place of a session from others, whatever the ids."""
        return tuple((one.name, one.address, one.url) for one in self.sites(session))

    def room(self, session: Session, *, site: bool) -> str:
        """Return what the venue of a session is called; nothing where it has none.

        Args:
            session: one of this release.
            site: whether to name the site as well; it is, where another venue has the same name.
        """
        names = [one.name for one in self.sites(session)]
        whole = site or any(self._rooms[name] > 1 for name in names[:1])
        return ", ".join(names if whole else names[:1])
