"""From a change in Outlook to the moment at which the bot has looked for double bookings: both programs over HTTP.

A change is a PATCH of one event's start by Graph. It is timed twice: from sending the PATCH until the bot's log says
that it has looked (the programs' way, with the sandbox's notification and our reading of the log), and as the bot
itself says, from the notification's arrival on. Calendars take turns, so that each was quiet before its change:
notifications that come within two seconds of a round share the next one by design.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from tests.driving.meetings import at, meeting
from tests.driving.person import Person
from tests.driving.programs import Addresses, Bot, running_pair
from tests.driving.truth import SCOPES

CHANGES = 200
QUIET_SECONDS = 2.3
PATIENCE_SECONDS = 30
GATE_SECONDS = 1.0
PEOPLE = ("ada", "ben")
LOOKED = "change_looked_at"


@dataclass(slots=True)
class Watched:
    """A calendar that the bot is subscribed to, with one event of ours. `changed` is when it was last changed."""

    headers: dict[str, str]
    calendar: str
    event: str = ""
    changed: float = 0.0


@dataclass(slots=True)
class Log:
    """The bot's log, read on from where we were. `seen`: the milliseconds of every look."""

    bot: Bot
    place: int = 0
    seen: list[int] = field(default_factory=list)

    def read(self) -> int:
        """How many looks there were so far."""
        with self.bot.log.open("rb") as log:
            log.seek(self.place)
            text = log.read()
        whole = text[: text.rfind(b"\n") + 1]
        self.place += len(whole)
        told = (json.loads(line) for line in whole.splitlines() if LOOKED.encode() in line)
        self.seen += [line["milliseconds"] for line in told]
        return len(self.seen)

    async def grows(self, beyond: int) -> None:
        ends = time.monotonic() + PATIENCE_SECONDS
        while self.read() <= beyond:
            if time.monotonic() > ends:
                raise TimeoutError("the bot never looked")
            await asyncio.sleep(0.002)


class Outlook:
    """The sandbox as people's own Outlook uses it."""

    def __init__(self, sandbox: Addresses, web: aiohttp.ClientSession) -> None:
        self._sandbox = sandbox
        self._web = web

    async def ask(self, method: str, url: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        async with self._web.request(method, url, json=body, headers=headers) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def watched(self) -> list[Watched]:
        """Every calendar that the bot hears of, once no more are added."""
        listed, before = await self._listed(), -1
        while len(listed) != before:
            before = len(listed)
            await asyncio.sleep(QUIET_SECONDS)
            listed = await self._listed()
        found: dict[str, dict[str, str]] = {}
        for account in {one["account"] for one in listed}:
            given = await self.ask("POST", f"{self._sandbox.admin}/token", {"account": account, "scopes": SCOPES})
            found[account] = {"Authorization": f"Bearer {given['access_token']}", "Prefer": 'IdType="ImmutableId"'}
        return [Watched(found[one["account"]], _calendar(one["resource"])) for one in listed]

    async def _listed(self) -> list[dict[str, str]]:
        return list((await self.ask("GET", f"{self._sandbox.admin}/subscriptions"))["subscriptions"])

    async def put(self, one: Watched, start: datetime) -> None:
        """Makes the event at this time, or moves it there."""
        if one.event:
            url, body = f"{self._sandbox.graph}/me/events/{one.event}", _times(start)
            await self.ask("PATCH", url, body, one.headers)
        else:
            url = f"{self._sandbox.graph}/me/calendars/{one.calendar}/events"
            one.event = (await self.ask("POST", url, meeting("Bench", start), one.headers))["id"]
        one.changed = time.monotonic()


async def measured(bot: Bot, count: int) -> tuple[list[float], list[float], int]:
    """Seconds from PATCH to look, seconds from notification to look, and in how many calendars."""
    for key in PEOPLE:
        async with Person(bot.sandbox.page, key) as person:
            await person.connects(f"{key}@contoso.com")
            await person.sees("Connected as")
    async with aiohttp.ClientSession(trust_env=False) as web:
        outlook, log = Outlook(bot.sandbox, web), Log(bot)
        calendars = await outlook.watched()
        start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
        for one in calendars:
            await outlook.put(one, start)
        await asyncio.sleep(2 * QUIET_SECONDS)
        before, taken = log.read(), list[float]()
        first = before
        for number in range(count):
            one = min(calendars, key=lambda each: each.changed)
            await asyncio.sleep(max(0.0, one.changed + QUIET_SECONDS - time.monotonic()))
            before, begun = log.read(), time.monotonic()
            await outlook.put(one, start + timedelta(minutes=15 * (1 + number % 40)))
            await log.grows(before)
            taken.append(time.monotonic() - begun)
        return taken, [milliseconds / 1000 for milliseconds in log.seen[first:]], len(calendars)


def detection(count: int = CHANGES) -> None:
    """Runs it and prints a section of docs/performance.md."""
    with running_pair() as bot:
        whole, own, calendars = asyncio.run(measured(bot, count))
    print(f"\n### Detection: {count} changes in Outlook, {calendars} calendars of {len(PEOPLE)} people\n")
    print("| seconds until the bot has looked | p50 | p95 | max | gate for p95 | |")
    print("|---|---:|---:|---:|---:|---|")
    for name, times, gate in (("from the PATCH", whole, GATE_SECONDS), ("from the notification", own, None)):
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]
        verdict = "" if gate is None else "held" if p95 < gate else "missed"
        print(f"| {name} | {p50:.3f} | {p95:.3f} | {max(times):.3f} | {gate or ''} | {verdict} |", flush=True)


def _calendar(resource: str) -> str:
    """The id in "me/calendars/{id}/events"."""
    return resource.strip("/").split("/")[2]


def _times(start: datetime) -> dict[str, Any]:
    return {"start": at(start), "end": at(start + timedelta(minutes=30))}


if __name__ == "__main__":
    detection()
