"""From how somebody was named to who they are."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from core.configuration.sharing import organisations
from core.connection.model import Connection
from core.connection.ports import ConnectionRepository
from core.people.model import ChatProfile, ChatUser, Invitee, PersonId, known_as
from core.people.ports import PersonRepository
from core.people.usecases import Meeting
from core.shared.errors import InvalidChoice
from core.shared.transaction import Transaction, Transactions
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

    async def by_user(self, user: ChatUser, asking: PersonId | None = None) -> Invitee:
        """Somebody who was mentioned. Raises InvalidChoice("people") when the chat doesn't know them."""
        return (await self.by_users((user,), asking))[user]

    async def by_users(self, users: Collection[ChatUser], asking: PersonId | None = None) -> dict[ChatUser, Invitee]:
        """The same for several people, with as few questions as for one. Somebody who connected from another chat is
        known by the address that their profile here names and Microsoft confirmed there, in a tenant of `asking`'s.
        Guests and people of other organisations are no persons of ours here, even if they connected elsewhere."""
        if not users:
            return {}
        profiles = await self._meeting.profiles(users)
        async with self._transactions.read() as tx:
            persons = {user: person for user, (person, _, _) in (await self._persons.known(tx, users)).items()}
            connections = await self._connections.of_persons(tx, frozenset(persons.values()))
            addresses: dict[PersonId, str] = {}
            for connection in connections:  # the oldest counts
                addresses.setdefault(connection.person, connection.account.address)
            others = {
                user: profile.email
                for user, profile in profiles.items()
                if profile is not None and profile.email and not profile.outsider and persons.get(user) not in addresses
            }
            tenants = await self._tenants(tx, asking) if others else frozenset()
            for user, email in others.items():
                elsewhere = await self._connections.by_address(tx, email, tenants)
                if elsewhere is not None and _is_colleague(elsewhere, tenants):
                    persons[user] = elsewhere.person
                    addresses.setdefault(elsewhere.person, _address(elsewhere, email, proved=bool(tenants)))
        return {user: _invitee(user, profile, persons.get(user), addresses) for user, profile in profiles.items()}

    async def by_address(self, asking: ChatUser, address: str) -> Invitee:
        """Somebody named by mail address: a person who connected it, a colleague in the chat, or a guest."""
        async with self._transactions.read() as tx:
            known_asker = await self._persons.by_user(tx, asking)
            asker = known_asker.id if known_asker else None
            tenants = await self._tenants(tx, asker)
            connection = await self._connections.by_address(tx, address, tenants)
            identities = await self._persons.identities(tx, connection.person) if connection else ()
            stranger = connection is not None and not _is_colleague(connection, tenants)
        if stranger:
            return Invitee(address, address, outsider=True)
        if connection is not None:
            name = known_as(identities, connection.account.name)
            return Invitee(name, _address(connection, address, proved=bool(tenants)), connection.person)
        colleague = await self._meeting.by_email(asking, address)
        if colleague is None:
            return Invitee(address, address)
        known = (await self.by_users((colleague.user,), asker))[colleague.user]
        return known if known.person else replace(known, address=address)

    async def _tenants(self, tx: Transaction, asking: PersonId | None) -> frozenset[str]:
        return organisations(await self._connections.of_person(tx, asking) if asking else ())

    async def listed(self, people: Collection[Attendee], of: Collection[Connection]) -> tuple[Invitee, ...]:
        """The people of an event's list, in its order, each once: persons who connected their address (`of`: the
        accounts of whose event it is), or what the event says of them. Nobody is looked for in the chats."""
        tenants = organisations(of)
        found: dict[str, Invitee] = {}
        async with self._transactions.read() as tx:
            for who in people:
                connection = await self._connections.by_address(tx, who.address, tenants) if who.address else None
                person = connection.person if connection else None
                name = who.name or who.address
                key = person or who.address.casefold() or name
                found.setdefault(key, Invitee(name, who.address or None, person))
        return tuple(found.values())


def _address(of: Connection, named: str, *, proved: bool) -> str:
    """Where the invitation goes: to the account's own address, or to the one that was named where it is no `proved`
    colleague's and the account only claims it."""
    known = of.account.address
    return known if proved or known.casefold() == named.casefold() else named


def _is_colleague(other: Connection, tenants: Collection[str]) -> bool:
    """Whether the other's account is of a tenant that who asks belongs to; nothing is known against it of who isn't
    connected, and personal accounts belong to nobody's."""
    return not tenants or other.account.is_personal or other.account.tid in tenants


def _invitee(
    user: ChatUser, profile: ChatProfile | None, person: PersonId | None, addresses: Mapping[PersonId, str]
) -> Invitee:
    if profile is None:
        raise InvalidChoice("people", "choice.person_unknown")
    if profile.bot:
        raise InvalidChoice("people", "choice.person_bot")
    if not profile.active:
        raise InvalidChoice("people", "choice.person_left")
    if profile.outsider or person is None or person not in addresses:
        return Invitee(profile.name, profile.email, None, user, outsider=profile.outsider)
    return Invitee(profile.name, addresses[person], person, user)
