"""Who holds a network together, in words: a few of them, or that nobody stands out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from math import fsum
from typing import Final

import networkx as nx
from attrs import frozen

from numeco.graph._actor import Actor
from numeco.graph._measuring.reasons import rounded
from numeco.graph._wording import percent, several

#: How many pieces a sentence names by their sizes.
_SHOWN: Final = 4


@frozen(kw_only=True)
class Account:
    """What the rows of a network say in words, those who hold it together first."""

    rows: Sequence[Actor]
    network: nx.Graph[str]
    #: How many would split the network by going alone.
    cuts: int
    #: What narrowed the ties, as a sentence; empty if nothing did.
    narrowed: str

    def text(self, most: int) -> str:
        """Return the whole, with `most` organizations named at most."""
        named = self._standing_out(most)
        parts = [
            "\n".join(self._overview()),
            *(f"{at}. {one.explain()}" for at, one in enumerate(named, 1)),
            "\n".join(self._equals(len(named), most)),
            "\n".join(self._without(named)),
        ]
        return "\n\n".join(filter(None, parts))

    # What there is

    def _overview(self) -> Iterator[str]:
        lonely = sum(not one.degree for one in self.rows)
        ties = several(self.network.number_of_edges(), "tie")
        yield f"{several(len(self.rows), 'organization')}, {ties}; {lonely:,} without a partner."
        if self.narrowed:
            yield self.narrowed
        if self.network.number_of_edges():
            yield from self._pieces()
            yield from self._measured()
        elif self.rows:
            yield (
                "No event that counts here names two of them; nothing can be said of who holds "
                "them together (alliances and memberships do not count here)."
            )

    def _pieces(self) -> Iterator[str]:
        parts = map(len, nx.connected_components(self.network))
        sizes = [f"{size:,}" for size in sorted(parts, reverse=True) if size > 1]
        if len(sizes) > 1:
            few = sizes[:_SHOWN]
            which = "" if len(few) == len(sizes) else "the largest "
            listed = f"{', '.join(few[:-1])} and {few[-1]}"
            yield f"Those with a partner are in {len(sizes):,} pieces, {which}of {listed}."

    def _measured(self) -> Iterator[str]:
        first = self.rows[0]
        if first.betweenness is None and first.separated is None:
            yield (
                "Neither betweenness nor cuts were measured, so that nothing can be said of who "
                "holds them together."
            )
            return
        if first.separated is not None:
            who = several(self.cuts, "organization") if self.cuts else "No organization"
            yield f"{who} would split the network by going alone."
        if first.betweenness is None:
            yield "Who lies between others was not measured."
        elif not self._holding:
            yield "None is between others: whoever is connected is so by a tie."

    # Who stands out

    @cached_property
    def _holding(self) -> list[Actor]:
        """Those that lie on a path between two others, by what was measured."""
        return [one for one in self.rows if one.betweenness or one.separated]

    @cached_property
    def _places(self) -> list[int]:
        """How many share each place, the first place first."""
        found: dict[tuple[float, int], int] = {}
        for one in self._holding:
            place = rounded(one.betweenness or 0), one.separated or 0
            found[place] = found.get(place, 0) + 1
        return list(found.values())

    def _standing_out(self, most: int) -> list[Actor]:
        """Return the first ones, without those whose equals would be left out."""
        named = 0
        for share in self._places:
            if named + share > most:
                break
            named += share
        return self._holding[:named]

    def _equals(self, named: int, most: int) -> Iterator[str]:
        if named == min(most, len(self._holding)):
            return
        upto = 0
        for share in self._places:
            if upto == named:
                equal = several(share, "organization")
                place = " share the next place: they" if named else ""
                all_ = f"explain({named + share}) names them all"
                yield f"{equal}{place} are equal; none of them stands out ({all_})."
                return
            upto += share

    # What would be lost

    def _without(self, some: Sequence[Actor]) -> Iterator[str]:
        gone = {one.organization for one in some}
        if not gone:
            return
        who = "it" if len(gone) == 1 else f"these {len(gone)}"
        share = percent(self._strength(gone))
        yield f"Ties with {who} make up {share} of the strength of all ties."
        before, after = self._reaching(gone, gone=False), self._reaching(gone, gone=True)
        if before == after:
            if before:
                yield f"Without {who}, all others that reach each other still would."
        else:
            lost = f"{percent((before - after) / before)} ({before - after:,} of {before:,})"
            yield f"Without {who}, {lost} of the pairs of others that reach each other would not."

    def _strength(self, some: Collection[str]) -> float:
        """Return the share of all strength in the ties that some nodes have a part in."""
        ties = [
            (tie["weight"], one in some or other in some)
            for one, other, tie in self.network.edges(data=True)
        ]
        return fsum(its for its, theirs in ties if theirs) / fsum(its for its, _ in ties)

    def _reaching(self, some: Collection[str], *, gone: bool) -> int:
        """Return how many pairs of others reach each other, with some nodes there or gone."""
        network = self.network
        left = network.subgraph(one for one in network if one not in some) if gone else network
        sizes = (sum(one not in some for one in part) for part in nx.connected_components(left))
        return sum(size * (size - 1) // 2 for size in sizes)
