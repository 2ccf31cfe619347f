"""What the types of sessions mean, as programmes write them."""

from collections.abc import Iterable
from typing import Final

from numeco.model import SessionKind, slug

#: Tags that say what the model has no field for.
TYPE: Final = "type: "
DO_NOT_RECORD: Final = "do-not-record"

#: For each kind, the slugs of the types that mean it; kinds' own words do so anyway.
_TYPES: Final = {
    SessionKind.KEYNOTE: "keynotes",
    SessionKind.TALK: "lecture talks lectures vortrag conference presentation maintrack "
    "main-track devroom conference-talk long-talk short-talk",
    SessionKind.LIGHTNING_TALK: "lightningtalk lightning-talks lightning lightningtalks",
    SessionKind.WORKSHOP: "workshops hands-on tutorial atelier training solder-workshop",
    SessionKind.PANEL: "podium discussion panel-discussion diskussion round-table roundtable "
    "table-ronde podiumsdiskussion",
    SessionKind.PLENARY: "plenum plenary-session",
    SessionKind.DEMONSTRATION: "demo",
    SessionKind.EXHIBITION: "installation",
    SessionKind.VISIT: "tour guided-tour visite",
    SessionKind.CEREMONY: "opening closing",
    SessionKind.PERFORMANCE: "concert djset dj-set show screening movie film konzert "
    "sound-performance theatre-dance-performance",
    SessionKind.NETWORKING: "meetup bof birds-of-a-feather get-together social",
    SessionKind.BREAK: "pause lunch coffee-break",
}
_KINDS: Final = {kind.value: kind for kind in SessionKind} | {
    word: kind for kind, words in _TYPES.items() for word in words.split()
}


#: A type that begins with one of these means the same: "Workshop 2h", "Talk 20 minutes + Q&A".
_FIRST: Final = frozenset(("talk", "vortrag", "lecture", "workshop", "keynote", "panel"))


def kind_of(word: str) -> SessionKind | None:
    """Return the kind that a type means; None for one that nobody knows."""
    if not word:
        return SessionKind.OTHER
    name = slug(word)
    first = name.partition("-")[0]
    return _KINDS.get(name) or (_KINDS[first] if first in _FIRST else None)


def type_tags(word: str, kind: SessionKind) -> list[str]:
    """Return the tag that keeps a type where its kind does not say it."""
    return [TYPE + word] if word and word != kind.value else []


def type_of(kind: SessionKind, tags: Iterable[str]) -> str:
    """Return how the type of a session is written: as its tag has it, where that means its kind."""
    for tag in sorted(tags):
        word = tag.removeprefix(TYPE)
        if tag != word and word and (kind_of(word) or SessionKind.OTHER) is kind:
            return word
    return kind.value
