"""why in both chats, with both programs as they are served: typed, asked in the form, and led to a booking."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest

from tests.driving.person import Person
from tests.driving.programs import Bot
from tests.driving.teams import TeamsPerson
from tests.e2e.acts import ADA, connected, finds, starts

BEN = "ben@contoso.com"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
async def ben_in_teams(bot: Bot) -> AsyncIterator[TeamsPerson]:
    async with TeamsPerson(bot.sandbox.page, "ben") as person:
        yield person


async def test_why_in_slack_is_typed_and_asked_in_the_form_of_a_list_of_times(ada: Person) -> None:
    await connected(ada, ADA)
    await ada.types("/schedule why 2027-01-02 23:00")
    card = await ada.sees("This time isn't offered", "It is outside your hours", "Read ")
    assert any(one.label == "Other times" for one in card.elements)
    times = await finds(ada, "30m next week")
    start = starts(times)[0].astimezone(BERLIN)
    await ada.clicks_on(times, "Why not?")
    form = await ada.form()
    answer = await ada.submits(form, on=start.date().isoformat(), time="23:45", duration_minutes="30")
    assert answer["ok"], answer
    card = await ada.sees("This time isn't offered", "outside your hours")
    await ada.clicks_on(card, "Ask about another time")
    await ada.submits(await ada.form(), on=start.date().isoformat(), time=start.strftime("%H:%M"))
    card = await ada.sees("This time is offered", "Nothing stands against it.")
    await ada.clicks_on(card, "Book")
    assert (await ada.form()).says("Goes into")


async def test_why_in_teams_answers_in_the_personal_chat_and_opens_a_dialog(ben_in_teams: TeamsPerson) -> None:
    await ben_in_teams.installs()
    await ben_in_teams.types("connect")
    await ben_in_teams.goes_to(await ben_in_teams.sees("Connect Outlook"), "Connect", BEN)
    await ben_in_teams.sees("Connected as")
    await ben_in_teams.types("why 2027-01-02 11pm")
    card = await ben_in_teams.sees("This time isn't offered", "It is outside your hours", "Read ")
    await ben_in_teams.clicks_on(card, "Ask about another time")
    await ben_in_teams.submits("Tell me why", on="2027-01-03", time="23:30")
    await ben_in_teams.sees("This time isn't offered", "Sun 3 Jan")
    await ben_in_teams.types("why")
    await ben_in_teams.sees("Which time do you mean?")
