"""Hours that are typed into the form of settings are obeyed by the next search, and Outlook's come back."""

from zoneinfo import ZoneInfo

from tests.driving.cards import Card
from tests.driving.person import Person
from tests.e2e.acts import ADA, connected, finds, starts

BERLIN = ZoneInfo("Europe/Berlin")
NOTHING = dict.fromkeys(("tue", "wed", "thu", "fri", "sat", "sun"), "")


async def opens(person: Person, card: Card, name: str) -> Card:
    await person.clicks_on(card, name)
    return await person.form()


async def test_hours_are_typed_corrected_obeyed_and_given_back_to_outlook(ada: Person) -> None:
    await connected(ada, ADA)
    await ada.types("/schedule settings")
    card = await ada.sees("Hours", "As in Outlook.")
    refused = await ada.submits(await opens(ada, card, "Change"), mon="9 to five")
    assert refused["errors"]["mon"].startswith("I can't read this.")
    answer = await ada.submits(await ada.form(), mon="12:30-13:30", zone="berlin", **NOTHING)
    assert answer["ok"], answer
    card = await ada.sees("Saved", "Mon: 12:30–13:30", "Tue to Sun: not available", "not Outlook's")
    offered = [start.astimezone(BERLIN) for start in starts(await finds(ada, "30m next week"))]
    assert {f"{start:%a %H:%M}" for start in offered} == {"Mon 12:30", "Mon 13:00"}
    await ada.types("/schedule hours")
    card = await ada.sees("not Outlook's")
    await ada.clicks_on(card, "Use Outlook's hours")
    await ada.sees("Saved", "As in Outlook.")
