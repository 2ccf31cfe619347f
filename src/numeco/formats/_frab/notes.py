"""What a reader meets on its way, told in the end in the order of the file."""

from collections.abc import Iterable
from typing import Final

from attrs import define, field, frozen

from numeco.diagnostics import Diagnostic, Severity
from numeco.errors import shown

#: How many of several things a sentence lists.
_LISTED = 10


@frozen
class Spot:
    """A place in a file: its rank among others, and what it is called."""

    rank: int
    said: str


#: The file as a whole.
FILE: Final = Spot(0, "")


@define
class Notes:
    """The diagnostics so far."""

    _found: list[tuple[int, Diagnostic]] = field(factory=list)

    def add(
        self,
        spot: Spot,
        code: str,
        found: str,
        done: str,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Note an oddity; the arguments are those of `Diagnostic`."""
        self._found.append((spot.rank, Diagnostic(code, spot.said, found, done, severity)))

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics, those of the whole file first, then as they come in it."""
        return tuple(note for _, note in sorted(self._found, key=lambda pair: pair[0]))


def listed(words: Iterable[object]) -> str:
    """Return values in quotes, parted by commas, and how many are left out where they are many."""
    quoted = [shown(word) for word in words]
    more = len(quoted) - _LISTED
    return ", ".join(quoted[:_LISTED]) + (f" and {more} more" if more > 0 else "")
