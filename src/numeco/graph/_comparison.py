"""Comparisons: the editions of a series, and what became of its partners from one to the next."""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from attrs import frozen

from numeco._tabular import aligned, marked_up
from numeco.graph._editions import Edition
from numeco.graph._indicator import Indicator
from numeco.graph._steps import Step
from numeco.graph._wording import several
from numeco.model import EventId, OrganizationId

_HEADS: Final = ("edition", "days", "partners", "kept", "new", "returned", "lost", "retention")
#: How many groups of organizations alike by name a text shows.
_SHOWN: Final = 5
_POOLED: Final = (
    "organizations of an edition that are in the next one too / those of the edition, "
    "numerators and denominators of all steps added"
)
_SURVIVAL: Final = "organizations of the first edition that are in every one / those of the first"


@frozen(kw_only=True)
class Streak:
    """How long an organization was a partner without a break, among the editions compared."""

    organization: OrganizationId
    #: The editions in which it has a part, in order.
    editions: tuple[EventId, ...]
    #: The most editions in a row.
    longest: int
    #: How many in a row up to the last edition of which a partner is known; 0 where it is not in
    #: that one. Whoever is in it may go on: the end of such a streak is not known yet.
    running: int
    #: How often it came back after an absence.
    returns: int
    #: Whether it is in the first edition known, so that its first streak may have begun earlier.
    from_start: bool

    @property
    def first(self) -> EventId:
        """The edition in which it is first seen."""
        return self.editions[0]

    @property
    def last(self) -> EventId:
        """The edition in which it is last seen."""
        return self.editions[-1]


@frozen(kw_only=True, repr=False)
class Comparison:
    """Editions, in order, and what became of the partners of each in the next.

    It prints as a table with a line an edition, in which kept, new, returned, lost and retention
    tell what became of the edition on the line above. Nothing is said of what comes after the last
    edition: whether its partners stay is not known yet.
    """

    #: Of the series, or of the events.
    name: str
    editions: tuple[Edition, ...]
    #: One fewer than editions: what became of each in the next.
    steps: tuple[Step, ...]
    #: The events left out since they were cancelled.
    skipped: tuple[EventId, ...] = ()
    #: The editions left out since nothing says where they stand in the order.
    unplaced: tuple[EventId, ...] = ()
    #: The organizations tied to the series as a whole, who count for no edition by that.
    of_series: tuple[OrganizationId, ...] = ()
    #: Partners of different ids that have a name or alias in common, but for case, accents and
    #: punctuation: they count as several, unless `same` says that they are one.
    alike: tuple[tuple[OrganizationId, ...], ...] = ()
    #: What those are called that were cancelled, in the order of `skipped`.
    cancelled: tuple[str, ...] = ()

    # Whole-series figures

    @cached_property
    def streaks(self) -> tuple[Streak, ...]:
        """A streak for each organization: the most editions first, then the longest, then id.

        Editions of which a partner is known count: neither cancelled ones break a streak nor those
        of which nothing is known; `gaps` says where these are.
        """
        places: dict[OrganizationId, list[int]] = {}
        known = self._known
        for at, edition in enumerate(known):
            for one in edition.partners:
                places.setdefault(one, []).append(at)
        found = (_streak(one, at, known) for one, at in places.items())
        return tuple(sorted(found, key=_most_faithful))

    @cached_property
    def survivors(self) -> tuple[OrganizationId, ...]:
        """The organizations that are in every edition of which a partner is known, by id."""
        every = len(self._known)
        return tuple(sorted(one.organization for one in self.streaks if len(one.editions) == every))

    @property
    def survival(self) -> Indicator:
        """The share of the first edition's organizations that are in every one since.

        Editions without a known partner are left out, and named as missing.
        """
        known = self._known
        of = len(known[0].partners) if known else 0
        part = len(self.survivors) if len(known) > 1 else None
        missing = (*self._empty, *self.gaps) if part is not None else ("a later edition",)
        return Indicator.ratio("survival", part, of, n=of, definition=_SURVIVAL, missing=missing)

    @property
    def retention(self) -> Indicator:
        """The retention of all steps together: of all partnerships, how many were renewed.

        Steps over a gap are left out, as are those from or to an edition without a known partner;
        both are named as missing.
        """
        known = [step for step in self.steps if step.known and not step.gap]
        kept = sum(len(step.kept) for step in known)
        of = sum(len(step.before.partners) for step in known)
        missing = (*self._empty, *self.gaps)
        return Indicator.ratio("retention", kept, of, n=of, definition=_POOLED, missing=missing)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What lies between editions, or is not known of it, in sentences."""
        return tuple(note for step in self.steps for note in step.gap)

    # As text and as a table

    @property
    def summary(self) -> str:
        """The comparison in some sentences."""
        return " ".join((self._said(), *self._notes()))

    def rows(self) -> list[dict[str, Any]]:
        """Return flat mappings, one an edition, for a data frame.

        Columns: event, label, first, last (dates), number, partners, and of the step from the
        edition before, None where unknown and for the first edition: kept, new, returned, lost
        (numbers), retention, acquisition, theme_retention (plain numbers) and gap (a text).
        """
        return [
            {
                "event": str(edition.event),
                "label": edition.label,
                "first": edition.days.first if edition.days else None,
                "last": edition.days.last if edition.days else None,
                "number": edition.number,
                "partners": len(edition.partners),
                **_row(step),
            }
            for step, edition in self._lines()
        ]

    def __str__(self) -> str:
        if not self.editions:
            return self.summary
        return "\n".join((aligned(_HEADS, self._cells(), 0), *self._notes()))

    def __repr__(self) -> str:
        return f"<Comparison: {self._said()}>"

    def _repr_html_(self) -> str:
        return marked_up(_HEADS, self._cells(), 0, self.summary)

    # How

    @property
    def _known(self) -> tuple[Edition, ...]:
        return tuple(one for one in self.editions if one.partners)

    @property
    def _empty(self) -> tuple[str, ...]:
        return tuple(f"partners of {one.event}" for one in self.editions if not one.partners)

    def _said(self) -> str:
        if not self.editions:
            return f"{self.name}: no editions."
        ends = [_when(one) for one in (self.editions[0], self.editions[-1])]
        said = f"{self.name}: {several(len(self.editions), 'edition')}, "
        said += " to ".join(dict.fromkeys(ends)) + "."
        if (kept := self.retention).value is not None:
            said += f" {kept.numerator:,} of {kept.denominator:,} partnerships were renewed at "
            said += f"the next edition ({kept.said})."
        return said

    def _notes(self) -> Iterator[str]:
        if self.skipped:
            yield f"Cancelled: {', '.join(self.cancelled or self.skipped)}."
        if self.unplaced:
            yield f"Left out, days unknown: {', '.join(self.unplaced)}."
        if self.alike:
            pairs = [" and ".join(group) for group in self.alike[:_SHOWN]]
            pairs += [f"{len(self.alike) - _SHOWN:,} more"] if len(self.alike) > _SHOWN else []
            yield f"Alike by name, counted apart: {'; '.join(pairs)}."
        for step in self.steps:
            if step.gap:
                yield f"{step.before.label} to {step.after.label}: {'; '.join(step.gap)}."

    def _lines(self) -> Iterator[tuple[Step | None, Edition]]:
        return zip((None, *self.steps), self.editions, strict=bool(self.editions))

    def _cells(self) -> Iterator[tuple[str, ...]]:
        for step, edition in self._lines():
            told = _row(step)
            numbers = (told["kept"], told["new"], told["returned"], told["lost"])
            yield (
                edition.label,
                str(edition.days or "unknown"),
                f"{len(edition.partners):,}",
                *("" if number is None else f"{number:,}" for number in numbers),
                "" if step is None else step.retention.said,
            )


def _streak(one: OrganizationId, places: list[int], known: tuple[Edition, ...]) -> Streak:
    lengths = [0]
    for last, at in pairwise([-2, *places]):
        lengths.append(lengths.pop() + 1 if at == last + 1 else 1)
    here = places[-1] == len(known) - 1
    return Streak(
        organization=one,
        editions=tuple(known[at].event for at in places),
        longest=max(lengths),
        running=lengths[-1] if here else 0,
        returns=len(lengths) - 2,
        from_start=places[0] == 0,
    )


def _when(edition: Edition) -> str:
    return str(edition.days.first.year) if edition.days else edition.label


def _most_faithful(streak: Streak) -> tuple[int, int, str]:
    return -len(streak.editions), -streak.longest, streak.organization


def _row(step: Step | None) -> dict[str, Any]:
    names = "kept", "new", "returned", "lost"
    known = step is not None and step.known
    return {
        **{name: len(getattr(step, name)) if known else None for name in names},
        "retention": step.retention.value if step else None,
        "acquisition": step.acquisition.value if step else None,
        "theme_retention": step.theme_retention.value if step else None,
        "gap": "; ".join(step.gap) if step else "",
    }
