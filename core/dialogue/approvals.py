"""Sign-ins that connected nothing, in the message that offered them; and "approved: continue" for who waits."""

from core.connection.usecases import Connecting
from core.dialogue.commands import AddAccount, Command, Connect
from core.dialogue.model import CARD, Notice
from core.dialogue.notices import CONNECT_SUBJECT
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting, always
from core.dialogue.screens import Action, NewsCard, Style, Text, say
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.transaction import Transactions


class ApprovalNotices:
    """Tells each person what became of their own sign-in, once, and leads to another try. Every button asks for a fresh
    link, so that a card still helps after days."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connecting: Connecting,
        notices: NoticeRepository,
        posting: Posting,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connecting = connecting
        self._notices = notices
        self._posting = posting

    async def ended(self, person: PersonId, outcome: str, reconnects: str | None) -> None:
        """The message that offered the connection turns to what happened; a new one where there is none. Once another
        try connects, the same message turns to "Connected"."""
        again = Action(say("action.try_again"), await self._again(person, reconnects), style=Style.PRIMARY)
        await self._show(person, CONNECT_SUBJECT, say(f"signin.{outcome}"), say(f"signin.{outcome}.means"), again)

    async def approved(self, person: PersonId, link: str, reconnects: str | None) -> None:
        """A new message, once for each sign-in that waited: nobody sees an old one change."""
        go_on = Action(say("action.continue"), await self._again(person, reconnects), style=Style.PRIMARY)
        await self._show(person, f"approved:{link}", say("approved.heading"), say("approved.means"), go_on)

    async def _again(self, person: PersonId, reconnects: str | None) -> Command:
        """Pressed late, Connect shows the accounts of who is connected by then."""
        connected = await self._connecting.of_person(person)
        return AddAccount(reconnects) if connected else Connect()

    async def _show(self, person: PersonId, subject: str, heading: Text, means: Text, action: Action) -> None:
        """In every message about it; the row of a new one is written before it is sent, so it is sent twice at most."""
        async with self._transactions.write() as tx:
            told = [one for one in await self._notices.of_subject(tx, subject) if one.person == person]
            known = await self._persons.get(tx, person)
            if not told and known is not None:
                told = [Notice(person, subject, CARD, known.home, None)]
                await self._notices.save(tx, told[0])
        card = NewsCard(heading, (means,), (action,))
        await self._posting.edit((notice, always(card)) for notice in told)
