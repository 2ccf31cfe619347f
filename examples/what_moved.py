"""A room is needed twice: move one session, and publish both states of the calendar.

python examples/what_moved.py
"""

from datetime import UTC, datetime
from pathlib import Path

from numeco import Ecosystem, Event, Interval, Session, Venue, revise
from numeco.ical import to_ics
from numeco.schedule import clashes

PUBLISHED = datetime(2026, 9, 1, 12, tzinfo=UTC)
DECIDED = datetime(2026, 9, 15, 9, 30, tzinfo=UTC)


def programme() -> Ecosystem:
    """Return a day with two sessions in one room."""
    week = Event(name="Semaine du numérique", zone="America/Toronto", language="fr")
    room = Venue(name="Salle A")
    times = [
        ("ai", "L'IA pour les PME", "09:00", "10:30"),
        ("web", "Le web lent", "10:00", "11:00"),
    ]
    sessions = [
        Session(
            id=name,
            title=title,
            event=week.id,
            venue=room.id,
            created=PUBLISHED,
            modified=PUBLISHED,
            when=Interval.local(f"2026-10-20T{start}", f"2026-10-20T{end}", "America/Toronto"),
        )
        for name, title, start, end in times
    ]
    return Ecosystem.of(week, room, sessions)


def main() -> None:
    """Show the clash, move the later session to the end of the earlier one, write both."""
    before = programme()
    print(clashes(before))
    ((earlier, late),) = clashes(before).pairs()
    assert earlier.when is not None
    assert late.when is not None
    later = late.when.starting(earlier.when.end)
    after = before.replacing(revise(late, at=DECIDED, when=later))
    print(clashes(after))
    for name, ecosystem in (("before", before), ("after", after)):
        path = Path(f"{name}.ics")
        path.write_bytes(to_ics(ecosystem, domain="example.org"))
        print(f"wrote {path}: {path.read_bytes().count(b'SEQUENCE:1')} session revised")


if __name__ == "__main__":
    main()
