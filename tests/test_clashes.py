"""What is found, as an object: its length, order, parts and texts are those of its clashes."""

import json
import pickle
import sys
from collections import Counter
from datetime import datetime, timedelta
from html import escape
from html.parser import HTMLParser
from itertools import combinations
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from numeco import (
    Days,
    DuplicateId,
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Person,
    Session,
    Territory,
    Theme,
    UnknownId,
    Venue,
)
from numeco.schedule import (
    AUDIENCE,
    DEFAULT,
    EVENT,
    SPEAKER,
    TERRITORY,
    UNCONFIRMED,
    UNSCHEDULED,
    UNTHEMED,
    VENUE,
    Check,
    Clash,
    EventRule,
    Facet,
    Resource,
    Rule,
    Severity,
    _lanes,
    _pairs,
    clashes,
    picks,
    travel,
)

MINUTE = timedelta(minutes=1)
PARIS = "Europe/Paris"
#: Every kind of rule: with and without a count, of one session, of events, of one's own.
RULES = (
    *DEFAULT,
    *(AUDIENCE, EVENT, UNTHEMED),
    travel(10 * MINUTE, "warning"),
    Rule("ten minutes", Resource.VENUE, gap=10 * MINUTE),
    Rule("letters", lambda _ecosystem, one: (letter for letter in one.id), "warning"),
    EventRule("years", lambda _ecosystem, _event: ["2026"]),
)


FRAME = Ecosystem.of(
    Territory(id="city", name="City"),
    Event(id="week", name="Week", days=Days.of("2026-10-20"), territories=["city"]),
    Event(id="fair", name="Fair", days=Days.of("2026-10-20"), territories=["city"]),
    Event(id="late", name="Late", days=Days.of("2026-10-20", "2026-10-22")),
    Venue(id="room-0", name="Room 0", capacity=10, features=["stage"]),
    Venue(id="room-1", name="Room 1", exclusive=False),
    *(Person(id=f"person-{at}", name=f"Person {at}") for at in range(2)),
    *(Theme(id=f"theme-{at}", name=f"Theme {at}") for at in range(2)),
)


def _some(*words: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), max_size=2, unique=True)


_FACTS = st.fixed_dictionaries(
    {
        "when": st.tuples(
            st.sampled_from((None, *range(-1, 9))), st.sampled_from((2, 1, 0, 4, 100))
        ),
        "event": st.sampled_from(("week", "fair", "late")),
        "venue": st.sampled_from((None, "room-0", "room-0", "room-1")),
        "speakers": _some("person-0", "person-1"),
        "themes": _some("theme-0", "theme-1"),
        "audiences": _some("students", "founders"),
        "identifiers": _some("frab:1"),
        "requires": _some("stage", "kitchen"),
        "capacity": st.sampled_from((None, 10, 11)),
        "status": st.sampled_from((*["confirmed"] * 4, "tentative", "cancelled")),
        "back": st.sampled_from((("within", 0), ("within", 1), ("repeat_of", 1))),
    }
)
#: Few sessions seldom meet.
_SESSIONS = st.lists(_FACTS, max_size=2) | st.lists(_FACTS, min_size=3, max_size=7)


def _built(drawn: list[dict[str, Any]]) -> Ecosystem:
    found: list[Session] = []
    for at, facts in enumerate(drawn):
        values = dict(facts)
        (start, lasts), (name, back) = values.pop("when"), values.pop("back")
        if start is not None:
            # Some begin in the hour before midnight of the day before their event's.
            begins = datetime(2026, 10, 20) + start * 30 * MINUTE  # noqa: DTZ001
            values["when"] = Interval.local(begins, lasts * 30 * MINUTE, PARIS)
        if 0 < back <= at:
            values[name] = f"session-{at - back}"
        found.append(Session(id=f"session-{at}", title=f"Session {at}", **values))
    return FRAME.adding(found)


programmes = _SESSIONS.map(_built)
rule_sets = st.lists(
    st.sampled_from(RULES), max_size=4, unique_by=lambda rule: rule.name
) | st.just(RULES)


def _keys(ecosystem: Ecosystem, clash: Clash, by: Facet) -> set[object]:
    """Return what a clash counts as, by the words of `Facet`."""
    sessions, things = clash.sessions, clash.things
    if by == "day":
        if sessions:
            return {ecosystem.day(sessions[-1])}
        return {max(one.days.first for one in things)}
    return {
        "rule": {clash.rule.name},
        "severity": {clash.rule.severity},
        "resource": {clash.resource},
        "session": {one.id for one in sessions},
        "event": {getattr(one, "event", one.id) for one in things},
        "theme": {theme for one in things for theme in one.themes},
    }[by.value]


# How many, and which


@given(programmes, rule_sets)
def test_truth_length_and_iteration_agree(ecosystem, rules):
    """For every rule alone, and for all together, they say the same, again and again."""
    for chosen in ([one] for one in rules):
        found = clashes(ecosystem, rules=chosen)
        assert bool(found) == (len(found) > 0) == any(True for _ in found)
        assert len(found) == len(list(found)) == len(found[:])
    together = clashes(ecosystem, rules=rules)
    assert len(list(together)) == len(together) == sum(together.counts().values())
    assert list(together) == list(together)
    assert bool(together) == bool(list(together))


@given(programmes)
def test_all_rules_find_what_each_finds_alone(ecosystem):
    """What several rules find is what each finds, one more for each of two that find the same."""
    found = Counter(clashes(ecosystem, rules=RULES))
    alone: Counter[Clash] = Counter()
    for rule in RULES:
        alone.update(clashes(ecosystem, rules=[rule]))
    assert found == alone
    assert Counter(clashes(ecosystem, rules=[VENUE, VENUE])) == Counter(
        list(clashes(ecosystem, rules=[VENUE])) * 2
    )


@given(programmes)
def test_they_come_by_start_of_the_later_session_then_by_rule(ecosystem):
    """Unscheduled sessions follow, then events; of each session, rules come as they are given.

    Of two sessions at once the one that ends first is the first, then the smaller id.
    """

    def rank(one: Session) -> tuple[Any, ...]:
        return (0, one.when.start_us, one.when.end_us, one.id) if one.when else (1, 0, 0, one.id)

    ranks = []
    for clash in clashes(ecosystem, rules=RULES):
        later = clash.sessions[-1] if clash.sessions else None
        ranks.append((rank(later), RULES.index(clash.rule)) if later else ((2,), 0))
        assert list(map(rank, clash.sessions)) == sorted(map(rank, clash.sessions))
    assert ranks == sorted(ranks)


@given(programmes, st.randoms(use_true_random=False))
def test_the_order_of_sessions_given_does_not_matter(ecosystem, random):
    """Shuffled sessions, each given twice, give the same clashes in the same order."""
    sessions = [*ecosystem.all(Session)] * 2
    random.shuffle(sessions)
    rules = [one for one in RULES if not isinstance(one, EventRule)]
    found = clashes(ecosystem, sessions=sessions, rules=rules)
    assert list(found) == list(clashes(ecosystem, rules=rules))


def _fairs(*names: str) -> list[Event]:
    days = Days.of("2026-10-20")
    return [Event(id=one, name=one, days=days, tags=[one[0]]) for one in names]


def test_the_order_of_events_does_not_matter():
    """Clashes between events come in one order, in whichever order their ecosystem holds them."""
    rule = EventRule("letters", lambda _ecosystem, event: event.tags)
    events = _fairs("a1", "a2", "b1", "b2")
    found = list(clashes(Ecosystem.of(events), rules=[rule]))
    assert len(found) == 2
    assert list(clashes(Ecosystem.of(events[::-1]), rules=[rule])) == found


@given(programmes)
def test_pairs_are_the_distinct_pairs_in_order(ecosystem):
    """Each pair of sessions that clash comes once, the earlier first, in the order of clashes."""
    found = clashes(ecosystem, rules=RULES)
    expected = dict.fromkeys(clash.sessions for clash in found if len(clash.sessions) == 2)
    assert list(found.pairs()) == list(expected)
    assert found.sessions() == {one.id for clash in found for one in clash.sessions}


def test_pairs_are_distinct_in_any_order():
    """Also of clashes that were sorted, each pair comes once, in their order."""
    staffed = THREE.adding(Person(id=one, name=one) for one in ("ada", "bob")).replacing(
        evolve(one, speakers=["ada", "bob"]) for one in THREE.all(Session)
    )
    found = clashes(staffed, rules=[SPEAKER]).sorted(lambda clash: clash.resource)
    assert len(found) == 6
    pairs = [(one.id, two.id) for one, two in found.pairs()]
    assert pairs == [("s-0", "s-1"), ("s-0", "s-2"), ("s-1", "s-2")]


@given(programmes, st.slices(12))
def test_a_part_has_the_sessions_and_pairs_of_its_clashes(ecosystem, part):
    """sessions() and pairs() of a slice ask its own clashes only."""
    found = clashes(ecosystem, rules=RULES)[part]
    expected = dict.fromkeys(clash.sessions for clash in found if len(clash.sessions) == 2)
    assert list(found.pairs()) == list(expected)
    assert found.sessions() == {one.id for clash in found for one in clash.sessions}


# By position


@given(programmes, st.integers(-9, 9), st.slices(12))
def test_positions_and_slices_are_those_of_a_list(ecosystem, at, part):
    """found[…] is list(found)[…], of slices of slices as well."""
    found = clashes(ecosystem)
    every = list(found)
    assert list(found[part]) == every[part]
    assert list(found[part][1:]) == every[part][1:]
    assert len(found[part]) == len(every[part])
    assert bool(found[part]) == bool(every[part])
    for these, those in ((found, every), (found[part], every[part])):
        if -len(those) <= at < len(those):
            assert these[at] == those[at]
        else:
            with pytest.raises(IndexError):
                these[at]


# Parts


@given(programmes, rule_sets, st.booleans())
def test_counts_and_groups_are_those_of_the_clashes(ecosystem, rules, picked):
    """By every facet, or a function, they are what counting and grouping a list gives."""
    found = clashes(ecosystem, rules=rules)
    found = found[::2] if picked else found
    every = list(found)
    for by in (*Facet, lambda clash: clash.duration):
        if isinstance(by, Facet):
            assert found.counts(by) == found.counts(by.value)
            keys = [_keys(ecosystem, clash, by) for clash in every]
        else:
            keys = [{clash.duration} for clash in every]
        expected = Counter(key for those in keys for key in those)
        counts = found.counts(by)
        assert counts == expected
        assert list(counts.values()) == sorted(counts.values(), reverse=True)
        groups = found.group(by)
        assert {key: len(group) for key, group in groups.items()} == expected
        for key, group in groups.items():
            those = zip(every, keys, strict=True)
            assert list(group) == [clash for clash, of in those if key in of]
        if by in {Facet.RULE, Facet.SEVERITY, Facet.DAY, Facet.RESOURCE}:
            assert sum(counts.values()) == len(found)


_WANTED = {
    "rule": st.sampled_from((*RULES, "room double booked", "person in two places")),
    "severity": st.sampled_from((*Severity, "error", "warning")),
    "resource": st.sampled_from(("room-0", "person-0", "theme-0", "s", "week", "city", "nothing")),
    "session": st.sampled_from(("session-0", "session-1", "session-2")),
    "event": st.sampled_from(("week", "fair", "late")),
    "theme": st.sampled_from(("theme-0", "theme-1")),
    "where": st.sampled_from((lambda clash: clash.duration > 20 * MINUTE, lambda _clash: False)),
}


@given(programmes, st.fixed_dictionaries({}, optional=_WANTED), st.booleans(), st.data())
def test_a_filter_keeps_what_all_that_is_given_holds_of(ecosystem, wanted, picked, data):
    """filter(…) is a comprehension over the clashes, whatever is given together."""
    found = clashes(ecosystem, rules=RULES)
    found = found[1:] if picked else found
    ids = {"session", "event", "theme"}
    wanted = {name: fact for name, fact in wanted.items() if name not in ids or fact in ecosystem}
    days = sorted({ecosystem.day(one) for one in ecosystem.all(Session)} - {None})
    if days and data.draw(st.booleans()):
        wanted = {**wanted, "day": data.draw(st.sampled_from(days))}

    def holds(clash: Clash) -> bool:
        for name, fact in wanted.items():
            if name == "where":
                held = fact(clash)
            elif name == "rule":
                held = fact in (clash.rule, clash.rule.name)
            else:
                held = fact in _keys(ecosystem, clash, Facet(name))
            if not held:
                return False
        return True

    expected = [clash for clash in found if holds(clash)]
    part = found.filter(**wanted)
    assert list(part) == expected
    assert (len(part), bool(part)) == (len(expected), bool(expected))
    step_by_step = found
    for name, fact in wanted.items():
        step_by_step = step_by_step.filter(**{name: fact})
    assert list(step_by_step) == expected


@pytest.mark.parametrize("name", ["session", "event", "theme"])
def test_a_filter_refuses_an_id_that_nothing_has(name):
    """So is a misspelt id."""
    with pytest.raises(UnknownId, match="nothing in the ecosystem has the id 'no-such'"):
        clashes(THREE).filter(**{name: "no-such"})


def test_clashes_pickle():
    """What was found survives a trip to another process, with the rules that ship."""
    found = pickle.loads(pickle.dumps(clashes(THREE)))  # noqa: S301  # our own octets
    assert list(found) == list(clashes(THREE))
    wishes = picks(THREE, {"Noor": [one.id for one in THREE.all(Session)]})
    assert len(pickle.loads(pickle.dumps(clashes(THREE, rules=[wishes])))) == 3  # noqa: S301  # ours


def test_sessions_of_one_id_are_one():
    """The same session twice takes part once; two different ones of one id are refused."""
    first, *_ = THREE.all(Session)
    assert not clashes(THREE, sessions=[first, first])
    with pytest.raises(DuplicateId):
        clashes(THREE, sessions=[first, evolve(first, title="Other")])


@pytest.mark.parametrize("rule", ["no such", AUDIENCE, VENUE.graded("warning")])
def test_a_filter_refuses_a_rule_that_was_not_applied(rule):
    """A misspelt name would otherwise find nothing, and look like good news."""
    with pytest.raises(InvalidValue, match="rule must be one of those that were applied: room"):
        clashes(THREE, rules=[VENUE, SPEAKER]).filter(rule=rule)


@given(programmes, st.booleans())
def test_sorting_is_stable_and_loses_nothing(ecosystem, reverse):
    """sorted(…) is Python's of a list, and so is sorting it again."""
    found = clashes(ecosystem, rules=RULES)
    once = found.sorted(lambda clash: clash.duration, reverse=reverse)
    expected = sorted(found, key=lambda clash: clash.duration, reverse=reverse)
    assert list(once) == expected
    twice = once.sorted(lambda clash: clash.severity)
    assert list(twice) == sorted(expected, key=lambda clash: clash.severity)
    assert Counter(twice) == Counter(found)


@given(programmes)
def test_a_rule_that_is_ignored_finds_nothing(ecosystem):
    """IGNORED rules vanish; graded() keeps all else of a rule, and of what it finds."""
    assert list(clashes(ecosystem, rules=[rule.graded("ignored") for rule in RULES])) == []
    for rule in (VENUE, UNSCHEDULED, TERRITORY):
        other = "warning" if rule.severity == "error" else "error"
        graded = rule.graded(other)
        assert (graded.severity, graded.graded(rule.severity)) == (other, rule)
        assert [evolve(one, rule=rule) for one in clashes(ecosystem, rules=[graded])] == list(
            clashes(ecosystem, rules=[rule])
        )


# When rules are asked


def _programme(*times: str, title: str = "S") -> Ecosystem:
    sessions = [
        Session(
            id=f"s-{at}",
            title=f"{title} {at}",
            event="week",
            venue="room",
            when=Interval.local(*(f"2026-10-20T{one}" for one in text.split("/")), PARIS),
        )
        for at, text in enumerate(times)
    ]
    return Ecosystem.of(Event(id="week", name="Week"), Venue(id="room", name="Room"), sessions)


THREE = _programme("09:00/10:00", "09:30/10:30", "09:45/11:00")


def _asked(name: str, calls: list[str], severity: str = "error") -> tuple[Rule, Check, EventRule]:
    def resources(_ecosystem: Ecosystem, thing: Session | Event) -> list[str]:
        calls.append(name)
        return ["all"]

    return (
        Rule(f"{name} rule", resources, severity),
        Check(f"{name} check", lambda e, s: [(one, s.when) for one in resources(e, s)], severity),
        EventRule(f"{name} event", resources, severity),
    )


def test_no_rule_is_asked_before_its_result_is():
    """Neither clashes(…) nor filtering by rule or severity calls a function of another rule."""
    calls: list[str] = []
    ours, others = _asked("ours", calls, "warning"), _asked("others", calls)
    found = clashes(THREE, rules=(*ours, *others))
    by_severity = found.filter(severity="warning")
    by_rule = found.filter(rule=ours[0])
    by_name = found.filter(rule="ours check", severity="warning")
    assert calls == []
    assert (len(by_severity), len(by_rule), len(by_name)) == (6, 3, 3)
    assert list(by_name)
    assert set(by_severity.group("rule")) == {"ours rule", "ours check"}
    assert set(calls) == {"ours"}
    assert len(found) == 12
    assert set(calls) == {"ours", "others"}


def test_truth_stops_at_the_first():
    """Whether there is any clash asks a check no further than the first that it finds."""
    calls: list[str] = []
    _, check, _ = _asked("check", calls)
    assert clashes(THREE, rules=[check])
    assert calls == ["check"]


def test_what_a_rule_raises_comes_through():
    """An error in a function of one's own is that error, when the result is asked."""

    def broken(*_given: object) -> list[str]:
        raise ZeroDivisionError

    rules = [
        Rule("r", broken),
        Check("c", broken),
        EventRule("e", broken),
        Rule("x", Resource.VENUE, excuse=broken),
    ]
    two = Ecosystem.of(THREE, _fairs("a1", "a2"))
    for rule in rules:
        found = clashes(two, rules=[rule])
        with pytest.raises(ZeroDivisionError):
            bool(found)
        with pytest.raises(ZeroDivisionError):
            list(found)
        with pytest.raises(ZeroDivisionError):
            len(found)


def test_what_a_rule_returns_twice_counts_once():
    """A generator will do, and a text that comes twice is one resource."""
    rules = [
        Rule("r", lambda _ecosystem, _one: (letter for letter in "aab")),
        Rule("r", lambda _ecosystem, _one: {"a": 1, "b": 2}),
        Rule("r", lambda _ecosystem, _one: ["b", "a", "b"]),
    ]
    for rule in rules:
        found = clashes(THREE, rules=[rule])
        assert len(found) == len(list(found)) == 6
        assert found.counts("resource") == {"a": 3, "b": 3}
        assert len(list(found.pairs())) == 3


@pytest.mark.parametrize("given_back", ["ab", None, 3, [3], [None], [-1], ["a", 3], [THREE["s-0"]]])
def test_a_rule_returns_texts(given_back):
    """What else a function of a rule returns is refused with a sentence, by every question."""
    rule = Rule("r", lambda _ecosystem, _one: given_back)
    events = EventRule("r", lambda _ecosystem, _event: given_back)
    two = Ecosystem.of(THREE, _fairs("a1", "a2"))
    for one in (rule, events):
        for question in (bool, len, list):
            with pytest.raises(InvalidType, match="the rule 'r' must return a collection of texts"):
                question(clashes(two, rules=[one]))


@pytest.mark.parametrize(
    "given_back",
    ["ab", ["ab"], [3], [None], [("a",)], [("a", None, None)], [(3, None)], [("a", 3)], {"a": 3}],
)
def test_a_check_returns_pairs(given_back):
    """What else a function of a check returns is refused with a sentence, by every question."""
    check = Check("c", lambda _ecosystem, _one: given_back)
    for question in (bool, len, list):
        with pytest.raises(InvalidType, match="the check 'c' must return pairs of a text"):
            question(clashes(THREE, rules=[check]))


@pytest.mark.parametrize("given_back", [None, 3])
def test_a_check_returns_a_collection(given_back):
    """A function of a check that returns no collection is refused with a sentence."""
    check = Check("c", lambda _ecosystem, _one: given_back)
    with pytest.raises(InvalidType, match="the check 'c' must return"):
        list(clashes(THREE, rules=[check]))


def test_a_rule_returns_no_lists_of_lists():
    """What cannot be a key is refused with a sentence too."""
    with pytest.raises(InvalidType, match="the rule 'r' must return a collection of texts"):
        list(clashes(THREE, rules=[Rule("r", lambda _ecosystem, _one: [["a"]])]))


# Sessions given


def test_the_times_of_the_copies_count():
    """A revised copy takes part at its own time, whatever the ecosystem says of it."""
    first, second, third = THREE.all(Session)
    away = evolve(second, when=Interval.local("2026-10-21T09:00", "2026-10-21T10:00", PARIS))
    gone = evolve(third, status="cancelled")
    new = evolve(first, id="new")
    found = clashes(THREE, sessions=[first, away, gone, new], rules=[VENUE])
    assert [(one.id, two.id) for one, two in found.pairs()] == [("new", "s-0")]
    assert found[0].first is new
    again = clashes(THREE, sessions=[first, evolve(away, when=first.when)], rules=[VENUE])
    assert again[0].duration == 60 * MINUTE


@given(programmes)
def test_what_is_given_narrows_what_is_found(ecosystem):
    """Of some sessions those clashes are found that are between them."""
    some = ecosystem.all(Session)[::2]
    ids = {one.id for one in some}
    rules = [one for one in RULES if not isinstance(one, EventRule)]
    expected = [
        clash
        for clash in clashes(ecosystem, rules=rules)
        if {one.id for one in clash.sessions} <= ids
    ]
    assert list(clashes(ecosystem, sessions=iter(some), rules=iter(rules))) == expected


@pytest.mark.parametrize("rule", [EVENT, Rule("t", Resource.TERRITORY)])
def test_what_a_session_names_must_be_there(rule):
    """A session of an event and in a venue that nobody knows is a look-up that fails."""
    stranger = evolve(THREE["s-0"], event="elsewhere", venue="nowhere")
    with pytest.raises(LookupError, match="nothing in the ecosystem has the id") as caught:
        list(clashes(THREE, sessions=[stranger], rules=[rule]))
    assert type(caught.value).__module__ == "numeco.errors"


# As text and as a table


@given(programmes, rule_sets)
def test_rows_say_what_their_clashes_say(ecosystem, rules):
    """Rows are flat and of the documented columns, in order, in types that others know."""
    found = clashes(ecosystem, rules=rules)
    rows = list(found.rows())
    assert len(rows) == len(found)
    for row, clash in zip(rows, found, strict=True):
        second, when, resource = clash.second, clash.when, clash.resource
        assert row == {
            "severity": clash.severity.value,
            "rule": clash.rule.name,
            "resource": resource,
            "over": ecosystem[resource].label if resource in ecosystem else resource,
            "first": clash.first.id,
            "first_label": clash.first.label,
            "second": second and second.id,
            "second_label": second and second.label,
            "start": when and when.start,
            "end": when and when.end,
            "minutes": clash.duration / MINUTE,
        }
        assert {type(one) for one in row.values()} <= {str, float, datetime, type(None)}
    assert json.loads(json.dumps(rows, default=datetime.isoformat)) is not None


def _grave_first(found: object) -> list[Clash]:
    return sorted(found, key=lambda clash: list(Severity).index(clash.severity))


@given(programmes, st.integers(0, 12))
def test_a_table_holds_the_gravest_up_to_its_limit(ecosystem, limit):
    """It has a line for each, the grave ones first, and one that says how many are left."""
    found = clashes(ecosystem, rules=RULES)
    lines = found.table(limit).splitlines()
    shown, left = _grave_first(found)[:limit], max(len(found) - limit, 0)
    assert len(lines) == 2 + len(shown) + bool(left)
    assert lines[0].split() == ["severity", "when", "minutes", "rule", "over", "first", "second"]
    for line, clash in zip(lines[2:], shown, strict=False):
        assert line.startswith(clash.severity)
        for said in (clash.when, clash.rule.name, *(one.label for one in clash.things)):
            assert str(said or "")[:30] in line
    assert lines[2 + len(shown) :] == ([f"… and {left:,} more"] if left else [])


def test_a_table_is_aligned_and_cuts_long_texts():
    """Columns begin at one place in every line; what is cut has a mark."""
    found = clashes(_programme("09:00/10:00", "09:30/10:30", title="A" * 80), rules=[VENUE])
    head, rule, line = found.table().splitlines()
    for name, said in (("rule", "room double"), ("over", "Room"), ("first", "AAA")):
        assert head.index(f" {name} ") == line.index(f" {said}")
    assert "A" * 35 + "…" in line
    assert "A" * 36 not in line
    assert set(rule) == {"─", " "}


@pytest.mark.parametrize("title", ["two\nlines", "a\r\nb", "tab\tand\vmore", "a\x85b c"])
def test_a_clash_takes_one_line_whatever_its_title(title):
    """Line breaks in a title break neither text nor table."""
    found = clashes(_programme("09:00/10:00", "09:30/10:30", title=title), rules=[VENUE])
    assert len(str(found).splitlines()) == 1
    assert len(found.table().splitlines()) == 3


def _many(number: int) -> Ecosystem:
    return _programme(*[f"09:{at:02}/10:00" for at in range(number)])


@pytest.mark.parametrize("number", [0, 1, 10, 11, 12, 48])
def test_texts_show_fifty_and_say_how_many_are_left(number):
    """str() and HTML hold every clash up to fifty, then how many more there are."""
    found = clashes(_many(number), rules=[VENUE])
    total = number * (number - 1) // 2
    assert len(found) == total
    lines, html = str(found).splitlines(), found._repr_html_()
    expected = [f"{one.severity:<7}  {one}" for one in found[:50]] or ["no clashes"]
    more = f"… and {total - 50:,} more"
    assert lines == expected + [more] * (total > 50)
    assert html.count("<tr>") == 1 + min(total, 50)
    assert (more in html) == (total > 50)


@given(programmes)
def test_texts_come_in_the_order_that_was_asked_for(ecosystem):
    """str() shows the grave ones first, and sorted clashes as they were sorted."""
    found = clashes(ecosystem, rules=RULES)
    backwards = found.sorted(lambda clash: clash.duration)
    for these, order in ((found, _grave_first(found)), (backwards, list(backwards))):
        lines = str(these).splitlines()[:50]
        assert lines == ([f"{one.severity:<7}  {one}" for one in order[:50]] or ["no clashes"])


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.texts: list[str] = []

    def handle_starttag(self, tag, _attrs):
        self.tags[tag] += 1

    def handle_data(self, data):
        self.texts.append(data)


def test_html_is_escaped():
    """Titles, names and rules hold what they hold, and make no markup."""
    evil = "<script>alert('&amp;')</script>"
    ecosystem = _programme("09:00/10:00", "09:30/10:30", title=evil)
    ecosystem = ecosystem.replacing(evolve(ecosystem["room"], name=evil))
    rule = Rule(evil, lambda _ecosystem, _one: [evil, "room"])
    found = clashes(ecosystem, rules=[rule])
    html = found._repr_html_()
    reader = _Read()
    reader.feed(html)
    assert set(reader.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert reader.tags["td"] == 7 * len(found) == 14
    assert reader.texts.count(evil) == 4
    assert escape(evil) in html
    assert "2 errors" in reader.texts


def test_the_caption_counts_by_severity():
    """It says how many there are of each, in the singular where there is one."""
    ecosystem = THREE.replacing(evolve(THREE["s-0"], status="tentative"))
    found = clashes(ecosystem, rules=[VENUE, UNCONFIRMED])
    assert "<caption>3 errors, 1 warning</caption>" in found._repr_html_()
    assert "<caption>no clashes</caption>" in clashes(Ecosystem.of())._repr_html_()
    assert repr(found) == "<Clashes: 3 × room double booked, 1 × unconfirmed>"
    assert repr(clashes(Ecosystem.of())) == "<Clashes: none>"


# Slips


@pytest.mark.parametrize("question", ["counts", "group"])
def test_an_unknown_facet_is_named(question):
    """A word that is no facet is refused, and so is a severity that is none."""
    with pytest.raises(InvalidValue, match="did you mean 'day'"):
        getattr(clashes(THREE), question)("days")
    with pytest.raises(InvalidValue, match="did you mean 'error'"):
        clashes(THREE).filter(severity="errors")


@pytest.mark.parametrize(
    "wanted",
    [
        {"rule": 3},
        {"session": THREE["s-0"]},
        {"day": "2026-10-20"},
        {"day": datetime(2026, 10, 20)},  # noqa: DTZ001
        {"resource": 3},
        {"where": 3},
    ],
)
def test_a_filter_refuses_what_holds_of_nothing(wanted):
    """A thing in the place of its id, a text in that of a day, get a sentence, not an empty list."""
    with pytest.raises(InvalidType):
        list(clashes(THREE).filter(**wanted))


@pytest.mark.parametrize("limit", [-1, None, "many"])
def test_a_table_refuses_a_limit_that_is_none(limit):
    """A limit must be a whole number, 0 or more."""
    with pytest.raises(InvalidValue):
        clashes(THREE).table(limit)


def test_a_rule_of_one_name_and_another_severity_is_another():
    """Filtering by a rule keeps what that rule found, not what others of its name did."""
    strict = Rule("late", Resource.VENUE, gap=60 * MINUTE)
    found = clashes(THREE, rules=[strict, strict.graded("warning")])
    assert {clash.severity for clash in found.filter(rule=strict)} == {"error"}


# With NumPy and without


def _with(kernel: str, found: object) -> tuple[bool, int]:
    least = 0 if kernel == "arrays" else 10**9
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_lanes, "_SOME", least)
        patch.setattr(_lanes, "_MANY", least)
        assert _lanes._kernel(0).__name__ == f"numeco.schedule.{kernel}"
        return bool(found()), len(found())


@given(programmes)
def test_numpy_and_python_count_alike(ecosystem):
    """The two kernels and iteration give one number for every rule that is counted."""
    pytest.importorskip("numpy")
    for rule in (one for one in RULES if isinstance(one, Rule)):
        number = len(list(clashes(ecosystem, rules=[rule])))
        for kernel in ("arrays", "_pairs"):
            answers = _with(kernel, lambda rule=rule: clashes(ecosystem, rules=[rule]))
            assert answers == (number > 0, number)


@given(programmes, st.sampled_from((timedelta(0), MINUTE, timedelta.max)))
def test_numpy_and_python_count_any_texts_and_gaps_alike(ecosystem, gap):
    """Texts that NumPy would cut or take for nothing, and gaps beyond 64 bits, count alike."""
    pytest.importorskip("numpy")
    words = ["", "a", "a\0", "-1", "nan", "None", "é", "👩‍👩‍👧"]
    rule = Rule("w", lambda _ecosystem, one: words[: 1 + len(one.id) % 8], gap=gap)
    bare = ecosystem.replacing(evolve(one, within=None) for one in ecosystem.all(Session))
    number = sum(1 for _ in clashes(bare, rules=[rule]))
    scheduled = [
        one for one in bare.all(Session) if one.when is not None and one.status != "cancelled"
    ]
    if gap.days:
        pairs = len(list(combinations(scheduled, 2)))
        assert number % max(pairs, 1) == 0
        assert bool(number) == bool(pairs)
    for kernel in ("arrays", "_pairs"):
        answers = _with(kernel, lambda: clashes(bare, rules=[rule]))
        assert answers == (number > 0, number)


def test_many_sessions_are_counted_as_they_are_found():
    """Beyond five thousand sessions, with NumPy where it is, truth and length stay the same."""
    start = datetime(2026, 10, 20, 9)  # noqa: DTZ001
    sessions = [
        Session(
            id=f"s-{at}",
            title="S",
            event="week",
            venue=f"room-{at % 97}",
            when=Interval.local(start + at * MINUTE, (at % 60) * 5 * MINUTE, PARIS),
        )
        for at in range(6000)
    ]
    ecosystem = Ecosystem.of(
        Event(id="week", name="Week"),
        (Venue(id=f"room-{at}", name=f"Room {at}") for at in range(97)),
        sessions,
    )
    expected = 0
    for at, one in enumerate(sessions):
        for other in sessions[at + 97 : at + 600 : 97]:
            expected += other.when.start_us < one.when.busy_until_us
    found = clashes(ecosystem, rules=[VENUE])
    assert expected > 1000
    assert len(found) == sum(1 for _ in found) == expected
    assert found
    if "numpy" in sys.modules:
        assert _lanes._kernel(6000) is not _pairs
