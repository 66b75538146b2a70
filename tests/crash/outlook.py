"""What stands behind the rooms in these proofs: the office's mailboxes in memory, and chats that nobody reads."""

import asyncio
import random
from dataclasses import dataclass, field

from bot.rooms import Options
from core.booking.model import Booking
from core.booking.ports import EventAnswers, EventWriter, WrittenEvent
from core.configuration.ports import CalendarDirectory, MailboxSettings
from core.connection.approval_ports import AdminConsent
from core.connection.model import Access, ConnectionId
from core.connection.ports import SignIn
from core.connection.usecases import IdentityPolicy
from core.outlook.admin_consent import EntraAdminConsent
from core.outlook.settings import OutlookSettings
from core.shared.ranges import Range
from core.sync.model import Event
from core.sync.ports import DeltaReader, EventReader, Subscriptions
from tests.crash.office import Employee
from tests.fakes.delta import FakeDelta, FakeSubscriptions
from tests.fakes.entra import FakeSignIn
from tests.fakes.outlook import DEFAULT, FakeOutlook, Mailbox

PUBLIC_URL = "https://clearhour.example"
OPTIONS = Options(PUBLIC_URL, "/schedule", IdentityPolicy.CONFIRM, Access.READ_WRITE, notified=False)


@dataclass(frozen=True, slots=True)
class Microsoft:
    """The fields of core.outlook.Outlook that the rooms use."""

    sign_in: SignIn
    consent: AdminConsent
    calendars: CalendarDirectory
    reader: EventReader
    delta: DeltaReader
    subscriptions: Subscriptions
    writer: EventWriter
    answers: EventAnswers


def consent() -> AdminConsent:
    return EntraAdminConsent(OutlookSettings("app-1", "secret", f"{PUBLIC_URL}/connect/callback"))


@dataclass
class CrowdOutlook(FakeOutlook):
    """Everybody's mailbox, behind a network that takes `delay` seconds, more or less, for each answer."""

    delay: float = 0.005
    owners: dict[ConnectionId, Mailbox] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def take_in(self, everybody: tuple[Employee, ...]) -> None:
        for one in everybody:
            box = self.add_mailbox(one.account, MailboxSettings("Europe/Berlin", None))
            for name in one.calendars:
                if name != DEFAULT:
                    box.add_calendar(name)
            self.owners[one.connection] = box

    async def events(self, connection: ConnectionId, outlook_calendar_id: str, window: Range) -> tuple[Event, ...]:
        await self._travel()
        return await super().events(connection, outlook_calendar_id, window)

    async def create(self, booking: Booking) -> WrittenEvent:
        await self._travel()
        return await super().create(booking)

    async def _travel(self) -> None:
        await asyncio.sleep(self.delay * self.chance.uniform(0.5, 1.5))

    def _mailbox(self, call: str, connection: ConnectionId) -> Mailbox:
        self.calls.append((call, connection))
        return self.owners[connection]

    def microsoft(self) -> Microsoft:
        """As the rooms take it."""
        return Microsoft(
            FakeSignIn(), consent(), calendars=self, reader=self, delta=FakeDelta(self),
            subscriptions=FakeSubscriptions(self), writer=self, answers=self,
        )  # fmt: skip
