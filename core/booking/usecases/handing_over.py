"""Handing a round robin's booking over: who could take it, and the hold that starts it; succession has the rest."""

from dataclasses import dataclass, replace
from datetime import timedelta

from core.availability import explain
from core.booking.model import HOLD_LEASE, Booking, BookingChanged, BookingId, BookingState, MeetingPlan, may_manage
from core.booking.ports import BookingRepository
from core.booking.relay_ports import RelayRepository
from core.booking.round_robin import fairest
from core.booking.usecases.asking import at_its_time
from core.booking.usecases.gathering import Aside, Gathering
from core.booking.usecases.holding import Holding
from core.booking.usecases.jobs import PUSH_JOB
from core.booking.usecases.succession import is_replaceable
from core.booking.usecases.taking_turns import renamed, round_robin_of
from core.configuration.meeting_types.in_force import in_force
from core.configuration.meeting_types.model import MeetingType
from core.configuration.meeting_types.ports import MeetingTypeRepository
from core.configuration.usecases import Configuring, Setup
from core.people.model import PersonId, known_as
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import ClearhourError, Gone, InvalidChoice, NotConnected, NotYours, SlotTaken
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who could take a booking over, by the name that Outlook knows."""

    person: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Where it stands: the booking, and the one that takes its place, took it, or failed to, with its host's name.
    `possible`: it can be handed over now."""

    booking: Booking
    attempt: Booking | None = None
    to: str = ""
    possible: bool = False


class HandingOver:
    """From "Hand over" to a hold for the new host."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        relays: RelayRepository,
        types: MeetingTypeRepository,
        configuring: Configuring,
        gathering: Gathering,
        holding: Holding,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._relays = relays
        self._types = types
        self._configuring = configuring
        self._gathering = gathering
        self._holding = holding
        self._jobs = jobs
        self._clock = clock

    async def of(self, booking: Booking) -> HandOver:
        """Where it stands with this booking, whoever asks."""
        if booking.type is None:
            return HandOver(booking)
        async with self._transactions.read() as tx:
            attempt = await self._relays.successor(tx, booking.id)
        name = await self.name(attempt.host) if attempt else ""
        return HandOver(booking, attempt, name, await self.may(booking))

    async def booking(self, person: PersonId, booking_id: BookingId) -> Booking:
        """One that this person may hand over: its host, who booked it, or its type's owner. Raises Gone, NotYours."""
        async with self._transactions.read() as tx:
            found = await self._bookings.get(tx, booking_id)
            kind = await self._types.get(tx, found.type) if found is not None and found.type is not None else None
        if found is None:
            raise Gone
        if not may_manage(found, person) and (kind is None or kind.owner != person):
            raise NotYours
        return found

    async def may(self, booking: Booking) -> bool:
        """Whether it can be handed over at all now: a round robin's, to come, and standing as it was booked."""
        return is_replaceable(booking) and await self._kind(booking) is not None and not self._is_over(booking)

    async def takers(self, booking: Booking) -> tuple[Taker, ...]:
        """The other members who work and are free then, the one whose turn it is first."""
        kind = await self._kind(booking)
        if kind is None:
            return ()
        async with self._transactions.read() as tx:
            members = [member.person for member in kind.members if member.person != booking.host]
            order = fairest(await self._relays.loads(tx, kind.id, members, self._clock.now()))
        found = []
        for person in order:
            try:
                setup = in_force(kind, await self._configuring.setup(person))
            except NotConnected:
                continue
            if setup.linked is not None and await self._is_free(setup, booking):
                found.append(Taker(person, setup.name))
        return tuple(found)

    async def prepare(self, booking: Booking, to: PersonId, request_key: str) -> Booking:
        """The hold as `hold` will take it; nothing is written yet.

        Raises InvalidChoice("to") for who is no member or not connected, InvalidChoice("booking") when it can't be
        handed over now, PermissionMissing when the new host's linked calendar can't be written.
        """
        kind = await self._kind(booking)
        if kind is None or not await self.may(booking):
            raise InvalidChoice("booking", "hand_over.not_now")
        if to == booking.host or not kind.has_member(to):
            raise InvalidChoice("to", "hand_over.no_member")
        try:
            setup = in_force(kind, await self._configuring.setup(to))
        except NotConnected:
            raise InvalidChoice("to", "hand_over.no_member") from None
        plan = renamed(_plan(booking, to, setup), await self._chat_name(booking.host), await self._chat_name(to))
        prepared = await self._holding.prepare(setup, plan, booking.zone, request_key)
        return replace(prepared, replaces=booking.id, type=booking.type, booked_by=booking.booked_by)

    async def hold(self, tx: Transaction, prepared: Booking) -> Booking:
        """Takes the time for the new host, or raises SlotTaken. Whoever is in the meeting already stays protected by
        the old booking until the new one is certain.

        The same request, and another one for the same host, give the same booking; while somebody else is taking it
        over, or it is moved, InvalidChoice("booking").
        """
        assert prepared.replaces is not None
        old = await self._bookings.get(tx, prepared.replaces)
        await self._persons.lock(tx, prepared.protected | (old.protected if old else frozenset()))
        old = await self._bookings.get(tx, prepared.replaces)
        if old is None:
            raise Gone
        now, window = self._clock.now(), prepared.plan.when
        await self._bookings.expire(tx, prepared.protected, window, now)
        attempt = await self._relays.successor(tx, old.id)
        if attempt is not None and (attempt.is_live(now) or attempt.request_key == prepared.request_key):
            if attempt.host != prepared.host:
                raise InvalidChoice("booking", "booking.still_writing")
            return attempt
        move = await self._bookings.last_move(tx, old.id)
        if not is_replaceable(old) or old.plan.when != window or (move is not None and move.is_live(now)):
            raise InvalidChoice("booking", "hand_over.not_now")
        found = await self._bookings.live_overlapping(tx, prepared.protected, window, now)
        if any(other.id != old.id for other in found):
            raise SlotTaken
        booking = replace(
            prepared, created_at=now, lease_until=now + HOLD_LEASE, protected=prepared.protected - old.protected
        )
        await self._bookings.add(tx, booking)
        await self._jobs.enqueue(tx, PUSH_JOB, {"booking": booking.id}, lock_key=f"booking:{old.id}")
        tx.publish(BookingChanged(booking.id, BookingState.HELD))
        return booking

    async def _kind(self, booking: Booking) -> MeetingType | None:
        async with self._transactions.read() as tx:
            return await round_robin_of(tx, self._types, booking)

    def _is_over(self, booking: Booking) -> bool:
        return booking.plan.when.start < self._clock.now()

    async def _is_free(self, setup: Setup, booking: Booking) -> bool:
        """By the copies: the fresh look comes with the hold. The meeting itself is in nobody's way."""
        when = booking.plan.when
        around = when.widened(timedelta(hours=12))
        try:
            gathered = await self._gathering.gather(setup, (), around, aside=Aside(frozenset({booking.id})))
        except ClearhourError:
            return False
        return not explain(at_its_time(setup.preferences, when, around, gathered.attendees), when.start)

    async def _chat_name(self, person: PersonId) -> str:
        async with self._transactions.read() as tx:
            chats = await self._persons.identities(tx, person)
        return known_as(chats)

    async def name(self, person: PersonId) -> str:
        """As Outlook knows them; empty for who is not connected."""
        try:
            return (await self._configuring.setup(person)).name
        except NotConnected:
            return ""


def _plan(booking: Booking, to: PersonId, setup: Setup) -> MeetingPlan:
    """The same meeting; who takes it over is no longer invited to it."""
    addresses = {address for item in setup.connections for address in item.account.addresses}
    guests = tuple(
        item
        for item in booking.plan.invitees
        if item.person != to and (item.address is None or item.address.casefold() not in addresses)
    )
    return replace(booking.plan, invitees=guests)
