"""The main job in Teams, with both programs as they are served: install, connect, find, book, cancel."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.driving.programs import Bot
from tests.driving.teams import Json, TeamsPerson
from tests.driving.truth import Truth

ADA, BEN = "ada@contoso.com", "ben@contoso.com"


@pytest.fixture
async def ada(bot: Bot) -> AsyncIterator[TeamsPerson]:
    async with TeamsPerson(bot.sandbox.page, "ada") as person:
        yield person


@pytest.fixture
async def ben(bot: Bot) -> AsyncIterator[TeamsPerson]:
    async with TeamsPerson(bot.sandbox.page, "ben") as person:
        yield person


async def connects(person: TeamsPerson, account: str) -> None:
    await person.types("connect")
    offer = await person.sees("Connect Outlook")
    await person.goes_to(offer, "Connect", account)
    await person.sees("Connected as", account)


def first_time(card: Json) -> Json:
    """The first button that opens the booking form."""
    rows = [one for one in card["cards"][0]["body"] if one["type"] == "ActionSet"]
    return next(one for row in rows for one in row["actions"] if "OpenBookingForm" in str(one.get("data")))


async def test_the_main_job_in_teams(bot: Bot, ada: TeamsPerson, truth: Truth) -> None:
    await ada.installs()
    await ada.types("help")
    await ada.sees("What I can do")
    await connects(ada, ADA)
    await ada.types("/schedule find 30m next week")
    slots = await ada.sees("Read just now")
    slot = first_time(slots)
    await ada.clicks_on(slots, slot["tooltip"])
    await ada.submits("Book", title="Planning in Teams")
    booked = await ada.sees("Booked", "Planning in Teams", "Written to")
    assert booked["id"] == slots["id"], "the card that was clicked shows the booking"
    start = datetime.fromisoformat(slot["data"]["command"].split('"start":"')[1].split('"')[0]).astimezone(UTC)
    assert len(await truth.called(ADA, "Planning in Teams", start)) == 1
    await ada.clicks_on(booked, "Cancel meeting")
    asked = await ada.sees("Cancel this meeting?")
    await ada.clicks_on(asked, "Yes, cancel it")
    await ada.sees("Cancelled", "Planning in Teams")


async def test_a_question_in_the_team_is_answered_in_private(bot: Bot, ada: TeamsPerson, ben: TeamsPerson) -> None:
    await ada.installs("general")
    await ben.types("@Clearhour connect", "general")
    offer = await ben.sees("Connect Outlook")
    assert "messageid" not in offer["conversation"]
    assert offer["conversation"] not in {one["conversation"] for one in await ada.said()}
    await ben.goes_to(offer, "Connect", BEN)
    await ben.sees("Connected as", BEN)


async def test_somebody_elses_account_needs_the_code(bot: Bot, ada: TeamsPerson) -> None:
    """The page shows a code, and only the person who asked can type it into their own chat."""
    await ada.installs()
    await ada.types("connect")
    offer = await ada.sees("Connect")
    if "Connect Outlook" not in str(offer["cards"]):
        await ada.clicks_on(offer, "Add account")
        offer = await ada.sees("Connect Outlook")
    page = await ada.goes_to(offer, "Connect", "carol@contoso.com")
    await ada.sees("Type the code")
    found = re.search(r"\b[A-Z2-9]{6}\b", page.texts["code"])
    assert found, page
    await ada.types(f"code {found[0]}")
    await ada.sees("Connected as", "carol@contoso.com")
