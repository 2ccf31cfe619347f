"""What a programme and its moves cost."""

from attrs import field, frozen

from numeco._checks import at_least


@frozen(kw_only=True)
class Cost:
    """What the clashes that are left and the moves cost together; the least is best.

    The defaults put first things first: a grave clash outweighs any number of others that a
    programme is likely to have, each of these several moves, a move in time one of room. Whole
    numbers, 0 or more. The cost of a proposal is

    * ``grave`` for each clash of severity error, and ``other`` for each warning; and
    * for each session that starts at another time, ``time``, ``hour`` for each hour or part of one
      between the times of day, and ``day`` for each programme day between the two; and
    * for each session in another room, ``room``, ``site`` besides where that is on another site,
      and ``smaller`` where it is not known to have as many seats, unless it is known to seat all who
      registered or may come.

    A block that moves counts once, whatever its parts.

    >>> Cost(other=0)  # leaves warnings as they are, unless that is as good
    Cost(grave=100000, other=0, time=10, hour=1, day=3, room=4, site=4, smaller=2)
    """

    grave: int = field(default=100_000, validator=at_least(0, ""))
    other: int = field(default=100, validator=at_least(0, ""))
    time: int = field(default=10, validator=at_least(0, ""))
    hour: int = field(default=1, validator=at_least(0, ""))
    day: int = field(default=3, validator=at_least(0, ""))
    room: int = field(default=4, validator=at_least(0, ""))
    site: int = field(default=4, validator=at_least(0, ""))
    smaller: int = field(default=2, validator=at_least(0, ""))
