"""The message extension: its commands, what Teams sends with them, and what it does with the answers."""

from typing import Any

import pytest
from aiohttp import web

from tests.sandbox.teams.stage import Stage, attached, card, submit, task, text

Json = dict[str, Any]
FORM = card({"type": "Input.Text", "id": "title", "label": "Title"}, actions=[submit(step=1)])
RESULT = card(text("Tue 14:00"))
MANIFEST = {
    "composeExtensions": [
        {
            "botId": "x",
            "commands": [
                {"id": "findTime", "type": "action", "title": "Find a time", "context": ["compose", "commandBox"]},
                {"id": "scheduleThis", "type": "action", "title": "Schedule this", "context": ["message"]},
            ],
        }
    ]
}


def form() -> web.Response:
    return task("continue", {"title": "Find a time", "height": "medium", "card": attached(FORM)})


def result(**changes: Any) -> web.Response:
    attachment = {**attached(RESULT), "preview": {"contentType": "application/vnd.microsoft.card.hero", "content": {}}}
    return composed(**{"type": "result", "attachmentLayout": "list", "attachments": [attachment], **changes})


def preview(**changes: Any) -> web.Response:
    activity = {"type": "message", "attachments": [attached(RESULT)], **changes}
    return composed(type="botMessagePreview", activityPreview=activity)


def composed(**found: Any) -> web.Response:
    return web.json_response({"composeExtension": found})


async def sent(teams: Stage, answer: web.Response, place: str = "group", **more: Any) -> Json:
    """Ada opens the form there and sends it; what came of the answer."""
    teams.bot.answers = [form(), answer]
    await teams.hand("extension", conversation=place, command="findTime", **more)
    return await teams.hand("dialog/submit", action={"title": "Send"}, inputs={"title": "x"})


async def test_it_opens_anywhere_and_says_where_it_was_chosen(bare: Stage) -> None:
    bare.bot.answers = [form()]
    answer = await bare.hand("extension", conversation="group", command="findTime")
    asked = bare.bot.last
    assert (asked["type"], asked["name"]) == ("invoke", "composeExtension/fetchTask")
    assert (asked["value"]["commandId"], asked["value"]["commandContext"]) == ("findTime", "compose")
    assert asked["conversation"]["conversationType"] == "groupChat"
    assert asked["channelData"]["source"] == {"name": "compose"}
    assert answer["dialog"]["command"] == "findTime"


async def test_a_chat_of_two_has_no_name_for_the_bot(bare: Stage) -> None:
    bare.bot.answers = [form()]
    await bare.hand("extension", command="findTime")
    assert "conversation" not in bare.bot.last


async def test_a_command_of_a_message_comes_with_the_message(teams: Stage) -> None:
    said = await teams.hand("send", conversation="general", text="Shall we meet, @Ben?")
    teams.bot.answers = [form()]
    await teams.hand("extension", person="carol", conversation="general", command="x", activity_id=said["id"])
    value = teams.bot.last["value"]
    payload = value["messagePayload"]
    assert value["commandContext"] == "message"
    assert payload["from"]["user"]["displayName"] == "Ada Lindqvist"
    assert payload["mentions"][0]["mentioned"]["user"]["userIdentityType"] == "aadUser"
    assert '<at id="0">' in payload["body"]["content"]
    assert teams.bot.last["conversation"]["id"].endswith(f";messageid={said['id']}")


async def test_only_commands_of_the_manifest_are_offered_and_where_it_says(bare: Stage) -> None:
    await bare.post("/admin/teams/app", endpoint=f"{bare.bot.origin}/api/messages", manifest=MANIFEST)
    offered = (await bare.state())["extension"]
    assert [(one["id"], one["context"]) for one in offered] == [
        ("findTime", ["compose", "commandBox"]),
        ("scheduleThis", ["message"]),
    ]
    refused = await bare.hand("extension", command="scheduleThis")
    assert "no command scheduleThis for compose" in refused["error"]
    assert bare.bot.received == []


async def test_a_result_lies_in_the_box_until_its_person_sends_it(teams: Stage) -> None:
    answer = await sent(teams, result())
    assert teams.bot.last["name"] == "composeExtension/submitAction"
    assert teams.bot.last["value"]["data"] == {"step": 1, "title": "x"}
    assert answer["draft"]["preview"] is False
    state = await teams.state()
    assert (state["dialog"], state["draft"]["card"]) == (None, RESULT)
    assert (await teams.state("ben"))["draft"] is None
    done = await teams.hand("extension/send")
    (message,) = await teams.sees("groupChat", "ben")
    assert (message["id"], message["bot"], message["cards"]) == (done["id"], False, [RESULT])
    assert (await teams.state())["draft"] is None


async def test_a_preview_that_is_sent_adds_the_bot_and_asks_it_to_post(bare: Stage) -> None:
    await sent(bare, preview())
    bare.bot.answers = []
    assert (await bare.hand("extension/send"))["ok"]
    names = [one.activity.get("name") or one.activity["type"] for one in bare.bot.received[-3:]]
    assert names == ["conversationUpdate", "installationUpdate", "composeExtension/submitAction"]
    value = bare.bot.last["value"]
    assert value["botMessagePreviewAction"] == "send"
    assert value["botActivityPreview"][0]["attachments"] == [attached(RESULT)]
    assert await bare.sees("groupChat") == []


async def test_a_preview_that_is_edited_shows_the_form_again(teams: Stage) -> None:
    await sent(teams, preview())
    teams.bot.answers = [form()]
    answer = await teams.hand("extension/edit")
    assert teams.bot.last["value"]["botMessagePreviewAction"] == "edit"
    assert answer["dialog"]["card"] == FORM
    assert (await teams.state())["draft"] is None


async def test_what_lies_in_the_box_can_be_thrown_away(teams: Stage) -> None:
    await sent(teams, result())
    count = len(teams.bot.received)
    assert (await teams.hand("extension/discard"))["ok"]
    assert len(teams.bot.received) == count
    assert "nothing lies" in (await teams.hand("extension/send"))["error"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda: result(attachmentLayout=None), "attachmentLayout"),
        (lambda: result(attachments=[]), "one attachment"),
        (lambda: result(attachments=[attached(card({"type": "Nonsense"}))]), "not valid"),
        (lambda: result(attachments=[{"contentType": "text/html", "content": ""}]), "of type"),
        (lambda: preview(type="event"), "message activity"),
        (lambda: preview(attachments=[]), "exactly one"),
        (lambda: composed(type="auth"), "knows"),
        (lambda: task("nonsense", {}), "a task is"),
        (lambda: task("message", {"text": "x"}), "a string"),
        (lambda: web.json_response([1]), "is an object"),
    ],
)
async def test_an_answer_that_teams_cant_use_is_told(teams: Stage, answer: Any, why: str) -> None:
    found = await sent(teams, answer())
    assert (found["ok"], found["error"]) == (False, "Something went wrong. Please try again.")
    assert why in found["why"]


async def test_from_the_command_box_no_message_of_the_bot_is_posted(teams: Stage) -> None:
    found = await sent(teams, preview(), context="commandBox")
    assert "command box" in found["why"]
