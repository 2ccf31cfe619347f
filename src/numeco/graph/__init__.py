"""Who works with whom: partnership networks as plain networkx graphs.

Nodes are ids, so that ``ecosystem[node]`` is the thing; every node carries its ``kind`` and
``name``. The two sets of a two-mode network are marked by the node attribute ``bipartite``, never
inferred.

>>> from numeco import Ecosystem, Event, Organization, Partnership
>>> fair = Event(id="fair", name="Fair")
>>> chamber = Organization(id="chamber", name="Chamber", kind="chamber")
>>> school = Organization(id="school", name="School", kind="school")
>>> ties = [Partnership(organization=one.id, of="fair") for one in (chamber, school)]
>>> network = collaboration(Ecosystem.of(fair, chamber, school, ties))
>>> network["chamber"]["school"]
{'weight': 1.0, 'count': 1}

**Networks**: `affiliation` (who has a part in what), `collaboration` (who shares events with whom),
`alliances`, `memberships`, `interlocks`, `territories`, `speakers`, `themes`.

**What is behind them**: `actors` (who holds the network together, and why) with the measures that
it is made of; `pairs_by_size`, `disparity` and `numeco.graph.validation` (which ties mean
something); `compare` (what changes from edition to edition); `numeco.graph.indicators` (figures of
an ecosystem); `matches` and `meetings` (who should meet whom, and when).

`numeco.formats.networks` takes networks to other programs; `numeco.svg` and `numeco.plot` draw
them.
"""

from numeco.graph._actor import Actor
from numeco.graph._actors import Actors, actors
from numeco.graph._affiliation import affiliation
from numeco.graph._alliances import alliances
from numeco.graph._betweenness import Centrality, betweenness
from numeco.graph._brokerage import Brokerage, brokerage
from numeco.graph._communities import Communities, Method, communities
from numeco.graph._compare import compare
from numeco.graph._comparison import Comparison, Streak
from numeco.graph._cooccurrence import speakers, themes
from numeco.graph._cuts import Cut, cuts
from numeco.graph._disparity import disparity
from numeco.graph._editions import Edition, Standing, ThemeCount
from numeco.graph._holes import constraint, effective_size
from numeco.graph._indicator import Indicator
from numeco.graph._match import Match, Matches
from numeco.graph._matches import Part, matches
from numeco.graph._matching.likely import Nearness, Scores
from numeco.graph._measuring.backends import Backend
from numeco.graph._measuring.columns import Column, Paths
from numeco.graph._meetings import meetings
from numeco.graph._memberships import BOARD, interlocks, memberships
from numeco.graph._mixing import assortativity, ei_index, ei_indices
from numeco.graph._narrowing import Mode, Narrowing, Occasion, Via
from numeco.graph._partners import KeyPartner, key_partners
from numeco.graph._projection import collaboration
from numeco.graph._sizes import PairsBySize, SizeBand, pairs_by_size
from numeco.graph._steps import StandingChange, Step, ThemeChange
from numeco.graph._territories import CORRIDORS, territories
from numeco.graph._timetable import Meeting, Obstacle, Portion, Share, Timetable, Unplaced
from numeco.graph._two_mode import TwoMode, two_mode_centralities
from numeco.graph._weights import Weight

__all__ = [
    "BOARD",
    "CORRIDORS",
    "Actor",
    "Actors",
    "Backend",
    "Brokerage",
    "Centrality",
    "Column",
    "Communities",
    "Comparison",
    "Cut",
    "Edition",
    "Indicator",
    "KeyPartner",
    "Match",
    "Matches",
    "Meeting",
    "Method",
    "Mode",
    "Narrowing",
    "Nearness",
    "Obstacle",
    "Occasion",
    "PairsBySize",
    "Part",
    "Paths",
    "Portion",
    "Scores",
    "Share",
    "SizeBand",
    "Standing",
    "StandingChange",
    "Step",
    "Streak",
    "ThemeChange",
    "ThemeCount",
    "Timetable",
    "TwoMode",
    "Unplaced",
    "Via",
    "Weight",
    "actors",
    "affiliation",
    "alliances",
    "assortativity",
    "betweenness",
    "brokerage",
    "collaboration",
    "communities",
    "compare",
    "constraint",
    "cuts",
    "disparity",
    "effective_size",
    "ei_index",
    "ei_indices",
    "interlocks",
    "key_partners",
    "matches",
    "meetings",
    "memberships",
    "pairs_by_size",
    "speakers",
    "territories",
    "themes",
    "two_mode_centralities",
]
