"""Which tenant an account belongs to, from our own tables and remembered: it never changes."""

from core.connection.model import ConnectionId
from core.connection.ports import ConnectionRepository
from core.shared.transaction import Transactions


class Tenants:
    """A `TenantOf` over the stored connections."""

    def __init__(self, transactions: Transactions, connections: ConnectionRepository) -> None:
        self._transactions = transactions
        self._connections = connections
        self._known: dict[ConnectionId, str] = {}

    async def __call__(self, connection: ConnectionId) -> str:
        if connection not in self._known:
            async with self._transactions.read() as tx:
                found = await self._connections.get(tx, connection)
            if found is None:
                return connection
            self._known[connection] = found.account.tid
        return self._known[connection]
