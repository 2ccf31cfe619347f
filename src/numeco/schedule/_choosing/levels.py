"""Weighted interval scheduling with slots inside others, level by level."""

from collections.abc import Sequence

from attrs import frozen

from numeco.schedule._choosing.line import Chain, Line, Routes, Slot


@frozen(eq=False)
class Levels:
    """A line of time, and one for the inside of each slot that has parts."""

    _outer: Line
    #: Inner ones first.
    _inner: dict[int, Line]
    #: How many slots one look at all of them meets.
    size: int

    @classmethod
    def of(cls, slots: Sequence[Slot], routes: Routes) -> "Levels":
        """Return the lines of slots, given with all their parts in order of their ends."""
        # A slot inside another one has fewer parts than that.
        blocks = [one for one, slot in enumerate(slots) if slot.parts]
        blocks.sort(key=lambda one: len(slots[one].parts))
        inner = {one: Line.of(slots, slots[one].parts, routes) for one in blocks}
        size = len(slots) + sum(len(line.members) for line in inner.values())
        return cls(Line.of(slots, range(len(slots)), routes), inner, size)

    def best(self, weights: Sequence[int]) -> tuple[int, list[int]]:
        """Return the greatest sum of weights without collisions, and the slots that give it."""
        if not self._inner:
            chain = self._outer.best(weights)
            return chain.value, self._outer.chosen(chain)
        with_parts = list(weights)
        chains: dict[int, Chain] = {}
        for block, line in self._inner.items():
            chains[block] = line.best(with_parts)
            with_parts[block] += chains[block].value
        chain = self._outer.best(with_parts)
        found: list[int] = []
        new = self._outer.chosen(chain)
        while new:
            found += new
            blocks = [one for one in new if one in chains]
            new = [part for one in blocks for part in self._inner[one].chosen(chains[one])]
        return chain.value, found
