"""Laws of matchmaking, with networkx's link prediction and a look at all pairs as oracles."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations, permutations

import networkx as nx
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from numeco import (
    Alliance,
    Ecosystem,
    Event,
    InvalidType,
    InvalidValue,
    Membership,
    Organization,
    Partnership,
    Territory,
    Theme,
    UnknownId,
    datasets,
)
from numeco.graph import collaboration
from numeco.graph._match import Match, Matches
from numeco.graph._matches import Part, matches
from numeco.graph._matching.likely import Nearness
from numeco.testing import ecosystems

NETWORKX = {
    Nearness.RESOURCE_ALLOCATION: nx.resource_allocation_index,
    Nearness.ADAMIC_ADAR: nx.adamic_adar_index,
    Nearness.JACCARD: nx.jaccard_coefficient,
    Nearness.PREFERENTIAL_ATTACHMENT: nx.preferential_attachment,
    Nearness.COMMON_NEIGHBOURS: lambda network, pairs: (
        (one, other, len(list(nx.common_neighbors(network, one, other)))) for one, other in pairs
    ),
}
#: Hosting and mail are parts of the cloud, mail of the region is a part of mail.
THEMES = [
    Theme(id="cloud", name="Cloud"),
    Theme(id="hosting", name="Hosting", broader="cloud"),
    Theme(id="mail", name="Mail", broader="cloud"),
    Theme(id="regional-mail", name="Regional mail", broader="mail"),
    Theme(id="games", name="Games"),
]
BROADER = {theme.id: theme.broader for theme in THEMES}
some_themes = st.sets(st.sampled_from(sorted(BROADER)), max_size=2)


@st.composite
def networks(draw: st.DrawFn, most: int = 8) -> Ecosystem:
    """Draw organizations that offer and seek themes, and have parts in events."""
    names = [f"org-{at}" for at in range(draw(st.integers(0, most)))]
    organizations = [
        Organization(id=one, name=one.title(), offers=draw(some_themes), seeks=draw(some_themes))
        for one in names
    ]
    events = [Event(id=f"event-{at}", name=f"Event {at}") for at in range(draw(st.integers(0, 6)))]
    ties = [
        Partnership(organization=one, of=event.id)
        for event in events
        for one in sorted(draw(st.sets(st.sampled_from(names), max_size=4)) if names else ())
    ]
    return Ecosystem.of(THEMES, organizations, events, ties)


def ends(found: Iterable[Match]) -> set[frozenset[str]]:
    """Return the pairs, whatever their order."""
    return {frozenset(one.ends) for one in found}


def company(key: str, **facts: object) -> Organization:
    """Return a company; its id tells its name."""
    return Organization(id=key, name=key.title(), kind="company", **facts)


# Which pairs


def steps(offered: str, sought: str) -> int | None:
    """Return how many steps of `Theme.broader` lie between two themes, one above the other."""
    for low, high in ((offered, sought), (sought, offered)):
        here, number = low, 0
        while here is not None and here != high:
            here, number = BROADER[here], number + 1
        if here is not None:
            return number
    return None


def answered(giver: Organization, taker: Organization) -> list[float]:
    """Return how well each theme that one seeks is answered by the other, if at all."""
    found = (
        [0.5**number for one in giver.offers if (number := steps(one, sought)) is not None]
        for sought in taker.seeks
    )
    return [max(strengths) for strengths in found if strengths]


@given(networks(), st.booleans())
def test_pairs_are_those_that_a_look_at_all_would_find(ecosystem, new_only):
    """Of all pairs, those where an offer answers or a partner is shared, and nothing ties them."""
    network = collaboration(ecosystem)
    expected = {
        frozenset((one.id, other.id))
        for one, other in combinations(ecosystem.all(Organization), 2)
        if not (new_only and network.has_edge(one.id, other.id))
        and (
            answered(one, other)
            or answered(other, one)
            or any(nx.common_neighbors(network, one.id, other.id))
        )
    }
    found = matches(ecosystem, new_only=new_only, most=None)
    assert ends(found) == expected
    assert len(found) == found.candidates == len(expected)
    assert all(one.tied == network.has_edge(*one.ends) for one in found)


@given(networks())
def test_themes_count_as_each_answer_halves_what_is_missing(ecosystem):
    """With themes alone, the score is the noisy or of all answers, both ways together."""
    for one in matches(ecosystem, new_only=False, most=None, weights={"themes": 1}):
        first, second = (ecosystem[end] for end in one.ends)
        missing = 1.0
        for strength in (*answered(first, second), *answered(second, first)):
            missing *= 1 - strength / 2
        assert one.score == pytest.approx(1 - missing)
        assert one.mutual == bool(answered(first, second) and answered(second, first))
        assert set(one.offers) <= first.offers
        assert set(one.seeks) <= first.seeks
        assert one.offers or not answered(second, first)


@pytest.mark.parametrize("measure", Nearness)
@given(ecosystem=networks())
def test_nearness_is_what_networkx_says(measure, ecosystem):
    """All five scores of each match equal networkx's on the network of `collaboration`."""
    network = nx.Graph(collaboration(ecosystem).edges)
    network.add_nodes_from(one.id for one in ecosystem.all(Organization))
    found = matches(ecosystem, score=measure, weights={"network": 1}, most=None, diverse=0)
    values = {
        frozenset((one, other)): value
        for one, other, value in NETWORKX[measure](network, [one.ends for one in found])
    }
    for one in found:
        assert one.nearness.by(measure) == pytest.approx(values[frozenset(one.ends)])
    ordered = [values[frozenset(one.ends)] for one in found if not one.mutual]
    assert ordered == pytest.approx(sorted(ordered, reverse=True))


def test_nearness_is_what_networkx_says_of_the_southern_women():
    """On Davis's network, of those who met and of those who did not."""
    davis = nx.davis_southern_women_graph()
    ids = {one: one.lower().replace(" ", "-").replace(".", "") for one in davis}
    davis = nx.relabel_nodes(davis, ids)
    women = [one for one in davis if davis.nodes[one]["bipartite"] == 0]
    ecosystem = Ecosystem.of(
        [Organization(id=one, name=one) for one in women],
        [Event(id=one, name=one) for one in davis if one not in women],
        [Partnership(organization=one, of=other) for one in women for other in davis[one]],
    )
    found = matches(ecosystem, new_only=False, most=None)
    network = collaboration(ecosystem)
    expected = nx.resource_allocation_index(network, [*combinations(sorted(network), 2)])
    values = {frozenset((one, other)): value for one, other, value in expected if value}
    assert {
        frozenset(one.ends): one.nearness.resource_allocation for one in found
    } == pytest.approx(values)
    assert ends(matches(ecosystem, most=None)) == {
        pair for pair in values if not network.has_edge(*pair)
    }


# In what order


def discounted(one: Match, listed: Collection[Match], diverse: float, sought: Mapping) -> float:
    """Return what a score counts after what was listed."""
    has = Counter(end for other in listed for end in other.ends)
    about = Counter(theme for other in listed for theme in sought[other])
    repeats = sum(has[end] for end in one.ends)
    repeats += min((about[theme] for theme in sought[one]), default=0)
    return one.score * (1 - diverse) ** repeats


@given(networks(), st.sampled_from([0, 0.2, 0.5, 1]))
def test_each_match_is_the_best_after_those_before_it(ecosystem, diverse):
    """Mutual ones first; then none further down would count more in its place."""
    found = list(matches(ecosystem, most=None, diverse=diverse))
    assert found == sorted(found, key=lambda one: not one.mutual)
    sought = {
        one: {
            theme
            for giver, taker in permutations(ecosystem[end] for end in one.ends)
            for theme in taker.seeks
            if any(steps(offered, theme) is not None for offered in giver.offers)
        }
        for one in found
    }
    for at, one in enumerate(found):
        counts = discounted(one, found[:at], diverse, sought)
        assert all(
            counts >= discounted(other, found[:at], diverse, sought) - 1e-12
            for other in found[at:]
            if other.mutual == one.mutual
        )


@given(networks(), st.integers(0, 3), st.integers(0, 5))
def test_nobody_is_listed_more_often_than_asked(ecosystem, most_each, most):
    """`most_each` holds for each organization, `most` for the whole; `candidates` counts all."""
    found = matches(ecosystem, most=most, most_each=most_each)
    assert len(found) <= most
    assert max(Counter(end for one in found for end in one.ends).values(), default=0) <= most_each
    assert found.candidates == matches(ecosystem).candidates


@given(networks(), st.randoms())
def test_the_order_of_the_things_changes_nothing(ecosystem, random):
    """The same things in any order give the same matches."""
    things = list(ecosystem)
    random.shuffle(things)
    assert ends(matches(Ecosystem.of(things), most=3)) == ends(matches(ecosystem, most=3))


def test_a_list_is_not_all_about_one_hub():
    """With a discount the second match is not the hub's again; without one it is."""
    ecosystem = Ecosystem.of(
        THEMES,
        company("hub", offers=["cloud", "games"]),
        company("small", offers=["mail"]),
        [company(f"shop-{at}", seeks=["cloud", "games"]) for at in range(3)],
        company("post", seeks=["mail"]),
    )
    assert [one.first for one in matches(ecosystem, diverse=0, most=3)] == ["hub"] * 3
    assert [one.first for one in matches(ecosystem, diverse=0.5, most=2)] == ["hub", "small"]


# Who may meet


def fair() -> Ecosystem:
    """Return a fair whose partners met nowhere else, but for two in an earlier one."""
    return Ecosystem.of(
        THEMES,
        Event(id="fair", name="Fair"),
        Event(id="stage", name="Stage", within="fair"),
        Event(id="meetup", name="Meetup"),
        company("ovh", offers=["hosting"]),
        company("coteo", seeks=["hosting"]),
        company("away", seeks=["hosting"]),
        company("silent"),
        [Partnership(organization=one, of="fair") for one in ("ovh", "silent")],
        Partnership(organization="coteo", of="stage"),
        [Partnership(organization=one, of="meetup") for one in ("ovh", "away")],
    )


def test_meeting_at_the_event_itself_is_no_tie():
    """Participants of an event and of those within it may meet, though all have a part in it."""
    found = matches(fair(), event="fair")
    assert [one.ends for one in found] == [("ovh", "coteo")]
    assert found.organizations == ("coteo", "ovh", "silent")
    assert found.silent == ("silent",)
    # Left out, it is an event like any other.
    assert ends(matches(fair(), among=["ovh", "silent"], new_only=False)) == set()
    assert ends(matches(fair())) == {frozenset(("ovh", "coteo")), frozenset(("silent", "away"))}


def test_only_those_asked_for_meet():
    """`among` names who may meet; with an event, those of them that have a part in it."""
    assert ends(matches(fair(), among=["ovh", "coteo"])) == {frozenset(("ovh", "coteo"))}
    assert matches(fair(), among=["ovh", "away"], event="fair").organizations == ("ovh",)
    assert len(matches(fair(), among=[])) == 0


@pytest.mark.parametrize(
    "tie",
    [
        Alliance(id="pact", name="Pact", organizations=["ovh", "coteo"]),
        Membership(member="coteo", of="ovh"),
        Partnership(organization="coteo", of="meetup"),
    ],
    ids=["alliance", "membership", "event"],
)
def test_those_who_are_tied_are_left_out(tie):
    """An alliance, a membership or an event in common is a tie, and is told when asked for."""
    ecosystem = fair().adding(tie)
    pair = frozenset(("ovh", "coteo"))
    assert pair not in ends(matches(ecosystem))
    [known] = [one for one in matches(ecosystem, new_only=False) if set(one.ends) == pair]
    assert known.tied
    words = "in one alliance: Pact", "Coteo is a member of Ovh", "1 event in common"
    assert set(words) & set(known.reasons)
    assert "not known to have met" not in known.reasons


def test_a_part_of_a_house_is_tied_to_it():
    """An organization need not be introduced to the one that it is part of."""
    ecosystem = fair()
    ecosystem = ecosystem.replacing(evolve(ecosystem["coteo"], parent="ovh"))
    assert frozenset(("ovh", "coteo")) not in ends(matches(ecosystem))
    [known] = matches(ecosystem, among=["ovh", "coteo"], new_only=False)
    assert "Coteo is part of Ovh" in known.reasons


def test_filters_keep_what_is_known_to_differ():
    """A city and the region around it are not apart; an unknown seat or helix differs from none."""
    ecosystem = Ecosystem.of(
        THEMES,
        Territory(id="region", name="Region"),
        Territory(id="city", name="City", within=["region"]),
        Territory(id="coast", name="Coast"),
        company("host", offers=["hosting"], seat="city"),
        company("near", seeks=["hosting"], seat="region"),
        company("far", seeks=["hosting"], seat="coast"),
        company("somewhere", seeks=["hosting"]),
        Organization(id="school", name="School", kind="school", seeks=["hosting"], seat="city"),
    )
    assert len(matches(ecosystem)) == 4
    [far] = matches(ecosystem, other_territory=True)
    assert (far.second, far.reasons) == (
        "far",
        (
            "Host offers Hosting, which Far seeks",
            "in different territories: City and Coast",
            "not known to have met",
        ),
    )
    [school] = matches(ecosystem, other_helix=True)
    assert "of different helices: industry and academia" in school.reasons
    weights = {Part.THEMES: 1, Part.TERRITORY: 1, Part.HELIX: 2}
    scores = {one.second: one.score for one in matches(ecosystem, weights=weights)}
    assert scores == {"far": 0.375, "near": 0.125, "somewhere": 0.125, "school": 0.625}


def test_large_events_can_be_left_out_of_the_network():
    """An event of more than `max_size` organizations makes nobody partners, nor tied."""
    names = [f"org-{at}" for at in range(5)]
    ecosystem = Ecosystem.of(
        Event(id="crowd", name="Crowd"),
        [Event(id=f"table-{at}", name=f"Table {at}") for at in (1, 2)],
        map(company, names),
        [Partnership(organization=one, of="crowd") for one in names],
        [Partnership(organization=one, of="table-1") for one in names[:2]],
        [Partnership(organization=one, of="table-2") for one in names[1:3]],
    )
    assert len(matches(ecosystem)) == 0
    assert [one.ends for one in matches(ecosystem, max_size=4)] == [("org-0", "org-2")]
    assert len(matches(ecosystem, max_size=4, of="event", via=["host"])) == 0


# What is said


def test_reasons_say_what_answers_what():
    """The same theme, a part of what is sought, and what is sought as a part, in words."""
    ecosystem = Ecosystem.of(
        THEMES,
        company("ovh", offers=["hosting", "cloud"], seeks=["games"]),
        company("coteo", offers=["games"], seeks=["hosting"]),
        company("post", seeks=["cloud"], offers=["regional-mail"]),
        company("town", seeks=["mail"]),
    )
    found = matches(ecosystem, diverse=0)
    reasons = {one.ends: one.reasons[:-1] for one in found}
    assert reasons == {
        ("coteo", "ovh"): (
            "Coteo offers Games, which Ovh seeks",
            "Ovh offers Hosting, which Coteo seeks",
        ),
        ("ovh", "post"): ("Ovh offers Cloud, which Post seeks",),
        ("post", "town"): ("Post offers Regional mail, a part of Mail, which Town seeks",),
        ("ovh", "town"): ("Ovh offers Cloud, of which Town seeks a part: Mail",),
    }
    assert found[0].mutual
    assert (found[0].offers, found[0].seeks) == (("games",), ("hosting",))


def test_reasons_name_the_partners_with_the_fewest_partners():
    """Common partners are counted, and the least connected, who say most, are named."""
    names = [f"org-{at}" for at in range(5)]
    ecosystem = Ecosystem.of(
        map(company, ["ann", "bob", *names]),
        [Event(id=f"{end}-{one}", name="Talk") for end in ("ann", "bob") for one in names],
        [
            Partnership(organization=which, of=f"{end}-{one}")
            for end in ("ann", "bob")
            for one in names
            for which in (end, one)
        ],
    )
    [match] = matches(ecosystem, among=["ann", "bob"])
    assert match.reasons[0] == "5 partners in common: Org-0, Org-1, Org-2 and 2 more"
    assert match.nearness.common_neighbours == 5


def test_matches_print_and_go_into_tables():
    """As text, as rows, as HTML; those of one organization; some of them."""
    found = matches(fair(), event="fair")
    assert str(found) == (
        "0.33  Ovh – Coteo: Ovh offers Hosting, which Coteo seeks; not known to have met\n"
        "1 of 1 pairs, 0 mutual; unknown what 1 of 3 organizations offer or seek"
    )
    assert repr(found).startswith("<Matches: 1 of 1 pairs")
    [row] = found.rows()
    assert (row["first"], row["offers"], row["score"]) == ("ovh", "hosting", pytest.approx(1 / 3))
    assert "<caption>1 of 1 pairs" in found._repr_html_()
    assert list(found.of("coteo")) == [found[0]]
    assert len(found.of("silent")) == 0
    with pytest.raises(UnknownId):
        found.of("away")
    assert isinstance(found[:0], Matches)
    assert (len(found[:0]), found[:0].candidates) == (0, 1)


@given(ecosystems())
def test_any_ecosystem_has_matches_that_make_sense(ecosystem):
    """Scores are above 0 and at most 1, ends differ and are known, and everything prints."""
    found = matches(ecosystem, new_only=False, max_size=5)
    for one in found:
        assert 0 < one.score <= 1
        assert one.first != one.second
        assert {*one.ends} <= set(found.organizations)
        assert one.reasons
    assert str(found)
    assert found._repr_html_()


def test_nobody_has_no_matches():
    """An empty ecosystem has none, and nobody who is silent."""
    found = matches(Ecosystem.of())
    assert (len(found), found.candidates, found.organizations, found.silent) == (0, 0, (), ())
    assert str(found) == "0 of 0 pairs, 0 mutual"


def test_matches_of_a_shipped_week_are_explained():
    """The fictive week's participants: the shop of security meets those who look for it."""
    week = datasets.load("semaine-fictive")
    found = matches(week, event="event-semaine-fictive-2026").of("organization-cyber-gabarit")
    assert {one.second for one in found} == {
        "organization-chambre-fictive",
        "organization-sante-lambda",
    }


def test_what_is_wrong_is_refused():
    """With a sentence that names the argument."""
    refused = [
        ({"score": "katz"}, "Nearness must be one of"),
        ({"weights": {"luck": 1}}, "Part must be one of"),
        ({"weights": {"themes": 0}}, "weights must map parts"),
        ({"weights": {"themes": -1}}, "weights must map parts"),
        ({"weights": {"themes": float("nan")}}, "weights must map parts"),
        ({"weights": {"themes": "1"}}, "weights must map parts"),
        ({"weights": ["themes"]}, "weights must map parts"),
        ({"diverse": 1.5}, "diverse must be a number from 0 to 1"),
        ({"diverse": True}, "diverse must be a number from 0 to 1"),
        ({"most": -1}, "most must be a whole number"),
        ({"most_each": 0.5}, "most_each must be a whole number"),
        ({"max_size": 0}, "max_size must be a whole number"),
        ({"among": "ovh"}, "among must be a collection"),
        ({"among": 3}, "among must be a collection"),
        ({"among": ["fair"]}, "among must be a collection"),
        ({"event": "ovh"}, "must be that of Event"),
    ]
    for given_, sentence in refused:
        with pytest.raises(InvalidValue, match=sentence):
            matches(fair(), **given_)
    for given_ in ({"among": ["nobody"]}, {"event": "nothing"}):
        with pytest.raises(UnknownId):
            matches(fair(), **given_)
    with pytest.raises(InvalidType, match="ecosystem must be"):
        matches("fair")


def test_any_number_is_a_limit():
    """More than there are is all that there are."""
    ecosystem = Ecosystem.of(
        Theme(id="hosting", name="hosting"),
        Organization(id="nuage", name="Nuage", offers=["hosting"]),
        Organization(id="atelier", name="Atelier", seeks=["hosting"]),
    )
    assert matches(ecosystem, most=10**30) == matches(ecosystem, most=None)
