"""What an admin does to somebody, and how they hear of it."""

from contextlib import suppress

from core.connection.usecases import Connecting
from core.dialogue.commands import Connect
from core.dialogue.model import CARD, Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting, always
from core.dialogue.screens import Action, NewsCard, UserText, say
from core.people.model import PersonId, known_as
from core.people.ports import PersonRepository
from core.shared.errors import Gone
from core.shared.transaction import Transactions
from core.sync.usecases import Keeping

SUBJECT = "disconnected_by_admin"


class AdminNotices:
    """Disconnects somebody and tells them. Each step may run again."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connecting: Connecting,
        keeping: Keeping,
        notices: NoticeRepository,
        posting: Posting,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connecting = connecting
        self._keeping = keeping
        self._notices = notices
        self._posting = posting

    async def disconnect(self, person: PersonId, admin: PersonId) -> None:
        """Subscriptions end while there are tokens. The message has a row before it is sent; all rows of the person are
        forgotten after it, when the disconnection is worked off."""
        for account in await self._connecting.of_person(person):
            await self._keeping.leave(account.id)
            with suppress(Gone):  # disconnected in the meantime
                await self._connecting.disconnect(person, account.id)
        async with self._transactions.write() as tx:
            known = await self._persons.get(tx, person)
            if known is None:
                return
            by = known_as(await self._persons.identities(tx, admin))
            told = await self._notices.get(tx, person, SUBJECT, CARD)
            if told is None:
                told = Notice(person, SUBJECT, CARD, known.home, None)
                await self._notices.save(tx, told)
        await self._posting.edit([(told, always(_told(by)))])


def _told(by: str) -> NewsCard:
    who = say("admin.told_by", name=UserText(by)) if by else say("admin.told")
    return NewsCard(
        say("admin.told_title"),
        (who, say("admin.told_means")),
        (Action(say("action.connect"), Connect()),),
    )
