"""Which column of a header holds what."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Final

from numeco.diagnostics import Severity
from numeco.errors import InvalidType, InvalidValue, Malformed
from numeco.formats._csv.notes import Notes, listed
from numeco.formats._csv.sheet import Row
from numeco.model import slug

#: The words that a column can be mapped to, each with the names by which a header is recognised
#: where no columns are given: English and French, as slugs, in the order of preference.
WORDS: Final[Mapping[str, str]] = {
    "id": "id uid guid identifiant code ref reference session-id",
    "title": "title titre intitule session-title titre-de-la-session session nom name sujet "
    "subject",
    "start": "start debut begin begins starts from dtstart start-datetime date-et-heure-de-debut",
    "start_date": "start-date date-de-debut date-debut date jour day",
    "start_time": "start-time heure-de-debut heure-debut heure time",
    "end": "end fin ends finish until dtend end-datetime date-et-heure-de-fin",
    "end_date": "end-date date-de-fin date-fin",
    "end_time": "end-time heure-de-fin heure-fin",
    "duration": "duration duree minutes",
    "venue": "venue location room salle lieu espace place",
    "themes": "theme themes track tracks thematique thematiques topic topics parcours",
    "speakers": "speaker speakers intervenant intervenants intervenante intervenantes orateur "
    "orateurs conferencier conferenciers presenter presenters",
    "hosts": "host hosts organisateur organisateurs organizer organizers organiser organisers "
    "hote hotes",
    "kind": "kind type format type-de-session session-type",
    "audiences": "audience audiences public publics public-vise",
    "language": "language langue",
    "capacity": "capacity capacite jauge",
    "registered": "registered inscrits registrations inscriptions nombre-d-inscrits",
    "status": "status statut etat",
    "tags": "tag tags mots-cles keywords",
    "description": "description resume abstract summary details",
    "url": "url link lien web website site-web site page",
}
#: What the two words of a pair say, a cell says once.
_EITHER: Final = (("start", "start_date"), ("start", "start_time"))
_EITHER_END: Final = (("end", "end_date"), ("end", "end_time"))
#: How French and English headers write that there may be several: speaker(s), intervenant·e·s.
_PLURAL: Final = re.compile(r"(-e)?-s$")


def positions(columns: Mapping[str, str] | None, header: Row, notes: Notes) -> dict[str, int]:
    """Return, for each word that has a column, the position of its cells in a row.

    Raises:
        InvalidValue: `columns` holds a word that is none of `WORDS`, two that exclude each other,
            no title, or a column that the header does not have.
        Malformed: no columns are given, and none is recognised as title.
    """
    names = [" ".join(cell.split()) for cell in header.cells]
    _note_repeated(names, header.number, notes)
    if columns is None:
        return _recognised(names, header.number, notes)
    _check_words(columns)
    return {word: _position(word, column, names) for word, column in columns.items()}


def nearest(word: object, words: Iterable[str]) -> str:
    """Return the end of a sentence: which of `words` may have been meant."""
    # Comparing takes time that grows as the square of the length.
    short = [one for one in islice(words, 200) if len(one) <= 80]
    near = get_close_matches(str(word)[:80], short, n=2)
    return f" (did you mean {' or '.join(map(repr, near))}?)" if near else ""


def note_unmapped(header: Row, found: set[int], notes: Notes) -> None:
    """Note the columns that hold something but are mapped to nothing."""
    names = [_name(header, at) for at in sorted(found)]
    if names:
        said = f"has columns that are mapped to nothing: {listed(names)}"
        notes.add(0, "unmapped-columns", said, "their cells are not read", Severity.INFO)


def _name(header: Row, at: int) -> str:
    return " ".join(header.cells[at].split()) or f"column {at + 1}"


def _check_words(columns: Mapping[str, str]) -> None:
    if not isinstance(columns, Mapping):
        raise InvalidType("columns", "must be a mapping, such as a dict, or None", columns)
    for word in columns:
        if word not in WORDS:
            must = f"must map some of {', '.join(WORDS)}{nearest(word, WORDS)}"
            raise InvalidValue("columns", must, word)
    for one, other in (*_EITHER, *_EITHER_END):
        if one in columns and other in columns:
            raise InvalidValue("columns", f"must map either {one} or {other}, not both", columns)
    if "title" not in columns:
        raise InvalidValue("columns", "must map title", columns)


def _position(word: str, column: str, names: list[str]) -> int:
    wanted = " ".join(column.split()) if isinstance(column, str) else column
    if wanted in names:
        return names.index(wanted)
    near = nearest(column, names)
    must = f"must name one of the file's columns, {listed(names)}{near}"
    raise InvalidValue(f"columns[{word!r}]", must, column)


def _note_repeated(names: list[str], number: int, notes: Notes) -> None:
    for name, times in Counter(names).items():
        if name and times > 1:
            found = f"names {times} columns {name!r}"
            notes.add(number, "repeated-column", found, "the first one goes by this name")


def _recognised(names: list[str], number: int, notes: Notes) -> dict[str, int]:
    known = {name: word for word, names in WORDS.items() for name in names.split()}
    ranks = {name: rank for rank, name in enumerate(known)}
    best: dict[str, tuple[int, int]] = {}
    for at, name in enumerate(names):
        bare = slug(name) if name else ""
        bare = bare if bare in known else _PLURAL.sub("s", bare)
        if bare in known:
            best.setdefault(known[bare], (ranks[bare], at))
            best[known[bare]] = min(best[known[bare]], (ranks[bare], at))
    found = _times_told_apart({word: best[word][1] for word in WORDS if word in best})
    if "title" not in found:
        problem = f"no column is recognised as title among {listed(names)}; "
        raise Malformed(f"row {number}", problem + "name it with columns={'title': …}")
    said = ", ".join(f"{word} from {names[at]!r}" for word, at in found.items())
    notes.add(0, "recognised-columns", "no columns were given", f"read {said}", Severity.INFO)
    return found


def _times_told_apart(found: dict[str, int]) -> dict[str, int]:
    """Return the words such that "start" and "end" beside a date are the times of that day."""
    for both, day, hour in (("start", "start_date", "start_time"), ("end", "end_date", "end_time")):
        if both in found and ("start_date" in found or day in found or hour in found):
            at = found.pop(both)
            found.setdefault(day if hour in found and day not in found else hour, at)
    return found
