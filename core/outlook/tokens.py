"""Access tokens of connections: from the encrypted cache, renewed when needed, saved when changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msal

from core.connection.health import Way
from core.connection.model import (
    STATE_AFTER,
    Connection,
    ConnectionHealed,
    ConnectionId,
    ConnectionLost,
    ConnectionState,
)
from core.connection.ports import ConnectionRepository, TokenVault
from core.outlook.entra import Entra
from core.outlook.refusals import Refusal, refusal_of
from core.outlook.settings import OutlookSettings
from core.shared.clock import Clock
from core.shared.errors import NotConnected, OutlookUnavailable, PermissionMissing, ReconnectNeeded
from core.shared.transaction import Transactions
from core.shared.turns import Turns


class TokenSource:
    """Gives access tokens; tells once when Microsoft refuses a connection, and when it takes it again.

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
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._entra = entra
        self._transactions = transactions
        self._vault = vault
        self._connections = connections
        self._clock = clock
        self._locks: Turns[ConnectionId] = Turns()

    async def token(self, connection: ConnectionId, *, rejected: str | None = None) -> str:
        """An access token for the rights granted to the connection; never the one Graph has just `rejected`.

        Raises NotConnected, ReconnectNeeded, PermissionMissing("admin"), OperatorNeeded, OutlookUnavailable.
        """
        lock = self._locks.of(connection)
        async with lock:
            known, text, version = await self._load(connection)
            cache = msal.SerializableTokenCache()
            cache.deserialize(text)
            client = await self._entra.client(cache)
            scopes, refused = self._scopes(known), known.state is not ConnectionState.OK
            result = await self._entra.run(lambda: _silent(client, scopes, rejected, renew=refused))
            if cache.has_state_changed:
                async with self._transactions.write() as tx:  # also when tokens that are over were only dropped
                    version += await self._vault.swap(tx, connection, cache.serialize(), version)
            if result is None or "access_token" not in result:
                raise await self._refused(connection, version, result or {})
            self._entra.alarm.silence()
            if refused:
                await self._heal(connection)
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
        if not self._settings.tenants.allow(known.account.tid):  # the setting may be younger than the connection
            raise PermissionMissing("tenant")
        return known, *stored

    async def _refused(self, connection: ConnectionId, version: int, answer: Mapping[str, Any]) -> Exception:
        """What the refusal means for whoever asked, and for the connection."""
        refusal = refusal_of(answer)
        if refusal.way is Way.RETRY:
            return OutlookUnavailable()
        await self._lose(connection, version, refusal)
        if refusal.way is Way.OPERATOR:
            return self._entra.refused(answer)
        return PermissionMissing("admin") if refusal.way is Way.ASK_ADMIN else ReconnectNeeded()

    async def _lose(self, connection: ConnectionId, version: int, refusal: Refusal) -> None:
        """Marks and publishes once, and not if the person signed in again meanwhile."""
        state = STATE_AFTER[refusal.way]
        async with self._transactions.write() as tx:
            known = await self._connections.get(tx, connection)
            stored = await self._vault.load(tx, connection)
            if known is None or stored is None or stored[1] != version:
                return
            if known.state in (state, ConnectionState.NEEDS_RECONNECT):
                return
            since = known.since or self._clock.now()
            lost = replace(known, state=state, why=refusal.why, since=since, claims=refusal.claims)
            await self._connections.save(tx, lost)
            tx.publish(ConnectionLost(person=known.person, connection=connection))

    async def _heal(self, connection: ConnectionId) -> None:
        """What somebody else had to do was done. Whoever signed in again meanwhile did that by themselves."""
        async with self._transactions.write() as tx:
            known = await self._connections.get(tx, connection)
            if known is None or known.state in (ConnectionState.OK, ConnectionState.NEEDS_RECONNECT):
                return
            await self._connections.save(
                tx, replace(known, state=ConnectionState.OK, why=None, since=None, claims=None)
            )
            tx.publish(ConnectionHealed(person=known.person, connection=connection))


def _silent(
    client: msal.ConfidentialClientApplication, scopes: list[str], rejected: str | None, *, renew: bool
) -> Mapping[str, Any] | None:
    """MSAL's answer from the cache or from a renewal (`renew`: that in any case); None if the cache holds nothing to
    renew with."""
    accounts = client.get_accounts()
    if not accounts:
        return None
    result: Mapping[str, Any] | None = client.acquire_token_silent_with_error(scopes, accounts[0], force_refresh=renew)
    if result and rejected is not None and result.get("access_token") == rejected:
        return client.acquire_token_silent_with_error(scopes, accounts[0], force_refresh=True)  # type: ignore[no-any-return]
    return result
