"""Small real cases that ship with the package, each with its source, and one that is fiction.

The five real ones are published accounts of digital events, complete to the last fact. What an
account does not say stays unknown. A date that it does not print in full was inferred: it has the
tag ``inferred``, and the reason in its source. Codes and kinds of territories, and what lies within
what, come from references, which stand beside the account's source. The five unite with ``|``.

The accounts give no hours. So the sixth is an invented week, with rooms and collisions; whatever is
invented there has the tag ``fiction``. It unites with the five as well.

>>> week = load("nouvelle-caledonie")["event-digital-week-nouvelle-caledonie"]
>>> print(week.days)
2025-10-21 to 2025-10-24
>>> print(describe("normandie"))
normandie: IN Normandy
Known: who opened the fair, its concerns, the share of the French who cannot use digital tools.
Unknown: its days, who organized it, the role of CCI Normandie.
Source: Normandinamik, Jacques-Olivier Gasly: La Team Normandie, chef de file du numérique
Reference: Insee, Code officiel géographique
Reference: ISO 3166-1
Reference: Public knowledge
"""

from functools import cache
from importlib.resources import files
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue
from numeco.io import loads


@frozen(kw_only=True)
class Description:
    """What a data set is about, and what its account leaves open."""

    name: str
    title: str
    #: The titles of the accounts; each thing has them in full.
    sources: tuple[str, ...]
    known: str
    unknown: str
    #: The titles of what facts come from that no account prints, such as codes of territories.
    references: tuple[str, ...] = ()
    #: Whether its events are invented.
    fiction: bool = False

    def __str__(self) -> str:
        title = f"{self.title} (fiction)" if self.fiction else self.title
        lines = f"{self.name}: {title}", f"Known: {self.known}", f"Unknown: {self.unknown}"
        sources = (f"Source: {one}" for one in self.sources)
        references = (f"Reference: {one}" for one in self.references)
        return "\n".join((*lines, *sources, *references))


_NEOTECH: Final = (
    "NeoTech, interview: 3 questions à Pierre Massenet, élu en charge du numérique à la CCI, "
    "sur la Digital Week"
)
_ISARTA: Final = (
    "Isarta Infos, Raymond Morin: Promouvoir les entreprises numériques, mission réussie à Québec "
    "(undated)"
)
_VILLES_INTERNET: Final = (
    "Villes Internet, Valerio Motta: Comment les événements liés au numérique boostent-ils "
    "l'écosystème local ?"
)
_GAZETTE: Final = "La Gazette France: Le numérique, facteur de croissance territoriale"
_NORMANDINAMIK: Final = (
    "Normandinamik, Jacques-Olivier Gasly: La Team Normandie, chef de file du numérique"
)

_INSEE: Final = "Insee, Code officiel géographique"
_ISO: Final = "ISO 3166-1"
_KNOWN: Final = "Public knowledge"

_DESCRIPTIONS: Final = (
    Description(
        name="cap-numeric",
        title="Cap numeric, an association of the Côte d'Opale, and its year 2013–2014",
        sources=(_GAZETTE,),
        known="what it did and about when, who sits on its board, attendance of two actions.",
        unknown="exact days, attendance of the others, most of the years.",
        references=(_INSEE, _KNOWN),
    ),
    Description(
        name="nantes-saint-nazaire",
        title="Web2day, Futur en Seine and the digital weeks of French towns",
        sources=(_VILLES_INTERNET,),
        known="supporters by kind, figures as the account words them, labels, a joint agency.",
        unknown="exact days, programmes, 87 of the 90 other partners of Futur en Seine.",
        references=(_INSEE, _ISO, _KNOWN),
    ),
    Description(
        name="normandie",
        title="IN Normandy",
        sources=(_NORMANDINAMIK,),
        known="who opened the fair, its concerns, the share of the French who cannot use digital "
        "tools.",
        unknown="its days, who organized it, the role of CCI Normandie.",
        references=(_INSEE, _ISO, _KNOWN),
    ),
    Description(
        name="nouvelle-caledonie",
        title="Digital Week, New Caledonia",
        sources=(_NEOTECH,),
        known="four days of October, who organized them, which themes drew people.",
        unknown="the year (inferred), hours, seats and attendance, the next edition.",
        references=(_ISO,),
    ),
    Description(
        name="quebec",
        title="Semaine du numérique, Québec, first edition",
        sources=(_ISARTA,),
        known="six partners, the corridors, that a full programme overlapped.",
        unknown="when it took place, who organized it, the programme.",
        references=(_INSEE, _ISO, _KNOWN),
    ),
    Description(
        name="semaine-fictive",
        title="A dense digital week in Québec, 19 to 23 October 2026",
        sources=(
            "numeco, programme inventé pour les exemples",
            *(_ISARTA, _VILLES_INTERNET, _NEOTECH, _GAZETTE, _NORMANDINAMIK),
        ),
        known="hours, rooms, speakers, hosts and themes of 79 invented sessions, with collisions "
        "on purpose: six rooms booked twice, five speakers in two places.",
        unknown="the hour and place of one session.",
        references=(_INSEE, _ISO, _KNOWN),
        fiction=True,
    ),
)
_BY_NAME: Final = {one.name: one for one in _DESCRIPTIONS}


def names() -> tuple[str, ...]:
    """Return the names of the data sets, in order.

    >>> names()[:3]
    ('cap-numeric', 'nantes-saint-nazaire', 'normandie')
    """
    return tuple(_BY_NAME)


def describe(name: str) -> Description:
    """Return what a data set is about.

    Raises:
        InvalidValue: no data set has that name.
    """
    # Whatever is no text may be one that cannot be hashed, such as a list of names.
    found = _BY_NAME.get(name) if isinstance(name, str) else None
    if found is None:
        raise InvalidValue("name", f"must be one of {', '.join(_BY_NAME)}", name)
    return found


def load(name: str) -> Ecosystem:
    """Return a data set; being immutable, it is read once.

    Raises:
        InvalidValue: no data set has that name.
    """
    return _loaded(describe(name).name)


@cache
def _loaded(name: str) -> Ecosystem:
    return loads(files(__name__).joinpath(f"{name}.json").read_bytes())
