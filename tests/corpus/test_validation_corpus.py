"""Norway in Horizon 2020: which partnerships chance does not explain.

1,957 projects, 693 organizations; the fixtures say where the data comes from.
"""

from collections import Counter, defaultdict
from itertools import combinations
from math import comb

import numpy as np
import pytest

from numeco.graph import affiliation, collaboration
from numeco.graph._disparity import disparity
from numeco.graph.validation import validated


@pytest.fixture(scope="module")
def network(h2020):
    """Return who took part in which project."""
    return affiliation(h2020)


@pytest.fixture(scope="module")
def pairs(h2020_rows):
    """Return how many projects each pair of organizations shares, counted in the rows themselves.

    The organization without a number is the one that the fixtures know by its name.
    """
    casts = defaultdict(set)
    for row in h2020_rows:
        casts[row["Prosjektnr"]].add(f"org-{row['Organisasjonsnummer'] or 'ukjent'}")
    return Counter(frozenset(pair) for cast in casts.values() for pair in combinations(cast, 2))


@pytest.fixture(scope="module")
def chances(network):
    """Return all ties, with what the stochastic model says of each."""
    return validated(network, alpha=1 - 1e-12, correction=None)


def test_all_pairs_of_organizations_are_tested(network, pairs, chances):
    """693 organizations make 239,778 pairs, of which the raw data ties 1,322."""
    assert chances.graph["tested"] == comb(693, 2) == 239_778
    assert chances.graph["observed"] == len(pairs) == 1_322
    assert {
        frozenset(tie[:2]): tie[2] for tie in chances.edges(data="count")
    }.items() <= pairs.items()


def test_tails_are_those_of_adding_one_project_at_a_time(network, chances):
    """The ten least likely ties, by convolution over all 1,957 projects in plain floats."""
    degrees = dict(network.degree)
    ties = sorted(chances.edges(data=True), key=lambda tie: tie[2]["p_value"])[:10]
    fit = _fitted(network)
    for one, other, facts in ties:
        chance = np.zeros(facts["count"] + 60)
        chance[0] = 1
        for size in (len(network[node]) for node in network if network.nodes[node]["bipartite"]):
            both = fit[degrees[one]][size] * fit[degrees[other]][size]
            chance[1:] = chance[1:] * (1 - both) + chance[:-1] * both
            chance[0] *= 1 - both
        assert facts["p_value"] == pytest.approx(chance[facts["count"] :].sum(), rel=1e-6)


def _fitted(network):
    """Return x y/(1 + x y) by degree and size, found by rounds of the fixed point."""
    degrees = [len(network[one]) for one, side in network.nodes(data="bipartite") if side == 0]
    sizes = [len(network[one]) for one, side in network.nodes(data="bipartite") if side == 1]
    (k, n), (d, m) = (np.unique(values, return_counts=True) for values in (degrees, sizes))
    x, y = k / np.sqrt(sum(degrees)), d / np.sqrt(sum(degrees))
    for _ in range(2_000):
        x = k / (m * y / (1 + np.outer(x, y))).sum(axis=1)
        y = d / (n[:, None] * x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
    likely = np.outer(x, y) / (1 + np.outer(x, y))
    return {
        int(degree): dict(zip(d.tolist(), row, strict=True))
        for degree, row in zip(k, likely, strict=True)
    }


def test_corrections_over_all_pairs_keep_little(network):
    """One partnership in Norway's part of the data stands out among 239,778 possible ones."""
    kept = {
        correction: validated(network, correction=correction).number_of_edges()
        for correction in ("fdr", "bonferroni", None)
    }
    assert kept["bonferroni"] <= kept["fdr"] == 1 <= kept[None]


def test_backbone_and_validation_ask_different_questions(h2020, network):
    """The disparity filter keeps organizations that one large project ties; validation does not."""
    backbone = disparity(collaboration(h2020), alpha=0.05)
    assert set(backbone) == set(validated(network))
    assert 0 < backbone.graph["kept"] < backbone.graph["tested"] == 1_322
