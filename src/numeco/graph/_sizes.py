"""How the pairs of a two-mode network spread over events of different sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, overload

import networkx as nx
from attrs import asdict, frozen

from numeco._tabular import aligned, marked_up
from numeco.graph._arguments import modes_of
from numeco.graph._narrowing import Mode
from numeco.graph._tying.modes import groups_of
from numeco.graph._wording import several

#: The least and the most organizations of each class; None where nothing bounds it.
_CLASSES: Final = ((0, 1), (2, 2), (3, 5), (6, 10), (11, 30), (31, 90), (91, None))
_HEADS: Final = ("organizations", "events", "pairs", "share", "ties", "only here")


@frozen
class SizeBand:
    """The events of about one size, and the pairs of organizations that they make."""

    #: The fewest organizations of such an event.
    least: int
    #: The most; None where nothing bounds it.
    most: int | None
    #: The number of such events.
    events: int
    #: The pairs that they make, each as often as it meets.
    pairs: int
    #: Of all pairs that events make; None where there are none.
    share: float | None
    #: The different pairs among them: ties of the projection.
    ties: int
    #: Those of these that meet in no event of another size.
    only: int

    @property
    def said(self) -> str:
        """The sizes in words: ``3–5``, ``91 or more``."""
        if self.most is None:
            return f"{self.least} or more"
        return str(self.most) if self.least == self.most else f"{self.least}–{self.most}"


@frozen(repr=False)
class PairsBySize(Sequence[SizeBand]):
    """The pairs of a two-mode network by the size of the events, the smallest sizes first."""

    classes: tuple[SizeBand, ...]

    @overload
    def __getitem__(self, index: int) -> SizeBand: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[SizeBand, ...]: ...
    def __getitem__(self, index: int | slice) -> SizeBand | tuple[SizeBand, ...]:
        return self.classes[index]

    def __len__(self) -> int:
        return len(self.classes)

    def rows(self) -> list[dict[str, Any]]:
        """Return the classes as flat mappings, for a data frame; the columns are their fields."""
        return [asdict(one) for one in self.classes]

    def __repr__(self) -> str:
        pairs, events = (sum(counts) for counts in zip(*self._counts(), strict=True))
        return f"<PairsBySize: {several(pairs, 'pair')} of {several(events, 'event')}>"

    def __str__(self) -> str:
        return aligned(_HEADS, map(_cells, self.classes), 0)

    def _repr_html_(self) -> str:
        return marked_up(_HEADS, map(_cells, self.classes), 0, "Pairs by size of event")

    def _counts(self) -> Iterator[tuple[int, int]]:
        return ((one.pairs, one.events) for one in self.classes)


def pairs_by_size(network: nx.Graph[str]) -> PairsBySize:
    """Return how many pairs of organizations events of each size make, the smallest sizes first.

    An event of k organizations makes k (k - 1)/2 pairs, so that a few large ones may make most ties
    of `collaboration`, and make organizations that came once look central. Classes: none or 1
    organization, 2, 3–5, 6–10, 11–30, 31–90, 91 or more; all are there, empty ones too.

    O(pairs) time; memory for the partners of one organization at a time.

    Args:
        network: a two-mode network as `affiliation` makes it.

    Raises:
        InvalidType: no networkx graph is given.
        InvalidValue: a node is not marked by ``bipartite`` 0 or 1, or a tie is within one mode.

    >>> network = nx.Graph(("fair", f"org-{number}") for number in range(40))
    >>> network.add_edges_from([("talk", "org-0"), ("talk", "org-1")])
    >>> for one in network:
    ...     network.nodes[one]["bipartite"] = int(one in {"fair", "talk"})
    >>> print(pairs_by_size(network))
    organizations  events  pairs  share   ties  only here
    ─────────────  ──────  ─────  ──────  ────  ─────────
    0–1            0       0      0.0 %   0     0
    2              1       1      0.1 %   1     0
    3–5            0       0      0.0 %   0     0
    6–10           0       0      0.0 %   0     0
    11–30          0       0      0.0 %   0     0
    31–90          1       780    99.9 %  780   779
    91 or more     0       0      0.0 %   0     0
    """
    modes_of("network", network)
    groups = groups_of(network, Mode.ORGANIZATIONS)
    sizes = Counter(map(len, groups.values()))
    made: list[tuple[int, int]] = []
    for least, most in _CLASSES:
        here = [size for size in sizes if least <= size <= (most or size)]
        pairs = sum(sizes[size] * size * (size - 1) // 2 for size in here)
        made.append((sum(sizes[size] for size in here), pairs))
    ties = _ties(groups)
    whole = sum(pairs for _, pairs in made)
    return PairsBySize(
        tuple(
            SizeBand(least, most, events, pairs, pairs / whole if whole else None, *its)
            for (least, most), (events, pairs), its in zip(_CLASSES, made, ties, strict=True)
        )
    )


def _ties(groups: Mapping[str, Sequence[str]]) -> list[tuple[int, int]]:
    """Return per class how many different pairs meet in it, and how many of them nowhere else."""
    of: dict[str, list[tuple[int, set[str]]]] = {}
    for members in groups.values():
        part = _class(len(members)), set(members)
        for one in members:
            of.setdefault(one, []).append(part)
    ties, only = Counter[int](), Counter[int]()
    for one, parts in of.items():
        met: dict[int, set[str]] = {}
        for size, left in parts:
            left.discard(one)  # so that each pair is met from one end
            met.setdefault(size, set()).update(left)
        classes = Counter(chain.from_iterable(met.values()))
        for size, others in met.items():
            ties[size] += len(others)
            only[size] += sum(classes[other] == 1 for other in others)
    return [(ties[at], only[at]) for at in range(len(_CLASSES))]


def _class(size: int) -> int:
    return next(at for at, (_, most) in enumerate(_CLASSES) if most is None or size <= most)


def _cells(one: SizeBand) -> tuple[str, ...]:
    share = "" if one.share is None else f"{100 * one.share:.1f} %"
    counts = (f"{count:,}" for count in (one.ties, one.only))
    return one.said, f"{one.events:,}", f"{one.pairs:,}", share, *counts
