"""One person in Slack and in Teams: joined by one account after a question, and by nothing else."""

from collections.abc import AsyncIterator

import pytest

from tests.driving.person import Person
from tests.driving.programs import Bot
from tests.driving.teams import TeamsPerson
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, books, connected


@pytest.fixture
async def ada_in_teams(bot: Bot) -> AsyncIterator[TeamsPerson]:
    async with TeamsPerson(bot.sandbox.page, "ada") as person:
        yield person


async def test_the_same_account_in_teams_joins_after_asking_and_not_before(
    ada: Person, ada_in_teams: TeamsPerson, truth: Truth
) -> None:
    await connected(ada, ADA)
    card, start = await books(ada, "30m next week", "Made in Slack")
    await ada_in_teams.installs()
    await ada_in_teams.types("bookings")
    page = await ada_in_teams.goes_to(await ada_in_teams.sees("Connect Outlook"), "Connect", ADA)
    assert page.title.startswith("Already connected from Slack")
    assert "Ada Lindqvist in Teams?" in page.words, page
    await ada_in_teams.types("connections")
    assert ADA not in str(await ada_in_teams.sees("Connect Outlook")), "without the confirmation nothing is joined"

    page = await ada_in_teams.browser.press(page, "join")
    assert "one person in both chats" in page.title
    await ada_in_teams.sees("Made in Slack")  # what was asked before goes on
    await ada_in_teams.types("connections")
    await ada_in_teams.sees(ADA, "Works", "Tell me in Teams, not in Slack")

    await ada_in_teams.types("bookings")
    listed = await ada_in_teams.sees("Upcoming bookings", "Made in Slack")
    await ada_in_teams.clicks_on(listed, "Cancel the meeting Made in Slack")
    await ada_in_teams.clicks_on(await ada_in_teams.sees("Cancel this meeting?"), "Yes, cancel it")
    await ada_in_teams.sees("Outlook has cancelled it", "Made in Slack")
    edited = await ada.sees("Outlook has cancelled it", "Made in Slack")
    assert edited.ts == card.ts, "the message of the booking itself"
    assert await truth.called(ADA, "Made in Slack", start) == []


async def test_disconnecting_in_teams_disconnects_in_slack_too(ada: Person, ada_in_teams: TeamsPerson) -> None:
    await ada_in_teams.types("disconnect")
    await ada_in_teams.clicks_on(await ada_in_teams.sees("Disconnect", ADA), "Disconnect")
    await ada_in_teams.sees("is disconnected")
    await ada.types("/schedule today")
    await ada.sees("Connect Outlook")
    await ada.connects(ADA)
    await ada.sees("Connected as", ADA)
    await ada_in_teams.types("connections")
    await ada_in_teams.sees(ADA, "Works")
