"""Editions gathered from an ecosystem: their partners, groups, themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import networkx as nx

from numeco.ecosystem import Ecosystem
from numeco.graph._affiliation import affiliation
from numeco.graph._editions import Edition, Standing, ThemeCount
from numeco.graph._narrowing import Via
from numeco.graph._tying.nodes import sorted_ids
from numeco.model import Event, OrganizationId, PartnershipRole, Session, ThemeId
from numeco.time import Precision


def gathered(
    ecosystem: Ecosystem,
    events: Sequence[Event],
    same: Mapping[str, str],
    via: Collection[Via | str] | None,
    roles: Collection[PartnershipRole | str] | None,
) -> Iterator[Edition]:
    """Iterate over the editions that events are, in the order given; O(ties + sessions).

    Args:
        ecosystem: where they are.
        events: those that are editions, each with the events within it.
        same: what counts as another organization or theme.
        via: what makes a tie; as for `affiliation`.
        roles: the partnerships that count; as for `affiliation`.
    """
    network = affiliation(ecosystem, via=via, roles=roles)
    labels = labels_of(events)
    for event in events:
        within = ecosystem.events_within(event.id)
        parts = [one for one in within if not ecosystem.cancelled(one)]
        groups = [_group(network, part.id, same) for part in parts]
        standings = _standings(groups)
        sessions = [one for one in ecosystem.sessions_of(event.id) if not ecosystem.cancelled(one)]
        tying = {frozenset(group) for group in groups if len(group) > 1}
        yield Edition(
            event=event.id,
            name=event.name,
            label=labels[event.id],
            days=event.days,
            number=event.edition,
            partners=tuple(one.organization for one in standings),
            standings=standings,
            themes=_themes(ecosystem, parts, sessions, same),
            sessions=len(sessions),
            themed=sum(bool(one.themes) for one in sessions),
            groups=tuple(sorted(tying, key=sorted)),
        )


# Organizations


def _group(
    network: nx.Graph[str], event: str, same: Mapping[str, str]
) -> dict[OrganizationId, list[Mapping[str, tuple[str, ...]]]]:
    """Return the organizations of an event, with what ties each to it."""
    found: dict[OrganizationId, list[Mapping[str, tuple[str, ...]]]] = {}
    for one, facts in network[event].items():
        found.setdefault(OrganizationId(same.get(one, one)), []).append(facts)
    return found


def _standings(
    groups: Iterable[Mapping[OrganizationId, list[Mapping[str, tuple[str, ...]]]]],
) -> tuple[Standing, ...]:
    ties: dict[OrganizationId, list[Mapping[str, tuple[str, ...]]]] = {}
    for group in groups:
        for one, facts in group.items():
            ties.setdefault(one, []).extend(facts)
    return tuple(
        Standing(
            organization=one,
            roles=_joined(ties[one], "roles"),
            levels=_joined(ties[one], "levels"),
            via=_joined(ties[one], "via"),
        )
        for one in sorted(ties)
    )


def _joined(ties: list[Mapping[str, tuple[str, ...]]], name: str) -> tuple[str, ...]:
    return sorted_ids(word for facts in ties for word in facts[name])


# Themes


def _themes(
    ecosystem: Ecosystem,
    events: Iterable[Event],
    sessions: Iterable[Session],
    same: Mapping[str, str],
) -> tuple[ThemeCount, ...]:
    counts: Counter[str] = Counter()
    for event in events:
        counts.update(dict.fromkeys((same.get(one, one) for one in event.themes), 0))
    for session in sessions:
        counts.update({same.get(one, one) for one in session.themes})
    order = sorted(counts, key=lambda one: (-counts[one], one))
    return tuple(
        ThemeCount(theme=ThemeId(one), name=ecosystem[ThemeId(one)].name, sessions=counts[one])
        for one in order
    )


# Labels


def labels_of(events: Sequence[Event]) -> dict[str, str]:
    """Return what to call each event: its name, and what tells it from others of that name.

    The first that does: its year, its first day, its number, its id.
    """
    known = {event.id: event for event in events}
    found: dict[str, str] = {one: event.name for one, event in known.items()}
    for more in (_year, _day, _number, _id):
        several = Counter(found.values())
        for one, event in known.items():
            if several[found[one]] > 1 and (word := more(event)):
                found[one] = word if word == one else f"{event.name} {word}"
    return found


def _year(event: Event) -> str:
    return str(event.days.first.year) if event.days else ""


def _day(event: Event) -> str:
    if event.days is None or event.days.precision is not Precision.DAY:
        return ""
    return event.days.first.isoformat()


def _number(event: Event) -> str:
    return f"no. {event.edition}" if event.edition else ""


def _id(event: Event) -> str:
    return event.id
