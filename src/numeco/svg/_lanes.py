"""Lanes: stretches that overlap, side by side."""

from collections.abc import Iterator, Sequence


def lanes(stretches: Sequence[tuple[float, float]]) -> Iterator[tuple[int, int]]:
    """Iterate over the lane of each stretch, and over how many lanes stand there side by side.

    The stretches come by start; each takes the first lane that is free then. O(n x lanes).
    """
    cluster: list[int] = []
    ends: list[float] = []
    for start, end in stretches:
        if ends and start >= max(ends):
            yield from ((lane, len(ends)) for lane in cluster)
            cluster, ends = [], []
        lane = next((at for at, free in enumerate(ends) if free <= start), len(ends))
        ends[lane : lane + 1] = [end]
        cluster.append(lane)
    yield from ((lane, len(ends)) for lane in cluster)
