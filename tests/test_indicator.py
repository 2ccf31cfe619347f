"""Laws of figures that say what they are made of."""

import pickle
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import Count, InvalidType, InvalidValue
from numeco.graph._indicator import Indicator, Part

small = st.integers(0, 6)


@st.composite
def bounded(draw: st.DrawFn) -> Count:
    """Draw a count of low bounds and high ones, some of them open."""
    low = draw(small)
    return Count(low, draw(st.none() | st.integers(low, low + 6)), about=draw(st.booleans()))


numerators = st.integers(-6, 6) | bounded()
denominators = small | bounded()


def ratio(numerator: Part | None, denominator: Part | None, **more: str) -> Indicator:
    """Return a ratio of which only the parts matter."""
    return Indicator.ratio("share", numerator, denominator, n=1, definition="a / b", **more)


def possible(part: int | Count, beyond: int = 200) -> Iterator[int]:
    """Iterate over what a part can be; an open bound is followed far enough."""
    if isinstance(part, int):
        yield part
    else:
        yield from range(part.low, (beyond if part.high is None else part.high) + 1)


def number_in(words: str) -> Fraction:
    """Return the first number that words say."""
    found = re.search(r"-?[\d,.]+", words)
    assert found
    return Fraction(found[0].replace(",", ""))


@given(numerators, denominators)
@example(-4, Count(5, 10))
@example(0, Count.at_least(0))
@example(Count.at_least(3), Count.at_least(0))
def test_bounds_hold_all_that_is_possible(numerator: int | Count, denominator: int | Count) -> None:
    """Every quotient of what the two parts can be lies within the bounds, which are the closest."""
    found = ratio(numerator, denominator)
    quotients = [a / b for a in possible(numerator) for b in possible(denominator) if b]
    if not quotients:
        assert (found.value, found.low, found.high) == (None, None, None)
        return
    assert found.low is None or found.low <= min(quotients)
    assert found.high is None or found.high >= max(quotients)
    closed = all(isinstance(one, int) or one.high is not None for one in (numerator, denominator))
    if closed and 0 not in possible(denominator):
        assert (found.low, found.high) == (min(quotients), max(quotients))


@given(numerators, denominators)
def test_a_value_is_what_bounds_leave_no_choice_about(
    numerator: int | Count, denominator: int | Count
) -> None:
    """There is a value where, and only where, both bounds are one number."""
    found = ratio(numerator, denominator)
    assert found.value == (found.low if found.low == found.high else None)


@given(st.integers(-9, 9) | st.none())
def test_nothing_to_divide_by_gives_no_value(numerator: int | None) -> None:
    """A quotient by 0 is unknown, and says so, whatever is divided: never a made-up zero."""
    found = ratio(numerator, 0)
    assert (found.value, found.low, found.high, found.said) == (None, None, None, "unknown")


@pytest.mark.parametrize(("numerator", "denominator"), [(None, 40), (30, None), (None, None)])
def test_an_unknown_part_gives_an_unknown_figure(numerator: Part, denominator: Part) -> None:
    """Where a part is unknown, so is the quotient, and no part is told."""
    found = ratio(numerator, denominator)
    assert (found.value, str(found)) == (None, "share: unknown")


@given(st.integers(-2000, 2000), st.integers(1, 2000))
@example(5, 8)
@example(57, 200)
@example(1999, 2000)
def test_words_round_to_the_nearest(numerator: int, denominator: int) -> None:
    """A share is said to the nearest percent, halves up, from 10 % on; below, to two digits."""
    exact = Fraction(100 * numerator, denominator)
    said = number_in(ratio(numerator, denominator).said)
    step = Fraction(1)
    while 0 < abs(exact) < 10 * step:
        step /= 10
    assert abs(said - exact) <= step / 2
    if abs(said - exact) == step / 2:
        assert abs(said) > abs(exact)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
@example(999_999, 1_000_000)
@example(1_000_001, 1_000_000)
def test_only_the_whole_is_said_to_be_the_whole(numerator: int, denominator: int) -> None:
    """100 % is said of nothing but all, and 0 % of nothing but none."""
    said = ratio(numerator, denominator).said
    assert (said == "100 %") == (numerator == denominator)
    assert (said == "0 %") == (numerator == 0)


@given(st.integers(1, 999), st.integers(1, 999))
@example(2, 3)
def test_bounds_in_words_are_true(low: int, denominator: int) -> None:
    """A low bound is never said higher than it is, nor a high one lower."""
    exact = Fraction(100 * low, denominator)
    least = ratio(Count.at_least(low), denominator).said
    most = ratio(Count.at_most(low), denominator).said
    assert least.startswith("at least ")
    assert most.startswith("at most ")
    assert number_in(least) <= exact <= number_in(most)


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [
        (24, 42, "57 % (24 of 42)"),
        (5, 8, "63 % (5 of 8)"),
        (2_999, 3_000, "99.97 % (2,999 of 3,000)"),
        (1, 190, "0.53 % (1 of 190)"),
        (-4, 7, "-57 % (-4 of 7)"),
        (0, 42, "0 % (0 of 42)"),
        (42, 40, "105 % (42 of 40)"),
        (Count.at_least(2), 3, "at least 66 % (at least 2 of 3)"),
        (Count.at_most(2), 3, "at most 67 % (at most 2 of 3)"),
        (Count(20, 30), 40, "50 % to 75 % (20 to 30 of 40)"),
        (Count.around(30), 40, "about 75 % (about 30 of 40)"),
        (
            Count(2000, None, about=True),
            4000,
            "at least about 50 % (at least about 2,000 of 4,000)",
        ),
        (30, Count.at_least(40), "at most 75 % (30 of at least 40)"),
        (30, Count.at_most(40), "at least 75 % (30 of at most 40)"),
        (-3, Count(5, 10), "-60 % to -30 % (-3 of 5 to 10)"),
        (Decimal("12.50"), 50, "25 % (12.5 of 50)"),
        (0.1 + 0.2, 1, "30 % (0.3 of 1)"),
    ],
)
def test_a_share_reads_as_a_sentence(numerator: Part, denominator: Part, said: str) -> None:
    """A share says its figure, and what it was divided from in the words of the account."""
    assert str(ratio(numerator, denominator)) == f"share: {said}"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1.2345, "bits", "1.23 bits"),
        (0.213, "", "0.213"),
        (1234.5, "per month", "1,235 per month"),
        (0.00012345, "", "0.000123"),
        (-0.0, "", "0"),
        (Count.parse("près de 5 000"), "", "about 5,000"),
        (Count.parse("plus de 200"), "sessions", "at least 201 sessions"),
        (None, "bits", "unknown"),
    ],
)
def test_a_plain_figure_keeps_its_unit(value: Part | None, unit: str, said: str) -> None:
    """A figure that is no quotient is said to three digits at least, with its unit."""
    found = Indicator.plain("figure", value, n=3, definition="as made", unit=unit)
    assert str(found) == f"figure: {said}"


def test_a_plain_figure_may_have_bounds_alone() -> None:
    """Where the figure is unknown, its bounds are kept; equal ones are its value."""
    found = Indicator.plain("hhi", None, low=0.2, high=0.25, n=4, definition="Σ share²")
    assert (found.value, found.said) == (None, "0.2 to 0.25")
    assert Indicator.plain("hhi", None, low=0.2, high=0.2, n=4, definition="Σ share²").value == 0.2


def test_what_is_missing_is_told() -> None:
    """What was looked for and not found stands at the end, in the order given."""
    found = Indicator.ratio("s", 1, 2, n=2, definition="a / b", missing=["capacity", "attended"])
    assert str(found) == "s: 50 % (1 of 2; missing: capacity, attended)"


@pytest.mark.parametrize("wrong", [nan, inf, -inf, Decimal("NaN")])
def test_parts_are_finite(wrong: Part) -> None:
    """Neither a part nor a plain figure may be infinite or no number."""
    with pytest.raises(InvalidValue, match="numerator must be finite"):
        ratio(wrong, 1)
    with pytest.raises(InvalidValue, match="value must be finite"):
        Indicator.plain("figure", wrong, n=1, definition="as made")


def test_wrong_arguments_are_refused() -> None:
    """What would give a wrong figure is refused by name."""
    with pytest.raises(InvalidValue, match="denominator must be 0 or more"):
        ratio(1, -2)
    with pytest.raises(InvalidType, match="missing must be a collection of texts"):
        ratio(1, 2, missing="attended")
    with pytest.raises(InvalidType, match="numerator must be a number"):
        ratio(True, 2)
    with pytest.raises(InvalidValue, match="must not be below low"):
        Indicator.plain("figure", None, low=2, high=1, n=1, definition="as made")
    with pytest.raises(InvalidValue, match=r"Indicator\.value must be low where that is high"):
        Indicator(name="s", value=0.5, low=0.1, high=0.9, n=1, definition="a / b")


def test_it_is_a_value() -> None:
    """Equal figures are equal, hash alike and survive pickling; a row holds plain values."""
    found, again = ratio(Count.at_least(30), 40), ratio(Count.at_least(30), 40)
    assert found == again == pickle.loads(pickle.dumps(found))  # noqa: S301  # our own
    assert hash(found) == hash(again)
    assert repr(found) == "<Indicator share: at least 75 % (at least 30 of 40)>"
    row = found.row()
    assert (row["indicator"], row["value"], row["low"]) == ("share", None, 0.75)
    assert (row["numerator"], row["denominator"], row["missing"]) == ("at least 30", "40", "")
