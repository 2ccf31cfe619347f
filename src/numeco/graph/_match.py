"""Matches: pairs of organizations worth a meeting, and why."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final, overload

from attrs import evolve, field, frozen

from numeco._tabular import marked_up, on_one_line
from numeco.errors import UnknownId
from numeco.graph._matching.likely import Scores
from numeco.model import OrganizationId, ThemeId

#: How many a text and a notebook show.
_SHOWN: Final = 50
_HEADS: Final = ("score", "first", "second", "mutual", "why")


@frozen(kw_only=True)
class Match:
    """Two organizations worth a meeting."""

    #: Who offers what the other one seeks; by id where both do, or neither.
    first: OrganizationId
    second: OrganizationId
    #: What they are called.
    names: tuple[str, str]
    #: The themes offered by the first that answer what the second seeks, the best first.
    offers: tuple[ThemeId, ...] = ()
    #: The themes sought by the first that the second's offers answer, the best first.
    seeks: tuple[ThemeId, ...] = ()
    #: Whether something ties them already: an event, an alliance, a membership, a parent.
    tied: bool = False
    #: How near they are in the network, by each measure.
    nearness: Scores
    #: How good it is, 0 to 1: the weighted mean of its parts, what is unknown counting 0.
    score: float
    #: In words: "OVH offers hosting, which Coteo seeks".
    reasons: tuple[str, ...] = ()

    @property
    def mutual(self) -> bool:
        """Whether each offers what the other one seeks."""
        return bool(self.offers and self.seeks)

    @property
    def ends(self) -> tuple[OrganizationId, OrganizationId]:
        """Its two organizations."""
        return self.first, self.second

    def __str__(self) -> str:
        mark = " (mutual)" if self.mutual else ""
        return f"{' – '.join(map(on_one_line, self.names))}{mark}: {'; '.join(self.reasons)}"

    def row(self) -> dict[str, Any]:
        """Return it as a flat mapping; `Matches.rows` says which columns."""
        (first_name, second_name), near = self.names, self.nearness
        return {
            "first": str(self.first),
            "first_name": first_name,
            "second": str(self.second),
            "second_name": second_name,
            "offers": ", ".join(self.offers),
            "seeks": ", ".join(self.seeks),
            "mutual": self.mutual,
            "tied": self.tied,
            "score": self.score,
            "resource_allocation": near.resource_allocation,
            "adamic_adar": near.adamic_adar,
            "common_neighbours": near.common_neighbours,
            "jaccard": near.jaccard,
            "preferential_attachment": near.preferential_attachment,
            "reasons": "; ".join(self.reasons),
        }


@frozen(kw_only=True, repr=False)
class Matches(Sequence[Match]):
    """Pairs of organizations worth a meeting, the best first."""

    matches: tuple[Match, ...]
    #: How many pairs there were to choose from.
    candidates: int
    #: The organizations whose pairs were looked for, by id.
    organizations: tuple[OrganizationId, ...]
    #: Those of them that say neither what they offer nor what they seek, by id.
    silent: tuple[OrganizationId, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.matches)

    @overload
    def __getitem__(self, at: int) -> Match: ...
    @overload
    def __getitem__(self, at: slice) -> "Matches": ...
    def __getitem__(self, at: int | slice) -> "Match | Matches":
        """Return the match at a place, or the matches at some places."""
        if isinstance(at, slice):
            return evolve(self, matches=self.matches[at])
        return self.matches[at]

    def __iter__(self) -> Iterator[Match]:
        return iter(self.matches)

    def of(self, organization: str) -> "Matches":
        """Return those of an organization.

        Raises:
            UnknownId: its pairs were not looked for.
        """
        if organization not in self.organizations:
            raise UnknownId(organization)
        return evolve(self, matches=tuple(one for one in self if organization in one.ends))

    def rows(self) -> list[dict[str, Any]]:
        """Return flat mappings, one a match, for a data frame: ``pandas.DataFrame(found.rows())``.

        Columns: first, first_name, second, second_name, offers and seeks (ids of themes, by
        commas), mutual, tied, score, resource_allocation, adamic_adar, common_neighbours, jaccard,
        preferential_attachment, reasons (by semicolons).
        """
        return [one.row() for one in self]

    def __str__(self) -> str:
        lines = [f"{one.score:.2f}  {one}" for one in islice(self, _SHOWN)]
        left = len(self) - _SHOWN
        more = [f"… and {left:,} more"] if left > 0 else []
        return "\n".join([*lines, *more, self._summary()])

    def __repr__(self) -> str:
        return f"<Matches: {self._summary()}>"

    def _repr_html_(self) -> str:
        rows = (
            (
                f"{one.score:.2f}",
                *one.names,
                "yes" if one.mutual else "",
                "; ".join(one.reasons),
            )
            for one in islice(self, _SHOWN)
        )
        return marked_up(_HEADS, rows, max(len(self) - _SHOWN, 0), self._summary())

    def _summary(self) -> str:
        mutual = sum(one.mutual for one in self)
        said = f"{len(self):,} of {self.candidates:,} pairs, {mutual:,} mutual"
        if self.silent:
            silent, of = len(self.silent), len(self.organizations)
            said += f"; unknown what {silent:,} of {of:,} organizations offer or seek"
        return said
