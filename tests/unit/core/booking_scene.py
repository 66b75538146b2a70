"""Two connected colleagues, and the booking of an hour between them."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from core.booking.model import Booking, BookingId, BookingState, MeetingPlan
from core.people.model import Invitee
from core.shared.ids import new_id
from core.shared.ranges import Range
from tests.fakes.outlook import FakeOutlook
from tests.unit.core.crashing import Crash, Crashes, CrashingMemory, CrashingOutlook
from tests.unit.world import MONDAY, World, build

TEN = MONDAY + timedelta(hours=1)  # 10:00 in Berlin
HOUR = timedelta(hours=1)


async def scene(*keys: str, outlook: type[FakeOutlook] = CrashingOutlook) -> World:
    """Connected people; Ada and Ben unless others are named."""
    world = build(memory=CrashingMemory(), outlook=outlook)
    for key in keys or ("ada", "ben"):
        await world.connected(key)
    return world


def crashes(world: World) -> Crashes:
    assert isinstance(world.store.transactions, CrashingMemory)
    return world.store.transactions.crashes


async def killed_at(step: int, world: World, do: Callable[[], Awaitable[object]] | None = None) -> bool:
    """Works, or does this, until the given step, and starts again; False if it ended before."""
    crashes(world).countdown = step
    try:
        await (do or world.work)()
    except Crash:
        return True
    finally:
        crashes(world).countdown = None
        await world.restart()
    return False


async def invitee(world: World, key: str) -> Invitee:
    return Invitee(f"{key.title()} Example", f"{key}@contoso.com", await world.person(key))


async def hold(
    world: World, host: str = "ada", guests: tuple[str, ...] = ("ben",), start: datetime = TEN, request: str = ""
) -> Booking:
    """What pressing Book does, without the card. Raises what holding raises."""
    invitees = tuple([await invitee(world, key) for key in guests])
    plan = MeetingPlan("Planning", Range(start, start + HOUR), invitees)
    prepared = await world.holding.prepare(await world.setup(host), plan, "Europe/Berlin", request or new_id())
    async with world.store.transactions.write() as tx:
        return await world.holding.hold(tx, prepared)


async def release(world: World, booking: Booking) -> Booking:
    async with world.store.transactions.write() as tx:
        return await world.holding.release(tx, booking.host, booking.id)


def now_of(world: World, booking: Booking | BookingId) -> Booking:
    return world.store.transactions.tables.bookings[booking.id if isinstance(booking, Booking) else booking]


def state_of(world: World, booking: Booking) -> tuple[BookingState, str | None]:
    found = now_of(world, booking)
    return found.state, found.failure
