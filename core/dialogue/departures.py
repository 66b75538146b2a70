"""What others are shown of the bookings of somebody who left."""

from core.booking.ports import BookingRepository
from core.dialogue.commands import OpenFindForm
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting, always
from core.dialogue.screens import Action, Line, UserText, say
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.transaction import Transactions


class Departures:
    """Edits the cards that others have of the person's bookings, before those are forgotten here."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        notices: NoticeRepository,
        posting: Posting,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._notices = notices
        self._posting = posting
        self._clock = clock

    async def left(self, person: PersonId) -> None:
        """The meetings stay in Outlook; nobody manages them here any more."""
        async with self._transactions.read() as tx:
            chats = await self._persons.identities(tx, person)
            hosted = await self._bookings.of_host(tx, person, self._clock.now())
            told = [(one, await self._notices.of_subject(tx, f"booking:{one.id}")) for one in hosted]
        name = UserText(chats[0].name if chats else "")
        for booking, notices in told:
            said = say("left.host", name=name, title=UserText(booking.plan.title))
            line = Line(said, Action(say("action.find"), OpenFindForm()))
            await self._posting.edit((one, always(line)) for one in notices if one.person != person)
