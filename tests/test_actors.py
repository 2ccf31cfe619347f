"""Laws of the table of key actors, with networkx and plain counting as oracles."""

import pickle
import re
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeco import Ecosystem, Event, Organization, Partnership, Territory
from numeco.errors import InvalidType, InvalidValue, UnknownId
from numeco.graph import affiliation, collaboration
from numeco.graph._actors import actors
from numeco.graph._betweenness import betweenness
from numeco.graph._brokerage import brokerage
from numeco.graph._communities import communities
from numeco.graph._cuts import cuts
from numeco.graph._holes import constraint, effective_size
from numeco.graph._measuring.columns import Column
from numeco.graph._mixing import assortativity, ei_index, ei_indices
from numeco.graph._two_mode import two_mode_centralities
from numeco.testing import ecosystems

KINDS = ("company", "university", "public-authority", "association", "other")


def ecosystem_of(members, kinds=()):
    """Return an ecosystem in which each event has these partners, of these kinds or companies."""
    names = sorted({one for group in members.values() for one in group})
    return Ecosystem.of(
        (Event(id=event, name=event) for event in members),
        (
            Organization(id=one, name=one.upper(), kind=dict(kinds).get(one, "company"))
            for one in names
        ),
        (Partnership(organization=one, of=event) for event in members for one in members[event]),
    )


casts = st.builds(
    ecosystem_of,
    st.dictionaries(
        st.integers(0, 7).map("event-{}".format),
        st.sets(st.integers(0, 9).map("org-{}".format), max_size=5),
        max_size=8,
    ),
    st.lists(st.sampled_from(KINDS), min_size=10, max_size=10).map(
        lambda kinds: tuple((f"org-{at}", kind) for at, kind in enumerate(kinds))
    ),
)


@pytest.fixture(scope="module")
def bridge():
    """Two fairs of four, joined by an agency alone; a workshop that hangs on a school."""
    members = {
        "fair-east": ["a1", "a2", "a3", "agency"],
        "fair-west": ["b1", "b2", "b3", "agency"],
        "workshop": ["b1", "pupil"],
        "solo": ["hermit"],
    }
    kinds = {
        "agency": "public-agency",
        "b1": "school",
        "a1": "university",
        "hermit": "other",
    }
    return ecosystem_of(members, kinds.items())


def connected_pairs(network, without=()):
    """Return the pairs that reach each other."""
    left = network.subgraph(one for one in network if one not in without)
    parts = nx.connected_components(left)
    return {frozenset(pair) for part in parts for pair in combinations(part, 2)}


@settings(max_examples=25)
@given(casts)
def test_each_column_is_its_measure(ecosystem):
    """Every organization has one row, and each column is what its own function gives."""
    table = actors(ecosystem, backend="networkx")
    network = collaboration(ecosystem)
    assert sorted(one.organization for one in table) == sorted(network)
    scores = betweenness(network, strength="weight", backend="networkx")
    between, open_, size = constraint(network), brokerage(network, "helix"), effective_size(network)
    groups, two_mode = communities(network), two_mode_centralities(affiliation(ecosystem))
    split = {cut.node: cut.separated for cut in cuts(network)}
    core, ei = nx.core_number(network), ei_indices(network, "helix")
    for row in table:
        one = row.organization
        assert (row.degree, row.events) == (len(network[one]), network.nodes[one]["events"])
        assert row.strength == pytest.approx(network.degree(one, weight="weight"))
        assert row.betweenness == scores[one]
        assert (row.constraint, row.effective_size) == (between[one], size[one])
        assert (row.brokerage, row.core, row.ei) == (open_[one], core[one], ei[one])
        assert (row.separated, row.cut) == (split.get(one, 0), one in split)
        assert table.communities.groups[row.community] == groups.of(one)
        assert row.affiliation_degree == two_mode[one].degree
        assert row.affiliation_closeness == two_mode[one].closeness
        assert row.affiliation_betweenness == pytest.approx(two_mode[one].betweenness)
    assert table.cuts == cuts(network)
    assert table.ei == ei_index(network, "helix")
    assert table.assortativity == assortativity(network, "helix")


@settings(max_examples=25)
@given(casts)
def test_the_share_is_over_those_that_reach_each_other(ecosystem):
    """The share of paths is the betweenness sum over the pairs of others that a path joins."""
    network = collaboration(ecosystem)
    sums = nx.betweenness_centrality(network, normalized=False)
    for row in actors(ecosystem, paths="shortest", columns=["betweenness"]):
        pairs = [pair for pair in connected_pairs(network) if row.organization not in pair]
        expected = sums[row.organization] / len(pairs) if pairs else None
        assert row.share == pytest.approx(expected)


@settings(max_examples=25)
@given(casts)
def test_rows_are_in_order(ecosystem):
    """By betweenness, then pairs parted, then strength, then id, equal but for rounding."""
    keys = [
        (-round(row.betweenness, 9), -row.separated, -round(row.strength, 9), row.organization)
        for row in actors(ecosystem)
    ]
    assert keys == sorted(keys)


@settings(max_examples=25)
@given(ecosystems())
def test_any_ecosystem_has_its_table(ecosystem):
    """A table is made, printed and explained of any ecosystem, the empty one included."""
    table = actors(ecosystem, backend="networkx")
    assert len(table) == len(ecosystem.all(Organization))
    assert str(table)
    assert table._repr_html_().startswith("<table>")
    assert table.explain().startswith(f"{len(table):,} organization")
    assert len({tuple(row) for row in table.rows()}) <= 1


@settings(max_examples=25)
@given(casts)
def test_back_ends_give_one_table(ecosystem):
    """With igraph or with networkx alone, the rows are the same: order, reasons and figures."""
    pytest.importorskip("igraph")
    ours, theirs = (actors(ecosystem, backend=backend) for backend in ("networkx", "igraph"))
    assert [one.organization for one in ours] == [one.organization for one in theirs]
    assert [one.reasons for one in ours] == [one.reasons for one in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert one.betweenness == pytest.approx(other.betweenness, rel=1e-9, abs=1e-12)
        assert one.community == other.community
    assert theirs.used == {"betweenness": "igraph", "communities": "numeco"}


@settings(max_examples=25)
@given(casts)
def test_sentences_count_right(ecosystem):
    """What a reason counts is what plain counting on the network gives."""
    network = collaboration(ecosystem)
    helix = {one: facts["helix"] for one, facts in network.nodes(data=True)}
    pairs = connected_pairs(network)
    for row in actors(ecosystem, paths="shortest"):
        one, said = row.organization, " ".join(row.reasons)
        left = connected_pairs(network, [one])
        parted = {pair for pair in pairs - left if one not in pair}
        found = re.search(r"([\d,]+) pairs? of others reach each other through it alone", said)
        assert (int(found[1]) if found else 0) == len(parted)
        alone = [
            other
            for other in network[one]
            if helix[other]
            and helix[one]
            and helix[other] != helix[one]
            and all(helix[third] for third in network[other])
            and [third for third in network[other] if helix[third] == helix[one]] == [one]
        ]
        found = re.search(r"only partner of [a-z ]+ for (\d+) organization", said)
        assert (int(found[1]) if found else 0) == len(alone)
        between = [
            pair
            for pair in combinations(network[one], 2)
            if not network.has_edge(*pair)
            and helix[one]
            and all(helix[end] for end in pair)
            and helix[pair[0]] != helix[pair[1]]
        ]
        found = re.search(r"stands between (\d+) pair", said)
        assert (int(found[1]) if found else 0) == len(between)
        found = re.search(r"a part in (\d+) of (\d+) events, and (\d+) of (\d+) others", said)
        held = sum(1 for event in ecosystem.all(Event) if ecosystem.partners_of(event.id))
        expected = (row.events, held, row.degree, len(network) - 1)
        assert (tuple(map(int, found.groups())) if found else None) == (
            expected if row.degree else None
        )


def test_the_agency_holds_two_fairs_together(bridge):
    """The bridge comes first, and its reasons say in figures what hangs on it."""
    table = actors(bridge, backend="networkx")
    agency = table[0]
    assert (agency.organization, agency.cut, agency.separated) == ("agency", True, 12)
    assert agency.share == pytest.approx(12 / 21)
    assert agency.reasons == (
        "57 % of the strongest paths between two others pass through it; none has more.",
        (
            "Without it the network splits: 3 organizations would lose the other 4; "
            "12 pairs of others reach each other through it alone."
        ),
        "It is the only partner of government for 6 organizations (4 of industry, 2 of academia).",
        "It stands between 4 pairs of different helices that are not partners.",
        "With its partners it reaches 2 of 2 communities.",
        "None of 8 depends less on partners who are tied to one another (constraint 0.43).",
        "It has a part in 2 of 4 events, and 6 of 8 others as partners.",
    )
    assert table.of("hermit").explain() == "HERMIT (other)\n- No partner of it is recorded here."


def test_an_explanation_ends_with_what_would_be_lost(bridge):
    """The first ones are explained together: their ties, and who would lose whom without them."""
    text = actors(bridge, backend="networkx").explain(1)
    assert text.startswith(
        "9 organizations, 13 ties; 1 without a partner.\n"
        "2 organizations would split the network by going alone.\n\n1. AGENCY (public-agency, "
    )
    assert text.endswith(
        "Ties with it make up 40 % of the strength of all ties.\n"
        "Without it, 57 % (12 of 21) of the pairs of others that reach each other would not."
    )


def test_nobody_is_made_to_hold_what_nobody_holds():
    """Where all are partners of all that they reach, nobody is named, and the text says so."""
    apart = ecosystem_of({"fair": ["a", "b", "c"], "forum": ["d", "e"]})
    text = actors(apart, backend="networkx").explain()
    assert text == (
        "5 organizations, 4 ties; 0 without a partner.\n"
        "Those with a partner are in 2 pieces, of 3 and 2.\n"
        "No organization would split the network by going alone.\n"
        "None is between others: whoever is connected is so by a tie."
    )


def test_equal_ones_are_said_to_be_equal():
    """Two that share the middle of a ring have as much as each other."""
    ring = ecosystem_of({"one": "ab", "two": "bc", "three": "cd", "four": "da"})
    for one in actors(ring, backend="networkx"):
        assert one.reasons[0] == (
            "17 % of the strongest paths between two others pass through it; "
            "none has more, 3 as much."
        )


def test_nobody_stands_out_among_more_equals_than_places():
    """Where some of those who are equal would be left out, none of them is named, but counted."""
    ring = ecosystem_of({"one": "ab", "two": "bc", "three": "cd", "four": "da"})
    table = actors(ring, backend="networkx")
    for most in (1, 2, 3):
        text = table.explain(most)
        assert text.endswith(
            "alone.\n\n4 organizations are equal; "
            "none of them stands out (explain(4) names them all)."
        )
        assert "1. " not in text
    assert "4. D" in table.explain(4)
    assert "stands out" not in table.explain(4)


def test_only_those_above_the_equal_ones_are_named():
    """The hub of three fairs is named; its three seconds, who are equal, are counted."""
    members = {f"fair-{at}": ["hub", f"second-{at}"] for at in range(3)}
    members |= {f"forum-{at}": [f"second-{at}", f"last-{at}"] for at in range(3)}
    table = actors(ecosystem_of(members), backend="networkx")
    for most in (2, 3):
        text = table.explain(most)
        assert "1. HUB" in text
        assert "2. " not in text
        said = (
            "3 organizations share the next place: they are equal; none of them stands out "
            "(explain(4) names them all)."
        )
        assert said in text.split("\n\n")
    assert "4. SECOND-2" in table.explain(4)
    assert "next place" not in table.explain(1)


def test_without_betweenness_those_who_part_others_are_named(bridge):
    """Cuts alone name only those who split the network, and say what was not measured."""
    text = actors(bridge, columns=["cuts"]).explain()
    assert re.findall(r"^\d\. (\S+)", text, re.MULTILINE) == ["AGENCY", "B1"]
    assert "Who lies between others was not measured." in text
    whole = ecosystem_of({"fair": ["a", "b", "c"]})
    text = actors(whole, columns=["cuts"]).explain()
    assert text.endswith("alone.\nWho lies between others was not measured.")


def test_without_paths_and_cuts_nobody_is_named(bridge):
    """Who holds a network together is not known where neither was measured."""
    text = actors(bridge, columns=["core", "constraint"]).explain()
    assert text.endswith(
        "Neither betweenness nor cuts were measured, so that nothing can be said of who holds "
        "them together."
    )
    assert "1. " not in text


def test_without_ties_nothing_is_said_of_who_holds_together():
    """Organizations that no event ties are said to be so, without a word on cuts and paths."""
    table = actors(ecosystem_of({"solo": ["hermit"], "alone": ["monk"]}), backend="networkx")
    assert table.explain() == (
        "2 organizations, 0 ties; 2 without a partner.\n"
        "No event that counts here names two of them; nothing can be said of who holds them "
        "together (alliances and memberships do not count here)."
    )


def test_what_is_lost_is_said_of_others_only():
    """Where nobody is left but those named and one other, no pair of others is spoken of."""
    chain = ecosystem_of({"one": "ab", "two": "bc", "three": "cd"})
    text = actors(chain, backend="networkx").explain()
    assert "1. B" in text
    assert "2. C" in text
    assert text.endswith(
        "Without these 2, 100 % (1 of 1) of the pairs of others that reach each other would not."
    )
    ring = ecosystem_of({"one": "ab", "two": "bc", "three": "cd", "four": "da"})
    everybody = actors(ring, backend="networkx").explain(4)
    assert everybody.endswith("Ties with these 4 make up 100 % of the strength of all ties.")


def test_reasons_tell_apart():
    """A constraint or a reach that others share is no reason; one that is its own is one."""
    halves = {"east": ["a1", "a2", "a3", "x", "y"], "west": ["b1", "b2", "b3", "x", "y"]}
    for one in actors(ecosystem_of(halves), backend="networkx"):
        assert not any("depend" in reason for reason in one.reasons)
    ring = ecosystem_of({f"fair-{at}": [f"o{at}", f"o{(at + 1) % 6}"] for at in range(6)})
    table = actors(ring, backend="networkx")
    reached = [
        len({table.communities.at(other) for other in (one, *table.network[one])})
        for one in table.network
    ]
    for one in table:
        said = [reason for reason in one.reasons if "communities" in reason]
        own = len(
            {
                table.communities.at(other)
                for other in (one.organization, *table.network[one.organization])
            }
        )
        assert bool(said) == (own > 1 and sum(its >= own for its in reached) <= 3)


def test_names_stay_on_one_line():
    """Line breaks in names of organizations and of groups do not break the text."""
    names = {"a": "Alpha", "b": "Be\nta", "c": "Gam\r\nma"}
    ecosystem = Ecosystem.of(
        (Organization(id=one, name=name) for one, name in names.items()),
        (Event(id=one, name=one) for one in ("fair", "forum")),
        (Partnership(organization=one, of="fair") for one in "ab"),
        (Partnership(organization=one, of="forum") for one in "bc"),
    )
    groups = {"a": "the\nnorth", "b": "the\nmiddle", "c": "south"}
    table = actors(ecosystem, group=groups, backend="networkx")
    text = table.explain()
    assert "1. Be ta (other)" in text
    assert "the only partner of the middle for 2 organizations" in text
    assert repr(table) == "<Actors: 3 organizations, Be ta first>"


def test_what_is_not_measured_is_none(bridge):
    """Only the columns asked for are taken; the others are None, out of the table and unsaid."""
    for measure in Column:
        table = actors(bridge, columns=[measure], backend="networkx")
        row = table.of("agency").row()
        known = {name for name, value in row.items() if value is not None}
        assert known - {"reasons"} == TAKEN[measure] | ALWAYS
        assert (table.communities is not None) == (measure is Column.COMMUNITIES)
        assert (table.ei is not None) == (measure is Column.EI)
        assert set(table.used) <= {measure.value}
        assert table.explain()


ALWAYS = {"organization", "name", "kind", "helix", "events", "degree", "strength"}
TAKEN = {
    Column.BETWEENNESS: {"betweenness", "share"},
    Column.CUTS: {"separated", "cut"},
    Column.TWO_MODE: {"affiliation_degree", "affiliation_closeness", "affiliation_betweenness"},
    Column.CONSTRAINT: {"constraint"},
    Column.EFFECTIVE_SIZE: {"effective_size"},
    Column.CORE: {"core"},
    Column.BROKERAGE: {"coordinator", "itinerant", "gatekeeper", "representative", "liaison"},
    Column.EI: {"ei"},
    Column.COMMUNITIES: {"community"},
}


def test_groups_go_by_what_is_asked(bridge):
    """Brokerage and its sentences go by any attribute, or by a mapping, which names no attribute."""
    by_kind = actors(bridge, group="type", backend="networkx").of("agency")
    assert any("pairs of different kinds" in reason for reason in by_kind.reasons)
    sides = {"a1": "east", "a2": "east", "a3": "east", "b1": "west", "b2": "west", "agency": "hub"}
    by_side = actors(bridge, group=sides, backend="networkx").of("agency")
    assert any("6 pairs of different groups" in reason for reason in by_side.reasons)
    assert by_side.brokerage.liaison == 12


def test_territories_are_named_by_their_names():
    """By territory, a sentence says the place, not its id."""
    places = {"nord": "Nord", "sud": "Sud"}
    seats = {"port": "nord", "quay": "nord", "vine": "sud"}
    ecosystem = Ecosystem.of(
        (Territory(id=one, name=name) for one, name in places.items()),
        (Organization(id=one, name=one, seat=seat) for one, seat in seats.items()),
        (Event(id=one, name=one) for one in ("fair", "forum")),
        (Partnership(organization=one, of="fair") for one in ("port", "quay")),
        (Partnership(organization=one, of="forum") for one in ("quay", "vine")),
    )
    said = actors(ecosystem, group="territory", backend="networkx").of("quay").reasons
    assert "It is the only partner of Nord for 1 organization (1 of Sud)." in said
    assert "It stands between 1 pair of different territories that are not partners." in said


def test_estimates_say_that_they_are_estimates(bridge):
    """With pivots the sentence about paths begins with About."""
    table = actors(bridge, pivots=4, seed=1, backend="networkx")
    paths = [one.reasons[0] for one in table if one.betweenness]
    assert paths
    assert all(re.match(r"About \d", line) for line in paths)
    assert table == actors(bridge, pivots=4, seed=1, backend="networkx")


def test_large_events_can_be_left_out(bridge):
    """With a greatest size of 3, both fairs tie nobody, and only the workshop's tie is left."""
    table = actors(bridge, max_size=3, backend="networkx")
    assert sorted(table.network.edges) == [("b1", "pupil")]
    assert table.of("agency").degree == 0
    assert table.explain().splitlines()[1] == (
        "2 of 4 events tied nobody, being of more than 3 organizations."
    )
    assert "tied nobody" not in actors(bridge, max_size=4, backend="networkx").explain()


def test_a_table_prints_its_columns(bridge):
    """The text and the HTML have the same cells; a long table ends with what is left."""
    table = actors(bridge, backend="networkx")
    head, _, first = str(table).splitlines()[:3]
    assert head.split()[:4] == ["name", "helix", "events", "degree"]
    assert first.split()[:4] == ["AGENCY", "government", "2", "6"]
    assert repr(table) == "<Actors: 9 organizations, AGENCY first>"
    assert "<td>57 %</td>" in table._repr_html_()
    many = ecosystem_of({"fair": [f"org-{at:02}" for at in range(30)]})
    assert str(actors(many, backend="networkx")).endswith("… and 10 more")


def test_a_table_is_a_sequence_and_pickles(bridge):
    """Rows are taken by position, slice and id; a pickled table is equal."""
    table = actors(bridge, backend="networkx")
    assert table[:2] == (table[0], table[1])
    assert table.of("agency") is table[0]
    assert list(reversed(table))[-1] is table[0]
    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301  # our own
    with pytest.raises(UnknownId, match="nobody"):
        table.of("nobody")
    with pytest.raises(LookupError, match=r"has the id \['agency'\]"):
        table.of(["agency"])


def test_what_cannot_be_done_is_refused(bridge):
    """Wrong arguments are named in a sentence."""
    with pytest.raises(InvalidType, match="columns must be a collection of words"):
        actors(bridge, columns="cuts")
    with pytest.raises(InvalidValue, match="did you mean 'cuts'"):
        actors(bridge, columns=["cut"])
    with pytest.raises(InvalidValue, match="strongest, shortest"):
        actors(bridge, paths="longest")
    with pytest.raises(InvalidValue, match="louvain, leiden"):
        actors(bridge, communities="spectral")
    with pytest.raises(InvalidValue, match="group"):
        actors(bridge, group="colour")
    with pytest.raises(InvalidValue, match="most must be"):
        actors(bridge).explain(0)
    with pytest.raises(InvalidType, match="ecosystem must be an Ecosystem"):
        actors(None)
