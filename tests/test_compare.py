"""Laws of comparisons of editions, with plain sets as the oracle."""

import pickle
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

import pytest
from attrs import evolve, frozen
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import (
    Days,
    Ecosystem,
    Event,
    InvalidType,
    InvalidValue,
    Organization,
    Partnership,
    Series,
    Session,
    Theme,
    UnknownId,
)
from numeco.graph import Via, affiliation
from numeco.graph._compare import compare
from numeco.graph._comparison import Comparison
from numeco.testing import ecosystems

#: The partners of an edition itself, and those of each event within it.
Groups: TypeAlias = list[set[str]]

names = st.integers(0, 7).map("firm-{}".format)
groups = st.lists(st.sets(names, max_size=6), min_size=1, max_size=3)
series_of_groups = st.lists(groups, max_size=6)


def part(edition: int, at: int) -> str:
    """Return the id of an edition, or of an event within it."""
    return f"fair-{edition}" if at == 0 else f"fair-{edition}-part-{at}"


def ecosystem_of(editions: Sequence[Groups]) -> Ecosystem:
    """Return a series of yearly editions, each with these partners of it and of its parts."""
    events = [
        Event(
            id=part(edition, at),
            name="Fair",
            days=Days.year(2001 + edition),
            series=None if at else "fair",
            within=part(edition, 0) if at else None,
        )
        for edition, of in enumerate(editions)
        for at in range(len(of))
    ]
    ties = [
        Partnership(organization=one, of=part(edition, at))
        for edition, of in enumerate(editions)
        for at, group in enumerate(of)
        for one in sorted(group)
    ]
    firms = [Organization(id=f"firm-{one}", name=f"Firm {one}") for one in range(8)]
    return Ecosystem.of(Series(id="fair", name="Fair"), events, firms, ties)


def partners(of: Groups) -> set[str]:
    """Return all partners of an edition."""
    return set[str]().union(*of)


def pairs(of: Groups) -> set[tuple[str, str]]:
    """Return the pairs that share the edition itself or an event within it."""
    return {pair for group in of for pair in combinations(sorted(group), 2)}


def share(some: Collection[object], whole: Collection[object]) -> float | None:
    """Return a share, None of an empty whole."""
    return len(some) / len(whole) if whole else None


# Partners and ties


@given(series_of_groups)
def test_steps_are_what_sets_say(editions: list[Groups]) -> None:
    """Kept, new, returned, lost and the shares are those that plain sets give."""
    found = compare(ecosystem_of(editions), "fair")
    sets = [partners(of) for of in editions]
    assert [set(one.partners) for one in found.editions] == sets
    for at, step in enumerate(found.steps):
        old, new, earlier = sets[at], sets[at + 1], set[str]().union(*sets[: at + 1])
        known = bool(old and new)
        assert step.kept == tuple(sorted(old & new))
        assert step.lost == tuple(sorted(old - new))
        assert step.new == tuple(sorted(new - earlier))
        assert step.returned == tuple(sorted(new & earlier - old))
        assert step.retention.value == (share(old & new, old) if known else None)
        assert step.acquisition.value == (share(new - old, new) if known else None)
        assert step.known == known


@given(series_of_groups)
def test_steps_part_the_partners(editions: list[Groups]) -> None:
    """Kept and lost are the partners before; kept, new and returned those after; none is twice."""
    for step in compare(ecosystem_of(editions), "fair").steps:
        assert sorted((*step.kept, *step.lost)) == list(step.before.partners)
        assert sorted((*step.kept, *step.new, *step.returned)) == list(step.after.partners)


@given(groups, groups)
@example([{"firm-1", "firm-2", "firm-3"}], [{"firm-2", "firm-3", "firm-4"}])
@example([{"firm-1"}], [{"firm-1"}])
def test_ties_are_those_of_the_events_shared(before: Groups, after: Groups) -> None:
    """Ties kept, gone and born are those that pairs of each event give, counted or listed."""
    (step,) = compare(ecosystem_of([before, after]), "fair").steps
    old, new = pairs(before), pairs(after)
    counted = step.tie_retention  # before the pairs are made
    assert step.before.ties == tuple(sorted(old))
    assert step.ties_kept == tuple(sorted(old & new))
    assert step.ties_gone == tuple(sorted(old - new))
    assert step.ties_born == tuple(sorted(new - old))
    assert counted.value == (share(old & new, old) if step.known else None)


@given(groups, groups)
def test_the_way_back_swaps_lost_and_come(before: Groups, after: Groups) -> None:
    """Compared the other way round, what was lost is new and what was born is gone."""
    ecosystem = ecosystem_of([before, after])
    (there,) = compare(ecosystem, "fair-0", "fair-1").steps
    (back,) = compare(ecosystem, "fair-1", "fair-0").steps
    assert (back.kept, back.new, back.lost) == (there.kept, there.lost, there.new)
    assert (back.ties_born, back.ties_gone) == (there.ties_gone, there.ties_born)


@given(groups)
def test_an_edition_keeps_all_of_itself(of: Groups) -> None:
    """An edition of the same partners and ties retains all; an empty one is unknown."""
    (step,) = compare(ecosystem_of([of, of]), "fair-0", "fair-1").steps
    assert step.retention.value == (1 if partners(of) else None)
    assert step.acquisition.value == (0 if partners(of) else None)
    assert step.lost == step.new == step.returned == ()
    assert step.ties_gone == step.ties_born == ()


def test_an_edition_without_known_partners_decides_nothing() -> None:
    """From and to an edition of which no partner is known, shares are unknown, and it is named."""
    found = compare(ecosystem_of([[{"firm-1"}], [set()], [{"firm-1"}]]), "fair")
    for step in found.steps:
        for figure in (step.retention, step.acquisition, step.tie_retention):
            assert (figure.value, figure.missing) == (None, ("partners of fair-1",))
    assert [row["lost"] for row in found.rows()] == [None, None, None]
    assert (found.retention.value, found.survival.value) == (None, 1)
    assert found.retention.missing == found.survival.missing == ("partners of fair-1",)
    assert found.steps[1].returned == ("firm-1",)


def test_a_known_edition_without_pairs_ties_nobody() -> None:
    """Where an edition has one partner, no pair of the one before is kept: 0 %, and known."""
    found = compare(ecosystem_of([[{"firm-1", "firm-2"}], [{"firm-1"}]]), "fair")
    assert found.steps[0].tie_retention.value == 0
    back = compare(ecosystem_of([[{"firm-1"}], [{"firm-1", "firm-2"}]]), "fair")
    assert back.steps[0].tie_retention.value is None


@given(series_of_groups)
def test_streaks_are_runs_of_editions(editions: list[Groups]) -> None:
    """An organization's streaks are the runs in the row of its presences and absences."""
    found = compare(ecosystem_of(editions), "fair")
    sets = {at: partners(of) for at, of in enumerate(editions) if partners(of)}
    for one in found.streaks:
        row = "".join("x" if one.organization in of else " " for of in sets.values())
        runs = row.split()
        assert one.longest == max(map(len, runs))
        assert one.returns == len(runs) - 1
        assert one.running == (len(runs[-1]) if row.endswith("x") else 0)
        assert one.from_start == row.startswith("x")
        there = [f"fair-{at}" for at, of in sets.items() if one.organization in of]
        assert (list(one.editions), one.first, one.last) == (there, there[0], there[-1])
    every = set[str].intersection(*sets.values()) if sets else set[str]()
    assert set(found.survivors) == every
    first = next(iter(sets.values()), set[str]())
    assert found.survival.value == (share(every, first) if len(sets) > 1 else None)
    seen = {one.organization for one in found.streaks}
    assert seen == set[str]().union(*map(partners, editions))


@given(series_of_groups)
def test_retention_of_all_steps_adds_up(editions: list[Groups]) -> None:
    """The retention of all steps is that of the sums, over steps of which both sides are known."""
    found = compare(ecosystem_of(editions), "fair")
    known = [step for step in found.steps if step.known]
    kept = sum(len(step.kept) for step in known)
    of = sum(len(step.before.partners) for step in known)
    assert found.retention.value == (kept / of if of else None)


# What counts


@given(series_of_groups, st.sampled_from([["partnership"], ["host"], ["speaker"], None]))
def test_partners_are_those_of_the_affiliation_network(
    editions: list[Groups], via: list[str] | None
) -> None:
    """An edition's partners are the neighbours of its events in the two-mode network."""
    ecosystem = ecosystem_of(editions)
    network = affiliation(ecosystem, via=via)
    for one in compare(ecosystem, "fair", via=via).editions:
        parts = ecosystem.events_within(one.event)
        assert set(one.partners) == {org for event in parts for org in network[event.id]}


@given(series_of_groups, st.dictionaries(names, names, max_size=3))
def test_merging_is_rewriting(editions: list[Groups], same: dict[str, str]) -> None:
    """Organizations that count as one give what data gives in which they are one."""
    targets = {one: other for one, other in same.items() if other not in same}
    rewritten = [[{targets.get(one, one) for one in group} for group in of] for of in editions]
    found = compare(ecosystem_of(editions), "fair", same=targets)
    assert found == compare(ecosystem_of(rewritten), "fair")


@given(series_of_groups, st.data())
@example([[{"firm-0", "firm-2"}, {"firm-0", "firm-1"}]], None)
def test_order_of_the_things_does_not_matter(
    editions: list[Groups], data: st.DataObject | None
) -> None:
    """The same things in another order compare alike."""
    ecosystem = ecosystem_of(editions)
    things = list(reversed(list(ecosystem)))
    things = data.draw(st.permutations(things)) if data else things
    assert compare(Ecosystem.of(things), "fair") == compare(ecosystem, "fair")


@given(series_of_groups.filter(bool), st.data())
def test_cancelled_editions_are_skipped(editions: list[Groups], data: st.DataObject) -> None:
    """A cancelled edition is named, and else as if it had not been; its parts go with it."""
    off = data.draw(st.integers(0, len(editions) - 1))
    ecosystem = ecosystem_of(editions)
    event = ecosystem[part(off, 0)]
    assert isinstance(event, Event)
    found = compare(ecosystem.replacing(evolve(event, status="cancelled")), "fair")
    assert found.skipped == (part(off, 0),)
    kept = editions[:off] + editions[off + 1 :]
    assert [set(one.partners) for one in found.editions] == [partners(of) for of in kept]
    assert found.gaps == ()


def test_cancelled_parts_do_not_count() -> None:
    """What lies within a cancelled part of an edition that was held does not count."""
    ecosystem = ecosystem_of([[{"firm-1"}, {"firm-2"}, {"firm-3"}]])
    outer, inner = ecosystem[part(0, 1)], ecosystem[part(0, 2)]
    assert isinstance(outer, Event)
    assert isinstance(inner, Event)
    off = evolve(outer, status="cancelled"), evolve(inner, within=outer.id)
    talk = Session(id="talk", title="Talk", event=inner.id)
    found = compare(ecosystem.replacing(off[0]).replacing(off[1]).adding(talk), "fair")
    assert (found.editions[0].partners, found.editions[0].sessions) == (("firm-1",), 0)
    assert found.skipped == ()


@given(ecosystems())
def test_any_series_compares(ecosystem: Ecosystem) -> None:
    """Whatever an ecosystem holds, each series compares, prints, and its steps part partners."""
    for series in ecosystem.all(Series):
        found = compare(ecosystem, series.id)
        assert len(found.steps) == max(len(found.editions) - 1, 0)
        for step in found.steps:
            assert sorted((*step.kept, *step.lost)) == list(step.before.partners)
            assert sorted((*step.kept, *step.new, *step.returned)) == list(step.after.partners)
        events = {one.event for one in found.editions} | {*found.skipped, *found.unplaced}
        parts = {one.id for key in events for one in ecosystem.events_within(key)}
        assert {one.id for one in ecosystem.referring(series.id, Event, "series")} <= parts
        assert str(found)
        assert found._repr_html_().startswith("<table>")
        assert len(found.rows()) == len(found.editions)


def test_hosts_and_speakers_are_partners_too() -> None:
    """Who hosts a session has a part in its edition, unless `via` says otherwise; no role."""
    ecosystem = ecosystem_of([[{"firm-1"}], [{"firm-1"}]]).adding(
        Session(id="demo", title="Demo", event="fair-1", hosts=["firm-2"])
    )
    found = compare(ecosystem, "fair")
    assert found.steps[0].new == ("firm-2",)
    assert str(found.editions[1].parts[found.steps[0].new[0]]) == "host"
    assert compare(ecosystem, "fair", via=[Via.PARTNERSHIP]).steps[0].new == ()


def test_partners_of_the_series_are_told_apart() -> None:
    """A partnership with the series counts for no edition, and is told."""
    always = Partnership(organization="firm-7", of="fair", role="funder")
    found = compare(ecosystem_of([[{"firm-1"}]]).adding(always), "fair")
    assert (found.of_series, found.editions[0].partners) == (("firm-7",), ("firm-1",))
    assert (
        compare(ecosystem_of([[{"firm-1"}]]).adding(always), "fair", via=["host"]).of_series == ()
    )


def test_an_event_within_an_edition_is_no_edition() -> None:
    """An event within an edition of the same series is a part of it."""
    ecosystem = ecosystem_of([[{"firm-1"}, {"firm-2"}], [{"firm-1"}]])
    inner = ecosystem[part(0, 1)]
    assert isinstance(inner, Event)
    found = compare(ecosystem.replacing(evolve(inner, series="fair")), "fair")
    assert [one.event for one in found.editions] == ["fair-0", "fair-1"]
    assert found.editions[0].partners == ("firm-1", "firm-2")


# Order and gaps


@frozen
class Held:
    """An edition as the tests below write it: its days, number and status."""

    days: Days | None = None
    number: int | None = None
    status: str = "held"


def held(*editions: Held) -> Comparison:
    """Return the comparison of a series of editions without partners, ids from a on."""
    events = [
        Event(
            id="abcdefgh"[at],
            name="Fair",
            days=one.days,
            edition=one.number,
            status=one.status,
            series="fair",
        )
        for at, one in enumerate(editions)
    ]
    return compare(Ecosystem.of(Series(id="fair", name="Fair"), events), "fair")


def order(found: Comparison) -> str:
    """Return the ids of the editions, in order."""
    return "".join(one.event for one in found.editions)


def years(*numbers: int) -> list[Held]:
    """Return editions of some years."""
    return [Held(Days.year(number)) for number in numbers]


def test_editions_come_by_first_day() -> None:
    """Editions come by first day; two in a year are two."""
    spring, autumn = Days.of("2024-03-05", "2024-03-07"), Days.of("2024-10-01")
    found = held(Held(autumn), Held(Days.of("2025-03-04")), Held(spring))
    assert order(found) == "cab"
    assert found.gaps == ()
    labels = [one.label for one in found.editions]
    assert labels == ["Fair 2024-03-05", "Fair 2024-10-01", "Fair 2025"]
    coarse = held(*[Held(Days.year(2024), at) for at in (1, 2)], *[Held(Days.year(2025))] * 2)
    assert [one.label for one in coarse.editions] == ["Fair no. 1", "Fair no. 2", "c", "d"]


def test_numbers_order_what_days_leave_open() -> None:
    """Where days are unknown or too coarse, numbers tell the order; never against the days."""
    unknown = held(Held(number=2), Held(number=1), Held(Days.year(2024), 3))
    assert (order(unknown), unknown.unplaced, unknown.gaps) == ("bac", (), ())
    coarse = held(Held(Days.year(2024), 2), Held(Days.of("2024-05-02"), 1))
    assert (order(coarse), coarse.gaps) == ("ba", ())
    against = held(Held(Days.year(2024), 1), Held(Days.year(2023), 2))
    assert order(against) == "ba"
    same_day = held(Held(Days.of("2024-05-02"), 2), Held(Days.of("2024-05-02"), 1))
    assert (order(same_day), same_day.gaps) == ("ba", ())


def test_what_has_no_place_is_told() -> None:
    """An edition without days, among others without numbers, is left out and named."""
    found = held(*years(2023), Held(), *years(2024))
    assert (order(found), found.unplaced) == ("ac", ("b",))
    assert "Left out, days unknown: b." in str(found)
    assert order(held(Held())) == "a"


def test_an_order_that_nothing_tells_is_told() -> None:
    """Of two editions within the same spring it is said that their order is not known."""
    spring = Days.season(2013, "spring")
    found = held(Held(Days.month(2013, 3)), Held(spring))
    assert found.gaps == ("it is not known which of a and b came first",)
    assert held(Held(Days.month(2013, 2)), Held(spring)).gaps == ()


@pytest.mark.parametrize(
    ("editions", "gaps"),
    [
        (years(2017, 2022, 2023, 2024), ("no edition of 2018 to 2021 is known",)),
        (years(2016, 2018, 2020), ()),
        (years(2016, 2018, 2022), ("no edition of 2020 is known",)),
        (years(2017, 2022), ("no edition of 2018 to 2021 is known",)),
        (years(2017, 2018), ()),
        ([Held(Days.year(2019), 10), Held(Days.year(2022), 11)], ()),
        ([Held(number=3), Held(number=5)], ("no edition with the number 4 is known",)),
        ([Held(number=3), Held(number=4, status="cancelled"), Held(number=5)], ()),
        (
            [*years(2018), Held(Days.year(2020), status="cancelled"), *years(2022, 2023)],
            ("no edition of 2019, 2021 is known",),
        ),
    ],
)
def test_gaps_are_told_and_nothing_more(editions: list[Held], gaps: tuple[str, ...]) -> None:
    """Years or numbers without a known edition are told, unless the known ones come no more often.

    A cancelled edition is known.
    """
    found = held(*editions)
    assert found.gaps == gaps
    for step in found.steps:
        assert step.retention.missing[2:] == step.gap


def test_an_edition_between_that_is_not_compared_is_told() -> None:
    """Events named with one left out between say so, in either order, and count for no mean."""
    ecosystem = ecosystem_of([[{"firm-1"}]] * 3)
    for pair in (("fair-0", "fair-2"), ("fair-2", "fair-0")):
        found = compare(ecosystem, *pair)
        assert found.gaps == ("fair-1 is left out",)
        assert found.steps[0].retention.missing == found.gaps
        assert (found.steps[0].retention.value, found.retention.value) == (1, None)


def test_events_of_no_series_compare_in_the_order_given() -> None:
    """Two fairs that are no editions of one series have nothing between them."""
    fairs = [Event(id=one, name=one, days=Days.year(at)) for one, at in (("b", 2020), ("a", 2010))]
    found = compare(Ecosystem.of(fairs), "b", "a")
    assert (order(found), found.gaps, found.name) == ("ba", (), "b, a")


# Roles and levels


def sponsors(*levels: Mapping[str, tuple[str, str | None]]) -> Ecosystem:
    """Return editions with partners of some role and level each."""
    ties = [
        Partnership(organization=one, of=part(edition, 0), role=role, level=level)
        for edition, of in enumerate(levels)
        for one, (role, level) in of.items()
    ]
    return ecosystem_of([[set()] for _ in levels]).adding(ties)


ROLES = sponsors(
    {
        "firm-1": ("sponsor", "Gold"),
        "firm-2": ("sponsor", "platinum"),
        "firm-3": ("sponsor", "velotype"),
        "firm-4": ("sponsor", "gold"),
        "firm-5": ("media", None),
        "firm-6": ("partner", None),
    },
    {
        "firm-1": ("sponsor", "platine"),
        "firm-2": ("sponsor", "gold"),
        "firm-3": ("sponsor", "gold"),
        "firm-4": ("sponsor", "or"),
        "firm-5": ("organizer", None),
        "firm-6": ("sponsor", None),
    },
)


def test_a_ladder_tells_who_rose_and_fell() -> None:
    """Who stands on a higher step rose; words of one step are one; what is on no step is open."""
    ladder = [("platinum", "platine"), ("gold", "or")]
    (step,) = compare(ROLES, "fair", ladder=ladder).steps
    assert [str(one) for one in step.upgraded] == [
        "firm-1: sponsor, Gold → sponsor, platine",
    ]
    assert [one.organization for one in step.downgraded] == ["firm-2"]
    assert [one.organization for one in step.changed] == ["firm-3", "firm-5", "firm-6"]


def test_without_a_ladder_only_makers_stand_above_others() -> None:
    """Organizers stand above supporters; levels, and "partner", are not ranked."""
    (step,) = compare(ROLES, "fair").steps
    assert [one.organization for one in step.upgraded] == ["firm-5"]
    assert step.downgraded == ()
    changed = [one.organization for one in step.changed]
    assert changed == ["firm-1", "firm-2", "firm-3", "firm-4", "firm-6"]


def test_supporters_of_another_role_changed() -> None:
    """Without a ladder, one way to support an event is not above another, nor the same."""
    ecosystem = sponsors({"firm-1": ("sponsor", None)}, {"firm-1": ("media", None)})
    (step,) = compare(ecosystem, "fair").steps
    assert (step.upgraded, step.downgraded) == ((), ())
    assert [str(one) for one in step.changed] == ["firm-1: sponsor → media"]


levels = st.dictionaries(
    names, st.tuples(st.sampled_from(["sponsor", "organizer", "media"]), st.sampled_from("abcd"))
)


@given(levels, levels, st.permutations("abc"))
def test_up_is_down_on_the_way_back(
    before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]], ladder: list[str]
) -> None:
    """Who was upgraded is downgraded on the way back; nobody is two of the three."""
    ecosystem = sponsors(before, after)
    (there,) = compare(ecosystem, "fair-0", "fair-1", ladder=ladder).steps
    (back,) = compare(ecosystem, "fair-1", "fair-0", ladder=ladder).steps
    moved = [[one.organization for one in found] for found in (there.upgraded, there.downgraded)]
    assert moved == [
        [one.organization for one in found] for found in (back.downgraded, back.upgraded)
    ]
    rank = {"a": ladder.index("a"), "b": ladder.index("b"), "c": ladder.index("c")}
    both = {one: (before[one][1], after[one][1]) for one in before.keys() & after.keys()}
    ranked = {one: [rank[each] for each in two] for one, two in both.items() if "d" not in two}
    assert moved[0] == sorted(one for one, (was, now) in ranked.items() if now < was)
    assert moved[1] == sorted(one for one, (was, now) in ranked.items() if now > was)
    stay = {one for one in both if before[one] == after[one]}
    assert {one.organization for one in there.changed} == both.keys() - stay - {
        *moved[0],
        *moved[1],
    }


# Themes

AI = Theme(id="ai", name="Artificial intelligence", aliases=["AI", "IA"])
IA = Theme(id="ia-2026", name=" ia ")
WEB = Theme(id="web", name="Web")
DATA = Theme(id="data", name="Data")
OPEN_DATA = Theme(id="open-data", name="Open data")


def programmes(*editions: Sequence[Sequence[str]]) -> Ecosystem:
    """Return editions with sessions of some themes each."""
    sessions = [
        Session(
            id=f"talk-{edition}-{at}", title="Talk", event=part(edition, 0), themes=list(themes)
        )
        for edition, of in enumerate(editions)
        for at, themes in enumerate(of)
    ]
    bare = ecosystem_of([[set()] for _ in editions])
    return bare.adding(AI, IA, WEB, DATA, OPEN_DATA, sessions)


def test_themes_with_a_name_in_common_are_one() -> None:
    """Themes of which names or aliases match but for case and white space count as one."""
    (step,) = compare(programmes([["ai"], ["web"]], [["ia-2026"], ["data"]]), "fair").steps
    assert [one.theme for one in step.after.themes] == ["ai", "data"]
    assert str(step.theme_retention) == "theme retention: 50 % (1 of 2)"
    assert [(one.theme, one.change) for one in step.themes] == [
        ("ai", 0),
        ("data", 0.5),
        ("web", -0.5),
    ]


def test_themes_rise_and_fall_by_their_share() -> None:
    """A theme rises with its share of the sessions that have one, not with their number."""
    before = [["ai"], ["web"], ["web", "data"], []]
    after = [["ai"]] * 3 + [["web"]] * 3 + [["web", "data"]] * 2
    (step,) = compare(programmes(before, after), "fair").steps
    assert [str(one) for one in step.risen] == ["Artificial intelligence: 33 % → 38 %"]
    assert [one.theme for one in step.fallen] == ["data", "web"]
    assert step.risen[0].before.missing == ("themes of 1 sessions of fair-0",)


def test_themes_that_were_renamed_count_as_one_where_it_is_said() -> None:
    """`same` makes one of two themes with nothing in common but what they are about."""
    ecosystem = programmes([["data"]], [["open-data"]])
    assert compare(ecosystem, "fair").steps[0].theme_retention.value == 0
    found = compare(ecosystem, "fair", same={"data": "open-data"}).steps[0]
    assert found.theme_retention.value == 1
    assert [one.name for one in found.themes] == ["Open data"]
    towards = compare(programmes([["ai"]], [["ai"]]), "fair", same={"ai": "ia-2026"})
    assert [one.theme for one in towards.editions[0].themes] == ["ia-2026"]


def test_no_sessions_no_share() -> None:
    """Where an edition has no session, no theme rises or falls, and its themes are unknown."""
    ecosystem = programmes([["ai"]], [])
    (step,) = compare(ecosystem, "fair").steps
    assert (step.risen, step.fallen, step.themes[0].change) == ((), (), None)
    assert step.themes[0].after.missing == ("sessions of fair-1",)
    assert step.theme_retention.missing == ("themes of fair-1",)


def test_themes_of_an_event_count_without_sessions() -> None:
    """A theme that the event alone names is one of its themes, with no session."""
    event = programmes([], [["ai"]])["fair-0"]
    assert isinstance(event, Event)
    ecosystem = programmes([], [["ai"]]).replacing(evolve(event, themes=["ai", "web"]))
    (step,) = compare(ecosystem, "fair").steps
    assert [(one.theme, one.sessions) for one in step.before.themes] == [("ai", 0), ("web", 0)]
    assert step.theme_retention.value == 0.5


def test_cancelled_sessions_do_not_count() -> None:
    """A cancelled session has no share in the themes."""
    ecosystem = programmes([["ai"], ["web"]])
    talk = ecosystem["talk-0-1"]
    assert isinstance(talk, Session)
    (edition,) = compare(ecosystem.replacing(evolve(talk, status="cancelled")), "fair").editions
    assert [(one.theme, one.sessions) for one in edition.themes] == [("ai", 1)]


# Sameness


def test_names_that_are_alike_are_told() -> None:
    """Partners of one name, but for case, accents and punctuation, are told, not made one."""
    firms = [
        Organization(id="metropole", name="Nantes Métropole"),
        Organization(id="metropole-2", name="NANTES-METROPOLE"),
        Organization(id="metropole-3", name="NM", aliases=["Nantes métropole"]),
        Organization(id="absent", name="Nantes Métropole"),
    ]
    ties = [Partnership(organization=f.id, of=part(at, 0)) for at, f in enumerate(firms[:3])]
    found = compare(ecosystem_of([[set()]] * 3).adding(firms, ties), "fair")
    assert found.alike == (("metropole", "metropole-2", "metropole-3"),)
    assert "Alike by name, counted apart: metropole and metropole-2 and metropole-3." in str(found)
    assert found.survivors == ()


def test_same_follows_chains_and_refuses_circles() -> None:
    """What counts as something that counts as something counts as the last; circles are errors."""
    ecosystem = ecosystem_of([[{"firm-1"}], [{"firm-3"}]]).adding(WEB)
    chain = {"firm-1": "firm-2", "firm-2": "firm-3", "firm-4": "firm-4"}
    assert compare(ecosystem, "fair", same=chain).steps[0].kept == ("firm-3",)
    with pytest.raises(InvalidValue, match="must not lead in a circle"):
        compare(ecosystem, "fair", same={"firm-1": "firm-2", "firm-2": "firm-1"})
    with pytest.raises(UnknownId, match="firm-99"):
        compare(ecosystem, "fair", same={"firm-1": "firm-99"})
    with pytest.raises(InvalidValue, match="organizations to organizations"):
        compare(ecosystem, "fair", same={"firm-1": "web"})
    with pytest.raises(InvalidType, match="same must be a mapping"):
        compare(ecosystem, "fair", same=["firm-1"])  # type: ignore[arg-type]  # on purpose


# Arguments and looks


def test_wrong_arguments_are_refused() -> None:
    """What cannot be compared, or not as meant, is refused with a sentence."""
    ecosystem = ecosystem_of([[{"firm-1"}], [{"firm-1"}]])
    for wrong in ((), ("fair-0",), ("fair", "fair-0"), ("fair", "fair")):
        with pytest.raises(InvalidValue, match="one series, or of two events or more"):
            compare(ecosystem, *wrong)
    with pytest.raises(InvalidType, match="must be that of a series or an event, not of Organi"):
        compare(ecosystem, "fair-0", "firm-1")
    with pytest.raises(UnknownId, match="fair-9"):
        compare(ecosystem, "fair-0", "fair-9")
    with pytest.raises(InvalidType, match="ladder must be a sequence"):
        compare(ecosystem, "fair", ladder="gold")
    with pytest.raises(InvalidType, match="ladder must be a sequence"):
        compare(ecosystem, "fair", ladder=[["gold", 1]])  # type: ignore[list-item]  # on purpose
    with pytest.raises(InvalidValue, match="ladder must name each role and level once"):
        compare(ecosystem, "fair", ladder=["gold", "GOLD "])
    with pytest.raises(InvalidType, match="via must be a collection"):
        compare(ecosystem, "fair", via="host")


def test_it_prints_as_a_table() -> None:
    """A comparison prints a line an edition, and below it what is to be known besides."""
    editions: list[Groups] = [[{"firm-1", "firm-2"}], [{"firm-2", "firm-3"}], [{"firm-1"}]]
    found = compare(ecosystem_of(editions), "fair")
    assert str(found) == (
        "edition    days  partners  kept  new  returned  lost  retention\n"
        "─────────  ────  ────────  ────  ───  ────────  ────  ─────────\n"
        "Fair 2001  2001  2\n"
        "Fair 2002  2002  2         1     1    0         1     50 %\n"
        "Fair 2003  2003  1         0     0    1         2     0 %"
    )
    said = "Fair: 3 editions, 2001 to 2003. 1 of 4 partnerships were renewed at the next edition"
    assert found.summary == f"{said} (25 %)."
    assert repr(found) == f"<Comparison: {found.summary}>"
    assert str(found.steps[1]) == "Fair 2002 → Fair 2003: 0 kept, 0 new, 1 returned, 2 lost"
    assert found.rows()[2] == {
        "event": "fair-2",
        "label": "Fair 2003",
        "first": Days.year(2003).first,
        "last": Days.year(2003).last,
        "number": None,
        "partners": 1,
        "kept": 0,
        "new": 0,
        "returned": 1,
        "lost": 2,
        "retention": 0.0,
        "acquisition": 1.0,
        "theme_retention": None,
        "gap": "",
    }


def test_a_series_without_editions_says_so() -> None:
    """Nothing to compare is no error: no editions, no steps, unknown figures."""
    found = compare(Ecosystem.of(Series(id="fair", name="Fair")), "fair")
    assert (found.editions, found.steps, found.streaks, str(found)) == (
        (),
        (),
        (),
        "Fair: no editions.",
    )
    assert (found.retention.value, found.survival.value) == (None, None)


@given(series_of_groups)
def test_it_is_a_value(editions: list[Groups]) -> None:
    """Comparisons of the same are equal, hash alike and survive pickling."""
    found, again = (compare(ecosystem_of(editions), "fair") for _ in range(2))
    assert found.summary  # what is made when asked for does not count
    assert found == again
    assert hash(found) == hash(again)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own


def test_an_event_is_compared_with_others_only() -> None:
    """With itself there is nothing to compare."""
    ecosystem = ecosystem_of([[{"firm-1"}], [{"firm-2"}]])
    one = part(0, 0)
    with pytest.raises(InvalidValue, match="must be different events"):
        compare(ecosystem, one, part(1, 0), one)


def test_cancelled_editions_are_called_by_their_labels() -> None:
    """The name, with the year where several have it."""
    days = {"salon-1": Days.year(2022), "salon-2": Days.year(2023)}
    events = [Event(id=one, name="Salon", series="salon", days=days[one]) for one in days]
    off = evolve(events[1], status="cancelled")
    found = compare(Ecosystem.of(Series(id="salon", name="Salon"), events[0], off), "salon")
    assert "Cancelled: Salon 2023." in found.summary
    assert found.skipped == ("salon-2",)
