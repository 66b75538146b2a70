"""Two habits of the real service that clients trip over: it touches new events by itself, and it counts requests."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sandbox.graph.errors import GraphError
from sandbox.mailbox.model import Change, Event, Mailbox
from sandbox.mailbox.store import Mailboxes

Json = dict[str, Any]
CONCURRENCY = "Application is over its MailboxConcurrency limit."


class Habits:
    """Part of the world. `bump_seconds` after a create the event gets a new change key, 0 for never; more than
    `most_at_once` requests of a mailbox are refused, 0 for no limit. Both are off until switched on."""

    def __init__(self, mailboxes: Mailboxes) -> None:
        self._mailboxes = mailboxes
        self._timers: list[asyncio.TimerHandle] = []
        self.bump_seconds, self.most_at_once = 0.0, 0
        self._now: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        mailboxes.listeners.append(self._heard)

    def set(self, values: Json) -> None:
        """Take over what is named; raises ValueError for a name or value there is none of."""
        for name, value in values.items():
            if name not in {"bump_seconds", "most_at_once"}:
                raise ValueError(f"graph has no switch '{name}'; there are bump_seconds, most_at_once")
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise ValueError(f"{name} is a number from 0")
        self.bump_seconds = float(values.get("bump_seconds", self.bump_seconds))
        self.most_at_once = int(values.get("most_at_once", self.most_at_once))

    @contextmanager
    def counted(self, address: str) -> Iterator[None]:
        """While a request of this mailbox is answered; raises GraphError 429 when it is one too many."""
        now = self._now  # a reset counts anew in another one
        now[address] += 1
        self.seen[address] = max(self.seen[address], now[address])
        try:
            if self.most_at_once and now[address] > self.most_at_once:
                raise GraphError(429, "ApplicationThrottled", CONCURRENCY, headers={"Retry-After": "1"})
            yield
        finally:
            now[address] -= 1

    def reset(self) -> None:
        """Both off, and nothing seen."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        self.bump_seconds, self.most_at_once = 0.0, 0
        self._now, self.seen = Counter(), Counter()

    def dump(self) -> Json:
        """The switches."""
        return {"bump_seconds": self.bump_seconds, "most_at_once": self.most_at_once}

    def load(self, data: Json) -> None:
        """Back from `dump`."""
        self.set(data)

    def _heard(self, box: Mailbox, event: Event, change: Change) -> None:
        if change.kind == "created" and self.bump_seconds:
            loop = asyncio.get_running_loop()
            self._timers.append(loop.call_later(self.bump_seconds, self._bump, box, event.key))

    def _bump(self, box: Mailbox, key: str) -> None:
        if key in box.events:
            self._mailboxes.changed(box, box.events[key], "updated")
