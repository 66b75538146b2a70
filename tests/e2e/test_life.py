"""A booking's whole life over HTTP: booked with a colleague, moved from its card, cancelled with a comment."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.driving.cards import Card, Element
from tests.driving.person import Person
from tests.driving.truth import Truth, instant
from tests.e2e.acts import ADA, BEN, connected, finds, starts, submits_slot

TITLE = "Quarterly plan"


@pytest.fixture(scope="module")
def clock_offset() -> int:
    """It is a Tuesday noon in Berlin, whenever this runs: nobody's quiet hours."""
    now = datetime.now(UTC)
    tuesday = now.replace(hour=11, minute=0, second=0, microsecond=0) + timedelta(days=(1 - now.weekday()) % 7 or 7)
    return round((tuesday - now).total_seconds())


def times(card: Card) -> list[Element]:
    return [one for one in card.buttons if one.value and one.command.get("do") == "MoveBooking"]


def begins(element: Element) -> datetime:
    return datetime.fromisoformat(element.command["start"])


async def test_a_booking_is_moved_from_its_card_and_cancelled_with_a_comment(
    ada: Person, ben: Person, truth: Truth
) -> None:
    await connected(ada, ADA)
    await connected(ben, BEN)
    found = await finds(ada, f"30m with {BEN} next week")
    start = starts(found)[0]
    await ben.marks()
    await submits_slot(ada, found, start, title=TITLE)
    booked = await ada.sees("Booked", TITLE)
    invited = await ben.sees("A meeting with you was booked", TITLE)
    ((_, before),) = await truth.called(ADA, TITLE, start)
    assert before["onlineMeeting"]["joinUrl"] in before["body"]["content"], "the link stands in the text"

    await ada.clicks_on(booked, "Move")
    offered = await ada.sees("Other times for", TITLE)
    assert not any(abs(begins(one) - start) < timedelta(minutes=30) for one in times(offered))
    there = begins(times(offered)[-1])
    await ada.presses(offered, times(offered)[-1])
    asked = await ada.sees("Move this meeting?", "Ben")
    since = await truth.mark()
    await ben.marks()
    await ada.clicks_on(asked, "Yes, move it")
    moved = await ada.sees("Booked", TITLE, "Moved from")
    assert moved.ts == booked.ts, "the same message"
    assert (await ben.sees("Moved from", TITLE)).ts == invited.ts
    ((_, after),) = await truth.called(ADA, TITLE, there)
    assert (instant(after["start"]), instant(after["end"])) == (there, there + timedelta(minutes=30))
    assert (after["id"], after["body"], after["onlineMeeting"]) == (
        before["id"],
        before["body"],
        before["onlineMeeting"],
    )
    ((_, copy),) = await truth.called(BEN, TITLE, there)
    assert instant(copy["start"]) == there
    patched = [one for one in await truth.log(since, "graph") if one["method"] == "PATCH"]
    assert len(patched) == 1, patched

    await ada.clicks_on(moved, "Cancel meeting")
    sure = await ada.sees("Cancel this meeting?", "A word to the guests")
    await ada.presses(sure, sure.element("comment"), "Sorry, I am ill.")
    await ada.clicks_on(sure, "Yes, cancel it")
    await ada.sees("Cancelled", TITLE)
    await ben.sees("A meeting with you was cancelled", TITLE)
    ((_, told),) = await truth.called(BEN, f"Canceled: {TITLE}", there)
    assert "Sorry, I am ill." in told["body"]["content"], "Outlook told the guests why"
    assert await truth.called(ADA, TITLE, there) == []
