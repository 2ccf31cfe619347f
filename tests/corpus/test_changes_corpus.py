"""Changes between real releases: the same as in the raw files, compared by guid.

The data is no part of numeco: `NUMECO_CORPUS` names its folder, or it lies in ``../shared/data``
beside the repository. Its MANIFEST counts what changed, too:

* of 36C3, 301 new, 6 gone (2 of them under a new guid), start 141, track 68, persons 26, title 15,
  room 12. It counts guids. One guid stands for two sessions in both releases, and another one for
  two in the newer: so 302 sessions are new, and the track and room of one more changed.
* of FOSDEM 2025, 39 new, 22 gone, start 38, persons 37, room 32, title 24. These are the changes
  between the releases of 26 January and 2 February 2025 (commits 21d71ae and 0fc25e2 of
  mikemoraned/fosdem), neither of which lies here. The file named for 8095388 is of 29 May 2025, and
  both here are later than the conference: between them one session is new and one changed track.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from numeco.formats.frab import from_schedule
from numeco.schedule import Changes, apply, changes

CORPUS = Path(
    os.environ.get("NUMECO_CORPUS") or Path(__file__).parents[2].parent / "shared" / "data"
)
pytestmark = pytest.mark.skipif(
    not (CORPUS / "versions").is_dir(), reason=f"no corpus of real schedules in {CORPUS}"
)
CONGRESS = ("versions/36C3_48d0d9f.json", "versions/36C3_8ff5e7c.json")
FOSDEM = ("versions/fosdem2025_8095388.xml", "fosdem_mikemoraned/2025.xml")
RELEASES = pytest.mark.parametrize("names", [CONGRESS, FOSDEM], ids=["36C3", "FOSDEM"])
#: What a raw file says of a session, and the kind of change that a difference is.
KINDS = ("moved", "resized", "re-roomed", "themes", "retitled", "people")


@cache
def found_in(names: tuple[str, str]) -> Changes:
    """Return what changed, by numeco."""
    return changes(*(from_schedule(CORPUS / name).ecosystem for name in names))


def entries(path: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Iterate over the guids of a raw file and what it says of each session."""
    if path.suffix == ".json":
        days = json.loads(path.read_text("utf-8"))["schedule"]["conference"]["days"]
        for one in (one for day in days for room in day["rooms"].values() for one in room):
            people = sorted(person["public_name"] for person in one["persons"])
            yield (
                one["guid"],
                (*map(one.get, ("date", "duration", "room", "track", "title")), people),
            )
    else:
        for one in ET.parse(path).iter("event"):  # noqa: S314  # a file of the corpus
            people = sorted(person.text for person in one.iter("person"))
            texts = map(one.findtext, ("date", "duration", "room", "track", "title"))
            yield one.attrib["guid"], (*texts, people)


def raw(name: str) -> dict[str, tuple[object, ...]]:
    """Return what a raw file says of each session, by guid; of one guid's second, by ``…-2``."""
    found: dict[str, tuple[object, ...]] = {}
    seen: Counter[str] = Counter()
    for guid, (start, *facts) in entries(CORPUS / name):
        seen[guid] += 1
        key = guid if seen[guid] == 1 else f"{guid}-{seen[guid]}"
        found[key] = datetime.fromisoformat(start).timestamp(), *facts
    return found


@RELEASES
def test_raw_files_say_the_same(names):
    """Session by session, each kind of change is a difference between the raw files."""
    old, new = map(raw, names)
    found = found_in(names)
    known = [one for one in found if "re-identified" not in one.kinds]
    expected = {
        kind: {key for key in old.keys() & new.keys() if old[key][at] != new[key][at]}
        for at, kind in enumerate(KINDS)
    }
    assert {
        kind: {one.session.id for one in known if kind in one.kinds} for kind in KINDS
    } == expected
    again = [one for one in found if "re-identified" in one.kinds]
    gone = {one.before.id for one in [*found.of("gone"), *again]}
    added = {one.after.id for one in [*found.of("added"), *again]}
    assert (gone, added) == (old.keys() - new.keys(), new.keys() - old.keys())


def test_a_congress_changed_as_its_manifest_says():
    """301 new guids and one new session of an old guid, 6 gone, and so on: see above."""
    counts = found_in(CONGRESS).counts()
    assert counts["added"] + counts["re-identified"] == 301 + 1
    assert counts["gone"] + counts["re-identified"] == 6
    assert counts["re-identified"] == 2
    assert counts["moved"] - counts["re-identified"] == 141
    assert counts["themes"] == 68 + 1
    assert counts["re-roomed"] == 12 + 1
    assert (counts["people"], counts["retitled"]) == (26, 15)


def test_guids_alone_give_what_the_manifest_says():
    """The raw files, with one session a guid, give its numbers."""
    old, new = (
        {
            guid: (datetime.fromisoformat(start).timestamp(), *facts)
            for guid, (start, *facts) in these
        }
        for these in (entries(CORPUS / name) for name in CONGRESS)
    )
    assert (len(new.keys() - old.keys()), len(old.keys() - new.keys())) == (301, 6)
    changed = [
        sum(old[key][at] != new[key][at] for key in old.keys() & new.keys())
        for at in range(len(KINDS))
    ]
    assert dict(zip(KINDS, changed, strict=True)) == {
        "moved": 141,
        "resized": 5,
        "re-roomed": 12,
        "themes": 68,
        "retitled": 15,
        "people": 26,
    }


def test_between_two_late_releases_little_changed():
    """The two of FOSDEM 2025 that are here: one new session, one other track, eight descriptions."""
    found = found_in(FOSDEM)
    assert found.counts() == {"details": 8, "added": 1, "themes": 1}
    assert found.text().startswith("New session\n- “")


@RELEASES
def test_releases_are_made_of_one_another(names):
    """The changes make the new release of the old one, and back; swapped, they are the same."""
    found = found_in(names)
    assert apply(found, found.old) == found.new
    assert apply(found.reversed(), found.new) == found.old
    back = changes(found.new, found.old)
    assert set(back) == {one.reversed() for one in found}


@RELEASES
@pytest.mark.parametrize("language", ["en", "fr"])
def test_messages_are_whole(names, language):
    """Whoever is added, gone, moved or renamed is told once, on one line."""
    found = found_in(names)
    quiet = {"themes", "details", "re-identified"}
    told = [one for one in found if one.kinds - quiet]
    lines = found.text(language).splitlines()
    assert sum(line.startswith("- ") for line in lines) == len(told) > 0
    assert not any(len(line.split()) == 0 for line in lines if line)
