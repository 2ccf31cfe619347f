"""What every thing has: an id, tags, sources, a description; and how its fields convert."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Protocol, cast

import attrs
from attrs import field, frozen

from numeco._checks import LONGEST_ID, a, each, language, not_blank, optional, slug, text, url
from numeco.errors import InvalidIdentifier, InvalidValue
from numeco.model.identifiers import Identifier
from numeco.model.kinds import Accessibility, Audience, Contribution
from numeco.model.slugs import joined
from numeco.model.slugs import slug as slug_of
from numeco.time import Days, Interval, in_utc, zone

# Converters. They return what they cannot convert as it is, for the field's check to refuse by
# name. Their results are Any, since one function serves the id types of all kinds.


def as_id(value: str) -> Any:
    """Return an id as it is: ids are plain texts, told apart by type checkers alone."""
    return value


def as_optional_id(value: str | None) -> Any:
    """Return an id, or None, as it is."""
    return value


def as_ids(values: Iterable[str]) -> Any:
    """Return ids as a tuple, in the order given."""
    return _collected(values, tuple)


def as_id_set(values: Iterable[str]) -> Any:
    """Return ids as a frozenset."""
    return _collected(values, frozenset)


def as_words(values: Iterable[str]) -> Any:
    """Return texts as a frozenset."""
    return _collected(values, frozenset)


def as_identifiers(values: Iterable[Identifier | str]) -> Any:
    """Return identifiers as a frozenset; a text such as ``siren:732829320`` is read as one."""
    return _collected(
        values,
        frozenset,
        lambda value: Identifier.parse(value) if isinstance(value, str) else value,
    )


def as_intervals(values: Iterable[Interval]) -> Any:
    """Return intervals as a tuple, in order of time."""
    found = _collected(values, tuple)
    try:
        return tuple(sorted(found))
    except (TypeError, AttributeError):  # not all are intervals: for the field's check to say
        return found


def as_audiences(values: Iterable[Audience | str]) -> Any:
    """Return audiences as a frozenset; a word such as ``students`` is read as one."""
    return _collected(values, frozenset, Audience)


def as_accessibility(values: Iterable[Accessibility | str]) -> Any:
    """Return what makes a session accessible as a frozenset; words are read."""
    return _collected(values, frozenset, Accessibility)


def as_contributions(values: Iterable[Contribution | str]) -> Any:
    """Return contributions as a frozenset; words are read."""
    return _collected(values, frozenset, Contribution)


def as_instant(value: datetime | None) -> datetime | None:
    """Return an aware datetime in UTC, in which instants compare as they should."""
    aware = isinstance(value, datetime) and value.utcoffset() is not None
    return in_utc(value) if aware and value is not None else value


def as_decimal(value: Any) -> Any:
    """Return a whole number or Decimal in the one form in which equal ones are written alike."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_finite():
        return Decimal(f"{value.normalize():f}")
    return value


def as_degrees(value: float | None) -> Any:
    """Return a number as a float, minus zero as zero."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) + 0.0 if number and value is not None and abs(value) < 1000 else value


def _collected(
    values: Iterable[Any], kind: Callable[[Iterable[Any]], Any], item: Callable[[Any], Any] = as_id
) -> Any:
    if not values and isinstance(values, tuple):
        return kind(())
    if isinstance(values, (str, bytes, dict)) or not isinstance(values, Iterable):
        return cast("Any", values)
    if kind is tuple and isinstance(values, (set, frozenset)):  # the order would be made up
        return values
    try:
        return kind(values if item is as_id else map(item, values))
    except TypeError:  # something in it cannot be hashed
        return values


@frozen
class Source:
    """Where facts come from."""

    title: str = field(validator=not_blank)
    url: str | None = field(default=None, kw_only=True, validator=optional(url))
    published: Days | None = field(
        default=None, kw_only=True, validator=optional(a(Days, "a Days"))
    )
    #: What it says, or why a fact was inferred from it.
    note: str = field(default="", kw_only=True, validator=text)

    def __str__(self) -> str:
        parts = (self.title, self.published, self.url, self.note)
        return ", ".join(str(part) for part in parts if part)


def as_sources(values: Iterable[Source | str]) -> Any:
    """Return sources as a frozenset; a text is the title of one."""
    return _collected(
        values, frozenset, lambda value: Source(value) if isinstance(value, str) else value
    )


def naming_refusals(
    kind: type, fields: "list[attrs.Attribute[Any]]"
) -> "list[attrs.Attribute[Any]]":
    """Return fields whose converters name class and field when they refuse a word or identifier.

    For attrs' `field_transformer`: a converter by itself does not know where it stands.
    """
    return [
        one
        if cast("Any", one.converter) in _NEVER_REFUSE
        else one.evolve(converter=_named(kind, one))
        for one in fields
    ]


def _named(kind: type, one: "attrs.Attribute[Any]") -> Callable[[Any], Any]:
    convert, name = cast("Callable[[Any], Any]", one.converter), f"{kind.__name__}.{one.name}"

    def convert_named(value: Any) -> Any:
        try:
            return convert(value)
        except InvalidValue as error:
            raise type(error)(name, error.must, error.given) from None
        except InvalidIdentifier as error:
            raise InvalidIdentifier(error.scheme, error.must, error.given, name) from None

    return convert_named


_NEVER_REFUSE: Final = frozenset(
    {None, as_id, as_optional_id, as_ids, as_id_set, as_words, as_intervals}
)


@frozen(kw_only=True, repr=False)
class Thing:
    """What is common to all things; its kinds are the classes of this module."""

    #: Unique in its ecosystem; left out, made of the kind and what names the thing.
    id: str = field(default=None, converter=as_optional_id, validator=optional(slug))
    #: What is said of it that no other field holds.
    description: str = field(default="", validator=text)
    #: The language of its texts, as RFC 5646 writes it: fr, en-CA.
    language: str | None = field(default=None, validator=optional(language))
    #: Open-ended words; ``inferred`` marks a date that the account does not print in full.
    tags: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    sources: frozenset[Source] = field(
        default=(), converter=as_sources, validator=each(a(Source, "a Source"), frozenset)
    )

    def __attrs_post_init__(self) -> None:
        if self.id is None:
            object.__setattr__(self, "id", self._derived_id())

    def _derived_id(self) -> str:
        """Return the id of a thing that was given none: its kind, then what names it."""
        words = (word for word in self._naming() if word)
        return joined((type(self).__name__.lower(), *map(slug_of, words)), LONGEST_ID)

    def _naming(self) -> Iterable[str]:
        """Return the words that tell it from others of its kind."""
        return (self.label,)

    @property
    def label(self) -> str:
        """What people call it: its name or title; its id where it has neither."""
        name: str | None = getattr(self, "name", None)
        return name or self.id

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.facts())
        return f"{type(self).__name__}({said})"

    def facts(self) -> Iterator[tuple[str, object]]:
        """Iterate over the names and values of the fields that say something, `id` first.

        A field at its default says nothing.
        """
        yield "id", self.id
        for name, default in _defaults(type(self)):
            value = getattr(self, name)
            if value != default:
                yield name, value


_memo: dict[type[Thing], tuple[tuple[str, object], ...]] = {}


def _defaults(kind: type[Thing]) -> tuple[tuple[str, object], ...]:
    """Return each field of a kind but `id` with its default, converted; its own fields first."""
    if kind not in _memo:
        own = [one for one in attrs.fields(kind) if one.name != "id"]
        own.sort(key=lambda one: one.name in _COMMON)
        _memo[kind] = tuple((one.name, _default(one)) for one in own)
    return _memo[kind]


def _default(attribute: "attrs.Attribute[Any]") -> object:
    default, convert = cast("tuple[object, Any]", (attribute.default, attribute.converter))
    return default if convert is None or default is attrs.NOTHING else convert(default)


_COMMON = {"description", "language", "tags", "sources"}


def aware(instance: Any, attribute: "attrs.Attribute[Any]", value: Any) -> None:
    """Check that a value is an aware datetime."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        name = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValue(name, "must be an aware datetime, with its zone", value)


def is_zone(instance: Any, attribute: "attrs.Attribute[Any]", value: Any) -> None:
    """Check that a value is the key of an IANA time zone, or UTC."""
    try:
        zone(value)
    except InvalidValue as error:
        name = f"{type(instance).__name__}.{attribute.name}"
        raise type(error)(name, error.must, value) from None


class _Dated(Protocol):
    @property
    def since(self) -> Days | None: ...
    @property
    def until(self) -> Days | None: ...


def check_period(thing: _Dated) -> None:
    """Check that a tie does not end before it can have begun."""
    if thing.since and thing.until and thing.until.last < thing.since.first:
        must = f"must not come before since ({thing.since})"
        raise InvalidValue(f"{type(thing).__name__}.until", must, str(thing.until))
