"""The search for clashes: one sweep through time, a clash at a time, none of them kept."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from operator import itemgetter

from attrs import frozen

from numeco.model import Event, Session
from numeco.schedule._lanes import Hit, Part, any_hit, count_hits, lane
from numeco.schedule._rules import AnyRule, Rule
from numeco.schedule._timeline import Timeline


@frozen(eq=False)
class Search:
    """What some rules find in a programme."""

    timeline: Timeline
    rules: tuple[AnyRule, ...]
    #: Those that were applied before some were chosen from them.
    applied: tuple[AnyRule, ...]

    @cached_property
    def things(self) -> Sequence[Session | Event]:
        """The sessions in order, then the events: what positions are positions in."""
        return [*self.timeline.ordered, *self.timeline.events]

    def hits(self) -> Iterator[Hit]:
        """Iterate over what is found: by the later session, then by rule; last between events."""
        lanes = [lane(self.timeline, at, rule) for at, rule in enumerate(self.rules)]
        return lanes[0] if len(lanes) == 1 else merge(*lanes, key=itemgetter(0))

    @cached_property
    def labels(self) -> dict[str, str]:
        """What resources are called, as far as they were asked for."""
        return {}

    def label(self, resource: str) -> str:
        """Return what a resource is called: the label of a thing, or else its own text."""
        found = self.labels.get(resource)
        if found is None:
            ecosystem = self.timeline.ecosystem
            found = ecosystem[resource].label if resource in ecosystem else resource
            self.labels[resource] = found
        return found

    def any(self) -> bool:
        """Return whether anything is found; stops at the first."""
        return any(any_hit(self.timeline, rule) for rule in self.rules)

    @cached_property
    def gaps(self) -> Mapping[int, Callable[[Session, Session], int]]:
        """How long after the first of two sessions each rule lets the second start, in µs."""
        rules = enumerate(self.rules)
        return {at: self.timeline.gap(rule) for at, rule in rules if isinstance(rule, Rule)}

    @cached_property
    def counts(self) -> Sequence[int]:
        """How much each rule finds."""
        return [count_hits(self.timeline, rule) for rule in self.rules]

    @cached_property
    def table(self) -> "Table":
        """All that is found, in order."""
        return Table.of(self.hits())


@frozen(eq=False)
class Table:
    """What was found, twelve bytes each."""

    last: "array[int]"
    first: "array[int]"
    #: Which of `kinds` each is.
    kind: "array[int]"
    #: Pairs of a rule, by position, and a resource.
    kinds: Sequence[tuple[int, str]]
    parts: Mapping[int, Part]

    @classmethod
    def of(cls, hits: Iterable[Hit]) -> "Table":
        """Return the table of some clashes, in their order."""
        lasts, firsts, of_kind = array("i"), array("i"), array("i")
        kinds: dict[tuple[int, str], int] = {}
        parts: dict[int, Part] = {}
        for row, (last, first, rule, resource, part) in enumerate(hits):
            lasts.append(last)
            firsts.append(first)
            of_kind.append(kinds.setdefault((rule, resource), len(kinds)))
            if part is not None:
                parts[row] = part
        return cls(lasts, firsts, of_kind, list(kinds), parts)

    def __len__(self) -> int:
        return len(self.last)

    def __getitem__(self, row: int) -> Hit:
        rule, resource = self.kinds[self.kind[row]]
        return self.last[row], self.first[row], rule, resource, self.parts.get(row)
