"""The elements of a picture, and how wide texts are."""

import re
import unicodedata
from typing import Final, TypeAlias
from xml.sax.saxutils import escape, quoteattr

Point: TypeAlias = tuple[float, float]
Value: TypeAlias = str | float

#: The estimates of `text_width` are those of DejaVu Sans, the widest of these.
FONT: Final = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
MARGIN: Final = 16.0
INK: Final = "#1f2328"
FAINT: Final = "#6a737d"
#: What XML 1.0 cannot hold, not even escaped (section 2.2).
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Widths of ASCII in DejaVu Sans, in hundredths of the font size, rounded up.
_WIDTHS: Final = {
    sign: hundredths / 100
    for hundredths, signs in {
        29: "'ijlIJ",
        36: " ,.|/:;\\f-",
        41: "()[]t!r",
        53: '"*_`sz?',
        60: "cLFkvxyP",
        64: "TYaoeESbdghnpqu$0123456789{}",
        70: "KAVBRXZC",
        79: "UHNDG&OQ",
        87: "w#+<=>^~M",
        100: "%mW@",
    }.items()
    for sign in signs
}


def tag(name: str, *children: str, **attributes: Value | None) -> str:
    """Return an element: its children are written already, its attributes are escaped here.

    ``stroke_width`` is written ``stroke-width``, ``class_`` is ``class``; None leaves one out.
    """
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(written(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(children)}</{name}>" if children else f"<{name}{said}/>"


def written(value: Value) -> str:
    """Return a value as attributes hold it; numbers to a tenth."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value)
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0", int(abs(value) < 0.05))


def pair(point: Point) -> str:
    """Return a point as paths hold it."""
    return ",".join(map(written, point))


def plain(text: str) -> str:
    """Return a text on one line, without what XML cannot hold."""
    return " ".join(_UNWRITABLE.sub("\ufffd", text).split())


def escaped(text: str) -> str:
    """Return a text as the content of an element."""
    return escape(plain(text))


def tooltip(text: str) -> str:
    """Return what is shown when the pointer rests on an element."""
    return tag("title", escaped(text))


def picture(*children: str, width: float, height: float, label: str) -> str:
    """Return a whole picture on white ground, which screen readers announce by its label."""
    ground = tag("rect", width=width, height=height, fill="#ffffff")
    return tag(
        "svg",
        tooltip(label),
        ground,
        *children,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        width=width,
        height=height,
        viewBox=f"0 0 {written(width)} {written(height)}",
        font_family=FONT,
        fill=INK,
    )


def heading(title: str, width: float) -> str:
    """Return the title that stands above a picture."""
    shown = clipped(plain(title), 18 * 1.1, width - 2 * MARGIN)  # bold is a tenth wider
    bold = {"font_size": "18", "font_weight": "bold"}
    return tag("text", escaped(shown), x=MARGIN, y=MARGIN + 16, **bold)


# Texts


def text_width(text: str, size: float) -> float:
    """Return how wide a text is at most, in the fonts of `FONT`, at a size in pixels."""
    return size * sum(map(_sign_width, unicodedata.normalize("NFD", text)))


def _sign_width(sign: str) -> float:
    known = _WIDTHS.get(sign)
    if known is not None:
        return known
    if unicodedata.combining(sign):
        return 0
    wide = unicodedata.east_asian_width(sign) in "WF" or unicodedata.category(sign) == "So"
    return 1.3 if wide else 1.0 if sign.isupper() or sign in "…—" else 0.8


def clipped(text: str, size: float, width: float) -> str:
    """Return a text, its end replaced by … where it is wider than `width`."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(text: str, size: float, width: float, lines: int) -> tuple[str, ...]:
    """Return a text in at most so many lines of a width; long words are parted, the end clipped."""
    words = plain(text).split(" ")
    found: list[str] = []
    while words and len(found) < lines - 1:
        line = words.pop(0)
        if text_width(line, size) > width:
            line, rest = _parted(line, size, width)
            words.insert(0, rest)
        else:
            while words and text_width(f"{line} {words[0]}", size) <= width:
                line = f"{line} {words.pop(0)}"
        found.append(line)
    last = clipped(" ".join(words), size, width) if words else ""
    return (*found, last) if last else tuple(found)


def _parted(word: str, size: float, width: float) -> tuple[str, str]:
    """Return the part of a word that fits, with a hyphen, and the rest; one sign at least.

    A word is parted at its own hyphen where that leaves half of the room or less empty.
    """
    at = len(word) - 1
    while at > 1 and text_width(f"{word[:at]}-", size) > width:
        at -= 1
    # The hyphen may be the sign that the one of ours would stand for.
    own = word.rfind("-", at // 2, at + 1) + 1
    if 0 < own < len(word):
        return word[:own], word[own:]
    return f"{word[:at]}-", word[at:]
