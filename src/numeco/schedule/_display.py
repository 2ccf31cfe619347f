"""Clashes as text, as rows and as HTML."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from numeco.schedule._clash import Clash, on_one_line
from numeco.schedule._rules import Severity

_WIDEST: Final = 36
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


def aligned(heads: Sequence[str], rows: Iterable[Sequence[str]], left: int) -> str:
    """Return rows of texts under their heads; long texts are cut, with a mark."""
    lines = [heads, *rows]
    widths = [max(len(_cut(line[at])) for line in lines) for at in range(len(heads))]
    lines.insert(1, tuple("─" * width for width in widths))
    text = "\n".join(
        "  ".join(
            _cut(cell).ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )
    return f"{text}\n… and {left:,} more" if left else text


def as_html(shown: Iterable[Clash], left: int, caption: str) -> str:
    """Return an HTML table, for notebooks."""
    return marked_up(_HEADS, map(_cells, shown), left, caption)


def marked_up(heads: Sequence[str], rows: Iterable[Sequence[str]], left: int, caption: str) -> str:
    """Return rows of texts as an HTML table."""
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in rows
    )
    more = f"<p>… and {left:,} more</p>" if left else ""
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>{more}"
    )


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


def _cut(text: str) -> str:
    line = on_one_line(text)
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"
