"""Figures that say what they are made of."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from math import isfinite
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from numeco._checks import at_least, each, not_blank, text, truth
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Count

#: What an indicator is made of; a Count where an account gives no more than bounds.
Part: TypeAlias = int | float | Decimal | Count

#: The least and the most that something can be; None where nothing bounds it.
_Bounds: TypeAlias = tuple[float | None, float | None]

_WORDS: Final = "must be a collection of texts, such as ['attended']"


def _as_texts(values: Iterable[str]) -> Any:
    # A lone text is a collection of letters to Python and to type checkers, so only we can tell.
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise InvalidType("missing", _WORDS, values)
    return tuple(values)


@frozen(kw_only=True, repr=False)
class Indicator:
    """A figure, what it is made of, and what was missing.

    `value` is None where there is nothing to divide by, where a fact is unknown, or where bounds
    do not decide it: never a made-up zero. `low` and `high` say what is known all the same.

    In words a value is rounded to the nearest, halves up, and never to 100 % unless it is; a low
    bound is rounded down and a high one up, so that what is said stays true.

    >>> share = "organizations of an edition that were in the one before / those in the one before"
    >>> retention = Indicator.ratio("retention", 24, 42, n=42, definition=share)
    >>> print(retention)
    retention: 57 % (24 of 42)
    >>> full = Indicator.ratio("fill rate", None, 40, n=1, definition="…", missing=["attended"])
    >>> print(full)
    fill rate: unknown (missing: attended)
    >>> print(Indicator.ratio("fill rate", Count.at_least(30), 40, n=1, definition="…"))
    fill rate: at least 75 % (at least 30 of 40)
    >>> print(Indicator.plain("entropy of helices", 1.2345, n=40, definition="…", unit="bits"))
    entropy of helices: 1.23 bits

    Raises:
        InvalidValue: a number that is not finite, bounds in the wrong order, a value that they do
            not agree with, or a negative `n`.
        InvalidType: a lone text for `missing`.
    """

    name: str = field(validator=not_blank)
    #: As a plain number: 0.57 for 57 %.
    value: float | None
    #: The least and the most that it can be, as reported; None where nothing bounds it.
    low: float | None
    high: float | None
    numerator: Part | None = None
    denominator: Part | None = None
    #: How many things were looked at.
    n: int = field(validator=at_least(0, ""))
    #: What is divided by what, and where the definition comes from.
    definition: str = field(validator=not_blank)
    #: The facts that were looked for and not found.
    missing: tuple[str, ...] = field(
        default=(), converter=_as_texts, validator=each(not_blank, tuple)
    )
    #: Whether something in it was reported as "about"; value and bounds are soft then.
    about: bool = field(default=False, validator=truth)
    #: Of what, or per what, such as "per month"; "%" for a share, none for a plain number.
    unit: str = field(default="%", validator=text)

    def __attrs_post_init__(self) -> None:
        for name in ("value", "low", "high"):
            _check_finite(f"Indicator.{name}", getattr(self, name))
        low, high = self.low, self.high
        if low is not None and high is not None and high < low:
            raise InvalidValue("Indicator.high", f"must not be below low ({low})", high)
        if self.value != (low if low == high else None):
            must = f"must be low where that is high, else None (low {low}, high {high})"
            raise InvalidValue("Indicator.value", must, self.value)

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

        A part that is None is unknown; a denominator of 0 has no quotient. The numerator may be
        negative. Nothing is taken for granted about the two, so a share may pass 100 %.

        Raises:
            InvalidValue: a part that is not finite, or a denominator below 0.
        """
        above, below = _bounds("numerator", numerator), _bounds("denominator", denominator)
        if below[0] is not None and below[0] < 0:
            raise InvalidValue("denominator", "must be 0 or more", denominator)
        low, high = _quotient(above, below)
        return cls(
            name=name,
            value=low if low == high else None,
            low=low,
            high=high,
            numerator=numerator,
            denominator=denominator,
            n=n,
            definition=definition,
            missing=missing,
            about=any(isinstance(one, Count) and one.about for one in (numerator, denominator)),
            unit=unit,
        )

    @classmethod
    def plain(  # noqa: PLR0913  # each is a field of the record
        cls,
        name: str,
        value: Part | None,
        *,
        n: int,
        definition: str,
        low: float | None = None,
        high: float | None = None,
        missing: Iterable[str] = (),
        about: bool = False,
        unit: str = "",
    ) -> "Indicator":
        """Return a figure that is no quotient of two parts: an entropy, a correlation, a number.

        Args:
            name: of the figure.
            value: the figure, or a Count with its bounds; None where it is unknown.
            n: how many things were looked at.
            definition: how it is made, and where the definition comes from.
            low: where the value is None, the least that it can be.
            high: where the value is None, the most that it can be.
            missing: the facts that were looked for and not found.
            about: whether something in it was reported as "about".
            unit: "%" for a share; none for a plain number.
        """
        if value is not None:
            low, high = _bounds("value", value)
        return cls(
            name=name,
            value=low if low == high else None,
            low=low,
            high=high,
            n=n,
            definition=definition,
            missing=missing,
            about=about or (isinstance(value, Count) and value.about),
            unit=unit,
        )

    def __str__(self) -> str:
        parts = ""
        if self.numerator is not None and self.denominator is not None:
            sign = "of" if self.unit == "%" else "/"
            parts = f"{_part(self.numerator)} {sign} {_part(self.denominator)}"
        missing = f"missing: {', '.join(self.missing)}" if self.missing else ""
        notes = "; ".join(note for note in (parts, missing) if note)
        return f"{self.name}: {self.said}{f' ({notes})' if notes else ''}"

    def __repr__(self) -> str:
        return f"<Indicator {self}>"

    @property
    def said(self) -> str:
        """The figure alone, in words: ``57 %``, ``at least 75 %``, ``unknown``."""
        about = "about " if self.about else ""
        if self.value is not None:
            return about + self._scaled(self.value, ROUND_HALF_UP)
        least = self._scaled(self.low, ROUND_FLOOR) if self.low else ""
        most = self._scaled(self.high, ROUND_CEILING) if self.high is not None else ""
        if least and most:
            return f"{about}{least} to {most}"
        if least:
            return f"at least {about}{least}"
        return f"at most {about}{most}" if most else "unknown"

    def row(self) -> dict[str, Any]:
        """Return it as a flat mapping, for a data frame of several.

        Columns: indicator (its name), value, low, high, said, numerator and denominator (in words),
        n, unit, about, missing (by semicolons) and definition.
        """
        numerator, denominator = self.numerator, self.denominator
        return {
            "indicator": self.name,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "said": self.said,
            "numerator": None if numerator is None else _part(numerator),
            "denominator": None if denominator is None else _part(denominator),
            "n": self.n,
            "unit": self.unit,
            "about": self.about,
            "missing": "; ".join(self.missing),
            "definition": self.definition,
        }

    def _scaled(self, number: float, rounding: str) -> str:
        # By its shortest digits, so that 0.285 is 28.5 %, and without the noise of sums of floats,
        # which would round the bound 0.1 + 0.2 up to 31 %.
        exact = Context(prec=12).plus(Decimal(repr(float(number))))
        if self.unit == "%":
            return f"{_rounded(exact * 100, 2, rounding, whole=Decimal(100))} %"
        return f"{_rounded(exact, 3, rounding)} {self.unit}".strip()


def _rounded(number: Decimal, digits: int, rounding: str, whole: Decimal | None = None) -> str:
    """Return a number in words: so many digits, all those before the point, or what tells it apart.

    Args:
        number: to be said.
        digits: how many significant ones at least.
        rounding: as `decimal` names it.
        whole: a number that may be said of nothing but itself: more digits are taken near it.
    """
    if not number:
        return "0"
    digits = max(digits, number.adjusted() + 1)
    found = _to(digits, rounding, number)
    while found == whole != number:
        digits += 1
        found = _to(digits, rounding, number)
    return f"{found.normalize():,f}"


def _to(digits: int, rounding: str, number: Decimal) -> Decimal:
    return Context(prec=digits, rounding=rounding).plus(number)


def _bounds(name: str, part: Part | None) -> _Bounds:
    """Return the least and the most that a part can be."""
    if isinstance(part, Count):
        return part.low, part.high
    _check_finite(name, part)
    number = float(part) if isinstance(part, Decimal) else part
    return number, number


def _check_finite(name: str, number: object) -> None:
    if number is None:
        return
    if not isinstance(number, (int, float, Decimal)) or isinstance(number, bool):
        raise InvalidType(name, "must be a number, or None where it is unknown", number)
    if not isfinite(number):
        raise InvalidValue(name, "must be finite, or None where it is unknown", number)


def _quotient(above: _Bounds, below: _Bounds) -> _Bounds:
    """Return the least and the most that a quotient can be, if its denominator is above 0."""
    (least, most), (fewest, highest) = above, below
    if fewest is None or highest == 0:
        return None, None
    # A low bound is least where a positive one is divided by most, a negative one by fewest.
    low = None if least is None else _over(least, highest if least >= 0 else fewest)
    high = None if most is None else _over(most, fewest if most >= 0 else highest)
    return low, high


def _over(number: float, divisor: float | None) -> float | None:
    """Return a bound of a quotient; None where the divisor may come as near to 0 as it likes."""
    if divisor is None:  # it may be as great as it likes
        return 0.0
    return number / divisor if divisor else None


def _part(part: Part) -> str:
    return str(part) if isinstance(part, Count) else f"{_exact(part):,}"


def _exact(number: float | Decimal) -> int | Decimal:
    if isinstance(number, int):
        return number
    # Four digits are enough to see what was divided.
    return Decimal(f"{Context(prec=4).plus(Decimal(repr(float(number)))).normalize():f}")
