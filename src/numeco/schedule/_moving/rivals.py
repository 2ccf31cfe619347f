"""Which sessions compete with which: what can be told without knowing where they move."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

from attrs import field, frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Session
from numeco.schedule import _builtin
from numeco.schedule._order import Ordered
from numeco.schedule._programme import when
from numeco.schedule._resources import Resource
from numeco.schedule._rules import AnyRule, Check, Rule, Severity
from numeco.schedule._showings import content
from numeco.schedule._timeline import Timeline

_MICROSECOND: Final = timedelta(microseconds=1)
#: Checks that ask neither when nor where a session is.
_PLACELESS: Final = (
    _builtin.UNSCHEDULED.finds,
    _builtin.UNCONFIRMED.finds,
    _builtin.UNTHEMED.finds,
)
#: Checks whose findings no move adds to, since `Places` keeps to what they check.
_KEPT: Final = (
    _builtin.CLOSED.finds,
    _builtin.UNAVAILABLE.finds,
    _builtin.OUTSIDE_EVENT.finds,
    _builtin.OVERBOOKED.finds,
    _builtin.UNEQUIPPED.finds,
)


class Rival(NamedTuple):
    """A session that competes with another one wherever both are."""

    session: int
    grave: bool
    #: How much time must lie between the two, in microseconds.
    gap: int
    #: Whether they do not while they share a venue.
    apart: bool


class Order(NamedTuple):
    """That one session comes before another one."""

    early: int
    late: int
    grave: bool
    #: Whether it is kept now, and so must stay.
    holds: bool


class RoomRule(NamedTuple):
    """That sessions which share an exclusive venue compete."""

    grave: bool
    gap: int


class _Group(NamedTuple):
    """What a rule says of all sessions: what each one uses, who uses it, and who is let off."""

    rule: Rule
    columns: Sequence[Sequence[str]]
    members: Mapping[str, Sequence[int]]
    lets_off: Callable[[Session, Session], bool]


@frozen(eq=False)
class Rivals:
    """Which of some sessions compete, by some rules; sessions are told by their positions.

    Rules whose answer depends on where and when sessions are in ways that only they know are
    `dynamic`: they are asked about each place.
    """

    ecosystem: Ecosystem
    sessions: Sequence[Session]
    rules: Sequence[AnyRule]
    _found: dict[int, Sequence[Rival]] = field(init=False, factory=dict)

    @cached_property
    def timeline(self) -> Timeline:
        """The sessions as they are now."""
        return Timeline(self.ecosystem, self.sessions, False)

    def moves_matter(self, rule: AnyRule) -> bool:
        """Return whether what a rule finds may depend on where sessions are."""
        return rule in self.pair_rules or rule in self.checks or rule in self.at_home

    @cached_property
    def pair_rules(self) -> Sequence[Rule]:
        """The rules about two sessions to which moves matter."""
        return [one for one in self.rules if isinstance(one, Rule) and not _constant(one)]

    @cached_property
    def static(self) -> Sequence[Rule]:
        """Those whose answer for two sessions depends on their times only, or on one venue."""
        return [one for one in self.pair_rules if _is_static(one)]

    @cached_property
    def room_rules(self) -> Sequence[RoomRule]:
        """Those about rooms."""
        return [
            RoomRule(_is_grave(one), one.gap // _MICROSECOND)
            for one in self.pair_rules
            if _is_room_rule(one)
        ]

    @cached_property
    def orders(self) -> Sequence[Rule]:
        """Those about what comes before what."""
        return [one for one in self.pair_rules if isinstance(one.resources, Ordered)]

    @cached_property
    def dynamic(self) -> Sequence[Rule]:
        """The other ones."""
        told = {id(one) for one in chain(self.static, self.orders)}
        return [
            one
            for one in self.pair_rules
            if (id(one) not in told and not _is_room_rule(one))
            or (one.repeats and self.shown_again)
        ]

    @cached_property
    def checks(self) -> Sequence[Check]:
        """The rules about one session that each place must be asked about."""
        return [
            one
            for one in self.rules
            if isinstance(one, Check)
            and one.finds not in _PLACELESS
            and one.finds not in _KEPT
            and not isinstance(one.finds, _builtin.Length)
        ]

    @cached_property
    def at_home(self) -> Sequence[Check]:
        """The rules about one session that only the place where it is now can break."""
        return [one for one in self.rules if isinstance(one, Check) and one.finds in _KEPT]

    def of(self, number: int) -> Sequence[Rival]:
        """Return the rivals of a session, one for each reason."""
        found = self._found.get(number)
        if found is None:
            found = self._found[number] = tuple(self._rivals(number))
        return found

    def doubtful(self, rule: Rule, one: int, other: int) -> bool:
        """Return whether other showings of two sessions may let them off, wherever these are."""
        return rule.repeats and (one in self.shown_again or other in self.shown_again)

    @cached_property
    def shown_again(self) -> frozenset[int]:
        """The sessions whose content is shown more than once."""
        if all(one.repeat_of is None for one in self.sessions):
            return frozenset()
        contents = [content(self.ecosystem, one) for one in self.sessions]
        several = {one for one, number in Counter(contents).items() if number > 1}
        return frozenset(at for at, one in enumerate(contents) if one in several)

    def _rivals(self, number: int) -> Iterator[Rival]:
        here = self.sessions[number]
        for rule, columns, members, lets_off in self._groups:
            grave, gap = _is_grave(rule), rule.gap // _MICROSECOND
            apart = rule.excuse is _builtin.one_stand
            for resource in columns[number]:
                for other in members[resource]:
                    if (
                        other != number
                        and not self.doubtful(rule, number, other)
                        and not lets_off(here, self.sessions[other])
                    ):
                        yield Rival(other, grave, gap, apart)

    @cached_property
    def _groups(self) -> Sequence[_Group]:
        """What the static rules say."""
        found: list[_Group] = []
        for rule in self.static:
            columns = self.timeline.columns(rule, self.sessions)
            members: defaultdict[str, list[int]] = defaultdict(list)
            for number, used in enumerate(columns):
                for resource in used:
                    members[resource].append(number)
            found.append(_Group(rule, columns, members, self._lets_off(rule)))
        return found

    def _lets_off(self, rule: Rule) -> Callable[[Session, Session], bool]:
        blocks, excuse, ecosystem = self.timeline.blocks, rule.excuse, self.ecosystem
        if excuse is _builtin.one_stand:
            excuse = _builtin.stand_and_talk
        return lambda one, other: (
            (blocks is not None and blocks.nested(one, other))
            or (excuse is not None and excuse(ecosystem, one, other))
        )

    def orders_of(self, number: int) -> Sequence[Order]:
        """Return the pairs of sessions in an order that one of them is in."""
        return self._orders.get(number, ())

    @cached_property
    def _orders(self) -> Mapping[int, Sequence[Order]]:
        at = {str(one.id): number for number, one in enumerate(self.sessions)}
        found: defaultdict[int, list[Order]] = defaultdict(list)
        for rule in self.orders:
            if isinstance(rule.resources, Ordered):
                for pair in rule.resources.pairs:
                    if all(one in at for one in pair) and not self.nested(
                        *(at[one] for one in pair)
                    ):
                        order = self._order(rule, *(at[one] for one in pair))
                        found[order.early].append(order)
                        found[order.late].append(order)
        return found

    def _order(self, rule: Rule, early: int, late: int) -> Order:
        before, after = when(self.sessions[early]), when(self.sessions[late])
        holds = _is_grave(rule) and before.busy_until_us <= after.start_us
        return Order(early, late, _is_grave(rule), holds)

    @cached_property
    def block(self) -> Sequence[int | None]:
        """The session that each one is a part of, at one remove, if that takes part."""
        at = {one.id: number for number, one in enumerate(self.sessions)}
        return [None if one.within is None else at.get(one.within) for one in self.sessions]

    @cached_property
    def is_inside(self) -> Sequence[bool]:
        """Whether each session takes place while the one that it is a part of does."""
        return [
            block is not None and when(self.sessions[block]).covers(when(self.sessions[number]))
            for number, block in enumerate(self.block)
        ]

    @cached_property
    def parts(self) -> Sequence[Sequence[int]]:
        """What lies within each session, at any remove, the outer before the inner."""
        direct: defaultdict[int, list[int]] = defaultdict(list)
        for number, block in enumerate(self.block):
            if block is not None:
                direct[block].append(number)
        found = [list(direct[number]) for number in range(len(self.sessions))]
        for parts in found:
            # A list may grow while it is walked.
            for one in parts:
                parts.extend(direct[one])
        return found

    @cached_property
    def in_blocks(self) -> Sequence[bool]:
        """Whether each session is a block or a part of one."""
        parted = {one.within for one in self.sessions}
        return [one.within is not None or one.id in parted for one in self.sessions]

    @cached_property
    def uses_room(self) -> Sequence[bool]:
        """Whether each session uses its venue as a room of its own."""
        return [bool(used) for used in Resource.VENUE.columns(self.ecosystem, self.sessions)]

    def kin(self, number: int) -> Sequence[int]:
        """Return a session, the blocks that it lies in, and its parts."""
        return self._kin.get(number) or (number,)

    @cached_property
    def _kin(self) -> Mapping[int, Sequence[int]]:
        inside = [at for at, within in enumerate(self.in_blocks) if within]
        return {
            one: [other for other in inside if other == one or self.nested(one, other)]
            for one in inside
        }

    def nested(self, one: int, other: int) -> bool:
        """Return whether one of two sessions is a part of the other."""
        if not self.in_blocks[one]:
            return False
        blocks = self.timeline.blocks
        return blocks is not None and blocks.nested(self.sessions[one], self.sessions[other])


def _is_grave(rule: AnyRule) -> bool:
    return rule.severity is Severity.ERROR


def _is_placeless(rule: Rule) -> bool:
    """Return whether what a session uses is the same wherever it is."""
    if isinstance(rule.resources, Resource):
        return rule.resources not in {Resource.VENUE, Resource.TERRITORY}
    return isinstance(rule.resources, _builtin.Picks) or rule.resources is _builtin.identifiers


def _constant(rule: Rule) -> bool:
    """Return whether a rule finds the same wherever sessions are."""
    return rule.always and _is_placeless(rule) and rule.excuse in {None, _builtin.same_content}


def _is_room_rule(rule: Rule) -> bool:
    return (
        rule.resources is Resource.VENUE
        and rule.excuse is None
        and not (rule.always or rule.repeats or rule.travel.longest_us)
    )


def _is_static(rule: Rule) -> bool:
    """Return whether which pairs a rule lets off is the same whenever they are."""
    excuses = {None, _builtin.one_stand, _builtin.other_audience, _builtin.same_content}
    return (
        _is_placeless(rule)
        and rule.excuse in excuses
        and not (rule.always or rule.travel.longest_us)
    )
