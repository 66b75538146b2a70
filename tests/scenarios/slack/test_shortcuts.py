"""Shortcuts: the form from anywhere, and with a message's people in it."""

from typing import Any

import pytest

from core.dialogue.commands import Find, Named, OpenFindForm
from core.dialogue.screens import Action, ConnectOffer, say
from tests.scenarios.slack.stage import Stage

OFFER = ConnectOffer((Action(say("action.connect"), url="https://bot.example/connect/x"),), None)


async def run(stage: Stage, kind: str, callback: str, **more: Any) -> tuple[int, str]:
    payload = {
        "type": kind,
        "callback_id": callback,
        "user": {"id": "U0ADA0001", "team_id": "T0CONTOSO"},
        "team": {"id": "T0CONTOSO"},
        "trigger_id": stage._trigger(),
        **more,
    }
    return await stage.settled(stage.interaction(payload))


async def on_message(stage: Stage, **message: Any) -> Find:
    """What the form is to be filled with."""
    found = {"user": "U0BEN0001", "text": "", **message}
    more = {"channel": {"id": "C0GENERAL"}, "message": found, "response_url": f"{stage.slack.origin}/hooks/3"}
    assert await run(stage, "message_action", "schedule_this", **more) == (200, "")
    command = stage.dialogue.asked[-1][1]
    assert isinstance(command, OpenFindForm)
    assert command.find is not None
    return command.find


async def test_the_form_opens_from_anywhere(stage: Stage) -> None:
    assert await run(stage, "shortcut", "find_time") == (200, "")
    assert stage.dialogue.asked[-1][1] == OpenFindForm()
    assert [view["type"] for view in stage.slack.views] == ["modal"]


async def test_without_a_form_the_window_says_why(stage: Stage) -> None:
    stage.dialogue.doors = {OpenFindForm: OFFER}
    await run(stage, "shortcut", "find_time")
    assert "https://bot.example/connect/x" in str(stage.slack.views[-1])
    assert "submit" not in stage.slack.views[-1]
    assert stage.slack.direct() == []


async def test_too_late_a_window_becomes_a_direct_message(stage: Stage) -> None:
    stage.dialogue.cards = {OpenFindForm: OFFER}
    stage.slack.plant("views.open", "expired_trigger_id")
    await run(stage, "shortcut", "find_time")
    assert len(stage.slack.direct()) == 1


async def test_a_messages_people_and_first_words_are_in_the_form(stage: Stage) -> None:
    text = "Can we look at the <https://x.example|budget> &amp; plan with <@U0CAROL01> and <@U0CLEARHR>? Thanks :tada:"
    found = await on_message(stage, text=text)
    assert found == Find(
        people=(Named("user", "U0BEN0001"), Named("user", "U0CAROL01")), title="Can we look at the budget & plan"
    )
    assert len(stage.slack.views) == 1


@pytest.mark.parametrize(
    ("message", "people", "title"),
    [
        ({"user": "U0ADA0001", "text": "me"}, (), "me"),
        ({"bot_id": "B1", "text": "Build <@U0BEN0001> broke"}, ("U0BEN0001",), "Build broke"),
        ({"user": None, "text": ""}, (), ""),
        ({"text": "<@U0ADA0001> <@U0BEN0001>"}, ("U0BEN0001",), ""),
        ({"text": "x" * 5000}, ("U0BEN0001",), "x" * 200),
        ({"text": "&lt;@U0CAROL01&gt; <!channel> <#C1|general>"}, ("U0BEN0001",), "< @U0CAROL01> !channel general"),
    ],
)
async def test_only_people_who_wrote_or_are_meant_are_taken(
    stage: Stage, message: dict[str, Any], people: tuple[str, ...], title: str
) -> None:
    found = await on_message(stage, **message)
    assert (tuple(one.value for one in found.people), found.title) == (people, title)


async def test_a_channel_is_told_privately_where_the_answer_is(stage: Stage) -> None:
    stage.dialogue.doors = {OpenFindForm: OFFER}
    await on_message(stage)
    assert len(stage.slack.direct()) == 1
    assert [answer["response_type"] for answer in stage.slack.answers] == ["ephemeral"]


async def test_a_shortcut_of_another_version_is_left_alone(stage: Stage) -> None:
    assert await run(stage, "shortcut", "gone") == (200, "")
    assert stage.dialogue.asked == []
