"""Overlaps: numeco against the tools that find them, each in a process of its own.

    python benchmarks/overlaps.py [--arrays 1000 10000 …] [--sessions 1000 10000 …] [--budget 20] …

Rooms of 200 sessions of 15–180 minutes: *sparse* with about 2 overlaps a session, *dense* with about
56, *skewed* with rooms of Zipf sizes. Arrays may be 10,000,000 long (``--arrays 10000000``), given 8
GB; without numbers, a part is left out. Every answer is checked to be that of the first contender.

Seconds are wall time, the fastest of up to seven runs; *first* is that of the first run, before
anything is remembered. Memory is the peak beyond the input. A contender that is not installed, or that
the budget would not allow judging by how its time has grown, is left out with a word why. All of them:
pip install bioframe duckdb intervaltree ncls pandas polars portion pyarrow ruranges superintervals
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from importlib.util import find_spec
from types import ModuleType

import _overlaps_arrays
import _overlaps_sessions
from _table import show
from _workers import Measured, measured

KINDS = ("sparse", "dense", "skewed")
HEADER = ("", "seconds", "ratio", "first", "peak MB", "")

#: Sizes and seconds of a contender on one question and load so far.
Grown = list[tuple[int, float]]


def foreseen(grown: Grown, number: int) -> float:
    """Return the seconds that a contender will take, by the power with which its time has grown."""
    if not grown:
        return 0
    size, seconds = grown[-1]
    power = 1.0
    if len(grown) > 1 and grown[-2][0] < size:
        before, less = grown[-2]
        power = max(1.0, math.log(seconds / less) / math.log(size / before))
    return seconds * (number / size) ** power


class Part:
    """One half of the benchmark, and what its contenders have taken so far."""

    def __init__(self, module: ModuleType, options: argparse.Namespace) -> None:
        self.module = module
        self.options = options
        self.grown: dict[tuple[str, str, str], Grown] = {}

    def table(self, question: str, kind: str, number: int) -> None:
        """Print a row for each contender that answers a question."""
        results = {
            name: self.result(name, question, kind, number)
            for name, (package, _, answers) in self.module.CONTENDERS.items()
            if find_spec(package) and question in answers
        }
        answer = next((one.answer for one in results.values() if not one.failed), None)
        title = f"{question}, {kind}, {number:,}: {_said(answer)}"
        show(title, HEADER, list(rows(results)))
        differing = [name for name, one in results.items() if one.answer not in (None, answer)]
        if differing:
            raise SystemExit(f"{title}: another answer from {', '.join(differing)}")

    def result(self, name: str, question: str, kind: str, number: int) -> Measured:
        """Return what came of a contender, within the budget."""
        grown = self.grown.setdefault((name, question, kind), [])
        # One that starts large is tried on less first; each needs two sizes to tell its growth.
        ladder = [size for size in (1_000, 4_000) if not grown and size * 2 < number]
        result = Measured()
        for size in (*ladder, number):
            seconds = foreseen(grown, size)
            if math.isinf(seconds):
                return Measured(failed="left out: failed on less")
            if seconds > self.options.budget:
                return Measured(failed=f"left out: would take {seconds:,.0f} s")
            arguments = (name, question, kind, size, self.options.jitter)
            result = measured(self.module.prepared, arguments, self.options.budget)
            if result.failed:
                # It will not do better with more.
                grown.append((size, math.inf))
                return result
            grown.append((size, result.best))
        return result


def rows(results: dict[str, Measured]) -> Iterator[tuple[str, ...]]:
    """Iterate over the rows of a table; ratios are to the first contender."""
    own = next((one.best for one in results.values() if not one.failed), 0)
    for name, one in results.items():
        if one.failed:
            yield name, "", "", "", "", one.failed
        else:
            ratio = f"{one.best / own:.1f}x"
            yield name, f"{one.best:.4f}", ratio, f"{one.first:.4f}", f"{one.megabytes:,.0f}", ""


def _said(answer: object) -> str:
    found = answer[0] if isinstance(answer, tuple) else answer
    return "no answer" if found is None else f"{found:,}"


def main() -> None:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    sizes = {"type": int, "nargs": "*", "metavar": "N"}
    parser.add_argument("--arrays", default=[1_000, 10_000, 100_000, 1_000_000], **sizes)
    parser.add_argument("--sessions", default=[1_000, 10_000, 100_000], **sizes)
    parser.add_argument("--budget", type=float, default=20, help="seconds for a contender")
    parser.add_argument("--jitter", action="store_true", help="any microsecond, not whole minutes")
    parser.add_argument("--kinds", nargs="*", default=KINDS, choices=KINDS)
    parser.add_argument("--questions", nargs="*", help="such as pairs; all when left out")
    options = parser.parse_args()
    parts = {_overlaps_arrays: options.arrays, _overlaps_sessions: options.sessions}
    packages = {package for part in parts for package, *_ in part.CONTENDERS.values()}
    missing = sorted(package for package in packages if find_spec(package) is None)
    print("Not installed, and so not compared:", ", ".join(missing) or "none")
    for module, numbers in parts.items():
        part = Part(module, options)
        print(f"\n{module.__doc__.partition(':')[0]}")
        for number in numbers:
            for kind in options.kinds:
                for question in module.QUESTIONS:
                    if question in (options.questions or module.QUESTIONS):
                        part.table(question, kind, number)


if __name__ == "__main__":
    main()
