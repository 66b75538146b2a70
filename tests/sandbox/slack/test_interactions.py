"""Clicks in messages, response URLs, events and their retries."""

import asyncio
from datetime import timedelta
from typing import Any

from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.people import SLACK_SIGNING_SECRET
from tests.sandbox.slack.stage import Stage, button, option, plain, text_input

DM, GENERAL = "D0ADA0001", "C0GENERAL"
Json = dict[str, Any]


async def card(slack: Stage, *blocks: Json, channel: str = DM) -> str:
    """A message of the bot with these blocks; its ts."""
    found: str = (await slack.client.chat_postMessage(channel=channel, text="card", blocks=list(blocks)))["ts"]
    return found


def actions(*elements: Json, block_id: str = "row") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


async def click(slack: Stage, ts: str, action_id: str = "go", **extra: Any) -> Json:
    return await slack.hand("click", **{"channel": DM, "ts": ts, "block_id": "row", "action_id": action_id, **extra})


async def test_a_button_click_carries_everything_slack_sends(slack: Stage) -> None:
    ts = await card(slack, actions(button(value="v1", style="primary")))
    answer = await click(slack, ts)
    assert (answer["ok"], answer["status"]) == (True, 200)
    got = slack.bot.received[-1]
    assert SignatureVerifier(SLACK_SIGNING_SECRET).is_valid_request(got.raw, got.headers)
    payload = got.payload
    assert payload["type"] == "block_actions"
    assert (payload["user"]["id"], payload["channel"]["id"]) == ("U0ADA0001", DM)
    assert payload["container"] == {"type": "message", "message_ts": ts, "channel_id": DM, "is_ephemeral": False}
    assert payload["message"]["ts"] == ts
    action = payload["actions"][0]
    assert (action["type"], action["value"], action["block_id"], action["style"]) == ("button", "v1", "row", "primary")
    assert payload["response_url"].startswith(f"{slack.origin}/slack/hooks/actions/")


async def test_what_is_not_in_the_message_cannot_be_clicked(slack: Stage) -> None:
    ts = await card(slack, actions(button()))
    assert "there is nothing" in (await click(slack, ts, "other"))["error"]
    assert "not there any more" in (await click(slack, "1.000000"))["error"]
    assert "not in a channel" in (await click(slack, ts, person="ben"))["error"]
    assert slack.bot.received == []


async def test_somebody_elses_ephemeral_message_cannot_be_clicked(slack: Stage) -> None:
    sent = await slack.client.chat_postEphemeral(
        channel=GENERAL, user="U0ADA0001", text="x", blocks=[actions(button())]
    )
    refused = await click(slack, sent["message_ts"], channel=GENERAL, person="ben")
    assert "not there any more" in refused["error"]
    await click(slack, sent["message_ts"], channel=GENERAL)
    payload = slack.bot.received[-1].payload
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload


async def test_state_values_hold_what_this_person_left_in_every_input(slack: Stage) -> None:
    select = {"type": "static_select", "action_id": "pick", "options": [option("a"), option("b")]}
    many = {"type": "checkboxes", "action_id": "ticks", "options": [option("x"), option("y")]}
    day = {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"}
    people = {"type": "multi_users_select", "action_id": "who"}
    ts = await card(slack, actions(select, many, day, people, button()), text_input("note"))
    await click(slack, ts, "pick", value="b")
    assert slack.bot.received[-1].payload["actions"][0]["selected_option"]["value"] == "b"
    await click(slack, ts, "ticks", value=["y"])
    await click(slack, ts, "who", value=["ben", "U0CAROL01"])
    kept = await click(slack, ts, "text", block_id="note", value="hello")
    assert kept["sent"] is False
    await click(slack, ts)
    values = slack.bot.received[-1].payload["state"]["values"]
    assert values["row"]["pick"]["selected_option"] == option("b")
    assert [one["value"] for one in values["row"]["ticks"]["selected_options"]] == ["y"]
    assert values["row"]["day"] == {"type": "datepicker", "selected_date": "2026-12-01"}
    assert values["row"]["who"]["selected_users"] == ["U0BEN0001", "U0CAROL01"]
    assert values["note"]["text"] == {"type": "plain_text_input", "value": "hello"}
    assert "go" not in values["row"]


async def test_inputs_of_one_person_do_not_show_in_anothers_click(slack: Stage) -> None:
    select = {"type": "static_select", "action_id": "pick", "options": [option("a"), option("b")]}
    ts = await card(slack, actions(select, button()), channel=GENERAL)
    await click(slack, ts, "pick", channel=GENERAL, value="b")
    await click(slack, ts, channel=GENERAL, person="ben")
    assert slack.bot.received[-1].payload["state"]["values"]["row"]["pick"]["selected_option"] is None


async def test_an_option_that_is_not_offered_cannot_be_picked(slack: Stage) -> None:
    select = {"type": "static_select", "action_id": "pick", "options": [option("a")]}
    ts = await card(slack, actions(select, {"type": "datepicker", "action_id": "day"}))
    assert "no option" in (await click(slack, ts, "pick", value="z"))["error"]
    assert "not possible" in (await click(slack, ts, "day", value="2026-02-30"))["error"]


async def test_an_edit_keeps_entries_whose_input_is_still_there(slack: Stage) -> None:
    def pick(*names: str) -> Json:
        return actions({"type": "static_select", "action_id": "pick", "options": [option(n) for n in names]}, button())

    ts = await card(slack, pick("a", "b"))
    await click(slack, ts, "pick", value="b")
    await slack.client.chat_update(channel=DM, ts=ts, text="card", blocks=[pick("b", "c")])
    await click(slack, ts)
    assert slack.bot.received[-1].payload["state"]["values"]["row"]["pick"]["selected_option"] == option("b")
    await slack.client.chat_update(channel=DM, ts=ts, text="card", blocks=[pick("c")])
    await click(slack, ts)
    assert slack.bot.received[-1].payload["state"]["values"]["row"]["pick"]["selected_option"] is None


async def test_a_failing_click_is_told_to_the_person(slack: Stage) -> None:
    ts = await card(slack, actions(button()))
    slack.bot.answers = [web.Response(status=401)]
    assert (await click(slack, ts))["error"] == "This app responded with Status Code 401."
    slack.world.slack.settings.answer_seconds = 0.05
    slack.bot.delay_seconds = 0.3
    assert "3 seconds" in (await click(slack, ts))["error"]


async def test_options_of_an_external_select_come_from_the_app(slack: Stage) -> None:
    select = {"type": "external_select", "action_id": "find", "min_query_length": 2}
    ts = await card(slack, actions(select))
    place = {"channel": DM, "ts": ts, "block_id": "row", "action_id": "find"}
    assert (await slack.hand("options", **place, value="x"))["options"] == []
    assert slack.bot.received == []
    slack.bot.answers = [web.json_response({"options": [option("cal-1", "Team")]})]
    found = await slack.hand("options", **place, value="te")
    assert found["options"] == [option("cal-1", "Team")]
    assert slack.bot.received[-1].path == "/options"
    assert slack.bot.received[-1].payload["value"] == "te"
    assert (await click(slack, ts, "find", value="cal-1"))["ok"]
    assert "no option" in (await click(slack, ts, "find", value="cal-2"))["error"]
    slack.bot.answers = [web.json_response({"options": [option("v", "x" * 76)]})]
    assert "must be less than 76" in (await slack.hand("options", **place, value="te"))["error"]


async def test_a_response_url_works_five_times(slack: Stage) -> None:
    hook = AsyncWebhookClient((await slack.command(channel=GENERAL)).form["response_url"])
    answers = [await hook.send(text=f"answer {n}") for n in range(6)]
    assert [one.status_code for one in answers] == [200, 200, 200, 200, 200, 404]
    assert answers[0].body == "ok"
    assert "used_url" in answers[5].body
    assert len(await slack.sees(GENERAL)) == 5
    assert await slack.sees(GENERAL, "ben") == []


async def test_a_response_url_works_for_thirty_minutes_of_the_sandbox_clock(slack: Stage) -> None:
    url = (await slack.command()).form["response_url"]
    slack.world.clock.set_offset(timedelta(minutes=29))
    assert (await slack.answer_url(url, text="in time"))[0] == 200
    slack.world.clock.set_offset(timedelta(minutes=31))
    status, text = await slack.answer_url(url, text="late")
    assert (status, "expired_url" in text) == (404, True)
    assert (await slack.answer_url(url[:-3] + "xyz", text="forged"))[0] == 404


async def test_a_response_url_replaces_and_deletes_the_message_that_was_clicked(slack: Stage) -> None:
    sent = await slack.client.chat_postEphemeral(
        channel=GENERAL, user="U0ADA0001", text="x", blocks=[actions(button())]
    )
    await click(slack, sent["message_ts"], channel=GENERAL)
    url = slack.bot.received[-1].payload["response_url"]
    await slack.answer_url(url, replace_original=True, text="done")
    assert [(one["text"], one["blocks"], one["edited"]) for one in await slack.sees(GENERAL)] == [("done", [], True)]
    await slack.answer_url(url, delete_original="true")
    assert await slack.sees(GENERAL) == []
    await slack.answer_url(url, response_type="in_channel", text="for all")
    assert [one["text"] for one in await slack.sees(GENERAL, "ben")] == ["for all"]


async def test_a_response_with_wrong_blocks_is_refused_and_costs_no_use(slack: Stage) -> None:
    url = (await slack.command()).form["response_url"]
    status, text = await slack.answer_url(url, blocks=[{"type": "header", "text": plain("x" * 151)}])
    assert (status, "invalid_blocks" in text) == (400, True)
    assert slack.world.slack.response_urls[url.partition("/slack/hooks/")[2]].uses == 0


async def test_an_event_is_retried_three_times_with_number_and_reason(slack: Stage) -> None:
    slack.bot.answers = [web.Response(status=500) for _ in range(9)]
    answer = await slack.hand("send", channel=DM, text="hello")
    assert (answer["ok"], answer["status"]) == (False, 500)
    await until(lambda: len(slack.bot.received) == 4)
    await asyncio.sleep(0.05)
    assert [got.headers.get("X-Slack-Retry-Num") for got in slack.bot.received] == [None, "1", "2", "3"]
    assert {got.headers["X-Slack-Retry-Reason"] for got in slack.bot.received[1:]} == {"http_error"}
    assert len({got.payload["event_id"] for got in slack.bot.received}) == 1


async def test_a_slow_event_is_retried_because_of_the_time(slack: Stage) -> None:
    slack.world.slack.settings.answer_seconds = 0.05
    slack.bot.delay_seconds = 0.2
    await slack.hand("send", channel=DM, text="hello")
    slack.bot.delay_seconds = 0.0
    await until(lambda: len(slack.bot.received) == 2)
    assert slack.bot.received[1].headers["X-Slack-Retry-Reason"] == "http_timeout"


async def test_an_app_can_decline_retries(slack: Stage) -> None:
    slack.bot.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    await slack.hand("send", channel=DM, text="hello")
    await asyncio.sleep(0.05)
    assert len(slack.bot.received) == 1


async def test_the_bots_own_message_comes_back_as_an_event_with_its_bot_id(slack: Stage) -> None:
    await slack.post("/admin/slack/settings", own_messages_as_events=True)
    await slack.client.chat_postMessage(channel=DM, text="mine")
    await until(lambda: len(slack.bot.received) == 1)
    assert slack.bot.received[0].payload["event"]["bot_id"] == "B0CLEARHR"


async def until(reached: Any, seconds: float = 3.0) -> None:
    """Wait for something that a background task does."""
    async with asyncio.timeout(seconds):
        while not reached():
            await asyncio.sleep(0.005)
