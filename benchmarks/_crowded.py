"""The published instance: 300 sessions, 12 rooms and 10 days with too much at once."""

import random
from datetime import datetime, timedelta

from numeco import Ecosystem, Event, Interval, Person, Session, Theme, Venue

#: The seed with which it has exactly 148 room, 23 speaker and 198 theme clashes.
SEED = 29584
NINE = datetime(2026, 10, 5, 9)  # noqa: DTZ001  # the zone is given beside it


def crowded(seed: int = SEED) -> Ecosystem:
    """Return 300 sessions of 30 to 180 minutes, each anywhere within 9:00 to 18:00 of 10 days.

    Starts and lengths are whole quarters of an hour. Each session has one of 75 speakers and, in
    turn, one of 9 themes. Each of the 12 rooms is a site of its own.
    """
    draw = random.Random(seed)  # noqa: S311  # a made-up programme
    event = Event(name="Crowded", zone="Europe/Paris")
    rooms = [Venue(name=f"Room {at}") for at in range(12)]
    people = [Person(name=f"Person {at}") for at in range(75)]
    themes = [Theme(name=f"Theme {at}") for at in range(9)]
    sessions = []
    for number in range(300):
        length = 15 * draw.randint(2, 12)
        start = 15 * draw.randint(0, 36 - length // 15)
        day, room, person = draw.randrange(10), draw.choice(rooms), draw.choice(people)
        begin = NINE + timedelta(days=day, minutes=start)
        sessions.append(
            Session(
                id=f"session-{number}",
                title=f"Session {number}",
                event=event.id,
                venue=room.id,
                speakers=[person.id],
                themes=[themes[number % 9].id],
                when=Interval.local(begin, timedelta(minutes=length), "Europe/Paris"),
            )
        )
    return Ecosystem.of(event, rooms, people, themes, sessions)
