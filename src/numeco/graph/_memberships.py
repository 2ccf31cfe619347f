"""Networks of offices: who sits where, and which organizations share those who sit in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

import networkx as nx

from numeco.ecosystem import Ecosystem
from numeco.graph._arguments import check_days, check_ecosystem, check_number, words
from numeco.graph._tying.facts import Facts, facts_of
from numeco.graph._tying.groups import name_groups, tied
from numeco.graph._tying.nodes import is_somebody, sorted_ids
from numeco.graph._tying.scope import may_hold
from numeco.graph._weights import Weight
from numeco.model import Membership, MembershipRole, Organization, Person
from numeco.time import Days

#: The roles of those who govern an organization: its officers, its directors, its elected members.
BOARD: Final[frozenset[MembershipRole]] = frozenset(
    {
        MembershipRole.PRESIDENT,
        MembershipRole.VICE_PRESIDENT,
        MembershipRole.TREASURER,
        MembershipRole.SECRETARY,
        MembershipRole.DIRECTOR,
        MembershipRole.BOARD_MEMBER,
        MembershipRole.ELECTED_MEMBER,
    }
)


def memberships(
    ecosystem: Ecosystem,
    *,
    roles: Collection[MembershipRole | str] | None = None,
    during: Days | None = None,
) -> nx.Graph[str]:
    """Return the two-mode network of persons and the bodies in which they have a place.

    Every person and every organization is a node, without ties too; events and series are where
    somebody has a place in them. A person has one tie to a body, however many offices in it.

    Members are persons alone: an organization that is a member of another would stand on both
    sides, which no two-mode network can show, so that `interlocks` ties those two. Placeholders
    ("TBA") are nobody. The memberships of both are no ties here, and ``left_out`` names them.

    Node attributes: ``kind`` ("Person", "Organization", "Event" or "Series"), ``name``,
    ``bipartite`` (0 for persons, 1 for bodies), and those that `affiliation` gives organizations
    and events.

    Edge attributes: ``roles``, ``titles`` (as they were said) and ``memberships`` (ids), sorted
    tuples without repetition; ``since`` and ``until``, the first and the last day that they may
    cover (ISO 8601), None where one of them does not say.

    Network attribute: ``left_out``, the ids of the memberships that are no ties, in order.

    O(things), in the order of the ecosystem.

    >>> ovh = Organization(id="ovh", name="OVH", kind="company")
    >>> henryk = Person(id="henryk-klaba", name="Henryk Klaba")
    >>> office = Membership(member="henryk-klaba", of="ovh", role="president")
    >>> network = memberships(Ecosystem.of(ovh, henryk, office))
    >>> network.edges["henryk-klaba", "ovh"]["roles"]
    ('president',)

    Args:
        ecosystem: where the memberships are looked for.
        roles: those that count; left out, all. `BOARD` holds those of a board.
        during: memberships known to have begun after these days, or ended before them, do not
            count.

    Raises:
        InvalidValue: a word that `MembershipRole` does not have.
        InvalidType: no ecosystem is given, no Days, or a lone word where a collection is expected.
    """
    network: nx.Graph[str] = nx.Graph()
    left_out: list[str] = []
    offices: defaultdict[tuple[str, str], list[Membership]] = defaultdict(list)
    for one in _chosen(ecosystem, roles, during):
        if is_somebody(ecosystem[str(one.member)]):
            offices[one.member, one.of].append(one)
        else:
            left_out.append(one.id)
    bodies = dict.fromkeys(end for _, end in offices)
    for person in filter(is_somebody, ecosystem.all(Person)):
        network.add_node(person.id, **facts_of(person), bipartite=0)
    for body in (*ecosystem.all(Organization), *map(ecosystem.__getitem__, bodies)):
        network.add_node(body.id, **facts_of(body), bipartite=1)
    network.add_edges_from((*ends, _office(held)) for ends, held in offices.items())
    network.graph["left_out"] = tuple(left_out)
    return network


def interlocks(
    ecosystem: Ecosystem,
    *,
    weight: Weight | str = Weight.NEWMAN,
    roles: Collection[MembershipRole | str] | None = BOARD,
    during: Days | None = None,
    max_size: int | None = None,
) -> nx.Graph[str]:
    """Return the network of organizations, tied by those who sit in both: interlocking boards.

    Every organization is a node, without ties too. An organization that is a member of another
    counts as sitting in itself too, so that it is tied to the other. Places in events and series
    do not count, nor do placeholders ("TBA").

    On interlocks: Mizruchi 1996, "What do interlocks do?", DOI 10.1146/annurev.soc.22.1.271.

    Node attributes: those that `affiliation` gives organizations without ``bipartite``, and
    ``members``, the number of persons and organizations that sit in it.

    Edge attributes: ``weight``; ``count``, the number of those who sit in both; their sorted ids:
    ``persons`` and ``organizations``.

    O(things + pairs), in the order of the ecosystem.

    >>> bodies = [Organization(id=name.lower(), name=name) for name in ("Club", "School")]
    >>> anna = Person(id="anna", name="Anna")
    >>> seats = [Membership(member="anna", of=one.id, role="board-member") for one in bodies]
    >>> interlocks(Ecosystem.of(bodies, anna, seats)).edges["club", "school"]["persons"]
    ('anna',)

    Args:
        ecosystem: where the memberships are looked for.
        weight: how ``weight`` follows from those who sit in both; as for `collaboration`, with
            members in the place of events.
        roles: those that count; left out, those of a `BOARD`; None means all.
        during: memberships known to have begun after these days, or ended before them, do not
            count.
        max_size: members who sit in more organizations, 1 or more, tie none.

    Raises:
        InvalidValue: a word that `Weight` or `MembershipRole` does not have, or a `max_size` below
            1.
        InvalidType: no ecosystem is given, no Days, or a lone word where a collection is expected.
    """
    weight = Weight(weight)
    check_number("max_size", max_size, 1)
    persons, organizations = _seats(ecosystem, _chosen(ecosystem, roles, during))
    seats = persons | organizations
    members = Counter(body for bodies in seats.values() for body in set(bodies))
    sitting = persons | {one: [one, *bodies] for one, bodies in organizations.items()}
    nodes = {
        str(one.id): facts_of(one) | {"members": members[one.id]}
        for one in ecosystem.all(Organization)
    }
    network = tied(sitting, nodes, weight=weight, max_size=max_size)
    for name, those in (("persons", persons), ("organizations", organizations)):
        name_groups(network, name, {one: sitting[one] for one in those}, max_size=max_size)
    return network


def _chosen(
    ecosystem: Ecosystem,
    roles: Collection[MembershipRole | str] | None,
    during: Days | None,
) -> Iterator[Membership]:
    check_ecosystem(ecosystem)
    check_days("during", during)
    wanted = words("roles", MembershipRole, roles)
    return (
        one
        for one in ecosystem.all(Membership)
        if one.role in wanted and may_hold(one.since, one.until, during)
    )


def _seats(
    ecosystem: Ecosystem, chosen: Iterable[Membership]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the organizations in which each person, and each organization, sits."""
    persons: defaultdict[str, list[str]] = defaultdict(list)
    organizations: defaultdict[str, list[str]] = defaultdict(list)
    for one in chosen:
        if isinstance(ecosystem[str(one.of)], Organization):
            member = ecosystem[str(one.member)]
            if isinstance(member, Organization):
                organizations[member.id].append(one.of)
            elif is_somebody(member):
                persons[member.id].append(one.of)
    return dict(persons), dict(organizations)


def _office(offices: Collection[Membership]) -> Facts:
    begun = [one.since for one in offices if one.since is not None]
    ended = [one.until for one in offices if one.until is not None]
    whole = len(offices)
    return {
        "roles": sorted_ids(one.role.value for one in offices),
        "titles": sorted_ids(one.title for one in offices if one.title is not None),
        "memberships": sorted_ids(one.id for one in offices),
        "since": min(one.first for one in begun).isoformat() if len(begun) == whole else None,
        "until": max(one.last for one in ended).isoformat() if len(ended) == whole else None,
    }
