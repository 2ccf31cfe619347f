"""Paths that are closed by a tie, counted by numpy."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from numeco.graph._measuring.brokerage_bits import Closed, Members

#: Whether this numpy, 2.0 or later, can count bits.
COUNTS_BITS: Final = hasattr(np, "bitwise_count")

_WORD: Final = 64


def met(
    columns: Members,
    own: Mapping[str, Hashable],
    starts: Mapping[str, Members],
    ends: Mapping[str, Members],
) -> Closed:
    """Iterate over what `brokerage_bits.met` does, in the same order of brokers."""
    numbers = {one: at for at, one in enumerate(ends)}
    firsts, table = _table(columns, ends)
    kinds = {kind: at for at, kind in enumerate(dict.fromkeys([*columns, *own.values()]))}
    codes = np.array([kinds[own[one]] for one in ends], dtype=np.intp)
    # Groups that no column holds share the last one, which is empty.
    parts = np.minimum(codes, len(columns))
    for (one, row), code, part in zip(zip(ends, table, strict=True), codes, parts, strict=True):
        others = [numbers[other] for those in starts[one].values() for other in those]
        if others:
            common = np.bitwise_count(table[others] & row)
            met_in = np.add.reduceat(common, firsts, axis=1, dtype=np.int64)
            there = met_in[np.arange(len(others)), parts[others]]
            found = np.stack([met_in.sum(axis=1), met_in[:, part], there])
            alike = codes[others] == code
            yield one, True, *_summed(found[:, alike])
            yield one, False, *_summed(found[:, ~alike])


def _summed(found: npt.NDArray[np.int64]) -> tuple[int, int, int]:
    shared, home, there = found.sum(axis=1).tolist()
    return shared, home, there


def _table(
    columns: Members, ends: Mapping[str, Members]
) -> tuple[list[int], npt.NDArray[np.uint64]]:
    """Return the first word of each group, and of nobody, and a row of bits for each node."""
    firsts: list[int] = []
    places: dict[str, int] = {}
    words = 0
    for members in columns.values():
        places |= {one: words * _WORD + at for at, one in enumerate(members)}
        firsts.append(words)
        words -= -len(members) // _WORD
    firsts.append(words)
    words += 1
    table = np.zeros((len(ends), words), dtype=np.uint64)
    flags = np.zeros(words * _WORD, dtype=np.bool_)
    for row, those in zip(table, ends.values(), strict=True):
        at = [places[one] for members in those.values() for one in members if one in places]
        flags[at] = True
        row[:] = np.packbits(flags).view(np.uint64)
        flags[at] = False
    return firsts, table
