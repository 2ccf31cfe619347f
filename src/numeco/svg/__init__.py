"""Small pictures without any extra: an SVG text that every browser and notebook shows.

Each picture stands alone: no scripts, no fonts or styles to load, every text escaped. The same
input gives the same bytes. Names that do not fit are shown whole when the pointer rests on them.
"""

from numeco.svg._discs import Layout
from numeco.svg._network import network
from numeco.svg._programme import programme

__all__ = ["Layout", "network", "programme"]
