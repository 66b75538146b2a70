"""What is true: the sandbox's Graph, read with tokens of our own, and its request log. Never the bot's database."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

import aiohttp

from tests.driving.cards import Json
from tests.driving.programs import Addresses

SCOPES = ["Calendars.ReadWrite", "MailboxSettings.Read", "User.Read"]


class Truth:
    """The admin API, and each mailbox as its owner sees it."""

    def __init__(self, sandbox: Addresses) -> None:
        self._sandbox = sandbox
        self._web = aiohttp.ClientSession(trust_env=False)
        self._tokens: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._web.close()

    async def admin(self, method: str, path: str, body: Json | None = None) -> Json:
        async with self._web.request(method, f"{self._sandbox.admin}/{path}", json=body) as answer:
            assert answer.status < 300, await answer.text()
            return dict(await answer.json()) if answer.content_length else {}

    async def reads(self, person: str, locale: str) -> None:
        """What this person's Slack and Teams are set to from now on: Dina's are German."""
        for chat in ("slack", "teams"):
            await self.admin("POST", f"{chat}/person", {"person": person, "locale": locale})

    async def graph(self, account: str, path: str, **params: str) -> Json:
        """GET with this account's own token."""
        headers = await self._headers(account)
        async with self._web.get(f"{self._sandbox.graph}{path}", params=params, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def _headers(self, account: str) -> dict[str, str]:
        if account not in self._tokens:
            found = await self.admin("POST", "token", {"account": account, "scopes": SCOPES})
            self._tokens[account] = found["access_token"]
        return {"Authorization": f"Bearer {self._tokens[account]}", "Prefer": 'IdType="ImmutableId"'}

    async def accepts(self, account: str, subject: str, around: datetime) -> None:
        """The account says yes to an invitation, in Outlook."""
        await self.answers(account, subject, around, "accept")

    async def answers(
        self, account: str, subject: str, around: datetime, answer: str, proposed: Json | None = None
    ) -> None:
        """The account answers an invitation in Outlook: accept, tentativelyAccept or decline, the last two perhaps with
        another time ({start, end})."""
        ((_, event),) = await self.called(account, subject, around)
        headers = await self._headers(account)
        url = f"{self._sandbox.graph}/me/events/{event['id']}/{answer}"
        body = {"sendResponse": True, **({"proposedNewTime": proposed} if proposed else {})}
        async with self._web.post(url, json=body, headers=headers) as said:
            assert said.status == 202, await said.text()
        await self._told({})

    async def makes_calendars(self, account: str, *names: str) -> None:
        """New calendars of the account's own."""
        headers = await self._headers(account)
        for name in names:
            url = f"{self._sandbox.graph}/me/calendars"
            async with self._web.post(url, json={"name": name}, headers=headers) as answer:
                assert answer.status == 201, await answer.text()

    async def calendars(self, account: str) -> dict[str, str]:
        """Name -> id."""
        return {one["name"]: one["id"] for one in (await self.graph(account, "/me/calendars"))["value"]}

    async def everywhere(self, account: str, start: datetime, end: datetime) -> list[tuple[str, Json]]:
        """(calendar's name, event) of every calendar of the account, between the two instants."""
        window = {"startDateTime": _utc(start), "endDateTime": _utc(end), "$top": "500"}
        found: list[tuple[str, Json]] = []
        for name, calendar in (await self.calendars(account)).items():
            view = await self.graph(account, f"/me/calendars/{calendar}/calendarView", **window)
            found += [(name, event) for event in view["value"]]
        return found

    async def called(self, account: str, subject: str, around: datetime) -> list[tuple[str, Json]]:
        """The events with this subject within two days of an instant, wherever they are."""
        near = await self.everywhere(account, around - timedelta(days=2), around + timedelta(days=2))
        return [(name, event) for name, event in near if event["subject"] == subject]

    async def lies_at(self, account: str, subject: str, wanted: datetime) -> list[datetime]:
        """Where the account's events of this subject start, once one of them is at `wanted` or 20 seconds are over."""
        found: list[datetime] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(20):
                while wanted not in found:
                    found = [instant(event["start"]) for _, event in await self.called(account, subject, wanted)]
                    await asyncio.sleep(0.05)
        return found

    async def adds(self, account: str, event: Json) -> Json:
        return await self._told(await self.admin("POST", f"mailboxes/{account}/events", event))

    async def changes(self, account: str, event: str, change: Json) -> Json:
        return await self._told(await self.admin("PATCH", f"mailboxes/{account}/events/{event}", change))

    async def _told(self, edited: Json) -> Json:
        """Once the bot has heard of the edit: its notification takes a moment, as the service's own does."""
        await self._until(lambda: self.admin("GET", "notifications"), lambda found: found["waiting"] == 0)
        return edited

    async def listened_to(self, account: str, calendars: int = 3) -> None:
        """Once the bot has subscribed to so many of the account's calendars; Ada has three of her own."""
        await self._until(
            lambda: self.admin("GET", "subscriptions"),
            lambda found: sum(one["account"] == account for one in found["subscriptions"]) >= calendars,
        )

    async def _until(self, ask: Callable[[], Awaitable[Json]], enough: Callable[[Json], bool]) -> None:
        async with asyncio.timeout(30):
            while not enough(await ask()):
                await asyncio.sleep(0.02)

    async def fault(self, **rule: object) -> None:
        await self.admin("POST", "faults", rule)

    async def no_faults(self) -> None:
        await self.admin("DELETE", "faults")

    async def mark(self) -> int:
        """The number that the next logged request will get."""
        return int((await self.admin("GET", "log?since=999999999"))["next"])

    async def log(self, since: int, side: str | None = None) -> list[Json]:
        """Logged requests from a mark on."""
        entries = (await self.admin("GET", f"log?since={since}"))["entries"]
        return [one for one in entries if side in (None, one["side"])]

    async def grants(self, account: str) -> list[Json]:
        return list((await self.admin("GET", f"grants?account={account}"))["grants"])

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self.admin("GET", "clock"))["now"])


def instant(moment: Json) -> datetime:
    """Graph's dateTime in UTC."""
    assert moment["timeZone"] == "UTC"
    return datetime.fromisoformat(moment["dateTime"][:19]).replace(tzinfo=UTC)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
