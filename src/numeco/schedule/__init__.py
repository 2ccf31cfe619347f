"""What collides: sessions in one another's way, free time, and what one person can attend."""

from numeco.schedule._agenda import Agenda, Missed, agenda
from numeco.schedule._attendable import Attendable, Share, attendable
from numeco.schedule._builtin import (
    AUDIENCE,
    CLOSED,
    DEFAULT,
    EVENT,
    HOST,
    LENGTH,
    OUTSIDE_EVENT,
    OVERBOOKED,
    REPEATED_ID,
    SPEAKER,
    TERRITORY,
    THEME,
    UNAVAILABLE,
    UNCONFIRMED,
    UNEQUIPPED,
    UNSCHEDULED,
    UNTHEMED,
    VENUE,
    length,
    picks,
    travel,
)
from numeco.schedule._clash import Clash
from numeco.schedule._clashes import Clashes, clashes
from numeco.schedule._concurrency import Bounds, Concurrency, Step, concurrency
from numeco.schedule._facets import Facet
from numeco.schedule._free import Free, free
from numeco.schedule._loads import Load
from numeco.schedule._resources import Resource
from numeco.schedule._rules import AnyRule, Check, EventRule, Rule, Severity
from numeco.schedule._travel import Travel

__all__ = [
    "AUDIENCE",
    "CLOSED",
    "DEFAULT",
    "EVENT",
    "HOST",
    "LENGTH",
    "OUTSIDE_EVENT",
    "OVERBOOKED",
    "REPEATED_ID",
    "SPEAKER",
    "TERRITORY",
    "THEME",
    "UNAVAILABLE",
    "UNCONFIRMED",
    "UNEQUIPPED",
    "UNSCHEDULED",
    "UNTHEMED",
    "VENUE",
    "Agenda",
    "AnyRule",
    "Attendable",
    "Bounds",
    "Check",
    "Clash",
    "Clashes",
    "Concurrency",
    "EventRule",
    "Facet",
    "Free",
    "Load",
    "Missed",
    "Resource",
    "Rule",
    "Severity",
    "Share",
    "Step",
    "Travel",
    "agenda",
    "attendable",
    "clashes",
    "concurrency",
    "free",
    "length",
    "picks",
    "travel",
]
