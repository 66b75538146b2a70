"""Slash commands and typed messages, as the app receives them."""

import time
from datetime import timedelta

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from sandbox.people import SLACK_SIGNING_SECRET
from tests.sandbox.slack.stage import Stage

DM, GENERAL = "D0ADA0001", "C0GENERAL"


async def test_every_request_to_the_app_carries_a_signature_that_the_sdk_verifies(slack: Stage) -> None:
    await slack.command("/schedule find 30m")
    await slack.hand("send", channel=DM, text="hello")
    verifier = SignatureVerifier(SLACK_SIGNING_SECRET)
    assert [got.path for got in slack.bot.received] == ["/commands", "/events"]
    for got in slack.bot.received:
        assert verifier.is_valid_request(got.raw, got.headers)
        assert not verifier.is_valid_request(got.raw + b" ", got.headers)


async def test_the_signature_is_stamped_with_real_time_when_the_sandbox_clock_is_elsewhere(slack: Stage) -> None:
    slack.world.clock.set_offset(timedelta(days=40))
    got = await slack.command()
    assert abs(int(got.headers["X-Slack-Request-Timestamp"]) - time.time()) < 5


async def test_a_command_arrives_as_the_form_that_slack_sends(slack: Stage) -> None:
    got = await slack.command("/schedule  today ", GENERAL, "ben")
    form = got.form
    assert (form["command"], form["text"]) == ("/schedule", "today")
    assert (form["user_id"], form["user_name"], form["team_id"]) == ("U0BEN0001", "ben", "T0CONTOSO")
    assert (form["channel_id"], form["channel_name"]) == (GENERAL, "general")
    assert form["response_url"].startswith(f"{slack.origin}/slack/hooks/commands/T0CONTOSO/")
    assert form["trigger_id"]
    assert got.headers["Content-Type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("with @Ben Okafor today", "with <@U0BEN0001|Ben Okafor> today"),
        ("with @ben, @Carol", "with <@U0BEN0001|Ben Okafor>, <@U0CAROL01|Carol Reyes>"),
        ("with @benjamin", "with @benjamin"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<@U0BEN0001>", "&lt;@U0BEN0001&gt;"),
        ("with carol@contoso.com", "with <mailto:carol@contoso.com|carol@contoso.com>"),
        ("see https://example.com/a?b=1&c=2", "see <https://example.com/a?b=1&amp;c=2>"),
        ("in #general", "in <#C0GENERAL|general>"),
    ],
)
async def test_a_command_that_escapes_gets_references_and_entities(slack: Stage, typed: str, sent: str) -> None:
    assert (await slack.command(f"/schedule {typed}")).form["text"] == sent


async def test_a_command_that_does_not_escape_gets_the_words_as_typed(slack: Stage) -> None:
    await slack.post("/admin/slack/app", manifest=slack.bot.manifest(should_escape=False))
    got = await slack.command("/schedule with @Ben Okafor & carol@contoso.com")
    assert got.form["text"] == "with @Ben Okafor &amp; carol@contoso.com"


async def test_a_command_that_the_manifest_lacks_reaches_no_app(slack: Stage) -> None:
    answer = await slack.hand("send", channel=DM, text="/other thing")
    assert (answer["ok"], answer["error"]) == (False, "/other is not a valid command")
    assert slack.bot.received == []


async def test_a_command_is_refused_in_a_thread(slack: Stage) -> None:
    sent = await slack.hand("send", channel=GENERAL, text="hi")
    answer = await slack.hand("send", channel=GENERAL, text="/schedule", thread_ts=sent["ts"])
    assert "not supported in threads" in answer["error"]


async def test_a_failing_command_is_told_in_slacks_words(slack: Stage) -> None:
    slack.bot.answers = [web.Response(status=500)]
    answer = await slack.hand("send", channel=DM, text="/schedule")
    assert (answer["ok"], answer["status"]) == (False, 500)
    assert answer["error"] == '/schedule failed with the error "dispatch_failed"'


async def test_a_slow_command_times_out(slack: Stage) -> None:
    slack.world.slack.settings.answer_seconds = 0.05
    slack.bot.delay_seconds = 0.3
    answer = await slack.hand("send", channel=DM, text="/schedule")
    assert answer["error"] == '/schedule failed with the error "operation_timeout"'


async def test_the_body_of_the_acknowledgement_is_an_ephemeral_message(slack: Stage) -> None:
    slack.bot.answers = [web.Response(text="just you"), web.json_response({"text": "you too"})]
    await slack.command(channel=GENERAL)
    await slack.command(channel=GENERAL)
    assert [(one["text"], one["ephemeral"]) for one in await slack.sees(GENERAL)] == [
        ("just you", True),
        ("you too", True),
    ]
    assert await slack.sees(GENERAL, "ben") == []


async def test_an_in_channel_answer_shows_the_command_and_the_answer_to_all(slack: Stage) -> None:
    slack.bot.answers = [web.json_response({"response_type": "in_channel", "text": "Booked"})]
    await slack.command("/schedule book", GENERAL)
    assert [one["text"] for one in await slack.sees(GENERAL, "ben")] == ["/schedule book", "Booked"]


async def test_a_mention_in_a_channel_is_an_event_and_plain_talk_is_not(slack: Stage) -> None:
    await slack.hand("send", channel=GENERAL, text="good morning @Ben")
    assert slack.bot.received == []
    await slack.hand("send", channel=GENERAL, text="@clearhour find 30m with @Ben")
    event = slack.bot.received[0].payload["event"]
    assert event["type"] == "app_mention"
    assert event["text"] == "<@U0CLEARHR> find 30m with <@U0BEN0001>"
    assert (event["channel"], event["user"]) == (GENERAL, "U0ADA0001")


async def test_a_direct_message_is_an_event_with_an_id_of_its_own(slack: Stage) -> None:
    await slack.hand("send", channel=DM, text="today")
    await slack.hand("send", channel=DM, text="today")
    first, second = (got.payload for got in slack.bot.received)
    assert first["event"]["channel_type"] == "im"
    assert first["event_id"] != second["event_id"]
    assert first["event"]["ts"] < second["event"]["ts"]


async def test_an_event_without_its_scope_is_not_sent(slack: Stage) -> None:
    await slack.post("/admin/slack/app", manifest=slack.bot.manifest(scopes=["chat:write", "commands"]))
    slack.bot.received.clear()
    assert (await slack.hand("send", channel=DM, text="hello"))["status"] is None
    assert slack.bot.received == []
