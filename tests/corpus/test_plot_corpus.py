"""The picture of a real programme, Web2day 2018: nothing overlaps, nothing is lost unsaid."""

import os
import re
from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="pictures need matplotlib: install numeco[plot]")

from matplotlib.text import Text

from numeco import Session, plot
from numeco.formats.csv import from_csv
from numeco.schedule import clashes

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
PATH = CORPUS / "web2day2018" / "web2day.csv"
COLUMNS = {
    "id": "_link",
    "title": "_titleCheck",
    "start_date": "Start Date",
    "start_time": "Start Time",
    "end_date": "End Date",
    "end_time": "End Time",
    "venue": "Location",
    "themes": "_trackId",
}


@pytest.mark.parametrize("size", [None, (24, 14), (12, 8)])
def test_web2day_is_drawn_whole(size: tuple[float, float] | None) -> None:
    """198 sessions in five days, two of them misdated, have 198 boxes; no text lies over another."""
    if not PATH.exists():
        pytest.skip(f"the corpus is not here: no {PATH.name} in $NUMECO_CORPUS or ../shared/data")
    ecosystem = from_csv(
        PATH,
        event="Web2day 2018",
        zone="Europe/Paris",
        columns=COLUMNS,
        date_formats=("%d/%m/%y",),
        time_formats=("%I:%M %p",),
    ).ecosystem
    figure = plot.programme(ecosystem, "event-web2day-2018", clashing=clashes(ecosystem), size=size)
    figure.canvas.draw()
    gids = [str(one.get_gid()) for one in figure.findobj()]
    assert sum(one.startswith("box:") for one in gids) == len(ecosystem.all(Session)) == 198
    dots, titles = (sum(one.startswith(f"{what}:") for one in gids) for what in ("dot", "title"))
    assert dots + titles == 198
    said = " ".join(one.get_text() for one in figure.texts)
    counted = re.search(r"(\d+) without room for a title", said)
    assert (int(counted[1]) if counted else 0) == dots
    texts = [one for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip()]
    drawn = sorted((one.get_window_extent() for one in texts), key=lambda box: box.x0)
    assert len(drawn) > titles
    for at, box in enumerate(drawn):
        for other in drawn[at + 1 :]:
            if other.x0 >= box.x1 - 0.5:
                break
            assert not (other.y0 < box.y1 - 0.5 and box.y0 < other.y1 - 0.5)
