"""When a chat deactivates somebody: what we may read of theirs ends with their account."""

from contextlib import suppress

from core.connection.ports import ConnectionRepository
from core.people.model import ChatUser, PersonId, PersonLeft
from core.people.ports import AuditLog, PersonRepository
from core.people.usecases import Meeting
from core.shared.errors import ChatUnavailable
from core.shared.transaction import Transactions


class Leaving:
    """Finds out who can't speak to us any more. What the chat tells is a hint, its directory the truth."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        meeting: Meeting,
        audit: AuditLog,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._meeting = meeting
        self._audit = audit

    async def look(self, user: ChatUser) -> None:
        """Something about this user changed. Raises ChatUnavailable to be tried again."""
        profile = await self._meeting.profile(user, fresh=True)
        if profile is None or profile.active:
            return
        async with self._transactions.read() as tx:
            person = await self._persons.by_user(tx, user)
        if person is not None:
            await self._end(person.id)

    async def nightly(self, person: PersonId) -> None:
        """Looks at everybody once a day, because what the chat tells may get lost. A chat that doesn't answer now is
        asked tomorrow."""
        async with self._transactions.read() as tx:
            chats = await self._persons.identities(tx, person)
        for chat in chats:
            with suppress(ChatUnavailable):
                await self.look(chat.user)

    async def _end(self, person: PersonId) -> None:
        """Says that the person left, unless they still speak from another chat. The fact ends their connections: first
        with the help of higher rooms, which still need the tokens."""
        async with self._transactions.write() as tx:
            chats = await self._persons.identities(tx, person)
            if any(one.active for one in chats) or not await self._connections.of_person(tx, person):
                return
            await self._audit.record(tx, person, "left", {})
            tx.publish(PersonLeft(person))
