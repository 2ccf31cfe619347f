"""Who came in which edition: a row for each organization, in blocks side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numeco.plot._canvas import FAINT, GRID, MARGIN, axes, text_style
from numeco.plot._fates import LOOKS, Fate, Row, draw_marks
from numeco.plot._text import clipped, width

_SIZE: Final = 7.5
#: How high a row is, how wide a cell, how far blocks lie apart, in inches.
_ROW, _CELL, _APART = 0.165, 0.26, 0.3
_NAME: Final = 2.3
#: How many rows a block has at best, and how wide all blocks become for that.
_LONG: Final = 48
_WIDE: Final = 16.0


@frozen
class Grid:
    """Rows in blocks: how many each has, and how wide its names are, in inches."""

    rows: Sequence[Row]
    editions: int
    name: float
    head: float
    blocks: int
    each: int

    @property
    def shown(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def block(self) -> float:
        """How wide a block is."""
        return self.name + 0.08 + self.editions * _CELL

    @property
    def wide(self) -> float:
        """How wide all are."""
        return self.blocks * self.block + (self.blocks - 1) * _APART

    @property
    def high(self) -> float:
        """How high they are, with the names of editions above."""
        return 0.15 + self.head + self.each * _ROW if self.rows else 0.0


def grid_of(rows: Sequence[Row], heads: Sequence[str], wide: float, high: float | None) -> Grid:
    """Return rows in as many blocks as they need; where a height is given, those that fit in it."""
    name = min(_NAME, max((width(row.name, _SIZE) for row in rows), default=0.0))
    head = min(1.0, max((width(head, _SIZE) for head in heads), default=0.0)) + 0.08
    block = name + 0.08 + len(heads) * _CELL + _APART
    if high is None:
        widest = max(wide, _WIDE)
        blocks = max(1, min(-(-len(rows) // _LONG), int((widest + _APART) / block)))
        each = -(-len(rows) // blocks)
    else:
        blocks = int((wide + _APART) / block)
        each = max(int((high - head - 0.15) / _ROW), 0)
        rows = rows[: blocks * each]
        each = min(each, len(rows))
    return Grid(rows, len(heads), name, head, max(blocks, 1), each)


def draw_grid(figure: Figure, grid: Grid, heads: Sequence[str], top: float) -> None:
    """Draw the blocks of rows below a height."""
    for block in range(grid.blocks):
        rows = grid.rows[block * grid.each : (block + 1) * grid.each]
        if rows:
            left = MARGIN + block * (grid.block + _APART)
            on = axes(figure, left, top + 0.1, grid.block, grid.head + len(rows) * _ROW)
            on.set_xlim(0, grid.block)
            on.set_ylim(grid.head + len(rows) * _ROW, 0)
            _heads(on, grid, heads)
            places = [grid.head + (at + 0.5) * _ROW for at in range(len(rows))]
            for row, y in zip(rows, places, strict=True):
                _row(on, grid, row, y)
            for fate in Fate:
                marks = [
                    (_x(grid, at), y)
                    for row, y in zip(rows, places, strict=True)
                    for at, one in enumerate(row.course)
                    if one is fate
                ]
                draw_marks(on, fate, marks)


def _heads(on: Axes, grid: Grid, heads: Sequence[str]) -> None:
    for at, head in enumerate(heads):
        style: dict[str, Any] = text_style(_SIZE, colour=FAINT, gid="head")
        style |= {"ha": "center", "va": "bottom"}
        shown = clipped(head, _SIZE, grid.head - 0.06)
        on.text(_x(grid, at), grid.head - 0.04, shown, rotation=90, **style)


def _x(grid: Grid, at: int) -> float:
    return grid.name + 0.08 + (at + 0.5) * _CELL


def _row(on: Axes, grid: Grid, row: Row, y: float) -> None:
    """Draw a row: the name, and a line through the editions of a streak."""
    style: dict[str, Any] = text_style(_SIZE, gid=f"partner:{row.id}")
    style |= {"ha": "right", "va": "center_baseline"}
    on.text(grid.name, y, clipped(row.name, _SIZE, grid.name), **style)
    on.hlines([y], _x(grid, 0), _x(grid, grid.editions - 1), colors=GRID, linewidth=0.6, zorder=1)
    there = [fate not in (None, Fate.LOST) for fate in row.course]
    starts = [at for at, both in enumerate(pairwise(there)) if all(both)]
    left, right = ([_x(grid, at + more) for at in starts] for more in (0, 1))
    on.hlines([y] * len(starts), left, right, colors=LOOKS[Fate.KEPT].colour, linewidth=2.2)
