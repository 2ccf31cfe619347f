"""Configuration models, held against a package that network scientists use."""

import importlib
import warnings

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from numeco.graph._validating.margins import Margin, probabilities

matrices = st.integers(2, 12).flatmap(
    lambda width: st.lists(
        st.lists(st.booleans(), min_size=width, max_size=width), min_size=2, max_size=12
    )
)


def judge(name):
    """Return a module of a judge; what it warns of when it is imported is its own affair."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip(name.split(".")[0], reason="the judge is not installed")
        return importlib.import_module(name)


def bicm_of(cells):
    """Return the probabilities that the package bicm fits."""
    judged = judge("bicm").BipartiteGraph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        judged.set_biadjacency_matrix(cells.astype(int))
        judged.solve_tool(verbose=False)
    return judged.get_bicm_matrix(), judged.check_sol


def cellwise(cells):
    """Return numeco's probabilities, cell by cell."""
    rows, columns = Margin.of(cells.sum(axis=1)), Margin.of(cells.sum(axis=0))
    likely = probabilities(rows, columns)
    one = [(rows.degrees == degree).argmax() for degree in cells.sum(axis=1)]
    other = [(columns.degrees == size).argmax() for size in cells.sum(axis=0)]
    return likely[np.ix_(one, other)]


@settings(max_examples=25, deadline=None)
@given(matrices)
def test_bicm_fits_the_same_probabilities(rows):
    """Wherever bicm reaches the margins; it does not where they force cells."""
    cells = np.array(rows)
    cells = cells[cells.any(axis=1)][:, cells.any(axis=0)]
    assume(min(cells.shape, default=0) > 1)
    try:
        judged, _ = bicm_of(cells)
    except Exception:  # noqa: BLE001  # it fails in several ways where margins force cells
        assume(False)
    off = np.abs(judged.sum(axis=1) - cells.sum(axis=1)).max()
    assume(off + np.abs(judged.sum(axis=0) - cells.sum(axis=0)).max() < 1e-9)
    assert cellwise(cells) == pytest.approx(judged, abs=1e-7)


def test_bicm_fits_the_same_probabilities_to_davis():
    """18 women, 14 occasions."""
    network = nx.davis_southern_women_graph()
    women = [one for one, side in network.nodes(data="bipartite") if side == 0]
    occasions = [one for one, side in network.nodes(data="bipartite") if side == 1]
    cells = np.array([[network.has_edge(one, other) for other in occasions] for one in women])
    judged, _ = bicm_of(cells)
    assert cellwise(cells) == pytest.approx(judged, abs=1e-8)
