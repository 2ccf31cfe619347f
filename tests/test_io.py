"""numeco's own JSON: lossless, stable, strict."""

import json
import os
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from numeco import (
    Count,
    Ecosystem,
    Event,
    Interval,
    InvalidType,
    Malformed,
    NumecoError,
    Observation,
    Session,
    Theme,
    Venue,
)
from numeco.io import OffsetWarning, dumps, loads, read, schema, write
from numeco.testing import ecosystems

WEEK = """{
  "format": "numeco",
  "version": 1,
  "venues": [
    {"id": "salle-a", "name": "Salle A", "capacity": 40, "latitude": 47.2, "longitude": -1.5}
  ],
  "events": [
    {"id": "week", "name": "Week", "days": {"first": "2026-10-19", "last": "2026-10-23"}}
  ],
  "sessions": [
    {
      "id": "s-1", "title": "IA", "event": "week", "venue": "salle-a",
      "when": {
        "start": "2026-10-20T09:00:00+02:00[Europe/Paris]",
        "end": "2026-10-20T10:00:00+02:00[Europe/Paris]"
      },
      "capacity": 30
    }
  ]
}"""


def _schema() -> Draft202012Validator:
    return Draft202012Validator(schema())


@given(ecosystems())
def test_loads_undoes_dumps(ecosystem):
    """Writing an ecosystem and reading it back changes nothing, not even the words of a count."""
    text = dumps(ecosystem)
    assert loads(text) == ecosystem
    assert dumps(loads(text)) == text
    assert loads(text.encode()) == ecosystem


@given(ecosystems(), st.randoms(use_true_random=False))
def test_equal_ecosystems_give_equal_texts(ecosystem, random):
    """The order of input leaves no trace in the text."""
    shuffled = list(ecosystem)
    random.shuffle(shuffled)
    assert dumps(Ecosystem.of(shuffled)) == dumps(ecosystem)


@given(ecosystems())
def test_what_is_written_follows_the_schema(ecosystem):
    """Every text that `dumps` writes is valid by the published JSON Schema."""
    _schema().validate(json.loads(dumps(ecosystem)))


def test_the_published_schema_is_that_of_the_code():
    """The file in the documentation is what `schema` returns, and a valid schema."""
    published = Path(__file__).parents[1] / "docs" / "reference" / "numeco-1.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == schema()
    Draft202012Validator.check_schema(schema())


def test_the_schema_refuses_what_loads_refuses():
    """Unknown keys, wrong types and malformed days are errors to both."""
    for old, new in [
        ('"capacity": 30', '"capacity": "30"'),
        ('"title"', '"titel"'),
        ('"2026-10-19"', '"19/10/2026"'),
        ('"version": 1', '"version": 2'),
        ("[Europe/Paris]", ""),
    ]:
        document = json.loads(WEEK.replace(old, new))
        assert not _schema().is_valid(document)
        with pytest.raises(Malformed):
            loads(json.dumps(document))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"2026-10-19"', '"2026-13-19"', "events[0].days.first: must be a date such as"),
        ('"2026-10-19"', '"20261019"', "events[0].days.first: must be a date such as"),
        ('"2026-10-19"', '"2026-10-24"', "events[0].days.last: must not come before its first"),
        ('"title"', '"titel"', "sessions[0].titel: is an unknown key; known are"),
        ('"venues"', '"rooms"', "rooms: is an unknown key; known are territories"),
        ('"title": "IA", ', "", "sessions[0].title: must be given"),
        ('"id": "s-1", ', "", "sessions[0].id: must be given"),
        ('"title": "IA"', '"title": 5', "sessions[0].title: must be a text (got 5)"),
        ('"title": "IA"', '"title": " "', "sessions[0].title: must not be blank (got ' ')"),
        (
            '"title": "IA"',
            '"title": "IA", "title": "b"',
            "sessions[0].title: must be a text (got two",
        ),
        ('"title": "IA"', '"title": "\\ud800"', "sessions[0].title: must be text that UTF-8 can"),
        ('"capacity": 30', '"capacity": -1', "sessions[0].capacity.low: must be 0 or more"),
        ('"capacity": 30', '"capacity": 3.5', "sessions[0].capacity: must be a whole number or"),
        ('"capacity": 30', '"capacity": NaN', "sessions[0].capacity: must be a whole number or"),
        (
            '"capacity": 40',
            '"capacity": true',
            "venues[0].capacity: must be a whole number (got True)",
        ),
        ("47.2", "NaN", "venues[0].latitude: must be a finite number (got nan)"),
        ("47.2", "1e999", "venues[0].latitude: must be a finite number (got inf)"),
        ("47.2", "9" * 400, "venues[0].latitude: must be a finite number"),
        ("47.2", "100", "venues[0].latitude: must be between -90 and 90 degrees (got 100"),
        (', "longitude": -1.5', "", "venues[0].latitude: must be given together with longitude"),
        ('"venue": "salle-a"', '"venue": "salle-b"', "sessions[0].venue: 's-1' names 'salle-b'"),
        ('"venue": "salle-a"', '"venue": "week"', "sessions[0].venue: 's-1' names 'week'"),
        ('"venue": "salle-a"', '"venue": ["x"]', "sessions[0].venue: must be a text"),
        ('"id": "salle-a"', '"id": "week"', "events[0].id: two different things have the id"),
        ('"id": "salle-a"', '"id": "Salle A"', "venues[0].id: must be an id of lower-case"),
        ('"version": 1', '"version": 2', "version: must be 1"),
        ('"version": 1', '"version": true', "version: must be 1"),
        ('"version": 1', '"version": 1.0', "version: must be 1"),
        ('"title": "IA"', '"title": "IA", "\\ud800": 1', "sessions[0].'\\ud800': is an unknown"),
        ('"format": "numeco"', '"format": "ics"', "format: must be 'numeco'"),
        (
            "T09:00:00+02:00[Europe/Paris]",
            "T09:00:00+02:00",
            "sessions[0].when.start: must be a time",
        ),
        (
            "T09:00:00+02:00[Europe/Paris]",
            "T09:00:00+02:00[Europe/Pari]",
            "sessions[0].when.start: ",
        ),
        (
            "T09:00:00+02:00[Europe/Paris]",
            "T11:00:00+02:00[Europe/Paris]",
            "sessions[0].when.end: ",
        ),
        (
            '"title": "IA"',
            '"title": "IA", "kind": "tlak"',
            "sessions[0].kind: must be one of keynote",
        ),
        (
            '"title": "IA"',
            '"title": "IA", "tags": ["a", "a"]',
            "sessions[0].tags[1]: must not come",
        ),
        ('"title": "IA"', '"title": "IA", "tags": "a"', "sessions[0].tags: must be a list"),
        (
            '"title": "IA"',
            '"title": "IA", "identifiers": ["siren:1"]',
            "sessions[0].identifiers[0]: ",
        ),
        (
            '"title": "IA"',
            '"title": "IA", "modified": "2026-01-01"',
            "sessions[0].modified: must be",
        ),
    ],
)
def test_a_refusal_says_where_and_what(old, new, sentence):
    """Each wrong value gets a sentence that begins with its path."""
    assert old in WEEK
    with pytest.raises(Malformed) as refused:
        loads(WEEK.replace(old, new, 1))
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (WEEK[:200], "line 8, column"),
        ("", "line 1, column 1: is not JSON"),
        ("[]", "must be an object (got [])"),
        ("[" * 100_000, "must not be nested"),
        ('{"a":' * 100_000, "must not be nested"),
        ('{"format": "numeco", "version": 1, "events": 5}', "events: must be a list (got 5)"),
        ('{"format": "numeco", "version": 1, "events": [5]}', "events[0]: must be an object"),
        ('{"format": "numeco", "version": ' + "1" * 5000 + "}", "is no JSON that can be read"),
        (b"\xff\xfe{}", "must be UTF-8 (byte 0 is not)"),
    ],
)
def test_a_file_that_is_no_document_gets_a_sentence(text, sentence):
    """Truncated, empty, deep, foreign and non-UTF-8 files are refused by what is wrong."""
    with pytest.raises(Malformed) as refused:
        loads(text)
    assert str(refused.value).startswith(sentence)


def test_a_hundred_levels_are_refused_where_they_begin():
    """Nesting stops at the first place that takes no object."""
    deep = '{"days":' * 100 + "1" + "}" * 100
    with pytest.raises(Malformed) as refused:
        loads('{"format": "numeco", "version": 1, "events": [' + deep + "]}")
    assert str(refused.value).startswith("events[0].days.days: is an unknown key")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "name", "title", "days", "when", "x"]), inner, max_size=4
            )
        ),
        max_leaves=20,
    )
)
def test_whatever_stands_in_a_list_only_numeco_errors_leave(value):
    """No shape of JSON makes the reader fail in another way."""
    for name in ("events", "sessions", "observations", "organizations"):
        with suppress(NumecoError):
            loads(json.dumps({"format": "numeco", "version": 1, name: value}))


def test_an_offset_that_the_zone_left_keeps_the_wall_clock():
    """Wall clock and zone are the truth for what is to come, and the reader warns."""
    with pytest.warns(
        OffsetWarning, match=r"^sessions\[0\]\.when\.start: .* the wall clock was kept"
    ):
        ecosystem = loads(WEEK.replace("T09:00:00+02:00[", "T09:00:00+03:00["))
    (session,) = ecosystem.all(Session)
    assert session.when == Interval.local("2026-10-20T09:00", "2026-10-20T10:00", "Europe/Paris")


def test_both_passes_of_a_repeated_hour_survive():
    """The offset chooses the pass, and comes back as it was."""
    when = Interval.local("2026-10-25T02:45+02:00", "2026-10-25T02:15+01:00", "Europe/Paris")
    ecosystem = Ecosystem.of(
        Event(id="e", name="E"), Session(id="s", title="S", event="e", when=when)
    )
    assert loads(dumps(ecosystem))["s"].when == when


def test_the_words_of_a_count_survive():
    """A count that equals another but was said otherwise keeps its own words."""
    said = Observation(subject="e", measure="visitors", value=Count.parse("près de 5 000"))
    ecosystem = Ecosystem.of(Event(id="e", name="E"), said)
    assert loads(dumps(ecosystem))[said.id].value.said == "près de 5 000"


def test_read_undoes_write(tmp_path):
    """A file holds what was written, and a wrong one is refused by its name."""
    path = tmp_path / "week.json"
    write(loads(WEEK), path)
    assert read(path) == loads(WEEK)
    assert path.read_bytes().endswith(b"}\n")
    path.write_text("{")
    with pytest.raises(Malformed, match=r"^week\.json: line 1"):
        read(path)


def test_a_crash_halfway_leaves_the_old_file(tmp_path, monkeypatch):
    """A disk that fails while writing changes nothing and leaves no rubbish."""
    path = tmp_path / "week.json"
    path.write_text("old")

    def fails(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(OSError, match="disk full"):
        write(loads(WEEK), path)
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["week.json"]


def test_a_written_file_keeps_its_permissions_and_its_link(tmp_path):
    """Replacing the content changes neither who may read a file nor where a link points."""
    path, link = tmp_path / "week.json", tmp_path / "link.json"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write(loads(WEEK), link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert read(path) == loads(WEEK)


def test_numbers_that_are_equal_are_written_alike():
    """1.0 and 1.00, 1 and 1.0, zero and minus zero leave no trace of how they were typed."""

    def text(amount: str, latitude: float) -> str:
        where = Venue(id="v", name="V", latitude=latitude, longitude=0.0)
        figure = Observation(id="o", subject="v", measure="visitors", value=Decimal(amount))
        return dumps(Ecosystem.of(where, figure))

    assert text("1.0", 1) == text("1.00", 1.0)
    assert text("100", 0.0) == text("1E+2", -0.0)


def test_what_is_no_plain_file_is_written_to(tmp_path):
    """A pipe stays a pipe, and gets the text."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(Ecosystem(), pipe)
    assert pipe.is_fifo()
    assert os.read(end, 1000) == dumps(Ecosystem()).encode()
    os.close(end)


def test_an_error_names_the_path_that_was_given(tmp_path):
    """A folder that is not there is named with the file, not with a hidden one."""
    with pytest.raises(FileNotFoundError, match=r"nowhere/week\.json"):
        write(Ecosystem(), tmp_path / "nowhere" / "week.json")


@pytest.mark.parametrize("wrong", [None, 5, Theme(name="x")])
def test_only_ecosystems_and_texts_pass(wrong):
    """What is no ecosystem is not written, and what is no text not read."""
    with pytest.raises(InvalidType, match="must be given an Ecosystem"):
        dumps(wrong)
    with pytest.raises(InvalidType, match="must be given a text"):
        loads(wrong)
