"""`python -m bench [W1 ... acknowledging]` checks that answers are equal, and prints how long each took."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from importlib.metadata import version

from bench import ours
from bench.acknowledging import acknowledging
from bench.detection import detection
from bench.find import find
from bench.notifications import notifications
from bench.rivals import RIVALS, best_by_datetimes, busy_times
from bench.timing import Entry, table
from bench.waiting import waiting
from bench.workloads import W1, W2, W3, W4, Workload, graph_json
from core.availability import best_starts, find_slots, slot_starts
from core.availability.spans import instant_of, merged

SLOW = 3


def same(name: str, right: object, *others: object) -> None:
    """Leaves if anybody gives another answer."""
    if any(other != right for other in others):
        sys.exit(f"{name}: the answers differ")


def rivals(work: Workload, runs: int) -> dict[str, Entry]:
    busy = busy_times(work)
    return {name: Entry(partial(rival, work, busy), runs=runs) for name, rival in RIVALS.items()}


def checked(work: Workload, mine: list[int]) -> int:
    """How many slots there are, once everybody has counted."""
    right = [instant_of(minute) for minute in mine]
    busy = busy_times(work)
    same(work.name, right, *(rival(work, busy) for rival in RIVALS.values()))
    return len(right)


def w1(work: Workload = W1) -> None:
    bits = ours.crowd(ours.calendars(work))
    asked, text, busy = ours.request(work), graph_json(work), merged(work.people[0])
    slots = ours.sweep(work)
    same(work.name, slots, ours.sweep_merged(work, busy), ours.laid(work, bits))
    same(work.name, find_slots(asked).slots, slot_starts(asked), ours.from_graph(work, text))
    entries = {
        "ours, from integers": Entry(partial(ours.sweep, work), 0.1),
        "ours, from merged arrays": Entry(partial(ours.sweep_merged, work, busy)),
        "ours, from bits": Entry(partial(ours.laid, work, bits)),
        "ours, `slot_starts` on datetimes": Entry(partial(slot_starts, asked)),
        "ours, `find_slots` on datetimes": Entry(partial(find_slots, asked)),
        "ours, from Graph's JSON": Entry(partial(ours.from_graph, work, text), 1.2),
    }
    show(work, checked(work, slots), entries | rivals(work, 20))


def w1_rules() -> None:
    work = W1.with_rules()
    plain, asked = ours.request(W1), ours.request(work)
    hour = timedelta(hours=1)
    why = replace(asked, explain=(asked.window[0] + 10 * hour, asked.window[0] + 34 * hour))
    slots = slot_starts(asked)
    same(work.name, slots, find_slots(why).slots)
    minutes = [round(slot.timestamp()) // 60 for slot in slots]
    entries = {
        "ours, `find_slots` without rules": Entry(partial(find_slots, plain)),
        "ours, with the rules": Entry(partial(find_slots, asked)),
        "ours, with the rules and two reasons": Entry(partial(find_slots, why)),
    }
    show(work, checked(work, minutes), entries | rivals(work, 20), "ours, `find_slots` without rules")


def w2() -> None:
    bits = ours.crowd(ours.calendars(W2))
    slots = ours.laid(W2, bits)
    asked, cold = ours.group_request(W2, ours.prepared_people(W2)), ours.cold_group_request(W2)
    same("W2", tuple(map(instant_of, slots)), slot_starts(asked), slot_starts(cold), find_slots(cold).slots)
    entries = {
        "ours, from integers": Entry(lambda: ours.laid(W2, ours.crowd(ours.calendars(W2))), 0.8),
        "ours, from bits": Entry(partial(ours.laid, W2, bits), 0.15),
        "ours, `slot_starts`, prepared": Entry(partial(slot_starts, asked)),
        "ours, `slot_starts` on datetimes": Entry(partial(slot_starts, cold)),
    }
    show(W2, checked(W2, slots), entries | rivals(W2, 20))


def w3() -> None:
    bits = ours.crowd(ours.calendars(W3))
    slots, fullest = ours.laid(W3, bits), ours.best(W3, bits)
    ready = ours.prepared_people(W3)
    asked = ours.group_request(W3, ready)
    named = [(instant_of(minute), count) for minute, count in fullest]
    same("W3", tuple(map(instant_of, slots)), slot_starts(asked))
    same("W3's best", named, list(best_starts(asked)), best_by_datetimes(W3))
    forget = partial(ours.forget, bits)
    ask_all: Callable[[], object] = partial(ours.laid, W3, bits)
    entries = {
        "ours, everybody, from bits": Entry(ask_all, 0.2),
        "ours, everybody, with buffers": Entry(partial(ours.laid, W3, bits, 10, 5), 0.4),
        "ours, best 20, from bits": Entry(partial(ours.best, W3, bits), 3),
        "ours, best 20, with buffers": Entry(partial(ours.best, W3, bits, 20, 10, 5), 6),
        "ours, best 20, first of its kind": Entry(partial(ours.best, W3, bits), reset=forget),
        "ours, `slot_starts`, prepared": Entry(partial(slot_starts, asked)),
        "ours, `best_starts`, prepared": Entry(partial(best_starts, asked)),
        "ours, everybody, from integers": Entry(lambda: ours.laid(W3, ours.crowd(ours.calendars(W3))), 150, runs=5),
        "datetime sweep, best 20": Entry(partial(best_by_datetimes, W3), runs=1),
    }
    show(W3, checked(W3, slots), entries | rivals(W3, 1), "ours, everybody, from bits")


def group_rules() -> None:
    work = W2.with_rules()
    plain = ours.group_request(W2, ours.prepared_people(W2))
    asked = ours.group_request(work, ours.prepared_people(work))
    minutes = [round(slot.timestamp()) // 60 for slot in slot_starts(asked)]
    entries = {
        "ours, `slot_starts` without rules": Entry(partial(slot_starts, plain)),
        "ours, with the rules": Entry(partial(slot_starts, asked)),
    }
    show(work, checked(work, minutes), entries | rivals(work, 20), "ours, `slot_starts` without rules")


def w4() -> None:
    bits = ours.crowd(ours.calendars(W4))
    busy, slots = merged(W4.people[0]), ours.sweep(W4)
    same("W4", slots, ours.sweep_merged(W4, busy), ours.laid(W4, bits))
    entries = {
        "ours, from integers": Entry(partial(ours.sweep, W4), 6),
        "ours, from merged arrays": Entry(partial(ours.sweep_merged, W4, busy), 0.4),
        "ours, from bits": Entry(partial(ours.laid, W4, bits), 0.4),
    }
    show(W4, checked(W4, slots), entries | rivals(W4, SLOW))


def show(work: Workload, slots: int, entries: dict[str, Entry], unit: str = "ours, from integers") -> None:
    who = "1 person" if len(work.people) == 1 else f"{len(work.people)} people"
    print(f"\n### {work.name}: {who}, {work.days} days, {len(work.people[0])} events each ({slots} slots)\n")
    print(table(entries, unit), flush=True)


PARTS: dict[str, tuple[Callable[[], None], ...]] = {
    "W1": (w1, w1_rules),
    "W2": (w2, group_rules),
    "W3": (w3,),
    "W4": (w4,),
    "find": (find,),
    "detection": (detection,),
    "notifications": (notifications,),
    "acknowledging": (acknowledging,),
    "waiting": (waiting,),
}


def main(wanted: list[str]) -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores,")
    print(f"portion {version('portion')}, intervaltree {version('intervaltree')},")
    print(f"load average {os.getloadavg()[0]:.1f} when it began. Milliseconds, minimum and median of 20 runs")
    print("(5 on W3 from integers, 3 of others on W4, 1 of others on W3).")
    for name in wanted or PARTS:
        for part in PARTS[name]:
            part()


if __name__ == "__main__":
    main(sys.argv[1:])
