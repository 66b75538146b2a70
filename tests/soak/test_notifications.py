"""Thousands of notifications, 30 % doubled, shuffled, 2 % forged, and the bot killed (-9) every 500 of them.

The copies are Outlook's after each kill, and a crowd of notifications costs one delta for each calendar and window.
"""

import asyncio
import os
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import aiohttp

from core.outlook.times import query_time
from core.sync.usecases.rounds import QUIET
from tests.driving.meetings import at, meeting
from tests.driving.person import Person
from tests.driving.programs import Bot, running_pair
from tests.driving.truth import Truth
from tests.soak.copies import Copies, Copy, copies_of
from tests.soak.outbox import Outbox, Watched, watched

NOTIFICATIONS = int(os.environ.get("CLEARHOUR_NOTIFICATIONS", "1000"))
KILLED_EVERY = 500
EDITS_EVERY = 12
PEOPLE = ("ada", "ben")


class Calendars:
    """The calendars as their owners edit them in Outlook, whose own notifications get lost: ours take their place."""

    def __init__(self, truth: Truth, web: aiohttp.ClientSession, bot: Bot, chance: random.Random) -> None:
        self._truth, self._web, self._chance = truth, web, chance
        self._graph = bot.sandbox.graph
        self._first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
        self._made: list[tuple[Watched, str]] = []

    async def edit(self, one: Watched) -> Watched:
        """Adds an event, or moves or deletes one that was added; says whose calendar changed."""
        start = self._first + timedelta(minutes=30 * self._chance.randrange(48 * 20))
        kind = self._chance.choice(["add", "add", "move", "delete"]) if self._made else "add"
        if kind == "add":
            url = f"/me/calendars/{one.outlook_id}/events"
            made = await self._ask(one, "POST", url, meeting("Soak", start))
            self._made.append((one, made["id"]))
            return one
        number = self._chance.randrange(len(self._made))
        one, event = self._made[number]
        if kind == "delete":
            await self._ask(one, "DELETE", f"/me/events/{event}")
            del self._made[number]
        else:
            times = {"start": at(start), "end": at(start + timedelta(minutes=30))}
            await self._ask(one, "PATCH", f"/me/events/{event}", times)
        return one

    async def shown(self, copy: Copy) -> dict[str, tuple[str, str]]:
        """What Outlook shows in the copy's window: title and start of each event."""
        window = {"startDateTime": query_time(copy.window.start), "endDateTime": query_time(copy.window.end)}
        path = f"/me/calendars/{copy.of.outlook_id}/calendarView"
        answer = await self._truth.graph(copy.of.account, path, **window, **{"$top": "1000"})
        assert "@odata.nextLink" not in answer
        return {one["id"]: (one["subject"], one["start"]["dateTime"][:16]) for one in answer["value"]}

    async def _ask(self, one: Watched, method: str, path: str, body: object = None) -> dict[str, str]:
        headers = await self._truth._headers(one.account)
        async with self._web.request(method, self._graph + path, json=body, headers=headers) as answer:
            assert answer.status < 300, await answer.text()
            return dict(await answer.json()) if answer.status != 204 else {}


async def _same(copies: Copies, calendars: list[Watched], outlook: Calendars) -> None:
    for copy in await copies.settled(calendars):
        has = {id_: (one.subject, f"{one.start:%Y-%m-%dT%H:%M}") for id_, one in copy.events.items()}
        assert has == await outlook.shown(copy)


async def _deltas(truth: Truth, since: int) -> Counter[str]:
    """How many rounds each calendar cost; a round has one page here."""
    entries = (await truth.admin("GET", f"log?since={since}"))["entries"]
    return Counter(one["path"] for one in entries if one["path"].endswith("/calendarView/delta"))


async def _killed_again_and_again(bot: Bot, chance: random.Random) -> None:
    for key in PEOPLE:
        async with Person(bot.sandbox.page, key) as person:
            await person.connects(f"{key}@contoso.com")
            await person.sees("Connected as")
    async with Truth(bot.sandbox) as truth, aiohttp.ClientSession(trust_env=False) as web, copies_of(bot) as copies:
        calendars, outlook = await watched(truth), Calendars(truth, web, bot, chance)
        await _same(copies, calendars, outlook)
        await truth.admin("POST", "notifications", {"lose_share": 1.0})
        outbox, told, kills, rounds = Outbox(bot, chance), 0, 0, Counter[str]()
        busy = 0.0
        while told < NOTIFICATIONS:
            since, began, batch = int((await truth.admin("GET", "log?since=0"))["next"]), time.monotonic(), 0
            while batch < KILLED_EVERY:
                one = chance.choice(calendars)
                if batch % EDITS_EVERY == 0:
                    one = await outlook.edit(one)
                batch += outbox.tells(one)
            kills += 1
            await outbox.send(kill_after=batch if kills % 2 else chance.randrange(batch // 4, batch))
            if kills % 2 and bot.process and bot.process.poll() is None:
                bot.kill()  # right after the last of them was answered
            await asyncio.to_thread(_start_again, bot)
            while outbox.queue:
                await outbox.send()
            await _same(copies, calendars, outlook)
            told, busy = told + batch, busy + time.monotonic() - began
            rounds += await _deltas(truth, since)
        windows = busy / QUIET.total_seconds()
        assert outbox.sent["forged"] > 0
        assert sum(outbox.sent.values()) >= NOTIFICATIONS
        assert rounds
        assert max(rounds.values()) <= windows + 2 * kills, (rounds, windows)
        print(f"\n{told} notifications, {kills} kills, {busy:.0f} s, rounds {sorted(rounds.values())}")


def _start_again(bot: Bot) -> None:
    bot.launch()
    bot.await_ready()


def test_no_notification_is_lost_when_the_bot_is_killed_again_and_again() -> None:
    with running_pair() as bot:
        asyncio.run(_killed_again_and_again(bot, random.Random(20261122)))
