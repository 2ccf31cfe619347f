"""Concerns: the themes, audiences or the like that sessions are about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias, cast

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import Cycle, InvalidType
from numeco.model import Session
from numeco.schedule._choosing.offer import named_by
from numeco.schedule._resources import Resource

#: Says which themes, audiences or the like a session concerns, as ids or words.
Concerns: TypeAlias = Callable[[Ecosystem, Session], Iterable[str]]


@frozen(eq=False)
class Blocked:
    """Which sessions lie around others."""

    _ecosystem: Ecosystem
    _asked: Mapping[str, Session]
    around: frozenset[str]

    @classmethod
    def of(cls, ecosystem: Ecosystem, sessions: Sequence[Session]) -> "Blocked":
        """Return the blocks around those sessions that are scheduled; O(n)."""
        made = cls(ecosystem, {one.id: one for one in sessions}, frozenset())
        around: set[str] = set()
        for one in sessions:
            path = {one.id: None}
            block = one.within if one.when is not None else None
            while block is not None and block not in around:
                if block in path:
                    raise Cycle("Session.within", (*path, block))
                path[block] = None
                block = made.session(block).within
            around.update(list(path)[1:])
        return cls(ecosystem, made._asked, frozenset(around))

    def session(self, key: str) -> Session:
        """Return a session as it was given, or else as the ecosystem has it."""
        return self._asked[key] if key in self._asked else named_by(self._ecosystem, key, "within")

    def concerns(self, by: Concerns) -> dict[str, frozenset[str]]:
        """Return what each session concerns: by itself, or else as the nearest block does; O(n)."""
        known: dict[str, frozenset[str]] = {}
        for one in self._asked:
            path: dict[str, None] = {}
            at, found = cast("str | None", one), frozenset[str]()
            while at is not None and at not in known and not found:
                if at in path:
                    raise Cycle("Session.within", (*path, at))
                path[at] = None
                session = self.session(at)
                at, found = session.within, _ids(by(self._ecosystem, session))
            known |= dict.fromkeys(path, found or known.get(at or "", found))
        return known


def _ids(found: object) -> frozenset[str]:
    must = "must return a collection of texts, such as a list"
    if isinstance(found, str) or not isinstance(found, Iterable):
        raise InvalidType("by", must, found)
    ids = tuple(cast("Iterable[object]", found))
    for one in ids:
        if not isinstance(one, str):
            raise InvalidType("by", must, one)
    return frozenset(cast("tuple[str, ...]", ids))


def _themes(_ecosystem: Ecosystem, session: Session) -> Iterable[str]:
    return session.themes


def _audiences(_ecosystem: Ecosystem, session: Session) -> Iterable[str]:
    return session.audiences


def function(by: Resource | str | Concerns) -> Concerns:
    """Return the function that an argument `by` stands for; refuse what is none."""
    if callable(by) and not isinstance(by, Resource):
        return by
    if not isinstance(by, str):
        must = f"must be one of {', '.join(Resource)} or a function of an ecosystem and a session"
        raise InvalidType("by", must, by)
    resource = Resource(by)
    # Unlike for clashes, a plenary on a theme is a part of what one can attend of it.
    return {Resource.THEME: _themes, Resource.AUDIENCE: _audiences}.get(resource, resource)
