"""One sandbox program for the session, freshly seeded before each test."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest

from core.connection.model import Access, ConnectionId
from core.connection.ports import SignedIn
from core.outlook import Outlook, build_outlook
from tests.contract_outlook.program import Sandbox, running
from tests.contract_outlook.week import WEDNESDAY
from tests.unit.outlook.fakes import JumpingClock, Storage


@dataclass
class Desk:
    """Our side: Outlook's ports over the storage fakes. A clock that jumps makes every wait short."""

    sandbox: Sandbox
    outlook: Outlook
    storage: Storage
    clock: JumpingClock

    async def sign_in(self, account: str, access: Access = Access.READ_WRITE) -> SignedIn:
        flow = await self.outlook.sign_in.begin(access, None)
        answer = self.sandbox.browse(flow.url, account)
        assert answer["state"] == flow.state
        return await self.outlook.sign_in.finish(flow.flow, answer)

    async def connect(self, account: str, access: Access = Access.READ_WRITE) -> ConnectionId:
        done = await self.sign_in(account, access)
        return self.storage.connect(done.account, done.cache, access)

    async def calendar(self, connection: ConnectionId, name: str = "Calendar") -> str:
        """The Outlook id of a calendar."""
        return next(one.outlook_id for one in await self.outlook.calendars.calendars(connection) if one.name == name)


@pytest.fixture(scope="session")
def _program() -> Iterator[Sandbox]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_program: Sandbox) -> Sandbox:
    _program.reset(WEDNESDAY)
    return _program


@pytest.fixture
async def desk(sandbox: Sandbox) -> AsyncIterator[Desk]:
    storage, clock = Storage(), JumpingClock()
    store = storage.store
    outlook = build_outlook(sandbox.settings, store.transactions, store.tokens, store.connections, clock)
    yield Desk(sandbox, outlook, storage, clock)
    await outlook.aclose()
