"""The null model whose probabilities are drawn: degrees and sizes are kept exactly.

The curveball algorithm (Strona et al. 2014, DOI 10.1038/ncomms5114): two owners trade, at random,
the goods that only one of them has, each keeping its number. All owners trade in one round, in
random pairs (global curveball: Carstens et al. 2018, DOI 10.4230/LIPIcs.ESA.2018.11), first the
members, then the groups: a member of a hundred groups gives up one a round to a member of one
group, but all of them when groups trade. Every drawn network starts anew from the observed one, so
that draws are independent; many are made at once, as one array.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from numeco.graph._validating.incidence import Flags, Incidence, Pairs, Whole
from numeco.graph._validating.models import Chances

#: Rounds of both before a network counts as drawn. The share of ties that are where they were, and
#: the sum of the squared counts, settle within 5 rounds on Davis's women, within 15 on 2,930 heavy
#: tailed participations (H2020 in Norway), within 20 on 1,000 members with groups of up to 90.
ROUNDS: Final = 20
#: How many numbers the arrays of one batch may hold.
_ROOM: Final = 100_000


def fdsm(
    incidence: Incidence,
    pairs: Pairs,
    draws: int,
    seed: int,
    progress: Callable[[int], object] | None = None,
) -> Chances:
    """Return the chances found in `draws` random networks.

    A p-value is (k + 1)/(draws + 1) where a pair shares as many groups or more in k of them: the
    observed network is one of those that chance could make, so that no p-value is 0 (Davison &
    Hinkley 1997; Phipson & Smyth 2010, DOI 10.2202/1544-6115.1585).
    """
    if not len(pairs.codes):
        return Chances(np.empty(0), np.empty(0))
    generator = np.random.default_rng(seed)
    made = int((incidence.sizes * (incidence.sizes - 1) // 2).sum())
    batch = max(_ROOM // max(made, len(incidence.members), 1), 1)
    reached = np.zeros(len(pairs.codes), np.int64)
    total = np.zeros(len(pairs.codes), np.int64)
    for start in range(0, draws, batch):
        number = min(batch, draws - start)
        counts = _counted(incidence, pairs, drawn(incidence, number, generator))
        reached += (counts >= pairs.counts).sum(axis=0)
        total += counts.sum(axis=0)
        if progress is not None:
            progress(start + number)
    return Chances((reached + 1) / (draws + 1), total / draws)


def drawn(
    incidence: Incidence, number: int, generator: np.random.Generator, rounds: int = ROUNDS
) -> Whole:
    """Return the members of random networks, a row each, in the groups of the observed one."""
    members = np.tile(incidence.members, (number, 1))
    groups = np.repeat(np.arange(len(incidence.sizes)), incidence.sizes)
    for _ in range(rounds):
        members = _traded(members, groups, generator)
        moved = _traded(np.broadcast_to(groups, members.shape), members, generator)
        # Groups keep their sizes, so that sorting puts each tie into a place of its group. Stable,
        # since how other sorts order equals depends on the processor.
        members = np.take_along_axis(members, moved.argsort(axis=1, kind="stable"), axis=1)
    return members


def _traded(owners: Whole, goods: Whole, generator: np.random.Generator) -> Whole:
    """Return the owners of all ties after they paired off at random, and each pair traded.

    Two owners share out anew, at random, the goods that one of them has and the other has not.
    """
    number, most = len(owners), int(owners.max()) + 1
    places = generator.random((number, most)).argsort(axis=1)
    place = np.take_along_axis(places, owners, axis=1)
    couples = (most + 1) // 2
    couple = place // 2 + np.arange(number)[:, None] * couples
    free = np.flatnonzero(~_shared(couple, goods))
    # In random order within each couple, the first ones go to the owner at the even place.
    of = couple.ravel()[free]
    order = np.argsort(of + generator.random(len(of)))
    of, free = of[order], free[order]
    odd = place.ravel()[free] & 1
    ends = np.cumsum(np.bincount(of, minlength=number * couples))
    odds = np.bincount(of[odd == 1], minlength=number * couples)
    place.ravel()[free] = 2 * (of % couples) + (np.arange(len(of)) >= (ends - odds)[of])
    return np.take_along_axis(places.argsort(axis=1), place, axis=1)


def _shared(couple: Whole, goods: Whole) -> Flags:
    """Return which ties are to a good that both of a couple have."""
    keys = (couple * (int(goods.max()) + 1) + goods).ravel()
    order = np.argsort(keys)
    same = np.diff(keys[order]) == 0
    shared = np.zeros(len(keys), np.bool_)
    shared[order[1:][same]] = True
    shared[order[:-1][same]] = True
    return shared


def _counted(incidence: Incidence, pairs: Pairs, members: Whole) -> Whole:
    """Return how many groups the observed pairs share in each network, a row each."""
    number, known = len(members), len(pairs.codes)
    codes = incidence.codes(members)
    at = np.minimum(np.searchsorted(pairs.codes, codes), known - 1)
    at += np.arange(number)[:, None] * known
    hits = at[np.tile(pairs.codes, number)[at] == codes]
    return np.bincount(hits, minlength=number * known).reshape(number, known)
