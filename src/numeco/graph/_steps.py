"""Steps: what became of the partners, ties, roles and themes of an edition in the next one."""

from collections.abc import Iterable
from functools import cached_property
from math import comb
from typing import Final

from attrs import frozen

from numeco.graph._comparing.ladder import STANDARD, Ladder
from numeco.graph._editions import Edition, Pair, Standing
from numeco.graph._indicator import Indicator
from numeco.model import OrganizationId, ThemeId

_RETENTION: Final = (
    "organizations of an edition that are in the next one too / those of the edition"
)
_ACQUISITION: Final = "organizations of an edition that were not in the one before / those of it"
_TIES: Final = (
    "pairs of organizations that share an event of an edition and one of the next one too / "
    "pairs that share an event of the edition"
)
_THEMES: Final = "themes of an edition that are in the next one too / themes of the edition"
_SHARE: Final = "sessions of an edition that have the theme / sessions of it that have any"


@frozen(kw_only=True)
class StandingChange:
    """An organization that is in both editions, with other roles or levels."""

    organization: OrganizationId
    before: Standing
    after: Standing

    def __str__(self) -> str:
        return f"{self.organization}: {self.before} → {self.after}"


@frozen(kw_only=True)
class ThemeChange:
    """A theme, and its share of the sessions of two editions."""

    theme: ThemeId
    name: str
    #: Of the sessions that have a theme; its numerator is the number of those that have this one.
    before: Indicator
    after: Indicator

    @property
    def change(self) -> float | None:
        """The share after less the share before; None where one of the two is unknown."""
        before, after = self.before.value, self.after.value
        return None if before is None or after is None else after - before

    def __str__(self) -> str:
        return f"{self.name}: {self.before.said} → {self.after.said}"


@frozen(kw_only=True, repr=False)
class Step:
    """What became of one edition in the next one; made when it is asked for.

    Organizations come as tuples of ids, sorted; ties as pairs of ids, sorted.
    """

    before: Edition
    after: Edition
    #: What is not known or left out between the two: years without an edition, numbers, ids.
    gap: tuple[str, ...] = ()
    #: The organizations that are back: not in the edition before, but in an earlier one.
    returned: tuple[OrganizationId, ...] = ()
    #: Which roles and levels are higher than which.
    ladder: Ladder = STANDARD

    @property
    def known(self) -> bool:
        """Whether both editions have a known partner.

        If not, who was kept or lost is not known; `kept`, `new`, `returned` and `lost` then tell
        no more than what is written down.
        """
        return not self._without_partners()

    # Organizations

    @cached_property
    def kept(self) -> tuple[OrganizationId, ...]:
        """The organizations of both editions."""
        return tuple(one for one in self.before.partners if one in self.after.parts)

    @cached_property
    def lost(self) -> tuple[OrganizationId, ...]:
        """Those that are not in the edition after; they may come back later."""
        return tuple(one for one in self.before.partners if one not in self.after.parts)

    @cached_property
    def new(self) -> tuple[OrganizationId, ...]:
        """Those of the edition after that are in none before it, among those compared."""
        back = set(self.returned)
        return tuple(one for one in self._come if one not in back)

    @property
    def retention(self) -> Indicator:
        """The share of an edition's organizations that are in the next one too."""
        kept, of = len(self.kept), len(self.before.partners)
        return self._ratio("retention", kept, of, self._without_partners(), _RETENTION)

    @property
    def acquisition(self) -> Indicator:
        """The share of an edition's organizations that were not in the one before."""
        come, of = len(self._come), len(self.after.partners)
        return self._ratio("acquisition", come, of, self._without_partners(), _ACQUISITION)

    # Ties

    @cached_property
    def ties_kept(self) -> tuple[Pair, ...]:
        """The pairs that share an event of both editions; O(pairs), as for all ties."""
        return _ties(self.before, self.after, shared=True)

    @cached_property
    def ties_gone(self) -> tuple[Pair, ...]:
        """The pairs that share an event of the edition before only."""
        return _ties(self.before, self.after, shared=False)

    @cached_property
    def ties_born(self) -> tuple[Pair, ...]:
        """The pairs that share an event of the edition after only."""
        return _ties(self.after, self.before, shared=False)

    @property
    def tie_retention(self) -> Indicator:
        """The share of an edition's pairs of organizations that share an event of the next too.

        In an event without events within it every partner is tied to every other, so that it
        follows from the retention, and is about its square.
        """
        kept, pairs = self._tie_counts()
        return self._ratio("tie retention", kept, pairs, self._without_partners(), _TIES)

    # Roles and levels

    @cached_property
    def upgraded(self) -> tuple[StandingChange, ...]:
        """The organizations whose highest role or level is higher than it was."""
        return tuple(one for one in self._moved if self._climb(one) > 0)

    @cached_property
    def downgraded(self) -> tuple[StandingChange, ...]:
        """The organizations whose highest role or level is lower than it was."""
        return tuple(one for one in self._moved if self._climb(one) < 0)

    @cached_property
    def changed(self) -> tuple[StandingChange, ...]:
        """Those with other roles or levels of which the ladder does not say which are higher."""
        return tuple(one for one in self._moved if self._climb(one) == 0)

    # Themes

    @property
    def theme_retention(self) -> Indicator:
        """The share of an edition's themes that are in the next one too."""
        before, after = ({one.theme for one in edition.themes} for edition in self._editions)
        missing = [f"themes of {one.event}" for one in self._editions if not one.themes]
        kept, of = len(before & after), len(before)
        return self._ratio("theme retention", kept, of, missing, _THEMES)

    @cached_property
    def themes(self) -> tuple[ThemeChange, ...]:
        """Each theme of one of the two, with its share of sessions in both, by id."""
        counts = [{one.theme: one for one in edition.themes} for edition in self._editions]
        before, after = counts
        return tuple(
            ThemeChange(
                theme=one,
                name=(after.get(one) or before[one]).name,
                before=_share(self.before, before[one].sessions if one in before else 0),
                after=_share(self.after, after[one].sessions if one in after else 0),
            )
            for one in sorted(before.keys() | after.keys())
        )

    @property
    def risen(self) -> tuple[ThemeChange, ...]:
        """The themes with a greater share of the sessions than before, by how much greater."""
        found = [one for one in self.themes if (one.change or 0) > 0]
        return tuple(sorted(found, key=lambda one: (-(one.change or 0), one.theme)))

    @property
    def fallen(self) -> tuple[ThemeChange, ...]:
        """The themes with a smaller share of the sessions than before, by how much smaller."""
        found = [one for one in self.themes if (one.change or 0) < 0]
        return tuple(sorted(found, key=lambda one: (one.change or 0, one.theme)))

    # As text

    def __str__(self) -> str:
        gap = f"; {'; '.join(self.gap)}" if self.gap else ""
        return (
            f"{self.before.label} → {self.after.label}: {len(self.kept):,} kept, "
            f"{len(self.new):,} new, {len(self.returned):,} returned, {len(self.lost):,} lost{gap}"
        )

    def __repr__(self) -> str:
        return f"<Step {self}>"

    # How

    @property
    def _editions(self) -> tuple[Edition, Edition]:
        return self.before, self.after

    @cached_property
    def _come(self) -> tuple[OrganizationId, ...]:
        return tuple(one for one in self.after.partners if one not in self.before.parts)

    @cached_property
    def _moved(self) -> tuple[StandingChange, ...]:
        pairs = ((one, self.before.parts[one], self.after.parts[one]) for one in self.kept)
        return tuple(
            StandingChange(organization=one, before=before, after=after)
            for one, before, after in pairs
            if self.ladder.meant(before) != self.ladder.meant(after)
        )

    def _climb(self, change: StandingChange) -> int:
        """Return how many steps an organization climbed; 0 where the ladder does not say."""
        before, after = self.ladder.rank(change.before), self.ladder.rank(change.after)
        return 0 if before is None or after is None else before - after

    def _tie_counts(self) -> tuple[int, int]:
        before, after = (one.groups for one in self._editions)
        if max(len(before), len(after)) > 1:
            return len(self.ties_kept), len(self.before.ties)
        nobody = frozenset[OrganizationId]()
        old, new = (groups[0] if groups else nobody for groups in (before, after))
        return comb(len(old & new), 2), comb(len(old), 2)  # no need to make the pairs

    def _without_partners(self) -> list[str]:
        return [f"partners of {one.event}" for one in self._editions if not one.partners]

    def _ratio(
        self, name: str, part: int, whole: int, missing: Iterable[str], definition: str
    ) -> Indicator:
        """Return a share that is unknown where something is missing, gaps apart."""
        missing = tuple(missing)
        known = None if missing else part
        notes = missing + self.gap
        return Indicator.ratio(name, known, whole, n=whole, definition=definition, missing=notes)


def _ties(one: Edition, other: Edition, *, shared: bool) -> tuple[Pair, ...]:
    """Return the ties of one edition that the other has too, or those that it has not."""
    others = set(other.ties)
    return tuple(pair for pair in one.ties if (pair in others) == shared)


def _share(edition: Edition, sessions: int) -> Indicator:
    untold = edition.sessions - edition.themed
    missing = [f"themes of {untold:,} sessions of {edition.event}"] if untold else []
    if not edition.sessions:
        missing = [f"sessions of {edition.event}"]
    return Indicator.ratio(
        "share of sessions",
        sessions if edition.themed else None,
        edition.themed,
        n=edition.sessions,
        definition=_SHARE,
        missing=missing,
    )
