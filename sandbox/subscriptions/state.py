"""All subscriptions: part of the world, listening to what changes in the mailboxes."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sandbox.bus import Bus
from sandbox.calls import Answer
from sandbox.clock import SandboxClock
from sandbox.mailbox.model import Change, Event, Mailbox
from sandbox.people import Account, account_of, person_of
from sandbox.subscriptions.model import (
    Lifecycle,
    Subscription,
    change_item,
    lifecycle_item,
    subscription_from,
)
from sandbox.subscriptions.outbox import Outbox
from sandbox.subscriptions.switches import Switches
from sandbox.subscriptions.validation import problem

Json = dict[str, Any]


class Subscriptions:
    """The living ones by id; an expired one is gone the moment the sandbox clock says so."""

    def __init__(self, clock: SandboxClock, bus: Bus) -> None:
        self._clock, self._bus = clock, bus
        self._all: dict[str, Subscription] = {}
        self.outbox = Outbox(Switches(), self._trace, self._wanted)

    @property
    def switches(self) -> Switches:
        """How notifications are delivered."""
        return self.outbox.switches

    def living(self) -> list[Subscription]:
        """Those that have not expired, oldest first."""
        now = self._clock.now()
        self._all = {key: one for key, one in self._all.items() if one.expires > now}
        return list(self._all.values())

    def find(self, key: str) -> Subscription | None:
        """A living one by its id."""
        return next((one for one in self.living() if one.id == key), None)

    def twin(self, resource: str, address: str, change_types: Iterable[str]) -> Subscription | None:
        """One that this account has for the same resource and changes."""
        wanted = (resource.strip("/").casefold(), address, frozenset(change_types))
        for one in self.living():
            if (one.resource.strip("/").casefold(), one.address, one.change_types) == wanted:
                return one
        return None

    def add(self, subscription: Subscription) -> None:
        """Begin to notify."""
        self._all[subscription.id] = subscription

    def remove(self, subscription: Subscription) -> None:
        """End it; what was on its way is dropped."""
        self._all.pop(subscription.id, None)

    def authorize(self, subscription: Subscription, until: datetime) -> None:
        """Let a paused one go on, beginning with what was held back. `until` is when the new token runs out."""
        subscription.authorized_until = until
        held, subscription.held, subscription.paused = subscription.held, [], False
        for item in held:
            self.outbox.put(subscription.notification_url, item)

    def heard(self, box: Mailbox, event: Event, change: Change) -> None:
        """A mailbox changed: notify who subscribed to that calendar."""
        if not self._all:
            return
        for one in self.living():
            here = (one.address, one.calendar) == (box.account.address, event.calendar)
            if here and change.kind in one.change_types:
                item = change_item(one, box.account, event, change)
                if self.switches.token_expiry and not one.paused and one.authorized_until <= self._clock.now():
                    self.lifecycle(one, "reauthorizationRequired", pause=True)
                if one.paused:
                    one.held.append(item)
                else:
                    self.outbox.put(one.notification_url, item)

    def lifecycle(self, subscription: Subscription, what: Lifecycle, *, pause: bool) -> bool:
        """Tell what happened to a subscription at its lifecycle address; False when it has none. `pause` holds its
        notifications back until it is reauthorized; a removed one is gone before the bot hears of it."""
        subscription.paused = pause or subscription.paused
        if what == "subscriptionRemoved":
            self.remove(subscription)
        if subscription.lifecycle_url is None:
            return False
        self.outbox.put(subscription.lifecycle_url, lifecycle_item(subscription, _account(subscription), what))
        return True

    async def before_answer(self) -> None:
        """Where the switch says so: deliver what waits before a writing request is answered."""
        if self.switches.before_answer:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.outbox.flush(), self.switches.first_timeout_seconds + 1)

    def listing(self) -> list[Json]:
        """The living ones with their account, for the admin."""
        return [
            {**one.wire(_account(one)), "account": one.address, "paused": one.paused, "held": len(one.held)}
            for one in self.living()
        ]

    def reset(self) -> None:
        """None any more, nothing on its way, switches back to a service in good health."""
        self._all.clear()
        self.outbox.clear()
        self.outbox.switches = Switches()

    def dump(self) -> Json:
        """Subscriptions and switches; what is on its way is lost with the process."""
        return {"all": [one.dump() for one in self._all.values()], "switches": self.switches.dump()}

    def load(self, data: Json) -> None:
        """Back from `dump`."""
        self._all = {row["id"]: subscription_from(row) for row in data["all"]}
        self.switches.set(data["switches"])

    def _wanted(self, item: Json) -> bool:
        return item.get("lifecycleEvent") == "subscriptionRemoved" or self.find(item["subscriptionId"]) is not None

    def _trace(self, url: str, batch: list[Json], answer: Answer) -> None:
        one = self._all.get(batch[0]["subscriptionId"])
        person = person_of(one.address) if one else None
        what = batch[0].get("lifecycleEvent") or f"{len(batch)} notification{'s' if len(batch) > 1 else ''}"
        self._bus.publish(
            {
                "type": "trace",
                "pane": "outlook",
                "person": person.key if person else None,
                "method": "POST",
                "path": urlsplit(url).path,
                "status": answer.status,
                "ms": answer.ms,
                "note": f"Graph to the bot: {what}" + ("" if answer.status else f" ({problem(answer)})"),
            }
        )


def _account(subscription: Subscription) -> Account:
    account = account_of(subscription.address)
    if account is None:
        raise LookupError(f"nobody has the account {subscription.address}")
    return account
