"""Sums over common partners, by numpy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from numeco.graph._measuring.rows import Rows


def around(rows: Rows, others: Rows) -> Iterator[tuple[str, str, float]]:
    """Iterate over the ties, once each, with the sum over common partners.

    The row of one is spread out over all nodes, so that the rows of its partners, strung together,
    pick from it what they have in common.
    """
    nodes = list(rows)
    numbers = {one: at for at, one in enumerate(nodes)}
    columns = [np.array([numbers[one] for one in row], dtype=np.intp) for row in rows.values()]
    values = [np.array([*row.values()], dtype=float) for row in rows.values()]
    factors = [np.array([others[one][other] for other in rows[one]], dtype=float) for one in nodes]
    spread = np.zeros(len(nodes))
    for at, row in enumerate(columns):
        partners: list[int] = row[row > at].tolist()
        if partners:
            spread[row] = values[at]
            first = np.cumsum([0, *(len(columns[one]) for one in partners[:-1])])
            found = spread[np.concatenate([columns[one] for one in partners])]
            found *= np.concatenate([factors[one] for one in partners])
            spread[row] = 0
            for one, its in zip(partners, np.add.reduceat(found, first).tolist(), strict=True):
                yield nodes[at], nodes[one], its
