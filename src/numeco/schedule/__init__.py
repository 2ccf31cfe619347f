"""What collides: sessions in one another's way, free time, and what one person can attend."""

from numeco.schedule._agenda import Agenda, Missed, agenda
from numeco.schedule._apply import apply
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
from numeco.schedule._change import Change, ChangeKind, ThingChange
from numeco.schedule._changes import Changes, changes
from numeco.schedule._clash import Clash
from numeco.schedule._clashes import Clashes, clashes
from numeco.schedule._concurrency import Bounds, Concurrency, Step, concurrency
from numeco.schedule._cost import Cost
from numeco.schedule._facets import Facet
from numeco.schedule._free import Free, free
from numeco.schedule._loads import Load
from numeco.schedule._order import order
from numeco.schedule._proposal import Conflict, Move, Proposal, Status
from numeco.schedule._rearrange import Progress, rearrange
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
    "Change",
    "ChangeKind",
    "Changes",
    "Check",
    "Clash",
    "Clashes",
    "Concurrency",
    "Conflict",
    "Cost",
    "EventRule",
    "Facet",
    "Free",
    "Load",
    "Missed",
    "Move",
    "Progress",
    "Proposal",
    "Resource",
    "Rule",
    "Severity",
    "Share",
    "Status",
    "Step",
    "ThingChange",
    "Travel",
    "agenda",
    "apply",
    "attendable",
    "changes",
    "clashes",
    "concurrency",
    "free",
    "length",
    "order",
    "picks",
    "rearrange",
    "travel",
]
