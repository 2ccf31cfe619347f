"""How a picture of a programme is divided: a panel a day, in it a column a room, in inches."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import quantiles
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue
from numeco.model import Venue, VenueId
from numeco.plot._canvas import MARGIN, TOP, line_height
from numeco.plot._slots import Column, Hours, Slot, Ticks

AXIS: Final = 0.42  #: the width of the names of hours
HEAD: Final = 8.0  #: the size of a room's name
DAY: Final = 11.0
SMALL: Final = 5.5  #: the size of what is written into the smallest boxes
#: The least and the most width of a room; the width of all rooms that theirs is made for, and the
#: most; the most of a picture.
_NARROW, _WIDE, _USUAL, _MOST, _LIMIT = 0.78, 2.1, 15.0, 120.0, 200.0
_GAP: Final = 0.25
#: What the name of a day needs; what those of narrow rooms do.
_PANEL, _UPWARDS = 1.5, 0.9
#: Inches an hour: least, most; and the height that is made for, of all hours.
_LOW, _HIGH, _TALL = 0.5, 1.3, 16.0
_NOTHING: Final[Mapping[Column, float]] = {}


@frozen
class Panel:
    """A day: where it begins, and where each of its rooms does."""

    day: date
    left: float
    wide: float
    #: Where a room's column begins within the panel, and how wide it is.
    columns: Mapping[VenueId | None, tuple[float, float]]
    #: Its hours; see `Hours`.
    ticks: Ticks
    #: Whether there is room for their names on its left.
    named: bool


@frozen
class Frame:
    """The panels of a picture, and how high they are."""

    panels: Sequence[Panel]
    hours: Hours
    wide: float
    high: float
    top: float
    #: Of the panels.
    tall: float
    #: In how many lines the names of rooms are written; 0 for upwards, where rooms are narrow.
    lines: int
    #: The size of what is written into boxes, in points.
    size: float

    @property
    def scale(self) -> float:
        """How many inches a minute takes."""
        return self.tall / self.hours.minutes

    @property
    def head(self) -> float:
        """How much room there is for the names of rooms, in inches."""
        return head(self.lines)

    @property
    def step(self) -> int:
        """How many hours lie between two that are named."""
        return next(n for n in (1, 2, 3, 4, 6, 12, 24, 48) if n * 60 * self.scale > 0.16 or n == 48)


def width_of(
    ecosystem: Ecosystem,
    slots: Sequence[Slot],
    size: tuple[float, float] | None,
    beside: Mapping[Column, float] = _NOTHING,
) -> float:
    """Return how wide a picture is: as asked for, or as its rooms need."""
    if size is not None:
        return size[0]
    rooms = _rooms(ecosystem, slots, beside)
    wide = sum(max(_PANEL, sum(one.values())) for one in rooms.values())
    inner = wide + (AXIS + _GAP) * len(rooms)
    return min(max(6.0, 2 * MARGIN + inner), _LIMIT)


def frame_of(  # noqa: PLR0913, PLR0917  # what a frame depends on
    ecosystem: Ecosystem,
    slots: Sequence[Slot],
    hours: Hours,
    size: tuple[float, float] | None,
    below: float,
    beside: Mapping[Column, float] = _NOTHING,
) -> Frame:
    """Return a frame with a column for each room of each day, the rooms in the ecosystem's order.

    Args:
        ecosystem: whose venues these are.
        slots: the sessions.
        hours: those to show.
        size: of the picture, in inches; None for what it needs.
        below: the height of what stands below the panels.
        beside: how much wider than for its sessions a column is, in inches.
    """
    wide = width_of(ecosystem, slots, size, beside)
    panels = _panels(slots, hours, wide, _rooms(ecosystem, slots, beside))
    narrow = min(
        (
            one - beside.get((panel.day, venue), 0)
            for panel in panels
            for venue, (_, one) in panel.columns.items()
        ),
        default=1.0,
    )
    lines = 2 if narrow > 1.4 else 3 if narrow > 0.6 else 0
    points = 9.0 if narrow > 1.5 else 8.0 if narrow > 1.1 else 7.0
    top = TOP + line_height(DAY) + head(lines) + 0.1
    tall = size[1] - top - below if size is not None else _tall(slots, hours, points)
    if tall < 1:
        must = f"must leave the sessions an inch, so be at least {top + below + 1:.1f} inches high"
        raise InvalidValue("size", must, size)
    return Frame(panels, hours, wide, top + tall + below, top, tall, lines, points)


def head(lines: int) -> float:
    """Return the height of the names of rooms in so many lines."""
    return lines * line_height(HEAD) if lines else _UPWARDS


def _tall(slots: Sequence[Slot], hours: Hours, points: float) -> float:
    """Return a height at which most sessions have room for some lines, and all for one."""
    lasts = sorted(slot.end - slot.start for slot in slots) or [60.0]
    usual = quantiles(lasts, n=5)[0] if len(lasts) > 1 else lasts[0]
    some = (3.2 if points < 9 else 2.3) * line_height(points) * 60 / max(usual, 5)
    one = (line_height(SMALL) + 0.06) * 60 / lasts[0]
    most = _TALL * 60 / hours.minutes
    each = max(_LOW, min(max(one, min(some, _HIGH)), most))
    return max(2.5, each * hours.minutes / 60)


def _lanes(ecosystem: Ecosystem, slots: Sequence[Slot]) -> dict[Column, int]:
    """Return how many lanes each column needs, in order."""
    rank: dict[VenueId | None, int] = {one.id: at for at, one in enumerate(ecosystem.all(Venue))}
    rank[None] = len(rank)
    found: dict[Column, int] = {}
    for slot in slots:
        found[slot.column] = max(found.get(slot.column, 1), slot.lanes)
    order = sorted(found, key=lambda one: (one[0], rank[one[1]]))
    return {one: found[one] for one in order}


def _weight(lanes: int) -> float:
    """Return how much wider a column of so many lanes is than one of a single lane."""
    return min(1 + 0.75 * (lanes - 1), 40)


def _unit(lanes: Mapping[Column, int]) -> float:
    whole = sum(map(_weight, lanes.values())) or 1
    return min(max(_NARROW, min(_WIDE, _USUAL / whole)), _MOST / whole)


def _rooms(
    ecosystem: Ecosystem, slots: Sequence[Slot], beside: Mapping[Column, float]
) -> dict[date, dict[VenueId | None, float]]:
    """Return how wide each room of each day wants to be."""
    lanes = _lanes(ecosystem, slots)
    unit = _unit(lanes)
    found: dict[date, dict[VenueId | None, float]] = {}
    for (day, venue), number in lanes.items():
        found.setdefault(day, {})[venue] = _weight(number) * unit + beside.get((day, venue), 0)
    return found


def _panels(
    slots: Sequence[Slot],
    hours: Hours,
    wide: float,
    parts: Mapping[date, Mapping[VenueId | None, float]],
) -> list[Panel]:
    own = _own_hours(slots, hours)
    needs = {day: max(_PANEL, sum(rooms.values())) for day, rooms in parts.items()}
    lead = _aside(own.get(next(iter(parts), date.min)))
    room = wide - 2 * MARGIN - lead
    aside = {day: _GAP + _aside(own.get(day)) for day in [*parts][1:]}
    named = sum(aside.values()) < 0.4 * room
    if not named:
        aside = dict.fromkeys(aside, min(_GAP, 0.2 * room / len(parts)))
    factor = (room - sum(aside.values())) / (sum(needs.values()) or 1)
    found: list[Panel] = []
    x = MARGIN + lead
    for day, rooms in parts.items():
        x += aside.get(day, 0)
        panel = needs[day] * factor
        ticks = own.get(day, hours.nominal())
        found.append(Panel(day, x, panel, _columns(rooms, panel), ticks, named=named or not found))
        x += panel
    return found


def _aside(ticks: Ticks | None) -> float:
    longest = 0 if ticks is None else max(map(len, ticks.values()), default=0)
    return max(AXIS, 0.1 + 0.065 * longest)


def _columns(
    rooms: Mapping[VenueId | None, float], panel: float
) -> dict[VenueId | None, tuple[float, float]]:
    found: dict[VenueId | None, tuple[float, float]] = {}
    # The least width of a panel may leave a lone room more than it needs: it takes it.
    factor, x = panel / sum(rooms.values()), 0.0
    for venue, wide in rooms.items():
        found[venue] = x, wide * factor
        x += wide * factor
    return found


def _own_hours(slots: Sequence[Slot], hours: Hours) -> dict[date, Ticks]:
    """Return the hours of those days on which they are not what they are on others."""
    zones: dict[date, str] = {}
    for slot in slots:
        zones.setdefault(slot.column[0], slot.zone)
    usual = hours.nominal()
    found = {day: hours.ticks(day, key) for day, key in zones.items()}
    return {day: ticks for day, ticks in found.items() if ticks != usual}
