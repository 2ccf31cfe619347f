"""The best choice of slots where some contents have several slots and may be chosen once only."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush
from math import gcd
from typing import Final

from attrs import define, field, frozen

from numeco.schedule._choosing.levels import Levels

#: Prices are finer than the weights by this factor: both are whole numbers.
_FINE: Final = 1 << 16
#: How many prices are tried before the first branching, and before each later one.
_FIRST: Final = 150
_LATER: Final = 12
#: After so many prices that help nothing, the steps become half as long.
_PATIENCE: Final = 4
_REPAIRS: Final = 4

_Prices = dict[int, int]


@define
class Budget:
    """How many more slots all searches together may look at."""

    left: int


@frozen
class Found:
    """Slots that make a choice, its value, and the bound that no choice exceeds."""

    slots: Sequence[int]
    value: int
    bound: int


@frozen(eq=False)
class _Node:
    """A part of the search: choices without the banned slots are worth `bound` at most."""

    bound: int
    banned: frozenset[int]
    prices: Mapping[int, int]
    slots: Sequence[int]


@define(eq=False)
class Search:
    """Branch and bound for job interval selection, which is NP-hard.

    The bound is the Lagrangian one: every content has a price, which each of its slots costs and
    which is paid back once; for any prices, the best choice that may repeat contents is worth no
    less than the best one that may not. Prices go up for contents chosen repeatedly and down
    for those not chosen (subgradient steps: Held, Wolfe, Crowder 1974, doi:10.1007/BF01580223).
    """

    _levels: Levels
    _weights: list[int]
    #: The slots of each content that has several.
    _contents: Mapping[int, Sequence[int]]
    _budget: Budget
    _content_of: dict[int, int] = field(init=False)
    #: Values are multiples of this.
    _unit: int = field(init=False)
    _slots: list[int] = field(init=False, factory=list[int])
    _value: int = field(init=False, default=-1)

    def __attrs_post_init__(self) -> None:
        self._weights = [weight * _FINE for weight in self._weights]
        self._unit = gcd(*self._weights)
        self._content_of = {one: at for at, those in self._contents.items() for one in those}

    def best(self) -> Found:
        """Return the best choice, or the best one that the budget lets it find."""
        _, found = self._levels.best(self._weights)
        self._repair(found, frozenset(), self._contents)
        nodes: list[tuple[int, int, _Node]] = []
        numbers = 0
        self._branch(nodes, self._node(frozenset(), {}, _FIRST), 0)
        while nodes and self._budget.left > 0 and self._hopeful(-nodes[0][0]):
            node = heappop(nodes)[2]
            for banned in self._halves(node):
                numbers += 1
                self._branch(nodes, self._node(banned, node.prices, _LATER), numbers)
        bound = max(self._value, -nodes[0][0] // self._unit * self._unit if nodes else 0)
        return Found(self._slots, self._value // _FINE, bound // _FINE)

    def _branch(self, nodes: list[tuple[int, int, _Node]], node: _Node, number: int) -> None:
        if self._hopeful(node.bound):
            heappush(nodes, (-node.bound, number, node))

    def _hopeful(self, bound: int) -> bool:
        """Return whether a bound leaves room for something better than what is known."""
        return bound >= self._value + self._unit

    def _halves(self, node: _Node) -> Sequence[frozenset[int]]:
        """Return what to ban in either half of a node: a slot, or the others of its content."""
        chosen = Counter(self._content_of[one] for one in node.slots if one in self._content_of)
        repeated = [at for at, count in chosen.items() if count > 1]
        missing = [at for at, price in node.prices.items() if price and at not in chosen]
        content = max(repeated or missing, key=lambda at: (node.prices.get(at, 0), -at))
        slots = [one for one in self._contents[content] if one not in node.banned]
        slot = next((one for one in slots if one in set(node.slots)), slots[0])
        return node.banned.union(slots) - {slot}, node.banned | {slot}

    def _node(self, banned: frozenset[int], prices: Mapping[int, int], rounds: int) -> _Node:
        """Return the best bound that some rounds of prices find; what they choose is repaired."""
        open_ones = self._open(banned)
        now = {at: prices.get(at, 0) for at in open_ones}
        best: _Node | None = None
        stale, halved = 0, 0
        for _ in range(rounds):
            value, slots = self._levels.best(self._priced(banned, now))
            self._budget.left -= self._levels.size
            bound = value + sum(now.values())
            if best is None or bound < best.bound:
                best, stale = _Node(bound, banned, now, slots), 0
            else:
                stale += 1
                if stale >= _PATIENCE:
                    stale, halved = 0, halved + 1
            slopes = self._slopes(slots, now)
            self._offer(slots, slopes)
            if not slopes or not self._hopeful(best.bound) or self._budget.left <= 0:
                break
            now = self._stepped(now, slopes, bound, halved)
        assert best is not None  # noqa: S101  # for type checkers: there is a round at least
        if self._hopeful(best.bound):
            self._repair(best.slots, banned, open_ones)
        return best

    def _open(self, banned: Collection[int]) -> dict[int, list[int]]:
        """Return the contents that still have several slots, and these."""
        left = {
            at: [one for one in those if one not in banned] for at, those in self._contents.items()
        }
        return {at: those for at, those in left.items() if len(those) > 1}

    def _priced(self, banned: Collection[int], prices: Mapping[int, int]) -> list[int]:
        weights = list(self._weights)
        for at, price in prices.items():
            for one in self._contents[at]:
                weights[one] -= price
        lowest = -sum(self._weights) - 1
        for one in banned:
            weights[one] = lowest
        return weights

    def _slopes(self, slots: Sequence[int], prices: Mapping[int, int]) -> dict[int, int]:
        """Return how far each content is from being chosen once, where its price can change."""
        chosen = Counter(self._content_of[one] for one in slots if one in self._content_of)
        excess = {at: chosen[at] - 1 for at in prices}
        return {at: by for at, by in excess.items() if by > 0 or (by < 0 and prices[at] > 0)}

    def _stepped(
        self, prices: Mapping[int, int], slopes: Mapping[int, int], bound: int, halved: int
    ) -> _Prices:
        length = (bound - self._value) // (sum(by * by for by in slopes.values()) << halved)
        step = max(1, length)
        return dict(prices) | {at: max(0, prices[at] + step * by) for at, by in slopes.items()}

    def _offer(self, slots: Sequence[int], slopes: Mapping[int, int]) -> None:
        if any(by > 0 for by in slopes.values()):
            return
        value = sum(self._weights[one] for one in slots)
        if value > self._value:
            self._slots, self._value = list(slots), value

    def _repair(
        self, slots: Sequence[int], banned: Collection[int], contents: Mapping[int, Sequence[int]]
    ) -> None:
        """Look for a choice near one that repeats contents: keep one slot of each of these."""
        out = set(banned)
        for left in reversed(range(_REPAIRS)):
            kept: dict[int, int] = {}
            for one in slots:
                if one in self._content_of:
                    kept.setdefault(self._content_of[one], one)
            for at, those in contents.items():
                if at in kept or left == 0:
                    usable = [one for one in those if one not in out]
                    out.update(one for one in usable if one != kept.get(at, usable[0]))
            _, slots = self._levels.best(self._priced(out, {}))
            self._budget.left -= self._levels.size
            repeated = Counter(self._content_of[one] for one in slots if one in self._content_of)
            if all(count == 1 for count in repeated.values()):
                self._offer(slots, {})
                return
