"""What the benchmarks share: timing with the collector off, and a table."""

import gc
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import TypeVar

Result = TypeVar("Result")


def timed(make: Callable[[], Result], runs: int = 3) -> tuple[float, Result]:
    """Return the median CPU seconds of some runs, and the last result."""
    seconds: list[float] = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        result = make()
        seconds.append(time.process_time() - start)
    return median(seconds), result


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table, its first column to the left and the others to the right."""
    cells = [list(map(str, header)), *(list(map(str, row)) for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    print(f"\n{title}")
    for row in cells:
        line = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        print("  ", row[0].ljust(widths[0]), *line)
