"""Posting a booking to the channel from which its time was searched: once, and only by who booked it."""

from dataclasses import replace

from core.booking.model import Booking, BookingId, BookingState
from core.booking.usecases import Holding
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.booking_posted import POSTED, channel_of, is_posted, post_of
from core.dialogue.answers.routing import Routes
from core.dialogue.booking_commands import PostBooking
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import Screen
from core.people.ports import PersonRepository
from core.shared.jobs import Jobs
from core.shared.transaction import Transactions

POST_JOB = "dialogue.post_booking"


class BookingPostAnswers:
    """The press is kept in a row; a job writes to the channel."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        holding: Holding,
        booking: BookingAnswers,
        notices: NoticeRepository,
        jobs: Jobs,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._holding = holding
        self._booking = booking
        self._notices = notices
        self._jobs = jobs

    @property
    def routes(self) -> Routes:
        """It raises Gone, NotYours."""
        return {PostBooking: self._post}

    async def _post(self, asker: Asker, command: PostBooking) -> Screen:
        """Whatever was pressed before, the card says what is true now."""
        booking = await self._holding.get(asker.person, BookingId(command.booking))
        if booking.state is BookingState.CONFIRMED:
            await self._wanted(asker, booking)
        return await self._booking.card(asker, booking)

    async def _wanted(self, asker: Asker, booking: Booking) -> None:
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({asker.person}))
            row = await post_of(tx, self._notices, asker.person, booking.id)
            if row is None or is_posted(row):
                return
            await self._notices.forget_subject(tx, row.person, row.subject)
            await self._notices.save(tx, replace(row, kind=f"{POSTED}{channel_of(row)}", ref=None))
            await self._jobs.enqueue(tx, POST_JOB, {"booking": booking.id}, lock_key=f"card:{booking.id}")
