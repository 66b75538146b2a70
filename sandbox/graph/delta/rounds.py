"""What a round of delta holds: everything in the window at first, afterwards what changed since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sandbox.graph.delta.state import Switches
from sandbox.mailbox.model import Change, Event, Item, Mailbox
from sandbox.mailbox.view import between, stored

Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Gone:
    """An event, or one day of a series, that the window does not show (any more)."""

    key: str
    day: date | None = None


Entry = Item | Gone


def first_round(events: Iterable[Event], window: Window) -> list[Entry]:
    """Series and single events first, then each series' days in order of time."""
    shown = between(events, *window)
    masters = {item.master.key: stored(item.master) for item in shown if item.master}
    singles = [item for item in shown if item.master is None]
    days = [item for key in masters for item in shown if item.master is not None and item.master.key == key]
    return [*masters.values(), *singles, *days]


def later_round(home: Mailbox, calendar: str, window: Window, since: int, switches: Switches) -> list[Entry]:
    """What changed in the calendar after change number `since`, each event once."""
    changes: dict[str, list[Change]] = {}
    for change in home.changes[_place(home, since) :]:
        if change.calendar == calendar:
            changes.setdefault(change.event, []).append(change)
    heads: list[Entry] = []
    rest: list[Entry] = []
    for key, happened in changes.items():
        event = home.events.get(key)
        shown = between([event], *window) if event is not None and event.calendar == calendar else []
        if event is None or not shown:
            heads.extend(_gone(key, event or home.removed.get(key), window, switches))
        elif event.series is None:
            heads.extend(shown)
        else:
            master, days = _series(event, shown, happened, switches)
            heads.extend(master)
            rest.extend(days)
    return [*heads, *rest]


def _place(home: Mailbox, since: int) -> int:
    """The index of the first change after `since`; numbers grow by one."""
    return max(0, since - home.changes[0].seq + 1) if home.changes else 0


def _series(
    event: Event, shown: list[Item], happened: list[Change], switches: Switches
) -> tuple[list[Entry], list[Entry]]:
    """A changed series is sent as a whole; when only days of it went, as the switch says. A day moved out of the
    window is told as removed; a day that went is not told at all."""
    what = switches.deleted_occurrence if all(change.day_gone for change in happened) else "series"
    inside = {item.day for item in shown}
    moved_out = (day for text in event.exceptions if (day := date.fromisoformat(text)) not in inside)
    days: list[Entry] = [*shown, *(Gone(event.key, day) for day in moved_out)]
    return [stored(event)] if what != "occurrences" else [], days if what != "master" else []


def _gone(key: str, last: Event | None, window: Window, switches: Switches) -> Iterator[Gone]:
    yield Gone(key)
    if last is not None and last.series and switches.removed_series == "instances":
        for item in between([last], *window):
            yield Gone(key, item.day)
