"""attrs validators whose messages read as sentences: what must hold, and what was given."""

import math
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias, cast
from urllib.parse import urlsplit

from attrs import Attribute

from numeco.errors import InvalidType, InvalidValue

Validator: TypeAlias = Callable[[Any, "Attribute[Any]", Any], None]

#: The longest id: with the ending of a file name it stays within 255 octets.
LONGEST_ID: Final = 200
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_EMAIL: Final = re.compile(r"[^@\s,;<>\x00-\x1f\x7f]+@[^@\s,;<>\x00-\x1f\x7f]+\.[^@\s.]+")
_URL: Final = re.compile(r"[^\s\x00-\x20\x7f\ud800-\udfff]+")


def _check(holds: Callable[[Any], bool], must: str) -> Validator:
    def check(instance: Any, attribute: "Attribute[Any]", value: Any) -> None:
        if not holds(value):
            raise InvalidValue(f"{type(instance).__name__}.{attribute.name}", must, value)

    return check


def a(kind: type | tuple[type, ...], noun: str) -> Validator:
    """Return the check that a value is of `kind`, which a sentence calls `noun`."""

    def check(instance: Any, attribute: "Attribute[Any]", value: Any) -> None:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise InvalidType(
                f"{type(instance).__name__}.{attribute.name}", f"must be {noun}", value
            )

    return check


def both(*checks: Validator) -> Validator:
    """Return the check that runs `checks` in their order."""

    def check(instance: Any, attribute: "Attribute[Any]", value: Any) -> None:
        for one in checks:
            one(instance, attribute, value)

    return check


def optional(check: Validator) -> Validator:
    """Return `check`, passed over where the value is None."""

    def check_or_none(instance: Any, attribute: "Attribute[Any]", value: Any) -> None:
        if value is not None:
            check(instance, attribute, value)

    return check_or_none


def each(check: Validator, kind: type[tuple[Any, ...]] | type[frozenset[Any]]) -> Validator:
    """Return the check that a value is a `kind` whose items all pass `check`."""

    def check_each(instance: Any, attribute: "Attribute[Any]", value: Any) -> None:
        if not isinstance(value, kind):
            raise InvalidType(
                f"{type(instance).__name__}.{attribute.name}",
                "must be a collection, such as a list",
                value,
            )
        for item in cast("Iterable[Any]", value):
            check(instance, attribute, item)

    return check_each


def at_least(least: int, unit: str) -> Validator:
    """Return the check that a value is a whole number of `unit`, `least` or more."""
    rule = _check(lambda value: value >= least, f"must be at least {least} {unit}")
    return both(a(int, f"a whole number ({unit}s)"), rule)


def between(low: float, high: float, unit: str) -> Validator:
    """Return the check that a value is a finite number of `unit` from `low` to `high`."""
    rule = _check(
        lambda value: math.isfinite(value) and low <= value <= high,
        f"must be between {low:g} and {high:g} {unit}",
    )
    return both(a((int, float), f"a number ({unit})"), rule)


def matching(pattern: str, must: str) -> Validator:
    """Return the check that a value is a text which `pattern` matches as a whole."""
    found = re.compile(pattern).fullmatch
    return both(a(str, "a text"), _check(lambda value: found(value) is not None, must))


def _is_slug(value: str) -> bool:
    return len(value) <= LONGEST_ID and _SLUG.fullmatch(value) is not None


def _is_url(value: str) -> bool:
    if not _URL.fullmatch(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:  # an unclosed [ of an IPv6 address
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


#: Any text that UTF-8 can write, the empty one included.
text: Final = both(
    a(str, "a text"),
    _check(
        lambda value: value.isascii() or _SURROGATE.search(value) is None,
        "must be text that UTF-8 can write, without lone surrogates",
    ),
)
not_blank: Final = both(text, _check(lambda value: bool(value.strip()), "must not be blank"))
slug: Final = both(
    a(str, "an id (a text)"),
    _check(
        _is_slug,
        "must be an id of lower-case ASCII letters and digits, parted by single hyphens, "
        f"at most {LONGEST_ID} long",
    ),
)
truth: Final = a(bool, "True or False")
url: Final = both(text, _check(_is_url, "must be a web address that begins http:// or https://"))
email: Final = both(
    text,
    _check(
        lambda value: _EMAIL.fullmatch(value) is not None,
        "must be one e-mail address such as name@example.org",
    ),
)
colour: Final = matching(r"#[0-9a-f]{6}", "must be a colour such as #1f77b4, in lower case")
#: Language tags of one primary subtag and what may follow it (RFC 5646, 2.1).
language: Final = matching(
    r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*", "must be a language tag (RFC 5646) such as fr or en-CA"
)
