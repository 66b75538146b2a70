"""All mailboxes of the sandbox: lookup, the change log, and what marks something as changed."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from sandbox.bus import Bus
from sandbox.clock import SandboxClock
from sandbox.entra.keys import b64url
from sandbox.mailbox import codec
from sandbox.mailbox.model import Calendar, Change, ChangeKind, Event, Json, Mailbox, Role

Listener = Callable[[Mailbox, Event, Change], None]


def new_key() -> str:
    """A key that nothing else has."""
    return uuid.uuid4().hex


def derived_key(*words: str) -> str:
    """The key that belongs to these words, always the same."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(words)).hex


def new_change_key() -> str:
    """A change key as Exchange writes them."""
    return f"{b64url(uuid.uuid4().bytes + uuid.uuid4().bytes[:10])}AAA=="


class Mailboxes:
    """The mailboxes by address. Every change gets a number in its mailbox's log and is told on the bus."""

    def __init__(self, clock: SandboxClock, bus: Bus) -> None:
        self._clock = clock
        self._bus = bus
        self.boxes: dict[str, Mailbox] = {}
        self.listeners: list[Listener] = []

    def now(self) -> datetime:
        """The sandbox's present, to whole seconds."""
        return self._clock.now().astimezone(UTC).replace(microsecond=0)

    def find(self, name: str) -> Mailbox | None:
        """The mailbox of an address or object id, compared without case."""
        wanted = name.strip().casefold()
        return self.boxes.get(wanted) or next((box for box in self.boxes.values() if box.account.oid == wanted), None)

    def changed(self, box: Mailbox, event: Event, kind: ChangeKind, *, day_gone: bool = False) -> None:
        """Note a change of an event: new change key, a number in the log, and word to the owner, to sharees and to
        who listens. `day_gone` when nothing but one day of the series went."""
        event.change_key = new_change_key()
        event.modified = self.now()
        if kind == "created":
            box.events[event.key] = event
        if kind == "deleted":
            box.events.pop(event.key, None)
            if event.series:
                box.removed[event.key] = event
            if event.transaction:
                box.transactions.pop(event.transaction, None)
        change = Change(box.last_change + 1, event.calendar, event.key, kind, day_gone)
        box.changes.append(change)
        for address in (box.account.address, *self._sharees(box, event.calendar)):
            self._bus.publish({"type": "outlook_changed", "address": address, "change": kind})
        for listener in self.listeners:
            listener(box, event, change)

    def _sharees(self, owner: Mailbox, calendar: str) -> Iterator[str]:
        source = (owner.account.address, calendar)
        for box in self.boxes.values():
            if any(link.source == source for link in box.calendars.values()):
                yield box.account.address

    def add_calendar(self, box: Mailbox, name: str, *, key: str | None = None, default: bool = False) -> Calendar:
        """A new calendar of one's own; a personal account's have no Teams."""
        calendar = Calendar(key or new_key(), name, new_change_key(), default, online_meetings=not box.account.personal)
        box.calendars[calendar.key] = calendar
        return calendar

    def remove_calendar(self, box: Mailbox, calendar: Calendar) -> None:
        """Delete a calendar with its events, here and at everybody it was shared with."""
        for event in [event for event in box.events.values() if event.calendar == calendar.key and not calendar.source]:
            self.changed(box, event, "deleted")
        source = (box.account.address, calendar.key)
        for other in self.boxes.values():
            for link in [link for link in other.calendars.values() if link.source == source]:
                del other.calendars[link.key]
        del box.calendars[calendar.key]
        self._bus.publish({"type": "outlook_changed", "address": box.account.address, "change": "deleted"})

    def share(self, owner: Mailbox, calendar: Calendar, sharee: Mailbox, role: Role, name: str, key: str) -> Calendar:
        """Share a calendar; it shows up under `name` in the sharee's own list of calendars."""
        calendar.shares[sharee.account.address] = role
        link = Calendar(key, name, new_change_key(), source=(owner.account.address, calendar.key))
        sharee.calendars[link.key] = link
        return link

    def reset(self) -> None:
        """No mailboxes; seeding makes them anew."""
        self.boxes.clear()

    def dump(self) -> Json:
        """All mailboxes as JSON."""
        return {address: codec.box_json(box) for address, box in self.boxes.items()}

    def load(self, data: Json) -> None:
        """Back from `dump`."""
        self.boxes = {address: codec.box_from(address, box) for address, box in data.items()}
