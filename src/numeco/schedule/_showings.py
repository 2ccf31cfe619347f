"""Showings: the same content at several times, of which one visit is enough."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Session
from numeco.time import Interval


@frozen
class Showings:
    """When the contents that are shown more than once are shown."""

    #: The content of each of their showings.
    _contents: Mapping[str, str]
    #: When each showing of a content is, by their ids.
    _times: Mapping[str, Mapping[str, Interval]]

    @classmethod
    def of(cls, ecosystem: Ecosystem, sessions: Iterable[Session]) -> "Showings":
        """Return the showings among some sessions; O(n)."""
        taking_part = tuple(sessions)
        repeats = {
            one.id: content(ecosystem, one) for one in taking_part if one.repeat_of is not None
        }
        contents = repeats | {first: first for first in repeats.values()}
        times: defaultdict[str, dict[str, Interval]] = defaultdict(dict)
        for one in taking_part:
            if one.id in contents and one.when is not None:
                times[contents[one.id]][one.id] = one.when
        return cls(contents, times)

    def with_time(self, session: Session) -> "Showings":
        """Return these with one of them at another time."""
        content = self._contents.get(session.id)
        if content is None or session.when is None:
            return self
        moved = {**self._times[content], session.id: session.when}
        return Showings(self._contents, {**self._times, content: moved})

    def avoidable(self, one: Session, other: Session) -> bool:
        """Return whether someone can attend the contents of both, not at these two showings."""
        if one.id not in self._contents and other.id not in self._contents:
            return False
        if self._contents.get(one.id, one.id) == self._contents.get(other.id, other.id):
            return True
        # The two themselves need not overlap: a rule may want more time between them.
        return any(
            (early, late) != (one.id, other.id) and not this.overlaps(that)
            for early, this in self._of(one).items()
            for late, that in self._of(other).items()
        )

    def _of(self, session: Session) -> Mapping[str, Interval]:
        if session.id in self._contents:
            return self._times[self._contents[session.id]]
        return {} if session.when is None else {session.id: session.when}


def content(ecosystem: Ecosystem, session: Session) -> str:
    """Return the id of the session of which this one is a showing, at any remove; else its own."""
    while session.repeat_of is not None:
        session = ecosystem[session.repeat_of]
    return session.id
