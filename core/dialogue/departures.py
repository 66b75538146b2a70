"""What ends when somebody left: their cards at others, their subscriptions, their connections."""

from contextlib import suppress

from core.booking.ports import BookingRepository
from core.connection.usecases import Connecting
from core.dialogue.commands import OpenFindForm
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting, always
from core.dialogue.screens import Action, Line, UserText, say
from core.dialogue.titles import title_of
from core.people.model import PersonId, known_as
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone
from core.shared.transaction import Transactions
from core.sync.usecases import Keeping


class Departures:
    """Edits the cards that others have of the person's bookings, then disconnects the person."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connecting: Connecting,
        keeping: Keeping,
        bookings: BookingRepository,
        notices: NoticeRepository,
        posting: Posting,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connecting = connecting
        self._keeping = keeping
        self._bookings = bookings
        self._notices = notices
        self._posting = posting
        self._clock = clock

    async def left(self, person: PersonId, says: str = "left.host") -> None:
        """The meetings stay in Outlook; nobody manages them here any more. `says`: the sentence for who was invited."""
        async with self._transactions.read() as tx:
            chats = await self._persons.identities(tx, person)
            hosted = await self._bookings.of_host(tx, person, self._clock.now())
            told = [(one, await self._notices.of_subject(tx, f"booking:{one.id}")) for one in hosted]
        name = UserText(known_as(chats))
        for booking, notices in told:
            said = say(says, name=name, title=title_of(booking))
            line = Line(said, Action(say("action.find"), OpenFindForm()))
            await self._posting.edit((one, always(line)) for one in notices if one.person != person)
        await self._disconnect(person)

    async def _disconnect(self, person: PersonId) -> None:
        """Subscriptions end in Outlook while there are tokens; then connections, tokens and all that hangs on them."""
        for account in await self._connecting.of_person(person):
            await self._keeping.leave(account.id)
            with suppress(Gone):  # disconnected in the meantime
                await self._connecting.disconnect(person, account.id)
