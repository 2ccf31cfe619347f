"""Networks of allies: who shares corridors, agencies, consortia."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import networkx as nx

from numeco.ecosystem import Ecosystem
from numeco.graph._arguments import check_days, check_ecosystem, words
from numeco.graph._tying.facts import Facts, facts_of
from numeco.graph._tying.groups import name_groups, tied
from numeco.graph._tying.nodes import sorted_ids
from numeco.graph._tying.scope import may_hold
from numeco.model import Alliance, AllianceKind, Organization, Territory
from numeco.time import Days


def alliances(
    ecosystem: Ecosystem,
    *,
    kinds: Collection[AllianceKind | str] | None = None,
    during: Days | None = None,
) -> nx.Graph[str]:
    """Return the network of organizations and territories, tied by the alliances that they share.

    Every organization and every territory is a node, without allies too. All members of one
    alliance are tied with each other. The organization that embodies an alliance is no member of
    it, unless the alliance says so: it is named on the ties, and its node says what it embodies.
    An alliance of which one member alone is known ties nothing: look for it at the node.

    Node attributes: ``kind`` ("Organization" or "Territory"), ``name``, ``type`` and
    ``alliances``, the sorted ids of those that it is a member of; of organizations also ``helix``,
    ``territory``, ``parent`` and ``embodies``, the sorted ids of alliances; of territories also
    ``within``, the sorted ids of those around it.

    Edge attributes: ``weight`` and ``count``, both the number of alliances in common;
    ``alliances``, ``kinds`` and ``bodies`` (the organizations that embody them), sorted tuples
    without repetition.

    O(things + pairs), in the order of the ecosystem.

    >>> from numeco import Territory
    >>> cities = Territory(id="nantes", name="Nantes"), Territory(id="quebec", name="Québec")
    >>> corridor = Alliance(kind="corridor", territories=["nantes", "quebec"])
    >>> network = alliances(Ecosystem.of(cities, corridor))
    >>> network.edges["nantes", "quebec"]["kinds"]
    ('corridor',)

    Args:
        ecosystem: where the alliances are looked for.
        kinds: those that count; left out, all. A collection, also of one word.
        during: alliances known to have begun after these days, or ended before them, do not count.

    Raises:
        InvalidValue: a word that `AllianceKind` does not have.
        InvalidType: no ecosystem is given, no Days, or a lone word where a collection is expected.
    """
    check_ecosystem(ecosystem)
    check_days("during", during)
    wanted = words("kinds", AllianceKind, kinds)
    chosen = [
        one
        for one in ecosystem.all(Alliance)
        if one.kind in wanted and may_hold(one.since, one.until, during)
    ]
    groups: dict[str, list[str]] = {one.id: members_of(one) for one in chosen}
    network = tied(groups, _nodes(ecosystem, chosen))
    name_groups(network, "alliances", groups)
    known = {str(one.id): one for one in chosen}
    for *_, edge in network.edges(data=True):
        shared = [known[one] for one in edge["alliances"]]
        edge["kinds"] = sorted_ids(one.kind.value for one in shared)
        edge["bodies"] = sorted_ids(one.body for one in shared if one.body is not None)
    return network


def members_of(alliance: Alliance) -> list[str]:
    """Return the members of an alliance, sorted."""
    return sorted({*alliance.organizations, *alliance.territories})


def _nodes(ecosystem: Ecosystem, chosen: Iterable[Alliance]) -> dict[str, Facts]:
    joined: defaultdict[str, list[str]] = defaultdict(list)
    embodied: defaultdict[str, list[str]] = defaultdict(list)
    for alliance in chosen:
        for member in members_of(alliance):
            joined[member].append(alliance.id)
        if alliance.body is not None:
            embodied[alliance.body].append(alliance.id)
    nodes: dict[str, Facts] = {}
    for one in (*ecosystem.all(Organization), *ecosystem.all(Territory)):
        nodes[one.id] = facts_of(one) | {"alliances": sorted_ids(joined[one.id])}
        if isinstance(one, Organization):
            nodes[one.id]["embodies"] = sorted_ids(embodied[one.id])
    return nodes
