"""Slugs: how a name becomes an id, a rule that never changes.

1. The name is put in lower case and decomposed (NFKD); marks are left out: ``Léo`` → ``leo``.
2. Letters beyond ASCII are transliterated by the table below (Latin, Greek, Cyrillic). The table is
   numeco's own, so that no new release of a package can change an id.
3. Whatever is neither an ASCII letter nor a digit parts words; words are joined by single hyphens.
4. Where a letter or digit had no transliteration, or nothing is left, ``x`` and ten hexadecimal
   digits of the SHA-256 of the name (NFC) are added, so that different names stay different.
5. A slug longer than 120 is cut there and marked in the same way.
"""

import re
from collections.abc import Iterable
from typing import Final
from unicodedata import category, normalize

_LONGEST: Final = 120

_LATIN: Final = "ß ss æ ae œ oe ø o đ d ð d ł l þ th ı i ŋ ng ħ h ə e"
_GREEK: Final = (
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch "
    "ψ ps ω o"
)
_CYRILLIC: Final = (
    "а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts "
    "ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya і i є ye ґ g ђ dj ј j љ lj њ nj ћ c џ dz"
)


def _table(*scripts: str) -> dict[int, str]:
    words = " ".join(scripts).split()
    return {ord(letter): latin for letter, latin in zip(words[::2], words[1::2], strict=True)}


_TRANSLITERATION: Final = _table(_LATIN, _GREEK, _CYRILLIC) | {ord("ъ"): "", ord("ь"): ""}


def slug(name: str) -> str:
    """Return the id that a name gives: ASCII, lower case, words joined by hyphens.

    >>> slug("Nantes – Saint-Nazaire Développement"), slug("Ελλάδα"), slug("大阪")
    ('nantes-saint-nazaire-developpement', 'ellada', 'x6df977461d')
    """
    bare = normalize("NFKD", name.lower()).lower().translate(_TRANSLITERATION)
    bare = "".join(letter for letter in bare if not category(letter).startswith("M"))
    words = "-".join(re.findall(r"[a-z0-9]+", bare))
    lost = any(not letter.isascii() and category(letter)[0] in "LN" for letter in bare)
    return words if words and not lost and len(words) <= _LONGEST else _marked(words, name)


def joined(words: Iterable[str], longest: int) -> str:
    """Return slugs joined by hyphens; what is longer than `longest` is cut and marked (rule 5)."""
    whole = "-".join(words)
    return whole if len(whole) <= longest else _marked(whole, whole)


def _marked(words: str, name: str) -> str:
    # Here, since it loads OpenSSL, a twentieth of `import numeco`.
    from hashlib import sha256  # noqa: PLC0415  # see above

    digest = sha256(normalize("NFC", name).encode("utf-8", "surrogatepass")).hexdigest()
    return "-".join(filter(None, (words[:_LONGEST].strip("-"), f"x{digest[:10]}")))
