"""A weekly meeting of Ada and Ben, put together and booked."""

from datetime import datetime, timedelta

from core.booking.model import Booking, MeetingPlan
from core.booking.repeats import Every, Repeats
from core.booking.usecases.recurring import Decided, Decision, Reviewed
from core.shared.ids import new_id
from core.shared.ranges import Range
from tests.unit.core.booking_scene import HOUR, TEN, invitee, now_of
from tests.unit.world import World

ZONE = "Europe/Berlin"
WEEK = timedelta(weeks=1)
SIX_WEEKS = Repeats(Every.WEEKLY, number=6)


def week(number: int) -> datetime:
    """When the date of this number begins: at ten in Berlin, also after the clocks changed (28 March 2027)."""
    local = TEN + number * WEEK
    return local - HOUR if number >= 4 else local


async def plan(world: World, rule: Repeats = SIX_WEEKS, guests: tuple[str, ...] = ("ben",)) -> MeetingPlan:
    invitees = tuple([await invitee(world, key) for key in guests])
    return MeetingPlan("Planning", Range(TEN, TEN + HOUR), invitees, repeats=rule)


async def review(
    world: World, *decided: Decided, rule: Repeats = SIX_WEEKS, guests: tuple[str, ...] = ("ben",)
) -> Reviewed:
    person = await world.person("ada")
    return await world.rooms.bookings.recurring.review(person, await plan(world, rule, guests), ZONE, decided)


async def hold_series(
    world: World, *decided: Decided, guests: tuple[str, ...] = ("ben",), request: str = ""
) -> Booking:
    """What confirming does, without the card."""
    reviewed = await review(world, *decided, guests=guests)
    prepared = await world.rooms.bookings.recurring.prepare(reviewed, request or new_id())
    async with world.store.transactions.write() as tx:
        return await world.holding.hold(tx, prepared)


def skip(number: int) -> Decided:
    return Decided(number, Decision.SKIP)


def anyway(number: int) -> Decided:
    return Decided(number, Decision.ANYWAY)


def moved(number: int, start: datetime) -> Decided:
    return Decided(number, Decision.MOVE, start)


def starts(world: World, key: str, booking: Booking) -> list[datetime]:
    """When the series takes place in somebody's calendar."""
    uid = now_of(world, booking).ical_uid
    return sorted(one.start for one in world.box(key).all_events() if one.uid == uid and not one.is_cancelled)
