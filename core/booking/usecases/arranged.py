"""Holding a time by an arrangement: by a meeting type, or for somebody else."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.booking.model import Booking, MeetingPlan
from core.booking.ports import BookingRepository
from core.booking.usecases.arranging import Arrangement, Arranging
from core.booking.usecases.finding import Finding, FindRequest
from core.booking.usecases.holding import Holding
from core.booking.usecases.type_days import is_full
from core.configuration.meeting_types.model import MeetingType, MeetingTypeId
from core.configuration.meeting_types.ports import MeetingTypeRepository
from core.configuration.ports import PreferencesRepository
from core.people.model import PersonId, known_as
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import DayFull, InvalidChoice, PermissionMissing, SlotTaken
from core.shared.transaction import Transaction, Transactions


class Arranged:
    """From an arrangement to a hold."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        types: MeetingTypeRepository,
        preferences: PreferencesRepository,
        arranging: Arranging,
        holding: Holding,
        finding: Finding,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._types = types
        self._preferences = preferences
        self._arranging = arranging
        self._holding = holding
        self._finding = finding
        self._clock = clock

    async def decided(self, arrangement: Arrangement, request: FindRequest, start: datetime) -> Arrangement:
        """The arrangement with those of the pool who come to a meeting at that time: the first of those who can. Raises
        SlotTaken when there are not enough."""
        if not arrangement.needed:
            return arrangement
        free = await self._finding.free_of_pool(request, start)
        if len(free) < arrangement.needed:
            raise SlotTaken
        coming = tuple(item for item in arrangement.pool if item.person in free)
        return replace(arrangement, pool=coming[: arrangement.needed])

    async def turns(self, arrangement: Arrangement, request: FindRequest, start: datetime) -> tuple[Arrangement, ...]:
        """The round robin's arrangement with each member who could host then. Raises SlotTaken when nobody could."""
        free = await self._finding.free_of_pool(request, start)
        if not free:
            raise SlotTaken
        return tuple([await self._arranging.hosted_by(arrangement, person) for person in free])

    async def prepare(self, arrangement: Arrangement, plan: MeetingPlan, zone: str, request_key: str) -> Booking:
        """The booking as it will be held. Raises what `Holding.prepare` raises; what only the host can mend says so."""
        try:
            prepared = await self._holding.prepare(arrangement.setup, plan, zone, request_key)
        except (InvalidChoice, PermissionMissing) as refused:
            if arrangement.type is None or (isinstance(refused, InvalidChoice) and refused.field == "start"):
                raise
            raise InvalidChoice("type", "types.not_writable") from refused
        return replace(
            prepared,
            host=arrangement.host,
            booked_by=arrangement.booked_by,
            type=arrangement.type.id if arrangement.type else None,
            behalf=arrangement.boss,
        )

    async def hold(self, tx: Transaction, prepared: Booking) -> Booking:
        """Takes the time like `Holding.hold`, unless the type's day is full. Raises SlotTaken, DayFull; the transaction
        then has to be given up."""
        await self.lock(tx, prepared)
        full = prepared.type is not None and await self.is_full(tx, prepared.type, prepared)
        held = await self._holding.hold(tx, prepared)
        if full and held.id == prepared.id:  # a repetition finds what it has already
            raise DayFull
        return held

    async def origin(self, booking: Booking) -> tuple[MeetingType | None, str]:
        """The meeting type, if it is still there, and the host's name."""
        async with self._transactions.read() as tx:
            kind = await self._types.get(tx, booking.type) if booking.type else None
            identities = await self._persons.identities(tx, booking.host)
        return kind, known_as(identities)

    async def lock(self, tx: Transaction, prepared: Booking, *others: PersonId) -> None:
        """Everybody protected and the type's owner, so that two bookings of one type are made one after the other."""
        kind = await self._types.get(tx, prepared.type) if prepared.type else None
        owner = frozenset({kind.owner}) if kind else frozenset()
        await self._persons.lock(tx, prepared.protected | owner | frozenset(others))

    async def is_full(self, tx: Transaction, kind_id: MeetingTypeId, prepared: Booking) -> bool:
        """Whether the host's day has as many bookings of this type as it may."""
        kind = await self._types.get(tx, kind_id)
        if kind is None or kind.daily_limit is None:
            return False
        chosen = await self._preferences.get(tx, prepared.host)
        zone = ZoneInfo(chosen.home_zone if chosen else prepared.zone)
        return await is_full(tx, self._bookings, kind, prepared.plan.when, zone, self._clock.now())
