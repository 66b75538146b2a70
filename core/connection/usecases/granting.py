"""From a proved sign-in to usable tokens."""

from core.connection.model import Access, Connected, Connection, ConnectionId, ConnectionState
from core.connection.ports import ConnectionRepository, SignedIn, TokenVault
from core.people.model import PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.ids import new_id
from core.shared.transaction import Transaction


class Granting:
    """Stores connections. The caller proved that the account is the person's, and locked them."""

    def __init__(
        self,
        *,
        persons: PersonRepository,
        connections: ConnectionRepository,
        vault: TokenVault,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._persons = persons
        self._connections = connections
        self._vault = vault
        self._audit = audit
        self._clock = clock

    async def connect(
        self, tx: Transaction, person: PersonId, signed_in: SignedIn, access: Access, known: Connection | None
    ) -> Connection:
        """The account with its tokens is the person's from now on; `known` is its connection, if it had one."""
        connection = Connection(
            id=known.id if known else ConnectionId(new_id()),
            person=person,
            account=signed_in.account,
            access=granted(signed_in, access),
            scopes=signed_in.scopes,
            state=ConnectionState.OK,
            created_at=known.created_at if known else self._clock.now(),
        )
        await self._connections.save(tx, connection)
        await self._vault.store(tx, connection.id, signed_in.cache)
        await self._persons.raise_busy_version(tx, person)
        await self._audit.record(tx, person, "connected", {"connection": connection.id, "access": connection.access})
        tx.publish(Connected(person, connection.id))
        return connection

    async def share(self, tx: Transaction, known: Connection, signed_in: SignedIn, access: Access) -> None:
        """One more chat of the person uses the connection. The fresh sign-in replaces the stored one, unless it allows
        less than the other chat has."""
        if known.access is Access.READ_WRITE and granted(signed_in, access) is Access.READ:
            tx.publish(Connected(known.person, known.id))
        else:
            await self.connect(tx, known.person, signed_in, access, known)


def granted(signed_in: SignedIn, asked: Access) -> Access:
    """What the sign-in allows, and never more than was asked for."""
    return asked if "Calendars.ReadWrite" in signed_in.scopes else Access.READ
