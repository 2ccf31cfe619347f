"""Matchmaking on real networks: who would meet, told from who had met.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository.
"""

import csv
import os
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from numeco import Ecosystem, Event, Interval, Organization, Partnership, Session
from numeco.formats.csv import from_csv
from numeco.graph import collaboration
from numeco.graph._matches import matches
from numeco.graph._matching.likely import Nearness
from numeco.graph._meetings import meetings
from numeco.graph._timetable import Obstacle
from numeco.model import slug
from numeco.schedule import HOST, SPEAKER, clashes

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
pytestmark = pytest.mark.skipif(
    not (CORPUS / "eu_h2020_norway").is_dir(), reason=f"no corpus of real networks in {CORPUS}"
)


@cache
def projects() -> Mapping[str, tuple[int, frozenset[str]]]:
    """Return the year in which each Norwegian H2020 project starts, and who takes part."""
    members: defaultdict[str, set[str]] = defaultdict(set)
    starts: dict[str, int] = {}
    path = CORPUS / "eu_h2020_norway" / "dataset.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            # One project has no dates.
            if year := row["Kontrakt startdato"][6:10]:
                starts[row["Prosjektnr"]] = int(year)
                # One organization has no number.
                who = row["Organisasjonsnummer"] or slug(row["Organisasjonsnavn"])
                members[row["Prosjektnr"]].add(who)
    return {key: (year, frozenset(members[key])) for key, year in starts.items()}


@cache
def known_by(year: int) -> Ecosystem:
    """Return the organizations and projects that there were by the end of a year."""
    there = {key: members for key, (start, members) in projects().items() if start <= year}
    numbers = sorted(set().union(*there.values()))
    return Ecosystem.of(
        [Organization(id=f"o-{one}", name=one) for one in numbers],
        [Event(id=f"p-{key}", name=key) for key in there],
        [
            Partnership(organization=f"o-{one}", of=f"p-{key}")
            for key in there
            for one in there[key]
        ],
    )


def new_from(year: int) -> set[frozenset[str]]:
    """Return the pairs that first met from a year on, of organizations that were there before."""
    before = collaboration(known_by(year - 1))
    later = (members for start, members in projects().values() if start >= year)
    pairs = (map("o-{}".format, pair) for members in later for pair in combinations(members, 2))
    found = {frozenset(pair) for pair in pairs}
    return {pair for pair in found if pair <= set(before) and not before.has_edge(*pair)}


@pytest.mark.parametrize(
    ("measure", "hits"),
    [
        ("resource-allocation", 14),
        ("adamic-adar", 16),
        ("common-neighbours", 17),
        ("preferential-attachment", 10),
        ("jaccard", 1),
    ],
)
def test_the_nearest_pairs_meet_more_often_than_others(measure, hits):
    """Of the 100 nearest Norwegian pairs of 2017, so many met from 2018 on; by chance 3 would."""
    known, met = known_by(2017), new_from(2018)
    found = matches(known, score=measure, weights={"network": 1}, diverse=0, most=None)
    assert (len(found.organizations), found.candidates) == (324, 2811)
    pairs = [frozenset(one.ends) for one in found]
    assert sum(pair in met for pair in pairs[:100]) == hits
    chance = sum(pair in met for pair in pairs) / len(pairs)
    assert chance == pytest.approx(82 / 2811)


def test_scores_are_those_of_networkx_on_a_real_network():
    """Each of the five, on all 693 organizations of H2020 in Norway."""
    ecosystem = known_by(2022)
    network = nx.Graph(collaboration(ecosystem).edges)
    network.add_nodes_from(one.id for one in ecosystem.all(Organization))
    assert len(network) == 693
    found = matches(ecosystem, most=2000, diverse=0)
    pairs = [one.ends for one in found]
    for measure, oracle in {
        Nearness.RESOURCE_ALLOCATION: nx.resource_allocation_index,
        Nearness.ADAMIC_ADAR: nx.adamic_adar_index,
        Nearness.JACCARD: nx.jaccard_coefficient,
        Nearness.PREFERENTIAL_ATTACHMENT: nx.preferential_attachment,
    }.items():
        expected = [value for _, _, value in oracle(network, pairs)]
        assert [one.nearness.by(measure) for one in found] == pytest.approx(expected)


def test_meetings_at_web2day_leave_the_speakers_alone():
    """Forty companies with speakers meet on the first day, but not while their people speak."""
    columns = {
        "id": "_link",
        "title": "_titleCheck",
        "start_date": "Start Date",
        "start_time": "Start Time",
        "end_date": "End Date",
        "end_time": "End Time",
        "venue": "Location",
        "speakers": "_speakers",
    }
    programme = from_csv(
        CORPUS / "web2day2018" / "web2day.csv",
        event="Web2day 2018",
        zone="Europe/Paris",
        columns=columns,
        date_formats=("%d/%m/%y",),
        time_formats=("%I:%M %p",),
    ).ecosystem
    companies = [one.id for one in programme.all(Organization)][:40]
    wishes = dict.fromkeys(companies[:20], companies[20:])
    day = [f"2018-06-13T{hour:02}:{half}" for hour in range(9, 18) for half in ("00", "30")]
    ends = [*day[1:], "2018-06-13T18:00"]
    slots = [Interval.local(*both, "Europe/Paris") for both in zip(day, ends, strict=True)]
    timetable = meetings([], slots=slots, tables=12, ecosystem=programme, wishes=wishes)
    assert {one.because for one in timetable.unplaced} <= {Obstacle.TABLES, Obstacle.SLOTS}
    [event] = programme.all(Event)
    made = timetable.sessions(event.id)
    speaking = {
        (membership.of, session.id)
        for session in programme.all(Session)
        for who in session.speakers
        for membership in programme.memberships_of(who)
    }
    assert any(one in companies for one, _ in speaking)
    busy = {
        (one, at)
        for one, session in speaking
        for at, slot in enumerate(slots)
        if (when := programme[session].when) is not None and when.overlaps(slot)
    }
    sides = companies[:20], companies[20:]
    # No slot holds more than there are tables, or companies free on either side.
    most = (
        min(12, *(sum((one, at) not in busy for one in side) for side in sides))
        for at in range(len(slots))
    )
    assert len(timetable) == sum(most)
    assert not {(end, one.slot - 1) for one in timetable for end in one.ends} & busy
    found = clashes(programme.adding(made), rules=[HOST, SPEAKER])
    assert not [one for one in found if one.first in made or one.second in made]
