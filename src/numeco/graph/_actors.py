"""Key actors: a row for each organization, those that hold the network together first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Sized
from functools import cached_property
from math import fsum
from typing import Any, Final, TypeVar, Unpack, overload

import networkx as nx
from attrs import field, frozen

from numeco._tabular import aligned, marked_up, on_one_line
from numeco.ecosystem import Ecosystem
from numeco.errors import UnknownId
from numeco.graph._actor import HEADS, Actor
from numeco.graph._affiliation import affiliation
from numeco.graph._arguments import check_number, check_whole, words
from numeco.graph._communities import Communities, Method
from numeco.graph._cuts import Cut
from numeco.graph._indicator import Indicator
from numeco.graph._measuring.account import Account
from numeco.graph._measuring.backends import Backend
from numeco.graph._measuring.columns import Choices, Column, Measured, Paths
from numeco.graph._measuring.reasons import Evidence, rounded
from numeco.graph._measuring.rows import Grouping, known_groups
from numeco.graph._mixing import assortativity, ei_index
from numeco.graph._narrowing import Mode, Narrowing, Occasion
from numeco.graph._projection import projected_from
from numeco.graph._tying.modes import groups_of
from numeco.graph._weights import Weight
from numeco.graph._wording import several
from numeco.model import OrganizationId

_Value = TypeVar("_Value")

#: How many rows a text and a notebook show.
_SHOWN: Final = 20
_OCCASIONS: Final = {
    Occasion.EVENT: "events",
    Occasion.UMBRELLA: "umbrella events",
    Occasion.SERIES: "series",
    Occasion.SESSION: "sessions",
}


@frozen(kw_only=True, repr=False)
class Actors(Sequence[Actor]):
    """The organizations of a network, those that hold it together first."""

    _rows: tuple[Actor, ...] = field(alias="rows")
    #: The collaboration network that was measured.
    network: nx.Graph[str] = field(eq=False)
    communities: Communities | None
    #: Who, if gone, splits the network; those who part most pairs first.
    cuts: tuple[Cut, ...]
    #: Ties between groups less those within them, as a share of all; None if not measured.
    ei: Indicator | None
    #: Whether ties seek their own group; None if not measured.
    assortativity: Indicator | None
    _used: tuple[tuple[str, str], ...] = field(alias="used")
    #: What `max_size` left out, as a sentence; empty for nothing.
    _narrowed: str = field(alias="narrowed")

    @property
    def used(self) -> dict[str, str]:
        """Which library computed what may be computed by several."""
        return dict(self._used)

    @overload
    def __getitem__(self, at: int, /) -> Actor: ...
    @overload
    def __getitem__(self, at: slice, /) -> tuple[Actor, ...]: ...
    def __getitem__(self, at: int | slice, /) -> Actor | tuple[Actor, ...]:
        return self._rows[at]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._rows)

    @cached_property
    def _places(self) -> dict[str, Actor]:
        return {one.organization: one for one in self._rows}

    def of(self, organization: str) -> Actor:
        """Return the row of an organization, by its id.

        Raises:
            UnknownId: the network has no such organization.
        """
        try:
            return self._places[organization]
        except (KeyError, TypeError):  # what is not hashable is no id
            raise UnknownId(organization) from None

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as flat mappings, for a data frame."""
        return [one.row() for one in self]

    # In words

    def explain(self, most: int = 3) -> str:
        """Return in plain words who holds the network together, and why.

        Args:
            most: how many organizations at most, 1 or more: the first ones, of those that lie on
                a path between two others. Where so many are equal that some would be left out, the
                text says how many, and names none of them.
        """
        check_whole("most", most, 1)
        account = Account(
            rows=self._rows, network=self.network, cuts=len(self.cuts), narrowed=self._narrowed
        )
        return account.text(most)

    def __repr__(self) -> str:
        first = f", {on_one_line(self._rows[0].name)} first" if self._rows else ""
        return f"<Actors: {several(len(self), 'organization')}{first}>"

    def __str__(self) -> str:
        return aligned(*self._table())

    def _repr_html_(self) -> str:
        return marked_up(*self._table(), caption="Who holds the network together")

    def _table(self) -> tuple[list[str], list[list[str]], int]:
        shown = self._rows[:_SHOWN]
        cells = [one.cells() for one in shown]
        # A column in which nothing is known, such as one not measured, is left out.
        heads = [head for head in HEADS if head == "name" or any(row[head] for row in cells)]
        return heads, [[row[head] for head in heads] for row in cells], len(self) - len(shown)


def actors(  # noqa: PLR0913  # each is a choice of its own
    ecosystem: Ecosystem,
    *,
    weight: Weight | str = Weight.NEWMAN,
    max_size: int | None = None,
    group: Grouping = "helix",
    paths: Paths | str = Paths.STRONGEST,
    communities: Method | str = Method.LOUVAIN,
    seed: int = 0,
    pivots: int | None = None,
    backend: Backend | str | None = None,
    columns: Collection[Column | str] | None = None,
    **narrowing: Unpack[Narrowing],
) -> Actors:
    """Return a row for each organization: how it holds the collaboration network together.

    By betweenness: for how many pairs of others it lies on the paths between them, which is most
    where it alone joins what would fall apart; then by the pairs that reach each other through it
    alone, by strength, and by id. Betweenness goes along the *strongest* paths by default, since in
    a network of events nearly all are partners of all: where one event has everybody for a partner,
    every shortest path is a single tie, and says nothing (Newman 2001, DOI
    10.1103/PhysRevE.64.016132).

    The measures are those of `betweenness`, `cuts`, `constraint`, `effective_size`, `brokerage`,
    `ei_indices`, `communities` and `two_mode_centralities`, of which the weights count for the
    betweenness, the constraint and the communities; `core` is networkx's ``core_number``.

    Cost: `Column` says what each takes. With 10⁴ organizations and 27,000 ties the table took 17
    seconds of CPU with igraph, and 3 without betweenness and two-mode centralities, which networkx
    alone takes minutes for: leave them out by `columns`, or estimate the former by `pivots`.

    Args:
        ecosystem: where the ties are looked for.
        weight: of the ties, as for `collaboration`.
        max_size: events of more organizations tie nobody, as for `collaboration`.
        group: what brokerage, the E-I index and assortativity go by: a node attribute, such as
            ``helix``, ``territory`` or ``type``, or the group of each organization.
        paths: whether betweenness goes along the strongest or the shortest paths.
        communities: how they are sought: by Louvain or Leiden.
        seed: of the communities and of the draw of pivots.
        pivots: how many organizations the paths start from, for an estimate of the betweenness.
        backend: what computes the betweenness; left out, the fastest that is installed.
        columns: what to measure; left out, everything. What is not measured is None.
        narrowing: which ties count; as for `affiliation`.

    Raises:
        InvalidValue: a word that `Weight`, `Paths`, `Method`, `Column` or one of the narrowing
            does not have, a `group` that no organization has, or a number out of its range.
        InvalidType: no ecosystem is given, or a lone word where a collection is expected.
        ImportError: a back end is not installed.
    """
    choices = Choices(
        columns=words("columns", Column, columns),
        group=group,
        paths=Paths(paths),
        method=Method(communities),
        seed=seed,
        pivots=pivots,
        backend=backend,
    )
    check_number("pivots", pivots, 2)
    weight = Weight(weight)
    check_number("max_size", max_size, 1)
    two_mode = affiliation(ecosystem, **narrowing)
    network = projected_from(two_mode, weight=weight, onto=Mode.ORGANIZATIONS, max_size=max_size)
    measured = Measured.of(network, two_mode, choices)
    groups = groups_of(two_mode, Mode.ORGANIZATIONS)
    occasions = _OCCASIONS[Occasion(narrowing.get("of", Occasion.EVENT))]
    evidence = Evidence(
        network=network,
        measured=measured,
        paths=choices.paths,
        occasion=occasions,
        occasions=sum(map(bool, groups.values())),
        groups=_named(ecosystem, network, group),
        grouping=group if isinstance(group, str) else "",
    )
    some = Column.EI in choices.columns
    return Actors(
        rows=tuple(sorted((_actor(one, evidence) for one in network), key=_first)),
        network=network,
        communities=measured.communities,
        cuts=tuple((measured.cuts or {}).values()),
        ei=ei_index(network, group) if some else None,
        assortativity=assortativity(network, group) if some else None,
        used=measured.used,
        narrowed=_narrowed(groups.values(), max_size, occasions),
    )


def _narrowed(groups: Iterable[Sized], max_size: int | None, occasions: str) -> str:
    """Return in words how many occasions tie nobody because they are too large."""
    sizes = [len(group) for group in groups if group]
    large = 0 if max_size is None else sum(size > max_size for size in sizes)
    if not large:
        return ""
    of = f"{large:,} of {len(sizes):,} {occasions}"
    return f"{of} tied nobody, being of more than {several(max_size or 0, 'organization')}."


def _named(ecosystem: Ecosystem, network: nx.Graph[str], group: Grouping) -> dict[str, str]:
    """Return the group of each organization, where known, as a sentence names it."""
    groups = known_groups(network, group)
    if isinstance(group, str) and group in {"territory", "parent"}:
        return {one: on_one_line(ecosystem[str(its)].label) for one, its in groups.items()}
    return {one: on_one_line(str(its)).replace("-", " ") for one, its in groups.items()}


def _first(one: Actor) -> tuple[float, int, float, str]:
    """Return the key by which those who hold the network together come first."""
    between, strength = rounded(one.betweenness or 0), rounded(one.strength)
    return -between, -(one.separated or 0), -strength, one.organization


def _at(values: Mapping[str, _Value] | None, one: str) -> _Value | None:
    return None if values is None else values[one]


def _actor(one: str, evidence: Evidence) -> Actor:
    measured, facts = evidence.measured, evidence.network.nodes[one]
    cut = (measured.cuts or {}).get(one)
    two_mode = _at(measured.two_mode, one)
    return Actor(
        organization=OrganizationId(one),
        name=facts["name"],
        kind=facts["type"],
        helix=facts["helix"],
        territory=facts["territory"],
        events=facts["events"],
        degree=len(evidence.network[one]),
        strength=fsum(tie["weight"] for tie in evidence.network[one].values()),
        betweenness=_at(measured.betweenness, one),
        share=evidence.share(one),
        separated=None if measured.cuts is None else cut.separated if cut else 0,
        affiliation_degree=two_mode.degree if two_mode else None,
        affiliation_closeness=two_mode.closeness if two_mode else None,
        affiliation_betweenness=two_mode.betweenness if two_mode else None,
        constraint=_at(measured.constraint, one),
        effective_size=_at(measured.effective_size, one),
        core=_at(measured.core, one),
        brokerage=_at(measured.brokerage, one),
        ei=_at(measured.ei, one),
        community=None if measured.communities is None else measured.communities.at(one),
        reasons=evidence.reasons(one),
    )
