"""The public names of numeco, locked; each is documented."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import FunctionType
from typing import Any

import pytest

import numeco

NOUNS = [
    "Access",
    "Accessibility",
    "Alliance",
    "AllianceId",
    "AllianceKind",
    "AttendanceMode",
    "Audience",
    "Contradiction",
    "Contribution",
    "Count",
    "Cycle",
    "DanglingReference",
    "Days",
    "DuplicateId",
    "Ecosystem",
    "Event",
    "EventId",
    "EventKind",
    "EventStatus",
    "Helix",
    "Identifier",
    "Interval",
    "InvalidIdentifier",
    "InvalidType",
    "InvalidValue",
    "Label",
    "LabelId",
    "Level",
    "Malformed",
    "Measure",
    "Membership",
    "MembershipId",
    "MembershipRole",
    "Mismatch",
    "NonexistentTime",
    "NumecoError",
    "Observation",
    "ObservationId",
    "Organization",
    "OrganizationId",
    "OrganizationKind",
    "Partnership",
    "PartnershipId",
    "PartnershipRole",
    "Person",
    "PersonId",
    "Precision",
    "Rank",
    "Refused",
    "Series",
    "SeriesId",
    "Session",
    "SessionId",
    "SessionKind",
    "SessionStatus",
    "SizeClass",
    "Source",
    "StillReferenced",
    "Territory",
    "TerritoryId",
    "TerritoryKind",
    "Theme",
    "ThemeId",
    "Thing",
    "ThingId",
    "Undecidable",
    "UnknownId",
    "Venue",
    "VenueId",
    "WrongKind",
    "__version__",
    "revise",
]


def modules() -> list[str]:
    """Return the names of the public modules."""
    found = pkgutil.walk_packages(numeco.__path__, "numeco.", onerror=lambda _name: None)
    names = ["numeco", *(one.name for one in found)]
    return [name for name in names if "._" not in name]


def public(name: str) -> Iterator[tuple[str, Any]]:
    """Iterate over the public classes and functions of a module, and their methods."""
    module = importlib.import_module(name)
    names = getattr(module, "__all__", None) or [one for one in vars(module) if one[0] != "_"]
    for one in names:
        thing = getattr(module, one)
        if not isinstance(thing, (type, FunctionType)):
            continue
        # Without a list of its own, a module makes public what it defines.
        if hasattr(module, "__all__") or thing.__module__ == name:
            yield f"{name}.{one}", thing
            yield from methods(f"{name}.{one}", thing)


def methods(name: str, thing: Any) -> Iterator[tuple[str, Any]]:
    """Iterate over the public methods and properties that a class defines itself."""
    for one, value in vars(thing).items() if isinstance(thing, type) else ():
        if one[0] != "_" and isinstance(value, (FunctionType, property, classmethod)):
            yield f"{name}.{one}", value


def test_the_nouns_are_these() -> None:
    """A name comes or goes only together with this list."""
    assert numeco.__all__ == NOUNS


def test_every_noun_is_there() -> None:
    """Each name of `__all__` can be imported, and the list is sorted and without repetition."""
    assert all(hasattr(numeco, name) for name in numeco.__all__)
    assert sorted(set(numeco.__all__)) == numeco.__all__


@pytest.mark.parametrize("name", modules())
def test_every_public_name_is_documented(name: str) -> None:
    """Each public module, class, function, method and property has a docstring of its own."""
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        pytest.skip(f"needs an extra: {error}")
    assert module.__doc__
    silent = [one for one, thing in public(name) if not inspect.cleandoc(thing.__doc__ or "")]
    assert not silent
