"""How strongly two nodes are tied by the groups that they share."""

from collections.abc import Callable, Mapping
from math import sqrt
from typing import Final

from numeco._checks import Kind


class Weight(Kind):
    """How strongly the events that two organizations share tie them.

    With k organizations in an event, a and b events of the two, and w events in common.
    """

    #: 1/(k - 1) from each common event, so that an organization's strength is the number of its
    #: events with a partner: Newman 2001, Physical Review E 64, DOI 10.1103/PhysRevE.64.016132.
    NEWMAN = "newman"
    COUNT = "count"  #: w
    FRACTIONAL = "fractional"  #: 1/k from each common event
    PAIR = "pair"  #: 2/(k (k - 1)) from each: an event gives 1 in all, shared by its pairs
    JACCARD = "jaccard"  #: w/(a + b - w)
    OVERLAP = "overlap"  #: w/min(a, b)
    COSINE = "cosine"  #: w/√(a b)


def share_of(weight: Weight) -> Callable[[int], float]:
    """Return what a group of k members adds to the weight of each of its pairs."""
    return _SHARES.get(weight, _whole)


def likeness_of(weight: Weight) -> Callable[[int, int, int], float] | None:
    """Return how a weight follows from common groups and those of each; None where it adds up."""
    return _LIKENESSES.get(weight)


def _whole(_: int) -> int:
    return 1


_SHARES: Final[Mapping[Weight, Callable[[int], float]]] = {
    Weight.NEWMAN: lambda k: 1 / (k - 1),
    Weight.FRACTIONAL: lambda k: 1 / k,
    Weight.PAIR: lambda k: 2 / (k * (k - 1)),
}
_LIKENESSES: Final[Mapping[Weight, Callable[[int, int, int], float]]] = {
    Weight.JACCARD: lambda w, a, b: w / (a + b - w),
    Weight.OVERLAP: lambda w, a, b: w / min(a, b),
    Weight.COSINE: lambda w, a, b: w / sqrt(a * b),
}
