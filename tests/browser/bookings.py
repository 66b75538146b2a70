"""The life of bookings, step by step on the page; at the cards worth a look each step calls `seen`."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from playwright.async_api import Locator, expect

from tests.browser.colleague import Colleague
from tests.browser.double_booking import truth_of
from tests.browser.visitor import Visitor
from tests.driving.truth import instant

LAUNCH, INTRO, TEAM, BRIEFING = "Plan the launch", "Intro call", "Portfolio hour", "Press briefing"
WITH_THREE = re.compile("^30 min with Ben Okafor, Dina Haddad and carol@contoso.com")
WITH_BEN = re.compile("^30 min with Ben Okafor")
IN_TURN = {"Ada Lindqvist", "Ben Okafor"}
Seen = Callable[[str, Locator], Awaitable[None]]


async def both_connect(ada: Visitor, ben: Colleague) -> None:
    await ben.install()
    await ben.sign_in(await ben.say("connect", "Connect Outlook"))
    await (await ada.sign_in(await ada.say("/schedule connect", "Connect Outlook"))).close()


async def books_with_three(ada: Visitor, ben: Colleague, seen: Seen) -> Locator:
    """Ada books with somebody connected, somebody who isn't, and an address; gives the booking's card."""
    card = await ada.say(f'/schedule find 30m "{LAUNCH}" with @ben @dina carol@contoso.com next week', WITH_THREE)
    await ada.press(ada.times(card).first)
    await ada.press(ada.by("modal-submit"))
    await _booked(card)
    await expect(card).to_contain_text("Ben Okafor, Dina Haddad and carol@contoso.com haven't answered.")
    told = ben.card("A meeting with you was booked")
    await expect(told).to_contain_text(LAUNCH)
    await expect(told.get_by_role("link", name="Join")).to_be_visible()
    await seen("booked-for-you", told)
    return card


async def one_declines_one_proposes(ada: Visitor, card: Locator, seen: Seen) -> None:
    """In their own Outlook; the card counts, and shows what can be done about it. The proposal is accepted."""
    await _in_outlook_of(ada, "ben")
    await ada.event(LAUNCH).click()
    await ada.by("event-decline").click()
    await expect(card).to_contain_text("Ben Okafor declined, Dina Haddad and carol@contoso.com haven't answered.")
    await ada.by("with").select_option("dina")
    await _in_outlook_of(ada, "dina")
    await ada.event(LAUNCH).click()
    await ada.by("event-propose").locator("summary").click()
    day = (await ada.by("propose-starts").input_value())[:10]
    await ada.by("propose-starts").fill(f"{day}T13:00")
    await ada.by("propose-ends").fill(f"{day}T13:30")
    await ada.by("propose-tentativelyAccept").click()
    await expect(card).to_contain_text("Dina Haddad said maybe, Ben Okafor declined")
    await seen("answers-counted", card)

    await ada.press(card.get_by_role("button", name=f"Answers to {LAUNCH}"))
    await expect(card).to_contain_text("Ben Okafor declined")
    await expect(card).to_contain_text("13:00–13:30, free for all 4")
    await seen("answers", card)
    await ada.press(card.get_by_role("button", name=re.compile("^Accept proposal of Dina Haddad")))
    await expect(card).to_contain_text("Outlook asked everybody again")
    await _in_outlook_of(ada, "ada")
    await expect(ada.event(LAUNCH).locator("[data-start]")).to_have_attribute("data-start", re.compile("T13:00"))
    await ada.by("with").select_option("ben")


async def moves(ada: Visitor, seen: Seen) -> None:
    """From the list: new times, one confirmation."""
    card = await ada.say("/schedule bookings", "Upcoming bookings")
    await ada.press(card.get_by_role("button", name=f"Move the meeting {LAUNCH}"))
    await ada.press(card.get_by_role("button", name=re.compile(f"^Move to .*{LAUNCH}")).nth(2))
    await expect(card.get_by_role("heading", name="Move this meeting?")).to_be_visible()
    await seen("move-ask", card)
    await ada.press(card.get_by_role("button", name="Yes, move it"))
    await expect(card).to_contain_text("Moved from")
    await expect(ada.event(LAUNCH).locator("[data-start]")).not_to_have_attribute("data-start", re.compile("T13:00"))


async def take_turns(ada: Visitor, seen: Seen) -> None:
    """Dina, who never connected, books by the type that Ada shows in the channel; whose turn it was hands over."""
    async with truth_of(ada.origin) as truth:
        await truth.reads("dina", "en-GB")  # her chat is German
    await _makes_a_type(ada)
    await _shows_it_in_the_channel(ada)
    await seen("types", ada.answers.last)
    await ada.by("person").select_option("dina")
    await ada.by("channel-general").click()
    await ada.press(ada.answers.last.get_by_role("button", name="Find a time"))
    await ada.by("channel-dm").click()
    card = await ada.pin(ada.card(f"30 min: {INTRO}"))
    await ada.press(ada.times(card).first)
    await ada.press(ada.by("modal-submit"))
    await _booked(card)
    first = re.search(r"(\w+ \w+) hosts it\.", await card.inner_text())
    assert first is not None
    other = (IN_TURN - {first[1]}).pop()
    await ada.press(card.get_by_role("button", name=re.compile("^Hand over")))
    await expect(card.get_by_role("heading", name="Hand over: to whom?")).to_be_visible()
    await seen("hand-over", card)
    await ada.press(card.get_by_role("button", name=re.compile(f"over to {other}$")))
    await expect(card).to_contain_text(f"{other} hosts it.")
    await seen("handed-over", card)
    await ada.by("person").select_option("ada")


async def _makes_a_type(ada: Visitor) -> None:
    card = await ada.say("/schedule types", "Meeting types")
    await ada.press(card.get_by_role("button", name="New"))
    form = ada.by("modal")
    await form.get_by_label("Name").fill(INTRO)
    await form.get_by_label("Lengths in minutes").fill("30")
    await form.get_by_label("Who meets").select_option("One of those chosen below, in turn")
    await form.get_by_label("Other people's mail addresses").fill("ada@contoso.com, ben@contoso.com")
    await ada.press(ada.by("modal-submit"))
    await expect(card).to_contain_text("Taking turns: Ada Lindqvist and Ben Okafor.")


async def _shows_it_in_the_channel(ada: Visitor) -> None:
    await ada.by("channel-general").click()
    await ada.by("composer").fill("/schedule types")
    await ada.by("composer").press("Enter")
    await expect(ada.answers.last).to_contain_text("in our direct message")
    await ada.by("channel-dm").click()
    await ada.press(ada.page.get_by_role("button", name=f"Share in this channel: {INTRO}"))
    await expect(ada.answers.last).to_contain_text(f"{INTRO} is shown in the channel")


async def team_calendar(ada: Visitor, seen: Seen) -> None:
    """Ben lets Emil write “Team launch”; what Emil books by its type stands there, and is nobody's."""
    await ada.by("with").select_option("emil")
    emil = Colleague(ada, "emil@contoso.com")
    await emil.install()
    await emil.sign_in(await emil.say("connect", "Connect Outlook"))
    listed = await emil.say("types", "Meeting types")
    await listed.get_by_role("button", name="New").click()
    form = ada.page.locator("dialog[open]")
    await form.get_by_label("Name").fill(TEAM)
    await form.get_by_label("Lengths in minutes").fill("30")
    await form.get_by_label("Who meets").select_option("A team calendar")
    await form.get_by_label("Write to").select_option("Team launch")
    await form.get_by_role("button", name="Save").click()
    await expect(listed).to_contain_text(f"Saved: {TEAM}")
    await listed.get_by_role("button", name=f"Find a time: {TEAM}").click()
    card = await emil.pin(emil.card(f"30 min: {TEAM}"))
    await emil.times(card).last.click()
    await form.get_by_role("button", name="Book").click()
    await expect(card.get_by_text("Booked", exact=True)).to_be_visible()
    await seen("team-calendar", card)
    await ada.by("outlook-as-emil").click()
    there = ada.page.get_by_role("button", name=re.compile(f"^{TEAM}: Emil Novak.*Team launch$"))
    await expect(there).to_be_visible()
    await ada.by("outlook-as-ada").click()
    await ada.by("with").select_option("ben")


async def series_with_a_clash(ada: Visitor, seen: Seen) -> None:
    """Ada's Product review takes one of the dates, and Ben is busy then: that date is moved, and the series is one."""
    card = await ada.say(f'/schedule find 30m "{BRIEFING}" with @ben on tuesday', WITH_BEN)
    await ada.press(ada.times(card).first)
    form = ada.by("modal")
    await form.get_by_label("Repeats", exact=True).select_option("Every week")
    await form.get_by_label("Or how many dates").fill("3")
    await ada.press(ada.by("modal-submit"))
    await expect(card).to_contain_text("“Product review” in your calendar “Calendar” takes 10:00–11:00.")
    await expect(card).to_contain_text("Ben Okafor is busy.")
    await seen("series-clash", card)
    await ada.press(card.get_by_role("button", name=re.compile("^Move this one: Tue 15 Dec")))
    await ada.press(card.get_by_role("button", name=re.compile("^Move .* to ")).first)
    await ada.press(card.get_by_role("button", name="Book 3 dates"))
    await _booked(card)
    await expect(card).to_contain_text("3 dates")
    await seen("series", card)


async def moves_the_series(ada: Visitor, seen: Seen) -> None:
    """All dates at once: where to, what it comes to, one confirmation; Outlook then has them there. The last one, which
    was moved by itself, stays where it is."""
    *before, last = await _dates_in_outlook(ada)
    card = await ada.say("/schedule bookings", "Upcoming bookings")
    await ada.press(card.get_by_role("button", name=f"Move all dates of {BRIEFING}"))
    await expect(card.get_by_role("heading", name="Move all dates. Where to?")).to_be_visible()
    await seen("series-move-where", card)
    await ada.press(card.get_by_role("button", name=re.compile(f" 12:00: move all dates of {BRIEFING}")))
    await expect(card.get_by_role("heading", name="Move 3 dates?")).to_be_visible()
    await seen("series-move-ask", card)
    await ada.press(card.get_by_role("button", name="Move 3 dates"))
    await _booked(card)
    await expect(card).to_contain_text("Moved from")
    await seen("series-moved", card)
    assert await _dates_in_outlook(ada) == [*(one.replace(hour=11) for one in before), last]


async def _dates_in_outlook(ada: Visitor) -> list[datetime]:
    """When the series takes place, UTC."""
    async with truth_of(ada.origin) as truth:
        now = await truth.now()
        return sorted(
            instant(event["start"])
            for _, event in await truth.everywhere("ada@contoso.com", now, now + timedelta(days=60))
            if event["subject"] == BRIEFING
        )


async def _booked(card: Locator) -> None:
    await expect(card.get_by_role("heading", name="Booked", exact=True)).to_be_visible()


async def _in_outlook_of(ada: Visitor, person: str) -> None:
    await ada.by(f"outlook-as-{person}").click()
    await expect(ada.event(LAUNCH)).to_be_visible()
