"""Laws of the networks, with networkx's own projections and published figures as oracles."""

import copy
import gc
import json
import pickle
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Collection, Iterator, Mapping
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
    InvalidType,
    InvalidValue,
    Membership,
    Organization,
    Partnership,
    Person,
    Series,
    Session,
    Territory,
)
from numeco.graph import Occasion, Via, Weight, affiliation, collaboration, key_partners
from numeco.graph._tying.dictionaries import paused_collector
from numeco.graph._tying.kernel import project

memberships = st.dictionaries(
    st.integers(0, 7).map("event-{}".format),
    st.sets(st.integers(0, 9).map("org-{}".format)),
    max_size=8,
)


def ecosystem_of(members: Mapping[str, Collection[str]]) -> Ecosystem:
    """Return an ecosystem in which each event has these partners."""
    organizations = dict.fromkeys(one for group in members.values() for one in group)
    return Ecosystem.of(
        (Event(id=event, name=event) for event in members),
        (Organization(id=one, name=one) for one in organizations),
        (Partnership(organization=one, of=event) for event in members for one in members[event]),
    )


def edges(network: "nx.Graph[str]", name: str = "weight") -> dict[frozenset[str], float]:
    """Return an attribute of each edge, whatever the order of its ends."""
    return {frozenset((one, other)): data[name] for one, other, data in network.edges(data=True)}


def organizations_of(network: "nx.Graph[str]") -> list[str]:
    """Return the nodes of the first mode."""
    return [one for one in network if network.nodes[one]["bipartite"] == 0]


def strength(network: "nx.Graph[str]", one: str) -> float:
    """Return the sum of the weights of a node's ties."""
    return float(sum(edge["weight"] for edge in network[one].values()))


@pytest.fixture(scope="module")
def davis() -> tuple[Ecosystem, "nx.Graph[str]"]:
    """Davis's Southern Women as an ecosystem, and as networkx ships them, by our ids."""
    shipped = nx.davis_southern_women_graph()
    ids = {one: one.lower().replace(" ", "-").replace(".", "") for one in shipped}
    network: nx.Graph[str] = nx.relabel_nodes(shipped, ids)
    women = organizations_of(network)
    members = {one: list(network[one]) for one in network if one not in women}
    return ecosystem_of(members), network


# Affiliation


@given(memberships)
def test_affiliation_has_a_tie_for_each_membership(members: dict[str, set[str]]) -> None:
    """The two-mode network is bipartite, and its ties are the memberships."""
    network = affiliation(ecosystem_of(members))
    assert bipartite.is_bipartite_node_set(network, organizations_of(network)) or not network
    ties = {frozenset((event, one)) for event in members for one in members[event]}
    assert {frozenset(edge) for edge in network.edges} == ties


def week() -> Ecosystem:
    """Return a small week with every kind of tie."""
    return Ecosystem.of(
        Territory(id="nantes", name="Nantes"),
        Series(id="weeks", name="Digital Week"),
        Event(
            id="week",
            name="Web2day",
            series="weeks",
            zone="Europe/Paris",
            days=Days.of("2018-06-13", "2018-06-15"),
        ),
        Event(id="hackathon", name="Hackathon", within="week"),
        Organization(id="city", name="Web2day", kind="public-authority", seat="nantes"),
        Organization(id="ovh", name="OVH", kind="company"),
        Organization(id="eilco", name="EILCO", kind="school"),
        Organization(id="absent", name="Absent"),
        Person(id="ada", name="Ada"),
        Membership(member="ada", of="ovh", role="president"),
        Membership(member="ada", of="eilco", until=Days.year(2010)),
        Membership(member="ada", of="week", role="opener"),
        Partnership(organization="city", of="week", role="organizer"),
        Partnership(
            organization="city",
            of="week",
            role="sponsor",
            level="gold",
            contributions=["space", "money"],
        ),
        Partnership(organization="eilco", of="weeks"),
        Partnership(organization="absent", of="nantes"),
        Session(id="talk", title="Cloud", event="week", speakers=["ada"], hosts=["ovh", "city"]),
        Session(id="jam", title="Jam", event="hackathon", hosts=["eilco"]),
        Session(id="off", title="Off", event="week", hosts=["absent"], status="cancelled"),
    )


def test_an_edge_names_every_reason_for_the_tie() -> None:
    """An organizer that is a sponsor and a host has one tie, which says all three."""
    network = affiliation(week())
    assert network["city"]["week"] == {
        "via": ("host", "partnership"),
        "roles": ("organizer", "sponsor"),
        "levels": ("gold",),
        "contributions": ("money", "space"),
        "sessions": ("talk",),
    }
    assert network["ovh"]["week"]["via"] == ("host", "speaker")


def test_nodes_say_what_they_are() -> None:
    """Organizations and events carry the documented attributes; a name in common is no clash."""
    nodes = affiliation(week()).nodes
    assert nodes["city"] == {
        "kind": "Organization",
        "name": "Web2day",
        "bipartite": 0,
        "type": "public-authority",
        "helix": "government",
        "territory": "nantes",
        "parent": None,
    }
    assert nodes["week"] == {
        "kind": "Event",
        "name": "Web2day",
        "bipartite": 1,
        "type": "other",
        "first": "2018-06-13",
        "last": "2018-06-15",
        "series": "weeks",
        "edition": None,
        "territories": (),
    }


@pytest.mark.parametrize("of", list(Occasion))
def test_attributes_are_plain_values(of: Occasion) -> None:
    """JSON writes every attribute of every network and reads it back, tuples as lists."""
    for network in (affiliation(week(), of=of), collaboration(week(), of=of)):
        written = json.dumps(nx.node_link_data(network, edges="edges"), allow_nan=False)
        again = nx.node_link_graph(json.loads(written), edges="edges")
        assert set(again.edges) == set(network.edges)
        values = [value for _, node in network.nodes(data=True) for value in node.values()]
        assert {type(value) for value in values} <= {str, int, tuple, type(None)}


def test_cancelled_sessions_and_events_do_not_count() -> None:
    """Hosting a cancelled session ties to nothing; a cancelled event is not there."""
    ecosystem = week()
    assert not affiliation(ecosystem)["absent"]
    off = ecosystem.replacing(Event(id="hackathon", name="H", within="week", status="cancelled"))
    assert "hackathon" not in affiliation(off)
    assert "jam" not in affiliation(off, of="session")
    assert not affiliation(off, via=["host"])["eilco"]


def test_a_former_membership_ties_to_nothing() -> None:
    """A speaker stands for the organizations of their time, for all that is known."""
    network = affiliation(week(), via=["speaker"])
    assert set(network["week"]) == {"ovh"}
    ecosystem = week().replacing(Event(id="week", name="Week"))
    undated = affiliation(ecosystem, via=["speaker"])
    assert set(undated["week"]) == {"ovh", "eilco"}


@pytest.mark.parametrize(
    ("of", "ties"),
    [
        ("event", {"week": {"city", "ovh"}, "hackathon": {"eilco"}}),
        ("umbrella", {"week": {"city", "ovh", "eilco"}}),
        ("series", {"weeks": {"city", "ovh", "eilco"}}),
        ("session", {"talk": {"city", "ovh"}, "jam": {"eilco"}}),
    ],
)
def test_the_second_mode_is_what_is_asked_for(of: str, ties: dict[str, set[str]]) -> None:
    """Ties are to the event that is named, its umbrella, its series, or the session."""
    network = affiliation(week(), of=of)
    second = [one for one in network if network.nodes[one]["bipartite"] == 1]
    assert {one: set(network[one]) for one in second} == ties


def test_via_and_roles_narrow() -> None:
    """Only what is asked for makes a tie; the nodes stay."""
    ecosystem = week()
    hosting = affiliation(ecosystem, via=[Via.HOST])
    assert set(hosting["week"]) == {"ovh", "city"}
    assert hosting["city"]["week"]["roles"] == ()
    sponsors = affiliation(ecosystem, via=["partnership"], roles=["sponsor"])
    assert sponsors["city"]["week"]["roles"] == ("sponsor",)
    assert set(sponsors) == set(hosting)
    assert not affiliation(ecosystem, via=[]).edges


@pytest.mark.parametrize("wrong", [{"of": "day"}, {"via": ["host", "by"]}, {"roles": ["boss"]}])
def test_unknown_words_are_refused(wrong: dict[str, Any]) -> None:
    """A word that is not one of the list is refused with the list."""
    with pytest.raises(InvalidValue, match="must be one of"):
        affiliation(week(), **wrong)


# Collaboration


ORACLES: dict[Weight, Callable[["nx.Graph[str]", list[str]], "nx.Graph[str]"]] = {
    Weight.NEWMAN: bipartite.collaboration_weighted_projected_graph,
    Weight.COUNT: bipartite.weighted_projected_graph,
    Weight.JACCARD: bipartite.overlap_weighted_projected_graph,
    Weight.OVERLAP: lambda network, nodes: bipartite.overlap_weighted_projected_graph(
        network, nodes, jaccard=False
    ),
}


def shared_by(
    share: Callable[[int], float],
) -> Callable[["nx.Graph[str]", list[str]], "nx.Graph[str]"]:
    """Return the projection in which each common event of k members weighs share(k)."""

    def weight(network: "nx.Graph[str]", one: str, other: str) -> float:
        return sum(share(len(network[event])) for event in set(network[one]) & set(network[other]))

    def projection(network: "nx.Graph[str]", nodes: list[str]) -> "nx.Graph[str]":
        return bipartite.generic_weighted_projected_graph(network, nodes, weight_function=weight)

    return projection


ORACLES[Weight.FRACTIONAL] = shared_by(lambda k: 1 / k)
ORACLES[Weight.PAIR] = shared_by(lambda k: 2 / (k * (k - 1)))


def cosine(network: "nx.Graph[str]", nodes: list[str]) -> "nx.Graph[str]":
    """Return the projection by Salton's cosine."""
    found = bipartite.weighted_projected_graph(network, nodes)
    for one, other, edge in found.edges(data=True):
        edge["weight"] /= (len(network[one]) * len(network[other])) ** 0.5
    return found


ORACLES[Weight.COSINE] = cosine


@pytest.mark.parametrize("weight", list(Weight))
@given(members=memberships.filter(bool))  # networkx's projections refuse the empty network
@example(members={"solo": {"one"}, "empty": set()})
def test_weights_are_those_of_networkx(weight: Weight, members: dict[str, set[str]]) -> None:
    """Each projection has the edges and weights of networkx's own."""
    ecosystem = ecosystem_of(members)
    network = affiliation(ecosystem)
    oracle = ORACLES[weight](network, organizations_of(network))
    found = collaboration(ecosystem, weight=weight)
    assert set(found) == set(oracle)
    assert edges(found) == pytest.approx(edges(oracle))
    count = bipartite.weighted_projected_graph(network, organizations_of(network))
    assert edges(found, "count") == edges(count)


def test_southern_women_have_their_projection(davis: tuple[Ecosystem, "nx.Graph[str]"]) -> None:
    """Davis, Gardner & Gardner 1941: the projection onto women is that of networkx."""
    ecosystem, shipped = davis
    found = collaboration(ecosystem)
    oracle = bipartite.collaboration_weighted_projected_graph(shipped, organizations_of(shipped))
    assert found.number_of_edges() == oracle.number_of_edges() == 139
    assert edges(found) == pytest.approx(edges(oracle))


def test_newman_strength_is_the_number_of_events(
    davis: tuple[Ecosystem, "nx.Graph[str]"],
) -> None:
    """Under Newman's weight a woman's strength is the number of events that she shared."""
    ecosystem, shipped = davis
    found = collaboration(ecosystem)
    for one in found:
        assert strength(found, one) == pytest.approx(len(shipped[one]))
        assert found.nodes[one]["events"] == len(shipped[one])
    partners = {str(one.organization): one for one in key_partners(ecosystem, most=None)}
    assert partners["evelyn-jefferson"].strength == 8
    assert partners["evelyn-jefferson"].degree == 17


def test_one_event_of_ninety_makes_4005_weak_ties() -> None:
    """An event of 90 partners alone ties each to 89 others, with strength 1 in all."""
    partners = [f"org-{number}" for number in range(90)]
    found = collaboration(ecosystem_of({"fair": partners}))
    assert found.number_of_edges() == 4005
    assert all(strength(found, one) == pytest.approx(1) for one in partners)
    assert not collaboration(ecosystem_of({"fair": partners}), max_size=89).edges
    assert collaboration(ecosystem_of({"fair": partners}), max_size=90).size() == 4005


def test_a_partner_named_twice_counts_once() -> None:
    """Organizer and sponsor of one event: no loop, no double count."""
    twice = [
        Partnership(organization=one, of="fair", role=role)
        for one in ("org-a", "org-b")
        for role in ("organizer", "sponsor")
    ]
    ecosystem = ecosystem_of({"fair": [], "other": ["org-a", "org-b"]}).adding(twice)
    found = collaboration(ecosystem)
    assert found["org-a"]["org-b"] == {"weight": 2.0, "count": 2}
    assert not list(nx.selfloop_edges(found))


def test_no_ties_are_no_edges() -> None:
    """Networks of ecosystems without ties, or without anything, have no edges and no fault."""
    alone = Ecosystem.of(Organization(id="org", name="Org"), Event(id="event", name="Event"))
    for ecosystem in (Ecosystem.of(), alone):
        assert not affiliation(ecosystem).edges
        assert not collaboration(ecosystem).edges
        assert key_partners(ecosystem) == ()
    assert set(collaboration(alone)) == {"org"}


# Key partners


def test_key_partners_come_strongest_first() -> None:
    """Rows are sorted by strength, degree and id, and say how many events and partners."""
    ecosystem = ecosystem_of({"e1": ["a", "b", "c"], "e2": ["a", "d"], "e3": ["a"], "e4": ["e"]})
    rows = key_partners(ecosystem)
    assert [one.organization for one in rows] == ["a", "b", "c", "d"]
    first = rows[0]
    assert (first.name, first.events, first.degree, first.strength) == ("a", 3, 3, 2)
    assert key_partners(ecosystem, most=2) == rows[:2]


@given(memberships)
def test_key_partners_are_all_who_have_partners(members: dict[str, set[str]]) -> None:
    """With most=None exactly the organizations with a partner are ranked, in falling strength."""
    rows = key_partners(ecosystem_of(members), most=None)
    tied = {one for group in members.values() if len(group) > 1 for one in group}
    assert {one.organization for one in rows} == tied
    assert [one.strength for one in rows] == sorted((one.strength for one in rows), reverse=True)
    for row in rows:
        shared = [group for group in members.values() if row.organization in group]
        assert row.strength == sum(len(group) > 1 for group in shared)
        assert row.degree == len(set().union(*shared)) - 1


@given(memberships, st.sampled_from(list(Occasion)), st.sets(st.sampled_from(list(Via))))
def test_key_partners_are_those_of_the_projection(
    members: dict[str, set[str]], of: Occasion, via: set[Via]
) -> None:
    """Strength and degree are what Newman's projection gives, though nothing is projected."""
    ecosystem = ecosystem_of(members)
    network = collaboration(ecosystem, of=of, via=via)
    rows = {
        str(one.organization): one for one in key_partners(ecosystem, most=None, of=of, via=via)
    }
    assert set(rows) == {one for one in network if network[one]}
    for one, row in rows.items():
        assert row.degree == len(network[one])
        assert row.strength == pytest.approx(strength(network, one))
        assert row.events == network.nodes[one]["events"]


def test_an_event_of_6000_takes_little_time_and_memory() -> None:
    """18 million pairs share two events, which key partners neither tie nor hold."""
    some = [f"org-{number}" for number in range(6000)]
    pairs = {f"pair-{number}": some[number : number + 2] for number in range(0, 6000, 2)}
    ecosystem = ecosystem_of({"fair": some, "forum": some[:4000], "alone": some[:1]} | pairs)
    tracemalloc.start()
    began = time.perf_counter()
    rows = key_partners(ecosystem, most=None)
    lasted = time.perf_counter() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {one.degree for one in rows} == {5999}
    assert [rows[0].strength, rows[-1].strength] == [3, 2]
    assert lasted < 20  # about a second, traced; the projection takes minutes
    assert peak < 100_000_000  # 13 million; the projection takes billions


# Deep hierarchies


def test_umbrellas_of_a_deep_chain_are_found_once() -> None:
    """Ten thousand events within one another take time that grows with their number only."""
    number = 10_000
    chain = [
        Event(id=f"e-{at}", name="E", within=f"e-{at - 1}" if at else None, series=series)
        for at, series in zip(range(number), ["series", *[None] * number], strict=False)
    ]
    tie = Partnership(organization="org", of=f"e-{number - 1}")
    org = Organization(id="org", name="Org")
    ecosystem = Ecosystem.of(chain[::-1], org, tie, Series(id="series", name="S"))
    began = time.perf_counter()
    assert list(affiliation(ecosystem, of="umbrella").edges) == [("org", "e-0")]
    assert list(affiliation(ecosystem, of="series").edges) == [("org", "series")]
    assert time.perf_counter() - began < 5  # 0.2 seconds; walking up from each takes minutes


@pytest.mark.parametrize("of", list(Occasion))
def test_what_lies_within_a_cancelled_event_is_cancelled(of: Occasion) -> None:
    """A part of a cancelled umbrella ties nobody, as `Ecosystem.cancelled` and the schedule say."""
    events = [
        Event(id="top", name="T", series="far"),
        Event(id="mid", name="M", within="top", status="cancelled"),
        Event(id="low", name="L", within="mid", series="near"),
        Session(id="talk", title="T", event="low", hosts=["org"]),
    ]
    series = [Series(id=one, name=one) for one in ("far", "near")]
    tie = Partnership(organization="org", of="low")
    ecosystem = Ecosystem.of(events, series, tie, Organization(id="org", name="Org"))
    assert not affiliation(ecosystem, of=of).edges
    on = ecosystem.replacing(Event(id="mid", name="M", within="top"))
    (edge,) = affiliation(on, of=of).edges
    assert edge == ("org", {"umbrella": "top", "series": "near", "session": "talk"}.get(of, "low"))


def test_nodes_come_in_the_order_of_the_ecosystem() -> None:
    """An umbrella that is listed after its events comes after them."""
    low, top = Event(id="low", name="L", within="top"), Event(id="top", name="T")
    for events in ([low, top], [top, low]):
        network = affiliation(Ecosystem.of(events))
        assert list(network) == [event.id for event in events]


# Arguments


@pytest.mark.parametrize("function", [affiliation, collaboration, key_partners])
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            {"via": "host"},
            "via must be a collection of words, such as ['partnership'] (got 'host')",
        ),
        ({"via": 3}, "via must be a collection of words, such as ['partnership'] (got 3)"),
        ({"roles": "organizer"}, "roles must be a collection of words, such as ['organizer'] (got"),
        ({"of": ["event"]}, "Occasion must be one of event, umbrella, series, session (got"),
        ({"via": [3]}, "Via must be one of partnership, host, speaker (got 3)"),
        ({"via": ["host"], "roles": ["boss"]}, "PartnershipRole must be one of organizer,"),
    ],
)
def test_refusals_name_the_argument(
    function: Callable[..., Any], arguments: dict[str, Any], says: str
) -> None:
    """What cannot be meant is refused with a sentence, even where it would not matter."""
    with pytest.raises(InvalidValue) as error:
        function(Ecosystem.of(), **arguments)
    assert str(error.value).startswith(says)


@pytest.mark.parametrize("function", [affiliation, collaboration, key_partners])
def test_what_is_no_ecosystem_is_refused(function: Callable[..., Any]) -> None:
    """The sentence names the argument."""
    with pytest.raises(InvalidType, match=r"ecosystem must be an Ecosystem \(got \[\]\)"):
        function([])


@pytest.mark.parametrize("given", [-1, "3", 1.5, True])
def test_numbers_out_of_range_are_refused(given: object) -> None:
    """Neither a negative `most`, which would cut the list from its end, nor an odd size."""
    most: Any = given
    with pytest.raises(InvalidValue, match="most must be a whole number, 0 or more, or None"):
        key_partners(Ecosystem.of(), most=most)
    with pytest.raises(InvalidValue, match="max_size must be a whole number, 1 or more, or None"):
        collaboration(Ecosystem.of(), max_size=most)
    assert key_partners(ecosystem_of({"e": ["a", "b"]}), most=0) == ()


# The kernel


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=8), max_size=8))
def test_project_counts_pairs(groups: list[list[str]]) -> None:
    """The count of a pair is the number of groups that hold both, repetitions aside."""
    found = project(groups, {}, share=lambda _: 1)
    sets = [set(group) for group in groups]
    assert set(found) == set().union(*sets)
    counts = {
        frozenset(pair): sum(set(pair) <= group for group in sets)
        for pair in combinations(sorted(found), 2)
    }
    assert edges(found, "count") == {pair: count for pair, count in counts.items() if count}


def test_both_ends_hold_one_and_the_same_edge() -> None:
    """The projection is a networkx graph like any other: changed, copied, pickled, extended."""
    network = project([["a", "b", "c"], ["b", "a"]], {"z": {"name": "Z"}}, share=lambda k: 1 / k)
    for one, other in network.edges:
        assert network.adj[one][other] is network.adj[other][one]
    network["a"]["b"]["seen"] = True
    assert network["b"]["a"]["seen"]
    for same in (copy.deepcopy(network), pickle.loads(pickle.dumps(network)), network.copy()):  # noqa: S301  # written a moment ago
        assert nx.utils.graphs_equal(same, network)
    network.add_edge("a", "z")
    network.remove_edge("a", "b")
    assert set(network["a"]) == {"c", "z"}
    assert network.to_directed().number_of_edges() == 2 * network.number_of_edges()


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_as_it_was_after_an_exception(*, on: bool) -> None:
    """The garbage collector is paused within, and restored whatever happens."""

    def groups() -> Iterator[list[str]]:
        assert not gc.isenabled()
        yield ["a", "b"]
        raise KeyError

    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(KeyError):
            project(groups(), {}, share=lambda _: 1)
        assert gc.isenabled() is on
        with paused_collector():
            assert not gc.isenabled()
        assert gc.isenabled() is on
    finally:
        (gc.enable if was else gc.disable)()


def test_importing_numeco_does_not_import_networkx() -> None:
    """Only the chapters that need networkx load it."""
    code = "import sys, numeco; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  # our own interpreter
