"""Which sessions of two releases are the same."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from numeco.model import Session
from numeco.schedule._changing.release import Release

_Keys: TypeAlias = Callable[[Release, Session], Iterable[Hashable]]


def matched(old: Release, new: Release) -> dict[str, str]:
    """Return the new ids of sessions by their old ones, those that are in both releases; O(n).

    Their ids say which they are, but for those that readers number where one id is taken by several
    (``…-2``): of these the numbers change as soon as one goes or comes, so they count last.
    """
    unsure = _numbered(old) | _numbered(new)
    found = {one: one for one in old.sessions if one in new.sessions and one not in unsure}
    lost = {one for one in old.sessions if one not in found}
    come = {one for one in new.sessions if one not in found}
    for keys in _KEYS:
        if not lost or not come:
            break
        pairs = dict(_pairs(_owners(old, keys), _owners(new, keys), lost, come))
        found |= pairs
        lost -= pairs.keys()
        come -= set(pairs.values())
    return found | {one: one for one in lost & come}


def _numbered(release: Release) -> set[str]:
    return {*release.numbered, *release.numbered.values()}


def _owners(release: Release, keys: _Keys) -> dict[Hashable, str]:
    """Return the id of the session that has a key, without keys that several have."""
    owners: dict[Hashable, str] = {}
    shared: set[Hashable] = set()
    for one, session in release.sessions.items():
        for key in keys(release, session):
            if owners.setdefault(key, one) != one:
                shared.add(key)
    return {key: one for key, one in owners.items() if key not in shared}


def _pairs(
    ours: Mapping[Hashable, str], theirs: Mapping[Hashable, str], lost: set[str], come: set[str]
) -> Iterator[tuple[str, str]]:
    """Iterate over the pairs that share a key, without those of which one is in two pairs."""
    there: defaultdict[str, set[str]] = defaultdict(set)
    back: defaultdict[str, set[str]] = defaultdict(set)
    for key in ours.keys() & theirs.keys():
        one, other = ours[key], theirs[key]
        if one in lost and other in come:
            there[one].add(other)
            back[other].add(one)
    for one, others in there.items():
        other = min(others)
        if len(others) == len(back[other]) == 1:
            yield one, other


def _marks(release: Release, session: Session) -> set[str]:
    key = release.numbered.get(session.id, session.id)
    values = {key, *(one.value for one in session.identifiers)}
    return {value.casefold() for value in values}


def _identifiers(release: Release, session: Session) -> Iterator[Hashable]:
    return (one for one in _marks(release, session) if not one.isdecimal())


def _numbers(release: Release, session: Session) -> Iterator[Hashable]:
    # Merged programmes give one number to several sessions.
    return ((one, _title(session)) for one in _marks(release, session) if one.isdecimal())


def _content(release: Release, session: Session) -> Iterator[Hashable]:
    yield _title(session), release.people(session), _start(session), release.place(session)


def _title_and_people(release: Release, session: Session) -> Iterator[Hashable]:
    yield _title(session), release.people(session)


def _title_and_time(_release: Release, session: Session) -> Iterator[Hashable]:
    if session.when is not None:
        yield _title(session), _start(session)


def _slot(release: Release, session: Session) -> Iterator[Hashable]:
    people, place = release.people(session), release.place(session)
    if people and place and session.when is not None:
        yield people, place, _start(session)


_KEYS: Final[tuple[_Keys, ...]] = (
    _identifiers,
    _numbers,
    _content,
    _title_and_people,
    _title_and_time,
    _slot,
)


def _title(session: Session) -> str:
    return " ".join(session.title.split()).casefold()


def _start(session: Session) -> int | None:
    return None if session.when is None else session.when.start_us
