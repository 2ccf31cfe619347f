"""Programmes for the overlap benchmark, and order-free marks of answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeco import Ecosystem, Event, Interval, Session, Venue
from numeco.schedule._stretches import interval

#: What is timed.
Answer = Callable[[], Any]

MINUTE = 60_000_000
#: 1 October 2026, 0:00 UTC.
DAY = 20_727 * 1440 * MINUTE
PER_ROOM = 200
#: Overlaps of a session; sessions last 97.5 minutes on average.
MEANT = {"sparse": 2, "dense": 56}


@dataclass(frozen=True)
class Load:
    """Sessions of 15–180 minutes; microseconds since 1970 in UTC, and a number for the room."""

    starts: np.ndarray
    ends: np.ndarray
    rooms: np.ndarray

    @classmethod
    def of(cls, kind: str, number: int, *, jitter: bool = False) -> "Load":
        """Return a programme; "skewed" has rooms of Zipf sizes, the first with about a tenth of all.

        Times are whole minutes, or any microsecond with `jitter`.
        """
        random = np.random.default_rng(2026)
        rooms = max(1, number // PER_ROOM)
        if kind == "skewed":
            shares = 1 / np.arange(1, rooms + 1)
            used = random.choice(rooms, number, p=shares / shares.sum())
            minutes = max(number, 1440)
        else:
            used = random.integers(0, rooms, number)
            minutes = min(number, PER_ROOM) * 195 // MEANT[kind]
        unit = 1 if jitter else MINUTE
        starts = DAY + random.integers(0, minutes * MINUTE // unit, number) * unit
        lengths = random.integers(15 * MINUTE // unit, 181 * MINUTE // unit, number) * unit
        return cls(starts, starts + lengths, used)

    def folded(self) -> tuple[np.ndarray, np.ndarray]:
        """Return starts and ends so far apart that rooms need not be told apart."""
        base = self.rooms * int(self.ends.max() - self.starts.min() + 1) - self.starts.min()
        return self.starts + base, self.ends + base

    def ecosystem(self) -> Ecosystem:
        """Return the programme as sessions in venues, in Europe/Paris."""
        fair = Event(name="Fair")
        venues = [Venue(name=f"Room {at}") for at in range(int(self.rooms.max()) + 1)]
        table = zip(self.starts.tolist(), self.ends.tolist(), self.rooms.tolist(), strict=True)
        return Ecosystem.of(
            fair,
            venues,
            (
                Session(
                    id=f"s-{at}",
                    title=f"Session {at}",
                    event=fair.id,
                    venue=venues[room].id,
                    when=_when(start, end),
                )
                for at, (start, end, room) in enumerate(table)
            ),
        )


def _when(start: int, end: int) -> Interval:
    return interval(start, end, "Europe/Paris")


def mark(pairs: tuple[np.ndarray, np.ndarray]) -> tuple[int, int]:
    """Return how many pairs there are and a sum over them, equal for equal sets in any order.

    Pairs are not told from their mirror images, but a pair that comes twice shows.
    """
    first, second = (np.asarray(one) for one in pairs)
    total = 0
    for at in range(0, len(first), 1 << 20):
        left, right = (one[at : at + (1 << 20)].astype(np.uint64) for one in (first, second))
        total += int(_mixed((np.minimum(left, right) << 32) | np.maximum(left, right)).sum())
    return len(first), total % 2**64


def _mixed(values: np.ndarray) -> np.ndarray:
    """Return 64-bit numbers well mixed (the finalizer of SplitMix64)."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    return values ^ (values >> np.uint64(31))
