"""The languages in which changes are told to attendees."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from attrs import frozen


@frozen(kw_only=True)
class Language:
    """How one language writes days, times and what changed. Texts with braces are filled in."""

    weekdays: str
    months: str
    #: The first day of a month.
    first: str
    #: A time of the day, without zone.
    clock: Callable[[datetime], str]
    #: From one time to another on a day, and from day to day.
    hours: str
    days: str
    #: The zone of a time.
    zone: Callable[[str], str]
    quoted: str
    #: How it was before.
    was: str
    #: A session and what is told of it; then, each where it is told, its people.
    line: str
    people: str
    joined: str
    left: str
    last: str
    renamed: str
    no_time: str
    no_room: str
    #: By group: of one session, of several.
    heads: Mapping[str, tuple[str, str]]

    def day(self, day: date, *, year: bool) -> str:
        """Return a day in words: ``Tuesday 20 October``."""
        number = self.first if day.day == 1 else str(day.day)
        said = (
            f"{self.weekdays.split()[day.weekday()]} {number} {self.months.split()[day.month - 1]}"
        )
        return f"{said} {day.year}" if year else said

    def listed(self, names: Sequence[str]) -> str:
        """Return names in a row: ``Ana, Bo and Cy``."""
        *others, last = names
        return f"{', '.join(others)} {self.last} {last}" if others else last


def _clock_en(moment: datetime) -> str:
    exact = moment.second or moment.microsecond
    return f"{moment.time().isoformat('auto' if exact else 'minutes')}{_pass(moment)}"


def _clock_fr(moment: datetime) -> str:
    said = f"{moment.hour} h"
    if moment.second or moment.microsecond:
        seconds = f"{moment.second}.{moment.microsecond:06}".rstrip("0").rstrip(".")
        said += f" {moment.minute} min {seconds.replace('.', ',')} s"
    elif moment.minute:
        said += f" {moment.minute:02}"
    return f"{said}{_pass(moment)}".replace(" ", "\u00a0")


def repeated(moment: datetime) -> bool:
    """Return whether the clocks show its time twice."""
    return moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()


def _pass(moment: datetime) -> str:
    """Return the offset of a time that the clocks show twice."""
    offset = moment.utcoffset()
    if offset is None or not repeated(moment):
        return ""
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "+" if offset >= timedelta(0) else "−"
    rest = f":{minutes % 60:02}" if minutes % 60 else ""
    return f" (UTC{sign}{minutes // 60}{rest})"


def _city(key: str) -> str | None:
    """Return the city that a zone is named for, without its accents; None where it is none."""
    area, slash, city = key.rpartition("/")
    return city.replace("_", " ") if slash and area.partition("/")[0] != "Etc" else None


def _zone_en(key: str) -> str:
    city = _city(key)
    return f"{city} time" if city else key


def _zone_fr(key: str) -> str:
    city = _city(key)
    if city is None:
        return key
    return f"heure d’{city}" if city[0] in "AEIOU" else f"heure de {city}"


_EN: Final = Language(
    weekdays="Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    months="January February March April May June July August September October November December",
    first="1",
    clock=_clock_en,
    hours="{}–{}",
    days="{} – {}",
    zone=_zone_en,
    quoted="“{}”",
    was=" (was {})",
    line="{}: {}",
    people="; {}",
    joined="with {}",
    left="without {}",
    last="and",
    renamed="{} is now called {}",
    no_time="time to be announced",
    no_room="room to be announced",
    heads={
        "cancelled": ("Cancelled", "Cancelled"),
        "gone": ("No longer in the programme", "No longer in the programme"),
        "reinstated": ("Back in the programme", "Back in the programme"),
        "time": ("New time", "New times"),
        "room": ("New room", "New rooms"),
        "length": ("New length", "New lengths"),
        "added": ("New session", "New sessions"),
        "title": ("New title", "New titles"),
        "people": ("Speakers and hosts", "Speakers and hosts"),
        "names": ("Room under a new name", "Rooms under new names"),
    },
)
_FR: Final = Language(
    weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    first="1er",
    clock=_clock_fr,
    hours="de {} à {}",
    days="du {}, au {}",
    zone=_zone_fr,
    quoted="«\u00a0{}\u00a0»",
    was=" (auparavant\u00a0: {})",
    line="{}\u00a0: {}",
    people="\u202f; {}",
    joined="avec {}",
    left="sans {}",
    last="et",
    renamed="{} s’appelle désormais {}",
    no_time="horaire à préciser",
    no_room="salle à préciser",
    heads={
        "cancelled": ("Séance annulée", "Séances annulées"),
        "gone": ("Séance retirée du programme", "Séances retirées du programme"),
        "reinstated": ("Séance rétablie", "Séances rétablies"),
        "time": ("Nouvel horaire", "Nouveaux horaires"),
        "room": ("Nouvelle salle", "Nouvelles salles"),
        "length": ("Nouvelle durée", "Nouvelles durées"),
        "added": ("Nouvelle séance", "Nouvelles séances"),
        "title": ("Nouveau titre", "Nouveaux titres"),
        "people": ("Intervenants et organisateurs", "Intervenants et organisateurs"),
        "names": ("Salle sous un nouveau nom", "Salles sous un nouveau nom"),
    },
)
LANGUAGES: Final = {"en": _EN, "fr": _FR}
