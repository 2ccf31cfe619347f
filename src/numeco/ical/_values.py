"""Values of the icalendar package that write texts without loss."""

from typing import Any, Final, cast

from icalendar import Calendar
from icalendar.prop import vCategory, vText

from numeco.ical._text import escape, unescape

#: icalendar knows no type for these and would keep their escapes as part of the text.
_TEXTS: Final = {"NAME", "X-WR-CALNAME", "X-WR-CALDESC"}


class Text(vText):
    r"""A text whose ``to_ical`` is our own, since that of vText makes a line break of ``\N``.

    A byte order mark at the start of a value is dropped further on in icalendar all the same.
    """

    def to_ical(self) -> bytes:
        """Return the TEXT value as octets."""
        return escape(str(self)).encode()


def calendar(data: bytes) -> Calendar:
    """Return what icalendar reads of a calendar of ours, with such texts."""
    read = Calendar.from_ical(cast("Any", data))
    for component in cast("list[dict[str, Any]]", read.walk()):
        for name, values in list(component.items()):
            several = isinstance(values, list)
            component[name] = (
                _all_mended(name, cast("Any", values)) if several else _mended(name, values)
            )
    return read


def _all_mended(name: str, values: list[Any]) -> list[Any]:
    return [_mended(name, one) for one in values]


def _mended(name: str, value: Any) -> Any:
    if isinstance(value, vCategory):
        value.cats = [_text(one, str(one)) for one in value.cats]
        return value
    if name in _TEXTS:
        return _text(value, unescape(str(value)))
    return _text(value, str(value)) if isinstance(value, vText) else value


def _text(value: Any, said: str) -> Text:
    return Text(said, params=value.params)
