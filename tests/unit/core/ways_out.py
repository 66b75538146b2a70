"""Ada's meeting with Ben, and what moves or answers it."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from core.booking.model import Booking, BookingChanged, MeetingAnswered
from core.booking.usecases import Answering, Offer
from core.configuration.model import CalendarId
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.sync.model import Event
from tests.fakes.outlook import DEFAULT, FakeOutlook
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.core.crashing import CrashingMemory, CrashingOutlook
from tests.unit.world import World, build

BERLIN = "Europe/Berlin"
HALF = timedelta(minutes=30)


@dataclass
class Desk(World):
    """The world, with what one does with a meeting."""

    @property
    def answering(self) -> Answering:
        return self.rooms.listeners.booking.answering

    def meet(self, host: str = "ada", guests: tuple[str, ...] = ("ben",), start: datetime = TEN, **more: object) -> str:
        """A meeting of an hour, written in Outlook; its id in the organizer's calendar."""
        invited = tuple((f"{key}@contoso.com", f"{key.title()} Example") for key in guests)
        return self.outlook.meet(self.box(host), invited, start, start + HOUR, "Review", **more)

    def copy(self, key: str, subject: str = "Review") -> Event:
        """The one event of this subject in somebody's calendars."""
        (found,) = (one for one in self.box(key).all_events() if one.subject == subject)
        return found

    def lies(self, event: str) -> datetime:
        """When it starts, wherever it is."""
        found = [box.get(event) for box in self.outlook.mailboxes.values()]
        (one,) = filter(None, found)
        return one.start

    async def calendar(self, key: str = "ada", name: str = DEFAULT) -> CalendarId:
        return next(one.id for one in (await self.setup(key)).calendars if one.name == name)

    async def sync(self, *keys: str) -> None:
        """Their copies are as Outlook is."""
        for key in keys:
            await self.mirroring.rounds.sync(await self.calendar(key))

    async def offer(self, event: str, key: str = "ada") -> Offer:
        return await self.moving.offer(await self.person(key), await self.calendar(key), event, BERLIN)

    async def move(self, event: str, start: datetime, key: str = "ada", request: str = "") -> Booking:
        """What pressing one of the times does, without the card."""
        person, calendar = await self.person(key), await self.calendar(key)
        prepared = await self.moving.prepare(person, calendar, event, start, BERLIN, request or new_id())
        async with self.store.transactions.write() as tx:
            return await self.holding.hold(tx, prepared)

    async def decline(self, event: str, proposed: Range | None = None, key: str = "ben") -> None:
        """What pressing Decline does, without the card."""
        person, calendar = await self.person(key), await self.calendar(key)
        async with self.store.transactions.write() as tx:
            await self.answering.decline(tx, person, calendar, event, proposed)

    def told(self, booking: Booking) -> list[str]:
        """The states that were told of a booking."""
        facts = [fact for fact in self.store.transactions.published if isinstance(fact, BookingChanged)]
        return [fact.state for fact in facts if fact.booking == booking.id]

    def answered(self) -> list[str]:
        """The outcomes that were told."""
        return [fact.outcome for fact in self.store.transactions.published if isinstance(fact, MeetingAnswered)]


async def desk(*keys: str, outlook: type[FakeOutlook] = CrashingOutlook, copied: bool = False) -> Desk:
    """Connected people; Ada and Ben unless others are named."""
    plain = build(memory=CrashingMemory(), outlook=outlook, copied=copied)
    found = Desk(**{one.name: getattr(plain, one.name) for one in fields(plain)})
    for key in keys or ("ada", "ben"):
        await found.connected(key)
    return found
