"""Every rule of numeco, held against brute force over pairs, microseconds and days."""

import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import (
    Count,
    Days,
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Organization,
    Person,
    Session,
    Territory,
    Theme,
    UnknownId,
    Venue,
)
from numeco.schedule import (
    AUDIENCE,
    CLOSED,
    DEFAULT,
    EVENT,
    HOST,
    LENGTH,
    OUTSIDE_EVENT,
    OVERBOOKED,
    REPEATED_ID,
    SPEAKER,
    TERRITORY,
    THEME,
    UNAVAILABLE,
    UNCONFIRMED,
    UNEQUIPPED,
    UNSCHEDULED,
    UNTHEMED,
    VENUE,
    Resource,
    Rule,
    Travel,
    clashes,
    length,
    picks,
    travel,
)

MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PARIS = "Europe/Paris"
ZONES = (PARIS, PARIS, "America/Toronto", "Pacific/Noumea", "UTC")


def _microseconds(moment: datetime) -> int:
    return (moment.astimezone(UTC) - EPOCH) // MICROSECOND


def _interval(start: int, end: int, zone: str) -> Interval:
    bounds = (EPOCH + timedelta(microseconds=one) for one in (start, end))
    return Interval(*(one.astimezone(UTC if zone == "UTC" else ZoneInfo(zone)) for one in bounds))


# Programmes, drawn

_QUARTER = 15 * 60 * 1_000_000
_BASES = [
    _microseconds(datetime.fromisoformat(one))
    for one in (
        "2026-10-20T08:00+00:00",
        "2026-10-25T00:00+00:00",  # Paris repeats an hour
        "2026-03-29T00:00+00:00",  # and skips one
        "2026-11-01T05:00+00:00",  # Toronto repeats one
    )
]
_LENGTHS = (2, 1, 4, 0, 25 * 4, 73 * 4)
_WHEN = st.tuples(
    st.sampled_from((*range(9), *range(9), None)),
    st.sampled_from((0, 0, 0, 1)),  # a microsecond
    st.sampled_from(_LENGTHS),
    st.sampled_from((0, 0, 0, -1, 1)),
    st.sampled_from(ZONES),
)
_BACK = st.sampled_from((0, 0, 0, 0, 0, 1, 2))
_COUNTS = st.sampled_from(
    (
        *(None, 0, 3, 10, 11, Count.around(10), Count.around(13), Count.at_least(11)),
        *(Count.at_most(10), Count(8, 12), Count(9, 10, about=True)),
    )
)


_SPEAKERS = (("ada",), ("ada", "bob"), ("bob", "ada", "bob"), ("tba",), ("tba", "ada"), ())


def _some(*words: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), max_size=2, unique=True)


FACTS: Mapping[str, st.SearchStrategy[Any]] = {
    "venue": st.sampled_from((*["room-a", "hall"] * 3, "room-b", "desk", "stream", None)),
    "speakers": st.sampled_from(_SPEAKERS),
    "hosts": st.lists(st.sampled_from(("host-a", "host-b")), min_size=1, max_size=3),
    "themes": st.sampled_from((("theme-a",), ("theme-a", "theme-b"), ("theme-b",), ())),
    "audiences": st.sampled_from((("students",), (), ("founders",), ("founders", "students"))),
    "identifiers": _some("openagenda:1", "openagenda:2", "frab:1"),
    "requires": _some("projector", "stage", "kitchen"),
    "registered": _COUNTS,
    "capacity": _COUNTS,
    # How many sessions before stands the one that it repeats.
    "repeat_of": _BACK,
}
_EVERY: Mapping[str, st.SearchStrategy[Any]] = {
    "when": _WHEN,
    "event": st.sampled_from((*["week"] * 8, "fair", "fair", "off", "side")),
    "kind": st.sampled_from((*["talk"] * 6, "break", "plenary", "exhibition")),
    "status": st.sampled_from((*["confirmed"] * 5, "tentative", "cancelled")),
    "within": _BACK,
}
FRAME = Ecosystem.of(
    Event(id="week", name="Week", zone=PARIS),
    Event(id="fair", name="Fair", within="week"),
    Event(id="off", name="Off", status="cancelled"),
    Event(id="side", name="Side", within="off"),
    Venue(id="site", name="Site", exclusive=False),
    Venue(id="floor", name="Floor", within="site"),
    Venue(id="room-a", name="Room A", within="floor"),
    Venue(id="desk", name="Desk", within="room-a"),
    Venue(id="room-b", name="Room B", within="site"),
    Venue(id="hall", name="Hall", exclusive=False),
    Venue(id="stream", name="Stream", url="https://example.org/live"),
    Person(id="ada", name="Ada"),
    Person(id="bob", name="Bob"),
    Person(id="tba", name="TBA", placeholder=True),
    *(Organization(id=one, name=one) for one in ("host-a", "host-b")),
    *(Theme(id=one, name=one) for one in ("theme-a", "theme-b")),
)


def _sessions(base: int, drawn: list[dict[str, Any]], unit: int) -> list[Session]:
    found: list[Session] = []
    for at, facts in enumerate(drawn):
        values = dict(facts)
        for name in ("within", "repeat_of"):
            back = values.pop(name, 0)
            values[name] = f"s-{at - back}" if 0 < back <= at else None
        start, late, lasts, more, zone = values.pop("when")
        if start is not None:
            begins = base + start * unit + late
            end = max(begins, begins + lasts * unit + more)
            values["when"] = _interval(begins, end, zone)
        found.append(Session(id=f"s-{at}", title=f"S {at}", **values))
    return found


def _few_or_many(facts: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[list[Any]]:
    """Return lists, most of them long: few sessions seldom meet."""
    many = st.lists(facts, min_size=most // 2, max_size=most)
    return st.lists(facts, max_size=2) | many | many


def programmes(*names: str, max_size: int = 8) -> st.SearchStrategy[Ecosystem]:
    """Return programmes on a grid of quarters, microseconds off it, whose sessions say `names`."""
    facts = st.fixed_dictionaries({**_EVERY, **{name: FACTS[name] for name in names}})
    drawn = st.tuples(st.sampled_from(_BASES), _few_or_many(facts, max_size))
    return drawn.map(lambda two: FRAME.adding(_sessions(*two, _QUARTER)))


# What rules should find, by brute force

Pair = tuple[str, str, str, tuple[int, int] | None]


def _busy(session: Session) -> tuple[int, int]:
    start, end = _microseconds(session.when.start), _microseconds(session.when.end)
    return start, max(end, start + 1)


def _live(ecosystem: Ecosystem, sessions: Iterable[Session] | None = None) -> list[Session]:
    def off(event: Event) -> bool:
        above = event.within is not None and off(ecosystem[event.within])
        return event.status == "cancelled" or above

    asked = ecosystem.all(Session) if sessions is None else sessions
    return [one for one in asked if one.status != "cancelled" and not off(ecosystem[one.event])]


def _above(ecosystem: Ecosystem, thing: Any, name: str) -> list[str]:
    found = [thing.id]
    while (upper := getattr(ecosystem[found[-1]], name)) is not None:
        found.append(upper)
    return found


def _overlap(one: Session, other: Session) -> bool:
    return _busy(one)[0] < _busy(other)[1] and _busy(other)[0] < _busy(one)[1]


def _order(session: Session) -> tuple[Any, ...]:
    if session.when is None:
        return 1, 0, 0, session.id
    return 0, _microseconds(session.when.start), _microseconds(session.when.end), session.id


def expected(
    ecosystem: Ecosystem,
    uses: Callable[[Session], Iterable[str]],
    *,
    gap: Callable[[Session, Session], int] = lambda _one, _other: 0,
    excuse: Callable[[Session, Session], bool] = lambda _one, _other: False,
) -> Counter[Pair]:
    """Count the pairs that share what they use and have too little time between them."""
    found: Counter[Pair] = Counter()
    for one, other in combinations(sorted(_live(ecosystem), key=_order), 2):
        if one.when is None or other.when is None or excuse(one, other):
            continue
        if one.id in _above(ecosystem, other, "within") or other.id in _above(
            ecosystem, one, "within"
        ):
            continue
        (_, free), (start, end) = _busy(one), _busy(other)
        needed = free + gap(one, other)
        if start < needed:
            when = start, min(free, end) if start < free else needed
            for resource in set(uses(one)) & set(uses(other)):
                found[resource, one.id, other.id, when] += 1
    return found


def told(ecosystem: Ecosystem, rule: Rule, **options: Any) -> Counter[Pair]:
    """Count the pairs that `clashes` finds."""
    return Counter(
        (clash.resource, clash.first.id, clash.second.id, clash.when and _occupied(clash.when))
        for clash in clashes(ecosystem, rules=[rule], **options)
    )


def _bounds(when: Interval) -> tuple[int, int]:
    return _microseconds(when.start), _microseconds(when.end)


def _content(ecosystem: Ecosystem, session: Session) -> str:
    return _above(ecosystem, session, "repeat_of")[-1]


def attendable(ecosystem: Ecosystem, one: Session, other: Session) -> bool:
    """Return whether somebody can see the contents of both, at whichever showings."""
    contents = [_content(ecosystem, session) for session in (one, other)]
    if contents[0] == contents[1]:
        return True
    first, second = (
        [
            showing
            for showing in _live(ecosystem)
            if showing.when is not None and _content(ecosystem, showing) == key
        ]
        for key in contents
    )
    return any(not _overlap(early, late) for early in first for late in second)


def _awake(session: Session, words: Iterable[str]) -> Iterable[str]:
    return () if session.kind == "break" else words


def _picky(session: Session, words: Iterable[str]) -> Iterable[str]:
    return () if session.kind in {"break", "plenary", "exhibition"} else words


# Two sessions


@given(programmes("venue"))
def test_a_room_is_double_booked_where_two_overlap_in_an_exclusive_venue(ecosystem):
    """VENUE finds the overlaps in one exclusive venue, breaks and blocks aside."""

    def uses(one: Session) -> Iterable[str]:
        exclusive = one.venue is not None and ecosystem[one.venue].exclusive
        return _awake(one, [one.venue] if exclusive else [])

    assert told(ecosystem, VENUE) == expected(ecosystem, uses)


@given(programmes("speakers"))
def test_a_person_is_in_two_places_where_two_of_theirs_overlap(ecosystem):
    """SPEAKER finds the overlaps of one person who is somebody, once for each person."""
    found = expected(ecosystem, lambda one: _awake(one, set(one.speakers) - {"tba"}))
    assert told(ecosystem, SPEAKER) == found


@given(programmes("hosts", "venue"))
def test_a_host_is_at_two_stands_where_two_overlap_in_two_venues(ecosystem):
    """HOST finds the overlaps of one organization, but in one venue, or of a stand and a talk."""

    def excuse(one: Session, other: Session) -> bool:
        stands = [session.kind == "exhibition" for session in (one, other)]
        return {one.venue, other.venue} == {one.venue or ""} or sum(stands) == 1

    found = expected(ecosystem, lambda one: _awake(one, one.hosts), excuse=excuse)
    assert told(ecosystem, HOST) == found


@given(programmes("themes", "audiences", "repeat_of"))
def test_a_theme_clashes_with_itself_for_one_audience_that_cannot_see_both(ecosystem):
    """THEME finds overlaps on one theme, but not for two audiences, nor where a showing is left."""

    def excuse(one: Session, other: Session) -> bool:
        for_everyone = not one.audiences or not other.audiences
        apart = not for_everyone and not set(one.audiences) & set(other.audiences)
        return apart or attendable(ecosystem, one, other)

    found = expected(ecosystem, lambda one: _picky(one, one.themes), excuse=excuse)
    assert told(ecosystem, THEME) == found


@given(programmes("audiences", "repeat_of"))
def test_an_audience_clashes_with_itself_where_it_cannot_see_both(ecosystem):
    """AUDIENCE finds overlaps for one audience, but not where another showing is left."""
    found = expected(
        ecosystem,
        lambda one: _picky(one, map(str, one.audiences)),
        excuse=lambda one, other: attendable(ecosystem, one, other),
    )
    assert told(ecosystem, AUDIENCE) == found


@given(programmes())
def test_an_event_of_one_track_has_one_session_at_a_time(ecosystem):
    """EVENT finds the overlaps within each event, not with those of the event that it lies in."""
    assert told(ecosystem, EVENT) == expected(ecosystem, lambda one: _awake(one, [one.event]))


_PLACED = {"room-a": "centre", "desk": "centre", "room-b": "north"}


@given(programmes("venue"), st.sampled_from([[], ["south"], ["south", "north"]]))
def test_a_territory_is_that_of_the_venue_its_site_or_else_the_event(ecosystem, south):
    """Resource.TERRITORY asks the venue, then what it lies in, then the event."""
    ecosystem = ecosystem.adding(
        Territory(id=one, name=one) for one in ("north", "south", "centre")
    ).replacing(
        evolve(FRAME["room-b"], territory="north"),
        evolve(FRAME["site"], territory="centre"),
        evolve(FRAME["week"], territories=south),
    )

    def uses(one: Session) -> Iterable[str]:
        here = _PLACED.get(one.venue)
        return _awake(one, [here] if here else south if one.event == "week" else [])

    rule = Rule("one at a time", Resource.TERRITORY)
    assert told(ecosystem, rule) == expected(ecosystem, uses)


@given(programmes("identifiers", "repeat_of"))
def test_an_identifier_is_repeated_whenever_two_contents_share_it(ecosystem):
    """REPEATED_ID finds pairs at any time, unscheduled too, but showings and a block's own parts."""
    found: Counter[tuple[str, frozenset[str]]] = Counter()
    for one, other in combinations(_live(ecosystem), 2):
        related = {one.id, other.id} <= {*_above(ecosystem, one, "within")} or {
            one.id,
            other.id,
        } <= {*_above(ecosystem, other, "within")}
        if not related and _content(ecosystem, one) != _content(ecosystem, other):
            for shared in one.identifiers & other.identifiers:
                found[str(shared), frozenset({one.id, other.id})] += 1
    given_back = clashes(ecosystem, rules=[REPEATED_ID])
    assert found == Counter(
        (clash.resource, frozenset({clash.first.id, clash.second.id})) for clash in given_back
    )
    lasting = [clash for clash in given_back if clash.duration > timedelta(0)]
    assert all(_overlap(*clash.sessions) for clash in lasting)
    assert [_bounds(clash.when) for clash in lasting] == [
        (max(starts), min(ends))
        for starts, ends in (zip(*map(_busy, clash.sessions), strict=True) for clash in lasting)
    ]


def test_what_repeats_an_identifier_back_to_back_shares_no_time():
    """Of two that touch and clash whatever their times, time has no part in it."""
    early, late = room_of("09:00/10:00", "10:00/11:00").all(Session)
    both = [evolve(one, identifiers=["frab:1"]) for one in (early, late)]
    (clash,) = clashes(room_of("09:00/10:00", "10:00/11:00"), sessions=both, rules=[REPEATED_ID])
    assert clash.when is None


@given(programmes("venue"), st.sampled_from((1, 15, 16, 30, 24 * 60)), st.sampled_from((0, 1)))
def test_a_gap_must_lie_between_any_two(ecosystem, minutes, more):
    """A rule with a gap finds those with less than the gap from the end of one to the other."""
    gap = minutes * MINUTE + more * MICROSECOND
    rule = Rule("no time to change over", lambda _ecosystem, one: [one.venue or "none"], gap=gap)
    found = expected(
        ecosystem, lambda one: [one.venue or "none"], gap=lambda _one, _other: gap // MICROSECOND
    )
    assert told(ecosystem, rule) == found


_PLACES = ("room-a", "room-b", "desk", "floor", "site", "hall", "stream")
_TIMES = st.dictionaries(
    st.tuples(st.sampled_from(_PLACES), st.sampled_from(_PLACES)),
    st.sampled_from((240, 60, 30, 90, 0)).map(lambda minutes: minutes * MINUTE),
    min_size=2,
    max_size=6,
)
_OTHERWISE = st.sampled_from((240, 60, 15, 0)).map(lambda minutes: minutes * MINUTE)


def way(ecosystem: Ecosystem, given_times: Travel, a: str | None, b: str | None) -> int:
    """Return how long it takes from one venue to another, by the words of `Travel`."""
    if a is None or b is None or a == b:
        return 0
    times = dict(given_times.times)
    starts, goals = (_above(ecosystem, ecosystem[one], "within") for one in (a, b))
    steps = sorted((i + j, i, j) for i in range(len(starts)) for j in range(len(goals)))
    for nearest in sorted({step for step, _, _ in steps}):
        lasting = [
            times.get((starts[i], goals[j]), times.get((goals[j], starts[i])))
            for step, i, j in steps
            if step == nearest
        ]
        if known := [one for one in lasting if one is not None]:
            return max(known) // MICROSECOND
    online = "stream" in {starts[-1], goals[-1]}
    return 0 if online or starts[-1] == goals[-1] else given_times.otherwise // MICROSECOND


@given(programmes("speakers", "venue"), _TIMES, _OTHERWISE)
def test_a_person_needs_time_to_travel(ecosystem, times, otherwise):
    """travel() finds those of one person that do not overlap but leave too little time between."""
    given_times = Travel(times, otherwise)
    found = expected(
        ecosystem,
        lambda one: _awake(one, set(one.speakers) - {"tba"}),
        gap=lambda one, other: way(ecosystem, given_times, one.venue, other.venue),
        excuse=_overlap,
    )
    assert told(ecosystem, travel(given_times)) == found


@given(programmes("venue"), _TIMES, _OTHERWISE, _OTHERWISE)
def test_a_gap_and_the_way_add_up(ecosystem, times, otherwise, gap):
    """A rule with both finds those with less than the gap and the way together between them."""
    given_times = Travel(times, otherwise)
    rule = Rule("one guide", lambda _ecosystem, _one: ["guide"], gap=gap, travel=given_times)
    found = expected(
        ecosystem,
        lambda _one: ["guide"],
        gap=lambda one, other: (
            gap // MICROSECOND + way(ecosystem, given_times, one.venue, other.venue)
        ),
    )
    assert told(ecosystem, rule) == found


@given(
    programmes("repeat_of"),
    st.fixed_dictionaries(
        {who: st.lists(st.integers(0, 7), min_size=3, max_size=6) for who in ("ann", "ben")}
    ),
)
def test_picks_clash_where_an_attendee_cannot_see_both(ecosystem, drawn):
    """picks() finds overlaps of what one attendee wants, but not where another showing is left."""
    number = len(ecosystem.all(Session))
    wishes = {who: [f"s-{at}" for at in those if at < number] for who, those in drawn.items()}
    found = expected(
        ecosystem,
        lambda one: [who for who, ids in wishes.items() if one.id in ids],
        excuse=lambda one, other: attendable(ecosystem, one, other),
    )
    assert told(ecosystem, picks(ecosystem, wishes)) == found


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ([("ann", ["s-0"])], "wishes must map attendees to collections of ids of sessions"),
        ({"ann": "s-0"}, "the wishes of 'ann' must be a collection of ids of sessions"),
        ({"ann": None}, "the wishes of 'ann' must be a collection of ids of sessions"),
        ({"ann": ["room-a"]}, "the wishes of 'ann' must be a collection of ids of sessions"),
    ],
)
def test_wishes_that_name_no_sessions_are_refused(wishes, sentence):
    """What is no id, nobody's or no session's is refused at once, and named."""
    ecosystem = room_of("09:00/10:00")
    with pytest.raises(InvalidType, match=sentence):
        picks(ecosystem, wishes)
    with pytest.raises(UnknownId):
        picks(ecosystem, {"ann": ["s-7"]})


# One session


def misfits(ecosystem: Ecosystem, check: Any) -> Counter[tuple[str, str, Any]]:
    """Count what `clashes` finds of single sessions."""
    found = clashes(ecosystem, rules=[check])
    assert all(clash.second is None for clash in found)
    return Counter(
        (clash.first.id, clash.resource, clash.when and _occupied(clash.when)) for clash in found
    )


def runs(moments: set[int]) -> list[tuple[int, int]]:
    """Return the stretches that some microseconds make up."""
    starts = sorted(one for one in moments if one - 1 not in moments)
    ends = sorted(one + 1 for one in moments if one + 1 not in moments)
    return list(zip(starts, ends, strict=True))


def _minute_sets(spans: Iterable[Interval]) -> set[int]:
    return {one for span in spans for one in range(*_occupied(span))}


def _occupied(span: Interval) -> tuple[int, int]:
    start, end = _bounds(span)
    return start, max(end, start + 1)


_SPANS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from((0, 1, 4, 8))), max_size=3)
_TINY = {
    **_EVERY,
    "when": st.tuples(
        st.sampled_from((*range(9), None)),
        st.just(0),
        st.sampled_from((3, 0, 1, 9)),
        st.just(0),
        st.sampled_from(ZONES),
    ),
}


def _tiny(*names: str, parts: int) -> st.SearchStrategy[Any]:
    """Return a base, programmes of a few microseconds from it on, and spans in which things are."""
    facts = st.fixed_dictionaries({**_TINY, **{name: FACTS[name] for name in names}})

    def built(drawn: Any) -> Any:
        base, facts, limits, zone = drawn
        spans = [
            [_interval(base + start, base + start + lasts, zone) for start, lasts in those]
            for those in limits
        ]
        return FRAME.adding(_sessions(base, facts, 1)), spans

    return st.tuples(
        # Six microseconds before the second pass of an hour begins, too.
        st.sampled_from(_BASES).map(lambda base: base + 4 * _QUARTER - 6),
        _few_or_many(facts, 5),
        st.tuples(*[_SPANS] * parts),
        st.sampled_from(ZONES),
    ).map(built)


@given(_tiny("venue", parts=4))
def test_a_venue_is_closed_where_neither_it_nor_its_site_opens(drawn):
    """CLOSED finds, to the microsecond, what lies outside the opening of the nearest that has one."""
    ecosystem, spans = drawn
    opening = dict(zip(("desk", "room-a", "site", "hall"), spans, strict=True))
    ecosystem = ecosystem.replacing(
        evolve(FRAME[one], opening=those) for one, those in opening.items()
    )
    found: Counter[Any] = Counter()
    for session in _live(ecosystem):
        if session.venue is None or session.when is None:
            continue
        chain = _above(ecosystem, ecosystem[session.venue], "within")
        here = next((one for one in chain if opening.get(one)), None)
        if here is not None:
            left = set(range(*_busy(session))) - _minute_sets(opening[here])
            found.update((session.id, here, part) for part in runs(left))
    assert misfits(ecosystem, CLOSED) == found


@given(_tiny("speakers", parts=3))
def test_a_person_is_unavailable_outside_the_times_they_gave(drawn):
    """UNAVAILABLE finds, to the microsecond, what lies outside them; who gave none can always."""
    ecosystem, spans = drawn
    available = dict(zip(("ada", "bob", "tba"), spans, strict=True))
    ecosystem = ecosystem.replacing(
        evolve(FRAME[one], available=those) for one, those in available.items()
    )
    found: Counter[Any] = Counter()
    for session in _live(ecosystem):
        for who in set(session.speakers) - {"tba"}:
            if available[who] and session.when is not None:
                left = set(range(*_busy(session))) - _minute_sets(available[who])
                found.update((session.id, who, part) for part in runs(left))
    assert misfits(ecosystem, UNAVAILABLE) == found


_DATES = (date(2026, 10, 25), date(2026, 3, 29), date(2026, 11, 1), date(2026, 12, 31))
_STARTS = (time(), time(2), time(5), time(23, 59, 59, 999_999))


@given(
    st.sampled_from(_DATES),
    st.sampled_from((0, 1, 2)),
    st.sampled_from(("day", "month", "season", "year")),
    st.sampled_from(_STARTS),
    st.sampled_from((None, *ZONES)),
    st.sampled_from(("first", "last")),
    _few_or_many(st.fixed_dictionaries(_TINY), 5),
)
def test_a_session_is_outside_its_event_on_no_day_of_it(  # noqa: PLR0913, PLR0917
    first, more, precision, day_starts, zone, bound, facts
):
    """OUTSIDE_EVENT finds the microseconds whose programme day, on the clocks, is none of its days.

    An event known less finely than to the day may take place on any day of what is known.
    """
    days = Days(first, first + more * DAY, precision)
    event = evolve(FRAME["week"], days=days, day_starts=day_starts, zone=zone)
    edge = days.first if bound == "first" else days.last + DAY
    base = _microseconds(datetime.combine(edge, day_starts, ZoneInfo(zone or PARIS))) - 6
    ecosystem = FRAME.replacing(event).adding(_sessions(base, facts, 1))

    def inside(moment: int, session: Session) -> bool:
        where = ZoneInfo(zone or session.when.zone)
        wall = (EPOCH + timedelta(microseconds=moment)).astimezone(where)
        day = wall.date() - (DAY if wall.time() < day_starts else timedelta())
        return days.first <= day <= days.last

    found: Counter[Any] = Counter()
    for session in _live(ecosystem):
        if session.when is not None and session.event == "week":
            left = {one for one in range(*_busy(session)) if not inside(one, session)}
            found.update((session.id, "week", part) for part in runs(left))
    assert misfits(ecosystem, OUTSIDE_EVENT) == found


def _possible(count: Count) -> tuple[Fraction, Fraction | float]:
    soft = Fraction(1, 10) if count.about else 0
    low = count.low * (1 - soft)
    return low, float("inf") if count.high is None else count.high * (1 + soft)


def _surely_more(people: Count | None, seats: Count | None) -> bool:
    if people is None or seats is None:
        return False
    return _possible(people)[0] > _possible(seats)[1]


@given(programmes("venue", "registered", "capacity"), st.sampled_from((None, 9, 10, 11)))
def test_a_session_is_overbooked_where_there_surely_are_too_few_seats(ecosystem, seats):
    """OVERBOOKED finds more registered than offered, and more of either than the room's own seats.

    Where soft or open counts leave it open, it finds nothing.
    """
    ecosystem = ecosystem.replacing(
        evolve(FRAME["room-a"], capacity=seats), evolve(FRAME["site"], capacity=1)
    )
    found: Counter[Any] = Counter()
    for one in _live(ecosystem):
        when = one.when and _occupied(one.when)
        if _surely_more(one.registered, one.capacity):
            found[one.id, one.id, when] += 1
        room = Count(seats) if seats is not None and one.venue == "room-a" else None
        if _surely_more(one.registered, room) or _surely_more(one.capacity, room):
            found[one.id, "room-a", when] += 1
    assert misfits(ecosystem, OVERBOOKED) == found


@given(programmes("venue", "requires"))
def test_a_venue_lacks_what_neither_it_nor_its_site_has(ecosystem):
    """UNEQUIPPED names each feature that nothing from the venue upward has."""
    had = {"room-a": {"projector"}, "site": {"kitchen"}, "room-b": {"stage"}}
    ecosystem = ecosystem.replacing(
        evolve(FRAME[one], features=those) for one, those in had.items()
    )
    found: Counter[Any] = Counter()
    for one in _live(ecosystem):
        if one.venue is not None:
            chain = _above(ecosystem, ecosystem[one.venue], "within")
            for feature in one.requires:
                if not any(feature in had.get(here, ()) for here in chain):
                    found[one.id, feature, one.when and _occupied(one.when)] += 1
    assert misfits(ecosystem, UNEQUIPPED) == found


@given(programmes("themes"))
def test_what_a_session_has_yet_to_be_told_is_found(ecosystem):
    """UNSCHEDULED, UNCONFIRMED and UNTHEMED find exactly what lacks a time, a yes, a theme."""
    lacking = {
        UNSCHEDULED: lambda one: one.when is None,
        UNCONFIRMED: lambda one: one.status == "tentative",
        UNTHEMED: lambda one: not one.themes and one.kind != "break",
    }
    for rule, lacks in lacking.items():
        assert misfits(ecosystem, rule) == Counter(
            (one.id, one.event, one.when and _occupied(one.when))
            for one in _live(ecosystem)
            if lacks(one)
        )


@given(programmes(), st.sampled_from((0, 1, 15, 30)), st.sampled_from((30, 60, 24 * 60)))
def test_a_length_is_impossible_outside_its_bounds(ecosystem, least, most):
    """length() finds what is shorter, and what is longer and no exhibition, in real time."""

    def wrong(one: Session, low: timedelta, high: timedelta) -> bool:
        lasts = timedelta(microseconds=_bounds(one.when)[1] - _bounds(one.when)[0])
        return lasts < low or (lasts > high and one.kind != "exhibition")

    for rule, low, high in (
        (length(least * MINUTE, most * MINUTE), least * MINUTE, most * MINUTE),
        (LENGTH, MICROSECOND, 25 * HOUR),
    ):
        assert misfits(ecosystem, rule) == Counter(
            (one.id, one.id, _occupied(one.when))
            for one in _live(ecosystem)
            if one.when is not None and wrong(one, low, high)
        )


def test_a_length_has_its_bounds_in_order():
    """Bounds that no session can meet are refused."""
    with pytest.raises(InvalidValue, match="least must not be above most"):
        length(timedelta(hours=2), timedelta(hours=1))
    for least, most in ((3, DAY), (MINUTE, 3)):
        with pytest.raises(InvalidType, match=r"must be a datetime\.timedelta \(got 3\)"):
            length(least, most)


# Events

_DAYS = st.tuples(
    st.integers(0, 3),
    st.sampled_from((0, 1, 3)),
    st.sampled_from((*["day"] * 7, "month", "season", "year")),
)
_EVENT = st.fixed_dictionaries(
    {
        "days": _DAYS | _DAYS | _DAYS | _DAYS | st.none(),
        "territories": st.sampled_from((("north",), ("north", "south"), ("south",), ())),
        "within": st.sampled_from((0, 0, 1, 2)),
        "status": st.sampled_from((*["planned"] * 8, "confirmed", "cancelled")),
        "zone": st.sampled_from((None, *ZONES)),
    }
)


def _calendar(drawn: list[dict[str, Any]]) -> Ecosystem:
    found: list[Event] = []
    for at, facts in enumerate(drawn):
        values = dict(facts)
        back, days = values.pop("within"), values.pop("days")
        values["within"] = f"e-{at - back}" if 0 < back <= at else None
        if days is not None:
            first = date(2026, 10, 22) + days[0] * DAY
            values["days"] = Days(first, first + days[1] * DAY, days[2])
        found.append(Event(id=f"e-{at}", name=f"E {at}", **values))
    zones = {"north": PARIS, "south": None}
    return Ecosystem.of(
        [Territory(id=one, name=one, zone=zone) for one, zone in zones.items()], found
    )


def _plain(first: int, more: int, **facts: Any) -> dict[str, Any]:
    plain = {"territories": ["north"], "within": 0, "status": "planned", "zone": None}
    return {"days": (first, more, "day"), **plain, **facts}


@example([_plain(0, 1), _plain(1, 0), _plain(2, 0)])  # they share a last day
@example([_plain(1, 1), _plain(0, 3, within=1), _plain(0, 0, within=2)])
@given(_few_or_many(_EVENT, 7))
def test_events_of_one_territory_clash_on_the_days_they_share(drawn):
    """TERRITORY finds pairs of no one umbrella that surely share a day, and its midnights."""
    ecosystem = _calendar(drawn)

    def off(event: Event) -> bool:
        return any(
            ecosystem[one].status == "cancelled" for one in _above(ecosystem, event, "within")
        )

    found: Counter[Any] = Counter()
    dated = [
        one
        for one in ecosystem.all(Event)
        if one.days is not None and one.days.precision == "day" and not off(one)
    ]
    for one, other in combinations(
        sorted(dated, key=lambda event: (event.days.first, event.days.last, event.id)), 2
    ):
        shared = set(one.days) & set(other.days)
        lines = _above(ecosystem, one, "within"), _above(ecosystem, other, "within")
        if shared and lines[0][-1] != lines[1][-1]:
            for territory in one.territories & other.territories:
                zone = one.zone or other.zone or ecosystem[territory].zone or "UTC"
                bounds = min(shared), max(shared) + DAY
                found[territory, one.id, other.id, zone, *bounds] += 1
    given_back = list(clashes(ecosystem, rules=[TERRITORY]))
    assert found == Counter(
        (
            *(clash.resource, clash.first.id, clash.second.id, clash.when.zone),
            *(clash.when.start.date(), clash.when.end.date()),
        )
        for clash in given_back
    )
    assert {one.time() for clash in given_back for one in (clash.when.start, clash.when.end)} <= {
        time()
    }


def test_sessions_given_narrow_the_events_asked_about():
    """Where sessions are given, only their events are compared."""
    ecosystem = _calendar([_plain(0, 0)] * 3)
    talks = [Session(id=f"s-{at}", title="S", event=f"e-{at}") for at in range(3)]
    ecosystem = ecosystem.adding(talks)
    assert len(clashes(ecosystem, rules=[TERRITORY])) == 3
    assert len(clashes(ecosystem, rules=[TERRITORY], sessions=talks[:2])) == 1
    assert not clashes(ecosystem, rules=[TERRITORY], sessions=talks[:1])
    assert not clashes(ecosystem, rules=[TERRITORY], sessions=[])


# Hard cases


def room_of(*times: str, zone: str = PARIS, day: str = "2026-10-20") -> Ecosystem:
    """Return sessions in one room, each from one time to another."""

    def wall(text: str) -> str:
        return text if "T" in text else f"{day}T{text}"

    sessions = [
        Session(
            id=f"s-{at}",
            title=f"S {at}",
            event="week",
            venue="room-a",
            when=Interval.local(*map(wall, text.split("/")), zone),
        )
        for at, text in enumerate(times)
    ]
    return FRAME.adding(sessions)


def _ids(ecosystem: Ecosystem, rule: Rule = VENUE) -> set[tuple[str, str]]:
    return {(one.id, other.id) for one, other in clashes(ecosystem, rules=[rule]).pairs()}


CHANGEOVER = Rule("no time to change over", Resource.VENUE, gap=10 * MINUTE)


@pytest.mark.parametrize(
    ("start", "apart"),
    [("10:10", True), ("10:09:59.999999", False), ("10:00", False), ("09:59:59.999999", False)],
)
def test_a_gap_exactly_met_is_enough(start, apart):
    """Ten minutes after the end is late enough, a microsecond before is not."""
    ecosystem = room_of("09:00/10:00", f"{start}/11:00")
    assert bool(clashes(ecosystem, rules=[CHANGEOVER])) != apart
    assert _ids(ecosystem, CHANGEOVER) == (set() if apart else {("s-0", "s-1")})


def test_a_gap_short_by_a_microsecond_says_by_how_much():
    """A clash of two that follow too closely tells how much later the second must start."""
    (clash,) = clashes(room_of("09:00/10:00", "10:09:59.999999/11:00"), rules=[CHANGEOVER])
    assert clash.duration == MICROSECOND
    assert clash.when.start == clash.second.when.start


def test_sessions_that_touch_do_not_clash():
    """An end and a start at one instant are apart; a microsecond less is a microsecond's clash."""
    assert not clashes(room_of("09:00/10:00", "10:00/11:00"), rules=[VENUE])
    (clash,) = clashes(room_of("09:00/10:00", "09:59:59.999999/11:00"), rules=[VENUE])
    assert clash.duration == MICROSECOND


def test_three_alike_are_three_pairs():
    """Of three identical sessions each two clash, the smaller id first."""
    ecosystem = room_of(*["09:00/10:00"] * 3)
    found = [(one.first.id, one.second.id) for one in clashes(ecosystem, rules=[VENUE])]
    assert sorted(found) == [("s-0", "s-1"), ("s-0", "s-2"), ("s-1", "s-2")]


@pytest.mark.parametrize(
    ("instant", "meets"),
    [("09:00", True), ("09:30", True), ("09:59:59.999999", True), ("10:00", False)],
)
def test_zero_length_occupies_its_instant(instant, meets):
    """A session of no length clashes at the start and inside of another, and not at its end."""
    ecosystem = room_of(f"{instant}/{instant}", "09:00/10:00")
    found = list(clashes(ecosystem, rules=[VENUE]))
    assert len(found) == meets
    assert all(clash.when == clash.first.when.intersection(clash.second.when) for clash in found)
    assert all(clash.duration == timedelta(0) for clash in found)


def test_two_equal_instants_clash():
    """Two sessions of no length at one instant clash; a microsecond apart they do not."""
    assert len(clashes(room_of(*["09:00/09:00"] * 2), rules=[VENUE])) == 1
    assert not clashes(room_of("09:00/09:00", "09:00:00.000001/09:00:00.000001"), rules=[VENUE])


def test_the_passes_of_a_repeated_hour_are_apart():
    """In the night of 25 October 2026 sessions clash by instants, not by the clock."""
    night = "2026-10-25"
    first, second = "02:00+02:00/02:59+02:00", "02:00+01:00/02:59+01:00"
    across = "02:45+02:00/02:15+01:00"
    assert not clashes(room_of(first, second, day=night), rules=[VENUE])
    ecosystem = room_of(first, second, across, day=night)
    found = {
        (one.first.id, one.second.id): one.duration for one in clashes(ecosystem, rules=[VENUE])
    }
    assert found == {("s-0", "s-2"): 14 * MINUTE, ("s-2", "s-1"): 15 * MINUTE}


def test_a_session_over_the_skipped_hour_lasts_as_long_as_it_does():
    """From 01:50 to 03:15 on 29 March 2026 are 25 minutes, for overlaps, gaps and lengths."""
    ecosystem = room_of("01:50/03:15", "03:14/03:30", "03:40/04:00", day="2026-03-29")
    found = list(clashes(ecosystem, rules=[VENUE]))
    assert [clash.duration for clash in found] == [MINUTE]
    assert _ids(ecosystem, CHANGEOVER) == {("s-0", "s-1")}
    short = {clash.first.id for clash in clashes(ecosystem, rules=[length(26 * MINUTE)])}
    assert "s-0" in short


def test_zones_and_their_objects_do_not_matter():
    """Sessions in other zones, and with zone objects of their own, clash by instants."""
    ecosystem = room_of("09:00/10:00")
    (talk,) = ecosystem.all(Session)
    abroad = evolve(talk, id="abroad", when=talk.when.in_zone("Pacific/Noumea"))
    utc = evolve(talk, id="utc", when=talk.when.in_zone("UTC"))
    loose = ZoneInfo.no_cache(PARIS)
    bounds = (one.replace(tzinfo=loose) for one in (talk.when.start, talk.when.end))
    own = evolve(talk, id="own", when=Interval(*bounds))
    pickled = evolve(pickle.loads(pickle.dumps(talk)), id="pickled")  # noqa: S301
    found = clashes(ecosystem.adding(abroad, utc, own, pickled), rules=[VENUE])
    assert len(found) == 10
    assert {clash.duration for clash in found} == {60 * MINUTE}
    assert {clash.when.zone for clash in found if clash.first.id == "abroad"} == {"Pacific/Noumea"}


def test_what_runs_past_midnight_meets_the_day_after():
    """A session from 23:00 to 01:00 clashes with one at 00:30, on its event's last day too."""
    ecosystem = room_of("2026-10-20T23:00/2026-10-21T01:00", "2026-10-21T00:30/2026-10-21T00:45")
    assert _ids(ecosystem) == {("s-0", "s-1")}
    late = evolve(FRAME["week"], days=Days.of("2026-10-20"), day_starts=time(1))
    assert not clashes(ecosystem.replacing(late), rules=[OUTSIDE_EVENT])
    early = evolve(late, day_starts=time(0, 45))
    (clash,) = clashes(ecosystem.replacing(early), rules=[OUTSIDE_EVENT])
    assert (clash.first.id, clash.duration) == ("s-0", 15 * MINUTE)


@pytest.mark.parametrize(
    ("day", "after", "hours"),
    [("2026-10-25", "2026-10-26", 25), ("2026-03-29", "2026-03-30", 23)],
)
def test_days_have_their_own_number_of_hours(day, after, hours):
    """A session from midnight to midnight fills a day of 25 or 23 hours, and no more than it."""
    ecosystem = room_of(f"{day}T00:00/{after}T00:00")
    (talk,) = ecosystem.all(Session)
    assert talk.when.duration == timedelta(hours=hours)
    on_that_day = evolve(FRAME["week"], days=Days.of(day))
    assert not clashes(ecosystem.replacing(on_that_day), rules=[OUTSIDE_EVENT])
    the_day_before = evolve(on_that_day, days=Days.of(date.fromisoformat(day) - DAY))
    (clash,) = clashes(ecosystem.replacing(the_day_before), rules=[OUTSIDE_EVENT])
    assert clash.duration == timedelta(hours=hours)
    assert not clashes(ecosystem, rules=[LENGTH])


def test_a_three_day_exhibition_meets_each_session_and_hides_none():
    """A hundred sessions clash with what runs around them, and two of them with one another."""
    times = [f"2026-10-{20 + at // 40}T{at % 40 // 2:02}:{at % 2 * 30:02}" for at in range(101)]
    talks = [f"{start}/{end}" for start, end in pairwise(times)]
    ecosystem = room_of("2026-10-19T12:00/2026-10-22T12:00", *talks, talks[98])
    found = _ids(ecosystem)
    assert found == {("s-0", f"s-{at}") for at in range(1, 102)} | {("s-101", "s-99")}


def test_two_shared_speakers_are_two_reasons_and_one_pair():
    """Two people in the same two sessions make two clashes, and one pair."""
    ecosystem = room_of("09:00/10:00", "09:30/10:30")
    ecosystem = ecosystem.replacing(
        evolve(one, speakers=["ada", "bob"]) for one in ecosystem.all(Session)
    )
    found = clashes(ecosystem, rules=[SPEAKER])
    assert [clash.resource for clash in found] == ["ada", "bob"]
    assert (len(found), len(list(found.pairs()))) == (2, 1)


def test_a_person_named_twice_is_in_one_place():
    """Naming a person twice in one session makes no clash with itself, and one with another."""
    ecosystem = room_of("09:00/10:00", "09:30/10:30")
    first, second = ecosystem.all(Session)
    twice = ecosystem.replacing(evolve(first, speakers=["ada", "ada"], hosts=["host-a"] * 2))
    assert not clashes(twice, rules=[SPEAKER, HOST])
    both = twice.replacing(evolve(second, speakers=["ada", "bob", "ada"]))
    assert len(clashes(both, rules=[SPEAKER])) == len(list(clashes(both, rules=[SPEAKER]))) == 1


def test_a_nested_pair_does_not_hide_a_third():
    """A talk within a long one ends first; whether a third comes too soon is asked of both."""
    times = ("09:00/12:00", "09:30/10:00", "12:05/13:00", "10:05/10:06")
    assert _ids(room_of(*times), CHANGEOVER) == {
        *(("s-0", "s-1"), ("s-0", "s-2"), ("s-0", "s-3"), ("s-1", "s-3"))
    }


def test_the_way_there_is_not_the_way_back():
    """Of an asymmetric matrix the direction from the earlier to the later session counts."""
    up = Travel({("room-b", "hall"): 30 * MINUTE, ("hall", "room-b"): 10 * MINUTE})
    talks = room_of("09:00/10:00", "10:20/11:00").all(Session)
    for venues, late in ((("room-b", "hall"), True), (("hall", "room-b"), False)):
        moved = [
            evolve(one, venue=venue, speakers=["ada"])
            for one, venue in zip(talks, venues, strict=True)
        ]
        found = list(clashes(FRAME, sessions=moved, rules=[travel(up)]))
        assert [clash.duration for clash in found] == [10 * MINUTE] * late


def test_another_showing_of_either_lets_both_off():
    """An overlap of two contents is no clash of themes once one of them is shown at another time."""
    talks = [
        evolve(one, themes=["theme-a"])
        for one in room_of("09:00/10:00", "09:30/10:30", "09:00/11:00", "11:00/12:00").all(Session)
    ]
    first, second, at_once, later = talks
    assert len(clashes(FRAME.adding(first, second), rules=[THEME])) == 1
    for of in (first, second):
        overlapping = evolve(at_once, repeat_of=of.id, themes=[])
        assert clashes(FRAME.adding(first, second, overlapping), rules=[THEME])
        away = evolve(later, repeat_of=of.id, themes=[])
        assert not clashes(FRAME.adding(first, second, away), rules=[THEME])
        cancelled = evolve(away, status="cancelled")
        assert clashes(FRAME.adding(first, second, cancelled), rules=[THEME])
        # It counts although nobody asks about it.
        both = FRAME.adding(first, second, away)
        assert not clashes(both, sessions=[first, second], rules=[THEME])


def test_showings_are_at_the_times_of_the_copies_given():
    """A showing that a revised copy moves lets others off, or not, where the copy says."""
    first, second, again = (
        evolve(one, themes=["theme-a"])
        for one in room_of("09:00/10:00", "09:30/10:30", "11:00/12:00").all(Session)
    )
    again = evolve(again, repeat_of=first.id)
    ecosystem = FRAME.adding(first, second, again)
    assert not clashes(ecosystem, rules=[THEME])
    at_once = evolve(again, when=first.when)
    found = clashes(ecosystem, sessions=[first, second, at_once], rules=[THEME])
    assert {(one.id, two.id) for one, two in found.pairs()} == {("s-0", "s-1"), ("s-2", "s-1")}


def test_a_gap_is_not_met_by_a_showing_that_overlaps():
    """Another showing that overlaps the other session leaves those that follow too closely."""
    early, late, again = room_of("09:00/10:00", "10:05/11:00", "10:30/11:30").all(Session)
    rule = Rule("no break", lambda _ecosystem, _one: ["me"], gap=10 * MINUTE, repeats=True)
    assert len(clashes(FRAME.adding(early, late), rules=[rule])) == 1
    ecosystem = FRAME.adding(early, late, evolve(again, repeat_of=early.id))
    assert clashes(ecosystem, sessions=[early, late], rules=[rule])


def test_a_day_begins_as_the_clocks_skip_its_time():
    """Where 02:30 does not exist the programme day begins at 03:00, as `Ecosystem.day` says."""
    night = evolve(FRAME["week"], days=Days.of("2026-03-29"), day_starts=time(2, 30))
    ecosystem = room_of("03:00/03:20", day="2026-03-29").replacing(night)
    (talk,) = ecosystem.all(Session)
    assert ecosystem.day(talk) == date(2026, 3, 29)
    assert not clashes(ecosystem, rules=[OUTSIDE_EVENT])


def test_blocks_are_those_of_the_copies_given():
    """Where a revision takes a block out of another, what is left of both clashes."""
    outer, block, talk, other = room_of(*["09:00/10:00"] * 4).all(Session)
    block, talk = evolve(block, within=outer.id), evolve(talk, within=block.id)
    ecosystem = FRAME.adding(outer, block, talk, other)
    assert len(clashes(ecosystem, rules=[VENUE])) == 3
    freed = evolve(block, within=None)
    found = clashes(ecosystem, sessions=[outer, freed, talk], rules=[VENUE])
    pairs = {(one.id, two.id) for one, two in found.pairs()}
    assert pairs == {(outer.id, freed.id), (outer.id, talk.id)}
    moved = evolve(block, within=other.id)
    found = clashes(ecosystem, sessions=[outer, moved, talk, other], rules=[VENUE])
    pairs = {frozenset({one.id, two.id}) for one, two in found.pairs()}
    assert pairs == {frozenset({outer.id, one.id}) for one in (moved, talk, other)}


def test_contents_are_those_of_the_copies_given():
    """Where a revision says that a session repeats another, their identifier may be one."""
    first, second = (
        evolve(one, identifiers=["frab:1"])
        for one in room_of("09:00/10:00", "11:00/12:00").all(Session)
    )
    ecosystem = FRAME.adding(first, second)
    assert clashes(ecosystem, rules=[REPEATED_ID])
    again = evolve(second, repeat_of=first.id)
    assert not clashes(ecosystem, sessions=[first, again], rules=[REPEATED_ID])


def test_a_rule_of_always_asks_no_travel():
    """Two that clash whatever their times do, however far apart, and unscheduled ones too."""
    early, late = room_of("09:00/10:00", "20:00/21:00").all(Session)
    never = evolve(late, id="never", when=None)
    rule = Rule("once", lambda _ecosystem, _one: ["once"], always=True, travel=MINUTE)
    found = clashes(FRAME.adding(early, late, never), rules=[rule])
    assert len(found) == len(list(found)) == 3


@example(timedelta.max)
@example(timedelta(days=4_000_000))
@given(st.timedeltas(min_value=timedelta(0)))
def test_any_gap_will_do(gap):
    """However long the gap, both sessions of a week clash, and the clash can be told."""
    rule = Rule("once", lambda _ecosystem, _one: ["once"], gap=gap)
    found = clashes(room_of("09:00/10:00", "10:00/11:00"), rules=[rule])
    assert len(found) == len(list(found)) == (gap > timedelta(0))
    assert str(found)


@pytest.mark.slow
def test_sessions_online_do_not_blow_up():
    """A hundred thousand sessions at once without a room clash in nothing, within seconds."""
    when = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", PARIS)
    sessions = (Session(id=f"s-{at}", title="S", event="week", when=when) for at in range(100_000))
    ecosystem = FRAME.adding(sessions)
    found = clashes(ecosystem)
    assert not found
    assert len(found) == len(list(found)) == 0
    assert list(clashes(ecosystem, rules=[VENUE, SPEAKER, HOST, THEME]).pairs()) == []


def test_the_default_holds_every_rule_that_needs_nothing_but_four():
    """The rules for one track, for audiences and for themes to come are not applied unasked."""
    every = {AUDIENCE, CLOSED, EVENT, HOST, LENGTH, OUTSIDE_EVENT, OVERBOOKED, REPEATED_ID}
    every |= {SPEAKER, TERRITORY, THEME, UNAVAILABLE, UNCONFIRMED, UNEQUIPPED, UNSCHEDULED}
    every |= {UNTHEMED, VENUE}
    assert every - set(DEFAULT) == {AUDIENCE, EVENT, UNTHEMED}
    severities = [rule.severity for rule in DEFAULT]
    assert severities == sorted(severities, key=["error", "warning"].index)


def test_a_resource_is_named_by_its_word():
    """A rule takes the word of a resource for it, and refuses another one."""
    assert Rule("one room", "venue") == Rule("one room", Resource.VENUE)
    with pytest.raises(InvalidValue, match="room"):
        Rule("one room", "room")


def test_a_rule_and_a_clash_are_shown_in_a_line():
    """Neither shows all that it holds."""
    assert repr(VENUE) == "<Rule 'room double booked', error>"
    ecosystem = room_of("09:00/10:00", "09:30/10:30")
    (clash,) = clashes(ecosystem, rules=[VENUE])
    assert repr(clash) == f"<Clash, error: {clash}>"
