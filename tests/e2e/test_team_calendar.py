"""A team calendar over HTTP: a shared calendar is booked; the member who wrote it leaves, and the next one goes on."""

from datetime import datetime
from urllib.parse import quote

from tests.driving.person import Person
from tests.driving.truth import Truth, instant
from tests.e2e.acts import ADA, BEN, CAROL, connected, disconnected, starts
from tests.e2e.test_life import clock_offset

CHANNEL = "C0GENERAL"
NAME, CALENDAR = "Plant tour", "Tours"
TITLE = f"{NAME}: Emil Novak"

__all__ = ["clock_offset"]


async def test_a_team_calendar_survives_the_member_who_wrote_its_bookings(
    ada: Person, ben: Person, emil: Person, truth: Truth
) -> None:
    for account in (ADA, BEN):
        path = f"mailboxes/{CAROL}/calendars/{quote('Sales events')}/shares/{account}"
        await truth.admin("PUT", path, {"role": "write", "as": CALENDAR})
    await connected(ada, ADA)
    await connected(ben, BEN)

    await ada.types("/schedule types", CHANNEL)
    await ada.clicks_on(await ada.sees("Meeting types"), "New")
    form = await ada.form()
    linked = dict(form.element("linked").options)[CALENDAR]
    filled = {"name": NAME, "durations": "60", "mode": "team", "linked": linked, "people": ["U0BEN0001"]}
    answer = await ada.submits(form, **filled)
    assert answer["ok"], answer
    await ada.sees("Saved", NAME, f"Bookings are written to {CALENDAR}")
    await ada.types("/schedule types", CHANNEL)
    made = await ada.sees(NAME, CALENDAR)
    await emil.marks()
    await ada.clicks_on(made, "Share in this channel")
    shared = await emil.sees(NAME, "1 h, on Teams", channel=CHANNEL)

    async def books(index: int) -> datetime:
        await emil.clicks_on(shared, "Find a time")
        offered = await emil.sees("60 min", NAME)
        start = starts(offered)[index]
        await emil.presses(offered, offered.slots()[index])
        assert (await emil.submits(await emil.form()))["ok"]
        await emil.sees("Booked", NAME)
        return start

    async def written(around: datetime) -> set[tuple[str, datetime]]:
        return {(name, instant(event["start"])) for name, event in await truth.called(CAROL, TITLE, around)}

    first = await books(0)
    ((calendar, event),) = await truth.called(CAROL, TITLE, first)
    assert calendar == "Sales events"
    assert [one["emailAddress"]["address"] for one in event["attendees"]] == ["emil@contoso.com"]

    await disconnected(ada, ADA)
    second = await books(1)
    assert await written(first) == {("Sales events", first), ("Sales events", second)}

    await emil.types("/schedule bookings")
    listed = await emil.sees(NAME)
    (cancel,) = [one for one in listed.buttons if one.label == "Cancel meeting"][:1]
    await emil.presses(listed, cancel)
    await emil.clicks_on(await emil.sees("Cancel this meeting?"), "Yes, cancel it")
    await emil.sees("Cancelled", NAME)
    assert await written(first) == {("Sales events", second)}, "cancelled by Ben's hand, who never wrote it"
