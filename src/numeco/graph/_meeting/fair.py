"""Fair shares: which meetings take place where not all of them can."""

from collections import deque
from collections.abc import Iterable, Sequence

from attrs import define, field

#: The numbers of the two who would meet.
Ends = tuple[int, int]


@define
class Shares:
    """Meetings chosen for a number of organizations, class by class, in fair shares.

    Round by round: nobody is given one more while somebody who has fewer could be, if need be by
    giving others other meetings. A class takes nothing from those before it.

    Where the meetings make a bipartite graph, the shares of a class are leximin optimal, given
    those before it: no choice gives more to the least served, then to the next, and so on. It is a
    flow of convex costs, augmented by a cheapest path each time (Ahuja, Magnanti and Orlin 1993,
    Network Flows, chapter 14). It then holds as many meetings as possible, too, since an augmenting
    path would give two organizations more and nobody less (Berge 1957, DOI
    10.1073/pnas.43.9.842). In other graphs paths through odd cycles are passed over.
    """

    #: By the number of the meeting.
    ends: Sequence[Ends]
    #: By the number of the organization: how many meetings it can have.
    bounds: Sequence[int]
    #: How many meetings there can be in all; None for any number.
    most: int | None
    chosen: set[int] = field(factory=set[int], init=False)
    counts: list[int] = field(init=False)
    #: Of each organization the meetings of the class, and whom it would meet.
    _at: list[list[Ends]] = field(init=False)
    _live: set[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.counts = [0] * len(self.bounds)

    def choose(self, meetings: Sequence[int]) -> None:
        """Choose among the meetings of the next class, given the best first.

        O(meetings) where all can take place, else O(meetings²) at worst.
        """
        self._at = [[] for _ in self.bounds]
        for one in meetings:
            end, other = self.ends[one]
            self._at[end].append((one, other))
            self._at[other].append((one, end))
        if self._all_fit(len(meetings)):
            for one in meetings:
                self._flip((one,), self.ends[one])
            return
        self._live = {end for one in meetings for end in self.ends[one] if self._has_room(end)}
        while self._live and not self._full():
            level = min(self.counts[end] for end in self._live)
            self._directly(meetings, level)
            self._by_paths(level)

    def _all_fit(self, number: int) -> bool:
        fits = self.most is None or len(self.chosen) + number <= self.most
        return fits and all(
            self.counts[end] + len(its) <= self.bounds[end] for end, its in enumerate(self._at)
        )

    def _full(self) -> bool:
        return self.most is not None and len(self.chosen) >= self.most

    def _has_room(self, end: int) -> bool:
        return self.counts[end] < self.bounds[end]

    def _directly(self, meetings: Iterable[int], level: int) -> None:
        """Choose, the best first, the meetings of two who both have no more than `level`."""
        for one in meetings:
            if self._full():
                return
            if one not in self.chosen and all(
                end in self._live and self.counts[end] == level for end in self.ends[one]
            ):
                self._raise((one,), self.ends[one])

    def _by_paths(self, level: int) -> None:
        """Give one more to those who have `level`, by giving others other meetings."""
        # The other end of a path has fewer meetings in none of the paths that follow: cheapest
        # paths only become dearer. So a search can stop at as few.
        fewest = level
        while not self._full():
            least = [end for end in sorted(self._live) if self.counts[end] == level]
            if not least:
                return
            found = self._path(least, fewest)
            if found is None:
                self._live -= set(least)
                return
            fewest = max(fewest, self.counts[found[1][1]])
            self._raise(*found)

    def _raise(self, path: Iterable[int], raised: Ends) -> None:
        self._flip(path, raised)
        self._live -= {end for end in raised if not self._has_room(end)}

    def _flip(self, path: Iterable[int], raised: Ends) -> None:
        self.chosen ^= set(path)
        for end in raised:
            self.counts[end] += 1

    def _path(self, least: Iterable[int], fewest: int) -> tuple[list[int], Ends] | None:
        """Return an alternating path to who has fewest meetings, and its ends; None if none is.

        Its meetings are, in turn, not chosen and chosen, the first and the last one not.

        Args:
            least: where it may start.
            fewest: how many meetings are few enough to search no further.
        """
        states = deque((end, False) for end in least)
        came: dict[tuple[int, bool], int | None] = dict.fromkeys(states)
        best: tuple[list[int], Ends] | None = None
        while states:
            here, held = states.popleft()
            for one, end in self._at[here]:
                there = end, not held
                if there in came or (one in self.chosen) is not held:
                    continue
                came[there] = one
                states.append(there)
                if not held and self._better(end, best):
                    best = self._traced(there, came) or best
                    if best is not None and self.counts[best[1][1]] <= fewest:
                        return best
        return best

    def _better(self, end: int, best: tuple[list[int], Ends] | None) -> bool:
        fewer = best is None or self.counts[end] < self.counts[best[1][1]]
        return fewer and self._has_room(end)

    def _traced(
        self, state: tuple[int, bool], came: dict[tuple[int, bool], int | None]
    ) -> tuple[list[int], Ends] | None:
        """Return the path to a state and its ends; None where it takes a meeting twice."""
        path: list[int] = []
        (last, _), (here, held) = state, state
        while (one := came[here, held]) is not None:
            path.append(one)
            here, held = self._other(one, here), not held
        simple = here != last and len(set(path)) == len(path)
        return (path, (here, last)) if simple else None

    def _other(self, meeting: int, end: int) -> int:
        one, other = self.ends[meeting]
        return other if end == one else one


def is_bipartite(ends: Iterable[tuple[int, int]], number: int) -> bool:
    """Return whether organizations fall into two sides, so that each meeting is across them."""
    near: list[list[int]] = [[] for _ in range(number)]
    for one, other in ends:
        near[one].append(other)
        near[other].append(one)
    side: dict[int, bool] = {}
    for root in range(number):
        stack = [] if root in side else [root]
        side.setdefault(root, False)
        while stack:
            here = stack.pop()
            for there in near[here]:
                if there not in side:
                    side[there] = not side[here]
                    stack.append(there)
                elif side[there] == side[here]:
                    return False
    return True
