"""The message that says Outlook and a booking disagree: one for each, edited until they agree again."""

from core.booking.disagreement import ended_by_itself, standing
from core.booking.model import Booking, BookingId
from core.booking.ports import BookingRepository
from core.configuration.teams.model import is_team
from core.configuration.unasked import Unasked
from core.dialogue.answers.disagreement import DisagreementAnswers, subject_of
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Face, Posting
from core.people.model import Person
from core.people.ports import PersonRepository
from core.shared.transaction import Transaction, Transactions


def is_worth_saying(booking: Booking) -> bool:
    """Whether there is a question, or an end that nobody asked for and that can be undone."""
    return standing(booking) is not None or ended_by_itself(booking)


class Disagreements:
    """Tells the host, or who booked a team calendar, in the chat they chose, and keeps every message about it in step
    with what is true.

    The row that says so is there before the message: a process that dies between sends it again, so it is sent at most
    twice. When they agree again the message is done; what differs after that is a new one, as nobody sees an edit of an
    old message.
    """

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        answers: DisagreementAnswers,
        unasked: Unasked,
        notices: NoticeRepository,
        posting: Posting,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._answers = answers
        self._unasked = unasked
        self._notices = notices
        self._posting = posting

    async def disagrees(self, booking_id: BookingId, what: str) -> None:
        """Sends the card when something differs, and edits it in any case. The card shows what is true now, which may
        be more than `what`."""
        async with self._transactions.write() as tx:
            booking = await self._bookings.get(tx, booking_id)
            told = await self._notices.of_subject(tx, subject_of(booking_id))
            if booking is not None and not told and what != "agrees" and is_worth_saying(booking):
                person = await self._who_decides(tx, booking)
                if person is not None:
                    notice = Notice(person.id, subject_of(booking_id), "card", person.home, None)
                    await self._notices.save(tx, notice)
                    await self._unasked.told(tx, person.id)
                    told = (notice,)
        if booking is not None:
            await self._show_all(booking, told)

    async def _who_decides(self, tx: Transaction, booking: Booking) -> Person | None:
        """The host. A team calendar is nobody: who booked it, or a member when that person has left."""
        if not is_team(booking.host):
            return await self._persons.get(tx, booking.host)
        for one in (booking.booked_by, *sorted(booking.managers)):
            found = await self._persons.get(tx, one) if one is not None else None
            if found is not None:
                return found
        return None

    async def booking_changed(self, booking_id: BookingId) -> None:
        """The booking was cancelled or moved from here: what was asked about it is settled. Sends nothing new."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
            told = await self._notices.of_subject(tx, subject_of(booking_id))
        if booking is not None:
            await self._show_all(booking, told)

    async def _show_all(self, booking: Booking, told: tuple[Notice, ...]) -> None:
        face: Face = lambda asker: self._answers.card(asker, booking)  # noqa: E731
        await self._posting.edit((notice, face) for notice in told)
        if told and not is_worth_saying(booking):
            async with self._transactions.write() as tx:
                for notice in told:
                    await self._notices.forget_subject(tx, notice.person, notice.subject)
