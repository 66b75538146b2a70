"""Invited people who get something else at the time of a booking: its host is told that they are busy, never by what.

Told of are required people of bookings in the next two weeks with at most five of them. What takes their time for
certain counts, as an unanswered invitation may still be refused: busy or away, organised or accepted by them. Connected
people are looked at when their copy changes; of colleagues Outlook is asked once a day.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta

from core.availability import ShowAs, blocks
from core.booking.model import Booking, BookingId
from core.booking.ports import BookingRepository
from core.booking.response_ports import AnswerRepository
from core.booking.responses import BookingAnswered, answerable, busy_now
from core.configuration.model import Preferences
from core.configuration.ports import PreferencesRepository
from core.configuration.sharing import may_see
from core.configuration.usecases import Configuring
from core.people.model import Invitee, PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, NotConnected
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Event, FreeBusy, Response, busy_time
from core.sync.ports import MirrorRepository, SyncStates
from core.sync.usecases import Reading

HORIZON = timedelta(days=14)
MOST_REQUIRED = 5
CERTAIN = frozenset({ShowAs.BUSY, ShowAs.OOF})
THEIRS = frozenset({Response.ORGANIZER, Response.ACCEPTED, Response.NONE})


class BusyLater:
    """Compares bookings with what their invited people have in their calendars by now."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        preferences: PreferencesRepository,
        configuring: Configuring,
        bookings: BookingRepository,
        answers: AnswerRepository,
        states: SyncStates,
        mirror: MirrorRepository,
        reading: Reading,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._preferences = preferences
        self._configuring = configuring
        self._bookings = bookings
        self._answers = answers
        self._states = states
        self._mirror = mirror
        self._reading = reading
        self._clock = clock

    async def busy_changed(self, person: PersonId) -> None:
        """What blocks this person changed: looks at the bookings of others that need them."""
        now = self._clock.now()
        async with self._transactions.read() as tx:
            found = await self._bookings.live_overlapping(tx, frozenset({person}), Range(now, now + HORIZON), now)
        for booking in found:
            if booking.host != person:
                await self._compare(booking, (), {person})

    async def nightly(self, host: PersonId) -> None:
        """Once a day: the host's bookings that came within two weeks, and the colleagues who aren't connected."""
        now = self._clock.now()
        async with self._transactions.read() as tx:
            found = await self._bookings.of_host(tx, host, now)
        for booking in found:
            if now <= booking.plan.when.start <= now + HORIZON and _is_small(booking):
                strangers = await self._not_connected(_required(booking))
                told = await self._reading.free_busy(booking.connection, _addresses(strangers), booking.plan.when)
                await self._compare(booking, tuple(one for one in told if one.readable), booking.protected)

    async def _not_connected(self, invitees: Collection[Invitee]) -> list[Invitee]:
        """The others are known by their own calendars, or don't show the host when they are free."""
        async with self._transactions.read() as tx:
            return [one for one in invitees if not one.person or not await self._preferences.get(tx, one.person)]

    async def _compare(self, booking: Booking, told: Collection[FreeBusy], persons: Collection[PersonId]) -> None:
        if not _is_small(booking):
            return
        async with self._transactions.read() as tx:
            changed = await self._after(tx, booking, told, persons)
        if changed:
            await self._write(booking.id, told, persons)

    async def _write(self, booking_id: BookingId, told: Collection[FreeBusy], persons: Collection[PersonId]) -> None:
        async with self._transactions.write() as tx:
            booking = await self._bookings.get(tx, booking_id)
            if booking is None or not _is_small(booking):
                return
            try:
                await self._persons.lock(tx, frozenset({booking.host}))
            except Gone:
                return
            if await self._after(tx, booking, told, persons, keep=True):
                tx.publish(BookingAnswered(booking.id))

    async def _after(
        self,
        tx: Transaction,
        booking: Booking,
        told: Collection[FreeBusy],
        persons: Collection[PersonId],
        *,
        keep: bool = False,
    ) -> bool:
        """Whether this look changes what is known; `keep`: and keeps it. Nothing is known of a booking that Outlook
        hasn't shown yet: the next look finds it."""
        known = await self._answers.get(tx, booking.id)
        if known is None or known.when != booking.plan.when:
            return False
        spoken = {one.address.casefold(): one for one in told}
        judged: list[Invitee] = []
        busy: list[Invitee] = []
        for invitee in _required(booking):
            address = (invitee.address or "").casefold()
            if invitee.person in persons and invitee.person is not None and invitee.person != booking.host:
                is_busy = await self._is_busy(tx, booking, invitee.person)
            elif address in spoken:
                is_busy = _takes(spoken[address], booking.plan.when)
            else:
                continue
            judged.append(invitee)
            busy += [invitee] if is_busy else []
        after = busy_now(known, busy, judged)
        if keep and after != known:
            await self._answers.save(tx, after)
        return after != known

    async def _is_busy(self, tx: Transaction, booking: Booking, person: PersonId) -> bool:
        """By the copies as they are; what isn't copied, or not to be seen by the host, says nothing."""
        try:
            host, theirs = [await self._configuring.setup_in(tx, one) for one in (booking.host, person)]
        except NotConnected:
            return False
        chats = frozenset(one.user for one in await self._persons.identities(tx, booking.host))
        if not may_see(host, chats, theirs):
            return False
        chosen = theirs.preferences
        states = await self._states.of_calendars(tx, chosen.blocking_calendars)
        around = booking.plan.when.widened(timedelta(days=1))
        copies = await self._mirror.events(tx, [key for key, one in states.items() if one.error is None], around)
        return any(_counts(one, booking, chosen) for events in copies.values() for one in events)


def _is_small(booking: Booking) -> bool:
    return (
        answerable(booking)
        and not booking.dates
        and booking.adopted is None
        and 0 < len(_required(booking)) <= MOST_REQUIRED
    )


def _required(booking: Booking) -> list[Invitee]:
    return [one for one in booking.plan.invitees if one.required]


def _addresses(invitees: Iterable[Invitee]) -> tuple[str, ...]:
    return tuple(one.address for one in invitees if one.address and not one.outsider)


def _counts(event: Event, booking: Booking, chosen: Preferences) -> bool:
    if event.transaction_id == booking.id or event.ical_uid == booking.ical_uid or event.id == booking.outlook_id:
        return False
    certain = event.show_as in CERTAIN and event.response in THEIRS and blocks(busy_time(event, ""), chosen.blocking)
    return certain and event.lies(chosen.home_zone).overlaps(booking.plan.when)


def _takes(told: FreeBusy, when: Range) -> bool:
    """Spans have no names: one of the booking's very time is taken for the booking itself."""
    spans = [Range(one.start, one.end) for one in told.spans if one.show_as in CERTAIN]
    if when in spans:
        spans.remove(when)
    return any(one.overlaps(when) for one in spans)
