"""kill -9 at every step of a hand-over: the guests end with exactly one event, the one of the booking that holds."""

from datetime import timedelta

import pytest

from core.booking.model import HOLD_LEASE, BookingState
from core.booking.usecases.succession import STAYS
from core.shared.errors import OutlookRejected
from tests.fakes.outlook import FakeOutlook
from tests.unit.core.booking_scene import killed_at, state_of
from tests.unit.core.crashing import CrashingOutlook
from tests.unit.core.round_robin import SOON, booked, hand_over, meetings, team
from tests.unit.core.test_booking_crashes import MOST_STEPS
from tests.unit.world import World

_, HELD, PUSHING, CONFIRMED, CANCELLING, CANCELLED, MOVED, FAILED, *_ = BookingState
REFUSED = OutlookRejected(403, "ErrorAccessDenied")


def one_event_is_left(world: World) -> str:
    """Whose it is; and everything we say about it is true."""
    (event,) = meetings(world)
    bookings = world.store.transactions.tables.bookings.values()
    (standing,) = [one for one in bookings if one.state is CONFIRMED]
    assert {one.state for one in bookings} <= {CONFIRMED, CANCELLED, FAILED}
    hosts = [box for box in world.outlook.mailboxes.values() if box.get(standing.outlook_id or "")]
    assert [box.account.address for box in hosts] == [event.organizer_address]
    assert standing.host in standing.protected
    guest = next(item.person for item in standing.plan.invitees)
    assert guest in standing.protected
    return event.organizer_address.split("@")[0]


FAULTS = {
    "none": [],
    "a lost answer to the new event": ["lost after"],
    "503 before it": ["lost before"],
    "a lost answer to the cancellation": ["", "lost after"],
    "the new event is refused": [REFUSED],
    "the cancellation is refused": ["", REFUSED],
    "the cancellation is refused and then the way back": ["", REFUSED, REFUSED],
}


@pytest.mark.parametrize(
    ("faults", "asleep", "stride"),
    [("none", timedelta(), 1), ("none", HOLD_LEASE, 3), *((name, timedelta(), 3) for name in list(FAULTS)[1:])],
)
async def test_a_hand_over_killed_at_any_step_leaves_the_guests_one_event(
    faults: str, asleep: timedelta, stride: int
) -> None:
    hosts = set()
    for step in range(stride // 2, MOST_STEPS, stride):
        world = await team()
        old = await booked(world)
        new = await hand_over(world, old)
        world.outlook.faults = list(FAULTS[faults])
        killed = await killed_at(step, world, lambda world=world: world.work(SOON))  # type: ignore[misc]
        world.clock.advance(asleep)
        await world.work(SOON)
        host = one_event_is_left(world)
        assert state_of(world, new if host == "ben" else old) in {(CONFIRMED, None), (CONFIRMED, STAYS)}
        hosts.add(host)
        if not killed:
            assert step > 10
            break
    assert hosts <= {"ada", "ben"}
    if faults == "none" and not asleep:
        assert hosts == {"ben"}
    if "cancellation is refused" in faults:
        assert "ada" in hosts


async def test_a_press_killed_at_any_step_is_one_hand_over_when_it_is_pressed_again() -> None:
    for step in range(MOST_STEPS):
        world = await team()
        old = await booked(world)

        async def press(world: World = world) -> None:
            await hand_over(world, old, request="click")  # noqa: B023
            await world.work()

        killed = await killed_at(step, world, press)
        await world.work(SOON)
        if not [one for one in world.store.transactions.tables.bookings.values() if one.replaces == old.id]:
            await hand_over(world, old, request="click")
            await world.work(SOON)
        assert one_event_is_left(world) == "ben"
        assert len(world.box("ben").all_events()) == 1
        if not killed:
            break


class CancelsFirst(CrashingOutlook):
    """A program that cancels the old event as soon as the new one is asked for, and hopes."""

    async def create(self, booking):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        if booking.replaces is not None:
            old = self.memory.tables.bookings[booking.replaces]
            await FakeOutlook.cancel(self, old.connection, old.outlook_id or "", True, "")
        return await super().create(booking)


async def test_a_program_that_cancels_before_the_new_event_is_certain_is_found_out() -> None:
    world = await team(outlook=CancelsFirst)
    old = await booked(world)
    await hand_over(world, old)
    world.outlook.faults = ["", REFUSED]
    await world.work(SOON)
    assert meetings(world) == []
