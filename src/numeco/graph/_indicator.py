"""Figures that say what they are made of."""

from collections.abc import Iterable
from typing import TypeAlias

from attrs import frozen

from numeco.model import Count

#: What an indicator is made of; a Count where an account gives no more than bounds.
Part: TypeAlias = int | float | Count


@frozen(kw_only=True)
class Indicator:
    """A figure, what it is made of, and what was missing.

    `value` is None where there is nothing to divide by, where a fact is unknown, or where bounds
    do not decide it: never a made-up zero. `low` and `high` say what is known all the same.

    >>> share = "organizations of an edition that were in the one before / those in the one before"
    >>> retention = Indicator.ratio("retention", 24, 42, n=42, definition=share)
    >>> print(retention)
    retention: 57 % (24 of 42)
    >>> full = Indicator.ratio("fill rate", None, 40, n=1, definition="…", missing=["attended"])
    >>> print(full)
    fill rate: unknown (missing: attended)
    >>> print(Indicator.ratio("fill rate", Count.at_least(30), 40, n=1, definition="…"))
    fill rate: at least 75 % (at least 30 of 40)
    """

    name: str
    #: As a plain number: 0.57 for 57 %.
    value: float | None
    #: The least and the most that it can be; None where nothing bounds it.
    low: float | None
    high: float | None
    numerator: Part | None
    denominator: Part | None
    #: How many things were looked at.
    n: int
    #: What is divided by what, and where the definition comes from.
    definition: str
    #: The facts that were looked for and not found.
    missing: tuple[str, ...] = ()
    #: Whether something in it was reported as "about".
    about: bool = False
    #: Of what, or per what, such as "per month"; "%" for a share, none for a plain number.
    unit: str = "%"

    @classmethod
    def ratio(  # noqa: PLR0913  # each is a field of the record
        cls,
        name: str,
        numerator: Part | None,
        denominator: Part | None,
        *,
        n: int,
        definition: str,
        missing: Iterable[str] = (),
        unit: str = "%",
    ) -> "Indicator":
        """Return the quotient of two parts, with the bounds that follow from theirs.

        A part that is None is unknown; a denominator of 0 has no quotient.
        """
        low, high = _quotient(_bounds(numerator), _bounds(denominator))
        return cls(
            name=name,
            value=low if low == high else None,
            low=low,
            high=high,
            numerator=numerator,
            denominator=denominator,
            n=n,
            definition=definition,
            missing=tuple(missing),
            about=any(isinstance(one, Count) and one.about for one in (numerator, denominator)),
            unit=unit,
        )

    def __str__(self) -> str:
        parts = ""
        if self.numerator is not None and self.denominator is not None:
            parts = f"{_part(self.numerator)} of {_part(self.denominator)}"
        missing = f"missing: {', '.join(self.missing)}" if self.missing else ""
        notes = "; ".join(note for note in (parts, missing) if note)
        return f"{self.name}: {self.said}{f' ({notes})' if notes else ''}"

    @property
    def said(self) -> str:
        """The figure alone, in words: ``57 %``, ``at least 75 %``, ``unknown``."""
        about = "about " if self.about else ""
        if self.value is not None:
            return about + self._scaled(self.value)
        if self.low and self.high is not None:
            return f"{about}{self._scaled(self.low)} to {self._scaled(self.high)}"
        if self.low:
            return f"at least {about}{self._scaled(self.low)}"
        return "unknown" if self.high is None else f"at most {about}{self._scaled(self.high)}"

    def _scaled(self, number: float) -> str:
        if self.unit == "%":
            return f"{100 * number:.3g} %" if number < 0.0995 else f"{100 * number:.0f} %"
        return f"{number:.3g} {self.unit}".strip()


def _bounds(part: Part | None) -> tuple[float | None, float | None]:
    """Return the least and the most that a part can be; None where nothing says."""
    if isinstance(part, Count):
        return part.low, part.high
    return part, part


def _quotient(
    above: tuple[float | None, float | None], below: tuple[float | None, float | None]
) -> tuple[float | None, float | None]:
    """Return the least and the most that a quotient of two parts, neither negative, can be."""
    (least, most), (fewest, highest) = above, below
    if fewest is None or highest == 0 or least is None:
        return None, None
    low = 0.0 if highest is None else least / highest
    high = most / fewest if most is not None and fewest else None
    return low, high


def _part(part: Part) -> str:
    return (
        f"{part:,.4g}"
        if isinstance(part, float)
        else f"{part:,}"
        if isinstance(part, int)
        else str(part)
    )
