"""Everything above the storage and Outlook, built as bot/wiring.py builds it, over fakes with state."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.jobs import Handler, Mirroring, handlers
from core.availability import Hours
from core.booking.usecases import Finding, Gathering, Holding, Inviting, Pushing
from core.configuration.model import CalendarsChosen
from core.configuration.ports import MailboxSettings
from core.configuration.usecases import Configuring, Setup
from core.connection.model import Access, Connection, ConnectionId, MicrosoftAccount
from core.connection.usecases import Connecting, Finished, IdentityPolicy
from core.dialogue.answers.agenda import AgendaAnswers
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.calendars import CalendarAnswers
from core.dialogue.answers.connect import ConnectAnswers
from core.dialogue.answers.find import FindAnswers
from core.dialogue.dialogue import Dialogue
from core.dialogue.notices import Notices
from core.people.model import ChatProfile, ChatUser, PersonId, Platform
from core.people.usecases import Meeting
from core.shared.errors import ClearhourError
from core.sync.usecases import Copies, Keeping, Notified, Polling, Reading, Rounds, Subscribing
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


@dataclass
class World:
    """One installation with its surroundings; `failures` are the error codes of jobs that have to be run again."""

    clock: FakeClock
    store: FakeStore
    outlook: FakeOutlook
    sign_in: FakeSignIn
    directory: FakeDirectory
    messenger: FakeMessenger
    meeting: Meeting
    connecting: Connecting
    configuring: Configuring
    reading: Reading
    gathering: Gathering
    finding: Finding
    inviting: Inviting
    holding: Holding
    pushing: Pushing
    dialogue: Dialogue
    notices: Notices
    delta: FakeDelta
    subscriptions: FakeSubscriptions
    mirroring: Mirroring
    copies: Copies
    notified: Notified
    polling: Polling
    copied: bool
    failures: list[str] = field(default_factory=list)

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
        table = handlers(self.notices, self.pushing, self.mirroring)
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
) -> World:
    """`copied`: calendars are answered from their copies, as the program does; else each question asks Outlook."""
    clock, store = FakeClock(now), fake_store(memory)
    microsoft = outlook(store.transactions)
    sign_in, directory, messenger = FakeSignIn(), FakeDirectory(), FakeMessenger()
    base = {"transactions": store.transactions}
    meeting = Meeting(**base, persons=store.persons, directories=dict.fromkeys(Platform, directory), clock=clock)
    connecting = Connecting(
        **base, persons=store.persons, meeting=meeting, connections=store.connections, links=store.links,
        vault=store.tokens, sign_in=sign_in, audit=store.audit, clock=clock, public_url=PUBLIC_URL, policy=policy,
    )  # fmt: skip
    configuring = Configuring(
        **base, persons=store.persons, connections=store.connections, calendars=store.calendars,
        preferences=store.preferences, directory=microsoft, highest_access=highest,
    )  # fmt: skip
    delta, subscriptions = FakeDelta(microsoft), FakeSubscriptions(microsoft)
    sync = {**base, "states": store.sync_states, "clock": clock}
    rounds = Rounds(
        **sync, mirror=store.mirror, persons=store.persons, preferences=store.preferences, delta=delta,
        reader=microsoft, jobs=store.jobs, jitter=lambda: 0.5,
    )  # fmt: skip
    mirroring = Mirroring(
        Keeping(**sync, configuring=configuring, subscriptions=subscriptions, jobs=store.jobs, notified=True),
        rounds,
        Subscribing(**sync, subscriptions=subscriptions, jobs=store.jobs, notified=True, jitter=lambda: 0.5),
    )
    copies = Copies(**sync, mirror=store.mirror, rounds=rounds)
    reading = Reading(reader=microsoft, clock=clock, copies=copies if copied else None)
    gathering = Gathering(**base, configuring=configuring, bookings=store.bookings, reading=reading, clock=clock)
    finding = Finding(configuring=configuring, gathering=gathering, clock=clock)
    inviting = Inviting(**base, persons=store.persons, connections=store.connections, meeting=meeting)
    holding = Holding(
        **base, persons=store.persons, bookings=store.bookings, gathering=gathering, configuring=configuring,
        jobs=store.jobs, clock=clock,
    )  # fmt: skip
    pushing = Pushing(
        **base, bookings=store.bookings, configuring=configuring, finding=finding, reading=reading, writer=microsoft,
        audit=store.audit, clock=clock,
    )  # fmt: skip
    connect = ConnectAnswers(
        connecting=connecting, configuring=configuring, holding=holding, reading=reading,
        keeping=mirroring.keeping, highest_access=highest,
    )  # fmt: skip
    find = FindAnswers(configuring=configuring, finding=finding, inviting=inviting)
    booking = BookingAnswers(**base, configuring=configuring, holding=holding, finding=find, notices=store.notices)
    dialogue = Dialogue(
        **base, meeting=meeting, connecting=connecting, connect=connect,
        calendars=CalendarAnswers(configuring=configuring, reading=reading), find=find, booking=booking,
        agenda=AgendaAnswers(configuring=configuring, reading=reading), notices=store.notices,
        kept=store.kept_commands, seen=store.seen_requests, clock=clock, command_name="/schedule",
    )  # fmt: skip
    notices = Notices(
        **base, persons=store.persons, meeting=meeting, configuring=configuring, bookings=store.bookings,
        connect_answers=connect, booking_answers=booking, dialogue=dialogue, notices=store.notices,
        kept=store.kept_commands, messengers=dict.fromkeys(Platform, messenger), jobs=store.jobs,
        command_name="/schedule", clock=clock,
    )  # fmt: skip
    return World(
        clock, store, microsoft, sign_in, directory, messenger, meeting, connecting, configuring, reading, gathering,
        finding, inviting, holding, pushing, dialogue, notices, delta, subscriptions, mirroring, copies,
        Notified(**sync, jobs=store.jobs), Polling(**sync, jobs=store.jobs), copied,
    )  # fmt: skip
