"""The order of nodes, whose ids may be of several types."""

from __future__ import annotations


def by_id(node: object) -> tuple[str, int, str]:
    """Return the key by which nodes come in the order of their ids: those of one type together.

    >>> sorted(["b", 10, 2, "a"], key=by_id)
    [2, 10, 'a', 'b']
    """
    return type(node).__name__, node if isinstance(node, int) else 0, str(node)
