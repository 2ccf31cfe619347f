"""Interests: numbers that people give to sessions, added up exactly."""

import math
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, InvalidValue
from numeco.model import Session


def checked(
    ecosystem: Ecosystem, interest: object, known: Mapping[str, Session]
) -> tuple[dict[str, float], list[Session]]:
    """Return the interests above 0, by id of session, and the sessions that are not known yet.

    Args:
        ecosystem: where those are.
        interest: what was given for the argument of this name; other than that is refused.
        known: the sessions that are asked about, by id.
    """
    if not isinstance(interest, Mapping):
        raise InvalidType("interest", "must map ids of sessions to numbers", interest)
    found: dict[str, float] = {}
    others: list[Session] = []
    for key, value in cast("Mapping[object, object]", interest).items():
        if not isinstance(key, str):
            raise InvalidType("interest", "must map ids of sessions (texts) to numbers", key)
        if key not in known:
            others.append(_session(ecosystem, key))
        if number := _number(f"interest[{key!r}]", value):
            found[key] = number
    return found, others


def _session(ecosystem: Ecosystem, key: str) -> Session:
    thing: object = ecosystem[key]
    if not isinstance(thing, Session):
        must = f"must name sessions, not things of the kind {type(thing).__name__}"
        raise InvalidType("interest", must, key)
    return thing


def _number(name: str, value: object) -> float:
    must = "must be a finite number, 0 or more"
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise InvalidType(name, must, value)
    if not 0 <= value <= sys.float_info.max:
        raise InvalidValue(name, must, value)
    return value


def by_content(interest: Mapping[str, float], contents: Mapping[str, str]) -> dict[str, float]:
    """Return the interest of each content that has one: the greatest of its showings'."""
    found: dict[str, float] = {}
    for key, value in interest.items():
        found[contents[key]] = max(value, found.get(contents[key], 0))
    return found


def weights(interests: Mapping[str, float]) -> tuple[dict[str, int], int]:
    """Return interests as whole numbers, and by how much these are greater."""
    # As they are written, since people who give 0.1 do not mean 3602879701896397 / 2 ** 55.
    ratios = {key: _decimal(value).as_integer_ratio() for key, value in interests.items()}
    scale = math.lcm(*(below for _, below in ratios.values()))
    return {key: above * (scale // below) for key, (above, below) in ratios.items()}, scale


def as_float(whole: int, scale: int) -> float:
    """Return a sum of whole numbers as the interest that it stands for."""
    try:
        return whole / scale
    except OverflowError:
        return math.inf


def _decimal(value: float) -> Decimal:
    return Decimal(float.__repr__(value)) if isinstance(value, float) else Decimal(value)
