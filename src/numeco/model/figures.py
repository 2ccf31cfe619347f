"""Figures as people report them: counts with bounds, ranks, levels."""

import re
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import Factory, field, frozen

from numeco._checks import at_least, not_blank, optional, text, truth
from numeco.errors import InvalidType, InvalidValue, Undecidable

#: How far a soft bound may be off, as a share of itself. A convention of numeco's own: accounts
#: that say "about" do not say more.
SOFTNESS: Final = Decimal("0.1")

_LONGEST: Final = 18
_NUMBER: Final = r"\d+(?:[ \u00a0\u202f.,']\d{3})*"
_ROUND: Final = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "millier": 1000,
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
}
_TIMES: Final = {
    **dict.fromkeys(("mille", "milliers", "millier", "thousand"), 1000),
    **dict.fromkeys(("millions", "million"), 1_000_000),
}
_AMOUNT: Final = re.compile(
    rf"(?P<number>{_NUMBER})(?:\s*(?P<times>{'|'.join(_TIMES)}))?"
    rf"|(?P<many>plusieurs|several|des|hundreds|thousands)?\s*(?:une?|an?|the)?\s*"
    rf"(?P<round>{'|'.join(_ROUND)})?(?P<plural>s)?"
)
_RANGE: Final = re.compile(
    rf"(?:entre|between|de|from)?\s*({_NUMBER})\s*(?:et|and|à|to|-|–)\s*({_NUMBER})"
)
_MODES: Final = {
    "more": r"plus d(?:e |')|more than |over |au-delà de ",
    "least": r"au moins |at least |minimum ",
    "fewer": r"moins d(?:e |')|fewer than |less than |under ",
    "most": r"au plus |at most |up to |jusqu'à |maximum ",
    "about": r"près d(?:e |')|environ |autour d(?:e |')|presque |quelque |à peu près |about "
    r"|around |nearly |almost |some |approximately |roughly |~ ?",
}
_MODE: Final = re.compile("|".join(f"(?P<{mode}>{words})" for mode, words in _MODES.items()))


def _its_low(count: "Count") -> int:
    return count.low


@frozen(order=False)
class Count:
    """A number of people or things as it was reported: exact, bounded, or about so many.

    Adding adds the bounds. Comparing answers where the bounds decide and raises `Undecidable`
    where they do not; soft bounds may be off by a tenth (`SOFTNESS`). Equality is that of bounds,
    softness and words, since a file keeps all three.

    >>> partners = Count.parse("plus de 50")
    >>> partners > 40
    True
    >>> partners > 60
    Traceback (most recent call last):
    numeco.errors.Undecidable: the known bounds do not decide whether at least 51 > 60
    >>> print(Count.parse("près d'une centaine") + Count.parse("about 30"))
    about 130

    Raises:
        InvalidValue: a bound is negative, or the high one below the low one.
    """

    low: int = field(validator=at_least(0, ""))
    #: None where nothing bounds it above; left out, the low bound: an exact number.
    high: int | None = field(
        default=Factory(_its_low, takes_self=True), validator=optional(at_least(0, ""))
    )
    #: Whether the bounds themselves are soft.
    about: bool = field(default=False, validator=truth)
    #: The words of the account.
    said: str = field(default="", validator=text)

    def __attrs_post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise InvalidValue("Count.high", f"must not be below low ({self.low})", self.high)

    @classmethod
    def at_least(cls, low: int) -> "Count":
        """Return a count of `low` or more."""
        return cls(low, None)

    @classmethod
    def at_most(cls, high: int) -> "Count":
        """Return a count of `high` or fewer."""
        return cls(0, high)

    @classmethod
    def around(cls, number: int) -> "Count":
        """Return a count of about `number`."""
        return cls(number, number, about=True)

    @classmethod
    def parse(cls, words: str) -> "Count":
        """Return the count that French or English words report, and keep the words.

        ``41``, ``1 234``, ``près de 5 000``, ``more than 200``, ``fewer than 70,000``, ``entre 20
        et 30``, ``une trentaine``, ``plusieurs milliers`` (at least 2,000, about).

        Raises:
            InvalidValue: the words report no count in these forms.
        """
        if not isinstance(words, str):
            raise InvalidType("count", "must be a text", words)
        said = " ".join(words.replace("’", "'").lower().split())
        start = _MODE.match(said)
        mode, rest = (start.lastgroup, said[start.end() :].strip()) if start else (None, said)
        if (ends := _RANGE.fullmatch(rest)) is not None and mode in {None, "about"}:
            return cls(_whole(ends[1]), _whole(ends[2]), about=mode == "about", said=words)
        amount = _AMOUNT.fullmatch(rest)
        if amount is None or not any((amount["number"], amount["round"], amount["many"])):
            must = "must report a count, such as 41, près de 5 000 or more than 200"
            raise InvalidValue("count", must, words)
        return _bounded(amount, mode, words)

    def __add__(self, other: "Count | int") -> "Count":
        """Return the sum: bounds added, soft where one of the two is."""
        more = as_count(other)
        if not isinstance(more, Count):
            return NotImplemented
        open_ended = self.high is None or more.high is None
        high = None if open_ended else (self.high or 0) + (more.high or 0)
        return Count(self.low + more.low, high, self.about or more.about)

    __radd__ = __add__

    @property
    def floor(self) -> Decimal:
        """The least that it can be."""
        return self.low * (1 - SOFTNESS) if self.about else Decimal(self.low)

    @property
    def ceiling(self) -> Decimal:
        """The most that it can be; infinite where nothing bounds it."""
        if self.high is None:
            return Decimal("Infinity")
        return self.high * (1 + SOFTNESS) if self.about else Decimal(self.high)

    def __lt__(self, other: "Count | int") -> bool:
        more = _comparable(other)
        return _decided(self.ceiling < more.floor, self.floor >= more.ceiling, f"{self} < {more}")

    def __le__(self, other: "Count | int") -> bool:
        more = _comparable(other)
        return _decided(self.ceiling <= more.floor, self.floor > more.ceiling, f"{self} <= {more}")

    def __gt__(self, other: "Count | int") -> bool:
        less = _comparable(other)
        return _decided(self.floor > less.ceiling, self.ceiling <= less.floor, f"{self} > {less}")

    def __ge__(self, other: "Count | int") -> bool:
        less = _comparable(other)
        return _decided(self.floor >= less.ceiling, self.ceiling < less.floor, f"{self} >= {less}")

    def __str__(self) -> str:
        about = "about " if self.about else ""
        if self.high == self.low:
            return f"{about}{self.low:,}"
        if self.high is None:
            return f"at least {about}{self.low:,}"
        if self.low == 0:
            return f"at most {about}{self.high:,}"
        return f"{about}{self.low:,} to {self.high:,}"


def _whole(digits: str) -> int:
    found = re.sub(r"\D", "", digits)
    if len(found) > _LONGEST:
        raise InvalidValue("count", f"must have at most {_LONGEST} digits", digits)
    return int(found)


def _bounded(amount: "re.Match[str]", mode: str | None, words: str) -> Count:
    many = bool(amount["many"] or amount["plural"]) and amount["number"] is None
    size = _ROUND.get(amount["round"] or (amount["many"] or "").rstrip("s"), 1)
    number = size * (2 if many else 1)
    if amount["number"]:
        number = _whole(amount["number"]) * _TIMES.get(amount["times"] or "", 1)
    if mode == "fewer" and number == 0:
        raise InvalidValue("count", "must be one that can be: nothing is fewer than none", words)
    soft = mode == "about" or amount["number"] is None
    if many and mode is None:
        return Count(number, None, about=True, said=words)
    low, high = {
        "more": (number + 1, None),
        "least": (number, None),
        "fewer": (0, number - 1),
        "most": (0, number),
    }.get(mode or "", (number, number))
    return Count(low, high, about=soft, said=words)


def as_count(value: "Count | int | None") -> "Count | None":
    """Return a whole number as an exact count; anything else as it is, for a check to judge."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Count(value)
    return value  # type: ignore[return-value]  # the field's check refuses it by name


def _comparable(value: object) -> Count:
    found = as_count(value)  # type: ignore[arg-type]  # what does not convert is refused below
    if not isinstance(found, Count):
        raise InvalidType("count", "must be compared with a Count or a whole number", value)
    return found


def _decided(yes: bool, no: bool, question: str) -> bool:
    if yes == no:
        raise Undecidable(question)
    return yes


@frozen
class Rank:
    """A place in an order: the first growth of France, the second hosting operator in the world."""

    position: int = field(validator=at_least(1, "place"))
    #: Among whom or what.
    among: str = field(default="", validator=text)

    def __str__(self) -> str:
        return f"number {self.position}{' ' if self.among else ''}{self.among}"


@frozen
class Level:
    """A step of an ordinal scale: ``Level("3", "digital maturity, 1 to 5")``."""

    step: str = field(validator=not_blank)
    scale: str = field(default="", validator=text)

    def __str__(self) -> str:
        return f"{self.step} ({self.scale})" if self.scale else self.step


Figure: TypeAlias = Count | Decimal | Rank | Level
