"""Outlook's outbox as it is on a bad day: what it has to tell is doubled, shuffled, mixed with forgeries, and repeated
until it is answered with 202."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.driving.programs import Bot
from tests.driving.truth import Truth

Json = dict[str, Any]
DOUBLED, FORGED = 0.3, 0.02
AT_ONCE = 40
ACCEPTED = 202


@dataclass(frozen=True, slots=True)
class Watched:
    """A calendar that the bot is subscribed to."""

    account: str
    outlook_id: str
    subscription: str
    secret: str


@dataclass
class Outbox:
    """`queue` is what no 202 was received for. `sent` counts the requests that were."""

    bot: Bot
    chance: random.Random
    queue: list[Json] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)

    def tells(self, one: Watched) -> int:
        """Something changed in the calendar; how many items that makes."""
        item = {"subscriptionId": one.subscription, "clientState": one.secret, "changeType": "updated"}
        copies = 1 + (self.chance.random() < DOUBLED)
        self.queue += [item] * copies
        if self.chance.random() < FORGED:
            lies: list[Json] = [{"clientState": "guess"}, {"subscriptionId": "nobody's"}, {"clientState": None}]
            what = self.chance.choice(lies)
            self.queue.append({**item, **what, "forged": True})
            copies += 1
        return copies

    async def send(self, kill_after: int | None = None) -> None:
        """Everything that waits, out of order; the bot is killed when so many have been answered."""
        self.chance.shuffle(self.queue)
        work, self.queue = self.queue, []
        gate, answered = asyncio.Semaphore(AT_ONCE), 0
        async with aiohttp.ClientSession(trust_env=False) as web:

            async def one(item: Json) -> None:
                nonlocal answered
                async with gate:
                    if not await self._accepted(web, item):
                        self.queue.append(item)
                        return
                answered += 1
                if answered == kill_after:
                    self.bot.kill()

            await asyncio.gather(*(one(item) for item in work))

    async def _accepted(self, web: aiohttp.ClientSession, item: Json) -> bool:
        shown = {key: value for key, value in item.items() if key != "forged"}
        try:
            async with web.post(f"{self.bot.address}/graph/notifications", json={"value": [shown]}) as answer:
                if answer.status != ACCEPTED:
                    return False
        except aiohttp.ClientError:
            return False
        self.sent["forged" if item.get("forged") else "genuine"] += 1
        return True


async def watched(truth: Truth) -> list[Watched]:
    """Every calendar the bot has subscribed to."""
    listed = (await truth.admin("GET", "subscriptions"))["subscriptions"]
    return [
        Watched(one["account"], one["resource"].strip("/").split("/")[2], one["id"], one["clientState"])
        for one in listed
    ]
