"""Over HTTP: people of two chats, an offer that the first tap books, a guest, and somebody who left."""

import asyncio

from tests.driving.person import Person
from tests.driving.teams import buttons, text
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, CAROL, DINA, EMIL, connected, connects, finds, starts, submits_slot, until
from tests.e2e.conftest import Seat
from tests.e2e.test_life import clock_offset

CHANNEL = "C0GENERAL"

__all__ = ["clock_offset"]


async def test_people_of_two_chats_meet_and_the_first_who_takes_an_offered_time_has_it(
    ada: Person, ben: Person, carol: Person, in_teams: Seat, truth: Truth
) -> None:
    await connected(ada, ADA)
    await truth.reads("dina", "en-GB")
    dina = await in_teams("dina").installs()
    await connects(dina, DINA)

    card = await finds(ada, f"30m with {DINA} next week", "Dina Haddad")
    start = starts(card)[0]
    await submits_slot(ada, card, start, title="Two chats")
    await ada.sees("Booked", "Two chats")
    assert len(await truth.called(DINA, "Two chats", start)) == 1
    await dina.types(f"find 30m with {ADA} next week")
    await dina.sees("Read ", "Ada Lindqvist")

    await ada.types("/schedule find 30m next week", CHANNEL)
    listed = await ada.sees("Read ", "Times in")
    await ada.clicks_on(listed, "Offer these")
    await ben.marks()
    offered = starts(listed)[:3]
    assert (await ada.submits(await ada.form(), title="Coffee"))["ok"]
    await ada.sees("Your offered times", "Coffee", "I can meet at one of these times")
    shown = await ben.sees("Ada Lindqvist offers 30 minutes", "Coffee", channel=CHANNEL)
    times = [one for one in shown.buttons if "TakeOffer" in (one.value or "")]
    assert len(times) == 3, shown
    await asyncio.gather(ben.presses(shown, times[1]), carol.presses(shown, times[0]))
    taken = await ben.sees("Taken", "The other times are free again", channel=CHANNEL)
    assert not [one for one in taken.buttons if "TakeOffer" in (one.value or "")], taken
    await ada.sees("Booked", "Coffee")
    found = {one["id"] for start in offered for _, one in await truth.called(ADA, "Coffee", start)}
    assert len(found) == 1

    await truth.admin("POST", "slack/person", {"person": "emil", "is_restricted": True})
    guest = await finds(ada, "30m with @emil next week", "Emil Novak's calendar is unknown to me")
    assert "free/busy" not in str(guest)

    await truth.admin("POST", "slack/person", {"person": "ada", "deleted": True})

    async def is_read_no_more() -> bool:
        await dina.types(f"find 30m with {ADA} next week")
        return "Ada Lindqvist: own calendars" not in text(await dina.sees("Times in", "Read "))

    await until(is_read_no_more)
    await truth.admin("POST", "slack/person", {"person": "ada", "deleted": False})
    await ada.types("/schedule today")
    await ada.sees("Connect Outlook")


async def test_times_are_offered_in_a_channel_of_teams_and_taken_there(in_teams: Seat) -> None:
    emil, ben = await in_teams("emil").installs("general"), in_teams("ben")
    await emil.installs()
    await connects(emil, EMIL)
    await emil.types("@Clearhour find 30m next week", "general")
    await emil.clicks_on(await emil.sees("Read ", "Times in"), "Offer these")
    await ben.marks()
    await emil.submits("Offer", title="Tea")
    await emil.sees("Your offered times", "Tea")
    shown = await ben.sees("Emil Novak offers 30 minutes", "Tea")
    taken = next(one for one in buttons(shown) if one["command"].get("do") == "TakeOffer")
    await ben.clicks_on(shown, taken["title"])
    card = await ben.sees("Taken", "Ben Okafor")
    assert card["id"] == shown["id"], "the card in the channel is edited"
    assert card["conversation"] == shown["conversation"]
    await emil.sees("Booked", "Tea")


async def test_an_offer_from_beside_the_box_brings_the_bot_into_the_chat_and_each_sees_it_their_own_way(
    in_teams: Seat,
) -> None:
    carol, ben = await in_teams("carol").installs(), in_teams("ben")
    await connects(carol, CAROL)
    await ben.marks()
    await carol.opens("findTime", "group")
    for button in ("Find times", "Offer these"):
        await carol.submits(button)
    await carol.submits("Offer", title="Cocoa")
    assert not await ben.hears("Cocoa"), "nobody sees a preview"
    await carol.sends_draft()
    shown = await ben.sees("offers 30 minutes", "Cocoa")
    mine = await carol.looks_at(shown)
    assert mine["own_view"]
    assert "TakeOffer" not in str(buttons(mine))
    theirs = await ben.looks_at(shown)
    assert "Times in London" in text(theirs), "by his own clock"
    taken = next(one for one in buttons(theirs) if one["command"].get("do") == "TakeOffer")
    await ben.clicks_on(theirs, taken["title"])
    await ben.sees("Taken", "Ben Okafor")
    await carol.sees("Booked", "Cocoa")
