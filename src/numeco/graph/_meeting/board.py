"""The board: meetings put into slots so that nobody is in two places, an edge colouring."""

from collections.abc import Iterator, Sequence

from attrs import define, field


def bits(mask: int) -> Iterator[int]:
    """Iterate over the numbers of the bits that are set, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


@define
class Board:
    """Which meetings are in which slots; slots and organizations are numbers, sets of slots bits.

    A meeting goes, in this order, where both are free; where two slots swapped along a chain of
    meetings make both free (Kőnig 1916, DOI 10.1007/BF01456961: in a bipartite graph that never
    fails while each has a free slot); after its place went round the meetings of one of the two
    (the fan of Vizing 1964, as Misra and Gries 1992 have it, DOI 10.1016/0020-0190(92)90041-S: it
    never fails with one slot more than anyone has meetings); or in the place of others that find
    another one. Where some are not free in all slots nothing is sure, for that is list colouring.
    """

    #: By the number of the meeting, the numbers of the two.
    ends: Sequence[tuple[int, int]]
    #: By the number of the organization, the slots in which it has time and meets nobody.
    free: list[int]
    #: How many slots there are.
    number: int
    #: How many meetings a slot can hold; None for any number.
    tables: int | None
    #: How many meetings each slot holds.
    sizes: list[int] = field(init=False)
    #: The slot of each meeting on the board.
    slot: dict[int, int] = field(factory=dict[int, int], init=False)
    _time: list[int] = field(init=False)
    _at: list[dict[int, int]] = field(init=False)
    #: What was done, so that it can be undone: meetings, and their slots before.
    _done: list[tuple[int, int | None]] = field(factory=list[tuple[int, int | None]], init=False)

    def __attrs_post_init__(self) -> None:
        self.sizes = [0] * self.number
        self._time = list(self.free)
        self._at = [{} for _ in self.free]

    def both_free(self, meeting: int) -> int:
        """Return the slots in which both have time and meet nobody."""
        one, other = self.ends[meeting]
        return self.free[one] & self.free[other]

    # Finding a place

    def place(self, meeting: int) -> bool:
        """Put a meeting on the board, moving others; return whether that was possible.

        Slots may come to hold more than there are tables; `level` moves what is too much.
        """
        one, other = self.ends[meeting]
        if not (self.free[one] and self.free[other]):
            return False
        return self._place(meeting) or self._instead(meeting)

    def _place(self, meeting: int) -> bool:
        one, other = self.ends[meeting]
        return (
            self.directly(meeting)
            or self._by_chain(meeting)
            or self._by_fan(meeting, one)
            or self._by_fan(meeting, other)
        )

    def directly(self, meeting: int, *, seated: bool = False) -> bool:
        """Put a meeting where both are free, if anywhere; return whether that was possible.

        Args:
            meeting: its number.
            seated: whether only slots with a free table count.
        """
        slots = bits(self.both_free(meeting))
        if self.tables is None:
            best = next(slots, None)
        else:
            best = min(slots, key=self.sizes.__getitem__, default=None)
        if best is None or (seated and not self._has_table(best)):
            return False
        self.move(meeting, best)
        return True

    def _has_table(self, slot: int) -> bool:
        return self.tables is None or self.sizes[slot] < self.tables

    def _by_chain(self, meeting: int) -> bool:
        one, other = self.ends[meeting]
        for a in bits(self.free[one]):
            for b in bits(self.free[other]):
                for end, at, using in ((other, a, b), (one, b, a)):
                    if self._swapped(end, at, using, avoiding=one if end == other else other):
                        self.move(meeting, at)
                        return True
        return False

    def _swapped(self, end: int, at: int, using: int, avoiding: int) -> bool:
        """Free someone in a slot, by swapping two slots along a chain; return whether it could."""
        chain, last = self._chain(end, at, using)
        swappable = chain and last != avoiding and self._can_swap(chain, last, at, using)
        if swappable:
            self._swap(chain, at, using)
        return bool(swappable)

    def _chain(self, end: int, at: int, using: int) -> tuple[list[int], int]:
        """Return the meetings from someone on that are in two slots in turn, and who is last."""
        chain: list[int] = []
        while (meeting := self._at[end].get(at)) is not None:
            chain.append(meeting)
            end = self._other(meeting, end)
            at, using = using, at
        return chain, end

    def _can_swap(self, chain: Sequence[int], last: int, at: int, using: int) -> bool:
        new = using if self.slot[chain[-1]] == at else at
        return bool(self.free[last] >> new & 1)

    def _swap(self, chain: Sequence[int], at: int, using: int) -> None:
        new = [using if self.slot[meeting] == at else at for meeting in chain]
        for meeting in chain:
            self.move(meeting, None)
        for meeting, slot in zip(chain, new, strict=True):
            self.move(meeting, slot)

    def _by_fan(self, meeting: int, centre: int) -> bool:
        """Give a meeting the slot of another of `centre`, that one the next, till one has a place."""
        mark, seen = self.mark(), {meeting}
        while True:
            free = self.free[self._other(meeting, centre)]
            turn = (self._at[centre].get(slot) for slot in bits(free))
            following = next((one for one in turn if one is not None and one not in seen), None)
            if following is None:
                self.undo(mark)
                return False
            slot = self.slot[following]
            self.move(following, None)
            self.move(meeting, slot)
            meeting = following
            seen.add(meeting)
            if self.directly(meeting) or self._by_chain(meeting):
                return True

    def _instead(self, meeting: int) -> bool:
        """Put a meeting in the place of others that find another one."""
        one, other = self.ends[meeting]
        mark = self.mark()
        for slot in bits(self._time[one] & self._time[other]):
            found = (self._at[end].get(slot) for end in (one, other))
            ousted = [out for out in found if out is not None]
            for out in ousted:
                self.move(out, None)
            self.move(meeting, slot)
            if all(self._place(out) for out in ousted):
                return True
            self.undo(mark)
        return False

    # Tables

    def level(self) -> bool:
        """Move meetings from slots with too many for the tables; return whether none is left.

        Classes of an edge colouring can be made equal by swapping chains (de Werra 1971, DOI
        10.1080/03155986.1971.11731479), so this never fails where everyone has time in all slots
        and there are tables enough in all.
        """
        tables = self.number and self.tables
        if not tables:
            return True
        crowded = (slot for slot in range(self.number) if self.sizes[slot] > tables)
        relieved = [self._relieved(slot, tables) for slot in crowded]  # each, whatever the others
        return all(relieved)

    def _relieved(self, crowded: int, tables: int) -> bool:
        others = sorted(range(self.number), key=self.sizes.__getitem__)
        for roomy in others:
            if self.sizes[crowded] > tables > self.sizes[roomy]:
                self._even(crowded, roomy, tables)
        return self.sizes[crowded] <= tables

    def _even(self, crowded: int, roomy: int, tables: int) -> None:
        """Swap chains that hold one more meeting of the crowded slot than of the roomy one."""
        held = sorted(one for one, slot in self.slot.items() if slot == crowded)
        for meeting in held:
            if not self.sizes[crowded] > tables > self.sizes[roomy]:
                return
            for end in self.ends[meeting]:
                # It starts where one is free in the roomy slot, so it is a path, not a circle.
                if self.slot[meeting] == crowded and self.free[end] >> roomy & 1:
                    chain, last = self._chain(end, crowded, roomy)
                    if len(chain) % 2 and self._can_swap(chain, last, crowded, roomy):
                        self._swap(chain, crowded, roomy)

    def crowded(self) -> Iterator[int]:
        """Iterate over the slots that hold more meetings than there are tables."""
        return (
            slot
            for slot, size in enumerate(self.sizes)
            if self.tables is not None and size > self.tables
        )

    # Moving

    def mark(self) -> int:
        """Return a mark of how the board stands, for `undo`."""
        return len(self._done)

    def undo(self, mark: int) -> None:
        """Make the board as it was when a mark was made."""
        while len(self._done) > mark:
            meeting, before = self._done.pop()
            self._moved(meeting, before)

    @property
    def is_full(self) -> bool:
        """Whether each table is taken in each slot."""
        return self.tables is not None and len(self.slot) >= self.tables * self.number

    def held(self, end: int, slots: int) -> Iterator[tuple[int, int]]:
        """Iterate over the meetings of somebody in some slots, and whom they meet."""
        for slot in bits(slots):
            meeting = self._at[end].get(slot)
            if meeting is not None:
                yield meeting, self._other(meeting, end)

    def move(self, meeting: int, to: int | None) -> None:
        """Put a meeting into a slot in which both are free; None takes it off the board."""
        self._done.append((meeting, self._moved(meeting, to)))

    def _moved(self, meeting: int, to: int | None) -> int | None:
        """Move a meeting to a slot, or off the board; return where it was."""
        before = self.slot.pop(meeting, None)
        for end in self.ends[meeting]:
            if before is not None:
                del self._at[end][before]
                self.free[end] |= 1 << before
            if to is not None:
                self._at[end][to] = meeting
                self.free[end] &= ~(1 << to)
        if before is not None:
            self.sizes[before] -= 1
        if to is not None:
            self.sizes[to] += 1
            self.slot[meeting] = to
        return before

    def _other(self, meeting: int, end: int) -> int:
        one, other = self.ends[meeting]
        return other if end == one else one
