"""Diversity: a list whose beginning is not all about one organization or one theme."""

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappushpop
from typing import TypeVar

from attrs import frozen

Item = TypeVar("Item")


@frozen
class Candidate:
    """A pair, how good it is, and what it is about."""

    pair: tuple[str, str]
    score: float
    #: Lists begin with the lowest tier, whatever the scores.
    tier: int
    themes: tuple[str, ...]


def diversified(
    candidates: Sequence[Candidate], *, diverse: float, most_each: int | None
) -> Iterator[Candidate]:
    """Iterate over candidates, the best first, each discounted for what was listed before it.

    A score counts 1 - `diverse` times as much for each time that one of its organizations was
    listed, and for each time that all of its themes were. That is the idea of maximal marginal
    relevance (Carbonell and Goldstein 1998, DOI 10.1145/290941.291025) with a discount that grows:
    there the likest of those listed counts alone, so that what was listed once costs as little as
    what fills the list. The growing one is that of IA-Select (Agrawal, Gollapudi, Halverson and
    Ieong 2009, DOI 10.1145/1498759.1498766).

    Discounts only grow, so a heap of old values finds the best (Minoux 1978, DOI
    10.1007/BFb0006528): O(n log n) where few values have to be computed again.

    Args:
        candidates: in any order; equals go by id.
        diverse: 0 to 1; 0 leaves the order of the scores.
        most_each: how often an organization is listed at most.
    """
    listed: Counter[str] = Counter()

    def key(one: Candidate) -> tuple[int, float, float, tuple[str, str]]:
        repeats = sum(listed[end] for end in one.pair)
        repeats += min((listed[theme] for theme in one.themes), default=0)
        return one.tier, -one.score * (1 - diverse) ** repeats, -one.score, one.pair

    heap = [(key(one), one) for one in candidates]
    heapify(heap)
    while heap:
        _, one = heappop(heap)
        while heap and (now := key(one)) > heap[0][0]:
            _, one = heappushpop(heap, (now, one))
        if most_each is None or all(listed[end] < most_each for end in one.pair):
            listed.update((*one.pair, *one.themes))
            yield one
