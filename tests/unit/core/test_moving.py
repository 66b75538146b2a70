"""Moving one's own meeting: what is offered, what is held, what becomes of both."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.availability import Hours
from core.booking.model import HOLD_LEASE, BookingState
from core.connection.model import Access
from core.shared.errors import (
    Gone,
    InvalidChoice,
    NotYours,
    OutlookRejected,
    OutlookUnavailable,
    PermissionMissing,
    SlotTaken,
)
from core.shared.ranges import Range
from core.sync.model import Attendee
from tests.fakes.outlook import DEFAULT
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of, state_of
from tests.unit.core.ways_out import BERLIN, HALF, Desk, desk
from tests.unit.world import ELSEWHERE

PUSHING, CONFIRMED, MOVED, FAILED = (
    BookingState.PUSHING, BookingState.CONFIRMED, BookingState.MOVED, BookingState.FAILED,
)  # fmt: skip
DAY = timedelta(days=1)
LATER = timedelta(minutes=10)


@pytest.fixture
async def two() -> Desk:
    return await desk()


async def test_the_three_nearest_half_hours_are_offered_that_suit_everybody(two: Desk) -> None:
    event = two.meet()
    two.box("ada").add(TEN - HALF, TEN)
    two.box("ben").add(TEN + HALF, TEN + 2 * HOUR)
    offer = await two.offer(event)
    assert offer.starts == (TEN + 2 * HOUR, TEN + 2 * HOUR + HALF, TEN + 3 * HOUR)
    assert [(one.name, one.address) for one in offer.invitees] == [("Ben Example", "ben@contoso.com")]
    assert offer.invitees[0].person == await two.person("ben")
    assert (offer.unknown, offer.unreadable, offer.unasked) == ((), (), 0)


async def test_the_meeting_does_not_stand_in_its_own_way_in_anybodys_calendar(two: Desk) -> None:
    """Half an hour on it still overlaps where it lies."""
    offer = await two.offer(two.meet())
    assert offer.starts == (TEN + HALF, TEN + HOUR, TEN + HOUR + HALF)


async def test_a_second_meeting_of_the_same_time_does(two: Desk) -> None:
    event = two.meet()
    two.box("ben").add(TEN, TEN + HOUR, "Dentist")
    assert all(abs(start - TEN) >= HOUR for start in (await two.offer(event)).starts)


async def test_only_times_in_everybodys_hours_after_the_notice_are_offered(two: Desk) -> None:
    event = two.meet(start=TEN + 6 * HOUR)  # the last hour of Monday
    for key, hours in (("ada", ["09:00", "17:00"]), ("ben", ["15:00", "17:00"])):
        chosen = (await two.setup(key)).preferences
        week = Hours.parse({day: [hours] for day in ("mon", "tue", "wed", "thu", "fri")})
        async with two.store.transactions.write() as tx:
            await two.store.preferences.save(tx, replace(chosen, hours=week, minimum_notice_minutes=6 * 60))
    offer = await two.offer(event)  # it is nine, so before three is too soon
    assert offer.starts == (TEN + 5 * HOUR, TEN + 5 * HOUR + HALF, TEN + DAY + 5 * HOUR)


async def test_nothing_is_offered_beyond_a_week(two: Desk) -> None:
    event = two.meet()
    for day in range(8):
        begin = TEN.replace(hour=0) + day * DAY
        two.box("ben").add(begin, begin + DAY, "Away")
    assert (await two.offer(event)).starts == ()


async def test_a_colleague_who_did_not_connect_is_asked_by_free_busy_without_the_meeting_itself() -> None:
    one = await desk("ada")
    one.mailbox("ben@contoso.com")
    event = one.meet()
    one.box("ben").add(TEN - HALF, TEN, "Other")
    offer = await one.offer(event)
    assert offer.starts == (TEN + HALF, TEN + HOUR, TEN + HOUR + HALF)
    one.box("ben").add(TEN, TEN + HOUR, "Another of that very time")
    assert all(start >= TEN + HOUR for start in (await one.offer(event)).starts)


async def test_whom_outlook_tells_nothing_of_is_named_and_stops_nothing() -> None:
    one = await desk("ada")
    one.mailbox("eve@elsewhere.example", ELSEWHERE)
    event = one.outlook.meet(one.box("ada"), (("eve@elsewhere.example", "Eve"),), TEN, TEN + HOUR, "Review")
    offer = await one.offer(event)
    assert [item.invitee.name for item in offer.unknown if item.invitee] == ["Eve"]
    assert len(offer.starts) == 3


async def test_an_unreadable_calendar_is_said_and_nothing_is_offered(two: Desk) -> None:
    event = two.meet()
    two.box("ben").unreadable[DEFAULT] = OutlookUnavailable()
    offer = await two.offer(event)
    assert offer.starts == ()
    assert [item.invitee.name for item in offer.unreadable if item.invitee] == ["Ben Example"]


async def test_those_of_a_crowd_who_are_not_looked_at_are_counted(two: Desk) -> None:
    crowd = tuple(Attendee(f"p{number}@contoso.com", "P") for number in range(3))
    event = two.meet(attendees=crowd, attendee_count=30)
    assert (await two.offer(event)).unasked == 27


async def test_a_day_of_a_series_stays_between_its_neighbours(two: Desk) -> None:
    days = [two.meet(start=TEN + n * DAY, series="S", uid="U", ical_uid=f"U{n}") for n in range(3)]
    two.box("ada").add(TEN + DAY - HOUR, TEN + DAY, "Before")
    two.box("ada").add(TEN + DAY + HALF, TEN + DAY + 7 * HOUR, "The rest of the day")
    assert (await two.offer(days[1])).starts == ()
    two.box("ada").remove(two.copy("ada", "Before").id)
    assert (await two.offer(days[1])).starts == (TEN + DAY - HOUR, TEN + DAY - HALF)


async def test_a_series_is_moved_by_one_day_only(two: Desk) -> None:
    first, second = (two.meet(start=TEN + n * DAY, series="S", uid="U", ical_uid=f"U{n}") for n in range(2))
    booking = await two.move(second, TEN + DAY + 2 * HOUR)
    await two.work()
    assert state_of(two, booking) == (MOVED, None)
    assert (two.lies(first), two.lies(second)) == (TEN, TEN + DAY + 2 * HOUR)
    ben = {one.start for one in two.box("ben").all_events()}
    assert ben == {TEN, TEN + DAY + 2 * HOUR}


async def test_moving_holds_the_time_moves_the_event_for_everybody_and_ends_moved(two: Desk) -> None:
    event = two.meet()
    booking = await two.move(event, TEN + 2 * HOUR)
    assert booking.plan.when == Range(TEN + 2 * HOUR, TEN + 3 * HOUR)
    assert (booking.plan.title, booking.protected) == ("Review", {await two.person("ada"), await two.person("ben")})
    with pytest.raises(SlotTaken):
        await hold(two, "ben", (), TEN + 2 * HOUR)
    await two.work()
    found = now_of(two, booking)
    assert (found.state, found.failure, found.outlook_id) == (MOVED, None, event)
    assert two.lies(event) == TEN + 2 * HOUR
    assert (two.copy("ben").start, two.copy("ben").uid) == (TEN + 2 * HOUR, two.copy("ada").uid)
    assert two.told(booking) == ["held", "moved"]
    assert len(two.box("ada").all_events()) == 1
    assert not found.is_live(two.clock.now())


async def test_the_same_click_is_the_same_move(two: Desk) -> None:
    event = two.meet()
    first = await two.move(event, TEN + HOUR, request="click")
    assert (await two.move(event, TEN + HOUR, request="click")).id == first.id


async def test_a_moved_booking_follows_and_both_cards_are_told(two: Desk) -> None:
    booked = await hold(two)
    await two.work()
    event = now_of(two, booked).outlook_id
    assert event is not None
    offer = await two.offer(event)
    assert offer.starts == (TEN + HOUR, TEN + HOUR + HALF, TEN + 2 * HOUR)
    moving = await two.move(event, TEN + 2 * HOUR)
    assert moving.moves is not None
    assert (moving.moves.booking, moving.moves.was) == (booked.id, Range(TEN, TEN + HOUR))
    with pytest.raises(SlotTaken):
        await hold(two, "ben", ())  # until Outlook has moved it both times are taken
    await two.work()
    assert state_of(two, moving) == (MOVED, None)
    assert now_of(two, booked).plan.when == Range(TEN + 2 * HOUR, TEN + 3 * HOUR)
    assert two.told(booked) == ["held", "confirmed", "confirmed", "confirmed"]  # moving, moved
    with pytest.raises(SlotTaken):
        await hold(two, "ben", (), TEN + 2 * HOUR)
    assert (await hold(two, "ben", ())).state is BookingState.HELD


async def test_a_booking_that_moves_into_its_own_time_takes_both_until_outlook_has_moved_it(two: Desk) -> None:
    booked = await hold(two)
    await two.work()
    moving = await two.move(now_of(two, booked).outlook_id or "", TEN + HALF)
    assert moving.occurrences == (Range(TEN + HOUR, TEN + HOUR + HALF),)
    for part in (TEN - HALF, TEN + HALF, TEN + HOUR):
        with pytest.raises(SlotTaken):
            await hold(two, "ben", (), part)
    await two.work()
    assert now_of(two, booked).plan.when == Range(TEN + HALF, TEN + HALF + HOUR)
    assert (await hold(two, "ben", (), TEN - HALF)).state is BookingState.HELD


async def test_what_outlook_has_elsewhere_moves_to_no_time_that_overlaps_it_there(two: Desk) -> None:
    """Nothing of ours protects everybody where Outlook has it."""
    booked = await hold(two)
    await two.work()
    event = now_of(two, booked).outlook_id or ""
    two.box("ada").change(event, start=TEN + 3 * HOUR, end=TEN + 4 * HOUR)
    with pytest.raises(SlotTaken):
        await two.move(event, TEN + 3 * HOUR + HALF)


async def test_whoever_a_moved_booking_protects_stays_protected(two: Desk) -> None:
    """Ben was taken off the event's list in Outlook, and stays on the booking."""
    booked = await hold(two)
    await two.work()
    event = now_of(two, booked).outlook_id or ""
    two.box("ada").change(event, attendees=(), attendee_count=0)
    await hold(two, "ben", (), TEN + 2 * HOUR)
    with pytest.raises(SlotTaken):
        await two.move(event, TEN + 2 * HOUR)


async def test_a_time_that_was_taken_meanwhile_moves_nothing(two: Desk) -> None:
    event = two.meet()
    booking = await two.move(event, TEN + 2 * HOUR)
    two.box("ben").add(TEN + 2 * HOUR, TEN + 3 * HOUR, "Dentist")
    await two.work()
    assert state_of(two, booking) == (FAILED, "slot_taken")
    assert two.lies(event) == TEN


async def test_half_an_hour_later_is_not_stopped_by_the_meeting_itself(two: Desk) -> None:
    event = two.meet()
    booking = await two.move(event, TEN + HALF)
    await two.work()
    assert (state_of(two, booking), two.lies(event)) == ((MOVED, None), TEN + HALF)


@pytest.mark.parametrize(("change", "detail"), [("gone", "event_gone"), ("moved", "event_changed")])
async def test_an_event_that_is_gone_or_lies_elsewhere_by_then_is_left_alone(
    two: Desk, change: str, detail: str
) -> None:
    event = two.meet()
    booking = await two.move(event, TEN + 2 * HOUR)
    if change == "gone":
        two.box("ada").remove(event)
    else:
        two.box("ada").change(event, start=TEN + 4 * HOUR, end=TEN + 5 * HOUR)
    await two.work()
    found = now_of(two, booking)
    assert (found.state, found.failure, found.failure_detail) == (FAILED, "outlook_rejected", detail)
    assert change == "gone" or two.lies(event) == TEN + 4 * HOUR


@pytest.mark.parametrize("fault", ["lost before", "lost after"])
async def test_a_lost_answer_keeps_the_time_taken_until_the_repetition_is_answered(two: Desk, fault: str) -> None:
    event = two.meet()
    booking = await two.move(event, TEN + 2 * HOUR)
    two.outlook.faults = [fault, fault]
    await two.work()
    two.clock.advance(HOLD_LEASE * 2)
    assert state_of(two, booking) == (PUSHING, None)
    with pytest.raises(SlotTaken):
        await hold(two, "ben", (), TEN + 2 * HOUR)
    await two.work(through=LATER)
    assert (state_of(two, booking), two.lies(event)) == ((MOVED, None), TEN + 2 * HOUR)


@pytest.mark.parametrize("minutes", [0, 5])
async def test_while_outlook_is_away_the_move_waits_for_its_lease_and_then_says_so(two: Desk, minutes: int) -> None:
    event = two.meet()
    booking = await two.move(event, TEN + 2 * HOUR)
    two.outlook.down = True
    await two.work(through=timedelta(minutes=minutes))
    two.outlook.down = False
    await two.work(through=LATER)
    expected = (FAILED, "calendar_unreadable") if minutes else (MOVED, None)
    assert state_of(two, booking) == expected
    assert two.lies(event) == (TEN if minutes else TEN + 2 * HOUR)


async def test_a_refusal_of_the_first_attempt_frees_the_time(two: Desk) -> None:
    booking = await two.move(two.meet(), TEN + 2 * HOUR)
    two.outlook.faults = [OutlookRejected(400, "ErrorOccurrenceCrossingBoundary")]
    await two.work()
    assert state_of(two, booking) == (FAILED, "outlook_rejected")
    assert (await hold(two, "ben", (), TEN + 2 * HOUR)).state is BookingState.HELD


@pytest.mark.parametrize("first", ["lost before", "lost after"])
async def test_a_refusal_after_an_attempt_of_unknown_outcome_frees_nothing(two: Desk, first: str) -> None:
    event = two.meet()
    booking = await two.move(event, TEN + 2 * HOUR)
    two.outlook.faults = [first, OutlookRejected(403, "ErrorAccessDenied")]
    await two.work(through=timedelta(seconds=3))
    expected = MOVED if first == "lost after" else PUSHING  # a look may confirm, never free
    assert state_of(two, booking) == (expected, None)


async def test_an_event_deleted_after_an_attempt_of_unknown_outcome_ends_the_move(two: Desk) -> None:
    event = two.meet()
    booking = await two.move(event, TEN + 2 * HOUR)
    two.outlook.faults = ["lost before"]
    await two.work()
    two.box("ada").remove(event)
    await two.work(through=LATER)
    assert (state_of(two, booking), now_of(two, booking).failure_detail) == ((FAILED, "outlook_rejected"), "event_gone")


async def test_the_copies_know_the_new_time_before_the_hold_ends() -> None:
    two = await desk(copied=True)
    event = two.meet()
    await two.sync("ada", "ben")
    booking = await two.move(event, TEN + 2 * HOUR)
    await two.work()
    assert state_of(two, booking) == (MOVED, None)
    blocks = {key[0]: one.start for key, one in two.store.transactions.tables.busy_blocks.items()}
    assert set(blocks.values()) == {TEN + 2 * HOUR}
    assert len(blocks) == 2


async def test_somebody_elses_meeting_is_not_moved(two: Desk) -> None:
    two.meet("ben", ("ada",))
    with pytest.raises(NotYours):
        await two.offer(two.copy("ada").id)
    with pytest.raises(NotYours):
        await two.move(two.copy("ada").id, TEN + HOUR)


async def test_what_is_no_longer_there_is_gone(two: Desk) -> None:
    event = two.meet()
    two.box("ada").change(event, is_cancelled=True)
    with pytest.raises(Gone):
        await two.offer(event)
    two.box("ada").remove(event)
    with pytest.raises(Gone):
        await two.move(event, TEN + HOUR)
    bens = await two.calendar("ben")
    with pytest.raises(Gone):
        await two.moving.offer(await two.person("ada"), bens, two.meet("ben", ()), BERLIN)


async def test_whole_days_have_no_other_times(two: Desk) -> None:
    away = two.box("ada").add_days(date(2027, 3, 2), date(2027, 3, 3))
    assert (await two.offer(away)).starts == ()
    with pytest.raises(Gone):
        await two.move(away, TEN + HOUR)


async def test_a_time_that_is_over_is_no_time(two: Desk) -> None:
    with pytest.raises(InvalidChoice, match="time_is_over"):
        await two.move(two.meet(), TEN - 2 * HOUR)


async def test_a_calendar_that_can_not_be_written_is_said_before_anything_is_offered(two: Desk) -> None:
    event = two.meet()
    box = two.box("ada")
    box.listed[DEFAULT] = replace(box.listed[DEFAULT], can_edit=False)
    await two.configuring.refresh(await two.person("ada"))
    with pytest.raises(PermissionMissing, match="calendar"):
        await two.offer(event)


async def test_read_only_access_moves_nothing() -> None:
    one = await desk("ben")
    await one.connected("ada", Access.READ)
    event = one.meet()
    with pytest.raises(PermissionMissing, match="write"):
        await one.offer(event)
