"""The two-mode network: which organizations have a part in which events."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx

from numeco.ecosystem import Ecosystem
from numeco.graph._arguments import words
from numeco.graph._narrowing import Occasion, Via
from numeco.graph._tying.dictionaries import paused_collector, tie_for_reasons
from numeco.graph._tying.facts import node
from numeco.graph._tying.occasions import occasions
from numeco.graph._tying.scope import Scope, scope
from numeco.graph._tying.ties import ties
from numeco.model import Organization, PartnershipRole
from numeco.time import Days


def affiliation(  # noqa: PLR0913  # each names one way to narrow
    ecosystem: Ecosystem,
    *,
    of: Occasion | str = Occasion.EVENT,
    via: Collection[Via | str] | None = None,
    roles: Collection[PartnershipRole | str] | None = None,
    during: Days | None = None,
    territory: str | None = None,
) -> nx.Graph[str]:
    """Return the two-mode network of organizations and events: who has a part in what.

    Every organization is a node, without ties too, so that networks of one ecosystem compare, and
    every occasion that counts. An organization has one tie to an occasion, however many reasons it
    has. What is cancelled does not count: a session, an event, or what lies within it. A speaker
    stands for the organizations of which they are a member, unless the membership is known to have
    begun after the session or ended before it. Partnerships with a series tie to nothing but that
    series (`Occasion.SERIES`), partnerships with a territory to nothing at all.

    Node attributes: ``kind`` ("Organization", "Event", "Series" or "Session"), ``name``,
    ``bipartite`` (0 for organizations, 1 for occasions); of organizations ``type`` (their kind),
    ``helix``, ``territory`` (their seat) and ``parent``; of events ``type``, ``first``, ``last``
    (ISO 8601), ``series``, ``edition`` and ``territories``; of sessions ``type`` and ``event``.
    None stands for what is unknown.

    Edge attributes, all sorted tuples of texts without repetition: ``via``, and behind it
    ``roles``, ``levels`` and ``contributions`` (of the partnerships) and ``sessions`` (the ids of
    those hosted or spoken in).

    With `during` or `territory`, only events and sessions that take place then and there count, and
    with them the umbrellas and series that they are part of; an event also counts where only some
    of its sessions do. A partnership is one with the event that it names, or with the editions of
    a series, while it lasts (its since and until); hosts and speakers are there for their session.
    Without `during` the period of a partnership rules nothing out.

    O(things + ties), in the order of the ecosystem.

    Args:
        ecosystem: where the ties are looked for.
        of: what the second mode holds.
        via: what makes a tie; left out, everything does. A collection, also of one word.
        roles: the partnerships that count; left out, all. Hosts and speakers are not affected.
        during: the days that count, for all that is known: a year or a month known no more finely
            counts if it shares a day. An event without days takes place on those of the event
            around it, an unscheduled session on those of its event; **what has no days even so is
            left out**.
        territory: the id of the territory that counts, with those within it at any depth. An event
            lies in the territories that it names and in that of its venue, or else where the event
            around it does; a session in that of its venue, or else where its event does; a room in
            that of its site. What lies nowhere known is left out. Where organizations sit does not
            matter.

    Raises:
        InvalidValue: a word that `Occasion`, `Via` or `PartnershipRole` does not have.
        InvalidType: no ecosystem or no Days is given, a lone word where a collection is expected,
            or the id of something else than a territory.
        UnknownId: nothing has the id of the territory.
    """
    kinds, partners = words("via", Via, via), words("roles", PartnershipRole, roles)
    of = Occasion(of)
    counting, count_for = scope(ecosystem, during, territory), occasions(ecosystem, of)
    network: nx.Graph[str] = nx.Graph()
    with paused_collector():
        network.add_nodes_from((one.id, node(one)) for one in ecosystem.all(Organization))
        second = map(ecosystem.__getitem__, _present(counting, count_for))
        network.add_nodes_from((one.id, node(one)) for one in second)
        tie_for_reasons(network, ties(ecosystem, counting, count_for, kinds, partners))
    return network


def _present(counting: Scope, count_for: dict[str, str]) -> dict[str, None]:
    """Return the occasions that anything counts for, each once."""
    if not counting.is_narrow:
        return dict.fromkeys(count_for.values())
    events = {*counting.events, *(one.event for one in counting.sessions)}
    those = events.union(one.id for one in counting.sessions)
    return {occasion: None for one, occasion in count_for.items() if one in those}
