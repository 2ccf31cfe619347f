"""Blocks: which sessions lie within which others, however deep."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Session


@frozen
class Blocks:
    """Sessions that lie within others, numbered so that any two are told apart at once.

    A session's parts have the numbers from its own to its last one's (a walk of the tree in
    preorder); whatever lies in no block has no number.
    """

    _numbers: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, ecosystem: Ecosystem, sessions: Iterable[Session]) -> "Blocks":
        """Return the blocks of some sessions; O(n)."""
        parts: defaultdict[str, dict[str, None]] = defaultdict(dict)
        given = {one.id: one for one in sessions}
        for session in given.values():
            one = session
            while one.within is not None and one.id not in parts[one.within]:
                parts[one.within][one.id] = None
                one = given.get(one.within) or ecosystem[one.within]
        inner = {part for those in parts.values() for part in those}
        numbers: dict[str, tuple[int, int]] = {}
        stack = [(one, False) for one in parts if one not in inner]
        count = 0
        while stack:
            one_id, done = stack.pop()
            if done:
                numbers[one_id] = numbers[one_id][0], count
                continue
            count += 1
            numbers[one_id] = count, count
            stack.append((one_id, True))
            stack += ((part, False) for part in parts.get(one_id, ()))
        return cls(numbers)

    def nested(self, one: Session, other: Session) -> bool:
        """Return whether one of two sessions lies within the other."""
        first, second = self._numbers.get(one.id), self._numbers.get(other.id)
        if first is None or second is None:
            return False
        return first[0] <= second[0] <= first[1] or second[0] <= first[0] <= second[1]
