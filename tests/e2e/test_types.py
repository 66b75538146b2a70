"""A meeting type over HTTP: made by a form, shared in a channel, booked by somebody who never connected, removed."""

from tests.driving.person import Person
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, connected, starts
from tests.e2e.test_life import clock_offset

CHANNEL = "C0GENERAL"
NAME = "Intro talk"

__all__ = ["clock_offset"]


async def test_a_shared_meeting_type_is_booked_by_a_colleague_without_an_account(
    ada: Person, ben: Person, truth: Truth
) -> None:
    await connected(ada, ADA)
    await ada.types("/schedule types", CHANNEL)
    empty = await ada.sees("Meeting types", "no meeting types yet")
    await ada.clicks_on(empty, "New")
    refused = await ada.submits(await ada.form(), name=NAME, durations="soon")
    assert refused["errors"] == {"durations": "One to five durations in minutes, like 30, 60."}, refused
    filled = {"name": NAME, "durations": "25, 50", "title": "{type}: {guest} and {host}", "place": "Room 4"}
    assert (await ada.submits(await ada.form(), **filled))["ok"]
    await ada.sees("Saved", NAME)

    await ada.types("/schedule types", CHANNEL)
    listed = await ada.sees("Meeting types", NAME, "25 min and 50 min, at Room 4")
    await ben.marks()
    await ada.clicks_on(listed, "Share in this channel")
    shared = await ben.sees(NAME, "Book a time with", channel=CHANNEL)
    await ben.clicks_on(shared, "Find a time")
    offered = await ben.sees("25 min", NAME)
    assert "Calendar" not in "\n".join(line for line in offered.lines if line.startswith("Read")), "names stay hers"
    start = starts(offered)[0]
    await ben.presses(offered, offered.slots()[0])
    assert (await ben.submits(await ben.form(), note="About the move"))["ok"]
    booked = await ben.sees("Booked", NAME)
    ((_, event),) = await truth.called(ADA, f"{NAME}: Ben Okafor and Ada Lindqvist", start)
    assert [one["emailAddress"]["address"] for one in event["attendees"]] == ["ben@contoso.com"]
    assert event["location"]["displayName"] == "Room 4"

    await ben.clicks_on(booked, "Cancel meeting")
    await ben.clicks_on(await ben.sees("Cancel this meeting?"), "Yes, cancel it")
    await ben.sees("Cancelled", NAME)

    await ada.types("/schedule types")
    await ben.marks()
    await ada.clicks_on(await ada.sees("Meeting types", NAME), "Remove …")
    await ada.clicks_on(await ada.sees("Remove Intro talk?"), "Remove")
    await ben.sees("Nobody can book by this any more", channel=CHANNEL)
