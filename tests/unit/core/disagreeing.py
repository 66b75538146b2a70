"""Ada's copied calendars, a confirmed booking with Ben, and everything that notices when Outlook has it elsewhere."""

from dataclasses import fields
from datetime import datetime, timedelta

from core.booking.disagreement import standing
from core.booking.model import Booking, OutlookDisagrees
from core.booking.usecases.comparing import Comparing
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.disagreement import DisagreementAnswers
from core.dialogue.commands import FollowOutlook, PutBack
from core.dialogue.disagreements import Disagreements
from core.dialogue.model import MessageRef
from core.dialogue.screens import DisagreementCard, Screen
from core.people.model import Reader
from core.shared.ids import new_id
from core.sync.model import Event
from tests.fakes.outlook import DEFAULT
from tests.unit.core.booking_scene import HOUR, hold, now_of
from tests.unit.core.crashing import CrashingMemory, CrashingOutlook
from tests.unit.world import World, build, user

IN_TWO_DAYS = timedelta(days=2)
STOOD = timedelta(seconds=95)


class Desk(World):
    """The world, with its hands on what notices, decides and tells."""

    @property
    def comparing(self) -> Comparing:
        return self.listeners.booking.comparing

    @property
    def disagreements(self) -> Disagreements:
        return self.listeners.telling.disagreements

    @property
    def answers(self) -> DisagreementAnswers:
        """Beside the dialogue, which makes cards of what they raise."""
        deciding = self.listeners.booking.deciding
        return DisagreementAnswers(transactions=self.store.transactions, deciding=deciding, notices=self.store.notices)

    async def asker(self, key: str = "ada", card: MessageRef | None = None) -> Asker:
        reader = Reader("Europe/Berlin", "en-GB")
        return Asker(await self.person(key), key.title(), user(key), reader, self.clock.now(), new_id(), card)

    async def press_follow(self, booking: Booking, key: str = "ada", card: MessageRef | None = None) -> Screen | None:
        return await self.answers.follow(await self.asker(key, card), FollowOutlook(booking.id))

    async def press_back(self, booking: Booking, key: str = "ada", card: MessageRef | None = None) -> Screen | None:
        return await self.answers.put_back(await self.asker(key, card), PutBack(booking.id))

    async def told(self, through: timedelta = timedelta(seconds=5)) -> None:
        """Outlook notifies of Ada's calendar, and we work."""
        await self.notified.receive(tuple(self.subscriptions.notifications(DEFAULT, self.clock.now())))
        await self.work(through=through)

    def drag(self, booking: Booking, start: datetime, length: timedelta = HOUR) -> None:
        """Somebody moves the event in Outlook, which moves the copies of the invited."""
        (mine,) = self.box("ada").written(booking.id)
        for box in self.outlook.mailboxes.values():
            for copy in box.all_events():
                if copy.ical_uid == mine.ical_uid:
                    box.change(copy.id, start=start, end=start + length)

    def delete(self, booking: Booking) -> Event:
        """Somebody deletes the event in Outlook, which cancels it for the invited."""
        (mine,) = self.box("ada").written(booking.id)
        self.box("ada").remove(mine.id)
        for box in self.outlook.mailboxes.values():
            for copy in box.all_events():
                if copy.ical_uid == mine.ical_uid:
                    box.change(copy.id, is_cancelled=True)
        return mine

    def lies(self, booking: Booking) -> datetime:
        """Where Outlook has it."""
        (mine,) = self.box("ada").written(booking.id)
        return mine.start

    def said(self, booking: Booking | None = None) -> list[str]:
        """What was published about it, oldest first."""
        facts = [fact for fact in self.store.transactions.published if isinstance(fact, OutlookDisagrees)]
        return [fact.what for fact in facts if booking is None or fact.booking == booking.id]

    def kind(self, booking: Booking) -> str | None:
        found = standing(now_of(self, booking))
        return found.kind.value if found else None

    def cards(self, key: str = "ada") -> list[DisagreementCard]:
        return [screen for screen in self.messenger.to(user(key)) if isinstance(screen, DisagreementCard)]

    def calls(self, name: str) -> int:
        return sum(call == name for call, _ in self.outlook.calls)


async def desk() -> Desk:
    """Ada and Ben, connected, copied and subscribed to."""
    plain = build(memory=CrashingMemory(), outlook=CrashingOutlook, copied=True)
    found = Desk(**{one.name: getattr(plain, one.name) for one in fields(plain)})
    await found.connected("ada")
    await found.connected("ben")
    await found.work(through=timedelta(seconds=5))
    return found


async def booked(world: Desk, start: datetime, host: str = "ada", guests: tuple[str, ...] = ("ben",)) -> Booking:
    """A confirmed booking that the copies know."""
    booking = await hold(world, host, guests, start)
    await world.work()
    await world.told()
    return now_of(world, booking)
