"""What a person types, and what of it the bot hears."""

import time
from typing import Any

import pytest
from aiohttp import web

from sandbox.people import CONTOSO_TENANT
from sandbox.teams.names import APP_ID
from tests.sandbox.teams.stage import Stage

Json = dict[str, Any]


async def test_a_typed_message_reaches_the_bot_signed_and_complete(teams: Stage) -> None:
    answer = await teams.hand("send", text="find 30m <tomorrow> & later")
    assert (answer["ok"], answer["status"]) == (True, 200)
    got = teams.bot.received[-1]
    sent = got.activity
    claims = await teams.claims(got.authorization)
    assert claims["serviceurl"] == sent["serviceUrl"] == f"{teams.origin}/teams/"
    assert 0 < claims["exp"] - time.time() <= 300
    assert (sent["type"], sent["channelId"], sent["text"]) == ("message", "msteams", "find 30m <tomorrow> & later")
    assert sent["from"]["aadObjectId"] == "a1b2c3d4-0000-4000-8000-000000000001"
    assert sent["from"]["id"].startswith("29:1")
    assert sent["recipient"]["id"] == f"28:{APP_ID}"
    assert sent["channelData"]["tenant"]["id"] == sent["conversation"]["tenantId"] == CONTOSO_TENANT
    assert sent["conversation"]["conversationType"] == "personal"
    assert (sent["locale"], sent["localTimezone"]) == ("en-GB", "Europe/Berlin")
    info = next(one for one in sent["entities"] if one["type"] == "clientInfo")
    assert (info["timezone"], info["country"]) == ("Europe/Berlin", "GB")
    assert sent["attachments"][0]["content"] == "<p>find 30m &lt;tomorrow&gt; &amp; later</p>"


async def test_a_journey_changes_the_reported_zone_until_the_reset(teams: Stage) -> None:
    await teams.post("/admin/teams/person", person="ada", tz="America/New_York", locale="en-US")
    await teams.hand("send", text="today")
    assert (teams.bot.last["localTimezone"], teams.bot.last["locale"]) == ("America/New_York", "en-US")


async def test_in_a_channel_the_bot_hears_only_what_mentions_it(teams: Stage) -> None:
    quiet = await teams.hand("send", conversation="general", text="hello all")
    assert quiet["sent"] is False
    assert teams.bot.received == []
    loud = await teams.hand("send", conversation="general", text="@Clearhour find 30m with @Ben Okafor and @carol")
    sent = teams.bot.last
    assert sent["text"] == "<at>Clearhour</at> find 30m with <at>Ben Okafor</at> and <at>Carol Reyes</at>\n"
    mentions = [one for one in sent["entities"] if one["type"] == "mention"]
    assert [one["mentioned"]["name"] for one in mentions] == ["Clearhour", "Ben Okafor", "Carol Reyes"]
    assert mentions[0]["mentioned"]["id"] == f"28:{APP_ID}"
    assert all(one["text"] in sent["text"] for one in mentions)
    assert sent["conversation"]["id"].endswith(f"@thread.tacv2;messageid={loud['id']}")
    assert (sent["conversation"]["isGroup"], sent["conversation"]["conversationType"]) == (True, "channel")
    assert sent["channelData"]["team"]["name"] == "Contoso"


async def test_an_answer_in_a_thread_names_the_thread_and_so_does_the_bots(teams: Stage) -> None:
    first = (await teams.hand("send", conversation="general", text="lunch?"))["id"]
    await teams.hand("send", conversation="general", text="@clearhour today", thread=first, person="ben")
    thread = teams.bot.last["conversation"]["id"]
    assert thread.endswith(f";messageid={first}")
    status, _answer = await teams.say(thread, text="Answered you in private")
    assert status == 201
    assert [one["thread"] for one in await teams.sees("channel")] == [None, first, first]


async def test_in_its_own_chat_the_bot_hears_everything_and_others_see_nothing(teams: Stage) -> None:
    await teams.hand("send", text="ask @ben")
    assert teams.bot.last["text"] == "ask @ben"  # nobody else is there to be mentioned
    assert [one["text"] for one in await teams.sees()] == ["ask @ben"]
    assert await teams.sees(person="ben") == []


@pytest.mark.parametrize(("status", "delay"), [(500, 0.0), (200, 0.3)])
async def test_a_failing_or_slow_bot_is_told_in_teams_own_words(teams: Stage, status: int, delay: float) -> None:
    await teams.post("/admin/teams/settings", message_seconds=0.1)
    teams.bot.answers, teams.bot.delay_seconds = [web.Response(status=status)], delay
    answer = await teams.hand("send", text="help")
    assert (answer["ok"], answer["error"]) == (False, "Unable to reach app. Please try again.")
    await teams.post("/admin/teams/settings", message_seconds=15.0)


async def test_what_cannot_be_typed_is_refused(teams: Stage) -> None:
    assert "nothing to send" in (await teams.hand("send", text="  "))["error"]
    assert "no person" in (await teams.hand("send", text="x", person="zoe"))["error"]
    assert "not in a conversation" in (await teams.hand("send", text="x", conversation="group", person="dina"))["error"]


async def test_the_trace_and_the_log_tell_both_directions_without_contents(teams: Stage) -> None:
    since = (await teams.get("/admin/teams/log"))["next"]
    async with teams.world.bus.subscribe() as queue:
        await teams.hand("send", text="secret words")
        await teams.say(await teams.place("personal"), text="secret answer")
        events = [queue.get_nowait() for _ in range(queue.qsize())]
    traces = [one for one in events if one["type"] == "trace"]
    assert {one["pane"] for one in traces} == {"teams"}
    assert [one["what"] for one in events if one["type"] == "teams"] == ["message", "message"]
    notes = [one["note"] for one in (await teams.get("/admin/teams/log", since=str(since)))["entries"]]
    assert notes[0] == "Teams to the bot: message in Clearhour"
    assert notes[-1] == "the bot to Teams: send"
    assert "secret" not in str(traces)


async def test_somebody_of_another_organisation_speaks_for_it_in_their_own_chat(teams: Stage) -> None:
    await teams.post("/admin/teams/person", person="ada", tenant="fabrikam-id")
    await teams.hand("send", text="hello")
    assert teams.bot.last["channelData"]["tenant"] == {"id": "fabrikam-id"}
    assert teams.bot.last["conversation"]["tenantId"] == "fabrikam-id"
    await teams.hand("send", conversation="general", text="@Clearhour hello")
    assert teams.bot.last["conversation"]["tenantId"] == CONTOSO_TENANT
