"""Forms: opened by a click or slash command, corrected in place, answered where they came from."""

import asyncio
import json
from datetime import date

import pytest

from adapters.slack import submissions
from core.dialogue.commands import Command, Find, OpenFindForm, ShowAgenda
from core.dialogue.model import MessageRef
from core.dialogue.screens import Action, BookingsCard, DisconnectDone, Problem, Screen, UserText, say
from core.shared.errors import InvalidChoice
from tests.scenarios.slack.stage import FIND_VALUES, Stage

CARD = BookingsCard((), 0, (Action(say("action.find"), OpenFindForm()),))
FOUND = DisconnectDone(UserText("ada@contoso.com"), ())


@pytest.fixture(autouse=True)
def script(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = CARD
    stage.dialogue.submitted = lambda _: FOUND


async def opened_by_click(stage: Stage) -> dict[str, object]:
    await stage.message("today")
    await stage.click(stage.slack.direct()[0])
    view: dict[str, object] = stage.slack.views[-1]
    return view


async def test_a_click_opens_the_form_and_leaves_the_card(stage: Stage) -> None:
    view = await opened_by_click(stage)
    assert view["type"] == "modal"
    assert stage.slack.direct()[0]["edits"] == 0
    assert json.loads(str(view["private_metadata"]))["ts"] == "17.1"


async def test_a_slash_command_opens_the_form(stage: Stage) -> None:
    await stage.slash(text="find")
    assert len(stage.slack.views) == 1
    assert stage.slack.calls[-1][1]["trigger_id"] == "trigger-1"
    assert stage.slack.direct() == []


async def test_typed_words_cannot_open_a_form_and_are_answered_with_a_card(stage: Stage) -> None:
    stage.dialogue.cards[OpenFindForm] = CARD
    await stage.message("find")
    assert stage.slack.views == []
    assert len(stage.slack.direct()) == 1


async def test_a_click_that_is_too_old_for_a_form_is_answered_with_a_card(stage: Stage) -> None:
    stage.slack.plant("views.open", "expired_trigger_id")
    await stage.message("today")
    shown = stage.slack.direct()[0]
    stage.dialogue.cards[OpenFindForm] = CARD
    await stage.click(shown)
    assert stage.slack.direct()[0]["edits"] == 1


async def test_why_there_is_no_form_is_said_on_the_card(stage: Stage) -> None:
    stage.dialogue.doors[OpenFindForm] = Problem(say("action.help"), say("action.help"), None, "r")
    await stage.message("today")
    await stage.click(stage.slack.direct()[0])
    assert stage.slack.views == []
    assert stage.slack.direct()[0]["edits"] == 1


async def test_a_submitted_form_closes_and_its_card_shows_the_answer(stage: Stage) -> None:
    view = await opened_by_click(stage)
    assert await stage.settled(stage.submit(view)) == (200, "")
    (card,) = stage.slack.direct()
    assert card["text"].startswith("Disconnected")
    actor, command = stage.dialogue.asked[-1]
    assert command == Find(duration_minutes=15)
    assert (actor.card, actor.request) == (MessageRef("DU0ADA0001", "17.1"), "V1:h1")
    assert stage.dialogue.told[-1] == (FOUND, MessageRef("DU0ADA0001", "17.1"))


async def test_a_form_from_a_slash_command_is_answered_in_the_direct_message_and_says_so(stage: Stage) -> None:
    await stage.slash(text="find")
    await stage.settled(stage.submit(stage.slack.views[0]))
    assert len(stage.slack.direct()) == 1
    assert stage.slack.answers[-1]["text"] == "I've answered you in our direct message."


async def test_a_form_from_our_direct_message_needs_no_second_line(stage: Stage) -> None:
    await stage.slash(text="find", channel_id="DU0ADA0001")
    await stage.settled(stage.submit(stage.slack.views[0]))
    assert len(stage.slack.direct()) == 1
    assert stage.slack.answers == []


async def test_a_choice_that_cannot_be_stays_in_the_form_beside_its_field_until_it_is_corrected(stage: Stage) -> None:
    def until_first(command: Command) -> Screen | InvalidChoice:
        assert isinstance(command, Find)
        return InvalidChoice("until", "form.bad_field") if command.until else FOUND

    stage.dialogue.submitted = until_first
    view = await opened_by_click(stage)
    wrong = {**FIND_VALUES, "until": {"until": {"type": "datepicker", "selected_date": "2026-12-01"}}}
    status, body = await stage.settled(stage.submit(view, wrong))
    assert (status, json.loads(body)["response_action"]) == (200, "errors")
    assert list(json.loads(body)["errors"]) == ["until"]
    assert stage.dialogue.asked[-1][1] == Find(duration_minutes=15, until=date(2026, 12, 1))
    assert await stage.settled(stage.submit(view)) == (200, "")
    assert stage.slack.direct()[0]["text"].startswith("Disconnected")


async def test_a_mail_address_that_is_none_is_refused_beside_its_field(stage: Stage) -> None:
    view = await opened_by_click(stage)
    wrong = {**FIND_VALUES, "addresses": {"addresses": {"type": "plain_text_input", "value": "carol"}}}
    _, body = await stage.submit(view, wrong)
    assert json.loads(body)["errors"]["addresses"].startswith("One of these is not a mail address")


async def test_a_wrong_field_without_an_input_of_its_own_is_said_at_the_first(stage: Stage) -> None:
    stage.dialogue.submitted = lambda _: InvalidChoice("weekday", "no.such.key")
    view = await opened_by_click(stage)
    _, body = await stage.settled(stage.submit(view))
    assert list(json.loads(body)["errors"]) == ["duration_minutes"]


async def test_two_parallel_submissions_have_one_effect(stage: Stage) -> None:
    view = await opened_by_click(stage)
    before = len(stage.dialogue.asked)
    stage.dialogue.gate = asyncio.Event()
    first = asyncio.ensure_future(stage.submit(view))
    while len(stage.dialogue.asked) == before:
        await asyncio.sleep(0.005)
    assert await stage.submit(view) == (200, "")
    stage.dialogue.gate.set()
    assert await stage.settled(first) == (200, "")
    assert len(stage.dialogue.asked) == before + 1


async def test_a_slow_form_closes_in_time_and_its_answer_follows(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "ANSWER_WITHIN_SECONDS", 0.02)
    stage.dialogue.submitted = lambda _: InvalidChoice("until", "form.bad_field")
    view = await opened_by_click(stage)
    stage.dialogue.gate = asyncio.Event()
    assert await stage.submit(view) == (200, "")
    while stage.slack.direct()[0]["text"] != "Asking Outlook …":
        await asyncio.sleep(0.005)
    stage.dialogue.gate.set()
    await stage.adapter.drain(5)
    (card,) = stage.slack.direct()
    assert "Reference" in card["text"]


async def test_what_breaks_behind_a_form_is_said(stage: Stage) -> None:
    def breaks(_: Command) -> Screen:
        raise RuntimeError("Poisoned")

    stage.dialogue.submitted = breaks
    view = await opened_by_click(stage)
    assert await stage.settled(stage.submit(view)) == (200, "")
    assert "slack.answer_failed" in stage.log.events()
    assert len(stage.slack.direct()) == 2  # the card stays, the problem is a message of its own


async def test_a_form_of_an_older_version_says_so(stage: Stage) -> None:
    view = await opened_by_click(stage)
    asked = len(stage.dialogue.asked)
    assert await stage.settled(stage.submit({**view, "private_metadata": "?"})) == (200, "")
    assert len(stage.dialogue.asked) == asked
    assert len(stage.slack.direct()) == 2
