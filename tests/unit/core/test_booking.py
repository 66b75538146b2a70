"""Holding, writing and cancelling: one step at a time, with an Outlook that fails at each."""

from datetime import timedelta

import pytest

from core.booking.model import HOLD_LEASE, BookingChanged, BookingState
from core.connection.model import Access, ConnectionState
from core.shared.errors import (
    Gone,
    InvalidChoice,
    NotYours,
    OutlookRejected,
    OutlookUnavailable,
    PermissionMissing,
    ReconnectNeeded,
    SlotTaken,
)
from core.sync.model import Response
from tests.fakes.outlook import DEFAULT
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of, release, scene, state_of
from tests.unit.core.crashing import CrashingOutlook
from tests.unit.world import World, build

_, HELD, PUSHING, CONFIRMED, CANCELLING, CANCELLED, MOVED, FAILED, RELEASED = BookingState
SOON = timedelta(seconds=30)
LATER = timedelta(minutes=10)


@pytest.fixture
async def desk() -> World:
    return await scene()


def told(world: World) -> list[str]:
    return [fact.state for fact in world.facts(BookingChanged) if isinstance(fact, BookingChanged)]


async def test_a_booking_is_held_written_to_the_linked_calendar_and_confirmed(desk: World) -> None:
    booking = await hold(desk)
    assert (booking.state, booking.lease_until) == (HELD, desk.clock.now() + HOLD_LEASE)
    assert desk.box("ada").all_events() == []
    await desk.work()
    (event,) = desk.box("ada").events[DEFAULT]
    assert (event.transaction_id, event.start, event.end) == (booking.id, TEN, TEN + HOUR)
    found = now_of(desk, booking)
    assert (found.state, found.failure) == (CONFIRMED, None)
    assert (found.outlook_id, found.ical_uid) == (event.id, event.ical_uid)
    assert told(desk) == ["held", "confirmed"]
    assert [copy.subject for copy in desk.box("ben").events[DEFAULT]] == ["Planning"]


async def test_the_same_request_is_the_same_booking_also_after_it_was_confirmed(desk: World) -> None:
    first = await hold(desk, request="click-1")
    assert (await hold(desk, request="click-1")).id == first.id
    await desk.work()
    again = await hold(desk, request="click-1")
    assert (again.id, again.state) == (first.id, CONFIRMED)
    await desk.work()
    assert len(desk.box("ada").all_events()) == 1


async def test_one_persons_request_key_means_nothing_for_another(desk: World) -> None:
    first = await hold(desk, "ada", (), request="click-1")
    second = await hold(desk, "ben", (), request="click-1")
    assert first.id != second.id
    assert second.host == await desk.person("ben")


@pytest.mark.parametrize("minutes", [-30, 0, 30])
async def test_an_overlapping_hold_is_refused_for_everybody_protected(desk: World, minutes: int) -> None:
    await hold(desk, "ada", ("ben",))
    with pytest.raises(SlotTaken):
        await hold(desk, "ben", (), start=TEN + timedelta(minutes=minutes))
    assert len(desk.store.transactions.tables.bookings) == 1


async def test_holds_that_touch_do_not_overlap(desk: World) -> None:
    await hold(desk, start=TEN)
    await hold(desk, start=TEN + HOUR)
    await hold(desk, start=TEN - HOUR)
    assert len(desk.store.transactions.tables.bookings) == 3


async def test_a_hold_whose_lease_ended_gives_the_time_back_and_is_never_written(desk: World) -> None:
    first = await hold(desk)
    desk.clock.advance(HOLD_LEASE)
    second = await hold(desk, "ben", ("ada",))
    assert state_of(desk, first) == (FAILED, "lapsed")
    await desk.work()
    assert state_of(desk, second) == (CONFIRMED, None)
    assert desk.box("ada").written(first.id) == []


async def test_a_lease_that_ends_before_the_write_stops_it(desk: World) -> None:
    booking = await hold(desk)
    desk.clock.advance(HOLD_LEASE)
    await desk.work()
    assert state_of(desk, booking) == (FAILED, "lapsed")
    assert desk.box("ada").all_events() == []


async def test_a_lease_that_ends_during_the_fresh_look_stops_the_write() -> None:
    class SlowOutlook(CrashingOutlook):
        async def events(self, *args):  # type: ignore[no-untyped-def] # noqa: ANN002, ANN202
            world.clock.advance(HOLD_LEASE)
            return await super().events(*args)

    world = await scene(outlook=SlowOutlook)
    booking = await hold(world)
    await world.work()
    assert state_of(world, booking) == (FAILED, "lapsed")
    assert world.box("ada").all_events() == []


@pytest.mark.parametrize("who", ["ada", "ben"])
async def test_a_time_that_was_taken_in_outlook_a_second_ago_is_not_booked(desk: World, who: str) -> None:
    booking = await hold(desk)
    desk.box(who).add(TEN + timedelta(minutes=59), TEN + 2 * HOUR)
    await desk.work()
    assert state_of(desk, booking) == (FAILED, "slot_taken")
    assert desk.box("ada").written(booking.id) == []
    assert (await hold(desk, "ada", (), start=TEN - HOUR)).state is HELD


async def test_events_that_do_not_block_their_owner_do_not_stop_a_booking(desk: World) -> None:
    box = desk.box("ada")
    box.add(TEN, TEN + HOUR, show_as="free")
    box.add(TEN, TEN + HOUR, response=Response.DECLINED)
    box.add(TEN, TEN + HOUR, is_cancelled=True)
    box.add(TEN - HOUR, TEN)
    box.add(TEN + HOUR, TEN + 2 * HOUR)
    booking = await hold(desk)
    await desk.work()
    assert state_of(desk, booking) == (CONFIRMED, None)


@pytest.mark.parametrize("who", ["ada", "ben"])
async def test_a_calendar_refused_for_good_stops_the_booking_and_only_its_owner_reads_its_name(
    desk: World, who: str
) -> None:
    booking = await hold(desk)
    desk.box(who).unreadable[DEFAULT] = PermissionMissing("calendar")
    await desk.work()
    found = now_of(desk, booking)
    assert (found.state, found.failure) == (FAILED, "calendar_unreadable")
    assert found.failure_detail == (DEFAULT if who == "ada" else "Ben Example")
    assert desk.box("ada").all_events() == []


async def test_a_calendar_that_is_away_for_a_moment_is_tried_again_within_the_lease(desk: World) -> None:
    booking = await hold(desk)
    desk.box("ben").unreadable[DEFAULT] = OutlookUnavailable()
    await desk.work()
    assert (state_of(desk, booking)[0], desk.failures) == (HELD, ["outlook_unavailable"])
    desk.box("ben").unreadable.clear()
    await desk.work(through=SOON)
    assert state_of(desk, booking) == (CONFIRMED, None)


async def test_a_calendar_that_stays_away_ends_the_hold_before_the_lease_does(desk: World) -> None:
    booking = await hold(desk)
    desk.box("ben").unreadable[DEFAULT] = OutlookUnavailable()
    await desk.work(through=LATER)
    assert state_of(desk, booking) in {(FAILED, "calendar_unreadable"), (FAILED, "lapsed")}
    assert desk.box("ada").all_events() == []


@pytest.mark.parametrize("fault", ["lost before", "lost after"])
async def test_a_lost_answer_keeps_the_time_taken_until_the_repetition_is_answered(desk: World, fault: str) -> None:
    booking = await hold(desk)
    desk.outlook.faults = [fault, fault, fault]
    await desk.work()
    desk.clock.advance(HOLD_LEASE * 2)
    assert state_of(desk, booking) == (PUSHING, None)
    with pytest.raises(SlotTaken):
        await hold(desk, "ben", ())
    await desk.work(through=LATER)
    assert state_of(desk, booking) == (CONFIRMED, None)
    assert len(desk.box("ada").written(booking.id)) == 1


@pytest.mark.parametrize(
    "refusal", [OutlookRejected(400, "ErrorInvalidRequest"), PermissionMissing("calendar"), ReconnectNeeded()]
)
async def test_a_refusal_of_the_first_attempt_frees_the_time(desk: World, refusal: Exception) -> None:
    booking = await hold(desk)
    desk.outlook.faults = [refusal]
    await desk.work()
    assert state_of(desk, booking) == (FAILED, refusal.code)  # type: ignore[attr-defined]
    assert (await hold(desk, "ben", ())).state is HELD


@pytest.mark.parametrize("first", ["lost before", "lost after"])
async def test_a_refusal_after_an_attempt_of_unknown_outcome_frees_nothing(desk: World, first: str) -> None:
    booking = await hold(desk)
    desk.outlook.faults = [first, OutlookRejected(403, "ErrorAccessDenied")]
    await desk.work(through=timedelta(seconds=3))
    expected = CONFIRMED if first == "lost after" else PUSHING  # a look may confirm, never free
    assert state_of(desk, booking) == (expected, None)
    await desk.work(through=LATER)
    assert state_of(desk, booking) == (CONFIRMED, None)
    assert len(desk.box("ada").written(booking.id)) == 1


async def test_a_vanished_linked_calendar_fails_the_booking_and_nothing_goes_elsewhere(desk: World) -> None:
    box = desk.box("ada")
    box.add_calendar("Projects")
    box.add_calendar("Spare")
    ada = await desk.person("ada")
    setup = await desk.configuring.refresh(ada)
    projects = next(item for item in setup.calendars if item.name == "Projects")
    await desk.configuring.choose(ada, projects.id, frozenset())
    booking = await hold(desk, guests=())
    box.remove_calendar("Projects")
    await desk.work()
    assert state_of(desk, booking)[0] is FAILED
    assert box.all_events() == []
    await desk.configuring.refresh(ada)
    with pytest.raises(InvalidChoice, match="linked_gone"):
        await hold(desk, guests=())


async def test_an_event_that_outlook_confirmed_but_does_not_show_is_said(desk: World) -> None:
    class Forgetful(CrashingOutlook):
        async def create(self, booking):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
            written = await super().create(booking)
            world.box("ada").remove(written.id)
            return written

    world = await scene(outlook=Forgetful)
    booking = await hold(world)
    await world.work()
    assert state_of(world, booking) == (CONFIRMED, "read_back.missing")


async def test_disconnecting_between_hold_and_write_writes_nothing(desk: World) -> None:
    booking = await hold(desk)
    (connection,) = await desk.connections("ada")
    await desk.connecting.disconnect(connection.person, connection.id)
    await desk.work(through=LATER)
    assert booking.id not in desk.store.transactions.tables.bookings
    assert desk.box("ada").all_events() == []
    assert ("create", connection.id) not in desk.outlook.calls


async def test_a_guest_who_disconnected_is_not_asked_any_more_and_does_not_stop_the_booking(desk: World) -> None:
    booking = await hold(desk)
    (connection,) = await desk.connections("ben")
    asked = len(desk.outlook.calls)
    await desk.connecting.disconnect(connection.person, connection.id)
    await desk.work()
    assert state_of(desk, booking) == (CONFIRMED, None)
    assert connection.id not in {used for _, used in desk.outlook.calls[asked:]}


async def test_without_a_linked_calendar_nothing_is_held(desk: World) -> None:
    await desk.configuring.choose(await desk.person("ada"), None, frozenset())
    with pytest.raises(InvalidChoice, match="no_linked"):
        await hold(desk)


async def test_a_linked_calendar_that_was_unshared_for_writing_is_not_booked() -> None:
    world = build()
    world.join("ada")
    box = world.mailbox("ada@contoso.com")
    ada = await world.connected("ada")
    from dataclasses import replace

    box.listed[DEFAULT] = replace(box.listed[DEFAULT], can_edit=False)
    await world.configuring.refresh(ada)
    with pytest.raises(PermissionMissing, match="calendar"):
        await hold(world, guests=())


async def test_a_read_only_connection_books_nothing() -> None:
    world = build()
    await world.connected("ada")
    (connection,) = await world.connections("ada")
    await world.sign("ada", "ada@contoso.com", Access.READ, reconnects=connection.id)
    await world.work()
    with pytest.raises(PermissionMissing, match="write"):
        await hold(world, guests=())


async def test_a_time_that_is_over_is_not_booked(desk: World) -> None:
    desk.clock.set(TEN + timedelta(seconds=1))
    with pytest.raises(InvalidChoice, match="time_is_over"):
        await hold(desk)


async def test_cancelling_takes_the_event_out_and_tells_it(desk: World) -> None:
    booking = await hold(desk)
    await desk.work()
    assert (await release(desk, booking)).state is CANCELLING
    with pytest.raises(SlotTaken):
        await hold(desk, "ben", ())
    await desk.work()
    assert state_of(desk, booking) == (CANCELLED, None)
    assert desk.box("ada").all_events() == []
    assert all(copy.is_cancelled for copy in desk.box("ben").all_events())
    assert told(desk) == ["held", "confirmed", "cancelling", "cancelled"]
    assert (await hold(desk, "ben", ())).state is HELD


@pytest.mark.parametrize("fault", ["lost before", "lost after"])
async def test_a_cancellation_whose_answer_was_lost_is_repeated(desk: World, fault: str) -> None:
    booking = await hold(desk)
    await desk.work()
    await release(desk, booking)
    desk.outlook.faults = [fault]
    await desk.work(through=LATER)
    assert state_of(desk, booking) == (CANCELLED, None)
    assert desk.box("ada").all_events() == []


async def test_a_refused_cancellation_leaves_the_booking_confirmed_and_says_why(desk: World) -> None:
    booking = await hold(desk)
    await desk.work()
    await release(desk, booking)
    desk.outlook.faults = [OutlookRejected(403, "ErrorAccessDenied")]
    await desk.work()
    assert state_of(desk, booking) == (CONFIRMED, "cancel.outlook_rejected")
    await release(desk, booking)
    await desk.work()
    assert state_of(desk, booking) == (CANCELLED, None)


async def test_a_dead_sign_in_stops_a_cancellation_and_says_so(desk: World) -> None:
    from dataclasses import replace

    booking = await hold(desk)
    await desk.work()
    await release(desk, booking)
    async with desk.store.transactions.write() as tx:
        (connection,) = await desk.store.connections.of_person(tx, booking.host)
        await desk.store.connections.save(tx, replace(connection, state=ConnectionState.NEEDS_RECONNECT))
    await desk.work()
    assert state_of(desk, booking) == (CONFIRMED, "cancel.reconnect_needed")
    assert len(desk.box("ada").written(booking.id)) == 1


async def test_a_cancellation_after_its_account_was_disconnected_ends_and_says_so(desk: World) -> None:
    """Ada has two accounts; the one that carries the booking goes while the cancellation waits."""
    world = desk
    world.mailbox("ada@second.example")
    finished = await world.sign("ada", "ada@second.example")
    await world.connecting.type_code(await world.person("ada"), finished.code)
    booking = await hold(world, guests=())
    await world.work()
    await release(world, booking)
    await world.connecting.disconnect(booking.host, booking.connection)
    await world.work(through=LATER)
    assert state_of(world, booking) == (CONFIRMED, "cancel.not_connected")


async def test_what_is_still_being_written_cannot_be_cancelled_yet(desk: World) -> None:
    booking = await hold(desk)
    with pytest.raises(InvalidChoice, match="still_writing"):
        await release(desk, booking)
    desk.outlook.faults = ["lost after"]
    await desk.work()
    with pytest.raises(InvalidChoice, match="still_writing"):
        await release(desk, booking)


async def test_only_the_host_sees_and_cancels_a_booking(desk: World) -> None:
    booking = await hold(desk)
    await desk.work()
    ben = await desk.person("ben")
    with pytest.raises(NotYours):
        await desk.holding.get(ben, booking.id)
    async with desk.store.transactions.write() as tx:
        with pytest.raises(NotYours):
            await desk.holding.release(tx, ben, booking.id)
    with pytest.raises(Gone):
        await desk.holding.get(ben, type(booking.id)("nothing"))
    assert state_of(desk, booking) == (CONFIRMED, None)


async def test_two_cancellations_are_one(desk: World) -> None:
    booking = await hold(desk)
    await desk.work()
    await release(desk, booking)
    assert (await release(desk, booking)).state is CANCELLING
    await desk.work()
    assert (await release(desk, booking)).state is CANCELLED
    assert told(desk).count("cancelled") == 1


async def test_a_running_booking_stays_listed_and_a_past_one_goes(desk: World) -> None:
    booking = await hold(desk)
    await desk.work()
    desk.clock.set(TEN + HOUR - timedelta(seconds=1))
    assert [one.id for one in await desk.holding.upcoming(booking.host)] == [booking.id]
    desk.clock.set(TEN + HOUR)
    assert await desk.holding.upcoming(booking.host) == ()
