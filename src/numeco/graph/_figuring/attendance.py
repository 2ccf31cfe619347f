"""Figures of the programme: how full, how often, how diverse."""

from collections import Counter
from math import exp
from typing import Final

from numeco._checks import Kind
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType
from numeco.graph._arguments import check_ecosystem, check_territory
from numeco.graph._figuring.sums import entropy, lacking, reported, sessions_of, summed
from numeco.graph._indicator import Indicator
from numeco.graph._tying.places import locations, places
from numeco.model import Count, Event, EventStatus, Measure, Series
from numeco.time import Days

#: The mean length of a month in the Gregorian calendar, in days.
_MONTH: Final = 365.2425 / 12


class People(Kind):
    """Whom a fill rate counts."""

    ATTENDED = "attended"
    REGISTERED = "registered"


def fill_rate(
    ecosystem: Ecosystem, subject: str | None = None, *, people: People | str = People.ATTENDED
) -> Indicator:
    """Return how full sessions were: people by seats.

    Over the sessions, cancelled ones left out, of which both are known; the others are said to be
    missing. Seats are those of the session, else those of its venue. Counts keep their bounds.

    Args:
        ecosystem: where the sessions are.
        subject: the id of an event, a series, a session, a theme or a venue; left out, everything.
        people: who came, or who registered.

    Raises:
        UnknownId: nothing has the id.
        InvalidType: it is that of something to which no sessions belong.
    """
    people = People(people)
    return _per_seat(ecosystem, subject, people.value, f"fill rate ({people})")


def waiting_pressure(ecosystem: Ecosystem, subject: str | None = None) -> Indicator:
    """Return how many people wait for each seat: those on waiting lists by seats.

    Arguments and errors as for `fill_rate`.
    """
    return _per_seat(ecosystem, subject, "waitlisted", "waiting-list pressure")


def _per_seat(ecosystem: Ecosystem, subject: str | None, people: str, name: str) -> Indicator:
    sums = summed(ecosystem, subject, people)
    return Indicator.ratio(
        name,
        sums.people,
        sums.seats,
        n=sums.n,
        definition=f"{people} / capacity, over the sessions that report both",
        missing=sums.missing,
    )


def theme_diversity(ecosystem: Ecosystem, subject: str | None = None) -> Indicator:
    """Return how evenly the sessions spread over their themes: effective number by number.

    The numerator is how many equally frequent themes would be as diverse: the exponential of
    Shannon's entropy, the Hill number of order 1 (Jost 2006, DOI
    10.1111/j.2006.0030-1299.14714.x). A session of two themes counts for both. Arguments and errors
    as for `fill_rate`.
    """
    held = sessions_of(ecosystem, subject)
    counts = Counter(theme for one in held for theme in one.themes)
    silent = sum(not one.themes for one in held)
    return Indicator.ratio(
        "diversity of themes",
        exp(entropy(counts.values())) if counts else None,
        len(counts),
        n=len(held) - silent,
        definition="effective number of themes, exp(Shannon entropy) / number of themes",
        missing=lacking(silent, "themes", "session") or (() if held else ("a session",)),
    )


def attendance(ecosystem: Ecosystem, event: str, *, territory: str | None = None) -> Indicator:
    """Return the visitors of an event or a series by the inhabitants of its territory.

    From the observations: visitors, else participants; population. Of several reports those closest
    in time to the event count.

    Args:
        ecosystem: where the observations are.
        event: the id of an event or a series.
        territory: the id of the territory; left out, that of the event, if it has exactly one.

    Raises:
        UnknownId: nothing has one of the ids.
        InvalidType: an id of another kind of thing.
    """
    check_ecosystem(ecosystem)
    subject = ecosystem[event]
    if not isinstance(subject, (Event, Series)):
        must = f"must be the id of an Event or a Series, not of {type(subject).__name__}"
        raise InvalidType("event", must, event)
    check_territory("territory", ecosystem, territory)
    when = subject.days if isinstance(subject, Event) else None
    visitors, unsaid = reported(ecosystem, subject, (Measure.VISITORS, Measure.PARTICIPANTS), when)
    where = [territory] if territory else sorted(_territories(ecosystem, event))
    people: Count | None = None
    unknown: str | None = f"the one territory of {subject.label}"
    if len(where) == 1:
        people, unknown = reported(ecosystem, ecosystem[where[0]], (Measure.POPULATION,), when)
    return Indicator.ratio(
        "attendance",
        visitors,
        people,
        n=1,
        definition="visitors of the event / population of its territory",
        missing=[one for one in (unsaid, unknown) if one],
        unit="per inhabitant",
    )


def recurrence(ecosystem: Ecosystem, *, during: Days, territory: str | None = None) -> Indicator:
    """Return how many events there are a month.

    Those that begin in the time asked for and stand alone, not within another; cancelled and
    postponed ones do not count. Where only the month, season or year of an event is known and that
    does not decide whether it counts, the figure has bounds.

    Args:
        ecosystem: where the events are.
        during: the days that are looked at; a month is a twelfth of a year of 365.2425 days.
        territory: the id of the territory where they are; left out, everywhere.

    Raises:
        UnknownId: nothing has the id.
        InvalidType: no days are given, or the id of another kind of thing.
    """
    check_ecosystem(ecosystem)
    if not isinstance(during, Days):
        raise InvalidType("during", "must be a Days", during)
    there = None if territory is None else places(ecosystem, territory)
    found = [
        one.days
        for one in ecosystem.all(Event)
        if one.within is None
        and one.status not in {EventStatus.CANCELLED, EventStatus.POSTPONED}
        and (there is None or there.hold(one))
    ]
    known = [days for days in found if days is not None]
    starts = [(days.first, days.first if days.number else days.last) for days in known]
    sure = sum(during.first <= first and last <= during.last for first, last in starts)
    may = sum(first <= during.last and during.first <= last for first, last in starts)
    return Indicator.ratio(
        "recurrence",
        sure if sure == may else Count(sure, may),
        ((during.last - during.first).days + 1) / _MONTH,
        n=may,
        definition="events that begin in these days, none within another / months of 30.44 days",
        missing=lacking(len(found) - len(known), "days", "event"),
        unit="events a month",
    )


def _territories(ecosystem: Ecosystem, event: str) -> frozenset[str]:
    """Return where an event, or each edition of a series, takes place."""
    one, where = ecosystem[event], locations(ecosystem)
    editions = (one,) if isinstance(one, Event) else ecosystem.referring(event, Event, "series")
    return frozenset(place for edition in editions for place in where.of(edition))
