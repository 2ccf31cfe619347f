"""Diagnostics: what a reader met in other people's files, and what it did about it."""

from collections.abc import Iterable

from attrs import frozen

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.errors import Refused


class Severity(Kind):
    """How much a reader had to do: nothing, a mending, or to leave something out."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@frozen
class Diagnostic:
    """One oddity in a file: which, where, and what the reader did about it.

    >>> print(Diagnostic("zero-length", "row 12", "begins and ends at 11:10", "kept as it is"))
    row 12: begins and ends at 11:10; kept as it is [zero-length]
    """

    #: A stable word for the kind of oddity, to filter by.
    code: str
    #: Where: a row, a line, a path. Empty for the whole file.
    place: str
    #: What was found.
    found: str
    #: What was done.
    done: str
    severity: Severity = Severity.WARNING

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.found}; {self.done} [{self.code}]"


@frozen
class Reading:
    """What a reader made of a file: an ecosystem, and a diagnostic for each oddity."""

    ecosystem: Ecosystem
    diagnostics: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(
        cls, ecosystem: Ecosystem, diagnostics: Iterable[Diagnostic], *, strict: bool = False
    ) -> "Reading":
        """Return a reading.

        Args:
            ecosystem: what was read.
            diagnostics: in the order of the file.
            strict: whether to raise instead where there is a warning or an error.

        Raises:
            Refused: strict, and something had to be mended or left out.
        """
        found = tuple(diagnostics)
        grave = tuple(one for one in found if one.severity is not Severity.INFO)
        if strict and grave:
            raise Refused(grave)
        return cls(ecosystem, found)
