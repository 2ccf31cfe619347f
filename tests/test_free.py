"""Free time, held against brute force over every microsecond that matters."""

import pickle
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from numeco import (
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Person,
    Session,
    UnknownId,
    Venue,
)
from numeco.schedule import free
from numeco.testing import ecosystems, intervals, schedules

NIGHT = "Europe/Paris"
DAY = "2026-10-20"


def _at(start: str, end: str, day: str = DAY) -> Interval:
    return Interval.local(f"{day}T{start}", f"{day}T{end}", NIGHT)


def _programme(*times: tuple[str, str], **facts: object) -> Ecosystem:
    """Return a programme of one day in one room, by one speaker."""
    room, ada = Venue(id="room", name="Salle A"), Person(id="ada", name="Ada")
    sessions = [
        Session(
            id=f"s-{at}",
            title=f"S {at}",
            event="week",
            venue="room",
            speakers=["ada"],
            when=_at(start, end),
            **facts,
        )
        for at, (start, end) in enumerate(times)
    ]
    return Ecosystem.of(room, ada, Event(id="week", name="Week", zone=NIGHT), sessions)


def _said(gaps) -> list[str]:
    return [f"{gap.start:%H:%M}–{gap.end:%H:%M}" for gap in gaps]


def _bookable(ecosystem) -> list[str]:
    return [one.id for kind in (Venue, Person) for one in ecosystem.all(kind)]


def _hours(thing):
    return thing.opening if isinstance(thing, Venue) else thing.available


def _taking_part(ecosystem):
    sessions = ecosystem.all(Session)
    return [one for one in sessions if one.when is not None and not ecosystem.cancelled(one)]


def _uses(session, thing) -> bool:
    if isinstance(thing, Venue):
        return thing.exclusive and session.venue == thing.id
    return not thing.placeholder and thing.id in session.speakers


def _holds(intervals_, moment) -> bool:
    return any(one.start_us <= moment < one.busy_until_us for one in intervals_)


def _days(ecosystem) -> list[Interval]:
    """Return the programme days, by the ecosystem's own idea of a day."""
    found = {}
    for one in _taking_part(ecosystem):
        key = (ecosystem[one.event].zone or one.when.zone, ecosystem.day(one))
        found.setdefault(key, []).append(one.when.in_zone("UTC"))
    return [
        Interval(
            min(day, key=lambda when: when.start_us).start,
            max(day, key=lambda when: when.end_us).end,
        )
        for day in found.values()
        if min(one.start_us for one in day) < max(one.end_us for one in day)
    ]


def _instants(*groups) -> list[int]:
    """Return the instants at which something may change, and those just before."""
    found = {
        at for group in groups for one in group for at in (one.start_us, one.end_us, one.end_us + 1)
    }
    return sorted(found | {at - 1 for at in found})


def _is_right(ecosystem, found, during) -> bool:
    """Return whether each thing is free exactly when it may be used and nothing uses it."""
    sessions = _taking_part(ecosystem)
    for key, gaps in found.items():
        thing = ecosystem[key]
        hours = _hours(thing)
        usable = during if during is not None else hours or _days(ecosystem)
        busy = [one.when for one in sessions if _uses(one, thing)]
        for moment in _instants(usable, hours, busy, gaps):
            expected = (
                _holds(usable, moment)
                and (not hours or _holds(hours, moment))
                and not _holds(busy, moment)
            )
            if _holds(gaps, moment) != expected:
                return False
    return True


@given(schedules())
def test_gaps_are_those_of_brute_force(ecosystem):
    """At every instant, a thing is free where it may be used and no session uses it."""
    assert _is_right(ecosystem, free(ecosystem, of=_bookable(ecosystem)), None)


@given(schedules(), st.data())
def test_gaps_during_some_hours_are_those_of_brute_force(ecosystem, data):
    """Asked hours cut those that a thing states, and replace the programme's days."""
    spans = [one.when for one in ecosystem.all(Session) if one.when is not None]
    drawn = st.sampled_from(spans) | intervals("Europe/Paris") if spans else intervals()
    during = data.draw(st.lists(drawn, max_size=3))
    assert _is_right(ecosystem, free(ecosystem, of=_bookable(ecosystem), during=during), during)


@given(ecosystems())
def test_any_ecosystem_has_gaps_that_are_those_of_brute_force(ecosystem):
    """Several events, zones and years change nothing of that."""
    assert _is_right(ecosystem, free(ecosystem, of=_bookable(ecosystem)), None)


@given(schedules(), st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes)))
def test_gaps_are_sorted_apart_and_long_enough(ecosystem, at_least):
    """Gaps do not touch, and those asked for are all the gaps that are long enough."""
    things = _bookable(ecosystem)
    found, every = free(ecosystem, of=things, at_least=at_least), free(ecosystem, of=things)
    assert list(found) == list(every) == things
    for key, gaps in every.items():
        assert all(one.end_us < other.start_us for one, other in pairwise(gaps))
        assert found[key] == tuple(gap for gap in gaps if gap.duration >= at_least)


@given(schedules())
def test_gaps_and_sessions_part_the_asked_time(ecosystem):
    """What is free and what is busy within some hours make up the hours."""
    during = Interval(datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    # A room without hours of its own, so that all the time is asked for.
    ecosystem = ecosystem.replacing(evolve(ecosystem["room-0"], opening=()))
    sessions = [one for one in _taking_part(ecosystem) if one.venue == "room-0"]
    assert all(during.covers(one.when) for one in sessions)
    bounds = {
        at
        for one in sessions
        for at in (one.when.start_us, one.when.end_us, one.when.busy_until_us)
    }
    used = sum(
        end - start
        for start, end in pairwise(sorted(bounds))
        if _holds([one.when for one in sessions], start)
    )
    gaps = free(ecosystem, of=["room-0"], during=during)["room-0"]
    found = sum((gap.duration for gap in gaps), timedelta())
    assert found + timedelta(microseconds=used) == during.duration


@given(schedules(), st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes)))
def test_together_is_the_intersection_and_anyone_the_union(ecosystem, at_least):
    """All are free at once where each is; someone is free where one of them has a gap."""
    found = free(ecosystem, of=_bookable(ecosystem), at_least=at_least)
    every = free(ecosystem, of=_bookable(ecosystem))
    together, anyone = found.together(), found.anyone()
    assert all(gap.duration >= at_least for gap in (*together, *anyone))
    for moment in _instants(*every.values()):
        assert _holds(anyone, moment) == any(_holds(gaps, moment) for gaps in found.values())
        if all(_holds(gaps, moment) for gaps in every.values()):
            shared = [gap for gap in every.together() if _holds([gap], moment)]
            assert _holds(together, moment) == (shared[0].duration >= at_least)
        else:
            assert not _holds(together, moment)


@given(schedules(), st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(ecosystem, random):
    """Shuffled sessions leave the same gaps."""
    shuffled = list(ecosystem)
    random.shuffle(shuffled)
    things = _bookable(ecosystem)
    assert free(Ecosystem.of(shuffled), of=things) == free(ecosystem, of=things)


def test_rooms_are_asked_for_unless_something_else_is():
    """Without `of` come the exclusive venues, in their order."""
    ecosystem = _programme(("09:00", "10:00"))
    hall = Venue(id="hall", name="Hall", exclusive=False)
    second = Venue(id="room-2", name="Salle B")
    assert list(free(ecosystem.adding(hall, second))) == ["room", "room-2"]
    assert list(free(ecosystem.adding(hall), of=["ada", "hall", "ada"])) == ["ada", "hall"]


def test_a_day_lasts_from_its_first_start_to_its_last_end():
    """Gaps at night are none: each programme day has its own hours."""
    ecosystem = _programme(("09:00", "10:00"), ("11:00", "12:00"))
    talk = Session(id="x", title="X", event="week", when=_at("14:00", "15:00", "2026-10-21"))
    found = free(ecosystem.adding(talk), of=["room", "ada"])
    assert [str(gap) for gap in found["room"]] == [
        "2026-10-20 10:00–11:00 Europe/Paris",
        "2026-10-21 14:00–15:00 Europe/Paris",
    ]
    assert found["ada"] == found["room"]


def test_a_late_session_belongs_to_the_evening_before():
    """With days that start at 04:00, a session at 01:00 ends the evening of the day before."""
    times = Interval.local("2026-10-21T01:00", "2026-10-21T02:00", NIGHT)
    ecosystem = _programme(("22:00", "23:00"))
    late = evolve(ecosystem["s-0"], id="late", when=times)
    assert free(ecosystem.adding(late))["room"] == ()
    week = evolve(ecosystem["week"], day_starts=datetime(2026, 1, 1, 4).time())  # noqa: DTZ001  # a wall clock
    (gap,) = free(ecosystem.adding(late).replacing(week))["room"]
    assert str(gap) == "2026-10-20 23:00–2026-10-21 01:00 Europe/Paris"


def test_stated_hours_limit_a_thing():
    """Opening hours stand instead of the day, and are cut by the hours asked for."""
    ecosystem = _programme(("09:00", "10:00"))
    room = evolve(ecosystem["room"], opening=[_at("08:00", "10:30"), _at("10:00", "12:00")])
    ecosystem = ecosystem.replacing(room)
    assert _said(free(ecosystem)["room"]) == ["08:00–09:00", "10:00–12:00"]
    assert _said(free(ecosystem, during=_at("08:30", "11:00"))["room"]) == [
        "08:30–09:00",
        "10:00–11:00",
    ]


def test_a_hall_and_a_placeholder_are_always_free():
    """Sessions do not use up a hall that holds several, nor a person yet to be named."""
    ecosystem = _programme(("09:00", "10:00"))
    hall = evolve(ecosystem["room"], exclusive=False)
    nobody = evolve(ecosystem["ada"], placeholder=True)
    found = free(ecosystem.replacing(hall, nobody), of=["room", "ada"])
    assert [_said(gaps) for gaps in found.values()] == [["09:00–10:00"]] * 2


def test_a_site_is_busy_only_with_what_takes_place_at_the_site_itself():
    """A session in a room leaves the site free; its rooms together say when all of it is."""
    ecosystem = _programme(("09:00", "10:00"), ("11:00", "12:00"))
    site, other = Venue(id="site", name="Site"), Venue(id="room-2", name="B", within="site")
    ecosystem = ecosystem.adding(site).replacing(evolve(ecosystem["room"], within="site"))
    talk = Session(id="x", title="X", event="week", venue="room-2", when=_at("09:30", "10:30"))
    ecosystem = ecosystem.adding(other, talk)
    assert _said(free(ecosystem, of=["site"])["site"]) == ["09:00–12:00"]
    assert _said(free(ecosystem, of=["room", "room-2"]).together()) == ["10:30–11:00"]


def test_a_cancelled_session_frees_its_room():
    """What does not take place uses nothing, and no day lasts for it."""
    ecosystem = _programme(("09:00", "12:00"))
    gone = evolve(ecosystem["s-0"], id="gone", when=_at("12:00", "18:00"), status="cancelled")
    assert free(ecosystem.adding(gone)) == {"room": ()}
    assert free(ecosystem.replacing(evolve(ecosystem["s-0"], status="cancelled"))) == {"room": ()}


def test_only_the_sessions_given_take_part():
    """`sessions` narrows both what is busy and what makes up the days."""
    ecosystem = _programme(("09:00", "10:00"), ("11:00", "12:00"), ("13:00", "14:00"))
    first, second, _ = ecosystem.all(Session)
    assert _said(free(ecosystem, sessions=[second, first])["room"]) == ["10:00–11:00"]
    assert free(ecosystem, sessions=[]) == {"room": ()}


def test_an_instant_parts_a_gap():
    """A session of zero length takes its microsecond."""
    ecosystem = _programme(("09:00", "09:00"), ("10:00", "10:00"))
    (gap,) = free(ecosystem)["room"]
    assert gap.duration == timedelta(hours=1) - timedelta(microseconds=1)
    first, last = free(ecosystem, during=_at("08:00", "09:30"))["room"]
    assert (first.end_us + 1, last.end) == (last.start_us, _at("09:30", "10:00").start)


def test_a_gap_over_the_repeated_hour_counts_real_time():
    """From 02:45 to 02:15 the clocks of 25 October 2026 pass half an hour, and no gap is lost."""
    room, week = Venue(id="room", name="Room"), Event(id="week", name="Week", zone=NIGHT)
    times = [("01:00", "02:45+02:00"), ("02:15+01:00", "04:00")]
    sessions = [
        Session(id=f"s-{at}", title="S", event="week", venue="room", when=_at(*two, "2026-10-25"))
        for at, two in enumerate(times)
    ]
    half = timedelta(minutes=30)
    (gap,) = free(Ecosystem.of(room, week, sessions), at_least=half)["room"]
    assert (gap.duration, gap.zone) == (half, NIGHT)
    assert not free(Ecosystem.of(room, week, sessions), at_least=2 * half)["room"]


def test_a_gap_over_the_missing_hour_counts_real_time():
    """From 01:45 to 03:15 the clocks of 29 March 2026 pass half an hour."""
    ecosystem = _programme()
    gaps = free(ecosystem, during=_at("01:45", "03:15", "2026-03-29"))["room"]
    assert [gap.duration for gap in gaps] == [timedelta(minutes=30)]


def test_intervals_are_in_the_zone_of_the_sessions():
    """One zone of all, else that of the events, else that of the hours, else UTC; or the given."""
    ecosystem = _programme(("09:00", "10:00"))
    abroad = evolve(ecosystem["s-0"], id="abroad", when=_at("08:00", "08:30").in_zone("UTC"))
    nowhere = evolve(ecosystem["week"], zone=None)
    during = _at("06:00", "07:00").in_zone("America/Toronto")
    assert free(ecosystem).zone == free(ecosystem.adding(abroad)).zone == NIGHT
    mixed = ecosystem.adding(abroad).replacing(nowhere)
    assert free(mixed).zone == "UTC"
    assert free(mixed, during=during).zone == "America/Toronto"
    (gap,) = free(mixed, during=during, zone="Pacific/Noumea")["room"]
    assert gap == during.in_zone("Pacific/Noumea")


def test_rows_are_gaps_one_by_one():
    """A row names the thing, and its hours are real time."""
    ecosystem = _programme(("09:00", "10:00"), ("10:30", "12:00"))
    (row,) = free(ecosystem).rows()
    assert row == {
        "id": "room",
        "name": "Salle A",
        "start": _at("10:00", "10:30").start,
        "end": _at("10:00", "10:30").end,
        "hours": 0.5,
    }


def test_it_reads_well():
    """One line per gap and per thing without one; a table in notebooks, escaped; a short repr."""
    ecosystem = _programme(("09:00", "10:00"), ("10:30", "12:00"))
    room = Venue(id="room-2", name="<B>", opening=[_at("09:00", "10:00")])
    talk = evolve(ecosystem["s-0"], id="x", venue="room-2", speakers=[])
    found = free(ecosystem.adding(room, talk))
    assert str(found) == (
        "2026-10-20 10:00–10:30 Europe/Paris  Salle A (room)\nnot free  <B> (room-2)"
    )
    assert repr(found) == "<Free: 1 gap of 2>"
    page = found._repr_html_()
    assert "<B>" not in page
    assert page.count("<tr>") == 2
    assert str(free(ecosystem, of=[])) == "nothing asked for"


def test_it_is_a_mapping():
    """Gaps are looked up by id, as in a dict, and survive pickling."""
    found = free(_programme(("09:00", "10:00"), ("10:30", "12:00")))
    assert found["room"] == found.get("room") == dict(found)["room"]
    assert found.get("elsewhere") is None
    assert "elsewhere" not in found
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own bytes


def test_a_short_hour_together_is_none():
    """Two long gaps that share half an hour are no hour together."""
    ecosystem = _programme()
    early = evolve(ecosystem["ada"], available=[_at("09:00", "10:00")])
    late = Person(id="grace", name="Grace", available=[_at("09:30", "11:00")])
    ecosystem = ecosystem.replacing(early).adding(late)
    half = timedelta(minutes=30)
    assert _said(free(ecosystem, of=["ada", "grace"], at_least=half).together()) == ["09:30–10:00"]
    found = free(ecosystem, of=["ada", "grace"], at_least=2 * half)
    assert (found.together(), _said(found.anyone())) == ((), ["09:00–11:00"])


def test_nobody_is_together_never():
    """Of no things, all at once are free at no time."""
    nobody = free(_programme(("09:00", "10:00")), of=[], during=_at("09:00", "10:00"))
    assert (nobody.together(), nobody.anyone(), len(nobody)) == ((), (), 0)


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({"of": "room"}, InvalidType, "of must be a collection of ids of venues and persons"),
        ({"of": 3}, InvalidType, "of must be a collection of ids of venues and persons"),
        ({"of": ["week"]}, InvalidType, "of must be .*, and here is that of Event .got 'week'"),
        ({"of": ["rom"]}, UnknownId, "did you mean 'room'"),
        ({"of": [Venue(name="A")]}, InvalidType, r"of a thing, give its \.id"),
        ({"during": "today"}, InvalidType, "during must be an Interval or several"),
        ({"during": [3]}, InvalidType, "during must be a collection of things of the kind"),
        ({"at_least": 30}, InvalidType, "at_least must be a timedelta"),
        ({"at_least": timedelta(-1)}, InvalidValue, "at_least must not be negative"),
        ({"sessions": ["s-0"]}, InvalidType, "sessions must be a collection of things"),
        ({"zone": "Europe/Atlantis"}, InvalidValue, "zone must be an IANA time zone"),
        ({"zone": 3}, InvalidType, "zone must be an IANA time zone"),
    ],
)
def test_wrong_arguments_get_a_sentence(options, error, sentence):
    """Slips such as one id where several are expected are named."""
    with pytest.raises(error, match=sentence):
        free(_programme(("09:00", "10:00")), **options)


def test_an_ecosystem_comes_first():
    """Sessions alone do not say whose they are."""
    with pytest.raises(InvalidType, match="ecosystem must be an Ecosystem"):
        free(_programme().all(Session))
