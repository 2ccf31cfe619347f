"""Matchmaking: which organizations should meet, and why."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from math import inf
from typing import Final, Unpack, cast

from attrs import evolve, frozen

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.graph._affiliation import affiliation
from numeco.graph._arguments import check_ecosystem, check_number, check_real
from numeco.graph._match import Match, Matches
from numeco.graph._matching.acquainted import Acquaintances, acquaintances
from numeco.graph._matching.diverse import Candidate, diversified
from numeco.graph._matching.likely import Nearness, Pair, Partners, common, near, ranks, scores
from numeco.graph._matching.offers import Fit, Fits, fits, likeness, said
from numeco.graph._narrowing import Narrowing
from numeco.graph._projection import collaboration
from numeco.graph._tying.dictionaries import paused_collector
from numeco.graph._wording import several
from numeco.model import Event, EventStatus, Organization, OrganizationId

#: How many common partners a reason names.
_NAMED: Final = 3


class Part(Kind):
    """What the score of a match is made of; each part is 0 to 1, or unknown."""

    #: How well offers answer what is sought: each halves what is missing, both ways together.
    THEMES = "themes"
    #: The share of the pairs to choose from that are no nearer in the network; unknown where two
    #: have no common partner.
    NETWORK = "network"
    #: 1 where the seats are different territories, neither of which lies within the other.
    TERRITORY = "territory"
    #: 1 where the two are of different subsystems of the quadruple helix.
    HELIX = "helix"


_WEIGHTS: Final[Mapping[Part, float]] = {Part.THEMES: 2.0, Part.NETWORK: 1.0}


def matches(  # noqa: PLR0913  # each says what counts, or how much
    ecosystem: Ecosystem,
    *,
    among: Collection[str] | None = None,
    event: str | None = None,
    score: Nearness | str = Nearness.RESOURCE_ALLOCATION,
    weights: Mapping[Part, float] | Mapping[str, float] = _WEIGHTS,
    new_only: bool = True,
    other_territory: bool = False,
    other_helix: bool = False,
    diverse: float = 0.2,
    most: int | None = 100,
    most_each: int | None = None,
    max_size: int | None = None,
    **narrowing: Unpack[Narrowing],
) -> Matches:
    """Return the pairs of organizations that are worth a meeting, those that gain both first.

    Two are a pair to choose from where one offers what the other one seeks, or where they have a
    partner in common: in the network of `collaboration`, where organizations are partners that
    have a part in the same events. A broader or narrower theme answers by halves (`Theme.broader`).
    Those who say nothing of what they offer and seek can still be matched by the network, and the
    result names them.

    First come the mutual ones, in which each offers what the other one seeks; then the others; both
    by score, discounted for what was listed before, so that the list is not all about one
    organization or one theme. The score is the weighted mean of its parts; what is unknown counts
    0.

    Nearness tells who would meet anyway, and how well depends on the network: trained to 2017, of
    the 100 nearest pairs by resource allocation 90 met from 2018 on in the whole of H2020, but 14
    in its Norwegian part, where 3 would by chance. The offers, and the wish for another territory,
    make it useful.

    O(offers that answer + paths of two steps), never all pairs.

    >>> from numeco import Theme
    >>> nuage = Organization(id="nuage", name="Nuage", offers=["hosting"])
    >>> atelier = Organization(id="atelier", name="Atelier", seeks=["hosting"])
    >>> print(matches(Ecosystem.of(Theme(id="hosting", name="hosting"), nuage, atelier)))
    0.33  Nuage – Atelier: Nuage offers hosting, which Atelier seeks; not known to have met
    1 of 1 pairs, 0 mutual

    Args:
        ecosystem: where organizations, themes and ties are looked for.
        among: the ids of the organizations that may meet; left out, all.
        event: the id of an event: those that have a part in it, or in an event within it, may
            meet; that they meet there does not make them partners.
        score: the measure of nearness for the part of the network; each match has all five.
        weights: how much each part counts, 0 or more; one left out counts 0.
        new_only: whether to leave out those whom something ties already: an event in common, an
            alliance, a membership of one in the other, a parent.
        other_territory: whether to keep only those known to sit in different territories.
        other_helix: whether to keep only those known to be of different helices.
        diverse: what a score loses each time that one of its organizations, or all of its themes,
            were listed before it, as a share: 0 to 1.
        most: how many at most, 0 or more; None means all.
        most_each: how many at most for each organization, 0 or more; None means any number.
        max_size: events of more organizations make nobody partners.
        narrowing: which ties count; as for `affiliation`.

    Raises:
        InvalidValue: a number out of bounds, a word that is none of those listed, or weights that
            are all 0.
        InvalidType: an id is not that of an organization or event, or a value is of another type.
        UnknownId: nothing has one of the ids.
    """
    check_ecosystem(ecosystem)
    for name, number in (("most", most), ("most_each", most_each)):
        check_number(name, number, 0)
    check_real("diverse", diverse, "must be a number from 0 to 1", lambda share: 0 <= share <= 1)
    asked = _asked(ecosystem, among, event)
    before = ecosystem if event is None else _without(ecosystem, event)
    network = collaboration(before, max_size=max_size, **narrowing)
    pairs = _Pairs(
        ecosystem=ecosystem,
        partners=dict(network.adjacency()),
        acquainted=acquaintances(ecosystem),
        asked=asked,
        measure=Nearness(score),
        weights=_weights(weights),
        new_only=new_only,
        other_territory=other_territory,
        other_helix=other_helix,
    )
    with paused_collector():
        candidates = pairs.candidates
    listed = diversified(candidates, diverse=diverse, most_each=most_each)
    organizations = [ecosystem[one] for one in asked]
    return Matches(
        matches=tuple(
            pairs.match(one)
            for one in islice(listed, None if most is None else min(most, len(candidates)))
        ),
        candidates=len(candidates),
        organizations=asked,
        silent=tuple(one.id for one in organizations if not one.offers and not one.seeks),
    )


# What is asked for


def _weights(given: Mapping[Part, float] | Mapping[str, float]) -> dict[Part, float]:
    must = "must map parts, such as 'themes', to numbers, 0 or more, not all of them 0"
    if not isinstance(given, Mapping):
        raise InvalidType("weights", must, given)
    for weight in given.values():
        if not isinstance(weight, (int, float)) or isinstance(weight, bool):
            raise InvalidType("weights", must, given)
        if not 0 <= weight < inf:
            raise InvalidValue("weights", must, given)
    if not any(given.values()):
        raise InvalidValue("weights", must, given)
    return {Part(name): float(weight) for name, weight in given.items() if weight}


def _asked(
    ecosystem: Ecosystem, among: Collection[str] | None, event: str | None
) -> tuple[OrganizationId, ...]:
    """Return the ids, sorted, of the organizations that may meet."""
    if among is not None and (isinstance(among, str) or not isinstance(among, Collection)):
        raise InvalidType("among", "must be a collection of ids of organizations", among)
    found = {one.id for one in ecosystem.all(Organization)}
    if among is not None:
        found = {_organization(ecosystem, one) for one in among}
    if event is not None:
        network = affiliation(ecosystem)
        parts = (
            one for part in ecosystem.events_within(event) for one in network.adj.get(part.id, ())
        )
        found &= {OrganizationId(one) for one in parts}
    return tuple(sorted(found))


def _organization(ecosystem: Ecosystem, key: str) -> OrganizationId:
    thing = ecosystem[key]
    if not isinstance(thing, Organization):
        raise InvalidType("among", "must be a collection of ids of organizations", key)
    return thing.id


def _without(ecosystem: Ecosystem, event: str) -> Ecosystem:
    """Return an ecosystem in which an event makes nobody partners: what is cancelled does not."""
    within: Iterable[Event] = ecosystem.events_within(event)
    return ecosystem.replacing(*(evolve(one, status=EventStatus.CANCELLED) for one in within))


# The pairs


@frozen(kw_only=True)
class _Pairs:
    """The pairs to choose from, and what is known of them."""

    ecosystem: Ecosystem
    partners: Partners
    acquainted: Acquaintances
    asked: tuple[OrganizationId, ...]
    measure: Nearness
    weights: Mapping[Part, float]
    new_only: bool
    other_territory: bool
    other_helix: bool

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The pairs that have a reason to meet, each of a known score above 0."""
        pairs = {(min(pair), max(pair)) for pair in self._fits}
        known = {pair: 0.0 for pair in sorted(pairs) if self._keeps(*pair)}
        known |= near(self.partners, self.asked, self.measure, self._keeps)
        rank = ranks(known.values())
        found = (
            self._candidate(pair, rank(value) if value else 0.0) for pair, value in known.items()
        )
        return tuple(one for one in found if one.score > 0)

    @cached_property
    def _fits(self) -> Fits:
        return fits(self.ecosystem, self.asked)

    def _keeps(self, one: str, other: str) -> bool:
        return not (
            (self.new_only and self._tied(one, other))
            or (self.other_territory and not self.acquainted.apart(one, other))
            or (self.other_helix and not self.acquainted.unlike(one, other))
        )

    def _tied(self, one: str, other: str) -> bool:
        return other in self.partners[one] or self.acquainted.tied(one, other)

    def _candidate(self, pair: Pair, rank: float) -> Candidate:
        one, other = pair
        given, taken = self._fits.get(pair, ()), self._fits.get((other, one), ())
        weights = self.weights
        total = weights.get(Part.NETWORK, 0.0) * rank
        both = (*given, *taken)
        if both:
            total += weights.get(Part.THEMES, 0.0) * likeness(both)
        if Part.TERRITORY in weights and self.acquainted.apart(one, other):
            total += weights[Part.TERRITORY]
        if Part.HELIX in weights and self.acquainted.unlike(one, other):
            total += weights[Part.HELIX]
        themes = tuple(sorted({fit.sought for fit in both})) if both else ()
        score = total / sum(weights.values())
        return Candidate(pair, round(score, 12), 0 if given and taken else 1, themes)

    def match(self, candidate: Candidate) -> Match:
        """Return a candidate as a match, with its reasons."""
        one, other = candidate.pair
        if (other, one) in self._fits and (one, other) not in self._fits:
            one, other = other, one
        given, taken = self._fits.get((one, other), ()), self._fits.get((other, one), ())
        return Match(
            first=OrganizationId(one),
            second=OrganizationId(other),
            names=(self.ecosystem[one].label, self.ecosystem[other].label),
            offers=tuple(dict.fromkeys(fit.offered for fit in given)),
            seeks=tuple(dict.fromkeys(fit.sought for fit in taken)),
            tied=self._tied(one, other),
            nearness=scores(self.partners, one, other),
            score=candidate.score,
            reasons=tuple(self._reasons(one, other, given, taken)),
        )

    def _reasons(
        self, one: str, other: str, given: Iterable[Fit], taken: Iterable[Fit]
    ) -> Iterator[str]:
        yield from (said(self.ecosystem, one, other, fit) for fit in given)
        yield from (said(self.ecosystem, other, one, fit) for fit in taken)
        if between := common(self.partners, one, other):
            yield self._in_common(between)
        yield from self.acquainted.differences(one, other)
        events = self.partners[one].get(other)
        if events is not None:
            number = cast("Mapping[str, int]", events)["count"]
            yield f"{several(number, 'event')} in common"
        yield from self.acquainted.ties(one, other)
        if not self._tied(one, other):
            yield "not known to have met"

    def _in_common(self, between: list[str]) -> str:
        """Return the common partners in words, those with the fewest partners first."""
        between.sort(key=lambda one: (len(self.partners[one]), one))
        names = [self.ecosystem[one].label for one in between[:_NAMED]]
        left = len(between) - len(names)
        more = f" and {left:,} more" if left else ""
        return f"{several(len(between), 'partner')} in common: {', '.join(names)}{more}"
