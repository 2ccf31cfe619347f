"""What is on offer to one person, and a plan: what of it they choose."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import Cycle, InvalidType, InvalidValue
from numeco.model import Session
from numeco.schedule._choosing.choice import best
from numeco.schedule._choosing.line import Routes, Slot
from numeco.schedule._programme import when
from numeco.schedule._travel import NOWHERE, Travel, TravelTimes
from numeco.time import Interval

#: How many blocks deep a session may lie; so a session is looked at that often at most.
DEEPEST: Final = 16
#: How many sessions a search looks at where showings leave a choice: some seconds' worth.
STEPS: Final = 5_000_000


def check_steps(given: object) -> None:
    """Check how many sessions a search may look at."""
    must = "must be a whole number, 0 or more"
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidType("steps", must, given)
    if given < 0:
        raise InvalidValue("steps", must, given)


@frozen(eq=False)
class Offer:
    """Sessions among which one person chooses, in order of their ends, as the engine sees them."""

    sessions: Sequence[Session]
    slots: Sequence[Slot]
    #: Those that lie too deep in blocks to be looked at.
    too_deep: Sequence[Session]
    times: TravelTimes
    longest: int

    @classmethod
    def of(
        cls,
        ecosystem: Ecosystem,
        sessions: Sequence[Session],
        travel: Travel,
        contents: Mapping[str, str],
    ) -> "Offer":
        """Return scheduled sessions as an offer; O(n log n).

        Args:
            ecosystem: whose sessions and venues these are.
            sessions: those among which one chooses.
            travel: between their venues.
            contents: the id of the content of each.
        """
        around = _around(ecosystem, sessions)
        ordered = sorted(sessions, key=_by_end)
        kept = [one for one in ordered if len(around.get(one.id, ())) <= DEEPEST]
        deep = [one for one in ordered if len(around.get(one.id, ())) > DEEPEST]
        parts = _parts(kept, around)
        times, longest = travel.among(ecosystem), travel.longest_us
        shown = Counter(contents[one.id] for one in kept)
        several = (content for content, number in shown.items() if number > 1)
        numbers = {content: at for at, content in enumerate(several)}
        slots = [
            Slot(
                when(one).start_us,
                when(one).busy_until_us,
                times.place(one.venue) if longest else NOWHERE,
                numbers.get(contents[one.id]),
                parts.get(one.id, ()),
            )
            for one in kept
        ]
        return cls(kept, slots, deep, times, longest)

    def plan(self, weights: Mapping[str, int], steps: int) -> "Plan":
        """Return the choice of the greatest sum of weights, above 0 and given by id of session."""
        routes = Routes(self.times, [slot.place for slot in self.slots])
        weighing = [weights[one.id] for one in self.sessions]
        found = best(self.slots, weighing, routes, self.longest, steps)
        left_out = sum(weights[one.id] for one in self.too_deep)
        return Plan.of(self, found.slots, found.value, found.bound + left_out)


@frozen(eq=False)
class Plan:
    """What of an offer one person chooses; no choice is worth more than `bound`."""

    _offer: Offer
    sessions: tuple[Session, ...]
    value: int
    bound: int
    #: The numbers of what is chosen directly inside each block, None for none, by start.
    _inside: Mapping[int | None, Sequence[int]]

    @classmethod
    def of(cls, offer: Offer, numbers: Sequence[int], value: int, bound: int) -> "Plan":
        """Return the plan of some slots of an offer, given by number."""
        blocks: dict[int, int | None] = dict.fromkeys(numbers)
        # From the outer to the inner ones, so that of all blocks the innermost stays.
        for number in sorted(numbers, key=lambda one: -len(offer.slots[one].parts)):
            blocks |= {part: number for part in offer.slots[number].parts if part in blocks}
        inside: defaultdict[int | None, list[int]] = defaultdict(list)
        for number in sorted(numbers, key=lambda one: offer.slots[one].start):
            inside[blocks[number]].append(number)
        sessions = sorted((offer.sessions[number] for number in numbers), key=_by_start)
        return cls(offer, tuple(sessions), value, bound, inside)

    def against(self, session: Session) -> Iterator[Session]:
        """Iterate over the chosen sessions that keep one from another one of the offer."""
        number = bisect_left(self._offer.sessions, _by_end(session), key=_by_end)
        if self._offer.sessions[number : number + 1] != [session]:
            return  # too deep
        for one in self._against(number):
            yield self._offer.sessions[one]

    def _against(self, number: int) -> list[int]:
        slots = self._offer.slots
        block: int | None = None
        before, during, after = self._around(block, number)
        while during and number in slots[during[0]].parts:
            block = during[0]
            before, during, after = self._around(block, number)
        met: list[int] = []
        while during:
            met += [one for one in during if one not in slots[number].parts]
            during = [part for one in during for part in self._around(one, number)[1]]
        if met:
            return met
        late = [one for one in before if not self._leaves_time(one, number)]
        return late + [one for one in after if not self._leaves_time(number, one)]

    def _around(
        self, block: int | None, number: int
    ) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Return, of what is chosen in a block, the last before a slot, those during it, the next."""
        level, slots = self._inside.get(block, ()), self._offer.slots
        slot = slots[number]
        first = bisect_right(level, slot.start, key=lambda one: slots[one].end)
        last = bisect_left(level, slot.end, key=lambda one: slots[one].start)
        return level[max(first - 1, 0) : first], level[first:last], level[last : last + 1]

    def _leaves_time(self, one: int, other: int) -> bool:
        first, second = self._offer.slots[one], self._offer.slots[other]
        return second.start >= first.end + self._offer.times.between(first.place, second.place)


def contents(ecosystem: Ecosystem, sessions: Iterable[Session]) -> dict[str, str]:
    """Return for each session the id of the one of which it is a showing, at any remove; O(n)."""
    asked: dict[str, str | None] = {one.id: one.repeat_of for one in sessions}
    firsts: dict[str, str] = {}
    for one in asked:
        path: dict[str, None] = {one: None}
        at = one
        while at not in firsts and (shown := _named(ecosystem, at, asked, "repeat_of")) is not None:
            at = shown
            if at in path:
                raise Cycle("Session.repeat_of", (*path, at))
            path[at] = None
        firsts |= dict.fromkeys(path, firsts.get(at, at))
    return {one: firsts[one] for one in asked}


def _around(ecosystem: Ecosystem, sessions: Iterable[Session]) -> dict[str, list[str]]:
    """Return for sessions within others of the same ones the ids of these; O(n).

    The nearest come first, and no more than one beyond `DEEPEST`.
    """
    asked: dict[str, str | None] = {one.id: one.within for one in sessions}
    nearest: dict[str, str | None] = {}
    for one, outer in asked.items():
        path, block = [one], outer
        while block is not None and block not in asked and block not in nearest:
            path.append(block)
            block = _named(ecosystem, block, asked, "within")
        known = block if block is None or block in asked else nearest[block]
        nearest |= dict.fromkeys(path, known)
    found: dict[str, list[str]] = {}
    for one in asked:
        block = nearest[one]
        blocks = [] if block is None else found.setdefault(one, [])
        while block is not None and len(blocks) <= DEEPEST:
            blocks.append(block)
            if block == one:
                raise Cycle("Session.within", (one, *blocks))
            block = nearest[block]
    return found


def _named(
    ecosystem: Ecosystem, one: str, asked: Mapping[str, str | None], name: str
) -> str | None:
    """Return what a session names, as those say that are asked about, or else the ecosystem."""
    if one in asked:
        return asked[one]
    session = named_by(ecosystem, one, name)
    return session.repeat_of if name == "repeat_of" else session.within


def named_by(ecosystem: Ecosystem, key: str, name: str) -> Session:
    """Return the session that another one names in a field."""
    thing: object = ecosystem[key]
    if not isinstance(thing, Session):
        raise InvalidType(f"Session.{name}", "must be the id of a session", key)
    return thing


def _parts(
    sessions: Sequence[Session], around: Mapping[str, Sequence[str]]
) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the sessions within each one that take place while it does."""
    spans: dict[str, Interval] = {one.id: when(one) for one in sessions}
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(sessions):
        for block in around.get(one.id, ()):
            if block in spans and spans[block].covers(spans[one.id]):
                found[block].append(number)
    return {block: tuple(parts) for block, parts in found.items()}


def _by_end(session: Session) -> tuple[int, int, str]:
    time = when(session)
    return time.busy_until_us, time.start_us, session.id


def _by_start(session: Session) -> tuple[int, int, str]:
    # A block comes before what begins it.
    time = when(session)
    return time.start_us, -time.end_us, session.id
