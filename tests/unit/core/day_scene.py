"""Ada's working day: what she chose to be told, her meetings, and the messages that came of it."""

from datetime import datetime, timedelta

from core.dialogue.model import MessageRef
from core.dialogue.morning_commands import SaveDayMessages
from core.dialogue.screens import InvitationCard, MorningCard, ReminderCard, Screen, SettingsCard
from core.people.model import PersonId
from tests.fakes.chat import Shown
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import ask, read
from tests.unit.core.clashing import noticed
from tests.unit.world import World, build, user

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ADA = (("ada@contoso.com", "Ada Example"),)


async def day(**chosen: object) -> World:
    """Ada and Ben are connected and copied on Monday at 09:00 in Berlin; Ada chose this."""
    world = build(copied=True)
    for key in ("ada", "ben"):
        await world.connected(key)
    await world.work(through=timedelta(seconds=5))
    await choose(world, **chosen)
    return world


async def choose(world: World, **chosen: object) -> None:
    """In the form of the settings."""
    await ask(world, SaveDayMessages(**chosen), SettingsCard)  # type: ignore[arg-type]
    await world.work()


async def changed(world: World, through: timedelta = timedelta(seconds=5)) -> None:
    """Outlook tells of what changed in Ada's calendar."""
    await noticed(world, through=through)


def at(world: World, hour: int, minute: int = 0, days: int = 0) -> datetime:
    """By Berlin's clock, which is an hour ahead in March."""
    return world.clock.now().replace(hour=hour - 1, minute=minute, second=0, microsecond=0) + days * DAY


async def until(world: World, moment: datetime) -> None:
    """Time passes, and every job runs when it is due."""
    await world.work(through=moment - world.clock.now())
    world.clock.set(max(moment, world.clock.now()))


def sent(world: World, kind: type[Screen], key: str = "ada") -> list[Screen]:
    """Messages of this kind, as they are now, oldest first."""
    return [one for one in world.messenger.to(user(key)) if isinstance(one, kind)]


def reminders(world: World) -> list[str]:
    """What each reminder says now: heading and title."""
    found = (one for one in sent(world, ReminderCard) if isinstance(one, ReminderCard))
    return [": ".join(read(one.heading, one.title)) for one in found]


def agendas(world: World) -> list[MorningCard]:
    return [one for one in sent(world, MorningCard) if isinstance(one, MorningCard)]


def message(world: World, kind: type[Screen], key: str = "ada") -> MessageRef:
    """Where the last message of this kind is."""
    shown: list[tuple[MessageRef, Shown]] = list(world.messenger.messages.items())
    return [ref for ref, one in shown if one.user == user(key) and isinstance(one.screen, kind)][-1]


def meet(world: World, start: datetime, subject: str = "Review", hours: int = 1, **more: object) -> str:
    """An hour, or some, in Ada's calendar."""
    return world.box("ada").add(start, start + hours * HOUR, subject, DEFAULT, **more)


async def told_today(world: World, person: PersonId) -> int:
    """How many messages count as unasked today."""
    async with world.store.transactions.read() as tx:
        return await world.store.told_counts.get(tx, person, world.clock.now().date())


def invite(world: World, hour: int, subject: str = "Review", days: int = 2, minute: int = 0, **more: object) -> str:
    """Ben invites Ada to an hour; the id of her copy, which waits for an answer."""
    start = at(world, hour, minute, days=days)
    world.outlook.meet(world.box("ben"), ADA, start, start + HOUR, subject, **more)
    (copy,) = [one for one in world.box("ada").all_events() if one.subject == subject]
    return copy.id


def cards(world: World) -> list[InvitationCard]:
    return [one for one in sent(world, InvitationCard) if isinstance(one, InvitationCard)]
