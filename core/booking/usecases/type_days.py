"""The daily limit of a meeting type: how much of it a day has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.booking.model import Booking, BookingId
from core.booking.ports import BookingRepository
from core.configuration.meeting_types.model import MeetingType
from core.shared.days import day_of
from core.shared.ranges import Range
from core.shared.transaction import Transaction


@dataclass(frozen=True, slots=True)
class TypeLimit:
    """The limit that stands for one booking of a type, whose days are those of `zone`."""

    kind: MeetingType
    zone: ZoneInfo
    booking: Booking


async def is_full(
    tx: Transaction, bookings: BookingRepository, kind: MeetingType, when: Range, zone: ZoneInfo, now: datetime,
    *, moves: BookingId | None = None,
) -> bool:  # fmt: skip
    """Whether the day has as many bookings of the type as it may; those that are on their way there count. `moves`: the
    booking that shall go there, which doesn't."""
    if kind.daily_limit is None:
        return False
    day = day_of(when.start, zone)
    around = Range(when.start - timedelta(days=2), when.start + timedelta(days=2))
    there = {
        one.id for one in await bookings.of_type(tx, kind.id, around, now) if day_of(one.plan.when.start, zone) == day
    }
    coming = await _coming(tx, bookings, kind, day, now)
    return len((there | set(coming)) - {moves}) >= kind.daily_limit


async def _coming(
    tx: Transaction, bookings: BookingRepository, kind: MeetingType, day: Range, now: datetime
) -> Iterable[BookingId]:
    """The type's bookings that a hold moves to this day just now."""
    hosts = frozenset({kind.owner, *(one.person for one in kind.members)})
    found = []
    for hold in await bookings.live_overlapping(tx, hosts, day, now):
        moved = await bookings.get(tx, hold.moves.booking) if hold.moves and hold.moves.booking else None
        if moved is not None and moved.type == kind.id and day.start <= hold.plan.when.start < day.end:
            found.append(moved.id)
    return found
