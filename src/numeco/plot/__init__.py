"""Pictures for posters, reports and notebooks, with matplotlib (install ``numeco[plot]``).

Each function returns a new `matplotlib.figure.Figure` and touches nothing else: no pyplot, no
settings, no window. A notebook shows it as it is; elsewhere save it, as a pixel or a vector file:

>>> from numeco.datasets import load
>>> figure = programme(load("semaine-fictive"), "event-forum-cyber-fictif-2026")
>>> figure.savefig("forum.png", dpi=200)  # doctest: +SKIP
>>> figure.savefig("forum.pdf")  # doctest: +SKIP

Texts are set in DejaVu Sans, which matplotlib brings along, so that a picture is the same on every
machine; a sign that it lacks (Chinese, Japanese, Korean, most emoji) is shown as □. No text lies
over another: where a name does not fit it ends in …, and what is left out is counted below the
picture. What is marked by a colour is marked by a shape as well.
"""

from importlib.util import find_spec

if find_spec("matplotlib") is None:
    raise ImportError('numeco.plot needs matplotlib: pip install "numeco[plot]"')

from numeco.plot._concurrency import concurrency
from numeco.plot._heat import clashes
from numeco.plot._moves import moves
from numeco.plot._network import network
from numeco.plot._programme import programme
from numeco.plot._retention import retention
from numeco.plot._tally import By

__all__ = ["By", "clashes", "concurrency", "moves", "network", "programme", "retention"]
