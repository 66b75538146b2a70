"""What is typed and clicked: answered in private, edited in place, within three seconds."""

import asyncio
import json

import pytest

from adapters.teams import answers as answering
from adapters.teams import invoke
from core.dialogue.catalogue import ENGLISH
from core.dialogue.commands import Book, ShowAgenda, ShowBookings, ShowHelp
from core.dialogue.model import MessageRef, Place
from core.dialogue.screens import Action, BookingsCard, DisconnectDone, HelpCard, Line, UserText, say
from core.people.model import Reader
from tests.scenarios.teams.stage import Stage, user
from tests.unit.slack.examples import START

PERSONAL = BookingsCard(
    (), 0, (Action(say("action.find"), ShowAgenda()), Action(say("action.bookings"), ShowBookings()))
)
OTHER = DisconnectDone(UserText("ada@contoso.com"), ())


@pytest.fixture(autouse=True)
def script(teams: Stage) -> None:
    teams.dialogue.cards = {ShowAgenda: PERSONAL, ShowBookings: OTHER}


async def test_a_personal_message_is_answered_there_by_a_card(stage: Stage) -> None:
    answer = await stage.send("today")
    assert (answer["ok"], answer["status"]) == (True, 200)
    (card,) = await stage.said()
    assert card["summary"].startswith("Upcoming bookings")
    actor, command = stage.dialogue.asked[0]
    assert (actor.user, actor.place, command) == (user("ada"), Place.DIRECT, ShowAgenda())
    assert actor.reads == Reader("Europe/Berlin", "en-GB")
    assert stage.dialogue.told == [(PERSONAL, MessageRef(card["conversation"], card["id"]))]


@pytest.mark.parametrize("text", ["@Clearhour today", "@Clearhour  today ", "today @Clearhour"])
async def test_a_mention_in_a_channel_is_answered_in_private_and_the_line_that_says_so_goes_away(
    stage: Stage, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "POINTER_SECONDS", 0.5)
    answer = await stage.hand("send", conversation="general", text=text, settled=False)
    while not await stage.said("general"):
        await asyncio.sleep(0.02)
    (line,) = await stage.said("general")
    assert (line["text"], line["thread"]) == ("Answered you in private.", answer["id"])
    assert "ada@contoso.com" not in json.dumps(line)
    assert await stage.adapter._tasks.drain(5) == 0
    assert await stage.said("general") == []
    assert len(await stage.said()) == 1
    assert stage.dialogue.asked[0][0].place is Place.CHANNEL


async def test_a_group_chat_is_answered_in_private_too(stage: Stage) -> None:
    await stage.install("group")
    await stage.send("@Clearhour today", "group")
    assert len(await stage.said()) == 1
    assert [one["text"] for one in await stage.said("group") if one["text"]] == []


async def test_a_line_is_not_personal_and_stays_in_its_thread(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = Line(say("calendars.saved"))
    sent = await stage.send("@Clearhour today", "general")
    assert await stage.said() == []
    (line,) = await stage.said("general")
    assert (line["summary"], line["thread"]) == ("Saved. This is in use now.", sent["id"])


async def test_somebody_who_never_talked_to_the_bot_is_reached_through_the_team(stage: Stage) -> None:
    await stage.hand("send", person="ben", conversation="general", text="@Clearhour today")
    assert len(await stage.said(person="ben")) == 1


async def test_a_mention_of_a_person_becomes_their_account(stage: Stage) -> None:
    await stage.send("@Clearhour find with @Ben", "general")
    (_, command) = stage.dialogue.asked[0]
    assert command == ShowHelp(unknown=f"find with <@{user('ben').user}>")
    assert stage.routes()[user("ben")]["teams_id"].startswith("29:")


async def test_words_that_only_look_like_a_mention_stay_words(stage: Stage) -> None:
    await stage.send("find with <at>Ben</at> <@U1>")
    assert stage.dialogue.asked[0][1] == ShowHelp(unknown="find with < @U1>")


async def test_a_click_edits_its_card_for_everybody_and_for_ever(stage: Stage) -> None:
    await stage.send("today")
    stage.dialogue.cards[ShowAgenda] = OTHER
    (card,) = await stage.said()
    assert (await stage.click(card, "Find a time"))["ok"]
    for reload in (0, 1):
        (shown,) = await stage.said(reload=reload)
        assert "Disconnected" in json.dumps(shown["cards"])
    assert stage.dialogue.asked[-1][0].card == MessageRef(card["conversation"], card["id"])


async def test_a_click_on_a_card_that_is_gone_is_answered_in_a_new_message(stage: Stage) -> None:
    await stage.send("today")
    (card,) = await stage.said()
    await stage.admin("faults", call="update", status=404, code="ActivityNotFoundInConversation", times=1)
    await stage.click(card, "My bookings")
    assert len(await stage.said()) == 2


async def test_a_double_click_asks_once(stage: Stage) -> None:
    await stage.send("today")
    (card,) = await stage.said()
    stage.dialogue.gate = asyncio.Event()
    clicks = [asyncio.ensure_future(stage.click(card, "My bookings")) for _ in range(3)]
    while len(stage.dialogue.asked) < 2:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    stage.dialogue.gate.set()
    said = [one.get("message") for one in await asyncio.gather(*clicks)]
    assert len(stage.dialogue.asked) == 2
    assert said.count("I'm on it already.") == 2


async def test_a_click_that_fails_is_not_called_done(stage: Stage) -> None:
    await stage.send("today")
    (card,) = await stage.said()
    stage.dialogue.cards[ShowBookings] = RuntimeError("POISON")
    answer = await stage.click(card, "My bookings")
    assert answer["message"] == ENGLISH["problem.unexpected.what"]


async def test_slow_work_is_acknowledged_in_time_and_ends_in_the_card(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invoke, "ANSWER_WITHIN_SECONDS", 0.05)
    await stage.send("today")
    (card,) = await stage.said()
    stage.dialogue.gate = asyncio.Event()
    asyncio.get_running_loop().call_later(0.3, stage.dialogue.gate.set)
    answer = await stage.click(card, "My bookings")
    assert answer["message"] == "Asking Outlook …"
    (shown,) = await stage.said()
    assert "Disconnected" in json.dumps(shown["cards"])


async def test_slow_typed_work_says_that_outlook_is_asked_and_ends_in_the_same_message(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PATIENCE_SECONDS", 0.01)
    stage.dialogue.gate = asyncio.Event()
    await stage.hand("send", conversation="personal", text="today", settled=False)
    while not await stage.said():
        await asyncio.sleep(0.02)
    assert (await stage.said())[0]["summary"] == "Asking Outlook …"
    stage.dialogue.gate.set()
    assert await stage.adapter._tasks.drain(5) == 0
    (card,) = await stage.said()
    assert card["summary"].startswith("Upcoming bookings")


async def test_a_booking_card_never_says_less_than_core_said_on_it(stage: Stage) -> None:
    """Core edits that card by itself: the answer to the click must not overwrite "Booked"."""
    stage.dialogue.cards[ShowAgenda] = BookingsCard((), 0, (Action(say("action.book"), Book(START, 30)),))
    await stage.send("today")
    stage.dialogue.cards[Book] = None
    (card,) = await stage.said()
    answer = await stage.click(card, "Book")
    assert answer["message"] == "Asking Outlook …"
    (shown,) = await stage.said()
    assert (shown["edited"], shown["own_view"]) == (False, False)


async def test_a_button_of_an_older_version_says_so_and_offers_a_next_step(stage: Stage) -> None:
    await stage.send("today")
    request = await stage.last_request()
    (card,) = await stage.said()
    old = {
        **request["activity"],
        "type": "invoke",
        "id": "f:old",
        "name": "adaptiveCard/action",
        "replyToId": card["id"],
        "value": {"action": {"type": "Action.Execute", "verb": "do", "data": {"command": '{"do":"Dance"}'}}},
    }
    asked = len(stage.dialogue.asked)
    assert await stage.post(old, Authorization=request["headers"]["Authorization"]) == 200
    assert "older version" in json.dumps((await stage.said())[0]["cards"])
    assert len(stage.dialogue.asked) == asked


async def test_the_same_message_delivered_again_has_no_second_effect(stage: Stage) -> None:
    await stage.send("today")
    request = await stage.last_request()
    assert await stage.post(request["activity"], Authorization=request["headers"]["Authorization"]) == 200
    assert await stage.adapter._tasks.drain(5) == 0
    assert len(stage.dialogue.asked) == 1
    assert len(await stage.said()) == 1


async def test_what_breaks_is_said_with_the_reference_that_the_log_holds(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = RuntimeError("Poisoned title of ada@contoso.com")
    await stage.send("today")
    (card,) = await stage.said()
    fields = next(found for event, found in stage.log.lines if event == "teams.answer_failed")
    assert fields["reference"] in json.dumps(card["cards"])
    assert fields["error"] == "RuntimeError"
    assert "Poisoned" not in str(stage.log.lines) + json.dumps(card)


async def test_a_short_wait_that_teams_asks_for_is_waited(stage: Stage) -> None:
    await stage.admin("faults", call="send", status=429, retry_after=1, times=1)
    await stage.send("today")
    assert len(await stage.said()) == 1


async def test_nothing_to_show_shows_nothing(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = None
    await stage.send("today")
    assert await stage.said() == []


async def test_help_is_private_too_because_it_says_who_is_connected(stage: Stage) -> None:
    stage.dialogue.cards[ShowHelp] = HelpCard("/schedule", (), ())
    await stage.send("@Clearhour help", "general")
    assert len(await stage.said()) == 1
