"""Laws of the other networks: allies, offices, territories, speakers, themes."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations, product
from typing import Any, TypeAlias

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from networkx.algorithms import bipartite

from numeco import (
    Alliance,
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
    Theme,
    ThemeId,
    UnknownId,
    datasets,
)
from numeco.graph import collaboration
from numeco.graph._alliances import alliances
from numeco.graph._cooccurrence import speakers, themes
from numeco.graph._memberships import BOARD, interlocks, memberships
from numeco.graph._territories import CORRIDORS, territories
from numeco.testing import ecosystems

Network: TypeAlias = "nx.Graph[str]"
Pair: TypeAlias = frozenset[str]

years = st.none() | st.integers(2019, 2021)


@st.composite
def periods(draw: DrawFn) -> dict[str, Days | None]:
    """Draw when something began and ended, either perhaps unknown."""
    since, until = draw(years), draw(years)
    if since and until and until < since:
        since, until = until, since
    return {"since": since and Days.year(since), "until": until and Days.year(until)}


def may_hold(tie: Alliance | Membership, year: int) -> bool:
    """Return whether nothing says that a tie did not hold in a year."""
    begun = tie.since is None or tie.since.first.year <= year
    return begun and (tie.until is None or year <= tie.until.last.year)


def edges(network: Network, name: str = "count") -> dict[Pair, Any]:
    """Return an attribute of each edge, whatever the order of its ends."""
    return {frozenset((one, other)): data[name] for one, other, data in network.edges(data=True)}


def shared_by(groups: Mapping[str, Collection[str]]) -> dict[Pair, tuple[str, ...]]:
    """Return the groups that each pair has in common, looking at each pair in turn."""
    everybody = sorted({one for members in groups.values() for one in members})
    found = {
        frozenset(pair): tuple(sorted(one for one in groups if {*pair} <= {*groups[one]}))
        for pair in combinations(everybody, 2)
    }
    return {pair: shared for pair, shared in found.items() if shared}


def weighed(groups: Mapping[str, Collection[str]], weight: str) -> dict[Pair, float]:
    """Return the weights that networkx gives the members of groups."""
    two_mode: nx.Graph[tuple[str, str]] = nx.Graph()
    for group, members in groups.items():
        two_mode.add_edges_from((("group", group), ("member", one)) for one in members)
    nodes = [node for node in two_mode if node[0] == "member"]
    two_mode.add_node(("group", ""))  # networkx refuses a network without a second mode
    made = {
        "newman": lambda: bipartite.collaboration_weighted_projected_graph(two_mode, nodes),
        "count": lambda: bipartite.weighted_projected_graph(two_mode, nodes),
        "jaccard": lambda: bipartite.overlap_weighted_projected_graph(two_mode, nodes),
        "overlap": lambda: bipartite.overlap_weighted_projected_graph(
            two_mode, nodes, jaccard=False
        ),
    }
    return {
        frozenset((one[1], other[1])): edge["weight"]
        for one, other, edge in made[weight]().edges(data=True)
    }


weights = st.sampled_from(["newman", "count", "jaccard", "overlap"])

# Alliances


@st.composite
def allied(draw: DrawFn) -> Ecosystem:
    """Draw organizations and territories in alliances."""
    firms = [Organization(id=f"firm-{number}", name="Firm") for number in range(4)]
    towns = [Territory(id=f"town-{number}", name="Town") for number in range(4)]
    members = st.sets(st.sampled_from([one.id for one in (*firms, *towns)]), min_size=1)
    found = [
        Alliance(
            id=f"alliance-{number}",
            kind=draw(st.sampled_from(["corridor", "agency", "other"])),
            organizations=[one for one in chosen if one.startswith("firm")],
            territories=[one for one in chosen if one.startswith("town")],
            body=draw(st.none() | st.sampled_from([one.id for one in firms])),
            **draw(periods()),
        )
        for number, chosen in enumerate(draw(st.lists(members, max_size=5)))
    ]
    return Ecosystem.of(firms, towns, found)


@given(allied(), st.none() | st.sets(st.sampled_from(["corridor", "agency"])), years)
def test_allies_share_the_alliances_of_their_tie(
    ecosystem: Ecosystem, kinds: set[str] | None, year: int | None
) -> None:
    """Two are tied if alliances of those kinds that may hold then name both, by all of these."""
    during = Days.year(year) if year else None
    network = alliances(ecosystem, kinds=kinds, during=during)
    counting = {
        one.id: one
        for one in ecosystem.all(Alliance)
        if (kinds is None or one.kind in kinds) and (year is None or may_hold(one, year))
    }
    members = {one: {*of.organizations, *of.territories} for one, of in counting.items()}
    expected = shared_by(members)
    assert edges(network, "alliances") == expected
    assert edges(network, "weight") == edges(network) == {p: len(x) for p, x in expected.items()}
    for pair, shared in expected.items():
        edge = network.edges[tuple(pair)]
        assert edge["kinds"] == tuple(sorted({str(counting[one].kind) for one in shared}))
        assert edge["bodies"] == tuple(sorted({counting[one].body for one in shared} - {None}))
    for node, facts in network.nodes(data=True):
        assert facts["alliances"] == tuple(sorted(one for one in members if node in members[one]))


def test_what_embodies_an_alliance_is_no_member() -> None:
    """An agency of two cities ties them, and not itself: its node says what it embodies."""
    network = alliances(datasets.load("nantes-saint-nazaire"))
    agency = "organization-nantes-saint-nazaire-developpement"
    assert list(network[agency]) == []
    assert network.nodes[agency]["embodies"] == ("alliance-nantes-saint-nazaire-developpement",)
    assert network.edges["territory-nantes", "territory-saint-nazaire"] == {
        "weight": 1,
        "count": 1,
        "alliances": ("alliance-nantes-saint-nazaire-developpement",),
        "kinds": ("agency",),
        "bodies": (agency,),
    }


def test_what_may_hold_counts() -> None:
    """An alliance counts from the first day on which it may have begun to its last possible one."""
    towns = [Territory(id=one, name=one) for one in ("a", "b")]
    alliance = Alliance(
        territories=["a", "b"], since=Days.month(2020, 3), until=Days.of("2021-05-04")
    )
    ecosystem = Ecosystem.of(towns, alliance)
    days = ["2020-02-29", "2020-03-01", "2021-05-04", "2021-05-05"]
    ties = [alliances(ecosystem, during=Days.of(day)).number_of_edges() for day in days]
    assert ties == [0, 1, 1, 0]


# Memberships and interlocks


@st.composite
def seated(draw: DrawFn) -> Ecosystem:
    """Draw persons, a placeholder among them, and organizations with places in bodies."""
    persons = [Person(id=f"person-{number}", name="Person") for number in range(4)]
    nobody = Person(id="nobody", name="TBA", placeholder=True)
    firms = [Organization(id=f"firm-{number}", name="Firm") for number in range(4)]
    week, series = Event(id="week", name="Week"), Series(id="weeks", name="Weeks")
    members = st.sampled_from([one.id for one in (*persons, nobody, *firms)])
    bodies = st.sampled_from([one.id for one in (*firms, week, series)])
    roles = st.sampled_from(["president", "board-member", "founder", "staff"])
    places = draw(st.lists(st.tuples(members, bodies, roles, periods()), max_size=9))
    found = [
        Membership(id=f"place-{number}", member=member, of=body, role=role, **period)
        for number, (member, body, role, period) in enumerate(places)
        if member != body
    ]
    return Ecosystem.of(persons, nobody, firms, week, series, found)


def places(
    ecosystem: Ecosystem, roles: Collection[str] | None, year: int | None
) -> list[Membership]:
    """Return the memberships that count."""
    return [
        one
        for one in ecosystem.all(Membership)
        if (roles is None or one.role in roles) and (year is None or may_hold(one, year))
    ]


some_roles = st.none() | st.just(BOARD) | st.sets(st.sampled_from(["founder", "staff"]))


@given(seated(), some_roles, years)
def test_memberships_are_ties_or_named_as_left_out(
    ecosystem: Ecosystem, roles: set[str] | None, year: int | None
) -> None:
    """Each membership that counts stands on one edge, if a person has it, or is left out."""
    network = memberships(ecosystem, roles=roles, during=Days.year(year) if year else None)
    counting = places(ecosystem, roles, year)
    shown = [one for _, _, edge in network.edges(data=True) for one in edge["memberships"]]
    assert sorted(shown) == sorted(one.id for one in counting if one.member.startswith("person"))
    assert sorted((*shown, *network.graph["left_out"])) == sorted(one.id for one in counting)
    persons = {one for one, side in network.nodes(data="bipartite") if side == 0}
    assert persons == {f"person-{number}" for number in range(4)}
    assert bipartite.is_bipartite_node_set(network, persons)
    for person, body, edge in network.edges(data=True):
        held = [one for one in counting if {one.member, one.of} == {person, body}]
        assert edge["roles"] == tuple(sorted({str(one.role) for one in held}))
        ends = [one.until for one in held]
        last = max(one.last for one in ends if one) if all(ends) else None
        assert edge["until"] == (last.isoformat() if last else None)
        begun = [one.since for one in held]
        first = min(one.first for one in begun if one) if all(begun) else None
        assert edge["since"] == (first.isoformat() if first else None)


@given(seated(), some_roles, years, weights)
def test_interlocks_are_those_who_sit_in_both(
    ecosystem: Ecosystem, roles: set[str] | None, year: int | None, weight: str
) -> None:
    """Two organizations are tied by the persons in both, and by one that sits in the other."""
    during = Days.year(year) if year else None
    network = interlocks(ecosystem, roles=roles, during=during, weight=weight)
    sits = {
        (one.member, one.of)
        for one in places(ecosystem, roles, year)
        if one.of.startswith("firm") and one.member != "nobody"
    }
    sitting = {
        member: {body for who, body in sits if who == member}
        | ({member} if member.startswith("firm") else set())
        for member, _ in sits
    }
    expected = shared_by(sitting)
    assert edges(network) == {pair: len(shared) for pair, shared in expected.items()}
    for pair, shared in expected.items():
        edge = network.edges[tuple(pair)]
        assert edge["persons"] == tuple(one for one in shared if one.startswith("person"))
        assert edge["organizations"] == tuple(one for one in shared if one.startswith("firm"))
    assert edges(network, "weight") == pytest.approx(weighed(sitting, weight))
    for firm, facts in network.nodes(data=True):
        assert facts["members"] == len({who for who, body in sits if body == firm})


def test_who_sits_in_many_ties_none_beyond_max_size() -> None:
    """A person in three organizations ties none where two are the most, and is named on none."""
    firms = [Organization(id=one, name=one) for one in ("a", "b", "c")]
    persons = [Person(id=one, name=one) for one in ("ada", "bea")]
    seats = [("ada", "a"), ("ada", "b"), ("ada", "c"), ("bea", "a"), ("bea", "b")]
    offices = [Membership(member=who, of=body, role="president") for who, body in seats]
    offices.append(Membership(member="bea", of="a", role="treasurer"))
    nobody = Person(id="tba", name="TBA", placeholder=True)
    offices += [Membership(member="tba", of=body, role="president") for body in "ab"]
    network = interlocks(Ecosystem.of(firms, persons, nobody, offices), max_size=2)
    assert edges(network, "persons") == {frozenset("ab"): ("bea",)}
    assert edges(network, "weight") == {frozenset("ab"): 1}


# Territories


@st.composite
def placed(draw: DrawFn) -> Ecosystem:
    """Draw territories within others, organizations that sit in some, alliances, and events."""
    kinds = st.sampled_from(["municipality", "region", "country"])
    lands: list[Territory] = []
    for number in range(draw(st.integers(1, 7))):
        within = draw(st.sets(st.sampled_from(lands), max_size=2)) if lands else ()
        names = {one.id for one in within}
        lands.append(Territory(id=f"land-{number}", name="Land", kind=draw(kinds), within=names))
    ids = [one.id for one in lands]
    seats = draw(st.lists(st.none() | st.sampled_from(ids), max_size=6))
    firms = [
        Organization(id=f"firm-{number}", name="Firm", seat=seat)
        for number, seat in enumerate(seats)
    ]
    events = [Event(id=f"event-{number}", name="Event") for number in range(3)]
    ties = [
        Partnership(organization=firm.id, of=event.id)
        for firm, event in product(firms, events)
        if draw(st.booleans())
    ]
    ends = draw(st.lists(st.sets(st.sampled_from(ids), min_size=1, max_size=3), max_size=3))
    agreed = [
        Alliance(
            id=f"alliance-{number}",
            kind=draw(st.sampled_from(["corridor", "agency"])),
            territories=chosen,
            **draw(periods()),
        )
        for number, chosen in enumerate(ends)
    ]
    return Ecosystem.of(lands, firms, events, ties, agreed)


def lying(ecosystem: Ecosystem) -> "nx.DiGraph[str]":
    """Return the graph in which territories point at those that they lie in."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(one.id for one in ecosystem.all(Territory))
    graph.add_edges_from((one.id, up) for one in ecosystem.all(Territory) for up in one.within)
    return graph


def nearest(ecosystem: Ecosystem, nodes: Collection[str], land: str | None) -> set[str]:
    """Return the nodes that a territory is or lies in, but not those around another of them."""
    up = lying(ecosystem)
    found = {one for one in nodes if land is not None and nx.has_path(up, land, one)}
    return {one for one in found if not any(nx.has_path(up, o, one) for o in found - {one})}


levels = st.sampled_from(["municipality", "region", "country"])


@given(placed(), levels)
def test_weights_of_territories_add_up_to_the_collaboration(
    ecosystem: Ecosystem, level: str
) -> None:
    """What is inside, between and unplaced is the whole weight; and so is what is expected."""
    network = territories(ecosystem, level=level)
    inside = sum(facts["inside"] for _, facts in network.nodes(data=True))
    total = inside + network.size("weight")
    whole = collaboration(ecosystem).size("weight")
    assert total + network.graph["unplaced_weight"] == pytest.approx(whole)
    strengths = dict(network.nodes(data="strength"))
    assert sum(strengths.values()) == pytest.approx(2 * total)
    if total:
        expected = sum(facts["expected"] for _, facts in network.nodes(data=True))
        pairs = sum(one * other for one, other in combinations(strengths.values(), 2))
        assert expected + pairs / (2 * total) == pytest.approx(total)


@given(placed(), levels)
def test_territories_are_shared_out_by_seat(ecosystem: Ecosystem, level: str) -> None:
    """Each tie goes to the territories of its ends, in equal parts where one lies in several."""
    network = territories(ecosystem, level=level)
    works = collaboration(ecosystem)
    seats = {one.id: one.seat for one in ecosystem.all(Organization)}
    where = {one: nearest(ecosystem, list(network), seat) for one, seat in seats.items()}
    assert network.graph["unplaced"] == tuple(one for one in works if not where[one])
    for node, facts in network.nodes(data=True):
        assert facts["organizations"] == sum(node in places for places in where.values())
    sums: dict[Pair, list[float]] = {}
    for one, other, edge in works.edges(data=True):
        parts = [frozenset(pair) for pair in product(where[one], where[other])]
        for pair in set(parts):
            row = sums.setdefault(pair, [0, 0, 0])
            row[0] += edge["weight"] * parts.count(pair) / len(parts)
            row[1] += 1
            row[2] += edge["count"]
    for pair in map(frozenset, combinations(network, 2)):
        edge = network.get_edge_data(*pair, {"weight": 0, "ties": 0, "count": 0})
        found = [edge[name] for name in ("weight", "ties", "count")]
        assert found == pytest.approx(sums.get(pair, [0, 0, 0]))
    for node, facts in network.nodes(data=True):
        found = [facts["inside"], facts["ties"]]
        assert found == pytest.approx(sums.get(frozenset({node}), [0, 0, 0])[:2])


@given(placed(), levels)
def test_quotient_is_that_of_networkx(ecosystem: Ecosystem, level: str) -> None:
    """Where each organization lies in one territory, weights are those of `quotient_graph`."""
    network = territories(ecosystem, level=level)
    blocks: dict[str, set[str]] = {}
    for firm in ecosystem.all(Organization):
        places = nearest(ecosystem, list(network), firm.seat)
        if len(places) == 1:
            blocks.setdefault(*places, set()).add(firm.id)
        elif places:
            return
    works = collaboration(ecosystem).subgraph(set().union(*blocks.values()))
    names = {frozenset(block): land for land, block in blocks.items()}
    quotient = nx.quotient_graph(works, list(blocks.values()))
    expected = {
        frozenset((names[one], names[other])): weight
        for one, other, weight in quotient.edges(data="weight")
    }
    tied = {pair: weight for pair, weight in edges(network, "weight").items() if weight}
    assert tied == pytest.approx(expected)
    for block, land in names.items():
        assert network.nodes[land]["inside"] == pytest.approx(works.subgraph(block).size("weight"))
    if works.size():
        # Modularity is the share of ties inside, less what chance would put there.
        surplus = sum(facts["inside"] - facts["expected"] for _, facts in network.nodes(data=True))
        modularity = nx.community.modularity(works, list(blocks.values()))
        assert surplus / works.size("weight") == pytest.approx(modularity)


@given(placed(), levels, st.none() | st.just(CORRIDORS), years)
def test_corridors_are_drawn_in(
    ecosystem: Ecosystem, level: str, kinds: set[str] | None, year: int | None
) -> None:
    """Each corridor that may hold ties the territories around its ends, or stands inside one."""
    narrowing: Any = {"during": Days.year(year)} if year else {}
    network = territories(ecosystem, level=level, kinds=kinds, **narrowing)
    counting = [
        one
        for one in ecosystem.all(Alliance)
        if (kinds is None or one.kind in kinds) and (year is None or may_hold(one, year))
    ]
    up = lying(ecosystem)
    at_level = {one.id for one in ecosystem.all(Territory) if one.kind == level}
    ends = {end for one in counting for end in one.territories}
    alone = {end for end in ends if not any(nx.has_path(up, end, one) for one in at_level)}
    assert set(network) == at_level | alone
    expected: dict[Pair, set[str]] = {}
    for one in counting:
        for end, other in combinations(one.territories, 2):
            sides = nearest(ecosystem, network, end), nearest(ecosystem, network, other)
            for pair in product(*sides):
                expected.setdefault(frozenset(pair), set()).add(one.id)
    found = {pair: set(ids) for pair, ids in edges(network, "corridors").items() if ids}
    inside = network.nodes(data="corridors")
    found |= {frozenset({node}): set(ids) for node, ids in inside if ids}
    assert found == expected


def test_a_corridor_that_has_ended_is_not_drawn_in() -> None:
    """Nor does what only it brought in stand beside the level."""
    towns = [Territory(id=one, name=one, kind="municipality") for one in ("a", "b")]
    ended = Alliance(kind="corridor", territories=["a", "b"], until=Days.year(2019))
    ecosystem = Ecosystem.of(towns, ended)
    assert len(territories(ecosystem, level="region", during=Days.year(2019)).edges) == 1
    assert list(territories(ecosystem, level="region", during=Days.year(2020))) == []


@given(placed(), levels)
def test_affinity_is_observed_by_expected(ecosystem: Ecosystem, level: str) -> None:
    """It is None where nothing is expected, never a division by zero."""
    network = territories(ecosystem, level=level)
    facts = [(one["weight"], one) for *_, one in network.edges(data=True)]
    facts += [(one["inside"], one) for _, one in network.nodes(data=True)]
    for observed, one in facts:
        if one["expected"]:
            assert one["affinity"] * one["expected"] == pytest.approx(observed)
        else:
            assert one["affinity"] is None
            assert observed == 0


def test_two_regions_that_work_together_by_hand() -> None:
    """Three Bretons and one Norman in one fair: two of three expected ties lie within Bretagne."""
    fair = Event(id="fair", name="Fair")
    lands = [
        Territory(id="bretagne", name="Bretagne", kind="region"),
        Territory(id="normandie", name="Normandie", kind="region"),
        Territory(id="rennes", name="Rennes", kind="municipality", within=["bretagne"]),
    ]
    seats = {"a": "rennes", "b": "rennes", "c": "bretagne", "d": "normandie", "e": None}
    firms = [Organization(id=one, name=one, seat=seat) for one, seat in seats.items()]
    ties = [Partnership(organization=one, of="fair") for one in "abcd"]
    network = territories(Ecosystem.of(fair, lands, firms, ties), level="region")
    # Each of the 6 pairs weighs 1/3: 3 pairs inside, 3 between; strengths 3 and 1, T = 2.
    assert network.nodes["bretagne"] == {
        "kind": "Territory",
        "name": "Bretagne",
        "type": "region",
        "within": (),
        "organizations": 3,
        "inside": pytest.approx(1),
        "ties": 3,
        "corridors": (),
        "strength": pytest.approx(3),
        "expected": pytest.approx(9 / 8),
        "affinity": pytest.approx(8 / 9),
    }
    assert network.edges["bretagne", "normandie"] == {
        "weight": pytest.approx(1),
        "ties": 3,
        "count": 3,
        "corridors": (),
        "expected": pytest.approx(3 / 4),
        "affinity": pytest.approx(4 / 3),
    }
    assert network.graph == {"level": "region", "unplaced": ("e",), "unplaced_weight": 0}


def test_a_tie_of_two_who_lie_in_two_coasts_is_shared_out() -> None:
    """Of two organizations on a border, half the tie lies between, and a quarter inside each."""
    coasts = [Territory(id=one, name=one, kind="coast") for one in ("east", "west")]
    cape = Territory(id="cape", name="Cape", kind="municipality", within=["east", "west"])
    firms = [Organization(id=one, name=one, seat="cape") for one in ("a", "b")]
    fair = Event(id="fair", name="Fair")
    ties = [Partnership(organization=one, of="fair") for one in "ab"]
    network = territories(Ecosystem.of(coasts, cape, firms, fair, ties), level="coast")
    assert dict(network.nodes(data="inside")) == {"east": 0.25, "west": 0.25}
    assert edges(network, "weight") == {frozenset(("east", "west")): 0.5}
    assert dict(network.nodes(data="organizations")) == {"east": 2, "west": 2}
    assert edges(network, "ties") == {frozenset(("east", "west")): 1}


# Speakers and themes


@st.composite
def programmes(draw: DrawFn) -> Ecosystem:
    """Draw sessions with speakers and themes, repeats and cancellations, in events of events."""
    persons = [Person(id=f"person-{number}", name="Person") for number in range(5)]
    nobody = Person(id="nobody", name="TBA", placeholder=True)
    subjects = [
        Theme(id=f"theme-{number}", name="Theme", broader=f"theme-{number - 1}" if wide else None)
        for number, wide in enumerate([False, *draw(st.lists(st.booleans(), max_size=4))])
    ]
    ids = [one.id for one in subjects]
    some = st.lists(st.sampled_from(ids), max_size=3, unique=True)
    zone = "Europe/Paris"
    events = [
        Event(id="week", name="Week", series="weeks", themes=draw(some), zone=zone),
        Event(id="fair", name="Fair", within="week", themes=draw(some), zone=zone),
        Event(id="off", name="Off", status="cancelled", themes=draw(some), zone=zone),
        Event(id="lone", name="Lone", days=Days.of("2024-06-02"), themes=draw(some), zone=zone),
    ]
    speaking = st.lists(
        st.sampled_from([one.id for one in (*persons, nobody)]), max_size=4, unique=True
    )
    when = st.none() | st.sampled_from(
        [
            Interval.local(f"2024-06-{day:02}T09:00", f"2024-06-{day:02}T10:00", zone)
            for day in (1, 2)
        ]
    )
    found: list[Session] = []
    for number in range(draw(st.integers(0, 6))):
        found.append(
            Session(
                id=f"session-{number}",
                title="Session",
                event=draw(st.sampled_from(events)).id,
                when=draw(when),
                speakers=draw(speaking),
                themes=draw(some),
                status=draw(st.sampled_from(["confirmed", "tentative", "cancelled"])),
                repeat_of=draw(st.none() | st.sampled_from([one.id for one in found]))
                if found
                else None,
            )
        )
    return Ecosystem.of(persons, nobody, subjects, Series(id="weeks", name="Weeks"), events, found)


#: What each event counts for.
AROUND: dict[str, dict[str, str]] = {
    "event": {"week": "week", "fair": "fair", "lone": "lone"},
    "umbrella": {"week": "week", "fair": "week", "lone": "lone"},
    "series": {"week": "weeks", "fair": "weeks"},
}


def first(ecosystem: Ecosystem, session: Session) -> str:
    """Return the first of the sessions that a session repeats."""
    return (
        session.id if session.repeat_of is None else first(ecosystem, ecosystem[session.repeat_of])
    )


def held(ecosystem: Ecosystem, day: int | None) -> list[Session]:
    """Return the sessions that are not cancelled and take place on a day of June 2024."""

    def on(session: Session) -> int | None:
        if session.when is not None:
            return session.when.start.day
        return 2 if session.event == "lone" else None

    running = [one for one in ecosystem.all(Session) if not ecosystem.cancelled(one)]
    return [one for one in running if day is None or on(one) == day]


def grouped(
    ecosystem: Ecosystem, of: str, day: int | None, name: str
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return who or what is in each occasion, and in which contents each is."""
    groups: dict[str, set[str]] = {}
    contents: dict[str, set[str]] = {}
    for session in held(ecosystem, day):
        content = first(ecosystem, session)
        occasion = content if of == "session" else AROUND[of].get(session.event)
        for one in {*getattr(session, name)} - {"nobody"} if occasion else ():
            groups.setdefault(occasion, set()).add(one)
            contents.setdefault(one, set()).add(content)
    return groups, contents


occasions = st.sampled_from(["session", *AROUND])
june = st.none() | st.sampled_from([1, 2])


def check_counts(
    network: Network, groups: Mapping[str, set[str]], contents: Mapping[str, set[str]]
) -> None:
    """Check what nodes and edges say of the groups that they share."""
    expected = shared_by(groups)
    assert edges(network, "events") == expected
    assert edges(network) == {pair: len(shared) for pair, shared in expected.items()}
    for node, facts in network.nodes(data=True):
        assert facts["sessions"] == len(contents.get(node, ()))
        assert facts["events"] == sum(node in members for members in groups.values())


@given(programmes(), occasions, june, weights)
def test_speakers_share_the_sessions_of_their_tie(
    ecosystem: Ecosystem, of: str, day: int | None, weight: str
) -> None:
    """Two persons are tied by what has both as speakers, repeats being one, as networkx weighs."""
    during = Days.of(f"2024-06-{day:02}") if day else None
    network = speakers(ecosystem, of=of, during=during, weight=weight, shared=True)
    groups, contents = grouped(ecosystem, of, day, "speakers")
    assert set(network) == {f"person-{number}" for number in range(5)}
    check_counts(network, groups, contents)
    assert edges(network, "weight") == pytest.approx(weighed(groups, weight))


@given(programmes(), occasions, st.integers(1, 4))
def test_large_sessions_tie_nobody(ecosystem: Ecosystem, of: str, most: int) -> None:
    """Beyond `max_size` a session ties nobody and is named nowhere, though it counts for each."""
    network = speakers(ecosystem, of=of, max_size=most, shared=True)
    groups, _ = grouped(ecosystem, of, None, "speakers")
    small = {one: members for one, members in groups.items() if len(members) <= most}
    assert edges(network, "events") == shared_by(small)
    assert edges(network, "weight") == pytest.approx(weighed(small, "newman"))
    everything = speakers(ecosystem, of=of)
    assert dict(network.nodes(data="events")) == dict(everything.nodes(data="events"))


@given(programmes(), occasions, june, weights, st.booleans())
def test_themes_share_the_sessions_of_their_tie(
    ecosystem: Ecosystem, of: str, day: int | None, weight: str, broadest: bool
) -> None:
    """Two themes are tied by what is about both, an event's own themes included; so is lift."""
    during = Days.of(f"2024-06-{day:02}") if day else None
    options: Any = {"during": during, "broadest": broadest, "shared": True}
    network = themes(ecosystem, of=of, weight=weight, **options)
    groups, contents = grouped(ecosystem, of, day, "themes")
    for event in ecosystem.all(Event):
        occasion = AROUND.get(of, {}).get(event.id)
        if occasion and event.themes and (day is None or (event.id, day) == ("lone", 2)):
            groups.setdefault(occasion, set()).update(event.themes)

    def top(theme: str) -> str:
        above = ecosystem[ThemeId(theme)].broader
        return top(above) if above and broadest else theme

    groups = {one: {top(theme) for theme in members} for one, members in groups.items()}
    lifted: dict[str, set[str]] = {}
    for theme, ids in contents.items():
        lifted.setdefault(top(theme), set()).update(ids)
    assert set(network) == {one.id for one in ecosystem.all(Theme) if top(one.id) == one.id}
    check_counts(network, groups, lifted)
    assert edges(network, "weight") == pytest.approx(weighed(groups, weight))
    assert network.graph["events"] == len(groups)
    for pair, lift in edges(network, "lift").items():
        alone = [sum(one in members for members in groups.values()) / len(groups) for one in pair]
        both = sum(pair <= members for members in groups.values()) / len(groups)
        assert lift == pytest.approx(both / (alone[0] * alone[1]))


def test_a_repeat_with_another_cast_is_the_same_session() -> None:
    """Who gives a talk and who repeats it are tied: they share one content."""
    week = Event(id="week", name="Week")
    persons = [Person(id=one, name=one) for one in ("ada", "bea", "cleo")]
    talk = Session(id="talk", title="Talk", event="week", speakers=["ada", "bea"])
    again = Session(
        id="again", title="Talk", event="week", speakers=["ada", "cleo"], repeat_of="talk"
    )
    network = speakers(Ecosystem.of(week, persons, talk, again), shared=True)
    assert edges(network, "events") == {
        frozenset(pair): ("talk",) for pair in (("ada", "bea"), ("ada", "cleo"), ("bea", "cleo"))
    }


def test_a_territory_narrows_speakers_and_themes() -> None:
    """Only what takes place within it counts: there they meet once, in all twice."""
    lands = [
        Territory(id="west", name="West"),
        Territory(id="port", name="Port", within=["west"]),
        Territory(id="east", name="East"),
    ]
    events = [Event(id=f"in-{one}", name="Event", territories=[one]) for one in ("port", "east")]
    persons = [Person(id=one, name=one) for one in ("ada", "bea")]
    subjects = [Theme(id=one, name=one) for one in ("ai", "law")]
    talks = [
        Session(
            id=f"talk-{one.id}",
            title="Talk",
            event=one.id,
            speakers=["ada", "bea"],
            themes=["ai", "law"],
        )
        for one in events
    ]
    ecosystem = Ecosystem.of(lands, events, persons, subjects, talks)
    for make in (speakers, themes):
        assert list(edges(make(ecosystem)).values()) == [2]
        there = make(ecosystem, territory="west", shared=True)
        assert list(edges(there, "events").values()) == [("talk-in-port",)]


# All of them

Make = Callable[..., Network]
MADE: dict[str, Make] = {
    "alliances": alliances,
    "memberships": memberships,
    "interlocks": interlocks,
    "territories": lambda ecosystem, **options: territories(
        ecosystem, **{"level": "region"} | options
    ),
    "speakers": lambda ecosystem, **options: speakers(ecosystem, **{"shared": True} | options),
    "themes": lambda ecosystem, **options: themes(ecosystem, **{"shared": True} | options),
}
every_network = pytest.mark.parametrize("make", MADE.values(), ids=MADE)


def values(network: Network) -> Iterator[object]:
    """Iterate over all that nodes, edges and the network itself say."""
    yield from network.graph.values()
    for _, facts in network.nodes(data=True):
        yield from facts.values()
    for *_, facts in network.edges(data=True):
        yield from facts.values()


@settings(max_examples=60)
@given(ecosystems(max_size=30))
def test_what_networks_say_is_plain(ecosystem: Ecosystem) -> None:
    """Nodes are ids with kind and name; values are texts, numbers, None, or tuples of texts."""
    for make in MADE.values():
        network = make(ecosystem)
        assert type(network) is nx.Graph
        for node, facts in network.nodes(data=True):
            assert facts["kind"] == type(ecosystem[node]).__name__
            assert facts["name"] == ecosystem[node].label
        for value in values(network):
            for one in value if isinstance(value, tuple) else (value,):
                assert one is None or type(one) in {str, int, float}
        json.dumps(nx.node_link_data(network, edges="links"), allow_nan=False)
        assert nx.number_of_selfloops(network) == 0


@settings(max_examples=40)
@every_network
@given(ecosystem=st.one_of(allied(), seated(), placed(), programmes()))
def test_order_changes_nothing(make: Make, ecosystem: Ecosystem) -> None:
    """The same things in another order give the same network."""
    network, other = make(ecosystem), make(Ecosystem.of(reversed(list(ecosystem))))
    assert set(network) == set(other)
    assert nx.utils.edges_equal(network.edges, other.edges)
    for pair in network.edges:
        for name, value in network.edges[pair].items():
            found = other.edges[pair][name]
            assert found == (pytest.approx(value) if isinstance(value, float) else value)


@every_network
def test_nothing_gives_an_empty_network(make: Make) -> None:
    """The empty ecosystem has empty networks."""
    assert list(make(Ecosystem())) == []


REFUSED: list[tuple[str, dict[str, Any], type[Exception], str]] = [
    ("alliances", {"kinds": "corridor"}, InvalidType, "kinds must be a collection of words"),
    ("alliances", {"kinds": ["corridors"]}, InvalidValue, "did you mean 'corridor'"),
    ("alliances", {"during": 2024}, InvalidType, "during must be Days"),
    ("memberships", {"roles": "president"}, InvalidType, "roles must be a collection of words"),
    ("memberships", {"during": "2024"}, InvalidType, "during must be Days"),
    ("interlocks", {"weight": "newton"}, InvalidValue, "did you mean 'newman'"),
    ("interlocks", {"max_size": 0}, InvalidValue, "max_size must be a whole number"),
    ("territories", {"level": "regions"}, InvalidValue, "did you mean 'region'"),
    ("territories", {"level": None}, InvalidValue, "TerritoryKind must be one of"),
    ("territories", {"kinds": ["x"]}, InvalidValue, "AllianceKind must be one of"),
    ("speakers", {"of": "talk"}, InvalidValue, "Occasion must be one of"),
    ("speakers", {"max_size": True}, InvalidType, "max_size must be a whole number"),
    ("speakers", {"during": 1}, InvalidType, "during must be Days"),
    ("speakers", {"territory": "nowhere"}, UnknownId, "has the id 'nowhere'"),
    ("themes", {"territory": 44}, InvalidType, "territory must be the id of a Territory"),
    ("themes", {"of": None}, InvalidValue, "Occasion must be one of"),
    ("themes", {"weight": 3}, InvalidValue, "Weight must be one of"),
]


@pytest.mark.parametrize(("name", "options", "error", "said"), REFUSED)
def test_refusals_name_the_argument(
    name: str, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    """What would give a wrong answer is refused, by name."""
    with pytest.raises(error, match=said):
        MADE[name](Ecosystem(), **options)


@every_network
def test_what_is_no_ecosystem_is_refused(make: Make) -> None:
    """A list of things is no ecosystem."""
    with pytest.raises(InvalidType, match="ecosystem must be an Ecosystem"):
        make([])


def test_a_long_chain_of_repeats_takes_linear_time_and_no_recursion() -> None:
    """Ten thousand repeats, each of the one before, are one session."""
    week, ada, bea = Event(id="week", name="Week"), *(Person(id=x, name=x) for x in ("ada", "bea"))
    chain = [
        Session(
            id=f"s-{number}",
            title="Talk",
            event="week",
            speakers=["ada", "bea"],
            repeat_of=f"s-{number - 1}" if number else None,
        )
        for number in range(10_000)
    ]
    network = speakers(Ecosystem.of(week, ada, bea, reversed(chain)), shared=True)
    assert edges(network, "events") == {frozenset(("ada", "bea")): ("s-0",)}


# The cases


def test_four_territories_have_a_corridor_with_quebec() -> None:
    """Bordeaux, Nantes, Rennes and Wallonia, at whichever level one looks."""
    quebec = datasets.load("quebec")
    network = alliances(quebec, kinds=["corridor"])
    cities = {f"territory-{one}" for one in ("bordeaux", "nantes", "rennes", "wallonie")}
    assert set(network["territory-quebec"]) == cities
    assert set(territories(quebec, level="municipality")["territory-quebec"]) == cities
    assert set(territories(quebec, level="region")["territory-region-de-quebec"]) == cities
    lands = territories(quebec, level="country")["territory-quebec"]
    assert {one: len(edge["corridors"]) for one, edge in lands.items()} == {
        "territory-france": 3,
        "territory-belgique": 1,
    }


def test_two_territories_share_an_agency() -> None:
    """Nantes and Saint-Nazaire; at the level of départements it lies inside Loire-Atlantique."""
    cities = datasets.load("nantes-saint-nazaire")
    network = alliances(cities, kinds=["agency"])
    assert list(network.edges) == [("territory-nantes", "territory-saint-nazaire")]
    departments = territories(cities, level="department", kinds=["agency"])
    inside = departments.nodes["territory-loire-atlantique"]["corridors"]
    assert inside == ("alliance-nantes-saint-nazaire-developpement",)


def test_normandie_is_in_one_alliance() -> None:
    """Team Normandie, whose other members no account names, ties nothing and shows at the node."""
    network = alliances(datasets.load("normandie"))
    assert network.nodes["territory-normandie"]["alliances"] == ("alliance-team-normandie",)
    assert network.nodes["organization-team-normandie"]["embodies"] == ("alliance-team-normandie",)
    assert list(network.edges) == []


def test_the_bodies_of_joe_bussiere() -> None:
    """LIBEO, Québec Numérique twice, and Web à Québec."""
    network = memberships(datasets.load("quebec"))
    assert {body: edge["titles"] for body, edge in network["person-joe-bussiere"].items()} == {
        "organization-libeo": ("general director", "principal partner"),
        "organization-quebec-numerique": ("board member", "co-founder"),
        "series-web-a-quebec": ("founder",),
    }


def test_the_persons_of_ovh_and_the_board_of_cap_numeric() -> None:
    """Henryk Klaba presides OVH; who governs Cap numeric ties it to three organizations."""
    coast = datasets.load("cap-numeric")
    network = memberships(coast)
    assert {one: edge["roles"] for one, edge in network["organization-ovh"].items()} == {
        "person-henryk-klaba": ("president",)
    }
    coteo = "membership-organization-coteo-organization-cap-numeric-board-member"
    assert network.graph["left_out"] == (coteo,)
    boards = interlocks(coast)["organization-cap-numeric"]
    assert {one: (*edge["persons"], *edge["organizations"]) for one, edge in boards.items()} == {
        "organization-xyz": ("person-michel-boulanger",),
        "organization-eilco": ("person-mohammed-benjelloun",),
        "organization-coteo": ("organization-coteo",),
    }


def test_the_themes_that_new_caledonia_treats_together() -> None:
    """Cybersecurity and data management drew many to the same sessions."""
    network = themes(datasets.load("nouvelle-caledonie"))
    assert list(network.edges) == [("theme-cybersecurity", "theme-data-management")]
