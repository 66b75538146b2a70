"""Recurring bookings: every date is checked, one series is written, its exceptions with it."""

from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.booking.repeats import Every, Repeats
from core.booking.series_ports import Occurrence
from core.shared.errors import InvalidChoice, OutlookRejected, SlotTaken
from core.shared.ranges import Range
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of, scene, state_of
from tests.unit.core.crashing import Crash
from tests.unit.core.series_scene import WEEK, anyway, hold_series, moved, review, skip, starts, week

CONFIRMED, FAILED, PUSHING = BookingState.CONFIRMED, BookingState.FAILED, BookingState.PUSHING
DAY = timedelta(days=1)


async def test_a_series_is_written_once_and_stands_in_everybodys_calendar() -> None:
    world = await scene()
    booking = await hold_series(world)
    await world.work()
    assert state_of(world, booking) == (CONFIRMED, None)
    assert starts(world, "ada", booking) == [week(number) for number in range(6)] == starts(world, "ben", booking)
    assert [call for call, _ in world.outlook.calls if call in ("create", "drop_date", "move_date", "invite")] == [
        "create"
    ]


@pytest.mark.parametrize("busy", ["ada", "ben"])
async def test_p8_every_date_of_a_series_is_checked_and_not_only_the_first_ones(busy: str) -> None:
    rule = Repeats(Every.WEEKLY, number=30)
    world = await scene()
    dates = (await review(world, rule=rule)).dates
    for one in dates:
        event = world.box(busy).add(one.planned.start, one.planned.end)
        assert [clash.date.number for clash in (await review(world, rule=rule)).clashes] == [one.number]
        world.box(busy).remove(event)


async def test_every_date_is_checked_and_each_clash_is_named_with_its_reason() -> None:
    world = await scene()
    world.box("ada").add(week(1), week(1) + HOUR, "Dentist")
    world.box("ben").add(week(4), week(4) + HOUR, "Secret")
    reviewed = await review(world)
    assert [(clash.date.number, clash.may_overrule) for clash in reviewed.clashes] == [(1, True), (4, False)]
    with pytest.raises(InvalidChoice):
        await world.rooms.bookings.recurring.prepare(reviewed, "r")
    assert (await review(world, skip(1), skip(4))).clashes == ()
    assert [clash.date.number for clash in (await review(world, anyway(1), anyway(4))).clashes] == [4]


async def test_skipped_and_moved_dates_stand_so_in_outlook_and_guests_never_saw_the_others() -> None:
    world = await scene()
    world.box("ada").add(week(1), week(1) + HOUR)
    there = week(3) + DAY
    booking = await hold_series(world, skip(1), moved(3, there))
    await world.work()
    wanted = [week(0), week(2), there, week(4), week(5)]
    assert state_of(world, booking) == (CONFIRMED, None)
    assert starts(world, "ada", booking) == wanted == starts(world, "ben", booking)
    assert not [one for one in world.box("ben").all_events() if one.is_cancelled]


async def test_a_moved_date_whose_list_does_not_follow_its_series_is_invited_to_by_itself() -> None:
    world = await scene()
    booking = await hold_series(world, moved(3, week(3) + DAY))
    real = world.outlook.invite

    async def only_regular_dates(one: Booking, event: str) -> None:
        """As Outlook may: what was edited by itself keeps what it has."""
        await real(one, event)
        for date in world.box("ada").dates_of(event):
            if date.start == week(3) + DAY:
                world.box("ada").change(date.id, attendees=(), attendee_count=0)
                for copy in world.box("ben").all_events():
                    if copy.ical_uid == date.ical_uid:
                        world.box("ben").remove(copy.id)

    world.outlook.invite = only_regular_dates  # type: ignore[method-assign]
    await world.work()
    assert state_of(world, booking) == (CONFIRMED, None)
    assert starts(world, "ben", booking) == starts(world, "ada", booking)
    assert sum(call == "invite" for call, _ in world.outlook.calls) == 2


async def test_a_date_that_was_booked_anyway_is_not_stopped_by_the_fresh_look() -> None:
    world = await scene()
    world.box("ada").add(week(1), week(1) + HOUR)
    booking = await hold_series(world, anyway(1))
    await world.work()
    assert state_of(world, booking) == (CONFIRMED, None)
    kept = [row for row in world.store.transactions.tables.audit.values() if row[1] == "booking.anyway"]
    assert [details for _, _, details in kept] == [{"booking": booking.id, "dates": "1"}]


async def test_a_date_that_was_taken_meanwhile_stops_all_of_it_before_anything_is_written() -> None:
    world = await scene()
    booking = await hold_series(world)
    world.box("ben").add(week(2), week(2) + HOUR)
    await world.work()
    assert state_of(world, booking) == (FAILED, "series_taken")
    assert now_of(world, booking).failure_detail == "2"
    assert world.box("ada").written(booking.id) == []
    assert (await hold(world, "ben", (), week(0))).id  # its time is free again


async def test_another_booking_of_ours_can_be_booked_over_by_nobody() -> None:
    world = await scene()
    await hold(world, "ben", (), week(2))
    reviewed = await review(world)
    assert [(clash.date.number, clash.may_overrule) for clash in reviewed.clashes] == [(2, False)]
    await world.work()


async def test_what_is_booked_over_ones_own_event_is_not_booked_over_a_booking_there() -> None:
    world = await scene()
    world.box("ada").add(week(1), week(1) + HOUR)
    await hold(world, "ada", (), week(1))
    assert [clash.may_overrule for clash in (await review(world)).clashes] == [False]
    assert [clash.date.number for clash in (await review(world, anyway(1))).clashes] == [1]


async def test_a_series_that_outlook_does_not_show_yet_loses_no_moved_date() -> None:
    world = await scene()
    booking = await hold_series(world, moved(3, week(3) + DAY))
    shown, asked = world.outlook.dates, []

    async def late(one: Booking) -> tuple[Occurrence, ...]:
        asked.append(one.id)
        return () if len(asked) == 1 else await shown(one)

    world.outlook.dates = late  # type: ignore[method-assign]
    await world.work(through=timedelta(minutes=5))
    assert starts(world, "ben", booking)[3] == week(3) + DAY


async def test_no_date_of_a_series_can_be_taken_by_somebody_else() -> None:
    world = await scene("ada", "ben", "carol")
    booking = await hold_series(world)
    for number in range(6):
        with pytest.raises(SlotTaken):
            await hold(world, "carol", ("ben",), week(number))
    await world.work()
    with pytest.raises(SlotTaken):
        await hold(world, "carol", ("ben",), week(5))
    assert starts(world, "ben", booking)[5] == week(5)


async def test_a_series_does_not_stand_in_its_own_way_and_its_copy_counts_once() -> None:
    world = await scene()
    await hold_series(world)
    await world.work()
    reviewed = await review(world)
    assert [clash.date.number for clash in reviewed.clashes] == list(range(6))
    gathered = await world.gathering.gather(await world.setup("ada"), (), Range(TEN, TEN + 6 * WEEK))
    assert gathered.attendees[0].busy == ()
    assert len(gathered.attendees[0].bookings) == 6


async def test_what_outlook_will_not_move_is_left_out_and_said() -> None:
    world = await scene()
    booking = await hold_series(world, moved(3, week(3) + DAY))
    world.outlook.faults = ["", OutlookRejected(400, "ErrorOccurrenceCrossingBoundary")]
    await world.work()
    assert state_of(world, booking) == (CONFIRMED, None)
    assert [one.number for one in now_of(world, booking).dates if one.refused] == [3]
    assert starts(world, "ben", booking) == [week(number) for number in (0, 1, 2, 4, 5)]
    await hold(world, "ben", (), week(3) + DAY)


async def test_series_killed_at_any_step_are_written_once_and_whole() -> None:
    for step in range(200):
        world = await scene()
        booking = await hold_series(world, skip(1), moved(3, week(3) + DAY))
        world.store.transactions.crashes.countdown = step  # type: ignore[attr-defined]
        killed = True
        try:
            await world.work()
            killed = False
        except Crash:
            await world.restart()
        world.store.transactions.crashes.countdown = None  # type: ignore[attr-defined]
        await world.work(through=timedelta(minutes=5))
        assert state_of(world, booking) == (CONFIRMED, None)
        assert len(world.box("ada").written(booking.id)) == 1
        wanted = [week(0), week(2), week(3) + DAY, week(4), week(5)]
        assert starts(world, "ada", booking) == wanted == starts(world, "ben", booking)
        assert not [one for one in world.box("ben").all_events() if one.is_cancelled]
        if not killed:
            assert step > 12
            return
    raise AssertionError("it never came to its end")


@pytest.mark.parametrize("lost", ["lost before", "lost after"])
@pytest.mark.parametrize("call", range(5))
async def test_a_lost_answer_at_any_call_changes_nothing_in_the_end(lost: str, call: int) -> None:
    world = await scene()
    booking = await hold_series(world, skip(1), moved(3, week(3) + DAY))
    world.outlook.faults = [""] * call + [lost]
    await world.work(through=timedelta(minutes=5))
    assert state_of(world, booking) == (CONFIRMED, None)
    wanted = [week(0), week(2), week(3) + DAY, week(4), week(5)]
    assert starts(world, "ada", booking) == wanted == starts(world, "ben", booking)
    assert len(world.box("ada").written(booking.id)) == 1
