"""Ladders: which roles and levels are higher than which."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, cast

from attrs import frozen

from numeco.errors import InvalidType, InvalidValue
from numeco.graph._editions import Standing
from numeco.model import PartnershipRole


@frozen
class Ladder:
    """Roles and levels in steps, the highest first."""

    steps: tuple[frozenset[str], ...]
    #: Whether the words of one step are words for one thing.
    synonymous: bool = True

    @classmethod
    def of(cls, given: Sequence[str | Collection[str]] | None) -> Ladder:
        """Return the ladder that an argument describes.

        Raises:
            InvalidType: a lone text, or something that holds no texts.
            InvalidValue: one word on two steps.
        """
        if given is None:
            return STANDARD
        steps = tuple(frozenset(map(_bare, step)) for step in _steps(given))
        seen: set[str] = set()
        for step in steps:
            if twice := seen & step:
                raise InvalidValue("ladder", "must name each role and level once", min(twice))
            seen |= step
        return cls(steps)

    def rank(self, standing: Standing) -> int | None:
        """Return the highest step that an organization stands on, from 0; None where on none."""
        words = _words(standing)
        return next((at for at, step in enumerate(self.steps) if words & step), None)

    def meant(self, standing: Standing) -> frozenset[str]:
        """Return the roles and levels of an organization, one word for each thing."""
        words = _words(standing)
        if not self.synonymous:
            return words
        return frozenset(
            next((min(step) for step in self.steps if word in step), word) for word in words
        )


#: Who makes an event stands above who supports it; "partner" and "other" say too little to rank.
_MAKERS: Final = (PartnershipRole.ORGANIZER, PartnershipRole.CO_ORGANIZER)
_UNTOLD: Final = {PartnershipRole.PARTNER, PartnershipRole.OTHER}
STANDARD: Final = Ladder(
    (
        *(frozenset({one.value}) for one in _MAKERS),
        frozenset(one.value for one in PartnershipRole if one not in {*_MAKERS, *_UNTOLD}),
    ),
    synonymous=False,
)

_MUST: Final = "must be a sequence of roles and levels, such as ['platinum', 'gold']"


def _words(standing: Standing) -> frozenset[str]:
    return frozenset(map(_bare, (*standing.roles, *standing.levels)))


def _bare(word: str) -> str:
    return " ".join(word.casefold().split())


def _steps(given: object) -> Iterator[tuple[str, ...]]:
    for step in _several(given):
        words = (step,) if isinstance(step, str) else tuple(_several(step))
        if not all(isinstance(word, str) for word in words):
            raise InvalidType("ladder", _MUST, given)
        yield cast("tuple[str, ...]", words)


def _several(given: object) -> Collection[object]:
    # A lone text is a sequence of letters to Python and to type checkers, so only we can tell.
    if isinstance(given, (str, bytes)) or not isinstance(given, Collection):
        raise InvalidType("ladder", _MUST, given)
    return cast("Collection[object]", given)
