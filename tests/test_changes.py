"""Changes between two releases, held against their laws, brute force and examples."""

import pickle
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from numeco import (
    DanglingReference,
    Ecosystem,
    Event,
    Identifier,
    Interval,
    InvalidType,
    InvalidValue,
    Mismatch,
    Organization,
    Person,
    Session,
    Theme,
    UnknownId,
    Venue,
)
from numeco.schedule import Change, ChangeKind, apply, changes
from numeco.testing import ecosystems, schedules

FAIR = Event(id="fair", name="Fair", zone="Europe/Paris")
ROOMS = [Venue(id="a", name="Salle A"), Venue(id="b", name="Salle B")]
PEOPLE = [Person(id="ana", name="Ana Li"), Person(id="bo", name="Bo Ray")]
FRAME = [FAIR, *ROOMS, *PEOPLE, Theme(id="ai", name="AI")]
NBSP, THIN = "\u00a0", "\u202f"
TAG = "my-own-tag"


def slot(start: str, end: str, zone: str = "Europe/Paris") -> Interval:
    """Return an interval; times alone are those of one Tuesday."""
    whole = [one if "-" in one else f"2026-10-20T{one}" for one in (start, end)]
    return Interval.local(*whole, zone)


NINE, TWO = slot("09:00", "10:00"), slot("14:00", "15:00")


def session(key: str = "talk", **facts: object) -> Session:
    """Return a session at nine, in Salle A, by Ana."""
    known = {"title": "AI", "when": NINE, "venue": "a", "speakers": ["ana"]}
    return Session(id=key, event="fair", **(known | facts))


def release(*sessions: Session) -> Ecosystem:
    """Return a programme of some sessions."""
    return Ecosystem.of(FRAME, sessions)


def after(**facts: object) -> Change:
    """Return the only change between a session and itself with other facts."""
    found = changes(release(session()), release(session(**facts)))
    (change,) = found
    return change


# Laws


def numbered(sessions: Iterable[Session]) -> list[Session]:
    """Return sessions with ids made of their titles, as readers make them where there are none."""
    seen: Counter[str] = Counter()
    found = []
    for one in sessions:
        key = one.title.lower()
        seen[key] += 1
        found.append(evolve(one, id=key if seen[key] == 1 else f"{key}-{seen[key]}"))
    return found


@st.composite
def releases(draw):
    """Draw two releases in which sessions go, come, change and get other ids."""
    old = draw(schedules(max_size=7))
    slots = [one.when for one in old.all(Session)] + [None]
    facts = {
        "title": st.sampled_from(("Registration", "AI", "Web")),
        "when": st.sampled_from(slots),
        "venue": st.sampled_from(("room-0", "room-1", None)),
        "speakers": st.sampled_from(((), ("person-0",), ("person-1", "person-0"))),
        "themes": st.sampled_from(((), ("theme-0",))),
        "status": st.sampled_from(("confirmed", "cancelled", "tentative")),
        "identifiers": st.sampled_from(((), ("guid:x",), ("guid:y", "guid:x"), ("number:7",))),
        "description": st.sampled_from(("", "More")),
    }
    sessions = [
        evolve(one, within=None, repeat_of=None, **{name: draw(facts[name]) for name in facts})
        for one in old.all(Session)
    ]
    frame = [one for one in old if not isinstance(one, Session)]
    later = []
    for one in sessions:
        fate = draw(st.sampled_from(("kept", "gone", "under a new id")))
        names = draw(st.sets(st.sampled_from(sorted(facts)), max_size=2))
        changed = evolve(one, **{name: draw(facts[name]) for name in sorted(names)})
        if fate != "gone":
            later.append(changed if fate == "kept" else evolve(changed, id=f"new-{one.id}"))
    if draw(st.booleans()):
        sessions, later = numbered(sessions), numbered(later)
    new = Ecosystem.of(frame, later)
    if draw(st.booleans()):
        new = new.replacing(evolve(new["week"], status="cancelled"))
    if draw(st.booleans()):
        new = new.replacing(evolve(new["person-0"], name="Somebody Else"))
    return Ecosystem.of(frame, sessions), new


pairs = st.one_of(
    st.tuples(ecosystems(), ecosystems()), st.tuples(schedules(), schedules()), releases()
)


@given(pairs)
@example((Ecosystem.of(), Ecosystem.of(FRAME)))
@example((Ecosystem.of(Venue(id="x", name="X")), Ecosystem.of(Person(id="x", name="X"))))
def test_applied_to_the_old_release_changes_make_the_new_one(pair):
    """Of any two ecosystems, whether they have anything in common or not."""
    old, new = pair
    assert apply(changes(old, new), old) == new


@given(pairs)
def test_applied_twice_changes_make_no_more(pair):
    """What is already as it is after them stays so."""
    old, new = pair
    assert apply(changes(old, new), new) == new


@given(pairs)
def test_changes_swap(pair):
    """The changes back are those from the new release to the old one, each by itself too."""
    old, new = pair
    there, back = changes(old, new), changes(new, old)
    assert back == there.reversed()
    assert set(back) == {one.reversed() for one in there}
    assert set(back.things) == {one.reversed() for one in there.things}
    assert apply(there.reversed(), new) == old
    assert there.reversed().reversed() == there


@given(ecosystems() | schedules())
def test_nothing_changes_between_a_release_and_itself(ecosystem):
    """No session, no thing, no message; also where things come in another order."""
    again = Ecosystem.of(reversed(list(ecosystem)))
    found = changes(ecosystem, again)
    assert not found
    assert len(found) == 0
    assert (found.things, found.counts(), found.rows()) == ((), {}, [])
    assert (found.text("en"), found.text("fr")) == ("", "")
    assert apply(found, ecosystem) == ecosystem


@given(releases())
def test_a_patch_keeps_what_is_ones_own(pair):
    """Tags that were added to every thing that stays are there afterwards."""
    old, new = pair

    def tagged(thing):
        return evolve(thing, tags=thing.tags | {TAG}) if thing.id in new else thing

    patched = apply(changes(old, new), Ecosystem.of(map(tagged, old)))
    assert all(TAG in patched[one.id].tags for one in old if one.id in new)
    bare = (evolve(one, tags=one.tags - {TAG}) for one in patched)
    assert Ecosystem.of(bare) == new


@given(pairs)
def test_every_thing_that_differs_is_told_once(pair):
    """Ids and things, compared one by one."""
    old, new = pair
    found = changes(old, new)
    ids = [one.thing.id for one in found.things]
    assert len(ids) == len(set(ids))
    everywhere = {one.id: None for one in (*old, *new)}
    assert set(ids) == {
        one for one in everywhere if (one in old) != (one in new) or old[one] != new[one]
    }
    assert bool(found) == bool(ids)


def same(old: Ecosystem, new: Ecosystem) -> dict[str, str]:
    """Return the new ids of sessions, by looking at every pair, rule by rule."""

    def people(ecosystem, one):
        return sorted(ecosystem[who].name for who in (*one.speakers, *one.hosts))

    def numbered(ecosystem):
        ids = {one.id for one in ecosystem.all(Session)}
        return {
            one: one[:-2]
            for one in ids
            if one[-2:] in {f"-{number}" for number in range(2, 8)} and one[:-2] in ids
        }

    def marks(ecosystem, one):
        key = numbered(ecosystem).get(one.id, one.id)
        return {key, *(mark.value for mark in one.identifiers)}

    def when(one):
        return one.when and one.when.start_us

    shares = (
        lambda one, other: {x for x in marks(*one) & marks(*other) if not x.isdigit()},
        lambda one, other: (
            {x for x in marks(*one) & marks(*other) if x.isdigit()}
            if one[1].title == other[1].title
            else set()
        ),
        lambda one, other: (
            one[1].title == other[1].title
            and people(*one) == people(*other)
            and when(one[1]) == when(other[1])
            and one[1].venue == other[1].venue
        ),
        lambda one, other: one[1].title == other[1].title and people(*one) == people(*other),
        lambda one, other: (
            one[1].title == other[1].title and when(one[1]) == when(other[1]) is not None
        ),
        lambda one, other: (
            people(*one) == people(*other) != []
            and when(one[1]) == when(other[1]) is not None
            and one[1].venue == other[1].venue is not None
        ),
    )
    ours = {one.id: (old, one) for one in old.all(Session)}
    theirs = {one.id: (new, one) for one in new.all(Session)}
    many = {key for side in (old, new) for two in numbered(side).items() for key in two}
    found = {one: one for one in ours if one in theirs and one not in many}
    for share in shares:
        free = [(a, b) for a in ours if a not in found for b in theirs if b not in found.values()]
        hits = []
        for a, b in free:
            what = share(ours[a], theirs[b])
            for fact in what if isinstance(what, set) else [what] * bool(what):

                def has(one, fact=fact, like=ours[a], share=share):
                    shared = share(like, one)
                    return fact in shared if isinstance(shared, set) else bool(shared)

                if sum(map(has, ours.values())) == sum(map(has, theirs.values())) == 1:
                    hits.append((a, b))
        hits = set(hits)
        found |= {
            a: b
            for a, b in hits
            if sum(a == hit[0] for hit in hits) == sum(b == hit[1] for hit in hits) == 1
        }
    rest = (one for one in ours if one in theirs and one not in found)
    return found | {one: one for one in rest if one not in found.values()}


def kinds(old: Ecosystem, new: Ecosystem, one: Session, other: Session) -> set[str]:
    """Return what became of a session, but for details, straight from the definitions."""

    def called(ecosystem, ids):
        return Counter(ecosystem[key].label for key in ids)

    off, off_now = old.cancelled(one), new.cancelled(other)
    was, now = one.when, other.when
    held = {
        "cancelled": off_now > off,
        "reinstated": off > off_now,
        "scheduled": was is None and now is not None,
        "unscheduled": now is None and was is not None,
        "moved": bool(was and now) and was.start_us != now.start_us,
        "resized": bool(was and now) and was.duration != now.duration,
        "re-roomed": one.venue != other.venue,
        "retitled": one.title != other.title,
        "people": called(old, one.speakers + one.hosts)
        != called(new, other.speakers + other.hosts),
        "themes": called(old, one.themes) != called(new, other.themes),
        "re-identified": one.id != other.id,
    }
    return {kind for kind, holds in held.items() if holds}


@given(releases())
def test_brute_force_counts_the_same(pair):
    """Every two sessions compared, and every fact of those that are the same."""
    old, new = pair
    matched = same(old, new)
    expected = Counter()
    for one in old.all(Session):
        there = matched.get(one.id)
        expected.update({"gone"} if there is None else kinds(old, new, one, new[there]))
    expected["added"] = len(set(new.all(Session))) - len(matched)
    found = changes(old, new)
    counts = {kind: number for kind, number in found.counts().items() if kind != "details"}
    assert counts == {kind: number for kind, number in expected.items() if number}
    unequal = {one for one, other in matched.items() if old[one] != new[other]}
    assert unequal <= {one.before.id for one in found if one.before}


@given(releases(), st.sampled_from(ChangeKind))
def test_parts_are_parts(pair, kind):
    """Those of a kind, day, event or room are those among all of which that holds."""
    found = changes(*pair)
    assert set(found.of(kind)) == {one for one in found if kind in one.kinds}
    assert len(found.of(kind)) == found.counts().get(kind, 0)
    days = {found.old.day(one.before) for one in found if one.before} - {None}
    for day in days:
        assert set(found.filter(day=day)) == {
            one
            for one in found
            if day
            in [eco.day(s) for eco, s in ((found.old, one.before), (found.new, one.after)) if s]
        }
    assert len(found.filter(event="week")) == len(found)
    assert found.of(kind).reversed() == changes(*reversed(pair)).of(
        *{next(iter(Change(None, None, {kind}).reversed().kinds))}
    )
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own


@given(pairs)
def test_all_that_is_shown_is_complete(pair):
    """Rows, table and text have one line for each, none is broken, and no name is lost."""
    found = changes(*pair)
    assert len(found.rows()) == len(found)
    assert len(found.table().splitlines()) == len(found) + 2
    assert len(str(found).splitlines()) == max(len(found), 1)
    assert found._repr_html_().count("<tr>") == len(found) + 1
    for language in ("en", "fr"):
        lines = [one for one in found.text(language).splitlines() if one.startswith("- ")]
        assert len(lines) <= len(found)


# Each kind


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"when": TWO}, {"moved"}),
        ({"when": slot("09:00", "10:30")}, {"resized"}),
        ({"when": slot("08:00", "10:30"), "venue": "b"}, {"moved", "resized", "re-roomed"}),
        ({"when": None}, {"unscheduled"}),
        ({"when": NINE.in_zone("UTC")}, {"details"}),
        ({"venue": None}, {"re-roomed"}),
        ({"title": "New"}, {"retitled"}),
        ({"speakers": ["bo"]}, {"people"}),
        ({"speakers": ["ana", "bo"], "themes": ["ai"]}, {"people", "themes"}),
        ({"status": "cancelled"}, {"cancelled"}),
        ({"status": "tentative"}, {"details"}),
        ({"description": "More"}, {"details"}),
        ({"key": "talk-2"}, {"re-identified"}),
        ({"key": "talk-2", "when": TWO}, {"moved", "re-identified"}),
        ({"key": "talk-2", "title": "New"}, {"retitled", "re-identified"}),
    ],
)
def test_a_session_has_the_kinds_of_what_changed(facts, kinds):
    """One fact or several, and back."""
    change = after(**facts)
    assert change.kinds == kinds
    assert change.said == ", ".join(one for one in ChangeKind if one in kinds)
    assert change.before == session()
    assert change.session == change.after == session(**facts)
    assert set(change.fields) == {"id" if one == "key" else one for one in facts}


def test_an_hour_that_comes_twice_is_told_apart():
    """From the first to the second 02:30 a session moves by an hour, though the clock is the same."""
    one = slot("2026-10-25T02:30+02:00", "2026-10-25T02:45+02:00")
    other = slot("2026-10-25T02:30+01:00", "2026-10-25T02:45+01:00")
    found = changes(release(session(when=one)), release(session(when=other)))
    assert found.counts() == {"moved": 1}
    assert found.text() == (
        "New time\n- “AI”: Sunday 25 October, 02:30 (UTC+1)–02:45 (UTC+1), Paris time, Salle A "
        "(was 02:30 (UTC+2), Paris time)"
    )


def test_a_session_is_cancelled_with_its_event():
    """Nothing of the session changes but that it will not take place."""
    old = release(session())
    new = old.replacing(evolve(FAIR, status="cancelled"))
    (change,) = found = changes(old, new)
    assert change.kinds == {"cancelled"}
    assert change.fields == {}
    assert found.text() == "Cancelled\n- “AI”: Tuesday 20 October, 09:00–10:00, Salle A"
    assert found.reversed().counts() == {"reinstated": 1}
    assert [type(one.thing) for one in found.things] == [Event]


def test_people_are_known_by_their_names():
    """A reader that numbers people anew changes nobody; a new name is a change."""
    old = release(session())
    again = Ecosystem.of(FRAME, Person(id="ana-2", name="Ana Li"), session(speakers=["ana-2"]))
    assert changes(old, again).counts() == {"details": 1}
    renamed = old.replacing(Person(id="ana", name="Ana Martin"))
    assert changes(old, renamed).counts() == {"people": 1}
    hosted = Ecosystem.of(FRAME, Organization(id="cci", name="CCI"), session(hosts=["cci"]))
    assert changes(old, hosted).counts() == {"people": 1}


def test_a_room_is_known_by_its_place():
    """Another id changes no room, another site does, and a room that keeps its id is renamed."""
    old = release(session())
    again = Ecosystem.of(FRAME, Venue(id="c", name="Salle A"), session(venue="c"))
    assert changes(old, again).counts() == {"details": 1}
    site = Venue(id="site", name="La Cité")
    elsewhere = Venue(id="c", name="Salle A", within="site")
    found = changes(old, Ecosystem.of(FRAME, site, elsewhere, session(venue="c")))
    assert found.counts() == {"re-roomed": 1}
    assert found.text() == (
        "New room\n- “AI”: Tuesday 20 October, 09:00–10:00, Salle A, La Cité (was Salle A)"
    )
    found = changes(old, old.replacing(Venue(id="a", name="Salle Ada")))
    assert (len(found), bool(found)) == (0, True)
    assert found.text() == "Room under a new name\n- Salle A is now called Salle Ada"
    assert found.text("fr") == "Salle sous un nouveau nom\n- Salle A s’appelle désormais Salle Ada"


# New ids


def test_identifiers_tell_a_session_whatever_else_changed():
    """A guid is enough, also where it is the id of the other; a number needs the title."""
    facts = {"title": "Other", "when": TWO, "speakers": ["bo"], "venue": "b"}
    for one, other in (("guid:x-1", "guid:x-1"), ("guid:new", None), (None, "guid:talk")):
        found = changes(
            release(session(identifiers=[one] if one else [])),
            release(session("new", identifiers=[other] if other else [], **facts)),
        )
        assert found.counts()["re-identified"] == 1
    numbered = {"identifiers": [Identifier("frab-id", "17")]}
    old = release(session(**numbered))
    assert changes(old, release(session("new", **numbered, **facts))).counts() == {
        "gone": 1,
        "added": 1,
    }
    facts["title"] = "AI"
    found = changes(old, release(session("new", **numbered, **facts)))
    assert found.counts()["re-identified"] == 1


def test_what_is_ambiguous_is_left_alone():
    """Of three registrations, those at their old time are known again; nobody guesses of the rest."""
    times = (NINE, TWO, slot("17:00", "18:00"), slot("2026-10-21T09:00", "2026-10-21T10:00"))

    def registrations(prefix, *slots):
        return release(
            *(
                session(f"{prefix}-{at}", title="Registration", speakers=[], when=when)
                for at, when in enumerate(slots)
            )
        )

    old = registrations("old", *times[:3])
    assert changes(old, registrations("new", *times[:3])).counts() == {"re-identified": 3}
    found = changes(old, registrations("new", NINE, times[3]))
    assert found.counts() == {"gone": 2, "added": 1, "re-identified": 1}
    one = changes(registrations("old", NINE), registrations("new", times[3]))
    assert one.counts() == {"moved": 1, "re-identified": 1}
    kept, last = registrations("old", NINE, TWO), session("last", title="Registration")
    found = changes(kept, kept.removing("old-1").adding(evolve(last, speakers=[], when=times[3])))
    assert found.counts() == {"gone": 1, "added": 1}


def test_numbers_that_readers_add_tell_nothing():
    """Of breaks called alike the first goes, and the others, numbered anew, stay what they were."""
    days = [slot(f"2026-10-{day}T10:30", f"2026-10-{day}T11:00") for day in (19, 20, 21)]
    breaks = [session("x", title="Break", speakers=[], when=when) for when in days]
    found = changes(release(*numbered(breaks)), release(*numbered(breaks[1:])))
    assert found.counts() == {"re-identified": 2, "gone": 1}
    assert found.text().endswith("- “Break”: Monday 19 October, 10:30–11:00, Salle A")
    later = evolve(breaks[1], when=TWO)
    found = changes(release(*numbered(breaks)), release(*numbered([breaks[0], later, breaks[2]])))
    assert found.counts() == {"moved": 1, "resized": 1}


def test_one_of_two_that_a_session_could_be_is_not_chosen():
    """A session with the guids of two that are gone is new."""
    old = release(
        session("one", title="One", identifiers=["guid:x"]),
        session("two", title="Two", when=TWO, identifiers=["guid:y"]),
    )
    new = release(session("both", title="Both", speakers=["bo"], identifiers=["guid:x", "guid:y"]))
    assert changes(old, new).counts() == {"gone": 2, "added": 1}


# Patches


def test_a_patch_that_does_not_fit_is_refused():
    """Where a field is neither as it was nor as it is, the error names it and both."""
    found = changes(release(session()), release(session(title="New")))
    with pytest.raises(Mismatch) as caught:
        apply(found, release(session(title="Mine")))
    assert str(caught.value) == "the title of 'talk' must be 'AI', or already 'New' (got 'Mine')"
    assert (caught.value.id, caught.value.field, caught.value.given) == ("talk", "title", "Mine")
    mine = release(session(title="New", tags=[TAG], capacity=12))
    assert apply(found, mine) == mine
    with pytest.raises(UnknownId):
        apply(found, release())


def test_a_patch_takes_out_and_puts_in_with_care():
    """What goes must be what is meant, what comes must find its id free; the rest may be more."""
    found = changes(release(session("old")), release(session("new", title="N", speakers=[])))
    assert found.counts() == {"gone": 1, "added": 1}
    both = release(session("old", tags=[TAG]), session("new", title="N", speakers=[], tags=[TAG]))
    assert list(apply(found, both).all(Session)) == [both["new"]]
    assert apply(found, release()) == found.new
    with pytest.raises(Mismatch, match=r"^'old' must be as it was before the changes \(got Sess"):
        apply(found, release(session("old", when=TWO)))
    with pytest.raises(Mismatch, match=r"^'new' must not be there, or be as it is after them"):
        apply(found, release(session("old"), session("new")))
    with pytest.raises(DanglingReference):
        apply(found, release(session("old"), session("mine", within="old")))


def test_a_part_of_changes_is_not_applied():
    """It might name what it leaves out."""
    found = changes(release(session()), release(session(when=TWO)))
    assert found.of("moved").partial
    with pytest.raises(InvalidValue, match="must be all of those between two releases"):
        apply(found.of("moved"), found.old)


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda _: changes(1, Ecosystem.of()), "old must be an Ecosystem (got 1)"),
        (lambda _: changes(Ecosystem.of(), None), "new must be an Ecosystem (got None)"),
        (lambda found: apply([], found.old), "changes must be Changes, as changes(old, new)"),
        (lambda found: apply(found, found), "ecosystem must be an Ecosystem"),
        (lambda found: found.text("de"), "language must be en or fr (got 'de')"),
        (lambda found: found.text(None), "language must be en or fr (got None)"),
        (lambda found: found.table("5"), "limit must be a whole number, 0 or more (got '5')"),
        (lambda found: found.table(-1), "limit must be a whole number, 0 or more (got -1)"),
        (lambda found: found.of("mooved"), "ChangeKind must be one of"),
        (lambda found: found.filter(day="2026-10-20"), "day must be a datetime.date without a"),
        (lambda found: found.filter(where="moved"), "where must be a function of a change"),
        (lambda found: found.filter(venue=7), "an ecosystem must be looked up by id"),
        (lambda found: found.filter(venue="sale"), "nothing in the ecosystem has the id 'sale'"),
    ],
)
def test_what_cannot_be_meant_is_refused(ask, sentence):
    """The error says what must hold and what was given."""
    with pytest.raises((InvalidType, InvalidValue, UnknownId)) as caught:
        ask(changes(release(), release(session())))
    assert str(caught.value).startswith(sentence)


# Messages

BEFORE = release(
    session("keynote", title="Quel service ?", when=slot("2026-10-19T14:00", "2026-10-19T15:00")),
    session("visit", title="Visit"),
    session("party", title="Party", when=slot("22:00", "2026-10-21T02:00"), speakers=[]),
    session("panel", title="Panel", when=TWO, venue="b", speakers=["ana", "bo"]),
    session("lab", title="Lab", speakers=[]),
)
AFTER = release(
    session("keynote", title="Quel service ?", when=NINE, venue="b"),
    session("visit", title="Visit", status="cancelled"),
    session("party", title="Night", when=slot("22:00", "2026-10-21T04:00"), speakers=[]),
    session("panel", title="Panel", when=TWO, venue="b", speakers=["bo"]),
    session("stand", title="Stand", when=slot("11:30", "2026-10-22T18:00"), speakers=["ana", "bo"]),
    session(
        "first", title="Première\nséance\x00", when=slot("2026-11-01T08:05", "2026-11-01T08:05")
    ),
)


def test_a_message_in_english():
    """Grouped by what matters, each session once."""
    assert (
        changes(BEFORE, AFTER).text("en")
        == """\
Cancelled
- “Visit”: Tuesday 20 October, 09:00–10:00, Salle A

No longer in the programme
- “Lab”: Tuesday 20 October, 09:00–10:00, Salle A

New time
- “Quel service ?”: Tuesday 20 October, 09:00–10:00, Salle B (was Monday 19 October, 14:00, Salle A)

New length
- “Night” (was “Party”): Tuesday 20 October, 22:00–04:00, Salle A (was 22:00–02:00)

New sessions
- “Stand”: Tuesday 20 October, 11:30 – Thursday 22 October, 18:00, Salle A; with Ana Li and Bo Ray
- “Première séance”: Sunday 1 November, 08:05, Salle A; with Ana Li

Speakers and hosts
- “Panel”: Tuesday 20 October, 14:00–15:00, Salle B; with Bo Ray (was Ana Li and Bo Ray)"""
    )


def test_a_message_in_french():
    """With the signs and spaces of French."""
    expected = """\
Séance annulée
- «~Visit~»~: mardi 20 octobre, de 9~h à 10~h, Salle A

Séance retirée du programme
- «~Lab~»~: mardi 20 octobre, de 9~h à 10~h, Salle A

Nouvel horaire
- «~Quel service ?~»~: mardi 20 octobre, de 9~h à 10~h, Salle B (auparavant~: lundi 19 octobre, 14~h, Salle A)

Nouvelle durée
- «~Night~» (auparavant~: «~Party~»)~: mardi 20 octobre, de 22~h à 4~h, Salle A (auparavant~: de 22~h à 2~h)

Nouvelles séances
- «~Stand~»~: du mardi 20 octobre, 11~h~30, au jeudi 22 octobre, 18~h, Salle A_; avec Ana Li et Bo Ray
- «~Première séance~»~: dimanche 1er novembre, 8~h~05, Salle A_; avec Ana Li

Intervenants et organisateurs
- «~Panel~»~: mardi 20 octobre, de 14~h à 15~h, Salle B_; avec Bo Ray (auparavant~: Ana Li et Bo Ray)"""
    found = changes(BEFORE, AFTER).text("fr")
    assert found == expected.replace("~", NBSP).replace("_", THIN)


def text_of(before: dict[str, object], now: dict[str, object], language: str = "en") -> str:
    """Return the line of one session that changed."""
    found = changes(release(session(**before)), release(session(**now)))
    return found.text(language).partition("- ")[2]


def test_years_and_zones_are_told_where_there_are_several():
    """Else they would only be in the way."""
    later = slot("2027-01-01T09:00", "2027-01-01T10:00")
    assert text_of({}, {"when": later}) == (
        "“AI”: Friday 1 January 2027, 09:00–10:00, Salle A (was Tuesday 20 October 2026, 09:00)"
    )
    assert "vendredi 1er janvier 2027" in text_of({}, {"when": later}, "fr")
    there = slot("09:00", "10:00", "Pacific/Noumea")
    assert text_of({}, {"when": there}) == (
        "“AI”: Tuesday 20 October, 09:00–10:00, Noumea time, Salle A "
        "(was Tuesday 20 October, 09:00, Paris time)"
    )
    here = slot("09:00", "10:00", "Europe/Amsterdam")
    assert "heure d’Amsterdam" in text_of({"when": here}, {"when": there}, "fr")
    assert text_of({}, {"when": slot("09:00", "10:00", "UTC")}) == (
        "“AI”: Tuesday 20 October, 11:00–12:00, Salle A (was 09:00)"
    )
    nowhere = Ecosystem.of(Event(id="fair", name="Fair"), session(venue=None, speakers=[]))
    moved = evolve(nowhere["talk"], when=slot("09:00", "10:00", "UTC"))
    assert "09:00–10:00, UTC (was" in changes(nowhere, nowhere.replacing(moved)).text()


def test_what_is_missing_is_told():
    """A session without time or room says so where it had one."""
    assert text_of({}, {"when": None}) == (
        "“AI”: time to be announced, Salle A (was Tuesday 20 October, 09:00–10:00)"
    )
    assert text_of({"when": None}, {}) == "“AI”: Tuesday 20 October, 09:00–10:00, Salle A"
    assert text_of({}, {"venue": None}, "fr") == (
        "«~AI~»~: mardi 20 octobre, de 9~h à 10~h, salle à préciser (auparavant~: Salle A)"
    ).replace("~", NBSP)
    assert text_of({}, {"speakers": []}).endswith("Salle A; without Ana Li")
    assert text_of({"speakers": []}, {}).endswith("Salle A; with Ana Li")


def test_what_does_not_concern_attendees_is_not_told():
    """Ids, themes, details, and whatever becomes of what is cancelled."""
    assert text_of({}, {"key": "new", "themes": ["ai"], "description": "More"}) == ""
    off = {"status": "cancelled"}
    assert text_of(off, off | {"when": TWO}) == ""
    for old, new in ((release(), release(session(**off))), (release(session(**off)), release())):
        assert len(changes(old, new)) == 1
        assert changes(old, new).text() == ""


@given(st.text(min_size=1).filter(str.strip), schedules(max_size=3))
def test_no_title_breaks_a_message(title, ecosystem):
    """Whatever its characters, each session is on one line."""
    renamed = ecosystem.replacing(evolve(one, title=title) for one in ecosystem.all(Session))
    found = changes(ecosystem, renamed)
    told = sum(not ecosystem.cancelled(one.session) for one in found)
    for language in ("en", "fr"):
        lines = found.text(language).splitlines()
        assert len(lines) == told + bool(told)
        assert not any(ord(sign) < 32 for line in lines for sign in line)


def test_seconds_are_told_where_there_are_any():
    """A session that moves by seconds does not seem to stay."""
    odd = slot("09:00:30", "10:00:30.5")
    assert "09:00:30–10:00:30.500000, Salle A (was 09:00–10:00)" in text_of({}, {"when": odd})
    said = "de 9~h~0~min~30~s à 10~h~0~min~30,5~s".replace("~", NBSP)
    assert said in text_of({}, {"when": odd}, "fr")


def test_a_notebook_shows_what_became_of_sessions():
    """The kinds in a caption, a line for each."""
    found = changes(BEFORE, AFTER)
    assert "<caption>2 × added" in found._repr_html_()
    assert found.filter(session="keynote").table() == (
        "change            when                                 room     title           was\n"
        "────────────────  ───────────────────────────────────  ───────  ──────────────  "
        "────────────────────────────────────\n"
        "moved, re-roomed  2026-10-20 09:00–10:00 Europe/Paris  Salle B  Quel service ?  "
        "2026-10-19 14:00–15:00 Europe/Paris…"
    )
    assert str(found.filter(session="keynote")) == (
        "moved, re-roomed  2026-10-20 09:00–10:00 Europe/Paris  Quel service ? "
        "(was 2026-10-19 14:00–15:00 Europe/Paris, a)"
    )
    (row,) = found.filter(session="keynote").rows()
    assert (row["change"], row["old_venue"], row["new_venue"]) == (
        "moved, re-roomed",
        "Salle A",
        "Salle B",
    )
    assert row["new_start"] - row["old_start"] == timedelta(hours=19)
    assert repr(next(iter(found.filter(session="keynote")))) == (
        "<Change, moved, re-roomed: 'keynote'>"
    )
    assert len(found.filter(day=date(2026, 10, 19))) == 1
    assert len(found.filter(venue="b", where=lambda one: "people" in one.kinds)) == 1
