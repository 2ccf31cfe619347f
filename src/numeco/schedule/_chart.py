"""Small charts of a step function: one line of text, and an SVG."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

#: From the least that is not nothing up to the greatest.
_BARS: Final = "▁▂▃▄▅▆▇█"
_NOTHING: Final = "·"
_HEIGHT: Final = 80


def sparkline(values: Sequence[int]) -> str:
    """Return one sign per value, as high as it is great; a dot for nothing."""
    greatest = max(values, default=0)
    last = len(_BARS) - 1
    return "".join(_BARS[last * one // greatest] if one else _NOTHING for one in values)


def picture(values: Sequence[tuple[int, int]], title: str) -> str:
    """Return columns of one pixel as an SVG that scales: dark up to the low bound, pale to the high.

    Args:
        values: the low and the high bound, column by column.
        title: what the pointer and screen readers tell.
    """
    greatest = max((high for _, high in values), default=0) or 1
    dark = _path([low * _HEIGHT / greatest for low, _ in values])
    pale = _path([high * _HEIGHT / greatest for _, high in values])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="100%" height="{_HEIGHT}" '
        f'viewBox="0 0 {len(values)} {_HEIGHT}" preserveAspectRatio="none">'
        f"<title>{escape(title)}</title>"
        f'<path d="{pale}" fill="#9ecae1"/><path d="{dark}" fill="#1f77b4"/></svg>'
    )


def _path(heights: Sequence[float]) -> str:
    steps = " ".join(f"V{_HEIGHT - height:.1f} h1" for height in heights)
    return f"M0,{_HEIGHT} {steps} V{_HEIGHT} Z"
