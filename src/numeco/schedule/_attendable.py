"""Density: how much of what concerns them one person can attend."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from html import escape
from typing import Final

from attrs import frozen

from numeco.ecosystem import Ecosystem
from numeco.model import Session, SessionKind
from numeco.schedule._choosing.concerns import Blocked, Concerns, function
from numeco.schedule._choosing.offer import STEPS, Offer, check_steps, contents
from numeco.schedule._programme import all_of, chosen, when
from numeco.schedule._resources import Resource
from numeco.schedule._travel import Travel, as_travel

_NO_TIME: Final = timedelta(0)
_WHOLE: Final = "the whole programme"
_HEADS: Final = ("share", "attended", "contents", "of")


@frozen(repr=False)
class Share:
    """How much of some contents one person can attend; contents, not their showings, count."""

    #: What they have in common: a theme, an audience; for the whole programme, words that say so.
    id: str
    #: The name of the thing of this id, if it is one; else the id.
    name: str
    #: How many contents one person can attend.
    numerator: int
    #: How many there are.
    denominator: int
    #: No choice has more contents than this.
    bound: int
    #: One of the best choices, by start.
    sessions: tuple[Session, ...]
    #: The showings of the other contents, by start.
    missed: tuple[Session, ...]

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; None where there is no content. At least so much if not `optimal`."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def optimal(self) -> bool:
        """Whether nobody can attend more; else the search stopped early."""
        return self.bound == self.numerator

    def __str__(self) -> str:
        share, attended, number, name = self.cells()
        return f"{share} of {name} ({attended} of {number})"

    def __repr__(self) -> str:
        return f"<Share: {self}>"

    def cells(self) -> tuple[str, str, str, str]:
        """Return share, numbers and name as tables show them."""
        value = self.value
        share = "–" if value is None else f"{'' if self.optimal else '≥ '}{value:.0%}"
        return share, str(self.numerator), str(self.denominator), " ".join(self.name.split())

    def row(self) -> dict[str, object]:
        """Return it as a flat mapping, for a data frame."""
        return {
            "id": self.id,
            "name": self.name,
            "share": self.value,
            "attended": self.numerator,
            "bound": self.bound,
            "contents": self.denominator,
            "sessions": [str(one.id) for one in self.sessions],
            "missed": [str(one.id) for one in self.missed],
        }


@frozen(eq=False, repr=False)
class Attendable(Mapping[str, Share]):
    """The shares by theme, audience or the like: the least first, of equal ones that of the most.

    Where nothing takes place, there is no share; such come last.
    """

    #: That of the whole programme.
    whole: Share
    _shares: Mapping[str, Share]

    def __getitem__(self, key: str) -> Share:
        return self._shares[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shares)

    def __len__(self) -> int:
        return len(self._shares)

    def rows(self) -> list[dict[str, object]]:
        """Return a row for each, without the whole programme, for data frames.

        The columns: id, name, share (None where nothing takes place), attended, bound, contents
        (numbers of contents), sessions, missed (lists of ids).
        """
        return [share.row() for share in self.values()]

    def _cells(self) -> list[tuple[str, str, str, str]]:
        return [share.cells() for share in (*self.values(), self.whole)]

    def __str__(self) -> str:
        lines = [_HEADS, *self._cells()]
        widths = [max(len(line[at]) for line in lines) for at in range(3)]
        return "\n".join(
            "  ".join([*(line[at].rjust(widths[at]) for at in range(3)), line[3]]) for line in lines
        )

    def __repr__(self) -> str:
        return f"<Attendable: {len(self)} shares, {self.whole}>"

    def _repr_html_(self) -> str:
        heads = "".join(f"<th>{head}</th>" for head in _HEADS)
        body = (
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
            for cells in self._cells()
        )
        head = f"<thead><tr>{heads}</tr></thead>"
        return f"<table>{head}<tbody>{''.join(body)}</tbody></table>"


def attendable(
    ecosystem: Ecosystem,
    *,
    by: Resource | str | Concerns = Resource.THEME,
    travel: Travel | timedelta = _NO_TIME,
    sessions: Iterable[Session] | None = None,
    steps: int = STEPS,
) -> Attendable:
    """Return, for each theme or the like, the share of its contents that one person can attend.

    It measures how dense a programme is for those whom it concerns: 1 where nothing that they
    could want collides. What one person can attend is the largest `agenda` with the interest 1 in
    every content.

    >>> from numeco import Event, Interval, Theme
    >>> fair, ai = Event(name="Fair"), Theme(name="AI")
    >>> times = [("09:00", "10:00"), ("09:30", "10:30"), ("10:00", "11:00"), ("10:30", "11:30")]
    >>> talks = [
    ...     Session(
    ...         id=f"talk-{at}",
    ...         title=f"Talk {at}",
    ...         event=fair.id,
    ...         themes=[ai.id] if at else [],
    ...         when=Interval.local(f"2026-10-20T{start}", f"2026-10-20T{end}", "Europe/Paris"),
    ...     )
    ...     for at, (start, end) in enumerate(times)
    ... ]
    >>> print(attendable(Ecosystem.of(fair, ai, talks)))
    share  attended  contents  of
      67%         2         3  AI
      50%         2         4  the whole programme

    A session and all that repeat it are one content, which concerns all that any of its showings
    does. Breaks do not count, nor do exhibitions, which are open while other things take place; nor
    does a block of which a part counts, since one attends its parts. A part that concerns nothing
    by itself concerns what its block does. Unscheduled and cancelled sessions, and those of
    cancelled events, take no part; a theme of unscheduled sessions only has no share (None).

    Args:
        ecosystem: whose sessions these are.
        by: `Resource.THEME`: a session without themes is in no theme, and in the whole programme
            only. `Resource.AUDIENCE`: a session without audiences is for everybody, and counts for
            each audience that occurs. Another resource, as it says what a session uses; or a
            function of an ecosystem and a session that returns ids or words.
        travel: how long it takes between venues; a duration is that between any two sites.
        sessions: those that make the programme; left out, all.
        steps: at how many sessions each search may look; see `agenda`, also for the cost, which is
            that of an agenda for each theme.

    Raises:
        UnknownId: `travel` names what is not there.
        InvalidType: an argument is of another type.
        InvalidValue: `by` is a word that is no resource.
    """
    check_steps(steps)
    going = as_travel(travel)
    asked = None if sessions is None else all_of(Session, "sessions", sessions)
    taking_part = [one for one in chosen(ecosystem, asked) if one.kind not in _NO_CONTENT]
    blocks = Blocked.of(ecosystem, taking_part)
    counting = [one for one in taking_part if one.id not in blocks.around]
    firsts = contents(ecosystem, counting)
    shown: defaultdict[str, list[Session]] = defaultdict(list)
    for one in counting:
        shown[firsts[one.id]].append(one)
    programme = _Programme(ecosystem, shown, going, steps)
    concerned = programme.concerned(blocks, by)
    shares = [programme.share(key, those) for key, those in concerned.items()]
    whole = programme.share(_WHOLE, shown)
    return Attendable(whole, {one.id: one for one in sorted(shares, key=_densest)})


_NO_CONTENT: Final = {SessionKind.BREAK, SessionKind.EXHIBITION}


def _densest(share: Share) -> tuple[float, int, str]:
    value = share.value
    return 2 if value is None else value, -share.denominator, share.id


@frozen(eq=False)
class _Programme:
    """The sessions that count, by content, and how their shares are found."""

    ecosystem: Ecosystem
    shown: Mapping[str, Sequence[Session]]
    travel: Travel
    steps: int

    def concerned(
        self, blocks: Blocked, by: Resource | str | Concerns
    ) -> dict[str, dict[str, None]]:
        """Return, for each theme or the like, the contents that concern it."""
        concerns = blocks.concerns(function(by))
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        unstated: dict[str, None] = {}
        for content, showings in self.shown.items():
            for one in showings:
                for key in concerns[one.id]:
                    found[str(key)][content] = None
                if not concerns[one.id]:
                    unstated[content] = None
        for_all = unstated if by == Resource.AUDIENCE else {}
        return {key: found[key] | for_all for key in sorted(found)}

    def share(self, key: str, those: Iterable[str]) -> Share:
        """Return the share of some contents, which are called `key`."""
        content_of: dict[str, str] = {
            one.id: content
            for content in those
            for one in self.shown[content]
            if one.when is not None
        }
        offered = [one for content in those for one in self.shown[content] if one.id in content_of]
        offer = Offer.of(self.ecosystem, offered, self.travel, content_of)
        plan = offer.plan(dict.fromkeys(content_of, 1), self.steps)
        attended = {content_of[one.id] for one in plan.sessions}
        missed = [one for one in offered if content_of[one.id] not in attended]
        missed.sort(key=lambda one: (when(one), one.id))
        name = self.ecosystem[key].label if key in self.ecosystem else key
        number = len(set(content_of.values()))
        return Share(key, name, plan.value, number, plan.bound, plan.sessions, tuple(missed))
