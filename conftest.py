"""Examples in the documentation run in a folder of their own."""

from pathlib import Path

import pytest

#: Scripts of the documentation, which need what only its build installs.
collect_ignore = ["docs/conf.py", "docs/_static/draw.py"]


@pytest.fixture(autouse=True)
def _own_folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each documentation page where the files that it writes are in nobody's way."""
    if Path(str(request.path)).suffix == ".md":
        monkeypatch.chdir(request.getfixturevalue("tmp_path"))
