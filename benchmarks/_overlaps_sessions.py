"""Contenders from sessions to sessions: each takes an Ecosystem and answers one question.

*Any* is a truth, *count* a number, *pairs* every pair of sessions that share a room and overlap, gone
through once and not kept; *clashes* the same as numeco's objects, which say why and when.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from _overlaps_loads import Answer, Load, mark

from numeco import Ecosystem, Session
from numeco.schedule import VENUE, arrays, clashes

Pairs = Iterator[tuple[Session, Session]]


def numeco(ecosystem: Ecosystem) -> dict[str, Answer]:
    """The chapter that this benchmark is about."""

    def found() -> Any:
        return clashes(ecosystem, rules=[VENUE])

    return {
        "any": lambda: bool(found()),
        "count": lambda: len(found()),
        "pairs": lambda: found().pairs(),
        "clashes": lambda: ((one.first, one.second) for one in found()),
    }


def _columns(sessions: Iterable[Session]) -> tuple[list[int], list[int], list[str | None]]:
    whens = [(one.when, one.venue) for one in sessions]
    return (
        [when.start_us for when, _ in whens],
        [when.end_us for when, _ in whens],
        [venue for _, venue in whens],
    )


def by_arrays(ecosystem: Ecosystem) -> dict[str, Answer]:
    """Columns drawn from the sessions, then `numeco.schedule.arrays`."""

    def pairs() -> Pairs:
        sessions = ecosystem.all(Session)
        first, second = arrays.pairs(*_columns(sessions))
        table = zip(first.tolist(), second.tolist(), strict=True)
        return ((sessions[one], sessions[other]) for one, other in table)

    return {
        "any": lambda: arrays.any_overlap(*_columns(ecosystem.all(Session))),
        "count": lambda: arrays.count(*_columns(ecosystem.all(Session))),
        "pairs": pairs,
    }


def _by_room(ecosystem: Ecosystem) -> Iterable[list[Session]]:
    groups: defaultdict[str | None, list[Session]] = defaultdict(list)
    for one in ecosystem.all(Session):
        groups[one.venue].append(one)
    return groups.values()


def _three(pairs: Callable[[], Pairs]) -> dict[str, Answer]:
    return {
        "any": lambda: next(pairs(), None) is not None,
        "count": lambda: sum(1 for _ in pairs()),
        "pairs": pairs,
    }


def by_combinations(ecosystem: Ecosystem) -> dict[str, Answer]:
    """Every two sessions of a room, by itertools.combinations."""
    return _three(
        lambda: (
            (one, other)
            for group in _by_room(ecosystem)
            for one, other in combinations(group, 2)
            if one.when.overlaps(other.when)
        )
    )


def like_pretalx(ecosystem: Ecosystem) -> dict[str, Answer]:
    """For each session, look through all of them, as a query without an index does."""

    def pairs() -> Pairs:
        sessions = ecosystem.all(Session)
        for one in sessions:
            for other in sessions:
                if one.venue == other.venue and one.id < other.id and one.when.overlaps(other.when):
                    yield one, other

    return _three(pairs)


def intervaltree(ecosystem: Ecosystem) -> dict[str, Answer]:
    """Pure Python; a tree for each room, asked for each session."""
    from intervaltree import IntervalTree  # noqa: PLC0415  # only where it is installed

    def pairs() -> Pairs:
        for group in _by_room(ecosystem):
            times = [(one.when.start_us, one.when.end_us) for one in group]
            tree = IntervalTree.from_tuples((*when, at) for at, when in enumerate(times))
            for at, when in enumerate(times):
                found = tree.overlap(*when)
                yield from ((group[at], group[other.data]) for other in found if at < other.data)

    return _three(pairs)


def ncls(ecosystem: Ecosystem) -> dict[str, Answer]:
    """Nested containment lists in C; columns drawn from the sessions, rooms folded into times."""
    from ncls import NCLS  # noqa: PLC0415  # only where it is installed

    def pairs() -> Pairs:
        sessions = ecosystem.all(Session)
        starts, ends, venues = _columns(sessions)
        codes: dict[str | None, int] = {}
        rooms = np.array([codes.setdefault(one, len(codes)) for one in venues])
        begins, stops = Load(np.array(starts), np.array(ends), rooms).folded()
        rows = np.arange(len(sessions))
        first, second = NCLS(begins, stops, rows).all_overlaps_both(begins, stops, rows)
        kept = first < second
        table = zip(first[kept].tolist(), second[kept].tolist(), strict=True)
        return ((sessions[one], sessions[other]) for one, other in table)

    return _three(pairs)


def duckdb(ecosystem: Ecosystem) -> dict[str, Answer]:
    """SQL on columns drawn from the sessions, through Arrow."""
    import duckdb as tool  # noqa: PLC0415  # only where it is installed
    import pyarrow as pa  # noqa: PLC0415  # only where it is installed

    join = (
        " from sessions a join sessions b on a.room = b.room"
        " and a.number < b.number and a.s < b.e and b.s < a.e"
    )

    def asked(question: str) -> list[Any]:
        starts, ends, venues = _columns(ecosystem.all(Session))
        names = {"number": range(len(starts)), "s": starts, "e": ends, "room": venues}
        with tool.connect() as database:
            database.register("sessions", pa.table(names))
            return database.execute(question).fetchall()

    def pairs() -> Pairs:
        sessions = ecosystem.all(Session)
        found = asked("select a.number, b.number" + join)
        return ((sessions[one], sessions[other]) for one, other in found)

    return {"count": lambda: asked("select count(*)" + join)[0][0], "pairs": pairs}


QUESTIONS = ("any", "count", "pairs", "clashes")
#: By name: the package that it needs, the function, and what it answers.
CONTENDERS: dict[str, tuple[str, Callable[[Ecosystem], dict[str, Answer]], Sequence[str]]] = {
    "numeco clashes": ("numeco", numeco, QUESTIONS),
    "numeco arrays": ("numeco", by_arrays, QUESTIONS[:3]),
    "NCLS": ("ncls", ncls, QUESTIONS[:3]),
    "DuckDB through Arrow": ("duckdb", duckdb, QUESTIONS[1:3]),
    "combinations": ("numeco", by_combinations, QUESTIONS[:3]),
    "intervaltree": ("intervaltree", intervaltree, QUESTIONS[:3]),
    "like pretalx": ("numeco", like_pretalx, QUESTIONS[:3]),
}


def prepared(name: str, question: str, kind: str, number: int, jitter: bool) -> tuple[Answer, Any]:
    """Return what to time, and what makes its answer comparable.

    The ecosystem is built anew, so that the first run finds no instant worked out already.
    """
    answer = CONTENDERS[name][1](Load.of(kind, number, jitter=jitter).ecosystem())[question]
    if question in ("any", "count"):
        return answer, int

    def gone_through() -> Answer:
        deque(answer(), maxlen=0)
        return answer

    return gone_through, _marked


def _marked(answer: Answer) -> tuple[int, int]:
    ids = [int(one.id.removeprefix("s-")) for pair in answer() for one in pair]
    flat = np.array(ids, np.int64)
    return mark((flat[::2], flat[1::2]))
