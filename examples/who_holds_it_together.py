"""Name the three organizations that hold a week together, say why, and draw their network.

python examples/who_holds_it_together.py
"""

from pathlib import Path

from numeco import datasets, svg
from numeco.graph import actors


def main() -> None:
    """Print who holds the week together, and why; draw the network by communities."""
    table = actors(datasets.load("semaine-fictive"))
    print(table.explain(3))
    by = ", ".join(f"{measure} by {library}" for measure, library in table.used.items())
    print(f"\n({by})")
    names: dict[str, str] = {
        one.organization: f"community {one.community}" for one in table if one.degree
    }
    network = table.network.subgraph(names)
    Path("network.svg").write_text(svg.network(network, groups=names), encoding="utf-8")
    print(f"drew {len(network)} organizations; {len(table) - len(network)} have no partner")


if __name__ == "__main__":
    main()
