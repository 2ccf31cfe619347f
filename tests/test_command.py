"""The command: what it prints, what it writes, how it ends."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import pytest

from numeco import __main__ as command
from numeco import datasets, io

PROGRAMME = """id,title,date,start,end,room,speakers
a,Ouverture,2026-10-20,09:00,10:00,Salle A,"Ada, CEO @Alpha"
b,Atelier IA,2026-10-20,09:30,10:30,Salle A,"Bob, CTO @Beta"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_demo_shows_all_three_answers_and_says_where_it_wrote(folder, capsys):
    """The programme, the clashes and the key partners are printed; both files are whole."""
    assert command.main(["demo"]) == 0
    shown = capsys.readouterr().out
    for words in ("Programme: ", "Clashes: ", "Key partners", "Université Laval"):
        assert words in shown
    written = [Path(path) for path in re.findall(r"numeco-demo\S+", shown)]
    assert [path.suffix for path in written] == [".ics", ".svg"]
    calendar = icalendar.Calendar.from_ical(written[0].read_bytes())
    week = datasets.load("semaine-fictive")
    scheduled = {one.id for one in week.sessions_of("event-semaine-fictive-2026") if one.when}
    uids = {str(one["UID"]).partition("@")[0] for one in calendar.walk("VEVENT")}
    assert scheduled <= uids
    assert ET.parse(written[1]).getroot().tag.endswith("svg")  # noqa: S314  # our own file


def test_the_demo_is_the_same_each_time(folder, capsys):
    """Two runs write the same bytes."""
    for name in ("one", "two"):
        assert command.main(["demo", "--out", name]) == 0
    for path in Path("one").iterdir():
        assert path.read_bytes() == (Path("two") / path.name).read_bytes()


def test_a_programme_of_ones_own_is_shown(folder, capsys):
    """A CSV file gives its sessions, its clash, and ties by the speakers' companies."""
    Path("mine.csv").write_text(PROGRAMME, encoding="utf-8")
    os.utime("mine.csv", (1_790_000_000, 1_790_000_000))
    assert command.main(["demo", "mine.csv"]) == 0
    shown = capsys.readouterr().out
    for words in ("2 sessions", "1 error", "room double booked: Salle A", "Alpha", "Beta"):
        assert words in shown
    # The file's own time is the stamp, so that publishing it again gives the same bytes.
    assert b"DTSTAMP:20260921T141320Z" in Path("numeco-demo/mine.ics").read_bytes()


def test_the_stamp_can_be_given(folder, capsys):
    """`--stamp` becomes the DTSTAMP; a time without an offset is in UTC."""
    Path("mine.csv").write_text(PROGRAMME, encoding="utf-8")
    assert command.main(["demo", "mine.csv", "--stamp", "2026-09-01T10:00:00+02:00"]) == 0
    assert b"DTSTAMP:20260901T080000Z" in Path("numeco-demo/mine.ics").read_bytes()


def test_a_json_file_is_shown(folder, capsys):
    """Numeco's own JSON is read by its ending."""
    io.write(datasets.load("quebec"), "quebec.json")
    assert command.main(["demo", "quebec.json"]) == 0
    assert "Université Laval" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.json", '{"format": "numeco", "ver'),
        ("other.json", '{"type": "FeatureCollection"}'),
        ("binary.json", b"\x00\xff\xfe\x00"),
    ],
)
def test_a_wrong_file_gets_a_sentence_and_status_1(folder, capsys, name, content):
    """No traceback: one line that names the program and the problem."""
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert command.main(["demo", name]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"numeco: {name}: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"", b"a;b\n1;2\n", b"\xff" * 99]
)
def test_a_file_that_is_no_programme_gets_no_traceback(folder, capsys, content):
    """Whatever stands in a .csv, the command ends with a sentence."""
    Path("odd.csv").write_bytes(content)
    assert command.main(["demo", "odd.csv"]) == 1
    shown = capsys.readouterr()
    assert shown.err.startswith("numeco: ") or "error: " in shown.out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dmeo"],
        ["demo", "missing.csv"],
        ["demo", "."],
        ["demo", "--zone", "Europe/Pari"],
        ["demo", "--stamp", "yesterday"],
        ["demo", "--frobnicate"],
    ],
)
def test_wrong_usage_is_status_2(folder, capsys, arguments):
    """Argparse says what is wrong."""
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2
    assert "numeco" in capsys.readouterr().err


def test_an_output_folder_that_cannot_be_made_gets_a_sentence(folder, capsys):
    """A file where the folder should go is a problem, not a traceback."""
    Path("taken").write_text("")
    assert command.main(["demo", "--out", "taken"]) == 1
    assert capsys.readouterr().err.startswith("numeco: ")


def test_long_work_says_what_it_does(capsys):
    """After a second of one step, a line on standard error names it; shorter steps say nothing."""
    with command._progress("quick"):
        pass
    with command._progress("reading a large file"):
        time.sleep(1.2)
    assert capsys.readouterr().err == "… reading a large file\n"


def test_the_module_runs_and_survives_a_closed_pipe(folder):
    """`python -m numeco demo | head -1` ends quietly."""
    run = subprocess.run(  # noqa: S602  # a pipe is what is tested
        f"{sys.executable} -m numeco demo | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stderr == ""
    assert run.stdout.count("\n") == 1
