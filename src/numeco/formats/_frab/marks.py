"""How sessions keep their ids in files that know but UUIDs and numbers.

An id that is a UUID is the guid. For any other the guid is made of the id, and the slug ends in it,
so that a reader can check that the two belong together.
"""

import re
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

from numeco._checks import LONGEST_ID

#: Of the UUIDs (version 5) that numeco makes.
_NAMESPACE: Final = UUID("1f0c4b0e-7a57-5d6b-9a35-6e756d65636f")
_ID: Final = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
#: The largest number that is written.
LARGEST: Final = 2**31 - 1
UUID_FORM: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def guid_of(kind: str, key: str) -> str:
    """Return the UUID that an id of a kind of things gives."""
    return str(uuid5(_NAMESPACE, f"{kind} {key}"))


def number_of(kind: str, key: str) -> int:
    """Return the number, from 1000 to 2³¹ - 1, that an id of a kind of things gives."""
    digest = int.from_bytes(sha256(f"{kind} {key}".encode()).digest()[:8])
    return 1000 + digest % (LARGEST - 999)


def slug_of(acronym: str, number: int, key: str) -> str:
    """Return the slug that ends in an id."""
    return f"{acronym.replace('-', '_')}-{number:04d}-{key}"


def key_of(guid: str, slug: str) -> str:
    """Return the id that guid and slug keep; empty where they keep none."""
    key = slug.split("-", 2)[-1]
    sound = len(key) <= LONGEST_ID and _ID.fullmatch(key)
    return key if sound and guid_of("session", key) == guid else ""
