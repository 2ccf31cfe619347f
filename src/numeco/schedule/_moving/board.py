"""The board: where every session is at the moment, and what the best place of one would be."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from numeco.schedule._moving.doubts import Doubts
from numeco.schedule._moving.grid import Bits, nearest
from numeco.schedule._moving.places import NOWHERE, Place, Places, Room
from numeco.schedule._moving.rivals import Rivals
from numeco.schedule._moving.tally import Tally, add, added, rising, take

#: How many are met at each instant: gravely, and otherwise.
Tallies: TypeAlias = tuple[Tally, Tally]
#: Later than any instant: there, a session that is lifted meets no other.
_AWAY: Final = 1 << 62


class Board:
    """Where every session is at the moment. The search moves sessions on it; nothing else changes.

    Sessions are told by their positions among those of `Places`.
    """

    def __init__(self, places: Places, rivals: Rivals) -> None:
        """Put every session where it is now."""
        self.places: Places = places
        self.rivals: Rivals = rivals
        #: Where moving costs nothing: where it is now, or where its block takes it.
        self.home: list[Place] = list(places.homes)
        self.now: list[Place] = list(places.homes)
        self.starts: list[int] = [places.grid.times[one.at] for one in self.now]
        self.free: list[int] = [
            start + length for start, length in zip(self.starts, places.lengths, strict=True)
        ]
        self.lifted: set[int] = set()
        self._users: defaultdict[Room, set[int]] = defaultdict(set)
        self._taken: defaultdict[Room, dict[int, Tallies]] = defaultdict(dict)
        for number, place in enumerate(self.now):
            if rivals.uses_room[number]:
                self._users[place.room].add(number)
        self._doubts = Doubts(places, rivals)

    # Moving

    def lift(self, number: int) -> None:
        """Take a session away for a while."""
        self._leave(number)
        self.lifted.add(number)
        self.starts[number] = self.free[number] = _AWAY

    def put(self, number: int, place: Place) -> None:
        """Put a session somewhere."""
        if number not in self.lifted:
            self._leave(number)
        self.lifted.discard(number)
        self.now[number] = place
        self.starts[number] = self.places.grid.times[place.at]
        self.free[number] = self.starts[number] + self.places.lengths[number]
        if self.rivals.uses_room[number]:
            self._users[place.room].add(number)
            for length, tallies in self._taken[place.room].items():
                self._meet(number, length, tallies, add)
        self._doubts.put(number, place)

    def _leave(self, number: int) -> None:
        if self.rivals.uses_room[number]:
            room = self.now[number].room
            self._users[room].discard(number)
            for length, tallies in self._taken[room].items():
                self._meet(number, length, tallies, take)

    def _meet(
        self, number: int, length: int, tallies: Tallies, change: Callable[[Tally, Bits], None]
    ) -> None:
        """Count a session among those that one of some length meets in a room, or no longer."""
        for grave, gap in self.rivals.room_rules:
            start, free = self.starts[number] - gap, self.free[number] + gap
            change(tallies[not grave], self.places.grid.meeting(start, free, length))

    # What it costs

    def cost(self, number: int) -> int:
        """Return what a session costs where it is: its clashes and its move."""
        return self.places.price(number, self.home[number], self.now[number]) + self.trouble(number)

    def trouble(self, number: int) -> int:
        """Return what the clashes of a session cost where it is."""
        cost = self.places.cost
        found = sum(cost.grave if grave else cost.other for _, grave in self.clashing(number))
        return found + self.doubted(number, self.now[number])

    def clashing(self, number: int, place: Place | None = None) -> Iterator[tuple[int, bool]]:
        """Iterate over what a session clashes with where it is, or would, and whether gravely.

        Without what only `Doubts` can tell.
        """
        starts, free, now = self.starts, self.free, self.now
        room = now[number].room if place is None else place.room
        start = starts[number] if place is None else self.places.grid.times[place.at]
        end = start + self.places.lengths[number]
        for other, grave, gap, apart in self.rivals.of(number):
            if (
                starts[other] < end + gap
                and start < free[other] + gap
                and not (apart and room == now[other].room != NOWHERE)
            ):
                yield other, grave
        if self.rivals.uses_room[number]:
            for grave, gap in self.rivals.room_rules:
                low, high = start - gap, end + gap
                for other in self._users[room]:
                    if (
                        starts[other] < high
                        and low < free[other]
                        and other != number
                        and not self.rivals.nested(number, other)
                    ):
                        yield other, grave
        for early, late, grave, _ in self.rivals.orders_of(number):
            other = late if early == number else early
            kept = end <= starts[other] if early == number else free[other] <= start
            if not kept and other not in self.lifted:
                yield other, grave

    def best(self, number: int, below: int) -> tuple[int, Place] | None:
        """Return the least cost of a session below a bound, and where; None if there is none.

        The others stay where they are. Of equal places, it is one as near in time as can be.
        """
        cost, home = self.places.cost, self.home[number]
        levels = self.places.levels(number, home.at)
        common, barred = self._met(number), self.barred(number)
        found: Place | None = None
        for room, price, allowed in self.places.choices(number, home):
            if price >= below:
                break
            grave, other = self._met_in(number, room, common)
            for graves, where in rising(grave, allowed & ~barred):
                if (first := price + graves * cost.grave) >= below:
                    break
                for others, here in rising(other, where):
                    if (base := first + others * cost.other) >= below:
                        break
                    for more, level in levels:
                        if base + more >= below:
                            break
                        for at in nearest(here & level, home.at):
                            place = Place(at, room)
                            doubt = self.doubted(number, place)
                            if base + more + doubt < below:
                                below, found = base + more + doubt, place
                            if not doubt:
                                break
        return None if found is None else (below, found)

    def offers(self, number: int, below: int) -> Iterator[tuple[int, Room, Bits]]:
        """Iterate over what a session costs below a bound, in which room, and when; in no order.

        The others stay where they are. Without what only `Doubts` can tell of other places than the
        one where it is now.
        """
        cost, home, here = self.places.cost, self.home[number], self.places.homes[number]
        levels, common = self.places.levels(number, home.at), self._met(number)
        unfit = self._doubts.misfit(number)
        for room, price, allowed in self.places.choices(number, home):
            stays = 1 << here.at if room == here.room and unfit else 0
            grave, other = self._met_in(number, room, common)
            for graves, where in rising(grave, allowed):
                for others, bits in rising(other, where):
                    base = price + graves * cost.grave + others * cost.other
                    for more, level in levels:
                        if base + more >= below:
                            break
                        if found := bits & level & ~stays:
                            yield base + more, room, found
                        if bits & level & stays and base + more + unfit < below:
                            yield base + more + unfit, room, stays

    def harmless(self, number: int) -> Iterator[tuple[Room, Bits]]:
        """Iterate over the places in which a session meets no other gravely, room by room.

        Without what only `Doubts` can tell.
        """
        common, barred = self._met(number), self.barred(number)
        for room, _, allowed in self.places.choices(number, self.home[number]):
            grave, _ = self._met_in(number, room, common)
            yield room, next((bits for n, bits in rising(grave, allowed & ~barred) if n == 0), 0)

    def has_place(self, number: int) -> bool:
        """Return whether a session can be somewhere without a grave clash, the others as they are."""
        return any(
            not any(self._doubts.found(number, Place(at, room), self.lifted))
            for room, bits in self.harmless(number)
            for at in nearest(bits, self.home[number].at)
        )

    def _met(self, number: int) -> tuple[Tally, Tally, list[tuple[int, bool, Bits]]]:
        """Return how many rivals a session meets at each instant: grave, other, and by room."""
        grid, length = self.places.grid, self.places.lengths[number]
        tallies: Tallies = [], []
        by_room: list[tuple[int, bool, Bits]] = []
        for other, grave, gap, apart in self.rivals.of(number):
            if other not in self.lifted:
                bits = grid.meeting(self.starts[other] - gap, self.free[other] + gap, length)
                if apart:
                    by_room.append((self.now[other].room, grave, bits))
                else:
                    add(tallies[not grave], bits)
        for early, late, grave, _ in self.rivals.orders_of(number):
            if not {early, late} & self.lifted - {number}:
                add(tallies[not grave], self._out_of_order(number, early, late))
        return *tallies, by_room

    def _out_of_order(self, number: int, early: int, late: int) -> Bits:
        grid, length = self.places.grid, self.places.lengths[number]
        if number == early:
            return grid.between(self.starts[late] - length + 1, _AWAY)
        return grid.between(-_AWAY, self.free[early])

    def barred(self, number: int) -> Bits:
        """Return when a session may not start: where it would break an order, or leave its block."""
        barred = 0
        for early, late, _, holds in self.rivals.orders_of(number):
            if holds and not {early, late} & self.lifted - {number}:
                barred |= self._out_of_order(number, early, late)
        block = self.rivals.block[number]
        if block is not None and self.rivals.is_inside[number] and block not in self.lifted:
            inside = [(self.starts[block], self.free[block])]
            barred |= ~self.places.grid.inside(inside, self.places.lengths[number])
        return barred

    def met(self, number: int, room: Room) -> Tallies:
        """Return how many others a session meets in a room at each instant: grave, other.

        Without what `doubted` tells.
        """
        return self._met_in(number, room, self._met(number))

    def doubted(self, number: int, place: Place) -> int:
        """Return what a session costs in a place by rules whose answer only they know."""
        return self._doubts.cost(number, place, self.lifted)

    def _met_in(
        self, number: int, room: Room, common: tuple[Tally, Tally, list[tuple[int, bool, Bits]]]
    ) -> Tallies:
        """Return how many others a session meets in a room at each instant: grave, other."""
        grave, other, by_room = common
        taken = self._room(number, room)
        tallies = added(grave, taken[0]), added(other, taken[1])
        for where, is_grave, bits in by_room:
            if where != room or room == NOWHERE:
                add(tallies[not is_grave], bits)
        return tallies

    def _room(self, number: int, room: Room) -> Tallies:
        """Return how many a session meets in a room since they use it: grave, other."""
        if not self.rivals.uses_room[number]:
            return [], []
        length, known = self.places.lengths[number], self._taken[room]
        if length not in known:
            known[length] = [], []
            for other in self._users[room]:
                self._meet(other, length, known[length], add)
        # One that is in the room does not meet itself, nor a block its parts.
        fellows = [one for one in self.rivals.kin(number) if one in self._users[room]]
        if not fellows:
            return known[length]
        tallies = list(known[length][0]), list(known[length][1])
        for one in fellows:
            self._meet(one, length, tallies, take)
        return tallies
