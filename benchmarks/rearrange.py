"""Rearrangement: what numeco moves in a crowded programme, against other ways.

    python benchmarks/rearrange.py [--seconds 30] [--seeds 3]

300 sessions, 12 rooms, 10 days; 148 room, 23 speaker and 198 theme clashes to begin with. Every answer
is judged by `clashes` and by one price list, that of `Cost`: cost, clashes left, moves. *Greedy* puts
the sessions one by one, the longest first, where each costs the least. *CP-SAT, cold* is the model
that one would write at first: a start and a room for each session, no two of a resource at once; it
gets the same time as `improve`. Seconds are wall time. What is not installed is left out with a word.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from importlib.util import find_spec
from time import perf_counter

from _crowded import crowded
from _table import show

from numeco import Ecosystem
from numeco.schedule import Proposal, rearrange
from numeco.schedule._moving.places import Place
from numeco.schedule._moving.plan import Plan

HEADER = ("", "seconds", "moves", "in time", "cost", "ratio", "bound", "left", "status")


def greedy(hint: Proposal) -> Plan:
    """Return a plan that puts the sessions one by one, the longest first."""
    board = hint.plan.question.board()
    numbers = range(len(board.now))
    for one in numbers:
        board.lift(one)
    for one in sorted(numbers, key=lambda one: -board.places.lengths[one]):
        found = board.best(one, 1 << 40)
        assert found is not None
        board.put(one, found[1])
    return Plan.of(hint.plan.question, board)


def cold(hint: Proposal, seconds: float) -> Plan | None:
    """Return what CP-SAT makes of the question without a hint; None if that is nothing."""
    from ortools.sat.python import cp_model  # noqa: PLC0415  # only where it is installed

    places = hint.plan.question.places
    origin, quarter = places.grid.times[0], 15 * 60 * 1_000_000
    model, used = cp_model.CpModel(), defaultdict(list)
    starts, rooms, costs = [], [], []
    for one, session in enumerate(places.sessions):
        home, size = places.homes[one], places.lengths[one] // quarter
        choices = places.choices(one, home)
        # All rooms of this instance are open at the same times.
        when = {at for at in range(len(places.grid.times)) if choices[0][2] >> at & 1}
        slots = {at: (places.grid.times[at] - origin) // quarter for at in when}
        start = model.new_int_var_from_domain(cp_model.Domain.from_values([*slots.values()]), "")
        levels = []
        for price, bits in places.levels(one, home.at):
            if here := [slot for at, slot in slots.items() if bits >> at & 1]:
                levels.append(model.new_bool_var(""))
                domain = cp_model.Domain.from_values(here)
                model.add_linear_expression_in_domain(start, domain).only_enforce_if(levels[-1])
                costs.append((levels[-1], price))
        model.add_exactly_one(levels)
        taken = {room: model.new_bool_var("") for room, _, _ in choices}
        model.add_exactly_one(taken.values())
        for room, price, _ in choices:
            costs.append((taken[room], price))
            used[room].append(
                model.new_optional_fixed_size_interval_var(start, size, taken[room], "")
            )
        for resource in (*session.speakers, *session.themes):
            used[resource].append(model.new_fixed_size_interval_var(start, size, ""))
        starts.append(start)
        rooms.append(taken)
    for intervals in used.values():
        model.add_no_overlap(intervals)
    model.minimize(sum(literal * cost for literal, cost in costs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    # In 9.15, probing ends the search of this model before it begins.
    solver.parameters.cp_model_probing_level = 0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    board = hint.plan.question.board()
    for one, (start, taken) in enumerate(zip(starts, rooms, strict=True)):
        room = next(room for room, here in taken.items() if solver.boolean_value(here))
        at = places.grid.at(solver.value(start) * quarter + origin)
        board.put(one, Place(at, room))
    return Plan.of(hint.plan.question, board)


def contenders(
    week: Ecosystem, seed: int, seconds: float
) -> Iterator[tuple[str, Callable[[], Proposal | Plan | None]]]:
    """Iterate over the contenders, each with its name."""
    hint = rearrange(week, seed=seed)
    yield "greedy", lambda: greedy(hint)
    yield "rearrange", lambda: rearrange(week, seed=seed)
    yield "rearrange, 50,000 steps", lambda: rearrange(week, seed=seed, steps=50_000)
    if find_spec("ortools") is None:
        print("OR-Tools is not installed: improve and CP-SAT are not compared")
        return
    from numeco.schedule.solver import improve  # noqa: PLC0415  # only where it is installed

    limit = timedelta(seconds=seconds)
    yield "improve", lambda: improve(hint, seed=seed, time_limit=limit)
    yield "CP-SAT, cold", lambda: cold(hint, seconds)


def row(name: str, seconds: float, found: Proposal | Plan | None) -> Sequence[object]:
    """Return what came of a contender; the ratio is filled in later."""
    if found is None:
        return name, f"{seconds:.1f}", "", "", "", "", "", "", "nothing found"
    plan = found.plan if isinstance(found, Proposal) else found
    homes = plan.question.places.homes
    pairs = [(old, new) for old, new in zip(homes, plan.now, strict=True) if old != new]
    in_time = sum(old.at != new.at for old, new in pairs)
    told = (found.bound or "", found.status) if isinstance(found, Proposal) else ("", "")
    left = len(plan.clashes)
    return name, f"{seconds:.1f}", len(pairs), in_time, plan.cost, "", told[0], left, told[1]


def main() -> None:
    """Print a table for each seed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=30, help="what improve and CP-SAT get")
    parser.add_argument("--seeds", type=int, default=3, metavar="N")
    options = parser.parse_args()
    week = crowded()
    for seed in range(options.seeds):
        rows = []
        for name, answer in contenders(week, seed, options.seconds):
            start = perf_counter()
            found = answer()
            rows.append(row(name, perf_counter() - start, found))
        best = min(one[4] for one in rows if one[4])
        ratios = (f"{one[4] / best:.2f}" if one[4] else "" for one in rows)
        shown = [(*one[:5], ratio, *one[6:]) for one, ratio in zip(rows, ratios, strict=True)]
        show(f"seed {seed}", HEADER, shown)


if __name__ == "__main__":
    main()
