"""Laws of the pictures by matplotlib: nothing overlaps, nothing is lost unsaid, times are true."""

import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise, product
from math import log
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("matplotlib", reason="pictures need matplotlib: install numeco[plot]")

import matplotlib as mpl
from attrs import evolve
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle, StepPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from numeco import (
    Count,
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    InvalidValue,
    Session,
    Theme,
    UnknownId,
    Venue,
    datasets,
    plot,
)
from numeco.plot._heat import _Scale
from numeco.plot._text import LINE, clipped, font, legible, width, wrapped
from numeco.schedule import Load, Proposal, clashes, concurrency, rearrange
from numeco.testing import ecosystems, schedules

HOSTILE = [
    "日本語のとても長い名前" * 5,
    "🎉👩‍👩‍👧 fête",
    "$\\frac{1}{0}$ and $x_",
    "_hidden",
    "Donaudampfschifffahrtsgesellschaft" * 3,
    "\u202egnirts",
    "A\n\tB",
    "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "e\u0301\u0323\u0327 combined",
    "عربي يكتب من اليمين",
    "\x07",
]
WORDS = ["Observatoire", "des médias", "données", "ouvertes,", "cybersécurité", "pour", "les PME:"]
WORDS += ["atelier", "intelligence", "artificielle", "et", "territoires;", "retour", "d'expérience"]
WORDS += ["Nouvelle-Calédonie", "Québec"]
titles = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=60)).filter(str.strip)


def made(number: int, *, rooms: int, days: int, seed: int = 1) -> Ecosystem:
    """Return a programme of sessions at random: some unscheduled, cancelled or without a room."""
    draw = random.Random(seed)  # noqa: S311  # a test
    event = Event(id="forum", name="Forum", zone="Europe/Paris")
    venues = [Venue(name=f"Salle {at} du grand palais") for at in range(rooms)]
    themes = [Theme(name=f"{word} {at}") for at, word in enumerate(WORDS)]
    found = []
    for at in range(number):
        start = datetime(2026, 10, 19 + draw.randrange(days), 9)  # noqa: DTZ001  # a wall clock
        start += timedelta(minutes=15 * draw.randrange(34))
        lasts = timedelta(minutes=draw.choice([5, 20, 30, 45, 45, 60, 90]))
        when = Interval.local(start, lasts, "Europe/Paris")
        found.append(
            Session(
                id=f"s-{at}",
                title=" ".join(draw.sample(WORDS, draw.randint(1, 7))),
                event=event.id,
                venue=None if at % 29 == 3 else draw.choice(venues).id,
                themes=[] if at % 13 == 5 else [draw.choice(themes).id],
                when=None if at % 31 == 7 else when,
                status="cancelled" if at % 37 == 2 else "confirmed",
            )
        )
    return Ecosystem.of(event, venues, themes, found)


def titled(title: str, number: int = 1) -> Ecosystem:
    """Return a programme in which everything has one name."""
    event = Event(id="event", name=title)
    room, theme = Venue(id="room", name=title), Theme(id="theme", name=title)
    sessions = [
        Session(
            id=f"s-{at}",
            title=title,
            event=event.id,
            venue=room.id,
            themes=[theme.id],
            when=Interval.local(f"2026-10-20T{9 + at:02}:00", f"2026-10-20T{11 + at}:00", "UTC"),
        )
        for at in range(number)
    ]
    return Ecosystem.of(event, room, theme, sessions)


# What a figure shows


def texts(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Return the texts that a reader sees, and the pixels that they take."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    shown = [one for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip()]
    return [(one, one.get_window_extent(renderer)) for one in shown]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of texts that lie over one another, by half a pixel or more."""
    boxes = sorted(texts(figure), key=lambda one: one[1].x0)
    found = []
    for at, (text, box) in enumerate(boxes):
        for other, there in boxes[at + 1 :]:
            if there.x0 >= box.x1 - 0.5:
                break
            if there.y0 < box.y1 - 0.5 and box.y0 < there.y1 - 0.5:
                found.append((text.get_text(), other.get_text()))
    return found


def outside(figure: Figure) -> list[str]:
    """Return the texts that the edge of the figure cuts off."""
    whole = figure.bbox.padded(0.5)
    return [
        text.get_text()
        for text, box in texts(figure)
        if not (whole.x0 <= box.x0 and box.x1 <= whole.x1)
        or not (whole.y0 <= box.y0 and box.y1 <= whole.y1)
    ]


def marks(figure: Figure, what: str) -> dict[str, object]:
    """Return the artists of a sort, by the session that they are of."""
    found = [one for one in figure.findobj() if str(one.get_gid()).startswith(f"{what}:")]
    by_id = {str(one.get_gid()).partition(":")[2]: one for one in found}
    assert len(by_id) == len(found), "two artists are of one session"
    return by_id


def notes(figure: Figure) -> str:
    """Return what is said below a picture."""
    return " ".join(one.get_text() for one in figure.findobj(Text) if one.get_gid() == "note")


def counted(figure: Figure, what: str) -> int:
    """Return the number that the notes give before some words."""
    found = re.search(rf"([\d,]+) {what}", notes(figure))
    return int(found[1].replace(",", "")) if found else 0


def check_programme(ecosystem: Ecosystem, event: str, figure: Figure) -> None:
    """Check the laws of every picture of a programme."""
    assert overlapping(figure) == []
    assert outside(figure) == []
    sessions = ecosystem.sessions_of(event)
    off = {one.id for one in sessions if ecosystem.cancelled(one)}
    drawn = {one.id for one in sessions if one.when is not None} - off
    boxes, named, dots = (marks(figure, what) for what in ("box", "title", "dot"))
    assert boxes.keys() == drawn
    assert named.keys() | dots.keys() == drawn
    assert not named.keys() & dots.keys()
    assert counted(figure, r"sessions?\b") == len(drawn)
    assert counted(figure, "without room for a title") == len(dots)
    assert counted(figure, "cancelled") == len(off)
    assert counted(figure, "unscheduled") == len(sessions) - len(drawn) - len(off)
    renderer = FigureCanvasAgg(figure).get_renderer()
    for key, text in named.items():
        box, there = (one.get_window_extent(renderer) for one in (boxes[key], text))
        # DejaVu's accents on capitals stand out by a pixel.
        assert box.x0 - 1 <= there.x0 <= there.x1 <= box.x1 + 1
        assert box.y0 - 1 <= there.y0 <= there.y1 <= box.y1 + 1


# Texts


@given(titles, st.sampled_from([5.5, 7.0, 8.0, 9.0, 11.0, 15.0]), st.booleans())
@settings(max_examples=200)
def test_no_text_is_wider_than_measured(title: str, size: float, bold: bool) -> None:
    """A text takes no more room than `width` says."""
    figure = Figure(dpi=100)
    said = legible(title)
    text = figure.text(0, 0, said, fontproperties=font(size, bold), parse_math=False)
    extent = text.get_window_extent(FigureCanvasAgg(figure).get_renderer())
    assert extent.width <= 100 * width(said, size, bold) + 1
    assert extent.height <= 100 * size * LINE / 72 + 1


@given(titles, st.floats(0.3, 3), st.integers(1, 4), st.floats(0, 0.2))
def test_wrapped_lines_fit_and_lose_nothing_unsaid(
    title: str, room: float, lines: int, aside: float
) -> None:
    """Lines fit; what they hold is the text, but for hyphens and a … at the end."""
    said = legible(title)
    found = wrapped(said, 7, room, lines, aside)
    assert len(found) <= lines
    assert all(width(line, 7) <= max(room, 0.35) for line in found)
    whole, shown = (re.sub(r"[\s-]", "", one) for one in (said, "".join(found)))
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))


@given(titles, st.floats(0.2, 3))
def test_clipped_texts_end_in_an_ellipsis(title: str, room: float) -> None:
    """A text that fits stays as it is; any other ends in … and fits."""
    said = legible(title)
    found = clipped(said, 8, room)
    assert (found == said) == (width(said, 8) <= room or said == found)
    assert width(found, 8) <= max(room, width("…", 8))


# Programmes


@pytest.mark.parametrize(
    ("number", "rooms", "days", "size"),
    [
        (0, 1, 1, None),
        (1, 1, 1, None),
        (10, 3, 1, None),
        (10, 3, 1, (5, 5)),
        (100, 6, 3, None),
        (100, 6, 3, (12, 8)),
        (1000, 14, 5, None),
        (1000, 14, 5, (20, 12)),
        (1000, 2, 1, None),
    ],
)
def test_no_label_overlaps_and_no_session_is_lost(
    number: int, rooms: int, days: int, size: tuple[float, float] | None
) -> None:
    """At any size each session has a box, and its title or a dot that is counted."""
    ecosystem = made(number, rooms=rooms, days=days)
    figure = plot.programme(ecosystem, "forum", size=size, clashing=clashes(ecosystem))
    check_programme(ecosystem, "forum", figure)


def test_ten_sessions_are_all_named() -> None:
    """In a small programme each session has its title, in full where it lasts 20 minutes."""
    ecosystem = made(10, rooms=3, days=1)
    figure = plot.programme(ecosystem, "forum")
    assert marks(figure, "dot") == {}
    for key, text in marks(figure, "title").items():
        shown, whole = (
            re.sub(r"[\s-]", "", one) for one in (text.get_text(), ecosystem[key].label)
        )
        short = ecosystem[key].when.duration < timedelta(minutes=20)
        assert shown == whole or (short and whole.startswith(shown.rstrip("…")))


@pytest.mark.parametrize("name", datasets.names())
def test_the_cases_have_pictures(name: str) -> None:
    """Each event of the cases that has sessions has a picture that keeps the laws."""
    ecosystem = datasets.load(name)
    for event in ecosystem.all(Event):
        figure = plot.programme(ecosystem, event.id, clashing=clashes(ecosystem))
        check_programme(ecosystem, event.id, figure)


@given(schedules(max_size=20))
@settings(max_examples=30)
def test_any_schedule_has_a_picture(ecosystem: Ecosystem) -> None:
    """Dense programmes keep the laws, also where the clocks change."""
    figure = plot.programme(ecosystem, "week", clashing=clashes(ecosystem))
    check_programme(ecosystem, "week", figure)


@given(ecosystems())
@settings(max_examples=30)
def test_any_ecosystem_has_pictures(ecosystem: Ecosystem) -> None:
    """Whatever an ecosystem holds, its events have pictures that keep the laws."""
    for event in ecosystem.all(Event)[:2]:
        check_programme(ecosystem, event.id, plot.programme(ecosystem, event.id))


@given(titles, st.integers(1, 4))
@settings(max_examples=40)
def test_any_title_can_be_drawn(title: str, number: int) -> None:
    """No sign makes matplotlib warn, is read as mathematics or breaks the layout."""
    ecosystem = titled(title, number)
    figure = plot.programme(ecosystem, "event", clashing=clashes(ecosystem), title=title)
    check_programme(ecosystem, "event", figure)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_can_be_drawn(title: str) -> None:
    """Scripts that the font lacks, emoji, mathematics and controls draw without a warning."""
    ecosystem = titled(title, 3)
    check_programme(ecosystem, "event", plot.programme(ecosystem, "event"))
    assert overlapping(plot.clashes(clashes(ecosystem))) == []


def test_panels_are_days_side_by_side() -> None:
    """There is a panel a programme day, in order, from left to right at one height."""
    figure = plot.programme(made(100, rooms=6, days=3), "forum")
    names = ["Mon 2026-10-19", "Tue 2026-10-20", "Wed 2026-10-21"]
    assert [axes.get_title("left") for axes in figure.axes] == names
    places = [axes.get_position() for axes in figure.axes]
    assert all(one.x1 < other.x0 and one.y0 == other.y0 for one, other in pairwise(places))


def test_boxes_do_not_overlap() -> None:
    """Sessions that share a room at one time stand side by side."""
    figure = plot.programme(made(300, rooms=3, days=2), "forum")
    for axes in figure.axes:
        boxes = [one for one in axes.patches if str(one.get_gid()).startswith("box:")]
        assert boxes
        placed = [one.get_bbox() for one in boxes]
        for at, one in enumerate(placed):
            assert not any(
                one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
                for other in placed[at + 1 :]
            )


# Times


def fair(
    *times: tuple[str, str], day_starts: time = time(), zone: str = "Europe/Paris"
) -> Ecosystem:
    """Return an event with sessions at such times."""
    event = Event(id="fair", name="Fair", zone=zone, day_starts=day_starts)
    return Ecosystem.of(
        event,
        (
            Session(id=f"s-{at}", title=f"S{at}", event="fair", when=Interval.local(*both, zone))
            for at, both in enumerate(times)
        ),
    )


def hours(figure: Figure, panel: int = 0) -> dict[str, float]:
    """Return where the named hours of a panel lie, in minutes."""
    axes = figure.axes[panel]
    return {
        label.get_text(): place
        for label, place in zip(axes.get_yticklabels(), axes.get_yticks(), strict=True)
    }


def test_a_short_day_lacks_an_hour() -> None:
    """In spring, 01:00 to 04:00 takes two hours, and there is no 02:00."""
    figure = plot.programme(
        fair(("2026-03-29T01:00", "2026-03-29T04:00"), ("2026-03-28T01:00", "2026-03-28T04:00")),
        "fair",
    )
    boxes = marks(figure, "box")
    assert (boxes["s-1"].get_height(), boxes["s-0"].get_height()) == pytest.approx(
        (180, 120), abs=3
    )
    assert hours(figure, 0) == {"01:00": 0, "02:00": 60, "03:00": 120, "04:00": 180}
    assert hours(figure, 1) == {"01:00": 0, "03:00": 60, "04:00": 120, "05:00": 180}


def test_a_long_day_has_an_hour_twice() -> None:
    """In autumn, 01:00 to 04:00 takes four hours, and 02:00 is there twice, with its offsets."""
    figure = plot.programme(fair(("2026-10-25T01:00", "2026-10-25T04:00")), "fair")
    assert marks(figure, "box")["s-0"].get_height() == pytest.approx(240, abs=3)
    assert hours(figure) == {
        "01:00": 0,
        "02:00 +02:00": 60,
        "02:00 +01:00": 120,
        "03:00": 180,
        "04:00": 240,
    }


@given(schedules(min_size=1))
@settings(max_examples=40)
def test_boxes_stand_where_the_clocks_say(ecosystem: Ecosystem) -> None:
    """A box begins as many real minutes after a named hour as the session does, by zoneinfo."""
    figure = plot.programme(ecosystem, "week")
    panels = {axes.get_title("left")[4:]: at for at, axes in enumerate(figure.axes)}
    for key, box in marks(figure, "box").items():
        session = ecosystem[key]
        day, zone = ecosystem.day(session), ZoneInfo(ecosystem["week"].zone or session.when.zone)
        assert box.axes is figure.axes[panels[day.isoformat()]]
        start = session.when.start.astimezone(ZoneInfo("UTC"))
        for name, at in hours(figure, panels[day.isoformat()]).items():
            there = start - timedelta(minutes=box.get_y() - at)
            assert f"{there.astimezone(zone):%H:%M}" == name[:5]


def test_sessions_after_midnight_stand_on_their_programme_day() -> None:
    """What begins at 01:00 of a day that begins at 05:00 is below what begins at 23:00."""
    figure = plot.programme(
        fair(
            ("2026-10-20T23:00", "2026-10-21T00:30"),
            ("2026-10-21T01:00", "2026-10-21T02:00"),
            day_starts=time(5),
        ),
        "fair",
    )
    (panel,) = figure.axes
    assert panel.get_title("left") == "Tue 2026-10-20"
    boxes = marks(figure, "box")
    assert boxes["s-1"].get_y() - boxes["s-0"].get_y() == 120
    assert hours(figure) == {"23:00": 0, "00:00": 60, "01:00": 120, "02:00": 180}


def test_what_outlasts_its_day_says_so() -> None:
    """A session of three days is drawn to the foot of its day, marked and counted."""
    ecosystem = fair(
        ("2026-10-20T09:00", "2026-10-22T18:00"), ("2026-10-20T10:00", "2026-10-20T17:00")
    )
    figure = plot.programme(ecosystem, "fair")
    assert marks(figure, "more").keys() == {"s-0"}
    assert counted(figure, "running on after the day") == 1
    assert figure.axes[0].get_ylim() == (480, 0)


def test_events_of_other_zones_keep_their_clocks() -> None:
    """A tour stands by the clock of each stop, and the note names them all."""
    stops = {"Europe/Paris": "paris", "Pacific/Noumea": "noumea"}
    tour = Event(id="tour", name="Tour")
    events = [Event(id=key, name=key, zone=zone, within="tour") for zone, key in stops.items()]
    sessions = [
        Session(
            id=f"s-{key}",
            title=key,
            event=key,
            when=Interval.local("2026-10-20T09:00", "2026-10-20T10:00", zone),
        )
        for zone, key in stops.items()
    ]
    figure = plot.programme(Ecosystem.of(tour, events, sessions), "tour")
    assert {box.get_y() for box in marks(figure, "box").values()} == {0}
    assert all(zone in notes(figure) for zone in stops)


# Clashes


def test_clashes_show_without_colour() -> None:
    """A session that clashes has a frame twice as thick as another, and a triangle."""
    ecosystem = datasets.load("semaine-fictive")
    found = clashes(ecosystem).filter(severity="error")
    figure = plot.programme(ecosystem, "event-semaine-fictive-2026", clashing=found)
    boxes, triangles = marks(figure, "box"), marks(figure, "clash")
    marked = found.sessions() & boxes.keys()
    assert marked
    assert triangles.keys() == marked
    thin = max(box.get_linewidth() for key, box in boxes.items() if key not in marked)
    assert all(boxes[key].get_linewidth() > 2 * thin for key in marked)
    assert counted(figure, "clashing") == len(marked)


def test_ids_mark_like_clashes() -> None:
    """Marking what was found, or its ids, gives the same picture."""
    ecosystem = made(30, rooms=2, days=1)
    found = clashes(ecosystem)
    one, other = (
        plot.programme(ecosystem, "forum", clashing=given)._repr_png_()
        for given in (found, sorted(found.sessions()))
    )
    assert one == other


def test_some_clashes_mark_their_sessions() -> None:
    """Single clashes, ids or both mark what they are about."""
    ecosystem = made(30, rooms=2, days=1)
    found = [one for one in clashes(ecosystem) if one.second is not None][:2]
    figure = plot.programme(ecosystem, "forum", clashing=(one for one in [*found, "s-4"]))
    expected = {"s-4"} | {one.id for clash in found for one in clash.sessions}
    assert counted(figure, "clashing") == len(expected & marks(figure, "box").keys())


def test_chosen_sessions_only() -> None:
    """With `sessions`, no other is drawn or counted."""
    figure = plot.programme(made(30, rooms=2, days=1), "forum", sessions=["s-1", "s-4"])
    assert marks(figure, "box").keys() == {"s-1", "s-4"}
    assert counted(figure, r"sessions?\b") == 2


def test_themes_that_share_a_colour_differ() -> None:
    """No two themes of the legend look alike, but those that are called other themes."""
    figure = plot.programme(made(200, rooms=4, days=2), "forum")
    keys = [one.get_text() for one in figure.findobj(Text) if one.get_gid() == "key"]
    assert len(keys) == 15
    assert keys[-1].endswith("other themes · no theme")
    squares = Counter(one.get_facecolor() for one in figure.findobj(Rectangle) if one.axes is None)
    assert sorted(squares.values())[-7:] == [3] * 7  # one solid, one in two parts


# Alone


@pytest.mark.parametrize("which", ["programme", "concurrency", "clashes"])
def test_pictures_are_the_same_whatever_the_settings(which: str) -> None:
    """The same input gives the same pixels, with other fonts, grids and sizes set, too."""
    ecosystem = made(40, rooms=3, days=2)

    def drawn() -> bytes:
        if which == "programme":
            return plot.programme(ecosystem, "forum")._repr_png_()
        if which == "clashes":
            return plot.clashes(clashes(ecosystem))._repr_png_()
        return plot.concurrency(concurrency(ecosystem))._repr_png_()

    usual = drawn()
    strange = {
        "axes.facecolor": "black",
        "axes.grid": True,
        "axes.labelsize": 40,
        "figure.autolayout": True,
        "figure.dpi": 33,
        "font.family": "serif",
        "font.size": 30,
        "text.color": "red",
        "text.usetex": True,
        "xtick.labelsize": 30,
    }
    with mpl.rc_context(strange):
        assert drawn() == usual
    assert usual.startswith(b"\x89PNG")


def test_nothing_needs_pyplot() -> None:
    """Drawing imports no pyplot, and so opens no window and keeps no figure."""
    code = (
        "import sys; from numeco import datasets, plot; from numeco.schedule import *;"
        "week = datasets.load('semaine-fictive');"
        "plot.programme(week, 'event-semaine-fictive-2026');"
        "plot.concurrency(concurrency(week)); plot.clashes(clashes(week));"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_without_matplotlib_the_extra_is_named() -> None:
    """Where matplotlib is missing, the error says what to install."""
    code = "import sys; sys.modules['matplotlib'] = None; import numeco.plot"
    done = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert 'ImportError: numeco.plot needs matplotlib: pip install "numeco[plot]"' in done.stderr


# Concurrency


def check_concurrency(figure: Figure) -> None:
    """Check the laws of every picture of a step function."""
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize("of", list(Load))
@pytest.mark.parametrize("name", datasets.names())
def test_every_load_has_a_picture(name: str, of: Load) -> None:
    """What the cases hold at once can be drawn, and sessions without a figure are counted."""
    found = concurrency(datasets.load(name), of=of)
    figure = plot.concurrency(found)
    check_concurrency(figure)
    assert counted(figure, "sessions? without a figure") == len(found.missing)


def steps(figure: Figure) -> Iterable[tuple[float, float]]:
    """Yield the lengths in hours and the low bounds of the steps that are drawn, in order."""
    for axes in figure.axes:
        for patch in axes.patches:
            if isinstance(patch, StepPatch) and patch.get_gid() == "low":
                values, edges, _ = patch.get_data()
                yield from zip((b - a for a, b in pairwise(edges)), values, strict=True)


@given(schedules(max_size=20), st.sampled_from(Load))
@settings(max_examples=40)
def test_every_step_is_drawn(ecosystem: Ecosystem, of: Load) -> None:
    """The low bounds times real hours add up to the total, and the peaks are all marked."""
    found = concurrency(ecosystem, of=of)
    figure = plot.concurrency(found)
    check_concurrency(figure)
    assert sum(long * low for long, low in steps(figure)) == pytest.approx(
        found.total.low, abs=1e-6
    )
    peaks = [one for axes in figure.axes for one in axes.lines if one.get_gid() == "peak"]
    assert len(peaks) == (len(found.peaks) if found.peak.high else 0)


def test_bounds_are_a_band() -> None:
    """Where a figure is between bounds, a band reaches from the low to the high one."""
    fair_ = Event(name="Fair")
    when = Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris")
    talk = Session(id="a", title="A", event=fair_.id, when=when, attended=Count(190, 250))
    figure = plot.concurrency(concurrency(Ecosystem.of(fair_, talk), of="attended"))
    bands = [one.get_data() for one in figure.axes[0].patches if isinstance(one, StepPatch)]
    assert any(values == [250] and baseline == [190] for values, _, baseline in map(_lists, bands))
    assert "hatched: between the low and the high bound" in notes(figure)


def _lists(data: tuple[object, ...]) -> list[object]:
    return [getattr(one, "tolist", lambda one=one: one)() for one in data]


def test_nights_take_no_room() -> None:
    """A week has a panel a day, as long as its sessions last."""
    figure = plot.concurrency(concurrency(datasets.load("semaine-fictive")))
    names = [axes.get_title("left") for axes in figure.axes]
    assert names == [f"{day} 2026-10-{at}" for day, at in zip(DAYS, range(19, 24), strict=True)]


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


def test_the_peak_is_named() -> None:
    """The picture says how much there is at the peak, and when."""
    found = concurrency(datasets.load("semaine-fictive"), of="registered")
    said = [one.get_text() for one in plot.concurrency(found).findobj(Text)]
    assert "peak: 1,035, Fri 2026-10-23 15:45–16:00" in said


def days(figure: Figure) -> list[str]:
    """Return the names of days, panel by panel, from left to right."""
    by_panel = [
        [one for one in axes.findobj(Text) if one.get_gid() == "day" and one.get_text()]
        for axes in figure.axes
    ]
    return [
        one.get_text()
        for found in by_panel
        for one in sorted(found, key=lambda text: text.get_window_extent().x0)
    ]


def test_each_midnight_is_marked() -> None:
    """A panel that goes on after midnight has a line there, and the name of each day."""
    ecosystem = fair(("2026-10-24T20:00", "2026-10-26T02:00"), ("2026-10-28T22:00", "2026-10-29"))
    figure = plot.concurrency(concurrency(ecosystem))
    check_concurrency(figure)
    lines = [
        [one.get_xdata()[0] for one in axes.lines if one.get_gid() == "midnight"]
        for axes in figure.axes
    ]
    assert lines == [[4, 29], []]  # the 25th has 25 hours
    names = ["10-24", "Sun 2026-10-25", "10-26", "Wed 2026-10-28"]
    assert days(figure) == names


@pytest.mark.parametrize("start", ["20:00", "23:00", "23:30", "23:55"])
@pytest.mark.parametrize("end", ["00:05", "01:00", "06:00"])
def test_short_evenings_are_named(start: str, end: str) -> None:
    """Both days of a night are named, however little there is of either."""
    night = fair((f"2026-10-20T{start}", f"2026-10-22T{end}"))
    figure = plot.concurrency(concurrency(night))
    check_concurrency(figure)
    assert [one[-2:] for one in days(figure)] == ["20", "21", "22"]


def attended(*figures: Count) -> Ecosystem:
    """Return an event with sessions of an hour each, two hours apart, with so many people."""
    ecosystem = fair(
        *((f"2026-10-20T{9 + 2 * at:02}:00", f"2026-10-20T{10 + 2 * at:02}:00") for at in range(3))
    )
    sessions = [
        evolve(one, attended=figure)
        for one, figure in zip(ecosystem.all(Session), figures, strict=True)
    ]
    return Ecosystem.of(ecosystem["fair"], sessions)


def test_the_name_of_the_peak_stands_over_its_greatest_low_bound() -> None:
    """Of several times at which the peak may be, the one that is surely greatest is named."""
    found = concurrency(attended(Count(10, 300), Count(190, 250), Count(120)), of="attended")
    figure = plot.concurrency(found)
    said = [one.get_text() for one in figure.texts if one.get_gid() == "peak"]
    assert len(said) == 1
    assert said[0].endswith("Tue 2026-10-20 11:00–12:00")
    assert "it may be at 2 times" in notes(figure)


def test_exact_peaks_are_reached() -> None:
    """Of exact figures, the picture does not say that the peak may be there."""
    found = concurrency(attended(Count(50), Count(20), Count(50)), of="attended")
    assert "it is reached at 2 times" in notes(plot.concurrency(found))


# Moves


@cache
def weekly() -> Proposal:
    """Return what to move in the week of fiction."""
    return rearrange(datasets.load("semaine-fictive"))


def tight(*, days: int = 3, sites: bool = True) -> Ecosystem:
    """Return a programme with too much on its first day, in rooms of two sites, and room after."""
    event = Event(id="forum", name="Forum", zone="Europe/Paris")
    quays = [Venue(id=f"site-{at}", name=f"Quay {at}") for at in range(2)]
    rooms = [
        Venue(id=f"room-{at}", name=f"Room {at}", within=f"site-{at % 2}" if sites else None)
        for at in range(3)
    ]
    sessions = [
        Session(
            id=f"s-{at}",
            title=" ".join(WORDS[at % 5 :][:4]),
            event=event.id,
            venue=f"room-{at % 2}",
            when=Interval.local(
                f"2026-10-{19 + (0 if at < 11 else at % days)}T{9 + at % 4:02}:{15 * (at % 3):02}",
                timedelta(minutes=(30, 60, 90, 120)[at % 4]),
                "Europe/Paris",
            ),
        )
        for at in range(14)
    ]
    return Ecosystem.of(event, quays, rooms, sessions)


def crammed() -> Proposal:
    """Return what to move between days and sites."""
    return rearrange(tight())


def hurried() -> Proposal:
    """Return what is found at first to move there."""
    return rearrange(tight(), steps=0)


def check_moves(proposal: Proposal, figure: Figure, days: set[date] | None = None) -> None:
    """Check the laws of every picture of a proposal, of these days or of those that it touches."""
    assert overlapping(figure) == []
    assert outside(figure) == []
    ecosystem = proposal.plan.question.ecosystem
    ways = {m.after.id: (ecosystem.day(m.before), ecosystem.day(m.after)) for m in proposal}
    days = {day for both in ways.values() for day in both} if days is None else days
    there = {one.id: one for one in ecosystem.all(Session) if not ecosystem.cancelled(one)}
    there |= {one.after.id: one.after for one in proposal}
    boxes, ghosts, arrows = (marks(figure, one) for one in ("box", "ghost", "arrow"))
    assert boxes.keys() == {key for key, one in there.items() if ecosystem.day(one) in days}
    assert ghosts.keys() == {key for key, (gone, _) in ways.items() if gone in days}
    assert arrows.keys() == {key for key, (_, come) in ways.items() if come in days}
    check_other_days({key: both for key, both in ways.items() if len({*both}) == 2}, days, figure)
    own = [one for one in proposal if not one.follows and days & {*ways[one.after.id]}]
    assert counted(figure, "(?:of [0-9,]+ )?moves?") == len(own)
    assert counted(figure, "clashing") == len(proposal.after.sessions() & boxes.keys())
    renderer = FigureCanvasAgg(figure).get_renderer()
    for key, text in marks(figure, "was").items():
        box, place = (one.get_window_extent(renderer) for one in (ghosts[key], text))
        assert box.x0 - 1 <= place.x0 <= place.x1 <= box.x1 + 1
        assert box.y0 - 1 <= place.y0 <= place.y1 <= box.y1 + 1


def check_other_days(ways: dict[str, tuple[date, date]], days: set[date], figure: Figure) -> None:
    """Check that what goes to another day, or comes from one, says which, or is counted."""
    was, came = marks(figure, "was"), marks(figure, "from")
    said = [(was.get(key), come) for key, (gone, come) in ways.items() if gone in days]
    said += [(came.get(key), gone) for key, (gone, come) in ways.items() if come in days]
    named = [text for text, day in said if text and f"{day:%m-%d}" in text.get_text()]
    assert len(named) == len(said) - counted(figure, "without room for the other day")


@pytest.mark.parametrize("size", [None, (9, 6), (20, 12)])
@pytest.mark.parametrize("found", [weekly, crammed, hurried])
def test_every_move_has_a_ghost_a_box_and_an_arrow(
    found: Callable[[], Proposal], size: tuple[float, float] | None
) -> None:
    """At any size what moves is seen where it was and where it goes, also between days."""
    proposal = found()
    check_moves(proposal, plot.moves(proposal, size=size))


def test_moves_between_days_name_the_other_day() -> None:
    """What goes to another day says so on both."""
    proposal = rearrange(tight())
    ecosystem = proposal.plan.question.ecosystem
    between = [one for one in proposal if ecosystem.day(one.before) != ecosystem.day(one.after)]
    assert between
    figure = plot.moves(proposal)
    for one in between:
        was, came = (marks(figure, sort)[one.after.id].get_text() for sort in ("was", "from"))
        assert was.startswith(f"to {ecosystem.day(one.after):%a %m-%d}")
        assert came == f"from {ecosystem.day(one.before):%a %m-%d}"


@pytest.mark.parametrize("day", [19, 20, 21, 22, 23])
def test_moves_of_a_day_are_counted_of_all(day: int) -> None:
    """A picture of one day says how many of the moves it shows."""
    days = {date(2026, 10, day)}
    figure = plot.moves(weekly(), days=days)
    check_moves(weekly(), figure, days)
    assert len(figure.axes) == 1
    assert f"of {len(weekly())} moves" in notes(figure)


@given(schedules(max_size=12))
@settings(max_examples=25)
def test_any_proposal_has_a_picture(ecosystem: Ecosystem) -> None:
    """Whatever moves, blocks and what runs on after midnight too, the picture keeps the laws."""
    proposal = rearrange(ecosystem, steps=20)
    figure = plot.moves(proposal)
    check_moves(proposal, figure)
    assert ("nothing moves" in notes(figure)) == (len(proposal) == 0)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_can_move(title: str) -> None:
    """Ghosts bear any sign as well."""
    proposal = rearrange(titled(title, 3), during=titled(title, 9)["s-8"].when)
    check_moves(proposal, plot.moves(proposal, "event"))


def test_what_moves_stands_out_of_the_pale_rest() -> None:
    """The titles of what moves are darker than those of the rest, and so are the frames."""
    figure = plot.moves(weekly())
    moving = {one.after.id for one in weekly()}
    for sort, shade in (("title", Text.get_color), ("box", lambda one: to_hex(one.get_ec()))):
        dark = {
            moves: {
                sum(to_rgb(shade(one)))
                for key, one in marks(figure, sort).items()
                if (key in moving) == moves and key not in weekly().after.sessions()
            }
            for moves in (True, False)
        }
        assert max(dark[True]) < min(dark[False])


def test_ghosts_stand_where_sessions_were() -> None:
    """A ghost has the hours of the session before, by the picture of the programme as it was."""
    before = plot.programme(datasets.load("semaine-fictive"), "event-semaine-fictive-2026")
    after = plot.moves(weekly())
    was = marks(before, "box")
    for key, ghost in marks(after, "ghost").items():
        assert ghost.axes.get_title("left") == was[key].axes.get_title("left")
        assert ghost.get_y() == was[key].get_y()
        assert ghost.get_height() == pytest.approx(was[key].get_height(), abs=1)


def test_ghosts_cover_no_box_and_no_ghost() -> None:
    """Ghosts stand beside what takes place now, or where nothing does."""
    for axes in plot.moves(rearrange(tight())).axes:
        placed = [
            one.get_bbox()
            for one in axes.patches
            if str(one.get_gid()).partition(":")[0] in {"box", "ghost", "came"}
        ]
        for at, one in enumerate(placed):
            assert not any(
                one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
                for other in placed[at + 1 :]
            )


def test_moves_are_drawn_the_same_each_time() -> None:
    """The same proposal gives the same pixels."""
    one, other = (plot.moves(rearrange(tight()))._repr_png_() for _ in range(2))
    assert one == other


def test_parts_go_with_their_block_and_are_counted_apart() -> None:
    """A part that only follows has a ghost, and counts as no move of its own."""
    event, room = Event(id="fair", name="Fair", zone="UTC"), Venue(id="room", name="Room")

    def session(key: str, start: str, end: str, **more: object) -> Session:
        when = Interval.local(f"2026-10-20T{start}", f"2026-10-20T{end}", "UTC")
        return Session(id=key, title=key, event="fair", venue="room", when=when, **more)

    keynote = session("keynote", "09:00", "10:00")
    parts = [session("part", "09:30", "10:00", within="block")]
    ecosystem = Ecosystem.of(event, room, keynote, session("block", "09:30", "10:30"), parts)
    until = Interval.local("2026-10-20T09:00", "2026-10-20T12:00", "UTC")
    proposal = rearrange(ecosystem, fixed=["keynote"], during=until)
    figure = plot.moves(proposal)
    check_moves(proposal, figure)
    assert [one.after.id for one in proposal if one.follows] == ["part"]
    assert "1 move · 1 more with its block · 2 → 0 grave clashes" in notes(figure)


# Heat maps


def numbers(figure: Figure) -> dict[tuple[str, str], int]:
    """Return the numbers of the cells, by the names of their row and their column."""
    axes = figure.axes[0]
    rows, columns = (
        [one.get_text() for one in axis.get_ticklabels()] for axis in (axes.yaxis, axes.xaxis)
    )
    return {
        (rows[int(text.get_position()[1])], columns[int(text.get_position()[0])]): int(
            text.get_text().replace(",", "")
        )
        for text in axes.texts
        if text.get_gid() == "number"
    }


@pytest.mark.parametrize("by", list(plot.By))
@pytest.mark.parametrize("name", datasets.names())
def test_every_case_has_heat_maps(name: str, by: plot.By) -> None:
    """The clashes of the cases can be drawn, none at all too."""
    figure = plot.clashes(clashes(datasets.load(name)), by=by)
    assert overlapping(figure) == []
    assert outside(figure) == []


@given(schedules(max_size=20))
@settings(max_examples=30)
def test_theme_numbers_are_counted_by_hand(ecosystem: Ecosystem) -> None:
    """A cell holds the clashes of a session of the one theme with one of the other."""
    found = clashes(ecosystem)
    figure = plot.clashes(found)
    expected: Counter[frozenset[str]] = Counter()
    for clash in found:
        if clash.second is not None:
            names = [
                [ecosystem[key].label for key in one.themes] or ["no theme"] for one in clash.things
            ]
            expected.update({frozenset(both) for both in product(*names)})
    shown = (
        {frozenset(cell): number for cell, number in numbers(figure).items()} if expected else {}
    )
    assert shown == expected
    assert overlapping(figure) == []


@given(schedules(max_size=20))
@settings(max_examples=30)
def test_resource_numbers_add_up(ecosystem: Ecosystem) -> None:
    """Each clash has one cell of resource and day, and a row adds up to what `counts` says."""
    found = clashes(ecosystem)
    figure = plot.clashes(found, by="resource", limit=1000)
    totals: Counter[str] = Counter()
    if found:
        for (row, _), number in numbers(figure).items():
            totals[row] += number
    assert totals.total() == len(found)
    assert sorted(totals.values()) == sorted(found.counts(lambda clash: clash.over).values())
    assert overlapping(figure) == []


@given(schedules(max_size=12))
@settings(max_examples=30)
def test_hours_hold_what_lasts_through_them(ecosystem: Ecosystem) -> None:
    """A cell of day and hour holds the clashes whose minutes touch it, by zoneinfo."""
    found = clashes(ecosystem)
    figure = plot.clashes(found, by="hour", limit=100)
    zone, starts = ZoneInfo(ecosystem["week"].zone), ecosystem["week"].day_starts
    expected: Counter[tuple[str, str]] = Counter()
    for clash in found:
        cells = set()
        minute = clash.when.start.astimezone(ZoneInfo("UTC")) if clash.when else None
        while minute is not None and clash.sessions:
            here = minute.astimezone(zone)
            day = here.date() - timedelta(days=here.time() < starts)
            cells.add((f"{day:%a} {day.isoformat()}", f"{here:%H}:00"))
            minute += timedelta(minutes=1)
            if Interval(minute, minute).start_us >= clash.when.busy_until_us:
                minute = None
        expected.update(cells)
    assert (numbers(figure) if expected else {}) == expected
    assert overlapping(figure) == []


@given(st.integers(1, 500), st.integers(21, 10**6), st.floats(0.4, 2.4))
def test_one_great_number_does_not_flatten_the_others(least: int, times: int, high: float) -> None:
    """Where numbers differ widely, each tenfold darkens as much, and the bar has room for names."""
    scale = _Scale(least, least * times)
    first, last = scale.shade(least), scale.shade(least * times)
    assert (first, last) == (0, pytest.approx(1))
    assert scale.shade(10 * least) == pytest.approx(log(10) / log(times))
    levels = scale.levels(high)
    assert levels
    assert least <= levels[0] <= levels[-1] <= least * times
    places = [scale.shade(one) * high for one in levels]
    assert all(b - a >= 0.15 for a, b in pairwise(places))


def test_steep_numbers_say_that_colours_are_logarithmic() -> None:
    """A picture says so where its colours follow the logarithm, and only there."""
    steep, flat = (clashes(made(number, rooms=2, days=1)) for number in (400, 4))
    assert "logarithmic colours" in notes(plot.clashes(steep, by="resource"))
    assert "logarithmic colours" not in notes(plot.clashes(flat))


def test_what_a_limit_leaves_out_is_counted() -> None:
    """The rows with the most are shown, in order; how many more there are is said."""
    found = clashes(made(300, rooms=4, days=2))
    whole, part = (
        plot.clashes(found, by="resource", limit=99),
        plot.clashes(found, by="resource", limit=3),
    )
    rows = [
        [one.get_text() for one in figure.axes[0].get_yticklabels()] for figure in (whole, part)
    ]
    assert rows[1] == rows[0][:3]
    left = sum(numbers(whole).values()) - sum(numbers(part).values())
    assert f"{len(rows[0]) - 3} more rows with {left:,} counts" in notes(part)


# Arguments


WEEK = fair(("2026-10-20T09:00", "2026-10-20T10:00"))


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"ecosystem": 7}, InvalidType, "ecosystem must be an Ecosystem (got 7)"),
        ({"event": 7}, InvalidType, "event must be the id of an event (got 7)"),
        ({"event": "far"}, UnknownId, "nothing in the ecosystem has the id 'far'"),
        ({"event": "s-0"}, InvalidType, "s-0"),
        ({"clashing": "s-0"}, InvalidType, "clashing must be a collection of ids"),
        ({"clashing": [7]}, InvalidType, "clashing must be a collection of ids"),
        ({"clashing": ["zz"]}, UnknownId, "nothing in the ecosystem has the id 'zz'"),
        ({"sessions": ["zz"]}, UnknownId, "nothing in the ecosystem has the id 'zz'"),
        ({"sessions": "s-0"}, InvalidType, "sessions must be a collection of ids"),
        ({"title": 7}, InvalidType, "title must be a text or None (got 7)"),
        ({"size": 7}, InvalidType, "size must be a width and a height in inches"),
        ({"size": ("7", 7)}, InvalidType, "size must be a width and a height in inches"),
        ({"size": (7, True)}, InvalidType, "size must be a width and a height in inches"),
        ({"size": (7, float("nan"))}, InvalidValue, "size must be 3 to 200 inches each way"),
        ({"size": (7, 1)}, InvalidValue, "size must be 3 to 200 inches each way"),
        ({"size": (7, 3)}, InvalidValue, "size must leave the sessions an inch"),
    ],
)
def test_programme_refuses_with_a_sentence(
    change: dict[str, object], error: type[Exception], said: str
) -> None:
    """What cannot be drawn is refused by name."""
    arguments: dict[str, object] = {"ecosystem": WEEK, "event": "fair"} | change
    with pytest.raises(error, match=re.escape(said)):
        plot.programme(arguments.pop("ecosystem"), arguments.pop("event"), **arguments)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"proposal": 7}, InvalidType, "proposal must be what numeco.schedule.rearrange returns"),
        ({"event": 7}, InvalidType, "event must be the id of an event, or None for all (got 7)"),
        ({"event": "far"}, UnknownId, "nothing in the ecosystem has the id 'far'"),
        ({"sessions": "s-0"}, InvalidType, "sessions must be a collection of ids"),
        ({"sessions": ["zz"]}, UnknownId, "nothing in the ecosystem has the id 'zz'"),
        ({"days": date(2026, 10, 20)}, InvalidType, "days must be a collection of dates"),
        ({"days": ["2026-10-20"]}, InvalidType, "days must be a collection of dates"),
        ({"days": [datetime(2026, 10, 20)]}, InvalidType, "days must be a collection"),  # noqa: DTZ001
        ({"days": [date(2027, 1, 1)]}, InvalidValue, "days must be days on which a session"),
        ({"title": 7}, InvalidType, "title must be a text or None (got 7)"),
        ({"size": (7, 1)}, InvalidValue, "size must be 3 to 200 inches each way"),
    ],
)
def test_moves_refuses_with_a_sentence(
    change: dict[str, object], error: type[Exception], said: str
) -> None:
    """A proposal that cannot be drawn as asked is refused by name."""
    arguments: dict[str, object] = {"proposal": weekly()} | change
    with pytest.raises(error, match=re.escape(said)):
        plot.moves(arguments.pop("proposal"), **arguments)


@pytest.mark.parametrize(
    ("draw", "error", "said"),
    [
        (lambda: plot.concurrency(7), InvalidType, "result must be a Concurrency (got 7)"),
        (lambda: plot.concurrency(concurrency(WEEK), title=7), InvalidType, "title must be a text"),
        (lambda: plot.clashes([]), InvalidType, "found must be what numeco.schedule.clashes"),
        (lambda: plot.clashes(clashes(WEEK), by="day"), InvalidValue, "By must be one of theme"),
        (lambda: plot.clashes(clashes(WEEK), limit=0), InvalidValue, "limit must be at least 1"),
        (lambda: plot.clashes(clashes(WEEK), limit="3"), InvalidType, "limit must be a whole"),
    ],
)
def test_the_others_refuse_with_a_sentence(draw, error: type[Exception], said: str) -> None:
    """So do the other pictures."""
    with pytest.raises(error, match=said.replace("(", r"\(").replace(")", r"\)")):
        draw()
