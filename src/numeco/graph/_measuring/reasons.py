"""Why an organization holds a network together, in sentences whose every number can be checked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import networkx as nx
from attrs import frozen

from numeco.graph._measuring.columns import Measured, Paths
from numeco.graph._wording import percent, several

#: What several groups are called, by the attribute that names them.
_GROUPS: Final = {"helix": "helices", "territory": "territories", "type": "kinds"}
#: The share of organizations that may be less constrained than one which is called so.
_FEW: Final = 0.1


@frozen(kw_only=True)
class Evidence:
    """What is known of a network, and the sentences that follow from it."""

    network: nx.Graph[str]
    measured: Measured
    paths: Paths
    #: How many occasions have a partner, and what several of them are called.
    occasions: int
    occasion: str
    #: The attribute that names groups, or nothing; and the group of each node, if known, in words.
    grouping: str
    groups: Mapping[str, str]

    def reasons(self, one: str) -> tuple[str, ...]:
        """Return why a node holds the network together, the weightiest reason first."""
        ways = self._passing, self._parting, self._bridging, self._brokering, self._reaching
        said = [sentence for way in ways for sentence in way(one)]
        if self.network[one]:
            said += [*self._spanning(one), *self._taking_part(one)]
        return tuple(said)

    # Paths

    @cached_property
    def _sizes(self) -> dict[str, int]:
        """The number of nodes in each node's connected part."""
        parts = nx.connected_components(self.network)
        return {one: len(part) for part in parts for one in part}

    @cached_property
    def _connected(self) -> int:
        """The number of pairs that reach each other."""
        return sum(size - 1 for size in self._sizes.values()) // 2

    def share(self, one: str) -> float | None:
        """Return, of the pairs of others that reach each other, the share through a node."""
        nodes, others = len(self.network), self._connected - self._sizes[one] + 1
        if self.measured.betweenness is None or not others:
            return None
        # Estimates may pass the whole.
        return min(1.0, self.measured.betweenness[one] * ((nodes - 1) * (nodes - 2) / 2) / others)

    @cached_property
    def _scores(self) -> list[float]:
        """The betweenness of all nodes, the least first."""
        scores = self.measured.betweenness
        return [] if scores is None else sorted(rounded(scores[one]) for one in scores)

    def _passing(self, one: str) -> Iterator[str]:
        share = self.share(one)
        if self.measured.betweenness is None or not share:
            return
        score = rounded(self.measured.betweenness[one])
        upto = bisect_right(self._scores, score)
        more, same = len(self._scores) - upto, upto - bisect_left(self._scores, score) - 1
        rank = f"{more:,} ha{'s' if more == 1 else 've'} more" if more else "none has more"
        rank += f", {same:,} as much" if same else ""
        about = "" if self.measured.betweenness.pivots is None else "About "
        paths = f"of the {self.paths} paths between two others pass through it"
        yield f"{about}{percent(share)} {paths}; {rank}."

    # What it holds alone

    def _parting(self, one: str) -> Iterator[str]:
        cut = (self.measured.cuts or {}).get(one)
        if cut is not None:
            pieces = len(cut.sizes) - 1
            parts = f" in {pieces:,} pieces" if pieces > 1 else ""
            lost = f"{several(cut.left_out, 'organization')}{parts} would lose"
            pairs = f"{several(cut.separated, 'pair')} of others"
            yield (
                f"Without it the network splits: {lost} the other {cut.sizes[0]:,}; {pairs} reach "
                "each other through it alone."
            )

    @cached_property
    def _alone(self) -> dict[str, Counter[str]]:
        """Per node, for how many of each other group it is the only partner of its own group.

        Where a partner's group is unknown nothing is the only one.
        """
        found: dict[str, Counter[str]] = {}
        for one, group in self.groups.items():
            partners = self.network[one]
            if all(other in self.groups for other in partners):
                sizes = Counter(self.groups[other] for other in partners)
                for other in partners:
                    if sizes[self.groups[other]] == 1 and self.groups[other] != group:
                        found.setdefault(other, Counter())[group] += 1
        return found

    def _bridging(self, one: str) -> Iterator[str]:
        alone = self._alone.get(one)
        if alone:
            kinds = ", ".join(f"{number:,} of {group}" for group, number in _sorted(alone))
            of = several(alone.total(), "organization")
            yield f"It is the only partner of {self.groups[one]} for {of} ({kinds})."

    def _brokering(self, one: str) -> Iterator[str]:
        roles = (self.measured.brokerage or {}).get(one)
        if roles is not None:
            # A path counts in both directions, hence as a gatekeeper and as a representative.
            number = roles.gatekeeper + roles.liaison // 2
            if number:
                groups = _GROUPS.get(self.grouping, "groups")
                pairs = several(number, "pair")
                yield f"It stands between {pairs} of different {groups} that are not partners."

    # Where it reaches

    def _reaching(self, one: str) -> Iterator[str]:
        if self.measured.communities is None:
            return
        reached = self._reach.get(one, 0)
        as_many = sum(other >= reached for other in self._reach.values())
        # What most can say of themselves tells nobody apart.
        if reached > 1 and as_many <= len(self._reach) / 2:
            yield f"With its partners it reaches {reached:,} of {self._tied:,} communities."

    @cached_property
    def _reach(self) -> dict[str, int]:
        """How many communities each node with partners reaches, its own included."""
        of = self.measured.communities
        if of is None:
            return {}
        return {
            one: len({of.at(other) for other in (one, *row)})
            for one, row in self.network.adjacency()
            if row
        }

    @cached_property
    def _tied(self) -> int:
        """The number of communities but for nodes without ties."""
        of = self.measured.communities
        return 0 if of is None else len(of) - sum(not self.network[one] for one in self.network)

    @cached_property
    def _constraints(self) -> list[float]:
        return sorted(
            rounded(one) for one in (self.measured.constraint or {}).values() if one is not None
        )

    def _spanning(self, one: str) -> Iterator[str]:
        value = (self.measured.constraint or {}).get(one)
        if value is not None:
            less = bisect_left(self._constraints, rounded(value))
            alone = bisect_right(self._constraints, rounded(value)) == less + 1
            many = len(self._constraints)
            # What others have as well tells nobody apart.
            if alone and less < _FEW * many:
                who = f"Only {less:,} of" if less else "None of"
                depend = "depend" if less > 1 else "depends"
                on = f"partners who are tied to one another (constraint {value:.2g})"
                yield f"{who} {many:,} {depend} less on {on}."

    def _taking_part(self, one: str) -> Iterator[str]:
        events: int = self.network.nodes[one]["events"]
        part = f"It has a part in {events:,} of {self.occasions:,} {self.occasion}"
        others = len(self.network) - 1
        yield f"{part}, and {len(self.network[one]):,} of {others:,} others as partners."


def rounded(score: float) -> float:
    """Return a score to nine digits: beyond them, equal ones differ by the rounding of sums."""
    return float(f"{score:.9g}")


def _sorted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
