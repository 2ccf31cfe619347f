"""Who works with whom: partnership networks as plain networkx graphs.

Nodes are ids, so that ``ecosystem[node]`` is the thing; every node carries its ``name``. The two
sets of a two-mode network are marked by the node attribute ``bipartite``, never inferred.

>>> from numeco import Ecosystem, Event, Organization, Partnership
>>> fair = Event(id="fair", name="Fair")
>>> chamber = Organization(id="chamber", name="Chamber", kind="chamber")
>>> school = Organization(id="school", name="School", kind="school")
>>> ties = [Partnership(organization=one.id, of="fair") for one in (chamber, school)]
>>> network = collaboration(Ecosystem.of(fair, chamber, school, ties))
>>> network["chamber"]["school"]
{'weight': 1.0, 'count': 1}
"""

from numeco.graph._affiliation import Occasion, Via, affiliation
from numeco.graph._projection import KeyPartner, Weight, collaboration, key_partners

__all__ = [
    "KeyPartner",
    "Occasion",
    "Via",
    "Weight",
    "affiliation",
    "collaboration",
    "key_partners",
]
