"""The ``numeco`` command: a thin face on the chapters."""

import argparse
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from itertools import groupby, islice
from pathlib import Path
from threading import Timer
from typing import Final

from numeco import datasets, io, svg
from numeco._files import write_atomically
from numeco._version import __version__
from numeco.diagnostics import Diagnostic, Reading, Severity
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidValue, Malformed, NumecoError
from numeco.formats.csv import from_csv
from numeco.graph import collaboration, key_partners
from numeco.ical import to_ics
from numeco.model import Event, Session
from numeco.schedule import Clashes, clashes
from numeco.time import in_utc, zone

#: The data sets that ``numeco demo`` unites; the last is a week of fiction built on the others.
DEMO: Final = ("quebec", "nantes-saint-nazaire", "semaine-fictive")
_MOST: Final = 12
#: Of more organizations an event's ties, k (k - 1) / 2 of them, show nothing in a picture.
_LARGEST: Final = 150
_EPILOG: Final = """\
exit status: 0 done; 1 the data has a problem; 2 wrong usage
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0 done, 1 a problem in the data, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):  # a terminal without UTF-8 shows what it can
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        status = _demo(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (NumecoError, OSError) as error:
        print(f"numeco: {error}", file=sys.stderr)  # noqa: T201  # a command speaks
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="numeco", description="Events of a digital ecosystem.", epilog=_EPILOG
    )
    parser.add_argument("--version", action="version", version=f"numeco {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo = commands.add_parser(
        "demo",
        help="show a programme, what collides in it and who works with whom",
        description="Print a programme, its clashes and its key partners; write a calendar and a "
        "picture of the network.",
        epilog=_EPILOG,
    )
    demo.add_argument(
        "path",
        nargs="?",
        type=_file,
        help="a programme as CSV, or an ecosystem as numeco JSON (left out: a week that ships)",
    )
    demo.add_argument(
        "--out", type=Path, default=Path("numeco-demo"), help="folder to write to (%(default)s)"
    )
    demo.add_argument(
        "--zone",
        type=_zone,
        default="Europe/Paris",
        help="time zone of a CSV programme (%(default)s)",
    )
    demo.add_argument(
        "--stamp",
        type=_moment,
        help="when the programme was published, as ISO 8601 (left out: when the file was changed)",
    )
    return parser


def _file(text: str) -> Path:
    path = Path(text)
    if not path.exists() or path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    return path


def _zone(text: str) -> str:
    try:
        zone(text)
    except InvalidValue as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        must = "must be a date and time such as 2026-10-01T12:00:00Z"
        raise argparse.ArgumentTypeError(f"{must} (got {text!r})") from None
    try:
        return in_utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC), "--stamp")
    except InvalidValue as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _demo(options: argparse.Namespace) -> int:
    name, reading, stamp = _read(options)
    with _progress("looking for clashes"):
        found = clashes(reading.ecosystem)
    _print_notes(reading)
    _print_programme(reading.ecosystem)
    _print_clashes(found)
    _print_partners(reading.ecosystem)
    with _progress("writing"):
        _write(reading.ecosystem, options.out, name, stamp)
    return 1 if any(one.severity is Severity.ERROR for one in reading.diagnostics) else 0


def _read(options: argparse.Namespace) -> tuple[str, Reading, datetime]:
    path: Path | None = options.path
    if path is None:
        first, *others = map(datasets.load, DEMO)
        for other in others:
            first |= other
        return DEMO[-1], Reading(first), options.stamp or datetime(2026, 1, 1, tzinfo=UTC)
    stamp = options.stamp or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    name = _short(path.stem, 60) or "programme"
    with _progress(f"reading {name}"):
        data = path.read_bytes()
        json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
        try:
            if json or path.suffix.lower() == ".json":
                return name, _from_json(data), stamp
            return name, from_csv(data, zone=options.zone, event=name), stamp
        except Malformed as error:
            place = f"{path.name}: {error.place}" if error.place else path.name
            raise Malformed(_short(place, 100), error.problem) from None


def _from_json(data: bytes) -> Reading:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", io.OffsetWarning)
        ecosystem = io.loads(data)
    said = (str(one.message).partition(": ") for one in caught)
    notes = [
        Diagnostic("offset", place, words, "the wall clock counts") for place, _, words in said
    ]
    return Reading(ecosystem, tuple(notes))


@contextmanager
def _progress(doing: str) -> Iterator[None]:
    """Say what is being done where it takes longer than a second."""
    timer = Timer(1, lambda: print(f"… {doing}", file=sys.stderr, flush=True))  # noqa: T201  # a command speaks
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _say(line: str = "") -> None:
    print(line)  # noqa: T201  # a command speaks


def _heading(words: str) -> None:
    _say(f"\n{words}\n{'─' * len(words)}")


def _more(shown: int, number: int, where: str) -> None:
    if number > shown:
        _say(f"  … and {number - shown} more{where}")


def _print_notes(reading: Reading) -> None:
    if reading.diagnostics:
        _heading("Notes on the file")
        for one in reading.diagnostics[:_MOST]:
            _say(f"  {one.severity}: {_short(str(one), 200)}")
        _more(_MOST, len(reading.diagnostics), "")


def _print_programme(ecosystem: Ecosystem) -> None:
    sessions = [one for one in ecosystem.all(Session) if one.when is not None]
    sessions.sort(key=lambda one: (ecosystem.day(one), one.when, one.id))
    events = len(ecosystem.all(Event))
    _heading(f"Programme: {_number(len(sessions), 'session')}, {_number(events, 'event')}")
    for day, group in groupby(sessions, key=ecosystem.day):
        here = list(group)
        _say(f"  {day:%A %d %B %Y}")
        for one in here[:_MOST]:
            _say(f"    {_line(ecosystem, one)}")
        _more(_MOST, len(here), " that day, in the calendar")
    unscheduled = len(ecosystem.all(Session)) - len(sessions)
    if unscheduled:
        _say(f"  {unscheduled} not scheduled")


def _line(ecosystem: Ecosystem, session: Session) -> str:
    when, room = session.when, session.venue
    assert when is not None  # noqa: S101  # for type checkers: only scheduled ones come here
    place = "" if room is None else f"{_short(ecosystem[room].name, 22):<22}  "
    state = "" if session.status == "confirmed" else f" [{session.status}]"
    there = ecosystem[session.event].zone
    zone = "" if there in {None, when.zone} else f" ({when.zone})"
    return f"{when.start:%H:%M}–{when.end:%H:%M}{zone}  {place}{_short(session.title, 60)}{state}"


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _short(text: str, width: int) -> str:
    """Return a text on one line, cut to a width, without what a terminal would obey."""
    line = " ".join(text.split())
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in line)
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _print_clashes(found: Clashes) -> None:
    grave, rest = found.filter(severity="error"), found.filter(severity="warning")
    _heading(f"Clashes: {_number(len(grave), 'error')}, {_number(len(rest), 'warning')}")
    for clash in islice(grave, _MOST):
        _say(f"  {clash.when or 'no time'}  {clash.rule.name}: {_short(clash.over, 60)}")
        _say(f"    {'  ↔  '.join(_short(one.label, 36) for one in clash.things)}")
    _more(_MOST, len(grave), "")
    if rest:
        _say("  Warnings:")
        for name, number in rest.counts().items():
            _say(f"    {number:>5,} × {name}")


def _print_partners(ecosystem: Ecosystem) -> None:
    partners = key_partners(ecosystem, most=_MOST)
    _heading("Key partners")
    if not partners:
        _say("  no two organizations have an event in common")
        return
    width = max(len(_short(one.name, 40)) for one in partners)
    _say(f"  {'':<{width}}  events  partners  strength")
    for one in partners:
        name = _short(one.name, 40)
        _say(f"  {name:<{width}}  {one.events:>6}  {one.degree:>8}  {one.strength:>8.2f}")


def _write(ecosystem: Ecosystem, folder: Path, name: str, stamp: datetime) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    calendar, picture = folder / f"{name}.ics", folder / f"{name}.svg"
    data = to_ics(ecosystem, domain="numeco.example", stamp=stamp, name=name)
    write_atomically(calendar, [data])
    drawing = svg.network(collaboration(ecosystem, max_size=_LARGEST), title=name)
    write_atomically(picture, [drawing.encode()])
    _heading("Written")
    _say(f"  calendar  {calendar}")
    _say(f"  network   {picture}")
    if any(one.events and one.degree >= _LARGEST for one in key_partners(ecosystem, most=1)):
        _say(f"            (events of more than {_LARGEST} organizations tie nobody in it)")


if __name__ == "__main__":
    sys.exit(main())
