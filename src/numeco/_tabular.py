"""Rows as text and as HTML, for what prints in a terminal and shows in a notebook."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

_WIDEST: Final = 36


def on_one_line(text: str) -> str:
    """Return a text without the line breaks that titles may hold."""
    return " ".join(text.splitlines())


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


def _cut(text: str) -> str:
    line = on_one_line(text)
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"
