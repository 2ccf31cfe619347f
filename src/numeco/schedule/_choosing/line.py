"""Weighted interval scheduling on one line of time, with travel and with slots inside others."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from attrs import field, frozen

from numeco.schedule._travel import Place, TravelTimes


# A tuple, since a hundred thousand of them are made at once.
class Slot(NamedTuple):
    """What one may choose: a session, as far as the engine needs to know it."""

    #: Instants, in microseconds: when it begins, and the first one that it leaves free.
    start: int
    end: int
    place: Place
    #: What is chosen once at most: the number of its content, or None where it has no other one.
    content: int | None = None
    #: The numbers of the slots inside this one, ascending: those it does not collide with.
    parts: tuple[int, ...] = ()


@frozen
class Waits:
    """How long before a slot another one must end: `longest` at most, less for some places."""

    longest: int
    nearer: tuple[tuple[Place, int], ...]


class Routes:
    """The waits before slots at each place, coming from any of some places."""

    def __init__(self, times: TravelTimes, places: Sequence[Place]) -> None:
        """Take note of the places; O(their number)."""
        self._times = times
        self._all = tuple(dict.fromkeys(places))
        self._named = [place for place in self._all if place.named]
        self._at: defaultdict[str | None, list[Place]] = defaultdict(list)
        for place in self._all:
            self._at[place.site].append(place)
        self._known: dict[Place, Waits] = {}

    def waits(self, goal: Place) -> Waits:
        """Return the waits before slots at a place."""
        if goal not in self._known:
            self._known[goal] = self._found(goal)
        return self._known[goal]

    def _found(self, goal: Place) -> Waits:
        usual = 0 if goal.site is None or len(self._at) == 1 else self._times.otherwise
        # Whatever else there is takes as long as usual.
        special = [
            *self._at[goal.site],
            *self._at.get(None, ()),
            *(self._named if goal.named else ()),
        ]
        between = self._times.between
        longest = max([usual, *(between(place, goal) for place in special)])
        others = special if longest == usual else self._all
        nearer = ((place, between(place, goal)) for place in dict.fromkeys(others))
        return Waits(longest, tuple((place, time) for place, time in nearer if time < longest))


#: Nothing chosen: the value of a trail before its first slot, and the slot that gives it.
_NONE: Final = -1


@frozen
class Chain:
    """The best choice along a line: its value, its last member and who comes before whom."""

    value: int
    last: int
    before: Sequence[int]


@frozen(eq=False)
class Line:
    """Slots of which one at a time is chosen, each after another one that leaves time to travel.

    Weighted interval scheduling by dynamic programming. A *trail* is the best value reached by the
    end of each slot, of all slots or of those at one place; what a slot follows is looked up on
    the trail of all for those that end long enough before it, whatever their place, and for what
    is nearer on the trails of the places. O(n log n), times the number of places that are nearer.
    """

    #: The numbers of the slots, in order of their ends.
    members: Sequence[int]
    #: For each, how many of all end long enough before it …
    _after: list[int] = field(init=False, factory=list[int])
    #: … and how many of those on the trails that are nearer.
    _nearer: list[tuple[tuple[int, int], ...]] = field(
        init=False, factory=list[tuple[tuple[int, int], ...]]
    )
    #: The trail of the place of each; _NONE where nobody looks.
    _trails: list[int] = field(init=False, factory=list[int])

    @classmethod
    def of(cls, slots: Sequence[Slot], members: Sequence[int], routes: Routes) -> "Line":
        """Return the line of some slots, their numbers in order of their ends."""
        made = cls(members)
        ends = [slots[number].end for number in members]
        ends_at: defaultdict[Place, list[int]] = defaultdict(list)
        for number, end in zip(members, ends, strict=True):
            ends_at[slots[number].place].append(end)
        trails = {place: at for at, place in enumerate(ends_at)}
        nearby = {place: _nearby(routes.waits(place), ends_at, trails) for place in ends_at}
        followed = {trail for near in nearby.values() for trail, _, _ in near}
        for number in members:
            slot = slots[number]
            early = slot.start - routes.waits(slot.place).longest
            made._after.append(bisect_right(ends, early))
            near = nearby[slot.place]
            made._nearer.append(_later(near, slot.start, early) if near else ())
            trail = trails[slot.place]
            made._trails.append(trail if trail in followed else _NONE)
        return made

    def best(self, weights: Sequence[int] | Mapping[int, int]) -> Chain:
        """Return the choice of the greatest sum of weights, given by number of slot; O(n).

        Of equal ones, that whose last slot comes first; then likewise for the one before it.
        """
        values, slots = [0], [_NONE]
        trails: dict[int, tuple[list[int], list[int]]] = {
            trail: ([0], [_NONE]) for trail in set(self._trails)
        }
        before: list[int] = []
        for at, number in enumerate(self.members):
            after = self._after[at]
            value, previous = values[after], slots[after]
            for trail, count in self._nearer[at]:
                known = trails[trail]
                other = known[0][count]
                if other > value or (other == value and known[1][count] < previous):
                    value, previous = other, known[1][count]
            before.append(previous)
            value += weights[number]
            _extend(values, slots, value, at)
            if self._trails[at] != _NONE:
                _extend(*trails[self._trails[at]], value, at)
        return Chain(values[-1], slots[-1], before)

    def chosen(self, chain: Chain) -> list[int]:
        """Return the numbers of the slots of a choice, the last one first."""
        found: list[int] = []
        at = chain.last
        while at != _NONE:
            found.append(self.members[at])
            at = chain.before[at]
        return found


def _nearby(
    waits: Waits, ends_at: Mapping[Place, list[int]], trails: Mapping[Place, int]
) -> list[tuple[int, int, list[int]]]:
    return [
        (trails[place], time, ends_at[place]) for place, time in waits.nearer if place in ends_at
    ]


def _later(
    nearby: Sequence[tuple[int, int, list[int]]], start: int, early: int
) -> tuple[tuple[int, int], ...]:
    """Return what can be followed on nearer trails and on the trail of all cannot."""
    found: list[tuple[int, int]] = []
    for trail, time, ends in nearby:
        count = bisect_right(ends, start - time)
        if count and ends[count - 1] > early:
            found.append((trail, count))
    return tuple(found)


def _extend(values: list[int], slots: list[int], value: int, at: int) -> None:
    better = value > values[-1]
    values.append(value if better else values[-1])
    slots.append(at if better else slots[-1])
