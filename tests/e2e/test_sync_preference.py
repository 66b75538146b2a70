"""Two-way over HTTP: what we write never comes back as made in Outlook, although its notification is there before the
answer; what is moved, made and deleted in Outlook is so here."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.driving.cards import Json
from tests.driving.person import Person
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, connected, finds, starts, submits_slot

HALF_HOUR = timedelta(minutes=30)
BERLIN = ZoneInfo("Europe/Berlin")


def _at(start: datetime) -> Json:
    """Half an hour from then on, as Graph is told."""
    ends = ("start", start), ("end", start + HALF_HOUR)
    return {name: {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"} for name, at in ends}


async def test_bookings_and_events_are_one_and_nothing_of_ours_echoes(ada: Person, truth: Truth) -> None:
    await connected(ada, ADA)
    await truth.listened_to(ADA)
    await truth.admin("POST", "notifications", {"before_answer": True})
    await ada.types("/schedule calendars")
    await ada.clicks_on(await ada.sees("Linked calendar"), "Sync preference")
    await ada.clicks_on(await ada.sees("Sync preference: one-way"), "Switch to two-way")
    await ada.clicks_on(await ada.sees("this is what it would do", "Takes in"), "Switch to two-way")
    await ada.sees("Sync preference: two-way", "You can undo the switch until")

    card = await finds(ada, "30m")
    start = starts(card)[0]
    await submits_slot(ada, card, start, title="Ours")
    await ada.sees("Booked", "Ours")
    ((_, event),) = await truth.called(ADA, "Ours", start)
    await ada.types("/schedule bookings")
    listed = await ada.sees("Upcoming bookings", "Ours")
    assert listed.text.count("Ours") == 1, listed
    line = next(one for one in listed.text.split("\n") if "Ours" in one)
    assert "Made in Outlook" not in line

    await truth.changes(ADA, event["id"], _at(start + HALF_HOUR))
    await ada.sees("Ours", "Booked", f"{(start + HALF_HOUR).astimezone(BERLIN):%H:%M}")
    assert await truth.lies_at(ADA, "Ours", start + HALF_HOUR) == [start + HALF_HOUR]

    await truth.admin("DELETE", f"mailboxes/{ADA}/events/{event['id']}")
    ended = await ada.sees("Deleted in Outlook: the booking ended", "Ours")
    await ada.clicks_on(ended, "Put it back")
    assert await truth.lies_at(ADA, "Ours", start + HALF_HOUR) == [start + HALF_HOUR]
