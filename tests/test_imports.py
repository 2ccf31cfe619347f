"""Chapters import in one direction only, and `import numeco` stays light."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import numeco

HOUSE = Path(numeco.__file__).parent

#: The chapters of the design, floor by floor: each may import from the floors below, and on some
#: floors from chapters of its own.
GROUND = {
    "errors": set(),
    "_files": {"errors"},
    "_tabular": set(),
    "_checks": {"errors"},
    "time": {"_checks", "errors"},
    "model": {"time", "_checks", "errors"},
    "ecosystem": {"model", "time", "_checks", "errors"},
    "diagnostics": {"ecosystem", "_checks", "errors"},
}
FLOORS = (
    {"schedule", "ical", "graph", "io"},
    {"formats", "tables", "svg"},
    {"plot", "datasets", "testing"},
    {"__main__"},
)
#: The nouns at the door, the version, and what Hypothesis runs: they are no chapters.
APART = {
    "__init__": {"_version", "ecosystem", "errors", "model", "time"},
    "_version": set(),
    "_hypothesis_hook": {"__init__"},
}


def allowed() -> dict[str, set[str]]:
    """Return the chapters from which each chapter may import."""
    table: dict[str, set[str]] = GROUND | APART
    below = set(GROUND)
    for floor in FLOORS:
        table |= {chapter: below | {"_version"} for chapter in floor}
        below = below | floor
    return table


def chapter_of(path: Path) -> str:
    """Return the chapter that a file belongs to."""
    return path.relative_to(HOUSE).with_suffix("").parts[0]


def imports(path: Path) -> Iterator[str]:
    """Iterate over the chapters that a file imports from, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                modules = [name.name for name in names]
            case ast.ImportFrom(module=str(module), level=0, names=names):
                # "from numeco import errors" names a chapter, "from numeco import Event" a noun.
                modules = [f"{module}.{name.name}" for name in names]
            case ast.ImportFrom():
                pytest.fail(f"{path} imports relatively")
            case _:
                continue
        for parts in (module.split(".") for module in modules):
            if parts[0] == "numeco":
                known = len(parts) > 1 and chapter_exists(parts[1])
                yield parts[1] if known else "__init__"


def chapter_exists(name: str) -> bool:
    """Return whether the house has such a chapter."""
    return (HOUSE / f"{name}.py").exists() or (HOUSE / name).is_dir()


FILES = sorted(HOUSE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_chapters_import_only_what_the_design_allows(path: Path) -> None:
    """No file imports from a chapter above or beside its own."""
    chapter = chapter_of(path)
    assert set(imports(path)) <= allowed()[chapter] | {chapter}


def test_every_chapter_is_in_the_table() -> None:
    """The house has no chapter that the design does not know."""
    assert set(map(chapter_of, FILES)) <= set(allowed())


def test_the_table_has_no_circle() -> None:
    """The table lets no two chapters import from each other."""
    table = allowed()
    pairs = chain.from_iterable(((one, other) for other in table[one]) for one in table)
    assert not [(one, other) for one, other in pairs if one in table.get(other, set())]


def python(program: str) -> "subprocess.CompletedProcess[str]":
    """Return what a program printed in an interpreter of its own."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603


def test_import_numeco_is_light() -> None:
    """Importing the nouns imports none of the heavy packages."""
    heavy = {"icalendar", "networkx", "numpy", "pandas", "hypothesis", "cattrs", "matplotlib"}
    done = python("import sys, numeco; print(*sys.modules)")
    assert done.returncode == 0
    assert not heavy & set(done.stdout.split())


def test_testing_names_its_extra() -> None:
    """Without Hypothesis, `numeco.testing` says what to install."""
    done = python("import sys; sys.modules['hypothesis'] = None; import numeco.testing")
    assert done.returncode != 0
    assert "ImportError: numeco.testing needs Hypothesis: install numeco[testing]" in done.stderr
