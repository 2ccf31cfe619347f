"""The words that narrow a network: what counts as an event, and what ties to it."""

from collections.abc import Collection
from typing import TypedDict

from numeco._checks import Kind
from numeco.model import PartnershipRole
from numeco.time import Days


class Via(Kind):
    """What ties an organization to an event."""

    PARTNERSHIP = "partnership"  #: a partnership with the event
    HOST = "host"  #: hosting one of its sessions
    SPEAKER = "speaker"  #: a member speaks in one of its sessions


class Occasion(Kind):
    """What the second mode of an affiliation network holds."""

    EVENT = "event"  #: the very event that is named
    UMBRELLA = "umbrella"  #: the outermost event around it, or itself
    SERIES = "series"  #: its series, or that of the nearest umbrella which has one
    SESSION = "session"  #: the session hosted or spoken in; partnerships name none


class Mode(Kind):
    """One of the two sets of nodes of an affiliation network."""

    ORGANIZATIONS = "organizations"
    OCCASIONS = "occasions"  #: events, or whatever the network holds in their place


class Narrowing(TypedDict, total=False):
    """What narrows a network, by keyword; `affiliation` says what each means.

    Every function that takes an ecosystem and ``**narrowing`` takes these.
    """

    #: What the second mode holds: events, umbrellas, series or sessions.
    of: Occasion | str
    #: What ties an organization to an event: partnerships, hosting, speaking; left out, all.
    via: Collection[Via | str] | None
    #: The partnerships that count, by role; left out, all.
    roles: Collection[PartnershipRole | str] | None
    #: The time that counts; left out, all of it.
    during: Days | None
    #: The territory that counts, with all that lies within it; left out, everywhere.
    territory: str | None
