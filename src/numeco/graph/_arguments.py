"""Checks of arguments, whose refusals name the argument."""

from collections.abc import Iterable
from typing import TypeVar, cast

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue

Word = TypeVar("Word", bound=Kind)


def check_ecosystem(given: object) -> None:
    """Check that an argument is an ecosystem."""
    if not isinstance(given, Ecosystem):
        raise InvalidType("ecosystem", "must be an Ecosystem", given)


def check_number(name: str, given: object, least: int) -> None:
    """Check that an argument is a whole number, `least` or more, or None."""
    must = f"must be a whole number, {least} or more, or None"
    if given is None:
        return
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidType(name, must, given)
    if given < least:
        raise InvalidValue(name, must, given)


def words(name: str, kind: type[Word], given: object) -> frozenset[Word]:
    """Return the words of an argument that holds several; None means all."""
    if given is None:
        return frozenset(kind)
    # A lone word is a collection of letters to Python and to type checkers, so only we can tell.
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        must = f"must be a collection of words, such as [{next(iter(kind)).value!r}]"
        raise InvalidType(name, must, given)
    return frozenset(map(kind, cast("Iterable[object]", given)))
