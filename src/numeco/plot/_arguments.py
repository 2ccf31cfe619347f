"""Checks of arguments, whose refusals name the argument."""

from collections.abc import Iterable
from typing import cast

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.schedule import Clash, Clashes


def check(name: str, given: object, kind: type, noun: str) -> None:
    """Check that an argument is of a kind, which a sentence calls `noun`."""
    if not isinstance(given, kind):
        raise InvalidType(name, f"must be {noun}", given)


def check_title(given: object) -> None:
    """Check that a title is a text or None."""
    if given is not None and not isinstance(given, str):
        raise InvalidType("title", "must be a text or None", given)


def check_size(given: object) -> None:
    """Check that a size is None or a width and a height in inches that a picture can have."""
    if given is None:
        return
    must = "must be a width and a height in inches, such as (12, 8)"
    if not isinstance(given, (tuple, list)):
        raise InvalidType("size", must, given)
    both = tuple(cast("Iterable[object]", given))
    numbers = [one for one in both if isinstance(one, (int, float)) and not isinstance(one, bool)]
    if len(both) != 2 or len(numbers) != 2:
        raise InvalidType("size", must, both)
    if not all(3 <= one <= 200 for one in numbers):
        raise InvalidValue("size", "must be 3 to 200 inches each way", both)


def check_limit(given: object) -> None:
    """Check that a limit is a whole number, 1 or more."""
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidType("limit", "must be a whole number", given)
    if given < 1:
        raise InvalidValue("limit", "must be at least 1", given)


def check_most(name: str, given: object) -> None:
    """Check that the most of something is a whole number, 0 or more, or None."""
    if given is None:
        return
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidType(name, "must be a whole number or None", given)
    if given < 0:
        raise InvalidValue(name, "must be at least 0", given)


def ids(name: str, given: Iterable[str], ecosystem: Ecosystem) -> frozenset[str]:
    """Return the ids of an argument that holds several; the ecosystem knows each."""
    found = _several(name, given, "must be a collection of ids, such as a list", (str,))
    return frozenset(_known(cast("Iterable[str]", found), ecosystem))


def marked(given: Clashes | Iterable[str | Clash], ecosystem: Ecosystem) -> frozenset[str]:
    """Return the ids of the sessions to mark."""
    if isinstance(given, Clashes):
        return given.sessions()
    must = "must be a collection of ids or clashes, such as a list"
    found = _several("clashing", given, must, (str, Clash))
    named = _known((one for one in found if isinstance(one, str)), ecosystem)
    clashing = (one for clash in found if isinstance(clash, Clash) for one in clash.sessions)
    return frozenset([*named, *(one.id for one in clashing)])


def _several(name: str, given: object, must: str, kinds: tuple[type, ...]) -> tuple[object, ...]:
    # A lone id is a collection of letters to Python and to type checkers, so only we can tell.
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise InvalidType(name, must, given)
    found = tuple(cast("Iterable[object]", given))
    for one in found:
        if not isinstance(one, kinds):
            raise InvalidType(name, must, one)
    return found


def _known(given: Iterable[str], ecosystem: Ecosystem) -> list[str]:
    return [ecosystem[one].id for one in given]
