"""Access tokens of connections: from the encrypted cache, renewed when needed, saved when changed."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

import msal

from core.connection.model import Connection, ConnectionId, ConnectionLost, ConnectionState
from core.connection.ports import ConnectionRepository, TokenVault
from core.outlook.entra import Entra, raise_for_app_trouble
from core.outlook.settings import OutlookSettings
from core.shared.errors import NotConnected, ReconnectNeeded
from core.shared.transaction import Transactions


class TokenSource:
    """Gives access tokens; tells once when Microsoft refuses a connection for good.

    One renewal at a time for each connection in this process. Two processes may renew at once: both new tokens work,
    because a refresh token stays valid after its use, and the later save is simply dropped.
    https://learn.microsoft.com/entra/identity-platform/refresh-tokens
    """

    def __init__(
        self,
        settings: OutlookSettings,
        entra: Entra,
        *,
        transactions: Transactions,
        vault: TokenVault,
        connections: ConnectionRepository,
    ) -> None:
        self._settings = settings
        self._entra = entra
        self._transactions = transactions
        self._vault = vault
        self._connections = connections
        self._locks: WeakValueDictionary[ConnectionId, asyncio.Lock] = WeakValueDictionary()

    async def token(self, connection: ConnectionId, *, rejected: str | None = None) -> str:
        """An access token for the rights granted to the connection; never the one Graph has just `rejected`.

        Raises NotConnected, ReconnectNeeded, OperatorNeeded, OutlookUnavailable.
        """
        lock = self._locks.setdefault(connection, asyncio.Lock())
        async with lock:
            known, text, version = await self._load(connection)
            cache = msal.SerializableTokenCache()
            cache.deserialize(text)
            client = await self._entra.client(cache)
            scopes = self._scopes(known)
            result = await self._entra.run(lambda: _silent(client, scopes, rejected))
            if cache.has_state_changed:
                async with self._transactions.write() as tx:
                    await self._vault.swap(tx, connection, cache.serialize(), version)
            if result is None or "access_token" not in result:
                raise_for_app_trouble(result or {})
                await self._lose(connection, version)
                raise ReconnectNeeded
            return str(result["access_token"])

    def _scopes(self, known: Connection) -> list[str]:
        """What was granted of what we want: asking for more would be refused as if the sign-in were dead."""
        wanted = self._settings.scopes(known.access)
        return [scope for scope in wanted if scope in known.scopes] or wanted

    async def _load(self, connection: ConnectionId) -> tuple[Connection, str, int]:
        async with self._transactions.read() as tx:
            known = await self._connections.get(tx, connection)
            stored = await self._vault.load(tx, connection)
        if known is None or stored is None:
            raise NotConnected
        if known.state is ConnectionState.NEEDS_RECONNECT:
            raise ReconnectNeeded
        return known, *stored

    async def _lose(self, connection: ConnectionId, version: int) -> None:
        """Marks and publishes once, and not if the person signed in again meanwhile."""
        async with self._transactions.write() as tx:
            known = await self._connections.get(tx, connection)
            stored = await self._vault.load(tx, connection)
            if known is None or known.state is not ConnectionState.OK or stored is None or stored[1] != version:
                return
            await self._connections.save(tx, replace(known, state=ConnectionState.NEEDS_RECONNECT))
            tx.publish(ConnectionLost(person=known.person, connection=connection))


def _silent(
    client: msal.ConfidentialClientApplication, scopes: list[str], rejected: str | None
) -> Mapping[str, Any] | None:
    """MSAL's answer from the cache or from a renewal; None if the cache holds nothing to renew with."""
    accounts = client.get_accounts()
    if not accounts:
        return None
    result: Mapping[str, Any] | None = client.acquire_token_silent_with_error(scopes, accounts[0])
    if result and rejected is not None and result.get("access_token") == rejected:
        return client.acquire_token_silent_with_error(scopes, accounts[0], force_refresh=True)  # type: ignore[no-any-return]
    return result
