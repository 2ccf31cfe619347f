"""Link prediction: how near two organizations are that share no event, by their partners."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from math import fsum, log
from typing import Final, TypeAlias

from attrs import frozen

from numeco._checks import Kind

#: The partners of each organization, in an order that is always the same.
Partners: TypeAlias = Mapping[str, Mapping[str, object]]
Pair: TypeAlias = tuple[str, str]


class Nearness(Kind):
    """How near two organizations are, by the partners that they have in common.

    With a and b partners of the two, and k partners of each partner z that they have in common.
    Compared by Liben-Nowell and Kleinberg 2007, DOI 10.1002/asi.20591.
    """

    #: Σ 1/k: Zhou, Lü and Zhang 2009, DOI 10.1140/epjb/e2009-00335-8.
    RESOURCE_ALLOCATION = "resource-allocation"
    #: Σ 1/log k: Adamic and Adar 2003, DOI 10.1016/S0378-8733(03)00009-1.
    ADAMIC_ADAR = "adamic-adar"
    COMMON_NEIGHBOURS = "common-neighbours"  #: how many z there are
    JACCARD = "jaccard"  #: common partners / partners of either
    PREFERENTIAL_ATTACHMENT = "preferential-attachment"  #: a b


@frozen(kw_only=True)
class Scores:
    """How near two organizations are, by each measure; as networkx has them."""

    resource_allocation: float
    adamic_adar: float
    common_neighbours: int
    jaccard: float
    preferential_attachment: int

    def by(self, measure: Nearness | str) -> float:
        """Return the score by one measure."""
        found: float = getattr(self, Nearness(measure).value.replace("-", "_"))
        return found


#: What a common partner that has k partners, 2 or more, adds.
_SHARES: Final[Mapping[Nearness, Callable[[int], float]]] = {
    Nearness.RESOURCE_ALLOCATION: lambda k: 1 / k,
    Nearness.ADAMIC_ADAR: lambda k: 1 / log(k),
}


def common(partners: Partners, one: str, other: str) -> list[str]:
    """Return the partners that two have in common, in the order of the first one's."""
    return [z for z in partners[one] if z in partners[other]]


def scores(partners: Partners, one: str, other: str) -> Scores:
    """Return how near two organizations are, by each measure."""
    degrees = [len(partners[z]) for z in common(partners, one, other)]
    a, b = len(partners[one]), len(partners[other])
    either = a + b - len(degrees)
    # fsum, since the order of the partners must not change the last digit.
    return Scores(
        resource_allocation=fsum(1 / k for k in degrees),
        adamic_adar=fsum(1 / log(k) for k in degrees),
        common_neighbours=len(degrees),
        jaccard=len(degrees) / either if either else 0.0,
        preferential_attachment=a * b,
    )


def near(
    partners: Partners, among: Collection[str], measure: Nearness, keeps: Callable[[str, str], bool]
) -> dict[Pair, float]:
    """Return how near the pairs are that have a partner in common; O(paths of two steps).

    Args:
        partners: those of each organization.
        among: the organizations whose pairs count; of their partners all do.
        measure: of nearness.
        keeps: whether a pair counts at all, its ids in order.
    """
    found: dict[Pair, float] = {}
    wanted, share = frozenset(among), _SHARES.get(measure, _one)
    for one in sorted(wanted):
        total: defaultdict[str, float] = defaultdict(float)
        for z in partners[one]:
            its = share(len(partners[z])) if len(partners[z]) > 1 else 0.0
            for other in partners[z]:
                if other > one and other in wanted:
                    total[other] += its
        for other, sum_ in total.items():
            if keeps(one, other):
                found[one, other] = _finished(partners, one, other, sum_, measure)
    return found


def _one(_partners: int) -> float:
    return 1.0


def _finished(partners: Partners, one: str, other: str, sum_: float, measure: Nearness) -> float:
    a, b = len(partners[one]), len(partners[other])
    if measure is Nearness.JACCARD:
        return sum_ / (a + b - sum_)
    if measure is Nearness.PREFERENTIAL_ATTACHMENT:
        return float(a * b)
    # Sums of the same numbers in another order differ in the last digit.
    return round(sum_, 12)


def ranks(values: Iterable[float]) -> Callable[[float], float]:
    """Return the function that gives the share of some values which are no greater than one."""
    known = sorted(values)
    return lambda value: bisect_right(known, value) / len(known)
