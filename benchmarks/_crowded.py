"""The published instance: 300 sessions, 12 rooms and 10 days with too much at once."""

import random
from datetime import datetime, timedelta

from numeco import Ecosystem, Event, Interval, Person, Session, Theme, Venue

#: The seed with which it has exactly 148 room, 23 speaker and 198 theme clashes.
SEED = 29584


def crowded(seed: int = SEED) -> Ecosystem:
    """Return 300 sessions of 30 to 180 minutes, each anywhere within 9:00 to 18:00 of 10 days.

    Starts and lengths are whole quarters of an hour. Each session has one of 75 speakers and, in
    turn, one of 9 themes. Each of the 12 rooms is a site of its own.
    """
    draw = random.Random(seed)
    event = Event(name="Crowded", zone="Europe/Paris")
    rooms = [Venue(name=f"Room {at}") for at in range(12)]
    people = [Person(name=f"Person {at}") for at in range(75)]
    themes = [Theme(name=f"Theme {at}") for at in range(9)]
    sessions = [_session(draw, number, event, rooms, people, themes) for number in range(300)]
    return Ecosystem.of(event, rooms, people, themes, sessions)


def _session(
    draw: random.Random,
    number: int,
    event: Event,
    rooms: list[Venue],
    people: list[Person],
    themes: list[Theme],
) -> Session:
    length = 15 * draw.randint(2, 12)
    start = 15 * draw.randint(0, 36 - length // 15)
    day, room, person = draw.randrange(10), draw.choice(rooms), draw.randrange(75)
    begin = datetime(2026, 10, 5 + day, 9) + timedelta(minutes=start)
    return Session(
        id=f"session-{number}",
        title=f"Session {number}",
        event=event.id,
        venue=room.id,
        speakers=[people[person].id],
        themes=[themes[number % 9].id],
        when=Interval.local(begin, timedelta(minutes=length), "Europe/Paris"),
    )
