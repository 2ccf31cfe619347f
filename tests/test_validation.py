"""Laws of validated projections; oracles are brute force, SciPy's or published figures."""

import subprocess
import sys
import warnings
from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import comb

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from numeco import Ecosystem, Event, InvalidType, InvalidValue, Organization, Partnership
from numeco.graph import affiliation, collaboration
from numeco.graph._narrowing import Mode
from numeco.graph._validating.draws import drawn
from numeco.graph._validating.incidence import Incidence
from numeco.graph._validating.margins import Margin, probabilities
from numeco.graph._validating.tails import tails
from numeco.graph.validation import Model, NothingKept, validated

KNOWN = ("sdsm", "hypergeometric")
#: The example of the tests of the R package backbone 2.1.3: three agents, four artifacts.
BACKBONE = ((1, 0, 1, 1), (0, 1, 0, 0), (1, 0, 0, 1))

#: From no chance to certainty; the least one that margins of real size can give is far above 1e-30.
chance = st.just(0.0) | st.floats(1e-30, 1)
#: For each event, who takes part.
casts = st.lists(st.sets(st.integers(0, 7)), max_size=9)
matrices = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


def two_mode(groups, names="org-{}".format):
    """Return the two-mode network of these groups, with eight members."""
    network = nx.Graph()
    network.add_nodes_from(map(names, range(8)), bipartite=0)
    for at, group in enumerate(groups):
        network.add_node(f"event-{at}", bipartite=1)
        network.add_edges_from((names(one), f"event-{at}") for one in group)
    return network


def of_rows(rows):
    """Return the two-mode network of a matrix: organizations are rows, events columns."""
    network = nx.Graph()
    network.add_nodes_from((f"row-{at}" for at in range(len(rows))), bipartite=0)
    network.add_nodes_from((f"column-{at}" for at in range(len(rows[0]))), bipartite=1)
    for one, row in enumerate(rows):
        network.add_edges_from(
            (f"row-{one}", f"column-{at}") for at, cell in enumerate(row) if cell
        )
    return network


def quietly(network, **options):
    """Return the validated projection, also where nothing stays."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NothingKept)
        return validated(network, **options)


def everything(network, **options):
    """Return all ties with their p-values."""
    return quietly(network, alpha=1 - 1e-15, correction=None, **options)


def tied(network):
    """Return the pairs that are tied."""
    return {frozenset(tie) for tie in network.edges}


def direct_tail(chances, count):
    """Return how likely at least `count` of independent draws say yes, by adding one at a time."""
    distribution = [Fraction(1)]
    for chance in map(Fraction, chances):
        grown = [*(value * (1 - chance) for value in distribution), Fraction(0)]
        for at, value in enumerate(distribution):
            grown[at + 1] += value * chance
        distribution = grown
    return sum(distribution[count:], Fraction(0))


def all_matrices(rows):
    """Return all matrices of 0 and 1 with the margins of one, by trying each row out."""
    width = len(rows[0])
    sizes = [sum(column) for column in zip(*rows, strict=True)]
    choices = [
        [
            tuple(int(at in chosen) for at in range(width))
            for chosen in combinations(range(width), sum(row))
        ]
        for row in rows
    ]
    return [
        made
        for made in product(*choices)
        if [sum(column) for column in zip(*made, strict=True)] == sizes
    ]


def shared(one, other):
    """Return in how many columns two rows both have a 1."""
    return sum(x and y for x, y in zip(one, other, strict=True))


# The probabilities of ties


def test_probabilities_of_the_r_package():
    """The figures of backbone 2.1.3's test of its function bicm."""
    likely = probabilities(Margin.of(np.array([1, 1, 2])), Margin.of(np.array([1, 1, 2])))
    assert np.round(likely, 3).tolist() == [[0.863, 0.568], [0.568, 0.216]]


@given(matrices)
@example([[True, True, True], [True, False, False]])
@example(
    [
        [True, True, True, False],
        [True, True, False, True],
        [True, False, False, False],
        [False, True, False, False],
    ]
)
@example([[True] * 5] * 4)
def test_expected_margins_are_those_observed(rows):
    """What defines the configuration model, also where the margins force cells."""
    cells = np.array(rows)
    cells = cells[cells.any(axis=1)][:, cells.any(axis=0)]
    assume(cells.size)
    margins = Margin.of(cells.sum(axis=1)), Margin.of(cells.sum(axis=0))
    likely = probabilities(*margins)
    assert likely @ margins[1].numbers == pytest.approx(margins[0].degrees, rel=1e-9)
    assert margins[0].numbers @ likely == pytest.approx(margins[1].degrees, rel=1e-9)
    assert ((likely >= 0) & (likely <= 1)).all()


@settings(max_examples=40)
@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=2, max_size=4))
@example([[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]])
def test_cells_forced_by_the_margins_are_certain(rows):
    """A cell is 0 or 1 in the model exactly where it is so in all matrices of these margins."""
    cells = np.array(rows, bool)
    cells = cells[cells.any(axis=1)][:, cells.any(axis=0)]
    assume(cells.size)
    mean = np.mean(all_matrices(cells.astype(int).tolist()), axis=0)
    rows_of, columns_of = Margin.of(cells.sum(axis=1)), Margin.of(cells.sum(axis=0))
    likely = probabilities(rows_of, columns_of)
    for one, degree in enumerate(cells.sum(axis=1)):
        for other, size in enumerate(cells.sum(axis=0)):
            at = (rows_of.degrees == degree).argmax(), (columns_of.degrees == size).argmax()
            assert (likely[at] in (0, 1)) == (mean[one, other] in (0, 1))
            assert likely[at] == mean[one, other] or 0 < mean[one, other] < 1


# Tails


@given(
    st.lists(st.tuples(chance, st.integers(1, 9)), min_size=1, max_size=4),
    st.integers(0, 40),
)
@example([(0.5, 8)], 4)
@example([(1.0, 3), (0.0, 2), (0.25, 1)], 4)
@example([(1e-9, 9), (1e-3, 9)], 17)
@example([(1 - 1e-9, 9), (0.3, 9)], 10)
def test_tails_are_those_of_adding_one_draw_at_a_time(kinds, count):
    """Exact fractions agree in relative terms, far below what a transform alone resolves."""
    chances, numbers = (np.array(column) for column in zip(*kinds, strict=True))
    (found,) = tails(chances[None, :], numbers, np.array([count]))
    wanted = direct_tail(np.repeat(chances, numbers).tolist(), count)
    assert found == pytest.approx(float(wanted), rel=1e-10, abs=1e-300)


def test_tail_of_the_r_package():
    """backbone 2.1.3's test of its function pb; its refined normal approximation is not exact."""
    chances = np.array([0.123, 0.234, 0.345, 0.456, 0.567, 0.678, 0.789, 0.801, 0.911])
    (found,) = tails(chances[None, :], np.ones(9, np.int64), np.array([5]))
    assert found == pytest.approx(0.6268476, abs=2e-3)
    assert found == pytest.approx(float(direct_tail(chances.tolist(), 5)), rel=1e-13)


@given(st.lists(chance, min_size=1, max_size=5), st.integers(1, 60))
def test_tail_falls_with_the_count(chances, number):
    """More events in common are never more likely."""
    counts = np.arange(len(chances) * number + 2)
    found = tails(np.tile(chances, (len(counts), 1)), np.full(len(chances), number), counts)
    assert (np.diff(found) <= 1e-12).all()
    assert found[0] == 1
    assert found[-1] == 0


# The models


@given(casts)
def test_sdsm_p_values_are_tails_of_products(groups):
    """Each pair's own sum over all events, one at a time, without classes."""
    network = two_mode(groups)
    incidence = Incidence.of(network, 0)
    margins = Margin.of(incidence.degrees), Margin.of(incidence.sizes)
    likely = probabilities(*margins) if incidence.ids else None
    for one, other, facts in everything(network).edges(data=True):
        rows = [(margins[0].degrees == len(network[end])).argmax() for end in (one, other)]
        both = np.repeat(likely[rows[0]] * likely[rows[1]], margins[1].numbers).tolist()
        assert facts["expected"] == pytest.approx(sum(both))
        wanted = direct_tail(both, facts["count"])
        assert facts["p_value"] == pytest.approx(float(wanted), rel=1e-9)


@given(casts)
def test_hypergeometric_p_values_count_the_ways_to_choose(groups):
    """Exact fractions over binomial coefficients; events without partners do not count."""
    network = two_mode(groups)
    events = sum(1 for group in groups if group)
    for one, other, facts in everything(network, model="hypergeometric").edges(data=True):
        a, b = len(network[one]), len(network[other])
        ways = sum(
            comb(a, k) * comb(events - a, b - k) for k in range(facts["count"], min(a, b) + 1)
        )
        assert facts["p_value"] == pytest.approx(float(Fraction(ways, comb(events, b))), rel=1e-12)
        assert facts["expected"] == pytest.approx(a * b / events)


def test_hypergeometric_p_values_are_scipys():
    """Degrees and numbers of events of real size, in the middle and far out."""
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(2018)
    for groups in (50, 1957, 35_000):
        rows = generator.random((6, groups)) < generator.random(6)[:, None] ** 3
        rows[1, : groups // 20] = rows[0, : groups // 20]
        network = of_rows(rows.tolist())
        events = int(rows.any(axis=0).sum())
        for one, other, facts in everything(network, model="hypergeometric").edges(data=True):
            wanted = stats.hypergeom.sf(
                facts["count"] - 1, events, len(network[one]), len(network[other])
            )
            assert facts["p_value"] == pytest.approx(wanted, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(
    ("model", "published", "room"),
    [("hypergeometric", 0.5, 0), ("sdsm", 0.549, 0.05), ("fdsm", 0.265, 0.05)],
)
def test_p_values_of_the_r_package(model, published, room):
    """The tests of backbone 2.1.3: fixedrow is exact, sdsm an approximation, fdsm 1,000 draws."""
    network = everything(of_rows(BACKBONE), model=model)
    assert list(network.edges) == [("row-0", "row-2")]
    assert network["row-0"]["row-2"]["p_value"] == pytest.approx(published, abs=room + 1e-12)


@settings(max_examples=15)
@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=2, max_size=4))
@example([list(map(bool, row)) for row in BACKBONE])
def test_drawn_p_values_are_those_of_all_matrices(rows):
    """Every matrix of these margins is as likely as every other."""
    rows = [list(map(int, row)) for row in rows]
    made = all_matrices(rows)
    network = everything(of_rows(rows), model="fdsm", draws=2_000)
    for one, other, facts in network.edges(data=True):
        ends = [int(end.removeprefix("row-")) for end in (one, other)]
        counts = [shared(*(matrix[end] for end in ends)) for matrix in made]
        wanted = sum(count >= facts["count"] for count in counts) / len(made)
        assert facts["p_value"] == pytest.approx(wanted, abs=0.06)
        assert facts["expected"] == pytest.approx(sum(counts) / len(made), abs=0.1)


def test_draws_reach_all_matrices_alike():
    """Chi-squared over the 42 matrices of some uneven margins, 99.9th percentile."""
    rows = [[1, 1, 1, 0, 0], [1, 1, 0, 0, 0], [1, 0, 0, 1, 0], [0, 0, 0, 0, 1]]
    incidence = Incidence.of(of_rows(rows), 0)
    made = drawn(incidence, 20_000, np.random.default_rng(1))
    groups = np.repeat(np.arange(len(incidence.sizes)), incidence.sizes)
    codes = Counter(
        frozenset(zip(groups.tolist(), network, strict=True)) for network in made.tolist()
    )
    number = len(all_matrices(rows))
    assert len(codes) == number
    mean = 20_000 / number
    off = sum((count - mean) ** 2 / mean for count in codes.values())
    assert off < number - 1 + 3.3 * (2 * (number - 1)) ** 0.5


def test_draws_forget_whom_a_hub_met():
    """A hub in 60 of 100 events of two; by symmetry each of the 140 others meets it at 60/140.

    Trades among organizations alone would part the hub from one of its partners a round.
    """
    network = nx.Graph()
    for number in range(100):
        pair = ["hub" if number < 60 else f"other-{number}", f"guest-{number}"]
        network.add_nodes_from(pair, bipartite=0)
        network.add_node(f"event-{number}", bipartite=1)
        network.add_edges_from((one, f"event-{number}") for one in pair)
    found = everything(network, model="fdsm", draws=500)
    expected = [facts["expected"] for one, _, facts in found.edges(data=True) if one == "hub"]
    assert len(expected) == 60
    assert sum(expected) / 60 == pytest.approx(60 / 140, abs=0.01)


@given(casts, st.integers(0, 2**40))
def test_draws_keep_degrees_and_sizes(groups, seed):
    """Each drawn network has the margins of the observed one, and nobody twice in a group."""
    incidence = Incidence.of(two_mode(groups), 0)
    assume(incidence.ids)
    groups_of = np.repeat(np.arange(len(incidence.sizes)), incidence.sizes)
    for members in drawn(incidence, 3, np.random.default_rng(seed), rounds=2):
        assert np.bincount(members).tolist() == incidence.degrees.tolist()
        assert len(set(zip(groups_of.tolist(), members.tolist(), strict=True))) == len(members)


# Davis's women


@pytest.fixture(scope="module")
def davis():
    """Return who of 18 women took part in which of 14 occasions (Davis 1941)."""
    return nx.davis_southern_women_graph()


def test_nothing_stays_of_davis_and_the_warning_says_why(davis):
    """18 women are too few for the stochastic model: its smallest p-value is 0.088."""
    with pytest.warns(NothingKept, match=r"none of 139 ties .* 0\.0884, .* 0\.000327 .* 153 pairs"):
        backbone = validated(davis)
    assert len(backbone) == 18
    assert backbone.graph["smallest_p"] == pytest.approx(0.0883723, abs=1e-7)
    assert backbone.graph["threshold"] == pytest.approx(0.05 / 153)


def test_exact_margins_find_ties_in_davis(davis):
    """The model of exact margins has more power; Evelyn and Theresa shared 7 events of 5 expected.

    Four ties are significant; a fifth one is on the border, with a p-value between 0.046 and 0.050.
    """
    backbone = validated(davis, model="fdsm", correction=None, draws=4_000)
    sure = {
        frozenset(tie)
        for tie in [
            ("Katherina Rogers", "Sylvia Avondale"),
            ("Evelyn Jefferson", "Theresa Anderson"),
            ("Olivia Carleton", "Flora Price"),
            ("Laura Mandeville", "Brenda Rogers"),
        ]
    }
    assert sure <= tied(backbone) <= sure | {frozenset(["Myra Liddel", "Katherina Rogers"])}
    assert backbone["Evelyn Jefferson"]["Theresa Anderson"]["count"] == 7


def test_counts_and_weights_are_those_of_the_projection(davis):
    """networkx's own projections, weighted by count and after Newman."""
    women = [one for one, side in davis.nodes(data="bipartite") if side == 0]
    found = everything(davis)
    counted = nx.bipartite.weighted_projected_graph(davis, women)
    newman = nx.bipartite.collaboration_weighted_projected_graph(davis, women)
    for one, other, facts in found.edges(data=True):
        assert facts["count"] == counted[one][other]["weight"]
        assert facts["weight"] == pytest.approx(newman[one][other]["weight"])
    assert tied(found) <= tied(counted)
    assert found.graph["observed"] == counted.number_of_edges()


def test_occasions_are_projected_likewise(davis):
    """Projecting onto the occasions is projecting the network with its modes exchanged."""
    exchanged = davis.copy()
    nx.set_node_attributes(
        exchanged, {one: 1 - side for one, side in davis.nodes(data="bipartite")}, "bipartite"
    )
    for model in KNOWN:
        found = everything(davis, model=model, onto="occasions")
        other = everything(exchanged, model=model)
        assert [*found.edges(data=True)] == [*other.edges(data=True)]
        assert found.nodes["E8"] == {"organizations": 14}
        assert other.nodes["E8"] == {"events": 14}


def test_draws_too_few_for_the_level_are_named(davis):
    """With 100 draws no p-value is below 1/101, and 153 pairs ask for less."""
    with pytest.warns(
        NothingKept, match=r"; 100 draws allow none below 0\.0099, and it takes 3,059 or more$"
    ):
        validated(davis, model="fdsm", draws=100, correction="bonferroni")


# Laws of the result


@given(casts, st.sampled_from(KNOWN))
def test_corrections_keep_ever_less(groups, model):
    """Bonferroni keeps a part of what the false discovery rate keeps, that a part of all."""
    network = two_mode(groups)
    kept = [
        tied(quietly(network, model=model, alpha=0.4, correction=correction))
        for correction in ("bonferroni", "fdr", None)
    ]
    assert kept[0] <= kept[1] <= kept[2]


@given(casts, st.sampled_from(KNOWN), st.floats(0.01, 0.99))
def test_false_discovery_rate_is_over_all_pairs(groups, model, alpha):
    """Benjamini and Hochberg's rule, step by step from the top, with 1 for pairs never met."""
    network = two_mode(groups)
    active = sum(1 for number in range(8) if len(network[f"org-{number}"]))
    ties = {
        tie: facts["p_value"]
        for *tie, facts in everything(network, model=model).edges(data=True)
        for tie in [frozenset(tie)]
    }
    tested = comb(active, 2)
    ordered = sorted([*ties.values(), *[1.0] * (tested - len(ties))], reverse=True)
    cut = next((p for at, p in enumerate(ordered) if p <= (tested - at) * alpha / tested), -1.0)
    found = quietly(network, model=model, alpha=alpha)
    assert tied(found) == {tie for tie, p in ties.items() if p <= cut}
    assert found.graph["tested"] == tested
    assert found.graph["kept"] == found.number_of_edges()


@given(casts, st.permutations(range(8)), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter_where_nothing_is_drawn(groups, order, shuffler):
    """The validated projection of a renamed network is the renamed projection."""
    network = two_mode(groups)
    shuffled = list(groups)
    shuffler.shuffle(shuffled)
    renamed = two_mode(shuffled, lambda number: f"org-{order[number]}")
    names = {f"org-{number}": f"org-{order[number]}" for number in range(8)}
    for model in KNOWN:
        found, other = everything(network, model=model), everything(renamed, model=model)
        assert found.number_of_edges() == other.number_of_edges()
        for one, another, facts in found.edges(data=True):
            assert other[names[one]][names[another]] == pytest.approx(facts, rel=1e-9)


@given(casts, st.sampled_from(tuple(Model)))
def test_what_has_no_tie_changes_nothing(groups, model):
    """An organization that never came and an event without partners leave all ties as they are."""
    network = two_mode(groups)
    options = {"model": model, "draws": 20, "seed": 7}
    before = everything(network, **options)
    network.add_node("newcomer", bipartite=0)
    network.add_node("cancelled", bipartite=1)
    after = everything(network, **options)
    assert [*after.edges(data=True)] == [*before.edges(data=True)]
    assert after.graph == before.graph
    assert after.nodes["newcomer"] == {"events": 0}


@given(casts)
def test_p_value_falls_with_the_count_among_equals(groups):
    """Of two pairs of the same degrees, the one that meets more often is the more surprising."""
    network = two_mode(groups)
    for model in KNOWN:
        alike = {}
        for one, other, facts in everything(network, model=model).edges(data=True):
            degrees = tuple(sorted((len(network[one]), len(network[other]))))
            alike.setdefault(degrees, []).append((facts["count"], facts["p_value"]))
        for cases in alike.values():
            falling = [p for _, p in sorted(cases, key=lambda case: (case[0], -case[1]))]
            assert all(y <= x + 1e-12 for x, y in pairwise(falling))


def ecosystem_of(casts_by_event):
    """Return the ecosystem in which each event has these partners."""
    names = dict.fromkeys(one for group in casts_by_event.values() for one in group)
    return Ecosystem.of(
        (Event(id=event, name=event) for event in casts_by_event),
        (Organization(id=one, name=one) for one in names),
        (
            Partnership(organization=one, of=event)
            for event, group in casts_by_event.items()
            for one in group
        ),
    )


@pytest.mark.parametrize("model", Model)
def test_fair_of_ninety_alone_validates_nothing(model):
    """4,005 ties, none of which could have been otherwise."""
    network = affiliation(ecosystem_of({"fair": [f"partner-{number}" for number in range(90)]}))
    with pytest.warns(NothingKept, match="none of 4,005 ties"):
        backbone = validated(network, model=model, draws=50, correction=None)
    assert backbone.graph["smallest_p"] == 1
    assert len(backbone) == 90


@pytest.fixture(scope="module")
def season():
    """Return a fair of 90 partners and 60 workshops; two partners come to 12 of them together."""
    partners = [f"partner-{number}" for number in range(90)]
    casts_by_event = {"fair": partners}
    for number in range(60):
        usual = [partners[2 + (number + 30) % 88]] if number % 5 else ["partner-0", "partner-1"]
        casts_by_event[f"workshop-{number}"] = [*usual, partners[2 + number]]
    return ecosystem_of(casts_by_event)


def test_planted_pair_stays_and_the_fair_goes(season):
    """The one tie that chance does not explain is found among 4,005."""
    backbone = validated(affiliation(season))
    assert list(backbone.edges) == [("partner-0", "partner-1")]
    tie = backbone["partner-0"]["partner-1"]
    whole = collaboration(season)
    assert {name: tie[name] for name in ("weight", "count")} == pytest.approx(
        dict(whole["partner-0"]["partner-1"])
    )
    assert tie["expected"] < 5 < tie["count"] == 13


def test_model_without_sizes_takes_the_fair_at_face_value(season):
    """Why it is not the default: to it, two who went to nothing but the fair met for a reason."""
    network = affiliation(season)
    only = {one for one, degree in network.degree if degree == 1}
    pairs = {
        model: {
            tie for tie in validated(network, model=model, correction=None).edges if only >= {*tie}
        }
        for model in KNOWN
    }
    assert not pairs["sdsm"]
    assert len(pairs["hypergeometric"]) == comb(len(only), 2) > 0


def test_nodes_are_those_of_the_collaboration(season):
    """Same organizations, same order, same attributes: the two compare."""
    found, whole = validated(affiliation(season)), collaboration(season)
    assert list(found.nodes(data=True)) == list(whole.nodes(data=True))


@given(casts, st.integers(0, 2**32))
@settings(max_examples=20)
def test_same_seed_same_result(groups, seed):
    """Drawing is a function of the seed."""
    network = two_mode(groups)
    one, other = (everything(network, model="fdsm", draws=30, seed=seed) for _ in range(2))
    assert [*one.edges(data=True)] == [*other.edges(data=True)]
    assert one.graph == other.graph
    assert one.graph["seed"] == seed


def test_progress_is_told_up_to_the_last_draw(davis):
    """A long run says how far it is."""
    told = []
    quietly(davis, model="fdsm", draws=1_000, progress=told.append)
    assert told == sorted(set(told))
    assert told[-1] == 1_000
    assert len(told) > 1


@pytest.mark.parametrize("model", Model)
@pytest.mark.parametrize("groups", [[], [set()], [{0}], [{0}, {0}, {1}]])
def test_network_without_pairs_gives_none(model, groups):
    """Nothing is tested or nothing is tied: no figure is made up, and nothing is warned."""
    network = validated(two_mode(groups), model=model, draws=5)
    assert not network.edges
    assert network.graph["smallest_p"] is None
    assert (network.graph["threshold"] is None) == (network.graph["tested"] == 0)


@pytest.mark.parametrize("model", Model)
def test_all_in_all_events_is_no_surprise(model):
    """Where nothing can be otherwise, no tie says anything."""
    network = everything(two_mode([set(range(8))] * 5), model=model, draws=5)
    assert network.number_of_edges() == 0
    assert network.graph["smallest_p"] == 1


@pytest.mark.parametrize("model", ["fdsm", "hypergeometric"])
def test_who_is_everywhere_is_tied_to_nobody_in_particular(model):
    """Where degrees are exact, whoever is in all events meets each other one as often as can be."""
    groups = [{0, 1, 2}, {0, 3, 4}, {0, 5, 6}, {0, 1, 2}, {0, 3, 7}]
    ties = everything(two_mode(groups), model=model, draws=50).edges
    assert ties
    assert "org-0" not in {end for tie in ties for end in tie}


# Refusals


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"model": "sdms"}, "did you mean"),
        ({"correction": "holm"}, "Correction must be one of fdr, bonferroni"),
        ({"alpha": 5}, "alpha must be a number above 0 and below 1"),
        ({"onto": "events"}, "Mode must be one of organizations, occasions"),
        ({"draws": 0}, "draws must be a whole number, 1 or more"),
        ({"draws": 1e4}, "draws must be a whole number, 1 or more"),
        ({"seed": -1}, "seed must be a whole number, 0 or more"),
        ({"progress": 3}, "progress must be a function"),
    ],
)
def test_wrong_options_are_refused(davis, options, said):
    """Each refusal names the argument or the words there are."""
    with pytest.raises(InvalidValue, match=said):
        validated(davis, **options)


def test_network_of_one_mode_is_refused(davis):
    """In silence, a projection of a projection would be nonsense."""
    women = collaboration(ecosystem_of({"fair": ["chamber", "school"]}))
    with pytest.raises(InvalidValue, match="must be a two-mode network"):
        validated(women)
    crossed = davis.copy()
    crossed.add_edge("Evelyn Jefferson", "Laura Mandeville")
    with pytest.raises(InvalidValue, match="ties between the two only"):
        validated(crossed)


@pytest.mark.parametrize("given", [nx.DiGraph(), nx.MultiGraph(), None])
def test_other_kinds_of_network_are_refused(given):
    """Parallel and directed ties mean something else."""
    with pytest.raises(InvalidType, match="undirected networkx graph"):
        validated(given)


def test_validation_names_its_extra():
    """Without NumPy, `numeco.graph.validation` says what to install, and `numeco.graph` works."""
    program = "import sys; sys.modules['numpy'] = None; import numeco.graph; print('works'); "
    command = [sys.executable, "-c", program + "import numeco.graph.validation"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  # ours
    assert done.stdout == "works\n"
    sentence = 'numeco.graph.validation needs NumPy: pip install "numeco[fast]"'
    assert f"ImportError: {sentence}" in done.stderr


# What the warning advises


def test_the_draws_advised_are_the_fewest_that_could_do(davis):
    """With as many draws as the message says the smallest p-value can stay, with one less not."""
    with pytest.warns(NothingKept, match=r'"fdsm" has more power, with draws=3_059 or more$'):
        threshold = validated(davis).graph["threshold"]
    assert 1 / 3_060 <= threshold < 1 / 3_059


def test_draws_that_nobody_would_wait_for_are_not_advised():
    """Of a fair of 400 partners 79,800 pairs are tested: 1,595,999 draws would be needed."""
    network = affiliation(ecosystem_of({"fair": [f"partner-{number}" for number in range(400)]}))
    with pytest.warns(NothingKept, match=r"would take 1,595,999 draws or more: take more data"):
        validated(network)


def test_onto_takes_a_mode_or_its_word(davis):
    """Words that `Mode` does not have are refused as `collaboration` refuses them."""
    found = validated(davis, onto=Mode.OCCASIONS, correction=None, alpha=0.9)
    assert tied(found) == tied(validated(davis, onto="occasions", correction=None, alpha=0.9))
    with pytest.raises(InvalidValue, match="Mode"):
        validated(davis, onto="partners")
