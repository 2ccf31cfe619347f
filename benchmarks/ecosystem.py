"""Build, join, write and read an ecosystem: how cost grows, and against what people use instead.

    uv run python benchmarks/ecosystem.py [LARGEST]

The same programme is built as numeco things, as pydantic models (checked, but without references)
and as stdlib dataclasses (unchecked). 5,000 organizations host and 50 rooms hold N sessions.
"""

import dataclasses
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pydantic
from _table import show, timed

from numeco import Ecosystem, Event, Interval, Organization, Session, Venue
from numeco.io import dumps, loads

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 10, 1, 8, tzinfo=PARIS)


class PydanticSession(pydantic.BaseModel, frozen=True):
    """The fields that the programme below fills, checked by pydantic."""

    id: str = pydantic.Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = pydantic.Field(min_length=1)
    event: str
    start: pydantic.AwareDatetime
    end: pydantic.AwareDatetime
    venue: str | None = None
    hosts: tuple[str, ...] = ()
    capacity: int | None = pydantic.Field(default=None, ge=0)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlainSession:
    """The same, unchecked."""

    id: str
    title: str
    event: str
    start: datetime
    end: datetime
    venue: str | None = None
    hosts: tuple[str, ...] = ()
    capacity: int | None = None


def _records(number: int) -> list[dict[str, object]]:
    return [
        {
            "id": f"session-{at}",
            "title": f"Session {at}",
            "event": "week",
            "start": START + timedelta(minutes=15 * (at % 2000)),
            "end": START + timedelta(minutes=15 * (at % 2000) + 45),
            "venue": f"room-{at % 50}",
            "hosts": (f"organization-{at % 5000}",),
            "capacity": 20 + at % 100,
        }
        for at in range(number)
    ]


def _session(record: dict[str, object]) -> Session:
    values = dict(record)
    return Session(when=Interval(values.pop("start"), values.pop("end")), **values)


def main() -> None:
    """Print the tables."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    others = [
        Event(id="week", name="Week", zone="Europe/Paris"),
        *(Venue(id=f"room-{at}", name=f"Room {at}") for at in range(50)),
        *(Organization(id=f"organization-{at}", name=f"Org {at}") for at in range(5000)),
    ]
    rows = []
    numbers = [number for number in (1_000, 10_000, 100_000) if number <= largest]
    for number in numbers:
        records = _records(number)
        plain, _ = timed(lambda: [PlainSession(**record) for record in records])  # noqa: B023  # run at once
        checked, models = timed(lambda: [PydanticSession(**record) for record in records])  # noqa: B023  # run at once
        things, sessions = timed(lambda: [_session(record) for record in records])  # noqa: B023  # run at once
        joined, ecosystem = timed(lambda: Ecosystem.of(others, sessions))  # noqa: B023  # run at once
        assert [one.id for one in sessions] == [one.id for one in models]
        assert [one.when.start for one in sessions] == [one.start for one in models]
        written, text = timed(lambda: dumps(ecosystem), 1)  # noqa: B023  # run at once
        read, back = timed(lambda: loads(text), 1)  # noqa: B023  # run at once
        assert back == ecosystem
        costs = (plain, checked, things, joined, written, read)
        rows.append(
            [
                f"{number:,}",
                *(f"{cost / number * 1e6:.1f}" for cost in costs),
                f"{things / checked:.1f}×",
            ]
        )
    header = [
        "sessions", "dataclass", "pydantic", "numeco", "Ecosystem.of", "dumps", "loads",
        "numeco/pydantic",
    ]  # fmt: skip
    show("Microseconds of CPU time a session (the same at every size: O(n))", header, rows)


if __name__ == "__main__":
    main()
