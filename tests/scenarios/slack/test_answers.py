"""Where answers go: direct message, private line, edited card."""

import asyncio
import json

import pytest

from adapters.slack import answers as answering
from core.dialogue.commands import Book, OpenFindForm, ShowAgenda, ShowBookings, ShowHelp
from core.dialogue.model import MessageRef, Place
from core.dialogue.screens import (
    Action,
    BookingsCard,
    DisconnectDone,
    HelpCard,
    Line,
    UserText,
    say,
)
from tests.scenarios.slack.stage import Stage
from tests.unit.slack.examples import START

PERSONAL = BookingsCard((), 0, (Action(say("action.find"), OpenFindForm()), Action(say("action.today"), ShowAgenda())))
OTHER = DisconnectDone(UserText("ada@contoso.com"), ())


@pytest.fixture(autouse=True)
def script(stage: Stage) -> None:
    stage.dialogue.cards = {ShowAgenda: PERSONAL, ShowBookings: OTHER}


async def test_a_slash_command_in_a_channel_is_answered_in_the_direct_message_and_says_so_in_private(
    stage: Stage,
) -> None:
    assert await stage.slash() == (200, "")
    (card,) = stage.slack.direct()
    assert card["text"].startswith("Upcoming bookings")
    (line,) = stage.slack.answers
    assert (line["response_type"], line["text"]) == ("ephemeral", "I've answered you in our direct message.")
    link = line["blocks"][-1]["elements"][0]["url"]
    assert link == "https://contoso.slack.com/archives/DU0ADA0001/p171"
    assert "ada@contoso.com" not in json.dumps(line)
    actor, command = stage.dialogue.asked[0]
    assert (actor.place, actor.channel, command) == (Place.CHANNEL, "C0GENERAL", ShowAgenda())
    assert stage.dialogue.told == [(PERSONAL, MessageRef("DU0ADA0001", "17.1"))]


async def test_a_slash_command_in_our_direct_message_needs_no_second_line(stage: Stage) -> None:
    await stage.slash(channel_id="DU0ADA0001")
    assert len(stage.slack.direct()) == 1
    assert stage.slack.answers == []


async def test_a_slash_command_between_two_people_is_answered_in_our_own_direct_message(stage: Stage) -> None:
    await stage.slash(channel_id="D0ADABEN1")
    assert len(stage.slack.direct()) == 1
    assert len(stage.slack.answers) == 1


async def test_help_is_shown_to_the_asker_alone_where_it_was_asked(stage: Stage) -> None:
    await stage.slash(text="")
    assert stage.slack.direct() == []
    assert stage.slack.answers[0]["response_type"] == "ephemeral"


async def test_a_spent_response_url_means_a_direct_message(stage: Stage) -> None:
    stage.slack.spent = True
    await stage.slash(text="help")
    assert [message["text"] for message in stage.slack.direct()] == ["What I can do"]
    await stage.slash()
    assert len(stage.slack.direct()) == 2


async def test_a_direct_message_is_answered_there(stage: Stage) -> None:
    assert await stage.message("today") == (200, "")
    assert len(stage.slack.direct()) == 1
    assert stage.slack.ephemeral == []
    (_, posted) = stage.slack.calls[-1]
    assert (posted["parse"], posted["unfurl_links"], posted["unfurl_media"]) == ("none", False, False)


async def test_a_mention_in_a_thread_is_answered_in_private_in_that_thread(stage: Stage) -> None:
    await stage.mention("today", thread_ts="15.5")
    assert len(stage.slack.direct()) == 1
    (line,) = stage.slack.ephemeral
    assert (line["channel"], line["user"], line["thread_ts"]) == ("C0GENERAL", "U0ADA0001", "15.5")
    assert not [one for channel, one in stage.slack.messages if channel == "C0GENERAL"]


async def test_a_mention_where_the_bot_may_not_write_is_still_answered(stage: Stage) -> None:
    stage.slack.plant("chat.postEphemeral", "user_not_in_channel")
    await stage.mention("help")
    assert [message["text"] for message in stage.slack.direct()] == ["What I can do"]


async def test_a_click_edits_its_card(stage: Stage) -> None:
    await stage.message("today")
    stage.dialogue.cards[ShowAgenda] = OTHER
    assert await stage.click(stage.slack.direct()[0], 1) == (200, "")
    (card,) = stage.slack.direct()
    assert card["edits"] == 1
    assert card["text"].startswith("Disconnected")
    assert stage.dialogue.asked[-1][0].card == MessageRef("DU0ADA0001", "17.1")


async def test_a_click_on_a_card_that_is_gone_is_answered_in_a_new_message(stage: Stage) -> None:
    await stage.message("today")
    card = stage.slack.direct()[0]
    stage.slack.messages.clear()
    await stage.click(card, 1)
    assert len(stage.slack.direct()) == 1


async def test_a_click_on_a_private_line_in_a_channel_replaces_that_line(stage: Stage) -> None:
    stage.dialogue.cards[ShowHelp] = HelpCard("/schedule", (), (Action(say("action.today"), ShowAgenda()),))
    await stage.slash(text="help")
    shown = {**stage.slack.answers[0], "channel": "C0GENERAL", "ts": "18.1"}
    await stage.click(shown, is_ephemeral=True)
    assert len(stage.slack.direct()) == 1
    assert stage.slack.answers[-1]["replace_original"] is True
    assert "chat.update" not in stage.slack.methods()


async def test_a_link_button_only_opens_its_link(stage: Stage) -> None:
    await stage.slash()
    line = {**stage.slack.answers[0], "channel": "C0GENERAL", "ts": "18.1"}
    before = len(stage.dialogue.asked)
    assert await stage.click(line) == (200, "")
    assert len(stage.dialogue.asked) == before


async def test_a_button_of_an_older_version_says_so_and_offers_a_next_step(stage: Stage) -> None:
    button = {
        "type": "button",
        "action_id": "old",
        "value": '{"do":"Dance"}',
        "text": {"type": "plain_text", "text": "x"},
    }
    old = {"channel": "DU0ADA0001", "ts": "1.1", "blocks": [{"type": "actions", "elements": [button]}]}
    await stage.click(old)
    (card,) = stage.slack.direct()
    assert any(block["type"] == "actions" for block in card["blocks"])
    assert stage.dialogue.asked == []


async def test_slow_work_says_that_outlook_is_asked_and_ends_in_the_same_message(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PATIENCE_SECONDS", 0.01)
    stage.dialogue.gate = asyncio.Event()
    body = asyncio.ensure_future(stage.message("today"))
    while not stage.slack.direct():
        await asyncio.sleep(0.005)
    assert stage.slack.direct()[0]["text"] == "Asking Outlook …"
    stage.dialogue.gate.set()
    await body
    (card,) = stage.slack.direct()
    assert card["text"].startswith("Upcoming bookings")


async def test_a_double_click_asks_once(stage: Stage) -> None:
    await stage.message("today")
    stage.dialogue.gate = asyncio.Event()
    card = stage.slack.direct()[0]
    clicks = [asyncio.ensure_future(stage.click(card, 1)) for _ in range(3)]
    while len(stage.dialogue.asked) < 2:
        await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)
    stage.dialogue.gate.set()
    await asyncio.gather(*clicks)
    assert len(stage.dialogue.asked) == 2
    await stage.click(card, 1)
    assert len(stage.dialogue.asked) == 3


async def test_a_booking_card_never_says_less_than_core_said_on_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Core edits that card by itself: "Asking Outlook" must not overwrite "Booked"."""
    monkeypatch.setattr(answering, "PATIENCE_SECONDS", 0.01)
    stage.dialogue.cards[ShowAgenda] = BookingsCard((), 0, (Action(say("action.book"), Book(START, 30)),))
    await stage.message("today")
    stage.dialogue.cards[Book] = None
    stage.dialogue.gate = asyncio.Event()
    asyncio.get_running_loop().call_later(0.1, stage.dialogue.gate.set)
    await stage.click(stage.slack.direct()[0])
    assert stage.slack.direct()[0]["edits"] == 0


async def test_slack_is_acknowledged_before_the_work_ends(stage: Stage) -> None:
    stage.dialogue.gate = asyncio.Event()
    event = {"type": "message", "channel": "DU0ADA0001", "channel_type": "im", "text": "today", "user": "U0ADA0001"}
    content = {"type": "event_callback", "event_id": "Ev9", "team_id": "T0CONTOSO", "event": event}
    status, _ = await asyncio.wait_for(stage.post("events", json.dumps(content).encode(), "application/json"), 1)
    assert status == 200
    stage.dialogue.gate.set()


async def test_what_breaks_is_said_with_the_reference_that_the_log_holds(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = RuntimeError("Poisoned title of ada@contoso.com")
    await stage.message("today")
    (card,) = stage.slack.direct()
    (event, fields) = next(line for line in stage.log.lines if line[0] == "slack.answer_failed")
    assert fields["reference"] in card["text"]
    assert fields["error"] == "RuntimeError"
    assert "Poisoned" not in str(stage.log.lines)
    assert "Poisoned" not in card["text"]
    assert event


async def test_when_even_the_problem_cannot_be_sent_it_is_whispered_and_logged(stage: Stage) -> None:
    for _ in range(4):
        stage.slack.plant("chat.postMessage", "restricted_action")
    await stage.slash()
    assert "slack.problem_not_said" in stage.log.events()
    assert "Reference" in stage.slack.answers[-1]["text"]


async def test_a_short_wait_that_slack_asks_for_is_waited(stage: Stage) -> None:
    stage.slack.plant("chat.postMessage", "ratelimited", 429, "0")
    await stage.message("today")
    assert stage.slack.methods().count("chat.postMessage") == 2
    assert len(stage.slack.direct()) == 1


async def test_nothing_to_show_shows_nothing(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = None
    await stage.message("today")
    assert stage.slack.direct() == []


async def test_a_line_is_not_personal_and_stays_in_the_channel(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = Line(say("calendars.saved"))
    await stage.slash()
    assert stage.slack.direct() == []
    assert stage.slack.answers[0]["text"] == "Saved. This is in use now."
