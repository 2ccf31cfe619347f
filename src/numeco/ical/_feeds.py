"""Feeds: one calendar for each theme, venue, day, person and so on of a programme."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Unpack

from attrs import field, frozen

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue
from numeco.ical._facts import affiliations
from numeco.ical._options import Cancelled, Options, host, joined, settings
from numeco.ical._words import KINDS, day, one_line, tongue
from numeco.ical._write import to_ics
from numeco.model import Audience, Event, Session, Territory, Theme, ThemeId, Venue
from numeco.model.slugs import joined as joined_slugs

#: The longest name of a file, without ``.ics`` and the mark of one that was cut.
_LONGEST: Final = 120


class By(StrEnum):
    """What feeds are made by."""

    EVENT = "event"  #: and the events that it is within
    DAY = "day"  #: the programme day, local to the event
    THEME = "theme"  #: and the themes that it is a part of
    VENUE = "venue"  #: and the site that it is within
    PERSON = "person"  #: who speaks; placeholders have no feed
    ORGANIZATION = "organization"  #: that hosts, or that a speaker belongs to on that day
    TERRITORY = "territory"  #: of the venue, or else of the event; and those that it lies in
    AUDIENCE = "audience"


@frozen(kw_only=True)
class Feed:
    """A calendar of part of a programme."""

    by: By
    #: The id of what it is about; a date as 2026-10-20; an audience's word.
    key: str
    #: What people call it.
    name: str
    #: Lower-case ASCII, the same as long as the key is; unique among all feeds of an ecosystem.
    file: str
    #: Those in it that are scheduled, by start, then end and id.
    sessions: tuple[Session, ...] = field(repr=False)
    #: What it is written with, as `to_ics` takes it.
    ecosystem: Ecosystem = field(repr=False)
    domain: str = field(repr=False)
    stamp: datetime | None = field(repr=False)
    options: Options = field(repr=False, hash=False)

    @property
    def first(self) -> date:
        """The local date on which its first session begins."""
        return _start(self.sessions[0]).date()

    @property
    def last(self) -> date:
        """The local date on which its last session begins."""
        return _start(self.sessions[-1]).date()

    def to_ics(self, **options: Unpack[Options]) -> bytes:
        """Return the calendar; options change those that the feeds were made with."""
        return to_ics(
            self.ecosystem,
            domain=self.domain,
            stamp=self.stamp,
            sessions=self.sessions,
            **joined(self.options, **options),
        )


def feeds(
    ecosystem: Ecosystem,
    *,
    domain: str,
    by: By | str,
    stamp: datetime | None = None,
    sessions: Iterable[Session] | None = None,
    **options: Unpack[Options],
) -> tuple[Feed, ...]:
    """Return a feed for each theme, venue or other thing that a scheduled session has, by name.

    What lies in something else counts there too: a session in an event within an umbrella is in the
    feeds of both. O(sessions).

    Args:
        ecosystem: whose sessions these are.
        domain: of whoever publishes; see `to_ics`.
        by: what each feed is about.
        stamp: see `to_ics`.
        sessions: those to choose from; left out, all.
        options: of each feed. `name` stands before the feed's own; a theme's colour and the feed's
            own id are used where none is given.

    Raises:
        InvalidValue: `by` is none of `By`, or an argument is refused by `to_ics`.
    """
    wanted, where = _by(by), host(domain)
    chosen = settings(options)
    keys = _KEYS[wanted]
    found: dict[str, dict[str, Session]] = {}
    hides = chosen.cancelled is Cancelled.HIDDEN
    for one in ecosystem.all(Session) if sessions is None else sessions:
        if one.when is not None and not (hides and ecosystem.cancelled(one)):
            for key in keys(ecosystem, one):
                found.setdefault(key, {})[one.id] = one
    made = (
        Feed(
            by=wanted,
            key=key,
            name=(name := _name(ecosystem, wanted, key, there.values(), chosen.language)),
            file=file_name(wanted, key),
            sessions=tuple(sorted(there.values(), key=_order)),
            ecosystem=ecosystem,
            domain=where,
            stamp=stamp,
            options=_own(ecosystem, options, wanted, key, name),
        )
        for key, there in found.items()
    )
    return tuple(sorted(made, key=_place))


def file_name(by: By, key: str) -> str:
    """Return the name of the file of a feed: its key, after what it is by where it does not say so.

    The underscore, which no key holds, keeps names apart; what is too long is cut and marked.

    >>> file_name(By.THEME, "theme-ia"), file_name(By.AUDIENCE, "students")
    ('theme-ia.ics', 'audience_students.ics')
    """
    stem = key if key.startswith(f"{by}-") else f"{by}_{key}"
    return f"{joined_slugs((stem,), _LONGEST)}.ics"


def _by(by: By | str) -> By:
    try:
        return By(by)
    except ValueError:
        raise InvalidValue("by", f"must be one of {', '.join(By)}", by) from None


def _own(ecosystem: Ecosystem, options: Options, by: By, key: str, name: str) -> Options:
    """Return options with what only this feed can say among them."""
    over = options.get("name")
    own = joined(options, name=name if over is None else f"{over} – {name}")
    if own.get("id") is None:
        own["id"] = f"feed-{file_name(by, key).removesuffix('.ics')}"
    if own.get("colour") is None and by is By.THEME:
        own["colour"] = ecosystem[ThemeId(key)].colour
    return own


def _name(
    ecosystem: Ecosystem, by: By, key: str, sessions: Iterable[Session], language: str | None
) -> str:
    if by is By.DAY or by is By.AUDIENCE:
        session = min(sessions, key=_order)
        said = tongue(language or session.language or ecosystem[session.event].language)
        if by is By.DAY:
            return day(date.fromisoformat(key), said)
        audience = Audience(key)
        return KINDS[audience][said] if audience in KINDS else key
    thing = ecosystem[key]
    names = [one_line(thing.label)]
    if isinstance(thing, Venue):  # a room is told from others by its site
        names += [one_line(ecosystem[one].label) for one in _upward(ecosystem, (key,))][1:]
    return ", ".join(names)


def _start(session: Session) -> datetime:
    assert session.when is not None  # noqa: S101  # for type checkers: a feed has no others
    return session.when.start


def _order(session: Session) -> tuple[int, int, str]:
    when = session.when
    assert when is not None  # noqa: S101  # for type checkers: a feed has no others
    return when.start_us, when.end_us, session.id


def _place(feed: Feed) -> tuple[str, str]:
    return ("" if feed.by is By.DAY else feed.name.casefold()), feed.key


# What a session is in the feeds of.


def _upward(ecosystem: Ecosystem, ids: Iterable[str]) -> Iterator[str]:
    """Iterate over things and all that they lie in, each once."""
    found: dict[str, None] = dict.fromkeys(ids)
    stack = list(found)[::-1]
    while stack:
        here = stack.pop()
        yield here
        thing = ecosystem[here]
        over: Iterable[str | None] = ()
        if isinstance(thing, Territory):
            over = sorted(thing.within)
        elif isinstance(thing, Theme):
            over = (thing.broader,)
        elif isinstance(thing, Venue | Event):
            over = (thing.within,)
        new = [one for one in over if one is not None and one not in found]
        found.update(dict.fromkeys(new))
        stack += new


def _organizations(ecosystem: Ecosystem, session: Session) -> Iterator[str]:
    yield from session.hosts
    on = _start(session).date()
    for person in session.speakers:
        yield from (one.id for one in affiliations(ecosystem, person, on))


def _territories(ecosystem: Ecosystem, session: Session) -> Iterator[str]:
    for event in _upward(ecosystem, (session.event,)):
        here = ecosystem[event]
        places = [session.venue] if session.venue and event == session.event else []
        if isinstance(here, Event) and here.venue and not places:
            places = [here.venue]
        for place in _upward(ecosystem, filter(None, places)):
            venue = ecosystem[place]
            if isinstance(venue, Venue) and venue.territory:
                return _upward(ecosystem, (venue.territory,))
        if isinstance(here, Event) and here.territories:
            return _upward(ecosystem, sorted(here.territories))
    return iter(())


_KEYS: Final[dict[By, Callable[[Ecosystem, Session], Iterable[str]]]] = {
    By.EVENT: lambda ecosystem, one: _upward(ecosystem, (one.event,)),
    By.DAY: lambda ecosystem, one: (str(ecosystem.day(one)),),
    By.THEME: lambda ecosystem, one: _upward(ecosystem, one.themes),
    By.VENUE: lambda ecosystem, one: _upward(ecosystem, filter(None, (one.venue,))),
    By.PERSON: lambda ecosystem, one: (p for p in one.speakers if not ecosystem[p].placeholder),
    By.ORGANIZATION: _organizations,
    By.TERRITORY: _territories,
    By.AUDIENCE: lambda _, one: (str(audience) for audience in one.audiences),
}
