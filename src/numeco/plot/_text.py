"""Texts in the one font that every picture uses: how wide they are, and what of them fits."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import matplotlib
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

#: The height of a line, and from one line to the next, in font sizes; with room to spare.
LINE: Final = 1.35
#: What stands for a sign that the font lacks.
LACKING: Final = "□"
_FONTS: Final = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_FILES: Final = {False: str(_FONTS / "DejaVuSans.ttf"), True: str(_FONTS / "DejaVuSans-Bold.ttf")}
#: Hinting moves signs to whole pixels, most on coarse pictures; at 400 it hardly shows.
_COARSE, _FINE = 100, 400
_REPEATED: Final = 16


@lru_cache(maxsize=64)
def font(size: float, bold: bool = False) -> FontProperties:
    """Return the font at a size in points."""
    return FontProperties(fname=_FILES[bold], size=size)


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """Return the signs that the font has, plain and bold."""
    plain, bold = (frozenset(FT2Font(name).get_charmap()) for name in _FILES.values())
    return plain & bold


def legible(text: str) -> str:
    """Return a text on one line, as far as the font has its signs."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(map(_shown, composed)).strip() or LACKING


def _shown(sign: str) -> str:
    kind = unicodedata.category(sign)
    # Joiners, directions and variants of emoji have no look of their own.
    if kind == "Cf" or "\ufe00" <= sign <= "\ufe0f":
        return ""
    return sign if ord(sign) in _signs() and kind != "Cc" else LACKING


# Widths, in inches


def width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a text is at most, at 100 dots an inch and more."""
    return 1.02 * sum(_advance(sign, size, bold) for sign in text)


@lru_cache(maxsize=8192)
def _advance(sign: str, size: float, bold: bool) -> float:
    """Return how wide a sign is at most: joined with others or, as in Arabic, by itself."""
    # Latin signs do not change with their neighbours: one measure is enough.
    apart = ("",) if ord(sign) < 0x300 else ("", " ")
    shown = ((sign + gap, gap, dpi) for gap in apart for dpi in (_COARSE, _FINE))
    return max(
        (_ink(one, size, bold, dpi) - _ink(gap, size, bold, dpi)) / (_REPEATED * dpi)
        for one, gap, dpi in shown
    )


def _ink(sign: str, size: float, bold: bool, dpi: int) -> float:
    """Return how many pixels a sign takes, many times over."""
    # Between others, since the ink of a sign says nothing of the space around it.
    text, prop, ismath = f"x{sign * _REPEATED}x", font(size, bold), False
    found: float = _renderer(dpi).get_text_width_height_descent(text, prop, ismath)[0]
    return found


@lru_cache(maxsize=2)
def _renderer(dpi: int) -> Any:
    # Any, since matplotlib does not annotate it.
    make: Any = RendererAgg
    return make(1, 1, dpi)


# What fits


def clipped(text: str, size: float, room: float, bold: bool = False) -> str:
    """Return a text, its end replaced by … where it is wider than its room."""
    if width(text, size, bold) <= room:
        return text
    left = room - width("…", size, bold)
    kept = 0
    while kept < len(text) and (left := left - 1.02 * _advance(text[kept], size, bold)) >= 0:
        kept += 1
    return f"{text[:kept].rstrip()}…"


def wrapped(text: str, size: float, room: float, lines: int, aside: float = 0) -> list[str]:
    """Return a text in at most so many lines; long words are parted, the end clipped.

    Args:
        text: in our font, not bold.
        size: in points.
        room: how wide a line may be, in inches.
        lines: how many there may be.
        aside: how much narrower the first one is.
    """
    words = text.split(" ")
    found: list[str] = []
    while words and len(found) < lines - 1:
        here = room if found else room - aside
        line = words.pop(0)
        if width(line, size) > here:
            line, rest = _parted(line, size, here)
            words.insert(0, rest)
        else:
            while words and width(f"{line} {words[0]}", size) <= here:
                line = f"{line} {words.pop(0)}"
        found.append(line)
    last = room if found else room - aside
    return [*found, clipped(" ".join(words), size, last)] if words else found


def _parted(word: str, size: float, room: float) -> tuple[str, str]:
    """Return the part of a word that fits, with a hyphen, and the rest; one sign at least.

    A word is parted at its own hyphen where that leaves half of the room or less empty.
    """
    at = max(len(word) - 2, 1)
    while at > 1 and width(f"{word[:at]}-", size) > room:
        at -= 1
    own = word.rfind("-", at // 2, at) + 1
    return (word[:own], word[own:]) if own else (f"{word[:at]}-", word[at:])


def fits(text: str, shown: list[str]) -> bool:
    """Return whether enough of a text is shown to know it by: all, or three signs at least."""
    said = "".join(shown)
    return not said.endswith("…") or len(said) > 3 or len(said) > len(text)
