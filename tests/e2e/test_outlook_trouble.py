"""Outlook in trouble: always a clear card with a next step, nothing lost, nothing invented."""

import os
from datetime import timedelta

import pytest

from tests.driving.cards import Card
from tests.driving.person import Person
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, connected, disconnected, finds, starts, submits_slot

FAULTS: dict[str, dict[str, object]] = {
    "401": {"status": 401},
    "403": {"status": 403},
    "404": {"status": 404},
    "429": {"status": 429, "retry_after": 1},
    "503": {"status": 503},
    "html": {"answer": "html", "status": 200},
    "empty": {"answer": "empty", "status": 200},
}
REFUSED = {"403", "404"}
PLAYED = list(FAULTS) if os.environ.get("CLEARHOUR_FAULTS") == "all" else ["403", "429", "html"]
"""All by CLEARHOUR_FAULTS=all, as in `make long`: the others differ in the client, which has tests of its own."""
OURS = "Something went wrong on my side"


def _is_clear(card: Card) -> None:
    """It says what happened and offers a next step."""
    assert not card.says(OURS), card
    assert card.buttons, card


@pytest.mark.parametrize("fault", PLAYED)
async def test_find_offers_nothing_while_a_calendar_is_unknown(fault: str, ada: Person, truth: Truth) -> None:
    await disconnected(ada, ADA)
    await truth.fault(kind="graph", method="GET", path="calendarview", account=ADA, **FAULTS[fault])
    await connected(ada, ADA)
    await ada.types("/schedule find 30m")
    card = await ada.sees("No times are offered", "Unknown is not free", within=40)
    _is_clear(card)
    assert not card.slots()
    await truth.no_faults()
    await finds(ada, "30m")


@pytest.mark.parametrize("fault", PLAYED)
async def test_the_calendar_picker_says_what_it_could_not_read(fault: str, ada: Person, truth: Truth) -> None:
    await disconnected(ada, ADA)
    await truth.fault(kind="graph", method="GET", path="calendarview", account=ADA, **FAULTS[fault])
    await connected(ada, ADA)
    await truth.fault(kind="graph", method="GET", account=ADA, **FAULTS[fault])
    await ada.types("/schedule calendars")
    card = await ada.sees("Linked calendar", "couldn't read", within=40)
    _is_clear(card)
    await truth.no_faults()
    await ada.types("/schedule calendars")
    assert not (await ada.sees("Linked calendar", "What blocks you")).says("couldn't read")


@pytest.mark.parametrize("fault", PLAYED)
async def test_a_booking_ends_written_once_or_refused_for_certain(fault: str, ada: Person, truth: Truth) -> None:
    await connected(ada, ADA)
    title = f"Trouble {fault}"
    day = (await truth.now()).date() + timedelta(days=14)
    card = await finds(ada, f"30m {day - timedelta(days=day.weekday() - 3)}")
    start = starts(card)[-1]
    await truth.fault(kind="graph", method="POST", path="/events", account=ADA, times=1, **FAULTS[fault])
    await submits_slot(ada, card, start, title=title)
    if fault in REFUSED:
        card = await ada.sees("Not booked", title)
        assert await truth.called(ADA, title, start) == []
        assert start in starts(await finds(ada, f"30m {start.date()}")), "the time is free again"
    else:
        card = await ada.sees("Booked", title, within=40)
        assert [name for name, _ in await truth.called(ADA, title, start)] == ["Calendar"]
    _is_clear(card)


async def test_a_slot_taken_in_outlook_a_second_ago_is_not_booked(ada: Person, truth: Truth) -> None:
    await connected(ada, ADA)
    card = await finds(ada, "30m")
    start = starts(card)[1]
    moment = {"dateTime": start.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}
    end = {"dateTime": (start + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}
    await truth.adds(ADA, {"subject": "Faster", "start": moment, "end": end})
    await submits_slot(ada, card, start, title="Too late")
    card = await ada.sees("That time was taken a moment ago")
    _is_clear(card)
    assert card.slots()
    assert start not in starts(card)
    assert await truth.called(ADA, "Too late", start) == []


async def test_a_linked_calendar_that_vanished_stops_booking_and_nothing_falls_back(ben: Person, truth: Truth) -> None:
    await connected(ben, BEN)
    await ben.types("/schedule calendars")
    await ben.chooses(await ben.sees("Linked calendar"), "linked", "Family")
    await ben.clicks_on(await ben.sees("Changes count after"), "Save")
    await ben.sees("Saved")
    card = await finds(ben, "30m")
    start = starts(card)[0]
    await ben.presses(card, card.slots()[0])
    form = await ben.form()
    await truth.admin("DELETE", f"mailboxes/{BEN}/calendars/Family")
    assert (await ben.submits(form, title="Nowhere"))["ok"]
    ended = await ben.sees("Nothing was booked")
    _is_clear(ended)
    await ben.types("/schedule calendars")
    await ben.sees("Linked calendar", "What blocks you")
    card = await finds(ben, "30m")
    await ben.presses(card, card.slots()[0])
    gone = await ben.sees("never fall back")
    assert gone.element("Calendars").kind == "button"
    assert await truth.called(BEN, "Nowhere", start) == []
