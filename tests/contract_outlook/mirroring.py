"""The whole mirror over the real client and the sandbox: what is asked of Graph, and what is stored of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from core.configuration.model import CalendarId
from core.outlook import Outlook
from core.people.model import PersonId
from core.shared.ranges import Range
from core.sync.model import Event, SyncState
from core.sync.usecases import COMPARE_JOB, ROUND_JOB, SUBSCRIBE_JOB, Polling, Rounds, Subscribing
from tests.contract.examples import calendar
from tests.contract_outlook.conftest import Desk
from tests.unit.outlook.fakes import ADA

Answer = Callable[[httpx.Response], httpx.Response]


@dataclass
class Line(httpx.AsyncBaseTransport):
    """The way to the sandbox. `strikes` says what becomes of the answers to the n-th request from now on; `asked` are
    the requests with their moments."""

    now: Callable[[], datetime]
    real: httpx.AsyncBaseTransport = field(default_factory=lambda: httpx.AsyncHTTPTransport(verify=False))
    strikes: Mapping[int, Answer] = field(default_factory=dict)
    asked: list[tuple[datetime, httpx.Request]] = field(default_factory=list)
    number: int = 0

    def strike(self, answer: Answer, first: int = 0, times: int = 1) -> None:
        self.number, self.strikes = 0, {first + each: answer for each in range(times)}
        self.asked.clear()

    def heal(self) -> None:
        self.strikes = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((self.now(), request))
        strike = self.strikes.get(self.number)
        self.number += 1
        response = await self.real.handle_async_request(request)
        if strike is None:
            return response
        await response.aread()
        return strike(httpx.Response(response.status_code, content=response.content))

    async def aclose(self) -> None:
        await self.real.aclose()


@dataclass
class Mirror:
    """Ada's calendars, copied. Time is the desk's; the sandbox's follows when `at` moves it."""

    desk: Desk
    outlook: Outlook
    line: Line
    rounds: Rounds
    subscribing: Subscribing
    polling: Polling
    calendars: list[CalendarId]

    async def state(self, calendar: CalendarId | None = None) -> SyncState:
        store = self.desk.storage.store
        async with store.transactions.read() as tx:
            found = await store.sync_states.get(tx, calendar or self.calendars[0])
        assert found is not None
        return found

    async def copy(self, calendar: CalendarId | None = None) -> dict[str, Event]:
        store = self.desk.storage.store
        async with store.transactions.read() as tx:
            return await store.mirror.everything(tx, calendar or self.calendars[0])

    async def truth(self, calendar: CalendarId | None = None) -> dict[str, Event]:
        """What Outlook shows in the copy's window."""
        state = await self.state(calendar)
        known = self.desk.storage.transactions.tables.calendars[state.calendar]
        assert isinstance(state.window, Range)
        return {one.id: one for one in await self.outlook.reader.events(ADA, known.outlook_id, state.window)}

    def at(self, now: datetime) -> None:
        self.desk.clock.time = now
        self.desk.sandbox.admin("POST", "clock", {"now": now.isoformat()})

    async def work(self) -> None:
        """Runs every job that is due."""
        jobs = self.desk.storage.store.jobs
        while claimed := await jobs.claim(self.desk.clock.now(), timedelta(seconds=15), 1):
            for job in claimed:
                await self._run(job.kind, job.args)
                await jobs.finish(job.id)

    async def _run(self, kind: str, args: Mapping[str, Any]) -> None:
        which = CalendarId(str(args.get("calendar")))
        if kind == ROUND_JOB:
            await self.rounds.run(which)
        elif kind == COMPARE_JOB:
            await self.rounds.compare(which)
        elif kind == SUBSCRIBE_JOB:
            await self.subscribing.keep(which)


async def mirror_of(desk: Desk, *names: str, subscribed: bool = False) -> Mirror:
    """Copies of Ada's calendars with these names; nothing is read yet."""
    await desk.connect("ada@contoso.com")
    store, outlook, line = desk.storage.store, desk.outlook, Line(desk.clock.now)
    await outlook.graph._wire._client.aclose()
    outlook.graph._wire._client = httpx.AsyncClient(transport=line)
    rounds = Rounds(
        transactions=store.transactions, states=store.sync_states, mirror=store.mirror, persons=store.persons,
        preferences=store.preferences, delta=outlook.delta, reader=outlook.reader, jobs=store.jobs,
        clock=desk.clock, jitter=lambda: 0.5,
    )  # fmt: skip
    subscribing = Subscribing(
        transactions=store.transactions, states=store.sync_states, subscriptions=outlook.subscriptions,
        jobs=store.jobs, clock=desk.clock, notified=subscribed, jitter=lambda: 0.5,
    )  # fmt: skip
    polling = Polling(transactions=store.transactions, states=store.sync_states, jobs=store.jobs, clock=desk.clock)
    listed = [calendar(ADA, name, outlook_id=await desk.calendar(ADA, name)) for name in names or ("Calendar",)]
    now = desk.clock.now()
    desk.storage.transactions.tables.busy_versions.setdefault(PersonId("ada"), 0)
    async with store.transactions.write() as tx:
        await store.calendars.replace(tx, ADA, tuple(listed))
        for one in listed:
            renew_at = now if subscribed else None
            await store.sync_states.save(tx, SyncState(one.id, poll_at=now, compare_at=now, renew_at=renew_at))
    return Mirror(desk, outlook, line, rounds, subscribing, polling, [one.id for one in listed])
