"""Clashes of real programmes: the same by brute force, by a tree and by SQL.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository.
"""

import os
from collections import defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from numeco import Ecosystem, Session
from numeco.formats.frab import from_schedule
from numeco.schedule import SPEAKER, THEME, VENUE, Resource, Rule, clashes

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
pytestmark = pytest.mark.skipif(
    not (CORPUS / "ccc").is_dir(), reason=f"no corpus of real schedules in {CORPUS}"
)
SCHEDULES = [
    "ccc/36C3.everything.schedule.json",
    "fosdem/2019.xml",
    "fosdem_mikemoraned/2025.xml",
    "klimacamp2015/schedule.json",
    "versions/36C3_8ff5e7c.json",
]
#: What competes, without what any rule lets off.
RESOURCES = [Resource.VENUE, Resource.SPEAKER, Resource.THEME]


@cache
def ecosystem_of(name: str) -> Ecosystem:
    """Return a programme; times without a zone are those of Brussels, as FOSDEM's are."""
    return from_schedule(CORPUS / name, zone="Europe/Brussels").ecosystem


def rows_of(name: str, resource: Resource) -> list[tuple[str, int, int, str]]:
    """Return what each session uses, from when to when."""
    ecosystem = ecosystem_of(name)
    return [
        (key, one.when.start_us, one.when.busy_until_us, one.id)
        for one in ecosystem.all(Session)
        if one.when is not None and not ecosystem.cancelled(one)
        for key in resource(ecosystem, one)
    ]


def found_in(name: str, resource: Resource) -> set[tuple[str, frozenset[str]]]:
    """Return the clashes over one resource, by resource and pair."""
    found = clashes(ecosystem_of(name), rules=[Rule("shared", resource)])
    pairs = [(clash.resource, frozenset(one.id for one in clash.things)) for clash in found]
    assert len(pairs) == len(set(pairs)) == len(found)
    assert bool(found) == bool(pairs)
    return set(pairs)


@pytest.mark.parametrize("resource", RESOURCES, ids=str)
@pytest.mark.parametrize("name", SCHEDULES)
def test_a_tree_finds_the_same(name, resource):
    """intervaltree, asked session by session, meets the same pairs."""
    intervaltree = pytest.importorskip("intervaltree", reason="the judge is not installed")
    trees = defaultdict(intervaltree.IntervalTree)
    rows = rows_of(name, resource)
    for key, start, end, one in rows:
        trees[key].addi(start, end, one)
    expected = {
        (key, frozenset({one, other.data}))
        for key, start, end, one in rows
        for other in trees[key].overlap(start, end)
        if other.data != one
    }
    assert found_in(name, resource) == expected


@pytest.mark.parametrize("resource", RESOURCES, ids=str)
@pytest.mark.parametrize("name", SCHEDULES)
def test_sql_finds_the_same(name, resource):
    """DuckDB, given one condition in SQL, finds the same pairs."""
    duckdb = pytest.importorskip("duckdb", reason="the judge is not installed")
    with duckdb.connect() as base:
        base.execute("CREATE TABLE used (key TEXT, start BIGINT, stop BIGINT, id TEXT)")
        if rows := rows_of(name, resource):
            base.executemany("INSERT INTO used VALUES (?, ?, ?, ?)", rows)
        met = base.execute(
            "SELECT one.key, one.id, other.id FROM used one JOIN used other ON one.key = other.key"
            " AND one.id < other.id AND one.start < other.stop AND other.start < one.stop"
        ).fetchall()
    assert found_in(name, resource) == {(key, frozenset(two)) for key, *two in met}


@pytest.mark.parametrize("name", SCHEDULES)
def test_brute_force_finds_the_same(name):
    """Every two sessions, compared, clash over the same rooms and persons."""
    ecosystem = ecosystem_of(name)
    expected = {
        (key, frozenset({one.id, other.id}))
        for resource in (Resource.VENUE, Resource.SPEAKER)
        for one, other in combinations(
            [one for one in ecosystem.all(Session) if one.when is not None], 2
        )
        if one.when.overlaps(other.when)
        for key in set(resource(ecosystem, one)) & set(resource(ecosystem, other))
    }
    assert expected == found_in(name, Resource.VENUE) | found_in(name, Resource.SPEAKER)


def test_a_congress_has_no_false_person_clash():
    """In 36C3, whoever is in two places has one name and one number, and is named in both."""
    ecosystem = ecosystem_of(SCHEDULES[0])
    found = clashes(ecosystem, rules=[SPEAKER])
    assert 0 < len(found) < 100
    for clash in found:
        person = ecosystem[clash.resource]
        assert not person.placeholder
        assert all(person.id in session.speakers for session in clash.sessions)
        assert clash.first.when.overlaps(clash.second.when)
    by_name = Rule("one name", lambda ecosystem, one: {ecosystem[who].name for who in one.speakers})
    assert len(clashes(ecosystem, rules=[by_name])) >= len(found)


def test_every_clash_of_a_congress_says_what_it_is_about():
    """Rows, groups and texts of some ten thousand clashes hold together."""
    found = clashes(ecosystem_of(SCHEDULES[0]))
    assert sum(found.counts().values()) == len(found) == sum(1 for _ in found.rows())
    assert sum(map(len, found.group("day").values())) == len(found)
    assert f"and {len(found) - 50:,} more" in str(found)
    assert {VENUE.name, THEME.name} <= set(found.counts())
