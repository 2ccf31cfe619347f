"""Strategies for whole ecosystems, consistent by construction."""

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from numeco.ecosystem import Ecosystem
from numeco.model import Thing
from numeco.model.references import KINDS
from numeco.testing._drawing import NEEDS, drawn

_KINDS: Final = st.sampled_from(KINDS)
#: Ids come from a counter: drawing each takes longer than drawing the rest of a thing.
_PATTERNS: Final = st.sampled_from(("{kind}-{number}", "{number}", "long-{number:0>195}"))


def ecosystems(*, min_size: int = 0, max_size: int = 12) -> SearchStrategy[Ecosystem]:
    """Return consistent ecosystems of things of every kind, the empty one included.

    Things come in no particular order, so that some name what follows them.

    Args:
        min_size: the least number of things.
        max_size: the greatest.
    """
    return _ecosystems(min_size, max_size)


@st.composite
def _ecosystems(draw: DrawFn, least: int, most: int) -> Ecosystem:
    pattern = draw(_PATTERNS)
    ids: dict[type[Thing], list[str]] = {kind: [] for kind in KINDS}
    found: list[Thing] = []
    more = st.integers(0, most)
    while len(found) < most and (len(found) < least or draw(more)):
        kind = _possible(draw(_KINDS), ids)
        key = pattern.format(kind=kind.__name__.lower(), number=len(found))
        # In a strategy of its own, so that Hypothesis can drop it as a whole.
        found.append(draw(_thing(kind, key, ids)))
        ids[kind].append(key)
    return Ecosystem.of(reversed(found) if draw(st.booleans()) else found)


@st.composite
def _thing(draw: DrawFn, kind: type[Thing], key: str, ids: dict[type[Thing], list[str]]) -> Thing:
    return drawn(draw, kind, key, ids)


def _possible(kind: type[Thing], ids: dict[type[Thing], list[str]]) -> type[Thing]:
    """Return a kind, or one that must be there before it."""
    for kinds in NEEDS[kind]:
        if not any(ids[one] for one in kinds):
            return _possible(kinds[0], ids)
    return kind
