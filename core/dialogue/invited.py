"""One message to each person of a booking who didn't make it: told once, in the chat they chose, then edited in place.

Outlook tells everybody by an invitation; this is for those who use the bot, in their own zone, and off by one button.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from core.booking.model import Booking, BookingId, BookingState
from core.booking.ports import BookingRepository
from core.configuration.model import Preferences
from core.configuration.teams.model import is_team
from core.configuration.unasked import Unasked
from core.configuration.usecases import Configuring
from core.conflicts.model.manners import manners_of, next_digest, quiet_until
from core.dialogue.answers.booking_life import BookingLifeAnswers
from core.dialogue.model import CARD, Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Face, Posting
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, NotConnected
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions

INVITED_JOB = "dialogue.invited"
BEFOREHAND = timedelta(hours=2)
"""So long before it begins a booking is told also in the quiet hours."""

PRESSING = timedelta(hours=24)
"""What begins within this time doesn't wait for a day that has messages left."""


class InvitedNotices:
    """Looks at a booking whenever it changed. The row that says so is there before its message is sent: a process that
    dies between the two sends it once more, never a third time."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        configuring: Configuring,
        unasked: Unasked,
        answers: BookingLifeAnswers,
        notices: NoticeRepository,
        posting: Posting,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._configuring = configuring
        self._unasked = unasked
        self._answers = answers
        self._notices = notices
        self._posting = posting
        self._jobs = jobs
        self._clock = clock

    async def booking_changed(self, booking_id: BookingId) -> None:
        """Tells those of the people who weren't told yet, when the booking stands and their quiet hours are over."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
        if booking is None or not _is_worth_telling(booking, self._clock.now()):
            return
        told = [one for person in sorted(_people(booking)) if (one := await self._told(booking, person)) is not None]
        face: Face = lambda asker: self._answers.face(asker, booking)  # noqa: E731
        await self._posting.edit((notice, face) for notice in told)

    async def _told(self, booking: Booking, person: PersonId) -> Notice | None:
        """The row of a message that is still to be sent; None when nothing is to be sent now."""
        try:
            chosen = (await self._configuring.setup(person)).preferences
        except NotConnected:
            return None
        try:
            async with self._transactions.write() as tx:
                await self._persons.lock(tx, frozenset({person}))
                return await self._row(tx, booking, person, chosen)
        except Gone:  # joined with another person meanwhile, who is told when the booking changes
            return None

    async def _row(self, tx: Transaction, booking: Booking, person: PersonId, chosen: Preferences) -> Notice | None:
        """Under the person's lock."""
        subject = f"booking:{booking.id}"
        known = [one for one in await self._notices.of_subject(tx, subject) if one.person == person]
        unsent = next((one for one in known if one.ref is None), None)
        who = await self._persons.get(tx, person)
        if unsent is not None or known or who is None or not chosen.told_of_bookings:
            return unsent
        now, notice = self._clock.now(), await self._in_its_place(tx, booking, person)
        full = notice is None and await self._unasked.left(tx, person) == 0
        later = _later(booking, chosen, now, full=full)
        if later is not None:
            key = f"{INVITED_JOB}:{booking.id}:{person}:{later.isoformat()}"
            await self._jobs.enqueue(tx, INVITED_JOB, {"booking": booking.id}, run_at=later, dedupe=key)
            return None
        if notice is None:
            notice = Notice(person, subject, CARD, who.home, None)
            await self._unasked.told(tx, person)
        await self._notices.save(tx, notice)
        return notice

    async def _in_its_place(self, tx: Transaction, booking: Booking, person: PersonId) -> Notice | None:
        """The message that told of the booking whose place this one takes: it goes on with this one."""
        if booking.replaces is None:
            return None
        told = await self._notices.of_subject(tx, f"booking:{booking.replaces}")
        message = next((one for one in told if one.person == person and one.ref is not None), None)
        return replace(message, subject=f"booking:{booking.id}") if message is not None else None


def _is_worth_telling(booking: Booking, now: datetime) -> bool:
    """New meetings of ours; what was made in Outlook, Outlook has told."""
    stands = booking.state is BookingState.CONFIRMED and now < booking.plan.when.end
    return stands and booking.moves is None and booking.adopted is None


def _people(booking: Booking) -> frozenset[PersonId]:
    """Everybody of the booking whom we know, but who made it; also whom it was made for."""
    invited = {item.person for item in booking.plan.invitees if item.person is not None}
    people = invited | booking.protected | {booking.host}
    return frozenset(one for one in people - {booking.booked_by or booking.host} if not is_team(one))


def _later(booking: Booking, chosen: Preferences, now: datetime, *, full: bool) -> datetime | None:
    """When it may be told; None: now. `full`: the day has no message left for what isn't pressing."""
    manners = manners_of(chosen, chosen.zone_at(now))
    if full and booking.plan.when.start >= now + PRESSING:
        return next_digest(now, manners)
    loud = quiet_until(now, manners)
    due = min(loud, booking.plan.when.start - BEFOREHAND) if loud is not None else now
    return due if due > now else None
