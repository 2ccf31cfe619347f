"""What the pictures have in common: figures, colours, texts."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from numeco.plot._text import LINE, clipped, font, legible, width, wrapped

MARGIN: Final = 0.3
DPI: Final = 100
INK: Final = "#1f2328"
FAINT: Final = "#6a737d"
GRID: Final = "#e1e4e8"
#: Vermilion, by Okabe & Ito: a clash, a peak.
CLASH: Final = "#d55e00"
BLUE: Final = "#0072b2"
#: The others of Okabe & Ito, and two that stand apart from them.
COLOURS: Final = (BLUE, "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f6fb0", "#8c7a00")
PLAIN: Final = "#6e7781"
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TITLE: Final = 15.0
#: That matplotlib moves nothing, whatever the settings say; its stub does not know the word.
_LAYOUT: Final[Any] = "none"
#: Where what lies below the title begins.
TOP: Final = MARGIN + 0.45


class Picture(Figure):
    """A figure that notebooks show whether or not pyplot is there."""

    def _repr_png_(self) -> bytes:
        found = BytesIO()
        self.savefig(found, format="png")
        return found.getvalue()


def picture(wide: float, high: float, title: str) -> Picture:
    """Return an empty figure of a size in inches, with its title."""
    figure = Picture(
        figsize=(wide, high), dpi=DPI, facecolor="white", edgecolor="white", layout=_LAYOUT
    )
    FigureCanvasAgg(figure)
    said = clipped(legible(title), _TITLE, wide - 2 * MARGIN, bold=True)
    write(figure, said, MARGIN, MARGIN, _TITLE, bold=True, gid="heading")
    return figure


def write(  # noqa: PLR0913  # each says one thing of a text
    figure: Figure,
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    bold: bool = False,
    colour: str = INK,
    gid: str = "note",
) -> Text:
    """Write a text, its left end and top so many inches from the left and top of a figure."""
    wide, high = figure.get_size_inches()
    style = text_style(size, bold=bold, colour=colour, gid=gid)
    return figure.text(x / wide, 1 - y / high, text, ha="left", va="top", **style)


def text_style(
    size: float, *, bold: bool = False, colour: str = INK, gid: str | None = None
) -> dict[str, Any]:
    """Return how a text is set: in our font, whatever the settings say, and not as mathematics."""
    return {
        "fontproperties": font(size, bold),
        "color": colour,
        "parse_math": False,
        "usetex": False,
        "linespacing": 1.2,
        "gid": gid,
    }


def axes(figure: Figure, left: float, top: float, wide: float, high: float) -> Axes:
    """Return axes without frame and ticks, at a place in inches from the left and the top."""
    all_wide, all_high = figure.get_size_inches()
    place = (left / all_wide, 1 - (top + high) / all_high, wide / all_wide, high / all_high)
    found = figure.add_axes(place, facecolor="none")
    found.grid(visible=False)
    for side in found.spines.values():
        side.set_visible(False)
    found.tick_params(length=0, which="both", colors=FAINT)
    found.set_xticks([])
    found.set_yticks([])
    return found


def tint(colour: str, part: float = 1 / 7) -> tuple[float, float, float]:
    """Return a colour ``#rrggbb`` mixed with white, of which it is such a part."""
    red, green, blue = (1 - part + part * int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


# Below a picture


@frozen
class Key:
    """An entry of a legend: what is drawn in a square, and what it means."""

    text: str
    colour: str
    #: Solid, or with a gap in it: the second round of the colours.
    hollow: bool = False


@frozen
class Foot:
    """What stands below a picture: lines of notes, then rows of a legend."""

    notes: Sequence[str]
    rows: Sequence[Sequence[tuple[float, Key]]]

    @property
    def high(self) -> float:
        """How high it is in inches, with the margin below."""
        return (len(self.notes) + len(self.rows)) * _ROW + 0.25 + MARGIN


_SIZE: Final = 8.0
_ROW: Final = 0.2


def foot(notes: Sequence[str], keys: Sequence[Key], wide: float) -> Foot:
    """Return notes and a legend, broken into lines for a picture so wide."""
    room = wide - 2 * MARGIN
    lines = [line for note in notes for line in wrapped(legible(note), _SIZE, room, 9)]
    rows: list[list[tuple[float, Key]]] = []
    x = room
    for key in keys:
        text = clipped(legible(key.text), _SIZE, room - 0.4)
        takes = 0.2 + width(text, _SIZE) + 0.22
        if x + takes > room + 0.22:
            rows.append([])
            x = 0.0
        rows[-1].append((MARGIN + x, Key(text, key.colour, key.hollow)))
        x += takes
    return Foot(lines, rows)


def write_foot(figure: Figure, below: Foot) -> None:
    """Write what stands below a picture."""
    y = float(figure.get_size_inches()[1]) - below.high + 0.25
    for line in below.notes:
        write(figure, line, MARGIN, y, _SIZE, colour=FAINT)
        y += _ROW
    for row in below.rows:
        for x, key in row:
            _square(figure, x, y, key)
            write(figure, key.text, x + 0.2, y, _SIZE, gid="key")
        y += _ROW


def _square(figure: Figure, x: float, y: float, key: Key) -> None:
    wide, high = figure.get_size_inches()
    parts = ((0.0, 0.13),) if not key.hollow else ((0.0, 0.045), (0.085, 0.045))
    for down, tall in parts:
        corner = (x / wide, 1 - (y + 0.01 + down + tall) / high)
        place: dict[str, Any] = {
            "transform": figure.transFigure,
            "linewidth": 0,
            "facecolor": key.colour,
        }
        figure.add_artist(Rectangle(corner, 0.13 / wide, tall / high, **place))


def line_height(size: float) -> float:
    """Return how far the lines of a text lie apart at most, in inches."""
    return size * LINE / 72
