"""From how somebody was named to who they are."""

from collections.abc import Collection

from core.connection.ports import ConnectionRepository
from core.people.model import ChatUser, Invitee
from core.people.ports import PersonRepository
from core.people.usecases import Meeting
from core.shared.errors import InvalidChoice
from core.shared.transaction import Transactions
from core.sync.model import Attendee


class Inviting:
    """Knows invitees by mention and by mail address."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        meeting: Meeting,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._meeting = meeting

    async def by_user(self, user: ChatUser) -> Invitee:
        """Somebody who was mentioned. Raises InvalidChoice("people") when the chat doesn't know them."""
        profile = await self._meeting.profile(user)
        if profile is None or not profile.active:
            raise InvalidChoice("people", "choice.person_unknown")
        async with self._transactions.read() as tx:
            person = await self._persons.by_user(tx, user)
            connections = await self._connections.of_person(tx, person.id) if person else ()
        if person is None or not connections:
            return Invitee(profile.name, profile.email, None, user)
        return Invitee(profile.name, connections[0].account.address, person.id, user)

    async def by_address(self, asking: ChatUser, address: str) -> Invitee:
        """Somebody named by mail address: a person who connected it, a colleague in the chat, or a guest."""
        async with self._transactions.read() as tx:
            connection = await self._connections.by_address(tx, address)
            identities = await self._persons.identities(tx, connection.person) if connection else ()
        if connection is not None:
            name = identities[0].name if identities else connection.account.name
            return Invitee(name, connection.account.address, connection.person)
        colleague = await self._meeting.by_email(asking, address)
        if colleague is None:
            return Invitee(address, address)
        known = await self.by_user(colleague.user)
        return known if known.person else Invitee(colleague.name, address, None, colleague.user)

    async def listed(self, people: Collection[Attendee]) -> tuple[Invitee, ...]:
        """The people of an event's list, in its order, each once: persons who connected their address, or what the
        event says of them. Nobody is looked for in the chats."""
        found: dict[str, Invitee] = {}
        async with self._transactions.read() as tx:
            for who in people:
                connection = await self._connections.by_address(tx, who.address) if who.address else None
                person = connection.person if connection else None
                name = who.name or who.address
                key = person or who.address.casefold() or name
                found.setdefault(key, Invitee(name, who.address or None, person))
        return tuple(found.values())
