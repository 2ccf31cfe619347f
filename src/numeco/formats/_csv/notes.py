"""What a reader meets on its way, told in the end in the order of the rows."""

from collections.abc import Iterable

from attrs import define, field

from numeco.diagnostics import Diagnostic, Severity
from numeco.errors import shown

#: How many of several things a sentence lists.
_LISTED = 20


@define
class Notes:
    """The diagnostics so far; row 0 is the whole file."""

    _found: list[tuple[int, Diagnostic]] = field(factory=list)

    def add(
        self,
        row: int,
        code: str,
        found: str,
        done: str,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Note an oddity; the arguments are those of `Diagnostic`."""
        place = f"row {row}" if row else ""
        self._found.append((row, Diagnostic(code, place, found, done, severity)))

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics, those of the whole file first, then row by row."""
        return tuple(note for _, note in sorted(self._found, key=lambda pair: pair[0]))


def listed(words: Iterable[str]) -> str:
    """Return words in quotes, parted by commas, and how many are left out where they are many."""
    quoted = [shown(word) for word in words]
    more = len(quoted) - _LISTED
    return ", ".join(quoted[:_LISTED]) + (f" and {more} more" if more > 0 else "")
