"""Change between editions: who stayed, who came, who is back, who is gone."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.graph._arguments import check_ecosystem, words
from numeco.graph._comparing.gathering import gathered, labels_of
from numeco.graph._comparing.ladder import Ladder
from numeco.graph._comparing.ordering import editions_of, gaps_between
from numeco.graph._comparing.sameness import alike, counted_as
from numeco.graph._comparison import Comparison
from numeco.graph._editions import Edition
from numeco.graph._narrowing import Via
from numeco.graph._steps import Step
from numeco.model import Event, OrganizationId, PartnershipRole, Series


def compare(
    ecosystem: Ecosystem,
    *names: str,
    via: Collection[Via | str] | None = None,
    roles: Collection[PartnershipRole | str] | None = None,
    same: Mapping[str, str] | None = None,
    ladder: Sequence[str | Collection[str]] | None = None,
) -> Comparison:
    """Return what became of the partners, ties, roles and themes of editions, one to the next.

    An organization is a partner of an edition where `affiliation` ties it to that event or to one
    within it. The editions of a series come by first day, then number, then id; events that are
    named, in the order given. Cancelled ones are skipped, and named as such; so are those of a
    series of which neither days nor number say where they stand. Two editions in a year are two.

    Themes of different ids whose names or aliases match, but for case, are one. Organizations are
    one where `same` says so.

    O(ties + sessions); pairs of organizations are made when a step is asked for its ties.

    >>> from numeco import Days, Event, Organization, Partnership, Series
    >>> from numeco.ecosystem import Ecosystem
    >>> series = Series(id="week", name="Digital Week")
    >>> days = {"week-1": Days.year(2024), "week-2": Days.year(2025)}
    >>> weeks = [Event(id=i, name="Week", series="week", days=days[i]) for i in days]
    >>> firms = [Organization(id=one, name=one) for one in ("amo", "bosco", "cale")]
    >>> old = [Partnership(organization=one, of="week-1") for one in ("amo", "bosco")]
    >>> new = [Partnership(organization=one, of="week-2") for one in ("bosco", "cale")]
    >>> found = compare(Ecosystem.of(series, weeks, firms, old, new), "week")
    >>> print(found)
    edition    days  partners  kept  new  returned  lost  retention
    ─────────  ────  ────────  ────  ───  ────────  ────  ─────────
    Week 2024  2024  2
    Week 2025  2025  2         1     1    0         1     50 %
    >>> found.steps[0].lost, found.steps[0].new
    (('amo',), ('cale',))

    Args:
        ecosystem: where the editions are.
        names: the id of one series, or the ids of two events or more.
        via: what makes a tie; as for `affiliation`.
        roles: the partnerships that count; as for `affiliation`.
        same: ids of organizations or themes that were renamed or merged, each with the id that it
            counts as.
        ladder: roles and levels, the highest first, to tell who was upgraded; a step may hold
            several that are level: ``["organizer", ("platinum", "platine"), "gold"]``. Left out,
            organizers stand above co-organizers, these above all who support an event, and levels
            are not ranked.

    Raises:
        UnknownId: nothing has one of the ids.
        InvalidType: one is not that of a series or an event, or an argument is of a wrong type.
        InvalidValue: several series, one event alone, an event named twice, words that `Via` or `PartnershipRole` does
            not have, or a `same` or `ladder` that contradicts itself.
    """
    check_ecosystem(ecosystem)
    merged, steps = counted_as(ecosystem, same), Ladder.of(ladder)
    events, unplaced = _events(ecosystem, names)
    held = [one for one in events if not ecosystem.cancelled(one)]
    editions = tuple(gathered(ecosystem, held, merged, via, roles))
    labels = labels_of((*events, *unplaced))
    skipped = tuple(one.id for one in (*events, *unplaced) if ecosystem.cancelled(one))
    return Comparison(
        name=_name(ecosystem, names, editions),
        editions=editions,
        steps=tuple(_steps(editions, gaps_between(ecosystem, held), steps)),
        skipped=skipped,
        unplaced=tuple(one.id for one in unplaced if not ecosystem.cancelled(one)),
        of_series=_of_series(ecosystem, names[0], merged, via, roles),
        alike=tuple(alike(ecosystem, {one for each in editions for one in each.partners})),
        cancelled=tuple(labels[one] for one in skipped),
    )


def _events(
    ecosystem: Ecosystem, names: tuple[str, ...]
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Return the events to compare, in order, and those that have no place in it."""
    things = [ecosystem[name] for name in names]
    events = tuple(one for one in things if isinstance(one, Event))
    if len(events) == len(things) > 1:
        if len({one.id for one in events}) < len(events):
            raise InvalidValue("names", "must be different events, each named once", names)
        return events, ()
    for one in things:
        if not isinstance(one, (Event, Series)):
            must = f"must be that of a series or an event, not of {type(one).__name__}"
            raise InvalidType("the id", must, one.id)
    if len(things) != 1 or events:
        raise InvalidValue("names", "must be the id of one series, or of two events or more", names)
    return editions_of(ecosystem, names[0])


def _name(ecosystem: Ecosystem, names: tuple[str, ...], editions: tuple[Edition, ...]) -> str:
    if len(names) == 1:
        return ecosystem[names[0]].label
    return ", ".join(one.label for one in editions) or ", ".join(names)


def _steps(
    editions: tuple[Edition, ...], notes: Iterable[tuple[str, ...]], ladder: Ladder
) -> Iterator[Step]:
    seen: set[OrganizationId] = set()
    for (before, after), gap in zip(pairwise(editions), notes, strict=True):
        back = (one for one in after.partners if one in seen and one not in before.parts)
        yield Step(before=before, after=after, gap=gap, returned=tuple(back), ladder=ladder)
        seen.update(before.partners)


def _of_series(
    ecosystem: Ecosystem,
    name: str,
    same: Mapping[str, str],
    via: Collection[Via | str] | None,
    roles: Collection[PartnershipRole | str] | None,
) -> tuple[OrganizationId, ...]:
    """Return the organizations with a partnership in the series itself."""
    wanted = words("roles", PartnershipRole, roles)
    series = isinstance(ecosystem[name], Series) and Via.PARTNERSHIP in words("via", Via, via)
    ties = ecosystem.partnerships_of(name) if series else ()
    found = {same.get(one.organization, one.organization) for one in ties if one.role in wanted}
    return tuple(map(OrganizationId, sorted(found)))
