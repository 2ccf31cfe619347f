"""A change: what became of one session, or of any thing, from one release to the next."""

from collections.abc import Mapping
from typing import Final, TypeVar

import attrs
from attrs import frozen

from numeco._checks import Kind
from numeco._tabular import on_one_line
from numeco.model import Session, Thing

AnyThing = TypeVar("AnyThing", bound=Thing)


class ChangeKind(Kind):
    """What became of a session; of one session several kinds may hold."""

    CANCELLED = "cancelled"  #: it, its event, or an umbrella of that
    GONE = "gone"  #: no longer in the programme
    ADDED = "added"
    REINSTATED = "reinstated"  #: no longer cancelled
    MOVED = "moved"  #: it starts at another instant
    SCHEDULED = "scheduled"  #: it had no time
    UNSCHEDULED = "unscheduled"  #: it has no time any more
    REROOMED = "re-roomed"
    RESIZED = "resized"  #: it lasts longer or less long, in real time
    RETITLED = "retitled"
    PEOPLE = "people"  #: its speakers or hosts, by their names
    THEMES = "themes"  #: by their names
    REIDENTIFIED = "re-identified"  #: the same content under a new id
    DETAILS = "details"  #: anything else, such as the description or the zone of its times


#: What each kind is when old and new change places; the others stay what they are.
_REVERSED: Final = {
    ChangeKind.ADDED: ChangeKind.GONE,
    ChangeKind.GONE: ChangeKind.ADDED,
    ChangeKind.CANCELLED: ChangeKind.REINSTATED,
    ChangeKind.REINSTATED: ChangeKind.CANCELLED,
    ChangeKind.SCHEDULED: ChangeKind.UNSCHEDULED,
    ChangeKind.UNSCHEDULED: ChangeKind.SCHEDULED,
}


@frozen
class ThingChange:
    """What became of the thing of any kind that has an id."""

    #: None where it is new.
    before: Thing | None
    #: None where it is gone.
    after: Thing | None

    @property
    def thing(self) -> Thing:
        """As it is now; as it was, where it is gone."""
        return _either(self.before, self.after)

    @property
    def fields(self) -> Mapping[str, tuple[object, object]]:
        """The old and the new value of each field that changed; none where it is new or gone."""
        return fields_changed(self.before, self.after)

    def reversed(self) -> "ThingChange":
        """Return the change back."""
        return ThingChange(self.after, self.before)


@frozen(repr=False)
class Change:
    """What became of one session."""

    #: None where it is new.
    before: Session | None
    #: None where it is gone.
    after: Session | None
    kinds: frozenset[ChangeKind]

    @property
    def session(self) -> Session:
        """The session as it is now; as it was, where it is gone."""
        return _either(self.before, self.after)

    @property
    def fields(self) -> Mapping[str, tuple[object, object]]:
        """The old and the new value of each field that changed; none where it is new or gone.

        None either where only what its ids name changed: its event was cancelled, a speaker is
        called otherwise.
        """
        return fields_changed(self.before, self.after)

    @property
    def said(self) -> str:
        """Its kinds in words: ``moved, re-roomed``."""
        return ", ".join(kind for kind in ChangeKind if kind in self.kinds)

    def reversed(self) -> "Change":
        """Return the change back: what was added is gone, what was cancelled is reinstated."""
        kinds = frozenset(_REVERSED.get(kind, kind) for kind in self.kinds)
        return Change(self.after, self.before, kinds)

    def __repr__(self) -> str:
        return f"<Change, {self.said}: {self.session.id!r}>"

    def __str__(self) -> str:
        session = self.session
        said = f"{self.said}  {session.when or 'no time'}  {session.title}"
        was = [f"{self.fields[name][0] or 'none'}" for name in _TOLD if name in self.fields]
        return on_one_line(f"{said} (was {', '.join(was)})" if was else said)


_TOLD: Final = ("when", "venue", "title")


def _either(before: AnyThing | None, after: AnyThing | None) -> AnyThing:
    found = before if after is None else after
    assert found is not None  # noqa: S101  # for type checkers: one of them is there
    return found


def fields_changed(before: Thing | None, after: Thing | None) -> dict[str, tuple[object, object]]:
    """Return the values on either side of each field that differs; none where a side is missing."""
    if before is None or after is None or type(before) is not type(after):
        return {}
    names = (one.name for one in attrs.fields(type(before)))
    pairs = ((name, (getattr(before, name), getattr(after, name))) for name in names)
    return {name: (old, new) for name, (old, new) in pairs if old != new}
