"""What counts as one: organizations and themes that were merged, renamed or written twice."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

import networkx as nx

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Organization, OrganizationId, Theme, slug


def counted_as(ecosystem: Ecosystem, same: Mapping[str, str] | None) -> dict[str, str]:
    """Return, for each organization or theme that counts as another one, the id of that one.

    Themes of which names or aliases match, but for case and white space, are one without being
    named: the one that `same` leads to, else the one whose id comes first.

    Args:
        ecosystem: where they are.
        same: ids of organizations or themes, and the ids that they count as; chains are followed.

    Raises:
        UnknownId: nothing has one of the ids.
        InvalidValue: an id is not that of an organization or theme, the two are not of one kind, or
            they lead in a circle.
        InvalidType: it is no mapping.
    """
    ends = _ends(ecosystem, same)
    found = {one: end for one, end in ends.items() if isinstance(ecosystem[one], Organization)}
    for group in _groups(ecosystem, ends):
        named = {ends[one] for one in group if one in ends}
        end = min(named or group)
        found.update((one, end) for one in group if one != end)
    return found


def alike(
    ecosystem: Ecosystem, organizations: Iterable[OrganizationId]
) -> Iterator[tuple[OrganizationId, ...]]:
    """Iterate over organizations with one name, but for case, accents and punctuation; by id.

    They are candidates for `same`: "Nantes Metropole" and "Nantes Métropole". Aliases count.
    """
    found: dict[str, set[OrganizationId]] = {}
    for one in organizations:
        thing = ecosystem[one]
        for name in (thing.name, *thing.aliases):
            found.setdefault(slug(name), set()).add(one)
    groups = {tuple(sorted(group)) for group in found.values() if len(group) > 1}
    yield from sorted(groups)


def _ends(ecosystem: Ecosystem, same: Mapping[str, str] | None) -> dict[str, str]:
    """Return what each id leads to in the end."""
    if same is None:
        return {}
    if not isinstance(same, Mapping):
        raise InvalidType("same", "must be a mapping of ids to ids", same)
    for one, other in same.items():
        kinds = type(ecosystem[one]), type(ecosystem[other])
        if kinds not in {(Organization, Organization), (Theme, Theme)}:
            must = "must map organizations to organizations and themes to themes"
            raise InvalidValue("same", must, {one: other})
    return {one: _end(same, one) for one in same if same[one] != one}


def _end(same: Mapping[str, str], one: str) -> str:
    path = {one: None}
    while same.get(one, one) != one:
        one = same[one]
        if one in path:
            raise InvalidValue("same", "must not lead in a circle", " → ".join([*path, one]))
        path[one] = None
    return one


def _groups(ecosystem: Ecosystem, ends: Mapping[str, str]) -> Iterator[set[str]]:
    """Iterate over the groups of themes that are one, by their ids."""
    words: dict[str, str] = {}
    network: nx.Graph[str] = nx.Graph()
    for theme in ecosystem.all(Theme):
        network.add_node(theme.id)
        for name in (theme.name, *theme.aliases):
            network.add_edge(theme.id, words.setdefault(_bare(name), theme.id))
    network.add_edges_from((one, end) for one, end in ends.items() if one in network)
    return nx.connected_components(network)


def _bare(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
