"""The data sets: every question to a case is answered by public functions, and they unite."""

import re
from collections import Counter
from decimal import Decimal
from functools import reduce
from importlib.resources import files
from itertools import combinations
from operator import or_
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numeco import (
    Alliance,
    AllianceKind,
    Count,
    Days,
    Ecosystem,
    Event,
    EventId,
    InvalidValue,
    Label,
    Measure,
    Membership,
    MembershipRole,
    Observation,
    Organization,
    OrganizationId,
    OrganizationKind,
    PartnershipRole,
    Person,
    PersonId,
    Rank,
    Series,
    SeriesId,
    Session,
    SessionId,
    SessionKind,
    SessionStatus,
    Territory,
    TerritoryId,
    Theme,
    Thing,
    ThingId,
    Undecidable,
)
from numeco.datasets import describe, load, names
from numeco.io import dumps, loads

FICTION = "semaine-fictive"
REAL = tuple(name for name in names() if name != FICTION)


def figure(ecosystem: Ecosystem, subject: str, measure: Measure) -> Observation:
    """Return the only observation of a measure about a thing."""
    (found,) = (one for one in ecosystem.referring(subject, Observation) if one.measure is measure)
    return found


def counted(ecosystem: Ecosystem, subject: str, measure: Measure) -> Count:
    """Return the count of a measure about a thing."""
    value = figure(ecosystem, subject, measure).value
    assert isinstance(value, Count)
    return value


# Nouvelle-Calédonie

NC_WEEK = EventId(ThingId("event-digital-week-nouvelle-caledonie"))


def test_the_digital_week_of_new_caledonia_lasts_four_days() -> None:
    """How many days? Four, from Tuesday on."""
    days = load("nouvelle-caledonie")[NC_WEEK].days
    assert days is not None
    assert days.number == 4
    assert days.first.strftime("%A") == "Tuesday"


def test_cci_nc_organizes_the_digital_week() -> None:
    """Which organization organizes? CCI NC, found by that name."""
    case = load("nouvelle-caledonie")
    assert case.partners_of(NC_WEEK, PartnershipRole.ORGANIZER) == case.find("CCI NC", Organization)
    assert case.find("CCI NC", Organization)[0].kind is OrganizationKind.CHAMBER


def test_the_talks_on_artificial_intelligence_were_full() -> None:
    """Which theme was full? Artificial intelligence; management software was the hit."""
    case = load("nouvelle-caledonie")

    def tagged(word: str) -> set[str]:
        sessions = (one for one in case.sessions_of(NC_WEEK) if word in one.tags)
        return {case[theme].name for one in sessions for theme in one.themes}

    assert tagged("full") == {"Artificial intelligence"}
    assert tagged("hit") == {"Management software"}
    assert tagged("well-attended") == {"Cybersecurity", "Data management"}


def test_four_themes_are_new_since_the_marketing_years() -> None:
    """Which themes are new? Those of the week that digital did not mean in the marketing years."""
    case = load("nouvelle-caledonie")
    older = {one.id for one in case.all(Theme) if "marketing-years" in one.tags}
    new = {case[one].name for one in case[NC_WEEK].themes if one not in older}
    assert new == {
        "Artificial intelligence",
        "Cybersecurity",
        "Data management",
        "Management software",
    }
    assert {one.name for one in case.all(Theme) if "since-marketing-years" in one.tags} == new
    assert {case[one].label for one in older} == {"Communication", "Marketing", "Social networks"}
    years = figure(case, NC_WEEK, Measure.DURATION)
    assert (years.value, years.unit) == (Count(3, 4), "years")


def test_the_fill_rate_of_the_talks_on_ai_is_unknown() -> None:
    """Fill rate? Unknown: both capacity and attendance are missing, and the hours too."""
    talks = load("nouvelle-caledonie")[SessionId(ThingId("session-nc-ai-talks"))]
    assert (talks.capacity, talks.attended, talks.registered, talks.when) == (None,) * 4


def test_the_year_of_the_next_edition_is_unknown() -> None:
    """Year of the next edition? Unknown: the next event of the series has no days."""
    case = load("nouvelle-caledonie")
    series = case[NC_WEEK].series
    assert series is not None
    (following,) = (one for one in case.referring(series, Event) if one.id != NC_WEEK)
    assert following.days is None


def test_no_stand_was_about_ai_alone() -> None:
    """The number of stands that were 100 % AI is known exactly: none."""
    assert counted(load("nouvelle-caledonie"), NC_WEEK, Measure.OTHER) == Count(0)


# Québec

QC_WEEK = EventId(ThingId("event-semaine-du-numerique-quebec"))


def test_the_week_of_quebec_names_six_partners() -> None:
    """How many partners are named? Six; no organizer."""
    case = load("quebec")
    assert len(case.partners_of(QC_WEEK)) == 6
    assert case.partners_of(QC_WEEK, PartnershipRole.ORGANIZER) == ()


def test_web_a_quebec_lies_within_the_week() -> None:
    """Which events lie within the week? Web à Québec."""
    week, *parts = load("quebec").events_within(QC_WEEK)
    assert week.edition == 1
    assert [one.name for one in parts] == ["Web à Québec"]


@pytest.mark.parametrize("name", ["Joé Bussière", "Joé Buissière", "bussiere", "buissiere"])
def test_joe_bussiere_sits_in_three_bodies(name: str) -> None:
    """In which bodies does he sit, and as what? He is found under both spellings."""
    case = load("quebec")
    (person,) = case.find(name, Person)
    seats = [
        (case[one.of].label, one.role, one.title or "") for one in case.memberships_of(person.id)
    ]
    assert sorted(seats) == [
        ("LIBEO", MembershipRole.DIRECTOR, "general director"),
        ("LIBEO", MembershipRole.PARTNER, "principal partner"),
        ("Québec Numérique", MembershipRole.BOARD_MEMBER, "board member"),
        ("Québec Numérique", MembershipRole.FOUNDER, "co-founder"),
        ("Web à Québec", MembershipRole.FOUNDER, "founder"),
    ]


def test_four_territories_have_a_corridor_with_quebec() -> None:
    """Which territories? Bordeaux, Nantes, Rennes and Wallonia."""
    case = load("quebec")
    quebec = TerritoryId(ThingId("territory-quebec"))
    corridors = [one for one in case.alliances_of(quebec) if one.kind is AllianceKind.CORRIDOR]
    others = {case[one].name for corridor in corridors for one in corridor.territories - {quebec}}
    assert others == {"Bordeaux", "Nantes", "Rennes", "Wallonie"}
    assert case.find("Wallonia", Territory)[0].within == {"territory-belgique"}


def test_the_web_organizations_of_quebec_are_over_40_but_over_60_is_undecidable() -> None:
    """More than fifty: over 40 is certain, over 60 stays open and says so."""
    number = counted(load("quebec"), "territory-region-de-quebec", Measure.ORGANIZATIONS)
    assert number > Count(40)
    with pytest.raises(Undecidable, match="at least 51 > 60"):
        _ = number > Count(60)


def test_when_the_week_of_quebec_took_place_is_unknown() -> None:
    """When did it take place? Unknown: the event has no days, nor has any other of the account."""
    case = load("quebec")
    assert case[QC_WEEK].days is None
    assert {one.days for one in case.all(Event)} == {None}


def test_several_thousand_people_came_to_quebec() -> None:
    """An approximate figure stays approximate, and keeps its words."""
    visitors = counted(load("quebec"), QC_WEEK, Measure.VISITORS)
    assert visitors > Count(1000)
    assert (visitors.high, visitors.about, visitors.said) == (None, True, "plusieurs milliers")


# Nantes – Saint-Nazaire

FUTUR_EN_SEINE = EventId(ThingId("event-futur-en-seine"))


def test_futur_en_seine_has_public_supporters_and_companies() -> None:
    """By kind: three public authorities, three companies named, 90 others in number."""
    case = load("nantes-saint-nazaire")
    kinds = Counter(one.kind for one in case.partners_of(FUTUR_EN_SEINE))
    assert kinds == {OrganizationKind.PUBLIC_AUTHORITY: 3, OrganizationKind.COMPANY: 3}
    supporters = case.partners_of(FUTUR_EN_SEINE, PartnershipRole.SUPPORTER)
    assert {one.kind for one in supporters} == {OrganizationKind.PUBLIC_AUTHORITY}
    companies = case.partners_of(FUTUR_EN_SEINE, PartnershipRole.PARTNER)
    assert {one.name for one in companies} == {"Engie", "Orange", "Total"}
    assert counted(case, FUTUR_EN_SEINE, Measure.PARTNERS) == Count(90)
    assert case.find("département Seine", Organization) == case.find(
        "Seine-Saint-Denis", Organization
    )


def test_web2day_has_at_least_201_talks() -> None:
    """Over 150? Yes. Exactly how many? At least 201, no more is known. Nearly 5,000 visitors."""
    case = load("nantes-saint-nazaire")
    talks = counted(case, "series-web2day", Measure.SESSIONS)
    assert talks > Count(150)
    assert (talks.low, talks.high) == (201, None)
    visitors = counted(case, "series-web2day", Measure.VISITORS)
    assert (visitors.low, visitors.high, visitors.about) == (5000, 5000, True)


def test_saint_nazaire_has_fewer_than_75_000_people() -> None:
    """Fewer than 70,000 are fewer than 75,000."""
    people = counted(load("nantes-saint-nazaire"), "territory-saint-nazaire", Measure.POPULATION)
    assert people < Count(75_000)
    assert people.high == 69_999


def test_nantes_and_saint_nazaire_share_an_agency() -> None:
    """Which territories share an agency? Both cities, and it has a body."""
    case = load("nantes-saint-nazaire")
    (agency,) = (one for one in case.all(Alliance) if one.kind is AllianceKind.AGENCY)
    assert {case[one].name for one in agency.territories} == {"Nantes", "Saint-Nazaire"}
    assert agency.body is not None
    assert case[agency.body].url == "https://nantes-saintnazaire.fr"
    growth = figure(case, "territory-nantes-saint-nazaire", Measure.JOBS_GROWTH)
    assert growth.value == Rank(1, "growth of digital employment in France")


def test_elven_holds_four_at_signs_of_2017() -> None:
    """Which labels does Elven hold? @@@@ of 2017, by Villes Internet."""
    case = load("nantes-saint-nazaire")
    (elven,) = case.find("Elven", Territory)
    (label,) = case.referring(elven.id, Label, "holder")
    assert (label.level, label.year, case[label.issuer].name) == ("@@@@", 2017, "Villes Internet")


def test_more_than_one_event_a_month_takes_place_in_france() -> None:
    """How many a month? More than one; two or ten, the account does not say."""
    number = counted(load("nantes-saint-nazaire"), "territory-france", Measure.EVENTS)
    assert number > Count(1)
    assert number.high is None


def test_the_third_digital_week_of_saint_nazaire_is_in_an_inferred_september() -> None:
    """Two weeks within September 2017, a year inferred; about a hundred events."""
    case = load("nantes-saint-nazaire")
    week = case[EventId(ThingId("event-digital-week-saint-nazaire-2017"))]
    assert week.days == Days.month(2017, 9)
    assert (week.edition, "inferred" in week.tags) == (3, True)
    assert counted(case, week.id, Measure.DURATION) == Count(2)
    assert counted(case, week.id, Measure.EVENTS) == Count.around(100)


def test_saint_germain_en_laye_had_a_waiting_list() -> None:
    """At least one person waited; how many seats there were is unknown."""
    workshops = load("nantes-saint-nazaire")[
        SessionId(ThingId("session-saint-germain-en-laye-workshops"))
    ]
    assert workshops.waitlisted is not None
    assert workshops.waitlisted > Count(0)
    assert workshops.capacity is None


# Cap numeric

CAP = OrganizationId(ThingId("organization-cap-numeric"))


def actions() -> list[Event]:
    """Return what Cap numeric's year in review lists, in the order of its possible days."""
    found = (one for one in load("cap-numeric").all(Event) if "action" in one.tags)
    return sorted(found, key=lambda one: str(one.days))


def test_cap_numeric_lists_eight_actions() -> None:
    """How many? Eight, the plan included and the assembly not; Cap numeric has part in each."""
    case = load("cap-numeric")
    assert len(actions()) == 8
    assert all(case[CAP] in case.partners_of(one.id) for one in actions())
    assert "Entreprise et territoire" in {word for one in actions() for word in one.aliases}
    (assembly,) = (one for one in case.all(Event) if one.kind == "general-assembly")
    assert case.partners_of(assembly.id, PartnershipRole.ORGANIZER) == (case[CAP],)
    assert assembly not in actions()


def test_only_the_march_meeting_fell_in_spring_2013_for_certain() -> None:
    """For certain: its days lie in spring, and no part of them was inferred."""
    spring = Days.season(2013, "spring")
    within = [one for one in actions() if one.days is not None and one.days.within(spring)]
    certain = [one.name for one in within if "inferred" not in one.tags]
    assert certain == ["Rencontres numériques of March 2013"]
    assert len(within) > len(certain)


def test_coteo_and_mohammed_benjelloun_joined_the_board() -> None:
    """Who joined the board? A company and a person, who directs EILCO."""
    case = load("cap-numeric")
    new = [
        case[one.member].label
        for one in case.members_of(CAP)
        if one.role is MembershipRole.BOARD_MEMBER and "new" in one.tags
    ]
    assert sorted(new) == ["Coteo", "Mohammed Benjelloun"]
    (director,) = case.members_of("organization-eilco")
    assert (director.role, case[director.member].label) == ("director", "Mohammed Benjelloun")


def test_attendance_is_known_of_two_actions_about_130_in_all() -> None:
    """Of the others the figure is missing. The parts of an action count with it."""
    case = load("cap-numeric")
    known: dict[str, Count] = {}
    for action in actions():
        for part in case.events_within(action.id):
            for one in case.referring(part.id, Observation):
                assert isinstance(one.value, Count)
                known[action.id] = one.value
    assert len(known) == 2
    total = sum(known.values(), Count(0))
    assert total == Count.around(130)
    assert str(total) == "about 130"


def test_henryk_klaba_presides_ovh() -> None:
    """Which persons are tied to OVH? Henryk Klaba alone, its president."""
    case = load("cap-numeric")
    (tie,) = case.members_of("organization-ovh")
    assert (case[tie.member].label, tie.role) == ("Henryk Klaba", MembershipRole.PRESIDENT)
    rank = figure(case, "organization-ovh", Measure.MARKET_RANK).value
    assert rank == Rank(2, "hosting operators in the world")


def test_michel_boulanger_is_treasurer() -> None:
    """Who is treasurer? Michel Boulanger, who heads XYZ."""
    case = load("cap-numeric")
    (tie,) = (one for one in case.members_of(CAP) if one.role is MembershipRole.TREASURER)
    person = case[tie.member]
    assert person.label == "Michel Boulanger"
    assert {case[one.of].label for one in case.memberships_of(person.id)} == {"Cap numeric", "XYZ"}


# Normandie

IN_NORMANDY = EventId(ThingId("event-in-normandy"))


def test_mounir_majhoubi_opened_in_normandy() -> None:
    """Who opened the fair? Mounir Majhoubi, as the account prints him."""
    case = load("normandie")
    (tie,) = (one for one in case.members_of(IN_NORMANDY) if one.role is MembershipRole.OPENER)
    assert case[tie.member].label == "Mounir Majhoubi"


def test_he_is_found_as_mahjoubi() -> None:
    """The spelling that the account does not print finds him as well."""
    case = load("normandie")
    assert case.find("Mahjoubi", Person) == (case[PersonId(ThingId("person-mounir-majhoubi"))],)


def test_who_organized_in_normandy_is_unknown() -> None:
    """Who organized it? Unknown: it has no partnership; and its days are missing."""
    case = load("normandie")
    assert case.partners_of(IN_NORMANDY, PartnershipRole.ORGANIZER) == ()
    assert case.partnerships_of(IN_NORMANDY) == ()
    assert case[IN_NORMANDY].days is None


def test_a_fifth_of_the_french_are_digitally_excluded() -> None:
    """Which share? 20 %, with the source that says so."""
    share = figure(load("normandie"), "territory-france", Measure.SHARE_OF_PEOPLE)
    assert (share.value, share.unit) == (Decimal(20), "%")
    (source,) = share.sources
    assert source.title.startswith("Normandinamik")
    assert source.published == Days.of("2018-05-31")


def test_normandie_is_in_team_normandie() -> None:
    """In which alliances does Normandie appear? Team Normandie."""
    alliances = load("normandie").alliances_of("territory-normandie")
    assert [(one.name, one.kind) for one in alliances] == [
        ("Team Normandie", AllianceKind.DELEGATION)
    ]


# All of them


@pytest.mark.parametrize("name", names())
def test_a_file_is_in_canonical_form(name: str) -> None:
    """Reading a data set and writing it again gives the file's text exactly."""
    text = files("numeco.datasets").joinpath(f"{name}.json").read_text(encoding="utf-8")
    assert dumps(loads(text)) == text


@given(st.permutations(names()))
def test_the_data_sets_unite_in_any_order(order: list[str]) -> None:
    """All six unite to one ecosystem, the five alone as well, whatever the order."""
    assert reduce(or_, map(load, order)) == reduce(or_, map(load, names()))
    five = [name for name in order if name != FICTION]
    assert reduce(or_, map(load, five)) == reduce(or_, map(load, REAL))


def test_cases_meet_in_what_they_share() -> None:
    """The union knows of Nantes what two accounts say, each with its source."""
    united = load("quebec") | load("nantes-saint-nazaire")
    nantes = TerritoryId(ThingId("territory-nantes"))
    assert {one.kind for one in united.alliances_of(nantes)} == {
        AllianceKind.CORRIDOR,
        AllianceKind.AGENCY,
    }
    titles = {one.title.partition(",")[0] for one in united[nantes].sources}
    assert titles == {"Insee", "Isarta Infos", "Villes Internet"}


@pytest.mark.parametrize("name", names())
def test_every_thing_has_a_source_that_the_description_names(name: str) -> None:
    """No thing is without an account, and the description lists all of them and no other."""
    about = describe(name)
    titles = [{one.title for one in thing.sources} for thing in load(name)]
    assert all(some & set(about.sources) for some in titles)
    assert set().union(*titles) == {*about.sources, *about.references}


@pytest.mark.parametrize("name", names())
def test_what_no_account_prints_has_a_source_of_its_own(name: str) -> None:
    """Codes come from their registers, and so does what lies within a country or a département."""
    registers = {"insee": "Insee", "iso3166-1": "ISO 3166-1"}
    case = load(name)
    for place in case.all(Territory):
        titles = {one.title.partition(",")[0] for one in place.sources}
        assert {registers[one.scheme] for one in place.identifiers} <= titles
        if "territory-france" in place.within:
            assert titles & {"Insee", "Public knowledge"}


def test_every_town_of_france_lies_in_france() -> None:
    """The hierarchy is even: through their département or region, all lie in France."""
    united = reduce(or_, map(load, REAL))
    france = united.within("territory-france")
    towns = [
        "nantes",
        "saint-nazaire",
        "paris",
        "elven",
        "saint-germain-en-laye",
        "bordeaux",
        "rennes",
    ]
    places = [
        "seine-saint-denis",
        "yvelines",
        "morbihan",
        "loire-atlantique",
        "ile-de-france",
        "normandie",
    ]
    assert all(f"territory-{one}" in france for one in (*towns, *places))
    parents = {
        "nantes": {"loire-atlantique", "nantes-saint-nazaire"},
        "saint-nazaire": {"loire-atlantique", "nantes-saint-nazaire"},
        "paris": {"ile-de-france"},
        "seine-saint-denis": {"ile-de-france"},
        "yvelines": {"ile-de-france"},
        "saint-germain-en-laye": {"yvelines"},
        "elven": {"morbihan"},
    }
    case = load("nantes-saint-nazaire")
    for one, above in parents.items():
        place = case[TerritoryId(ThingId(f"territory-{one}"))]
        assert place.within == {f"territory-{name}" for name in above}


def test_every_tag_is_documented() -> None:
    """The page on data sets says what each tag means, and lists no tag that none has."""
    page = (Path(__file__).parents[1] / "docs/reference/datasets.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    assert documented == {tag for name in names() for thing in load(name) for tag in thing.tags}


@pytest.mark.parametrize("name", REAL)
def test_every_inferred_date_says_why(name: str) -> None:
    """What is tagged inferred has days, and the reason in its source."""
    for thing in load(name):
        if "inferred" in thing.tags:
            assert getattr(thing, "days", None) is not None
            assert all(source.note for source in thing.sources)


@pytest.mark.parametrize("name", REAL)
def test_dates_without_the_tag_are_printed_in_full(name: str) -> None:
    """Of the events with days, those not inferred are the two whose month and year are printed."""
    printed = [
        one.id
        for one in load(name).all(Event)
        if one.days is not None and "inferred" not in one.tags
    ]
    march = ["event-plan-entreprise-et-territoire-2014", "event-rencontres-numeriques-2013-03"]
    assert printed == (march if name == "cap-numeric" else [])


@pytest.mark.parametrize("name", REAL)
def test_the_five_cases_are_no_fiction(name: str) -> None:
    """Nothing in them has the tag fiction, and no session has an invented hour."""
    assert not any("fiction" in thing.tags for thing in load(name))
    assert {one.when for one in load(name).all(Session)} <= {None}
    assert not describe(name).fiction


@pytest.mark.parametrize("name", REAL)
def test_texts_have_a_language(name: str) -> None:
    """Whatever is described says in which language."""
    assert all(thing.language == "en" for thing in load(name) if thing.description)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    """The sentence lists the data sets, for `load` and `describe` alike."""
    for function in (load, describe):
        with pytest.raises(InvalidValue, match=r"must be one of cap-numeric, .*quebec") as error:
            function("quebek")
        assert "'quebek'" in str(error.value)
        unhashable: Any = ["quebec"]
        with pytest.raises(InvalidValue, match=r"name must be one of .* \(got \['quebec'\]\)"):
            function(unhashable)


def test_a_data_set_is_loaded_once() -> None:
    """An ecosystem never changes, so the same one serves again."""
    assert load("quebec") is load("quebec")


@pytest.mark.parametrize("name", names())
def test_a_description_reads_well(name: str) -> None:
    """It tells name, title, what is known and unknown, and whether it is fiction."""
    about = describe(name)
    lines = str(about).splitlines()
    assert lines[0].startswith(f"{name}: {about.title}")
    assert lines[0].endswith("(fiction)") is (name == FICTION)
    assert [line.partition(":")[0] for line in lines[1:3]] == ["Known", "Unknown"]
    assert names() == tuple(sorted(names()))


# The fictional week

WEEK = EventId(ThingId("event-semaine-fictive-2026"))


def collisions(by: str) -> list[tuple[Session, Session]]:
    """Return the overlapping pairs that share a room or a speaker, by comparing each with each."""
    case = load(FICTION)
    live = [
        one
        for one in case.sessions_of(WEEK)
        if one.when is not None and one.status is not SessionStatus.CANCELLED
    ]

    def share(one: Session, other: Session) -> bool:
        if by == "speakers":
            return bool(set(one.speakers) & set(other.speakers))
        room = one.venue
        return room is not None and room == other.venue and case[room].exclusive

    return [
        (one, other)
        for one, other in combinations(live, 2)
        if one.when is not None
        and other.when is not None
        and one.when.overlaps(other.when)
        and one.within != other.id
        and other.within != one.id
        and share(one, other)
    ]


def test_what_is_not_fiction_stands_unchanged_in_a_case() -> None:
    """The week takes over real things as the five cases know them, and marks all the rest."""
    five = reduce(or_, map(load, REAL))
    for thing in load(FICTION):
        assert (thing in five) is ("fiction" not in thing.tags)


def test_the_fictional_week_is_dense() -> None:
    """Five days, 79 sessions, every one of them in its event's days and every room in use."""
    case = load(FICTION)
    sessions = case.sessions_of(WEEK)
    assert (len(sessions), len(case.all(Session))) == (79, 79)
    perday = Counter(case.day(one) for one in sessions if one.when)
    assert len(perday) == 5
    assert min(perday.values()) >= 14
    for one in sessions:
        day, days = case.day(one), case[one.event].days
        assert day is None or (days is not None and day in days)


def test_the_fictional_week_collides_on_purpose() -> None:
    """Six rooms are booked twice, five speakers are in two places."""
    assert len(collisions("venue")) == 6
    assert len(collisions("speakers")) == 5


def test_the_fictional_week_has_one_of_each_odd_case() -> None:
    """One repeated showing, one cancelled, one unscheduled session; one break a day."""
    sessions = load(FICTION).all(Session)
    (again,) = (one for one in sessions if one.repeat_of)
    assert again.repeat_of == "session-fictive-ia-voisins"
    assert Counter(one.status for one in sessions) == {
        "confirmed": 76,
        "tentative": 2,
        "cancelled": 1,
    }
    assert [one.status for one in sessions if one.when is None] == [SessionStatus.TENTATIVE]
    assert sum(one.kind is SessionKind.BREAK for one in sessions) == 5
    assert sum(one.kind is SessionKind.PLENARY for one in sessions) == 2


def test_no_real_person_speaks_in_the_fictional_week() -> None:
    """Real organizations lend their name to some sessions; words are put in nobody's mouth."""
    case = load(FICTION)
    speakers = {one for session in case.all(Session) for one in session.speakers}
    assert len(speakers) == 25
    assert all("fiction" in case[one].tags for one in speakers)


def test_every_speaker_belongs_somewhere() -> None:
    """Each of the fictional speakers has a membership in an organization."""
    case = load(FICTION)
    for session in case.all(Session):
        for speaker in session.speakers:
            homes = (case[one.of] for one in case.referring(speaker, Membership, "member"))
            assert any(isinstance(home, Organization) for home in homes)


def test_every_kind_of_thing_occurs() -> None:
    """The six together show every kind of thing that numeco has, so that demos can."""
    kinds = {type(thing) for name in names() for thing in load(name)}
    assert kinds == set(Thing.__subclasses__())


def test_series_are_shared_by_editions() -> None:
    """The two editions of the Semaine du numérique name one series."""
    case = load("quebec")
    series = SeriesId(ThingId("series-semaine-du-numerique-quebec"))
    assert {one.edition for one in case.referring(series, Event)} == {1, 2}
    assert isinstance(case[series], Series)
