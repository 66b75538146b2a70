"""Series in the sandbox's mailboxes: written, their dates taken out and moved, read back without our code."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import Booking, EventMove
from core.booking.repeats import Every, Repeats, SeriesDate, occurrences
from core.shared.errors import OutlookRejected, OutlookUnavailable
from core.shared.ranges import Range
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.week import berlin
from tests.unit.outlook.fakes import ADA
from tests.unit.outlook.samples import booking

HOUR = timedelta(hours=1)
RULE = Repeats(Every.WEEKLY, number=4)


async def planned(desk: Desk, *, exceptions: bool) -> Booking:
    """Four Wednesdays at 16:00 with Ben; with `exceptions` the second shall not be, and the third an hour later."""
    await desk.connect("ada@contoso.com")
    one = booking(berlin(2, "16:00"), title="Launch plan")
    times = occurrences(RULE, one.plan.when, one.zone)
    dates = [SeriesDate(number, when, when) for number, when in enumerate(times)]
    if exceptions:
        dates[1] = replace(dates[1], when=None)
        dates[2] = replace(dates[2], when=Range(times[2].start + HOUR, times[2].end + HOUR))
    plan = replace(one.plan, repeats=RULE)
    return replace(one, plan=plan, dates=tuple(dates), outlook_calendar_id=await desk.calendar(ADA))


async def written(desk: Desk, *, exceptions: bool) -> Booking:
    one = await planned(desk, exceptions=exceptions)
    event = await desk.outlook.writer.create(one)
    return replace(one, outlook_id=event.id, ical_uid=event.ical_uid)


async def test_a_series_without_exceptions_is_one_event_and_one_invitation(desk: Desk) -> None:
    one = await written(desk, exceptions=False)
    assert [each.when for each in await desk.outlook.writer.dates(one)] == [each.planned for each in one.dates]
    (event,) = desk.sandbox.seen("ada@contoso.com").events("Launch plan")
    assert event["type"] == "seriesMaster"
    assert event["recurrence"]["pattern"]["daysOfWeek"] == ["wednesday"]
    assert len(desk.sandbox.seen("ben@contoso.com").events("Launch plan")) == 1


async def test_with_exceptions_the_guests_are_invited_only_when_they_stand(desk: Desk) -> None:
    one = await written(desk, exceptions=True)
    assert desk.sandbox.seen("ben@contoso.com").events("Launch plan") == []
    dates = await desk.outlook.writer.dates(one)
    await desk.outlook.writer.drop_date(one, dates[1].id, None)
    assert one.dates[2].when is not None
    await desk.outlook.writer.move_date(one, dates[2].id, one.dates[2].when)
    assert one.outlook_id is not None
    await desk.outlook.writer.invite(one, one.outlook_id)
    found = await desk.outlook.writer.dates(one)
    assert [each.when for each in found] == [each.when for each in one.dates if each.when]
    assert [each.original for each in found] == [one.dates[number].planned.start for number in (0, 2, 3)]
    assert all(each.invited == {"ben@contoso.com"} for each in found)
    (theirs,) = desk.sandbox.seen("ben@contoso.com").events("Launch plan")
    assert theirs["isCancelled"] is False


async def test_taking_a_date_out_or_moving_it_twice_is_doing_it_once(desk: Desk) -> None:
    one = await written(desk, exceptions=False)
    dates = await desk.outlook.writer.dates(one)
    for _ in range(2):
        await desk.outlook.writer.drop_date(one, dates[1].id, "Sorry")
        later = Range(dates[2].when.start + HOUR, dates[2].when.end + HOUR)
        await desk.outlook.writer.move_date(one, dates[2].id, later)
    found = await desk.outlook.writer.dates(one)
    assert [each.when for each in found] == [dates[0].when, later, dates[3].when]


async def test_outlook_lets_no_date_go_onto_its_neighbour(desk: Desk) -> None:
    one = await written(desk, exceptions=False)
    dates = await desk.outlook.writer.dates(one)
    with pytest.raises(OutlookRejected) as refused:
        await desk.outlook.writer.move_date(one, dates[1].id, dates[2].when)
    assert refused.value.status == 400


async def test_a_series_is_found_again_by_its_transaction_id_and_gone_when_it_is_deleted(desk: Desk) -> None:
    one = await written(desk, exceptions=False)
    found = await desk.outlook.writer.find(one)
    assert found is not None
    assert found.id == one.outlook_id
    again = await desk.outlook.writer.create(replace(one, outlook_id=None))
    assert again.id == one.outlook_id
    await desk.outlook.writer.cancel(one.connection, again.id, with_invitees=False, comment="")
    with pytest.raises(OutlookRejected) as refused:
        await desk.outlook.writer.dates(one)
    assert refused.value.status == 404


async def test_after_a_lost_answer_the_repetition_finds_the_one_series(desk: Desk) -> None:
    one = await planned(desk, exceptions=True)
    desk.sandbox.fault(kind="graph", method="POST", path="/events", times=1, answer="lose_answer")
    with pytest.raises(OutlookUnavailable):
        await desk.outlook.writer.create(one)
    event = await desk.outlook.writer.create(one)
    assert len(desk.sandbox.seen("ada@contoso.com").events("Launch plan")) == 1
    assert len(await desk.outlook.writer.dates(replace(one, outlook_id=event.id))) == 4


async def test_the_master_moves_with_one_patch_and_twice_is_once(desk: Desk) -> None:
    one = await written(desk, exceptions=False)
    dates = await desk.outlook.writer.dates(one)
    await desk.outlook.writer.drop_date(one, dates[1].id, "")
    assert one.outlook_id is not None
    later = Range(one.plan.when.start + 25 * HOUR, one.plan.when.end + 25 * HOUR)
    hold = replace(one, plan=replace(one.plan, when=later), moves=EventMove(one.outlook_id, one.plan.when, one.id))
    for _ in range(2):
        await desk.outlook.writer.move_series(hold)
        found = [each.when for each in await desk.outlook.writer.dates(one)]
        assert found == list(occurrences(RULE, later, one.zone))
    (event,) = desk.sandbox.seen("ada@contoso.com").events("Launch plan")
    assert event["recurrence"]["pattern"]["daysOfWeek"] == ["thursday"]
    assert event["onlineMeeting"]["joinUrl"]
    (theirs,) = desk.sandbox.seen("ben@contoso.com").events("Launch plan")
    assert theirs["recurrence"]["pattern"]["daysOfWeek"] == ["thursday"]
