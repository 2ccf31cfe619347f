"""Colours of themes, and what is said below the picture of a programme."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Session, Theme, ThemeId
from numeco.plot._canvas import COLOURS, PLAIN, Key
from numeco.plot._slots import Slot


@frozen
class Paint:
    """How a theme is shown: a colour, and whether its strip has a gap."""

    colour: str
    hollow: bool = False


_NONE: Final = Paint(PLAIN)


@frozen
class Palette:
    """How themes are shown; a session by its first theme."""

    paints: Mapping[ThemeId, Paint]
    keys: Sequence[Key]

    def __getitem__(self, session: Session) -> Paint:
        return self.paints.get(session.themes[0], _NONE) if session.themes else _NONE


def palette_of(ecosystem: Ecosystem, sessions: Iterable[Session]) -> Palette:
    """Return how the first themes of sessions are shown, the most frequent first.

    A theme has its own colour or one of ours, in a second round with a gap; the rest are grey.
    """
    firsts = Counter(one.themes[0] if one.themes else None for one in sessions)
    rank = {one.id: at for at, one in enumerate(ecosystem.all(Theme))}
    order = sorted(
        (one for one in firsts if one is not None), key=lambda one: (-firsts[one], rank[one])
    )
    ours = (Paint(colour, hollow) for hollow in (False, True) for colour in COLOURS)
    paints: dict[ThemeId, Paint] = {}
    for theme in order:
        own = ecosystem[theme].colour
        paint = Paint(own) if own is not None else next(ours, None)
        if paint is not None:
            paints[theme] = paint
    keys = [Key(ecosystem[one].name, paint.colour, paint.hollow) for one, paint in paints.items()]
    others = len(order) - len(paints)
    rest = [f"{others} other themes"] * (others > 0) + ["no theme"] * (firsts[None] > 0)
    return Palette(paints, [*keys, *(Key(" · ".join(rest), PLAIN) for _ in rest[:1])])


@frozen
class Said:
    """What is counted below a picture, beside what it shows."""

    slots: Sequence[Slot]
    unscheduled: int
    cancelled: int
    clashing: int
    #: How many are on days that are left out.
    elsewhere: int = 0

    def notes(self, bare: int, rooms: int) -> list[str]:
        """Return the lines of notes.

        Args:
            bare: how many sessions are shown without their title.
            rooms: how many rooms without their name.
        """
        number = len(self.slots)
        counts = {
            f"session{'s' * (number != 1)}": number,
            "clashing (▲ and a thick frame)": self.clashing,
            "without a room": sum(one.column[1] is None for one in self.slots),
            "running on after the day (▼)": sum(one.runs_on for one in self.slots),
            "without room for a title (•)": bare,
            "unscheduled, not shown": self.unscheduled,
            "cancelled, not shown": self.cancelled,
            "on other days, not shown": self.elsewhere,
            "rooms without room for a name": rooms,
        }
        said = " · ".join(
            f"{many:,} {what}" for what, many in counts.items() if many or what[0:7] == "session"
        )
        return [said, *_zones(self.slots)]


def _zones(slots: Collection[Slot]) -> list[str]:
    zones = list(dict.fromkeys(one.zone for one in slots))
    if len(zones) < 2:
        return [f"times of {zone}" for zone in zones]
    return [f"times by the clocks of each session's event: {', '.join(zones)}"]
