"""How long CP-SAT may look, how, and what it proved."""

from math import ceil
from time import monotonic
from typing import NamedTuple

from ortools.sat.python import cp_model


class Effort(NamedTuple):
    """How long CP-SAT may look, and how."""

    #: When to stop, on the clock of `time.monotonic`.
    until: float
    #: By CP-SAT's own measure, which no other load of the machine changes.
    most: float = 1e9
    seed: int = 0
    workers: int = 1

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self.until

    def solver(self) -> cp_model.CpSolver:
        """Return a solver that takes no longer."""
        found = cp_model.CpSolver()
        found.parameters.max_time_in_seconds = max(0.0, self.until - monotonic())
        found.parameters.max_deterministic_time = self.most
        found.parameters.random_seed = self.seed % (1 << 31)
        found.parameters.num_workers = self.workers
        # With several workers, this makes the same search find the same again.
        found.parameters.interleave_search = self.workers > 1
        # Linear programs see at once what sets of which one at most may hold cost together.
        found.parameters.linearization_level = 2
        # Probing takes longer than all the rest for a few sessions, and may end a search (9.15).
        found.parameters.cp_model_probing_level = 0
        return found


def proven(solver: cp_model.CpSolver) -> int:
    """Return what no solution of a model costs less than, as a whole number, 0 or more."""
    # The bound is a float; a whole number may come out a little above itself.
    return ceil(max(0.0, solver.best_objective_bound) - 1e-6)
