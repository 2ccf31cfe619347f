"""Networks of what meets in a programme: who speaks together, which themes go together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import networkx as nx
from attrs import evolve, frozen

from numeco.ecosystem import Ecosystem
from numeco.graph._arguments import check_number
from numeco.graph._narrowing import Occasion
from numeco.graph._tying.facts import facts_of
from numeco.graph._tying.groups import name_groups, tied
from numeco.graph._tying.nodes import is_somebody
from numeco.graph._tying.occasions import occasions
from numeco.graph._tying.scope import Scope, scope
from numeco.graph._weights import Weight
from numeco.model import Event, Person, Session, Theme
from numeco.time import Days


def speakers(  # noqa: PLR0913  # each names one way to narrow or weigh
    ecosystem: Ecosystem,
    *,
    of: Occasion | str = Occasion.SESSION,
    weight: Weight | str = Weight.NEWMAN,
    during: Days | None = None,
    territory: str | None = None,
    max_size: int | None = None,
    shared: bool = False,
) -> nx.Graph[str]:
    """Return the network of persons, tied where they speak in the same sessions.

    Every person is a node, without partners too, but placeholders ("TBA"), who are nobody. What is
    cancelled does not count. A session and its repeats (`repeat_of`) are one, known by the first,
    with the speakers of all its showings.

    Node attributes: ``kind`` ("Person"), ``name``; ``sessions``, the number of sessions in which
    the person speaks; ``events``, that of events, or of what `of` holds.

    Edge attributes: ``weight``; ``count``, the number of sessions, or of what `of` holds, in
    common; where asked for, ``events``, the sorted ids of these.

    O(things + pairs), in the order of the ecosystem.

    Args:
        ecosystem: where the sessions are looked for.
        of: what ties its speakers: each session, or the event, umbrella or series around it.
        weight: how ``weight`` follows from what is in common; as for `collaboration`.
        during: the days that count; as for `affiliation`.
        territory: the id of the territory that counts; as for `affiliation`.
        max_size: what has more speakers, 1 or more, ties nobody, though ``events`` counts it.
        shared: whether edges name what is in common.

    Raises:
        InvalidValue: a word that `Occasion` or `Weight` does not have, or a `max_size` below 1.
        InvalidType: no ecosystem or no Days is given, or the id of something else than a
            territory.
        UnknownId: nothing has the id of the territory.
    """
    weight = Weight(weight)
    check_number("max_size", max_size, 1)
    programme = scope(ecosystem, during, territory)
    persons = [one for one in ecosystem.all(Person) if is_somebody(one)]
    known = {one.id for one in persons}
    parts = (
        _Part(speaker, showing.occasion, showing.content)
        for showing in _showings(ecosystem, Occasion(of), programme)
        for speaker in showing.session.speakers
        if speaker in known
    )
    return _network(persons, parts, _Way(weight, max_size, shared))


def themes(  # noqa: PLR0913  # each names one way to narrow or weigh
    ecosystem: Ecosystem,
    *,
    of: Occasion | str = Occasion.SESSION,
    weight: Weight | str = Weight.NEWMAN,
    during: Days | None = None,
    territory: str | None = None,
    broadest: bool = False,
    shared: bool = False,
) -> nx.Graph[str]:
    """Return the network of themes, tied where the same sessions are about them.

    Every theme is a node, without company too. What is cancelled does not count. A session and its
    repeats (`repeat_of`) are one, known by the first, with the themes of all its showings. An event
    is about its own themes and those of its sessions.

    Node attributes: ``kind`` ("Theme"), ``name``, ``broader``; ``sessions``, the number of sessions
    about it; ``events``, that of events, or of what `of` holds.

    Edge attributes: ``weight``; ``count``, the number of sessions, or of what `of` holds, about
    both; ``lift``, how many times as often they go together as if themes were strewn by chance:
    count · n/(a b), with a and b the ``events`` of the two (Brin et al. 1997, DOI
    10.1145/253260.253325; the association strength of van Eck & Waltman 2009, DOI
    10.1002/asi.21075, is proportional to it); where asked for, ``events``, the sorted ids of what
    is about both.

    Network attribute: ``events``, n, the number of sessions, or of what `of` holds, about any
    theme.

    O(things + pairs), in the order of the ecosystem.

    >>> from numeco import Event
    >>> week, ai, law = (
    ...     Event(id="week", name="Week"),
    ...     Theme(id="ai", name="AI"),
    ...     Theme(id="law", name="Law"),
    ... )
    >>> talks = [
    ...     Session(id="a", title="A", event="week", themes=["ai", "law"]),
    ...     Session(id="b", title="B", event="week", themes=["law"]),
    ... ]
    >>> themes(Ecosystem.of(week, ai, law, talks)).edges["ai", "law"]
    {'weight': 1.0, 'count': 1, 'lift': 1.0}

    Args:
        ecosystem: where the themes are looked for.
        of: what its themes meet in: each session, or the event, umbrella or series around it.
        weight: how ``weight`` follows from what is in common; as for `collaboration`.
        during: the days that count; as for `affiliation`.
        territory: the id of the territory that counts; as for `affiliation`.
        broadest: whether each theme counts for the broadest one that it is a part of, which alone
            are nodes then.
        shared: whether edges name what is in common.

    Raises:
        InvalidValue: a word that `Occasion` or `Weight` does not have.
        InvalidType: no ecosystem or no Days is given, or the id of something else than a
            territory.
        UnknownId: nothing has the id of the territory.
    """
    weight = Weight(weight)
    of = Occasion(of)
    programme = scope(ecosystem, during, territory)
    found = [
        _Part(theme, showing.occasion, showing.content)
        for showing in _showings(ecosystem, of, programme)
        for theme in showing.session.themes
    ]
    if of is not Occasion.SESSION:
        found += _of_events(ecosystem, of, programme)
    every = ecosystem.all(Theme)
    if broadest:
        top = {str(one.id): _broadest(ecosystem, one) for one in every}
        every = tuple(one for one in every if one.broader is None)
        found = [evolve(part, who=top[part.who]) for part in found]
    network = _network(every, found, _Way(weight, None, shared))
    _lift(network, len({part.occasion for part in found}))
    return network


def _lift(network: nx.Graph[str], number: int) -> None:
    network.graph["events"] = number
    events: dict[str, int] = {one: network.nodes[one]["events"] for one in network}
    for one, other, edge in network.edges(data=True):
        edge["lift"] = edge["count"] * number / (events[one] * events[other])


def _broadest(ecosystem: Ecosystem, theme: Theme) -> str:
    while theme.broader is not None:
        theme = ecosystem[theme.broader]
    return theme.id


# The programme


@frozen
class _Showing:
    """A session that takes place, and what it counts for."""

    session: Session
    #: The id of the first of the sessions that show the same.
    content: str
    occasion: str


def _showings(ecosystem: Ecosystem, of: Occasion, programme: Scope) -> Iterator[_Showing]:
    """Iterate over the sessions of a programme that have an occasion."""
    count_for = occasions(ecosystem, of)
    firsts: dict[str, str] = {}
    for session in programme.sessions:
        content = _first(ecosystem, session, firsts)
        occasion = content if of is Occasion.SESSION else count_for.get(session.event)
        if occasion is not None:
            yield _Showing(session, content, occasion)


def _first(ecosystem: Ecosystem, session: Session, known: dict[str, str]) -> str:
    """Return the first of the sessions that a session repeats, at any remove, or itself."""
    later: list[str] = []
    while session.repeat_of is not None and session.id not in known:
        later.append(session.id)
        session = ecosystem[session.repeat_of]
    first = known.get(session.id, session.id)
    known.update(dict.fromkeys(later, first))
    return first


def _of_events(ecosystem: Ecosystem, of: Occasion, programme: Scope) -> Iterator[_Part]:
    """Iterate over the themes that events themselves name."""
    count_for = occasions(ecosystem, of)
    for event in ecosystem.all(Event):
        if event.id in programme.events and event.id in count_for:
            for theme in event.themes:
                yield _Part(theme, count_for[event.id], None)


# The network


@frozen
class _Part:
    """Who or what is in an occasion, by which content; None for the occasion itself."""

    who: str
    occasion: str
    content: str | None


@frozen
class _Way:
    """How a network is made of parts."""

    weight: Weight
    max_size: int | None
    shared: bool


def _network(things: Iterable[Person | Theme], parts: Iterable[_Part], way: _Way) -> nx.Graph[str]:
    groups: defaultdict[str, dict[str, None]] = defaultdict(dict)
    contents: defaultdict[str, set[str]] = defaultdict(set)
    for part in parts:
        groups[part.occasion][part.who] = None
        if part.content is not None:
            contents[part.who].add(part.content)
    events = Counter(one for members in groups.values() for one in members)
    nodes = {
        str(one.id): facts_of(one) | {"sessions": len(contents[one.id]), "events": events[one.id]}
        for one in things
    }
    network = tied(groups, nodes, weight=way.weight, max_size=way.max_size)
    if way.shared:
        name_groups(network, "events", groups, max_size=way.max_size)
    return network
