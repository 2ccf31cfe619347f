"""What became of the sessions of a programme."""

from collections.abc import Iterator
from typing import Final

from numeco.model import Session
from numeco.schedule._change import Change, ChangeKind, fields_changed
from numeco.schedule._changing.matching import matched
from numeco.schedule._changing.release import Release

#: The kinds that tell how a field changed; where none of them holds, it is a detail.
_TELLING: Final = {
    "id": {ChangeKind.REIDENTIFIED},
    "title": {ChangeKind.RETITLED},
    "when": {
        ChangeKind.MOVED,
        ChangeKind.RESIZED,
        ChangeKind.SCHEDULED,
        ChangeKind.UNSCHEDULED,
    },
    "venue": {ChangeKind.REROOMED},
    "speakers": {ChangeKind.PEOPLE},
    "hosts": {ChangeKind.PEOPLE},
    "themes": {ChangeKind.THEMES},
    "status": {ChangeKind.CANCELLED, ChangeKind.REINSTATED},
}


def session_changes(old: Release, new: Release) -> Iterator[Change]:
    """Iterate over what became of the sessions, in no order that is told; O(n)."""
    pairs = matched(old, new)
    for one, other in pairs.items():
        before, after = old.sessions[one], new.sessions[other]
        if kinds := _kinds(old, new, before, after):
            yield Change(before, after, kinds)
    for one, before in old.sessions.items():
        if one not in pairs:
            yield Change(before, None, frozenset({ChangeKind.GONE}))
    again = set(pairs.values())
    for one, after in new.sessions.items():
        if one not in again:
            yield Change(None, after, frozenset({ChangeKind.ADDED}))


def _kinds(old: Release, new: Release, before: Session, after: Session) -> frozenset[ChangeKind]:
    off, off_now = old.cancelled(before), new.cancelled(after)
    holds = {
        ChangeKind.CANCELLED: off_now and not off,
        ChangeKind.REINSTATED: off and not off_now,
        ChangeKind.PEOPLE: old.people(before) != new.people(after),
        ChangeKind.THEMES: old.themes(before) != new.themes(after),
        ChangeKind.REROOMED: before.venue != after.venue and old.place(before) != new.place(after),
        ChangeKind.RETITLED: before.title != after.title,
        ChangeKind.REIDENTIFIED: before.id != after.id,
    }
    found = {kind for kind, held in holds.items() if held} | set(_of_time(before, after))
    if before != after and any(
        found.isdisjoint(_TELLING.get(name, ())) for name in fields_changed(before, after)
    ):
        found.add(ChangeKind.DETAILS)
    return frozenset(found)


def _of_time(before: Session, after: Session) -> Iterator[ChangeKind]:
    was, now = before.when, after.when
    if was is None or now is None:
        if was is not now:
            yield ChangeKind.SCHEDULED if was is None else ChangeKind.UNSCHEDULED
        return
    if was.start_us != now.start_us:
        yield ChangeKind.MOVED
    if was.end_us - was.start_us != now.end_us - now.start_us:
        yield ChangeKind.RESIZED
