"""Figures of an ecosystem: who takes part, how full the rooms are, how often something happens.

Each is an `Indicator`: its value, what was divided by what, of how many things, by which
definition, and which facts were missing. Counts with bounds give figures with bounds.

>>> from numeco.datasets import load
>>> week = load("semaine-fictive")
>>> print(fill_rate(week, people="registered"))
fill rate (registered): 65 % (6,925 of 10,680; missing: registered of 11 sessions)
>>> print(helix_entropy(week))
evenness of the helix: 86 % (1.191 of 1.386; missing: the helix of 1 organization)
"""

from collections.abc import Sequence
from typing import Any, Final, Unpack, overload

from attrs import frozen

from numeco._tabular import aligned, marked_up
from numeco.ecosystem import Ecosystem
from numeco.graph._figuring.attendance import (
    People,
    attendance,
    fill_rate,
    recurrence,
    theme_diversity,
    waiting_pressure,
)
from numeco.graph._figuring.participation import (
    Group,
    concentration,
    density,
    helix_entropy,
    helix_shares,
    specialization,
)
from numeco.graph._indicator import Indicator
from numeco.graph._narrowing import Narrowing

__all__ = [
    "Group",
    "Overview",
    "People",
    "attendance",
    "concentration",
    "density",
    "fill_rate",
    "helix_entropy",
    "helix_shares",
    "overview",
    "recurrence",
    "specialization",
    "theme_diversity",
    "waiting_pressure",
]

_HEADS: Final = ("indicator", "figure", "made of", "n", "missing")


@frozen(repr=False)
class Overview(Sequence[Indicator]):
    """Several indicators, as a table in text and in notebooks, and as rows for data frames."""

    indicators: tuple[Indicator, ...]

    @overload
    def __getitem__(self, at: int) -> Indicator: ...
    @overload
    def __getitem__(self, at: slice) -> "Overview": ...
    def __getitem__(self, at: int | slice) -> "Indicator | Overview":
        found = self.indicators[at]
        return Overview(found) if isinstance(found, tuple) else found

    def __len__(self) -> int:
        return len(self.indicators)

    def rows(self) -> list[dict[str, Any]]:
        """Return flat mappings, one an indicator, for a data frame."""
        return [one.row() for one in self]

    def __str__(self) -> str:
        return aligned(_HEADS, map(_cells, self), 0)

    def __repr__(self) -> str:
        return f"<Overview of {len(self)} indicators>"

    def _repr_html_(self) -> str:
        return marked_up(_HEADS, map(_cells, self), 0, "indicators")


def overview(ecosystem: Ecosystem, **narrowing: Unpack[Narrowing]) -> Overview:
    """Return the indicators that need no more than an ecosystem, as a table.

    Args:
        ecosystem: what they are figures of.
        narrowing: which ties count, for those of participation; as for `affiliation`.
    """
    return Overview(
        (
            *helix_shares(ecosystem, **narrowing),
            helix_entropy(ecosystem, **narrowing),
            concentration(ecosystem, **narrowing),
            concentration(ecosystem, normalized=True, **narrowing),
            density(ecosystem, **narrowing),
            theme_diversity(ecosystem),
            fill_rate(ecosystem),
            fill_rate(ecosystem, people=People.REGISTERED),
            waiting_pressure(ecosystem),
        )
    )


def _cells(one: Indicator) -> tuple[str, ...]:
    row = one.row()
    made = [row[part] for part in ("numerator", "denominator") if row[part] is not None]
    return one.name, one.said, " / ".join(made), f"{one.n:,}", row["missing"]
