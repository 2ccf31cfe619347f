"""Laws of what narrows a network, of both ways of the kernel, and of pairs by size."""

import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from numeco import (
    Days,
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Membership,
    Organization,
    Partnership,
    Person,
    Series,
    Session,
    Territory,
    UnknownId,
    Venue,
)
from numeco.graph import Occasion, Weight, affiliation, collaboration, key_partners
from numeco.graph._sizes import pairs_by_size
from numeco.graph._tying import kernel
from numeco.graph._tying.dictionaries import paused_collector, tie_one
from numeco.graph._tying.kernel import plainly_summed, project, recurrence
from numeco.graph._weights import share_of
from numeco.testing import ecosystems

# Time and territory, against a slow and plain account of what counts

#: Days of a year or two, some known no more finely than by month.
some_days = st.one_of(
    st.builds(Days.month, st.just(2024), st.integers(1, 12)),
    st.integers(1, 28).map(lambda day: Days.of(date(2024, 6, day))),
    st.integers(2023, 2025).map(Days.year),
)
territories = st.sampled_from(["country", "region", "city", "elsewhere"])


@st.composite
def programmes(draw: st.DrawFn) -> Ecosystem:
    """Return small programmes in nested territories, full of what is and is not known."""

    def maybe(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(st.none() | strategy)

    def some(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(st.lists(strategy, max_size=2, unique=True))

    places = [
        Territory(id="country", name="Country"),
        Territory(id="region", name="Region", within=["country"]),
        Territory(id="city", name="City", within=["region"]),
        Territory(id="elsewhere", name="Elsewhere"),
    ]
    venues = [
        Venue(id="site", name="Site", territory=maybe(territories)),
        Venue(id="room", name="Room", within="site", territory=maybe(territories)),
    ]
    rooms, names = st.sampled_from(["site", "room"]), ["org-a", "org-b", "org-c"]
    events = [
        Event(
            id=f"event-{at}",
            name="E",
            within=maybe(st.just(f"event-{at - 1}")) if at else None,
            series=maybe(st.just("series")),
            days=maybe(some_days),
            venue=maybe(rooms),
            territories=some(territories),
            zone="Europe/Paris",
            status=draw(st.sampled_from(["planned", "planned", "cancelled"])),
        )
        for at in range(draw(st.integers(0, 3)))
    ]
    ids = st.sampled_from([event.id for event in events] or ["series"])
    partnerships = [
        Partnership(
            id=f"tie-{at}",
            organization=draw(st.sampled_from(names)),
            of=draw(ids | st.just("series")),
            since=draw(st.sampled_from([None, Days.year(2023), Days.month(2024, 6)])),
            until=draw(st.sampled_from([None, Days.month(2024, 6), Days.year(2025)])),
        )
        for at in range(draw(st.integers(0, 5)))
    ]
    hours = st.builds(
        lambda day: Interval.local(f"2024-06-{day:02}T09:00", f"2024-06-{day:02}T10:00", "UTC"),
        st.integers(1, 28),
    )
    sessions = [
        Session(
            id=f"session-{at}",
            title="S",
            event=draw(ids),
            when=maybe(hours),
            venue=maybe(rooms),
            hosts=some(st.sampled_from(names)),
            speakers=some(st.just("ada")),
        )
        for at in range(draw(st.integers(0, 3)) if events else 0)
    ]
    return Ecosystem.of(
        places,
        venues,
        Series(id="series", name="Series"),
        events,
        [Organization(id=name, name=name) for name in names],
        Person(id="ada", name="Ada"),
        Membership(member="ada", of="org-a", since=maybe(some_days)),
        partnerships,
        sessions,
    )


def around(ecosystem: Ecosystem, event: Event) -> Iterator[Event]:
    """Iterate over an event and the events around it, the innermost first."""
    one: Event | None = event
    while one is not None:
        yield one
        one = ecosystem[one.within] if one.within else None


def when(ecosystem: Ecosystem, one: Event | Session) -> Days | None:
    """Return when something takes place, for all that is known."""
    if isinstance(one, Session):
        day = ecosystem.day(one)
        return Days.of(day) if day else when(ecosystem, ecosystem[one.event])
    return next((up.days for up in around(ecosystem, one) if up.days), None)


def where(ecosystem: Ecosystem, one: Event | Session) -> set[str]:
    """Return the territories that something takes place in, by its own words or by others'."""

    def of_venue(venue: str | None) -> set[str]:
        while venue is not None:
            found = ecosystem[venue]
            assert isinstance(found, Venue)
            if found.territory:
                return {found.territory}
            venue = found.within
        return set()

    if isinstance(one, Session):
        return of_venue(one.venue) or where(ecosystem, ecosystem[one.event])
    places = (of_venue(up.venue) | up.territories for up in around(ecosystem, one))
    return next(filter(None, places), set())


def lies_in(ecosystem: Ecosystem, place: str, territory: str) -> bool:
    """Return whether a territory lies in another, at any depth."""
    thing = ecosystem[place]
    assert isinstance(thing, Territory)
    return place == territory or any(lies_in(ecosystem, up, territory) for up in thing.within)


def meet(*periods: Days | None) -> bool:
    """Return whether one day is in all of several periods, those unknown aside."""
    known = [one for one in periods if one is not None]
    return not known or any(all(one.first in other for other in known) for one in known)


def lasting(tie: Partnership | Membership) -> Days:
    """Return the days on which a tie may hold."""
    first = tie.since.first if tie.since else date.min
    return Days.of(first, tie.until.last if tie.until else date.max)


def expected(
    ecosystem: Ecosystem, of: str, during: Days | None, territory: str | None
) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the occasions and the ties that the docstring of `affiliation` promises."""

    def counts(one: Event | Session) -> bool:
        days = when(ecosystem, one)
        in_time = during is None or (days is not None and days.overlaps(during))
        places = where(ecosystem, one)
        there = territory is None or any(lies_in(ecosystem, it, territory) for it in places)
        return in_time and there

    def occasion(event: Event) -> str | None:
        held = list(around(ecosystem, event))
        if of == "umbrella":
            return held[-1].id
        return event.id if of == "event" else next((up.series for up in held if up.series), None)

    held = [event for event in ecosystem.all(Event) if not ecosystem.cancelled(event)]
    running = [one for one in ecosystem.all(Session) if ecosystem[one.event] in held]
    events, sessions = list(filter(counts, held)), list(filter(counts, running))
    if of == "session":
        found = {one.id: one.id for one in sessions}
        nodes = set(found)
    else:
        found = {one.id: o for one in sessions if (o := occasion(ecosystem[one.event]))}
        nodes = {o for one in events if (o := occasion(one))} | set(found.values())
    if of == "series" and during is None and territory is None:
        nodes.add("series")
    ties = {(host, found[one.id]) for one in sessions if one.id in found for host in one.hosts}
    for session in sessions:
        for membership in ecosystem.all(Membership) if session.speakers else ():
            if session.id in found and meet(when(ecosystem, session), during, lasting(membership)):
                ties.add((membership.of, found[session.id]))
    for tie in ecosystem.all(Partnership) if of != "session" else ():
        for event in events:
            names = {event.id} | ({"series"} if occasion(event) == of == "series" else set())
            lasts = during is None or meet(when(ecosystem, event), during, lasting(tie))
            target = "series" if tie.of == "series" else occasion(event)
            if tie.of in names and lasts and target:
                ties.add((tie.organization, target))
        if tie.of == of == "series" and during is None and territory is None:
            ties.add((tie.organization, "series"))
    return nodes, ties


@given(
    programmes(),
    st.sampled_from(["event", "umbrella", "series", "session"]),
    st.none() | some_days,
    st.none() | territories,
)
def test_time_and_territory_narrow_as_promised(
    ecosystem: Ecosystem, of: str, during: Days | None, territory: str | None
) -> None:
    """What counts, and which ties hold, is what a slow and plain reading of the words finds."""
    network = affiliation(ecosystem, of=of, during=during, territory=territory)
    nodes, ties = expected(ecosystem, of, during, territory)
    organizations = {"org-a", "org-b", "org-c"}
    assert set(network) - organizations == nodes
    assert {frozenset(tie) for tie in network.edges} == set(map(frozenset, ties))
    assert organizations <= set(network)


@given(ecosystems(), st.sampled_from(list(Occasion)), some_days)
def test_a_narrower_network_is_a_part_of_the_wider(
    ecosystem: Ecosystem, of: Occasion, during: Days
) -> None:
    """Whatever narrows takes occasions and ties away and adds none; organizations stay."""
    whole = affiliation(ecosystem, of=of)
    for territory in (None, *(one.id for one in ecosystem.all(Territory)[:2])):
        for days in (None, during):
            part = affiliation(ecosystem, of=of, during=days, territory=territory)
            assert set(part) <= set(whole)
            assert set(part.edges) <= set(whole.edges)
            kept = [one for one in whole if whole.nodes[one]["bipartite"] == 0]
            assert [one for one in part if part.nodes[one]["bipartite"] == 0] == kept


def test_a_wrong_territory_or_time_is_refused() -> None:
    """Unknown ids, things that are no territory and dates that are no Days are told apart."""
    ecosystem = Ecosystem.of(Event(id="fair", name="Fair"))
    wrong: Any
    with pytest.raises(UnknownId, match="nowhere"):
        affiliation(ecosystem, territory="nowhere")
    with pytest.raises(InvalidType, match="territory must be the id of a Territory, not of Event"):
        collaboration(ecosystem, territory="fair")
    wrong = 44
    with pytest.raises(InvalidType, match="territory must be the id of a Territory, a text"):
        affiliation(ecosystem, territory=wrong)
    wrong = date(2024, 6, 1)
    with pytest.raises(InvalidType, match=r"during must be Days, such as Days.year"):
        key_partners(ecosystem, during=wrong)


# Reasons on edges


@given(programmes(), st.sampled_from(["event", "series"]))
def test_both_ends_of_a_tie_hold_one_dictionary(ecosystem: Ecosystem, of: str) -> None:
    """An affiliation network can be changed and pickled: no two ties share their attributes."""
    network = affiliation(ecosystem, of=of)
    for one, other in network.edges:
        assert network.adj[one][other] is network.adj[other][one]
    edges = [id(edge) for *_, edge in network.edges(data=True)]
    assert len(set(edges)) == len(edges)
    again = pickle.loads(pickle.dumps(network))  # noqa: S301  # written a moment ago
    assert nx.utils.graphs_equal(network, again)


@given(programmes(), st.sampled_from(["event", "umbrella", "series"]))
def test_reasons_are_sorted_and_told_once(ecosystem: Ecosystem, of: str) -> None:
    """However often a pair is tied, each reason is there once, in order."""
    for *_, edge in affiliation(ecosystem, of=of).edges(data=True):
        assert list(edge) == ["via", "roles", "levels", "contributions", "sessions"]
        for reasons in edge.values():
            assert list(reasons) == sorted(set(reasons))


# Onto organizations and onto occasions


def ecosystem_of(members: dict[str, set[str]]) -> Ecosystem:
    """Return an ecosystem in which each event has these partners."""
    organizations = sorted(set().union(*members.values()))
    return Ecosystem.of(
        (Event(id=event, name="Same") for event in members),
        (Organization(id=one, name="Same") for one in organizations),
        (Partnership(organization=o, of=e) for e, those in members.items() for o in sorted(those)),
    )


memberships = st.dictionaries(
    st.integers(0, 7).map("event-{}".format),
    st.sets(st.integers(0, 9).map("org-{}".format)),
    min_size=1,
    max_size=8,
)


@given(memberships)
def test_events_are_tied_by_the_organizations_they_share(members: dict[str, set[str]]) -> None:
    """Onto occasions the edges are those of networkx's projection onto the other mode."""
    ecosystem = ecosystem_of(members)
    network = affiliation(ecosystem)
    found = collaboration(ecosystem, onto="occasions", shared=True)
    oracle = bipartite.collaboration_weighted_projected_graph(network, list(members))
    assert set(found) == set(oracle) == set(members)
    assert set(map(frozenset, found.edges)) == set(map(frozenset, oracle.edges))
    for one, other, edge in found.edges(data=True):
        assert edge["weight"] == pytest.approx(oracle[one][other]["weight"])
        assert edge["organizations"] == tuple(sorted(members[one] & members[other]))
        assert edge["count"] == len(edge["organizations"])
    for one in found:
        assert found.nodes[one]["organizations"] == len(members[one])
        assert "bipartite" not in found.nodes[one]


@given(st.sampled_from(list(Weight)), memberships)
def test_weights_onto_occasions_are_those_of_the_turned_network(
    weight: Weight, members: dict[str, set[str]]
) -> None:
    """Projecting onto events is projecting onto organizations once the two change places."""
    turned: dict[str, set[str]] = {}
    for event, those in members.items():
        for one in those:
            turned.setdefault(one, set()).add(event)
    for one in set(members).difference(*([turned] and [set().union(*turned.values())])):
        turned.setdefault(f"solo-{one}", set()).add(one)
    found = collaboration(ecosystem_of(members), onto="occasions", weight=weight, max_size=5)
    other = collaboration(ecosystem_of(turned), weight=weight, max_size=5)
    assert set(map(frozenset, found.edges)) == set(map(frozenset, other.edges))
    for one, two, edge in found.edges(data=True):
        assert edge["weight"] == pytest.approx(other[one][two]["weight"])


@given(memberships, st.none() | st.integers(1, 6))
def test_shared_events_made_the_tie(members: dict[str, set[str]], max_size: int | None) -> None:
    """A tie names the events in common that are not too large, as many as it counts."""
    found = collaboration(ecosystem_of(members), shared=True, max_size=max_size)
    for one, other, edge in found.edges(data=True):
        common = [event for event, those in members.items() if {one, other} <= those]
        tying = [one for one in common if max_size is None or len(members[one]) <= max_size]
        assert edge["events"] == tuple(sorted(tying))
        assert edge["count"] == len(tying)
        assert edge["first"] is edge["last"] is None


def test_a_tie_is_dated_by_its_events() -> None:
    """From the first day of the earliest to the last day of the latest; unknown days are passed."""
    days = {"a": Days.year(2022), "b": Days.of("2024-06-13", "2024-06-15"), "c": None}
    ecosystem = ecosystem_of({one: {"org-1", "org-2"} for one in days}).replacing(
        Event(id=one, name="E", days=its) for one, its in days.items()
    )
    edge = collaboration(ecosystem, shared=True)["org-1"]["org-2"]
    assert (edge["first"], edge["last"]) == ("2022-01-01", "2024-06-15")
    edge = collaboration(ecosystem, shared=True, during=Days.year(2024))["org-1"]["org-2"]
    assert (edge["events"], edge["first"]) == (("b",), "2024-06-13")


def test_a_tie_by_sessions_is_dated_by_their_days() -> None:
    """Of sessions the programme days count; an unscheduled one has those of its event."""
    hour = Interval.local("2024-06-14T09:00", "2024-06-14T10:00", "Europe/Paris")
    common: dict[str, Any] = {"title": "S", "event": "fair", "hosts": ["org-1", "org-2"]}
    fair = Event(id="fair", name="F", zone="Europe/Paris", days=Days.of("2024-06-13", "2024-06-15"))
    ecosystem = Ecosystem.of(
        fair,
        [Organization(id=f"org-{at}", name="O") for at in (1, 2)],
        Session(id="talk", when=hour, **common),
    )
    edge = collaboration(ecosystem, of="session", shared=True)["org-1"]["org-2"]
    assert (edge["first"], edge["last"]) == ("2024-06-14", "2024-06-14")
    more = ecosystem.adding(Session(id="open", **common))
    edge = collaboration(more, of="session", shared=True)["org-1"]["org-2"]
    assert (edge["first"], edge["last"]) == ("2024-06-13", "2024-06-15")


def test_organizations_in_all_events_are_all_alike() -> None:
    """With everyone in every event, all ties are of one weight: the events over the others."""
    members = {f"event-{at}": {f"org-{at}" for at in range(6)} for at in range(20)}
    found = collaboration(ecosystem_of(members), shared=True)
    assert {edge["count"] for *_, edge in found.edges(data=True)} == {20}
    assert {round(edge["weight"], 9) for *_, edge in found.edges(data=True)} == {4}
    jaccard = collaboration(ecosystem_of(members), weight="jaccard")
    assert {edge["weight"] for *_, edge in jaccard.edges(data=True)} == {1}


@pytest.mark.parametrize("wrong", [{"onto": "persons"}, {"onto": ["organizations"]}])
def test_an_unknown_mode_is_refused(wrong: dict[str, Any]) -> None:
    """A mode is one of two."""
    with pytest.raises(InvalidValue, match="Mode must be one of organizations, occasions"):
        collaboration(Ecosystem.of(), **wrong)


# The kernel: two ways, one result

groups = st.lists(st.lists(st.integers(0, 12).map(str), max_size=9), max_size=25)
shares = st.sampled_from([share_of(weight) for weight in Weight])
Share = Callable[[int], float]


def rows(network: "nx.Graph[str]") -> list[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    """Return all that a network holds, in its order."""
    return [(one, list(network.adj[one].items())) for one in network]


@given(groups, shares)
@example([["0", "1"]] * 40 + [["1", "2"]], share_of(Weight.NEWMAN))
def test_sums_by_arrays_are_those_of_plain_python(members: list[list[str]], share: Share) -> None:
    """With NumPy and without, ties are the same to the last bit, and in the same order."""
    arrays = pytest.importorskip("numeco.graph._tying.kernel_arrays")
    known = [list(dict.fromkeys(group)) for group in members]
    tying = [group for group in known if len(group) > 1]
    names = [str(at) for at in range(13)]
    plainly, by_arrays = (
        [(one, [(other, repr(w), c) for other, w, c in ties]) for one, ties in way]
        for way in (
            plainly_summed(names, tying, share),
            arrays.summed_by_arrays(names, tying, share),
        )
    )
    assert plainly == by_arrays


@pytest.mark.parametrize("numpy", [True, False])
@given(members=groups, share=shares)
@example(members=[["0", "1", "2"]] * 9 + [["2", "0"]] * 3, share=share_of(Weight.PAIR))
def test_both_ways_make_one_network(numpy: bool, members: list[list[str]], share: Share) -> None:
    """Whether pairs are summed first or tied group by group, edges and weights are equal."""
    if numpy:
        pytest.importorskip("numpy")
    nodes: dict[str, dict[str, Any]] = {"alone": {}}
    with pytest.MonkeyPatch.context() as patch:
        if not numpy:
            patch.setattr(kernel, "find_spec", lambda _: None)
        patch.setattr(kernel, "_RECURRING", 0)
        summed = project(members, nodes, share=share)
        patch.setattr(kernel, "_RECURRING", float("inf"))
        tied = project(members, nodes, share=share)
    assert list(summed) == list(tied)
    assert nx.utils.graphs_equal(summed, tied)
    for one, other in summed.edges:
        assert summed.adj[one][other] is summed.adj[other][one]


@given(groups)
def test_the_same_network_in_the_same_order_without_numpy(members: list[list[str]]) -> None:
    """Which way is taken depends on the groups alone."""
    with_numpy = project(members, {}, share=share_of(Weight.NEWMAN))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "find_spec", lambda _: None)
        without = project(members, {}, share=share_of(Weight.NEWMAN))
    assert rows(with_numpy) == rows(without)


@given(st.lists(st.sets(st.integers(0, 12).map(str), min_size=2), min_size=1))
def test_recurrence_is_pairs_made_over_ties(members: list[set[str]]) -> None:
    """With few members all are asked, so that it is exact."""
    pairs = Counter(frozenset(pair) for group in members for pair in combinations(group, 2))
    assert recurrence(members) == pytest.approx(pairs.total() / len(pairs))


def test_no_groups_recur_by_nothing() -> None:
    """Nothing is divided by zero."""
    assert recurrence([]) == 0
    assert not project([], {}, share=share_of(Weight.NEWMAN))


def test_ties_of_one_node_share_nothing() -> None:
    """Each tie has attributes of its own."""
    network: nx.Graph[str] = nx.empty_graph(["a", "b", "c"])
    with paused_collector():
        tie_one(network, "a", [("b", 1.0, 1), ("c", 1.0, 1)])
    network["a"]["b"]["weight"] = 2
    assert network["a"]["c"]["weight"] == network["c"]["a"]["weight"] == 1


# Pairs by size


@given(memberships)
@example({"fair": {f"org-{at}" for at in range(90)}, "talk": {"org-0", "org-1"}, "empty": set()})
def test_pairs_by_size_are_counted(members: dict[str, set[str]]) -> None:
    """Events, pairs, ties and lone ties of each class are those of a count pair by pair."""
    found = pairs_by_size(affiliation(ecosystem_of(members)))
    at: dict[frozenset[str], set[int]] = {}
    for number, one in enumerate(found):
        here = [those for those in members.values() if one.least <= len(those) <= (one.most or 999)]
        pairs = [frozenset(pair) for those in here for pair in combinations(sorted(those), 2)]
        assert (one.events, one.pairs, one.ties) == (len(here), len(pairs), len(set(pairs)))
        for pair in pairs:
            at.setdefault(pair, set()).add(number)
    assert [one.only for one in found] == [
        sum(classes == {number} for classes in at.values()) for number in range(len(found))
    ]
    assert sum(one.share or 0 for one in found) == pytest.approx(float(bool(at)))


def test_pairs_by_size_print_as_a_table() -> None:
    """A fair of 90 partners makes 4,005 pairs; tables say so in text, HTML and rows."""
    fair = {"fair": {f"org-{at}" for at in range(90)}}
    found = pairs_by_size(affiliation(ecosystem_of(fair)))
    assert "31–90          1       4,005  100.0 %  4,005  4,005" in str(found)
    assert "<td>4,005</td>" in found._repr_html_()
    assert repr(found) == "<PairsBySize: 4,005 pairs of 1 event>"
    assert list(found.rows())[5] == {
        "least": 31,
        "most": 90,
        "events": 1,
        "pairs": 4005,
        "share": 1.0,
        "ties": 4005,
        "only": 4005,
    }
    assert found[-1].said == "91 or more"
    assert found[:2] == found.classes[:2]


def test_pairs_of_nothing_have_no_share() -> None:
    """Where there are no pairs the share is unknown, not zero."""
    found = pairs_by_size(affiliation(ecosystem_of({"solo": {"org"}})))
    assert {one.share for one in found} == {None}
    assert found[0].events == 1


def test_pairs_by_size_want_a_two_mode_network() -> None:
    """A network of one mode, without marks or with ties within a mode, is refused."""
    one_mode = collaboration(ecosystem_of({"talk": {"org-0", "org-1"}}))
    wrong: Any = [("a", "b")]
    with pytest.raises(InvalidValue, match="network must say bipartite=0 or 1 of its node 'org-0'"):
        pairs_by_size(one_mode)
    nx.set_node_attributes(one_mode, 0, "bipartite")
    with pytest.raises(InvalidValue, match="network must tie nodes of different modes"):
        pairs_by_size(one_mode)
    for given_ in (wrong, nx.DiGraph(), nx.MultiGraph()):
        with pytest.raises(InvalidType, match="network must be an undirected networkx graph"):
            pairs_by_size(given_)
