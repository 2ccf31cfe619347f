"""Key actors of real networks, against networkx and against what the raw rows say.

The data is no part of numeco; the fixtures read it where it is.
"""

import re
from collections import defaultdict
from itertools import combinations

import networkx as nx
import pytest

from numeco import Ecosystem
from numeco.graph._actors import Actors, actors
from numeco.graph._betweenness import betweenness
from numeco.graph._communities import communities
from numeco.graph._measuring.columns import Column
from numeco.model import slug

LEADING = [
    "NORGES TEKNISK-NATURVITENSKAPELIGE UNIVERSITET NTNU",
    "SINTEF AS",
    "UNIVERSITETET I OSLO",
]


@pytest.fixture(scope="module")
def norway(h2020: Ecosystem) -> Actors:
    """Return the table of the Norwegian participants in Horizon 2020, but for two modes."""
    columns = frozenset(Column) - {Column.TWO_MODE}
    return actors(h2020, backend="networkx", columns=columns)


@pytest.fixture(scope="module")
def recounted(h2020_rows: list[dict[str, str]]) -> "nx.Graph[str]":
    """Return who shares a project with whom, from the raw rows alone."""
    members: defaultdict[str, set[str]] = defaultdict(set)
    for row in h2020_rows:
        who = row["Organisasjonsnummer"] or slug(row["Organisasjonsnavn"])
        members[row["Prosjektnr"]].add(f"org-{who}")
    network: nx.Graph[str] = nx.Graph()
    for group in members.values():
        network.add_nodes_from(group)
        network.add_edges_from(combinations(group, 2))
    return network


def test_three_hold_norwegian_research_together(norway: Actors) -> None:
    """NTNU, SINTEF and the University of Oslo come first, whichever paths count and back end runs."""
    assert [one.name for one in norway[:3]] == LEADING


def test_shortest_paths_agree_with_networkx(h2020: Ecosystem, recounted: "nx.Graph[str]") -> None:
    """Betweenness along the shortest paths is networkx's on a network made of the raw rows."""
    table = actors(h2020, paths="shortest", columns=["betweenness"], backend="networkx")
    expected = nx.betweenness_centrality(recounted)
    assert {one.organization: one.betweenness for one in table} == pytest.approx(expected, rel=1e-9)
    assert {LEADING[0], LEADING[1]} == {one.name for one in table[:2]}


def test_the_reasons_are_true(norway: Actors, recounted: "nx.Graph[str]") -> None:
    """What would be lost without each of the first 20 is what removing it from the rows loses."""
    for one in norway[:20]:
        part = nx.node_connected_component(recounted, one.organization) - {one.organization}
        left = sorted(map(len, nx.connected_components(recounted.subgraph(part))), reverse=True)
        assert one.separated == sum(a * b for a, b in combinations(left, 2))
        said = " ".join(one.reasons)
        lost = re.search(r"splits: (\d+) organizations?.* would lose the other (\d+)", said)
        assert (lost is not None) == (len(left) > 1)
        if lost:
            assert (int(lost[1]), int(lost[2])) == (sum(left[1:]), left[0])
        assert f"{recounted.degree(one.organization)} of 692 others as partners" in said


def test_the_first_three_are_missed_together(norway: Actors, recounted: "nx.Graph[str]") -> None:
    """The last line counts the pairs that lose each other without the first three."""
    gone = {one.organization for one in norway[:3]}

    def pairs(network: "nx.Graph[str]") -> int:
        parts = (len(part - gone) for part in nx.connected_components(network))
        return sum(size * (size - 1) // 2 for size in parts)

    before, after = pairs(recounted), pairs(recounted.subgraph(set(recounted) - gone))
    assert f"({before - after:,} of {before:,})" in norway.explain()


@pytest.mark.parametrize("backend", ["igraph"])
def test_back_ends_agree_on_real_strengths(h2020: Ecosystem, norway: Actors, backend: str) -> None:
    """Along the strongest paths too, the order and the figures are those of networkx."""
    pytest.importorskip(backend)
    table = actors(h2020, backend=backend, columns=["betweenness", "cuts"])
    assert [one.organization for one in table] == [one.organization for one in norway]
    found = [one.betweenness for one in table]
    assert found == pytest.approx([one.betweenness for one in norway], rel=1e-9)


def test_pivots_find_the_same_leaders(norway: Actors) -> None:
    """From a tenth of the organizations, the first four are the same and ranks hardly differ."""
    estimate = betweenness(norway.network, strength="weight", pivots=70, backend="networkx")
    exact = [one.organization for one in norway]
    assert set(list(estimate)[:4]) == set(exact[:4])


def test_louvain_beats_networkx(norway: Actors) -> None:
    """On the real network the modularity is no lower than that of networkx's Louvain."""
    assert norway.communities is not None
    reference = communities(norway.network, backend="networkx")
    assert norway.communities.modularity >= reference.modularity - 0.001
    parts = list(nx.connected_components(norway.network))
    assert all(any(group <= part for part in parts) for group in norway.communities.groups)


def test_partners_of_a_festival_are_bound_by_its_editions(gdg_nantes: Ecosystem) -> None:
    """DevFest's editions make nearly all partners of all: those of every edition come first."""
    table = actors(gdg_nantes, backend="networkx")
    events = [one.events for one in table]
    assert max(events) == 4
    assert {one.events for one in table[:3]} == {4}
    assert not table.cuts


def test_equals_are_named_together_or_not_at_all(gdg_nantes: Ecosystem) -> None:
    """However many are asked for, those named come before all others in betweenness."""
    table = actors(gdg_nantes, backend="networkx", columns=["betweenness", "cuts"])
    scores = [float(f"{one.betweenness or 0:.9g}") for one in table]
    for most in range(1, 21):
        text = table.explain(most)
        named = len(re.findall(r"^\d+\. ", text, re.MULTILINE))
        assert named <= most
        assert named == 0 or scores[named - 1] > scores[named]
        tied = re.search(
            r"^(\d+) organizations (?:are|share the next place: they are) equal", text, re.MULTILINE
        )
        if tied:
            assert scores.count(scores[named]) == int(tied[1]) > most - named
        else:
            assert named == most
