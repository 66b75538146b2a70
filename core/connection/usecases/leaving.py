"""When a chat deactivates somebody: what we may read of theirs ends with their account."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from core.connection.ports import ConnectionRepository
from core.people.installations.ports import Installations
from core.people.model import ChatUser, PersonId, PersonLeft, Platform
from core.people.ports import AuditLog, PersonRepository
from core.people.usecases import Meeting
from core.shared.errors import ChatUnavailable
from core.shared.transaction import Transactions

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Leaving:
    """Finds out who can't speak to us any more. What the chat tells is a hint, its directory the truth."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        meeting: Meeting,
        installations: Installations,
        audit: AuditLog,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._meeting = meeting
        self._installations = installations
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

    async def removed(self, platform: Platform, workspace: str, at: datetime) -> None:
        """The workspace took the app out: its token goes, and everybody who spoke from there alone left. Who speaks
        from another chat too is told there from now on. Nothing ends where it was installed again since then (`at`)."""
        async with self._transactions.write() as tx:
            if platform is Platform.SLACK:
                known = await self._installations.get(tx, workspace)
                if known is not None and known.installed_at > at:
                    return
                await self._installations.forget(tx, workspace)
            there = await self._persons.of_workspace(tx, platform, workspace)
            for user, person in there.items():
                profile = await self._persons.profile(tx, user)
                if profile is not None:  # as if read long ago: should the app come back, it is asked again
                    await self._persons.save_profile(tx, person, replace(profile[0], active=False), LONG_AGO)
        for person in dict.fromkeys(there.values()):
            await self._move_home(person)
            await self._end(person)

    async def nightly(self, person: PersonId) -> None:
        """Looks at everybody once a day, because what the chat tells may get lost. A chat that doesn't answer now is
        asked tomorrow."""
        async with self._transactions.read() as tx:
            chats = await self._persons.identities(tx, person)
        for chat in chats:
            with suppress(ChatUnavailable):
                await self.look(chat.user)

    async def _move_home(self, person: PersonId) -> None:
        """Into a chat that still takes messages, where there is one."""
        async with self._transactions.write() as tx:
            chats = await self._persons.identities(tx, person)
            left = [one for one in chats if one.active]
            if left and not chats[0].active:
                await self._persons.move_home(tx, person, left[0].user)

    async def _end(self, person: PersonId) -> None:
        """Says that the person left, unless they still speak from another chat. The fact ends their connections: first
        with the help of higher rooms, which still need the tokens."""
        async with self._transactions.write() as tx:
            chats = await self._persons.identities(tx, person)
            if any(one.active for one in chats) or not await self._connections.of_person(tx, person):
                return
            await self._audit.record(tx, person, "left", {})
            tx.publish(PersonLeft(person))
