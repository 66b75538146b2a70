"""Subscriptions in the sandbox: made, renewed, ended, and what they send arrives as our endpoint reads it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.graph import GraphCallbacks
from core.connection.model import Access
from core.outlook import build_outlook
from core.shared.errors import Gone, OutlookRejected, PermissionMissing
from core.sync.model import Lifecycle, Notification
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.week import WEDNESDAY
from tests.unit.outlook.fakes import ADA

SIX_DAYS = WEDNESDAY + timedelta(days=6)


@dataclass
class Inbox:
    """What Graph sent."""

    items: list[Notification] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, notifications: tuple[Notification, ...]) -> None:
        self.items += notifications
        self.came.set()

    async def next(self) -> list[Notification]:
        async with asyncio.timeout(10):
            await self.came.wait()
        self.came.clear()
        return self.items


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def listening(desk: Desk, inbox: Inbox) -> AsyncIterator[Desk]:
    """The desk, with an address that Graph can call; Ada is connected."""
    app = web.Application()
    app.add_routes(GraphCallbacks(inbox).routes())  # type: ignore[arg-type]
    async with TestServer(app) as server:
        reached = replace(desk.sandbox.settings, callbacks_url=str(server.make_url("/graph")))
        store = desk.storage.store
        outlook = build_outlook(reached, store.transactions, store.tokens, store.connections, desk.clock)
        there = replace(desk, outlook=outlook)
        await there.connect("ada@contoso.com", Access.READ_WRITE)
        yield there
        await outlook.aclose()


async def test_a_subscription_tells_of_a_change_with_the_secret_it_was_made_with(listening: Desk, inbox: Inbox) -> None:
    calendar = await listening.calendar(ADA, "Side projects")
    made = await listening.outlook.subscriptions.create(ADA, calendar, "secret-1", SIX_DAYS)
    assert abs(made.expires_at - SIX_DAYS) < timedelta(minutes=1)
    event = {
        "subject": "New",
        "start": {"dateTime": "2026-11-24T09:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-11-24T10:00:00", "timeZone": "UTC"},
    }
    outside = listening.sandbox.seen("ada@contoso.com")
    sent = await asyncio.to_thread(outside.send, "POST", f"/me/calendars/{calendar}/events", event)
    assert sent.is_success
    assert set(await inbox.next()) == {Notification(made.id, "secret-1")}


@pytest.mark.parametrize("what", Lifecycle)
async def test_what_happens_to_it_is_told_at_the_lifecycle_address(
    listening: Desk, inbox: Inbox, what: Lifecycle
) -> None:
    made = await listening.outlook.subscriptions.create(ADA, await listening.calendar(ADA), "secret-1", SIX_DAYS)
    happening = {"event": what.value, "subscription": made.id}
    await asyncio.to_thread(listening.sandbox.admin, "POST", "subscriptions/lifecycle", happening)
    assert await inbox.next() == [Notification(made.id, "secret-1", what)]
    if what is Lifecycle.REMOVED:
        with pytest.raises(Gone):
            await listening.outlook.subscriptions.renew(ADA, made.id, SIX_DAYS)
    else:
        await listening.outlook.subscriptions.reauthorize(ADA, made.id)


async def test_it_is_renewed_and_ended_and_then_it_is_gone(listening: Desk) -> None:
    port = listening.outlook.subscriptions
    made = await port.create(ADA, await listening.calendar(ADA), "secret-1", WEDNESDAY + timedelta(days=1))
    renewed = await port.renew(ADA, made.id, SIX_DAYS)
    assert (renewed.id, renewed.expires_at > made.expires_at) == (made.id, True)
    await port.delete(ADA, made.id)
    await port.delete(ADA, made.id)
    for ask in (port.renew(ADA, made.id, SIX_DAYS), port.reauthorize(ADA, made.id)):
        with pytest.raises(Gone):
            await ask


async def test_one_that_a_crash_left_behind_gives_way_to_the_new_one(listening: Desk) -> None:
    port, calendar = listening.outlook.subscriptions, await listening.calendar(ADA)
    other = await port.create(ADA, await listening.calendar(ADA, "Side projects"), "secret-0", SIX_DAYS)
    lost = await port.create(ADA, calendar, "secret-1", SIX_DAYS)
    made = await port.create(ADA, calendar, "secret-2", SIX_DAYS)
    living = {row["id"] for row in listening.sandbox.seen("ada@contoso.com").get("/subscriptions")["value"]}
    assert lost.id not in living
    assert await port.renew(ADA, made.id, SIX_DAYS)
    assert await port.renew(ADA, other.id, SIX_DAYS)


async def test_others_calendars_are_refused(listening: Desk) -> None:
    shared = await listening.calendar(ADA, "Team launch")
    with pytest.raises((OutlookRejected, PermissionMissing)) as refused:
        await listening.outlook.subscriptions.create(ADA, shared, "secret-1", SIX_DAYS)
    assert getattr(refused.value, "status", 403) == 403


async def test_without_an_address_nothing_is_subscribed_to(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    with pytest.raises(PermissionMissing):
        await desk.outlook.subscriptions.create(ADA, await desk.calendar(ADA), "secret-1", SIX_DAYS)
