"""One organization, and how it holds its network together."""

from __future__ import annotations

from typing import Any, Final

from attrs import asdict, frozen

from numeco._tabular import on_one_line
from numeco.graph._brokerage import ROLES, Brokerage
from numeco.graph._wording import percent
from numeco.model import OrganizationId

#: The columns of a printed table.
HEADS: Final = (
    "name",
    "helix",
    "events",
    "degree",
    "strength",
    "betweenness",
    "of paths",
    "parted",
    "constraint",
    "between",
    "community",
)


@frozen(kw_only=True)
class Actor:
    """An organization, and how it holds its network together.

    None stands for what is unknown or undefined, and for what was not measured.
    """

    organization: OrganizationId
    name: str
    #: Its kind, such as company, and the helix that follows from it; None for a kind without one.
    kind: str
    helix: str | None
    #: The id of its seat.
    territory: str | None
    #: The number of events that it has a part in.
    events: int
    #: The number of its partners: the organizations that it shares an event with.
    degree: int
    #: The sum of the weights of its ties; by Newman's, the number of its events with a partner.
    strength: float
    #: The mean, over all pairs of others, of the share of their paths that pass through it, from 0
    #: to 1; along the strongest paths or the shortest, as `actors` was told.
    betweenness: float | None
    #: The same over those pairs alone that reach each other.
    share: float | None
    #: Of all pairs of others that reach each other, how many do so through it alone.
    separated: int | None
    #: In the two-mode network, normalized after Borgatti and Everett 1997.
    affiliation_degree: float | None
    affiliation_closeness: float | None
    affiliation_betweenness: float | None
    #: Burt's: low where its partners are not partners of one another.
    constraint: float | None
    #: The number of its partners that do not repeat one another.
    effective_size: float | None
    #: The greatest k such that it has k partners or more among those of whom the same holds.
    core: int | None
    #: Between whom it stands, by group; None too where its own group is unknown.
    brokerage: Brokerage | None
    #: Its ties to other groups less those within its own, as a share of both: from -1 to 1.
    ei: float | None
    #: The position of its community in `Actors.communities`, of which 0 is the largest.
    community: int | None
    #: Why it holds the network together, in sentences, the weightiest first.
    reasons: tuple[str, ...]

    @property
    def cut(self) -> bool | None:
        """Whether the network is split without it: whether it is an articulation point."""
        return None if self.separated is None else self.separated > 0

    def explain(self) -> str:
        """Return in plain words why it holds the network together."""
        what = ", ".join(word for word in (self.kind, self.helix) if word)
        lines = self.reasons or ("No partner of it is recorded here.",)
        return "\n".join([f"{on_one_line(self.name)} ({what})", *(f"- {line}" for line in lines)])

    def row(self) -> dict[str, Any]:
        """Return its fields as a flat mapping, for a data frame."""
        fields = asdict(self, recurse=False)
        roles = asdict(self.brokerage) if self.brokerage else dict.fromkeys(ROLES)
        del fields["brokerage"]
        fields["reasons"] = " ".join(self.reasons)
        return fields | {"cut": self.cut} | roles

    def cells(self) -> dict[str, str]:
        """Return the texts of its row in a printed table, by column; empty for None."""
        return {
            "name": self.name,
            "helix": self.helix or "",
            "events": f"{self.events:,}",
            "degree": f"{self.degree:,}",
            "strength": f"{self.strength:.4g}",
            "betweenness": _text(self.betweenness),
            "of paths": "" if self.share is None else percent(self.share),
            "parted": _text(self.separated),
            "constraint": _text(self.constraint),
            "between": _text(self.brokerage.total // 2 if self.brokerage else None),
            "community": _text(self.community),
        }


def _text(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:.3g}"
