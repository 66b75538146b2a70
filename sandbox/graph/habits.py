"""Habits of the real service that clients trip over: it touches new events by itself, brings join links late, and
counts requests."""

import asyncio
import math
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from typing import Any

from sandbox.graph.errors import GraphError
from sandbox.mailbox.delivery import deliver
from sandbox.mailbox.model import Change, Event, Mailbox
from sandbox.mailbox.store import Mailboxes

Json = dict[str, Any]
CONCURRENCY = "Application is over its MailboxConcurrency limit."
TOO_MANY = "Application is over its MailboxRequests limit."
WINDOW_SECONDS = 600.0


@dataclass(slots=True)
class Switches:
    """`bump_seconds` after a create the event gets a new change key, 0 for never. `join_link_seconds` after it the
    Teams meeting is there, 0 for at once. More than `most_at_once` requests of a mailbox, or more than
    `most_in_ten_minutes`, are refused, 0 for no limit; `most_subscriptions` per mailbox always holds."""

    bump_seconds: float = 0.0
    join_link_seconds: float = 0.0
    most_at_once: int = 0
    most_in_ten_minutes: int = 0
    most_subscriptions: int = 1000

    def set(self, values: Json) -> None:
        """Take over what is named; raises ValueError for a name or value there is none of."""
        known = [one.name for one in fields(self)]
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"graph has no switch '{name}'; there are {', '.join(known)}")
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise ValueError(f"{name} is a number from 0")
        for name, value in values.items():
            setattr(self, name, float(value) if name.endswith("_seconds") else int(value))


class Habits:
    """Part of the world. Times are real, not the sandbox's."""

    def __init__(self, mailboxes: Mailboxes) -> None:
        self._mailboxes = mailboxes
        self._timers: list[asyncio.TimerHandle] = []
        self.switches = Switches()
        self._now: Counter[str] = Counter()
        self._lately: dict[str, deque[float]] = {}
        self.seen: Counter[str] = Counter()
        mailboxes.listeners.append(self._heard)

    def in_ten_minutes(self) -> dict[str, int]:
        """How many requests of each mailbox the last ten minutes saw; counted while there is a limit."""
        return {address: len(moments) for address, moments in self._lately.items()}

    @contextmanager
    def counted(self, address: str) -> Iterator[None]:
        """While a request of this mailbox is answered; raises GraphError 429 when it is one too many."""
        now = self._now  # a reset counts anew in another one
        now[address] += 1
        self.seen[address] = max(self.seen[address], now[address])
        try:
            if 0 < self.switches.most_at_once < now[address]:
                raise _throttled(CONCURRENCY, 1)
            self._check_lately(address)
            yield
        finally:
            now[address] -= 1

    def _check_lately(self, address: str) -> None:
        """A refused request counts as well."""
        most, now = self.switches.most_in_ten_minutes, time.monotonic()
        if not most:
            self._lately.clear()
            return
        moments = self._lately.setdefault(address, deque())
        while moments and moments[0] <= now - WINDOW_SECONDS:
            moments.popleft()
        moments.append(now)
        if len(moments) > most:
            raise _throttled(TOO_MANY, math.ceil(moments[len(moments) - most] + WINDOW_SECONDS - now))

    def reset(self) -> None:
        """All off, and nothing seen."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        self._lately.clear()
        self.switches = Switches()
        self._now, self.seen = Counter(), Counter()

    def dump(self) -> Json:
        """The switches."""
        return asdict(self.switches)

    def load(self, data: Json) -> None:
        """Back from `dump`."""
        self.switches.set(data)

    def _heard(self, box: Mailbox, event: Event, change: Change) -> None:
        if change.kind != "created":
            return
        if self.switches.bump_seconds:
            self._later(self.switches.bump_seconds, box, event.key)
        meeting = event.props.get("onlineMeeting")
        if self.switches.join_link_seconds and meeting and event.organizer == box.account.address:
            body = event.props["body"]
            event.props["onlineMeeting"] = None
            event.props["body"] = {**body, "content": body["content"].partition("\n____\n")[0]}
            self._later(self.switches.join_link_seconds, box, event.key, {"onlineMeeting": meeting, "body": body})

    def _later(self, seconds: float, box: Mailbox, key: str, props: Json | None = None) -> None:
        self._timers.append(asyncio.get_running_loop().call_later(seconds, self._touch, box, key, props or {}))

    def _touch(self, box: Mailbox, key: str, props: Json) -> None:
        """The service changes an event by itself, if it is still there."""
        if key in box.events:
            event = box.events[key]
            event.props.update(props)
            self._mailboxes.changed(box, event, "updated")
            if props and event.attendees:
                deliver(self._mailboxes, box, event)


def _throttled(words: str, seconds: int) -> GraphError:
    return GraphError(429, "ApplicationThrottled", words, headers={"Retry-After": str(seconds)})
