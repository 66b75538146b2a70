"""Dialogs: forms opened from cards, corrected in place; and answers where Teams refuses the personal chat."""

import asyncio
import json

import pytest

from adapters.teams import invoke
from core.dialogue.commands import Book, Command, Find, OpenFindForm, ShowAgenda, ShowBookings, ShowHelp
from core.dialogue.model import MessageRef
from core.dialogue.screens import Action, BookingsCard, DisconnectDone, HelpCard, Line, Problem, Screen, UserText, say
from core.shared.errors import InvalidChoice
from sandbox.teams.cards.finding import inputs_of
from tests.scenarios.teams.stage import Stage, user

CARD = BookingsCard((), 0, (Action(say("action.find"), OpenFindForm()),))
FOUND = DisconnectDone(UserText("ada@contoso.com"), ())


@pytest.fixture(autouse=True)
def script(teams: Stage) -> None:
    teams.dialogue.cards = {ShowAgenda: CARD, ShowBookings: FOUND, ShowHelp: HelpCard("/schedule", (), ())}
    teams.dialogue.submitted = lambda _: FOUND


async def opened(stage: Stage) -> dict[str, object]:
    """The form that the card's button opens."""
    await stage.send("today")
    await stage.click((await stage.said())[0], "Find a time")
    dialog: dict[str, object] = (await stage.state())["dialog"]
    return dialog


async def test_a_click_opens_the_form_and_leaves_the_card(stage: Stage) -> None:
    dialog = await opened(stage)
    assert dialog["title"] == "Find a time"
    assert [one["id"] for one in inputs_of(dialog["card"])][:2] == ["duration_minutes", "people"]  # type: ignore[arg-type]
    assert not (await stage.said())[0]["edited"]


async def test_a_submitted_form_closes_and_its_card_shows_the_answer(stage: Stage) -> None:
    await opened(stage)
    assert (await stage.submit("Find times", duration_minutes="15", people=[user("ben").user]))["ok"]
    assert (await stage.state())["dialog"] is None
    (card,) = await stage.said()
    assert "Disconnected" in json.dumps(card["cards"])
    actor, command = stage.dialogue.asked[-1]
    assert isinstance(command, Find)
    assert (command.duration_minutes, [one.value for one in command.people]) == (15, [user("ben").user])
    assert actor.card == MessageRef(card["conversation"], card["id"])
    assert stage.dialogue.told[-1][1] == actor.card


async def test_a_wrong_field_comes_back_with_what_was_typed(stage: Stage) -> None:
    await opened(stage)
    await stage.submit("Find times", addresses="ana at example")
    dialog = (await stage.state())["dialog"]
    assert "not a mail address" in json.dumps(dialog["card"]["body"][0])
    assert next(one for one in inputs_of(dialog["card"]) if one["id"] == "addresses")["value"] == "ana at example"
    await stage.submit("Find times", addresses="ana@example.org")
    assert (await stage.state())["dialog"] is None


async def test_a_choice_that_core_refuses_comes_back_the_same_way(stage: Stage) -> None:
    def refuse(_: Command) -> Screen | InvalidChoice:
        return InvalidChoice("duration_minutes", "choice.duration")

    stage.dialogue.submitted = refuse
    await opened(stage)
    await stage.submit("Find times")
    assert "one minute and 24 hours" in json.dumps((await stage.state())["dialog"]["card"]["body"][0])


async def test_a_form_submitted_twice_is_the_same_request(stage: Stage) -> None:
    await opened(stage)
    await stage.submit("Find times")
    request = await stage.last_request()
    again = {**request["activity"], "id": "f:again"}
    assert await stage.post(again, Authorization=request["headers"]["Authorization"]) == 200
    first, second = (actor.request for actor, command in stage.dialogue.asked if isinstance(command, Find))
    assert first == second


async def test_why_there_is_no_form_is_said_in_the_dialog(stage: Stage) -> None:
    stage.dialogue.doors[OpenFindForm] = Problem(say("action.help"), say("action.help"), None, "r")
    dialog = await opened(stage)
    assert "What can I do?" in json.dumps(dialog)


async def test_an_answer_that_takes_too_long_is_fetched_by_looking_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invoke, "ANSWER_WITHIN_SECONDS", 0.05)
    await opened(stage)
    stage.dialogue.gate = asyncio.Event()
    asyncio.get_running_loop().call_later(0.3, stage.dialogue.gate.set)
    await stage.submit("Find times")
    assert "Asking Outlook" in json.dumps((await stage.state())["dialog"])
    await stage.submit("Look again")
    assert (await stage.state())["dialog"] is None
    assert sum(isinstance(command, Find) for _, command in stage.dialogue.asked) == 1


async def test_nobody_else_gets_an_answer_by_looking_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invoke, "ANSWER_WITHIN_SECONDS", 0.05)
    await opened(stage)
    stage.dialogue.gate = asyncio.Event()
    asyncio.get_running_loop().call_later(0.2, stage.dialogue.gate.set)
    await stage.submit("Find times")
    await stage.submit("Look again")
    request = await stage.last_request()
    stolen = {**request["activity"], "id": "f:stolen", "from": {"id": "29:x", "aadObjectId": user("ben").user}}
    headers = {"Authorization": request["headers"]["Authorization"], "Content-Type": "application/json"}
    async with stage.http.post(stage.endpoint, json=stolen, headers=headers) as answer:
        assert "older version" in await answer.text()


async def refused(teams: Stage) -> dict[str, object]:
    """Ada asks in a group chat, while the app is neither hers nor in a team: the card she and all others see."""
    await teams.install("group")
    await teams.send("@Clearhour today", "group")
    found: dict[str, object] = (await teams.said("group"))[-1]
    return found


async def test_where_the_personal_chat_is_refused_a_button_opens_the_answer(teams: Stage) -> None:
    card = await refused(teams)
    assert "ada@contoso.com" not in json.dumps(card)
    teams.dialogue.cards[ShowAgenda] = FOUND
    await teams.click(card, "Open the answer")
    assert "ada@contoso.com" in json.dumps((await teams.state())["dialog"])


async def test_whoever_else_presses_that_button_gets_their_own_answer(teams: Stage) -> None:
    await teams.click(await refused(teams), "Open the answer", person="ben")
    assert teams.dialogue.asked[-1][0].user == user("ben")


async def test_one_goes_on_inside_the_dialog(teams: Stage) -> None:
    await teams.click(await refused(teams), "Open the answer")
    await teams.submit("Find a time")
    assert (await teams.state())["dialog"]["title"] == "Find a time"
    await teams.submit("Find times")
    assert "Disconnected" in json.dumps((await teams.state())["dialog"])


async def test_a_booking_from_a_dialog_shows_the_bookings_there(teams: Stage) -> None:
    await teams.click(await refused(teams), "Open the answer")
    teams.dialogue.submitted = lambda _: None
    await teams.submit("Find a time")
    await teams.submit("Find times")
    assert isinstance(teams.dialogue.asked[-1][1], ShowBookings)
    assert "Disconnected" in json.dumps((await teams.state())["dialog"])
    assert not any(isinstance(command, Book) for _, command in teams.dialogue.asked)


async def test_a_refusal_is_remembered_until_something_is_installed(teams: Stage) -> None:
    def tries() -> int:
        return sum("to Teams: create" in one["note"] for one in teams.world.parts["teams"].log)  # type: ignore[attr-defined]

    await refused(teams)
    before = tries()
    await teams.send("@Clearhour today", "group")
    assert tries() == before > 0
    await teams.install()
    await teams.send("@Clearhour today", "group")
    assert any(one["summary"].startswith("Upcoming") for one in await teams.said())


async def test_a_line_needs_no_private_answer(teams: Stage) -> None:
    teams.dialogue.cards[ShowAgenda] = Line(say("calendars.saved"))
    assert (await refused(teams))["summary"] == "Saved. This is in use now."
