"""Hypothesis profiles, and which tiers of the tests a run holds."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine draws slowly; that is no fault of a law.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
#: For other Pythons and other versions of what numeco stands on: one run has looked for more.
settings.register_profile("brief", settings.get_profile("ci"), max_examples=20)
settings.load_profile(
    os.environ.get("NUMECO_PROFILE") or ("ci" if os.environ.get("CI") else "local")
)


def corpus(root: Path) -> Path | None:
    """Return the folder of real data, or None where there is none."""
    named = os.environ.get("NUMECO_CORPUS")
    folder = Path(named) if named else root.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def pytest_report_header(config: pytest.Config) -> str:
    """Return the line that says which tiers run."""
    tiers = {
        "slow": _takes_slow(config),
        "corpus": corpus(config.rootpath) is not None,
        "node": shutil.which("node") is not None,
        "java": shutil.which("java") is not None,
    }
    said = ", ".join(f"{tier} {'yes' if runs else 'no'}" for tier, runs in tiers.items())
    return (
        f"numeco tiers: base yes, {said}; hypothesis profile {settings.get_current_profile_name()}"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tier unless it is asked for by ``-m``."""
    if _takes_slow(config):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def _takes_slow(config: pytest.Config) -> bool:
    chosen = config.getoption("markexpr", "")
    return "slow" in chosen and "not slow" not in chosen
