"""The Home tab: opened, pressed; what is answered there and what in the direct message."""

from typing import Any

import pytest

from core.dialogue.commands import Connect, OpenFindForm, ShowAgenda, ShowBookings, ShowHelp
from core.dialogue.home_commands import ShowHome
from core.dialogue.screens import Action, BookingsCard, ConnectOffer, HomeScreen, say
from core.people.model import ChatUser, Platform
from tests.scenarios.slack.fake_slack import Json
from tests.scenarios.slack.stage import Stage

ADA = ChatUser(Platform.SLACK, "T0CONTOSO", "U0ADA0001")
FIND = OpenFindForm()
HOME = HomeScreen(say("home.hello"), (), (Action(say("action.bookings"), ShowBookings()),))


async def press(stage: Stage, view: Json, number: int = 0) -> None:
    """Ada presses the n-th button of her Home tab."""
    buttons = [one for block in view["blocks"] if block["type"] == "actions" for one in block["elements"]]
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": "U0ADA0001", "team_id": "T0CONTOSO"},
        "team": {"id": "T0CONTOSO"},
        "trigger_id": stage._trigger(),
        "container": {"type": "view", "view_id": "VH"},
        "view": {"id": "VH", **view},
        "actions": [{**buttons[number], "block_id": "row", "action_ts": "1.1"}],
    }
    assert await stage.settled(stage.interaction(payload)) == (200, "")


async def published(stage: Stage, screen: HomeScreen | ConnectOffer = HOME) -> Json:
    reader = await stage.dialogue.reader(None)  # type: ignore[arg-type]
    await stage.adapter.workspace.messenger.publish(ADA, screen, reader)
    return stage.slack.homes[-1][1]


@pytest.mark.parametrize(("tab", "opened"), [("home", [ADA]), ("messages", [])])
async def test_only_the_home_tab_is_opened(stage: Stage, tab: str, opened: list[ChatUser]) -> None:
    await stage.event({"type": "app_home_opened", "tab": tab, "channel": "DU0ADA0001"})
    assert stage.dialogue.homes == opened


async def test_what_lives_on_is_answered_in_the_direct_message_and_the_tab_says_so(stage: Stage) -> None:
    stage.dialogue.cards = {ShowBookings: BookingsCard((), 0, ()), ShowHome: HOME}
    await press(stage, await published(stage))
    assert len(stage.slack.direct()) == 1
    user, view = stage.slack.homes[-1]
    assert user == "U0ADA0001"
    assert view["blocks"][0]["text"]["text"] == "I've answered you in our direct message."
    assert view["blocks"][2]["elements"][0]["url"].startswith("https://contoso.slack.com/archives/DU0ADA0001/p17")


async def test_a_way_to_connect_stands_in_the_tab_itself_with_the_way_back(stage: Stage) -> None:
    offer = ConnectOffer((Action(say("action.connect"), url="https://bot.example/connect/x"),), None)
    stage.dialogue.cards = {Connect: offer, ShowHome: HOME}
    before = HomeScreen(say("home.title"), (), (Action(say("action.connect"), Connect()),))
    await press(stage, await published(stage, before))
    assert stage.slack.direct() == []
    view = stage.slack.homes[-1][1]
    assert "https://bot.example/connect/x" in str(view)
    await press(stage, view, 1)
    assert "How things stand" in str(stage.slack.homes[-1][1])


async def test_a_form_opened_in_the_tab_is_answered_in_the_direct_message_and_the_tab_says_so(stage: Stage) -> None:
    stage.dialogue.cards = {ShowHome: HOME}
    stage.dialogue.submitted = lambda _: BookingsCard((), 0, ())
    await press(stage, await published(stage, HomeScreen(say("home.hello"), (), (Action(say("action.find"), FIND),))))
    assert await stage.settled(stage.submit(stage.slack.views[-1])) == (200, "")
    assert len(stage.slack.direct()) == 1
    assert "I've answered you in our direct message." in str(stage.slack.homes[-1][1])


async def test_a_repeated_press_of_the_tab_has_no_second_effect(stage: Stage) -> None:
    stage.dialogue.cards = {ShowBookings: BookingsCard((), 0, ()), ShowHome: HOME}
    view = await published(stage)
    for _ in range(2):
        stage.triggers = 0
        await press(stage, view)
    assert len(stage.slack.direct()) == 1


async def test_a_problem_in_the_tab_is_said_there_and_leads_back(stage: Stage) -> None:
    stage.dialogue.cards = {ShowBookings: RuntimeError("x"), ShowHome: HOME, ShowHelp: HOME, ShowAgenda: HOME}
    await press(stage, await published(stage))
    assert "slack.answer_failed" in stage.log.events()
    assert "ShowHome" in str(stage.slack.homes[-1][1])
