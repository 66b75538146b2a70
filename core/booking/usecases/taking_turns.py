"""Booking by a round robin: whose turn it is, decided where the time is taken, and once more when Outlook disagrees."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.booking.model import Booking, BookingChanged, BookingState, MeetingPlan
from core.booking.ports import BookingRepository
from core.booking.relay_ports import RelayRepository
from core.booking.round_robin import fairest
from core.booking.usecases.arranged import Arranged
from core.booking.usecases.holding import Holding
from core.configuration.meeting_types.in_force import in_force
from core.configuration.meeting_types.model import MeetingType, TypeMode
from core.configuration.meeting_types.ports import MeetingTypeRepository
from core.configuration.usecases import Configuring
from core.people.model import PersonId, known_as
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.errors import NotConnected, SlotTaken
from core.shared.transaction import Transaction, Transactions


class TakingTurns:
    """Chooses under the locks of all members, so that two at once don't both find the same one the idlest."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        relays: RelayRepository,
        types: MeetingTypeRepository,
        configuring: Configuring,
        arranged: Arranged,
        holding: Holding,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._relays = relays
        self._types = types
        self._configuring = configuring
        self._arranged = arranged
        self._holding = holding
        self._audit = audit
        self._clock = clock

    async def hold(self, tx: Transaction, asker: PersonId, candidates: Sequence[Booking]) -> Booking:
        """One booking out of these, which differ in their host only; the first whose turn it is and whose time can be
        taken. Raises SlotTaken when there is none. The same request, and the same wish from another device, give the
        same booking, whoever hosts it."""
        first = candidates[0]
        assert first.type is not None
        everybody = frozenset[PersonId]().union(*(one.protected for one in candidates))
        await self._arranged.lock(tx, first, asker, *everybody)
        replay = await self._relays.of_request(tx, asker, first.request_key) or await self._same(tx, asker, first)
        if replay is not None:
            return replay
        now = self._clock.now()
        await self._bookings.expire(tx, everybody, first.plan.when, now)
        loads = await self._relays.loads(tx, first.type, [one.host for one in candidates], now)
        by_host = {one.host: one for one in candidates}
        for chosen in (by_host[host] for host in fairest(loads)):
            if await self._arranged.is_full(tx, first.type, chosen):
                continue
            if not await self._bookings.live_overlapping(tx, chosen.protected, chosen.plan.when, now):
                return await self._holding.hold(tx, chosen)
        raise SlotTaken

    async def pass_on(self, booking: Booking, tried: Collection[PersonId]) -> Booking | None:
        """Outlook says that the chosen member can't: the held booking becomes that of the next one who isn't among
        `tried`. None when there is nobody left, or it is no round robin's."""
        kind = await self._kind(booking)
        if kind is None:
            return None
        guests = {item.person for item in booking.plan.invitees}
        others = [one.person for one in kind.members if one.person not in {*tried, *guests, booking.booked_by}]
        names = {person: await self._name(person) for person in (booking.host, *others)}
        async with self._transactions.write() as tx:
            known = frozenset(await self._persons.busy_versions(tx, others))
            await self._persons.lock(tx, booking.protected | known)
            now = self._clock.now()
            for person in fairest(await self._relays.loads(tx, kind.id, sorted(known), now)):
                passed = await self._of(tx, kind, booking, person, names)
                if passed is None or await self._is_taken(tx, passed):
                    continue
                try:
                    if not await self._relays.reassign(tx, passed):
                        return None
                except SlotTaken:
                    continue  # a hold that lapsed keeps this member's time until its own job has ended it
                await self._audit.record(tx, person, "booking.passed_on", {"booking": booking.id})
                tx.publish(BookingChanged(booking.id, BookingState.HELD))
                return passed
        return None

    async def _kind(self, booking: Booking) -> MeetingType | None:
        if booking.moves is not None or booking.replaces is not None:
            return None
        async with self._transactions.read() as tx:
            return await round_robin_of(tx, self._types, booking)

    async def _same(self, tx: Transaction, asker: PersonId, wanted: Booking) -> Booking | None:
        """What the asker has already booked by this type with the same guests at this very time."""
        assert wanted.type is not None
        booked = await self._bookings.of_type(tx, wanted.type, wanted.plan.when, self._clock.now())
        mine = (one for one in booked if asker in (one.booked_by, one.host) and _means(one, wanted))
        return next(mine, None)

    async def _of(
        self, tx: Transaction, kind: MeetingType, booking: Booking, host: PersonId, names: dict[PersonId, str]
    ) -> Booking | None:
        """The same booking when this member hosts it; None when they can't."""
        try:
            setup = in_force(kind, await self._configuring.setup_in(tx, host))
        except NotConnected:
            return None
        linked = setup.linked
        if linked is None or self._configuring.obstacle(setup, linked) is not None:
            return None
        return replace(
            booking,
            host=host,
            connection=linked.connection,
            calendar=linked.id,
            outlook_calendar_id=linked.outlook_id,
            plan=renamed(booking.plan, names[booking.host], names[host]),
            protected=(booking.protected - {booking.host}) | {host},
        )

    async def _is_taken(self, tx: Transaction, passed: Booking) -> bool:
        found = await self._bookings.live_overlapping(tx, passed.protected, passed.plan.when, self._clock.now())
        return any(other.id != passed.id for other in found)

    async def _name(self, person: PersonId) -> str:
        async with self._transactions.read() as tx:
            chats = await self._persons.identities(tx, person)
        return known_as(chats)


async def round_robin_of(tx: Transaction, types: MeetingTypeRepository, booking: Booking) -> MeetingType | None:
    """The round robin by which it was booked; None when it is none, or gone."""
    kind = await types.get(tx, booking.type) if booking.type is not None else None
    return kind if kind is not None and kind.mode is TypeMode.ROUND_ROBIN else None


def _means(known: Booking, wanted: Booking) -> bool:
    guests = [{item.address for item in one.plan.invitees} for one in (known, wanted)]
    return known.plan.when == wanted.plan.when and known.plan.note == wanted.plan.note and guests[0] == guests[1]


def renamed(plan: MeetingPlan, was: str, now: str) -> MeetingPlan:
    """The same meeting with another host: where its words name the old one, they name the new one."""
    if not was or not now:
        return plan
    return replace(plan, title=plan.title.replace(was, now), note=plan.note.replace(was, now))
