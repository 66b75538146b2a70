"""Stand-ins with state: a clock that jumps, a Graph that answers from a script, tokens and a store in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from core.connection.model import Access, Connection, ConnectionId, ConnectionState, MicrosoftAccount
from core.outlook.graph import GraphClient
from core.outlook.wire import GraphWire
from core.people.model import PersonId
from core.shared.facts import Fact
from core.shared.transaction import Transaction, write_open

GRAPH = "https://graph.microsoft.com/v1.0"
ADA = ConnectionId("11111111-0000-4000-8000-000000000001")
START = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

Answer = httpx.Response | Exception


class JumpingClock:
    """Sleeping moves the time at once, and is remembered."""

    def __init__(self) -> None:
        self.time = START
        self.sleeps: list[float] = []

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.time += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class CountedTokens:
    """Gives token-1 until it is rejected, then token-2, and so on."""

    def __init__(self) -> None:
        self.number = 1

    async def token(self, connection: ConnectionId, *, rejected: str | None = None) -> str:
        if rejected == f"token-{self.number}":
            self.number += 1
        return f"token-{self.number}"


@dataclass
class ScriptedGraph:
    """Answers requests in the script's order and keeps them; an exception in the script breaks the connection."""

    script: list[Answer]
    requests: list[httpx.Request] = field(default_factory=list)
    observed: list[tuple[str, str, int | None]] = field(default_factory=list)
    clock: JumpingClock = field(default_factory=JumpingClock)
    tokens: CountedTokens = field(default_factory=CountedTokens)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def observe(self, method: str, template: str, status: int | None, milliseconds: int) -> None:
        assert milliseconds >= 0
        self.observed.append((method, template, status))

    def client(self, patience_seconds: float = 10.0) -> GraphClient:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        wire = GraphWire(GRAPH, client=http, observer=self.observe)
        return GraphClient(wire, self.tokens, self.clock, patience_seconds=patience_seconds, jitter=lambda: 1.0)

    @property
    def paths(self) -> list[str]:
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.requests]


def graph(*script: Answer) -> ScriptedGraph:
    return ScriptedGraph(list(script))


def error(status: int, code: str, headers: dict[str, str] | None = None, **more: object) -> httpx.Response:
    """A refusal in Graph's envelope."""
    return httpx.Response(status, json={"error": {"code": code, "message": "words", **more}}, headers=headers)


@dataclass
class MemoryTransaction:
    """Keeps what was published."""

    published: list[Fact]

    def publish(self, fact: Fact) -> None:
        self.published.append(fact)


class MemoryStore:
    """Transactions, a token vault and connections in one dictionary each."""

    def __init__(self) -> None:
        self.caches: dict[ConnectionId, tuple[str, int]] = {}
        self.connections: dict[ConnectionId, Connection] = {}
        self.published: list[Fact] = []
        self.writes = 0

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        self.writes += 1
        with write_open():
            yield MemoryTransaction(self.published)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        yield MemoryTransaction([])

    async def load(self, tx: Transaction, connection: ConnectionId) -> tuple[str, int] | None:
        return self.caches.get(connection)

    async def store(self, tx: Transaction, connection: ConnectionId, cache: str) -> None:
        _, version = self.caches.get(connection, ("", 0))
        self.caches[connection] = (cache, version + 1)

    async def swap(self, tx: Transaction, connection: ConnectionId, cache: str, version: int) -> bool:
        if self.caches[connection][1] != version:
            return False
        await self.store(tx, connection, cache)
        return True

    async def get(self, tx: Transaction, connection: ConnectionId) -> Connection | None:
        return self.connections.get(connection)

    async def save(self, tx: Transaction, connection: Connection) -> None:
        self.connections[connection.id] = connection

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Connection, ...]:
        return tuple(found for found in self.connections.values() if found.person == person)

    async def by_account(self, tx: Transaction, tid: str, oid: str) -> Connection | None:
        pairs = {(found.account.tid, found.account.oid): found for found in self.connections.values()}
        return pairs.get((tid, oid))

    async def by_address(self, tx: Transaction, address: str) -> Connection | None:
        return next((one for one in self.connections.values() if one.account.is_reached_by(address)), None)

    async def delete(self, tx: Transaction, connection: ConnectionId) -> None:
        del self.connections[connection], self.caches[connection]

    def connect(self, account: MicrosoftAccount, cache: str, access: Access = Access.READ_WRITE) -> ConnectionId:
        """Puts a finished sign-in into the store, as the connect use case does."""
        self.connections[ADA] = Connection(
            ADA, PersonId("ada"), account, access, frozenset(), ConnectionState.OK, created_at=START
        )
        _, version = self.caches.get(ADA, ("", 0))
        self.caches[ADA] = (cache, version + 1)
        return ADA


@contextmanager
def answering(answer: Callable[[httpx.Request], httpx.Response]) -> Iterator[httpx.Client]:
    """A synchronous client whose requests this function answers."""
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        yield client
