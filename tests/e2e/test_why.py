"""why in both chats, with both programs as they are served: typed, asked in the form, and led to a booking."""

from zoneinfo import ZoneInfo

from tests.driving.person import Person
from tests.e2e.acts import ADA, BEN, connected, connects, finds, starts
from tests.e2e.conftest import Seat

BERLIN = ZoneInfo("Europe/Berlin")


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


async def test_why_in_teams_answers_in_the_personal_chat_and_opens_a_dialog(in_teams: Seat) -> None:
    ben = await in_teams("ben").installs()
    await connects(ben, BEN)
    await ben.types("why 2027-01-02 11pm")
    card = await ben.sees("This time isn't offered", "It is outside your hours", "Read ")
    await ben.clicks_on(card, "Ask about another time")
    await ben.submits("Tell me why", on="2027-01-03", time="23:30")
    await ben.sees("This time isn't offered", "Sun 3 Jan")
    await ben.types("why")
    await ben.sees("Which time do you mean?")
