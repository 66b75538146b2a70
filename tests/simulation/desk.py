"""One person at their desk: calendars that change, the jobs that follow, and the messages that come of it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from core.configuration.model import Calendar, CalendarId, CalendarKind, Preferences
from core.configuration.unasked import Unasked
from core.conflicts.model import (
    CauseChanged,
    CauseId,
    Form,
    Ledger,
    PairKey,
    State,
    WarningChanged,
    WarningId,
    causes_of,
)
from core.conflicts.usecases import DIGEST_JOB, LOOK_JOB, SAY_JOB, Seeing, Settling, Watching
from core.dialogue.invitations import SAY_INVITATIONS_JOB
from core.people.model import PersonId
from core.shared.jobs import JobQueue
from core.shared.transaction import Transaction, Transactions
from core.storage import Store
from core.storage.jobs import JobTable
from core.sync.model import BusyChanged, Event
from tests.contract.examples import ADA, calendar, connection, preferences, state
from tests.fakes import FakeClock, FakeStore
from tests.fakes.jobs import FakeJobQueue
from tests.simulation.inbox import Inbox
from tests.unit.core.crashing import Crashes

LEASE = timedelta(seconds=15)
WORK = "Work"


@dataclass
class Points:
    """Transactions during which the process can be killed: before, at the end of, and after each that writes. Before
    each that writes somebody else can do something `meanwhile`."""

    real: Transactions
    crashes: Crashes
    meanwhile: Callable[[], Awaitable[None]] | None = None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        self.crashes.point()
        if self.meanwhile is not None:
            await self.meanwhile()
        async with self.real.write() as tx:
            yield tx
            self.crashes.point()
        self.crashes.point()

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        return self.real.read()


@dataclass
class Message:
    """A message in the person's chat: when it came, of which form, and how each pair of it stands as shown now."""

    form: Form
    came: datetime
    causes: set[CauseId] = field(default_factory=set)
    shows: dict[PairKey, State] = field(default_factory=dict)
    edits: int = 0


@dataclass
class Desk:
    """Everything that happens to one person. `detected`: seconds from each notification to its look."""

    store: Store | FakeStore
    clock: FakeClock
    person: PersonId = ADA
    messages: dict[WarningId, Message] = field(default_factory=dict)
    detected: list[float] = field(default_factory=list)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    crashes: Crashes = field(default_factory=Crashes)
    inbox: Inbox | None = None

    def __post_init__(self) -> None:
        self.points = Points(self.store.transactions, self.crashes)
        self.queue: JobQueue = self.store.jobs
        self._numbers = count()
        self.build()

    def build(self) -> None:
        """What a process builds when it starts."""
        store = self.store
        self.seeing = seeing = Seeing(
            preferences=store.preferences, calendars=store.calendars, connections=store.connections,
            states=store.sync_states, mirror=store.mirror, bookings=store.bookings, clock=self.clock,
        )  # fmt: skip
        self.watching = Watching(
            transactions=self.points, persons=store.persons, preferences=store.preferences, ledgers=store.ledgers,
            unasked=Unasked(counts=store.told_counts, preferences=store.preferences, clock=self.clock),
            seeing=seeing, jobs=self.queue, clock=self.clock,
            detected=self.detected.append, new_id=lambda: f"{self.person}-{next(self._numbers):06}",
        )  # fmt: skip
        self.settling = Settling(
            transactions=self.points, persons=store.persons, connections=store.connections, ledgers=store.ledgers,
            jobs=self.queue, clock=self.clock,
        )  # fmt: skip

    def open_inbox(self) -> Inbox:
        """From now on the person is told of invitations too, by the defaults."""
        self.inbox = Inbox(self.store, self.clock, self.person, self.seeing, self.settling, self.queue)
        return self.inbox

    async def restart(self) -> None:
        """The process was killed; the next one begins over the same database."""
        store = self.store
        self.queue = FakeJobQueue(store.transactions) if isinstance(store, FakeStore) else JobTable(store.database)
        self.build()
        await self.queue.release_dead(self.clock.now())

    async def connect(self, *names: str, **chosen: object) -> None:
        """The account is connected and these calendars are chosen; new ones are not read yet. "Shared ..." is somebody
        else's."""
        names = names or (WORK,)
        mine = connection(self.person)
        listed = tuple(calendar(mine.id, name, kind=_kind(name)) for name in names)
        async with self.store.transactions.write() as tx:
            await self.store.connections.save(tx, mine)
            await self.store.calendars.replace(tx, mine.id, listed)
            self.calendars = {one.name: one for one in await self.store.calendars.of_person(tx, self.person)}
            ids = frozenset(one.id for one in self.calendars.values())
            await self.store.preferences.save(tx, preferences(self.person, linked=None, conflicts=ids, **chosen))
            for id_ in ids - (await self.store.sync_states.of_person(tx, self.person)).keys():
                await self.store.sync_states.save(tx, state(id_))

    async def choose(self, **changes: object) -> None:
        """The person changes their choice here."""
        async with self.store.transactions.write() as tx:
            before = await self.store.preferences.get(tx, self.person)
            assert isinstance(before, Preferences)
            await self.store.preferences.save(tx, replace(before, **changes))  # type: ignore[arg-type]
        await self.watching.chosen(self.person)

    async def change(self, *put: Event, removed: tuple[str, ...] = (), calendar: str = WORK) -> None:
        """A round has read this from Outlook, just after Outlook had told of it."""
        id_, now = self.calendars[calendar].id, self.clock.now()
        async with self.store.transactions.write() as tx:
            known = await self.store.sync_states.get(tx, id_)
            assert known is not None
            await self.store.mirror.change(tx, id_, put, removed)
            await self.store.sync_states.save(
                tx, replace(known, read_at=now, notified_at=now, version=known.version + 1)
            )
            tx.publish(BusyChanged(self.person, id_, "yes" if known.read_at is None else None))

    async def work(self, until: datetime | None = None) -> None:
        """Runs every job that is due by then, moving the clock to each."""
        table, end = self._table(), until or self.clock.now()
        while True:
            jobs = await self.queue.claim(self.clock.now(), LEASE, 8)
            for job in jobs:
                self.crashes.point()
                await table[job.kind](job.args)
                self.crashes.point()
                await self.queue.finish(job.id)
            if jobs:
                continue
            due = await self.queue.next_due()
            if due is None or due > end:
                self.clock.set(max(end, self.clock.now()))
                return
            self.clock.set(max(due, self.clock.now()))

    async def ledger(self) -> Ledger:
        async with self.store.transactions.read() as tx:
            return await self.store.ledgers.load(tx, self.person)

    async def _told(self, warning: WarningId) -> None:
        """What the chat would show; the same message is edited."""
        ledger = await self.ledger()
        warned = ledger.warnings.get(warning)
        if warned is None:
            return
        shown = self.messages.get(warning)
        if shown is None:
            shown = self.messages[warning] = Message(warned.form, self.clock.now())
        else:
            shown.edits += 1
        shown.causes = {one.id for one in causes_of(ledger, warning)}
        shown.shows = {key: one.state for key, one in ledger.conflicts.items() if one.cause in shown.causes}

    def _table(self) -> Mapping[str, Callable[[Mapping[str, object]], Awaitable[object]]]:
        watching = self.watching

        async def busy(args: Mapping[str, object]) -> None:
            first = args["first"] == "yes"
            await watching.busy_changed(_person(args), CalendarId(str(args["calendar"])), first=first)
            if self.inbox is not None:
                await self.inbox.look(first=first)

        async def look(args: Mapping[str, object]) -> None:
            await watching.look(_person(args))
            if self.inbox is not None:
                await self.inbox.look()

        async def say_invitations(_: Mapping[str, object]) -> None:
            if self.inbox is not None:
                await self.inbox.say()

        return {
            BusyChanged.kind(): busy,
            CauseChanged.kind(): lambda _: _nothing(),
            WarningChanged.kind(): lambda args: self._told(WarningId(str(args["warning"]))),
            SAY_JOB: lambda args: watching.say(_person(args), CauseId(str(args["cause"]))),
            DIGEST_JOB: lambda args: watching.digest(_person(args)),
            LOOK_JOB: look,
            SAY_INVITATIONS_JOB: say_invitations,
        }


async def _nothing() -> None:
    """Cards that somebody opened: nobody does here."""


def _person(args: Mapping[str, object]) -> PersonId:
    return PersonId(str(args["person"]))


def _kind(name: str) -> CalendarKind:
    return CalendarKind.SHARED if name.startswith("Shared") else CalendarKind.OWN
