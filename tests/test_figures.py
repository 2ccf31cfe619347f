"""Laws of counts: bounds add and compare as all the numbers within them do."""

import copy
import operator
import pickle
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import Count, InvalidType, InvalidValue, Level, Rank, Undecidable
from numeco.testing import counts

#: What stands for "no bound above" in brute force: beyond all that it is compared with.
FAR = 60


@st.composite
def small(draw: st.DrawFn) -> Count:
    """Return counts whose possible numbers are few enough to try all."""
    low = draw(st.integers(0, 20))
    high = draw(st.none() | st.integers(low, 25))
    return Count(low, high, about=draw(st.booleans()))


def numbers(count: Count) -> list[int]:
    """Return the numbers that a count allows, up to `FAR`: the oracle."""
    slack = Decimal("0.1") if count.about else 0
    least, most = count.low * (1 - slack), (FAR if count.high is None else count.high) * (1 + slack)
    return [number for number in range(FAR * 2) if least <= number <= most]


Compare = Callable[[Any, Any], bool]
COMPARISONS: tuple[Compare, ...] = (operator.lt, operator.le, operator.gt, operator.ge)


@st.composite
def firm(draw: st.DrawFn) -> Count:
    """Return counts with firm bounds."""
    count = draw(small())
    return Count(count.low, count.high)


@pytest.mark.parametrize("compare", COMPARISONS, ids=lambda compare: compare.__name__)
@given(one=firm(), other=firm())
def test_comparisons_answer_where_all_numbers_agree(
    compare: Compare, one: Count, other: Count
) -> None:
    """A comparison is decided exactly where all allowed numbers give one answer, and gives it."""
    answers = {compare(x, y) for x, y in product(numbers(one), numbers(other))}
    if len(answers) == 1:
        assert compare(one, other) is answers.pop()
    else:
        with pytest.raises(Undecidable, match="the known bounds do not decide whether"):
            compare(one, other)


@pytest.mark.parametrize("compare", COMPARISONS, ids=lambda compare: compare.__name__)
@example(one=Count.around(10), other=Count(9))
@given(one=small(), other=small())
def test_soft_comparisons_never_contradict_a_number(
    compare: Compare, one: Count, other: Count
) -> None:
    """Where a soft comparison is decided, every allowed number agrees with it."""
    answers = {compare(x, y) for x, y in product(numbers(one), numbers(other))}
    try:
        found = compare(one, other)
    except Undecidable:
        assert one.about or other.about or len(answers) == 2
    else:
        assert answers <= {found}


@given(small(), st.integers(0, 30))
def test_comparing_with_a_whole_number_is_comparing_with_its_count(count: Count, one: int) -> None:
    """A whole number on either side is an exact count."""
    for compare in COMPARISONS:
        for left, right in ((count, one), (one, count)):
            both = (
                _answer(compare, left, right),
                _answer(compare, as_count(left), as_count(right)),
            )
            assert both[0] == both[1]


def as_count(value: Count | int) -> Count:
    """Return a whole number as a count."""
    return Count(value) if isinstance(value, int) else value


def _answer(compare: Compare, one: Any, other: Any) -> bool | None:
    try:
        return compare(one, other)
    except Undecidable:
        return None


@given(firm(), firm())
def test_a_sum_allows_the_sums(one: Count, other: Count) -> None:
    """The sum of two counts allows exactly the sums of what they allow."""
    total = one + other
    sums = {x + y for x, y in product(numbers(one), numbers(other))}
    if total.high is None:
        assert one.high is None or other.high is None
        assert min(sums) == total.low
    else:
        assert sums == set(range(total.low, total.high + 1))


@given(small(), small(), small())
def test_adding_is_a_commutative_monoid(one: Count, two: Count, three: Count) -> None:
    """Adding is commutative and associative; zero and the empty sum change nothing."""
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + 0 == 0 + one == one
    assert sum([one, two, three]) == one + two + three
    assert (one + two).about == (one.about or two.about)


@given(counts())
def test_copies_are_equal(count: Count) -> None:
    """Pickled, copied and evaluated counts are equal, and keep the words."""
    evaluated = eval(repr(count), {"Count": Count})  # noqa: S307
    for other in (pickle.loads(pickle.dumps(count)), copy.deepcopy(count), evaluated):  # noqa: S301
        assert (other, hash(other), other.said) == (count, hash(count), count.said)


@given(counts(), st.text())
def test_words_change_no_answer(count: Count, words: str) -> None:
    """Words are kept and tell counts apart, but bounds, sums and the shown text do not hear them."""
    said = words.encode("utf-8", "ignore").decode()
    other = Count(count.low, count.high, count.about, said)
    assert (other == count) == (said == count.said)
    assert (other.floor, other.ceiling, str(other)) == (count.floor, count.ceiling, str(count))
    assert other + 1 == count + 1


@given(counts())
def test_bounds_hold_the_numbers(count: Count) -> None:
    """Floor and ceiling are the bounds, a tenth further where they are soft."""
    slack = Decimal("0.1") if count.about else Decimal(0)
    assert count.floor == count.low * (1 - slack)
    assert count.ceiling == (
        Decimal("Infinity") if count.high is None else count.high * (1 + slack)
    )


#: Words, low, high, about.
REPORTED = [
    ("41", 41, 41, False),
    ("0", 0, 0, False),
    ("1 234", 1234, 1234, False),
    ("1\N{NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567", 1_234_567, 1_234_567, False),
    ("70,000", 70_000, 70_000, False),
    ("70.000", 70_000, 70_000, False),
    ("1'234", 1234, 1234, False),
    ("  250  ", 250, 250, False),
    ("près de 5 000", 5000, 5000, True),
    ("PRÈS DE 5 000", 5000, 5000, True),
    ("environ 300", 300, 300, True),
    ("about 30", 30, 30, True),
    ("nearly 1,000", 1000, 1000, True),
    ("~400", 400, 400, True),
    ("some 40", 40, 40, True),
    ("plus de 200", 201, None, False),
    ("more than 200", 201, None, False),
    ("over 2,500", 2501, None, False),
    ("au moins 10", 10, None, False),
    ("at least 10", 10, None, False),
    ("moins de 70 000", 0, 69_999, False),
    ("fewer than 70,000", 0, 69_999, False),
    ("moins de 1", 0, 0, False),
    ("au plus 12", 0, 12, False),
    ("jusqu'à 12", 0, 12, False),
    ("jusqu’à 12", 0, 12, False),
    ("up to 12", 0, 12, False),
    ("entre 20 et 30", 20, 30, False),
    ("between 20 and 30", 20, 30, False),
    ("de 20 à 30", 20, 30, False),
    ("20-30", 20, 30, False),
    ("20 – 30", 20, 30, False),
    ("1 000 à 2 000", 1000, 2000, False),
    ("une dizaine", 10, 10, True),
    ("une trentaine", 30, 30, True),
    ("une centaine", 100, 100, True),
    ("près d'une centaine", 100, 100, True),
    ("près d’une centaine", 100, 100, True),
    ("un millier", 1000, 1000, True),
    ("a dozen", 12, 12, True),
    ("a hundred", 100, 100, True),
    ("plusieurs milliers", 2000, None, True),
    ("plusieurs centaines", 200, None, True),
    ("des centaines", 200, None, True),
    ("several hundred", 200, None, True),
    ("hundreds", 200, None, True),
    ("thousands", 2000, None, True),
    ("plus d'une centaine", 101, None, True),
]


@pytest.mark.parametrize(("words", "low", "high", "about"), REPORTED)
def test_words_report_bounds(words: str, low: int, high: int | None, about: bool) -> None:
    """French and English words give the bounds that they report, and are kept."""
    assert Count.parse(words) == Count(low, high, about, words)
    assert Count.parse(words).said == words


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "many",
        "beaucoup",
        "-5",
        "3.5",
        "3,5 %",
        "12 visitors",
        "un",
        "plus de",
        "entre 20",
        "30 et 20 et 10",
        "1 23",
        "²",
        "\x00",
    ],
)
def test_other_words_are_refused(words: str) -> None:
    """Words that report no count are refused, and never guessed at."""
    with pytest.raises(InvalidValue, match="count must report a count"):
        Count.parse(words)


def test_a_range_downwards_is_refused() -> None:
    """A range whose end is below its start is refused by name."""
    with pytest.raises(InvalidValue, match=r"Count\.high must not be below low \(30\) \(got 20\)"):
        Count.parse("entre 30 et 20")


@given(st.text(max_size=30) | st.text("0123456789 ,.'-plusdemoreabcentaine", max_size=30))
def test_parsing_gives_a_count_or_a_sentence(words: str) -> None:
    """No text makes parsing raise anything but a sentence of numeco's."""
    with suppress(InvalidValue):
        assert Count.parse(words).said == words


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("Count(-1)", "Count.low must be 0 or more"),
        ("Count(1.0)", "Count.low must be a whole number"),
        ("Count(True)", "Count.low must be a whole number"),
        ("Count('5')", "Count.low must be a whole number"),
        ("Count(5, 4)", "Count.high must not be below low (5) (got 4)"),
        ("Count(5, about=1)", "Count.about must be True or False"),
        ("Count(5, said=None)", "Count.said must be a text"),
        ("Count(5, said='\\ud800')", "Count.said must be text that UTF-8 can write"),
        ("Count.parse(5)", "count must be a text"),
        ("Rank(0)", "Rank.position must be at least 1 place"),
        ("Rank(True)", "Rank.position must be a whole number"),
        ("Rank(1, among=2)", "Rank.among must be a text"),
        ("Level(' ')", "Level.step must not be blank"),
        ("Level(3)", "Level.step must be a text"),
        ("Count(1) < 'two'", "count must be compared with a Count or a whole number"),
        ("Count(1) < True", "count must be compared with a Count or a whole number"),
        ("Count(1) < 1.5", "count must be compared with a Count or a whole number"),
    ],
)
def test_what_is_no_figure_is_refused(call: str, says: str) -> None:
    """Negative, inexact and blank figures are refused by name."""
    with pytest.raises(InvalidValue) as caught:
        eval(call, {"Count": Count, "Rank": Rank, "Level": Level})  # noqa: S307
    assert says in str(caught.value)
    assert "got" in str(caught.value)


@pytest.mark.parametrize("other", ["5", 1.5, True, None, -1])
def test_only_whole_numbers_are_added(other: Any) -> None:
    """Adding anything but a count or a whole number from 0 up is a TypeError."""
    with pytest.raises(TypeError):
        Count(1) + other
    assert issubclass(InvalidType, TypeError)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Count(1234), "1,234"),
        (Count.around(30), "about 30"),
        (Count.at_least(201), "at least 201"),
        (Count(2000, None, about=True), "at least about 2,000"),
        (Count.at_most(12), "at most 12"),
        (Count(20, 30), "20 to 30"),
        (Count(0, 0), "0"),
        (Rank(2, "in the world"), "number 2 in the world"),
        (Level("3", "digital maturity"), "3 (digital maturity)"),
    ],
)
def test_figures_read_as_words(figure: object, said: str) -> None:
    """A figure prints as a reader would say it."""
    assert str(figure) == said
