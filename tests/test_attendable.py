"""Density: which share of what concerns them one person can attend."""

from datetime import timedelta
from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from numeco import Cycle, Ecosystem, Event, Interval, InvalidValue, Session, Theme, Venue
from numeco.schedule import agenda, attendable
from numeco.schedule._resources import Resource
from numeco.testing import schedules

MINUTE = timedelta(minutes=1)
FRAME = [
    Event(id="fair", name="Fair"),
    Theme(id="ai", name="AI\n<b>"),
    Theme(id="data", name="Data"),
    Venue(id="hall", name="Hall"),
    Venue(id="shed", name="Shed"),
]


def session(key: str, start: str, end: str, **facts: object) -> Session:
    """Return a session on one day of October."""
    when = Interval.local(f"2026-10-20T{start}", f"2026-10-20T{end}", "Europe/Paris")
    return Session(id=key, event="fair", **({"title": key.upper(), "when": when} | facts))


def shares(*sessions: Session, **options: object) -> dict[str, tuple[int, int]]:
    """Return both numbers of each share, and of the whole programme, called whole."""
    found = attendable(Ecosystem.of(FRAME, sessions), **options)
    numbers = {key: (share.numerator, share.denominator) for key, share in found.items()}
    return numbers | {"whole": (found.whole.numerator, found.whole.denominator)}


def _up(ecosystem: Ecosystem, one: Session, name: str) -> list[Session]:
    found = [one]
    while (outer := getattr(found[-1], name)) is not None:
        found.append(ecosystem[outer])
    return found


def expected(ecosystem: Ecosystem, by: str) -> dict[str, tuple[int, int]]:
    """Return both numbers of each share, from all subsets of sessions."""
    counting = [
        one
        for one in ecosystem.all(Session)
        if not ecosystem.cancelled(one) and one.kind not in {"break", "exhibition"}
    ]
    around = {
        block.id
        for one in counting
        if one.when is not None
        for block in _up(ecosystem, one, "within")[1:]
    }
    counting = [one for one in counting if one.id not in around]
    content = {one.id: _up(ecosystem, one, "repeat_of")[-1].id for one in counting}
    concerns = {
        one.id: next(
            (found for each in _up(ecosystem, one, "within") if (found := getattr(each, by))), ()
        )
        for one in counting
    }
    groups = {}
    for key in sorted({str(key) for those in concerns.values() for key in those}):
        groups[key] = {
            content[one.id]
            for one in counting
            if key in concerns[one.id] or (by == "audiences" and not concerns[one.id])
        }
    groups["whole"] = set(content.values())
    return {key: _numbers(counting, content, those) for key, those in groups.items()}


def _numbers(counting: list[Session], content: dict[str, str], those: set[str]) -> tuple[int, int]:
    showings = [one for one in counting if one.when is not None and content[one.id] in those]
    contents = {content[one.id] for one in showings}
    for size in range(len(contents), 0, -1):
        for some in combinations(showings, size):
            if len({content[one.id] for one in some}) == size and not any(
                one.when.overlaps(other.when) for one, other in combinations(some, 2)
            ):
                return size, len(contents)
    return 0, len(contents)


@given(schedules(max_size=9), st.sampled_from(("themes", "audiences")))
def test_shares_are_those_of_brute_force(ecosystem, by):
    """Of each theme or audience one can attend as much as the best subset holds, and no more."""
    found = attendable(ecosystem, by=by.removesuffix("s"))
    numbers = {key: (share.numerator, share.denominator) for key, share in found.items()}
    whole = {"whole": (found.whole.numerator, found.whole.denominator)}
    assert numbers | whole == expected(ecosystem, by)
    assert all(share.optimal for share in (*found.values(), found.whole))


@given(schedules(max_size=25), st.sampled_from(Resource))
def test_shares_hold_together(ecosystem, by):
    """What is attended and missed makes up the contents; the least shares come first."""
    found = attendable(ecosystem, by=by)
    for share in (*found.values(), found.whole):
        assert len(share.sessions) == share.numerator <= share.denominator
        assert share.optimal == (share.bound == share.numerator)
        assert (share.value is None) == (share.denominator == 0)
        if share.denominator:
            assert share.value == share.numerator / share.denominator
            assert 0 < share.value <= 1
        times = [one.when for one in share.sessions]
        assert not any(one.overlaps(other) for one, other in combinations(times, 2))
        assert not set(share.sessions) & set(share.missed)
    values = [2 if share.value is None else share.value for share in found.values()]
    assert values == sorted(values)
    assert all(found[key].id == key for key in found)


@given(schedules(max_size=15), st.integers(0, 4))
def test_time_to_travel_lowers_shares(ecosystem, quarters):
    """With sites apart one can attend no more than without."""
    rooms = (one for one in ecosystem.all(Venue) if one.within is not None)
    apart = ecosystem.replacing(*(evolve(room, within=None) for room in rooms))
    near, far = attendable(apart), attendable(apart, travel=quarters * 15 * MINUTE)
    assert near.keys() == far.keys()
    assert far.whole.numerator <= near.whole.numerator
    assert all(far[key].numerator <= near[key].numerator for key in near)


@given(schedules(max_size=20))
def test_the_whole_is_an_agenda_of_interest_in_everything(ecosystem):
    """Without blocks, breaks and exhibitions it is the length of that agenda."""
    flat = [
        evolve(one, within=None, kind="talk")
        for one in ecosystem.all(Session)
        if not ecosystem.cancelled(one)
    ]
    found = attendable(ecosystem, sessions=flat).whole
    best = agenda(ecosystem, interest={one.id: 1 for one in flat}, sessions=flat)
    assert (found.numerator, found.denominator) == (best.interest, best.possible)


def test_a_session_without_themes_is_in_no_theme():
    """It counts in the whole programme only; without any theme, that is all there is."""
    talks = [session("a", "09:00", "10:00", themes=["ai"]), session("b", "09:00", "10:00")]
    assert shares(*talks) == {"ai": (1, 1), "whole": (1, 2)}
    assert shares(talks[1]) == {"whole": (1, 1)}


def test_a_session_without_audiences_is_for_everybody():
    """It counts for each audience that occurs."""
    talks = [
        session("a", "09:00", "10:00", audiences=["students"]),
        session("b", "09:00", "10:00", audiences=["founders"]),
        session("c", "09:30", "10:30"),
    ]
    assert shares(*talks, by="audience") == {
        "students": (1, 2),
        "founders": (1, 2),
        "whole": (1, 3),
    }


def test_breaks_and_exhibitions_do_not_count():
    """Coffee is not missed, and a hall that is open all day is no reason to miss anything."""
    talks = [
        session("talk", "09:00", "10:00", themes=["ai"]),
        session("coffee", "09:30", "10:30", kind="break", themes=["ai"]),
        session("expo", "08:00", "18:00", kind="exhibition", themes=["ai"]),
    ]
    assert shares(*talks) == {"ai": (1, 1), "whole": (1, 1)}


def test_a_block_counts_through_its_parts():
    """Its parts count, with its themes where they have none; a block of breaks counts itself."""
    talks = [
        session("block", "09:00", "12:00", themes=["ai"]),
        session("inner", "09:00", "12:00", within="block"),
        session("one", "09:00", "10:00", within="inner"),
        session("two", "09:30", "10:30", within="inner", themes=["data"]),
        session("morning", "09:00", "12:00", themes=["data"]),
        session("coffee", "10:00", "10:30", within="morning", kind="break"),
    ]
    assert shares(*talks) == {"ai": (1, 1), "data": (1, 2), "whole": (1, 3)}


def test_showings_are_one_content():
    """It concerns what any of its showings concerns, and the best one is attended."""
    talks = [
        session("a", "09:00", "10:00", themes=["ai"]),
        session("again", "14:00", "15:00", repeat_of="a", themes=["data"]),
        session("b", "09:00", "10:00", themes=["data"]),
    ]
    assert shares(*talks) == {"ai": (1, 1), "data": (2, 2), "whole": (2, 2)}


def test_what_is_not_scheduled_has_no_share():
    """A theme of unscheduled sessions only has no made-up share, and comes last."""
    talks = [
        session("a", "09:00", "10:00", themes=["data"]),
        session("b", "09:00", "10:00", themes=["ai"], when=None),
        session("c", "09:00", "10:00", themes=["ai"], status="cancelled"),
    ]
    found = attendable(Ecosystem.of(FRAME, talks))
    assert list(found) == ["data", "ai"]
    assert found["ai"].value is None
    assert str(found["ai"]) == "– of AI <b> (0 of 0)"
    assert attendable(Ecosystem.of()).whole.value is None


def test_shares_may_be_by_any_function():
    """A function of an ecosystem and a session says what a session concerns."""
    talks = [
        session("a", "09:00", "10:00", venue="hall"),
        session("b", "09:30", "10:30", venue="shed"),
        session("c", "10:30", "11:30", venue="shed"),
    ]
    found = shares(*talks, by=lambda ecosystem, one: [ecosystem[one.venue].name])
    assert found == {"Shed": (2, 2), "Hall": (1, 1), "whole": (2, 3)}
    assert shares(*talks, by="event") == {"fair": (2, 3), "whole": (2, 3)}


def test_travel_counts():
    """Two talks that are too near in time and too far in space are one talk for a visitor."""
    talks = [
        session("a", "09:00", "10:00", venue="hall"),
        session("b", "10:15", "11:00", venue="shed"),
    ]
    assert shares(*talks, travel=15 * MINUTE) == {"whole": (2, 2)}
    assert shares(*talks, travel=16 * MINUTE) == {"whole": (1, 2)}


DENSE = [
    session("a", "09:00", "10:00", themes=["ai"]),
    session("b", "09:30", "10:30", themes=["ai", "data"]),
    session("c", "10:30", "11:30", themes=["data"]),
]


def test_shares_read_as_a_table():
    """Aligned columns, the whole programme last; HTML is escaped; rows go into data frames."""
    found = attendable(Ecosystem.of(FRAME, DENSE))
    assert str(found).splitlines() == [
        "share  attended  contents  of",
        "  50%         1         2  AI <b>",
        " 100%         2         2  Data",
        "  67%         2         3  the whole programme",
    ]
    assert repr(found) == "<Attendable: 2 shares, 67% of the whole programme (2 of 3)>"
    assert repr(found["data"]) == "<Share: 100% of Data (2 of 2)>"
    assert "<td>AI &lt;b&gt;</td>" in found._repr_html_()
    assert found.rows()[0] == {
        "id": "ai",
        "name": "AI\n<b>",
        "share": 0.5,
        "attended": 1,
        "bound": 1,
        "contents": 2,
        "sessions": ["a"],
        "missed": ["b"],
    }


def test_a_search_that_stops_early_says_at_least():
    """What is not decided is no share but a lower bound."""
    times = [(number * 37 + at * 101) % 600 for number in range(120) for at in range(5)]
    talks = [
        session(
            f"s-{number}",
            f"{8 + minute // 60:02}:{minute % 60:02}",
            f"{8 + (minute + 7) // 60:02}:{(minute + 7) % 60:02}",
            repeat_of=f"s-{number // 5 * 5}" if number % 5 else None,
        )
        for number, minute in enumerate(times)
    ]
    whole = attendable(Ecosystem.of(FRAME, talks), steps=0).whole
    assert not whole.optimal
    assert whole.numerator < whole.bound <= whole.denominator
    assert str(whole).startswith("≥ ")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "mood"}, "Resource must be one of venue, speaker, host, theme"),
        ({"by": 5}, "by must be one of venue, .* or a function of an ecosystem and a session"),
        ({"by": lambda _ecosystem, _session: "ai"}, "by must return a collection of texts"),
        ({"by": lambda _ecosystem, _session: [5]}, r"by must return .*\(got 5\)"),
        ({"by": lambda _ecosystem, _session: None}, "by must return a collection .*None"),
        ({"travel": 5}, "travel must be a Travel or a datetime.timedelta"),
        ({"sessions": ["a"]}, "sessions must be a collection of things of the kind Session"),
        ({"steps": None}, "steps must be a whole number, 0 or more"),
    ],
    ids=["word", "number", "text", "numbers", "nothing", "travel", "sessions", "steps"],
)
def test_what_is_no_question_is_refused(options, sentence):
    """Each refusal says what must hold and what was given."""
    with pytest.raises(InvalidValue, match=sentence):
        attendable(Ecosystem.of(FRAME, DENSE), **options)


def test_sessions_in_a_circle_are_refused():
    """Sessions that are given, unlike those of an ecosystem, can contradict one another."""
    circle = [evolve(DENSE[0], within="b"), evolve(DENSE[1], within="a")]
    with pytest.raises(Cycle, match=r"Session\.within must not run in a circle"):
        attendable(Ecosystem.of(FRAME, DENSE), sessions=circle)
