"""`python -m bench`: checks that all answers are equal, then prints how long each took, as Markdown."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version

from bench import ours
from bench.rivals import RIVALS, busy_times
from bench.workloads import W1, W2, W4, Workload, graph_json
from core.availability import find_slots
from core.availability.spans import instant_of

GATES: dict[str, dict[str, float]] = {
    "W1": {"ours, from integers": 0.1, "ours, from Graph's JSON": 1.2},
    "W2": {"ours, from integers": 0.8, "ours, from merged arrays": 0.15},
    "W4": {"ours, from integers": 6.0, "ours, from merged arrays": 0.4},
}
RUNS = 20
SLOW_RUNS = 3
Timing = tuple[float, float]
"""(minimum, median) in milliseconds."""


def timed(work: Callable[[], object], runs: int = RUNS) -> Timing:
    """How long it takes, after one run to warm up."""
    work()
    taken = []
    gc.collect()
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken), statistics.median(taken)


def check(work: Workload) -> int:
    """How many slots there are; exits if anybody counts others."""
    right = [instant_of(minute) for minute in ours.from_integers(work)]
    busy = busy_times(work)
    for name, rival in RIVALS.items():
        if rival(work, busy) != right:
            sys.exit(f"{work.name}: {name} gives other slots than we do")
    if len(work.people) == 1 and list(find_slots(ours.request(work)).slots) != right:
        sys.exit(f"{work.name}: find_slots gives other slots than the sweep")
    return len(right)


def rows(work: Workload) -> dict[str, Timing]:
    """Ours from integers and from merged arrays, then the rivals."""
    people, busy = ours.sheets(work), busy_times(work)
    found = {
        "ours, from integers": timed(lambda: ours.from_integers(work)),
        "ours, from merged arrays": timed(lambda: ours.from_sheets(people)),
    }
    if work is W1:
        asked, full, text = ours.request(work), ours.with_rules(work), graph_json(work)
        found["ours, `find_slots` on datetimes"] = timed(lambda: find_slots(asked))
        found["ours, the same with every rule and two reasons"] = timed(lambda: find_slots(full))
        found["ours, from Graph's JSON"] = timed(lambda: ours.from_graph(work, text))
    for name, rival in RIVALS.items():
        found[name] = timed(partial(rival, work, busy), SLOW_RUNS if work is W4 else RUNS)
    return found


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores,")
    print(f"portion {version('portion')}, intervaltree {version('intervaltree')},")
    print(f"load average {os.getloadavg()[0]:.1f} when it began. Milliseconds, minimum and median of {RUNS} runs")
    print(f"({SLOW_RUNS} for others on W4); ratio = minimum against ours from integers.")
    for work in (W1, W2, W4):
        who = "1 person" if len(work.people) == 1 else f"{len(work.people)} people"
        size = f"{who}, {work.days} days, {len(work.people[0])} events each"
        print(f"\n### {work.name}: {size} ({check(work)} slots)\n")
        print("| | min | median | ratio | gate |\n|---|---:|---:|---:|---:|")
        table = rows(work)
        unit = table["ours, from integers"][0]
        for name, (least, middle) in table.items():
            gate = GATES[work.name].get(name)
            print(f"| {name} | {least:.3f} | {middle:.3f} | {least / unit:.1f} | {'' if gate is None else gate} |")


if __name__ == "__main__":
    main()
