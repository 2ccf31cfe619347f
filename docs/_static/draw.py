"""Draw the picture of the README and the front page: ``python docs/_static/draw.py``."""

from pathlib import Path

from numeco import datasets, svg
from numeco.graph import collaboration


def main() -> None:
    """Draw who works with whom around the fictional week, without those who work alone."""
    network = collaboration(datasets.load("semaine-fictive"))
    network.remove_nodes_from([node for node in network if not network[node]])
    picture = svg.network(network, title="Who works with whom: a week of fiction")
    Path(__file__).with_name("network.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
