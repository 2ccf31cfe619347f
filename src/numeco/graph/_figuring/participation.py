"""Figures of who takes part: mix of the helix, concentration, specialization, density."""

from collections import Counter
from collections.abc import Callable
from math import log
from typing import Unpack

from attrs import frozen

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.graph._affiliation import affiliation
from numeco.graph._arguments import check_ecosystem
from numeco.graph._figuring.sums import entropy, lacking
from numeco.graph._indicator import Indicator
from numeco.graph._narrowing import Mode, Narrowing
from numeco.graph._projection import collaboration
from numeco.graph._tying.modes import nodes_of
from numeco.graph._tying.occasions import held
from numeco.graph._tying.places import Places, places
from numeco.model import (
    Helix,
    Organization,
    OrganizationKind,
    Theme,
)


class Group(Kind):
    """Among whom participations are counted."""

    ORGANIZATION = "organization"
    HELIX = "helix"
    TERRITORY = "territory"  #: where organizations sit


def helix_shares(ecosystem: Ecosystem, **narrowing: Unpack[Narrowing]) -> tuple[Indicator, ...]:
    """Return the share of each subsystem of the helix among the organizations that take part.

    In the order of `Helix`. Organizations of unknown helix are left out, and said to be missing.

    Args:
        ecosystem: where the ties are looked for.
        narrowing: which ties count; as for `affiliation`.
    """
    counts, missing = _helices(ecosystem, narrowing)
    total = counts.total()
    definition = "organizations of the subsystem / those of known helix that take part"
    return tuple(
        Indicator.ratio(
            f"share of {helix.replace('-', ' ')}",
            counts[helix],
            total,
            n=total,
            definition=definition,
            missing=missing,
        )
        for helix in Helix
    )


def helix_entropy(ecosystem: Ecosystem, **narrowing: Unpack[Narrowing]) -> Indicator:
    """Return how evenly the four subsystems of the helix take part: 0 for one alone, 1 for equal.

    Shannon's entropy of `helix_shares` by its greatest value, ln 4 (Pielou 1966, DOI
    10.1016/0022-5193(66)90013-0).

    Args:
        ecosystem: where the ties are looked for.
        narrowing: which ties count; as for `affiliation`.
    """
    counts, missing = _helices(ecosystem, narrowing)
    return Indicator.ratio(
        "evenness of the helix",
        entropy(counts.values()) if counts else None,
        log(len(Helix)),
        n=counts.total(),
        definition="Shannon entropy of the shares of the helix, in nats / ln 4 (Pielou 1966)",
        missing=missing or (() if counts else ("an organization that takes part",)),
    )


def concentration(
    ecosystem: Ecosystem,
    *,
    by: Group | str = Group.ORGANIZATION,
    normalized: bool = False,
    **narrowing: Unpack[Narrowing],
) -> Indicator:
    """Return how far few have most of the participations: the Herfindahl–Hirschman index.

    From 1/k, where k organizations (or groups) have as many each, to 1, where one has all
    (Hirschman 1964, "The paternity of an index", American Economic Review 54 (5)); normalized, from
    0 to 1 whatever their number, and unknown for one alone. A participation is an organization's
    part in one event.

    Args:
        ecosystem: where the ties are looked for.
        by: whether the shares are those of organizations, helices or territories.
        normalized: whether to bring it to a scale that does not depend on how many there are.
        narrowing: which ties count; as for `affiliation`.

    Raises:
        InvalidValue: a word that `Group` does not have.
    """
    by = Group(by)
    parts = _participations(ecosystem, narrowing)
    counts, outside = _tallied(parts, _groups(ecosystem)[by])
    total, k = counts.total(), len(counts)
    index = sum(count * count for count in counts.values()), total * total
    missing = lacking(outside, str(by), "participation")
    words = f"Σ x² / (Σ x)² over the participations x of each {by}"
    if not normalized:
        name = "concentration"
        return Indicator.ratio(name, *index, n=k, definition=words, missing=missing, unit="")
    return Indicator.ratio(
        "normalized concentration",
        index[0] / index[1] - 1 / k if k > 1 else 0,
        1 - 1 / k if k > 1 else 0,
        n=k,
        definition=f"(H − 1/k) / (1 − 1/k), with k groups and H = {words}",
        missing=missing,
        unit="",
    )


def density(ecosystem: Ecosystem, **narrowing: Unpack[Narrowing]) -> Indicator:
    """Return the share of all pairs of organizations that have a part in a common event.

    Of all organizations of the ecosystem, those without any tie too.

    Args:
        ecosystem: where the ties are looked for.
        narrowing: which ties count; as for `affiliation`.
    """
    network = collaboration(ecosystem, **narrowing)
    n = len(network)
    return Indicator.ratio(
        "density",
        network.number_of_edges(),
        n * (n - 1) // 2,
        n=n,
        definition="pairs of organizations with a common event / pairs of organizations",
    )


def specialization(
    ecosystem: Ecosystem,
    territory: str,
    *,
    theme: str | None = None,
    helix: Helix | str | None = None,
    kind: OrganizationKind | str | None = None,
) -> Indicator:
    """Return how much more of something a territory has than the whole: the location quotient.

    1 where its share is that of the whole, 2 where it is twice as large (Florence 1939; Isard
    1960). Of organizations, by their seat, or of sessions on a theme or one of its parts, by their
    venue, or else by their event. What lies within the territory at any depth lies in it.

    Args:
        ecosystem: the whole.
        territory: the id of the part.
        theme: the id of a theme, for sessions.
        helix: a subsystem of the helix, for organizations.
        kind: a kind of organization, for organizations.

    Raises:
        InvalidValue: not exactly one of `theme`, `helix` and `kind` is given.
        UnknownId: nothing has the id.
    """
    check_ecosystem(ecosystem)
    if sum(word is not None for word in (theme, helix, kind)) != 1:
        must = "must be given exactly one of theme, helix and kind"
        raise InvalidValue("specialization", must, (theme, helix, kind))
    there = places(ecosystem, territory)
    if theme is not None:
        found = _sessions(ecosystem, theme, there)
    else:
        sort = Helix(helix) if helix is not None else OrganizationKind(kind or "")
        found = _organizations(ecosystem, sort, there)
    return found.quotient(ecosystem[territory].label)


@frozen
class _Shares:
    """How many of the things in a territory, and of all things, are of some sort."""

    sort: str
    things: str
    there: tuple[int, int]
    everywhere: tuple[int, int]
    missing: tuple[str, ...]

    def quotient(self, territory: str) -> Indicator:
        share, whole = (
            of / among if among else None for of, among in (self.there, self.everywhere)
        )
        nothing = () if self.there[1] else (f"{self.things} in {territory}",)
        return Indicator.ratio(
            f"specialization of {territory} in {self.sort}",
            share,
            whole,
            n=self.there[1],
            definition=f"share of {self.sort} among the {self.things} of {territory} / among all",
            missing=(*self.missing, *nothing),
            unit="",
        )


def _organizations(
    ecosystem: Ecosystem, asked: Helix | OrganizationKind, within: Places
) -> _Shares:
    found = ecosystem.all(Organization)
    if isinstance(asked, Helix):
        found = tuple(one for one in found if one.helix is not None)
    fits = {one.id: asked in {one.helix, one.kind} for one in found}
    there = [one.id for one in found if one.seat in within.inside]
    homeless = sum(one.seat is None for one in found)
    return _Shares(
        sort=str(asked),
        things="organizations",
        there=(sum(fits[one] for one in there), len(there)),
        everywhere=(sum(fits.values()), len(found)),
        missing=lacking(homeless, "seat", "organization"),
    )


def _sessions(ecosystem: Ecosystem, theme: str, within: Places) -> _Shares:
    wanted = _narrower(ecosystem, theme)
    every = tuple(held(ecosystem))
    told = [one for one in every if one.themes]
    fits = {one.id: not wanted.isdisjoint(one.themes) for one in told}
    there = [one.id for one in told if within.hold(one)]
    return _Shares(
        sort=ecosystem[theme].label,
        things="sessions",
        there=(sum(fits[one] for one in there), len(there)),
        everywhere=(sum(fits.values()), len(told)),
        missing=lacking(len(every) - len(told), "themes", "session"),
    )


def _narrower(ecosystem: Ecosystem, theme: str) -> frozenset[str]:
    """Return a theme and its parts, at any depth."""
    if not isinstance(ecosystem[theme], Theme):
        raise InvalidType("theme", "must be the id of a theme", theme)
    found = [theme]
    for one in found:
        found += (part.id for part in ecosystem.referring(one, Theme, "broader"))
    return frozenset(found)


# Participations


def _helices(ecosystem: Ecosystem, narrowing: Narrowing) -> tuple[Counter[str], tuple[str, ...]]:
    """Return how many organizations of each subsystem take part, and what is not known."""
    parts = _participations(ecosystem, narrowing)
    group = _groups(ecosystem)[Group.HELIX]
    found = [group(one) for one in parts]
    counts = Counter(one for one in found if one is not None)
    return counts, lacking(len(found) - counts.total(), "helix", "organization")


def _participations(ecosystem: Ecosystem, narrowing: Narrowing) -> dict[str, int]:
    """Return how many events each organization that takes part has a part in."""
    nodes = nodes_of(affiliation(ecosystem, **narrowing), Mode.ORGANIZATIONS)
    return {one: facts["events"] for one, facts in nodes.items() if facts["events"]}


def _groups(ecosystem: Ecosystem) -> dict[Group, Callable[[str], str | None]]:
    """Return how to tell the group of an organization."""
    organizations = {str(one.id): one for one in ecosystem.all(Organization)}
    return {
        Group.ORGANIZATION: lambda one: one,
        Group.HELIX: lambda one: organizations[one].helix,
        Group.TERRITORY: lambda one: organizations[one].seat,
    }


def _tallied(parts: dict[str, int], group: Callable[[str], str | None]) -> tuple[Counter[str], int]:
    """Return the participations of each group, and those of none."""
    found: Counter[str] = Counter()
    outside = 0
    for one, number in parts.items():
        name = group(one)
        if name is None:
            outside += number
        else:
            found[name] += number
    return found, outside
