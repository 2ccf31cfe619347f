"""Real networks as ecosystems, for the tests of every chapter that looks at them.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository. A test that asks for what is not there is skipped.
"""

import csv
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from numeco import (
    Days,
    Ecosystem,
    Event,
    Organization,
    Partnership,
    Series,
    Territory,
    Thing,
)
from numeco.model import slug

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
#: The sectors of the Norwegian register of research, in our words.
KINDS = {"UoH": "university", "INS": "research", "NÆR": "company", "NFR": "public-agency"}
#: What DevFest Nantes calls its levels, from year to year: those of other words are partners.
SPONSORS = {"platinium-partner", "gold-partner", "platinium", "gold"}


def rows_of(*parts: str, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a table of the corpus, as the csv module reads them."""
    path = CORPUS.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the corpus is not here: no {path.name} in $NUMECO_CORPUS or ../shared/data")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.fixture(scope="session")
def h2020_rows() -> list[dict[str, str]]:
    """The Norwegian participations in Horizon 2020, a row each."""
    return rows_of("eu_h2020_norway", "dataset.csv", delimiter=";")


@pytest.fixture(scope="session")
def h2020(h2020_rows: list[dict[str, str]]) -> Ecosystem:
    """Return Norway in Horizon 2020: projects as events, participations as partnerships.

    Coordinators are organizers, participants partners. The three rows of an organization without
    number, "ukjent", are one organization, known by that name.
    """
    first: dict[str, dict[str, str]] = {}
    for row in h2020_rows:
        first.setdefault(h2020_organization(row), row)
    projects = {row["Prosjektnr"]: row for row in h2020_rows}
    territories = {one.id: one for row in h2020_rows for one in _territories(row)}
    return Ecosystem.of(
        territories.values(),
        (_organization(one, row) for one, row in first.items()),
        map(_project, projects.values()),
        (_participation(line, row) for line, row in enumerate(h2020_rows, start=2)),
    )


def h2020_organization(row: dict[str, str]) -> str:
    """Return the id of the organization of a row: by its number, or by its name without one."""
    return f"org-{row['Organisasjonsnummer'] or slug(row['Organisasjonsnavn'])}"


def _organization(one: str, row: dict[str, str]) -> Organization:
    return Organization(
        id=one,
        name=row["Organisasjonsnavn"],
        kind=KINDS.get(row["FoU sektorkode"], "other"),
        seat=f"kommune-{row['Adresse kommunenummer']}" if row["Adresse kommunenummer"] else None,
    )


def _territories(row: dict[str, str]) -> Iterator[Territory]:
    """Iterate over the part of the country, the county and the municipality of a row."""
    within: list[str] = []
    for one, name in (
        (f"landsdel-{slug(row['Adresse landsdel'])}", row["Adresse landsdel"]),
        (f"fylke-{row['Adresse fylkenummer']}", row["Adresse fylke"]),
        (f"kommune-{row['Adresse kommunenummer']}", row["Adresse kommune"]),
    ):
        if name:
            yield Territory(id=one, name=name, within=within)
            within = [one]


def _project(row: dict[str, str]) -> Event:
    first, last = (_day(row[f"Kontrakt {when}dato"]) for when in ("start", "slutt"))
    days = Days.of(first, last) if first and last else None
    return Event(id=f"project-{row['Prosjektnr']}", name=row["Prosjektnavn"], days=days)


def _day(text: str) -> str | None:
    """Return ``01.06.2020 00:00`` as ISO 8601 writes the day."""
    return datetime.strptime(text, "%d.%m.%Y %H:%M").date().isoformat() if text else None  # noqa: DTZ007  # a day, not an instant


def _participation(line: int, row: dict[str, str]) -> Partnership:
    return Partnership(
        id=f"row-{line}",
        organization=h2020_organization(row),
        of=f"project-{row['Prosjektnr']}",
        role="organizer" if row["Organisasjon rolle"] == "COORDINATOR" else "partner",
    )


@pytest.fixture(scope="session")
def gdg_nantes_rows() -> list[dict[str, str]]:
    """The partners of DevFest Nantes, a row for each edition and partner."""
    return rows_of("gdg_nantes", "partners_by_edition.derived.csv")


@pytest.fixture(scope="session")
def gdg_nantes(gdg_nantes_rows: list[dict[str, str]]) -> Ecosystem:
    """Return the editions of DevFest Nantes 2017 and 2022 to 2024, with their partners by level.

    Platinum and gold partners are sponsors, others partners; `level` keeps the word as it is.
    """
    series = Series(id="devfest-nantes", name="DevFest Nantes")
    things: dict[str, Thing] = {series.id: series}
    for row in gdg_nantes_rows:
        for thing in _partner(row):
            things.setdefault(thing.id, thing)
    return Ecosystem.of(things.values())


def _partner(row: dict[str, str]) -> tuple[Thing, ...]:
    year = int(row["edition"])
    event = Event(
        id=f"devfest-nantes-{year}",
        name=f"DevFest Nantes {year}",
        kind="conference",
        series="devfest-nantes",
        days=Days.year(year),
    )
    partner = Organization(id=f"org-{slug(row['organisation'])}", name=row["organisation"])
    role = "sponsor" if row["level"] in SPONSORS else "partner"
    tie = Partnership(organization=partner.id, of=event.id, role=role, level=row["level"])
    return event, partner, tie
