"""Triggers, modals and the Home tab."""

from typing import Any

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from tests.sandbox.slack.stage import Stage, button, modal, option, plain, text_input

Json = dict[str, Any]


async def opened(slack: Stage, *blocks: Json, **extra: Any) -> Json:
    """A modal opened by a command; as the person sees it."""
    trigger = (await slack.command()).form["trigger_id"]
    await slack.client.views_open(trigger_id=trigger, view=modal(*blocks, **extra))
    found = await slack.view()
    assert found is not None
    return found


async def submit(slack: Stage, view: Json, answer: web.Response | None = None, **values: str) -> Json:
    slack.bot.answers = [answer] if answer else []
    given = {block: {"text": value} for block, value in values.items()}
    return await slack.hand("view/submit", view_id=view["id"], values=given)


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as error:
        await call
    return str(error.value.response["error"])


async def test_a_trigger_opens_one_modal_and_no_second(slack: Stage) -> None:
    trigger = (await slack.command()).form["trigger_id"]
    await slack.client.views_open(trigger_id=trigger, view=modal())
    assert await error_of(slack.client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"


async def test_a_trigger_expires_and_cannot_be_invented(slack: Stage) -> None:
    trigger = (await slack.command()).form["trigger_id"]
    slack.world.slack.settings.trigger_seconds = 0.0
    assert await error_of(slack.client.views_open(trigger_id=trigger, view=modal())) == "expired_trigger_id"
    assert await error_of(slack.client.views_open(trigger_id="1.2.x", view=modal())) == "invalid_trigger_id"


async def test_a_refused_view_leaves_the_trigger_unused_and_says_what_is_wrong(slack: Stage) -> None:
    trigger = (await slack.command()).form["trigger_id"]
    with pytest.raises(SlackApiError) as error:
        await slack.client.views_open(trigger_id=trigger, view=modal(title=plain("x" * 25)))
    assert error.value.response["error"] == "invalid_arguments"
    assert error.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    await slack.client.views_open(trigger_id=trigger, view=modal())


async def test_a_submission_carries_values_metadata_and_ids(slack: Stage) -> None:
    pick = {"type": "static_select", "action_id": "pick", "options": [option("a"), option("b")]}
    row = {"type": "input", "block_id": "row", "label": plain("Pick"), "element": pick, "optional": True}
    view = await opened(slack, text_input(), row, private_metadata='{"slot": 1}')
    answer = await submit(slack, view, title="Plan <b>")
    assert answer["ok"]
    payload = slack.bot.received[-1].payload
    assert payload["type"] == "view_submission"
    sent = payload["view"]
    assert sent["state"]["values"]["title"]["text"] == {"type": "plain_text_input", "value": "Plan <b>"}
    assert sent["state"]["values"]["row"]["pick"]["selected_option"] is None
    assert (sent["private_metadata"], sent["callback_id"], sent["id"]) == ('{"slot": 1}', "form", view["id"])
    assert (sent["root_view_id"], sent["previous_view_id"]) == (view["id"], None)
    assert await slack.view() is None


async def test_the_client_asks_for_required_fields_before_anything_is_sent(slack: Stage) -> None:
    view = await opened(slack, text_input(max_length=3))
    sent = len(slack.bot.received)
    assert set((await submit(slack, view))["errors"]) == {"title"}
    assert set((await submit(slack, view, title="four"))["errors"]) == {"title"}
    assert len(slack.bot.received) == sent
    assert (await submit(slack, view, title="abc"))["ok"]


async def test_errors_of_the_app_stand_under_their_fields_and_the_modal_stays(slack: Stage) -> None:
    view = await opened(slack)
    errors = web.json_response({"response_action": "errors", "errors": {"title": "Too vague"}})
    answer = await submit(slack, view, errors, title="x")
    assert (answer["ok"], answer["errors"]) == (False, {"title": "Too vague"})
    shown = await slack.view()
    assert shown is not None
    assert shown["errors"] == {"title": "Too vague"}
    wrong = web.json_response({"response_action": "errors", "errors": {"nowhere": "?"}})
    assert "trouble connecting" in (await submit(slack, view, wrong, title="x"))["error"]


async def test_a_submission_may_update_push_and_clear(slack: Stage) -> None:
    view = await opened(slack)
    update = web.json_response({"response_action": "update", "view": modal(callback_id="second")})
    await submit(slack, view, update, title="kept")
    shown = await slack.view()
    assert shown is not None
    assert (shown["id"], shown["callback_id"]) == (view["id"], "second")
    assert shown["hash"] != view["hash"]
    assert shown["state"]["values"]["title"]["text"]["value"] == "kept"
    push = web.json_response({"response_action": "push", "view": modal(callback_id="third")})
    await submit(slack, shown, push, title="x")
    top = await slack.view()
    assert top is not None
    assert (top["callback_id"], top["previous_view_id"], top["root_view_id"]) == ("third", view["id"], view["id"])
    await submit(slack, top, web.json_response({"response_action": "clear"}), title="x")
    assert await slack.view() is None


async def test_an_empty_answer_closes_only_the_top_modal(slack: Stage) -> None:
    view = await opened(slack)
    await submit(slack, view, web.json_response({"response_action": "push", "view": modal()}), title="x")
    top = await slack.view()
    assert top is not None
    await submit(slack, top, title="x")
    shown = await slack.view()
    assert shown is not None
    assert shown["id"] == view["id"]


async def test_three_modals_are_the_most(slack: Stage) -> None:
    view = await opened(slack, {"type": "actions", "block_id": "row", "elements": [button()]})
    for wanted in ("", "", "push_limit_reached"):
        top = await slack.view()
        assert top is not None
        await slack.hand("view/click", view_id=top["id"], block_id="row", action_id="go")
        call = slack.client.views_push(
            trigger_id=slack.bot.received[-1].payload["trigger_id"], view=modal(*view["blocks"])
        )
        if wanted:
            assert await error_of(call) == wanted
        else:
            await call


async def test_a_click_in_a_modal_carries_the_view_and_no_response_url(slack: Stage) -> None:
    view = await opened(slack, {"type": "actions", "block_id": "row", "elements": [button()]}, text_input())
    await slack.hand("view/click", view_id=view["id"], block_id="title", action_id="text", value="typed")
    await slack.hand("view/click", view_id=view["id"], block_id="row", action_id="go")
    payload = slack.bot.received[-1].payload
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert payload["view"]["state"]["values"]["title"]["text"]["value"] == "typed"
    assert "response_url" not in payload
    await slack.client.views_update(view_id=view["id"], view=modal(), hash=payload["view"]["hash"])
    late = slack.client.views_update(view_id=view["id"], view=modal(), hash=payload["view"]["hash"])
    assert await error_of(late) == "hash_conflict"


async def test_closing_is_told_only_when_asked_for(slack: Stage) -> None:
    view = await opened(slack)
    sent = len(slack.bot.received)
    await slack.hand("view/close", view_id=view["id"])
    assert len(slack.bot.received) == sent
    view = await opened(slack, notify_on_close=True)
    await slack.hand("view/close")
    payload = slack.bot.received[-1].payload
    assert (payload["type"], payload["view"]["id"], payload["is_cleared"]) == ("view_closed", view["id"], False)
    assert await slack.view() is None
    assert await error_of(slack.client.views_update(view_id=view["id"], view=modal())) == "not_found"


async def test_a_modal_stays_open_when_the_app_does_not_answer(slack: Stage) -> None:
    view = await opened(slack)
    answer = await submit(slack, view, web.Response(status=500), title="x")
    assert (answer["ok"], answer["error"]) == (False, "We had some trouble connecting. Try again?")
    assert await slack.view() is not None


async def test_a_modal_belongs_to_one_person(slack: Stage) -> None:
    view = await opened(slack)
    assert await slack.view("ben") is None
    answer = await slack.hand("view/submit", person="ben", view_id=view["id"], values={})
    assert answer["error"] == "that view is not open"


async def test_the_home_tab_is_published_opened_and_clicked(slack: Stage) -> None:
    home = {"type": "home", "blocks": [{"type": "actions", "block_id": "row", "elements": [button()]}]}
    view = (await slack.client.views_publish(user_id="U0ADA0001", view=home))["view"]
    await slack.hand("home")
    event = slack.bot.received[-1].payload["event"]
    assert (event["type"], event["tab"], event["view"]["id"]) == ("app_home_opened", "home", view["id"])
    await slack.hand("view/click", view_id=view["id"], block_id="row", action_id="go")
    assert slack.bot.received[-1].payload["view"]["type"] == "home"
    assert (await slack.get("/page/api/slack/state", person="ada"))["home"]["id"] == view["id"]


async def test_a_shortcut_opens_a_modal_too(slack: Stage) -> None:
    await slack.hand("shortcut", callback_id="find")
    payload = slack.bot.received[-1].payload
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "find")
    await slack.client.views_open(trigger_id=payload["trigger_id"], view=modal())
    typed = await slack.hand("send", channel="C0GENERAL", text="lunch?")
    await slack.hand("shortcut", callback_id="this", channel="C0GENERAL", ts=typed["ts"])
    payload = slack.bot.received[-1].payload
    assert (payload["type"], payload["message"]["text"]) == ("message_action", "lunch?")
