"""Ada's copied calendar with clashes in it, and the messages she gets about them."""

from datetime import datetime, timedelta

from core.availability import ShowAs
from core.dialogue.commands import Command
from core.dialogue.model import MessageRef
from core.dialogue.screens import Action, ConflictCard, ConflictsCard, Screen
from core.sync.model import Response
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import actor, read
from tests.unit.world import World, build, user

STOOD = timedelta(seconds=95)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
HALF = timedelta(minutes=30)


async def desk(*keys: str) -> World:
    """Connected people whose calendars are copied; nothing clashes yet."""
    world = build(copied=True)
    for key in keys or ("ada", "ben"):
        await world.connected(key)
    await world.work(through=timedelta(seconds=5))
    return world


def accepted(world: World, key: str, subject: str) -> str:
    """This person has accepted the invitation. Its id in their mailbox."""
    box = world.box(key)
    (copy,) = [one for one in box.all_events() if one.subject == subject]
    box.change(copy.id, response=Response.ACCEPTED, show_as=ShowAs.BUSY)
    return copy.id


def meeting(world: World, organizer: str, guest: str, start: datetime, subject: str, length: timedelta = HOUR) -> str:
    """A meeting that the guest has accepted; its id in the guest's mailbox."""
    box = world.box(organizer)
    guests = ((f"{guest}@contoso.com", f"{guest.title()} Example"),)
    world.outlook.meet(box, guests, start, start + length, subject, web_link="https://outlook.example/e")
    return accepted(world, guest, subject)


async def noticed(world: World, key: str = "ada", through: timedelta = STOOD) -> None:
    """Outlook tells of the change, and time passes until it has been said."""
    everything = world.subscriptions.notifications(DEFAULT, world.clock.now())
    await world.notified.receive(tuple(everything))
    await world.work(through=through)


def told(world: World, key: str = "ada") -> list[ConflictCard | ConflictsCard]:
    """The messages about double bookings as they stand."""
    return [one for one in world.messenger.to(user(key)) if isinstance(one, ConflictCard | ConflictsCard)]


def message(world: World, key: str = "ada") -> MessageRef:
    """The last message about double bookings."""
    shown = [ref for ref, one in world.messenger.messages.items() if one.user == user(key) and _about(one.screen)]
    return shown[-1]


async def press(
    world: World, command: Command | None, ref: MessageRef | None = None, key: str = "ada"
) -> Screen | None:
    """A click in a message, and what the chat then does with the answer; all that follows at once has followed."""
    assert command is not None
    asking = actor(key, ref)
    found = await world.dialogue.handle(asking, command)
    if found is not None:
        reader = await world.dialogue.reader(asking)
        shown = await world.messenger.show(user(key), found, reader, ref)
        await world.dialogue.delivered(asking, found, shown)
    await world.work(through=timedelta(seconds=5))
    return found


def button(screen: ConflictCard | ConflictsCard, label: str) -> Command:
    """What the button with these words asks for."""
    found = [one.command for one in buttons(screen) if read(one.label) == [label]]
    assert found, [read(one.label) for one in buttons(screen)]
    assert found[0] is not None
    return found[0]


def buttons(screen: ConflictCard | ConflictsCard) -> list[Action]:
    if isinstance(screen, ConflictCard):
        return [*screen.times, *screen.actions]
    inner = [action for line in (*screen.conflicts, *screen.soft) for action in line.actions]
    return [*inner, *screen.actions]


def labels(screen: ConflictCard | ConflictsCard) -> list[str]:
    return [word for one in buttons(screen) for word in read(one.label)]


def lines(card: ConflictCard) -> list[str]:
    return read(*card.lines)


def _about(screen: Screen) -> bool:
    return isinstance(screen, ConflictCard | ConflictsCard)
