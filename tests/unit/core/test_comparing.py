"""Bookings that were moved or deleted in Outlook: noticed, and nothing else is taken for it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.availability import DEFAULT_BLOCKING, ONLY_BUSY, ShowAs
from core.booking.disagreement import standing
from core.booking.model import Booking, BookingState, EventMove
from core.connection.model import ConnectionId
from core.shared.errors import OutlookUnavailable, PermissionMissing
from core.shared.ranges import Range
from core.sync.model import DeltaRound
from tests.fakes.outlook import DEFAULT
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of, release
from tests.unit.core.disagreeing import IN_TWO_DAYS, STOOD, Desk, booked, desk

AT = TEN + IN_TWO_DAYS
MOVED, DELETED = "outlook.moved", "outlook.deleted"


@pytest.fixture
async def ada() -> Desk:
    return await desk()


async def test_an_event_that_was_moved_is_said_once_it_has_stood_for_ninety_seconds(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.drag(booking, AT + 2 * HOUR)
    await ada.told(timedelta(seconds=80))
    assert (ada.kind(booking), ada.said()) == (None, [])
    await ada.work(through=STOOD)
    found = standing(now_of(ada, booking))
    assert found is not None
    assert (found.kind, found.now) == (MOVED, Range(AT + 2 * HOUR, AT + 3 * HOUR))
    assert ada.said() == ["moved"]
    assert now_of(ada, booking).plan.when == booking.plan.when


async def test_what_was_moved_and_moved_back_meanwhile_is_never_said(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.drag(booking, AT + 2 * HOUR)
    await ada.told()
    ada.drag(booking, AT)
    await ada.told(STOOD)
    assert (ada.kind(booking), ada.said()) == (None, [])


async def test_what_begins_within_the_hour_is_said_at_once(ada: Desk) -> None:
    booking = await booked(ada, ada.clock.now() + timedelta(minutes=50))
    ada.drag(booking, AT)
    await ada.told()
    assert ada.said() == ["moved"]


async def test_a_second_move_is_known_at_once_and_a_move_back_agrees_again(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.drag(booking, AT + 2 * HOUR)
    await ada.told(STOOD)
    ada.drag(booking, AT + 4 * HOUR)
    await ada.told()
    assert ada.said() == ["moved", "moved"]
    ada.drag(booking, AT)
    await ada.told()
    assert ada.said() == ["moved", "moved", "agrees"]
    assert now_of(ada, booking).failure is None


async def test_a_shorter_event_differs_too(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.drag(booking, AT, timedelta(minutes=30))
    await ada.told(STOOD)
    assert ada.kind(booking) == MOVED


async def test_a_deleted_event_is_said_and_a_restored_one_agrees_again(ada: Desk) -> None:
    booking = await booked(ada, AT)
    event = ada.delete(booking)
    await ada.told(STOOD)
    assert (ada.kind(booking), ada.said()) == (DELETED, ["deleted"])
    ada.box("ada").events[DEFAULT].append(event)
    await ada.told()
    assert (ada.kind(booking), ada.said()) == (None, ["deleted", "agrees"])


async def test_an_event_that_came_back_under_another_id_is_the_bookings_again(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.delete(booking)
    again = ada.box("ada").add(AT, AT + HOUR, "Planning", transaction_id=booking.id)
    await ada.told(STOOD)
    assert (ada.kind(booking), ada.said()) == (None, [])
    assert now_of(ada, booking).outlook_id == again


async def test_what_was_said_to_be_deleted_may_come_back_under_another_id(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.delete(booking)
    await ada.told(STOOD)
    again = ada.box("ada").add(AT, AT + HOUR, "Planning", transaction_id=booking.id)
    await ada.told()
    assert ada.said() == ["deleted", "agrees"]
    assert now_of(ada, booking).outlook_id == again


async def test_an_event_made_by_hand_at_the_same_time_is_not_the_bookings(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.delete(booking)
    ada.box("ada").add(AT, AT + HOUR, "Planning")
    await ada.told(STOOD)
    assert ada.kind(booking) == DELETED


async def test_an_event_that_went_to_another_calendar_of_the_mailbox_is_still_there(ada: Desk) -> None:
    booking = await booked(ada, AT)
    box = ada.box("ada")
    other = box.add_calendar("Projects")
    (event,) = box.written(booking.id)
    box.remove(event.id)
    box.events[other].append(event)
    await ada.told(STOOD)
    assert (ada.kind(booking), ada.said()) == (None, [])


async def test_an_event_that_was_moved_beyond_the_copied_days_is_moved_and_not_deleted(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.drag(booking, AT + timedelta(days=200))
    await ada.told(STOOD)
    found = standing(now_of(ada, booking))
    assert found is not None
    assert found.now == Range(AT + timedelta(days=200), AT + timedelta(days=200) + HOUR)
    looks = ada.calls("event")
    ada.box("ada").add(AT + 3 * HOUR, AT + 4 * HOUR)
    await ada.told(STOOD)
    assert ada.calls("event") == looks, "it is where we know it to be"


async def test_other_changes_cost_no_look(ada: Desk) -> None:
    await booked(ada, AT)
    looks = ada.calls("event")
    ada.box("ada").add(AT + 3 * HOUR, AT + 4 * HOUR)
    await ada.told(STOOD)
    assert ada.calls("event") == looks


async def test_our_own_cancellation_is_no_disagreement(ada: Desk) -> None:
    booking = await booked(ada, AT)
    await release(ada, booking)
    ada.delete(booking)
    await ada.told(STOOD)
    assert now_of(ada, booking).state is BookingState.CANCELLED
    assert ada.said() == []


async def test_the_notification_may_come_before_the_answer_to_the_write(ada: Desk) -> None:
    booking = await hold(ada, start=AT)
    ada.outlook.faults = ["lost after"]
    await ada.work()
    assert now_of(ada, booking).state is BookingState.PUSHING
    await ada.told(STOOD)
    assert now_of(ada, booking).state is BookingState.CONFIRMED
    assert ada.said() == []


async def test_what_was_moved_before_the_answer_came_is_noticed_when_it_comes(ada: Desk) -> None:
    booking = await hold(ada, start=AT)
    ada.outlook.faults = ["lost after"] * 4
    await ada.work()
    ada.drag(booking, AT + 2 * HOUR)
    await ada.told()
    assert now_of(ada, booking).state is BookingState.PUSHING
    await ada.work(through=timedelta(seconds=30))
    assert now_of(ada, booking).state is BookingState.CONFIRMED
    await ada.work(through=STOOD)
    assert ada.kind(booking) == MOVED


async def test_nothing_is_said_while_outlook_does_not_answer_and_then_it_is(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.delete(booking)
    await ada.told()
    ada.outlook.down = True
    await ada.work(through=STOOD)
    assert ada.said() == []
    ada.outlook.down = False
    await ada.work(through=timedelta(minutes=10))
    assert ada.said() == ["deleted"]


async def test_a_mailbox_that_may_not_be_read_any_more_says_nothing_of_the_event(ada: Desk) -> None:
    class Refusing:
        async def event(self, *_: object) -> None:
            raise PermissionMissing("calendar")

    booking = await booked(ada, AT)
    ada.delete(booking)
    ada.comparing._writer = Refusing()  # type: ignore[assignment]
    await ada.told(STOOD)
    assert (ada.kind(booking), ada.said()) == (None, [])


async def test_bookings_in_a_calendar_that_is_gone_are_found_by_the_daily_look(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.box("ada").remove_calendar(DEFAULT)
    await ada.told(STOOD)
    assert ada.kind(booking) is None
    await ada.comparing.unwatched(booking.host)
    await ada.work(through=STOOD)
    assert ada.kind(booking) == DELETED


async def test_the_daily_look_leaves_out_what_a_copy_answers_for(ada: Desk) -> None:
    booking = await booked(ada, AT)
    looks = ada.calls("event")
    await ada.comparing.unwatched(booking.host)
    await ada.work(through=STOOD)
    assert ada.calls("event") == looks


async def test_an_event_that_blocks_nobody_and_was_moved_is_found_by_the_daily_look(ada: Desk) -> None:
    booking = await booked(ada, AT)
    (event,) = ada.box("ada").written(booking.id)
    ada.box("ada").change(event.id, show_as=ShowAs.FREE)
    await ada.told(STOOD)
    ada.drag(booking, AT + 2 * HOUR)
    await ada.told(STOOD)
    assert ada.kind(booking) is None
    await ada.comparing.unwatched(booking.host)
    await ada.work(through=STOOD)
    assert ada.kind(booking) == MOVED


async def test_a_meeting_that_is_over_may_be_deleted_without_a_word(ada: Desk) -> None:
    booking = await booked(ada, TEN)
    ada.clock.set(TEN + 2 * HOUR)
    ada.delete(booking)
    await ada.told(STOOD)
    assert (ada.kind(booking), ada.said()) == (None, [])


async def test_a_meeting_that_was_put_off_shortly_after_its_time_is_said(ada: Desk) -> None:
    booking = await booked(ada, TEN)
    ada.clock.set(TEN + 2 * HOUR)
    ada.drag(booking, AT)
    await ada.told(STOOD)
    assert ada.said() == ["moved"]


async def test_a_look_that_was_overtaken_looks_again(ada: Desk) -> None:
    booking = await booked(ada, AT)
    seen = ada.comparing._seen

    async def slow(*args):  # type: ignore[no-untyped-def] # noqa: ANN002, ANN202
        found = await seen(*args)
        if ada.calls("event") == looks + 1:  # meanwhile another process saw the second move
            ada.drag(booking, AT + 4 * HOUR)
            await ada.comparing.look(booking.id)
        return found

    ada.drag(booking, AT + 2 * HOUR)
    looks = ada.calls("event")
    ada.comparing._seen = slow  # type: ignore[method-assign]
    await ada.comparing.look(booking.id)
    found = standing(now_of(ada, booking))
    assert found is not None
    assert found.now == Range(AT + 4 * HOUR, AT + 5 * HOUR)
    assert ada.said() == ["moved"]


async def test_while_they_disagree_both_times_are_taken(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.drag(booking, AT + 2 * HOUR)
    await ada.told(STOOD)
    setup = await ada.setup("ada")
    gathered = await ada.gathering.gather(setup, (), Range(AT - HOUR, AT + 8 * HOUR))
    taken = {(one.start, one.end) for one in (*gathered.attendees[0].busy, *gathered.attendees[0].bookings)}
    assert taken == {(AT, AT + HOUR), (AT + 2 * HOUR, AT + 3 * HOUR)}


async def test_outlook_that_does_not_answer_is_asked_again_and_not_believed() -> None:
    ada = await desk()
    booking = await booked(ada, AT)
    ada.outlook.down = True
    with pytest.raises(OutlookUnavailable):
        await ada.comparing.judge(booking.id)
    assert ada.kind(booking) is None


async def moving(ada: Desk, booking: Booking, start: datetime) -> Booking:
    """A hold that moves the booking's event, as a way out of a double booking takes it."""
    setup = await ada.setup("ada")
    plan = replace(booking.plan, when=Range(start, start + HOUR))
    prepared = await ada.holding.prepare(setup, plan, booking.zone, f"move:{start.isoformat()}")
    where = standing(now_of(ada, booking))
    was = where.now if where and where.now else booking.plan.when
    move = EventMove(booking.outlook_id or "", was, booking.id)
    async with ada.store.transactions.write() as tx:
        return await ada.holding.hold(tx, replace(prepared, moves=move))


@pytest.mark.parametrize("fault", ["", "lost after"])
async def test_our_own_move_is_no_disagreement_also_while_its_answer_is_missing(ada: Desk, fault: str) -> None:
    booking = await booked(ada, AT)
    hold = await moving(ada, booking, AT + 2 * HOUR)
    ada.outlook.faults = [fault]
    await ada.work()
    assert now_of(ada, hold).state is (BookingState.PUSHING if fault else BookingState.MOVED)
    await ada.comparing.look(booking.id)
    assert ada.kind(booking) is None
    await ada.told(STOOD)
    assert now_of(ada, hold).state is BookingState.MOVED
    assert now_of(ada, booking).plan.when.start == AT + 2 * HOUR
    assert (ada.kind(booking), ada.said()) == (None, [])


async def test_our_own_move_ends_a_disagreement(ada: Desk) -> None:
    booking = await booked(ada, AT)
    ada.drag(booking, AT + 2 * HOUR)
    await ada.told(STOOD)
    await moving(ada, booking, AT + 4 * HOUR)
    await ada.told()
    assert now_of(ada, booking).plan.when.start == AT + 4 * HOUR
    assert (ada.kind(booking), ada.said()) == (None, ["moved", "agrees"])


async def test_a_choice_that_is_made_while_a_round_is_on_its_way_counts_for_what_the_round_brings(
    ada: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = await booked(ada, AT)
    (event,) = ada.box("ada").written(booking.id)
    await ada.configuring.choose_advanced(booking.host, ONLY_BUSY, linked_blocks=True)
    ada.box("ada").change(event.id, show_as=ShowAs.TENTATIVE)
    await ada.told()
    told = ada.delta.changes

    async def slow(connection: ConnectionId, calendar: str, window: Range, link: str | None) -> DeltaRound:
        found = await told(connection, calendar, window, link)
        if connection == booking.connection:
            await ada.configuring.choose_advanced(booking.host, DEFAULT_BLOCKING, linked_blocks=True)
            await ada.work()
        return found

    monkeypatch.setattr(ada.delta, "changes", slow)
    ada.drag(booking, AT + 2 * HOUR)
    await ada.told(STOOD)
    assert ada.kind(booking) == MOVED
