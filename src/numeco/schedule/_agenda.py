"""Agendas: the best that one person can attend."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from html import escape
from typing import Final

from attrs import field, frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Session, SessionId
from numeco.schedule._choosing.interests import as_float, by_content, checked, weights
from numeco.schedule._choosing.offer import STEPS, Offer, Plan, check_steps, contents
from numeco.schedule._programme import all_of, chosen, when
from numeco.schedule._travel import Travel, as_travel

_NO_TIME: Final = timedelta(0)
#: Of what stands in the way of a session, how much a line names; and how many such lines there are.
_MOST: Final = 3
_SHOWN: Final = 20


@frozen(repr=False)
class Missed:
    """A session of interest that an agenda leaves out."""

    session: Session
    interest: float
    _interests: Mapping[str, float] = field(eq=False)
    _plan: Plan = field(eq=False)

    @property
    def because(self) -> tuple[Session, ...]:
        """The chosen sessions that are in its way, the most interesting first.

        Those that it overlaps; if none, those next to it between which and it there is no time to
        travel. None of either is in the way of a session only where an agenda is not `optimal`.
        """
        against = self._plan.against(self.session)
        return tuple(sorted(against, key=lambda one: (-self._interests[one.id], when(one), one.id)))

    def __str__(self) -> str:
        titles = [_line(one.title) for one in self.because]
        more = [f"{len(titles) - _MOST} more"] if len(titles) > _MOST else []
        missed = f"{_line(self.session.title)} ({self.interest:.12g})"
        against = " / ".join([*titles[:_MOST], *more])
        return f"{missed}, because of {against}" if against else missed

    def __repr__(self) -> str:
        return f"<Missed: {self.session.id!r}, interest {self.interest:.12g}>"


@frozen(repr=False)
class Agenda:
    """The sessions that one person attends, and what they miss."""

    #: By start, a block before its parts.
    sessions: tuple[Session, ...]
    #: The sum of theirs.
    interest: float
    #: No agenda is of greater interest.
    bound: float
    #: Whether this one is known to be of the greatest; else the search stopped early.
    optimal: bool
    #: The interest of all contents together.
    possible: float
    #: The most interesting first; no session of which another showing is attended.
    missed: tuple[Missed, ...]
    #: Of interest, but unscheduled or cancelled, as are their other showings: counted nowhere.
    absent: tuple[Session, ...]
    _interests: Mapping[str, float] = field(eq=False)
    _ecosystem: Ecosystem = field(eq=False)

    def __len__(self) -> int:
        return len(self.sessions)

    def __iter__(self) -> Iterator[Session]:
        return iter(self.sessions)

    def days(self) -> dict[date, tuple[Session, ...]]:
        """Return the sessions of each programme day, local to their events."""
        found: defaultdict[date, list[Session]] = defaultdict(list)
        for one in self.sessions:
            found[self._day(one)].append(one)
        return {day: tuple(found[day]) for day in sorted(found)}

    def rows(self) -> list[dict[str, object]]:
        """Return a row per session that is attended or missed, for data frames.

        The columns: day, start and end (aware datetimes), id, title, venue (its id or None),
        interest, attended, because (ids of what stands in its way).
        """
        rows = [self._row(one, self._interests[one.id], None) for one in self.sessions]
        return rows + [self._row(one.session, one.interest, one) for one in self.missed]

    def _row(self, session: Session, interest: float, missed: Missed | None) -> dict[str, object]:
        return {
            "day": self._day(session),
            "start": when(session).start,
            "end": when(session).end,
            "id": session.id,
            "title": session.title,
            "venue": session.venue,
            "interest": interest,
            "attended": missed is None,
            "because": [] if missed is None else [one.id for one in missed.because],
        }

    def _day(self, session: Session) -> date:
        day = self._ecosystem.day(session)
        assert day is not None  # noqa: S101  # for type checkers: what takes part is scheduled
        return day

    def _summary(self) -> str:
        most = "" if self.optimal else f", at most {self.bound:.12g}: the search stopped early"
        return f"interest {self.interest:.12g} of {self.possible:.12g}{most}"

    def _lines(self) -> Iterator[tuple[str, list[str]]]:
        for day, sessions in self.days().items():
            yield str(day), [f"{str(when(one))[11:]}  {_line(one.title)}" for one in sessions]
        if self.missed:
            left = len(self.missed) - _SHOWN
            more = [f"… and {left:,} more"] if left > 0 else []
            yield "missed", [*map(str, self.missed[:_SHOWN]), *more]
        if self.absent:
            yield "unscheduled or cancelled", [_line(one.title) for one in self.absent]

    def __str__(self) -> str:
        parts = ("\n  ".join([head, *lines]) for head, lines in self._lines())
        return "\n".join([*parts, self._summary()])

    def __repr__(self) -> str:
        return f"<Agenda: {len(self.sessions)} sessions, {self._summary()}>"

    def _repr_html_(self) -> str:
        parts = (
            f"<h4>{escape(head)}</h4><ul>{''.join(f'<li>{escape(one)}</li>' for one in lines)}</ul>"
            for head, lines in self._lines()
        )
        return f"{''.join(parts)}<p>{escape(self._summary())}</p>"


def agenda(
    ecosystem: Ecosystem,
    *,
    interest: Mapping[SessionId, float] | Mapping[str, float],
    travel: Travel | timedelta = _NO_TIME,
    sessions: Iterable[Session] | None = None,
    steps: int = STEPS,
) -> Agenda:
    """Return the choice of sessions of the greatest total interest that one person can attend.

    No two of them overlap, and from each to the next one there is time to travel. Back-to-back
    sessions do not overlap; one of zero length takes a microsecond. Unscheduled and cancelled
    sessions, and those of cancelled events, take no part.

    >>> from numeco import Event, Interval
    >>> fair = Event(name="Fair")
    >>> times = {
    ...     "talk": ("09:00", "10:00"),
    ...     "panel": ("09:30", "11:00"),
    ...     "visit": ("10:00", "10:45"),
    ... }
    >>> ecosystem = Ecosystem.of(
    ...     fair,
    ...     [
    ...         Session(
    ...             id=key,
    ...             title=key.capitalize(),
    ...             event=fair.id,
    ...             when=Interval.local(f"2026-10-20T{start}", f"2026-10-20T{end}", "Europe/Paris"),
    ...         )
    ...         for key, (start, end) in times.items()
    ...     ],
    ... )
    >>> print(agenda(ecosystem, interest={"talk": 2, "panel": 3, "visit": 2}))
    2026-10-20
      09:00–10:00 Europe/Paris  Talk
      10:00–10:45 Europe/Paris  Visit
    missed
      Panel (3), because of Talk / Visit
    interest 4 of 7

    * **Showings.** A session and all that repeat it (`repeat_of`, at any remove) are one content,
      attended once at most. The interest of any showing is that of the content; where several are
      named, the greatest counts.
    * **Blocks.** A session `within` another one, at any depth, does not collide with it while it
      takes place during it: one can attend both, and the interest of the block is what being there
      from beginning to end adds to that of its parts. Parts can be attended without their block.
      Travel is between consecutive sessions outside of any attended block, and between consecutive
      ones directly within the same attended block. What lies in more than 16 blocks of interest is
      missed.
    * **Equal choices.** Interests add up exactly, as they are written: 0.1 + 0.2 is 0.3. Of equal
      choices it is one of the fewest sessions; of these, the one whose last session ends first,
      and so on back to the first. Where contents have several showings it may be any of the equal
      ones, but always the same.
    * **Cost.** Weighted interval scheduling (Kleinberg, Tardos 2005, *Algorithm Design*, 6.1):
      O(n log n), with travel times O(n log n + n · sites). With several showings it is job interval
      selection, which is NP-hard (Spieksma 1999, Journal of Scheduling 2(5), 215–227,
      doi:10.1002/(SICI)1099-1425(199909/10)2:5<215::AID-JOS27>3.0.CO;2-Y): branch and bound, exact
      for programmes of the usual size. A search that reaches its limit returns the best that it
      found, with `optimal` False and its `bound`.

    Args:
        ecosystem: whose sessions and venues these are.
        interest: by id of session, 0 or more; one of interest 0 or left out is never chosen.
        travel: how long it takes between venues; a duration is that between any two sites. It
            counts from each session to the next: one that is online, or nowhere known, is no way
            from either neighbour.
        sessions: those among which to choose; left out, all.
        steps: at how many sessions the search may look, one at a time, where contents have several
            showings; the default takes some seconds.

    Raises:
        UnknownId: `interest` or `travel` names what is not there.
        InvalidValue: an interest is negative or not finite.
        InvalidType: an argument is of another type.
    """
    check_steps(steps)
    asked = None if sessions is None else all_of(Session, "sessions", sessions)
    scheduled = [one for one in chosen(ecosystem, asked) if one.when is not None]
    known: dict[str, Session] = {
        one.id: one for one in (ecosystem.all(Session) if asked is None else asked)
    }
    named, others = checked(ecosystem, interest, known)
    shown = contents(ecosystem, [*known.values(), *others])
    value = by_content(named, shown)
    offered = [one for one in scheduled if shown[one.id] in value]
    whole, scale = weights({shown[one.id]: value[shown[one.id]] for one in offered})
    offer = Offer.of(ecosystem, offered, as_travel(travel), shown)
    plan = offer.plan({one.id: whole[shown[one.id]] for one in offered}, steps)
    interests: dict[str, float] = {one.id: value[shown[one.id]] for one in offered}
    attended = {shown[one.id] for one in plan.sessions}
    missed = [
        Missed(one, interests[one.id], interests, plan)
        for one in offered
        if shown[one.id] not in attended
    ]
    absent = (one for key, one in known.items() if key in named and shown[key] not in whole)
    return Agenda(
        plan.sessions,
        as_float(plan.value, scale),
        as_float(plan.bound, scale),
        plan.bound == plan.value,
        as_float(sum(whole.values()), scale),
        tuple(sorted(missed, key=_by_interest)),
        tuple(sorted(absent, key=lambda one: one.id)),
        interests,
        ecosystem,
    )


def _by_interest(missed: Missed) -> tuple[float, int, str]:
    return -missed.interest, when(missed.session).start_us, missed.session.id


def _line(text: str) -> str:
    return " ".join(text.split())
