"""Ties that chance does not explain: validated projections of two-mode networks.

One fair with 90 partners ties each of them with all others, 4,005 ties at once. Which of a
network's ties say more than that two organizations are active, and went to large events?

>>> import networkx as nx
>>> firms = [f"firm-{number:02}" for number in range(90)]
>>> network = nx.Graph()
>>> network.add_nodes_from([*firms], bipartite=0)
>>> network.add_nodes_from(["fair", *(f"workshop-{number}" for number in range(60))], bipartite=1)
>>> network.add_edges_from((firm, "fair") for firm in firms)
>>> for number in range(60):  # two firms come together to every fifth workshop
...     usual = [firms[2 + (number + 30) % 88]] if number % 5 else ["firm-00", "firm-01"]
...     network.add_edges_from((one, f"workshop-{number}") for one in [*usual, firms[2 + number]])
>>> backbone = validated(network)
>>> backbone.graph["observed"], list(backbone.edges)
(4005, [('firm-00', 'firm-01')])
"""

from __future__ import annotations

from importlib.util import find_spec
from math import ceil

if find_spec("numpy") is None:
    raise ImportError('numeco.graph.validation needs NumPy: pip install "numeco[fast]"')

import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import networkx as nx
import numpy as np

from numeco._checks import Kind
from numeco.errors import InvalidType
from numeco.graph._arguments import check_level, check_whole
from numeco.graph._narrowing import Mode
from numeco.graph._tying.modes import MARKS, nodes_of
from numeco.graph._validating.draws import fdsm
from numeco.graph._validating.incidence import Incidence, Pairs, Real
from numeco.graph._validating.models import Chances, hypergeometric, sdsm

__all__ = ["Correction", "Model", "NothingKept", "validated"]


class Model(Kind):
    """What stays as it is when chance is asked."""

    #: How many events each organization has and how large each event is, on average: Neal 2014,
    #: DOI 10.1016/j.socnet.2014.06.001, with the probabilities of the bipartite configuration
    #: model (Neal, Domagalski & Sagan 2021, DOI 10.1038/s41598-021-03238-3).
    SDSM = "sdsm"
    #: The same, exactly, in networks drawn at random: slower, and finer where there are few ties.
    FDSM = "fdsm"
    #: How many events each organization has, whatever their size: Tumminello et al. 2011, DOI
    #: 10.1371/journal.pone.0017994. It takes large events at face value.
    HYPERGEOMETRIC = "hypergeometric"


class Correction(Kind):
    """What is done about testing many pairs at once."""

    #: Of the ties kept, a share of at most alpha is false on average: Benjamini & Hochberg 1995,
    #: DOI 10.1111/j.2517-6161.1995.tb02031.x.
    FDR = "fdr"
    #: No tie kept is false, but with probability alpha at most.
    BONFERRONI = "bonferroni"


class NothingKept(UserWarning):
    """There were ties, and none of them is significant; the message says how far off they are."""


def validated(  # noqa: PLR0913  # each says how to test
    network: nx.Graph[str],
    *,
    model: Model | str = Model.SDSM,
    alpha: float = 0.05,
    correction: Correction | str | None = Correction.FDR,
    onto: Mode | str = Mode.ORGANIZATIONS,
    draws: int = 10_000,
    seed: int = 0,
    progress: Callable[[int], object] | None = None,
) -> nx.Graph[str]:
    """Return the one-mode projection with those ties only that chance does not explain.

    A tie stays if, in a random network of equally active organizations and equally large events,
    two such organizations would rarely share as many events as they do. The test is one-sided, and
    all pairs of organizations that have a part in any event are tested, those without a common
    event too: leaving them out would let chance through. Organizations and events without ties
    change nothing.

    All organizations stay as nodes, in their order, with the attributes that the network gives
    them but ``bipartite``, and ``events``, the number of their events (of events,
    ``organizations``). Edge attributes: ``weight`` (Newman's), ``count`` (events in common),
    ``expected`` (how many chance gives on average) and ``p_value`` (how likely chance gives as many
    or more). Ties come by the order of the nodes.

    ``graph.graph`` says ``model``, ``alpha``, ``correction``, ``tested`` (pairs), ``observed``
    (pairs with an event in common), ``kept``, ``smallest_p``, ``threshold`` (the largest p-value
    that stays; if none does, the one that a lone tie would have needed), and of "fdsm" ``draws``
    and ``seed``. None stands for what there is not.

    Small networks have little power: where ties are tested and none stays, `NothingKept` is
    warned. O(pairs + distinct degrees² × distinct sizes) for "sdsm", exact to rounding; "fdsm"
    draws independent networks, O(draws × pairs), and the same seed gives the same result with the
    same NumPy. Its p-values are multiples of 1/(draws + 1) and never 0.

    Args:
        network: a two-mode network as `numeco.graph.affiliation` gives it.
        model: what chance leaves as it is.
        alpha: the level of significance, above 0 and below 1.
        correction: for many tests; None for none, to explore.
        onto: "organizations" (``bipartite`` 0) or "occasions" (1).
        draws: how many networks "fdsm" draws, 1 or more.
        seed: of the draws, 0 or more.
        progress: is told how many networks are drawn, now and then; ``print`` will do.

    Raises:
        InvalidValue: a word that `Model`, `Correction` or `Mode` does not have, a network that is
            not of two modes, or a number out of its range.
        InvalidType: the network is directed, a multigraph or no network, or a number is none.
    """
    model, mode = Model(model), Mode(onto)
    correction = None if correction is None else Correction(correction)
    check_level("alpha", alpha)
    _check_draws(draws, seed, progress)
    incidence = Incidence.of(network, MARKS[mode])
    pairs = Pairs.of(incidence)
    if model is Model.FDSM:
        chances = fdsm(incidence, pairs, draws, seed, progress)
    else:
        chances = _KNOWN[model](incidence, pairs)
    threshold = _threshold(chances.p_values, incidence.possible, alpha, correction)
    projected: nx.Graph[str] = nx.Graph()
    projected.add_nodes_from(nodes_of(network, mode).items())
    projected.add_edges_from(_edges(incidence, pairs, chances, threshold))
    drawn = model is Model.FDSM
    projected.graph |= {
        "model": model.value,
        "alpha": alpha,
        "correction": None if correction is None else correction.value,
        "tested": incidence.possible,
        "observed": len(pairs.codes),
        "kept": projected.number_of_edges(),
        "smallest_p": float(chances.p_values.min()) if len(pairs.codes) else None,
        "threshold": threshold if incidence.possible else None,
        "draws": draws if drawn else None,
        "seed": seed if drawn else None,
    }
    if len(pairs.codes) and not projected.number_of_edges():
        warnings.warn(_nothing(projected.graph), NothingKept, stacklevel=2)
    return projected


#: Up to how many draws "fdsm" is advised: of a small network they take minutes.
_FEASIBLE: Final = 1_000_000
_KNOWN: Final = {Model.SDSM: sdsm, Model.HYPERGEOMETRIC: hypergeometric}


def _check_draws(draws: object, seed: object, progress: object) -> None:
    check_whole("draws", draws, 1)
    check_whole("seed", seed, 0)
    if progress is not None and not callable(progress):
        raise InvalidType("progress", "must be a function of the number of draws made", progress)


def _threshold(p_values: Real, tested: int, alpha: float, correction: Correction | None) -> float:
    """Return the largest p-value that stays.

    Of the pairs tested, those without a common event have a p-value of 1: they only count.
    """
    if correction is None:
        return alpha
    if correction is Correction.BONFERRONI:
        return alpha / max(tested, 1)
    steps = np.arange(1, len(p_values) + 1) * alpha / max(tested, 1)
    under = np.flatnonzero(np.sort(p_values) <= steps)
    return float(steps[under[-1]]) if len(under) else alpha / max(tested, 1)


def _edges(
    incidence: Incidence, pairs: Pairs, chances: Chances, threshold: float
) -> Iterator[tuple[str, str, dict[str, float]]]:
    kept = np.flatnonzero(chances.p_values <= threshold)
    columns = {
        "weight": pairs.weights,
        "count": pairs.counts,
        "expected": chances.expected,
        "p_value": chances.p_values,
    }
    ends = zip(pairs.first[kept].tolist(), pairs.second[kept].tolist(), strict=True)
    facts = zip(*(column[kept].tolist() for column in columns.values()), strict=True)
    for (one, other), values in zip(ends, facts, strict=True):
        yield incidence.ids[one], incidence.ids[other], dict(zip(columns, values, strict=True))


def _nothing(facts: Mapping[str, Any]) -> str:
    said = (
        f"none of {facts['observed']:,} ties is significant: the smallest p-value is "
        f"{facts['smallest_p']:.3g}, and a lone tie must have at most {facts['threshold']:.3g} "
        f"(alpha {facts['alpha']:g}, correction {facts['correction'] or 'none'}, "
        f"{facts['tested']:,} pairs tested)"
    )
    draws, needed = facts["draws"], _draws_for(facts["threshold"])
    if facts["model"] == Model.SDSM.value:
        return f"{said}; {_advice(needed)}"
    if draws is not None and draws < needed:
        few = f"{draws:,} draws allow none below {1 / (draws + 1):.3g}"
        return f"{said}; {few}, and it takes {needed:,} or more"
    return said


def _draws_for(threshold: float) -> int:
    """Return how many draws it takes for a p-value of fdsm, 1/(draws + 1) at least, to stay."""
    draws = max(ceil(1 / threshold) - 2, 1)  # near enough: division rounds
    while 1 / (draws + 1) > threshold:
        draws += 1
    return draws


def _advice(needed: int) -> str:
    """Return what is worth trying where the stochastic model kept nothing."""
    if needed <= _FEASIBLE:
        return f'on a small network model "fdsm" has more power, with draws={needed:_} or more'
    return (
        f'model "fdsm" would take {needed:,} draws or more: take more data or, to explore, '
        "correction=None, which keeps ties that chance makes too"
    )
