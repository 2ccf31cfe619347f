"""The best choice of slots: no two collide, and every content comes once at most."""

from collections import defaultdict
from collections.abc import Sequence

from attrs import evolve

from numeco.schedule._choosing.levels import Levels
from numeco.schedule._choosing.line import Routes, Slot
from numeco.schedule._choosing.once import Budget, Found, Search


def best(
    slots: Sequence[Slot], weights: Sequence[int], routes: Routes, longest: int, steps: int
) -> Found:
    """Return the choice of the greatest sum of weights; of equal ones, one of the fewest slots.

    The fewest where no content has several slots. Its slots ascend.

    Args:
        slots: in order of their ends.
        weights: of each, above 0.
        routes: between their places.
        longest: what no way takes longer than, in microseconds.
        steps: how many slots the search may look at, where contents have several slots.
    """
    budget = Budget(steps)
    found = [
        _best_of(slots, weights, routes, members, budget) for members in _parts(slots, longest)
    ]
    return Found(
        sorted(number for one in found for number in one.slots),
        sum(one.value for one in found),
        sum(one.bound for one in found),
    )


def _best_of(
    slots: Sequence[Slot],
    weights: Sequence[int],
    routes: Routes,
    members: Sequence[int],
    budget: Budget,
) -> Found:
    """Return the best choice among some slots that have nothing to do with the others."""
    own = _renumbered(slots, members)
    levels = Levels.of(own, routes)
    weighing = [weights[one] for one in members]
    contents = _repeated(own)
    if contents:
        found = Search(levels, weighing, contents, budget).best()
    else:
        found = _fewest(levels, weighing)
    return evolve(found, slots=[members[at] for at in found.slots])


def _renumbered(slots: Sequence[Slot], members: Sequence[int]) -> Sequence[Slot]:
    if len(members) == len(slots):
        return slots
    numbers = {one: at for at, one in enumerate(members)}
    return [
        slots[one]._replace(parts=tuple(numbers[part] for part in slots[one].parts))
        for one in members
    ]


def _fewest(levels: Levels, weights: Sequence[int]) -> Found:
    # Each slot costs so little that all of them together weigh less than 1.
    many = len(weights) + 1
    _, slots = levels.best([weight * many - 1 for weight in weights])
    value = sum(weights[one] for one in slots)
    return Found(slots, value, value)


def _repeated(slots: Sequence[Slot]) -> dict[int, list[int]]:
    """Return the slots of each content that has several."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, slot in enumerate(slots):
        if slot.content is not None:
            found[slot.content].append(number)
    return {content: those for content, those in found.items() if len(those) > 1}


def _parts(slots: Sequence[Slot], longest: int) -> list[list[int]]:
    """Return the numbers of slots that must be decided on together; each list ascends.

    Slots far enough apart in time decide nothing for one another, unless one content is shown
    around both times. All that shows no content several times is one part: there it saves nothing
    to have more.
    """
    times = _times(slots, longest)
    leaders = list(range(len(slots)))

    def leader(time: int) -> int:
        while leaders[time] != time:
            leaders[time] = leaders[leaders[time]]
            time = leaders[time]
        return time

    repeated = _repeated(slots).values()
    for first, *others in repeated:
        for one in others:
            leaders[leader(times[one])] = leader(times[first])
    searched = {leader(times[first]) for first, *_ in repeated}
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for number, time in enumerate(times):
        one = leader(time)
        parts[one if one in searched else -1].append(number)
    return list(parts.values())


def _times(slots: Sequence[Slot], longest: int) -> list[int]:
    """Return for each slot the number of its time; slots of two times are far enough apart."""
    found = [0] * len(slots)
    time, reach = 0, None
    for number in sorted(range(len(slots)), key=lambda one: slots[one].start):
        slot = slots[number]
        if reach is not None and slot.start >= reach + longest:
            time += 1
        reach = slot.end if reach is None else max(reach, slot.end)
        found[number] = time
    return found
