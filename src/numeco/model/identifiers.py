"""Identifiers from other people's registers: SIREN, VAT, ROR, Wikidata, Insee, NUTS and the like.

An `Identifier` names its scheme. A known scheme brings the value to its one canonical form and
checks it; of an unknown scheme the value is kept exactly. `schemes` lists those known, each with
its source; ``help(scheme.check)`` tells what is checked. `add_scheme` adds one's own.

Nothing here asks a register: a value that passes is well formed, not necessarily given out.
"""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final, Protocol, Self, cast

from attrs import Attribute, field, frozen

from numeco.errors import InvalidIdentifier, InvalidType, InvalidValue


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


def _demand(holds: object, must: str) -> None:
    if not holds:
        raise ValueError(must)


def _match(pattern: str, text: str, must: str) -> re.Match[str]:
    found = re.fullmatch(pattern, text)
    if not found:
        raise ValueError(must)
    return found


def _compact(value: str, separators: str = "") -> str:
    bare = "".join(c for c in value if not c.isspace() and c not in separators)
    # Only ASCII: capitals of other letters can be ASCII (dotless i gives I): a silent repair.
    return bare.upper() if bare.isascii() else bare


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


class _Numbers(Protocol):
    def compact(self, number: str) -> str: ...
    def validate(self, number: str) -> str: ...
    def is_valid(self, number: str) -> bool: ...


def _stdnum(package: str, name: str) -> _Numbers:
    # Not imported at the top: stdnum loads ssl and socket for its look-ups (never called here),
    # which takes 15 to 20 ms (Python 3.11), a quarter of what `import numeco` may take in all.
    return cast("_Numbers", getattr(__import__(package, fromlist=[name]), name))


def _siren(value: str) -> str:
    """Check a SIREN: 9 digits, the last a Luhn check digit; spaces and dots go.

    Source: Insee, https://www.insee.fr/fr/metadonnees/definition/c2047

    >>> _siren("552 032 534")  # Danone
    '552032534'
    """
    siren = _stdnum("stdnum.fr", "siren")
    number = siren.compact(value)
    _match("[0-9]{9}", number, "must have 9 digits")
    _demand(siren.is_valid(number), "must end with its check digit (Luhn)")
    return number


def _siret(value: str) -> str:
    """Check a SIRET: a SIREN and 5 digits, the last a Luhn check digit; spaces and dots go.

    The establishments of La Poste (SIREN 356 000 000) but for its head office have no check digit:
    their digits add up to a multiple of 5.

    Source: Insee, https://www.insee.fr/fr/metadonnees/definition/c1841 and
    https://xml.insee.fr/schema/siret.html

    >>> _siret("732 829 320 00074")
    '73282932000074'
    >>> _siret("356 000 000 09075")  # an establishment of La Poste
    '35600000009075'
    """
    siret = _stdnum("stdnum.fr", "siret")
    number = siret.compact(value)
    _match("[0-9]{14}", number, "must have 14 digits")
    _demand(_stdnum("stdnum.fr", "siren").is_valid(number[:9]), "must begin with a valid SIREN")
    must = "must end with its check digit (Luhn; for La Poste: digits adding up to a multiple of 5)"
    _demand(siret.is_valid(number), must)
    return number


_VAT_COUNTRIES: Final = _codes(
    "AT BE BG CH CY CZ DE DK EE EL ES EU FI FR GB HR HU IE IM IT LT LU LV MT NL NO PL PT RO SE SI "
    "SK XI"
)
_VAT_PACKAGES: Final = {"EL": "gr", "IM": "eu", "XI": "gb"}
_VAT_PARTS: Final = {"InvalidLength": "length", "InvalidChecksum": "check digits"}


def _vat(value: str) -> str:
    """Check a VAT number with its country in front, by that country's rule, without any look-up.

    Countries: the European Union's, with EL for Greece (GR becomes EL), EU and IM for its one-stop
    shops, XI for Northern Ireland; and GB, CH (its ending MWST, TVA, IVA or TPV stays) and NO
    (with MVA). How much a check digit catches differs by country; EU and IM have none.

    Source: VIES, https://ec.europa.eu/taxation_customs/vies/ and python-stdnum's national modules.

    >>> _vat("FR 83 404 833 048"), _vat("CHE-107.787.577 IVA"), _vat("BE697449992")
    ('FR83404833048', 'CHE107787577IVA', 'BE0697449992')
    """
    number = value.strip().upper()
    country = "EL" if number.startswith("GR") else number[:2]
    must = "must begin with a country of the EU (EL for Greece), XI, GB, CH or NO"
    _demand(country in _VAT_COUNTRIES, must)
    package = _VAT_PACKAGES.get(country, country.lower())
    try:
        bare = _stdnum(f"stdnum.{package}", "vat").validate(number)
    except ValueError as error:
        part = _VAT_PARTS.get(type(error).__name__, "form")
        raise ValueError(f"must have the {part} of a VAT number of {country}") from error
    # Some of stdnum's modules keep the prefix; a French number without it may begin with key "FR".
    return bare if bare.startswith(country) and country != "FR" else country + bare


def _lei(value: str) -> str:
    """Check a legal entity identifier: 18 letters or digits and 2 check digits, ISO 7064 MOD 97-10.

    Check digits run from 02 to 98; spaces and hyphens go.

    Source: ISO 17442-1, https://www.gleif.org/en/about-lei/iso-17442-the-lei-code-structure

    >>> _lei("506700GE1G29325QX363")  # the Global LEI Foundation
    '506700GE1G29325QX363'
    """
    lei = _stdnum("stdnum", "lei")
    number = lei.compact(value)
    _match("[0-9A-Z]{18}[0-9]{2}", number, "must have 18 letters or digits, then 2 check digits")
    must = "must end with its check digits (ISO 7064 MOD 97-10)"
    _demand("02" <= number[-2:] <= "98" and lei.is_valid(number), must)
    return number


def _isni(value: str) -> str:
    """Check an ISNI: 15 digits and a check character, ISO 7064 MOD 11-2; spaces and hyphens go.

    Source: ISO 27729, https://isni.org/

    >>> _isni("0000 0001 2156 142X")  # CERN
    '000000012156142X'
    """
    isni = _stdnum("stdnum", "isni")
    number = isni.compact(value)
    _match("[0-9]{15}[0-9X]", number, "must have 15 digits, then a digit or X")
    _demand(isni.is_valid(number), "must end with its check character (ISO 7064 MOD 11-2)")
    return number


def _rna(value: str) -> str:
    """Check a number of the French register of associations: W, department, 7 digits.

    The department has two digits, or is 2A or 2B, or overseas 9 and a letter (9G Guadeloupe,
    9N New Caledonia, 9R Réunion …). There is no check digit. Of the 7 digits the first stands for
    the office, which is not checked, nor which letters are in use. Numbers from before 2009, of 14
    characters, are not accepted. Spaces go.

    Source: order of 14 October 2009 that creates the register; for the letters overseas,
    https://github.com/betagouv/api-subventions-asso/issues/1931

    >>> _rna("W9P 1002760")
    'W9P1002760'
    """
    number = _compact(value)
    must = "must be W and 9 digits, the second of which may be a letter in Corsica and overseas"
    _match("W[0-9][0-9A-Z][0-9]{7}", number, must)
    department = "0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-578A-Z]"
    _match(department, number[1:3], "must name a department after the W")
    return number


def _ridet(value: str) -> str:
    """Check a RIDET of New Caledonia: an enterprise's RID of 6 or 7 digits, then 3 digits.

    The last 3 number the establishment, from 001. A RID of 6 digits gets the zero in front with
    which it is also written, so the canonical form has 10 digits. Spaces and dots go. RIDs in print
    end with a Luhn check digit, but Isee does not publish that rule, so it is not demanded.

    Source: Isee, https://www.isee.nc/ridet

    >>> _ridet("1 236 165.002"), _ridet("123 456.001")
    ('1236165002', '0123456001')
    """
    number = _compact(value, ".")
    _match("[0-9]{9,10}", number, "must have a RID of 6 or 7 digits, then 3 for the establishment")
    _demand(number[-3:] != "000", "must end with the number of an establishment, from 001")
    return number.zfill(10)


def _neq(value: str) -> str:
    """Check a Québec enterprise number: 10 digits; spaces and hyphens go.

    It begins with 11 (legal persons), 22 (sole proprietors), 33 (partnerships, associations) or 88
    (public bodies). Numbers in print end with a Luhn check digit over their last 8 digits, but the
    registrar does not publish that rule, so it is not demanded.

    Source: https://www.quebec.ca/en/businesses-and-self-employed-workers/find-information-about-enterprise/search-enterprise-register/description-information-file

    >>> _neq("1178 7962 65")
    '1178796265'
    """
    number = _compact(value, "-")
    _match("[0-9]{10}", number, "must have 10 digits")
    _demand(number[:2] in {"11", "22", "33", "88"}, "must begin with 11, 22, 33 or 88")
    return number


# Crockford's base 32 leaves out i, l, o and u; int(…, 32) counts on from 9 with a to v.
_CROCKFORD: Final = str.maketrans("JKMNPQRSTVWXYZ", "IJKLMNOPQRSTUV")


def _ror(value: str) -> str:
    """Check a ROR id: 0, 6 characters in Crockford's base 32, 2 check digits; the URL may precede.

    The check digits are those of ISO 7064 MOD 97-10 for the number that the 6 characters write.

    Source: https://ror.org/facts/ and generaterorid.py in https://github.com/ror-community/ror-api

    >>> _ror("https://ror.org/01ggx4157")  # CERN
    '01ggx4157'
    """
    url = r"(?:(?:HTTPS?://)?ROR\.ORG/)?"
    must = "must be 0, 6 letters (not i, l, o, u) or digits, then 2 check digits"
    parts = _match(url + "(0([0-9A-HJKMNP-TV-Z]{6})([0-9]{2}))", _compact(value), must)
    number, check = int(parts[2].translate(_CROCKFORD), 32), int(parts[3])
    _demand(98 - number * 100 % 97 == check, "must end with its check digits (ISO 7064 MOD 97-10)")
    return parts[1].lower()


def _wikidata(value: str) -> str:
    """Check a Wikidata item: Q and a whole number from 1; the address of its page may precede.

    Source: https://www.wikidata.org/wiki/Wikidata:Identifiers

    >>> _wikidata("http://www.wikidata.org/entity/Q42")
    'Q42'
    """
    page = r"(?:HTTPS?://(?:WWW\.|M\.)?WIKIDATA\.ORG/(?:ENTITY/|WIKI/(?:SPECIAL:ENTITYPAGE/)?))?"
    must = "must be Q and a whole number from 1, without leading zero"
    return _match(page + "(Q[1-9][0-9]*)", _compact(value), must)[1]


def _insee(value: str) -> str:
    """Check a commune code of Insee's official geographic code (COG): 5 characters.

    A department (01 to 95 without 20, 2A, 2B) and 3 digits, or a department or territory overseas
    (971 to 978, 984, 986 to 989) and 2 digits, from 001 and 01. Whether the commune exists is not
    checked. Departments and regions have codes of their own, which are not accepted.

    Source: Insee, https://www.insee.fr/fr/information/2560452

    >>> _insee("44109"), _insee("2a004"), _insee("98818")  # Nantes, Ajaccio, Nouméa
    ('44109', '2A004', '98818')
    """
    code = _compact(value)
    _match("[0-9][0-9AB][0-9]{3}", code, "must have 5 characters: digits, or 2A or 2B and 3 digits")
    mainland = "(?:0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5])([0-9]{3})"
    overseas = "(?:97[1-8]|98[46-9])([0-9]{2})"
    must = "must begin with a department: 01 to 95, 2A, 2B, 971 to 978, 984, 986 to 989"
    commune = _match(f"{mainland}|{overseas}", code, must)
    _demand(commune[1] != "000" and commune[2] != "00", "must end with a commune's number, not 0")
    return code


_NUTS_COUNTRIES: Final = _codes(
    "AL AT BA BE BG CH CY CZ DE DK EE EL ES FI FR GE HR HU IE IS IT LI LT LU LV MD ME MK MT NL NO "
    "PL PT RO RS SE SI SK TR UA UK XK"
)


def _nuts(value: str) -> str:
    """Check a NUTS code: a country, then up to 3 letters or digits, one for each level.

    Countries: the European Union's (EL is Greece), UK, and those of EFTA and the candidates, whose
    statistical regions are coded alike. Whether the region exists is not checked.

    Source: Regulation (EC) No 1059/2003, https://eur-lex.europa.eu/eli/reg/2003/1059/oj

    >>> _nuts("frg01")  # Loire-Atlantique
    'FRG01'
    """
    code = _compact(value)
    _match("[A-Z]{2}[0-9A-Z]{0,3}", code, "must be a country and up to 3 letters or digits")
    must = "must begin with a country that has NUTS codes (Greece is EL, the United Kingdom UK)"
    _demand(code[:2] in _NUTS_COUNTRIES, must)
    return code


_COUNTRIES: Final = _codes(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW"
)


def _country(value: str) -> str:
    """Check an officially assigned two-letter country code; XK, EU, UK and the like are not.

    Source: ISO 3166-1, https://www.iso.org/iso-3166-country-codes.html (249 codes)

    >>> _country("nc")  # New Caledonia
    'NC'
    """
    code = _match("[A-Z]{2}", _compact(value), "must be 2 letters")[0]
    _demand(code in _COUNTRIES, "must be officially assigned in ISO 3166-1")
    return code


def _subdivision(value: str) -> str:
    """Check a subdivision code: a country of ISO 3166-1, hyphen, 1 to 3 letters or digits.

    Whether the country has that subdivision is not checked.

    Source: ISO 3166-2, https://www.iso.org/iso-3166-country-codes.html

    >>> _subdivision("ca-qc")  # Québec
    'CA-QC'
    """
    must = "must be 2 letters, a hyphen, and 1 to 3 letters or digits"
    code = _match("([A-Z]{2})-[0-9A-Z]{1,3}", _compact(value), must)
    _demand(code[1] in _COUNTRIES, "must begin with a country of ISO 3166-1")
    return code[0]


_schemes: Final = {
    name: Scheme(name=name, check=check, title=title, source=source)
    for name, check, title, source in (
        ("insee", _insee, "commune of France", "Insee, code officiel géographique"),
        ("isni", _isni, "public identity of a person or body", "ISO 27729"),
        ("iso3166-1", _country, "country", "ISO 3166-1 alpha-2"),
        ("iso3166-2", _subdivision, "subdivision of a country", "ISO 3166-2"),
        ("lei", _lei, "legal entity", "ISO 17442-1"),
        ("neq", _neq, "enterprise in Québec", "Registraire des entreprises du Québec"),
        ("nuts", _nuts, "statistical region of Europe", "Regulation (EC) No 1059/2003"),
        ("ridet", _ridet, "establishment in New Caledonia", "Isee, https://www.isee.nc/ridet"),
        ("rna", _rna, "association in France", "Répertoire national des associations"),
        ("ror", _ror, "research organization", "https://ror.org/facts/"),
        ("siren", _siren, "company or body in France", "Insee, répertoire Sirene"),
        ("siret", _siret, "establishment in France", "Insee, répertoire Sirene"),
        ("vat", _vat, "taxable person in Europe", "VIES and national rules"),
        ("wikidata", _wikidata, "item of Wikidata", "https://www.wikidata.org"),
    )
}
