"""How texts and times are written, in XML and in JSON."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from numeco.time import zone as zone_of

#: What XML 1.0 cannot hold (2.2), not even as a reference.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IN_TEXT: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_IN_VALUE: Final = _IN_TEXT | {ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
#: What RFC 3986, 2 allows in a URI, beside letters and digits.
_IN_URI: Final = "%-._~:/?#[]@!$&'()*+,;="


def element(tag: str, text: str = "", /, *, inner: str = "", **attributes: object) -> str:
    """Return an element with a text or, as they are, inner elements; no attribute that is None."""
    said = "".join(
        f' {key}="{_legal(str(value)).translate(_IN_VALUE)}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = _legal(text).translate(_IN_TEXT) if text else inner
    return f"<{tag}{said}>{content}</{tag}>" if content else f"<{tag}{said}/>"


def _legal(text: str) -> str:
    return text if text.isprintable() else _ILLEGAL.sub("\ufffd", text)


def wall(name: str) -> str:
    """Return a name as readers compare it: with single spaces, and what XML can hold."""
    return " ".join(_ILLEGAL.sub("\ufffd", name).split())


def web(address: str) -> str:
    """Return a web address whose scheme is in small letters, in the characters of RFC 3986."""
    scheme, colon, rest = address.partition(":")
    return quote(scheme.lower() + colon + rest, safe=_IN_URI)


def dated(wall_time: datetime, zone: str | None) -> str:
    """Return a wall-clock time with its offset; in UTC where that is none of whole minutes."""
    moment = wall_time.replace(tzinfo=zone_of(zone or "UTC"))
    return stamped(moment)


def stamped(moment: datetime) -> str:
    """Return a moment with its offset; in UTC where that is none of whole minutes."""
    return shown_at(moment).isoformat().replace("+00:00", "Z")


def shown_at(moment: datetime) -> datetime:
    """Return a moment at an offset that ISO 8601 can write."""
    offset = moment.utcoffset() or timedelta()
    return moment.astimezone(UTC) if offset % timedelta(minutes=1) else moment
