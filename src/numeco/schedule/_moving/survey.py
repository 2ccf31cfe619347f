"""The survey: which rooms and instants a programme has to offer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue
from numeco.model import EventId, Session, SessionKind, Venue, VenueId
from numeco.schedule._cost import Cost
from numeco.schedule._moving.grid import Grid, steps
from numeco.schedule._moving.places import Places, programme, spans
from numeco.schedule._premises import site
from numeco.schedule._programme import days_of, when
from numeco.schedule._stretches import Stretch, length, merged
from numeco.time import Interval

_MICROSECOND: Final = timedelta(microseconds=1)
_DAY: Final = timedelta(days=1)
#: So many instants a search has time to look at.
_MOST: Final = 50_000


def surveyed(  # noqa: PLR0913  # what may move, where to and when, and what it costs
    ecosystem: Ecosystem,
    sessions: Sequence[Session],
    *,
    fixed: Collection[str],
    venues: Iterable[VenueId] | None,
    during: Sequence[Interval] | None,
    step: timedelta,
    cost: Cost,
) -> Places:
    """Return where and when some sessions may take place.

    Raises:
        InvalidValue: there are more instants than a search has time for.
    """
    parts: defaultdict[EventId, list[Session]] = defaultdict(list)
    for one in sessions:
        parts[programme(ecosystem, one)].append(one)
    asked = None if during is None else spans(during)
    windows = {
        key: _days(ecosystem, part) if asked is None else asked for key, part in parts.items()
    }
    _check_number(windows, step)
    chosen = None if venues is None else tuple(dict.fromkeys(venues))
    rooms = {key: _rooms(ecosystem, part, chosen) for key, part in parts.items()}
    used = (one.venue for one in sessions if one.venue is not None)
    known = tuple(dict.fromkeys([*used, *(one for part in rooms.values() for one in part)]))
    position = {venue: at for at, venue in enumerate(known)}
    starts = _starts(ecosystem, parts, windows, step)
    homes = {when(one).start_us for one in sessions}
    grid = Grid(sorted(homes.union(*starts.values())))
    return Places(
        ecosystem,
        sessions,
        [one.id not in fixed for one in sessions],
        cost,
        grid,
        known,
        {key: [position[one] for one in part] for key, part in rooms.items()},
        windows,
        {key: grid.holding(instants) for key, instants in starts.items()},
    )


def _days(ecosystem: Ecosystem, sessions: Sequence[Session]) -> Sequence[Stretch]:
    """Return the days of a programme; what lasts for days lends its nights to no other."""
    return days_of(ecosystem, [one for one in sessions if not _lasting(one)] or sessions)


def _lasting(session: Session) -> bool:
    exhibition = session.kind is SessionKind.EXHIBITION
    return when(session).duration >= (_DAY / 2 if exhibition else _DAY)


def _check_number(windows: Mapping[EventId, Sequence[Stretch]], step: timedelta) -> None:
    number = length(merged(one for part in windows.values() for one in part)) * _MICROSECOND // step
    if number > _MOST:
        must = f"must leave at most {_MOST:,} instants to start at: a larger step, or less time"
        raise InvalidValue("step and during", must, f"{number:,}")


def _rooms(
    ecosystem: Ecosystem, sessions: Iterable[Session], chosen: Iterable[VenueId] | None
) -> Sequence[VenueId]:
    """Return the rooms of the sites that a programme uses: those used, and those without parts."""
    if chosen is not None:
        return tuple(chosen)
    used = {one.venue for one in sessions if one.venue is not None}
    sites = {site(ecosystem, one).id for one in used}
    parted = {one.within for one in ecosystem.all(Venue)}
    return [
        one.id
        for one in ecosystem.all(Venue)
        if one.exclusive
        and (one.id in used or one.id not in parted)
        and site(ecosystem, one.id).id in sites
    ]


def _starts(
    ecosystem: Ecosystem,
    parts: Mapping[EventId, Sequence[Session]],
    windows: Mapping[EventId, Sequence[Stretch]],
    step: timedelta,
) -> Mapping[tuple[EventId, str], set[int]]:
    """Return when sessions may start, by programme and zone.

    At whole steps of the clock, and where any of the programme does now.
    """
    found: dict[tuple[EventId, str], set[int]] = {}
    for key, part in parts.items():
        used = {when(one).start_us for one in part if not _lasting(one)}
        for zone in {ecosystem[one.event].zone or when(one).zone for one in part}:
            found[key, zone] = used.union(steps(windows[key], step // _MICROSECOND, zone))
    return found
