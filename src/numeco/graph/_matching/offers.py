"""What organizations offer and seek: who has what another one looks for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Organization, Theme, ThemeId


@frozen
class Fit:
    """A theme that one organization offers and another one seeks."""

    offered: ThemeId
    sought: ThemeId
    #: 1 for the same theme; half of it for each step from one to the other by `Theme.broader`.
    strength: float
    #: Whether what is offered is a part of what is sought, not the other way round.
    narrower: bool = False


#: Of a pair, who offers before who seeks: the best offer for each theme that is sought.
Fits: TypeAlias = Mapping[tuple[str, str], tuple[Fit, ...]]


def fits(ecosystem: Ecosystem, among: Collection[str]) -> Fits:
    """Return what each of some organizations offers that another one of them seeks.

    O(themes + fits): from an index of who offers what, never by looking at all pairs.
    """
    wanted = frozenset(among)
    organizations = [one for one in ecosystem.all(Organization) if one.id in wanted]
    offering: defaultdict[ThemeId, list[Organization]] = defaultdict(list)
    for one in organizations:
        for theme in one.offers:
            offering[theme].append(one)
    related: dict[ThemeId, tuple[Fit, ...]] = {}
    best: defaultdict[tuple[str, str], dict[ThemeId, Fit]] = defaultdict(dict)
    for seeker in organizations:
        for sought in seeker.seeks:
            if sought not in related:
                related[sought] = tuple(_related(ecosystem, sought))
            for fit in related[sought]:
                for one in offering.get(fit.offered, ()):
                    if one is not seeker:
                        # The best comes first, and stays.
                        best[one.id, seeker.id].setdefault(sought, fit)
    return {pair: tuple(sorted(found.values(), key=_order)) for pair, found in best.items()}


def _related(ecosystem: Ecosystem, sought: ThemeId) -> Iterator[Fit]:
    """Iterate over the offers that answer what is sought, the best first, then by id."""
    found = [Fit(sought, sought, 1.0)]
    above, strength = ecosystem[sought].broader, 0.5
    while above is not None:
        found.append(Fit(above, sought, strength))
        above, strength = ecosystem[above].broader, strength / 2
    below = [(sought, 1.0)]
    for theme, strength in below:
        for part in ecosystem.referring(theme, Theme, "broader"):
            found.append(Fit(part.id, sought, strength / 2, narrower=True))
            below.append((part.id, strength / 2))
    return iter(sorted(found, key=_order))


def _order(fit: Fit) -> tuple[float, str, str]:
    return -fit.strength, fit.offered, fit.sought


def likeness(found: Iterable[Fit]) -> float:
    """Return how well offers answer what is sought, 0 to 1: each halves what is missing.

    The same theme halves it, a theme one step broader or narrower takes a quarter of it.
    """
    missing = 1.0
    for fit in found:
        missing *= 1 - fit.strength / 2
    return 1 - missing


def said(ecosystem: Ecosystem, giver: str, taker: str, fit: Fit) -> str:
    """Return a fit in words: ``OVH offers hosting, which Coteo seeks``."""
    one, other = ecosystem[giver].label, ecosystem[taker].label
    offered, sought = ecosystem[fit.offered].label, ecosystem[fit.sought].label
    if fit.offered == fit.sought:
        return f"{one} offers {offered}, which {other} seeks"
    if fit.narrower:
        return f"{one} offers {offered}, a part of {sought}, which {other} seeks"
    return f"{one} offers {offered}, of which {other} seeks a part: {sought}"
