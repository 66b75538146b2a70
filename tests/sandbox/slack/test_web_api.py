"""The Web API seen through Slack's own client."""

import time
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.slack.stage import ALL_SCOPES, Stage, button

DM, GENERAL = "D0ADA0001", "C0GENERAL"


async def refused(call: Any) -> dict[str, Any]:
    """The answer of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as error:
        await call
    found: dict[str, Any] = error.value.response.data
    return found


async def test_the_token_says_whose_workspace_and_bot_it_is(slack: Stage) -> None:
    found = await slack.client.auth_test()
    assert (found["team_id"], found["user_id"], found["bot_id"]) == ("T0CONTOSO", "U0CLEARHR", "B0CLEARHR")


async def test_no_token_and_a_wrong_token_are_told_apart(slack: Stage) -> None:
    base = f"{slack.origin}/slack/api/"
    assert (await refused(AsyncWebClient(token="xoxb-no", base_url=base).auth_test()))["error"] == "invalid_auth"
    assert (await slack.post("/slack/api/auth.test"))["error"] == "not_authed"
    assert (await refused(slack.client.api_call("chat.dance")))["error"] == "unknown_method"


async def test_a_missing_scope_is_named(slack: Stage) -> None:
    scopes = [scope for scope in ALL_SCOPES if scope != "chat:write"]
    await slack.post("/admin/slack/app", manifest=slack.bot.manifest(scopes=scopes))
    found = await refused(slack.client.chat_postMessage(channel=DM, text="hi"))
    assert (found["error"], found["needed"], found["provided"]) == ("missing_scope", "chat:write", ",".join(scopes))


async def test_the_mail_address_needs_its_scope(slack: Stage) -> None:
    shown = await slack.client.users_info(user="U0CAROL01")
    assert shown["user"]["profile"]["email"] == "carol.reyes@slackmail.example"
    scopes = [scope for scope in ALL_SCOPES if scope != "users:read.email"]
    await slack.post("/admin/slack/app", manifest=slack.bot.manifest(scopes=scopes))
    hidden = await slack.client.users_info(user="U0CAROL01")
    assert "email" not in hidden["user"]["profile"]
    found = await refused(slack.client.users_lookupByEmail(email="ada@contoso.com"))
    assert found["needed"] == "users:read.email"


async def test_a_user_has_a_zone_with_its_present_offset_and_a_locale_when_asked(slack: Stage) -> None:
    user = (await slack.client.users_info(user="U0EMIL001", include_locale=True))["user"]
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("Asia/Kolkata", 19800, "en-GB")
    assert "locale" not in (await slack.client.users_info(user="U0EMIL001"))["user"]


async def test_people_are_found_by_address_and_listed_in_pages(slack: Stage) -> None:
    assert (await slack.client.users_lookupByEmail(email="BEN@contoso.com"))["user"]["id"] == "U0BEN0001"
    assert (await refused(slack.client.users_lookupByEmail(email="x@y.example")))["error"] == "users_not_found"
    assert (await refused(slack.client.users_info(user="U0NOBODY1")))["error"] == "user_not_found"
    first = await slack.client.users_list(limit=4)
    rest = await slack.client.users_list(limit=4, cursor=first["response_metadata"]["next_cursor"])
    names = [user["name"] for user in [*first["members"], *rest["members"]]]
    assert names == ["ada", "ben", "carol", "dina", "emil", "clearhour"]
    assert rest["response_metadata"]["next_cursor"] == ""


async def test_a_changed_profile_is_shown_and_told_to_the_app(slack: Stage) -> None:
    await slack.post("/admin/slack/person", person="ada", tz="America/New_York")
    assert (await slack.client.users_info(user="U0ADA0001"))["user"]["tz"] == "America/New_York"
    assert slack.bot.received[-1].payload["event"]["type"] == "user_change"


async def test_a_message_is_posted_edited_and_deleted(slack: Stage) -> None:
    posted = await slack.client.chat_postMessage(channel="U0ADA0001", text="one <b>")
    assert posted["channel"] == DM
    shown = (await slack.sees(DM))[0]
    assert (shown["text"], shown["bot"], shown["edited"], shown["name"]) == ("one <b>", True, False, "Clearhour")
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*two*"}}]
    await slack.client.chat_update(channel=DM, ts=posted["ts"], text="two", blocks=blocks)
    shown = (await slack.sees(DM))[0]
    assert (shown["text"], shown["blocks"][0]["text"]["text"], shown["edited"]) == ("two", "*two*", True)
    await slack.client.chat_delete(channel=DM, ts=posted["ts"])
    assert await slack.sees(DM) == []


async def test_only_the_bots_own_present_messages_can_be_edited(slack: Stage) -> None:
    typed = await slack.hand("send", channel=DM, text="mine")
    call = slack.client
    assert (await refused(call.chat_update(channel=DM, ts=typed["ts"], text="x")))["error"] == "cant_update_message"
    assert (await refused(call.chat_delete(channel=DM, ts=typed["ts"])))["error"] == "cant_delete_message"
    assert (await refused(call.chat_update(channel=DM, ts="1.0", text="x")))["error"] == "message_not_found"
    assert (await refused(call.chat_update(channel="C0NOWHERE", ts="1.0", text="x")))["error"] == "channel_not_found"


async def test_a_message_needs_words_or_blocks_and_a_channel_with_the_bot_in_it(slack: Stage) -> None:
    made = await slack.post("/admin/slack/channels", name="random", members=["ada", "ben"], bot=False)
    call = slack.client
    assert (await refused(call.chat_postMessage(channel=made["channel"], text="x")))["error"] == "not_in_channel"
    assert (await refused(call.chat_postMessage(channel="C0NOWHERE", text="x")))["error"] == "channel_not_found"
    assert (await refused(call.api_call("chat.postMessage", json={"channel": GENERAL})))["error"] == "no_text"
    assert (await refused(call.chat_postMessage(channel=GENERAL, text="x" * 40_001)))["error"] == "msg_too_long"


async def test_an_ephemeral_message_is_one_persons_and_cannot_be_edited(slack: Stage) -> None:
    found = await slack.client.chat_postEphemeral(channel=GENERAL, user="U0ADA0001", text="psst")
    assert [(one["text"], one["ephemeral"]) for one in await slack.sees(GENERAL)] == [("psst", True)]
    assert await slack.sees(GENERAL, "ben") == []
    error = await refused(slack.client.chat_update(channel=GENERAL, ts=found["message_ts"], text="louder"))
    assert error["error"] == "message_not_found"
    reloaded = await slack.get("/page/api/slack/state", person="ada", reload="1")
    assert reloaded["messages"][GENERAL] == []


async def test_an_ephemeral_message_needs_somebody_in_the_channel(slack: Stage) -> None:
    made = await slack.post("/admin/slack/channels", name="two", members=["ada", "ben"])
    call = slack.client.chat_postEphemeral
    assert (await refused(call(channel=made["channel"], user="U0EMIL001", text="x")))["error"] == "user_not_in_channel"
    assert (await refused(call(channel=GENERAL, user="U0NOBODY1", text="x")))["error"] == "user_not_found"


async def test_a_direct_message_is_opened_by_user(slack: Stage) -> None:
    opened = await slack.client.conversations_open(users=["U0BEN0001"])
    assert opened["channel"]["id"] == "D0BEN0001"
    info = await slack.client.conversations_info(channel="D0BEN0001")
    assert (info["channel"]["is_im"], info["channel"]["user"]) == (True, "U0BEN0001")
    group = (await slack.client.conversations_open(users=["U0BEN0001", "U0ADA0001"]))["channel"]["id"]
    posted = await slack.client.chat_postMessage(channel=group, text="both")
    assert [one["ts"] for one in await slack.sees(group, "ben")] == [posted["ts"]]
    assert (await refused(slack.client.conversations_open(users=["U0NOBODY1"])))["error"] == "user_not_found"


async def test_channels_and_their_members_are_listed(slack: Stage) -> None:
    listed = await slack.client.conversations_list(types="public_channel")
    assert [(one["id"], one["is_member"]) for one in listed["channels"]] == [(GENERAL, True)]
    members = (await slack.client.conversations_members(channel=GENERAL))["members"]
    assert {"U0ADA0001", "U0CLEARHR"} <= set(members)


async def test_blocks_get_the_ids_they_lack(slack: Stage) -> None:
    elements = [{key: value for key, value in button().items() if key != "action_id"}]
    posted = await slack.client.chat_postMessage(
        channel=DM, text="x", blocks=[{"type": "actions", "elements": elements}]
    )
    block = posted["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


async def test_one_message_a_second_and_channel_when_the_switch_is_on(slack: Stage) -> None:
    await slack.post("/admin/slack/settings", rate_limit=True)
    await slack.client.chat_postMessage(channel=DM, text="1")
    with pytest.raises(SlackApiError) as error:
        await slack.client.chat_postMessage(channel=DM, text="2")
    assert (error.value.response.status_code, error.value.response["error"]) == (429, "ratelimited")
    assert error.value.response.headers["Retry-After"] == "1"
    await slack.client.chat_postMessage(channel=GENERAL, text="elsewhere is free")


async def test_a_planted_fault_strikes_as_often_as_asked(slack: Stage) -> None:
    await slack.post("/admin/slack/faults", method="chat.postMessage", error="fatal_error", times=1)
    assert (await refused(slack.client.chat_postMessage(channel=DM, text="x")))["error"] == "fatal_error"
    await slack.client.chat_postMessage(channel=DM, text="x")


async def test_arguments_may_come_as_a_form(slack: Stage) -> None:
    form = {"token": slack.client.token or "", "channel": DM, "text": "x", "blocks": '[{"type": "divider"}]'}
    async with slack.http.post(f"{slack.origin}/slack/api/chat.postMessage", data=form) as response:
        assert (await response.json())["ok"]
    form["blocks"] = "[{"
    async with slack.http.post(f"{slack.origin}/slack/api/chat.postMessage", data=form) as response:
        assert (await response.json())["error"] == "invalid_blocks_format"


async def test_each_call_is_in_the_log_without_its_contents(slack: Stage) -> None:
    before = slack.world.journal.since(0)["next"]
    await slack.client.chat_postMessage(channel=DM, text="secret words")
    entries = slack.world.journal.since(before)["entries"]
    assert [(one["side"], one["path"], one["status"]) for one in entries] == [
        ("slack", "/slack/api/chat.postMessage", 200)
    ]
    assert "secret" not in str(entries)


async def test_message_times_follow_the_sandbox_clock_and_never_repeat(slack: Stage) -> None:
    stamps = [(await slack.client.chat_postMessage(channel=DM, text="x"))["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert abs(float(stamps[0]) - time.time()) < 5
