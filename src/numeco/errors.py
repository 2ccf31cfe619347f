"""The error tree: one root, every error also the builtin that a caller would expect.

Each error is an attrs class. Its fields are the facts; ``str(error)`` is the sentence, which says
what must hold and what was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen


class NumecoError(Exception):
    """The root of every error that numeco raises on purpose."""


def shown(value: object, limit: int = 80) -> str:
    """Return `value` as an error prints it: its repr, cut so that no sentence runs away."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


@frozen
class InvalidValue(NumecoError, ValueError):
    """A value breaks the rule of the field it was given for."""

    field: str  #: the field, with its class: ``Venue.capacity``
    must: str  #: the rule, as a predicate: ``must be at least 1 seat``
    given: object

    def __str__(self) -> str:
        return f"{self.field} {self.must} (got {shown(self.given)})"


class InvalidType(InvalidValue, TypeError):
    """A value is of a type that its field cannot hold."""


@frozen
class InvalidIdentifier(NumecoError, ValueError):
    """A number breaks the rule of the scheme that it claims."""

    scheme: str
    must: str
    given: str
    field: str = ""  #: where it was given, with its class: ``Organization.identifiers``

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        return f"{where}the {self.scheme} identifier {self.must} (got {shown(self.given)})"


@frozen
class NonexistentTime(NumecoError, ValueError):
    """A local time that the clocks of its zone skip."""

    moment: datetime
    zone: str

    def __str__(self) -> str:
        wall = self.moment.replace(tzinfo=None).isoformat(" ")
        return (
            f"{wall} does not exist in {self.zone}: the clocks go forward over it; "
            "give the time before or after the gap"
        )


@frozen
class Undecidable(NumecoError, ValueError):
    """A comparison that the known bounds leave open."""

    question: str

    def __str__(self) -> str:
        return f"the known bounds do not decide whether {self.question}"


@frozen
class DuplicateId(NumecoError, ValueError):
    """Two different things claim the same id in one ecosystem."""

    id: str
    kinds: tuple[str, str] = ("thing", "thing")

    def __str__(self) -> str:
        first, second = self.kinds
        return (
            f"two different things have the id {shown(self.id)} ({first} and {second}); "
            "give one of them an id of its own, or put one in the other's place with replacing"
        )


@frozen
class UnknownId(NumecoError, LookupError):
    """An id that nothing in the ecosystem has."""

    id: str
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        hint = f"; did you mean {' or '.join(map(shown, self.near))}?" if self.near else ""
        return f"nothing in the ecosystem has the id {shown(self.id)}{hint}"


@frozen
class DanglingReference(NumecoError, LookupError):
    """A thing refers to an id that nothing in the ecosystem has."""

    referrer: str
    field: str
    id: str

    def __str__(self) -> str:
        return (
            f"{shown(self.referrer)} names {shown(self.id)} in {self.field}, "
            "but nothing in the ecosystem has that id; add the thing or mend the id"
        )


@frozen
class WrongKind(NumecoError, TypeError):
    """A thing refers to a thing of a kind that its field does not take."""

    referrer: str
    field: str
    id: str
    expected: tuple[str, ...]
    found: str

    def __str__(self) -> str:
        return (
            f"{shown(self.referrer)} names {shown(self.id)} in {self.field}, which must be the id of "
            f"{_any_of(self.expected)} but is that of {_article(self.found)}"
        )


_MOST = 8  #: of a circle, how many ids a sentence names


@frozen
class Cycle(NumecoError, ValueError):
    """Things that lie within one another in a circle."""

    field: str
    ids: tuple[str, ...]

    def __str__(self) -> str:
        ids = self.ids if len(self.ids) <= _MOST else (*self.ids[: _MOST - 2], "…", self.ids[-1])
        return f"{self.field} must not run in a circle (got {' → '.join(ids)})"


@frozen
class StillReferenced(NumecoError, ValueError):
    """A thing cannot go while another one names it."""

    id: str
    referrer: str
    field: str

    def __str__(self) -> str:
        return (
            f"{shown(self.id)} cannot be removed while {shown(self.referrer)} names it in {self.field}; "
            "remove or change that one too"
        )


@frozen
class Contradiction(NumecoError, ValueError):
    """Two ecosystems know different things about the same id."""

    id: str
    field: str
    left: object
    right: object

    def __str__(self) -> str:
        return (
            f"{shown(self.id)} cannot be united: its {self.field} is {shown(self.left)} on one side "
            f"and {shown(self.right)} on the other"
        )


@frozen
class Mismatch(NumecoError, ValueError):
    """What changes are applied to is neither as it was before them nor as it is after them."""

    id: str
    field: str  #: empty for the whole thing
    old: object  #: None where the thing must not be there
    new: object  #: None where the thing goes
    given: object

    def __str__(self) -> str:
        if self.field:
            must = f"be {shown(self.old)}, or already {shown(self.new)}"
            what = f"the {self.field} of {shown(self.id)}"
        else:
            must = "not be there" if self.old is None else "be as it was before the changes"
            must += "" if self.new is None else ", or be as it is after them"
            what = shown(self.id)
        return f"{what} must {must} (got {shown(self.given)})"


@frozen
class Malformed(NumecoError, ValueError):
    """A document that does not follow its format."""

    place: str  #: a path such as ``events[3].days.first``, or a line; empty for the whole document
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}" if self.place else self.problem


@frozen
class Refused(NumecoError, ValueError):
    """A strict reader met something that it could only have read with a diagnostic."""

    problems: tuple[object, ...]

    def __str__(self) -> str:
        first, *others = map(str, self.problems)
        return f"{first} (and {len(others)} more)" if others else first


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'AEIOU' else 'a'} {noun}"


def _any_of(nouns: Sequence[str]) -> str:
    return " or ".join(map(_article, nouns))
