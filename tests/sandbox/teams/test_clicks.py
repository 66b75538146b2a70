"""Pressing buttons of cards: what the bot gets, and what its answer does to the card."""

from typing import Any

import pytest
from aiohttp import web

from tests.sandbox.teams.stage import Stage, attached, card, card_answer, execute, submit, text

Json = dict[str, Any]
UNREACHABLE = "Unable to reach app. Please try again."
WRONG = "Something went wrong. Please try again."


async def press(teams: Stage, message: str, action: Json, kind: str = "personal", **more: Any) -> Json:
    content = {"conversation": await teams.place(kind), "activity_id": message, "action": action, **more}
    return await teams.hand("click", **content)


def words(message: Json) -> list[str]:
    return [one["text"] for one in message["cards"][0]["body"]]


async def test_execute_carries_the_action_with_its_inputs_and_the_answer_takes_the_cards_place(teams: Stage) -> None:
    day = {"type": "Input.Date", "id": "day", "value": "2026-12-01"}
    note = {"type": "Input.Text", "id": "note"}
    message = await teams.show(card(day, note, actions=[execute("book", slot=3)]))
    teams.bot.answers = [card_answer(card(text("Booked")))]
    answer = await press(teams, message, {"type": "Action.Execute", "verb": "book"}, inputs={"note": "with Ben"})
    assert (answer["ok"], answer["status"]) == (True, 200)
    sent = teams.bot.last
    assert (sent["type"], sent["name"], sent["replyToId"]) == ("invoke", "adaptiveCard/action", message)
    assert sent["value"] == {
        "action": {
            "type": "Action.Execute",
            "title": "Book",
            "verb": "book",
            "data": {"slot": 3, "day": "2026-12-01", "note": "with Ben"},
        },
        "trigger": "manual",
    }
    seen = (await teams.sees())[0]
    assert (words(seen), seen["own_view"]) == (["Booked"], True)


async def test_an_answered_card_is_the_pressers_alone_until_the_bot_edits_the_message(teams: Stage) -> None:
    message = await teams.show(card(text("Offer"), actions=[execute()]), "groupChat")
    teams.bot.answers = [card_answer(card(text("Yours")))]
    await press(teams, message, {"verb": "go"}, "groupChat")
    assert words((await teams.sees("groupChat"))[0]) == ["Yours"]
    assert words((await teams.sees("groupChat", "ben"))[0]) == ["Offer"]
    assert words((await teams.sees("groupChat", reload="1"))[0]) == ["Offer"]
    where = ("conversations", await teams.place("groupChat"), "activities", message)
    await teams.call("PUT", *where, type="message", attachments=[attached(card(text("Taken")))])
    assert words((await teams.sees("groupChat"))[0]) == ["Taken"]


async def test_data_merged_by_the_clients_library_means_the_same(teams: Stage) -> None:
    chosen = {"type": "Input.ChoiceSet", "id": "cals", "isMultiSelect": True, "choices": []}
    chosen["choices"] = [{"title": one, "value": one} for one in ("c1", "c2", "c3")]
    message = await teams.show(card(chosen, actions=[execute("save", k=1), execute("save", k=2)]))
    await press(teams, message, {"type": "Action.Execute", "verb": "save", "data": {"k": 2, "cals": "c1,c3"}})
    assert teams.bot.last["value"]["action"]["data"] == {"k": 2, "cals": "c1,c3"}
    await press(teams, message, {"verb": "save", "data": {"k": 1}}, inputs={"cals": ["c2", "c3"]})
    assert teams.bot.last["value"]["action"]["data"] == {"k": 1, "cals": "c2,c3"}


async def test_a_button_that_is_not_there_cannot_be_pressed(teams: Stage) -> None:
    message = await teams.show(card(actions=[execute("go", who="ada")]))
    for action in ({}, {"verb": "other"}, {"verb": "go", "data": {"who": "ben"}}, {"type": "Action.Submit"}):
        assert "no button" in (await press(teams, message, action))["error"]
    assert "not there any more" in (await press(teams, "1", {"verb": "go"}))["error"]
    teams.bot.answers = [card_answer(card(text("Done")))]
    await press(teams, message, {"verb": "go"})
    assert "no button" in (await press(teams, message, {"verb": "go"}))["error"]
    assert len(teams.bot.received) == 1


async def test_a_client_that_has_not_heard_of_an_edit_sends_what_stood_on_the_button(teams: Stage) -> None:
    message = await teams.show(card(actions=[execute("go", who="ada")]))
    (shown,) = (await teams.sees())[0]["cards"]
    where = ("conversations", await teams.place("personal"), "activities", message)
    await teams.call("PUT", *where, type="message", attachments=[attached(card(text("Later")))])
    assert "no button" in (await press(teams, message, {"verb": "go"}))["error"]
    await press(teams, message, {"verb": "go"}, cards=[shown])
    assert teams.bot.last["value"]["action"] == {
        "type": "Action.Execute",
        "title": "Go",
        "verb": "go",
        "data": {"who": "ada"},
    }
    assert "cards must be" in (await press(teams, message, {"verb": "go"}, cards="none"))["error"]


async def test_the_client_checks_the_fields_before_it_sends(teams: Stage) -> None:
    fields = [
        {"type": "Input.Text", "id": "title", "isRequired": True, "errorMessage": "Name it"},
        {"type": "Input.Number", "id": "minutes", "min": 5, "max": 480, "value": 30},
        {"type": "Input.Toggle", "id": "online", "title": "Online", "valueOn": "yes", "valueOff": "no"},
        {"type": "Input.Time", "id": "at"},
    ]
    message = await teams.show(card(*fields, actions=[execute()]))
    answer = await press(teams, message, {"verb": "go"}, inputs={"minutes": 3, "at": "9:5"})
    assert answer["errors"] == {
        "title": "Name it",
        "minutes": "The value is not valid.",
        "at": "The value is not valid.",
    }
    assert "no input" in (await press(teams, message, {"verb": "go"}, inputs={"where": "x"}))["error"]
    assert teams.bot.received == []
    await press(teams, message, {"verb": "go"}, inputs={"title": "1:1", "online": True})
    assert teams.bot.last["value"]["action"]["data"] == {"title": "1:1", "minutes": "30", "online": "yes"}


@pytest.mark.parametrize(
    ("bot_answer", "error"),
    [
        (web.Response(status=500), UNREACHABLE),
        (web.Response(status=202), WRONG),
        (web.json_response({"statusCode": 500, "type": "application/vnd.microsoft.error", "value": {}}), WRONG),
        (web.json_response({"statusCode": 200, "type": "application/json", "value": {}}), WRONG),
        (card_answer({"type": "AdaptiveCard", "version": "9.9", "body": []}), WRONG),
    ],
)
async def test_an_answer_teams_cannot_use_leaves_the_card_as_it_was(
    teams: Stage, bot_answer: web.Response, error: str
) -> None:
    message = await teams.show(card(text("Offer"), actions=[execute()]))
    teams.bot.answers = [bot_answer]
    answer = await press(teams, message, {"verb": "go"})
    assert (answer["ok"], answer["error"]) == (False, error)
    assert words((await teams.sees())[0]) == ["Offer"]


async def test_an_invoke_is_given_up_after_its_seconds(teams: Stage) -> None:
    message = await teams.show(card(actions=[execute()]))
    await teams.post("/admin/teams/settings", invoke_seconds=0.05)
    teams.bot.delay_seconds = 0.2
    answer = await press(teams, message, {"verb": "go"})
    assert (answer["error"], answer["status"]) == (UNREACHABLE, None)


async def test_a_message_answer_is_shown_and_changes_nothing(teams: Stage) -> None:
    message = await teams.show(card(text("Offer"), actions=[execute()]))
    teams.bot.answers = [
        web.json_response({"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Saved"})
    ]
    assert (await press(teams, message, {"verb": "go"}))["message"] == "Saved"
    assert words((await teams.sees())[0]) == ["Offer"]


async def test_submit_is_a_message_with_a_value_and_no_words(teams: Stage) -> None:
    first = (await teams.hand("send", conversation="general", text="@Clearhour help"))["id"]
    _status, answer = await teams.say(
        teams.bot.last["conversation"]["id"],
        attachments=[attached(card({"type": "Input.Text", "id": "note"}, actions=[submit(kind="note")]))],
    )
    await press(teams, answer["id"], {"type": "Action.Submit"}, "channel", inputs={"note": "n"})
    sent = teams.bot.last
    assert (sent["type"], sent["value"], sent.get("text")) == ("message", {"kind": "note", "note": "n"}, None)
    assert sent["replyToId"] == answer["id"]
    assert sent["conversation"]["id"].endswith(f";messageid={first}")


async def test_message_back_and_im_back_speak_for_the_person(teams: Stage) -> None:
    back = {"type": "messageBack", "displayText": "Yes please", "text": "accept 7"}
    said = {"type": "imBack", "value": "today"}
    actions = [submit(msteams=back, id=7), {**submit(msteams=said), "title": "Today"}]
    message = await teams.show(card(actions=actions))
    await press(teams, message, {"title": "Send"})
    assert (teams.bot.last["text"], teams.bot.last["value"]) == ("accept 7", {"id": 7})
    await press(teams, message, {"title": "Today"})
    assert (teams.bot.last["text"], "value" in teams.bot.last) == ("today", False)
    assert [one["text"] for one in (await teams.sees())[1:]] == ["Yes please", "today"]


async def test_links_and_hidden_parts_do_not_bother_the_bot(teams: Stage) -> None:
    link = {"type": "Action.OpenUrl", "title": "Outlook", "url": "https://outlook.example/x"}
    more = {"type": "Action.ShowCard", "title": "More", "card": {"type": "AdaptiveCard", "body": [text("more")]}}
    message = await teams.show(card(actions=[link, more]))
    assert (await press(teams, message, {"title": "Outlook"}))["url"] == "https://outlook.example/x"
    assert (await press(teams, message, {"title": "More"}))["sent"] is False
    assert teams.bot.received == []


async def test_a_shown_cards_button_sends_its_own_fields_and_the_outer_ones(teams: Stage) -> None:
    note = {"type": "Input.Text", "id": "note", "value": "n", "isRequired": True}
    inner = {"type": "AdaptiveCard", "body": [note], "actions": [execute("inner")]}
    shown = {"type": "Action.ShowCard", "title": "More", "card": inner}
    day = {"type": "Input.Date", "id": "day", "value": "2026-12-01"}
    message = await teams.show(card(day, actions=[execute("outer"), shown]))
    await press(teams, message, {"verb": "outer"})
    assert teams.bot.last["value"]["action"]["data"] == {"day": "2026-12-01"}
    await press(teams, message, {"verb": "inner"})
    assert teams.bot.last["value"]["action"]["data"] == {"day": "2026-12-01", "note": "n"}


async def test_a_refresh_is_automatic_for_the_named_and_manual_for_others(teams: Stage) -> None:
    ada = (await teams.state())["user_id"]
    refreshing = card(text("Old"), refresh={"action": execute("look"), "userIds": [ada]})
    message = await teams.show(refreshing, "groupChat")
    where = {"conversation": "group", "activity_id": message}
    teams.bot.answers = [card_answer(card(text("New")))]
    assert (await teams.hand("refresh", person="ben", **where))["sent"] is False
    assert (await teams.hand("refresh", **where))["ok"]
    assert teams.bot.last["value"]["trigger"] == "automatic"
    assert words((await teams.sees("groupChat"))[0]) == ["New"]
    await teams.hand("refresh", person="ben", trigger="manual", **where)
    assert (teams.bot.last["value"]["trigger"], teams.bot.last["from"]["name"]) == ("manual", "Ben Okafor")
