"""The fixed words of calendars, in French and English, and how a description holds facts.

A description is the thing's own text, a blank line, then a paragraph of facts, one a line:
``Speaker: Ada Lovelace (CCI)``. `described` writes it so that `parted` always tells the two apart.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from attrs import frozen

from numeco._checks import Kind
from numeco.ical._text import escape, unescape
from numeco.model.kinds import Access, Accessibility, Audience, SessionKind

LANGUAGES: Final = ("en", "fr")
#: The labels of facts, in the order of `LANGUAGES`; French has a no-break space before the colon.
LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "speakers": ("Speaker: ", "Avec\u00a0: "),
    "hosts": ("Hosted by: ", "Organisé par\u00a0: "),
    "kind": ("Format: ", "Format\u00a0: "),
    "audiences": ("For: ", "Public\u00a0: "),
    "access": ("Entry: ", "Accès\u00a0: "),
    "accessibility": ("Accessibility: ", "Accessibilité\u00a0: "),
    "partners": ("Partners: ", "Partenaires\u00a0: "),
}
CANCELLED: Final = ("Cancelled: ", "Annulé\u00a0: ")
_MORE: Final = ("and {} more", "et {} de plus")
#: What ends an own text whose last paragraph looks like facts, where no facts follow.
_END: Final = "—"
_LABELLED: Final = {label: name for name, labels in LABELS.items() for label in labels}
_FACT: Final = re.compile(f"({'|'.join(map(re.escape, _LABELLED))})(.+)")

#: Words for kinds; `OTHER` says nothing.
KINDS: Final[Mapping[Kind, tuple[str, str]]] = {
    SessionKind.KEYNOTE: ("keynote", "conférence plénière"),
    SessionKind.TALK: ("talk", "conférence"),
    SessionKind.LIGHTNING_TALK: ("lightning talk", "conférence éclair"),
    SessionKind.WORKSHOP: ("workshop", "atelier"),
    SessionKind.PANEL: ("panel", "table ronde"),
    SessionKind.PLENARY: ("plenary", "plénière"),
    SessionKind.BUSINESS_MEETING: ("business meeting", "rendez-vous d'affaires"),
    SessionKind.DEMONSTRATION: ("demonstration", "démonstration"),
    SessionKind.EXHIBITION: ("exhibition", "exposition"),
    SessionKind.VISIT: ("visit", "visite"),
    SessionKind.CEREMONY: ("ceremony", "cérémonie"),
    SessionKind.PERFORMANCE: ("performance", "spectacle"),
    SessionKind.NETWORKING: ("networking", "réseautage"),
    SessionKind.BREAK: ("break", "pause"),
    Audience.GENERAL_PUBLIC: ("general public", "grand public"),
    Audience.CHILDREN: ("children", "enfants"),
    Audience.YOUTH: ("youth", "jeunes"),
    Audience.STUDENTS: ("students", "étudiants"),
    Audience.SENIORS: ("seniors", "personnes âgées"),
    Audience.JOB_SEEKERS: ("job seekers", "demandeurs d'emploi"),
    Audience.DIGITALLY_EXCLUDED: ("people without digital skills", "exclus du numérique"),
    Audience.PROFESSIONALS: ("professionals", "professionnels"),
    Audience.COMPANY_HEADS: ("company heads", "chefs d'entreprise"),
    Audience.FOUNDERS: ("founders", "créateurs d'entreprise"),
    Audience.INVESTORS: ("investors", "investisseurs"),
    Audience.DEVELOPERS: ("developers", "développeurs"),
    Audience.DESIGNERS: ("designers", "designers"),
    Audience.MARKETERS: ("marketers", "spécialistes du marketing"),
    Audience.RESEARCHERS: ("researchers", "chercheurs"),
    Audience.TEACHERS: ("teachers", "enseignants"),
    Audience.PUBLIC_OFFICIALS: ("public officials", "agents publics et élus"),
    Audience.ASSOCIATIONS: ("associations", "associations"),
    Audience.PRESS: ("press", "presse"),
    Access.OPEN: ("free, open to all", "libre et gratuit"),
    Access.REGISTRATION: ("free, on registration", "gratuit sur inscription"),
    Access.TICKET: ("by ticket", "sur billet"),
    Access.INVITATION: ("by invitation", "sur invitation"),
    Access.MEMBERS: ("members only", "réservé aux membres"),
    Accessibility.STEP_FREE: ("step-free", "sans marche"),
    Accessibility.SIGN_LANGUAGE: ("sign language", "langue des signes"),
    Accessibility.CAPTIONS: ("captions", "sous-titres"),
    Accessibility.HEARING_LOOP: ("hearing loop", "boucle magnétique"),
    Accessibility.AUDIO_DESCRIPTION: ("audio description", "audiodescription"),
    Accessibility.EASY_LANGUAGE: ("easy language", "langage facile à comprendre"),
    Accessibility.CHILDCARE: ("childcare", "garde d'enfants"),
}
_WEEKDAYS: Final = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
)
_MONTHS: Final = (
    "January February March April May June July August September October November December",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
)


def tongue(language: str | None) -> int:
    """Return which of `LANGUAGES` the fixed words are in: French for French, else English."""
    return int(language is not None and language.split("-")[0].lower() == "fr")


def words(kinds: Iterable[Kind], language: int) -> str:
    """Return what some kinds of one enumeration are called, in the order of that enumeration."""
    found = set(kinds)
    return ", ".join(said[language] for kind, said in KINDS.items() if kind in found)


def listed(names: Iterable[str], most: int, language: int) -> str:
    """Return names with commas between them, those beyond the first `most` as a number."""
    every = list(names)
    over = len(every) - most
    return ", ".join((*every[:most], *([_MORE[language].format(over)] if over > 0 else ())))


def day(when: date, language: int) -> str:
    """Return a date in words: ``Tuesday 20 October 2026``."""
    weekday = _WEEKDAYS[language].split()[when.weekday()]
    month = _MONTHS[language].split()[when.month - 1]
    number = "1er" if language and when.day == 1 else when.day
    return f"{weekday} {number} {month} {when.year}"


def one_line(text: str) -> str:
    """Return a text that is not blank on one line."""
    if text.isprintable():
        return text
    return " ".join(part for part in text.splitlines() if part and not part.isspace())


@frozen
class Parted:
    """A description: the thing's own text, then facts as pairs of a field and what is said."""

    own: str
    facts: tuple[tuple[str, str], ...] = ()


def described(own: str, facts: str) -> str:
    """Return a description as a TEXT value, of an own text and of facts that are escaped already."""
    if facts:
        return rf"{escape(own)}\n\n{facts}" if own else facts
    escaped = escape(own)
    looks_like_facts = parted(unescape(escaped)).own != unescape(escaped)
    return rf"{escaped}\n\n{_END}" if looks_like_facts else escaped


def parted(description: str) -> Parted:
    r"""Return the two parts of a description that `described` wrote; all of another's is its own.

    >>> parted("On AI.\n\nSpeaker: Ada Lovelace (CCI)\nHosted by: CCI").facts
    (('speakers', 'Ada Lovelace (CCI)'), ('hosts', 'CCI'))
    """
    own, _, last = description.rpartition("\n\n")
    if last == _END:
        return Parted(own)
    facts = [_FACT.fullmatch(line) for line in last.split("\n")]
    found = tuple((_LABELLED[one[1]], one[2]) for one in facts if one)
    return Parted(own, found) if len(found) == len(facts) else Parted(description)
