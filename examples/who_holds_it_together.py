"""Unite the accounts that ship, and ask which organizations work with most others.

python examples/who_holds_it_together.py
"""

from functools import reduce
from operator import or_
from pathlib import Path

from numeco import Organization, datasets, svg
from numeco.graph import collaboration, key_partners


def main() -> None:
    """Print the key partners, and draw their network."""
    real = [name for name in datasets.names() if not datasets.describe(name).fiction]
    everything = reduce(or_, map(datasets.load, real))
    print(f"{len(everything)} things, {len(everything.all(Organization))} organizations")
    for partner in key_partners(everything, most=5):
        helix = everything[partner.organization].helix or "unknown"
        print(f"{partner.name}: {partner.degree} partners in {partner.events} events ({helix})")
    network = collaboration(everything)
    lonely = [node for node in network if not network[node]]
    network.remove_nodes_from(lonely)
    Path("network.svg").write_text(svg.network(network), encoding="utf-8")
    print(f"drew {len(network)} organizations; {len(lonely)} have no partner that is named")


if __name__ == "__main__":
    main()
