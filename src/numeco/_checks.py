"""Checks whose messages read as sentences: attrs validators, and enumerations."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final, Never, TypeAlias, cast
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


def a(
    kind: type | tuple[type, ...],
    noun: str,
    holds: Callable[[Any], bool] | None = None,
    must: str = "",
) -> Validator:
    """Return the check that a value is of `kind`, which a sentence calls `noun`.

    Args:
        kind: of the value; True and False are no numbers here.
        noun: as in "must be {noun}".
        holds: what must hold of a value of that kind, besides.
        must: says it, as in "must be at least 1 seat".
    """

    def check(instance: Any, attribute: "Attribute[Any]", value: Any) -> None:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            name = f"{type(instance).__name__}.{attribute.name}"
            raise InvalidType(name, f"must be {noun}", value)
        if holds is not None and not holds(value):
            raise InvalidValue(f"{type(instance).__name__}.{attribute.name}", must, value)

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
        for item in _items(value):
            check(instance, attribute, item)
        if type(value) is not kind:
            name = f"{type(instance).__name__}.{attribute.name}"
            raise InvalidType(name, f"must be a collection, such as a {_NOUNS[kind]}", value)

    return check_each


def _items(value: Any) -> Iterable[Any]:
    # Lists too: one of lists stays one, since no converter can put lists into a set.
    return cast("Iterable[Any]", value) if isinstance(value, (tuple, frozenset, list)) else ()


_NOUNS: Final = {tuple: "list", frozenset: "set or list"}


def at_least(least: int, unit: str) -> Validator:
    """Return the check that a value is a whole number of `unit`, `least` or more."""
    must = f"must be at least {least} {unit}" if unit else f"must be {least} or more"
    return a(
        int,
        f"a whole number ({unit}s)" if unit else "a whole number",
        lambda value: value >= least,
        must,
    )


def between(low: float, high: float, unit: str) -> Validator:
    """Return the check that a value is a finite number of `unit` from `low` to `high`."""
    must = f"must be between {low:g} and {high:g} {unit}"
    return a((int, float), f"a number ({unit})", lambda value: low <= value <= high, must)


def matching(pattern: str, must: str) -> Validator:
    """Return the check that a value is a text which `pattern` matches as a whole."""
    found = re.compile(pattern).fullmatch
    return a(str, "a text", lambda value: found(value) is not None, must)


def _is_text(value: str) -> bool:
    return value.isascii() or _SURROGATE.search(value) is None


def _is_slug(value: str) -> bool:
    return len(value) <= LONGEST_ID and _SLUG.fullmatch(value) is not None


def _is_url(value: str) -> bool:
    if not _URL.fullmatch(value):
        return False
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  # raises where it is none
    except ValueError:  # an unclosed [ of an IPv6 address, a port beyond 65535
        return False
    host = parts.hostname or ""
    return parts.scheme in {"http", "https"} and host != "" and ".." not in host


def not_blank(instance: Any, attribute: "Attribute[Any]", value: Any) -> None:
    """Check that a value is a text with something to see in it."""
    text(instance, attribute, value)
    if not value.strip():
        raise InvalidValue(
            f"{type(instance).__name__}.{attribute.name}", "must not be blank", value
        )


_NO_SURROGATES: Final = "must be text that UTF-8 can write, without lone surrogates"

#: Any text that UTF-8 can write, the empty one included.
text: Final = a(str, "a text", _is_text, _NO_SURROGATES)
slug: Final = a(
    str,
    "an id, a text (of a thing, give its .id)",
    _is_slug,
    "must be an id of lower-case ASCII letters and digits, parted by single hyphens, "
    f"at most {LONGEST_ID} long",
)
truth: Final = a(bool, "True or False")
url: Final = a(str, "a text", _is_url, "must be a web address that begins http:// or https://")
email: Final = a(
    str,
    "a text",
    lambda value: _EMAIL.fullmatch(value) is not None,
    "must be one e-mail address such as name@example.org",
)
colour: Final = matching(r"#[0-9a-f]{6}", "must be a colour such as #1f77b4, in lower case")
#: Language tags of one primary subtag and what may follow it (RFC 5646, 2.1).
language: Final = matching(
    r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*", "must be a language tag (RFC 5646) such as fr or en-CA"
)


class Kind(StrEnum):
    """A closed list of words, whose refusals name the words that it takes."""

    @classmethod
    def _missing_(cls, value: object) -> Never:
        words = [member.value for member in cls]
        near = get_close_matches(value, words, n=1) if isinstance(value, str) else []
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise InvalidValue(cls.__name__, f"must be one of {', '.join(words)}{hint}", value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"
