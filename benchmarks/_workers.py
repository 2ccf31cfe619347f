"""Measure a contender in a process of its own: time, peak memory, answer; never longer than asked."""

import gc
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

#: Most runs of a contender, and the seconds after which it is not run again.
RUNS = 7
LONG_ENOUGH = 2.0
#: Where Linux says what a process uses.
STATUS = Path("/proc/self/status")
#: In what unit the system counts memory.
KILOBYTES = 1 / 1024 if sys.platform == "darwin" else 1


@dataclass(frozen=True)
class Measured:
    """What came of a contender."""

    first: float = 0.0  #: wall seconds of the first run
    best: float = 0.0  #: wall seconds of the fastest run
    megabytes: float = 0.0  #: peak memory beyond what was there before the first run
    answer: Any = None
    failed: str = ""


def measured(prepare: Callable[..., Any], arguments: tuple[Any, ...], budget: float) -> Measured:
    """Return what came of a contender that got this many seconds, preparation not counted.

    Args:
        prepare: called in the child with the arguments; returns what to time and what makes the
            answer comparable.
        arguments: picklable.
        budget: wall seconds for all runs; a child that takes longer than twice that is ended.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, prepare, arguments, budget), daemon=True)
    child.start()
    sender.close()
    try:
        # Told when the clock starts: imports and building the input take their time.
        said = receiver.recv()
        if said is None and receiver.poll(budget):
            said = receiver.recv()
    except EOFError:
        child.join()
        said = Measured(failed=f"died ({child.exitcode})")
    child.kill()
    child.join()
    return said or Measured(failed=f"over {budget:g} s")


def _work(
    sender: Connection, prepare: Callable[..., Any], arguments: tuple[Any, ...], budget: float
) -> None:
    try:
        make, comparable = prepare(*arguments)
        sender.send(None)
        sender.send(_timed(make, comparable, budget))
    except Exception as error:  # noqa: BLE001  # whatever a contender raises goes into the table
        sender.send(Measured(failed=f"{type(error).__name__}: {error}"[:60]))


def _timed(make: Callable[[], Any], comparable: Callable[[Any], Any], budget: float) -> Measured:
    before, peak = _fresh_peak(), 0.0
    seconds: list[float] = []
    answer = None
    while not seconds or _again(seconds, budget):
        answer = None
        gc.collect()
        began = time.perf_counter()
        answer = make()
        seconds.append(time.perf_counter() - began)
        if len(seconds) == 1:
            peak = _peak()
    return Measured(seconds[0], min(seconds), peak - before, comparable(answer))


def _again(seconds: list[float], budget: float) -> bool:
    """Return whether another run is worth it: three where they fit, more of short ones."""
    if len(seconds) < 3:
        # Half of the budget at most, so that the answer can still be made comparable.
        return sum(seconds) + seconds[-1] < budget / 2
    return len(seconds) < RUNS and sum(seconds) < LONG_ENOUGH


def _fresh_peak() -> float:
    """Return the megabytes in use, from which the peak is counted anew where the system can."""
    if STATUS.exists():
        # 5 resets the peak (proc_pid_clear_refs(5)); what getrusage says is of the parent too.
        STATUS.with_name("clear_refs").write_text("5", "ascii")
    return _peak()


def _peak() -> float:
    """Return the most megabytes in use so far."""
    if STATUS.exists():
        lines = STATUS.read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTES / 1024
