"""Everything above the storage and Outlook, built by the bot itself (bot/rooms), over fakes with state."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.handlers import Handler
from bot.jobs import Listeners, Mirroring, handlers
from bot.rooms import Options, Outside, Rooms, build_rooms
from core.availability import Hours
from core.booking.usecases import Finding, Gathering, Holding, Inviting, Moving, Pushing
from core.configuration.model import CalendarsChosen
from core.configuration.ports import MailboxSettings
from core.configuration.usecases import Configuring, Setup
from core.connection.model import Access, Connection, ConnectionId, MicrosoftAccount
from core.connection.usecases import AllowedTenants, Connecting, Finished, IdentityPolicy
from core.dialogue.dialogue import Dialogue
from core.dialogue.notices import Notices
from core.outlook.admin_consent import EntraAdminConsent
from core.outlook.settings import OutlookSettings
from core.people.model import ChatProfile, ChatUser, PersonId, Platform
from core.people.usecases import Meeting
from core.shared.errors import ClearhourError
from core.sync.usecases import Copies, Notified, Polling, Reading
from tests.fakes.chat import FakeDirectory, FakeMessenger
from tests.fakes.clock import FakeClock
from tests.fakes.delta import FakeDelta, FakeSubscriptions
from tests.fakes.entra import FakeSignIn
from tests.fakes.jobs import FakeJobQueue
from tests.fakes.memory import Memory
from tests.fakes.outlook import FakeOutlook, Mailbox
from tests.fakes.store import FakeStore, fake_store

CONTOSO, CONSUMERS, ELSEWHERE = "tid-contoso", "9188040d-6c67-4c5b-b112-36a304b66dad", "tid-elsewhere"
PUBLIC_URL = "https://clearhour.example"
MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
NINE_TO_FIVE = Hours.parse({day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")})


def user(key: str) -> ChatUser:
    return ChatUser(Platform.SLACK, "T1", f"U{key.upper()}")


def account(address: str, tid: str = CONTOSO, *others: str) -> MicrosoftAccount:
    name = address.split("@", maxsplit=1)[0].title()
    return MicrosoftAccount(tid, f"oid-{address}", address, name, frozenset({address, *others}))


@dataclass(frozen=True)
class Microsoft:
    """The fields of core.outlook.Outlook that the rooms use."""

    sign_in: FakeSignIn
    consent: EntraAdminConsent
    calendars: FakeOutlook
    reader: FakeOutlook
    delta: FakeDelta
    subscriptions: FakeSubscriptions
    writer: FakeOutlook
    answers: FakeOutlook


@dataclass
class World:
    """One installation with its surroundings; `failures` are the error codes of jobs that have to be run again."""

    clock: FakeClock
    store: FakeStore
    outlook: FakeOutlook
    sign_in: FakeSignIn
    directory: FakeDirectory
    messenger: FakeMessenger
    delta: FakeDelta
    subscriptions: FakeSubscriptions
    rooms: Rooms
    copied: bool
    failures: list[str] = field(default_factory=list)

    @property
    def listeners(self) -> Listeners:
        return self.rooms.listeners

    @property
    def meeting(self) -> Meeting:
        return self.rooms.meeting

    @property
    def connecting(self) -> Connecting:
        return self.rooms.connecting

    @property
    def configuring(self) -> Configuring:
        return self.rooms.configuring

    @property
    def reading(self) -> Reading:
        return self.rooms.sync.reading

    @property
    def mirroring(self) -> Mirroring:
        return self.rooms.sync.mirroring

    @property
    def copies(self) -> Copies:
        return self.rooms.sync.copies

    @property
    def notified(self) -> Notified:
        return self.rooms.sync.notified

    @property
    def polling(self) -> Polling:
        return self.rooms.sync.polling

    @property
    def gathering(self) -> Gathering:
        return self.rooms.bookings.gathering

    @property
    def finding(self) -> Finding:
        return self.rooms.bookings.finding

    @property
    def inviting(self) -> Inviting:
        return self.rooms.bookings.inviting

    @property
    def holding(self) -> Holding:
        return self.rooms.bookings.holding

    @property
    def moving(self) -> Moving:
        return self.rooms.bookings.moving

    @property
    def pushing(self) -> Pushing:
        return self.rooms.listeners.booking.pushing

    @property
    def dialogue(self) -> Dialogue:
        return self.rooms.dialogue

    @property
    def notices(self) -> Notices:
        return self.rooms.listeners.telling.notices

    def join(
        self, key: str, zone: str = "Europe/Berlin", locale: str = "en-GB", email: str | None = "", **more: bool
    ) -> ChatUser:
        """Somebody is in the chat workspace; their address is key@contoso.com unless said otherwise."""
        known = ChatProfile(
            user(key), f"{key.title()} Example", f"{key}@contoso.com" if email == "" else email, zone, locale, **more
        )
        self.directory.add(known)
        return known.user

    def mailbox(self, address: str, tid: str = CONTOSO, zone: str | None = "Europe/Berlin") -> Mailbox:
        """A Microsoft account with a mailbox, that can sign in."""
        known = account(address, tid)
        self.sign_in.add(known)
        return self.outlook.add_mailbox(known, MailboxSettings(zone, NINE_TO_FIVE))

    async def person(self, key: str) -> PersonId:
        return (await self.meeting.person(user(key))).id

    async def sign(self, key: str, address: str, access: Access = Access.READ_WRITE, **offer: ConnectionId) -> Finished:
        """The person presses Connect in the chat and signs in with this account."""
        url = await self.connecting.offer(await self.person(key), user(key), access, **offer)
        return await self.follow(url, address)

    async def follow(self, url: str, address: str) -> Finished:
        """Somebody follows a connect link and signs in with this account."""
        begun = await self.connecting.begin(url.rsplit("/", 1)[1])
        return await self.connecting.finish(begun.cookie, {"state": begun.url.split("state=")[1], "code": address})

    async def connected(self, key: str, access: Access = Access.READ_WRITE, zone: str = "Europe/Berlin") -> PersonId:
        """Somebody in the chat with a mailbox of the same address, connected, defaults in force."""
        if user(key) not in self.directory.profiles:
            self.join(key, zone)
        address = f"{key}@contoso.com"
        if address not in self.sign_in.accounts:
            self.mailbox(address, zone=zone)
        await self.sign(key, address, access)
        await self.work()
        return await self.person(key)

    def box(self, key: str) -> Mailbox:
        return self.outlook.mailboxes[f"oid-{key}@contoso.com"]

    async def setup(self, key: str) -> Setup:
        return await self.configuring.setup(await self.person(key))

    async def connections(self, key: str) -> tuple[Connection, ...]:
        return await self.connecting.of_person(await self.person(key))

    async def work(self, through: timedelta = timedelta()) -> None:
        """Runs every job that is due, and those that come due within `through`, moving the clock to them."""
        table, end = self._table(), self.clock.now() + through
        while True:
            jobs = await self.store.jobs.claim(self.clock.now(), timedelta(seconds=15), 1)
            for job in jobs:
                await self._run(table.get(job.kind), job.id, job.args, job.attempt)
            if not jobs:
                due = await self.store.jobs.next_due()
                if due is None or due > end:
                    return
                self.clock.set(max(due, self.clock.now()))

    def _table(self) -> dict[str, Handler]:
        table = handlers(self.rooms.listeners)
        mirror = {CalendarsChosen.kind()} | {kind for kind in table if kind.startswith("sync.")}
        return {kind: use for kind, use in table.items() if self.copied or kind not in mirror}

    async def _run(self, handler: object, job: str, args: Mapping[str, object], attempt: int) -> None:
        try:
            if callable(handler):
                await handler(args)
        except ClearhourError as error:
            self.failures.append(error.code)
            await self.store.jobs.retry(job, self.clock.now() + timedelta(seconds=2**attempt), error.code)
        else:
            await self.store.jobs.finish(job)

    async def restart(self) -> None:
        """The process was killed and starts again over the same database."""
        self.store = replace(self.store, jobs=FakeJobQueue(self.store.transactions))
        await self.store.jobs.release_dead(self.clock.now())

    def facts(self, kind: type) -> list[object]:
        return [fact for fact in self.store.transactions.published if isinstance(fact, kind)]


def build(
    now: datetime = MONDAY,
    *,
    policy: IdentityPolicy = IdentityPolicy.CONFIRM,
    highest: Access = Access.READ_WRITE,
    memory: Memory | None = None,
    outlook: type[FakeOutlook] = FakeOutlook,
    copied: bool = False,
    tenants: AllowedTenants | None = None,
    command: str = "/schedule",
) -> World:
    """`copied`: calendars are answered from their copies, as the program does; else each question asks Outlook."""
    clock, store = FakeClock(now), fake_store(memory)
    microsoft = outlook(store.transactions)
    sign_in, directory, messenger = FakeSignIn(), FakeDirectory(), FakeMessenger()
    delta, subscriptions = FakeDelta(microsoft), FakeSubscriptions(microsoft)
    outside = _outside(
        clock, store, microsoft, sign_in, directory, messenger, delta, subscriptions, policy=policy, highest=highest,
        tenants=tenants, command=command,
    )  # fmt: skip
    rooms = build_rooms(outside)
    return World(clock, store, microsoft, sign_in, directory, messenger, delta, subscriptions, rooms, copied)


def outside_of(world: World) -> Outside:
    """For one more process over the same database, Outlook and chat."""
    return _outside(
        world.clock, world.store, world.outlook, world.sign_in, world.directory, world.messenger, world.delta,
        world.subscriptions,
    )  # fmt: skip


def _outside(
    clock: FakeClock,
    store: FakeStore,
    microsoft: FakeOutlook,
    sign_in: FakeSignIn,
    directory: FakeDirectory,
    messenger: FakeMessenger,
    delta: FakeDelta,
    subscriptions: FakeSubscriptions,
    *,
    policy: IdentityPolicy = IdentityPolicy.CONFIRM,
    highest: Access = Access.READ_WRITE,
    tenants: AllowedTenants | None = None,
    command: str = "/schedule",
) -> Outside:
    consent = EntraAdminConsent(OutlookSettings("app-1", "secret", f"{PUBLIC_URL}/connect/callback"))
    ports = Microsoft(
        sign_in, consent, calendars=microsoft, reader=microsoft, delta=delta, subscriptions=subscriptions,
        writer=microsoft, answers=microsoft,
    )  # fmt: skip
    return Outside(
        store,
        ports,
        dict.fromkeys(Platform, directory),
        dict.fromkeys(Platform, messenger),
        clock,
        Options(PUBLIC_URL, command, policy, highest, notified=True, tenants=tenants or AllowedTenants()),
        homes={Platform.SLACK: messenger},
        admins=dict.fromkeys(Platform, directory.admins),
        jitter=lambda: 0.5,
    )
