"""Taking along what is stored about oneself: a link in the direct message, a page, one button, a file."""

from core.administration.model import EXPORT_LIFETIME, ExportLink, Records
from core.administration.ports import ExportLinks, PersonRecords
from core.connection.usecases.links import digest, fresh_secret
from core.people.model import ChatUser, PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone
from core.shared.transaction import Transactions


class Exporting:
    """Whoever holds the link may take the data, once and for ten minutes: it is shown to its person only."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        records: PersonRecords,
        links: ExportLinks,
        audit: AuditLog,
        clock: Clock,
        public_url: str,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._records = records
        self._links = links
        self._audit = audit
        self._clock = clock
        self._public_url = public_url

    async def offer(self, person: PersonId, user: ChatUser) -> str:
        """A link for this chat user."""
        token = fresh_secret()
        link = ExportLink(digest(token), person, user, self._clock.now() + EXPORT_LIFETIME)
        async with self._transactions.write() as tx:
            await self._links.add(tx, link)
        return f"{self._public_url}/mydata/{token}"

    async def look(self, token: str) -> str:
        """Whose data it is, by the name in the chat. Changes nothing, because link previews look too. Raises Gone."""
        async with self._transactions.read() as tx:
            link = await self._links.get(tx, digest(token))
            if link is None or self._clock.now() >= link.expires_at:
                raise Gone
            known = await self._persons.profile(tx, link.user)
        return known[0].name if known else link.user.user

    async def take(self, token: str) -> Records:
        """Uses the link up. Raises Gone."""
        async with self._transactions.write() as tx:
            link = await self._links.get(tx, digest(token))
            if link is None or self._clock.now() >= link.expires_at or not await self._links.use(tx, link.token_hash):
                raise Gone
            await self._audit.record(tx, link.person, "data.exported", {})
        async with self._transactions.read() as tx:
            return await self._records.everything(tx, link.person)
