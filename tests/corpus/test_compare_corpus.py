"""Change between the editions of real series, recounted from the raw files.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository. The fixtures of real networks stand in ``conftest.py``.
"""

import csv
import json
import os
import re
from collections import defaultdict
from collections.abc import Collection
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from numeco import Days, Ecosystem, Event, Organization, Partnership, Series, Session, Theme
from numeco.graph._compare import compare
from numeco.model import slug

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
#: The levels of DevFest Nantes, the highest first; 2017 had other words for them.
LADDER = [("platinium", "platinium-partner"), ("gold", "gold-partner"), "virtual"]


def there(*parts: str) -> Path:
    """Return a path of the corpus; skip the test where nothing is there."""
    path = CORPUS.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the corpus is not here: no {path.name} in $NUMECO_CORPUS or ../shared/data")
    return path


def yearly(name: str, years: Collection[int]) -> list[Event]:
    """Return an edition a year, of the series called `name`."""
    return [
        Event(id=f"{name}-{year}", name=name, series=name, days=Days.year(year)) for year in years
    ]


def percent(some: Collection[object], whole: Collection[object]) -> str:
    """Return a share in whole percent."""
    return f"{100 * len(some) / len(whole):.0f} %"


# DevFest Nantes


@pytest.fixture(scope="module")
def named() -> dict[int, dict[str, set[str]]]:
    """Return the levels of each partner of each edition, by name without case."""
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    path = there("gdg_nantes", "partners_by_edition.derived.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found[int(row["edition"])][row["organisation"].casefold()].add(row["level"])
    return found


@pytest.fixture(scope="module")
def devfest(named: dict[int, dict[str, set[str]]]) -> Ecosystem:
    """Return DevFest Nantes with an organization for each name, case apart."""
    names = sorted({name for of in named.values() for name in of})
    ids = {name: f"{slug(name)}-{at}" for at, name in enumerate(names)}
    ties = [
        Partnership(
            id=f"{year}-{ids[name]}-{slug(level)}",
            organization=ids[name],
            of=f"devfest-{year}",
            role="sponsor",
            level=level,
        )
        for year, of in named.items()
        for name, levels in of.items()
        for level in levels
    ]
    firms = [Organization(id=one, name=name) for name, one in ids.items()]
    return Ecosystem.of(Series(id="devfest", name="devfest"), yearly("devfest", named), firms, ties)


def test_devfest_retains_57_and_47_percent(
    devfest: Ecosystem, named: dict[int, dict[str, set[str]]]
) -> None:
    """Of 42 partners of 2022, 57 % came in 2023; of the 47 of 2023, 47 % in 2024."""
    found = compare(devfest, "devfest")
    assert [len(one.partners) for one in found.editions] == [43, 42, 47, 40]
    assert [one.retention.said for one in found.steps[1:]] == ["57 %", "47 %"]
    recounted = [percent(named[a].keys() & named[b].keys(), named[a]) for a, b in pairwise(named)]
    assert [one.retention.said for one in found.steps] == recounted
    assert [str(one.retention) for one in found.steps[1:]] == [
        "retention: 57 % (24 of 42)",
        "retention: 47 % (22 of 47)",
    ]


def test_devfest_has_a_gap(devfest: Ecosystem) -> None:
    """The step from 2017 to 2022 is marked: four years without a known edition lie between."""
    found = compare(devfest, "devfest")
    assert found.gaps == ("no edition of 2018 to 2021 is known",)
    assert found.steps[0].retention.missing == found.gaps
    assert str(found.retention).startswith("retention: 52 % (46 of 89")


def test_devfest_has_partners_written_twice(devfest: Ecosystem, gdg_nantes: Ecosystem) -> None:
    """Names that differ by an accent or a hyphen are told; as one, they make 47 % into 51 %."""
    found = compare(devfest, "devfest")
    words = [{devfest[one].name for one in group} for group in found.alike]
    assert sorted(words, key=min) == [
        {"cat amania", "cat-amania"},
        {"nantes metropole", "nantes métropole"},
        {"sopra steria", "sopra stéria"},
        {"u gie iris", "u gie-iris"},
    ]
    same = {one: group[0] for group in found.alike for one in group[1:]}
    united = compare(devfest, "devfest", same=same)
    assert united.alike == ()
    assert [one.retention.said for one in united.steps] == ["21 %", "57 %", "51 %"]
    slugs = compare(gdg_nantes, "devfest-nantes")
    assert [one.retention for one in united.steps] == [one.retention for one in slugs.steps]


def test_devfest_levels_rise_and_fall(
    devfest: Ecosystem, named: dict[int, dict[str, set[str]]]
) -> None:
    """Who paid for a higher level, or a lower one, than the year before is found by name."""
    rank = {word: at for at, step in enumerate(LADDER[:2]) for word in step} | {"virtual": 2}
    found = compare(devfest, "devfest", ladder=LADDER)
    for (a, b), step in zip(pairwise(named), found.steps, strict=True):
        both = {one: (named[a][one], named[b][one]) for one in named[a].keys() & named[b].keys()}
        best = {
            one: tuple(min((rank[w] for w in words if w in rank), default=None) for words in two)
            for one, two in both.items()
        }
        ranked = {one: two for one, two in best.items() if None not in two}
        for changes, rose in ((step.upgraded, True), (step.downgraded, False)):
            names = {devfest[one.organization].name for one in changes}
            assert names == {one for one, (x, y) in ranked.items() if x != y and (y < x) == rose}


# Norway in Horizon 2020


def test_h2020_changes_from_year_to_year(
    h2020: Ecosystem, h2020_rows: list[dict[str, str]]
) -> None:
    """With years as editions and projects within them, all figures are those of the raw rows."""
    projects: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in h2020_rows:
        if date := row["Kontrakt startdato"]:
            number = row["Organisasjonsnummer"] or slug(row["Organisasjonsnavn"])
            projects[int(date[6:10])][row["Prosjektnr"]].add(f"org-{number}")
    events = [
        evolve(one, within=f"h2020-{one.days.first.year}")
        for one in h2020.all(Event)
        if one.days is not None
    ]
    years = sorted(projects)
    ecosystem = h2020.adding(Series(id="h2020", name="h2020"), yearly("h2020", years))
    found = compare(ecosystem.replacing(events), "h2020")
    firms = [set[str]().union(*projects[year].values()) for year in years]
    pairs = [
        {pair for of in projects[year].values() for pair in combinations(sorted(of), 2)}
        for year in years
    ]
    assert [set(one.partners) for one in found.editions] == firms
    assert [set(one.ties) for one in found.editions] == pairs
    for at, step in enumerate(found.steps):
        earlier = set[str]().union(*firms[: at + 1])
        assert set(step.returned) == (firms[at + 1] & earlier) - firms[at]
        assert step.retention.value == len(firms[at] & firms[at + 1]) / len(firms[at])
        kept = len(pairs[at] & pairs[at + 1])
        assert step.tie_retention.value == (kept / len(pairs[at]) if pairs[at] else None)


# FOSDEM


def tracks(*parts: str) -> list[str | None]:
    """Return the track of each session of a schedule."""
    root = ET.parse(there(*parts)).getroot()  # noqa: S314  # files that we have looked at
    return [(one.findtext("track") or "").strip() or None for one in root.iter("event")]


def bare(track: str) -> str:
    """Return the name of a track without what FOSDEM appended to it in some years."""
    return re.sub(r"\s*(devroom|track)$", "", track.casefold())


def test_fosdem_tracks_last_longer_once_aliases_are_given() -> None:
    """Of the tracks of 2011, 4 of 30 were there in 2019 as written, 8 without the word devroom."""
    years = {2011: tracks("fosdem", "2011.xml"), 2019: tracks("fosdem", "2019.xml")}
    for strip, said in ((None, "13 % (4 of 30"), (bare, "27 % (8 of 30")):
        themes = {
            (year, name): Theme(
                id=f"{year}-{slug(name)}", name=name, aliases=[strip(name)] if strip else []
            )
            for year, of in years.items()
            for name in of
            if name
        }
        sessions = [
            Session(
                id=f"talk-{year}-{at}",
                title="Talk",
                event=f"fosdem-{year}",
                themes=[themes[year, name].id] if name else [],
            )
            for year, of in years.items()
            for at, name in enumerate(of)
        ]
        events = yearly("fosdem", years)
        ecosystem = Ecosystem.of(
            Series(id="fosdem", name="fosdem"), events, themes.values(), sessions
        )
        (step,) = compare(ecosystem, "fosdem").steps
        assert str(step.theme_retention).startswith(f"theme retention: {said}")
        assert (step.before.sessions, step.after.sessions) == tuple(map(len, years.values()))


# Conferences


def test_conferences_come_in_the_order_of_their_days() -> None:
    """Each series of five conferences or more is put in order, and tells its years without one."""
    folder = there("conference-data")
    days: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in sorted(folder.glob("*/*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            days[row["name"]][row["startDate"]].add(path.stem)
    often = {name: of for name, of in days.items() if len(of) >= 5}
    assert len(often) > 100
    topics = sorted({topic for of in often.values() for each in of.values() for topic in each})
    ecosystem = Ecosystem.of(
        (Theme(id=f"theme-{one}", name=one) for one in topics),
        (Series(id=f"s-{at}", name=name) for at, name in enumerate(often)),
        (
            Event(
                id=f"s-{at}-{first}",
                name=name,
                series=f"s-{at}",
                days=Days.of(first),
                themes=[f"theme-{one}" for one in sorted(topics)],
            )
            for at, (name, of) in enumerate(often.items())
            for first, topics in of.items()
        ),
    )
    for at, of in enumerate(often.values()):
        found = compare(ecosystem, f"s-{at}")
        assert [str(one.days) for one in found.editions] == sorted(of)
        for (a, b), step in zip(pairwise(sorted(of)), found.steps, strict=True):
            assert step.theme_retention.value == len(of[a] & of[b]) / len(of[a])
            assert (step.retention.value, step.known) == (None, False)
            if int(b[:4]) - int(a[:4]) < 2:
                assert step.gap == ()
