"""Loads: what each session brings, and which sessions bring it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.model import Count, Session


class Load(Kind):
    """What is counted: the sessions themselves, their seats, or the people in them."""

    SESSIONS = "sessions"
    #: The capacity of the session or that of its venue: the smaller one of those that are known.
    SEATS = "seats"
    REGISTERED = "registered"
    ATTENDED = "attended"


@frozen
class Counted:
    """The sessions that bring a figure, these figures, and the sessions that should but state none."""

    sessions: tuple[Session, ...]
    figures: tuple[Count, ...]
    missing: tuple[Session, ...]


def counted(ecosystem: Ecosystem, sessions: Collection[Session], of: Load) -> Counted:
    """Return what each session brings, so that nobody is counted twice; O(n).

    A session that is a block brings nothing where one of its parts states a figure. One without a
    figure is missing, unless its parts or a block around it speak for it.
    """
    figure = _FIGURES[of]
    stated = {one.id: found for one in sessions if (found := figure(ecosystem, one)) is not None}
    blocks = _Within({one.id: one.within for one in sessions}, ecosystem)
    around = blocks.above(stated)
    bring = stated.keys() - around
    covered = blocks.below(bring)
    there = tuple(one for one in sessions if one.id in bring)
    return Counted(
        there,
        tuple(stated[one.id] for one in there),
        tuple(one for one in sessions if one.id not in covered and one.id not in around),
    )


@frozen
class _Within:
    """Which session lies in which: as those that are asked about say it, then as the others do."""

    _asked: Mapping[str, str | None]
    _ecosystem: Ecosystem

    def _up(self, one: str) -> Iterator[str]:
        """Iterate over a session and the blocks around it, the innermost first."""
        at: str | None = one
        while at is not None:
            yield at
            known = at in self._asked
            at = self._asked[at] if known else self._session(at).within

    def _session(self, key: str) -> Session:
        found = self._ecosystem[key]
        if not isinstance(found, Session):
            raise InvalidType("Session.within", "must be the id of a session", key)
        return found

    def above(self, sessions: Iterable[str]) -> set[str]:
        """Return the blocks around some sessions, at any height."""
        found: set[str] = set()
        for one in sessions:
            blocks = self._up(one)
            next(blocks)
            for block in blocks:
                if block in found:
                    break
                found.add(block)
        return found

    def below(self, sessions: Collection[str]) -> set[str]:
        """Return, of those that are asked about, some sessions and their parts at any depth."""
        within = dict.fromkeys(sessions, True)
        for one in self._asked:
            path: list[str] = []
            for block in self._up(one):
                if block in within:
                    break
                # Set at once, so that no walk is taken twice, nor one in a circle without end.
                within[block] = False
                path.append(block)
            else:
                continue
            within.update(dict.fromkeys(path, within[block]))
        return {one for one in self._asked if within[one]}


def _one(_ecosystem: Ecosystem, _session: Session) -> Count:
    return _ONE


def _seats(ecosystem: Ecosystem, session: Session) -> Count | None:
    room = None if session.venue is None else ecosystem[session.venue].capacity
    if room is None or session.capacity is None:
        return session.capacity if room is None else Count(room)
    return _smaller(session.capacity, room)


def _smaller(count: Count, room: int) -> Count:
    """Return the smaller of two, bound by bound; soft where a soft one may be smaller."""
    high = room if count.high is None else min(count.high, room)
    return Count(min(count.low, room), high, count.about and count.floor < room)


def _registered(_ecosystem: Ecosystem, session: Session) -> Count | None:
    return session.registered


def _attended(_ecosystem: Ecosystem, session: Session) -> Count | None:
    return session.attended


_ONE: Final = Count(1)
_FIGURES: Final[Mapping[Load, Callable[[Ecosystem, Session], Count | None]]] = {
    Load.SESSIONS: _one,
    Load.SEATS: _seats,
    Load.REGISTERED: _registered,
    Load.ATTENDED: _attended,
}
