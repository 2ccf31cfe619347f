"""Laws of the encoding: what is written is read back, and nothing but a value is ever written."""

import re
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from numeco.errors import InvalidValue
from numeco.ical._text import escape, fold, parameter, unescape, uri

LINE_BREAKS = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")
UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

SPECIALS = '\\\\;,:"^nN\r\n\t\v\f\x00\x1b\x1c\x7f\x85\x9b\u2028\u2029\ufeff\ud800\udfff aé€😀'
texts = st.one_of(
    st.text(st.one_of(st.sampled_from(SPECIALS), st.characters()), max_size=200),
    st.text("\\n;", max_size=300),
    st.text("aé€😀\\,", min_size=60, max_size=300),
    st.sampled_from(
        [r"C:\New", r"a\\nb", "a\r\nEND:VEVENT\r\nX:1", '";X=1:y', "\ufeffBEGIN:VEVENT"]
    ),
)
lines = st.builds("{}:{}".format, st.sampled_from(["X", "SUMMARY", "X-A;B=c"]), texts.map(escape))


def readable(text: str) -> str:
    """Return what a reader can get of `text` at best: one kind of line break, nothing unwritable."""
    return UNWRITABLE.sub("\ufffd", LINE_BREAKS.sub("\n", text))


def unfolded(octets: bytes) -> bytes:
    """Return the line that was folded, without its end."""
    return re.sub(rb"\r\n[ \t]", b"", octets.removesuffix(b"\r\n"))


def only_event(*content: str) -> Component:
    """Return what icalendar reads of a calendar of one event with these lines."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:1")
    body = (*head, "DTSTAMP:20260101T000000Z", *content, "END:VEVENT", "END:VCALENDAR")
    (event,) = Calendar.from_ical(b"".join(map(fold, body))).subcomponents
    return event


@given(texts)
@example("a\\nb\\\nc")
@example("\\")
@example("\r\r\n\n\r")
def test_unescape_undoes_escape(text: str) -> None:
    """Reading a text back gives it with its line breaks as line feeds and nothing else changed."""
    assert unescape(escape(text)) == readable(text)


@given(texts)
def test_escape_leaves_nothing_that_a_reader_splits_at(text: str) -> None:
    """An escaped text is one line, and each separator in it stands behind a backslash."""
    written = escape(text)
    assert len(written.splitlines()) <= 1
    assert not re.search(r"[;,]|\\(?![\\;,n])", re.sub(r"\\[\\;,n]", "", written))
    assert not UNWRITABLE.search(written)


@given(texts)
def test_escape_changes_no_plain_text(text: str) -> None:
    """A text without separators, line breaks and unwritable characters is its own escape."""
    plain = UNWRITABLE.sub("", LINE_BREAKS.sub("", re.sub(r"[\\;,]", "", text)))
    assert escape(plain) == plain


@given(st.text())
def test_unescape_takes_any_text(text: str) -> None:
    """A backslash that starts no escape stands for itself, so nothing fails or vanishes."""
    assert len(unescape(text)) >= len(text) / 2
    if "\\" not in text:
        assert unescape(text) == text


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (r"a\nb", "a\nb"),
        (r"a\Nb", "a\nb"),
        (r"a\\nb", r"a\nb"),
        (r"a\\\nb", "a\\\nb"),
        (r"a\,b\;c", "a,b;c"),
        (r"C:\temp", r"C:\temp"),
        ("end\\", "end\\"),
    ],
)
def test_unescape_reads_each_backslash_once(escaped: str, text: str) -> None:
    """An escaped backslash before an n is not a line break."""
    assert unescape(escaped) == text


@given(texts)
@example(r"C:\New")
def test_icalendar_reads_the_same_text(text: str) -> None:
    """A summary written here is the summary that icalendar reads."""
    assert str(only_event(f"SUMMARY:{escape(text)}")["SUMMARY"]) == readable(text)


@given(texts)
def test_a_parameter_is_one_value_that_reads_back(text: str) -> None:
    """By the letter of RFC 5545, 3.2 and RFC 6868, the value is the text."""
    written = parameter(text)
    assert re.fullmatch(r'"[^"]*"|[^";:,]*', written)
    assert len(written.splitlines()) <= 1
    marks = {"^n": "\n", "^'": '"', "^^": "^"}
    assert re.sub(r"\^[n'^]", lambda found: marks[found[0]], written.strip('"')) == readable(text)


# icalendar takes a backslash in a parameter to escape what follows; RFC 5545, 3.2 knows none there.
@given(texts.filter(lambda text: "\\" not in text))
def test_icalendar_reads_the_same_parameter(text: str) -> None:
    """Quotes, carets, blanks and line breaks survive in a parameter."""
    contact = only_event(f"CONTACT;X-NAME={parameter(text)};X-MORE=1:value")["CONTACT"]
    assert contact.params == {"X-NAME": readable(text), "X-MORE": "1"}


@given(texts, texts)
@example("", "\\")
@example("", "\\;X=")
def test_no_text_adds_a_parameter_a_property_or_a_component(summary: str, name: str) -> None:
    """Whatever the texts hold, one event has its four properties and their parameters."""
    contact = f"CONTACT;X-NAME={parameter(name)};X-MORE=1:{escape(name)}"
    event = only_event(f"SUMMARY:{escape(summary)}", contact)
    assert sorted(event) == ["CONTACT", "DTSTAMP", "SUMMARY", "UID"]
    assert sorted(event["CONTACT"].params) == ["X-MORE", "X-NAME"]
    assert event.subcomponents == event.errors == []


@given(lines)
@example("X:" + "\\\\" * 200)
@example("X:" + "\\\\" * 36 + "\\né" * 40)
@example("X:" + "a" + "\\\\" * 36 + "😀" * 40)
def test_unfolding_undoes_fold(line: str) -> None:
    """The pieces put together again are the line."""
    assert unfolded(fold(line)).decode() == line


@given(lines)
@example("X:" + "\\\\" * 36 + "\\né" * 40)
@example("X:" + "é" * 100)
def test_a_physical_line_is_whole_and_short(line: str) -> None:
    """Each has at most 75 octets, is UTF-8 by itself, and does not end within an escape."""
    assert fold(line).endswith(b"\r\n")
    pieces = fold(line).removesuffix(b"\r\n").split(b"\r\n")
    for number, piece in enumerate(pieces):
        text = piece.decode()
        assert len(piece) <= 75
        assert number == 0 or text.startswith(" ")
        assert (len(text) - len(text.rstrip("\\"))) % 2 == 0
        assert len(piece) > 70 or "\\" in line or number == len(pieces) - 1


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n")))
def test_a_line_of_75_octets_or_less_stays_whole(line: str) -> None:
    """Only a longer line is folded."""
    octets = line.encode()
    assert (fold(line) == octets + b"\r\n") == (len(octets) <= 75)


@pytest.mark.parametrize(
    "line", ["A:1\nB:2", "A:1\r", "A:\r\n", "A:" + "x" * 200 + "\n", "A:\ud800"]
)
def test_fold_refuses_what_was_not_encoded(line: str) -> None:
    """A line break or half a character in a line is an error, never a second line."""
    with pytest.raises(InvalidValue, match="content line must not hold"):
        fold(line)


def test_the_guards_hold_without_assertions() -> None:
    """They are no asserts: ``python -O`` keeps them."""
    code = "from numeco.ical._text import fold; fold('A:1' + chr(10) + 'B:2')"
    ran = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, check=False)  # noqa: S603
    assert ran.returncode == 1
    assert b"InvalidValue" in ran.stderr


@given(st.text(min_size=1))
def test_a_uri_is_written_in_ascii_or_refused(text: str) -> None:
    """What comes out holds the characters of RFC 3986 only."""
    try:
        written = uri(f"https://example.org/{text}")
    except InvalidValue:
        assert re.search(r"[\s\x00-\x20\x7f-\xa0\ud800-\udfff]", text)
    else:
        assert re.fullmatch(r"[A-Za-z0-9%\-._~:/?#\[\]@!$&'()*+,;=]+", written)


@pytest.mark.parametrize(
    ("given_uri", "written"),
    [
        ("https://example.org/a?b=1,2;c#d", "https://example.org/a?b=1,2;c#d"),
        ("https://example.org/%C3%A9", "https://example.org/%C3%A9"),
        ("https://example.org/été", "https://example.org/%C3%A9t%C3%A9"),
        ('https://example.org/"{a}"', "https://example.org/%22%7Ba%7D%22"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+33-2-40-00-00-00", "tel:+33-2-40-00-00-00"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
    ],
)
def test_a_uri_keeps_what_rfc_3986_allows(given_uri: str, written: str) -> None:
    """Other characters become their octets in UTF-8, as RFC 3987 maps them; octets stay."""
    assert uri(given_uri) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "//example.org",
        "https:",
        "1a:b",
        "https://a b",
        "https://a\r\nX:1",
        "a:\0",
        "https://a/\x85",
        "https://a/\ud800",
        "https://a/\u2028",
    ],
)
def test_what_is_no_uri_is_refused(text: str) -> None:
    """A URI has a scheme and holds no space, no control and no half character."""
    with pytest.raises(InvalidValue, match=r"^Session\.url must"):
        uri(text, "Session.url")
