"""How long things take, side by side: everybody has a turn in every round, so that a busy moment hits all alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """What is timed, how often, and the gate its minimum must pass (milliseconds). `reset` runs before, untimed."""

    work: Callable[[], object]
    gate: float | None = None
    runs: int = 20
    reset: Callable[[], object] | None = None


Timing = tuple[float, float]
"""(minimum, median) in milliseconds."""
TURN = 5
"""Runs in a row: enough that what others left in the processor's caches is gone."""


def timed(entries: Mapping[str, Entry]) -> dict[str, Timing]:
    """The entries' times, a few runs of each in turn until all had theirs."""
    taken: dict[str, list[float]] = {name: [] for name in entries}
    gc.collect()
    gc.disable()
    try:
        while any(len(taken[name]) < entry.runs for name, entry in entries.items()):
            for name, entry in entries.items():
                left = entry.runs - len(taken[name])
                taken[name].extend(_once(entry) for _ in range(min(TURN, left)))
    finally:
        gc.enable()
    return {name: (min(times), statistics.median(times)) for name, times in taken.items()}


def _once(entry: Entry) -> float:
    if entry.reset:
        entry.reset()
    start = time.perf_counter()
    entry.work()
    return (time.perf_counter() - start) * 1000


def table(entries: Mapping[str, Entry], unit: str) -> str:
    """The times as Markdown; the ratio is of the minimum to that of `unit`."""
    times = timed(entries)
    lines = ["| | min | median | ratio | gate | |", "|---|---:|---:|---:|---:|---|"]
    for name, (least, middle) in times.items():
        gate = entries[name].gate
        verdict = "" if gate is None else "held" if least <= gate else "missed"
        ratio = least / times[unit][0]
        lines.append(f"| {name} | {least:.3f} | {middle:.3f} | {ratio:.1f} | {gate or ''} | {verdict} |")
    return "\n".join(lines)
