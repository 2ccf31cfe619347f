"""What the reader of calendars meets on its way, told in the end in the order of the lines."""

from attrs import define, field

from numeco.diagnostics import Diagnostic, Severity


@define
class Notes:
    """The diagnostics so far; line 0 is the whole file."""

    _found: list[tuple[int, Diagnostic]] = field(factory=list)

    def add(
        self,
        line: int,
        code: str,
        found: str,
        done: str,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Note an oddity; the arguments are those of `Diagnostic`."""
        place = f"line {line}" if line else ""
        self._found.append((line, Diagnostic(code, place, found, done, severity)))

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics, those of the whole file first, then line by line."""
        return tuple(note for _, note in sorted(self._found, key=lambda pair: pair[0]))
