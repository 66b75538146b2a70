"""Dialogs: opened by a button or the message extension, filled in, sent, continued, closed."""

from typing import Any

from aiohttp import web

from tests.sandbox.teams.stage import Stage, attached, card, card_answer, execute, submit, task, text

Json = dict[str, Any]
FORM = card(
    {"type": "Input.Text", "id": "title", "label": "Title", "isRequired": True},
    actions=[submit(step=1)],
)
OPEN: Json = {"type": "Action.Submit", "title": "Change", "data": {"id": 7, "msteams": {"type": "task/fetch"}}}


def form(content: Json = FORM, title: str = "Change the booking") -> web.Response:
    return task("continue", {"title": title, "height": "medium", "width": "medium", "card": attached(content)})


async def opened(teams: Stage) -> str:
    """Ada opens the form from a card; the card's message id."""
    message = await teams.show(card(actions=[OPEN]))
    teams.bot.answers = [form()]
    answer = await teams.hand("dialog", activity_id=message, action={"title": "Change"})
    assert answer["dialog"]["title"] == "Change the booking", answer
    return message


async def test_a_dialog_is_fetched_and_stays_open_for_its_person(teams: Stage) -> None:
    message = await opened(teams)
    sent = teams.bot.last
    assert (sent["type"], sent["name"], sent["replyToId"]) == ("invoke", "task/fetch", message)
    assert sent["value"] == {"data": OPEN["data"], "context": {"theme": "default"}}
    assert (await teams.state())["dialog"]["card"] == FORM
    assert (await teams.state("ben"))["dialog"] is None


async def test_submitting_continues_then_says_something_and_closes(teams: Stage) -> None:
    await opened(teams)
    refused = await teams.hand("dialog/submit", action={"title": "Send"})
    assert refused["errors"] == {"title": "This field is required."}
    teams.bot.answers = [form(card(text("Sure?"), actions=[submit(step=2)]), "Sure?"), task("message", "Booked")]
    assert (await teams.hand("dialog/submit", action={}, inputs={"title": "1:1"}))["error"].startswith("there is no")
    second = await teams.hand("dialog/submit", action={"title": "Send"}, inputs={"title": "1:1"})
    assert teams.bot.last["name"] == "task/submit"
    assert teams.bot.last["value"]["data"] == {"step": 1, "title": "1:1"}
    assert second["dialog"]["title"] == "Sure?"
    assert (await teams.hand("dialog/submit", action={"title": "Send"}))["message"] == "Booked"
    assert (await teams.state())["dialog"] is None


async def test_an_empty_answer_closes_and_the_cross_tells_nobody(teams: Stage) -> None:
    await opened(teams)
    teams.bot.answers = [web.Response()]
    assert (await teams.hand("dialog/submit", action={"title": "Send"}, inputs={"title": "x"}))["ok"]
    assert (await teams.state())["dialog"] is None
    await opened(teams)
    count = len(teams.bot.received)
    await teams.hand("dialog/close")
    assert ((await teams.state())["dialog"], len(teams.bot.received)) == (None, count)
    assert "no dialog" in (await teams.hand("dialog/close"))["error"]


async def test_a_failing_submit_keeps_the_form_open(teams: Stage) -> None:
    await opened(teams)
    teams.bot.answers = [web.Response(status=500), form(card(actions=[execute()]))]
    failed = await teams.hand("dialog/submit", action={"title": "Send"}, inputs={"title": "x"})
    assert failed["error"] == "Unable to reach app. Please try again."
    unusable = await teams.hand("dialog/submit", action={"title": "Send"}, inputs={"title": "x"})
    assert "Action.Submit" in unusable["why"]
    assert (await teams.state())["dialog"]["card"] == FORM


async def test_only_a_button_made_for_it_opens_a_dialog(teams: Stage) -> None:
    message = await teams.show(card(actions=[submit(a=1)]))
    refused = await teams.hand("dialog", activity_id=message, action={"title": "Send"})
    assert "opens no dialog" in refused["error"]
    assert teams.bot.received == []


async def test_a_card_answer_to_a_dialog_closes_it(teams: Stage) -> None:
    await opened(teams)
    teams.bot.answers = [card_answer(card())]
    assert (await teams.hand("dialog/submit", action={"title": "Send"}, inputs={"title": "x"}))["ok"]
    assert (await teams.state())["dialog"] is None
