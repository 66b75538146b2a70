"""Slack's own framework as the judge: a Bolt app understands and answers what the sandbox sends."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

from sandbox.people import SLACK_SIGNING_SECRET
from tests.sandbox.slack.stage import Stage, button, modal

DM = "D0ADA0001"


@pytest.fixture
async def bolt(slack: Stage) -> AsyncIterator[Stage]:
    """The stage with a Bolt app in place of the tiny bot."""
    app = AsyncApp(client=slack.client, signing_secret=SLACK_SIGNING_SECRET)

    @app.command("/schedule")
    async def command(ack: Any, body: Any, client: Any, respond: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(private_metadata=body["response_url"]))
        await respond("opened")

    @app.view("form")
    async def submitted(ack: Any, body: Any, client: Any, view: Any) -> None:
        await ack()
        title = view["state"]["values"]["title"]["text"]["value"]
        blocks = [{"type": "actions", "block_id": "row", "elements": [button("undo")]}]
        await client.chat_postMessage(channel=body["user"]["id"], text=f"Booked {title}", blocks=blocks)

    @app.action("undo")
    async def undo(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Undone", replace_original=True)

    @app.event("message")
    async def message(event: Any, say: Any) -> None:
        await say(f"You said {event['text']}")

    async def handle(request: web.Request) -> web.Response:
        response: web.Response = await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))
        return response

    server = web.Application()
    server.router.add_post("/{path:.*}", handle)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.bot.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    assert (await slack.post("/admin/slack/app", manifest=slack.bot.manifest()))["ok"]
    await slack.post("/admin/slack/settings", own_messages_as_events=True)
    yield slack
    await runner.cleanup()


async def texts(stage: Stage, count: int) -> list[str]:
    """What Ada reads in the direct message once there are this many messages."""
    async with asyncio.timeout(3):
        while len(await stage.sees(DM)) < count:
            await asyncio.sleep(0.01)
    return [one["text"] for one in await stage.sees(DM)]


async def test_command_modal_message_and_click_go_through_bolt(bolt: Stage) -> None:
    assert (await bolt.hand("send", channel=DM, text="/schedule"))["ok"]
    assert await texts(bolt, 1) == ["opened"]
    view = await bolt.view()
    assert view is not None
    assert (await bolt.hand("view/submit", view_id=view["id"], values={"title": {"text": "lunch"}}))["ok"]
    assert await texts(bolt, 2) == ["opened", "Booked lunch"]
    card = (await bolt.sees(DM))[1]
    assert (await bolt.hand("click", channel=DM, ts=card["ts"], block_id="row", action_id="undo"))["ok"]
    async with asyncio.timeout(3):
        while (await bolt.sees(DM))[1]["text"] != "Undone":
            await asyncio.sleep(0.01)


async def test_a_bolt_app_answers_a_message_once_and_not_its_own(bolt: Stage) -> None:
    assert (await bolt.hand("send", channel=DM, text="hello"))["ok"]
    await texts(bolt, 2)
    await asyncio.sleep(0.1)
    assert await texts(bolt, 2) == ["hello", "You said hello"]
