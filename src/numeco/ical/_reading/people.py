"""People and organizations in calendars: speakers and hosts as numeco writes them, ORGANIZER."""

import re
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import unquote

from numeco.ical._lines import Property
from numeco.ical._reading.things import Things
from numeco.model import Organization, Person

_EMAIL: Final = re.compile(r"[^\s,@]+@[^\s,@]+")


def speakers(things: Things, said: Iterable[str]) -> list[Any]:
    """Return the ids of the persons that the facts of a description name.

    numeco writes ``Ada Lovelace (CCI), ada@example.org``; where a name ends in brackets itself,
    they are taken for organizations.
    """
    found: dict[Any, None] = {}
    for one in said:
        name, facts = _addressed(one)
        if name.endswith(")") and " (" in name[1:]:
            name = name[: name.rindex(" (")]
        if name.strip():
            found[things.named(Person, name, facts)] = None
    return list(found)


def hosts(things: Things, said: Iterable[tuple[str, str]]) -> list[Any]:
    """Return the ids of the organizations that CONTACTs name, each with its ALTREP."""
    found: dict[Any, None] = {}
    for one, url in said:
        name, facts = _addressed(one)
        if name.strip():
            found[things.named(Organization, name, facts | ({"url": url} if url else {}))] = None
    return list(found)


def organizer(things: Things, prop: Property) -> Any:
    """Return the id of the organization that an ORGANIZER names; None where it names none."""
    scheme, _, address = prop.value.strip().rpartition(":")
    email = unquote(address) if "@" in address and scheme.lower() in {"", "mailto"} else ""
    name = " ".join((prop.param("CN") or email or address).split())
    facts = {"email": email} if email else {}
    return things.named(Organization, name, facts) if name else None


def _addressed(said: str) -> tuple[str, dict[str, str]]:
    """Return a name and the e-mail address that follows it, if any."""
    name, comma, email = said.rpartition(", ")
    return (name, {"email": email}) if comma and _EMAIL.fullmatch(email) else (said, {})
