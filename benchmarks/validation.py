"""Validated projections: numeco against the plain ways, on the same network in the same process.

Run with ``python benchmarks/validation.py [organizations ...]``; 1000 and 10000 when left out. As
many events as organizations, of 1 to 90 partners with a heavy tail; how often an organization is
chosen has a heavy tail too. Nobody has a partner of choice, so that whatever a model keeps is a
false alarm. The p-values are checked to be the same. CPU seconds.
"""

from __future__ import annotations

import random
import sys
import warnings
from collections.abc import Callable
from functools import partial
from time import process_time

import networkx as nx
import numpy as np
from _table import show, timed

from numeco.graph._disparity import disparity
from numeco.graph._tying.kernel import project
from numeco.graph._validating.draws import fdsm
from numeco.graph._validating.incidence import Incidence, Pairs
from numeco.graph._validating.margins import Margin, probabilities
from numeco.graph._validating.models import sdsm
from numeco.graph.validation import NothingKept, validated

LARGEST = 90
#: Up to how many organizations the plain ways are tried.
PLAIN = 1_000
DRAWS = 100


def network_of(organizations: int, *, seed: int = 2018) -> nx.Graph[str]:
    """Return a two-mode network in which chance alone brings partners together."""
    random_ = random.Random(seed)  # noqa: S311  # no secret
    names = [f"org-{number}" for number in range(organizations)]
    active = [min(200.0, random_.paretovariate(1.1)) for _ in names]
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(names, bipartite=0)
    for number in range(organizations):
        size = min(LARGEST, int(random_.paretovariate(1.05)))
        network.add_node(f"event-{number}", bipartite=1)
        cast = random_.choices(names, active, k=size)
        network.add_edges_from((one, f"event-{number}") for one in cast)
    return network


def one_by_one(incidence: Incidence, pairs: Pairs) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the p-values of the stochastic model, a convolution over all events for each pair."""
    rows, columns = Margin.of(incidence.degrees), Margin.of(incidence.sizes)
    fitted = probabilities(rows, columns)
    kinds = [int((rows.degrees == degree).argmax()) for degree in incidence.degrees]
    found: list[float] = []
    for one, other, count in zip(pairs.first, pairs.second, pairs.counts, strict=True):
        both = np.repeat(fitted[kinds[one]] * fitted[kinds[other]], columns.numbers)
        below = np.zeros(count)
        below[0] = 1
        for chance in both.tolist():
            below[1:] = below[1:] * (1 - chance) + below[:-1] * chance
            below[0] *= 1 - chance
        found.append(1 - below.sum())
    return np.array(found)


def traded(network: nx.Graph[str], draws: int, seed: int = 1) -> int:
    """Return the trades made by the curveball algorithm as published, 5 per member and draw."""
    random_ = random.Random(seed)  # noqa: S311  # no secret
    goods = [set(network[one]) for one in network if network.nodes[one]["bipartite"] == 0]
    trades = 5 * len(goods) * draws
    for _ in range(trades):
        one, other = random_.sample(goods, 2)
        mine, theirs = one - other, other - one
        free = [*mine, *theirs]
        random_.shuffle(free)
        one -= mine
        other -= theirs
        one.update(free[: len(mine)])
        other.update(free[len(mine) :])
    return trades


def table(organizations: int) -> None:
    """Print a table for a number of organizations."""
    network = network_of(organizations)
    incidence = Incidence.of(network, 0)
    pairs = Pairs.of(incidence)
    plain = _projected(network)
    ways: dict[str, Callable[[], nx.Graph[str]]] = {
        "validated, sdsm, no correction": partial(_validated, network, "sdsm", None),
        "validated, sdsm": partial(_validated, network, "sdsm", "fdr"),
        "validated, hypergeometric": partial(_validated, network, "hypergeometric", "fdr"),
        "plain projection": partial(_projected, network),
        "disparity, of the projection": partial(disparity, plain),
    }
    rows: list[tuple[object, ...]] = []
    for way, make in ways.items():
        seconds, made = timed(make)
        rows.append((way, f"{seconds:.3f}", f"{made.number_of_edges():,}"))
    if organizations <= PLAIN:
        rows += _plainly(network, incidence, pairs)
    title = f"{organizations:,} organizations, {len(pairs.codes):,} ties made by chance"
    show(title, ("", "seconds", "kept"), rows)


def _plainly(
    network: nx.Graph[str], incidence: Incidence, pairs: Pairs
) -> list[tuple[object, ...]]:
    some = Pairs(
        *(column[::50] for column in (pairs.codes, pairs.first, pairs.second)),
        pairs.counts[::50],
        pairs.weights[::50],
    )
    begun = process_time()
    plain = one_by_one(incidence, some)
    ended = process_time()
    assert np.allclose(plain, sdsm(incidence, some).p_values, rtol=1e-6, atol=1e-11)
    rows: list[tuple[object, ...]] = [
        (f"a convolution for each of {len(plain):,} ties", f"{ended - begun:.3f}", "")
    ]
    begun = process_time()
    fdsm(incidence, pairs, DRAWS, 1)
    rows.append((f"{DRAWS} draws, counted (fdsm)", f"{process_time() - begun:.3f}", ""))
    begun = process_time()
    traded(network, DRAWS)
    rows.append((f"{DRAWS} x 5 trades a member, not counted", f"{process_time() - begun:.3f}", ""))
    return rows


def _projected(network: nx.Graph[str]) -> nx.Graph[str]:
    nodes = {one: {} for one, side in network.nodes(data="bipartite") if side == 0}
    groups = (network[one] for one in network if one not in nodes)
    return project(groups, nodes, share=lambda size: 1 / (size - 1))


def _validated(network: nx.Graph[str], model: str, correction: str | None) -> nx.Graph[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NothingKept)
        return validated(network, model=model, correction=correction)


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [1_000, 10_000]:
        table(size)
