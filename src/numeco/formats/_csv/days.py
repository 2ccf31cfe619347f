"""The days of a programme, and the sessions that are dated off them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from numeco.time import Days

#: Sessions parted by more days than this without any session are of two clusters.
GAP: Final = timedelta(days=7)


def main_days(days: Iterable[date]) -> Days | None:
    """Return the days of the cluster that holds more than half of the sessions.

    All days where no cluster does; None where there is no day.
    """
    counted = Counter(days)
    if not counted:
        return None
    best = max(_clusters(sorted(counted)), key=lambda one: sum(counted[day] for day in one))
    held = sum(counted[day] for day in best)
    if held * 2 > counted.total():
        return Days(best[0], best[-1])
    return Days(min(counted), max(counted))


def _clusters(days: list[date]) -> list[list[date]]:
    found = [[days[0]]]
    for before, day in pairwise(days):
        if day - before > GAP:
            found.append([])
        found[-1].append(day)
    return found


def distance(day: date, days: Days) -> str:
    """Return how far off a day lies, in words; empty for one of the days."""
    if day in days:
        return ""
    before = day < days.first
    number = (days.first - day).days if before else (day - days.last).days
    return f"{number} day{'' if number == 1 else 's'} {'before' if before else 'after'}"
