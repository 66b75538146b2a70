"""Keeping times for somebody to choose from: made, taken, withdrawn, over; each in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from core.booking.model import Booking, BookingId, BookingState, MeetingPlan
from core.booking.offers.model import (
    KEPT_FOR,
    TIMES_MOST,
    Channel,
    Offer,
    OfferChanged,
    OfferedTime,
    OfferId,
    OfferState,
)
from core.booking.offers.ports import OfferRepository
from core.booking.ports import BookingRepository
from core.booking.usecases import Holding
from core.configuration.usecases import Setup
from core.connection.ports import ConnectionRepository
from core.people.model import Invitee, PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, InvalidChoice, NotYours, SlotTaken
from core.shared.ids import new_id
from core.shared.jobs import Jobs
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions

OFFER_OVER_JOB = "offer.over"
LAPSED = "lapsed"


class TimeGone(SlotTaken):
    """This time of an offer can't be taken any more: another one was, it was withdrawn, or its time is over."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is offered: each start once, in any order; `people` come in any case."""

    title: str
    starts: Sequence[datetime]
    minutes: int
    people: tuple[Invitee, ...]
    online: bool
    channel: Channel | None


class Offering:
    """Offers times and lets the first who takes one have it."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        bookings: BookingRepository,
        offers: OfferRepository,
        holding: Holding,
        audit: AuditLog,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._bookings = bookings
        self._offers = offers
        self._holding = holding
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def get(self, offer: OfferId) -> Offer | None:
        async with self._transactions.read() as tx:
            return await self._offers.get(tx, offer)

    async def of_booking(self, booking: BookingId) -> Offer | None:
        """The offer that this booking was taken from."""
        async with self._transactions.read() as tx:
            return await self._offers.by_booking(tx, booking)

    async def booking(self, booking: BookingId) -> Booking | None:
        """What became of the time that was taken."""
        async with self._transactions.read() as tx:
            return await self._bookings.get(tx, booking)

    async def prepare(self, setup: Setup, wanted: Wanted, zone: str, request_key: str) -> tuple[Booking, ...]:
        """The times as they will be kept, before anything is written. Raises what Holding.prepare raises, and
        InvalidChoice("first") for a time that begins too soon to be offered, or none at all."""
        starts = sorted(set(wanted.starts))
        if not 0 < len(starts) <= TIMES_MOST:
            raise InvalidChoice("first", "offered.how_many")
        if any(later < earlier + timedelta(minutes=wanted.minutes) for earlier, later in pairwise(starts)):
            raise InvalidChoice("first", "offered.overlapping")
        notice = timedelta(minutes=setup.preferences.minimum_notice_minutes)
        kept: list[Booking] = []
        for start in starts:
            plan = MeetingPlan(wanted.title, Range(start, start + timedelta(minutes=wanted.minutes)), (), wanted.online)
            held = await self._holding.prepare(setup, plan, zone, f"{request_key}:{len(kept)}")
            now = self._clock.now()
            until = min(now + KEPT_FOR, start - notice)
            if until <= now:
                raise InvalidChoice("first", "offered.too_soon")
            kept.append(replace(held, state=BookingState.OFFERED, lease_until=until))
        return tuple(kept)

    async def offer(self, tx: Transaction, kept: Sequence[Booking], wanted: Wanted, request_key: str) -> Offer:
        """Takes all these times for the host, or raises SlotTaken. The same request gives the same offer, and so does
        another one for the very same times while they are kept."""
        host, now = kept[0].host, self._clock.now()
        await self._persons.lock(tx, frozenset({host}))
        replay = await self._offers.by_request(tx, host, request_key)
        if replay is not None:
            return replay
        for known in await self._offers.of_host(tx, host):
            if _is_the_same(known, kept, wanted) and known.left(now) == known.times:
                return known
        for each in kept:
            await self._bookings.expire(tx, each.protected, each.plan.when, now)
            if await self._bookings.live_overlapping(tx, each.protected, each.plan.when, now):
                raise SlotTaken
            await self._bookings.add(tx, each)
        made = Offer(
            id=OfferId(new_id()),
            host=host,
            title=wanted.title,
            people=wanted.people,
            online=wanted.online,
            zone=kept[0].zone,
            times=tuple(OfferedTime(each.id, each.plan.when, each.lease_until) for each in kept),
            channel=wanted.channel,
            request_key=request_key,
            created_at=now,
        )
        await self._offers.add(tx, made)
        await self._audit.record(tx, host, "offer.made", {"offer": made.id})
        tx.publish(OfferChanged(made.id))
        for until in sorted({one.until for one in made.times}):
            await self._jobs.enqueue(tx, OFFER_OVER_JOB, {"offer": made.id}, run_at=until, lock_key=None)
        return made

    async def take(self, tx: Transaction, offer_id: OfferId, prepared: Booking) -> Booking:
        """The time of `prepared` becomes a booking and the others are free again. Raises Gone, TimeGone when it can't
        be taken any more, SlotTaken when somebody of the booking has another one then (the offer stays as it is).

        Whoever took it may ask again: that finds their booking."""
        await self._persons.lock(tx, prepared.protected)
        offer = await self._offers.get(tx, offer_id)
        if offer is None or offer.host != prepared.host:
            raise Gone
        if offer.taken is not None:
            booking = await self._bookings.get(tx, offer.taken)
            if (
                booking is not None
                and booking.booked_by == prepared.booked_by
                and booking.plan.when == prepared.plan.when
            ):
                return booking
            raise TimeGone
        if all(one.when != prepared.plan.when for one in offer.left(self._clock.now())):
            raise TimeGone
        await self._release(tx, offer)
        held = await self._holding.hold(tx, prepared)
        taken = replace(offer, state=OfferState.TAKEN, taken=held.id)
        if not await self._offers.advance(tx, taken, OfferState.OPEN):
            raise TimeGone
        await self._audit.record(tx, offer.host, "offer.taken", {"offer": offer.id, "booking": held.id})
        tx.publish(OfferChanged(offer.id))
        return held

    async def withdraw(self, tx: Transaction, host: PersonId, offer_id: OfferId) -> Offer:
        """Its times are free again; one that was taken stays taken. Raises Gone, NotYours."""
        offer = await self._offers.get(tx, offer_id)
        if offer is None:
            raise Gone
        if offer.host != host:
            raise NotYours
        await self._persons.lock(tx, frozenset({host}))
        withdrawn = replace(offer, state=OfferState.WITHDRAWN)
        if not await self._offers.advance(tx, withdrawn, OfferState.OPEN):
            return await self._offers.get(tx, offer_id) or offer
        await self._release(tx, offer)
        await self._audit.record(tx, host, "offer.withdrawn", {"offer": offer.id})
        tx.publish(OfferChanged(offer.id))
        return withdrawn

    async def over(self, offer_id: OfferId) -> None:
        """The job for the moment at which a time of the offer is kept no longer."""
        async with self._transactions.write() as tx:
            offer = await self._offers.get(tx, offer_id)
            if offer is None or offer.state is not OfferState.OPEN:
                return
            await self._persons.lock(tx, frozenset({offer.host}))
            now = self._clock.now()
            for one in offer.times:
                if one.until <= now:
                    await self._end(tx, one.booking, BookingState.FAILED)
            tx.publish(OfferChanged(offer.id))

    async def end(self, offer: Offer) -> None:
        """Withdraws it for who can't any more; nobody is told by a fact."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({offer.host}))
            if await self._offers.advance(tx, replace(offer, state=OfferState.WITHDRAWN), OfferState.OPEN):
                await self._release(tx, offer)

    async def is_connected(self, person: PersonId) -> bool:
        async with self._transactions.read() as tx:
            return bool(await self._connections.of_person(tx, person))

    async def forget(self, person: PersonId) -> None:
        """The person is connected no longer: nothing can be booked with them."""
        async with self._transactions.write() as tx:
            await self._offers.forget_person(tx, person)

    async def of_host(self, host: PersonId) -> tuple[Offer, ...]:
        async with self._transactions.read() as tx:
            return await self._offers.of_host(tx, host)

    async def _release(self, tx: Transaction, offer: Offer) -> None:
        for one in offer.times:
            await self._end(tx, one.booking, BookingState.CANCELLED)

    async def _end(self, tx: Transaction, kept: BookingId, state: BookingState) -> None:
        """The time is free for everybody, unless it was already."""
        booking = await self._bookings.get(tx, kept)
        if booking is not None:
            failure = LAPSED if state is BookingState.FAILED else None
            await self._bookings.advance(tx, replace(booking, state=state, failure=failure), BookingState.OFFERED)


def _is_the_same(known: Offer, kept: Sequence[Booking], wanted: Wanted) -> bool:
    """Whether the same was offered already, from another device or with a second click."""
    times = [one.when for one in known.times] == [one.plan.when for one in kept]
    return times and (known.title, known.channel, known.people) == (wanted.title, wanted.channel, wanted.people)
