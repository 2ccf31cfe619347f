"""Checks of arguments, whose refusals name the argument."""

from collections.abc import Iterable
from math import isfinite
from typing import cast

from numeco.errors import InvalidType, InvalidValue


def check_length(name: str, given: object, least: int) -> None:
    """Check that an argument is a finite number of pixels, `least` or more."""
    if not isinstance(given, (int, float)) or isinstance(given, bool):
        raise InvalidType(name, "must be a number of pixels", given)
    if not (isfinite(given) and given >= least):
        unit = "pixel" if least == 1 else "pixels"
        raise InvalidValue(name, f"must be at least {least} {unit}, and finite", given)


def check_title(given: object) -> None:
    """Check that a title is a text or None."""
    if given is not None and not isinstance(given, str):
        raise InvalidType("title", "must be a text or None", given)


def ids(name: str, given: object) -> frozenset[str]:
    """Return the ids of an argument that holds several."""
    must = "must be a collection of ids, such as a list"
    # A lone id is a collection of letters to Python and to type checkers, so only we can tell.
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise InvalidType(name, must, given)
    found: list[str] = []
    for one in cast("Iterable[object]", given):
        if not isinstance(one, str):
            raise InvalidType(name, must, one)
        found.append(one)
    return frozenset(found)
