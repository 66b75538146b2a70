"""Bookings in the sandbox's mailboxes, read back without our code."""

from dataclasses import replace

import pytest

from core.booking.model import Booking
from core.connection.model import Access
from core.people.model import Invitee
from core.shared.errors import OutlookRejected, OutlookUnavailable
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.week import berlin
from tests.unit.outlook.fakes import ADA
from tests.unit.outlook.samples import BOOKING_ID, booking


async def planned(desk: Desk, calendar: str = "Calendar") -> Booking:
    """Ada connected, and a booking with Ben on Wednesday at 16:00."""
    await desk.connect("ada@contoso.com")
    one = booking(berlin(2, "16:00"), title="Launch plan", note="Bring the list")
    return replace(one, outlook_calendar_id=await desk.calendar(ADA, calendar))


async def test_a_booking_becomes_one_event_with_its_invitee(desk: Desk) -> None:
    one = await planned(desk)
    written = await desk.outlook.writer.create(one)
    (event,) = desk.sandbox.seen("ada@contoso.com").events("Launch plan")
    assert event["id"] == written.id
    assert event["transactionId"] == BOOKING_ID
    assert event["originalStartTimeZone"] == "Europe/Berlin"
    assert event["attendees"][0]["emailAddress"]["address"] == "ben@contoso.com"
    assert written.when == one.plan.when
    assert len(desk.sandbox.seen("ben@contoso.com").events("Launch plan")) == 1


async def test_a_repetition_gives_the_same_event(desk: Desk) -> None:
    one = await planned(desk)
    first, second = await desk.outlook.writer.create(one), await desk.outlook.writer.create(one)
    assert first.id == second.id
    assert len(desk.sandbox.seen("ada@contoso.com").events("Launch plan")) == 1
    assert len(desk.sandbox.seen("ben@contoso.com").events("Launch plan")) == 1


@pytest.mark.parametrize("fault", [{"answer": "lose_answer"}, {"status": 503}, {"status": 429, "retry_after": 1}])
async def test_after_a_lost_answer_the_repetition_finds_or_makes_the_one_event(
    desk: Desk, fault: dict[str, object]
) -> None:
    one = await planned(desk)
    desk.sandbox.fault(kind="graph", method="POST", path="/events", times=1, **fault)
    with pytest.raises(OutlookUnavailable):
        await desk.outlook.writer.create(one)
    await desk.outlook.writer.create(one)
    assert len(desk.sandbox.seen("ada@contoso.com").events("Launch plan")) == 1


async def test_another_body_under_the_same_id_gives_the_event_that_exists(desk: Desk) -> None:
    one = await planned(desk)
    first = await desk.outlook.writer.create(one)
    other = replace(one, plan=replace(one.plan, title="Another"))
    assert (await desk.outlook.writer.create(other)).id == first.id
    assert desk.sandbox.seen("ada@contoso.com").events("Another") == []


async def test_find_sees_the_event_in_its_own_calendar_only(desk: Desk) -> None:
    one = await planned(desk, "Side projects")
    assert await desk.outlook.writer.find(one) is None
    written = await desk.outlook.writer.create(one)
    found = await desk.outlook.writer.find(one)
    assert found is not None
    assert (found.id, found.when) == (written.id, one.plan.when)
    assert await desk.outlook.writer.find(replace(one, outlook_calendar_id=await desk.calendar(ADA))) is None


async def test_cancelling_takes_it_away_tells_the_invitee_and_may_be_repeated(desk: Desk) -> None:
    written = await desk.outlook.writer.create(await planned(desk))
    for _ in range(2):
        await desk.outlook.writer.cancel(ADA, written.id, with_invitees=True, comment="Sorry")
    assert desk.sandbox.seen("ada@contoso.com").events("Launch plan") == []
    theirs = desk.sandbox.seen("ben@contoso.com").get("/me/events", **{"$top": "500"})["value"]
    assert [event["isCancelled"] for event in theirs if "Launch plan" in event["subject"]] in ([], [True])


async def test_an_appointment_alone_is_deleted_and_may_be_repeated(desk: Desk) -> None:
    one = await planned(desk)
    written = await desk.outlook.writer.create(replace(one, plan=replace(one.plan, invitees=())))
    for _ in range(2):
        await desk.outlook.writer.cancel(ADA, written.id, with_invitees=False, comment="")
    assert desk.sandbox.seen("ada@contoso.com").events("Launch plan") == []


async def test_a_booking_in_a_calendar_shared_with_writing_is_written_found_and_cancelled_there(desk: Desk) -> None:
    connection = await desk.connect("emil@contoso.com")
    calendar = await desk.calendar(connection, "Team launch")  # Ben's
    one = replace(booking(berlin(2, "16:00"), title="Launch plan"), outlook_calendar_id=calendar)
    written = await desk.outlook.writer.create(one)
    found = await desk.outlook.writer.find(one)
    assert found is not None
    assert found.id == written.id
    for _ in range(2):
        await desk.outlook.writer.cancel(connection, written.id, True, "", outlook_calendar_id=calendar)
    assert await desk.outlook.writer.find(one) is None


async def test_a_calendar_one_may_only_read_refuses_for_certain(desk: Desk) -> None:
    with pytest.raises(OutlookRejected) as caught:
        await desk.outlook.writer.create(await planned(desk, "Team launch"))
    assert caught.value.status == 403


async def test_read_only_access_refuses_for_certain(desk: Desk) -> None:
    await desk.connect("ada@contoso.com", Access.READ)
    one = replace(booking(berlin(2, "16:00")), outlook_calendar_id=await desk.calendar(ADA))
    with pytest.raises(OutlookRejected) as caught:
        await desk.outlook.writer.create(one)
    assert caught.value.status == 403


async def test_an_invitee_without_address_is_left_out(desk: Desk) -> None:
    one = await planned(desk)
    alone = replace(one, plan=replace(one.plan, invitees=(Invitee("Zoe", None),)))
    await desk.outlook.writer.create(alone)
    (event,) = desk.sandbox.seen("ada@contoso.com").events("Launch plan")
    assert event["attendees"] == []
