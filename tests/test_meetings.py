"""Laws of the timetables of meetings, with exhaustive search and published theorems as oracles."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from itertools import combinations, product

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numeco import (
    Days,
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Membership,
    Organization,
    Person,
    Session,
    UnknownId,
    Venue,
)
from numeco.graph._match import Match
from numeco.graph._matching.likely import Scores
from numeco.graph._meeting.board import Board
from numeco.graph._meetings import meetings
from numeco.graph._timetable import Obstacle, Timetable
from numeco.schedule import clashes

Pairs = Iterable[tuple[str, str]]
NEARNESS = Scores(
    resource_allocation=0.0,
    adamic_adar=0.0,
    common_neighbours=0,
    jaccard=0.0,
    preferential_attachment=0,
)


def match(first: str, second: str, score: float = 0.5, *, mutual: bool = False) -> Match:
    """Return a match of two organizations."""
    themes = ("theme-hosting",)
    return Match(
        first=first,
        second=second,
        names=(first.title(), second.title()),
        offers=themes,
        seeks=themes if mutual else (),
        nearness=NEARNESS,
        score=score,
    )


def matched(pairs: Pairs) -> list[Match]:
    """Return a match for each pair."""
    return [match(*pair) for pair in pairs]


def hours(number: int, *, first: int = 9) -> list[Interval]:
    """Return so many slots of half an hour, back to back."""
    start = Interval.local(f"2026-10-22T{first:02}:00", timedelta(minutes=30), "Europe/Paris")
    found = [start]
    while len(found) < number:
        found.append(start.starting(found[-1].end))
    return found[:number]


def degrees(pairs: Pairs) -> Counter[str]:
    """Return how many meetings each organization is in."""
    return Counter(end for pair in pairs for end in pair)


def held(timetable: Timetable) -> set[tuple[str, str]]:
    """Return the pairs that meet."""
    return {one.ends for one in timetable}


def across(most: int) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Return pairs of one who offers and one who seeks: a bipartite graph."""
    one, other = (st.integers(0, most - 1).map(f"{side}-{{}}".format) for side in ("offer", "seek"))
    return st.lists(st.tuples(one, other), unique=True, max_size=most * most)


def among(most: int) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Return pairs of organizations that may all meet one another."""
    every = list(combinations([f"org-{at}" for at in range(most)], 2))
    return st.lists(st.sampled_from(every), unique=True)


# What always holds


@given(among(7), st.integers(0, 6), st.none() | st.integers(1, 3), st.none() | st.integers(0, 4))
def test_nobody_is_in_two_places_and_nothing_is_lost(pairs, slots, tables, most_each):
    """Limits hold, tables are used once a slot, and each pair either meets or says why not."""
    timetable = meetings(matched(pairs), slots=slots, tables=tables, most_each=most_each)
    assert (
        max(Counter((one.slot, end) for one in timetable for end in one.ends).values(), default=1)
        == 1
    )
    assert len({(one.slot, one.table) for one in timetable}) == len(timetable)
    assert all(1 <= one.slot <= slots for one in timetable)
    assert all(1 <= one.table <= (tables or len(pairs)) for one in timetable)
    assert max(degrees(held(timetable)).values(), default=0) <= (
        slots if most_each is None else most_each
    )
    placed, left = held(timetable), {one.ends for one in timetable.unplaced}
    assert placed | left == set(pairs)
    assert len(timetable) + len(timetable.unplaced) == len(pairs)
    assert [(one.slot, one.table) for one in timetable] == sorted(
        (one.slot, one.table) for one in timetable
    )


@given(among(7), st.integers(0, 5), st.none() | st.integers(1, 3), st.none() | st.integers(0, 3))
def test_every_reason_is_true(pairs, slots, tables, most_each):
    """What found no place fits nowhere as the timetable stands, and for the reason given."""
    timetable = meetings(matched(pairs), slots=slots, tables=tables, most_each=most_each)
    at = {(one.slot, end) for one in timetable for end in one.ends}
    used = Counter(one.slot for one in timetable)
    has = degrees(held(timetable))
    for one in timetable.unplaced:
        both = [
            slot for slot in range(1, slots + 1) if not any((slot, end) in at for end in one.ends)
        ]
        enough = most_each is not None and max(has[end] for end in one.ends) >= most_each
        because = (
            Obstacle.TIME
            if slots == 0
            else Obstacle.SHARE
            if enough
            else Obstacle.TABLES
            if both
            else Obstacle.SLOTS
        )
        assert one.because is because
        assert because is not Obstacle.TABLES or all(used[slot] == tables for slot in both)


@given(st.permutations([*combinations("abcdef", 2)]), st.integers(1, 6))
def test_the_order_of_the_matches_decides_only_between_equals(pairs, slots):
    """Where scores differ, the timetable is the same however the matches were ordered."""
    scored = {pair: at / 100 for at, pair in enumerate(combinations("abcdef", 2))}
    one = meetings([match(*pair, scored[pair]) for pair in pairs], slots=slots)
    assert one == meetings([match(*pair, scored[pair]) for pair in scored], slots=slots)


# Theory


def test_thirty_meet_thirty_in_thirty_slots():
    """K(30, 30) needs no more slots than anyone has meetings; with half of them, all get half."""
    pairs = list(product([f"offer-{at}" for at in range(30)], [f"seek-{at}" for at in range(30)]))
    whole = meetings(matched(pairs), slots=30)
    assert len(whole) == 900
    assert whole.exact
    half = meetings(matched(pairs), slots=15)
    assert (len(half), half.share().least, half.share().most) == (450, 15, 15)
    assert half.exact


@given(across(8))
@example([("offer-0", "seek-0")])
def test_a_bipartite_graph_needs_as_many_slots_as_its_greatest_degree(pairs):
    """Kőnig: so many slots place all, with the fewest tables that can hold them too (de Werra)."""
    slots = max(degrees(pairs).values(), default=0)
    assert not meetings(matched(pairs), slots=slots).unplaced
    if pairs:
        tables = -(-len(pairs) // slots)
        timetable = meetings(matched(pairs), slots=slots, tables=tables)
        assert not timetable.unplaced
        assert max(Counter(one.slot for one in timetable).values()) <= tables


@given(among(9))
def test_any_graph_needs_one_slot_more_at_most(pairs):
    """Vizing: one slot more than the greatest degree places all, with the fewest tables too."""
    slots = max(degrees(pairs).values(), default=0) + 1
    assert not meetings(matched(pairs), slots=slots).unplaced
    tables = max(-(-len(pairs) // slots), 1)
    assert not meetings(matched(pairs), slots=slots, tables=tables).unplaced


@pytest.mark.parametrize("number", range(2, 17))
def test_a_round_robin_needs_no_slot_more_than_it_must(number):
    """All pairs of an even number n meet in n - 1 slots, of an odd number in n."""
    pairs = combinations([f"org-{at:02}" for at in range(number)], 2)
    assert not meetings(matched(pairs), slots=number - 1 + number % 2).unplaced


# Fair shares


def served(pairs: Pairs, organizations: Iterable[str]) -> list[int]:
    """Return how many meetings each has, the fewest first."""
    has = degrees(pairs)
    return sorted(has[one] for one in organizations)


def fairest(pairs: Sequence[tuple[str, str]], slots: int, tables: int | None) -> list[int]:
    """Return the best shares of all choices in which nobody has more meetings than slots."""
    organizations = set(degrees(pairs))
    most = len(pairs) if tables is None else min(slots * tables, len(pairs))
    return max(
        served(choice, organizations)
        for number in range(most + 1)
        for choice in combinations(pairs, number)
        if max(degrees(choice).values(), default=0) <= slots
    )


@settings(max_examples=60)
@given(
    across(4).filter(lambda pairs: len(pairs) <= 9),
    st.integers(1, 3),
    st.none() | st.integers(1, 2),
)
def test_shares_are_leximin_optimal_in_bipartite_graphs(pairs, slots, tables):
    """No choice of meetings gives more to the least served, then to the next, and so on."""
    timetable = meetings(matched(pairs), slots=slots, tables=tables)
    assert timetable.exact
    assert served(held(timetable), degrees(pairs)) == fairest(pairs, slots, tables)


@given(across(7), st.integers(1, 4))
def test_as_many_meet_as_can(pairs, slots):
    """In a bipartite graph there are as many meetings as a maximum flow has."""
    timetable = meetings(matched(pairs), slots=slots)
    network = nx.DiGraph()
    network.add_nodes_from(["from", "to"])
    for one, other in pairs:
        network.add_edge("from", one, capacity=slots)
        network.add_edge(one, other, capacity=1)
        network.add_edge(other, "to", capacity=slots)
    assert len(timetable) == nx.maximum_flow_value(network, "from", "to")


some_wishes = st.dictionaries(
    st.sampled_from([f"org-{at}" for at in range(3)]),
    st.sets(st.sampled_from([f"org-{at}" for at in range(3, 6)])),
)


@given(among(6), st.integers(1, 4), st.none() | st.integers(1, 3), some_wishes)
@example(
    [(f"org-{one}", f"org-{two}") for one, two in ("14", "15", "34", "35", "45", "23", "12")],
    3,
    None,
    {},
)
def test_no_slot_is_kept_from_whom_it_is_due(pairs, slots, tables, wishes):
    """Nobody meets in the place of one who is free then, and wanted more or has two less."""
    timetable = meetings(matched(pairs), slots=slots, tables=tables, wishes=wishes)
    has = degrees(held(timetable))
    meeting = {frozenset(one.ends): one for one in timetable}
    at = {(one.slot, end) for one in timetable for end in one.ends}
    for left in timetable.unplaced:
        for one, partner in (left.ends, left.ends[::-1]):
            for other in set(has) - {one, partner}:
                theirs = meeting.get(frozenset((other, partner)))
                if theirs is not None and (theirs.slot, one) not in at:
                    assert theirs.wishes >= left.wishes
                    assert theirs.wishes > left.wishes or has[other] < has[one] + 2


def test_the_least_served_come_before_the_best_score():
    """Who has no meeting yet is given one before a hub has its second, however good that is."""
    pairs = [match("hub", "one", 0.9), match("hub", "two", 0.8), match("hub", "three", 0.7)]
    pairs += [match("three", "four", 0.1)]
    timetable = meetings(pairs, slots=1)
    assert held(timetable) == {("hub", "one"), ("three", "four")}


def test_the_better_match_goes_first_among_equals():
    """Where shares are the same, the mutual match meets, then the better one."""
    rivals = [match("a", "b", 0.2), match("a", "c", 0.3)]
    assert held(meetings(rivals, slots=1)) == {("a", "c")}
    assert held(meetings([*rivals, match("a", "d", 0.1, mutual=True)], slots=1)) == {("a", "d")}


# Wishes


@given(
    across(4),
    st.dictionaries(
        st.sampled_from(["offer-0", "offer-1", "seek-0", "seek-1"]),
        st.sets(st.sampled_from(["offer-2", "offer-3", "seek-2", "seek-3"])),
    ),
    st.dictionaries(
        st.sampled_from(["offer-2", "seek-2"]), st.sets(st.sampled_from(["offer-0", "seek-1"]))
    ),
    st.integers(1, 3),
    st.none() | st.integers(1, 3),
)
def test_nothing_less_wanted_costs_a_wish_its_place(pairs, some, others, slots, tables):
    """As many mutual wishes, and then wishes, meet as if nothing else had been asked for."""
    wishes = {**some, **others}
    both = {one: {to for to in its if one in wishes.get(to, ())} for one, its in wishes.items()}
    alone = meetings([], slots=slots, tables=tables, wishes=both)
    wished = meetings([], slots=slots, tables=tables, wishes=wishes)
    whole = meetings(matched(pairs), slots=slots, tables=tables, wishes=wishes)
    assert sum(one.wishes == 2 for one in whole) >= len(alone)
    assert sum(one.wishes == 2 for one in wished) >= len(alone)


def test_mutual_wishes_come_before_one_sided_ones_and_these_before_matches():
    """The one that both asked for meets, whatever the scores."""
    pairs = [match("a", "b", 1.0, mutual=True), match("a", "c", 0.1), match("a", "d", 0.2)]
    wishes = {"a": ["c", "d"], "c": ["a"]}
    timetable = meetings(pairs, slots=1, wishes=wishes)
    assert [one.ends for one in timetable] == [("a", "c")]
    assert [(one.second, one.wishes) for one in timetable.unplaced] == [("d", 1), ("b", 0)]
    assert held(meetings(pairs, slots=1, wishes={"d": {"a"}})) == {("a", "d")}


def test_a_wish_needs_no_match():
    """Who is asked for without a match is met all the same, under their id."""
    [meeting] = meetings([], slots=1, wishes={"b": ["a"]})
    assert (meeting.ends, meeting.names, meeting.match, meeting.wishes) == (
        ("a", "b"),
        ("a", "b"),
        None,
        1,
    )


# Time


def fair_with(*more: object) -> Ecosystem:
    """Return a fair with organizations a to f, three rooms and some more things."""
    return Ecosystem.of(
        Event(id="fair", name="Fair"),
        [Organization(id=one, name=one.title()) for one in "abcdef"],
        [Venue(id=f"table-{at}", name=f"Table {at}") for at in (1, 2, 3)],
        *more,
    )


def talk(key: str, when: Interval, **more: object) -> Session:
    """Return a session of the fair."""
    return Session(id=key, title=key, event="fair", when=when, **more)


PAIRS = list(combinations("abcdef", 2))


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from(PAIRS), unique=True),
    st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 7), st.booleans()), max_size=8),
    st.integers(0, 4),
    st.none() | st.just(3),
)
def test_no_meeting_collides_with_a_session(pairs, sessions, number, tables):
    """Nobody meets while hosting or speaking, `clashes` finds nothing, and each reason is true."""
    people = [Person(id=f"person-{one}", name=one) for one in "abcdef"]
    talks: list[Session] = []
    taken: set[tuple[str, int]] = set()
    for at, (one, quarter, hosts) in enumerate(sessions):
        if {(one, quarter - 1), (one, quarter), (one, quarter + 1)} & taken:
            continue
        taken.add((one, quarter))
        start = hours(1)[0].start + timedelta(minutes=15 * quarter)
        when = Interval(start, start + timedelta(minutes=20))
        who = {"hosts": [one]} if hosts else {"speakers": [f"person-{one}"]}
        talks.append(talk(f"talk-{at}", when, **who))
    ecosystem = fair_with(
        people, talks, [Membership(member=f"person-{one}", of=one) for one in "abcdef"]
    )
    slots = hours(number)
    timetable = meetings(matched(pairs), slots=slots, tables=tables, ecosystem=ecosystem)
    busy = [(one, when) for one, quarter in taken for when in [_twenty(quarter)]]
    for one in timetable:
        assert one.when == slots[one.slot - 1]
        assert not any(
            end == who and one.when.overlaps(when) for end in one.ends for who, when in busy
        )
    venues = ["table-1", "table-2", "table-3"]
    made = timetable.sessions("fair", venues=venues)
    found = clashes(ecosystem.adding(made))
    assert not [one for one in found if {one.first, one.second} & set(made)]
    assert len(timetable) + len(timetable.unplaced) == len(pairs)
    _check_maximal(timetable, slots, busy)


def _twenty(quarter: int) -> Interval:
    start = hours(1)[0].start + timedelta(minutes=15 * quarter)
    return Interval(start, start + timedelta(minutes=20))


def _check_maximal(
    timetable: Timetable, slots: Sequence[Interval], busy: Sequence[tuple[str, Interval]]
) -> None:
    """Check that no meeting without a place would fit as the timetable stands."""
    at = {(one.slot, end) for one in timetable for end in one.ends}
    used = Counter(one.slot for one in timetable)
    for one in timetable.unplaced:
        time = [
            number
            for number, slot in enumerate(slots, 1)
            if not any(end == who and slot.overlaps(when) for end in one.ends for who, when in busy)
        ]
        both = [number for number in time if not any((number, end) in at for end in one.ends)]
        assert (one.because is Obstacle.TIME) == (not time)
        assert (one.because is Obstacle.TABLES) == bool(both)
        assert all(used[number] == timetable.tables for number in both)


def best(pairs: Sequence[tuple[str, str]], time: Mapping[str, Iterable[int]]) -> int:
    """Return how many meetings the fullest timetable holds, by exhaustive search."""

    @cache
    def most(at: int, taken: frozenset[tuple[str, int]]) -> int:
        if at == len(pairs):
            return 0
        one, other = pairs[at]
        found = most(at + 1, taken)
        for slot in set(time[one]) & set(time[other]):
            mine = {(one, slot), (other, slot)}
            if not mine & taken:
                found = max(found, 1 + most(at + 1, taken | mine))
        return found

    return most(0, frozenset())


def both_ways(
    pairs: Sequence[tuple[str, str]], busy: Mapping[str, Iterable[int]]
) -> tuple[Timetable, int]:
    """Return the timetable of three slots in which some have no time, and the most it can hold."""
    slots = hours(3)
    ecosystem = fair_with(
        talk(f"talk-{one}-{at}", slots[at], hosts=[one]) for one in busy for at in sorted(busy[one])
    )
    timetable = meetings(matched(pairs), slots=slots, ecosystem=ecosystem)
    return timetable, best(pairs, {one: {0, 1, 2} - set(busy[one]) for one in "abcdef"})


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(PAIRS), unique=True, max_size=8),
    st.fixed_dictionaries({one: st.sets(st.integers(0, 2)) for one in "abcdef"}),
)
def test_exact_means_that_no_timetable_holds_more(pairs, busy):
    """Beside exhaustive search; and never less than the third that maximality alone ensures."""
    timetable, most = both_ways(pairs, busy)
    assert most / 3 <= len(timetable) <= most
    assert not timetable.exact or len(timetable) == most


@pytest.mark.parametrize(
    ("pairs", "busy"),
    [
        (["ad", "bd", "bf", "cd"], {"a": {0}, "b": {1}, "c": {0}, "d": {1}, "f": {1}}),
        (["ad", "bc", "bd", "ce"], {"b": {1}, "c": {1}, "d": {2}, "e": {1}, "f": {1}}),
    ],
    ids=["another is placed instead", "others make way"],
)
def test_meetings_make_way_where_some_have_no_time(pairs, busy):
    """What one pass cannot place finds a place once others move, as exhaustive search says."""
    every = {one: busy.get(one, set()) for one in "abcdef"}
    timetable, most = both_ways([tuple(pair) for pair in pairs], every)
    assert len(timetable) == most


def test_a_fan_finds_the_slot_that_no_chain_does(monkeypatch):
    """Vizing's theorem holds by chains and fans alone, without ousting any meeting."""
    monkeypatch.setattr(Board, "_instead", lambda _board, _meeting: False)
    ends = [(0, 6), (0, 2), (1, 5), (0, 4), (1, 6), (5, 6), (0, 1), (2, 4), (4, 6), (2, 5), (4, 5)]
    ends += [(3, 6), (0, 3), (3, 4), (3, 5), (2, 6), (2, 3), (1, 2), (1, 3)]
    board = Board(ends, [(1 << 7) - 1] * 7, 7, None)
    assert not [one for one in range(len(ends)) if not board.place(one)]


def test_few_have_no_place_where_some_have_no_time():
    """Of 100 small timetables 90 at least hold as many meetings as can be, by exhaustive search."""
    random_ = random.Random(2018)  # noqa: S311  # no secret
    as_full = 0
    for _ in range(100):
        pairs = random_.sample(PAIRS, random_.randint(4, 9))
        busy = {one: {at for at in range(3) if random_.random() < 0.35} for one in "abcdef"}
        timetable, most = both_ways(pairs, busy)
        as_full += len(timetable) == most
    assert as_full >= 90


def test_exhibitions_breaks_and_what_is_cancelled_leave_time():
    """Who has a stand can meet, and so can everyone in a break."""
    [slot] = hours(1)
    kinds = (
        talk("stand", slot, hosts=["a"], kind="exhibition"),
        talk("tea", slot, hosts=["a"], kind="break"),
    )
    off = talk("off", slot, hosts=["b"], status="cancelled")
    assert len(meetings(matched(["ab"]), slots=[slot], ecosystem=fair_with(kinds, off))) == 1


def test_an_organization_meets_while_one_of_its_people_is_there():
    """It has time unless all of its people say when they can be there, and none can."""
    early, late = hours(2)
    ann = Person(id="ann", name="Ann", available=[early])
    bob, eve = Person(id="bob", name="Bob", available=[late]), Person(id="eve", name="Eve")
    of_a = Membership(member="ann", of="a")

    def slots(*more: object) -> list[int]:
        ecosystem = fair_with(ann, bob, eve, of_a, *more)
        found = meetings(matched(["ab"]), slots=[early, late], ecosystem=ecosystem)
        return [one.slot for one in found]

    late_only = Membership(member="bob", of="b")
    assert slots() == [1]
    assert slots(late_only) == []
    assert slots(late_only, Membership(member="eve", of="b")) == [1]
    assert slots(late_only, Membership(member="bob", of="a", role="founder")) == [2]


def test_slots_come_in_order_of_time_and_do_not_overlap():
    """Given in any order; those that overlap in time are refused, since nobody could be in both."""
    one, two = hours(2)
    timetable = meetings(matched(["ab", "ac"]), slots=[two, one])
    assert [meeting.when for meeting in timetable] == [one, two]
    with pytest.raises(InvalidValue, match="slots must not overlap one another"):
        meetings([], slots=[one, one])


# Calendars


def test_meetings_become_sessions_that_keep_their_ids():
    """Hosted by both, at their table, under an id that a new timetable leaves as it is."""
    pairs = matched([("a", "b"), ("c", "d")])
    timetable = meetings(pairs, slots=hours(1))
    venues = ["table-1", "table-2"]
    one, other = timetable.sessions("fair", venues=venues)
    assert (one.id, one.title, one.hosts, one.venue) == (
        "fair-meeting-a-b",
        "A – B",
        ("a", "b"),
        "table-1",
    )
    assert other.venue == "table-2"
    assert one.kind == "business-meeting"
    moved = meetings([*matched([("b", "c"), ("b", "e")]), *pairs], slots=hours(4))
    assert {one.id, other.id} < {session.id for session in moved.sessions("fair")}


def test_sessions_need_intervals_and_venues_enough():
    """Mere numbers are no times, and each table needs a venue."""
    with pytest.raises(InvalidValue, match="slots must be intervals"):
        meetings(matched(["ab"]), slots=1).sessions("fair")
    timetable = meetings(matched(["ab", "cd"]), slots=hours(1))
    with pytest.raises(InvalidValue, match="one for each of 2 tables"):
        timetable.sessions("fair", venues=["table-1"])
    with pytest.raises(InvalidType, match="venues must be"):
        timetable.sessions("fair", venues="table-1")


# How it reads


def test_a_timetable_says_what_it_holds():
    """As text, rows and HTML: who meets when, what found no place and why, and the shares."""
    timetable = meetings(matched(["ab", "ac"]), slots=1, tables=1)
    assert str(timetable) == (
        "slot  table  first  second\n"
        "────  ─────  ─────  ──────\n"
        "1     1      A      B\n"
        "no place: A – C: A has no free slot left\n"
        "1 meeting in 1 slot at 1 table, 0 to 1 each, 1 without a place"
    )
    [row] = timetable.rows()
    assert (row["slot"], row["start"], row["first_name"], row["score"]) == (1, None, "A", 0.5)
    assert "<caption>1 meeting" in timetable._repr_html_()
    assert [one.ends for one in timetable.of("b")] == [("a", "b")]
    assert timetable.of("c") == ()
    with pytest.raises(UnknownId):
        timetable.of("nobody")


def test_shares_count_what_was_looked_for():
    """Each organization has a portion, of what was sought with it."""
    share = meetings(matched(["ab", "ac", "bc"]), slots=2).share()
    assert (share.least, share.most) == (1, 2) or (share.least, share.most) == (0, 1)
    assert [one.sought for one in share.portions] == [2, 2, 2]


@pytest.mark.parametrize("slots", [0, 3])
def test_nothing_to_place_is_an_empty_timetable(slots):
    """Without matches there is nobody to share meetings, and nothing that found no place."""
    timetable = meetings([], slots=slots)
    assert (len(timetable), timetable.unplaced, timetable.exact) == (0, (), True)
    assert timetable.share().least is None
    assert str(timetable) == f"0 meetings in {slots} slots"
    assert timetable.sessions("fair") == ()


def test_a_pair_given_twice_meets_once():
    """The first of two matches of one pair counts, whichever of the two comes first in it."""
    timetable = meetings([match("a", "b", 0.3), match("b", "a", 0.9)], slots=3)
    assert [(one.ends, one.match.score) for one in timetable] == [(("a", "b"), 0.3)]


def test_what_is_wrong_is_refused():
    """With a sentence that says what must hold."""
    fair = fair_with()
    refused = [
        ({"slots": -1}, "slots must be intervals, or how many"),
        ({"slots": "1"}, "slots must be intervals, or how many"),
        ({"slots": [1]}, "slots must be intervals, or how many"),
        ({"slots": True}, "slots must be intervals, or how many"),
        ({"slots": 1, "tables": 0}, "tables must be a whole number, 1 or more"),
        ({"slots": 1, "most_each": -1}, "most_each must be a whole number, 0 or more"),
        ({"slots": 1, "ecosystem": fair}, "slots must be intervals where an ecosystem"),
        ({"slots": [], "ecosystem": "fair"}, "ecosystem must be an Ecosystem"),
        ({"slots": 1, "wishes": {"a": ["a"]}}, "must not ask that one meet itself"),
        ({"slots": 1, "wishes": {"a": "b"}}, "wishes must map"),
        ({"slots": 1, "wishes": [("a", "b")]}, "wishes must map"),
        ({"slots": 1, "wishes": {"a": [1]}}, "wishes must map"),
    ]
    for given_, sentence in refused:
        with pytest.raises(InvalidValue, match=sentence):
            meetings([], **given_)
    with pytest.raises(InvalidValue, match="must be of two organizations"):
        meetings([match("a", "a")], slots=1)
    with pytest.raises(InvalidType, match="matches must be matches"):
        meetings(["ab"], slots=1)
    with pytest.raises(UnknownId):
        meetings([match("a", "nobody")], slots=hours(1), ecosystem=fair)
    with pytest.raises(InvalidType, match="must be of organizations"):
        meetings([match("a", "fair")], slots=hours(1), ecosystem=fair)


@pytest.mark.parametrize("given", [None, 5, ["a"]])
def test_what_is_no_match_is_refused(given):
    """In a sentence that names the argument."""
    with pytest.raises(InvalidType, match=r"^matches must be matches"):
        meetings(given, slots=2)


def test_slots_are_a_hundred_thousand_at_most():
    """More are a mistake, and would take all memory."""
    assert meetings([], slots=100_000).slots == 100_000
    with pytest.raises(InvalidValue, match="0 to 100,000"):
        meetings([], slots=10**9)


@pytest.mark.parametrize(("period", "meet"), [({"until": 2019}, 1), ({"since": 2099}, 1), ({}, 0)])
def test_who_is_gone_blocks_nobody(period, meet):
    """A membership that is known to be over, or not begun, says nothing of who can be there."""
    slot, later = hours(2)
    ann = Person(id="ann", name="Ann", available=[later])
    office = Membership(member="ann", of="a", **{key: Days.year(y) for key, y in period.items()})
    found = meetings(matched(["ab"]), slots=[slot], ecosystem=fair_with(ann, office))
    assert len(found) == meet


def test_what_a_text_leaves_out_says_where_it_is():
    """Of more than 50 meetings, `rows` has all."""
    pairs = [(f"first-{at}", f"second-{at}") for at in range(60)]
    timetable = meetings(matched(pairs), slots=1, tables=55)
    assert "\n… and 5 more: .rows() has all\n" in str(timetable)
    assert len(timetable.rows()) == 55
