"""How wide texts are: networks are arranged alike for browsers, in pixels, and in points."""

from collections.abc import Callable, Sequence
from typing import Final

from attrs import frozen

from numeco.svg._canvas import clipped, plain, text_width, wrapped


@frozen
class Typeface:
    """How a medium measures and breaks texts."""

    #: A text as it can be shown, on one line.
    shown: Callable[[str], str]
    #: How wide a text is at most, at a size.
    width: Callable[[str, float], float]
    #: A text at a size, in lines of a width; so many at most, the end clipped.
    wrapped: Callable[[str, float, float, int], Sequence[str]]
    #: A text at a size, its end replaced by … where it is wider than some width.
    clipped: Callable[[str, float, float], str]
    #: How far lines lie apart, in sizes.
    line: float


BROWSER: Final = Typeface(plain, text_width, wrapped, clipped, 1.2)
