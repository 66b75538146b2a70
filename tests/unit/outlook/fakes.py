"""Stand-ins with state: a clock that jumps, a Graph that answers from a script, tokens, and the storage fakes."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from core.connection.model import Access, Connection, ConnectionId, ConnectionState, MicrosoftAccount
from core.outlook.graph import GraphClient
from core.outlook.http import tls
from core.outlook.wire import GraphWire
from core.people.model import ChatUser, Person, PersonId, Platform
from core.shared.facts import Fact
from tests.fakes.store import fake_store

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
        http = httpx.AsyncClient(verify=tls(), transport=httpx.MockTransport(self.answer))
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


class Storage:
    """The storage fakes, with the shortcuts these tests need."""

    def __init__(self) -> None:
        self.store = fake_store()
        self.transactions = self.store.transactions
        person = PersonId("ada")
        home = ChatUser(Platform.SLACK, "T0CONTOSO", "U0ADA0001")
        self.transactions.tables.persons[person] = Person(person, home, created_at=START)

    def connect(
        self,
        account: MicrosoftAccount,
        cache: str,
        access: Access = Access.READ_WRITE,
        scopes: frozenset[str] = frozenset(),
    ) -> ConnectionId:
        """Puts a finished sign-in into the tables, as the connect use case does."""
        tables = self.transactions.tables
        tables.connections[ADA] = Connection(
            ADA, PersonId("ada"), account, access, scopes, ConnectionState.OK, created_at=START
        )
        _, version = tables.caches.get(ADA, ("", 0))
        tables.caches[ADA] = (cache, version + 1)
        return ADA

    def disconnect(self) -> None:
        tables = self.transactions.tables
        del tables.connections[ADA], tables.caches[ADA]

    @property
    def account(self) -> MicrosoftAccount:
        return self.transactions.tables.connections[ADA].account

    @property
    def cache(self) -> tuple[str, int]:
        return self.transactions.tables.caches[ADA]

    @property
    def state(self) -> ConnectionState:
        return self.transactions.tables.connections[ADA].state

    @property
    def published(self) -> list[Fact]:
        return self.transactions.published


@contextmanager
def answering(answer: Callable[[httpx.Request], httpx.Response]) -> Iterator[httpx.Client]:
    """A synchronous client whose requests this function answers."""
    with httpx.Client(verify=tls(), transport=httpx.MockTransport(answer)) as client:
        yield client
