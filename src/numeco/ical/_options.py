"""What can be said about a calendar as a whole, checked before anything is written."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Final, TypedDict, Unpack, cast

from attrs import field, frozen

from numeco._checks import a, matching, optional, truth
from numeco.errors import InvalidType, InvalidValue
from numeco.ical import _colours
from numeco.ical._text import escape, uri
from numeco.ical._words import LANGUAGES

_LABEL: Final = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
_SECOND: Final = timedelta(seconds=1)


class Cancelled(StrEnum):
    """How cancelled sessions and events are written."""

    SHOWN = "shown"  #: with STATUS:CANCELLED, which programs strike through or hide
    PREFIXED = "prefixed"  #: in the title as well, for programs that ignore STATUS
    HIDDEN = "hidden"  #: not at all; programs then drop them without a word


class Options(TypedDict, total=False):
    """What every function that writes calendars takes by keyword, beside what it writes."""

    #: The calendar's name (NAME, RFC 7986, and X-WR-CALNAME).
    name: str | None
    #: What the calendar holds (DESCRIPTION, RFC 7986).
    description: str | None
    #: As #1f77b4 or by its name in CSS3; COLOR (RFC 7986) is the nearest of those names.
    colour: str | None
    #: How often to look for changes (REFRESH-INTERVAL, RFC 7986, and X-PUBLISHED-TTL).
    refresh: timedelta | None
    #: The calendar's own id, such as feed-theme-ia; with the domain it makes its UID (RFC 7986).
    id: str | None
    #: The web address where the calendar is published (SOURCE, RFC 7986).
    source: str | None
    #: Whether events are written too, as all-day entries that block no time.
    banners: bool
    #: What becomes of cancelled sessions and events; shown when left out.
    cancelled: Cancelled | str
    #: Whether the e-mail addresses of speakers and hosts are written.
    emails: bool
    #: The language of fixed words: fr or en; left out, that of each session or its event.
    language: str | None
    #: Whether properties outside of the standards that some programs use are written too.
    vendor: bool


def _as_cancelled(value: Cancelled | str) -> Cancelled:
    try:
        return Cancelled(value)
    except ValueError:
        must = f"must be one of {', '.join(Cancelled)}"
        raise InvalidValue("cancelled", must, value) from None


def _as_colour(value: str | None) -> str | None:
    return None if value is None else _colours.code(value)


def _as_source(value: str | None) -> str | None:
    return None if value is None else uri(value, "source")


_name: Final = matching(
    r"(?=.{1,200}\Z)[a-z0-9]+([_-][a-z0-9]+)*",
    "must be of lower-case ASCII letters and digits, parted by single hyphens or underscores",
)


@frozen(kw_only=True)
class Settings:
    """Options, checked."""

    name: str | None = field(default=None, validator=optional(a(str, "a text")))
    description: str | None = field(default=None, validator=optional(a(str, "a text")))
    colour: str | None = field(default=None, converter=_as_colour)
    refresh: timedelta | None = field(
        default=None,
        validator=optional(
            a(timedelta, "a timedelta", lambda value: value >= _SECOND, "must be a second or more")
        ),
    )
    id: str | None = field(default=None, validator=optional(_name))
    source: str | None = field(default=None, converter=_as_source)
    banners: bool = field(default=False, validator=truth)
    cancelled: Cancelled = field(default=Cancelled.SHOWN, converter=_as_cancelled)
    emails: bool = field(default=False, validator=truth)
    language: str | None = field(default=None)
    vendor: bool = field(default=False, validator=truth)

    def __attrs_post_init__(self) -> None:
        if self.language is not None and self.language not in LANGUAGES:
            must = f"must be one of {', '.join(LANGUAGES)}"
            raise InvalidValue("language", must, self.language)

    def head(self, domain: str) -> tuple[str, ...]:
        """Return the content lines, not yet folded, with which a calendar begins."""
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//numeco//numeco//EN",
            "CALSCALE:GREGORIAN",
        ]
        if self.id is not None:
            lines.append(f"UID:{self.id}@{domain}")
        if self.name is not None:
            lines += (f"NAME:{escape(self.name)}", f"X-WR-CALNAME:{escape(self.name)}")
        if self.description is not None:
            lines.append(f"DESCRIPTION:{escape(self.description)}")
        if self.colour is not None:
            lines.append(f"COLOR:{_colours.css3_name(self.colour)}")
        if self.refresh is not None:
            lasting = _duration(self.refresh)
            lines += (f"REFRESH-INTERVAL;VALUE=DURATION:{lasting}", f"X-PUBLISHED-TTL:{lasting}")
        if self.source is not None:
            lines.append(f"SOURCE;VALUE=URI:{self.source}")
        return (*lines, *(self._vendor() if self.vendor else ()))

    def _vendor(self) -> tuple[str, ...]:
        colour = () if self.colour is None else (f"X-APPLE-CALENDAR-COLOR:{self.colour.upper()}",)
        said = self.description
        return colour if said is None else (*colour, f"X-WR-CALDESC:{escape(said)}")


def joined(options: Options, **others: Unpack[Options]) -> Options:
    """Return options with others in their place."""
    made = options.copy()
    made.update(others)
    return made


def settings(options: Options) -> Settings:
    """Return options, checked.

    Raises:
        InvalidValue: an option has no such name, or a value that it cannot have.
    """
    known = Options.__annotations__
    for name in cast("dict[str, object]", options).keys() - known.keys():
        raise InvalidValue("option", f"must be one of {', '.join(known)}", name)
    return Settings(**options)


def host(domain: str) -> str:
    """Return a domain that can end a UID.

    Raises:
        InvalidValue: `domain` is no host name in lower case (RFC 1123, 2.1).
    """
    must = "must be a host name in lower case, such as web2day.co"
    if not isinstance(domain, str):
        raise InvalidType("domain", must, domain)
    if not _DOMAIN.fullmatch(domain):
        raise InvalidValue("domain", must, domain)
    return domain


def _duration(length: timedelta) -> str:
    """Return a duration as iCalendar writes it (RFC 5545, 3.3.6), to the second."""
    seconds = length // _SECOND
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    # Between two units that it names, a duration names all: PT1H0M5S.
    clock = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    named = [at for at, (number, _) in enumerate(clock) if number]
    time = "".join(f"{n}{unit}" for n, unit in (clock[named[0] : named[-1] + 1] if named else ()))
    return f"P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"
