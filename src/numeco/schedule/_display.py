"""Clashes as text, as rows and as HTML."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from numeco._tabular import aligned, marked_up
from numeco.schedule._clash import Clash
from numeco.schedule._rules import Severity

_HEADS: Final = ("severity", "when", "minutes", "rule", "over", "first", "second")


def summary(severities: Mapping[Severity, int]) -> str:
    """Return how many there are of each severity: ``1 error, 2 warnings``."""
    said = [
        f"{number:,} {severity}{'s' if number != 1 else ''}"
        for severity in Severity
        if (number := severities.get(severity, 0))
    ]
    return ", ".join(said) or "no clashes"


def as_lines(shown: Iterable[Clash], left: int) -> Iterator[str]:
    """Iterate over a line for each clash shown, and one for those left out."""
    for clash in shown:
        yield f"{clash.severity:<7}  {clash}"
    if left:
        yield f"… and {left:,} more"


def as_table(shown: Iterable[Clash], left: int) -> str:
    """Return the clashes shown in aligned columns."""
    return aligned(_HEADS, map(_cells, shown), left)


def as_html(shown: Iterable[Clash], left: int, caption: str) -> str:
    """Return an HTML table, for notebooks."""
    return marked_up(_HEADS, map(_cells, shown), left, caption)


def row(clash: Clash) -> dict[str, Any]:
    """Return one clash as a flat mapping, for a data frame."""
    when, second = clash.when, clash.second
    return {
        "severity": str(clash.severity),
        "rule": clash.rule.name,
        "resource": clash.resource,
        "over": clash.over,
        "first": str(clash.first.id),
        "first_label": clash.first.label,
        "second": None if second is None else str(second.id),
        "second_label": None if second is None else second.label,
        "start": None if when is None else when.start,
        "end": None if when is None else when.end,
        "minutes": clash.duration.total_seconds() / 60,
    }


def _cells(clash: Clash) -> tuple[str, ...]:
    return (
        str(clash.severity),
        str(clash.when or ""),
        f"{clash.duration.total_seconds() / 60:.4g}",
        clash.rule.name,
        clash.over,
        clash.first.label,
        "" if clash.second is None else clash.second.label,
    )
