"""Identifiers from other people's registers: SIREN, VAT, ROR, Wikidata, Insee, NUTS and the like.

An `Identifier` names its scheme. A known scheme brings the value to its one canonical form and
checks it; of an unknown scheme the value is kept exactly. `schemes` lists those known, each with
its source; ``help(scheme.check)`` tells what is checked. `add_scheme` adds one's own.

Nothing here asks a register: a value that passes is well formed, not necessarily given out.
"""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final, Self

from attrs import Attribute, field, frozen

from numeco.errors import InvalidIdentifier, InvalidType, InvalidValue
from numeco.model import _registers


def _text(name: str, given: object) -> str:
    if not isinstance(given, str):
        raise InvalidType(name, "must be text", given)
    return given


def _slug(thing: object, attribute: "Attribute[Any]", given: object) -> None:
    name = f"{type(thing).__name__}.{attribute.name}"
    if not re.fullmatch(r"[a-z0-9]+([._-][a-z0-9]+)*", _text(name, given)):
        must = "must be small letters and digits, joined by single dots, hyphens or underscores"
        raise InvalidValue(name, must, given)


def _callable(_scheme: object, _attribute: "Attribute[Any]", given: object) -> None:
    if not callable(given):
        raise InvalidType("Scheme.check", "must be a function", given)


def _words(_scheme: object, attribute: "Attribute[Any]", given: object) -> None:
    _text(f"Scheme.{attribute.name}", given)


@frozen(kw_only=True)
class Scheme:
    """A register's way of writing identifiers, and the function that checks them.

    >>> Scheme(name="stand", check=str.upper, title="stand at our fair").name
    'stand'
    """

    name: str = field(validator=_slug)
    #: Returns the canonical form of a value, or raises ValueError whose message says what must
    #: hold ("must have 9 digits"). It must accept the form that it returns, and leave it alone.
    check: Callable[[str], str] = field(validator=_callable)
    title: str = field(default="", validator=_words)
    #: Where the rule comes from: a standard, an official page.
    source: str = field(default="", validator=_words)


@frozen(order=True)
class Identifier:
    """A thing's identifier in somebody else's register, in canonical form.

    Identifiers are equal when scheme and canonical value are, and sort by scheme, then value.

    >>> Identifier("siren", "732 829 320")
    Identifier(scheme='siren', value='732829320')
    >>> str(Identifier("ror", "https://ror.org/01ggx4157"))
    'ror:01ggx4157'
    >>> Identifier("siren", "732 829 321")
    Traceback (most recent call last):
    numeco.errors.InvalidIdentifier: the siren identifier must end with its check digit (Luhn) \
(got '732 829 321')
    >>> Identifier("openagenda", "Nantes 44").value
    'Nantes 44'
    """

    scheme: str = field(validator=_slug)
    value: str

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "value", _canonical(self.scheme, self.value))

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the identifier that `text` writes as scheme, colon, value.

        >>> Identifier.parse("siren:732 829 320")
        Identifier(scheme='siren', value='732829320')
        """
        scheme, colon, value = _text("Identifier", text).partition(":")
        if not colon:
            raise InvalidValue("Identifier", "must be written scheme:value", text)
        return cls(scheme, value)


def schemes() -> tuple[Scheme, ...]:
    """Return the schemes whose values are checked, in name order.

    >>> [scheme.name for scheme in schemes() if scheme.name.startswith("i")]
    ['insee', 'isni', 'iso3166-1', 'iso3166-2']
    """
    return tuple(sorted(_schemes.values(), key=lambda scheme: scheme.name))


def add_scheme(scheme: Scheme) -> None:
    """Make `scheme` known, in this process, to every identifier built from now on.

    Adding the same again changes nothing. An identifier built earlier keeps its value, so schemes
    are best added where the program starts; `scheme_added` adds one for a while.

    >>> add_scheme(Scheme(name="siren", check=str.upper))
    Traceback (most recent call last):
    numeco.errors.InvalidValue: Scheme.name must not be that of another known scheme (got 'siren')

    Raises:
        InvalidValue: a different scheme already has that name.
    """
    if _schemes.setdefault(scheme.name, scheme) != scheme:
        raise InvalidValue("Scheme.name", "must not be that of another known scheme", scheme.name)


@contextmanager
def scheme_added(scheme: Scheme) -> Generator[None, None, None]:
    """Make `scheme` known for the length of a ``with`` block, as in a test.

    >>> def four_digits(value: str) -> str:
    ...     if not (value.isdecimal() and len(value) == 4):
    ...         raise ValueError("must have 4 digits")
    ...     return value
    >>> with scheme_added(Scheme(name="stand", check=four_digits, title="stand at our fair")):
    ...     Identifier("stand", "12")
    Traceback (most recent call last):
    numeco.errors.InvalidIdentifier: the stand identifier must have 4 digits (got '12')
    """
    new = scheme.name not in _schemes
    add_scheme(scheme)
    try:
        yield
    finally:
        if new:
            _schemes.pop(scheme.name, None)


def _canonical(scheme: str, given: object) -> str:
    value = _plain(scheme, _text("Identifier.value", given))
    known = _schemes.get(scheme)
    if known is None:
        return value
    try:
        canonical = known.check(value)
    except ValueError as error:
        raise InvalidIdentifier(scheme, str(error) or "must be valid", value) from error
    return _plain(scheme, _text(f"what the check of {scheme} returns", canonical))


def _plain(scheme: str, value: str) -> str:
    if not value.strip():
        raise InvalidIdentifier(scheme, "must not be blank", value)
    if re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", value):
        must = "must hold no control character and no lone surrogate"
        raise InvalidIdentifier(scheme, must, value)
    return value


_schemes: Final = {
    name: Scheme(name=name, check=check, title=title, source=source)
    for name, check, title, source in (
        ("insee", _registers.insee, "commune of France", "Insee, code officiel géographique"),
        ("isni", _registers.isni, "public identity of a person or body", "ISO 27729"),
        ("iso3166-1", _registers.country, "country", "ISO 3166-1 alpha-2"),
        ("iso3166-2", _registers.subdivision, "subdivision of a country", "ISO 3166-2"),
        ("lei", _registers.lei, "legal entity", "ISO 17442-1"),
        ("neq", _registers.neq, "enterprise in Québec", "Registraire des entreprises du Québec"),
        ("nuts", _registers.nuts, "statistical region of Europe", "Regulation (EC) No 1059/2003"),
        (
            "ridet",
            _registers.ridet,
            "establishment in New Caledonia",
            "Isee, https://www.isee.nc/ridet",
        ),
        ("rna", _registers.rna, "association in France", "Répertoire national des associations"),
        ("ror", _registers.ror, "research organization", "https://ror.org/facts/"),
        ("siren", _registers.siren, "company or body in France", "Insee, répertoire Sirene"),
        ("siret", _registers.siret, "establishment in France", "Insee, répertoire Sirene"),
        ("vat", _registers.vat, "taxable person in Europe", "VIES and national rules"),
        ("wikidata", _registers.wikidata, "item of Wikidata", "https://www.wikidata.org"),
    )
}
