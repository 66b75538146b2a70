"""The message extension: dialogs from beside the box where one writes, offers that go into the conversation."""

from collections.abc import AsyncIterator

import pytest

from adapters.teams.http import Json
from core.booking.offers.model import OfferState
from core.dialogue.commands import Find, Named
from core.dialogue.offer_commands import MakeOffer, TakeOffer
from core.dialogue.payloads import from_payload, to_payload
from tests.unit.teams.stage import (
    CHANNEL,
    GROUP,
    Stage,
    actions,
    command,
    filled,
    oid,
    shown,
    stage,
    teams_user,
    valid,
    words,
)


@pytest.fixture
async def ada() -> AsyncIterator[Stage]:
    """Ada wrote to the bot before and is connected."""
    async with stage() as found:
        await found.types("ada", "help")
        await found.connects("ada")
        yield found


async def offered(ada: Stage, place: str | None, **inputs: str) -> Json:
    """Ada searches from beside the box there and fills in the offer's form; what that is answered with."""
    form = await ada.opens("ada", "findTime", place)
    times = shown(await ada.submits("ada", form, "Find times", place))
    offer = shown(await ada.submits("ada", times, "Offer these", place))
    return await ada.submits("ada", offer, "Offer", place, title="Coffee", **inputs)


def states(ada: Stage) -> list[OfferState]:
    return [one.state for one in ada.world.store.transactions.tables.offers.values()]


def preview_of(answer: Json) -> Json:
    assert answer["composeExtension"]["type"] == "botMessagePreview", answer
    found: Json = answer["composeExtension"]["activityPreview"]["attachments"][0]["content"]
    assert valid(found)
    return found


async def verdict(ada: Stage, card: Json, chosen: str, place: str = GROUP) -> Json:
    back = [{"type": "message/card", "attachments": [{"content": card}]}]
    asked = {"commandId": "findTime", "botMessagePreviewAction": chosen, "botActivityPreview": back}
    return await ada.invokes("ada", "composeExtension/submitAction", place, **asked)


async def test_an_offer_is_previewed_and_kept_only_when_it_is_sent(ada: Stage) -> None:
    card = preview_of(await offered(ada, GROUP))
    assert states(ada) == []
    assert "Ada offers 30 minutes" in words(card)[0]
    ada.teams.installed.add(GROUP)  # Teams adds the bot as the preview is sent
    assert await verdict(ada, card, "send") == {}
    assert states(ada) == [OfferState.OPEN]
    (posted,) = ada.teams.cards(GROUP)
    taken = [one for one in _commands(posted) if isinstance(one, TakeOffer)]
    assert len(taken) == 3
    assert "Your offered times" in words(ada.teams.cards("a:ada")[-1])[0]


async def test_an_offer_sent_twice_is_one(ada: Stage) -> None:
    card = preview_of(await offered(ada, GROUP))
    ada.teams.installed.add(GROUP)
    for _ in range(2):
        assert await verdict(ada, card, "send") == {}
    assert states(ada) == [OfferState.OPEN]
    assert len(ada.teams.cards(GROUP)) == 1


async def test_a_preview_that_is_edited_is_the_form_again_with_what_was_chosen(ada: Stage) -> None:
    card = preview_of(await offered(ada, GROUP))
    form = shown(await verdict(ada, card, "edit"))
    assert filled(form)["title"] == "Coffee"
    assert states(ada) == []


async def test_a_title_that_is_too_long_is_said_at_its_field_when_it_is_sent(ada: Stage) -> None:
    card = preview_of(await offered(ada, GROUP))
    hidden = next(one for one in card["body"] if one.get("id") == "carried")
    made = from_payload(hidden["value"], title="x" * 500)
    assert isinstance(made, MakeOffer)
    form = shown(await verdict(ada, {**card, "body": [{**hidden, "value": _payload(made)}]}, "send"))
    assert any("shorter" in line or "long" in line for line in _lines(form)), _lines(form)
    assert states(ada) == []


async def test_in_a_chat_of_two_the_times_are_written_for_the_person_to_send(ada: Stage) -> None:
    answer = await offered(ada, None)
    assert answer["composeExtension"]["type"] == "result"
    (attachment,) = answer["composeExtension"]["attachments"]
    assert "Ada offers 30 minutes" in attachment["preview"]["content"]["title"]
    assert valid(attachment["content"])
    assert _commands(attachment["content"]) == []
    assert states(ada) == [OfferState.OPEN]
    assert "Withdraw" in str(ada.teams.cards("a:ada")[-1])


async def test_who_the_bot_may_not_write_to_sees_their_offer_in_the_dialog(ada: Stage) -> None:
    ada.teams.blocked.add("ada")
    card = shown(await offered(ada, None))
    assert "Your offered times" in words(card)[0]


async def test_schedule_this_brings_the_people_and_the_first_words_of_the_message(ada: Stage) -> None:
    message = {
        "id": "1611060744833",
        "body": {"contentType": "html", "content": '<p><at id="0">Ben</at>&nbsp;Launch &amp; budget?</p><p>Secret</p>'},
        "from": {"user": {"userIdentityType": "aadUser", "id": oid("carol"), "displayName": "Carol"}},
        "mentions": [
            {"mentioned": {"user": {"userIdentityType": "aadUser", "id": oid("ben").upper()}}},
            {"mentioned": {"user": None, "application": {"id": "app"}}},
            "rubbish",
        ],
    }
    form = await ada.opens("ada", "scheduleThis", CHANNEL, commandContext="message", messagePayload=message)
    assert filled(form)["people"].split(",") == [oid("carol"), oid("ben")]
    asked = command(form, "Find times")
    assert isinstance(asked, Find)
    assert asked.title == "Launch & budget"
    assert "Secret" not in str(form)
    times = shown(await ada.submits("ada", form, "Find times", CHANNEL))
    assert "Launch" in str(_commands(times))
    assert {Named("user", oid("carol")), Named("user", oid("ben"))} <= set(_people(times))


@pytest.mark.parametrize(
    "message", [None, {}, {"body": 3, "from": [], "mentions": {"a": 1}}, {"body": {"content": "<p></p>"}}]
)
async def test_a_message_without_people_or_words_opens_the_empty_form(ada: Stage, message: object) -> None:
    form = await ada.opens("ada", "scheduleThis", CHANNEL, messagePayload=message)
    assert "people" not in filled(form)


async def test_people_who_cant_be_looked_up_are_named_and_the_form_opens_with_the_others(ada: Stage) -> None:
    who = {"user": {"id": oid("dora"), "displayName": "Dora [x](https://evil.example)"}}
    message = {"body": {"content": "Lunch?"}, "from": who, "mentions": [{"mentioned": {"user": {"id": oid("ben")}}}]}
    form = await ada.opens("ada", "scheduleThis", GROUP, messagePayload=message)
    assert filled(form)["people"] == oid("ben")
    assert _lines(form)[0] == "I can't look up Dora [x](https://evil.example) here. Add their mail addresses below."


async def test_a_command_of_another_version_says_so(ada: Stage) -> None:
    card = await ada.opens("ada", "somethingElse", CHANNEL)
    assert "help" in str(card).casefold()


async def test_where_the_extension_is_used_is_no_place_where_the_bot_is(ada: Stage) -> None:
    before = await ada.workspace.routes.get(teams_user("ada"))
    await ada.opens("ada", "findTime", GROUP)
    await ada.opens("ada", "findTime", None)
    await ada.opens("ben", "findTime", GROUP)
    assert await ada.workspace.routes.get(teams_user("ada")) == before
    ben = await ada.workspace.routes.get(teams_user("ben"))
    assert (ben.personal, ben.roster, ben.teams_id) == (None, CHANNEL, "29:ben")
    assert GROUP not in (await ada.workspace.routes.get(ada.workspace.routes.bot("tid-contoso"))).rosters


async def test_who_is_not_connected_gets_the_way_to_connect_in_the_dialog(ada: Stage) -> None:
    card = await ada.opens("ben", "findTime", GROUP)
    assert "Connect Outlook" in words(card)[0]


def _commands(card: Json) -> list[object]:
    return [from_payload(one["data"]["command"]) for one in actions(card) if "command" in one.get("data", {})]


def _people(card: Json) -> list[Named]:
    return [named for one in _commands(card) for named in getattr(one, "people", ())]


def _payload(made: MakeOffer) -> str:
    return to_payload(made)


def _lines(card: Json) -> list[str]:
    return [run["text"] for one in card["body"] for run in one.get("inlines", [])]
