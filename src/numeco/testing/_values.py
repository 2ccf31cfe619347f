"""Strategies for the values that things hold: texts, ids, identifiers, sources, figures."""

from decimal import Decimal
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from numeco.model import Count, Figure, Identifier, Level, Rank, Source
from numeco.testing._times import days

_UNPLEASANT: Final = (
    "Nantes",
    "L'Île d'Éole: « web », \"IA\"; 50 % \\ 2",
    "Cafe\N{COMBINING ACUTE ACCENT} \N{LATIN SMALL LETTER E WITH ACUTE}",
    "\N{HEBREW LETTER ALEF}\N{RIGHT-TO-LEFT OVERRIDE}abc\N{ARABIC LETTER BEH}",
    "大阪 \N{ROCKET}\N{EMOJI MODIFIER FITZPATRICK TYPE-6}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}",
    "Νουμέα Нумеа İstanbul straße",
    "a\r\nb\nc\rd\x00e\x0b\x0c\x1c\x85f\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}g",
    "\N{ZERO WIDTH NO-BREAK SPACE}BOM",
    "=1+1",
    "\\n\\,\\;\\N BEGIN:VEVENT",
    " padded\t",
    "<b>&amp;</b> ]]> \ufffe",
    "null",
    "\N{NO-BREAK SPACE}1\N{NARROW NO-BREAK SPACE}234,5",
    "x" * 80 + "é" * 80,
)
_SIGNS: Final = "ae é\u0301\"',;:\\|\r\n\t\0\x7f\u2028\u200f\ufeff<&>=日\N{ROCKET}"


def texts() -> SearchStrategy[str]:
    """Return texts that UTF-8 can write, the empty one and the unpleasant included.

    Characters of one to four bytes, combining marks, scripts from right to left, control
    characters, every kind of line end, quotes, separators, backslashes, a byte order mark.
    """
    return _TEXTS


_TEXTS: Final = (
    st.sampled_from(("", *_UNPLEASANT))
    | st.text(_SIGNS, max_size=12)
    | st.text(st.characters(codec="utf-8"), max_size=12)
)


def names() -> SearchStrategy[str]:
    """Return texts as `texts` draws them, never blank."""
    return _NAMES


_NAMES: Final = _TEXTS.map(lambda text: text if text.strip() else f"{text}x")


def ids() -> SearchStrategy[str]:
    """Return ids, the shortest and the longest included."""
    return _IDS


_IDS: Final = st.integers(0, 10**6).map("id-{}".format) | st.sampled_from(
    ("a", "0", "web2day-2018", "9-" * 99 + "zz", "event-a", "null", "1e5")
)


def identifiers() -> SearchStrategy[Identifier]:
    """Return identifiers of known registers, and of ones that nobody knows."""
    known = st.sampled_from(_IDENTIFIERS).map(Identifier.parse)
    counted = st.integers(1, 10**9).map(lambda number: Identifier("wikidata", f"Q{number}"))
    unknown = st.tuples(st.sampled_from(("frab", "open.agenda", "un_1")), _PRINTABLE)
    return known | counted | unknown.map(lambda parts: Identifier(parts[0], f"{parts[1]}:1"))


_PRINTABLE: Final = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8)
_IDENTIFIERS: Final = (
    "siren:732829320",
    "siret:73282932000074",
    "insee:2A004",
    "nuts:FRG01",
    "iso3166-1:NC",
    "iso3166-2:CA-QC",
    "ridet:1236165002",
    "neq:1178796265",
    "rna:W9P1002760",
    "vat:FR83404833048",
    "lei:506700GE1G29325QX363",
    "isni:000000012156142X",
    "ror:01ggx4157",
)


def sources() -> SearchStrategy[Source]:
    """Return sources, some of them with nothing but a title."""
    return _sources()


@st.composite
def _sources(draw: DrawFn) -> Source:
    title = draw(_NAMES)
    if draw(_FLAGS):
        return Source(title)
    published = draw(days()) if draw(_FLAGS) else None
    return Source(title, url=draw(_URL_OR_NONE), published=published, note=draw(_TEXTS))


def counts() -> SearchStrategy[Count]:
    """Return counts: exact, bounded on one side or both, soft, zero; with the words for them."""
    return _counts()


@st.composite
def _counts(draw: DrawFn) -> Count:
    low, shape = draw(_NUMBERS), draw(_SHAPES)
    if shape == "plain":
        return Count(low)
    high = {"least": None, "between": low + draw(_NUMBERS)}.get(shape, low)
    return Count(0 if shape == "most" else low, high, draw(_FLAGS), draw(_TEXTS))


def figures() -> SearchStrategy[Figure]:
    """Return what an observation may find: counts, decimals, ranks, levels."""
    decimals = st.tuples(st.integers(-(10**12), 10**12), st.integers(-12, 12)).map(_decimal)
    ranks = st.tuples(st.integers(1, 10**6), _TEXTS).map(lambda parts: Rank(*parts))
    levels = st.tuples(_NAMES, _TEXTS).map(lambda parts: Level(*parts))
    return _counts() | decimals | ranks | levels


def _decimal(parts: tuple[int, int]) -> Decimal:
    digits, exponent = parts
    return Decimal(digits).scaleb(exponent)


def urls() -> SearchStrategy[str]:
    """Return web addresses, some with characters that other formats must escape."""
    return _URLS


def emails() -> SearchStrategy[str]:
    """Return e-mail addresses, some of them odd."""
    return st.sampled_from(_EMAILS)


_EMAILS: Final = (
    "name@example.org",
    "o'brien+nc@example.org",
    '"a:b"@example.org',
    "prénom@exemple.example",
)
_ODD_URLS: Final = (
    "http://[::1]:80/",
    'HTTPS://exemple.nc/é;a,b?q="x"&y=\\#:',
    "https://例え.jp/\ufeff",
)
_URLS: Final = st.integers(0, 999).map("https://example.org/{}".format) | st.sampled_from(_ODD_URLS)
_URL_OR_NONE: Final = st.none() | _URLS
_FLAGS: Final = st.booleans()
_NUMBERS: Final = st.integers(0, 30) | st.integers(0, 10**9)
_SHAPES: Final = st.sampled_from(("plain", "exact", "least", "most", "between"))
