"""Norway in Horizon 2020: its networks, each figure recounted from the rows of the file.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository. Two rows name one organization in one project, so that 2,931 participations
are 2,930 ties.
"""

from collections import Counter, defaultdict
from itertools import combinations

import networkx as nx
import pytest

from numeco import Days, Ecosystem, Event, Organization, Partnership
from numeco.graph import affiliation, collaboration, key_partners
from numeco.graph._sizes import pairs_by_size

Rows = list[dict[str, str]]


def key(row: dict[str, str]) -> str:
    """Return what tells an organization from others: its number, else its name."""
    return row["Organisasjonsnummer"] or row["Organisasjonsnavn"]


@pytest.fixture(scope="module")
def casts(h2020_rows: Rows) -> dict[str, set[str]]:
    """The organizations of each project, straight from the rows."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in h2020_rows:
        found[row["Prosjektnr"]].add(key(row))
    return dict(found)


def test_everything_is_counted(h2020: Ecosystem, h2020_rows: Rows) -> None:
    """1,957 projects, 693 organizations, 2,931 participations: as many as the rows say."""
    assert len(h2020.all(Event)) == len({row["Prosjektnr"] for row in h2020_rows}) == 1957
    assert len(h2020.all(Organization)) == len(set(map(key, h2020_rows))) == 693
    assert len(h2020.all(Partnership)) == len(h2020_rows) == 2931


def test_rows_without_a_number_are_not_skipped(h2020: Ecosystem, h2020_rows: Rows) -> None:
    """Three rows name "ukjent" (unknown) without a number; without them there would be 692."""
    nameless = [row for row in h2020_rows if not row["Organisasjonsnummer"]]
    assert len(nameless) == 3
    assert affiliation(h2020).degree("org-ukjent") == 3


def test_the_two_mode_network_has_244_components(
    h2020: Ecosystem, casts: dict[str, set[str]]
) -> None:
    """Components of the network are those that merging overlapping casts by hand leaves."""
    network = affiliation(h2020)
    assert network.number_of_edges() == sum(map(len, casts.values())) == 2930
    merged: list[set[str]] = []
    for cast in casts.values():
        apart = [those for those in merged if those.isdisjoint(cast)]
        merged = [*apart, cast.union(*(those for those in merged if those not in apart))]
    assert nx.number_connected_components(network) == len(merged) == 244


def test_collaboration_is_the_pairs_of_the_rows(
    h2020: Ecosystem, casts: dict[str, set[str]]
) -> None:
    """Each pair of a project is a tie, whose count is the number of their projects."""
    network = collaboration(h2020, shared=True)
    counts = Counter(
        frozenset(pair) for cast in casts.values() for pair in combinations(sorted(cast), 2)
    )
    assert network.number_of_edges() == len(counts)
    for one, other, edge in network.edges(data=True):
        pair = frozenset(name.removeprefix("org-") for name in (one, other))
        assert edge["count"] == len(edge["events"]) == counts[pair]


def test_strength_is_the_number_of_projects_with_a_norwegian_partner(
    h2020: Ecosystem, casts: dict[str, set[str]]
) -> None:
    """Newman's strengths, and the ranking by them, are counts of projects."""
    shared = Counter(one for cast in casts.values() if len(cast) > 1 for one in cast)
    rows = key_partners(h2020, most=None)
    assert {str(one.organization): one.strength for one in rows} == {
        f"org-{one}": number for one, number in shared.items()
    }
    assert max(shared.values()) == rows[0].strength


def test_a_year_holds_the_projects_that_run_in_it(h2020: Ecosystem, h2020_rows: Rows) -> None:
    """During 2016 the network is that of the projects which began by its end and had not ended.

    Projects without dates are left out.
    """
    running = {
        (f"org-{row['Organisasjonsnummer'] or 'ukjent'}", f"project-{row['Prosjektnr']}")
        for row in h2020_rows
        if row["Kontrakt startdato"]
        and row["Kontrakt startdato"][6:10] <= "2016" <= row["Kontrakt sluttdato"][6:10]
    }
    network = affiliation(h2020, during=Days.year(2016))
    assert set(network.edges) == running
    assert len(network) == 693 + len({project for _, project in running})


def test_pairs_by_size_are_recounted(h2020: Ecosystem, casts: dict[str, set[str]]) -> None:
    """22 projects of 1,957, those with 6 Norwegian organizations or more, make 27 % of the pairs."""
    found = pairs_by_size(affiliation(h2020))
    where: defaultdict[frozenset[str], set[int]] = defaultdict(set)
    for at, one in enumerate(found):
        here = [c for c in casts.values() if one.least <= len(c) <= (one.most or len(c))]
        pairs = [frozenset(pair) for cast in here for pair in combinations(cast, 2)]
        assert (one.events, one.pairs, one.ties) == (len(here), len(pairs), len(set(pairs)))
        for pair in pairs:
            where[pair].add(at)
    assert [one.only for one in found] == [
        sum(classes == {at} for classes in where.values()) for at in range(len(found))
    ]
    large = found[3:]
    assert sum(one.events for one in large) == 22
    assert round(100 * sum(one.share or 0 for one in large)) == 27
