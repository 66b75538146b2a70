"""One life of the bot's booking machinery: the rooms, the runner, the real Graph client; it ends by kill -9.

Whatever it tells anybody is written to a file at once, one line each: what was told cannot be taken back.
"""

import asyncio
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import func, select

from bot.jobs import handlers
from bot.rooms import Outside, Rooms, build_rooms
from bot.runner import Runner
from core.booking.model import Booking, BookingId, MeetingPlan
from core.booking.ports import WrittenEvent
from core.configuration.meeting_types.model import MeetingTypeId
from core.connection.model import ConnectionId
from core.dialogue.commands import Book, CancelBooking, Command, Named, OpenBookingForm
from core.dialogue.model import CARD, Actor, MessageRef, Notice, Place
from core.dialogue.ports import Messenger, Still
from core.dialogue.screens import BookingCard, Problem, Screen, SlotsCard
from core.outlook.build import GraphAnswers, GraphDelta, GraphDirectory, GraphReader, GraphWriter
from core.outlook.create_event import event_body
from core.outlook.events import written_event
from core.outlook.graph import GraphClient
from core.outlook.http import tls
from core.outlook.routes import route
from core.outlook.subscriptions import GraphSubscriptions
from core.outlook.wire import GraphWire
from core.people.model import ChatUser, PersonId, Platform, Reader
from core.shared.errors import ClearhourError
from core.shared.ids import new_id
from core.shared.jobs import EVERY_KIND, Job, Kinds
from core.shared.ranges import Range
from core.storage import Keyring, Store, open_store, tables
from core.storage.address import sqlite_file
from core.storage.database import Database, connection_of
from core.storage.jobs import JobTable
from core.storage.lock import FileLock
from tests.crash.office import Employee
from tests.crash.outlook import OPTIONS, Microsoft, consent
from tests.fakes.chat import FakeDirectory
from tests.fakes.entra import FakeSignIn

ZONE = "Europe/Berlin"
KIND = MeetingTypeId("take-turns")
DRAINED_WITHIN_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Order:
    """What one life has to do. `began`: the monotonic moment at which the clock stood at `base`; since then it runs
    `speed` times as fast. `staff`: key -> Outlook's calendars; `clicks`: what people press, unanswered ones again."""

    address: str
    keys: str
    graph: str
    tokens: Mapping[str, str]
    staff: Mapping[str, list[str]]
    told: str
    base: str
    began: float
    speed: float
    clicks: list[dict[str, Any]]
    careless: bool = False
    drain: bool = False
    timeout_seconds: float = 30.0


class HastyClock:
    """Implements Clock: the same time for every life, faster than the wall's."""

    def __init__(self, base: datetime, began: float, speed: float) -> None:
        self._base, self._began, self._speed = base, began, speed

    def now(self) -> datetime:
        return self._base + timedelta(seconds=(time.monotonic() - self._began) * self._speed)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)


class HastyJobs(JobTable):
    """The job table, whose naps are as short as the clock is fast, and whose leases end soon: PostgreSQL's jobs come
    back when their leases end, and most lives are shorter than that."""

    def __init__(self, database: Database, speed: float) -> None:
        super().__init__(database)
        self._speed = speed

    async def claim(self, now: datetime, lease: timedelta, limit: int, kinds: Kinds = EVERY_KIND) -> tuple[Job, ...]:
        return await super().claim(now, lease / 5, limit, kinds)

    async def wait(self, timeout_seconds: float) -> None:
        await super().wait(timeout_seconds / self._speed)


class Told:
    """Implements Messenger: writes down what people are shown."""

    def __init__(self, file: str) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(self, **what: object) -> None:
        os.write(self._file, f"{json.dumps(what)}\n".encode())

    async def show(
        self, user: ChatUser, screen: Screen, reader: Reader, ref: MessageRef | None, still: Still | None = None
    ) -> MessageRef:
        if ref is not None and still is not None and not await still():
            return ref
        ref = ref or MessageRef(f"D{user.user}", new_id())
        if isinstance(screen, BookingCard):
            start = screen.when.range.start.isoformat()
            asked = [action.command for action in screen.actions]
            booking = next((str(command.booking) for command in asked if isinstance(command, CancelBooking)), None)
            said = {"heading": screen.heading.key, "start": start, "booking": booking}
            self.note(shown=str(screen.title), message=ref.message, **said)
        else:
            self.note(shown=_meeting(screen), message=ref.message, heading=type(screen).__name__, booking=None)
        return ref

    async def post(
        self, user: ChatUser, channel: str, screen: Screen, reader: Reader, ref: MessageRef | None
    ) -> MessageRef:
        return await self.show(user, screen, reader, ref)


def _meeting(screen: Screen) -> str | None:
    """For which meeting a list of times is: a booking may lose its time before its card was ever shown."""
    if not isinstance(screen, SlotsCard):
        return None
    pressed = [slot.command for day in screen.days for slot in day.slots]
    return next((one.title for one in pressed if isinstance(one, OpenBookingForm) and one.title), None)


class Tokens:
    """Implements the Graph client's Tokens: what the sandbox gave for each account."""

    def __init__(self, tokens: Mapping[str, str]) -> None:
        self._tokens = tokens

    async def token(self, connection: ConnectionId, *, rejected: str | None = None) -> str:
        return self._tokens[connection]


class CarelessWriter(GraphWriter):
    """The control: POSTs without a transactionId, as if there were no such thing."""

    def __init__(self, graph: GraphClient) -> None:
        super().__init__(graph)
        self._careless = graph

    async def create(self, booking: Booking) -> WrittenEvent:
        body = {key: value for key, value in event_body(booking).items() if key != "transactionId"}
        where = route("/me/calendars/{calendar}/events", calendar=booking.outlook_calendar_id)
        return written_event(await self._careless.post(booking.connection, where, body))


class Life:
    """Everything of one process."""

    def __init__(self, order: Order, store: Store) -> None:
        self.order = order
        self.store = replace(store, jobs=HastyJobs(store.database, order.speed))
        self.clock = HastyClock(datetime.fromisoformat(order.base), order.began, order.speed)
        self.told = Told(order.told)
        self.staff = {key: Employee(key, tuple(calendars)) for key, calendars in order.staff.items()}
        client = httpx.AsyncClient(timeout=order.timeout_seconds, verify=tls(), trust_env=False)
        self._graph = GraphClient(GraphWire(order.graph, client=client), Tokens(order.tokens), self.clock)
        self.rooms = self._rooms()

    def _rooms(self) -> Rooms:
        graph, directory = self._graph, FakeDirectory()
        for one in self.staff.values():
            directory.add(one.profile)
        microsoft = Microsoft(
            FakeSignIn(), consent(), GraphDirectory(graph), GraphReader(graph), GraphDelta(graph),
            GraphSubscriptions(graph, None), (CarelessWriter if self.order.careless else GraphWriter)(graph),
            GraphAnswers(graph),
        )  # fmt: skip
        chats = {Platform.SLACK: directory}
        told: dict[Platform, Messenger] = {Platform.SLACK: self.told}
        return build_rooms(Outside(self.store, microsoft, chats, told, self.clock, OPTIONS))  # type: ignore[arg-type]

    async def click(self, click: Mapping[str, Any]) -> None:
        """What one person pressed, and what they were answered."""
        try:
            answer = await self._act(click)
        except ClearhourError as refused:
            answer = refused.code
        self.told.note(answered=click["number"], with_=answer)

    async def _act(self, click: Mapping[str, Any]) -> str:
        who, request = self.staff[click["who"]], f"click-{click['number']}"
        actor = Actor(who.user, Place.DIRECT, f"D{who.user.user}", request)
        command: Command
        match click["act"]:
            case "book":
                guests = tuple(Named("user", self.staff[key].user.user) for key in click["guests"])
                start = datetime.fromisoformat(click["start"])
                command = Book(start, click["minutes"], guests, click["title"], online=False)
            case "cancel":
                command = CancelBooking(click["booking"], confirmed=True)
            case "take turns":
                return await self._by_type(who, click, request)
            case "hand over":
                return await self._hand_over(who.person, click, request)
            case _:
                return await self._move(who.person, click, request)
        shown = await self.rooms.dialogue.submit(actor, command)
        return shown.what.key if isinstance(shown, Problem) else type(shown).__name__

    async def _move(self, person: PersonId, click: Mapping[str, Any], request: str) -> str:
        rooms, start = self.rooms.bookings, datetime.fromisoformat(click["start"])
        booking, _ = await rooms.moving.booking(person, BookingId(click["booking"]))
        prepared = await rooms.moving.prepare_booking(booking, start, ZONE, request)
        async with self.store.transactions.write() as tx:
            held = await rooms.holding.hold(tx, prepared)
        return f"moves {held.id}"

    async def _by_type(self, who: Employee, click: Mapping[str, Any], request: str) -> str:
        """Somebody books by the round robin; whose turn it is was decided by the click."""
        host, start = self.staff[click["host"]], datetime.fromisoformat(click["start"])
        when = Range(start, start + timedelta(minutes=click["minutes"]))
        plan = MeetingPlan(click["title"], when, (who.invitee,), online=False)
        holding = self.rooms.bookings.holding
        prepared = await holding.prepare(await self.rooms.configuring.setup(host.person), plan, ZONE, request)
        async with self.store.transactions.write() as tx:
            held = await holding.hold(tx, replace(prepared, type=KIND, booked_by=who.person))
            await self.store.notices.save(tx, Notice(who.person, f"booking:{held.id}", CARD, who.user, None))
        return "NoneType"

    async def _hand_over(self, person: PersonId, click: Mapping[str, Any], request: str) -> str:
        handing = self.rooms.bookings.handing_over
        booking = await handing.booking(person, BookingId(click["booking"]))
        prepared = await handing.prepare(booking, self.staff[click["to"]].person, request)
        async with self.store.transactions.write() as tx:
            held = await handing.hold(tx, prepared)
        return f"handed to {held.id}"

    async def close(self) -> None:
        """For a life that ends by itself."""
        await self.rooms.sync.copies.close()
        await self._graph.aclose()

    async def found(self) -> dict[str, int]:
        """What the death of the one before left behind."""
        async with self.store.transactions.read() as tx:
            query = select(tables.booking.c.state, func.count()).group_by(tables.booking.c.state)
            return {str(state): int(count) for state, count in await connection_of(tx).execute(query)}

    async def drained(self) -> None:
        """Until there is nothing left to do within the hour."""
        ends = time.monotonic() + DRAINED_WITHIN_SECONDS
        while left := await self._waiting():
            assert time.monotonic() < ends, f"never done: {left}"
            await asyncio.sleep(0.02)

    async def _waiting(self) -> list[str]:
        """The jobs that are due within the hour, with their last error."""
        soon = self.clock.now() + timedelta(hours=1)
        due = (tables.job.c.state != "dead") & (tables.job.c.run_at <= soon)
        async with self.store.transactions.read() as tx:
            rows = await connection_of(tx).execute(select(tables.job).where(due))
            return [f"{row.kind} {row.args} {row.state} {row.attempt} {row.error_code}" for row in rows]


async def open_warm(order: Order) -> Store:
    """Opens the database and does one life's work over it, so that those forked afterwards find their statements
    compiled; leaves no connection open."""
    store = await open_store(order.address, Keyring.parse(order.keys))
    await work(Life(order, store))
    await store.close()
    return store


async def live(order: Order, store: Store) -> None:
    """Until killed; with `drain`, until everything is done. `store` was opened before the fork and closed again: its
    engines are used on, its locks are made anew."""
    before, file = store.database, sqlite_file(order.address)
    database = Database(before._writer, before._reader, FileLock(file) if file else None)
    database.lock_exclusively()
    life = Life(order, replace(store, database=database, transactions=database))
    life.told.note(found=await life.found())
    os.write(1, b"ready\n")
    await work(life)


async def work(life: Life) -> None:
    working = asyncio.create_task(Runner(life.store.jobs, handlers(life.rooms.listeners), life.clock).run())
    await asyncio.gather(*(life.click(click) for click in life.order.clicks))
    if not life.order.drain:
        await working
    await life.drained()
    working.cancel()
