"""Installing the app, looking at requests, the live stream, restart."""

import json
from pathlib import Path
from typing import Any

from slack_sdk.signature import SignatureVerifier

from sandbox.people import SLACK_SIGNING_SECRET
from sandbox.world import World
from tests.sandbox.slack.stage import Stage, modal, stage

DM = "D0ADA0001"


async def test_the_events_url_must_answer_a_signed_challenge(slack: Stage) -> None:
    await slack.post("/admin/slack/app", manifest=slack.bot.manifest())
    got = slack.bot.received[-1]
    assert got.payload["type"] == "url_verification"
    assert SignatureVerifier(SLACK_SIGNING_SECRET).is_valid_request(got.raw, got.headers)
    slack.bot.echoes_challenge = False
    refused = await slack.post("/admin/slack/app", manifest=slack.bot.manifest(should_escape=False))
    assert (refused["ok"], "challenge" in refused["error"]) == (False, True)
    assert slack.world.slack.app.command("/schedule").should_escape is True


async def test_every_problem_of_a_manifest_is_named(slack: Stage) -> None:
    manifest = slack.bot.manifest(scopes=["chat:write"])
    manifest["features"]["slash_commands"][0]["url"] = "not a url"
    del manifest["display_information"]
    refused = await slack.post("/admin/slack/app", manifest=manifest)
    assert refused["error"] == "invalid_manifest"
    places = {problem.partition(":")[0] for problem in refused["problems"]}
    assert places == {
        "/display_information/name",
        "/features/slash_commands/0/url",
        "/oauth_config/scopes/bot",
    }


async def test_nobody_can_write_to_an_app_that_turned_its_messages_tab_off(slack: Stage) -> None:
    manifest = slack.bot.manifest()
    manifest["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    await slack.post("/admin/slack/app", manifest=manifest)
    slack.bot.received.clear()
    assert "turned off" in (await slack.hand("send", channel=DM, text="hello"))["error"]
    assert slack.bot.received == []
    assert (await slack.hand("send", channel="C0GENERAL", text="/schedule"))["ok"]


async def test_the_last_request_can_be_looked_at_and_replayed(slack: Stage) -> None:
    got = await slack.command("/schedule today")
    last = await slack.get("/admin/slack/last_request", person="ada")
    assert last["body"].encode() == got.raw
    assert SignatureVerifier(SLACK_SIGNING_SECRET).is_valid_request(last["body"], last["headers"])
    assert "error" in await slack.get("/admin/slack/last_request", person="ben")


async def test_the_stream_tells_one_person_what_happens(slack: Stage) -> None:
    async with slack.http.get(f"{slack.origin}/page/api/slack/stream", params={"person": "ada"}) as stream:
        await slack.client.chat_postEphemeral(channel="C0GENERAL", user="U0BEN0001", text="not for ada")
        posted = await slack.client.chat_postMessage(channel=DM, text="one")
        await slack.client.chat_update(channel=DM, ts=posted["ts"], text="two")
        trigger = (await slack.command()).form["trigger_id"]
        await slack.client.views_open(trigger_id=trigger, view=modal())
        await slack.client.chat_delete(channel=DM, ts=posted["ts"])
        found: list[tuple[str, Any]] = []
        while not found or found[-1][0] != "message_deleted":
            line = (await stream.content.readline()).decode().strip()
            if line.startswith("event:"):
                data = (await stream.content.readline()).decode().removeprefix("data: ")
                found.append((line.removeprefix("event: "), json.loads(data)))
    await slack.client.chat_postMessage(channel=DM, text="the server finds out that the reader left")
    shown = [kind for kind, _data in found if kind != "trace"]
    assert shown == ["message", "message_changed", "view", "message_deleted"]
    notes = [data["note"] for kind, data in found if kind == "trace"]
    assert "Slack to the bot: command /schedule" in notes
    assert "the bot to Slack: chat.postMessage" in notes
    assert "not for ada" not in str(found)


async def test_a_reset_empties_the_workspace_and_keeps_the_app(slack: Stage) -> None:
    await slack.client.chat_postMessage(channel=DM, text="old")
    slack.world.reset()
    assert await slack.sees(DM) == []
    assert (await slack.hand("send", channel=DM, text="/schedule"))["ok"]


async def test_messages_views_and_the_app_survive_a_restart(tmp_path: Path) -> None:
    async with stage(World(data_dir=tmp_path)) as first:
        trigger = (await first.command()).form["trigger_id"]
        await first.client.views_open(trigger_id=trigger, view=modal(private_metadata="kept"))
        await first.client.chat_postMessage(channel=DM, text="kept too")
        await first.post("/admin/slack/channels", name="random", members=["ada"])
        first.world.save()
        before = await first.get("/page/api/slack/state", person="ada")
        saved = (tmp_path / "sandbox.json").read_bytes()
    (tmp_path / "sandbox.json").write_bytes(saved)
    async with stage(World(data_dir=tmp_path)) as second:
        assert await second.get("/page/api/slack/state", person="ada") == before
        view = await second.view()
        assert view is not None
        await second.client.views_update(view_id=view["id"], view=modal())


async def test_an_impossible_hand_is_told_why(slack: Stage) -> None:
    assert "no person" in (await slack.hand("send", person="zoe", channel=DM, text="x"))["error"]
    assert "nothing to send" in (await slack.hand("send", channel=DM, text=" "))["error"]
    assert "not in a channel" in (await slack.hand("send", channel="D0BEN0001", text="x"))["error"]
    async with slack.http.post(f"{slack.origin}/page/api/slack/send", data=b"{") as response:
        assert response.status == 400
