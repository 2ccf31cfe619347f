"""The checks of known schemes: each returns the canonical form of a value, or says what must hold."""

import re
from typing import Final, Protocol, cast


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


def siren(value: str) -> str:
    """Check a SIREN: 9 digits, the last a Luhn check digit; spaces and dots go.

    Source: Insee, https://www.insee.fr/fr/metadonnees/definition/c2047

    >>> siren("552 032 534")  # Danone
    '552032534'
    """
    siren = _stdnum("stdnum.fr", "siren")
    number = siren.compact(value)
    _match("[0-9]{9}", number, "must have 9 digits")
    _demand(siren.is_valid(number), "must end with its check digit (Luhn)")
    return number


def siret(value: str) -> str:
    """Check a SIRET: a SIREN and 5 digits, the last a Luhn check digit; spaces and dots go.

    The establishments of La Poste (SIREN 356 000 000) but for its head office have no check digit:
    their digits add up to a multiple of 5.

    Source: Insee, https://www.insee.fr/fr/metadonnees/definition/c1841 and
    https://xml.insee.fr/schema/siret.html

    >>> siret("732 829 320 00074")
    '73282932000074'
    >>> siret("356 000 000 09075")  # an establishment of La Poste
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


def vat(value: str) -> str:
    """Check a VAT number with its country in front, by that country's rule, without any look-up.

    Countries: the European Union's, with EL for Greece (GR becomes EL), EU and IM for its one-stop
    shops, XI for Northern Ireland; and GB, CH (its ending MWST, TVA, IVA or TPV stays) and NO
    (with MVA). How much a check digit catches differs by country; EU and IM have none.

    Source: VIES, https://ec.europa.eu/taxation_customs/vies/ and python-stdnum's national modules.

    >>> vat("FR 83 404 833 048"), vat("CHE-107.787.577 IVA"), vat("BE697449992")
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


def lei(value: str) -> str:
    """Check a legal entity identifier: 18 letters or digits and 2 check digits, ISO 7064 MOD 97-10.

    Check digits run from 02 to 98; spaces and hyphens go.

    Source: ISO 17442-1, https://www.gleif.org/en/about-lei/iso-17442-the-lei-code-structure

    >>> lei("506700GE1G29325QX363")  # the Global LEI Foundation
    '506700GE1G29325QX363'
    """
    lei = _stdnum("stdnum", "lei")
    number = lei.compact(value)
    _match("[0-9A-Z]{18}[0-9]{2}", number, "must have 18 letters or digits, then 2 check digits")
    must = "must end with its check digits (ISO 7064 MOD 97-10)"
    _demand("02" <= number[-2:] <= "98" and lei.is_valid(number), must)
    return number


def isni(value: str) -> str:
    """Check an ISNI: 15 digits and a check character, ISO 7064 MOD 11-2; spaces and hyphens go.

    Source: ISO 27729, https://isni.org/

    >>> isni("0000 0001 2156 142X")  # CERN
    '000000012156142X'
    """
    isni = _stdnum("stdnum", "isni")
    number = isni.compact(value)
    _match("[0-9]{15}[0-9X]", number, "must have 15 digits, then a digit or X")
    _demand(isni.is_valid(number), "must end with its check character (ISO 7064 MOD 11-2)")
    return number


def rna(value: str) -> str:
    """Check a number of the French register of associations: W, department, 7 digits.

    The department has two digits, or is 2A or 2B, or overseas 9 and a letter (9G Guadeloupe,
    9N New Caledonia, 9R Réunion …). There is no check digit. Of the 7 digits the first stands for
    the office, which is not checked, nor which letters are in use. Numbers from before 2009, of 14
    characters, are not accepted. Spaces go.

    Source: order of 14 October 2009 that creates the register; for the letters overseas,
    https://github.com/betagouv/api-subventions-asso/issues/1931

    >>> rna("W9P 1002760")
    'W9P1002760'
    """
    number = _compact(value)
    must = "must be W and 9 digits, the second of which may be a letter in Corsica and overseas"
    _match("W[0-9][0-9A-Z][0-9]{7}", number, must)
    department = "0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-578A-Z]"
    _match(department, number[1:3], "must name a department after the W")
    return number


def ridet(value: str) -> str:
    """Check a RIDET of New Caledonia: an enterprise's RID of 6 or 7 digits, then 3 digits.

    The last 3 number the establishment, from 001. A RID of 6 digits gets the zero in front with
    which it is also written, so the canonical form has 10 digits. Spaces and dots go. RIDs in print
    end with a Luhn check digit, but Isee does not publish that rule, so it is not demanded.

    Source: Isee, https://www.isee.nc/ridet

    >>> ridet("1 236 165.002"), ridet("123 456.001")
    ('1236165002', '0123456001')
    """
    number = _compact(value, ".")
    _match("[0-9]{9,10}", number, "must have a RID of 6 or 7 digits, then 3 for the establishment")
    _demand(number[-3:] != "000", "must end with the number of an establishment, from 001")
    return number.zfill(10)


def neq(value: str) -> str:
    """Check a Québec enterprise number: 10 digits; spaces and hyphens go.

    It begins with 11 (legal persons), 22 (sole proprietors), 33 (partnerships, associations) or 88
    (public bodies). Numbers in print end with a Luhn check digit over their last 8 digits, but the
    registrar does not publish that rule, so it is not demanded.

    Source: https://www.quebec.ca/en/businesses-and-self-employed-workers/find-information-about-enterprise/search-enterprise-register/description-information-file

    >>> neq("1178 7962 65")
    '1178796265'
    """
    number = _compact(value, "-")
    _match("[0-9]{10}", number, "must have 10 digits")
    _demand(number[:2] in {"11", "22", "33", "88"}, "must begin with 11, 22, 33 or 88")
    return number


# Crockford's base 32 leaves out i, l, o and u; int(…, 32) counts on from 9 with a to v.
_CROCKFORD: Final = str.maketrans("JKMNPQRSTVWXYZ", "IJKLMNOPQRSTUV")


def ror(value: str) -> str:
    """Check a ROR id: 0, 6 characters in Crockford's base 32, 2 check digits; the URL may precede.

    The check digits are those of ISO 7064 MOD 97-10 for the number that the 6 characters write.

    Source: https://ror.org/facts/ and generaterorid.py in https://github.com/ror-community/ror-api

    >>> ror("https://ror.org/01ggx4157")  # CERN
    '01ggx4157'
    """
    url = r"(?:(?:HTTPS?://)?ROR\.ORG/)?"
    must = "must be 0, 6 letters (not i, l, o, u) or digits, then 2 check digits"
    parts = _match(url + "(0([0-9A-HJKMNP-TV-Z]{6})([0-9]{2}))", _compact(value), must)
    number, check = int(parts[2].translate(_CROCKFORD), 32), int(parts[3])
    _demand(98 - number * 100 % 97 == check, "must end with its check digits (ISO 7064 MOD 97-10)")
    return parts[1].lower()


def wikidata(value: str) -> str:
    """Check a Wikidata item: Q and a whole number from 1; the address of its page may precede.

    Source: https://www.wikidata.org/wiki/Wikidata:Identifiers

    >>> wikidata("http://www.wikidata.org/entity/Q42")
    'Q42'
    """
    page = r"(?:HTTPS?://(?:WWW\.|M\.)?WIKIDATA\.ORG/(?:ENTITY/|WIKI/(?:SPECIAL:ENTITYPAGE/)?))?"
    must = "must be Q and a whole number from 1, without leading zero"
    return _match(page + "(Q[1-9][0-9]*)", _compact(value), must)[1]


def insee(value: str) -> str:
    """Check a commune code of Insee's official geographic code (COG): 5 characters.

    A department (01 to 95 without 20, 2A, 2B) and 3 digits, or a department or territory overseas
    (971 to 978, 984, 986 to 989) and 2 digits, from 001 and 01. Whether the commune exists is not
    checked. Departments and regions have codes of their own, which are not accepted.

    Source: Insee, https://www.insee.fr/fr/information/2560452

    >>> insee("44109"), insee("2a004"), insee("98818")  # Nantes, Ajaccio, Nouméa
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


def nuts(value: str) -> str:
    """Check a NUTS code: a country, then up to 3 letters or digits, one for each level.

    Countries: the European Union's (EL is Greece), UK, and those of EFTA and the candidates, whose
    statistical regions are coded alike. Whether the region exists is not checked.

    Source: Regulation (EC) No 1059/2003, https://eur-lex.europa.eu/eli/reg/2003/1059/oj

    >>> nuts("frg01")  # Loire-Atlantique
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


def country(value: str) -> str:
    """Check an officially assigned two-letter country code; XK, EU, UK and the like are not.

    Source: ISO 3166-1, https://www.iso.org/iso-3166-country-codes.html (249 codes)

    >>> country("nc")  # New Caledonia
    'NC'
    """
    code = _match("[A-Z]{2}", _compact(value), "must be 2 letters")[0]
    _demand(code in _COUNTRIES, "must be officially assigned in ISO 3166-1")
    return code


def subdivision(value: str) -> str:
    """Check a subdivision code: a country of ISO 3166-1, hyphen, 1 to 3 letters or digits.

    Whether the country has that subdivision is not checked.

    Source: ISO 3166-2, https://www.iso.org/iso-3166-country-codes.html

    >>> subdivision("ca-qc")  # Québec
    'CA-QC'
    """
    must = "must be 2 letters, a hyphen, and 1 to 3 letters or digits"
    code = _match("([A-Z]{2})-[0-9A-Z]{1,3}", _compact(value), must)
    _demand(code[1] in _COUNTRIES, "must begin with a country of ISO 3166-1")
    return code[0]
